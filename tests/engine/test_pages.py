"""Answers that are cut, by a server or before it, at any number of rows: all rows come, those of memory, or a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cutting
import little
import pyoxigraph as ox
import pytest
import servers

from icilabas import engine
from icilabas.dataset.loading import load_store
from icilabas.engine.pages import FULL, FULL_QUERY, NotAllError, all_rows
from icilabas.engine.query_text import PAGE, Asked
from icilabas.errors import UsageError
from icilabas.export import rdf

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN = "FILTER(STRSTARTS(STR(?graph), 'https://w3id.org/icilabas/graph/lille'))"
FEW = {  # some dozens of rows each
    "things": "SELECT ?s { ?s a ilb:Territory } ORDER BY ?s",
    "labels": "SELECT DISTINCT ?s ?label (LANG(?label) AS ?lang) { ?s a ilb:Territory ; skos:prefLabel ?label } ORDER BY ?s ?label",
    "downwards": "SELECT ?s ?label { ?s a ilb:Territory ; skos:prefLabel ?label } ORDER BY DESC(?s) ?label",
    "missing": "SELECT ?none ?s ?place { ?s a ilb:Territory OPTIONAL { ?s ilb:none ?none } OPTIONAL { ?s ilb:within ?place } } ORDER BY ?none ?s ?place",
    "counts": "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?graph { ?s a ?class } FILTER(STRSTARTS(STR(?graph), 'https://w3id.org/icilabas/graph/lille')) } GROUP BY ?class ORDER BY ?n ?class",
    "limited": "SELECT ?s { ?s a ilb:Territory } ORDER BY ?s LIMIT 9",
    "no-order": "SELECT ?s ?label { ?s a ilb:Territory ; skos:prefLabel ?label }",
}
MANY = {  # some thousands
    "statements": f"SELECT ?graph ?s ?p ?o {{ GRAPH ?graph {{ ?s ?p ?o }} {_IN} FILTER(ISIRI(?o)) }} ORDER BY ?graph ?s ?p ?o",
    "one-key-on-many": f"SELECT ?class ?s {{ GRAPH ?graph {{ ?s ?p ?o . ?s a ?class }} {_IN} }} ORDER BY ?class ?s",
}


@pytest.fixture(scope="module")
def public() -> ox.Store:
    return load_store([], profile="public")


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def real(request: pytest.FixtureRequest, public: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("cut")
    (folder / "all.nq").write_bytes(rdf.rdf(public, ".nq", restricted=True, inferred=True))
    with getattr(servers, request.param)(folder / "server", folder / "all.nq") as url:
        yield url


def as_set(rows: list[tuple[Any, ...]]) -> list[str]:
    return sorted(map(str, rows))


@pytest.mark.journey
@pytest.mark.parametrize(("most", "form"), [(7, "tsv"), (50, "xml"), (50, "json"), (1024, "tsv"), (PAGE, "json")])
def test_all_rows_come_however_answers_are_cut(
    most: int, form: str, real: str, public: ox.Store, caplog: pytest.LogCaptureFixture
) -> None:
    with little.serving(cutting.cutting(real, most, form)) as server:
        endpoint = engine.Endpoint(server.url)
        for name, query in (FEW if most < 1000 else FEW | MANY).items():
            expected = engine.select(public, query)
            found = engine.select(endpoint, query)
            assert as_set(found.rows) == as_set(expected.rows), name
            if "ORDER BY" in query:
                assert found == expected, name
            assert len(expected.rows) > 7, name
            texts = endpoint.texts(query)
            assert as_set(texts) == as_set([tuple(v and str(v) for v in row) for row in expected.rows]), name
    assert "rows" not in caplog.text


@pytest.mark.journey
def test_a_query_that_names_its_graphs_comes_whole(real: str, public: ox.Store) -> None:
    if not real.endswith("/sparql"):
        pytest.skip("where all graphs are one, Oxigraph's server overlooks FROM")
    graph = "https://w3id.org/icilabas/graph/lille-2016/session-1"
    query = "SELECT ?s ?p ?o FROM <GRAPH> { ?s ?p ?o FILTER(ISIRI(?o)) } ORDER BY ?s ?p ?o".replace("GRAPH", graph)
    with little.serving(cutting.cutting(real, 50)) as server:
        found = engine.select(engine.Endpoint(server.url), query)
    assert found == engine.select(public, query)
    assert len(found.rows) > 100


@pytest.mark.journey
@pytest.mark.parametrize("most", [7, 1024])
def test_all_triples_come_however_answers_are_cut(most: int, real: str, public: ox.Store) -> None:
    where = "?s a ilb:Territory ; skos:prefLabel ?label OPTIONAL { ?s ilb:within ?place }"
    for query in (
        f"CONSTRUCT {{ ?s rdfs:label ?label ; ilb:at ?place }} WHERE {{ {where} }}",
        "CONSTRUCT WHERE { ?s a ilb:Territory ; skos:prefLabel ?label }",
    ):
        with little.serving(cutting.cutting(real, most)) as server:
            assert engine.query_text(engine.Endpoint(server.url), query, "json") == engine.query_text(
                public, query, "json"
            )


def store_of(count: int) -> ox.Store:
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"urn:{n:05}"), ox.NamedNode("urn:p"), ox.Literal(f"v{n % 3}"), ox.NamedNode("urn:g"))
        for n in range(count)
    )
    return store


def test_what_a_server_is_measured_with_has_a_row_more_than_a_page() -> None:
    solutions: Any = ox.Store().query(FULL_QUERY)
    assert len([*solutions]) == FULL == PAGE + 1


@pytest.mark.journey
def test_little_is_asked_beside(caplog: pytest.LogCaptureFixture) -> None:
    """A server is measured once; an answer with fewer rows than came before is whole; rows that came are kept."""
    store, small = store_of(250), "SELECT ?s { ?s <urn:p> ?o } ORDER BY ?s LIMIT 3"
    every = "SELECT ?s ?o { ?s <urn:p> ?o } ORDER BY ?s"
    with little.serving(little.endpoint(store)) as server:
        endpoint = engine.Endpoint(server.url)
        for query, asked in ((small, 1), (small, 1), (every, 2), (every, 1), ("SELECT ?s { ?s <urn:q> ?o }", 1)):
            before = len(server.seen)
            assert engine.select(endpoint, query) == engine.select(store, query)
            assert len(server.seen) - before == asked
    with little.serving(little.endpoint(store, 100)) as server:
        endpoint = engine.Endpoint(server.url)
        for query, asked in (
            (every, 5),  # the answer, the measure, the count, and two pages more
            (small, 1),
            ("SELECT ?s { ?s <urn:p> 'v0' } ORDER BY ?s", 1),
            ("SELECT ?s { ?s <urn:p> ?o } ORDER BY ?s LIMIT 100", 1),
            ("SELECT ?s { ?s <urn:p> ?o FILTER(STR(?s) < 'urn:00100') } ORDER BY ?s", 2),
        ):
            before = len(server.seen)
            assert engine.select(endpoint, query) == engine.select(store, query)
            assert (query, len(server.seen) - before) == (query, asked)
    assert not caplog.records


@pytest.mark.journey
def test_more_rows_than_a_page(caplog: pytest.LogCaptureFixture) -> None:
    store = store_of(PAGE + 5)
    query = "SELECT ?s { ?s <urn:p> ?o } ORDER BY ?s"
    for most, asked in ((10**9, 2), (PAGE, 4), (PAGE + 2, 3)):
        with little.serving(little.endpoint(store, most)) as server:
            assert engine.select(engine.Endpoint(server.url), query) == engine.select(store, query)
        assert len(server.seen) == asked
    assert not caplog.records


@pytest.mark.journey
def test_what_cannot_be_known_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """A server that knows neither VALUES nor queries in queries cannot be measured, nor be counted on."""
    store = store_of(20)

    def old(request: little.Request) -> None:
        query = request.form["query"][0]
        if "VALUES" in query or "COUNT" in query:
            request.answer(b"no such word", "text/plain", 400)
        else:
            little.endpoint(store, 10)(request)

    with little.serving(old) as server:
        assert len(engine.select(engine.Endpoint(server.url), "SELECT ?s { ?s ?p ?o } ORDER BY ?s").rows) == 10
    assert "10 rows at a time" in caplog.text


@pytest.mark.journey
@pytest.mark.parametrize("wrong", ["no order", "other count"])
def test_pages_that_do_not_fit_are_refused(wrong: str) -> None:
    store = store_of(50)

    def behave(request: little.Request) -> None:
        query = request.form["query"][0]
        if wrong == "no order":
            query = query.replace(">=", "!=")
        elif "COUNT" in query:
            query = query.replace("COUNT(*)", "COUNT(*) + 1")
        request.form["query"] = [query]
        little.endpoint(store, 20)(request)

    with little.serving(behave) as server, pytest.raises(UsageError, match="not all of the 5[01] rows"):
        engine.select(engine.Endpoint(server.url), "SELECT ?s { ?s ?p ?o }")


def text(value: object) -> str | None:
    return None if value is None else str(value)


@pytest.mark.parametrize("most", [1, 2, 3, 5, 30])
def test_rows_are_all_whatever_the_keys_are(most: int) -> None:
    """One key on all rows, a key that is missing, rows that are equal as texts: by the next column, or as they come."""
    rows = [(a, b) for a in (None, "k", "l") for b in (None, "x", "y", "z")]
    asked = Asked.of("SELECT ?a ?b { ?a ?p ?b } ORDER BY ?a ?b")

    def ask(query: str) -> list[tuple[object, ...]]:
        data = " ".join(f"({' '.join('UNDEF' if each is None else repr(each) for each in row)})" for row in rows)
        found: Any = ox.Store().query(query.replace("?a ?p ?b", f"VALUES (?a ?b) {{ {data} }}"))
        cut = [tuple(value and value.value for value in row) for row in found][:most]
        assert len(cut) <= most
        return cut

    came = ask(asked.text)
    if most == 1:
        with pytest.raises(NotAllError):
            all_rows(asked, came, len(rows) + 1, ask, text)
    found = all_rows(asked, came, len(rows), ask, text)
    assert sorted(map(str, found)) == sorted(map(str, rows))
    assert len(found) == len(rows)
