"""Persons, by whatever vocabulary says so: found in all that was read at once, and what is said of them with them.

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
from icilabas.engine.terms import ONTOLOGY_GRAPH, PREFIXES, iri, local_name
from icilabas.words.matching import Phrases, fold, kebab

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from icilabas.engine import Store
    from icilabas.engine.endpoint import Term


_ONTOLOGY = NamedNode(ONTOLOGY_GRAPH)
_INTERSECTION = NamedNode(iri("owl:intersectionOf"))
_UNION = NamedNode(iri("owl:unionOf"))
_MEMBER = re.compile(rf"{re.escape(PREFIXES['rdf'])}(?:first|_[1-9][0-9]*)")
_FIRST, _REST, _SUBJECT, _PREDICATE, _OBJECT = (
    NamedNode(iri(f"rdf:{name}")) for name in ("first", "rest", "subject", "predicate", "object")
)
_BELOW, _DOMAIN, _RANGE = (NamedNode(iri(f"rdfs:{name}")) for name in ("subPropertyOf", "domain", "range"))
_INVERSE, _SOURCE = NamedNode(iri("owl:inverseOf")), iri("ilb:Source")
_PREDICATES = "SELECT DISTINCT ?relation WHERE { GRAPH ?graph { ?subject ?relation ?object } }"
_CLASSES = """SELECT DISTINCT ?class WHERE { GRAPH ?graph { { ?thing a ?class }
  UNION { ?below rdfs:subClassOf|owl:equivalentClass ?class } FILTER(isIRI(?class)) } }"""
_ADDRESSED = """SELECT DISTINCT (STR(?said) AS ?address) WHERE {{ GRAPH ?graph {{ ?thing ?relation ?said }}
  FILTER(REGEX(STR(?said), "^(?:{starts})")) FILTER(REGEX(STR(?said), "^[!#-;=?-Z_a-z~%]+$")) }}"""
# A name that was made for what had none, of a file or of an endpoint, or in the way that RDF has for it.
_UNNAMED = re.compile(r"(?:[a-z0-9-]+-[0-9a-f]{8}-|endpoint-)\d+")
_SKOLEM = "/.well-known/genid/"
_AROUND = re.compile(r"^(?:has|is|nomdela|nomdu|nomde|nom)(?=.)|(?<=.)(?:name|of)$")
_NAME = re.compile(r"[^\W\d_]{2}")  # a text that may be a name: not a number, a date or a sign
_CAPITALS = re.compile(r"[A-Z][A-Z0-9&/.-]{1,11}")  # as of INSEE or AFD
_LONGEST = 200  # characters of a name
_OBJECTS = 1 << 16  # of the latest objects of statements, of which is known whether they hold a name
_TRUTH = f"{PREFIXES['xsd']}boolean"
_LANGUAGES = ("fr", "en")  # that a name may be said in
# Lists of words, not of terms.
_WORDS = (
    *("person-names", "doubtful-names", "other-names", "subject-names", "object-names"),
    *("organisation-words", "named-after"),
)
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

    others = {prefix: content["forms"].get(prefix, []) for prefix in spaces}
    del content["forms"]

    def full(term: str) -> Iterator[str]:
        prefix, _colon, name = term.partition(":")
        for space in (spaces.get(prefix, f"{prefix}:"), *others.get(prefix, ())):
            scheme, secure, rest = f"{space}{name}".partition("://")
            yield from (f"{each}{secure}{rest}" for each in (("http", "https") if secure else (scheme,)))

    words = {name: frozenset(_bare(word) for word in content.pop(name)) for name in _WORDS}
    return Marks({name: frozenset(chain(*map(full, terms))) for name, terms in content.items()}, words)


@lru_cache(maxsize=1 << 12)
def _bare(word: str) -> str:
    return fold(word).replace(" ", "")


def _names_of_class(name: str) -> tuple[str, str]:
    """Return the own name of a class, and the last word of it: ``contactperson``, ``person``."""
    own = local_name(name)
    whole, last = _bare(own), _bare(kebab(own).replace("_", "-").rpartition("-")[2])
    return whole, whole if whole in marks().words["other-names"] else last


def _name_of_relation(name: str) -> str:
    """Return the own name of a property without what is said before and after: ``author`` for ``hasAuthorName``."""
    own = _bare(local_name(name))
    if own in marks().words["subject-names"]:
        return own
    return _AROUND.sub("", own)


@dataclass(eq=False)
class Persons:
    """The persons of a store, and what is said of them.

    things: the persons. private: these, and the things that only say something of them. named: the statements that
    name a person by a text. doubtful: what may be a person, a thing or such a statement, and the key of why. quoted:
    statements, each with one that it quotes. strict: whether what is doubtful is among the persons.
    """

    things: set[Term] = field(default_factory=set)
    private: set[Term] = field(default_factory=set)
    named: set[EngineQuad] = field(default_factory=set)
    doubtful: dict[Term | EngineQuad, str] = field(default_factory=dict)
    quoted: list[tuple[EngineQuad, EngineQuad]] = field(default_factory=list)
    strict: bool = False

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
        self.kinds: dict[Term, str] = {}
        self.called: dict[str, bool] = {}
        self.lists: dict[Term, list[EngineQuad]] = {}
        self.named_by_others: dict[Term, Term] = {}  # what is not only a person's, and one who has it too
        inside = engine.new_store()  # what statements quote, as if it were said
        self.stores = [store, inside]
        self.found.quoted = [*(engine.quoting(store) if quoted else ()), *self._reified(store)]
        inside.extend(quad for _quad, quad in self.found.quoted)
        self.predicates = {row[0] for one in self.stores for row in engine.select(one, _PREDICATES).rows}
        used = {str(row[0]) for one in self.stores for row in engine.select(one, _CLASSES).rows}
        self.other_classes = self._below(self.terms["others"], stop=self.terms["general"])
        stop = self.other_classes | self.terms["general"]
        by_name, maybe = (
            {name for name in used if not self.words[words].isdisjoint(self._names_of(name))}
            for words in ("person-names", "doubtful-names")
        )
        self.classes = self._below(self.terms["persons"] | by_name, stop=stop)
        self.maybe_classes = self._below(maybe, stop=stop | self.classes)
        self.says_class = sorted(self.relations("says-class"))
        self.of_sources = self.relations("object-is-other-of-source")
        self.other_subjects, self.other_objects = self.relations("subject-is-other"), self.relations("object-is-other")

    def _names_of(self, name: str) -> Iterator[str]:
        """Yield what a class is called: by its address, and by what is said of it."""
        yield from _names_of_class(name)
        for quad in self.declared(NamedNode(name), None, None):
            if isinstance(quad.object, engine.Literal) and quad.predicate.value in self.terms["names"]:
                yield _bare(quad.object.value)

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

    def declared(self, subject: Term | None, relation: NamedNode | None, thing: Term | None) -> Iterator[EngineQuad]:
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
            wait += _iris(self._intersections(node)) if _INTERSECTION.value in self.predicates else []
            for quad in self.declared(node, _UNION, None):
                wait += _iris(said.object for said in self._listed(quad))
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

    def _listed(self, quad: EngineQuad) -> Iterator[EngineQuad]:
        """Yield the statement, or those that give the members of the list that its object is."""
        if _is_unnamed(quad.object) and quad.object not in self.lists:
            members, wait, seen = list[EngineQuad](), [quad.object], {quad.object}
            while wait:
                for said in self.said(wait.pop()):
                    if _MEMBER.fullmatch(said.predicate.value):
                        members.append(said)
                    elif said.predicate == _REST and said.object not in seen:
                        seen.add(said.object)
                        wait.append(said.object)
            self.lists[quad.object] = members
        yield from self.lists.get(quad.object) or [quad]

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
        side, inverse = (_DOMAIN, "object") if role.startswith("subject") else (_RANGE, "subject")
        for name in map(NamedNode, self.terms[role.replace(role.partition("-")[0], inverse)]):
            listed |= {*_iris(quad.subject for quad in self.declared(None, _INVERSE, name))}
            listed |= {*_iris(quad.object for quad in self.declared(name, _INVERSE, None))}
        if _ROLES[role] == _CERTAIN:
            of_persons = (self.declared(None, side, NamedNode(name)) for name in self.classes)
            listed |= {*_iris(quad.subject for quad in chain(*of_persons))}
        if role == "subject":
            listed |= {name for name in self.predicates if _name_of_relation(name) in self.words["subject-names"]}
        if role == "object-doubtful":
            listed |= {name for name in self.predicates if _name_of_relation(name) in self.words["object-names"]}
            listed -= self.terms["object"] | self.terms["object-unless-other"]
        return {
            name
            for name in listed & self.predicates
            if self.other_classes.isdisjoint(_iris(quad.object for quad in self.declared(NamedNode(name), side, None)))
        }

    # things

    def _types(self, thing: Term) -> set[str]:
        return {*_iris(quad.object for relation in self.says_class for quad in self.said(thing, relation))}

    def kind(self, thing: Term) -> str:
        """Return what a thing is said to be: ``person``, ``other``, something ``unknown``, or nothing (``open``)."""
        if thing not in self.kinds:
            types = self._types(thing)
            if types & self.classes:
                self.kinds[thing] = "person"
            elif types & self.other_classes:
                self.kinds[thing] = "other"
            else:
                self.kinds[thing] = "unknown" if types - self.terms["general"] else "open"
        return self.kinds[thing]

    def _stands_as_other(self, thing: Term) -> bool:
        """Say whether a thing is where only organisations, groups and places are."""
        return (
            any(next(self.said(thing, relation), None) for relation in self.other_subjects)
            or any(next(self.said(None, relation, thing), None) for relation in self.other_objects)
            or any(
                _SOURCE in self._types(quad.subject) for rel in self.of_sources for quad in self.said(None, rel, thing)
            )
        )

    def run(self, *, strict: bool) -> Persons:
        """Return what is found; with ``strict`` what is doubtful is taken for a person."""
        found, self.found.strict = self.found, strict
        self._by_classes()
        for role in _ROLES:
            for relation in sorted(self.relations(role)):
                self._by_role(role, relation)
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

    def _by_classes(self) -> None:
        """Judge things by their classes."""
        found = self.found
        found.things |= {quad.subject for name in self.classes for quad in self._of_class(name)}
        for relation in self.relations("says-class-by-name"):
            for quad in self.said(None, relation):
                text = quad.object.value if isinstance(quad.object, engine.Literal) else ""
                names = self._names_of(quad.object.value) if isinstance(quad.object, NamedNode) else [_bare(text)]
                if not self.words["person-names"].isdisjoint(names) and self.kind(quad.subject) != "other":
                    found.things.add(quad.subject)
        starts = "|".join(start.replace(".", "[.]") for start in sorted(self.terms["addresses"]))
        for store in self.stores:
            for (address,) in engine.select(store, _ADDRESSED.format(starts=starts)).rows:
                self._judge(NamedNode(str(address)), _LIKELY, "doubtful-object")
        for name in sorted(self.maybe_classes):
            for quad in self._of_class(name):
                self._judge(quad.subject, _LIKELY, "doubtful-class")
        for name in sorted(self.terms["agents"]):
            for quad in self._of_class(name):
                self._judge(quad.subject, _DOUBTFUL, "doubtful-agent")

    def _by_role(self, role: str, relation: str) -> None:
        """Judge the subjects, or the objects, of a property."""
        how = _ROLES[role]
        for found in self.said(None, relation):
            if role.startswith("subject"):
                self._judge(found.subject, how, "doubtful-subject")
                continue
            for quad in self._listed(found):
                if isinstance(quad.object, engine.Literal):
                    self._judge_text(quad, quad.object, how, relation)
                elif not isinstance(quad.object, engine.Triple):
                    likely = how == _DOUBTFUL and relation not in self.terms["members"] and self._named(quad.object)
                    self._judge(quad.object, _LIKELY if likely else how, "doubtful-object")

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
            if how == _LIKELY and kind == "open" and not any(map(self._looks_other, self._own_names(thing))):
                found.things.add(thing)
            else:
                found.doubtful.setdefault(thing, why)

    def _named(self, thing: Term) -> bool:
        """Say whether a thing has a name, and no name that organisations may have."""
        names = self._own_names(thing)
        return bool(names) and not any(self._called(name) or self._looks_other(name) for name in names)

    def _own_names(self, thing: Term) -> set[str]:
        said = (quad for quad in self.said(thing) if quad.predicate.value in self.terms["names"])
        return {quad.object.value.strip() for quad in said if isinstance(quad.object, engine.Literal)}

    def _looks_other(self, text: str) -> bool:
        """Say whether the text is in capitals, as short names are, or a word of it is of the names of organisations."""
        return bool(_CAPITALS.fullmatch(text)) or not self.words["organisation-words"].isdisjoint(fold(text).split())

    def _judge_text(self, quad: EngineQuad, literal: engine.Literal, how: str, relation: str) -> None:
        """Take a statement for one that names a person by a text, unless that is the name of an organisation."""
        text = literal.value.strip()
        if relation in self.terms["no-names"] or literal.datatype.value == _TRUTH:
            return
        if not _NAME.search(text) or (how != _CERTAIN and (text[0].isdecimal() or self._called(text))):
            return
        if how != _CERTAIN and self._looks_other(text):
            self.found.doubtful.setdefault(quad, "doubtful-text")
        else:
            self.found.named.add(quad)

    def _called(self, text: str) -> bool:
        """Say whether an organisation, or something else that is no person, has this name."""
        if text not in self.called:
            self.called[text] = any(
                quad.predicate.value in self.terms["names"] and self.kind(quad.subject) == "other"
                for literal in _as_texts(text)
                for quad in self.said(None, None, literal)
            )
        return self.called[text]

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
        """Add the statements that say, or mention, the whole name of a person whom another statement describes."""
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
        for literal in chain(*map(_as_addresses, _iris(self.found.things))):
            for quad in self.said(None, None, literal):
                self._judge_namesake(quad)
        whole = Phrases(name for name in names if len(name) <= _LONGEST)
        before_in = lru_cache(_OBJECTS)(whole.before)  # the same things and texts stand in many statements
        for quad in self.said() if whole else ():
            thing = quad.object
            if not isinstance(thing, engine.Literal | NamedNode):
                continue
            before = before_in(thing.value)
            if before is not None and next(self.said(thing), None) is None:  # a thing has its own names
                self._judge_namesake(quad, before if isinstance(thing, engine.Literal) else "")

    def _judge_namesake(self, quad: EngineQuad, before: str = "") -> None:
        """Judge a statement that says the name of a person, ``before`` which this word stands."""
        if quad.subject in self.found.things:
            return
        after = before in self.words["named-after"] or before in self.words["organisation-words"]
        if quad.predicate.value not in self.terms["names"] and not after:
            self.found.named.add(quad)
        elif self.kind(quad.subject) == "open" and not after:
            self.found.things.add(quad.subject)
        else:
            self.found.doubtful.setdefault(quad, "doubtful-namesake")

    def _said_with(self) -> None:
        """Add the things that say something of persons only: their memberships, and what is in these."""
        private, about = self.found.private, self.relations("about")
        for relation in about:
            quads = self.said(None, relation)
            private |= {quad.subject for quad in quads if quad.object in private or quad in self.found.named}
        for name in self._below(self.terms["about-classes"]):
            for quad in self._of_class(name):
                if any(self.found.about(said) for said in self.said(quad.subject)):
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
        if not _is_unnamed(thing) and quad.predicate.value not in own:
            return False
        if self.named_by_others.get(thing, quad.subject) in private:
            others = (by.subject for by in self.said(None, None, thing) if by.subject not in private)
            self.named_by_others[thing] = next(others, quad.subject)
        return self.named_by_others[thing] in private


def _iris(terms: Iterable[Term]) -> list[str]:
    return [term.value for term in terms if isinstance(term, NamedNode)]


def _as_addresses(name: str) -> Iterator[engine.Literal]:
    """Yield the literals that an IRI may be written as."""
    yield engine.Literal(name)
    yield engine.Literal(name, datatype=NamedNode(iri("xsd:anyURI")))


def _is_unnamed(term: Term) -> bool:
    """Say whether a thing has no name of its own."""
    if not isinstance(term, NamedNode):
        return isinstance(term, engine.BlankNode)
    name = term.value
    made = name.startswith(PREFIXES["ild"]) and _UNNAMED.fullmatch(name, len(PREFIXES["ild"]))
    return bool(made) or _SKOLEM in name


def _as_texts(text: str) -> Iterator[engine.Literal]:
    """Yield the text as data may write it: without a language, and in ours."""
    yield engine.Literal(text)
    for lang in _LANGUAGES:
        yield engine.Literal(text, language=lang)


def find_persons(store: Store, *, quoted: bool = True, strict: bool = False) -> Persons:
    """Return the persons of a store, by all that it says at once.

    quoted: whether statements may be quoted (RDF 1.2). strict: what is doubtful is taken for a person.
    """
    return _Search(store, quoted=quoted).run(strict=strict)
