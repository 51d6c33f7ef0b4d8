"""Places of one name: one where the lines of what they lie in agree, apart where they do not."""

from __future__ import annotations

import pytest

from icilabas.files.csv_tables import APART
from icilabas.sources.homonyms import HOME, Homonyms


def noted(*places: tuple[str, str]) -> tuple[Homonyms, list[str]]:
    names = Homonyms()
    return names, [names.note(*place) for place in places]


def test_a_name_alone_stays_a_name() -> None:
    names, (lille,) = noted(("Lille", "France"))
    assert names.id_of(lille) == ""
    assert names.resolve(lille) == "Lille"
    assert names.resolve("Dakar") == "Dakar"


def test_what_lies_elsewhere_is_another_place() -> None:
    names, (one, other) = noted(("Kita", "Kayes"), ("Kita", "Ségou"))
    assert (names.resolve(one), names.resolve(other)) == ("kita-kayes", "kita-segou")
    assert names.resolve(f"{one}{APART}Dakar") == f"kita-kayes{APART}Dakar"


def test_a_line_that_leaves_something_out_is_the_same_place() -> None:
    nord = f"Nord{HOME}France"
    names, places = noted(("Lille", "France"), ("Lille", nord), ("Lille", ""), ("LILLE", "france"))
    assert {names.id_of(place) for place in places} == {""}


def test_where_two_fit_the_one_without_a_line_stays_by_itself() -> None:
    names, places = noted(("Kita", "Kayes"), ("Kita", "Ségou"), ("Kita", ""))
    assert [names.id_of(place) for place in places] == ["kita-kayes", "kita-segou", "kita"]


@pytest.mark.parametrize("country", ["", "Mali"])
def test_what_lies_in_its_namesake_is_not_the_namesake(country: str) -> None:
    names = Homonyms()
    region = names.note("Kayes", country)
    district = names.note("Kayes", region)
    assert (names.resolve(region), names.resolve(district)) == ("kayes", "kayes-kayes")
    assert names.resolve(f"Kayes{HOME}") == "kayes"
