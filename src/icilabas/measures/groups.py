"""Ties within and between groups of nodes: mixing, E-I index, assortativity."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping
from numbers import Real
from typing import TYPE_CHECKING, NamedTuple

from icilabas.errors import UsageError
from icilabas.words.messages import message, show
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    import networkx as nx

    Node = Hashable
    Edge = tuple[Hashable, ...]  # as in ``G.edges``: two nodes and, in a multigraph, its key
    Group = str | Mapping[Any, Hashable]  # Any: a mapping of nodes of whatever type; its keys' type is invariant
    Tie = tuple[Node, Node, float]
    Ends = tuple[Node, Node] | frozenset[Node]  # from and to; or in no order


NAN = float("nan")
NOT_NEGATIVE = message("groups-0-or-more")
POSITIVE = message("groups-greater-than-0")
AT_MOST = message("groups-at-most")
MOST = 1e300  # a weight; a hundred million of them can be added up


class TieCounts(NamedTuple):
    """Ties that leave a group and ties that stay in one: numbers of ties, or sums of their weights."""

    external: float
    internal: float

    @property
    def ei(self) -> float:
        """(external - internal) / (external + internal), from -1 to 1; NaN without any tie (0/0)."""
        total = self.external + self.internal
        return (self.external - self.internal) / total if total else NAN


def groups_of(G: nx.Graph, group: Group) -> dict[Node, Hashable]:
    """Return {node: group} for the nodes of the graph that have a group, in the order of the graph.

    Raises UsageError when no node at all has the attribute or stands in the mapping (unless that is empty: then none
    has a group), for a group that is not one (hashable) value, and for groups that are neither.
    """
    if isinstance(group, Mapping):
        found = {node: group[node] for node in G if node in group}
        if group and G and not found:
            raise UsageError(message("no-groups"))
    elif not isinstance(group, Hashable):
        raise UsageError(message("no-groups"))
    else:
        found = {node: data[group] for node, data in G.nodes(data=True) if group in data}
        if not found and G:
            known = ", ".join(sorted({show(key) for _node, data in G.nodes(data=True) for key in data}))
            hint = message("known", names=same(known)) if known else message("no-groups")
            raise UsageError(message("no-attribute", found=group) + hint)
    for node, value in found.items():
        try:
            hash(value)
        except TypeError:
            raise UsageError(message("bad-group", found=node)) from None
    return {node: value for node, value in found.items() if value is not None and not _is_nan(value)}


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def loose(G: nx.Graph) -> list[tuple[Node, Node, dict[str, Any]]]:
    """Return the ties of a directed graph that have no direction."""
    return [tie for tie in G.edges(data=True) if tie[2].get("undirected") is True] if G.is_directed() else []


def leads(G: nx.Graph, tie: tuple[Node, Node], data: Mapping[str, object]) -> list[Ends]:
    """Return from where to where a tie leads: both ways where it has no direction in a directed graph.

    In an undirected graph its two nodes, in no order.
    """
    if not G.is_directed():
        return [frozenset(tie)]
    return [tie, tie[::-1]] if data.get("undirected") is True and tie[0] != tie[1] else [tie]


def both_ways(G: nx.Graph) -> nx.Graph:
    """Return a directed multigraph in which each tie that has no direction (``undirected=True``) is two arcs.

    `G` itself where there is no such tie, and where all are without one: in an undirected graph.
    """
    import networkx as nx

    ties = loose(G)
    if not ties:
        return G
    found = nx.MultiDiGraph(G)
    for _u, _v, data in found.edges(data=True):
        data.pop("undirected", None)
    for u, v, data in ties:
        if u != v:
            found.add_edges_from([(v, u, {name: value for name, value in data.items() if name != "undirected"})])
    return found


def checked_weight(data: Mapping[str, object], weight: str | None, ends: tuple[Node, Node], wanted: Text) -> float:
    """Return the weight of a tie: 1 without `weight` and where the attribute is missing, as in NetworkX.

    Raises UsageError for what is not a finite number, a negative number, 0 when POSITIVE is wanted, or more than
    10^300: of such weights there is no sum.
    """
    value = 1 if weight is None else data.get(weight, 1)
    number = NAN
    if isinstance(value, Real):
        try:
            number = float(value)
        except OverflowError:
            value = number = -math.inf if value < 0 else math.inf
    if not 0 <= number <= MOST or (wanted is POSITIVE and not number):
        wanted = AT_MOST if number > MOST else wanted
        raise UsageError(message("bad-weight", source=ends[0], target=ends[1], found=value, expected=wanted))
    return number


def grouped_ties(G: nx.Graph, groups: Mapping[Node, Hashable], weight: str | None) -> list[Tie]:
    """Return the ties that count, as (node, node, weight): between two different nodes that both have a group.

    Each arc and each parallel tie is one tie.
    """
    return [
        (u, v, checked_weight(data, weight, (u, v), NOT_NEGATIVE))
        for u, v, data in G.edges(data=True)
        if u != v and u in groups and v in groups
    ]


def _counts(external: Iterable[float], internal: Iterable[float]) -> TieCounts:
    return TieCounts(math.fsum(external), math.fsum(internal))


def tie_counts(G: nx.Graph, group: Group, weight: str | None = None) -> TieCounts:
    """Return how many ties (or how much weight) there are between groups and within them: the E and I of `ei_index`.

    Report their sum, the number of ties counted, alongside the index.
    """
    groups = groups_of(G, group)
    ties = grouped_ties(G, groups, weight)
    return _counts(
        (w for u, v, w in ties if groups[u] != groups[v]),
        (w for u, v, w in ties if groups[u] == groups[v]),
    )


def ei_index(G: nx.Graph, group: Group, weight: str | None = None) -> float:
    """Return the E–I index of the whole graph: (external - internal) / (external + internal).

    Source: Krackhardt & Stern 1988, Social Psychology Quarterly 51:123. From -1 (all ties stay within a group) to 1
    (all go between groups); no unit. Its size also depends on how many groups there are and how large they are, so
    report `icilabas.significance.ei_permutation_test` alongside it. Without `weight` each tie counts 1 (an arc is a
    tie, and so is each parallel tie); with it, its weight. Self-loops and ties of nodes without a group do not count;
    isolates make no difference. NaN when no tie counts. Raises UsageError as `groups_of` and `checked_weight`.
    """
    return tie_counts(G, group, weight).ei


def ei_index_by_group(G: nx.Graph, group: Group, weight: str | None = None) -> dict[Hashable, float]:
    """Return the E–I index of each group: of the ties that have one end or both in it, in either direction.

    As `ei_index`; NaN for a group none of whose ties counts. Groups come in the order of their first nodes.
    """
    groups = groups_of(G, group)
    external: dict[Node, list[float]] = defaultdict(list)
    internal: dict[Node, list[float]] = defaultdict(list)
    for u, v, w in grouped_ties(G, groups, weight):
        if groups[u] == groups[v]:
            internal[groups[u]].append(w)
        else:
            external[groups[u]].append(w)
            external[groups[v]].append(w)
    return {name: _counts(external[name], internal[name]).ei for name in dict.fromkeys(groups.values())}


def ei_index_by_node(G: nx.Graph, group: Group, weight: str | None = None) -> dict[Node, float]:
    """Return the E–I index of each node: of its ties, in either direction.

    As `ei_index`; NaN for a node without a group and for one none of whose ties counts (an isolate).
    """
    groups = groups_of(G, group)
    external: dict[Node, list[float]] = defaultdict(list)
    internal: dict[Node, list[float]] = defaultdict(list)
    for u, v, w in grouped_ties(G, groups, weight):
        side = internal if groups[u] == groups[v] else external
        side[u].append(w)
        side[v].append(w)
    return {node: _counts(external[node], internal[node]).ei for node in G}


def mixing_matrix(G: nx.Graph, group: Group, weight: str | None = None) -> dict[Hashable, dict[Hashable, float]]:
    """Return {group: {group: ties}}: how many ties (or how much weight) go from each group to each group.

    Source: Newman 2003, Physical Review E 67:026126 (there divided by their sum). Undirected: symmetric, and each
    tie counts once, within a group too (NetworkX counts those twice); so does, in a directed graph, a tie that has no
    direction (its attribute ``undirected`` is True). Which ties count: as in `ei_index`.
    """
    groups = groups_of(G, group)
    names = list(dict.fromkeys(groups.values()))
    cells: dict[tuple[Hashable, Hashable], list[float]] = defaultdict(list)
    for u, v, w in grouped_ties(G, groups, weight):
        cells[groups[u], groups[v]].append(w)
        if not G.is_directed() and groups[u] != groups[v]:
            cells[groups[v], groups[u]].append(w)
    for u, v, data in loose(G):
        if u in groups and v in groups and groups[u] != groups[v]:
            cells[groups[v], groups[u]].append(checked_weight(data, weight, (u, v), NOT_NEGATIVE))
    return {row: {column: math.fsum(cells[row, column]) for column in names} for row in names}


def assortativity(G: nx.Graph, group: Group, weight: str | None = None) -> float:
    """Return Newman's assortativity: how much more often ties stay within groups than by chance.

    Source: Newman 2003, Physical Review E 67:026126. 1: all ties stay within; 0: as often as the groups' shares of ties
    make likely; below 0, never below -1: ties go to other groups. No unit. Which ties count: as in `ei_index`. NaN when
    no tie counts, and when all ends are in one group: there is nothing to compare with.
    """
    cells = mixing_matrix(both_ways(G), group, weight)
    if not G.is_directed():  # each tie seen from both ends
        for name in cells:
            cells[name][name] *= 2
    total = math.fsum(value for row in cells.values() for value in row.values())
    if not total:
        return NAN
    between = math.fsum(value / total for name, row in cells.items() for other, value in row.items() if other != name)
    ends = {name: math.fsum(row[name] / total for row in cells.values()) for name in cells}
    chance = math.fsum(
        math.fsum(value / total for value in row.values()) * math.fsum(ends[other] for other in ends if other != name)
        for name, row in cells.items()
    )
    return 1 - between / chance if chance else NAN
