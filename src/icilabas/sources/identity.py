"""Who is who: what is one thing in several inputs gets one IRI, that of the first; what contradicts stays apart.

Rules are data: ``ontology/identity/``. A document tells its own things apart, so two things of one are never joined;
nor are persons. What is joined is said, with the reason, in ``ilg:identity``.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.engine.terms import RESTRICTED, Iri, iri, local_name, shorten
from icilabas.errors import Fault
from icilabas.sources.descriptions import (
    STATED,
    TERRITORY,
    Described,
    Documents,
    against,
    describe,
    known_as,
    name_rules,
    rule_of,
    sides_of,
)
from icilabas.sources.identifiers import (
    Identifier,
    classes_of_things,
    official_identifiers,
    shown_identifier,
    shown_scheme,
)
from icilabas.sources.references import renamed_things, roots
from icilabas.sources.schema import literals, load_schema
from icilabas.sources.source_description import document_quads, passage_quads
from icilabas.words.messages import message
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from icilabas.engine.terms import Quad
    from icilabas.sources.editions import Edition
    from icilabas.sources.reading import Reading

    Edge = tuple[Described, Described]

IDENTITY_GRAPH = iri("ilg:identity")
_MOST = 40  # things of one name, beyond which nobody could tell which is which by it
_SHOWN = 3
_LABEL, _SAME, _TYPE = iri("skos:prefLabel"), iri("owl:sameAs"), iri("rdf:type")


class _Told:
    """What is to be told: which things are left apart, each pair or crowd of them once, with both places."""

    def __init__(self, read: Reading, inputs: Sequence[str], side_ranks: Sequence[int]) -> None:
        self.read, self.inputs, self.side_ranks = read, inputs, side_ranks
        self.done: dict[frozenset[Iri], Fault] = {}

    def place(self, one: Described) -> str:
        """Return where a thing stands: its row, its line, else the input and its name."""
        thing = one.things[0]
        known = self.read.cell_of(thing, _LABEL) or self.read.lines.get(thing)
        return known or f"{self.inputs[self.side_ranks[min(one.sides)]]}: {shorten(thing)}"

    def tell(self, ones: Collection[Described], text: Callable[[list[Described]], Text]) -> None:
        """Tell of some things, at the place of the last of them."""
        about = frozenset(one.things[0] for one in ones)
        if about not in self.done:
            listed = sorted(ones, key=lambda one: (min(one.sides), one.things))
            self.done[about] = Fault(self.place(listed[-1]), text(listed), "Warning")

    def whole(self) -> dict[frozenset[Iri], Fault]:
        """Return what is told, by whom it is of: of some among others that are told of, no more is said."""
        larger: dict[Iri, list[frozenset[Iri]]] = defaultdict(list)
        for others in self.done:
            for thing in others if len(others) > 2 else ():  # noqa: PLR2004  # more than a pair
                larger[thing].append(others)
        return {
            some: fault
            for some, fault in self.done.items()
            if not any(some < others for others in larger.get(next(iter(some)), ()))
        }

    def contradiction(self, one: Described, other: Described, why: Text) -> None:
        """Tell that two things which seem to be one contradict each other."""

        def text(listed: list[Described]) -> Text:
            first, second = listed
            gaps = {"a": _id(first), "b": _id(second), "place": same(self.place(first)), "why": why}
            return message("identity-apart", found=second.called, **gaps)

        self.tell((one, other), text)

    def ambiguous(self, ones: Collection[Described]) -> None:
        """Tell that things have a name or a number in common, and that two of them stand in one document."""

        def text(listed: list[Described]) -> Text:
            shown = ", ".join(f"{_id(one)} ({self.place(one)})" for one in listed[:_SHOWN])
            things = same(shown + ", …" * (len(listed) > _SHOWN))
            common = set(listed[0].names).intersection(*(one.names for one in listed))
            called = listed[0].names[min(common)] if common else listed[0].called
            return message("identity-ambiguous", found=called, things=things)

        self.tell(ones, text)

    def chain(self, ones: Collection[Described], apart: Edge, why: Text) -> None:
        """Tell that things would be one by way of others, though two of them contradict each other."""

        def text(listed: list[Described]) -> Text:
            first, second = sorted(apart, key=lambda one: (min(one.sides), one.things))
            shown = same(", ".join(map(_id, listed[:_MOST])))
            gaps = {"a": _id(first), "b": _id(second), "things": shown, "place": same(self.place(first)), "why": why}
            return message("identity-chain", **gaps)

        self.tell(ones, text)


def _id(one: Described) -> str:
    thing = one.things[0]
    short = shorten(thing)
    return local_name(thing) if short.startswith("ild:") else short


# What speaks for it: what several have in common, by which they are put together.


class _Candidates(NamedTuple):
    """Things with something in common: the sides that count, the name that has to be a label of one, and why."""

    ones: list[Described]
    sides: frozenset[int] | None
    label: str
    why: Text


class _Common(NamedTuple):
    """What things have in common: their group, a name, the legal unit that it goes with, and the series of both."""

    group: Iri
    name: str
    unit: str
    series: str


def _by_numbers(ones: Iterable[Described]) -> Iterator[_Candidates]:
    """Yield the things of one group with an official identifier in common."""
    found: dict[tuple[Iri, Identifier], list[Described]] = defaultdict(list)
    for one in ones:
        for identifier in one.own:
            found[one.group, identifier].append(one)
    for (_group, identifier), some in sorted(found.items(), key=lambda item: item[0]):
        if len(some) > 1:
            register = "" if identifier.scheme == STATED else shown_scheme(identifier.scheme)
            yield _Candidates(
                some, None, "", _why_one("identity-by-number" if register else "identity-by-statement", register)
            )


def _by_names(ones: Iterable[Described], sides: Documents, *, match_names: bool) -> Iterator[_Candidates]:
    """Yield the things of one group with a name in common, where the rules let that count."""
    found: dict[_Common, list[Described]] = defaultdict(list)
    of_side: dict[int, set[str]] = defaultdict(set)
    for name, some in sides.series.items():
        for side in some:
            of_side[side].add(name)
    for one in ones:
        everywhere = match_names or rule_of(one.group)["where"] == "everywhere"
        where = {""} if everywhere else {series for side in one.sides for series in of_side[side]}
        for known in known_as(one) if where else ():
            for series in where:
                found[_Common(one.group, known, "", series)].append(one)
        for unit in one.numbers.get("siren", ()):  # of places of work those that have its name
            for known in one.labels:
                found[_Common(one.group, known, unit, "")].append(one)
    for common, alike in sorted(found.items(), key=lambda item: item[0]):
        if len(alike) > 1:
            counted = frozenset(sides.series[Iri(common.series)]) if common.series else None
            label = common.name if rule_of(common.group)["names"] == "label" else ""
            yield _Candidates(alike, counted, label, _why(common))


def _why(common: _Common) -> Text:
    if common.unit:
        return _why_one("identity-by-unit")
    if common.series:
        return _why_one("identity-by-series")
    return _why_one("identity-by-place" if common.group == TERRITORY else "identity-by-name")


@lru_cache(maxsize=128)
def _why_one(key: str, found: str = "") -> Text:
    """Return why things are one: many are for the same reason."""
    return message(key, found=found) if found else message(key)


class _Fits:
    """Which of some things that have something in common can be one, and what speaks against the others."""

    def __init__(self, found: _Candidates, *, chains: bool) -> None:
        self.sides = {one: one.sides if found.sides is None else one.sides & found.sides for one in found.ones}
        self.documents = len(set[int]().union(*self.sides.values()))
        self.found, self.chains = found, chains
        self.on: dict[Described, dict[int, list[Described]]] = {one: defaultdict(list) for one in found.ones}
        self.against: list[tuple[Described, Described, Text]] = []

    def compare(self) -> None:
        """Compare each with each; of several of a document those count that have a name of the other's."""
        for one, other in combinations(self.found.ones, 2):
            label = self.found.label
            if one.sides & other.sides or (label and label not in one.labels and label not in other.labels):
                continue
            why = against(one, other, chains=self.chains)
            if why:
                self.against.append((one, other, why))
            elif why is None:
                for mine, theirs in ((one, other), (other, one)):
                    for side in self.sides[theirs]:
                        self.on[mine][side].append(theirs)
        for one, by_side in self.on.items():
            for side, several in by_side.items():
                named = [other for other in several if other.names.keys() & one.names.keys()]
                by_side[side] = named or several

    def pairs(self, told: _Told) -> Iterator[Edge]:
        """Yield what is one: things with nobody else to be one with in each other's documents; tell of the rest."""
        for one, by_side in self.on.items():
            for several in by_side.values():
                if len(several) > 1:
                    told.ambiguous([one, *several])
                elif all(self.on[several[0]][side] == [one] for side in self.sides[one]):
                    yield one, several[0]
        for one, other, why in self.against:
            if not any(self.on[one].get(side) for side in self.sides[other]) and not any(
                self.on[other].get(side) for side in self.sides[one]
            ):
                told.contradiction(one, other, why)


def _pairs(found: _Candidates, told: _Told, *, chains: bool) -> Iterator[Edge]:
    """Yield which of some things with something in common are one."""
    fits = _Fits(found, chains=chains)
    if fits.documents > 1:  # one tells its own things apart
        if len(found.ones) > _MOST:
            told.ambiguous(found.ones)
        else:
            fits.compare()
            yield from fits.pairs(told)


def _joined(
    ones: list[Described], candidates: Iterable[_Candidates], told: _Told, why_of: dict[Iri, Text], *, chains: bool
) -> list[Described]:
    """Return the things after those that are one have become one; chains that end in a contradiction are left apart."""
    number = {one: place for place, one in enumerate(ones)}
    pairs: list[tuple[int, int]] = []
    why: dict[int, Text] = {}
    for found in candidates:
        for pair in _pairs(found, told, chains=chains):
            first, second = sorted(number[one] for one in pair)
            pairs.append((first, second))
            why.setdefault(second, found.why)
            why.setdefault(first, found.why)
    together: dict[int, list[int]] = defaultdict(list)
    for place, root in roots(pairs).items():
        together[root].append(place)
    gone = set[int]()
    for root, others in together.items():
        some = [ones[place] for place in sorted((root, *others))]
        if apart := _apart(some, chains=chains):
            told.chain(some, *apart)
            continue
        kept, *rest = sorted(some, key=lambda one: (min(one.sides), number[one]))
        for other in rest:
            why_of.setdefault(other.things[0], why[number[other]])
            kept.take(other)
            gone.add(number[other])
    return [one for place, one in enumerate(ones) if place not in gone]


def _apart(ones: list[Described], *, chains: bool) -> tuple[Edge, Text] | None:
    """Return two things, of some that would be one by way of each other, which cannot be, and why."""
    for one, other in combinations(ones, 2):
        if one.sides & other.sides:
            return (one, other), message("identity-one-document")
        if (why := against(one, other, chains=chains)) is not None:
            return (one, other), why or message("identity-came-of")
    return None


# What tables say.


def refused(read: Reading, rows: Sequence[tuple[Iri, Iri, str]]) -> set[str]:
    """Return the places of the rows of tables that are not followed: each row says that two things are one.

    Where rows make one of things with two official identifiers of one scheme, none of them is followed: a warning.
    """
    if not rows:
        return set()
    numbers = official_identifiers(read.store)
    kept = roots((first, second) for first, second, _place in rows)
    together: dict[Iri, list[Iri]] = defaultdict(list)
    for thing in dict.fromkeys(thing for first, second, _place in rows for thing in (first, second)):
        together[kept.get(thing, thing)].append(thing)
    left_out: set[str] = set()
    for root, things in together.items():
        if apart := _two_numbers(things, numbers):
            places = list(dict.fromkeys(place for first, _other, place in rows if kept.get(first, first) == root))
            gaps = dict(zip(("a", "found", "b", "other"), apart, strict=True))
            read.faults.append(Fault(places[-1], message("same-as-numbers", **gaps), "Warning"))
            left_out |= {*places}
    return left_out


def _two_numbers(
    things: Sequence[Iri], numbers: Mapping[Iri, Mapping[str, set[str]]]
) -> tuple[str, str, str, str] | None:
    """Return two of the things that have different identifiers of one scheme, each with its own; else None."""
    for one, other in combinations(things, 2):
        mine, theirs = numbers.get(one, {}), numbers.get(other, {})
        for scheme in sorted(mine.keys() & theirs.keys()):
            if mine[scheme].isdisjoint(theirs[scheme]):
                shown = [shown_identifier(Identifier(scheme, min(each[scheme]))) for each in (mine, theirs)]
                return local_name(one), shown[0], local_name(other), shown[1]
    return None


# What comes of it.


def join(
    read: Reading,
    describers: Mapping[Iri, Collection[Reading]],
    inputs: Sequence[str],
    found: Sequence[Edition] = (),
    *,
    match_names: bool = False,
) -> set[Iri]:
    """Let what is one in several documents have one IRI, and say so in ``ilg:identity``.

    Return the IRIs that were given up, and those of what was told to stay apart.
    describers: the inputs whose tables have a row for a thing. inputs: what each input is called, by its rank.
    found: the editions there are.
    match_names: things of one kind with one name are one in all inputs, not in the editions of a series alone.
    What contradicts, or could be several things, stays apart: each a warning among the faults.
    """
    if len({*read.ranks.values()}) < 2 and len(found) < 2:  # noqa: PLR2004  # one document tells its own things apart
        return set()
    classes = classes_of_things(read.store, _also())
    sides = sides_of(read, describers, classes, found)
    if len(sides.ranks) < 2:  # noqa: PLR2004  # one document tells its own things apart
        return set()
    ones = [*describe(read, sides, classes).values()]
    told, why = _Told(read, inputs, sides.ranks), dict[Iri, Text]()
    ones = _joined(ones, _by_numbers(ones), told, why, chains=False)
    ones = _joined(ones, _by_names(ones, sides, match_names=match_names), told, why, chains=True)
    read.told_apart += told.whole()
    read.faults += told.whole().values()
    kept = {other: one.things[0] for one in ones for other in one.things[1:]}
    said = _said_of(read.store, kept, why) if kept else []
    renamed_things(read, kept)
    engine.add(read.store, said)
    read.added += len({*said})
    return {*kept, *_same_parts(read, classes, {*kept.values()}), *(thing for some in told.done for thing in some)}


@lru_cache(maxsize=1)
def _also() -> dict[Iri, Iri]:
    """Return what of other vocabularies is read as which of our classes."""
    return {iri(name): iri(ours) for ours, names in name_rules()["read-as"].items() for name in names}


def _said_of(store: engine.Store, kept: dict[Iri, Iri], why: dict[Iri, Text]) -> list[Quad]:
    """Return what is said of what is one, and why; in a restricted passage where not everybody is told of both."""
    seen = _seen_by_all(store, {*kept, *kept.values()})
    spoken = {text: literals(text) for text in {*why.values()}}
    said: dict[Iri, list[Quad]] = defaultdict(list)
    for old, new in sorted(kept.items()):
        graph = IDENTITY_GRAPH if {old, new} <= seen else Iri(f"{IDENTITY_GRAPH}-restricted")
        said[graph].append((new, _SAME, old, graph))
        said[graph] += [(old, iri("skos:changeNote"), text, graph) for text in spoken[why[old]]]
    for graph, quads in said.items():
        document, titles = Iri(f"{graph}/source"), literals(message("identity-title"))
        access = "ilv:public" if graph == IDENTITY_GRAPH else "ilv:restricted"
        about = document_quads(document, titles[0], graph)
        about += [
            (document, iri("dcterms:title"), titles[1], graph),
            (document, iri("skos:prefLabel"), titles[1], graph),
        ]
        quads += [*passage_quads(graph, document, titles, access), *about]
    return [quad for quads in said.values() for quad in quads]


def _seen_by_all(store: engine.Store, things: Collection[Iri]) -> set[Iri]:
    """Return which of the things are said to be something outside of restricted passages."""
    rights, restricted = engine.NamedNode(iri("dcterms:accessRights")), engine.NamedNode(RESTRICTED)
    hidden = {engine.term_text(quad.subject) for quad in engine.matching(store, None, rights, restricted)}
    said = ((thing, engine.matching(store, engine.NamedNode(thing), engine.NamedNode(_TYPE))) for thing in things)
    return {thing for thing, quads in said if any(engine.term_text(quad.graph_name) not in hidden for quad in quads)}


def _same_parts(read: Reading, classes: Mapping[Iri, Iri], changed: set[Iri]) -> dict[Iri, Iri]:
    """Let what has its name from its parts, as a membership has, be one where its parts have become one.

    changed: the things that others have become one with.
    """
    found: dict[Iri, Iri] = {}
    for table in load_schema().tables.values():
        pattern = table.id_pattern or ""
        paths = [engine.NamedNode(column.path) for column in table.columns if f"{{{column.name}}}" in pattern]
        by_parts: dict[tuple[str, ...], list[Iri]] = defaultdict(list)
        for thing in (thing for thing, class_ in classes.items() if paths and class_ == table.class_):
            node = engine.NamedNode(thing)
            values = [
                {engine.term_text(quad.object) for quad in engine.matching(read.store, node, path)} for path in paths
            ]
            parts = tuple(min(each, default="") for each in values)
            if max(map(len, values)) == 1 and not changed.isdisjoint(map(Iri, parts)):
                by_parts[parts].append(thing)
        for things in by_parts.values():
            first, *others = sorted(things, key=lambda thing: (_rank(read, thing), thing))
            found |= dict.fromkeys(others, first)
    renamed_things(read, found)
    return found


def _rank(read: Reading, thing: Iri) -> int:
    """Return which input is the first that describes the thing."""
    said = engine.matching(read.store, engine.NamedNode(thing), engine.NamedNode(_TYPE))
    return min((read.ranks.get(Iri(engine.term_text(quad.graph_name)), len(read.ranks)) for quad in said), default=0)
