"""A file as its own source: what a file without passages of its own says, the file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas.source import Passage, Source
from icilabas.terms import Iri, Lit, Quad, iri, slug

if TYPE_CHECKING:
    from pathlib import Path


def file_graph(path: Path) -> tuple[Iri, list[Quad]]:
    """A file without named graphs is its own passage: its triples are said by the file."""
    graph, title = iri(f"ilg:file/{slug(path.stem) or 'file'}"), Lit(path.name)
    document = Iri(f"{graph}/source")
    said: list[tuple[Iri, str, Iri | Lit]] = [
        (graph, "rdf:type", iri("ilb:Passage")),
        (graph, "dcterms:title", title),
        (graph, "skos:prefLabel", title),
        (graph, "dcterms:source", document),
        (graph, "dcterms:accessRights", iri("ilv:public")),
        (document, "rdf:type", iri("ilb:Source")),
        (document, "dcterms:title", title),
        (document, "skos:prefLabel", title),
    ]
    return graph, [(subject, iri(predicate), thing, graph) for subject, predicate, thing in said]


def file_source(path: Path) -> Source:
    """Return the source of a list that says nothing about where it comes from: one passage, the file."""
    graph, quads = file_graph(path)
    passage = Passage(slug(path.stem) or "file", graph, None, (path.name,))
    return Source({passage.slug: passage}, {}, quads, passage, passage.slug)
