"""What a telephone number looks like, and what only looks like one: in texts that are read, and in the check of data."""

from __future__ import annotations

import pytest

from icilabas import engine
from icilabas.engine.terms import Iri, Lit
from icilabas.resources import ONTOLOGY
from icilabas.sources.cell_values import (
    DATE,
    DECIMAL,
    GONE,
    INTEGER,
    MONTH,
    STRING,
    YEAR,
    date,
    lexical,
    plain_number,
    without_contacts,
)

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


def digits(count: int) -> str:
    return "6" * count


# How many digits a number has, at both ends: one less or one more is something else.
LENGTHS = [
    *[(f"+{digits(n)}", 9 <= n <= 15) for n in (8, 9, 15, 16)],  # behind +, the country's code among them
    *[(f"00{digits(n)}", 9 <= n <= 15) for n in (8, 9, 15, 16)],
    *[(f"tel {digits(n)}", 8 <= n <= 15) for n in (7, 8, 15, 16)],
    *[(f"0{digits(n)}", n == 9) for n in (8, 9, 10)],  # of France: ten
    *[("+" + ".".join([digits(2)] * n), n >= 4) for n in (3, 4, 5, 6, 7)],
    *[(f"+6{f'{gap}6' * 8}", len(gap) <= 3) for gap in ("   ", " - ", "    ")],  # what stands between two digits
    *[(f"+66{gap}66.66.66.66", len(gap) <= 2) for gap in ("..", "...")],
    *[("+66" + f".{digits(n)}" * 4, 2 <= n <= 4) for n in (1, 2, 4, 5)],
    *[(f"+{digits(n)}.66.66.66", n <= 7) for n in (7, 8)],
    ("+6.66.66.66", False),
]


@pytest.mark.parametrize(("text", "is_number"), LENGTHS, ids=range(len(LENGTHS)))
def test_a_number_has_so_many_digits(text: str, is_number: bool) -> None:  # noqa: FBT001  # what is expected
    assert without_contacts(f"Voir {text} !") == f"Voir {GONE if is_number else text} !"
    assert found([f"Voir {text} !"]) == ({0} if is_number else set())


def test_of_more_groups_than_a_number_has_the_rest_stays() -> None:
    assert without_contacts("+" + ".".join([digits(2)] * 8)) == f"{GONE}.66"


def test_an_address_has_an_ending_of_two_letters() -> None:
    at = chr(64)
    assert without_contacts(f"a b{at}example.fr c") == f"a {GONE} c"
    assert without_contacts(f"a, b{at}example.org, c") == f"a, {GONE} c"
    for text in (f"b{at}example", f"b{at}example.o", f"b{at}.org x{at}", "@ 3"):
        assert without_contacts(text) == text


def test_every_month_in_both_languages_and_short() -> None:
    months = [
        ("janvier", "January", "janv.", "Jan"),
        ("février", "February", "févr.", "Feb"),
        ("mars", "March", "mars", "Mar"),
        ("avril", "April", "avr.", "Apr"),
        ("mai", "May", "mai", "May"),
        ("juin", "June", "juin", "Jun"),
        ("juillet", "July", "juil.", "Jul"),
        ("août", "August", "août", "Aug"),
        ("septembre", "September", "sept.", "Sep"),
        ("octobre", "October", "oct.", "Oct"),
        ("novembre", "November", "nov.", "Nov"),
        ("décembre", "December", "déc.", "Dec"),
    ]
    for number, names in enumerate(months, 1):
        assert {date(f"3 {name} 2016") for name in names} == {f"2016-{number:02}-03"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-01-31T00:00:00", "2016-01-31"),
        ("2016-01-31 00:00", "2016-01-31"),
        ("2016-01-31 10:30", None),
        ("02/03/2016", "2016-03-02"),  # the day comes first
        ("2016/3", "2016-03"),
        ("2nd of May 2016", None),  # a word that is no part of a date
        ("2nd May 2016", "2016-05-02"),
        ("1 2 mai 2016", None),
        ("mai juin 2016", None),
        ("mai 2016 2017", None),
        ("mai", None),
        ("mai 16", None),
        ("mai 12345", None),
        ("123 mai 2016", None),
        ("0000", None),
        ("1/2/2016", "2016-02-01"),
        ("001/2/2016", None),
        ("1/002/2016", None),
        ("/2/2016", None),
        ("1//2016", None),
        ("2016-1-2", "2016-01-02"),
        ("2016-001", None),
        ("2016-1-002", None),
        ("2016-", None),
        ("2016-1-", None),
    ],
)
def test_dates_are_dates_or_nothing(text: str, expected: str | None) -> None:
    assert date(text) == expected


def test_a_value_gets_the_datatype_that_fits() -> None:
    days = (YEAR, MONTH, DATE)
    assert [lexical(text, days) for text in ("2016", "2016-05", "2016-05-02")] == [
        ("2016", YEAR),
        ("2016-05", MONTH),
        ("2016-05-02", DATE),
    ]
    assert lexical("2016", (DATE,)) is None
    assert lexical("2016-05", (YEAR, DATE)) is None
    assert lexical("1,5", (INTEGER, DECIMAL)) == ("1.5", DECIMAL)
    assert lexical("1", (INTEGER, DECIMAL)) == ("1", DECIMAL)
    assert lexical("1,5", (INTEGER,)) is None
    assert lexical("p. 3", (INTEGER,)) == ("3", INTEGER)
    assert lexical("p. 3", (DECIMAL,)) is None
    assert lexical("p. 3", (INTEGER, STRING)) == ("p. 3", STRING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 234 567", "1234567"),
        ("1 23", None),
        ("1 2345", None),
        ("pp. 12", "12"),
        ("Page 12", "12"),
        ("p12", "12"),
        ("12.00", "12"),
        ("12,01", None),
        ("+12", "+12"),
        ("1,", None),
    ],
)
def test_whole_numbers(text: str, expected: str | None) -> None:
    assert plain_number(text, whole=True) == expected


AT = "@"  # no file of the repository holds an address


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"call 0{1} 23 45 67 89 now", "call […] now"),
        ("from 2012-01-01 to 2013-12-31", "from 2012-01-01 to 2013-12-31"),
        (f"<a{AT}b.org>", "[…]"),
        ("a @ b", "a @ b"),
        ("@" * 200_000, "@" * 200_000),
    ],
)
def test_contacts_in_a_text(text: str, clean: str) -> None:
    assert without_contacts(text) == clean
