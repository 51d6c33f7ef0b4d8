"""Communities and the agreement of divisions: by hand, by all divisions of small graphs, and by either engine."""

from __future__ import annotations

import math
import random
from itertools import combinations
from types import SimpleNamespace
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icilabas.measures import communities as search
from icilabas.measures.communities import LEIDEN, LOUVAIN, STEPS, agreement, communities

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=[LOUVAIN, LEIDEN])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Use one search for graphs of any size that it can do."""
    if request.param == LEIDEN:
        monkeypatch.setattr(search, "STEPS", STEPS | {LOUVAIN: 0})
    return str(request.param)


def test_the_agreement_of_two_partitions_by_hand() -> None:
    one = dict(enumerate("aabbcc"))
    assert agreement(one, {node: group.upper() for node, group in one.items()}).value == 1
    # ab|ab|cd: 3 pairs together in each, none in both; expected 3*3/15: (0 - 0.6)/(3 - 0.6)
    assert agreement(one, dict(enumerate("xyxzyz"))).value == pytest.approx(-0.25)
    assert agreement(one, {0: "x", 1: "x", 2: None}) == (None, 2)
    assert agreement({}, {}) == (None, 0)
    assert agreement(dict.fromkeys(range(4), 1), dict(enumerate("abab"))).value == 0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12), st.permutations(range(4)))
def test_names_of_groups_make_no_difference(pairs: list[tuple[int, int]], order: list[int]) -> None:
    one, other = ({place: pair[side] for place, pair in enumerate(pairs)} for side in (0, 1))
    renamed = {place: order[group] for place, group in other.items()}
    assert agreement(one, other) == agreement(one, renamed) == agreement(other, one)
    value = agreement(one, other).value
    assert value is None or value <= 1


def test_two_cliques_are_two_communities(engine: str) -> None:
    graph = nx.barbell_graph(5, 0)
    found = communities(graph, seed=1)
    assert {frozenset(node for node in graph if found.of[node] == name) for name in (1, 2)} == {
        frozenset(range(5)),
        frozenset(range(5, 10)),
    }
    assert (found.starts, found.stability, found.method) == (50, 1, engine)
    assert found.modularity == pytest.approx(20 / 21 - 1 / 2)
    assert found == communities(graph, seed=1)


@pytest.mark.usefixtures("engine")
def test_communities_are_numbered_from_the_largest_and_equals_by_structure_then_label() -> None:
    parts = [nx.complete_graph(3), nx.complete_graph(5), nx.complete_graph(3), nx.empty_graph(1)]
    graph = nx.disjoint_union_all(parts)
    found = communities(graph, seed=1)
    assert [found.of[node] for node in range(12)] == [2, 2, 2, 1, 1, 1, 1, 1, 3, 3, 3, 4]
    backwards = nx.Graph()
    backwards.add_nodes_from(reversed(range(12)))
    backwards.add_edges_from(reversed(list(graph.edges)))
    assert communities(backwards, seed=1).of == found.of
    nx.set_node_attributes(graph, {node: f"{99 - node}" for node in graph}, "label")
    assert [communities(graph, seed=1).of[node] for node in (0, 8)] == [3, 2]


def best_modularity(graph: nx.Graph) -> float:
    """Of all partitions of the nodes, by growth strings."""
    nodes = list(graph)

    def parts(start: int, used: int) -> Iterator[list[int]]:
        if start == len(nodes):
            yield []
            return
        for name in range(used + 1):
            for rest in parts(start + 1, max(used, name + 1)):
                yield [name, *rest]

    def worth(names: list[int]) -> float:
        sets = [{node for node, name in zip(nodes, names, strict=True) if name == one} for one in set(names)]
        return float(nx.community.modularity(graph, sets))

    return max(map(worth, parts(0, 0)))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("directed", [False, True])
def test_of_many_starts_the_best_is_kept_and_names_change_nothing(seed: int, engine: str, *, directed: bool) -> None:
    """Weights of one decimal, of which equal sums differ in the last digit, and a node tied to itself."""
    graph = nx.gnm_random_graph(7, 10 + 4 * directed, seed=seed, directed=directed)
    if seed % 2:
        graph.add_edge(0, 0)
        nx.set_edge_attributes(graph, {tie: n % 3 / 10 + 0.1 for n, tie in enumerate(graph.edges)}, "weight")
    found = communities(graph, seed=1)
    assert found.method == (LOUVAIN if directed else engine)
    assert found.modularity == pytest.approx(best_modularity(graph), abs=0.03 * directed + 1e-9)
    if directed:
        return
    other = nx.Graph()
    other.add_nodes_from(f"n{node * 5 % 7}" for node in reversed(range(7)))
    other.add_edges_from(
        (f"n{v * 5 % 7}", f"n{u * 5 % 7}", data) for u, v, data in reversed(list(graph.edges(data=True)))
    )
    again = communities(other, seed=1)
    assert again[1:4] == pytest.approx(found[1:4])
    if len({tuple(sorted(nx.single_source_shortest_path_length(graph, node).values())) for node in graph}) == 7:
        assert again.of == {f"n{node * 5 % 7}": found.of[node] for node in range(7)}


def test_stability_is_the_mean_agreement_of_any_two_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a ring there are many partitions as good as one another."""
    starts: list[dict[int, int]] = []
    louvain = search._louvain  # noqa: SLF001  # what each start finds

    def recorded(n: int, arcs: list[tuple[int, int, float]], seed: int) -> tuple[int, ...]:
        found = louvain(n, arcs, seed)
        starts.append(dict(enumerate(found)))
        return found

    monkeypatch.setattr(search, "_louvain", recorded)
    found = communities(nx.cycle_graph(16), seed=1)
    assert len(starts) == found.starts == 50
    values = [agreement(one, other).value or 0 for one, other in combinations(starts, 2)]
    assert 0 < found.stability < 1
    assert found.stability == pytest.approx(sum(values) / len(values))


@pytest.mark.parametrize("weight", [0, None])
def test_where_no_tie_weighs_anything_each_is_alone(weight: int | None) -> None:
    graph = nx.empty_graph("ab") if weight is None else nx.Graph([("a", "b", {"weight": weight})])
    found = communities(graph, seed=1)
    assert found.of == {"a": 1, "b": 2}
    assert found.starts == 0
    assert math.isnan(found.modularity) is math.isnan(found.stability) is True


@pytest.mark.usefixtures("engine")
def test_heavy_ties_make_communities() -> None:
    ring = nx.cycle_graph(8)
    nx.set_edge_attributes(ring, {(n, n + 1): 9 if n % 2 else 1 for n in range(7)} | {(0, 7): 9}, "weight")
    found = communities(ring, seed=1)
    assert all(found.of[a] == found.of[b] for a, b in ((1, 2), (3, 4), (5, 6), (0, 7)))
    for *_tie, data in ring.edges(data=True):
        data["weight"] *= 1e299
    assert communities(ring, seed=1) == found
    alike = communities(ring, seed=1, weight=None)
    assert alike == communities(nx.cycle_graph(8), seed=1)


def test_fewer_starts_on_large_networks_and_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """By size alone: 10 nodes and 10 ties are of size 20. Directed graphs, and all without igraph, are searched by us."""
    graph = nx.cycle_graph(10)

    def told(graph: nx.Graph, louvain: int, leiden: int) -> tuple[str, int]:
        monkeypatch.setattr(search, "STEPS", {LOUVAIN: louvain, LEIDEN: leiden})
        found = communities(graph, seed=1)
        return found.method, found.starts

    assert told(graph, 1000, 0) == (LOUVAIN, 50)
    assert [told(graph, 999, steps) for steps in (1000, 999, 80, 10)] == [(LEIDEN, n) for n in (50, 49, 4, 2)]
    arcs = nx.DiGraph(nx.cycle_graph(10, nx.DiGraph))
    assert told(arcs, 80, 1000) == (LOUVAIN, 4)
    monkeypatch.setattr(search, "has_igraph", lambda: False)
    assert [told(graph, steps, 1000) for steps in (999, 10)] == [(LOUVAIN, 49), (LOUVAIN, 2)]


@pytest.mark.parametrize("scale", [1.0, 0.1, 1e-300, 1e299])
def test_igraph_adds_whole_numbers_that_no_rounding_touches(scale: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """And names, the order given, and who else draws at random change nothing."""
    import igraph

    asked: list[dict[str, list[float]]] = []

    class Recorded(igraph.GraphBase):  # type: ignore[misc]  # igraph has no types
        def community_leiden(self, **options: list[float]) -> tuple[list[int], float]:
            asked.append(options)
            found: tuple[list[int], float] = super().community_leiden(**options)
            return found

    core = SimpleNamespace(GraphBase=Recorded, set_random_number_generator=igraph.set_random_number_generator)
    monkeypatch.setattr(search, "igraph_core", lambda: core)
    graph = nx.gnm_random_graph(300, 1500, seed=1)
    chance = random.Random(1)  # noqa: S311  # small data, not secrets
    weights = {tie: chance.choice([1, 2, 7]) * scale for tie in graph.edges}
    nx.set_edge_attributes(graph, weights, "weight")
    monkeypatch.setattr(search, "STEPS", {LOUVAIN: 0, LEIDEN: 10_000})
    random.seed(7)
    before = igraph.Graph.Erdos_Renyi(20, 0.5).get_edgelist()
    found = communities(graph, seed=1)
    random.seed(7)
    assert igraph.Graph.Erdos_Renyi(20, 0.5).get_edgelist() == before
    assert found.starts == len(asked) == 5
    for options in asked:
        numbers = [*options["edge_weights"], *options["node_weights"]]
        assert all(number == int(number) > 0 for number in numbers)
        assert sum(options["node_weights"]) ** 2 <= 2**53
        assert 2 * sum(options["edge_weights"]) == sum(options["node_weights"]) ** 2
    parts = [{node for node in graph if found.of[node] == name} for name in set(found.of.values())]
    nx.set_edge_attributes(graph, {tie: weight / scale for tie, weight in weights.items()}, "weight")
    assert found.modularity == pytest.approx(nx.community.modularity(graph, parts))
    other = nx.Graph()
    other.add_weighted_edges_from((f"n{v}", f"n{u}", weights[u, v]) for u, v in reversed(list(graph.edges)))
    assert communities(other, seed=1).of == {f"n{node}": name for node, name in found.of.items()}


@pytest.mark.usefixtures("engine")
def test_of_several_communities_that_are_equally_good_each_is_tried() -> None:
    """In the middle of a path of six both neighbours are as good: one way leads to two threes, the other to three twos."""
    found = communities(nx.path_graph([0, 3, 1, 4, 2, 5]), 1)
    assert [found.of[node] == found.of[0] for node in (0, 3, 1, 4, 2, 5)] == [True] * 3 + [False] * 3
    assert found.modularity == pytest.approx(0.3)
    assert 0 < found.stability < 1
