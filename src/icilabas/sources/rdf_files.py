"""RDF files: triples that no passage says get one; contact details are left out.

A graph that its file declares to be an ``ilb:Passage`` is taken as it is. Who may see it is what the file says; that
what is about persons goes elsewhere, is decided of all inputs at once (`sources.persons`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from icilabas import engine
from icilabas.engine import term_text
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, Iri, Lit, Quad, sparql_term
from icilabas.errors import DataError, Fault
from icilabas.sources.contact_details import ADDRESSES, PROPERTIES
from icilabas.sources.restricted_passages import DESCRIBED, lost_passages
from icilabas.sources.source_description import document_quads, home_of, passage_quads
from icilabas.words.matching import slug
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from icilabas.sources.reading import Reading


_Term = TypeVar("_Term")
_TYPE, _PASSAGE = PREFIXES["rdf"] + "type", PREFIXES["ilb"] + "Passage"
_DECLARED = "SELECT DISTINCT ?graph WHERE { GRAPH ?any { ?graph a ilb:Passage } }"
_FACTS = """SELECT ?thing WHERE {{ GRAPH {graph} {{ ?thing a ?class }}
  FILTER(?class NOT IN ({described})) }} LIMIT 1"""


def _named(quads: Iterable[engine.EngineQuad], space: str) -> list[engine.EngineQuad]:
    """Give each blank node a name, so that it can be cited: a number in the order of the file."""
    names: dict[str, engine.NamedNode] = {}

    def name(term: _Term) -> _Term | engine.NamedNode | engine.Triple:
        if isinstance(term, engine.Triple):
            return engine.Triple(name(term.subject), term.predicate, name(term.object))
        return named(term)

    def named(term: _Term) -> _Term | engine.NamedNode:
        if not isinstance(term, engine.BlankNode):
            return term
        return names.setdefault(str(term), engine.NamedNode(f"{space}{len(names) + 1}"))

    nameless = (engine.BlankNode, engine.Triple)
    return [
        engine.EngineQuad(name(q.subject), q.predicate, name(q.object), named(q.graph_name))
        if isinstance(q.object, nameless) or isinstance(q.subject, nameless) or isinstance(q.graph_name, nameless)
        else q
        for q in quads
    ]


def _open_graphs(quads: list[engine.EngineQuad], home: str) -> set[str]:
    """Return the graphs that state facts, and of which the file does not say what passage they are."""
    types: dict[str, set[str]] = defaultdict(set)  # of the things in each graph
    declared = {INFERRED_GRAPH, ONTOLOGY_GRAPH}
    for quad in quads:
        if quad.predicate.value == _TYPE:
            types[term_text(quad.graph_name)].add(term_text(quad.object))
            declared |= {term_text(quad.subject)} if term_text(quad.object) == _PASSAGE else set()
    graphs = {term_text(quad.graph_name) for quad in quads} - declared
    return {graph for graph in graphs if graph == home or types[graph] - DESCRIBED}


def _passages(path: Path, home: Iri, graphs: set[str]) -> list[Quad]:
    """Describe the passages that the graphs are, and the file as their document."""
    if not graphs:
        return []
    title, document, about = Lit(path.name), Iri(f"{home}/source"), []
    for graph in sorted(graphs):
        name = path.name if graph == home else f"{path.name}, {graph}"
        about += passage_quads(Iri(graph), document, [Lit(name)], "ilv:public")
    return about + document_quads(document, title, home)


def _placed(path: Path, into: Reading) -> tuple[list[engine.EngineQuad], list[Quad]]:
    """Return the quads of the file in passages, as the engine has them, and what is added about these."""
    home = home_of(path)
    told: list[Fault] = []
    quads = list(engine.parse(path, home, told))
    if not quads:
        why_none = [*told, Fault(str(path), message("empty-graph"))]
        raise DataError(why_none, unreadable=True)
    into.faults += told
    digest = hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()[:8]
    quads = _named(quads, f"{PREFIXES['ild']}{slug(path.stem) or 'file'}-{digest}-")
    into.quotes |= any(isinstance(quad.object, engine.Triple) for quad in quads)
    graphs = _open_graphs(quads, home)
    into.lost += lost_passages(path, quads, graphs)
    contacts, kept = 0, []
    for quad in quads:
        graph, thing = term_text(quad.graph_name), term_text(quad.object)
        if graph in graphs and (quad.predicate.value in PROPERTIES or thing.startswith(ADDRESSES)):
            contacts += 1
        else:
            kept.append(quad)
    if contacts:
        into.faults.append(Fault(str(path), message("contacts-left-out", count=contacts), "Warning"))
    return kept, _passages(path, home, graphs)


def _as_it_is(path: Path, store: engine.Store, faults: list[Fault]) -> set[str]:
    """Add a file to the store as it is, where each of its graphs is a passage and all has a name; return the graphs.

    No graph is returned, and the store is as it was, where something of the file has to be named or placed.
    """
    if not engine.has_graphs(path):
        return set()
    alone = engine.new_store() if engine.graphs(store) else store  # inputs before it may name the same graphs
    told: list[Fault] = []
    engine.load_file(alone, path, faults=told)
    if not engine.all_named(alone):
        engine.clear(alone)
        return set()
    found = engine.graphs(alone)
    undeclared = found - {row[0] for row in engine.select(alone, _DECLARED).rows} - {INFERRED_GRAPH, ONTOLOGY_GRAPH}
    described = ", ".join(map(sparql_term, sorted(DESCRIBED)))
    facts = (_FACTS.format(graph=sparql_term(Iri(graph)), described=described) for graph in undeclared)
    if any(engine.select(alone, query).rows for query in facts):
        engine.clear(alone)
        return set()
    faults += told
    if alone is not store:
        engine.load_file(store, path)
    return found


def read_rdf(path: Path, into: Reading) -> None:
    """Read what the file says, with what is said of its passages.

    Raises DataError (unreadable) for a file that is not RDF or says nothing.
    """
    into.files.append(path)
    if found := _as_it_is(path, into.store, into.faults):
        into.note_graphs(found)
        return
    quads, about = _placed(path, into)
    engine.extend(into.store, quads)
    engine.add(into.store, about)
    into.added += len({*about})
    into.note_graphs({term_text(quad.graph_name) for quad in quads})
