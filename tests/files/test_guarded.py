"""Files as parsers get them: what is let through, what is left out, what is refused, with its line; however it is cut."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from icilabas.errors import DataError
from icilabas.files.guarded import MOST_DEPTH, Guarded

ROOT, RDF_12 = b"<r>", b'<r rdf:version="1.2">'


class Cut(io.BytesIO):
    """A file that gives its first bytes, then so many at a time."""

    def __init__(self, data: bytes, piece: int) -> None:
        super().__init__(data)
        self._piece = piece

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(64 if self._piece and not self.tell() else self._piece or size)


def guarded(name: str, data: bytes, depth: int = 5) -> tuple[bytes | str, int]:
    """Return what a parser gets, or the line and the reason why it gets nothing; and how deep it was."""
    found = set()
    for piece in (0, 1, 2, 3, 7) if len(data) < 500 else (0, 700):
        file = Guarded(Cut(data, piece), Path(name), depth)
        try:
            got: bytes | str = b"".join(iter(lambda file=file: file.read(5), b""))  # type: ignore[misc]  # a default for a loop
        except DataError as error:
            got = str(error).partition(":")[2]
        found.add((got, file.deepest))
    (only,) = found
    return only


@pytest.mark.parametrize(
    ("name", "text", "depth"),
    [
        ("a.ttl", b"a:b a:c [ [ [ ( [ ] ) ] ] ] .", 5),
        ("a.ttl", b"a:b a:c ((((((", None),
        ("a.ttl", b"a:b a:c << << << a:b a:c 1 >> >> >> .", None),
        ("a.ttl", b"a:b a:c << << a:b a:c 1 >> a:c 1 >> .", 4),
        ("a.ttl", b"<< a:b a:c << a:b a:c << a:b a:c 1", None),
        ("a.trig", b"a:g { a:b a:c 1 {| a:d [ a:e ( [ ] ) ] |} }", 5),
        ("a.ttl", b'a:b a:c "[[[[[[", \'(((((((\', """(((("(((""(""", \'\'\'[[[[[[[\'[\'\'\' .', 0),
        ("a.ttl", b'a:b a:c "\\"[[[[[[", "", \'\', "\\\\", [ ] .', 1),
        ("a.ttl", b"<http://site.example/((((((> a:c\\(\\(\\(\\(\\(\\( 1 . # (((((((\n", 0),
        ("a.nt", b"<a:b> <a:c> <<( <a:b> <a:c> <<( <a:b> <a:c> <<( <a:b> <a:c> 1 )>> )>> )>> .\n", None),
        ("a.nt", b'<a:b> <a:c> <<( <a:b> <a:c> "<<<<<<<<<<(" )>> .\n' * 9, 3),
        ("a.nq", b'<a:b> <a:c> "[[[[[[[((((((({{{{{" .\n', 0),
        ("a.jsonld", b'{"a": [[["[[[[[\\"[[[[[", "\\\\"]]]}', 4),
        ("a.jsonld", b'{"a": [[[[[]]]]]}', None),
        ("a.jsonld", b'[[[[[]]]], [[[[]]]], {"a": {"b": {"c": {}}}}]', 5),
        ("a.rdf", b"<a><a><a><a><a><a/></a></a></a></a></a>", 5),
        ("a.rdf", b"<a><a><a><a><a><a></a></a></a></a></a></a>", None),
        ("a.owl", b"<a><!-- <a><a><a><a><a> --><b c='/<>/'/><b><c d='>'><![CDATA[<a><a><a><a>]]></c></b></a>", 3),
        ("a.rdf", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "<a><a><a>">]><a><?b <a><a><a><a><a>?><b/></a>', 1),
        ("a.xml", b"<a><a><a><a><a><a></a></a></a></a></a></a>", 0),  # lxml has limits of its own
    ],
)
def test_what_is_nested_is_counted_outside_of_texts_and_refused(name: str, text: bytes, depth: int | None) -> None:
    data = b"\n" + text
    if depth is None:
        found, _deepest = guarded(name, data)
        assert isinstance(found, str)
        assert found.startswith("2: nested deeper than 5 levels")
    else:
        assert guarded(name, data) == (data, depth)


def test_the_limit_is_far_from_what_is_written_and_from_what_harms() -> None:
    assert MOST_DEPTH == 100
    assert guarded("a.ttl", b"[" * 100 + b"]" * 100, MOST_DEPTH)[1] == 100
    assert "deeper than 100" in str(guarded("a.ttl", b"[" * 101, MOST_DEPTH)[0])


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.ttl", "é <a:b>".encode("utf-16"), "1: the file is UTF-16"),
        ("a.ttl", "<a:b> é".encode("utf-16-be"), "1: the file is UTF-16"),
        ("a.jsonld", "[]".encode("utf-16-le"), "1: the file is UTF-16"),
        ("a.ttl", "<a:b> é".encode("utf-32"), "1: the file is UTF-32"),
        ("a.jsonld", "[]".encode("utf-32-be"), "1: the file is UTF-32"),
        ("a.rdf", "<a/>".encode("utf-32-le"), "1: the file is UTF-32"),
        ("a.trig", "é <a:b>".encode("utf-32"), "1: the file is UTF-32"),
        ("a.rdf", '<?xml version="1.0"?><a/>'.encode("utf-16"), "1: the file is UTF-16"),
        ("a.rdf", b'\n<?xml version="1.0" encoding="ISO-8859-1"?><a/>', "1: the file is ISO-8859-1"),
        ("a.ttl", b"<a:b>\n\n'\xe9'", "3: the file is not UTF-8"),
        ("a.nt", b"<a:b>\n'\xed\xa0\x80'", "2: the file is not UTF-8"),
        ("a.jsonld", b'["\xc3', "1: the file is not UTF-8"),
        ("a.rdf", ROOT + b'\n<x rdf:parseType="Triple"/></r>', "2: rdf:parseType"),
        ("a.rdf", ROOT + b"\n\n<x a='1' r:parseType = 'Triple'>", "3: rdf:parseType"),
        ("a.rdf", ROOT + b'<x rdf:version="1.2" rdf:parseType="Triple"/></r>', "1: rdf:parseType"),
        ("a.rdf", b'<!DOCTYPE a [\n<!ENTITY a "' + b"x" * 10_001 + b'">]><a/>', "2: an entity stands for more than"),
        (
            "a.rdf",
            b'<!DOCTYPE a [<!ENTITY a "' + b"x" * 2000 + b'">\n<!ENTITY b "&a;&a;&a;">\n<!ENTITY c "&b;&b;">]><a/>',
            "3: an entity stands for more than",
        ),
    ],
)
def test_what_no_parser_should_see_is_refused_with_its_line(name: str, data: bytes, reason: str) -> None:
    found, _deepest = guarded(name, data)
    assert isinstance(found, str)
    assert found.startswith(reason)


ALWAYS = "a\ufdcf\ufdf0\ufffd\U0001fffd\U00020000\U0010fffdb".encode() * 9
NEVER = ALWAYS.replace(b"a", "\ufdd0\ufddfa\ufdef\ufffe\uffff".encode()).replace(
    b"b", "\U0001fffeb\U0008ffff\U0010ffff".encode()
)


@pytest.mark.parametrize(
    ("name", "data", "passed"),
    [
        ("a.ttl", b"\xef\xbb\xbf<a:b>", b"<a:b>"),
        ("a.jsonld", b"\xef\xbb\xbf{}", b"{}"),
        (
            "a.jsonld",
            b'{"a": "\\ud83d\\ude00\\ud83d\\u00e9\\ude00\\\\u000b\\n"}',
            b'{"a": "\\ud83d\\ude00\\u00e9\\\\u000b\\n"}',
        ),
        ("a.ttl", b'"\\U0000000B\\U00000001\\f\\b\\t\\U0001F600"', b'"\\n\\n\\t\\U0001F600"'),
        *((f"a.{ending}", NEVER, ALWAYS) for ending in ("rdf", "xml")),
        *((f"a.{ending}", b'"%s"' % NEVER, b'"%s"' % ALWAYS) for ending in ("ttl", "nq", "jsonld")),
        ("a.xml", b"<a>\xf0\x8f\xbf\xbe</a>", b"<a>\xf0\x8f\xbf\xbe</a>"),  # no UTF-8
        ("a.ttl", b'"\\uFDD0\\ufdef\\uFDCF\\U0001FFFE\\U0010ffff\\U0001FFFD"', b'"\\uFDCF\\U0001FFFD"'),
        ("a.jsonld", b'"\\ufdd0\\ufdf0\\ud83f\\udffe\\udbff\\uDFFF\\ud83f\\udffd"', b'"\\ufdf0\\ud83f\\udffd"'),
        (
            "a.rdf",
            b"<a>&#xFDD0;&#64976;&#65007;&#x1FFFE;&#131071;&#x10FFFF;&#1114110;&#64975;&#65008;&#131069;</a>",
            b"<a>&#64975;&#65008;&#131069;</a>",
        ),
        ("a.rdf", RDF_12 + b'<x rdf:parseType="Triple"/></r>', RDF_12 + b'<x rdf:parseType="Triple"/></r>'),
        ("a.rdf", ROOT + b'<!-- <x parseType="Triple"> --></r>', ROOT + b'<!-- <x parseType="Triple"> --></r>'),
        ("a.rdf", b"<a>&#" + b"0" * 400 + b"11;&#0000008;</a>", b"<a>&#10;</a>"),
        ("a.rdf", b"<a>&#x20AC;&#13;&#10;&#xFFFD;</a>", b"<a>&#x20AC;&#13;&#10;&#xFFFD;</a>"),
        (
            "a.xml",
            b'<?xml version="1.0" encoding="ISO-8859-1"?>\xc2\x85',
            b'<?xml version="1.0" encoding="ISO-8859-1"?>\xc2\x85',
        ),
        ("a.xml", "<a>\x0b</a>".encode("utf-16"), "<a>\x0b</a>".encode("utf-16")),
        ("a.xml", b"<a>\xe9\x0b&#11;</a>", b"<a>\xe9 &#10;</a>"),
        ("a.ttl", b'a:b a:c "\\ud83d"', b'a:b a:c "\\ud83d"'),
        ("a.ttl", b'a:b a:c "no end', b'a:b a:c "no end'),
        ("a.ttl", b"", b""),
    ],
)
def test_what_is_let_through(name: str, data: bytes, passed: bytes) -> None:
    assert guarded(name, data)[0] == passed


def test_a_text_without_end_is_not_held_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icilabas.files.guarded._MOST_HELD", 1000)
    file = Guarded(Cut(b"\n'''" + b"x\n" * 5000, 500), Path("a.ttl"))
    with pytest.raises(DataError, match=r"a\.ttl:2: a text or comment"):
        file.read()


def test_what_was_left_out_is_counted_with_the_line_of_the_first() -> None:
    file = Guarded(io.BytesIO(b'<a:b>\n<a:c>\n"\x01\\u0002\n\x03"'), Path("a.ttl"))
    assert file.read() == b'<a:b>\n<a:c>\n"\n"'
    (fault,) = file.faults()
    assert (fault.place, fault.severity) == ("a.ttl:3", "Warning")
    assert "3 invisible control characters" in fault.message.text("en")
    quiet = Guarded(io.BytesIO(b'<a:b> "x"'), Path("a.ttl"))
    quiet.read()
    assert quiet.faults() == []
