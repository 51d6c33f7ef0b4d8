"""Betweenness between groups: an example by hand, NetworkX's own, and a naive reading; by either engine."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations, pairwise, permutations
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from smallgraphs import SAME_TIES_OFTEN, graphs, group_sets, same, sides

from icilabas import UsageError, measures
from icilabas.measures import betweenness

if TYPE_CHECKING:
    from collections.abc import Iterator


PATH_GROUPS = [{0, 2}, {1}, {3, 4}]


@pytest.mark.usefixtures("engine")
def test_gefura_of_a_path() -> None:
    path = nx.path_graph(5)
    assert measures.gefura(path, PATH_GROUPS) == pytest.approx({0: 0, 1: 0.5, 2: 0.8, 3: 0.6, 4: 0})
    assert measures.gefura(path, PATH_GROUPS, normalized=False) == {0: 0, 1: 2, 2: 4, 3: 3, 4: 0}
    ties = measures.edge_gefura(path, PATH_GROUPS, normalized=False)
    assert ties == {(0, 1): 3, (1, 2): 5, (2, 3): 6, (3, 4): 3}
    assert measures.edge_gefura(path, PATH_GROUPS)[2, 3] == pytest.approx(6 / 8)


def test_gefura_takes_groups_as_the_other_measures_do() -> None:
    path = nx.path_graph(5)
    nx.set_node_attributes(path, {0: "a", 1: "b", 2: "a", 3: "c", 4: "c"}, "group")
    by_name = measures.gefura(path, "group")
    assert by_name == measures.gefura(path, dict(path.nodes(data="group"))) == measures.gefura(path, PATH_GROUPS)


def naive_paths(G: nx.Graph, weight: str | None, group: dict[Any, str]) -> list[tuple[list[Any], float]]:
    """Each shortest path between nodes of two groups, and its share of the paths of its pair."""
    found = []
    for a, c in permutations(group, 2) if G.is_directed() else combinations(group, 2):
        if group[a] != group[c] and nx.has_path(G, a, c):
            paths = list({tuple(path) for path in nx.all_shortest_paths(G, a, c, weight=weight)})
            found += [(list(path), 1 / len(paths)) for path in paths]
    return found


@pytest.fixture(scope="module", params=[-1, 10**9], ids=["igraph", "python"])
def engine(request: pytest.FixtureRequest) -> Iterator[None]:
    """Use one engine for graphs of any size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(betweenness, "MUCH_WORK", request.param)
        yield


@pytest.mark.usefixtures("engine")
@SAME_TIES_OFTEN
@given(G=graphs(), weight=st.sampled_from([None, "weight"]))
def test_gefura_as_defined(G: nx.Graph, weight: str | None) -> None:
    group, paths = sides(G), naive_paths(G, weight, sides(G))
    expected = {n: sum(share for path, share in paths if n in path[1:-1]) for n in G}
    assert same(measures.gefura(G, group_sets(G), normalized=False, weight=weight), expected)
    ordered = 1 if not G.is_directed() else 2
    for node, value in measures.gefura(G, group_sets(G), weight=weight).items():
        pairs = sum(group[a] != group[c] for a, c in combinations(group, 2) if node not in (a, c)) * ordered
        assert value == pytest.approx(expected[node] / pairs if pairs else 0)
        assert 0 <= value <= 1 + 1e-9
    all_pairs = sum(group[a] != group[c] for a, c in combinations(group, 2)) * ordered
    ties = measures.edge_gefura(G, "side", normalized=False, weight=weight)
    shares = measures.edge_gefura(G, "side", weight=weight)
    assert list(ties) == list(G.edges)
    for u, v in {edge[:2] for edge in ties}:
        steps = [share for path, share in paths for step in pairwise(path) if joins(G, step, (u, v))]
        parallel = [edge for edge in ties if edge[0] != edge[1] and joins(G, edge[:2], (u, v))]
        lengths = {edge: G.edges[edge]["weight"] if weight else 1 for edge in parallel}
        shortest = [edge for edge in parallel if lengths[edge] == min(lengths.values())]
        for edge in parallel:
            wanted = sum(steps) / len(shortest) if edge in shortest else 0
            assert ties[edge] == pytest.approx(wanted)
            assert shares[edge] == pytest.approx(wanted / all_pairs if all_pairs else 0)
    assert all(value == 0 for edge, value in ties.items() if edge[0] == edge[1])


def joins(G: nx.Graph, one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return one == other or (not G.is_directed() and set(one) == set(other))


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
@pytest.mark.parametrize("weight", [None, "length"])
def test_both_engines_count_the_same_on_larger_networks(
    kind: type[nx.Graph], weight: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = kind(nx.barabasi_albert_graph(150, 4, seed=2))  # many shortest paths of four steps and more
    for u, v, data in graph.edges(data=True):
        data["length"] = 1 + (u + v) % 3
    groups = {node: "abc"[node % 3] for node in graph if node % 7}
    found = []
    for heavy in (-1, 10**9):
        monkeypatch.setattr(betweenness, "MUCH_WORK", heavy)
        found.append(
            (measures.gefura(graph, groups, weight=weight), measures.edge_gefura(graph, groups, weight=weight))
        )
    for fast, reference in zip(*found, strict=True):
        assert fast == pytest.approx(reference, rel=1e-9)


@given(graphs())
def test_gefura_of_one_group_is_zero(G: nx.Graph) -> None:
    for groups in ([set(G)], [], [{0, 1, 2}]):
        assert set(measures.gefura(G, groups).values()) == {0}
        assert set(measures.edge_gefura(G, groups).values()) <= {0}


def test_gefura_is_betweenness_between_the_groups() -> None:
    karate = nx.karate_club_graph()
    one, other = ([n for n, club in karate.nodes(data="club") if club == name] for name in ("Mr. Hi", "Officer"))
    reference = nx.betweenness_centrality_subset(karate, one, other)
    assert same(measures.gefura(karate, "club", normalized=False), {n: 2 * value for n, value in reference.items()})
    # not NetworkX's edge betweenness between sets, which shares evenly where more paths come by one tie than another
    shares: Counter[frozenset[int]] = Counter()
    for path, share in naive_paths(nx.Graph(karate), None, dict(karate.nodes(data="club"))):
        shares.update({frozenset(step): share for step in pairwise(path)})
    found = measures.edge_gefura(karate, "club", normalized=False)
    assert found == pytest.approx({tie: shares[frozenset(tie)] for tie in karate.edges})


@pytest.mark.parametrize(("limit", "large"), [(2 * (4 + 3), False), (2 * (4 + 3) - 1, True)])
def test_paths_are_counted_by_igraph_above_so_much_work(
    limit: int, *, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Work: sources of paths x (nodes and ties); of the groups {0}, {1, 2} and {3} the two small ones are sources."""
    graph = nx.path_graph(4)
    groups: dict[Any, str] = {0: "x", 1: "y", 2: "y", 3: "z"}
    rounds = betweenness._rounds(graph, groups)  # noqa: SLF001  # so many sources are counted
    assert [len(sources) for sources, _targets in rounds] == [1, 1]
    monkeypatch.setattr(betweenness, "MUCH_WORK", limit)
    fast = Mock(wraps=betweenness._by_igraph)  # noqa: SLF001  # whether it is asked is what counts
    monkeypatch.setattr(betweenness, "_by_igraph", fast)
    assert measures.gefura(graph, groups, normalized=False) == {0: 0, 1: 2, 2: 2, 3: 0}
    assert fast.called is large


def test_that_paths_are_few_is_known_from_one_node_of_each_component(monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps between all pairs of 10,000 nodes take longer than the betweenness itself."""

    class Whole(igraph.GraphBase):  # type: ignore[misc]  # igraph has no types
        def diameter(self) -> int:
            raise AssertionError

    core = SimpleNamespace(GraphBase=Whole)
    monkeypatch.setattr(betweenness, "MUCH_WORK", -1)
    monkeypatch.setattr(betweenness, "igraph_core", lambda: core)
    graph = nx.disjoint_union(nx.barabasi_albert_graph(1200, 3, seed=1), nx.barabasi_albert_graph(40, 3, seed=2))
    ends = {node: node % 2 for node in range(30)}
    found = measures.gefura(graph, ends)
    monkeypatch.setattr(betweenness, "MUCH_WORK", 10**9)
    assert found == pytest.approx(measures.gefura(graph, ends), rel=1e-9)


DECIMALS = (0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 1 / 3, 2 / 3, 1.0)


def by_definition(G: nx.Graph, group: dict[Any, str]) -> dict[Any, float]:
    """Every simple path between two nodes of two groups, its exact length; those are shortest that equal the least."""
    through = dict.fromkeys(G, 0.0)
    for a, c in permutations(group, 2) if G.is_directed() else combinations(group, 2):
        if group[a] == group[c]:
            continue
        paths = {tuple(path) for path in nx.all_simple_paths(G, a, c)}
        lengths = {
            path: sum(Fraction(G.edges[step]["w"]).limit_denominator(1000) for step in pairwise(path)) for path in paths
        }
        shortest = [path for path in paths if lengths[path] == min(lengths.values())]
        for path in shortest:
            for node in path[1:-1]:
                through[node] += 1 / len(shortest)
    return through


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_sums_of_decimal_distances_are_compared_as_what_is_written(kind: type[nx.Graph]) -> None:
    """Sixty graphs of each kind by each engine: where 0.1 + 0.2 is 0.3, and three thirds are 1."""
    for seed in range(60):
        chance = np.random.default_rng(seed)
        G = kind()
        G.add_nodes_from(range(6))
        G.add_edges_from(
            (int(u), int(v), {"w": float(chance.choice(DECIMALS))})
            for u, v in chance.integers(6, size=(10, 2))
            if u != v
        )
        group = {node: "xyz"[chance.integers(3)] for node in G}
        assert measures.gefura(G, group, normalized=False, weight="w") == pytest.approx(
            by_definition(G, group), abs=1e-9
        )
        halved = kind(nx.create_empty_copy(G))  # what goes through a tie is what goes through a node in its middle
        for u, v, length in G.edges(data="w"):
            halved.add_edge(u, (u, v), w=length)
            halved.add_edge((u, v), v, w=length)
        middles = by_definition(halved, group)
        ties = measures.edge_gefura(G, group, normalized=False, weight="w")
        assert ties == pytest.approx({tie: middles[tie] for tie in G.edges}, abs=1e-9)


@pytest.mark.usefixtures("engine")
def test_parallel_ties_that_differ_by_rounding_are_equally_short() -> None:
    graph = nx.MultiGraph([("a", "b", {"w": 0.1 + 0.2}), ("b", "a", {"w": 0.3}), ("a", "b", {"w": 0.31})])
    found = measures.edge_gefura(graph, {"a": 1, "b": 2}, weight="w")
    assert list(found.values()) == [0.5, 0.5, 0]


def ladder(steps: int, kind: type[nx.Graph] = nx.Graph) -> nx.Graph:
    """Squares in a row, corner to corner: from one end to the other, 2^steps paths are equally short."""
    graph = kind()
    for step in range(steps):
        for side in (0.25, 0.5):
            graph.add_edges_from([(step, step + side), (step + side, step + 1)], w=0.1)
    return graph


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("steps", "weight", "kind"), [(1024, "w", nx.Graph), (1100, None, nx.DiGraph)])
def test_as_many_equal_paths_as_there_may_be(steps: int, weight: str | None, kind: type[nx.Graph]) -> None:
    """2^1024 is more than a float can be; igraph finds 0 there, and NaN above."""
    graph, ends = ladder(steps, kind), {0: "x", steps: "y"}
    found = measures.gefura(graph, ends, normalized=False, weight=weight)
    assert found == {node: 0 if node in ends else 1 if node % 1 == 0 else 0.5 for node in graph}
    assert set(measures.edge_gefura(graph, ends, normalized=False, weight=weight).values()) == {0.5}


@pytest.mark.parametrize("weight", [None, "w"])
def test_igraph_is_asked_only_for_as_many_paths_as_it_can_count(
    weight: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many circles, but short paths; then as many and long ones."""
    monkeypatch.setattr(betweenness, "MUCH_WORK", -1)
    monkeypatch.setattr(betweenness, "FEW_PATHS", 5)
    stepped = Mock(wraps=betweenness._step_by_step)  # noqa: SLF001  # whether it is asked is what counts
    monkeypatch.setattr(betweenness, "_step_by_step", stepped)
    for graph, ends, counted in (
        (nx.complete_graph(9), {0: "x", 8: "y"}, False),
        (ladder(30), {0: "x", 30: "y"}, False),  # not surely few; what is found adds up
        (ladder(1024), {0: "x", 1024: "y"}, True),
        (ladder(1060), {0: "x", 1060: "y"}, True),
    ):
        nx.set_edge_attributes(graph, 1, "w")
        stepped.reset_mock()
        assert max(measures.gefura(graph, ends, normalized=False, weight=weight).values()) <= 1
        assert stepped.called is counted


def test_distances_too_far_apart_to_be_added_are_refused() -> None:
    near = nx.Graph([("a", "b", {"w": 1.0}), ("b", "c", {"w": 1e9 / 3})])
    assert measures.gefura(near, {"a": 1, "c": 2}, weight="w")["b"] == 1
    near.edges["b", "c"]["w"] = 1e9 / 3 + 1
    with pytest.raises(UsageError):
        measures.gefura(near, {"a": 1, "c": 2}, weight="w")


@pytest.mark.usefixtures("engine")
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("least", [5e-324, 1e-300, 1e-12, 1e290])
def test_how_long_a_unit_is_makes_no_difference(least: float) -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([("a", "b", least), ("b", "c", 2 * least), ("a", "c", 3 * least), ("c", "d", least)])
    found = measures.gefura(graph, [{"a"}, {"c", "d"}], normalized=False, weight="weight")
    assert found == {"a": 0, "b": 1, "c": 1, "d": 0}  # half of the paths to c and half of those to d


def sample(nodes: list[Any], many: int, seed: int) -> list[Any]:
    return Random(seed).sample(nodes, many)  # noqa: S311  # no secret: the same each time


@pytest.mark.usefixtures("engine")
@given(graph=graphs(), seed=st.integers(0, 9))
def test_a_sample_is_what_its_formula_says(graph: nx.Graph, seed: int) -> None:
    """Each node a group of its own: betweenness as such, of the drawn sources, by NetworkX's subsets."""
    groups = {node: node for node in graph}
    simple = nx.DiGraph(graph) if graph.is_directed() else nx.Graph(graph)
    whole = measures.gefura(graph, groups, normalized=False)
    assert measures.gefura(graph, groups, normalized=False, sample=max(len(graph), 1), seed=seed) == whole
    for drawn in range(1, len(graph)):
        some = sample([*graph], drawn, seed)
        wanted = nx.betweenness_centrality_subset(simple, some, [*graph])  # halved by itself where undirected
        wanted = {node: value * len(graph) / drawn for node, value in wanted.items()}
        assert same(measures.gefura(graph, groups, normalized=False, sample=drawn, seed=seed), wanted)


@pytest.mark.usefixtures("engine")
def test_samples_come_out_as_the_whole_on_average() -> None:
    """Between two sides: the mean over every sample of one is the whole, for each node."""
    graph = nx.les_miserables_graph()
    sides_of = {node: number % 2 for number, node in enumerate(graph) if number % 5}
    whole = measures.gefura(graph, sides_of)
    found: dict[Any, dict[Any, float]] = {}
    seed = 0
    while len(found) < len(sides_of):
        found[sample([*sides_of], 1, seed)[0]] = measures.gefura(graph, sides_of, sample=1, seed=seed)
        seed += 1
    for node, value in whole.items():
        assert np.mean([some[node] for some in found.values()]) == pytest.approx(value)


def test_a_sample_of_none_is_refused() -> None:
    with pytest.raises(UsageError, match="sample=0: of no node"):
        measures.gefura(nx.path_graph(3), {0: "a", 2: "b"}, sample=0)
