"""What is told of other programs: complete in both languages, with its source, and shown by a finding that is there."""

from __future__ import annotations

import os
import re
import sys
from typing import Any

import pytest
from places import ROOT

sys.path.insert(0, str(ROOT / "docs"))

from generators import otherprograms

FINDINGS = {path.stem: path for path in (ROOT / "findings").glob("*.sh")}
ROWS = [
    pytest.param(row, id=f"{name}-{n}") for name, rows in otherprograms.rows().items() for n, row in enumerate(rows, 1)
]
KEYS = {"program", "version", "does", "we", "source"}
HOSTS = re.compile(r"https?://(?!(?:[\w.-]+\.)?example\.(?:org|com)\b)[\w.-]*(?:pypi|npmjs|pythonhosted)\b")


@pytest.mark.parametrize("row", ROWS)
def test_a_row_says_who_does_what_in_which_version_and_where_that_stands(row: dict[str, Any]) -> None:
    assert set(row) - {"finding"} == KEYS
    assert re.match(r"https?://\S+$", row["source"])
    for key in ("does", "we"):
        french, english = row[key]["fr"], row[key]["en"]
        assert french.strip()[-1:] == english.strip()[-1:] == "."
        assert french != english
        assert re.findall("`[^`]+`", french) or not re.findall("`[^`]+`", english)  # what is set as code, in both
    assert row.get("finding") in {None, *FINDINGS}


def test_no_two_rows_say_the_same() -> None:
    said = [row["does"]["en"] for rows in otherprograms.rows().values() for row in rows]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_holds_every_row(lang: str) -> None:
    page = otherprograms.pages(lang)["explanation/other-programs.md"]
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    tables = sum(line.startswith("| ---") for line in lines)
    assert len(lines) == len(ROWS) + 2 * tables
    assert tables == len(otherprograms.rows())


@pytest.mark.parametrize("name", sorted(FINDINGS))
def test_a_finding_has_the_form_that_contributing_states(name: str) -> None:
    path, text = FINDINGS[name], FINDINGS[name].read_text("utf-8")
    assert os.access(path, os.X_OK)
    head = text.partition("\nset -eu\n")[0]
    for part in ("Version:", "Expected:", "Behaviour:", "Source:"):
        assert f"\n# {part} " in head
    assert "mktemp -d" in text
    assert "rm -rf" in text
    assert "icilabas" not in text
    assert not HOSTS.search(text)
    for installed in re.findall(r"pip\" install (.*)", text):
        packages = [word for word in installed.split() if not word.startswith("-")]
        assert packages
        assert all("==" in package for package in packages)
