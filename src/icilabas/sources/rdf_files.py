"""RDF files: triples that no passage says get one, persons a restricted one; contact details are left out.

A graph that its file declares to be an ``ilb:Passage`` is taken as it is: who wrote it has decided who may see it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from icilabas import engine
from icilabas.engine import term_text
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, Iri, Lit, Quad, iri, sparql_term
from icilabas.errors import DataError, Fault
from icilabas.sources.contact_details import ADDRESSES
from icilabas.sources.schema import literals
from icilabas.sources.source_description import document_quads, home_of, passage_quads
from icilabas.words.matching import slug
from icilabas.words.messages import message
from icilabas.words.text import same

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from icilabas.sources.reading import Reading


_Term = TypeVar("_Term")
_TYPE, _PASSAGE = PREFIXES["rdf"] + "type", PREFIXES["ilb"] + "Passage"
_VCARD = "http://www.w3.org/2006/vcard/ns#"
_SCHEMAS = ("https://schema.org/", "http://schema.org/")
_PERSONS = {
    *(iri(name) for name in ("ilb:Person", "foaf:Person", "prov:Person")),
    *(f"{space}Person" for space in _SCHEMAS),
    f"{_VCARD}Individual",
}
_OF_PERSONS = {iri(f"org:{name}") for name in ("headOf", "holds", "reportsTo", "basedAt")}  # whose subject is a person
_TO_PERSONS = {iri(f"org:{name}") for name in ("heldBy",)}  # whose object is one
_MEMBER, _HAS_MEMBERSHIP = iri("org:member"), iri("org:hasMembership")
_CONTACTS = {
    *(iri(name) for name in ("foaf:mbox", "foaf:mbox_sha1sum", "foaf:phone")),
    *(f"{_VCARD}{name}" for name in ("email", "tel", "hasEmail", "hasTelephone")),
    *(f"{space}{name}" for space in _SCHEMAS for name in ("email", "telephone", "faxNumber")),
}
_NO_FACTS = {_PASSAGE, iri("ilb:Source"), iri("foaf:Agent")}
_DECLARED = "SELECT DISTINCT ?graph WHERE { GRAPH ?any { ?graph a ilb:Passage } }"
_FACTS = """SELECT ?thing WHERE {{ GRAPH {graph} {{ ?thing a ?class }}
  FILTER(?class NOT IN (ilb:Passage, ilb:Source, foaf:Agent)) }} LIMIT 1"""


def _named(quads: Iterable[engine.EngineQuad], space: str) -> list[engine.EngineQuad]:
    """Give each blank node a name, so that it can be cited: a number in the order of the file."""
    names: dict[str, engine.NamedNode] = {}

    def name(term: _Term) -> _Term | engine.NamedNode:
        if not str(term).startswith("_:"):
            return term
        return names.setdefault(str(term), engine.NamedNode(f"{space}{len(names) + 1}"))

    return [engine.EngineQuad(name(q.subject), q.predicate, name(q.object), q.graph_name) for q in quads]


def _private(quads: list[engine.EngineQuad], blank: str) -> tuple[set[str], set[str]]:
    """Return the persons, and all that only says something of persons: their memberships, and what is in these."""
    said = [(term_text(quad.subject), quad.predicate.value, term_text(quad.object)) for quad in quads]
    persons = {who for who, about, what in said if about in _OF_PERSONS or (about == _TYPE and what in _PERSONS)}
    persons |= {who for _thing, about, who in said if about in _TO_PERSONS}
    private = persons | {thing for thing, about, who in said if about == _MEMBER and who in persons}
    private |= {thing for who, about, thing in said if about == _HAS_MEMBERSHIP and who in persons}
    named_by: dict[str, set[str]] = defaultdict(set)  # who names what had no name of its own
    for by, _about, thing in said:
        if thing.startswith(blank):
            named_by[thing].add(by)
    while more := {thing for thing, by in named_by.items() if thing not in private and by <= private}:
        private |= more
    return persons, private


def _open_graphs(quads: list[engine.EngineQuad], home: str) -> set[str]:
    """Return the graphs that state facts, and of which the file does not say what passage they are."""
    types: dict[str, set[str]] = defaultdict(set)  # of the things in each graph
    declared = {INFERRED_GRAPH, ONTOLOGY_GRAPH}
    for quad in quads:
        if quad.predicate.value == _TYPE:
            types[term_text(quad.graph_name)].add(term_text(quad.object))
            declared |= {term_text(quad.subject)} if term_text(quad.object) == _PASSAGE else set()
    graphs = {term_text(quad.graph_name) for quad in quads} - declared
    return {graph for graph in graphs if graph == home or types[graph] - _NO_FACTS}


def _passages(path: Path, home: Iri, graphs: set[str], restricted: set[str]) -> list[Quad]:
    """Describe the passages that the graphs are, those about persons, and the file as their document."""
    if not graphs:
        return []
    title, document, about = Lit(path.name), Iri(f"{home}/source"), []
    for graph in sorted(graphs):
        name = path.name if graph == home else f"{path.name}, {graph}"
        about += passage_quads(Iri(graph), document, [Lit(name)], "ilv:public")
        if graph in restricted:
            titles = literals(message("persons-of-file", name=same(name)))
            about += passage_quads(Iri(f"{graph}/persons"), document, titles, "ilv:restricted")
    return about + document_quads(document, title, home)


def _placed(path: Path, faults: list[Fault]) -> tuple[list[engine.EngineQuad], list[Quad]]:
    """Return the quads of the file in passages, as the engine has them, and what is added about these."""
    home = home_of(path)
    quads = list(engine.parse(path, home, faults))
    if not quads:
        raise DataError([Fault(str(path), message("empty-graph"))], unreadable=True)
    digest = hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()[:8]
    blank = f"{PREFIXES['ild']}{slug(path.stem) or 'file'}-{digest}-"
    quads = _named(quads, blank)
    graphs = _open_graphs(quads, home)
    persons, private = _private([quad for quad in quads if term_text(quad.graph_name) in graphs], blank)
    contacts, restricted, kept = 0, set(), []
    for quad in quads:
        graph, thing = term_text(quad.graph_name), term_text(quad.object)
        if graph not in graphs:
            kept.append(quad)
        elif quad.predicate.value in _CONTACTS or thing.startswith(ADDRESSES):
            contacts += 1
        elif {term_text(quad.subject), thing} & private:
            restricted.add(graph)
            about_persons = engine.NamedNode(f"{graph}/persons")
            kept.append(engine.EngineQuad(quad.subject, quad.predicate, quad.object, about_persons))
        else:
            kept.append(quad)
    for key, count in (("persons-restricted", len(persons)), ("contacts-left-out", contacts)):
        if count:
            faults.append(Fault(str(path), message(key, count=count), "Warning"))
    return kept, _passages(path, home, graphs, restricted)


def _as_it_is(path: Path, store: engine.Store, faults: list[Fault]) -> set[str]:
    """Add a file to the store as it is, where each of its graphs is a passage and all has a name; return the graphs.

    No graph is returned, and the store is as it was, where something of the file has to be named or placed.
    """
    if not engine.has_graphs(path):
        return set()
    alone = engine.new_store() if engine.graphs(store) else store  # inputs before it may name the same graphs
    told: list[Fault] = []
    engine.load_file(alone, path, faults=told)
    found = engine.graphs(alone)
    undeclared = found - {row[0] for row in engine.select(alone, _DECLARED).rows} - {INFERRED_GRAPH, ONTOLOGY_GRAPH}
    stating = any(engine.select(alone, _FACTS.format(graph=sparql_term(Iri(graph)))).rows for graph in undeclared)
    if stating or not engine.all_named(alone):
        alone.clear()
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
    quads, about = _placed(path, into.faults)
    into.store.extend(quads)
    engine.add(into.store, about)
    into.note_graphs({term_text(quad.graph_name) for quad in quads})
