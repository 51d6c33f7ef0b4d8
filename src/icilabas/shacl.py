"""The SHACL shapes as SPARQL: each constraint is one query, which the engine answers in its own time.

What is not translated here (``sh:node``, ``sh:closed``, paths of several steps …) is left to pySHACL, which takes
minutes where the queries take seconds: shapes that say such things are honoured, though slowly. The only module
that imports pyshacl, and only then.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from icilabas import engine, shapegraph
from icilabas.schema import SHAPES
from icilabas.shaclvalues import NotTranslatedError, asked, listed
from icilabas.terms import local_name, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from icilabas.shapegraph import Shapes

    Below = Mapping[str, list[str]]

_SUBCLASSES = "SELECT DISTINCT ?below ?above { ?below rdfs:subClassOf ?above . FILTER(isIRI(?below) && isIRI(?above)) }"
_CLASSES = {"http://www.w3.org/2000/01/rdf-schema#Class", "http://www.w3.org/2002/07/owl#Class"}
_TARGET, _PROPERTY = "sh:targetClass", "sh:property"
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
_BEYOND = "{{ ?focus {path} ?value ; {term} ?other . FILTER(!COALESCE(?value {sign} ?other, false)) }}"
_OF_PATH = {
    "sh:maxCount": _MORE,
    "sh:minCount": _FEWER,
    "sh:uniqueLang": _SAME_LANGUAGE,
    "sh:lessThan": _BEYOND.replace("{sign}", "<"),
    "sh:lessThanOrEquals": _BEYOND.replace("{sign}", "<="),
}
_OF_NODE = frozenset({_TARGET, _PROPERTY, "sh:severity"})
_OF_PROPERTY = frozenset({"sh:path", "sh:severity", *_OF_PATH})


class Result(NamedTuple):
    """One fault as SHACL reports it: names as plain texts; ``shape`` is the node of the shapes that says so."""

    focus: str
    path: str | None
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


def results(store: Any, path: Path = SHAPES) -> Iterator[Result]:
    """Yield what the shapes of the file find in the store, on the union of all graphs; some may come twice."""
    shapes = shapegraph.read(path)
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
        yield from _by_pyshacl(store, rest)


def _below(store: Any) -> dict[str, list[str]]:
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
            words = {"classes": listed(classes, below)}
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
    words = {"path": str(paths[0]), "classes": listed(classes, below)}
    questions = _of_values(shapes, node, _VALUES, words, below, beside=_OF_PROPERTY)
    for about, pattern in _OF_PATH.items():
        for term in shapes.of(node, about):
            if about == "sh:uniqueLang" and term.value not in {"true", "1"}:
                continue
            chosen = _NONE if about == "sh:minCount" and term.value == "1" else pattern
            filled = chosen.format(**words, term=term)
            questions.append(_Question(node, about[3].upper() + about[4:], filled, words["classes"]))
    return [question._replace(path=paths[0].value) for question in questions]


def _of_values(
    shapes: Shapes, node: str, pattern: str, words: dict[str, str], below: Below, *, beside: frozenset[str]
) -> list[_Question]:
    """Return the questions of what a node asks of single values; ``{test}`` in the pattern is for the test."""
    found = asked(shapes, node, below, beside=beside)
    return [_Question(node, name, pattern.format(**words, test=test), words["classes"]) for name, test in found]


def _rest(shapes: Shapes, done: set[str], left: Mapping[str, set[str]]) -> list[Any]:
    """Return the quads of a shapes graph of all that was not translated; none where nothing was left.

    Nothing is taken away but the targets of what was translated: others may refer to its shapes. The columns that
    are left to pySHACL get a shape of their own with these targets.
    """
    kept, aimed = [], bool(left)
    for quad in shapes.quads:
        node, about = quad.subject.value, shorten(quad.predicate.value)
        target = about.startswith("sh:target") or (about == "rdf:type" and quad.object.value in _CLASSES)
        if node in left and (about in {_TARGET, "rdf:type"} or quad.object.value in left[node]):
            name = type(quad.predicate)(f"{_REST}{list(left).index(node)}")
            kept.append(type(quad)(name, quad.predicate, quad.object, quad.graph_name))
        if node in done and about == _TARGET:
            continue
        kept.append(quad)
        aimed = aimed or target
    return kept if aimed else []


def _by_pyshacl(store: Any, rest: list[Any]) -> Iterator[Result]:
    """Yield what pySHACL finds by these shapes in all graphs merged."""
    import pyshacl
    from rdflib import SH, Graph

    shapes, data, held = Graph(), Graph(), engine.new_store()
    held.extend(rest)
    shapes += engine.as_dataset(held).triples((None, None, None))
    data += engine.as_dataset(store).triples((None, None, None))
    _conforms, report, _text = pyshacl.validate(data, shacl_graph=shapes, inference=None, allow_warnings=True)
    for result in report.subjects(predicate=SH.focusNode):
        focus, path, value, shape, component, severity = (
            report.value(result, about)
            for about in (
                SH.focusNode,
                SH.resultPath,
                SH.value,
                SH.sourceShape,
                SH.sourceConstraintComponent,
                SH.resultSeverity,
            )
        )
        yield Result(
            str(focus),
            None if path is None else str(path),
            None if value is None else str(value),
            getattr(value, "language", None),
            local_name(str(component)).removesuffix("ConstraintComponent"),
            local_name(str(severity)),
            str(shape),
        )
