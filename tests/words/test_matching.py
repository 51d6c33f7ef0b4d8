"""Names made comparable: folded, as ids, the nearest, the free one, the short one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icilabas.words.matching import (
    Phrases,
    acronym_or_name,
    fold,
    is_slug,
    kebab,
    mistyped,
    nearest,
    reading_order,
    slug,
    unique_name,
)


def test_folding_ignores_accents_case_and_punctuation() -> None:
    assert fold("Nord–Pas-de-Calais") == fold("NORD pas de calais") == "nord pas de calais"
    assert fold("Œuvre à Évry") == "oeuvre a evry"
    assert fold("Straße, Ænima_2") == "strasse aenima 2"
    assert fold("ﬁn ① ½") == "fin 1 1 2"  # what is one character for the eye only
    assert slug("Région de Kayes (Mali)") == "region-de-kayes-mali"


IN_ORDER = (
    *("", "2 rives", "Atelier 2", "Atelier 10", "atelier 10 bis", "cote", "Coté", "côte", "côté", "École", "ecole A"),
    *("Éducation", "Łódź", "Lyon", "Nord Est", "Nord-Pas-de-Calais", "Nordique", "Œuvre", "Of", "Øresund", "Oslo"),
    *("Ouest", "Zürich", "Αθήνα"),
)


@given(st.permutations(IN_ORDER))
def test_lists_stand_in_the_order_in_which_people_look_for_a_name(shuffled: list[str]) -> None:
    assert sorted(shuffled, key=reading_order) == [*IN_ORDER]


@given(st.text(), st.text())
def test_two_texts_have_one_place_only_where_they_are_one(one: str, other: str) -> None:
    assert (reading_order(one) == reading_order(other)) == (one == other)
    assert (reading_order(one) < reading_order(other)) != (reading_order(other) <= reading_order(one))


@given(st.text())
def test_a_slug_of_any_text_is_a_slug_or_empty(text: str) -> None:
    assert slug(text) == "" or is_slug(slug(text))
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["a", "a-b", "a--b", "2016-x"])
def test_what_can_be_an_id(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize("text", ["", "-a", "a-", "A", "é", "a b", "a_b", "a\n"])
def test_what_cannot_be_an_id(text: str) -> None:
    assert not is_slug(text)


def test_kebab_names() -> None:
    assert [kebab(name) for name in ("PilotOperation", "OpenQuestion", "Actor")] == [
        "pilot-operation",
        "open-question",
        "actor",
    ]


def test_nearest_names_come_best_first_and_three_at_most() -> None:
    assert nearest("Kaye", ["lille", "kayes", "mali"]) == ["kayes"]
    assert nearest("zzz", ["lille"]) == []
    names = ["kayes ab", "kayes", "kayesa", "kayes abc"]
    assert nearest("Kayes", names) == ["kayes", "kayesa", "kayes ab"]
    assert nearest("Kayes", names, 1) == ["kayes"]
    assert nearest("Kayes", names, 4) == ["kayes", "kayesa", "kayes ab", "kayes abc"]


def test_what_is_less_than_three_fifths_alike_is_not_near() -> None:
    assert nearest("abcde", ["abcxy"]) == ["abcxy"]  # 2 × 3 letters of 10
    assert nearest("abcdef", ["abcxyz"]) == []


def test_what_is_three_quarters_alike_is_mistyped() -> None:
    assert mistyped("abcx", "ABCÿ") is True  # 2 × 3 letters of 8
    assert mistyped("abcx", "abcyz") is False  # of 9


def test_of_names_that_people_mean_to_be_equal_the_first_is_told() -> None:
    assert nearest("evry", ["Évry", "EVRY", "evry."]) == ["EVRY"]
    assert nearest("evry", ["evry.", "Évry", "EVRY"]) == ["EVRY"]


def test_a_taken_name_gets_the_next_number() -> None:
    taken: dict[str, int] = {}
    assert [unique_name("a", taken) for _ in range(3)] == ["a", "a-2", "a-3"]
    assert unique_name("b-2", taken) == "b-2"
    assert [unique_name("b", taken) for _ in range(2)] == ["b", "b-3"]
    assert unique_name("a-2", taken) == "a-2-2"


@given(st.lists(st.sampled_from(["a", "a-2", "a-3", "a-2-2", "b"]), max_size=20))
def test_no_name_is_given_twice(wishes: list[str]) -> None:
    taken: dict[str, int] = {}
    given = [unique_name(wish, taken) for wish in wishes]
    assert len(set(given)) == len(given)
    assert taken.keys() == set(given)


def test_a_long_name_gives_way_to_its_first_acronym() -> None:
    long = "a" * 26
    assert acronym_or_name(long, ["two Words", "small", "ABC", "DEF"]) == "ABC"
    assert acronym_or_name(long, ["two Words", ""]) == long
    assert acronym_or_name(long[:25], ["ABC"]) == long[:25]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("Camille Exemple", ""),
        ("exemple, CAMILLE", ""),
        ("chargée du jardin", ""),
        ("avec M. Camille\u00a0Exemplé, hier", "m"),
        ("une chargée du jardin", None),
        ("Camille", None),
        ("Camille ou Exemple", None),
        ("Camille Exemples", None),
        ("", None),
    ],
)
def test_names_are_found_in_texts_however_they_are_written(text: str, before: str | None) -> None:
    assert Phrases(["Camille Exemple", "Chargée du jardin", "Camille"]).before(text) == before
    assert not Phrases(["Camille", ""])
