"""The parts of a workbook: the cells that openpyxl reads, up to limits that are counted while they are read."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from icilabas.errors import DataError
from icilabas.files import workbook_parts
from icilabas.files.excel import MOST_BLANK, read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from icilabas.files.csv_tables import Grid


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def changed(path: Path, **parts: Callable[[str], str]) -> Path:
    """Change parts of a workbook, each by the beginning of its name behind the last slash; ``every``: all of them."""
    with zipfile.ZipFile(path) as packed:
        content = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in content.items():
            text = data.decode()
            for start, change in parts.items():
                if start == "every" or name.rpartition("/")[2].startswith(start):
                    text = change(text)
            packed.writestr(name, text)
    return path


def book(path: Path, *rows: list[object], sheets: int = 1) -> Path:
    """Write a workbook with the rows in each sheet."""
    made = openpyxl.Workbook(write_only=True)
    for number in range(sheets):
        sheet = made.create_sheet(f"s{number}")
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def sheet_data(path: Path, cells: str) -> Path:
    """Make these the rows of the only sheet, as they are written in the file."""
    return changed(book(path, ["a"]), sheet1=lambda text: re.sub("<sheetData>.*</sheetData>", cells, text))


def shared(path: Path, texts: str) -> Path:
    """Write a workbook whose first cells are these shared texts; openpyxl writes all texts where they stand."""
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in range(texts.count("<si>")))
    sheet_data(path, f"<sheetData><row>{cells}</row></sheetData>")
    more = f'<Relationship Id="t" Type="{RELATIONS}/sharedStrings" Target="/xl/SHAREDstrings.xml"/></Relationships>'
    changed(path, workbook=lambda text: text.replace("</Relationships>", more))
    table = f'<sst xmlns="{MAIN}">{texts}</sst>'
    with zipfile.ZipFile(path) as packed:
        found = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (found | {"xl/sharedStrings.xml": table.encode()}).items():
            packed.writestr(name, content)
    return path


def as_people_write(value: object) -> str:
    """Return a value that openpyxl read: whole numbers without a point, dates as YYYY-MM-DD."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")).normalize(), "f")
    return "" if value is None else str(value).strip()


def by_openpyxl(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of the first sheet as openpyxl reads them."""
    rows = enumerate(openpyxl.load_workbook(path, data_only=True).active.iter_rows(values_only=True), 1)
    texts = [(number, [as_people_write(value) for value in row]) for number, row in rows]
    return [(number, row) for number, row in texts if any(row)]


def trimmed(grids: list[Grid]) -> list[tuple[int, list[str]]]:
    """Return the rows of the first sheet, all as long as the longest."""
    rows = grids[0].rows if grids else []
    width = max((len(row) for _number, row in rows), default=0)
    return [(number, row + [""] * (width - len(row))) for number, row in rows]


MOMENTS = st.datetimes(dt.datetime(1905, 1, 1), dt.datetime(2099, 1, 1))  # noqa: DTZ001  # Excel knows no zones
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(1 - 10**15, 10**15 - 1),
    st.floats(-999_999_999_999_999, 999_999_999_999_999),  # of more digits than these a spreadsheet keeps not all
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="=_\ufffe\uffff"), max_size=12),
    MOMENTS.map(lambda moment: moment.replace(microsecond=0)),
    MOMENTS.map(dt.datetime.date),
    st.times().map(lambda time: time.replace(microsecond=0)),
    st.timedeltas(dt.timedelta(0), dt.timedelta(99)).map(lambda time: dt.timedelta(seconds=time.seconds)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_every_cell_is_what_openpyxl_reads(tmp_path: Path, rows: list[list[object]]) -> None:
    path = book(tmp_path / "b.xlsx", *rows)
    expected = by_openpyxl(path)
    width = max((place for _n, row in expected for place, value in enumerate(row, 1) if value), default=0)
    assert trimmed(read_workbook(path)[0]) == [(number, row[:width]) for number, row in expected]


FORMS = {
    "no places": ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>", ["A1 1", "B1 2", "B2 3"]),
    "some places": ('<row r="4"><c r="C4"><v>1</v></c><c><v>2</v></c></row>', ["C4 1", "D4 2"]),
    "out of order": ('<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>', ["A1 1", "C1 3"]),
    "a row twice": ('<row r="2"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>', ["A2 1"]),
    "prefixed": ('<x:row xmlns:x="urn:x" r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>', ["A1 1"]),
    "rich": (
        '<row r="1"><c t="inlineStr"><is><r><t>a</t></r><rPh><t>x</t></rPh><r><t>b</t></r></is></c></row>',
        ["A1 ab"],
    ),
    "escaped": ('<row r="1"><c t="str"><v>a_x000D_\nb_x005F_x000D_</v></c></row>', ["A1 a\nb_x000D_"]),
    "empty result": ('<row r="1"><c><v>1</v></c><c t="str"><f>""</f><v></v></c></row>', ["A1 1"]),
    "a date in words": ('<row r="1"><c t="d"><v>2016-01-19T00:00:00</v></c></row>', ["A1 2016-01-19"]),
    "comment": ('<row r="1"><c t="str"><v>a<!-- <c r="B1"/><c r="C1"> -->b</v></c></row>', ["A1 ab"]),
    "no result": ('<row r="1"><c><v>1</v></c><c><f>A1</f><v></v></c></row>', ["A1 1", "B1 fault"]),
    "no number": ('<row r="1"><c><v>1</v></c><c><v>x</v></c></row>', ["A1 1", "B1 fault"]),
    "no truth": ('<row r="1"><c><v>1</v></c><c t="b"><v>x</v></c></row>', ["A1 1", "B1 fault"]),
    "no date": ('<row r="1"><c><v>1</v></c><c t="d"><v>x</v></c></row>', ["A1 1", "B1 fault"]),
    "a long number": (f'<row r="1"><c><v>1</v></c><c><v>{"9" * 5000}</v></c></row>', ["A1 1", "B1 fault"]),
    "error": ('<row r="1"><c><v>1</v></c><c t="e"><v>#N/A</v></c></row>', ["A1 1", "B1 fault"]),
}


@pytest.mark.parametrize("form", FORMS)
def test_cells_are_written_in_many_ways(form: str, tmp_path: Path) -> None:
    cells, expected = FORMS[form]
    (grid,), _faults = read_workbook(sheet_data(tmp_path / "b.xlsx", f"<sheetData>{cells}</sheetData>"))
    found = [f"{grid.at(n, c)} {text}" for n, row in grid.rows for c, text in enumerate(row, 1) if text]
    found += [f"{fault.place} fault" for fault in grid.faults]
    assert [text.removeprefix(grid.home) for text in found] == expected


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="0"><c><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="1"><v>1</v></c></row>',
        '<row r="1"><c t="s"><v>7</v></c></row>',
        '<row r="1"><c t="s"><v>-1</v></c></row>',
        "<row>",
    ],
)
def test_what_no_sheet_may_say_is_refused(cells: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not a readable workbook"):
        read_workbook(sheet_data(tmp_path / "b.xlsx", f"<sheetData>{cells}</sheetData>"))


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", ["a", 1.5, dt.date(2016, 1, 19)])
    expected = trimmed(read_workbook(path)[0])
    strict = "http://purl.oclc.org/ooxml"

    def as_strict(text: str) -> str:
        text = text.replace(RELATIONS, f"{strict}/officeDocument/relationships")
        return text.replace(MAIN, f"{strict}/spreadsheetml/main")

    assert trimmed(read_workbook(changed(path, every=as_strict))[0]) == expected == [(1, ["a", "1.5", "2016-01-19"])]


def test_shared_texts_are_read_without_their_looks_and_reading_aids(tmp_path: Path) -> None:
    rich = "<si><r><rPr><b/></rPr><t>a</t></r><r><t xml:space='preserve'> b</t></r><rPh><t>x</t></rPh></si>"
    (grid,), _faults = read_workbook(
        shared(tmp_path / "b.xlsx", f"<si><t>c_x000D_\nd</t></si>{rich}<si/><si><t>e</t></si>")
    )
    assert grid.rows == [(1, ["c\nd", "a b", ""])]


def test_a_merge_across_two_pieces_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "b.xlsx"
    made = openpyxl.Workbook()
    made.active.append(["a", "b"])
    made.active.merge_cells("A1:B1")
    made.save(path)
    for size in (150, 151, 157, 163):
        monkeypatch.setattr(workbook_parts, "CHUNK", size)
        (grid,), _faults = read_workbook(path)
        assert [fault.place.rpartition("!")[2] for fault in grid.faults] == ["A1"], size


EMPTY = "".join(f'<c r="{letter}{{0}}" s="1"/>' for letter in "ABC")
BLANK = '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(
    f'<row r="{n}" s="1" customFormat="1">{EMPTY.format(n)}</row>' for n in range(2, 40)
)
LIMITS: dict[
    str, tuple[int, Callable[[Path], Path]]
] = {  # how often it stands in the workbook, and how that is written
    "rows": (4, lambda path: book(path, ["a", "b"], [], ["c"], sheets=2)),
    "cells": (6, lambda path: book(path, ["a"], [None, "b", None], sheets=2)),  # up to the last of each row
    "texts": (3, lambda path: shared(path, "<si><t>a</t></si>" * 3)),
}


@pytest.mark.parametrize("what", LIMITS)
def test_so_much_is_read_and_no_more(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count, write = LIMITS[what]
    path = write(tmp_path / "b.xlsx")
    monkeypatch.setattr(workbook_parts, f"MOST_{what.upper()}", count)
    assert read_workbook(path)[0]
    monkeypatch.setattr(workbook_parts, f"MOST_{what.upper()}", count - 1)
    with pytest.raises(DataError, match=rf"more than {count - 1} .*{what}.*; ") as caught:
        read_workbook(path)
    assert caught.value.exit_code == 2


def test_a_file_of_very_many_parts_is_not_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "b.xlsx", ["a"])
    with zipfile.ZipFile(path) as packed:
        parts = len(packed.namelist())
    monkeypatch.setattr(workbook_parts, "MOST_PARTS", parts)
    assert read_workbook(path)[0]
    monkeypatch.setattr(workbook_parts, "MOST_PARTS", parts - 1)
    with pytest.raises(DataError, match="parts"):
        read_workbook(path)


def test_blank_cells_and_rows_that_have_a_look_cost_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All rows and columns of real sheets are formatted, down to the last: what is empty is passed over."""
    path = sheet_data(tmp_path / "b.xlsx", f"<sheetData>{BLANK}</sheetData>")
    counts = workbook_parts.Counts()
    with zipfile.ZipFile(path) as archive:
        assert [
            number for number, _cells in workbook_parts.read_rows(archive, "xl/worksheets/sheet1.xml", [], counts)
        ] == [1]
    assert counts.elements < 25  # the one row, and what stands around all
    monkeypatch.setattr(workbook_parts, "MOST_ELEMENTS", counts.elements - 1)
    with pytest.raises(DataError, match="empty but formatted"):
        read_workbook(path)


def test_blank_rows_at_the_end_are_no_fault_and_values_behind_them_are_told(tmp_path: Path) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{MOST_BLANK + 500}" s="1" customFormat="1"/>'
    (grid,), _faults = read_workbook(sheet_data(tmp_path / "b.xlsx", f"<sheetData>{rows}</sheetData>"))
    assert (len(grid.rows), grid.faults) == (1, [])
    rows += '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    (grid,), _faults = read_workbook(sheet_data(tmp_path / "b.xlsx", f"<sheetData>{rows}</sheetData>"))
    assert [fault.place.rpartition("!")[2] for fault in grid.faults] == ["A2"]


def test_values_of_a_file_that_is_set_in_lines_are_values(tmp_path: Path) -> None:
    cells = '<sheetData><row r="1"><c r="A1">\n <v>\n  5\n </v></c><c r="B1" t="b"><v> 1\n</v></c></row></sheetData>'
    (grid,), _faults = read_workbook(sheet_data(tmp_path / "a.xlsx", cells))
    assert (grid.rows, grid.faults) == ([(1, ["5", "TRUE"])], [])
