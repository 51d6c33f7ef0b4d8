"""Networks as tables: what spreadsheets and Kumu read, in each language."""

import csv
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
from attributed import little
from places import SMALL

import icilabas as ilb
from icilabas.export import networks
from icilabas.export.flat_network import Flattened
from icilabas.files import csv_tables
from icilabas.networks.projection import views


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
    graph.edges[next(iter(graph.edges))]["undirected"] = True
    networks.write_network(graph, path)
    kumu = openpyxl.load_workbook(path)["Connections"]
    assert "undirected" not in next(kumu.values)
    assert [row[3] for row in kumu.iter_rows(2, values_only=True)] == ["undirected", *["directed"] * (len(ties) - 1)]
    assert ("a/b / c", "a/b|c") in {(tie["Type"], tie["Tags"]) for tie in ties}  # one type, several tags
    assert [tie["ID"] for tie in ties] == [f"e{number}" for number in range(len(ties))]
    essor = next(element for element in elements if str(element["Identifiant"]).endswith("/essor"))
    assert essor["Type"] == "Organisation"
    assert "Session 1, p. 5" in {tie["Sources"] for tie in ties}


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
    flat = Flattened(graph).network()
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
        network = Flattened(graph).network()
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
