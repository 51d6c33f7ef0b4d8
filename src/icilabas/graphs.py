"""The networks that `project` returns: NetworkX's own graphs, which a notebook shows as a table.

Only `project` imports it, when a network is made: NetworkX takes its time to load.
"""

from __future__ import annotations

from typing import Any

import networkx as nx


def _shown(graph: nx.Graph) -> str:
    from icilabas.display import network

    return network(graph)


def _as_networkx(graph: nx.Graph, protocol: Any) -> Any:
    """Pickle it as NetworkX's own graph, so that it opens where icilabas is not installed."""
    ours = type(graph)
    if CLASSES.get(ours.__name__) is not ours:
        return object.__reduce_ex__(graph, protocol)
    return getattr(nx, ours.__name__), (), graph.__dict__


# By type(), not as classes: all that is added to NetworkX's four is how they are shown and pickled.
_ADDED = {"_repr_html_": _shown, "__reduce_ex__": _as_networkx}
CLASSES: dict[str, Any] = {
    own.__name__: type(own.__name__, (own,), {"__doc__": own.__doc__, **_ADDED})
    for own in (nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph)
}
