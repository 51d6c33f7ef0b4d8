"""How far the contacts of a node are contacts of each other: Burt's constraint and effective size."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from icilabas.measures.groups import NAN, NOT_NEGATIVE, checked_weight

if TYPE_CHECKING:
    import networkx as nx

    from icilabas.measures.groups import Node

    Contacts = dict[Node, dict[Node, float]]


def constraint(G: nx.Graph, weight: str | None = None) -> dict[Node, float]:
    """Return Burt's constraint of each node: how far its contacts are tied to each other, or are few.

    Source: Burt 1992, Structural Holes. The sum over the contacts v of u of (p_uv + sum of p_uw p_wv over their
    common contacts w) squared, p_uv being v's share in the ties of u. From above 0 (many contacts apart from each
    other); 1 for a single contact; 1.125 for two contacts tied to each other by equal ties, more if weights differ.
    No unit. Groups play no part. Ties between two nodes, in both directions, add up: without `weight`, one for each
    direction there is (parallel ties count once); with it, all their weights. Self-loops do not count. NaN for a
    node without any tie (or only ties of weight 0). Raises UsageError as `icilabas.measures.groups.checked_weight`.
    """
    ties = _contacts(G, weight)
    shares = {node: _divided(contacts, math.fsum(contacts.values())) for node, contacts in ties.items()}
    found = {}
    for node, own in shares.items():
        through = {contact: [share] for contact, share in own.items()}  # directly, and through the others
        for other, share in own.items():
            for contact, indirect in _common(own, shares[other]):
                through[contact].append(share * indirect)
        found[node] = math.fsum(math.fsum(parts) ** 2 for parts in through.values()) if own else NAN
    return found


def effective_size(G: nx.Graph, weight: str | None = None) -> dict[Node, float]:
    """Return the effective size of each node's neighbourhood: its contacts less what is redundant among them.

    Sources: Burt 1992, Structural Holes; Borgatti 1997, Connections 20:35. The number of contacts of u less the sum
    of p_uw m_vw over all ties v–w among them, m_vw being the tie's weight by that of the strongest tie of v. In
    contacts: from 1 to the number of contacts. Groups play no part. What counts, NaN and errors: as in `constraint`.
    """
    ties = _contacts(G, weight)
    strengths = {node: _divided(contacts, max(contacts.values(), default=1.0)) for node, contacts in ties.items()}
    found = {}
    for node, own in ties.items():
        total = math.fsum(own.values())
        redundant = math.fsum(
            own[contact] / total * strength for v in own for contact, strength in _common(own, strengths[v])
        )
        found[node] = len(own) - redundant if own else NAN
    return found


def _contacts(G: nx.Graph, weight: str | None) -> Contacts:
    """Return {node: {contact: sum of the weights in both directions}}."""
    weights: dict[tuple[Node, Node], list[float]] = defaultdict(list)
    for u, v, data in G.edges(data=True):
        value = checked_weight(data, weight, (u, v), NOT_NEGATIVE)
        if u != v and value:
            weights[u, v].append(value)
    both: dict[frozenset[Node], list[float]] = defaultdict(list)
    for pair, values in weights.items():
        both[frozenset(pair)] += values if weight is not None else [1]
    found: Contacts = {node: {} for node in G}
    for (u, v), values in both.items():
        found[u][v] = found[v][u] = math.fsum(values)
    return found


def _divided(contacts: dict[Node, float], by: float) -> dict[Node, float]:
    return {contact: value / by for contact, value in contacts.items()}


def _common(own: dict[Node, float], others: dict[Node, float]) -> list[tuple[Node, float]]:
    """Return the contacts of another that are ours too, with what they are to it; the shorter list is walked."""
    if len(own) < len(others):
        return [(contact, others[contact]) for contact in own if contact in others]
    return [(contact, value) for contact, value in others.items() if contact in own]
