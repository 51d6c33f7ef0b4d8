"""How long the measures take beside NetworkX alone, on networks like ours: seconds and ratios, and that both agree.

    python tests/benchmarks/measures.py [ACTORS]

NetworkX is left out above 500 actors, where it takes minutes: how both grow is then said by the smaller sizes. It is
left out for communities: there its search may have no end (3.6.1).
"""

from __future__ import annotations

import sys
import time
from math import isclose, isnan
from typing import TYPE_CHECKING, Any

import networkx as nx

from icilabas import measures
from icilabas.measures import betweenness, communities

if TYPE_CHECKING:
    from collections.abc import Callable

    Measure = Callable[[nx.Graph], dict[Any, float]]

SIZES = (200, 500, 1000, 10_000)
TIES_EACH = 6
LARGEST_FOR_NETWORKX = 500


def network(actors: int) -> nx.Graph:
    """Return a network in which the known become better known, of two territories, six ties for each actor."""
    graph = nx.barabasi_albert_graph(actors, TIES_EACH, seed=1)
    nx.set_node_attributes(graph, {node: "here" if node * 7919 % 10 < 5 else "there" for node in graph}, "territory")
    return graph


def _sides(graph: nx.Graph) -> list[list[Any]]:
    return [[n for n, place in graph.nodes(data="territory") if place == side] for side in ("here", "there")]


def _gefura(graph: nx.Graph) -> dict[Any, float]:
    found = nx.betweenness_centrality_subset(graph, *_sides(graph))
    return {node: 2 * value for node, value in found.items()}


def _edge_gefura(graph: nx.Graph) -> dict[Any, float]:
    """Through nodes in the middle of ties: NetworkX's edge betweenness between sets counts some shares wrongly."""
    halved = nx.Graph()
    for tie in graph.edges:
        halved.add_edges_from([(tie[0], tie), (tie, tie[1])])
    found = nx.betweenness_centrality_subset(halved, *_sides(graph))
    return {tie: 2 * found[tie] for tie in graph.edges}


MEASURES: dict[str, tuple[Measure, Measure | None]] = {
    "gefura": (lambda g: measures.gefura(g, "territory", normalized=False), _gefura),
    "gefura of ties": (lambda g: measures.edge_gefura(g, "territory", normalized=False), _edge_gefura),
    "constraint": (measures.constraint, lambda g: nx.constraint(g, nodes=list(g))),
    "effective size": (measures.effective_size, nx.effective_size),
    "brokerage roles": (lambda g: {n: sum(r) for n, r in measures.brokerage_roles(g, "territory").items()}, None),
    "activity, exclusivity": (lambda g: {n: b.activity for n, b in _brokering(g).items()}, None),
    "communities": (lambda g: dict(communities.communities(g, 1).of), None),
    "minimum cut": (lambda g: dict.fromkeys(measures.minimum_cut(g, *_sides(g)), 1.0), None),
}


def _brokering(graph: nx.Graph) -> dict[Any, measures.Brokering]:
    return measures.activity_exclusivity(graph, "territory")


def _timed(measure: Measure, graph: nx.Graph) -> tuple[float, dict[Any, float]]:
    start = time.perf_counter()
    found = measure(graph)
    return time.perf_counter() - start, found


def _agree(one: dict[Any, float], other: dict[Any, float]) -> bool:
    return one.keys() == other.keys() and all(
        isclose(one[key], other[key], rel_tol=1e-9, abs_tol=1e-6) or (isnan(one[key]) and isnan(other[key]))
        for key in one
    )


def main(sizes: tuple[int, ...]) -> None:
    """Print a row for each measure and size."""
    import igraph  # noqa: F401  # loaded before anything is timed, as NetworkX is

    print(f"{'measure':24}{'actors':>8}{'ties':>8}{'ours, s':>10}{'NetworkX, s':>13}{'ratio':>8}  agree")
    for name, (ours, reference) in MEASURES.items():
        for actors in sizes:
            graph = network(actors)
            took, found = _timed(ours, graph)
            row = f"{name:24}{actors:8}{graph.number_of_edges():8}{took:10.3f}"
            if reference and actors <= LARGEST_FOR_NETWORKX:
                theirs, expected = _timed(reference, graph)
                row += f"{theirs:13.3f}{theirs / took:8.1f}  {'yes' if _agree(found, expected) else 'NO'}"
            print(row, flush=True)


if __name__ == "__main__":
    betweenness.MUCH_WORK = 0  # the compiled engine at every size, to be compared
    main(tuple(map(int, sys.argv[1:])) or SIZES)
