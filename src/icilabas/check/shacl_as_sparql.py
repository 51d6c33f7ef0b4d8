"""Shapes as SPARQL queries: each constraint of ``ontology/shapes/`` that a query can ask, asked on the store.

What no query of ours can ask is left to pySHACL, which is loaded only then.
"""

from __future__ import annotations

import logging
import warnings
from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.engine import term_text
from icilabas.engine.terms import PREFIXES, local_name, shorten
from icilabas.errors import DataError, Fault, needs
from icilabas.sources.schema import SHAPES
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    Below = Mapping[str, list[str]]  # of each class the classes below it, itself included


_NIL = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"
_DECLARES = "sh:parameter"  # whoever declares constraints of their own names their parameters so
_SUBCLASSES = "SELECT DISTINCT ?below ?above { ?below rdfs:subClassOf ?above . FILTER(isIRI(?below) && isIRI(?above)) }"
_CLASSES = {"http://www.w3.org/2000/01/rdf-schema#Class", "http://www.w3.org/2002/07/owl#Class"}
_TARGET, _PROPERTY, _UNIQUE = "sh:targetClass", "sh:property", "sh:uniqueLang"
_REST = "urn:icilabas:rest:"
# Things and values are looked at once each, however often they are said: the store in memory goes through all that is
# said of a thing to find its class, so that to ask again for each statement would take the square of their number.
# Hence GROUP BY, before which no filter is taken, as Oxigraph does with DISTINCT.
_THINGS = "SELECT ?focus {{ VALUES ?class {{ {classes} }} ?focus a ?class }} GROUP BY ?focus"
_NODES = f"{{{{ {{{{ {_THINGS} }}}} BIND(?focus AS ?value) FILTER(!{{test}}) }}}}"
_VALUES = """{{ {{ SELECT ?value {{ {{ SELECT ?value {{ ?any {path} ?value }} GROUP BY ?value }} FILTER(!{test}) }} }}
  ?focus {path} ?value }}"""
# Counted are terms, not statements: the same said in two passages is one value.
_NONE = f"{{{{ {{{{ {_THINGS} }}}} FILTER NOT EXISTS {{{{ ?focus {{path}} ?any }}}} }}}}"
_FEWER = f"""{{{{ SELECT ?focus {{{{ {{{{ {_THINGS} }}}} OPTIONAL {{{{ ?focus {{path}} ?value }}}} }}}}
  GROUP BY ?focus HAVING (COUNT(DISTINCT ?value) < {{term}}) }}}}"""
_MORE = "{{ SELECT ?focus {{ ?focus {path} ?value }} GROUP BY ?focus HAVING (COUNT(DISTINCT ?value) > {term}) }}"
_SAME_LANGUAGE = """{{ SELECT ?focus {{ ?focus {path} ?value . BIND(LANG(?value) AS ?in) FILTER(?in != "") }}
  GROUP BY ?focus ?in HAVING (COUNT(DISTINCT ?value) > 1) }}"""
_XSD = PREFIXES["xsd"]
_CAST = "DATATYPE(<{datatype}>(STR(?value))) = <{datatype}>"
# How terms compare in SPARQL; what it cannot compare stands in no order. The engine takes equal terms for equally
# great, whatever they are, and compares neither truth values nor numbers that are too long for it.
_ORDERED = " || ".join(
    f"(DATATYPE(?value) = <{_XSD}{name}> && {_CAST.format(datatype=_XSD + name)})"
    for name in (
        *("string", "integer", "decimal", "double", "float", "date", "dateTime", "time"),
        *("gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay", "duration", "dayTimeDuration", "yearMonthDuration"),
    )
)
_NUMBERS, _TRUTHS = (
    " && ".join(f"DATATYPE({term}) IN ({kinds}) && {term} = {term}" for term in ("?value", "{other}"))
    for kinds in ("xsd:integer, xsd:decimal, xsd:double, xsd:float", "xsd:boolean")
)
_COMPARE = f"""COALESCE(
  IF(sameTerm(?value, {{other}}) && !(?value = ?value && (LANG(?value) != "" || {_ORDERED})), 1/0,
    ?value {{sign}} {{other}}),
  IF({_NUMBERS}, xsd:double(STR(?value)) {{sign}} xsd:double(STR({{other}})), 1/0),
  IF({_TRUTHS}, xsd:integer(?value) {{sign}} xsd:integer({{other}}), 1/0), false)"""
_BEYOND = "{{{{ ?focus {{path}} ?value ; {{term}} ?other . FILTER(!" + _COMPARE + ") }}}}"
_OF_PATH = {
    "sh:maxCount": _MORE,
    "sh:minCount": _FEWER,
    _UNIQUE: _SAME_LANGUAGE,
    "sh:lessThan": _BEYOND.format(sign="<", other="?other"),
    "sh:lessThanOrEquals": _BEYOND.format(sign="<=", other="?other"),
}
_OF_NODE = frozenset({_TARGET, _PROPERTY, "sh:severity"})
_OF_PROPERTY = frozenset({"sh:path", "sh:severity", *_OF_PATH})
_ABOUT = frozenset(  # properties that do not constrain the value
    f"sh:{name}" for name in ("name", "description", "message", "order", "group", "defaultValue")
)
_NODE_KINDS = {
    "IRI": "isIRI(?value)",
    "BlankNode": "isBlank(?value)",
    "Literal": "isLiteral(?value)",
    "BlankNodeOrIRI": "!isLiteral(?value)",
    "BlankNodeOrLiteral": "!isIRI(?value)",
    "IRIOrLiteral": "!isBlank(?value)",
}
# Whether a literal is what its datatype allows. The engine knows its own numbers; longer ones are right as well.
_WELL_FORMED = {
    "string": "true",
    "integer": r'(isNumeric(?value) || REGEX(STR(?value), "^\\s*[+-]?[0-9]+\\s*$"))',
    "decimal": r'(isNumeric(?value) || REGEX(STR(?value), "^\\s*[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)\\s*$"))',
    "double": "isNumeric(?value)",
    "float": "isNumeric(?value)",
    "boolean": _CAST.format(datatype=f"{_XSD}boolean"),
    **{
        name: f'({_CAST.format(datatype=_XSD + name)} || REGEX(STR(?value), "^-?[1-9][0-9]{{12,}}-"))'
        for name in ("date", "dateTime")  # nor does it know years of so many digits: `sources.datatypes` does
    },
    "gYear": "true",  # SHACL asks for well-formed literals of SPARQL's own datatypes only
    "gYearMonth": "true",
}
# The engine keeps whole numbers of all kinds as xsd:integer: what is left of a kind are its limits.
_BITS = {"byte": 8, "short": 16, "int": 32, "long": 64}
_WHOLE = {
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in _BITS.items()},
    **{f"unsigned{name.title()}": (0, 2**bits - 1) for name, bits in _BITS.items()},
}


@dataclass(frozen=True)
class Shapes:
    """A shapes graph: its quads as the engine has them, and what each node says.

    said: of each node (its IRI, or the name of a blank node) the terms by property (``sh:path``).
    own: the properties by which this graph declares constraints of its own.
    """

    quads: tuple[engine.EngineQuad, ...]
    said: dict[str, dict[str, list[engine.Term]]]
    own: frozenset[str]

    def of(self, node: str, about: str) -> list[engine.Term]:
        """Return the terms that the node has for the property."""
        return self.said.get(node, {}).get(about, [])

    def names(self, node: str, about: str) -> list[str]:
        """Return the same as plain names and texts."""
        return [term_text(term) for term in self.of(node, about)]

    def texts(self, node: str, about: str) -> dict[str, str]:
        """Return the texts of the node by language."""
        return {getattr(term, "language", None) or "": term_text(term) for term in self.of(node, about)}

    def items(self, first: engine.Term) -> Iterator[engine.Term]:
        """Yield the terms of an RDF list."""
        head = term_text(first)
        while head != _NIL and head in self.said:
            yield from self.of(head, "rdf:first")
            (head,) = self.names(head, "rdf:rest") or [_NIL]

    def constraints(self, node: str) -> set[str]:
        """Return by which properties of SHACL, or of this graph's own, the node says something."""
        return {about for about in self.said.get(node, {}) if about.startswith("sh:") or about in self.own}


@lru_cache(maxsize=4)
def read_shapes(path: Path) -> Shapes:
    """Read a shapes graph; the result is cached. Raises DataError when the file is not RDF."""
    quads = tuple(engine.parse(path))
    said: dict[str, dict[str, list[engine.Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        said[term_text(quad.subject)][shorten(quad.predicate.value)].append(quad.object)
    plain = {node: dict(terms) for node, terms in said.items()}
    parameters = [term_text(term) for terms in plain.values() for term in terms.get(_DECLARES, [])]
    own = {shorten(term_text(term)) for name in parameters for term in plain.get(name, {}).get("sh:path", [])}
    return Shapes(quads, plain, frozenset(own))


class Result(NamedTuple):
    """One fault as SHACL reports it: names as plain texts; ``shape`` is the node of the shapes that says so."""

    focus: str
    path: str | None  # None of a thing itself, and of a path of several steps
    value: str | None
    lang: str | None
    component: str  # ``MinCount``
    severity: str
    shape: str


class _Question(NamedTuple):
    """One constraint: the node of the shapes that has it, its component, what finds its faults, of which things."""

    shape: str
    component: str
    pattern: str
    classes: str
    path: str | None = None


def results(store: engine.Store, path: Path = SHAPES) -> Iterator[Result]:
    """Yield what the shapes of the file find in the store, on the union of all graphs; some may come twice.

    Raises DataError where what is left to pySHACL is more than that can check.
    """
    shapes = read_shapes(path)
    questions, done, left = translated(shapes, _below(store))
    things: dict[str, set[str]] = {}
    for question in questions:
        shape, component, pattern, classes, about = question
        severity = local_name((shapes.names(shape, "sh:severity") or ["Violation"])[0])
        query = f"SELECT DISTINCT ?focus ?value (STR(?value) AS ?text) (LANG(?value) AS ?lang) WHERE {pattern}"
        rows = engine.select(store, query).rows
        if rows and classes not in things:
            things[classes] = {row[0] for row in engine.select(store, _THINGS.format(classes=classes)).rows}
        for focus, value, text, lang in rows:
            if focus in things[classes]:
                found = value if text is None else text
                yield Result(focus, about, found, lang, component, severity, shape)
    rest = _rest(shapes, done, left)
    if rest:
        yield from _by_pyshacl(store, rest, path)


def targets(store: engine.Store, path: Path = SHAPES) -> list[str]:
    """Return the classes whose things the shapes of the file look at, and those below, as a query names them."""
    shapes = read_shapes(path)
    classes = {name for node in shapes.said for name in shapes.names(node, _TARGET)}
    return class_list(classes, _below(store)).split()


def _below(store: engine.Store) -> dict[str, list[str]]:
    """Return the classes below each class, itself included, as the data and the ontology have them."""
    direct: dict[str, set[str]] = defaultdict(set)
    for below, above in engine.select(store, _SUBCLASSES).rows:
        direct[above].add(below)
    found = {}
    for class_ in direct:
        reached, new = {class_}, {class_}
        while new := {below for name in new for below in direct.get(name, ())} - reached:
            reached |= new
        found[class_] = sorted(reached)
    return found


def translated(shapes: Shapes, below: Below) -> tuple[list[_Question], set[str], dict[str, set[str]]]:
    """Return the questions, the node shapes that need no other reading, and of these the columns left to pySHACL."""
    questions: list[_Question] = []
    done: set[str] = set()
    targets: dict[str, set[str]] = defaultdict(set)  # of each property shape
    for node in sorted(shapes.said):
        classes = set(shapes.names(node, _TARGET))
        if not classes or _CLASSES & set(shapes.names(node, "rdf:type")):
            continue
        try:
            words = {"classes": class_list(classes, below)}
            questions += _of_values(shapes, node, _NODES, words, below, beside=_OF_NODE)
        except NotTranslatedError:
            continue
        done.add(node)
        for column in shapes.names(node, _PROPERTY):
            targets[column] |= classes
    left: dict[str, set[str]] = defaultdict(set)
    for column, classes in sorted(targets.items()):
        try:
            questions += _of_column(shapes, column, classes, below)
        except NotTranslatedError:
            for node in done:
                left[node] |= {column} & set(shapes.names(node, _PROPERTY))
    return questions, done, {node: columns for node, columns in left.items() if columns}


def _of_column(shapes: Shapes, node: str, classes: set[str], below: Below) -> list[_Question]:
    """Return the questions of a property shape about the instances of the classes."""
    paths = shapes.of(node, "sh:path")
    if len(paths) != 1 or str(paths[0]).startswith("_:"):
        raise NotTranslatedError(node)
    words = {"path": str(paths[0]), "classes": class_list(classes, below)}
    questions = _of_values(shapes, node, _VALUES, words, below, beside=_OF_PROPERTY)
    for about, pattern in _OF_PATH.items():
        for term in shapes.of(node, about):
            if about == _UNIQUE and term_text(term) != "true":
                continue
            chosen = _NONE if about == "sh:minCount" and term_text(term) == "1" else pattern
            filled = chosen.format(**words, term=term)
            questions.append(_Question(node, _component(about), filled, words["classes"]))
    return [question._replace(path=term_text(paths[0])) for question in questions]


def _of_values(
    shapes: Shapes, node: str, pattern: str, words: dict[str, str], below: Below, *, beside: frozenset[str]
) -> list[_Question]:
    """Return the questions of what a node asks of single values; ``{test}`` in the pattern is for the test."""
    found = value_conditions(_Asked(shapes, node, below), beside=beside)
    return [_Question(node, name, pattern.format(**words, test=test), words["classes"]) for name, test in found]


class NotTranslatedError(Exception):
    """The shape asks for something that the queries here cannot ask."""


class _Asked(NamedTuple):
    """A node of the shapes that asks something of a value, among all the shapes and the classes of the data."""

    shapes: Shapes
    node: str
    below: Below


_Test = Callable[[_Asked, "engine.Term"], str]


def value_conditions(asked: _Asked, *, beside: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """Return the component (``Class``) and the expression of each thing that the node asks of a value.

    beside: what else the node may say. Raises NotTranslatedError for anything that no expression here says.
    """
    constraints = asked.shapes.constraints(asked.node)
    if constraints - _TESTS.keys() - _ABOUT - beside - {"sh:flags"}:
        raise NotTranslatedError(asked.node)
    return [
        (_component(about), f"COALESCE({_TESTS[about](asked, term)}, false)")
        for about in sorted(constraints & _TESTS.keys())
        for term in asked.shapes.of(asked.node, about)
    ]


def _component(about: str) -> str:
    """Return the name of a constraint component: ``MinCount`` for ``sh:minCount``."""
    name = about.removeprefix("sh:")
    return name[0].upper() + name[1:]


def class_list(classes: Iterable[str], below: Below) -> str:
    """Return the classes and all below them, as a query names them: the engine has read each as an IRI."""
    return " ".join(
        f"<{name}>" for name in sorted({name for class_ in classes for name in below.get(class_, [class_])})
    )


def _class(asked: _Asked, term: engine.Term) -> str:
    if str(term).startswith("_:"):
        raise NotTranslatedError(asked.node)
    classes = class_list([term_text(term)], asked.below).replace(" ", ", ")
    return f"EXISTS {{ ?value a ?class . FILTER(?class IN ({classes})) }}"


def _datatype(asked: _Asked, term: engine.Term) -> str:
    datatype = term_text(term)
    name = datatype.removeprefix(_XSD)
    if name in _WHOLE:
        least, most = _WHOLE[name]
        limits = [
            f"xsd:double(STR(?value)) {sign} {limit:.16e}"
            for sign, limit in ((">=", least), ("<=", most))
            if limit is not None
        ]
        return f"(DATATYPE(?value) IN (xsd:integer, <{datatype}>) && {' && '.join([_WELL_FORMED['integer'], *limits])})"
    if name not in _WELL_FORMED:
        raise NotTranslatedError(asked.node)
    return f"(DATATYPE(?value) = <{datatype}> && {_WELL_FORMED[name]})"


def _node_kind(asked: _Asked, term: engine.Term) -> str:
    try:
        return _NODE_KINDS[term_text(term).removeprefix(PREFIXES["sh"])]
    except KeyError:
        raise NotTranslatedError(asked.node) from None


def _in(asked: _Asked, term: engine.Term) -> str:
    members = [str(member) for member in asked.shapes.items(term)]
    if any(member.startswith("_:") for member in members):
        raise NotTranslatedError(asked.node)
    return f"({' || '.join(f'sameTerm(?value, {member})' for member in members) or 'false'})"


def _pattern(asked: _Asked, term: engine.Term) -> str:
    flags = "".join(f", {flag}" for flag in asked.shapes.of(asked.node, "sh:flags"))
    known = f'SELECT (REGEX("", {term}{flags}) AS ?known) {{}}'
    if engine.select(engine.new_store(), known).rows == [(None,)]:  # the engine does not know such patterns
        raise NotTranslatedError(asked.node)
    return f"(!isBlank(?value) && REGEX(STR(?value), {term}{flags}))"


def _length(sign: str) -> _Test:
    return lambda _asked, term: f"(!isBlank(?value) && STRLEN(STR(?value)) {sign} {term})"


def _compared(sign: str) -> _Test:
    return lambda _asked, term: _COMPARE.format(sign=sign, other=term)


def _language_in(asked: _Asked, term: engine.Term) -> str:
    known = (f"langMatches(LANG(?value), {language})" for language in asked.shapes.items(term))
    return f"({' || '.join(known) or 'false'})"


def _all(asked: _Asked, term: engine.Term) -> str:
    """Return the expression that all that another node asks for is so."""
    conditions = value_conditions(asked._replace(node=term_text(term)))
    return f"({' && '.join(test for _name, test in conditions) or 'true'})"


def _or(asked: _Asked, term: engine.Term) -> str:
    return f"({' || '.join(_all(asked, member) for member in asked.shapes.items(term)) or 'false'})"


def _and(asked: _Asked, term: engine.Term) -> str:
    return f"({' && '.join(_all(asked, member) for member in asked.shapes.items(term)) or 'true'})"


def _not(asked: _Asked, term: engine.Term) -> str:
    return f"!{_all(asked, term)}"


_TESTS: dict[str, _Test] = {
    "sh:class": _class,
    "sh:datatype": _datatype,
    "sh:nodeKind": _node_kind,
    "sh:in": _in,
    "sh:pattern": _pattern,
    "sh:minLength": _length(">="),
    "sh:maxLength": _length("<="),
    "sh:minInclusive": _compared(">="),
    "sh:maxInclusive": _compared("<="),
    "sh:minExclusive": _compared(">"),
    "sh:maxExclusive": _compared("<"),
    "sh:languageIn": _language_in,
    "sh:or": _or,
    "sh:and": _and,
    "sh:not": _not,
}


def _rest(shapes: Shapes, done: set[str], left: Mapping[str, set[str]]) -> list[engine.EngineQuad]:
    """Return the quads of a shapes graph of all that was not translated; none where nothing was left.

    Nothing is taken away but the targets of what was translated: others may refer to its shapes. The columns that
    are left to pySHACL get a shape of their own with these targets.
    """
    kept, aimed = [], bool(left)
    for quad in shapes.quads:
        node, about, thing = term_text(quad.subject), shorten(quad.predicate.value), term_text(quad.object)
        target = about.startswith("sh:target") or (about == "rdf:type" and thing in _CLASSES)
        if node in left and (about in {_TARGET, "rdf:type"} or thing in left[node]):
            name = engine.NamedNode(f"{_REST}{list(left).index(node)}")
            kept.append(engine.EngineQuad(name, quad.predicate, quad.object, quad.graph_name))
        if (node in done and about == _TARGET) or (about == _UNIQUE and thing != "true"):  # "1" asks for nothing
            continue
        kept.append(quad)
        aimed = aimed or target
    return kept if aimed else []


def _by_pyshacl(store: engine.Store, rest: list[engine.EngineQuad], path: Path) -> Iterator[Result]:
    """Yield what pySHACL finds by these shapes of the file in all graphs merged; DataError where it cannot."""
    from rdflib import RDF, SH, BNode, Graph

    with needs("shacl"):
        import pyshacl

    shapes = engine.new_store()  # it keeps numbers by their value, as that of the data does
    shapes.extend(rest)
    with _quiet():
        try:
            # Without ``allow_warnings``: with it, a shape inside another one holds where it finds warnings alone.
            found = pyshacl.validate(engine.as_graph(store), shacl_graph=engine.as_graph(shapes), inference=None)
        except Exception as error:  # noqa: BLE001  # whatever it comes upon in shapes or data: it has no one class for them
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise DataError([Fault(str(path), message("shapes-not-checked", error=reason))]) from None
    report = found[1]
    if not isinstance(report, Graph):
        raise DataError([Fault(str(path), message("shapes-not-checked", error=str(report).partition("\n")[0]))])
    # The results of the report only: what these rest on (``sh:detail``) are results of no target.
    for result in report.objects(report.value(None, RDF.type, SH.ValidationReport), SH.result):
        focus, about, value, shape, component, severity = (
            report.value(result, name)
            for name in (
                *(SH.focusNode, SH.resultPath, SH.value),
                *(SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity),
            )
        )
        yield Result(
            focus.n3() if isinstance(focus, BNode) else str(focus),
            None if about is None or isinstance(about, BNode) else str(about),
            value.n3() if isinstance(value, BNode) else None if value is None else str(value),
            getattr(value, "language", None),
            local_name(str(component)).removesuffix("ConstraintComponent"),
            local_name(str(severity)),
            str(shape),
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep from the reader what rdflib and pySHACL say to whoever programs with them, as of each ill-formed number."""
    loggers = [logging.getLogger(name) for name in ("rdflib.term", "pyshacl-validate")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, was in zip(loggers, before, strict=True):
            logger.disabled = was
