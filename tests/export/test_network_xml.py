"""GraphML and GEXF as others read them: NetworkX, graphology, igraph; every node, tie and value is there again."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import graphology
import networkx as nx
import openpyxl
import pytest
from places import SMALL

import icilabas as ilb
from icilabas.export import network_xml, networks
from icilabas.export.flat_network import Flattened
from icilabas.networks.projection import views

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib

    Read = tuple[dict[str, dict[str, Any]], dict[str, tuple[str, str, dict[str, Any]]]]  # nodes; ties: ends, attributes

A, B = "https://site.example/id/été?a=1&b=2#x", 'urn:x:<b> "c"'
R = "https://site.example/relation#"
GEXF = "{http://www.gexf.net/1.2draft}"
LOOKS = {"viz", "color", "size", "x", "y", "z", "spells"}  # of a node in the picture, and times


def nasty() -> nx.MultiDiGraph:
    """Return a graph of all that readers stumble over."""
    graph = nx.MultiDiGraph(name="nasty & <co>", lang="en")
    graph.add_node(A, label="line\nbreak\ttab\rreturn \"q\" 'a' <&> 😀", share=1, sure=True, tags=["b", "a"], id="mine")
    graph.nodes[A].update(
        when=dt.date(2016, 1, 19), wide=2**60, mixed=1, small=7, large=2**40, nothing=None, kind="x|y"
    )
    graph.add_node(B, label="=1+1", share=2.5, sure=False, tags=[], mixed="one", start="2016", end="2017-05", small=-1)
    graph.add_node("alone", label="alone", share=float("nan"), key="k", name="n", type="t", size=9)
    graph.add_edge(A, B, key="funds", relations=[f"{R}funds"], weight=0, type="t1", kind="k1", id=4)
    graph.add_edge(A, B, key="leads", relations=[f"{R}leads"], weight=0.5, spells=[["2016", None], [None, "2014-02"]])
    graph.add_edge(A, B, key="joins", relations=[f"{R}leads", f"{R}joins"], weight=2, label="own label")
    graph.add_edge(B, B, key="funds", weight=1, sure=True, source="s", target="t", start="2016-01")
    return graph


NODES = {
    A: {
        "label": "line\nbreak\ttab\rreturn \"q\" 'a' <&> 😀",
        "share": 1,
        "sure": True,
        "tags": "a | b",
        "id_": "mine",
        "when": "2016-01-19",
        "wide": str(2**60),
        "mixed": "1",
        "small": 7,
        "large": 2**40,
        "kind": "x|y",
    },
    B: {
        "label": "=1+1",
        "share": 2.5,
        "sure": False,
        "tags": "",
        "mixed": "one",
        "start": "2016",
        "end": "2017-05",
        "small": -1,
    },
    "alone": {"label": "alone", "key": "k", "name": "n", "type": "t", "size_": 9},
}
TIES = {
    "e0": (A, B, {"relations": f"{R}funds", "weight": 0, "type": "t1", "kind": "k1", "id_": 4, "label": "funds"}),
    "e1": (A, B, {"relations": f"{R}leads", "weight": 0.5, "period": "2016/.. | ../2014-02", "label": "leads"}),
    "e2": (A, B, {"relations": f"{R}joins | {R}leads", "weight": 2, "label": "own label"}),
    "e3": (B, B, {"weight": 1, "sure": True, "source_": "s", "target_": "t", "start": "2016-01"}),
}


def by_networkx(path: Path) -> Read:
    graph = {".gexf": nx.read_gexf, ".graphml": nx.read_graphml}[path.suffix](path)
    assert graph.is_directed()
    assert graph.is_multigraph()
    ties = {
        key: (source, target, {name: value for name, value in about.items() if name != "id"})
        for source, target, key, about in graph.edges(keys=True, data=True)
    }
    return dict(graph.nodes(data=True)), ties


def by_igraph(path: Path) -> Read:
    """Return what it reads; its ids have “&#38;” for “&”, its ties none, and what is missing is “”, nan or false."""
    igraph = pytest.importorskip("igraph")
    graph = igraph.Graph.Read_GraphML(str(path))
    assert graph.is_directed()
    ids = [node["id"].replace("&#38;", "&") for node in graph.vs]
    nodes = {
        name: {k: v for k, v in node.attributes().items() if k != "id"}
        for name, node in zip(ids, graph.vs, strict=True)
    }
    ties = {f"e{tie.index}": (ids[tie.source], ids[tie.target], tie.attributes()) for tie in graph.es}
    return nodes, ties


def seen(read: Read) -> Read:
    """Return it without what is not an attribute: looks and spells."""

    def kept(about: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in about.items() if name not in LOOKS}

    nodes = {node: kept(about) for node, about in read[0].items()}
    return nodes, {key: (source, target, kept(about)) for key, (source, target, about) in read[1].items()}


@pytest.fixture(scope="module")
def lille() -> rdflib.Dataset:
    return ilb.load()


def written(graph: nx.Graph, folder: Path, ending: str) -> Path:
    (path,) = networks.write_network(graph, folder / f"n{ending}")
    ids = [tie.get("id") for tie in ET.parse(path).getroot().iter() if tie.tag.endswith("}edge")]  # noqa: S314  # our own
    assert ids == [f"e{number}" for number in range(graph.number_of_edges())]
    return path


@pytest.mark.parametrize("ending", [".gexf", ".graphml"])
def test_networkx_reads_all_of_it_again(tmp_path: Path, ending: str) -> None:
    nodes, ties = seen(by_networkx(written(nasty(), tmp_path, ending)))
    assert (nodes, ties) == (NODES, TIES)
    assert type(nodes[A]["small"]) is type(nodes[A]["large"]) is int
    assert type(nodes[A]["share"]) is float


@pytest.mark.journey  # igraph imports Matplotlib where that is, which asks for the fonts
def test_igraph_reads_all_of_it_again(tmp_path: Path) -> None:
    nodes, ties = by_igraph(written(nasty(), tmp_path, ".graphml"))
    assert {node: {key: about[key] for key in NODES[node]} for node, about in nodes.items()} == NODES
    assert {key: (*ends, {k: about[k] for k in TIES[key][2]}) for key, (*ends, about) in ties.items()} == TIES
    said = {key: {k for k, v in about.items() if str(v) not in {"", "nan", "False"}} for key, about in nodes.items()}
    assert said["alone"] == {*NODES["alone"]}


@pytest.mark.parametrize("view", [view.name for view in views()])
@pytest.mark.journey  # igraph imports Matplotlib where that is, which asks for the fonts
def test_every_network_of_lille_is_read_again_by_value(lille: rdflib.Dataset, tmp_path: Path, view: str) -> None:
    """By NetworkX in both forms, and by igraph: each node, tie and value; ties without a direction as a pair."""
    igraph = pytest.importorskip("igraph")
    graph = ilb.project(lille, view, lang="en")
    flat = Flattened(graph).network()
    directed = graph.is_directed()
    assert len(flat.nodes) == len(graph) > 9
    assert len(flat.ties) == graph.number_of_edges() > 9
    nodes = {node.id: node.attributes for node in flat.nodes}
    ties = {t.id: ((t.source, t.target) if directed else {t.source, t.target}, t.attributes) for t in flat.ties}
    assert any(tie.attributes.get("undirected") for tie in flat.ties) is (view == "ties")
    for ending, reader in ((".gexf", nx.read_gexf), (".graphml", nx.read_graphml)):
        again = reader(written(graph, tmp_path, ending))
        assert again.is_directed() is directed
        edges = again.edges(keys=True, data=True) if again.is_multigraph() else again.edges(data="id", default=None)
        found = [(*edge[:2], edge[2], again.edges[edge[:3] if again.is_multigraph() else edge[:2]]) for edge in edges]
        read = seen((dict(again.nodes(data=True)), {key: (a, b, about) for a, b, key, about in found}))
        assert read[0] == nodes
        own = {
            key: ((a, b) if directed else {a, b}, {k: v for k, v in about.items() if k != "id"})
            for key, (a, b, about) in read[1].items()
        }
        assert own == ties
    third = igraph.Graph.Read_GraphML(str(tmp_path / "n.graphml"))
    ids = [node["id"].replace("&#38;", "&") for node in third.vs]
    assert ids == [*nodes]
    for node, attributes in zip(third.vs, nodes.values(), strict=True):
        assert {name: node[name] for name in attributes} == attributes
    for tie, (ends, attributes) in zip(third.es, ties.values(), strict=True):
        a, b = ids[tie.source], ids[tie.target]
        assert ((a, b) if directed else {a, b}) == ends
        assert {name: tie[name] for name in attributes} == attributes


def test_tables_and_workbooks_hold_all_of_it(tmp_path: Path) -> None:
    """The nasty graph as tables and for Kumu: every value as text, ties that are parallel apart, no formula."""

    def cell(value: object) -> str:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return f"'{text}" if text.startswith("=") else text

    ties, nodes = (
        list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
        for path in networks.write_network(nasty(), tmp_path / "n.csv")
    )
    assert {row.pop("id"): {key: value for key, value in row.items() if value} for row in nodes} == {
        node: {key: cell(value) for key, value in about.items() if value != ""} for node, about in NODES.items()
    }
    ends = [(row.pop("source"), row.pop("target"), row.pop("source_label"), row.pop("target_label")) for row in ties]
    named = {node: cell(about["label"]) for node, about in NODES.items()}
    assert ends == [(source, target, named[source], named[target]) for source, target, _about in TIES.values()]
    assert [{key: value for key, value in row.items() if value} for row in ties] == [
        {key: cell(value) for key, value in about.items()} for *_ends, about in TIES.values()
    ]
    networks.write_network(nasty(), tmp_path / "n.xlsx")
    book = openpyxl.load_workbook(tmp_path / "n.xlsx")
    elements, connections = (
        [dict(zip(next(sheet.values), row, strict=True)) for row in sheet.iter_rows(2, values_only=True)]
        for sheet in book
    )
    assert [row["Identifier"] for row in elements] == [*NODES]
    first, second, third = (row["Label"] for row in elements)
    assert (first, second, third) == ("line break tab return \"q\" 'a' <&> 😀", "=1+1", "alone")
    assert [row["wide"] for row in elements] == [str(2**60), None, None]
    assert [row["small"] for row in elements] == [7, -1, None]
    assert [(row["ID"], row["From"], row["To"], row["Strength"]) for row in connections] == [
        ("e0", first, second, 0),
        ("e1", first, second, 0.5),
        ("e2", first, second, 2),
        ("e3", second, second, 1),
    ]
    assert [(row["Type"], row["Tags"]) for row in connections] == [
        ("funds", "funds"),
        ("leads", "leads"),
        ("leads / joins", "leads|joins"),
        (None, None),
    ]
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


@pytest.mark.journey
def test_graphology_reads_all_of_it_again(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The nasty graph, and every network of a dataset: nothing is lost between us and it."""
    graphs = [nasty(), *(ilb.project(ilb.load(SMALL), view.name, lang="en") for view in views())]
    paths, wanted = [], []
    for number, graph in enumerate(graphs):
        for ending in (".gexf", ".graphml"):
            (tmp_path / str(number)).mkdir(exist_ok=True)
            paths.append(written(graph, tmp_path / str(number), ending))
            wanted.append((graph, ending))
    for (graph, ending), read in zip(wanted, graphology.read(paths, tmp_path_factory), strict=True):
        assert {way for *_tie, way, _about in read["edges"]} <= {graph.is_directed()}
        nodes, ties = seen((read["nodes"], {key: (*ends, about) for key, *ends, _way, about in read["edges"]}))
        assert list(nodes) == list(graph)
        assert [tuple(ends) for *ends, _about in ties.values()] == [*graph.edges()]
        weights = [about.get("weight") for *_ends, about in ties.values()]
        assert weights == [weight for *_e, weight in graph.edges(data="weight")]
        kinds = [{"kind": str(key)} for *_e, key in graph.edges(keys=True)] if graph.is_multigraph() else []
        if ending == ".graphml":
            kinds = []
        wanted_nodes: dict[str, dict[str, Any]]
        of_ties: list[dict[str, Any]]
        if graph.name == "nasty & <co>":
            wanted_nodes, of_ties = NODES, [about for *_ends, about in TIES.values()]
            assert read["multi"] is True
        else:
            flat = Flattened(graph).network()
            wanted_nodes = {node.id: {**node.attributes} for node in flat.nodes}
            of_ties = [{**tie.attributes} for tie in flat.ties]
        assert nodes == wanted_nodes
        said = [{**kind, **about} for kind, about in zip(kinds or [{}] * len(ties), of_ties, strict=True)]
        assert [about for *_ends, about in ties.values()] == said


def test_times_are_spells_from_the_first_day_to_the_last(tmp_path: Path) -> None:
    root = ET.parse(written(nasty(), tmp_path, ".gexf")).getroot()  # noqa: S314  # our own file
    graph = root.find(f"{GEXF}graph")
    assert graph is not None
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    found = {
        str(element.get("id")): [dict(spell.attrib) for spell in element.iter(f"{GEXF}spell")]
        for tag in ("node", "edge")
        for element in root.iter(f"{GEXF}{tag}")
    }
    assert {key: spells for key, spells in found.items() if spells} == {
        B: [{"start": "2016-01-01", "end": "2017-05-31"}],
        "e1": [{"end": "2014-02-28"}, {"start": "2016-01-01"}],
    }
    assert {edge.get("id"): edge.get("kind") for edge in root.iter(f"{GEXF}edge")} == dict(
        zip(TIES, ("funds", "leads", "joins", "funds"), strict=True)
    )
    assert "networkx_key" not in (tmp_path / "n.gexf").read_text("utf-8")
    still = nx.Graph([("a", "b")])
    assert 'mode="static"' in written(still, tmp_path, ".gexf").read_text("utf-8")


@pytest.mark.parametrize(
    ("spells", "expected"),
    [
        ([["2016", "2018"], ["2018-06", "2020"]], [("2016-01-01", "2020-12-31")]),
        ([["2018-06", "2020"], ["2016", "2018"]], [("2016-01-01", "2020-12-31")]),  # in either order
        ([["2016", "2020"], ["2017", "2018"]], [("2016-01-01", "2020-12-31")]),
        ([["2016", "2017"], ["2018", None]], [("2016-01-01", "2017-12-31"), ("2018-01-01", None)]),
        ([["2016", "2017-03-01"], ["2017-03-01", "2018"]], [("2016-01-01", "2018-12-31")]),  # one day is in both
        ([["2016", None], ["2019", "2020"]], [("2016-01-01", None)]),
        ([[None, "2020-02"], ["2016", "2021"]], [(None, "2021-12-31")]),
        ([[None, "2020"], ["2016", None]], []),  # always there
        (
            [["2016", "2016"], [None, "2014"], ["2018", "2018"]],
            [(None, "2014-12-31"), ("2016-01-01", "2016-12-31"), ("2018-01-01", "2018-12-31")],
        ),
    ],
)
def test_no_two_spells_overlap_for_gephi_opens_no_file_with_such(
    spells: list[list[str | None]], expected: list[tuple[str | None, str | None]], tmp_path: Path
) -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", spells=spells)
    path = written(graph, tmp_path, ".gexf")
    found = list(ET.parse(path).getroot().iter(f"{GEXF}spell"))  # noqa: S314  # our own file
    assert [(spell.get("start"), spell.get("end")) for spell in found] == expected
    read = nx.read_gexf(path).edges["a", "b"]
    assert len(read.get("spells", [])) == len(expected)
    assert read["period"].count("/") == len(spells)  # as the data have them


@pytest.mark.parametrize(
    ("values", "form"),
    [
        ([True, False], "boolean"),
        ([1, 2], "int"),
        ([1, 2**31], "long"),
        ([1, -(2**53)], "long"),
        ([1, 2**53 + 1], "string"),
        ([1, 0.5], "double"),
        ([2**40, 0.5], "double"),
        ([1, True], "string"),
        ([1, "a"], "string"),
    ],
)
def test_the_type_of_an_attribute_holds_all_its_values(values: list[Any], form: str) -> None:
    assert network_xml.types({"a": value} for value in values) == {"a": form}


def test_graphml_of_a_network_without_anything_is_read(tmp_path: Path) -> None:
    for ending, read in ((".graphml", nx.read_graphml), (".gexf", nx.read_gexf)):
        assert len(read(io.BytesIO(written(nx.Graph(), tmp_path, ending).read_bytes()))) == 0
    assert re.search("<edges>\\s*</edges>", (tmp_path / "n.gexf").read_text("utf-8"))
