"""An order of the nodes that follows from structure: whatever is renamed or shuffled, the same places are the same."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from smallgraphs import SAME_TIES_OFTEN, graphs, sides

from icilabas.measures.canonical_order import canonical_order


def seen(G: nx.Graph, order: list[Any], group: dict[Any, Any]) -> tuple[Any, ...]:
    """The graph by the places of its nodes: its ties, and who is in a group with whom."""
    place = {node: number for number, node in enumerate(order)}
    ties = [(place[u], place[v], data.get("weight", 1)) for u, v, data in G.edges(data=True)]
    if not G.is_directed():
        ties = [(min(u, v), max(u, v), weight) for u, v, weight in ties]
    together = {frozenset(place[node] for node in group if group[node] == name) for name in group.values()}
    return sorted(ties), together


def shuffled(G: nx.Graph, group: dict[Any, Any], chance: random.Random) -> tuple[nx.Graph, dict[Any, Any]]:
    """The same graph with other ids and names of groups, nodes and ties in another order, and turned where undirected."""
    ids: dict[Any, int] = dict(zip(G, chance.sample(range(1000), len(G)), strict=True))
    names = dict(
        zip(sorted(set(group.values()), key=str), chance.sample("abcdef", len(set(group.values()))), strict=True)
    )
    other = type(G)()
    other.add_nodes_from(ids[node] for node in chance.sample(list(G), len(G)))
    for u, v, data in chance.sample(list(G.edges(data=True)), G.number_of_edges()):
        turned = not G.is_directed() and chance.random() < 0.5
        other.add_edge(*((ids[v], ids[u]) if turned else (ids[u], ids[v])), **data)
    return other, {ids[node]: names[name] for node, name in group.items()}


@SAME_TIES_OFTEN
@given(graphs(), st.randoms(use_true_random=False))
def test_names_and_orders_change_no_place(G: nx.Graph, chance: random.Random) -> None:
    group = sides(G)
    order = canonical_order(G, group)
    assert (set(order), len(order)) == (set(G), len(G))
    other, named = shuffled(G, group, chance)
    assert seen(G, order, group) == seen(other, canonical_order(other, named), named)


@pytest.mark.parametrize(
    "G",
    [
        nx.empty_graph(30),
        nx.cycle_graph(31),
        nx.disjoint_union_all([nx.complete_graph(4)] * 5),
        nx.petersen_graph(),
        nx.hypercube_graph(4),
        nx.balanced_tree(3, 3),
        nx.gnm_random_graph(60, 90, seed=1),
    ],
    ids=str,
)
def test_what_no_structure_tells_apart_is_in_the_same_places_whatever_it_is_called(G: nx.Graph) -> None:
    first = seen(G, canonical_order(G), {})
    for seed in range(4):
        other, _named = shuffled(G, {}, random.Random(seed))  # noqa: S311  # not a secret
        assert seen(other, canonical_order(other), {}) == first


def test_structure_comes_before_labels_and_labels_before_ids() -> None:
    path = nx.path_graph(["c", "b", "a"])
    assert canonical_order(path) == ["a", "c", "b"]  # the ends, by id, before the middle
    nx.set_node_attributes(path, {"c": "Ajonc", "b": "Bleuet", "a": "Chardon"}, "label")
    assert canonical_order(path) == ["c", "a", "b"]
    path.edges["a", "b"]["weight"] = 2  # no two are alike: no name matters
    order = canonical_order(path)
    nx.set_node_attributes(path, {"c": "Chardon", "b": "Bleuet", "a": "Ajonc"}, "label")
    assert canonical_order(path) == order


def test_a_tie_without_direction_inside_a_directed_graph_may_stand_either_way() -> None:
    """Two pairs that hang on a hub: which way the tie between their members stands is no structure where it says so."""
    ties = [("h", "a"), ("h", "b"), ("a", "b")]
    turned = [("h", "a"), ("h", "b"), ("b", "a")]
    for undirected in (True, False, 1):  # 1: measures do not take it for True either
        orders = []
        for each in (ties, turned):
            graph = nx.DiGraph(each[:2])
            graph.add_edge(*each[2], undirected=undirected)
            orders.append(canonical_order(graph))
        assert (orders[0] == orders[1]) is (undirected is True)


@given(st.permutations([0.1, 0.2, 0.3]))
@example([0.3, 0.2, 0.1])
def test_weights_that_rounding_makes_differ_are_the_same(parts: list[float]) -> None:
    graph = nx.Graph([("a", "b", {"weight": sum(parts)}), ("c", "d", {"weight": 0.6})])
    assert canonical_order(graph) == canonical_order(nx.Graph(["ab", "cd"]))


def test_any_node_and_any_weight_has_its_place() -> None:
    graph = nx.Graph([(1, "1", {"weight": "much"}), ((2,), frozenset(), {"weight": 10**400}), (1, 1, {})])
    assert set(canonical_order(graph, {1: None})) == {1, "1", (2,), frozenset()}
    assert canonical_order(nx.Graph()) == []
