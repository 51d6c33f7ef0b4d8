"""An endpoint that is no server: a store in memory answers the text of each query, as a server would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.engine.endpoint import Endpoint, EndpointSolutions
from icilabas.engine.query_text import Asked

if TYPE_CHECKING:
    import pyoxigraph as ox


class Here(Endpoint):
    """Answers from the store, and keeps what it was asked."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.client: Any = None  # nothing is sent
        self.queries: list[str] = []

    def run(self, query: str) -> Any:
        asked = Asked.of(query)
        return self.solutions(asked) if asked.kind == "rows" else self.store.query(asked.text)

    def solutions(self, asked: Asked) -> EndpointSolutions:
        self.queries.append(asked.text)
        found = self.store.query(asked.text, use_default_graph_as_union=True)
        return EndpointSolutions(list(asked.variables), [tuple(row) for row in found])  # type: ignore[union-attr]  # a SELECT

    def texts(self, query: str) -> Any:
        rows = self.solutions(Asked.of(query)).rows
        return [tuple(None if term is None else engine.term_text(term) for term in row) for row in rows]
