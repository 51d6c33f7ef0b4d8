"""Rules over columns: what a CONSTRUCT finds is added as whole numbers, so that millions take little memory.

The WHERE of a rule is compiled as `sparql_as_sql` compiles that of a question; what it finds and no graph says is added
to the tables that the next rule reads. DuckDB goes on in files where its memory does not suffice.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from icilabas.engine.quad_columns import Columns, NoColumnsError
from icilabas.engine.sparql_as_sql import constants_of, construct_sql
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES, Iri

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = ["ColumnRules", "NoColumnsError"]

_TYPE, _INFERRED = Iri(f"{PREFIXES['rdf']}type"), Iri(INFERRED_GRAPH)
_MEMORY = "500MB"
_FOUND = """CREATE OR REPLACE TEMP TABLE found AS SELECT DISTINCT s, p, o FROM ({found}) r
  WHERE s IS NOT NULL AND p IS NOT NULL AND o IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM triple t WHERE t.s = r.s AND t.p = r.p AND t.o = r.o)"""
_LINES = """SELECT concat(a.t, ' ', b.t, ' ', c.t, ?) FROM new
  JOIN term a ON a.i = s JOIN term b ON b.i = p JOIN term c ON c.i = o"""
_ROWS = 50_000  # lines that are written at once


class ColumnRules:
    """A file of N-Quads to which rules add what they find."""

    def __init__(self, lines: Path, rules: Collection[str]) -> None:
        """Encode the file. Raises OSError where the disk is full.

        Raises NoColumnsError where there are no columns, or where one of the rules cannot be compiled.
        """
        self._lines = lines
        said = {term for rule in rules for term in constants_of(rule)}  # which what they find may say
        try:
            self._columns = Columns(lines, {*said, _TYPE, _INFERRED}, memory=_MEMORY, beside=lines.parent)
        except NoColumnsError as error:
            full = [each for each in error.args if isinstance(each, OSError) and each.errno]
            raise next(iter(full), error) from None
        self._known = self._columns.numbers([_TYPE, _INFERRED])
        try:
            self._sql = {rule: construct_sql(self._columns, rule) for rule in rules}
        except NoColumnsError:
            self._columns.close()
            raise
        self._columns.change("CREATE TABLE new (s INTEGER, p INTEGER, o INTEGER)")

    def construct(self, rule: str, relations: set[str]) -> int:
        """Add what the rule finds and no graph says; return how many triples. Their relations are noted.

        Raises OSError where the disk is full, or the memory does not suffice.
        """
        change, types = self._columns.change, [self._known[_TYPE]]
        graph = [self._known[_INFERRED]]
        change(_FOUND.format(found=self._sql[rule]))
        change("INSERT INTO new SELECT * FROM found")
        change("INSERT INTO triple SELECT * FROM found")
        change("INSERT INTO quad SELECT *, ? FROM found", graph)
        change("INSERT INTO type SELECT s, o FROM found WHERE p = ?", types)
        change("INSERT INTO typed SELECT s, o, ? FROM found WHERE p = ?", [*graph, *types])
        counted = change("SELECT v, COUNT(*) FROM found JOIN term ON i = p GROUP BY v").fetchall()
        relations |= {name for name, _count in counted}
        return sum(count for _name, count in counted)

    def write(self) -> None:
        """Write all that was found behind the lines of the file, and let go of it. Raises OSError for a full disk."""
        found = self._columns.change(_LINES, [f" <{_INFERRED}> .\n"])
        with closing(self._columns), self._lines.open("ab") as file:
            while rows := found.fetchmany(_ROWS):
                file.write("".join(line for (line,) in rows).encode())
