"""The disparity backbone: the reference values, and a naive reading of the definition on small graphs."""

from __future__ import annotations

import copy
import math
from itertools import permutations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx.utils import graphs_equal

from icilabas import UsageError
from icilabas.measures import backbone

KINDS = (nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph)
NODES = st.integers(0, 5)
TIES = st.lists(st.tuples(NODES, NODES, st.integers(0, 4)), max_size=14)


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph:
    """Up to six nodes with self-loops, isolates, parallel ties and weights."""
    graph = draw(st.sampled_from(KINDS))()
    graph.add_nodes_from(range(6), side="x")
    graph.add_weighted_edges_from(draw(TIES))
    return graph


def test_disparity_of_the_reference_matrix() -> None:
    rows = ((1, 0, 1, 1), (0, 1, 0, 0), (1, 0, 0, 1), (1, 1, 0, 1))
    graph = nx.DiGraph((i, j, {"weight": 1}) for i, row in enumerate(rows) for j, tied in enumerate(row) if tied)
    expected = ((0.444, 1, 0.444, 0.444), (1, 0.5, 1, 1), (0.444, 1, 1, 0.444), (0.444, 0.444, 1, 0.444))
    found = backbone.disparity(graph)
    assert all(
        found.get((i, j), 1) == pytest.approx(alpha, abs=5e-4)
        for i, row in enumerate(expected)
        for j, alpha in enumerate(row)
    )


def test_the_heavy_tie_of_a_hub_stands_out() -> None:
    star = nx.Graph([("hub", "a", {"weight": 97}), ("hub", "b"), ("hub", "c"), ("hub", "d")])
    found = backbone.disparity(star)
    assert found["hub", "a"] == pytest.approx(0.03**3)
    assert found["hub", "b"] == pytest.approx(0.99**3)  # b has this tie only, which is 1 there
    assert backbone.disparity(nx.Graph(["ab"])) == {("a", "b"): 1}


def naive(G: nx.Graph, edge: tuple[Any, ...]) -> float:
    """Alpha of one edge, read off the definition."""

    def tied(u: Any, v: Any) -> float:
        if not G.has_edge(u, v):
            return 0
        return float(sum(d["weight"] for d in G[u][v].values()) if G.is_multigraph() else G[u][v]["weight"])

    def end(weights: list[float]) -> float:
        heavy = [w for w in weights if w]
        return (1 - tied(u, v) / sum(heavy)) ** (len(heavy) - 1) if tied(u, v) else 1.0

    u, v = edge[:2]
    return min(end([tied(u, n) for n in G]), end([tied(n, v) for n in G]))


@given(graphs())
def test_disparity_as_defined(G: nx.Graph) -> None:
    found = backbone.disparity(G)
    assert list(found) == list(G.edges)
    assert all(alpha == pytest.approx(naive(G, edge)) for edge, alpha in found.items())
    assert all(0 <= alpha <= 1 for alpha in found.values())


@given(graphs(), st.permutations(range(6)))
def test_names_of_nodes_and_scale_of_weights_change_nothing(G: nx.Graph, order: list[int]) -> None:
    names: dict[Any, str] = dict(enumerate(f"n{place}" for place in order))
    other = nx.relabel_nodes(G, names)
    for *_edge, data in other.edges(data=True):
        data["weight"] *= 7
    found = backbone.disparity(other)
    for (u, v, *key), alpha in backbone.disparity(G).items():
        ends = (names[u], names[v]) if (names[u], names[v], *key) in found else (names[v], names[u])
        assert found[*ends, *key] == pytest.approx(alpha)


@given(graphs(), st.floats(0, 1))
def test_keep_takes_what_is_under_the_threshold(G: nx.Graph, threshold: float) -> None:
    before = copy.deepcopy(G)
    kept, alphas = backbone.keep(G, threshold), backbone.disparity(G)
    assert list(kept.edges) == [edge for edge in G.edges if alphas[edge] < threshold]
    assert list(kept.nodes(data=True)) == list(G.nodes(data=True))
    assert all(kept.edges[edge] == G.edges[edge] for edge in kept.edges)
    assert type(kept) is type(G)
    assert graphs_equal(G, before)


def test_keep_needs_another_weight_when_told() -> None:
    star = nx.Graph([("hub", "a", {"times": 97}), ("hub", "b"), ("hub", "c"), ("hub", "d")])
    assert list(backbone.keep(star, weight="times").edges) == [("hub", "a")]
    assert not backbone.keep(star).edges


def test_an_alpha_that_equals_the_threshold_is_not_under_it_whatever_the_order_of_ties() -> None:
    """Of the weights 0.1, 0.2, 0.3 and 0.6: (1 - 1/2)^3; and of one tie beside a million times as heavy a one."""
    for order in permutations([0.1, 0.2, 0.3, 0.6]):
        star = nx.Graph(("hub", f"{place}{weight}", {"weight": weight}) for place, weight in enumerate(order))
        assert not backbone.keep(star, 0.125).edges
        assert backbone.keep(star, 0.125001).number_of_edges() == 1
    for heavy in (1e6, 1e12):
        path = nx.DiGraph([("a", "b", {"weight": heavy}), ("a", "c", {"weight": 1}), ("d", "b", {"weight": 1})])
        assert backbone.disparity(path)["a", "b"] == pytest.approx(1 / (heavy + 1), rel=1e-15)
        assert ("a", "b") not in backbone.keep(path, 1 / (heavy + 1)).edges


def test_without_weights_and_with_nothing_but_zeros() -> None:
    star = nx.star_graph(3)
    nx.set_edge_attributes(star, 0, "weight")
    assert set(backbone.disparity(star).values()) == {1}
    assert not backbone.keep(star).edges
    assert backbone.disparity(star, weight=None) == pytest.approx(dict.fromkeys(star.edges, (2 / 3) ** 2))
    nx.set_edge_attributes(star, 1e300, "weight")
    assert backbone.disparity(star) == pytest.approx(dict.fromkeys(star.edges, (2 / 3) ** 2))


@pytest.mark.parametrize("threshold", [-0.1, 1.1, math.nan])
def test_a_threshold_outside_0_to_1(threshold: float) -> None:
    with pytest.raises(UsageError) as caught:
        backbone.keep(nx.Graph(), threshold)
    assert caught.value.text("en") == f"“threshold” is {threshold}; it must be between 0 and 1"
    assert caught.value.text("fr") == f"« threshold » : {threshold} ; attendu : de 0 à 1"


@pytest.mark.parametrize(
    ("weight", "wanted"),
    [(weight, "of 0 or more") for weight in (-1, -math.inf, math.nan, "2", None)]
    + [(weight, "of 10\\^300 at most") for weight in (1.01e300, math.inf)]
    + [
        pytest.param(-(10**5000), "of 0 or more", id="negative"),
        pytest.param(10**5000, "of 10\\^300 at most", id="whole"),
    ],
)
def test_a_weight_that_is_none(weight: object, wanted: str) -> None:
    with pytest.raises(UsageError, match=f"tie between “a” and “b” is .* a number {wanted}"):
        backbone.disparity(nx.Graph([("a", "b", {"weight": weight})]))
