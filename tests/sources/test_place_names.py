"""Names of places: every list that we know is found by its names and codes, and a shared name means nobody."""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from babel import Locale

from icilabas.engine.terms import iri
from icilabas.resources import ONTOLOGY
from icilabas.sources.place_names import (
    bears,
    called_otherwise,
    candidates,
    compared,
    place_codes,
    place_labels,
    sole_place,
)

if TYPE_CHECKING:
    from icilabas.engine.terms import Iri

SEVERAL = {"congo", "coree", "korea", "iles vierges", "virgin islands", "st martin", "micronesia"}


def test_only_some_names_are_those_of_two_places() -> None:
    with (ONTOLOGY / "places" / "names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    meant = defaultdict(set)
    for row in rows:
        meant[compared(row["name"]) if row["lang"] else row["name"]].add(row["code"])
        assert row["code"] in place_codes(row["name"])
        assert row["source"]
    assert {name for name, codes in meant.items() if len(codes) > 1} == SEVERAL
    assert len({row["code"] for row in rows if row["code"].isalpha()}) >= 249


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_country_and_region_is_found_by_its_name_in_the_cldr(lang: str) -> None:
    names = {str(code): str(name) for code, name in Locale(lang).territories.items()}
    known = [code for code in names if place_labels(code)]
    assert len(known) >= 249 + 30
    lost = {code: name for code in known if code not in place_codes(name := names[code])}
    assert not lost


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("République démocratique du Congo", ["CD"]),
        ("congo (the democratic republic of the)", ["CD"]),
        ("RDC", ["CD"]),
        ("COD", ["CD"]),
        ("cod", []),  # a code is written in capitals, a small word is a word
        ("Bolivie (État plurinational de)", ["BO"]),
        ("Viet Nam", ["VN"]),
        ("Tanzanie, République unie de", ["TZ"]),  # as lists in the order of the alphabet write it
        ("Syrienne, République arabe", ["SY"]),
        ("Iran (Islamic Republic of)", ["IR"]),
        ("Région de Kayes (Mali)", []),
        ("Congo-Kinshasa (CD)", ["CD"]),  # as candidates are told
        ("Congo (CG)", ["CG"]),
        ("Mali (CG)", []),
        ("Afrique de l'Ouest", ["011"]),
        *((text, ["ML"]) for text in ("le Mali", "Mali (le)", "Mali, Republic of", "Rép. du Mali", "Mali (MLI)")),
        ("l’Égypte", ["EG"]),
        ("la Rép. dém. du Congo", ["CD"]),
        ("Democratic Republic of Congo", ["CD"]),
        ("R.D.C.", ["CD"]),
        ("D.R. Congo", ["CD"]),
        ("République démocratique du Congo (RDC)", ["CD"]),
        ("U.S.A.", ["US"]),
        ("U.S.", ["US"]),
        ("les États-Unis", ["US"]),
        ("St. Vincent and the Grenadines", ["VC"]),
        ("Korea, Dem. People's Rep.", ["KP"]),
        ("West Bank and Gaza", ["PS"]),
        ("Hong Kong SAR, China", ["HK"]),
        ("Burkina", ["BF"]),
        ("Sao Tomé", ["ST"]),
        ("EAU", ["AE"]),
        *((text, []) for text in ("eau", "Eau", "car", "us", "ci", "ne", "de la", "le", "EU", "Saint")),
        ("Mali, Sénégal", []),
        ("Guinée", ["GN"]),  # the name that every list gives to one place
        ("Congo", ["CD", "CG"]),
        ("Corée", ["KP", "KR"]),
        ("Kayes", []),
        ("", []),
    ],
)
def test_what_a_text_means(text: str, codes: list[str]) -> None:
    assert place_codes(text) == codes
    assert [one.text("fr")[-4:] for one in candidates(text)] == [f"({code})" for code in codes if codes[1:]]


def test_a_place_bears_what_a_list_calls_it_and_what_nobody_else_is_called() -> None:
    assert bears("CG", "Congo")  # the United Nations say so
    assert not bears("CD", "Congo")  # only people do
    assert not bears("ML", "Sénégal")
    assert bears("ML", "Région de Kayes")


def test_a_name_finds_what_is_called_otherwise() -> None:
    kinshasa, brazzaville = iri("ild:k"), iri("ild:b")

    def found(text: str, names: dict[str, Iri]) -> set[Iri]:
        called: dict[str, set[Iri]] = defaultdict(set)
        for name, thing in names.items():
            for code in sole_place(name):
                called[code].add(thing)
        return set(called_otherwise(text, called))

    there = {"le Congo Kinshasa": kinshasa, "congo": brazzaville}
    assert found("RDC", there) == {kinshasa}
    assert found("COG", there) == set()  # “Congo” may be either
    assert not found("Congo", there)
    assert found("Congo", there | {"republique du congo": brazzaville}) == {kinshasa, brazzaville}
