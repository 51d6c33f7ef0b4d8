"""A store as columns: its quads as whole numbers over a dictionary of its terms, in tables of DuckDB.

They are made at once, from the engine's own writing of all quads, for stores that are asked many queries (`make`), and
kept beside the store until it is changed. Joins of such columns take a tenth of the time that the engine takes on a
million quads; see `sparql_as_sql`, which asks them. Terms that are ordered by what they are called have their numbers
in that order: ``ORDER BY`` a term is by its number, where `comparable` says so.

Where there is no DuckDB (the extra ``columns``), where the store is small, has quads in the default graph or triples in
triples, where the disk is full or ``ICILABAS_ENGINE=oxigraph`` is set, there are no columns, and the engine answers.
"""

from __future__ import annotations

import errno
import os
import re
import weakref
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from icilabas.engine import written
from icilabas.engine.terms import PREFIXES, Iri, Lit, sparql_term
from icilabas.errors import UsageError, needs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import duckdb
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Term = Iri | Lit

LARGE = 50_000  # quads: from so many on, columns are made in less time than they save
SWITCH, _OFF = "ICILABAS_ENGINE", "oxigraph"
_MEMORY = "300MB"
_LINE = 1 << 25  # bytes of a quad at most, and of what is read at once: DuckDB would take 16 times that
_READ = f"read_csv(?, delim='\t', quote='', escape='', auto_detect=false, max_line_size={_LINE}, buffer_size={_LINE}, "
_ROWS = f"""CREATE TEMP TABLE raw AS SELECT * FROM {_READ}
  header=true, columns={{'s': 'VARCHAR', 'p': 'VARCHAR', 'o': 'VARCHAR', 'g': 'VARCHAR'}})"""
_LINES = rf"""CREATE TEMP TABLE raw AS
WITH line AS (SELECT line, instr(line, ' ') AS first FROM {_READ} header=false, columns={{'line': 'VARCHAR'}})),
named AS (SELECT line[:first - 1] AS s, line[first + 1:-3] AS rest FROM line),
half AS (SELECT s, rest[:instr(rest, ' ') - 1] AS p, rest[instr(rest, ' ') + 1:] AS rest,
  regexp_extract(rest, ' (<[^ ]*>|_:[^ ]*)$', 1) AS g FROM named)
SELECT s, p, rest[:-length(g) - 2] AS o, g FROM half"""
_QUADS = "SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
_TYPE = Iri(f"{PREFIXES['rdf']}type")
_XSD = PREFIXES["xsd"]
_NOWHERE = 64  # constants of a query that no quad has, at most: each is looked for by itself
GAP = 16  # from the number of a term to the next: constants of a query that are no terms of the data stand between
# The sorts of terms, in the order of their numbers. Of the last, and of two sorts of literals, there is no order that
# each engine would keep: numbers of several types may be equal, times may have zones.
BLANK, NAMED, TEXT, INTEGER, DECIMAL, DOUBLE, ODD = range(7)
_DATES = "|".join(
    f"<{_XSD}{name}>{form}"
    for name, form in {
        "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "gYear": "[0-9]{4}",
        "gYearMonth": "[0-9]{4}-[0-9]{2}",
        "dateTime": "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}",
    }.items()
)
_WHOLE = "-?[0-9]{1,18}"
# ``t``: a term as the engine writes it in TSV; ``v``: its text, ``d``: its datatype, ``l``: its language.
_TERMS = rf"""CREATE TEMP TABLE parsed AS
WITH split AS (SELECT t, t[1] AS f, CASE WHEN t[1] = '"' THEN
    regexp_extract(t, '"(@[A-Za-z0-9-]+|\^\^<[^<>"]*>)?$', 1) END AS e
  FROM (SELECT s AS t FROM raw UNION SELECT p FROM raw UNION SELECT o FROM raw UNION SELECT g FROM raw
    UNION SELECT t FROM also)),
told AS (SELECT t, f, CASE f WHEN '<' THEN t[2:-2] WHEN '_' THEN t WHEN '"' THEN t[2:-2-length(e)] ELSE t END AS v,
  CASE WHEN f IN ('<', '_') THEN '' WHEN e = '' THEN '{_XSD}string' WHEN e[1] = '@' THEN '{PREFIXES["rdf"]}langString'
    WHEN f = '"' THEN e[4:-2] WHEN t IN ('true', 'false') THEN '{_XSD}boolean'
    WHEN contains(lower(t), 'e') THEN '{_XSD}double' WHEN contains(t, '.') THEN '{_XSD}decimal'
    ELSE '{_XSD}integer' END AS d,
  CASE WHEN e[1] = '@' THEN e[2:] ELSE '' END AS l FROM split)
SELECT t, v, d, l, CASE WHEN f = '_' THEN {BLANK} WHEN f = '<' AND t[2] != '<' THEN {NAMED}
  WHEN f = '<' OR contains(l, '--') THEN NULL
  WHEN d = '{_XSD}integer' AND regexp_full_match(v, '{_WHOLE}') THEN {INTEGER}
  WHEN d = '{_XSD}decimal' AND regexp_full_match(v, '-?[0-9]{{1,15}}(\.[0-9]{{1,18}})?') THEN {DECIMAL}
  WHEN d = '{_XSD}double' AND regexp_full_match(v, '-?[0-9.]+([eE]-?[0-9]+)?') AND TRY_CAST(v AS DOUBLE) != 0
    THEN {DOUBLE}
  WHEN d = '{_XSD}boolean' AND v NOT IN ('true', 'false') THEN {ODD}
  WHEN d IN ('{_XSD}string', '{_XSD}boolean') OR NOT starts_with(d, '{_XSD}')
    OR regexp_full_match('<' || d || '>' || v, '{_DATES}') THEN {TEXT} ELSE {ODD} END::UTINYINT AS sort
FROM told"""
_VALUE = f"""CASE WHEN sort IN ({INTEGER}, {DECIMAL}) THEN CAST(v AS DECIMAL(38, 18)) END,
  CASE WHEN sort = {DOUBLE} THEN CAST(v AS DOUBLE) END"""
_NUMBERED = f"""CREATE TABLE term AS
SELECT ((row_number() OVER (ORDER BY sort, {_VALUE}, v, d, l) + sort) * {GAP})::INTEGER AS i, t, v, d, l, sort
FROM parsed"""
_ENCODED = """CREATE TABLE quad AS SELECT a.i AS s, b.i AS p, c.i AS o, d.i AS g FROM raw
JOIN term a ON a.t = raw.s JOIN term b ON b.t = raw.p JOIN term c ON c.t = raw.o JOIN term d ON d.t = raw.g
ORDER BY p, s, o, g"""
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


# Each triple once, in the order in which the quads stand in their table: what several graphs say stands side by side.
_ONCE = """CREATE TABLE triple AS SELECT s, p, o FROM (SELECT s, p, o, lag((s, p, o)) OVER () AS before FROM quad)
WHERE before IS DISTINCT FROM (s, p, o)"""


class NoColumnsError(Exception):
    """There are no columns, or they do not answer: the engine does."""


class NumberColumn(NamedTuple):
    """A column of an answer: its numbers, and where nothing is bound."""

    numbers: Numbers
    unbound: NDArray[np.bool_]


class DescribedTerms(NamedTuple):
    """Terms of the dictionary: their numbers, in order, sorts, texts and datatypes."""

    numbers: Numbers
    sorts: NDArray[np.uint8]
    texts: NDArray[np.object_]
    datatypes: NDArray[np.object_]


class Columns:
    """The quads of a store in DuckDB: the tables ``quad`` (s, p, o, g), ``triple`` (each once) and ``term``.

    What is of which class stands in tables of its own as well, ``typed`` (s, o, g) and ``type`` (s, o): by them the
    optimiser knows how many things a class has.
    """

    def __init__(
        self, quads: ox.Store | Path, also: Collection[Term] = (), *, memory: str = _MEMORY, beside: Path | None = None
    ) -> None:
        """Encode a store, or a file of N-Quads.

        Of a file the dictionary keeps how each term is written (``term.t``); ``also``: it has these too. memory:
        that DuckDB takes at most, before it goes on in files, in a folder of its own ``beside`` (None: where
        the system has such). Raises NoColumnsError where that cannot be.
        """
        if os.environ.get(SWITCH) == _OFF:
            raise NoColumnsError
        try:
            with needs("columns"):
                import duckdb
        except UsageError as error:
            raise NoColumnsError from error
        self._refused: type[Exception] = duckdb.Error
        try:
            folder = Path(mkdtemp(prefix="icilabas-", dir=beside))
            self._remove = weakref.finalize(self, rmtree, folder, ignore_errors=True)
            self._connection = duckdb.connect(
                config={"threads": 1, "memory_limit": memory, "temp_directory": str(folder / "aside")}
            )
            if isinstance(quads, Path):
                self._read(_LINES, quads)
            else:
                self._read(_ROWS, _rows(quads, folder / "quads.tsv"))
            self._encode([*map(sparql_term, also)])
            if not isinstance(quads, Path):
                self._connection.execute("ALTER TABLE term DROP t")
        except (duckdb.Error, OSError, RuntimeError) as error:  # a full disk: the engine's own is a RuntimeError
            raise NoColumnsError(_of_disk(error)) from error

    def close(self) -> None:
        """Let go of the columns now, with what they have put aside."""
        self._connection.close()
        self._remove()

    def _read(self, sql: str, path: Path) -> None:
        self._connection.execute(sql, [str(path)])
        if self._connection.execute("SELECT 1 FROM raw WHERE g = '' LIMIT 1").fetchall():
            raise OSError  # the default graph, of which columns do not know

    def _encode(self, also: Sequence[str]) -> None:
        run = self._connection.execute
        run("CREATE TEMP TABLE also (t VARCHAR)")
        if also:
            run("INSERT INTO also SELECT unnest(?)", [list(also)])
        run(_TERMS)
        if run("SELECT 1 FROM parsed WHERE sort IS NULL LIMIT 1").fetchall():
            raise OSError  # triples in triples, texts with a direction: what RDF 1.1 does not know
        escaped = run("SELECT t, v FROM parsed WHERE contains(v, '\\')").fetchall()
        if escaped:
            import numpy as np

            plain = np.array([(t, _ESCAPE.sub(_unescaped, v)) for t, v in escaped], dtype=object)
            self._connection.register("plain", {"t": plain[:, 0].copy(), "v": plain[:, 1].copy()})
            run("UPDATE parsed SET v = plain.v FROM plain WHERE parsed.t = plain.t")
            self._connection.unregister("plain")
        run(_NUMBERED)
        run("DROP TABLE parsed")
        counts = dict(run("SELECT sort, COUNT(*) FROM term GROUP BY sort").fetchall())
        self._before: list[int] = [sum(counts.get(sort, 0) for sort in range(least)) for least in range(ODD + 2)]
        # Of each sort, and one more, the number before its first term.
        self.starts = [(count + sort) * GAP for sort, count in enumerate(self._before)]
        self._known: dict[Term, int] = {}
        run(_ENCODED)
        run("DROP TABLE raw")
        run(_ONCE)
        types = self.numbers([_TYPE])[_TYPE]
        for table, of in (("typed", "quad"), ("type", "triple")):
            run(f"CREATE TABLE {table} AS SELECT * EXCLUDE (p) FROM {of} WHERE p = {types}")

    def numbers(self, terms: Collection[Term]) -> dict[Term, int]:
        """Return the number of each term; of one that no quad has, one that says where it would stand.

        Raises NoColumnsError for a literal that is no plain text, text of a language or whole number, and where many of
        the terms are in no quad.
        """
        wanted = [term for term in terms if term not in self._known]
        try:
            self._known.update(self._found(wanted))
            nowhere = [term for term in wanted if term not in self._known]
            if len(nowhere) > _NOWHERE:
                raise NoColumnsError
            places = [self._place(term) for term in nowhere]
        except self._refused as error:
            raise NoColumnsError from error
        between: dict[int, list[Term]] = {}
        for term, place in zip(nowhere, places, strict=True):
            between.setdefault(place, []).append(term)
        found = {term: self._known[term] for term in terms if term in self._known}
        for number, some in between.items():
            if len(some) >= GAP:
                raise NoColumnsError
            found.update({term: number + place for place, term in enumerate(sorted(some, key=_value_of))})
        return found

    def _found(self, terms: Sequence[Term]) -> dict[Term, int]:
        """Return the numbers of those of the terms that quads have."""
        import numpy as np

        if not terms:
            return {}
        texts, datatypes, languages, sorts = zip(*map(_parts, terms), strict=True)
        columns = {
            name: np.array(each, dtype=object) for name, each in zip("vdl", (texts, datatypes, languages), strict=True)
        }
        with self.registered("asked", {**columns, "sort": np.array(sorts), "k": np.arange(len(terms))}):
            rows = self._connection.execute("SELECT k, i FROM term JOIN asked USING (sort, v, d, l)").fetchall()
        return {terms[place]: number for place, number in rows}

    def _place(self, term: Term) -> int:
        """Return the number behind that after which a term would stand that no quad has."""
        value, datatype, lang, sort = _parts(term)
        if sort == INTEGER:
            before = self._connection.execute(
                "SELECT COUNT(*) FROM term WHERE sort = ? AND TRY_CAST(v AS BIGINT) < ?", [sort, int(value)]
            )
        else:
            before = self._connection.execute(
                "SELECT COUNT(*) FROM term WHERE sort = ? AND (v, d, l) < (?, ?, ?)", [sort, value, datatype, lang]
            )
        ((count,),) = before.fetchall()
        return (self._before[sort] + int(count) + sort) * GAP + 1

    @contextmanager
    def registered(self, name: str, columns: Mapping[str, NDArray[Any]]) -> Iterator[None]:
        """Have arrays as a table of this name for so long."""
        self._connection.register(name, dict(columns))
        try:
            yield
        finally:
            self._connection.unregister(name)

    def terms(self, numbers: Numbers) -> DescribedTerms:
        """Return what terms are of these numbers, which are in order, those that stand in the dictionary."""
        with self.registered("asked", {"i": numbers}):
            found = self._connection.execute(
                "SELECT i, sort, v, d FROM term JOIN asked USING (i) ORDER BY i"
            ).fetchnumpy()
        return DescribedTerms(*found.values())

    def change(self, sql: str, values: Sequence[object] = ()) -> duckdb.DuckDBPyConnection:
        """Run a statement of SQL. Raises OSError where the disk is full, or the memory does not suffice."""
        try:
            return self._connection.execute(sql, values)
        except self._refused as error:
            raise _of_disk(error) from None

    def run(self, sql: str) -> list[NumberColumn]:
        """Return the columns that a SELECT of `sparql_as_sql` gives. Raises NoColumnsError where it fails."""
        import numpy as np

        try:
            found = self._connection.execute(sql).fetchnumpy()
        except self._refused as error:
            raise NoColumnsError from error
        return [
            NumberColumn(np.ma.getdata(values), np.ma.getmaskarray(values).astype(bool)) for values in found.values()
        ]

    def comparable(self, numbers: Numbers) -> bool:
        """Say whether these terms are in order by their numbers: names, and literals of one sort that has an order."""
        import numpy as np

        bounds = np.searchsorted(np.sort(numbers), self.starts)
        there = [sort for sort, (first, last) in enumerate(pairwise(bounds)) if last > first]
        return not {BLANK, ODD} & {*there} and len([sort for sort in there if sort > NAMED]) <= 1


def _of_disk(error: Exception) -> OSError:
    """Return what went wrong as the system says it, where the disk is full or what is left of it would not do."""
    full = os.strerror(errno.ENOSPC)
    if any(words in str(error) for words in (full, "max_temp_directory_size")):
        return OSError(errno.ENOSPC, full)
    return OSError(str(error))


def _rows(store: ox.Store, path: Path) -> Path:
    """Write the quads of a store as a table."""
    if next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None:
        raise OSError
    solutions = store.query(_QUADS)
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101  # which a SELECT gives
    solutions.serialize(path, format=ox.QueryResultsFormat.TSV)
    return path


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(found[3], found[3])


def _parts(term: Term) -> tuple[str, str, str, int]:
    if isinstance(term, Iri):
        return str(term), "", "", NAMED
    if term.lang:
        if term.lang != term.lang.lower():
            raise NoColumnsError
        return term.value, f"{PREFIXES['rdf']}langString", term.lang, TEXT
    if term.datatype in {None, f"{_XSD}string"}:
        return term.value, f"{_XSD}string", "", TEXT
    if term.datatype == f"{_XSD}integer" and re.fullmatch("0|-?[1-9][0-9]{0,17}", term.value):
        return term.value, term.datatype, "", INTEGER
    raise NoColumnsError


def _value_of(term: Term) -> tuple[int, int, str, str, str]:
    value, datatype, lang, sort = _parts(term)
    return sort, int(value) if sort == INTEGER else 0, value, datatype, lang


def make(store: ox.Store) -> None:
    """Make the columns of a store, large as it is, that many queries are to be asked of, unless they are there."""
    beside = written.unchanged(store)
    if beside.columns is None and not beside.tried:
        if beside.size is None:
            beside.size = len(store)
        if beside.size >= LARGE:
            beside.tried = True
            with suppress(NoColumnsError):
                beside.columns = Columns(store)
