"""Shapes and data drawn by chance: our verdicts are those of pySHACL, but where that compares otherwise than SPARQL.

ICILABAS_SHAPES=1000 draws as many instead of what is enough after each change.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from pyshacl import validate
from pyshacl.constraints.core import property_pair_constraints, value_range_constraints
from randomshapes import HEAD, shapes_and_data
from rdflib import RDF, SH, BNode, Graph
from sparqlorder import order

from icilabas import engine
from icilabas.check import shacl_as_sparql
from icilabas.engine.terms import local_name
from icilabas.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DRAWN = int(os.environ.get("ICILABAS_SHAPES", "80"))
Found = set[tuple[str | None, ...]]  # focus, path, value, component, severity

pytestmark = pytest.mark.filterwarnings("ignore")  # pySHACL and rdflib warn of what is drawn to be wrong


def stored(text: str, path: Path) -> Any:
    path.write_text(text, "utf-8")
    store = engine.new_store()
    engine.load_file(store, path, "urn:graph")
    return store


def plain(term: Any) -> str | None:
    """A term as text; blank nodes have no names that two readings could share."""
    return None if term is None else "[]" if isinstance(term, BNode) or str(term).startswith("_:") else str(term)


def by_pyshacl(data: Any, shapes: Any) -> tuple[bool, Found]:
    conforms, report, _text = validate(engine.as_graph(data), shacl_graph=engine.as_graph(shapes), inference=None)
    assert isinstance(report, Graph)
    found: Found = set()
    for result in report.objects(report.value(None, RDF.type, SH.ValidationReport), SH.result):
        focus, path, value, component, severity = (
            report.value(result, about)
            for about in (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultSeverity)
        )
        name = local_name(str(component)).removesuffix("ConstraintComponent")
        one_step = None if isinstance(path, BNode) else plain(path)
        found.add((plain(focus), one_step, plain(value), name, local_name(str(severity))))
    return conforms, found


def by_us(data: Any, shapes: Path) -> Found:
    return {
        (plain(one.focus), one.path, plain(one.value), one.component, one.severity)
        for one in shacl_as_sparql.results(data, shapes)
    }


def compared(most: int) -> Callable[..., tuple[bool, list[Any]]]:
    """What pySHACL asks of the values of two properties, with SPARQL's order; ``most`` is -1 for less, 0 for equal."""

    def in_order(value: Any, other: Any) -> bool:
        try:
            return order(value, other) <= most
        except TypeError:
            return False

    def compare(self: Any, values: Any, others: Any, graph: Any, focus: Any) -> tuple[bool, list[Any]]:
        wrong = [value for value in values for other in others if not in_order(value, other)]
        return bool(wrong), [self.make_v_result(graph, focus, value_node=value) for value in wrong]

    return compare


@pytest.fixture
def sparql_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """PySHACL with the order of SPARQL in place of Python's."""
    monkeypatch.setattr(value_range_constraints, "compare_literal", order)
    for name, method, most in (("LessThan", "_compare_lt", -1), ("LessThanOrEquals", "_compare_ltoe", 0)):
        component = getattr(property_pair_constraints, f"{name}ConstraintComponent")
        monkeypatch.setattr(component, method, compared(most))


@pytest.mark.usefixtures("sparql_order")
def test_shapes_drawn_by_chance_find_what_pyshacl_finds(tmp_path: Path) -> None:
    differing, results, whole = {}, 0, 0
    for seed in range(DRAWN):
        shapes, data = shapes_and_data(seed)
        path = tmp_path / f"{seed}.ttl"
        held, asked = stored(data, tmp_path / "data.ttl"), stored(shapes, path)
        conforms, expected = by_pyshacl(held, asked)
        found = by_us(held, path)
        results += len(expected)
        _questions, done, left = shacl_as_sparql.translated(shacl_as_sparql.read_shapes(path), {})
        whole += not left and len(done) == shapes.count("sh:targetClass")
        if found != expected or conforms == bool(found):
            differing[seed] = {"ours": found - expected, "theirs": expected - found}
    assert not differing
    assert results > 15 * DRAWN  # what finds nothing proves nothing
    assert whole > DRAWN // 4  # nothing of these is pySHACL's own


class Otherwise(NamedTuple):
    """A value of which pySHACL 0.40 says otherwise than the specification, and the part of it that decides."""

    constraint: str
    value: str
    other: str  # what the value of the other property is, of constraints of two
    why: str


LIMIT = "4.3: a value is wrong unless SPARQL's comparison with the limit is true; it is an error"
PAIR = "4.5.3, 4.5.4: values that SPARQL cannot compare are wrong"
OTHERWISE = [
    Otherwise("sh:maxInclusive 1", '"2020-02-29"^^xsd:date', "", f"{LIMIT} between a date and a number"),
    Otherwise("sh:maxExclusive 1", "true", "", f"{LIMIT} between a truth value and a number"),
    Otherwise("sh:maxInclusive 1", '"NaN"^^xsd:double', "", f"{LIMIT}, or false, for what is no number"),
    Otherwise("sh:minInclusive 1.5", '"NaN"^^xsd:double', "", f"{LIMIT}, or false (pySHACL ends with an error)"),
    Otherwise("sh:minInclusive 1.5", '"x"^^xsd:integer', "", f"{LIMIT} for an ill-formed literal"),
    Otherwise('sh:minInclusive "a"', '"b"@en', "", f"{LIMIT} between a text in a language and one in none"),
    Otherwise('sh:maxInclusive "2020-02-29Z"^^xsd:date', '"2020-02-29"^^xsd:date', "", f"{LIMIT} without a zone"),
    Otherwise('sh:maxInclusive "x"^^:own', '"x"^^:own', "", f"{LIMIT} for a datatype that SPARQL does not know"),
    Otherwise("sh:lessThan :q", "true", "1", PAIR),
    Otherwise("sh:lessThan :q", '"a"', '"b"@en', PAIR),
    Otherwise("sh:lessThan :q", '"2020-02-29"^^xsd:date', "1", PAIR),
    Otherwise("sh:lessThan :q", "_:thing", "1", f"{PAIR} (pySHACL ends with an error)"),
    Otherwise("sh:lessThanOrEquals :q", ":thing", ":thing", f"{PAIR}: names have no order"),
    Otherwise("sh:lessThanOrEquals :q", '"2021-02-29"^^xsd:date', '"2021-02-29"^^xsd:date', PAIR),
    Otherwise("sh:minLength 0", "_:thing", "", "4.4.1: a blank node is wrong, whatever the length"),
]


@pytest.mark.parametrize("case", OTHERWISE, ids=lambda case: f"{case.constraint} of {case.value}")
def test_where_pyshacl_departs_from_the_specification_we_do_not(case: Otherwise, tmp_path: Path) -> None:
    """A row that fails because pySHACL says the same now can go."""
    shapes = f"{HEAD}:S a sh:NodeShape ; sh:targetClass :A ; sh:property [ sh:path :p ; {case.constraint} ] ."
    other = f" ; :q {case.other}" if case.other else ""
    held = stored(f"{HEAD}:x a :A ; :p {case.value}{other} .", tmp_path / "data.ttl")
    found = by_us(held, tmp_path / "shapes.ttl") if (asked := stored(shapes, tmp_path / "shapes.ttl")) else set()
    component = case.constraint.split()[0].removeprefix("sh:")
    component = component[0].upper() + component[1:]
    ((_focus, _path, _value, told, _severity),) = found
    assert told == component, case.why
    try:
        conforms, _found = by_pyshacl(held, asked)
    except Exception:  # noqa: BLE001  # of many classes: what matters is that there is no verdict
        conforms = True
    assert conforms


def test_what_pyshacl_cannot_check_is_told(tmp_path: Path) -> None:
    """A shape that is left to it, and data on which it ends."""
    shapes = f"{HEAD}:S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; sh:lessThan :q ] ."
    held = stored(f"{HEAD}:x :p [] ; :q 1 .", tmp_path / "data.ttl")
    stored(shapes, tmp_path / "shapes.ttl")
    with pytest.raises(DataError, match=r"shapes\.ttl: pySHACL.*cannot check this: Cannot use sh:lessThan"):
        by_us(held, tmp_path / "shapes.ttl")
