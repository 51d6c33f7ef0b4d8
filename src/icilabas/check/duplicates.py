"""What is probably one thing described twice: which things, what speaks for it and against it, and how sure that is.

Only a question to the reader: nothing is merged here. What counts how much is data: ``ontology/identity/same.yaml``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.check.alike import acronyms_of, equal_names, longer_names, name_key, near_names, same_rules, same_words
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, Iri, iri, local_name, shorten
from icilabas.sources import place_names
from icilabas.sources.decisions import NO
from icilabas.sources.identifiers import Identifier, official_identifiers, shown_identifier
from icilabas.sources.schema import load_schema
from icilabas.words.messages import message
from icilabas.words.text import NOTHING, Text, by_range, same, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from icilabas.check.alike import Named
    from icilabas.sources.reading import Reading

    Pair = tuple[Iri, Iri]


LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
# Things of one kind are compared with each other: of these classes, each with those below it.
_KINDS = frozenset(
    ("Actor", "Person", "Territory", "Partnership", "Initiative", "Challenge", "Theme", "Practice", "Value")
)
_SUBJECTS = frozenset(("Theme", "Challenge", "Practice", "Value"))
_THINGS = """SELECT ?thing ?class ?label ?other WHERE { GRAPH ?g { ?thing a ?class }
  FILTER(?g NOT IN (ilg:inferred, <https://w3id.org/icilabas/ontology>) && ISIRI(?thing) && ISIRI(?class))
  { ?thing skos:prefLabel ?label BIND(0 AS ?other) } UNION { ?thing skos:altLabel ?label BIND(1 AS ?other) }
}"""
_MATCHES = """SELECT DISTINCT ?match ?thing WHERE { GRAPH ?g { ?thing skos:exactMatch ?match }
  FILTER(?g NOT IN (ilg:inferred, <https://w3id.org/icilabas/ontology>))
  FILTER(ISIRI(?match) && ISIRI(?thing)) } ORDER BY ?match ?thing"""
_OURS = frozenset((INFERRED_GRAPH, ONTOLOGY_GRAPH))
_SEATS, _WITHIN = (iri("ilb:basedIn"), iri("ilb:within")), iri("ilb:within")
_MEMBER, _GROUP = iri("org:member"), iri("org:organization")
_SCALE, _LATITUDE, _LONGITUDE = iri("ilb:territoryKind"), iri("wgs84:lat"), iri("wgs84:long")
_SAME, _OTHER = iri("owl:sameAs"), iri("owl:differentFrom")
_OF_WORDS = frozenset(("same-words", "near-long", "near-name", "near-short"))
_SHOWN = 3  # names, or ids of others that are called the same
_MOST = 100  # of a score
_CROWD = 60  # groups of things of one name and different places that are looked at
_EARTH = 6371.0  # its radius, in kilometres


class Reason(NamedTuple):
    """What speaks for it, or against it: its key in the rules, how much it counts (less than nothing: against)."""

    key: str
    weight: int
    text: Text

    def shown(self) -> Text:
        """Return the reason with its weight: “same seat, Lille (+20)”."""
        sign = "+" if self.weight >= 0 else "\N{MINUS SIGN}"
        return message("same-weighed", reason=self.text, weight=same(f"{sign}{abs(self.weight)}"))


@dataclass(frozen=True)
class Proposal:
    """Things that may be one, the first of which would be kept: what each is called, and why we ask.

    statements: how many hang on the decision, since they are of those that would not be kept.
    """

    things: tuple[Iri, ...]
    names: tuple[Text, ...]
    reasons: tuple[Reason, ...]
    statements: int = 0

    @property
    def score(self) -> int:
        """How sure it is, from 0 to 100: the weights of the reasons together."""
        return max(0, min(_MOST, sum(reason.weight for reason in self.reasons)))

    @property
    def contradicted(self) -> bool:
        """Whether something that weighs speaks against it."""
        light = same_rules()["against"]
        return any(-reason.weight > min(light.values()) for reason in self.reasons if reason.weight < 0)

    @property
    def ids(self) -> tuple[str, ...]:
        """How the things are written in a table."""
        return tuple(map(written_id, self.things))

    @property
    def why(self) -> Text:
        """The reasons, with what each counts."""
        return together([reason.shown() for reason in self.reasons], ", ")

    def message(self, place: str) -> Text:
        """Return the question, with the place of the first."""
        first, second, *others = self.ids
        values = {"first": self.names[0], "second": self.names[1], "a": first, "b": second}
        text = message("similar", **values, place=same(place), why=self.why, score=self.score)
        listed = ", ".join(others[:_SHOWN]) + "…" * (len(others) > _SHOWN)
        more = message("similar-others", count=len(others), name=self.names[0], names=same(listed))
        return text + more if others else text


def written_id(thing: Iri) -> str:
    """Return how a table names the thing."""
    return local_name(thing) if shorten(thing).startswith("ild:") else shorten(thing)


class Proposals(NamedTuple):
    """What may be one, worth most first, and how many pairs are not proposed since official numbers say otherwise."""

    proposals: list[Proposal]
    never: int


def proposals(read: Reading) -> Proposals:
    """Return what may be one and is not decided, that first which is surest and on which most statements hang.

    What weighty things speak against comes last.
    """
    names = _named(read.store)
    evidence = _Evidence(read, names)
    found: list[Proposal] = []
    matched = [*_bearers(evidence.matches), *_bearers(evidence.numbers())]
    for kind in sorted(names):
        found += _of_kind(kind, names[kind], matched, evidence)
    shown = [one for one in found if one.score >= same_rules()["shown"]]
    shown.sort(key=lambda one: (one.contradicted, -one.score * (1 + one.statements), one.things))
    return Proposals(shown, len(evidence.never))


def asked(read: Reading) -> list[Proposal]:
    """Return what is sure enough to be asked about whoever checks the data, in the order of the IRIs.

    Of what was told to stay apart no more is said.
    """
    told: dict[Iri, list[frozenset[Iri]]] = defaultdict(list)
    for apart in read.told_apart:
        for thing in apart:
            told[thing].append(apart)
    sure = [
        one
        for one in proposals(read).proposals
        if one.score >= same_rules()["asked"]
        and not any(apart.issuperset(one.things) for apart in told.get(one.things[0], ()))
    ]
    return sorted(sure, key=lambda one: one.things)


def _of_kind(kind: str, group: Named, matched: list[list[Iri]], evidence: _Evidence) -> Iterator[Proposal]:
    """Yield what may be one among the things of a kind: of equal names as groups, all else in pairs."""
    pairs = _Pairs(evidence)
    for label, things in equal_names(group).items():
        text = message("same-name", found=label)
        groups = evidence.apart(sorted(set(things)))
        pairs.split(label, groups)
        for several in groups:
            if pairs.take(several):
                yield evidence.proposal(several, Reason("same-name", evidence.weight("same-name"), text))
            else:
                pairs.note(several, "same-name", text)
    for things in matched:
        pairs.note([thing for thing in things if thing in group], "identifier", NOTHING, 0)
    for label, things in acronyms_of(group).items():
        pairs.note(things, "acronym", message("same-acronym", found=label))
    for label, things in same_words(group).items():
        pairs.note(things, "same-words", message("same-words", found=label))
    for code, things in (_one_country(group) if kind == "Territory" else {}).items():
        pairs.note(things, "same-country", message("same-country", found=code))
    for one, other, letters in near_names(group):
        pairs.note((one, other), _nearness(letters), message("near-name"))
    for pair in evidence.of_two_inputs(longer_names(group)) if kind == "Actor" else ():  # called otherwise since
        pairs.note(pair, "longer-name", message("longer-name"))
    yield from pairs.proposals()


def _nearness(letters: int) -> str:
    """Return what speaks for it that names of so many letters differ by a slip of the pen only."""
    slips = same_rules()["slips"]
    return "near-long" if letters >= slips["long"] else "near-name" if letters >= slips["usual"] else "near-short"


class _Pairs:
    """Pairs of things of one kind, each with the heaviest of the reasons that their names give."""

    def __init__(self, evidence: _Evidence) -> None:
        self.evidence = evidence
        self.found: dict[Pair, Reason] = {}
        self.apart: dict[Iri, set[str]] = defaultdict(set)  # the names that others, elsewhere, have too
        self.first_of: dict[Iri, Iri] = {}  # what is asked about in a group already: with which thing

    def take(self, several: list[Iri]) -> bool:
        """Take things of one name as a group, which its first stands for; not where one is in a group already."""
        free = len(several) > 1 and not any(thing in self.first_of for thing in several)
        if free:
            self.first_of |= dict.fromkeys(several, several[0])
        return free

    def split(self, label: str, groups: list[list[Iri]]) -> None:
        """Note that of things of one name those of one group are other ones than those of the others."""
        for thing in chain.from_iterable(groups) if len(groups) > 1 else ():
            self.apart[thing].add(label)

    def note(self, things: Iterable[Iri], key: str, text: Text, weight: int | None = None) -> None:
        """Note that the things may be one."""
        own = sorted({self.first_of.get(thing, thing) for thing in things})
        reason = Reason(key, self.evidence.weight(key) if weight is None else weight, text)
        for pair in [(own[0], other) for other in own[1:]]:
            if not self.apart[pair[0]].isdisjoint(self.apart[pair[1]]) and key in _OF_WORDS:
                continue
            if pair not in self.found or self.found[pair].weight < reason.weight:
                self.found[pair] = reason

    def proposals(self) -> Iterator[Proposal]:
        """Yield the pairs that are not known to be two, in the order of their IRIs."""
        for pair, reason in sorted(self.found.items()):
            if len(self.evidence.apart([*pair], grouping=False)) == 1:
                yield self.evidence.proposal([*pair], reason)


def _named(store: engine.Store) -> dict[str, dict[Iri, list[str]]]:
    """Return the names of the things of each kind; actors of all sorts are one kind."""
    supers = load_schema().supers
    found: dict[str, dict[Iri, list[str]]] = defaultdict(lambda: defaultdict(list))
    kinds: dict[Iri, str | None] = {}
    rows = {(thing, class_, other, str(label)) for thing, class_, label, other in engine.select(store, _THINGS).rows}
    for thing, class_, _other, label in sorted(rows):
        if class_ not in kinds:
            line = (local_name(c) for c in (class_, *supers.get(class_, ())) if c in supers)
            kinds[class_] = next((name for name in line if name in _KINDS), None)
        kind = kinds[class_]
        if kind and label not in found[kind][thing]:
            found[kind][thing].append(label)
    return found


def _bearers(said: Mapping[Iri, Iterable[str]]) -> list[list[Iri]]:
    """Return the things that have something in common, of what is said of each."""
    found: dict[str, list[Iri]] = defaultdict(list)
    for thing in sorted(said):
        for each in said[thing]:
            found[each].append(thing)
    return [found[each] for each in sorted(found) if len(found[each]) > 1]


def _one_country(group: Named) -> dict[str, list[Iri]]:
    """Return the territories that are called by names of one country or region, by its code."""
    shared: dict[str, list[Iri]] = defaultdict(list)
    for thing, labels in group.items():
        for code in chain.from_iterable(map(place_names.sole_place, labels)):
            shared[code].append(thing)
    return {code: things for code, things in shared.items() if len(set(things)) > 1}


@dataclass
class _Facts:
    """What is said of a thing, as far as it tells whether another is the same; neighbours by one of their names."""

    classes: set[Iri]
    seats: set[Iri]
    scales: set[Iri]
    point: tuple[float, float] | None
    ties: set[Iri]
    subjects: set[Iri]
    inputs: set[int]
    statements: int


class _Place(NamedTuple):
    """Where a thing is: its latitude and longitude, or the territories of its seat."""

    point: tuple[float, float] | None
    seats: frozenset[Iri]


@dataclass(frozen=True)
class _Sign:
    """What tells a thing from others of its name: the decisions by which it is another, its numbers, its place."""

    thing: Iri = field(compare=False)
    decided: frozenset[int]
    numbers: frozenset[tuple[str, frozenset[str]]]
    place: _Place


class _Evidence:
    """What speaks for it that two things are one, and against it."""

    def __init__(self, read: Reading, names: Mapping[str, Named]) -> None:
        """Take the things by their kinds."""
        self.store, self.ranks, self.called = read.store, read.ranks, dict[Iri, Text]()
        self.kinds = {thing: kind for kind, group in names.items() for thing in group}
        self.names = names
        self.facts: dict[Iri, _Facts] = {}
        self.above: dict[Iri, set[Iri]] = {}
        self.never: set[frozenset[Iri]] = set()
        self.decided = self._decided(read)
        self.for_ = same_rules()["for"]
        self.identifiers = official_identifiers(read.store)
        self.several = len(set(read.ranks.values())) > 1

    @cached_property
    def matches(self) -> dict[Iri, set[str]]:
        """What of elsewhere each thing is said to be, in a register or not."""
        found: dict[Iri, set[str]] = defaultdict(set)
        for match, thing in engine.select(self.store, _MATCHES).rows:
            found[thing].add(match)
        return found

    @cached_property
    def alike(self) -> dict[Iri, Iri]:
        """Of things of one kind and name the first: two lists each have a Lille of their own."""
        found: dict[Iri, Iri] = {}
        for group in self.names.values():
            first: dict[str, Iri] = {}
            for thing in sorted(group):
                one = first.setdefault(name_key(group[thing][0]), thing)
                found[thing] = found.get(one, one)
        return found

    def of_two_inputs(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Yield the pairs of which no input describes both."""
        if self.several:
            yield from (pair for pair in pairs if self._of(pair[0]).inputs.isdisjoint(self._of(pair[1]).inputs))

    def _decided(self, read: Reading) -> dict[Iri, set[int]]:
        """Return for each thing the decisions by which it is not another."""
        kept = {
            Iri(engine.term_text(quad.object)): Iri(engine.term_text(quad.subject))
            for quad in engine.matching(read.store, None, engine.NamedNode(_SAME))
        }
        apart = [
            (engine.term_text(quad.subject), engine.term_text(quad.object))
            for quad in engine.matching(read.store, None, engine.NamedNode(_OTHER))
        ]
        said = [one.things for one in read.decisions if one.answer == NO]
        found: dict[Iri, set[int]] = defaultdict(set)
        for number, things in enumerate([*said, *apart]):
            for thing in map(Iri, things):
                found[kept.get(thing, thing)].add(number)
        return found

    def numbers(self) -> dict[Iri, list[str]]:
        """Return the official identifiers of each thing, each as one text."""
        return {
            thing: [f"{name} {value}" for name, values in registers.items() for value in values]
            for thing, registers in self.identifiers.items()
        }

    def weight(self, key: str) -> int:
        """Return what a reason counts."""
        found = self.for_[key]
        return found if isinstance(found, int) else found["each"]

    def apart(self, things: list[Iri], *, grouping: bool = True) -> list[list[Iri]]:
        """Return the things in groups, so that none is known to be another one than any in its group.

        grouping: of things of one name, those that lie apart are in no group either.
        """
        groups: list[list[Iri]] = []
        signs: list[set[_Sign]] = []
        for thing in self._in_turn(things):
            sign = self._sign(thing, grouping=grouping)
            homes = (place for place, others in enumerate(signs[:_CROWD]) if not self._two(sign, others))
            if (home := next(homes, None)) is None:
                groups.append([thing])
                signs.append({sign})
            else:
                groups[home].append(thing)
                signs[home].add(sign)
        return groups

    def _sign(self, thing: Iri, *, grouping: bool) -> _Sign:
        """Return what tells the thing from others of its name; of very many, few differ in it."""
        numbers = {name: frozenset(values) for name, values in self.identifiers.get(thing, {}).items()}
        place = self._place(thing) if grouping else _Place(None, frozenset())
        return _Sign(thing, frozenset(self.decided.get(thing, ())), frozenset(numbers.items()), place)

    def _two(self, sign: _Sign, others: set[_Sign]) -> bool:
        """Say whether a thing is known to be another one than one of the others."""
        for other in others:
            if not sign.decided.isdisjoint(other.decided) or self._lie_apart(sign.place, other.place):
                return True
            mine, theirs = dict(sign.numbers), dict(other.numbers)
            if any(mine[name].isdisjoint(theirs[name]) for name in mine.keys() & theirs.keys()):
                self.never.add(frozenset((sign.thing, other.thing)))
                return True
        return False

    def _shared_numbers(self, one: Iri, other: Iri) -> list[str]:
        """Return the identifiers that both have, as people read them, and what else both are said to be."""
        mine, theirs = self.identifiers.get(one, {}), self.identifiers.get(other, {})
        both = {name: mine[name] & theirs[name] for name in mine.keys() & theirs.keys()}
        found = {shown_identifier(Identifier(name, value)) for name, values in both.items() for value in values}
        return sorted(found) or [shorten(match) for match in sorted(self.matches[one] & self.matches[other])]

    def _in_turn(self, things: Iterable[Iri]) -> list[Iri]:
        """Return the things with that of the first input first."""
        return sorted(things, key=lambda thing: (min(self._of(thing).inputs, default=0), thing))

    def proposal(self, things: list[Iri], reason: Reason) -> Proposal:
        """Return the things as what may be one, with what speaks for it and against it."""
        first, *others = things = self._in_turn(things)
        each = [dict(self._reasons(first, other)) for other in others]
        found = [reason] if reason.weight else []
        for key in dict.fromkeys(chain.from_iterable(each)):
            known = [reasons[key] for reasons in each if key in reasons]
            if known[0].weight < 0 or len(known) == len(each):  # what speaks for it has to be so of all
                found.append(min(known, key=lambda known: abs(known.weight)) if known[0].weight > 0 else known[0])
        found.sort(key=lambda reason: -reason.weight)
        names = tuple(map(self._name, things))
        return Proposal(tuple(things), names, tuple(found), sum(self._of(other).statements for other in others))

    def _reasons(self, one: Iri, other: Iri) -> Iterator[tuple[str, Reason]]:
        """Yield what speaks for it that two things are one, names aside, and what against it."""
        mine, theirs = self._of(one), self._of(other)
        if shared := self._shared_numbers(one, other):
            yield self._reason("identifier", message("same-match", found=", ".join(shared)))
        if seats := mine.seats & theirs.seats:
            yield self._reason("same-seat", message("same-seat", names=self._listed(seats)))
        for key, common in (
            ("shared-ties", mine.ties & theirs.ties),
            ("shared-themes", mine.subjects & theirs.subjects),
        ):
            if common:
                yield self._reason(key, message(key, names=self._listed(common)), len(common))
        if self._lie_apart(self._place(one), self._place(other)):
            text = message("other-seat", one=self._listed(mine.seats), other=self._listed(theirs.seats))
            yield self._reason("other-seat", text if mine.seats and theirs.seats else message("other-point"))
        if mine.scales and theirs.scales and mine.scales.isdisjoint(theirs.scales):
            names = load_schema().code_names
            scales = [
                together([names.get(scale, same(local_name(scale))) for scale in sorted(each.scales)])
                for each in (mine, theirs)
            ]
            yield self._reason("other-scale", message("other-kind", one=scales[0], other=scales[1]))
        kinds = [load_schema().name_of_kind(each.classes) for each in (mine, theirs)]
        if kinds[0] != kinds[1]:
            yield self._reason("other-kind", message("other-kind", one=kinds[0], other=kinds[1]))
        if self.several and mine.inputs & theirs.inputs:
            yield self._reason("same-list", message("same-list"))

    def _reason(self, key: str, text: Text, count: int = 1) -> tuple[str, Reason]:
        if key in same_rules()["against"]:
            return key, Reason(key, -same_rules()["against"][key], text)
        found = self.for_[key]
        return key, Reason(key, found if isinstance(found, int) else min(found["most"], found["each"] * count), text)

    def _listed(self, things: Iterable[Iri]) -> Text:
        names = sorted(map(self._name, things))
        shown = together(names[:_SHOWN])
        return message("and-more", names=shown) if len(names) > _SHOWN else shown

    def _name(self, thing: Iri) -> Text:
        """Return what the thing is called, in each language."""
        if thing not in self.called:
            quads = engine.matching(self.store, engine.NamedNode(thing), engine.NamedNode(LABEL))
            tagged = sorted(filter(None, (engine.tagged_text(quad.object) for quad in quads)))
            self.called[thing] = Text(by_range((lang, text) for text, lang in tagged)) or same(local_name(thing))
        return self.called[thing]

    def _place(self, thing: Iri) -> _Place:
        return _Place(self._of(thing).point, frozenset(self._of(thing).seats))

    def _lie_apart(self, one: _Place, other: _Place) -> bool:
        """Say whether two things lie in different places, or have their seats there; not where one is in the other."""
        if one.point and other.point:
            return kilometres(one.point, other.point) > same_rules()["far"]
        if not (one.seats and other.seats) or not one.seats.isdisjoint(other.seats):
            return False
        around = [each.seats.union(*map(self._above, each.seats)) for each in (one, other)]
        return one.seats.isdisjoint(around[1]) and other.seats.isdisjoint(around[0])

    def _above(self, territory: Iri) -> set[Iri]:
        """Return what the territory lies in, and what that lies in."""
        if territory not in self.above:
            self.above[territory] = set()  # circles end here
            direct = self._of(territory).seats
            self.above[territory] = direct.union(*map(self._above, direct))
        return self.above[territory]

    def _of(self, thing: Iri) -> _Facts:
        if thing not in self.facts:
            self.facts[thing] = self._read(thing)
        return self.facts[thing]

    def _read(self, thing: Iri) -> _Facts:
        """Return what the statements of a thing, and those that name it, say."""
        found = _Facts(set(), set(), set(), None, set(), set(), set(), 0)
        node, degrees = engine.NamedNode(thing), dict[Iri, float]()
        for quad in _said(engine.matching(self.store, node)):
            found.statements += 1
            if (graph := Iri(engine.term_text(quad.graph_name))) in self.ranks:
                found.inputs.add(self.ranks[graph])
            relation, value = Iri(quad.predicate.value), quad.object
            if isinstance(value, engine.NamedNode):
                self._note(found, relation, Iri(value.value))
            elif relation in (_LATITUDE, _LONGITUDE) and isinstance(value, engine.Literal):
                degrees[relation] = _degrees(value.value)
        for quad in _said(engine.matching(self.store, None, None, node)):
            found.statements += 1
            self._note(found, None, Iri(engine.term_text(quad.subject)))
            for group in self._groups(quad) if quad.predicate.value == _MEMBER else ():
                self._note(found, None, group)
        if len(degrees) == 2 and not any(map(math.isnan, degrees.values())):  # noqa: PLR2004  # both degrees
            found.point = degrees[_LATITUDE], degrees[_LONGITUDE]
        return found

    def _groups(self, member: engine.EngineQuad) -> Iterator[Iri]:
        """Yield the organisations of which a membership, which names its member, is."""
        for quad in engine.matching(self.store, member.subject, engine.NamedNode(_GROUP)):
            yield Iri(engine.term_text(quad.object))

    def _note(self, into: _Facts, relation: Iri | None, other: Iri) -> None:
        """Note one thing that another is tied to; relation: of what it says itself."""
        kind, one = self.kinds.get(other), self.alike.get(other, other)
        if relation in _SEATS:
            into.seats.add(one)
        elif relation == _SCALE:
            into.scales.add(other)
        elif relation == iri("rdf:type"):
            into.classes.add(other)
        elif kind in _SUBJECTS:
            into.subjects.add(one)
        elif kind and kind != "Territory":
            into.ties.add(one)


def _said(quads: Iterable[engine.EngineQuad]) -> Iterator[engine.EngineQuad]:
    """Yield what inputs say."""
    return (quad for quad in quads if engine.term_text(quad.graph_name) not in _OURS)


def _degrees(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return how far two points are from each other, each as its latitude and longitude in degrees (haversine)."""
    (lat, long), (lat2, long2) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((long2 - long) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))
