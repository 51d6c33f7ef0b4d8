"""What the format of a cell lets one see of its value."""

from __future__ import annotations

import datetime as dt
import re

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icilabas.files.number_formats import (
    built_in,
    moment,
    read_code,
    value_text,
    written_date_text,
)

DAY = "42385"  # 2016-01-16


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("yyyy", "2016"),
        ("yy", "2016"),
        ("[$-40C]yyyy;@", "2016"),
        ('"en" yyyy', "2016"),
        ('[Red]yyyy\\ "(sic; d)"', "2016"),
        ("mmm yyyy", "2016-01"),
        ("mmm-yy", "2016-01"),
        ("yyyy/mm", "2016-01"),
        ("[$-40C]mmmm\\ yyyy;@", "2016-01"),
        ('"fin "mmmm yyyy', "2016-01"),
        ("mmmmm-yy", "2016-01"),
        ('ggge"年"m"月"', "2016-01"),
        ("dd/mm/yyyy", "2016-01-16"),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2016-01-16"),
        ('dd/mm/yyyy "à" hh:mm', "2016-01-16"),
        ("DD/MM/YYYY", "2016-01-16"),
        ("e/m/d", "2016-01-16"),
        ("d bbbb", "2016-01-16"),
        ("QQ yyyy", "2016-Q1"),
        ("yyyy ww", "2016-W02"),
        ("QQ", "Q1"),
        ("ww", "W02"),
        ("mmmm", "--01"),
        ("d mmm", "--01-16"),
        ("dddd", "--01-16"),
        ("aaaa", "--01-16"),
        ("h:mm", "00:00:00"),
        ("[h]:mm", "1017240:00:00"),
        ("[<43831]mmm yyyy;dd/mm/yyyy", "2016-01"),
        ("[<42000]mmm yyyy;dd/mm/yyyy", "2016-01-16"),
        ("[>=42000][Blue]yyyy;General", "2016"),
        ("General", DAY),
        ("Standard", DAY),
        ("@", DAY),
        ("", DAY),
        ("0.00E+00", DAY),
        ('0 "mois de l\'année"', DAY),
        ("y" * 256, DAY),  # longer than any program writes
    ],
)
def test_a_date_is_cut_where_its_format_cuts_it(code: str, text: str) -> None:
    assert value_text(DAY, read_code(code)) == text


def test_a_year_typed_into_a_cell_that_shows_years_is_told_from_a_day_of_it() -> None:
    assert value_text("2016", read_code("yyyy")) == "1905 (2016)"
    assert value_text("2016", read_code("mmm yyyy")) == "1905-07 (2016)"
    assert value_text("2016", read_code("dd/mm/yyyy")) == "1905-07-08"  # all of it is seen
    assert value_text("2101", read_code("yyyy")) == "1905"
    assert written_date_text("1905-07-08", read_code("yyyy")) == "1905 (2016)"  # as OpenDocument has it


@pytest.mark.parametrize(
    ("code", "text"),
    [("dd/mm/yyyy", "2016-01-31"), ("mmm yyyy", "2016-01"), ("dd/mm/yyyy hh:mm", "2016-02-01")],
)
def test_the_last_second_of_a_day_is_as_spreadsheets_show_it(code: str, text: str) -> None:
    assert value_text("42400.99999999", read_code(code)) == text
    assert value_text("42399.9999999999", read_code("dd/mm/yyyy")) == "2016-01-31"


def test_of_a_date_that_is_written_the_section_for_it_is_taken() -> None:
    code = read_code("[<36526]yyyy;[>=36526]mmm yyyy;@")
    assert [written_date_text(day, code) for day in ("1999-12-31", "2000-01-01")] == ["1999", "2000-01"]
    assert written_date_text("1850-01-31", read_code("mmm yyyy;@")) == "1850-01"
    assert written_date_text("2016-01", code) == "2016-01"  # as it is: no day is made of it


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('"W"000000000', "W000000123"),
        ("\\F\\R00000", "FR00123"),
        ('"ISO-"0', "ISO-123"),
        ('[Red]"W"General', "W123"),
        ('"n° "0', "123"),
        ('"+"0', "123"),
        ('0"m"', "123"),
        ("W0", "123"),
    ],
)
def test_letters_right_before_a_number_are_a_part_of_it(code: str, text: str) -> None:
    assert value_text("123", read_code(code)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *((number, "2016-01-16") for number in (14, 15, 27, 31, 36, 50, 58)),
        (16, "--01-16"),
        (17, "2016-01"),
        (22, "2016-01-16 12:00:00"),
        *((number, "12:00:00") for number in (18, 19, 20, 21, 32, 33, 45, 47)),
        (46, "1017252:00:00"),
        (10, "4238550%"),
        *((number, "42385.5") for number in (0, 1, 2, 3, 4, 11, 12, 13, 37, 40, 48, 49, 999)),
    ],
)
def test_formats_that_are_known_by_their_number(number: int, text: str) -> None:
    assert value_text("42385.5", read_code(built_in(number))) == text


@pytest.mark.parametrize(
    ("value", "since_1904", "text"),
    [
        ("1", False, "1900-01-01"),
        ("59", False, "1900-02-28"),
        ("60", False, "1900-02-29"),  # Excel's; no reader of dates takes it
        ("61", False, "1900-03-01"),
        ("0", False, "0"),
        ("-5", False, "-5"),
        ("2958465", False, "9999-12-31"),
        ("2958466", False, "2958466"),
        ("0", True, "1904-01-01"),
        ("40923", True, "2016-01-16"),
        ("42385.9999999", False, "2016-01-17"),
        ("42385.75", False, "2016-01-16 18:00:00"),
    ],
)
def test_days_of_both_calendars(value: str, text: str, *, since_1904: bool) -> None:
    assert value_text(value, read_code("yyyy-mm-dd hh:mm"), since_1904=since_1904) == text


@given(st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31)))
def test_every_day_is_the_one_that_openpyxl_writes(day: dt.date) -> None:
    number = openpyxl.utils.datetime.to_excel(day)
    found = moment(number, since_1904=False)
    assert found is not None
    assert found.date() == day


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("0.25", "0%", "25%"),
        ("0.255", "0.0\\ %", "25.5 %"),
        ("7.0000000000000007E-2", "0%", "7%"),
        ("123", "00000", "00123"),
        ("-123", "00000", "-00123"),
        ("1234567", "00000", "1234567"),
        ("12345678900012", "000\\ 000\\ 000\\ 00000", "123 456 789 00012"),
        ("12345678900012", "### ### ### 00000", "123 456 789 00012"),
        ("123456789", '0##" "###" "##" "##', "012 345 67 89"),
        ("12.5", "00000", "12.5"),
        ("1234", "#,##0", "1234"),
        ("1234", '#" "##0', "1234"),
        ("1234.5", "#,##0.00", "1234.5"),
        ("12.5", "#,##0.00\\ [$€-40C]", "12.5 €"),
        ("12", "[$XOF]\\ #,##0;[Red]-[$XOF]\\ #,##0", "12 XOF"),
        ("-12", '0" €";0.00', "-12"),
        ("12", '0 "membres"', "12"),
        ("0.5", "# ?/?", "0.5"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E+05", "General", "100000"),
        ("1.5e-7", "General", "0.00000015"),
        ("2016.0", "General", "2016"),
        ("-0", "General", "0"),
        ("123456789012345", "0", "123456789012345"),
        ("1.2345678901234499E+16", "0", "1.23456789012345E+16"),  # the last digits are gone
        ("12345678901234500", "0", "1.23456789012345E+16"),
        ("12345678901234567", "0", "12345678901234567"),  # by a program that keeps them
        ("0.375", "h:mm", "09:00:00"),
        ("1.0625", "[hh]:mm:ss", "25:30:00"),
        ("-0.5", "[h]:mm", "-12:00:00"),
    ],
)
def test_numbers_as_people_see_them(value: str, code: str, text: str) -> None:
    assert value_text(value, read_code(code)) == text


@pytest.mark.parametrize("value", ["1_000", "nan", "inf", "1e999", "", "0x10", "1,5", "١٢"])
def test_what_is_no_number_is_none(value: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(value)}$"):
        value_text(value, read_code("0"))


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("2016-01-16", "yyyy", "2016"),
        ("2016-01-16T10:00:00Z", "", "2016-01-16 10:00:00"),
        ("2016-01-16T00:00:00", "", "2016-01-16"),
        ("2016-01-16", "mm/yyyy", "2016-01"),
        ("-0044-03-15", "yyyy", "-0044-03-15"),
        ("12016-01-16", "yyyy", "12016-01-16"),
    ],
)
def test_dates_that_are_written_as_dates(value: str, code: str, text: str) -> None:
    assert written_date_text(value, read_code(code)) == text


@pytest.mark.parametrize("value", ["x", "", "2016", "2016-13-40T"])
def test_what_is_no_date_is_none(value: str) -> None:
    with pytest.raises(ValueError, match="isoformat"):
        written_date_text(value, read_code("yyyy"))
