"""Workbooks of ours that LibreOffice opens and saves: read back they are equal, and what helps to fill them is there.

Skipped where LibreOffice (its program ``soffice``) is not installed. It opens all of them in two calls, of some ten
seconds each. What it writes is imitated in ``tests/export/test_blank_workbook.py``, for machines without it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from places import SMALL

from icilabas import engine
from icilabas.dataset.loading import load_store
from icilabas.export.blank_workbook import blank_workbook
from icilabas.export.networks import write_network
from icilabas.export.workbook import filled
from icilabas.files.written_workbook import LAST_ROW
from icilabas.networks.projection import project

if TYPE_CHECKING:
    from pathlib import Path

# Texts that a spreadsheet program takes for something else where it is let: formulas, numbers, dates, truth.
TEXTS = (
    *("=1+1", "=", "+33 1", "-5", "@x", "{=1}", "00123", "1.10", "5.0", "12,5", "50 %", "1 234", "1_000", "&H10"),
    *("12345678901234567890", "2016-01", "2016-01-05", "01/02/2016", "1/2", "10:30", "TRUE", "vrai", "#1"),
    *("two\nlines", "two\n\nlines", "a\tb", "a  b", "'quoted", "''", "<b>&amp;</b>", "https://site.example/?a=1&b=2"),
    *("é e\u0301 漢 😀", "no\u00a0break", "soft\u00adhyphen", "_x000D_", "a_x0041_b", "x" * 32_000),
)
FORMS = ("xlsx", "ods")
WORKBOOKS_MADE = ("blank", "small", "texts", "kumu")


def texts_file(folder: Path) -> Path:
    """Write a file of organisations that have these texts as names, and of partnerships with dates of each precision."""
    prefixes = (
        "@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ild: <https://w3id.org/icilabas/id/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "@prefix schema: <https://schema.org/> . @prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .\n"
    )
    lines = [
        f"ild:o{n} a ilb:Organization ; skos:prefLabel {engine.Literal(text, language='fr')},"
        f" {engine.Literal(text, language='en')} ."
        for n, text in enumerate(TEXTS)
    ]
    lines += [
        f'ild:p-{kind.lower()} a ilb:Partnership ; skos:prefLabel "P"@fr, "P"@en ; ilb:links ild:lille ;'
        f' schema:startDate "{date}"^^xsd:{kind} .'
        for kind, date in (("gYear", "2016"), ("gYearMonth", "2016-01"), ("date", "2016-01-01"))
    ]
    lines.append(
        'ild:lille a ilb:Territory ; skos:prefLabel "Lille"@fr, "Lille"@en ; geo:lat 50.62925 ; geo:long -3.0 .'
    )
    path = folder / "texts.ttl"
    path.write_text(prefixes + "\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of workbooks: as we write them in ``xlsx``, as LibreOffice saves them in ``saved``."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-calc)")
    folder = tmp_path_factory.mktemp("office")
    ours = folder / "ours"
    ours.mkdir()
    (ours / "blank.xlsx").write_bytes(blank_workbook("fr"))
    (ours / "small.xlsx").write_bytes(filled(load_store([SMALL], infer=False), ["fr"])["fr"])
    (ours / "texts.xlsx").write_bytes(filled(load_store([texts_file(folder)], infer=False), ["fr"])["fr"])
    write_network(project(load_store([]), "collaboration"), ours / "kumu.xlsx")
    for form in FORMS:
        home = f"-env:UserInstallation=file://{folder}/home"
        command = [office, home, "--headless", "--convert-to", form, "--outdir", str(folder / "saved")]
        subprocess.run([*command, *map(str, sorted(ours.glob("*.xlsx")))], check=True, capture_output=True, timeout=300)
    return folder


def quads(path: Path) -> set[Any]:
    return set(engine.quads(load_store([path], infer=False)))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["small", "texts"])
def test_what_it_saves_says_what_we_wrote(saved: Path, name: str, form: str) -> None:
    ours, theirs = quads(saved / "ours" / f"{name}.xlsx"), quads(saved / "saved" / f"{name}.{form}")
    assert len(ours) > 100
    assert {quad[:3] for quad in theirs} == {quad[:3] for quad in ours}
    if name == "texts":
        labels = {quad[2].value for quad in ours if quad[1].endswith("prefLabel")}
        assert labels >= set(TEXTS)


def books(saved: Path, name: str) -> tuple[Any, Any]:
    return openpyxl.load_workbook(saved / "ours" / f"{name}.xlsx"), openpyxl.load_workbook(
        saved / "saved" / f"{name}.xlsx"
    )


@pytest.mark.parametrize("name", WORKBOOKS_MADE)
def test_cells_formats_notes_and_sheets_are_as_before(saved: Path, name: str) -> None:
    ours, theirs = books(saved, name)
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        other = theirs[sheet.title]
        assert other.sheet_state == sheet.sheet_state
        if sheet.sheet_state == "visible":  # the hidden one holds formulas, which it writes with fewer quotes
            assert cells(other) == cells(sheet)
        assert notes(other) == notes(sheet)
        assert widths(other) == widths(sheet)


def cells(sheet: Any) -> dict[str, Any]:
    return {  # openpyxl takes the mark of an escape away in the table of texts, and elsewhere leaves it
        cell.coordinate: (str(cell.value).replace("_x005F_", "_"), cell.data_type, cell.number_format)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def notes(sheet: Any) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def widths(sheet: Any) -> list[tuple[float, str]]:
    """Return the width and the format of each column that has one; LibreOffice puts equal neighbours together."""
    found: dict[int, tuple[float, str]] = {}
    for about in sheet.column_dimensions.values():
        for column in range(about.min or 0, min(about.max or 0, sheet.max_column) + 1):
            found[column] = (round(about.width), about.number_format)
    return [about for _column, about in sorted(found.items())]


@pytest.mark.parametrize("name", ["blank", "small", "texts"])
def test_lists_to_choose_from_are_there_and_reach_far_enough(saved: Path, name: str) -> None:
    """LibreOffice lets them end a thousand rows below the last one that is filled; the next saving moves that."""
    ours, theirs = (lists(book) for book in books(saved, name))
    assert ours
    assert theirs.keys() == ours.keys()
    for place, (formula, refuses, last, filled_to) in ours.items():
        assert theirs[place][:2] == (formula, refuses)
        assert last == LAST_ROW
        assert theirs[place][2] >= min(LAST_ROW, filled_to + 999)


def lists(book: Any) -> dict[tuple[str, str], tuple[str, bool, int, int]]:
    """Return of each list, by its sheet and first cell: its formula, whether else is refused, its last row, the sheet's."""
    found = {}
    for sheet in book:
        filled_to = max((cell.row for row in sheet.iter_rows() for cell in row if cell.value is not None), default=1)
        for rule in sheet.data_validations.dataValidation:
            for area in rule.sqref.ranges:
                formula = re.sub(r"'(\w+)'!", r"\1!", rule.formula1)
                first = f"{openpyxl.utils.get_column_letter(area.min_col)}{area.min_row}"
                found[sheet.title, first] = formula, bool(rule.showErrorMessage), area.max_row, filled_to
    return found


def test_a_list_made_of_several_sheets_is_computed(saved: Path) -> None:
    """The formulas that gather names have no value as we write them; LibreOffice computes them, without a fault."""
    hidden = openpyxl.load_workbook(saved / "saved" / "small.xlsx", data_only=True)["Listes"]
    values = [cell.value for row in hidden.iter_rows() for cell in row if cell.value is not None]
    assert not [value for value in values if str(value).startswith(("#", "Err:"))]
    blank = openpyxl.load_workbook(saved / "saved" / "blank.xlsx", data_only=True)["Listes"]
    assert [cell.value for cell in blank[1] if str(cell.value).startswith(("#", "Err:"))] == []
