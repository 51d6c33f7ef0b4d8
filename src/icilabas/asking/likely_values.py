"""Likely values: what a question is asked for in data that do not have what it asks for by itself.

The questions that ship ask for things of the workshop that ships too. Other data have others.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.asking import query_files, questions
from icilabas.asking.names import by_label, classes_of, is_name, labels, name_of
from icilabas.engine.terms import Iri
from icilabas.errors import UsageError
from icilabas.words.messages import message
from icilabas.words.sentences import listed
from icilabas.words.text import NOTHING, Text, in_each_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from icilabas.asking.query_files import QueryFile
    from icilabas.engine.query import Dataset

_LINKED_PAIRS = "linked-pairs"
_THERE = "SELECT DISTINCT ?thing WHERE { VALUES ?thing { THINGS } ?thing a ?class }"
_CANDIDATES = """SELECT ?thing (COUNT(?said) AS ?facts) WHERE {{ VALUES ?class {{ {classes} }}
  ?thing a ?class ; ?said ?any FILTER(ISIRI(?thing)) }} GROUP BY ?thing ORDER BY DESC(?facts)"""
MOST_CANDIDATES = 20  # things, for one parameter
MOST_TRIED = 200  # combinations
_MOST_LOOKED_AT = 10_000  # combinations, of which some name a thing twice: all of three parameters


class Fitted(NamedTuple):
    """What a question can be asked for in some data: values of its parameters; empty where its own are there.

    ``missing``: the parameters whose own values are not in the data. ``answered``: whether anything is found.
    """

    values: dict[str, Iri]
    missing: list[str]
    answered: bool


def fitted(dataset: Dataset, asked: QueryFile, given: Mapping[str, object], lang: str) -> Fitted:
    """Return what the data have to ask a question for, where what it asks for by itself is not in them.

    ``given`` are values that stay. The others are tried in all combinations, those first of which the data say most;
    two territories ``a`` and ``b`` are first those that the data link. Of as much that is said the label decides.
    What is no SELECT, or cannot be asked here, stays as it is.
    """
    text = questions.bound(dataset, asked, given)
    stated = questions.values_asked_for(asked, text)
    free = {name: str(value) for name, value in stated.items() if name not in given and is_name(value)}
    there = {str(thing) for (thing,) in engine.select_of(dataset, _THERE, sorted({*free.values()}))}
    missing = [name for name, thing in free.items() if thing not in there]
    if not missing:
        return Fitted({}, [], answered=True)
    fixed = {name: str(value) for name, value in stated.items() if name not in free and is_name(value)}
    tries = list(islice(_combinations(dataset, asked, free, fixed, there, lang), MOST_TRIED))

    def answers(some: Sequence[Mapping[str, Iri]]) -> bool:
        return bool(some and engine.select(dataset, query_files.bind(text, *some)).rows)

    try:
        if not answers(tries):
            return Fitted({}, missing, answered=False)
        while len(tries) > 1:  # the first that has an answer, found by halves
            half = len(tries) // 2
            tries = tries[:half] if answers(tries[:half]) else tries[half:]
    except (
        UsageError
    ):  # it gives no rows, calls another server, or is no SPARQL: who asks for it is told, or is answered
        return Fitted({}, [], answered=True)
    return Fitted(tries[0], missing, answered=True)


def instead(dataset: Dataset, asked: QueryFile, found: Fitted) -> Text:
    """Return the sentence that says what a question was asked for, or that nothing was there; else empty."""
    if not found.missing:
        return NOTHING
    own = query_files.defaults(asked.text)
    params = ", ".join(f"--param {name}=…" for name in found.missing)
    if not found.answered:
        texts = [
            message("asked-for-value", name=asked.parameter_name(n), value=query_files.written(own[n]))
            for n in found.missing
        ]
        return message("asked-for-nothing", values=_listed(texts), params=params)
    names = labels(dataset, found.values.values())
    texts = [
        message("asked-for-value", name=asked.parameter_name(name), value=name_of(names, thing))
        for name, thing in found.values.items()
    ]
    return message("asked-for-instead", values=_listed(texts), params=params)


def _listed(texts: Sequence[Text]) -> Text:
    return in_each_language(lambda lang: listed((text.text(lang) for text in texts), lang))


def _combinations(
    dataset: Dataset,
    asked: QueryFile,
    free: Mapping[str, str],
    fixed: Mapping[str, str],
    there: Collection[str],
    lang: str,
) -> Iterator[dict[str, Iri]]:
    """Yield values for the parameters that are not given, the likeliest first; no two of a type are one thing."""
    kinds = {name: about["type"] for name, about in asked.parameters.items()}
    by_kind = {kind: _candidates(dataset, kind, lang) for kind in sorted({kinds[name] for name in free})}
    lists = []
    for name, own in free.items():
        first = [own] if own in there else []
        lists.append([*first, *(thing for thing in by_kind[kinds[name]] if thing not in first)])
    places = islice(likeliest_places([len(some) for some in lists]), _MOST_LOOKED_AT)
    whole = ({**fixed, **{name: some[n] for name, some, n in zip(free, lists, each, strict=True)}} for each in places)
    linked: list[dict[str, str]] = []
    if {"a", "b"} <= kinds.keys() and {"a", "b"} & free.keys():
        for (a, b), _partnerships in linked_pairs(dataset, lang)[:MOST_CANDIDATES]:
            linked += [{**fixed, "a": a, "b": b}, {**fixed, "a": b, "b": a}]
    for values in chain(linked, whole):
        same_kind = Counter((kinds[name], thing) for name, thing in values.items())
        if values.keys() == {*free, *fixed} and fixed.items() <= values.items() and max(same_kind.values()) == 1:
            yield {name: Iri(values[name]) for name in free}


def likeliest_places(sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield a place in each of several lists of these sizes: those first whose sum is least, then in order.

    One after the other: of many lists there are more than can be kept.
    """
    if all(sizes):
        for total in range(sum(sizes) - len(sizes) + 1):
            yield from _adding_up_to(total, sizes)


def _adding_up_to(total: int, sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    if not sizes:
        yield ()
        return
    rest = sizes[1:]
    most = sum(rest) - len(rest)
    for first in range(max(0, total - most), min(total, sizes[0] - 1) + 1):
        for others in _adding_up_to(total - first, rest):
            yield first, *others


def _candidates(dataset: Dataset, kind: str, lang: str) -> list[str]:
    """Return the things of a kind of which the data say most; of as much said, the first by label."""
    found = engine.select(dataset, _CANDIDATES.format(classes=classes_of(kind)))
    rows = [(str(thing), facts) for thing, facts in found.rows]
    least = rows[:MOST_CANDIDATES][-1][1] if rows else 0
    likely = [(thing, facts) for thing, facts in rows if facts >= least]
    key = by_label(labels(dataset, [thing for thing, _facts in likely]), lang)
    return [thing for thing, _f in sorted(likely, key=lambda each: (-each[1], key(each[0])))][:MOST_CANDIDATES]


def linked_pairs(dataset: Dataset, lang: str) -> list[tuple[tuple[str, str], int]]:
    """Return the pairs of territories that the data link, and by how many partnerships: most first, then by label."""
    query = questions.question(_LINKED_PAIRS).text
    found = engine.select(dataset, query)
    rows = questions.in_reading_order(found, query, questions.names_in(dataset, found), lang)
    a, b, count = (found.variables.index(name) for name in ("a", "b", "partnerships"))
    return [((str(row[a]), str(row[b])), row[count]) for row in rows]
