"""The competency questions of the ontology, each with its answer on the bundled workshop's public graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generators.markdown import code, page, prose, table, told
from generators.ontologygraph import words_of
from generators.ontologyuse import public
from icilabas.asking.query_files import QUESTIONS

if TYPE_CHECKING:
    from icilabas.asking.query_files import QueryFile

MOST_ROWS, MOST_LETTERS = 12, 160


def answers(lang: str) -> str:
    """Return the page, as Markdown."""
    from icilabas import resources
    from icilabas.asking import questions

    words = words_of(lang)["questions"]
    groups = resources.parse_yaml((QUESTIONS / "groups.yaml").read_text(encoding="utf-8"))
    asked = questions.questions()
    parts = [f"# {words['title']}", told(words["lead"].format(number=len(asked)))]
    for name, title in groups.items():
        members = [question for question in asked if question.header.get("group") == name]
        parts += [f"## {prose(title[lang])}"] if members else []
        for question in members:
            parts += _answered(question, lang)
    return page(*parts)


def _answered(question: QueryFile, lang: str) -> list[str]:
    """Return a question, what it is asked for here, and the first rows of its answer."""
    from icilabas.asking.answers import sheet

    words = words_of(lang)["questions"]
    found = sheet(public(), question)
    rows = [[_cell(text) for text in row] for row in found.plain_rows(lang)]
    asked_for = ", ".join(
        f"{prose(name.text(lang))}{words['colon']} {prose(cell.text.text(lang))}" for name, cell in found.asked_for
    )
    left = len(rows) - MOST_ROWS
    more = words["more"].format(left=left, name=question.name) if left > 0 else ""
    return [
        f"### {prose(question.title.text(lang))}",
        f"[{code(question.name)}](#question-{question.name})" + (f" · {asked_for}" if asked_for else ""),
        table([prose(head.text(lang)) for head in found.headings], rows[:MOST_ROWS]) if rows else told(words["none"]),
        told(more),
    ]


def _cell(text: str) -> str:
    """Return a cell as Markdown, cut off where it is long."""
    short = text if len(text) <= MOST_LETTERS else text[:MOST_LETTERS].rsplit(" ", 1)[0] + " …"
    return prose(short)
