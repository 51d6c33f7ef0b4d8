"""The map view: nodes where they are, moved apart, over the outlines of countries cut to the picture."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from itertools import pairwise
from numbers import Real
from typing import TYPE_CHECKING, NamedTuple

from icilabas.networks.sides import Belonging
from icilabas.picture.free_places import GOLDEN_ANGLE, Taken, enclosing, frame_of
from icilabas.resources import DATA
from icilabas.words.safe_text import as_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import networkx as nx

    from icilabas.picture.free_places import Box, Frame
    from icilabas.picture.html_page import View


Spot = tuple[float, float]

OUTLINE = DATA / "natural-earth" / "outline.json"
UTMOST = 84.0  # degrees of latitude; nearer to a pole the projection has no end
DIAGONAL = 6.0  # the picture's diagonal, in sides of the square that all boxes would fill
LEAST_DIAGONAL = 1600.0  # canvas units of the diagonal; less would give coasts of few pixels
SPAN = 14.0  # degrees that the picture shows at least: a town alone is not recognised
FRAME_MARGIN = 0.08  # of the picture's longer side, around the nodes
SCREEN = 1.5  # width to height of the land that is kept, and the other way round: screens lie, phones stand
SPIRAL_STEP = 12.0  # between two places that are tried for a node, on a spiral
CROWD = 64.0  # the side of the squares in which wishes share what was found full
TRIES, PATIENCE = 64, 60_000  # places tried around a wish, at least, and around all wishes together
_SIDES = ((0, 1), (1, 1), (0, -1), (1, -1))  # of a frame (left, top, right, bottom): axis, and to which hand it keeps


class _Wish(NamedTuple):
    """Where a node would stand if there were no others, and the territory or territories that put it there."""

    spot: Spot
    near: list[str]  # none for what has coordinates


def map_view(graph: nx.Graph, boxes: Sequence[Box]) -> View | None:
    """Return the map: points of the nodes in their order, None for a node without a place; land and borders.

    Nodes may have ``lat`` and ``long`` (degrees), ``territory`` and ``territories`` (names of nodes, or of entries
    in ``graph["places"]``: name to latitude and longitude). `boxes` are the widths and heights to keep free.
    ``outline`` holds closed polygons and ``borders`` open lines, flat lists ``[x, y, x, y, …]`` cut off at ``frame``
    (left, top, right, bottom). ``between`` names the nodes, by number, that stand between several territories, where
    they are not. Canvas units, y downwards, whole numbers. Returns None when no node has a place.
    """
    wishes = _wishes(graph)
    spots = [wish.spot for wish in wishes if wish]
    if not spots:
        return None
    area = sum(w * h for (w, h), wish in zip(boxes, wishes, strict=True) if wish)
    left, top, right, bottom = _extent(spots)
    scale = max(LEAST_DIAGONAL, DIAGONAL * math.sqrt(area)) / max(SPAN, math.hypot(right - left, bottom - top))
    middle = _middle(spots)

    def on_canvas(spot: Spot) -> Spot:
        return (spot[0] - middle[0]) * scale, (spot[1] - middle[1]) * scale

    points = _stand(graph, [wish and wish._replace(spot=on_canvas(wish.spot)) for wish in wishes], boxes)
    frame = _frame([frame_of(p, box) for p, box in zip(points, boxes, strict=True) if p], SPAN * scale / 2)
    outline = json.loads(OUTLINE.read_text(encoding="utf-8"))
    lines = {key: [[on_canvas(spot) for spot in _projected(line)] for line in outline[key]] for key in outline}
    land = (polygon_within(polygon, frame) for polygon in lines["land"])
    borders = (part for line in lines["borders"] for part in line_within(line, frame))
    return {
        "name": "map",
        "points": [list(point) if point else None for point in points],
        "between": [i for i, wish in enumerate(wishes) if wish and len(wish.near) > 1],
        "outline": [flat for polygon in land if (flat := _flat(polygon))[4:]],  # a triangle at least
        "borders": [flat for line in borders if (flat := _flat(line))[2:]],
        "frame": [round(side) for side in frame],
    }


def _spot(lat: object, long: object) -> Spot | None:
    """Return where these degrees lie on the plane, in degrees of longitude; None for what are no coordinates."""
    if not all(isinstance(value, Real) and not isinstance(value, bool) for value in (lat, long)):
        return None
    try:
        north, east = float(lat), float(long)  # type: ignore[arg-type]  # both are real numbers
    except OverflowError:
        return None
    return _plane(east, north) if abs(north) <= 90 and abs(east) <= 180 else None  # noqa: PLR2004  # the range of degrees, known to all


def _plane(east: float, north: float) -> Spot:
    north = math.radians(max(-UTMOST, min(UTMOST, north)))
    return east, -math.degrees(math.asinh(math.tan(north)))


def _projected(line: Sequence[float]) -> list[Spot]:
    return [_plane(east, north) for east, north in zip(line[::2], line[1::2], strict=True)]


def _wishes(graph: nx.Graph) -> list[_Wish | None]:
    given = graph.graph.get("places")
    pairs = {name: as_list(pair) for name, pair in given.items()} if isinstance(given, Mapping) else {}
    read = {name: _spot(*pair) for name, pair in pairs.items() if len(pair) == len("xy")}
    read |= {node: _spot(data.get("lat"), data.get("long")) or read.get(node) for node, data in graph.nodes(data=True)}
    spots = {name: spot for name, spot in read.items() if spot}
    wishes: list[_Wish | None] = []
    settled = Belonging(graph, dict(graph.nodes(data="territory")))
    for node, data in graph.nodes(data=True):
        places = data.get("territory"), settled.of(node), data.get("territories")
        near = next((near for each in places if (near := _located(each, spots))), [])
        if node in spots:
            wishes.append(_Wish(spots[node], []))
        else:
            wishes.append(_Wish(_middle([spots[name] for name in near]), near) if near else None)
    return wishes


def _located(names: object, spots: Mapping[str, Spot]) -> list[str]:
    """Return the names that have a spot, each spot once."""
    found = {spots[name]: name for name in reversed(as_list(names)) if isinstance(name, str) and name in spots}
    return sorted(found.values())


def _extent(spots: Iterable[Spot]) -> Frame:
    xs, ys = zip(*spots, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _middle(spots: Sequence[Spot]) -> Spot:
    """Return the middle between the outermost, so that many neighbours weigh no more than one."""
    left, top, right, bottom = _extent(spots)
    return (left + right) / 2, (top + bottom) / 2


def _stand(graph: nx.Graph, wishes: Sequence[_Wish | None], boxes: Sequence[Box]) -> list[tuple[int, int] | None]:
    """Give each node that has a wish the nearest point with room: first what has coordinates, then the large."""
    index = {node: i for i, node in enumerate(graph)}
    wished = [(i, wish) for i, wish in enumerate(wishes) if wish]
    points: list[tuple[int, int] | None] = [None] * len(boxes)
    room = _Room(len(wished))
    for node, (spot, near) in sorted(
        wished, key=lambda item: (bool(item[1].near), -math.prod(boxes[item[0]]), item[0])
    ):
        at = index.get(near[0]) if len(near) == 1 else None
        home = points[at] if at is not None else None  # wherever its territory could stand
        points[node] = room.nearest(home or spot, boxes[node])
    return points


class _Room:
    """Finds places with room, each as near as it can be to where it is wished.

    The places around a wish are tried along a spiral. What was found full is not tried again, and where all is full
    near by, the search goes on by longer steps around a centre that is shared by the wishes of a larger square:
    in a crowd of thousands it matters less who stands next to whom.
    """

    def __init__(self, count: int) -> None:
        self.taken = Taken()
        self.most = max(TRIES, PATIENCE // max(1, count))
        self.tried: dict[tuple[int, ...], tuple[Spot, int]] = {}  # centre and turn, by size of box, level and square

    def nearest(self, wish: Spot, box: Box) -> tuple[int, int]:
        size = round(math.log2(max(1.0, math.prod(box))))
        level = 0
        while True:  # ends at the latest where the square is larger than all that is taken
            square = (size, level, *(round(axis / CROWD / 4**level) for axis in wish))
            centre, turn = self.tried.get(square, (wish, 0))
            if not level and turn < self.most:
                centre, turn = wish, _full(centre, turn, wish)
            longer = 1 + level / 2
            end = round(self.most * (4**level / longer) ** 2)
            for following in range(turn, end):
                angle, away = GOLDEN_ANGLE * following, SPIRAL_STEP * longer * math.sqrt(following)
                point = (round(centre[0] + away * math.cos(angle)), round(centre[1] + away * math.sin(angle)))
                if not self.taken.meets(frame := frame_of(point, box)):
                    self.tried[square] = centre, following
                    self.taken.add(frame)
                    return point
            self.tried[square] = centre, end
            level += 1


def _full(centre: Spot, turn: int, wish: Spot) -> int:
    """Return how many turns around the wish are full, when so many are around a centre near by."""
    return int(max(0.0, math.sqrt(turn) - math.dist(centre, wish) / SPIRAL_STEP) ** 2)


def _frame(frames: Sequence[Frame], least: float) -> Frame:
    """Return the frame of the picture: around all boxes with a margin, and so large that coasts can be recognised."""
    left, top, right, bottom = enclosing(frames)
    x, y = (left + right) / 2, (top + bottom) / 2
    margin = FRAME_MARGIN * max(right - left, bottom - top)
    wide, high = (max(least, side / 2 + margin) for side in (right - left, bottom - top))
    wide, high = max(wide, SCREEN * high), max(high, SCREEN * wide)  # both from what they were
    return x - wide, y - high, x + wide, y + high


def _flat(line: Sequence[Spot]) -> list[int]:
    """Return the points rounded, each once in a row."""
    points = [(round(x), round(y)) for x, y in line]
    return [axis for i, point in enumerate(points) if not i or point != points[i - 1] for axis in point]


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
