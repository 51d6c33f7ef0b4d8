"""Names of RDF: prefixes, IRIs, literals, and how SPARQL writes them."""

import pytest
from addresses import PASTED
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal

from icilabas import engine
from icilabas.engine.terms import (
    PREFIXES,
    Iri,
    Lit,
    iri,
    is_iri,
    is_language,
    likely_address,
    local_name,
    parser_said,
    pasted,
    shorten,
    sparql_term,
)

AT = "@"  # no file of the repository holds an address


@pytest.mark.parametrize("bad", ["", "kayes", "ilb:", "http://x y", "<http://x>", 'http://x"', "a:b{c}", "ild:a b"])
def test_what_is_no_iri_is_refused(bad: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # its text is the expanded name
        iri(bad)
    assert type(caught.value) is ValueError


@pytest.mark.parametrize(("text", "address"), PASTED.items(), ids=ascii)
def test_an_address_is_read_as_it_is_pasted_or_is_none(text: str, address: str | None) -> None:
    try:
        found = pasted(text)
    except ValueError:
        assert address is None
    else:
        assert found == address
        assert engine.NamedNode(found).value == address
        assert pasted(found) == address  # what is encoded is not encoded again


@given(st.text(st.sampled_from("aZ09.-_~/!$&'()*+,;=@#:?%[]é\ue000\\ "), max_size=12), st.sampled_from(["", "//"]))
@example("é", "//")
def test_what_is_an_iri_is_what_the_engine_says(text: str, start: str) -> None:
    """Also where it need not be asked."""
    try:
        engine.NamedNode(f"x:{start}{text}")
    except ValueError:
        assert not is_iri(f"x:{start}{text}")
    else:
        assert is_iri(f"x:{start}{text}")


@given(st.text())
def test_an_address_is_an_iri_or_none_whatever_is_pasted(text: str) -> None:
    try:
        assert is_iri(pasted(f"https://site.example/{text}"))
    except ValueError:
        assert set(text) & set("\n\r\t") or "://" in text or any(0xD800 <= ord(one) < 0xE000 for one in text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.site.example", "https://www.site.example"),
        ("site.example/x", "https://site.example/x"),
        ("https://https://site.example", "https://site.example"),
        ("https//site.example", "https://site.example"),
        ("http:\\\\site.example\\x", "https://site.example/x"),
        ("//site.example", "https://site.example"),
        ("https://mon site.example", None),
        (f"camille{AT}site.example", None),
        ("https://", None),
        ("fin.", "https://fin."),
        ("Note", None),
    ],
)
def test_which_address_is_meant(text: str, address: str | None) -> None:
    assert likely_address(text) == ([address] if address else [])


@pytest.mark.parametrize(
    "tag", ["fr", "fra", "fr-FR", "zh-Hant-TW", "und", "", "f", "fr_FR", "en-a", "en-123456789", "é"]
)
def test_which_tag_is_of_a_language_the_engine_says(tag: str) -> None:
    try:
        Literal("", language=tag)
    except ValueError:
        assert not is_language(tag)
    else:
        assert is_language(tag)


@given(st.sampled_from(sorted(PREFIXES)), st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True))
def test_shorten_undoes_expand(prefix: str, name: str) -> None:
    assert iri(shorten(iri(f"{prefix}:{name}"))) == iri(f"{prefix}:{name}")


@given(st.text())
def test_no_text_ends_a_literal_early(text: str) -> None:
    text = text.replace("\0", "").encode("utf-8", "ignore").decode()
    rows = engine.select(engine.new_store(), f"SELECT ?x WHERE {{ VALUES ?x {{ {sparql_term(Lit(text))} }} }}").rows
    assert rows == [(text,)]


def test_an_iri_cannot_carry_a_query() -> None:
    with pytest.raises(ValueError, match="x"):
        sparql_term(Iri("http://x> } DROP ALL #"))


def test_the_longest_namespace_that_fits_shortens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PREFIXES, "aaa", f"{PREFIXES['ild']}x/")
    monkeypatch.setitem(PREFIXES, "zzz", f"{PREFIXES['ild']}y/")
    assert shorten(f"{PREFIXES['ild']}x/a") == "aaa:a"
    assert shorten(f"{PREFIXES['ild']}y/a") == "zzz:a"
    assert shorten(f"{PREFIXES['ild']}kayes") == "ild:kayes"
    assert shorten("http://www.w3.org/ns/org#memberOf") == "org:memberOf"
    assert shorten("urn:x") == "urn:x"


@pytest.mark.parametrize(
    ("name", "local"), [("http://a/b#c", "c"), ("http://a/b/c", "c"), ("http://a/b/", "b"), ("http://a#b/c", "c")]
)
def test_the_local_name_is_what_comes_last(name: str, local: str) -> None:
    assert local_name(name) == local


def test_terms_are_written_with_their_language_or_datatype() -> None:
    assert sparql_term(Lit("été", None, "fr")) == '"été"@fr'
    assert sparql_term(Lit("3", f"{PREFIXES['xsd']}integer")) == f'"3"^^<{PREFIXES["xsd"]}integer>'
    assert sparql_term(Lit("3", f"{PREFIXES['xsd']}integer", "fr")) == '"3"@fr'  # a language has no other datatype


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Parser error at line 1 column 17: . is not a valid RDF object", ". is not a valid RDF object"),
        ("Parser error between line 1 column 2 and line 3 column 4: Unexpected end\nmore", "Unexpected end"),
        ("Parser error at line 1 between columns 2 and 4: No scheme: none", "No scheme: none"),
        ("Unexpected end (line 1)", "Unexpected end"),
        ("XML namespaces are required in RDF/XML", "XML namespaces are required in RDF/XML"),
    ],
)
def test_where_a_parser_stops_is_said_once(said: str, told: str) -> None:
    assert parser_said(ValueError(said)) == told
    assert parser_said(SyntaxError(said)) == told
