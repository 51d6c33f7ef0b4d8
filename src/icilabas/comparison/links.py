"""The networks of a comparison: ties within and between the sides, paths, ranks, roles, and the smallest cut."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, TypedDict

from icilabas import measures
from icilabas.measures import significance
from icilabas.measures.brokerage import pairs_once
from icilabas.measures.cuts import chosen_cut
from icilabas.measures.significance import without_each
from icilabas.measures.small_samples import FEWEST_IN_GROUP, FEWEST_NODES, HIGHEST_FLOOR, enough_for_a_test
from icilabas.networks.sides import BOTH, NEITHER, A, B
from icilabas.words.matching import reading_order
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    import networkx as nx

    from icilabas.comparison.facts import Facts, Presence
    from icilabas.measures.significance import RankInterval
    from icilabas.networks.projection import NodeAttributes
    from icilabas.words.text import Text


DRAWS, SEED = 2000, 1
PARTNERSHIP = "partnership"
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
class Networks:
    """The two networks, and the side of each actor."""

    ties: nx.Graph
    paths: nx.Graph
    side: Mapping[str, str]
    presence: Presence | None = None  # what the sides rest on

    @classmethod
    def of(cls, facts: Facts, presence: Presence) -> Networks:
        """Return them; they are the same for any two sides."""
        return cls(*facts.networks, presence.all_sides(), presence)

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
    graph, side = networks.ties, networks.side
    one_sided = _among(graph, sorted([*networks.on(A, graph), *networks.on(B, graph)]))
    numbers: dict[str, int] = dict.fromkeys(("a", "b", "between", "bridges"), 0)
    weights: dict[str, float] = defaultdict(float)
    for u, v, weight in graph.edges(data="weight"):
        sides = {side.get(u, NEITHER), side.get(v, NEITHER)}
        if NEITHER in sides:
            continue
        kind = "bridges" if BOTH in sides else "between" if len(sides) > 1 else next(iter(sides))
        numbers[kind] += 1
        weights[kind] += weight
    pairs, joined = pairs_of_actors(networks)
    return {
        "between": numbers["between"],
        "within": numbers["a"] + numbers["b"],
        "within_a": numbers["a"],
        "within_b": numbers["b"],
        "with_bridges": numbers["bridges"],
        "weight_between": round(weights["between"], 6),
        "weight_within": round(weights["a"] + weights["b"], 6),
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


def _among(graph: nx.Graph, nodes: list[str]) -> nx.Graph:
    """Return the ties among some nodes."""
    import networkx as nx

    found = nx.Graph()
    found.add_nodes_from(nodes)
    found.add_weighted_edges_from(graph.subgraph(nodes).edges(data="weight"))
    return found


def between(networks: Networks) -> dict[str, float]:
    """Return the betweenness of each node between the two sides.

    The share of the pairs of actors, one on each side and none of them the node, whose shortest path goes through the
    node (gefura, Guns & Rousseau 2015, normalised): all pairs, also those that no path joins. Actors on both sides are
    no ends of a path: they may be on it.
    """
    graph = networks.paths
    ends = networks.on(A, graph), networks.on(B, graph)
    found = measures.gefura(graph, ends) if all(ends) else {}
    return {node: found.get(node, 0.0) for node in graph}


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

    placed_by = networks.presence.whereabouts.said_once(graph) if networks.presence else ()
    return without_each(graph, value, networks.side_without, placed_by=placed_by, ends=len(networks.side))


def pairs_of_actors(networks: Networks) -> tuple[int, int]:
    """Return how many pairs of actors there are, one on each side, and how many of them a path joins."""
    import networkx as nx

    here, there = (set(networks.on(side, networks.paths)) for side in (A, B))
    parts = nx.connected_components(networks.paths)
    return len(here) * len(there), sum(len(part & here) * len(part & there) for part in parts)


def pairs_of_each(networks: Networks) -> dict[str, int]:
    """Return in how many of the pairs of actors, one on each side, each of them is."""
    here, there = (networks.on(side, networks.paths) for side in (A, B))
    return dict.fromkeys(here, len(there)) | dict.fromkeys(there, len(here))


def actors_tied(graph: nx.Graph) -> nx.Graph:
    """Return who is tied to whom: two actors that share a partnership, or of which one belongs to the other.

    Members of one network are tied to it, not to each other. Only for what asks who is tied at all, and where a
    partnership cannot be taken away (roles, cut): nothing is counted on these ties.
    """
    actors = graph.subgraph(node for node in graph if not is_partnership(graph, node)).copy()
    for node in graph:
        if is_partnership(graph, node):
            actors.add_edges_from(combinations(sorted(graph[node]), 2))
    return actors


def roles(networks: Networks, between: Mapping[str, float]) -> dict[str, dict[str, int]]:
    """Return the Gould–Fernandez roles of each actor on a side or between the sides.

    In pairs of actors that are not tied themselves (see `actors_tied`), each pair once. The groups: each side, both
    sides, and neither (those on shortest paths ``between`` the sides).
    """
    actors = actors_tied(networks.paths)
    actors.remove_nodes_from([actor for actor in actors if actor not in networks.side and not between.get(actor)])
    found = measures.brokerage_roles(actors, {actor: networks.side.get(actor, NEITHER) for actor in actors})
    return {actor: pairs_once(found[actor]) for actor in actors}


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
    import networkx as nx

    tied, labels = actors_tied(networks.paths), dict(networks.paths.nodes(data="label"))
    actors = nx.Graph()
    actors.add_nodes_from(sorted(tied, key=lambda actor: (reading_order(labels[actor] or actor), actor)))
    actors.add_edges_from(tied.edges())
    both = networks.on(BOTH, actors)
    ends = [*networks.on(A, actors), *both], [*networks.on(B, actors), *both]
    return chosen_cut(actors, *ends, networks.between)


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
