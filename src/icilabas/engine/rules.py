"""Rules on a store: what a CONSTRUCT or a SELECT of statements finds is added to it."""

from __future__ import annotations

import pyoxigraph as ox

from icilabas.engine.query import run
from icilabas.terms import INFERRED_GRAPH


def construct(store: ox.Store, query: str, graph: str = INFERRED_GRAPH) -> int:
    """Run a CONSTRUCT; add what no graph says yet to ``graph``; return how many triples are new."""
    target = ox.NamedNode(graph)
    found = {
        ox.Quad(t.subject, t.predicate, t.object, target)
        for t in run(store, query)
        if not isinstance(t.subject, ox.Literal)
    }
    new = [q for q in found if next(store.quads_for_pattern(q.subject, q.predicate, q.object, None), None) is None]
    store.extend(new)
    return len(new)


def spread(store: ox.Store, query: str) -> int:
    """Run a SELECT of ?subject ?relation ?object ?passage; add what the passage does not say yet, return how much."""
    rows = [row for row in run(store, query) if isinstance(row["subject"], ox.NamedNode) and row["object"]]
    found = {ox.Quad(row["subject"], row["relation"], row["object"], row["passage"]) for row in rows}
    new = [quad for quad in found if quad not in store]
    store.extend(new)
    return len(new)
