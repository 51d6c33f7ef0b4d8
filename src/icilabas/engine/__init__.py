"""The SPARQL engine: an Oxigraph store, an endpoint, or any rdflib dataset. The only package that imports pyoxigraph.

Queries run on the union of all named graphs; ``GRAPH ?passage { … }`` tells which one says it. Rows come as
plain Python values, so that nothing but this package depends on an engine's own classes.

In: a store, an endpoint or an `rdflib.Dataset`, and SPARQL.
Out: rows, quads, bytes.
"""

from icilabas.engine.content import (
    FORMATS,
    EngineQuad,
    NamedNode,
    add,
    add_selected,
    all_named,
    construct,
    copy,
    drop_graphs,
    dump,
    graphs,
    has_graphs,
    load_file,
    new_store,
    parse,
    quads,
    size,
    term_text,
)
from icilabas.engine.endpoint import Endpoint, Term, fetch, is_endpoint
from icilabas.engine.query import (
    RESULTS,
    Solutions,
    Store,
    Value,
    as_dataset,
    as_graph,
    endpoint_as_dataset,
    endpoint_of,
    query_text,
    select,
    store_of,
)

__all__ = [
    "FORMATS",
    "RESULTS",
    "Endpoint",
    "EngineQuad",
    "NamedNode",
    "Solutions",
    "Store",
    "Term",
    "Value",
    "add",
    "add_selected",
    "all_named",
    "as_dataset",
    "as_graph",
    "construct",
    "copy",
    "drop_graphs",
    "dump",
    "endpoint_as_dataset",
    "endpoint_of",
    "fetch",
    "graphs",
    "has_graphs",
    "is_endpoint",
    "load_file",
    "new_store",
    "parse",
    "quads",
    "query_text",
    "select",
    "size",
    "store_of",
    "term_text",
]
