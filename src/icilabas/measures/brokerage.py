"""Gould–Fernandez brokerage roles: who stands between which groups."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from icilabas.measures.groups import both_ways, groups_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping

    import networkx as nx

    from icilabas.measures.groups import Group, Node

_N = TypeVar("_N", bound="Hashable")


class BrokerageRoles(NamedTuple):
    """How many open two-paths a → b → c a node b mediates in each role."""

    coordinator: int
    """a, b and c are of one group."""
    itinerant: int
    """a and c are of one group, b of another (also: consultant)."""
    representative: int
    """a and b are of one group, c of another: b speaks for its own group to the outside."""
    gatekeeper: int
    """b and c are of one group, a of another: b lets the outside into its own group."""
    liaison: int
    """a, b and c are of three groups."""


class Brokering(NamedTuple):
    """How many pairs of two groups a node mediates, and for how many of them nobody else does."""

    activity: int
    exclusivity: int


def _grouped(groups: Mapping[_N, Hashable]) -> dict[Hashable, set[_N]]:
    members: dict[Hashable, set[_N]] = defaultdict(set)
    for node, name in groups.items():
        members[name].add(node)
    return members


def brokerage_roles(G: nx.Graph, group: Group) -> dict[Node, BrokerageRoles]:
    """Return the Gould–Fernandez roles of each node: how many open two-paths a → b → c it mediates, by role.

    Source: Gould & Fernandez 1989, Sociological Methodology 19:89 (raw counts, from 0). A path is open when there is
    no tie a → c; a, b and c are three different nodes and all have a group: a node without one mediates nothing,
    and nothing is mediated for it. Self-loops do not count, parallel ties count once, weights do not matter.

    Undirected: each tie is read in both directions, as in R's sna, so that each pair is met twice. Coordinator,
    itinerant and liaison are then twice the number of pairs, and representative and gatekeeper, each the number
    of pairs, are equal. So is read, in a directed graph, a tie that has no direction (its attribute ``undirected`` is
    True). Raises UsageError as `groups_of`.
    """
    G, groups = both_ways(G), groups_of(G, group)  # a graph, as the parameter
    after = {node: {other for other in G[node] if other in groups} for node in groups}
    before = {node: groups.keys() & G.pred[node] for node in groups} if G.is_directed() else after
    roles = roles_between(before.__getitem__, after.__getitem__, groups)
    return {node: roles(node) if node in groups else BrokerageRoles(0, 0, 0, 0, 0) for node in G}


def roles_between(
    before: Callable[[_N], Collection[_N]], after: Callable[[_N], set[_N]], groups: Mapping[_N, Hashable]
) -> Callable[[_N], BrokerageRoles]:
    """Return what counts the roles of one node, as `brokerage_roles` does of all.

    ``before`` and ``after`` give the nodes from which and to which ties of a node lead, those with a group only.
    """
    members = _grouped(groups)

    def roles(b: _N) -> BrokerageRoles:
        counts = [0, 0, 0, 0, 0]
        all_ends, in_group = after(b), members[groups[b]]
        for a in before(b):
            ends = all_ends - after(a) - {a}  # b is one of them, so that self-loops lead nowhere
            if a == b or not ends:
                continue
            with_b = len(ends & in_group)
            if groups[a] == groups[b]:
                counts[0] += with_b
                counts[2] += len(ends) - with_b
            else:
                with_a = len(ends & members[groups[a]])
                counts[1] += with_a
                counts[3] += with_b
                counts[4] += len(ends) - with_a - with_b
        return BrokerageRoles(*counts)

    return roles


def activity_exclusivity(G: nx.Graph, group: Group) -> dict[Node, Brokering]:
    """Return (activity, exclusivity) of each node between groups.

    Source: Hamilton, Hileman & Bodin 2020, Social Networks 61:1, as counts for each node (as in R's migraph; the
    paper goes on to compare kinds of actors with models of ties and with networks without them). Activity: open
    two-paths a → b → c (no tie a → c) with a and c of different groups, whatever the group of b, which may have
    none. Exclusivity: those of them where b is the only node between a and c. So 0 ≤ exclusivity ≤ activity; and
    where all nodes have a group, activity is representative + gatekeeper + liaison of `brokerage_roles`. Directions,
    self-loops, parallel ties and weights: as there, so that undirected ties give twice the number of pairs. Raises
    UsageError as `groups_of`.
    """
    G, groups = both_ways(G), groups_of(G, group)  # a graph, as the parameter
    members = _grouped(groups)
    after = {node: {other for other in G[node] if other in groups} for node in G}
    activity, exclusivity = dict.fromkeys(G, 0), dict.fromkeys(G, 0)
    for a, own in groups.items():
        brokers = set(G[a])
        met: set[Node] = set()
        again: set[Node] = set()
        for b in brokers:
            again |= met & after[b]
            met |= after[b]
        pairs = met - brokers - members[own]
        sole = pairs - again
        for b in brokers:
            activity[b] += len(after[b] & pairs)
            exclusivity[b] += len(after[b] & sole)
    return {node: Brokering(activity[node], exclusivity[node]) for node in G}


ROLES = BrokerageRoles._fields


def pairs_once(counts: BrokerageRoles) -> dict[str, int]:
    """Return the roles in pairs: undirected, each is met twice, once each as representative and as gatekeeper."""
    once = counts._asdict()
    return {role: count if role in {"representative", "gatekeeper"} else count // 2 for role, count in once.items()}
