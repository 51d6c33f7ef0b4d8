"""Permutation p-values and rank intervals: known distributions, one seed one result, and naive readings."""

from __future__ import annotations

import math
from itertools import permutations
from math import comb
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from smallgraphs import NODES, graphs, sides

from icilabas import UsageError, measures
from icilabas.measures import significance
from icilabas.measures.significance import RankInterval

if TYPE_CHECKING:
    from collections.abc import Mapping


def test_the_karate_clubs_are_no_accident() -> None:
    found = significance.ei_permutation_test(nx.karate_club_graph(), "club")
    assert found.value == pytest.approx(-0.717949, abs=5e-7)
    assert (found.n, found.ties, found.draws) == (34, 78, 1000)
    assert (found.exact, found.assignments) == (False, comb(34, 17))
    assert found.p == found.floor == 2 / 1001  # the least that a thousand draws can say
    assert found.expected == pytest.approx(1 / 33, abs=1e-12)  # 2 · 17 · 17 of 34 · 33 ordered pairs are external


def test_ties_between_the_groups_only_are_as_far_out_on_the_other_side() -> None:
    graph = nx.complete_bipartite_graph(8, 8)
    found = significance.ei_permutation_test(graph, {node: node < 8 for node in graph})
    assert found.value == 1
    assert found.p == pytest.approx(2 * 2 / comb(16, 8))  # the two sides may be exchanged


def test_p_of_a_small_graph_is_that_of_all_its_permutations() -> None:
    graph = nx.Graph([(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5)])
    names = "xxxyyy"
    value = measures.ei_index(graph, dict(enumerate(names)))
    drawn = [measures.ei_index(graph, dict(enumerate(order))) for order in permutations(names)]
    below = sum(index <= value for index in drawn) / len(drawn)  # 2 of the 20 ways to choose three
    assert below == pytest.approx(0.1)
    found = significance.ei_permutation_test(graph, dict(enumerate(names)))
    assert found.p == found.floor == pytest.approx(2 * below)
    assert found.expected == pytest.approx(sum(drawn) / len(drawn))
    assert (found.exact, found.assignments, found.draws) == (True, 20, 20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(significance, "EXACT", 19)
        drawn_p = significance.ei_permutation_test(graph, dict(enumerate(names)), draws=20_000, seed=3)
    assert (drawn_p.exact, drawn_p.assignments, drawn_p.draws) == (False, 20, 20_000)
    assert drawn_p.p == pytest.approx(2 * below, abs=0.01)
    assert drawn_p.expected == found.expected


@settings(max_examples=40)
@given(graphs(), st.sampled_from([None, "weight"]))
def test_p_floor_and_expected_by_all_assignments(G: nx.Graph, weight: str | None) -> None:
    group = sides(G)
    found = significance.ei_permutation_test(G, "side", weight)
    ways = set(permutations(group.values()))
    assert (found.exact, found.assignments) == (True, len(ways))
    values = [measures.ei_index(G, dict(zip(group, way, strict=True)), weight) for way in ways]
    if math.isnan(found.value):
        assert found.draws == 0
        assert math.isnan(found.p + found.floor) == math.isnan(found.expected) is True
        return

    def p(value: float) -> float:
        beyond = [sum(sign * (each - value) >= -1e-9 for each in values) / len(values) for sign in (1, -1)]
        return min(1, 2 * min(beyond))

    assert found.p == pytest.approx(p(found.value))
    assert found.floor == pytest.approx(min(map(p, values)))
    assert found.expected == pytest.approx(sum(values) / len(values))


def test_what_is_drawn_does_not_depend_on_names_or_orders() -> None:
    """The nodes and groups are called otherwise, the ties stand otherwise; the same is drawn from it."""
    graph = nx.gnm_random_graph(24, 50, seed=4)
    group = {node: "xyz"[node % 3] for node in graph}
    for kind in (nx.Graph, nx.DiGraph):
        other = kind()
        other.add_nodes_from(f"n{node * 7 % 24}" for node in reversed(range(24)))
        other.add_edges_from((f"n{u * 7 % 24}", f"n{v * 7 % 24}") for u, v in reversed(list(graph.edges)))
        named = {f"n{node * 7 % 24}": {"x": "c", "y": "b", "z": "a"}[name] for node, name in group.items()}
        one, same = kind(list(graph.edges)), other
        one.add_nodes_from(graph)
        assert significance.ei_permutation_test(one, group) == significance.ei_permutation_test(same, named)
        index = measures.assortativity
        found = significance.permutation_test(one, group, index)
        assert not found.exact
        assert found == pytest.approx(significance.permutation_test(same, named, index), abs=1e-12)


@pytest.mark.parametrize(
    ("sizes", "assignments", "exact"),
    [((9, 9), 48_620, True), ((10, 9), 92_378, False), ((2, 3, 2), 210, True), ((300, 1), 301, True)],
)
def test_all_are_looked_at_up_to_50000(sizes: tuple[int, ...], assignments: int, *, exact: bool) -> None:
    names = [name for name, size in enumerate(sizes) for _node in range(size)]
    found = significance.ei_permutation_test(nx.path_graph(len(names)), dict(enumerate(names)))
    assert (found.assignments, found.exact) == (assignments, exact)
    assert found.draws == (assignments if exact else 1000)


def test_of_a_great_many_assignments_there_is_no_number() -> None:
    graph = nx.path_graph(2000)
    assert significance.ei_permutation_test(graph, {node: node % 2 for node in graph}).assignments is None


def test_a_tie_among_many_nodes_is_never_remarkable_and_the_floor_says_so() -> None:
    """Of 40 nodes, half in each group, two are tied: of one group or of two, with 19/39 and 20/39."""
    graph = nx.empty_graph(40)
    graph.add_edge(0, 1)
    found = significance.ei_permutation_test(graph, {node: node < 20 for node in graph})
    assert not found.exact
    assert found.floor == pytest.approx(2 * 19 / 39, abs=0.1)


def test_one_group_is_never_remarkable() -> None:
    graph = nx.karate_club_graph()
    assert significance.ei_permutation_test(graph, dict.fromkeys(graph, "all"))[:2] == (-1, 1)


@settings(max_examples=25)
@given(graphs(), st.sampled_from([None, "weight"]), st.integers(0, 3))
def test_the_fast_way_for_the_ei_index_is_the_general_one(G: nx.Graph, weight: str | None, seed: int) -> None:
    def index(graph: nx.Graph, group: Mapping[Any, Any]) -> float:
        return measures.ei_index(graph, group, weight)

    with pytest.MonkeyPatch.context() as patch:
        slow = significance.permutation_test(G, "side", index, seed=seed)
        patch.setattr(significance, "_AT_ONCE", 1000)  # batches of any size draw the same
        fast = significance.ei_permutation_test(G, "side", weight, seed=seed)
    assert tuple(fast) == pytest.approx(tuple(slow), nan_ok=True)
    assert tuple(fast) == pytest.approx(
        tuple(significance.ei_permutation_test(G, "side", weight, seed=seed)), nan_ok=True
    )
    assert math.isnan(fast.value) == math.isnan(fast.p) == math.isnan(fast.floor)
    assert math.isnan(fast.p) or 0 < fast.floor <= fast.p <= 1
    assert fast.n == sum(side is not None for _node, side in G.nodes(data="side"))


def test_only_nodes_with_a_group_change_places() -> None:
    seen = set()

    def index(_graph: nx.Graph, group: Mapping[Any, Any]) -> float:
        seen.add(tuple(group.items()))
        return 0.0

    groups = {"a": 1, "c": 2, "d": None}
    found = significance.permutation_test(nx.Graph(["ab", "bc", "cd", "ca"]), groups, index)
    assert seen == {(("a", 1), ("c", 2)), (("a", 2), ("c", 1))}
    assert found == (0, 1, 2, 1, 2, 0, True, 2, 1)


def test_another_seed_draws_otherwise_and_the_same_seed_the_same() -> None:
    graph = nx.gnm_random_graph(30, 60, seed=1)
    group = {node: node % 3 for node in graph}
    tests = [significance.ei_permutation_test(graph, group, seed=seed) for seed in (0, 0, 1)]
    assert tests[0] == tests[1]
    assert tests[0].p != tests[2].p
    assert tests[0].expected == tests[2].expected
    assert tests[0].p == pytest.approx(tests[2].p, abs=0.1)


def test_draws_without_a_value_are_left_out() -> None:
    """Assortativity has no value where all ends are in one group."""
    graph = nx.Graph([(0, 1), (2, 3)])
    found = significance.permutation_test(graph, {0: "x", 1: "x", 2: "y", 3: "y"}, measures.assortativity)
    assert (found.value, found.draws) == (1, 6)
    lone = nx.Graph([(0, 1)])
    lone.add_node(2)
    found = significance.permutation_test(lone, {0: "x", 1: "y", 2: "y"}, measures.assortativity)
    assert found.value == -1
    assert (found.draws, found.assignments) == (2, 3)  # a third of the assignments put both ends in group y
    assert found.p == 1


def test_an_index_without_a_value_has_no_p() -> None:
    found = significance.ei_permutation_test(nx.Graph([(0, 0)]), {0: "x"})
    assert math.isnan(found.value)
    assert math.isnan(found.p)
    assert (found.n, found.ties, found.draws) == (1, 0, 0)


def test_too_few_draws() -> None:
    with pytest.raises(UsageError) as caught:
        significance.ei_permutation_test(nx.karate_club_graph(), "club", draws=999)
    assert caught.value.text("en") == "“draws” is 999; it must be 1000 or more"
    assert caught.value.text("fr") == "« draws » : 999 ; attendu : 1000 ou plus"


# rank intervals


def degree(G: nx.Graph) -> dict[Any, float]:
    return dict(G.degree)


def test_ranks_when_a_passage_is_left_out() -> None:
    whole = nx.Graph(["ab", "ac", "ad", "bc"])
    without = {"p1": nx.Graph(["bc"]), "p2": nx.Graph(["ab", "ac", "ad"])}
    assert significance.rank_intervals(whole, degree, without) == {
        "a": RankInterval(1, 1, 3, 2),  # not there without p1: behind b and c
        "b": RankInterval(2, 1, 2, 2),
        "c": RankInterval(2, 1, 2, 2),
        "d": RankInterval(4, 2, 4, 2),
    }
    by_function = significance.rank_intervals(whole, degree, without.__getitem__, ["p1", "p2"])
    assert by_function == significance.rank_intervals(whole, degree, without)
    assert significance.rank_intervals(whole, degree, {})["d"] == (4, 4, 4, 0)


def test_equal_but_for_rounding_is_equal() -> None:
    values = {"a": 0.1 + 0.2, "b": 0.3, "c": -0.0, "d": math.nan, "e": 0.0}
    found = significance.rank_intervals(nx.empty_graph("abcdef"), lambda _graph: values, {})
    assert {node: interval.rank for node, interval in found.items()} == {"a": 1, "b": 1, "c": 3, "e": 3, "d": 5, "f": 5}
    equal = {"a": 0.1 + 0.2, "b": 0.3}
    found = significance.rank_intervals(nx.empty_graph("ab"), lambda _graph: equal, {"p": nx.empty_graph("a")})
    assert {*found.values()} == {RankInterval(None, None, None, 1)}  # two that are equal are not two firsts


@given(graphs(), st.lists(st.sets(NODES), max_size=3))
def test_rank_intervals_as_defined(G: nx.Graph, gone: list[set[int]]) -> None:
    """The rank is one more than the number of nodes with a greater value; unknown values come last."""

    def ranks(graph: nx.Graph) -> dict[Any, int]:
        values = degree(graph)
        return {n: 1 + sum(n not in values or other > values[n] for other in values.values()) for n in G}

    passages = dict(enumerate(gone))
    found = significance.rank_intervals(G, degree, lambda p: G.subgraph(set(G) - passages[p]), passages)
    several = [ranks(G), *(ranks(G.subgraph(set(G) - nodes)) for nodes in gone)]
    spans = {n: (several[0][n], min(r[n] for r in several), max(r[n] for r in several)) for n in G}
    equal = len(set(degree(G).values())) == 1  # then nobody is first
    assert found == {n: (*((None,) * 3 if equal else spans[n]), len(gone)) for n in G}


# what is left out


def by_degree(G: nx.Graph, _groups: object) -> dict[Any, float]:
    return dict(G.degree)


def said(*ties: tuple[str, str, str]) -> nx.Graph:
    """Return a graph of ties, each with the passages, a letter each, that say it."""
    graph = nx.Graph()
    for source, target, passages in ties:
        graph.add_edge(source, target, evidence=[{"passage": passage} for passage in passages])
    return graph


def test_each_passage_is_left_out_in_turn_and_a_tie_goes_with_its_last(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = said(("a", "b", "p"), ("a", "c", "pqr"), ("c", "d", "q"), ("e", "f", ""))
    graph.add_nodes_from(["b", "alone"], label="a name")
    monkeypatch.setattr(graph, "copy", copies := Mock(wraps=graph.copy))
    seen = []

    def measure(left: nx.Graph, groups: str) -> dict[str, float]:
        seen.append((groups, {"".join(sorted(tie)) for tie in left.edges}, {*left}))
        assert all(about == graph.nodes[node] for node, about in left.nodes(data=True))
        assert all(about == graph.edges[tie] for *tie, about in left.edges(data=True))
        return dict(left.degree)

    def groups(passage: str | None) -> str:
        return f"without {passage}"

    found, passages = significance.without_each(graph, measure, groups, placed_by=lambda: "s", ends=6)
    assert passages == 4
    assert copies.call_count == 1  # for each of many passages that would take longer than all else
    nodes = {*"abcdef", "alone"}
    assert seen == [  # without r nothing changes, and nothing is measured; s says where somebody is
        ("without None", {"ab", "ac", "cd", "ef"}, nodes),
        ("without p", {"ac", "cd", "ef"}, nodes - {"b"}),
        ("without q", {"ab", "ac", "ef"}, nodes - {"d"}),
        ("without s", {"ab", "ac", "cd", "ef"}, nodes),
    ]
    assert found["a"] == RankInterval(1, 1, 2, 4)
    assert found["d"] == RankInterval(3, 2, 7, 4)
    assert found["e"] == RankInterval(3, 2, 3, 4)  # said by nobody: it stays
    assert found["alone"] == RankInterval(7, 6, 7, 4)


WAY = {"relation": "r", "via": "v"}


@pytest.mark.parametrize(
    ("evidence", "relations", "without"),
    [
        ([{**WAY, "passage": "p", "end": "a"}, {**WAY, "passage": "q", "end": "b"}], ["r"], "pq"),  # either is enough
        ([{**WAY, "passage": "p", "end": "a"}, {**WAY, "passage": "p", "end": "b"}], ["r"], "p"),
        ([{**WAY, "passage": p, "end": e} for p, e in ("pa", "qa", "qb")], ["r"], "q"),  # one end is said twice
        ([{**WAY, "passage": p, "end": e} for p, e in ("pa", "qa", "qb", "pb")], ["r"], ""),
        ([{**WAY, "passage": "p"}, {**WAY, "passage": "q", "relation": "s"}], ["r", "s"], ""),  # two ways
        ([{**WAY, "passage": "p"}, {**WAY, "passage": "p", "via": "w"}], ["r"], "p"),  # two ways, one passage
        ([{**WAY, "passage": "p"}, {**WAY, "passage": "p", "page": 4}], ["r"], "p"),
        ([{**WAY, "passage": "p"}], ["r", "s"], ""),  # s is said by nobody: it stays
        ([{"passage": "p"}], ["r"], "p"),  # evidence of whoever made the graph, which names no relation
        ([], ["r"], ""),
    ],
)
def test_a_tie_falls_with_a_passage_that_alone_says_one_of_its_ends(
    evidence: list[dict[str, Any]], relations: list[str], without: str
) -> None:
    for kind in (nx.Graph, nx.MultiDiGraph):
        graph = kind()
        graph.add_edge("a", "b", evidence=evidence, relations=relations)
        (tie,) = graph.edges
        assert significance._falls_with(graph) == {passage: [tie] for passage in without}  # noqa: SLF001  # by hand


@pytest.mark.parametrize(("passages", "left_out"), [("", 0), ("p", 0), ("pq", 2)])
def test_of_one_passage_there_is_nothing_to_leave_out(passages: str, left_out: int) -> None:
    graph = said(*(("a", name, passage) for name, passage in zip("bc", passages, strict=False)))
    graph.add_edge("d", "e")
    found, count = significance.without_each(graph, by_degree, str, ends=1)
    assert count == len(passages)
    assert {interval.passages for interval in found.values()} <= {left_out}


@pytest.mark.parametrize(("ends", "passages"), [(1_000_000, 2), (1_000_001, None)])
def test_a_network_is_measured_without_each_passage_up_to_a_size(ends: int, passages: int | None) -> None:
    """Ten million: passages x ends of paths x (nodes and ties), here 2 x 1,000,000 x (3 + 2)."""
    found, count = significance.without_each(said(("a", "b", "p"), ("b", "c", "q")), by_degree, str, ends=ends)
    assert count == passages
    assert found["a"] == ((2, 1, 3, 2) if passages else (2, 2, 2, 0))


def test_p_is_twice_the_smaller_of_both_sides() -> None:
    """By hand, of what was drawn and what is found."""
    drawn = [-0.5, 0.0, 0.1, 0.2, 0.3, 0.4]
    for value, p, floor in (
        (-0.5, 4 / 7, 2 / 7),
        (-0.6, 2 / 7, 2 / 7),
        (0.4, 4 / 7, 2 / 7),
        (0.35, 4 / 7, 2 / 7),
        (0.0, 6 / 7, 2 / 7),
        (0.15, 1.0, 2 / 7),
    ):
        found = significance._p_and_floor(value, [*drawn, value])  # noqa: SLF001  # without chance
        assert found == pytest.approx((p, floor)), value
    assert significance._p_and_floor(0.4, [0.4 + 1e-13, 0.4]) == (1, 1)  # noqa: SLF001  # equal but for rounding


def test_the_least_number_of_draws_is_what_is_drawn_when_nothing_is_said() -> None:
    graph = nx.karate_club_graph()
    assert significance.ei_permutation_test(graph, "club", draws=1000) == significance.ei_permutation_test(
        graph, "club"
    )
    assert significance.ei_permutation_test(graph, "club", draws=1001).draws == 1001
    first = significance.ei_permutation_test(graph, "club", seed=0)
    assert first == significance.ei_permutation_test(graph, "club")
    slow = significance.permutation_test(graph, "club", measures.ei_index)
    assert (slow.value, slow.p, slow.floor, slow.draws) == pytest.approx((first.value, first.p, first.floor, 1000))
