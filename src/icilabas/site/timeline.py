"""The timeline: since when and until when each partnership and activity is said to be, as bars over years."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Self, TypedDict

from icilabas import engine
from icilabas.asking.answers import Cell
from icilabas.asking.evidence import merge_evidence
from icilabas.comparison.facts import labels_of
from icilabas.engine.terms import iri, local_name
from icilabas.words.messages import message
from icilabas.words.sentences import days, spoken_date
from icilabas.words.text import Text, in_each_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from icilabas.asking.evidence import Citation, Evidence
    from icilabas.comparison.facts import Facts, Labels


FEWEST_DATED = 2  # partnerships and activities: one is told on its own page
MOST_DATED = 400  # that the page shows, those that began last
MOST_NAMED = 6  # partners of one
MOST_TICKS = 6  # years that are written above the bars; a telephone has room for these
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)  # years from one of these to the next
_LEAST = 0.6  # percent: a bar of one day is seen
_DATES = """SELECT DISTINCT ?thing ?property (STR(?value) AS ?date) ?passage ?page WHERE {
  VALUES ?kind { ilb:Partnership ilb:Initiative } ?thing a ?kind . ?passage a ilb:Passage .
  VALUES ?property { schema:startDate schema:endDate ilb:plannedStart ilb:plannedEnd }
  GRAPH ?passage { ?thing ?property ?value OPTIONAL { ?thing ilb:page ?page } } }
  ORDER BY ?thing ?property ?date ?passage ?page"""
_LED_BY = str(iri("ilb:ledBy"))
_START, _END = ("startDate", "plannedStart"), ("endDate", "plannedEnd")


class TimeBar(NamedTuple):
    """A bar in percent of the width; which of its ends nobody has said; whether it, or its begin, is planned."""

    x: float
    width: float
    open_start: bool
    open_end: bool
    planned: bool
    begun: bool


class DatedRow(TypedDict):
    """One partnership or activity: with whom, begin and end as they are told, where that is said, and its bar."""

    cell: Cell
    partners: list[Cell]
    more: int
    start: Text
    end: Text
    cites: list[Citation]
    bar: TimeBar | None


class Timeline(TypedDict):
    """What the page shows: rows by their begin, the years above them with their places, what bars there are."""

    rows: list[DatedRow]
    more: int
    ticks: list[tuple[int, float]]
    first: int
    last: int
    planned: bool
    open: bool


class ToldDate(NamedTuple):
    """A date as the data have it, and the day that counts: its first for a begin, its last for an end."""

    day: str
    text: str
    planned: bool


@dataclass
class Dated:
    """What is said of when a thing began and ended: dates by property, and who says so."""

    iri: str
    dates: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    evidence: list[list[Evidence]] = field(default_factory=list)

    @property
    def start(self) -> ToldDate | None:
        """Its begin: of several readings the first; a planned one where no other is said."""
        return self._told(_START, 0)

    @property
    def end(self) -> ToldDate | None:
        """Its end: of several readings the last; a planned one where no other is said."""
        return self._told(_END, -1)

    def lasting(self) -> tuple[str, str]:
        """Return its first and its last day, "" where nobody says so: what it is sorted by."""
        start, end = ((date.day if date else "") for date in (self.start, self.end))
        return start, end

    def _told(self, properties: Sequence[str], which: int) -> ToldDate | None:
        for name in properties:
            found = sorted((reached[which], text) for text in self.dates.get(name, ()) if (reached := days(text)))
            if found:
                day, text = found[which]
                return ToldDate(day, text, name.startswith("planned"))
        return None


def timeline_of(facts: Facts) -> Timeline | None:
    """Return the timeline of the partnerships and activities that have dates; None of fewer than two."""
    dated = [each for each in _dated(facts) if each.start or each.end]
    if len(dated) < FEWEST_DATED:
        return None
    shown = sorted(dated, key=Dated.lasting)[-MOST_DATED:]
    partners = _partners(facts)
    names = labels_of(facts, {each.iri for each in shown}.union(*(partners.get(each.iri, ()) for each in shown)))
    shown.sort(key=lambda each: (*each.lasting(), facts.order(each.iri)))
    axis = Axis.of(shown)
    rows = [_row(each, [*partners.get(each.iri, ())], names, axis) for each in shown]
    bars = [row["bar"] for row in rows if row["bar"]]
    return {
        "rows": rows,
        "more": len(dated) - len(shown),
        "ticks": axis.ticks,
        "first": axis.first,
        "last": axis.last,
        "planned": any(bar.planned for bar in bars),
        "open": any(bar.open_start or bar.open_end for bar in bars),
    }


class Axis(NamedTuple):
    """The years above the bars, from the first day of the first to the last day of the last."""

    first: int
    last: int

    @classmethod
    def of(cls, dated: Iterable[Dated]) -> Self:
        """Return the years that are named."""
        years = [int(end.day[:4]) for each in dated for end in (each.start, each.end) if end]
        return cls(min(years), max(years))

    def place(self, day: str, *, after: bool = False) -> float:
        """Return how far from the left a day begins, or ends, in percent."""
        begin = date(self.first, 1, 1).toordinal()
        whole = date(self.last, 12, 31).toordinal() + 1 - begin
        return round(100 * (date.fromisoformat(day).toordinal() + after - begin) / whole, 3)

    @property
    def ticks(self) -> list[tuple[int, float]]:
        """The years that are written, each with the place of its first day: round ones, where there are many."""
        count = self.last - self.first + 1
        step = next((step for step in _STEPS if count <= step * MOST_TICKS), _STEPS[-1])
        years = range(self.first + -self.first % step, self.last + 1, step)
        return [(year, self.place(f"{year:04}-01-01")) for year in years]

    def bar(self, start: ToldDate | None, end: ToldDate | None) -> TimeBar | None:
        """Return the bar from a begin to an end; what nobody said is open; none where the end is before the begin."""
        left = self.place(start.day) if start else 0.0
        right = self.place(end.day, after=True) if end else 100.0
        if right <= left:
            return None
        width = max(_LEAST, round(right - left, 3))
        planned = bool((start and start.planned) or (end and end.planned))
        return TimeBar(
            min(left, 100 - width), width, start is None, end is None, planned, bool(start and not start.planned)
        )


def _dated(facts: Facts) -> Iterable[Dated]:
    """Return what has dates, and who says them."""
    found: dict[str, Dated] = {}
    for (thing, relation, text), evidence in facts.said(engine.select(facts.dataset, _DATES).rows):
        one = found.setdefault(str(thing), Dated(str(thing)))
        one.dates[local_name(str(relation))].append(str(text))
        one.evidence.append([evidence])
    return found.values()


def _partners(facts: Facts) -> Mapping[str, dict[str, None]]:
    """Return who takes part in each partnership, and who leads each initiative."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for partnership, actor, *_how in facts.gathered("partners"):
        found[str(partnership)][str(actor)] = None
    for initiative, relation, actor in facts.gathered("initiatives"):
        if relation == _LED_BY:
            found[str(initiative)][str(actor)] = None
    return found


def _row(each: Dated, partners: Sequence[str], names: Labels, axis: Axis) -> DatedRow:
    start, end = each.start, each.end
    return {
        "cell": Cell(names.both(each.iri), each.iri),
        "partners": [_called_shortly(actor, names) for actor in partners[:MOST_NAMED]],
        "more": len(partners[MOST_NAMED:]),
        "start": _spoken(start) if start else message("timeline-no-start"),
        "end": _spoken(end) if end else message("timeline-no-end"),
        "cites": names.citations([merge_evidence(each.evidence)]),
        "bar": axis.bar(start, end),
    }


def _called_shortly(actor: str, names: Labels) -> Cell:
    return Cell(in_each_language(lambda lang: names.short(actor, lang)), actor)


def _spoken(said: ToldDate) -> Text:
    spoken = spoken_date(said.text)
    return message("timeline-planned", date=spoken) if said.planned else spoken
