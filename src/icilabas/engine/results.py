"""A store on disk that several processes read at once, and answers to queries written in the W3C's forms."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

import pyoxigraph as ox

from icilabas.engine import disk
from icilabas.engine.query_text import names_its_graphs, no_sparql
from icilabas.engine.terms import PREFIXES
from icilabas.errors import UsageError
from icilabas.words.messages import message
from icilabas.words.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from _typeshed import ReadableBuffer, SupportsWrite


# Media types, the one that is sent when the client does not mind first.
SOLUTIONS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
}
TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


class Graphs(NamedTuple):
    """The graphs that a request names: those to merge into the default graph, and those for ``GRAPH``."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def open_to_read(folder: Path) -> ox.Store:
    """Open a store on disk; any number of processes may. Raises UsageError where there is none."""
    try:
        return disk.open_disk(folder)
    except OSError as error:
        raise UsageError(message("serve-no-store", path=folder, error=error)) from None


class XmlOut(io.RawIOBase):
    """A file to write XML to, without what XML cannot hold."""

    def __init__(self, out: SupportsWrite[bytes]) -> None:
        super().__init__()
        self._out, self._decoder = out, codecs.getincrementaldecoder("utf-8")()

    def writable(self) -> bool:
        """Say that it is one."""
        return True

    def write(self, data: ReadableBuffer) -> int:
        """Write the bytes, however they are cut."""
        self._out.write(printable(self._decoder.decode(bytes(data))).encode())
        return len(bytes(data))


@disk.undamaged()
def answer(store: ox.Store, query: str, graphs: Graphs, types: Sequence[str], out: BinaryIO) -> str:
    """Run the query and write its answer to ``out``; return the media type, or "" when none of ``types`` fits.

    ``types``: one of SOLUTIONS and one of TRIPLES at most. Without FROM and without graphs in the request, the
    default graph is the union of all. Raises UsageError when the query is not SPARQL.
    """
    result = _result(store, query, graphs)
    if isinstance(result, ox.QueryTriples):
        chosen = next((kind for kind in types if kind in TRIPLES), "")
        if chosen:
            ox.serialize(result, _safe_for(chosen, out), format=TRIPLES[chosen], prefixes=PREFIXES)
        return chosen
    chosen = next((kind for kind in types if kind in SOLUTIONS), "")
    if chosen:
        result.serialize(_safe_for(chosen, out), format=SOLUTIONS[chosen])
    return chosen


def _safe_for(kind: str, out: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", XmlOut(out)) if kind.endswith("xml") else out


def _result(store: ox.Store, query: str, graphs: Graphs) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
    named: list[ox.NamedNode | ox.BlankNode] | None = None
    try:
        if any(graphs):
            default, named = [ox.NamedNode(name) for name in graphs.default], [*map(ox.NamedNode, graphs.named)]
        # with the union on, the engine overlooks FROM
        union = not any(graphs) and not names_its_graphs(query)
        return store.query(
            query, prefixes=PREFIXES, use_default_graph_as_union=union, default_graph=default, named_graphs=named
        )
    except (SyntaxError, ValueError) as error:
        raise no_sparql(error) from None


def rewritten(turtle: str, kind: str) -> bytes:
    """Return Turtle in the form of the media type, one of TRIPLES."""
    return ox.serialize(ox.parse(turtle, format=ox.RdfFormat.TURTLE), format=TRIPLES[kind]) or b""
