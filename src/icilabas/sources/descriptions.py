"""What is known of each thing that can be one with another: its names, numbers, kind and place, and who says it.

And what of that speaks against two things being one. Rules are data: ``ontology/identity/names.yaml``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from icilabas import engine, resources
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, Iri, Lit, iri, local_name, shorten
from icilabas.sources import place_names
from icilabas.sources.identifiers import (
    RULES,
    Identifier,
    official_identifiers,
    shown_identifier,
    whole_of,
)
from icilabas.sources.schema import load_schema
from icilabas.words.matching import fold
from icilabas.words.messages import message
from icilabas.words.text import NOTHING, Text, same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from icilabas.sources.editions import Edition
    from icilabas.sources.reading import Reading

_FIRST = "fr"  # the language in which things are named in a warning, where they have a name in it
STATED = "stated"  # the scheme of the IRIs that inputs say are one by owl:sameAs
TERRITORY = iri("ilb:Territory")
_EARTH = 6371.0  # kilometres
_KIND, _WITHIN = iri("ilb:territoryKind"), iri("ilb:within")
_LAT, _LONG = iri("wgs84:lat"), iri("wgs84:long")
_SAME, _DIFFERENT = iri("owl:sameAs"), iri("owl:differentFrom")
_ASIDE = {INFERRED_GRAPH, ONTOLOGY_GRAPH}


class NameRule(TypedDict, total=False):
    """Which things of a group of classes are one by their names; see ``names.yaml``."""

    where: str
    names: str
    exact: bool


Rules = TypedDict(
    "Rules",
    {
        "groups": dict[str, NameRule],
        "read-as": dict[str, list[str]],
        "labels": list[str],
        "other-names": list[str],
        "near": dict[str, float],
        "came-of": dict[str, list[str]],
    },
)


@lru_cache(maxsize=1)
def name_rules() -> Rules:
    """Return ``names.yaml``."""
    found: Rules = resources.parse_yaml((RULES / "names.yaml").read_text(encoding="utf-8"))
    return found


@dataclass(eq=False)
class Described:
    """A thing, or several that are found to be one, with all that can speak for or against its being another.

    sides: the documents that describe it, by their number. inside: what it lies in, the nearest first: the names by
    which each is known, and what it is called. came_of: what it came of or became, or the event of that, and whether it
    came after. decided: what it is said not to be.
    """

    group: Iri
    things: list[Iri]
    sides: set[int] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)  # by the folded one
    others: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    own: set[Identifier] = field(default_factory=set)
    kinds: set[Iri] = field(default_factory=set)
    inside: list[tuple[set[str], str]] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    came_of: set[tuple[Iri, bool]] = field(default_factory=set)
    decided: set[Iri] = field(default_factory=set)

    @property
    def names(self) -> dict[str, str]:
        """All that it is called, by the folded name."""
        return self.labels | self.others

    @property
    def called(self) -> str:
        """What it is called first."""
        return next(iter((self.labels or self.others).values()), local_name(self.things[0]))

    def take(self, other: Described) -> None:
        """Become one with another."""
        self.things = [thing for one in sorted((self, other), key=lambda one: min(one.sides)) for thing in one.things]
        self.sides |= other.sides
        self.labels = self.labels | other.labels
        self.others = self.others | other.others
        self.own |= other.own
        for scheme, values in other.numbers.items():
            self.numbers[scheme] |= values
        self.kinds |= other.kinds
        self.inside += other.inside
        self.points += other.points
        self.came_of |= other.came_of
        self.decided |= other.decided


class Documents(NamedTuple):
    """The documents that describe things, by number, in the order in which they are believed.

    of: of each thing. ranks: of each side that of its input. series: of each series its sides.
    """

    of: dict[Iri, set[int]]
    ranks: list[int]
    series: dict[Iri, set[int]]


def sides_of(
    read: Reading, describers: Mapping[Iri, Collection[Reading]], classes: Collection[Iri], found: Sequence[Edition]
) -> Documents:
    """Find which documents describe the things: an input is one, unless it holds several editions.

    describers: the inputs whose tables have a row for a thing, which say so where inputs share their passages.
    found: the editions there are.
    """
    time = {graph: number for number, edition in enumerate(found) for graph in edition.graphs}
    held = {(read.ranks.get(graph, 0), number) for graph, number in time.items()}
    several = {rank for (rank, one), (same_rank, other) in product(held, held) if rank == same_rank and one != other}
    of_tables = {one.rank for ones in describers.values() for one in ones}
    keys: dict[Iri, set[tuple[int, int]]] = defaultdict(set)
    series_of: dict[tuple[int, int], Iri] = {}
    for quad in engine.matching(read.store, None, engine.NamedNode(iri("rdf:type"))):
        thing, graph = Iri(engine.term_text(quad.subject)), Iri(engine.term_text(quad.graph_name))
        if thing in classes and graph in read.ranks:
            rank, number = read.ranks[graph], time.get(graph)
            ranks = {one.rank for one in describers.get(thing, ())}
            for each in ranks if rank in of_tables and ranks else {rank, *ranks}:
                key = each, number if number is not None and each in several else -1
                keys[thing].add(key)
                series_of |= {} if number is None else {key: found[number].series}
    numbers = {key: number for number, key in enumerate(sorted(set[tuple[int, int]]().union(*keys.values())))}
    series: dict[Iri, set[int]] = defaultdict(set)
    for key, name in series_of.items():
        series[name].add(numbers[key])
    of = {thing: {numbers[key] for key in some} for thing, some in keys.items()}
    return Documents(of, [rank for rank, _time in numbers], series)


def _group(class_: Iri) -> Iri | None:
    """Return the group in which things of a class are one by their names, or numbers; None for none."""
    line = (class_, *load_schema().supers.get(class_, ()))
    for name, group in _groups().items():
        if name in line:
            return class_ if group.get("exact") else name
    return None


@lru_cache(maxsize=1)
def _groups() -> dict[Iri, NameRule]:
    return {iri(name): group for name, group in name_rules()["groups"].items()}


def rule_of(group: Iri) -> NameRule:
    """Return the rule of a group, or of the class above it."""
    line = (group, *load_schema().supers.get(group, ()))
    return next(_groups()[name] for name in line if name in _groups())


def describe(read: Reading, sides: Documents, classes: dict[Iri, Iri]) -> dict[Iri, Described]:
    """Return the things that can be one with others, with all that speaks for or against it."""
    groups = {thing: group for thing, class_ in classes.items() if thing in sides.of and (group := _group(class_))}
    found = {thing: Described(group, [thing], set(sides.of[thing])) for thing, group in groups.items()}
    store = read.store
    for relations, are_labels in ((name_rules()["labels"], True), (name_rules()["other-names"], False)):
        said = (pair for relation in relations for pair in _said(store, relation))
        for thing, name in sorted(said, key=_in_another_language):
            if thing in found and isinstance(name, Lit) and (folded := fold(name.value)):
                (found[thing].labels if are_labels else found[thing].others).setdefault(folded, name.value)
    for thing, numbers in official_identifiers(store, classes).items():
        if thing in found:
            _number(found[thing], numbers)
    for thing, other in _between(store, _SAME, found):
        for each in (thing, other):
            found[each].own.add(Identifier(STATED, other))
    for thing, other in _between(store, _DIFFERENT, found):
        found[thing].decided.add(other)
        found[other].decided.add(thing)
    _note_changes(store, found)
    _note_places(store, found)
    return found


def _in_another_language(pair: tuple[Iri, Iri | Lit]) -> bool:
    """Say whether a name is not in the language that names are shown in first."""
    return not (isinstance(pair[1], Lit) and (pair[1].lang or "").startswith(_FIRST))


def _said(store: engine.Store, relation: str) -> Iterator[tuple[Iri, Iri | Lit]]:
    """Yield what inputs say by a property of things that have an IRI."""
    for quad in engine.matching(store, None, engine.NamedNode(iri(relation))):
        value = engine.plain_term(quad.object)
        if value is not None and engine.term_text(quad.graph_name) not in _ASIDE:
            yield Iri(engine.term_text(quad.subject)), value


def _between(store: engine.Store, relation: Iri, things: Collection[Iri]) -> Iterator[tuple[Iri, Iri]]:
    """Yield which of the things are said to have to do with which other ones."""
    for thing, other in _said(store, relation):
        if thing in things and isinstance(other, Iri) and other in things:
            yield thing, other


def _note_changes(store: engine.Store, found: dict[Iri, Described]) -> None:
    """Note what came of what, or through which event."""
    for first, relations in name_rules()["came-of"].items():
        for subject, value in (pair for relation in relations for pair in _said(store, relation)):
            ends = (subject, value) if isinstance(value, Iri) else ()
            for end, other in zip(ends, reversed(ends), strict=True):
                if end in found:
                    found[end].came_of.add((other, (end == subject) == (first == "object")))


def _number(one: Described, numbers: dict[str, set[str]]) -> None:
    """Note the official identifiers of a thing, and those of what it is a part of."""
    for scheme, values in numbers.items():
        for identifier in (Identifier(scheme, value) for value in values):
            one.own.add(identifier)
            one.numbers[scheme].add(identifier.value)
            if whole := whole_of(identifier):
                one.numbers[whole.scheme].add(whole.value)


def _note_places(store: engine.Store, found: dict[Iri, Described]) -> None:
    """Note of territories their kind, their points, and the names of all that they lie in."""
    for thing, kind in _said(store, _KIND):
        if thing in found and isinstance(kind, Iri):
            found[thing].kinds.add(kind)
    for quad in engine.matching(store, None, engine.NamedNode(_LAT)):
        thing = Iri(engine.term_text(quad.subject))
        longs = engine.matching(store, quad.subject, engine.NamedNode(_LONG)) if thing in found else ()
        for long in (each for each in longs if each.graph_name == quad.graph_name):
            point = [_as_number(engine.term_text(each.object)) for each in (quad, long)]
            if point[0] is not None and point[1] is not None:
                found[thing].points.append((point[0], point[1]))
    above: dict[Iri, list[Iri]] = {}
    for thing, holder in _between(store, _WITHIN, found):
        above.setdefault(thing, []).append(holder)
    for thing, holders in above.items():
        wait, seen = [*holders], {thing}
        while wait:
            holder = wait.pop(0)
            if holder not in seen:
                seen.add(holder)
                wait += above.get(holder, ())
                found[thing].inside.append((known_as(found[holder]), found[holder].called))


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def known_as(one: Described) -> set[str]:
    """Return by what a territory is known where others lie in it: its names, and the code of its country."""
    codes = {code for name in one.names.values() for code in place_names.sole_place(name)} if _may_be_wide(one) else ()
    return {*one.names, *(f"={code}" for code in codes)}


def _may_be_wide(one: Described) -> bool:
    """Say whether a territory may be a country or a region of the world, which has its names in a list."""
    return one.group == TERRITORY and one.kinds <= set(place_names.WIDE)


# What speaks against two things being one: a reason; nothing to tell; or None.


def against(one: Described, other: Described, *, chains: bool = True) -> Text | None:
    """Return why two things cannot be one: NOTHING where the data tell it, None where nothing is against it.

    chains: whether what they lie in counts.
    """
    if _came_apart(one, other) or not one.decided.isdisjoint(other.things):
        return NOTHING
    for scheme in sorted(one.numbers.keys() & other.numbers.keys()):
        mine, theirs = one.numbers[scheme], other.numbers[scheme]
        if mine.isdisjoint(theirs):
            shown = (shown_identifier(Identifier(scheme, min(values))) for values in (mine, theirs))
            return message("identity-numbers", **dict(zip(("found", "other"), shown, strict=True)))
    if one.kinds and other.kinds and one.kinds.isdisjoint(other.kinds):
        names = load_schema().code_names
        kinds = [names.get(min(each.kinds), same(local_name(min(each.kinds)))) for each in (one, other)]
        return message("identity-kinds", found=kinds[0], other=kinds[1])
    return _elsewhere(one, other, chains=chains)


def _came_apart(one: Described, other: Described) -> bool:
    """Say whether one came of the other, or one was before an event and the other after it."""
    if not one.came_of and not other.came_of:
        return False
    mine, theirs = (
        each.came_of | {(thing, late) for thing in each.things for late in (True, False)} for each in (one, other)
    )
    return any((node, not late) in theirs for node, late in mine)


def _elsewhere(one: Described, other: Described, *, chains: bool) -> Text | None:
    """Return why two territories of a name lie in two places, or None."""
    if one.points and other.points:
        apart = min(_distance(here, there) for here in one.points for there in other.points)
        near = name_rules()["near"]
        most = max(near.get(shorten(kind), near["other"]) for kind in one.kinds | other.kinds | {Iri("other")})
        if apart > most:
            return message("identity-far", km=str(round(apart)))
    elif chains and (mine := _below(one, other)) and (theirs := _below(other, one)):
        return message("identity-places", found=mine, other=theirs)
    return None


def _below(one: Described, other: Described) -> str:
    """Return in what a territory lies, where that is nearer than all in which the other one lies too; empty for none.

    Where both lie in such a place, nothing says that these are one: “Saint-Denis” in La Réunion, or in
    Seine-Saint-Denis, both in France.
    """
    known = set[str]().union(*(names for names, _called in other.inside))
    names, called = one.inside[0] if one.inside else (known, "")
    return called if names.isdisjoint(known) else ""


def _distance(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the kilometres between two points, in degrees, on a sphere."""
    (lat, long), (lat2, long2) = (map(math.radians, point) for point in (here, there))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((long2 - long) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, half)))
