"""Workbooks that we write: what a cell holds and how it looks, as openpyxl reads it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icilabas.errors import UsageError
from icilabas.files.excel import read_workbook
from icilabas.files.number_formats import PLAIN, value_text
from icilabas.files.written_workbook import LAST_ROW, Worksheet, write_workbook

if TYPE_CHECKING:
    from pathlib import Path


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-0.5", -0.5),
        ("123456789012345", 123456789012345),
        ("1234567890123456", "1234567890123456"),
        ("0.12345678", 0.12345678),
        ("0.123456789", "0.123456789"),
        ("007", "007"),
        ("1.50", "1.50"),
        ("1e3", "1e3"),
        ("=1+1", "=1+1"),
        ("a\x01b", "ab"),
    ],
)
def test_a_text_is_a_number_only_where_it_comes_back_the_same(text: str, value: object) -> None:
    sheet = opened(write_workbook([Worksheet("s", [["h"], [text]])]))["s"]
    assert sheet["A2"].value == value
    assert sheet["A2"].data_type in {"n", "s"}  # never a formula


@given(st.from_regex(r"-?[0-9]{1,17}(\.[0-9]{1,10})?", fullmatch=True))
def test_numbers_come_back_as_they_were_written(text: str) -> None:
    cell = opened(write_workbook([Worksheet("s", [["h"], [text]])]))["s"]["A2"]
    assert (cell.value if cell.data_type == "s" else value_text(repr(cell.value), (PLAIN,))) == text


def test_dates_stay_texts_and_formulas_are_for_hidden_sheets() -> None:
    sheets = [Worksheet("s", [["h"], ["12"]], texts={0}), Worksheet("f", [["h"], ["=1+1"]], hidden=True)]
    made = opened(write_workbook(sheets))
    assert (made["s"]["A2"].value, made["s"]["A2"].number_format) == ("12", "@")
    assert (made["f"]["A2"].data_type, made["f"].sheet_state) == ("f", "hidden")


def test_the_longest_text_of_a_cell() -> None:
    longest = "a" * 32_767
    assert opened(write_workbook([Worksheet("s", [["h"], [longest]])]))["s"]["A2"].value == longest
    with pytest.raises(UsageError):
        write_workbook([Worksheet("s", [["h"], [longest + "a"]])])


def test_lists_reach_from_their_first_row_to_the_last_one() -> None:
    sheet = Worksheet("s", [["h", "i"]], choices={1: ("=A1:A2", False), 0: ('"x,y"', True)}, choices_from=3)
    rules = opened(write_workbook([sheet]))["s"].data_validations.dataValidation
    assert [(str(rule.sqref), rule.showErrorMessage) for rule in rules] == [
        (f"A3:A{LAST_ROW}", False),
        (f"B3:B{LAST_ROW}", True),
    ]


def test_required_headings_are_dark() -> None:
    sheet = opened(write_workbook([Worksheet("s", [["h", "i"]], required={1}, notes={0: "say"})]))["s"]
    assert [cell.font.color.rgb[2:] for cell in sheet[1]] == ["000000", "FFFFFF"]
    assert [cell.fill.fgColor.rgb[2:] for cell in sheet[1]] == ["D9E2EC", "1F4E79"]
    assert (sheet["A1"].comment.text, sheet["B1"].comment) == ("say", None)
    assert sheet.freeze_panes == "A2"


def test_texts_are_never_markup_and_keep_their_white_space() -> None:
    text = ' <b>&amp; "x"</b>\r\n]]> é 漢字\t'
    content = write_workbook(
        [Worksheet('a & "b" <c>', [[text], ["", text]], notes={1: text}, choices={0: ('"<&>"', True)})]
    )
    sheet = opened(content)['a & "b" <c>']
    escaped = text.replace("\r", "_x000D_")  # as Excel writes it; openpyxl leaves it so, our reader does not
    assert (sheet["A1"].value, sheet["B2"].value, sheet["A2"].value) == (escaped, escaped, None)
    assert sheet["B1"].comment.text.replace("_x000D_", "\r").replace("\r", "") == text.replace("\r", "")
    assert sheet.data_validations.dataValidation[0].formula1 == '"<&>"'


def test_sheets_for_people_are_wrapped_with_bold_headings_and_typed_as_text_where_they_are() -> None:
    sheet = opened(write_workbook([Worksheet("s", [["1", "2"], ["3", "4"]], plain=True, bold={1}, texts={1})]))["s"]
    cells = [cell for row in sheet for cell in row]
    assert [cell.value for cell in cells] == [1, "2", 3, "4"]
    assert [cell.font.b for cell in cells] == [False, False, True, True]
    assert [cell.number_format for cell in cells] == ["General", "@"] * 2
    assert {(cell.alignment.wrap_text, cell.alignment.vertical) for cell in cells} == {(True, "top")}
    assert sheet.freeze_panes is None
    assert {int(sheet.column_dimensions[name].width) for name in "AB"} == {40}


def test_what_begins_like_a_formula_is_marked_as_a_text() -> None:
    sheet = opened(write_workbook([Worksheet("s", [["=h"], ["=1+1"], ["a"]])]))["s"]
    assert [(cell.value, cell.data_type, bool(cell.quotePrefix)) for (cell,) in sheet] == [
        ("=h", "s", True),
        ("=1+1", "s", True),
        ("a", "s", False),
    ]


def test_the_same_sheets_give_the_same_bytes() -> None:
    first, second = (write_workbook([Worksheet("s", [["h"], ["x"]])]) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("text", ["a_x000D_b", "Lot _x0041_", "_xD83D__xDE00_", "_x00zz_", "_x_", "a\nb"])
def test_what_looks_like_an_escape_comes_back_as_it_is(text: str, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(write_workbook([Worksheet(f"s {text}".replace("\n", " "), [["h"], [text]])]))
    (grid,), faults = read_workbook(path)
    assert (grid.name, grid.rows, faults) == (f"s {text}".replace("\n", " "), [(1, ["h"]), (2, [text])], [])
