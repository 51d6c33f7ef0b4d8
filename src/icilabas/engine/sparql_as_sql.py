"""A SPARQL SELECT as one SELECT of SQL over the columns of a store: the same rows, in the same order.

The query is read by rdflib; of its algebra these are known, all else is left to the engine (`NoColumnsError`):

- basic patterns, also with the paths ``/``, ``^`` and, where rows count once (``DISTINCT``), ``|`` and, outside
  ``GRAPH``, ``+``; over the union of all graphs, where a triple comes once for each graph that says it, or in ``GRAPH``
- ``OPTIONAL``, ``UNION``, ``VALUES``, ``FILTER [NOT] EXISTS`` of such patterns, where the variables that both sides
  have are bound on both in each row
- ``BIND`` and ``FILTER`` with names, texts and whole numbers, ``&&``, ``||``, ``!``, ``BOUND``, ``isIRI``,
  ``isBlank``, ``isLiteral``, ``sameTerm``, ``IF``, ``COALESCE``, ``=``, ``!=`` and ``IN`` of names,
  ``STR(?a) < STR(?b)`` of names, comparisons of whole numbers, and ``+``, ``-``, ``/`` of what is counted
- sub-selects, ``GROUP BY`` variables, ``COUNT``, ``HAVING``, ``DISTINCT``, ``ORDER BY`` variables of the answer

- ``LANG`` and ``DATATYPE`` of what patterns match, given to a variable or compared with a constant
- ``MINUS`` outside ``GRAPH``, where variables are bound as above; ``LIMIT`` where ``ORDER BY`` says of which rows

Not known: ``*``, ``?`` and ``!`` in paths, ``OFFSET``, ``FROM``, ``SERVICE``, other functions of texts, other
aggregates. What shows only in the data also makes the engine answer: ``=`` of two literals, or an order that it
does not settle (rows that are the same in all that ``ORDER BY`` names, literals of several types). Without ``ORDER
BY`` rows come in the order of their terms.

Nothing of the text of a query or of the data becomes SQL: variables are numbered, constants are their numbers.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, NamedTuple

from icilabas.engine.quad_columns import NAMED, TEXT, Columns, NoColumnsError
from icilabas.engine.sql_expressions import (
    DECIMAL,
    TERM,
    TRUTH,
    WHOLE,
    Scope,
    is_term,
    term,
    variable_name,
)
from icilabas.engine.terms import PREFIXES, Iri, Lit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rdflib.plugins.sparql.parserutils import CompValue

    from icilabas.engine.quad_columns import Term

    Node = CompValue  # of rdflib's algebra; its parts have no types

_TYPE = f"{PREFIXES['rdf']}type"
# By whether the relation is `_TYPE`, and whether each graph that says it counts.
_TABLES = {(True, True): "typed", (True, False): "type", (False, True): "quad", (False, False): "triple"}
THINGS = "urn:x-icilabas:things"  # VALUES of this one stands for all the things that a query is asked of
_LONGEST = 10_000  # characters: what lists a thousand names the engine looks up sooner than rdflib reads it
_NOTHING = "(SELECT 1 AS one)"  # the pattern that always matches


@dataclass(frozen=True)
class Relation:
    """A SELECT for a part of the algebra.

    sql: in brackets. kinds: of each variable that it may bind, the type of its column. bound: those that it always
    binds.
    """

    sql: str
    kinds: dict[str, str]
    bound: frozenset[str]


class Select(NamedTuple):
    """A query as SQL: the type of each column of its rows, and which of them ORDER BY names (None: there is none).

    most: of its rows, at most, by LIMIT; the SQL gives one more, by which it is seen whether ORDER BY says which.
    """

    sql: str
    kinds: list[str]
    ordered: set[int] | None
    most: int | None


@lru_cache(maxsize=256)
def _algebra(query: str) -> Node:
    """Return the algebra of a query. Raises NoColumnsError where rdflib does not read it, or would be long about it."""
    if len(query) > _LONGEST:
        raise NoColumnsError
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return translateQuery(parseQuery(query), initNs=PREFIXES).algebra
    except Exception as error:  # rdflib raises Exception itself
        raise NoColumnsError from error


class _Compiler:
    """One query over the columns of one store."""

    def __init__(self, columns: Columns, constants: dict[Term, int]) -> None:
        self._starts, self._constants = columns.starts, constants
        self._names: dict[str, str] = {}
        self._made = 0
        # Whether rows count once however often they come; else what several graphs say comes several times, as in the
        # engine's union of all graphs.
        self._once = False

    def select(self, algebra: Node, variables: Sequence[str]) -> Select:
        """Return the query for these variables."""
        if algebra.name != "SelectQuery" or algebra.datasetClause:
            raise NoColumnsError
        node, distinct, order, most = algebra.p, False, None, None
        if node.name == "Slice":
            if node.start:
                raise NoColumnsError
            node, most = node.p, int(node.length)
        if node.name == "Distinct":
            node, distinct = node.p, True
        self._once = distinct
        node = _of(node, "Project").p
        if node.name == "OrderBy":
            order, node = node.expr, node.p
        part = self._part(node, None)
        kinds = [part.kinds.get(name, TERM) for name in variables]
        columns = [self._name(name) for name in variables]
        selected = ", ".join(
            column if name in part.kinds else f"NULL::{TERM} AS {column}"
            for name, column in zip(variables, columns, strict=True)
        )
        by = {_variable(each.expr): each.order == "DESC" for each in reversed(order or ())}
        if not by.keys() <= {*variables}:
            raise NoColumnsError
        descends = {self._name(name): by[name] for name in reversed(by)}
        keys = [f"r.{each} {'DESC NULLS LAST' if down else 'ASC NULLS FIRST'}" for each, down in descends.items()]
        keys += [f"r.{column} ASC NULLS FIRST" for column in columns if column not in descends]
        told = ", ".join(  # NumPy would make decimals of them that are not exact
            f"r.{column}::VARCHAR AS {column}" if kind == DECIMAL else f"r.{column}"
            for column, kind in zip(columns, kinds, strict=True)
        )
        inner = f"SELECT {'DISTINCT ' if distinct else ''}{selected} FROM {part.sql}"
        sql = f"SELECT {told} FROM ({inner}) r ORDER BY {', '.join(keys)}"
        sql += "" if most is None else f" LIMIT {most + 1}"
        return Select(sql, kinds, {variables.index(name) for name in by} if order else None, most)

    def construct(self, algebra: Node) -> str:
        """Return what a CONSTRUCT of one triple finds; what would be no triple, as of a literal, is left out."""
        self._once = True
        part = self._part(_of(algebra.p, "Project").p, None)
        (triple,) = algebra.template
        columns = []
        for column, place in zip("spo", triple, strict=True):
            name = variable_name(place)
            if name and part.kinds.get(name) != TERM:
                raise NoColumnsError
            columns.append(f"{self._name(name) if name else self._constant(place)} AS {column}")
        named, text = self._starts[NAMED], self._starts[TEXT]
        return (
            f"SELECT * FROM (SELECT {', '.join(columns)} FROM {part.sql})"
            f" WHERE s < {text} AND p > {named} AND p < {text} AND o IS NOT NULL"
        )

    @contextmanager
    def _counting(self, *, once: bool) -> Iterator[None]:
        before, self._once = self._once, once
        try:
            yield
        finally:
            self._once = before

    def _name(self, variable: str) -> str:
        return self._names.setdefault(variable, f"v{len(self._names)}")

    def _new(self) -> str:
        self._made += 1
        return f"t{self._made}"

    def _part(self, node: Node, graph: Node | None) -> Relation:
        """Return a part of the algebra; ``graph``: the variable or the name of GRAPH around it."""
        parts: dict[str, Callable[[Node, Node | None], Relation]] = {
            "BGP": self._basic,
            "Join": self._join,
            "LeftJoin": self._left_join,
            "Union": self._union,
            "Filter": self._filter,
            "Minus": self._minus,
            "Extend": self._extend,
            "Graph": self._graph,
            "ToMultiSet": self._multiset,
            "AggregateJoin": self._grouped,
        }
        if node.name not in parts:
            raise NoColumnsError
        return parts[node.name](node, graph)

    def _graph(self, node: Node, graph: Node | None) -> Relation:
        if graph is not None:
            raise NoColumnsError
        part = self._part(node.p, node.term)
        _bind_graph(node.term, part)
        return part

    def _basic(self, node: Node, graph: Node | None) -> Relation:
        patterns = [self._pattern(triple, graph) for triple in node.triples]
        if not patterns:
            return Relation(_NOTHING, {}, frozenset())
        found = patterns[0]
        for pattern in patterns[1:]:
            found = self._joined(found, pattern)
        return found

    def _pattern(self, triple: tuple[Node, Node, Node], graph: Node | None) -> Relation:
        """Return what matches a triple pattern."""
        subject, relation, thing = triple
        graphs = ", g" if graph is not None else ""
        if _is_path(relation):
            table, places = self._path(relation, graphs), [("s", subject), ("o", thing)]
        else:
            # by its own table, the optimiser knows how many things a class has
            types = f"{relation}" == _TYPE
            table, places = _TABLES[types, bool(graphs) or not self._once], [("s", subject), ("o", thing)]
            places += [] if types else [("p", relation)]
        if graph is not None:
            places.append(("g", graph))
        columns: dict[str, str] = {}
        conditions = []
        for column, place in places:
            if name := variable_name(place):
                if name in columns:
                    conditions.append(f"{columns[name]} = {column}")
                columns.setdefault(name, column)
            else:
                conditions.append(f"{column} = {self._constant(place)}")
        selected = ", ".join(f"{column} AS {self._name(name)}" for name, column in columns.items()) or "1 AS one"
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return Relation(f"(SELECT {selected} FROM {table}{where})", dict.fromkeys(columns, TERM), frozenset(columns))

    def _path(self, path: Node, graphs: str) -> str:
        """Return the pairs (s, o) that a path connects, each as often as it does; in each graph where there are any."""
        kind = type(path).__name__
        if kind == "URIRef":
            table = _TABLES[False, bool(graphs) or not self._once]
            return f"(SELECT s, o{graphs} FROM {table} WHERE p = {self._constant(path)})"
        if kind == "InvPath":
            return f"(SELECT o AS s, s AS o{graphs} FROM {self._path(path.arg, graphs)})"
        if kind == "AlternativePath" and self._once:  # else the engine counts some ways once
            ways = (f"SELECT s, o{graphs} FROM {self._path(each, graphs)}" for each in path.args)
            return f"({' UNION ALL '.join(ways)})"
        if kind == "MulPath" and path.mod == "+" and self._once and not graphs:
            step = self._path(path.path, graphs)
            return (
                f"(WITH RECURSIVE way AS (SELECT s, o FROM {step}"
                f" UNION SELECT way.s, next.o FROM way JOIN {step} next ON way.o = next.s) SELECT s, o FROM way)"
            )
        if kind != "SequencePath":
            raise NoColumnsError
        found = self._path(path.args[0], graphs)
        for each in path.args[1:]:
            one, other = self._new(), self._new()
            same = f" AND {one}.g = {other}.g" if graphs else ""
            graph = f", {one}.g AS g" if graphs else ""
            found = (
                f"(SELECT {one}.s AS s, {other}.o AS o{graph} FROM {found} {one}"
                f" JOIN {self._path(each, graphs)} {other} ON {one}.o = {other}.s{same})"
            )
        return found

    def _join(self, node: Node, graph: Node | None) -> Relation:
        operands = list(_operands(node))
        narrowing = [each for each in operands if self._once and graph is None and _is_narrowing(each)]
        others = [each for each in operands if each not in narrowing] or [narrowing.pop(0)]
        found = reduce(self._joined, (self._part(each, graph) for each in others))
        for each in narrowing:
            found = self._narrowed(found, self._part(each, graph))
        return found

    def _narrowed(self, found: Relation, some: Relation) -> Relation:
        """Return the rows in which one variable is one of some: no join, of which the optimiser might make a product.

        Where several sorts of things are joined by a part whose size it does not know, it would pair them all first.
        """
        if not some.kinds.keys() <= found.bound:
            return self._joined(some, found)
        (name,), table = map(self._name, some.kinds), self._new()
        return Relation(
            f"(SELECT * FROM {found.sql} {table} WHERE {table}.{name} IN (SELECT {name} FROM {some.sql}))",
            found.kinds,
            found.bound,
        )

    def _joined(self, one: Relation, other: Relation) -> Relation:
        if not one.kinds and one.sql == _NOTHING:
            return other
        if not other.kinds and other.sql == _NOTHING:
            return one
        first, second, on = self._sides(one, other)
        kinds = {**other.kinds, **one.kinds}
        selected = self._both(one, first, other, second)
        where = f" WHERE {' AND '.join(on)}" if on else ""
        return Relation(
            f"(SELECT {selected} FROM {one.sql} {first}, {other.sql} {second}{where})", kinds, one.bound | other.bound
        )

    def _sides(self, one: Relation, other: Relation) -> tuple[str, str, list[str]]:
        """Return the names of two sides of a join, and what they have to have in common."""
        shared = sorted(one.kinds.keys() & other.kinds.keys())
        kinds = {part.kinds[name] for name in shared for part in (one, other)}
        if not {*shared} <= one.bound & other.bound or not kinds <= {TERM}:
            raise NoColumnsError
        first, second = self._new(), self._new()
        return first, second, [f"{first}.{self._name(name)} = {second}.{self._name(name)}" for name in shared]

    def _both(self, one: Relation, first: str, other: Relation, second: str) -> str:
        columns = [f"{first}.{self._name(name)}" for name in one.kinds]
        columns += [f"{second}.{self._name(name)}" for name in other.kinds if name not in one.kinds]
        return ", ".join(columns) or "1 AS one"

    def _left_join(self, node: Node, graph: Node | None) -> Relation:
        one, other = self._part(node.p1, graph), self._part(node.p2, graph)
        _bind_graph(graph, one)
        _bind_graph(graph, other)
        first, second, on = self._sides(one, other)
        kinds = {**other.kinds, **one.kinds}
        if node.expr is not None and node.expr.name != "TrueFilter":
            sides = {name: first if name in one.kinds else second for name in kinds}
            on.append(f"({self._scope(kinds, sides.__getitem__).condition(node.expr)})")
        selected = self._both(one, first, other, second)
        return Relation(
            f"(SELECT {selected} FROM {one.sql} {first} LEFT JOIN {other.sql} {second}"
            f" ON {' AND '.join(on) or 'true'})",
            kinds,
            one.bound,
        )

    def _union(self, node: Node, graph: Node | None) -> Relation:
        one, other = self._part(node.p1, graph), self._part(node.p2, graph)
        _bind_graph(graph, one)
        _bind_graph(graph, other)
        kinds = {**one.kinds, **other.kinds}
        if any(part.kinds.get(name, kind) != kind for part in (one, other) for name, kind in kinds.items()):
            raise NoColumnsError
        ways = []
        for part in (one, other):
            columns = ", ".join(
                self._name(name) if name in part.kinds else f"NULL::{kind} AS {self._name(name)}"
                for name, kind in kinds.items()
            )
            ways.append(f"SELECT {columns or '1 AS one'} FROM {part.sql}")
        return Relation(f"({' UNION ALL '.join(ways)})", kinds, one.bound & other.bound)

    def _filter(self, node: Node, graph: Node | None) -> Relation:
        part = self._part(node.p, graph)
        table = self._new()
        scope = self._scope(part.kinds, lambda _name: table, lambda inner: self._exists(inner, table, part, graph))
        condition = scope.condition(node.expr)
        return Relation(f"(SELECT * FROM {part.sql} {table} WHERE {condition})", part.kinds, part.bound)

    def _minus(self, node: Node, graph: Node | None) -> Relation:
        if graph is not None:  # which both sides would have in common
            raise NoColumnsError
        part = self._part(node.p1, None)
        with self._counting(once=True):
            other = self._part(node.p2, None)
        if part.kinds.keys().isdisjoint(other.kinds):
            return part
        first, second, on = self._sides(part, other)
        without = f"SELECT 1 FROM {other.sql} {second} WHERE {' AND '.join(on)}"
        return Relation(f"(SELECT * FROM {part.sql} {first} WHERE NOT EXISTS ({without}))", part.kinds, part.bound)

    def _extend(self, node: Node, graph: Node | None) -> Relation:
        part, variable = self._part(node.p, graph), _variable(node.var)
        if variable in part.kinds:
            raise NoColumnsError
        table = self._new()
        found = self._scope(part.kinds, lambda _name: table).expression(node.expr)
        if found.kind == TRUTH or found.text_of:
            raise NoColumnsError
        always = found.constant is not None or variable_name(node.expr) in part.bound
        return Relation(
            f"(SELECT {table}.*, ({found.sql})::{found.kind} AS {self._name(variable)} FROM {part.sql} {table})",
            {**part.kinds, variable: found.kind},
            part.bound | ({variable} if always else frozenset()),
        )

    def _multiset(self, node: Node, graph: Node | None) -> Relation:
        if node.p.name == "values":
            return self._values(node.p.res)
        if graph is not None:  # which a sub-select may hide
            raise NoColumnsError
        inner, distinct = node.p, ""
        if inner.name == "Distinct":
            inner, distinct = inner.p, "DISTINCT "
        inner = _of(inner, "Project")
        with self._counting(once=self._once or bool(distinct)):
            part = self._part(inner.p, None)
        names = [name for name in map(_variable, inner.PV) if name in part.kinds]
        columns = ", ".join(map(self._name, names)) or "1 AS one"
        return Relation(
            f"(SELECT {distinct}{columns} FROM {part.sql})",
            {name: part.kinds[name] for name in names},
            part.bound & {*names},
        )

    def _values(self, rows: Sequence[dict[Node, Node]]) -> Relation:
        if len(rows) == 1 and [str(value) for value in rows[0].values()] == [THINGS]:
            (name,) = map(str, rows[0])
            return Relation(f"(SELECT i AS {self._name(name)} FROM things)", {name: TERM}, frozenset({name}))
        given = [{str(name): value for name, value in row.items() if is_term(value)} for row in rows]
        names = sorted({name for row in given for name in row})
        if not rows:
            raise NoColumnsError
        if not names:
            return Relation(_NOTHING if len(rows) == 1 else self._ones(len(rows)), {}, frozenset())
        lines = [
            f"({', '.join(str(self._constant(row[name])) if name in row else f'NULL::{TERM}' for name in names)})"
            for row in given
        ]
        table = self._new()
        columns = ", ".join(f"c{place}::{TERM} AS {self._name(name)}" for place, name in enumerate(names))
        listed = ", ".join(f"c{place}" for place in range(len(names)))
        bound = frozenset(name for name in names if all(name in row for row in given))
        return Relation(
            f"(SELECT {columns} FROM (VALUES {', '.join(lines)}) {table}({listed}))", dict.fromkeys(names, TERM), bound
        )

    def _ones(self, count: int) -> str:
        return f"(SELECT 1 AS one FROM range({count}))"

    def _grouped(self, node: Node, graph: Node | None) -> Relation:
        if graph is not None:
            raise NoColumnsError
        with self._counting(once=all(each.name == "Aggregate_Sample" or each.distinct for each in node.A)):
            part = self._part(_of(node.p, "Group").p, None)
        keys = [key for key in map(_variable, node.p.expr or ()) if key in part.kinds]
        if node.p.expr and not keys:
            raise NoColumnsError
        columns, kinds, bound = [], {}, set()  # a key has the name that `Aggregate_Sample` gives it
        for each in node.A:
            made = str(each.res)
            if each.name == "Aggregate_Count":
                column, kinds[made], always = self._count(each, part), WHOLE, True
            elif each.name == "Aggregate_Sample" and (key := _variable(each.vars)) in keys:
                column, kinds[made], always = self._name(key), part.kinds[key], key in part.bound
            else:
                raise NoColumnsError
            columns.append(f"{column} AS {self._name(made)}")
            bound |= {made} if always else set()
        by = f" GROUP BY {', '.join(map(self._name, keys))}" if keys else ""
        return Relation(f"(SELECT {', '.join(columns)} FROM {part.sql}{by})", kinds, frozenset(bound))

    def _count(self, each: Node, part: Relation) -> str:
        if each.vars == "*":
            if each.distinct:
                raise NoColumnsError
            return "COUNT(*)"
        name = _variable(each.vars)
        if name not in part.kinds:
            return "0::BIGINT"
        return f"COUNT({'DISTINCT ' if each.distinct else ''}{self._name(name)})"

    def _constant(self, node: Node) -> int:
        return self._constants[term(node)]

    def _scope(
        self, kinds: dict[str, str], table: Callable[[str], str], exists: Callable[[Node], str] | None = None
    ) -> Scope:
        """Return what expressions speak of; ``table``: in which each variable stands."""
        places = {name: (f"{table(name)}.{self._name(name)}", kind) for name, kind in kinds.items()}
        return Scope(places, self._constants, self._starts, exists)

    def _exists(self, pattern: Node, outer: str, around: Relation, graph: Node | None) -> str:
        """Return whether a pattern matches beside a row of the part around it, which stands in the table ``outer``."""
        from rdflib.plugins.sparql.algebra import translateGroupGraphPattern

        node = translateGroupGraphPattern(pattern) if pattern.name.startswith("GroupGraphPattern") else pattern
        if not _is_plain(node):
            raise NoColumnsError
        with self._counting(once=True):
            part, table = self._part(node, graph), self._new()
        shared = [name for name in part.kinds if name in around.kinds]
        if not {*shared} <= around.bound & part.bound:
            raise NoColumnsError
        _bind_graph(graph, part)
        if (name := variable_name(graph)) and name not in shared:
            raise NoColumnsError
        same = " AND ".join(f"{table}.{self._name(name)} = {outer}.{self._name(name)}" for name in shared)
        return f"EXISTS (SELECT 1 FROM {part.sql} {table}{f' WHERE {same}' if same else ''})"


def select_sql(
    columns: Columns, query: str, variables: Sequence[str], things: Sequence[Iri]
) -> tuple[Select, dict[Term, int]]:
    """Return a SELECT as one of SQL, and the numbers of what it says and of the things that it is asked of.

    variables: of its answer, as the engine names them. Raises NoColumnsError where the engine has to answer.
    """
    algebra = _algebra(query)
    constants = columns.numbers({*_constants(algebra), *things})
    return _Compiler(columns, constants).select(algebra, variables), constants


def construct_sql(columns: Columns, rule: str) -> str:
    """Return a CONSTRUCT of one triple as a SELECT of s, p and o.

    Raises NoColumnsError for another one, and for what only the table of a question's constants would say.
    """
    algebra = _algebra(rule)
    if algebra.name != "ConstructQuery" or len(algebra.template or ()) != 1 or algebra.datasetClause:
        raise NoColumnsError
    sql = _Compiler(columns, columns.numbers({*_constants(algebra)})).construct(algebra)
    columns.run(f"EXPLAIN {sql}")
    return sql


def constants_of(query: str) -> set[Term]:
    """Return the names and literals that a query says. Raises NoColumnsError where it cannot be read."""
    return {*_constants(_algebra(query))}


def _of(node: Node, name: str) -> Node:
    if node.name != name:
        raise NoColumnsError
    return node


def _bind_graph(graph: Node | None, part: Relation) -> None:
    """See to it that all rows of a part in GRAPH say in which graph they are."""
    if (name := variable_name(graph)) and name not in part.bound:
        raise NoColumnsError


def _operands(node: Node) -> Iterator[Node]:
    """Yield what is joined, however the joins are nested."""
    if node.name == "Join":
        yield from _operands(node.p1)
        yield from _operands(node.p2)
    else:
        yield node


def _is_narrowing(node: Node) -> bool:
    """Say whether a part only says of one variable what it has to be, as of which class."""
    if node.name != "BGP" or len(node.triples) != 1:
        return False
    variables = [name for place in node.triples[0] if not _is_path(place) and (name := variable_name(place))]
    return len(variables) == 1 and not _is_path(node.triples[0][1])


def _is_plain(node: Node) -> bool:
    """Say whether a pattern matches the same whether or not values stand in the place of its variables."""
    if node.name == "BGP":
        return True
    return node.name in {"Join", "Graph"} and all(_is_plain(node[key]) for key in ("p", "p1", "p2") if key in node)


def _is_path(node: Node) -> bool:
    from rdflib.paths import Path

    return isinstance(node, Path)


def _variable(node: Node) -> str:
    name = variable_name(node)
    if name is None:
        raise NoColumnsError
    return name


def _constants(node: Node) -> Iterable[Term]:
    """Yield all names and literals of the algebra, but for numbers that are only computed with."""
    if is_term(node):
        found = term(node, decimal=True)
        if not isinstance(found, Lit) or found.datatype != DECIMAL:
            yield found
    elif _is_path(node):
        for each in vars(node).values():
            yield from _constants(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in {"_vars", "datasetClause"}:
                yield from _constants(key)
                yield from _constants(value)
    elif isinstance(node, list | tuple):
        for each in node:
            yield from _constants(each)
