"""What a comparison of two territories needs of an endpoint or a store on disk, read into memory and compared there.

``ontology/comparison/relations.yaml`` says which: the relations of all actors, for what links two sides hangs on all of
them, how what they name is called, and of findings those about what links the two. An endpoint is asked for all that at
once, for each request takes a while. A store on disk finds by its index what touches the two; what hangs on all, the
network of paths and how many actors have each thing, is made first and its statements let go of.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from icilabas import engine, resources
from icilabas.asking.names import labels, resolve
from icilabas.comparison.facts import COMPARISON, PATHS_VIEW, Facts, is_others, two_sides
from icilabas.comparison.possible_partners import holders
from icilabas.engine import compact
from icilabas.engine.terms import INFERRED_GRAPH, iri, sparql_term
from icilabas.networks.projection import bare_surroundings, project, view
from icilabas.networks.sides import A, B
from icilabas.sources.iati.codes import STANDARD
from icilabas.sources.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from icilabas.engine import Endpoint, EngineQuad, NamedNode, Store, Term
    from icilabas.networks.sides import Sides

RELATIONS = COMPARISON / "relations.yaml"
_USUAL = 10  # as many things are asked for, where some of them are named, at most
_SAID = 5  # of a thing that is named, more or less
# What partnerships are beside: who is more than that may count as something else.
_ALSO = f"""SELECT DISTINCT ?thing ?class ?graph WHERE {{ ?thing a ilb:Partnership . GRAPH ?graph {{ ?thing a ?class }}
  FILTER(?class != ilb:Partnership && ?graph != <{INFERRED_GRAPH}> && ISIRI(?thing) && ISIRI(?class)) }}"""
_BONDS = ("org:memberOf", "ilb:onBoardOf", "org:unitOf", "ilb:foundedBy")


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
    for some in compact.names_in_turn(sorted(map(engine.term_text, _linking(store, sides)))):
        about = f"""{{ SELECT DISTINCT ?s WHERE {{ VALUES ?about {{ {some} }}
  GRAPH ?passage {{ ?s ilb:concerns ?about }} }} }}"""
        yield from compact.statements(endpoint, read.findings, about)


def _linking(store: Store, sides: Sides) -> list[Term]:
    """Return what links the two sides, whoever says that it does."""
    linked: dict[Term, set[str | None]] = defaultdict(set)
    for quad in engine.matching(store, relation=engine.NamedNode(iri("ilb:links"))):
        linked[quad.subject].add(sides.of_place(engine.term_text(quad.object)))
    return [thing for thing, found in linked.items() if {A, B} <= found]


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


# ---- of a store on disk ----


def facts_of_stored(store: Store, a: str, b: str, lang: str, without: str | None = None) -> Facts:
    """Return the facts of a store on disk, as far as they touch the two territories.

    The relations of all are read, for what links two sides hangs on all of them, and of what is near all that counts.
    Where B is all others, or somebody leaves, anything may be near. Raises UsageError for an unknown or ambiguous name,
    and when one territory lies in the other.
    """
    sides = two_sides(store, a, b, Facts(store))
    if sides.b is None or without is not None:
        excerpt = _whole(store)
        _read(store, excerpt, _beside(store, excerpt, excerpt, sides))
        _read(store, excerpt, map(_node, _things(excerpt) | {*_terms(relations())}))
        _read(store, excerpt, [_node(resolve(store, without, "Actor"))] if without else [])
        return Facts(excerpt, lang)
    whole, excerpt = _hanging_on_all(store), engine.new_store()
    _read_near(store, whole, excerpt, _near(whole, sides))
    _read(store, excerpt, _beside(store, whole, excerpt, sides))
    texts = labels(store, {*_things(whole), *_things(excerpt), *_terms(relations())})
    paths = project(whole, PATHS_VIEW, known=bare_surroundings(texts), bare=True)
    facts = Facts(excerpt, lang, store, holders(whole), {PATHS_VIEW: paths}, texts)
    del whole
    engine.give_back()
    return facts


def _whole(store: Store) -> Store:
    """Return what a comparison may ask for with the relations of all."""
    read, whole = relations(), engine.new_store()
    names, classes = [*read.anywhere, *read.passages], [*read.classes, "ilb:Passage"]
    engine.read_some(store, whole, names, read.beside, classes, read.anywhere)
    return whole


def _hanging_on_all(store: Store) -> Store:
    """Return the same, but beside it only what paths rest on, and what else partnerships are."""
    read, whole, paths = relations(), engine.new_store(), view(PATHS_VIEW).header["reads"]
    others = [name for name in (*read.anywhere, *read.passages) if name not in paths["relations"]]
    engine.read_some(store, whole, paths["relations"], paths["beside"])
    engine.read_some(store, whole, others, classes=paths["classes"], inferred=read.anywhere)
    kinds = engine.select(store, _ALSO).rows
    engine.add(whole, [(thing, iri("rdf:type"), class_, graph) for thing, class_, graph in kinds])
    return whole


def _read_near(store: Store, whole: Store, excerpt: Store, near: set[Term]) -> None:
    """Read what is said of the things that are near, and of all actors how they are called in short."""
    engine.extend(excerpt, (quad for thing in near for quad in engine.matching(whole, thing)))
    engine.extend(excerpt, _said(store, near, relations().beside))
    bound = {quad.subject for name in _BONDS for quad in engine.matching(excerpt, relation=_node(name))}
    engine.extend(excerpt, _said(store, bound, ["rdf:type"]))
    shortened = {quad.subject for quad in engine.matching(store, relation=_node("skos:altLabel"))}
    engine.extend(excerpt, _said(store, shortened, ["rdf:type", "skos:altLabel"]))


def _beside(store: Store, whole: Store, excerpt: Store, sides: Sides) -> set[Term]:
    """Return what is read whoever is near: passages, documents, how territories lie, samples; and findings."""
    passages = _of_class(whole, "ilb:Passage")
    findings = _subjects(store, "ilb:concerns", _linking(excerpt, sides))
    documents = _objects(whole, passages, "dcterms:source")
    return {*passages, *documents, *findings, *_places(whole, sides), *_samples(store, whole)}


def _read(store: Store, excerpt: Store, things: Iterable[Term]) -> None:
    """Read into the excerpt all that a comparison may ask for of the things."""
    read = relations()
    names = (*read.anywhere, *read.passages, *read.beside, *read.named, *read.territories, *read.findings)
    kept = {*map(_node, names)}
    said = (quad for thing in {*things} for quad in engine.matching(store, thing))
    engine.extend(excerpt, (quad for quad in said if quad.predicate in kept))


def _said(store: Store, things: Iterable[Term], relations: Sequence[str]) -> Iterator[EngineQuad]:
    """Yield what the relations say of the things."""
    names = [*map(_node, relations)]
    return (quad for thing in things for name in names for quad in engine.matching(store, thing, name))


def _node(name: str) -> NamedNode:
    return engine.NamedNode(iri(name))


def _subjects(store: Store, relation: str, things: Iterable[Term]) -> set[Term]:
    """Return of what the relation says one of the things."""
    return {quad.subject for thing in things for quad in engine.matching(store, None, _node(relation), thing)}


def _objects(store: Store, things: Iterable[Term], relation: str) -> set[Term]:
    """Return what the relation says of the things."""
    return {quad.object for quad in _said(store, things, [relation])}


def _of_class(store: Store, name: str) -> set[Term]:
    return _subjects(store, "rdf:type", [_node(name)])


def _places(whole: Store, sides: Sides) -> set[Term]:
    """Return the territories that are a side, or of which one lies in another."""
    quads = engine.matching(whole, relation=_node("ilb:within"))
    lie = (term for quad in quads for term in (quad.subject, quad.object))
    return {*map(_node, filter(None, (sides.a, sides.b))), *lie}


def _near(whole: Store, sides: Sides) -> set[Term]:
    """Return all that puts somebody or something on a side, who is there, and what they take part in.

    Of what only one of them takes part in, that one and one more: so it makes ties, and none between two of them.
    """
    places = [place for place in _places(whole, sides) if sides.of_place(engine.term_text(place))]
    inner = [place for place in places if sides.within(engine.term_text(place))]  # based in a wider one says nothing
    linked, initiatives, faced = (
        _subjects(whole, name, places) for name in ("ilb:links", "ilb:takesPlaceIn", "ilb:facedIn")
    )
    actors = _subjects(whole, "ilb:basedIn", inner) | _subjects(whole, "ilb:activeIn", places)
    actors |= _objects(whole, initiatives, "ilb:ledBy")
    actors |= _objects(whole, _subjects(whole, "org:organization", linked), "org:member")
    parts = _objects(whole, _subjects(whole, "org:member", actors), "org:organization")
    found = {*actors, *linked, *initiatives, *faced, *parts}
    for partnership in linked | parts:
        members: dict[Term, list[Term]] = defaultdict(list)
        for membership in _subjects(whole, "org:organization", [partnership]):
            for actor in _objects(whole, [membership], "org:member"):
                members[actor].append(membership)
        ours = members.keys() & actors
        told = members if partnership in linked or len(ours) > 1 else [*ours, *islice(members.keys() - ours, 1)]
        found.update(membership for actor in told for membership in members[actor])
    return found


def _samples(store: Store, whole: Store) -> Iterator[Term]:
    """Yield one thing of each sort that tells of what sort the data are."""
    read, kind = relations(), _node("rdf:type")
    passages = _of_class(whole, "ilb:Passage")
    workshops, findings = (
        (quad.subject for name in names for quad in engine.matching(store, None, kind, _node(name)))
        for names in (read.sorts, read.kinds)
    )
    yield from islice(workshops, 1)
    concerns = (quad for finding in findings for quad in engine.matching(store, finding, _node("ilb:concerns")))
    yield from islice((quad.subject for quad in concerns if quad.graph_name in passages), 1)
    documents = _subjects(store, "dcterms:conformsTo", [engine.NamedNode(STANDARD)])
    published = _subjects(whole, "dcterms:source", documents) & passages
    activities = engine.matching(whole, None, kind, _node("ilb:Partnership")) if published else ()
    yield from islice((quad.subject for quad in activities if quad.graph_name in published), 1)
