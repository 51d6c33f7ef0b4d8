"""The bridge view: two territories face to face, and between them what they share."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import networkx as nx
import numpy as np
import pytest

import icilabas as ilb
from icilabas.comparison.facts import Facts, Presence, two_sides
from icilabas.networks.sides import BOTH, A, B
from icilabas.picture.bridge_view import ROWS, Placing, bridge_view, crossings
from icilabas.picture.drawing import draw

ID = "https://w3id.org/icilabas/id/"


def seen(graph: nx.Graph, between: tuple[Any, Any] | None = None, **options: Any) -> dict[str, Any] | None:
    """Return the view of a graph whose boxes are all of one size."""
    kinds = [str(kind or "node") for _, kind in graph.nodes(data="kind")]
    return bridge_view(graph, kinds, [(100.0, 50.0)] * len(graph), between, **options)


def points(graph: nx.Graph, between: tuple[Any, Any] | None = None, **options: Any) -> dict[Any, list[int]]:
    """Return where each node of the view stands."""
    view = seen(graph, between, **options)
    assert view is not None
    assert len(view["points"]) == len(graph)
    return {node: point for node, point in zip(graph, view["points"], strict=True) if point}


def towns() -> nx.DiGraph:
    """Return two towns with two actors each, one actor of both, and what they share and do not share."""
    graph = nx.DiGraph()
    for town in ("north", "south"):
        graph.add_node(town, kind="territory", label_fr=f"{town} fr", label_en=f"{town} en")
        for number in (1, 2):
            graph.add_edge(f"{town}-{number}", town, relations=["https://example.org/terms#basedIn"])
            graph.nodes[f"{town}-{number}"]["kind"] = "organization"
    graph.add_node("quarter", kind="territory")
    graph.add_edge("quarter", "north", relations=["within"])
    graph.add_node("in-quarter", kind="network", territory="quarter")
    graph.add_node("both", kind="organization", territories=["north", "south"])
    kinds = {"p": "partnership", "c": "challenge", "own": "challenge", "far": "challenge", "t": "theme"}
    for node, kind in kinds.items():
        graph.add_node(node, kind=kind)
    graph.add_edges_from([("p", "north-1"), ("p", "south-1"), ("c", "in-quarter"), ("c", "south-2")])
    graph.add_edges_from([("own", "north-1"), ("own", "north-2"), ("far", "own"), ("t", "north-1"), ("t", "south-1")])
    return graph


def test_each_territory_has_its_side_and_what_is_shared_stands_between() -> None:
    at = points(towns(), ("north", "south"))
    left, right = at["north"][0], at["south"][0]
    assert {node for node, (x, _) in at.items() if x == left} == {"north", "north-1", "in-quarter"}
    assert {node for node, (x, _) in at.items() if x == right} == {"south", "south-1", "south-2"}
    assert {node for node, (x, _) in at.items() if left < x < right} == {"both", "p", "c", "t"}
    assert left < at["both"][0] < at["p"][0] < at["c"][0] == at["t"][0] < right  # a column for each family
    assert at["north"][1] == at["south"][1] < min(y for node, (_, y) in at.items() if node not in ("north", "south"))


def test_what_is_between_reaches_as_far_as_its_columns_where_a_side_has_only_its_territory() -> None:
    graph = towns()
    graph.remove_nodes_from(["south-1", "south-2"])
    graph.add_edges_from([("p", "south"), ("c", "south")])
    view = seen(graph, ("north", "south"))
    assert view
    at = points(graph, ("north", "south"))
    assert view["columns"][1]["span"][1] == max(x for node, (x, _) in at.items() if node != "south")


def test_the_columns_are_named_and_the_sides_can_be_exchanged() -> None:
    view, other = seen(towns(), ("north", "south")), seen(towns(), ("south", "north"))
    assert view
    assert other
    assert view["name"] == "bridge"
    assert [column["label"]["en"] for column in view["columns"]] == ["north en", "What they share", "south en"]
    assert [column["label"]["fr"] for column in other["columns"]] == ["south fr", "Ce qu’ils partagent", "north fr"]
    at = [column["x"] for column in view["columns"]]
    assert at[1] - at[0] > 200 < at[2] - at[1]
    inner = {point[0] for point in view["points"] if point} - {at[0], at[2]}
    assert view["columns"][1]["span"] == [min(inner), max(inner)]  # an actor of both sides is between them
    assert at[0] == view["points"][0][0]


def test_by_default_the_two_with_most_actors_that_do_not_contain_one_another() -> None:
    graph = towns()
    graph.add_nodes_from([f"q{n}" for n in range(5)], kind="organization", territory="quarter")
    view = seen(graph)
    assert view
    assert [column["label"] for column in view["columns"]][::2] == [
        {"": "quarter"},
        {"en": "south en", "fr": "south fr"},
    ]
    for pair in (("north", "quarter"), ("north", "north"), ("north", "nowhere"), ("north", None), (None, None)):
        assert seen(graph, pair) is None


def test_hidden_kinds_are_left_out() -> None:
    at = points(towns(), ("north", "south"), hidden={"theme", "territory"})
    assert not {"t", "north", "south", "quarter"} & at.keys()
    assert {"c", "p"} <= at.keys()


def test_no_box_lies_on_another_and_a_column_has_so_many_rows_at_most() -> None:
    graph = nx.Graph()
    for n in range(300):
        graph.add_node(f"a{n}", territory="a")
        graph.add_node(f"b{n}", territory="b")
        graph.add_edge(f"a{n}", f"b{n % 90}")
        graph.add_edge(f"a{n}", f"c{n % 50}")
        graph.add_edge(f"b{n}", f"c{n % 50}")
    at = points(graph)
    # A node without territory is an actor too where no kinds are known, and belongs to no side.
    by_column: dict[int, list[int]] = {}
    for x, y in at.values():
        by_column.setdefault(x, []).append(y)
    assert len(by_column) == 3
    assert max(map(len, by_column.values())) == ROWS
    assert all(np.diff(sorted(rows)).min() >= 50 for rows in by_column.values())
    assert np.diff(sorted(by_column)).min() >= 100


def test_two_sides_without_any_tie_still_face_each_other() -> None:
    graph = nx.Graph()
    graph.add_node(1, territory="a")
    graph.add_node(2, territory="b", kind=None)
    assert points(graph).keys() == {1, 2}


@pytest.mark.parametrize(
    "value", [None, float("nan"), np.float64(2.5), np.arange(3), {"a": [1]}, [1, [2]], {1}, b"x", ""]
)
def test_odd_territories_do_no_harm(value: object) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node(1, territory=value, territories=value)
    graph.add_node(2, territory="x")
    graph.add_edge(1, 2, relations=value, relation=value)
    graph.add_edge(2, 1, relations=[value, "within"])
    json.dumps(seen(graph), allow_nan=False)
    json.dumps(seen(graph, (value, "x")), allow_nan=False)


def test_graphs_without_two_sides_have_no_such_view() -> None:
    one = nx.Graph()
    one.add_nodes_from([1, 2], territory="a")
    loop = nx.DiGraph([("a", "b", {"relations": ["within"]}), ("b", "a", {"relations": ["within"]})])
    loop.add_node(1, territory="a")
    loop.add_node(2, territory="b")
    for graph in (nx.Graph(), nx.empty_graph(3), nx.path_graph(4), one, loop):
        assert seen(graph) is None


def test_draw_lists_the_views_of_the_graph() -> None:
    def views(graph: nx.Graph, **options: Any) -> list[dict[str, Any]]:
        block = re.search(r'id="g-data">(.*?)</script', draw(graph, **options).html, re.DOTALL)
        assert block
        found: list[dict[str, Any]] = json.loads(block[1])["views"]
        return found

    assert views(nx.path_graph(3)) == [{"name": "network"}]
    assert [view["name"] for view in views(towns())] == ["network", "bridge"]
    view = views(towns(), between=("south", "north"))[1]
    assert view["columns"][0]["label"] == {"en": "south en", "fr": "south fr"}
    assert len(view["points"]) == len(towns())


@pytest.mark.parametrize(("a", "b"), [("nord-pas-de-calais", "kayes"), ("lille", "tchad")])
def test_the_workshop_has_its_sides_as_the_comparison_has_them(a: str, b: str) -> None:
    dataset = ilb.load()
    graph, facts = ilb.project(dataset, "knowledge"), Facts(dataset)
    compared = Presence.of(two_sides(dataset, a, b, facts), facts).all_sides()
    placing = Placing.of(graph, [kind for _, kind in graph.nodes(data="kind")])
    nodes = list(graph)
    own = {nodes[n]: side for n, side in placing.sides(ID + a, ID + b).items() if n in placing.actors}
    assert own == {actor: {A, B} if side == BOTH else {side} for actor, side in compared.items() if actor in graph}


@pytest.mark.parametrize(("a", "b"), [("nord-pas-de-calais", "kayes"), ("lille", "tchad")])
def test_the_workshop_shows_partnerships_in_the_middle_with_few_crossings(a: str, b: str) -> None:
    graph = ilb.project(ilb.load(), "knowledge")
    at = points(graph, (ID + a, ID + b), hidden=set(graph.graph["hidden"]))
    across = sorted({x for x, _ in at.values()})
    kinds = {node: graph.nodes[node]["kind"] for node in at}
    assert "partnership" in kinds.values()
    assert all(across[0] < at[node][0] < across[-1] for node in at if kinds[node] in ("partnership", "challenge"))
    order = {node: n for n, node in enumerate(graph)}
    links = {tuple(sorted((order[x], order[y]))) for x, y in graph.edges() if x in at and y in at and x != y}
    down = [sorted((y, order[node]) for node, (x, y) in at.items() if x == column) for column in across]
    sorted_, given = [[n for _, n in column] for column in down], [sorted(n for _, n in column) for column in down]
    assert crossings(sorted_, links) < 0.8 * crossings(given, links)  # type: ignore[arg-type]  # pairs of numbers


def test_equal_graphs_give_equal_views_whatever_the_hash_seed() -> None:
    program = (
        "import networkx as nx; from icilabas.picture.bridge_view import bridge_view\n"
        "g = nx.barbell_graph(15, 6); nx.relabel_nodes(g, {n: f'n{n}' for n in g}, copy=False)\n"
        "for n, node in enumerate(g): g.nodes[node]['territories'] = {('a', 'b')[n % 2], ('b', 'c', 'd')[n % 3]}\n"
        "print(bridge_view(g, ['node'] * len(g), [(50.0, 40.0)] * len(g)))"
    )
    views = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(views) == 1
    assert "bridge" in views.pop()
