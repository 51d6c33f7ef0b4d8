"""Where the nodes of a network stand, and how they look: no chance in it, the same every time.

Each connected component is laid out by stress majorisation (distances on paper follow distances in the network),
overlapping boxes are pushed apart, and the components are packed on shelves, near each other.
"""

from __future__ import annotations

import math
from collections import deque
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Indices = NDArray[np.intp]

EDGE_LENGTH = 130.0
GAP = 60.0
ASPECT = 1.35  # width to height of the packed picture
POWERS, STRESS_ITERATIONS = 40, 120
ROUNDS = 150  # of pushing apart
PIVOTS = 250  # a component keeps its distances to so many of its nodes: all of them would be quadratic
MANY = 60  # above so many nodes not every label is shown at once, so the nodes may stand closer
# Okabe and Ito's palette can be told apart with any kind of colour vision; a dark border gives the contrast.
_BLUE, _SKY, _GREEN, _ORANGE = "#0072b2", "#56b4e9", "#009e73", "#e69f00"
_RED, _PINK, _YELLOW, _GREY = "#d55e00", "#cc79a7", "#f0e442", "#a3adb8"
BORDER = "#26323f"
_SHAPES = ("dot", "square", "diamond", "triangle", "hexagon", "triangleDown", "star")
LOOKS = tuple(product(_SHAPES, (_BLUE, _ORANGE, _GREEN, _PINK, _SKY, _RED, _YELLOW, _GREY)))
KIND_LOOKS = {
    "organization": ("dot", _BLUE),
    "network": ("hexagon", _BLUE),
    "social-group": ("dot", _SKY),
    "person": ("triangle", _SKY),
    "territory": ("square", _GREEN),
    "partnership": ("star", _RED),
    "initiative": ("square", _ORANGE),
    "programme": ("diamond", _ORANGE),
    "activity": ("dot", _ORANGE),
    "pilot-operation": ("hexagon", _ORANGE),
    "challenge": ("triangleDown", _RED),
    "theme": ("diamond", _GREEN),
    "practice": ("hexagon", _GREEN),
    "value": ("star", _GREEN),
    "workshop": ("square", _PINK),
    "session": ("diamond", _PINK),
    "event": ("dot", _PINK),
    "condition": ("triangle", _YELLOW),
    "benefit": ("star", _YELLOW),
    "obstacle": ("triangleDown", _YELLOW),
    "tension": ("hexagon", _YELLOW),
    "open-question": ("diamond", _YELLOW),
    "recommendation": ("square", _YELLOW),
    "source": ("square", _GREY),
    "passage": ("diamond", _GREY),
}

Box = tuple[float, float]
Look = tuple[str, str]  # shape and colour


def looks_of(kinds: list[str]) -> dict[str, Look]:
    """Return a look for each kind, known kinds first; no two kinds look the same while there are shapes left."""
    present = set(kinds)
    looks = {kind: look for kind, look in KIND_LOOKS.items() if kind in present}
    free = [look for look in LOOKS if look not in looks.values()]
    for number, kind in enumerate(sorted(present - looks.keys())):
        looks[kind] = free[number % len(free)]
    return looks


def box(length: int, radius: float, count: int) -> Box:
    """Return the room that a node needs with its label of `length` letters, in a network of `count` nodes."""
    part = min(1.0, MANY / count)
    row, rows = min(length, 24), min(2, 1 + length // 24)
    return max(2 * radius + 14, part * 7.2 * row), 2 * radius + 14 + part * 16 * rows


def place(boxes: Sequence[Box], links: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give each node a point; `boxes` are the widths and heights to keep free, `links` pairs of indices."""
    near: list[set[int]] = [set() for _ in boxes]
    for a, b in links:
        if a != b:
            near[a].add(b)
            near[b].add(a)
    neighbours = [sorted(others) for others in near]
    blocks = [(part, _component(part, neighbours, boxes)) for part in _components(neighbours)]
    points: list[tuple[int, int]] = [(0, 0)] * len(boxes)
    for part, spots in _pack(blocks, boxes):
        for node, (x, y) in zip(part, spots, strict=True):
            points[node] = (round(x), round(y))
    return points


def _components(neighbours: list[list[int]]) -> list[list[int]]:
    seen = [False] * len(neighbours)
    found = []
    for start in range(len(neighbours)):
        if seen[start]:
            continue
        seen[start] = True
        part = [start]
        for node in part:  # grows while it is read
            for other in neighbours[node]:
                if not seen[other]:
                    seen[other] = True
                    part.append(other)
        found.append(sorted(part))
    return found


def _distances(start: int, neighbours: Sequence[Sequence[int]]) -> list[int]:
    """Steps from one node to each, -1 where there is no way."""
    steps = [-1] * len(neighbours)
    steps[start] = 0
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for other in neighbours[node]:
            if steps[other] < 0:
                steps[other] = steps[node] + 1
                queue.append(other)
    return steps


def _component(part: list[int], neighbours: list[list[int]], boxes: Sequence[Box]) -> list[tuple[float, float]]:
    if len(part) == 1:
        return [(0.0, 0.0)]
    import numpy as np

    index = {node: i for i, node in enumerate(part)}
    inner = [[index[other] for other in neighbours[node]] for node in part]
    sizes = np.array([boxes[node] for node in part], dtype=float)
    by_degree = sorted(range(len(part)), key=lambda i: (-len(inner[i]), i))
    great, rest = by_degree[: PIVOTS // 4], by_degree[PIVOTS // 4 :]
    pivots = great + rest[:: max(1, -(-len(rest) // (PIVOTS - PIVOTS // 4)))]
    steps = np.array([_distances(pivot, inner) for pivot in pivots], dtype=float).T
    length = EDGE_LENGTH * max(1.0, math.sqrt(len(part) / 120))
    links = np.array([(i, j) for i, others in enumerate(inner) for j in others])
    points = _separate(_stress(_scaled(steps) * length, steps * length, pivots, links, length), sizes)
    return [(float(x), float(y)) for x, y in points]


def _scaled(steps: Points) -> Points:
    """First placing: classical scaling from the pivots, with a little noise to part twins."""
    import numpy as np

    squares = steps**2
    centred = -0.5 * (squares - squares.mean(0) - squares.mean(1, keepdims=True) + squares.mean())
    found: list[Points] = []
    for _ in "xy":  # the two greatest axes, by power iteration; einsum, as BLAS rounds by the number of threads
        axis = 1 + np.arange(centred.shape[1]) * 0.6180339887 % 1
        for _ in range(POWERS):
            line = np.einsum("ij,j->i", centred, axis)
            for other in found:
                line = line - other * ((line * other).sum() / ((other * other).sum() or 1.0))
            axis = np.einsum("ij,i->j", centred, line)
            axis /= np.abs(axis).max() or 1.0
        found.append(line)
    points = np.stack(found, 1)
    noise = np.stack([np.arange(len(points)) * turn % 1 - 0.5 for turn in (0.6180339887, 0.4142135624)], 1)
    return np.asarray(points / (np.abs(points).max() or 1.0) * steps.max() / 2 + 0.2 * noise)


def _stress(points: Points, wanted: Points, pivots: list[int], links: Indices, length: float) -> Points:
    """Move the points until their distances from the pivots and along links are near to the wanted ones."""
    import numpy as np

    weight = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    pull = weight * wanted
    a, b = links.T
    tie = 1 / length**2
    total = (weight.sum(1) + tie * np.bincount(a, minlength=len(points)))[:, None]
    for _ in range(STRESS_ITERATIONS):
        gaps = [line[:, None] - line[None, pivots] for line in points.T]
        ratio = pull / np.maximum(np.sqrt(gaps[0] * gaps[0] + gaps[1] * gaps[1]), 1e-6)
        along = points[a] - points[b]
        ends = points[b] + along * (length / np.maximum(np.sqrt((along**2).sum(1)), 1e-6))[:, None]
        sums = tie * np.stack([np.bincount(a, end, len(points)) for end in ends.T], 1)
        for axis, gap in enumerate(gaps):
            sums[:, axis] += np.einsum("ij,j->i", weight, points[pivots, axis]) + np.einsum("ij,ij->i", ratio, gap)
        step = (sums / total - points) / 2  # half a step: a whole one swings for ever
        points = points + step
        if np.abs(step).max() < 1.0:
            break
    return points.round(2)


def _separate(points: Points, sizes: Points) -> Points:
    """Push overlapping boxes apart along the axis on which they overlap least."""
    import numpy as np

    for _ in range(ROUNDS):
        a, b = _side_by_side(points, sizes)
        gap = points[a] - points[b]
        over = (sizes[a] + sizes[b]) / 2 - np.abs(gap)
        hit = (over > 0).all(1)
        if not hit.any():
            break
        a, b, gap, over = a[hit], b[hit], gap[hit], over[hit]
        row, axis = np.arange(len(over)), over.argmin(1)
        push = 0.35 * over[row, axis] * np.where(gap[row, axis] < 0, -1, 1)
        moves = np.zeros_like(points)
        np.add.at(moves, (a, axis), push)
        np.add.at(moves, (b, axis), -push)
        points = points + moves
    return points


def _side_by_side(points: Points, sizes: Points) -> tuple[Indices, Indices]:
    """Return the pairs of nodes that are near from left to right: sorted by x, then compared at each shift."""
    import numpy as np

    order = np.argsort(points[:, 0], kind="stable")
    x, reach = points[order, 0], sizes[:, 0].max()
    pairs = [(order[:0], order[:0])]
    for shift in range(1, len(order)):
        near = np.flatnonzero(x[shift:] - x[:-shift] < reach)
        if not len(near):
            break
        pairs.append((order[near], order[near + shift]))
    return np.concatenate([a for a, _ in pairs]), np.concatenate([b for _, b in pairs])


def _pack(
    blocks: list[tuple[list[int], list[tuple[float, float]]]], boxes: Sequence[Box]
) -> Iterable[tuple[list[int], list[tuple[float, float]]]]:
    """Set the components on shelves, the tallest first, within a width that suits a screen."""
    framed = []
    for part, spots in blocks:
        sized = [(x, y, *boxes[node]) for node, (x, y) in zip(part, spots, strict=True)]
        left, right = min(x - w / 2 for x, _, w, _ in sized), max(x + w / 2 for x, _, w, _ in sized)
        top, bottom = min(y - h / 2 for _, y, _, h in sized), max(y + h / 2 for _, y, _, h in sized)
        framed.append((part, [(x - left, y - top) for x, y in spots], right - left, bottom - top))
    framed.sort(key=lambda block: (-len(block[0]), -block[3], block[0][0]))
    area = sum((width + GAP) * (height + GAP) for *_, width, height in framed)
    limit = max([(area * ASPECT) ** 0.5, *(width for *_, width, _ in framed)])
    x = y = shelf = 0.0
    for part, spots, width, height in framed:
        if x and (x + width > limit or height < shelf / 2):
            x, y, shelf = 0.0, y + shelf + GAP, 0.0
        yield part, [(x + a, y + b) for a, b in spots]
        x += width + GAP
        shelf = max(shelf, height)
