"""Numbers, lists, dates and typography as each language writes them."""

from __future__ import annotations

import pytest
from babel.numbers import format_decimal

from icilabas.words.sentences import (
    cited,
    days,
    decimal_comma,
    listed,
    number,
    phrase,
    quoted,
    said,
    share,
    spoken_date,
    thousands,
    typeset,
)
from icilabas.words.text import Text


@pytest.mark.parametrize(
    ("date", "fr", "en"),
    [
        ("2016-01-19", "19 janvier 2016", "19 January 2016"),
        ("2016-08-01", "1er août 2016", "1 August 2016"),
        ("2016-12-31", "31 décembre 2016", "31 December 2016"),
        ("2016-12-32", "2016-12-32", "2016-12-32"),
        ("2016-02-30", "2016-02-30", "2016-02-30"),
        ("2016-12", "décembre 2016", "December 2016"),
        ("2016", "2016", "2016"),
        ("", "", ""),
        ("2016-13-01", "2016-13-01", "2016-13-01"),
        ("vers 2016", "vers 2016", "vers 2016"),
    ],
)
def test_dates_are_written_as_in_the_language(date: str, fr: str, en: str) -> None:
    assert spoken_date(date) == Text({"fr": fr, "en": en})


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        (0.25, "0,25", "0.25"),
        (0.1, "0,10", "0.10"),
        (0.0996, "0,100", "0.100"),
        (0.0123, "0,012", "0.012"),
        (-0.0123, "−0,012", "−0.012"),
        (0, "0,00", "0.00"),
        (-12.345, "−12,35", "−12.35"),
        (1234.5, "1\u202f234,50", "1,234.50"),
    ],
)
def test_a_small_number_has_a_digit_more(value: float, fr: str, en: str) -> None:
    assert (number(value, "fr"), number(value, "en")) == (fr, en)


@pytest.mark.parametrize(
    ("count", "fr", "en"),
    [(0, "et 0 autre", "and 0 more"), (1, "et 1 autre", "and 1 more"), (2, "et 2 autres", "and 2 more")],
)
def test_one_more_is_singular(count: int, fr: str, en: str) -> None:
    assert (phrase("more", "fr", count=count), phrase("more", "en", count=count)) == (fr, en)


def test_what_is_put_in_is_in_the_language_of_the_sentence() -> None:
    part = Text({"fr": "un", "en": "one"})
    assert [phrase("quoted", lang, text=part) for lang in ("fr", "en", "de")] == ["« un »", "“one”", "« un »"]
    assert said("quoted", "de", {"text": part}) == ("fr", "« un »")


def test_where_numbers_have_a_comma_tables_have_a_semicolon() -> None:
    assert [decimal_comma(lang) for lang in ("fr", "en")] == [True, False]


def test_digits_can_be_said() -> None:
    assert (number(1.25, "en", 1), number(0.05, "en", 1), number(12.6, "en", 0)) == ("1.2", "0.05", "13")


def test_thousands_stand_apart() -> None:
    assert [thousands(value, "fr") for value in (999, 1000, 1234567)] == ["999", "1\u202f000", "1\u202f234\u202f567"]
    assert [thousands(value, "en") for value in (999, 1000, 1234567)] == ["999", "1,000", "1,234,567"]


def test_any_number_of_the_data_can_be_written() -> None:
    assert thousands(10**40, "en") == "10" + 13 * ",000"
    assert number(1e300, "en", 0).replace(",", "") == str(int(1e300))
    assert (number(float("inf"), "fr"), number(float("nan"), "fr")) == ("∞", "NaN")


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        (0, "0\xa0%", "0%"),
        (0.0001, "<1\xa0%", "<1%"),
        (0.00499, "<1\xa0%", "<1%"),
        (0.005, "<1\xa0%", "<1%"),
        (0.0051, "1\xa0%", "1%"),
        (0.145, "14\xa0%", "14%"),
        (0.5, "50\xa0%", "50%"),
        (1, "100\xa0%", "100%"),
    ],
)
def test_what_is_not_nothing_is_never_written_as_nothing(value: float, fr: str, en: str) -> None:
    assert (share(value, "fr"), share(value, "en")) == (fr, en)


def test_lists_end_in_and() -> None:
    assert [listed(list(text), "en") for text in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert listed(iter("abc"), "fr") == "a, b et c"


def test_quotes_and_what_is_cited() -> None:
    assert (quoted("a", "fr"), quoted("a", "en")) == ("« a »", "“a”")
    assert [cited("a"), cited("a", ""), cited("a", "p. 5", "", "b")] == ["a", "a", "a (p. 5, b)"]


@pytest.mark.parametrize(
    ("text", "set_"),
    [
        ("l'eau 'là'", "l’eau 'là'"),
        ("p. 5 à pp. 6", "p.\xa05 à pp. 6"),
        ("p. x", "p. x"),
        ("« a » ? b ! c ; d : e %", "«\xa0a\xa0»\xa0? b\xa0! c\xa0; d\xa0: e\xa0%"),
        ("What? It's “so”; 5% of 3: no.", "What? It’s “so”; 5% of 3: no."),
    ],
)
def test_lines_break_where_french_allows_it(text: str, set_: str) -> None:
    assert typeset(text) == set_


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2017-02Z", "2017-02-01", "2017-02-28"),
        ("2016-01-19", "2016-01-19", "2016-01-19"),
        ("2016-01-19T23:30:00.5+02:00", "2016-01-19", "2016-01-19"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_a_date_is_its_first_to_its_last_day(date: str, first: str, last: str) -> None:
    assert days(date) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "0000", "12016", "2016-13", "2017-02-29", "2016-1", "January", "٢٠١٦", "2016-01-19x"]
)
def test_what_is_no_date_has_no_days(text: str) -> None:
    assert days(text) is None


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_small_whole_numbers_are_as_the_cldr_writes_them(lang: str) -> None:
    written = [thousands(value, lang) for value in range(1001)]
    assert written == [format_decimal(value, locale=lang) for value in range(1001)]
    assert thousands(-5, lang) == "\N{MINUS SIGN}5"
