"""Communities: which nodes are tied more among themselves than to others, and how far two such divisions agree."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict, deque
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from icilabas.measures.canonical_order import canonical_order
from icilabas.measures.compiled import has_igraph, igraph_core
from icilabas.measures.groups import NAN, NOT_NEGATIVE, checked_weight

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    import networkx as nx

    from icilabas.measures.groups import Node


_N = TypeVar("_N")

STARTS, FEWEST_STARTS = 50, 2  # of the search
LOUVAIN, LEIDEN = "Louvain", "Leiden"
STEPS = {LOUVAIN: 150_000, LEIDEN: 1_200_000}  # starts x (nodes and ties): some five seconds
_GAIN = 1e-12  # of modularity: what is less is what rounding makes, and could go round in circles for ever
_EXACT = 2**25  # the sum of weights as whole numbers: four times its square is a whole number that a float holds
_ROUNDS, _CHANCE = 10, 0.01  # of a search by igraph: how often it is begun anew, and igraph's own randomness


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
    """How often the search began anew; 0 without any tie."""
    stability: float
    """The mean adjusted Rand index between what any two starts found: 1 where all found the same; NaN without ties."""
    method: str
    """LOUVAIN, or LEIDEN on large networks where igraph is installed."""


class _Ties(NamedTuple):
    """Arcs between nodes by number, a tie without direction as two; weights from 0 to 1, none of them 0."""

    n: int
    arcs: list[tuple[int, int, float]]
    directed: bool

    @property
    def size(self) -> int:
        """How many nodes and ties there are."""
        return self.n + len(self.arcs) // (1 if self.directed else 2)


def communities(G: nx.Graph, seed: int, weight: str | None = "weight") -> Communities:
    """Return the communities of the best of many searches, and how far the searches agree.

    Louvain (Blondel et al. 2008, J. Stat. Mech. P10008), which maximises modularity step by step from a random order
    and stops where no step helps: 50 orders are tried, as the seed fixes them, and of what they found the greatest
    modularity (to twelve digits) is kept. Where nodes and ties are more than 3,000 together, so that there is no time
    for 50, igraph does it where that is installed, by Leiden (Traag et al. 2019, Scientific Reports 9:5233), from 50
    starts up to 24,000 nodes and ties, then fewer; without igraph, and in directed graphs, Louvain has fewer starts,
    at least 2. How many starts there are depends on the size alone, not on how fast a machine is. Where several
    divisions have the greatest modularity, and in the numbering of equally large communities,
    `icilabas.measures.canonical_order` decides, by structure, then by label; so nothing depends on ids or the order
    given where labels differ. Directed: as Leicht & Newman 2008. Parallel ties add up, a weight that is missing counts
    1. Where no tie weighs anything each node is a community. Raises UsageError as `checked_weight`.
    """
    nodes = canonical_order(G, weight=weight)
    ties = _ties(G, nodes, weight)
    if not ties.arcs:
        return Communities({node: number for number, node in enumerate(nodes, start=1)}, NAN, 0, NAN, LOUVAIN)
    large = STEPS[LOUVAIN] < STARTS * ties.size and not ties.directed and has_igraph()
    method = LEIDEN if large else LOUVAIN
    starts = min(STARTS, max(FEWEST_STARTS, STEPS[method] // ties.size))
    seeds = range(seed, seed + starts)
    counts = Counter(_leiden(ties, seeds) if large else (_louvain(ties.n, ties.arcs, each) for each in seeds))
    worth = {one: float(f"{value:.11e}") for one, value in zip(counts, _modularity(ties, counts), strict=True)}
    best = min(counts, key=lambda one: (-worth[one], one))
    sizes = Counter(best)
    number = {name: place for place, name in enumerate(sorted(sizes, key=lambda name: (-sizes[name], name)), start=1)}
    of = {node: number[name] for node, name in zip(nodes, best, strict=True)}
    return Communities({node: of[node] for node in G}, worth[best], starts, _stability(counts), method)


def _ties(G: nx.Graph, nodes: Sequence[Node], weight: str | None) -> _Ties:
    """Return the ties that weigh something among the places of the nodes, in their order and with sums of weights."""
    place = {node: number for number, node in enumerate(nodes)}
    weights: dict[tuple[int, int], list[float]] = defaultdict(list)
    for u, v, data in G.edges(data=True):
        ends = place[u], place[v]
        pair = ends if G.is_directed() else (min(ends), max(ends))
        weights[pair].append(checked_weight(data, weight, (u, v), NOT_NEGATIVE))
    sums = {pair: math.fsum(weights[pair]) for pair in sorted(weights)}
    most = max(sums.values(), default=0)
    arcs = [(*pair, value / most) for pair, value in sums.items() if value / (most or 1)]
    if not G.is_directed():
        arcs = [arc for u, v, value in arcs for arc in ((u, v, value), (v, u, value))]
    return _Ties(len(nodes), arcs, G.is_directed())


def _modularity(ties: _Ties, divisions: Iterable[tuple[int, ...]]) -> Iterator[float]:
    """Give the modularity of each division of the nodes."""
    import numpy as np

    ends = np.array([arc[:2] for arc in ties.arcs])
    weights = np.array([value for *_ends, value in ties.arcs])
    total = weights.sum()
    for each in divisions:
        start, end = np.array(each)[ends].T
        out, into = (np.bincount(side, weights / total, ties.n) for side in (start, end))
        yield float(weights[start == end].sum() / total - out @ into)


def _stability(counts: Mapping[tuple[int, ...], int]) -> float:
    """Return the mean agreement between any two of these divisions, each found so many times."""
    import numpy as np

    found = [(np.array(one), Counter(one).values(), count) for one, count in counts.items()]
    same = sum(comb(count, 2) for count in counts.values())
    other = []
    for (one, rows, many), (another, columns, more) in combinations(found, 2):
        _names, cells = np.unique(one * len(one) + another, return_counts=True)
        other.append(many * more * (_adjusted_rand(cells.tolist(), rows, columns) or 0.0))
    return math.fsum([same, *other]) / comb(sum(counts.values()), 2)


def _leiden(ties: _Ties, seeds: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Give what igraph finds from each seed: the community of each node, called by the first of its nodes.

    Modularity, times the sum of all weights twice over, as igraph's CPM of whole numbers, so that all sums are exact:
    igraph takes any gain that is not 0 for one, and rounding, which could go round in circles for ever, makes none.
    """
    igraph = igraph_core()
    links = ties.arcs[::2]
    unit = (_EXACT - len(links)) / math.fsum(value for *_ends, value in links)
    weights = [max(1, round(value * unit)) for *_ends, value in links]
    total = 2 * sum(weights)
    try:
        for seed in seeds:
            chance = random.Random(seed)  # noqa: S311  # for the same communities each time
            igraph.set_random_number_generator(chance)
            place = chance.sample(range(ties.n), ties.n)  # igraph takes the first of communities that are equally good
            graph = igraph.GraphBase(n=ties.n, edges=[(place[u], place[v]) for u, v, _value in links])
            membership, _quality = graph.community_leiden(
                edge_weights=[total * value for value in weights],
                node_weights=graph.strength(weights=weights),
                resolution=1,
                beta=_CHANCE * unit * total,
                n_iterations=_ROUNDS,
            )
            yield _by_first(membership[each] for each in place)
    finally:
        igraph.set_random_number_generator(random)


class _Level(NamedTuple):
    """A network of nodes or, merged, of communities."""

    near: list[list[tuple[int, float]]]  # of each: what else it is tied to, by what weight both ways together
    out: list[float]
    into: list[float]
    total: float


def _louvain(n: int, arcs: Iterable[tuple[int, int, float]], seed: int) -> tuple[int, ...]:
    """Return the community of each of n nodes, called by the first of its nodes.

    Blondel et al. 2008, J. Stat. Mech. P10008, begun anew from what it found until no node moves any more: then none
    would be better off in another community, or alone. Directed as Leicht & Newman 2008; a tie without direction is two
    arcs. Weights are positive. The seed fixes the order in which nodes are asked, and which of several equally good
    communities they take. NetworkX's `louvain_communities` does not ask the nodes again, and takes any gain that is not
    0 for one (3.6).
    """
    import numpy as np

    chance = np.random.default_rng(seed)
    out, into = [0.0] * n, [0.0] * n
    for u, v, weight in arcs:
        out[u] += weight
        into[v] += weight
    nodes = _level(out, into, arcs, math.fsum(out))
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
            return _by_first(home)
        home = names


def _level(out: list[float], into: list[float], arcs: Iterable[tuple[int, int, float]], total: float) -> _Level:
    near: list[dict[int, float]] = [defaultdict(float) for _node in out]
    for u, v, weight in arcs:
        if u != v:
            near[u][v] += weight
            near[v][u] += weight
    return _Level([list(others.items()) for others in near], out, into, total)


def _merged(level: _Level, names: list[int]) -> _Level:
    """Return the network of the communities, each a node."""
    count = max(names) + 1
    out, into = [0.0] * count, [0.0] * count
    for node, name in enumerate(names):
        out[name] += level.out[node]
        into[name] += level.into[node]
    ties = (
        (names[node], names[other], weight)
        for node, others in enumerate(level.near)
        for other, weight in others
        if node < other
    )
    return _level(out, into, ties, level.total)


def _moved(level: _Level, home: list[int], order: list[int]) -> bool:
    """Move each node to the community where modularity grows most, until none moves; return whether one did.

    After all have been asked, those are whose neighbours have moved since, and when no such node is left, all again.
    """
    homes, moved, going = _Homes(level, home, order), False, True
    while going:
        going, queue, waiting = False, deque(order), [True] * len(order)
        while queue:
            node = queue.popleft()
            waiting[node] = False
            if homes.moved(node):
                moved = going = True
                for other, _weight in level.near[node]:
                    if not waiting[other] and home[other] != home[node]:
                        waiting[other] = True
                        queue.append(other)
    return moved


class _Homes:
    """In which community each node is, and what the communities send and get, and how many nodes they have."""

    def __init__(self, level: _Level, home: list[int], luck: list[int]) -> None:
        n = len(home)
        self.luck = luck  # by community: which of several that are equally good
        self.level, self.home, self.enough = level, home, _GAIN * level.total
        self.sent, self.got, self.size = [0.0] * n, [0.0] * n, [0] * n
        for node, name in enumerate(home):
            self.sent[name] += level.out[node]
            self.got[name] += level.into[node]
            self.size[name] += 1
        self.empty = [name for name in range(n) if not self.size[name]]

    def moved(self, node: int) -> bool:
        """Move a node to the community where modularity grows most; return whether that is another."""
        near, out, into, total = self.level
        home, sent, got = self.home, self.sent, self.got
        own, mine, to_me = home[node], out[node] / total, into[node] / total
        weights = {own: 0.0}
        for other, weight in near[node]:
            name = home[other]
            weights[name] = weights.get(name, 0.0) + weight
        if self.size[own] > 1:
            weights[self.empty[-1]] = 0.0
        sent[own] -= out[node]
        got[own] -= into[node]
        gains = {name: weight - mine * got[name] - to_me * sent[name] for name, weight in weights.items()}
        best, most = own, max(gains.values())
        if most > gains[own] + self.enough:
            best = max((name for name in gains if gains[name] >= most - self.enough), key=self.luck.__getitem__)
        sent[best] += out[node]
        got[best] += into[node]
        if best == own:
            return False
        home[node] = best
        if not self.size[best]:
            self.empty.pop()
        self.size[best] += 1
        self.size[own] -= 1
        if not self.size[own]:
            self.empty.append(own)
        return True


def _named(home: Sequence[int]) -> list[int]:
    """Return the communities numbered from 0, by their first nodes."""
    number: dict[int, int] = {}
    return [number.setdefault(name, len(number)) for name in home]


def _by_first(home: Iterable[int]) -> tuple[int, ...]:
    """Return the communities, each called by the first of its nodes."""
    first: dict[int, int] = {}
    return tuple(first.setdefault(name, node) for node, name in enumerate(home))


def agreement(one: Mapping[_N, Hashable], other: Mapping[_N, Hashable]) -> Agreement:
    """Return the adjusted Rand index of two partitions, over the nodes that both have (a group of None is none).

    Hubert & Arabie 1985, Journal of Classification 2:193: 1 where they are the same, 0 as far as chance would have
    them agree, below 0 where less. No value where it is 0/0: fewer than two nodes, or all in one group, or each
    alone, in both.
    """
    both = [node for node in one if one[node] is not None and other.get(node) is not None]
    cells = Counter((one[node], other[node]) for node in both)
    rows, columns = Counter(one[node] for node in both), Counter(other[node] for node in both)
    return Agreement(_adjusted_rand(cells.values(), rows.values(), columns.values()), len(both))


def _adjusted_rand(cells: Iterable[int], rows: Iterable[int], columns: Iterable[int]) -> float | None:
    """Return the index of how many nodes are in a group of each partition together, and in each group of either."""
    rows = list(rows)
    together, in_rows, in_columns = (sum(comb(count, 2) for count in counts) for counts in (cells, rows, columns))
    pairs = comb(sum(rows), 2)
    if not pairs:
        return None
    expected, most = in_rows * in_columns / pairs, (in_rows + in_columns) / 2
    return None if most == expected else (together - expected) / (most - expected)
