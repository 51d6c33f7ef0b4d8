"""Where there is hardly anything to measure, or what is no weight: a stated value or a sentence, by each way in."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import networkx as nx
import pytest
from click.testing import CliRunner
from sites import MINI, mini
from smalldata import SEEDS

import icilabas as ilb
from icilabas import UsageError
from icilabas.cli.main import main
from icilabas.dataset.loading import load_store
from icilabas.measures import backbone, betweenness, cuts, significance
from icilabas.networks.projection import views
from icilabas.site.build import publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UNSAID = re.compile(r"\b(nan|NaN|None|inf|Infinity|Traceback)\b")  # “none” is a word of ours
ALONE = {"partnerships": "id,passage,label_fr,label_en,links\n", "memberships": "passage,organization,member,role\n"}
ORGANIZATIONS = "id,passage,label_fr,label_en,based_in,active_in\n"
# What the small dataset says instead: the tables by their names.
HARDLY: dict[str, dict[str, str]] = {
    "as it is": {},
    "no tie": ALONE,
    "nobody": ALONE | {"organizations": ORGANIZATIONS},
    "one actor": ALONE | {"organizations": f"{ORGANIZATIONS}union,s1,Union,Union,north,\n"},
    "nobody is anywhere": {"organizations": f"{ORGANIZATIONS}union,s1,Union,Union,,\nclub,s1,Club,Club,,\n"},
    "one group": {"organizations": f"{ORGANIZATIONS}union,s1,Union,Union,north,\nclub,s1,Club,Club,north,\n"},
    "on both sides": {"organizations": f"{ORGANIZATIONS}union,s1,Union,Union,north,\nclub,s1,Club,Club,south,north\n"},
    "all on both sides": {
        "organizations": f"{ORGANIZATIONS}union,s1,Union,Union,north,south\nclub,s1,Club,Club,south,north\n"
    },
    "one passage in all": {
        "challenges": MINI["challenges.csv"].replace("s2,8", "s1,5").replace("s2,9", "s1,5"),
        "persons": "id,passage,page,label_fr,label_en\n",
    },
    "no challenge": {
        "challenges": "id,passage,label_fr,label_en\n",
        "partnerships": MINI["partnerships.csv"].replace("water", ""),
    },
    "a partnership of one": {"memberships": "passage,organization,member,role\ns1,bridge,union,role-lead\n"},
}
ASKED = (
    ["measure", "bridges", "--format", "table"],
    ["compare", "north", "south", "--format", "text"],
    ["compare", "north", "others", "--format", "md", "--without", "union"],
)
BUILT = ("nobody", "no tie", "all on both sides")  # of the others, on demand
TAGS = re.compile(r"<(script|style).*?</\1>|<[^>]*>", re.DOTALL)


@pytest.mark.parametrize("hardly", HARDLY)
def test_what_there_is_is_said_and_why_there_is_no_more(hardly: str, tmp_path: Path) -> None:
    folder = mini(tmp_path / "hardly", **HARDLY[hardly])
    store = load_store([folder])
    for view in views():
        table = ilb.measure(store, view.name)
        for said in (table.to_text("en"), *(note.text("fr") for note in table.notes)):
            assert not UNSAID.search(said), (view.name, said)
        json.dumps(table.to_dict(), allow_nan=False)
    for other in ("south", "others"):
        found = ilb.compare(store, "north", other)
        ties = found.to_dict()["ties"]
        assert (ties["ei_index"] is None) <= bool(ties["reason"])
        assert (ties["p_value"] is None) <= bool(ties["reason"] or ties["p_reason"])
        for said in (found.to_text("en"), found.to_markdown("fr")):
            assert not UNSAID.search(said), (other, said)
        json.dumps(found.to_dict(), allow_nan=False)
    for words in ASKED:
        done = CliRunner().invoke(main, [*words, "--input", str(folder), "--lang", "en"])
        assert done.exception is None or isinstance(done.exception, SystemExit), (words, done.exception)
        assert not UNSAID.search(done.output), (words, done.output)
        if done.exit_code:  # nobody can leave who is not there
            assert (done.exit_code, len(done.stderr.splitlines()), hardly) == (2, 1, "nobody"), (words, done.stderr)
    if hardly in BUILT or SEEDS:
        build(folder, tmp_path / "site")


def build(folder: Path, out: Path) -> None:
    """Write the site as it is written of data without faults, and look for what nobody understands."""
    with patch("icilabas.check.validation.check", return_value=[]):
        publish([folder], out)
    for page in out.rglob("*.html"):
        shown = TAGS.sub(" ", page.read_text("utf-8"))
        assert not re.search(r"\b(nan|None|NaN|inf)\b", shown), page


def ring(**weights: object) -> nx.Graph:
    """Return a ring of six in three groups of two, its first tie of this weight."""
    graph = nx.cycle_graph(6)
    nx.set_node_attributes(graph, dict(enumerate("xxyyzz")), "side")
    nx.set_edge_attributes(graph, 1.0, "weight")
    graph.edges[0, 1].update(weights)
    return graph


def bare(*ties: tuple[int, int], nodes: int = 3, side: str = "xyz") -> nx.Graph:
    graph = nx.empty_graph(nodes)
    graph.add_edges_from(ties)
    nx.set_node_attributes(graph, dict(enumerate(side)), "side")
    return graph


def ladder(rungs: int) -> nx.Graph:
    """Return so many squares in a row, through each of which there are two ways: 2 to that power in all."""
    graph = nx.Graph()
    for at in range(0, 3 * rungs, 3):
        graph.add_edges_from([(at, at + 1), (at, at + 2), (at + 1, at + 3), (at + 2, at + 3)])
    nx.set_node_attributes(graph, {0: "x", 3 * rungs: "y"}, "side")
    return graph


MEASURES: dict[str, Callable[[nx.Graph], object]] = {
    "gefura": lambda graph: ilb.bridging.gefura(graph, "side", weight="weight"),
    "gefura of steps": lambda graph: ilb.bridging.gefura(graph, "side"),
    "edge_gefura": lambda graph: ilb.bridging.edge_gefura(graph, "side", weight="weight"),
    "disparity": backbone.disparity,
    "keep": lambda graph: dict.fromkeys(backbone.keep(graph).edges, 0.0),
    "test": lambda graph: significance.ei_permutation_test(graph, "side", weight="weight")._asdict(),
    "ei": lambda graph: {"": ilb.bridging.ei_index(graph, "side", weight="weight")},
    "by group": lambda graph: ilb.bridging.ei_index_by_group(graph, "side", weight="weight"),
    "by node": lambda graph: ilb.bridging.ei_index_by_node(graph, "side", weight="weight"),
    "mixing": lambda graph: ilb.bridging.mixing_matrix(graph, "side", weight="weight"),
    "assortativity": lambda graph: {"": ilb.bridging.assortativity(graph, "side", weight="weight")},
    "constraint": lambda graph: ilb.bridging.constraint(graph, weight="weight"),
    "effective_size": lambda graph: ilb.bridging.effective_size(graph, weight="weight"),
    "roles": lambda graph: ilb.bridging.brokerage_roles(graph, "side"),
    "exclusivity": lambda graph: ilb.bridging.activity_exclusivity(graph, "side"),
    "measure": lambda graph: ilb.measure(graph).to_dict(),
    "measure as text": lambda graph: ilb.measure(graph).to_text("en"),
}
WRONG = {
    "negative": -1.0,
    "infinite": math.inf,
    "no number": math.nan,
    "a word": "much",
    "None": None,
    "2**2000": 2**2000,
}
FEW = {
    "no tie": bare(),
    "one node": bare(nodes=1),
    "no node": nx.Graph(),
    "one group": bare((0, 1), (1, 2), side="xxx"),
    "a group that is None": bare((0, 1), (1, 2), side="xy"),
    "a loop": bare((0, 0)),
    "all weights zero": nx.create_empty_copy(ring()),
    "two nodes": bare((0, 1), nodes=2),
}
for _u, _v in nx.cycle_graph(6).edges:
    FEW["all weights zero"].add_edge(_u, _v, weight=0.0)
# 0/0, as the docstring of each says.
NO_VALUE = {"ei", "by group", "by node", "assortativity", "test", "constraint", "effective_size"}


def answered(name: str, graph: nx.Graph) -> object | None:
    """Return what a measure says, or nothing where it refuses in a sentence of both languages."""
    try:
        return MEASURES[name](graph)
    except UsageError as error:
        return None if all(error.text(lang).strip() for lang in ("fr", "en")) else math.nan


def numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for each in value.values() for number in numbers(each)]
    if isinstance(value, list | tuple):
        return [number for each in value for number in numbers(each)]
    return [value] if isinstance(value, float) else []


@pytest.fixture(params=["networkx", "igraph"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = -1 if request.param == "igraph" else 10**9
    monkeypatch.setattr(betweenness, "MUCH_WORK", limit)
    monkeypatch.setattr(cuts, "MANY_TIES", limit)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_has_a_stated_value_or_says_why_not(name: str) -> None:
    for what, graph in {**FEW, "a missing weight": ring()}.items():
        found = answered(name, graph)
        assert name in NO_VALUE or not any(map(math.isnan, numbers(found))), what
        assert not any(map(math.isinf, numbers(found))), what
        assert not isinstance(found, str) or not UNSAID.search(found), (what, found)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("name", [name for name in MEASURES if name not in {"gefura of steps", "roles", "exclusivity"}])
def test_what_is_no_weight_is_refused_in_a_sentence(name: str) -> None:
    for what, weight in WRONG.items():
        assert answered(name, ring(weight=weight)) is None, what
    for what, graph in {"huge": ring(weight=1e308), "tiny": ring(weight=1e-308), "all huge": ring()}.items():
        if what == "all huge":
            nx.set_edge_attributes(graph, 1e308, "weight")
        assert all(map(math.isfinite, numbers(answered(name, graph)))), what


@pytest.mark.usefixtures("engine")
def test_more_equal_paths_than_a_number_holds_have_a_stated_value() -> None:
    graph = ladder(1100)
    found = answered("gefura of steps", graph)
    assert found is None or (isinstance(found, dict) and (found[1], found[3]) == pytest.approx((0.5, 1)))


@pytest.mark.usefixtures("engine")
def test_groups_that_nobody_is_in_count_as_none() -> None:
    graph = bare((0, 1), (1, 2))
    some: list[Any] = [[set(), {0}, set(), {2}], [{0}, {2}], {0: "x", 2: "y", "nobody": "z"}]
    for groups in some:
        assert ilb.bridging.gefura(graph, groups) == {0: 0, 1: 1, 2: 0}
    none: list[Any] = [[], [set()], [{0, 1, 2}], {}]
    for groups in none:
        assert set(ilb.bridging.gefura(graph, groups).values()) == {0}
    for here, there in (((), (2,)), ((0,), ()), ((), ())):
        assert ilb.bridging.minimum_cut(graph, here, there) == set()
        assert ilb.bridging.cut_actors(graph, here, there) == {}
    assert ilb.bridging.minimum_cut(graph, {0, 1, 2}, {0, 1, 2}) == {0, 1, 2}


def test_no_weight_at_all_counts_each_tie_once() -> None:
    graph = ring(weight=7.0)
    assert backbone.disparity(graph, weight=None) == backbone.disparity(nx.cycle_graph(6))


def test_what_is_kept_at_a_threshold_does_not_depend_on_the_order_of_ties() -> None:
    weights = [0.1, 0.2, 0.3, 0.7, 1.1, 1.3]
    kept = set()
    for turn in range(len(weights)):
        graph = nx.Graph()
        for place, weight in [*enumerate(weights)][turn:] + [*enumerate(weights)][:turn]:
            graph.add_edge("hub", place, weight=weight)
            graph.add_edge(place, f"end {place}", weight=weight)
        kept |= {(tie, alpha) for tie, alpha in sorted(backbone.disparity(graph).items(), key=str) if "hub" in tie}
    assert len(kept) == len(weights)
