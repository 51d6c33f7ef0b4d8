"""The sheets of a workbook: which is the source, which are tables, and which are none of ours."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from icilabas import sourcesheet
from icilabas.errors import DataError, Fault
from icilabas.filesource import file_source
from icilabas.headings import placed
from icilabas.messages import Bilingual, either, message
from icilabas.terms import fold, nearest

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.cells import Grid
    from icilabas.schema import Schema, Table
    from icilabas.source import Source

HELP, LISTS = Bilingual("Mode d'emploi", "Read me"), Bilingual("Listes", "Lists")
SAME_AS = ("same-as", "identiques")
_OURS = {fold(name) for pair in (HELP, LISTS) for name in (pair.fr, pair.en)}
_ALIKE, _SHARE, _FEW = 0.75, 0.6, 3


@dataclass
class Sheets:
    """What the sheets of a workbook are."""

    source: Source
    tables: list[tuple[Grid, Table]] = field(default_factory=list)
    same: list[Grid] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def is_same_as(name: str) -> bool:
    """Say whether a sheet or file of this name states what is one."""
    return fold(name) in map(fold, SAME_AS)


def sort_sheets(path: Path, grids: list[Grid], schema: Schema) -> Sheets:
    """Say what each sheet is. Raises DataError (unreadable) when none is a table."""
    found, unknown = Sheets(file_source(path)), []
    first: dict[str, str] = {}
    for grid in grids:
        table = schema.table_named(grid.name)
        if fold(grid.name) in sourcesheet.NAMES:
            source, faults = sourcesheet.read_sheet(grid, path)
            found.source = source or found.source
            found.faults.extend(faults)
        elif is_same_as(grid.name):
            found.same.append(grid)
        elif table and table.name in first:
            text = message("twice-sheet", found=grid.name, first=first[table.name])
            found.faults.append(Fault(grid.at(1), text))
        elif table:
            first[table.name] = grid.name
            found.tables.append((grid, table))
        elif fold(grid.name) not in _OURS:
            unknown.append(grid)
    named = schema.table_named(path.stem)
    if named and not found.tables and len(unknown) == 1:  # a simple list, named by its file
        found.tables.append((unknown.pop(), named))
    for grid in unknown:
        found.faults.append(_unknown(grid, [t for t in schema.tables.values() if t.name not in first]))
    if not found.tables and not found.same and not any(fault.severity == "Violation" for fault in found.faults):
        known = Bilingual(*(", ".join(t.heading.text(lang) for t in schema.tables.values()) for lang in ("fr", "en")))
        raise DataError([*found.faults, Fault(str(path), message("no-known-sheet", known=known))], unreadable=True)
    return found


def _unknown(grid: Grid, missing: list[Table]) -> Fault:
    """A sheet that looks like a table that is not there was renamed: a fault. Any other is left out: a warning."""
    names = {fold(name): table for table in missing for name in (table.name, table.heading.fr, table.heading.en)}
    near = nearest(grid.name, names)
    if near and difflib.SequenceMatcher(None, fold(grid.name), fold(near[0])).ratio() >= _ALIKE:
        return _renamed(grid, [names[near[0]]])
    headings = [heading for heading in (grid.rows[0][1] if grid.rows else []) if heading]
    counts = {table.name: sum(name is not None for name in placed(table, headings)) for table in missing}
    best = max(counts.values(), default=0)
    if best >= _FEW and best >= _SHARE * len(headings):
        return _renamed(grid, [table for table in missing if counts[table.name] == best])
    text = message("unknown-sheet", found=grid.name)
    if near:
        text += either([names[fold(name)].heading for name in near])
    return Fault(grid.at(1), text, "Warning")


def _renamed(grid: Grid, tables: list[Table]) -> Fault:
    return Fault(
        grid.at(1), message("renamed-sheet", found=grid.name) + either([table.heading for table in tables[:4]])
    )
