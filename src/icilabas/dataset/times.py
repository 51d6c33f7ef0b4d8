"""Of what time a dataset speaks: what is in force at a date or between two stays, what is of another time is left out.

A tie that touches the stretch counts; what has no time is kept, and counted in a warning. Which properties say when
something begins and ends, and what is nothing without something else, is data: ``ontology/times/*.rq``.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.asking import query_files
from icilabas.asking.names import labels
from icilabas.engine.terms import ONTOLOGY_GRAPH, PREFIXES, Iri, iri, local_name
from icilabas.errors import UsageError, log_warning
from icilabas.resources import ONTOLOGY
from icilabas.sources.cell_values import DATE, MONTH, YEAR, lexical
from icilabas.sources.datatypes import Stretch, stretch
from icilabas.sources.editions import editions
from icilabas.words.messages import message
from icilabas.words.sentences import spoken_date
from icilabas.words.text import Text, current_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icilabas.engine.query import Store
    from icilabas.sources.editions import Edition


_TIMES = ONTOLOGY / "times"
_STATEMENT = ("type", "Statement", "subject", "predicate", "object")
_STRING = f"{PREFIXES['xsd']}string"


class During(NamedTuple):
    """A stretch of time, from the first day of a date to the last of another: days, months or years.

    Dates are as the data have them: ``2024``, ``2024-05`` or ``2024-05-03``; those of ``--at`` are one.
    """

    first: str
    last: str

    @property
    def told(self) -> Text:
        """Return the stretch as people say it."""
        if self.first == self.last:
            return spoken_date(self.first)
        return message("time-between", first=spoken_date(self.first), last=spoken_date(self.last))

    @property
    def stretch(self) -> Stretch:
        """Return the stretch in moments."""
        return Stretch(_moments(self.first).first, _moments(self.last).end, zoned=False)


def during(at: object = None, between: Iterable[object] | None = None) -> During | None:
    """Return the stretch of time of a date, or from one to another; None where neither is given.

    Dates are years, months or days, as cells have them: ``2024``, ``2024-05``, ``3 mai 2024``, a ``datetime.date``.
    Raises UsageError for what is no date, for a last one before the first, and for both at once.
    """
    if between is None:
        return None if at is None else During(_date(at), _date(at))
    if at is not None:
        raise UsageError(message("time-at-and-between"))
    dates = [_date(each) for each in ([between] if isinstance(between, str) else between)]
    if len(dates) != 2:  # noqa: PLR2004  # a first and a last
        raise UsageError(message("time-two-dates"))
    found = During(*dates)
    if _moments(found.last).lies_before(_moments(found.first)):
        raise UsageError(message("time-backwards", first=found.first, last=found.last))
    return found


def is_date(text: str) -> bool:
    """Say whether a text is a date that `during` takes."""
    return lexical(text, (YEAR, MONTH, DATE)) is not None


def _date(value: object) -> str:
    found = lexical(str(value).strip(), (YEAR, MONTH, DATE))
    if found is None:
        raise UsageError(message("time-no-date", found=value))
    return found[0]


def _moments(date: str) -> Stretch:
    found = stretch(date, _STRING)
    if found is None:
        raise UsageError(message("time-no-date", found=date))
    return found


def keep_editions(store: Store, time: During) -> None:
    """Leave of each series of editions the one in force: the newest that is not later than the end of the time.

    What the passages of the others say goes; an edition without a date stays. Where all are later, none is left, and
    that is a warning.
    """
    gone: set[Iri] = set()
    kept: set[Iri] = set()
    for series, some in groupby(editions(store), key=lambda edition: edition.series):
        dated: list[Edition] = []
        in_force: Edition | None = None
        for edition in some:
            begins = stretch(edition.temporal, _STRING)
            if begins is None:
                kept.update(edition.graphs)
                continue
            dated.append(edition)
            in_force = in_force if time.stretch.lies_before(begins) else edition
        gone.update(*(edition.graphs for edition in dated if edition is not in_force))
        kept.update(in_force.graphs if in_force else ())
        if dated and in_force is None:
            name = Text(labels(store, [series]).get(series) or {"": local_name(series)})
            _warn(message("time-no-edition", series=name, time=time.told, date=spoken_date(dated[0].temporal)))
    if dropped := gone - kept:
        engine.drop_graphs(store, dropped)
        _say_again(store)


def _say_again(store: Store) -> None:
    """Let a value that stood beside the one that was shown be said as others are, where that went with its edition."""
    about, statement, *parts = (engine.NamedNode(iri(f"rdf:{name}")) for name in _STATEMENT)
    beside = [*engine.matching(store, None, about, statement)]
    for subject, graph in sorted(((quad.subject, quad.graph_name) for quad in beside), key=str):
        quads = [quad for quad in engine.matching(store, subject) if quad.graph_name == graph]
        said = {quad.predicate: quad.object for quad in quads}
        thing, relation, value = (said.get(part) for part in parts)
        if not isinstance(thing, engine.NamedNode) or not isinstance(relation, engine.NamedNode) or value is None:
            continue
        if next(engine.matching(store, thing, relation), None) is None:
            engine.remove(store, quads)
            engine.extend(store, [engine.EngineQuad(thing, relation, value, graph)])


def keep_things(store: Store, time: During) -> None:
    """Leave out of the store what begins after the time or ended before it, with all that points to it.

    To be done before anything is inferred. How many things were left out, and how many of what lasts have no time and
    were kept, are warnings.
    """
    bounds: dict[Iri, dict[str, list[Stretch]]] = defaultdict(lambda: defaultdict(list))
    for thing, bound, value, kind in _rows(store, "bounds"):
        if reached := stretch(value, kind or _STRING):
            bounds[thing][bound].append(reached)
    out = {thing for thing, ends in bounds.items() if _is_of_another(time.stretch, ends)}
    ties = _rows(store, "ties") if out else []
    while more := {tie for tie, end in ties if end in out} - out:
        out |= more
    for thing in sorted(out):
        name = engine.NamedNode(thing)
        said = [*engine.matching(store, name), *engine.matching(store, None, None, name)]
        engine.remove(store, [quad for quad in said if engine.term_text(quad.graph_name) != ONTOLOGY_GRAPH])
    if out:
        _warn(message("time-left-out", count=len(out), time=time.told))
    timed = bounds.keys() | out
    lasting = {thing: within for thing, within in _rows(store, "lasting") if thing not in timed}
    if count := sum(within not in timed for within in lasting.values()):
        _warn(message("time-unknown", count=count, time=time.told))


def _is_of_another(time: Stretch, ends: dict[str, list[Stretch]]) -> bool:
    """Say whether all starts lie after the time, or all ends before it: of several readings the widest counts."""
    starts, stops = ends["start"], ends["end"]
    late = bool(starts) and all(time.lies_before(start) for start in starts)
    return late or (bool(stops) and all(stop.lies_before(time) for stop in stops))


def _rows(store: Store, name: str) -> list[tuple[engine.Value, ...]]:
    return engine.select(store, query_files.read_query(_TIMES / f"{name}.rq").text).rows


def _warn(text: Text) -> None:
    log_warning(text.text(current_language()))
