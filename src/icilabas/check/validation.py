"""Checks: the SHACL shapes, and ``ontology/checks/*.rq`` for what shapes cannot see (named graphs).

Each fault says where it stands (``file:row:column`` in a table), what is wrong and what to write instead.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.asking import query_files
from icilabas.check import shacl_as_sparql
from icilabas.check.duplicates import LABEL, asked
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, Iri, iri, local_name, shorten
from icilabas.errors import Fault, in_order
from icilabas.resources import ONTOLOGY
from icilabas.sources import persons, restricted_passages
from icilabas.sources.contact_details import has_contacts
from icilabas.sources.datatypes import forms, stretch, well_formed
from icilabas.sources.iati.codes import UNDETERMINED
from icilabas.sources.reading import Reading
from icilabas.sources.schema import SHAPES, load_ontology, load_schema
from icilabas.words.matching import Patience, nearest
from icilabas.words.messages import message, suggestion
from icilabas.words.progress import each
from icilabas.words.text import NOTHING, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from icilabas.engine.query import Dataset


CHECKS = ONTOLOGY / "checks"
_IN_PUBLIC = "person-in-public"  # the check that any store can run; here, whoever is found to be a person
# What a passage says of a source by a standard of others, or, in a form without graphs, what stands beside that source.
_OF_OTHERS = """SELECT DISTINCT ?thing WHERE { ?source dcterms:conformsTo ?standard .
  { ?passage dcterms:source ?source . GRAPH ?passage { ?thing a ?class } } UNION
  { GRAPH ?home { ?source dcterms:conformsTo ?standard . ?thing a ?class } } }"""
# What is said of which component of SHACL: of a value that does not fit, that it does not; of any other, its name.
_WORDING = {"MinCount": "required", "MaxCount": "too-many", "UniqueLang": "two-in-a-language"}
_NOT_A = {
    *("Class", "Or", "NodeKind", "Datatype", "Pattern", "In", "LanguageIn"),
    *("MinInclusive", "MaxInclusive"),
}


_NOT_OURS = f"?graph NOT IN (<{INFERRED_GRAPH}>, <{ONTOLOGY_GRAPH}>)"
_OF_SOURCES = {iri("ilb:Passage"), iri("ilb:Source")}
_OF_ANY_RDF = ("rdf", "rdfs", "owl", "skos", "dcterms", "xsd")
_OWN_NAME = re.compile(r"[^/#]*$")
_SHOWN = 3  # things of a kind, besides the first
# Things by what they are said to be; what is declared (classes, properties, shapes) and who a document is of are none.
_UNLOOKED = f"""SELECT DISTINCT ?thing ?class WHERE {{{{
  GRAPH ?graph {{{{ ?thing a|<http://www.wikidata.org/prop/direct/P31> ?class }}}}
  FILTER({_NOT_OURS} && ISIRI(?thing) && ISIRI(?class) && ?class NOT IN ({{looked}}))
  FILTER NOT EXISTS {{{{ ?thing a ?known . FILTER(?known IN ({{looked}})) }}}}
  FILTER(!REGEX(STR(?class), "^http://www.w3.org/(1999/02/22-rdf-syntax-ns|2000/01/rdf-schema|2002/07/owl|ns/shacl)#"))
  FILTER NOT EXISTS {{{{ ?document a ilb:Source ; dcterms:publisher|prov:wasAttributedTo ?thing }}}}
}}}} ORDER BY ?class ?thing"""
_OURS = f"""SELECT ?thing WHERE {{{{ VALUES ?class {{{{ {{classes}} }}}} GRAPH ?graph {{{{ ?thing a ?class }}}}
  FILTER(?graph != <{ONTOLOGY_GRAPH}>)
  FILTER NOT EXISTS {{{{ GRAPH <{ONTOLOGY_GRAPH}> {{{{ ?thing a ?any }}}} }}}} }}}} LIMIT 1"""
_SAID = f"""GRAPH ?graph {{ ?thing ?relation ?other }} FILTER({_NOT_OURS})
  FILTER NOT EXISTS {{ GRAPH ?thing {{ ?a ?b ?c }} }} FILTER NOT EXISTS {{ ?thing a ilb:Passage }}
  FILTER NOT EXISTS {{ ?thing a ilb:Source }}
  FILTER NOT EXISTS {{ ?document a ilb:Source ; dcterms:publisher|prov:wasAttributedTo ?thing }}"""
_SAYS = f"SELECT ?thing WHERE {{ {_SAID} }} LIMIT 1"
_TERMS = f"""SELECT DISTINCT ?term WHERE {{ {_SAID}
  BIND(IF(?relation = rdf:type, ?other, ?relation) AS ?term) FILTER(ISIRI(?term)) }}"""
_TYPES = "SELECT DISTINCT ?thing ?class WHERE { VALUES ?thing { THINGS } ?thing a ?class FILTER(ISIRI(?class)) }"


class _Found(NamedTuple):
    """One fault before its place is known: of which thing, by which property, and what to say."""

    focus: str
    path: str | None
    text: Text
    severity: str


def check(read: Reading, *, similar: bool = False, rules: Callable[[engine.Store], int] | None = None) -> list[Fault]:
    """Return all faults of what was read: those of reading, of the shapes and of the checks; worst first.

    With ``similar``, also warnings of what is probably one thing described twice. ``rules`` adds to a store what is
    inferred (`apply_rules`), which shows what is read of the things that no shape looks at; without it that is not
    known, and data of which nothing is read are no fault. Where the store holds what is inferred, that is not checked.
    """
    if INFERRED_GRAPH in engine.graphs(read.store):
        alone = engine.new_store()
        engine.copy(read.store, alone)
        read, rules = replace(read, store=alone), _set_apart(alone)
    of_others = {str(thing) for (thing,) in engine.select(read.store, _OF_OTHERS).rows}
    found = {*_checks(read.store, of_others), *_shacl(read, of_others), *_persons(read)}
    told_already = {(one.focus, one.path) for one in found}
    found |= {one for one in _forms(read.store) if (one.focus, one.path) not in told_already}
    pairs = asked(read) if similar else []
    beyond = [*_beyond_shapes(read, rules)]
    things = {one.focus for one in found}.union(*(pair.things[:2] for pair in pairs))
    places = Places(read, things | {each.focus for each in beyond})
    told = {fault.place for fault in read.faults if fault.severity == "Violation"}  # one sentence a cell
    faults = {Fault(places.of(one.focus, one.path), one.text, one.severity) for one in found}
    faults = {*read.faults, *(fault for fault in faults if fault.place not in told)}
    faults |= {
        Fault(places.of(pair.things[1], LABEL), pair.message(places.of(pair.things[0], LABEL)), "Warning")
        for pair in pairs
    }
    faults |= {
        Fault(places.of(one.focus, None) if one.focus else _files(read), one.text, one.severity) for one in beyond
    }
    return sorted(in_order(faults), key=lambda fault: fault.severity != "Violation")


def _files(read: Reading) -> str:
    return ", ".join(map(str, read.files)) or "."


def _beyond_shapes(read: Reading, rules: Callable[[engine.Store], int] | None) -> Iterator[_Found]:
    """Yield a warning for each kind of things that no shape looks at, but for persons, which are told elsewhere.

    Where nothing of all that is said is read, that is a fault, with the vocabularies that are not read.
    """
    looked, private = shacl_as_sparql.targets(read.store), read.persons.private if read.persons else set()
    hidden = {engine.term_text(term) for term in private}
    kinds: dict[str, list[str]] = defaultdict(list)
    for thing, class_ in engine.select(read.store, _UNLOOKED.format(looked=", ".join(looked))).rows:
        if thing not in hidden:
            kinds[class_].append(thing)
    ours = _OURS.format(classes=" ".join(f"<{name}>" for name in sorted(load_schema().supers.keys() - _OF_SOURCES)))
    nothing = not engine.select(read.store, ours).rows and bool(engine.select(read.store, _SAYS).rows)
    whole = read.store
    if rules is not None and (kinds or nothing):
        whole = engine.new_store()
        engine.copy(read.store, whole)
        rules(whole)
        if nothing and not engine.select(whole, ours).rows:
            yield _Found("", None, _nothing_read(read.store), "Violation")
    for kind, things in sorted(kinds.items()):
        types: dict[str, set[str]] = {thing: set() for thing in things}
        for thing, class_ in engine.select_of(whole, _TYPES, things) if rules else ():
            types[thing].add(class_)
        called = {thing: load_schema().name_of_kind(types[thing]) for thing in things}
        for name in sorted(set(called.values())):
            some = [thing for thing in things if called[thing] == name]
            key = "unlooked" if rules is None else "unlooked-read" if name else "unlooked-unread"
            text = message(key, count=len(some), kind=shorten(kind), read=name)
            if others := some[1:]:
                shown = ", ".join(map(shorten, others[:_SHOWN])) + ("…" if others[_SHOWN:] else "")
                text += message("many-alike", count=len(others), places=shown)
            yield _Found(some[0], None, text, "Warning")


def is_unlooked(fault: Fault) -> bool:
    """Say whether the fault tells of things that no shape looks at."""
    return str(next(iter(fault.message.kind), "")).startswith("unlooked")


def _nothing_read(store: engine.Store) -> Text:
    """Return the sentence that names the vocabularies of what is said, but for those of any RDF."""
    spaces = {_OWN_NAME.sub("", term) for (term,) in engine.select(store, _TERMS).rows}
    names = sorted(spaces - {PREFIXES[prefix] for prefix in _OF_ANY_RDF})
    return message("nothing-read-of", names=", ".join(names)) if names else message("nothing-read")


def _shacl(read: Reading, of_others: Collection[str]) -> Iterator[_Found]:
    shapes, near = shacl_as_sparql.read_shapes(SHAPES), _Nearest(read.store)
    found = sorted(set(shacl_as_sparql.results(read.store)), key=str)
    told = {(focus, path) for focus, path, _value, lang, component, *_ in found if component == "LanguageIn" and lang}
    for focus, path, value, lang, component, weight, shape in found:
        severity = weight
        if component == "MinCount" and weight == "Warning" and (focus, path) in told:
            continue  # of a text in no language or in a third one, that is said
        if component == "LanguageIn" and lang:
            severity = "Warning"  # a text in a third language is worth having, though no column holds it
        if component == "MinCount" and focus in of_others:
            severity = "Warning"  # what others published by a standard of their own, its reader cannot complete
        names, remedies = shapes.texts(shape, "sh:name"), shapes.texts(shape, "sh:message")
        plain = shorten(path) if path else ""
        name = Text(names or {"": plain}) if path else NOTHING
        if component == "LanguageIn" and lang == UNDETERMINED:
            text = message("text-without-language", name=name, found=str(value))
        else:
            text = _wording(component, name, value) + Text(remedies)
        classes = tuple(shapes.names(shape, "sh:class"))
        if value is not None and classes:
            text += suggestion(near.to(local_name(value), classes))
        yield _Found(focus, path, text, severity)


def _wording(component: str, name: Text, value: str | None) -> Text:
    if component in _WORDING:
        return message(_WORDING[component], name=name)
    if component in _NOT_A and value is not None:
        return message("not-a", name=name, found=_typed(value))
    return message("breaks-rule", name=name, found=component)


def _typed(value: str) -> str:
    """Return a value as people write it in a cell: a thing, a code or a passage by its id."""
    own = value.startswith((PREFIXES["ild"], PREFIXES["ilv"], PREFIXES["ilg"]))
    return local_name(value) if own else shorten(value)


class _Nearest:
    """The names of things of some classes that look most like a name, while there is time to look."""

    def __init__(self, store: engine.Store) -> None:
        self.store, self.patience = store, Patience()
        self.names: dict[tuple[str, ...], list[str]] = {}
        self.found: dict[tuple[str, tuple[str, ...]], list[str]] = {}

    def to(self, name: str, classes: tuple[str, ...]) -> list[str]:
        """Return at most three names, the best first."""
        if classes not in self.names:
            values = " ".join(f"<{class_}>" for class_ in classes)
            query = f"SELECT DISTINCT ?thing WHERE {{ VALUES ?class {{ {values} }} ?thing a/rdfs:subClassOf* ?class }}"
            self.names[classes] = [local_name(row[0]) for row in engine.select(self.store, query).rows]
        if (name, classes) not in self.found:
            names = self.names[classes]
            self.found[name, classes] = nearest(name, names) if self.patience.for_names(len(names)) else []
        return self.found[name, classes]


def _checks(store: engine.Store, of_others: Collection[str]) -> Iterator[_Found]:
    """Yield what the queries find; their ``of-others`` is how severe it is where others published it by a standard."""
    for name in each(query_files.query_names(CHECKS), message("stage-checks")):
        rule = query_files.read_query(CHECKS / f"{name}.rq")
        severity = rule.header.get("severity", "Violation")
        for focus, path, value in _told(engine.select(store, rule.text).rows, rule.header.get("only")):
            key = "found-in" if str(value).startswith(PREFIXES["ilg"]) else "found"
            found = message(key, value=_typed(str(value))) if value is not None else NOTHING
            weight = rule.header.get("of-others", severity) if str(focus) in of_others else severity
            yield _Found(str(focus), str(path) if path else None, rule.in_header("message") + found, weight)


def _told(rows: list[tuple[engine.Value, ...]], only: str | None) -> Iterator[tuple[engine.Value, ...]]:
    """Yield what a check found: focus, path, value; only what says contact details where the check asks for these.

    So for what ends before it begins, of which only stretches of time can tell.
    """
    if only is None:
        yield from rows
    elif only == "contact-details":
        yield from dict.fromkeys(row[:3] for row in rows if has_contacts(str(row[3]), str(row[1])))
    elif only == "end-before-start":
        for focus, path, *dates in rows:
            ends, begins = stretch(*map(str, dates[:2])), stretch(*map(str, dates[2:]))
            if ends and begins and ends.lies_before(begins):
                yield focus, path, dates[0]


def _forms(store: engine.Store) -> Iterator[_Found]:
    """Yield the literals that are not written as their datatype has it: faults where we read them, else warnings."""
    shapes = shacl_as_sparql.read_shapes(SHAPES)
    ours = {path for node in shapes.said for path in shapes.names(node, "sh:path")}
    made, plain = engine.NamedNode(INFERRED_GRAPH), {iri("xsd:string"), iri("rdf:langString")}
    for quad in engine.as_written(store):
        literal = quad.object
        if not isinstance(literal, engine.Literal) or (datatype := literal.datatype.value) in plain:
            continue
        if not well_formed(literal.value, datatype) and quad.graph_name != made:
            path = quad.predicate.value
            text = message(
                "wrong-form",
                found=literal.value,
                datatype=shorten(datatype),
                example=forms()[datatype].example,
            )
            yield _Found(engine.term_text(quad.subject), path, text, "Violation" if path in ours else "Warning")


def _persons(read: Reading) -> Iterator[_Found]:
    """Yield who stands in a public passage, and, as warnings, what may be a person."""
    found = read.persons
    if found is None or found.strict:  # tables may say what is doubtful
        found = persons.find_persons(read.store)
    text = query_files.read_query(CHECKS / f"{_IN_PUBLIC}.rq").in_header("message")
    for quad in restricted_passages.exposed(read.store, found):
        value = message("found-in", value=_typed(engine.term_text(quad.graph_name)))
        yield _Found(engine.term_text(quad.subject), quad.predicate.value, text + value, "Violation")
    for thing, path, name, why in restricted_passages.open_doubts(read.store, found):
        yield _Found(thing, path, message("doubtful-person", name=name, why=message(why)), "Warning")


class Places:
    """Where things stand: rows of tables, else the RDF file that describes them."""

    def __init__(self, read: Reading, things: Collection[str]) -> None:
        """Look for these things; the RDF files are read again only where one of them stands in nothing else."""
        self.read = read
        self.files: dict[str, str] = {}
        placed = read.rows.keys() | read.lines.keys()
        wanted = {thing for thing in things if Iri(thing) not in placed}
        for path in read.files if wanted else ():
            for quad in engine.parse(path):
                subject = engine.term_text(quad.subject)
                if subject in wanted:
                    self.files[subject] = str(path)
                    wanted.discard(subject)
                    if not wanted:
                        return

    def of(self, focus: str, path: str | None) -> str:
        """Return ``file:row:column``, else file, subject and property."""
        if cell := self.read.cell_of(focus, path or ""):
            return cell
        subject = f"{shorten(focus)} {shorten(path)}" if path else shorten(focus)
        known = self.read.lines.get(Iri(focus)) or self.files.get(focus)
        return f"{known}: {subject}" if known else subject


def _set_apart(store: engine.Store) -> Callable[[engine.Store], int] | None:
    """Take from a store what rules have added; return what adds it to a store again, if it is there.

    So what is checked is what was read, as it is where inputs are: no shape looks at what is only read as something.
    """
    inferred = [*engine.matching(store, graph=engine.NamedNode(INFERRED_GRAPH))]
    engine.drop_graphs(store, [INFERRED_GRAPH])

    def add_again(whole: engine.Store) -> int:
        engine.extend(whole, inferred)
        return len(inferred)

    return add_again if inferred else None


class Faults(list[Fault]):
    """A list of faults; a notebook shows it as a table."""

    def _repr_html_(self) -> str:
        from icilabas.asking.notebook import faults

        return faults(self)


def validate(dataset: Dataset) -> Faults:
    """Return the faults of a dataset as a list, empty when it conforms; the dataset is not changed."""
    store = engine.new_store()
    engine.copy(dataset, store)
    load_ontology(store)
    rules = _set_apart(store)
    return Faults(check(Reading(store), similar=True, rules=rules))
