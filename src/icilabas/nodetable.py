"""The node table as people and programs read it: text, CSV, JSON and HTML, headed and explained in two languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from icilabas import yamltext
from icilabas.messages import Bilingual
from icilabas.paths import ONTOLOGY
from icilabas.sentences import number

if TYPE_CHECKING:
    import pandas as pd

_WORDS = ONTOLOGY / "comparison" / "columns.yaml"
_HIDDEN = {"iri", "kind"}  # a table on a terminal has room for the numbers
_WHOLE = 1000  # a number of this size or more is shown without decimals


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = yamltext.parse(_WORDS.read_text(encoding="utf-8"))
    return found


def columns() -> list[str]:
    """Return the names of the columns, in their order."""
    return list(_words()["columns"])


def heading(column: str) -> Bilingual:
    """Return the heading of a column."""
    return Bilingual(**_words()["columns"][column])


def note(key: str, **values: object) -> Bilingual:
    """Return a note with the values in it; a ``Bilingual`` value is put in in the same language."""
    texts = _words()["notes"][key]

    def fill(lang: str) -> str:
        return texts[lang].format(
            **{name: value.text(lang) if isinstance(value, Bilingual) else value for name, value in values.items()}
        )

    return Bilingual(fill("fr"), fill("en"))


@dataclass
class NodeTable:
    """The measures of a network: a row a node, and notes that say what each number is and was computed on."""

    view: str
    rows: list[dict[str, Any]]
    notes: list[Bilingual]
    summary: dict[str, Any]
    short: dict[Any, str] = field(default_factory=dict, repr=False)  # what a node is called where there is little room
    lang: str = field(default="fr", repr=False)  # in which a notebook shows it

    def to_dict(self) -> dict[str, Any]:
        """Return view, summary, notes and nodes as plain values; what has no value is None."""
        notes = [{"fr": each.fr, "en": each.en} for each in self.notes]
        return {"view": self.view, **self.summary, "notes": notes, "nodes": self.rows}

    def to_csv(self) -> bytes:
        """Return a table for spreadsheets, headed by the keys of the JSON form; an empty cell has no value."""
        from icilabas.export import csv_bytes

        cells = [["" if row[column] is None else row[column] for column in columns()] for row in self.rows]
        return csv_bytes(columns(), cells)

    def to_text(self, lang: str = "fr") -> str:
        """Return a table without the columns that have no value, and the notes below."""
        from icilabas.show import table

        shown, rows = self._cells(lang)
        notes = "".join(f"{each.text(lang)}\n" for each in self.notes)
        return table([heading(column).text(lang) for column in shown], rows, lang) + notes

    def _cells(self, lang: str) -> tuple[list[str], list[list[str]]]:
        shown = [column for column in columns() if any(row[column] is not None for row in self.rows)]
        shown = [column for column in shown if column not in _HIDDEN]
        return shown, [[_cell(row[column], lang) for column in shown] for row in self._named()]

    def _named(self) -> list[dict[str, Any]]:
        return [{**row, "label": self.short.get(row["iri"], row["label"])} for row in self.rows]

    def to_pandas(self, lang: str | None = None) -> pd.DataFrame:
        """Return all columns as a pandas ``DataFrame``, called by their keys, or with ``lang`` by their headings.

        Raises UsageError where pandas is not installed.
        """
        from icilabas.display import frame

        called = [heading(column).text(lang) if lang else column for column in columns()]
        return frame(called, [[row[column] for column in columns()] for row in self.rows])

    def _repr_html_(self) -> str:
        from icilabas.display import table

        shown, _rows = self._cells(self.lang)
        rows = [[row[column] for column in shown] for row in self._named()]
        headings = [heading(column).text(self.lang) for column in shown]
        notes = [each.text(self.lang) for each in self.notes]
        return table(headings, rows, self.lang, notes=notes, count=len(rows), digits=2)


def _cell(value: Any, lang: str) -> str:
    if isinstance(value, float):
        return number(value, lang, 0 if value >= _WHOLE else 2)
    return "" if value is None else str(value)
