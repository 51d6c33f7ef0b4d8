"""A file as its own source: what a file without passages of its own says, the file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas.source import Passage, Source
from icilabas.terms import Iri, Lit, Quad, iri, slug

if TYPE_CHECKING:
    from pathlib import Path


def passage_quads(graph: Iri, document: Iri, titles: list[Lit], access: str) -> list[Quad]:
    """Describe a graph as a passage of the document."""
    said: list[tuple[str, Iri | Lit]] = [
        ("rdf:type", iri("ilb:Passage")),
        *(("dcterms:title", title) for title in titles),
        *(("skos:prefLabel", title) for title in titles),
        ("dcterms:source", document),
        ("dcterms:accessRights", iri(access)),
    ]
    return [(graph, iri(predicate), thing, graph) for predicate, thing in said]


def document_quads(document: Iri, title: Lit, graph: Iri) -> list[Quad]:
    """Describe a file as a document, in the graph."""
    said: list[tuple[str, Iri | Lit]] = [
        ("rdf:type", iri("ilb:Source")),
        ("dcterms:title", title),
        ("skos:prefLabel", title),
    ]
    return [(document, iri(predicate), thing, graph) for predicate, thing in said]


def home_of(path: Path) -> Iri:
    """Return the graph that a file is where it names none."""
    return iri(f"ilg:file/{slug(path.stem) or 'file'}")


def file_graph(path: Path) -> tuple[Iri, list[Quad]]:
    """A file without named graphs is its own passage: its triples are said by the file."""
    graph, title = home_of(path), Lit(path.name)
    document = Iri(f"{graph}/source")
    return graph, passage_quads(graph, document, [title], "ilv:public") + document_quads(document, title, graph)


def stand_in() -> tuple[Passage, list[Quad]]:
    """Return a passage for the rows whose own is not known, and its description: so the rest of them is checked too.

    It is restricted, for nobody knows whether they may name persons; what it says never leaves the checks.
    """
    graph = iri("ilg:unknown")
    document, title = Iri(f"{graph}/source"), Lit("?")
    about = passage_quads(graph, document, [title], "ilv:restricted") + document_quads(document, title, graph)
    return Passage("", graph, None, sure=False), about


def file_source(path: Path) -> Source:
    """Return the source of a list that says nothing about where it comes from: one passage, the file."""
    graph, quads = file_graph(path)
    passage = Passage(slug(path.stem) or "file", graph, None, (path.name,))
    return Source({passage.slug: passage}, {}, quads, passage, passage.slug)
