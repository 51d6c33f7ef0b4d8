"""The same data under other ids, so that what is printed can be seen not to depend on them."""

from __future__ import annotations

from functools import lru_cache
from hashlib import md5
from typing import TYPE_CHECKING, TypeVar

import bundled
import pyoxigraph as ox

from icilabas import engine
from icilabas.engine.query import store_of
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES

if TYPE_CHECKING:
    from icilabas.engine import Store

Node = TypeVar("Node")

OURS = (PREFIXES["ild"], PREFIXES["ilg"])


def other_name(name: str, seed: int) -> str:
    """Return another id in the place of one of ours: in no order that has to do with the first."""
    space = next((space for space in OURS if name.startswith(space)), None)
    if space is None or name == INFERRED_GRAPH:
        return name
    return space + md5(f"{seed}{name}".encode(), usedforsecurity=False).hexdigest()


def under_other_names(store: Store, seed: int) -> Store:
    """Return the same statements, with other ids for things and passages, put in in their order."""

    def term(node: Node) -> Node | ox.NamedNode:
        return ox.NamedNode(other_name(node.value, seed)) if isinstance(node, ox.NamedNode) else node

    found = engine.new_store()
    quads = [ox.Quad(term(q.subject), q.predicate, term(q.object), term(q.graph_name)) for q in store]
    found.bulk_extend(sorted(quads, key=str))
    return found


@lru_cache(maxsize=4)
def workshop(seed: int = 0) -> Store:
    """Return the bundled workshop, under other ids where there is a seed; none may add to it."""
    store = store_of(bundled.whole())
    assert store is not None
    return under_other_names(store, seed) if seed else store
