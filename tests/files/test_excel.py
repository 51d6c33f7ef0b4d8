"""Workbooks: what is read of them, up to which limit."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from icilabas.errors import DataError
from icilabas.files import excel
from icilabas.files.excel import MOST_BLANK, read_workbook

if TYPE_CHECKING:
    from pathlib import Path


def book(path: Path, rows: dict[int, list[object]], **more: list[object]) -> Path:
    """Write a workbook with the rows at their numbers, and sheets with one row each."""
    made = openpyxl.Workbook()
    for number, values in rows.items():
        for column, value in enumerate(values, 1):
            made.active.cell(number, column).value = value
    for name, values in more.items():
        made.create_sheet(name).append(values)
    made.save(path)
    return path


def test_cells_come_as_people_would_write_them(tmp_path: Path) -> None:
    moment = dt.datetime(2016, 1, 19)  # noqa: DTZ001  # Excel knows no zones
    cells: list[object] = [None, " a ", 3.0, 0.1, 1e-7, True, moment, moment.replace(hour=9), dt.time(9, 5), -2]
    grids, faults = read_workbook(book(tmp_path / "b.xlsx", {1: ["h"], 3: cells}, second=["x"], third=[]))
    assert [grid.name for grid in grids] == ["Sheet", "second"]
    expected = ["", "a", "3", "0.1", "0.0000001", "TRUE", "2016-01-19", "2016-01-19 09:00:00", "09:05:00", "-2"]
    assert grids[0].rows[1] == (3, expected)
    assert grids[0].at(3, 2) == f"{tmp_path / 'b.xlsx'}:Sheet!B3"
    assert faults == []


@pytest.mark.parametrize(("blank", "read"), [(MOST_BLANK - 1, 2), (MOST_BLANK, 1)])
def test_a_sheet_ends_after_so_many_blank_rows(blank: int, read: int, tmp_path: Path) -> None:
    (grid,), _faults = read_workbook(book(tmp_path / "b.xlsx", {1: ["a"], blank + 2: ["b"]}))
    assert len(grid.rows) == read
    assert [fault.place.rpartition("!")[2] for fault in grid.faults] == ["A2"] * (2 - read)


def test_formulas_errors_and_merged_cells_are_told(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", {1: ["a", "b"], 2: ["=1+1", "#N/A", "m", "n"]})
    made = openpyxl.load_workbook(path)
    made.active.merge_cells("C2:C3")
    made.save(path)
    (grid,), _faults = read_workbook(path)
    assert sorted(fault.place.rpartition("!")[2] for fault in grid.faults) == ["A2", "B2", "C2"]
    assert grid.rows == [(1, ["a", "b"]), (2, ["", "", "m", "n"])]


def test_macros_are_told(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsm", {1: ["a"]})
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"")
    assert [fault.severity for fault in read_workbook(path)[1]] == ["Warning"]


def refused(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_workbook(path)
    assert caught.value.exit_code == 2
    (fault,) = caught.value.faults
    assert fault.place == str(path)
    return fault.message.text("en")


def test_what_unpacks_to_too_much_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "b.xlsx", {1: ["a"]})
    with zipfile.ZipFile(path) as packed:
        sizes = {part.filename: part.file_size for part in packed.infolist()}
    whole, largest = sum(sizes.values()), max(size for name, size in sizes.items() if "/worksheets/" not in name)
    monkeypatch.setattr(excel, "MOST_UNPACKED", whole)
    monkeypatch.setattr(excel, "_MOST_PART", largest)
    assert len(read_workbook(path)[0]) == 1
    monkeypatch.setattr(excel, "MOST_UNPACKED", whole - 1)
    said = refused(path)
    monkeypatch.setattr(excel, "MOST_UNPACKED", whole)
    monkeypatch.setattr(excel, "_MOST_PART", largest - 1)
    assert refused(path) == said


def test_other_files_are_refused_each_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    reasons = set()
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    for content in (b"no zip", ole + bytes(100), ole + "EncryptedPackage".encode("utf-16-le")):
        path.write_bytes(content)
        reasons.add(refused(path))
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("other", b"")
    reasons.add(refused(path))
    book(path, {1: ["a"]})
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/more.xml", b"<!DOCTYPE x>")
    reasons.add(refused(path))
    reasons.add(refused(tmp_path / "nothing.xlsx"))
    assert len(reasons) == 6


BOMB = '<?xml version="1.0"?>{}<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("xl/more.xml", BOMB.format("").encode(), False),
        ("xl/more.xml", BOMB.format("").encode("utf-16"), False),
        ("xl/more.bin", BOMB.format("").encode(), False),  # a part may be called anything
        ("xl/media/image1.svg", BOMB.format("").encode(), False),
        ("xl/more.xml", BOMB.format(f"<!-- {' ' * (1 << 20)} -->").encode(), False),  # behind what is looked through
        ("xl/more.xml", b" " * (1 << 20) + BOMB[21:].format("").encode(), False),
        ("xl/media/image1.svg", b'<!DOCTYPE svg PUBLIC "a" "b"><svg/>', True),
        ("xl/media/image1.png", b"\x89PNG\r\n\x1a\n<", True),
        ("xl/media/", b"", True),
    ],
    ids=["plain", "UTF-16", "another name", "in a picture", "after a comment", "after blanks", "svg", "png", "folder"],
)
def test_no_part_declares_an_entity(tmp_path: Path, name: str, content: bytes, *, taken: bool) -> None:
    path = book(tmp_path / "b.xlsx", {1: ["a"]})
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(name, content)
    if taken:
        assert len(read_workbook(path)[0]) == 1
    else:
        assert "DOCTYPE" in refused(path)


def test_why_a_workbook_is_not_read_is_told_in_our_words(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.save(tmp_path / "book.xlsx")
    whole = (tmp_path / "book.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as other:
        other.writestr("a.txt", "x")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as read, zipfile.ZipFile(tmp_path / "part.xlsx", "w") as broken:
        for name in read.namelist():
            broken.writestr(name, "<row" if "sheet1" in name else read.read(name))
    (tmp_path / "cut.xlsx").write_bytes(whole[:-60])
    reasons = {
        "other": "it is an archive of something else",
        "cut": "it is another kind of file, or was cut off",
        "part": "a part of it is damaged",
    }
    for name, reason in reasons.items():
        with pytest.raises(DataError, match=rf"{name}\.xlsx: this is not a readable workbook \({reason}\)"):
            read_workbook(tmp_path / f"{name}.xlsx")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a_x000D_\nb", "a\nb"),
        ("a_x000d_b", "a\nb"),
        ("Lot _x0041_", "Lot A"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x005f_x005F_x005F_x000D_", "_x005F_x000D_"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_X000D_", "_X000D_"),
    ],
)
def test_escapes_of_other_programs_are_read_as_they_are_meant(written: str, text: str, tmp_path: Path) -> None:
    """Openpyxl writes them as they are, into shared texts and the names of sheets."""
    sheets: dict[str, list[object]] = {written.replace("\n", " "): [f"x{written}x"]}
    (grid,), _faults = read_workbook(book(tmp_path / "b.xlsx", {}, **sheets))
    assert grid.rows == [(1, [f"x{text}x"])]
    if text.isprintable():
        assert grid.name == text
