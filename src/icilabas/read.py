"""Inputs to a dataset: tables, workbooks, RDF and IATI files, endpoints, merged; who says what stays apart by graph."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icilabas import engine, fetching, profiles, progress, rdffile, storing
from icilabas.cells import Grid, read_csv
from icilabas.errors import DataError, Fault
from icilabas.iatiknown import Known
from icilabas.infer import infer as run_rules
from icilabas.messages import message
from icilabas.notes import tell
from icilabas.opening import Opened, open_folder, open_workbook
from icilabas.paths import DEFAULT_DATASET, DEFAULT_FILE
from icilabas.reasons import why
from icilabas.references import Names
from icilabas.sameas import merge, read_same_as
from icilabas.schema import load_ontology, load_schema
from icilabas.settling import settle
from icilabas.sheets import is_same_as
from icilabas.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    import rdflib

_AT_ONCE = 5  # seconds in which a checkout, or an installation, writes all the files that it brings
TABLE_ENDING, IATI_ENDING = ".csv", ".xml"
WORKBOOKS = (".xlsx", ".xlsm")
OTHER_SHEETS = (".xls", ".xlsb", ".ods", ".numbers", ".xlt", ".xltx", ".xltm")


@dataclass
class Gathered:
    """What the inputs say: the store, the faults of reading, where each thing was described, under which headings."""

    store: Any
    faults: list[Fault] = field(default_factory=list)
    rows: dict[Iri, list[tuple[str, int, dict[Iri, int]]]] = field(default_factory=dict)
    headings: dict[str, dict[Iri, int]] = field(default_factory=dict)
    lines: dict[Iri, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    unreadable: bool = False
    fetched: bool = False  # whether an endpoint is among the inputs
    ranks: dict[Iri, int] = field(default_factory=dict)  # of each graph, which input it is from

    def ranked(self, graphs: Iterable[str], rank: int) -> None:
        """Note from which input the graphs are: the first that has them."""
        for graph in graphs:
            self.ranks.setdefault(Iri(graph), rank)


def _read_rdf(path: Path, rank: int, into: Gathered) -> None:
    into.ranked(rdffile.read(path, into.store, into.faults), rank)
    into.files.append(path)


def _read_iati(path: Path, rank: int, into: Gathered, known: Known) -> None:
    from icilabas import iatifile  # lxml and the CLDR take their time to load

    for quads in iatifile.read(path, known, into.faults):
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
        raise DataError([Fault(str(path), message("unreadable", error=why(error)))], unreadable=True) from None
    return folder


def _open(path: Path, rank: int, into: Gathered, known: Known, same: list[tuple[Path, Grid]]) -> Opened | None:
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
    opened: list[Opened] = []
    for rank, name in enumerate([*inputs] or [_bundled()]):
        if engine.is_endpoint(name):
            fetching.read(str(name), rank, into)
            continue
        path = Path(os.fspath(name))
        with progress.stage(message("stage-reading", path=path.name), _bytes(path), size=True):
            one = _open(path, rank, into, known, same)
        if one:
            opened.append(one)
            into.ranked(one.graphs(), rank)
    load_ontology(into.store)
    names = Names(load_schema(), into.store)
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


def _merge(path: Path, grid: Grid, names: Names, into: Gathered) -> None:
    pairs, faults = read_same_as(grid, names)
    into.faults.extend(faults)
    for old, new in merge(into.store, path, pairs).items():
        into.rows.setdefault(new, []).extend(into.rows.pop(old, []))


def load_store(
    inputs: Iterable[str | os.PathLike[str]] = (),
    *,
    infer: bool = True,
    profile: str = profiles.INTERNAL,
    match_names: bool = False,
) -> Any:
    """Read the inputs as an engine's own store: what the commands use, without importing rdflib.

    Raises DataError with every fault of the tables, UsageError for an unknown profile. What the profile does not
    show is dropped before anything is inferred. What was not kept, or not as it stands, is told (`notes`).
    """
    gathered = gather(inputs, match_names=match_names)
    if any(fault.severity == "Violation" for fault in gathered.faults):
        raise DataError(gathered.faults, unreadable=gathered.unreadable)
    tell(gathered.faults)
    profiles.apply(gathered.store, profile)
    if infer:
        run_rules(gathered.store)
    return gathered.store


def load(
    *inputs: str | os.PathLike[str],
    infer: bool = True,
    restricted: bool = True,
    match_names: bool = False,
    store: str | os.PathLike[str] | None = None,
) -> rdflib.Dataset:
    """Read datasets, workbooks, RDF and IATI files as one ``rdflib.Dataset``; without inputs, the Lille workshop.

    ``store`` is a folder that ``icilabas convert INPUT --store`` made: the dataset on it is read-only, and as it was
    made then, rules applied; with ``restricted=False`` it has to have been made with the public profile.

    The union of all named graphs answers queries; ``GRAPH ?passage { … }`` says which passage states a triple.
    With ``infer``, what the rules add stands in ``ilg:inferred``. With ``restricted=False`` the passages about
    persons are left out, before anything is inferred. With ``match_names`` organisations of IATI files that have no
    reference are one where their names are equal but for case, accents and punctuation; else they stay apart.
    A single SPARQL endpoint (``https://…``) is not read but asked where it stands; among other inputs its content is
    fetched. Raises DataError with one line for each fault, UsageError for inputs and a store together, and a store or
    an endpoint that cannot be read; what is not kept of a file is logged as a warning.
    """
    profile = profiles.INTERNAL if restricted else profiles.PUBLIC
    if store is not None:
        storing.only_one(inputs, store)
        return engine.as_dataset(storing.open_store(Path(store), profile))
    if len(inputs) == 1 and engine.is_endpoint(inputs[0]):
        return fetching.as_dataset(str(inputs[0]), profile)
    read = load_store(inputs, infer=infer, profile=profile, match_names=match_names)
    return engine.as_dataset(read)
