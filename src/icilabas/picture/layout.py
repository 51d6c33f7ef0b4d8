"""Where nodes stand: components side by side, each laid out by forces, large ones by their clusters."""

from __future__ import annotations

import json
import math
import random
from functools import partial
from typing import TYPE_CHECKING

from icilabas.errors import available, needs
from icilabas.files.kept import result
from icilabas.picture.free_places import GOLDEN_ANGLE, around, enclosing, frame_of, freed, lying_on_another, separate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    import igraph
    import numpy as np
    from numpy.typing import NDArray

    from icilabas.picture.free_places import Box, CanvasPoint, Indices, Points


EDGE_LENGTH, LONGER_FROM = 130.0, 120  # edges are longer in components of more nodes
GAP = 60.0  # between components
ASPECT = 1.35  # width to height of the packed picture
SPREAD = 2.4  # a component covers so many times the room that its boxes need
ROOMY = 60.0  # and at most so many times, where it is large: ties as long as in a small one would leave it empty
POWERS, STRESS_ITERATIONS = 40, 120
PIVOTS = 250  # a component keeps its distances to so many of its nodes: all of them would be quadratic
MANY = 1000  # a component of more nodes is laid out by its groups
FEW_ROUNDS = 40  # of pushing apart in a large component
BY_FORCES = 120  # nodes of a group that are laid out by forces among all of them
FORCE_ROUNDS = 100
DISC_ROOM = 3.0  # the disc of a group has so many times the room that its boxes need
SHIFTS = 40  # rounds of pushing discs apart


def box(length: int, radius: float, room: float) -> Box:
    """Return what a node keeps free for itself and, where `room` is not 0, for its label of `length` letters."""
    row, rows = min(length, 24), min(2, 1 + length // 24)
    return max(2 * radius + 14, room * 7.2 * row), 2 * radius + 14 + room * 16 * rows


def node_points(
    boxes: Sequence[Box], links: Iterable[tuple[int, int]], later: AbstractSet[int] = frozenset()
) -> list[CanvasPoint]:
    """Give each node a point; `boxes` are the widths and heights to keep free, `links` pairs of indices.

    The nodes of `later` are placed around the others, which stand as if these were not there. What was placed before
    of the same is kept: words and evidence may change, and all stands where it was.
    """
    links = [*links]
    placed = partial(_placed, boxes, links, later)
    found = result(
        f"places {boxes!r} {links!r} {sorted(later)!r}", lambda: json.dumps(placed(), separators=(",", ":")).encode()
    )
    return [(x, y) for x, y in json.loads(found)]


def _placed(boxes: Sequence[Box], links: Sequence[tuple[int, int]], later: AbstractSet[int]) -> list[CanvasPoint]:
    near: list[set[int]] = [set() for _ in boxes]
    for a, b in links:
        if a != b:
            near[a].add(b)
            near[b].add(a)
    neighbours = [sorted(others) for others in near]
    apart = {node for part in _components(neighbours) if later >= set(part) for node in part}
    inner = [[b for b in others if (a in later) == (b in later)] for a, others in enumerate(neighbours)]
    parts = [part for part in _components(inner) if part[0] not in later or part[0] in apart]
    points: list[CanvasPoint] = [(0, 0)] * len(boxes)
    for part, spots in _pack([(part, _component(part, inner, boxes)) for part in parts], boxes, later):
        for node, (x, y) in zip(part, spots, strict=True):
            points[node] = (round(x), round(y))
    for node, point in around({n: points[n] for part in parts for n in part}, neighbours, boxes):
        points[node] = point
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


def _distances(pivots: Sequence[int], neighbours: Sequence[Sequence[int]]) -> Points:
    """Return the steps from each node to each of the pivots: a row for each node. All have ways to all, and links.

    From all pivots at once, each a bit of every node that it has reached.
    """
    import numpy as np

    others = np.array([other for near in neighbours for other in near])
    first = np.cumsum([0, *map(len, neighbours[:-1])])
    bits = np.zeros((len(neighbours), len(pivots)), dtype=bool)
    bits[pivots, np.arange(len(pivots))] = True
    reached = np.packbits(bits, axis=1)
    steps = np.zeros(bits.shape, order="F")  # as sums over nodes are taken: another order rounds otherwise
    while not bits.all():
        steps += ~bits
        reached |= np.bitwise_or.reduceat(reached[others], first)
        bits = np.unpackbits(reached, axis=1, count=len(pivots)).view(bool)
    return steps


def _component(part: list[int], neighbours: list[list[int]], boxes: Sequence[Box]) -> list[tuple[float, float]]:
    if len(part) == 1:
        return [(0.0, 0.0)]
    import numpy as np

    index = {node: i for i, node in enumerate(part)}
    inner = [[index[other] for other in neighbours[node]] for node in part]
    sizes = np.array([boxes[node] for node in part], dtype=float)
    if len(part) > MANY and available("large", "igraph"):
        return _large(inner, sizes)
    by_degree = sorted(range(len(part)), key=lambda i: (-len(inner[i]), i))
    great, rest = by_degree[: PIVOTS // 4], by_degree[PIVOTS // 4 :]
    pivots = great + rest[:: max(1, -(-len(rest) // (PIVOTS - PIVOTS // 4)))]
    steps = _distances(pivots, inner)
    length = EDGE_LENGTH * max(1.0, math.sqrt(len(part) / LONGER_FROM))
    links = np.array([(i, j) for i, others in enumerate(inner) for j in others])
    points = _lying(_stress(_scaled(steps) * length, steps * length, pivots, links, length))
    crowded = float(sizes.prod(1).sum()) / float((np.ptp(points, axis=0) + sizes.mean(0)).prod())
    least = min(1.0, math.sqrt(ROOMY * crowded)) if len(part) > MANY else 1.0
    points = separate(points * round(min(2.0, max(least, math.sqrt(SPREAD * crowded))), 3), sizes)
    return _as_pairs(points)


def _large(neighbours: list[list[int]], sizes: Points) -> list[tuple[float, float]]:
    """Lay a large component out by its groups; the few boxes that still overlap then go to the nearest free place."""
    links = [(i, j) for i, others in enumerate(neighbours) for j in others if i < j]
    points = separate(_lying(cluster_layout(links, sizes)), sizes, FEW_ROUNDS).round(2)
    found = _as_pairs(points)
    freed(found, sizes.tolist(), lying_on_another(points, sizes))
    return found


def _as_pairs(points: Points) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in points]


def _lying(points: Points) -> Points:
    """Turn the points so that they are broadest from left to right, and spread them a little to fill a screen."""
    import numpy as np

    x, y = (points - points.mean(0)).T
    angle = 0.5 * math.atan2(2 * float((x * y).sum()), float((x * x).sum() - (y * y).sum()))
    turned = np.stack([x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)], 1)
    width, height = np.ptp(turned, axis=0)
    stretch = min(1.3, max(0.8, math.sqrt(ASPECT * max(height, 1.0) / max(width, 1.0))))
    return np.asarray(turned * (stretch, 1 / stretch)).round(2)


def _scaled(steps: Points) -> Points:
    """First placing: classical scaling from the pivots, with a little noise to part twins."""
    import numpy as np

    squares = steps**2
    centred = -0.5 * (squares - squares.mean(0) - squares.mean(1, keepdims=True) + squares.mean())
    found: list[Points] = []
    line = centred[:, 0]
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
    pull = np.ascontiguousarray(pull)
    gaps, ratio, square = [np.empty(pull.shape) for _ in "xy"], np.empty(pull.shape), np.empty(pull.shape)
    for _ in range(STRESS_ITERATIONS):
        for line, gap in zip(points.T, gaps, strict=True):
            np.subtract(line[:, None], line[None, pivots], out=gap)
        np.sqrt(np.add(np.square(gaps[0], out=ratio), np.square(gaps[1], out=square), out=ratio), out=ratio)
        np.divide(pull, np.maximum(ratio, 1e-6, out=ratio), out=ratio)
        along = points[a] - points[b]
        ends = points[b] + along * (length / np.maximum(np.sqrt(along[:, 0] ** 2 + along[:, 1] ** 2), 1e-6))[:, None]
        sums = tie * np.stack([np.bincount(a, end, len(points)) for end in ends.T], 1)
        for axis, gap in enumerate(gaps):
            sums[:, axis] += np.einsum("ij,j->i", weight, points[pivots, axis]) + np.einsum("ij,ij->i", ratio, gap)
        step = (sums / total - points) / 2  # half a step: a whole one swings for ever
        points = points + step
        if np.abs(step).max() < 1.0:
            break
    return points.round(2)


def _pack(
    blocks: list[tuple[list[int], list[tuple[float, float]]]], boxes: Sequence[Box], later: AbstractSet[int]
) -> Iterable[tuple[list[int], list[tuple[float, float]]]]:
    """Set the components on shelves, the shown and tallest first, within a width that suits a screen."""
    framed = []
    for part, spots in blocks:
        left, top, right, bottom = enclosing(
            frame_of(spot, boxes[node]) for node, spot in zip(part, spots, strict=True)
        )
        framed.append((part, [(x - left, y - top) for x, y in spots], right - left, bottom - top))
    framed.sort(key=lambda block: (block[0][0] in later, -len(block[0]), -block[3], block[0][0]))
    shown = [block for block in framed if block[0][0] not in later] or framed
    area = sum((width + GAP) * (height + GAP) for *_, width, height in shown)
    limit = max([(area * ASPECT) ** 0.5, *(width for *_, width, _ in shown)])
    shelves: list[list[tuple[list[int], list[tuple[float, float]], float, float]]] = []
    x = 0.0
    for block in framed:
        if not shelves or x + block[2] > limit or block[3] < shelves[-1][0][3] / 2:
            shelves.append([])
            x = 0.0
        shelves[-1].append(block)
        x += block[2] + GAP
    widths = [sum(width + GAP for *_, width, _ in shelf) for shelf in shelves]
    y = 0.0
    for shelf, total in zip(shelves, widths, strict=True):
        x = (max(widths) - total) / 2
        for part, spots, width, _ in shelf:
            yield part, [(x + a, y + b) for a, b in spots]
            x += width + GAP
        y += max(height for *_, height in shelf) + GAP


def cluster_layout(links: Sequence[tuple[int, int]], sizes: Points) -> Points:
    """Return a point for each node of a network: `links` are pairs of indices, `sizes` widths and heights."""
    with needs("large"):
        import igraph

    graph = igraph.Graph(len(sizes), list(links)).simplify()
    graph.es["weight"] = 1.0
    igraph.set_random_number_generator(random.Random(1))  # noqa: S311  # for the same picture each time
    try:
        return _spread(graph, sizes.prod(1))
    finally:
        igraph.set_random_number_generator(random)


def _spread(graph: igraph.Graph, areas: NDArray[np.float64]) -> Points:
    """Place the nodes, which need these areas, in a disc around (0, 0) with room enough."""
    import numpy as np

    radius = math.sqrt(DISC_ROOM * float(areas.sum()) / math.pi)
    if graph.vcount() <= BY_FORCES:
        ties = graph.layout_fruchterman_reingold(niter=FORCE_ROUNDS, weights="weight", grid=False)
        return _fitted(np.array(ties.coords, dtype=float), areas, radius)
    found = graph.community_leiden("modularity", weights="weight", n_iterations=2)
    if not 1 < len(found) <= graph.vcount() / 2:
        return _sunflower(graph, radius)
    groups = np.array(found.membership)
    own = [_spread(graph.induced_subgraph(members), areas[members]) for members in found]
    whole = graph.copy()
    whole.contract_vertices(found.membership)
    whole.simplify(combine_edges="sum")
    room = np.bincount(groups, areas).astype(float)
    discs = 2 * np.sqrt(DISC_ROOM * room / math.pi)[:, None].repeat(2, 1)
    centres = separate(_spread(whole, room), discs, SHIFTS)
    points = np.zeros((len(areas), 2))
    for members, local in zip(found, own, strict=True):
        points[members] = local
    return np.asarray(_turned(points, centres, groups, np.array(graph.get_edgelist())) + centres[groups])


def _fitted(points: Points, areas: NDArray[np.float64], radius: float) -> Points:
    """Scale the points into the disc; how far out each lies follows halfway the room that those further in need."""
    import numpy as np

    points = points - points.mean(0)
    away = np.sqrt((points**2).sum(1)).round(6)
    order = np.argsort(away, kind="stable")
    even = np.empty(len(away))
    even[order] = np.sqrt((np.cumsum(areas[order]) - areas[order] / 2) / areas.sum())
    wish = radius * (even + np.minimum(1.0, away / max(float(np.quantile(away, 0.95)), 1e-6))) / 2
    return np.asarray(points * (wish / np.maximum(away, 1e-6))[:, None]).round(2)


def _sunflower(graph: igraph.Graph, radius: float) -> Points:
    """Place nodes that no groups part as the seeds of a sunflower, the greatest in the middle, then its neighbours."""
    import numpy as np

    degrees = graph.degree()
    reached, _, _ = graph.bfs(degrees.index(max(degrees)))
    order = reached + sorted(set(range(len(degrees))).difference(reached))
    seed = np.arange(len(order))
    points = np.empty((len(order), 2))
    away = radius * np.sqrt(seed / len(order))
    points[order] = np.stack([away * np.cos(seed * GOLDEN_ANGLE), away * np.sin(seed * GOLDEN_ANGLE)], 1)
    return points.round(2)


def _turned(points: Points, centres: Points, groups: Indices, links: Indices) -> Points:
    """Turn each group around its middle so that its nodes face those of other groups that they are tied to."""
    import numpy as np

    a, b = np.concatenate([links, links[:, ::-1]]).T
    own, wish = points @ (1, 1j), (centres[groups[b]] - centres[groups[a]]) @ (1, 1j)
    pull = np.conj(own[a]) * wish / np.maximum(np.abs(wish), 1e-6)
    sums = [np.bincount(groups[a], part, len(centres)) for part in (pull.real, pull.imag)]
    turned = own * np.exp(1j * np.arctan2(sums[1], sums[0]).round(6))[groups]
    return np.stack([turned.real, turned.imag], 1)
