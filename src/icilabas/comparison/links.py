"""The networks of a comparison: ties within and between the sides, paths, ranks, roles, and the smallest cut."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypedDict

from icilabas.measures import significance
from icilabas.measures.betweenness import Steps, flow_between
from icilabas.measures.brokerage import ROLES, pairs_once, roles_between
from icilabas.measures.cuts import Through, chosen_cut
from icilabas.measures.significance import Rests, without_each
from icilabas.measures.small_samples import FEWEST_IN_GROUP, FEWEST_NODES, HIGHEST_FLOOR, enough_for_a_test
from icilabas.networks.sides import BOTH, NEITHER, A, B
from icilabas.words.matching import reading_order
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    from icilabas.comparison.facts import Facts, Presence, Whereabouts
    from icilabas.measures.significance import RankInterval
    from icilabas.networks.projection import NodeAttributes
    from icilabas.words.text import Text


DRAWS, SEED = 2000, 1
PARTNERSHIP = "partnership"
_ON = {NEITHER: 0, A: 1, B: 2, BOTH: 3}
NO_TIE = message("links-no-tie-between-or-within")
NO_SIDE = message("links-no-side-has-actors")
ONE_SIDE = message("links-only-one-sides-has-actors")
TIES_ON = message("links-ties-on")
PATHS_ON = message("links-paths-on")


class PathCounts(TypedDict):
    """How many pairs of actors there are, one on each side, and how many of them a path joins.

    ``actors``: how many there are in the network on ``a`` only, on ``b`` only, and on ``both``.
    """

    pairs: int
    joined: int
    actors: dict[str, int]
    computed_on: dict[str, str]


class IndexTest(TypedDict):
    """The E–I index and its test, see `ComparedTies`."""

    ei_index: float | None
    p_value: float | None
    expected: float | None
    draws: int
    exact: bool | None
    floor: float | None
    tests: int | None
    p_adjusted: float | None
    reason: dict[str, str] | None
    p_reason: dict[str, str] | None


class ComparedTies(IndexTest):
    """The ties within and between the sides, and the test of the E–I index: None, with a reason, where it has none.

    ``exact``: all assignments of actors to the sides were looked at, else ``draws`` of them. ``floor``: the smallest p
    that could be reached; ``p_reason``: why there is no p beside the index. ``tests`` and ``p_adjusted``: of how many
    comparisons made together this is one that has a p, and p adjusted for that; None for a comparison by itself.
    """

    between: int
    within: int
    within_a: int
    within_b: int
    with_bridges: int
    weight_between: float
    weight_within: float
    n: int
    computed_on: dict[str, str]
    paths: PathCounts


@dataclass
class Structure:
    """What two networks are whoever is on which side: each part is made once, for all comparisons of a dataset.

    Nobody changes the networks. ``whereabouts``: returns what the sides of all their actors rest on.
    """

    ties: nx.Graph
    paths: nx.Graph
    whereabouts: Callable[[], Whereabouts] | None = None
    _tied: dict[str, set[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, facts: Facts) -> Structure:
        """Return that of the networks of a dataset."""
        return cls(*facts.networks, lambda: facts.everywhere)

    @cached_property
    def tie_ends(self) -> NDArray[np.intp]:
        """The places of the two ends of each tie among the nodes of its network, two rows."""
        import numpy as np

        place = {node: number for number, node in enumerate(self.ties)}
        return np.array([[place[node] for node in tie] for tie in self.ties.edges], dtype=np.intp).reshape(-1, 2).T

    @cached_property
    def steps(self) -> Steps[str]:
        """The paths, ready to be followed."""
        return Steps(self.paths)

    @cached_property
    def part(self) -> dict[str, int]:
        """The number of the component of each node."""
        import networkx as nx

        return {node: number for number, nodes in enumerate(nx.connected_components(self.paths)) for node in nodes}

    @cached_property
    def rests(self) -> Rests:
        """The passages that the paths rest on."""
        return Rests.of(self.paths)

    @cached_property
    def placed_by(self) -> set[str]:
        """The passages that alone say where actors are."""
        return self.whereabouts().said_once(self.paths) if self.whereabouts else set()

    def tied(self, actor: str) -> set[str]:
        """Return to whom an actor is tied: who shares a partnership with it, and of which one belongs to the other.

        Members of one network are tied to it, not to each other. Only for what asks who is tied at all, and where a
        partnership cannot be taken away (roles, cut): nothing is counted on these ties.
        """
        if actor not in self._tied:
            beside = self.paths[actor]
            through = (self.paths[node] if is_partnership(self.paths, node) else (node,) for node in beside)
            self._tied[actor] = {other for some in through for other in some} - {actor}
        return self._tied[actor]

    @cached_property
    def actors(self) -> Through[str]:
        """The actors, in the order of their labels, and who is `tied` to whom."""
        import numpy as np

        labels = dict(self.paths.nodes(data="label"))
        actors = [node for node in self.paths if not is_partnership(self.paths, node)]
        actors.sort(key=lambda actor: (reading_order(labels[actor] or actor), actor))
        place = {actor: number for number, actor in enumerate(actors)}
        pairs = [
            (number, place[other])
            for number, actor in enumerate(actors)
            for other in self.tied(actor)
            if number < place[other]
        ]
        self._tied.clear()  # of a large network these are most of its memory
        return Through(actors, np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2))


@dataclass
class Networks:
    """The two networks, and the side of each actor."""

    ties: nx.Graph
    paths: nx.Graph
    side: Mapping[str, str]
    presence: Presence | None = None  # what the sides rest on
    shared: Structure | None = field(default=None, repr=False)  # with those of other sides

    @cached_property
    def structure(self) -> Structure:
        """What the networks are for any two sides."""
        found = self.presence
        return self.shared or Structure(self.ties, self.paths, (lambda: found.whereabouts) if found else None)

    @classmethod
    def of(cls, facts: Facts, presence: Presence) -> Networks:
        """Return them; they are the same for any two sides."""
        return cls(*facts.networks, presence.all_sides(), presence, facts.once(Structure.of))

    def side_without(self, passage: str | None) -> Mapping[str, str]:
        """Return the side of each actor where the passage says nothing; the very same where that changes none."""
        if passage is None or self.presence is None:
            return self.side
        left = self.presence.without(passage).all_sides()
        return self.side if left == self.side else left

    def without(self, actor: str) -> Networks:
        """Return the networks after the actor has left."""
        ties, paths = self.ties.copy(), self.paths.copy()
        ties.remove_nodes_from([actor])
        paths.remove_nodes_from([actor])
        return Networks(ties, paths, {node: side for node, side in self.side.items() if node != actor})

    @cached_property
    def between(self) -> dict[str, float]:
        """What `between` returns, once."""
        return between(self)

    @cached_property
    def cut(self) -> dict[str, bool]:
        """What `cut` returns, once."""
        return cut(self)

    def on(self, side: str, graph: nx.Graph) -> list[str]:
        """Return the actors of the side that are in the network."""
        return sorted(actor for actor, where in self.side.items() if where == side and actor in graph)


def ties(networks: Networks) -> ComparedTies:
    """Return the ties within and between the sides, numbers and weights, and the weighted E–I index.

    An actor on both sides would make each of its ties both internal and external: its ties are counted apart, as
    ``with_bridges``. ``ei_index`` is None, with a ``reason``, where there is nothing to compare.
    """
    import numpy as np

    graph, side = networks.ties, networks.side
    one_sided = _among(networks, sorted([*networks.on(A, graph), *networks.on(B, graph)]))
    on = np.array([_ON[side.get(node, NEITHER)] for node in graph], dtype=np.intp)
    here, there = on[networks.structure.tie_ends]
    met = here | there  # a and b: as one on both sides
    kind = np.where((here == 0) | (there == 0), 0, np.where((here == _ON[BOTH]) | (there == _ON[BOTH]), 4, met))
    weight = np.array([weight for _u, _v, weight in graph.edges(data="weight")], dtype=float)
    _none, a, b, between, bridges = np.bincount(kind, minlength=5).tolist()
    _of_none, of_a, of_b, of_between, _of_bridges = np.bincount(kind, weight, minlength=5).tolist()
    pairs, joined = pairs_of_actors(networks)
    return {
        "between": between,
        "within": a + b,
        "within_a": a,
        "within_b": b,
        "with_bridges": bridges,
        "weight_between": round(of_between, 6),
        "weight_within": round(of_a + of_b, 6),
        **_tested(one_sided, [side[actor] for actor in one_sided], side),
        "n": len(one_sided),
        "computed_on": TIES_ON.by_language(),
        "paths": {
            "pairs": pairs,
            "joined": joined,
            "actors": {where: len(networks.on(where, networks.paths)) for where in (A, B, BOTH)},
            "computed_on": PATHS_ON.by_language(),
        },
    }


def _tested(graph: nx.Graph, sides: list[str], side: Mapping[str, str]) -> IndexTest:
    """Return the E–I index and its test, or why there is none; ``sides``: of the actors in the network."""
    reason: Text | None = None
    if len(set(sides)) < len((A, B)):
        reason = ONE_SIDE if sides else NO_SIDE
    elif not graph.number_of_edges():
        reason = NO_TIE
    elif len(graph) < FEWEST_NODES:
        reason = too_few(len(graph))
    nothing: IndexTest = {
        "ei_index": None,
        "p_value": None,
        "expected": None,
        "draws": 0,
        "exact": None,
        "floor": None,
        "tests": None,
        "p_adjusted": None,
        "reason": reason.by_language() if reason else None,
        "p_reason": None,
    }
    if reason:
        return nothing
    found = significance.ei_permutation_test(graph, dict(side), weight="weight", draws=DRAWS, seed=SEED)
    missing = None
    if not enough_for_a_test(sides):
        missing = message("links-one-in-a-group", least=FEWEST_IN_GROUP)
    elif not found.floor <= HIGHEST_FLOOR:
        missing = message("links-no-small-p")
    return {
        **nothing,
        "ei_index": _digits(found.value),
        "p_value": None if missing else _digits(found.p),
        "expected": _digits(found.expected),
        "draws": found.draws,
        "exact": found.exact,
        "floor": _digits(found.floor),
        "p_reason": missing.by_language() if missing else None,
    }


def too_few(n: int) -> Text:
    """Return the reason why so few actors are not measured."""
    return message("links-too-few", n=n, least=FEWEST_NODES)


def _digits(value: float) -> float | None:
    """Return a number of few digits; what is 0/0 has none."""
    return None if math.isnan(value) else round(value, 6)


def _among(networks: Networks, nodes: list[str]) -> nx.Graph:
    """Return the ties among some nodes."""
    import networkx as nx

    found, graph = nx.Graph(), networks.ties
    found.add_nodes_from(nodes)
    ours = (node for node in graph if node in found)
    found.add_weighted_edges_from(
        (node, other, about["weight"])
        for node in ours
        for other, about in graph.adj[node].items()
        if other in found and not found.has_edge(node, other)
    )
    return found


def between(networks: Networks) -> dict[str, float]:
    """Return the betweenness of each node between the two sides.

    The share of the pairs of actors, one on each side and none of them the node, whose shortest path goes through the
    node (gefura, Guns & Rousseau 2015, normalised): all pairs, also those that no path joins. Actors on both sides are
    no ends of a path: they may be on it.
    """
    graph = networks.paths
    ends = networks.on(A, graph), networks.on(B, graph)
    if not all(ends):
        return dict.fromkeys(graph, 0.0)
    return flow_between(networks.structure.steps, {node: number for number, some in enumerate(ends) for node in some})


def ranks_between(networks: Networks, values: Mapping[str, float]) -> tuple[dict[str, RankInterval], int | None]:
    """Return the rank of each actor by `between`, how it moves without each passage, and how many passages there are.

    Without a passage also where actors are is found again, and so the sides. ``values``: `between` of the networks as
    they are. None passages: the network is too large for that.
    """
    graph = networks.paths

    def value(left: nx.Graph, side: Mapping[str, str]) -> dict[str, float]:
        same = left is graph and side is networks.side
        found = values if same else between(Networks(networks.ties, left, side))
        return {node: share for node, share in found.items() if not is_partnership(graph, node)}

    of, ends = networks.structure, len(networks.side)
    return without_each(graph, value, networks.side_without, placed_by=lambda: of.placed_by, ends=ends, rests=of.rests)


def pairs_of_actors(networks: Networks) -> tuple[int, int]:
    """Return how many pairs of actors there are, one on each side, and how many of them a path joins."""
    here, there = ([networks.structure.part[actor] for actor in networks.on(side, networks.paths)] for side in (A, B))
    theirs = Counter(there)
    return len(here) * len(there), sum(theirs[part] for part in here)


def pairs_of_each(networks: Networks) -> dict[str, int]:
    """Return in how many of the pairs of actors, one on each side, each of them is."""
    here, there = (networks.on(side, networks.paths) for side in (A, B))
    return dict.fromkeys(here, len(there)) | dict.fromkeys(there, len(here))


def roles(networks: Networks, between: Mapping[str, float]) -> Callable[[str], dict[str, int]]:
    """Return what counts the Gould–Fernandez roles of an actor on a side or between the sides; of others it has none.

    In pairs of actors that are not tied themselves (see `Structure.tied`), each pair once. The groups: each side, both
    sides, and neither (those on shortest paths ``between`` the sides).
    """
    group = {
        actor: networks.side.get(actor, NEITHER)
        for actor in networks.paths
        if not is_partnership(networks.paths, actor) and (actor in networks.side or between.get(actor))
    }

    @cache
    def tied(actor: str) -> set[str]:
        return networks.structure.tied(actor) & group.keys()

    counts = roles_between(tied, tied, group)
    return lambda actor: pairs_once(counts(actor)) if actor in group else dict.fromkeys(ROLES, 0)


def is_partnership(graph: nx.Graph, node: str) -> bool:
    """Say whether a node is a partnership, not an actor."""
    attributes: NodeAttributes = graph.nodes[node]
    return attributes["kind"] == PARTNERSHIP


def cut(networks: Networks) -> dict[str, bool]:
    """Return the smallest set of actors whose leaving separates the two sides; True: the actor is in every such set.

    After it, no actor is on both sides and no path leads from an actor of one side to one of the other: a minimum
    vertex cut (Menger 1927), where the ends may be cut too and a partnership may not. Empty when nothing joins them.
    Of several the one whose actors have the greatest sum of `between`, then the one that their labels put
    first: whichever of the territories is named first.
    """
    actors = networks.structure.actors
    here, there, both = (networks.on(side, networks.paths) for side in (A, B, BOTH))
    return chosen_cut(actors, [*here, *both], [*there, *both], networks.between)


def actors_between(
    networks: Networks,
    values: Mapping[str, float],
    partners: Collection[str],
    order: Callable[[str], tuple[object, ...] | str] = str,
) -> list[str]:
    """Return the actors to name as bridges: on both sides, or on shortest paths; the strongest first.

    ``order`` sorts those that are as strong.
    """
    graph = networks.paths
    both = {actor for actor, side in networks.side.items() if side == BOTH}
    on_paths = {node for node, value in values.items() if value > 0 and not is_partnership(graph, node)}
    return sorted(
        both | on_paths,
        key=lambda actor: (actor not in both, actor not in partners, -values.get(actor, 0.0), order(actor)),
    )
