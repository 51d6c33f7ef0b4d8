"""The backbone of a weighted network: the ties that are heavier than chance makes them, at one end or the other."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from icilabas.errors import UsageError
from icilabas.measures.groups import NOT_NEGATIVE, checked_weight, leads
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Hashable

    import networkx as nx

    from icilabas.measures.groups import Edge, Ends

EQUAL = 1e-12  # relative: two alphas that differ by less are the same but for rounding


def disparity(G: nx.Graph, weight: str | None = "weight") -> dict[Edge, float]:
    """Return {edge: alpha}: how likely a tie would be this heavy if its ends spread their weight by chance.

    Source: Serrano, Boguñá & Vespignani 2009, PNAS 106:6483. With a tie of weight w at a node whose k ties weigh s
    together, (1 - w/s)^(k - 1), and alpha is the smaller of the values at both ends; directed: at the source among its
    outgoing, at the target among its incoming arcs; a tie that has no direction (its attribute ``undirected`` is True)
    is two arcs, and has the smaller alpha of both. From 0 (heavier than chance) to 1 (not at all, and where both ends
    have this tie only). Keys are the edges of ``G.edges``, with their key in a multigraph. Parallel ties are one tie of
    their weights' sum, and each gets its alpha. A self-loop is a tie like others, counted once at an end. A tie of
    weight 0 does not count as one: it has alpha 1 and adds to no k; one without the attribute weighs 1, and so do all
    where `weight` is None. Raises UsageError as `icilabas.measures.groups.checked_weight`.
    """
    directed = G.is_directed()
    parallel: dict[Ends, list[float]] = defaultdict(list)
    edges: dict[Edge, list[Ends]] = {}
    for u, v, *key, data in G.edges(data=True, **({"keys": True} if G.is_multigraph() else {})):
        edges[u, v, *key] = pairs = leads(G, (u, v), data)
        for pair in pairs:
            parallel[pair].append(checked_weight(data, weight, (u, v), NOT_NEGATIVE))
    bundles = {pair: math.fsum(values) for pair, values in parallel.items()}
    at: dict[Hashable, list[float]] = defaultdict(list)
    for pair, value in bundles.items():
        for end in _ends(pair, directed=directed):
            at[end].append(value)
    sums = {end: _sum(values) for end, values in at.items()}
    others = {end: sum(value > 0 for value in values) - 1 for end, values in at.items()}

    def alpha(end: Hashable, value: float) -> float:
        total, rest = sums[end]
        return float((math.fsum((total, rest, -value)) / total) ** others[end])

    alphas = {
        pair: min(alpha(end, value) for end in _ends(pair, directed=directed)) if value else 1.0
        for pair, value in bundles.items()
    }
    return {edge: min(alphas[pair] for pair in pairs) for edge, pairs in edges.items()}


def _sum(values: list[float]) -> tuple[float, float]:
    """Return the sum, whatever the order, and what rounding took from it, so that it can be subtracted from."""
    total = math.fsum(values)
    return total, math.fsum([*values, -total])


def _ends(pair: Ends, *, directed: bool) -> list[Hashable]:
    """Return where a tie counts: at both nodes; directed, at the way out of one and the way into the other."""
    return list(zip(("out", "in"), pair, strict=True)) if directed else list(pair)


def keep(G: nx.Graph, threshold: float = 0.05, weight: str | None = "weight") -> nx.Graph:
    """Return the backbone: a copy of the graph with all its nodes, and the ties whose alpha is under the threshold.

    Source: as `disparity`, whose rules hold. An alpha that equals the threshold to twelve digits is not under it. The
    graph itself is not changed; attributes are kept. A network whose nodes have few ties each may keep none: at a node
    of k equal ties, alpha is (1 - 1/k)^(k - 1), never under 0.36.
    Raises UsageError for a threshold that is not between 0 and 1, and as `disparity`.
    """
    if not 0 <= threshold <= 1:
        expected = message("backbone-between-0-1")
        raise UsageError(message("bad-number", name="threshold", found=threshold, expected=expected))
    backbone = G.copy()
    out = [
        edge
        for edge, alpha in disparity(G, weight).items()
        if alpha >= threshold or math.isclose(alpha, threshold, rel_tol=EQUAL)
    ]
    backbone.remove_edges_from(out)
    return backbone
