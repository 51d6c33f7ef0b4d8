"""What a date, a number and a code is in a cell."""

from __future__ import annotations

import pytest

from icilabas.sources.cell_values import (
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    MONTH,
    STRING,
    YEAR,
    date,
    is_cell,
    lexical,
    plain_number,
    why_not,
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
        ("2016-01-31 10:30", "2016-01-31"),  # the time is left out
        ("2016-01-31T10:00:00Z", "2016-01-31"),
        ("2016-01-31T23:30:00-05:00", "2016-01-31"),  # the day that is written
        ("2016-01-31T10:00:00.123+0100", "2016-01-31"),
        ("2016-01-31Z", "2016-01-31"),
        ("31/01/2016 10h30", "2016-01-31"),
        ("31 janvier 2016 à 10 h", "2016-01-31"),
        ("2016-01-31 3:30 pm", "2016-01-31"),
        ("2016-01-31T24:00:00", None),
        ("2016-01-31T10", None),
        ("2016-01 10:30", None),
        ("2016Z", None),
        ("2016-01-31 1:00 1:00", None),
        ("vendredi 1er janvier 2016", "2016-01-01"),
        ("Friday, January 1, 2016", "2016-01-01"),
        ("mar. 1 mars 2016", "2016-03-01"),
        ("2016.0", "2016"),  # a year that a program made a number
        ("٢٠١٦", "2016"),
        ("2010/11", None),  # a school year as well
        ("2010/12", "2010-12"),
        ("1900-02-29", None),
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
        ("2016\u201101\u201131", "2016-01-31"),  # hyphens that break no line
        ("2016.1", None),  # or October, as a number
        ("2016.10", "2016-10"),
        ("2016.2", "2016-02"),
        ("mai 2016 (?)", None),  # not sure, and that would be lost
        ("~ mai 2016", None),
        ("mai 2016 -", None),
        ("de\u0301cembre 2016", "2016-12"),
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
    assert lexical("p. 3", (INTEGER, STRING)) == ("3", INTEGER)
    assert [lexical(text, (BOOLEAN,)) for text in ("Oui", "VRAI", "x", "yes", "1")] == [("true", BOOLEAN)] * 5
    assert [lexical(text, (BOOLEAN,)) for text in ("non", "Faux", "FALSE", "0")] == [("false", BOOLEAN)] * 4
    assert lexical("peut-être", (BOOLEAN,)) is None


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
        ("12.000", None),  # or twelve thousand
        ("12,345", None),
        ("0,000", "0"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1,234.00", "1234"),
        ("1.234,5", None),
        ("1,23,456", None),
        ("12\u202f345", "12345"),
        ("1'234", "1234"),
        ("1’234’567", "1234567"),
        ("1_000", None),
        ("1e3", None),
        ("\u22125", "-5"),
        ("\uff11\uff12", "12"),
        ("25%", None),
        ("12,01", None),
        ("+12", "+12"),
        ("1,", None),
        ("9" * 100, "9" * 100),
        ("9" * 101, None),
    ],
)
def test_whole_numbers(text: str, expected: str | None) -> None:
    assert plain_number(text, whole=True) == expected


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        (
            "date-part-of-year",
            (
                "T1 2016|Q1 2016|2016-Q1|2016 T1|T4-16|1er trimestre 2016|2nd quarter of 2016|first half 2016|S1 2016|H2 2016"
                "|semaine 12 2016|2016-W12|W05|week 3 2016|printemps 2016|2016 summer|hiver 2015-2016"
            ),
        ),
        ("date-range", "2015-2016|2015/16|2010/11|2015–2017|de 2015 à 2016|2015 to 2016|depuis 2015|before 2016"),
        (
            "date-no-year",
            "31/01/16|janv-16|mai 16|01/16|janvier|31/01|1er mars|lundi|mardi 3 mars|--01|--01-31|16-01-31",
        ),
        ("date-length", "10:30|09:05:00|25:30:00|10h30|3 ans|18 months|P1Y|PT5H|P1Y2M"),
        ("date-serial", "42370|42370.5|42370,5|-18260"),
        ("date-together", "20160131|201601"),
        ("date-cut", "2016.1|2016,1"),
        ("date-month-first", "01/31/2016"),
        ("date-typed-year", "1905 (2016)|1905-07 (2016)"),
        ("number-shortened", "1E+05|1,23457E+13|1.23456789012346E+016"),
        (
            "no-such-date",
            "0|0.5|12|1900-02-29|2016-13|30/02/2016|été|vers 2016|2016-01-31T24:00:00|99999999|201613|-2016|1_000|25%|-999999",
        ),
    ],
)
def test_why_a_text_is_no_date(key: str, texts: str) -> None:
    days = (DATE, MONTH, YEAR)
    for text in texts.split("|"):
        assert lexical(text, days) is None, text
        assert why_not(text, days)[0] == key, text


@pytest.mark.parametrize(
    ("text", "key", "meant"),
    [
        ("12,000", "number-either", "12000"),
        ("1.234", "number-either", "1234"),
        ("25%", "number-percent", ""),
        ("25 %", "number-percent", ""),
        ("12 €", "number-money", ""),
        ("$1,200", "number-money", ""),
        ("1E+05", "number-shortened", ""),
        ("douze", "bad-value", ""),
        ("1_000", "bad-value", ""),
        ("1e3", "bad-value", ""),
    ],
)
def test_why_a_text_is_no_number(text: str, key: str, meant: str) -> None:
    assert lexical(text, (INTEGER,)) is None
    assert why_not(text, (INTEGER,)) == (key, meant)


def test_what_may_be_meant_is_named() -> None:
    assert why_not("42370", (DATE,)) == ("date-serial", "2016-01-01")
    assert why_not("201610", (DATE,)) == ("date-together", "2016-10")
    assert why_not("2016.1", (DATE,)) == ("date-cut", "2016-01")
    assert why_not("01/31/2016", (YEAR, MONTH, DATE)) == ("date-month-first", "2016-01-31")
    assert lexical("12,5", (DECIMAL,)) == ("12.5", DECIMAL)
    assert lexical("1.234,5", (DECIMAL,)) == ("1234.5", DECIMAL)
    assert lexical("48,856", (DECIMAL,)) == ("48.856", DECIMAL)
    assert lexical("1.23457E+13", (STRING,)) is None
    assert lexical("1e13", (STRING,)) == ("1e13", STRING)  # no spreadsheet writes it so


@pytest.mark.parametrize("text", ["A17", "XFD1048576", "#12"])
def test_a_page_may_be_a_cell(text: str) -> None:
    assert is_cell(text)
    assert lexical(text, (INTEGER, STRING)) == (text, STRING)


@pytest.mark.parametrize("text", ["17", "a17", "A0", "ABCD1", "A17:B2", "#"])
def test_what_is_no_cell_is_no_page_as_a_text(text: str) -> None:
    assert not is_cell(text)
    assert lexical(text, (INTEGER, STRING)) == (("17", INTEGER) if text == "17" else None)
