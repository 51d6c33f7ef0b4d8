"""Workbooks, of Excel and OpenDocument, read with limits."""

from __future__ import annotations

import re
import zipfile
import zlib
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from icilabas.errors import DataError, Fault, unreadable_file
from icilabas.files import open_document, workbook_parts
from icilabas.files.csv_tables import Grid, letters
from icilabas.files.number_formats import LENGTH, PLAIN, value_text, written_date_text
from icilabas.words.messages import message, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from icilabas.files.number_formats import Visible
    from icilabas.files.workbook_parts import WrittenCell
    from icilabas.words.text import Text

    _Meaning = Callable[[WrittenCell], tuple[str, Text | None]]


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
