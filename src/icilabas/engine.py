"""The SPARQL engine: an Oxigraph store, or any rdflib dataset. The only module that imports pyoxigraph.

Queries run on the union of all named graphs; ``GRAPH ?passage { … }`` tells which one says it. Rows come as
plain Python values, so that nothing but this module depends on an engine's own classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from icilabas.errors import DataError, Fault, UsageError
from icilabas.messages import message
from icilabas.terms import INFERRED_GRAPH, PREFIXES, Iri, Lit, Quad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import rdflib

    Dataset = ox.Store | rdflib.Dataset

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}
RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_XSD = PREFIXES["xsd"]
_TYPES: dict[Callable[[str], Any], tuple[str, ...]] = {
    int: ("integer", "int", "long", "nonNegativeInteger", "positiveInteger"),
    float: ("decimal", "double", "float"),
    "true".__eq__: ("boolean",),
}
_CONVERT = {f"{_XSD}{name}": convert for convert, names in _TYPES.items() for name in names}

Value = Any  # Iri (or rdflib.URIRef), str, int, float, bool, or None where a variable is unbound


class Rows(NamedTuple):
    """The answer to a SELECT: variable names, and a tuple of values for each solution."""

    variables: list[str]
    rows: list[tuple[Value, ...]]


new_store = ox.Store  # an empty store in memory


def as_dataset(store: ox.Store) -> rdflib.Dataset:
    """Wrap the store as the standard ``rdflib.Dataset``; a query without GRAPH sees the union of all graphs."""
    import rdflib
    from oxrdflib import OxigraphStore

    dataset = rdflib.Dataset(store=OxigraphStore(store=store), default_union=True)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    return dataset


def store_of(dataset: Dataset) -> ox.Store | None:
    """Return the Oxigraph store behind the dataset, or None when another engine holds it."""
    if isinstance(dataset, ox.Store):
        return dataset
    inner = getattr(dataset.store, "_inner", None)  # oxrdflib has no public name for it
    return inner if isinstance(inner, ox.Store) else None


def _plain(value: str, datatype: str | None) -> Value:
    convert = _CONVERT.get(datatype or "")
    return convert(value) if convert else value


def _value(term: object, name: Callable[[str], str]) -> Value:
    if isinstance(term, ox.NamedNode):
        return name(term.value)
    if isinstance(term, ox.Literal):
        return _plain(term.value, term.datatype.value)
    return None if term is None else str(term)


def _run(store: ox.Store, query: str) -> Any:
    try:
        return store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise UsageError(message("query-syntax", error=error)) from None


def select(dataset: Dataset, query: str) -> Rows:
    """Run a SELECT. IRIs come as ``rdflib.URIRef`` from an rdflib dataset, as ``Iri`` from a store (both are str).

    Raises UsageError when the query is not SPARQL, or not a SELECT.
    """
    name: Callable[[str], str] = Iri
    if not isinstance(dataset, ox.Store):
        from rdflib import URIRef

        name = URIRef
    store = store_of(dataset)
    if store is None:
        return _select_rdflib(dataset, query)
    result = _run(store, query)
    if not isinstance(result, ox.QuerySolutions):
        raise UsageError(message("not-a-select"))
    variables = [variable.value for variable in result.variables]
    return Rows(variables, [tuple(_value(term, name) for term in solution) for solution in result])


def _select_rdflib(dataset: Any, query: str) -> Rows:
    from rdflib import Literal

    result = dataset.query(query, initNs=PREFIXES)
    if result.type != "SELECT":
        raise UsageError(message("not-a-select"))

    def value(term: Any) -> Value:
        return _plain(str(term), str(term.datatype or "")) if isinstance(term, Literal) else term

    return Rows([str(variable) for variable in result.vars], [tuple(map(value, row)) for row in result])


def query_text(store: ox.Store, query: str, form: str) -> str:
    """Run any query and return the answer as W3C results (``json``, ``csv``, ``tsv``); CONSTRUCT gives Turtle."""
    result = _run(store, query)
    if isinstance(result, ox.QueryTriples):
        data = ox.serialize(sorted(result, key=str), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    else:
        if isinstance(result, ox.QueryBoolean) and form != "json":
            return f"{str(bool(result)).lower()}\n"
        data = result.serialize(format=RESULTS[form])
    return (data or b"").decode().replace("\r\n", "\n").rstrip("\n") + "\n"


def _ox_quad(quad: Quad) -> ox.Quad:
    subject, predicate, thing, graph = quad
    obj: ox.NamedNode | ox.Literal
    if isinstance(thing, Lit):
        datatype = ox.NamedNode(thing.datatype) if thing.datatype and not thing.lang else None
        obj = ox.Literal(thing.value, datatype=datatype, language=thing.lang)
    else:
        obj = ox.NamedNode(thing)
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), obj, ox.NamedNode(graph))


def add(store: ox.Store, quads: Iterable[Quad]) -> None:
    """Add quads of plain names and literals."""
    store.extend(map(_ox_quad, quads))


def copy(dataset: Dataset, target: ox.Store) -> None:
    """Add all quads of a dataset to the store; the dataset is not changed."""
    source = store_of(dataset)
    if source is None and not isinstance(dataset, ox.Store):
        target.load(dataset.serialize(format="nquads", encoding="utf-8"), format=ox.RdfFormat.N_QUADS)
    elif source is not None:
        target.extend(source)


def quads(store: ox.Store) -> Iterator[Quad]:
    """Yield what the store says as plain names and literals; what a blank node says or is said of is left out."""
    for quad in store:
        subject, thing, graph = quad.subject, quad.object, quad.graph_name
        if not (isinstance(subject, ox.NamedNode) and isinstance(graph, ox.NamedNode)):
            continue
        if isinstance(thing, ox.Literal):
            plain = thing.datatype.value in {f"{_XSD}string", f"{PREFIXES['rdf']}langString"}
            literal = Lit(thing.value, None if plain else thing.datatype.value, thing.language)
            yield Iri(subject.value), Iri(quad.predicate.value), literal, Iri(graph.value)
        elif isinstance(thing, ox.NamedNode):
            yield Iri(subject.value), Iri(quad.predicate.value), Iri(thing.value), Iri(graph.value)


def parse(path: Path, graph: str | None = None) -> Iterator[ox.Quad]:
    """Parse an RDF file by its ending; triples outside any graph go to ``graph`` where it is given.

    Raises DataError with ``file:line:column`` when the file is not what its ending says.
    """
    default, target = ox.DefaultGraph(), ox.NamedNode(graph) if graph else None
    try:
        for quad in ox.parse(path=str(path), format=FORMATS[path.suffix.lower()], base_iri=path.absolute().as_uri()):
            if target is not None and quad.graph_name == default:
                yield ox.Quad(quad.subject, quad.predicate, quad.object, target)
            else:
                yield quad
    except SyntaxError as error:
        place = f"{path}:{error.lineno or 1}:{error.offset or 1}"
        reason = str(error.msg).splitlines()[0]
        raise DataError([Fault(place, message("rdf-syntax", error=reason))], unreadable=True) from None
    except (OSError, ValueError) as error:
        raise DataError([Fault(str(path), message("unreadable", error=error))], unreadable=True) from None


def load_file(store: ox.Store, path: Path, graph: str | None = None) -> None:
    """Add what an RDF file holds to the store, all of it or nothing."""
    store.extend(list(parse(path, graph)))


def size(store: ox.Store, graph: str | None = None) -> int:
    """Return the number of quads of the store, or of one graph."""
    return sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(graph) if graph else None))


def drop_graphs(store: ox.Store, graphs: Iterable[str]) -> None:
    """Remove the named graphs and all they say."""
    for graph in graphs:
        store.remove_graph(ox.NamedNode(graph))


def construct(store: ox.Store, query: str, graph: str = INFERRED_GRAPH) -> int:
    """Run a CONSTRUCT; add what no graph says yet to ``graph``; return how many triples are new."""
    target = ox.NamedNode(graph)
    found = {
        ox.Quad(t.subject, t.predicate, t.object, target)
        for t in _run(store, query)
        if not isinstance(t.subject, ox.Literal)
    }
    new = [q for q in found if next(store.quads_for_pattern(q.subject, q.predicate, q.object, None), None) is None]
    store.extend(new)
    return len(new)


def spread(store: ox.Store, query: str) -> int:
    """Run a SELECT of ?subject ?relation ?object ?passage; add what the passage does not say yet, return how much."""
    rows = [row for row in _run(store, query) if isinstance(row["subject"], ox.NamedNode) and row["object"]]
    found = {ox.Quad(row["subject"], row["relation"], row["object"], row["passage"]) for row in rows}
    new = [quad for quad in found if quad not in store]
    store.extend(new)
    return len(new)


def dump(store: ox.Store, form: str, *, leave_out: Iterable[str] = (), union: bool = False) -> bytes:
    """Serialise the store, sorted: ``form`` is a file ending. ``union``, as any form without graphs, merges them."""
    rdf = FORMATS[form]
    skipped = {ox.NamedNode(graph) for graph in leave_out}
    quads = [quad for quad in store if quad.graph_name not in skipped]
    if union or not rdf.supports_datasets:
        content: list[Any] = sorted({quad.triple for quad in quads}, key=str)
    else:
        content = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.triple)))
    return ox.serialize(content, format=rdf, prefixes=PREFIXES) or b""
