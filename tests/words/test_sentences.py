"""Numbers, lists, dates and typography as each language writes them."""

from __future__ import annotations

import pytest

from icilabas.words.bilingual import Bilingual
from icilabas.words.sentences import (
    cited,
    listed,
    number,
    phrase,
    phrases,
    quoted,
    share,
    spoken_date,
    thousands,
    typeset,
)


@pytest.mark.parametrize(
    ("date", "fr", "en"),
    [
        ("2016-01-19", "19 janvier 2016", "19 January 2016"),
        ("2016-08-01", "1er août 2016", "1 August 2016"),
        ("2016-12-31", "31 décembre 2016", "31 December 2016"),
        ("2016-12-32", "2016-12-32", "2016-12-32"),
        ("2016-12", "décembre 2016", "December 2016"),
        ("2016", "2016", "2016"),
        ("", "", ""),
        ("2016-13-01", "2016-13-01", "2016-13-01"),
        ("vers 2016", "vers 2016", "vers 2016"),
    ],
)
def test_dates_are_written_as_in_the_language(date: str, fr: str, en: str) -> None:
    assert spoken_date(date) == Bilingual(fr, en)


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


def test_digits_can_be_said() -> None:
    assert (number(1.25, "en", 1), number(0.05, "en", 1), number(12.6, "en", 0)) == ("1.2", "0.05", "13")


def test_thousands_stand_apart() -> None:
    assert [thousands(value, "fr") for value in (999, 1000, 1234567)] == ["999", "1\u202f000", "1\u202f234\u202f567"]
    assert [thousands(value, "en") for value in (999, 1000, 1234567)] == ["999", "1,000", "1,234,567"]


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        (0, "0 %", "0%"),
        (0.0001, "<1 %", "<1%"),
        (0.00499, "<1 %", "<1%"),
        (0.005, "<1 %", "<1%"),
        (0.0051, "1 %", "1%"),
        (0.5, "50 %", "50%"),
        (1, "100 %", "100%"),
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
    ("text", "fr", "en"),
    [
        ("l'eau 'là'", "l’eau 'là'", "l’eau 'là'"),
        ("p. 5 à pp. 6", "p.\xa05 à pp. 6", "p.\xa05 à pp. 6"),
        ("p. x", "p. x", "p. x"),
        ("« a » ? b ! c ; d : e %", "«\xa0a\xa0»\xa0? b\xa0! c\xa0; d\xa0: e\xa0%", "« a » ? b ! c ; d : e %"),
    ],
)
def test_lines_break_where_the_language_allows_it(text: str, fr: str, en: str) -> None:
    assert (typeset(text, "fr"), typeset(text, "en")) == (fr, en)


def test_a_phrase_is_in_its_language_with_the_values_in_it() -> None:
    key, texts = next((key, texts) for key, texts in phrases().items() if "{" not in "".join(texts.values()))
    assert (phrase(key, "fr"), phrase(key, "en"), phrase(key, "de")) == (texts["fr"], texts["en"], texts["en"])
    assert all(texts.keys() == {"fr", "en"} for texts in phrases().values())
