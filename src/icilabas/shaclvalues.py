"""What SHACL asks of one value, as SPARQL: expressions on ``?value`` that are true where it is right.

Each is true or false for any term, never an error, so that they can be denied and joined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from icilabas.shapegraph import Shapes

    Below = Mapping[str, list[str]]  # of each class, the classes below it, itself included

ABOUT = frozenset(  # what says nothing of the value
    f"sh:{name}" for name in ("name", "description", "message", "order", "group", "defaultValue")
)
_XSD = PREFIXES["xsd"]
_KINDS = {
    "IRI": "isIRI(?value)",
    "BlankNode": "isBlank(?value)",
    "Literal": "isLiteral(?value)",
    "BlankNodeOrIRI": "!isLiteral(?value)",
    "BlankNodeOrLiteral": "!isIRI(?value)",
    "IRIOrLiteral": "!isBlank(?value)",
}
_TYPED = "DATATYPE(?value) = <{datatype}>"
_CAST = "DATATYPE(<{datatype}>(STR(?value))) = <{datatype}>"
# Whether a literal is what its datatype allows. The engine knows its own numbers; longer ones are right as well.
_WELL_FORMED = {
    "string": "true",
    "integer": r'(isNumeric(?value) || REGEX(STR(?value), "^\\s*[+-]?[0-9]+\\s*$"))',
    "decimal": r'(isNumeric(?value) || REGEX(STR(?value), "^\\s*[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)\\s*$"))',
    "double": "isNumeric(?value)",
    "float": "isNumeric(?value)",
    "boolean": _CAST,
    "date": _CAST,
    "dateTime": _CAST,
    "gYear": "true",  # SHACL asks for well-formed literals of SPARQL's own datatypes only
    "gYearMonth": "true",
}
_COMPARE = "COALESCE(?value {sign} {term}, IF({long}, <{double}>(STR(?value)) {sign} {term}, false))"
_LONG = f"DATATYPE(?value) IN (<{_XSD}integer>, <{_XSD}decimal>)"  # too long for the engine to compare as it is


class NotTranslatedError(Exception):
    """The shape asks for something that stands in no query of ours."""


def asked(shapes: Shapes, node: str, below: Below, *, beside: frozenset[str]) -> list[tuple[str, str]]:
    """Return the component (``Class``) and the expression of each thing that the node asks of a value.

    beside: what else the node may say. Raises NotTranslatedError for anything we have no expression for.
    """
    if shapes.constraints(node) - _TESTS.keys() - ABOUT - beside - {"sh:flags"}:
        raise NotTranslatedError(node)
    return [
        (about[3].upper() + about[4:], f"COALESCE({_TESTS[about](shapes, node, term, below)}, false)")
        for about in sorted(shapes.constraints(node) & _TESTS.keys())
        for term in shapes.of(node, about)
    ]


def _all(shapes: Shapes, term: Any, below: Below) -> str:
    """Return the expression that all the node asks for is so."""
    return f"({' && '.join(test for _name, test in asked(shapes, term.value, below, beside=frozenset())) or 'true'})"


def listed(classes: Iterable[str], below: Below) -> str:
    """Return the classes and all below them, as a query names them: the engine has read each as an IRI."""
    return " ".join(
        f"<{name}>" for name in sorted({name for class_ in classes for name in below.get(class_, [class_])})
    )


def _class(_shapes: Shapes, node: str, term: Any, below: Below) -> str:
    if str(term).startswith("_:"):
        raise NotTranslatedError(node)
    classes = listed([term.value], below).replace(" ", ", ")
    return f"EXISTS {{ ?value a ?class . FILTER(?class IN ({classes})) }}"


def _datatype(_shapes: Shapes, node: str, term: Any, _below: Below) -> str:
    test = _WELL_FORMED.get(str(term.value).removeprefix(_XSD))
    if test is None:
        raise NotTranslatedError(node)
    return f"({_TYPED} && {test})".format(datatype=term.value)


def _node_kind(_shapes: Shapes, node: str, term: Any, _below: Below) -> str:
    try:
        return _KINDS[str(term.value).removeprefix(PREFIXES["sh"])]
    except KeyError:
        raise NotTranslatedError(node) from None


def _in(shapes: Shapes, node: str, term: Any, _below: Below) -> str:
    members = [str(member) for member in shapes.items(term.value)]
    if any(member.startswith("_:") for member in members):
        raise NotTranslatedError(node)
    return f"({' || '.join(f'sameTerm(?value, {member})' for member in members) or 'false'})"


def _pattern(shapes: Shapes, node: str, term: Any, _below: Below) -> str:
    flags = "".join(f", {flag}" for flag in shapes.of(node, "sh:flags"))
    known = f'SELECT (REGEX("", {term}{flags}) AS ?known) {{}}'
    if engine.select(engine.new_store(), known).rows == [(None,)]:  # the engine has no such patterns
        raise NotTranslatedError(node)
    return f"(!isBlank(?value) && REGEX(STR(?value), {term}{flags}))"


def _length(sign: str) -> Callable[[Shapes, str, Any, Below], str]:
    def test(_shapes: Shapes, _node: str, term: Any, _below: Below) -> str:
        return f"(!isBlank(?value) && STRLEN(STR(?value)) {sign} {term})"

    return test


def _compared(sign: str) -> Callable[[Shapes, str, Any, Below], str]:
    def test(_shapes: Shapes, _node: str, term: Any, _below: Below) -> str:
        return _COMPARE.format(sign=sign, term=term, long=_LONG, double=f"{_XSD}double")

    return test


def _language_in(shapes: Shapes, _node: str, term: Any, _below: Below) -> str:
    known = (f"langMatches(LANG(?value), {language})" for language in shapes.items(term.value))
    return f"({' || '.join(known) or 'false'})"


def _or(shapes: Shapes, _node: str, term: Any, below: Below) -> str:
    return f"({' || '.join(_all(shapes, member, below) for member in shapes.items(term.value)) or 'false'})"


def _and(shapes: Shapes, _node: str, term: Any, below: Below) -> str:
    return f"({' && '.join(_all(shapes, member, below) for member in shapes.items(term.value)) or 'true'})"


def _not(shapes: Shapes, _node: str, term: Any, below: Below) -> str:
    return f"!{_all(shapes, term, below)}"


_TESTS: dict[str, Callable[[Shapes, str, Any, Below], str]] = {
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
