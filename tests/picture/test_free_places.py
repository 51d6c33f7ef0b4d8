"""Free places: the nearest first, for what is most linked first, and nothing on anything."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from icilabas.picture import free_places
from icilabas.picture.free_places import (
    OUTWARD,
    RING,
    WIDE_RING,
    Taken,
    around,
    enclosing,
    frame_of,
    freed,
    lying_on_another,
    separate,
)


def test_a_frame_is_taken_where_it_lies_and_not_where_it_only_touches() -> None:
    taken = Taken()
    taken.add((0, 0, 100, 10))  # over two squares of the plane
    assert not free_places.Taken().meets((-5, -5, 5, 5))
    assert taken.meets((99, 9, 120, 20))
    assert taken.meets((-5, -5, 1, 1))
    assert not taken.meets((100, 0, 120, 10))
    assert not taken.meets((0, 10, 100, 20))
    assert not taken.meets((0, -5, 100, 0))
    assert not taken.meets((-5, 0, 0, 10))
    assert frame_of((10, 20), (4, 6)) == (8, 17, 12, 23)
    assert enclosing([(0, 5, 2, 6), (-1, 7, 1, 9)]) == (-1, 5, 2, 9)


def test_what_is_freed_goes_to_the_nearest_ring_with_room_and_the_rest_stays() -> None:
    points = [(0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (500.0, 0.0)]
    boxes = [(20.0, 20.0)] * 4
    freed(points, boxes, [1, 2])
    assert points[0] == (0, 0)
    assert points[3] == (500, 0)
    away = [math.dist((0, 0), point) for point in points[1:3]]
    assert away[0] == pytest.approx(2 * RING, abs=1)  # a ring nearer, some of 20 by 20 would lie on the first
    assert away == sorted(away)
    assert not lying_on_another(np.array(points), np.array(boxes))
    free = [(40.0, 0.0), (0.0, 0.0)]
    freed(free, boxes[:2], [0, 1])
    assert free == [(40, 0), (0, 0)]  # who has room does not move


def test_what_comes_later_stands_outward_of_what_it_is_linked_to_the_most_linked_first() -> None:
    placed = {0: (0, 0), 1: (200, 0)}
    neighbours = [[2, 3, 5], [6], [0, 4], [0], [2], [0], [1, 7], [6]]
    found = dict(around(placed, neighbours, [(20.0, 20.0)] * 8))
    assert list(found) == [2, 6, 3, 5, 4, 7]  # first those next to what stands; of these those with most links
    assert found[2] == (round(-100 * OUTWARD), 0)  # a quarter of the way from the middle, which is at 100
    assert found[6] == (225, 0)
    steps = [math.dist(found[2], found[node]) for node in (3, 5)]
    assert all(step <= 2 * WIDE_RING for step in steps)
    boxes = np.full((8, 2), 20.0)
    assert not lying_on_another(np.array([*placed.values(), *(found[n] for n in range(2, 8))]), boxes)


def test_what_no_way_leads_to_gets_no_place() -> None:
    assert dict(around({0: (0, 0)}, [[], [2], [1]], [(9.0, 9.0)] * 3)) == {}
    assert dict(around({}, [[1], [0]], [(9.0, 9.0)] * 2)) == {}


def test_boxes_are_parted_along_the_axis_on_which_they_overlap_least_and_as_little_as_need_be() -> None:
    sizes = np.array([[40.0, 20.0], [40.0, 20.0]])
    beside = separate(np.array([[0.0, 0.0], [35.0, 4.0]]), sizes)
    assert beside[:, 1].tolist() == [0, 4]
    assert 40 <= beside[1, 0] - beside[0, 0] < 41 or beside[1, 0] - beside[0, 0] == pytest.approx(40, abs=1e-6)
    assert beside.mean(0).tolist() == pytest.approx([17.5, 2])  # both move, equally far
    above = separate(np.array([[0.0, 0.0], [4.0, 15.0]]), sizes)
    assert above[:, 0].tolist() == [0, 4]
    apart = np.array([[0.0, 0.0], [40.0, 0.0]])
    assert (separate(apart, sizes) == apart).all()
    once = separate(np.array([[0.0, 0.0], [35.0, 4.0]]), sizes, rounds=1)
    assert once[:, 0].tolist() == pytest.approx([-0.35 * 5, 35 + 0.35 * 5])


def test_pairs_looked_for_now_and_then_move_boxes_as_pairs_looked_for_each_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points = np.random.default_rng(1).uniform(0, 150, (60, 2)).round(1)
    sizes = np.random.default_rng(2).uniform(5, 40, (60, 2)).round()
    looked = []
    real = free_places._nearer_than  # noqa: SLF001  # how often pairs are looked for cannot be seen

    def counting(
        margin: float, points: free_places.Points, sizes: free_places.Points
    ) -> tuple[free_places.Indices, free_places.Indices, free_places.Points]:
        looked.append(len(points))
        return real(margin, points, sizes)

    monkeypatch.setattr(free_places, "_nearer_than", counting)
    found = separate(points, sizes)
    often = len(looked)
    monkeypatch.setattr(free_places, "NEARLY", 0.0)
    assert np.allclose(found, separate(points, sizes))
    assert 1 < often < (len(looked) - often) / 2


def test_of_few_and_of_many_boxes_the_same_pairs_are_near(monkeypatch: pytest.MonkeyPatch) -> None:
    points = np.random.default_rng(1).uniform(0, 150, (60, 2)).round(1)
    sizes = np.random.default_rng(2).uniform(1, 40, (60, 2)).round()

    def pairs() -> dict[frozenset[int], list[float]]:
        a, b, apart = free_places._nearer_than(3.0, points, sizes)  # noqa: SLF001  # both ways end in it
        assert len(a) == len({*map(frozenset, zip(a.tolist(), b.tolist(), strict=True))})
        return {frozenset(pair): far for *pair, far in zip(a.tolist(), b.tolist(), apart.tolist(), strict=True)}

    few = pairs()
    monkeypatch.setattr(free_places, "FEW", 59)
    assert few == pairs()
    assert len(few) > 60


def test_of_two_that_overlap_the_smaller_is_named_and_of_equals_the_later() -> None:
    points = np.array([[0.0, 0.0], [5.0, 0.0], [100.0, 0.0], [104.0, 0.0], [300.0, 0.0]])
    sizes = np.array([[10.0, 10.0], [20.0, 20.0], [8.0, 8.0], [8.0, 8.0], [8.0, 8.0]])
    assert lying_on_another(points, sizes) == [0, 3]
    assert lying_on_another(np.array([[0.0, 0.0], [10.0, 0.0]]), np.full((2, 2), 10.0)) == []  # they touch


def test_rings_have_six_places_more_each_evenly_around_the_wish() -> None:
    found = [free_places._places(ring, 16.0) for ring in range(4)]  # noqa: SLF001  # where it looks is what counts
    assert list(map(len, found)) == [1, 6, 12, 18]
    assert found[0] == [(0, 0)]
    for ring, places in enumerate(found[1:], 1):
        assert [math.hypot(*place) for place in places] == pytest.approx([16 * ring] * len(places))
        sides = [math.dist(one, other) for one, other in pairwise([*places, places[0]])]
        assert sides == pytest.approx([32 * ring * math.sin(math.pi / len(places))] * len(places))
    turned = [math.atan2(y, x) for (x, y), *_ in found[1:]]  # no two begin in one direction
    assert [turn % (2 * math.pi) for turn in turned] == pytest.approx([1, 2, 3])


def test_a_box_takes_the_nearest_place_that_is_free_from_the_first_ring_on() -> None:
    taken = free_places.Taken()
    assert taken.take_near((100.4, 50), (10, 10), 16.0) == (0, (100, 50))
    ring, (x, y) = taken.take_near((100.4, 50), (10, 10), 16.0)
    assert (ring, (x, y)) == (1, (round(100.4 + 16 * math.cos(1)), round(50 + 16 * math.sin(1))))
    assert taken.meets(free_places.frame_of((x, y), (1, 1)))
    assert taken.take_near((0, 0), (10, 10), 16.0, 2)[0] == 2


def test_what_was_found_full_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred nodes wish for one place: each stands near, and few places are tried for each."""
    tried = []
    real = Taken.meets

    def meets(taken: Taken, frame: free_places.Frame) -> bool:
        tried.append(frame)
        return real(taken, frame)

    monkeypatch.setattr(Taken, "meets", meets)
    neighbours = [list(range(1, 201)), *([0] for _ in range(200))]
    found = dict(around({0: (0, 0)}, neighbours, [(40.0, 30.0)] * 201))
    assert not lying_on_another(np.array([(0, 0), *found.values()]), np.array([(40.0, 30.0)] * 201))
    assert max(math.hypot(*point) for point in found.values()) < 2.2 * math.sqrt(200 * 40 * 30 / math.pi)
    assert len(tried) < 70 * 200  # from the first ring each, three times as many
    rings = [round(math.hypot(*point) / WIDE_RING) for point in found.values()]
    assert all(later >= max(rings[: n + 1]) - 1 for n, later in enumerate(rings[1:]))  # from one ring further in
