"""All measures: what names and order change, an empty graph, and what a call that cannot be answered is told."""

from __future__ import annotations

import copy
import math
import sys
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.utils import graphs_equal
from smallgraphs import graphs, same

from icilabas import UsageError, measures
from icilabas.measures import betweenness, cuts
from icilabas.measures.groups import AT_MOST, NOT_NEGATIVE, POSITIVE
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable


# NetworkX does these two; the page and the commands show its values


def test_two_mode_centralities_of_davis_southern_women() -> None:
    davis = nx.davis_southern_women_graph()
    women = [node for node, side in davis.nodes(data="bipartite") if side == 0]
    found = nx.bipartite.betweenness_centrality(davis, women)
    assert [round(found[node], 4) for node in ("E8", "E9", "Nora Fayette")] == [0.2438, 0.2255, 0.1135]


def test_projection_weights_of_newmans_figure_6() -> None:
    graph = nx.Graph([*(("A", n) for n in (1, 2, 3)), *(("B", n) for n in (1, 2, 3)), ("C", 1), ("D", 1), ("E", 3)])
    projected = nx.bipartite.collaboration_weighted_projected_graph(graph, "ABCDE")
    assert projected.edges["A", "B"]["weight"] == pytest.approx(11 / 6)


MEASURES: dict[str, Callable[[nx.Graph], dict[Any, Any]]] = {
    "ei_index_by_node": lambda G: measures.ei_index_by_node(G, "side", "weight"),
    "brokerage_roles": lambda G: measures.brokerage_roles(G, "side"),
    "activity_exclusivity": lambda G: measures.activity_exclusivity(G, "side"),
    "gefura": lambda G: measures.gefura(G, "side"),
    "weighted gefura": lambda G: measures.gefura(G, "side", weight="weight"),
    "constraint": lambda G: measures.constraint(G, "weight"),
    "effective_size": lambda G: measures.effective_size(G, "weight"),
}


@pytest.mark.parametrize("name", MEASURES)
@settings(max_examples=30)
@given(G=graphs(), order=st.permutations(range(6)))
def test_names_and_order_of_nodes_change_nothing(name: str, G: nx.Graph, order: list[int]) -> None:
    before, given_graph = copy.deepcopy(G), G.graph
    names = {node: f"n{order[node]}" for node in G}
    other = G.__class__()
    other.add_nodes_from((names[node], G.nodes[node]) for node in order)
    other.add_edges_from((names[u], names[v], data) for u, v, data in reversed(list(G.edges(data=True))))
    measure = MEASURES[name]
    assert same({names[node]: value for node, value in measure(G).items()}, measure(other))
    assert list(measure(G)) == list(G)  # every node has its value
    assert graphs_equal(G, before)
    assert G.graph is given_graph


@pytest.mark.parametrize("name", MEASURES)
def test_a_graph_without_nodes(name: str) -> None:
    assert MEASURES[name](nx.MultiDiGraph()) == {}


@pytest.mark.parametrize(
    ("call", "key", "values"),
    [
        (lambda g: measures.brokerage_roles(g, {"p": 1}), "no-groups", {}),
        (
            lambda g: measures.ei_index(g, {"a": [1]}),  # type: ignore[dict-item]  # a group that is no group
            "bad-group",
            {"found": "a"},
        ),
        (lambda g: measures.gefura(g, [{"a"}, {"a", "b"}]), "two-groups", {"found": "a"}),
        (lambda g: measures.gefura(g, [{"q"}]), "unknown-node", {"found": "q"}),
        (lambda g: measures.minimum_cut(g, ["a"], ["q"]), "unknown-node", {"found": "q"}),
        (lambda g: measures.cut_actors(g, ["q"], ["a"]), "unknown-node", {"found": "q"}),
        (lambda g: measures.gefura(g, "side", weight="apart"), "far-apart", {"least": 1.0, "most": 1e20}),
        (lambda g: measures.ei_index(g, "side", "low"), "bad-weight", {"found": -1, "expected": NOT_NEGATIVE}),
        (lambda g: measures.constraint(g, "text"), "bad-weight", {"found": "3", "expected": NOT_NEGATIVE}),
        (lambda g: measures.constraint(g, "huge"), "bad-weight", {"found": "inf", "expected": AT_MOST}),
        (lambda g: measures.gefura(g, "side", weight="none"), "bad-weight", {"found": 0, "expected": POSITIVE}),
    ],
)
def test_what_cannot_be_answered_is_said_in_both_languages(
    call: Callable[[nx.Graph], object], key: str, values: dict[str, object]
) -> None:
    graph = nx.Graph()
    graph.add_node("a", side="x")
    graph.add_node("b", side="y")
    graph.add_edge("b", "c")
    graph.add_edge("a", "b", low=-1, apart=1e20, text="3", huge=math.inf, none=0)
    with pytest.raises(UsageError) as caught:
        call(graph)
    assert caught.value.message == message(key, **({"source": "a", "target": "b"} | values))


def test_the_members_of_the_module_are_what_it_says() -> None:
    assert all(callable(getattr(measures, name)) for name in measures.__all__)
    assert measures.__all__ == sorted(measures.__all__)


def _no_flow(_through: object, _links: object, most: list[int]) -> list[float]:
    return [0.0] * len(most)


@pytest.mark.parametrize(("more", "there"), [(0, True), (1, True), (1, False)])
def test_igraph_counts_paths_above_300_000_steps_and_cuts_above_3_000_ties(
    more: int, *, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """300 sources x (600 nodes and 400 ties). Where there is no igraph, Python counts."""
    if not there:
        monkeypatch.setitem(sys.modules, "igraph", None)
    asked = {name: Mock(return_value=[0.0] * 600) for name in ("_by_igraph", "_step_by_step")}
    asked |= {name: Mock(side_effect=_no_flow) for name in ("_flow_by_igraph", "_flow_by_networkx")}
    for name, mock in asked.items():
        monkeypatch.setattr(cuts if "flow" in name else betweenness, name, mock)
    graph = nx.empty_graph(600)
    graph.add_edges_from((n, n + 1) for n in range(400 + more))
    measures.gefura(graph, {node: node % 2 for node in graph})
    measures.minimum_cut(nx.path_graph(3001 + more), [0], [3000])
    assert [asked[name].called for name in asked] == [bool(more) and there, not more or not there] * 2
