"""How firm a number is: permutation tests, and ranks when each passage is left out in turn."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from icilabas.errors import UsageError
from icilabas.measures.groups import NAN, ei_index, grouped_ties, groups_of
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Hashable

    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    from icilabas.measures.groups import Edge, Group, Node

# `without_each` reads the evidence of our own networks: it is no function on any graph.
__all__ = ["PermutationTest", "RankInterval", "ei_permutation_test", "permutation_test", "rank_intervals"]

_N = TypeVar("_N")
_Passage = TypeVar("_Passage")

FEWEST_DRAWS = 1000
_AT_ONCE = 4_000_000  # ties looked at together, over all draws of a batch
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
    """Permutations that gave the index a value."""
    expected: float
    """The mean of the index over the draws: what to expect if groups did not matter."""


class RankInterval(NamedTuple):
    """The rank of a node (1: the highest value) and how it moves when a passage is left out."""

    rank: int
    best: int
    worst: int
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
    Psychology Quarterly 51:123; p is twice the smaller one-sided p-value, at most 1, each (1 + draws as far out) /
    (1 + draws), so never 0 (Phipson & Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9:39).
    Ties and the sizes of the groups stay as they are. Draws in which the index is NaN are left out; if none is left
    but the index has a value, p is 1. The same graph (nodes in the same order), seed and number of draws give the same
    p. Raises UsageError for fewer than 1,000 draws, and as `icilabas.measures.groups.groups_of`.
    """
    groups = groups_of(G, group)
    nodes, names = list(groups), list(groups.values())
    values = [
        float(index(G, {node: names[place] for node, place in zip(nodes, order, strict=True)}))
        for block in _orders(len(nodes), draws, seed, 1)
        for order in block.tolist()
    ]
    return _test(float(index(G, groups)), values, len(nodes), len(grouped_ties(G, groups, None)))


def ei_permutation_test(
    G: nx.Graph, group: Group, weight: str | None = None, *, draws: int = FEWEST_DRAWS, seed: int = 0
) -> PermutationTest:
    """Return the E–I index with its permutation p-value, as `permutation_test` with `icilabas.bridging.ei_index`.

    Report value, p, n and ties together. NaN and errors: as `icilabas.bridging.ei_index`.
    """
    import numpy as np

    groups = groups_of(G, group)
    ties = grouped_ties(G, groups, weight)
    number = {node: place for place, node in enumerate(groups)}
    codes = {name: code for code, name in enumerate(dict.fromkeys(groups.values()))}
    names = np.array([codes[name] for name in groups.values()], dtype=np.intp)
    sources = np.array([number[u] for u, _v, _w in ties], dtype=np.intp)
    targets = np.array([number[v] for _u, v, _w in ties], dtype=np.intp)
    weights = np.array([w for _u, _v, w in ties], dtype=float)
    total = math.fsum(weights.tolist())
    values: list[float] = []
    for block in _orders(len(names), draws, seed, len(ties)):
        drawn = names[block]
        external = (drawn[:, sources] != drawn[:, targets]) @ weights
        values.extend((2 * external / total - 1).tolist() if total else [NAN] * len(block))
    return _test(ei_index(G, groups, weight), values, len(names), len(ties))


def _orders(nodes: int, draws: int, seed: int, ties: int) -> Iterable[NDArray[np.intp]]:
    """Yield permutations of the places of the nodes, one a row, in blocks; the blocks do not change what is drawn."""
    import numpy as np

    if draws < FEWEST_DRAWS:
        expected = message("significance-or-more", least=FEWEST_DRAWS)
        raise UsageError(message("bad-number", name="draws", found=draws, expected=expected))
    chance = np.random.default_rng(seed)
    room = max(1, _AT_ONCE // max(nodes, ties, 1))
    for start in range(0, draws, room):
        rows = min(room, draws - start)
        yield chance.permuted(np.tile(np.arange(nodes, dtype=np.intp), (rows, 1)), axis=1)


def _test(value: float, drawn: list[float], n: int, ties: int) -> PermutationTest:
    valid = [draw for draw in drawn if not math.isnan(draw)]
    expected = math.fsum(valid) / len(valid) if valid else NAN
    if math.isnan(value):
        return PermutationTest(value, NAN, n, ties, len(valid), expected)
    slack = _SAME * max(1.0, abs(value))
    above = sum(draw >= value - slack for draw in valid)
    below = sum(draw <= value + slack for draw in valid)
    p = min(1.0, 2 * (1 + min(above, below)) / (1 + len(valid)))
    return PermutationTest(value, p, n, ties, len(valid), expected)


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
    whose value there is NaN, ranks behind all that have a value: nothing is known of it without that passage. All
    nodes of `G` are in the result; nodes that only the smaller graphs have are not.
    """
    graphs = without.values() if isinstance(without, Mapping) else map(without, passages)
    whole = _ranks(measure(G), G)
    moved = [_ranks(measure(graph), G) for graph in graphs]
    return {
        node: RankInterval(rank, *_span([rank, *(ranks[node] for ranks in moved)]), len(moved))
        for node, rank in whole.items()
    }


def _span(ranks: list[int]) -> tuple[int, int]:
    return min(ranks), max(ranks)


def _ranks(values: Mapping[_N, float], G: nx.Graph) -> dict[_N, int]:
    """Return the rank of each node of the graph: 1 and as many as have a greater value."""
    known = {node: float(f"{values[node]:.11e}") for node in G if node in values and not math.isnan(values[node])}
    first: dict[float, int] = {}
    for place, value in enumerate(sorted(known.values(), reverse=True), start=1):
        first.setdefault(value, place)
    return {node: first[known[node]] if node in known else len(known) + 1 for node in G}


def without_each(
    graph: nx.Graph, measure: Callable[[nx.Graph], Mapping[_N, float]], ends: int
) -> tuple[dict[_N, RankInterval], int | None]:
    """Return the rank of each node by a measure, how it moves without each passage, and how many passages there are.

    Without a passage, a tie is gone when nothing else says it. ``ends``: from how many nodes the measure looks for
    paths. With one passage or none there is nothing to leave out; on a network too large to be measured so often
    nothing is left out, and the number is None.
    """
    said = _said_by(graph)
    passages = sorted(set().union(*said.values()))
    if len(passages) * ends * (len(graph) + len(said)) > LARGEST:
        return rank_intervals(graph, measure, {}), None

    def without(passage: str) -> nx.Graph:
        left = graph.copy()
        left.remove_edges_from([tie for tie, by in said.items() if by == {passage}])
        return left

    return rank_intervals(graph, measure, without, passages if len(passages) > 1 else ()), len(passages)


def _said_by(graph: nx.Graph) -> dict[Edge, set[str]]:
    """Return the passages that say each tie."""
    ties = graph.edges(data="evidence", **({"keys": True} if graph.is_multigraph() else {}))
    return {tuple(tie): {piece["passage"] for piece in evidence or ()} for *tie, evidence in ties}
