"""Rows that columns give: values as the engine gives them, each term made once, and nothing that is not settled."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from icilabas import engine
from icilabas.engine.column_answers import select_rows
from icilabas.engine.quad_columns import Columns, NoColumnsError
from icilabas.engine.query import _plain
from icilabas.engine.terms import Iri

pytest.importorskip("duckdb")

SAID = "PREFIX : <urn:x:>\n"


def store_of(trig: str) -> engine.Store:
    store = engine.new_store()
    engine.extend(store, ox.parse(SAID + trig, format=ox.RdfFormat.TRIG))
    return store


def answer(store: engine.Store, query: str) -> list[tuple[object, ...]]:
    return select_rows(Columns(store), query, engine.select(store, query).variables, Iri, _plain)


def test_a_third_is_divided_as_the_engine_divides() -> None:
    said = " ".join(f":v{n} :p {', '.join(f':o{each}' for each in range(n))} ." for n in range(2, 40))
    store = store_of(f":g {{ {said} }}")
    query = f"""{SAID} SELECT ?s ?w {{ {{ SELECT ?s (COUNT(?o) AS ?n) {{ ?s :p ?o }} GROUP BY ?s }}
        BIND(1.0 / (?n - 1) AS ?w) }} ORDER BY ?s"""
    assert answer(store, query) == engine.select(store, query).rows


def test_each_term_is_made_once_and_what_is_not_bound_is_none() -> None:
    store = store_of(":g { :a :p :c . :b :p :c ; :n 3 }")
    query = SAID + "SELECT ?s ?o ?n { ?s :p ?o OPTIONAL { ?s :n ?n } } ORDER BY ?s"
    made: list[str] = []

    def name(text: str) -> Iri:
        made.append(text)
        return Iri(text)

    found = select_rows(Columns(store), query, ["s", "o", "n"], name, _plain)
    assert found == [("urn:x:a", "urn:x:c", None), ("urn:x:b", "urn:x:c", 3)] == engine.select(store, query).rows
    assert sorted(made) == ["urn:x:a", "urn:x:b", "urn:x:c"]


@pytest.mark.parametrize(
    ("query", "settled"),
    [
        ("SELECT ?s { ?s :p ?o } ORDER BY ?s", True),
        ("SELECT ?s ?o { ?s :p ?o } ORDER BY ?o", False),  # two rows are the same in all that is named
        ("SELECT ?s { ?s :p ?o } LIMIT 2", True),  # all there are
        ("SELECT ?s { ?s :p ?o } LIMIT 1", False),
    ],
)
def test_what_the_query_does_not_settle_is_left_to_the_engine(query: str, *, settled: bool) -> None:
    store = store_of(":g { :a :p :c . :b :p :c }")
    if settled:
        assert sorted(answer(store, SAID + query)) == [("urn:x:a",), ("urn:x:b",)]
    else:
        with pytest.raises(NoColumnsError):
            answer(store, SAID + query)
