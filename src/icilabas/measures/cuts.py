"""Who holds two sides together: cut actors, and the smallest set of nodes between the sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from icilabas.errors import UsageError
from icilabas.measures.canonical_order import canonical_order
from icilabas.measures.compiled import has_igraph, igraph_core
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    import networkx as nx

    from icilabas.measures.groups import Node

    Arc = tuple[Hashable, Hashable, int]  # from, to, and how much may flow
    Room = dict[Hashable, list[Hashable]]


_N = TypeVar("_N", bound="Hashable")

MANY_TIES = 3_000  # ties: above, igraph is done before NetworkX is; below, before it is loaded
_WORTH = 1_000_000  # values are compared to six digits: igraph's flow is exact up to 2^53


def cut_actors(G: nx.Graph, side_a: Iterable[Node], side_b: Iterable[Node]) -> dict[Node, int]:
    """Return {node: pairs} for each node that alone holds members of the two sides together, most pairs first.

    An articulation point (Tarjan 1972, SIAM Journal on Computing 1:146) is a node whose removal breaks up its
    component. Kept are those that part some member of side_a from some member of side_b; `pairs`, from 1, says how many
    such pairs, without the node itself. Members of the sides can be cut actors too. A node on both sides counts on
    each. Directions, self-loops, parallel ties and weights make no difference. The result is empty when the sides are
    held together by more than one node everywhere, or are not connected. Of nodes that part as many pairs, the order is
    that of `icilabas.measures.canonical_order`, by structure, then label. Raises UsageError for a node that is not in
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
    kept = {node for node in G if found.get(node)}
    graph.add_nodes_from((node, {"label": label}) for node, label in G.nodes(data="label"))
    side = {node: (node in sides[0], node in sides[1]) for node in G}
    order = [node for node in canonical_order(graph, side, weight=None) if node in kept] if len(kept) > 1 else kept
    return {node: found[node] for node in sorted(order, key=lambda node: -found[node])}


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
    far = _reached(_turned(_left(G, side_a, side_b, dict.fromkeys(G, 1))), "to", set())
    return {node for node in G if (node, "in") not in far and (node, "out") in far}


def chosen_cut(G: nx.Graph, side_a: Iterable[_N], side_b: Iterable[_N], value: Mapping[_N, float]) -> dict[_N, bool]:
    """Return a smallest set as `minimum_cut`, of several one that both sides choose; True: the node is in all of them.

    Of several smallest sets, the one whose nodes have the greatest sum of `value` (from 0; to six digits), and of these
    the one whose nodes stand first in `G`, the first of them looked at first. Exchanging the sides changes nothing.
    All smallest sets are found in one greatest flow: each is the border of a set of places that nothing flows out of
    (Picard & Queyranne 1980, Mathematical Programming Study 13:8).
    """
    sides = set(side_a), set(side_b)
    left = _left(G, *sides, dict.fromkeys(G, 1))
    near, far = _reached(left, "from", set()), _reached(_turned(left), "to", set())
    always = {node for node in G if (node, "in") in near and (node, "out") in far}
    worth = {node: round(value.get(node, 0.0) * _WORTH) for node in G}
    one = 1 + sum(worth.values())  # a node more is never made up for by what the others are worth
    after = _left(G, *sides, {node: one - worth[node] for node in G})
    before = _turned(after)
    near, far = _reached(after, "from", set()), _reached(before, "to", set())
    found = []
    for node in G:
        place, beyond = (node, "in"), (node, "out")
        if place in far or beyond in near:
            continue
        new_near, new_far = _reached(after, place, near), _reached(before, beyond, far)
        if not (new_near & far or new_far & near or new_near & new_far):
            found.append(node)
            near |= new_near
            far |= new_far
    return {node: node in always for node in found}


def _left(G: nx.Graph, side_a: Iterable[Node], side_b: Iterable[Node], capacity: Mapping[Node, int]) -> Room:
    """Return where there is room to from each place, in a greatest flow from one side to the other.

    Through each node goes as much as it may take. By igraph where there are many ties and it is installed.
    """
    first, second = _members(G, side_a), _members(G, side_b)
    ties = {frozenset(tie) for tie in G.edges() if tie[0] != tie[1]}
    arcs: list[Arc] = [((node, "in"), (node, "out"), capacity[node]) for node in G]
    unlimited = sum(capacity.values()) + 1
    for u, v in ties:
        arcs += [((u, "out"), (v, "in"), unlimited), ((v, "out"), (u, "in"), unlimited)]
    arcs += [("from", (node, "in"), unlimited) for node in first]
    arcs += [((node, "out"), "to", unlimited) for node in second]
    fast = len(ties) > MANY_TIES and has_igraph()
    return (_left_by_igraph if fast else _left_by_networkx)(arcs)


def _left_by_networkx(arcs: list[Arc]) -> Room:
    import networkx as nx
    from networkx.algorithms.flow import shortest_augmenting_path

    flow = nx.DiGraph()
    flow.add_nodes_from(("from", "to"))
    flow.add_weighted_edges_from(arcs, weight="capacity")
    left = shortest_augmenting_path(flow, "from", "to")
    return {u: [v for v, room in to.items() if room["flow"] < room["capacity"]] for u, to in left.adjacency()}


def _left_by_igraph(arcs: list[Arc]) -> Room:
    number = {place: index for index, place in enumerate(dict.fromkeys(end for arc in arcs for end in arc[:2]))}
    ends = [number.setdefault(end, len(number)) for end in ("from", "to")]
    links = [(number[u], number[v]) for u, v, _capacity in arcs]
    graph = igraph_core().GraphBase(n=len(number), edges=links, directed=True)
    _value, flow, *_cut = graph.maxflow(*ends, [capacity for *_arc, capacity in arcs])
    left: Room = {place: [] for place in number}
    for (u, v, capacity), used in zip(arcs, flow, strict=True):
        if used < capacity:
            left[u].append(v)
        if used > 0:
            left[v].append(u)
    return left


def _turned(room: Room) -> Room:
    """Return from where there is room to each place."""
    found: Room = {place: [] for place in room}
    for u, to in room.items():
        for v in to:
            found[v].append(u)
    return found


def _reached(room: Room, start: Hashable, known: set[Hashable]) -> set[Hashable]:
    """Return what is reached from a place, but for what is known and all behind it."""
    found: set[Hashable] = set() if start in known else {start}
    queue = [*found]
    for place in queue:  # grows while it is read
        new = [after for after in room.get(place, ()) if after not in found and after not in known]
        found.update(new)
        queue += dict.fromkeys(new)
    return found


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
