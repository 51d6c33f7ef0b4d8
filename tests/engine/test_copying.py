"""Copying what an endpoint holds: which graphs, how many at a time, and that all has come."""

from __future__ import annotations

import little
import pyoxigraph as ox
import pytest

from icilabas import engine
from icilabas.engine import copying
from icilabas.engine.query_text import PAGE

ILB, ILG = "https://w3id.org/icilabas/ontology#", "https://w3id.org/icilabas/graph/"


def test_graphs_are_fetched_together_up_to_a_page() -> None:
    for sizes, bundles in (
        ([], []),
        ([5000, 4999], [[0, 1]]),  # a full page would be asked for a next one
        ([5000, 5000], [[0], [1]]),
        ([PAGE * 3, 1, 1], [[0], [1, 2]]),
        ([1, PAGE, 1], [[0], [1], [2]]),
    ):
        assert list(copying.bundles([(str(n), size) for n, size in enumerate(sizes)])) == [
            [str(n) for n in bundle] for bundle in bundles
        ]


@pytest.mark.journey
def test_blank_nodes_get_names() -> None:
    text = f'_:a <{ILB}p> _:b <{ILG}x> .\n_:b <{ILB}p> "t" <{ILG}x> .\n<{ILG}x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ILB}Passage> <{ILG}x> .\n'
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.N_QUADS)
    with little.serving(little.endpoint(store)) as server:
        quads = list(engine.fetch(engine.Endpoint(server.url)))
    assert len(quads) == 3
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
