"""Who holds two sides together: cut actors, and the smallest set of nodes between the sides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from icilabas.errors import UsageError
from icilabas.measures.canonical_order import canonical_order
from icilabas.measures.compiled import has_igraph, igraph_core
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    import igraph
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    from icilabas.measures.groups import Node


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
    through: Through[Node] = Through.of(G)
    into, out = through.left(_members(G, side_a), _members(G, side_b), [1] * len(G)).far.reshape(2, -1)
    return {through.nodes[number] for number in (out & ~into).nonzero()[0]}


def chosen_cut(
    through: Through[_N], side_a: Iterable[_N], side_b: Iterable[_N], value: Mapping[_N, float]
) -> dict[_N, bool]:
    """Return a smallest set as `minimum_cut`, of several one that both sides choose; True: the node is in all of them.

    Of several smallest sets, the one whose nodes have the greatest sum of `value` (from 0; to six digits), and of these
    the one whose nodes stand first, the first of them looked at first. Exchanging the sides changes nothing.
    All smallest sets are found in one greatest flow: each is the border of a set of places that nothing flows out of
    (Picard & Queyranne 1980, Mathematical Programming Study 13:8).
    """
    sides = list(side_a), list(side_b)
    worth = [round(value.get(node, 0.0) * _WORTH) for node in through.nodes]
    left = through.left(*sides, [1] * len(worth))
    always = left.near[: len(worth)] & left.far[len(worth) :]
    one = 1 + sum(worth)  # a node more is never made up for by what the others are worth
    left = through.left(*sides, [one - each for each in worth])
    return {through.nodes[number]: bool(always[number]) for number in left.border()}


@dataclass(frozen=True)
class Through(Generic[_N]):
    """A graph as numbers, whose nodes let something through: made once for the cuts between many sides.

    Each node is two places, where the flow comes in (its number) and where it goes out (behind all numbers).
    """

    nodes: list[_N]
    ties: NDArray[np.int64]
    """The numbers of the two nodes of each tie, a row; each tie once, none from a node to itself."""

    @classmethod
    def of(cls, G: nx.Graph) -> Through[_N]:
        """Read a graph; its nodes keep their order."""
        import numpy as np

        number = {node: place for place, node in enumerate(G)}
        ties = {frozenset((number[u], number[v])) for u, v in G.edges() if u != v}
        return cls(list(G), np.array(sorted(map(sorted, ties)), dtype=np.int64).reshape(-1, 2))

    @cached_property
    def number(self) -> dict[_N, int]:
        """The number of each node."""
        return {node: number for number, node in enumerate(self.nodes)}

    @cached_property
    def arcs(self) -> NDArray[np.int64]:
        """From which place to which something may flow, a row each: through each node, and both ways along each tie."""
        import numpy as np

        n = len(self.nodes)
        within = np.arange(n)
        u, v = self.ties.T
        return np.concatenate([np.stack(both, axis=1) for both in ((within, n + within), (n + u, v), (n + v, u))])

    @cached_property
    def after(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.int64]]:
        """The arcs from each place, where in them those of each place begin, and to where each arc leads.

        Behind the numbers of all arcs are those of the same turned around: what flows may be sent back.
        """
        import numpy as np

        begin = np.zeros(2 * len(self.nodes) + 1, dtype=np.intp)
        np.cumsum(np.bincount(self.arcs.T.ravel(), minlength=2 * len(self.nodes)), out=begin[1:])
        return np.argsort(self.arcs.T.ravel(), kind="stable"), begin, self.arcs[:, ::-1].T.ravel()

    @cached_property
    def graph(self) -> igraph.GraphBase:
        """The places and arcs, and behind them two places more: where a flow starts and ends."""
        return igraph_core().GraphBase(n=2 * len(self.nodes) + 2, edges=self.arcs.tolist(), directed=True)

    def left(self, side_a: Iterable[_N], side_b: Iterable[_N], capacity: Sequence[int]) -> _Left[_N]:
        """Return what room is left in a greatest flow from one side to the other; ``capacity``: of each node.

        By igraph where there are many ties and it is installed.
        """
        import numpy as np

        n, sides = len(self.nodes), (side_a, side_b)
        first, second = ([self.number[node] for node in dict.fromkeys(side)] for side in sides)
        start, end = 2 * n, 2 * n + 1
        links = [*((start, place) for place in first), *((n + place, end) for place in second)]
        most = [*capacity, *[sum(capacity) + 1] * (len(self.arcs) - n + len(links))]  # along ties as much as may be
        fast = len(self.ties) > MANY_TIES and has_igraph()
        flow = np.array((_flow_by_igraph if fast else _flow_by_networkx)(self, links, most)[: len(self.arcs)])
        return _Left(self, flow < most[: len(flow)], flow > 0, first, [n + place for place in second])


@dataclass(frozen=True)
class _Left(Generic[_N]):
    """What may still flow in a greatest flow: on along which arcs, and back along which."""

    through: Through[_N]
    on: NDArray[np.bool_]
    back: NDArray[np.bool_]
    first: list[int]
    last: list[int]

    @cached_property
    def _room(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Whether there is room along each of `Through.after`, and the other way."""
        import numpy as np

        return np.concatenate([self.on, self.back]), np.concatenate([self.back, self.on])

    @cached_property
    def near(self) -> NDArray[np.bool_]:
        """To which places something more may flow from the first side."""
        return self._reached(self.first)

    @cached_property
    def far(self) -> NDArray[np.bool_]:
        """From which places something more may flow to the second side."""
        return self._reached(self.last, backwards=True)

    def border(self) -> list[int]:
        """Return the numbers of the nodes of a smallest cut, of several the one whose nodes stand first.

        What flows through a node of a cut is as much as it may take.
        """
        import numpy as np

        n, near, far = len(self.through.nodes), self.near.copy(), self.far.copy()
        found = []
        for into in np.flatnonzero(~(self.on[:n] | far[:n] | near[n:])).tolist():
            out = n + into
            if far[into] or near[out]:
                continue
            new_near = self._reached([into], known=near, never=far)
            new_far = self._reached([out], known=far, never=near, backwards=True)
            if new_near is not None and new_far is not None and not (new_near & new_far).any():
                found.append(into)
                near |= new_near
                far |= new_far
        return found

    @overload
    def _reached(self, start: Sequence[int], *, backwards: bool = False) -> NDArray[np.bool_]: ...
    @overload
    def _reached(
        self, start: Sequence[int], *, known: NDArray[np.bool_], never: NDArray[np.bool_], backwards: bool = False
    ) -> NDArray[np.bool_] | None: ...
    def _reached(
        self,
        start: Sequence[int],
        *,
        known: NDArray[np.bool_] | None = None,
        never: NDArray[np.bool_] | None = None,
        backwards: bool = False,
    ) -> NDArray[np.bool_] | None:
        """Return what is reached from some places, but for what is known and all behind it; None where never is."""
        import numpy as np

        after, begin, to = self.through.after
        room = self._room[backwards]
        found = np.zeros(len(begin) - 1, dtype=bool)
        edge = np.array(start, dtype=np.intp)
        while True:
            edge = np.unique(edge[~found[edge]] if known is None else edge[~(found[edge] | known[edge])])
            if not len(edge):
                return found
            if never is not None and never[edge].any():
                return None
            found[edge] = True
            many = begin[edge + 1] - begin[edge]
            arcs = after[np.repeat(begin[edge + 1] - many.cumsum(), many) + np.arange(many.sum())]
            edge = to[arcs[room[arcs]]]


def _flow_by_networkx(through: Through[_N], links: list[tuple[int, int]], most: Sequence[int]) -> Sequence[float]:
    """Return how much flows along each arc and each link to the sides in a greatest flow, of the most that may."""
    import networkx as nx
    from networkx.algorithms.flow import shortest_augmenting_path

    flow = nx.DiGraph()
    start, end = range(2 * len(through.nodes), 2 * len(through.nodes) + 2)
    flow.add_nodes_from((start, end))
    arcs = [*map(tuple, through.arcs.tolist()), *links]
    flow.add_weighted_edges_from(((*arc, room) for arc, room in zip(arcs, most, strict=True)), weight="capacity")
    left = shortest_augmenting_path(flow, start, end)
    return [left.edges[arc]["flow"] for arc in arcs]


def _flow_by_igraph(through: Through[_N], links: list[tuple[int, int]], most: Sequence[int]) -> Sequence[float]:
    """Do as `_flow_by_networkx`, on large graphs in a fraction of the time."""
    graph = through.graph.copy()
    graph.add_edges(links)
    _value, flow, *_cut = graph.maxflow(graph.vcount() - 2, graph.vcount() - 1, list(most))
    used: list[float] = flow
    return used


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
