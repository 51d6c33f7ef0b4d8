"""When things are, and when ties are: while any of what a tie goes through is, with both of its ends.

Dates stay as the data have them, to the day, the month or the year; they are compared by their days.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.asking import query_files
from icilabas.engine.terms import local_name
from icilabas.resources import ONTOLOGY
from icilabas.words.sentences import days

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from icilabas.engine.query import Dataset

    Spell = list[str | None]  # start, end: dates as the data have them, to the day, the month or the year
    Ends = tuple[str | None, str | None]


_VIEWS = ONTOLOGY / "views"
# By the dates of ``_times.rq``: whether they are a start, an end or, of an event, both.
_ENDS = {
    "startDate": ("start",),
    "foundingDate": ("start",),
    "endDate": ("end",),
    "dissolutionDate": ("end",),
    "date": ("start", "end"),
}


class Times(NamedTuple):
    """From when until when things are, a membership within what it is of; and of what takes part, in what, and when.

    parts: by the actor and what it takes part in, where each of its memberships there has dates of its own.
    """

    things: dict[str, Spell]
    parts: dict[tuple[str, str], set[Ends]]

    def of_tie(self, ends: Sequence[str], through: Iterable[str]) -> list[Spell] | None:
        """Return when a tie is there, each spell once and in order; None where what it goes through has no time.

        What its two ends did not take part in at one time adds nothing.
        """
        found: set[Ends] = set()
        for via in through:
            spells = self._of_one(ends, via)
            if spells is None:
                return None
            found |= spells
        return [list(spell) for spell in sorted(found, key=lambda spell: [end or "" for end in spell])] or None

    def _of_one(self, ends: Sequence[str], via: str) -> set[Ends] | None:
        """Return when both ends took part in one thing; None where no time is known."""
        own = [self.parts[end, via] for end in dict.fromkeys(ends) if (end, via) in self.parts]
        if via not in self.things and not own:
            return None
        start, end = self.things.get(via, (None, None))
        found: set[Ends] = {(start, end)}
        for spells in own:
            found = {both for one in found for other in spells if (both := _common(one, other))}
        return found


def nothing_known() -> Times:
    """Return the times of things of which none is known."""
    return Times({}, {})


def times_of(dataset: Dataset) -> Times:
    """Return the start and end of what has one of them; what is no date, in data that nobody checked, is left out."""
    things = _of_things(dataset)
    parts: dict[tuple[str, str], set[Ends]] = defaultdict(set)
    undated = set()
    for tie, whole, member in _rows(dataset, "_memberships") if things else ():
        within = things.get(str(whole))
        if own := things.get(str(tie)):
            parts[str(member), str(whole)].add((own[0], own[1]))
        else:
            undated.add((str(member), str(whole)))
        common = _common((own or [None, None]), within) if within else None
        if common:
            things[str(tie)] = [*common]
    return Times(things, {part: spells for part, spells in parts.items() if part not in undated})


def _of_things(dataset: Dataset) -> dict[str, Spell]:
    starts: dict[str, tuple[str, str]] = {}  # the first day, and the date as the data have it
    ends: dict[str, tuple[str, str]] = {}  # the last day
    for subject, prop, value in _rows(dataset, "_times"):
        node, date, which = str(subject), str(value), _ENDS[local_name(str(prop))]
        if reached := days(date):
            first, last = ((day, date) for day in reached)
            if "start" in which:
                starts[node] = min(first, starts.get(node, first))
            if "end" in which:
                ends[node] = max(last, ends.get(node, last))
    return {
        node: [of_each[node][1] if node in of_each else None for of_each in (starts, ends)]
        for node in sorted({*starts, *ends})
    }


def _common(one: Collection[str | None], other: Collection[str | None]) -> Ends | None:
    """Return the time that two spells have in common; None where they have none."""
    starts, ends = ([date for date in pair if date] for pair in zip(one, other, strict=True))
    start = max(starts, key=_first, default=None)
    end = min(ends, key=_last, default=None)
    return None if start and end and _first(start) > _last(end) else (start, end)


def _first(date: str) -> str:
    return (days(date) or ("", ""))[0]


def _last(date: str) -> str:
    return (days(date) or ("", ""))[1]


def _rows(dataset: Dataset, name: str) -> list[tuple[engine.Value, ...]]:
    return engine.select(dataset, query_files.read_query(_VIEWS / f"{name}.rq").text).rows
