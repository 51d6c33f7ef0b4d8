"""Boxes that do not overlap: pushed apart, or put on the nearest place that is free."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Indices = NDArray[np.intp]
    CanvasPoint = tuple[int, int]  # whole units, as drawn
    Box = tuple[float, float]  # width and height
    Frame = tuple[float, float, float, float]  # left, top, right, bottom


RING = 16.0  # between two rings on which room is looked for
WIDE_RING = 32.0  # the same for what comes later: there is much of it, and a quarter of the places are tried
CELL = 64.0  # the side of the squares of the plane by which it is known what is taken
OUTWARD = 0.25  # by so much of its way from the middle a node stands further out than its neighbours
ROUNDS = 150  # of pushing apart
PUSH = 0.35  # of what overlaps, at either box, in a round
FEW = 400  # boxes
NEARLY = 0.5  # pairs are looked for again when a node may have come nearer by so much of a box
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))  # from a seed of a sunflower to the next: any number of them lie evenly
_RINGS_KEPT = 1 << 8
_NOWHERE = (math.inf, math.inf, -math.inf, -math.inf)  # a frame on which none lies
_COLUMN = 1 << 31  # squares in a column: more than any picture has


def around(
    placed: Mapping[int, CanvasPoint], neighbours: Sequence[Sequence[int]], boxes: Sequence[Box]
) -> Iterator[tuple[int, CanvasPoint]]:
    """Yield a point for each node that is not placed yet and has a way to one that is, the nearest to them first."""
    points = dict(placed)
    taken = Taken()
    for node, point in points.items():
        taken.add(frame_of(point, boxes[node]))
    middle = [sum(axis) / max(1, len(points)) for axis in zip(*points.values(), strict=True)]
    tried: dict[CanvasPoint, int] = {}  # the first ring that may have room, for each wished place
    wave = {other for node in points for other in neighbours[node]} - points.keys()
    while wave:
        standing = dict(points)
        for node in sorted(wave, key=lambda n: (-len(neighbours[n]), n)):
            near = [standing[other] for other in neighbours[node] if other in standing]
            mean = [sum(axis) / len(near) for axis in zip(*near, strict=True)]
            x, y = (a + OUTWARD * (a - b) for a, b in zip(mean, middle, strict=True))
            cell = (round(x / CELL), round(y / CELL))
            ring, point = taken.take_near((x, y), boxes[node], WIDE_RING, tried.get(cell, 0))
            tried[cell] = max(0, ring - 1)
            points[node] = point
            yield node, point
        wave = {other for node in wave for other in neighbours[node]} - points.keys()


def freed(points: list[tuple[float, float]], boxes: Sequence[Box], moving: Sequence[int]) -> None:
    """Give each node of ``moving`` a new point in the list, the nearest where its box lies on no other."""
    taken = Taken()
    for node in set(range(len(points))).difference(moving):
        taken.add(frame_of(points[node], boxes[node]))
    for node in moving:
        _ring, points[node] = taken.take_near(points[node], boxes[node], RING)


@lru_cache(_RINGS_KEPT)
def _places(ring: int, step: float) -> list[tuple[float, float]]:
    """Return the places on a ring, from its centre."""
    places = max(1, 6 * ring)
    angles = [2 * math.pi * turn / places + ring for turn in range(places)]
    return [(ring * step * math.cos(angle), ring * step * math.sin(angle)) for angle in angles]


def frame_of(point: tuple[float, float], box: Box) -> Frame:
    """Return the frame of this width and height around the point."""
    (x, y), (width, height) = point, box
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def enclosing(frames: Iterable[Frame]) -> Frame:
    """Return the frame around all of these."""
    lefts, tops, rights, bottoms = zip(*frames, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


class Taken:
    """The frames that are taken, by the squares of the plane that they touch."""

    def __init__(self) -> None:
        self.frames: dict[CanvasPoint, list[Frame]] = defaultdict(list)
        self._met = _NOWHERE  # the last on which one lay: the next that is tried mostly does, too

    def add(self, frame: Frame) -> None:
        """Take the frame."""
        for cell in _cells(frame):
            self.frames[cell].append(frame)

    def meets(self, frame: Frame) -> bool:
        """Tell whether the frame lies on one that is taken."""
        left, top, right, bottom = frame
        a, b, c, d = self._met
        if left < c and a < right and top < d and b < bottom:
            return True
        frames = self.frames
        for cell in _cells(frame):
            for a, b, c, d in frames.get(cell, ()):
                if left < c and a < right and top < d and b < bottom:
                    self._met = (a, b, c, d)
                    return True
        return False

    def take_near(self, wish: tuple[float, float], box: Box, step: float, first: int = 0) -> tuple[int, CanvasPoint]:
        """Take the place nearest to the one that is wished where a box lies on no other; return its ring and point.

        It is looked for on rings around the wish, ``step`` apart, from the ring ``first`` on: of these there is no end.
        """
        ring = first
        while True:
            for across, down in _places(ring, step):
                point = round(wish[0] + across), round(wish[1] + down)
                if not self.meets(frame := frame_of(point, box)):
                    self.add(frame)
                    return ring, point
            ring += 1


def _cells(frame: Frame) -> list[CanvasPoint]:
    left, top, right, bottom = frame
    rows = range(math.floor(top / CELL), math.floor(bottom / CELL) + 1)
    return [(x, y) for x in range(math.floor(left / CELL), math.floor(right / CELL) + 1) for y in rows]


def separate(points: Points, sizes: Points, rounds: int = ROUNDS) -> Points:
    """Push overlapping boxes apart along the axis on which they overlap least; `sizes` are widths and heights."""
    import numpy as np

    margin = NEARLY * float(np.median(sizes))
    a, b, half = _nearer_than(margin, points, sizes)
    moved = 0.0  # at most, by any node, since the pairs were looked for
    for _ in range(rounds):
        if 2 * moved > margin:
            a, b, half = _nearer_than(margin, points, sizes)
            moved = 0.0
        gap = points[a] - points[b]
        over = half - np.abs(gap)
        hit = np.flatnonzero((over[:, 0] > 0) & (over[:, 1] > 0))  # one after the other: along a short axis is slow
        if not len(hit):
            break
        axis = (over[hit, 1] < over[hit, 0]).astype(np.intp)
        push = PUSH * over[hit, axis] * np.where(gap[hit, axis] < 0, -1, 1)
        pushed = np.concatenate([2 * a[hit] + axis, 2 * b[hit] + axis])
        moves = np.bincount(pushed, np.concatenate([push, -push]), points.size).reshape(points.shape)
        points = points + moves
        moved += float(np.abs(moves).max())
    return points


def _nearer_than(margin: float, points: Points, sizes: Points) -> tuple[Indices, Indices, Points]:
    """Return the pairs of boxes that are nearer than the margin, and how far apart each two have to be."""
    import numpy as np

    if len(points) <= FEW:  # each is compared with each: sorting them first takes longer
        (x, y), (width, height) = points.T, sizes.T
        beside = np.abs(x[:, None] - x) < (width[:, None] + width) / 2 + margin
        below = np.abs(y[:, None] - y) < (height[:, None] + height) / 2 + margin
        a, b = np.nonzero(np.triu(beside & below, 1))
        return a, b, (sizes[a] + sizes[b]) / 2
    a, b = near_pairs(points, sizes + margin)
    apart = (sizes[a] + sizes[b]) / 2
    near = np.abs(points[a] - points[b]) < apart + margin
    near = near[:, 0] & near[:, 1]
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
