"""What was read: the one carrier of statements, faults and places on their way from a cell to the store."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, Iri, Lit, iri, local_name, sparql_term
from icilabas.errors import Fault
from icilabas.files.csv_tables import at
from icilabas.sources.schema import load_schema
from icilabas.words.messages import message
from icilabas.words.text import tongue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from icilabas.engine.terms import Quad
    from icilabas.files.csv_tables import Grid
    from icilabas.sources.persons import Persons
    from icilabas.words.text import Text


_LABEL, _OTHER = iri("skos:prefLabel"), iri("skos:altLabel")


class RowPlace(NamedTuple):
    """A row of a table that describes a thing: its file or sheet, its number, and the column of each property there.

    file: ``file.csv``, or ``book.xlsx:sheet!``. Rows and columns count from 1; blank cells have no column here.
    """

    file: str
    row: int
    columns: dict[Iri, int]

    def cell(self, path: str) -> str | None:
        """Return the place of the cell that states the property, None where the row states nothing of it."""
        column = self.columns.get(Iri(path))
        return None if column is None else at(self.file, self.row, column)


class Decision(NamedTuple):
    """A row of a table: the things that may be one, the first of which is kept, and what was decided of them.

    answer: ``yes``, ``no``, ``later``, or empty where nothing was decided. when: a date, or empty. place: of the row.
    """

    things: tuple[Iri, ...]
    answer: str
    when: str
    place: str


@dataclass(eq=False)
class Reading:
    """What one input says, or all of them: statements, what is wrong with them, and where each thing is described.

    All inputs fill one store; ``statements`` are those that wait until their input has been read to its end.
    rank: which of the inputs it is, from 0. Where two disagree, the first is kept.
    rows: the rows of tables that describe a thing. headings: of each table (by its home) the column of a property.
    lines: ``file:line`` of what IATI files describe. files: the RDF files, which are read again for a place.
    same_as: tables that state which things are one; they wait until the names of all inputs are known.
    decisions: their rows.
    ranks: of each graph that states facts the rank of the first input that has it.
    """

    store: engine.Store
    rank: int = 0
    statements: list[Quad] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: dict[Iri, list[RowPlace]] = field(default_factory=dict)
    headings: dict[str, dict[Iri, int]] = field(default_factory=dict)
    lines: dict[Iri, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    same_as: list[tuple[Path, Grid]] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    ranks: dict[Iri, int] = field(default_factory=dict)
    persons: Persons | None = None  # of all inputs; none were looked for as long as it is None
    lost: list[Fault] = field(default_factory=list)  # of files that do not tell any more who may see what
    unreadable: bool = False  # whether a table could not be read at all
    quotes: bool = False  # whether a statement may quote another (RDF 1.2)
    added: int = 0  # statements about the passages that RDF files are, which these do not say themselves

    def note_graphs(self, graphs: Iterable[str]) -> None:
        """Note that the graphs are of this input."""
        self.ranks.update(dict.fromkeys(map(Iri, graphs), self.rank))

    def keep(self) -> None:
        """Put the statements that wait into the store."""
        engine.add(self.store, self.statements)
        self.statements.clear()

    def cell_of(self, thing: str, path: str) -> str | None:
        """Return the first cell that states the property of the thing; else its first row, below the heading for it.

        None where no table describes the thing.
        """
        rows = self.rows.get(Iri(thing))
        if not rows:
            return None
        for row in rows:
            if cell := row.cell(path):
                return cell
        first = rows[0]
        return at(first.file, first.row, self.headings.get(first.file, {}).get(Iri(path), 1))

    def add(self, other: Reading) -> None:
        """Take over what another input says; of the same thing, what was there first comes first."""
        other.keep()
        self.faults += other.faults
        for thing, rows in other.rows.items():
            self.rows.setdefault(thing, []).extend(rows)
        self.headings |= other.headings
        self.lines = other.lines | self.lines
        self.files += other.files
        self.same_as += other.same_as
        self.lost += other.lost
        self.ranks |= {graph: min(rank, self.ranks.get(graph, rank)) for graph, rank in other.ranks.items()}
        self.unreadable |= other.unreadable
        self.quotes |= other.quotes
        self.added += other.added


def settle(read: Reading) -> None:
    """Settle the disagreements of inputs in the store: of what can have one value, the first input's is kept.

    Other labels become other names; each other value that is left out is a warning among the faults.
    """
    if len(set(read.ranks.values())) < 2:  # noqa: PLR2004  # one input cannot disagree with another
        return
    columns = [column for table in load_schema().tables.values() for column in table.columns]
    single = {column.path: column.heading for column in columns if not column.many and not column.lang}
    for subject, path, values in _said_more_than_once(read, {*single, _LABEL}):
        first = min(rank for rank, _thing, _graph in values)
        kept = {thing for rank, thing, _graph in values if rank == first}
        for _rank, thing, graph in sorted(values, key=str):
            if thing in kept:
                continue
            old = f"{sparql_term(subject)} {sparql_term(path)} {sparql_term(thing)}"
            read.store.update(f"DELETE DATA {{ GRAPH {sparql_term(graph)} {{ {old} }} }}")
            if path == _LABEL and isinstance(thing, Lit):
                if thing.value not in {name.value for name in kept if isinstance(name, Lit)}:
                    engine.add(read.store, [(subject, _OTHER, Lit(thing.value), graph)])
            else:
                read.faults.append(_left_out(read, subject, path, single[path], (thing, min(kept, key=str))))


def _said_more_than_once(read: Reading, paths: set[Iri]) -> Iterator[tuple[Iri, Iri, list[tuple[int, Iri | Lit, Iri]]]]:
    """Yield what inputs state by the properties, a language at a time: each value with its rank and graph."""
    said: dict[tuple[Iri, Iri, str], list[tuple[int, Iri | Lit, Iri]]] = defaultdict(list)
    for subject, path, thing, graph in engine.quads(read.store):
        if path in paths and graph in read.ranks and graph not in {INFERRED_GRAPH, ONTOLOGY_GRAPH}:
            said[subject, path, tongue(getattr(thing, "lang", None))].append((read.ranks[graph], thing, graph))
    for (subject, path, _lang), values in sorted(said.items(), key=str):
        if len(values) > 1:
            yield subject, path, values


def _left_out(read: Reading, subject: Iri, path: Iri, name: Text, values: tuple[Iri | Lit, Iri | Lit]) -> Fault:
    """Return the warning of a value that is left out for another one: at the last cell that states the property."""
    cells = [cell for row in read.rows.get(subject, []) if (cell := row.cell(path))]
    found, kept = (value.value if isinstance(value, Lit) else local_name(value) for value in values)
    text = message("disagree", name=name, thing=local_name(subject), found=found, kept=kept)
    return Fault(cells[-1] if cells else local_name(subject), text, "Warning")
