"""Communities: which nodes are tied more among themselves than to others, and how far two such divisions agree."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from icilabas.measures.canonical_order import canonical_order
from icilabas.measures.groups import NAN, NOT_NEGATIVE, checked_weight

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    import networkx as nx

    from icilabas.measures.groups import Node


_N = TypeVar("_N")

STARTS, FEWEST_STARTS = 50, 2  # of the search
_GAIN = 1e-12  # of modularity: what is less is what rounding makes, and could go round in circles for ever
_STEPS = 50_000  # starts x (nodes and ties): some three seconds


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
    arcs. Weights are positive. The seed fixes the order in which nodes are asked, and which of several equally good
    communities they take. NetworkX's `louvain_communities` does not ask the nodes again, and takes any gain that is not
    0 for one.
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
    luck = {name: place for place, name in enumerate(order)}  # which of several that are equally good
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
            most = max(gains.values())
            best = max((name for name, gain in gains.items() if gain >= most - _GAIN), key=luck.__getitem__)
            if most <= gains[own] + _GAIN:
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
