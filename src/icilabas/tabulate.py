"""A dataset back to the rows of its tables: the other direction of ``tables``, by the same schema."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.schema import load_schema
from icilabas.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, Iri, Lit, Quad, iri, is_slug, local_name, shorten

if TYPE_CHECKING:
    from icilabas.schema import Column, Schema, Table

_TYPE, _OWN = iri("rdf:type"), (PREFIXES["ild"], PREFIXES["ilv"])


def tabulate(store: Any) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each table: column to cell, one row for each thing in each passage, sorted.

    Only what a passage says becomes a row; what is inferred, the ontology and the passages themselves do not.
    """
    schema = load_schema()
    said: dict[tuple[Iri, Iri], list[Quad]] = defaultdict(list)
    for quad in engine.quads(store):
        if quad[3] not in {INFERRED_GRAPH, ONTOLOGY_GRAPH}:
            said[quad[0], quad[3]].append(quad)
    found: dict[str, list[dict[str, str]]] = {name: [] for name in schema.tables}
    for (subject, graph), quads in sorted(said.items()):
        for table, kind in _home(quads, schema):
            found[table.name].append(_row(subject, graph, quads, table, kind))
    return {name: rows for name, rows in found.items() if rows}


def _home(quads: list[Quad], schema: Schema) -> list[tuple[Table, str]]:
    """Return the table that the type of the thing belongs to, and its kind."""
    types = {thing for _subject, predicate, thing, _graph in quads if predicate == _TYPE}
    tables = schema.tables.values()
    return [(table, kind) for table in tables for kind, class_ in table.kinds.items() if class_ in types][:1]


def _row(subject: Iri, graph: Iri, quads: list[Quad], table: Table, kind: str) -> dict[str, str]:
    row = {} if table.id_pattern else {"id": local_name(subject)}
    if len(table.kinds) > 1:
        row["kind"] = kind
    row["passage"] = local_name(graph)
    for column in table.columns:
        values = sorted(_cell(thing) for _s, path, thing, _g in quads if path == column.path and _fits(thing, column))
        if values:
            row[column.name] = "|".join(values)
    return row


def _fits(thing: Iri | Lit, column: Column) -> bool:
    return not isinstance(thing, Lit) or thing.lang == column.lang


def _cell(thing: Iri | Lit) -> str:
    if isinstance(thing, Lit):
        return thing.value
    slug = local_name(thing)
    return slug if thing.startswith(_OWN) and is_slug(slug) else shorten(thing)
