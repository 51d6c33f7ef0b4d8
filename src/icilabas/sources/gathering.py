"""Inputs to statements: tables, workbooks, RDF and IATI files, endpoints; who says what stays apart by graph."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, Iri, Lit, iri, local_name, sparql_term
from icilabas.errors import DataError, Fault, UsageError
from icilabas.files.csv_tables import Grid, at, read_csv
from icilabas.files.excel import read_workbook
from icilabas.files.writing import os_error_message
from icilabas.resources import DEFAULT_DATASET, DEFAULT_FILE
from icilabas.sources import rdf_files
from icilabas.sources.iati.codes import Known
from icilabas.sources.reading import Gathered
from icilabas.sources.references import KnownThings, merge, read_same_as
from icilabas.sources.schema import load_ontology, load_schema
from icilabas.sources.source_description import file_source, read_source
from icilabas.sources.tables import Reading, TableReader
from icilabas.sources.workbook_sheets import is_same_as, sort_sheets
from icilabas.words import progress
from icilabas.words.matching import nearest
from icilabas.words.messages import message, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from icilabas.sources.schema import Table
    from icilabas.sources.source_description import Source
    from icilabas.words.bilingual import Bilingual


_AT_ONCE = 5  # seconds in which a checkout, or an installation, writes all the files that it brings
TABLE_ENDING, IATI_ENDING = ".csv", ".xml"
WORKBOOKS = (".xlsx", ".xlsm")
OTHER_SHEETS = (".xls", ".xlsb", ".ods", ".numbers", ".xlt", ".xltx", ".xltm")


def _read_rdf(path: Path, rank: int, into: Gathered) -> None:
    into.ranked(rdf_files.read_rdf(path, into.store, into.faults), rank)
    into.files.append(path)


def _read_iati(path: Path, rank: int, into: Gathered, known: Known) -> None:
    from icilabas.sources.iati import reader  # lxml and the CLDR take their time to load

    for quads in reader.read_activities(path, known, into.faults):
        engine.add(into.store, quads)
        into.ranked({graph for *_said, graph in quads}, rank)
    into.lines |= known.lines


def _is_file(path: Path) -> bool:
    """Say whether there is a file that may be seen; whether it may be read shows when it is."""
    try:
        return path.is_file()
    except PermissionError:
        return False


def _is_folder(path: Path) -> bool:
    """Say whether the input is a folder that may be read. Raises DataError where nothing is there, or it may not."""
    try:
        folder = stat.S_ISDIR(path.stat().st_mode)
        if folder:
            next(path.iterdir(), None)
    except (FileNotFoundError, NotADirectoryError):
        raise DataError([Fault(str(path), message("no-such-input"))], unreadable=True) from None
    except OSError as error:
        raise DataError(
            [Fault(str(path), message("unreadable", error=os_error_message(error)))], unreadable=True
        ) from None
    return folder


def _open(path: Path, rank: int, into: Gathered, known: Known, same: list[tuple[Path, Grid]]) -> OpenedInput | None:
    """Open the tables of an input; other files are read at once. What states what is one goes to ``same``."""
    ending = path.suffix.lower()
    if _is_folder(path):
        return open_folder(path, sorted(file for file in path.iterdir() if file.name.endswith(TABLE_ENDING)), same)
    if ending == TABLE_ENDING and not is_same_as(path.stem):
        return open_folder(path.parent, [path], same, lone=True)
    if ending in WORKBOOKS:
        return open_workbook(path, same)
    if ending == TABLE_ENDING:
        same.append((path, read_csv(path)))
    elif ending in engine.FORMATS:
        _read_rdf(path, rank, into)
    elif ending == IATI_ENDING:
        _read_iati(path, rank, into, known)
    else:
        endings = ", ".join((TABLE_ENDING, *WORKBOOKS, IATI_ENDING, *engine.FORMATS))
        text = message("unknown-ending", found=path.suffix or path.name, known=endings)
        text = message("old-workbook") if ending in OTHER_SHEETS else text
        raise DataError([Fault(str(path), text)], unreadable=True)
    return None


def _bytes(path: Path) -> int:
    """Return the size of a file that is read piece by piece; of others only the end of reading is seen."""
    streamed = path.suffix.lower() in {*engine.FORMATS, IATI_ENDING} and _is_file(path)
    return path.stat().st_size if streamed else 0


def _bundled() -> Path:
    """Return the bundled data as one file, which is read in a moment, or its tables where one was changed since."""
    changed = max(path.stat().st_mtime for path in DEFAULT_DATASET.iterdir())
    fresh = DEFAULT_FILE.is_file() and DEFAULT_FILE.stat().st_mtime > changed - _AT_ONCE
    return DEFAULT_FILE if fresh else DEFAULT_DATASET


def gather(inputs: Iterable[str | os.PathLike[str]] = (), *, match_names: bool = False) -> Gathered:
    """Read all inputs into one store, with the ontology; faults of the tables are collected, not raised.

    ``match_names``: organisations of IATI files that have no reference are one where their names are equal.
    Raises DataError (unreadable) for an input that is not there, is empty, or is not what its ending says.
    """
    into, known = Gathered(engine.new_store()), Known(match_names)
    same: list[tuple[Path, Grid]] = []
    opened: list[OpenedInput] = []
    for rank, name in enumerate([*inputs] or [_bundled()]):
        if engine.is_endpoint(name):
            _read_endpoint(str(name), rank, into)
            continue
        path = Path(os.fspath(name))
        with progress.stage(message("stage-reading", path=path.name), _bytes(path), size=True):
            one = _open(path, rank, into, known, same)
        if one:
            opened.append(one)
            into.ranked(one.graphs(), rank)
    load_ontology(into.store)
    names = KnownThings(load_schema(), into.store)
    tables = [table for one in opened for table in one.tables]
    if tables and (into.files or into.lines or into.fetched):
        names.owners.update(dict.fromkeys(names.elsewhere, into))
    for table in tables:
        table.claim(names)
    for table in tables:
        table.note(names)
    for one in progress.each(opened, message("stage-linking")):
        one.finish(names, into)
    for path, grid in same:
        _merge(path, grid, names, into)
    into.faults.extend(settle(into.store, into.ranks, into.rows))
    return into


def _merge(path: Path, grid: Grid, names: KnownThings, into: Gathered) -> None:
    pairs, faults = read_same_as(grid, names)
    into.faults.extend(faults)
    for old, new in merge(into.store, path, pairs).items():
        into.rows.setdefault(new, []).extend(into.rows.pop(old, []))


SOURCE_FILE = "source.yaml"


@dataclass
class OpenedInput:
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

    def finish(self, names: KnownThings, into: Gathered) -> None:
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


def _note_empty(opened: OpenedInput, place: Path) -> None:
    """Warn of an input whose tables have no row yet, as a blank workbook has none."""
    if opened.tables and not opened.reading.faults and not any(table.rows for table in opened.tables):
        tables = load_schema().tables
        text = message("nothing-filled", first=tables["territories"].heading, second=tables["organizations"].heading)
        opened.reading.faults.append(Fault(str(place), text, "Warning"))


def open_folder(
    folder: Path, tables: Iterable[Path], same: list[tuple[Path, Grid]], *, lone: bool = False
) -> OpenedInput:
    """Open the tables of a folder; a lone table without a ``source.yaml`` beside it is its own source."""
    schema, tables = load_schema(), list(tables)
    known = (folder / SOURCE_FILE).is_file()
    if not known and not lone:
        text = message("source-key", name=SOURCE_FILE, expected="id, source, editors, passages")
        raise DataError([Fault(str(folder / SOURCE_FILE), text)], unreadable=True)
    source = read_source(folder / SOURCE_FILE) if known else file_source(tables[0])
    opened, found = OpenedInput(str(folder / SOURCE_FILE), source), False
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


def open_workbook(path: Path, same: list[tuple[Path, Grid]]) -> OpenedInput:
    """Open the sheets of a workbook; those that state what is one go to ``same``."""
    grids, faults = read_workbook(path)
    sheets = sort_sheets(path, grids, load_schema())
    opened = OpenedInput(str(path), sheets.source)
    opened.reading.faults.extend([*faults, *sheets.faults])
    for grid, table in sheets.tables:
        opened.open(grid, table)
    same.extend((path, grid) for grid in sheets.same)
    _note_empty(opened, path)
    return opened


_LABEL, _OTHER = iri("skos:prefLabel"), iri("skos:altLabel")
RowPlaces = dict[Iri, list[tuple[str, int, dict[Iri, int]]]]


def settle(store: Any, ranks: Mapping[Iri, int], rows: RowPlaces) -> list[Fault]:
    """Settle the disagreements in the store; ``ranks`` says of each graph which input it is from.

    rows: where each thing stands. Returns a warning for each value that is left out.
    """
    if len(set(ranks.values())) < 2:  # noqa: PLR2004  # one input cannot disagree with another
        return []
    columns = [column for table in load_schema().tables.values() for column in table.columns]
    single = {column.path: column.heading for column in columns if not column.many and not column.lang}
    said: dict[tuple[Iri, Iri, str | None], list[tuple[int, Iri | Lit, Iri]]] = defaultdict(list)
    for subject, path, thing, graph in engine.quads(store):
        if graph in ranks and graph not in {INFERRED_GRAPH, ONTOLOGY_GRAPH} and (path in single or path == _LABEL):
            said[subject, path, getattr(thing, "lang", None)].append((ranks[graph], thing, graph))
    faults = []
    for (subject, path, _lang), values in sorted(said.items(), key=str):
        first = min(rank for rank, _thing, _graph in values)
        kept = {thing for rank, thing, _graph in values if rank == first}
        for _rank, thing, graph in sorted(values, key=str):
            if thing in kept:
                continue
            old = f"{sparql_term(subject)} {sparql_term(path)} {sparql_term(thing)}"
            store.update(f"DELETE DATA {{ GRAPH {sparql_term(graph)} {{ {old} }} }}")
            if path == _LABEL and isinstance(thing, Lit):
                engine.add(store, [(subject, _OTHER, Lit(thing.value), graph)])
            else:
                faults.append(_told(subject, path, single[path], thing, kept, rows))
    return faults


def _told(subject: Iri, path: Iri, name: Bilingual, thing: Iri | Lit, kept: set[Iri | Lit], rows: RowPlaces) -> Fault:
    here = [at(home, row, spots[path]) for home, row, spots in rows.get(subject, []) if path in spots]
    found, first = (
        value.value if isinstance(value, Lit) else local_name(value) for value in (thing, min(kept, key=str))
    )
    text = message("disagree", name=name, thing=local_name(subject), found=found, kept=first)
    return Fault(here[-1] if here else local_name(subject), text, "Warning")


def _read_endpoint(url: str, rank: int, into: Gathered) -> None:
    """Fetch what the passages of an endpoint say. Raises DataError (unreadable) for all that can go wrong."""
    endpoint, fetched = engine.Endpoint(url), engine.new_store()
    try:
        engine.copy(endpoint, fetched)
    except UsageError as error:
        raise DataError([Fault(endpoint.shown, error.message)], unreadable=True) from None
    engine.copy(fetched, into.store)
    into.fetched = True
    into.ranked(engine.graphs(fetched), rank)
