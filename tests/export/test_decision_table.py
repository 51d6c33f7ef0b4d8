"""The table of decisions as a file: what stands in it is kept, whatever its columns and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from icilabas.errors import UsageError
from icilabas.export.decision_table import DecisionTable, read_table, taken_over, write_table

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_not_there_is_an_empty_table(tmp_path: Path) -> None:
    assert read_table(tmp_path / "same-as.csv") == DecisionTable([], [])


def test_columns_are_found_by_their_headings_in_either_language(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("décision,remark,same,keep,who\nnon,why,b,a,Awa\n", "utf-8")
    rows = [{"decision": "non", "same": "b", "keep": "a", "who": "Awa", "remark": "why"}]
    assert read_table(path) == DecisionTable(["remark"], rows)


def test_a_table_without_a_column_for_decisions_says_yes(tmp_path: Path) -> None:
    path = tmp_path / "same-as.csv"
    path.write_text("a,b\nc,d,non\n", "utf-8")
    assert [row["decision"] for row in read_table(path).rows] == ["yes", "non"]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_table_is_read_as_it_was_written(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"x{ending}"
    rows = [
        {"keep": "a", "same": "b | c", "decision": "later", "who": "=1+1", "when": "2026-12-01", "score": "55"},
        {"keep": "d", "same": "e", "decision": "vu", "names": "Île | Ile", "remark": "why"},
    ]
    write_table(path, DecisionTable(["remark"], rows), "fr")
    found = read_table(path)
    assert found.others == ["remark"]
    assert [{key: text for key, text in row.items() if text} for row in found.rows] == [
        {**rows[0], "decision": "plus tard", "who": "=1+1" if ending == ".xlsx" else "'=1+1"},
        rows[1],
    ]


def test_what_was_decided_elsewhere_is_taken_over_and_nothing_is_lost() -> None:
    here = DecisionTable(
        ["remark"],
        [
            {"keep": "a", "same": "b", "decision": "", "remark": "why"},
            {"keep": "c", "same": "d | e", "decision": "plus tard"},
            {"keep": "f", "same": "g", "decision": "oui", "who": "Awa"},
            {"keep": "h", "same": "i", "decision": "oui"},
        ],
    )
    given = DecisionTable(
        [],
        [
            {"keep": "b", "same": "a", "decision": "non", "who": "Ben"},
            {"keep": "c", "same": "d | e", "decision": "oui"},
            {"keep": "f", "same": "g", "decision": ""},
            {"keep": "h", "same": "i", "decision": "non"},
            {"keep": "j", "same": "k", "decision": "oui"},
        ],
    )
    found = taken_over(here, given)
    assert [(row["keep"], row["decision"], row.get("who"), row.get("remark")) for row in found.rows] == [
        ("b", "non", "Ben", "why"),
        ("c", "oui", None, None),
        ("f", "oui", "Awa", None),
        ("h", "oui", None, None),
        ("h", "non", None, None),  # a contradiction is told when the table is read
        ("j", "oui", None, None),
    ]


def test_lists_to_choose_from_reach_every_row(tmp_path: Path) -> None:
    rows = [{"keep": f"a{number}", "same": f"b{number}"} for number in range(2500)]
    write_table(tmp_path / "x.xlsx", DecisionTable([], rows), "en")
    (rule,) = openpyxl.load_workbook(tmp_path / "x.xlsx").active.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ('"yes,no,later"', "C2:C2501")


def test_a_file_that_holds_anything_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "organisations.csv"
    path.write_text("id,nom\na,b\n", "utf-8")
    with pytest.raises(UsageError, match="holds other things"):
        read_table(path)
