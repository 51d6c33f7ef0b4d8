"""Folders of tables that are editions of a series, or of none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.engine.terms import ONTOLOGY_GRAPH, PREFIXES, Iri, Lit, iri

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.sources.reading import Reading

_SOURCE = """id: {name}
title: {{fr: Annuaire {year}, en: Directory {year}}}
licence: https://creativecommons.org/licenses/by/4.0/
source:
  id: {name}-document
  title: {{fr: Annuaire {year}, en: Directory {year}}}
  date: "{year}"
{series}editors: {{id: editors, label: {{fr: Rédaction, en: Editors}}}}
passages:
  - {{id: {name}-list, title: {{fr: Liste, en: List}}, access: {access}}}
"""


def folder(
    home: Path,
    name: str,
    year: str,
    tables: dict[str, str],
    *,
    series: str | None = "directory",
    access: str = "public",
) -> Path:
    """Write a folder of tables whose document is of a year, and an edition of a series unless that is None."""
    path = home / name
    path.mkdir()
    said = f"  edition_of: {{id: {series}, title: {{fr: Annuaire, en: Directory}}}}\n" if series else ""
    text = _SOURCE.format(name=name, year=year, series=said, access=access)
    (path / "source.yaml").write_text(text, encoding="utf-8")
    for table, content in tables.items():
        (path / f"{table}.csv").write_text(content, encoding="utf-8")
    return path


def of_class(read: Reading, name: str) -> list[str]:
    """Return the ids of the things of a class of ours, in order."""
    found = {
        str(thing).removeprefix(PREFIXES["ild"])
        for thing, about, class_, graph in engine.quads(read.store)
        if about == iri("rdf:type") and class_ == iri(f"ilb:{name}") and graph != ONTOLOGY_GRAPH
    }
    return sorted(found)


def said(read: Reading, thing: str, relation: str) -> list[str]:
    """Return what is said of a thing by a property: texts, and ids of things."""
    found = {
        value.value if isinstance(value, Lit) else str(value).removeprefix(PREFIXES["ild"])
        for subject, about, value, _graph in engine.quads(read.store)
        if subject == iri(f"ild:{thing}") and about == iri(relation)
    }
    return sorted(found)


def in_graph(read: Reading, graph: Iri) -> set[tuple[str, str, str]]:
    """Return the statements of a graph in short."""
    return {
        (str(s), str(p), value.value if isinstance(value, Lit) else str(value))
        for s, p, value, home in engine.quads(read.store)
        if home == graph
    }
