"""Networks as files: what programs read back, in which order, and what is left out of very large ones."""

import json
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import networkx as nx
import pytest
from attributed import little
from places import SMALL

import icilabas as ilb
from icilabas.export import networks
from icilabas.picture.drawing import draw
from icilabas.picture.styles import looks_of
from icilabas.words.messages import message


@pytest.mark.parametrize("name", ["affiliation", "ties", "knowledge", "territories"])
def test_gexf_and_graphml_are_read_back_by_networkx(name: str, tmp_path: Path) -> None:
    graph = ilb.project(ilb.load(SMALL), name)
    for ending, read in ((".graphml", nx.read_graphml), (".gexf", nx.read_gexf)):
        path = tmp_path / f"{name}{ending}"
        assert networks.write_network(graph, path) == [path]
        note = path.with_name(f"{path.name}.txt")
        assert ("un lien sans direction" in note.read_text("utf-8").lower()) is (name == "ties")
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
    places = {node: (float(viz["position"]["x"]), -float(viz["position"]["y"])) for node, viz in shown.items()}
    assert len({*places.values()}) == len(graph)
    page = draw(graph).html
    network = json.loads(page.partition('type="application/json" id="g-data">')[2].partition("</script")[0])["network"]
    assert [(node["x"], node["y"]) for node in network["nodes"]] == [*places.values()]
    colours = {kind: looks[1] for kind, looks in looks_of([kind for _n, kind in graph.nodes(data="kind")]).items()}
    for node, kind in graph.nodes(data="kind"):
        red, green, blue = (int(shown[node]["color"][part]) for part in "rgb")
        assert f"#{red:02x}{green:02x}{blue:02x}" == colours[kind]
    degree = dict(nx.Graph(graph).degree())
    most, least = max(degree, key=degree.__getitem__), min(degree, key=degree.__getitem__)
    assert float(shown[most]["size"]["value"]) > float(shown[least]["size"]["value"])


def test_json_keeps_everything(tmp_path: Path) -> None:
    graph = ilb.project(ilb.load(SMALL), "affiliation")
    networks.write_network(graph, tmp_path / "a.json")
    again = nx.node_link_graph(json.loads((tmp_path / "a.json").read_text(encoding="utf-8")), edges="edges")
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert [d["evidence"] for *_e, d in again.edges(data=True)] == [d["evidence"] for *_e, d in graph.edges(data=True)]


def test_the_graph_is_not_changed_by_exporting(tmp_path: Path) -> None:
    graph = ilb.project(ilb.load(SMALL), "knowledge")
    before = nx.node_link_data(graph, edges="edges")
    for ending in networks.NETWORKS:
        networks.write_network(graph, tmp_path / f"k{ending}")
    assert nx.node_link_data(graph, edges="edges") == before


def test_what_is_written_is_well_formed_whatever_stands_in_the_graph(tmp_path: Path) -> None:
    """In names of nodes, keys, values, lists, evidence, the name of the graph; what others read is the rest of it."""
    unfit = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF]))
    for make in (nx.Graph, nx.MultiDiGraph):
        graph = make(name=f"g{unfit}", labels={f"p{unfit}": {"fr": f"T{unfit}"}, f"r{unfit}": {"fr": f"R{unfit}"}})
        graph.add_node(f"a{unfit}", label=f"A{unfit}", **{f"k{unfit}": f"v{unfit}"})
        graph.add_node("b", label="B", kind=f"organization{unfit}", alt_labels=[f"x{unfit}", f"y{unfit}"])
        evidence = [{"passage": f"p{unfit}", "page": 1, "relation": f"r{unfit}"}]
        graph.add_edge(f"a{unfit}", "b", relations=[f"r{unfit}"], evidence=evidence, weight=1.0)
        for ending in networks.NETWORKS:
            (path, *_more) = networks.write_network(graph, tmp_path / f"odd{ending}")
            content = path.read_bytes()
            if ending == ".xlsx":
                with zipfile.ZipFile(path) as archive:
                    parts = [archive.read(name) for name in archive.namelist()]
            else:
                parts = [content]
            for part in parts:
                text = part.decode("utf-8")
                assert ending == ".json" or not any(one in text for one in unfit)
                if ending in {".graphml", ".gexf", ".xlsx"}:
                    ET.fromstring(part)  # noqa: S314  # what was written here
        assert len(nx.read_graphml(tmp_path / "odd.graphml")) == 2
        assert json.loads((tmp_path / "odd.json").read_text("utf-8"))["nodes"]


def test_an_unknown_ending_or_place_is_said(tmp_path: Path) -> None:
    graph = nx.Graph(lang="en")
    graph.add_node("a", label="x" * 40_000)
    with pytest.raises(ilb.UsageError, match=r"32,767 characters of a cell; write a \.csv file instead"):
        networks.write_network(graph, tmp_path / "a.xlsx")
    with pytest.raises(ilb.UsageError, match=r"“\.xyz”.* \.graphml"):
        networks.write_network(nx.Graph(), tmp_path / "a.xyz")
    (tmp_path / "file").write_text("")
    with pytest.raises(ilb.UsageError, match="cannot be written"):
        networks.write_network(nx.Graph(), tmp_path / "file" / "a.json")


def test_attributes_are_declared_in_the_order_in_which_nodes_and_ties_have_them(tmp_path: Path) -> None:
    networks.write_network(little(), tmp_path / "n.gexf")
    networks.write_network(little(), tmp_path / "n.graphml")
    gexf, graphml = ((tmp_path / f"n{ending}").read_text("utf-8") for ending in (".gexf", ".graphml"))
    assert re.findall(r'title="([^"]+)"', gexf) == ["relations", "evidence", "weight", "themes", "sure"]
    declared = re.findall(r'id="d(\d+)" for="(\w+)" attr.name="([^"]+)"', graphml)
    assert [f"{of} {name}" for _id, of, name in sorted(declared)] == [
        *("graph name", "node label", "node weight", "node themes", "node sure"),
        *("edge relations", "edge weight", "edge evidence", "edge label"),
    ]


def test_a_note_says_what_the_file_does_not_hold(tmp_path: Path) -> None:
    graph = nx.DiGraph(lang="en")
    graph.add_node(1, id="x", many=["a", "b|c"], sure=True, big=2**60, inf=float("inf"), nested={"a": 1}, text="a\x02")
    graph.add_node("1", spells=[["2017", "2016"]])
    graph.add_edge(1, "1", weight=0, evidence=[{"passage": "p", "page": 1}])
    said = {}
    for ending in networks.NETWORKS:
        networks.write_network(graph, tmp_path / f"n{ending}")
        note = networks.note_of(tmp_path / f"n{ending}")
        said[ending] = note.read_text("utf-8-sig").splitlines() if note.exists() else []
    assert said.pop(".json") == []
    first = "What the file does not hold as it is; the .json form holds everything."
    assert [lines.pop(0) for lines in said.values()] == [first] * len(said)
    of_all = [
        "Invisible characters that such files cannot hold were taken out.",
        "Whole numbers of more than fifteen digits, which programs would round: written as text (big).",
        "Of the evidence, only title and page are given; the .json file has all of it.",
        "Ids that differed by invisible characters or by their type only have a number.",
        "An infinite number is left out (inf).",
        "Several values are one text, with “|” between them, in alphabetical order (many).",
        "Names that mean something else in such files have a “_” behind them (id).",
        "A time that ends before it starts is left out.",
        "Nested values are written as JSON (nested).",
        "A value has a “|” of its own: the values cannot be told apart again (many).",
    ]
    for ending, lines in said.items():
        assert set(lines) >= set(of_all), ending
    assert set(said[".graphml"]) - set(of_all) == {"igraph reads “false” where a truth value is missing (sure)."}
    assert set(said[".gexf"]) - set(of_all) == {"Gephi leaves out ties of weight 0."}
    assert "A table does not say that ties have a direction: each goes from “source” to “target” here." in said[".csv"]
    assert "What is said in several languages is said here in one only." in said[".xlsx"]
    assert list(nx.read_graphml(tmp_path / "n.graphml")) == ["1", "1 (2)"]
    plain = nx.Graph([("a", "b", {"weight": 1})])
    networks.write_network(plain, tmp_path / "plain.gexf")
    assert not networks.note_of(tmp_path / "plain.gexf").exists()


def test_a_note_goes_when_nothing_is_lost_any_more_and_is_never_another_file(tmp_path: Path) -> None:
    """One in another language is known too; what somebody else wrote there stays, and then nothing is written."""
    path, plain, losing = tmp_path / "n.gexf", nx.Graph([("a", "b")], lang="en"), nx.Graph([("a", "b")], lang="fr")
    losing.nodes["a"]["many"] = ["x", "y"]
    note = networks.note_of(path)
    assert not networks.has_note(path)
    for graph, noted in ((losing, True), (losing, True), (plain, False), (plain, False)):
        networks.write_network(graph, path)
        assert note.exists() is networks.has_note(path) is noted
    written = path.read_bytes()
    head = message("network-note-head").text("en")
    for other in ("mine", "", head, f"{head}\r\n", f"\ufeff{head} More\r\n"):
        note.write_bytes(other.encode())
        with pytest.raises(ilb.UsageError, match=r"n\.gexf\.txt is no note of icilabas"):
            networks.write_network(losing, path)
        assert path.read_bytes() == written
        networks.write_network(plain, path)
        assert note.read_bytes() == other.encode()
    note.unlink()
    note.mkdir()
    networks.write_network(plain, path)
    with pytest.raises(ilb.UsageError, match="no note of icilabas"):
        networks.write_network(losing, path)
    long = tmp_path / f"{'n' * 250}.gexf"  # the note's name is longer than any may be
    networks.write_network(plain, long)
    with pytest.raises(ilb.UsageError, match="cannot be written"):
        networks.write_network(losing, long)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["n.gexf", "n.gexf.txt", long.name]


@pytest.mark.parametrize(("most", "forms"), [(2, (".gexf", ".graphml", ".csv")), (1, (".csv",))])
def test_of_very_many_nodes_the_site_has_tables_only(
    monkeypatch: pytest.MonkeyPatch, most: int, forms: tuple[str, ...]
) -> None:
    monkeypatch.setattr(networks, "MOST_PLACED", most)
    assert networks.forms_on_site(little()) == forms


@pytest.mark.parametrize(("most", "placed"), [(2, True), (1, False)])
def test_nodes_have_places_unless_there_are_very_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, *, placed: bool
) -> None:
    monkeypatch.setattr(networks, "MOST_PLACED", most)
    networks.write_network(little(), tmp_path / "n.gexf")
    assert ("viz:position" in (tmp_path / "n.gexf").read_text("utf-8")) is placed


def test_up_to_5000_nodes_have_places_and_json_is_indented_by_one(tmp_path: Path) -> None:
    networks.write_network(little(), tmp_path / "n.json")
    assert (tmp_path / "n.json").read_text("utf-8").splitlines()[1].startswith(' "')
    assert networks.MOST_PLACED == 5000
