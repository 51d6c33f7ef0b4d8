"""Where the nodes of large networks stand: by their groups, none on another, the same every time."""

from __future__ import annotations

import random
import sys
from itertools import pairwise
from typing import TYPE_CHECKING
from unittest.mock import Mock

import networkx as nx
import numpy as np
import pytest
from processes import printed

from icilabas.files.kept import keeping
from icilabas.picture import bridge_view, layout
from icilabas.picture.free_places import lying_on_another, near_pairs, separate
from icilabas.picture.layout import MANY, node_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    Points = Sequence[tuple[int, int]]

BOX = (40.0, 40.0)


def villages(count: int, size: int) -> nx.Graph:
    """Return groups of nodes on a ring, each densely tied, with one tie to the next group."""
    return nx.connected_caveman_graph(count, size)


def overlaps(points: Points, boxes: Sequence[tuple[float, float]]) -> int:
    """Return how many pairs of boxes overlap by more than rounding does, each compared with each."""
    where, sizes = np.array(points, dtype=float), np.array(boxes)
    found = 0
    for n in range(len(where) - 1):
        gaps, room = np.abs(where[n + 1 :] - where[n]), (sizes[n + 1 :] + sizes[n]) / 2 - 1
        found += int((gaps < room).all(1).sum())
    return found


@pytest.mark.parametrize(
    "graph",
    [
        villages(130, 10),
        nx.barabasi_albert_graph(1400, 3, seed=1),
        nx.star_graph(1300),
        nx.path_graph(1300),
        nx.balanced_tree(3, 6),
        nx.disjoint_union_all([villages(110, 10), nx.path_graph(20), nx.empty_graph(300)]),
    ],
    ids=["villages", "hubs", "star", "path", "tree", "parts"],
)
def test_no_box_of_a_large_network_lies_on_another(graph: nx.Graph) -> None:
    assert len(max(nx.connected_components(graph), key=len)) > MANY
    boxes = [(220.0, 60.0) if n % 97 == 0 else BOX for n in graph]  # some have wide labels
    points = node_points(boxes, graph.edges)
    assert overlaps(points, boxes) == 0
    width, height = np.ptp(np.array(points), axis=0)
    assert 0.4 < width / height < 4
    assert width * height < 16 * sum(w * h for w, h in boxes)  # and the picture is not mostly empty


def test_a_group_stands_together() -> None:
    graph = villages(150, 10)
    points = np.array(node_points([BOX] * len(graph), graph.edges), dtype=float).reshape(150, 10, 2)
    within = np.abs(points - points.mean(1, keepdims=True)).mean()
    assert within * 6 < np.abs(points - points.mean((0, 1))).mean()


def test_groups_that_are_tied_stand_nearer_than_others() -> None:
    graph = villages(150, 10)
    middle = np.array(node_points([BOX] * len(graph), graph.edges), dtype=float).reshape(150, 10, 2).mean(1)
    to_next = np.hypot(*(middle - np.roll(middle, 1, axis=0)).T)
    to_far = np.hypot(*(middle - np.roll(middle, 75, axis=0)).T)
    assert to_next.mean() * 3 < to_far.mean()


@pytest.mark.parametrize("graph", [villages(130, 10), nx.balanced_tree(3, 6)], ids=["villages", "tree"])
def test_without_igraph_a_large_network_is_laid_out_as_a_small_one(
    graph: nx.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "igraph", None)
    boxes = [BOX] * len(graph)
    points = node_points(boxes, graph.edges)
    assert points == node_points(boxes, graph.edges)
    assert overlaps(points, boxes) == 0
    width, height = np.ptp(np.array(points), axis=0)
    assert 0.4 < width / height < 4
    assert width * height < 70 * sum(w * h for w, h in boxes)


@pytest.mark.journey
def test_the_same_large_network_stands_the_same_in_every_process() -> None:
    program = (
        "import random, networkx as nx; from icilabas.picture.layout import node_points as place\n"
        "random.random(); g = nx.barabasi_albert_graph(1500, 2, seed=3)\n"
        "first = place([(40.0, 40.0)] * len(g), g.edges)\n"
        "assert first == place([(40.0, 40.0)] * len(g), g.edges)\n"
        "import hashlib; print(hashlib.sha256(repr(first).encode()).hexdigest())"
    )
    assert len(printed(program)) == 1


def test_the_callers_chance_is_left_alone() -> None:
    graph = villages(110, 10)
    random.seed(5)
    before = random.getstate()
    node_points([BOX] * len(graph), graph.edges)
    assert random.getstate() == before


def test_a_network_without_groups_is_a_sunflower_around_its_greatest() -> None:
    star = nx.relabel_nodes(nx.star_graph(300), {0: 300, 300: 0})
    points = layout.cluster_layout(list(star.edges), np.full((301, 2), 40.0))
    assert np.abs(points[300]).max() == 0
    gaps = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    assert np.sort(gaps, axis=1)[:, 1].min() > 36  # from each to the next


@pytest.mark.journey
@pytest.mark.parametrize("count", [2000, 4000])
def test_the_pairs_that_are_compared_grow_as_the_network_does(count: int) -> None:
    chance = np.random.default_rng(1)
    side = 40 * count**0.5
    points, sizes = chance.random((count, 2)) * side, np.full((count, 2), 40.0)
    sizes[:5] = 900.0  # a few large boxes make no pairs of the others
    a, b = near_pairs(points, sizes)
    assert len(a) < 40 * count
    assert len(set(zip(np.minimum(a, b).tolist(), np.maximum(a, b).tolist(), strict=True))) == len(a)
    gaps = np.abs(points[:, None] - points[None])
    meet = (gaps < (sizes[:, None] + sizes[None]) / 2).all(2)
    found = np.zeros_like(meet)
    found[a, b] = found[b, a] = True
    np.fill_diagonal(meet, val=False)
    assert not (meet & ~found).any()  # none is missed


def test_boxes_that_overlap_are_found_and_parted() -> None:
    points = np.array([(x * 12.0, x * x % 5 * 8.0) for x in range(12)])
    sizes = np.full((12, 2), 30.0)
    assert lying_on_another(points, sizes)
    assert lying_on_another(separate(points, sizes), sizes - 1) == []
    assert len(separate(np.zeros((1, 2)), sizes[:1])) == 1


def test_columns_in_order_cross_less() -> None:
    chance = random.Random(2)  # noqa: S311  # an example
    given = [list(range(8)), list(range(8, 14)), list(range(14, 22))]
    links = [(chance.randrange(8), 8 + n % 6) for n in range(14)] + [
        (8 + n % 6, chance.randrange(14, 22)) for n in range(14)
    ]
    found = bridge_view.ordered(given, links)
    assert [sorted(column) for column in found] == given
    assert bridge_view.crossings(found, links) * 2 < bridge_view.crossings(given, links)
    kept = bridge_view.ordered(given, links, heads=[5])
    assert bridge_view.ordered([[5, 0, 1, 2, 3, 4, 6, 7], *given[1:]], links, heads=[5])[0][0] == 5
    assert bridge_view.crossings(kept, links) <= bridge_view.crossings(given, links)


def test_crossings_are_counted_between_columns_that_are_not_next_to_each_other() -> None:
    assert bridge_view.crossings([[0, 1], [2, 3]], [(0, 3), (1, 2)]) == 1
    assert (
        bridge_view.crossings([[0, 1], [2, 3]], [(0, 2), (1, 3), (0, 3)]) == 0
    )  # lines that meet at a node do not cross
    assert bridge_view.crossings([[0, 1], [4], [2, 3]], [(0, 3), (1, 2)]) == 1
    assert bridge_view.crossings([[0, 1], [4], [2, 3]], [(0, 2), (1, 4)]) == 0
    assert bridge_view.crossings([[0, 1]], [(0, 1)]) == bridge_view.crossings([], []) == 0
    columns = [[0, 1], [4, 5, 6], [2, 3]]  # the line from 0 to 3 goes through the middle of the second column
    assert [bridge_view.crossings(columns, [(0, 3), (1, node)]) for node in (4, 5, 6)] == [1, 0, 0]
    assert [bridge_view.crossings(columns, [(0, 3), (node, 2)]) for node in (4, 5, 6)] == [0, 0, 1]


@pytest.mark.parametrize(
    ("letters", "room", "size"),
    [
        (10, 0.0, (24, 24)),  # without its label: the node and 7 on each side
        (1, 1.0, (24, 40)),
        (10, 1.0, (72, 40)),
        (23, 1.0, (165.6, 40)),
        (24, 1.0, (172.8, 56)),  # from 24 letters in two rows
        (300, 1.0, (172.8, 56)),
        (10, 2.0, (144, 56)),
    ],
)
def test_a_node_keeps_room_for_itself_and_two_rows_of_its_label(
    letters: int, room: float, size: tuple[float, float]
) -> None:
    assert layout.box(letters, 5, room) == pytest.approx(size)
    assert layout.box(1, 60, 1.0)[0] == 134  # a large node is wider than its label


def test_the_largest_component_comes_first_then_the_tallest_on_shelves_from_the_top() -> None:
    graph = nx.disjoint_union_all([nx.empty_graph(2), nx.path_graph(3), nx.complete_graph(12)])
    boxes = [(60.0, 40.0)] * 2 + [(60.0, 40.0)] * 15
    boxes[1] = (60.0, 300.0)  # alone, but tall
    points = np.array(node_points(boxes, graph.edges))
    parts = {"low": [0], "tall": [1], "path": [2, 3, 4], "clique": list(range(5, 17))}
    tops = {name: min(points[n, 1] - boxes[n][1] / 2 for n in part) for name, part in parts.items()}
    lefts = {name: min(points[n, 0] for n in part) for name, part in parts.items()}
    assert min(tops.values()) == pytest.approx(tops["clique"], abs=1)
    assert tops["clique"] <= tops["path"] <= tops["tall"] <= tops["low"]
    beside = [(one, other) for one, other in pairwise(["clique", "path", "tall", "low"]) if tops[one] == tops[other]]
    assert all(lefts[one] < lefts[other] for one, other in beside)


@pytest.mark.parametrize(("count", "large"), [(1000, False), (1001, True)])
def test_a_component_of_more_than_so_many_nodes_is_laid_out_by_its_groups(
    count: int, *, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    grouped = Mock(return_value=[(0.0, 0.0)] * count)
    monkeypatch.setattr(layout, "_large", grouped)
    monkeypatch.setattr(layout, "separate", lambda points, *_: points)
    monkeypatch.setattr(layout, "_stress", lambda points, *_: points)
    graph = nx.path_graph(count)
    node_points([BOX] * count, graph.edges)
    assert grouped.called is large


@pytest.mark.parametrize(("count", "forces"), [(120, True), (121, False)])
def test_a_group_of_so_many_nodes_is_laid_out_by_forces(
    count: int, *, forces: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted = Mock(wraps=layout._fitted)  # noqa: SLF001  # whether it is asked is what counts
    monkeypatch.setattr(layout, "_fitted", fitted)
    layout.cluster_layout(list(nx.complete_graph(count).edges), np.full((count, 2), 40.0))
    assert fitted.called is forces


def test_distances_are_kept_to_the_most_linked_nodes_and_to_some_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.barabasi_albert_graph(400, 2, seed=1)
    distances = Mock(wraps=layout._distances)  # noqa: SLF001  # who is asked for is what counts
    monkeypatch.setattr(layout, "_distances", distances)
    node_points([BOX] * 400, graph.edges)
    (starts, neighbours) = distances.call_args.args
    steps = layout._distances(starts, neighbours)  # noqa: SLF001  # by which the picture is drawn
    for pivot, column in zip(starts, steps.T.tolist(), strict=True):
        assert dict(enumerate(column)) == nx.single_source_shortest_path_length(graph, pivot)
    ranked = sorted(graph, key=lambda node: (-graph.degree[node], node))
    assert starts[:62] == ranked[:62]  # a quarter of the pivots
    assert 200 < len(starts) <= layout.PIVOTS
    assert len(set(starts)) == len(starts)


def test_what_is_tied_stands_near_and_the_picture_is_broad() -> None:
    graph = nx.path_graph(12)
    points = np.array(node_points([BOX] * 12, graph.edges))
    assert np.ptp(points[:, 0]) > np.ptp(points[:, 1])
    steps = np.hypot(*np.diff(points, axis=0).T)
    assert steps.min() > 60
    assert steps.max() < 260  # about the length of an edge
    assert np.hypot(*(points[-1] - points[0])) > 6 * steps.mean()  # a chain is not rolled up


def test_an_order_without_crossings_is_found_and_of_equal_orders_the_given_stays() -> None:
    columns = [[0, 1, 2, 3], [4, 5, 6, 7]]
    links = [(0, 7), (1, 6), (2, 5), (3, 4)]
    assert bridge_view.crossings(columns, links) == 6
    assert bridge_view.crossings(bridge_view.ordered(columns, links), links) == 0
    straight = [(0, 4), (1, 5), (2, 6), (3, 7)]
    assert bridge_view.ordered(columns, straight) == columns
    heads = bridge_view.ordered([[9, 0, 1], [2, 3, 8]], [(0, 3), (1, 2), (9, 8)], heads=[9, 8])
    assert heads[0][0] == 9
    assert heads[1][0] == 8


def test_single_exchanges_are_tried_up_to_so_many_links_and_crossings_counted_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    switched = Mock(wraps=bridge_view._switched)  # noqa: SLF001  # whether it is asked is what counts
    monkeypatch.setattr(bridge_view, "_switched", switched)
    columns, links = [[0, 1], [2, 3]], [(0, 3), (1, 2), (0, 2)]
    for most in (3, 2):
        monkeypatch.setattr(bridge_view, "SWITCHED", most)
        bridge_view.ordered(columns, links)
    assert switched.call_count == 2  # from each start for three links, not for more than two
    for counted, found in ((3, 1), (2, 1), (1, 0)):
        monkeypatch.setattr(bridge_view, "COUNTED", counted)
        assert bridge_view.crossings(columns, links) == found


def test_what_is_not_tied_stands_60_apart_on_shelves_about_as_broad_as_a_screen() -> None:
    small = (10.0, 10.0)
    assert node_points([small] * 2, []) == [(5, 5), (75, 5)]
    assert node_points([small] * 5, []) == [(5, 5), (75, 5), (145, 5), (40, 75), (110, 75)]  # the last shelf is centred
    assert node_points([(10.0, 26.0), (30.0, 50.0)], []) == [(95, 13), (15, 25)]  # the tallest first
    assert node_points([(10.0, 24.0), (30.0, 50.0)], []) == [(15, 122), (15, 25)]  # less than half as tall: a new shelf
    many = np.array(node_points([small] * 400, []))
    assert np.ptp(many[:, 0]) / np.ptp(many[:, 1]) == pytest.approx(1.35, abs=0.1)


def test_ties_are_130_long_and_longer_in_components_of_more_than_120_nodes() -> None:
    """A chain lies flat: it is pressed together to four fifths, so that it fills a screen somewhat better."""

    def step(count: int) -> float:
        graph = nx.path_graph(count)
        points = np.array(node_points([(10.0, 10.0)] * count, graph.edges))
        return float(np.hypot(*np.diff(points, axis=0).T).mean())

    assert step(2) == 104
    assert step(120) == pytest.approx(104, rel=0.02)
    assert step(480) == pytest.approx(208, rel=0.02)


def test_many_links_are_put_in_order_by_the_heights_of_neighbours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge_view, "SWITCHED", -1)
    links = [(n, 11 - n) for n in range(6)]
    columns = [list(range(6)), list(range(6, 12))]
    assert bridge_view.crossings(columns, links) == 15
    assert bridge_view.crossings(bridge_view.ordered(columns, links), links) == 0
    three = [*columns, list(range(12, 18))]
    both = [*links, *((11 - n, 12 + n) for n in range(6))]
    assert bridge_view.crossings(bridge_view.ordered(three, both), both) == 0
    given = [[0, 1, 2], [3, 4, 5]]
    assert bridge_view.ordered(given, [(0, 5)]) == given  # 0 would be nearer to 5 further down: nothing is spared


def test_neighbours_in_a_column_are_exchanged_until_nothing_is_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    switched = bridge_view._switched  # noqa: SLF001  # by hand, without the sweeps before it
    assert switched([[0, 1], [2, 3]], [(0, 3), (1, 2)], (), 1) == ([[1, 0], [2, 3]], 0)
    assert switched([[0, 1], [2, 3]], [(0, 3), (1, 2)], (0, 2), 1) == ([[0, 1], [2, 3]], 1)  # heads stay at the top
    assert switched([[0, 1], [2, 3]], [], (), 0) == ([[0, 1], [2, 3]], 0)
    reversed_, links = [list(range(8)), list(range(8, 16))], [(n, 15 - n) for n in range(8)]
    assert switched(reversed_, links, (), 28)[1] == 0
    monkeypatch.setattr(bridge_view, "PASSES", 1)
    assert 0 < switched(reversed_, links, (), 28)[1] < 28  # once through is not enough


def test_exchanges_are_tried_up_to_160_links_and_crossings_counted_of_1500(monkeypatch: pytest.MonkeyPatch) -> None:
    switched = Mock(side_effect=lambda columns, _links, _heads, fewest: (columns, fewest))
    monkeypatch.setattr(bridge_view, "_switched", switched)
    columns = [list(range(161)), list(range(161, 322))]
    links = [(n, 161 + n) for n in range(161)]
    bridge_view.ordered(columns, links)
    assert not switched.called
    bridge_view.ordered(columns, links[1:])
    assert switched.call_count == 2
    many = [list(range(1500)), list(range(1500, 3000))]
    straight = [(n, 1500 + n) for n in range(1500)]
    assert bridge_view.crossings(many, [*straight[1:], (0, 2999)]) == 1498  # the last of 1,500 crosses all but one
    assert bridge_view.crossings(many, [*straight, (0, 2999)]) == 0


def test_what_was_placed_before_stands_where_it_was_and_anything_else_is_placed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    boxes, links = [(40.0, 20.0)] * 5, [(0, 1), (1, 2), (3, 4)]
    with keeping("public", lambda _text: None):
        first = node_points(boxes, links, {4})
        placed = Mock(wraps=layout._placed)  # noqa: SLF001  # what is to be called only when needed
        monkeypatch.setattr(layout, "_placed", placed)
        assert node_points(boxes, iter(links), {4}) == first == node_points([*boxes], links, frozenset({4}))
        assert placed.call_count == 0
        node_points(boxes, links)
        node_points(boxes, links[:2], {4})
        node_points([(41.0, 20.0), *boxes[1:]], links, {4})
        assert placed.call_count == 3
    assert node_points(boxes, links, {4}) == first
