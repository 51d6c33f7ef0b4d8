"""Ways out: each form is read back by another program's library, and nothing restricted gets out."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pytest
import rdflib
from places import SMALL

import icilabas as ilb
from icilabas.dataset.loading import load_store
from icilabas.export import networks, rdf
from icilabas.files import csv_tables
from icilabas.picture.styles import looks_of


@pytest.fixture(scope="module")
def store() -> Any:
    return load_store([SMALL])


@pytest.mark.parametrize("ending", [".trig", ".ttl", ".nq", ".jsonld", ".rdf", ".nt"])
def test_rdflib_reads_every_rdf_form(ending: str, store: Any) -> None:
    formats = {".trig": "trig", ".ttl": "turtle", ".nq": "nquads", ".jsonld": "json-ld", ".rdf": "xml", ".nt": "nt"}
    content = rdf.rdf(store, ending, restricted=False)
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=content, format=formats[ending])
    essor = rdflib.URIRef("https://w3id.org/icilabas/id/essor")
    assert (essor, rdflib.ORG.memberOf, rdflib.URIRef("https://w3id.org/icilabas/id/cfsi")) in graph
    assert (None, rdflib.RDF.type, rdflib.OWL.Class) not in graph


@pytest.mark.parametrize("ending", [".trig", ".ttl", ".nq", ".jsonld", ".rdf"])
def test_restricted_passages_need_a_flag(ending: str, store: Any) -> None:
    assert b"Dupont" not in rdf.rdf(store, ending, restricted=False)
    assert b"Dupont" in rdf.rdf(store, ending, restricted=True)


def test_the_same_content_is_the_same_bytes(store: Any) -> None:
    assert rdf.rdf(store, ".trig", restricted=True) == rdf.rdf(load_store([SMALL]), ".trig", restricted=True)


@pytest.mark.parametrize("name", ["affiliation", "ties", "knowledge", "territories"])
def test_gexf_and_graphml_are_read_back_by_networkx(name: str, tmp_path: Path) -> None:
    graph = ilb.project(ilb.load(SMALL), name)
    for ending, read in ((".graphml", nx.read_graphml), (".gexf", nx.read_gexf)):
        path = tmp_path / f"{name}{ending}"
        assert networks.write_network(graph, path) == [path]
        again = read(path)
        assert set(again) == set(graph)
        assert again.number_of_edges() == graph.number_of_edges()
        assert "lastmodifieddate" not in path.read_text(encoding="utf-8")
        for node, label in graph.nodes(data="label_fr"):
            assert again.nodes[node]["label_fr"] == label


def test_gexf_shows_nodes_where_and_as_the_picture_does(tmp_path: Path) -> None:
    graph = ilb.project(ilb.load(SMALL), "knowledge")
    networks.write_network(graph, tmp_path / "k.gexf")
    root = ET.parse(tmp_path / "k.gexf").getroot()  # noqa: S314  # our own file
    shown = {
        node.get("id"): {part.tag.rpartition("}")[2]: dict(part.attrib) for part in node if "viz" in part.tag}
        for node in root.iter("{http://www.gexf.net/1.2draft}node")
    }
    assert list(shown) == list(graph)
    places = {(viz["position"]["x"], viz["position"]["y"]) for viz in shown.values()}
    assert len(places) == len(graph)
    colours = {kind: looks[1] for kind, looks in looks_of([kind for _n, kind in graph.nodes(data="kind")]).items()}
    for node, kind in graph.nodes(data="kind"):
        red, green, blue = (int(shown[node]["color"][part]) for part in "rgb")
        assert f"#{red:02x}{green:02x}{blue:02x}" == colours[kind]
    degree = dict(nx.Graph(graph).degree())
    most, least = max(degree, key=degree.__getitem__), min(degree, key=degree.__getitem__)
    assert float(shown[most]["size"]["value"]) > float(shown[least]["size"]["value"])


def test_a_workbook_for_kumu_names_each_element_once_and_ties_elements_only(tmp_path: Path) -> None:
    graph = ilb.project(ilb.load(SMALL), "knowledge")
    graph.add_node("twin", label=graph.nodes[next(iter(graph))]["label"].upper(), kind="organization")
    graph.add_edge("twin", next(iter(graph)), relations=["https://example.org/a|b", "https://example.org/c"])
    path = tmp_path / "k.xlsx"
    assert networks.write_network(graph, path) == [path]
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Elements", "Connections"]
    elements = [
        dict(zip(next(book["Elements"].values), row, strict=True))
        for row in book["Elements"].iter_rows(2, values_only=True)
    ]
    ties = [
        dict(zip(next(book["Connections"].values), row, strict=True))
        for row in book["Connections"].iter_rows(2, values_only=True)
    ]
    labels = [str(element["Label"]).casefold() for element in elements]
    assert len(labels) == len(set(labels)) == len(graph)
    assert len(ties) == graph.number_of_edges()
    assert {str(tie[end]).casefold() for tie in ties for end in ("From", "To")} <= set(labels)
    assert {tie["Direction"] for tie in ties} == {"directed"}
    assert "a/b|c" in {tie["Type"] for tie in ties}
    essor = next(element for element in elements if str(element["Id"]).endswith("/essor"))
    assert essor["Type"] == "Organisation"
    assert "Session 1, p. 5" in {tie["Evidence"] for tie in ties}


def test_json_keeps_everything(tmp_path: Path) -> None:
    graph = ilb.project(ilb.load(SMALL), "affiliation")
    networks.write_network(graph, tmp_path / "a.json")
    again = nx.node_link_graph(json.loads((tmp_path / "a.json").read_text(encoding="utf-8")), edges="edges")
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert [d["evidence"] for *_e, d in again.edges(data=True)] == [d["evidence"] for *_e, d in graph.edges(data=True)]


def test_csv_opens_in_a_spreadsheet_with_its_evidence(tmp_path: Path) -> None:
    graph = ilb.project(ilb.load(SMALL), "affiliation")
    ties, nodes = networks.write_network(graph, tmp_path / "a.csv")
    assert ties.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(ties.read_text(encoding="utf-8-sig"))))
    assert {row["evidence"] for row in rows} == {"Session 1, p. 5"}
    assert len(list(csv.DictReader(io.StringIO(nodes.read_text(encoding="utf-8-sig"))))) == len(graph)


def test_no_cell_is_a_formula() -> None:
    content = csv_tables.csv_bytes(["a"], [["=1+1"], ["@x"], [-3], ["plain"]]).decode("utf-8-sig")
    assert content.splitlines() == ["a", "'=1+1", "'@x", "-3", "plain"]


def test_the_graph_is_not_changed_by_exporting(tmp_path: Path) -> None:
    graph = ilb.project(ilb.load(SMALL), "knowledge")
    before = nx.node_link_data(graph, edges="edges")
    for ending in networks.NETWORKS:
        networks.write_network(graph, tmp_path / f"k{ending}")
    assert nx.node_link_data(graph, edges="edges") == before


def test_odd_characters_survive_xml(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", evidence=[], note="x\x00\x0b<&>\ud800 é", nothing=None, many=["b", "a"])
    for ending in (".graphml", ".gexf"):
        networks.write_network(graph, tmp_path / f"odd{ending}")
    again = nx.read_graphml(tmp_path / "odd.graphml")
    assert again.edges["a", "b"]["note"] == "x<&> é"
    assert again.edges["a", "b"]["many"] == "a | b"


def test_an_unknown_ending_or_place_is_said(tmp_path: Path, store: Any) -> None:
    with pytest.raises(ilb.UsageError, match=r"“\.xyz”.* \.graphml"):
        networks.write_network(nx.Graph(), tmp_path / "a.xyz")
    with pytest.raises(ilb.UsageError, match=r"“\.xyz”.* \.ttl"):
        rdf.rdf(store, ".xyz", restricted=False)
    (tmp_path / "file").write_text("")
    with pytest.raises(ilb.UsageError, match="cannot be written"):
        networks.write_network(nx.Graph(), tmp_path / "file" / "a.json")
