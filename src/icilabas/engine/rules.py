"""Rules on a store: what a CONSTRUCT or a SELECT of statements finds is added to it."""

from __future__ import annotations

import re
from itertools import islice

import pyoxigraph as ox

from icilabas.engine.query import run
from icilabas.terms import INFERRED_GRAPH

_BATCH = 100_000  # triples of a rule that are held at a time
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
        new_ones: bytes = run(store, query).serialize(format=ox.RdfFormat.N_TRIPLES)
        store.bulk_load(new_ones, ox.RdfFormat.N_TRIPLES, to_graph=target, lenient=True)
        return new_ones.count(b"\n")
    count = 0
    triples = (t for t in run(store, query) if not isinstance(t.subject, ox.Literal))
    # The query sees the store as it was; in batches, what it finds in millions need not be held beside the store.
    while batch := {ox.Quad(t.subject, t.predicate, t.object, target) for t in islice(triples, _BATCH)}:
        new = [q for q in batch if next(store.quads_for_pattern(q.subject, q.predicate, q.object, None), None) is None]
        store.extend(new)
        count += len(new)
    return count


def spread(store: ox.Store, query: str) -> int:
    """Run a SELECT of ?subject ?relation ?object ?passage; add what the passage does not say yet, return how much."""
    rows = [row for row in run(store, query) if isinstance(row["subject"], ox.NamedNode) and row["object"]]
    found = {ox.Quad(row["subject"], row["relation"], row["object"], row["passage"]) for row in rows}
    new = [quad for quad in found if quad not in store]
    store.extend(new)
    return len(new)
