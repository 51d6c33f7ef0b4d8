"""Reading: what each wrong input gets, said with its place; and what right input gives."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import little
import pyoxigraph as ox
import pytest
from addresses import PASTED
from places import SMALL

import icilabas as ilb
from icilabas import engine, resources
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import iri, local_name
from icilabas.errors import DataError, Fault
from icilabas.files.csv_tables import csv_bytes
from icilabas.files.written_workbook import Worksheet, write_workbook
from icilabas.resources import DEFAULT_DATASET, DEFAULT_FILE
from icilabas.sources.gathering import gather
from icilabas.sources.source_description import make_source
from icilabas.words.messages import message

Change = Callable[[Path], None]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def replace(file: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def write(file: str, content: bytes) -> Change:
    def change(folder: Path) -> None:
        (folder / file).write_bytes(content)

    return change


def expect_five(folder: Path) -> None:
    text = (folder / "source.yaml").read_text(encoding="utf-8")
    (folder / "source.yaml").write_text(text + "expected: {territories: 5}\n", encoding="utf-8")


def faults_of(*inputs: Path) -> ilb.DataError:
    with pytest.raises(ilb.DataError) as caught:
        load_store(inputs)
    return caught.value


def plain(dataset: Any, query: str) -> list[tuple[Any, ...]]:
    return [tuple(str(v) if isinstance(v, str) else v for v in row) for row in ilb.ask(dataset, query)]


FAULTS: dict[str, tuple[Change, str, str, int]] = {
    "unknown column": (
        replace("organizations.csv", "founded", "fondated"),
        "organizations.csv:1:10",
        "unknown column “fondated”. Nearest: founded",
        1,
    ),
    "column twice": (
        replace("territories.csv", ",lat,long", ",lat,lat"),
        "territories.csv:1:7",
        message("twice-column", found="lat").text("en"),
        1,
    ),
    "column missing": (
        replace("territories.csv", "passage", ""),
        "territories.csv:1:1",
        message("missing-column", name="passage").text("en"),
        1,
    ),
    "duplicate id": (
        replace("territories.csv", "\nmali,s1,Mali,Mali,,,", "\nkayes,s1,Mali,Mali,,,"),
        "territories.csv:5:1",
        "“kayes” is already taken by",
        1,
    ),
    "id of another table": (
        replace("challenges.csv", "unemployment,", "kayes,"),
        "territories.csv:4:1",
        "“kayes” is already taken by",
        1,
    ),
    "id that is none": (
        replace("territories.csv", "mali,s1,Mali", "Le Mali!,s1,Mali"),
        "territories.csv:5:1",
        "write “le-mali”",
        1,
    ),
    "id and label missing": (
        replace("territories.csv", "mali,s1,Mali,Mali,,,", ",s1,,,,17.5,"),
        "territories.csv:5:1",
        message("needs-name").text("en"),
        1,
    ),
    "reference to nothing": (
        replace("challenges.csv", "lille|kayes", "lille|kaye"),
        "challenges.csv:2:6",
        "“kaye”. Write the id of a territory. Nearest: kayes",
        1,
    ),
    "reference that is no id": (
        replace("organizations.csv", "lille,cfsi", "Lille (59),cfsi"),
        "organizations.csv:2:7",
        message("names-nothing", found="Lille (59)", remedy="Write the id of a territory. Nearest: lille.").text("en"),
        1,
    ),
    "no date": (
        replace("organizations.csv", "2008", "2008-13-45"),
        "organizations.csv:4:10",
        message("no-such-date", found="2008-13-45", remedy="Write a date: YYYY, YYYY-MM or YYYY-MM-DD.").text("en"),
        1,
    ),
    "no number": (
        replace("territories.csv", "50.63", "north"),
        "territories.csv:2:6",
        message("bad-value", found="north", name="latitude", remedy="").text("en"),
        1,
    ),
    "not in the list": (
        replace("organizations.csv", "civil-society", "civil-societe"),
        "organizations.csv:5:9",
        message("not-in-list", found="civil-societe", name="sphere", remedy="").text("en"),
        1,
    ),
    "unknown kind": (replace("organizations.csv", "network", "netwrk"), "organizations.csv:3:2", "Nearest: network", 1),
    "unknown passage": (
        replace("challenges.csv", "unemployment,s2", "unemployment,s3"),
        "challenges.csv:2:2",
        "“s3”",
        1,
    ),
    "page outside its passage": (
        replace("challenges.csv", "s2,8", "s2,12"),
        "challenges.csv:2:3",
        message("page-outside", found=12, passage="s2", first=7, last=9).text("en"),
        1,
    ),
    "page needed": (
        replace("challenges.csv", "s2,8", "s2,"),
        "challenges.csv:2:3",
        message("needs-page", passage="s2", first=7, last=9).text("en"),
        1,
    ),
    "page where there is none": (
        replace("persons.csv", "people,17", "editorial,17"),
        "persons.csv:2:3",
        message("page-nowhere", passage="editorial").text("en"),
        1,
    ),
    "several values where one is possible": (
        replace("organizations.csv", "2008", "2008|2009"),
        "organizations.csv:4:10",
        "has 2 values",
        1,
    ),
    "too many cells": (
        replace("territories.csv", "Mali,Mali,,,", "Mali,Mali,,,,a, b"),
        "territories.csv:5:8",
        "for 7 headings",
        1,
    ),
    "unclosed quote": (
        replace("territories.csv", "mali,s1,Mali", 'mali,s1,"Mali'),
        "territories.csv:5:1",
        message("csv-broken").text("en"),
        2,
    ),
    "empty table": (write("territories.csv", b""), "territories.csv:1:1", message("empty-file").text("en"), 2),
    "binary table": (
        write("territories.csv", b"id,pas\0sage\n"),
        "territories.csv:1:1",
        message("nul-byte").text("en"),
        2,
    ),
    "in no encoding": (
        write("territories.csv", b"id,passage\nmali,\xe9t\x81"),
        "territories.csv:2:1",
        "UTF-8",
        2,
    ),
    "unknown table": (
        write("peoples.csv", b"id\n"),
        "peoples.csv",
        message("unknown-table", found="peoples").text("en"),
        1,
    ),
    "no source.yaml": (lambda folder: (folder / "source.yaml").unlink(), "", "the folder has no source.yaml", 2),
    "source.yaml is no YAML": (write("source.yaml", b"id: [a"), "source.yaml:", "source.yaml is not YAML", 2),
    "source.yaml without passages": (replace("source.yaml", "passages:", "passage:"), "source.yaml", "“passages”", 1),
    "source.yaml with bad pages": (replace("source.yaml", "[7, 9]", "[9, 7]"), "source.yaml", "“passages[2].pages”", 1),
    "source.yaml with bad access": (
        replace("source.yaml", "access: restricted", "access: secret"),
        "source.yaml",
        "access",
        1,
    ),
    "count differs": (
        expect_five,
        "source.yaml",
        message("count-differs", name="territories", count=4, expected=5).text("en"),
        1,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_one_sentence_with_its_place(name: str, small: Path) -> None:
    change, place, text, code = FAULTS[name]
    change(small)
    error = faults_of(small)
    found = [fault for fault in error.faults if place in fault.place and text in fault.message.text("en")]
    assert len(found) == 1, str(error)
    assert found[0].message.text("fr") != found[0].message.text("en")
    assert error.exit_code == code


def test_all_faults_come_in_one_run(small: Path) -> None:
    for name in ("no date", "reference to nothing", "unknown kind", "not in the list"):
        FAULTS[name][0](small)
    assert len(faults_of(small).faults) == 4


RDF_FAULTS: dict[str, tuple[str, bytes, str]] = {
    "broken Turtle": ("x.ttl", b"@prefix a: <http://a/> .\na:b a:c .", ":2:9: the file is not valid RDF"),
    "empty Turtle": ("x.ttl", b"", message("empty-graph").text("en")),
    "binary": ("x.trig", bytes(range(256)), ":2: the file is not UTF-8"),
    "broken JSON-LD": ("x.jsonld", b'{"@id": ', "the file is not valid RDF"),
    "broken XML": ("x.rdf", b"<rdf:RDF", "the file is not valid RDF"),
    "unknown ending": ("x.docx", b"PK", "“.docx”"),
}


@pytest.mark.parametrize("name", RDF_FAULTS)
def test_wrong_files_are_named_with_the_place(name: str, tmp_path: Path) -> None:
    file, content, text = RDF_FAULTS[name]
    (tmp_path / file).write_bytes(content)
    error = faults_of(tmp_path / file)
    assert text in str(error)
    assert str(tmp_path / file) in str(error)
    assert error.exit_code == 2
    assert len(str(error).splitlines()) == 1


def test_missing_and_empty_inputs(tmp_path: Path) -> None:
    assert str(faults_of(tmp_path / "nothing")) == f"{tmp_path / 'nothing'}: {message('no-such-input').text('en')}"
    shutil.copy(SMALL / "source.yaml", tmp_path)
    assert "no tables" in str(faults_of(tmp_path))


def test_headings_of_either_language_in_any_order_with_semicolons_and_bom(small: Path) -> None:
    text = "Passage;IDENTIFIANT;Libelle (FR);libellé (en);Situé dans;latitude\r\n" + "s1;mali;Mali;Mali;;17.5\r\n"
    rest = "s1;kayes;Kayes;Kayes;mali;\r\ns1;lille;Lille;Lille;nord-pas-de-calais;\r\ns1;nord-pas-de-calais;N;N;;\r\n"
    (small / "territories.csv").write_bytes(b"\xef\xbb\xbf" + (text + rest).encode())
    store = load_store([small])
    rows = engine.select(store, "SELECT ?in WHERE { GRAPH ?g { ild:kayes ilb:within ?in } }").rows
    assert [str(row[0]).rpartition("/")[2] for row in rows] == ["mali"]


def test_each_statement_stands_in_the_graph_of_its_passage_with_its_page() -> None:
    dataset = ilb.load(SMALL)
    query = "SELECT ?g ?page WHERE { GRAPH ?g { ild:essor org:memberOf ild:cfsi ; ilb:page ?page } }"
    assert plain(dataset, query) == [("https://w3id.org/icilabas/graph/mini/s1", 5)]
    editorial = "SELECT ?g WHERE { GRAPH ?g { ild:essor ilb:sphere ilv:civil-society } }"
    assert plain(dataset, editorial) == [("https://w3id.org/icilabas/graph/mini/editorial",)]


def test_restricted_passages_are_left_out_before_anything_is_inferred() -> None:
    everything = "SELECT ?g WHERE { GRAPH ?g { ild:jean-dupont ?p ?o } }"
    assert len(ilb.ask(ilb.load(SMALL), everything)) > 0
    assert ilb.ask(ilb.load(SMALL, restricted=False), everything) == []


def test_several_inputs_are_merged_and_keep_apart_who_says_what(tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text(
        "@prefix ild: <https://w3id.org/icilabas/id/> . @prefix org: <http://www.w3.org/ns/org#> ."
        "ild:emdk org:memberOf ild:essor .",
        encoding="utf-8",
    )
    dataset = ilb.load(SMALL, more)
    rows = ilb.ask(dataset, "SELECT ?g WHERE { GRAPH ?g { ild:emdk org:memberOf ild:essor } }", lang="en")
    assert rows == [("more.ttl",)]


@pytest.mark.parametrize("ending", sorted(engine.FORMATS))
def test_every_rdf_form_is_read_back_as_it_was_written(ending: str, tmp_path: Path) -> None:
    from icilabas.export import rdf

    store = load_store([SMALL], infer=False)
    path = tmp_path / f"small{ending}"
    path.write_bytes(rdf.rdf(store, ending, restricted=True))
    again = load_store([path], infer=False)
    triples = "SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?s), STR(ild:))) } ORDER BY ?s ?p ?o"
    assert engine.select(again, triples).rows[:5]
    before = set(engine.select(store, triples).rows)
    assert before <= set(engine.select(again, triples).rows)


def test_nothing_is_inferred_twice_nor_what_is_said_already() -> None:
    store = gather([SMALL]).store
    from icilabas.dataset.inference import apply_rules

    assert apply_rules(store) > 0
    assert apply_rules(store) == 0
    both = "SELECT ?s WHERE { GRAPH ilg:inferred { ?s ?p ?o } GRAPH ?g { ?s ?p ?o } FILTER(?g != ilg:inferred) }"
    assert engine.select(store, both).rows == []


@pytest.mark.parametrize(("page", "fits"), [(6, False), (7, True), (9, True), (10, False)])
def test_a_page_may_be_the_first_or_the_last_of_its_passage(page: int, fits: bool, small: Path) -> None:  # noqa: FBT001  # what is expected
    replace("challenges.csv", "s2,8", f"s2,{page}")(small)
    assert [fault.place.rpartition("/")[2] for fault in gather([small]).faults] == (
        [] if fits else ["challenges.csv:2:3"]
    )


@pytest.mark.parametrize(("expected", "faults"), [(3, 1), (4, 0), (5, 1)])
def test_tables_describe_as_many_things_as_the_source_says(expected: int, faults: int, small: Path) -> None:
    text = (small / "source.yaml").read_text(encoding="utf-8")
    (small / "source.yaml").write_text(f"{text}expected: {{territories: {expected}, persons: 1}}\n", encoding="utf-8")
    found = gather([small]).faults
    assert len(found) == faults
    assert all("4" in fault.message.text("en") and str(expected) in fault.message.text("en") for fault in found)
    FAULTS["no number"][0](small)
    assert len(gather([small]).faults) == 1  # a row with a fault may be the one that is missing


def test_rows_of_one_thing_in_two_passages_are_one_thing(small: Path) -> None:
    expect_five(small)
    replace(
        "territories.csv", "mali,s1,Mali,Mali,,,", "mali,s1,Mali,Mali,,,\nmali,editorial,,,,,\nniger,s1,Niger,Niger,,,"
    )(small)
    assert gather([small]).faults == []


def test_tables_without_a_row_are_a_warning_unless_something_else_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "territories.csv"
    for content, severities in (("nom\n", ["Warning"]), ("nom\nKayes\n", []), ("latitude\n", ["Violation"])):
        path.write_text(content, "utf-8")
        found = gather([path]).faults
        assert [fault.severity for fault in found] == severities
        assert ("Territories" in "".join(fault.message.text("en") for fault in found)) == (severities == ["Warning"])


@pytest.mark.parametrize("ending", [".xls", ".xlsb", ".fods", ".ots", ".numbers", ".xlt", ".xltx", ".xltm", ".XLS"])
def test_other_spreadsheets_are_told_from_other_files(ending: str, tmp_path: Path) -> None:
    for name, is_sheet in ((f"a{ending}", True), ("a.docx", False), ("a", False)):
        (tmp_path / name).write_bytes(b"x")
        (fault,) = faults_of(tmp_path / name).faults
        assert (".csv, .xlsx, .xlsm, .ods, .xml, .ttl" in fault.message.text("en")) != is_sheet


def test_what_is_one_is_read_in_the_order_of_the_inputs(small: Path, tmp_path: Path) -> None:
    paths = [small / "same-as.csv", tmp_path / "same-as.csv"]
    for path in paths:
        path.write_text("cfsi,essor\n", "utf-8")
    for inputs, order in (([small, paths[1]], paths), ([paths[1], small], paths[::-1])):
        assert [path for path, _table in gather(inputs).same_as] == order


def test_an_id_that_is_written_is_before_one_that_is_made_of_a_label(tmp_path: Path) -> None:
    for name, content in (("organizations.csv", "nom\nEssor\n"), ("b/organizations.csv", "id,nom\nessor,Autre\n")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    read = gather([tmp_path / "organizations.csv", tmp_path / "b" / "organizations.csv"])
    assert [fault.place for fault in read.faults] == [f"{tmp_path}/organizations.csv:2:1"]
    assert {str(thing).rpartition("/")[2] for thing in read.rows} == {"essor", "essor-organizations"}


def test_an_id_made_of_a_label_is_not_that_of_a_thing_of_another_kind_of_input(tmp_path: Path) -> None:
    table, more = tmp_path / "organizations.csv", tmp_path / "more.ttl"
    table.write_text("nom\nEssor\n", "utf-8")
    prefixes = "@prefix ild: <https://w3id.org/icilabas/id/> . @prefix org: <http://www.w3.org/ns/org#> ."
    more.write_text(f"{prefixes} ild:essor a org:Organization .", "utf-8")
    for inputs in ([table, more], [more, table]):
        assert [fault.severity for fault in gather(inputs).faults] == ["Warning"]
    assert gather([table]).faults == []
    table.write_text("nom\nEssor\nESSOR\n", "utf-8")  # told once that it is made longer, then that it is taken
    assert sorted((fault.place.rpartition(":")[0][-1], fault.severity) for fault in gather([table, more]).faults) == [
        ("2", "Warning"),
        ("3", "Violation"),
    ]


INSTALLED = 1_700_000_000  # seconds: when both were written
ASKED = "SELECT ?label WHERE { ild:kayes skos:prefLabel ?label FILTER(LANG(?label) = 'en') }"


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the bundled data as they are when just installed; the folder of its tables."""
    folder = Path(shutil.copytree(DEFAULT_DATASET, tmp_path / "data"))
    file = Path(shutil.copy(DEFAULT_FILE, tmp_path / "data.trig"))
    for path in (file, *folder.iterdir()):
        os.utime(path, (INSTALLED, INSTALLED))
    monkeypatch.setattr(resources, "DEFAULT_DATASET", folder)
    monkeypatch.setattr(resources, "DEFAULT_FILE", file)
    return folder


@pytest.mark.parametrize(
    ("file", "table", "found"),
    [
        (0, 0, "data.trig"),
        (-4, 0, "data.trig"),  # an installation takes its time, and writes in any order
        (0, 60, "data"),
        (-60, 0, "data"),
        (60, 0, "data.trig"),  # made anew from the tables
    ],
    ids=["together", "one after the other", "table changed", "old file", "file made anew"],
)
def test_what_was_changed_last_is_read(tables: Path, file: int, table: int, found: str) -> None:
    os.utime(tables.parent / "data.trig", (INSTALLED + file, INSTALLED + file))
    os.utime(tables / "territories.csv", (INSTALLED + table, INSTALLED + table))
    assert resources.bundled().name == found


def test_without_the_file_the_tables_are_read(tables: Path) -> None:
    (tables.parent / "data.trig").unlink()
    assert resources.bundled() == tables
    assert [row.label for row in ilb.ask(ilb.load(), ASKED)] == ["Kayes Region"]


def test_a_change_of_a_table_is_seen_at_once(tables: Path) -> None:
    assert [row.label for row in ilb.ask(ilb.load(), ASKED)] == ["Kayes Region"]
    path = tables / "territories.csv"
    text = path.read_text(encoding="utf-8")
    assert "Kayes Region" in text
    path.write_text(text.replace("Kayes Region", "Region of Kayes"), encoding="utf-8")  # now, long after INSTALLED
    assert [row.label for row in ilb.ask(ilb.load(), ASKED)] == ["Region of Kayes"]


SPOKEN = [text for text in PASTED if text.strip() and not set(text) & set("\n\t\x80\x85\x9f\ufdd0\ufffe")]


def homes(table: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return what rows o0, o1 … say to be their home page, and what is told of their rows, by the row's number."""
    read = gather([table])
    said = {local_name(quad[0]): str(quad[2]) for quad in engine.quads(read.store) if quad[1] == iri("foaf:homepage")}
    rows = [re.search(r"([0-9]+)(?::[0-9]+)?$", fault.place) for fault in read.faults]
    return said, {row[1]: fault.message.text("en") for row, fault in zip(rows, read.faults, strict=True) if row}


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_each_address_of_a_cell_is_the_right_term_or_a_sentence_of_its_cell(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"organizations{ending}"
    rows = [["id", "nom", "site internet"], *([f"o{n}", "O", text] for n, text in enumerate(SPOKEN))]
    if ending == ".csv":
        path.write_bytes(csv_bytes(rows[0], rows[1:]))
    else:
        path.write_bytes(write_workbook([Worksheet("Organizations", rows, texts={0, 1, 2})]))
    said, told = homes(path)
    for number, text in enumerate(SPOKEN):
        address, row = PASTED[text], str(number + 2)
        assert said.get(f"o{number}") == address, text
        assert (row in told) == (address is None or ("://" in text and address != text)), text
        assert "https://https" not in told.get(row, "").partition("Nearest")[2]


def test_each_address_of_a_description_is_the_right_term_or_a_sentence() -> None:
    """In source.yaml and in the sheet, where passages name their graphs."""
    told, right = {}, {text: address for text, address in PASTED.items() if address and text in SPOKEN}
    for text in SPOKEN:
        passage = {"id": "s", "title": {"fr": "S"}, "access": "public", "graph": text}
        content = {"id": "x", "title": {"fr": "X"}, "source": {"id": "d", "title": {"fr": "D"}}, "passages": [passage]}
        try:
            source = make_source(content, "source.yaml", simple=True)
        except DataError as error:
            told[text] = str(error)
        else:
            assert source.passages["s"].graph == right[text]
            assert bool(source.faults) == ("://" in text and right[text] != text)
    assert told.keys() == SPOKEN - right.keys()
    assert all("passages[1].graph" in text for text in told.values())


@pytest.mark.parametrize("ending", [".ttl", ".nq", ".rdf", ".jsonld"])
def test_each_address_of_an_rdf_file_is_the_right_term_or_a_sentence_of_its_line(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"x{ending}"
    forms = {
        ".ttl": "\n<urn:a> <urn:p> <{}> .",
        ".nq": "\n<urn:a> <urn:p> <{}> <urn:g> .",
        ".rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">\n<r:Description r:about='
        '"urn:a"><u:p r:resource="{}"/></r:Description></r:RDF>',
        ".jsonld": '{{"@id": "urn:a",\n"urn:p": {{"@id": {}}}}}',
    }
    for text in SPOKEN:
        written = {".rdf": escape(text, {'"': "&quot;"}), ".jsonld": json.dumps(text)}.get(ending, text)
        path.write_text(forms[ending].format(written), "utf-8")
        found, told = parsed(path)
        assert found or told, text
        assert all(engine.NamedNode(each).value == each for each in found)
        assert all(re.fullmatch(rf"{re.escape(str(path))}:[12](:[0-9]+)?: .+", each) for each in told)


def parsed(path: Path) -> tuple[list[str], list[str]]:
    """Return the objects of what a file says, and what is told of it."""
    faults: list[Fault] = []
    try:
        found = [engine.term_text(quad.object) for quad in engine.parse(path, faults=faults)]
    except DataError as error:
        return [], [str(error)]
    return found, [str(fault) for fault in faults]


@pytest.mark.journey
def test_of_a_server_whose_data_change_meanwhile_the_new_ones_are_read(caplog: pytest.LogCaptureFixture) -> None:
    passage, inferred, version = (ox.NamedNode(iri(name)) for name in ("ilg:p", "ilg:inferred", "owl:versionInfo"))
    store = ox.Store()
    store.add(ox.Quad(passage, ox.NamedNode(iri("rdf:type")), ox.NamedNode(iri("ilb:Passage")), passage))
    old, new = (ox.Quad(inferred, version, ox.Literal(text), inferred) for text in ("1", "2"))
    label = ox.Quad(passage, ox.NamedNode(iri("rdfs:label")), ox.Literal("new"), passage)
    store.add(old)
    answers = little.endpoint(store)

    def behave(request: little.Request) -> None:
        answers(request)
        if "GROUP_CONCAT" in request.form["query"][0] and old in store:
            store.remove(old)
            store.extend([new, label])

    with little.serving(behave) as server:
        read = gather([server.url])
    assert label in read.store
    assert message("endpoint-asked-again").text("en") in caplog.text


LIST_MAPPING = "mapping: 1\nlang: fr\nlists:\n- rows:\n  - {table: organizations, label: Nom}\n"


def test_a_list_with_a_mapping_is_read_by_it_wherever_an_input_is(tmp_path: Path) -> None:
    (tmp_path / "annuaire.csv").write_text("Titre;\nNom;Ville\nLys;Lille\n", "utf-8")
    mapping = tmp_path / "annuaire.mapping.yaml"
    mapping.write_text(LIST_MAPPING, "utf-8")
    for given in (tmp_path / "annuaire.csv", mapping, tmp_path):
        assert [str(thing) for thing in gather([given]).rows] == [iri("ild:lys")]
    (tmp_path / "source.yaml").write_text(
        "id: d\ntitle: {fr: D}\nsource: {id: s, title: {fr: S}}\neditors: {id: e, label: {fr: E}}\n"
        "passages: [{id: p, title: {fr: P}, access: public}]\n",
        "utf-8",
    )
    (tmp_path / "territories.csv").write_text("nom\nDakar\n", "utf-8")
    assert {*gather([tmp_path]).rows} == {iri("ild:lys"), iri("ild:dakar")}


def test_a_mapping_without_its_list_is_told(tmp_path: Path) -> None:
    mapping = tmp_path / "annuaire.mapping.yaml"
    mapping.write_text(LIST_MAPPING, "utf-8")
    with pytest.raises(DataError, match=r"annuaire\.xlsx") as error:
        gather([mapping])
    assert error.value.exit_code == 2
    assert [fault.place for fault in error.value.faults] == [str(mapping)]


def test_files_of_one_name_in_several_folders_are_several_passages(tmp_path: Path) -> None:
    files = []
    for year in ("2019", "2020", "2021"):
        (tmp_path / year).mkdir()
        files.append(tmp_path / year / "organisations.csv")
        files[-1].write_text(f"libellé (fr)\nGret\nAsso {year}\n", "utf-8")
    store = load_store(files, infer=False)
    rows = engine.select(
        store,
        """SELECT DISTINCT ?name ?title ?source WHERE { GRAPH ?passage { ?one a ilb:Organization ; skos:prefLabel ?name }
        ?passage dcterms:title ?title ; dcterms:source/dcterms:title ?source } ORDER BY ?title ?name""",
    ).rows
    assert [(str(name), str(title), str(source)) for name, title, source in rows] == [
        (name, f"{year}/organisations.csv", f"{year}/organisations.csv")
        for year in ("2019", "2020", "2021")
        for name in (f"Asso {year}", "Gret")
    ]
    things = {
        local_name(thing) for (thing,) in engine.select(store, "SELECT ?t WHERE { ?t skos:prefLabel 'Gret'@fr }").rows
    }
    assert things == {
        "gret",
        "gret-organisations",
        "gret-organisations-2",
    }  # three lists, of which nobody says who is who
    (alone,) = engine.select(
        load_store(files[:1], infer=False), "SELECT DISTINCT ?t WHERE { ?p a ilb:Passage ; dcterms:title ?t }"
    ).rows
    assert str(alone[0]) == "organisations.csv"
