"""CSV tables: encodings, delimiters and places as they are read, and cells that Excel runs no formula from."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icilabas.errors import DataError
from icilabas.files.csv_tables import MOST_COLUMNS, Grid, at, csv_bytes, letters, read_csv
from icilabas.words.safe_text import printable

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA"), (0, "")]
)
def test_columns_are_named_as_in_a_spreadsheet(column: int, name: str) -> None:
    assert letters(column) == name


def test_places_of_cells() -> None:
    assert at("a.csv", 7, 3) == "a.csv:7:3"
    assert at("a.xlsx:s!", 7, 28) == "a.xlsx:s!AB7"
    assert Grid("a.csv", "a", []).at(2) == "a.csv:2:1"


def read(path: Path, content: bytes) -> Grid:
    path.write_bytes(content)
    return read_csv(path)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"], ids=lambda name: name
)
def test_the_encodings_that_spreadsheets_write(encoding: str, tmp_path: Path) -> None:
    grid = read(tmp_path / "t.csv", "id,nom\na,été\n".encode(encoding))
    assert grid.rows == [(1, ["id", "nom"]), (2, ["a", "été"])]
    assert (grid.name, len(grid.faults)) == ("t", encoding == "cp1252")
    assert all((fault.place, fault.severity) == (f"{grid.home}:2:1", "Warning") for fault in grid.faults)


def test_a_formula_that_only_keeps_a_text_is_that_text(tmp_path: Path) -> None:
    grid = read(tmp_path / "t.csv", b'id,n,m,o\na,="00123","=""0 4""","=""a""&""b"""\n')
    assert grid.rows[1] == (2, ["a", "00123", "0 4", '="a"&"b"'])


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("a;b,c;d", ["a", "b,c", "d"]),
        ("a\tb;c\td", ["a", "b;c", "d"]),
        ("a,b;c", ["a", "b;c"]),  # equally many: the comma
        ("a;b\tc", ["a", "b\tc"]),  # … then the semicolon
        ("a", ["a"]),
    ],
)
def test_the_delimiter_is_what_stands_most_often_in_the_headings(line: str, cells: list[str], tmp_path: Path) -> None:
    assert read(tmp_path / "t.csv", f"\n  \n{line}\nx,y;z;w\n".encode()).rows[0] == (3, cells)


def test_blank_rows_are_left_out_and_cells_are_trimmed(tmp_path: Path) -> None:
    grid = read(tmp_path / "t.csv", b'id , b\n,\n\n  , \nx,"two\nlines"\n y ,\n')
    assert grid.rows == [(1, ["id", "b"]), (5, ["x", "two\nlines"]), (6, ["y", ""])]


def test_marks_that_turn_the_text_are_left_out_and_told(tmp_path: Path) -> None:
    grid = read(tmp_path / "t.csv", "id,b\nx,a\u202eb\nx,a\u200eb\n".encode())
    assert grid.rows[1:] == [(2, ["x", "ab"]), (3, ["x", "a\u200eb"])]
    assert [(fault.place, fault.severity) for fault in grid.faults] == [(f"{grid.home}:2:2", "Warning")]


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b"", 1),
        (b" \n\n", 1),
        (b"id,b\nx,\0\n", 2),
        (b'id,b\nx,y\nx,"y" z\n', 3),
        (b'"id" x,b\n', 1),
        (b'id,b\nx,y\nx,"y\n', 3),
        (b"id\nx\n\x81\n", 3),
        (b"\xff\xfei\x00\n\x00\x00\xd8", 2),
    ],
    ids=["empty", "blank", "nul", "quote", "quote-at-once", "open", "neither-encoding", "half-a-pair"],
)
def test_what_is_not_a_table_is_told_with_its_row(content: bytes, row: int, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path / "t.csv", content)
    assert caught.value.exit_code == 2
    assert [fault.place for fault in caught.value.faults] == [f"{tmp_path / 't.csv'}:{row}:1"]


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf_32_is_called_by_its_name(encoding: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="t.csv:1:1: the file is UTF-32; save it as UTF-8"):
        read(tmp_path / "t.csv", "id,nom\na,été\n".encode(encoding))


def test_a_cell_that_is_too_long_is_not_taken_for_a_quote(tmp_path: Path) -> None:
    longest = "a" * csv.field_size_limit()
    assert read(tmp_path / "t.csv", f"id\n{longest}\n".encode()).rows == [(1, ["id"]), (2, [longest])]
    with pytest.raises(DataError, match="t.csv:2:1: a cell of more than 131072 characters, or a quote"):
        read(tmp_path / "t.csv", f"id\n{longest}a\n".encode())


def test_a_row_has_as_many_cells_as_in_excel(tmp_path: Path) -> None:
    line = "," * (MOST_COLUMNS - 1)
    assert read(tmp_path / "t.csv", f"id{line}\na{line}\n".encode()).rows[1][1][0] == "a"
    with pytest.raises(DataError, match=r"t\.csv:2:1: a row of 16385 cells; a table has at most 16384: check the sep"):
        read(tmp_path / "t.csv", f"id{line}\na{line},\n".encode())


def test_two_characters_are_enough_to_know_utf_16(tmp_path: Path) -> None:
    assert read(tmp_path / "t.csv", b"i\0d\0").rows == [(1, ["id"])]
    with pytest.raises(DataError):
        read(tmp_path / "t.csv", b"i\0")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_run_as_a_formula(start: str) -> None:
    content = csv_bytes(["h"], [[f"{start}x"], [f"x{start}"], [-3]]).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(content, newline=""))] == ["h", f"'{start}x", f"x{start}", "-3"]


def test_what_nobody_can_see_is_left_out_and_told_by_cell(tmp_path: Path) -> None:
    """Word's line breaks are line breaks; at the ends of a cell they are white space like any other."""
    unseen = "".join(map(chr, [*range(1, 9), *range(14, 28), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xFFFE, 0xFFFF]))
    text = f'"id\x0b","na{unseen}me","a\x0bb\x0cc"\nx,"{unseen}","\u202ad\x02"\n"e\tf\ng",h,\u200ei\n'
    grid = read(tmp_path / "t.csv", text.encode())
    assert grid.rows == [(1, ["id", "name", "a\nb\nc"]), (2, ["x", "", "d"]), (3, ["e\tf\ng", "h", "\u200ei"])]
    told = [(fault.place.rpartition("t.csv:")[2], fault.message.text("en")[-47:]) for fault in grid.faults]
    assert grid.faults[1].message.text("en").startswith("“a b c” contains")
    control, turned = "control characters; it is read without them", "reverse the text; it is read without them"
    assert [(place, text.endswith(turned)) for place, text in told] == [
        ("1:2", False),
        ("1:3", False),
        ("2:2", False),
        ("2:3", False),
        ("2:3", True),
    ]
    assert sum(text.endswith(control) for _place, text in told) == 4
    assert {fault.severity for fault in grid.faults} == {"Warning"}


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2, max_size=2)))
def test_a_table_comes_back_as_it_was_written(rows: list[list[str]]) -> None:
    content = csv_bytes(["a", "b"], rows)
    assert content.startswith(b"\xef\xbb\xbfa,b\r\n")
    found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in found[1:]] == [
        [printable(cell).removeprefix("'") for cell in row] for row in rows
    ]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALEUR!", "#NOM?", "#DIV/0!", "Err:502", "#######"])
def test_an_error_of_a_spreadsheet_is_told_with_its_cell(error: str, tmp_path: Path) -> None:
    """So it stands in a table that a spreadsheet program wrote; what only looks like one is a text."""
    path = tmp_path / "a.csv"
    path.write_text(f"nom;ville\n#1 des assos;{error}\n##;{error} ?\n", "utf-8")
    grid = read_csv(path)
    assert grid.rows == [(1, ["nom", "ville"]), (2, ["#1 des assos", ""]), (3, ["##", f"{error} ?"])]
    assert [(fault.place, error in fault.message.text("fr")) for fault in grid.faults] == [(f"{path}:2:2", True)]


@pytest.mark.parametrize(("lang", "row"), [("fr", "-1,5;2,50;3;true;'-1.5"), ("en", "-1.5,2.50,3,true,'-1.5")])
def test_numbers_and_truth_values_are_those_of_the_language(lang: str, row: str) -> None:
    """A number has no apostrophe, however it begins; a text that begins as one has."""
    content = csv_bytes([*"abcde"], [[-1.5, Decimal("2.50"), 3, True, "-1.5"]], lang).decode("utf-8-sig")
    assert content.splitlines()[1] == row


def test_headings_that_are_known_tell_what_parts_cells_below_a_title(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Directory, of 2024, all\nName;Town\nLys, river;Lille\n", "utf-8")
    assert read_csv(path).rows[2][1] == ["Lys", "river;Lille"]
    assert read_csv(path, {"Name", "Town"}.__contains__).rows[1:] == [
        (2, ["Name", "Town"]),
        (3, ["Lys, river", "Lille"]),
    ]
    assert read_csv(path, {"Other"}.__contains__).rows[2][1] == ["Lys", "river;Lille"]
