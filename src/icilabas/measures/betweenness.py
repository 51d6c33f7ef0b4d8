"""Gefura: which nodes and ties the shortest paths between groups go through."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from heapq import heappop, heappush
from random import Random
from typing import TYPE_CHECKING, Generic, TypeVar

from icilabas.errors import UsageError
from icilabas.measures.compiled import has_igraph, igraph_core
from icilabas.measures.groups import POSITIVE, both_ways, checked_weight, groups_of, leads
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Sequence

    import igraph
    import networkx as nx

    from icilabas.measures.groups import Edge, Ends, Group, Node

    Groups = Iterable[Collection[Node]] | Group
    Step = tuple[int, int, float]  # to which node, by which tie, how far
    Reached = dict[int, tuple[int, list[tuple[int, int]]]]  # by how many paths, and from which nodes by which ties
    Rounds = Sequence[tuple[Sequence["_N"], Sequence["_N"]]]  # from these nodes to those


_N = TypeVar("_N", bound="Hashable")

MUCH_WORK = 300_000  # sources x (nodes and ties): above, igraph has done before Python has; below, before it is loaded

EQUAL = 1e-10  # of their sum: two lengths that differ by less are the same but for rounding; igraph's own rule
PRECISION = 1e9  # a path may be so much longer than the shortest tie: it is not lost in what is EQUAL
FEW_PATHS = 1000  # as a power of 2: floats end at 1024


def gefura(
    G: nx.Graph,
    groups: Groups,
    normalized: bool = True,  # noqa: FBT001, FBT002 -- fixed by the interface
    weight: str | None = None,
    *,
    sample: int | None = None,
    seed: int = 1,
) -> dict[Node, float]:
    """Return the (global) gefura of each node: betweenness over the shortest paths between nodes of different groups.

    Source: Guns & Rousseau 2015, Frontiers of Information Technology & Electronic Engineering 16:311,
    doi 10.1631/FITEE.1400425. For each pair of nodes of two groups, the share of its shortest paths that go through
    the node; the sum of the shares, over pairs in both directions if the graph is directed, else over pairs. From 0
    (or always 0 with fewer than two groups); `normalized`: divided by the number of such pairs without the node, so
    at most 1, and 0 where there is no such pair.

    `groups`: sets of nodes, a node attribute, or {node: group}. A node without a group is not an end of any path, but
    may lie on one. `weight`: an attribute that holds distances, which add up along a path (the weights of our networks
    are strengths: invert them first); without it each tie is one step. Parallel ties count once, as the
    shortest of them; self-loops do not count. In a directed graph a tie whose attribute ``undirected`` is True leads
    both ways. Raises UsageError as `groups_of`, for a node that is in two groups
    or not in the graph, for a distance that is not greater than 0, and for distances too far apart to be added.

    `sample`: of how many nodes the paths are followed, where all take too long. They are drawn from those with a group,
    all alike, none twice, equally for an equal `seed`; with n of them the sum over the k drawn, times n/k (halved in an
    undirected graph, where each pair would be met twice), estimates the whole without bias (Brandes & Pich 2007,
    International Journal of Bifurcation and Chaos 17:2303, doi 10.1142/S0218127407018403), and is it where k is n or
    more. With each node as a group of its own, ``{node: node for node in G}``, it is betweenness as such. Raises
    UsageError for a sample of none.

    Two paths are equally short when their lengths differ by at most 1e-10 of their sum: 0.1 + 0.2 and 0.3 are. However
    many equal paths there are (2^1100 too), each has its share. Large graphs are counted by igraph where that is
    installed, others in Python, which gives the same.
    """
    return flow_between(Steps(both_ways(G), weight), _ends(G, groups), normalized=normalized, sample=sample, seed=seed)


def flow_between(
    steps: Steps[_N], ends: Mapping[_N, Hashable], *, normalized: bool = True, sample: int | None = None, seed: int = 1
) -> dict[_N, float]:
    """Return what `gefura` does, of a graph that is made ready once for paths between many groups; ``ends``: these."""
    drawn = _drawn(ends, sample, seed)
    through = dict(zip(steps.nodes, _flows(steps, ends, of_ties=False, drawn=drawn), strict=True))
    directed = steps.graph.is_directed()
    if drawn is not None:
        share = len(ends) / len(drawn) / (1 if directed else 2)
        through = {node: value * share for node, value in through.items()}
    if not normalized:
        return through
    pairs, sizes = _pairs(ends), Counter(ends.values())
    scale = {node: pairs - (len(ends) - sizes[ends[node]] if node in ends else 0) for node in steps.nodes}
    factor = 2 if directed else 1
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
    steps = Steps["Node"](both_ways(G), weight)
    flows = dict(zip(steps.pairs, _flows(steps, ends, of_ties=True), strict=True))
    scale = max(_pairs(ends) * (2 if G.is_directed() else 1), 1) if normalized else 1
    values: dict[Edge, float] = {}
    bundles: dict[Ends, list[tuple[float, Edge]]] = defaultdict(list)
    for u, v, *key, data in G.edges(data=True, **({"keys": True} if G.is_multigraph() else {})):
        values[u, v, *key] = 0.0
        if u != v:
            for pair in leads(G, (u, v), data):
                bundles[pair].append((checked_weight(data, weight, (u, v), POSITIVE), (u, v, *key)))
    for pair, bundle in bundles.items():
        least = min(length for length, _edge in bundle)
        shortest = [edge for length, edge in bundle if _as_long(length, least)]
        for edge in shortest:
            values[edge] += flows[pair] / scale / len(shortest)
    return values


def _ends(G: nx.Graph, groups: Groups) -> dict[Node, Hashable]:
    if isinstance(groups, (str, Mapping)) or not isinstance(groups, Iterable):
        return groups_of(G, groups)
    found: dict[Node, Hashable] = {}
    for number, members in enumerate(groups):
        if not isinstance(members, Iterable):
            raise UsageError(message("no-groups"))
        for node in dict.fromkeys(members):
            if node not in G:
                raise UsageError(message("unknown-node", found=node))
            if node in found:
                raise UsageError(message("two-groups", found=node))
            found[node] = number
    return found


def _drawn(ends: Mapping[_N, Hashable], sample: int | None, seed: int) -> list[_N] | None:
    """Return the nodes that are drawn; None where all are to be taken. Raises UsageError for none."""
    if sample is not None and sample < 1:
        raise UsageError(message("no-sample", found=sample))
    return None if sample is None or sample >= len(ends) else Random(seed).sample([*ends], sample)  # noqa: S311  # no secret: the same each time


def _pairs(ends: Mapping[_N, Hashable]) -> int:
    """Return how many pairs of nodes are of two groups."""
    return (len(ends) ** 2 - sum(size**2 for size in Counter(ends.values()).values())) // 2


class Steps(Generic[_N]):
    """A graph made ready, once, for shortest paths between any groups.

    Without self-loops and parallel ties, the shortest of which stays; ``weight``: as in `gefura`.
    """

    def __init__(self, G: nx.Graph, weight: str | None = None) -> None:
        """Take the graph, which is read when it is first needed."""
        self._of, self.weight = G, weight

    @cached_property
    def graph(self) -> nx.Graph:
        """The graph; its ties have a ``length``."""
        return _simple(self._of, self.weight)

    @cached_property
    def nodes(self) -> list[_N]:
        """The nodes, in order."""
        return list(self.graph)

    @cached_property
    def number(self) -> dict[_N, int]:
        """The place of each node in this order."""
        return {node: place for place, node in enumerate(self.nodes)}

    @property
    def pairs(self) -> list[Ends]:
        """The two nodes of each tie, without directions in no order."""
        return [tie if self.graph.is_directed() else frozenset(tie) for tie in self.graph.edges]

    @cached_property
    def compiled(self) -> igraph.GraphBase:
        """The graph as igraph has it, its nodes and ties in the same order."""
        links = [(self.number[u], self.number[v]) for u, v in self.graph.edges]
        return igraph_core().GraphBase(n=len(self.nodes), edges=links, directed=self.graph.is_directed())

    @cached_property
    def lengths(self) -> list[float] | None:
        """The lengths of the ties for igraph, which warns of those under 1e-10, whatever the others are."""
        lengths = [length for *_tie, length in self.graph.edges(data="length")] if self.weight is not None else None
        if not lengths:
            return lengths
        _part, power = math.frexp(min(lengths))
        return [math.ldexp(length, -power) for length in lengths]

    @cached_property
    def few_paths(self) -> bool:
        """Whether there are surely less than 2^1000 shortest paths between two nodes, see `_few_paths`."""
        return _few_paths(self.compiled, weighted=self.weight is not None)


def _flows(
    steps: Steps[_N], ends: Mapping[_N, Hashable], *, of_ties: bool, drawn: Collection[_N] | None = None
) -> list[float]:
    """Return the shares of paths that go through each node, or each tie; ``drawn``: only of the paths from these."""
    graph = steps.graph
    rounds = _rounds(graph, ends) if drawn is None else _from_drawn(ends, drawn)
    work = sum(len(sources) for sources, _targets in rounds) * (len(graph) + graph.number_of_edges())
    found = _by_igraph(steps, rounds, of_ties=of_ties) if work > MUCH_WORK and has_igraph() else None
    return found or _step_by_step(graph, rounds, weighted=steps.weight is not None, of_ties=of_ties)


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


def _rounds(G: nx.Graph, ends: Mapping[_N, Hashable]) -> Rounds[_N]:
    """Return from where to where the paths lead, so that each pair is met once: undirected, from the small groups."""
    members: dict[Hashable, list[_N]] = defaultdict(list)
    for node, name in ends.items():
        members[name].append(node)
    order = sorted(members.values(), key=len)
    if G.is_directed():
        return [(some, [node for other in order if other is not some for node in other]) for some in order]
    return [(some, [node for other in order[place:] for node in other]) for place, some in enumerate(order[:-1], 1)]


def _from_drawn(ends: Mapping[_N, Hashable], drawn: Iterable[_N]) -> Rounds[_N]:
    """Return from which drawn nodes the paths lead to all nodes of other groups."""
    members: dict[Hashable, list[_N]] = defaultdict(list)
    for node in drawn:
        members[ends[node]].append(node)
    return [(some, [node for node, name in ends.items() if name != group]) for group, some in members.items()]


def _step_by_step(graph: nx.Graph, rounds: Rounds[_N], *, weighted: bool, of_ties: bool) -> list[float]:
    """Return what goes through each node, or each tie, of the graph in its order (Brandes 2001).

    NetworkX has this for nodes, but compares sums of distances to the last digit (0.1 + 0.2 is no shortest path beside
    0.3) and counts paths as floats, so that 2^1024 of them are infinitely many (3.6); its
    `edge_betweenness_centrality_subset` shares evenly among the ties that lead to a node.
    """
    number = {node: place for place, node in enumerate(graph)}
    ahead: list[list[Step]] = [[] for _node in graph]
    for tie, (u, v, length) in enumerate(graph.edges(data="length")):
        ahead[number[u]].append((number[v], tie, length))
        if not graph.is_directed():
            ahead[number[v]].append((number[u], tie, length))
    nodes, ties = [0.0] * len(graph), [0.0] * graph.number_of_edges()
    for sources, targets in rounds:
        wanted = {number[node] for node in targets}
        for source in sources:
            reached = (_by_length if weighted else _by_steps)(ahead, number[source])
            through = dict.fromkeys(reached, 0.0)
            for node in reversed(reached):
                paths, before = reached[node]
                share = through[node] + (node in wanted)
                for other, tie in before if share else ():
                    part = share * (reached[other][0] / paths)  # of whole numbers, of any size
                    through[other] += part
                    ties[tie] += part
                nodes[node] += through[node] if before else 0.0
    return ties if of_ties else nodes


def _by_steps(ahead: Sequence[Sequence[Step]], source: int) -> Reached:
    """Return what is reached, nearest first: by how many shortest paths, and from where by which ties."""
    reached: Reached = {source: (1, [])}
    edge = [source]
    while edge:
        found: Reached = {}
        for node in edge:
            for other, tie, _length in ahead[node]:
                if other not in reached:
                    paths, before = found.get(other, (0, []))
                    before.append((node, tie))
                    found[other] = paths + reached[node][0], before
        reached |= found
        edge = list(found)
    return reached


def _by_length(ahead: Sequence[Sequence[Step]], source: int) -> Reached:
    """Do as `_by_steps`, by the sums of the lengths (Dijkstra 1959)."""
    far, found = {source: 0.0}, {source: (1, list[tuple[int, int]]())}
    queue = [(0.0, source)]
    reached: Reached = {}
    while queue:
        _distance, node = heappop(queue)
        if node in reached:
            continue
        reached[node] = found[node]
        for other, tie, length in ahead[node]:
            distance = far[node] + length
            equal = other in far and _as_long(distance, far[other])
            if equal:
                paths, before = found[other]
                before.append((node, tie))
                found[other] = paths + found[node][0], before
            elif other not in far or distance < far[other]:
                far[other], found[other] = distance, (found[node][0], [(node, tie)])
                heappush(queue, (distance, other))
    return reached


def _as_long(one: float, other: float) -> bool:
    """Return whether two lengths are the same but for rounding, as igraph has it."""
    return abs(one - other) <= EQUAL * (one + other)


def _by_igraph(steps: Steps[_N], rounds: Rounds[_N], *, of_ties: bool) -> list[float] | None:
    """Do as `_step_by_step`, some fifty times as fast; None where there are more equal paths than igraph can count."""
    graph, fast, number = steps.graph, steps.compiled, steps.number
    pairs = [tuple([number[node] for node in nodes] for nodes in some) for some in rounds]

    def total(count: Callable[..., list[float]], size: int) -> list[float]:
        sums = [0.0] * size
        for sources, targets in pairs:
            found = count(directed=graph.is_directed(), weights=steps.lengths, sources=sources, targets=targets)
            sums = [one + more for one, more in zip(sums, found, strict=True)]
        return sums if graph.is_directed() else [2 * each for each in sums]  # halved there, as each pair is met once

    asked = [(fast.betweenness, len(graph)), (fast.edge_betweenness, graph.number_of_edges())]
    found = total(*asked[of_ties])
    if not steps.few_paths:
        sums = [math.fsum(found), math.fsum(total(*asked[not of_ties]))]
        joined = sum(
            len(set(fast.subcomponent(one, mode="out")) & set(targets)) for some, targets in pairs for one in some
        )
        if not abs(abs(sums[0] - sums[1]) - joined) < 1 / 2:  # a path has one tie more than nodes within
            return None
    return found


def _few_paths(fast: igraph.GraphBase, *, weighted: bool) -> bool:
    """Return whether there are surely less than 2^1000 shortest paths between two nodes.

    igraph counts them as floats: more than 2^1024 are infinitely many, and what goes through them is NaN or 0 (1.0).
    There are no more than 2^k of them with k circles that a graph is made of, and where a path has so many steps, no
    more than the greatest number of neighbours to the power of these. Without directions no shortest path has more
    steps than there are to any node and back from it: one node of each component is looked from, not all of them.
    """
    parts = fast.connected_components("weak")
    first = {part: node for node, part in enumerate(parts)}
    if fast.ecount() - fast.vcount() + len(first) <= FEW_PATHS:
        return True
    if weighted:
        return False
    steps = fast.diameter() if fast.is_directed() else 2 * max(fast.eccentricity([*first.values()]))
    return bool(steps * math.log2(fast.maxdegree()) <= FEW_PATHS)
