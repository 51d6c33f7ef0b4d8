"""Tables to graph to tables and back: nothing is lost, nothing is added."""

import csv
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from places import SMALL

from icilabas import engine
from icilabas.cli.main import main
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import Iri, Lit, iri
from icilabas.export.workbook import source_description, tabulate, workbook
from icilabas.resources import DEFAULT_DATASET
from icilabas.sources.gathering import gather
from icilabas.sources.schema import Column, Table, load_schema
from icilabas.sources.source_description import SourceContent

XSD = "http://www.w3.org/2001/XMLSchema#"
SOURCE = """id: made
title: {fr: F, en: E}
source: {id: made-report, title: {fr: F, en: E}}
editors: {id: made-editors, label: {fr: F, en: E}}
passages:
  - {id: one, title: {fr: F, en: E}, pages: [5, 5], access: public}
  - {id: many, title: {fr: F, en: E}, pages: [7, 9], access: public}
  - {id: none, title: {fr: F, en: E}, access: public, by: editors}
"""
PAGES = {"one": ["5"], "many": ["7", "8", "9"], "none": []}
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30)
NUMBERS = {"lat": (-90, 90), "long": (-180, 180), "value": (-(10**9), 10**9)}


def write(folder: Path, tables: dict[str, list[dict[str, str]]]) -> None:
    for name, rows in tables.items():
        columns = sorted({column for row in rows for column in row})
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)


def quads(store: Any) -> set[Any]:
    return set(engine.quads(store))


@pytest.mark.parametrize("dataset", [DEFAULT_DATASET, SMALL])
def test_real_tables_come_back_triple_for_triple(dataset: Path, tmp_path: Path) -> None:
    store = load_store([dataset], infer=False)
    shutil.copy(dataset / "source.yaml", tmp_path)
    write(tmp_path, tabulate(store))
    assert quads(load_store([tmp_path], infer=False)) == quads(store)


def literal(column: Column) -> st.SearchStrategy[str]:
    """Any text that is good where the schema wants a literal."""
    if f"{XSD}date" in column.datatypes:
        return st.dates().map(str) | st.just("2008") | st.just("2016-01")
    if f"{XSD}integer" in column.datatypes:
        return st.integers(0, 10**9).map(str)
    if f"{XSD}decimal" in column.datatypes:
        low, high = NUMBERS[column.name]
        return st.decimals(low, high, places=3).map(str)
    return TEXT.map(lambda text: text.replace("|", "").replace(";", "").strip())


def cell(column: Column, ids: dict[Any, list[str]], passage: str) -> st.SearchStrategy[str]:
    """Any text that is good in this column."""
    if column.name == "page":
        return st.sampled_from(PAGES[passage]) if PAGES[passage] else st.just("")
    if column.lang:
        return TEXT.map(str.strip)
    if column.datatypes:
        return literal(column)
    if column.classes:
        known = sorted({name for class_ in column.classes for name in ids.get(class_, ())})
        return st.sampled_from(known) if known else st.just("")
    return st.sampled_from(["wd:Q90", "https://example.org/a?b=c#d"])


@st.composite
def datasets(draw: st.DrawFn) -> dict[str, list[dict[str, str]]]:
    schema = load_schema()
    ids: dict[Any, list[str]] = {class_: list(codes) for class_, codes in schema.codes.items()}
    kinds: dict[str, list[tuple[str, str]]] = {}
    for table in schema.tables.values():
        if not table.id_pattern:
            count = draw(st.integers(1, 2))
            kinds[table.name] = [
                (f"{table.name}-{n}", draw(st.sampled_from(sorted(table.kinds)))) for n in range(count)
            ]
            for name, kind in kinds[table.name]:
                for class_ in (table.kinds[kind], *schema.supers[table.kinds[kind]]):
                    ids.setdefault(class_, []).append(name)
    return {name: [draw(row(schema.tables[name], *thing, ids)) for thing in things] for name, things in kinds.items()}


@st.composite
def row(draw: st.DrawFn, table: Table, name: str, kind: str, ids: dict[Any, list[str]]) -> dict[str, str]:
    passage = draw(st.sampled_from(sorted(PAGES)))
    found = {"id": name, "passage": passage, **({"kind": kind} if len(table.kinds) > 1 else {})}
    for column in table.columns:
        found[column.name] = draw(cell(column, ids, passage))
    return found


@pytest.mark.journey
@given(datasets())
@settings(max_examples=15, deadline=None)
def test_any_good_table_comes_back_triple_for_triple(tables: dict[str, list[dict[str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        for folder in (first, second):
            (Path(folder) / "source.yaml").write_text(SOURCE, encoding="utf-8")
        write(Path(first), tables)
        store = load_store([first], infer=False)
        write(Path(second), tabulate(store))
        again = load_store([second], infer=False)
        assert quads(again) == quads(store)
        assert tabulate(again) == tabulate(store)


ILD, ILG = "https://w3id.org/icilabas/id/", "https://w3id.org/icilabas/graph/"


def described(folder: Path, source: str) -> SourceContent:
    """Return what is said of a dataset with this ``source.yaml`` and one territory."""
    folder.mkdir()
    (folder / "source.yaml").write_text(source, encoding="utf-8")
    (folder / "territories.csv").write_text("id,passage,page,label_en\nx,one,5,X\n", encoding="utf-8")
    return source_description(load_store([folder], infer=False))


def test_a_source_is_described_in_its_order_and_passages_by_their_pages(tmp_path: Path) -> None:
    more = "  - {id: late, title: {fr: F, en: E}, pages: [2, 30], access: restricted}\n  - {id: also, title: {fr: F, en: E}, pages: [5, 5], access: public}\n"
    source = SOURCE.replace(
        "{id: made-report, title: {fr: F, en: E}}",
        "{id: made-report, short: {fr: K, en: S}, title: {fr: F, en: E}, publisher: union, date: 2016-01, note: {en: N}}",
    )
    found = described(tmp_path / "in", f"{source}{more}")
    assert list(found) == ["id", "title", "source", "editors", "passages"]
    assert list(found["source"]) == ["id", "title", "short", "publisher", "date", "note"]
    assert [(each["id"], each.get("pages"), each["access"]) for each in found["passages"]] == [
        ("late", [2, 30], "restricted"),
        ("also", [5, 5], "public"),
        ("one", [5, 5], "public"),
        ("many", [7, 9], "public"),
        ("none", None, "public"),
    ]
    assert [list(each) for each in found["passages"][3:]] == [
        ["id", "title", "pages", "access"],
        ["id", "title", "access", "by"],
    ]


def test_the_dataset_with_most_passages_is_described_and_of_equals_the_first(tmp_path: Path) -> None:
    one = SOURCE.partition("  - {id: many")[0]
    for name, source in (("b", one), ("a", one), ("c", SOURCE)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "source.yaml").write_text(source.replace("made", name), encoding="utf-8")
        (folder / "territories.csv").write_text(f"id,passage,page,label_en\n{name}x,one,5,X\n", encoding="utf-8")
    few = source_description(load_store([tmp_path / "b", tmp_path / "a"], infer=False))
    assert (few["id"], few["source"]["id"]) == ("a", "a-report")
    assert [(each["id"], "graph" in each) for each in few["passages"]] == [("b-one", True), ("one", False)]
    every = source_description(load_store([tmp_path / name for name in "abc"], infer=False))
    assert (every["id"], every["source"]["id"]) == ("c", "c-report")
    assert source_description(engine.new_store()) == {}


def statements(*said: tuple[str, str, Iri | Lit]) -> Any:
    store = engine.new_store()
    engine.add(store, [(Iri(thing), iri(prop), value, iri("ilg:p")) for thing, prop, value in said])
    return store


def test_a_cell_for_one_value_has_the_first_and_one_for_several_has_them_in_order() -> None:
    thing = f"{ILD}a"
    store = statements(
        (thing, "rdf:type", iri("ilb:Territory")),
        (thing, "skos:prefLabel", Lit("b", lang="en")),
        (thing, "skos:prefLabel", Lit("a", lang="en")),
        (thing, "skos:altLabel", Lit("z")),
        (thing, "skos:altLabel", Lit("y")),
        (thing, "skos:altLabel", Lit("x;w")),
    )
    ((name, (row,)),) = tabulate(store).items()
    assert name == "territories"
    assert row == {"id": "a", "passage": "p", "label_en": "a", "alt_label": "y|z"}


def test_what_is_no_page_and_no_name_is_left_out() -> None:
    """As in data that nobody checked: a page of words, a thing that is the same as a text."""
    store = engine.new_store()
    passage, source = iri("ilg:made/p"), Iri(f"{ILD}report")
    said: list[tuple[Iri, str, Iri | Lit]] = [
        (passage, "rdf:type", iri("ilb:Passage")),
        (passage, "dcterms:source", source),
        (passage, "ilb:firstPage", Lit("five")),
        (passage, "ilb:lastPage", Lit("9" * 5000)),
        (source, "rdf:type", iri("ilb:Source")),
        (Iri(f"{ILD}a"), "owl:sameAs", Lit("7", f"{XSD}integer")),
    ]
    engine.add(store, [(thing, iri(prop), value, passage) for thing, prop, value in said])
    assert all("pages" not in entry for entry in source_description(store).get("passages", []))
    assert workbook(store, Path("x.xlsx"), "en").startswith(b"PK")


def test_rows_stand_by_thing_then_passage_and_tables_as_in_the_schema() -> None:
    things = [("b", "ilb:Territory"), ("a", "ilb:Territory"), ("c", "ilb:Organization")]
    store = statements(*((f"{ILD}{name}", "rdf:type", iri(kind)) for name, kind in things))
    engine.add(store, [(Iri(f"{ILD}b"), iri("rdf:type"), iri("ilb:Territory"), iri("ilg:o"))])
    found = tabulate(store)
    assert [(row["id"], row["passage"]) for row in found["territories"]] == [("a", "p"), ("b", "o"), ("b", "p")]
    assert list(found) == [name for name in load_schema().tables if name in found]


@pytest.mark.parametrize("count", [5, 6])
def test_of_what_is_lost_the_most_frequent_properties_are_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    letters = "abcdef"
    monkeypatch.setattr("icilabas.export.workbook._MOST_TOLD", 5)
    store = statements(
        (f"{ILD}a", "rdf:type", iri("ilb:Territory")),
        *((f"{ILD}a", f"ilb:{letters[n]}", Lit(str(copy))) for n in range(count) for copy in range(n + 1)),
    )
    workbook(store, tmp_path / "x.xlsx", "en")
    named = re.findall(r"ilb:(\w) × (\d+)", caplog.text)
    assert len(named) == 5
    assert named == sorted(named)
    assert ("a" in dict(named)) is (count == 5)
    assert dict(named)["e"] == "5"


def test_what_has_become_one_is_read_back_from_the_workbook(tmp_path: Path) -> None:
    about = """id: net-{0}
title: {{fr: Réseau}}
source: {{id: list-{0}, title: {{fr: Réseau}}, date: "{0}", edition_of: reseau}}
editors: {{id: us, label: {{fr: Nous}}}}
passages: [{{id: p, title: {{fr: P}}, access: public}}]
"""
    for year in ("2023", "2024"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "source.yaml").write_text(about.format(year), encoding="utf-8")
        (tmp_path / year / "territories.csv").write_text("label_fr,label_en\nKayes,Kayes\n", encoding="utf-8")
    both = [str(tmp_path / year) for year in ("2023", "2024")]
    book = tmp_path / "both.xlsx"
    assert CliRunner().invoke(main, ["convert", *both, "--out", str(book)]).exit_code == 0
    again = gather([book])
    assert [fault for fault in again.faults if fault.severity == "Violation"] == []
    kinds = engine.select(again.store, "SELECT DISTINCT ?t WHERE { GRAPH ?g { ?t a ilb:Territory } }").rows
    assert [str(thing) for (thing,) in kinds] == [f"{ILD}kayes"]
