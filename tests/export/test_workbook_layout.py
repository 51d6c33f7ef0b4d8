"""The sheets of a workbook: in which order they, their columns and their lists stand, and what these offer."""

from __future__ import annotations

import pytest

from icilabas.export.workbook_layout import Book, as_listed, column_names, tables_in_order
from icilabas.files.written_workbook import LAST_ROW
from icilabas.sources.schema import load_schema


def blank(lang: str = "en") -> Book:
    return Book(lang, {}, {}, {})


def test_sheets_that_most_people_fill_first_stand_first() -> None:
    schema = load_schema()
    names = [table.name for table in tables_in_order(schema)]
    assert names[:4] == ["organizations", "territories", "partnerships", "memberships"]
    assert names[4:] == [name for name in schema.tables if name not in names[:4]]


@pytest.mark.parametrize(
    ("table", "first", "beside_page"),
    [("organizations", ["id", "kind"], True), ("territories", ["id"], False), ("memberships", [], False)],
)
def test_id_and_kind_are_the_first_columns_and_the_passage_stands_before_the_page(
    table: str, first: list[str], *, beside_page: bool
) -> None:
    found = load_schema().tables[table]
    names = column_names(found)
    assert names[: len(first)] == first
    assert ("id" in names, "kind" in names) == ("id" in first, "kind" in first)
    own = [column.name for column in found.columns]
    assert [name for name in names if name in own] == own
    place = names.index("passage")
    assert names[place + 1 :][:1] == (["page"] if "page" in own else [])
    assert beside_page is False or "page" in own


def test_the_sheet_that_explains_is_first_then_the_source_the_tables_and_the_hidden_lists() -> None:
    sheets = blank().sheets()
    tables = [table.heading.text("en") for table in tables_in_order(load_schema())]
    assert [sheet.name for sheet in sheets] == ["Read me", "Source", *tables, "Lists"]
    assert [sheet.hidden for sheet in sheets] == [False] * (len(sheets) - 1) + [True]
    help_rows = [row[:2] for row in sheets[0].rows if len(row) == 4][1:]
    assert [row[0] for row in help_rows] == [
        table.heading.text("en") for table in tables_in_order(load_schema()) for _name in column_names(table)
    ]


def test_an_equal_list_is_there_once_and_a_value_in_it_once() -> None:
    book = blank()
    first = book.listed("x", ["b", "a", "b"])
    assert first == "'Lists'!$A$1:$A$2"
    assert book.listed("x", ["other"]) == first
    assert book.listed("y", []) == "'Lists'!$B$1:$B$1"
    assert book.lists == [["b", "a"], [""]]


def test_a_list_that_grows_reaches_to_the_last_row_of_lists() -> None:
    assert blank().growing("S", "C", 2) == f"OFFSET('S'!$C$2,0,0,MAX(1,COUNTA('S'!$C$2:$C${LAST_ROW})),1)"


def test_names_of_several_sheets_are_listed_one_after_the_other_300_at_most() -> None:
    book, tables = blank(), load_schema().tables
    place = book.joined("k", [tables["territories"], tables["organizations"]])
    upto, formulas = book.lists
    assert len(formulas) == 300
    assert [text.count("COUNTA") for text in upto] == [1, 2]
    assert formulas[0].startswith("=IF(1<='Lists'!$A$1,INDEX('Territories'")
    assert formulas[0].index("Territories") < formulas[0].index("Organisations")
    assert formulas[299].startswith("=IF(300<=")
    assert place == "OFFSET('Lists'!$B$1,0,0,MAX(1,MIN(300,'Lists'!$A$2)),1)"


def test_a_filled_workbook_offers_the_ids_that_are_there_in_order() -> None:
    schema = load_schema()
    rows = {"territories": [{"id": "south"}, {"id": "north"}, {"id": "south"}, {"label_en": "No id"}]}
    book = Book("en", {}, rows, {})
    table = schema.tables["organizations"]
    based = next(column for column in table.columns if column.name == "based_in")
    book.choice(table, based)
    assert book.lists == [["north", "south"]]


def test_values_are_shown_as_the_lists_write_them() -> None:
    table, book = load_schema().tables["organizations"], blank("fr")
    kinds = book.codes(table, "kind")
    assert as_listed("network", kinds) == "réseau"
    assert as_listed("no such kind", kinds) == "no such kind"
    assert book.codes(table, "based_in") == {}
    assert as_listed("north|south", {}) == "north|south"
    roles = book.codes(load_schema().tables["memberships"], "role")
    assert as_listed("role-lead|own", roles) == f"{roles['role-lead']}|own"
    assert "role-lead" not in as_listed("role-lead", roles)


def test_a_filled_sheet_has_the_columns_that_are_seldom_filled_where_a_row_fills_them() -> None:
    """A blank one has them all; the sheet that explains names them all, for who wants to add one."""
    schema = load_schema()
    row = {"organization": "p", "member": "a", "role": "role-partner", "started": "2019"}
    filled = Book("fr", {}, {"memberships": [row]}, {})
    assert {"started", "ended"} & {*filled.shown(schema.tables["memberships"])} == {"started"}
    named = Book("fr", {}, {"partnerships": [{"id": "p"}]}, {})
    assert {"started", "ended"} <= {*named.shown(schema.tables["partnerships"])}  # which most partnerships have
    assert {"started", "ended"} <= {*blank().shown(schema.tables["memberships"])}
    explained = [row[:2] for row in filled.help().rows]
    assert ["Rôles", "fin"] in explained
    assert "dissolved" in blank().shown(schema.tables["organizations"])
