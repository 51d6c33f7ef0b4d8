"""What is measured, read off its definition: all shortest paths, all cuts, all assignments, all two-paths, all partitions.

Slow, plain, and without any of the code that is tested: what this finds on a small graph is what the words say.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

Node = Any


def plain(G: nx.Graph) -> nx.Graph:
    """Return the graph without directions, self-loops and parallel ties; weights are added up."""
    graph = nx.Graph()
    graph.add_nodes_from(G)
    for u, v, weight in G.edges(data="weight", default=1):
        if u != v:
            graph.add_edge(u, v, weight=graph.get_edge_data(u, v, {"weight": 0})["weight"] + weight)
    return graph


def betweenness(G: nx.Graph, group: Mapping[Node, object]) -> dict[Node, float]:
    """Return the share of the shortest paths between nodes of two groups that go through each node (gefura)."""
    ends = [node for node in G if group.get(node) is not None]
    pairs = [(a, c) for a, c in combinations(ends, 2) if group[a] != group[c]]
    paths = {(a, c): list(nx.all_shortest_paths(G, a, c)) for a, c in pairs if nx.has_path(G, a, c)}
    found = {}
    for node in G:
        of = [pair for pair in pairs if node not in pair]
        shares = [Fraction(sum(node in path for path in paths[p]), len(paths[p])) for p in of if p in paths]
        found[node] = float(sum(shares) / len(of)) if of else 0.0
    return found


def closeness(G: nx.Graph) -> dict[Node, float]:
    """Return how near the others are: (reached / all others) · (reached / sum of the distances)."""
    found = {}
    for node in G:
        distances = [length for length in nx.single_source_shortest_path_length(G, node).values() if length]
        reached = len(distances)
        found[node] = reached / (len(G) - 1) * reached / sum(distances) if distances else 0.0
    return found


def constraint(G: nx.Graph) -> dict[Node, float]:
    """Return Burt's constraint; NaN without a contact."""

    def share(u: Node, v: Node) -> float:
        return G[u][v]["weight"] / sum(tie["weight"] for tie in G[u].values()) if G.has_edge(u, v) else 0.0

    return {
        u: sum(
            (share(u, v) + sum(share(u, w) * share(w, v) for w in G if w not in {u, v})) ** 2 for v in G if v in G[u]
        )
        if G.degree(u)
        else math.nan
        for u in G
    }


def roles(G: nx.Graph, group: Mapping[Node, object]) -> dict[Node, dict[str, int]]:
    """Return the open two-paths a → b → c that each node mediates, by role; ties without direction lead both ways."""
    arcs = {(u, v) for u, v in G.edges() if u != v}
    both = {(u, v) for u, v, about in G.edges(data=True) if about.get("undirected") or not G.is_directed()}
    arcs |= {(v, u) for u, v in both}
    found = {
        node: dict.fromkeys(("coordinator", "itinerant", "representative", "gatekeeper", "liaison"), 0) for node in G
    }
    grouped = [node for node in G if group.get(node) is not None]
    for a, b, c in permutations(grouped, 3):
        if (a, b) in arcs and (b, c) in arcs and (a, c) not in arcs:
            one, mid, other = group[a], group[b], group[c]
            role = (
                "coordinator" if one == mid == other
                else "itinerant" if one == other
                else "representative" if one == mid
                else "gatekeeper" if mid == other
                else "liaison"
            )  # fmt: skip
            found[b][role] += 1
    return found


def ranks(values: Mapping[Node, float], nodes: Collection[Node]) -> dict[Node, int]:
    """Return 1 and how many of the nodes have a greater value, to twelve digits; those without one come last."""
    known = {node: float(f"{values[node]:.11e}") for node in nodes if node in values and not math.isnan(values[node])}
    return {
        node: 1 + (sum(other > known[node] for other in known.values()) if node in known else len(known))
        for node in nodes
    }


def spans(whole: Mapping[Node, float], without: Iterable[Mapping[Node, float]]) -> dict[Node, tuple[int, int, int]]:
    """Return the rank of each node, and the best and the worst without one passage at a time."""
    nodes = list(whole)
    found = [ranks(values, nodes) for values in (whole, *without)]
    return {node: (found[0][node], min(f[node] for f in found), max(f[node] for f in found)) for node in nodes}


def assignments(names: Collection[object]) -> Iterator[tuple[object, ...]]:
    """Yield each distinct way to give the names out again."""
    names = tuple(names)
    if not names:
        yield ()
    for name in dict.fromkeys(names):
        place = names.index(name)
        for rest in assignments(names[:place] + names[place + 1 :]):
            yield (name, *rest)


def over_assignments(value: Callable[[Mapping[Node, object]], float], group: Mapping[Node, object]) -> dict[str, float]:
    """Return the value, what is expected, p (twice the smaller side, at most 1) and its floor, over all assignments."""
    drawn = [value(dict(zip(group, names, strict=True))) for names in assignments([*group.values()])]

    def p_of(index: float) -> float:
        above, below = sum(each >= index - 1e-9 for each in drawn), sum(each <= index + 1e-9 for each in drawn)
        return min(1.0, 2 * min(above, below) / len(drawn))

    index = value(group)
    return {
        "value": index,
        "expected": math.fsum(drawn) / len(drawn),
        "p": p_of(index),
        "floor": min(map(p_of, drawn)),
        "assignments": len(drawn),
    }


def ei(ties: Iterable[tuple[Node, Node, float]], group: Mapping[Node, object]) -> float:
    """Return (external - internal) / (external + internal)."""
    external = internal = 0.0
    for u, v, weight in ties:
        if group[u] == group[v]:
            internal += weight
        else:
            external += weight
    return (external - internal) / (external + internal)


def smallest_cuts(G: nx.Graph, one: Collection[Node], other: Collection[Node]) -> list[frozenset[Node]]:
    """Return all smallest sets of nodes without which no node of the one is, or has a path to, one of the other."""
    for size in range(len(G) + 1):
        found = []
        for gone in map(frozenset, combinations(G, size)):
            rest = G.subgraph(set(G) - gone)
            if not any(nx.has_path(rest, a, b) for a in set(one) - gone for b in set(other) - gone):
                found.append(gone)
        if found:
            return found
    raise AssertionError


def partitions(nodes: list[Node]) -> Iterator[list[set[Node]]]:
    """Yield each partition of the nodes."""
    if not nodes:
        yield []
        return
    first, *rest = nodes
    for parts in partitions(rest):
        yield [{first}, *parts]
        for place, part in enumerate(parts):
            yield [*parts[:place], part | {first}, *parts[place + 1 :]]


def best_modularity(G: nx.Graph) -> float:
    """Return the greatest modularity of all partitions."""
    return float(max(nx.community.modularity(G, parts, weight="weight") for parts in partitions(list(G))))


def same_pairs(one: Mapping[Node, object], other: Mapping[Node, object]) -> float | None:
    """Return the adjusted Rand index, by counting pairs of nodes; None where it is 0/0."""
    pairs = list(combinations([node for node in one if one[node] is not None and other.get(node) is not None], 2))
    first, second = ([side[a] == side[b] for a, b in pairs] for side in (one, other))
    if not pairs:
        return None
    expected = sum(first) * sum(second) / len(pairs)
    most = (sum(first) + sum(second)) / 2
    together = sum(x and y for x, y in zip(first, second, strict=True))
    return None if math.isclose(most, expected) else (together - expected) / (most - expected)
