"""Names of RDF: prefixes, IRIs, literals, and how SPARQL writes them."""

import pytest
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
# What people paste, and the address that it is, or None for what is none.
PASTED = {
    "https://site.example": "https://site.example",
    "https://site.example/": "https://site.example/",
    "https://site.example/?f[0]=x": "https://site.example/?f%5B0%5D=x",
    "https://site.example/?f%5B0%5D=x": "https://site.example/?f%5B0%5D=x",
    "https://site.example/?f%5B0]=x": "https://site.example/?f%5B0%5D=x",
    "https://site.example/x[1]/y": "https://site.example/x%5B1%5D/y",
    "https://site.example/%zz": "https://site.example/%25zz",
    "https://site.example/100%": "https://site.example/100%25",
    "https://site.example/%e9t%E9": "https://site.example/%e9t%E9",
    "https://site.example/a#b": "https://site.example/a#b",
    "https://site.example/#a#b": "https://site.example/#a%23b",
    "https://site.example/##": "https://site.example/#%23",
    "https://site.example/\x85": "https://site.example/%C2%85",
    "https://site.example/\x9f#\x80": "https://site.example/%C2%9F#%C2%80",
    "https://site.example/\ue000": "https://site.example/%EE%80%80",
    "https://site.example/?\ue000": "https://site.example/?\ue000",
    "https://site.example/#\uf8ff": "https://site.example/#%EF%A3%BF",
    "https://site.example/\U000f0000": "https://site.example/%F3%B0%80%80",
    "https://site.example/\ufffe": "https://site.example/%EF%BF%BE",
    "https://site.example/\ufdd0": "https://site.example/%EF%B7%90",
    "https://site.example:8080/x": "https://site.example:8080/x",
    "https://site.example:/x": "https://site.example:/x",
    "https://site.example:port/": None,
    "https://[2001:db8::1]/x[0]": "https://[2001:db8::1]/x%5B0%5D",
    "https://[2001:db8::1": None,
    "https://[x]/": None,
    "https://10.0.0.1/": "https://10.0.0.1/",
    "https://écoles.example/été": "https://écoles.example/été",
    "https://قرى.example/": "https://قرى.example/",
    "https://xn--coles-9ra.example/": "https://xn--coles-9ra.example/",
    "https://under_score.example/": "https://under_score.example/",
    "https://": None,
    "https:///x": None,
    "https://?x": None,
    "https://#x": None,
    "http://": None,
    "https://site.example/mon projet": "https://site.example/mon%20projet",
    "https://site.example/mon projet#a b": "https://site.example/mon%20projet#a%20b",
    "https://site.example/?q=a b&c=d e": "https://site.example/?q=a%20b&c=d%20e",
    "https://site.example/\u00a0x": "https://site.example/\u00a0x",
    "https://mon site.example/": None,
    "https://site.example et https://autre.example": None,
    "https://site.example/x https://autre.example/y": None,
    "https://site.example/x\nhttps://autre.example": None,
    "https://site.example/x\ny": None,
    "https://site.example/x\ty": None,
    "https://https://site.example/": None,
    "https://http//site.example/": None,
    "HTTP://SITE.example/X": "http://SITE.example/X",
    "Https://site.example": "https://site.example",
    "<https://site.example/x>": "https://site.example/x",
    "« https://site.example/x »": "https://site.example/x",
    '"https://site.example/x"': "https://site.example/x",
    "“https://site.example/x y”": "https://site.example/x%20y",
    "https://site.example/x.": "https://site.example/x.",
    "https://site.example/x,": "https://site.example/x,",
    "https://site.example/(x)": "https://site.example/(x)",
    "https://site.example/l'eau": "https://site.example/l'eau",
    "https://site.example/x'": "https://site.example/x'",
    "https://site.example/a|b^c`{d}": "https://site.example/a%7Cb%5Ec%60%7Bd%7D",
    "https://site.example/a<b>c": "https://site.example/a%3Cb%3Ec",
    'https://site.example/a"b': "https://site.example/a%22b",
    "https://site.example/a\\b": "https://site.example/a%5Cb",
    "https://site.example\\a": None,
    "https:\\\\site.example": None,
    "https:/site.example": "https:/site.example",
    "https//site.example": None,
    "//site.example/x": None,
    "www.site.example": None,
    "site.example": None,
    f"camille{AT}site.example": None,
    f"https://camille{AT}site.example/": f"https://camille{AT}site.example/",
    f"mailto:camille{AT}site.example": f"mailto:camille{AT}site.example",
    "doi:10.1000/182": "doi:10.1000/182",
    "doi:10.1000/a b": None,
    "urn:isbn:9780000000000": "urn:isbn:9780000000000",
    "javascript:alert(1)": "javascript:alert(1)",
    "ftp://site.example/a b": "ftp://site.example/a%20b",
    "Note :": None,
    "Note:": None,
    "Note: see page 3": None,
    "wd:Q 90": None,
    "wd:Q90": "http://www.wikidata.org/entity/Q90",
    "1https://site.example": None,
    "": None,
    " ": None,
}


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
