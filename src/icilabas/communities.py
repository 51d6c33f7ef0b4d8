"""Communities of a network, and how far they are the same as groups that are known, such as territories."""

from __future__ import annotations

from collections import Counter
from math import comb
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx


class Agreement(NamedTuple):
    """How far two partitions agree: the adjusted Rand index, None where it has no value, and over how many nodes."""

    value: float | None
    n: int


def communities(G: nx.Graph, seed: int, weight: str | None = "weight") -> dict[Any, int]:
    """Return the community of each node, from 1, the largest first (then by the first of its nodes).

    Louvain (Blondel et al. 2008, J. Stat. Mech. P10008; networkx), which maximises modularity step by step from a
    random order: the seed fixes it. An undirected graph without parallel ties is expected.
    """
    import networkx as nx

    if not G.number_of_edges():
        return {node: number for number, node in enumerate(G, start=1)}
    found = nx.community.louvain_communities(G, weight=weight, seed=seed)
    place = {node: number for number, node in enumerate(G)}
    ordered = sorted(found, key=lambda members: (-len(members), min(place[node] for node in members)))
    return {node: number for number, members in enumerate(ordered, start=1) for node in members}


def agreement(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> Agreement:
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
