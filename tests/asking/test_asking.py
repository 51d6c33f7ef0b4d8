"""Questions: binding, resolving names, and what an unknown one gets."""

from typing import Any

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from places import SMALL

import icilabas as ilb
from icilabas import engine
from icilabas.asking.names import resolve
from icilabas.asking.query_files import bind
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import Iri, Lit


@pytest.fixture(scope="module")
def small() -> rdflib.Dataset:
    return ilb.load(SMALL)


@pytest.mark.parametrize("name", ["kayes", "KAYES", "Région de Kayes", "region de kayes", "ild:kayes", "Kayes region"])
def test_a_thing_is_found_by_slug_iri_or_label(name: str, small: rdflib.Dataset) -> None:
    assert resolve(small, name, "Territory") == "https://w3id.org/icilabas/id/kayes"


def test_a_thing_is_found_by_its_wikidata_id() -> None:
    dataset = ilb.load()
    for name in ("wd:Q648", "http://www.wikidata.org/entity/Q648"):
        assert resolve(dataset, name, "Territory") == "https://w3id.org/icilabas/id/lille"


def test_an_unknown_name_gets_the_nearest_ones(small: rdflib.Dataset) -> None:
    with pytest.raises(ilb.UsageError, match="Territories .*“Kaye”. Nearest: kayes"):
        resolve(small, "Kaye", "Territory")
    with pytest.raises(ilb.UsageError, match="Territories .*“essor”"):
        resolve(small, "essor", "Territory")


def test_an_ambiguous_name_lists_what_it_can_be(small: rdflib.Dataset) -> None:
    double = rdflib.Dataset(default_union=True)
    double += small  # type: ignore[arg-type]  # rdflib's own annotation is narrower than what it takes
    other = rdflib.URIRef("https://w3id.org/icilabas/id/kayes-town")
    graph = double.graph(rdflib.URIRef("https://w3id.org/icilabas/graph/mini/s1"))
    graph.add((other, rdflib.RDF.type, rdflib.URIRef("https://w3id.org/icilabas/ontology#Territory")))
    graph.add((other, rdflib.SKOS.prefLabel, rdflib.Literal("Région de Kayes", lang="fr")))
    with pytest.raises(ilb.UsageError, match="write one of: kayes, kayes-town"):
        resolve(double, "Région de Kayes", "Territory")


ERRORS: list[tuple[str, dict[str, Any], str]] = [
    ("shared-chalenges", {}, "“shared-chalenges”. Nearest: shared-challenges"),
    ("xyz", {}, "Known: activities"),
    ("shared-challenges", {"c": "kayes"}, "“c”. Nearest: a, b"),
    ("shared-challenges", {"a": "Atlantis"}, "is called “Atlantis”"),
    ("SELECT ?x WHERE { ?x", {}, "not valid SPARQL"),
    ("ASK { ?x ?y ?z }", {}, "not a SELECT"),
]


@pytest.mark.parametrize(("name", "parameters", "text"), ERRORS)
def test_what_cannot_be_asked_is_said_in_one_sentence(
    name: str, parameters: dict[str, Any], text: str, small: rdflib.Dataset
) -> None:
    with pytest.raises(ilb.UsageError) as caught:
        ilb.ask(small, name, **parameters)
    assert text in str(caught.value)
    assert caught.value.exit_code == 2
    assert caught.value.text("fr") != str(caught.value)


def test_rows_are_named_tuples_of_plain_values(small: rdflib.Dataset) -> None:
    rows = ilb.ask(small, "shared-challenges", a="Lille", b="Kayes")
    assert rows[0].page == 8
    assert isinstance(rows[0].challenge, rdflib.URIRef)
    assert rows.to_dicts()[0]["page"] == 8
    assert '<td class="number">8</td>' in rows._repr_html_()


def test_parameters_change_the_answer(small: rdflib.Dataset) -> None:
    assert ilb.ask(small, "challenges-of-territory", place="Lille", lang="en")[0].challenge == "Unemployment"
    assert ilb.ask(small, "challenges-of-territory", place="Mali", lang="en")[0].territory == "Kayes region"


@pytest.mark.parametrize("name", ["shared-challenges", "linking-actors", "who-says-so", "partners-and-roles"])
def test_rdflibs_own_engine_gives_the_same_rows(name: str, small: rdflib.Dataset) -> None:
    plain = rdflib.Dataset(default_union=True)
    plain.parse(data=small.serialize(format="nquads"), format="nquads")
    assert sorted(map(str, ilb.ask(plain, name))) == sorted(map(str, ilb.ask(small, name)))


TEMPLATE = 'SELECT ?a ?b WHERE {\n  VALUES (?a ?b) { (<http://x/1> "two"@en) }\n}'


def test_binding_replaces_only_the_given_values() -> None:
    assert bind(TEMPLATE, {}) == TEMPLATE
    assert '(<http://x/9> "two"@en)' in bind(TEMPLATE, {"a": Iri("http://x/9")})
    assert "(<http://x/1> <http://x/9>)" in bind(TEMPLATE, {"b": Iri("http://x/9")})


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_value_becomes_a_part_of_the_query(text: str) -> None:
    store = ilb.load(SMALL, infer=False)
    rows = ilb.ask(store, bind(TEMPLATE, {"b": Lit(text)}))
    assert [row.b for row in rows] == [text]


def test_a_query_that_names_its_graphs_is_answered_from_these() -> None:
    store = load_store([])
    count = "SELECT (COUNT(DISTINCT ?thing) AS ?n) %s WHERE { ?thing a ilb:Territory }"
    ((whole,),) = engine.select(store, count % "").rows
    ((part,),) = engine.select(store, count % "FROM <https://w3id.org/icilabas/graph/lille-2016/cover>").rows
    ((none,),) = engine.select(store, count % "FROM <https://w3id.org/icilabas/graph/nothing>").rows
    assert whole > part > none == 0
