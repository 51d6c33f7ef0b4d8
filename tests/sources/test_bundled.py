"""The bundled data are read as one file, which gives way to its tables as soon as one of them is changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import icilabas as ilb
from icilabas.resources import DEFAULT_DATASET, DEFAULT_FILE
from icilabas.sources import gathering

INSTALLED = 1_700_000_000  # seconds: when both were written
ASKED = "SELECT ?label WHERE { ild:kayes skos:prefLabel ?label FILTER(LANG(?label) = 'en') }"


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the bundled data as they are when just installed; the folder of its tables."""
    folder = Path(shutil.copytree(DEFAULT_DATASET, tmp_path / "data"))
    file = Path(shutil.copy(DEFAULT_FILE, tmp_path / "data.trig"))
    for path in (file, *folder.iterdir()):
        os.utime(path, (INSTALLED, INSTALLED))
    monkeypatch.setattr(gathering, "DEFAULT_DATASET", folder)
    monkeypatch.setattr(gathering, "DEFAULT_FILE", file)
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
    assert gathering._bundled().name == found  # noqa: SLF001  # which of the two is read is seen in nothing but its time


def test_without_the_file_the_tables_are_read(tables: Path) -> None:
    (tables.parent / "data.trig").unlink()
    assert gathering._bundled() == tables  # noqa: SLF001  # as above
    assert [row.label for row in ilb.ask(ilb.load(), ASKED)] == ["Kayes Region"]


def test_a_change_of_a_table_is_seen_at_once(tables: Path) -> None:
    assert [row.label for row in ilb.ask(ilb.load(), ASKED)] == ["Kayes Region"]
    path = tables / "territories.csv"
    text = path.read_text(encoding="utf-8")
    assert "Kayes Region" in text
    path.write_text(text.replace("Kayes Region", "Region of Kayes"), encoding="utf-8")  # now, long after INSTALLED
    assert [row.label for row in ilb.ask(ilb.load(), ASKED)] == ["Region of Kayes"]
