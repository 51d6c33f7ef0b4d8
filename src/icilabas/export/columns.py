"""A dataset as columns: a folder of Parquet tables, which engines of analysis read on one machine or on many.

``nodes`` has a row for each thing; ``edges`` one for each tie of each view, with its summed weight; ``ties`` one for
each piece of evidence of a tie; ``statements`` one for each statement of each passage; ``passages`` says which document
each is of, ``terms`` what relations, kinds and codes are called. A table is a folder of its own. Those that grow are
partitioned as Hive does it (``ties/view=collaboration/…``), so that who asks for one view or one relation reads no
other. The names of partitions are few, and ASCII: those of relations are made of their local names, and the whole IRI
stands in the column beside.

DuckDB writes them. It gets its rows in portions, keeps within `_MEMORY` and puts aside on disk what is more, beside
what is written. One thread and whole rows in order: the same content is the same bytes.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.asking.names import label, labels
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, RESTRICTED, is_iri, local_name
from icilabas.errors import cannot_write, needs
from icilabas.export.rdf import notice
from icilabas.files.leftovers import unfinished
from icilabas.files.writing import new_folder
from icilabas.networks import projection
from icilabas.sources.restricted_passages import restricted_content
from icilabas.words.matching import kebab, slug
from icilabas.words.sentences import days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from icilabas.asking.names import Names
    from icilabas.engine import EngineQuad, Store, Value

    Row = Sequence[object]


# Of each table its columns with their types. What a table is partitioned by stands in the names of its folders.
TABLES: dict[str, dict[str, str]] = {
    "nodes": {
        **dict.fromkeys(("id", "slug", "kind", "label_fr", "label_en", "description_fr", "description_en"), "VARCHAR"),
        "alt_labels": "VARCHAR[]",
        **dict.fromkeys(("sphere", "territory"), "VARCHAR"),
        **dict.fromkeys(projection.FACETS, "VARCHAR[]"),
        **dict.fromkeys(("lat", "long"), "DOUBLE"),
        **dict.fromkeys(
            ("start_date", "end_date"), "VARCHAR"
        ),  # as the data have them: to the day, the month, the year
        **dict.fromkeys(("first_day", "last_day"), "DATE"),
    },
    "edges": {
        **dict.fromkeys(("view", "source", "target"), "VARCHAR"),
        "relations": "VARCHAR[]",
        "weight": "DOUBLE",
        "directed": "BOOLEAN",
        "pieces": "INTEGER",
        "passages": "INTEGER",
    },
    "ties": {
        **dict.fromkeys(("view", "source", "target", "relation", "via", "said_of"), "VARCHAR"),
        "weight": "DOUBLE",
        "passage": "VARCHAR",
        "page": "INTEGER",
        "document": "VARCHAR",
    },
    "statements": dict.fromkeys(
        ("relation_slug", "relation", "subject", "object", "datatype", "lang", "passage", "document"), "VARCHAR"
    ),
    "passages": dict.fromkeys(
        ("passage", "title_fr", "title_en", "document", "document_fr", "document_en", "access"), "VARCHAR"
    ),
    "terms": dict.fromkeys(("id", "slug", "label_fr", "label_en"), "VARCHAR"),
}
_SAID = {  # the rows of a view, before they are summed up
    **dict.fromkeys(("source", "target", "relation", "via", "said_of"), "VARCHAR"),
    "loose": "BOOLEAN",
    "weight": "DOUBLE",
    **dict.fromkeys(("passage", "page", "document"), "VARCHAR"),
}
_COLUMNS = {**TABLES, "said": _SAID}
PARTITIONS = {"edges": "view", "ties": "view", "statements": "relation_slug"}
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"  # as Hive calls the partition of what has no value
_MEMORY = "512MB"  # of DuckDB; what is more goes to disk
_PORTION = 20_000  # rows handed over at a time
_TYPE = f"{PREFIXES['rdf']}type"
_SLUG = 60  # letters of the name of a partition
_ENDS = ("source", "target", "relation", "via", "end", "passage")
# A weight counts once for what the tie goes through, else for its relation. What is no page, in data that nobody
# checked, stands in `statements` only. ``{parallel}``: what tells ties of the same ends apart; ``{view}``: its name.
_SUMS = (
    f"""INSERT INTO edges
WITH tied AS (SELECT *, {{parallel}} AS parallel FROM said),
weighed AS (SELECT source, target, parallel, MAX(weight) AS once FROM tied
  GROUP BY source, target, parallel, COALESCE(via, relation)),
summed AS (SELECT source, target, parallel, ROUND(FSUM(once), {projection.DIGITS}) AS weight FROM weighed GROUP BY ALL),
told AS (SELECT source, target, parallel, NOT BOOL_AND(loose) AS directed, COUNT(DISTINCT passage) AS passages,
    COALESCE(LIST(DISTINCT relation ORDER BY relation) FILTER (relation IS NOT NULL), []) AS relations,
    COUNT(DISTINCT (relation, via, said_of, passage, page)) FILTER (passage IS NOT NULL) AS pieces
  FROM tied GROUP BY ALL)
SELECT {{view}}, source, target, relations, weight, directed, pieces, passages
FROM told JOIN summed USING (source, target, parallel)""",  # noqa: S608  # a number of ours
    """INSERT INTO ties
SELECT {view}, source, target, relation, via, said_of, weight, passage,
  CASE WHEN regexp_full_match(page, '-?[0-9]+') THEN TRY_CAST(page AS INTEGER) END, document
FROM (SELECT DISTINCT * FROM said)""",
)
_THINGS = f"""SELECT DISTINCT ?thing WHERE {{ GRAPH ?graph {{ ?thing a ?class }}
  FILTER(?graph NOT IN (<{ONTOLOGY_GRAPH}>, <{INFERRED_GRAPH}>) && isIRI(?thing) && ?class != ilb:Passage) }}"""
_PASSAGES = f"""SELECT DISTINCT ?passage ?access WHERE {{
  {{ GRAPH ?passage {{ ?s ?p ?o }} }} UNION {{ ?passage a ilb:Passage }}
  OPTIONAL {{ ?passage dcterms:accessRights ?right . FILTER(?right = <{RESTRICTED}>) }}
  BIND(IF(BOUND(?right), "restricted", "public") AS ?access) FILTER(isIRI(?passage)) }}"""


def require_duckdb() -> None:
    """Raise UsageError where DuckDB is not installed."""
    with needs("columns"):
        import duckdb  # noqa: F401  # only whether it is there


def write_columns(store: Store, out: Path, *, inferred: bool = False) -> None:
    """Write the tables of what the store says, to which the rules have been applied, into the folder ``out``.

    The folder is written whole or not at all, in place of one of ours. With ``inferred``, the statements are also those
    of the ontology and of the rules; nodes and ties are the same. Where restricted passages are among what is written,
    each file says so (key ``notice``). Raises UsageError where DuckDB is not installed, where the place cannot be
    written, or holds something else.
    """
    with needs("columns"):
        import duckdb
    with new_folder(out) as folder:
        try:
            with unfinished(folder, "aside", folder=True) as aside:
                settings: dict[str, str | int | float | list[str]] = {
                    "threads": 1,
                    "memory_limit": _MEMORY,
                    "temp_directory": str(aside),
                }
                with duckdb.connect(config={**settings, "pandas_analyze_sample": 0}) as connection:
                    tables = _Tables(connection, folder, notice() if restricted_content(store) else "")
                    _fill(tables, store, inferred=inferred)
        except duckdb.Error as error:  # a full disk, a name that is too long
            raise cannot_write(out, error) from None


class _Tables:
    """The tables as they are filled; each goes to its files when it is full."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path, head: str) -> None:
        self._connection, self._folder, self._head = connection, folder, head

    def _make(self, name: str) -> None:
        columns = ", ".join(f'"{column}" {kind}' for column, kind in _COLUMNS[name].items())
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")

    @contextmanager
    def table(self, name: str) -> Iterator[None]:
        """Have the table in the block, and write its files at the end."""
        self._make(name)
        yield
        place, what, form = self._folder / name, "*", ["FORMAT parquet", "COMPRESSION zstd"]
        if self._head:
            form.append(f"KV_METADATA {{notice: {_quoted(self._head)}}}")
        by = PARTITIONS.get(name)
        if by and self._connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone():  # noqa: S608  # our own names
            form.append(f"PARTITION_BY ({by})")
        else:
            if by:  # of no rows there are no partitions, and whoever reads the table finds its columns all the same
                place, what = place / f"{by}={_NO_VALUE}", f"* EXCLUDE ({by})"
            place.mkdir(parents=True)
            place /= "data_0.parquet"  # as DuckDB calls those of partitions
        rows = f"SELECT {what} FROM {name} ORDER BY ALL"  # noqa: S608  # our own names
        self._connection.execute(f"COPY ({rows}) TO {_quoted(str(place))} ({', '.join(form)})")
        self._connection.execute(f"DROP TABLE {name}")

    def add_view(self, name: str, rows: Iterable[Row], parallel: str) -> None:
        """Add to ``edges`` and ``ties`` what the rows of a view say; ``parallel`` tells ties of the same ends apart."""
        self._make("said")
        self.add("said", rows)
        for sums in _SUMS:
            self._connection.execute(sums.format(view=_quoted(name), parallel=parallel))
        self._make("said")

    def add(self, name: str, rows: Iterable[Row]) -> None:
        """Add rows to the table, a portion at a time: all are handed over as texts, and each column knows its type.

        Lists go as JSON. From what Python has, DuckDB would guess the types, by the first rows.
        """
        import numpy as np

        waiting, columns = iter(rows), _COLUMNS[name]
        values = ", ".join(
            f'from_json("{column}", \'["VARCHAR"]\')' if kind.endswith("[]") else f'CAST("{column}" AS {kind})'
            for column, kind in columns.items()
        )
        while portion := [[*map(_as_text, row)] for row in islice(waiting, _PORTION)]:
            texts = np.array(portion, dtype=object)
            self._connection.register("handed", dict(zip(columns, texts.T.copy(), strict=True)))
            self._connection.execute(f"INSERT INTO {name} SELECT {values} FROM handed")  # noqa: S608  # our own names
            self._connection.unregister("handed")


class _Seen(NamedTuple):
    """What the rows of views and statements name, to be described in the end."""

    things: set[str]
    terms: set[str]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else repr(value)


def _fill(tables: _Tables, store: Store, *, inferred: bool) -> None:
    """Fill one table after the other: what a view or a table needs is not held when the next is made."""
    seen = _Seen({str(thing) for (thing,) in engine.select(store, _THINGS).rows}, set())
    documents = projection.documents(store)
    with tables.table("edges"), tables.table("ties"):
        for view in projection.views():
            variables, rows = engine.select_each(store, view.text)
            graph, undirected = projection.form_of(view, variables)
            named = (dict(zip(variables, row, strict=True)) for row in rows)
            said = _said(named, undirected if graph.is_directed() else None, documents, seen)
            tables.add_view(view.name, said, "COALESCE(relation, '')" if graph.is_multigraph() else "''")
    with tables.table("nodes"):
        tables.add("nodes", _nodes(store, sorted(seen.things)))
    with tables.table("statements"):
        left_out = [] if inferred else [ONTOLOGY_GRAPH, INFERRED_GRAPH]
        tables.add("statements", (_statement(quad, documents, seen.terms) for quad in engine.told(store, left_out)))
    with tables.table("passages"):
        tables.add("passages", _passages(store, documents))
    names = labels(store, seen.terms)
    with tables.table("terms"):
        tables.add("terms", ((term, _slug(term), *_called(names, term)) for term in sorted(seen.terms)))


def _said(
    rows: Iterable[Mapping[str, Value]], undirected: set[str] | None, documents: Mapping[str, str], seen: _Seen
) -> Iterator[Row]:
    """Yield the rows of a view, see `project`; where a tie has no direction, its source is the first by its IRI.

    ``undirected``: the relations that have none; None where none has one.
    """
    for row in rows:
        source, target, relation, via, end, passage = (row.get(name) for name in _ENDS)
        if not all(value is None or is_iri(str(value)) for value in (source, target)):
            continue  # data that nobody checked may have texts in the place of things
        seen.things.update(filter(None, (source, target, via)))
        if target is None:
            continue
        seen.terms.update(filter(None, [relation]))
        loose = undirected is None or relation in undirected
        if loose and target < source:
            source, target = target, source
        weight = projection.weight_of(row.get("weight"))
        yield source, target, relation, via, end, loose, weight, passage, row.get("page"), documents.get(passage or "")


def _nodes(store: Store, things: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of the things, described so many at a time."""
    around = projection.surroundings(store)
    for start in range(0, len(things), _PORTION):
        known = around._replace(nodes={}, names={}, where={})
        for thing, about in projection.node_attributes(store, things[start : start + _PORTION], known):
            facets = [sorted(map(str, about[facet])) for facet in projection.FACETS]  # type: ignore[literal-required]  # they are its keys
            dates = around.times.things.get(thing, [None, None])
            spans = [days(date) if date else None for date in dates]
            yield (
                *(thing, about["slug"], about["kind"], about["label_fr"], about["label_en"]),
                *(about["description_fr"] or None, about["description_en"] or None, about["alt_labels"]),
                *(about["sphere"], about["territory"], *facets, about["lat"], about["long"], *dates),
                *(span and span[end] for end, span in enumerate(spans)),
            )


def _statement(quad: EngineQuad, documents: Mapping[str, str], terms: set[str]) -> Row:
    """Return the row of a statement; ``terms`` learns what it uses of vocabularies."""
    relation, thing, passage = quad.predicate.value, quad.object, quad.graph_name
    terms.add(relation)
    datatype = language = None
    if isinstance(thing, engine.Literal):
        text, datatype, language = thing.value, thing.datatype.value, thing.language
        if thing.direction is not None:
            language = f"{language}--{thing.direction.value}"  # as RDF 1.2 writes it
    else:
        text = _name(thing)
        if relation == _TYPE or text.startswith(PREFIXES["ilv"]):
            terms.add(text)
    graph = None if isinstance(passage, engine.DefaultGraph) else _name(passage)
    return _slug(relation), relation, _name(quad.subject), text, datatype, language, graph, documents.get(graph or "")


def _name(term: object) -> str:
    """Return an IRI as it is, a blank node as ``_:name``, a quoted statement as N-Triples have it."""
    if isinstance(term, engine.Triple):
        return f"<<( {term} )>>"
    return term.value if isinstance(term, engine.NamedNode) else str(term)


@lru_cache(maxsize=1 << 12)
def _slug(name: str) -> str:
    return slug(kebab(local_name(name)))[:_SLUG] or "relation"


def _passages(store: Store, documents: Mapping[str, str]) -> Iterator[Row]:
    """Yield what states something: passages, and graphs that are none; the ontology's and the rules' too."""
    access: dict[str, str] = {}
    for passage, right in engine.select(store, _PASSAGES).rows:
        access[str(passage)] = max(str(right), access.get(str(passage), ""))  # “restricted” comes after “public”
    names = labels(store, {*access, *documents.values()})
    for passage, right in sorted(access.items()):
        document = documents.get(passage)
        yield (
            *(passage, *_called(names, passage)),
            *(document, *(_called(names, document) if document else (None, None)), right),
        )


def _called(names: Names, thing: str) -> tuple[str, str]:
    return label(names, thing, "fr"), label(names, thing, "en")
