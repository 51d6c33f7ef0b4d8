"""The actors that join two sides: ranks, places, the sentence that says what each does, and what its leaving changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from given import pair_of
from test_links import networks

from icilabas.asking.evidence import Evidence, said_in
from icilabas.comparison.bridging_actors import (
    _BROKER,
    _JOINS,
    _rank,
    bridging,
    bridging_actors,
    cut_with_evidence,
    leaving,
    on_both,
    places,
    standing,
    through,
    unsaid,
)
from icilabas.comparison.facts import Labels
from icilabas.measures.significance import RankInterval
from icilabas.words.sentences import phrase

if TYPE_CHECKING:
    from icilabas.comparison.links import Networks
    from icilabas.comparison.statements import ActorPlace, ComparedPair

NAMES = Labels({})
NO_SIDE, ONE_SIDE = (phrase(f"bridging-on-{which}-side", "en") for which in ("neither", "one"))


@pytest.mark.parametrize(
    ("passages", "span"), [(None, (None, None)), (0, (None, None)), (1, (None, None)), (3, (None, None)), (4, (1, 4))]
)
def test_a_rank_moves_only_where_four_passages_can_be_left_out(
    passages: int | None, span: tuple[int | None, ...]
) -> None:
    found = _rank(RankInterval(2, 1, 4, 0), passages)
    assert (found["rank"], found["passages"]) == (2, passages)
    assert (found["rank_best"], found["rank_worst"]) == span
    assert set(_rank(None, 5).values()) == {None}


def test_places_of_one_sort_and_page_are_told_together() -> None:
    def place(name: str, relation: str, page: int) -> ActorPlace:
        return {**NAMES.named(name), "relation": relation, "via": None, "evidence": [said_in("p", page)]}

    some = [place("L", "basedIn", 4), place("N", "activeIn", 4), place("P", "activeIn", 4), place("Q", "activeIn", 5)]
    assert places(some, NAMES, "en") == "L (seat, p. 4), N and P (active, p. 4), Q (active, p. 5)"
    some = [place("L", "basedIn", 4), place("L", "activeIn", 4), place("M", "basedIn", 4), place("M", "activeIn", 5)]
    assert places(some, NAMES, "fr") == "L (siège et action, p. 4), M (siège, p. 4), M (action, p. 5)"


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["partnership"], "L (par le partenariat « v0 », p. 1)"),
        (["activity"] * 3, "L (par les activités « v0 », « v1 » et « v2 », p. 1, 2, 3)"),
        (["activity"] * 5, "L (par les activités « v0 », « v1 » et 3 autres, p. 1, 2)"),
        (["initiative", "partnership"], "L (par l'initiative « v0 », p. 1), L (par le partenariat « v1 », p. 2)"),
    ],
)
def test_through_what_an_actor_reaches_a_place_is_said_and_of_many_the_first(kinds: list[str], said: str) -> None:
    some: list[ActorPlace] = [
        {
            **NAMES.named("L"),
            "relation": "partnerIn",
            "via": {**NAMES.named(f"v{number}"), "kind": kind},
            "evidence": [said_in("p", number + 1)],
        }
        for number, kind in enumerate(kinds)
    ]
    assert places(some, NAMES, "fr") == said


def linked(*edges: tuple[str, str], above: str = "") -> tuple[ComparedPair, Networks]:
    """Return a pair and its networks: one and two on side A, three and four on B; what begins with “n” is belonged to."""
    where = {"one": "a1", "two": "a1", "three": "b1", "four": "b2"}
    pair = pair_of(actors=[(actor, "basedIn", place, "x", 1) for actor, place in where.items()])
    found = networks(*edges, side=pair.side)
    for number, (actor, other, tie) in enumerate(found.paths.edges(data=True)):
        via = next((end for end in (actor, other) if end.startswith(above or "n")), None)
        said: Evidence = said_in("x", 9 - number, "doc")
        tie["evidence"] = [{**said, "relation": "r", **({"via": via} if via else {})}]
    return pair, found


def test_who_stands_between_is_told_with_what_it_belongs_to_and_its_share_of_the_paths() -> None:
    pair, found = linked(("one", "n"), ("n", "three"), ("two", "mid"), ("mid", "three"))
    network, mid = bridging_actors(pair, found)
    assert [(each["iri"], each["betweenness"], each["pairs"]) for each in (network, mid)] == [
        ("mid", 0.5, 2),
        ("n", 0.5, 2),
    ]
    assert network["sentence"] == network["sentence_en"]
    assert mid["evidence"] == [said_in("x", 8, "doc"), said_in("x", 9, "doc")]


@pytest.mark.parametrize(("above", "key"), [(1, _JOINS), (2, _BROKER)])
def test_a_broker_stands_between_two_things_and_joins_through_one(above: int, key: str) -> None:
    pair, found = linked(("mid", "n1"), ("mid", "n2"), ("n1", "one"), ("n2", "three"))
    entry = next(each for each in bridging_actors(pair, found) if each["iri"] == "mid")
    entry["belongs_to"] = entry["belongs_to"][:above]
    entry |= {"n": 5, "pairs": 4, "betweenness": 0.375}
    told = bridging(entry, [entry], NAMES, "en")
    by = " and ".join(f"“{each['iri']}” ({NAMES.cite(each['evidence'], 'en')})" for each in entry["belongs_to"])
    assert told.startswith(phrase(key, "en", name="mid", where=NO_SIDE, by=by))
    assert told.endswith("; for 1.50 of the 4 pairs of actors, one on each side, the shortest path goes through it.")
    assert "pairs" not in bridging(entry, [entry], NAMES, "en", paths=False)


@pytest.mark.parametrize(
    ("n", "pairs", "share", "told"),
    [
        (4, 4, 0.5, ""),  # too few to measure
        (5, 4, 0.5, "for 2 of the 4 pairs"),
        (5, 3, 0.5, "for 1.50 of the 3 pairs"),
        (9, 19, 1.0, "for 19 of the 19 pairs"),
        (9, 20, 0.5, "for 50% of the pairs of actors, one on each side (n = 20)"),
        (9, 20, 0.0, ""),
    ],
)
def test_a_share_of_fewer_than_twenty_pairs_is_a_count_and_of_fewer_than_five_actors_nothing(
    n: int, pairs: int, share: float, told: str
) -> None:
    pair, found = linked(("mid", "n1"), ("mid", "n2"), ("n1", "one"), ("n2", "three"))
    entry = next(each for each in bridging_actors(pair, found) if each["iri"] == "mid")
    entry |= {"n": n, "pairs": pairs, "betweenness": share}
    said = through(entry, "en")
    assert said.startswith(told)
    assert bool(said) == bool(told)


def test_no_rank_is_given_among_fewer_than_five_actors_of_the_sides() -> None:
    pair, found = linked(("mid", "one"), ("mid", "three"))
    assert {each["rank"] for each in bridging_actors(pair, found)} == {None}


@pytest.mark.parametrize(("partner", "called"), [(True, "MLN"), (False, f"{'M' * 30} (MLN)")])
def test_a_partner_was_named_before_and_is_called_by_its_acronym(partner: bool, called: str) -> None:  # noqa: FBT001  # a parameter of the test
    pair, found = linked(("mid", "n1"), ("n1", "one"), ("mid", "three"))
    entry = next(each for each in bridging_actors(pair, found) if each["iri"] == "mid")
    entry["partner"] = partner
    names = Labels({"mid": {"en": "M" * 30}}, {"mid": ["MLN"]})
    assert bridging(entry, [entry], names, "en").startswith(f"{called}, ")


def test_the_cut_says_to_what_each_belongs_by_name() -> None:
    pair, found = linked(
        ("one", "m"), ("two", "m"), ("m", "n2"), ("m", "n1"), ("m", "three"), ("m", "four"), ("m", "other")
    )
    (cut,) = cut_with_evidence(pair, found)
    assert (cut["iri"], cut["side"], cut["in_every_cut"], cut["whole_side"]) == ("m", "neither", True, False)
    assert [each["iri"] for each in cut["ties"]] == ["n1", "n2", "four", "one", "three", "two"]
    assert [piece["page"] for piece in cut["evidence"]] == [4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("edges", "both", "whole"),
    [
        ("one-three", "", True),
        ("one-m two-m m-three", "", True),  # “m” would do, and so would the only actor of its side
        ("one-m two-m m-three m-four", "", False),
        ("one-m two-m m-three m-four", "m", False),
        ("one-three two-four", "", True),
        ("one-three two-four one-both two-both three-both four-both", "both", True),
        ("one-both both-three", "both two", False),  # “two” is on both sides, and in no network
        ("one-both both-three three-four", "both", False),
        ("both-three", "both", True),
    ],
)
def test_a_cut_no_smaller_than_a_whole_side_is_known_as_such(edges: str, both: str, whole: bool) -> None:  # noqa: FBT001  # a parameter of the test
    pair, found = linked(*(tuple(edge.split("-")) for edge in edges.split()))  # type: ignore[arg-type]  # two each
    pair.side.update(dict.fromkeys(both.split(), "both"))
    assert {each["whole_side"] for each in cut_with_evidence(pair, found)} == {whole}


def test_measures_have_six_digits_and_who_is_on_no_path_has_none() -> None:
    middle = [edge for name in ("m1", "m2", "m3") for edge in (("one", name), (name, "three"))]
    pair, found = linked(*middle, above="x")
    pair.side["away"] = "both"
    away, *others = bridging_actors(pair, found)
    assert (away["iri"], away["betweenness"], away["pairs"]) == ("away", 0, 1)
    assert set(away["roles"].values()) == {0}
    assert [(each["iri"], each["betweenness"]) for each in others] == [(f"m{n}", 0.333333) for n in (1, 2, 3)]
    assert {each["partner"] for each in others} == {False}


def test_members_of_linking_partnerships_are_partners_and_stand_first() -> None:
    pair, found = linked(("one", "mid"), ("mid", "three"), ("one", "own"), ("own", "three"), above="x")
    pair.linking["P"] = {"a1": "a", "b1": "b"}
    pair.members["P"] = ["own"]
    assert [(each["iri"], each["partner"]) for each in bridging_actors(pair, found)] == [("own", True), ("mid", False)]


def test_who_is_on_one_side_joins_through_what_it_belongs_to_or_its_members() -> None:
    pair, found = linked(("one", "n"), ("one", "two"), ("n", "three"))
    entry = next(each for each in bridging_actors(pair, found) if each["iri"] == "n")
    entry |= {"side": "a", "belongs_to": [], "members": []}
    told = bridging(entry, [entry], NAMES, "en", paths=False)
    assert told == f"{phrase(_JOINS, 'en', name='n', where=ONE_SIDE, by='')}."
    entry["members"] = [{**NAMES.named(name), "side": "a", "evidence": [said_in("p", 4)]} for name in ("x", "y")]
    told = bridging(entry, [entry], NAMES, "en", paths=False)
    by = f"{phrase('bridging-its-members', 'en', members='x and y')} (p. 4)"
    assert told == f"{phrase(_BROKER, 'en', name='n', where=ONE_SIDE, by=by)}."


def test_a_long_name_is_told_by_its_acronym_and_a_short_one_quoted() -> None:
    pair, found = linked(("mid", "n1"), ("mid", "n2"), ("n1", "one"), ("n2", "three"))
    entry = next(each for each in bridging_actors(pair, found) if each["iri"] == "mid")
    names = Labels({"n1": {"en": "N" * 30}}, {"n1": ["NLN"]})
    told = bridging(entry, [entry], names, "en", paths=False)
    assert "NLN (" in told
    assert "“n2” (" in told
    assert "“NLN”" not in told


def test_who_leaves_takes_away_the_partnerships_that_have_no_other_member_on_a_side() -> None:
    place = {"one": "a1", "two": "a1", "three": "b1", "both": "a1"}
    actors = [(actor, "basedIn", where, "x", 1) for actor, where in place.items()]
    actors.append(("both", "activeIn", "b1", "x", 1))
    members = {"p": ["one", "three"], "q": ["one", "two", "three"], "r": ["both", "one"]}
    pair = pair_of(
        actors=actors,
        partnerships=[(name, where, "x", page) for name in members for where, page in (("a1", 7), ("b1", 5))],
        partners=[(name, actor, None, None, "x", 8) for name, some in members.items() for actor in some],
    )
    joined = networks(*((actor, name) for name, some in members.items() for actor in some), side={**pair.side})
    found = leaving(pair, joined, "one")
    assert [each["iri"] for each in found["partnerships"]] == ["p"]
    assert [each["evidence"] for each in found["partnerships"]] == [[said_in("x", 8, "doc")]]
    assert found["territory_pairs"] == []
    assert (found["joined_pairs_before"], found["joined_pairs_after"]) == (2, 1)
    last = leaving(pair, joined, "three")
    assert [each["iri"] for each in last["partnerships"]] == ["p", "q"]
    assert last["territory_pairs"] == []  # the one on both sides is still in a partnership that links them
    assert [each["iri"] for each in leaving(pair, joined, "both")["partnerships"]] == ["r"]


def test_territories_lose_their_last_link_with_the_partnerships_and_pages_that_made_it() -> None:
    where = {"one": "a1", "two": "b1", "three": "b2"}
    members = {"p": ["one", "two"], "q": ["one", "two", "three"]}
    links_to = [("p", "a1", 7), ("p", "b1", 5), ("p", "b2", 6), ("q", "a1", 4), ("q", "b1", 9), ("q", "b2", 3)]
    pair = pair_of(
        actors=[(actor, "basedIn", place, "x", 1) for actor, place in where.items()],
        partnerships=[(name, place, "x", page) for name, place, page in links_to],
        partners=[(name, actor, None, None, "x", 8) for name, some in members.items() for actor in some],
    )
    joined = networks(*((actor, name) for name, some in members.items() for actor in some), side={**pair.side})
    lost = leaving(pair, joined, "one")["territory_pairs"]
    assert [(each["a"]["iri"], each["b"]["iri"]) for each in lost] == [("a1", "b1"), ("a1", "b2")]
    assert [[by["iri"] for by in each["partnerships"]] for each in lost] == [["p", "q"], ["q"]]
    assert [[piece["page"] for piece in each["evidence"]] for each in lost] == [[4, 5, 7, 9], [3, 4]]
    assert leaving(pair, joined, "nobody")["territory_pairs"] == []


def test_of_the_actors_between_the_sides_those_are_looked_at_that_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is measured of an actor asks for no place; a sentence on one asks for its own, of the others how many."""
    middle = [edge for n in range(9) for edge in (("one", f"m{n}"), (f"m{n}", "three"))]
    pair, found = linked(*middle, above="x")
    pair.side |= {"here": "both", "there": "both"}
    looked: list[str] = []

    def placed(actor: str, side: str) -> list[ActorPlace]:
        looked.append(f"{actor} {side}")
        return []

    monkeypatch.setattr(pair, "places", placed)
    everyone = bridging_actors(pair, found)
    assert [each["iri"] for each in standing(everyone)][:3] == ["here", "there", "m0"]
    assert (len(everyone), looked) == (11, [])
    without = unsaid(everyone)[1]
    assert (without["iri"], sorted(looked)) == ("there", ["there a", "there b"])
    assert everyone[1] == without | {key: everyone[1][key] for key in ("sentence", "sentence_fr", "sentence_en")}
    assert len(looked) == 2
    assert on_both(everyone) == everyone[:2]
    told = list(everyone)
    assert unsaid(told) is standing(told) is told
