"""Questions: ``ontology/questions/*.rq`` with typed parameters, asked of any dataset."""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.asking import query_files
from icilabas.asking.names import is_name, label, labels, resolve
from icilabas.asking.query_files import QUESTIONS
from icilabas.engine.terms import PREFIXES, Iri, Lit
from icilabas.errors import UsageError
from icilabas.words.matching import nearest
from icilabas.words.messages import message, suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    from icilabas.asking.query_files import QueryFile
    from icilabas.engine.query import Dataset


LITERALS = {"text": None, "integer": f"{PREFIXES['xsd']}integer", "date": f"{PREFIXES['xsd']}date"}


class Rows(list[Any]):  # what a row has is known to the query only
    """The answer: a list of named tuples with ``columns``, ``to_dicts()``, ``to_pandas()``; a table in notebooks."""

    def __init__(
        self, columns: Sequence[str], rows: Sequence[tuple[engine.Value, ...]], lang: str | None = None
    ) -> None:
        """Make a named tuple of each row; IRIs stay IRIs, numbers are numbers, an unbound value is None.

        ``lang`` is the language of the labels, and of the table's headings; without it these are the variables.
        """
        self.columns, self.lang = tuple(columns), lang
        row_type = namedtuple("Row", self.columns, rename=True)  # type: ignore[misc]  # noqa: PYI024  # columns: the query's
        super().__init__(row_type(*row) for row in rows)

    def to_dicts(self) -> list[dict[str, engine.Value]]:
        """Return each row as a dict."""
        return [dict(zip(self.columns, row, strict=True)) for row in self]

    def to_pandas(self, lang: str | None = None) -> pd.DataFrame:
        """Return a pandas ``DataFrame``; names of things are texts. Raises UsageError without pandas.

        Columns are called as the query's variables, or with ``lang`` (``fr`` or ``en``) as people read them.
        """
        from icilabas.asking.notebook import frame

        return frame(query_files.headings(self.columns, lang), self)

    def _repr_html_(self) -> str:
        from icilabas.asking.notebook import answer_html

        return answer_html(self.columns, self, self.lang)


def question(name: str) -> QueryFile:
    """Return the question of this name. Raises UsageError with the nearest names."""
    return query_files.find(QUESTIONS, name, "unknown-question")


def questions() -> list[QueryFile]:
    """Return all questions, by name."""
    return [question(name) for name in query_files.query_names(QUESTIONS)]


def bound(dataset: Dataset, asked: QueryFile, parameters: Mapping[str, object]) -> str:
    """Return the query with the parameters as typed terms.

    Raises UsageError for a parameter that the question does not have, or a value that is not of its type.
    """
    terms: dict[str, Iri | Lit] = {}
    for name, value in parameters.items():
        if name not in asked.parameters:
            near = suggestion(nearest(name, asked.parameters) or sorted(asked.parameters))
            raise UsageError(message("unknown-parameter", name=asked.name, found=name) + near)
        kind, text = asked.parameters[name]["type"], str(value)
        if kind not in LITERALS:
            terms[name] = resolve(dataset, text, kind)
        elif kind == "integer" and not text.lstrip("-").isdecimal():
            expected = message("questions-whole-number")
            raise UsageError(message("bad-parameter", name=name, found=text, expected=expected))
        else:
            terms[name] = Lit(text, LITERALS[kind])
    return query_files.bind(asked.text, terms)


def ask(
    dataset: Dataset,
    name: str,
    /,
    *,
    lang: str | None = None,
    allow_service: Collection[str] = (),
    **parameters: object,
) -> Rows:
    """Ask a question by name, or run a SELECT given as text, and return its rows.

    ``parameters`` are bound by type: things by slug, IRI, label, acronym or Wikidata id. With ``lang`` (``fr`` or
    ``en``) IRIs are replaced by their labels, for reading. ``allow_service`` are hosts that a query may call
    (SERVICE): it sends there what it takes from the data. Raises UsageError for what is unknown, and for a query that
    calls another server.
    """
    text = name if "{" in name else bound(dataset, question(name), parameters)
    answer = engine.select(dataset, text, allow_service)
    rows = answer.rows if lang is None else readable(dataset, answer.rows, lang)
    return Rows(answer.variables, rows, lang)


def readable(dataset: Dataset, rows: Sequence[tuple[engine.Value, ...]], lang: str) -> list[tuple[engine.Value, ...]]:
    """Return the rows with labels in the language where there were IRIs."""
    names = labels(dataset, {value for row in rows for value in row if is_name(value)})
    return [tuple(label(names, str(value), lang) if is_name(value) else value for value in row) for row in rows]
