"""Polygons and lines cut off at a frame."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from icilabas.around import Frame

    Spot = tuple[float, float]

_SIDES = ((0, 1), (1, 1), (0, -1), (1, -1))  # of a frame (left, top, right, bottom): axis, and to which hand it keeps


def polygon_within(polygon: Sequence[Spot], frame: Frame) -> list[Spot]:
    """Return what of the closed polygon lies in the frame, side by side (Sutherland and Hodgman 1974).

    Parts of a concave polygon may stay joined along the frame's edge.
    """
    kept = list(polygon)
    for (axis, hand), limit in zip(_SIDES, frame, strict=True):
        before, kept = kept, []
        for i, point in enumerate(before):
            last = before[i - 1]
            if (hand * last[axis] >= hand * limit) != (hand * point[axis] >= hand * limit):
                kept.append(_at(last, point, axis, limit))
            if hand * point[axis] >= hand * limit:
                kept.append(point)
    return kept


def line_within(line: Sequence[Spot], frame: Frame) -> Iterator[list[Spot]]:
    """Yield the parts of the open line that lie in the frame (stretch by stretch, Liang and Barsky 1984)."""
    part: list[Spot] = []
    for start, end in pairwise(line):
        cut = _stretch(start, end, frame)
        if part and (cut is None or part[-1] != cut[0]):
            yield part
            part = []
        if cut is not None:
            part = [*(part or cut[:1]), cut[1]]
    if part:
        yield part


def _at(start: Spot, end: Spot, axis: int, limit: float) -> Spot:
    """Return where the stretch crosses the limit of this axis."""
    share = (limit - start[axis]) / (end[axis] - start[axis])
    other = start[1 - axis] + share * (end[1 - axis] - start[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)


def _stretch(start: Spot, end: Spot, frame: Frame) -> tuple[Spot, Spot] | None:
    for (axis, hand), limit in zip(_SIDES, frame, strict=True):
        outside = [hand * point[axis] < hand * limit for point in (start, end)]
        if all(outside):
            return None
        if outside[0]:
            start = _at(start, end, axis, limit)
        elif outside[1]:
            end = _at(start, end, axis, limit)
    return start, end
