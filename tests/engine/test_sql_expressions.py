"""Expressions over numbers of terms: what is an error is NULL, what the numbers do not say is left to the engine."""

from __future__ import annotations

import pytest
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from icilabas.engine.quad_columns import NoColumnsError
from icilabas.engine.sql_expressions import DECIMAL, TERM, WHOLE, Scope
from icilabas.engine.terms import Iri, Lit

duckdb = pytest.importorskip("duckdb")

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
STARTS = [0, 100, 200, 300, 400, 500, 600, 700]  # blank nodes, names, texts, whole numbers, …
CONSTANTS: dict[Iri | Lit, int] = {
    Iri("urn:x:a"): 110,
    Iri("urn:x:b"): 120,
    Lit("t"): 210,
    Lit("1", INTEGER): 310,
    Lit("7", INTEGER): 370,
}
PLACES = {name: (f"c.{name}", TERM) for name in ("a", "b", "number", "text", "blank", "none")} | {"n": ("c.n", WHOLE)}
ROW = "SELECT 110 AS a, 120 AS b, 320 AS number, 210 AS text, 50 AS blank, NULL::INTEGER AS none, 3::BIGINT AS n"


def value(expression: str) -> object:
    query = f"PREFIX : <urn:x:> SELECT * {{ BIND(({expression}) AS ?x) }}"
    node = translateQuery(parseQuery(query)).algebra
    while node.name != "Extend":
        node = node.p
    found = Scope(PLACES, CONSTANTS, STARTS).expression(node.expr)
    ((made,),) = duckdb.sql(f"SELECT {found.sql} FROM ({ROW}) c").fetchall()  # noqa: S608  # our own expressions
    return made / 10**18 if found.kind == DECIMAL and made is not None else made


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("?a = :a", True),
        ("?a != ?b", True),
        ("?none = :a", None),
        ("?none = :a || ?a = :a", True),
        ("?none = :a && ?a = :b", False),
        ("!(?none = :a)", None),
        ("?b IN (:a, :b)", True),
        ("?b NOT IN (:a)", True),
        ("?text = :a", False),
        ("STR(?a) < STR(?b)", True),
        ("STR(?none) < STR(?b)", None),
        ("isIRI(?a) && isLiteral(?number) && isBlank(?blank) && !isIRI(?blank) && !isLiteral(?b)", True),
        ("BOUND(?none)", False),
        ("?number > 1", True),
        ("?number >= 7", False),
        ("?n > 1", True),
        ("?n - 1", 2),
        ("1.0 / (?n - 1)", 0.5),
        ("1 / (?n - ?n)", None),
        ("IF(?a = :a, ?a, ?b)", 110),
        ("IF(?none = :a, ?a, ?b)", None),
        ("COALESCE(?none, ?b)", 120),
        ("sameTerm(?a, ?b)", False),
    ],
)
def test_a_value_is_that_of_sparql(expression: str, expected: object) -> None:
    assert value(expression) == expected


@pytest.mark.parametrize("expression", ["?number = ?text", "?text != ?text", "?text > 1", "STR(?text) < STR(?a)"])
def test_what_numbers_do_not_say_makes_the_query_fail(expression: str) -> None:
    with pytest.raises(duckdb.Error, match="which the engine has to settle"):
        value(expression)


@pytest.mark.parametrize(
    "expression", ["?missing = :a", "STR(?a) = 't'", "?n * 7", "LCASE(?text) = 't'", "?a && ?b", "?a < ?b"]
)
def test_what_is_not_known_is_refused(expression: str) -> None:
    with pytest.raises(NoColumnsError):
        value(expression)
