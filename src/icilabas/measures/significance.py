"""How firm a number is: permutation tests, and ranks when each passage is left out in turn."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, groupby
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from icilabas.errors import UsageError
from icilabas.measures.canonical_order import canonical_order
from icilabas.measures.groups import NAN, ei_index, grouped_ties, groups_of
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    from icilabas.measures.groups import Edge, Group, Node

# `without_each` reads the evidence of our own networks: it is no function on any graph.
__all__ = ["PermutationTest", "RankInterval", "ei_permutation_test", "permutation_test", "rank_intervals"]

_N = TypeVar("_N")
_Passage = TypeVar("_Passage")
_Groups = TypeVar("_Groups")

FEWEST_DRAWS = 1000
EXACT = 50_000  # distinct assignments: so many are all looked at, where more are drawn from
_COUNTED = 10**18  # assignments: of more there is no number, which would have thousands of digits
_AT_ONCE = 50_000  # ties looked at together, over all draws of a batch
_SAME = 1e-12  # values that differ by less, relatively, differ by rounding only
LARGEST = 10_000_000  # passages x ends of paths x (nodes and ties): some seconds


class PermutationTest(NamedTuple):
    """An index beside what chance makes of it."""

    value: float
    """The index; NaN where it has no value."""
    p: float
    """Two-sided: how often chance alone is as far out, from just above 0 to 1; NaN where the index is."""
    n: int
    """Nodes with a group: what was permuted."""
    ties: int
    """Ties that count: between two different nodes that both have a group."""
    draws: int
    """Assignments that gave the index a value: of all there are where `exact`, else of those drawn."""
    expected: float
    """What to expect if groups did not matter: the mean of the index over all assignments (see each test)."""
    exact: bool = False
    """Whether all distinct assignments of groups to nodes were looked at; p is then no estimate."""
    assignments: int | None = None
    """How many distinct assignments there are; None where they are more than 10^18."""
    floor: float = NAN
    """The smallest p that could be reached, whatever the groups were: where it is above 0.05, p says nothing."""


class RankInterval(NamedTuple):
    """The rank of a node (1: the highest value) and how it moves when a passage is left out.

    All three are None where all nodes have the same value: there is nothing to rank.
    """

    rank: int | None
    best: int | None
    worst: int | None
    passages: int
    """How many passages were left out, one at a time."""


def permutation_test(
    G: nx.Graph,
    group: Group,
    index: Callable[[nx.Graph, Mapping[Node, Hashable]], float],
    *,
    draws: int = FEWEST_DRAWS,
    seed: int = 0,
) -> PermutationTest:
    """Return the permutation p-value of an index: groups are dealt out again among the nodes that have one.

    `index` is called as ``index(G, {node: group})``, for example `icilabas.bridging.assortativity`; for the E–I index
    `ei_permutation_test` gives the same in a fraction of the time. Source: the test of Krackhardt & Stern 1988, Social
    Psychology Quarterly 51:123. Ties and the sizes of the groups stay as they are.

    Where there are at most 50,000 distinct assignments, each of them is looked at once, and `p` is exact: twice the
    smaller share of those as low, or as high, as what is found, at most 1. Else `draws` are drawn, and the assignment
    found is one more of them, so that p is never 0 (Phipson & Smyth 2010, Statistical Applications in Genetics and
    Molecular Biology 9:39): twice the smaller of (1 + draws as far out) / (1 + draws). `expected` is the mean over the
    same assignments, and `floor` the p of the one farthest out. Assignments for which the index is NaN are left out.

    What is drawn depends on the seed and on `icilabas.measures.canonical_order`: neither on what nodes and groups are
    called nor on the order of nodes and ties. Raises UsageError for fewer than 1,000 draws, and as
    `icilabas.measures.groups.groups_of`.
    """
    groups = groups_of(G, group)
    order = _Dealt.of(G, groups, "weight", draws, seed)
    values = (float(index(G, dict(zip(order.nodes, names, strict=True)))) for names in order.each())
    return _test(float(index(G, groups)), list(values), order, len(grouped_ties(G, groups, None)))


def ei_permutation_test(
    G: nx.Graph, group: Group, weight: str | None = None, *, draws: int = FEWEST_DRAWS, seed: int = 0
) -> PermutationTest:
    """Return the E–I index with its permutation p-value, as `permutation_test` with `icilabas.bridging.ei_index`.

    Report value, p, floor, n and ties together. `expected` is never drawn: two nodes are of different groups with the
    probability q = (n² - the sum of the squared sizes of groups) / (n² - n), so that the index is 2 q - 1 in the mean.
    NaN and errors: as `icilabas.bridging.ei_index`.
    """
    import numpy as np

    groups = groups_of(G, group)
    ties = grouped_ties(G, groups, weight)
    order = _Dealt.of(G, groups, weight or "weight", draws, seed)
    number = {node: place for place, node in enumerate(order.nodes)}
    sources = np.array([number[u] for u, _v, _w in ties], dtype=np.intp)
    targets = np.array([number[v] for _u, v, _w in ties], dtype=np.intp)
    weights = np.array([w for _u, _v, w in ties], dtype=float)
    total = math.fsum(weights.tolist())
    found: list[float] = []
    if total and order.exact:
        found = (1 - 2 * _internal(order, sources, targets, weights) / total).tolist()
    elif total:
        for codes in order.drawn(len(ties)):
            found += (2 * ((codes[:, sources] != codes[:, targets]) @ weights) / total - 1).tolist()
    n = len(groups)
    different = n**2 - sum(size**2 for size in Counter(groups.values()).values())
    expected = 2 * different / (n**2 - n) - 1 if total else NAN
    return _test(ei_index(G, groups, weight), found, order, len(ties), expected)


def _internal(
    order: _Dealt, sources: NDArray[np.intp], targets: NDArray[np.intp], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how much weight stays within groups in each assignment, from the few nodes not in the largest group.

    Of all weight, what these few have is taken away; what is among them, twice gone, is given back, and once more
    where it is within a group.
    """
    import numpy as np

    n = len(order.nodes)
    strength = np.bincount(sources, weights, n) + np.bincount(targets, weights, n)
    places = order.places()
    internal: NDArray[np.float64] = weights.sum() - strength[places].sum(axis=1)
    if len(order.few) > 1:  # then the nodes are some hundreds at most
        tied = np.zeros((n, n))
        np.add.at(tied, (sources, targets), weights)
        tied += tied.T
        for a, b in combinations(range(len(order.few)), 2):
            internal += (1 + (order.few[a] == order.few[b])) * tied[places[:, a], places[:, b]]
    return internal


class _Dealt(NamedTuple):
    """How groups are dealt out among nodes: all ways there are, or so many drawn."""

    nodes: list[Node]
    names: list[Hashable]
    largest: Hashable
    few: list[Hashable]
    """The groups, one a node, of those that are not in the largest; they are what moves."""
    assignments: int | None
    draws: int
    seed: int

    @classmethod
    def of(cls, G: nx.Graph, groups: Mapping[Node, Hashable], weight: str, draws: int, seed: int) -> _Dealt:
        if draws < FEWEST_DRAWS:
            expected = message("significance-or-more", least=FEWEST_DRAWS)
            raise UsageError(message("bad-number", name="draws", found=draws, expected=expected))
        nodes = [node for node in canonical_order(G, groups, weight) if node in groups]
        names = [groups[node] for node in nodes]
        sizes = Counter(names)
        largest = max(sizes, key=sizes.__getitem__, default=None)
        few = sorted((name for name in names if name != largest), key=list(sizes).index)
        return cls(nodes, names, largest, few, _count(len(nodes), sizes.values()), draws, seed)

    @property
    def exact(self) -> bool:
        return self.assignments is not None and self.assignments <= EXACT

    def places(self) -> NDArray[np.intp]:
        """In each distinct assignment, a row, where the few are."""
        import numpy as np

        sizes = [len(list(same)) for _name, same in groupby(self.few)]
        rows = list(_choices(range(len(self.nodes)), sizes))
        return np.array(rows, dtype=np.intp).reshape(len(rows), len(self.few))

    def drawn(self, ties: int) -> Iterable[NDArray[np.intp]]:
        """Yield the groups, as numbers, of the nodes in their order, one draw a row; blocks do not change the draws."""
        import numpy as np

        codes = {name: code for code, name in enumerate(dict.fromkeys(self.names))}
        names = np.array([codes[name] for name in self.names], dtype=np.intp)
        chance = np.random.default_rng(self.seed)
        room = max(1, _AT_ONCE // max(len(names), ties, 1))
        for start in range(0, self.draws, room):
            rows = min(room, self.draws - start)
            yield chance.permuted(np.tile(names, (rows, 1)), axis=1)

    def each(self) -> Iterable[list[Hashable]]:
        """Yield the groups of the nodes in their order, for each assignment."""
        if not self.exact:
            codes = list(dict.fromkeys(self.names))
            yield from ([codes[code] for code in row] for block in self.drawn(1) for row in block.tolist())
            return
        for places in self.places().tolist():
            names = [self.largest] * len(self.nodes)
            for place, name in zip(places, self.few, strict=True):
                names[place] = name
            yield names


def _count(nodes: int, sizes: Iterable[int]) -> int | None:
    """Return in how many ways nodes can be of groups of these sizes; None for more than 10^18."""
    count = 1
    for size in sorted(sizes)[:-1]:
        few = min(size, nodes - size)
        if few > _COUNTED.bit_length() or (count := count * math.comb(nodes, few)) > _COUNTED:
            return None  # of n nodes, n choose k is 2^k at least
        nodes -= size
    return count


def _choices(free: Sequence[int], sizes: Sequence[int]) -> Iterable[tuple[int, ...]]:
    """Yield each way to choose so many of the places, and then so many of the others, and so on."""
    if not sizes:
        yield ()
        return
    for some in combinations(free, sizes[0]):
        rest = [place for place in free if place not in some] if len(sizes) > 1 else ()
        for others in _choices(rest, sizes[1:]):
            yield (*some, *others)


def _test(
    value: float, values: list[float], order: _Dealt, ties: int, expected: float | None = None
) -> PermutationTest:
    valid = [each for each in values if not math.isnan(each)]
    if expected is None:
        expected = math.fsum(valid) / len(valid) if valid else NAN
    p = floor = NAN
    if not math.isnan(value):
        p, floor = _p_and_floor(value, valid if order.exact else [*valid, value])
    return PermutationTest(
        value, p, len(order.nodes), ties, len(valid), expected, order.exact, order.assignments, floor
    )


def _p_and_floor(value: float, values: list[float]) -> tuple[float, float]:
    """Return the two-sided p of a value that is one of these, and the smallest that any of them has."""

    def share(of: float, side: int) -> float:
        slack = _SAME * max(1.0, abs(of))
        return sum(side * each >= side * of - slack for each in values) / len(values)

    smaller = min(share(value, 1), share(value, -1))
    least = min(share(max(values), 1), share(min(values), -1))
    return min(1.0, 2 * smaller), min(1.0, 2 * least)


def rank_intervals(
    G: nx.Graph,
    measure: Callable[[nx.Graph], Mapping[_N, float]],
    without: Mapping[_Passage, nx.Graph] | Callable[[_Passage], nx.Graph],
    passages: Iterable[_Passage] = (),
) -> dict[_N, RankInterval]:
    """Return {node: (rank, best, worst, passages)}: how its rank moves when one passage at a time is left out.

    `without`: {passage: graph without the evidence of that passage}, or a function that makes such a graph of a
    passage, called for each of `passages`. `measure` is called with each graph, for example
    ``lambda g: gefura(g, "territory")``. Rank 1 is the highest value, and equal values (to twelve digits) share the
    better rank; the best and the worst rank include that of the whole graph. A node that a graph does not have, or
    whose value there is NaN, ranks behind all that have a value: nothing is known of it without that passage. Where
    all nodes of `G` have the same value there is no rank (None): eight equal zeros are not eight firsts. All nodes of
    `G` are in the result; nodes that only the smaller graphs have are not.
    """
    graphs = without.values() if isinstance(without, Mapping) else map(without, passages)
    whole = _ranks(measure(G), G)
    moved = [_ranks(measure(graph), G) for graph in graphs]
    return _intervals(whole, moved, len(moved))


def _intervals(whole: Mapping[_N, int], moved: Sequence[Mapping[_N, int]], passages: int) -> dict[_N, RankInterval]:
    if set(whole.values()) <= {1}:
        return {node: RankInterval(None, None, None, passages) for node in whole}
    found = {}
    for node, rank in whole.items():
        ranks = [rank, *(each[node] for each in moved)]
        found[node] = RankInterval(rank, min(ranks), max(ranks), passages)
    return found


def _ranks(values: Mapping[_N, float], G: Collection[_N]) -> dict[_N, int]:
    """Return the rank of each of the nodes: 1 and as many as have a greater value."""
    known = {node: float(f"{values[node]:.11e}") for node in G if node in values and not math.isnan(values[node])}
    first: dict[float, int] = {}
    for place, value in enumerate(sorted(known.values(), reverse=True), start=1):
        first.setdefault(value, place)
    return {node: first[known[node]] if node in known else len(known) + 1 for node in G}


def without_each(
    graph: nx.Graph,
    measure: Callable[[nx.Graph, _Groups], Mapping[_N, float]],
    groups: Callable[[str | None], _Groups],
    *,
    placed_by: Callable[[], Iterable[str]] = tuple,
    ends: int = 0,
    rests: Rests | None = None,
) -> tuple[dict[_N, RankInterval], int | None]:
    """Return the rank of each node by a measure, how it moves without each passage, and how many passages there are.

    Without a passage the network is as if it had never been read: a tie is gone when one of the facts that it rests on
    is said by nothing else (see `_falls_with`), a node when all its ties are, and the groups are found again.
    ``groups``: returns them without a passage (None: with all), ``placed_by`` which passages they rest on; ``measure``
    is called with a network and its groups. Weights stay as they are: a measure of ranks does not look at them. Where
    nothing changes nothing is measured. Ranked are the nodes that the measure has of the whole network. ``ends``: from
    how many nodes the measure looks for paths; on a network too large to be measured so often nothing is left out, and
    the number of passages is None. ``rests``: what the network rests on, where that was looked for before. The
    networks that ``measure`` is given are not to be kept: see `_each_less`.
    """
    values = measure(graph, groups(None))
    ranked = [node for node in graph if node in values]
    whole = _ranks(values, ranked)
    falls, said_by = rests or Rests.of(graph)

    def too_many(passages: Collection[str]) -> bool:
        steps: int = len(passages) * ends * (len(graph) + graph.number_of_edges())
        return steps > LARGEST

    if len(said_by) > 1 and too_many(falls):  # whatever else places are said by, which takes a while to find
        return _intervals(whole, (), 0), None
    passages = said_by.union(placed := {*placed_by()})
    changing = sorted({*falls, *placed}) if len(passages) > 1 else []
    if too_many(changing):
        return _intervals(whole, (), 0), None
    moved = [_ranks(measure(left, groups(passage)), ranked) for passage, left in _each_less(graph, falls, changing)]
    return _intervals(whole, moved, len(passages) if len(passages) > 1 else 0), len(passages)


class Rests(NamedTuple):
    """What a network rests on: which ties fall with each passage (see `_falls_with`), and all passages of its ties."""

    falls: Mapping[str, Sequence[Edge]]
    passages: frozenset[str]

    @classmethod
    def of(cls, graph: nx.Graph) -> Rests:
        """Read the evidence of the ties."""
        pieces = (piece for *_tie, evidence in graph.edges(data="evidence") for piece in _pieces(evidence))
        return cls(_falls_with(graph), frozenset(piece["passage"] for piece in pieces))


def _pieces(evidence: object) -> list[dict[str, str]]:
    """Return the evidence of a tie that is in the form of ours: others have their own attributes of this name."""
    found = evidence if isinstance(evidence, list) else []
    return [piece for piece in found if isinstance(piece, dict) and isinstance(piece.get("passage"), str)]


def _each_less(
    graph: nx.Graph, falls: Mapping[str, Sequence[Edge]], passages: Iterable[str]
) -> Iterator[tuple[str, nx.Graph]]:
    """Give, for each passage, the network without the ties that fall with it, and the nodes that had no others.

    The network itself where no tie falls; else a copy, the same for all, which has them again when the next is asked
    for: to copy the network for each passage takes longer than to measure it.
    """
    left = graph.copy() if falls else graph
    for passage in passages:
        ties = [(*tie, left.edges[tie]) for tie in falls.get(passage, ())]
        if not ties:
            yield passage, graph
            continue
        left.remove_edges_from(ties)
        ends = dict.fromkeys(chain.from_iterable(tie[:2] for tie in ties))
        alone = [(end, left.nodes[end]) for end in ends if not left.degree(end)]
        left.remove_nodes_from([end for end, _about in alone])
        yield passage, left
        left.add_nodes_from(alone)
        left.add_edges_from(ties)


def _falls_with(graph: nx.Graph) -> dict[str, list[Edge]]:
    """Return, for each passage without which ties are gone, these ties.

    A tie stands as long as one of its ways does (what it is, and what it goes through); a way as long as each of the
    ends that its evidence speaks of is spoken of by another passage. A way that no passage says stands by itself.
    """
    found: dict[str, list[Edge]] = defaultdict(list)
    ties = graph.edges(data=True, **({"keys": True} if graph.is_multigraph() else {}))
    for *tie, about in ties:
        ways: dict[tuple[object, object], dict[object, set[str]]] = {}
        for piece in _pieces(about.get("evidence")):
            way = ways.setdefault((piece.get("relation"), piece.get("via")), {})
            way.setdefault(piece.get("end"), set()).add(piece["passage"])
        alone = [{next(iter(by)) for by in ends.values() if len(by) == 1} for ends in ways.values()]
        said = {relation for relation, _via in ways} - {None}
        if alone and said >= ({*about.get("relations", ())} if said else set()):
            for passage in set.intersection(*alone):
                found[passage].append(tuple(tie))
    return found
