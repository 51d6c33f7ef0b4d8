"""Gefura: which nodes and ties the shortest paths between groups go through."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from icilabas.errors import UsageError, available, needs
from icilabas.measures.groups import POSITIVE, checked_weight, groups_of
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Sequence

    import networkx as nx

    from icilabas.measures.groups import Edge, Group, Node

    Groups = Iterable[Collection[Node]] | Group
    Flows = dict[Hashable, float]  # by node, or by the nodes of a tie
    Rounds = Sequence[tuple[Sequence[Node], Sequence[Node]]]  # from these nodes to those


MUCH_WORK = (
    300_000  # sources x (nodes and ties): above, igraph has done before NetworkX has; below, before it is loaded
)

PRECISION = 1e9  # a path may be so much longer than the shortest tie: sums of lengths are compared to ten digits


def gefura(G: nx.Graph, groups: Groups, normalized: bool = True, weight: str | None = None) -> dict[Node, float]:  # noqa: FBT001, FBT002 -- fixed by the interface
    """Return the (global) gefura of each node: betweenness over the shortest paths between nodes of different groups.

    Source: Guns & Rousseau 2015, Frontiers of Information Technology & Electronic Engineering 16:776,
    doi 10.1631/FITEE.1400425. For each pair of nodes of two groups, the share of its shortest paths that go through
    the node; the sum of the shares, over pairs in both directions if the graph is directed, else over pairs. From 0
    (or always 0 with fewer than two groups); `normalized`: divided by the number of such pairs without the node, so
    at most 1, and 0 where there is no such pair.

    `groups`: sets of nodes, a node attribute, or {node: group}. A node without a group is not an end of any path, but
    may lie on one. `weight`: an attribute that holds distances, which add up along a path (the weights of our networks
    are strengths: invert them first); without it each tie is one step. Parallel ties count once, as the
    shortest of them; self-loops do not count. Raises UsageError as `groups_of`, for a node that is in two groups
    or not in the graph, for a distance that is not greater than 0, and for distances too far apart to be added.

    Large graphs are counted by igraph where that is installed, others by NetworkX, which gives the same.
    """
    ends = _ends(G, groups)
    through = _flows(G, ends, weight, of_ties=False)
    if not normalized:
        return through
    pairs, sizes = _pairs(ends), Counter(ends.values())
    scale = {node: pairs - (len(ends) - sizes[ends[node]] if node in ends else 0) for node in G}
    factor = 2 if G.is_directed() else 1
    return {node: value / (factor * scale[node]) if scale[node] else 0.0 for node, value in through.items()}


def edge_gefura(
    G: nx.Graph,
    groups: Groups,
    normalized: bool = True,  # noqa: FBT001, FBT002 -- as in gefura
    weight: str | None = None,
) -> dict[Edge, float]:
    """Return the gefura of each tie: the shares of shortest paths between nodes of different groups that use it.

    As `gefura`, with the edges of ``G.edges`` as keys (with their key in a multigraph), as edge betweenness is to
    betweenness (Girvan & Newman 2002, PNAS 99:7821); this is ours, not in Guns & Rousseau. `normalized`: divided by the
    number of pairs of nodes of different groups. Parallel ties that are equally short share equally, as in NetworkX;
    a longer one has 0, and so has a self-loop. Raises as `gefura`.
    """
    ends = _ends(G, groups)
    flows = _flows(G, ends, weight, of_ties=True)
    scale = max(_pairs(ends) * (2 if G.is_directed() else 1), 1) if normalized else 1
    values: dict[Edge, float] = {}
    bundles: dict[Hashable, list[tuple[float, Edge]]] = defaultdict(list)
    for u, v, *key, data in G.edges(data=True, **({"keys": True} if G.is_multigraph() else {})):
        values[u, v, *key] = 0.0
        if u != v:
            pair: Hashable = (u, v) if G.is_directed() else frozenset((u, v))
            bundles[pair].append((checked_weight(data, weight, (u, v), POSITIVE), (u, v, *key)))
    for pair, bundle in bundles.items():
        least = min(length for length, _edge in bundle)
        shortest = [edge for length, edge in bundle if length == least]
        for edge in shortest:
            values[edge] = flows[pair] / scale / len(shortest)
    return values


def _ends(G: nx.Graph, groups: Groups) -> dict[Node, Hashable]:
    if isinstance(groups, (str, Mapping)):
        return groups_of(G, groups)
    found: dict[Node, Hashable] = {}
    for number, members in enumerate(groups):
        for node in set(members):
            if node not in G:
                raise UsageError(message("unknown-node", found=node))
            if node in found:
                raise UsageError(message("two-groups", found=node))
            found[node] = number
    return found


def _pairs(ends: Mapping[Node, Hashable]) -> int:
    """Return how many pairs of nodes are of two groups."""
    return (len(ends) ** 2 - sum(size**2 for size in Counter(ends.values()).values())) // 2


def _flows(G: nx.Graph, ends: Mapping[Node, Hashable], weight: str | None, *, of_ties: bool) -> Flows:
    """Return the shares of paths that go through each node, or each tie (its two nodes; undirected: a frozenset)."""
    graph = _simple(G, weight)
    rounds = _rounds(G, ends)
    work = sum(len(sources) for sources, _targets in rounds) * (len(graph) + graph.number_of_edges())
    count = _by_igraph if work > MUCH_WORK and available("large", "igraph") else _by_networkx
    return count(graph, rounds, "length" if weight is not None else None, of_ties=of_ties)


def _simple(G: nx.Graph, weight: str | None) -> nx.Graph:
    """Return the graph without self-loops and parallel ties, the shortest of which stays."""
    import networkx as nx

    graph: nx.Graph = nx.DiGraph() if G.is_directed() else nx.Graph()
    graph.add_nodes_from(G)
    for u, v, data in G.edges(data=True):
        length = checked_weight(data, weight, (u, v), POSITIVE)
        if u != v and not (graph.has_edge(u, v) and graph[u][v]["length"] <= length):
            graph.add_edge(u, v, length=length)
    lengths = [length for _u, _v, length in graph.edges(data="length")]
    if lengths and max(lengths) * len(graph) > min(lengths) * PRECISION:
        raise UsageError(message("far-apart", least=min(lengths), most=max(lengths)))
    return graph


def _rounds(G: nx.Graph, ends: Mapping[Node, Hashable]) -> Rounds:
    """Return from where to where the paths lead, so that each pair is met once: undirected, from the small groups."""
    members: dict[Hashable, list[Node]] = defaultdict(list)
    for node, name in ends.items():
        members[name].append(node)
    order = sorted(members.values(), key=len)
    if G.is_directed():
        return [(some, [node for other in order if other is not some for node in other]) for some in order]
    return [(some, [node for other in order[place:] for node in other]) for place, some in enumerate(order[:-1], 1)]


def _by_networkx(graph: nx.Graph, rounds: Rounds, length: str | None, *, of_ties: bool) -> Flows:
    """Sum the betweenness of the rounds; NetworkX halves it where ties have no direction.

    What goes through a tie is what goes through a node in its middle: `edge_betweenness_centrality_subset` of
    NetworkX 3.7 shares evenly among the ties that lead to a node, however many paths come by each.
    """
    import networkx as nx

    counted = {node: node for node in graph}
    if of_ties:
        halved = graph.__class__()
        counted = {key: _Middle() for key in _keys(graph, of_ties=True)}
        for (u, v, each), middle in zip(graph.edges(data="length"), counted.values(), strict=True):
            halved.add_weighted_edges_from([(u, middle, each), (middle, v, each)], weight="length")
        halved.add_nodes_from(graph)
        graph = halved
    totals = dict.fromkeys(graph, 0.0)
    for sources, targets in rounds:
        found = nx.betweenness_centrality_subset(graph, sources, targets, weight=length)
        totals = {node: total + found[node] for node, total in totals.items()}
    factor = 1 if graph.is_directed() else 2
    return {key: factor * totals[node] for key, node in counted.items()}


class _Middle:
    """A node in the middle of a tie, like no other."""


def _by_igraph(graph: nx.Graph, rounds: Rounds, length: str | None, *, of_ties: bool) -> Flows:
    """Do as `_by_networkx`, some twenty times as fast."""
    with needs("large"):
        from igraph import Graph

    number = {node: place for place, node in enumerate(graph)}
    links = [(number[u], number[v]) for u, v in graph.edges]
    fast = Graph(n=len(graph), edges=links, directed=graph.is_directed())
    lengths = [each for _u, _v, each in graph.edges(data=length)] if length else None
    count = fast.edge_betweenness if of_ties else fast.betweenness
    keys = _keys(graph, of_ties=of_ties)
    totals = [0.0] * len(keys)
    for some in rounds:
        sources, targets = ([number[node] for node in nodes] for nodes in some)
        found = count(directed=graph.is_directed(), weights=lengths, sources=sources, targets=targets)
        totals = [total + value for total, value in zip(totals, found, strict=True)]
    factor = 1 if graph.is_directed() else 2
    return {key: factor * total for key, total in zip(keys, totals, strict=True)}


def _keys(graph: nx.Graph, *, of_ties: bool) -> list[Hashable]:
    if not of_ties:
        return list(graph)
    return [(u, v) if graph.is_directed() else frozenset((u, v)) for u, v in graph.edges]
