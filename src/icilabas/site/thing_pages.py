"""A page for each actor, territory, partnership and challenge: everything that is said of it, and who says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from icilabas.asking.answers import Cell, evidence_cell
from icilabas.asking.evidence import first_page, merge_evidence, said_in
from icilabas.asking.names import by_label, is_name, label, labels, name_of
from icilabas.comparison.points import by_point, count, counted_as
from icilabas.comparison.statements import finding_kinds
from icilabas.engine.terms import PREFIXES, iri, local_name, shorten
from icilabas.site.things import (
    DESCRIPTION,
    MEMBER,
    arrangement,
    grouped_by_kind,
    kinds_of_findings,
    speakers,
    statements_about,
    who_summed_up,
)
from icilabas.sources.schema import load_schema
from icilabas.words.matching import kebab, reading_order
from icilabas.words.messages import message
from icilabas.words.text import NOTHING, Text, in_each_language, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from icilabas.asking.evidence import Evidence
    from icilabas.asking.names import Names
    from icilabas.comparison.facts import Facts
    from icilabas.comparison.points import Counted
    from icilabas.engine import Value
    from icilabas.engine.query import Dataset
    from icilabas.site.things import About, Stated, Thing
    from icilabas.words.matching import ReadingOrder


MOST_VALUES = 40  # of one relation, and findings of one kind, that a page shows
OTHER_FINDINGS = message("thing-other-findings")
_NOTE, _ALIAS = (str(iri(name)) for name in ("skos:editorialNote", "skos:altLabel"))
_LATITUDE, _LONGITUDE, _COUNT, _PRECISION = (
    str(iri(name)) for name in ("wgs84:lat", "wgs84:long", "ilb:memberCount", "ilb:countPrecision")
)


class Row(NamedTuple):
    """What one relation says with the same evidence: names, what they are in it, and words about it."""

    cells: list[Cell]
    roles: list[Cell]
    text: Text
    said: Cell


class FindingRow(NamedTuple):
    """One finding: what it says, its description, who said it, who summed it up, where, and the editors' notes."""

    text: Text
    description: Text
    by: list[Cell]
    summed_up_by: list[Cell]
    said: Cell
    notes: tuple[Text, ...] = ()


class PointRow(NamedTuple):
    """What is said in one printed point: its name, empty where that is not needed, and the findings taken from it."""

    point: Text
    found: list[FindingRow]


class KindGroup(NamedTuple):
    """The findings of one kind by point, and of how many points a page does not show all."""

    heading: Text
    points: list[PointRow]
    more: int


class RowGroup(NamedTuple):
    """A heading, its rows, and how many values more there are."""

    heading: Text
    rows: list[Row]
    more: int


@dataclass
class ThingPage:
    """What the page of a thing says."""

    thing: Thing
    name: Text
    kind: Text
    aliases: list[str]
    texts: list[tuple[Text, Cell]]
    facts: list[RowGroup]
    findings: list[tuple[Text, int, list[KindGroup]]]
    sections: list[tuple[Text, list[RowGroup]]]
    notes: list[tuple[Text, Cell]]
    outside: set[str]  # addresses that may be followed: of others' things, with no name here


def pages(facts: Facts, listed: Mapping[str, Thing], titles: Mapping[str, Text]) -> Iterator[ThingPage]:
    """Yield the page of each thing. ``titles`` are those of the passages, as evidence cites them: no other is read."""
    store = facts.dataset
    known = statements_about(store, sorted(listed), titles)
    kinds = kinds_of_findings(store)
    every = (value for about in known.values() for entries in about.said.values() for value in entries)
    names = labels(store, {value for value in every if is_name(value)})
    order = partial(_order, names, facts.lang)
    wanted = {
        str(value) for about in known.values() for some in _findings(about, kinds) for value in _first(some, order)
    }
    found = statements_about(store, sorted(wanted), titles, back=False)
    told = Teller(store, titles, known, found, kinds, facts.of_each("points"), names, facts.lang)
    for thing, about in known.items():
        yield told.page(listed[thing], about)


def _order(names: Names, lang: str, value: Value) -> tuple[ReadingOrder, str]:
    """Return a key that sorts values as people read them: things by their labels."""
    return reading_order(label(names, value, lang) if is_name(value) else str(value)), str(value)


def _first(entries: Mapping[Value, Stated], order: Callable[[Value], object]) -> list[Value]:
    """Return the values in the order of the pages, then as people read them: those that a page shows."""
    return sorted(entries, key=lambda value: (first_page(entries[value].evidence), order(value)))[:MOST_VALUES]


def _findings(about: About, kinds: Mapping[str, str]) -> Iterator[dict[Value, Stated]]:
    """Yield the findings that name the thing, each kind by itself."""
    for relation in arrangement().findings:
        yield from grouped_by_kind(about.said.get(relation, {}), kinds).values()


@dataclass
class Teller:
    """Puts what is known of things into words: names in each language, and evidence as people cite it."""

    store: Dataset
    titles: Mapping[str, Text]
    known: Mapping[str, About]
    found: Mapping[str, About]
    kinds: Mapping[str, str]
    points: Mapping[str, Sequence[str]]  # of the findings that have any
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    lang: str = "fr"  # in which lists stand in order
    cited: dict[frozenset[tuple[str, object]], Cell] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    told: dict[Value, FindingRow] = field(default_factory=dict)  # findings, without who says so
    headings: dict[str, Text] = field(default_factory=lambda: load_schema().headings)

    def __post_init__(self) -> None:
        """Look up what everything is called that will be named."""
        named: set[str] = {*self.known, *self.found}
        for about in self.known.values():
            named.update(str(each) for some in about.otherwise.values() for each, _date in some if is_name(each))
            for entries in about.said.values():
                named.update(str(value) for value in entries if is_name(value))
                named.update(role for entry in entries.values() for role in entry.roles)
        for about in self.found.values():
            named.update(map(str, (*speakers(about), *who_summed_up(about))))
        named.update(point for finding in self.found for point in self.points.get(finding, ()))
        named.update(map(str, load_schema().supers))
        self.names = {**self.names, **labels(self.store, named - self.names.keys())}

    def order(self, value: Value) -> tuple[ReadingOrder, str]:
        """Return a key that sorts values as people read them."""
        return _order(self.names, self.lang, value)

    def page(self, thing: Thing, about: About) -> ThingPage:
        """Return the page of a thing."""
        order = arrangement()
        placed = {relation for _title, relations in order.sections for relation in relations}
        hidden = {*order.left_out, *order.facts, *order.findings}
        others = sorted({*about.said, *about.texts} - placed - hidden - {DESCRIPTION, _NOTE})
        sections = [(title, self.groups(about, relations)) for title, relations in order.sections]
        rest = {relation: self.heading(relation) for relation in others}
        sections.append((message("thing-other-relations"), self.groups(about, rest)))
        facts = {relation: self.heading(relation) for relation in order.facts}
        return ThingPage(
            thing=thing,
            name=self.name(thing.iri),
            kind=self.kind(thing, about),
            aliases=sorted(map(str, about.said.get(_ALIAS, ())), key=reading_order),
            texts=self.texts(about, DESCRIPTION),
            facts=[*self.groups(about, facts), *self.place(about)],
            findings=list(self.findings(about)),
            sections=[(title, groups) for title, groups in sections if groups],
            notes=self.texts(about, _NOTE),
            outside={str(value) for entries in about.said.values() for value in entries if self.is_outside(value)},
        )

    def name(self, thing: str) -> Text:
        """Return how a thing is called."""
        return name_of(self.names, thing)

    def kind(self, thing: Thing, about: About) -> Text:
        """Return what a thing is: the most special of our classes that it is said to be."""
        return load_schema().name_of_kind(about.types) or message(f"thing-{kebab(thing.kind)}")

    def cell(self, value: Value) -> Cell:
        """Return a value as a cell."""
        if not is_name(value):
            return Cell(same(str(value)))
        if value not in self.cells:
            known = str(value) in self.names or str(value).startswith(tuple(PREFIXES.values()))
            text = self.name(str(value)) if known else same(shorten(str(value)))
            self.cells[value] = Cell(text, str(value))
        return self.cells[value]

    def is_outside(self, value: Value) -> bool:
        """Say whether a value is the address of something that has no name here, and that a browser may go to."""
        return is_name(value) and str(value) not in self.names and str(value).startswith(("http://", "https://"))

    def said(self, evidence: Sequence[Evidence]) -> Cell:
        """Return evidence as a cell."""
        key = frozenset((piece["passage"], piece["page"]) for piece in evidence)
        if key not in self.cited:
            self.cited[key] = evidence_cell(merge_evidence([evidence]), self.titles.__getitem__, self.lang)
        return self.cited[key]

    def heading(self, relation: str) -> Text:
        """Return the heading of a relation without a place in the arrangement: that of its column, or its name."""
        plain = relation.removeprefix("^")
        known = self.headings.get(plain)
        text = known or same(kebab(local_name(plain)).replace("-", " "))
        return message("thing-other-way", text=text) if plain != relation else text

    def groups(self, about: About, relations: Mapping[str, Text]) -> list[RowGroup]:
        """Return what the relations say, one group each; what stands on the same evidence stands together."""
        found = []
        for relation, heading in relations.items():
            if relation not in about.said and relation not in about.texts and relation not in about.otherwise:
                continue
            rows = [Row([], [], *each) for each in self.texts(about, relation)]
            entries = about.said.get(relation, {})
            shown = _first(entries, self.order)
            together: dict[tuple[Value, Text], Row] = {}
            for value in shown:
                entry = entries[value]
                alone = value if entry.roles or entry.texts or relation.endswith(MEMBER) else None
                words = {lang: " ".join(sorted(texts)) for lang, texts in entry.texts.items()}
                roles, text = [self.cell(role) for role in sorted(map(iri, entry.roles), key=self.order)], Text(words)
                said = self.said(entry.evidence)
                row = together.setdefault((alone, said.text), Row([], roles, text, said))
                row.cells.append(self.count(about, value) if relation == _COUNT else self.cell(value))
            rows += [*together.values(), *self.otherwise(about, relation)]
            found += [RowGroup(heading, rows, len(entries) - len(shown))] if rows else []
        return found

    def otherwise(self, about: About, relation: str) -> Iterator[Row]:
        """Yield what other sources say in place of what is shown, each with its date and where it is said."""
        others = about.otherwise.get(relation, {})
        for value, date in sorted(others, key=lambda each: (each[1], self.order(each[0]))):
            text = message("thing-otherwise-dated", date=date) if date else message("thing-otherwise")
            yield Row([self.cell(value)], [], text, self.said(others[value, date].evidence))

    def count(self, about: About, value: Value) -> Cell:
        """Return a number with its precision."""
        words = [self.cell(each).text for each in about.said.get(_PRECISION, ())]
        return Cell(
            in_each_language(lambda lang: " ".join([str(value), *(f"({word.text(lang)})" for word in words)])),
        )

    def place(self, about: About) -> Iterator[RowGroup]:
        """Yield the coordinates."""
        lat, long = (
            min(about.said.get(prop, {}).items(), key=lambda each: str(each[0]), default=None)
            for prop in (_LATITUDE, _LONGITUDE)
        )
        if lat and long:
            cell = Cell(same(f"{lat[0]}, {long[0]}"))
            row = Row([cell], [], NOTHING, self.said(lat[1].evidence))
            others = [*self.otherwise(about, _LATITUDE), *self.otherwise(about, _LONGITUDE)]
            yield RowGroup(message("thing-coordinates"), [row, *others], 0)

    def texts(self, about: About, relation: str) -> list[tuple[Text, Cell]]:
        """Return the texts of a relation, one a passage, in the order of the pages."""
        passages = about.texts.get(relation, {})

        def place(passage: str) -> tuple[object, ...]:
            called = reading_order(self.titles[passage].text(self.lang))
            return first_page(about.pages.get(passage, ())), called, passage

        order = sorted(passages, key=place)
        return [(Text(passages[each]), self.said(about.pages.get(each) or [said_in(each)])) for each in order]

    def findings(self, about: About) -> Iterator[tuple[Text, int, list[KindGroup]]]:
        """Yield what was found, by how the thing is named in it: the heading, from how many points, groups by kind."""
        for relation, title in arrangement().findings.items():
            kinds = grouped_by_kind(about.said.get(relation, {}), self.kinds)
            groups = [self.kind_group(kind, entries) for kind, entries in kinds.items() if entries]
            if groups:
                yield title, count(map(self.counted, {value for some in kinds.values() for value in some})), groups

    def counted(self, value: Value) -> Counted:
        """Return what a finding counts as."""
        return counted_as(str(value), self.points.get(str(value), ()))

    def kind_group(self, kind: str, entries: Mapping[Value, Stated]) -> KindGroup:
        """Return the findings of one kind, those of a point together."""
        shown = _first(entries, self.order)
        heading = message(finding_kinds()[kind]) if kind else OTHER_FINDINGS
        rows = [
            PointRow(
                self.name(point) if len(some) > 1 else NOTHING, [self.finding(each, entries[each]) for each in some]
            )
            for point, some in by_point(shown, self.counted, by_label(self.names, self.lang)).items()
        ]
        return KindGroup(heading, rows, count(map(self.counted, entries.keys() - {*shown})))

    def finding(self, value: Value, entry: Stated) -> FindingRow:
        """Return one finding: what it says, its description, who said it or summed it up, where, how it was read."""
        if value not in self.told:  # most stand on several pages
            self.told[value] = self._told(value)
        return self.told[value]._replace(said=self.said(entry.evidence))

    def _told(self, value: Value) -> FindingRow:
        about = self.found[str(value)]
        text = next((text for text, _said in self.texts(about, DESCRIPTION)), NOTHING)
        by, summed_up_by = (
            [self.cell(each) for each in sorted(some, key=self.order)]
            for some in (speakers(about), who_summed_up(about))
        )
        notes = tuple(note for note, _said in self.texts(about, _NOTE))
        return FindingRow(self.cell(value).text, text, by, summed_up_by, Cell(NOTHING), notes)
