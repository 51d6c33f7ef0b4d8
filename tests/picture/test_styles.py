"""Looks of kinds and families of the legend: each kind its own, in one order."""

from __future__ import annotations

from icilabas.picture.styles import FAMILIES, KIND_LOOKS, LOOKS, STAND_OUT, families_of, looks_of
from icilabas.words.text import Text


def test_each_kind_has_a_look_of_its_own() -> None:
    kinds = [*KIND_LOOKS, "node", "zebra", "apple"]
    looks = looks_of(kinds)
    assert list(looks) == [*KIND_LOOKS, "apple", "node", "zebra"]
    assert len(set(looks.values())) == len(kinds)


def test_kinds_stand_in_the_order_of_the_families_and_unknown_ones_by_name_with_looks_in_turn() -> None:
    kinds = ["zebra", "theme", "territory", "apple", "organization"]
    looks = looks_of(kinds)
    assert list(looks) == ["organization", "territory", "theme", "apple", "zebra"]
    free = [look for look in LOOKS if look not in [looks[kind] for kind in ("organization", "territory", "theme")]]
    assert [looks["apple"], looks["zebra"]] == free[:2]
    many = looks_of([f"k{n:02}" for n in range(57)])
    assert many["k56"] == many["k00"]  # more kinds than looks
    assert len({*many.values()}) == 56
    assert [name.text("en") for name, _ in families_of(["zebra", "theme", "territory", "organization"])] == [
        *("Actors", "Places", "What it is about", "Others")
    ]
    assert families_of(["theme", "challenge"]) == [
        (Text({"fr": "De quoi il s’agit", "en": "What it is about"}), ["theme", "challenge"])
    ]


def test_looks_are_told_apart_by_shape_and_colour() -> None:
    assert len(set(LOOKS)) == len(LOOKS) == 7 * 8
    assert len(set(KIND_LOOKS.values())) == len(KIND_LOOKS) == sum(len(looks) for _name, looks in FAMILIES)
    assert {*KIND_LOOKS.values()} <= {*LOOKS}


def test_what_stands_out_is_known_and_larger_partnerships_most() -> None:
    assert {*STAND_OUT} <= {*KIND_LOOKS}
    assert STAND_OUT["partnership"] > STAND_OUT["territory"] > 1


def test_kinds_of_a_family_keep_the_order_that_they_are_given_in() -> None:
    assert [members for _name, members in families_of(["person", "zebra", "organization", "apple"])] == [
        ["person", "organization"],
        ["zebra", "apple"],
    ]
    assert families_of([]) == []
