"""Tables to graph to tables and back: nothing is lost, nothing is added."""

import csv
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import SMALL

from icilabas import engine
from icilabas.dataset.loading import load_store
from icilabas.export.workbook import tabulate
from icilabas.resources import DEFAULT_DATASET
from icilabas.sources.schema import Column, Table, load_schema

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
NUMBERS = {"lat": (-90, 90), "long": (-180, 180)}


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
