"""The backbone of a weighted network: the ties that are heavier than chance makes them, at one end or the other."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from icilabas.errors import UsageError
from icilabas.measures.groups import NOT_NEGATIVE, checked_weight
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable

    import networkx as nx

    from icilabas.measures.groups import Edge


def disparity(G: nx.Graph, weight: str = "weight") -> dict[Edge, float]:
    """Return {edge: alpha}: how likely a tie would be this heavy if its ends spread their weight by chance.

    Source: Serrano, Boguñá & Vespignani 2009, PNAS 106:6483. With a tie of weight w at a node whose k ties weigh s
    together, (1 - w/s)^(k - 1), and alpha is the smaller of the values at both ends; directed: at the source among its
    outgoing, at the target among its incoming arcs. From 0 (heavier than chance) to 1 (not at all, and where both ends
    have this tie only). Keys are the edges of ``G.edges``, with their key in a multigraph. Parallel ties are one tie of
    their weights' sum, and each gets its alpha. A self-loop is a tie like others, counted once at an end. A tie of
    weight 0 does not count as one: it has alpha 1 and adds to no k; one without the attribute weighs 1. Raises
    UsageError for a weight that is negative or not a finite number.
    """
    directed = G.is_directed()
    bundles: dict[Collection[Hashable], float] = defaultdict(float)
    edges: dict[Edge, Collection[Hashable]] = {}
    for u, v, *key, data in G.edges(data=True, **({"keys": True} if G.is_multigraph() else {})):
        pair: Collection[Hashable] = (u, v) if directed else frozenset((u, v))
        edges[u, v, *key] = pair
        bundles[pair] += checked_weight(data, weight, (u, v), NOT_NEGATIVE)
    strength: dict[Hashable, float] = defaultdict(float)
    degree: dict[Hashable, int] = defaultdict(int)
    for pair, value in bundles.items():
        for end in _ends(pair, directed=directed):
            strength[end] += value
            degree[end] += value > 0
    alphas = {
        pair: min((1 - value / strength[end]) ** (degree[end] - 1) for end in _ends(pair, directed=directed))
        if value
        else 1.0
        for pair, value in bundles.items()
    }
    return {edge: alphas[pair] for edge, pair in edges.items()}


def _ends(pair: Collection[Hashable], *, directed: bool) -> list[Hashable]:
    """Return where a tie counts: at both nodes; directed, at the way out of one and the way into the other."""
    return list(zip(("out", "in"), pair, strict=True)) if directed else list(pair)


def keep(G: nx.Graph, threshold: float = 0.05, weight: str = "weight") -> nx.Graph:
    """Return the backbone: a copy of the graph with all its nodes, and the ties whose alpha is under the threshold.

    Source: as `disparity`, whose rules hold. The graph itself is not changed; attributes are kept. A network whose
    nodes have few ties each may keep none: at a node of k equal ties, alpha is (1 - 1/k)^(k - 1), never under 0.36.
    Raises UsageError for a threshold that is not between 0 and 1, and as `disparity`.
    """
    if not 0 <= threshold <= 1:
        expected = message("backbone-between-0-1")
        raise UsageError(message("bad-number", name="threshold", found=threshold, expected=expected))
    backbone = G.copy()
    backbone.remove_edges_from([edge for edge, alpha in disparity(G, weight).items() if alpha >= threshold])
    return backbone
