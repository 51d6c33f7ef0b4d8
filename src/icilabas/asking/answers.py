"""Answers to read: a question's rows as a table with headings, places to look, and as text in five forms."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from icilabas import engine, resources
from icilabas.asking import questions
from icilabas.asking.evidence import by_passage, cite, said_in
from icilabas.asking.likely_values import fitted
from icilabas.asking.names import is_name, name_of
from icilabas.asking.query_files import QUESTIONS, heading, headings
from icilabas.asking.questions import readable
from icilabas.errors import UsageError
from icilabas.words.messages import message, show
from icilabas.words.terminal_table import table_text
from icilabas.words.text import Text, in_each_language, same

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from icilabas.asking.evidence import Citation, Evidence
    from icilabas.asking.query_files import QueryFile
    from icilabas.engine.query import Dataset


EVIDENCE = message("answers-who-says-so")
_GROUPS = QUESTIONS / "groups.yaml"
_OTHER_QUESTIONS = message("answers-other-questions")
_PLAIN_WIDTH = 160  # letters of a line where there is no terminal


@dataclass(frozen=True)
class Cell:
    """One cell: its text, the IRI it names, if any; a cell of evidence has what it cites."""

    text: Text
    iri: str | None = None
    said: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class AnswerTable:
    """An answer: the question, headings, rows of cells; passage and page are one last cell, the evidence.

    ``asked_for`` says which things the question was asked for: the name of the parameter and the thing.
    """

    name: str
    title: Text
    headings: list[Text]
    rows: list[list[Cell]]
    group: str = ""
    asked_for: list[tuple[Text, Cell]] = field(default_factory=list)
    more: int = 0  # rows than are here

    @property
    def count(self) -> int:
        """How many rows the answer has."""
        return len(self.rows) + self.more

    def first(self, most: int) -> AnswerTable:
        """Return the first rows of it."""
        return replace(self, rows=self.rows[:most], more=self.count - len(self.rows[:most]))

    def plain_rows(self, lang: str) -> list[list[str]]:
        """Return the rows as text in the language."""
        return [[cell.text.text(lang) for cell in row] for row in self.rows]

    def about(self, thing: str) -> list[list[Cell]]:
        """Return the rows that name the thing, without the cell that does."""
        return [
            [cell for cell in row if cell.iri != thing] for row in self.rows if any(cell.iri == thing for cell in row)
        ]


def answer_table(
    store: Dataset,
    asked: QueryFile,
    pair: tuple[str, str] | None,
    documents: Mapping[str, Text] | None = None,
    lang: str = "fr",
) -> AnswerTable:
    """Ask a question for what the data have: ``a`` and ``b`` are the pair, the others as the question stands.

    Where the data do not have what a question asks for, it is asked for what they have (`fitted`).
    """
    both = dict(zip("ab", pair, strict=True)) if pair and {"a", "b"} <= set(asked.parameters) else {}
    found = fitted(store, asked, both, lang)
    answer = sheet(store, asked, {**both, **found.values}, documents, lang)
    return answer if found.answered else replace(answer, asked_for=[])


def sheet(
    store: Dataset,
    asked: QueryFile,
    parameters: Mapping[str, object] | None = None,
    documents: Mapping[str, Text] | None = None,
    lang: str = "fr",
) -> AnswerTable:
    """Ask the question and return its answer as a sheet. Raises UsageError as ``ask`` does.

    ``documents`` names the document of each passage, where the evidence has to say it. It is read in all languages; its
    rows stand in the order of the labels in one, ``lang``.
    """
    text = questions.bound(store, asked, parameters or {})
    found, given = engine.select(store, text), questions.values_asked_for(asked, text)
    names = questions.names_in(store, found, given.values())

    @lru_cache(maxsize=None, typed=True)  # a thing stands in many rows; a text is no name with the same letters
    def cell(value: object) -> Cell:
        if not is_name(value):
            return Cell(same("" if value is None else str(value)))
        return Cell(name_of(names, str(value)), str(value))

    def title(passage: str) -> Text:
        return within(name_of(names, passage), (documents or {}).get(passage))

    variables = found.variables
    shown = [place for place, name in enumerate(variables) if name not in {"passage", "page"}]
    has_evidence = len(shown) < len(variables)
    rows: dict[tuple[engine.Value, ...], list[Evidence]] = {}
    for whole in questions.in_reading_order(found, text, names, lang):
        row = dict(zip(variables, whole, strict=True))
        piece = said_in(str(row.get("passage") or ""), row.get("page"))
        rows.setdefault(tuple(whole[place] for place in shown), []).append(piece)
    if rows and not any(piece["passage"] or piece["page"] is not None for some in rows.values() for piece in some):
        has_evidence = False
    return AnswerTable(
        name=asked.name,
        title=asked.title,
        headings=[*(heading(variables[place]) for place in shown), *([EVIDENCE] if has_evidence else [])],
        rows=[
            [*map(cell, values), *([evidence_cell(pieces, title, lang)] if has_evidence else [])]
            for values, pieces in rows.items()
        ],
        group=str(asked.header.get("group", "")),
        asked_for=[(asked.parameter_name(name), cell(value)) for name, value in given.items()],
    )


def within(passage: Text, document: Text | None) -> Text:
    """Return the title of a passage, after that of its document where there is one to name, and it is another."""
    if document == passage:
        return passage
    return in_each_language(lambda lang: f"{document.text(lang)} – {passage.text(lang)}") if document else passage


def evidence_cell(evidence: Iterable[Evidence], title: Callable[[str], Text], lang: str = "fr") -> Cell:
    """Return one cell for all the evidence: each passage once, with its pages, in the order of the pages."""
    said = by_passage(evidence, title, lang=lang)
    return Cell(cite(said), said=tuple(said))


def grouped(sheets: Iterable[AnswerTable]) -> list[tuple[Text, list[AnswerTable]]]:
    """Return the sheets under the headings of ``groups.yaml``, in its order; those without a group come last."""
    known = resources.parse_yaml(_GROUPS.read_text(encoding="utf-8")) or {}
    by_group: dict[str, list[AnswerTable]] = {name: [] for name in [*known, ""]}
    for found in sheets:
        by_group[found.group if found.group in known else ""].append(found)
    titles = {name: Text(texts) for name, texts in known.items()}
    return [(titles.get(name, _OTHER_QUESTIONS), members) for name, members in by_group.items() if members]


def answer_text(
    store: engine.Store | engine.Endpoint, text: str, form: str, lang: str, services: Collection[str] = ()
) -> str:
    """Run the query and return its answer as text in the form: ``table``, ``md``, ``csv``, ``tsv`` or ``json``.

    Tables show labels in the language; the W3C forms give the terms themselves. CONSTRUCT is Turtle in any form.
    ``services``: hosts that the query may call.
    """
    if form in engine.RESULTS:
        return engine.query_text(store, text, form, services)
    try:
        found = engine.select(store, text, services)
    except UsageError as error:
        if error.message != message("not-a-select"):
            raise
        return engine.query_text(store, text, "csv", services)
    rows = [["" if v is None else show(v) for v in row] for row in readable(store, found, text, lang)]
    names = headings(found.variables, lang)
    return _markdown(names, rows) if form == "md" else terminal_table(names, rows, lang)


def _markdown(headings: list[str], rows: list[list[str]]) -> str:
    def line(cells: list[str]) -> str:
        escaped = (cell.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;") for cell in cells)
        return f"| {' | '.join(escaped)} |"

    return "\n".join([line(headings), line(["---"] * len(headings)), *map(line, rows)]) + "\n"


def terminal_table(headings: list[str], rows: list[list[str]], lang: str) -> str:
    """Return the rows as a table on a terminal, with their number below."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _PLAIN_WIDTH
    return table_text(headings, rows, message("rows", count=len(rows)).text(lang), width)
