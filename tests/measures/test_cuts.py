"""Cut actors and minimum cuts: a naive reading of the definitions, and which of several; by either engine."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from smallgraphs import NODES, SAME_TIES_OFTEN, graphs, plain

from icilabas import measures
from icilabas.measures import cuts

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", params=[-1, 10**9], ids=["igraph", "networkx"])
def engine(request: pytest.FixtureRequest) -> Iterator[None]:
    """Use one engine for graphs of any size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cuts, "MANY_TIES", request.param)
        yield


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
@SAME_TIES_OFTEN
@given(graphs(), st.sets(NODES), st.sets(NODES), st.lists(st.sampled_from([0, 0.25, 0.5, 1]), min_size=6, max_size=6))
def test_of_all_smallest_cuts_the_most_worth_is_chosen_then_the_first_whichever_side_is_first(
    G: nx.Graph, one: set[int], other: set[int], worth: list[float]
) -> None:
    value = dict(zip(G, [*worth, *worth], strict=False))
    found = cuts.chosen_cut(cuts.Through.of(G), one, other, value)
    size = len(found)
    smallest = [set(gone) for gone in combinations(G, size) if parted(G, set(gone), one, other)]
    assert not any(parted(G, set(gone), one, other) for gone in combinations(G, size - 1 if size else len(G) + 1))
    place = {node: number for number, node in enumerate(G)}
    best = min(smallest, key=lambda gone: (-sum(value.get(node, 0) for node in gone), sorted(place[n] for n in gone)))
    assert found == {node: all(node in gone for gone in smallest) for node in G if node in best}
    assert all(found.values()) is (len(smallest) == 1)
    assert cuts.chosen_cut(cuts.Through.of(G), other, one, value) == found


@pytest.mark.usefixtures("engine")
def test_which_minimum_cut() -> None:
    path = nx.path_graph(4)
    assert measures.minimum_cut(path, [0], [3]) == {3}  # of several, nearest the second side
    assert measures.minimum_cut(path, [0, 1], [2, 3]) == {2}  # adjacent: one end of the tie
    assert measures.minimum_cut(path, [0, 1], [1, 2]) == {1}  # on both sides: always in it
    assert measures.minimum_cut(nx.empty_graph(2), [0], [1]) == set()
    hub = nx.Graph([(a, "hub") for a in "abc"] + [("hub", b) for b in "xyz"])
    assert measures.minimum_cut(hub, "abc", "xyz") == {"hub"}


@pytest.mark.parametrize(("limit", "large"), [(3, False), (2, True)])
def test_cuts_are_made_by_igraph_above_so_many_ties(
    limit: int, *, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = nx.MultiGraph([(0, 1), (1, 2), (2, 3), (2, 3), (3, 3)])  # three ties, however often said
    monkeypatch.setattr(cuts, "MANY_TIES", limit)
    fast = Mock(wraps=cuts._flow_by_igraph)  # noqa: SLF001  # whether it is asked is what counts
    monkeypatch.setattr(cuts, "_flow_by_igraph", fast)
    assert measures.minimum_cut(graph, [0], [3]) == {3}  # the one nearest the second side
    assert measures.minimum_cut(graph, [3], [0]) == {0}
    assert cuts.chosen_cut(cuts.Through.of(graph), [0], [3], {1: 1.0}) == {1: False}
    assert fast.call_count == (4 if large else 0)  # a cut is one flow, one that is chosen two


def test_cut_actors_come_by_the_pairs_they_part_and_equals_by_structure_then_label() -> None:
    ties = [*map(tuple, ("xa", "ab", "bc", "cy", "cz", "by"))]
    found = measures.cut_actors(nx.Graph(ties), ["x", "a"], ["y", "z"])
    assert found == {"b": 4, "a": 2, "c": 2}
    name = dict(zip("abcxyz", "cbazyx", strict=True))
    for order in (ties, ties[::-1]):
        graph = nx.relabel_nodes(nx.Graph(order), name)
        sides = ["z", "c"], ["y", "x"]
        for one, other in (sides, sides[::-1]):
            assert list(measures.cut_actors(graph, one, other)) == [name[str(node)] for node in found]
    for labels, first in (("0123", "a"), ("3210", "b")):  # the two in the middle of a path are alike
        path = nx.path_graph("xaby")
        nx.set_node_attributes(path, dict(zip("xaby", labels, strict=True)), "label")
        assert next(iter(measures.cut_actors(path, "x", "y"))) == first
