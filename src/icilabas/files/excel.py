"""Excel workbooks, read with limits and written. The only module that imports openpyxl."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from icilabas.errors import DataError, Fault, UsageError, unreadable_file
from icilabas.files.csv_tables import Grid, letters
from icilabas.words.messages import message, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet as Sheet


# what is read
MOST_BLANK = 10_000  # rows without a value, after which a sheet is taken to end
MOST_UNPACKED = 300_000_000  # bytes
_MOST_PART = 100_000_000  # bytes of the table of texts and the like, which openpyxl holds in memory as a whole
_CHUNK = 1 << 20  # bytes of a part that are looked through at a time …
_OVERLAP = 200  # … and those of the one before, so that no element is cut in two
_HEADER = 1 << 24  # bytes of an old or locked workbook in which its kind stands
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="(([A-Z]{1,3}[0-9]{1,7}):[A-Z]{1,3}[0-9]{1,7})"')
_FORMULA_CELL = re.compile(rb"<(?:\w+:)?f[ />]")
# What no part may declare, whatever it is called: it would stand before the root element. A picture has no entity.
_DECLARED, _ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)"), re.compile(rb"<!ENTITY")
_MARKUP, _ROOT = re.compile(rb"[\xef\xbb\xbf\xfe\xff\s]*(?:<|\Z)"), re.compile(rb"<[^!?]")
# what is written
LAST_ROW = 2000  # to which drop-down lists reach down
_CELL_LIMIT = 32_767  # characters, Excel's own
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,8})?")  # what Excel keeps to the last digit
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
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
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on parts of a workbook that we do not read
            return list(_grids(path)), faults
    except DataError:
        raise
    except Exception as error:  # noqa: BLE001  # a damaged workbook can make openpyxl raise anything
        reason = message("not-a-workbook", error=type(error).__name__)
        raise DataError([Fault(str(path), reason)], unreadable=True) from None


def _grids(path: Path) -> Iterator[Grid]:
    import openpyxl

    values = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        formulas = None
        for sheet in values.worksheets:
            place = sheet._worksheet_path  # noqa: SLF001  # openpyxl has no public name for it, nor for merged cells here
            merged, calculated = _merged_and_calculated(path, place)
            if calculated and formulas is None:
                formulas = openpyxl.load_workbook(path, read_only=True, keep_links=False)
            grid = Grid(f"{path}:{show(sheet.title)}!", sheet.title, [])
            _fill(grid, sheet, formulas[sheet.title] if calculated and formulas else None, merged)
            if grid.rows or grid.faults:
                yield grid
        if formulas is not None:
            formulas.close()
    finally:
        values.close()


def _fill(grid: Grid, sheet: Sheet, formulas: Sheet | None, merged: dict[str, str]) -> None:
    """Put the rows of a sheet into the grid; the blank ones count towards the end of reading."""
    sheet.reset_dimensions()
    twins: Iterator[tuple[Cell, ...]] = iter(())
    if formulas is not None:
        formulas.reset_dimensions()
        twins = formulas.iter_rows()
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        twin = next(twins, ())
        row = [_text(cell.value) for cell in cells]
        for column, cell in enumerate(twin, 1):
            if cell.data_type == "f" and column <= len(row) and not row[column - 1] and cells[column - 1].value is None:
                grid.faults.append(Fault(grid.at(number, column), message("formula-empty")))
        for column, cell in enumerate(cells, 1):
            if cell.data_type == "e":
                grid.faults.append(Fault(grid.at(number, column), message("formula-error", found=row[column - 1])))
                row[column - 1] = ""
            elif merged and row[column - 1] and (area := merged.get(grid.at(number, column)[len(grid.home) :])):
                grid.faults.append(Fault(grid.at(number, column), message("merged", found=area)))
        blank = 0 if any(row) else blank + 1
        if not blank:
            grid.add(number, row)
        elif blank >= MOST_BLANK:
            text = message("blank-rows", count=MOST_BLANK)
            grid.faults.append(Fault(grid.at(number - blank + 1), text, "Warning"))
            return


def _text(value: object) -> str:
    """Return a cell's value as people would write it: whole numbers without a point, dates as YYYY-MM-DD."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return str(value).strip()


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
            unpacked = sum(part.file_size for part in parts)
            held = max((p.file_size for p in parts if "/worksheets/" not in p.filename), default=0)
            if unpacked > MOST_UNPACKED or held > _MOST_PART:
                raise refused("too-big-workbook", found=unpacked // 10**6, most=MOST_UNPACKED // 10**6)
            names = [part.filename for part in parts]
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/workbook") for name in names):
                raise refused("not-a-workbook", error="zip")
            for part in parts:
                with archive.open(part) as inside:
                    start = inside.read(_CHUNK).replace(b"\0", b"")  # in UTF-16, every other byte
                declared = _ENTITY if part.filename.endswith(".svg") else _DECLARED
                if declared.search(start) or (start and _MARKUP.match(start) and not _ROOT.search(start)):
                    raise refused("not-a-workbook", error="DOCTYPE")
            return names
    except OSError as error:
        raise unreadable_file(path, error) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise refused("not-a-workbook", error=error) from None


def _merged_and_calculated(path: Path, place: str) -> tuple[dict[str, str], bool]:
    """Return the merged cells of a sheet, by the first, and whether it holds formulas; read piece by piece."""
    merged, calculated, before = {}, False, b""
    with zipfile.ZipFile(path) as archive, archive.open(place) as file:
        while piece := file.read(_CHUNK):
            text = before + piece
            calculated = calculated or _FORMULA_CELL.search(text) is not None
            merged.update({found[2].decode(): found[1].decode() for found in _MERGE.finditer(text)})
            before = text[-_OVERLAP:]
    return merged, calculated


def write_workbook(sheets: Iterable[Worksheet]) -> bytes:
    """Return the workbook as a file's content. Raises UsageError for a text that no cell can hold."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write_sheet(book.create_sheet(sheet.name), sheet)
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
        target.cell(1, column + 1).comment = Comment(note, "icilabas", height=150, width=300)
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
    if len(value) > _CELL_LIMIT:
        raise UsageError(message("long-cell", found=value[:40] + "…", known=message("excel-trig-file")))
    if not as_text and _NUMBER.fullmatch(value):
        plain = float(value) if "." in value else int(value)
        if _text(plain) == value:
            cell.value = plain
            return
    cell.value = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value)
    if not (formula and value.startswith("=")):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith("=")


def _still(book: Workbook) -> bytes:
    """Return the workbook with every date of its zip fixed, and the parts in one order."""
    first, second = io.BytesIO(), io.BytesIO()
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
