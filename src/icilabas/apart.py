"""Boxes that lie on each other are pushed apart; the pairs that may meet are found by squares of the plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Indices = NDArray[np.intp]

ROUNDS = 150
MARGIN = 0.5  # pairs are looked for again when a node may have come nearer by so much of a box
_COLUMN = 1 << 31  # squares in a column: more than any picture has


def separate(points: Points, sizes: Points, rounds: int = ROUNDS) -> Points:
    """Push overlapping boxes apart along the axis on which they overlap least; `sizes` are widths and heights."""
    import numpy as np

    margin = MARGIN * float(np.median(sizes))
    a, b, half = _nearer_than(margin, points, sizes)
    moved = 0.0  # at most, by any node, since the pairs were looked for
    for _ in range(rounds):
        if 2 * moved > margin:
            a, b, half = _nearer_than(margin, points, sizes)
            moved = 0.0
        gap = points[a] - points[b]
        over = half - np.abs(gap)
        hit = np.flatnonzero((over > 0).all(1))
        if not len(hit):
            break
        axis = over[hit].argmin(1)
        push = 0.35 * over[hit, axis] * np.where(gap[hit, axis] < 0, -1, 1)
        moves = np.zeros_like(points)
        np.add.at(moves, (a[hit], axis), push)
        np.add.at(moves, (b[hit], axis), -push)
        points = points + moves
        moved += float(np.abs(moves).max())
    return points


def _nearer_than(margin: float, points: Points, sizes: Points) -> tuple[Indices, Indices, Points]:
    """Return the pairs of boxes that are nearer than the margin, and how far apart each two have to be."""
    import numpy as np

    a, b = near_pairs(points, sizes + margin)
    apart = (sizes[a] + sizes[b]) / 2
    near = (np.abs(points[a] - points[b]) < apart + margin).all(1)
    return a[near], b[near], apart[near]


def lying_on_another(points: Points, sizes: Points) -> list[int]:
    """Return nodes, the smaller of each pair that overlaps, without which no box lies on another."""
    import numpy as np

    a, b = near_pairs(points, sizes)
    hit = (np.abs(points[a] - points[b]) < (sizes[a] + sizes[b]) / 2).all(1)
    a, b = a[hit], b[hit]
    return [int(node) for node in np.unique(np.where(sizes[a].prod(1) < sizes[b].prod(1), a, b))]


def near_pairs(points: Points, sizes: Points) -> tuple[Indices, Indices]:
    """Return all pairs of boxes that may meet, and few others; each pair once.

    Boxes are sorted into squares as large as themselves (to a power of two), each compared with boxes of its size
    or less in the squares around: a few large ones among many small ones cost little.
    """
    import numpy as np

    reach = np.maximum(sizes.max(1), 1.0)
    smallest = float(reach.min())
    level = np.ceil(np.log2(reach / smallest)).astype(int)
    found: list[tuple[Indices, Indices]] = []
    for size in np.unique(level).tolist():
        cells = np.floor(points / (smallest * 2.0**size)).astype(np.int64)
        keys = cells[:, 0] * _COLUMN + cells[:, 1]
        others = np.flatnonzero(level <= size)
        others = others[np.argsort(keys[others], kind="stable")]
        own = np.flatnonzero(level == size)
        for column in (-_COLUMN, 0, _COLUMN):
            first = np.searchsorted(keys[others], keys[own] + column - 1, "left")
            count = np.searchsorted(keys[others], keys[own] + column + 1, "right") - first
            a = np.repeat(own, count)
            within = np.arange(len(a)) - np.repeat(np.cumsum(count) - count, count)
            b = others[np.repeat(first, count) + within]
            once = (level[b] < size) | (a < b)
            found.append((a[once], b[once]))
    return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])
