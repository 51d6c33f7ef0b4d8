"""What changed between two editions of one series: new, said again, not said again, said to have ended, contradicted.

What the newer edition does not say again is never told as ended. Each change is told once: what belongs to a thing
that is new, ended or not said again is told with that; a name that changed is one change, as is a role.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.check.duplicates import asked, written_id
from icilabas.comparison.changes_report import (
    AGAIN,
    CHANGED,
    CONTRADICTED,
    ENDED,
    NEW,
    NOT_AGAIN,
    TELLING,
    EditionChanges,
)
from icilabas.comparison.edition_measures import MeasuresSideBySide, side_by_side, store_behind
from icilabas.comparison.edition_statements import MEMBERSHIPS, EditionStatements, Kind, SaidMembership, to_tell
from icilabas.comparison.facts import Facts, Labels, labels_of
from icilabas.engine.terms import Iri, Lit, iri
from icilabas.errors import UsageError
from icilabas.sources.editions import editions, is_after
from icilabas.words.matching import reading_order
from icilabas.words.messages import message
from icilabas.words.sentences import spoken_date
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from icilabas.asking.evidence import Evidence
    from icilabas.comparison.changes_report import (
        ToldDetail,
        ToldEdition,
        ToldMembership,
        ToldName,
        ToldThing,
        ToldValue,
    )
    from icilabas.comparison.edition_statements import Spot, Term
    from icilabas.engine.query import Dataset
    from icilabas.sources.editions import Edition
    from icilabas.sources.reading import Reading

ACTORS = "actors"
_DATED = ("dcterms:temporal", "dcterms:date")  # of a document: the time it speaks of comes before that of its making
_DATES = f"""SELECT ?document ?relation ?date WHERE {{ VALUES ?relation {{ {" ".join(_DATED)} }}
  ?document a ilb:Source ; ?relation ?date }}"""


class Compared(NamedTuple):
    """One edition of a store: its passages, and of when it speaks (empty where nothing says so)."""

    graphs: frozenset[str]
    time: str


def changes(
    old: str | os.PathLike[str],
    new: str | os.PathLike[str] | None = None,
    *,
    decisions: Sequence[str | os.PathLike[str]] = (),
    lang: str = "fr",
    strict: bool = False,
) -> EditionChanges:
    """Return what changed from one input to another, which are taken for two editions of one series.

    With one input: between the last two editions of a series in it. Inputs are as everywhere; what is restricted is
    left out, and with ``strict`` what may be a person is taken for one. ``decisions`` are tables that say what is one,
    as ``same`` writes them. ``lang`` is the language of each ``label`` and
    of the order of lists. Raises DataError with every fault of the inputs, UsageError where both are one input, where
    one input has no two editions, or where the first is newer than the second.
    """
    from icilabas.dataset import loading

    if new is None:
        facts = Facts(loading.load_store([old, *decisions], profile="public", strict=strict), lang)
        pairs = consecutive(facts.dataset)
        if not pairs:
            raise UsageError(message("changes-no-two-editions", path=old))
        return changes_between(facts, *max(pairs, key=lambda pair: pair[1].temporal))
    read, (before, after) = loading.load_editions(old, new, decisions=decisions, strict=strict)
    facts = Facts(read.store, lang)
    found = compare_editions(facts, *(of_passages(facts, graphs) for graphs in (before, after)))
    found.notes += _perhaps_one(read, found)
    return found


def _perhaps_one(read: Reading, found: EditionChanges) -> list[Text]:
    """Return a note on each actor that may be one that is not said again, under another name."""
    by_status = found.things[ACTORS]
    new, gone = ({entry["iri"] for entry in by_status[status]} for status in (NEW, NOT_AGAIN))
    notes = []
    for pair in asked(read) if new and gone else ():
        if len(pair.things) == 2 and {*pair.things} & new and {*pair.things} & gone:  # noqa: PLR2004  # one of each
            old, now = sorted(zip(pair.things, pair.names, strict=True), key=lambda each: each[0] in new)
            notes.append(
                message("changes-perhaps-one", old=old[1], new=now[1], a=written_id(old[0]), b=written_id(now[0]))
            )
    return notes


def consecutive(dataset: Dataset) -> list[tuple[Edition, Edition]]:
    """Return each two editions of a series that follow each other in time, by series, the oldest first."""
    return [(old, new) for old, new in pairwise(editions(dataset)) if old.series == new.series]


def changes_between(facts: Facts, old: Edition, new: Edition) -> EditionChanges:
    """Return what changed between two editions of a dataset; its facts are read once for several.

    Raises UsageError where the first is newer than the second.
    """
    return compare_editions(
        facts, *(Compared(frozenset(each.graphs) & facts.sources.keys(), each.temporal) for each in (old, new))
    )


def of_passages(facts: Facts, graphs: Iterable[str]) -> Compared:
    """Return an edition by its passages: the latest time that one of its documents speaks of."""
    passages = frozenset(graphs)
    documents = {facts.sources[graph] for graph in passages if graph in facts.sources}
    dated: dict[str, dict[str, str]] = defaultdict(dict)
    for document, relation, date in engine.select(facts.dataset, _DATES).rows:
        dated[str(document)][str(relation)] = str(date)
    order = [*map(iri, _DATED)]
    times = (next((dated[each][name] for name in order if name in dated[each]), "") for each in documents)
    return Compared(passages & facts.sources.keys(), max(times, default=""))


def compare_editions(facts: Facts, old: Compared, new: Compared) -> EditionChanges:
    """Return what changed between two editions of a dataset; its facts are read once for several.

    Raises UsageError where the older is newer than the other.
    """
    if is_after(old.time, new.time):
        raise UsageError(message("changes-newer-first", old=old.time, new=new.time))
    return _Comparing(facts, old, new).found()


class _Comparing:
    """Two editions side by side."""

    def __init__(self, facts: Facts, old: Compared, new: Compared) -> None:
        self.facts, self.of = facts, (old, new)
        self.old, self.new = (EditionStatements(each.graphs, facts.sources) for each in self.of)
        store = store_behind(facts.dataset)
        quads = [*engine.quads(store, leave_out=engine.graphs(store) - old.graphs - new.graphs)]
        for edition in (self.old, self.new):
            edition.take(quads)
        self.members = self.old.members(), self.new.members()
        self.kinds = self._kinds()
        self.names: Labels = labels_of(facts, self._named())
        self.ended: dict[Iri, str] = {}
        self.began = self._began()

    def _kinds(self) -> dict[Iri, str]:
        """Return the kind of each thing that something is told of."""
        classes: dict[Iri, set[Iri]] = defaultdict(set)
        for edition in (self.old, self.new):
            for thing, some in edition.classes.items():
                classes[thing] |= some
        found = ((thing, to_tell().kind_of(some)) for thing, some in classes.items())
        return {thing: kind for thing, kind in found if kind}

    def _named(self) -> set[str]:
        """Return all that may be named: the things, and the values of the properties that are told."""
        properties = {name for kind in to_tell().kinds for name in kind.properties} | {to_tell().members.role}
        named = {
            *self.kinds,
            *properties,
            *to_tell().members.properties,
            *to_tell().ends,
            *to_tell().begins,
        }
        for edition in (self.old, self.new):
            for said in edition.values.values():
                for name in said.keys() & properties:
                    named.update(value for value in said[name] if isinstance(value, Iri))
        named |= {thing for pairs in self.members for pair in pairs for thing in pair}
        return {str(thing) for thing in named}

    def _began(self) -> dict[Iri, str]:
        """Return when each thing began, as far as an edition says so: the first date."""
        dates = (
            (thing, value.value)
            for edition in (self.old, self.new)
            for thing in self.kinds
            for name in to_tell().begins
            for value in edition.of(thing, name)
            if isinstance(value, Lit)
        )
        found: dict[Iri, str] = {}
        for thing, date in dates:
            found[thing] = min(date, found.get(thing, date))
        return found

    def found(self) -> EditionChanges:
        by_kind = {kind.name: kind for kind in to_tell().kinds}
        things: dict[str, dict[str, list[ToldThing]]] = {
            name: {status: [] for status in (*TELLING, AGAIN)} for name in by_kind if name != MEMBERSHIPS
        }
        told_things: dict[Iri, ToldThing] = {}
        for thing, kind in self.kinds.items():
            if entry := self._thing(thing, by_kind[kind]):
                told_things[thing] = entry
                things[kind][entry["status"]].append(entry)
        memberships: dict[str, list[ToldMembership]] = {status: [] for status in (*TELLING, AGAIN)}
        for pair in sorted({*self.members[0], *self.members[1]}):
            member = self._membership(*pair)
            home = self._told_with(pair, member["status"], told_things)
            (home["memberships"] if home else memberships[member["status"]]).append(member)
        for entry in told_things.values():
            entry["memberships"].sort(key=_by_pair)
        for lists in things.values():
            for some in lists.values():
                some.sort(key=_by_label)
        for several in memberships.values():
            several.sort(key=_by_pair)
        old, new = (self._edition(each) for each in self.of)
        actors = {thing for thing, kind in self.kinds.items() if kind == ACTORS}
        return EditionChanges(
            old=old,
            new=new,
            renamed=self._renamed(),
            things=things,
            memberships=memberships,
            measures=self._measures(actors),
            notes=self._notes(actors),
            names=self.names,
            lang=self.facts.lang,
        )

    def _edition(self, each: Compared) -> ToldEdition:
        passages = [graph for graph in each.graphs if graph not in self.facts.editorial] or [*each.graphs]
        documents = {self.facts.sources[graph] for graph in passages}
        return {
            "documents": [self.names.named(document, self.facts.lang) for document in sorted(documents)],
            "time": each.time or None,
            "passages": len(each.graphs),
        }

    # things

    def _thing(self, thing: Iri, kind: Kind) -> ToldThing | None:
        """Return a thing as it is told; None where neither edition names it."""
        before, after = self.old.names(thing), self.new.names(thing)
        if not (before or after):
            return None
        details: list[ToldDetail] = []
        date = None
        if before and after:
            date = self._ending(lambda edition, name: edition.of(thing, name))
            details = [
                each
                for name in kind.properties
                if not (date and name in to_tell().ends)
                for each in self._details(thing, name, kind)
            ]
            status = ENDED if date else CHANGED if details else AGAIN
        else:
            status = NEW if after else NOT_AGAIN
            ends = {date.value for name in to_tell().ends for date in self.old.of(thing, name) if isinstance(date, Lit)}
            date = None if after else _past(ends, self.of[0].time) or None
        return {
            **self.names.named(thing, self.facts.lang),
            "status": status,
            "date": date,
            "details": details,
            "memberships": [],
            "evidence_old": self.old.where(thing) if before else [],
            "evidence_new": self.new.where(thing) if after else [],
        }

    def _ending(self, dates: Callable[[EditionStatements, Iri], Iterable[Term]]) -> str | None:
        """Return when the newer edition says that something ended: not after it, and not said so by the older one."""
        for name in to_tell().ends:
            said, known = (
                {date.value for date in dates(edition, name) if isinstance(date, Lit)}
                for edition in (self.new, self.old)
            )
            past, before = _past(said, self.of[1].time), self.of[0].time
            if past and not any(same_value(past, date) for date in known if not before or not is_after(date, before)):
                return past
        return None

    def _details(self, thing: Iri, name: Iri, kind: Kind) -> list[ToldDetail]:
        """Return how the values of a property changed: another one instead, or some that are new or not said again."""
        old, new = self.old.of(thing, name), self.new.of(thing, name)
        if old.keys() == new.keys():
            return []
        spots = tuple(
            {value: [(thing, graph) for graph in graphs] for value, graphs in each.items()} for each in (old, new)
        )
        only = name in kind.single or (name in kind.alone and len(old) == len(new) == 1)
        return self._changed(name, spots[0], spots[1], (self.old.where(thing), self.new.where(thing)), only=only)

    def _changed(
        self,
        name: Iri,
        old: Mapping[Term, Sequence[Spot]],
        new: Mapping[Term, Sequence[Spot]],
        where: tuple[list[Evidence], list[Evidence]],
        *,
        only: bool,
    ) -> list[ToldDetail]:
        """Return what changed in the values of a property.

        where: what says of each edition that it speaks of the thing: the evidence where it says nothing of a value.
        """
        gone = [value for value in old if not any(same_value(value, other) for other in new)]
        come = [value for value in new if not any(same_value(value, other) for other in old)]
        if only and gone and come:
            return [self._detail(name, CONTRADICTED, (old, gone), (new, come), where)]
        found = [self._detail(name, NEW, (old, []), (new, come), where)] if come else []
        return [*found, *([self._detail(name, NOT_AGAIN, (old, gone), (new, []), where)] if gone else [])]

    def _detail(
        self,
        name: Iri,
        status: str,
        old: tuple[Mapping[Term, Sequence[Spot]], list[Term]],
        new: tuple[Mapping[Term, Sequence[Spot]], list[Term]],
        where: tuple[list[Evidence], list[Evidence]],
    ) -> ToldDetail:
        said = [
            edition.evidence(spot for value in values for spot in of[value]) if values else silent
            for edition, (of, values), silent in zip((self.old, self.new), (old, new), where, strict=True)
        ]
        called = self.names.named(name, self.facts.lang)
        return {
            "property": name,
            "label": called["label"],
            "label_fr": called["label_fr"],
            "label_en": called["label_en"],
            "status": status,
            "old": self._values(old[1]),
            "new": self._values(new[1]),
            "evidence_old": said[0],
            "evidence_new": said[1],
        }

    def _values(self, values: Iterable[Term]) -> list[ToldValue]:
        return sorted(map(self._value, values), key=lambda each: (reading_order(each["label"]), each["iri"] or ""))

    def _value(self, value: Term) -> ToldValue:
        if isinstance(value, Lit):
            text = spoken_date(value.value)
            fr, en = text.text("fr"), text.text("en")
            return {"iri": None, "label": text.text(self.facts.lang), "label_fr": fr, "label_en": en}
        return {**self.names.named(value, self.facts.lang)}

    # memberships

    def _membership(self, whole: Iri, who: Iri) -> ToldMembership:
        """Return a membership as it is told."""
        old, new = (members.get((whole, who)) for members in self.members)
        before, after = old or SaidMembership(), new or SaidMembership()
        where = self.old.evidence(before.spots), self.new.evidence(after.spots)
        details: list[ToldDetail] = []
        date = None
        if old and new:
            dates = {id(self.old): old.dates, id(self.new): new.dates}
            date = self._ending(lambda edition, name: dates[id(edition)].get(name, ()))
            details = self._changed(to_tell().members.role, old.roles, new.roles, where, only=True)
            for name in sorted({*old.dates, *new.dates}):
                if not (date and name in to_tell().ends):
                    details += self._changed(name, old.dates.get(name, {}), new.dates.get(name, {}), where, only=True)
            status = ENDED if date else CHANGED if details else AGAIN
        else:
            status = NEW if new else NOT_AGAIN
        return {
            "organization": self.names.named(whole, self.facts.lang),
            "member": self.names.named(who, self.facts.lang),
            "status": status,
            "date": date,
            "roles_old": self._values(before.roles),
            "roles_new": self._values(after.roles),
            "details": details,
            "evidence_old": where[0],
            "evidence_new": where[1],
            "silent_old": [] if old else self.old.where(whole),
            "silent_new": [] if new else self.new.where(whole),
        }

    def _told_with(self, pair: tuple[Iri, Iri], status: str, things: Mapping[Iri, ToldThing]) -> ToldThing | None:
        """Return the thing with which a membership is told: one that is new, ended or not said again, and so it is."""
        for thing in pair:
            entry = things.get(thing)
            if (
                entry
                and status not in {AGAIN, CHANGED}  # a role that changed is a change of its own
                and (entry["status"] == status or (entry["status"] == ENDED and status == NOT_AGAIN))
            ):
                return entry
        return None

    # names

    def _renamed(self) -> list[ToldName]:
        """Return what both editions name, and not by the same name: in a language that both say it in."""
        found: list[ToldName] = []
        for thing, kind in self.kinds.items():
            old, new = self.old.labels(thing), self.new.labels(thing)
            other = sorted(lang for lang in old.keys() & new.keys() if old[lang].keys().isdisjoint(new[lang]))
            if other:
                spots = [
                    [(thing, graph) for lang in other for graphs in said[lang].values() for graph in graphs]
                    for said in (old, new)
                ]
                found.append(
                    {
                        "iri": thing,
                        "kind": kind,
                        "old": {lang: min(names) for lang, names in sorted(old.items())},
                        "new": {lang: min(names) for lang, names in sorted(new.items())},
                        "languages": other,
                        "evidence_old": self.old.evidence(spots[0]),
                        "evidence_new": self.new.evidence(spots[1]),
                    }
                )
        return sorted(found, key=lambda each: (reading_order(Text(each["new"]).text(self.facts.lang)), each["iri"]))

    # beside the changes

    def _measures(self, actors: set[Iri]) -> MeasuresSideBySide | None:
        both = {thing for thing in actors if self.old.names(thing) and self.new.names(thing)}
        if not both:
            return None
        alone = {
            "old": {thing for thing in actors - both if self.old.names(thing)},
            "new": {thing for thing in actors - both if self.new.names(thing)},
        }
        later = {thing for thing in alone["new"] if self._is_later(thing)}
        return side_by_side(self.facts, (self.of[0].graphs, self.of[1].graphs), both, alone, later)

    def _is_later(self, thing: Iri) -> bool:
        """Say whether a thing began after the older edition, which could not name it then."""
        time = self.of[0].time
        return bool(time) and thing in self.began and is_after(self.began[thing], time)

    def _notes(self, actors: set[Iri]) -> list[Text]:
        old, new = self.of
        notes = []
        if actors and not any(self.old.names(thing) and self.new.names(thing) for thing in actors):
            notes.append(message("changes-nothing-in-common"))
        if not (old.time and new.time):
            undated = "changes-no-dates" if not (old.time or new.time) else "changes-one-date"
            notes.append(message(undated))
        elif not (is_after(new.time, old.time)):
            notes.append(message("changes-same-date", date=same(old.time)))
        return notes


def _past(dates: Iterable[str], time: str) -> str:
    """Return the last of the dates that do not lie after a time; empty for none, and where no time is known."""
    return max((date for date in dates if time and not is_after(date, time)), default="")


def same_value(one: Term | str, other: Term | str) -> bool:
    """Say whether two values are the same, or dates of which one is only told more exactly: “2019” and “2019-05”."""
    if one == other:
        return True
    texts = [each.value if isinstance(each, Lit) else each for each in (one, other)]
    if any(isinstance(each, Iri) for each in texts):
        return False
    short, long = sorted(texts, key=len)
    return len(short) in (4, 7) and long.startswith(f"{short}-") and short[:4].isdigit()


def _by_label(entry: ToldThing) -> tuple[object, ...]:
    return reading_order(entry["label"]), entry["iri"]


def _by_pair(entry: ToldMembership) -> tuple[object, ...]:
    whole, who = entry["organization"], entry["member"]
    return reading_order(whole["label"]), whole["iri"], reading_order(who["label"]), who["iri"]
