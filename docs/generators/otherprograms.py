"""The page on what other programs do with our files and we with theirs, from the tables of ``docs/other-programs``.

A table is a list of ``program``, ``version``, ``does`` and ``we`` (each ``{fr: …, en: …}``), ``source`` (an address)
and, where a program of ``findings/`` shows it, ``finding`` (its name). ``texts.yaml`` has the subjects in their order.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generators.markdown import code, page, prose, table, told
from generators.words import texts
from icilabas import resources

TABLES = Path(__file__).parents[1] / "other-programs"


def pages(lang: str) -> dict[str, str]:
    """Return the page. Raises KeyError for a table that ``texts.yaml`` does not name."""
    words = texts("other-programs", lang)
    found = rows()
    parts = [f"# {prose(words['title'])}", told(words["lead"])]
    for subject in sorted(found, key=list(words["subjects"]).index):
        parts += [f"## {prose(words['subjects'][subject])}", _table(found[subject], words, lang)]
    parts += [f"## {prose(words['findings'])}", told(words["how-found"])]
    return {"explanation/other-programs.md": page(*parts)}


def rows() -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table, by the name of its file."""
    return {path.stem: resources.parse_yaml(path.read_text("utf-8")) for path in sorted(TABLES.glob("*.yaml"))}


def _table(found: list[dict[str, Any]], words: dict[str, Any], lang: str) -> str:
    return table([words["program"], words["does"], words["we"]], [_cells(row, words, lang) for row in found])


def _cells(row: dict[str, Any], words: dict[str, Any], lang: str) -> tuple[str, str, str]:
    shown = f" {code(row['finding'])}" if "finding" in row else ""
    program = prose(" ".join(str(row[key]) for key in ("program", "version") if key in row))
    return f"{program} ([{words['source']}]({row['source']}))", told(row["does"][lang]) + shown, told(row["we"][lang])
