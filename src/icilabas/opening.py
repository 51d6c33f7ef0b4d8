"""Tables opened: which table each file of a folder, or sheet of a workbook, is. Rows are read when all are open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.cells import Grid, read_csv
from icilabas.errors import DataError, Fault
from icilabas.filesource import file_source
from icilabas.messages import message, suggestion
from icilabas.schema import load_schema
from icilabas.sheets import is_same_as, sort_sheets
from icilabas.source import read_source
from icilabas.tables import Reading, TableReader
from icilabas.terms import Iri, nearest
from icilabas.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from icilabas.read import Gathered
    from icilabas.references import Names
    from icilabas.schema import Table
    from icilabas.source import Source

SOURCE_FILE = "source.yaml"


@dataclass
class Opened:
    """The tables of one folder or workbook, opened and not yet read."""

    place: str
    source: Source
    reading: Reading = field(default_factory=Reading)
    tables: list[TableReader] = field(default_factory=list)

    def graphs(self) -> set[Iri]:
        """Return the graphs of its passages."""
        passages = [*self.source.passages.values(), *([self.source.default] if self.source.default else [])]
        return {passage.graph for passage in passages}

    def open(self, grid: Grid, table: Table) -> None:
        """Take a table as one of the input's."""
        self.tables.append(TableReader(grid, table, load_schema(), self.source, self.reading))

    def finish(self, names: Names, into: Gathered) -> None:
        """Read all rows; say where a table describes more or fewer things than announced."""
        for table in self.tables:
            before = len(self.reading.faults)
            table.read(names)
            name, expected = table.table.name, self.source.expected.get(table.table.name)
            if expected is not None and expected != self.reading.counts[name] and before == len(self.reading.faults):
                text = message("count-differs", name=name, found=self.reading.counts[name], expected=expected)
                self.reading.faults.append(Fault(self.place, text))
        engine.add(into.store, [*self.source.quads, *self.reading.quads])
        into.faults.extend(self.reading.faults)
        into.unreadable |= self.reading.unreadable
        into.headings |= self.reading.headings
        for subject, rows in self.reading.rows.items():
            into.rows.setdefault(subject, []).extend(rows)


def _note_empty(opened: Opened, place: Path) -> None:
    """Warn of an input whose tables have no row yet, as a blank workbook has none."""
    if opened.tables and not opened.reading.faults and not any(table.rows for table in opened.tables):
        tables = load_schema().tables
        text = message("nothing-filled", first=tables["territories"].heading, second=tables["organizations"].heading)
        opened.reading.faults.append(Fault(str(place), text, "Warning"))


def open_folder(folder: Path, tables: Iterable[Path], same: list[tuple[Path, Grid]], *, lone: bool = False) -> Opened:
    """Open the tables of a folder; a lone table without a ``source.yaml`` beside it is its own source."""
    schema, tables = load_schema(), list(tables)
    known = (folder / SOURCE_FILE).is_file()
    if not known and not lone:
        text = message("source-key", name=SOURCE_FILE, expected="id, source, editors, passages")
        raise DataError([Fault(str(folder / SOURCE_FILE), text)], unreadable=True)
    source = read_source(folder / SOURCE_FILE) if known else file_source(tables[0])
    opened, found = Opened(str(folder / SOURCE_FILE), source), False
    for path in tables:
        table = schema.table_named(path.stem)
        if table is None and not is_same_as(path.stem):
            near = suggestion(nearest(path.stem, schema.tables) or sorted(schema.tables))
            opened.reading.faults.append(Fault(str(path), message("unknown-table", found=path.stem) + near))
            continue
        found = found or table is not None
        try:
            grid = read_csv(path)
        except DataError as error:  # a file that is no table at all is one fault among the others
            opened.reading.faults.extend(error.faults)
            opened.reading.unreadable = True
            continue
        if table is None:
            same.append((path, grid))
        else:
            opened.open(grid, table)
    if not found and not opened.reading.faults:
        text = message("no-tables", known=", ".join(schema.tables))
        raise DataError([Fault(str(folder), text)], unreadable=True)
    _note_empty(opened, tables[0] if lone else folder)
    return opened


def open_workbook(path: Path, same: list[tuple[Path, Grid]]) -> Opened:
    """Open the sheets of a workbook; those that state what is one go to ``same``."""
    grids, faults = read_workbook(path)
    sheets = sort_sheets(path, grids, load_schema())
    opened = Opened(str(path), sheets.source)
    opened.reading.faults.extend([*faults, *sheets.faults])
    for grid, table in sheets.tables:
        opened.open(grid, table)
    same.extend((path, grid) for grid in sheets.same)
    _note_empty(opened, path)
    return opened
