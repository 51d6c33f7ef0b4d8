"""The rows of a person's own list as rows of our tables, by its mapping; each cell keeps its place in the list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from icilabas.errors import DataError, Fault
from icilabas.files.csv_tables import APART, Grid, letters
from icilabas.sources.cell_values import STRING
from icilabas.sources.homonyms import HOME, Homonyms
from icilabas.sources.list_mapping import ANY, cell_key, needed
from icilabas.sources.list_sheets import HEADING_ROWS, ListSheet
from icilabas.sources.references import split, split_addresses
from icilabas.sources.schema import COLUMN_LANGUAGES, load_schema
from icilabas.sources.source_description import make_source
from icilabas.words.matching import fold, nearest, slug
from icilabas.words.messages import message, suggestion
from icilabas.words.text import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from icilabas.resources import Way
    from icilabas.sources.list_mapping import Listed, ListMapping, Pattern, RowThing, Said
    from icilabas.sources.schema import Column, Table
    from icilabas.sources.source_description import Source
    from icilabas.words.text import Text

    # By the cells of a row of ours: the first row of the list that says so, and the columns of the cells.
    _Rows = dict[tuple[str, ...], tuple[int, tuple[int, ...]]]


_MOST_TOGETHER = 1000  # rows that one row may make of a table
_MOST_PLACES = 3  # of a value that are told


@dataclass
class MappedGrid(Grid):
    """Rows of one of our tables, made of a list; the first has the names of our columns, and all are numbered from 0.

    origins: of each row its number in the list, and the column of the list that each cell is from.
    main: the place of the cell that names the thing of a row. A cell has several values apart (`APART`).
    """

    origins: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    main: int = 0
    made: ClassVar[bool] = True

    def source(self, row: int, column: int) -> tuple[int, int]:
        """Return the row and the column of the list that a cell comes from; that of the name, where none says it."""
        number, columns = self.origins[row]
        return number, columns[column - 1] or columns[self.main] or 1

    def evidence(self, row: int) -> str:
        """Return the cell of the list that names the thing, or the number of its record."""
        number, columns = self.origins[row]
        return f"#{number}" if self.home.endswith("#") else f"{letters(columns[self.main] or 1)}{number}"

    @property
    def columns(self) -> list[int]:
        """The columns of the list that name the things."""
        return sorted({columns[self.main] for _row, columns in self.origins[1:]} - {0})


class Mapped(NamedTuple):
    """A table made of a sheet, and the id of the passage that the sheet is."""

    grid: MappedGrid
    table: Table
    passage: str


class _Cell(NamedTuple):
    """A value of one of our columns, and the column of the list (from 1) that says it, 0 where none does."""

    text: str
    column: int


_NO_VALUE = _Cell("", 0)


def mapped_tables(
    mapping: ListMapping, grids: Sequence[Grid], path: Path, faults: list[Fault]
) -> tuple[Source, list[Mapped], list[Text]]:
    """Return the source of a list, the tables that its mapping makes of it, and which columns are not read.

    What is wrong with cells, and what the mapping names and the list has not, is added to ``faults``.
    Raises DataError (unreadable) where the list has no such sheet, or no sheet any of the columns.
    """
    if not any(grid.rows for grid in grids):
        raise DataError([Fault(str(path), message("empty-file"))], unreadable=True)
    names = Homonyms()
    read = [sheet for listed in mapping.lists for sheet in _sheets(mapping, listed, grids, names, faults)]
    source, ids = _source(mapping, read, path)
    for sheet in read:
        sheet.find_columns()
    if not any(fault.severity == "Violation" for fault in faults):  # else each row would tell of it
        for sheet in read:
            sheet.read()
    found = [
        Mapped(grid, table, ids[sheet.grid.name, sheet.listed.access])
        for sheet in read
        for grid, table in sheet.tables()
    ]
    return source, found, [text for sheet in read if (text := sheet.left_out())]


def _sheets(
    mapping: ListMapping, listed: Listed, grids: Sequence[Grid], names: Homonyms, faults: list[Fault]
) -> list[_Sheet]:
    """Return the sheets that are meant and have headings that the mapping names."""

    def is_meant(grid: Grid) -> bool:
        return not listed.sheets or any(each.fits(cell_key(grid.name)) is not None for each in listed.sheets)

    sheets = [_Sheet(mapping, listed, grid, names, faults) for grid in grids if is_meant(grid)]
    if not sheets:
        wanted, known = listed.sheets[0].text if listed.sheets else "", [grid.name for grid in grids]
        text = message("mapping-sheet-missing", found=wanted) + suggestion(nearest(wanted, known) or known)
        raise DataError([mapping.fault((*listed.way, "sheets"), text)], unreadable=True)
    found = [sheet for sheet in sheets if sheet.start is not None]
    if not found:
        wanted, first = ", ".join(dict.fromkeys(pattern.text for pattern in sheets[0].wanted)), sheets[0].grid.name
        cells = {cell for _row, values in sheets[0].grid.rows[:HEADING_ROWS] for cell in values if cell}
        near = suggestion(nearest(sheets[0].wanted[0].text, sorted(cells)) if sheets[0].wanted else [])
        text = message("mapping-no-headings", names=wanted, sheet=first) + near
        if listed.headings:
            text = message("mapping-headings-row", row=listed.headings, names=wanted)
        raise DataError([mapping.fault((*listed.way, "headings"), text)], unreadable=True)
    return found


def _source(mapping: ListMapping, read: Iterable[_Sheet], path: Path) -> tuple[Source, dict[tuple[str, str], str]]:
    """Return the source, and the id of the passage that each sheet is, for each of the two kinds of readers."""
    name = str(mapping.about.get("id") or slug(path.stem) or "list")
    title = mapping.about.get("title") or {mapping.lang: path.name}
    said = mapping.about.get("source")
    document = {"id": f"{name}-source", "title": title, **(said if isinstance(said, dict) else {})}
    sheets = list(dict.fromkeys((sheet.grid.name, sheet.listed.access) for sheet in read))
    ids: dict[tuple[str, str], str] = {}
    for sheet, access in sheets:
        own = slug(sheet) or "sheet"
        names = (own, f"{own}-{access}", *(f"{own}-{number}" for number in range(2, len(sheets) + 2)))
        ids[sheet, access] = next(each for each in names if each not in ids.values())
    titles = title if isinstance(title, dict) else {}
    whole = next((str(text) for text in titles.values() if text), path.name)

    def titled(sheet: str) -> dict[str, str]:
        if len({name for name, _access in sheets}) == 1:
            return {lang: str(text) for lang, text in titles.items() if text}
        of_sheet = message("mapping-of-sheet", name=sheet)
        return {lang: f"{titles.get(lang) or whole}, {of_sheet.text(lang)}" for lang in COLUMN_LANGUAGES}

    content = {
        "id": name,
        "title": title,
        "source": document,
        "passages": [{"id": ids[sheet, access], "title": titled(sheet), "access": access} for sheet, access in sheets],
    }
    if licence := mapping.about.get("licence"):
        content["licence"] = licence
    return make_source(content, mapping.path, simple=True, places=mapping.places), ids


class _Part:
    """What is said of one of our columns, with the places of the columns of the list."""

    def __init__(
        self, said: Said, column: Column | None, places: tuple[int, ...], new: _Plan | None, *, is_home: bool = False
    ) -> None:
        self.said, self.places, self.new, self.is_home = said, places, new, is_home
        self.own = not said.columns and said.constant is None  # what the cell says that describes a new thing
        self.parted = _parted(said, column)
        self.known = _codes(column)


def _parted(said: Said, column: Column | None) -> Callable[[str], list[str]] | None:
    """Return what parts the values of a cell; None where a cell is one value."""
    if longest := sorted(filter(None, said.separators), key=len, reverse=True):
        return re.compile("|".join(map(re.escape, longest)), re.IGNORECASE).split
    if column is None or column.lang or (not column.many and column.datatypes == (STRING,)):
        return None
    return split if column.classes or column.datatypes else split_addresses


def _codes(column: Column | None) -> frozenset[str]:
    """Return how the codes of a column are called, folded: what needs no translation."""
    schema, classes = load_schema(), column.classes if column else ()
    return frozenset(
        fold(name)
        for class_ in classes
        for known in (schema.codes.get(class_, {}), schema.code_labels.get(class_, {}))
        for name in known
    )


class _Plan:
    """What each row says of one thing: the names of our columns, and the parts that say each."""

    def __init__(self, described: RowThing, rows: _Rows) -> None:
        self.table, self.rows = described.table, rows
        self.names = list(described.said)
        self.parts: list[list[_Part]] = []
        self.columns = {column.name: column for column in self.table.columns}
        lists = {name for name, column in self.columns.items() if column.many}
        groups = needed(self.table)
        self.needed = [[self.names.index(name) for name in group if name in self.names] for group in groups]
        self.main = self.needed[-1][-1]  # the name of a thing; of a membership the member
        # What is between the values of a cell; None where each makes a row of its own.
        texts = {name for name, column in self.columns.items() if column.lang} - set(groups[0])
        self.between = [APART if name in lists else "\n" if name in texts else None for name in self.names]
        self.names_things = self.needed[0] if self.table.id_pattern is None else []
        self.home = self.names.index("within") if "within" in self.names else None
        self.is_place = "within" in self.columns and "id" not in self.names


class _Sheet(ListSheet):
    """A sheet of a list, and what its mapping makes of its rows."""

    def __init__(self, mapping: ListMapping, listed: Listed, grid: Grid, names: Homonyms, faults: list[Fault]) -> None:
        super().__init__(mapping, listed, grid, faults)
        self.homonyms = names
        self.plans: list[_Plan] = []
        self.folded = 0  # the column of the cell that became a row
        self.unknown: dict[tuple[Way, str], list[str]] = {}  # the places of values without translation
        self.counted: Counter[tuple[Way, str]] = Counter()

    def _plans(self, described: RowThing) -> list[_Plan]:
        """Return what is read of each row: once, or for each of what the stars in the headings stand for."""
        stars = dict.fromkeys(
            stars for pattern in _columns(described) if pattern.is_open for _place, stars in self.find(pattern)
        )
        rows: dict[int, _Rows] = defaultdict(dict)
        return [self._plan(described, each, rows) for each in stars or {(): None}]

    def _plan(self, described: RowThing, stars: tuple[str, ...], rows: dict[int, _Rows]) -> _Plan:
        plan = _Plan(described, rows[id(described)])
        for name, said in described.said.items():
            plan.parts.append([])
            for each in said:
                found = [(pattern, place, stood) for pattern in each.columns for place, stood in self.find(pattern)]
                places = tuple(place for pattern, place, stood in found if not pattern.is_open or stood == stars)
                new = self._plan(each.new, stars, rows) if each.new else None
                is_home = plan.is_place and name == "within" and new is None
                plan.parts[-1].append(_Part(each, plan.columns.get(name), places, new, is_home=is_home))
        return plan

    def find_columns(self) -> None:
        """Find the columns that the mapping names, and so what is read of each row."""
        super().find_columns()
        self.plans = [plan for described in self.listed.rows for plan in self._plans(described)]

    def read(self) -> None:
        """Read all rows; values that have no translation are told once, with the first places."""
        for row, values, folded in self.rows():
            self.folded = folded
            for plan in self.plans:
                self.describe(plan, row, values, None)
        for (way, found), places in self.unknown.items():
            number = self.counted[way, found]
            where = ", ".join(place.removeprefix(self.grid.home).lstrip(":") for place in places)
            where += "…" if number > len(places) else ""
            line = self.mapping.fault(way, NOTHING).place
            text = message("mapping-untranslated", found=found, count=number, places=where, line=line)
            self.faults.append(Fault(places[0], text))

    def describe(self, plan: _Plan, row: int, values: Sequence[str], own: _Cell | None) -> list[_Cell]:
        """Take what a row says of a thing; return how cells name it: several where its name has several values."""
        cells: list[list[_Cell]] = []
        for place, parts in enumerate(plan.parts):
            said = [cell for part in parts for cell in self.said(part, row, values, own)]
            if (between := plan.between[place]) and len(said) > 1:
                said = [_Cell(between.join(dict.fromkeys(cell.text for cell in said)), said[0].column)]
            cells.append(said or [_NO_VALUE])
        if not all(any(cells[place][0].text for place in group) for group in plan.needed):
            return []
        for place in plan.names_things:
            home = f"{plan.table.name} {plan.names[place]}"
            cells[place] = [cell._replace(text=self.homonyms.written(home, cell.text)) for cell in cells[place]]
        number = prod(map(len, cells))
        if number > _MOST_TOGETHER:
            self.faults.append(Fault(self.grid.at(row), message("mapping-too-many", count=number)))
            return []
        found = []
        for chosen in product(*cells):
            texts = tuple(cell.text for cell in chosen)
            name = next(chosen[place] for place in plan.needed[0] if texts[place])
            if plan.is_place:
                name = _Cell(self.homonyms.note(name.text, _home(plan, texts)), name.column)
                texts = (name.text, *texts)
            if texts not in plan.rows:
                plan.rows[texts] = row, tuple(cell.column for cell in chosen)
            found.append(name)
        return found

    def said(self, part: _Part, row: int, values: Sequence[str], own: _Cell | None) -> list[_Cell]:
        """Return what a row says of a column."""
        if part.own:
            return [own] if own else []
        found = self._cells(part, row, values)
        if not found and part.said.constant is not None:
            found = [_Cell(part.said.constant, 0)]
        if part.said.values:
            found = [_Cell(meant, cell.column) for cell in found if (meant := self.meaning(part, row, cell))]
        if part.is_home:  # it may share its name with what lies in it
            return [_Cell(f"{cell.text}{HOME}", cell.column) for cell in found]
        if part.new is None:
            return found
        return [name for cell in found for name in self.describe(part.new, row, values, cell)]

    def _cells(self, part: _Part, row: int, values: Sequence[str]) -> list[_Cell]:
        found: list[_Cell] = []
        for place in part.places:
            text = self.text(values, place)
            if not text:
                continue
            column = self.folded if place >= self.width else place + 1
            for value in text.split(APART) if APART in text else (text,):
                pieces = [piece.strip() for piece in part.parted(value)] if part.parted else [value]
                if part.said.separators and "" in pieces:
                    told = message("mapping-empty-part", found=value)
                    self.faults.append(Fault(self.grid.at(row, column), told, "Warning"))
                found += [_Cell(piece, column) for piece in pieces if piece and not self.is_empty(piece)]
        if part.said.join is not None and found:
            return [_Cell(part.said.join.join(cell.text for cell in found), found[0].column)]
        return found

    def meaning(self, part: _Part, row: int, cell: _Cell) -> str:
        """Return what a value means; one without translation that is no code of ours is noted, and means nothing."""
        key = cell_key(cell.text)
        meant = part.said.values.get(key)
        if meant is None and key in part.known:
            return cell.text
        if meant is None:
            meant = part.said.values.get(ANY)
        if meant is not None:
            return cell.text if meant == ANY else meant
        told = (part.said.way, cell.text)
        self.counted[told] += 1
        places = self.unknown.setdefault(told, [])
        if len(places) < _MOST_PLACES:
            places.append(self.grid.at(row, cell.column or 1))
        return ""

    def tables(self) -> Iterator[tuple[MappedGrid, Table]]:
        """Yield the tables that were made, those of new things first; each gives up what it was made of."""
        done: set[int] = set()
        for plan in (inner for outer in self.plans for inner in _with_new(outer)):
            if id(plan.rows) not in done:
                done.add(id(plan.rows))
                yield self._grid(plan), plan.table

    def _grid(self, plan: _Plan) -> MappedGrid:
        """Return the rows of a table; a place that shares its name with others gets an id, and is referred to by it."""
        firsts = [
            next((place + 1 for part in parts for place in part.places if place < self.width), 0)
            for parts in plan.parts
        ]
        written = ["id"] if plan.is_place else []
        grid = MappedGrid(self.grid.home, self.grid.name, [(0, [*written, *plan.names])], main=plan.main + len(written))
        grid.origins.append((self.heading_row, (*(firsts[plan.main] for _id in written), *firsts)))
        named, resolve = self.homonyms.id_of, self.homonyms.resolve
        alike: dict[tuple[int, ...], tuple[int, ...]] = {}
        for number, (texts, (row, columns)) in enumerate(plan.rows.items(), 1):
            cells = [resolve(text) for text in texts[len(written) :]]
            origin = (*(columns[plan.main] for _id in written), *columns)
            grid.rows.append((number, [*(named(texts[0]) for _id in written), *cells]))
            grid.origins.append((row, alike.setdefault(origin, origin)))
        plan.rows.clear()
        return grid


def _home(plan: _Plan, texts: Sequence[str]) -> str:
    """Return in what a row says that its place lies: the first, where it lies in several."""
    return "" if plan.home is None else texts[plan.home].partition(APART)[0]


def _columns(described: RowThing) -> Iterator[Pattern]:
    for said in described.said.values():
        for each in said:
            yield from each.columns
            if each.new:
                yield from _columns(each.new)


def _with_new(plan: _Plan) -> Iterator[_Plan]:
    for parts in plan.parts:
        for part in parts:
            if part.new:
                yield from _with_new(part.new)
    yield plan
