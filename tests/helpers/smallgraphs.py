"""Small graphs of every kind, whose nodes have groups or none: what properties of the measures are tried on."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import settings
from hypothesis import strategies as st

KINDS = (nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph)
NODES = st.integers(0, 5)
TIES = st.lists(st.tuples(NODES, NODES, st.integers(1, 4)), max_size=14)
SAME_TIES_OFTEN = settings(max_examples=150)


@st.composite
def graphs(draw: st.DrawFn, kinds: tuple[type[nx.Graph], ...] = KINDS, *, all_grouped: bool = False) -> nx.Graph:
    """Up to six nodes with self-loops, isolates, parallel ties, weights, and nodes without a group."""
    graph = draw(st.sampled_from(kinds))()
    groups = st.sampled_from("xyz") if all_grouped else st.sampled_from(["x", "y", "z", None])
    graph.add_nodes_from((node, {"side": draw(groups)}) for node in range(6))
    graph.add_weighted_edges_from(draw(TIES))
    return graph


def sides(G: nx.Graph) -> dict[Any, str]:
    return {node: side for node, side in G.nodes(data="side") if side is not None}


def group_sets(G: nx.Graph) -> list[set[Any]]:
    found = sides(G)
    return [{node for node in found if found[node] == name} for name in sorted(set(found.values()))]


def same(one: dict[Any, Any], other: dict[Any, Any]) -> bool:
    return one.keys() == other.keys() and all(one[key] == pytest.approx(other[key], nan_ok=True) for key in one)


def plain(G: nx.Graph) -> nx.Graph:
    """The graph without directions, self-loops and parallel ties."""
    graph = nx.Graph((u, v) for u, v in G.edges() if u != v)
    graph.add_nodes_from(G)
    return graph
