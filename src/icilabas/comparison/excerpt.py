"""What a comparison of two territories needs of an endpoint, as statements in a store in memory, which is compared.

``ontology/comparison/relations.yaml`` says which: the relations of all actors, for what links two sides hangs on all of
them, how what they name is called, and of findings those about what links the two.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from icilabas import engine, resources
from icilabas.asking.names import resolve
from icilabas.comparison.facts import COMPARISON, Facts, is_others, two_sides
from icilabas.engine import compact
from icilabas.engine.terms import iri, sparql_term
from icilabas.networks.sides import A, B
from icilabas.sources.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icilabas.engine import Endpoint, EngineQuad, Store
    from icilabas.networks.sides import Sides

RELATIONS = COMPARISON / "relations.yaml"
_USUAL = 10  # as many things are asked for, where some of them are named, at most
_SAID = 5  # of a thing that is named, more or less


@dataclass(frozen=True)
class Relations:
    """What is asked for, as ``prefix:name``; see the file."""

    anywhere: tuple[str, ...]
    passages: tuple[str, ...]
    classes: tuple[str, ...]
    beside: tuple[str, ...]
    named: tuple[str, ...]
    usual: tuple[str, ...]
    territories: tuple[str, ...]
    findings: tuple[str, ...]
    kinds: tuple[str, ...]
    sorts: tuple[str, ...]


@lru_cache(maxsize=1)
def relations() -> Relations:
    """Return what is asked for."""
    found = resources.parse_yaml(RELATIONS.read_text(encoding="utf-8"))
    return Relations(**{key: tuple(names) for key, names in found.items()})


def excerpt(endpoint: Endpoint, a: str, b: str, *others: str) -> Store:
    """Return what a comparison of the two territories reads of the endpoint; ``others``: what else it is to name.

    Raises UsageError for an unknown or ambiguous territory, when one lies in the other, and for all that can go wrong
    on the way.
    """
    store, read = engine.new_store(), relations()
    engine.extend(store, _to_begin_with(endpoint, read))
    for name in (a, *([] if is_others(b) else [b])):
        resolve(store, name, "Territory")  # before all else is asked for
    engine.extend(store, _stated(endpoint, read))
    engine.extend(store, _findings(endpoint, read, two_sides(store, a, b, Facts(store)), store))
    engine.extend(store, [*_named(endpoint, read, {*_things(store), *others, *map(iri, _terms(read))})])
    return store


def _to_begin_with(endpoint: Endpoint, read: Relations) -> Iterator[EngineQuad]:
    """Yield what the territories are called, and one thing of each sort that tells of what sort the data are."""
    schema = load_schema()
    territory = iri("ilb:Territory")
    classes = " ".join(sparql_term(name) for name, above in schema.supers.items() if territory in {name, *above})
    about = f"""{{ {{ SELECT DISTINCT ?s WHERE {{ VALUES ?class {{ {classes} }} ?s a ?class }} }}
  UNION {{ SELECT ?s WHERE {{ VALUES ?class {{ {" ".join(read.kinds)} }} ?s a ?class .
    GRAPH ?passage {{ ?s ilb:concerns ?about }} ?passage a ilb:Passage }} LIMIT 1 }}
  UNION {{ SELECT ?s WHERE {{ VALUES ?class {{ {" ".join(read.sorts)} }} ?s a ?class }} LIMIT 1 }} }}"""
    return compact.statements(endpoint, [*read.territories, "ilb:concerns"], about, classes=schema.supers)


def _stated(endpoint: Endpoint, read: Relations) -> Iterator[EngineQuad]:
    """Yield the relations of all things: what is inferred only where it counts."""
    return compact.stated(endpoint, [*read.anywhere, *read.passages], read.beside, read.classes, read.anywhere)


def _findings(endpoint: Endpoint, read: Relations, sides: Sides, store: Store) -> Iterator[EngineQuad]:
    """Yield the findings about what links the two sides, whoever says that it does."""
    linked: dict[str, set[str | None]] = defaultdict(set)
    for quad in engine.matching(store, relation=engine.NamedNode(iri("ilb:links"))):
        linked[engine.term_text(quad.subject)].add(sides.of_place(engine.term_text(quad.object)))
    for some in compact.names_in_turn(sorted(thing for thing, found in linked.items() if {A, B} <= found)):
        about = f"""{{ SELECT DISTINCT ?s WHERE {{ VALUES ?about {{ {some} }}
  GRAPH ?passage {{ ?s ilb:concerns ?about }} }} }}"""
        yield from compact.statements(endpoint, read.findings, about)


def _named(endpoint: Endpoint, read: Relations, things: set[str]) -> Iterator[EngineQuad]:
    """Yield how the things are called, and what they are."""
    left = set(things)
    for about in _abouts(endpoint, read, len(things)):
        for quad in _called(endpoint, read, about):
            if (name := engine.term_text(quad.subject)) in things:
                left.discard(name)
                yield quad
    for some in compact.names_in_turn(sorted(left)):
        yield from _called(endpoint, read, f"VALUES ?s {{ {some} }}")


def _abouts(endpoint: Endpoint, read: Relations, many: int) -> Iterator[str]:
    """Yield patterns of all that is of the usual classes, where much of that is named: a name in a query takes a while.

    Virtuoso 7 reads a thousand names in a second, and finds as many without their names in a twentieth of that.
    """
    if many <= compact.AT_ONCE:
        return
    all_of = (
        f"SELECT DISTINCT ?s WHERE {{ VALUES ?class {{ {' '.join(read.usual)} }} GRAPH ?any {{ ?s a ?class }} %s }}"
    )
    ((count,),) = endpoint.texts(f"SELECT (COUNT(*) AS ?count) WHERE {{ {all_of % ''} }}")
    if int(count or 0) <= _USUAL * many:
        for some in compact.in_parts(min(-(-int(count or 0) * _SAID // compact.MOST), compact.PARTS)):
            yield f"{{ {all_of % some} }}"


def _called(endpoint: Endpoint, read: Relations, about: str) -> Iterator[EngineQuad]:
    return compact.statements(endpoint, read.named, about, classes=load_schema().supers, passages=False)


def _things(store: Store) -> set[str]:
    """Return all names in the store, but for those of memberships: nobody reads these."""
    found = {term for quad in store for term in quad}
    members = engine.matching(store, relation=engine.NamedNode(iri("org:member")))
    nobody = {quad.subject for quad in members}
    return {thing.value for thing in found - nobody if isinstance(thing, engine.NamedNode)}


def _terms(read: Relations) -> tuple[str, ...]:
    return (*read.kinds, *read.anywhere, *read.passages)
