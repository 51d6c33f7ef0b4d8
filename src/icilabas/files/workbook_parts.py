"""The parts of an Excel workbook (Open XML), read piece by piece up to limits; what a cell means is not decided here.

A small file can unpack to very much: rows, cells, texts and elements are counted while they are read, and reading ends
at the first that is one too many.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat  # nothing is declared in a part that is read: see `_declared`

from icilabas.files.number_formats import built_in, read_code

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterator

    from icilabas.files.number_formats import Visible


MOST_ROWS, MOST_CELLS, MOST_TEXTS = 250_000, 2_000_000, 1_000_000  # of a workbook: all its sheets together
MOST_PARTS = 20_000
MOST_ELEMENTS = 8_000_000  # that are read of all its parts: a cell with its value is two of them
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of any sheet
CHUNK = 1 << 20  # bytes of a part that are looked through at a time …
_OVERLAP = 200  # … and those of the one before, so that no element is cut in two
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="(([A-Z]{1,3}[0-9]{1,7}):[A-Z]{1,3}[0-9]{1,7})"')
# A cell or row that has a look and nothing in it, before one that says where it stands: there can be very many of them.
_BLANK = re.compile(rb'<c r="[A-Z]+[0-9]+"[^<>]*/>(?=\s*(?:<c r="|</row>))')
_BLANK_ROW = re.compile(rb'<row r="[0-9]+"[^<>]*(?:/>|>\s*</row>)(?=\s*(?:<row r="|</sheetData>))')
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?[0-9]+")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # as Excel writes what XML cannot hold, and reads any character
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_DATES = ("workbookPr", "date1904")


class TooMuchError(Exception):
    """More rows, cells, texts, elements or parts than are read; ``args``: of what, and how many."""


class WrittenCell(NamedTuple):
    """A cell as it is written: its column (from 1), the type and the text of its value, its style.

    text: None where there is no value. Of a shared text the text itself. calculated: whether it holds a formula.
    """

    column: int
    kind: str
    text: str | None
    style: int
    calculated: bool


@dataclass
class Counts:
    """What was read of a workbook so far."""

    rows: int = 0
    cells: int = 0
    texts: int = 0
    elements: int = 0
    parts: int = 0

    def more(self, what: str, count: int = 1) -> None:
        """Count what was read. Raises TooMuchError."""
        found = getattr(self, what) + count
        if found > (most := int(globals()[f"MOST_{what.upper()}"])):
            raise TooMuchError(what, most)
        setattr(self, what, found)


@dataclass
class WorkbookParts:
    """The parts of a workbook that say what is where.

    sheets: the name of each and the part that holds its cells, in order; charts and macros are none. texts: the part
    of shared texts. formats: what each style (from 0) lets one see.
    """

    sheets: list[tuple[str, str]] = field(default_factory=list)
    texts: str = ""
    formats: list[tuple[Visible, ...]] = field(default_factory=list)
    since_1904: bool = False
    counts: Counts = field(default_factory=Counts)


class _Locals(dict[str, str]):
    """Names of elements without their prefixes, each worked out once."""

    def __missing__(self, name: str) -> str:
        self[name] = local = name.rpartition(":")[2]
        return local


def _declared(*_about: object) -> None:
    raise expat.ExpatError("DOCTYPE")


def a_parser(start: Callable[[str, dict[str, str]], None], *, namespaces: bool = False) -> expat.XMLParserType:
    """Return a parser that tells the start of each element; what declares entities is refused.

    namespaces: names are told as ``namespace name``, else as they are written.
    """
    parser = expat.ParserCreate(namespace_separator=" ") if namespaces else expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _declared
    parser.StartElementHandler = start
    return parser


def pieces(archive: zipfile.ZipFile, part: str, counts: Counts) -> Iterator[bytes]:
    """Yield a part piece by piece, without cells and rows that have nothing in them; its elements are counted."""
    with archive.open(part) as file:
        while piece := file.read(CHUNK):
            ready = _BLANK_ROW.sub(b"", _BLANK.sub(b"", piece))
            counts.more("elements", ready.count(b"<") - ready.count(b"</"))
            yield ready


def _each(archive: zipfile.ZipFile, part: str, counts: Counts, take: Callable[[str, dict[str, str]], None]) -> None:
    """Have each element of a part taken, by its name without prefix and its attributes."""
    names = _Locals()
    parser = a_parser(lambda name, about: take(names[name], about))
    for piece in pieces(archive, part, counts):
        parser.Parse(piece)
    parser.Parse(b"", True)  # noqa: FBT003  # as expat has it: this was all


def read_book(archive: zipfile.ZipFile) -> WorkbookParts:
    """Return what is where in the workbook. Raises TooMuchError, KeyError for a part that is not there."""
    book = WorkbookParts()
    main = dict(_related(archive, "", book.counts).values())["officeDocument"]
    parts = _related(archive, main, book.counts)
    named: list[tuple[str, str]] = []

    def take(name: str, about: dict[str, str]) -> None:
        if name == "sheet":
            place = next(value for key, value in about.items() if key.rpartition(":")[2] == "id" and ":" in key)
            named.append((written_text(about["name"]), place))
        elif name == _DATES[0]:
            book.since_1904 = about.get(_DATES[1]) in {"1", "true"}

    _each(archive, main, book.counts, take)
    for title, place in named:
        kind, part = parts.get(place, ("", ""))
        if kind == "worksheet":
            book.sheets.append((title, part))
    found = dict(parts.values())
    book.texts = found.get("sharedStrings", "")
    if "styles" in found:
        book.formats = _formats(archive, found["styles"], book.counts)
    return book


def _related(archive: zipfile.ZipFile, part: str, counts: Counts) -> dict[str, tuple[str, str]]:
    """Return the kind and the name of each part that the part refers to and that is there, by the id that it has."""
    folder, name = posixpath.split(part)
    there = {name.lower(): name for name in archive.namelist()}
    found: dict[str, tuple[str, str]] = {}

    def take(element: str, about: dict[str, str]) -> None:
        if element == "Relationship" and about.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, about["Target"])).lstrip("/")
            if target.lower() in there:
                found[about["Id"]] = (about["Type"].rpartition("/")[2], there[target.lower()])

    _each(archive, posixpath.join(folder, "_rels", f"{name}.rels"), counts, take)
    return found


def _formats(archive: zipfile.ZipFile, part: str, counts: Counts) -> list[tuple[Visible, ...]]:
    """Return what each style of a cell lets one see."""
    own: dict[str, str] = {}
    used: list[str] = []
    inside = [""]

    def take(name: str, about: dict[str, str]) -> None:
        if name in {"cellXfs", "cellStyleXfs"}:
            inside[0] = name
        elif name == "numFmt" and "numFmtId" in about:
            own.setdefault(about["numFmtId"], written_text(about.get("formatCode", "")))
        elif name == "xf" and inside[0] == "cellXfs":
            used.append(about.get("numFmtId", "0"))

    _each(archive, part, counts, take)
    return [read_code(own[number] if number in own else built_in(int(number))) for number in used]


def read_texts(archive: zipfile.ZipFile, book: WorkbookParts) -> list[str]:
    """Return the texts that cells share, in order: each without its look and its reading aids."""
    if not book.texts:
        return []
    reader, found = _TextReader(), list[str]()
    for piece in pieces(archive, book.texts, book.counts):
        reader.parser.Parse(piece)
        book.counts.more("texts", len(reader.done))
        found += reader.done
        reader.done.clear()
    reader.parser.Parse(b"", True)  # noqa: FBT003  # as expat has it: this was all
    return found


class _TextReader:
    """Reads the table of shared texts."""

    def __init__(self) -> None:
        self.names, self.done = _Locals(), list[str]()
        self.said: list[str] = []
        self.aid = False
        self.parser = a_parser(self.start)
        self.parser.EndElementHandler = self.end

    def start(self, name: str, _about: dict[str, str]) -> None:
        name = self.names[name]
        if name == "si":
            self.said = []
        elif name == "rPh":
            self.aid = True
        elif name == "t" and not self.aid:
            self.parser.CharacterDataHandler = self.said.append

    def end(self, name: str) -> None:
        name = self.names[name]
        if name == "t":
            self.parser.CharacterDataHandler = None
        elif name == "rPh":
            self.aid = False
        elif name == "si":
            self.done.append(written_text("".join(self.said)))


def written_text(text: str) -> str:
    """Return a text of a workbook as it was meant: what XML cannot hold is written ``_x000D_`` there.

    Any character may be, one beyond U+FFFF as two (ECMA-376 part 1, 22.9.2.19).
    """
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def escaped_text(text: str) -> str:
    """Return a text so that spreadsheet programs read it as it is, whatever in it looks like an escape."""
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def read_rows(
    archive: zipfile.ZipFile, part: str, texts: list[str], counts: Counts
) -> Iterator[tuple[int, list[WrittenCell]]]:
    """Yield the rows of a sheet that hold a value or a formula: the number of each (from 1), and its cells in order.

    Raises TooMuchError, ValueError and IndexError for what no sheet may say.
    """
    reader, last = _RowReader(texts), 0
    for piece in pieces(archive, part, counts):
        reader.parser.Parse(piece)
        for number, cells in reader.done:
            if number <= last:
                continue  # a second row of one number, as no program writes it
            last = number
            counts.more("rows")
            counts.more("cells", cells[-1].column)
            yield number, cells
        reader.done.clear()
    reader.parser.Parse(b"", True)  # noqa: FBT003  # as expat has it: this was all


class _RowReader:
    """Reads the rows of a sheet; what a row or a cell does not say of its place follows from the one before."""

    def __init__(self, texts: list[str]) -> None:
        self.names, self.texts = _Locals(), texts
        self.done: list[tuple[int, list[WrittenCell]]] = []
        self.cells: dict[int, WrittenCell] = {}
        self.row = self.column = 0
        self.columns: dict[str, int] = {}
        self.about: dict[str, str] | None = None  # of the cell that is read
        self.value: list[str] | None = None
        self.inside: list[str] = []
        self.calculated = self.aid = False
        self.parser = a_parser(self.start)
        self.parser.EndElementHandler = self.end

    def start(self, name: str, about: dict[str, str]) -> None:
        name = self.names[name]
        if name == "c":
            self.about, self.value, self.calculated = about, None, False
            self.inside = []
            self.column = self._column(about["r"]) if "r" in about else self.column + 1
        elif name == "row":
            self.row = int(float(about["r"])) if "r" in about else self.row + 1
            self.column, self.cells = 0, {}
            if not 0 < self.row <= LAST_ROW:
                raise ValueError(name)
        elif self.about is None:
            return
        elif name == "v":
            self.value = []
            self.parser.CharacterDataHandler = self.value.append
        elif name == "f":
            self.calculated = True
        elif name == "rPh":
            self.aid = True
        elif name == "t" and not self.aid:
            self.parser.CharacterDataHandler = self.inside.append

    def _column(self, place: str) -> int:
        found = _CELL.fullmatch(place)
        if found is None:
            raise ValueError(place)
        name = found[1]
        if name not in self.columns:
            number = 0
            for letter in name.upper():
                number = number * 26 + ord(letter) - ord("A") + 1
            if number > LAST_COLUMN:
                raise ValueError(place)
            self.columns[name] = number
        return self.columns[name]

    def end(self, name: str) -> None:
        name = self.names[name]
        if name in {"v", "t"}:
            self.parser.CharacterDataHandler = None
        elif name == "c" and self.about is not None:
            self._cell(self.about)
            self.about = None
        elif name == "rPh":
            self.aid = False
        elif name == "row" and self.cells:
            self.done.append((self.row, [self.cells[column] for column in sorted(self.cells)]))

    def _cell(self, about: dict[str, str]) -> None:
        kind = about.get("t", "n")
        text = None if self.value is None else "".join(self.value)
        if kind == "s" and text:
            if text.startswith("-"):
                raise IndexError(text)
            text = self.texts[int(text)]
        elif kind == "inlineStr":
            text = written_text("".join(self.inside)) or None
        elif kind == "str" and text:
            text = written_text(text)
        elif kind != "str":
            text = text or None
        if text is not None or self.calculated:
            self.cells[self.column] = WrittenCell(self.column, kind, text, int(about.get("s") or 0), self.calculated)


def merged_cells(archive: zipfile.ZipFile, part: str, counts: Counts) -> dict[str, str]:
    """Return the areas of merged cells of a sheet, by the first cell; read piece by piece. Raises TooMuchError."""
    merged: dict[str, str] = {}
    before = b""
    with archive.open(part) as file:
        while piece := file.read(CHUNK):
            text = before + piece
            found = {found[2].decode(): found[1].decode() for found in _MERGE.finditer(text)}
            counts.more("cells", len(found.keys() - merged.keys()))
            merged |= found
            before = text[-_OVERLAP:]
    return merged
