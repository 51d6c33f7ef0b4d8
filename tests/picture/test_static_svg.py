"""The picture that moves nothing: what is in it, what lies over what, and which names are left out."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from icilabas.picture.drawing import draw
from icilabas.picture.static_svg import MOST_NODES, still

SVG = "{http://www.w3.org/2000/svg}"


def payload(nodes: list[tuple[float, float, float, str]], *ties: tuple[int, int], **more: Any) -> Any:
    """Return what is drawn: nodes with x, y, size and name, all of one kind and shape."""
    look = {"shape": "dot", "color": {"background": "#0072b2"}}
    drawn = [{"x": x, "y": y, "size": size, **look} for x, y, size, _name in nodes]
    return {
        "hidden": [],
        "lang": "fr",
        "title": {"fr": "Essai"},
        "nodes": [{"kind": 0, "label": {"fr": name}} for *_spot, name in nodes],
        "network": {"nodes": drawn, "edges": [{"from": a, "to": b, "width": 1.4} for a, b in ties]},
    } | more


def names(picture: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(picture).iter(f"{SVG}text")]  # noqa: S314  # our own drawing


def test_where_names_would_cover_one_another_those_of_large_nodes_are_written() -> None:
    crowd = [(0.0, 0.0, 9.0, "petit"), (5.0, 0.0, 12.0, "grand"), (200.0, 0.0, 8.0, "loin")]
    assert names(still(payload(crowd))) == ["grand", "loin"]  # the large first
    assert names(still(payload(crowd[::-1]))) == ["grand", "loin"]
    equal = [(0.0, 0.0, 9.0, "premier"), (5.0, 0.0, 9.0, "second")]
    assert names(still(payload(equal))) == ["premier"]


def test_names_that_only_stand_near_are_both_written() -> None:
    def shown(right: float, down: float) -> int:
        return len(names(still(payload([(0, 0, 10, "abcd"), (right, down, 10, "abcd")]))))

    assert [shown(28.5, 0), shown(28.7, 0)] == [1, 2]  # four letters of 13 · 0.55
    assert [shown(0, 14.9), shown(0, 15.0)] == [1, 2]  # a row of 13 · 1.15


def test_a_name_stands_below_its_node_and_takes_the_room_of_all_its_rows() -> None:
    assert names(still(payload([(0, 0, 10, "a"), (0, 30, 30, "b")]))) == ["b", "a"]
    long = " ".join(["Fédération"] * 12)
    assert names(still(payload([(0, 0, 11, long), (0, 43, 10, "b")])))[-1] == "Fédération Fédération …"
    assert names(still(payload([(0, 0, 11, long), (0, 46, 10, "b")])))[-1] == "b"


def test_a_long_name_has_three_rows_at_most_of_24_letters() -> None:
    found = names(still(payload([(0, 0, 10, " ".join(["Fédération"] * 12))])))
    assert found == ["Fédération Fédération", "Fédération Fédération", "Fédération Fédération …"]
    rows = ET.fromstring(still(payload([(0, 0, 10, " ".join(["Fédération"] * 12))]))).iter(f"{SVG}text")  # noqa: S314  # our own drawing
    assert [float(row.attrib["y"]) for row in rows] == pytest.approx([24.3, 39.25, 54.2], abs=0.06)
    assert names(still(payload([(0, 0, 10, "a" * 12 + " " + "b" * 11)]))) == ["a" * 12 + " " + "b" * 11]
    assert names(still(payload([(0, 0, 10, "a" * 12 + " " + "b" * 12)]))) == ["a" * 12, "b" * 12]


def test_a_network_of_300_nodes_has_one_a_larger_none_and_hidden_nodes_do_not_count() -> None:
    nodes = [(60.0 * n, 0.0, 8.0, str(n)) for n in range(MOST_NODES + 1)]
    assert MOST_NODES == 300
    assert still(payload(nodes[:-1])).count("<circle") == 300
    assert still(payload(nodes)) == still(payload([])) == ""
    some = payload(nodes, hidden=[1])
    some["nodes"][0]["kind"] = 1
    assert still(some).count("<circle") == 300


def test_ties_lie_below_shapes_below_names_and_lead_from_shown_to_shown() -> None:
    some = payload([(30, 20, 10, "a"), (130, 70, 10, "b"), (230, 20, 10, "c")], (0, 1), (1, 2), hidden=[1])
    some["nodes"][2]["kind"] = 1
    some["network"]["nodes"][0]["shape"] = "square"
    root = ET.fromstring(still(some))  # noqa: S314  # our own drawing
    assert [element.tag.removeprefix(SVG) for element in root.iter()][1:] == [
        *("title", "rect", "g", "line", "g", "polygon", "circle", "g", "text", "text")
    ]
    assert root.attrib["viewBox"] == "-60 -70 280 230"  # room for names around what is shown
    line = next(root.iter(f"{SVG}line"))
    assert [float(line.attrib[end]) for end in ("x1", "y1", "x2", "y2")] == [30, 20, 130, 70]
    corners = next(root.iter(f"{SVG}polygon")).attrib["points"]
    assert corners == "20.0,10.0 40.0,10.0 40.0,30.0 20.0,30.0"
    assert line.attrib["stroke-width"] == "1.4"
    some["network"]["nodes"][0]["shape"] = "diamond"
    assert 'points="30.0,8.0 42.0,20.0 30.0,32.0 18.0,20.0"' in still(some)
    first = next(root.iter(f"{SVG}text"))
    assert [float(first.attrib[axis]) for axis in "xy"] == [30, pytest.approx(20 + 10 + 13 * 1.1, abs=0.05)]


def test_a_drawing_has_it_and_its_title_names_the_picture() -> None:
    drawing = draw(nx.path_graph(3), title="<A & B>")
    assert re.search(r'<img class="icilabas-\w{12}" src="[^"]*" alt="&lt;A &amp; B&gt;">', drawing._repr_html_())
    assert drawing.still.count("<line") == 2
    assert draw(nx.empty_graph(MOST_NODES + 1)).still == ""
