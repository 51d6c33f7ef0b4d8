"""The node table: values by hand and from NetworkX, what has no value, and what relabelling does not change."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

import networkx as nx
import passages
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import icilabas as ilb
from icilabas import UsageError, resources
from icilabas.cli.main import main
from icilabas.measures import significance
from icilabas.measures.brokerage import ROLES
from icilabas.measures.communities import communities
from icilabas.measures.node_measures import KEYS, NodeTable, columns, measure_name, note, simplified
from icilabas.networks.projection import project, surroundings, views
from icilabas.resources import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ID = "https://w3id.org/icilabas/id/"
VIEWS = [view.name for view in views() if view.name != "knowledge"]  # that one is to look at, not to measure


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [*map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def column(table: NodeTable, key: str) -> dict[Any, Any]:
    return {row["iri"]: row[key] for row in table.rows}


def path_of_five() -> nx.Graph:
    """0-1-2-3-4 with the groups {0, 2}, {1}, {3, 4}: the example of Guns and Rousseau 2015."""
    graph = nx.path_graph(5)
    nx.set_node_attributes(graph, dict(zip(range(5), "xyxzz", strict=True)), "territory")
    return graph


def test_a_path_by_hand() -> None:
    table = ilb.measure(path_of_five(), "path")
    assert column(table, "betweenness") == {0: 0, 1: 0.5, 2: 0.8, 3: 0.6, 4: 0}
    assert column(table, "rank") == {2: 1, 3: 2, 1: 3, 0: 4, 4: 4}
    assert [row["iri"] for row in table.rows] == [2, 3, 1, 0, 4]
    assert column(table, "degree") == {0: 1, 1: 2, 2: 2, 3: 2, 4: 1}
    assert column(table, "closeness") == {0: 0.4, 1: 0.571429, 2: 0.666667, 3: 0.571429, 4: 0.4}
    assert column(table, "constraint") == {0: 1, 1: 0.5, 2: 0.5, 3: 0.5, 4: 1}
    roles = {
        row["iri"]: {key for key in ("itinerant", "gatekeeper", "liaison", "coordinator") if row[key]}
        for row in table.rows
    }
    assert roles == {0: set(), 1: {"itinerant"}, 2: {"liaison"}, 3: {"gatekeeper"}, 4: set()}
    assert [column(table, role)[node] for node, role in ((1, "itinerant"), (2, "liaison"))] == [1, 1]
    assert (column(table, "gatekeeper")[3], column(table, "representative")[3]) == (1, 1)  # one pair, seen both ways


def test_arcs_keep_their_direction_for_roles_only() -> None:
    graph = nx.DiGraph([("a", "b"), ("b", "c")])
    nx.set_node_attributes(graph, {"a": "x", "b": "y", "c": "y"}, "territory")
    row = next(row for row in ilb.measure(graph).rows if row["iri"] == "b")
    assert (row["gatekeeper"], row["representative"]) == (1, 0)
    assert row["degree"] == 2


def test_parallel_ties_add_up_and_self_loops_do_not_count() -> None:
    graph = nx.MultiDiGraph([("a", "b"), ("b", "a"), ("a", "a")])
    graph.add_edge("a", "b", weight=2.5)
    assert dict(simplified(graph).edges) == {("a", "b"): {"weight": 4.5}}
    rows = ilb.measure(graph).rows
    assert [(row["degree"], row["strength"]) for row in rows] == [(1, 4.5), (1, 4.5)]


def test_the_order_in_which_ties_are_added_up_makes_no_difference() -> None:
    """0.1 + 0.2 + 0.3 is another number than 0.3 + 0.2 + 0.1; what has no sum is refused."""
    found = set()
    for weights in permutations([0.1, 0.2, 0.3, 1e16]):
        graph = nx.MultiDiGraph()
        graph.add_weighted_edges_from(("a", "b", each) if n % 2 else ("b", "a", each) for n, each in enumerate(weights))
        found.add(simplified(graph)["a"]["b"]["weight"])
    assert found == {math.fsum([0.1, 0.2, 0.3, 1e16])}
    for weight in (1e308, 10**400, -1, math.nan, "1"):
        with pytest.raises(UsageError, match=r"a number of (0 or more|10\^300 at most)"):
            ilb.measure(nx.Graph([("a", "b", {"weight": weight})]))


def test_what_has_no_value_is_none_and_a_note_says_why() -> None:
    graph = nx.Graph([(1, 2)])
    graph.add_nodes_from((3, 4, 5))
    table = ilb.measure(graph)
    assert set(column(table, "betweenness").values()) == {None}
    assert set(column(table, "liaison").values()) == {None}
    assert column(table, "constraint") == {1: 1, 2: 1, 3: None, 4: None, 5: None}
    assert column(table, "rank") == {1: 1, 2: 1, 3: 3, 4: 3, 5: 3}
    notes = " ".join(note.text("en") for note in table.notes)
    assert "Fewer than two territories" in notes
    assert "Fewer than 4 passages (0)" in notes
    assert "no value" in notes  # nothing to compare the communities with
    json.dumps(table.to_dict(), allow_nan=False)


@pytest.mark.parametrize(("nodes", "few"), [(4, True), (5, False)])
def test_of_fewer_than_five_nodes_there_is_no_share_rank_or_agreement(nodes: int, *, few: bool) -> None:
    graph = nx.path_graph(nodes)
    nx.set_node_attributes(graph, dict(enumerate("nnsss")), "territory")
    table = ilb.measure(graph)
    for key in ("betweenness", "rank", "community"):
        assert (set(column(table, key).values()) == {None}) is few
    assert (table.summary["agreement"]["adjusted_rand"] is None) is few
    assert (table.summary["communities"]["modularity"] is None) is few
    assert (note("few", least=5) in table.notes) is few
    assert any("Stability" in each.text("en") for each in table.notes) is not few
    assert column(table, "degree")[1] == 2


def test_nodes_without_a_territory_are_not_among_those_that_are_enough_to_measure() -> None:
    graph = nx.star_graph(4)
    nx.set_node_attributes(graph, {1: "n", 2: "n", 3: "s", 4: "s"}, "territory")
    table = ilb.measure(graph)
    assert set(column(table, "betweenness").values()) == set(column(table, "rank").values()) == {None}
    assert note("few_placed", n=4, least=5) in table.notes


@pytest.mark.parametrize(
    ("edges", "territories", "told"),
    [
        ("ab bc ac de ef df", "nnnsss", True),
        ("ab bc ac de ef df", "nnnnns", True),
        ("ab bc ac de ef df", "nnnnnn", False),  # one territory
        ("ab bc ac de ef df", "abcdef", False),  # a territory each
        ("ab ac ad ae af bc bd be bf cd ce cf de df ef", "nnnsss", False),  # one community
        ("ab bc ac de ef df", "nnss", False),  # too few have a territory
    ],
)
def test_an_agreement_that_would_be_zero_in_any_case_is_not_told(edges: str, territories: str, *, told: bool) -> None:
    graph = nx.Graph(map(tuple, edges.split()))
    nx.set_node_attributes(graph, dict(zip("abcdef", territories, strict=False)), "territory")
    assert (ilb.measure(graph).summary["agreement"]["adjusted_rand"] is not None) is told


def test_how_sure_communities_are_is_said_beside_them() -> None:
    table = ilb.measure(nx.karate_club_graph())
    found = communities(nx.karate_club_graph(), 1)
    said = table.summary["communities"]
    assert (said["starts"], said["modularity"], said["stability"]) == (
        found.starts,
        round(found.modularity, 6),
        round(found.stability, 6),
    )
    assert said["method"] == "Louvain"
    for lang, searches, comma in (("en", "of 50 searches", "."), ("fr", "de 50 recherches", ",")):
        told = next(each.text(lang) for each in table.notes if "Louvain, Blondel et al. 2008" in each.text(lang))
        assert searches in told
        for value in (found.modularity, found.stability):
            assert f"{value:.2f}".replace(".", comma) in told
        assert not re.search("seed|graine", told)
    alone = ilb.measure(nx.empty_graph(6))
    assert (alone.summary["communities"]["starts"], alone.summary["communities"]["count"]) == (0, 6)
    assert note("no_communities") in alone.notes


def test_a_graph_without_nodes_has_no_rows() -> None:
    table = ilb.measure(nx.Graph())
    assert (table.rows, table.summary["n"]) == ([], 0)


def test_ranks_move_when_a_passage_is_left_out() -> None:
    """A star a-{b, c, d} said by p and a tie e-f said by q: without p, a has no tie and e and f lead."""
    graph = nx.Graph()
    for node in "bcd":
        graph.add_edge("a", node, evidence=[{"passage": "p"}])
    graph.add_edge("e", "f", evidence=[{"passage": "q"}])
    graph.add_edge("g", "h", evidence=[{"passage": "p"}, {"passage": "r"}, {"passage": "s"}])
    ranks = {row["iri"]: (row["rank"], row["rank_best"], row["rank_worst"]) for row in ilb.measure(graph).rows}
    assert ranks["a"] == (1, 1, 5)
    assert ranks["e"] == (2, 1, 7)
    graph.edges["e", "f"]["evidence"].append({"passage": "p"})
    ranks = {row["iri"]: (row["rank"], row["rank_best"], row["rank_worst"]) for row in ilb.measure(graph).rows}
    assert ranks["e"] == (2, 1, 2)  # said twice: no passage alone takes it away


def test_a_network_too_large_to_be_measured_again_and_again_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", evidence=[{"passage": "p"}])
    graph.add_edge("b", "c", evidence=[{"passage": passage} for passage in "qrs"])
    graph.add_nodes_from("de")
    nx.set_node_attributes(
        graph, dict(zip("abcde", ["here", "there", "there", "here", "here"], strict=True)), "territory"
    )
    table = ilb.measure(graph)
    assert table.summary["passages"] == 4
    assert (column(table, "rank")["a"], column(table, "rank_worst")["a"]) == (2, 5)  # without p it is not there
    monkeypatch.setattr(significance, "LARGEST", 3 * (5 + 2) - 1)  # of p alone: ends x (nodes and ties), less one
    large = ilb.measure(graph)
    assert (large.summary["passages"], column(large, "rank")) == (None, column(table, "rank"))
    assert set(column(large, "rank_worst").values()) == {None}
    assert any("too large" in note.text("en") for note in large.notes)


def test_two_mode_values_are_those_of_networkx() -> None:
    graph = nx.davis_southern_women_graph()
    closeness = nx.bipartite.closeness_centrality(graph, graph.graph["top"])
    table = ilb.measure(graph)
    assert column(table, "closeness") == {node: pytest.approx(value, abs=1e-6) for node, value in closeness.items()}
    assert set(column(table, "constraint").values()) == {None}
    assert any("Borgatti and Everett" in note.text("en") for note in table.notes)


def test_two_mode_closeness_never_passes_one() -> None:
    graph = nx.Graph([("a", "p"), ("b", "q"), ("c", "q")])
    nx.set_node_attributes(graph, {node: int(node in "pq") for node in graph}, "bipartite")
    values = column(ilb.measure(graph), "closeness")
    assert values == {
        "a": 0.25,
        "p": 0.25,
        "q": 0.5,
        "b": 0.5,
        "c": 0.5,
    }  # 1 in its part, which is 1/4 or 2/4 of the rest


# ---- the views ----


@pytest.fixture(scope="module")
def lille() -> Any:
    return ilb.load(restricted=False)


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_has_a_table_of_plain_values(view: str, lille: Any) -> None:
    table = ilb.measure(lille, view)
    graph = ilb.project(lille, view)
    assert {row["iri"] for row in table.rows} == set(graph)
    assert all(set(row) == {*KEYS, "iri", "label", "kind", "territory"} == set(columns()) for row in table.rows)
    for row in table.rows:
        ranks = [row["rank_best"], row["rank"], row["rank_worst"]]
        assert ranks == [None] * 3 if view == "collaboration" else ranks == sorted(ranks)  # nothing between territories
        assert not [key for key, value in row.items() if isinstance(value, float) and not math.isfinite(value)]
        assert row["betweenness"] is None or 0 <= row["betweenness"] <= 1
        assert 0 <= row["closeness"] <= 1
    json.dumps(table.to_dict(), allow_nan=False)


def test_grdr_stands_between_territories(lille: Any) -> None:
    """On the network where a partnership is a node: CFSI's members and Kayes meet through Grdr."""
    found = column(ilb.measure(lille, "bridges"), "betweenness")
    actors = {node: value for node, value in found.items() if not node.endswith("-partnership")}
    assert set(sorted(actors, key=lambda node: -actors[node])[:2]) == {f"{ID}cfsi", f"{ID}grdr"}


def test_a_large_partnership_is_a_star_in_the_view_of_paths(lille: Any) -> None:
    graph = ilb.project(lille, "bridges")
    for node, kind in graph.nodes(data="kind"):
        if kind == "partnership":
            assert not graph.subgraph(graph[node]).number_of_edges() - 1 > 0, node  # at most Grdr's being in the APES
    assert graph.has_edge(f"{ID}grdr", f"{ID}cfsi")
    assert graph.has_edge(f"{ID}grdr-mali", f"{ID}grdr")


def test_names_of_nodes_make_no_difference(lille: Any) -> None:
    graph = ilb.project(lille, "bridges")
    renamed = nx.relabel_nodes(graph, {node: f"n{place:03}" for place, node in enumerate(graph)})
    names = dict(zip(graph, renamed, strict=True))
    one, other = ilb.measure(graph), ilb.measure(renamed)
    for key in ("degree", "betweenness", "closeness", "constraint", "liaison", "rank", "rank_worst"):
        assert {names[node]: value for node, value in column(one, key).items()} == column(other, key), key


# ---- the command ----


def test_the_command_gives_the_same_in_each_form(lille: Any) -> None:
    table = ilb.measure(lille, "bridges", lang="en")
    found = json.loads(run("measure", "bridges", "--format", "json", "--lang", "en").stdout)
    assert found == json.loads(json.dumps(table.to_dict()))
    result = run("measure", "bridges", "--format", "csv", "--lang", "en")
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))
    assert [row["iri"] for row in rows] == [row["iri"] for row in table.rows]
    assert float(rows[0]["betweenness"]) == table.rows[0]["betweenness"]
    text = run("measure", "bridges", "--lang", "en").stdout
    assert "Grdr" in text
    assert "Louvain" in text


def test_the_command_says_what_an_unknown_view_may_have_meant() -> None:
    result = run("measure", "bridge", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Nearest: bridges" in result.stderr


@pytest.mark.journey
def test_help_imports_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from click.testing import CliRunner; from icilabas.cli.main import main;"
        "[CliRunner().invoke(main, words) for words in (['--help'], ['compare', '--help'], ['measure', '--help'])];"
        "print(sorted({'networkx', 'numpy', 'rdflib', 'pyoxigraph', 'yaml', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"


def test_the_words_are_there_in_both_languages() -> None:
    words = resources.parse_yaml((ONTOLOGY / "comparison" / "columns.yaml").read_text(encoding="utf-8"))
    assert all(set(texts) == {"fr", "en"} for texts in words.values())
    assert list(words) == columns()


def test_html_holds_no_markup_of_the_data() -> None:
    graph = nx.Graph([(1, 2)])
    graph.nodes[1]["label"] = "<script>"
    content = ilb.measure(graph)._repr_html_()
    assert "<script>" not in content
    assert "&lt;script&gt;" in content


# ---- what an interval leaves out, by definition ----


def neighbours(graph: nx.Graph) -> nx.Graph:
    plain = nx.Graph((u, v) for u, v, *_key in graph.edges if u != v)
    plain.add_nodes_from(graph)
    return plain


def values_by_definition(graph: nx.Graph, homes: Mapping[str, set[str]], *, several: bool) -> dict[str, float]:
    """The degree, or the share of all shortest paths between nodes of two territories, each path walked."""
    plain = neighbours(graph)
    if not several:
        return dict(plain.degree)
    home = {node: next(iter(homes[node])) for node in plain if len(homes[node]) == 1}
    pairs = [(a, b) for a, b in combinations(home, 2) if home[a] != home[b]]
    shares: dict[str, list[float]] = {node: [] for node in plain}
    for pair in pairs:
        paths = list(nx.all_shortest_paths(plain, *pair)) if nx.has_path(plain, *pair) else []
        for node in {*plain} - {*pair}:
            shares[node].append(sum(node in path for path in paths) / len(paths) if paths else 0)
    return {node: sum(share) / len(share) if share else 0 for node, share in shares.items()}


def ranks_by_definition(values: Mapping[str, float], nodes: nx.Graph) -> dict[str, int]:
    known = {node: value for node, value in values.items() if node in nodes}
    return {n: 1 + sum(n not in known or other > known[n] + 1e-11 for other in known.values()) for n in nodes}


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10**6))
def test_every_interval_is_that_of_the_network_projected_again_without_each_passage(seed: int) -> None:
    """The passage's graph removed (but what things are, and how territories lie), the rules run again."""
    whole = passages.dataset(seed)
    less = [passages.without(whole, passage) for passage in passages.PASSAGES]
    homes = [passages.homes(each) for each in (whole, *less)]
    known = [surroundings(each) for each in less]
    for view in VIEWS:
        graph, table = ilb.project(whole, view), ilb.measure(whole, view)
        assert dict(graph.nodes(data="territory")) == {
            n: next(iter(homes[0][n])) if len(homes[0][n]) == 1 else None for n in graph
        }
        placed = [min(homes[0][node]) for node in graph if len(homes[0][node]) == 1]
        several = len({*placed}) > 1
        few = len(placed if several else graph) < 5
        graphs = [graph, *(project(each, view, known=about) for each, about in zip(less, known, strict=True))]
        ranks = [
            ranks_by_definition(values_by_definition(each, home, several=several), graph)
            for each, home in zip(graphs, homes, strict=True)
        ]
        for row in table.rows:
            moved = [rank[row["iri"]] for rank in ranks]
            expected: list[int | None] = [moved[0], min(moved), max(moved)]
            if few or {*ranks[0].values()} == {1}:
                expected = [None] * 3
            elif table.summary["passages"] < 4:
                expected[1:] = [None, None]
            assert [row["rank"], row["rank_best"], row["rank_worst"]] == expected, (seed, view, row["iri"])


def test_the_intervals_of_lille(lille: Any) -> None:
    """As the definition gives them: the network projected again, and measured, without each of the passages."""

    def found(view: str) -> dict[str, tuple[int, int, int]]:
        rows = ilb.measure(lille, view).rows
        return {row["iri"].removeprefix(ID): (row["rank"], row["rank_best"], row["rank_worst"]) for row in rows}

    assert found("territories") == {
        "nord-pas-de-calais": (1, 1, 2),
        "kayes": (2, 1, 5),
        **dict.fromkeys(("nord", "pas-de-calais"), (3, 2, 4)),
        "france": (5, 2, 11),
        "tchad": (6, 1, 6),
        **dict.fromkeys(("calais", "grande-synthe"), (7, 4, 10)),
        **dict.fromkeys(("europe", "mali"), (7, 4, 11)),
        "lille": (7, 4, 7),
    }
    bridges, ties = found("bridges"), found("ties")
    assert [bridges[name] for name in ("cfsi", "grdr", "essor", "grdr-france")] == [
        (1, 1, 8),
        (2, 1, 3),
        (3, 3, 10),
        (8, 6, 33),
    ]
    assert [ties[name] for name in ("cfsi", "grdr", "essor", "apes")] == [(1, 1, 6), (2, 1, 2), (3, 2, 9), (10, 5, 43)]
    table = ilb.measure(lille, "collaboration")
    assert {row["rank"] for row in table.rows} == {None}  # half of its actors are in several territories
    assert table.summary["in_several_territories"] == 5  # ESSOR is based in Lille and in Pas-de-Calais
    assert {
        note("several_territories", nodes=5),
        note("all_equal", column=measure_name("betweenness"), passages=6, least=4),
    } <= {*table.notes}


def renamed(text: str, **names: str) -> Any:
    """Return a dataset whose things are called otherwise: ids only, labels stay."""
    for old, new in names.items():
        text = re.sub(rf":{old}\b", f":{new}", text)
    return passages.read(text)


BROKER = """:aa a ilb:Organization ; ilb:basedIn :s . :bb a ilb:Organization ; ilb:basedIn :s . :cc a ilb:Organization ;
  ilb:basedIn :t ; org:memberOf :bb . :s a ilb:Territory . :t a ilb:Territory . :p a ilb:Partnership .
  :m a org:Membership ; org:organization :p ; org:member :aa ; org:role :r .
  :n a org:Membership ; org:organization :p ; org:member :bb ; org:role :r ."""


def test_a_relation_without_direction_is_read_both_ways_whatever_the_ids() -> None:
    """Cc is a member of bb, which shares a partnership with aa: bb is cc's gatekeeper, be it first or last by name."""
    text = passages.said([BROKER])
    for new in ("bb", "zz", "a0"):
        table = ilb.measure(renamed(text, bb=new), "ties")
        (row,) = [row for row in table.rows if row["iri"] == f"urn:x:{new}"]
        assert [row[role] for role in ROLES] == [0, 0, 0, 1, 0]
        assert {each["iri"] for each in table.rows if any(each[role] for role in ROLES)} == {f"urn:x:{new}"}
        assert note("both_ways") in table.notes
    both = text.replace("org:memberOf :bb", "ilb:activeIn :s").replace(
        "}",
        ":m2 a org:Membership ; org:organization :q ; "
        "org:member :cc ; org:role :r . :n2 a org:Membership ; org:organization :q ; org:member :bb ; org:role :r . "
        ":q a ilb:Partnership }",
        1,
    )
    for new in ("bb", "zz", "a0"):
        row = next(row for row in ilb.measure(renamed(both, bb=new), "ties").rows if row["iri"] == f"urn:x:{new}")
        assert [row[role] for role in ROLES] == [0, 0, 1, 1, 0]  # the pair is met once each way


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10**6))
def test_ids_of_places_and_actors_exchanged_change_nothing(seed: int) -> None:
    text = passages.text(seed)
    names = {"t0": "tmp", "t1": "t0", "tmp": "t1", "a0": "zz", "a1": "a00"}
    new = {"t0": "t1", "t1": "t0", "a0": "zz", "a1": "a00"}
    one, other = passages.read(text), renamed(text, **names)
    for view in VIEWS:
        before, after = ilb.measure(one, view), ilb.measure(other, view)
        for key in (
            "degree",
            "strength",
            "betweenness",
            "closeness",
            "constraint",
            *ROLES,
            "rank",
            "rank_best",
            "rank_worst",
        ):
            expected = {new.get(iri[6:], iri[6:]): value for iri, value in column(before, key).items()}
            assert expected == {iri[6:]: value for iri, value in column(after, key).items()}, (seed, view, key)


# ---- order and digits ----


def test_rows_come_by_rank_then_name_then_node() -> None:
    graph = nx.Graph([("hub", "b"), ("hub", "d"), ("hub", "a"), ("hub", "c")])
    nx.set_node_attributes(graph, {"b": "Zoé", "a": "Zoé", "c": "Élan", "d": "zut"}, "label")
    table = ilb.measure(graph)
    assert [row["iri"] for row in table.rows] == ["hub", "c", "a", "b", "d"]
    assert [row["rank"] for row in table.rows] == [1, 2, 2, 2, 2]


def test_numbers_have_six_digits_and_two_in_text_none_from_a_thousand() -> None:
    graph = nx.Graph([("a", "b", {"weight": 999.994}), ("b", "c", {"weight": 1 / 3}), ("d", "e", {"weight": 1234.56})])
    table = ilb.measure(graph)
    assert column(table, "strength") == {"a": 999.994, "b": 1000.327333, "c": 0.333333, "d": 1234.56, "e": 1234.56}
    rows = [line.split() for line in table.to_text("en").splitlines() if line[1:3].strip() in set("abcde")]
    assert {row[0]: row[2] for row in rows} == {"a": "999.99", "b": "1,000", "c": "0.33", "d": "1,235", "e": "1,235"}


def test_without_groups_ranks_go_by_degree_and_with_two_by_betweenness() -> None:
    graph = nx.Graph(["ab", "bc", "cd", "de", "bx", "by"])
    assert ilb.measure(graph).rows[0]["iri"] == "b"
    nx.set_node_attributes(graph, dict(zip("abcdexy", "nnnsnnn", strict=True)), "territory")
    first = ilb.measure(graph).rows[0]
    assert (first["iri"], first["rank"]) == ("c", 1)  # all paths from d but that to its neighbour e lead by c
    nx.set_node_attributes(graph, "n", "territory")
    one = ilb.measure(graph)
    assert (one.rows[0]["iri"], one.rows[0]["betweenness"]) == ("b", None)


def test_a_table_on_a_terminal_leaves_out_ids_kinds_and_what_has_no_value() -> None:
    graph = nx.Graph(["ab"])
    nx.set_node_attributes(graph, "actor", "kind")
    heading = ilb.measure(graph).to_text("en").split("\n")[1].split()
    assert columns()[:4] == ["iri", "label", "kind", "territory"]
    assert "kind" not in " ".join(heading).lower()
    assert not {"betweenness", "liaison"} & {word.lower() for word in heading}
    csv_columns = next(csv.reader(io.StringIO(ilb.measure(graph).to_csv().decode("utf-8-sig"))))
    assert csv_columns == columns()


def test_the_seed_is_said_and_one_where_nothing_is_said() -> None:
    graph = nx.karate_club_graph()
    assert ilb.measure(graph).summary["communities"]["seed"] == 1
    assert ilb.measure(graph).rows == ilb.measure(graph, seed=1).rows
    assert ilb.measure(graph, seed=7).summary["communities"]["seed"] == 7


def test_notes_say_how_roles_are_counted_only_where_there_are_any() -> None:
    path = path_of_five()
    assert note("undirected") in ilb.measure(path).notes
    assert note("directed") in ilb.measure(path.to_directed()).notes
    nx.set_node_attributes(path, {node: node % 2 for node in path}, "bipartite")
    two_mode = ilb.measure(path).notes
    assert note("two_mode") in two_mode
    assert not {note("directed"), note("undirected")} & {*two_mode}
    without = ilb.measure(nx.path_graph(3)).notes
    assert note("no_groups") in without
    assert note("undirected") not in without


def test_a_thousand_has_no_decimals() -> None:
    text = ilb.measure(nx.Graph([("a", "b", {"weight": 1000.0})])).to_text("en")
    assert " 1,000 " in text
    assert "1000.0" not in text


@pytest.mark.parametrize(
    ("passages", "key", "interval"), [("", "all_equal", False), ("pqr", "no_ranks", False), ("pqrs", "ranks", True)]
)
def test_ranks_have_an_interval_from_four_passages_on(
    passages: str, key: str, *, interval: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(significance, "LARGEST", 0)  # by degree no network is too large
    graph = nx.Graph()
    graph.add_nodes_from("abcde")
    for passage, name in zip(passages, "bcde", strict=False):
        graph.add_edge("a", name, evidence=[{"passage": passage}])
    table = ilb.measure(graph)
    assert table.summary["passages"] == len(passages)
    assert note(key, column=measure_name("degree"), passages=len(passages), least=4) in table.notes
    assert [row["rank_worst"] is not None for row in table.rows] == [interval] * len(graph)
    assert [row["rank"] is not None for row in table.rows] == [bool(passages)] * len(graph)


def test_a_network_is_two_mode_where_each_tie_is_between_the_two_sorts() -> None:
    graph = nx.Graph([("a", "p"), ("b", "p")])
    nx.set_node_attributes(graph, {"a": 0, "b": 0, "p": 1}, "bipartite")
    assert note("two_mode") in ilb.measure(graph).notes
    graph.add_edge("a", "b")
    assert note("two_mode") not in ilb.measure(graph).notes
    lone = nx.Graph()
    lone.add_nodes_from("ab", bipartite=0)
    assert note("two_mode") not in ilb.measure(lone).notes


def test_a_territory_is_called_as_the_graph_calls_it_in_the_language_or_in_any() -> None:
    labels = {"t:1": {"fr": "Le Nord", "en": "The North"}, "t:2": {"fr": "Kayes"}}
    graph = nx.Graph([(1, 2), (2, 3)], labels=labels)
    nx.set_node_attributes(graph, {1: "t:1", 2: "t:2", 3: "t:3"}, "territory")
    assert column(ilb.measure(graph, lang="en"), "territory") == {1: "The North", 2: "Kayes", 3: "t:3"}
    assert column(ilb.measure(graph, lang="fr"), "territory") == {1: "Le Nord", 2: "Kayes", 3: "t:3"}


def test_what_others_call_labels_and_evidence_is_none_of_ours() -> None:
    texts: list[Any] = [None, "seen", 3, ["p. 4"], [{}], [{"passage": None}, {"passage": 3}], {"passage": "p"}]
    graph = nx.path_graph(len(texts) + 1)
    nx.set_node_attributes(graph, {node: "ab"[node % 2] for node in graph}, "territory")
    plain = ilb.measure(graph, "x").to_dict()
    nx.set_edge_attributes(graph, dict(zip(graph.edges, texts, strict=True)), "evidence")
    others: list[Any] = [None, 3, {"a": "North"}, {"b": {}}]
    for labels in others:
        graph.graph["labels"] = labels
        assert ilb.measure(graph, "x").to_dict() == plain
