"""Lists of records: rows and columns of what JSON has inside one another; what is no list is refused with its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from icilabas.errors import DataError
from icilabas.files.csv_tables import APART
from icilabas.files.records import read_records

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.files.csv_tables import Grid


def read(folder: Path, content: object) -> Grid:
    path = folder / "list.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return read_records(path)


def test_what_is_inside_a_record_is_a_column(tmp_path: Path) -> None:
    grid = read(
        tmp_path, [{"name": "A", "seat": {"town": "Lille", "inhabitants": 5}}, {"name": "B", "open": True, "no": None}]
    )
    assert grid.rows == [
        (0, ["name", "seat.town", "seat.inhabitants", "open", "no"]),
        (1, ["A", "Lille", "5"]),
        (2, ["B", "", "", "true", ""]),
    ]
    assert grid.at(2, 3) == f"{tmp_path / 'list.json'}#2"


def test_lists_of_values_stay_and_lists_of_records_are_counted(tmp_path: Path) -> None:
    grid = read(tmp_path, [{"themes": ["water", "soil", None], "partners": [{"name": "B"}, {"name": "C"}]}])
    assert grid.rows == [(0, ["themes", "partners.1.name", "partners.2.name"]), (1, [f"water{APART}soil", "B", "C"])]


def test_an_object_may_have_one_list(tmp_path: Path) -> None:
    assert read(tmp_path, {"version": 1, "tags": ["x"], "grants": [{"id": 7}]}).rows == [(0, ["id"]), (1, ["7"])]


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        ('[{"a": 1},\n oops]', ":2:2", "no JSON"),
        ({"a": [{"b": 1}], "c": [{"d": 1}]}, "", "no list of objects"),
        ("7", "", "no list of objects"),
        ("[]", "", "no list of objects"),
        ("[" * 100_000, "", "nested too deeply"),
    ],
)
def test_what_is_no_list_of_records_is_refused(tmp_path: Path, content: object, place: str, words: str) -> None:
    with pytest.raises(DataError, match=words) as refused:
        read(tmp_path, content)
    assert refused.value.exit_code == 2
    assert refused.value.faults[0].place == f"{tmp_path / 'list.json'}{place}"


def test_other_encodings_are_named(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_bytes('[{"a": "é"}]'.encode("cp1252"))
    with pytest.raises(DataError, match="UTF-8"):
        read_records(path)
    path.write_bytes('[{"a": "é"}]'.encode("utf-16"))
    with pytest.raises(DataError, match="UTF-16"):
        read_records(path)
