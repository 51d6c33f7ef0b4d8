"""Rules on a store: what a CONSTRUCT or a SELECT of statements finds is added to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from icilabas.engine.query import run
from icilabas.terms import INFERRED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEMPLATE = re.compile(r"\bCONSTRUCT\s*\{([^{}]*)\}")
_NOT_THERE = re.compile(r"\bFILTER\s+NOT\s+EXISTS\s*\{([^{}]*)\}")


def _only_new(rule: str) -> bool:
    """Say whether the rule itself leaves out what is said already: its template stands in a FILTER NOT EXISTS."""
    template = _TEMPLATE.search(rule)
    return template is not None and template[1].split() in [found.split() for found in _NOT_THERE.findall(rule)]


def construct(store: ox.Store, query: str, graph: str = INFERRED_GRAPH) -> int:
    """Run a CONSTRUCT; add what no graph says yet to ``graph``; return how many triples are new."""
    target = ox.NamedNode(graph)
    if _only_new(query):  # no triple need become a Python object: on large data that is most of the time
        triples: bytes = run(store, query).serialize(format=ox.RdfFormat.N_TRIPLES)
        store.bulk_load(triples, ox.RdfFormat.N_TRIPLES, to_graph=target, lenient=True)
        return triples.count(b"\n")
    found = {
        ox.Quad(t.subject, t.predicate, t.object, target)
        for t in run(store, query)
        if not isinstance(t.subject, ox.Literal)
    }
    return _added(
        store, (q for q in found if next(store.quads_for_pattern(q.subject, q.predicate, q.object, None), None) is None)
    )


def spread(store: ox.Store, query: str) -> int:
    """Run a SELECT of ?subject ?relation ?object ?passage; add what the passage does not say yet, return how much."""
    rows = [row for row in run(store, query) if isinstance(row["subject"], ox.NamedNode) and row["object"]]
    found = {ox.Quad(row["subject"], row["relation"], row["object"], row["passage"]) for row in rows}
    return _added(store, (quad for quad in found if quad not in store))


def _added(store: ox.Store, quads: Iterable[ox.Quad]) -> int:
    new = list(quads)
    store.extend(new)
    return len(new)
