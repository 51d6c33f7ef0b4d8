"""What a comparison starts from: ``ontology/comparison/*.rq``, how things are called, who is on which side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.asking import query_files
from icilabas.asking.evidence import EDITORS, by_document, cite, said_in
from icilabas.asking.names import label, labels, resolve
from icilabas.engine.terms import local_name
from icilabas.errors import UsageError
from icilabas.networks.projection import project, surroundings
from icilabas.networks.sides import BOTH, NEITHER, Sides, Territories
from icilabas.resources import ONTOLOGY
from icilabas.words.bilingual import Bilingual
from icilabas.words.matching import acronym_or_name, fold
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import networkx as nx

    from icilabas.asking.evidence import Citation, Evidence
    from icilabas.networks.sides import Place


COMPARISON = ONTOLOGY / "comparison"
VIEWS = TIES_VIEW, PATHS_VIEW = ("collaboration", "bridges")


@dataclass
class Facts:
    """The rows of each query, and the passages they come from: read once, for as many comparisons as one likes."""

    dataset: Any
    sources: dict[str, str] = field(default_factory=dict)
    editorial: set[str] = field(default_factory=set)
    kept: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict, repr=False)
    whole: dict[str, dict[tuple[Any, ...], list[Evidence]]] = field(default_factory=dict, repr=False)
    texts: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    looked_up: set[str] = field(default_factory=set, repr=False)
    projected: dict[str, nx.Graph] = field(default_factory=dict, repr=False)  # views that are there already
    found: dict[str, Any] = field(default_factory=dict, repr=False)  # what is the same for each comparison

    def __post_init__(self) -> None:
        for passage, source, of_the_editors in self.rows("passages"):
            self.sources[str(passage)] = str(source)
            if of_the_editors:  # Virtuoso says 1 for true
                self.editorial.add(str(passage))

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query of ``ontology/comparison``, names as plain text."""
        if name not in self.kept:
            query = query_files.find(COMPARISON, name, "unknown-question")
            found = engine.select(self.dataset, query.text).rows
            self.kept[name] = [tuple(str(value) if isinstance(value, str) else value for value in row) for row in found]
        return self.kept[name]

    def said(self, name: str) -> Iterator[tuple[tuple[Any, ...], Evidence]]:
        """Yield each row of a query without its passage and page, which are its last two, and these as evidence."""
        for *values, passage, page in self.rows(name):
            yield tuple(values), said_in(passage, page, self.sources.get(passage))

    def gathered(self, name: str) -> dict[tuple[Any, ...], list[Evidence]]:
        """Return the distinct rows of a query, each with all its evidence."""
        if name not in self.whole:
            found: dict[tuple[Any, ...], list[Evidence]] = defaultdict(list)
            for row, evidence in self.said(name):
                found[row].append(evidence)
            self.whole[name] = dict(found)
        return self.whole[name]

    def once(self, name: str, find: Callable[[Facts], Any]) -> Any:
        """Return what is found in the facts; it is looked for once, and nobody changes it."""
        if name not in self.found:
            self.found[name] = find(self)
        return self.found[name]

    def labels(self, things: set[str]) -> dict[str, dict[str, str]]:
        """Return the labels of the things, and of those asked for before."""
        self.texts |= labels(self.dataset, things - self.looked_up)
        self.looked_up |= things
        return self.texts

    @property
    def networks(self) -> tuple[nx.Graph, nx.Graph]:
        """The networks that ties are counted on and paths are found on; nobody changes them."""
        missing = [view for view in VIEWS if view not in self.projected]
        known = surroundings(self.dataset) if missing else None
        self.projected |= {view: project(self.dataset, view, known=known) for view in missing}
        return self.projected[TIES_VIEW], self.projected[PATHS_VIEW]


@dataclass
class Labels:
    """How things are called in both languages, and how their evidence is cited."""

    texts: dict[str, dict[str, str]]
    acronyms: dict[str, list[str]] = field(default_factory=dict)
    editorial: set[str] = field(default_factory=set)
    several: bool = False  # more than one document: say which
    made: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict, repr=False)
    called: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict, repr=False)  # see `pairpages`

    def label(self, thing: str, lang: str) -> str:
        """Return the label of a thing."""
        return label(self.texts, thing, lang)

    def both(self, thing: str) -> Bilingual:
        """Return the label of a thing in both languages."""
        return Bilingual(self.label(thing, "fr"), self.label(thing, "en"))

    def short(self, thing: str, lang: str) -> str:
        """Return the acronym of an actor with a long name, else its label."""
        return acronym_or_name(self.label(thing, lang), self.acronyms.get(thing, ()))

    def full(self, thing: str, lang: str) -> str:
        """Return the label, followed by the acronym where the thing will be called by it."""
        full, short = self.label(thing, lang), self.short(thing, lang)
        return full if full.startswith(short) else f"{full} ({short})"

    def named(self, thing: str, lang: str = "fr") -> dict[str, Any]:
        """Return ``iri``, ``label`` (in the language), ``label_fr`` and ``label_en``."""
        if (thing, lang) not in self.made:
            both = {f"label_{each}": self.label(thing, each) for each in ("fr", "en")}
            self.made[thing, lang] = {"iri": thing, "label": both[f"label_{lang}"], **both}
        return self.made[thing, lang].copy()

    def cite(self, evidence: Sequence[Evidence], lang: str) -> str:
        """Return the evidence of one statement as people cite it: pages, and the document where there are several.

        A reading of the editors is named only where no page says the same.
        """
        return self.cite_all([evidence], lang)

    def cite_all(self, statements: Iterable[Sequence[Evidence]], lang: str) -> str:
        """Return the evidence of several statements: the editors' reading is named if one rests on it alone."""
        return cite(self.citations(statements)).text(lang)

    def citations(self, statements: Iterable[Sequence[Evidence]], editors: Bilingual = EDITORS) -> list[Citation]:
        """Return what `cite_all` names, each with a passage to look it up in."""
        return by_document(statements, self.both if self.several else None, self.editorial, editors)


def labels_of(facts: Facts, things: Iterable[str]) -> Labels:
    """Return how the things and the documents are called, and all others that were asked for before."""
    facts.labels({str(thing) for thing in things} | set(facts.sources.values()) | set(facts.sources))
    found: Labels = facts.once("names", _names)
    return found


def _names(facts: Facts) -> Labels:
    acronyms: dict[str, list[str]] = defaultdict(list)
    for actor, name in facts.rows("short-names"):
        acronyms[actor].append(name)
    documents = {source for passage, source in facts.sources.items() if passage not in facts.editorial}
    return Labels(facts.texts, acronyms, facts.editorial, len(documents) > 1)


OTHERS = Bilingual("Autres territoires", "All other territories")
_OTHERS = {"others", "autres"}


@dataclass
class Presence:
    """Where each actor is, and so on which side."""

    sides: Sides
    places: dict[str, dict[Place, list[Evidence]]] = field(default_factory=dict)

    @classmethod
    def of(cls, sides: Sides, facts: Facts) -> Presence:
        """Read it."""
        places: dict[str, dict[Place, list[Evidence]]] = defaultdict(dict)
        for (actor, how, place), evidence in facts.gathered("actors").items():
            places[actor][how, place] = evidence
        return cls(sides, dict(places))

    def on(self, actor: str) -> dict[str, list[Place]]:
        """Return, for each side the actor is on, the places that put it there."""
        return self.sides.of_actor(self.places.get(actor, ()))

    def side(self, actor: str) -> str:
        """Return ``a``, ``b``, ``both`` or ``neither``."""
        found = self.on(actor)
        return BOTH if len(found) > 1 else next(iter(found), NEITHER)

    def all_sides(self) -> dict[str, str]:
        """Return the side of each actor that is on one or both."""
        found = {actor: self.side(actor) for actor in sorted(self.places)}
        return {actor: side for actor, side in found.items() if side != NEITHER}


def two_sides(dataset: Any, a: str, b: str, facts: Facts) -> Sides:
    """Return the sides that the two names stand for; ``others`` as B is all that does not lie in A.

    Raises UsageError for an unknown or ambiguous territory, and when one is the other or lies in it.
    """
    territories = territories_of(facts)
    first = str(resolve(dataset, a, "Territory"))
    second = None if fold(b) in _OTHERS else str(resolve(dataset, b, "Territory"))
    if second is not None and territories.nested(first, second):
        inner, outer = (first, second) if territories.within(first, second) else (second, first)
        key = "same-territory" if inner == outer else "nested-territories"
        raise UsageError(message(key, inner=local_name(inner), outer=local_name(outer)))
    return Sides(territories, first, second)


def territories_of(facts: Facts) -> Territories:
    """Return which territories lie around each, as the facts say."""
    return Territories.of(facts.rows("containment"))
