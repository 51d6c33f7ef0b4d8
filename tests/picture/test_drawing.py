"""`draw`: any networkx graph becomes one page; the graph stays as it is, and the same graph gives the same bytes."""

from __future__ import annotations

import copy
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import bundled
import networkx as nx
import numpy as np
import pytest
from processes import printed

import icilabas as ilb
from icilabas.errors import UsageError
from icilabas.picture import drawing, html_page
from icilabas.picture.drawing import draw, radii
from icilabas.picture.html_page import SCRIPTS, page_of
from icilabas.picture.layout import node_points
from icilabas.picture.styles import KIND_LOOKS, OTHER_KINDS, families_of, looks_of
from icilabas.words.matching import unique_name

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = [
    "<script>window.__pwned = 1</script>",
    "</script><script>window.__pwned = 1</script>",
    "<!--<script>",
    '"><img src=x onerror="window.__pwned = 1">',
    "' onmouseover='window.__pwned = 1",
    "javascript:window.__pwned=1",
    '<a href="javascript:window.__pwned=1">x</a>',
    "{{ 7 * 7 }}{% raw %}",
    "a\u202etxt.exe\u2066",
    "nul\x00and\x1bescape",
    "lone\ud800surrogate",
    "line\u2028separator",
    "__proto__",
    "long " * 20_000,
    "x" * 100_000,
]


def payload(html: str) -> dict[str, Any]:
    """Return the data block of a page, read as a browser reads it: up to the first end tag."""
    block = html.split('<script type="application/json" id="g-data">', 1)[1].split("</script", 1)[0]
    assert not re.search("[<>&\u2028\u2029]", block)
    found: dict[str, Any] = json.loads(block)
    return found


def small() -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(title={"fr": "Réseau", "en": "Network"}, labels={"lead": {"fr": "mène", "en": "leads"}})
    graph.add_node("a", label_fr="Éléphant", label_en="Elephant", kind="organization", sphere="lead", slug="ele")
    graph.add_node("b", label="B", kind="territory")
    graph.add_edge("a", "b", relations=["lead"], weight=2, evidence=[{"source": "s", "passage": "p", "page": 11}])
    graph.add_edge("a", "b", relations=["https://example.org/terms#worksWith"])
    graph.add_edge("b", "a")
    return graph


def test_the_graph_stays_as_it_is() -> None:
    graph = small()
    before = (copy.deepcopy(dict(graph.nodes(data=True))), copy.deepcopy(list(graph.edges(data=True, keys=True))))
    attributes = copy.deepcopy(graph.graph)
    draw(graph)
    assert (dict(graph.nodes(data=True)), list(graph.edges(data=True, keys=True))) == before
    assert graph.graph == attributes


def test_labels_relations_and_evidence_reach_the_page() -> None:
    data = payload(draw(small()).html)
    assert data["title"] == {"en": "Network", "fr": "Réseau"}
    assert data["nodes"][0]["label"] == {"en": "Elephant", "fr": "Éléphant"}
    assert data["nodes"][0]["slug"] == "ele"
    names = [data["names"][n] for edge in data["edges"] for n in edge["relations"]]
    assert names == [{"en": "leads", "fr": "mène"}, {"": "works with"}]
    assert data["edges"][0]["evidence"][0]["page"] == "11"


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_every_class_of_graph_keeps_its_edges(kind: type[nx.Graph]) -> None:
    graph = kind([(1, 2), (1, 2), (2, 1), (3, 3)])
    data = payload(draw(graph).html)
    assert len(data["network"]["edges"]) == len(data["edges"]) == graph.number_of_edges()
    assert all(("arrows" in edge) == graph.is_directed() for edge in data["network"]["edges"])
    nx.set_edge_attributes(graph, values=True, name="undirected")
    data = payload(draw(graph).html)
    assert not any("arrows" in edge for edge in data["network"]["edges"])
    assert all(edge["undirected"] for edge in data["edges"])


@pytest.mark.parametrize(
    "value",
    [None, float("nan"), np.float64(2.5), np.int64(3), np.arange(3), {"a": {"b": [1]}}, [1, [2]], {1, 2}, b"\xff"],
)
def test_attributes_of_any_type(value: object) -> None:
    graph = nx.Graph(title=value, labels=value, hidden=value)
    names = ["label", "label_fr", "alt_labels", "description", "kind", "sphere", "territory", "slug", "bipartite"]
    names += ["lat", "long", "territories", "sessions", "themes"]
    graph.add_node("a", **dict.fromkeys(names, value))
    graph.add_edge("a", "b", **dict.fromkeys(["weight", "relations", "evidence", "label", "undirected"], value))
    graph.add_edge("b", "c", evidence=[value, {"page": value, "passage": value}], relations=[value])
    assert len(payload(draw(graph).html)["nodes"]) == 3


def test_a_list_in_itself_ends() -> None:
    endless: list[object] = []
    endless.append(endless)
    graph = nx.Graph()
    graph.add_node(1, label=endless)
    assert payload(draw(graph).html)["nodes"][0]["label"]


def test_ids_of_any_type_are_labels_and_each_has_its_own_address() -> None:
    ids = [0, "0", (1, "x"), frozenset({"b", "a"}), None.__class__, 2.5, True, "http://example.org/id/lille", ""]
    graph = nx.Graph()
    graph.add_nodes_from(ids)
    nodes = payload(draw(graph).html)["nodes"]
    assert [node["label"][""] for node in nodes[:4]] == ["0", "0", "1, x", "a, b"]
    slugs = [node["slug"] for node in nodes]
    assert len(set(slugs)) == len(graph)
    assert "lille" in slugs
    assert all(node["kind"] == 0 for node in nodes)


@pytest.mark.journey
def test_equal_graphs_give_equal_bytes_whatever_the_hash_seed() -> None:
    program = (
        "import hashlib, networkx as nx; from icilabas.picture.drawing import draw\n"
        "g = nx.barbell_graph(9, 3); nx.relabel_nodes(g, {n: f'n{n}' for n in g}, copy=False)\n"
        "g.add_node(frozenset('abcdef'), kind='k1'); g.add_node('z', kind='k2')\n"
        "print(hashlib.sha256(draw(g).html.encode()).hexdigest())"
    )
    assert len(printed(program)) == 1


def test_the_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "graph.html"
    drawing = draw(small(), target, lang="en")
    assert target.read_bytes().decode() == drawing.html
    assert drawing.path == target
    assert '<html lang="en">' in drawing.html

    def fail(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(UsageError):
        draw(nx.path_graph(3), target)
    assert target.read_bytes().decode() == drawing.html
    assert list(tmp_path.iterdir()) == [target]


def test_a_notebook_shows_it_in_a_frame_of_its_own() -> None:
    drawing = draw(small(), title='A "title" <b>')
    frame = drawing._repr_html_()
    assert frame.startswith('<iframe sandbox="allow-scripts allow-downloads"')
    assert re.findall(r"<(\w+)", frame) == ["iframe", "style", "img"]
    assert "<b>" not in drawing.html.split("<style>")[0]
    assert len(repr(drawing)) < 100


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_inert(text: str) -> None:
    graph = nx.MultiDiGraph(title=text, labels={text: {"fr": text, text: text}}, hidden=[text])
    facts = dict.fromkeys(["label_fr", "label", "alt_labels", "description_fr", "kind", "sphere", "territory"], text)
    facts["slug"] = text
    graph.add_node(text, **facts)
    graph.add_edge(
        text, text, relations=[text], weight=text, evidence=[{"source": text, "passage": text, "page": text}]
    )
    page = draw(graph)
    page.html.encode()
    assert len(page.html) < 700_000
    assert page.html.count("<script") == draw(nx.Graph()).html.count("<script")
    assert "<img" not in page.html
    label = payload(page.html)["nodes"][0]["label"]["fr"]
    assert 0 < len(label) <= 300
    assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069\u2028\ud800-\udfff]", label)


def test_the_page_asks_for_nothing_and_allows_only_its_own_scripts() -> None:
    html = draw(small()).html
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    assert policy[1].count("sha256-") == len(re.findall("^<(?:script|style)>", html, re.MULTILINE))
    head, body = html.split("<style>")[0], html.split('<script type="application/json"')[0].split("</style>")[-1]
    assert not re.search(r"(src|href)=", head + body)
    assert "sourceMappingURL" not in html
    assert "url(" not in "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))


def test_an_empty_graph_and_a_single_node() -> None:
    assert payload(draw(nx.Graph()).html)["nodes"] == []
    assert len(payload(draw(nx.empty_graph(1)).html)["nodes"]) == 1


def test_the_legend_has_each_kind_in_one_family_and_unknown_kinds_in_a_family_of_their_own() -> None:
    kinds = list(looks_of([*KIND_LOOKS, "zebra", "node"]))
    families = families_of(kinds)
    assert sorted(kind for _, members in families for kind in members) == sorted(kinds)
    assert families[-1] == (OTHER_KINDS, ["node", "zebra"])
    assert [name.text("en") for name, _ in families_of(["territory"])] == ["Places"]
    data = payload(draw(small()).html)
    assert [family["name"]["fr"] for family in data["families"]] == ["Acteurs", "Lieux"]
    assert [family["kinds"] for family in data["families"]] == [[0], [1]]


def test_a_graph_says_which_kinds_are_not_shown_at_first() -> None:
    graph = small()
    graph.graph["hidden"] = ["Territory", "no-such-kind"]
    data = payload(draw(graph).html)
    names = [data["names"][data["kinds"][kind]["name"]] for kind in data["hidden"]]
    assert names == [{"": "territory"}]
    graph.graph["hidden"] = ["organization", "territory"]
    assert payload(draw(graph).html)["hidden"] == []  # a picture begins with something in it


def test_the_view_of_all_that_is_said_hides_only_kinds_that_it_has() -> None:
    graph = ilb.project(bundled.whole(), "knowledge")
    kinds = {kind for _, kind in graph.nodes(data="kind")}
    hidden = set(graph.graph["hidden"])
    assert hidden < kinds | {"event"}
    assert {"partnership", "territory", "organization", "challenge"} <= kinds - hidden
    assert ilb.project(bundled.whole(), "ties").graph["hidden"] == []


def test_what_is_hidden_at_first_moves_nothing_that_is_shown_and_lies_on_nothing() -> None:
    shown = nx.barbell_graph(8, 2)
    graph = nx.compose(shown, nx.star_graph([0, *range(100, 160)]))  # a node shown, with sixty hidden ones
    nx.add_path(graph, [160, 161, 162])  # beyond the first ring: by way of a hidden node, and apart from all
    graph.add_edge(100, 160)
    nx.add_path(graph, [170, 171, 172])
    order = sorted(graph)
    links = [(order.index(a), order.index(b)) for a, b in graph.edges]
    boxes = [(60.0, 40.0)] * len(order)
    points = node_points(boxes, links, set(range(len(shown), len(order))))
    assert points == node_points(boxes, links, set(range(len(shown), len(order))))
    moved = np.subtract(points[: len(shown)], node_points(boxes[: len(shown)], shown.edges))
    assert np.ptp(moved, axis=0).max() <= 1  # the whole may be shifted
    for a in range(len(shown), len(points)):
        gaps = np.abs(np.delete(np.array(points), a, axis=0) - points[a])
        assert ((gaps[:, 0] >= 55) | (gaps[:, 1] >= 35)).all()
    away = np.hypot(*np.subtract(points[len(shown) : len(shown) + 60], points[0]).T)
    assert away.max() < 600  # sixty boxes around one node


def test_what_a_node_is_found_by_reaches_the_page() -> None:
    labels = {"t:1": {"fr": "Lille", "en": "Lille"}, "s:1": {"fr": "Séance", "en": "Session"}}
    graph = nx.Graph(labels=labels)
    graph.add_node(1, territories=["t:1", "t:2", "t:1"], territory="t:2", sessions=["s:1"], themes=[])
    graph.add_node(2, territory="t:2", themes="one")
    graph.add_node(3)
    data = payload(draw(graph).html)
    found = [
        {facet: [data["names"][n] for n in numbers] for facet, numbers in node["facets"].items()}
        for node in data["nodes"]
    ]
    assert found == [
        {"territory": [labels["t:1"], {"": "t:2"}], "session": [labels["s:1"]]},
        {"territory": [{"": "t:2"}], "theme": [{"": "one"}]},
        {},
    ]


def test_views_are_those_that_the_graph_has_data_for() -> None:
    assert payload(draw(small()).html)["views"] == [{"name": "network"}]
    graph = small()
    graph.add_node("b", lat=50.63, long=3.06)
    graph.add_node("a", territory="b")
    network, view = payload(draw(graph).html)["views"]
    assert network == {"name": "network"}
    assert view["name"] == "map"
    assert None not in view["points"]
    assert len(view["points"]) == 2


def test_other_names_reach_the_page() -> None:
    graph = nx.Graph()
    graph.add_node(1, label="Agence française de développement", alt_labels=["AFD", ""])
    graph.add_node(2, alt_labels="one")
    assert [node["aliases"] for node in payload(draw(graph).html)["nodes"]] == [["AFD"], ["one"]]


def test_the_page_is_made_of_short_files() -> None:
    folder = files("icilabas.picture") / "page"
    for name in ("graph.css", "graph.html.j2", *(f"{script}.js" for script in SCRIPTS)):
        assert len((folder / name).read_text("utf-8").splitlines()) < 300, name


def test_nodes_do_not_lie_on_each_other_and_components_stay_near() -> None:
    graph = nx.disjoint_union_all([nx.star_graph(30), nx.path_graph(4), nx.empty_graph(12)])
    boxes = [(60.0, 40.0)] * len(graph)
    points = node_points(boxes, graph.edges)
    assert points == node_points(boxes, graph.edges)
    near = [
        (a, b) for a in range(len(points)) for b in range(a) if np.abs(np.subtract(points[a], points[b])).max() < 30
    ]
    assert near == []
    width, height = np.ptp(np.array(points), axis=0)
    assert 0.5 < width / height < 3
    assert width * height < len(graph) * 150 * 150


def test_a_large_graph_is_drawn_in_moderate_time() -> None:
    graph = nx.barabasi_albert_graph(1000, 2, seed=1)
    assert len(payload(draw(graph).html)["network"]["nodes"]) == 1000


def test_nodes_that_wish_for_one_address_get_numbers_in_turn() -> None:
    graph = nx.empty_graph(4)
    for node, wish in enumerate(["x", "x-2", "x", "x"]):
        graph.nodes[node]["slug"] = wish
    assert [node["slug"] for node in payload(draw(graph).html)["nodes"]] == ["x", "x-2", "x-3", "x-4"]


def test_addresses_are_looked_for_once_a_node_however_many_wish_for_the_same() -> None:
    class Counting(dict[str, int]):
        looks = 0

        def __contains__(self, key: object) -> bool:
            Counting.looks += 1
            return super().__contains__(key)

    taken = Counting()
    assert len({unique_name("same", taken) for _ in range(500)}) == 500
    assert Counting.looks < 3 * 500


def test_nodes_grow_with_their_links_up_to_a_size_and_kinds_that_stand_out_are_larger() -> None:
    star = [(0, n) for n in range(1, 61)]
    sizes = radii(["theme"] * 63, [*star, (61, 61)])
    assert sizes[62] == 8  # no link
    assert sizes[61] == sizes[1] == 11.2  # a loop is one link
    assert sizes[0] == 26
    growing = [radii(["theme"] * (count + 1), star[:count])[0] for count in range(40)]
    assert growing == sorted(growing)
    assert growing[31] < growing[32] == 26
    assert radii(["partnership", "territory", "theme"], [(0, 1), (0, 1), (2, 1)]) == [16.9, 14.9, 11.2]


def test_ties_grow_with_their_weight_up_to_a_width() -> None:
    graph = nx.MultiGraph()
    weights = [None, 0, "odd", 1, 3, 10, 400, 401, 1e9]
    graph.add_edges_from(("a", "b", {} if weight is None else {"weight": weight}) for weight in weights)
    widths = [edge["width"] for edge in payload(draw(graph).html)["network"]["edges"]]
    assert widths == [1.4, 1.4, 1.4, 1.4, 2.0, 2.9, 6.0, 6.0, 6.0]


@pytest.mark.parametrize(("count", "slow"), [(800, False), (801, True)])
def test_many_ties_are_left_out_while_the_picture_moves(count: int, *, slow: bool) -> None:
    graph = nx.MultiGraph([("a", "b")] * count)
    options = payload(draw(graph).html)["network"]["options"]
    assert options["interaction"]["hideEdgesOnDrag"] is options["interaction"]["hideEdgesOnZoom"] is slow
    assert options["interaction"]["hover"] is True


def test_labels_have_their_whole_room_up_to_60_nodes_that_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[tuple[float, float]]] = []

    def placed(boxes: list[tuple[float, float]], *_: object) -> list[tuple[int, int]]:
        asked.append(boxes)
        return [(0, 0)] * len(boxes)

    monkeypatch.setattr(drawing, "node_points", placed)
    monkeypatch.setattr(drawing, "drawn_points", drawing.drawn_points.__wrapped__)
    for count in (60, 61):
        graph = nx.Graph(hidden=["theme"])
        graph.add_nodes_from(range(count - 1), label="x" * 20, kind="organization")
        graph.add_node("great", label="x" * 20, kind="partnership")
        graph.add_nodes_from([f"t{n}" for n in range(9)], label="x" * 20, kind="theme")
        draw(graph)
    for boxes, room in zip(asked, (1.0, 60 / 61), strict=True):
        assert boxes[0] == pytest.approx((20 * 7.2 * room, 30 + 16 * room))
        assert boxes[-10] == pytest.approx((20 * 7.2 * 2.2, 2 * 10.8 + 14 + 16 * 2.2))  # what stands out has more
        assert boxes[-1] == (30, 30)  # what is hidden has none


def test_the_page_knows_five_other_names_of_a_node_in_their_order() -> None:
    graph = nx.Graph()
    graph.add_node(1, alt_labels=[f"name {n}" for n in range(7)])
    assert payload(draw(graph).html)["nodes"][0]["aliases"] == [f"name {n}" for n in range(5)]


def test_relations_come_from_the_first_of_the_attributes_that_has_any() -> None:
    graph = nx.MultiGraph()
    graph.add_edge("a", "b", relations=[], relation="second", label="third")
    graph.add_edge("a", "b", label="third")
    graph.add_edge("a", "b", relations=["first", "other"], relation="second")
    data = payload(draw(graph).html)
    assert [[data["names"][n][""] for n in edge["relations"]] for edge in data["edges"]] == [
        *(["second"], ["third"], ["first", "other"])
    ]


def test_the_newest_library_is_taken_by_its_numbers(tmp_path: Path) -> None:
    for version in ("vis-9.1.2", "vis-10.0.1", "vis-2.0.10"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "vis-network.css").write_text(
            f".{version.replace('.', '_')} {{ background: url(x.png) }}"
        )
        (tmp_path / version / "vis-network.min.js").write_text(f"// {version}\n//# sourceMappingURL=x.map\n")
    data: Any = {"lang": "fr", "title": {}, "nodes": [], "kinds": [], "network": {"nodes": []}}
    page = page_of(data, tmp_path)
    assert "// vis-10.0.1" in page
    assert ".vis-10_0_1 { background: none }" in page
    assert "sourceMappingURL" not in page
    assert "<title>icilabas</title>" in page


def test_a_look_is_said_once_for_its_kind_and_where_a_node_differs() -> None:
    graph = nx.Graph()
    graph.add_nodes_from(["a", "b"], kind="theme")
    network = payload(draw(graph).html)["network"]
    assert [sorted(node) for node in network["nodes"]] == [["size", "x", "y"]] * 2
    assert network["paint"][0]["shape"] == "diamond"
    nodes = [{"shape": shape, "color": 1, "x": n} for n, shape in enumerate(["dot", "dot", "star"])]
    some: Any = {"nodes": [{"kind": 0}] * 3, "kinds": [{}], "network": {"nodes": nodes}}
    found = html_page._without_repeated_styles(some)["network"]  # noqa: SLF001  # a page of unlike nodes of a kind is not drawn yet
    assert found == {"nodes": [{"x": 0}, {"x": 1}, {"shape": "star", "x": 2}], "paint": [{"shape": "dot", "color": 1}]}
