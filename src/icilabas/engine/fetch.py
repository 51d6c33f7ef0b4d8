"""The content of an endpoint, fetched: every quad of the graphs that are passages, or that describe passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from icilabas.engine.asked import PAGE
from icilabas.errors import DataError, Fault, UsageError
from icilabas.messages import message
from icilabas.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, Iri, sparql_term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icilabas.engine.endpoint import Endpoint

_PASSAGES = "SELECT DISTINCT ?passage ?graph WHERE { GRAPH ?graph { ?passage a ilb:Passage } } ORDER BY ?passage ?graph"
_SIZES = "SELECT ?graph (COUNT(*) AS ?size) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
_QUADS = """SELECT ?s ?p ?o ?graph WHERE {{ VALUES ?graph {{ {graphs} }} GRAPH ?graph {{ ?s ?p ?o }} }}
ORDER BY ?graph ?s ?p ?o"""


def _bundles(sizes: list[tuple[str, int]]) -> Iterator[list[str]]:
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


def fetch(endpoint: Endpoint) -> Iterator[Any]:
    """Yield the quads of the content, neither the ontology nor what is inferred; blank nodes get names.

    Raises DataError where no graph is a passage, UsageError where the endpoint gives less than it counts, and for
    all that can go wrong on the way.
    """
    wanted = {row[place].value for row in endpoint.run(_PASSAGES) for place in (0, 1)}
    wanted -= {INFERRED_GRAPH, ONTOLOGY_GRAPH}
    counted = [(row[0].value, int(row[1].value)) for row in endpoint.run(_SIZES)]
    sizes = [(graph, size) for graph, size in counted if graph in wanted]
    if not sizes:
        raise DataError([Fault(endpoint.shown, message("endpoint-empty", url=endpoint.shown))], unreadable=True)
    found = 0
    names: dict[Any, Any] = {}

    def named(term: Any) -> Any:
        if not isinstance(term, ox.BlankNode):
            return term
        return names.setdefault(term, ox.NamedNode(f"{PREFIXES['ild']}endpoint-{len(names) + 1}"))

    for bundle in _bundles(sizes):
        graphs = " ".join(sparql_term(Iri(graph)) for graph in bundle)
        for subject, predicate, thing, graph in endpoint.run(_QUADS.format(graphs=graphs)):
            found += 1
            yield ox.Quad(named(subject), predicate, named(thing), graph)
    expected = sum(size for _graph, size in sizes)
    if found != expected:
        raise UsageError(message("endpoint-changed", url=endpoint.shown, found=found, expected=expected))
