"""The bridge view: one territory left, one right, what they share between, in an order of few crossings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from icilabas.engine.terms import local_name
from icilabas.networks.sides import ACTIVE, A, B, Place, Sides, Territories
from icilabas.picture.styles import FAMILIES
from icilabas.words.matching import reading_order
from icilabas.words.messages import message
from icilabas.words.safe_text import TEXT_LIMIT, as_list, by_language, plain, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    import networkx as nx

    from icilabas.picture.free_places import Box
    from icilabas.picture.html_page import View

    Columns = list[list[int]]  # the nodes by number, from left to right and from top to bottom
    Link = tuple[int, int]


BASED, LIES_IN = "basedIn", "within"
LINKED, PARTNER, LED = ("links", "takesPlaceIn"), "partnerIn", "ledBy"
SHARED_COLUMN = message("picture-shared-column")
ACTORS, PLACES, TOGETHER, TOPICS = (frozenset(looks) for _, looks in FAMILIES[:4])
PAIRED = 200  # territories, those with most actors, among which the default pair is looked for
ROWS = 24  # of a column
ROW_GAP, GUTTER = 14.0, 200.0  # between rows, and between columns
STRETCH = 2.5  # a short column is spread over so many times its own height at most
SWEEPS, PASSES = 12, 5  # rounds of ordering the columns, and of single exchanges
SWITCHED = 160  # links up to which single exchanges are tried: each counts all crossings anew
COUNTED = 1500  # links whose crossings are counted: the count compares each with each
EPSILON = 1e-9  # lines that only touch do not cross


def bridge_view(
    graph: nx.Graph,
    kinds: Sequence[str],
    boxes: Sequence[Box],
    between: tuple[object, object] | None = None,
    hidden: Collection[str] = (),
) -> View | None:
    """Return the view: a point for each node in order, None for those that are not in it, and its three columns.

    ``boxes`` are the widths and heights that the nodes keep free with their labels, ``between`` two values of the
    nodes' ``territory`` or ``territories`` (by default the two with most actors, of which none lies in the other),
    ``hidden`` the kinds that are left out. None when there are no two sides. Who is on which side is said in
    `networks.sides`; the graph says what that needs as in `project`, or by ties named basedIn, activeIn and within,
    partnerIn or ledBy, links and takesPlaceIn.
    """
    placing = Placing.of(graph, kinds)

    def called(place: str) -> str:
        return plain(_label(graph, place, placing.node.get(place)).get("fr", place))

    pair = (key_of(between[0]), key_of(between[1])) if between else placing.greatest(called)
    if pair is None or not all(pair) or placing.territories.nested(*pair):
        return None
    sides = placing.sides(*pair)
    drawn = {n for n, kind in enumerate(kinds) if kind not in hidden}
    if not all(any(side in sides.get(n, ()) for n in placing.actors & drawn) for side in (A, B)):
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
            for label, span in zip((labels[0], SHARED_COLUMN.by_language(), labels[1]), spans, strict=True)
        ],
    }


def key_of(value: object) -> str:
    """Return a territory's name as text, empty for none: an attribute may be of any type."""
    return plain(value, TEXT_LIMIT)


@dataclass(frozen=True)
class Placing:
    """The nodes by number: which are actors, which node is which territory, where each is and in what it takes part."""

    actors: frozenset[int]
    node: dict[str, int]  # of a territory
    lands: dict[int, str]  # the nodes that are territories
    places: list[list[Place]]
    part: list[set[str]]  # partnerships, initiatives
    linked: dict[str, set[str]]  # of each of these, its territories
    territories: Territories

    @classmethod
    def of(cls, graph: nx.Graph, kinds: Sequence[str]) -> Placing:
        """Read them. In a graph without known actors each node that is no territory is one."""
        index = {node: number for number, node in enumerate(graph)}
        names = [key_of(node) for node in graph]
        places = [_places(graph, node, data) for node, data in graph.nodes(data=True)]
        around = {key_of(place): set(map(key_of, as_list(wider))) for place, wider in _table(graph, "around").items()}
        part = [set(map(key_of, as_list(_table(graph, "takes_part").get(node)))) for node in graph]
        linked = {key_of(via): set(map(key_of, as_list(some))) for via, some in _table(graph, "linked").items()}
        for a, how, b in _told(graph):
            if how == LIES_IN:
                around.setdefault(names[index[a]], set()).add(names[index[b]])
            elif how in LINKED:
                linked.setdefault(names[index[a]], set()).add(names[index[b]])
            elif how == PARTNER:
                part[index[a]].add(names[index[b]])
            elif how == LED:
                part[index[b]].add(names[index[a]])
            else:
                places[index[a]].append(Place(how, names[index[b]]))
        known = frozenset(n for n, kind in enumerate(kinds) if kind in ACTORS)
        lands = {n: names[n] for n, kind in enumerate(kinds) if kind in PLACES}
        node: dict[str, int] = {}
        for n in [*lands, *range(len(names))]:
            node.setdefault(names[n], n)
        actors = known or frozenset(range(len(names))).difference(lands)
        whole = {place: _reached(place, around) - {place} for place in around}
        too_wide = frozenset(map(key_of, as_list(graph.graph.get("too_wide"))))
        return cls(actors, node, lands, places, part, linked, Territories(whole, too_wide))

    def greatest(self, label: Callable[[str], str]) -> tuple[str, str] | None:
        """Return the two territories with most actors, neither in the other; of as many, those first by their labels.

        Actors that are there, or that reach them through what they take part in.
        """
        count: Counter[str] = Counter()
        for n in self.actors:
            count.update({each.place for each in self.places[n]}.union(*self._linked(n)))
        ranked = sorted(count, key=lambda place: (-count[place], reading_order(label(place)), place))[:PAIRED]
        pairs = ((one, other) for n, one in enumerate(ranked) for other in ranked[n + 1 :])
        return next((pair for pair in pairs if not self.territories.nested(*pair)), None)

    def sides(self, a: str, b: str) -> dict[int, set[str]]:
        """Return the sides on which each actor and each territory is, of those that are on any."""
        sides = Sides(self.territories, a, b)
        reached = {via: sides.reached(linked) for via, linked in self.linked.items()}
        through = (
            [Place("", place, via) for via in self.part[n] for place in reached.get(via, ())] for n in self.actors
        )
        found = {n: set(sides.of_actor([*self.places[n], *more])) for n, more in zip(self.actors, through, strict=True)}
        found |= {n: {side} for n, name in self.lands.items() if (side := sides.of_place(name))}
        return {n: on for n, on in sorted(found.items()) if on}

    def _linked(self, actor: int) -> Iterator[set[str]]:
        yield from (self.linked.get(via, set()) for via in self.part[actor])


def _places(graph: nx.Graph, node: Hashable, data: Mapping[str, object]) -> list[Place]:
    """Return where a node is by its attributes, which do not say how, and where it is active by the graph's."""
    given = [("", value) for key in ("territory", "territories") for value in as_list(data.get(key))]
    active = [(ACTIVE, value) for value in as_list(_table(graph, "active").get(node))]
    return [Place(how, place) for how, value in [*given, *active] if (place := key_of(value))]


def _table(graph: nx.Graph, name: str) -> Mapping[object, object]:
    """Return an attribute of the graph that is a mapping; empty where there is none."""
    found = graph.graph.get(name)
    return found if isinstance(found, Mapping) else {}


def _told(graph: nx.Graph) -> Iterator[tuple[Hashable, str, Hashable]]:
    """Yield what ties of a directed graph say of where a node is: the node, how, and where."""
    for a, b, data in graph.edges(data=True) if graph.is_directed() else ():
        for value in (value for key in ("relations", "relation") for value in as_list(data.get(key))):
            relation = local_name(plain(value)).lower()
            for how in (BASED, ACTIVE, LIES_IN, *LINKED, PARTNER, LED):
                if relation == how.lower() or (how == LIES_IN and relation.endswith(LIES_IN)):
                    yield a, how, b


def _reached(place: str, around: Mapping[str, AbstractSet[str]]) -> frozenset[str]:
    """Return all that a territory lies in, near and far, and the territory itself."""
    found, wave = {place}, {place}
    while wave:
        wave = {outer for inner in wave for outer in around.get(inner, ())} - found
        found |= wave
    return frozenset(found)


def _neighbours(graph: nx.Graph) -> list[set[int]]:
    index = {node: number for number, node in enumerate(graph)}
    near: list[set[int]] = [set() for _ in index]
    for a, b in graph.edges():
        if a != b:
            near[index[a]].add(index[b])
            near[index[b]].add(index[a])
    return near


def _columns(
    placing: Placing, sides: Mapping[int, set[str]], kinds: Sequence[str], near: Sequence[set[int]], free: set[int]
) -> list[list[int]]:
    """Return side A, what is between by family (partnerships in the very middle), and side B; ``free`` may be in it."""
    # On a side of themselves are actors and territories. Others are shared or are not in the view.
    shared = {n for n, on in sides.items() if n in free and len(on) > 1}
    ends = [{n for n, on in sides.items() if name in on} - shared for name in (A, B)]
    between = [
        n for n in sorted(free.difference(sides)) if kinds[n] not in PLACES and all(near[n] & end for end in ends)
    ]
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
    families = (ACTORS, TOGETHER, TOPICS)
    return next((number for number, family in enumerate(families) if kind in family), len(families))


def _most(nodes: Iterable[int], near: Sequence[set[int]], to: set[int]) -> list[int]:
    """Return the nodes with most ties to those others, as many as a column has rows."""
    return sorted(nodes, key=lambda n: (-len(near[n] & to), -len(near[n]), n))[:ROWS]


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
        named = by_language(list(graph.nodes(data=True))[node][1], "label")
    labels = graph.graph.get("labels")
    given = labels.get(place) if isinstance(labels, dict) else None
    return named or text_of(given) or text_of(local_name(place), TEXT_LIMIT)
