"""Rows as plain values, from each kind of dataset alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import little
import pytest
import rdflib

from icilabas import engine
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import PREFIXES, Iri
from icilabas.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

XSD = PREFIXES["xsd"]
VALUES = {
    '"3"^^xsd:integer': 3,
    '"3"^^xsd:int': 3,
    '"3"^^xsd:long': 3,
    '"3"^^xsd:nonNegativeInteger': 3,
    '"3"^^xsd:positiveInteger': 3,
    '"1.50"^^xsd:decimal': 1.5,
    '"1e3"^^xsd:double': 1000.0,
    '"0.5"^^xsd:float': 0.5,
    '"true"^^xsd:boolean': True,
    '"false"^^xsd:boolean': False,
    '"x"^^xsd:integer': "x",
    '"2016"^^xsd:gYear': "2016",
    '"été"@fr': "été",
    '"3"': "3",
    "ild:kayes": Iri(f"{PREFIXES['ild']}kayes"),
    "UNDEF": None,
}


def asked(term: str) -> str:
    return f"PREFIX xsd: <{XSD}> SELECT ?x {{ VALUES ?x {{ {term} }} }}"


@pytest.mark.parametrize("term", VALUES)
def test_values_are_those_of_python(term: str) -> None:
    (row,) = engine.select(engine.new_store(), asked(term)).rows
    assert row == (VALUES[term],)
    assert type(row[0]) is type(VALUES[term])


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("term", VALUES)
def test_values_of_rdflibs_own_engine_are_the_same(term: str) -> None:
    (row,) = engine.select(rdflib.Dataset(default_union=True), asked(term)).rows
    value = VALUES[term]
    expected = rdflib.URIRef(value) if isinstance(value, Iri) else value
    assert row == (expected,)
    assert type(row[0]) is type(expected)


@pytest.mark.journey
@pytest.mark.parametrize(("text", "value"), [("1", True), ("0", False), ("true", True), ("false", False)])
def test_a_server_may_write_what_is_true_as_one(text: str, value: bool) -> None:  # noqa: FBT001  # what is expected
    found = f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{{"x":{{"type":"literal","value":"{text}","datatype":"{XSD}boolean"}}}}]}}}}'
    with little.serving(lambda request: request.answer(found.encode())) as server:
        assert engine.select(engine.Endpoint(server.url), "SELECT ?x { ?s ?p ?x }").rows == [(value,)]


def test_names_are_rdflibs_where_the_dataset_is() -> None:
    store = engine.new_store()
    engine.add(store, [(Iri("urn:a"), Iri("urn:b"), Iri("urn:c"), Iri("urn:g"))])
    rows = engine.select(engine.as_dataset(store), "SELECT ?s { ?s ?p ?o }").rows
    assert rows == [(rdflib.URIRef("urn:a"),)]
    assert type(rows[0][0]) is rdflib.URIRef


@pytest.mark.parametrize("dataset", [engine.new_store(), rdflib.Dataset()], ids=["store", "rdflib"])
def test_only_a_select_has_rows(dataset: engine.Store | rdflib.Dataset) -> None:
    for query in ("ASK {}", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
        with pytest.raises(UsageError, match="SELECT"):
            engine.select(dataset, query)


def test_the_default_graph_is_the_union_but_for_a_query_that_names_its_graphs() -> None:
    store = engine.new_store()
    engine.add(store, [(Iri("urn:a"), Iri("urn:b"), Iri(f"urn:{name}"), Iri(f"urn:{name}")) for name in "xyz"])
    query = "SELECT ?o {} {{ ?s ?p ?o }} ORDER BY ?o"
    assert engine.select(store, query.format("")).rows == [("urn:x",), ("urn:y",), ("urn:z",)]
    assert engine.select(store, query.format("FROM <urn:z> FROM <urn:x>")).rows == [("urn:x",), ("urn:z",)]


def test_the_endpoint_of_a_dataset_is_made_once() -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    endpoint = engine.Endpoint("http://127.0.0.1:1/sparql?key=x")
    wrapped = engine.endpoint_as_dataset(endpoint)
    assert engine.endpoint_of(wrapped) is endpoint
    made = rdflib.Dataset(store=SPARQLStore("http://127.0.0.1:1/sparql"), default_union=True)
    assert engine.endpoint_of(made) is engine.endpoint_of(made) is not None
    assert engine.endpoint_of(rdflib.Dataset()) is engine.endpoint_of(engine.new_store()) is None


def test_a_query_that_names_its_graphs_is_answered_from_these() -> None:
    store = load_store([])
    count = "SELECT (COUNT(DISTINCT ?thing) AS ?n) %s WHERE { ?thing a ilb:Territory }"
    ((whole,),) = engine.select(store, count % "").rows
    ((part,),) = engine.select(store, count % "FROM <https://w3id.org/icilabas/graph/lille-2016/cover>").rows
    ((none,),) = engine.select(store, count % "FROM <https://w3id.org/icilabas/graph/nothing>").rows
    assert whole > part > none == 0


def test_a_graph_of_rdflib_has_literals_as_they_are_written(tmp_path: Path) -> None:
    """And no statements about statements, which rdflib does not have."""
    said = f'<urn:a> <urn:p> "01"^^<{XSD}integer> , "a"@en , [] . <urn:b> <urn:q> <<( <urn:a> <urn:p> 1 )>> .'
    (tmp_path / "a.ttl").write_text(said, "utf-8")
    graph = engine.as_graph(engine.parse(tmp_path / "a.ttl"))
    found = {thing.n3() for thing in graph.objects() if not isinstance(thing, rdflib.BNode)}
    assert found == {f'"01"^^<{XSD}integer>', '"a"@en'}
    assert len(graph) == 3
