"""Networks: the right ties with their evidence, independent of order, and the dataset untouched."""

import json
import pickle
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import answered
import bundled
import networkx as nx
import passages
import pytest
import servers
from askedhere import Here
from drawndata import flat
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.utils import graphs_equal
from othernames import workshop
from places import SMALL, TESTS
from smalldata import small

import icilabas as ilb
from icilabas import engine
from icilabas.dataset.loading import load_store
from icilabas.engine import written
from icilabas.engine.quad_columns import Columns
from icilabas.export import rdf
from icilabas.networks.projection import (
    Stating,
    TieAttributes,
    _fullest,
    _of_things,
    _point,
    _ties,
    bare_surroundings,
    project,
    views,
)
from icilabas.networks.spells import nothing_known
from icilabas.words.matching import reading_order

sys.path.insert(0, str(TESTS / "benchmarks"))
import synthetic

ID = "https://w3id.org/icilabas/id/"
VIEWS = [view.name for view in views()]


def test_two_mode_view_of_actors_and_partnerships() -> None:
    graph = ilb.project(ilb.load(SMALL), "affiliation")
    assert set(map(frozenset, graph.edges)) == {
        frozenset({f"{ID}emdk", f"{ID}p1"}),
        frozenset({f"{ID}essor", f"{ID}p1"}),
    }
    assert nx.is_bipartite(graph)
    assert {node: data["bipartite"] for node, data in graph.nodes(data=True)} == {
        f"{ID}emdk": 0,
        f"{ID}essor": 0,
        f"{ID}p1": 1,
    }
    assert graph.edges[f"{ID}essor", f"{ID}p1"]["evidence"] == [
        {
            "source": f"{ID}mini-report",
            "passage": "https://w3id.org/icilabas/graph/mini/s1",
            "page": 5,
            "relation": "https://w3id.org/icilabas/vocabulary/role-lead",
            "via": f"{ID}p1",
        }
    ]


TIMED = """@prefix : <urn:x:> . @prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix schema: <https://schema.org/> .
@prefix org: <http://www.w3.org/ns/org#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:g1 a ilb:Passage . :g2 a ilb:Passage .
:g1 { :p a ilb:Partnership ; schema:startDate "2016"^^xsd:gYear ; schema:endDate "2017-05"^^xsd:gYearMonth .
  :q a ilb:Partnership ; schema:startDate "2018-03-01"^^xsd:date . :r a ilb:Partnership ; ilb:plannedStart "2019"^^xsd:gYear .
  :o a ilb:Organization ; schema:foundingDate "1990"^^xsd:gYear . :n a ilb:Organization ; schema:foundingDate "soon" .
  :e a ilb:Event ; dcterms:date "2016-01-19"^^xsd:date ; ilb:about :o . :s a ilb:Organization .
  :m1 org:organization :p ; org:member :o ; org:role :x . :m2 org:organization :p ; org:member :n ; org:role :x .
  :m3 org:organization :q ; org:member :o ; org:role :x . :m4 org:organization :q ; org:member :n ; org:role :x .
  :m5 org:organization :r ; org:member :o ; org:role :x . :m6 org:organization :r ; org:member :s ; org:role :x . }
:g2 { :p schema:startDate "2016-06"^^xsd:gYearMonth ; schema:endDate "2017"^^xsd:gYear . }
"""


def test_nodes_and_ties_say_since_when_and_until_when(tmp_path: Path) -> None:
    """The first start and the last end of several readings; of a tie, the times of all that it goes through."""
    (tmp_path / "timed.trig").write_text(TIMED, "utf-8")
    dataset = load_store([tmp_path / "timed.trig"])
    acting = project(dataset, "collaboration")
    assert acting.edges["urn:x:n", "urn:x:o"]["spells"] == [["2016", "2017"], ["2018-03-01", None]]
    assert "spells" not in acting.edges["urn:x:o", "urn:x:s"]  # what is planned is no time
    bare = project(dataset, "collaboration", bare=True)
    assert [*bare.edges] == [*acting.edges]
    assert not any("spells" in tie for _one, _other, tie in bare.edges(data=True))
    roles = project(dataset, "affiliation")
    assert roles.edges["urn:x:o", "urn:x:p"]["spells"] == [["2016", "2017"]]
    ends = {
        node: (about.get("start"), about.get("end")) for node, about in project(dataset, "knowledge").nodes(data=True)
    }
    assert (ends["urn:x:o"], ends["urn:x:e"]) == (("1990", None), ("2016-01-19", "2016-01-19"))
    assert {about.get("start") for node, about in roles.nodes(data=True) if node in {"urn:x:n", "urn:x:r"}} == {None}


def test_nodes_say_what_they_are() -> None:
    node = ilb.project(ilb.load(SMALL), "collaboration", lang="en").nodes[f"{ID}emdk"]
    assert (node["label"], node["kind"], node["territory"], node["slug"]) == ("EMDK", "network", f"{ID}kayes", "emdk")
    assert node["sphere"] is None
    essor = ilb.project(ilb.load(SMALL), "collaboration").nodes[f"{ID}essor"]
    assert (essor["sphere"], essor["territory"]) == ("civil-society", f"{ID}lille")


def test_nodes_say_where_they_are_in_which_sessions_and_on_which_themes() -> None:
    graph = ilb.project(bundled.whole(), "knowledge")

    def facts(name: str, key: str) -> list[str]:
        return [value.removeprefix(ID) for value in graph.nodes[f"{ID}{name}"][key]]

    assert graph.nodes[f"{ID}lille"]["lat"] == 50.6292
    assert graph.nodes[f"{ID}lille"]["long"] == 3.0573
    assert graph.nodes[f"{ID}europe"]["lat"] is graph.nodes[f"{ID}essor"]["long"] is None
    assert facts("lille", "territories") == ["lille"]  # what it lies in is inferred, not said
    assert facts("migration-sse-partnership", "territories") == [
        "nord-pas-de-calais",
        "kayes",
    ]  # Nord…, Région de Kayes
    assert facts("tea-talks", "territories") == ["kayes"]
    assert facts("sse-visibility", "territories") == ["france"]
    assert facts("migration", "themes") == ["migration"]
    assert facts("lille-2016-session-3", "themes") == [
        "social-and-solidarity-economy",  # Économie…, Migration, Mobilité…
        "migration",
        "international-mobility",
    ]
    session = ["lille-2016-session-3"]
    assert facts("lille-2016-session-3", "sessions") == session
    assert facts("migration-sse-partnership", "sessions")[-1:] == session  # presented in it
    assert session[0] in facts("renapess", "sessions")  # moderates it
    assert facts("f-soft-skills-gained", "sessions") == ["lille-2016-session-1"]  # voiced in it
    assert facts("employers", "sessions") == ["lille-2016-session-1"]  # a finding voiced in it concerns it
    assert facts("f-practice-lowers-risk", "sessions") == []  # a footnote of the report: voiced nowhere
    assert facts("united-kingdom", "sessions") in ([], session)
    assert facts("agir-abcd", "sessions") == []  # a participant of whom no session speaks
    named = graph.graph["labels"]
    for _node, data in graph.nodes(data=True):
        for facet in ("territories", "sessions", "themes"):
            called = [named[value]["fr"] for value in data[facet]]
            assert called == sorted(set(called), key=reading_order)
            assert named.keys() >= set(data[facet])


def test_a_network_says_where_the_territories_lie_that_its_nodes_name() -> None:
    found = ilb.project(bundled.whole(), "ties").graph["places"]
    assert found[f"{ID}kayes"] == [14.45, -11.44]
    assert f"{ID}europe" not in found
    assert f"{ID}calais" not in found  # no actor names it


def test_a_territory_without_coordinates_lies_where_the_smallest_around_it_does() -> None:
    store = load_store([SMALL])
    lille = {f"{ID}lille": [50.63, 3.06]}
    assert ilb.project(store, "ties").graph["places"] == lille
    other = engine.new_store()
    other.extend(list(store))
    ild, ilbs, wgs = ID, "https://w3id.org/icilabas/ontology#", "http://www.w3.org/2003/01/geo/wgs84_pos#"
    other.update(
        f"""INSERT DATA {{ GRAPH <https://w3id.org/icilabas/graph/mini/s1> {{
          <{ild}kayes> <{ilbs}within> <{ild}wide> . <{ild}wide> <{ilbs}within> <{ild}wider> .
          <{ild}wide> a <{ilbs}Territory> ; <{wgs}lat> 15.5 ; <{wgs}long> -3 .
          <{ild}wider> a <{ilbs}Territory> ; <{wgs}lat> 2 ; <{wgs}long> 20 .
          <{ild}kayes> <{wgs}lat> "north" ; <{wgs}long> "west" }} }}"""
    )
    graph = ilb.project(other, "ties")
    assert graph.graph["places"] == lille | {f"{ID}kayes": [15.5, -3.0]}


def test_of_several_descriptions_the_fullest_is_shown() -> None:
    node = ilb.project(bundled.whole(), "ties").nodes[f"{ID}grdr"]
    assert node["description_fr"].startswith("Travaille depuis longtemps, ici et là-bas, sur la mobilité")
    assert "mobility" in node["description_en"]


@pytest.mark.parametrize(
    ("texts", "fullest"), [(["b", "aaa", "cc"], "aaa"), (["bb", "aa"], "aa"), (["aa", "bb"], "aa"), ([], "")]
)
def test_the_fullest_description_is_the_longest_and_of_several_the_first_in_order(
    texts: list[str], fullest: str
) -> None:
    assert _fullest(texts) == fullest


def test_a_place_without_coordinates_is_where_the_smallest_around_it_is_that_has_some() -> None:
    places = {"R": [1.0, 1.0], "C": [2.0, 2.0], "S": [3.0, 3.0], "own": [4.0, 4.0]}
    around = {"town": frozenset("RSC"), "R": frozenset("C"), "S": frozenset("C"), "own": frozenset("R")}
    assert _point("town", places, around) == [1.0, 1.0]  # of R and S, which lie in as many, the first in order
    assert _point("own", places, around) == [4.0, 4.0]
    assert _point("nowhere", places, around) is None


def row(source: str, target: str | None, **values: object) -> dict[str, object]:
    return {"source": source, "target": target, "relation": "r", "via": None, "weight": None, "passage": "p", **values}


def ties_of(
    *rows: dict[str, object], kind: type[nx.Graph] = nx.DiGraph, loose: str = ""
) -> tuple[dict[tuple[str, ...], TieAttributes], list[str]]:
    names = [*row("a", "b"), "page", "end"]
    answer = engine.Solutions(names, [tuple(each.get(name) for name in names) for each in rows])
    ties, alone = _ties(answer, kind(), loose)
    stating = Stating({"p": "doc"}, nothing_known(), loose)
    return {key: stating.tie(key[:2], pieces) for key, pieces in ties.items()}, alone


def test_weights_are_summed_over_what_a_tie_goes_through_and_are_the_same_for_any_engine() -> None:
    third = 1 / 3
    for weight in (third, 0.333333333333333, 0.33333333333333333333):  # 16, 15 and 18 digits
        ties, _alone = ties_of(
            row("a", "b", via="v", weight=weight),
            row("a", "b", via="w", weight=1),
            row("a", "b", via="v", weight=weight),
        )
        assert ties["a", "b"]["weight"] == 1.333333333333
    ties, _alone = ties_of(row("a", "b"), row("a", "b", relation="q"), row("a", "b"))
    assert (ties["a", "b"]["weight"], ties["a", "b"]["relations"]) == (2, ["q", "r"])


def test_each_piece_of_evidence_stands_once_in_the_order_of_the_rows() -> None:
    ties, _alone = ties_of(
        row("a", "b", page=9), row("a", "b", page=4, via="v"), row("a", "b", page=9), row("a", "b", passage=None)
    )
    first, second = ties["a", "b"]["evidence"]
    assert first == {"source": "doc", "passage": "p", "page": 9, "relation": "r"}
    assert second == {"source": "doc", "passage": "p", "page": 4, "relation": "r", "via": "v"}


def test_ties_stand_in_order_one_a_relation_in_a_multigraph_and_nodes_alone_by_themselves() -> None:
    rows = [row("b", "a"), row("a", "c", relation="s"), row("a", "c"), row("z", None), row("y", None), row("z", None)]
    ties, alone = ties_of(*rows)
    assert (list(ties), alone) == ([("a", "c"), ("b", "a")], ["y", "z"])
    ties, _alone = ties_of(*rows, kind=nx.MultiDiGraph)
    assert list(ties) == [("a", "c", "r"), ("a", "c", "s"), ("b", "a", "r")]


def test_a_tie_without_direction_is_one_whichever_end_is_named_first() -> None:
    """In an undirected network none has one; else those of the relations that the view says so of."""
    rows = [row("a", "b", page=1, end="a"), row("b", "a", page=2), row("b", "a", relation="s", page=3)]
    ties, _alone = ties_of(*rows, kind=nx.Graph)
    assert list(ties) == [("a", "b")]
    assert [(piece["page"], piece.get("end")) for piece in ties["a", "b"]["evidence"]] == [
        (1, "a"),
        (2, None),
        (3, None),
    ]
    assert ties["a", "b"]["weight"] == 2
    ties, _alone = ties_of(*rows, kind=nx.MultiDiGraph, loose="r")
    assert {key: tie.get("undirected") for key, tie in ties.items()} == {("a", "b", "r"): True, ("b", "a", "s"): None}
    assert [piece["page"] for piece in ties["a", "b", "r"]["evidence"]] == [1, 2]
    ties, _alone = ties_of(*rows)
    assert list(ties) == [("a", "b"), ("b", "a")]


TWO_FACTS = (
    """:p a ilb:Partnership ; ilb:links :t ; ilb:fundedBy :f . :a a ilb:Organization . :b a ilb:Organization .
    :m a org:Membership ; org:organization :p ; org:member :a ; org:role :r ; ilb:page 4 .
    :f a ilb:Organization . :t a ilb:Territory . :u a ilb:Territory .""",
    """:n a org:Membership ; org:organization :p ; org:member :b ; org:role :r ; ilb:page 5 .
    :p ilb:links :u ; ilb:ledBy :b .""",
)


def test_evidence_says_of_which_end_it_speaks_and_does_not_hang_on_ids() -> None:
    """A tie of two memberships has both pieces; of funding and leading both; of two territories one for each."""
    trig = passages.said(TWO_FACTS)
    for first in ("a", "z"):
        store = passages.read(trig.replace(":a ", f":{first} "))
        a, b, f, t, u = (f"urn:x:{name}" for name in (first, *"bftu"))
        said = {}
        for name in ("collaboration", "ties", "territories"):
            for *ends, data in project(store, name).edges(data=True):
                pieces = {(piece["passage"][-1], piece.get("end"), piece["page"]) for piece in data["evidence"]}
                said[name, frozenset(ends)] = pieces, data.get("undirected"), {each["via"] for each in data["evidence"]}
        members = {("0", a, 4), ("1", b, 5)}
        assert said == {
            ("collaboration", frozenset({a, b})): (members, None, {"urn:x:p"}),
            ("ties", frozenset({a, b})): (members, True, {"urn:x:p"}),
            ("ties", frozenset({f, b})): ({("0", f, None), ("1", b, None)}, None, {"urn:x:p"}),
            ("territories", frozenset({t, u})): ({("0", t, None), ("1", u, None)}, None, {"urn:x:p"}),
        }
        assert project(store, "ties").has_edge(f, b)  # who funds, whom


def test_a_text_in_the_place_of_a_thing_is_no_node() -> None:
    rows = [
        ("https://site.example/a", 7),
        ("https://site.example/a", "b c"),
        ("x", None),
        ("urn:a:b", None),
        ("urn:a:b", "urn:c:d"),
    ]
    found = _of_things(engine.Solutions(["source", "target"], rows))
    assert found.rows == [("urn:a:b", None), ("urn:a:b", "urn:c:d")]


def test_the_weight_of_collaboration_is_newmans() -> None:
    """Newman 2001: each partnership of n actors adds 1/(n-1); networkx has the same measure as a reference."""
    dataset = bundled.whole()
    affiliation, ours = ilb.project(dataset, "affiliation"), ilb.project(dataset, "collaboration")
    actors = [node for node, side in affiliation.nodes(data="bipartite") if side == 0]
    reference = nx.bipartite.collaboration_weighted_projected_graph(affiliation, actors)
    assert {frozenset(e) for e in ours.edges} == {frozenset(e) for e in reference.edges}
    for source, target, weight in ours.edges(data="weight"):
        assert weight == pytest.approx(reference.edges[source, target]["weight"])


@pytest.mark.parametrize("name", VIEWS)
def test_every_tie_of_every_view_has_its_evidence(name: str) -> None:
    graph = ilb.project(bundled.whole(), name)
    assert graph.number_of_edges() > 0
    for source, target, data in graph.edges(data=True):
        assert data["relations"], (source, target)
        assert data["evidence"], (source, target)
        for evidence in data["evidence"]:
            assert evidence["source"], evidence
            assert evidence["passage"].startswith("https://w3id.org/icilabas/graph/")
            assert isinstance(evidence["page"], int) or "/editorial" in evidence["passage"], evidence
    for node, data in graph.nodes(data=True):
        assert data["label_fr"], node
        assert data["label_en"], node
        assert data["kind"], node


@given(st.integers())
@settings(max_examples=10, deadline=None)
def test_the_order_of_triples_changes_nothing_and_the_dataset_stays(seed: int) -> None:
    store = load_store([SMALL])
    quads = list(store)
    random.Random(seed).shuffle(quads)  # noqa: S311  # no secret, an order
    other = engine.new_store()
    other.extend(quads)
    before = engine.dump(other, ".nq")
    for name in VIEWS:
        assert graphs_equal(project(store, name), project(other, name)), name
    assert engine.dump(other, ".nq") == before


def test_an_unknown_view_gets_the_nearest_names() -> None:
    with pytest.raises(ilb.UsageError, match="“colaboration”. Nearest: collaboration"):
        ilb.project(ilb.load(SMALL), "colaboration")


def test_a_network_says_in_plain_values_what_the_sides_of_its_picture_need() -> None:
    graph = ilb.project(bundled.whole(), "ties")
    found = graph.graph
    assert found["around"][f"{ID}kayes"] == sorted(found["around"][f"{ID}kayes"])
    assert {f"{ID}mali", f"{ID}africa"} <= set(found["around"][f"{ID}kayes"])
    assert f"{ID}africa" in found["too_wide"]
    assert f"{ID}mali" not in found["too_wide"]
    assert found["active"][f"{ID}essor"] == [f"{ID}tchad"]
    assert found["active"].keys() <= set(graph)
    assert [f"{how} {place.removeprefix(ID)}" for how, place, _passage in found["where"][f"{ID}essor"]] == [
        "activeIn tchad",
        "basedIn lille",
        "basedIn nord",
        "basedIn pas-de-calais",
    ]
    assert graph.nodes[f"{ID}essor"]["territory"] is None  # in Lille and in Pas-de-Calais
    json.dumps([found["around"], found["too_wide"], found["active"], found["where"]])


def in_words(graph: nx.Graph, lang: str) -> tuple[Sequence[object], ...]:
    """Return all that a network says, in its order, with labels in the place of ids."""
    names, labels = graph.graph["labels"], dict(graph.nodes(data="label"))

    def say(value: object) -> object:
        if isinstance(value, list):
            return [say(each) for each in value]
        if isinstance(value, dict):
            return {key: say(each) for key, each in value.items()}
        called = labels.get(value) or names.get(value, {}).get(lang)
        return called or ("?" if str(value).startswith(ID) else value)  # a membership has no name

    nodes = [
        {key: say(each) for key, each in about.items() if key != "slug"} for _node, about in graph.nodes(data=True)
    ]
    ends = [[say(node) for node in tie[:2]] for tie in graph.edges(data=True)]
    ties = [say(about) for *_ends, about in graph.edges(data=True)]
    near = [[say(other) for other in graph[node]] for node in graph]
    return nodes, ends, ties, near


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", VIEWS)
def test_networks_say_the_same_in_the_same_order_whatever_the_ids(name: str, lang: str) -> None:
    found = [in_words(project(workshop(seed), name, lang=lang), lang) for seed in (1, 2)]
    assert found[0] == found[1]
    labels = [str(about["label"]) for about in found[0][0] if isinstance(about, dict)]
    assert labels == sorted(labels, key=reading_order)


@pytest.mark.parametrize("name", ["collaboration", "bridges"])
def test_a_bare_network_has_the_same_nodes_and_ties_and_knows_labels_and_kinds(name: str) -> None:
    store, names = bundled.whole(), dict[str, dict[str, str]]()
    whole = project(store, name)
    bare = project(store, name, known=bare_surroundings(names), bare=True)
    assert list(bare.nodes(data=True)) == [
        (node, {key: about[key] for key in ("label", "kind")}) for node, about in whole.nodes(data=True)
    ]
    assert [(u, v, w) for u, v, w in bare.edges(data="weight")] == [(u, v, w) for u, v, w in whole.edges(data="weight")]
    for u, v, evidence in whole.edges(data="evidence"):
        assert sorted(map(str, bare[u][v]["evidence"])) == sorted(map(str, evidence))
        assert "spells" not in bare[u][v]
    assert bare.graph == {}
    assert {*names} == {*whole}


def whole(graph: nx.Graph) -> tuple[object, ...]:
    """Return all that a network says, in its order."""
    ties = graph.edges(data=True, **({"keys": True} if graph.is_multigraph() else {}))
    return type(graph), graph.graph, [*graph.nodes(data=True)], [*ties]


@pytest.mark.parametrize("name", VIEWS)
def test_a_network_of_an_endpoint_is_that_of_memory(name: str) -> None:
    store = load_store(["data/lille-2016"])
    here = Here(store)
    assert whole(project(here, name)) == whole(project(store, name))
    shortened = [query for query in here.queries if "GROUP_CONCAT" in query]
    assert len(shortened) >= len(here.queries) - 4  # not a view that does not say what it reads, nor what is restricted


MOST = 160_000  # bytes; 28,000 of them tell how many rows the server gives


@pytest.mark.journey
@pytest.mark.parametrize("server", ["oxigraph", "virtuoso"])
def test_a_network_of_a_server_takes_few_bytes(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = load_store([flat(tmp_path, 100)])
    quads = tmp_path / "all.nq"
    quads.write_bytes(rdf.rdf(store, ".nq", restricted=True, inferred=True))
    answers = answered.kept(monkeypatch)
    with getattr(servers, server)(tmp_path / "server", quads) as url:
        assert whole(project(engine.Endpoint(url), "collaboration")) == whole(project(store, "collaboration"))
    assert sum(len(content) for _query, content in answers) <= MOST
    assert (
        0 < len(answers) <= 17
    )  # with what is asked because passages are restricted, and once how much the server gives


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> engine.Store:
    pytest.importorskip("duckdb")
    return load_store([synthetic.write_trig(60, tmp_path_factory.mktemp("synthetic") / "towns.trig")])


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("view", VIEWS)
def test_networks_are_the_same_by_columns_and_by_the_engine(
    large: engine.Store, view: str, monkeypatch: pytest.MonkeyPatch, *, bare: bool
) -> None:
    """And in the same order: of nodes, ties, what each of them has, and evidence."""
    for store in (large, load_store()):
        wanted = told(project(store, view, bare=bare))
        with monkeypatch.context() as patch:
            patch.setattr(written.unchanged(store), "columns", Columns(store))
            assert told(project(store, view, bare=bare)) == wanted


def told(graph: nx.Graph) -> list[object]:
    ties = graph.edges(data=True, keys=True) if graph.is_multigraph() else graph.edges(data=True)
    nodes = [(node, list(about.items())) for node, about in graph.nodes(data=True)]
    assert {type(node) for node in graph} == {str}
    return [*nodes, *((ends, list(about.items())) for *ends, about in ties), list(graph.graph.items())]


@given(st.integers(min_value=0))
@settings(max_examples=10, deadline=None)
def test_networks_of_any_data_are_the_same_by_columns(seed: int) -> None:
    pytest.importorskip("duckdb")
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        store = load_store(small(seed, crowd=True).write(Path(folder)))
        wanted = [told(project(store, view)) for view in VIEWS]
        patch.setattr(written.unchanged(store), "columns", Columns(store))
        assert [told(project(store, view)) for view in VIEWS] == wanted


def test_networks_by_columns_are_copied_and_pickled(large: engine.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written.unchanged(large), "columns", Columns(large))
    graph = project(large, "ties")
    assert told(pickle.loads(pickle.dumps(graph))) == told(graph)  # noqa: S301  # what was pickled here
    assert told(graph.copy()) == told(graph)
