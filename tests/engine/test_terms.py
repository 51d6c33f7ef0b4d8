"""Names of RDF: prefixes, IRIs, literals, and how SPARQL writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icilabas import engine
from icilabas.engine.terms import PREFIXES, Iri, Lit, iri, local_name, shorten, sparql_term


@pytest.mark.parametrize("bad", ["", "kayes", "ilb:", "http://x y", "<http://x>", 'http://x"', "a:b{c}", "ild:a b"])
def test_what_is_no_iri_is_refused(bad: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # its text is the expanded name
        iri(bad)
    assert type(caught.value) is ValueError


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
