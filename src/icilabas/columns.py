"""Columns of nodes, ordered from top to bottom so that few of the lines between them cross.

Each node goes to the mean height of its neighbours in other columns, column by column and to and fro (the barycentre
method of Sugiyama, Tagawa and Toda 1981, IEEE Trans. SMC 11:109); the order with fewest crossings is kept.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    Columns = list[list[int]]
    Link = tuple[int, int]

SWEEPS = 12
PASSES = 5
SWITCHED = 160  # links up to which single exchanges are tried: each counts all crossings anew
EPSILON = 1e-9  # lines that only touch do not cross
COUNTED = 1500  # links whose crossings are counted: the count compares each with each


def ordered(columns: Columns, links: Collection[Link], heads: Collection[int | None] = ()) -> Columns:
    """Return the columns, each in an order that keeps crossings few; ``links`` are pairs of the nodes in them.

    The ``heads`` stay at the top of theirs.
    """
    neighbours: dict[int, set[int]] = defaultdict(set)
    for a, b in links:
        neighbours[a].add(b)
        neighbours[b].add(a)
    best, fewest = columns, crossings(columns, links)
    top = [[node for node in column if node in heads] for column in columns]
    rest = [[node for node in column if node not in heads] for column in columns]
    turned = [first + others[::-1] for first, others in zip(top, rest, strict=True)]
    for start in (columns, [*turned[:-1], columns[-1]]):
        found = [list(column) for column in start]
        for sweep in range(SWEEPS):
            for number in range(len(found))[:: -1 if sweep % 2 else 1]:
                found[number] = _by_neighbours(found, number, neighbours, heads)
            count = crossings(found, links)
            if count < fewest:
                best, fewest = list(found), count
        if len(links) <= SWITCHED:
            best, fewest = _switched(best, links, heads, fewest)
    return best


def _by_neighbours(
    columns: Columns, number: int, neighbours: Mapping[int, set[int]], heads: Collection[int | None]
) -> list[int]:
    """Return a column ordered by the mean height of the neighbours that its nodes have in other columns."""
    height, own = _heights(columns), set(columns[number])
    wish = {node: _mean(height, node, neighbours[node] - own) for node in columns[number]}
    return sorted(columns[number], key=lambda node: (node not in heads, wish[node]))


def _switched(
    columns: Columns, links: Collection[Link], heads: Collection[int | None], fewest: int
) -> tuple[Columns, int]:
    """Exchange nodes with the next in their columns wherever that spares a crossing."""
    best = [list(column) for column in columns]
    for _ in range(PASSES):
        before = fewest
        for column in best:
            for row in range(1, len(column)):
                if column[row - 1] in heads:
                    continue
                column[row - 1], column[row] = column[row], column[row - 1]
                count = crossings(best, links)
                if count < fewest:
                    fewest = count
                else:
                    column[row - 1], column[row] = column[row], column[row - 1]
        if fewest == before:
            break
    return best, fewest


def crossings(columns: Sequence[Sequence[int]], links: Iterable[Link]) -> int:
    """Return how many pairs of lines cross, of the first `COUNTED`; lines within a column are not drawn across."""
    import numpy as np

    height, place = _heights(columns), {node: x for x, column in enumerate(columns) for node in column}
    lines = []
    for link in links:
        a, b = sorted(link, key=lambda node: place[node])
        if place[a] < place[b]:
            lines.append((place[a], height[a], place[b], height[b]))
    if not lines:
        return 0
    x1, y1, x2, y2 = np.array(lines[:COUNTED]).T
    slope = (y2 - y1) / (x2 - x1)
    left, right = np.maximum.outer(x1, x1), np.minimum.outer(x2, x2)
    gaps = []  # between each two lines, where both have begun and where one of them ends
    for x in (left, right):
        y = y1[:, None] + slope[:, None] * (x - x1[:, None])
        gaps.append(y - y.T)
    return int(((left < right) & (gaps[0] * gaps[1] < -EPSILON)).sum()) // 2


def _heights(columns: Sequence[Sequence[int]]) -> dict[int, float]:
    """Return how far down each node stands, from 0 to 1: columns of any length fill the same height."""
    return {node: (row + 0.5) / len(column) for column in columns for row, node in enumerate(column)}


def _mean(height: dict[int, float], node: int, neighbours: set[int]) -> float:
    near = sorted(height[other] for other in neighbours)
    return round(sum(near) / len(near), 9) if near else height[node]
