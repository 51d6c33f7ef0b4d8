"""Answers that are whole are read, and only these; what a server says of having given up is told."""

from __future__ import annotations

import gzip
import re
import zlib
from typing import TYPE_CHECKING, Any

import little
import pyoxigraph as ox
import pytest
import servers

from icilabas import engine
from icilabas.engine import http
from icilabas.engine.endpoint import EndpointSolutions
from icilabas.engine.whole_answers import (
    BROKEN_OFF,
    Unpacked,
    given_up,
    json_is_cut,
    last_comment,
    standard_json,
    table,
    xml_ends,
)
from icilabas.errors import PlaceError, UsageError
from icilabas.resources import parse_yaml
from icilabas.words import catalogues

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JSON, XML = little.JSON, "application/sparql-results+xml"
NT, TURTLE, RDF_XML = "application/n-triples", "text/turtle", "application/rdf+xml"
ROW = '{"s":{"type":"uri","value":"urn:x"}}'
ROWS = f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{ROW},{ROW},{ROW}]}}}}'
HALF = ROWS[: -len(ROW) // 2]  # in the middle of the last row
_ROW_XML = '<result><binding name="s"><uri>urn:x</uri></binding></result>'
IN_XML = (
    '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head>'
    f"<results>{_ROW_XML * 3}</results></sparql>"
)
HALF_XML = IN_XML.partition("</results>")[0]
LINE = "<urn:a> <urn:b> <urn:c> .\n"
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e#">'
    '<rdf:Description rdf:about="urn:a"><e:b rdf:resource="urn:c"/></rdf:Description></rdf:RDF>'
)
SELECT, ASK = "SELECT ?s { ?s ?p ?o } ORDER BY ?s", "ASK { ?s ?p ?o }"
SAME = "CONSTRUCT { <urn:a> <urn:b> <urn:c> } WHERE { ?s ?p ?o }"
FUSEKI = "\n##  Query cancelled due to timeout during execution   ##\n##  ****   Incomplete results   ****   ##\n"
QLEVER = (
    "\n !!!!>># An error has occurred while exporting the query result. The error message was:\nOperation timed out."
)
NEPTUNE = '{"code":"TimeLimitExceededException","detailedMessage":"Operation terminated (deadline exceeded)"}'
OXIGRAPH = "The SPARQL operation has been cancelled"
TRACE = "SPARQL-QUERY: queryStr=SELECT\njava.util.concurrent.TimeoutException\n\tat java.util\n"
GIVEN_UP, CUT, PACKED = "endpoint-given-up", "endpoint-cut", "endpoint-compressed"


# pieces


@pytest.mark.parametrize(
    ("content", "ends"),
    [
        (IN_XML, True),
        (f"{IN_XML}\n<!-- made by x -->\n", True),
        (f"\ufeff<?xml version='1.0'?>\n<!-- <a> -->{RDF}", True),
        ("<!DOCTYPE r [<!ENTITY e 'urn:e'>]>\n<r:r><r:x/></r:r >", True),
        ("<r:RDF xmlns:r='urn:x'/>\n", True),
        (IN_XML[:-1], False),
        (IN_XML.removesuffix("</sparql>"), False),
        (HALF_XML, False),
        (HALF_XML.removesuffix("</uri></binding></result>"), False),
        (IN_XML + "no", False),
        (IN_XML + NEPTUNE, False),
        (IN_XML + "<error/>", False),
        (RDF.removesuffix("</rdf:RDF>"), False),
        ("<?xml version='1.0'?>", False),
        ("", False),
        ("<?a?>" * 40_000, False),  # and soon
        ("<!-- " * 40_000, False),
    ],
)
def test_the_end_of_xml_is_seen(content: str, ends: bool) -> None:  # noqa: FBT001  # what is expected
    assert xml_ends(content.encode()) is ends


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (ROWS, None),
        (f'{ROWS[:-1]},"meta":{{"query-time-ms":1,"result-size-total":7}}}}', 7),
        (f'{{"meta":{{"result-size-total":"7"}},{ROWS[1:]}', None),
        (f'{{"results":{{"bindings":[{ROW}],"distinct":true}},"head":{{"vars":["s"]}}}}', None),
        ('{"head":{},"boolean":true,"meta":{}}', None),
    ],
)
def test_results_are_read_with_what_servers_add(content: str, count: int | None) -> None:
    read, counted = standard_json(content.encode())
    assert counted == count
    assert b"meta" not in read.partition(b'"results"')[2]
    assert read.count(b"urn:x") == content.count("urn:x")


@pytest.mark.parametrize(
    ("content", "cut"),
    [
        (HALF, True),
        (ROWS[:-1], True),
        (f'{{"results":{{"bindings":[{ROW}]}},"head":{{"vars":["s"]}}', True),  # the engine's reader takes this one,
        ('{"head":{},"boolean":true', True),  # and this one,
        ('{"head":{},"boolean":true} Error', False),  # and this one
        (ROWS + "Error", False),
        ("Error", False),
        ("", False),
    ],
)
def test_what_is_not_json_from_start_to_end_is_refused(content: str, cut: bool) -> None:  # noqa: FBT001  # what is expected
    with pytest.raises(ValueError, match=" "):
        standard_json(content.encode())
    assert json_is_cut(content.encode()) is cut


TABLES: dict[str, tuple[str, list[tuple[str | None, ...]] | None]] = {
    "standard": (
        '?a\t?b\n<urn:x>\t"q\\"t\\tab\\\\ \\u00e9\\U0001F600"@fr\n1.5\t"2016"^^<urn:t>\n\ttrue\n""\t_:b1\n',
        [("urn:x", 'q"t\tab\\ \u00e9\U0001f600'), ("1.5", "2016"), (None, "true"), ("", "_:b1")],
    ),
    "dollar": ("$a\r\n<urn:x>\r\n", [("urn:x",)]),
    "virtuoso": (
        '"a"\t"b"\n"urn:x"\t"q""t\tab\\t\r\n\n"\n-5\t2016-01-05\n\t1500.0\n""\t"nodeID://b1"\n',
        [("urn:x", 'q"t\tab\\t\r\n\n'), ("-5", "2016-01-05"), (None, "1500.0"), ("", "nodeID://b1")],
    ),
    "unbound": ("?a\n\n\n", [(None,), (None,)]),
    "no rows": ('"a"\t"b"\n', []),
    "nothing": ("", None),
    "no end": ("?a\n<urn:x>", None),
    "no end of a text": ('"a"\n"urn:x\n', None),
    "a column less": ("?a\t?b\n<urn:x>\t1\n<urn:y>\n", None),
    "a column more": ("?a\n<urn:x>\t1\n", None),
    "no heads": ("a\tb\n<urn:x>\t1\n", None),
    "no escape": ('?a\n"\\x"\n', None),
    "a sentence": ("?a\n<urn:x>\nThe SPARQL operation has been cancelled\n", None),
    "a sentence after quotes": ('"a"\n"urn:x"\nThe SPARQL operation has been cancelled\n', None),
    "json": (ROWS, None),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_read_from_start_to_end_or_not_at_all(name: str) -> None:
    content, rows = TABLES[name]
    if rows is None:
        with pytest.raises(ValueError, match=" |TSV|x"):
            table(content.encode())
    else:
        names, found = table(content.encode())
        assert found == rows
        assert names == (["a"] if "b" not in content.partition("\n")[0] else ["a", "b"])


def test_packed_content_is_whole_where_its_end_came() -> None:
    content = b"a long text " * 50_000
    for coding, packed in (
        ("gzip", gzip.compress(content)),
        ("X-GZIP ", gzip.compress(content)),
        ("deflate", zlib.compress(content)),
    ):
        unpacked = Unpacked(coding)
        assert not unpacked.cut  # nothing came: an answer without content
        parts = [part for n in range(0, len(packed), 100) for part in unpacked.take(packed[n : n + 100])]
        assert (b"".join(parts), unpacked.ended, unpacked.cut) == (content, True, False)
        assert max(map(len, parts)) <= 1 << 16
        short = Unpacked(coding)
        assert b"".join(short.take(packed[:-1])) == content
        assert short.cut
        with pytest.raises(zlib.error):
            list(Unpacked(coding).take(content))
    members = Unpacked("gzip")
    assert b"".join(members.take(gzip.compress(b"a") + gzip.compress(b"b"))) == b"ab"
    with pytest.raises(zlib.error):
        list(Unpacked("gzip").take(gzip.compress(b"a") + b" and more"))
    for coding in ("", "identity", "br"):
        plain = Unpacked(coding)
        assert (list(plain.take(b"ab")), plain.cut, plain.ended) == ([b"ab"], False, False)
    assert Unpacked("br").left == "br"


def test_the_texts_of_servers_are_known_with_their_sources() -> None:
    known = parse_yaml(BROKEN_OFF.read_text("utf-8"))
    for each in known["given-up"]:
        assert each["source"].startswith("https://")
        assert each["server"]
        long = f'{" " * 70_000}{{"a": "{each["text"].upper()} here"}}\nand more'
        assert given_up(long.encode()) == f"{each['text'].upper()} here"
        assert given_up(long[69_000:].encode() + b" " * 70_000) == f"{each['text'].upper()} here"
    assert not given_up(ROWS.encode())
    assert [last_comment(text.encode()) for text in known["empty"]] == [""] * len(known["empty"])
    assert last_comment(f"{LINE}# no more\n\n".encode()) == "# no more"
    assert last_comment(f"# a\n{LINE}".encode()) == ""


def test_what_is_said_of_a_server_leaves_its_address_to_the_place() -> None:
    """Once there was both, and the address twice in a line."""
    for lang in ("fr", "en"):
        said = [catalogues.template(key, lang) for key in catalogues.keys("stores") if key.startswith("endpoint-")]
        assert len(said) > 20
        assert not [text for text in said if "{url}" in text]


# answers


class Case:
    """An answer as a server sends it, and what becomes of it: so many rows, or a sentence."""

    def __init__(
        self,
        expected: int | str,
        content: str | bytes,
        kind: str = JSON,
        status: int = 200,
        ends: str = "length",
        **headers: str,
    ) -> None:
        self.expected, self.kind, self.status, self.ends, self.headers = expected, kind, status, ends, headers
        self.content = content.encode() if isinstance(content, str) else content
        self.query = SAME if kind in {NT, TURTLE, RDF_XML} else ASK if b"boolean" in self.content else SELECT

    def __call__(self, request: little.Request) -> None:
        request.send_response(self.status)
        length, chunked = str(len(self.content)), "chunk" in self.ends
        framing = {"Transfer-Encoding": "chunked"} if chunked else {"Content-Length": length}
        if self.ends == "length cut":
            framing = {"Content-Length": f"{length}0"}
        elif self.ends == "closed":
            framing = {"Connection": "close"}
        kind = {"Content-Type": self.kind} if self.kind else {}
        for name, value in {**kind, **framing, **self.headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(b"%x\r\n%b\r\n" % (len(self.content), self.content) if chunked else self.content)
        if self.ends == "chunked":
            request.wfile.write(b"0\r\n\r\n")
        request.close_connection = self.ends not in {"length", "chunked"}


PARTIAL: dict[str, Any] = {"X_SQL_State": "S1TAT", "X_SQL_Message": "RC...: Returning incomplete results  Activity: 3"}
GZIP: dict[str, Any] = {"Content_Encoding": "gzip"}
ZIPPED = gzip.compress(ROWS.encode())
CASES = {
    "whole": Case(3, ROWS),
    "closed": Case(3, ROWS, ends="closed"),
    "chunked": Case(3, ROWS, ends="chunked"),
    "no-kind": Case(3, ROWS, ""),
    "no-kind-xml": Case(3, IN_XML, ""),
    "plain-text": Case(3, ROWS, "text/plain"),
    "all-well": Case(3, ROWS, X_SQL_State="00000"),
    "table": Case("endpoint-malformed", "s\nurn:x\n", "text/csv"),
    "anytime": Case(GIVEN_UP, ROWS, **PARTIAL),
    "anytime-ask": Case(GIVEN_UP, '{"head":{},"boolean":false}', **PARTIAL),
    "anytime-triples": Case(GIVEN_UP, LINE, NT, **PARTIAL),
    "other-state": Case(GIVEN_UP, ROWS, X_SQL_State="40001"),
    "partial": Case(GIVEN_UP, ROWS, status=206),
    "partial-triples": Case(GIVEN_UP, LINE, NT, 206),
    "anytime-refused": Case(
        GIVEN_UP, "Virtuoso S1TAT Error Query did not complete due to ANYTIME timeout.\n", "text/plain", 500
    ),
    "state-refused": Case(GIVEN_UP, "Sorry", "text/plain", 500, **PARTIAL),
    "virtuoso-cost": Case(
        GIVEN_UP,
        "Virtuoso 42000 Error The estimated execution time 900 (sec) exceeds the limit of 400 (sec).",
        "text/plain",
        500,
    ),
    "qlever-refused": Case(
        GIVEN_UP, '{"exception":"Operation timed out. Last operation: Sort"}', "application/json", 429
    ),
    "rdf4j-refused": Case(GIVEN_UP, "Query evaluation took too long", "text/plain", 503),
    "page-refused": Case(GIVEN_UP, "<html><p>Query timed out</p>", "text/html", 503),
    "rejected": Case("endpoint-rejected", "Virtuoso 37000 Error SP030", "text/plain", 400, X_SQL_State="37000"),
    "length-cut": Case(CUT, ROWS, ends="length cut"),
    "length-cut-said": Case(GIVEN_UP, HALF + NEPTUNE, ends="length cut"),
    "chunk-cut": Case(CUT, ROWS, ends="cut chunk"),
    "json-cut": Case(CUT, HALF, ends="closed"),
    "json-cut-in-form": Case(CUT, HALF),
    "boolean-cut": Case(CUT, '{"head":{},"boolean":true', ends="closed"),
    "boolean": Case(1, '{"head":{},"boolean":true}'),
    "boolean-and-more": Case(GIVEN_UP, '{"head":{},"boolean":true}' + OXIGRAPH),
    "xml": Case(3, IN_XML, XML),
    "xml-cut": Case(CUT, HALF_XML, XML, ends="closed"),
    "xml-cut-in-form": Case(CUT, HALF_XML, XML),
    "xml-cut-in-a-row": Case(CUT, HALF_XML.removesuffix("</uri></binding></result>"), "text/xml"),
    "xml-fuseki": Case(GIVEN_UP, HALF_XML + FUSEKI, XML),
    "xml-said-json-sent": Case("endpoint-malformed", ROWS, XML),
    "fuseki": Case(GIVEN_UP, HALF + FUSEKI),
    "qlever": Case(GIVEN_UP, ROWS[:-4] + QLEVER),
    "qlever-after": Case(GIVEN_UP, ROWS + QLEVER),
    "qlever-counts": Case(3, f'{ROWS[:-1]},"meta":{{"query-time-ms":1,"result-size-total":3}}}}'),
    "oxigraph": Case(GIVEN_UP, ROWS[:-4] + OXIGRAPH),
    "blazegraph": Case(GIVEN_UP, HALF + TRACE),
    "neptune": Case(GIVEN_UP, HALF + NEPTUNE),
    "gzip": Case(3, ZIPPED, **GZIP),
    "gzip-cut-in-form": Case(CUT, ZIPPED[:-9], ends="chunked", **GZIP),
    "gzip-xml-cut": Case(CUT, gzip.compress(HALF_XML.encode()), XML, **GZIP),
    "gzip-said-plain-sent": Case(PACKED, ROWS, **GZIP),
    "gzip-broken": Case(PACKED, ZIPPED[:-8] + b"12345678", **GZIP),
    "gzip-said-refused": Case("endpoint-rejected", "no", "text/plain", 500, **GZIP),
    "brotli-said-plain-sent": Case(3, ROWS, Content_Encoding="br"),
    "brotli": Case(PACKED, b'\x8b\x01\x80{"head"\x03', Content_Encoding="br"),
    "zstd-triples": Case(PACKED, b"(\xb5/\xfd\x04", NT, Content_Encoding="zstd"),
    "triples": Case(2, LINE * 2, NT),
    "triples-no-kind-but-turtle": Case(1, f"@prefix e: <urn:> .\n{LINE}", "text/turtle"),
    "triples-gzip-closed": Case(1, gzip.compress(LINE.encode()), NT, ends="closed", **GZIP),
    "triples-closed": Case("endpoint-unframed", LINE, NT, ends="closed"),
    "triples-cut": Case(CUT, LINE[:-5], NT),
    "triples-fuseki": Case(GIVEN_UP, LINE + FUSEKI, NT),
    "triples-comment": Case(GIVEN_UP, f"{LINE}# the rest is missing", TURTLE),
    "triples-qlever": Case(GIVEN_UP, LINE + QLEVER, TURTLE),
    "triples-oxigraph": Case(GIVEN_UP, LINE + OXIGRAPH, NT),
    "no-triples": Case(0, "# Empty NT\n", NT),
    "no-triples-fuseki": Case(GIVEN_UP, FUSEKI, NT),
    "no-comment": Case(1, '<urn:a> <urn:b> """a\n# b""" .', TURTLE),
    "comment-first": Case(1, f"# ours\n{LINE}", NT),
    "rdf-xml": Case(1, RDF, RDF_XML, ends="closed"),
    "rdf-xml-cut": Case(CUT, RDF.removesuffix("</rdf:RDF>"), RDF_XML),
}


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD", "TOKEN", "TIMEOUT"):
        monkeypatch.delenv(f"ICILABAS_ENDPOINT_{name}", raising=False)
    monkeypatch.setattr(http, "_PAUSE", 0.01)


@pytest.fixture(scope="module")
def server() -> Iterator[little.Little]:
    with little.serving(lambda request: CASES[request.path.rpartition("/")[2]](request)) as running:
        yield running


def count(found: Any) -> int:
    return int(bool(found)) if hasattr(found, "__bool__") and not isinstance(found, list) else len(list(found))


@pytest.mark.journey
@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_read_whole_or_refused_in_a_sentence(name: str, server: little.Little) -> None:
    case, asked = CASES[name], len(server.seen)
    endpoint = engine.Endpoint(f"{server.url}/{name}")
    if isinstance(case.expected, int):
        assert count(endpoint.run(case.query)) == case.expected
        return
    with pytest.raises(PlaceError) as caught:
        endpoint.run(case.query)
    begins = re.split(r"[({]", catalogues.template(case.expected, "en"))[0]
    assert str(caught.value).startswith(f"{server.url}/{name}: {begins}")
    assert str(caught.value).count("http") == 1
    assert len(server.seen) == asked + 1  # it says itself that trying again is no use


TSV = "text/tab-separated-values; charset=UTF-8"
LINES = '"s"\n"urn:x"\n"urn:x"\n"urn:x"\n'
AS_TEXTS = {
    "virtuoso": (Case(3, LINES, TSV), True),
    "standard": (Case(3, "?s\n<urn:x>\n<urn:x>\n<urn:x>\n", TSV), True),
    "gzip": (Case(3, gzip.compress(LINES.encode()), TSV, ends="closed", **GZIP), True),
    "json": (Case(3, ROWS), True),
    "xml": (Case(3, IN_XML, XML), True),
    "no-end-seen": (Case(3, LINES, TSV, ends="closed"), False),
    "other-columns": (Case(3, LINES.replace('"s"', '"t"'), TSV), False),
    "cut-in-a-row": (Case(3, LINES[:-4], TSV), False),
    "given-up": (Case(GIVEN_UP, LINES + OXIGRAPH, TSV), True),
    "fuseki": (Case(GIVEN_UP, "?s\n<urn:x>" + FUSEKI, TSV), True),
    "anytime": (Case(GIVEN_UP, LINES, TSV, **PARTIAL), True),
    "length-cut": (Case(CUT, LINES, TSV, ends="length cut"), True),
    "chunk-cut": (Case(CUT, LINES, TSV, ends="cut chunk"), True),
    "json-cut": (Case(CUT, HALF), True),
}


@pytest.mark.journey
@pytest.mark.parametrize("name", AS_TEXTS)
def test_texts_are_read_whole_or_asked_for_in_another_form_or_refused(name: str) -> None:
    case, asked_once = AS_TEXTS[name]

    def behave(request: little.Request) -> None:
        wanted = request.headers["Accept"]
        (case if wanted.startswith("text/tab-separated-values,") else CASES["whole"])(request)

    with little.serving(behave) as running:
        endpoint = engine.Endpoint(running.url)
        if isinstance(case.expected, str):
            begins = re.split(r"[({]", catalogues.template(case.expected, "en"))[0]
            with pytest.raises(PlaceError, match=f"^{re.escape(f'{running.url}: {begins}')}"):
                endpoint.texts(SELECT)
        else:
            assert endpoint.texts(SELECT) == [("urn:x",)] * 3
        seen = [form["query"][0] for _method, _path, _headers, form in running.seen]
        assert seen.count(SELECT) == (1 if asked_once else 2)
        if not asked_once:
            assert endpoint.texts(SELECT) == [("urn:x",)] * 3
            assert not running.seen[-1][2]["Accept"].startswith("text/tab")  # no table is asked for again


@pytest.mark.journey
def test_the_words_of_the_server_are_told() -> None:
    with (
        little.serving(CASES["anytime"]) as running,
        pytest.raises(UsageError, match=r"\(RC\.\.\.: Returning incomplete results\)"),
    ):
        engine.Endpoint(running.url).run(SELECT)
    with (
        little.serving(CASES["triples-comment"]) as running,
        pytest.raises(UsageError, match=r"\(# the rest is missing\)"),
    ):
        engine.Endpoint(running.url).run(SAME)


@pytest.mark.journey
@pytest.mark.parametrize("gives", [2, 1, 0])
def test_rows_that_a_server_counts_but_does_not_send_are_asked_for(gives: int) -> None:
    """Of three come two or one at a time, as the count beside says; where none comes, that is told."""
    store = ox.Store()
    store.extend(ox.Quad(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), ox.NamedNode("urn:o")) for n in range(3))

    def behave(request: little.Request) -> None:
        found: Any = store.query(request.form["query"][0])
        rows = [*found]
        cut = EndpointSolutions([name.value for name in found.variables], [tuple(row) for row in rows[:gives]])
        content = cut.serialize(format=ox.QueryResultsFormat.JSON)
        request.answer(content[:-1] + b',"meta":{"result-size-total":%d}}' % len(rows))

    with little.serving(behave) as running:
        if gives:
            assert engine.select(engine.Endpoint(running.url), SELECT).rows == [("urn:0",), ("urn:1",), ("urn:2",)]
        else:
            with pytest.raises(UsageError, match="not all of the 3 rows"):
                engine.select(engine.Endpoint(running.url), SELECT)


# real servers, with a time limit of theirs

THINGS = 2000
EACH = "?a <urn:p> ?b FILTER NOT EXISTS { ?c <urn:p> ?d FILTER(STRLEN(STR(?d)) > STRLEN(STR(?a)) + 50) }"
CROSS = "?a <urn:p> ?b . ?c <urn:p> ?d . ?e <urn:p> ?f FILTER(STRLEN(CONCAT(STR(?a), STR(?c), STR(?e))) = 3)"


@pytest.mark.journey
@pytest.mark.parametrize(("name", "body"), [("oxigraph", EACH), ("virtuoso", CROSS)], ids=["oxigraph", "virtuoso"])
def test_what_a_real_server_gives_up_is_never_taken_for_an_answer(name: str, body: str, tmp_path: Path) -> None:
    quads = tmp_path / "all.nq"
    quads.write_text("".join(f"<urn:s{n}> <urn:p> <urn:o{n}> <urn:g> .\n" for n in range(THINGS)), encoding="utf-8")
    limited = {"seconds": 1} if name == "oxigraph" else {}
    with getattr(servers, name)(tmp_path / "server", quads, **limited) as url:
        endpoint = engine.Endpoint(url if limited else f"{url}?timeout=1000")
        for query in (
            f"SELECT (COUNT(?a) AS ?n) WHERE {{ {body} }}",
            f"CONSTRUCT {{ ?a <urn:q> ?b }} WHERE {{ {body} }}",
            *([] if limited else [f"ASK {{ {body} }}"]),  # Virtuoso would say no
        ):
            with pytest.raises(PlaceError, match="gave the query up"):
                endpoint.run(query)
        assert engine.select(endpoint, "SELECT (COUNT(?a) AS ?n) WHERE { ?a <urn:p> ?b }").rows == [(THINGS,)]
