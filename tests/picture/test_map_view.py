"""The map: true coasts and coordinates, nodes side by side, and the outline that the page carries."""

from __future__ import annotations

import importlib.util
import json
import math
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import bundled
import networkx as nx
import numpy as np
import pytest

import icilabas as ilb
from icilabas.picture import map_view as map_view_module
from icilabas.picture.drawing import draw
from icilabas.picture.map_view import (
    DIAGONAL,
    LEAST_DIAGONAL,
    OUTLINE,
    SPIRAL_STEP,
    line_within,
    map_view,
    polygon_within,
)

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.picture.free_places import Box

ID = "https://w3id.org/icilabas/id/"
FRAME = (0.0, 0.0, 10.0, 10.0)


def drawn(graph: nx.Graph, box: Box = (60, 40)) -> Any:
    found = map_view(graph, [box] * len(graph))
    assert found is not None
    return found


def places(**spots: tuple[float, float]) -> nx.Graph:
    graph = nx.Graph()
    for name, (lat, long) in spots.items():
        graph.add_node(name, lat=lat, long=long)
    return graph


def test_north_is_up_east_is_right_and_shapes_are_kept() -> None:
    graph = places(lille=(50.63, 3.06), kayes=(14.45, -11.44), chad=(15.0, 19.0))
    lille, kayes, chad = drawn(graph)["points"]
    assert lille[1] < chad[1] < kayes[1]
    assert kayes[0] < lille[0] < chad[0]
    scale = (chad[0] - kayes[0]) / (19.0 + 11.44)
    north = [math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))) for lat in (14.45, 50.63)]
    assert (kayes[1] - lille[1]) / (north[1] - north[0]) == pytest.approx(scale, rel=0.01)  # Mercator's


def test_the_outline_lies_under_the_nodes() -> None:
    """Lille and N'Djamena stand on land, a buoy in the gulf of Guinea does not."""
    graph = places(lille=(50.63, 3.06), ndjamena=(12.1, 15.0), buoy=(0.0, 0.0))
    view = drawn(graph)
    on_land = [any(_inside(point, polygon) for polygon in view["outline"]) for point in view["points"]]
    assert on_land == [True, True, False]
    left, top, right, bottom = view["frame"]
    for line in [*view["outline"], *view["borders"]]:
        assert all(isinstance(axis, int) for axis in line)
        assert left <= min(line[::2]) <= max(line[::2]) <= right
        assert top <= min(line[1::2]) <= max(line[1::2]) <= bottom
    assert view["borders"]
    assert len(json.dumps(view)) < 40_000


def _inside(point: list[int], polygon: list[int]) -> bool:
    (x, y), corners = point, list(zip(polygon[::2], polygon[1::2], strict=True))
    sides = zip(corners, corners[1:] + corners[:1], strict=True)
    return sum((b > y) != (d > y) and x < a + (y - b) / (d - b) * (c - a) for (a, b), (c, d) in sides) % 2 == 1


def test_what_has_no_coordinates_stands_around_its_territory_and_nothing_overlaps() -> None:
    graph = places(lille=(50.63, 3.06), nord=(50.63, 3.06), kayes=(14.45, -11.44))
    for number in range(30):
        graph.add_node(number, territory="kayes" if number % 3 else "lille")
    graph.add_node("challenge", territories=["lille"])
    points = drawn(graph)["points"]
    for a, b in combinations(points, 2):
        assert abs(a[0] - b[0]) >= 60 or abs(a[1] - b[1]) >= 40, (a, b)
    at = dict(zip(graph, points, strict=True))
    for node in [*range(30), "challenge"]:
        home = graph.nodes[node].get("territory", "lille")
        assert math.dist(at[node], at[home]) < 260, node
    assert math.dist(at["lille"], at["nord"]) < 75  # moved no further than it has to


def test_a_place_with_room_stands_on_its_very_point_whatever_stands_around_it() -> None:
    graph = places(kayes=(14.45, -11.44), lille=(50.63, 3.06))
    alone = drawn(graph)["points"]
    crowded = nx.Graph()
    crowded.add_nodes_from((number, {"territory": "kayes"}) for number in range(9))
    crowded.add_nodes_from(graph.nodes(data=True))
    found = drawn(crowded)
    scale = (found["points"][-1][0] - found["points"][-2][0]) / (alone[1][0] - alone[0][0])
    assert np.allclose(np.array(found["points"][-2:]), np.array(alone) * scale, atol=2)


def test_what_several_territories_share_stands_between_them_and_is_named() -> None:
    graph = places(lille=(50.63, 3.06), nord=(50.45, 3.22), kayes=(14.45, -11.44))
    graph.add_node("partnership", territories=["nord", "lille", "kayes"])
    graph.add_node("actor", territory="kayes", territories=["kayes", "lille"])
    view = drawn(graph)
    at = dict(zip(graph, view["points"], strict=True))
    for axis in (0, 1):
        assert at["partnership"][axis] == pytest.approx((at["lille"][axis] + at["kayes"][axis]) / 2, abs=60)
    assert view["between"] == [3]
    assert math.dist(at["actor"], at["kayes"]) < 100


def test_places_that_are_no_nodes_hold_what_is_in_them() -> None:
    graph = nx.Graph(places={"lille": [50.63, 3.06], "kayes": (14.45, -11.44), "nowhere": [None, None], "odd": 3})
    graph.add_nodes_from(
        [("a", {"territory": "lille"}), ("b", {"territory": "kayes"}), ("c", {"territory": "nowhere"})]
    )
    a, b, c = drawn(graph)["points"]
    assert a[1] < b[1]
    assert c is None


@pytest.mark.parametrize(
    "value", [None, float("nan"), float("inf"), 200, -180.5, "50.6", True, [50], {"lat": 1}, 10**400, np.arange(2), 1j]
)
def test_what_is_no_coordinate_gives_no_place(value: object) -> None:
    graph = nx.Graph(places={"x": [value, 3.0], "y": value})
    graph.add_nodes_from([("a", {"lat": value, "long": 3.0}), ("b", {"lat": 50.0, "long": value})])
    graph.add_nodes_from([("c", {"territory": "x"}), ("d", {"territories": value}), ("e", {"territory": value})])
    assert map_view(graph, [(60, 40)] * 5) is None
    graph.add_node("f", lat=np.float32(50), long=Fraction(3))
    assert [point is not None for point in drawn(graph)["points"]] == [False] * 5 + [True]


def test_the_poles_and_the_date_line_are_on_the_map() -> None:
    view = drawn(places(north=(90, 0), south=(-90, 180), east=(0, -180)))
    assert all(abs(axis) < 10_000 for point in view["points"] for axis in point)


def test_no_place_no_map() -> None:
    assert map_view(nx.Graph(), []) is None
    assert map_view(nx.path_graph(3), [(60, 40)] * 3) is None


def test_a_town_alone_is_shown_with_its_coasts() -> None:
    view = drawn(places(lille=(50.63, 3.06)))
    assert len(view["outline"]) >= 2  # both shores of the Channel
    assert view["points"] == [[0, 0]]


@pytest.mark.parametrize("spread", [0.0, 0.3, 30.0])
def test_crowds_do_not_overlap(spread: float) -> None:
    graph = nx.Graph()
    for number in range(40):
        graph.add_node(f"p{number}", lat=46 + spread * math.sin(number), long=2 + spread * math.cos(3 * number))
    graph.add_nodes_from((number, {"territory": f"p{number % 40}"}) for number in range(1500))
    boxes = [(36.0 + 30 * (i % 3), 36.0 + 14 * (i % 2)) for i in range(len(graph))]
    found = map_view(graph, boxes)
    assert found == map_view(graph, boxes)
    assert found
    points, sizes = np.array(found["points"]), np.array(boxes)
    for i in range(len(points)):
        room = np.abs(points[i + 1 :] - points[i]) - (sizes[i + 1 :] + sizes[i]) / 2
        assert (room >= 0).any(1).all()
    if spread < 1:
        assert np.ptp(points, axis=0).prod() < 3 * sizes.prod(1).sum()  # a compact heap


def test_the_map_of_the_workshop() -> None:
    graph = ilb.project(bundled.whole(), "knowledge")
    page = draw(graph).html
    data = json.loads(page.split('id="g-data">', 1)[1].split("</script", 1)[0])
    network, *_bridge, view = data["views"]
    assert network == {"name": "network"}
    assert view["name"] == "map"
    at = {node.removeprefix(ID): point for node, point in zip(graph, view["points"], strict=True)}
    assert at["europe"] is at["maghreb"] is None  # the data give no coordinates
    assert math.dist(at["essor"], at["lille"]) < math.dist(at["lille"], at["paris"]) * 3
    assert math.dist(at["lille"], at["nord"]) < 200
    assert math.dist(at["lille"], at["kayes"]) > 1000
    assert at["kayes"][0] < at["mali"][0] < at["tchad"][0]
    assert list(at).index("migration-sse-partnership") in view["between"]
    located = [point for point in view["points"] if point]
    assert len({tuple(point) for point in located}) == len(located) > 60
    assert sum(len(json.dumps(view[key])) for key in ("outline", "borders")) < 30_000


def test_a_polygon_is_cut_off_at_the_frame() -> None:
    assert polygon_within([(2, 2), (4, 2), (4, 4)], FRAME) == [(2, 2), (4, 2), (4, 4)]
    assert set(polygon_within([(5, 5), (15, 5), (15, 15), (5, 15)], FRAME)) == {(5, 5), (10, 5), (10, 10), (5, 10)}
    assert set(polygon_within([(-5, -5), (20, -5), (20, 20), (-5, 20)], FRAME)) == {(0, 0), (10, 0), (10, 10), (0, 10)}
    assert polygon_within([(12, 2), (14, 2), (14, 4)], FRAME) == []


def test_a_line_is_cut_into_the_parts_in_the_frame() -> None:
    line = [(-5.0, 5.0), (5.0, 5.0), (5.0, 15.0), (7.0, 15.0), (7.0, 5.0)]
    assert list(line_within(line, FRAME)) == [[(0, 5), (5, 5), (5, 10)], [(7, 10), (7, 5)]]
    assert list(line_within([(-5, 8), (-5, 20), (8, 20)], FRAME)) == []
    assert list(line_within([(-5, 5), (15, 5)], FRAME)) == [[(0, 5), (10, 5)]]


@pytest.fixture(scope="module")
def simplify() -> Any:
    spec = importlib.util.spec_from_file_location("simplify", OUTLINE.with_name("simplify.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _topology() -> dict[str, Any]:
    """Two countries side by side on one island, ten degrees broad, and an islet; steps of a tenth of a degree."""
    west = [
        [50, 0],
        [-50, 0],
        [1, 50],
        [-1, 50],
        [50, 0],
    ]  # from the border's foot round to its head, not quite straight
    east = [[50, 0], [50, 0], [0, 100], [-50, 0]]
    border = [[50, 0], [0, 100]]
    islet = [[200, 200], [2, 0], [0, 2], [-2, -2]]
    return {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [-5, 40]},
        "arcs": [west, east, border, islet],
        "objects": {
            "land": {
                "type": "GeometryCollection",
                "geometries": [{"type": "MultiPolygon", "arcs": [[[0, -2]], [[3]]]}],
            },
            "countries": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, -3]]},
                    {"type": "MultiPolygon", "arcs": [[[1, -3]], [[3]]]},
                    {"type": None},
                ],
            },
        },
    }


def test_the_script_joins_thins_and_drops(simplify: Any, tmp_path: Path) -> None:
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps(_topology()), encoding="utf-8")
    simplify.main(str(source), str(target))
    found = json.loads(target.read_text(encoding="utf-8"))
    (land,) = found["land"]  # the islet is too small
    corners = list(zip(land[::2], land[1::2], strict=True))
    assert sorted(set(corners)) == [(-5, 40), (-5, 50), (0, 40), (0, 50), (5, 40), (5, 50)]
    assert len(corners) == 6
    assert found["borders"] == [[0, 40, 0, 50]]
    again = tmp_path / "again.json"
    simplify.main(str(source), str(again))
    assert again.read_bytes() == target.read_bytes()


def test_the_outline_that_is_shipped_is_light_and_whole() -> None:
    assert OUTLINE.stat().st_size <= 60_000
    outline = json.loads(OUTLINE.read_text(encoding="utf-8"))
    assert list(outline) == ["land", "borders"]
    for line in [*outline["land"], *outline["borders"]]:
        assert len(line) % 2 == 0
        assert max(map(abs, line[::2])) <= 180
        assert max(map(abs, line[1::2])) <= 90
    land = [list(zip(line[::2], line[1::2], strict=True)) for line in outline["land"]]
    assert all(ring[0] != ring[-1] and len(ring) >= 3 for ring in land)
    coasts = {corner for ring in land for corner in ring}
    assert sum(tuple(line[:2]) in coasts or tuple(line[-2:]) in coasts for line in outline["borders"]) > 100


def test_places_tried_lie_ever_further_from_the_wish_and_the_first_with_room_is_taken() -> None:
    room = map_view_module._Room(10)  # noqa: SLF001  # where it looks is what counts
    box = (30.0, 30.0)
    found = [room.nearest((100.4, 50.0), box) for _ in range(12)]
    assert found[0] == (100, 50)
    away = [math.dist(found[0], point) for point in found]
    assert 30 <= away[1] < 50  # the first turn at which a box beside is free
    assert all(later > earlier - SPIRAL_STEP for earlier, later in pairwise(away))
    assert room.nearest((500.0, 50.0), box) == (500, 50)
    small = map_view_module._Room(10)  # noqa: SLF001  # as above
    small.nearest((0.0, 0.0), box)
    assert math.dist((0, 0), small.nearest((0.0, 0.0), (2.0, 2.0))) < 22 + SPIRAL_STEP


def test_what_has_coordinates_stands_on_them_then_the_large_then_as_they_come() -> None:
    graph = nx.Graph(places={"home": [10.0, 10.0]})
    graph.add_nodes_from([("first", {"territory": "home"}), ("large", {"territory": "home"})])
    graph.add_nodes_from([("exact", {"lat": 10.0, "long": 10.0}), ("last", {"territory": "home"})])
    found: Any = map_view(graph, [(40, 40), (80, 40), (30, 30), (40, 40)])
    first, large, exact, last = found["points"]
    assert exact == [0, 0]
    away = {name: math.dist(exact, point) for name, point in (("first", first), ("large", large), ("last", last))}
    assert away["first"] <= away["last"]
    lone = nx.Graph(places={"home": [10.0, 10.0]})
    lone.add_nodes_from([("small", {"territory": "home"}), ("large", {"territory": "home"})])
    both = map_view(lone, [(40, 40), (80, 40)])
    assert both
    assert both["points"][1] == [0, 0]  # the large one first


def test_the_frame_has_a_margin_and_shows_14_degrees_at_least_wherever_a_screen_stands() -> None:
    left, top, right, bottom = drawn(places(lille=(50.63, 3.06)))["frame"]
    assert (right - left) / (bottom - top) == pytest.approx(1, abs=0.01)
    assert right - left == pytest.approx(1.5 * LEAST_DIAGONAL, abs=3)  # 14 degrees, half as much again for any screen
    graph = places(west=(10.0, -30.0), east=(10.0, 30.0))
    view = drawn(graph)
    left, top, right, bottom = view["frame"]
    west, east = (point[0] for point in view["points"])
    box = east - west + 60
    assert right - left == pytest.approx(box * 1.16, abs=2)  # a margin of 0.08 on each side
    assert (bottom - top) * 1.5 == pytest.approx((right - left) * 2.25, rel=0.01)
    assert (east - west) / 60 == pytest.approx(LEAST_DIAGONAL / 60, abs=0.1)  # canvas units a degree


def test_many_boxes_make_the_picture_larger() -> None:
    graph = places(west=(10.0, -30.0), east=(10.0, 30.0))
    graph.add_nodes_from(range(60), territory="west")
    west, east = (point[0] for point in drawn(graph, (100, 60))["points"][:2])
    assert east - west == pytest.approx(DIAGONAL * math.sqrt(62 * 100 * 60), rel=0.01)
