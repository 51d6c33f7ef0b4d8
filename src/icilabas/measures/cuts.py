"""Who holds two sides together: cut actors, and the smallest set of nodes between the sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas.errors import UsageError, available, needs
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    import networkx as nx

    from icilabas.measures.groups import Node

    Arc = tuple[Hashable, Hashable, float]  # from, to, and how much may flow


MANY_TIES = 3_000  # ties: above, igraph is done before NetworkX is; below, before it is loaded


def cut_actors(G: nx.Graph, side_a: Iterable[Node], side_b: Iterable[Node]) -> dict[Node, int]:
    """Return {node: pairs} for each node that alone holds members of the two sides together, most pairs first.

    An articulation point (Tarjan 1972, SIAM Journal on Computing 1:146) is a node whose removal breaks up its
    component. Kept are those that part some member of side_a from some member of side_b; `pairs`, from 1, says how many
    such pairs, without the node itself. Members of the sides can be cut actors too. A node on both sides counts on
    each. Directions, self-loops, parallel ties and weights make no difference. The result is empty when the sides are
    held together by more than one node everywhere, or are not connected. Raises UsageError for a node that is not in
    the graph.
    """
    import networkx as nx

    sides = _members(G, side_a), _members(G, side_b)
    graph = nx.Graph((u, v) for u, v in G.edges() if u != v)
    points = set(nx.articulation_points(graph))
    tree, below = nx.Graph(), {}  # of the blocks, numbered, and the points between them; members at and below each
    for number, block in enumerate(nx.biconnected_components(graph)):
        below["block", number] = _count(block - points, sides)
        tree.add_edges_from((("block", number), ("point", node)) for node in block & points)
    below.update({("point", node): _count({node}, sides) for node in points})
    found: dict[Node, int] = {}
    for component in nx.connected_components(tree):
        root = next(iter(component))
        above = nx.dfs_predecessors(tree, root)
        for place in nx.dfs_postorder_nodes(tree, root):
            if place in above:
                below[above[place]] = _sum(below[above[place]], below[place])
        for place in component:
            if place[0] == "point":
                parts = [below[part] for part in tree[place] if part != above.get(place)]
                parts.append((below[root][0] - below[place][0], below[root][1] - below[place][1]))
                all_b = sum(in_b for _in_a, in_b in parts)
                found[place[1]] = sum(in_a * (all_b - in_b) for in_a, in_b in parts)
    kept = [node for node in G if found.get(node)]
    return {node: found[node] for node in sorted(kept, key=lambda node: -found[node])}


def minimum_cut(G: nx.Graph, side_a: Iterable[Node], side_b: Iterable[Node]) -> set[Node]:
    """Return the smallest set of nodes whose removal leaves no path between the sides.

    Source: Menger 1927, Fundamenta Mathematicae 10:96, by maximum flow through nodes of capacity 1; its size is also
    how many paths there are between the sides that share no node. Members of the sides can be in it: where the sides
    are adjacent, it holds at least one end of each tie between them, and a node on both sides is always in it. It is
    therefore never larger than the smaller side, and empty when there is no path. Of several smallest sets, the one
    nearest side_b. Directions, self-loops, parallel ties and weights make no difference. Raises UsageError for a
    node that is not in the graph. Large graphs are cut by igraph where that is installed, others by NetworkX, in
    the same place.
    """
    first, second = _members(G, side_a), _members(G, side_b)
    ties = {frozenset(tie) for tie in G.edges() if tie[0] != tie[1]}
    arcs: list[Arc] = [((node, "in"), (node, "out"), 1) for node in G]
    unlimited = float(len(G) + 1)
    for u, v in ties:
        arcs += [((u, "out"), (v, "in"), unlimited), ((v, "out"), (u, "in"), unlimited)]
    arcs += [("from", (node, "in"), unlimited) for node in first]
    arcs += [((node, "out"), "to", unlimited) for node in second]
    fast = len(ties) > MANY_TIES and available("large", "igraph")
    far = (_far_by_igraph if fast else _far_by_networkx)(arcs)
    return {node for node in G if (node, "in") not in far and (node, "out") in far}


def _far_by_networkx(arcs: list[Arc]) -> set[Hashable]:
    """Return what is beyond the minimum cut that is nearest to "to"."""
    import networkx as nx
    from networkx.algorithms.flow import shortest_augmenting_path

    flow = nx.DiGraph()
    flow.add_nodes_from(("from", "to"))
    flow.add_weighted_edges_from(arcs, weight="capacity")
    _size, (_near, far) = nx.minimum_cut(flow, "from", "to", flow_func=shortest_augmenting_path)
    return set(far)


def _far_by_igraph(arcs: list[Arc]) -> set[Hashable]:
    """Do as `_far_by_networkx`: from the greatest flow, what can still send some to "to"."""
    with needs("large"):
        from igraph import Graph

    number = {place: index for index, place in enumerate(dict.fromkeys(end for arc in arcs for end in arc[:2]))}
    ends = [number.setdefault(end, len(number)) for end in ("from", "to")]
    links = [(number[u], number[v]) for u, v, _capacity in arcs]
    flow = Graph(n=len(number), edges=links, directed=True).maxflow(*ends, [capacity for *_arc, capacity in arcs]).flow
    left: list[list[int]] = [[] for _place in number]  # from where there is room to each place
    for (u, v), (*_arc, capacity), used in zip(links, arcs, flow, strict=True):
        if used < capacity:
            left[v].append(u)
        if used > 0:
            left[u].append(v)
    found, queue = {ends[1]}, [ends[1]]
    for place in queue:  # grows while it is read
        new = [before for before in left[place] if before not in found]
        found.update(new)
        queue += dict.fromkeys(new)
    return {place for place, index in number.items() if index in found}


def _members(G: nx.Graph, side: Iterable[Node]) -> set[Node]:
    members = set(side)
    for node in members:
        if node not in G:
            raise UsageError(message("unknown-node", found=node))
    return members


def _count(nodes: set[Node], sides: tuple[set[Node], set[Node]]) -> tuple[int, int]:
    return len(nodes & sides[0]), len(nodes & sides[1])


def _sum(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]
