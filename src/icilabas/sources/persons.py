"""Persons, wherever they stand: found in all that was read at once, and put into restricted passages.

What makes a thing a person, and what is said with it, is data: ``ontology/persons.yaml``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from icilabas import engine, resources
from icilabas.engine import EngineQuad, NamedNode
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, RESTRICTED, Iri, iri, local_name
from icilabas.errors import Fault
from icilabas.sources.schema import literals
from icilabas.sources.source_description import document_quads, passage_quads
from icilabas.words.matching import fold
from icilabas.words.messages import message
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from icilabas.engine import Store
    from icilabas.engine.endpoint import Term
    from icilabas.engine.terms import Quad


# The graphs that profiles make of what restricted passages say.
PROFILES = f"{PREFIXES['ilg']}profile/"
PERSONS = "/persons"  # what follows the name of a graph in that of the passage of its persons
_ONTOLOGY, _INFERRED = NamedNode(ONTOLOGY_GRAPH), NamedNode(INFERRED_GRAPH)
_RIGHTS, _SOURCE, _TITLE = (NamedNode(iri(f"dcterms:{name}")) for name in ("accessRights", "source", "title"))
_INTERSECTION = NamedNode(iri("owl:intersectionOf"))
_FIRST, _REST, _SUBJECT, _PREDICATE, _OBJECT = (
    NamedNode(iri(f"rdf:{name}")) for name in ("first", "rest", "subject", "predicate", "object")
)
_BELOW, _DOMAIN, _RANGE = (NamedNode(iri(f"rdfs:{name}")) for name in ("subPropertyOf", "domain", "range"))
_PREDICATES = "SELECT DISTINCT ?relation WHERE { GRAPH ?graph { ?subject ?relation ?object } }"
_CLASSES = """SELECT DISTINCT ?class WHERE { GRAPH ?graph { { ?thing a ?class }
  UNION { ?below rdfs:subClassOf|owl:equivalentClass ?class } } }"""
# A name that was made for what had none: of a file, of an endpoint, or by whoever wrote the file.
_UNNAMED = re.compile(
    rf"{re.escape(PREFIXES['ild'])}(?:[a-z0-9-]+-[0-9a-f]{{8}}-\d+|endpoint-\d+)|.*/\.well-known/genid/.*"
)
_NAME = re.compile(r"[^\W\d_]{2}")  # a text that may be a name: not a number, a date or a sign
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&.-]+")
_LONGEST = 200  # characters of a name
_TEXTS = {f"{PREFIXES['xsd']}string", f"{PREFIXES['rdf']}langString", f"{PREFIXES['rdf']}dirLangString"}
_WORDS = ("person-names", "doubtful-names", "subject-names", "organisation-words")  # lists of words, not of terms
# What a role of a property makes of its subject or object: a person, or one unless anything else is known, or doubtful.
_CERTAIN, _LIKELY, _DOUBTFUL = "certain", "likely", "doubtful"
_ROLES = {
    "subject": _CERTAIN,
    "object": _CERTAIN,
    "subject-unless-other": _LIKELY,
    "object-unless-other": _LIKELY,
    "subject-doubtful": _DOUBTFUL,
    "object-doubtful": _DOUBTFUL,
}


@dataclass(frozen=True)
class Marks:
    """What ``persons.yaml`` lists: the terms of each list of terms, the folded words of each list of words."""

    terms: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def marks() -> Marks:
    """Return what marks a person, as the data file lists it."""
    content = resources.parse_yaml((resources.ONTOLOGY / "persons.yaml").read_text("utf-8"))
    spaces = {**PREFIXES, **content.pop("prefixes")}

    def full(term: str) -> Iterator[str]:
        prefix, _colon, name = term.partition(":")
        yield f"{spaces.get(prefix, f'{prefix}:')}{name}"
        if prefix == "schema":
            yield f"http://schema.org/{name}"

    words = {name: frozenset(_bare(word) for word in content.pop(name)) for name in _WORDS}
    return Marks({name: frozenset(chain(*map(full, terms))) for name, terms in content.items()}, words)


@lru_cache(maxsize=1 << 12)
def _bare(word: str) -> str:
    return fold(word).replace(" ", "")


@dataclass(eq=False)
class Persons:
    """The persons of a store, and what is said of them.

    things: the persons. private: these, and the things that only say something of them. named: the statements that
    name a person by a text. doubtful: what may be a person, a thing or such a statement, and the key of why. quoted:
    statements, each with one that it quotes.
    """

    things: set[Term] = field(default_factory=set)
    private: set[Term] = field(default_factory=set)
    named: set[EngineQuad] = field(default_factory=set)
    doubtful: dict[Term | EngineQuad, str] = field(default_factory=dict)
    quoted: list[tuple[EngineQuad, EngineQuad]] = field(default_factory=list)

    def about(self, quad: EngineQuad) -> bool:
        """Say whether the statement says something of a person."""
        return not self.private.isdisjoint((quad.subject, quad.object, quad.graph_name)) or quad in self.named

    def statements(self, store: Store) -> Iterator[EngineQuad]:
        """Yield each statement of the store about a person, our ontology aside; some more than once."""
        found = chain(
            *(engine.matching(store, thing) for thing in self.private),
            *(engine.matching(store, None, None, thing) for thing in self.private),
            *(engine.matching(store, graph=thing) for thing in self.private if isinstance(thing, NamedNode)),
            (quad for quad in self.named if quad in store),
            (quad for quad, inside in self.quoted if self.about(inside) and quad in store),
        )
        return (quad for quad in found if quad.graph_name != _ONTOLOGY)


class _Search:
    """One search of a store."""

    def __init__(self, store: Store, *, quoted: bool) -> None:
        self.found, self.terms, self.words = Persons(), marks().terms, marks().words
        inside = engine.new_store()  # what statements quote, as if it were said
        self.stores = [store, inside]
        self.found.quoted = [*(engine.quoting(store) if quoted else ()), *self._reified(store)]
        inside.extend(quad for _quad, quad in self.found.quoted)
        self.predicates = {row[0] for one in self.stores for row in engine.select(one, _PREDICATES).rows}
        used = {str(row[0]) for one in self.stores for row in engine.select(one, _CLASSES).rows}
        self.other_classes = self._below(self.terms["others"], stop=self.terms["general"])
        stop = self.other_classes | self.terms["general"]
        by_name, maybe = (
            {name for name in used if _bare(local_name(name)) in self.words[words]}
            for words in ("person-names", "doubtful-names")
        )
        self.classes = self._below(self.terms["persons"] | by_name, stop=stop)
        self.maybe_classes = self._below(maybe, stop=stop | self.classes)
        self.kinds: dict[Term, str] = {}
        self.says_class = sorted(self.relations("says-class"))
        self.other_subjects, self.other_objects = self.relations("subject-is-other"), self.relations("object-is-other")

    @staticmethod
    def _reified(store: Store) -> Iterator[tuple[EngineQuad, EngineQuad]]:
        """Yield the statements that others speak of, in RDF's older words for it."""
        for quad in engine.matching(store, None, _SUBJECT):
            for relation in _iris(said.object for said in engine.matching(store, quad.subject, _PREDICATE)):
                for said in engine.matching(store, quad.subject, _OBJECT):
                    if isinstance(quad.object, NamedNode | engine.BlankNode):
                        yield said, EngineQuad(quad.object, NamedNode(relation), said.object, quad.graph_name)

    def said(
        self, subject: Term | None = None, relation: str | None = None, thing: Term | None = None
    ) -> Iterator[EngineQuad]:
        """Yield what is said, or quoted, outside of our ontology."""
        about = NamedNode(relation) if relation else None
        for store in self.stores:
            for quad in engine.matching(store, subject, about, thing):
                if quad.graph_name != _ONTOLOGY:
                    yield quad

    def declared(self, subject: Term | None, relation: NamedNode, thing: Term | None) -> Iterator[EngineQuad]:
        """Yield what is said, our ontology included."""
        return engine.matching(self.stores[0], subject, relation, thing)

    # classes and properties

    def _below(self, tops: Iterable[str], *, stop: Collection[str] = ()) -> set[str]:
        """Return the classes, and all that is declared to be one of them or below; nothing that is in ``stop``."""
        equal, below = (
            [NamedNode(name) for name in sorted(self.terms[role] & self.predicates)] for role in ("equal", "below")
        )
        found, wait = set[str](), [*tops]
        while wait:
            top = wait.pop()
            if top in found or top in stop:
                continue
            found.add(top)
            node = NamedNode(top)
            for relation in (*below, *equal):
                wait += _iris(quad.subject for quad in self.declared(None, relation, node))
            for relation in equal:
                wait += _iris(quad.object for quad in self.declared(node, relation, None))
            if _INTERSECTION.value in self.predicates:
                for one in self._intersections(node):
                    wait += _iris([one])
                    wait += _iris(quad.subject for each in (*below, *equal) for quad in self.declared(None, each, one))
        return found

    def _intersections(self, node: NamedNode) -> Iterator[Term]:
        """Yield the classes that are an intersection with this one."""
        seen: set[Term] = set()
        lists = [quad.subject for quad in self.declared(None, _FIRST, node)]
        while lists:
            one = lists.pop()
            if one not in seen:
                seen.add(one)
                lists += [quad.subject for quad in self.declared(None, _REST, one)]
                yield from (quad.subject for quad in self.declared(None, _INTERSECTION, one))

    def relations(self, role: str) -> set[str]:
        """Return the properties of a role that are used: listed, below one that is listed, or declared to be."""
        listed, wait = set(self.terms[role]), [*self.terms[role]]
        while wait:
            below = self.declared(None, _BELOW, NamedNode(wait.pop()))
            new = {*_iris(quad.subject for quad in below)} - listed
            listed |= new
            wait += new
        if role not in _ROLES:
            return listed & self.predicates
        side = _DOMAIN if role.startswith("subject") else _RANGE
        if _ROLES[role] == _CERTAIN:
            of_persons = (self.declared(None, side, NamedNode(name)) for name in self.classes)
            listed |= {*_iris(quad.subject for quad in chain(*of_persons))}
        if role == "subject":
            listed |= {name for name in self.predicates if _bare(local_name(name)) in self.words["subject-names"]}
        return {
            name
            for name in listed & self.predicates
            if self.other_classes.isdisjoint(_iris(quad.object for quad in self.declared(NamedNode(name), side, None)))
        }

    # things

    def kind(self, thing: Term) -> str:
        """Return what a thing is said to be: ``person``, ``other``, something ``unknown``, or nothing (``open``)."""
        if thing not in self.kinds:
            types = {*_iris(quad.object for relation in self.says_class for quad in self.said(thing, relation))}
            if types & self.classes:
                self.kinds[thing] = "person"
            elif types & self.other_classes:
                self.kinds[thing] = "other"
            else:
                self.kinds[thing] = "unknown" if types - self.terms["general"] else "open"
        return self.kinds[thing]

    def _stands_as_other(self, thing: Term) -> bool:
        """Say whether a thing is where only organisations, groups and places are."""
        return any(next(self.said(thing, relation), None) for relation in self.other_subjects) or any(
            next(self.said(None, relation, thing), None) for relation in self.other_objects
        )

    def run(self, *, strict: bool) -> Persons:
        """Return what is found; with ``strict`` what is doubtful is taken for a person."""
        found = self.found
        found.things |= {quad.subject for name in self.classes for quad in self._of_class(name)}
        for role in _ROLES:
            for relation in sorted(self.relations(role)):
                self._by_role(role, relation)
        for name in sorted(self.maybe_classes):
            for quad in self._of_class(name):
                self._judge(quad.subject, _LIKELY, "doubtful-class")
        for again in (False, True):  # what is doubtful first may be one with others, and have a name
            if strict:
                self._take_doubtful()
            if not again:
                self._same_things()
                self._same_names()
        found.private |= found.things
        self._said_with()
        found.doubtful = {
            one: why
            for one, why in found.doubtful.items()
            if not (found.about(one) if isinstance(one, EngineQuad) else one in found.private)
        }
        return found

    def _by_role(self, role: str, relation: str) -> None:
        """Judge the subjects, or the objects, of a property."""
        how = _ROLES[role]
        for quad in self.said(None, relation):
            if role.startswith("subject"):
                self._judge(quad.subject, how, "doubtful-subject")
            elif isinstance(quad.object, engine.Literal):
                self._judge_text(quad, quad.object, how)
            elif not isinstance(quad.object, engine.Triple):
                self._judge(quad.object, how, "doubtful-object")

    def _of_class(self, name: str) -> Iterator[EngineQuad]:
        for relation in self.says_class:
            yield from self.said(None, relation, NamedNode(name))

    def _judge(self, thing: Term, how: str, why: str) -> None:
        """Take a thing for a person, or for what may be one."""
        found, kind = self.found, self.kind(thing)
        if thing in found.things or kind == "other":
            return
        addressed = isinstance(thing, NamedNode) and thing.value.startswith(tuple(self.terms["addresses"]))
        if how == _CERTAIN or addressed:
            found.things.add(thing)
        elif (how == _LIKELY or kind == "open") and not self._stands_as_other(thing):
            if how == _LIKELY and kind == "open":
                found.things.add(thing)
            else:
                found.doubtful.setdefault(thing, why)

    def _judge_text(self, quad: EngineQuad, literal: engine.Literal, how: str) -> None:
        """Take a statement for one that names a person by a text, unless that is the name of an organisation."""
        text = literal.value.strip()
        if quad.predicate.value in self.terms["no-names"] or literal.datatype.value not in _TEXTS:
            return
        if not _NAME.search(text) or (how != _CERTAIN and self._called(text)):
            return
        looks_other = _ACRONYM.fullmatch(text) or self.words["organisation-words"] & {*fold(text).split()}
        if how != _CERTAIN and looks_other:
            self.found.doubtful.setdefault(quad, "doubtful-text")
        else:
            self.found.named.add(quad)

    def _called(self, text: str) -> bool:
        """Say whether an organisation, or something else that is no person, has this name."""
        return any(
            quad.predicate.value in self.terms["names"] and self.kind(quad.subject) == "other"
            for literal in _as_texts(text)
            for quad in self.said(None, None, literal)
        )

    def _take_doubtful(self) -> None:
        for one in self.found.doubtful:
            if isinstance(one, EngineQuad):
                self.found.named.add(one)
            else:
                self.found.things.add(one)
        self.found.doubtful.clear()

    def _same_things(self) -> None:
        """Add what is said to be one with a person."""
        equal: dict[Term, set[Term]] = defaultdict(set)
        for relation in self.relations("same"):
            for quad in self.said(None, relation):
                equal[quad.subject].add(quad.object)
                equal[quad.object].add(quad.subject)
        wait = [thing for thing in equal if thing in self.found.things]
        while wait:
            new = {other for other in equal[wait.pop()] - self.found.things if self.kind(other) != "other"}
            self.found.things |= new
            wait += new

    def _same_names(self) -> None:
        """Add the statements that say the whole name of a person whom another statement describes."""
        names = {engine.term_text(quad.object).strip() for quad in self.found.named}
        for thing in self.found.things:
            said: dict[str, list[str]] = defaultdict(list)
            for quad in self.said(thing):
                if isinstance(quad.object, engine.Literal):
                    said[quad.predicate.value].append(quad.object.value.strip())
            own, given, family = (
                {text for relation in self.terms[role] & said.keys() for text in said[relation]}
                for role in ("names", "given", "family")
            )
            names |= own | {f"{first} {last}" for first in given for last in family}
        for name in names:
            if " " in name and len(name) <= _LONGEST:
                for quad in chain(*(self.said(None, None, literal) for literal in _as_texts(name))):
                    self._judge_namesake(quad)

    def _judge_namesake(self, quad: EngineQuad) -> None:
        """Judge a statement that says the name of a person."""
        if quad.subject in self.found.things:
            return
        if quad.predicate.value not in self.terms["names"]:
            self.found.named.add(quad)
        elif self.kind(quad.subject) == "open":
            self.found.things.add(quad.subject)
        else:
            self.found.doubtful.setdefault(quad, "doubtful-namesake")

    def _said_with(self) -> None:
        """Add the things that say something of persons only: their memberships, and what is in these."""
        private, about = self.found.private, self.relations("about")
        for relation in about:
            private |= {quad.subject for quad in self.said(None, relation) if quad.object in private}
        for name in self._below(self.terms["about-classes"]):
            for quad in self._of_class(name):
                if any(said.object in private for said in self.said(quad.subject)):
                    private.add(quad.subject)
        for quad, inside in self.found.quoted:
            if quad.predicate.value in about and self.found.about(inside):
                private.add(quad.subject)
        for relation in self.relations("theirs"):
            private |= {quad.object for quad in self.said(None, relation) if quad.subject in private}
        own, wait = self.relations("own"), [*private]
        while wait:
            new = {quad.object for quad in self.said(wait.pop()) if self._is_own(quad, own)}
            private |= new
            wait += new

    def _is_own(self, quad: EngineQuad, own: Collection[str]) -> bool:
        """Say whether the object of a private statement has no name but by private ones."""
        thing, private = quad.object, self.found.private
        if isinstance(thing, engine.Literal | engine.Triple) or thing in private:
            return False
        unnamed = isinstance(thing, engine.BlankNode) or _UNNAMED.fullmatch(thing.value)
        return bool(unnamed or quad.predicate.value in own) and all(
            by.subject in private for by in self.said(None, None, thing)
        )


def _iris(terms: Iterable[Term]) -> list[str]:
    return [term.value for term in terms if isinstance(term, NamedNode)]


def _as_texts(text: str) -> Iterator[engine.Literal]:
    """Yield the text as data may write it: without a language, and in the usual ones."""
    yield engine.Literal(text)
    for lang in ("fr", "en"):
        yield engine.Literal(text, language=lang)


def find_persons(store: Store, *, quoted: bool = True, strict: bool = False) -> Persons:
    """Return the persons of a store, by all that it says at once.

    quoted: whether statements may be quoted (RDF 1.2). strict: what is doubtful is taken for a person.
    """
    return _Search(store, quoted=quoted).run(strict=strict)


def asked_for(made: str) -> str:
    """Return a query for somebody whom a dataset calls a person, but in what a profile made (the graph ``made``)."""
    terms = marks().terms
    classes, relations = (" ".join(f"<{name}>" for name in sorted(terms[role])) for role in ("persons", "subject"))
    return f"""SELECT ?person WHERE {{
  {{ VALUES ?class {{ {classes} }} ?person a ?class }}
  UNION {{ VALUES ?relation {{ {relations} }} ?person ?relation ?said
    FILTER NOT EXISTS {{ ?person a ilb:Organization }} }}
  FILTER NOT EXISTS {{ GRAPH <{made}> {{ ?person a ilb:Person }} }}
}} LIMIT 1"""


def _restricted(store: Store) -> Iterator[Term]:
    return (quad.subject for quad in engine.matching(store, None, _RIGHTS, NamedNode(RESTRICTED)))


def exposed(store: Store, found: Persons) -> Iterator[EngineQuad]:
    """Yield what is said of persons outside of restricted passages, and of what was made of these."""
    hidden = {*_restricted(store), _INFERRED}
    for quad in found.statements(store):
        if quad.graph_name not in hidden and not engine.term_text(quad.graph_name).startswith(PROFILES):
            yield quad


def place(store: Store, found: Persons, of_tables: Collection[str]) -> dict[str, set[Term | str]]:
    """Put what is said of persons into a restricted passage beside its graph; return who was named, by graph.

    So goes all that a graph of a profile holds. What stands in a graph of tables stays: there it is a fault.
    """
    stay = {*map(NamedNode, of_tables), engine.DefaultGraph()}
    hidden = {*map(engine.term_text, _restricted(store))}
    of_profiles = {graph for graph in engine.graphs(store) - hidden if graph.startswith(PROFILES)}
    made = (quad for graph in of_profiles for quad in engine.matching(store, graph=NamedNode(graph)))
    moved: dict[str, set[EngineQuad]] = defaultdict(set)
    for quad in chain(exposed(store, found), made):
        if quad.graph_name not in stay:
            moved[engine.term_text(quad.graph_name)].add(quad)
    named: dict[str, set[Term | str]] = {}
    for name, quads in moved.items():
        target = NamedNode(f"{name}{PERSONS}")
        about = _restricted_passage(store, name, target.value)
        for quad in quads:
            store.remove(quad)
            if (
                name not in of_profiles or engine.term_text(quad.subject) != name
            ):  # of that graph nothing is left to say
                store.add(EngineQuad(quad.subject, quad.predicate, quad.object, target))
        engine.add(store, about)
        ends = {end for quad in quads for end in (quad.subject, quad.object) if end in found.things}
        named[name] = {*ends, *(engine.term_text(quad.object) for quad in quads if quad in found.named)}
    return named


def _restricted_passage(store: Store, graph: str, name: str) -> list[Quad]:
    """Describe the passage of what a graph says of persons."""
    said = {
        relation: [quad.object for quad in engine.matching(store, NamedNode(graph), relation)]
        for relation in (_TITLE, _SOURCE)
    }
    titles = {title.language or "": title.value for title in said[_TITLE] if isinstance(title, engine.Literal)}
    of_graph = Text(titles) if titles else same(local_name(graph))
    texts = literals(message("persons-of-file", name=of_graph))
    sources = sorted(_iris(said[_SOURCE]))
    document = Iri(sources[0]) if sources else Iri(f"{name}/source")
    about = [] if sources else document_quads(document, texts[0], Iri(name))
    return passage_quads(Iri(name), document, texts, "ilv:restricted") + about


def leave_out(store: Store, found: Persons, keep: str | None = None) -> int:
    """Remove what is said of persons from the store, but for what stands in the graph ``keep``; return how much."""
    kept = {_ONTOLOGY, NamedNode(keep)} if keep else {_ONTOLOGY}
    gone = {quad for quad in found.statements(store) if quad.graph_name not in kept}
    for quad in gone:
        store.remove(quad)
    return len(gone)


def persons_told(named: Mapping[int, Collection[object]], names: Mapping[int, str]) -> list[Fault]:
    """Return the warnings that say how many persons each input names, by its rank, and what was looked for."""
    return [
        Fault(names[rank], message("persons-restricted", count=len(whom)), "Warning")
        for rank, whom in sorted(named.items())
        if whom
    ]
