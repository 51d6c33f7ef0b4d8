"""A large network laid out by its groups: those that are densely tied stand together, near the groups they are tied to.

Groups are found by Leiden's method (Traag, Waltman and van Eck 2019, Sci. Rep. 9:5233), laid out as a network of
groups, and each of them in its own disc, by its own groups where it is large. Forces act only among few nodes (by
Fruchterman and Reingold 1991): the time grows about as the network does. The chance in both methods is seeded.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any

from icilabas.apart import separate

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

FEW = 120  # nodes that are laid out by forces among all of them
ROOMY = 3.0  # a disc has so many times the room that its boxes need
FORCE_ROUNDS = 100
SHIFTS = 40  # rounds of pushing discs apart
TURN = math.pi * (3 - math.sqrt(5))  # from a seed of a sunflower to the next


def spread(links: Sequence[tuple[int, int]], sizes: Points) -> Points:
    """Return a point for each node of a network: `links` are pairs of indices, `sizes` widths and heights."""
    import igraph

    graph = igraph.Graph(len(sizes), list(links)).simplify()
    graph.es["weight"] = 1.0
    igraph.set_random_number_generator(random.Random(1))  # noqa: S311  # for the same picture each time
    try:
        return _spread(graph, sizes.prod(1))
    finally:
        igraph.set_random_number_generator(random)


def _spread(graph: Any, areas: NDArray[np.float64]) -> Points:
    """Place the nodes, which need these areas, in a disc around (0, 0) with room enough."""
    import numpy as np

    radius = math.sqrt(ROOMY * float(areas.sum()) / math.pi)
    if graph.vcount() <= FEW:
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
    discs = 2 * np.sqrt(ROOMY * room / math.pi)[:, None].repeat(2, 1)
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


def _sunflower(graph: Any, radius: float) -> Points:
    """Place nodes that no groups part as the seeds of a sunflower, the greatest in the middle, then its neighbours."""
    import numpy as np

    degrees = graph.degree()
    reached, _, _ = graph.bfs(degrees.index(max(degrees)))
    order = reached + sorted(set(range(len(degrees))).difference(reached))
    seed = np.arange(len(order))
    points = np.empty((len(order), 2))
    away = radius * np.sqrt(seed / len(order))
    points[order] = np.stack([away * np.cos(seed * TURN), away * np.sin(seed * TURN)], 1)
    return points.round(2)


def _turned(points: Points, centres: Points, groups: NDArray[np.intp], links: NDArray[np.intp]) -> Points:
    """Turn each group around its middle so that its nodes face those of other groups that they are tied to."""
    import numpy as np

    a, b = np.concatenate([links, links[:, ::-1]]).T
    own, wish = points @ (1, 1j), (centres[groups[b]] - centres[groups[a]]) @ (1, 1j)
    pull = np.conj(own[a]) * wish / np.maximum(np.abs(wish), 1e-6)
    sums = [np.bincount(groups[a], part, len(centres)) for part in (pull.real, pull.imag)]
    turned = own * np.exp(1j * np.arctan2(sums[1], sums[0]).round(6))[groups]
    return np.stack([turned.real, turned.imag], 1)
