"""Constraint and effective size: reference values of the literature, and NetworkX's."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from smallgraphs import SAME_TIES_OFTEN, graphs

from icilabas import measures

BORGATTI = {"AB": 2, "AF": 3, "AG": 5, "AE": 2, "EG": 8, "FG": 3, "BG": 4, "BD": 1, "DG": 3, "GC": 10}


def test_structural_holes_of_borgattis_example() -> None:
    graph = nx.Graph((*pair, {"weight": w}) for pair, w in BORGATTI.items())
    pick = "GAC"
    assert [measures.constraint(graph)[n] for n in pick] == pytest.approx([0.400, 0.595, 1], abs=1e-3)
    assert [measures.constraint(graph, "weight")[n] for n in pick] == pytest.approx([0.299, 0.795, 1], abs=1e-3)
    assert [measures.effective_size(graph)[n] for n in pick] == pytest.approx([4.67, 2.5, 1], abs=1e-2)
    assert [measures.effective_size(graph, "weight")[n] for n in pick] == pytest.approx([5.47, 2.47, 1], abs=1e-2)


def test_structural_holes_of_a_directed_graph() -> None:
    graph = nx.DiGraph([(0, 1, {"w": 2}), (0, 2, {"w": 2}), (1, 0), (2, 1)])
    assert measures.constraint(graph) == pytest.approx({0: 1.003, 1: 1.003, 2: 1.389}, abs=1e-3)
    assert measures.constraint(graph, "w") == pytest.approx({0: 0.840, 1: 1.143, 2: 1.378}, abs=1e-3)
    assert measures.effective_size(graph) == pytest.approx({0: 1.167, 1: 1.167, 2: 1}, abs=1e-3)
    assert measures.effective_size(graph, "w") == pytest.approx({0: 1.567, 1: 1.083, 2: 1}, abs=1e-3)


def test_structural_holes_of_isolates_loops_and_parallel_ties() -> None:
    graph = nx.MultiGraph([("a", "a"), ("b", "c"), ("b", "c"), ("b", "d")])
    for measure in (measures.constraint, measures.effective_size):
        found = measure(graph)
        assert math.isnan(found["a"])
        assert found["b"] == measure(nx.Graph(["bc", "bd"]))["b"]  # without weights, parallel ties are one
    heavier = measures.constraint(graph, "weight")["b"]  # with weights, they add up
    assert heavier == pytest.approx((2 / 3) ** 2 + (1 / 3) ** 2)
    arcs = nx.DiGraph([("a", "b")])  # b has only an incoming arc, and is tied all the same
    assert measures.constraint(arcs) == {"a": 1, "b": 1} == measures.effective_size(arcs)
    triangle = measures.constraint(nx.complete_graph(3))
    assert triangle == pytest.approx(dict.fromkeys(range(3), 1.125))


@SAME_TIES_OFTEN
@given(graphs((nx.Graph, nx.DiGraph)), st.sampled_from([None, "weight"]))
def test_structural_holes_are_those_of_networkx(G: nx.Graph, weight: str | None) -> None:
    G.remove_edges_from(list(nx.selfloop_edges(G)))
    isolates = set(nx.isolates(G))
    pairs = ((measures.constraint, nx.constraint), (measures.effective_size, nx.effective_size))
    for ours, reference in pairs:
        # NetworkX has no value for a node with incoming arcs only; a weight by name keeps it from Borgatti's short formula
        weights = {"weight": weight or "none"} if ours is measures.effective_size else {"weight": weight}
        found = reference(G, nodes=[node for node in G if G[node]], **weights)
        assert {node: ours(G, weight)[node] for node in found} == pytest.approx(found)
        assert all(math.isnan(ours(G, weight)[node]) for node in isolates)
