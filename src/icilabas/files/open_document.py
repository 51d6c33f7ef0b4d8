"""The sheets of an OpenDocument spreadsheet (``.ods``), read piece by piece up to the limits of workbooks.

What a cell means is not decided here. Elements and attributes: OpenDocument 1.3 part 3, sections 9 and 16.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from icilabas.files.csv_tables import letters
from icilabas.files.number_formats import PLAIN, Visible, before_digits, money_in
from icilabas.files.workbook_parts import LAST_COLUMN, LAST_ROW, WrittenCell, a_parser, pieces

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from xml.parsers.expat import XMLParserType

    from icilabas.files.workbook_parts import Counts


CONTENT, STYLES = "content.xml", "styles.xml"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT, _STYLE, _NUMBER, _DRAW = (
    f"{_OASIS}{name}:1.0 " for name in ("office", "table", "text", "style", "datastyle", "drawing")
)
_ERROR = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
# What holds texts or cells that are no cell's own: remarks, drawings, what was changed or comes from another file.
_APART = {
    *(f"{_OFFICE}{name}" for name in ("annotation", "forms", "event-listeners")),
    *(f"{_TABLE}{name}" for name in ("tracked-changes", "dde-links", "shapes", "content-validations")),
    *(f"{_TEXT}{name}" for name in ("ruby-text", "note")),
}
_PARTS = {
    **{name: name for name in ("year", "quarter", "month", "day")},
    "week-of-year": "week",
    "day-of-week": "weekday",
    "hours": "time",
    "minutes": "time",
    "seconds": "time",
}
_STYLES_OF_VALUES = {
    f"{kind}-style" for kind in ("number", "date", "time", "percentage", "currency", "boolean", "text")
}
_SAID = {"text", "embedded-text", "currency-symbol"}
_IF = re.compile(r"value\(\)\s*(<=|>=|!=|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)", re.ASCII)
_LENGTH = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?", re.ASCII)
_KINDS = {
    **dict.fromkeys(("float", "percentage", "currency"), ("n", "value")),
    "date": ("d", "date-value"),
    "time": ("t", "time-value"),
    "boolean": ("b", "boolean-value"),
}
_TRUTH = re.compile(r"of:=(TRUE|FALSE)\(\)")
_GAPS, _WRITTEN = re.compile(r"[ \t\r\n]+"), {1: " ", 2: "\t", 3: "\n"}  # signs that no XML holds stand for gaps meant
_MOST_SPACES, _MOST_DIGITS, _MOST_PARENTS = 1000, 30, 20


class SheetRow(NamedTuple):
    """A row: the place and title of its sheet, its number (from 1), its cells; areas merged so far, by first cell."""

    sheet: int
    title: str
    number: int
    cells: list[WrittenCell]
    merged: dict[str, str]


class _Row(NamedTuple):
    """A row as it is written: how often it stands there, and each cell with how often it does."""

    sheet: int
    title: str
    number: int
    times: int
    cells: list[tuple[int, WrittenCell]]
    merged: dict[str, str]


def is_open_document(names: list[str]) -> bool:
    """Say whether an archive with these parts is an OpenDocument file."""
    return CONTENT in names and "META-INF/manifest.xml" in names


def is_locked(archive: zipfile.ZipFile) -> bool:
    """Say whether the file is protected by a password."""
    with archive.open("META-INF/manifest.xml") as file:
        return b"encryption-data" in file.read(1 << 20)


def read_sheets(archive: zipfile.ZipFile, counts: Counts) -> tuple[list[tuple[Visible, ...]], Iterator[SheetRow]]:
    """Return what each style shows, filled while rows are read, and the rows of all sheets that hold a value.

    Raises TooMuchError, ValueError for what no sheet may say.
    """
    reader = _Reader()
    if STYLES in archive.namelist():
        reader.begin()
        for piece in pieces(archive, STYLES, counts):
            reader.parser.Parse(piece)
    return reader.formats, _rows(reader, archive, counts)


def _rows(reader: _Reader, archive: zipfile.ZipFile, counts: Counts) -> Iterator[SheetRow]:
    """Yield the rows, as often as each stands there."""
    reader.begin()
    for piece in pieces(archive, CONTENT, counts):
        reader.parser.Parse(piece)
        for row in reader.done:
            width = row.cells[-1][1].column + row.cells[-1][0] - 1
            for time in range(row.times):
                counts.more("rows")
                counts.more("cells", width)
                cells = [c._replace(column=c.column + place) for times, c in row.cells for place in range(times)]
                yield SheetRow(row.sheet, row.title, row.number + time, cells, row.merged)
        reader.done.clear()
    reader.parser.Parse(b"", True)  # noqa: FBT003  # as expat has it: this was all


def _number(about: dict[str, str], key: str, most: int, otherwise: int = 1) -> int:
    text = about.get(key, "")
    return min(int(text), most) if text.isdecimal() and len(text) <= _MOST_DIGITS else otherwise


class _DataStyle:
    """The format of numbers, dates or times of this name, as it is read."""

    def __init__(self, kind: str, about: dict[str, str]) -> None:
        self.name, self.kind = about.get(f"{_STYLE}name", ""), kind
        self.parts: set[str] = set()
        if kind == "time-style":
            self.parts = {"elapsed" if about.get(f"{_NUMBER}truncate-on-overflow") == "false" else "time"}
        self.money, self.before, self.digits, self.between = "", "", "", dict[int, str]()
        self.maps: list[tuple[tuple[str, float], str]] = []
        self.said: list[str] = []

    def child(self, name: str, about: dict[str, str]) -> None:
        if self.kind == "date-style" and name in _PARTS:
            self.parts.add(_PARTS[name])
        elif name == "number":
            self.before = before_digits("".join(self.said))
            least = _number(about, f"{_NUMBER}min-integer-digits", _MOST_DIGITS)
            places = _number(about, f"{_NUMBER}decimal-places", _MOST_DIGITS, 0)
            self.digits = "0" * least if least > 1 and not places else ""

    def shown(self) -> Visible:
        if self.kind == "percentage-style":
            return Visible(percent=1, gap=" " if "".join(self.said).partition("%")[0][-1:].isspace() else "")
        digits = list(self.digits)
        for place, text in sorted(self.between.items()):
            digits.insert(max(len(self.digits) - place, 0), text)
        money = self.money or money_in("".join(self.said))
        return Visible(frozenset(self.parts), money=money, before=self.before, digits="".join(digits))


class _Reader:
    """Reads styles and cells; the two files of a spreadsheet one after the other."""

    def __init__(self) -> None:
        self.formats: list[tuple[Visible, ...]] = [(PLAIN,)]
        self.done: list[_Row] = []
        self.data: dict[str, tuple[Visible, list[tuple[tuple[str, float], str]]]] = {}
        self.styles: dict[str, tuple[str, str]] = {}
        self.numbers: dict[str, int] = {}
        self.style: _DataStyle | None = None
        self.embedded = 0
        self.sheet = -1
        self.title, self.linked, self.in_table, self.in_sheets = "", False, False, False
        self.row = self.times = self.column = 0
        self.row_style, self.ends, self.defaults = "", list[int](), list[str]()
        self.cells: list[tuple[int, WrittenCell]] = []
        self.merged: dict[str, str] = {}
        self.about: dict[str, str] | None = None
        self.paragraphs, self.said = list[str](), list[str]()
        self.in_text = False
        self.apart = 0  # elements around that hold what is apart
        self.parser: XMLParserType = a_parser(self.start, namespaces=True)

    def begin(self) -> None:
        """Begin with a file."""
        self.parser = a_parser(self.start, namespaces=True)
        self.parser.EndElementHandler = self.end

    def start(self, name: str, about: dict[str, str]) -> None:
        if self.apart or name in _APART or name.startswith(_DRAW):
            self.apart += 1
            self.parser.CharacterDataHandler = None
            return
        space, _gap, local = name.rpartition(" ")
        space += " "
        if space == _TABLE and self.in_sheets:
            self.start_table(local, about)
        elif space == _TEXT and self.about is not None:
            self.start_text(local, about)
        elif space == _NUMBER:
            self.start_data(local, about)
        elif space == _STYLE:
            self.start_style(local, about)
        elif space == _OFFICE and local == "spreadsheet":
            self.in_sheets = True

    def start_data(self, local: str, about: dict[str, str]) -> None:
        if local in _STYLES_OF_VALUES:
            self.style = _DataStyle(local, about)
        elif self.style is not None:
            self.style.child(local, about)
            if local in _SAID:
                self.embedded = _number(about, f"{_NUMBER}position", _MOST_DIGITS, 0)
                self.said = []
                self.parser.CharacterDataHandler = self.said.append

    def start_style(self, local: str, about: dict[str, str]) -> None:
        if local == "style" and about.get(f"{_STYLE}family") == "table-cell":
            parent = about.get(f"{_STYLE}parent-style-name", "Default")
            self.styles[about.get(f"{_STYLE}name", "")] = about.get(f"{_STYLE}data-style-name", ""), parent
        elif local == "default-style" and about.get(f"{_STYLE}family") == "table-cell":
            self.styles.setdefault("Default", (about.get(f"{_STYLE}data-style-name", ""), ""))
        elif local == "map" and self.style and (found := _IF.match(about.get(f"{_STYLE}condition", ""))):
            sign = "<>" if found[1] == "!=" else found[1]
            self.style.maps.append(((sign, float(found[2])), about.get(f"{_STYLE}apply-style-name", "")))

    def start_table(self, local: str, about: dict[str, str]) -> None:
        if local == "table":
            if self.in_table:
                self.apart += 1  # a table inside a cell
                return
            self.in_table, self.linked, self.sheet = True, False, self.sheet + 1
            self.title, self.row, self.column = about.get(f"{_TABLE}name", ""), 0, 0
            self.ends, self.defaults, self.merged = [], [], {}
        elif local == "table-source":
            self.linked = True
        elif local == "table-column":
            self.column += _number(about, f"{_TABLE}number-columns-repeated", LAST_COLUMN)
            self.ends.append(self.column)
            self.defaults.append(about.get(f"{_TABLE}default-cell-style-name", ""))
        elif local == "table-row":
            self.times = _number(about, f"{_TABLE}number-rows-repeated", LAST_ROW)
            self.column, self.cells = 0, []
            self.row_style = about.get(f"{_TABLE}default-cell-style-name", "")
        elif local in {"table-cell", "covered-table-cell"} and self.in_table:
            self.about, self.paragraphs = about, []

    def start_text(self, local: str, about: dict[str, str]) -> None:
        if local in {"p", "h"}:
            self.in_text, self.said = True, []
            self.parser.CharacterDataHandler = self.said.append
        elif local == "s":
            self.said.append("\1" * _number(about, f"{_TEXT}c", _MOST_SPACES))
        elif local in {"tab", "line-break"}:
            self.said.append("\2" if local == "tab" else "\3")

    def end(self, name: str) -> None:
        if self.apart:
            self.apart -= 1
            self.parser.CharacterDataHandler = self.said.append if self.in_text and not self.apart else None
            return
        space, _gap, local = name.rpartition(" ")
        if local in {"p", "h"} and self.about is not None:
            self.in_text, self.parser.CharacterDataHandler = False, None
            self.paragraphs.append(_GAPS.sub(" ", "".join(self.said)).strip(" ").translate(_WRITTEN))
        elif f"{space} " == _TABLE and self.in_sheets:
            self.end_table(local)
        elif f"{space} " == _NUMBER and self.style is not None:
            self.end_data(local, self.style)

    def end_data(self, local: str, style: _DataStyle) -> None:
        if local in _SAID:
            self.parser.CharacterDataHandler = None
            text = "".join(self.said)
            if local == "text":
                style.said.append(text)
            elif local == "currency-symbol":
                style.money = text
            else:
                style.between[self.embedded] = text
        elif local == style.kind:
            self.data[style.name] = style.shown(), style.maps
            self.style = None

    def end_table(self, local: str) -> None:
        if local == "table":
            self.in_table = False
        elif local == "table-row":
            first, self.row = self.row + 1, self.row + self.times
            if self.cells and not self.linked:
                if self.row > LAST_ROW:
                    raise ValueError(local)
                self.done.append(_Row(self.sheet, self.title, first, self.times, self.cells, self.merged))
        elif local in {"table-cell", "covered-table-cell"} and self.about is not None:
            times = _number(self.about, f"{_TABLE}number-columns-repeated", LAST_COLUMN)
            if local == "table-cell":  # what a merged cell covers is not seen
                self.cell(self.about, times)
            self.column += times
            self.about = None

    def cell(self, about: dict[str, str], times: int) -> None:
        """Keep a cell that has a value or a formula, and how often it stands there."""
        column = self.column + 1
        kind, text = _value(about, "\n".join(self.paragraphs))
        calculated = f"{_TABLE}formula" in about
        if kind == "str" and not text and not calculated:
            return
        if self.column + times > LAST_COLUMN:
            raise ValueError(kind)
        wide = _number(about, f"{_TABLE}number-columns-spanned", LAST_COLUMN)
        high = _number(about, f"{_TABLE}number-rows-spanned", LAST_ROW)
        if wide > 1 or high > 1:
            row = self.row + 1
            self.merged[f"{letters(column)}{row}"] = (
                f"{letters(column)}{row}:{letters(column + wide - 1)}{row + high - 1}"
            )
        style = self.format_of(about.get(f"{_TABLE}style-name") or self.row_style or self.default(column))
        self.cells.append((times, WrittenCell(column, kind, text, style, calculated)))

    def default(self, column: int) -> str:
        """Return the style of a column's cells that name none."""
        place = bisect_right(self.ends, column - 1)
        return self.defaults[place] if place < len(self.defaults) else ""

    def format_of(self, style: str) -> int:
        """Return the place of what cells of the style show."""
        if style not in self.numbers:
            name, data = style or "Default", ""
            for _step in range(_MOST_PARENTS):
                data, name = self.styles.get(name, ("", ""))
                if data or not name:
                    break
            shown, maps = self.data.get(data, (PLAIN, []))
            chosen = [(when, self.data[other][0]) for when, other in maps if other in self.data]
            cases = [replace(one, when=when) for when, one in chosen]
            self.numbers[style] = len(self.formats)
            self.formats.append((*cases, shown))
        return self.numbers[style]


def _value(about: dict[str, str], text: str) -> tuple[str, str | None]:
    """Return the kind of a cell's value, as in Excel's files, and its text."""
    said = about.get(f"{_OFFICE}value-type", "")
    kind, key = _KINDS.get(said, ("str", "string-value"))
    value = about.get(f"{_OFFICE}{key}")
    if about.get(_ERROR) == "error":
        return "e", text or "#"
    if found := _TRUTH.fullmatch(about.get(f"{_TABLE}formula", "")):  # so LibreOffice writes a truth value of Excel's
        return "b", str(int(found[1] == "TRUE"))
    if kind == "str" and value is None:
        value = text or (None if not said and f"{_TABLE}formula" in about else "")
    if kind == "t":
        value = _days(value or "")
    return kind, str(int(value == "true")) if kind == "b" else value


def _days(length: str) -> str:
    """Return a length of time as the number of days that it is."""
    found = _LENGTH.fullmatch(length)
    if found is None or len(length) > _MOST_DIGITS:
        return length
    days, hours, minutes = (int(part or 0) for part in found.groups()[1:4])
    seconds = float((found[5] or "0").replace(",", "."))
    return f"{found[1]}{(days * 86_400 + hours * 3600 + minutes * 60 + seconds) / 86_400:.15f}"
