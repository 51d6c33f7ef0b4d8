"""What a telephone number looks like, and what only looks like one: in texts that are read, and in the check of data."""

from __future__ import annotations

import pytest

from icilabas import engine
from icilabas.engine.terms import Iri, Lit
from icilabas.resources import ONTOLOGY
from icilabas.sources.cell_values import GONE, without_contacts

# a sign in place of a digit: no file may hold a number
NUMBERS = [
    number.replace("§", "6")
    for number in (
        "+223 §6 29 18 03",
        "(+223) §6 29 18 03",
        "+223.§6.29.18.03",
        "+235 §6.29.18.03",
        "+223§6291803",
        "+ 221 §7 123 45 67",
        "+1 (202) §55-0123",
        "+33 (0)1 2§ 45 67 89",
        "+33 (0)1.2§.45.67.89",
        "00235 §6 29 18 03",
        "00 235 §6 29 18 03",
        "00235.§6.29.18.03",
        "00235§6291803",
        "0033 1 2§ 45 67 89",
        "01 2§ 45 67 89",
        "01.2§.45.67.89",
        "33 (0) 1 2§ 45 67 89",
        "Tél. : 6§ 29 18 03",
        "tel: (223) 2§ 22 33 44",
        "WhatsApp 6§291803",
        "01\N{NARROW NO-BREAK SPACE}2§\N{NARROW NO-BREAK SPACE}45\N{NARROW NO-BREAK SPACE}67\N{NARROW NO-BREAK SPACE}89",
    )
]
OTHERS = [
    "2016-01-26",
    "2016-2017",
    "du 19/01/2016 au 20/01/2016",
    "2016-01-26T10:30:00+01:00",
    "p. 10, 11, 12, 13, 14, 15, 16, 17",
    "12 500 000 FCFA",
    "1 250 000 000 FCFA",
    "1.250.000.000,00 €",
    "+12 %, +3 450 000",
    "+48.8566140, +2.3522219",
    "-0.1275862",
    "50.6365654 3.0635282",
    "XM-DAC-41114-0023566291803",
    "FR-RCS-0123456789",
    "ML-2016/00223662918",
    "https://example.org/0123456789",
    "SIRET 775 663 149 00016",
    "978-2-07-036822-8",
    "Hôtel 2016, 12 345 678",
    "Session 2 : 3 ODD, 17 cibles, 169 indicateurs",
]
CHECK = (ONTOLOGY / "checks" / "contact-details.rq").read_text(encoding="utf-8")


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_taken_out(number: str) -> None:
    assert without_contacts(f"Écrire, ou {number}.") == f"Écrire, ou {GONE}."
    assert without_contacts(number) == GONE


@pytest.mark.parametrize("text", OTHERS)
def test_other_numbers_stay(text: str) -> None:
    assert without_contacts(text) == text
    assert without_contacts(f"({text})") == f"({text})"


def test_two_numbers_behind_a_stroke_both_go() -> None:
    assert without_contacts(f"{NUMBERS[14]}/{NUMBERS[15]} le soir") == f"{GONE} le soir"


def found(texts: list[str]) -> set[int]:
    """Which of the texts the check of data refuses, by their places."""
    store = engine.new_store()
    place = Iri("urn:says")
    engine.add(store, [(Iri(f"urn:{n}"), place, Lit(text, lang="fr"), place) for n, text in enumerate(texts)])
    return {int(str(focus).removeprefix("urn:")) for focus, _path, _value in engine.select(store, CHECK).rows}


def test_the_check_of_data_finds_the_same() -> None:
    assert found([f"Écrire, ou {number}." for number in NUMBERS]) == set(range(len(NUMBERS)))
    assert found(NUMBERS) == set(range(len(NUMBERS)))
    assert found([*OTHERS, *(f"({text})" for text in OTHERS)]) == set()
