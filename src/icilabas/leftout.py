"""How ranks in a network move when one passage at a time is left out: a report is a small, chosen sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas import significance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import networkx as nx

LARGEST = 10_000_000  # passages x ends of paths x (nodes and ties): some seconds


def without_each(
    graph: nx.Graph, measure: Callable[[nx.Graph], Mapping[Any, float]], ends: int
) -> tuple[dict[Any, significance.RankInterval], int | None]:
    """Return the rank of each node by a measure, how it moves without each passage, and how many passages there are.

    Without a passage, a tie is gone when nothing else says it. ``ends``: from how many nodes the measure looks for
    paths. With one passage or none there is nothing to leave out; on a network too large to be measured so often
    nothing is left out, and the number is None.
    """
    said = {tuple(tie): {piece["passage"] for piece in evidence or ()} for *tie, evidence in _evidence(graph)}
    passages = sorted(set().union(*said.values()))
    if len(passages) * ends * (len(graph) + len(said)) > LARGEST:
        return significance.rank_intervals(graph, measure, {}), None

    def without(passage: str) -> nx.Graph:
        left = graph.copy()
        left.remove_edges_from([tie for tie, by in said.items() if by == {passage}])
        return left

    return significance.rank_intervals(graph, measure, without, passages if len(passages) > 1 else ()), len(passages)


def _evidence(graph: nx.Graph) -> Any:
    return graph.edges(data="evidence", **({"keys": True} if graph.is_multigraph() else {}))
