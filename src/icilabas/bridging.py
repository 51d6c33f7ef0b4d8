"""Who links the groups of a network, and how closed these are: measures on any NetworkX graph.

They take directed and undirected graphs and multigraphs, and never change them. Each docstring names the source, the
range, and what becomes of directions, weights, parallel ties, self-loops, isolates and nodes without a group. `group`
is the name of a node attribute or a ``{node: group}`` mapping. Values that do not exist (0/0) are NaN, where the
docstring says so. A call that cannot be answered raises `icilabas.UsageError`, in French and in English.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from icilabas.brokerage import BrokerageRoles, Brokering, activity_exclusivity, brokerage_roles
from icilabas.crossing import edge_gefura, gefura
from icilabas.cuts import cut_actors, minimum_cut
from icilabas.mixing import (
    NOT_NEGATIVE,
    TieCounts,
    assortativity,
    ei_index,
    ei_index_by_group,
    ei_index_by_node,
    mixing_matrix,
    tie_counts,
    weight_of,
)

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "BrokerageRoles",
    "Brokering",
    "TieCounts",
    "activity_exclusivity",
    "assortativity",
    "brokerage_roles",
    "constraint",
    "cut_actors",
    "edge_gefura",
    "effective_size",
    "ei_index",
    "ei_index_by_group",
    "ei_index_by_node",
    "gefura",
    "minimum_cut",
    "mixing_matrix",
    "tie_counts",
]


def constraint(G: nx.Graph, weight: str | None = None) -> dict[Any, float]:
    """Return Burt's constraint of each node: how far its contacts are contacts of each other, or few.

    Source: Burt 1992, Structural Holes; computed by NetworkX. From above 0 (many contacts apart from each other); 1
    for a single contact; 1.125 for two contacts tied to each other by equal ties, more if weights differ. No unit.
    Groups play no part. Ties between two nodes, in both directions, add up: without `weight`, one for each direction
    there is (parallel ties count once); with it, all their weights. Self-loops do not count. NaN for a node without
    any tie (or only ties of weight 0). Raises UsageError as `icilabas.mixing.weight_of`.
    """
    import networkx as nx

    graph = _mutual(G, weight)
    return dict(nx.constraint(graph, nodes=list(graph), weight="weight"))  # `nodes`: the same way with SciPy or without


def effective_size(G: nx.Graph, weight: str | None = None) -> dict[Any, float]:
    """Return the effective size of each node's neighbourhood: its contacts less what is redundant among them.

    Sources: Burt 1992, Structural Holes; Borgatti 1997, Connections 20:35; computed by NetworkX. In contacts: from 1
    to the number of contacts. Groups play no part. What counts, NaN and faults: as in `constraint`.
    """
    import networkx as nx

    graph = _mutual(G, weight)
    # With weights that are all alike this is Borgatti's formula, which NetworkX works out nine times slower.
    return dict(nx.effective_size(graph, nodes=list(graph), weight="weight"))


def _mutual(G: nx.Graph, weight: str | None) -> nx.Graph:
    """Return an undirected graph without self-loops whose weights are the sums of both directions."""
    import networkx as nx

    weights: dict[tuple[Any, Any], float] = defaultdict(float)
    for u, v, data in G.edges(data=True):
        value = weight_of(data, weight, (u, v), NOT_NEGATIVE)
        if u != v and value:
            weights[u, v] = weights[u, v] + value if weight is not None else 1
    graph = nx.Graph()
    graph.add_nodes_from(G)
    for (u, v), value in weights.items():
        before = graph.get_edge_data(u, v, {"weight": 0})["weight"]
        graph.add_edge(u, v, weight=value + before)
    return graph
