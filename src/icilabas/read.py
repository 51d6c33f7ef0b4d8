"""Inputs to a dataset: folders of tables, single tables, RDF and IATI files; who says what stays apart by graph."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icilabas import engine, rdffile
from icilabas.errors import DataError, Fault
from icilabas.iatiknown import Known
from icilabas.infer import infer as run_rules
from icilabas.messages import message, suggestion
from icilabas.paths import DEFAULT_DATASET
from icilabas.schema import load_ontology, load_schema
from icilabas.source import read_source
from icilabas.tables import Reading, read_table
from icilabas.terms import RESTRICTED, Iri, local_name, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import rdflib

SOURCE_FILE, TABLE_ENDING, IATI_ENDING = "source.yaml", ".csv", ".xml"
_RESTRICTED = f"SELECT DISTINCT ?graph WHERE {{ ?graph dcterms:accessRights <{RESTRICTED}> }} ORDER BY ?graph"
_TYPED = "SELECT DISTINCT ?thing WHERE { GRAPH ?graph { ?thing a ?class } }"


@dataclass
class Gathered:
    """What the inputs say: the store, the faults of reading, and where each thing was described."""

    store: Any
    faults: list[Fault] = field(default_factory=list)
    rows: dict[Iri, list[tuple[str, int, dict[Iri, int]]]] = field(default_factory=dict)
    lines: dict[Iri, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    unreadable: bool = False


def _read_folder(folder: Path, tables: Iterable[Path], into: Gathered) -> Reading:
    schema = load_schema()
    if not (folder / SOURCE_FILE).is_file():
        text = message("source-key", name=SOURCE_FILE, expected="id, source, editors, passages")
        raise DataError([Fault(str(folder / SOURCE_FILE), text)], unreadable=True)
    source, reading = read_source(folder / SOURCE_FILE), Reading()
    engine.add(into.store, source.quads)
    found = False
    for path in tables:
        table = schema.tables.get(path.stem)
        if table is None:
            near = suggestion(nearest(path.stem, schema.tables) or sorted(schema.tables))
            reading.faults.append(Fault(str(path), message("unknown-table", found=path.stem) + near))
            continue
        found = True
        read_table(path, table, schema, source, reading)
        expected = source.expected.get(table.name)
        if expected is not None and expected != reading.counts[table.name] and not reading.faults:
            text = message("count-differs", name=table.name, found=reading.counts[table.name], expected=expected)
            reading.faults.append(Fault(str(folder / SOURCE_FILE), text))
    if not found and not reading.faults:
        text = message("no-tables", known=", ".join(schema.tables))
        raise DataError([Fault(str(folder), text)], unreadable=True)
    engine.add(into.store, reading.quads)
    into.faults.extend(reading.faults)
    into.unreadable |= reading.unreadable
    for subject, rows in reading.rows.items():
        into.rows.setdefault(subject, []).extend(rows)
    return reading


def _read_rdf(path: Path, into: Gathered) -> None:
    quads, about = rdffile.read(path, into.faults)
    into.store.extend(quads)
    engine.add(into.store, about)
    into.files.append(path)


def _read_iati(path: Path, into: Gathered, known: Known) -> None:
    from icilabas import iatifile  # lxml and the CLDR take their time to load

    for quads in iatifile.read(path, known, into.faults):
        engine.add(into.store, quads)
    into.lines |= known.lines


def _check_references(readings: list[Reading], into: Gathered) -> None:
    references = [reference for reading in readings for reference in reading.references]
    open_ones = [reference for reference in references if reference[1] not in into.rows]
    typed = {row[0] for row in engine.select(into.store, _TYPED).rows} if open_ones else set()
    names = sorted(map(local_name, typed))
    for place, thing, column in open_ones:
        if thing not in typed:
            found = local_name(thing)
            text = message("refers-to-nothing", found=found, remedy=column.remedy) + suggestion(nearest(found, names))
            into.faults.append(Fault(place, text))


def gather(inputs: Iterable[str | os.PathLike[str]] = (), *, match_names: bool = False) -> Gathered:
    """Read all inputs into one store, with the ontology; faults of the tables are collected, not raised.

    ``match_names``: organisations of IATI files that have no reference are one where their names are equal.
    Raises DataError (unreadable) for an input that is not there, is empty, or is not what its ending says.
    """
    into, readings, known = Gathered(engine.new_store()), [], Known(match_names)
    for path in [Path(os.fspath(name)) for name in inputs] or [DEFAULT_DATASET]:
        if path.is_dir():
            readings.append(_read_folder(path, sorted(path.glob(f"*{TABLE_ENDING}")), into))
        elif not path.exists():
            raise DataError([Fault(str(path), message("no-such-input"))], unreadable=True)
        elif path.suffix.lower() == TABLE_ENDING:
            readings.append(_read_folder(path.parent, [path], into))
        elif path.suffix.lower() in engine.FORMATS:
            _read_rdf(path, into)
        elif path.suffix.lower() == IATI_ENDING:
            _read_iati(path, into, known)
        else:
            endings = ", ".join((TABLE_ENDING, IATI_ENDING, *engine.FORMATS))
            text = message("unknown-ending", found=path.suffix or path.name, known=endings)
            raise DataError([Fault(str(path), text)], unreadable=True)
    load_ontology(into.store)
    _check_references(readings, into)
    return into


def restricted_graphs(store: Any) -> list[str]:
    """Return the named graphs that may not be published."""
    return [row[0] for row in engine.select(store, _RESTRICTED).rows]


def warn_of(gathered: Gathered, warn: Callable[[Fault], None] | None) -> None:
    """Tell ``warn`` each warning of reading, in the order of their places."""
    for fault in sorted(set(gathered.faults)):
        if warn and fault.severity == "Warning":
            warn(fault)


def load_store(
    inputs: Iterable[str | os.PathLike[str]] = (),
    *,
    infer: bool = True,
    restricted: bool = True,
    match_names: bool = False,
    warn: Callable[[Fault], None] | None = None,
) -> Any:
    """Read the inputs as an engine's own store: what the commands use, without importing rdflib.

    Raises DataError with every fault of the tables. Restricted graphs are dropped before anything is inferred.
    ``warn`` is told of each thing that was not kept, or not as it stands.
    """
    gathered = gather(inputs, match_names=match_names)
    warn_of(gathered, warn)
    if any(fault.severity == "Violation" for fault in gathered.faults):
        raise DataError(gathered.faults, unreadable=gathered.unreadable)
    if not restricted:
        engine.drop_graphs(gathered.store, restricted_graphs(gathered.store))
    if infer:
        run_rules(gathered.store)
    return gathered.store


def load(
    *inputs: str | os.PathLike[str], infer: bool = True, restricted: bool = True, match_names: bool = False
) -> rdflib.Dataset:
    """Read datasets, tables, RDF and IATI files as one ``rdflib.Dataset``; without inputs, the bundled Lille workshop.

    The union of all named graphs answers queries; ``GRAPH ?passage { … }`` says which passage states a triple.
    With ``infer``, what the rules add stands in ``ilg:inferred``. With ``restricted=False`` the passages about
    persons are left out, before anything is inferred. With ``match_names`` organisations of IATI files that have no
    reference are one where their names are equal but for case, accents and punctuation; else they stay apart.
    Raises DataError with one line for each fault; what is not kept of a file, ``validate`` says on the command line.
    """
    store = load_store(inputs, infer=infer, restricted=restricted, match_names=match_names)
    return engine.as_dataset(store)
