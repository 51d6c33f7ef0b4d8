"""Who could work together: scores by hand, who is left out, and the order."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import bundled
import pytest
from given import GivenFacts
from hypothesis import given
from hypothesis import strategies as st

import icilabas as ilb
from icilabas.asking.evidence import said_in
from icilabas.comparison.facts import Facts, Named
from icilabas.comparison.possible_partners import (
    Holding,
    Holdings,
    PossiblePartners,
    alike,
    holdings,
    opportunities,
    tied,
    weight,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

ID = "https://w3id.org/icilabas/id/"
SIDE = {"a1": "a", "a2": "a", "b1": "b", "b2": "b", "bridge": "both"}


def named(thing: str) -> Named:
    return {"iri": thing, "label": thing.upper(), "label_fr": thing.upper(), "label_en": thing.upper()}


def held(*rows: tuple[str, str, str]) -> Holdings:
    found: Holdings = {}
    for kind, thing, actors in rows:
        found[kind, thing] = {actor: Holding({"worksOn"}) for actor in actors.split()}
    return found


@pytest.mark.parametrize(("actors", "value"), [(1, 1.0), (3, 0.5), (7, 1 / 3), (2, 0.6309297535714574)])
def test_rare_things_count_more(actors: int, value: float) -> None:
    assert weight(actors) == pytest.approx(value)


def test_the_score_is_the_sum_over_the_things_in_common() -> None:
    """A theme of three actors counts 1/2; one of seven 1/3: the pair that shares both has 5/6."""
    rare, common = ("theme", "rare", "a1 b1 x"), ("theme", "common", "a1 b1 a2 b2 bridge x y")
    (first, *others) = opportunities(held(rare, common), SIDE, set(), named)
    assert (first["a"]["iri"], first["b"]["iri"], first["score"]) == ("a1", "b1", 0.833333)
    assert [(reason["iri"], reason["actors"]) for reason in first["reasons"]] == [("rare", 3), ("common", 7)]
    assert [(pair["a"]["iri"], pair["b"]["iri"]) for pair in others] == [("a1", "b2"), ("a2", "b1"), ("a2", "b2")]
    assert all(pair["score"] == pytest.approx(1 / 3, abs=1e-6) for pair in others)


def test_partners_and_bridges_are_in_no_pair() -> None:
    found = opportunities(held(("theme", "t", "a1 a2 b1 bridge")), SIDE, {frozenset(("a1", "b1"))}, named)
    assert [(pair["a"]["iri"], pair["b"]["iri"]) for pair in found] == [("a2", "b1")]
    assert opportunities(held(("theme", "t", "a1 a2")), SIDE, set(), named) == []
    assert opportunities({}, SIDE, set(), named) == []


def test_what_everybody_has_makes_no_pair_but_counts_for_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    found = held(("theme", "common", "a1 a2 b1 b2"), ("theme", "rare", "a1 b1"))
    before = opportunities(found, SIDE, set(), named)
    monkeypatch.setattr("icilabas.comparison.possible_partners.MOST_BY_ONE_THING", 3)
    assert opportunities(found, SIDE, set(), named) == before[:1]
    assert len(before[0]["reasons"]) == 2


@pytest.mark.parametrize(("most", "pairs"), [(3, 0), (4, 4)])
def test_as_many_pairs_as_there_may_be_by_one_thing_are_made(
    most: int, pairs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icilabas.comparison.possible_partners.MOST_BY_ONE_THING", most)
    assert len(opportunities(held(("theme", "t", "a1 a2 b1 b2")), SIDE, set(), named)) == pairs


@pytest.mark.parametrize(("here", "there", "pairs"), [(100, 100, 10_000), (73, 137, 0)])
def test_what_makes_more_than_ten_thousand_pairs_makes_none(here: int, there: int, pairs: int) -> None:
    side = {f"a{n}": "a" for n in range(here)} | {f"b{n}": "b" for n in range(there)}
    assert len(opportunities(held(("theme", "t", " ".join(side))), side, set(), named)) == pairs


def test_pairs_of_one_score_stand_by_their_labels_and_then_by_themselves() -> None:
    labels = {"a1": "Z", "a2": "Y", "b1": "Same", "b2": "Same"}

    def called(thing: str) -> Named:
        label = labels.get(thing, thing)
        return {"iri": thing, "label": label, "label_fr": label, "label_en": label}

    found = opportunities(held(("theme", "t", "b2 b1 a1 a2"), ("theme", "u", "a1 b2")), SIDE, set(), called)
    assert [(pair["a"]["iri"], pair["b"]["iri"]) for pair in found] == [
        ("a1", "b2"),
        ("a2", "b1"),
        ("a2", "b2"),
        ("a1", "b1"),
    ]


def test_the_rarest_reason_comes_first_then_by_label_and_numbers_have_six_digits() -> None:
    things = [
        ("network", "z", "a1 b1 x"),
        ("theme", "y", "a1 b1 x"),
        ("theme", "x", "a1 b1 x y"),
        ("theme", "w", "a1 b1"),
    ]
    (found,) = opportunities(held(*things), SIDE, set(), named)
    assert [reason["iri"] for reason in found["reasons"]] == ["w", "y", "z", "x"]
    assert [reason["weight"] for reason in found["reasons"]] == [0.63093, 0.5, 0.5, 0.430677]
    assert found["score"] == 2.061606  # of the weights as they are, not of the rounded ones


def test_each_of_two_says_how_it_has_a_thing_and_both_together_who_says_so() -> None:
    page = {name: [said_in(name, number)] for number, name in enumerate(("p", "q"))}
    both = {"a1": Holding({"z", "h"}, {"v2", "v1"}, page["q"]), "b1": Holding({"k"}, set(), page["p"])}
    ((reason,),) = [pair["reasons"] for pair in opportunities({("theme", "t"): both}, SIDE, set(), named)]
    assert (reason["how_a"], reason["how_b"]) == (["h", "z"], ["k"])
    assert ([each["iri"] for each in reason["via_a"]], reason["via_b"]) == (["v1", "v2"], [])
    assert (reason["evidence_a"], reason["evidence_b"]) == (page["q"], page["p"])
    assert reason["evidence"] == [*page["p"], *page["q"]]


def test_of_many_pairs_only_what_is_read_is_made() -> None:
    """400 actors are put in order by their labels; what two have in common is named for those that are read."""
    side = {f"{where}{n}": where for n in range(200) for where in "ab"}
    asked: list[str] = []

    def counted(thing: str) -> Named:
        asked.append(thing)
        return named(thing)

    things = [("theme", f"t{n}", f"a{n} b{n} b{(n + 1) % 200}") for n in range(200)]
    pairs = opportunities(held(*things), side, set(), counted)
    assert (len(pairs), len(asked)) == (400, 400)
    assert [pair["reasons"][0]["actors"] for pair in pairs[:2]] == [3, 3]
    assert asked[400:] == ["a0", "b0", "t0", "a0", "b1", "t0"]


actors = st.lists(st.sampled_from([*SIDE, "x", "y"]), unique=True, max_size=7)


@given(st.dictionaries(st.tuples(st.sampled_from(["theme", "network"]), st.sampled_from("stuv")), actors))
def test_scores_fall_and_each_is_the_sum_of_its_reasons(found: dict[tuple[str, str], list[str]]) -> None:
    rows = {key: {actor: Holding({"worksOn"}) for actor in some} for key, some in found.items()}
    pairs = opportunities(rows, SIDE, set(), named)
    scores = [pair["score"] for pair in pairs]
    assert scores == sorted(scores, reverse=True)
    for pair in pairs:
        assert pair["score"] == pytest.approx(
            sum(1 / math.log2(1 + each["actors"]) for each in pair["reasons"]), abs=1e-5
        )
    shared = {
        (one, other)
        for some in found.values()
        for one, other in itertools.product(some, some)
        if (SIDE.get(one), SIDE.get(other)) == ("a", "b")
    }
    assert {(pair["a"]["iri"], pair["b"]["iri"]) for pair in pairs} == shared


# ---- the report ----


@pytest.fixture(scope="module")
def chad() -> Sequence[PossiblePartners]:
    return ilb.compare(bundled.whole(), "Lille", "Tchad").opportunities


def test_mentoring_could_go_from_lille_to_the_partners_in_chad(chad: Sequence[PossiblePartners]) -> None:
    pair = next(each for each in chad if each["a"]["iri"] == f"{ID}initiatives-plurielles")
    assert pair["b"]["iri"] == f"{ID}essor-partners-chad"
    mentoring = next(reason for reason in pair["reasons"] if reason["iri"] == f"{ID}marrainage")
    assert (mentoring["kind"], mentoring["how_b"]) == ("practice", ["drawsOn"])
    assert "contributes" in mentoring["how_a"]
    assert 8 in {piece["page"] for piece in mentoring["evidence"]}
    assert not [each for each in chad if f"{ID}essor" in {each["a"]["iri"], each["b"]["iri"]}]  # it is on both sides


@pytest.mark.parametrize("names", [("Lille", "Tchad"), ("Tchad", "Lille")])
def test_a_practice_goes_from_who_has_it_to_who_draws_on_it(names: tuple[str, str]) -> None:
    text = " ".join(ilb.compare(bundled.whole(), *names).to_text("en").split())
    assert "(Initiatives Plurielles → ESSOR's partners over there, p." in text


def test_the_number_of_actors_is_what_the_data_say() -> None:
    dataset = bundled.whole()
    found = holdings(Facts(dataset))
    members = "SELECT ?actor WHERE { ?actor org:memberOf|ilb:onBoardOf ild:cfsi }"
    assert set(found["network", f"{ID}cfsi"]) == {str(row.actor) for row in ilb.ask(dataset, members)}
    partners = {f"{ID}grdr", f"{ID}apes", f"{ID}emdk", f"{ID}renapess"}
    assert partners <= set(found["challenge", f"{ID}compartmentalised-networks"])


def test_units_of_one_organisation_are_tied_already() -> None:
    pairs = tied(Facts(bundled.whole()))
    assert frozenset((f"{ID}grdr-france", f"{ID}grdr-mali")) in pairs
    assert frozenset((f"{ID}conseil-regional-kayes", f"{ID}emdk")) in pairs  # its founder


def test_partners_are_tied_two_by_two_and_nobody_to_itself() -> None:
    members = [("p", "c"), ("p", "a"), ("p", "b"), ("p", "a"), ("q", "a")]
    found = tied(GivenFacts(bonds=[("x", "y")], partners=[(*each, None, "g", 1) for each in members]))
    assert found == {frozenset(pair) for pair in ("xy", "ab", "ac", "bc")}


def test_no_more_pairs_are_read_than_are_told() -> None:
    whole = opportunities(held(("theme", "rare", "a1 b1"), ("theme", "common", "a1 a2 b1 b2")), SIDE, set(), named)
    assert [pair["score"] for pair in whole] == sorted((pair["score"] for pair in whole), reverse=True)
    unread = iter(whole)
    told = alike(unread, lambda pair: str(len(pair["reasons"])), lambda actor: str(actor["label"]))
    (here, there), like = next(told)
    assert ([actor["iri"] for actor in here], [actor["iri"] for actor in there]) == (["a1"], ["b1"])
    assert like == whole[0]
    assert len(list(unread)) == len(whole) - 2  # the best, and the one that shows that its score is over
    by_label = [*alike(whole, lambda pair: str(len(pair["reasons"])), lambda actor: str(actor["label"]))]
    assert [like for _block, like in by_label] == [whole[0], whole[1], whole[1]]  # the first of those that are alike
