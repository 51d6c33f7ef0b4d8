"""Gefura: which nodes and ties the shortest paths between groups go through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from icilabas.errors import UsageError
from icilabas.messages import message
from icilabas.mixing import POSITIVE, groups_of, weight_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    from icilabas.mixing import Group

    Groups = Iterable[Collection[Any]] | Group
    Numbers = NDArray[np.float64]
    Indices = NDArray[np.intp]

_AT_ONCE = 500_000  # nodes and arcs looked at together, over all sources of a batch: some 50 MB


def gefura(G: nx.Graph, groups: Groups, normalized: bool = True, weight: str | None = None) -> dict[Any, float]:  # noqa: FBT001, FBT002 -- fixed by the interface
    """Return the (global) gefura of each node: betweenness over the shortest paths between nodes of different groups.

    Source: Guns & Rousseau 2015, Frontiers of Information Technology & Electronic Engineering 16:776,
    doi 10.1631/FITEE.1400425. For each pair of nodes of two groups, the share of its shortest paths that go through
    the node; the sum of the shares, over pairs in both directions if the graph is directed, else over pairs. From 0
    (or always 0 with fewer than two groups); `normalized`: divided by the number of such pairs without the node, so
    at most 1, and 0 where there is no such pair.

    `groups`: sets of nodes, a node attribute, or {node: group}. A node without a group is no end of a path but may
    be on one. `weight`: an attribute that holds distances, which add up along a path (the weights of our networks
    are strengths: turn them round first); without it each tie is one step. Parallel ties count once, as the
    shortest of them; self-loops do not count. Raises UsageError as `groups_of`, for a node that is in two groups
    or not in the graph, and for a distance that is not greater than 0.
    """
    import numpy as np

    ends = _ends(G, groups)
    through, _arcs = _flows(G, ends, weight, of_ties=False)
    sizes: dict[Any, int] = defaultdict(int)
    for name in ends.values():
        sizes[name] += 1
    pairs = _pairs(ends)
    without = [pairs - (len(ends) - sizes[ends[node]] if node in ends else 0) for node in G]
    scale = np.array(without, dtype=float) * 2 if normalized else np.full(len(G), 1 if G.is_directed() else 2)
    values = np.divide(through, scale, out=np.zeros(len(G)), where=scale > 0)
    return dict(zip(G, values.tolist(), strict=True))


def edge_gefura(
    G: nx.Graph,
    groups: Groups,
    normalized: bool = True,  # noqa: FBT001, FBT002 -- as in gefura
    weight: str | None = None,
) -> dict[Any, float]:
    """Return the gefura of each tie: the shares of shortest paths between nodes of different groups that use it.

    As `gefura`, with the edges of ``G.edges`` as keys (with their key in a multigraph), as edge betweenness is to
    betweenness (Girvan & Newman 2002, PNAS 99:7821); ours, not in Guns & Rousseau. `normalized`: divided by the
    number of pairs of nodes of different groups. Parallel ties that are equally short share equally, as in NetworkX;
    a longer one has 0, and so has a self-loop. Raises as `gefura`.
    """
    ends = _ends(G, groups)
    _through, arcs = _flows(G, ends, weight, of_ties=True)
    pairs = _pairs(ends)
    scale = max(2 * pairs, 1) if normalized else 1 if G.is_directed() else 2
    values = {}
    bundles = defaultdict(list)
    for u, v, *key, data in G.edges(data=True, **({"keys": True} if G.is_multigraph() else {})):
        values[u, v, *key] = 0.0
        if u != v:
            pair = (u, v) if G.is_directed() else frozenset((u, v))
            bundles[pair].append((weight_of(data, weight, (u, v), POSITIVE), (u, v, *key)))
    for bundle in bundles.values():
        least = min(length for length, _edge in bundle)
        shortest = [edge for length, edge in bundle if length == least]
        u, v, *_key = shortest[0]
        flow = arcs.get((u, v), 0.0) + (0.0 if G.is_directed() else arcs.get((v, u), 0.0))
        for edge in shortest:
            values[edge] = flow / scale / len(shortest)
    return values


def _ends(G: nx.Graph, groups: Groups) -> dict[Any, Any]:
    if isinstance(groups, (str, Mapping)):
        return groups_of(G, groups)
    found: dict[Any, Any] = {}
    for number, members in enumerate(groups):
        for node in set(members):
            if node not in G:
                raise UsageError(message("unknown-node", found=node))
            if node in found:
                raise UsageError(message("two-groups", found=node))
            found[node] = number
    return found


def _pairs(ends: Mapping[Any, Any]) -> int:
    """Return how many pairs of nodes are of two groups."""
    sizes: dict[Any, int] = defaultdict(int)
    for name in ends.values():
        sizes[name] += 1
    return (len(ends) ** 2 - sum(size**2 for size in sizes.values())) // 2


def _flows(
    G: nx.Graph, ends: Mapping[Any, Any], weight: str | None, *, of_ties: bool
) -> tuple[Numbers, dict[Any, float]]:
    """Return, for each node in order, the shares of paths that go through it, and the same for each arc.

    Sources and targets in both directions, so that undirected values are twice those of the pairs.
    """
    import numpy as np

    number = {node: place for place, node in enumerate(G)}
    codes = {name: code for code, name in enumerate(dict.fromkeys(ends.values()))}
    group = np.array([codes[ends[node]] if node in ends else -1 for node in G], dtype=np.intp)
    arcs = sorted({(number[u], number[v]) for u, others in G.adjacency() for v in others if u != v})
    tails, heads = np.array(arcs, dtype=np.intp).reshape(-1, 2).T
    sources = np.flatnonzero(group >= 0) if len(codes) > 1 else np.array([], dtype=np.intp)
    through, along = np.zeros(len(G)), np.zeros(len(arcs))
    if weight is None:
        first = np.searchsorted(tails, np.arange(len(G) + 1))
        room = max(1, _AT_ONCE // (len(G) + len(arcs) + 1))
        for start in range(0, len(sources), room):
            _add_steps(first, heads, group, sources[start : start + room], through, along if of_ties else None)
    else:
        _add_distances(G, weight, group, sources, through, {arc: place for place, arc in enumerate(arcs)}, along)
    names = list(G)
    return through, {(names[u], names[v]): flow for (u, v), flow in zip(arcs, along.tolist(), strict=True)}


def _add_steps(
    first: Indices, heads: Indices, group: Indices, sources: Indices, through: Numbers, along: Numbers | None
) -> None:
    """Add the shares of the shortest paths from the sources, each tie being one step.

    Brandes' algorithm (2001, Journal of Mathematical Sociology 25:163), a step of all sources at a time: place
    ``k * nodes + v`` of each array is node v as seen from the k-th source. The arcs of node v are heads[first[v]]
    to heads[first[v + 1]].
    """
    import numpy as np

    nodes, size = len(group), len(sources) * len(group)
    goal = ((group != group[sources, None]) & (group >= 0)).ravel()
    seen, paths, mark = np.zeros(size, dtype=bool), np.zeros(size), np.zeros(size, dtype=np.intp)
    starts = front = np.arange(len(sources)) * nodes + sources
    seen[front], paths[front] = True, 1
    trail = []
    while len(front):
        at = front % nodes
        many = first[at + 1] - first[at]
        owner = np.repeat(np.arange(len(front)), many)
        arc = np.arange(len(owner)) + (first[at] - (np.cumsum(many) - many))[owner]
        head = heads[arc] + (front - at)[owner]
        new = np.flatnonzero(~seen[head])
        owner, head = owner[new], head[new]
        np.add.at(paths, head, paths[front][owner])
        mark[head] = new
        reached = head[mark[head] == new]
        trail.append((front, reached, owner, head, arc[new] if along is not None else new))
        seen[reached] = True
        front = reached
    shares, each = np.zeros(size), np.zeros(size)
    for front, reached, owner, head, arc in reversed(trail):
        each[reached] = (goal[reached] + shares[reached]) / paths[reached]
        flow = paths[front][owner] * each[head]
        shares[front] = np.bincount(owner, weights=flow, minlength=len(front))
        if along is not None:
            np.add.at(along, arc, flow)
    shares[starts] = 0
    through += shares.reshape(len(sources), nodes).sum(axis=0)


def _add_distances(
    G: nx.Graph,
    weight: str,
    group: Indices,
    sources: Indices,
    through: Numbers,
    arcs: Mapping[tuple[int, int], int],
    along: Numbers,
) -> None:
    """Add the shares of the shortest paths from the sources, a tie being as long as its weight says."""
    import networkx as nx

    for u, v, data in G.edges(data=True):
        weight_of(data, weight, (u, v), POSITIVE)
    names = list(G)
    number = {node: place for place, node in enumerate(names)}
    for source in sources.tolist():
        before, distance = nx.dijkstra_predecessor_and_distance(G, names[source], weight=weight)
        order = [number[node] for node in distance]  # nearest first
        paths = {source: 1.0}
        nearer = {}
        for v in order[1:]:  # a tie too short to add to the distance could make two nodes precede each other
            nearer[v] = [u for u in map(number.__getitem__, before[names[v]]) if u in paths]
            paths[v] = sum(map(paths.__getitem__, nearer[v]))
        shares = dict.fromkeys(order, 0.0)
        for v in reversed(order[1:]):
            wanted = shares[v] + (group[v] >= 0 and group[v] != group[source])
            for u in nearer[v]:
                flow = paths[u] / paths[v] * wanted
                shares[u] += flow
                along[arcs[u, v]] += flow
            through[v] += shares[v]
