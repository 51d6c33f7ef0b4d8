"""The bridge view: one territory's actors on the left, another's on the right, and between them what they share.

Only what is tied to the other side is in it, in each column the most tied; kinds that a drawing does not show at first
are left out. Everything is read from the graph alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas.columns import ordered
from icilabas.harmless import TEXT_LIMIT, bilingual, text_of
from icilabas.looks import FAMILIES
from icilabas.placing import ACTORS, TERRITORIES, A, B, Placing, key_of
from icilabas.terms import local_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import networkx as nx

    Box = tuple[float, float]

SHARED = {"fr": "Ce qu’ils partagent", "en": "What they share"}
ROWS = 24  # of a column
ROW_GAP, GUTTER = 14.0, 200.0  # between rows, and between columns
STRETCH = 2.5  # a short column is spread over so many times its own height at most
TOGETHER, ABOUT = (frozenset(looks) for _, looks in FAMILIES[2:4])


def bridge_view(
    graph: nx.Graph,
    kinds: Sequence[str],
    boxes: Sequence[Box],
    between: tuple[Any, Any] | None = None,
    hidden: Collection[str] = (),
) -> dict[str, Any] | None:
    """Return the view: a point for each node in order, None for those that are not in it, and its three columns.

    ``boxes`` are the widths and heights that the nodes keep free with their labels, ``between`` two values of the
    nodes' ``territory`` or ``territories`` (by default the two with most actors, of which none lies in the other),
    ``hidden`` the kinds that are left out. None when there are no two sides.
    """
    placing = Placing.of(graph, kinds)
    pair = (key_of(between[0]), key_of(between[1])) if between else placing.greatest()
    if pair is None or not all(pair) or placing.nested(*pair):
        return None
    sides = placing.sides(*pair)
    drawn = {n for n, kind in enumerate(kinds) if kind not in hidden}
    if not all(any(side in sides.get(n, "") for n in placing.actors & drawn) for side in (A, B)):
        return None
    near = _neighbours(graph)
    found = [placing.node.get(place) for place in pair]
    heads = [node if node in drawn else None for node in found]  # none for a territory that is no node
    columns = _columns(placing, sides, kinds, near, drawn.difference(heads))
    for end, head in zip((0, -1), heads, strict=True):
        columns[end] = [head, *columns[end]] if head is not None else columns[end]
    inside = {n for column in columns for n in column}
    links = sorted({(min(n, other), max(n, other)) for n in inside for other in near[n] if other in inside})
    columns = ordered(columns, links, heads)
    points, spans = _points([[n for n in column if n not in heads] for column in columns], heads, boxes)
    labels = [_label(graph, place, node) for place, node in zip(pair, found, strict=True)]
    return {
        "name": "bridge",
        "points": [points.get(n) for n in range(len(kinds))],
        "columns": [
            {"label": label, "x": round(sum(span) / 2), "span": span}
            for label, span in zip((labels[0], SHARED, labels[1]), spans, strict=True)
        ],
    }


def _neighbours(graph: nx.Graph) -> list[set[int]]:
    index = {node: number for number, node in enumerate(graph)}
    near: list[set[int]] = [set() for _ in index]
    for a, b in graph.edges():
        if a != b:
            near[index[a]].add(index[b])
            near[index[b]].add(index[a])
    return near


def _columns(
    placing: Placing, sides: Mapping[int, str], kinds: Sequence[str], near: Sequence[set[int]], free: set[int]
) -> list[list[int]]:
    """Return side A, what is between by family (partnerships in the very middle), and side B; ``free`` may be in it."""
    whole = [{n for n, side in sides.items() if name in side} for name in (A, B)]
    # What is on a side of itself: actors, and the territories in it. Others are shared or are not in the view.
    own = {n for n in sides if n in placing.actors or kinds[n] in TERRITORIES}
    shared = {n for n in own & free if len(sides[n]) > 1 and kinds[n] not in TERRITORIES}
    ends = [(members & own) - shared for members in whole]
    between = [n for n in sorted(free - own) if kinds[n] not in TERRITORIES and all(near[n] & end for end in ends)]
    parts: dict[int, list[int]] = {number: [] for number in range(4)}
    for n in [*sorted(shared), *between]:
        parts[_part(kinds[n])].append(n)
    inner = [_most(part, near, ends[0] | ends[1]) for part in parts.values() if part]
    kept = {n for part in inner for n in part}
    outer = []
    for end, other in (ends, ends[::-1]):
        members = end & free
        tied = {n for n in members if near[n] & (kept | other)} or members & placing.actors
        outer.append(_most(tied, near, kept | other))
    return [outer[0], *inner, outer[1]]


def _part(kind: str) -> int:
    """Return the place of a kind between the sides: actors of both, what they do together, what it is about, others."""
    families = (ACTORS, TOGETHER, ABOUT)
    return next((number for number, family in enumerate(families) if kind in family), len(families))


def _most(nodes: Iterable[int], near: Sequence[set[int]], to: set[int]) -> list[int]:
    """Return the nodes with most ties to those others, as many as a column has rows."""
    return sorted(nodes, key=lambda n: (-len(near[n] & to), -len(near[n]), n))[:ROWS]


def _points(
    columns: Sequence[Sequence[int]], heads: Sequence[int | None], boxes: Sequence[Box]
) -> tuple[dict[int, list[int]], list[list[int]]]:
    """Return the points, the territories above their columns, and from where to where the three parts reach."""
    widths = [max((boxes[n][0] for n in column), default=0.0) for column in columns]
    for end, head in zip((0, -1), heads, strict=True):
        widths[end] = max(widths[end], 0.0 if head is None else boxes[head][0])
    heights = [sum(boxes[n][1] + ROW_GAP for n in column) for column in columns]
    tallest = max(heights)
    points: dict[int, list[int]] = {}
    centres: list[float] = []
    x = 0.0
    for column, width, height in zip(columns, widths, heights, strict=True):
        x += width / 2
        centres.append(x)
        spare = (min(tallest, STRETCH * height) - height) / max(1, len(column))
        y = -(height + spare * len(column)) / 2
        for n in column:
            step = boxes[n][1] + ROW_GAP + spare
            points[n] = [round(x), round(y + step / 2)]
            y += step
        x += width / 2 + GUTTER
    for end, head in zip((0, -1), heads, strict=True):
        if head is not None:
            points[head] = [round(centres[end]), round(-tallest / 2 - boxes[head][1] / 2 - 2 * ROW_GAP)]
    inner = [x for x, column in zip(centres[1:-1], columns[1:-1], strict=True) if column]
    between = inner or [(centres[0] + centres[-1]) / 2]
    return points, [[round(min(part)), round(max(part))] for part in (centres[:1], between, centres[-1:])]


def _label(graph: nx.Graph, place: str, node: int | None) -> dict[str, str]:
    """Return what a territory is called: as a node, else by the graph's labels, else by its own last part."""
    named = {}
    if node is not None:
        named = bilingual(list(graph.nodes(data=True))[node][1], "label")
    labels = graph.graph.get("labels")
    given = labels.get(place) if isinstance(labels, dict) else None
    return named or text_of(given) or text_of(local_name(place), TEXT_LIMIT)
