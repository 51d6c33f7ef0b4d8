"""The rows of a person's own list as rows of our tables, by its mapping; each cell keeps its place in the list."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from icilabas import resources
from icilabas.errors import DataError, Fault
from icilabas.files.csv_tables import Grid
from icilabas.sources.list_mapping import Pattern
from icilabas.sources.references import SEPARATORS
from icilabas.sources.schema import load_schema
from icilabas.sources.source_description import make_source
from icilabas.words.matching import fold, nearest, slug
from icilabas.words.messages import message, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from icilabas.sources.list_mapping import Described, Listed, ListMapping, Said
    from icilabas.sources.schema import Column, Table
    from icilabas.sources.source_description import Source


_HEADING_ROWS = 30  # how far down the headings are looked for
_FIRST = 1  # the column that stands for what no column of the list says
_LINE = re.compile(r"\s+")


@dataclass
class MappedGrid(Grid):
    """Rows of one of our tables, made of a list: ``origins`` has of each the row of the list, and the column of each cell.

    A thing may have several rows, as an organisation has that carries out several activities.
    """

    origins: dict[int, tuple[int, tuple[int, ...]]] = field(default_factory=dict)
    repeats = True

    def source(self, row: int, column: int) -> tuple[int, int]:
        """Return the row and the column of the list that a cell comes from."""
        number, columns = self.origins.get(row, (row, ()))
        return number, columns[column - 1] if column <= len(columns) else _FIRST


class _Cell(NamedTuple):
    """What is said of one of our columns, and the column of the list (from 1) that says it."""

    text: str
    column: int


@lru_cache(maxsize=1)
def _no_values() -> frozenset[str]:
    """Return what in a cell means that there is no value, folded."""
    found = resources.parse_yaml((resources.ONTOLOGY / "lists" / "empty.yaml").read_text("utf-8"))
    return frozenset(map(fold, found["empty"]))


def mapped_tables(
    mapping: ListMapping, grids: Sequence[Grid], path: Path, faults: list[Fault]
) -> tuple[Source, list[tuple[Grid, Table]]]:
    """Return the source of a list, and the tables that its mapping makes of it.

    What the mapping names and the list has not is a fault, at its line in the mapping.
    Raises DataError where no sheet has any of the columns that the mapping names.
    """
    found: list[tuple[Grid, Table]] = []
    used: list[Grid] = []
    for number, listed in enumerate(mapping.lists):
        some = [grid for grid in grids if _is_meant(listed, grid)]
        read = [rows for grid in some if (rows := _Rows.of(mapping, listed, grid, number, faults))]
        if not read:
            known = suggestion([grid.name for grid in grids]) if not some else message("mapping-no-heading")
            raise DataError([Fault(mapping.at(("lists", number)), message("mapping-no-sheet") + known)])
        for rows in read:
            used += [] if rows.grid in used else [rows.grid]
            found += rows.tables(slug(rows.grid.name))
    faults.extend(fault for grid in used for fault in grid.faults)
    source = _source(mapping, used, path)
    if source.default is not None:  # one sheet: no row has to say which
        for grid, _table in found:
            grid.rows = [(row, values[1:]) for row, values in grid.rows]
            if isinstance(grid, MappedGrid):
                grid.origins = {row: (at, columns[1:]) for row, (at, columns) in grid.origins.items()}
    return source, found


def _is_meant(listed: Listed, grid: Grid) -> bool:
    return not listed.sheets or any(sheet.fits(fold(grid.name)) for sheet in listed.sheets)


def _source(mapping: ListMapping, used: Sequence[Grid], path: Path) -> Source:
    """Return the source: each sheet is a passage."""
    name = str(mapping.about.get("id") or slug(path.stem) or "list")
    title = mapping.about.get("title") or {mapping.lang: path.name}
    said = mapping.about.get("source")
    document = {"id": f"{name}-source", "title": title, **(said if isinstance(said, dict) else {})}
    passages = [
        {"id": slug(grid.name) or "sheet", "title": {mapping.lang: grid.name}, "access": "public"} for grid in used
    ]
    content = {"id": name, "title": title, "source": document, "passages": passages}
    if licence := mapping.about.get("licence"):
        content["licence"] = licence
    return make_source(content, mapping.path, simple=True, places=mapping.places)


class _Rows:
    """The rows of one sheet, and what its mapping makes of them."""

    def __init__(self, mapping: ListMapping, listed: Listed, grid: Grid, start: int, faults: list[Fault]) -> None:
        self.mapping, self.listed, self.grid, self.faults = mapping, listed, grid, faults
        self.number, headings = grid.rows[start]
        self.headings = [fold(_LINE.sub(" ", heading)) for heading in headings]
        self.below = grid.rows[start + 1 :]
        self.empty = mapping.empty | _no_values()
        self.found: dict[str, dict[tuple[str, ...], tuple[int, tuple[int, ...]]]] = {}
        self.homes: dict[tuple[str, str], set[str]] = defaultdict(set)  # of things of one name, in what they lie
        self.columns: dict[str, list[str]] = {}  # of each table
        self.places: dict[Pattern, list[int]] = {}

    @classmethod
    def of(cls, mapping: ListMapping, listed: Listed, grid: Grid, number: int, faults: list[Fault]) -> _Rows | None:
        """Return the rows of a sheet, None where it has none of the headings that the mapping names."""
        wanted = {pattern for pattern, _way in listed.named()} - _folded_names(listed)
        wanted |= set(listed.fold.columns) if listed.fold else set()
        best, most = 0, 0
        for place, (row, values) in enumerate(grid.rows[:_HEADING_ROWS]):
            names = {fold(value) for value in values if value}
            count = sum(any(pattern.fits(name) for name in names) for pattern in wanted)
            if count > most and listed.headings in {None, row}:
                best, most = place, count
        if not most:
            return None
        rows = cls(mapping, listed, grid, best, faults)
        rows.find_columns(number)
        return rows

    def find_columns(self, number: int) -> None:
        """Find the columns that the mapping names; one that is not there is a fault."""
        if self.listed.fold:
            self.unfold(self.listed.fold.columns, self.listed.fold.heading, self.listed.fold.value)
        told: set[Pattern] = set()
        for pattern, way in self.listed.named():
            self.places[pattern] = [place for place, name in enumerate(self.headings) if pattern.fits(name)]
            if not self.places[pattern] and pattern not in told:
                told.add(pattern)
                _row, shown = self.grid.rows[[row for row, _values in self.grid.rows].index(self.number)]
                near = suggestion(nearest(pattern.text, shown) or [heading for heading in shown if heading])
                place = self.mapping.at(("lists", number, *way[2:]))
                self.faults.append(Fault(place, message("mapping-heading", found=pattern.text) + near))

    def unfold(self, columns: Sequence[Pattern], heading: str, value: str) -> None:
        """Make a row of each cell of the columns: its heading and its text stand in two columns behind the others."""
        places = [p for p, name in enumerate(self.headings) if any(pattern.fits(name) for pattern in columns)]
        _row, shown = next(each for each in self.grid.rows if each[0] == self.number)
        width = len(self.headings)
        self.headings = [*self.headings, fold(heading), fold(value)]
        made: list[tuple[int, list[str]]] = []
        self.unfolded: dict[int, int] = {}
        for row, values in self.below:
            padded = [*values, *[""] * (width - len(values))]
            for place in places:
                if self.text(padded[place]):
                    self.unfolded[len(made)] = place + 1
                    made.append((row, [*padded[:width], shown[place], padded[place]]))
        self.below = made

    def text(self, cell: str) -> str:
        """Return the text of a cell; empty for what means that there is none."""
        return "" if not cell or fold(cell) in self.empty or not fold(cell) else cell

    def tables(self, passage: str) -> list[tuple[Grid, Table]]:
        """Return our tables, each with a first column of passages."""
        homonyms = any(_within(described) for described in self.listed.rows)
        for gather in ([True, False] if homonyms else [False]):
            self.found.clear()
            for place, (row, values) in enumerate(self.below):
                if self.ends(values):
                    break
                if row not in self.listed.skip and self.is_chosen(values):
                    for described in self.listed.rows:
                        self.describe(described, place, row, values)
            if gather:
                self.homes = {key: homes for key, homes in self.homes.items() if len(homes) > 1}
                self.many = True
        return [
            (self.grid_of(name, rows, passage), table)
            for name, rows in self.found.items()
            if (table := load_schema().tables[name])
        ]
