"""Workbooks, of Excel and OpenDocument, read with limits; Excel's written. The only module that imports openpyxl."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from icilabas.errors import DataError, Fault, UsageError, unreadable_file
from icilabas.files import open_document, workbook_parts
from icilabas.files.csv_tables import Grid, letters
from icilabas.files.leftovers import own_temporary_files
from icilabas.files.number_formats import LENGTH, PLAIN, value_text, written_date_text
from icilabas.files.workbook_parts import escaped_text
from icilabas.words.messages import message, show
from icilabas.words.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from icilabas.files.number_formats import Visible
    from icilabas.files.workbook_parts import WrittenCell
    from icilabas.words.text import Text

    _Meaning = Callable[[WrittenCell], tuple[str, Text | None]]


# what is read
MOST_BLANK = 10_000  # rows without a value between two with one, after which a sheet is taken to end
MOST_UNPACKED = 300_000_000  # bytes
_MOST_PART = 100_000_000  # bytes of the table of texts, and of any other part that is no sheet
_HEADER = 1 << 24  # bytes of an old or locked workbook in which its kind stands
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# What no part may declare, whatever it is called: it would stand before the root element. A picture has no entity.
_DECLARED, _ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)"), re.compile(rb"<!ENTITY")
_MARKUP, _ROOT = re.compile(rb"[\xef\xbb\xbf\xfe\xff\s]*(?:<|\Z)"), re.compile(rb"<[^!?]")
_TRUTHS = {"0": "FALSE", "false": "FALSE", "1": "TRUE", "true": "TRUE"}
# what is written
LAST_ROW = 2000  # to which drop-down lists reach down
_CELL_LIMIT = 32_767  # characters, Excel's own
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,8})?")  # what Excel keeps to the last digit
_THEN = dt.datetime(2000, 1, 1)  # noqa: DTZ001  # Excel's clock has no zone; any fixed moment does
_THEN_ZIP = (2000, 1, 1, 0, 0, 0)


@dataclass
class Worksheet:
    """One sheet as we write it: rows of texts, the first the headings; notes and drop-down lists by column (from 0).

    required: columns whose heading is marked. choices: the formula of a list (``=…``), and whether a cell may hold
    something else; the lists start in row ``choices_from``. texts: columns whose numbers are texts, such as dates.
    plain: a sheet to be read by people, without headings; bold: its rows (from 0) that are headings all the same.
    hidden: a sheet for formulas, which no other may hold.
    """

    name: str
    rows: list[list[str]]
    notes: dict[int, str] = field(default_factory=dict)
    required: set[int] = field(default_factory=set)
    choices: dict[int, tuple[str, bool]] = field(default_factory=dict)
    texts: set[int] = field(default_factory=set)
    plain: bool = False
    hidden: bool = False
    bold: set[int] = field(default_factory=set)
    choices_from: int = 2


def read_workbook(path: Path) -> tuple[list[Grid], list[Fault]]:
    """Return a Grid for each visible or hidden sheet that holds anything, and the faults of the file as a whole.

    Raises DataError (unreadable) for a file that is not a workbook, is locked by a password, or unpacks to too much.
    """
    names = _checked(path)
    faults = []
    if any(name.endswith("vbaProject.bin") for name in names):
        faults.append(Fault(str(path), message("macros"), "Warning"))
    try:
        with zipfile.ZipFile(path) as archive:
            read = _open_grids if open_document.is_open_document(names) else _grids
            return list(read(path, archive)), faults
    except DataError:
        raise
    except Exception:  # noqa: BLE001  # a damaged workbook can raise anything
        reason = message("not-a-workbook", error=message("workbook-damaged"))
        raise DataError([Fault(str(path), reason)], unreadable=True) from None


def _grids(path: Path, archive: zipfile.ZipFile) -> Iterator[Grid]:
    place = str(path)
    try:
        book = workbook_parts.read_book(archive)
        texts = workbook_parts.read_texts(archive, book)
        value_of = _meanings(book.formats, since_1904=book.since_1904)
        for title, part in book.sheets:
            grid = Grid(f"{path}:{show(title)}!", title, [])
            place = grid.home.removesuffix("!")
            merged = workbook_parts.merged_cells(archive, part, book.counts)
            _fill(grid, workbook_parts.read_rows(archive, part, texts, book.counts), value_of, merged)
            if grid.rows or grid.faults:
                yield grid
    except workbook_parts.TooMuchError as error:
        raise _too_much(place, error) from None


def _open_grids(path: Path, archive: zipfile.ZipFile) -> Iterator[Grid]:
    """Yield the sheets of an OpenDocument spreadsheet that hold anything."""
    place = str(path)
    try:
        formats, rows = open_document.read_sheets(archive, workbook_parts.Counts())
        value_of = _meanings(formats)
        for _sheet, together in groupby(rows, attrgetter("sheet")):
            first = next(together)
            grid = Grid(f"{path}:{show(first.title)}!", first.title, [])
            place = grid.home.removesuffix("!")
            _fill(grid, ((row.number, row.cells) for row in chain([first], together)), value_of, first.merged)
            yield grid
    except workbook_parts.TooMuchError as error:
        raise _too_much(place, error) from None


def _too_much(place: str, error: workbook_parts.TooMuchError) -> DataError:
    what, most = error.args
    return DataError([Fault(place, message(f"workbook-{what}", most=most))], unreadable=True)


def _fill(
    grid: Grid, rows: Iterable[tuple[int, list[WrittenCell]]], value_of: _Meaning, merged: dict[str, str]
) -> None:
    """Put the rows of a sheet into the grid; after very many without a value it is taken to end."""
    last = 0
    for number, cells in rows:
        row, faults = [""] * cells[-1].column, []
        for cell in cells:
            text, fault = value_of(cell)
            if fault is None and text and merged and (area := merged.get(f"{letters(cell.column)}{number}")):
                fault = message("merged", found=area)
            if fault is not None:
                faults.append(Fault(grid.at(number, cell.column), fault))
            row[cell.column - 1] = text
            if cell.kind == "b":
                grid.truths.add((number, cell.column - 1))
        if any(row) and number - last > MOST_BLANK:
            grid.faults.append(Fault(grid.at(last + 1), message("blank-rows", count=MOST_BLANK), "Warning"))
            return
        grid.faults += faults
        if any(row):
            grid.add(number, row)
            last = number


def _meanings(formats: list[tuple[Visible, ...]], *, since_1904: bool = False) -> _Meaning:
    """Return what says of a cell of the workbook what text it is, and what is wrong with it."""

    def meaning(cell: WrittenCell) -> tuple[str, Text | None]:
        found = cell.text
        if found is None:
            return "", message("formula-empty")
        if cell.kind == "e":
            return "", message("formula-error", found=found)
        try:
            return value(cell.kind, found.strip(), cell.style), None
        except (ValueError, ArithmeticError, KeyError):
            return "", message("formula-error", found="#VALUE!")

    def value(kind: str, found: str, style: int) -> str:
        shown = formats[style] if style < len(formats) else (PLAIN,)
        if kind == "n":
            return value_text(found, shown, since_1904=since_1904)
        if kind == "t":
            return value_text(found, shown if shown[0].parts else (LENGTH,))
        if kind == "b":
            return _TRUTHS[found]
        return written_date_text(found, shown) if kind == "d" else found

    return meaning


def _no_workbook(archive: zipfile.ZipFile, names: list[str]) -> str:
    """Return the key of why an archive is no workbook that can be read; empty where it is one."""
    if open_document.is_open_document(names):
        return "password" if open_document.is_locked(archive) else ""
    known = "[Content_Types].xml" in names and any(name.startswith("xl/workbook") for name in names)
    return "" if known else "not-a-workbook"


def _checked(path: Path) -> list[str]:
    """Return the names of what is packed in the file; nothing of it is unpacked as a whole."""

    def refused(key: str, **values: object) -> DataError:
        return DataError([Fault(str(path), message(key, **values))], unreadable=True)

    try:
        with path.open("rb") as file:
            if file.read(len(_OLE)) == _OLE:
                locked = _LOCKED in file.read(_HEADER)
                raise refused("password" if locked else "old-workbook")
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            workbook_parts.Counts().more("parts", len(parts))
            unpacked = sum(part.file_size for part in parts)
            sheets = ("/worksheets/", open_document.CONTENT)
            held = max((p.file_size for p in parts if not any(each in p.filename for each in sheets)), default=0)
            if unpacked > MOST_UNPACKED or held > _MOST_PART:
                raise refused("too-big-workbook", found=unpacked // 10**6, most=MOST_UNPACKED // 10**6)
            names = [part.filename for part in parts]
            if wrong := _no_workbook(archive, names):
                raise refused(wrong, error=message("workbook-other"))
            for part in parts:
                with archive.open(part) as inside:
                    start = inside.read(workbook_parts.CHUNK).replace(b"\0", b"")  # in UTF-16, every other byte
                declared = _ENTITY if part.filename.endswith(".svg") else _DECLARED
                if declared.search(start) or (start and _MARKUP.match(start) and not _ROOT.search(start)):
                    raise refused("not-a-workbook", error=message("workbook-declares"))
            return names
    except workbook_parts.TooMuchError as error:
        raise _too_much(str(path), error) from None
    except OSError as error:
        raise unreadable_file(path, error) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        reason = message("workbook-damaged" if zipfile.is_zipfile(path) else "workbook-not-packed")
        raise refused("not-a-workbook", error=reason) from None


def write_workbook(sheets: Iterable[Worksheet], instead: str = ".trig") -> bytes:
    """Return the workbook as a file's content. Raises UsageError for a text that no cell holds: write ``instead``."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        for value in chain.from_iterable(sheet.rows):
            if len(value) > _CELL_LIMIT:
                known = message("excel-other-file", ending=instead)
                raise UsageError(message("long-cell", found=value[:40] + "…", known=known))
        _write_sheet(book.create_sheet(escaped_text(sheet.name)), sheet)
    book.properties.creator = "icilabas"
    book.properties.created = book.properties.modified = _THEN
    return _still(book)


def _write_sheet(target: Sheet, sheet: Worksheet) -> None:
    from openpyxl.comments import Comment
    from openpyxl.worksheet.datavalidation import DataValidation

    look = _looks()
    for row, values in enumerate(sheet.rows, 1):
        for column, value in enumerate(values):
            if value:
                heading = row == 1 and not sheet.plain
                cell = target.cell(row, column + 1)
                _put(cell, value, as_text=column in sheet.texts or heading, formula=sheet.hidden)
                look(cell, sheet, row, column)
    for column, note in sheet.notes.items():
        target.cell(1, column + 1).comment = Comment(escaped_text(note), "icilabas", height=150, width=300)
    for column, (formula, free) in sorted(sheet.choices.items()):
        letter = letters(column + 1)
        rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=not free)
        rule.add(f"{letter}{sheet.choices_from}:{letter}{LAST_ROW}")
        target.add_data_validation(rule)
    for column in range(max(map(len, sheet.rows), default=0)):
        target.column_dimensions[letters(column + 1)].width = 40 if sheet.plain else 22
        if column in sheet.texts:
            target.column_dimensions[letters(column + 1)].number_format = "@"
    if not sheet.plain:
        target.freeze_panes = "A2"
    if sheet.hidden:
        target.sheet_state = "hidden"


def _looks() -> Callable[[Cell, Worksheet, int, int], None]:
    """Return what gives a cell its look: headings dark where required, pale where not; text where typed as text."""
    from openpyxl.styles import Alignment, Font, PatternFill

    fills = (PatternFill("solid", fgColor="D9E2EC"), PatternFill("solid", fgColor="1F4E79"))
    fonts = (Font(bold=True, color="000000"), Font(bold=True, color="FFFFFF"))
    wrap, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)

    def look(cell: Cell, sheet: Worksheet, row: int, column: int) -> None:
        if column in sheet.texts:
            cell.number_format = "@"
        if sheet.plain:
            cell.alignment = wrap
            if row - 1 in sheet.bold:
                cell.font = bold
        elif row == 1:
            needed = column in sheet.required
            cell.fill, cell.font, cell.alignment = fills[needed], fonts[needed], wrap

    return look


def _put(cell: Cell, value: str, *, as_text: bool, formula: bool) -> None:
    """Write one text; a number only where reading it gives the same text; never a formula out of data."""
    if not as_text and _NUMBER.fullmatch(value):
        plain = float(value) if "." in value else int(value)
        if value_text(repr(plain), (PLAIN,)) == value:
            cell.value = plain
            return
    cell.value = escaped_text(printable(value))
    if not (formula and value.startswith("=")):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith("=")


def _still(book: Workbook) -> bytes:
    """Return the workbook with every date of its zip fixed, and the parts in one order."""
    first, second = io.BytesIO(), io.BytesIO()
    with own_temporary_files("icilabas-workbook"):  # openpyxl writes each sheet to a file first
        book.save(first)
    with zipfile.ZipFile(first) as old, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":  # saving writes the clock there
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            part = zipfile.ZipInfo(name, _THEN_ZIP)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(part, content)
    return second.getvalue()
