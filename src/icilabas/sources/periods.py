"""Periods as people write them in a cell: from when and until when something is.

The words are data: ``ontology/periods.yaml``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from string import Formatter
from typing import Any, NamedTuple

from icilabas import resources
from icilabas.sources.cell_values import date
from icilabas.words.patterns import pattern

_MOST = 100  # characters of a period
_APOSTROPHES, _DASHES = "\u2019\u02bc\u2018`", "\u2010\u2011\u2012\u2013\u2014\u2212"
_SIGNS = {ord(sign): plain for plain, signs in (("'", _APOSTROPHES), ("-", _DASHES)) for sign in signs}
_AROUND = pattern(r"\s*([-/])\s*")


class Period(NamedTuple):
    """From when and until when: dates to the day, the month or the year, as `cell_values.date` gives them.

    None where nothing is said of it; an end of ``""`` where it is said that there is none yet.
    """

    start: str | None
    end: str | None


class _Form(NamedTuple):
    """A form: what stands before the first gap, that gap, and where there is a second what stands between and it."""

    before: str
    first: str
    between: str
    second: str


def period(text: str) -> Period | None:
    """Return what a text such as ``depuis mars 2018``, ``2019-2022`` or ``until 3 March 2021`` says; None for others.

    A single date is none, nor is what can be read in two ways.
    """
    if len(text) > _MOST or date(text) is not None:
        return None
    forms, lasting = _words()
    plain = _plain(text)
    if plain in lasting:
        return Period(None, "")
    found = {read for form in forms for parts in _parts(plain, form) if (read := _read(parts, lasting))}
    return found.pop() if len(found) == 1 else None


class Spell(NamedTuple):
    """What the cells of a start and of an end say together: what is to be read in each, and what is wrong.

    fault: the key of what is to be said, of the cell of the end where ``at_end``.
    """

    start: str
    end: str
    fault: str = ""
    at_end: bool = False


def spell(start: str, end: str) -> Spell:
    """Return what a cell of a start and one of an end say; a text that is no period stays as it is.

    A start may say its end (``2019-2022``), an end that there is none yet (``en cours``). What is to be told: an end in
    the place of a start, a start in that of an end, and an end that the two cells say in different ways.
    """
    first, last = period(start), period(end)
    if first and first.start is None:
        return Spell("", end, "period-in-start")
    if last and last.start is not None:
        return Spell(start, "", "period-in-end", at_end=True)
    ends = end if last is None else last.end or ""
    if first is None:
        return Spell(start, ends)
    begins, until = first.start or "", first.end
    if until is None or (end and last is None and date(end) is None):
        return Spell(begins, ends)
    if not end:
        return Spell(begins, until)
    same = _same_end(until, date(ends) or "")
    return Spell(begins, until, "period-otherwise", at_end=True) if same is None else Spell(begins, same)


def _same_end(one: str, other: str) -> str | None:
    """Return the more exact of two ends of which the one says the other; None where they differ."""
    shorter, longer = sorted((one, other), key=len)
    return longer if shorter == longer or (shorter and longer.startswith(shorter)) else None


def _parts(text: str, form: _Form) -> list[dict[str, str]]:
    """Return what may stand in the gaps of the form."""
    if not text.startswith(form.before):
        return []
    rest = text[len(form.before) :]
    if not form.second:
        return [{form.first: rest}]
    places = [found.start() for found in re.finditer(re.escape(form.between), rest)]
    return [{form.first: rest[:place], form.second: rest[place + len(form.between) :]} for place in places]


def _read(parts: dict[str, str], lasting: frozenset[str]) -> Period | None:
    dates = {name: "" if name == "end" and part in lasting else date(part) for name, part in parts.items()}
    return None if None in dates.values() else Period(dates.get("start"), dates.get("end"))


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[_Form, ...], frozenset[str]]:
    """Return the forms, and the words that say that something lasts."""
    table: dict[str, Any] = resources.parse_yaml((resources.ONTOLOGY / "periods.yaml").read_text("utf-8"))
    forms = []
    for text in table["forms"]:
        (before, first, *_), *more = Formatter().parse(_plain(text))
        between, second = more[0][:2] if more else ("", "")
        forms.append(_Form(before, first or "", between, second or ""))
    return tuple(forms), frozenset(map(_plain, table["lasting"]))


def _plain(text: str) -> str:
    """Return the text without case and accents, with plain apostrophes and hyphens, and no space around - and /."""
    letters = unicodedata.normalize("NFD", text.translate(_SIGNS)).casefold()
    marks = (sign for sign in letters if not unicodedata.combining(sign))
    return _AROUND.sub(r"\1", " ".join("".join(marks).split()))
