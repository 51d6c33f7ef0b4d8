"""The content of an endpoint, copied: what stands in graphs that are passages or hold them, graph by graph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from icilabas.engine.query_text import PAGE, Asked
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, WRITTEN_GRAPH, Iri, sparql_term
from icilabas.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icilabas.engine.endpoint import Endpoint, Term

_PASSAGES = "SELECT DISTINCT ?passage ?graph WHERE { GRAPH ?graph { ?passage a ilb:Passage } } ORDER BY ?passage ?graph"
_SIZES = "SELECT ?graph (COUNT(*) AS ?size) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
_COUNT = re.compile(r"\+?[0-9]{1,18}")
_UNFINISHED = f"""SELECT ?written WHERE {{
  GRAPH <{WRITTEN_GRAPH}> {{ ?written schema:creativeWorkStatus ?status }} }} LIMIT 1"""
_QUADS = """SELECT ?s ?p ?o ?graph WHERE {{ VALUES ?graph {{ {graphs} }} GRAPH ?graph {{ ?s ?p ?o }} }}
ORDER BY ?graph ?s ?p ?o"""


def graph_sizes(endpoint: Endpoint) -> dict[str, int]:
    """Return the named graphs of an endpoint, each with its number of triples."""
    return {
        graph.value: _counted(endpoint, size.value)
        for graph, size in endpoint.solutions(Asked.of(_SIZES))
        if isinstance(graph, ox.NamedNode) and isinstance(size, ox.Literal)
    }


def _content_sizes(endpoint: Endpoint) -> list[tuple[str, int]]:
    """Return the graphs that are passages or hold them, each with its number of triples."""
    passages = endpoint.solutions(Asked.of(_PASSAGES))
    wanted = {term.value for row in passages for term in row if isinstance(term, ox.NamedNode)}
    wanted -= {INFERRED_GRAPH, ONTOLOGY_GRAPH}
    sizes = graph_sizes(endpoint)
    if WRITTEN_GRAPH in sizes and endpoint.solutions(Asked.of(_UNFINISHED)).rows:
        raise endpoint.fault("endpoint-unfinished")
    return [(graph, size) for graph, size in sizes.items() if graph in wanted]


def _counted(endpoint: Endpoint, text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise endpoint.fault("endpoint-malformed", reason=f"COUNT = {text}")
    return int(text)


def bundles(sizes: list[tuple[str, int]]) -> Iterator[list[str]]:
    """Yield graphs that together fill a page; a graph that is larger stands alone."""
    bundle: list[str] = []
    filled = 0
    for graph, size in sizes:
        if bundle and filled + size > PAGE - 1:  # a full page would make us ask for a next one
            yield bundle
            bundle, filled = [], 0
        bundle.append(graph)
        filled += size
    if bundle:
        yield bundle


def fetch(endpoint: Endpoint) -> Iterator[ox.Quad]:
    """Yield the quads of the content, neither the ontology nor what is inferred; blank nodes get names.

    Raises DataError where no graph is a passage, UsageError where the endpoint gives less than it counts, and for
    all that can go wrong on the way.
    """
    sizes = _content_sizes(endpoint)
    if not sizes:
        raise DataError([endpoint.fault("endpoint-empty").fault], unreadable=True)
    found = 0
    names: dict[ox.BlankNode, ox.NamedNode] = {}

    def named(term: Term | None) -> ox.NamedNode | ox.Literal | ox.Triple | None:
        if not isinstance(term, ox.BlankNode):
            return term
        return names.setdefault(term, ox.NamedNode(f"{PREFIXES['ild']}endpoint-{len(names) + 1}"))

    for bundle in bundles(sizes):
        graphs = " ".join(sparql_term(Iri(graph)) for graph in bundle)
        for row in endpoint.solutions(Asked.of(_QUADS.format(graphs=graphs))):
            subject, predicate, thing, graph = map(named, row)
            if (
                isinstance(subject, ox.NamedNode)
                and isinstance(predicate, ox.NamedNode)
                and isinstance(graph, ox.NamedNode)
                and thing is not None
            ):  # anything else is not RDF, and is missed in the count below
                found += 1
                yield ox.Quad(subject, predicate, thing, graph)
    expected = sum(size for _graph, size in sizes)
    if found != expected:
        raise endpoint.fault("endpoint-changed", found=found, expected=expected)
