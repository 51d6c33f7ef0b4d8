"""Who is on which side: one rule, which the comparison and the bridge picture share."""

from __future__ import annotations

from itertools import combinations, permutations
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icilabas import engine
from icilabas.comparison.facts import Facts, Presence, territories_of
from icilabas.networks.projection import project
from icilabas.networks.sides import BOTH, A, B, Belonging, Home, Place, Sides, Territories, belongs_in, innermost, only
from icilabas.picture.bridge_view import Placing

if TYPE_CHECKING:
    from collections.abc import Mapping

ID = "https://w3id.org/icilabas/id/"
KINDS = ("city", "region", "country", "group-of-countries", "continent")


class World(NamedTuple):
    """Territories, each with its kind and what it lies in; of each actor how and where it is; what joins them to what."""

    territories: dict[str, tuple[str, str | None]]
    actors: dict[str, set[tuple[str, str]]]
    joint: Mapping[str, tuple[set[str], set[str]]] = MappingProxyType({})  # partnership, initiative (i…): where, who


LILLE = {"lille": ("city", "france"), "france": ("country", None)}
IN_MALI = World(
    {**LILLE, "kayes": ("region", "mali"), "mali": ("country", None)},
    {"x": {("activeIn", "mali")}, "based": {("basedIn", "mali")}},
)
IN_WEST_AFRICA = World(
    {
        **LILLE,
        "kayes": ("region", "mali"),
        "mali": ("country", "west-africa"),
        "west-africa": ("group-of-countries", "africa"),
        "africa": ("continent", None),
    },
    {"x": {("activeIn", "west-africa")}, "both": {("activeIn", "mali"), ("basedIn", "lille")}},
)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    names = [f"t{number}" for number in range(draw(st.integers(2, 8)))]
    territories = {}
    for number, name in enumerate(names):
        around = draw(st.sampled_from([None, *names[:number]]))
        territories[name] = (draw(st.sampled_from(KINDS)), around)
    places = st.sets(st.tuples(st.sampled_from(["basedIn", "activeIn"]), st.sampled_from(names)), max_size=3)
    actors = {f"x{number}": draw(places) for number in range(draw(st.integers(1, 6)))}
    some = st.tuples(st.sets(st.sampled_from(names), max_size=3), st.sets(st.sampled_from([*actors]), max_size=3))
    joint = {f"{sort}{number}": draw(some) for sort in "pi" for number in range(draw(st.integers(0, 2)))}
    return World(territories, actors, joint)


def store_of(world: World) -> engine.Store:
    said = ["ild:all a ilb:Network, ilb:Actor ."]  # a tie for each actor, so that it is in any network
    for name, (kind, around) in world.territories.items():
        said.append(f"ild:{name} a ilb:Territory ; ilb:territoryKind ilv:{kind} .")
        while around:  # near and far, as the rules have it
            said.append(f"ild:{name} ilb:within ild:{around} .")
            around = world.territories[around][1]  # noqa: PLW2901  # the next one around
    for actor, places in world.actors.items():
        said.append(f"ild:{actor} a ilb:Organization, ilb:Actor ; org:memberOf ild:all .")
        said += [f"ild:{actor} ilb:{how} ild:{place} ." for how, place in sorted(places)]
    for name, (linked, actors) in world.joint.items():
        initiative = name.startswith("i")
        said.append(f"ild:{name} a ilb:{'Initiative' if initiative else 'Partnership'} .")
        where = "takesPlaceIn" if initiative else "links"
        said += [f"ild:{name} ilb:{where} ild:{place} ." for place in sorted(linked)]
        for actor in sorted(actors):
            said.append(
                f"ild:{name} ilb:ledBy ild:{actor} ."
                if initiative
                else f"ild:{name}-{actor} a org:Membership ; org:organization ild:{name} ; org:member ild:{actor} ."
            )
    store = engine.new_store()
    store.update(
        f"""PREFIX ilb: <https://w3id.org/icilabas/ontology#> PREFIX ilv: <https://w3id.org/icilabas/vocabulary/>
        PREFIX org: <http://www.w3.org/ns/org#> PREFIX ild: <{ID}> INSERT DATA {{ ild:passage a ilb:Passage . GRAPH ild:passage {{ {" ".join(said)} }} }}"""
    )
    return store


def compared(facts: Facts, a: str, b: str) -> dict[str, str]:
    presence = Presence.of(Sides(territories_of(facts), f"{ID}{a}", f"{ID}{b}"), facts)
    return {actor.removeprefix(ID): side for actor, side in presence.all_sides().items()}


def drawn(placing: Placing, nodes: list[str], a: str, b: str) -> dict[str, str]:
    found = placing.sides(f"{ID}{a}", f"{ID}{b}")
    return {
        nodes[n].removeprefix(ID): BOTH if len(on) > 1 else next(iter(on))
        for n, on in found.items()
        if n in placing.actors
    }


def pictures(store: engine.Store) -> list[tuple[list[str], Placing]]:
    """Return a directed network, with territories as nodes, and one without; each with how it places its nodes."""
    graphs = [project(store, name) for name in ("knowledge", "ties")]
    return [(list(graph), Placing.of(graph, [kind for _, kind in graph.nodes(data="kind")])) for graph in graphs]


@pytest.mark.parametrize(
    ("world", "sides"), [(IN_MALI, {"x": B}), (IN_WEST_AFRICA, {"both": BOTH})], ids=["country", "group of countries"]
)
def test_a_country_stands_for_its_region_and_a_group_of_countries_for_none(world: World, sides: dict[str, str]) -> None:
    store = store_of(world)
    assert compared(Facts(store), "lille", "kayes") == sides
    for nodes, placing in pictures(store):
        assert drawn(placing, nodes, "lille", "kayes") == sides


@given(worlds())
@settings(max_examples=60, deadline=None)
def test_the_picture_has_each_actor_where_the_comparison_has_it(world: World) -> None:
    store = store_of(world)
    facts = Facts(store)
    for nodes, placing in pictures(store):
        for a, b in combinations(world.territories, 2):
            nested = territories_of(facts).nested(f"{ID}{a}", f"{ID}{b}")
            assert placing.territories.nested(f"{ID}{a}", f"{ID}{b}") is nested
            if not nested:
                assert drawn(placing, nodes, a, b) == compared(facts, a, b) == by_definition(world, a, b)


def by_definition(world: World, a: str, b: str) -> dict[str, str]:
    """Return the side of each actor that is on any, by the words of `networks.sides`."""

    def around(place: str | None) -> set[str]:
        return set() if place is None else {place} | around(world.territories[place][1])

    def on(place: str, *, wide: bool) -> set[str]:
        lies = {side for side, part in ((A, a), (B, b)) if part in around(place)}
        too_wide = world.territories[place][0] in KINDS[3:]
        stands = {side for side, part in ((A, a), (B, b)) if place in around(part) - {part} and not too_wide}
        return lies or (stands if wide and len(stands) == 1 else set())

    found: dict[str, set[str]] = {
        actor: set().union(*(on(place, wide=how == "activeIn") for how, place in places))
        for actor, places in world.actors.items()
    }
    for linked, actors in world.joint.values():
        if len({side for place in linked for side in on(place, wide=True)}) == 1:
            for actor in actors:
                found[actor] |= {side for place in linked for side in on(place, wide=False)}
    return {actor: BOTH if len(sides) > 1 else next(iter(sides)) for actor, sides in found.items() if sides}


MALI = Territories(
    {
        "kayes": frozenset({"mali", "west-africa", "africa"}),
        "mali": frozenset({"west-africa", "africa"}),
        "lille": frozenset({"france"}),
        "west-africa": frozenset({"africa"}),
    },
    frozenset({"west-africa", "africa"}),
)


def test_one_lies_in_the_other_whichever_is_named_first() -> None:
    assert MALI.nested("kayes", "africa")
    assert MALI.nested("africa", "kayes")
    assert MALI.nested("kayes", "kayes")
    assert not MALI.nested("kayes", "lille")
    assert MALI.known == {"kayes", "mali", "west-africa", "africa", "lille", "france"}


def test_a_territory_is_on_the_side_it_lies_in_or_stands_for() -> None:
    sides = Sides(MALI, "lille", "kayes")
    places = ("lille", "france", "kayes", "mali", "west-africa", "africa", "chad")
    assert [sides.of_place(place) for place in places] == [A, A, B, B, None, None, None]
    assert [sides.within(place) for place in places] == [A, None, B, None, None, None, None]
    others = Sides(MALI, "kayes", None)  # what lies around Kayes is not on the other side; Mali stands for it
    assert [others.of_place(place) for place in places] == [B, B, A, A, None, None, B]
    assert others.within("mali") is None
    both = Sides(MALI, "mali", "chad")
    assert [both.of_place(place) for place in ("kayes", "mali", "west-africa", "chad")] == [A, A, None, B]


def test_what_contains_both_sides_stands_for_neither() -> None:
    nested = Territories({"a": frozenset({"land"}), "b": frozenset({"land"})})
    assert Sides(nested, "a", "b").of_place("land") is None
    assert Sides(nested, "a", "c").of_place("land") == A


def test_wider_places_are_named_only_where_nothing_nearer_is_known() -> None:
    sides = Sides(MALI, "lille", "kayes")
    near, wide = Place("ilb:basedIn", "kayes"), Place("https://example.org/activeIn", "mali")
    seat, through = Place("basedIn", "mali"), Place("partnerIn", "kayes", "p")
    assert sides.of_actor([near, wide]) == {B: [near]}
    assert sides.of_actor([wide]) == {B: [wide]}
    assert sides.of_actor([seat]) == {}  # somewhere in Mali need not be Kayes
    here = Place("", "lille")
    assert sides.of_actor([wide, here, Place("activeIn", "africa")]) == {A: [here], B: [wide]}
    assert sides.of_actor([through, seat]) == {B: [through]}
    assert sides.of_actor([through, wide, here]) == {A: [here], B: [wide]}
    assert sides.of_actor([Place("partnerIn", "mali", "p")]) == {}  # a partner in Mali need not be in Kayes


@pytest.mark.parametrize(
    ("linked", "reached"),
    [
        ([], []),
        (["lille"], ["lille"]),
        (["kayes", "chad"], ["kayes"]),
        (["lille", "kayes"], []),
        (["lille", "mali"], []),  # Mali stands for Kayes: it links both
        (["mali"], []),
        (["lille", "africa"], ["lille"]),
    ],
)
def test_what_links_both_sides_puts_nobody_on_a_side(linked: list[str], reached: list[str]) -> None:
    assert Sides(MALI, "lille", "kayes").reached(linked) == reached
    assert Sides(MALI, "kayes", "lille").reached(linked) == reached


@pytest.mark.parametrize(
    ("homes", "one", "other", "here"),
    [
        ({"lille"}, "lille", "kayes", "lille"),
        ({"france"}, "lille", "kayes", "lille"),  # in a home territory
        ({"lille"}, "france", "kayes", "france"),  # around one
        ({"kayes"}, "lille", "africa", None),  # too wide
        ({"kayes"}, "lille", "chad", None),
        (set(), "lille", "kayes", None),
        ({"lille", "kayes"}, "lille", "kayes", None),  # both at home
        ({"lille", "kayes"}, "lille", "mali", "lille"),  # the nearer
        ({"lille", "kayes"}, "france", "mali", None),  # both one step away
        ({"lille", "chad"}, "chad", "kayes", "chad"),
        ({"lille", "africa"}, "france", "kayes", "kayes"),  # in one, and only around one
    ],
)
def test_here_is_what_is_home_lies_in_it_or_stands_for_it_and_of_two_the_nearer(
    homes: set[str], one: str, other: str, here: str | None
) -> None:
    home = Home(MALI, frozenset(homes))
    assert home.here(one, other) == home.here(other, one) == here
    assert home.first(one, other) == ((one, other) if here != other else (other, one))
    assert home.first(other, one) == ((other, one) if here != one else (one, other))


def test_how_far_out_counts_each_territory_around() -> None:
    nested = {"quarter": frozenset({"town", "region", "land"}), "town": frozenset({"region", "land"})}
    around = Territories(nested | {"region": frozenset({"land"})})
    assert [around.steps(place, "quarter") for place in ("quarter", "town", "region", "land", "sea")] == [
        0,
        1,
        2,
        3,
        None,
    ]
    assert [around.steps(place, "region") for place in ("quarter", "region", "land")] == [0, 0, 1]


def test_rows_of_containment_say_what_is_too_wide_as_any_engine_says_it() -> None:
    found = Territories.of([("kayes", "mali", False), ("kayes", "africa", 1), ("mali", "africa", True)])
    assert found == Territories(
        {"kayes": frozenset({"mali", "africa"}), "mali": frozenset({"africa"})}, frozenset({"africa"})
    )


# ---- the territory of a node ----

AROUND = {name: frozenset(wider) for name, wider in {"town": "RC", "city": "RC", "R": "C", "x": "y", "y": "x"}.items()}
TERRITORIES = Territories(AROUND)


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ("town R C", "town"),
        ("town city", "city town"),  # neither lies in the other: both, whatever they are called
        ("town city R", "city town"),
        ("R elsewhere", "R elsewhere"),
        ("x y", "x y"),  # each lies in the other
        ("C", "C"),
        ("", ""),
    ],
)
def test_of_several_places_those_count_that_contain_no_other(places: str, found: str) -> None:
    for order in permutations(places.split()):
        assert innermost(order, TERRITORIES) == found.split()
    assert only(found.split()) == (found if len(found.split()) == 1 else None)


def test_where_a_node_is_based_goes_before_where_it_is_active_and_a_territory_is_where_it_is() -> None:
    active, based = ["activeIn", "town", "p"], ["basedIn", "C", "p"]
    assert belongs_in([active, based], TERRITORIES) == ["C"]
    assert belongs_in([active], TERRITORIES) == ["town"]
    assert belongs_in([active], TERRITORIES, "x") == ["town"]
    assert belongs_in([], TERRITORIES, "x") == ["x"]
    assert belongs_in([], TERRITORIES) == []


def settled() -> nx.Graph:
    graph = nx.Graph(around={place: sorted(wider) for place, wider in AROUND.items()})
    graph.add_nodes_from("abcd", kind="organization")
    graph.add_node("R", kind="territory", territory="R")
    graph.graph["where"] = {
        "a": [["basedIn", "town", "p"], ["basedIn", "town", "q"]],
        "b": [["basedIn", "city", "p"], ["activeIn", "R", "q"]],
        "c": [["basedIn", "town", "p"], ["basedIn", "city", "q"]],
        "d": [["basedIn", "town", "p"]],
        "gone": [["basedIn", "town", "q"]],
    }
    nx.set_node_attributes(graph, {"a": "town", "b": "city", "c": None, "d": "elsewhere"}, "territory")
    return graph


def test_without_a_passage_a_node_belongs_where_the_others_say() -> None:
    graph = settled()
    territory = {node: place for node, place in graph.nodes(data="territory") if place}
    found = Belonging(graph, territory)
    assert found.several == 1
    assert found.of("c") == ["city", "town"]
    assert found.of("R") == ["R"]  # its kind says it
    assert sorted(found.said) == ["p", "q"]
    assert found.without(None) == found.without("r") == territory
    assert found.without("p") == {"a": "town", "b": "R", "c": "city", "d": "elsewhere", "R": "R"}
    assert found.without("q") == {"a": "town", "b": "city", "c": "town", "d": "elsewhere", "R": "R"}
    assert territory["b"] == "city"  # what was given is not changed


def test_any_graph_has_homes_as_its_nodes_say() -> None:
    graph = nx.Graph([("a", "b")], where="somewhere", around=None)
    found = Belonging(graph, {"a": "x"})
    assert (found.several, dict(found.said), found.without("p"), found.of("a")) == (0, {}, {"a": "x"}, [])
