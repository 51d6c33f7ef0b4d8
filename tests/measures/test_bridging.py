"""Bridging measures: reference values of the literature, and naive readings of the definitions on small graphs."""

from __future__ import annotations

import copy
import math
from collections import Counter
from itertools import combinations, pairwise, permutations
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.utils import graphs_equal

from icilabas import UsageError, measures
from icilabas.measures import BrokerageRoles, betweenness, cuts
from icilabas.measures.groups import NOT_NEGATIVE, POSITIVE
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


# E–I index, mixing, assortativity

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


# brokerage


@pytest.mark.parametrize(
    ("groups", "roles"),
    [
        ("xxx", (1, 0, 0, 0, 0)),
        ("xyx", (0, 1, 0, 0, 0)),
        ("xxy", (0, 0, 1, 0, 0)),
        ("xyy", (0, 0, 0, 1, 0)),
        ("xyz", (0, 0, 0, 0, 1)),
    ],
    ids=BrokerageRoles._fields,
)
def test_each_role_on_three_nodes(groups: str, roles: tuple[int, ...]) -> None:
    """A → b → c: b is the one who mediates."""
    found = measures.brokerage_roles(nx.DiGraph(["ab", "bc"]), dict(zip("abc", groups, strict=True)))
    assert found == {"a": (0,) * 5, "b": roles, "c": (0,) * 5}
    closed = measures.brokerage_roles(nx.DiGraph(["ab", "bc", "ac"]), dict(zip("abc", groups, strict=True)))
    assert set(closed.values()) == {(0,) * 5}


def test_gatekeeper_and_representative_by_name() -> None:
    """The outside comes in through the gatekeeper; the representative goes out (some packages swap them)."""
    graph = nx.DiGraph([("stranger", "gatekeeper"), ("gatekeeper", "member")])
    roles = measures.brokerage_roles(graph, {"stranger": "there", "gatekeeper": "here", "member": "here"})
    assert roles["gatekeeper"] == BrokerageRoles(0, 0, 0, gatekeeper=1, liaison=0)
    graph = nx.DiGraph([("member", "representative"), ("representative", "stranger")])
    roles = measures.brokerage_roles(graph, {"stranger": "there", "representative": "here", "member": "here"})
    assert roles["representative"] == BrokerageRoles(0, 0, representative=1, gatekeeper=0, liaison=0)


def test_roles_in_the_directed_karate_club() -> None:
    karate = nx.DiGraph((u + 1, v + 1) for u, v in nx.karate_club_graph().edges if u < v)
    expected = {
        2: (0, 0, 1, 0, 0),
        3: (3, 0, 6, 0, 0),
        4: (2, 0, 0, 0, 0),
        6: (1, 0, 0, 0, 0),
        7: (2, 0, 0, 0, 0),
        9: (0, 0, 5, 0, 0),
        10: (0, 0, 1, 0, 0),
        14: (0, 0, 4, 0, 0),
        20: (0, 0, 0, 2, 0),
        26: (1, 0, 0, 0, 0),
        28: (1, 0, 0, 1, 0),
        29: (0, 0, 0, 2, 0),
        30: (1, 0, 0, 0, 0),
        31: (0, 0, 0, 2, 0),
        32: (5, 0, 0, 2, 0),
        33: (0, 0, 0, 1, 0),
    }
    found = measures.brokerage_roles(karate, {node: node <= 17 for node in karate})
    assert {node: roles for node, roles in found.items() if any(roles)} == expected


def test_undirected_pairs_are_met_from_both_ends() -> None:
    roles = measures.brokerage_roles(nx.path_graph(3), {0: "x", 1: "x", 2: "y"})
    assert roles[1] == (0, 0, 1, 1, 0)  # one pair: representative one way, gatekeeper the other
    assert measures.brokerage_roles(nx.path_graph(3), dict.fromkeys(range(3), "x"))[1] == (2, 0, 0, 0, 0)


def two_paths(G: nx.Graph) -> list[tuple[Any, Any, Any]]:
    """All open two-paths a → b → c with groups at both ends."""
    return [
        (a, b, c)
        for a, b, c in permutations(G, 3)
        if G.has_edge(a, b) and G.has_edge(b, c) and not G.has_edge(a, c) and {a, c} <= set(sides(G))
    ]


def role(a: str, b: str, c: str) -> str:
    if a == b == c:
        return "coordinator"
    if a == c:
        return "itinerant"
    if a == b:
        return "representative"
    return "gatekeeper" if b == c else "liaison"


@SAME_TIES_OFTEN
@given(graphs())
def test_brokerage_as_defined(G: nx.Graph) -> None:
    group = sides(G)
    named = [(b, role(group[a], group[b], group[c])) for a, b, c in two_paths(G) if b in group]
    expected = {n: BrokerageRoles(*(named.count((n, name)) for name in BrokerageRoles._fields)) for n in G}
    assert measures.brokerage_roles(G, "side") == expected
    between = [(a, b, c) for a, b, c in two_paths(G) if group[a] != group[c]]
    pairs = [(a, c) for a, _b, c in between]
    assert measures.activity_exclusivity(G, group) == {
        n: (
            sum(b == n for _a, b, _c in between),
            sum(b == n and pairs.count((a, c)) == 1 for a, b, c in between),
        )
        for n in G
    }


@given(graphs(all_grouped=True))
def test_activity_is_what_the_roles_between_groups_add_up_to(G: nx.Graph) -> None:
    found = measures.activity_exclusivity(G, "side")
    for node, roles in measures.brokerage_roles(G, "side").items():
        assert found[node].activity == roles.representative + roles.gatekeeper + roles.liaison
        assert 0 <= found[node].exclusivity <= found[node].activity


@given(graphs((nx.DiGraph, nx.MultiDiGraph)))
def test_reversing_arcs_swaps_gatekeeper_and_representative(G: nx.Graph) -> None:
    back = measures.brokerage_roles(G.reverse(), "side")
    for node, roles in measures.brokerage_roles(G, "side").items():
        swapped = roles._replace(representative=roles.gatekeeper, gatekeeper=roles.representative)
        assert back[node] == swapped


def test_exclusive_is_who_alone_stands_between() -> None:
    graph = nx.DiGraph([("a", "b"), ("b", "c"), ("a", "d"), ("d", "c"), ("b", "e")])
    found = measures.activity_exclusivity(graph, {"a": 1, "c": 2, "e": 2})  # b and d need no group
    assert found == {"a": (0, 0), "b": (2, 1), "c": (0, 0), "d": (1, 0), "e": (0, 0)}


# gefura

PATH_GROUPS = [{0, 2}, {1}, {3, 4}]


@pytest.mark.usefixtures("engine")
def test_gefura_of_a_path() -> None:
    path = nx.path_graph(5)
    assert measures.gefura(path, PATH_GROUPS) == pytest.approx({0: 0, 1: 0.5, 2: 0.8, 3: 0.6, 4: 0})
    assert measures.gefura(path, PATH_GROUPS, normalized=False) == {0: 0, 1: 2, 2: 4, 3: 3, 4: 0}
    ties = measures.edge_gefura(path, PATH_GROUPS, normalized=False)
    assert ties == {(0, 1): 3, (1, 2): 5, (2, 3): 6, (3, 4): 3}
    assert measures.edge_gefura(path, PATH_GROUPS)[2, 3] == pytest.approx(6 / 8)


def test_gefura_takes_groups_as_the_other_measures_do() -> None:
    path = nx.path_graph(5)
    nx.set_node_attributes(path, {0: "a", 1: "b", 2: "a", 3: "c", 4: "c"}, "group")
    by_name = measures.gefura(path, "group")
    assert by_name == measures.gefura(path, dict(path.nodes(data="group"))) == measures.gefura(path, PATH_GROUPS)


def naive_paths(G: nx.Graph, weight: str | None, group: dict[Any, str]) -> list[tuple[list[Any], float]]:
    """Each shortest path between nodes of two groups, and its share of the paths of its pair."""
    found = []
    for a, c in permutations(group, 2) if G.is_directed() else combinations(group, 2):
        if group[a] != group[c] and nx.has_path(G, a, c):
            paths = list({tuple(path) for path in nx.all_shortest_paths(G, a, c, weight=weight)})
            found += [(list(path), 1 / len(paths)) for path in paths]
    return found


@pytest.fixture(scope="module", params=[-1, 10**9], ids=["igraph", "networkx"])
def engine(request: pytest.FixtureRequest) -> Iterator[None]:
    """Use one engine for graphs of any size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(betweenness, "MUCH_WORK", request.param)
        patch.setattr(cuts, "MANY_TIES", request.param)
        yield


@pytest.mark.usefixtures("engine")
@SAME_TIES_OFTEN
@given(G=graphs(), weight=st.sampled_from([None, "weight"]))
def test_gefura_as_defined(G: nx.Graph, weight: str | None) -> None:
    group, paths = sides(G), naive_paths(G, weight, sides(G))
    expected = {n: sum(share for path, share in paths if n in path[1:-1]) for n in G}
    assert same(measures.gefura(G, group_sets(G), normalized=False, weight=weight), expected)
    ordered = 1 if not G.is_directed() else 2
    for node, value in measures.gefura(G, group_sets(G), weight=weight).items():
        pairs = sum(group[a] != group[c] for a, c in combinations(group, 2) if node not in (a, c)) * ordered
        assert value == pytest.approx(expected[node] / pairs if pairs else 0)
        assert 0 <= value <= 1 + 1e-9
    all_pairs = sum(group[a] != group[c] for a, c in combinations(group, 2)) * ordered
    ties = measures.edge_gefura(G, "side", normalized=False, weight=weight)
    shares = measures.edge_gefura(G, "side", weight=weight)
    assert list(ties) == list(G.edges)
    for u, v in {edge[:2] for edge in ties}:
        steps = [share for path, share in paths for step in pairwise(path) if joins(G, step, (u, v))]
        parallel = [edge for edge in ties if edge[0] != edge[1] and joins(G, edge[:2], (u, v))]
        lengths = {edge: G.edges[edge]["weight"] if weight else 1 for edge in parallel}
        shortest = [edge for edge in parallel if lengths[edge] == min(lengths.values())]
        for edge in parallel:
            wanted = sum(steps) / len(shortest) if edge in shortest else 0
            assert ties[edge] == pytest.approx(wanted)
            assert shares[edge] == pytest.approx(wanted / all_pairs if all_pairs else 0)
    assert all(value == 0 for edge, value in ties.items() if edge[0] == edge[1])


def joins(G: nx.Graph, one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return one == other or (not G.is_directed() and set(one) == set(other))


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
@pytest.mark.parametrize("weight", [None, "length"])
def test_both_engines_count_the_same_on_larger_networks(
    kind: type[nx.Graph], weight: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = kind(nx.barabasi_albert_graph(150, 4, seed=2))  # many shortest paths of four steps and more
    for u, v, data in graph.edges(data=True):
        data["length"] = 1 + (u + v) % 3
    groups = {node: "abc"[node % 3] for node in graph if node % 7}
    found = []
    for heavy in (-1, 10**9):
        monkeypatch.setattr(betweenness, "MUCH_WORK", heavy)
        found.append(
            (measures.gefura(graph, groups, weight=weight), measures.edge_gefura(graph, groups, weight=weight))
        )
    for fast, reference in zip(*found, strict=True):
        assert fast == pytest.approx(reference, rel=1e-9)


@given(graphs())
def test_gefura_of_one_group_is_zero(G: nx.Graph) -> None:
    for groups in ([set(G)], [], [{0, 1, 2}]):
        assert set(measures.gefura(G, groups).values()) == {0}
        assert set(measures.edge_gefura(G, groups).values()) <= {0}


def test_gefura_is_betweenness_between_the_groups() -> None:
    karate = nx.karate_club_graph()
    one, other = ([n for n, club in karate.nodes(data="club") if club == name] for name in ("Mr. Hi", "Officer"))
    reference = nx.betweenness_centrality_subset(karate, one, other)
    assert same(measures.gefura(karate, "club", normalized=False), {n: 2 * value for n, value in reference.items()})
    # not NetworkX's edge betweenness between sets, which shares evenly where more paths come by one tie than another
    shares: Counter[frozenset[int]] = Counter()
    for path, share in naive_paths(nx.Graph(karate), None, dict(karate.nodes(data="club"))):
        shares.update({frozenset(step): share for step in pairwise(path)})
    found = measures.edge_gefura(karate, "club", normalized=False)
    assert found == pytest.approx({tie: shares[frozenset(tie)] for tie in karate.edges})


# constraint and effective size

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


# NetworkX does these; the page and the commands show its values


def test_two_mode_centralities_of_davis_southern_women() -> None:
    davis = nx.davis_southern_women_graph()
    women = [node for node, side in davis.nodes(data="bipartite") if side == 0]
    found = nx.bipartite.betweenness_centrality(davis, women)
    assert [round(found[node], 4) for node in ("E8", "E9", "Nora Fayette")] == [0.2438, 0.2255, 0.1135]


def test_projection_weights_of_newmans_figure_6() -> None:
    graph = nx.Graph([*(("A", n) for n in (1, 2, 3)), *(("B", n) for n in (1, 2, 3)), ("C", 1), ("D", 1), ("E", 3)])
    projected = nx.bipartite.collaboration_weighted_projected_graph(graph, "ABCDE")
    assert projected.edges["A", "B"]["weight"] == pytest.approx(11 / 6)


# cut actors and minimum cut


def test_cut_actors_part_the_sides() -> None:
    graph = nx.Graph(["ab", "bc", "cd", "ce", "xy", "yz"])
    assert measures.cut_actors(graph, "a", "de") == {"b": 2, "c": 2}
    assert measures.cut_actors(graph, "ab", "d") == {"c": 2, "b": 1}  # b parts a from d; its own pair is not counted
    assert measures.cut_actors(graph, "x", "a") == {}  # never were together
    assert measures.cut_actors(nx.cycle_graph(6), [0], [3]) == {}
    assert measures.cut_actors(nx.DiGraph(["ba", "bc"]), "a", "c") == {"b": 1}  # directions make no difference


@SAME_TIES_OFTEN
@given(graphs(), st.sets(NODES), st.sets(NODES))
def test_cut_actors_as_defined(G: nx.Graph, one: set[int], other: set[int]) -> None:
    whole, expected = plain(G), {}
    for node in G:
        rest = whole.subgraph(set(G) - {node})
        pairs = sum(
            nx.has_path(whole, a, b) and not nx.has_path(rest, a, b) for a in one - {node} for b in other - {node}
        )
        if pairs:
            expected[node] = pairs
    found = measures.cut_actors(G, one, other)
    assert found == expected
    assert list(found.values()) == sorted(found.values(), reverse=True)


def parted(G: nx.Graph, gone: set[Any], one: set[Any], other: set[Any]) -> bool:
    rest = plain(G).subgraph(set(G) - gone)
    return not any(nx.has_path(rest, a, b) for a in one - gone for b in other - gone)


@pytest.mark.usefixtures("engine")
@SAME_TIES_OFTEN
@given(graphs(), st.sets(NODES), st.sets(NODES))
def test_minimum_cut_is_the_smallest_that_parts(G: nx.Graph, one: set[int], other: set[int]) -> None:
    found = measures.minimum_cut(G, one, other)
    assert parted(G, found, one, other)
    assert one & other <= found
    assert len(found) <= min(len(one), len(other))
    if found:
        assert not any(parted(G, set(gone), one, other) for gone in combinations(G, len(found) - 1))
    assert len(measures.minimum_cut(G, other, one)) == len(found)


@pytest.mark.usefixtures("engine")
def test_which_minimum_cut() -> None:
    path = nx.path_graph(4)
    assert measures.minimum_cut(path, [0], [3]) == {3}  # of several, nearest the second side
    assert measures.minimum_cut(path, [0, 1], [2, 3]) == {2}  # adjacent: one end of the tie
    assert measures.minimum_cut(path, [0, 1], [1, 2]) == {1}  # on both sides: always in it
    assert measures.minimum_cut(nx.empty_graph(2), [0], [1]) == set()
    hub = nx.Graph([(a, "hub") for a in "abc"] + [("hub", b) for b in "xyz"])
    assert measures.minimum_cut(hub, "abc", "xyz") == {"hub"}


# all of them

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


@given(graphs(), st.permutations(range(6)))
def test_names_of_nodes_change_no_index(G: nx.Graph, order: list[int]) -> None:
    other = nx.relabel_nodes(G, {node: f"n{order[node]}" for node in G})
    for index in (measures.ei_index, measures.assortativity):
        assert index(G, "side", "weight") == pytest.approx(index(other, "side", "weight"), nan_ok=True)


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
        (lambda g: measures.constraint(g, "huge"), "bad-weight", {"found": "inf", "expected": NOT_NEGATIVE}),
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


def test_an_attribute_that_is_not_there_is_said_with_those_that_are() -> None:
    graph = nx.Graph()
    graph.add_node("a", side="x")
    with pytest.raises(UsageError) as caught:
        measures.ei_index(graph, "sied")
    assert caught.value.message == message("no-attribute", found="sied") + message("known", names="side")


def test_the_members_of_the_module_are_what_it_says() -> None:
    assert all(callable(getattr(measures, name)) for name in measures.__all__)
    assert measures.__all__ == sorted(measures.__all__)


# by size: NetworkX for small graphs, igraph for large ones


@pytest.mark.parametrize(("limit", "large"), [(2 * (4 + 3), False), (2 * (4 + 3) - 1, True)])
def test_paths_are_counted_by_igraph_above_so_much_work(
    limit: int, *, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Work: sources of paths x (nodes and ties); of the groups {0}, {1, 2} and {3} the two small ones are sources."""
    graph = nx.path_graph(4)
    groups: dict[Any, str] = {0: "x", 1: "y", 2: "y", 3: "z"}
    rounds = betweenness._rounds(graph, groups)  # noqa: SLF001  # so many sources are counted
    assert [len(sources) for sources, _targets in rounds] == [1, 1]
    monkeypatch.setattr(betweenness, "MUCH_WORK", limit)
    fast = Mock(wraps=betweenness._by_igraph)  # noqa: SLF001  # whether it is asked is what counts
    monkeypatch.setattr(betweenness, "_by_igraph", fast)
    assert measures.gefura(graph, groups, normalized=False) == {0: 0, 1: 2, 2: 2, 3: 0}
    assert fast.called is large


@pytest.mark.parametrize(("limit", "large"), [(3, False), (2, True)])
def test_cuts_are_made_by_igraph_above_so_many_ties(
    limit: int, *, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = nx.MultiGraph([(0, 1), (1, 2), (2, 3), (2, 3), (3, 3)])  # three ties, however often said
    monkeypatch.setattr(cuts, "MANY_TIES", limit)
    fast = Mock(wraps=cuts._far_by_igraph)  # noqa: SLF001  # whether it is asked is what counts
    monkeypatch.setattr(cuts, "_far_by_igraph", fast)
    assert measures.minimum_cut(graph, [0], [3]) == {3}  # the one nearest the second side
    assert measures.minimum_cut(graph, [3], [0]) == {0}
    assert fast.called is large


def test_distances_too_far_apart_to_be_added_are_refused() -> None:
    near = nx.Graph([("a", "b", {"w": 1.0}), ("b", "c", {"w": 1e9 / 3})])
    assert measures.gefura(near, {"a": 1, "c": 2}, weight="w")["b"] == 1
    near.edges["b", "c"]["w"] = 1e9 / 3 + 1
    with pytest.raises(UsageError):
        measures.gefura(near, {"a": 1, "c": 2}, weight="w")


def test_cut_actors_come_by_the_pairs_they_part_and_equals_as_the_graph_has_them() -> None:
    graph = nx.Graph(["xa", "ab", "bc", "cy", "cz", "by"])
    found = measures.cut_actors(graph, ["x", "a"], ["y", "z"])
    assert list(found.items()) == [("b", 4), ("a", 2), ("c", 2)]


@pytest.mark.parametrize("more", [0, 1])
def test_igraph_counts_paths_above_300_000_steps_and_cuts_above_3_000_ties(
    more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """300 sources x (600 nodes and 400 ties)."""
    asked = {name: Mock(return_value=dict.fromkeys(range(600), 0.0)) for name in ("_by_igraph", "_by_networkx")}
    asked |= {name: Mock(return_value=set()) for name in ("_far_by_igraph", "_far_by_networkx")}
    for name, mock in asked.items():
        monkeypatch.setattr(cuts if "far" in name else betweenness, name, mock)
    graph = nx.empty_graph(600)
    graph.add_edges_from((n, n + 1) for n in range(400 + more))
    measures.gefura(graph, {node: node % 2 for node in graph})
    measures.minimum_cut(nx.path_graph(3001 + more), [0], [3000])
    assert [asked[name].called for name in asked] == [bool(more), not more] * 2
