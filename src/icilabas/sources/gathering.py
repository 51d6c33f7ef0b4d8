"""Inputs to statements: tables, workbooks, RDF and IATI files, endpoints; who says what stays apart by graph."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, Iri, Lit, iri, sparql_term
from icilabas.engine.versions import read_version
from icilabas.errors import DataError, Fault, PlaceError, UsageError, unreadable_file
from icilabas.files.csv_tables import letters, read_csv
from icilabas.files.records import read_records
from icilabas.files.writing import no_device
from icilabas.resources import SOURCE_FILE, bundled
from icilabas.sources import persons, restricted_passages
from icilabas.sources.decisions import decide, is_decided
from icilabas.sources.disagreement import settle
from icilabas.sources.editions import link_editions, note_series, note_yearly, yearly_files
from icilabas.sources.iati.codes import Known
from icilabas.sources.identity import join
from icilabas.sources.list_mapping import ENDING as MAPPING_ENDING
from icilabas.sources.list_mapping import mapping_beside, read_mapping
from icilabas.sources.rdf_files import read_rdf
from icilabas.sources.reading import Reading
from icilabas.sources.references import KnownThings
from icilabas.sources.schema import load_ontology, load_schema
from icilabas.sources.source_description import file_source, home_of, read_source
from icilabas.sources.tables import TableReader
from icilabas.sources.workbook_sheets import is_same_as, sort_sheets
from icilabas.words import progress
from icilabas.words.matching import nearest
from icilabas.words.messages import message, suggestion
from icilabas.words.text import NOTHING, together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from icilabas.engine import Store
    from icilabas.files.csv_tables import Grid
    from icilabas.sources.editions import Edition, Yearly
    from icilabas.sources.schema import Table
    from icilabas.sources.source_description import Source
    from icilabas.sources.tables import Taken
    from icilabas.words.text import Text

    Name = str | os.PathLike[str]


TABLE_ENDING, IATI_ENDING = ".csv", ".xml"
WORKBOOKS = (".xlsx", ".xlsm", ".ods")
RECORDS = ".json"
LISTS = (*WORKBOOKS, TABLE_ENDING, ".tsv", ".txt", RECORDS)  # what may have a mapping beside it
OTHER_SHEETS = (".xls", ".xlsb", ".fods", ".ots", ".numbers", ".xlt", ".xltx", ".xltm")
_PLACE, _DOCUMENT = iri("ilb:Territory"), iri("ilb:Source")
_TITLED = """DELETE {{ GRAPH ?graph {{ ?file ?called ?name }} }} INSERT {{ GRAPH ?graph {{ ?file ?called ?longer }} }}
WHERE {{ VALUES (?graph ?name ?longer) {{ {values} }} VALUES ?called {{ dcterms:title skos:prefLabel }}
  VALUES ?kind {{ ilb:Passage ilb:Source }} GRAPH ?graph {{ ?file a ?kind ; ?called ?name }} }}"""
_OF_SERIES = tuple(engine.NamedNode(iri(name)) for name in ("dcterms:isVersionOf", "prov:wasRevisionOf"))


def gather(
    inputs: Iterable[str | os.PathLike[str]] = (),
    *,
    match_names: bool = False,
    strict: bool = False,
    narrow: Callable[[Store], object] | None = None,
    one_series: bool = False,
) -> Reading:
    """Read all inputs into one store, with the ontology; faults of the tables are collected, not raised.

    What inputs carry of what we infer ourselves is thrown away; what they say of persons stands in restricted
    passages. ``match_names``: things of one kind whose names are equal are one, persons aside.
    ``strict``: what may be a person is taken for one. ``narrow`` leaves in the store what is to count, when who is who
    is known, and before it is settled which of several values is shown. ``one_series``: the inputs are editions of one
    series, whatever they say themselves; where the later began as a copy of the earlier, it has passages of its own all
    the same, as have the files of a folder of yearly files.
    Raises DataError (unreadable) for an input that is not there, is empty, or is not what its ending says.
    """
    whole, known = Reading(engine.new_store()), Known(match_names)
    read: list[Reading] = []
    opened: list[TableInput] = []
    names_of, yearly = each_file([*inputs] or [bundled()])
    taken: frozenset[Iri] = frozenset()
    alike = _of_one_name(names_of)
    for rank, name in names_of.items():
        one = Reading(whole.store, rank, taken=taken | alike.get(rank, frozenset()))
        read.append(one)
        if one_series or rank in yearly or rank in alike:
            one.store = engine.new_store()
        tables = _read_input(name, one, known)
        if one.store is not whole.store:
            if one_series or rank in yearly:
                taken |= {*tables.source.names} if tables else _names_of(one)
            _move_apart(one, whole.store)
        opened += [tables] if tables else []
    engine.drop_graphs(whole.store, [INFERRED_GRAPH, ONTOLOGY_GRAPH])
    load_ontology(whole.store)
    names = KnownThings(whole.store)
    of_tables = [one.reading for one in opened]
    if any(one.tables for one in opened) and any(one.ranks for one in read if one not in of_tables):
        names.give_elsewhere(whole)
    _read_tables(opened, names)
    for one in read:
        whole.add(one)
    shown = {rank: _shown(name) for rank, name in names_of.items()}
    _title_with_folder(whole, {rank: Path(os.fspath(names_of[rank])) for rank in alike})
    whole.added += len(note_yearly(whole.store, whole.ranks, yearly)) if yearly else 0
    if one_series:
        whole.added += len(note_series(whole.store, whole.ranks))
    in_series = any(next(engine.matching(whole.store, None, relation), None) for relation in _OF_SERIES)
    found: list[Edition] = []
    if in_series:  # nearly always there is none, and nothing to ask
        found, faults = link_editions(whole.store, {graph: shown[rank] for graph, rank in whole.ranks.items()})
        whole.faults += faults
    _find_who_is_who(whole, names, [*shown.values()], found, match_names=match_names)
    if narrow is not None:
        narrow(whole.store)
    settle(whole, found)
    _place_persons(whole, shown, opened, strict=strict)
    return whole


def _find_who_is_who(
    whole: Reading, names: KnownThings, shown: list[str], found: list[Edition], *, match_names: bool
) -> None:
    """Let what is one have one IRI: what tables say comes first, then the rules.

    shown: what each input is called. Of ids that became longer those are told of which nothing was found.
    """
    series = {graph: edition.series for edition in found for graph in edition.graphs}
    kept = decide(whole, names, series)
    names.become_one(kept)
    known = kept.keys() | join(whole, names.describers, shown, found, match_names=match_names)
    whole.faults += [fault for thing, fault in whole.longer.items() if thing not in known]


def _read_input(name: Name, one: Reading, known: Known) -> TableInput | None:
    """Read an input; its tables, if it has any, are opened only, and returned."""
    if engine.is_endpoint(name):
        _read_endpoint(str(name), one)
        return None
    path = Path(os.fspath(name))
    with progress.stage(message("stage-reading", path=path.name), _bytes(path), size=True):
        return _open(path, one, known)


def _of_one_name(names: dict[int, Name]) -> dict[int, frozenset[Iri]]:
    """Return the passage and the document that a file would be, of files of one name in several folders, by rank.

    ``2019/members.csv`` and ``2020/members.csv`` are two passages.
    """
    homes: dict[Iri, list[int]] = defaultdict(list)
    for rank, name in names.items():
        if not engine.is_endpoint(name):
            homes[home_of(Path(os.fspath(name)))].append(rank)
    several = {home: ranks for home, ranks in homes.items() if len(ranks) > 1}
    return {
        rank: frozenset((home, Iri(f"{home}/source"))) if place else frozenset()
        for home, ranks in several.items()
        for place, rank in enumerate(ranks)
    }


def _title_with_folder(read: Reading, paths: dict[int, Path]) -> None:
    """Title files of one name with their folder, so that whoever reads who says it knows which is meant."""
    graphs = [(graph, paths[rank]) for graph, rank in read.ranks.items() if rank in paths]
    rows = (
        f"({sparql_term(graph)} {sparql_term(Lit(path.name))} {sparql_term(Lit('/'.join(path.absolute().parts[-2:])))})"
        for graph, path in sorted(graphs)
    )
    if paths:
        read.store.update(_TITLED.format(values=" ".join(rows)), prefixes=PREFIXES)


def _names_of(one: Reading) -> set[Iri]:
    """Return the names of the graphs and documents of an input."""
    documents = engine.matching(
        one.store, relation=engine.NamedNode(iri("rdf:type")), thing=engine.NamedNode(_DOCUMENT)
    )
    return {*map(Iri, engine.graphs(one.store)), *(Iri(engine.term_text(quad.subject)) for quad in documents)}


def _move_apart(one: Reading, store: Store) -> None:
    """Put what an input says into the store, under other names where inputs before it have passages of these names."""
    names = one.names_apart(_names_of(one))
    others: dict[object, engine.NamedNode] = {
        engine.NamedNode(old): engine.NamedNode(new) for old, new in names.items()
    }

    def renamed(quad: engine.EngineQuad) -> engine.EngineQuad:
        graph = others.get(quad.graph_name, quad.graph_name)
        subject, thing = others.get(quad.subject, quad.subject), others.get(quad.object, quad.object)
        return engine.EngineQuad(subject, quad.predicate, thing, graph)

    said = engine.as_written(one.store)
    engine.extend(store, map(renamed, said) if names else said)
    one.ranks = {names.get(graph, graph): rank for graph, rank in one.ranks.items()}
    one.store = store


def each_file(inputs: Iterable[Name]) -> tuple[dict[int, Name], dict[int, Yearly]]:
    """Return the inputs by their rank, each file of a folder of yearly files as one, and these files by theirs."""
    found: list[tuple[Name, Yearly | None]] = []
    for name in inputs:
        yearly = [] if engine.is_endpoint(name) else yearly_files(Path(os.fspath(name)), (*WORKBOOKS, *READERS))
        found += yearly or [(each, None) for each in _with_lists(name)]
    return (
        {rank: name for rank, (name, _year) in enumerate(found)},
        {rank: year for rank, (_name, year) in enumerate(found) if year},
    )


def _with_lists(name: Name) -> list[Name]:
    """Return an input; of a folder the lists in it that have a mapping, each by itself, and it where more is in it."""
    folder = Path(os.fspath(name))
    if engine.is_endpoint(name):
        return [name]
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix.lower() in LISTS or file.name == SOURCE_FILE)
    except OSError:  # it is told when it is opened
        return [name]
    lists: list[Name] = [file for file in files if mapping_beside(file) is not None]
    tables = [file for file in files if file not in lists and file.suffix.lower() == TABLE_ENDING]
    return [*lists, *([name] if tables or not lists else [])]


def _shown(name: str | os.PathLike[str]) -> str:
    """Return the name of an input as it may be shown."""
    return engine.Endpoint(name).shown if engine.is_endpoint(name) else os.fspath(name)


def _place_persons(whole: Reading, names: dict[int, str], opened: list[TableInput], *, strict: bool) -> None:
    """Find the persons in all inputs at once; what is said of them, tables aside, goes into restricted passages."""
    whole.persons = persons.find_persons(whole.store, quoted=whole.quotes, strict=strict)
    of_tables = set().union(*(one.graphs for one in opened))
    named: dict[int, set[object]] = {}
    for graph, whom in restricted_passages.place(whole.store, whole.persons, of_tables).items():
        rank, passage = whole.ranks.get(Iri(graph), 0), f"{graph}{restricted_passages.PERSONS}"
        whole.ranks.setdefault(Iri(passage), rank)
        for name in (passage, f"{passage}/source"):
            whole.added += sum(1 for _quad in engine.matching(whole.store, engine.NamedNode(name)))
        named.setdefault(rank, set()).update(whom)
    whole.faults += restricted_passages.persons_told(named, names)


def _bytes(path: Path) -> int:
    """Return the size of a file that is read piece by piece; of others only the end of reading is seen."""
    streamed = path.suffix.lower() in READERS and _is_file(path)
    return path.stat().st_size if streamed else 0


def _is_file(path: Path) -> bool:
    """Say whether there is a file that may be seen; whether it may be read shows when it is."""
    try:
        return path.is_file()
    except PermissionError:
        return False


def _is_folder(path: Path) -> bool:
    """Say whether the input is a folder that may be read. Raises DataError where nothing is there, or it may not."""
    try:
        mode = path.stat().st_mode
        no_device(mode)
        folder = stat.S_ISDIR(mode)
        if folder:
            next(path.iterdir(), None)
    except (FileNotFoundError, NotADirectoryError):
        raise DataError([Fault(str(path), message("no-such-input"))], unreadable=True) from None
    except OSError as error:
        raise unreadable_file(path, error) from None
    return folder


def _open(path: Path, into: Reading, known: Known) -> TableInput | None:
    """Open the tables of an input; all other files are read at once, and None is returned."""
    ending = path.suffix.lower()
    if mapped := _mapped(path):
        return _open_list(*mapped, into)
    if _is_folder(path):
        return _open_folder(path, _tables_of(path), into)
    if ending in WORKBOOKS:
        return _open_workbook(path, into)
    decided = _decisions(path) if ending == TABLE_ENDING else None
    if ending == TABLE_ENDING and decided is None:
        return _open_folder(path.parent, [path], into, lone=True)
    if decided is not None:
        into.same_as.append((path, decided))
    elif ending in READERS:
        READERS[ending](path, into, known)
    else:
        raise _unknown_ending(path)
    return None


def _decisions(path: Path) -> Grid | None:
    """Return the table where it is one of decisions, by its name or by its headings; None for any other."""
    if is_same_as(path.stem):
        return read_csv(path)
    if load_schema().table_named(path.stem):
        return None
    grid = read_csv(path)
    return grid if is_decided(grid) else None


def _tables_of(folder: Path) -> list[Path]:
    """Return the tables of a folder, but for those of another form, which are inputs of their own."""
    return sorted(file for file in folder.iterdir() if file.name.endswith(TABLE_ENDING) and not mapping_beside(file))


def _read_iati(path: Path, into: Reading, known: Known) -> None:
    from icilabas.sources.iati.activities import read_activities  # lxml and the CLDR take their time to load

    read_activities(path, known, into)


# What reads a file that says all it has to say at once, by its ending.
READERS: dict[str, Callable[[Path, Reading, Known], None]] = {
    IATI_ENDING: _read_iati,
    **dict.fromkeys(engine.FORMATS, lambda path, into, _known: read_rdf(path, into)),
}


def _unknown_ending(path: Path) -> DataError:
    endings = ", ".join((TABLE_ENDING, *WORKBOOKS, *READERS))
    text = message("unknown-ending", found=path.suffix or path.name, known=endings)
    text = message("old-workbook") if path.suffix.lower() in OTHER_SHEETS else text
    return DataError([Fault(str(path), text)], unreadable=True)


def _read_endpoint(url: str, into: Reading) -> None:
    """Fetch what the passages of an endpoint say. Raises DataError (unreadable) for all that can go wrong."""
    endpoint = engine.Endpoint(url)
    try:
        endpoint.doubt_values()
        fetched = content_of(endpoint)
    except UsageError as error:
        fault = error.fault if isinstance(error, PlaceError) else Fault(endpoint.shown, error.message)
        raise DataError([fault], unreadable=True) from None
    engine.copy(fetched, into.store)
    into.quotes = True
    into.note_graphs(engine.graphs(fetched))


def content_of(endpoint: engine.Endpoint) -> Store:
    """Return what the passages of an endpoint say, all of one version. Raises as `engine.copy` and that do."""

    def copied() -> Store:
        fetched = engine.new_store()
        engine.copy(endpoint, fetched)
        return fetched

    endpoint.ready = partial(read_version, endpoint)
    endpoint.version = endpoint.ready()
    return engine.of_one_version(endpoint, copied)


@dataclass
class TableInput:
    """The tables of one folder or workbook: opened first, read when the names of all inputs are known."""

    place: str
    source: Source
    reading: Reading
    tables: list[TableReader] = field(default_factory=list)
    mapped: bool = False  # whether a mapping says what its rows are
    left_out: list[Text] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take what the source says of itself, under the names that it is to have."""
        self.source = self.source.renamed(self.reading.names_apart(self.source.names))
        passages = [*self.source.passages.values(), *([self.source.default] if self.source.default else [])]
        self.reading.note_graphs(passage.graph for passage in passages)
        self.reading.statements += self.source.quads
        self.reading.faults += self.source.faults

    @property
    def graphs(self) -> set[str]:
        """The graphs that the tables fill, and that of what their source says of itself."""
        return {*(passage.graph for passage in self.source.passages.values()), *(quad[3] for quad in self.source.quads)}

    def open(self, grid: Grid, table: Table) -> None:
        """Take a table as one of the input's."""
        self.tables.append(TableReader(grid, table, load_schema(), self.source, self.reading))

    def read(self, names: KnownThings) -> None:
        """Read all rows; say where a table describes more or fewer things than announced."""
        faults = self.reading.faults
        taken: Taken = {}
        counts: dict[str, int] = defaultdict(int)
        for table in self.tables:
            before = len(faults)
            found = table.read(names, taken)
            counts[table.table.name] += found
            name, expected = table.table.name, self.source.expected.get(table.table.name)
            if expected is not None and expected != found and before == len(faults):
                faults.append(Fault(self.place, message("count-differs", name=name, count=found, expected=expected)))
        if self.mapped:
            self.reading.understood.append(self._understood(counts))
        self.reading.keep()

    def _understood(self, counts: dict[str, int]) -> Text:
        """Say how many things of each table were found, and in which columns."""
        parts = []
        for name, count in counts.items():
            tables = [table for table in self.tables if table.table.name == name]
            columns = sorted({column for table in tables for column in getattr(table.grid, "columns", ())})
            where = message("understood-columns", count=len(columns), columns=", ".join(map(letters, columns)))
            parts.append(
                message(
                    "understood-table", name=tables[0].table.heading, number=count, where=where if columns else NOTHING
                )
            )
        said = message("understood", place=self.place, tables=together(parts, ", "))
        return together([said, *self.left_out], "\n")

    def warn_if_empty(self, place: Path) -> None:
        """Warn of an input whose tables have no row yet, as a blank workbook has none."""
        if self.tables and not self.reading.faults and not any(table.rows for table in self.tables):
            tables = load_schema().tables
            first, second = tables["territories"].heading, tables["organizations"].heading
            text = message("nothing-filled", first=first, second=second)
            self.reading.faults.append(Fault(str(place), text, "Warning"))


def _open_folder(folder: Path, paths: list[Path], into: Reading, *, lone: bool = False) -> TableInput:
    """Open the tables of a folder; a lone table without a ``source.yaml`` beside it is its own source."""
    schema, described = load_schema(), (folder / SOURCE_FILE).is_file()
    if not described and not lone:
        raise DataError([Fault(str(folder), message("no-source"))], unreadable=True)
    source = read_source(folder / SOURCE_FILE) if described else file_source(paths[0])
    opened, found = TableInput(str(folder / SOURCE_FILE), source, into), False
    for path in paths:
        table = schema.table_named(path.stem)
        if table is None and not is_same_as(path.stem):
            near = suggestion(nearest(path.stem, schema.tables) or sorted(schema.tables))
            into.faults.append(Fault(str(path), message("unknown-table", found=path.stem) + near))
            continue
        found = found or table is not None
        try:
            grid = read_csv(path)
        except DataError as error:  # a file that is no table at all is one fault among the others
            into.faults.extend(error.faults)
            into.unreadable = True
            continue
        if table is None:
            into.same_as.append((path, grid))
        else:
            opened.open(grid, table)
    if not found and not into.faults:
        text = message("no-tables", known=", ".join(schema.tables))
        raise DataError([Fault(str(folder), text)], unreadable=True)
    opened.warn_if_empty(paths[0] if lone else folder)
    return opened


def _mapped(path: Path) -> tuple[Path, Path] | None:
    """Return a list and its mapping, where the path is either of the two; None for all else.

    Raises DataError (unreadable) for a mapping without its list.
    """
    if not path.name.lower().endswith(MAPPING_ENDING):
        mapping = mapping_beside(path) if path.suffix.lower() in LISTS and _is_file(path) else None
        return (path, mapping) if mapping else None
    return _list_of(path), path


def _list_of(mapping: Path) -> Path:
    name = mapping.name[: -len(MAPPING_ENDING)]
    beside = mapping.parent.iterdir() if mapping.parent.is_dir() else ()
    found = [path for path in sorted(beside) if path.stem == name and path.suffix.lower() in LISTS]
    if not found:
        text = message("mapping-without-list", name=f"{name}.xlsx", known=", ".join(LISTS))
        raise DataError([Fault(str(mapping), text)], unreadable=True)
    return found[0]


def _open_list(path: Path, mapping: Path, into: Reading) -> TableInput:
    """Open a list of another form as tables of ours, as the mapping beside it says."""
    from icilabas.sources.mapped_rows import mapped_tables

    said, ending = read_mapping(mapping), path.suffix.lower()
    if ending in WORKBOOKS:
        from icilabas.files.excel import read_workbook

        grids, faults = read_workbook(path)
    else:
        grids, faults = [read_records(path) if ending == RECORDS else read_csv(path, said.is_heading)], []
    source, tables, left_out = mapped_tables(said, grids, path, faults)
    into.faults.extend(faults)
    opened = TableInput(str(path), source, into, mapped=True, left_out=left_out)
    for grid, table, passage in tables:
        opened.tables.append(TableReader(grid, table, load_schema(), opened.source.by_default(passage), into))
    if not into.faults and not any(table.rows for table in opened.tables):
        into.faults.append(Fault(str(path), message("mapping-no-rows"), "Warning"))
    return opened


def _open_workbook(path: Path, into: Reading) -> TableInput:
    """Open the sheets of a workbook."""
    from icilabas.files.excel import read_workbook  # what reads workbooks takes its time to load

    grids, faults = read_workbook(path)
    source, tables = sort_sheets(path, grids, load_schema(), into)
    into.faults.extend(faults)
    opened = TableInput(str(path), source, into)
    for grid, table in tables:
        opened.open(grid, table)
    opened.warn_if_empty(path)
    return opened


def _read_tables(opened: list[TableInput], names: KnownThings) -> None:
    """Read the rows of all tables: ids that are written come first, then those made from labels, then references."""
    tables = [table for one in opened for table in one.tables]
    for table in tables:
        table.claim(names)
    for one in opened:  # of an input, places first: all else is named after them
        for table in sorted(one.tables, key=lambda table: table.table.class_ != _PLACE):
            table.note(names)
    for one in progress.each(opened, message("stage-linking")):
        one.read(names)
