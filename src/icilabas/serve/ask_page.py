"""The page from which people ask the data, and what it asks: questions by name, and what things are called."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

from icilabas import engine
from icilabas.asking import query_files, questions
from icilabas.asking.answers import AnswerTable, grouped
from icilabas.asking.names import by_label, classes_of, is_name, label, labels
from icilabas.asking.query_files import heading
from icilabas.engine.terms import PREFIXES, local_name
from icilabas.errors import UsageError
from icilabas.files import csv_tables
from icilabas.serve.workers import NOT_FOUND, Refused
from icilabas.site.html_pieces import embedded, environment
from icilabas.words.catalogues import words_by_language
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from icilabas.asking.query_files import QueryFile
    from icilabas.engine import Store, Value


FORMS = ("application/json", "text/csv")  # of the answer to a question
_MOST_OFFERED = 1000  # to choose from; a longer list helps nobody
_OF_KIND = """SELECT ?thing (MIN(?name) AS ?first) WHERE {{ VALUES ?class {{ {classes} }} ?thing a ?class
  FILTER(isIRI(?thing)) OPTIONAL {{ ?thing skos:prefLabel ?name }} }}
  GROUP BY ?thing ORDER BY ?first ?thing LIMIT {most}"""
EXAMPLE_QUERY = """SELECT ?territory ?name
WHERE {
  ?territory a ilb:Territory ; skos:prefLabel ?name .
}
ORDER BY ?name
LIMIT 20"""
_WORDS = ("running", "rows", "none", "first", "graph", "true", "false", "lost")  # what the page's script says


def write_answer(store: Store, out: BinaryIO, name: str, given: Mapping[str, str], lang: str, kind: str) -> str:
    """Write the answer to a question: JSON with the query, headings and rows of [text, IRI], or CSV of the texts.

    A value that is empty is not given. Raises UsageError for what is unknown, Refused for an unknown question.
    """
    try:
        question = questions.question(name)
    except UsageError as error:
        raise Refused(NOT_FOUND, error.message) from None
    text = questions.bound(store, question, {key: value for key, value in given.items() if value.strip()})
    found = engine.select(store, text)
    named = questions.names_in(store, found)
    headings = [heading(variable).text(lang) for variable in found.variables]

    def cell(value: Value) -> list[Value]:
        return [label(named, str(value), lang), str(value)] if is_name(value) else [value]

    rows = [[cell(value) for value in row] for row in questions.in_reading_order(found, text, named, lang)]
    if kind == "text/csv":
        out.write(csv_tables.csv_bytes(headings, [["" if c[0] is None else c[0] for c in row] for row in rows], lang))
        return kind
    query = "\n".join(line for line in text.splitlines() if not line.startswith("#+"))
    out.write(json.dumps({"query": query, "columns": headings, "rows": rows}, ensure_ascii=False).encode())
    return kind


def write_names(store: Store, out: BinaryIO, kind: str, lang: str) -> str:
    """Write what the things of a kind are called in the language, as JSON: [name, slug], in order of the names."""
    if kind not in {about["type"] for question in questions.questions() for about in question.parameters.values()}:
        raise Refused(NOT_FOUND, message("serve-not-found"))
    rows = (
        []
        if kind in questions.LITERALS
        else engine.select(store, _OF_KIND.format(classes=classes_of(kind), most=_MOST_OFFERED)).rows
    )
    things = [str(thing) for thing, _first in rows]
    found = labels(store, things)
    listed = [(label(found, thing, lang), local_name(thing)) for thing in sorted(things, key=by_label(found, lang))]
    out.write(json.dumps(listed, ensure_ascii=False).encode())
    return "application/json"


def page(lang: str, *, restricted: bool) -> bytes:
    """Return the page: everything it needs stands in it, and it asks nobody but this server."""
    parts = embedded(("index.css", "query.css"), ("index.js",), ("graph-words.js", "query.js"))
    sheets = grouped(
        AnswerTable(q.name, q.title, [], [], str(q.header.get("group", ""))) for q in questions.questions()
    )
    content = (
        environment()
        .get_template("query.html.j2")
        .render(
            lang=lang,
            restricted=restricted,
            policy=f"{parts.policy}; connect-src 'self'",
            style=parts.style,
            scripts=parts.scripts,
            groups=[(title, [(found.name, found.title) for found in members]) for title, members in sheets],
            told={
                "questions": {q.name: _parameters(q) for q in questions.questions()},
                "prefixes": PREFIXES,
                "words": words_by_language("query", _WORDS),
            },
            example=EXAMPLE_QUERY,
        )
    )
    return content.encode()


def _parameters(question: QueryFile) -> list[dict[str, str]]:
    """Return the parameters: name, type, text in each language, and the default value as people would write it."""
    given = query_files.defaults(question.text)
    return [
        {
            **question.parameter_name(name).by_language(),
            "name": name,
            "type": about["type"],
            "value": query_files.written(given.get(name, "UNDEF")),
        }
        for name, about in question.parameters.items()
    ]
