"""Where sources disagree on what can have one value: one is shown, the others are kept where they are said.

Which one is shown is data: ``ontology/identity/values.yaml``. Each other value stays in its own passage as a statement
about a statement (``rdf:Statement``), so that who says it, on which page and for whom holds of it as of any other.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from icilabas import engine, resources
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, RESTRICTED, Iri, Lit, iri, local_name
from icilabas.errors import Fault
from icilabas.sources.identifiers import RULES
from icilabas.sources.schema import load_schema
from icilabas.words.messages import message, show
from icilabas.words.text import Text, same, tongue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icilabas.engine.terms import Quad
    from icilabas.sources.editions import Edition
    from icilabas.sources.reading import Reading

_LABEL, _OTHER = iri("skos:prefLabel"), iri("skos:altLabel")
_TYPE, _STATEMENT = iri("rdf:type"), iri("rdf:Statement")
_SUBJECT, _PREDICATE, _OBJECT = (iri(f"rdf:{name}") for name in ("subject", "predicate", "object"))
_OLDEST = "oldest"


Rules = TypedDict("Rules", {"shown": str, "except": dict[str, str], "together": list[list[str]]})


Side = tuple[int, int]  # an input by its rank, and an edition by its place in time
Key = tuple[Iri, Iri, str]  # a thing, a property, and a language


class _Value(NamedTuple):
    """A value, and the statement that says it."""

    value: Iri | Lit
    quad: engine.EngineQuad

    @property
    def graph(self) -> Iri:
        """The passage that says it."""
        return Iri(engine.term_text(self.quad.graph_name))


@lru_cache(maxsize=1)
def _rules() -> Rules:
    found: Rules = resources.parse_yaml((RULES / "values.yaml").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def _exceptions() -> dict[Iri, str]:
    return {iri(path): way for path, way in _rules()["except"].items()}


class _Order:
    """In which order sources are believed."""

    def __init__(self, read: Reading, found: Sequence[Edition]) -> None:
        self.ranks = read.ranks
        self.time = {graph: number for number, edition in enumerate(found, 1) for graph in edition.graphs}
        self.series = {graph: edition.series for edition in found for graph in edition.graphs}
        self.first: dict[Iri, int] = {}  # of the inputs of each series
        for graph, series in self.series.items():
            rank = read.ranks.get(graph, 0)
            self.first[series] = min(rank, self.first.get(series, rank))
        rights, restricted = engine.NamedNode(iri("dcterms:accessRights")), engine.NamedNode(RESTRICTED)
        self.hidden = {engine.term_text(quad.subject) for quad in engine.matching(read.store, None, rights, restricted)}
        self.several = len(set(read.ranks.values())) > 1 or len(found) > 1

    def side(self, graph: Iri) -> Side:
        """Return which document says it: what one says twice is its own affair."""
        return self.ranks[graph], self.time.get(graph, 0)

    def place(self, graph: Iri, path: Iri) -> tuple[bool, int, int, int]:
        """Return a key that puts passages in the order in which they are believed of a property."""
        time, rank = self.time.get(graph, 0), self.ranks[graph]
        first = self.first[self.series[graph]] if graph in self.series else rank
        oldest = _exceptions().get(path, _rules()["shown"]) == _OLDEST
        return graph in self.hidden, first, time if oldest else -time, rank


def settle(read: Reading, found: Sequence[Edition] = ()) -> None:
    """Settle the disagreements of sources in the store: of what can have one value, one is shown, as the rules say.

    Other labels become other names; each other value becomes a statement of its passage, and is a warning. The label
    of an edition of a series is kept as such a statement as well. found: the editions there are, in order of time.
    """
    order = _Order(read, found)
    if not order.several:  # one document cannot disagree with another
        return
    columns = [column for table in load_schema().tables.values() for column in table.columns]
    single = {column.path: column.heading for column in columns if not column.many and not column.lang}
    said = _said(read, {*single, _LABEL})
    several = (key for key, values in said.items() if len({one.value for one in values}) > 1)
    for subject, path, lang in sorted(several, key=str):
        values = said[subject, path, lang]
        side = _believed(order, said, (subject, path, lang))
        kept = [one for one in values if order.side(one.graph) == side]
        for other in sorted(values, key=str):
            if other.value in {one.value for one in kept}:
                continue
            read.store.remove(other.quad)
            if path == _LABEL and other.graph in order.series:  # what an edition called it, in which language
                read.added += _keep_beside(read.store, subject, path, other)
            if path != _LABEL:
                read.added += _keep_beside(read.store, subject, path, other)
                read.faults.append(_told(read, subject, single[path], (min(kept, key=str), other)))
            elif isinstance(other.value, Lit) and other.value.value not in {
                engine.term_text(one.quad.object) for one in kept
            }:
                engine.add(read.store, [(subject, _OTHER, Lit(other.value.value), other.graph)])


def _said(read: Reading, paths: set[Iri]) -> dict[Key, list[_Value]]:
    """Return what sources state by the properties, a language at a time."""
    said: dict[Key, list[_Value]] = defaultdict(list)
    aside = {INFERRED_GRAPH, ONTOLOGY_GRAPH}
    for path in sorted(paths):
        for quad in engine.matching(read.store, None, engine.NamedNode(path)):
            graph = engine.term_text(quad.graph_name)
            if isinstance(quad.subject, engine.NamedNode) and graph in read.ranks and graph not in aside:
                value = engine.plain_term(quad.object)
                if value is not None:
                    lang = tongue(value.lang) if isinstance(value, Lit) else ""
                    said[Iri(quad.subject.value), path, lang].append(_Value(value, quad))
    return said


def _believed(order: _Order, said: dict[Key, list[_Value]], key: Key) -> Side:
    """Return the document whose value is shown: the first in order, of those that say most of what goes together."""
    subject, path, lang = key
    groups = ([iri(name) for name in names] for names in _rules()["together"])
    together = next((group for group in groups if path in group and (subject, group[0], "") in said), [path])
    places: dict[Side, list[tuple[Iri, tuple[bool, int, int, int]]]] = defaultdict(list)
    for each in together:
        for one in said.get((subject, each, lang), ()):
            places[order.side(one.graph)].append((each, order.place(one.graph, path)))
    own = {order.side(one.graph) for one in said[key]}
    return min(
        own,
        key=lambda side: (-len({each for each, _place in places[side]}), min(place for _each, place in places[side])),
    )


def _keep_beside(store: engine.Store, subject: Iri, path: Iri, other: _Value) -> int:
    """Keep a value that is not shown, as a statement in the passage that says it; return how many lines that takes."""
    known = "|".join((subject, path, str(other.value), other.graph))
    node = iri(f"ild:other-{hashlib.sha256(known.encode()).hexdigest()[:16]}")
    about = [(_TYPE, _STATEMENT), (_SUBJECT, subject), (_PREDICATE, path), (_OBJECT, other.value)]
    quads: list[Quad] = [(node, relation, value, other.graph) for relation, value in about]
    engine.add(store, quads)
    return len(quads) - 1  # one statement went


def _told(read: Reading, subject: Iri, name: Text, values: tuple[_Value, _Value]) -> Fault:
    """Return the warning of a value that stands beside the one that is shown: at the last cell that states it."""
    cells = [cell for row in read.rows.get(subject, []) if (cell := row.cell(values[1].quad.predicate.value))]
    kept, found = (_shown(one.value) for one in values)
    by, other = (_source(read.store, one.graph) for one in values)
    text = message("disagree", name=name, thing=local_name(subject), kept=kept, by=by, found=found, other=other)
    return Fault(cells[-1] if cells else local_name(subject), text, "Warning")


def _shown(value: Iri | Lit) -> Text:
    """Return a value as people read it."""
    if isinstance(value, Lit):
        return same(show(value.value))
    return load_schema().code_names.get(value, same(local_name(value)))


def _source(store: engine.Store, graph: Iri) -> Text:
    """Return the title of the document of a passage, with its date where it has one that is not in the title."""

    def said(subject: Iri, relation: str) -> list[engine.EngineQuad]:
        return [*engine.matching(store, engine.NamedNode(subject), engine.NamedNode(iri(relation)))]

    documents = sorted(engine.term_text(quad.object) for quad in said(graph, "dcterms:source"))
    document = Iri(documents[0]) if documents else graph
    tagged = (engine.tagged_text(quad.object) for quad in said(document, "skos:prefLabel"))
    title = Text({lang: show(text) for text, lang in sorted(filter(None, tagged))}) or same(local_name(graph))
    dates = sorted(engine.term_text(quad.object) for quad in said(document, "dcterms:date"))
    if not dates or all(dates[0] in text for text in title.everywhere()):
        return title
    return title + same(f"({dates[0]})")
