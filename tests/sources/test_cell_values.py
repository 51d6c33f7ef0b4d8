"""What a date, a number and a code is in a cell."""

from __future__ import annotations

import pytest

from icilabas.sources.cell_values import (
    DATE,
    DECIMAL,
    INTEGER,
    MONTH,
    STRING,
    YEAR,
    date,
    lexical,
    plain_number,
)


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
        ("9" * 100, "9" * 100),
        ("9" * 101, None),
    ],
)
def test_whole_numbers(text: str, expected: str | None) -> None:
    assert plain_number(text, whole=True) == expected
