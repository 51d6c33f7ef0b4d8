"""Names that may be one: which words count, which names are compared."""

from __future__ import annotations

import pytest

from icilabas.check.alike import acronyms_of, longer_names, near_names, same_rules, same_words
from icilabas.engine.terms import Iri

A, B = Iri("a"), Iri("b")


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Comité de jumelage de Saint-Étienne", "comite du jumelage, St Etienne", True),
        ("Jumelage (comité de)", "Comité de jumelage", True),
        ("Comité de jumelage (CDJ)", "Comité de jumelage", True),
        ("Ville de Kayes (VK)", "Ville de Kayes", True),
        ("Ville de Kayes (ML)", "Ville de Kayes", False),
        ("Session 1, groupe 2", "Groupe 1, session 2", False),
        ("Comité de jumelage", "Comité de jumelages", False),
        ("de la", "du", False),
    ],
)
def test_words_are_compared_without_order_articles_and_short_forms(one: str, two: str, same: bool) -> None:  # noqa: FBT001  # what is expected
    assert bool(same_words({A: [one], B: [two]})) == same


@pytest.mark.parametrize(
    ("one", "two", "longer"),
    [
        ("Les Amis de Kayes", "Amis de Kayes et du Khasso", True),
        ("Amis de Kayes et du Khasso", "Les Amis de Kayes", True),
        ("Kayes", "Amis de Kayes", False),  # one word says too little
        ("Amis de Kayes", "Les amis de Kayes", False),  # the same words
        ("Amis de Kayes", "Amis de Nioro et du Khasso", False),
    ],
)
def test_a_name_has_the_words_of_the_other_and_more(one: str, two: str, longer: bool) -> None:  # noqa: FBT001  # what is expected
    assert [*longer_names({A: [one], B: [two]})] == [(A, B)] * longer


def test_a_name_of_words_that_many_have_is_put_beside_none() -> None:
    group = {Iri(f"t{place}"): [f"Comité de jumelage {chr(97 + place % 26)}{place}"] for place in range(100)}
    assert [*longer_names({A: ["Comité de jumelage"], **group})] == []


def test_an_acronym_in_brackets_stands_for_the_name_whose_words_it_begins() -> None:
    assert [*acronyms_of({A: ["CDK"], B: ["Comité de développement de Kayes (CDK)"]})] == ["CDK"]
    assert acronyms_of({A: ["MALI"], B: ["Comité de développement de Kayes (MALI)"]}) == {}


def test_a_slip_in_a_rare_word_is_found_among_very_many_names_alike() -> None:
    towns = [f"{one}{two}{three}ville" for one in "abcdefgh" for two in "aeiou" for three in "lmnr"]
    group = {Iri(f"t{place:03}"): [f"Comité de jumelage de {town}"] for place, town in enumerate(towns)}
    slips = {0: "xalville", 70: "delvilqe", 159: "hurvill"}
    assert all(towns[place] for place in slips)
    group |= {Iri(f"z{place:03}"): [f"Comité de jumelage de {slip}"] for place, slip in slips.items()}
    found = {(one, other) for one, other, _letters in near_names(group) if other.startswith("z")}
    assert {("t000", "z000"), ("t159", "z159")} <= found


def test_every_weight_is_a_number_of_the_scale() -> None:
    found = same_rules()
    assert 0 < found["shown"] < found["asked"] < 100
    assert all(0 < weight <= 100 for weight in found["against"].values())
