"""The front page: a report that is read in five minutes, made of what the data say most firmly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, TypedDict

from icilabas import engine
from icilabas.asking.answers import Cell
from icilabas.asking.evidence import Citation, first_page, merge_evidence, said_in
from icilabas.comparison.bridging_actors import bridging, standing, unsaid
from icilabas.comparison.facts import labels_of
from icilabas.comparison.points import count, counted_as
from icilabas.comparison.possible_partners import alike
from icilabas.comparison.statements import finding_kinds
from icilabas.comparison.summary import cut_sentence
from icilabas.engine.terms import local_name
from icilabas.networks.sides import A, B
from icilabas.site.html_pieces import Linker
from icilabas.words.catalogues import languages
from icilabas.words.messages import message
from icilabas.words.text import Text, in_each_language

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from icilabas.asking.evidence import Evidence
    from icilabas.comparison.facts import Facts
    from icilabas.comparison.points import Counted
    from icilabas.comparison.possible_partners import InCommon, PossiblePartners
    from icilabas.comparison.statements import ComparedTerritory, FacedChallenge
    from icilabas.comparison.summary import TerritoryComparison
    from icilabas.site.html_pieces import Piece


# How much of each the report tells: read in five minutes, 1,200 words in one language.
MOST_PARTNERSHIPS, MOST_SHARED, MOST_JOINING, MOST_MEETING = 5, 8, 2, 3
MOST_FOUND = {
    "conditions": 4,
    "benefits": 5,
    "obstacles": 5,
    "tensions": 3,
    "recommendations": 5,
    "open_questions": 3,
}
_MOST_PARTNERS = 6  # of a partnership, besides those that lead it
_LONGEST_DESCRIPTION = 260  # characters of a description that is told
_LEADING = ("role-lead", "role-facilitator")
_EDITORS = message("report-editors-reading")  # as the site writes it
_NOTED = """SELECT DISTINCT ?finding WHERE { ?passage a ilb:Passage .
  GRAPH ?passage { ?finding skos:editorialNote ?note } ?finding a ilb:Finding } ORDER BY ?finding"""
_DESCRIPTIONS = """SELECT ?thing ?text (LANG(?text) AS ?lang) ?passage ?page WHERE { VALUES ?thing { THINGS }
  GRAPH ?passage { ?thing dcterms:description ?text OPTIONAL { ?thing ilb:page ?page } } }
  ORDER BY ?thing ?page ?passage"""


@dataclass
class Description:
    """What one passage says of a thing: its text by language, and where it says it."""

    texts: dict[str, str] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def length(self) -> int:
        """The characters of its longest text."""
        return max(map(len, self.texts.values()), default=0)


@dataclass
class Found:
    """A finding: what it concerns, who said it or summed it up, the points it is taken from, and where it is said."""

    iri: str
    about: set[str] = field(default_factory=set)
    by: dict[str, None] = field(default_factory=dict)
    summed_up_by: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def counted(self) -> Counted:
        """What it counts as."""
        return counted_as(self.iri, self.points)


class ToldPartnership(TypedDict):
    """One partnership: territories, who leads, who else (and how many more), a short description."""

    cell: Cell
    places: list[Cell]
    cites: list[Citation]
    leads: list[Cell]
    others: list[Cell]
    more: int
    text: Text


class ToldFinding(TypedDict):
    """One finding in the words of the data: who said it, and where."""

    text: Text
    by: list[Cell]
    summed_up_by: list[Cell]
    cites: list[Citation]


class ToldReason(TypedDict):
    """What some have in common: the kind, the things, and where that is said."""

    kind: Text
    cells: list[Cell]
    cites: list[Citation]


class ToldPairs(TypedDict):
    """Some of the one side who could work with some of the other, and why."""

    sides: list[list[Cell]]
    reasons: list[ToldReason]


class ToldLinks(TypedDict):
    """What links the two territories."""

    names: list[Cell]
    partnerships: int
    actors: int
    shared: list[tuple[Cell, list[Citation]]]
    all_shared: int
    alone: list[int]
    sentences: dict[str, list[list[Piece]]]
    pairs: int
    groups: list[ToldPairs]


class ReportContent(TypedDict):
    """What the template of the front page shows."""

    partnerships: list[ToldPartnership]
    more_partnerships: int
    found: dict[str, tuple[int, list[ToldFinding]]]
    links: ToldLinks | None


class Report:
    """The report of the front page: what it tells of one dataset."""

    def __init__(self, facts: Facts, comparison: TerritoryComparison | None, linked: Collection[str]) -> None:
        """Choose what is told; ``linked`` are the things that the site has a page of, or shows in its graph."""
        self.facts, self.of, self.linked = facts, comparison, linked
        self.members: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.partners: dict[str, dict[str, list[Evidence]]] = defaultdict(dict)
        for (partnership, actor, role, _sphere), evidence in facts.gathered("partners").items():
            self.members[partnership][actor].add(local_name(role) if role else "")
            said = self.partners[partnership]
            said[actor] = merge_evidence([said.get(actor, []), evidence])
        self.places: dict[str, dict[str, list[Evidence]]] = defaultdict(dict)
        for (partnership, place), evidence in facts.gathered("partnerships").items():
            self.places[partnership][place] = evidence
        linking = [each["iri"] for each in comparison.partnerships] if comparison else []
        self.carried = list(dict.fromkeys([*linking, *sorted(self.members | self.places, key=self._place)]))
        self.told = self.carried[:MOST_PARTNERSHIPS]
        self.chosen = self._choose()
        self.names = labels_of(facts, self._named())

    def _place(self, partnership: str) -> tuple[object, ...]:
        said = (piece for some in self.places[partnership].values() for piece in some)
        return first_page(said), self.facts.order(partnership)

    def _near(self) -> set[str]:
        """Return the things that the report names: territories, partnerships, their actors, shared challenges."""
        found = {*self.told, *(actor for each in self.told for actor in self.members[each])}
        if self.of:
            for side in self.of.territories:
                found |= {str(side["iri"]), *(inner["iri"] for inner in side["within"])}
            found |= {each["iri"] for each in self.of.challenges["shared"]}
        return found

    def _choose(self) -> dict[str, tuple[int, list[Found]]]:
        """Return, by kind of finding, from how many points there are any and those that are told."""
        near = self._near()
        noted = {str(row[0]) for row in engine.select(self.facts.dataset, _NOTED).rows}
        return {
            key: (
                count(each.counted for each in some),
                chosen(some, near, self.facts.editorial, MOST_FOUND[key], noted, self.facts.order),
            )
            for key, some in findings_by_kind(self.facts).items()
        }

    def _named(self) -> set[str]:
        told = [each for _all, some in self.chosen.values() for each in some]
        found = {*self.told, *(name for each in told for name in (each.iri, *each.by, *each.summed_up_by))}
        for each in self.told:
            found |= {*self.members[each], *self.places[each]}
        if self.of:
            found |= set(self.of.names.texts)
        return found

    def cell(self, thing: str, *, short: bool = False) -> Cell:
        """Return a thing by its name, or by its acronym."""
        called = self.names.short if short else self.names.label
        return Cell(in_each_language(lambda lang: called(thing, lang)), thing)

    def cites(self, *statements: Sequence[Evidence]) -> list[Citation]:
        """Return where statements are said."""
        return self.names.citations(statements, _EDITORS)

    def content(self) -> ReportContent:
        """Return what the template shows."""
        texts = self.texts()
        return {
            "partnerships": [self.partnership(each, texts.get(each, [])) for each in self.told],
            "more_partnerships": len(self.carried) - len(self.told),
            "found": {key: (all_, [*map(self.finding, some)]) for key, (all_, some) in self.chosen.items()},
            "links": self.links(self.of) if self.of else None,
        }

    def _rank(self, place: str) -> int:
        """Return 0, 1 for the two territories, 2 for any other."""
        two = [each["iri"] for each in self.of.territories] if self.of else []
        return two.index(place) if place in two else len(two)

    def texts(self) -> dict[str, list[Description]]:
        """Return the descriptions of the partnerships that are told, one a passage."""
        found: dict[str, dict[str, Description]] = defaultdict(lambda: defaultdict(Description))
        for thing, text, lang, passage, page in engine.select_of(self.facts.dataset, _DESCRIPTIONS, self.told):
            if str(passage) in self.facts.sources:
                said = found[str(thing)][str(passage)]
                said.texts[lang or "fr"] = str(text)
                said.evidence.append(said_in(str(passage), page, self.facts.sources[str(passage)]))
        order = self.facts.order
        return {
            thing: [said[each] for each in sorted(said, key=lambda one: (first_page(said[one].evidence), order(one)))]
            for thing, said in found.items()
        }

    def partnership(self, thing: str, texts: Sequence[Description]) -> ToldPartnership:
        """Return one partnership: territories, who leads, who else, a short description, where it is said."""
        members, places = self.members[thing], self.places[thing]
        leads = [actor for actor, roles in members.items() if roles & set(_LEADING)]
        others = [actor for actor in members if actor not in leads]
        told = next((each for each in texts if each.length <= _LONGEST_DESCRIPTION), Description())
        said = [*places.values(), *self.partners[thing].values(), told.evidence]
        return {
            "cell": self.cell(thing),
            "places": [
                self.cell(place)
                for place in sorted(places, key=lambda place: (self._rank(place), self.facts.order(place)))
            ],
            "cites": self.cites(*said),
            "leads": [self.cell(actor, short=True) for actor in leads],
            "others": [self.cell(actor, short=True) for actor in others[:_MOST_PARTNERS]],
            "more": len(others[_MOST_PARTNERS:]),
            "text": Text(told.texts),
        }

    def finding(self, found: Found) -> ToldFinding:
        """Return one finding in the words of the data: who said it, and where."""
        return {
            "text": self.cell(found.iri).text,
            "by": [self.cell(each, short=True) for each in found.by],
            "summed_up_by": [self.cell(each, short=True) for each in found.summed_up_by],
            "cites": self.cites(found.evidence),
        }

    def links(self, of: TerritoryComparison) -> ToldLinks:
        """Return what links the two territories: numbers, shared challenges, who stands between, who could meet."""
        shared = of.challenges["shared"]
        actors = {m["iri"] for each in of.partnerships for some in each["members"].values() for m in some}
        return {
            "names": [self.cell(str(side["iri"])) for side in of.territories],
            "partnerships": len(of.partnerships),
            "actors": len(actors),
            "shared": [(self.cell(each["iri"]), self.by_side(each, of.territories)) for each in shared[:MOST_SHARED]],
            "all_shared": len(shared),
            "alone": [sum(not each["wider"] for each in of.challenges[key]) for key in ("only_a", "only_b")],
            "sentences": {lang: list(self.sentences(of, lang)) for lang in languages()},
            "pairs": len(of.opportunities),
            "groups": [*islice(self.opportunities(of), MOST_MEETING)],
        }

    def by_side(self, challenge: FacedChallenge, sides: Sequence[ComparedTerritory]) -> list[Citation]:
        """Return where a shared challenge is said; which side it is that only the editors see it on."""
        faced = challenge["faced_in"]
        said = [merge_evidence(place["evidence"] for place in faced if place["side"] == side) for side in (A, B)]
        read = [all(piece["passage"] in self.facts.editorial for piece in some) for some in said]
        found = self.cites(*said)
        if sum(read) != 1:
            return found
        *others, last = found
        name = self.cell(str(sides[read.index(True)]["iri"])).text
        told = message("report-side", name=name, title=last.title)
        return [*others, last._replace(title=told)]

    def sentences(self, of: TerritoryComparison, lang: str) -> Iterable[list[Piece]]:
        """Yield the sentences on the actors between the sides, and on those without whom nothing would join them."""
        linker = Linker(of.names, lang, self.linked)
        between = unsaid(of.bridging_actors)
        for each in between[:MOST_JOINING]:
            yield linker.pieces(bridging(each, standing(of.bridging_actors), of.names, lang, paths=False))
        if of.cut and (cut := cut_sentence(of, lambda each: of.names.short(each["iri"], lang), lang)):
            yield linker.pieces(cut)

    def opportunities(self, of: TerritoryComparison) -> Iterator[ToldPairs]:
        """Yield who could work together, those with the same reasons together: names, and what they have in common."""
        for block, like in alike(of.opportunities, _reasons, lambda actor: actor["label"]):
            why: dict[str, list[InCommon]] = {}
            for reason in like["reasons"]:
                why.setdefault(reason["kind"], []).append(reason)
            reasons: list[ToldReason] = [
                {
                    "kind": message(f"report-common-{kind}", count=len(each)),
                    "cells": [self.cell(reason["iri"]) for reason in each],
                    "cites": self.cites(*(said for reason in each for said in _of_both(reason))),
                }
                for kind, each in why.items()
            ]
            sides = [[self.cell(actor["iri"], short=True) for actor in side] for side in block]
            yield {"sides": sides, "reasons": reasons}


def _reasons(pair: PossiblePartners) -> tuple[str, ...]:
    return tuple(reason["iri"] for reason in pair["reasons"])


def _of_both(reason: InCommon) -> tuple[list[Evidence], list[Evidence]]:
    return reason["evidence_a"], reason["evidence_b"]


def findings_by_kind(facts: Facts) -> dict[str, list[Found]]:
    """Return the findings by kind, as `finding_kinds` names them."""
    keys, points, summaries = finding_kinds(), facts.of_each("points"), facts.of_each("summaries")
    kinds: dict[str, dict[str, Found]] = {key: {} for key in keys.values()}
    for (finding, kind, about, said_by), evidence in facts.gathered("findings").items():
        new = Found(finding, summed_up_by=summaries.get(finding, []), points=points.get(finding, []))
        found = kinds[keys[local_name(kind)]].setdefault(finding, new)
        found.about.add(about)
        found.by.update({said_by: None} if said_by else {})
        found.evidence = merge_evidence([found.evidence, evidence])
    return {key: [*some.values()] for key, some in kinds.items()}


def chosen(
    found: Sequence[Found],
    near: Collection[str],
    editorial: Collection[str],
    most: int,
    noted: Collection[str] = (),
    named: Callable[[str], object] = str,
) -> list[Found]:
    """Return the findings that are told: what several passages say, then what each passage in its turn says nearest.

    Of a printed point one finding is told. ``noted`` are those on which the editors had to say how they read them: they
    come last, for the report has no room for the note. ``named`` sorts what is said on one page.
    """

    def passages(each: Found) -> set[str]:
        said = {piece["passage"] for piece in each.evidence}
        return said - set(editorial) or said

    def order(each: Found) -> tuple[object, ...]:
        return -len(each.about & set(near)), first_page(each.evidence), named(each.iri)

    ranked = sorted(found, key=order)
    last = [each for each in ranked if each.iri in noted]
    several = [each for each in ranked if len(passages(each)) > 1 and each.iri not in noted]
    turns: dict[str, list[Found]] = defaultdict(list)
    for each in ranked:
        if len(passages(each)) == 1 and each.iri not in noted:
            turns[min(passages(each))].append(each)
    rounds = (each for turn in zip_longest(*turns.values()) for each in turn if each)
    told: list[Found] = []
    for each in chain(several, rounds, last):
        if len(told) < most and not any(each.counted & other.counted for other in told):
            told.append(each)
    return told
