"""Ties inside and between groups: reference values of the literature, and a naive reading of the definitions."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from smallgraphs import SAME_TIES_OFTEN, graphs, same, sides

from icilabas import UsageError, measures
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable

from icilabas.measures.backbone import disparity
from icilabas.measures.communities import communities
from icilabas.measures.significance import ei_permutation_test

# Who names whom among the 18 monks, over three waves, and Sampson's groups: S. F. Sampson, A Novitiate in a Period of
# Change (Cornell, 1968), as the data set `samplike` of R's ergm has it; compared with the copy in the package ergmx.
MONKS = """
John Bosco|Turks|1 2 4 7 11 13
Gregory|Turks|0 6 11 13 14
Basil|Outcasts|0 1 12 16 17
Peter|Loyal|4 5 9 10
Bonaventure|Loyal|0 3 8 10 12
Berthold|Loyal|0 3 4 8
Mark|Turks|0 1 7 11 15
Victor|Loyal|0 1 3 5 8 9
Ambrose|Loyal|4 7 11 15
Romauld|Loyal|3 4 7 8 12 13
Louis|Loyal|3 4 7 13 15
Winfrid|Turks|0 1 6 13
Amand|Outcasts|4 6 17
Hugh|Turks|0 1 10 11 14
Boniface|Turks|0 1 4 6 11 13
Albert|Turks|0 1 6 11 14
Elias|Outcasts|1 2 12 17
Simplicius|Outcasts|0 1 2 6 12 16
"""


def monastery() -> nx.DiGraph:
    graph = nx.DiGraph()
    for number, line in enumerate(MONKS.split("\n")[1:-1]):
        name, group, named = line.split("|")
        graph.add_node(number, name=name, group=group)
        graph.add_edges_from((number, int(other)) for other in named.split())
    return graph


def test_ei_index_of_sampsons_monastery() -> None:
    monks = monastery()
    assert (len(monks), monks.size()) == (18, 88)
    assert measures.tie_counts(monks, "group") == (25, 63)
    assert measures.ei_index(monks, "group") == pytest.approx(-0.4318182, abs=5e-8)


def test_ei_index_and_assortativity_of_the_karate_club() -> None:
    karate = nx.karate_club_graph()
    assert measures.tie_counts(karate, "club") == (11, 67)
    assert measures.ei_index(karate, "club") == pytest.approx(-0.717949, abs=5e-7)
    assert measures.assortativity(karate, "club") == pytest.approx(0.717531, abs=5e-7)
    clubs = measures.mixing_matrix(karate, "club")
    assert clubs == {"Mr. Hi": {"Mr. Hi": 35, "Officer": 11}, "Officer": {"Mr. Hi": 11, "Officer": 32}}


def test_weights_count_when_asked_for() -> None:
    graph = nx.Graph([("a", "b"), ("a", "c", {"weight": 3})])
    groups = {"a": 1, "b": 1, "c": 2}
    assert measures.ei_index(graph, groups) == 0
    assert measures.ei_index(graph, groups, weight="weight") == 0.5  # the tie without the attribute weighs 1
    assert measures.ei_index_by_node(graph, groups, "weight") == {"a": 0.5, "b": -1, "c": 1}
    assert measures.ei_index_by_group(graph, groups, "weight") == {1: 0.5, 2: 1}


def test_ei_index_without_any_tie_that_counts_has_no_value() -> None:
    """0/0: only self-loops, ties of nodes without a group, ties of weight 0, or nothing at all."""
    graph = nx.MultiDiGraph([("a", "a"), ("a", "b"), ("b", "c")])
    assert math.isnan(measures.ei_index(graph, {"a": 1, "c": 1}))
    assert math.isnan(measures.ei_index(nx.Graph(), "any"))
    assert math.isnan(measures.ei_index(nx.Graph([("a", "b", {"w": 0})]), {"a": 1, "b": 2}, "w"))
    assert math.isnan(measures.assortativity(graph, {"a": 1, "c": 1}))
    assert math.isnan(measures.assortativity(graph, {"a": 1, "b": 1, "c": 1}))
    assert all(map(math.isnan, measures.ei_index_by_node(graph, {"a": 1, "c": 1}).values()))
    assert all(map(math.isnan, measures.ei_index_by_group(graph, {"a": 1, "c": 1}).values()))


@pytest.mark.parametrize("nothing", [None, math.nan])
def test_none_and_nan_are_no_group(nothing: object) -> None:
    graph = nx.path_graph(4)
    groups = {0: 1, 1: 1, 2: nothing, 3: nothing}
    assert measures.tie_counts(graph, groups) == (0, 1)
    assert measures.mixing_matrix(graph, groups) == {1: {1: 1}}
    assert measures.brokerage_roles(graph, groups)[1] == (0,) * 5


def test_parallel_ties_and_both_arcs_each_count() -> None:
    groups = {"a": 1, "b": 1, "c": 2}
    assert measures.tie_counts(nx.MultiGraph([("a", "b"), ("a", "b"), ("a", "c")]), groups) == (1, 2)
    assert measures.tie_counts(nx.DiGraph([("a", "b"), ("b", "a"), ("a", "c")]), groups) == (1, 2)


def naive_ei(G: nx.Graph, weight: str | None, choose: Callable[[Any, Any], bool]) -> float:
    """E–I index of the ties chosen, read off the definition."""
    external = internal = 0
    for u, v, data in G.edges(data=True):
        groups = G.nodes[u]["side"], G.nodes[v]["side"]
        if u == v or None in groups or not choose(u, v):
            continue
        value = data["weight"] if weight else 1
        if groups[0] == groups[1]:
            internal += value
        else:
            external += value
    return (external - internal) / (external + internal) if external + internal else math.nan


@SAME_TIES_OFTEN
@given(graphs(), st.sampled_from([None, "weight"]))
def test_ei_index_as_defined(G: nx.Graph, weight: str | None) -> None:
    found = measures.ei_index(G, "side", weight)
    assert found == pytest.approx(naive_ei(G, weight, lambda _u, _v: True), nan_ok=True)
    assert math.isnan(found) or -1 <= found <= 1
    by_node = measures.ei_index_by_node(G, "side", weight)
    assert same(by_node, {n: naive_ei(G, weight, lambda u, v, n=n: n in (u, v)) for n in G})  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    side = G.nodes(data="side")
    by_group = measures.ei_index_by_group(G, "side", weight)
    assert same(
        by_group,
        {g: naive_ei(G, weight, lambda u, v, g=g: g in (side[u], side[v])) for g in set(sides(G).values())},  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    )
    assert all(math.isnan(value) or -1 <= value <= 1 for value in [*by_node.values(), *by_group.values()])


@given(graphs(all_grouped=True), st.sampled_from([None, "weight"]))
def test_mixing_and_assortativity_agree_with_networkx(G: nx.Graph, weight: str | None) -> None:
    G.remove_edges_from(list(nx.selfloop_edges(G, keys=True) if G.is_multigraph() else nx.selfloop_edges(G)))
    names = sorted(set(sides(G).values()))
    if weight:  # NetworkX mixes without weights: as many parallel ties
        multi = (nx.MultiDiGraph if G.is_directed() else nx.MultiGraph)()
        multi.add_nodes_from(G.nodes(data=True))
        multi.add_edges_from((u, v) for u, v, w in G.edges(data="weight") for _ in range(w))
    else:
        multi = G
    reference = nx.attribute_mixing_matrix(
        multi, "side", mapping={name: i for i, name in enumerate(names)}, normalized=False
    )
    ours = measures.mixing_matrix(G, "side", weight)
    for i, row in enumerate(names):
        for j, column in enumerate(names):
            twice = 2 if i == j and not G.is_directed() else 1
            assert ours[row][column] * twice == reference[i, j]
    counts = measures.tie_counts(G, "side", weight)
    assert sum(ours[name][name] for name in ours) == counts.internal
    one_group = sum(map(bool, reference.ravel())) == 1 and sum(map(bool, reference.diagonal())) == 1
    if not counts.external + counts.internal or one_group:
        assert math.isnan(measures.assortativity(G, "side", weight))
    else:
        assert measures.assortativity(G, "side", weight) == pytest.approx(
            nx.attribute_assortativity_coefficient(multi, "side")
        )


@given(graphs(), st.permutations(range(6)))
def test_names_of_nodes_change_no_index(G: nx.Graph, order: list[int]) -> None:
    other = nx.relabel_nodes(G, {node: f"n{order[node]}" for node in G})
    for index in (measures.ei_index, measures.assortativity):
        assert index(G, "side", "weight") == pytest.approx(index(other, "side", "weight"), nan_ok=True)


def test_an_attribute_that_is_not_there_is_said_with_those_that_are() -> None:
    graph = nx.Graph()
    graph.add_node("a", side="x")
    with pytest.raises(UsageError) as caught:
        measures.ei_index(graph, "sied")
    assert caught.value.message == message("no-attribute", found="sied") + message("known", names="side")


@pytest.mark.parametrize("groups", [None, 5, ["x"], {"x"}, [1, 2], [{1}, None]])
def test_groups_that_are_none_are_refused_in_a_sentence(groups: Any) -> None:
    graph = nx.path_graph(["x", "y", "z"])
    takes: list[Any] = [measures.ei_index, measures.brokerage_roles, measures.gefura, measures.edge_gefura]
    for measure in takes[:2] if groups in (["x"], {"x"}) else takes:  # gefura takes sets of nodes
        with pytest.raises(UsageError):
            measure(graph, groups)


def test_assortativity_of_one_light_tie_between_groups() -> None:
    """By fractions; (within - chance) / (1 - chance) has no digit left there."""
    graph = nx.Graph([("a", "b", {"w": 1}), ("b", "c", {"w": 2.0**-50})])
    between, total = Fraction(1, 2**50), 1 + Fraction(1, 2**50)
    c = between / (2 * total)  # the share of ends in the group of c
    expected = 1 - (between / total) / (2 * c * (1 - c))
    assert measures.assortativity(graph, {"a": 1, "b": 1, "c": 2}, "w") == pytest.approx(float(expected), rel=1e-9)


def test_weights_that_cannot_be_added_are_refused_and_others_counted() -> None:
    """All measures on weights of 10^300, of 0 alone, and of none; beyond that one clear error."""
    triangle = nx.complete_graph(3)
    group = {0: "x", 1: "x", 2: "y"}
    indices: list[Callable[[str | None], Any]] = [
        lambda weight: measures.ei_index(triangle, group, weight),
        lambda weight: measures.ei_index_by_node(triangle, group, weight),
        lambda weight: measures.ei_index_by_group(triangle, group, weight),
        lambda weight: measures.assortativity(triangle, group, weight),
        lambda weight: measures.constraint(triangle, weight),
        lambda weight: measures.effective_size(triangle, weight),
        lambda weight: measures.gefura(triangle, group, weight=weight),
        lambda weight: measures.edge_gefura(triangle, group, weight=weight),
        lambda weight: tuple(ei_permutation_test(triangle, group, weight)),
        lambda weight: communities(triangle, 1, weight).of,
    ]
    for index in indices:
        nx.set_edge_attributes(triangle, 1e300, "w")
        assert index("w") == pytest.approx(index(None), nan_ok=True)
        for weight, wanted in ((1e308, "10\\^300"), (10**400, "10\\^300"), (-1.0, "0"), (math.nan, "0"), ("1", "0")):
            nx.set_edge_attributes(triangle, weight, "w")
            with pytest.raises(UsageError, match=f"a number (of|greater than) {wanted}"):
                index("w")
    nx.set_edge_attributes(triangle, 0, "w")
    assert math.isnan(measures.ei_index(triangle, group, "w"))
    assert math.isnan(measures.assortativity(triangle, group, "w"))
    for values in (
        measures.ei_index_by_node(triangle, group, "w"),
        measures.constraint(triangle, "w"),
        measures.effective_size(triangle, "w"),
    ):
        assert all(math.isnan(value) for value in values.values())
    assert measures.mixing_matrix(triangle, group, "w") == {"x": {"x": 0, "y": 0}, "y": {"x": 0, "y": 0}}


@given(graphs((nx.DiGraph, nx.MultiDiGraph)), st.lists(st.booleans(), min_size=14, max_size=14))
def test_a_tie_without_direction_is_read_both_ways_whichever_end_is_named_first(G: nx.Graph, loose: list[bool]) -> None:
    """Turning such ties round changes nothing, and each is as two arcs."""
    one, other, arcs = (nx.MultiDiGraph() for _graph in range(3))
    for graph in (one, other, arcs):
        graph.add_nodes_from(G.nodes(data=True))
    for number, ((u, v, weight), undirected) in enumerate(zip(G.edges(data="weight"), loose, strict=False)):
        one.add_edge(u, v, number, weight=weight, **({"undirected": True} if undirected else {}))
        ends = (v, u) if undirected else (u, v)
        other.add_edge(*ends, number, weight=weight, **({"undirected": True} if undirected else {}))
        arcs.add_edge(u, v, number, weight=weight)
        if undirected and u != v:
            arcs.add_edge(v, u, (number, "back"), weight=weight)

    def ties(graph: nx.Graph) -> dict[Any, float]:
        return {key: value for (*_ends, key), value in measures.edge_gefura(graph, "side", weight="weight").items()}

    for measure in (measures.brokerage_roles, measures.activity_exclusivity):
        assert measure(one, "side") == measure(other, "side") == measure(arcs, "side"), measure
    for turned in (other, arcs):
        assert measures.gefura(one, "side") == pytest.approx(measures.gefura(turned, "side"))
    assert ties(one) == pytest.approx(ties(other))
    assert sum(ties(one).values()) == pytest.approx(sum(ties(arcs).values()))
    alphas, turned, both = (
        {key: value for (*_ends, key), value in disparity(graph).items()} for graph in (one, other, arcs)
    )
    assert alphas == pytest.approx(turned)
    assert alphas == pytest.approx({key: min(both[key], both.get((key, "back"), 1)) for key in alphas})
    assert measures.mixing_matrix(one, "side") == measures.mixing_matrix(other, "side")
    assert measures.assortativity(one, "side") == pytest.approx(measures.assortativity(other, "side"), nan_ok=True)
    assert measures.assortativity(one, "side") == pytest.approx(measures.assortativity(arcs, "side"), nan_ok=True)
