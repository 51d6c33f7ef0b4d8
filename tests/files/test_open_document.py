"""OpenDocument spreadsheets: what each cell says, and up to which limits they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import opendocument as ods
import pytest

from icilabas.errors import DataError
from icilabas.files import workbook_parts
from icilabas.files.excel import read_workbook

if TYPE_CHECKING:
    from pathlib import Path


def first_row(path: Path) -> list[str]:
    (grid,), _faults = read_workbook(path)
    return grid.rows[0][1]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("year",), "2016"),
        (("month", "year"), "2016-01"),
        (("year", "month"), "2016-01"),
        (("day-of-week", "day", "month", "year"), "2016-01-16"),
        (("day", "month", "year", "hours", "minutes"), "2016-01-16 10:30:00"),
        (("quarter", "year"), "2016-Q1"),
        (("week-of-year", "year"), "2016-W02"),
        (("month",), "--01"),
        (("day-of-week",), "--01-16"),
    ],
)
def test_a_date_is_cut_where_its_style_cuts_it(parts: tuple[str, ...], text: str, tmp_path: Path) -> None:
    cell, day = ods.day_cell("2016-01-16T10:30:00", "c"), ods.day_cell("2016-01-16")
    path = ods.write(tmp_path / "a.ods", ods.sheet("s", cell + day), styles=ods.date_style("c", *parts))
    assert first_row(path) == [text, "2016-01-16"]


def test_a_year_typed_for_a_date_and_the_texts_around_numbers_are_as_in_excel(tmp_path: Path) -> None:
    styles = (
        '<number:number-style style:name="Nw"><number:text>W</number:text>'
        '<number:number number:decimal-places="0" number:min-integer-digits="9"/></number:number-style>'
        '<number:number-style style:name="Ne"><number:number number:decimal-places="2" number:min-integer-digits="1"/>'
        "<number:text> €</number:text></number:number-style>"
    )
    cells = "".join(
        f'<table:table-cell table:style-name="{name}" office:value-type="float" office:value="123"/>' for name in "we"
    )
    path = ods.write(
        tmp_path / "a.ods",
        ods.sheet("s", ods.day_cell("1905-07-08", "y") + cells),
        styles=ods.date_style("y", "year") + styles + ods.cell_style("w", "Nw") + ods.cell_style("e", "Ne"),
    )
    assert first_row(path) == ["1905 (2016)", "W000000123", "123 €"]


def test_a_cell_without_a_style_has_that_of_its_row_or_column_and_each_that_of_its_parent(tmp_path: Path) -> None:
    columns = (
        '<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="year"/>'
        '<table:table-column table:default-cell-style-name="child"/>'
    )
    row = f'<table:table-row table:default-cell-style-name="day">{ods.day_cell("2016-01-16")}</table:table-row>'
    cells = ods.day_cell("2016-01-16") * 4 + ods.day_cell("2016-01-16", "day")
    styles = ods.date_style("year", "year") + ods.date_style("day", "day", "month", "year")
    child = '<style:style style:name="child" style:family="table-cell" style:parent-style-name="month"/>'
    path = ods.write(
        tmp_path / "a.ods",
        ods.sheet("s", cells, row, before=columns),
        styles=styles + child,
        styles_xml=ods.common_styles(ods.date_style("month", "month", "year")),
    )
    (grid,), _faults = read_workbook(path)
    assert grid.rows == [(1, ["2016", "2016", "2016-01", "2016-01-16", "2016-01-16"]), (2, ["2016-01-16"])]


def value(kind: str, key: str, said: str, style: str = "") -> str:
    about = f'table:style-name="{style}" ' if style else ""
    return f'<table:table-cell {about}office:value-type="{kind}" office:{key}="{said}"/>'


STYLES = (
    '<number:number-style style:name="N1"><number:number number:decimal-places="0" number:min-integer-digits="5"/>'
    f"</number:number-style>{ods.cell_style('padded', 'N1')}"
    '<number:number-style style:name="N2"><number:number number:decimal-places="0" number:min-integer-digits="9">'
    '<number:embedded-text number:position="6"> </number:embedded-text>'
    '<number:embedded-text number:position="3"> </number:embedded-text></number:number></number:number-style>'
    f"{ods.cell_style('parted', 'N2')}"
    '<number:percentage-style style:name="N3"><number:number/><number:text> %</number:text></number:percentage-style>'
    f"{ods.cell_style('percent', 'N3')}"
    '<number:currency-style style:name="N4P0"><number:number number:decimal-places="2" number:min-integer-digits="1"/>'
    "<number:text> </number:text><number:currency-symbol>€</number:currency-symbol></number:currency-style>"
    '<number:currency-style style:name="N4"><number:text>-</number:text><number:number/>'
    '<style:map style:condition="value()&gt;=0" style:apply-style-name="N4P0"/></number:currency-style>'
    f"{ods.cell_style('money', 'N4')}"
    '<number:time-style style:name="N5"><number:hours/></number:time-style>'
    f"{ods.cell_style('clock', 'N5')}"
)


APART = (
    "<office:annotation><text:p>remark</text:p></office:annotation>"
    "<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>"
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (value("float", "value", "12"), "12"),
        (value("float", "value", "0.30000000000000004"), "0.3"),
        (value("float", "value", "123", "padded"), "00123"),
        (value("float", "value", "123456789", "parted"), "123 456 789"),
        (value("percentage", "value", "0.25", "percent"), "25 %"),
        (value("currency", "value", "12.5", "money"), "12.5 €"),
        (value("time", "time-value", "PT25H30M00S"), "25:30:00"),
        (value("time", "time-value", "PT09H05M00S", "clock"), "09:05:00"),
        (value("boolean", "boolean-value", "true"), "TRUE"),
        (value("boolean", "boolean-value", "false"), "FALSE"),
        ('<table:table-cell table:formula="of:=FALSE()" office:value-type="float" office:value="0"/>', "FALSE"),
        (value("string", "string-value", "said so"), "said so"),
        (value("date", "date-value", "12016-01-16"), "12016-01-16"),
        (
            ods.text_cell("a\n  b<text:s text:c='3'/>c<text:tab/>d<text:line-break/>e <text:span>f</text:span> "),
            "a b   c\td\ne f",
        ),
        (ods.text_cell("a</text:p><text:p>b"), "a\nb"),
        (
            ods.text_cell(
                "a<text:ruby><text:ruby-base>b</text:ruby-base><text:ruby-text>c</text:ruby-text></text:ruby>"
            ),
            "ab",
        ),
        (
            ods.text_cell(f"text</text:p>{APART}<text:p>"),
            "text",
        ),
    ],
)
def test_a_cell_is_what_people_see(cell: str, text: str, tmp_path: Path) -> None:
    assert first_row(ods.write(tmp_path / "a.ods", ods.sheet("s", cell), styles=STYLES)) == [text]


def test_errors_merged_cells_and_formulas_without_a_result_are_told(tmp_path: Path) -> None:
    wrong = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    empty = '<table:table-cell table:formula="of:=A1"/>'
    merged = '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1" office:value-type="string"><text:p>m</text:p></table:table-cell><table:covered-table-cell office:value-type="string"><text:p>hidden</text:p></table:covered-table-cell>'
    (grid,), _faults = read_workbook(
        ods.write(tmp_path / "a.ods", ods.sheet("s", wrong + empty + merged + ods.text_cell("n")))
    )
    assert [fault.place.rpartition("!")[2] for fault in grid.faults] == ["A1", "B1", "C1"]
    assert "#DIV/0!" in grid.faults[0].message.text("fr")
    assert "C1:D1" in grid.faults[2].message.text("fr")
    assert grid.rows == [(1, ["", "", "m", "", "n"])]


def test_rows_and_cells_that_are_repeated_stand_where_they_are(tmp_path: Path) -> None:
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    cells = f"<table:table-cell/>{ods.repeated(ods.text_cell('a'), 2)}"
    twice = f'<table:table-row table:number-rows-repeated="2">{cells}</table:table-row>'
    end = blank.replace('"3"', '"1048570"')
    group = (
        f"<table:table-header-rows><table:table-row>{ods.text_cell('h')}</table:table-row></table:table-header-rows>"
    )
    table = ods.sheet("s", ods.text_cell("b"), blank, twice, end, before=group)
    (grid, other), _faults = read_workbook(ods.write(tmp_path / "a.ods", table, ods.sheet("t", ods.text_cell("c"))))
    assert grid.rows == [(1, ["h"]), (2, ["b"]), (6, ["", "a", "a"]), (7, ["", "a", "a"])]
    assert (other.name, other.rows) == ("t", [(1, ["c"])])


def test_what_is_no_cell_of_a_sheet_is_not_read(tmp_path: Path) -> None:
    inner = ods.sheet("x", ods.text_cell("x"))
    linked = ods.sheet("'file:///a.ods'#s", ods.text_cell("x"), before="<table:table-source/>")
    changed = f"<table:tracked-changes><table:deletion>{ods.text_cell('x')}</table:deletion></table:tracked-changes>"
    path = ods.write(
        tmp_path / "a.ods",
        changed,
        ods.sheet("s", ods.text_cell("a")),
        linked,
        f"<table:dde-links>{inner}</table:dde-links>",
    )
    assert [(grid.name, grid.rows) for grid in read_workbook(path)[0]] == [("s", [(1, ["a"])])]
    assert read_workbook(ods.write(path, inner, body="text"))[0] == []  # a letter with a table


@pytest.mark.parametrize(
    ("rows", "columns", "said"),
    [
        (100, 20, None),
        (101, 1, "more than 100 rows"),
        (1_048_577, 1, "more than 100 rows"),
        (100, 21, "more than 2000 cells"),
        (1, 16_384, "more than 2000 cells"),
        (1, 99_999_999_999, "more than 2000 cells"),
    ],
)
def test_what_is_repeated_is_read_up_to_the_limits(
    rows: int, columns: int, said: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_parts, "MOST_ROWS", 100)
    monkeypatch.setattr(workbook_parts, "MOST_CELLS", 2000)
    cell = ods.repeated(ods.text_cell("a"), columns)
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    path = ods.write(tmp_path / "a.ods", ods.sheet("s", row))
    if said is None:
        assert read_workbook(path)[0][0].rows[-1] == (rows, ["a"] * columns)
        return
    with pytest.raises(DataError, match=said) as caught:
        read_workbook(path)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"content_xml": "<a"}, "damaged"),
        ({"content_xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "DOCTYPE"),
        ({"METAmanifest_xml": "<manifest:encryption-data/>"}, "password"),
    ],
)
def test_other_files_are_refused_each_with_its_reason(parts: dict[str, str], said: str, tmp_path: Path) -> None:
    path = ods.write(tmp_path / "a.ods", ods.sheet("s", ods.text_cell("a")), **parts)
    with pytest.raises(DataError, match=said):
        read_workbook(path)
