"""The networks of a comparison: what is counted on which ties, and who is named first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import passages
import pytest
from smalldata import seeds

from icilabas.asking.evidence import said_in
from icilabas.comparison import links
from icilabas.comparison.facts import PARTNER_IN, Facts, Presence, Whereabouts, territories_of
from icilabas.comparison.links import Networks, actors_between, pairs_of_actors, pairs_of_each
from icilabas.measures import significance
from icilabas.measures.significance import rank_intervals
from icilabas.networks.sides import Place, Sides, Territories

if TYPE_CHECKING:
    from icilabas.words.text import Text

SIDE = {"a1": "a", "a2": "a", "b1": "b", "b2": "b", "x": "both", "y": "both"}


def networks(*edges: tuple[str, str], side: dict[str, str] | None = None) -> Networks:
    """Return networks with these ties; names that begin with “p” are partnerships."""
    paths = nx.Graph(edges)
    for node in paths:
        paths.nodes[node]["kind"] = "partnership" if node.startswith("p") else "organization"
    for *_ends, tie in paths.edges(data=True):
        tie["evidence"] = []
    return Networks(nx.Graph(), paths, SIDE if side is None else side)


def test_actors_on_both_sides_are_named_first_then_partners_then_the_strongest() -> None:
    found = networks(("a1", "p"), ("m", "n"), ("o", "p"), ("q", "x"), ("y", "p"))
    values = {"m": 0.2, "n": 0.3, "o": 0.1, "q": 0.3, "p": 1.0, "a1": 0.0, "y": 0.5}
    assert actors_between(found, values, {"o"}) == ["y", "x", "o", "n", "q", "m"]
    assert actors_between(found, values, {"x"}) == ["x", "y", "n", "q", "m", "o"]


@pytest.mark.parametrize(("value", "first"), [(0.0, ["x", "y"]), (0.5, ["y", "x"])])
def test_who_is_in_no_network_stands_as_if_on_no_path(value: float, first: list[str]) -> None:
    assert actors_between(networks(("y", "p")), {"y": value}, set()) == first


def test_where_one_side_has_no_actors_nothing_is_between() -> None:
    assert links.between(networks(("a1", "m"), ("m", "a2"))) == {"a1": 0.0, "m": 0.0, "a2": 0.0}


def test_pairs_of_actors_are_one_of_each_side_and_joined_where_a_path_leads() -> None:
    found = networks(("a1", "p"), ("p", "b1"), ("a2", "x"), ("y", "b2"))
    assert pairs_of_actors(found) == (4, 1)
    assert pairs_of_each(found) == {"a1": 2, "a2": 2, "b1": 2, "b2": 2}
    uneven = networks(("a1", "b1"), ("a2", "b1"))
    assert pairs_of_each(uneven) == {"a1": 1, "a2": 1, "b1": 2}


def test_of_several_smallest_cuts_the_one_with_most_paths_is_named_then_by_labels_and_what_is_in_all() -> None:
    line = networks(("a1", "m"), ("m", "n"), ("n", "b1"))
    assert links.cut(line) == {"m": False}
    nx.set_node_attributes(line.paths, {"m": "Œuvre", "n": "Étang"}, "label")
    again = Networks(line.ties, line.paths, line.side)
    assert links.cut(again) == {"n": False}  # both are on all paths
    side = networks(("a1", "m"), ("m", "n"), ("n", "b1"), ("n", "b2"), ("m", "b3"), ("b3", "p"), ("p", "b2"))
    assert links.cut(side) == {"m": False}
    assert links.cut(networks(("a1", "m"), ("a2", "m"), ("m", "b1"), ("m", "b2"))) == {"m": True}
    assert links.cut(networks(("a1", "p"), ("p", "b1"))) == {"a1": False}  # a partnership cannot leave
    assert links.cut(networks(("a1", "m"), ("n", "b1"))) == {}
    two = networks(("a1", "n"), ("a2", "m"), ("n", "b2"), ("m", "b1"), ("n", "b1"), ("m", "b2"))
    assert list(links.cut(two).items()) == [("m", False), ("n", False)]


def test_roles_are_those_of_actors_on_a_side_or_between_the_sides() -> None:
    found = networks(("a1", "m"), ("m", "b1"), ("b1", "n"), ("n", "o"))
    roles = links.roles(found, {"m": 0.5, "n": 0.0})
    assert {role: count for role, count in roles("m").items() if count} == {"liaison": 1}
    assert not any(roles("o").values())  # on no side and between none
    assert not any(roles("b1").values())  # n, on no side and between none, is no end of a pair


def test_what_is_the_same_for_all_sides_is_made_once_and_shared() -> None:
    found = networks(("a1", "p"), ("p", "m"), ("m", "b1"), ("m", "b2"))
    other = Networks(found.ties, found.paths, {"a1": "a", "b2": "b", "m": "both"}, shared=found.structure)
    alone = Networks(found.ties, found.paths, other.side)
    assert (links.cut(found), links.between(found)["m"]) == ({"m": False}, 1.0)
    assert links.cut(other) == links.cut(alone) == {"m": True}
    assert links.between(other) == links.between(alone) == {"a1": 0.0, "p": 1.0, "m": 1.0, "b1": 0.0, "b2": 0.0}
    assert other.structure.actors is found.structure.actors


def test_ties_of_an_actor_on_both_sides_are_counted_apart_and_others_of_neither_not_at_all() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from(
        [
            ("a1", "a2", 1 / 3),
            ("a1", "b1", 1 / 3),
            ("a2", "b1", 1 / 3),
            ("x", "a1", 5),
            ("x", "y", 7),
            ("n", "a1", 9),
            ("b1", "b2", 1 / 6),
        ]
    )
    graph.add_node("b3")
    found = links.ties(Networks(graph, nx.Graph(), {**SIDE, "b3": "b"}))
    counts = {key: found[key] for key in ("between", "within", "within_a", "within_b", "with_bridges", "n")}
    assert counts == {"between": 2, "within": 2, "within_a": 1, "within_b": 1, "with_bridges": 2, "n": 5}
    assert (found["weight_between"], found["weight_within"]) == (0.666667, 0.5)
    assert found["ei_index"] == 0.142857  # (2/3 - 1/2) / (2/3 + 1/2)
    assert found["reason"] is None


@pytest.mark.parametrize(("draws", "seed", "same"), [(2000, 1, True), (2000, 2, False), (2001, 1, False)])
def test_the_index_is_tested_on_2000_permutations_that_are_the_same_each_time(
    draws: int,
    seed: int,
    same: bool,  # noqa: FBT001  # what is expected
) -> None:
    graph = nx.path_graph([f"{'ab'[number**2 % 7 % 2]}{number}" for number in range(24)])
    nx.set_edge_attributes(graph, 1.0, "weight")
    side = {node: node[0] for node in graph}
    found = links.ties(Networks(graph, nx.Graph(), side))
    asked = significance.ei_permutation_test(graph, side, weight="weight", draws=draws, seed=seed)
    assert (found["draws"] == draws and found["p_value"] == round(asked.p, 6)) is same


@pytest.mark.parametrize(
    ("edges", "reason"), [([("a1", "a2")], links.ONE_SIDE), ([("a1", "x"), ("x", "b1")], links.NO_TIE)]
)
def test_without_ties_to_compare_the_index_has_a_reason(edges: list[tuple[str, str]], reason: Text) -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from((*edge, 1.0) for edge in edges)
    found = links.ties(Networks(graph, nx.Graph(), SIDE))
    assert found["ei_index"] is found["p_value"] is found["expected"] is None
    assert found["reason"] == reason.by_language()


@pytest.mark.parametrize(
    ("here", "there", "reason", "p_reason", "floor"),
    [
        (2, 2, "too few actors", None, None),
        (1, 4, None, "fewer than 2 actors", 0.8),  # the path of five: its end, or its middle, is the one
        (3, 3, None, "told from chance", 0.2),
        (4, 5, None, None, 0.015873),
    ],
)
def test_too_few_actors_have_no_index_and_too_few_assignments_no_p(
    here: int, there: int, reason: str | None, p_reason: str | None, floor: float | None
) -> None:
    nodes = [*(f"a{n}" for n in range(here)), *(f"b{n}" for n in range(there))]
    graph = nx.path_graph(nodes)
    nx.set_edge_attributes(graph, 1.0, "weight")
    found = links.ties(Networks(graph, nx.Graph(), {node: node[0] for node in graph}))
    assert (found["ei_index"] is None) == (reason is not None)
    assert (found["p_value"] is None) == (reason is not None or p_reason is not None)
    assert reason is None or reason in (found["reason"] or {})["en"]
    assert p_reason is None or p_reason in (found["p_reason"] or {})["en"]
    assert (found["floor"], found["exact"]) == (floor, None if reason else True)
    assert found["p_value"] is None or 0 < (found["floor"] or 0) <= found["p_value"]


@pytest.mark.parametrize("seed", seeds(4))
def test_a_rank_moves_as_in_the_data_without_each_passage_ties_and_places_alike(seed: int) -> None:
    """By definition: all is read again from the dataset without the passage, its rules applied again."""
    store = passages.dataset(seed)
    sides = [f"urn:x:t{number}" for number in range(2)]

    def compared(data: object) -> Networks:
        facts = Facts(data)  # type: ignore[arg-type]  # a store
        return Networks.of(facts, Presence.of(Sides(territories_of(facts), *sides), facts))

    whole = compared(store)
    found, count = links.ranks_between(whole, whole.between)
    less = {passage: compared(passages.without(store, passage)) for passage in passages.PASSAGES}
    values = {id(each.paths): each.between for each in [whole, *less.values()]}

    def value(graph: nx.Graph) -> dict[str, float]:
        return {node: share for node, share in values[id(graph)].items() if not links.is_partnership(whole.paths, node)}

    actors = whole.paths.subgraph(value(whole.paths))
    values[id(actors)] = whole.between
    right = rank_intervals(actors, value, {passage: each.paths for passage, each in less.items()})
    assert {actor: found[actor][:3] for actor in actors} == {actor: each[:3] for actor, each in right.items()}
    assert count


HERE = Place("activeIn", "A")


@pytest.mark.parametrize(
    ("own", "part", "linked"),
    [
        ({HERE: ["e"]}, {}, {}),
        ({}, {(PARTNER_IN, "q"): ["s", "t"]}, {"q": {"A": ["e"]}}),
        ({}, {(PARTNER_IN, "q"): ["e"]}, {"q": {"A": ["s", "t"]}}),
    ],
)
def test_a_rank_moves_without_a_passage_that_says_no_tie_but_alone_where_somebody_is(
    own: dict[Place, list[str]], part: dict[tuple[str, str], list[str]], linked: dict[str, dict[str, list[str]]]
) -> None:
    found = networks(("a1", "m"), ("m", "b1"), ("a2", "n"), ("n", "b2"))
    for *_ends, tie in found.paths.edges(data=True):
        tie["evidence"] = [said_in("s"), said_in("t")]  # none hangs on one passage
    stay = {actor: {Place("activeIn", actor[0].upper()): ["s", "t"]} for actor in ("a2", "b1", "b2")}
    where = Whereabouts(
        {
            actor: {place: [*map(said_in, by)] for place, by in places.items()}
            for actor, places in {**stay, "a1": own}.items()
        },
        {"a1": {way: [*map(said_in, by)] for way, by in part.items()}},
        {via: {place: [*map(said_in, by)] for place, by in places.items()} for via, places in linked.items()},
    )
    presence = Presence(Sides(Territories({}), "A", "B"), where)
    found = Networks(found.ties, found.paths, presence.all_sides(), presence)
    ranks, count = links.ranks_between(found, found.between)
    assert count == 3
    assert {actor: ranks[actor][:3] for actor in "mn"} == {"m": (1, 1, 2), "n": (1, 1, 1)}
