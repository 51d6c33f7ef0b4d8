"""What a server keeps otherwise than the files that were loaded: a sentence a kind, with a count and an example.

Statements are compared as they are written, each in its passage. Of a thing, a relation and a passage, a value that is
missing and one that is there instead are told together: what kind of change that is decides which belong together.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, shorten
from icilabas.errors import Fault
from icilabas.sources.datatypes import stretch
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from icilabas.engine import EngineQuad, Literal, Store, Term

    Shown = Callable[[list[EngineQuad]], list[EngineQuad]]

_PASSAGES = "SELECT DISTINCT ?passage ?graph WHERE { GRAPH ?graph { ?passage a ilb:Passage } }"
# What is said of the values of a datatype, by the end of its name; of any other, that they are texts.
_SORTS = {
    **dict.fromkeys(("decimal", "double", "float", "integer", "int", "long", "short", "byte"), "number"),
    **dict.fromkeys((f"{sign}Integer" for sign in ("nonNegative", "positive", "nonPositive", "negative")), "number"),
    **dict.fromkeys((f"unsigned{size}" for size in ("Int", "Long", "Short", "Byte")), "number"),
    **dict.fromkeys(("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"), "date"),
    **dict.fromkeys(("duration", "yearMonthDuration", "dayTimeDuration"), "duration"),
}
# Kinds of changes, in the order in which values are paired, and told.
_KINDS = ("written", "datatype", "digits", "date", "duration", "language", "text")
_FOR_TWO = {"written", "datatype"}  # where one of two values is gone that a server takes for one; so are some dates
_TOGETHER = 100  # values of a thing and a relation that are paired: of more, what is lost and what is more is told


class _Change(NamedTuple):
    """A statement of the files and what stands there instead, or one of them alone."""

    here: EngineQuad | None
    there: EngineQuad | None

    @property
    def quad(self) -> EngineQuad:
        found = self.here or self.there
        if found is None:  # for the type checker
            raise TypeError(self)
        return found


def kept_otherwise(here: Store, there: Store, place: str, shown: Shown | None = None) -> list[Fault]:
    """Return what a server (``there``) says otherwise than the files that were loaded (``here``); worst first.

    What was inferred and the ontology are left aside, and what stands in no passage. shown: leaves of some statements
    those that may be seen, where a profile does not show all. A value that is only written otherwise is a warning.
    """
    lost, more = _apart(here, there)
    if shown is not None:
        visible = set(shown([*lost, *more]))
        lost, more = lost & visible, more & visible
    kinds: dict[str, list[_Change]] = defaultdict(list)
    for kind, change in _changes(lost, more, there):
        kinds[kind].append(change)
    faults = [_told(place, kind, kinds[kind]) for kind in ("lost", "more", *_KINDS[1:], _KINDS[0]) if kinds[kind]]
    return sorted(faults, key=lambda fault: fault.severity != "Violation")


def compared_statements(store: Store) -> int:
    """Return how many statements of a store are compared."""
    return sum(1 for _quad in _of_passages(store))


def _apart(here: Store, there: Store) -> tuple[set[EngineQuad], set[EngineQuad]]:
    """Return the statements that only one of them has."""
    lost, more = set(_of_passages(here)), set()
    for quad in _of_passages(there):
        if quad in lost:
            lost.discard(quad)
        else:
            more.add(quad)
    return lost, more


def _of_passages(store: Store) -> Iterator[EngineQuad]:
    """Yield what passages say, and what is said of them, as it is written."""
    passages = {str(name) for row in engine.select(store, _PASSAGES).rows for name in row}
    for graph in sorted(passages - {INFERRED_GRAPH, ONTOLOGY_GRAPH}):
        yield from engine.as_written(store, engine.NamedNode(graph))


def _changes(lost: set[EngineQuad], more: set[EngineQuad], there: Store) -> Iterator[tuple[str, _Change]]:
    """Yield what belongs together, with its kind; then what is lost, and what is more."""
    instead: dict[tuple[object, ...], list[EngineQuad]] = defaultdict(list)
    for quad in sorted(more, key=str):
        instead[_where(quad)].append(quad)
    missing: dict[tuple[object, ...], list[EngineQuad]] = defaultdict(list)
    for quad in sorted(lost, key=str):
        missing[_where(quad)].append(quad)
    for where, quads in missing.items():
        for kind, change in _paired(quads, instead[where], there):
            if change.there is not None:
                more.discard(change.there)
            yield kind, change
    for quad in sorted(more, key=str):
        yield "more", _Change(None, quad)


def _where(quad: EngineQuad) -> tuple[object, ...]:
    return quad.subject, quad.predicate, quad.graph_name


def _paired(lost: list[EngineQuad], more: list[EngineQuad], there: Store) -> Iterator[tuple[str, _Change]]:
    """Yield each lost statement of one thing, relation and passage with what stands there instead, if anything does."""
    alike = sorted(
        (_KINDS.index(kind), i, k)
        for i, quad in enumerate(lost)
        for k, other in enumerate(more)
        if max(len(lost), len(more)) <= _TOGETHER and (kind := _kind(quad.object, other.object))
    )
    pairs: dict[int, tuple[int, int]] = {}
    for rank, i, k in alike:
        if i not in pairs and all(k != other for _rank, other in pairs.values()):
            pairs[i] = rank, k
    for i, quad in enumerate(lost):
        if i in pairs:
            rank, k = pairs[i]
            yield _KINDS[rank], _Change(quad, more[k])
        elif one := next((one for one in _beside(quad, there) if _stands_for(one.object, quad.object)), None):
            yield _kind(quad.object, one.object), _Change(quad, one)
        else:
            yield "lost", _Change(quad, None)


def _beside(quad: EngineQuad, there: Store) -> list[EngineQuad]:
    """Return what else the server says by the relation of the thing, in the passage: a value may be taken for that."""
    if not isinstance(quad.object, engine.Literal) or not isinstance(quad.graph_name, engine.NamedNode):
        return []
    found = [*islice(engine.matching(there, quad.subject, quad.predicate, None, quad.graph_name), _TOGETHER + 1)]
    return sorted(found, key=str) if len(found) <= _TOGETHER else []


def _stands_for(kept: Term, lost: Term) -> bool:
    """Say whether a server may have kept one value for two."""
    kind = _kind(lost, kept)
    return kind in _FOR_TWO or (kind == "date" and None is not _begins(lost) == _begins(kept))


def _begins(term: Term) -> Fraction | None:
    """Return the first moment of a date; None for anything else."""
    found = stretch(term.value, term.datatype.value) if isinstance(term, engine.Literal) else None
    return found.first if found else None


def _kind(here: Term, there: Term) -> str:
    """Return what kind of change makes one term of the other; nothing where they have nothing to do with each other."""
    if not (isinstance(here, engine.Literal) and isinstance(there, engine.Literal)):
        return ""
    if _one_value(here, there):
        return "written"
    sort, sorts = _sort(here), {_sort(here), _sort(there)}
    if sorts == {"number"}:
        return "datatype" if _number(here) is not None and _number(here) == _number(there) else "digits"
    if sorts == {"date"} or "duration" in sorts:
        return sort if sorts == {sort} else "duration"
    if here.value == there.value:
        return "datatype" if here.language is None and there.language is None else "language"
    return "text" if sorts == {sort} and here.language == there.language else ""


def _one_value(one: Literal, other: Literal) -> bool:
    """Say whether both are one value of one datatype (``12.50`` and ``12.5``): the engine keeps one of them."""
    if one.datatype != other.datatype:
        return False
    store, name = engine.new_store(), engine.NamedNode("x:x")
    engine.extend(store, [engine.EngineQuad(name, name, literal) for literal in (one, other)])
    return engine.size(store) == 1


def _sort(term: Term) -> str:
    """Return what sort of values the datatype of a literal has."""
    datatype = term.datatype.value if isinstance(term, engine.Literal) else ""
    space, name = PREFIXES["xsd"], datatype.removeprefix(PREFIXES["xsd"])
    return _SORTS.get(name, "text") if datatype.startswith(space) else "text"


def _number(literal: Literal) -> Fraction | None:
    try:
        return Fraction(Decimal(literal.value))
    except (InvalidOperation, ValueError, OverflowError):  # what is no number, or INF
        return None


def _told(place: str, kind: str, changes: list[_Change]) -> Fault:
    """Return the sentence of a kind: how many there are, and the first of them."""
    first = min(changes, key=lambda change: str(change.quad))
    quad = first.quad
    text = message(
        f"against-{kind}",
        count=len(changes),
        thing=_called(quad.subject),
        relation=_called(quad.predicate),
        here=_called(first.here.object) if first.here else "",
        there=_called(first.there.object) if first.there else "",
        passage=_called(quad.graph_name),
    )
    return Fault(place, text, "Warning" if kind == _KINDS[0] else "Violation")


def _called(term: Term | engine.DefaultGraph) -> str:
    """Return a term as Turtle writes it, with our prefixes."""
    if isinstance(term, engine.Literal):
        datatype = term.datatype.value
        plain = term.language is not None or datatype == f"{PREFIXES['xsd']}string"
        return f'"{term.value}"' + (f"@{term.language}" if term.language else "" if plain else f"^^{shorten(datatype)}")
    return shorten(engine.term_text(term)) if isinstance(term, engine.NamedNode) else str(term)
