"""The SPARQL engine: an Oxigraph store, or any rdflib dataset. The only package that imports pyoxigraph.

Queries run on the union of all named graphs; ``GRAPH ?passage { … }`` tells which one says it. Rows come as
plain Python values, so that nothing but this package depends on an engine's own classes.
"""

from icilabas.engine.content import (
    FORMATS,
    add,
    all_named,
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
)
from icilabas.engine.query import RESULTS, Rows, as_dataset, query_text, select, store_of
from icilabas.engine.rules import construct, spread

__all__ = [
    "FORMATS",
    "RESULTS",
    "Rows",
    "add",
    "all_named",
    "as_dataset",
    "construct",
    "copy",
    "drop_graphs",
    "dump",
    "graphs",
    "has_graphs",
    "load_file",
    "new_store",
    "parse",
    "quads",
    "query_text",
    "select",
    "size",
    "spread",
    "store_of",
]
