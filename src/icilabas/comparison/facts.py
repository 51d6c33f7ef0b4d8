"""What a comparison starts from: ``ontology/comparison/*.rq``, how things are called, who is on which side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, TypeVar

from icilabas import engine
from icilabas.asking import query_files
from icilabas.asking.evidence import EDITORS, Evidence, by_document, cited_in, merge_evidence, said_in
from icilabas.asking.names import by_label, is_name, label, labels, name_of, resolve
from icilabas.asking.questions import in_reading_order
from icilabas.engine.query_text import Asked
from icilabas.engine.terms import Iri, iri, is_iri, local_name, sparql_term
from icilabas.errors import UsageError
from icilabas.networks.projection import bare_surroundings, project
from icilabas.networks.sides import ACTIVE, BOTH, NEITHER, A, B, Home, Place, Sides, Territories
from icilabas.resources import ONTOLOGY
from icilabas.sources.iati.codes import STANDARD
from icilabas.words.matching import acronym_or_name, fold, reading_order
from icilabas.words.messages import message
from icilabas.words.sentences import listed
from icilabas.words.text import Text, in_each_language

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    from icilabas.asking.evidence import Citation, Page
    from icilabas.asking.names import Names
    from icilabas.engine.query import Dataset
    from icilabas.words.matching import ReadingOrder

    FactRow = tuple[engine.Value, ...]
    Said = dict[FactRow, list[Evidence]]  # the distinct rows of a query, each with all its evidence

Found = TypeVar("Found")
Key = TypeVar("Key")

COMPARISON = ONTOLOGY / "comparison"
MANY = 50_000  # statements: above, those of a finding are found by the index of a store
COMPARED_ON = TIES_VIEW, PATHS_VIEW = ("collaboration", "bridges")  # views
WORKSHOP, IATI, DIRECTORY = "workshop", "iati", "directory"  # what data can be, see `Facts.sorts`
SORTS = {WORKSHOP: message("sort-workshop"), IATI: message("sort-iati")}  # what data of several sorts bring together
_SAMPLES = {
    "numbers": {WORKSHOP: "sample-workshop", IATI: "sample-iati", DIRECTORY: "sample-directory", "": "sample-several"},
    "pages": {
        WORKSHOP: "sources-sample-workshop",
        IATI: "sources-sample-iati",
        DIRECTORY: "sources-sample-directory",
        "": "sources-sample-several",
    },
}
OTHERS = message("facts-all-other-territories")
_OTHERS = {"others", "autres"}
_BITS = {None: 0, A: 1, B: 2}  # of the sides, so that several can be put together
PARTNER_IN, _TAKES_PLACE = str(iri("ilb:partnerIn")), "takesPlaceIn"


class Labelled(TypedDict):
    """What has a label: in the language of the comparison, and in both."""

    label: str
    label_fr: str
    label_en: str


class Named(Labelled):
    """A thing, as it stands in a comparison."""

    iri: str


class NamedWithEvidence(Named):
    """A thing, and who says of it what it stands there for."""

    evidence: list[Evidence]


@dataclass
class Facts:
    """The facts of a dataset: whatever is asked or made of them is kept, for as many comparisons as one likes.

    ``whole``: of what the dataset is an excerpt, with all that touches two territories. What hangs on all was found
    before then: the network of paths, and of how many actors each thing is, see `possible_partners.holders`.
    """

    dataset: Dataset
    lang: str = field(default="fr", repr=False)  # in which lists stand in order
    whole: Dataset | None = field(default=None, repr=False)
    holders: dict[tuple[str, str], int] | None = field(default=None, repr=False)
    projected: dict[str, nx.Graph] = field(default_factory=dict, repr=False)  # views that are there already
    texts: Names = field(default_factory=dict, repr=False)  # labels of what was looked up
    _looked_up: set[str] = field(default_factory=set, repr=False)
    _pieces: dict[tuple[object, ...], Evidence] = field(default_factory=dict, repr=False)
    _kept: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False)

    def once(self, find: Callable[..., Found], *given: str) -> Found:
        """Return what a function finds in the facts; it is looked for once, and nobody changes it."""
        if (find, *given) not in self._kept:
            self._kept[find, *given] = find(self, *given)
        found: Found = self._kept[find, *given]
        return found

    @cached_property
    def sources(self) -> dict[str, str]:
        """The document of each passage."""
        return {str(passage): str(source) for passage, source, _editors in self.rows("passages")}

    @cached_property
    def editorial(self) -> set[str]:
        """The passages that are readings of the editors."""
        return {str(passage) for passage, _source, editors in self.rows("passages") if editors}  # Virtuoso says 1

    @cached_property
    def published(self) -> set[str]:
        """The partnerships that are activities which an organisation publishes, as IATI has them."""
        return {str(partnership) for partnership, standard in self.rows("activities") if standard == STANDARD}

    @cached_property
    def sorts(self) -> tuple[str, ...]:
        """Of what sort the data are: those that hold; a directory is what is neither of the others."""
        holds = {WORKSHOP: self.has("workshops") and self.has("findings"), IATI: self.published}
        return tuple(sort for sort, so in holds.items() if so) or (DIRECTORY,)

    def rows(self, name: str) -> list[FactRow]:
        """Return the rows of a query of ``ontology/comparison``, names as plain text."""
        return self.once(_rows, name)

    def has(self, name: str) -> bool:
        """Say whether a query has a row."""
        unordered, _order, _by = query_files.find(COMPARISON, name, "unknown-question").text.rpartition("ORDER BY")
        return bool(engine.select(self.dataset, f"{unordered} LIMIT 1").rows)

    def rows_of(self, name: str, variable: str, things: Collection[str]) -> list[FactRow]:
        """Return the rows of a query about findings whose variable is one of these things; no others are read.

        Names are plain text. Each row is what one passage says of one finding: see `_findings_near`.
        """
        values = f"VALUES ?{variable} {{ {' '.join(sparql_term(Iri(each)) for each in things)} }}"
        return _rows(self, name, values, self._findings_near(things))

    @cached_property
    def _indexed(self) -> engine.Store | None:
        """The store, where there is so much in it that to look through all takes longer than to copy some."""
        return self.dataset if isinstance(self.dataset, engine.Store) and len(self.dataset) > MANY else None

    def _findings_near(self, things: Iterable[str]) -> Dataset:
        """Return a dataset with what is said of the things, as findings, and of the findings that concern them.

        A store finds these by its index; for a query that also asks for what may be missing it looks through all.
        """
        if self._indexed is None:
            return self.dataset
        store, found = engine.new_store(), partial(engine.matching, self._indexed)
        kind, passage, concerns = (engine.NamedNode(iri(name)) for name in ("rdf:type", "ilb:Passage", "ilb:concerns"))
        named = [engine.NamedNode(thing) for thing in things]
        about = {*named, *(quad.subject for thing in named for quad in found(relation=concerns, thing=thing))}
        engine.extend(store, chain(found(relation=kind, thing=passage), *(found(thing) for thing in about)))
        return store

    def said(self, rows: Iterable[FactRow]) -> Iterator[tuple[FactRow, Evidence]]:
        """Yield each row of a query without its passage and page, which are its last two, and these as evidence."""
        for *values, passage, page in rows:
            if not all(value is None or isinstance(value, str) for value in values):
                continue  # a number or a truth value in the place of a thing says nothing of it
            yield tuple(values), self._piece(passage, page)

    def _piece(self, passage: str, page: Page | None) -> Evidence:
        """Return a page of a passage as evidence: the same of all that stands on it, which nobody changes."""
        page_as_it_is = passage, page, type(page)  # 1 and 1.0 are equal
        if page_as_it_is not in self._pieces:
            self._pieces[page_as_it_is] = said_in(passage, page, self.sources.get(passage))
        return self._pieces[page_as_it_is]

    def gathered(self, name: str) -> Said:
        """Return the distinct rows of a query, each with all its evidence."""
        return self.once(_gathered, name)

    def gathered_of(self, name: str, variable: str, things: Iterable[str]) -> Said:
        """Return what `gathered` does, of the rows whose variable is one of the things.

        Where all rows were asked for before, or a thing has no name that can be asked for, these are looked through.
        """
        wanted = {*things}
        if (_gathered, name) not in self._kept and all(map(is_iri, wanted)):
            return _together(self, self.rows_of(name, variable, sorted(wanted))) if wanted else {}
        place = Asked.of(query_files.find(COMPARISON, name, "unknown-question").text).variables.index(variable)
        return {row: evidence for row, evidence in self.gathered(name).items() if row[place] in wanted}

    def of_each(self, name: str) -> dict[str, list[str]]:
        """Return, of a query whose rows say one thing of another, what is said of each, by label."""
        return self.once(_of_each, name)

    @property
    def everywhere(self) -> Whereabouts:
        """Where all actors of the whole are."""
        return (self if self.whole is None else Facts(self.whole)).once(whereabouts_of)

    @property
    def order(self) -> Callable[[str], tuple[ReadingOrder, str]]:
        """A key that sorts things by their labels, as far as these were looked up."""
        return by_label(self.texts, self.lang)

    def look_up(self, things: set[str]) -> None:
        """Add the labels of the things to those looked up before."""
        self.texts |= labels(self.dataset, things - self._looked_up - self.texts.keys())
        self._looked_up |= things

    @property
    def networks(self) -> tuple[nx.Graph, nx.Graph]:
        """The networks that ties are counted on and paths are found on; nobody changes them."""
        missing = [view for view in COMPARED_ON if view not in self.projected]
        known = bare_surroundings(self.texts)
        self.projected |= {view: project(self.dataset, view, known=known, bare=True) for view in missing}
        return self.projected[TIES_VIEW], self.projected[PATHS_VIEW]


def sample(sorts: Sequence[str], of: str = "numbers") -> Text:
    """Return what data of these sorts do and do not say: their ``numbers``, or the ``pages`` of a site."""
    keys = _SAMPLES[of]
    if len(sorts) == 1:
        return message(keys[sorts[0]])
    return message(
        keys[""], list=in_each_language(lambda lang: listed((SORTS[each].text(lang) for each in sorts), lang))
    )


def _rows(facts: Facts, name: str, values: str = "", dataset: Dataset | None = None) -> list[FactRow]:
    query = query_files.find(COMPARISON, name, "unknown-question")
    found = engine.select(facts.dataset if dataset is None else dataset, f"{query.text}\n{values}")
    facts.look_up({str(value) for row in found.rows for value in row if is_name(value)})
    rows = in_reading_order(found, query.text, facts.texts, facts.lang)
    return [tuple(intern(str(value)) if isinstance(value, str) else value for value in row) for row in rows]


def _gathered(facts: Facts, name: str) -> Said:
    return _together(facts, facts.rows(name))


def _together(facts: Facts, rows: Iterable[FactRow]) -> Said:
    found: Said = defaultdict(list)
    for row, evidence in facts.said(rows):
        found[row].append(evidence)
    return dict(found)


def _of_each(facts: Facts, name: str) -> dict[str, list[str]]:
    return in_order_of_each(facts, facts.gathered(name))


def in_order_of_each(facts: Facts, rows: Iterable[FactRow]) -> dict[str, list[str]]:
    """Return what rows of two things say of each of the first: the others, once, in the order of their labels."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for thing, said in rows:
        found[str(thing)][str(said)] = None
    return {thing: sorted(said, key=facts.order) for thing, said in found.items()}


def by_name(entry: Named) -> tuple[ReadingOrder, str]:
    """Return a key that sorts entries by their labels."""
    return reading_order(entry["label"]), entry["iri"]


def labelled(entry: Labelled) -> Text:
    """Return the label of an entry in all languages."""
    return Text({"fr": entry["label_fr"], "en": entry["label_en"]})


@dataclass
class Labels:
    """How things are called in each language, and how their evidence is cited."""

    texts: Names
    acronyms: dict[str, list[str]] = field(default_factory=dict)
    editorial: set[str] = field(default_factory=set)
    several: bool = False  # more than one document: say which
    lang: str = field(default="fr", repr=False)  # in which documents stand in order
    called: dict[str, tuple[Any, ...]] = field(default_factory=dict, repr=False)  # see `html_pieces`
    _named: dict[tuple[str, str], Named] = field(default_factory=dict, repr=False)

    def label(self, thing: str, lang: str) -> str:
        """Return the label of a thing."""
        return label(self.texts, thing, lang)

    def both(self, thing: str) -> Text:
        """Return the label of a thing in each language."""
        return name_of(self.texts, thing)

    def short(self, thing: str, lang: str) -> str:
        """Return the acronym of an actor with a long name, else its label."""
        return acronym_or_name(self.label(thing, lang), self.acronyms.get(thing, ()))

    def full(self, thing: str, lang: str) -> str:
        """Return the label, followed by the acronym where the thing will be called by it."""
        full, short = self.label(thing, lang), self.short(thing, lang)
        return full if full.startswith(short) else f"{full} ({short})"

    def named(self, thing: str, lang: str = "fr") -> Named:
        """Return ``iri``, ``label`` (in the language), ``label_fr`` and ``label_en``."""
        if (thing, lang) not in self._named:
            both = self.both(thing)
            self._named[thing, lang] = {
                "iri": thing,
                "label": both.text(lang),
                "label_fr": both.text("fr"),
                "label_en": both.text("en"),
            }
        return self._named[thing, lang].copy()

    def cite(self, evidence: Sequence[Evidence], lang: str) -> str:
        """Return the evidence of one statement as people cite it: pages, and the document where there are several.

        A reading of the editors is named only where no page says the same.
        """
        return self.cite_all([evidence], lang)

    def cite_all(self, statements: Iterable[Sequence[Evidence]], lang: str) -> str:
        """Return the evidence of several statements: the editors' reading is named if one rests on it alone."""
        return cited_in(self.citations(statements), lang)

    def citations(self, statements: Iterable[Sequence[Evidence]], editors: Text = EDITORS) -> list[Citation]:
        """Return what `cite_all` names, each with a passage to look it up in."""
        return by_document(statements, self.both if self.several else None, self.editorial, editors, self.lang)


def labels_of(facts: Facts, things: Iterable[str]) -> Labels:
    """Return how the things and the documents are called, and all others that were asked for before."""
    facts.look_up({str(thing) for thing in things} | set(facts.sources.values()) | set(facts.sources))
    return facts.once(_labels)


def _labels(facts: Facts) -> Labels:
    acronyms: dict[str, list[str]] = defaultdict(list)
    for actor, name in facts.rows("short-names"):
        acronyms[actor].append(name)
    documents = {source for passage, source in facts.sources.items() if passage not in facts.editorial}
    return Labels(facts.texts, acronyms, facts.editorial, len(documents) > 1, facts.lang)


class Numbered(NamedTuple):
    """Where actors are, in what they take part and where that is, as rows of numbers, see `Whereabouts.rows`."""

    actors: list[str]
    places: list[str]
    own: NDArray[np.intp]
    """Actor, place, and whether it is active there (else based): three rows."""
    part: NDArray[np.intp]
    """Actor, and in what it takes part."""
    linked: NDArray[np.intp]
    """What they take part in, and a place where that is."""


@dataclass(frozen=True)
class Whereabouts:
    """Where actors are, in what they take part, and where that is: each with all its evidence."""

    own: dict[str, dict[Place, list[Evidence]]]  # actor -> where it is based or active
    part: dict[str, dict[tuple[str, str], list[Evidence]]]  # actor -> how it takes part, and in what
    linked: dict[str, dict[str, list[Evidence]]]  # partnership or initiative -> its territories

    @cached_property
    def rows(self) -> Numbered:
        """The same as numbers, without the evidence: by which the sides of all actors are found at once."""
        import numpy as np

        actors = sorted({*self.own, *self.part})
        actor, place, via = ({each: number for number, each in enumerate(some)} for some in (actors, (), self.linked))

        def numbered(where: str) -> int:
            return place.setdefault(where, len(place))

        own = [
            (actor[who], numbered(each.place), local_name(each.how) == ACTIVE)
            for who, places in self.own.items()
            for each in places
        ]
        part = [(actor[who], via[what]) for who, ways in self.part.items() for _how, what in ways if what in via]
        linked = [(via[what], numbered(each)) for what, places in self.linked.items() for each in places]
        columns = (
            np.array(some, dtype=np.intp).reshape(-1, width).T for some, width in ((own, 3), (part, 2), (linked, 2))
        )
        return Numbered(actors, list(place), *columns)

    def said_once(self, actors: Iterable[str]) -> set[str]:
        """Return the passages that alone say something of the actors: without another nothing of them changes."""
        found: list[list[Evidence]] = []
        for actor in actors:
            part = self.part.get(actor, {})
            found += [*self.own.get(actor, {}).values(), *part.values()]
            found += [evidence for _how, via in part for evidence in self.linked.get(via, {}).values()]
        return set().union(*(passages for each in found if len(passages := {one["passage"] for one in each}) == 1))

    def without(self, passage: str) -> Whereabouts:
        """Return what is left of it where the passage says nothing."""
        own, part, linked = self.own, self.part, self.linked
        return Whereabouts(
            _said_elsewhere(own, passage), _said_elsewhere(part, passage), _said_elsewhere(linked, passage)
        )


def _said_elsewhere(said: dict[str, dict[Key, list[Evidence]]], passage: str) -> dict[str, dict[Key, list[Evidence]]]:
    found = {
        thing: {
            key: left
            for key, evidence in each.items()
            if (left := [one for one in evidence if one["passage"] != passage])
        }
        for thing, each in said.items()
    }
    return {thing: each for thing, each in found.items() if each}


def members_of(facts: Facts) -> dict[str, list[str]]:
    """Return the actors of each partnership."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for partnership, actor, *_role in facts.gathered("partners"):
        found[str(partnership)][str(actor)] = None
    return {partnership: [*actors] for partnership, actors in found.items()}


def whereabouts_of(facts: Facts) -> Whereabouts:
    """Return where actors are, and in what they take part, as the facts say."""
    own: dict[str, dict[Place, list[Evidence]]] = defaultdict(dict)
    part: dict[str, dict[tuple[str, str], list[Evidence]]] = defaultdict(dict)
    linked: dict[str, dict[str, list[Evidence]]] = defaultdict(dict)
    for (actor, how, place), evidence in facts.gathered("actors").items():
        own[str(actor)][Place(str(how), str(place))] = evidence
    for (partnership, actor, *_role), evidence in facts.gathered("partners").items():
        _add(part[str(actor)], (PARTNER_IN, str(partnership)), evidence)
    for (partnership, place), evidence in facts.gathered("partnerships").items():
        _add(linked[str(partnership)], str(place), evidence)
    for (initiative, how, thing), evidence in facts.gathered("initiatives").items():
        if local_name(str(how)) == _TAKES_PLACE:
            _add(linked[str(initiative)], str(thing), evidence)
        else:
            _add(part[str(thing)], (str(how), str(initiative)), evidence)
    return Whereabouts(dict(own), dict(part), dict(linked))


def _add(said: dict[Key, list[Evidence]], key: Key, evidence: list[Evidence]) -> None:
    said[key] = merge_evidence([said[key], evidence]) if key in said else evidence


@dataclass
class Presence:
    """Where each actor is, or what it reaches by taking part in something, and so on which side, see `Sides`."""

    sides: Sides
    whereabouts: Whereabouts
    _reached: dict[str, list[str]] = field(default_factory=dict, repr=False)
    _on: dict[str, dict[str, list[Place]]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, sides: Sides, facts: Facts) -> Presence:
        """Read it."""
        return cls(sides, facts.once(whereabouts_of))

    def without(self, passage: str) -> Presence:
        """Return the presence of the actors where the passage says nothing; how territories lie stays."""
        return Presence(self.sides, self.whereabouts.without(passage))

    def on(self, actor: str) -> dict[str, list[Place]]:
        """Return, for each side the actor is on, the places that put it there."""
        if actor not in self._on:
            own, part = self.whereabouts.own.get(actor, {}), self.whereabouts.part.get(actor, {})
            through = [Place(how, place, via) for how, via in part for place in self._reaches(via)]
            self._on[actor] = self.sides.of_actor([*own, *through])
        return self._on[actor]

    def _reaches(self, via: str) -> list[str]:
        if via not in self._reached:
            self._reached[via] = self.sides.reached(self.whereabouts.linked.get(via, ()))
        return self._reached[via]

    def evidence(self, actor: str, place: Place) -> list[Evidence]:
        """Return who says it: through a partnership, that it links the place and that the actor takes part in it."""
        if not place.via:
            return self.whereabouts.own[actor][place]
        linked, part = self.whereabouts.linked[place.via][place.place], self.whereabouts.part[actor]
        return merge_evidence([linked, part[place.how, place.via]])

    def side(self, actor: str) -> str:
        """Return ``a``, ``b``, ``both`` or ``neither``."""
        found = self.on(actor)
        return BOTH if len(found) > 1 else next(iter(found), NEITHER)

    def all_sides(self) -> dict[str, str]:
        """Return the side of each actor that is on one or both: what `side` says, of all at once."""
        import numpy as np

        rows, sides = self.whereabouts.rows, self.sides
        within = np.array([_BITS[sides.within(place)] for place in rows.places], dtype=np.intp)
        around = np.array([_BITS[sides.around(place)] for place in rows.places], dtype=np.intp)
        near = np.where(within, within, around)  # in which it lies, or for which it stands
        via, place = rows.linked
        links = _any(via, near[place], len(self.whereabouts.linked))
        reached = np.where(links == _BITS[A] | _BITS[B], 0, _any(via, within[place], len(links)))
        actor, place, active = rows.own
        on = _any(actor, np.where(active, near[place], within[place]), len(rows.actors))
        actor, via = rows.part
        on |= _any(actor, reached[via], len(rows.actors))
        named = {bits: side for side, bits in _BITS.items() if side} | {_BITS[A] | _BITS[B]: BOTH}
        return {rows.actors[number]: named[bits] for number, bits in enumerate(on.tolist()) if bits}


def _any(key: NDArray[np.intp], bits: NDArray[np.intp], size: int) -> NDArray[np.intp]:
    """Return the bits of each key put together."""
    import numpy as np

    found = np.zeros(size, dtype=np.intp)
    np.bitwise_or.at(found, key, bits)
    return found


def is_others(name: str) -> bool:
    """Say whether a name stands for all that does not lie in the first territory."""
    return fold(name) in _OTHERS


def two_sides(dataset: Dataset, a: str, b: str, facts: Facts) -> Sides:
    """Return the sides that the two names stand for; ``others`` as B is all that does not lie in A.

    Raises UsageError for an unknown or ambiguous territory, and when one is the other or lies in it.
    """
    territories = facts.once(territories_of)
    first = str(resolve(dataset, a, "Territory"))
    second = None if is_others(b) else str(resolve(dataset, b, "Territory"))
    if second is not None and territories.nested(first, second):
        inner, outer = (first, second) if territories.within(first, second) else (second, first)
        key = "same-territory" if inner == outer else "nested-territories"
        raise UsageError(message(key, inner=local_name(inner), outer=local_name(outer)))
    return Sides(territories, first, second)


def territories_of(facts: Facts) -> Territories:
    """Return which territories lie around each, as the facts say."""
    return Territories.of(facts.rows("containment"))


def here_of(facts: Facts) -> Home:
    """Return which territories are “here”, as the workshops say."""
    return Home(facts.once(territories_of), frozenset(str(home) for (home,) in facts.rows("homes")))
