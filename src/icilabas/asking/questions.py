"""Questions: ``ontology/questions/*.rq`` with typed parameters, asked of any dataset."""

from __future__ import annotations

from collections import namedtuple
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.asking import query_files
from icilabas.asking.names import by_label, is_name, label, labels, resolve
from icilabas.asking.query_files import QUESTIONS
from icilabas.engine.query_text import order_of, prologue
from icilabas.engine.terms import PREFIXES, Iri, Lit
from icilabas.errors import UsageError
from icilabas.words.matching import nearest, reading_order
from icilabas.words.messages import message, suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    import pandas as pd

    from icilabas.asking.names import Names
    from icilabas.asking.query_files import QueryFile
    from icilabas.engine.query import Dataset
    from icilabas.words.matching import ReadingOrder


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

    def asked() -> Rows:
        text = name if "{" in name else bound(dataset, question(name), parameters)
        answer = engine.select(dataset, text, allow_service)
        rows = answer.rows if lang is None else readable(dataset, answer, text, lang)
        return Rows(answer.variables, rows, lang)

    return engine.of_one_version(dataset, asked)


def values_asked_for(asked: QueryFile, text: str) -> dict[str, engine.Value]:
    """Return the values in the VALUES row of parameters; one that restricts nothing is left out.

    It is read here, whatever data are asked. Of a row that is no SPARQL there are none: the query will say so.
    """
    clause = query_files.VALUES_ROW.search(text) if asked.parameters else None
    if not clause:
        return {}
    try:
        found = engine.select(engine.new_store(), f"{prologue(text)} SELECT * WHERE {{ {clause[0]} }}")
    except UsageError:
        return {}
    if len(found.rows) != 1:
        return {}  # of none or several, none is the one that is asked for
    values = dict(zip(found.variables, found.rows[0], strict=True))
    return {name: values[name] for name in asked.parameters if values.get(name) not in {None, ""}}


def readable(dataset: Dataset, found: engine.Solutions, query: str, lang: str) -> list[tuple[engine.Value, ...]]:
    """Return the rows as people read them: labels in the language where there were IRIs, in the order of these."""
    names = names_in(dataset, found)
    rows = in_reading_order(found, query, names, lang)
    return [tuple(label(names, str(value), lang) if is_name(value) else value for value in row) for row in rows]


def names_in(dataset: Dataset, found: engine.Solutions, more: Iterable[engine.Value] = ()) -> Names:
    """Return what the things in the rows, and some more, are called."""
    values = chain(more, *found.rows)
    return labels(dataset, {value for value in values if is_name(value)})


def in_reading_order(found: engine.Solutions, query: str, names: Names, lang: str) -> list[tuple[engine.Value, ...]]:
    """Return the rows in the order that the query asks for, as people read it: that of labels, not of ids.

    Numbers, dates and whether a condition descends stay what they are; things stand in the order of their labels in the
    language, texts as in a dictionary. What is the same by all conditions stands in the order of its columns, from the
    left. Of a pair that may stand either way round (`either_way`) the label that comes first does. The rows stay as the
    engine gives them where the order of the query is one of expressions, or of what it does not show.
    """
    things = by_label(names, lang)

    @lru_cache(maxsize=None, typed=True)  # a name and a text of the same letters stand apart
    def key(value: engine.Value) -> tuple[object, ...]:
        if value is None:
            return (0,)
        if is_name(value):
            return 1, things(value)[0]
        if isinstance(value, int | float):
            return (2, 0.0) if value != value else (3, value)  # noqa: PLR0124  # what is no number has no place among them
        return 4, reading_order(str(value))

    place = {name: number for number, name in enumerate(found.variables)}
    rows, order = found.rows, order_of(query)
    pair = query_files.either_way(query)
    if pair and {*pair} <= place.keys():
        rows = [_turned(row, place[pair[0]], place[pair[1]], things) for row in rows]
    if order is None or any(name not in place for name, _descends in order):
        return rows
    ranks = [_ranks([key(row[column]) for row in rows]) for column in range(len(found.variables))]
    by = [[-rank for rank in ranks[place[name]]] if descends else ranks[place[name]] for name, descends in order]
    sorting = list(zip(*by, *ranks, strict=True))
    return [rows[number] for number in sorted(range(len(rows)), key=sorting.__getitem__)]


def _ranks(keys: Sequence[tuple[object, ...]]) -> list[int]:
    """Return the place of each key among them all: numbers are compared faster than what they stand for."""
    rank: dict[int, int] = {}
    before = None
    for key in sorted({id(key): key for key in keys}.values()):
        rank[id(key)] = len(rank) if key != before else rank[id(before)]
        before = key
    return [rank[id(key)] for key in keys]


def _turned(
    row: tuple[engine.Value, ...], one: int, other: int, key: Callable[[str], tuple[ReadingOrder, str]]
) -> tuple[engine.Value, ...]:
    """Return the row with the two values in the order of their labels."""
    a, b = row[one], row[other]
    if not (is_name(a) and is_name(b)) or key(a) <= key(b):
        return row
    return tuple(b if number == one else a if number == other else value for number, value in enumerate(row))
