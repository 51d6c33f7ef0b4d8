"""Inputs to a dataset: folders of tables, single tables and RDF files, merged; who says what stays apart by graph."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.cells import Grid, read_csv
from icilabas.errors import DataError, Fault
from icilabas.filesource import file_graph, file_source
from icilabas.infer import infer as run_rules
from icilabas.messages import message, suggestion
from icilabas.notes import tell
from icilabas.paths import DEFAULT_DATASET
from icilabas.references import Names
from icilabas.sameas import merge, read_same_as
from icilabas.schema import load_ontology, load_schema
from icilabas.settling import settle
from icilabas.sheets import is_same_as, sort_sheets
from icilabas.source import read_source
from icilabas.tables import Reading, TableReader
from icilabas.terms import RESTRICTED, Iri, nearest
from icilabas.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable

    import rdflib

    from icilabas.schema import Table
    from icilabas.source import Source

SOURCE_FILE, TABLE_ENDING = "source.yaml", ".csv"
WORKBOOKS = (".xlsx", ".xlsm")
OTHER_SHEETS = (".xls", ".xlsb", ".ods", ".numbers", ".xlt", ".xltx", ".xltm")
_RESTRICTED = f"SELECT DISTINCT ?graph WHERE {{ ?graph dcterms:accessRights <{RESTRICTED}> }} ORDER BY ?graph"


@dataclass
class Gathered:
    """What the inputs say: the store, the faults of reading, and where each thing was described."""

    store: Any
    faults: list[Fault] = field(default_factory=list)
    rows: dict[Iri, list[tuple[str, int, dict[Iri, int]]]] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    unreadable: bool = False


@dataclass
class _Input:
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
        for subject, rows in self.reading.rows.items():
            into.rows.setdefault(subject, []).extend(rows)


def _open_folder(folder: Path, tables: Iterable[Path], same: list[tuple[Path, Grid]], *, lone: bool = False) -> _Input:
    """Open the tables of a folder; a lone table without a ``source.yaml`` beside it is its own source."""
    schema, tables = load_schema(), list(tables)
    known = (folder / SOURCE_FILE).is_file()
    if not known and not lone:
        text = message("source-key", name=SOURCE_FILE, expected="id, source, editors, passages")
        raise DataError([Fault(str(folder / SOURCE_FILE), text)], unreadable=True)
    source = read_source(folder / SOURCE_FILE) if known else file_source(tables[0])
    opened, found = _Input(str(folder / SOURCE_FILE), source), False
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
    return opened


def _open_workbook(path: Path, same: list[tuple[Path, Grid]]) -> _Input:
    grids, faults = read_workbook(path)
    sheets = sort_sheets(path, grids, load_schema())
    opened = _Input(str(path), sheets.source)
    opened.reading.faults.extend([*faults, *sheets.faults])
    for grid, table in sheets.tables:
        opened.open(grid, table)
    same.extend((path, grid) for grid in sheets.same)
    return opened


def _read_rdf(path: Path, into: Gathered) -> None:
    graph, about = file_graph(path)
    if not engine.load_file(into.store, path, graph):
        raise DataError([Fault(str(path), message("empty-graph"))], unreadable=True)
    if engine.size(into.store, graph):
        engine.add(into.store, about)
    into.files.append(path)


def _open(path: Path, into: Gathered, same: list[tuple[Path, Grid]]) -> _Input | None:
    """Open the tables of an input; RDF files are read at once. What states what is one goes to ``same``."""
    ending = path.suffix.lower()
    if path.is_dir():
        return _open_folder(path, sorted(path.glob(f"*{TABLE_ENDING}")), same)
    if not path.exists():
        raise DataError([Fault(str(path), message("no-such-input"))], unreadable=True)
    if ending == TABLE_ENDING and not is_same_as(path.stem):
        return _open_folder(path.parent, [path], same, lone=True)
    if ending in WORKBOOKS:
        return _open_workbook(path, same)
    if ending == TABLE_ENDING:
        same.append((path, read_csv(path)))
    elif ending in engine.FORMATS:
        _read_rdf(path, into)
    else:
        known = ", ".join((TABLE_ENDING, *WORKBOOKS, *engine.FORMATS))
        text = message("unknown-ending", found=path.suffix or path.name, known=known)
        text = message("old-workbook") if ending in OTHER_SHEETS else text
        raise DataError([Fault(str(path), text)], unreadable=True)
    return None


def gather(inputs: Iterable[str | os.PathLike[str]] = ()) -> Gathered:
    """Read all inputs into one store, with the ontology; faults of the tables are collected, not raised.

    Raises DataError (unreadable) for an input that is not there, is empty, or is not what its ending says.
    """
    into = Gathered(engine.new_store())
    same: list[tuple[Path, Grid]] = []
    paths = [Path(os.fspath(name)) for name in inputs] or [DEFAULT_DATASET]
    opened = [one for path in paths if (one := _open(path, into, same)) is not None]
    load_ontology(into.store)
    names = Names(load_schema(), into.store)
    if into.files:
        names.owners.update(dict.fromkeys(names.elsewhere, into))
    tables = [table for one in opened for table in one.tables]
    for table in tables:
        table.claim(names)
    for table in tables:
        table.note(names)
    for one in opened:
        one.finish(names, into)
    for path, grid in same:
        _merge(path, grid, names, into)
    ranks = {graph: rank for rank, one in enumerate(opened) for graph in one.graphs()}
    ranks |= {file_graph(path)[0]: rank for rank, path in enumerate(into.files, len(opened))}
    into.faults.extend(settle(into.store, ranks, into.rows))
    return into


def _merge(path: Path, grid: Grid, names: Names, into: Gathered) -> None:
    pairs, faults = read_same_as(grid, names)
    into.faults.extend(faults)
    for old, new in merge(into.store, path, pairs).items():
        into.rows.setdefault(new, []).extend(into.rows.pop(old, []))


def restricted_graphs(store: Any) -> list[str]:
    """Return the named graphs that may not be published."""
    return [row[0] for row in engine.select(store, _RESTRICTED).rows]


def load_store(inputs: Iterable[str | os.PathLike[str]] = (), *, infer: bool = True, restricted: bool = True) -> Any:
    """Read the inputs as an engine's own store: what the commands use, without importing rdflib.

    Raises DataError with every fault of the tables. Restricted graphs are dropped before anything is inferred.
    """
    gathered = gather(inputs)
    if any(fault.severity == "Violation" for fault in gathered.faults):
        raise DataError(gathered.faults, unreadable=gathered.unreadable)
    tell(gathered.faults)
    if not restricted:
        engine.drop_graphs(gathered.store, restricted_graphs(gathered.store))
    if infer:
        run_rules(gathered.store)
    return gathered.store


def load(*inputs: str | os.PathLike[str], infer: bool = True, restricted: bool = True) -> rdflib.Dataset:
    """Read datasets, tables and RDF files as one ``rdflib.Dataset``; without inputs, the bundled Lille workshop.

    The union of all named graphs answers queries; ``GRAPH ?passage { … }`` says which passage states a triple.
    With ``infer``, what the rules add stands in ``ilg:inferred``. With ``restricted=False`` the passages about
    persons are left out, before anything is inferred. Raises DataError with one line for each fault.
    """
    return engine.as_dataset(load_store(inputs, infer=infer, restricted=restricted))
