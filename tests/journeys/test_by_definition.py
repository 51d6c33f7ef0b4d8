"""Every number that `measure` and `compare` print of small random data is what its definition says, by either engine."""

from __future__ import annotations

import math
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Any

import definitions
import networkx as nx
import pytest
from smalldata import SEEDS, SORTS, Read, seeds, small, told

import icilabas as ilb
from icilabas.dataset.loading import load_store
from icilabas.errors import UsageError
from icilabas.measures import betweenness, cuts, significance
from icilabas.measures.brokerage import ROLES
from icilabas.measures.small_samples import FEWEST_NODES, FEWEST_PASSAGES, HIGHEST_FLOOR

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from smalldata import Small

    from icilabas.engine.query import Store

MEASURED = ("collaboration", "bridges", "ties", "territories")
MOST_PARTED = 7  # nodes of which all partitions are looked at: 877


def some(first: int) -> list[tuple[str, bool]]:
    """Return each sort with few or many actors in turn; on demand with both."""
    return [(sort, bool(many)) for n, sort in enumerate(SORTS) for many in (0, 1) if SEEDS or (n + many) % 2 == first]


each_sort = pytest.mark.parametrize("sort", SORTS)


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let igraph count in every other test of data, and in every test of graphs once more."""
    asked = request.node.callspec.params
    limit = -1 if asked.get("igraph", (asked["seed"] + asked.get("crowd", 0)) % 2) else 10**9
    monkeypatch.setattr(betweenness, "MUCH_WORK", limit)
    monkeypatch.setattr(cuts, "MANY_TIES", limit)


each_engine = pytest.mark.parametrize("igraph", [False, True])


def store_of(data: Small, folder: Path) -> Store:
    return load_store(data.write(folder))


def network(data: Small, store: Store, view: str) -> nx.Graph:
    """Return the network of a view, its nodes called by their keys."""
    graph = ilb.project(store, view)
    return nx.relabel_nodes(graph, {node: key_of(data, node) for node in graph})


def key_of(data: Small, iri: str) -> str:
    return data.plain(iri).partition("«")[2].partition("»")[0] or iri


def rows_of(data: Small, table: Any) -> dict[str, dict[str, Any]]:
    return {key_of(data, row["iri"]): row for row in table.rows}


def same(found: Mapping[str, Any], expected: Mapping[str, float]) -> bool:
    """Say whether the numbers are the same to six digits; what has none is None."""
    return found.keys() == expected.keys() and all(
        found[key] is None if math.isnan(value) else found[key] == pytest.approx(value, abs=1e-6)
        for key, value in expected.items()
    )


def groups(data: Small, graph: nx.Graph) -> dict[str, str | None]:
    """Return where each node is, by what the facts say; activities have countries that are no keys."""
    read = Read(data)
    return {node: read.territory(node) if node[0] in "to" and node in data.labels else None for node in graph}


def counted(group: Mapping[str, str | None]) -> int:
    """Return how many nodes have a territory."""
    return sum(place is not None for place in group.values())


def by_definition(data: Small, graph: nx.Graph) -> dict[str, float]:
    """Return the values by which nodes are ranked: betweenness between territories; without two, the degree."""
    group = groups(data, graph)
    if len({place for place in group.values() if place}) > 1:
        return definitions.betweenness(definitions.plain(graph), group)
    return dict(definitions.plain(graph).degree())


@pytest.mark.parametrize(("sort", "crowd"), some(0))
@pytest.mark.parametrize("seed", seeds(1))
def test_each_number_of_measure(sort: str, seed: int, *, crowd: bool, tmp_path: Path) -> None:
    data = small(seed, sort, crowd=crowd)
    store = store_of(data, tmp_path / "whole")
    without = {g: store_of(data.without(g), tmp_path / g) for g in data.passages} if len(data.passages) > 1 else {}
    for view in MEASURED:
        graph = network(data, store, view)
        if not graph:
            continue
        table = ilb.measure(store, view)
        rows, simple, group = rows_of(data, table), definitions.plain(graph), groups(data, graph)
        column = {key: {node: row[key] for node, row in rows.items()} for key in table.rows[0]}
        assert rows.keys() == set(graph), view
        assert same(column["degree"], dict(simple.degree())), view
        assert same(column["strength"], dict(simple.degree(weight="weight"))), view
        assert same(column["closeness"], definitions.closeness(simple)), view
        assert same(column["constraint"], definitions.constraint(simple)), view
        several = len({place for place in group.values() if place}) > 1
        values = by_definition(data, graph)
        if several:
            found = definitions.roles(graph, group)
            for role in ROLES:
                once = graph.is_directed() or role in {"representative", "gatekeeper"}
                assert same(column[role], {node: each[role] / (1 if once else 2) for node, each in found.items()}), (
                    view,
                    role,
                )
        if several and counted(group) >= FEWEST_NODES:
            assert same(column["betweenness"], values), view
        else:
            assert set(column["betweenness"].values()) <= {None, 0.0}, view
        check_ranks(data, graph, column, values, [network(data, each, view) for each in without.values()])
        if len(simple) <= MOST_PARTED and simple.number_of_edges():
            parts: dict[int, set[str]] = {}
            for node, number in column["community"].items():
                parts.setdefault(number, set()).add(node)
            reached = nx.community.modularity(simple, list(parts.values()), weight="weight")
            assert reached == pytest.approx(definitions.best_modularity(simple)), view
        index = table.summary["agreement"]["adjusted_rand"]
        parted = [{each[node] for node, place in group.items() if place} for each in (column["community"], group)]
        if counted(group) >= FEWEST_NODES and all(1 < len(some) < counted(group) for some in parted):
            expected = definitions.same_pairs(column["community"], group)
            assert index == (None if expected is None else pytest.approx(expected, abs=1e-6)), view
        else:
            assert index is None, view


def check_ranks(
    data: Small, graph: nx.Graph, column: dict[str, Any], values: dict[str, float], without: list[nx.Graph]
) -> None:
    """Compare ranks and intervals with those of the network projected again without each passage."""
    group = groups(data, graph)
    several = len({place for place in group.values() if place}) > 1
    few = (counted(group) if several else len(graph)) < FEWEST_NODES
    if few or len({f"{value:.11e}" for value in values.values()}) == 1:
        assert set(column["rank"].values()) == {None}
        assert set(column["rank_best"].values()) == {None}
        return
    left = []
    for passage, smaller in zip(data.passages, without, strict=True) if without else ():
        there = groups(data.without(passage), smaller)
        left.append(definitions.betweenness(definitions.plain(smaller), there) if several else
                    dict(definitions.plain(smaller).degree()))  # fmt: skip
    spans = definitions.spans(values, left)
    assert column["rank"] == {node: rank for node, (rank, _best, _worst) in spans.items()}
    if set(column["rank_best"].values()) == {None}:
        said = {piece["passage"] for *_ends, about in graph.edges(data=True) for piece in about["evidence"]}
        assert len(said) < FEWEST_PASSAGES
        return
    assert column["rank_best"] == {node: best for node, (_rank, best, _worst) in spans.items()}
    assert column["rank_worst"] == {node: worst for node, (_rank, _best, worst) in spans.items()}


# ---- the networks, from the facts ----


@each_sort
@pytest.mark.parametrize("seed", seeds(2))
def test_networks_are_those_of_the_facts(sort: str, seed: int, tmp_path: Path) -> None:
    data = small(seed, sort)
    store, read = store_of(data, tmp_path), Read(data)
    weights: dict[frozenset[str], float] = {}
    for members in read.members.values():
        for pair in combinations(sorted(members), 2):
            weights[frozenset(pair)] = weights.get(frozenset(pair), 0) + 1 / (len(members) - 1)
    graph = network(data, store, "collaboration")
    assert {frozenset(ends[:2]): ends[2] for ends in graph.edges(data="weight")} == pytest.approx(weights)
    linked = [read.said["links"].values(), read.said["faced_in"].values()]
    pairs = {frozenset(pair) for places in linked for some in places for pair in combinations(sorted(some), 2)}
    if sort != "iati":
        assert {frozenset(ends) for ends in network(data, store, "territories").edges} == pairs
    arcs = {(one, other, how) for how in ("member_of", "unit_of", "founded_by") for one, some in read.said[how].items()
            for other in some}  # fmt: skip
    arcs |= {(funder, leader, "funds") for key, funders in read.said["funded_by"].items() for funder in funders
             for leader in read.said["led_by"][key] if leader != funder}  # fmt: skip
    names = {"memberOf": "member_of", "unitOf": "unit_of", "foundedBy": "founded_by", "fundedBy": "funds"}
    ties = network(data, store, "ties")
    found = set()
    for one, other, about in ties.edges(data=True):
        (relation,) = about["relations"]
        name = relation.rpartition("#")[2]
        if name == "partnerIn":
            assert about["undirected"], (one, other)
            assert frozenset((one, other)) in weights
        else:
            assert not about.get("undirected"), (one, other)
            found.add((one, other, names[name]))
    assert found == arcs
    assert len(ties.edges) == len(arcs) + len(weights)


# ---- the comparison ----


@pytest.mark.parametrize(("sort", "crowd"), some(1))
@pytest.mark.parametrize("seed", seeds(1))
def test_each_number_of_compare(sort: str, seed: int, *, crowd: bool, tmp_path: Path) -> None:
    data = small(seed, sort, crowd=crowd)
    store = store_of(data, tmp_path / "whole")
    without = {g: store_of(data.without(g), tmp_path / g) for g in data.passages} if len(data.passages) > 1 else {}
    ties, paths = (network(data, store, view) for view in ("collaboration", "bridges"))
    for one, other in combinations(data.of("t"), 2):
        try:
            found = told(data, ilb.compare(store, *(data.labels[key][0] for key in (one, other))).to_dict())
        except UsageError:  # one lies in the other, or no activity names it
            continue
        assert isinstance(found, dict)
        side = Read(data).sides(one, other)
        on = {each["side"]: {bare(actor["iri"]) for actor in each["actors"]} for each in found["territories"]}
        for name in "ab":
            assert on[name] == {actor for actor, where in side.items() if where in {name, "both"}}, (one, other)
        check_ties(found["ties"], ties, paths, side)
        left = [
            between(network(data, there, "bridges"), Read(data.without(passage)).sides(one, other))
            for passage, there in without.items()
        ]
        check_bridges(found, paths, side, left)
        check_cut(found["cut"], paths, side)
        check_possible(found["opportunities"], Read(data), side)
        leaver = data.of("o")[seed]
        if leaver in paths:
            left_by = ilb.compare(store, *(data.labels[key][0] for key in (one, other)), without=data.labels[leaver][0])
            check_leaving(told(data, left_by.to_dict()), paths, side, leaver)


def bare(iri: str) -> str:
    """Return the key in what was made of an IRI."""
    return iri.partition("«")[2].partition("»")[0]


def between(paths: nx.Graph, side: Mapping[str, str]) -> dict[str, float]:
    """Return the betweenness of each actor between the sides."""
    values = definitions.betweenness(definitions.plain(paths), {n: s for n, s in side.items() if s in {"a", "b"}})
    return {node: value for node, value in values.items() if node[0] != "p"}


def check_ties(found: dict[str, Any], ties: nx.Graph, paths: nx.Graph, side: Mapping[str, str]) -> None:
    """Compare the counts and weights of ties, the index and its test, and the pairs that paths join."""
    kinds: dict[str, list[float]] = {"a": [], "b": [], "between": [], "bridges": []}
    for u, v, weight in ties.edges(data="weight"):
        if u in side and v in side:
            ends = {side[u], side[v]}
            kinds["bridges" if "both" in ends else "between" if len(ends) > 1 else ends.pop()].append(weight)
    counted = (found["between"], found["within_a"], found["within_b"], found["with_bridges"])
    assert counted == tuple(len(kinds[kind]) for kind in ("between", "a", "b", "bridges"))
    assert found["within"] == len(kinds["a"]) + len(kinds["b"])
    assert found["weight_between"] == pytest.approx(math.fsum(kinds["between"]), abs=1e-6)
    assert found["weight_within"] == pytest.approx(math.fsum(kinds["a"] + kinds["b"]), abs=1e-6)
    group = {node: side[node] for node in ties if side.get(node) in {"a", "b"}}
    among = [tie for tie in ties.edges(data="weight") if tie[0] in group and tie[1] in group]
    assert found["n"] == len(group)
    if found["ei_index"] is None:
        assert len(group) < FEWEST_NODES or not among or len(set(group.values())) < 2
        assert found["reason"]
    else:
        assert len(group) >= FEWEST_NODES
        expected = definitions.over_assignments(lambda given: definitions.ei(among, given), group)
        assert found["ei_index"] == pytest.approx(expected["value"], abs=1e-6)
        assert found["expected"] == pytest.approx(expected["expected"], abs=1e-6)
        sizes = [list(group.values()).count(name) for name in "ab"]
        if found["p_value"] is None:
            assert expected["floor"] > HIGHEST_FLOOR or min(sizes) < 2
        else:
            assert expected["floor"] <= HIGHEST_FLOOR
            assert min(sizes) >= 2
            assert found["p_value"] == pytest.approx(expected["p"], abs=1e-6)
            assert found["floor"] == pytest.approx(expected["floor"], abs=1e-6)
    here, there = ([node for node in paths if side.get(node) == name] for name in "ab")
    joined = sum(nx.has_path(paths, one, other) for one in here for other in there)
    assert (found["paths"]["pairs"], found["paths"]["joined"]) == (len(here) * len(there), joined)


def check_bridges(
    found: dict[str, Any], paths: nx.Graph, side: Mapping[str, str], without: list[dict[str, float]]
) -> None:
    """Compare the actors on both sides or between them, their betweenness, ranks and roles."""
    values = between(paths, side)
    spans = definitions.spans(values, without)
    expected = {node for node, value in values.items() if value} | {
        node for node, where in side.items() if where == "both"
    }
    bridges = {bare(each["iri"]): each for each in found["bridging_actors"]}
    assert bridges.keys() == expected
    level = len({f"{value:.11e}" for value in values.values()}) < 2
    for node, each in bridges.items():
        assert each["n"] == sum(other in paths for other in side)
        assert each["betweenness"] in (None, pytest.approx(values.get(node, 0), abs=1e-6)), node
        if each["rank"] is None:
            assert level or each["n"] < FEWEST_NODES or node not in values, node
            continue
        assert each["rank"] == spans[node][0], node
        if each["rank_best"] is not None:
            assert (each["rank_best"], each["rank_worst"]) == spans[node][1:], node
    tied = actors_tied(paths)
    tied.remove_nodes_from([node for node in [*tied] if node not in side and not values.get(node)])
    roles = definitions.roles(tied, {node: side.get(node, "neither") for node in tied})
    for node, each in bridges.items():
        for role, count in each["roles"].items():
            once = 1 if role in {"representative", "gatekeeper"} else 2
            assert count == roles.get(node, {}).get(role, 0) / once, (node, role)


def actors_tied(paths: nx.Graph) -> nx.Graph:
    """Return who shares a partnership or belongs to whom."""
    tied = paths.subgraph(node for node in paths if node[0] != "p").copy()
    for node in paths:
        if node[0] == "p":
            tied.add_edges_from(combinations(paths[node], 2))
    return tied


def check_cut(found: list[dict[str, Any]], paths: nx.Graph, side: Mapping[str, str]) -> None:
    """Compare the smallest cut with all smallest sets: it is one, the one with most betweenness, and says if the only one."""
    tied, values = actors_tied(paths), between(paths, side)
    ends = [[node for node in tied if side.get(node) in {name, "both"}] for name in "ab"]
    smallest = definitions.smallest_cuts(tied, *ends)
    cut = frozenset(bare(each["iri"]) for each in found)
    if not cut and len(smallest[0]):  # all of a side's actors in the network: trivial, not told
        assert any(set(some) <= set(ends[0]) or set(some) <= set(ends[1]) for some in smallest)
        return
    assert cut in smallest
    heaviest = max(sum(values.get(node, 0) for node in some) for some in smallest)
    assert sum(values.get(node, 0) for node in cut) == pytest.approx(heaviest)
    for each in found:
        assert each["in_every_cut"] == all(bare(each["iri"]) in some for some in smallest)


def check_possible(found: list[dict[str, Any]], read: Read, side: Mapping[str, str]) -> None:
    """Compare the pairs that have something in common, and its weight: the rarer, the more."""
    has: dict[str, set[str]] = {}
    for how in ("works_on", "member_of"):
        for actor, things in read.said[how].items():
            for thing in things:
                has.setdefault(thing, set()).add(actor)
    for partnership, challenges in read.said["addresses"].items():
        for challenge in challenges:
            has.setdefault(challenge, set()).update(read.members[partnership])
    tied = {frozenset(pair) for some in read.members.values() for pair in combinations(some, 2)}
    for how in ("member_of", "unit_of", "founded_by"):
        tied |= {frozenset((actor, other)) for actor, some in read.said[how].items() for other in some}
    units = read.said["unit_of"]
    tied |= {frozenset((a, b)) for a, b in combinations(units, 2) if units[a] & units[b]}
    expected = {}
    for here, there in ((a, b) for a in side for b in side if (side[a], side[b]) == ("a", "b")):
        score = sum(1 / math.log2(1 + len(who)) for who in has.values() if {here, there} <= who)
        if score and frozenset((here, there)) not in tied:
            expected[here, there] = pytest.approx(score, abs=1e-6)
    assert {(bare(each["a"]["iri"]), bare(each["b"]["iri"])): each["score"] for each in found} == expected


def check_leaving(found: Any, paths: nx.Graph, side: Mapping[str, str], leaver: str) -> None:
    """Compare what is left without an actor: the pairs that paths still join, and a smallest cut."""
    left = paths.subgraph(node for node in paths if node != leaver)
    here, there = ([node for node in left if side.get(node) == name] for name in "ab")
    assert found["without"]["joined_pairs_after"] == sum(nx.has_path(left, a, b) for a in here for b in there)
    assert found["without"]["joined_pairs_before"] == found["ties"]["paths"]["joined"]
    tied = actors_tied(left)
    ends = [[node for node in tied if side.get(node) in {name, "both"}] for name in "ab"]
    cut = frozenset(bare(each["iri"]) for each in found["without"]["cut_after"])
    assert cut in definitions.smallest_cuts(tied, *ends)


# ---- the measures themselves, on graphs of any kind ----


def random_graph(seed: int, kind: type[nx.Graph] = nx.Graph) -> nx.Graph:
    """Return a small graph whose ties have decimal lengths, its nodes in two or three groups."""
    chance = Random(seed)  # noqa: S311  # no secret
    graph = kind()
    for node in range(chance.randint(3, 8)):
        graph.add_node(node, side=chance.choice("xyz"))
    pairs = [(u, v) for u in graph for v in graph if u < v or (kind is nx.DiGraph and u != v)]
    for u, v in pairs:
        if chance.random() < 0.5:
            graph.add_edge(u, v, tenths=chance.randint(1, 4))
    for _u, _v, about in graph.edges(data=True):
        about["length"] = about["tenths"] / 10
    return graph


@each_engine
@pytest.mark.parametrize("seed", seeds(8))
def test_decimal_lengths_are_added_as_people_add_them(seed: int, *, igraph: bool) -> None:
    assert (-1 if igraph else 10**9) == betweenness.MUCH_WORK
    for kind in (nx.Graph, nx.DiGraph):
        graph = random_graph(seed, kind)
        found = ilb.bridging.gefura(graph, "side", weight="length")
        assert found == pytest.approx(ilb.bridging.gefura(graph, "side", weight="tenths"))
        ties = ilb.bridging.edge_gefura(graph, "side", weight="length")
        assert ties == pytest.approx(ilb.bridging.edge_gefura(graph, "side", weight="tenths"))


@pytest.mark.parametrize("seed", seeds(20))
def test_p_is_that_of_all_assignments(seed: int) -> None:
    graph, chance = random_graph(seed), Random(seed)  # noqa: S311  # no secret
    group = {node: chance.choice("xy") for node in graph}
    weights = {tie: chance.choice([0.1, 0.2, 0.3, 1.0]) for tie in graph.edges}
    nx.set_edge_attributes(graph, weights, "weight")
    if not graph.number_of_edges():
        return
    found = significance.ei_permutation_test(graph, group, weight="weight")
    ties = list(graph.edges(data="weight"))
    expected = definitions.over_assignments(lambda given: definitions.ei(ties, given), group)
    assert (found.value, found.p, found.expected) == pytest.approx(
        (expected["value"], expected["p"], expected["expected"])
    )
    assert found.floor == pytest.approx(expected["floor"])
