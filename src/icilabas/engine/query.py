"""Queries on a store, an endpoint, or any rdflib dataset; rows come as plain Python values."""

from __future__ import annotations

import re
import weakref
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from icilabas.engine import written
from icilabas.engine.disk import undamaged
from icilabas.engine.endpoint import Endpoint, EndpointSolutions, is_endpoint
from icilabas.engine.query_text import names_its_graphs, no_sparql, permit
from icilabas.engine.terms import PREFIXES, Iri, sparql_term
from icilabas.errors import UsageError
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    import rdflib
    from rdflib.term import Node

    Dataset = ox.Store | Endpoint | rdflib.Dataset  # what can be asked


Store = ox.Store  # in memory, or on disk to be read
Value = Any  # Iri (or rdflib.URIRef), str, int, float, bool, or None where a variable is unbound: the query says which

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_WHOLE = (
    *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"),
    *("nonPositiveInteger", "negativeInteger", *(f"unsigned{name}" for name in ("Int", "Long", "Short", "Byte"))),
)
_REAL = r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([Ee][+-]?[0-9]+)?|[+-]?INF|NaN"
# How numbers and truth values are written, and what makes values of them; Python takes 1_000 for a number as well.
_TYPES: list[tuple[Callable[[str], Value], str, tuple[str, ...]]] = [
    (int, r"[+-]?[0-9]+", _WHOLE),
    (float, _REAL, ("decimal", "double", "float")),
    ({"true", "1"}.__contains__, r"[\s\S]*", ("boolean",)),
]
_CONVERT = {
    f"{PREFIXES['xsd']}{name}": (convert, re.compile(form)) for convert, form, names in _TYPES for name in names
}
_NAMES = 1 << 16  # of the latest names that a query gave, kept while its rows are read
_AT_ONCE = 1000  # names in one query: engines read longer lists slowly, or not at all
_KEPT = "endpoint"  # the attribute of an rdflib store that keeps our endpoint: its connection stays open


class Solutions(NamedTuple):
    """The answer to a SELECT: variable names, and a tuple of values for each solution."""

    variables: list[str]
    rows: list[tuple[Value, ...]]


def as_dataset(store: ox.Store) -> rdflib.Dataset:
    """Wrap the store as the standard ``rdflib.Dataset``; a query without GRAPH sees the union of all graphs."""
    from icilabas.engine.rdflib_store import LocalStore

    wrapped = LocalStore(store=store)
    weakref.finalize(wrapped, written.forget_beside, id(store))
    return _dataset(wrapped)


def endpoint_as_dataset(endpoint: Endpoint) -> rdflib.Dataset:
    """Wrap the endpoint as the standard ``rdflib.Dataset``, asked through our client and never changed."""
    from icilabas.engine.rdflib_store import EndpointStore

    return _dataset(EndpointStore(endpoint))


def _dataset(store: rdflib.store.Store) -> rdflib.Dataset:
    import rdflib

    dataset = rdflib.Dataset(store=store, default_union=True)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    return dataset


def as_graph(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """Return what quads, or a store, say as one ``rdflib.Graph``, with each literal as it is written.

    rdflib has no triples inside triples: statements with one are left out.
    """
    import rdflib

    from icilabas.engine.rdflib_store import node

    graph = rdflib.Graph()
    for quad in quads:
        said = tuple(node(term, normalize=False) for term in quad.triple)
        if not any(isinstance(term, tuple) for term in said):
            graph.add(said)
    return graph


def store_of(dataset: Dataset) -> ox.Store | None:
    """Return the Oxigraph store behind the dataset, or None when another engine holds it."""
    if isinstance(dataset, ox.Store):
        return dataset
    inner = getattr(getattr(dataset, "store", None), "_inner", None)  # oxrdflib has no public name for it
    return inner if isinstance(inner, ox.Store) else None


def stored(dataset: Dataset) -> ox.Store | None:
    """Return the store on disk behind the dataset, of which what is needed is best read first; None for any other."""
    store = store_of(dataset)
    return store if store is not None and written.unchanged(store).on_disk else None


def endpoint_of(dataset: Dataset) -> Endpoint | None:
    """Return the endpoint behind the dataset: itself, ours, or that of rdflib's own SPARQLStore; else None."""
    if isinstance(dataset, Endpoint):
        return dataset
    if isinstance(dataset, ox.Store):
        return None
    kept = vars(dataset.store)
    if not isinstance(kept.get(_KEPT), Endpoint):
        if not is_endpoint(url := getattr(dataset.store, "query_endpoint", None)):
            return None
        kept[_KEPT] = Endpoint(url)
    found: Endpoint = kept[_KEPT]
    return found


def run(
    store: ox.Store | Endpoint, query: str, services: Collection[str] = ()
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | EndpointSolutions | list[ox.Triple]:
    """Run any query on the union of all graphs, or on those it names; ``services`` are hosts that it may call.

    Raises UsageError when it is not SPARQL, calls another server, or cannot be answered.
    """
    permit(query, services)
    if isinstance(store, Endpoint):
        return store.run(query)
    try:
        # Oxigraph leaves a query's own FROM unread where the default graph is the union
        union = "FROM" not in query.upper() or not names_its_graphs(query)
        return store.query(query, prefixes=PREFIXES, use_default_graph_as_union=union)
    except SyntaxError as error:
        raise no_sparql(error) from None


@undamaged()
def select(dataset: Dataset, query: str, services: Collection[str] = ()) -> Solutions:
    """Run a SELECT. IRIs come as ``rdflib.URIRef`` from an rdflib dataset, else as ``Iri`` (both are str).

    services: hosts that it may call (SERVICE); rdflib's own engine calls none, for it goes where these send it.
    Raises UsageError when the query is not SPARQL, not a SELECT, or cannot be answered.
    """
    store = endpoint_of(dataset) or store_of(dataset)
    if store is None:
        assert not isinstance(dataset, ox.Store | Endpoint)  # noqa: S101  # which are the one or the other
        return _select_rdflib(dataset, query)
    return _select(store, query, _namer(dataset), services)


def _namer(dataset: Dataset) -> Callable[[str], str]:
    """Return what makes an IRI of a text, in the answers of a dataset."""
    if isinstance(dataset, ox.Store | Endpoint):
        return Iri
    from rdflib import URIRef

    return URIRef


def select_of(dataset: Dataset, query: str, things: Sequence[str]) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of a SELECT of these things: their names take the place of ``THINGS``, so many at a time."""
    store = store_of(dataset)
    if store is not None and things and (found := _by_columns(store, query, _namer(dataset), things)) is not None:
        yield from found.rows
        return
    for start in range(0, len(things), _AT_ONCE):
        listed = " ".join(sparql_term(Iri(thing)) for thing in things[start : start + _AT_ONCE])
        yield from select(dataset, query.replace("THINGS", listed)).rows


def _select(store: ox.Store | Endpoint, query: str, name: Callable[[str], str], services: Collection[str]) -> Solutions:
    if isinstance(store, ox.Store) and not services and (found := _by_columns(store, query, name)) is not None:
        return found
    variables, rows = _answer(store, query, name, services)
    return Solutions(variables, [*rows])


def _by_columns(
    store: ox.Store, query: str, name: Callable[[str], str], things: Sequence[str] = ()
) -> Solutions | None:
    """Return the answer to a SELECT by the columns of the store; None where the engine has to answer."""
    columns = written.unchanged(store).columns
    if columns is None:
        return None
    from icilabas.engine.column_answers import select_rows
    from icilabas.engine.quad_columns import Columns, NoColumnsError
    from icilabas.engine.sparql_as_sql import THINGS

    assert isinstance(columns, Columns)  # noqa: S101  # which are all that is kept there
    query = query.replace("THINGS", f"<{THINGS}>") if things else query
    variables, _none = _answer(ox.Store(), query, name, ())  # the engine says what is SPARQL, and a SELECT
    with suppress(NoColumnsError):
        return Solutions(variables, select_rows(columns, query, variables, name, _plain, things))
    return None


def expect_many(dataset: Dataset) -> None:
    """Have a large store ready for many queries: its columns (see `quad_columns`) are kept until it is changed."""
    store = store_of(dataset)
    if store is not None and not written.unchanged(store).tried:
        from icilabas.engine.quad_columns import make

        make(store)


def select_each(store: ox.Store, query: str) -> tuple[list[str], Iterator[tuple[Value, ...]]]:
    """Return the variables of a SELECT, and its rows one at a time: as `select`, for more than are to be held."""
    with undamaged():
        variables, rows = _answer(store, query, Iri, ())
    return variables, _undamaged(rows)


def _undamaged(rows: Iterator[tuple[Value, ...]]) -> Iterator[tuple[Value, ...]]:
    with undamaged():
        yield from rows


def _answer(
    store: ox.Store | Endpoint, query: str, name: Callable[[str], str], services: Collection[str]
) -> tuple[list[str], Iterator[tuple[Value, ...]]]:
    found = run(store, query, services)
    if not isinstance(found, ox.QuerySolutions | EndpointSolutions):
        raise UsageError(message("not-a-select"))
    once = lru_cache(_NAMES)(name)  # the same name stands in many rows: one text for all of them
    variables = [variable.value for variable in found.variables]
    return variables, (tuple(_value(term, once) for term in solution) for solution in found)


def _select_rdflib(dataset: rdflib.Dataset, query: str) -> Solutions:
    """Run a SELECT in rdflib's own engine, or in whichever one its store brings."""
    from rdflib import Literal

    permit(query)
    result = dataset.query(query, initNs=PREFIXES)
    if result.type != "SELECT":
        raise UsageError(message("not-a-select"))

    def value(term: Node | None) -> Value:
        return _plain(str(term), str(term.datatype or "")) if isinstance(term, Literal) else term

    variables = result.vars or []
    rows = [tuple(value(row.get(variable)) for variable in variables) for row in result.bindings]
    return Solutions([str(variable) for variable in variables], rows)


def _value(term: object, name: Callable[[str], str]) -> Value:
    if isinstance(term, ox.NamedNode):
        return name(term.value)
    if isinstance(term, ox.Literal):
        return _plain(term.value, term.datatype.value)
    return None if term is None else str(term)


def _plain(value: str, datatype: str) -> Value:
    if datatype not in _CONVERT:
        return value
    convert, form = _CONVERT[datatype]
    try:
        return convert(value) if form.fullmatch(value) else value
    except ValueError:  # a number that is too long for Python
        return value


@undamaged()
def query_text(store: ox.Store | Endpoint, query: str, form: str, services: Collection[str] = ()) -> str:
    """Run any query and return the answer as W3C results (``json``, ``csv``, ``tsv``); CONSTRUCT gives Turtle."""
    result = run(store, query, services)
    if isinstance(result, ox.QueryTriples | list):
        data = ox.serialize(sorted(result, key=str), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    else:
        if isinstance(result, ox.QueryBoolean) and form != "json":
            return f"{str(bool(result)).lower()}\n"
        data = result.serialize(format=RESULTS[form])
    return (data or b"").decode().replace("\r\n", "\n").rstrip("\n") + "\n"
