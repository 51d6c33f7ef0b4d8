import pytest
from hypothesis import given
from hypothesis import strategies as st

from icilabas import engine
from icilabas.engine.terms import PREFIXES, Iri, Lit, iri, shorten, sparql_term
from icilabas.words.matching import fold, is_slug, kebab, nearest, slug


def test_folding_ignores_accents_case_and_punctuation() -> None:
    assert fold("Nord–Pas-de-Calais") == fold("NORD pas de calais") == "nord pas de calais"
    assert fold("Œuvre à Évry") == "oeuvre a evry"
    assert slug("Région de Kayes (Mali)") == "region-de-kayes-mali"


@given(st.text())
def test_a_slug_of_any_text_is_a_slug_or_empty(text: str) -> None:
    assert slug(text) == "" or is_slug(slug(text))
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("bad", ["", "kayes", "ilb:", "http://x y", "<http://x>", 'http://x"', "a:b{c}", "ild:a b"])
def test_what_is_no_iri_is_refused(bad: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # its text is the expanded name
        iri(bad)
    assert type(caught.value) is ValueError


@given(st.sampled_from(sorted(PREFIXES)), st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True))
def test_shorten_undoes_expand(prefix: str, name: str) -> None:
    assert iri(shorten(iri(f"{prefix}:{name}"))) == iri(f"{prefix}:{name}")


def test_kebab_names() -> None:
    assert [kebab(name) for name in ("PilotOperation", "OpenQuestion", "Actor")] == [
        "pilot-operation",
        "open-question",
        "actor",
    ]


def test_nearest_names_come_best_first() -> None:
    assert nearest("Kaye", ["lille", "kayes", "mali"]) == ["kayes"]
    assert nearest("zzz", ["lille"]) == []


@given(st.text())
def test_no_text_ends_a_literal_early(text: str) -> None:
    text = text.replace("\0", "").encode("utf-8", "ignore").decode()
    rows = engine.select(engine.new_store(), f"SELECT ?x WHERE {{ VALUES ?x {{ {sparql_term(Lit(text))} }} }}").rows
    assert rows == [(text,)]


def test_an_iri_cannot_carry_a_query() -> None:
    with pytest.raises(ValueError, match="x"):
        sparql_term(Iri("http://x> } DROP ALL #"))
