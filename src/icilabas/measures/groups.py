"""Ties within and between groups of nodes: mixing, E-I index, assortativity, communities and their agreement."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import combinations
from math import comb
from numbers import Real
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from icilabas.errors import UsageError
from icilabas.measures.canonical_order import canonical_order
from icilabas.words.messages import message, show
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from typing import Any

    import networkx as nx

    Node = Hashable
    Edge = tuple[Hashable, ...]  # as in ``G.edges``: two nodes and, in a multigraph, its key
    Group = str | Mapping[Any, Hashable]  # Any: a mapping of nodes of whatever type; its keys' type is invariant
    Tie = tuple[Node, Node, float]


_N = TypeVar("_N")

NAN = float("nan")
STARTS, FEWEST_STARTS = 50, 2  # of the search for communities
_GAIN = 1e-12  # of modularity: what is less is what rounding makes, and could go round in circles for ever
_STEPS = 50_000  # starts x (nodes and ties): some three seconds
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
    has a group), and for a group that is not one (hashable) value.
    """
    if isinstance(group, Mapping):
        found = {node: group[node] for node in G if node in group}
        if group and G and not found:
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


def _loose(G: nx.Graph) -> list[tuple[Node, Node, dict[str, Any]]]:
    """Return the ties of a directed graph that have no direction."""
    return [tie for tie in G.edges(data=True) if tie[2].get("undirected") is True] if G.is_directed() else []


def both_ways(G: nx.Graph) -> nx.Graph:
    """Return a directed multigraph in which each tie that has no direction (``undirected=True``) is two arcs.

    `G` itself where there is no such tie, and where all are without one: in an undirected graph.
    """
    import networkx as nx

    loose = _loose(G)
    if not loose:
        return G
    found = nx.MultiDiGraph(G)
    for _u, _v, data in found.edges(data=True):
        data.pop("undirected", None)
    for u, v, data in loose:
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
    for u, v, data in _loose(G):
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


class Agreement(NamedTuple):
    """How far two partitions agree: the adjusted Rand index, None where it has no value, and over how many nodes."""

    value: float | None
    n: int


class Communities(NamedTuple):
    """The communities of a network, and how sure they are."""

    of: dict[Node, int]
    """The community of each node, from 1, the largest first."""
    modularity: float
    """How many more ties (by weight) are within communities than by chance, from -1/2 to 1; NaN without any tie."""
    starts: int
    """How often the search began anew."""
    stability: float
    """The mean adjusted Rand index between what any two starts found: 1 where all found the same; NaN without ties."""


def communities(G: nx.Graph, seed: int, weight: str | None = "weight") -> Communities:
    """Return the communities of the best of many searches, and how far the searches agree.

    Louvain (Blondel et al. 2008, J. Stat. Mech. P10008), which maximises modularity step by step from a random order
    and stops where no step helps: 50 orders are tried, as the seed fixes them, fewer on large networks (and at least
    2), and of what they found the greatest modularity (to twelve digits) is kept. Where several have it,
    and in the numbering of equally large communities, `icilabas.measures.canonical_order` decides, by structure, then
    by label; so nothing depends on ids or the order given where labels differ. Directed: as Leicht & Newman 2008.
    Parallel ties add up, a weight that is missing counts 1. Where no tie weighs anything each node is a community.
    Raises UsageError as `checked_weight`.
    """
    import networkx as nx

    nodes = canonical_order(G, weight=weight)
    graph = _numbered(G, nodes, weight)
    if not graph.number_of_edges():
        return Communities({node: number for number, node in enumerate(nodes, start=1)}, NAN, 0, NAN)
    starts = min(STARTS, max(FEWEST_STARTS, _STEPS // (len(graph) + graph.number_of_edges())))
    arcs = [tie for u, v, value in graph.edges(data="weight") for tie in ((u, v, value), (v, u, value))]
    if G.is_directed():
        arcs = arcs[::2]
    counts = Counter(_louvain(len(nodes), arcs, seed + start) for start in range(starts))
    parts = {one: [{p for p, first in enumerate(one) if first == name} for name in sorted(set(one))] for one in counts}
    worth = {one: float(f"{nx.community.modularity(graph, part):.11e}") for one, part in parts.items()}
    best = min(counts, key=lambda one: (-worth[one], one))
    ordered = sorted(parts[best], key=lambda members: (-len(members), min(members)))
    number = {place: name for name, members in enumerate(ordered, start=1) for place in members}
    of = {node: number[place] for place, node in enumerate(nodes)}
    return Communities({node: of[node] for node in G}, worth[best], starts, _stability(counts))


def _numbered(G: nx.Graph, nodes: Sequence[Node], weight: str | None) -> nx.Graph:
    """Return the ties that weigh something among the places of the nodes, in their order and with sums of weights."""
    import networkx as nx

    place = {node: number for number, node in enumerate(nodes)}
    weights: dict[tuple[int, int], list[float]] = defaultdict(list)
    for u, v, data in G.edges(data=True):
        ends = place[u], place[v]
        pair = ends if G.is_directed() else (min(ends), max(ends))
        weights[pair].append(checked_weight(data, weight, (u, v), NOT_NEGATIVE))
    sums = {pair: math.fsum(weights[pair]) for pair in sorted(weights)}
    most = max(sums.values(), default=0)
    graph: nx.Graph = nx.DiGraph() if G.is_directed() else nx.Graph()
    graph.add_nodes_from(range(len(nodes)))
    graph.add_weighted_edges_from((*pair, value / most) for pair, value in sums.items() if value)
    return graph


def _stability(counts: Mapping[tuple[int, ...], int]) -> float:
    """Return the mean agreement between any two of these partitions, each found so many times."""
    found = [(dict(enumerate(one)), count) for one, count in counts.items()]
    same = sum(comb(count, 2) for _one, count in found)
    other = [
        many * more * (agreement(one, another).value or 0.0) for (one, many), (another, more) in combinations(found, 2)
    ]
    return math.fsum([same, *other]) / comb(sum(counts.values()), 2)


class _Level(NamedTuple):
    """A network of nodes or, merged, of communities."""

    near: list[dict[int, float]]  # of each: what it is tied to, by what weight in both directions together
    out: list[float]
    into: list[float]
    total: float


def _louvain(n: int, arcs: Iterable[tuple[int, int, float]], seed: int) -> tuple[int, ...]:
    """Return the community of each of n nodes, called by the first of its nodes.

    Blondel et al. 2008, J. Stat. Mech. P10008, begun anew from what it found until no node moves any more: then none
    would be better off in another community, or alone. Directed as Leicht & Newman 2008; a tie without direction is two
    arcs. Weights are positive. The seed fixes the order in which nodes are asked; there is no other chance. NetworkX's
    `louvain_communities` does not ask the nodes again, and takes any gain that is not 0 for one.
    """
    import numpy as np

    chance = np.random.default_rng(seed)
    nodes = _level(n, arcs)
    home = list(range(n))
    while True:
        _moved(nodes, home, chance.permutation(n).tolist())
        names = _named(home)
        level, together = _merged(nodes, names), list(range(max(names) + 1))
        while _moved(level, together, chance.permutation(len(level.near)).tolist()):
            step = _named(together)
            names = [step[name] for name in names]
            level, together = _merged(level, step), list(range(max(step) + 1))
        if names == _named(home):
            break
        home = names
    first: dict[int, int] = {}
    return tuple(first.setdefault(name, node) for node, name in enumerate(home))


def _level(n: int, arcs: Iterable[tuple[int, int, float]]) -> _Level:
    near: list[dict[int, float]] = [defaultdict(float) for _node in range(n)]
    out, into = [0.0] * n, [0.0] * n
    for u, v, weight in arcs:
        out[u] += weight
        into[v] += weight
        near[u][v] += weight
        near[v][u] += weight
    return _Level(near, out, into, sum(out))


def _merged(level: _Level, names: list[int]) -> _Level:
    """Return the network of the communities, each a node."""
    count = max(names) + 1
    near: list[dict[int, float]] = [defaultdict(float) for _name in range(count)]
    out, into = [0.0] * count, [0.0] * count
    for node, name in enumerate(names):
        out[name] += level.out[node]
        into[name] += level.into[node]
        for other, weight in level.near[node].items():
            near[name][names[other]] += weight
    return _Level(near, out, into, level.total)


def _moved(level: _Level, home: list[int], order: list[int]) -> bool:
    """Move each node to the community where modularity grows most, until none moves; return whether one did."""
    near, out, into, total = level
    sent, got, size = [0.0] * len(near), [0.0] * len(near), [0] * len(near)
    for node, name in enumerate(home):
        sent[name] += out[node]
        got[name] += into[node]
        size[name] += 1
    empty = [name for name in range(len(near)) if not size[name]]
    moved, going = False, True
    while going:
        going = False
        for node in order:
            own = home[node]
            weights: dict[int, float] = defaultdict(float, {own: 0.0})
            for other, weight in near[node].items():
                if other != node:
                    weights[home[other]] += weight
            if size[own] > 1:
                weights[empty[-1]] = 0.0
            sent[own] -= out[node]
            got[own] -= into[node]
            gains = {
                name: (weight - (out[node] * got[name] + into[node] * sent[name]) / total) / total
                for name, weight in weights.items()
            }
            best = max(gains, key=gains.__getitem__)
            if gains[best] <= gains[own] + _GAIN:
                best = own
            else:
                moved = going = True
                if not size[best]:
                    empty.remove(best)
                size[best] += 1
                size[own] -= 1
                if not size[own]:
                    empty.append(own)
            sent[best] += out[node]
            got[best] += into[node]
            home[node] = best
    return moved


def _named(home: list[int]) -> list[int]:
    """Return the communities numbered from 0, by their first nodes."""
    number: dict[int, int] = {}
    return [number.setdefault(name, len(number)) for name in home]


def agreement(one: Mapping[_N, Hashable], other: Mapping[_N, Hashable]) -> Agreement:
    """Return the adjusted Rand index of two partitions, over the nodes that both have (a group of None is none).

    Hubert & Arabie 1985, Journal of Classification 2:193: 1 where they are the same, 0 as far as chance would have
    them agree, below 0 where less. No value where it is 0/0: fewer than two nodes, or all in one group, or each
    alone, in both.
    """
    both = [node for node in one if one[node] is not None and other.get(node) is not None]
    cells = Counter((one[node], other[node]) for node in both)
    rows, columns = Counter(one[node] for node in both), Counter(other[node] for node in both)
    together, in_rows, in_columns = (
        sum(comb(count, 2) for count in counts.values()) for counts in (cells, rows, columns)
    )
    pairs = comb(len(both), 2)
    if not pairs:
        return Agreement(None, len(both))
    expected, most = in_rows * in_columns / pairs, (in_rows + in_columns) / 2
    return Agreement(None if most == expected else (together - expected) / (most - expected), len(both))
