"""Rows as plain values, from each kind of dataset alike."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import little
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

import icilabas as ilb
from icilabas import engine
from icilabas.asking import answers
from icilabas.dataset.loading import load_store
from icilabas.engine.endpoint import Endpoint
from icilabas.engine.terms import PREFIXES, Iri, Lit
from icilabas.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    '"1_000"^^xsd:integer': "1_000",
    '"1_0.5"^^xsd:decimal': "1_0.5",
    '"3"^^xsd:unsignedByte': 3,
    '"-3"^^xsd:negativeInteger': -3,
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


class Listening:
    """A server on this machine that answers one row, or sends on, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        listening = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the name that the library wants
                listening.asked.append(self.path)
                self.rfile.read(int(self.headers["Content-Length"]))
                body = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"there"}}]}}'
                self.send_response(302 if "on" in self.path else 200)
                self.send_header("Location", f"{listening.url}elsewhere")
                self.send_header("Content-Type", "application/sparql-results+json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST  # noqa: N815  # as above

            def log_message(self, *_said: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.host}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def there() -> Iterator[Listening]:
    found = Listening()
    yield found
    found.server.shutdown()
    found.server.server_close()


Asking = Callable[[engine.Store, str], object]
WAYS: dict[str, Asking] = {
    "select": engine.select,
    "a table": lambda store, query: answers.answer_text(store, query, "table", "en"),
    "csv": lambda store, query: engine.query_text(store, query, "csv"),
    "a rule": lambda store, query: engine.construct(store, f"CONSTRUCT {{ ?s a ?s }} WHERE {{ {{ {query} }} }}"),
    "what is said": engine.add_selected,
    "ask": lambda store, query: ilb.ask(engine.as_dataset(store), query),
    "rdflib": lambda store, query: list(engine.as_dataset(store).query(query)),
    "a prepared query": lambda store, query: list(engine.as_dataset(store).query(prepareQuery(query))),
    "rdflib's own engine": lambda _store, query: ilb.ask(rdflib.Dataset(), query),
    "an endpoint": lambda _store, query: engine.select(Endpoint("http://127.0.0.1:9/"), query),
    "an update": lambda store, query: engine.as_dataset(store).update(
        f"INSERT {{ ?s a ?s }} WHERE {{ {{ {query} }} }}"
    ),
}


OTHERS = {"an endpoint", "an update", "a prepared query", "rdflib's own engine"}  # which have functions of their own


@pytest.mark.journey
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_no_other_server_is_asked_unless_it_is_named(there: Listening, way: str, silent: str) -> None:
    query = f"SELECT ?s {{ SERVICE {silent}<{there.url}q> {{ ?s ?p ?o }} }}"
    with pytest.raises(UsageError, match="SERVICE"):
        WAYS[way](engine.new_store(), query)
    assert there.asked == []


@pytest.mark.journey
def test_a_server_that_is_named_is_asked_and_goes_nowhere_else(there: Listening) -> None:
    store, row = engine.new_store(), f"SELECT ?s {{ SERVICE <{there.url}q> {{ ?s ?p ?o }} }}"
    assert engine.select(store, row, [there.host]).rows == [("there",)]
    assert engine.query_text(store, row, "csv", [there.host]) == "s\nthere\n"
    assert ilb.ask(engine.as_dataset(store), row, allow_service=[there.host])[0].s == "there"
    assert "there" in answers.answer_text(store, row, "table", "en", [there.host])
    there.asked.clear()
    for query in (row.replace("/q>", "/on>"), row.replace(there.host, "127.0.0.1:9")):
        with pytest.raises(UsageError, match="the server that SERVICE names did not answer as it should"):
            engine.select(store, query, [there.host, "127.0.0.1:9"])
    assert there.asked == ["/on"]
    with pytest.raises(UsageError, match="SERVICE would query"):  # rdflib's own engine would follow
        engine.select(rdflib.Dataset(), row, [there.host])
    with pytest.raises(UsageError, match="an update fetches"):
        engine.as_dataset(store).update(f"LOAD SILENT <{there.url}x>")
    assert there.asked == ["/on"]


@pytest.mark.parametrize("way", [way for way in WAYS if way not in OTHERS])
@pytest.mark.parametrize("part", ["BIND(geof:buffer(?o) AS ?x)", "FILTER(geof:buffer(?o) > 1)"])
def test_a_function_that_the_engine_does_not_know_is_named(way: str, part: str) -> None:
    store = engine.new_store()
    engine.add(store, [(Iri("urn:a"), Iri("urn:b"), Lit(str(number)), Iri("urn:g")) for number in range(3)])
    name = "http://www.opengis.net/def/function/geosparql/buffer"
    where = f"GRAPH ?passage {{ ?subject ?relation ?o }} {part.replace('geof:buffer', f'<{name}>')}"
    query = f"SELECT ?subject ?relation (?o AS ?object) ?passage ?s WHERE {{ {where} }}"
    with pytest.raises(UsageError, match=f"the query uses a function that is not known here: <{name}>"):
        WAYS[way](store, query)
