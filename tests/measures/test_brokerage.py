"""Brokerage: each role on three nodes, reference values, and a naive reading of the definitions."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from smallgraphs import SAME_TIES_OFTEN, graphs, sides

from icilabas import measures
from icilabas.measures import BrokerageRoles


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
