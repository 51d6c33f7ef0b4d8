"""Sheets of lists: where the headings stand, which rows are of the list, what is folded, what is left out."""

from __future__ import annotations

import pytest

from icilabas.errors import Fault
from icilabas.files.csv_tables import Grid
from icilabas.resources import parse_marked_yaml
from icilabas.sources.list_mapping import make_mapping
from icilabas.sources.list_sheets import HEADING_ROWS, ListSheet
from icilabas.words.text import NOTHING

Rows = list[tuple[int, list[str]]]


def sheet(rows: Rows, said: str = "", columns: str = "label: Nom, sphere: Rôle") -> ListSheet:
    text = f"mapping: 1\nempty: [rien]\nlists:\n- {said or 'headings: '}\n  rows:\n  - {{table: organizations, {columns}}}\n"
    mapping = make_mapping(parse_marked_yaml(text)[0], "l.mapping.yaml", {})
    return ListSheet(mapping, mapping.lists[0], Grid("l.csv", "l", rows), [])


def numbers(of: ListSheet) -> list[int]:
    return [row for row, _values, _column in of.rows()]


HEADED: Rows = [(1, ["Nom des membres"]), (3, ["", "Rôle", "NOM"]), (4, ["1", "a", "Lys"]), (6, ["2", "b", "Rives"])]


def test_the_headings_are_the_row_that_has_most_of_them() -> None:
    found = sheet(HEADED)
    found.find_columns()
    assert (found.heading_row, found.used, numbers(found)) == (3, {1, 2}, [4, 6])
    assert found.faults == []


def test_a_row_of_tags_below_the_headings_may_be_named() -> None:
    rows: Rows = [(1, ["Nom", "Rôle"]), (2, ["#org", "#role"]), (3, ["Lys", "a"])]
    assert numbers(sheet(rows, columns='label: "#org"')) == [3]
    assert numbers(sheet(rows, said="headings: 1")) == [2, 3]


@pytest.mark.parametrize(("blank", "there"), [(HEADING_ROWS - 1, True), (HEADING_ROWS, False)])
def test_the_headings_are_looked_for_at_the_top(blank: int, there: bool) -> None:  # noqa: FBT001  # of a table of cases
    rows: Rows = [*((row + 1, ["x"]) for row in range(blank)), (blank + 1, ["Nom"])]
    assert (sheet(rows).start is not None) == there


@pytest.mark.parametrize("cell", ["", "-", "— ?", "…", "N.D.", "n/a", "Néant", "rien", "Non renseigné"])
def test_what_means_nothing_is_no_text(cell: str) -> None:
    assert sheet(HEADED).text([cell], 0) == ""


@pytest.mark.parametrize("cell", ["0", "non", "x", "✓", "Nil", "A-B", "*"])
def test_what_means_something_stays(cell: str) -> None:
    assert sheet(HEADED).text([cell], 0) == cell


def test_cells_that_are_folded_become_rows_with_their_heading() -> None:
    rows: Rows = [(1, ["Nom", "Rôle", "2019", "2020"]), (2, ["Lys", "a", "x"]), (3, ["Rives", "b", "-", "y"])]
    found = sheet(rows, 'fold: {columns: "20*", heading: Année, value: Présence}')
    found.find_columns()
    assert [*found.rows()] == [
        (2, ["Lys", "a", "x", "", "2019", "x"], 3),
        (3, ["Rives", "b", "-", "y", "2020", "y"], 4),
    ]
    assert found.left_out() is None


def test_columns_that_are_not_read_are_said() -> None:
    found = sheet([(1, ["Nom", "Tél.", "Rôle", ""]), (2, ["Lys", "1"])])
    found.find_columns()
    text = found.left_out()
    assert text
    assert text.text("fr") == "Feuille « l », colonnes laissées de côté : B (Tél.)."


def test_faults_of_cells_that_are_not_read_are_not_told() -> None:
    found = sheet([*HEADED, (7, ["Total"])], "ends: Total")
    places = ["l.csv:1:1", "l.csv:3:1", "l.csv:3:3", "l.csv:4:1", "l.csv:4:2", "l.csv:7:2"]
    found.grid.faults += [Fault(place, NOTHING) for place in places]
    found.find_columns()
    assert [fault.place for fault in found.faults] == ["l.csv:3:3", "l.csv:4:2"]
