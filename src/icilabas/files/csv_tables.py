"""CSV tables: read cell by cell with their places, and written so that Excel opens them as they are."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from icilabas.errors import DataError, Fault, unreadable_file
from icilabas.files.guarded import wide_encoding
from icilabas.files.writing import file_bytes
from icilabas.words.messages import message
from icilabas.words.patterns import pattern
from icilabas.words.safe_text import printable
from icilabas.words.sentences import decimal_comma

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path


APART = "\x1f"  # between the values of a cell that was made: no file has it
MOST_COLUMNS = 16_384  # of a row, as in Excel
_DELIMITERS = ",;\t"  # the first where the headings have equally many of several
_LINE, _TOP = re.compile(r"[^\r\n]+"), 30  # a line; how many of them may be that of the headings
_BOM = "\ufeff"
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Not the marks U+200E and U+200F, which names in Arabic and Hebrew need.
_TURNING = pattern("[\u202a-\u202e\u2066-\u2069]")
_AS_TEXT = pattern(r'\A="([^"]*)"\Z')  # how tables keep 00123 from being a number where Excel opens them
# What spreadsheets show, and write into tables, for a formula that fails and for what is wider than its column.
_ERROR = pattern(
    r"#(?:N/[AD]|REF!|DIV/0!|VALUE!|VALEUR!|NAME\?|NOM\?|NUM!|NOMBRE!|NULL!|NUL!|CALC!|SPILL!|EPARS!|PROPAGATION!"
    r"|FIELD!|CHAMP!|GETTING_DATA)|#{3,255}|Err:\d{3}"
)
# What tells of characters that nobody can see, and what leaves them out.
_UNSEEN: dict[str, Callable[[str], str]] = {"control-characters": printable, "turned-text": partial(_TURNING.sub, "")}


def letters(column: int) -> str:
    """Return the letters of a spreadsheet's column: 1 is A, 27 is AA."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def at(home: str, row: int, column: int) -> str:
    """Return the place of a cell: ``file:row:column``; in a workbook (home ends with ``!``) ``file:sheet!C7``.

    A record, which has no cells (home ends with ``#``), is ``file#7``.
    """
    if home.endswith("!"):
        return f"{home}{letters(column)}{row}"
    return f"{home}{row}" if home.endswith("#") else f"{home}:{row}:{column}"


@dataclass
class Grid:
    """Rows of cells as text, each with its number (from 1); ``home`` begins the place of each cell.

    name: the sheet's name or the file's, without its ending. faults: what was found on the way. truths: the row and
    the place (from 0) of cells that hold a truth value. Blank rows are left out.
    """

    home: str
    name: str
    rows: list[tuple[int, list[str]]]
    faults: list[Fault] = field(default_factory=list)
    truths: set[tuple[int, int]] = field(default_factory=set)
    made: ClassVar[bool] = False  # of a list of another form: of a thing there may be several rows

    def source(self, row: int, column: int) -> tuple[int, int]:
        """Return the row and the column, in the file, of what stands in a cell of the grid."""
        return row, column

    def at(self, row: int, column: int = 1) -> str:
        """Return the place of a cell."""
        return at(self.home, *self.source(row, column))

    def values(self, cell: str) -> list[str] | None:
        """Return the values that a cell holds apart; None where people wrote it and they have to be parted."""
        return cell.split(APART) if self.made else None

    def evidence(self, _row: int) -> str:
        """Return the cell that says what the row does, as it is cited; empty where the page is."""
        return ""

    def add(self, row: int, values: list[str]) -> None:
        """Add a row, without characters that nobody can see and without errors of formulas; each is told.

        They are control characters, and those that turn the direction of text, and so can make it look like another.
        """
        for place, value in enumerate(values):
            if value.startswith(("#", "Err:")) and _ERROR.fullmatch(value):
                values[place] = ""
                self.faults.append(Fault(self.at(row, place + 1), message("formula-error", found=value)))
            if value.isprintable():
                continue
            for key, clean in _UNSEEN.items():
                found = clean(values[place]).strip()
                if found != values[place]:
                    values[place] = found
                    self.faults.append(
                        Fault(self.at(row, place + 1), message(key, found=" ".join(found.split())), "Warning")
                    )
        self.rows.append((row, values))


def read_csv(path: Path, is_heading: Callable[[str], bool] | None = None) -> Grid:
    """Read a CSV file: UTF-8 with or without BOM, UTF-16 or Windows-1252, delimiter seen from its headings.

    Its first line is that of the headings, or else, with ``is_heading``, the one of the first that has most.

    Raises DataError when the file is not such a table, with the row where that shows.
    """

    def broken(row: int, key: str, **values: object) -> DataError:
        return DataError([Fault(f"{path}:{row}:1", message(key, **values))], unreadable=True)

    try:
        data = file_bytes(path)
    except OSError as error:
        raise unreadable_file(path, error) from None
    grid = Grid(str(path), path.stem, [])
    text, row, key = _decoded(data)
    if text is None:
        raise broken(row, key, found=wide_encoding(data))
    if key:
        grid.faults.append(Fault(f"{path}:{row}:1", message(key), "Warning"))
    delimiter = _delimiter(text, is_heading)
    if not delimiter:
        raise broken(1, "empty-file")
    reader, row = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 0
    try:
        for row, values in enumerate(reader, 1):
            if len(values) > MOST_COLUMNS:
                raise broken(row, "csv-wide-row", found=len(values), most=MOST_COLUMNS)
            found = [_shown(value.strip()) for value in values]
            if any(found):
                grid.add(row, found)
    except csv.Error as error:
        key = "csv-long-cell" if "field limit" in str(error) else "csv-broken"
        raise broken(row + 1, key, most=csv.field_size_limit()) from None
    return grid


def _delimiter(text: str, is_heading: Callable[[str], bool] | None) -> str:
    """Return what parts the cells; nothing where the text is blank."""
    lines = (found[0] for found in _LINE.finditer(text) if found[0].strip())
    top = list(islice(lines, _TOP if is_heading else 1))
    likely: str = max(_DELIMITERS, key=top[0].count) if top else ""
    if is_heading is None or not top:
        return likely

    def headings(delimiter: str) -> int:
        return max(sum(is_heading(cell.strip(' "')) for cell in line.split(delimiter)) for line in top)

    found: str = max([likely, *_DELIMITERS], key=headings)
    return found


def _shown(cell: str) -> str:
    """Return what a spreadsheet shows of a cell that only keeps a text, else the cell."""
    return _AS_TEXT.sub(r"\1", cell).strip() if cell.startswith('="') else cell


def _decoded(data: bytes) -> tuple[str | None, int, str]:
    """Return the text; the row and the key of what is to be said of its encoding."""
    if wide_encoding(data) == "UTF-32":
        return None, 1, "other-encoding"
    encoding = _UTF_16.get(data[:2]) or _bare_utf_16(data)
    if encoding is None and b"\0" in data:
        return None, data[: data.index(b"\0")].count(b"\n") + 1, "nul-byte"
    try:
        return data.decode(encoding or "utf-8-sig").removeprefix(_BOM), 1, ""
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
    try:
        return (None, row, "not-utf8") if encoding else (data.decode("cp1252"), row, "windows-1252")
    except UnicodeDecodeError:
        return None, row, "not-utf8"


def _bare_utf_16(data: bytes) -> str | None:
    """Return the kind of UTF-16 without a mark at its start: every second byte of the headings is zero."""
    start = data[:64]
    for encoding, zeros, others in (("utf-16-le", start[1::2], start[::2]), ("utf-16-be", start[::2], start[1::2])):
        if len(start) > 3 and not any(zeros) and all(others):  # noqa: PLR2004  # two characters at least
            return encoding
    return None


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[object]], lang: str = "") -> bytes:
    """Return a table that Excel opens as it is: UTF-8 with BOM, and no cell that it would run as a formula.

    In a language of decimal commas, as French, cells stand between semicolons and numbers have their comma, as a
    spreadsheet program of that language takes them; else, and where no language is given, as programs do.
    """
    comma = bool(lang) and decimal_comma(lang)
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow(map(_safe, headings))
    writer.writerows(
        [
            cell
            if type(cell) is str and cell.isprintable() and not cell.startswith(_FORMULA_STARTS)  # nearly always
            else _comma(cell)
            if comma and isinstance(cell, float | Decimal)
            else _safe(cell)
            for cell in row
        ]
        for row in rows
    )
    return (_BOM + file.getvalue()).encode()


def _comma(number: float | Decimal) -> str:
    return str(number).replace(".", ",")


def _safe(cell: object) -> object:
    """Return the cell as no program takes it for a formula, and any can show it; truth values as XML has them."""
    if not isinstance(cell, str):
        return str(cell).lower() if isinstance(cell, bool) else cell
    text = printable(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
