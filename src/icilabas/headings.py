"""The headings of a table, as people write them: which column each stands for, and the rows below them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from icilabas.errors import Fault
from icilabas.messages import Bilingual, either, message
from icilabas.schema import HEADINGS
from icilabas.terms import fold, nearest

if TYPE_CHECKING:
    from icilabas.cells import Grid
    from icilabas.schema import Table

_ALIKE = 0.75  # a heading as near as this to a column that is missing is that column, mistyped
_HEADING_ROWS = 20  # how far down the headings are looked for


def placed(table: Table, headings: list[str]) -> list[str | None]:
    """Return the column that each heading stands for, None where it is none of the table's."""
    folded = [fold(heading) for heading in headings]
    french, english = (
        {fold(column.heading.text(lang).rpartition("(")[0] or column.heading.text(lang)) for column in table.columns}
        for lang in ("fr", "en")
    )
    lead = sum((name in english) - (name in french) for name in folded)
    known = table.headings("en" if lead > 0 else "fr")
    return [known.get(name) for name in folded]


class Opened:
    """A table with its headings found: the place of each column (from 0), and the rows by column name."""

    def __init__(self, grid: Grid, table: Table, *, needs_passage: bool) -> None:
        """Find the headings and note what is wrong with them."""
        self.grid, self.table = grid, table
        self.faults: list[Fault] = []
        self.position: dict[str, int] = {}
        self.columns = {column.name: column for column in table.columns}
        self.rows: list[tuple[int, dict[str, str]]] = []
        self._open({"passage"} if needs_passage else set())

    def fault(self, row: int, column: int, text: Bilingual, severity: str = "Violation") -> None:
        """Note a fault of a cell."""
        self.faults.append(Fault(self.grid.at(row, column), text, severity))

    def _open(self, needed: set[str]) -> None:
        start = max(range(min(_HEADING_ROWS, len(self.grid.rows))), key=self._headings_in, default=None)
        if start is None:
            return
        number, headings = self.grid.rows[start]
        below = self.grid.rows[start + 1 :]
        if self.grid.home.endswith("!"):  # a sheet has no end of line: what stands further right has no heading
            width = max((len(values) for _row, values in below), default=0)
            headings = [*headings, *[""] * (width - len(headings))]
        if start:
            self.fault(self.grid.rows[0][0], 1, message("above-headings"), "Warning")
        self._place_columns(number, headings, {p for _row, values in below for p, value in enumerate(values) if value})
        labelled = any(name.startswith("label_") for name in self.position)
        needed = needed if self.table.id_pattern or labelled else needed | {"id"}
        for name in sorted(needed - self.position.keys()):
            self.fault(number, 1, message("missing-column", name=HEADINGS[name]))
        if "id" in needed - self.position.keys():
            return
        for row, values in below:
            over = next((place for place, value in enumerate(values) if value and place >= len(headings)), None)
            if over is not None:
                found = message("too-many-cells", found=len(values), expected=len(headings))
                self.fault(row, len(headings) + 1, found)
            elif any(values[place : place + 1] > [""] for place in self.position.values()):
                self.rows.append((row, {n: values[p] if p < len(values) else "" for n, p in self.position.items()}))

    def _headings_in(self, row: int) -> int:
        """Count the known headings of a row; the first row wins where none is known."""
        return sum(name is not None for name in placed(self.table, self.grid.rows[row][1]))

    def _place_columns(self, row: int, headings: list[str], filled: set[int]) -> None:
        names = placed(self.table, headings)
        for place, (heading, name) in enumerate(zip(headings, names, strict=True)):
            if name in self.position:
                self.fault(row, place + 1, message("twice-column", found=heading))
            elif name:
                self.position[name] = place
            elif heading:
                self._unknown(row, place, heading, {n for n in names if n})
            elif place in filled:
                left = [name for name in self.columns if name not in names]
                known = Bilingual(*(", ".join(self.columns[n].heading.text(tag) for n in left) for tag in ("fr", "en")))
                self.fault(row, place + 1, message("no-heading", known=known), "Warning")

    def _shown(self, name: str) -> Bilingual:
        return self.columns[name].heading if name in self.columns else HEADINGS[name]

    def _unknown(self, row: int, place: int, heading: str, there: set[str]) -> None:
        """Note an extra column; one that looks like a column that is not there is mistyped, and that is a fault."""
        known = {alias: name for alias, name in self.table.headings().items() if name not in there}
        near = nearest(heading, known)
        alike = near and difflib.SequenceMatcher(None, fold(heading), fold(near[0])).ratio() >= _ALIKE
        found = either([self._shown(known[name]) for name in near])
        if alike:
            self.fault(row, place + 1, message("unknown-column", found=heading) + found)
        else:
            self.fault(row, place + 1, message("extra-column", found=heading) + found, "Warning")
