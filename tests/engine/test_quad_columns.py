"""Columns are kept beside a large store until it is changed; where they cannot be, the engine answers."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from icilabas import engine
from icilabas.engine import content, quad_columns, query, written
from icilabas.engine.quad_columns import Columns, NoColumnsError
from icilabas.engine.terms import Iri, Lit

if TYPE_CHECKING:
    from collections.abc import Callable

    from icilabas.engine import Store

duckdb = pytest.importorskip("duckdb")

QUERY = "SELECT ?s ?o { ?s <urn:p> ?o } ORDER BY ?s ?o"
SUBJECT, RELATION, GRAPH = (ox.NamedNode(f"urn:{name}") for name in ("s", "p", "g"))


def quad(text: str) -> ox.Quad:
    return ox.Quad(SUBJECT, RELATION, ox.Literal(text), GRAPH)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(quad_columns, "LARGE", 2)
    made = engine.new_store()
    engine.extend(made, [quad("one"), quad("two")])
    return made


def test_they_answer_once_they_are_made(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = engine.select(store, QUERY)
    assert written.unchanged(store).columns is None
    engine.expect_many(store)
    monkeypatch.setattr(Columns, "__init__", lambda *_any: pytest.fail("made again"))
    engine.expect_many(store)
    monkeypatch.setattr(query, "run", _only_of_nothing)
    assert engine.select(store, QUERY) == before


def _only_of_nothing(store: Store, asked: str, services: tuple[str, ...]) -> object:
    assert not len(store)  # which says what is SPARQL
    return _run(store, asked, services)


_run = query.run


CHANGES: dict[str, Callable[[Store], object]] = {
    "extend": lambda store: engine.extend(store, [quad("three")]),
    "rename": lambda store: content.rename(store, "urn:s", "urn:other"),
    "construct": lambda store: engine.construct(store, "CONSTRUCT { <urn:n> <urn:p> ?o } WHERE { ?s <urn:p> ?o }"),
    "only new": lambda store: engine.construct(
        store, "CONSTRUCT { ?s <urn:p> ?s } WHERE { ?s <urn:p> ?o FILTER NOT EXISTS { ?s <urn:p> ?s } }"
    ),
    "select": lambda store: engine.add_selected(
        store, "SELECT (?s AS ?subject) (?p AS ?relation) (?s AS ?object) (?g AS ?passage) { GRAPH ?g { ?s ?p ?o } }"
    ),
    "drop": lambda store: engine.drop_graphs(store, ["urn:g"]),
    "clear": engine.clear,
    "rdflib": lambda store: engine.as_dataset(store).update(
        "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 'three' } }"
    ),
    "rdflib add": lambda store: engine.as_dataset(store).add(_rdflib_quad()),
    "rdflib remove": lambda store: engine.as_dataset(store).remove(_rdflib_any()),
}


def _rdflib_quad() -> Any:
    from rdflib import Literal, URIRef

    return URIRef("urn:s"), URIRef("urn:p"), Literal("three"), URIRef("urn:g")


def _rdflib_any() -> Any:
    return None, None, None, None


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_seen(store: Store, change: Callable[[Store], object]) -> None:
    engine.expect_many(store)
    before = engine.select(store, QUERY).rows
    change(store)
    assert written.unchanged(store).columns is None
    after = engine.select(store, QUERY).rows
    assert after != before
    engine.expect_many(store)
    assert engine.select(store, QUERY).rows == after


def test_small_stores_and_the_switch_have_none(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(quad_columns.SWITCH, "oxigraph")
    engine.expect_many(store)
    assert written.unchanged(store).columns is None
    monkeypatch.delenv(quad_columns.SWITCH)
    monkeypatch.setattr(quad_columns, "LARGE", 3)
    engine.expect_many(store)
    assert written.unchanged(store).columns is None


@pytest.mark.parametrize(
    "said",
    [
        ox.Quad(SUBJECT, RELATION, ox.Triple(SUBJECT, RELATION, GRAPH), GRAPH),
        ox.Quad(SUBJECT, RELATION, ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL), GRAPH),
        ox.Quad(SUBJECT, RELATION, GRAPH),
    ],
    ids=["triple in triple", "direction", "default graph"],
)
def test_what_columns_cannot_hold_is_left_to_the_engine(store: Store, said: ox.Quad) -> None:
    engine.extend(store, [said])
    with pytest.raises(NoColumnsError):
        Columns(store)
    engine.expect_many(store)
    assert len(engine.select(store, "SELECT ?o { ?s ?p ?o }").rows) == 3


def test_a_full_disk_or_no_duckdb_leaves_the_engine(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_any: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(quad_columns, "mkdtemp", full)
    engine.expect_many(store)
    assert written.unchanged(store).columns is None
    monkeypatch.setitem(sys.modules, "duckdb", None)
    written.changed(store)
    engine.expect_many(store)
    assert written.unchanged(store).columns is None
    assert len(engine.select(store, QUERY).rows) == 2


def test_what_fails_while_it_is_asked_is_answered_by_the_engine(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.expect_many(store)
    kept = written.unchanged(store).columns
    assert kept is not None
    monkeypatch.setattr(kept, "_connection", duckdb.connect())  # nothing is in it any more
    assert len(engine.select(store, QUERY).rows) == 2


def test_constants_stand_where_they_would_be_in_order(store: Store) -> None:
    made = Columns(store)
    asked: list[Iri | Lit] = [Iri(f"urn:{name}") for name in ("a", "g", "h", "p", "z")]
    asked += [Lit(text) for text in ("a", "one", "p", "q")]
    numbers = made.numbers(asked)
    assert [numbers[term] for term in asked] == sorted(numbers.values())
    assert len({*numbers.values()}) == len(asked)
    assert made.numbers([Lit("7", "http://www.w3.org/2001/XMLSchema#integer")])
    with pytest.raises(NoColumnsError):
        made.numbers([Lit("7.5", "http://www.w3.org/2001/XMLSchema#decimal")])


@pytest.mark.journey
def test_small_data_load_no_duckdb() -> None:
    code = "import sys; from icilabas import engine; from icilabas.networks.projection import project"
    code += "; import icilabas; project(icilabas.load(), 'ties'); print('duckdb' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
