"""Who links the groups of a network, and how closed these are: measures on any NetworkX graph.

They take directed and undirected graphs and multigraphs, and never change them. Each docstring names the source, the
range, and what becomes of directions, weights, parallel ties, self-loops, isolates and nodes without a group. `group`
is the name of a node attribute or a ``{node: group}`` mapping. Values that do not exist (0/0) are NaN, where the
docstring says so. A call that cannot be answered raises `icilabas.UsageError`, in the reader's language.

In: a NetworkX graph, and the group of each node.
Out: numbers: by node, by tie, by group, and how firm they are.
"""

from __future__ import annotations

from icilabas.measures.betweenness import edge_gefura, gefura
from icilabas.measures.brokerage import BrokerageRoles, Brokering, activity_exclusivity, brokerage_roles
from icilabas.measures.cuts import cut_actors, minimum_cut
from icilabas.measures.groups import (
    TieCounts,
    assortativity,
    ei_index,
    ei_index_by_group,
    ei_index_by_node,
    mixing_matrix,
    tie_counts,
)
from icilabas.measures.structural_holes import constraint, effective_size

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
