"""What cells refer to: known things by id, label or identifier, and the merging of what is one."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from icilabas import engine
from icilabas.engine.terms import PREFIXES, Iri, Lit, iri, local_name, pasted, shorten
from icilabas.sources import place_names
from icilabas.sources.schema import load_schema
from icilabas.sources.source_description import file_graph
from icilabas.words.matching import Patience, fold, is_slug, nearest, slug
from icilabas.words.messages import either, suggestion
from icilabas.words.text import Text, tongue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from icilabas.sources.reading import Reading
    from icilabas.words.text import Text


SEPARATORS = "|;"
_PLACE = iri("ilb:Territory")
# Between names of elsewhere: beside a space, at an end, before another.
_BETWEEN_ADDRESSES = re.compile(r"[|;](?=\s|$|[|;]|[A-Za-z][\w+.-]*:|www\.)|(?<=\s)[|;]|^[|;]")
_NAMED = """SELECT ?thing ?class ?label WHERE { GRAPH ?graph { ?thing a ?class }
  OPTIONAL { ?thing skos:prefLabel|skos:altLabel ?label } FILTER(ISIRI(?thing)) } ORDER BY ?thing ?class ?label"""
_SCALES = "SELECT ?thing ?kind WHERE { GRAPH ?graph { ?thing ilb:territoryKind ?kind } }"
_LABEL, _OTHER_NAME = iri("skos:prefLabel"), iri("skos:altLabel")


_T = TypeVar("_T")


class Owner(NamedTuple):
    """Whose an id is: the input, and the table of the kind of the thing (empty where no table is of its kind)."""

    reading: Reading
    table: str


class KnownThings:
    """The things of all inputs: first every table notes its own, then cells are looked up."""

    def __init__(self, store: engine.Store) -> None:
        self.store = store
        self.classes: dict[Iri, set[Iri]] = defaultdict(set)
        self.labels: dict[str, set[Iri]] = defaultdict(set)  # by folded name
        self.places: dict[str, set[Iri]] = defaultdict(set)  # by code
        self.small: set[Iri] = set()  # territories that are no country and no region of the world
        self.owners: dict[Iri, Owner] = {}  # whose id it is
        self.describers: dict[Iri, set[Reading]] = defaultdict(set)  # the inputs whose tables have a row for it
        self.searched: dict[tuple[str, tuple[Iri, ...]], list[str]] = {}
        self.patience = Patience()
        self.found: dict[tuple[str, tuple[Iri, ...], Reading | None], list[Iri]] = {}  # the same stands in many cells
        self.called: dict[tuple[Iri, ...] | None, _Called] = {}  # what can be suggested, worked out once

    def owner(self, thing: Iri, asks: Owner) -> Owner:
        """Return whose the id of the thing is: it goes to the first that asks."""
        return self.owners.setdefault(thing, asks)

    def give_elsewhere(self, reading: Reading) -> None:
        """Let all things of the inputs without tables have their ids, before the tables ask."""
        kinds = {table.class_: name for name, table in load_schema().tables.items()}
        for thing in self.elsewhere:
            kind = next((kinds[class_] for class_ in self.classes[thing] if class_ in kinds), "")
            self.owners.setdefault(thing, Owner(reading, kind))

    def note(self, thing: Iri, class_: Iri, labels: Iterable[str], owner: Reading | None = None) -> None:
        """Remember a thing, with its names, and the input whose table describes it."""
        if owner is not None:
            self.describers[thing].add(owner)
        self.called.clear()
        self.found.clear()
        self.classes[thing] |= {class_, *load_schema().supers.get(class_, ())}
        for label in labels:
            if fold(label):
                self.labels[fold(label)].add(thing)
            for code in place_names.sole_place(label) if _PLACE in self.classes[thing] else ():
                self.places[code].add(thing)

    def note_scale(self, territory: Iri, kind: Iri) -> None:
        """Remember what kind of territory it is: a village called Hollande is not the Netherlands."""
        if kind not in place_names.WIDE:
            self.small.add(territory)

    def become_one(self, kept: Mapping[Iri, Iri]) -> None:
        """Note that things are others: who describes them describes those."""
        for old, new in kept.items():
            self.describers[new] |= self.describers.pop(old, set())

    @cached_property
    def elsewhere(self) -> set[Iri]:
        """The things of the RDF inputs and of the ontology; read when a cell names what no table has."""
        found = set()
        for thing, class_, label in engine.select(self.store, _NAMED).rows:
            self.note(thing, class_, [str(label)] if label is not None else [])
            found.add(thing)
        for thing, kind in engine.select(self.store, _SCALES).rows:
            self.note_scale(thing, kind)
        return found

    def find(self, text: str, classes: tuple[Iri, ...], owner: Reading | None = None) -> list[Iri]:
        """Return what the text means: one thing, several where a name is shared, or none.

        Asked is for what the column expects (``classes``; none: anything): of that, what the same input describes comes
        first, by its id or name; then an id, an IRI or a name of another input. What is of another kind is only found
        where nothing of the kind is.
        """
        key = (text, classes, owner)
        if key not in self.found:
            self.found[key] = self._find(text, classes, owner)
        return self.found[key]

    def _find(self, text: str, classes: tuple[Iri, ...], owner: Reading | None) -> list[Iri]:
        wanted = frozenset(classes)
        for _look in range(2):
            for things in self._meant(text, owner):
                if fitting := [thing for thing in things if not wanted or self.classes[thing] & wanted]:
                    return fitting
            if "elsewhere" in self.__dict__ or not self.elsewhere:
                break
        places = self._known_place(text) if _PLACE in wanted else []
        return places or next(filter(None, self._meant(text, owner)), [])

    def _meant(self, text: str, owner: Reading | None) -> Iterator[list[Iri]]:
        """Yield the things that the text may mean, those first that it means more likely."""
        exact, named = self._exact(text), sorted(self.labels.get(fold(text), ()))
        by_id = [exact] if exact in self.classes else []
        own = [thing for thing in named if owner in self.describers[thing]]
        yield [thing for thing in by_id if not own or owner in self.describers[thing]]
        yield own
        yield named
        yield by_id
        yield [loose] if slug(text) and (loose := iri(f"ild:{slug(text)}")) in self.classes else []

    def _known_place(self, text: str) -> list[Iri]:
        """Return the territories that bear another name of the country or region that the text means."""
        return sorted(set(place_names.called_otherwise(text, self.places)) - self.small)

    @staticmethod
    def _exact(text: str) -> Iri | None:
        try:
            return iri(f"ild:{text}") if is_slug(text) else pasted(text)
        except ValueError:
            return None

    def suggest(self, text: str, classes: tuple[Iri, ...]) -> Text:
        """Return what may be meant: the places that a name may mean, else what is nearest to it."""
        several = place_names.candidates(text) if _PLACE in classes else []
        return either(several) if several else suggestion(self.near(text, classes))

    def near(self, text: str, classes: tuple[Iri, ...]) -> list[str]:
        """Return the ids and names nearest to the text, of what the column expects where something is near."""
        key = (fold(text), classes)
        if key not in self.searched:
            self.searched[key] = self._search(text, classes)
        return self.searched[key]

    def _search(self, text: str, classes: tuple[Iri, ...]) -> list[str]:
        for wanted in (classes, None):
            called = self._called(wanted)
            if not self.patience.for_names(len(called.ids) + len(called.names)):
                break
            named = (thing for label in nearest(text, called.names) for thing in called.names[label])
            if found := nearest(text, called.ids) or list(dict.fromkeys(map(_id, named))):
                return found
        return []

    def _called(self, classes: tuple[Iri, ...] | None) -> _Called:
        """Return how the things of the classes are called; None: all things but terms of ours."""
        if classes not in self.called:
            ours = (PREFIXES["ilb"], PREFIXES["ilv"])
            wanted = set(classes or ())
            things = {
                thing
                for thing, kinds in self.classes.items()
                if (kinds & wanted if classes is not None else not thing.startswith(ours))
            }
            names = {label: sorted(kept) for label, of in self.labels.items() if (kept := of & things)}
            self.called[classes] = _Called(tuple(sorted(set(map(_id, things)))), names)
        return self.called[classes]


class _Called(NamedTuple):
    """How some things are called: their ids, and the things of each name."""

    ids: tuple[str, ...]
    names: dict[str, list[Iri]]


def _id(thing: Iri) -> str:
    """Return how a cell names the thing: its slug, or its short IRI."""
    short = shorten(thing)
    return local_name(thing) if short.startswith(("ild:", "ilv:")) else short


def named(name: str) -> Iri | None:
    """Return the thing of an id; an id with a colon is the IRI of a thing described elsewhere."""
    try:
        return iri(f"ild:{name}") if is_slug(name) else pasted(name) if ":" in name else None
    except ValueError:
        return None


def made_id(values: dict[str, str]) -> str:
    """Return the id that a row without one gets from its label."""
    return slug(values.get("label_fr", "")) or slug(values.get("label_en", ""))


def split(cell: str) -> list[str]:
    """Return the values of a cell, between ``|`` or ``;``."""
    for other in SEPARATORS:
        cell = cell.replace(other, SEPARATORS[0])
    return [value.strip() for value in cell.split(SEPARATORS[0]) if value.strip()]


def split_addresses(cell: str) -> list[str]:
    """Return the names of elsewhere in a cell: a separator inside an address, as in ``?a=1;b=2``, is part of it."""
    if "://" not in cell:
        return split(cell)
    return [value for value in map(str.strip, _BETWEEN_ADDRESSES.split(cell)) if value]


def choice(text: str, options: dict[str, Text]) -> Text:
    """Return what of a list is nearest to the text, by slug or name; where nothing is, the whole list."""
    forms = {form: name for slug_, name in options.items() for form in (slug_, *name.everywhere())}
    near = [forms[form] for form in nearest(text, forms)]
    return either(near) if near else either(list(options.values()), near=False)


def roots(pairs: Iterable[tuple[_T, _T]]) -> dict[_T, _T]:
    """Return for each thing that is another the one that is kept; chains lead to their first."""
    kept: dict[_T, _T] = {}

    def root(thing: _T) -> _T:
        while thing in kept:
            thing = kept[thing]
        return thing

    for first, second in pairs:
        if root(first) != root(second):
            kept[root(second)] = root(first)
    return {thing: root(thing) for thing in kept}


def merge(
    read: Reading, path: Path, pairs: list[tuple[Iri, Iri]], series: Mapping[Iri, Iri] = MappingProxyType({})
) -> dict[Iri, Iri]:
    """Merge what a table says is one; the file that says so is the source of ``owl:sameAs``. Return what was renamed.

    series: of each graph that of the edition that it is of. The name of what is kept is the label, any other becomes
    another name, unless both are of one series: there the newest is found later.
    """
    kept = roots(pairs)
    if not kept:
        return kept
    labels = _labels(read.store, {*kept, *kept.values()})
    for old, new in kept.items():
        for quad in labels[old]:
            if any(_gives_way(quad, other, series) for other in labels[new]):
                read.store.remove(quad)
                graph = Iri(engine.term_text(quad.graph_name))
                engine.add(read.store, [(old, _OTHER_NAME, Lit(engine.term_text(quad.object)), graph)])
    renamed_things(read, kept)
    graph, about = file_graph(path)
    engine.add(read.store, [*about, *((new, iri("owl:sameAs"), old, graph) for old, new in sorted(kept.items()))])
    return kept


def _labels(store: engine.Store, things: Iterable[Iri]) -> dict[Iri, list[engine.EngineQuad]]:
    label = engine.NamedNode(_LABEL)
    return {thing: [*engine.matching(store, engine.NamedNode(thing), label)] for thing in things}


def _gives_way(quad: engine.EngineQuad, kept: engine.EngineQuad, series: Mapping[Iri, Iri]) -> bool:
    """Say whether a label is another name beside that of what is kept, which says it otherwise in its language."""
    homes = [series.get(Iri(engine.term_text(each.graph_name))) for each in (quad, kept)]
    (text, lang), (own, known) = ((engine.tagged_text(each.object) or ("", "")) for each in (quad, kept))
    return tongue(lang) == tongue(known) and text != own and (homes[0] is None or homes[0] != homes[1])


def renamed_things(read: Reading, kept: Mapping[Iri, Iri]) -> None:
    """Give things the names of those that they are one with, in the store and in the rows and lines of both."""
    engine.renamed(read.store, kept)
    for old, new in kept.items():
        if old in read.rows:
            read.rows.setdefault(new, []).extend(read.rows.pop(old))
        if old in read.lines:
            read.lines.setdefault(new, read.lines.pop(old))
