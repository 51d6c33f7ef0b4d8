"""Networks as files: what programs read back, in which order, and what is left out of very large ones."""

import csv
import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import networkx as nx
import numpy as np
import openpyxl
import pytest
from places import SMALL

import icilabas as ilb
from icilabas.export import networks
from icilabas.files import csv_tables
from icilabas.networks.projection import views
from icilabas.picture.styles import looks_of
from icilabas.words.messages import message


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
    assert ("a/b / c", "a/b|c") in {(tie["Type"], tie["Tags"]) for tie in ties}  # one type, several tags
    assert [tie["ID"] for tie in ties] == [f"e{number}" for number in range(len(ties))]
    essor = next(element for element in elements if str(element["Identifiant"]).endswith("/essor"))
    assert essor["Type"] == "Organisation"
    assert "Session 1, p. 5" in {tie["Sources"] for tie in ties}


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
    rows = list(csv.DictReader(ties.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert {row["evidence"] for row in rows} == {"Session 1, p. 5"}
    assert len(nodes.read_text(encoding="utf-8-sig").splitlines()) == len(graph) + 1


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
    assert again.edges["a", "b"]["note"] == "x\n<&> é"
    assert "nothing" not in again.edges["a", "b"]
    assert again.edges["a", "b"]["many"] == "a | b"


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


def little() -> nx.Graph:
    """Return a graph whose attributes are of each sort."""
    graph = nx.Graph(name="little", labels={"urn:p": {"fr": "Début", "en": "Start"}, "urn:q": {"en": "Rest"}})
    graph.add_node("b", label="Beta", weight=2, themes=["y", "x"], nothing=None, sure=True)
    graph.add_node("a", label="Alpha")
    said = [{"passage": "urn:p", "page": 5}, {"passage": "urn:q", "page": 7}, {"passage": "urn:p", "page": 5}]
    graph.add_edge("b", "a", relations=["r2", "r1"], weight=3, evidence=[*said, {"passage": "urn:r", "page": None}])
    return graph


@pytest.mark.parametrize("ending", [".gexf", ".graphml"])
def test_attributes_are_flat_and_nodes_and_ties_stand_as_in_the_graph(tmp_path: Path, ending: str) -> None:
    networks.write_network(little(), tmp_path / f"n{ending}")
    again = {".gexf": nx.read_gexf, ".graphml": nx.read_graphml}[ending](tmp_path / f"n{ending}")
    assert list(again) == ["b", "a"]
    own = {key: value for key, value in again.nodes["b"].items() if key != "viz"}
    assert own == {"label": "Beta", "weight": 2, "themes": "x | y", "sure": True}
    tie = again.edges["b", "a"]
    assert (tie["relations"], tie["weight"]) == ("r1 | r2", 3)
    assert tie["evidence"] == "Début, p. 5 | Rest, p. 7 | urn:r"


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


@pytest.mark.parametrize(
    ("lang", "ties", "nodes"),
    [
        (
            "fr",
            [
                "source;target;source_label;target_label;relations;weight;evidence;label;share",
                "b;a;Beta;'=A;r1 | r2;3;Début, p. 5 | Rest, p. 7 | urn:r;r2 | r1;-0,5",
            ],
            ["id;label;sure;themes;weight", "b;Beta;true;x | y;2", "a;'=A;;;0,25"],
        ),
        (
            "en",
            [
                "source,target,source_label,target_label,relations,weight,evidence,label,share",
                'b,a,Beta,\'=A,r1 | r2,3,"Start, p. 5 | Rest, p. 7 | urn:r",r2 | r1,-0.5',
            ],
            ["id,label,sure,themes,weight", "b,Beta,true,x | y,2", "a,'=A,,,0.25"],
        ),
    ],
)
def test_tables_are_those_of_their_language(tmp_path: Path, lang: str, ties: list[str], nodes: list[str]) -> None:
    """As a spreadsheet program of that language opens them; our own reader reads both alike."""
    graph = little()
    graph.graph["lang"] = lang
    graph.nodes["a"].update(label="=A", weight=0.25)
    graph.edges["a", "b"]["share"] = -0.5
    paths = networks.write_network(graph, tmp_path / "n.csv")
    assert [path.name for path in paths] == ["n.csv", "n-nodes.csv"]
    for path, lines in zip(paths, (ties, nodes), strict=True):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert path.read_text("utf-8-sig").splitlines() == lines
        grid = csv_tables.read_csv(path)
        assert grid.faults == []
        assert [cells[: len(grid.rows[0][1])] for _row, cells in grid.rows] == list(
            csv.reader(lines, delimiter=";" if lang == "fr" else ",")
        )


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", ["knowledge", "collaboration"])
def test_tables_and_workbooks_hold_every_node_tie_and_value(tmp_path: Path, name: str, lang: str) -> None:
    """What is not there is an empty cell; numbers have the mark of the language; Kumu has what is said in its language."""
    graph = ilb.project(ilb.load(SMALL), name, lang=lang)
    flat = networks.flat_network(graph)
    mark = {"fr": ";", "en": ","}[lang]

    def cell(value: object) -> str:
        if isinstance(value, bool | float):
            return (
                str(value).lower() if isinstance(value, bool) else str(value).replace(".", {"fr": ",", "en": "."}[lang])
            )
        return str(value)

    ties, nodes = (
        list(csv.DictReader(path.read_text("utf-8-sig").splitlines(keepends=True), delimiter=mark))
        for path in networks.write_network(graph, tmp_path / "n.csv")
    )
    said = [{key: value for key, value in row.items() if value} for row in nodes]
    assert said == [
        {"id": node.id, **{key: cell(value) for key, value in node.attributes.items() if value != ""}}
        for node in flat.nodes
    ]
    ends = {"source", "target", "source_label", "target_label"}
    assert [(row["source"], row["target"]) for row in ties] == [(tie.source, tie.target) for tie in flat.ties]
    assert [{key: value for key, value in row.items() if value and key not in ends} for row in ties] == [
        {key: cell(value) for key, value in tie.attributes.items() if value != ""} for tie in flat.ties
    ]
    networks.write_network(graph, tmp_path / "n.xlsx")
    book = openpyxl.load_workbook(tmp_path / "n.xlsx")
    elements, connections = (
        [dict(zip(next(sheet.values), row, strict=True)) for row in sheet.iter_rows(2, values_only=True)]
        for sheet in book
    )
    heading = {"fr": "Identifiant", "en": "Identifier"}[lang]
    assert [row[heading] for row in elements] == [node.id for node in flat.nodes]
    of_ids = {row["Label"]: row[heading] for row in elements}
    assert [(of_ids[row["From"]], of_ids[row["To"]]) for row in connections] == [
        (tie.source, tie.target) for tie in flat.ties
    ]
    assert [float(row["Strength"]) for row in connections] == [tie.attributes["weight"] for tie in flat.ties]
    for sign, heading in ((" / ", "Type"), ("|", "Tags")):
        assert [row[heading] for row in connections] == [
            str(tie.attributes["label"]).replace(" | ", sign) for tie in flat.ties
        ]
    described = [graph.nodes[node.id][f"description_{lang}"] or None for node in flat.nodes]
    assert [row["Description"] for row in elements if row["Description"]] == list(filter(None, described))


def other_labels(graph: nx.Graph, lang: str) -> set[str]:
    """Return what things, relations and kinds are called in the other language only."""
    other = {"fr": "en", "en": "fr"}[lang]
    names = [*graph.graph["labels"].values()]
    names += [{"fr": about["label_fr"], "en": about["label_en"]} for _node, about in graph.nodes(data=True)]
    return {name[other] for name in names if name.get(other)} - {name.get(lang) for name in names}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_word_of_a_file_is_in_its_language(tmp_path: Path, lang: str) -> None:
    """In each form, of each network; what is said in both languages is said so by its name: label_fr, label_en."""
    dataset, looked = ilb.load(SMALL), 0
    for view in views():
        graph = ilb.project(dataset, view.name, lang=lang)
        other = other_labels(graph, lang)
        network = networks.flat_network(graph)
        flat = [node.attributes for node in network.nodes] + [tie.attributes for tie in network.ties]
        cells: list[tuple[str, object]] = [pair for attributes in flat for pair in attributes.items()]
        networks.write_network(graph, tmp_path / "n.xlsx")
        book = openpyxl.load_workbook(tmp_path / "n.xlsx")
        cells += [("", cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
        for path in networks.write_network(graph, tmp_path / "n.csv"):
            rows = list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter={"fr": ";", "en": ","}[lang]))
            cells += [pair for row in rows for pair in zip(rows[0], row, strict=True)]
        for name, cell in cells:
            if not name.endswith(("_fr", "_en")) and name != "alt_labels" and isinstance(cell, str):
                pieces = {part.partition(", p. ")[0].strip() for part in cell.split("|")}
                assert not pieces & other, (view.name, name, cell)
                looked += 1
        notes = (tmp_path / "n.csv.txt").read_text("utf-8-sig")
        assert ("Des sources" in notes, "Of the evidence" in notes) == (lang == "fr", lang == "en")
    assert looked > 1000


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


ODD: dict[
    str, tuple[object, object, object]
] = {  # what Python users give: as attribute in GraphML and GEXF, and in JSON
    "decimal": (Decimal("1.10"), 1.1, 1.1),
    "exact": (Decimal("0.12345678901234567890"), 0.12345678901234568, "0.12345678901234567890"),
    "huge": (Decimal("1e400"), "1E+400", "1E+400"),
    "fraction": (Fraction(1, 3), 1 / 3, "1/3"),
    "half": (Fraction(1, 2), 0.5, 0.5),
    "wide": (Fraction(10**400, 3), str(Fraction(10**400, 3)), str(Fraction(10**400, 3))),
    "nothing": (Decimal("NaN"), None, None),
    "endless": (Decimal("-Infinity"), None, "-Infinity"),
    "month": (np.datetime64("2016-05"), "2016-05", "2016-05"),
    "day": (np.datetime64("2016-05-03", "ns"), "2016-05-03T00:00:00.000000000", "2016-05-03T00:00:00.000000000"),
    "no_day": (np.datetime64("NaT"), None, None),
    "whole": (np.int64(5), 5, 5),
    "truth": (np.bool_(True), True, True),  # noqa: FBT003  # a value, not a switch
    "many": (np.array([2.5, np.nan]), "2.5", [2.5, None]),
    "days": (np.array(["2016-05", "NaT"], "M8[M]"), "2016-05", ["2016-05"]),
    "some": ([None, float("nan"), True, "a"], "a | true", [None, None, True, "a"]),
    "deep": ([[1, float("nan")], {"a": {2, 1}}], '[1, null] | {"a": [1, 2]}', [[1, None], {"a": [1, 2]}]),
    "moment": (dt.datetime(2016, 5, 3, 10, tzinfo=dt.UTC), "2016-05-03T10:00:00+00:00", "2016-05-03T10:00:00+00:00"),
}


def test_values_of_python_and_numpy_are_what_they_say(tmp_path: Path) -> None:
    """Numbers are numbers, dates as precise as they are, what is missing is not there; what is rounded is told."""
    graph = nx.Graph(lang="en")
    graph.add_node("a", **{name: value for name, (value, _flat, _kept) in ODD.items()})
    networks.write_network(graph, tmp_path / "n.json")
    (node,) = json.loads((tmp_path / "n.json").read_text("utf-8"))["nodes"]
    assert node == {"id": "a", **{name: kept for name, (_value, _flat, kept) in ODD.items()}}
    for ending, read in ((".gexf", nx.read_gexf), (".graphml", nx.read_graphml)):
        networks.write_network(graph, tmp_path / f"n{ending}")
        found = {name: value for name, value in read(tmp_path / f"n{ending}").nodes["a"].items() if name in ODD}
        assert found == {name: flat for name, (_value, flat, _kept) in ODD.items() if flat is not None}
        note = networks.note_of(tmp_path / f"n{ending}").read_text("utf-8-sig")
        assert "rounded, or written as text (exact, huge, fraction, wide)." in note
        assert "infinite number is left out (endless)." in note
        assert "written as JSON (deep)." in note


def test_a_date_that_no_timeline_knows_stays_as_it_is_and_is_told(tmp_path: Path) -> None:
    graph = nx.MultiDiGraph(lang="en")
    graph.add_node("a", start="-0044-03-15", end="0014")
    graph.add_node("b", start=dt.datetime(2016, 5, 3, 10, tzinfo=dt.UTC), end=2017)
    graph.add_node("c", start=np.datetime64("2016-05"), end=float("nan"))
    graph.add_edge("a", "b", spells=[["12016", None], ["2016", "2017Z"]])
    graph.add_edge("a", "b", spells=[("2017", "2016")])
    graph.add_edge("b", "a", spells=[[None, dt.date(2016, 5, 3)]])
    networks.write_network(graph, tmp_path / "n.gexf")
    again = nx.read_gexf(tmp_path / "n.gexf")
    spells = {node: [tuple(spell) for spell in about.get("spells", ())] for node, about in again.nodes(data=True)}
    assert spells == {"a": [], "b": [("2016-05-03", "2017-12-31")], "c": [("2016-05-01", "None")]}
    assert again.nodes["a"]["start"] == "-0044-03-15"
    ties = {about["id"]: (about.get("period"), "spells" in about) for *_ends, about in again.edges(data=True)}
    assert ties == {"e0": ("12016/.. | 2016/2017Z", False), "e1": (None, False), "e2": ("../2016-05-03", True)}
    note = networks.note_of(tmp_path / "n.gexf").read_text("utf-8-sig")
    assert "are in end, start, period only, as the data have them." in note
    assert "A time that ends before it starts is left out." in note


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


def test_kumu_reads_columns_in_their_order_and_tells_two_of_a_name_apart(tmp_path: Path) -> None:
    graph = little()
    graph.nodes["a"].update({"label": "BE|TA", "type": "t", "ID": "i", "IMAGE": "g", "Sphère": "s"})
    graph.nodes["b"].update(label="Be|ta", description_fr="FR", description_en="EN", alt_labels=["x|y", "z"])
    graph.edges["a", "b"].update(TO="x", description="y")
    networks.write_network(graph, tmp_path / "k.xlsx")
    book = openpyxl.load_workbook(tmp_path / "k.xlsx")
    elements, ties = (list(book[name].values) for name in ("Elements", "Connections"))
    named = ("Label", "Type", "Description", "Tags", "Sphère", "Territoire", "Thèmes", "Identifiant")
    assert elements[0] == (*named, "ID_", "IMAGE_", "Sphère_", "sure", "type_", "weight")
    assert [row[0] for row in elements[1:]] == ["Be/ta", "BE/TA (a)"]  # a “|” would be several elements
    assert elements[1][2:4] == ("FR", "x/y|z")
    assert ties[0] == ("ID", "From", "To", "Direction", "Type", "Tags", "Strength", "Sources", "TO_", "description_")
    ends = ("Be/ta", "BE/TA (a)", "undirected")
    assert ties[1] == ("e0", *ends, "r2 / r1", "r2|r1", 3, "Début, p. 5 | Rest, p. 7 | urn:r", "x", "y")
    note = networks.note_of(tmp_path / "k.xlsx").read_text("utf-8-sig")
    assert "(ID, IMAGE, Sphère, type, TO, description)" in note


def test_up_to_5000_nodes_have_places_and_json_is_indented_by_one(tmp_path: Path) -> None:
    networks.write_network(little(), tmp_path / "n.json")
    assert (tmp_path / "n.json").read_text("utf-8").splitlines()[1].startswith(' "')
    assert networks.MOST_PLACED == 5000


def test_one_value_is_a_list_of_one_and_no_heading_stands_twice(tmp_path: Path) -> None:
    """In what Python users make themselves: a text for a list, a number, nothing; attributes of a column's name."""
    graph = nx.DiGraph(lang="en", labels={"urn:r": {"de": "fördert"}, "urn:s": {"fr-CA": "Sphère"}})
    graph.add_node("a", label="Haus", sphere="urn:s", alt_labels="einer")
    graph.add_node("b", label=float("nan"), themes={"urn:s"}, alt_labels=[None, 3])
    graph.add_node("c", alt_labels=7)
    graph.add_edge("a", "b", relations="urn:r", source_label="S", weight=None)
    graph.add_edge("b", "c", relations=None, weight=-1)
    networks.write_network(graph, tmp_path / "n.xlsx")
    elements, ties = (list(sheet.values) for sheet in openpyxl.load_workbook(tmp_path / "n.xlsx"))
    assert [row[0:8:3] for row in elements[1:]] == [("Haus", "einer", None), ("b", 3, "Sphère"), ("c", 7, None)]
    assert [row[:7] for row in ties[1:]] == [
        ("e0", "Haus", "b", "directed", "fördert", "fördert", None),
        ("e1", "b", "c", "directed", None, None, -1),
    ]
    networks.write_network(graph, tmp_path / "n.csv")
    rows = (tmp_path / "n.csv").read_text("utf-8-sig").splitlines()
    first = "source,target,source_label,target_label,relations,weight,evidence,label"
    assert rows == [f"{first},source_label_", "a,b,Haus,,urn:r,,,fördert,S", "b,c,,,,-1,,,"]
    assert "(source_label)" in networks.note_of(tmp_path / "n.csv").read_text("utf-8-sig")
