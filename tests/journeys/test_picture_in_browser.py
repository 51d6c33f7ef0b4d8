"""The picture in a browser: views, what a large network leaves out, and the scene that files are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import networkx as nx
import pytest

from icilabas.picture import drawing, html_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from playwright.sync_api import Page

    Opener = Callable[..., Page]

SAID = """window.said = new Set(); const fill = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
  window.said.add(text); return fill.call(this, text, ...rest); };"""
LAND, SEA = (233, 239, 226), (244, 248, 251)
BRIDGE = {
    "name": "bridge",
    "points": [[-400, 0], [-400, 200], [0, 100], [400, 0], [400, 200], None],
    "columns": [
        {"label": {"fr": "Le Nord", "en": "The North"}, "x": -400},
        {"label": {"fr": "Entre les deux", "en": "Between them"}, "x": 0},
        {"label": {"fr": "Le Sud", "en": "The South"}, "x": 400},
    ],
}
MAP = {
    "name": "map",
    "points": [[-100, -100], None, None, [150, 120], None, [0, 60]],
    "outline": [[-400, -300, 20, -300, 20, 300, -400, 300]],
    "borders": [[-400, 0, 20, 0]],
}


def network() -> nx.DiGraph[str]:
    """Return six nodes; the last is of a kind that is hidden at first."""
    graph: nx.DiGraph[str] = nx.DiGraph(hidden=["theme"])
    for name in "abcde":
        graph.add_node(name, label=f"Nom {name}", kind="partnership" if name == "c" else "organization", slug=name)
    graph.add_node("f", label="Nom f", kind="theme", slug="f")
    graph.add_edges_from([("a", "c"), ("b", "c"), ("d", "c"), ("e", "c"), ("a", "f"), ("a", "d")])
    return graph


@pytest.fixture
def show(page: Page, tmp_path: Path) -> Opener:
    """Draw a graph with these views besides the network, and open its page, with what stands behind the address."""
    real = html_page.page_of

    def opener(graph: nx.Graph[Any] | None = None, behind: str = "", views: tuple[Any, ...] = (BRIDGE, MAP)) -> Page:
        def page_of(payload: Any, library: Traversable) -> str:
            return real(payload | {"views": [{"name": "network"}, *views]}, library)

        with patch.object(drawing, "page_of", page_of):
            drawing.draw(network() if graph is None else graph, tmp_path / "graph.html")
        page.goto((tmp_path / "graph.html").as_uri() + behind)
        page.wait_for_selector("html[data-ready]")
        return page

    return opener


def call(page: Page, what: str) -> Any:
    """Return what the picture answers."""
    return page.evaluate(f"document.getElementById('g-network').picture.{what}")


def view(page: Page, name: str) -> dict[str, Any]:
    """Switch to a view; return the scene when the nodes have come to rest."""
    call(page, f"view('{name}')")
    page.wait_for_timeout(700)
    scene: dict[str, Any] = call(page, "scene()")
    return scene


def pixel(page: Page, x: float, y: float) -> tuple[int, ...]:
    """Return the colour of the picture at a point of its own plane."""
    return tuple(
        page.evaluate(
            """([x, y]) => { const p = document.getElementById("g-network").picture; const s = p.scene(); const c = p.canvas();
            const r = c.width / c.clientWidth;
            return [...c.getContext("2d").getImageData((x - s.left) * s.scale * r, (y - s.top) * s.scale * r, 1, 1).data]; }""",
            [x, y],
        )[:3]
    )


def points(scene: dict[str, Any]) -> dict[int, list[float]]:
    return {node["id"]: [node["x"], node["y"]] for node in scene["nodes"]}


def test_a_view_moves_the_nodes_where_the_data_have_them(show: Opener) -> None:
    page = show()
    before = points(call(page, "scene()"))
    assert set(before) == {0, 1, 2, 3, 4}  # the sixth is hidden at first
    scene = view(page, "map")
    assert points(scene) == {0: [-100, -100], 3: [150, 120], 5: [0, 60]}  # the sixth is in the map, three are not
    scene = view(page, "bridge")
    found = points(scene)
    assert set(found) == {0, 1, 2, 3, 4}
    wide = found[3][0] / 400
    assert 1 <= wide <= 2
    assert [x / wide for x, _ in found.values()] == pytest.approx([-400, -400, 0, 400, 400], abs=1)
    assert points(view(page, "network")) == before


def test_nodes_glide_unless_the_reader_wants_no_motion(show: Opener, page: Page) -> None:
    show()
    call(page, "view('map')")
    assert points(call(page, "scene()"))[0] != [-100, -100]
    page.emulate_media(reduced_motion="reduce")
    show()
    call(page, "view('map')")
    assert points(call(page, "scene()"))[0] == [-100, -100]


def test_every_node_of_a_view_is_in_sight(show: Opener) -> None:
    page = show()
    for name in ("bridge", "map", "network"):
        scene = view(page, name)
        assert scene["nodes"]
        for node in scene["nodes"]:
            assert scene["left"] < node["x"] < scene["left"] + scene["width"]
            assert scene["top"] < node["y"] < scene["top"] + scene["height"]


def test_the_map_has_land_and_sea_under_its_nodes(show: Opener) -> None:
    page = show()
    scene = view(page, "map")
    assert scene["ground"]["land"] == MAP["outline"]
    assert scene["ground"]["borders"] == MAP["borders"]
    assert pixel(page, -50, 140) == LAND
    assert pixel(page, 120, -100) == SEA
    view(page, "network")
    assert pixel(page, 100_000, 0) not in (LAND, SEA)  # outside: nothing
    assert call(page, "scene()")["ground"]["land"] == []


def test_ties_of_the_map_are_arcs_and_those_of_the_bridge_curves(show: Opener) -> None:
    page = show()
    assert [edge["control"] for edge in call(page, "scene()")["edges"]] == [None] * 5
    scene = view(page, "map")
    assert sorted(edge["id"] for edge in scene["edges"]) == [1, 2]  # a–f and a–d; c is not in this view
    for edge in scene["edges"]:
        middle = (edge["from"][1] + edge["to"][1]) / 2
        assert edge["control"][1] < middle  # it bulges to the north
        assert edge["arrow"]
    assert all(edge["control"] for edge in view(page, "bridge")["edges"] if edge["from"][1] != edge["to"][1])


@pytest.mark.own_page
def test_the_bridge_has_headings_in_the_reader_s_language(show: Opener, page: Page) -> None:
    page.add_init_script(SAID)
    show()
    scene = view(page, "bridge")
    assert [column["label"] for column in scene["ground"]["columns"]] == ["Le Nord", "Entre les deux", "Le Sud"]
    assert {"Le Nord", "Entre les deux", "Le Sud"} <= set(page.evaluate("[...window.said]"))
    assert all(column["y"] < min(y for _, y in points(scene).values()) for column in scene["ground"]["columns"])
    page.click('[data-lang="en"]')
    page.wait_for_timeout(300)
    assert "Between them" in page.evaluate("[...window.said]")


def test_kinds_hidden_at_first_are_hidden_in_the_network_only(show: Opener) -> None:
    page = show()
    assert 5 in points(view(page, "map"))
    assert 5 not in points(view(page, "network"))
    page.locator(".chip", has_text="organi").click()  # what the reader hides stays hidden
    assert set(points(view(page, "map"))) == set()
    page.click("#g-all")
    assert 5 in points(view(page, "network"))


def test_a_node_that_the_view_does_not_have_opens_in_the_network(show: Opener) -> None:
    page = show()
    view(page, "map")
    page.evaluate("location.hash = '#c'")
    page.wait_for_selector("#g-name")
    page.wait_for_timeout(600)
    assert 2 in points(call(page, "scene()"))
    assert call(page, "scene()")["view"] == "network"


def test_a_moved_node_stays_where_it_was_put(show: Opener) -> None:
    page = show(nx.path_graph(2))
    page.wait_for_timeout(300)
    box = page.locator("#g-network").bounding_box()
    assert box
    scene = call(page, "scene()")
    x, y = points(scene)[0]
    at = [box["x"] + (x - scene["left"]) * scene["scale"], box["y"] + (y - scene["top"]) * scene["scale"]]
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] + 40, at[1] + 80, steps=4)
    page.mouse.up()
    moved = points(call(page, "scene()"))[0]
    assert moved[1] > y + 20
    for _ in range(2):  # off and on
        page.locator(".chip").click()
        page.wait_for_timeout(50)
    assert points(call(page, "scene()"))[0] == pytest.approx(moved, abs=1)


@pytest.fixture(scope="module")
def large() -> nx.Graph[int]:
    """Return 3,000 nodes on a ring, those with low numbers linked to many; with fixed points, as the layout is slow."""
    graph = nx.barabasi_albert_graph(3000, 2, seed=3)
    for node, data in graph.nodes(data=True):
        data.update(label=f"Nom {node}", slug=f"n{node}")
    return graph


@pytest.fixture
def quick() -> Iterator[None]:
    """Lay nodes out on a square, at once."""
    with patch.object(
        drawing, "drawn_points", lambda labels, *_, **__: [(i % 60 * 90, i // 60 * 90) for i in range(len(labels))]
    ):
        yield


@pytest.mark.usefixtures("quick")
def test_a_large_network_shows_its_most_linked_nodes_first(show: Opener, large: nx.Graph[int]) -> None:
    page = show(large, views=())
    scene = call(page, "scene()")
    drawn = {node["id"] for node in scene["nodes"]}
    assert 0 < len(drawn) < 3000
    assert call(page, "left()") == 3000 - len(drawn)
    least = min(large.degree[node] for node in drawn)
    assert least >= max(large.degree[node] for node in large if node not in drawn)
    assert len(scene["edges"]) == large.subgraph(drawn).number_of_edges()
    call(page, "more()")
    assert len(call(page, "scene()")["nodes"]) > len(drawn)


@pytest.mark.own_page
@pytest.mark.usefixtures("quick")
def test_a_node_outside_the_first_view_is_opened_by_its_address_with_its_neighbours(
    show: Opener, page: Page, large: nx.Graph[int]
) -> None:
    page.add_init_script(SAID)
    away = {node["id"] for node in call(show(large, views=()), "scene()")["nodes"]} ^ set(large)
    wanted = max(away)
    page = show(large, "#none", views=())
    page.goto("about:blank")
    page = show(large, f"#n{wanted}", views=())
    page.wait_for_timeout(900)
    assert f"Nom {wanted}" in page.evaluate("[...window.said]")  # once the picture has come to rest
    scene = call(page, "scene()")
    found = {node["id"]: node for node in scene["nodes"]}
    assert {wanted, *large[wanted]} <= set(found)
    assert found[wanted]["opacity"] == 1
    assert scene["left"] < found[wanted]["x"] < scene["left"] + scene["width"]
    assert f"Nom {wanted}" in [" ".join(name["rows"]) for name in scene["names"]]


def test_a_small_network_leaves_nothing_out(show: Opener) -> None:
    assert call(show(), "left()") == 0


def test_the_scene_is_what_is_seen(show: Opener) -> None:
    page = show(behind="#b")
    page.wait_for_timeout(500)
    scene = call(page, "scene()")
    bright = {node["id"] for node in scene["nodes"] if node["opacity"] == 1}
    assert bright == {1, 2}  # b and what it is linked to
    node = next(node for node in scene["nodes"] if node["id"] == 1)
    assert (node["shape"], node["color"], node["border"]) == ("dot", "#0072b2", "#26323f")
    assert pixel(page, node["x"], node["y"]) == (0, 114, 178)
    assert scene["names"][0]["rows"] == ["Nom b"]  # the chosen one comes first
    assert scene["names"][0]["bold"]
    ends = {edge["id"]: (edge["from"], edge["to"], edge["color"]) for edge in scene["edges"]}
    assert ends[3] == (points(scene)[1], points(scene)[2], "#26323f")  # b to c, touched
    assert ends[0][2] != "#26323f"
