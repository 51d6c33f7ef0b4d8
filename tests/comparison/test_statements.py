"""The parts of a comparison that come from the facts: what is put first, and which of several is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from given import GivenFacts, pair_of

from icilabas.comparison.statements import ComparedPair, finding_kinds
from icilabas.engine.terms import iri, local_name
from icilabas.networks.sides import Sides, Territories
from icilabas.site.front_page import MOST_FOUND
from icilabas.sources.schema import load_schema
from icilabas.words.catalogues import keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icilabas.comparison.facts import Named


def names(entries: Sequence[Named]) -> list[str]:
    return [entry["iri"] for entry in entries]


def test_the_kinds_of_findings_are_the_ontologys_each_with_a_phrase() -> None:
    kinds = finding_kinds()
    assert {*kinds} == {local_name(c) for c, above in load_schema().supers.items() if iri("ilb:Finding") in above}
    assert list(kinds.values()) == [key for key in keys("report") if key in set(kinds.values())]
    assert kinds["OpenQuestion"] == "open_questions"
    assert set(MOST_FOUND) == set(kinds.values())


@pytest.mark.parametrize(
    ("said", "order"),
    [
        (["role-z", "role-partner", "role-a"], ["role-partner", "role-a", "role-z"]),
        (["role-partner", "role-facilitator"], ["role-facilitator", "role-partner"]),
        (["role-facilitator", "role-lead", "role-a"], ["role-lead", "role-facilitator", "role-a"]),
        ([], []),
    ],
)
def test_of_several_roles_the_leading_one_is_named(said: list[str], order: list[str]) -> None:
    links = [("p", "A", "x", 1), ("p", "B", "x", 1)]
    partners = [("p", "one", role, None, "x", 1) for role in (*said, *([] if said else [None]))]
    (found,) = pair_of(partnerships=links, partners=partners).partnerships()
    (member,) = found["members"]["neither"]
    assert member["roles"] == order
    assert member["role"] == (order[0] if order else None)


def test_members_stand_by_role_then_name_and_their_first_sphere_is_named() -> None:
    links = [("p", "A", "x", 1), ("p", "B", "x", 1)]
    partners = [
        ("p", actor, role, sphere, "x", 2)
        for actor, role, sphere in [
            ("d", None, "s2"),
            ("c", "role-partner", "s2"),
            ("c", "role-partner", "s1"),
            ("b", "role-partner", None),
            ("e", "role-lead", None),
            ("a", "role-other", None),
        ]
    ]
    (found,) = pair_of(partnerships=links, partners=partners).partnerships()
    members = found["members"]["neither"]
    assert names(members) == ["e", "b", "c", "d", "a"]  # no role is said: before roles that come in no order
    assert [member["sphere"] for member in members] == [None, None, "s1", "s2", None]


def test_a_partnership_links_where_it_has_a_place_on_both_sides_and_all_stand_by_name() -> None:
    rows = [
        (p, place, "x", 1) for p, place in [("q", "b1"), ("q", "a2"), ("q", "a1"), ("p", "A"), ("p", "B"), ("r", "A")]
    ]
    found = pair_of(partnerships=rows).partnerships()
    assert names(found) == ["p", "q"]
    assert [(link["iri"], link["side"]) for link in found[1]["links"]] == [("a1", "a"), ("a2", "a"), ("b1", "b")]
    assert found[1]["evidence"] == [{"source": "doc", "passage": "x", "page": 1}]


def test_partnerships_members_and_challenges_stand_by_their_labels_then_by_themselves() -> None:
    links = [(p, place, "x", 1) for p in ("p1", "p2", "p3") for place in ("A", "B")]
    partners = [("p1", actor, None, None, "x", 1) for actor in ("m1", "m2", "m3")]
    addressed = [("p1", challenge, "x", 1) for challenge in ("c1", "c2", "c3")]
    pair = pair_of(partnerships=links, partners=partners, addressed=addressed)
    for kind in "pmc":
        pair.names.texts.update({f"{kind}1": {"en": "Z"}, f"{kind}2": {"en": "Y"}, f"{kind}3": {"en": "Y"}})
    found = pair.partnerships()
    assert names(found) == ["p2", "p3", "p1"]
    assert names(found[2]["members"]["neither"]) == ["m2", "m3", "m1"]
    assert names(found[2]["challenges"]) == ["c2", "c3", "c1"]


def test_the_seat_of_an_actor_comes_before_where_it_is_active() -> None:
    pair = pair_of(
        actors=[
            ("one", how, place, "x", 1) for how, place in [("activeIn", "a1"), ("basedIn", "a3"), ("basedIn", "a2")]
        ]
    )
    assert [(place["relation"], place["iri"]) for place in pair.places("one", "a")] == [
        ("basedIn", "a2"),
        ("basedIn", "a3"),
        ("activeIn", "a1"),
    ]
    assert names(pair.territory("a")["within"]) == ["a1", "a2", "a3"]
    assert [pair.territory(side)["label_en"] for side in "ab"] == ["A", "B"]
    assert names(pair.territory("a")["actors"]) == ["one"]


def test_challenges_stand_by_page_and_what_only_the_editors_read_last() -> None:
    rows = [
        (challenge, place, passage, page)
        for challenge, passage, page in [("c10", "x", 10), ("c9", "x", 9), ("c0", "x", None), ("b9", "x", 9)]
        for place in ("a1", "b1")
    ]
    rows += [("a", "a1", "x", 1), ("a", "b1", "editors", None), ("only", "a2", "x", 1)]
    found = pair_of(challenges=rows).challenges()
    assert names(found["shared"]) == ["c0", "b9", "c9", "c10", "a"]
    assert (names(found["only_a"]), found["only_b"]) == (["only"], [])


def test_a_wider_territory_is_named_where_a_challenge_is_not_also_faced_within_its_side() -> None:
    rows = [("near", "A", "x", 1), ("near", "V", "x", 1), ("far", "A", "x", 1), ("far", "X", "x", 1)]
    sides = Sides(Territories({"A": frozenset("V"), "B": frozenset("X")}), "A", "B")
    found = ComparedPair.of(GivenFacts(challenges=[*rows]), sides, "en").challenges()
    assert {each["iri"]: names(each["wider"]) for each in found["only_a"]} == {"near": [], "far": ["X"]}
    assert (found["only_b"], found["shared"]) == ([], [])


def test_what_is_said_of_most_of_what_is_compared_comes_first_then_by_page() -> None:
    links = [("p", "A", "x", 1), ("p", "B", "x", 1)]
    rows = [
        (finding, "Benefit", about, by, "x", page)
        for finding, page, abouts in [("far", 1, "pz"), ("near", 9, "pcz"), ("page2", 2, "p"), ("page10", 10, "p")]
        for about in abouts
        for by in ("z", "y")
    ]
    rows += [("other", "Benefit", "q", "", "x", 1), ("tense", "Tension", "p", "", "x", 3)]
    points = [("near", "bullet", "x", 9), ("far", "bullet", "x", 1)]
    summaries = [("tense", "chair", "x", 3)]
    found = pair_of(
        partnerships=links, challenges=[("c", "a1", "x", 1)], findings=rows, points=points, summaries=summaries
    ).findings()
    assert [names(each["points"]) for each in found["benefits"]] == [["bullet"], ["bullet"], [], []]
    assert [names(each["summed_up_by"]) for each in (*found["benefits"][:1], *found["tensions"])] == [[], ["chair"]]
    assert names(found["benefits"]) == ["near", "far", "page2", "page10"]
    assert [each["nearness"] for each in found["benefits"]] == [2, 1, 1, 1]
    assert names(found["benefits"][0]["said_by"]) == ["y", "z"]
    assert (names(found["tensions"]), found["obstacles"]) == (["tense"], [])
    assert list(found) == list(finding_kinds().values())
