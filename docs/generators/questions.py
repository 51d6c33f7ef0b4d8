"""The page of the questions: what each asks, with which parameters, and what its answer has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generators.markdown import code, hidden, page, prose, table, told
from generators.words import class_name, texts
from icilabas.asking.query_files import QUESTIONS

if TYPE_CHECKING:
    from icilabas.asking.query_files import QueryFile


def pages(lang: str) -> dict[str, str]:
    """Return the page of the questions, by group."""
    from icilabas import resources
    from icilabas.asking import questions

    words = texts("questions", lang)
    groups = resources.parse_yaml((QUESTIONS / "groups.yaml").read_text(encoding="utf-8"))
    groups |= {"": {lang: words["other"]}}  # last: those of no group
    by_group: dict[str, list[QueryFile]] = {name: [] for name in groups}
    for asked in questions.questions():
        by_group.get(asked.header.get("group", ""), by_group[""]).append(asked)
    parts = [f"# {words['title']}", told(words["lead"])]
    for name, members in by_group.items():
        parts += [f"## {prose(groups[name][lang])}"] if members else []
        for asked in members:
            parts += _question(asked, lang)
    return {"reference/questions.md": page(*parts)}


def _question(asked: QueryFile, lang: str) -> list[str]:
    from icilabas.asking.query_files import defaults, heading

    words, given = texts("questions", lang), defaults(asked.text)
    columns = [f"{code(name)} ({prose(heading(name).text(lang))})" for name in _columns(asked)]
    rows = [
        [
            code(name),
            prose(about.get(lang, "")),
            _kind(about["type"], lang),
            code(given.get(name, "").partition(":")[2]),
        ]
        for name, about in asked.parameters.items()
    ]
    heads = [words[key] for key in ("parameter", "what", "kind", "default")]
    return [
        f"(question-{asked.name})=\n### {code(asked.name)}",
        f"**{prose(asked.title.text(lang))}**",
        prose(asked.in_header("description").text(lang)),
        table(heads, rows) if rows else "",
        f"{told(words['columns'])} {', '.join(columns)}.",
        hidden(words["query"], asked.text),
    ]


def _columns(asked: QueryFile) -> tuple[str, ...]:
    """Return the columns of a question's answer: those that the engine names, asked of an empty store."""
    from icilabas import engine

    return tuple(engine.select(engine.new_store(), asked.text).variables)


def _kind(name: str, lang: str) -> str:
    """Return what a parameter is to be: a thing of a class, in words, or a value."""
    known = texts("questions", lang)["kinds"]
    return prose(known[name] if name in known else class_name(name, lang).lower())
