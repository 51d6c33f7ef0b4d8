"""A sheet of a list as its mapping sees it: its headings, the columns that are named, the rows that are of the list."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from icilabas import resources
from icilabas.errors import Fault
from icilabas.files.csv_tables import letters
from icilabas.sources.list_mapping import ANY, Pattern, cell_key
from icilabas.words import progress
from icilabas.words.matching import fold, nearest
from icilabas.words.messages import message, show, suggestion
from icilabas.words.text import same, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from icilabas.files.csv_tables import Grid
    from icilabas.resources import Way
    from icilabas.sources.list_mapping import Listed, ListMapping
    from icilabas.words.text import Text


HEADING_ROWS = 30  # how far down the headings are looked for
_PIECE = 1000  # rows between two steps of the bar
_CELL = re.compile(r"!([A-Z]+)(\d+)\Z|:(\d+):(\d+)\Z")
_Stars = tuple[str, ...]


@lru_cache(maxsize=1)
def _no_values() -> tuple[frozenset[str], frozenset[str]]:
    """Return what in a cell means that there is no value, and the signs of which a cell may be that has none."""
    found = resources.parse_yaml((resources.ONTOLOGY / "lists" / "empty.yaml").read_text("utf-8"))
    return frozenset(map(cell_key, found["empty"])), frozenset(f"{found['signs']} ")


class ListSheet:
    """A sheet of a list: ``start`` is the place of its row of headings, None where it has none that the mapping names.

    used: the places (from 0) of the columns that are read. What is wrong is added to ``faults``.
    """

    def __init__(self, mapping: ListMapping, listed: Listed, grid: Grid, faults: list[Fault]) -> None:
        """Look for the headings."""
        self.mapping, self.listed, self.grid, self.faults = mapping, listed, grid, faults
        known, self.signs = _no_values()
        self.empty = mapping.empty | known
        folded = {cell_key(name) for name in (listed.fold.heading, listed.fold.value) if name} if listed.fold else set()
        self.named = [(pattern, way) for pattern, way in listed.named() if cell_key(pattern.text) not in folded]
        self.wanted = [pattern for pattern, _way in self.named] + [*(listed.fold.columns if listed.fold else ())]
        self.start = self._row_of_headings()
        self.used: set[int] = set()

    def _row_of_headings(self) -> int | None:
        """Return the place of the row that has most of the columns that the mapping names; None where none has any."""
        best, most = None, 0
        for place, (row, values) in enumerate(self.grid.rows[:HEADING_ROWS]):
            if self.listed.headings in {None, row}:
                names = [fold(value) for value in values if value]
                count = sum(any(pattern.fits(name) is not None for name in names) for pattern in set(self.wanted))
                best, most = (place, count) if count > most else (best, most)
        return best

    @cached_property
    def shown(self) -> list[str]:
        """The headings as they are written, and those of what is folded."""
        own = self.grid.rows[self.start or 0][1]
        folded = self.listed.fold
        return [*own, *([folded.heading, folded.value] if folded else [])]

    @cached_property
    def headings(self) -> list[str]:
        """The headings as they are compared."""
        return [cell_key(heading) for heading in self.shown]

    @cached_property
    def width(self) -> int:
        """How many columns the sheet has, without those of what is folded."""
        return len(self.shown) - (2 if self.listed.fold else 0)

    @cached_property
    def below(self) -> list[tuple[int, list[str]]]:
        """The rows below the headings that are of the list."""
        found: list[tuple[int, list[str]]] = []
        for row, values in self.grid.rows[(self.start or 0) + 1 :]:
            first = fold(next(filter(None, values), ""))
            if any(pattern.fits(first) is not None for pattern in self.listed.ends):
                break
            if row not in self.listed.skip:
                found.append((row, values))
        return found

    def find(self, pattern: Pattern) -> list[tuple[int, _Stars]]:
        """Return the places of the columns that a pattern means, with what its stars stand for."""
        fitting = ((place, pattern.fits(name)) for place, name in enumerate(self.headings) if name)
        return [(place, stars) for place, stars in fitting if stars is not None]

    def find_columns(self) -> None:
        """Find the columns that the mapping names: one that is not there, or is there twice, is a fault."""
        told: set[Pattern] = set()
        for pattern, way in self.named:
            found = self.find(pattern)
            self.used |= {place for place, _stars in found}
            if pattern in told:
                continue
            told.add(pattern)
            if not found:
                self._missing(pattern.text, way)
            elif len(found) > 1 and not pattern.is_open:
                places = ", ".join(f"{letters(place + 1)}{self.heading_row}" for place, _stars in found)
                text = message("mapping-two-headings", found=pattern.text, places=places)
                self.faults.append(self.mapping.fault(way, text))
        self._check_folded()
        self.faults += [fault for fault in self.grid.faults if self._is_read(fault)]

    def _missing(self, name: str, way: Way) -> None:
        """Tell that a column is not there, and which are near, or else which there are."""
        shown = list(filter(None, self.shown[: self.width]))
        text = message("mapping-heading", found=name) + suggestion(nearest(name, shown) or shown)
        self.faults.append(self.mapping.fault(way, text))

    @property
    def heading_row(self) -> int:
        """The number of the row of headings."""
        return self.grid.rows[self.start or 0][0]

    def _is_read(self, fault: Fault) -> bool:
        """Say whether a fault of a cell is one of what is read."""
        found = _CELL.search(fault.place)
        if found is None or self.start is None:
            return True
        row = int(found[2] or found[3])
        column = found[1] or letters(int(found[4]))
        columns = {letters(place + 1) for place in {*self.used, *self.folds}}
        return column in columns and (row == self.heading_row or row in self._numbers)

    @cached_property
    def _numbers(self) -> set[int]:
        return {row for row, _values in self.below}

    @cached_property
    def folds(self) -> list[int]:
        """The places of the columns that become rows: ``*`` alone is all that are not named by themselves."""
        columns = self.listed.fold.columns if self.listed.fold else ()
        found = {place for pattern in columns for place, _stars in self.find(pattern) if place < self.width}
        return sorted(found - self.used if any(pattern.text == ANY for pattern in columns) else found)

    def _check_folded(self) -> None:
        """Tell of columns to fold that are not there, and of a cross-table whose heads and rows are not the same."""
        folded = self.listed.fold
        if folded is None:
            return
        way = (*self.listed.way, "fold")
        for pattern in folded.columns:
            if not self.find(pattern):
                self._missing(pattern.text, (*way, "columns"))
        if any(pattern.text == ANY for pattern in folded.columns):
            self._tell_headless()
        places = [place for place, name in enumerate(self.headings) if folded.same and name == cell_key(folded.same)]
        if folded.same and not places:
            self._missing(folded.same, (*way, "same"))
        for place in places[:1]:
            self.used.add(place)
            self._compare_heads(place)

    def _tell_headless(self) -> None:
        """Tell of the first cell of a cross-table that has no heading."""
        for row, values in self.below:
            if over := next((place for place in range(self.width, len(values)) if values[place]), None):
                self.faults.append(Fault(self.grid.at(row, over + 1), message("mapping-headless")))
                return

    def _compare_heads(self, column: int) -> None:
        """Tell of each head of a cross-table that has no row of its name, and of each such row."""
        across = {self.headings[place]: place for place in self.folds if place != column}
        down = {cell_key(text): row for row, values in self.below if (text := self.text(values, column))}
        for name in sorted(across.keys() - down.keys()):
            shown = self.shown[across[name]]
            near = suggestion(nearest(shown, down))
            place = self.grid.at(self.heading_row, across[name] + 1)
            self.faults.append(Fault(place, message("mapping-heads-column", found=shown) + near))
        for name in sorted(down.keys() - across.keys()):
            near = suggestion(nearest(name, [self.shown[place] for place in across.values()]))
            place = self.grid.at(down[name], column + 1)
            self.faults.append(Fault(place, message("mapping-heads-row", found=name) + near))

    def text(self, values: Sequence[str], place: int) -> str:
        """Return the text of a cell; nothing where it says that there is none."""
        cell = values[place] if place < len(values) else ""
        return "" if not cell or self.is_empty(cell) else cell

    def is_empty(self, cell: str) -> bool:
        """Say whether what a cell says is that there is nothing to say."""
        return cell_key(cell) in self.empty or self.signs.issuperset(cell)

    def rows(self) -> Iterator[tuple[int, Sequence[str], int]]:
        """Yield the rows that are read: number, cells, and for one that is folded the column of its cell, else 0."""
        chosen = [
            ([place for place, _stars in self.find(column)], values, wanted)
            for wanted, choice in ((True, self.listed.only), (False, self.listed.without))
            for column, values in choice.items()
        ]
        with progress.stage(message("stage-mapping", name=self.grid.name), len(self.below)):
            for done, (row, values) in enumerate(self.below, 1):
                if not done % _PIECE:
                    progress.advance(_PIECE)
                for cells, column in self._unfolded(values) if self.listed.fold else ((values, 0),):
                    if all(_says(cells, places, some) == wanted for places, some, wanted in chosen):
                        yield row, cells, column

    def _unfolded(self, values: Sequence[str]) -> Iterator[tuple[Sequence[str], int]]:
        """Yield a row for each cell that is folded, with its heading and the cell behind the others."""
        padded = [*values[: self.width], *[""] * (self.width - len(values))]
        for place in self.folds:
            if self.text(padded, place):
                yield [*padded, self.shown[place], padded[place]], place + 1

    def left_out(self) -> Text | None:
        """Say which columns are not read; None where all are."""
        left = sorted({place for place in range(self.width) if self.headings[place]} - self.used - set(self.folds))
        names = [same(f"{letters(place + 1)} ({show(self.shown[place])})") for place in left]
        return message("understood-not-read", name=self.grid.name, columns=together(names)) if names else None


def _says(values: Sequence[str], places: Sequence[int], patterns: Sequence[Pattern]) -> bool:
    """Say whether one of the cells says one of the texts."""
    cells = [cell_key(values[place]) if place < len(values) else "" for place in places]
    return any(pattern.fits(cell) is not None for pattern in patterns for cell in cells)
