"""What was read: the one carrier of statements, faults and places on their way from a cell to the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, Iri
from icilabas.files.csv_tables import at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from icilabas.engine.terms import Quad
    from icilabas.errors import Fault
    from icilabas.files.csv_tables import Grid
    from icilabas.sources.persons import Persons
    from icilabas.words.text import Text


class RowPlace(NamedTuple):
    """A row of a table that describes a thing: its file or sheet, its number, and the column of each property there.

    file: ``file.csv``, or ``book.xlsx:sheet!``. Rows and columns count from 1; blank cells have no column here.
    headings: the column of each property that has one in the table, which all its rows share.
    """

    file: str
    row: int
    columns: dict[Iri, int]
    headings: Mapping[Iri, int] = MappingProxyType({})

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
    rows: the rows of tables that describe a thing.
    lines: ``file:line`` of what IATI files describe. files: the RDF files, which are read again for a place.
    same_as: tables that state which things are one; they wait until the names of all inputs are known.
    decisions: their rows.
    ranks: of each graph that states facts the rank of the first input that has it.
    taken: the names of graphs and documents that inputs before it have: those of this one are to be others.
    """

    store: engine.Store
    rank: int = 0
    statements: list[Quad] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: dict[Iri, list[RowPlace]] = field(default_factory=dict)
    lines: dict[Iri, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    same_as: list[tuple[Path, Grid]] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    ranks: dict[Iri, int] = field(default_factory=dict)
    taken: frozenset[Iri] = frozenset()
    persons: Persons | None = None  # of all inputs; none were looked for as long as it is None
    longer: dict[Iri, Fault] = field(default_factory=dict)  # ids that became longer, unless they are given up later
    told_apart: list[frozenset[Iri]] = field(default_factory=list)  # what seems to be one, and is told to stay apart
    lost: list[Fault] = field(default_factory=list)  # of files that do not tell any more who may see what
    unreadable: bool = False  # whether a table could not be read at all
    quotes: bool = False  # whether a statement may quote another (RDF 1.2)
    understood: list[Text] = field(default_factory=list)  # of lists of another form, how they were read
    added: int = 0  # statements about the passages that RDF files are, which these do not say themselves

    def note_graphs(self, graphs: Iterable[str]) -> None:
        """Note that the graphs are of this input."""
        self.ranks.update(dict.fromkeys(map(Iri, graphs), self.rank))

    def names_apart(self, names: Iterable[Iri]) -> dict[Iri, Iri]:
        """Return other names for those of its graphs and documents that an input before it has as well."""
        own = {Iri(name): Iri(f"{name}--{self.rank + 1}") for name in names if name in self.taken}
        return {name: other for name, other in own.items() if name not in {INFERRED_GRAPH, ONTOLOGY_GRAPH}}

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
        return at(first.file, first.row, first.headings.get(Iri(path), 1))

    def add(self, other: Reading) -> None:
        """Take over what another input says; of the same thing, what was there first comes first."""
        other.keep()
        self.faults += other.faults
        for thing, rows in other.rows.items():
            self.rows.setdefault(thing, []).extend(rows)
        self.lines = other.lines | self.lines
        self.files += other.files
        self.same_as += other.same_as
        self.longer |= other.longer
        self.lost += other.lost
        self.ranks |= {graph: min(rank, self.ranks.get(graph, rank)) for graph, rank in other.ranks.items()}
        self.unreadable |= other.unreadable
        self.quotes |= other.quotes
        self.added += other.added
        self.understood += other.understood
