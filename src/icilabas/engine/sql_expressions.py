"""SPARQL's expressions as SQL, over terms that are numbers: conditions, what is bound, and what is computed.

An error is SQL's NULL: both have the same logic of three values. What the numbers of two terms do not say, as whether
two literals are equal, makes the whole query fail, and the engine answers; so does what is not known here
(`NoColumnsError`). Which expressions are known, `sparql_as_sql` says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from icilabas.engine.quad_columns import BLANK, GAP, INTEGER, NAMED, TEXT, NoColumnsError
from icilabas.engine.terms import PREFIXES, Iri, Lit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rdflib.plugins.sparql.parserutils import CompValue

    from icilabas.engine.quad_columns import Term

    Node = CompValue  # of rdflib's algebra; its parts have no types

# Of columns and expressions: the number of a term, a whole number, a decimal number times `_ONE`, true or false.
TERM, WHOLE, DECIMAL, TRUTH = "INTEGER", "BIGINT", "HUGEINT", "BOOLEAN"
# Terms that are made, and need not be in the dictionary: a plain text, a name.
MADE = TAG, NAME = "VARCHAR", "TEXT"
DIGITS = 18  # of the engine's decimals
_ONE = 10**DIGITS
_STRING = f"{PREFIXES['xsd']}string"
_COMPARED = {"=", "!=", "<", ">", "<=", ">="}
_NOT_SETTLED = "error('which the engine has to settle')"
_SORTS: dict[str, tuple[int, int | None]] = {  # where the numbers of a sort begin, and those behind it
    "Builtin_isIRI": (NAMED, TEXT),
    "Builtin_isURI": (NAMED, TEXT),
    "Builtin_isBLANK": (BLANK, NAMED),
    "Builtin_isLITERAL": (TEXT, None),
}


class Expression(NamedTuple):
    """SQL, the type of its value, the constant that it is, if it is one, and whether STR is taken of the term."""

    sql: str
    kind: str
    constant: Term | None = None
    text_of: bool = False


@dataclass(frozen=True)
class Scope:
    """What an expression can speak of.

    places: where each variable stands, and of which type it is. constants: their numbers. starts: as `Columns` has
    them. exists: makes SQL of the pattern of EXISTS, where there may be one.
    """

    places: Mapping[str, tuple[str, str]]
    constants: Mapping[Term, int]
    starts: Sequence[int]
    exists: Callable[[Node], str] | None = None

    def condition(self, node: Node) -> str:
        """Return an expression that is true or false. Raises NoColumnsError for what is none, or not known."""
        found = self.expression(node)
        if found.kind != TRUTH:
            raise NoColumnsError
        return found.sql

    def expression(self, node: Node) -> Expression:
        """Return an expression. Raises NoColumnsError where it is not known."""
        if name := variable_name(node):
            if name not in self.places:
                raise NoColumnsError
            return Expression(*self.places[name])
        if is_term(node):
            return self._literal(node)
        if node.name in _SORTS:
            return self._is_of_sort(node)
        known: dict[str, Callable[[Node], Expression]] = {
            "ConditionalAndExpression": self._all_or_any,
            "ConditionalOrExpression": self._all_or_any,
            "UnaryNot": lambda node: _truth(f"(NOT {self.condition(node.expr)})"),
            "Builtin_EXISTS": lambda node: _truth(self._exists(node)),
            "Builtin_NOTEXISTS": lambda node: _truth(f"(NOT {self._exists(node)})"),
            "RelationalExpression": self._relation,
            "AdditiveExpression": self._computed,
            "MultiplicativeExpression": self._computed,
            "Builtin_BOUND": lambda node: _truth(f"({self.expression(node.arg).sql} IS NOT NULL)"),
            "Builtin_STR": lambda node: self._term(node.arg)._replace(text_of=True),
            "Builtin_LANG": lambda node: self._made(node.arg, "l", TAG),
            "Builtin_DATATYPE": lambda node: self._made(node.arg, "d", NAME),
            "Builtin_sameTerm": lambda node: _truth(f"({self._term(node.arg1).sql} = {self._term(node.arg2).sql})"),
            "Builtin_IF": self._either,
            "Builtin_COALESCE": self._first,
        }
        if node.name not in known:
            raise NoColumnsError
        return known[node.name](node)

    def _literal(self, node: Node) -> Expression:
        found = term(node, decimal=True)
        if isinstance(found, Lit) and found.datatype == DECIMAL:
            return Expression(f"{found.value}::{DECIMAL}", DECIMAL)
        return Expression(str(self.constants[found]), TERM, found)

    def _term(self, node: Node) -> Expression:
        found = self.expression(node)
        if found.kind != TERM or found.text_of:
            raise NoColumnsError
        return found

    def _made(self, node: Node, column: str, kind: str) -> Expression:
        """Return what the dictionary says of a literal in a column; of anything else there is none."""
        of = self._term(node)
        if not variable_name(node):
            raise NoColumnsError
        said = f"(SELECT {column} FROM term WHERE i = {of.sql} AND sort >= {TEXT})"
        return Expression(f"CASE WHEN {of.sql} % {GAP} <> 0 THEN {_NOT_SETTLED} ELSE {said} END", kind)

    def _all_or_any(self, node: Node) -> Expression:
        word = " AND " if "And" in node.name else " OR "
        return _truth(f"({word.join(self.condition(each) for each in [node.expr, *node.other])})")

    def _exists(self, node: Node) -> str:
        if self.exists is None:
            raise NoColumnsError
        return self.exists(node.graph)

    def _computed(self, node: Node) -> Expression:
        found = self.expression(node.expr)
        for sign, other in zip(node.op, node.other, strict=True):
            found = _calculated(found, sign, self.expression(other))
        return found

    def _either(self, node: Node) -> Expression:
        condition, one, other = self.condition(node.arg1), self.expression(node.arg2), self.expression(node.arg3)
        _same_kind(one, other)
        return Expression(f"CASE WHEN {condition} THEN {one.sql} WHEN NOT {condition} THEN {other.sql} END", one.kind)

    def _first(self, node: Node) -> Expression:
        some = [self.expression(each) for each in node.arg]
        for each in some:
            _same_kind(some[0], each)
        return Expression(f"COALESCE({', '.join(each.sql for each in some)})", some[0].kind)

    def _is_of_sort(self, node: Node) -> Expression:
        first, behind = _SORTS[node.name]
        found = self._term(node.arg).sql
        below = "" if behind is None else f" AND {found} < {self.starts[behind]}"
        return _truth(f"({found} > {self.starts[first]}{below})")

    def _relation(self, node: Node) -> Expression:
        if node.op in {"IN", "NOT IN"}:
            one = self.expression(node.expr)
            some = " OR ".join(self._equal(one, self.expression(other)) for other in node.other)
            return _truth(f"({'NOT ' if node.op == 'NOT IN' else ''}({some or 'false'}))")
        if node.op not in _COMPARED:
            raise NoColumnsError
        one, other = self.expression(node.expr), self.expression(node.other)
        if {one.kind, other.kind} & {WHOLE, DECIMAL}:
            one, other = _as_numbers(one, other)
            return _truth(f"({one.sql} {'<>' if node.op == '!=' else node.op} {other.sql})")
        if node.op in {"=", "!="}:
            equal = self._is(one, other) if {one.kind, other.kind} & {*MADE} else self._equal(one, other)
            return _truth(equal if node.op == "=" else f"(NOT {equal})")
        if one.text_of and other.text_of:
            return self._compared(one.sql, node.op, other.sql, NAMED)
        if not one.text_of and not other.text_of and any(map(_is_whole, (one, other))):
            return self._compared(one.sql, node.op, other.sql, INTEGER)
        raise NoColumnsError

    def _equal(self, one: Expression, other: Expression) -> str:
        """Return whether two terms are equal: names by themselves, literals by values, which are the engine's."""
        if one.kind != TERM or other.kind != TERM or one.text_of or other.text_of:
            raise NoColumnsError
        if isinstance(one.constant, Iri) or isinstance(other.constant, Iri):
            return f"({one.sql} = {other.sql})"
        text = self.starts[TEXT]
        return (
            f"CASE WHEN {one.sql} IS NULL OR {other.sql} IS NULL THEN NULL"
            f" WHEN {one.sql} < {text} OR {other.sql} < {text} THEN {one.sql} = {other.sql} ELSE {_NOT_SETTLED} END"
        )

    def _is(self, one: Expression, other: Expression) -> str:
        """Return whether a term that is made is a constant, whose text stands in the table ``given``."""
        made, other = (one, other) if one.kind in MADE else (other, one)
        constant = other.constant
        plain = isinstance(constant, Lit) and not constant.lang and constant.datatype in {None, _STRING}
        if not (plain if made.kind == TAG else isinstance(constant, Iri)):
            raise NoColumnsError
        return f"({made.sql} = (SELECT v FROM given WHERE i = {other.sql}))"

    def _compared(self, one: str, sign: str, other: str, sort: int) -> Expression:
        """Return a comparison of terms that are of one sort; the engine settles all others."""
        within = f"> {self.starts[sort]}", f"< {self.starts[sort + 1]}"
        inside = " AND ".join(f"{each} {limit}" for each in (one, other) for limit in within)
        return _truth(
            f"CASE WHEN {one} IS NULL OR {other} IS NULL THEN NULL WHEN {inside} THEN {one} {sign} {other}"
            f" ELSE {_NOT_SETTLED} END"
        )


def _truth(sql: str) -> Expression:
    return Expression(sql, TRUTH)


def _is_whole(found: Expression) -> bool:
    return isinstance(found.constant, Lit) and found.constant.datatype == f"{PREFIXES['xsd']}integer"


def _as_numbers(one: Expression, other: Expression) -> tuple[Expression, Expression]:
    """Return two numbers as they are compared or added: both whole, or both decimal."""
    numbers = []
    for each in (one, other):
        found = each
        if _is_whole(each) and isinstance(each.constant, Lit):
            found = Expression(f"{int(each.constant.value)}::{WHOLE}", WHOLE)
        if found.kind not in {WHOLE, DECIMAL}:
            raise NoColumnsError
        numbers.append(found)
    if DECIMAL in {each.kind for each in numbers}:
        numbers = [each if each.kind == DECIMAL else _decimal(each) for each in numbers]
    return numbers[0], numbers[1]


def _decimal(number: Expression) -> Expression:
    return Expression(f"({number.sql}::{DECIMAL} * {_ONE}::{DECIMAL})", DECIMAL)


def _calculated(one: Expression, sign: str, other: Expression) -> Expression:
    one, other = _as_numbers(one, other)
    if sign in {"+", "-"}:
        return Expression(f"({one.sql} {sign} {other.sql})", one.kind)
    if sign != "/":
        raise NoColumnsError
    if one.kind == WHOLE:
        one, other = _decimal(one), _decimal(other)
    return Expression(f"(({one.sql} * {_ONE}::{DECIMAL}) // NULLIF({other.sql}, 0))", DECIMAL)


def _same_kind(one: Expression, other: Expression) -> None:
    if one.kind != other.kind or one.text_of or other.text_of:
        raise NoColumnsError


def variable_name(node: object) -> str | None:
    """Return the name of a variable, or of a blank node, which is one without a name; None for anything else."""
    from rdflib import BNode, Variable

    if isinstance(node, Variable):
        return str(node)
    return f"_:{node}" if isinstance(node, BNode) else None


def is_term(node: object) -> bool:
    """Say whether a part of the algebra is a name or a literal."""
    from rdflib import Literal, URIRef

    return isinstance(node, URIRef | Literal)


def term(node: object, *, decimal: bool = False) -> Term:
    """Return a constant; ``decimal``: also a number that is computed with, as a literal of what it is times `_ONE`."""
    from rdflib import Literal, URIRef

    if isinstance(node, URIRef):
        return Iri(str(node))
    if not isinstance(node, Literal):
        raise NoColumnsError
    datatype = None if node.datatype is None else str(node.datatype)
    if decimal and datatype == f"{PREFIXES['xsd']}decimal":
        whole = re.fullmatch(r"([0-9]{1,3})[.]([0-9]{1,18})", str(node))
        if whole is None:
            raise NoColumnsError
        return Lit(f"{whole[1]}{whole[2]:0<{DIGITS}}", DECIMAL)
    return Lit(str(node), datatype, node.language)
