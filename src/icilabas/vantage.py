"""The ways to look at a graph: as a network, as a bridge between two territories, as a map."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from icilabas.layout import box
from icilabas.looks import STAND_OUT
from icilabas.mapping import map_view
from icilabas.sideview import bridge_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    import networkx as nx

MAP_ROOM = 0.4  # for labels on the map: that a place is where it is matters more


def radii(kinds: Sequence[str], links: Iterable[tuple[int, int]]) -> list[float]:
    """Return how large each node is drawn: by its number of links, and by whether its kind stands out."""
    degree = [0] * len(kinds)
    for a, b in links:
        degree[a] += 1
        degree[b] += a != b
    return [
        round(min(26.0, 8 + 3.2 * math.sqrt(count)) * STAND_OUT.get(kind, 1), 1)
        for count, kind in zip(degree, kinds, strict=True)
    ]


def vantages(
    graph: nx.Graph,
    labels: Sequence[str],
    kinds: Sequence[str],
    radius: Sequence[float],
    between: tuple[Any, Any] | None,
    hidden: AbstractSet[str],
) -> list[dict[str, Any]]:
    """Return the views for which the graph has data; the points of the network itself stand in its nodes."""

    def boxes(rooms: Iterable[float]) -> list[tuple[float, float]]:
        return [box(len(label), size, room) for label, size, room in zip(labels, radius, rooms, strict=True)]

    bridge = bridge_view(graph, list(kinds), boxes([1.0] * len(kinds)), between, hidden)
    mapped = map_view(graph, boxes(0.0 if kind in hidden else MAP_ROOM for kind in kinds))
    return [view for view in ({"name": "network"}, bridge, mapped) if view]
