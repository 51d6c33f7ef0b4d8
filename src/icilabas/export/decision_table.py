"""The table of decisions: what may be one, to be decided in a spreadsheet, and read again as ``same-as``.

What stands in the file already is kept, row for row; what is new comes below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from icilabas.check.duplicates import LABEL
from icilabas.errors import UsageError
from icilabas.files.csv_tables import csv_bytes, read_csv
from icilabas.files.writing import write_file
from icilabas.files.written_workbook import Worksheet, write_workbook
from icilabas.sources.decisions import ANSWERS, COLUMNS, NO, YES, answer_of, columns_of, is_decided, joined_ids
from icilabas.sources.references import split_addresses
from icilabas.sources.workbook_sheets import SAME_AS, is_same_as
from icilabas.words.messages import message
from icilabas.words.progress import each

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from icilabas.check.duplicates import Proposal
    from icilabas.check.validation import Places
    from icilabas.engine.terms import Iri
    from icilabas.files.csv_tables import Grid
    from icilabas.sources.reading import Reading

    Row = dict[str, str]  # by the keys of `COLUMNS`; of a column that is not ours, by its heading


FORMS = (".csv", ".xlsx")


class DecisionTable(NamedTuple):
    """A table of decisions as it stands in a file: the headings that are not ours, and the rows."""

    others: list[str]
    rows: list[Row]


def read_table(path: Path) -> DecisionTable:
    """Return the table in a file, empty where there is none.

    Raises DataError for a file that cannot be read, UsageError for one that holds anything else: it is not written to.
    """
    if not path.exists():
        return DecisionTable([], [])
    grids = _grids(path)
    if not grids or not all(is_same_as(grid.name) or is_decided(grid) for grid in grids):
        raise UsageError(message("same-other-file", path=path))
    tables = [_table(grid) for grid in grids]
    others = dict.fromkeys(heading for table in tables for heading in table.others)
    return DecisionTable([*others], [row for table in tables for row in table.rows])


def _grids(path: Path) -> list[Grid]:
    if path.suffix.lower() == ".csv":
        return [read_csv(path)]
    from icilabas.files.excel import read_workbook  # what reads workbooks takes its time to load

    return read_workbook(path)[0]


def _table(grid: Grid) -> DecisionTable:
    """Return the rows below the headings; where no column is for the decision, a row says yes."""
    first = grid.rows[0][1] if grid.rows else []
    columns = columns_of(first)
    places = {key: place for place, key in enumerate(COLUMNS)} if not columns else {"keep": 0, "same": 1} | columns
    others = {place: name for place, name in enumerate(first) if columns and name and place not in places.values()}
    rows = []
    for _number, values in grid.rows[bool(columns) :]:
        row = {key: values[place] for key, place in places.items() if place < len(values)}
        row |= {name: values[place] for place, name in others.items() if place < len(values)}
        if "decision" not in columns and not (row.get("decision") and answer_of(row["decision"])):
            row["decision"] = YES
        rows.append(row)
    return DecisionTable([*others.values()], rows)


def taken_over(table: DecisionTable, given: DecisionTable) -> DecisionTable:
    """Return the table with the rows of another that are not in it; what is decided there of an open row is taken over.

    Where the two decide otherwise both rows stay: that is told when they are read.
    """
    rows = [*table.rows]
    places = {_pair(row): place for place, row in enumerate(rows)}
    for row in given.rows:
        place = places.get(_pair(row))
        if place is None:
            rows.append(row)
        elif _answer(rows[place]) not in {YES, NO} and _answer(row):
            rows[place] = rows[place] | {key: text for key, text in row.items() if text}
        elif _answer(row) in {YES, NO} and _answer(row) != _answer(rows[place]):
            rows.append(row)
    return DecisionTable([*dict.fromkeys([*table.others, *given.others])], rows)


def _pair(row: Row) -> frozenset[str]:
    return frozenset((row.get("keep", ""), *split_addresses(row.get("same", ""))))


def _answer(row: Row) -> str | None:
    return answer_of(row.get("decision", ""))


def new_rows(proposals: Iterable[Proposal], read: Reading, places: Places, lang: str) -> list[Row]:
    """Return a row for each proposal that stands in no table of the inputs yet, with nothing decided."""
    stands: dict[Iri, list[set[Iri]]] = {}
    for decision in read.decisions:
        for thing in decision.things:
            stands.setdefault(thing, []).append(set(decision.things))
    return [
        _row(one, places, lang)
        for one in each(list(proposals), message("stage-same"))
        if not any(known.issuperset(one.things) for known in stands.get(one.things[0], ()))
    ]


def _row(one: Proposal, places: Places, lang: str) -> Row:
    first, *others = one.ids
    return {
        "keep": first,
        "same": joined_ids(others),
        "score": str(one.score),
        "reasons": one.why.text(lang),
        "names": joined_ids(name.text(lang) for name in one.names),
        "where": joined_ids(places.of(thing, LABEL) for thing in one.things),
    }


def write_table(out: Path, table: DecisionTable, lang: str) -> None:
    """Write the table whole, as CSV or as a workbook with a list to choose the decision from.

    Raises UsageError where the place cannot be written.
    """
    headings = [*(name.text(lang) for name in COLUMNS.values()), *table.others]
    keys = [*COLUMNS, *table.others]
    rows = [[_said(key, row.get(key, ""), lang) for key in keys] for row in table.rows]
    if out.suffix.lower() == ".csv":
        write_file(out, csv_bytes(headings, rows, lang))
    else:
        write_file(out, write_workbook([_sheet(headings, rows, lang)], ".csv"))


def _said(key: str, cell: str, lang: str) -> str:
    """Return a cell; an answer as the language has it."""
    answer = answer_of(cell) if key == "decision" else ""
    return ANSWERS[answer].text(lang) if answer else cell


def _sheet(headings: list[str], rows: Sequence[list[str]], lang: str) -> Worksheet:
    decision = [*COLUMNS].index("decision")
    choice = f'"{",".join(name.text(lang) for name in ANSWERS.values())}"'
    texts = {place for place, key in enumerate(COLUMNS) if key != "score"}
    notes = {decision: message("same-note").text(lang)}
    return Worksheet(SAME_AS[0], [headings, *rows], notes, {0, 1, decision}, {decision: (choice, False)}, texts)
