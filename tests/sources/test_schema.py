"""The shapes as tables: which column a heading means, in which order, and what kind a thing is."""

from __future__ import annotations

import pytest

from icilabas.engine.terms import Iri, iri
from icilabas.sources.schema import Table, _closure, load_schema

SCHEMA = load_schema()


@pytest.mark.parametrize("table", SCHEMA.tables.values(), ids=SCHEMA.tables)
def test_columns_stand_in_the_order_of_the_shapes_french_first(table: Table) -> None:
    orders = [(column.order, column.lang == "en") for column in table.columns]
    assert orders == sorted(orders)
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)


def test_tables_stand_in_the_order_of_their_names() -> None:
    assert list(SCHEMA.tables) == sorted(SCHEMA.tables)


def test_a_heading_without_a_language_is_of_the_language_asked_for() -> None:
    table = SCHEMA.tables["territories"]
    assert [table.headings(lang)["description"] for lang in ("fr", "en")] == ["description_fr", "description_en"]
    assert [table.headings(lang)["nom"] for lang in ("fr", "en")] == ["label_fr"] * 2
    assert [table.headings(lang)["name"] for lang in ("fr", "en")] == ["label_en"] * 2
    assert table.headings()["description"] == "description_fr"
    assert {table.headings()[name] for name in ("lat", "latitude")} == {"lat"}
    assert table.headings()["genre"] == table.headings()["kind"] == "kind"


def test_tables_and_kinds_are_named_in_either_language() -> None:
    for name in ("territories", "TERRITOIRES", "Territories"):
        found = SCHEMA.table_named(name)
        assert found is not None
        assert found.name == "territories"
    assert SCHEMA.table_named("peoples") is None
    organizations = SCHEMA.tables["organizations"]
    assert {organizations.kind_of(name) for name in ("network", "Réseau", "NETWORK")} == {"network"}
    assert organizations.kind_of("") is None
    assert organizations.kind_of("?") is None


def test_the_kind_of_a_thing_is_the_most_specific_one() -> None:
    deepest = iri("ilb:Network")
    above = [iri("ilb:Organization"), iri("ilb:Actor")]
    assert set(above) <= set(SCHEMA.supers[deepest])
    for types in ([deepest, *above], [*above, deepest], ["http://x.org/y", *above, deepest]):
        assert SCHEMA.kind_of(types) == "network"
    assert SCHEMA.kind_of(above) == "organization"
    assert SCHEMA.kind_of(["http://x.org/y"]) is None
    alike = [class_ for class_ in SCHEMA.supers if len(SCHEMA.supers[class_]) == len(SCHEMA.supers[deepest])]
    assert SCHEMA.kind_of(alike) == SCHEMA.kind_of(alike[::-1])


def test_the_nearest_classes_above_come_first() -> None:
    a, b, c, d = map(Iri, "abcd")
    assert _closure({a: {c, b}, b: {d}, c: set(), d: set()}) == {a: (b, c, d), b: (d,), c: (), d: ()}
    assert _closure({a: {b}, b: {a}})[a] == (b, a)


def test_a_column_says_whether_it_is_needed_and_may_have_several_values() -> None:
    columns = {column.name: column for column in SCHEMA.tables["territories"].columns}
    assert columns["within"].many
    assert not columns["lat"].many
    assert not columns["label_fr"].many
    assert not columns["lat"].required
    assert any(column.required for table in SCHEMA.tables.values() for column in table.columns)
    assert columns["label_en"].heading.text("en").endswith("(en)")
