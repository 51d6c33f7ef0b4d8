"""The bridge view: two territories face to face, and between them what they share."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import combinations, pairwise
from typing import Any

import bundled
import networkx as nx
import numpy as np
import pytest

import icilabas as ilb
from icilabas.comparison.facts import Facts, Presence, two_sides
from icilabas.networks.sides import BOTH, A, B
from icilabas.picture import bridge_view as bridge_view_module
from icilabas.picture.bridge_view import ROWS, Placing, bridge_view, crossings
from icilabas.picture.drawing import draw

ID = "https://w3id.org/icilabas/id/"


def seen(graph: nx.Graph, between: tuple[Any, Any] | None = None, **options: Any) -> Any:
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
    dataset = bundled.whole()
    graph, facts = ilb.project(dataset, "knowledge"), Facts(dataset)
    compared = Presence.of(two_sides(dataset, a, b, facts), facts).all_sides()
    placing = Placing.of(graph, [kind for _, kind in graph.nodes(data="kind")])
    nodes = list(graph)
    own = {nodes[n]: side for n, side in placing.sides(ID + a, ID + b).items() if n in placing.actors}
    assert own == {actor: {A, B} if side == BOTH else {side} for actor, side in compared.items() if actor in graph}


@pytest.mark.parametrize(("a", "b"), [("nord-pas-de-calais", "kayes"), ("lille", "tchad")])
def test_the_workshop_shows_partnerships_in_the_middle_with_few_crossings(a: str, b: str) -> None:
    graph = ilb.project(bundled.whole(), "knowledge")
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


@pytest.mark.journey
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


def tied(ties: list[tuple[str, str]]) -> nx.Graph:
    """Return actors a0, a1 … of `west`, b0, b1 … of `east`, partnerships p0, p1 …, and these ties."""
    graph = nx.Graph()
    kinds = {"a": ("organization", "west"), "b": ("organization", "east"), "p": ("partnership", None)}
    for name in sorted({end for tie in ties for end in tie}):
        kind, territory = kinds[name[0]]
        graph.add_node(name, kind=kind, territory=territory)
    graph.add_edges_from(ties)
    return graph


def drawn_crossings(graph: nx.Graph, at: dict[Any, list[int]]) -> int:
    """Count the pairs of ties that cross in the picture, each compared with each."""
    lines = [sorted((at[a], at[b])) for a, b in graph.edges if a in at and b in at]

    def cross(one: list[list[int]], other: list[list[int]]) -> bool:
        left, right = max(one[0][0], other[0][0]), min(one[1][0], other[1][0])
        if left >= right:
            return False

        def height(line: list[list[int]], x: int) -> float:
            (x1, y1), (x2, y2) = line
            return y1 + (y2 - y1) * (x - x1) / (x2 - x1)

        return (height(one, left) - height(other, left)) * (height(one, right) - height(other, right)) < 0

    return sum(cross(one, other) for one, other in combinations(lines, 2))


def test_ties_that_need_not_cross_do_not() -> None:
    ties = [(f"a{n}", f"p{(n * 3 + 1) % 7}") for n in range(7)] + [
        (f"p{(n * 3 + 1) % 7}", f"b{6 - n}") for n in range(7)
    ]
    graph = tied(ties)
    assert drawn_crossings(graph, points(graph, ("west", "east"))) == 0
    graph = tied([*ties, ("a0", "p6"), ("b2", "p3"), ("a5", "p1"), ("b6", "p4")])
    found = points(graph, ("west", "east"))
    by_name: dict[int, list[str]] = {}
    for node in sorted(found):
        by_name.setdefault(found[node][0], []).append(node)
    given = {node: [x, row] for x, column in by_name.items() for row, node in enumerate(column)}
    assert drawn_crossings(graph, found) * 3 < drawn_crossings(graph, given)


def test_of_more_than_a_column_has_rows_for_the_most_tied_stay() -> None:
    ties = [(f"a{n:02}", f"p{tie}") for n in range(30) for tie in range(1 + (n >= 6))]
    graph = tied([*ties, *((f"p{n}", "b0") for n in range(2))])
    stay = {node for node in points(graph, ("west", "east")) if node.startswith("a")}
    assert stay == {f"a{n:02}" for n in range(6, 30)}  # those with two ties
    graph.add_edge("a05", "p1")
    stay = {node for node in points(graph, ("west", "east")) if node.startswith("a")}
    assert stay == {f"a{n:02}" for n in range(5, 29)}  # of equals those that are met first


def test_who_has_no_tie_across_is_left_out_where_others_have_one() -> None:
    graph = tied([("a0", "p0"), ("p0", "b0"), ("a1", "a2"), ("b1", "b2")])
    assert points(graph, ("west", "east")).keys() == {"a0", "p0", "b0"}
    graph.add_edge("a1", "b2")
    assert points(graph, ("west", "east")).keys() == {"a0", "p0", "b0", "a1", "b2"}


def test_rows_and_columns_keep_their_distances_and_short_columns_are_spread() -> None:
    ties = [(f"a{n}", f"p{n % 3}") for n in range(8)] + [(f"p{n}", f"b{n % 2}") for n in range(3)]
    at = points(tied(ties), ("west", "east"))
    across = sorted({x for x, _ in at.values()})
    assert np.diff(across).tolist() == [300, 300]  # half a box, 200, half a box
    down = {x: np.diff(sorted(y for other, y in at.values() if other == x)) for x in across}
    assert set(down[across[0]]) == {64}  # a box of 50 and 14
    assert set(down[across[1]].tolist()) <= {159, 160, 161}  # spread 2.5 times: 64 would be enough
    assert set(down[across[2]].tolist()) <= {159, 160, 161}
    assert sum(y for x, y in at.values() if x == across[1]) == pytest.approx(0, abs=3)  # around the middle


def test_the_default_pair_is_looked_for_among_those_with_most_actors(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.DiGraph([("quarter", "north", {"relations": ["within"]}), ("north", "land", {"relations": ["within"]})])
    nx.set_node_attributes(graph, "territory", "kind")
    for place, count in (("north", 3), ("quarter", 2), ("land", 2), ("south", 1)):
        graph.add_nodes_from([f"{place}-{n}" for n in range(count)], kind="organization", territory=place)
    placing = Placing.of(graph, [kind for _, kind in graph.nodes(data="kind")])
    assert placing.greatest(str) == ("north", "south")  # all others lie in north, or north in them
    monkeypatch.setattr(bridge_view_module, "PAIRED", 3)
    assert placing.greatest(str) is None
    graph.add_node("south-2", kind="organization", territory="south")
    graph.add_node("south-3", kind="organization", territory="south")
    placing = Placing.of(graph, [kind for _, kind in graph.nodes(data="kind")])
    assert placing.greatest(str) == ("north", "south")  # of equals the one that is met first comes first


def test_of_equals_those_stay_that_have_most_ties_at_all_and_between_the_sides_ties_to_both_count() -> None:
    ties = [(f"a{n:02}", "p00") for n in range(30)] + [("p00", "b00")] + [("a29", "a28"), ("a27", "a28")]
    stay = {node for node in points(tied(ties), ("west", "east")) if node.startswith("a")}
    assert stay == {*(f"a{n:02}" for n in range(21)), "a27", "a28", "a29"}
    ties = [(end, f"p{n:02}") for n in range(30) for end in ("a00", "b00")] + [("a01", "p29"), ("b01", "p28")]
    stay = {node for node in points(tied(ties), ("west", "east")) if node.startswith("p")}
    assert stay == {*(f"p{n:02}" for n in range(22)), "p28", "p29"}


def test_ties_say_where_a_node_is_by_their_names() -> None:
    graph = nx.DiGraph()
    graph.add_nodes_from(["north", "land", "south", "hill"], kind="territory")
    graph.add_edge("north", "land", relation="https://example.org/liesWithin")
    graph.add_edge("hill", "south", relations=["ilb:within"])
    for name, relation, place in (
        ("based", "basedIn", "land"),
        ("active", "https://example.org/terms#ActiveIn", "land"),
        ("friend", "friendOf", "north"),
        ("inside", "basedin", "hill"),
        ("base", "notBasedIn", "south"),
        ("partner", "https://w3id.org/icilabas/ontology#partnerIn", "wells"),
        ("between", "partnerIn", "roads"),
    ):
        graph.add_node(name, kind="organization")
        graph.add_edge(name, place, relations=[relation])
    graph.add_nodes_from(["wells", "roads"], kind="partnership")
    graph.add_node("trial", kind="pilot-operation")
    graph.add_node("leader", kind="organization")
    for thing, relation, other in (
        ("wells", "links", "hill"),
        ("roads", "links", "hill"),
        ("roads", "links", "land"),  # it stands for north: roads link both
        ("trial", "takesPlaceIn", "north"),
        ("trial", "ledBy", "leader"),
    ):
        graph.add_edge(thing, other, relations=[relation])
    placing = Placing.of(graph, [kind for _, kind in graph.nodes(data="kind")])
    nodes = list(graph)
    assert {nodes[n]: side for n, side in placing.sides("north", "south").items()} == {
        "north": {A},
        "land": {A},
        "active": {A},
        "south": {B},
        "hill": {B},
        "inside": {B},
        "partner": {B},
        "leader": {A},
    }
    graph.graph["too_wide"] = ["land"]
    placing = Placing.of(graph, [kind for _, kind in graph.nodes(data="kind")])
    assert "active" not in {nodes[n] for n in placing.sides("north", "south")}


def test_a_graph_may_say_itself_what_lies_where_and_who_is_active() -> None:
    graph = nx.Graph(around={"north": ["land"], "land": ["world"]}, active={"x": ["land"], "y": "world"})
    graph.graph["too_wide"] = ["world"]
    graph.add_nodes_from(["x", "y"], kind="organization")
    graph.add_node("z", kind="organization", territories=["south"], territory="land")  # not said to be active
    placing = Placing.of(graph, ["organization"] * 3)
    assert placing.territories.within("north", "world")  # near and far
    assert placing.sides("north", "south") == {0: {A}, 2: {B}}
    graph.graph |= {"takes_part": {"y": ["p", "q"]}, "linked": {"p": ["north"], "q": ["north", "south"]}}
    placing = Placing.of(graph, ["organization"] * 3)
    assert placing.sides("north", "south") == {0: {A}, 1: {A}, 2: {B}}
    assert placing.greatest(str) == ("land", "south")  # x and z are in land; y and z reach south
    for odd in (3, "land", None, [["north", "land"]]):
        graph.graph["around"] = graph.graph["active"] = graph.graph["takes_part"] = graph.graph["linked"] = odd
        assert Placing.of(graph, ["organization"] * 3).sides("north", "south") == {2: {B}}


def test_a_column_is_as_broad_as_its_broadest_box_and_rows_as_high_as_theirs() -> None:
    graph = tied([("a0", "b0"), ("a1", "b0"), ("a2", "b0")])
    kinds = [kind for _, kind in graph.nodes(data="kind")]
    boxes = [(100.0, 30.0), (240.0, 50.0), (80.0, 70.0), (60.0, 40.0)]
    view = bridge_view(graph, kinds, boxes, ("west", "east"))
    assert view
    at = dict(zip(graph, view["points"], strict=True))
    assert {at[name][0] for name in ("a0", "a1", "a2")} == {120}  # half of the broadest
    assert at["b0"] == [120 + 120 + 200 + 30, 0]
    down = sorted((at[name][1], name) for name in ("a0", "a1", "a2"))
    high = {name: box[1] for name, box in zip(graph, boxes, strict=True)}
    for (y, name), (further, below) in pairwise(down):
        assert further - y == pytest.approx((high[name] + high[below]) / 2 + 14, abs=1)
    graph.add_node("west", kind="territory")
    view = bridge_view(graph, [*kinds, "territory"], [*boxes, (400.0, 20.0)], ("west", "east"))
    assert view
    assert [point and point[0] for point in view["points"]] == [200, 200, 200, 630, 200]  # the heading's box counts too
    assert view["points"][-1] == [200, round(-(30 + 50 + 70 + 3 * 14) / 2 - 10 - 28)]  # above the column
    middle = view["columns"][1]
    assert middle["x"] == (view["columns"][0]["x"] + view["columns"][2]["x"]) / 2  # nothing between: halfway
