"""Literals as they were written, beside the stores that keep them by their value.

A store takes ``"01"``, ``"1"`` and ``"1"^^xsd:byte`` for one literal, and writes it as it sees fit. What queries are
answered with is that value; what is written to files is what was read. So of each statement whose literal a store
changes the literals that were read are kept here: few, as a rule. All that puts literals into a store, or moves or
renames what says them, goes by this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from icilabas.engine.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from icilabas.engine.terms import Iri

    Term = ox.Literal | ox.Triple


_SIZE = b"%d\n"  # of the first of two parts
FILE = "as-written.nq"  # in the folder of a store on disk: the statements that it keeps otherwise
_XSD = PREFIXES["xsd"]
_BATCH = 20_000  # statements that are looked at together
# Literals that stay as they are, to be sure, and need not be looked at: most of them.
_AS_THEY_ARE = {
    f"{_XSD}{name}": re.compile(form)
    for name, form in {
        "boolean": "true|false",
        "integer": "0|-?[1-9][0-9]{0,17}",
        "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "gYear": "[0-9]{4}",
        "gYearMonth": "[0-9]{4}-[0-9]{2}",
        "dateTime": "[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z?",
        "decimal": "-?(?:0|[1-9][0-9]{0,11})[.][0-9]{0,11}[1-9]",
    }.items()
}
# Of these each literal is its own value.
_TEXTS = {f"{_XSD}string", f"{_XSD}anyURI"}
# Of each store, by its identity, the literals of each of its statements that it changes. No reference to a store can be
# kept that does not keep it alive, so a new one forgets what one before it, at its place, has left.
BESIDE: dict[int, dict[ox.Quad, tuple[Term, ...]]] = {}


@dataclass
class Unchanged:
    """What was found of a store that is the same as long as it is not changed; see `quad_columns`."""

    columns: object = None  # the `Columns` of `quad_columns`, which rests on this module
    size: int | None = None
    on_disk: bool = False
    tried: bool = False  # whether columns were to be made


UNCHANGED: dict[int, Unchanged] = {}  # of each store, by its identity


def unchanged(store: ox.Store) -> Unchanged:
    """Return what is kept of a store until it is changed."""
    return UNCHANGED.setdefault(id(store), Unchanged())


def changed(store: ox.Store) -> None:
    """Forget what holds of the store as it was: all that changes one by other ways than this module's calls it."""
    UNCHANGED.pop(id(store), None)


def new_store() -> ox.Store:
    """Return an empty store in memory."""
    return _fresh(ox.Store())


def _fresh(store: ox.Store) -> ox.Store:
    forget_beside(id(store))
    return store


def forget_beside(identity: int) -> None:
    """Forget what is kept beside the store of this identity, which is not there any more, or is empty."""
    BESIDE.pop(identity, None)
    UNCHANGED.pop(identity, None)


def clear(store: ox.Store) -> None:
    """Remove all that the store says."""
    store.clear()
    forget_beside(id(store))


def extend(store: ox.Store, quads: Iterable[ox.Quad], *, bulk: bool = False) -> None:
    """Add quads to the store, and keep the literals that it changes. ``bulk``: they are very many."""
    changed(store)
    wait = iter(quads)
    while batch := list(islice(wait, _BATCH)):
        _note(store, batch)
        (store.bulk_extend if bulk else store.extend)(batch)


def _note(store: ox.Store, quads: list[ox.Quad]) -> None:
    """Note the literals of the quads, before these are added, that the store changes or takes for one of those."""
    notes = BESIDE.get(id(store), {})
    certain, doubtful = _looked_at(quads)
    kept = _kept([term for _quad, term in doubtful])
    for quad, term in doubtful:
        if term in kept:
            there = _with(quad, kept[term])
            before = notes.get(there) or ((kept[term],) if there in store else ())
            notes[there] = before if term in before else (*before, term)
        else:
            certain.append((quad, term))
    if notes:
        BESIDE[id(store)] = notes
        for quad, term in certain:  # which go into the store as they stand: is one beside others?
            if term not in notes.get(quad, (term,)):
                notes[quad] = (*notes[quad], term)


def _looked_at(quads: list[ox.Quad]) -> tuple[list[tuple[ox.Quad, Term]], list[tuple[ox.Quad, Term]]]:
    """Return the quads with a term that may have an equal: those whose term stays as it is, to be sure, and others."""
    certain: list[tuple[ox.Quad, Term]] = []
    doubtful: list[tuple[ox.Quad, Term]] = []
    for quad in quads:
        term = quad.object
        if isinstance(term, ox.Triple):
            doubtful.append((quad, term))
        elif isinstance(term, ox.Literal) and _may_have_an_equal(datatype := term.datatype.value):
            plain = _AS_THEY_ARE.get(datatype)
            (certain if plain is not None and plain.fullmatch(term.value) else doubtful).append((quad, term))
    return certain, doubtful


def _may_have_an_equal(datatype: str) -> bool:
    return datatype.startswith(_XSD) and datatype not in _TEXTS


def _kept(terms: list[Term]) -> dict[Term, Term]:
    """Return what a store makes of the terms that it changes: it is asked, and nobody has to know better."""
    if not terms:
        return {}
    trial, says, asked = ox.Store(), ox.NamedNode("x:says"), [*dict.fromkeys(terms)]
    trial.extend([ox.Quad(ox.NamedNode(f"x:{number}"), says, term) for number, term in enumerate(asked)])
    made = ((asked[int(str(quad.subject)[3:-1])], quad.object) for quad in trial)  # <x:3>
    return {term: now for term, now in made if now != term and isinstance(now, ox.Literal | ox.Triple)}


def _with(quad: ox.Quad, term: Term) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, term, quad.graph_name)


def as_written(store: ox.Store, graph: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
    """Yield what the store says, or one graph of it, literals as they were read: ``"01"`` and ``"1"`` if both were."""
    said = iter(store) if graph is None else store.quads_for_pattern(None, None, None, graph)
    notes = BESIDE.get(id(store))
    if not notes:
        yield from said
        return
    for quad in said:
        literals = notes.get(quad)
        if literals is None:
            yield quad
        else:
            yield from (_with(quad, literal) for literal in literals)


def read_otherwise(store: ox.Store) -> list[tuple[ox.Quad, list[ox.Quad]]]:
    """Return the statements of the store whose literals it changed, each with those that were read."""
    notes = BESIDE.get(id(store), {})
    return [(quad, [_with(quad, term) for term in terms]) for quad, terms in notes.items() if quad in store]


def restated(store: ox.Store, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield quads that say in one graph what others say, with each literal as it stands there."""
    notes = BESIDE.get(id(store), {})
    said: dict[ox.Triple, tuple[Term, ...]] = {}
    for quad, literals in notes.items():
        if quad in store:
            said[quad.triple] = tuple(dict.fromkeys((*said.get(quad.triple, ()), *literals)))
    for quad in quads:
        literals = said.get(quad.triple, ())
        yield from (_with(quad, literal) for literal in literals)
        if not literals:
            yield quad


def move(store: ox.Store, quads: Iterable[ox.Quad], graph: ox.NamedNode) -> None:
    """Put statements of the store into another graph."""
    changed(store)
    notes, moved = BESIDE.get(id(store), {}), [*quads]
    said = [(quad, literal) for quad in moved for literal in notes.pop(quad, (quad.object,))]
    for quad in moved:
        store.remove(quad)
    extend(store, (ox.Quad(quad.subject, quad.predicate, literal, graph) for quad, literal in said))


def remove(store: ox.Store, quads: Iterable[ox.Quad]) -> None:
    """Remove statements of the store, however their literals were written."""
    changed(store)
    notes = BESIDE.get(id(store), {})
    for quad in quads:
        store.remove(quad)
        notes.pop(quad, None)


def renamed(store: ox.Store, names: Mapping[Iri, Iri]) -> None:
    """Give things of the store other names, in all that is said of them, and with them."""
    changed(store)
    notes = BESIDE.get(id(store), {})
    new: dict[object, ox.NamedNode] = {ox.NamedNode(old): ox.NamedNode(name) for old, name in names.items()}
    old = [name for name in new if isinstance(name, ox.NamedNode)]
    said = {quad for name in old for quad in store.quads_for_pattern(name, None, None, None)}
    said |= {quad for name in old for quad in store.quads_for_pattern(None, None, name, None)}
    came: list[ox.Quad] = []
    for quad in said:
        store.remove(quad)
        subject, things = new.get(quad.subject, quad.subject), notes.pop(quad, (quad.object,))
        came += [ox.Quad(subject, quad.predicate, new.get(thing, thing), quad.graph_name) for thing in things]
    extend(store, came)


def drop_graphs(store: ox.Store, graphs: Iterable[str]) -> None:
    """Remove the named graphs and all they say."""
    changed(store)
    gone = {ox.NamedNode(graph) for graph in graphs}
    for graph in gone:
        store.remove_graph(graph)
    notes = BESIDE.get(id(store), {})
    for quad in [quad for quad in notes if quad.graph_name in gone]:
        del notes[quad]


def in_memory(store: ox.Store) -> ox.Store:
    """Return a copy of a store in memory."""
    copy = new_store()
    copy.bulk_extend(store)
    if id(store) in BESIDE:
        BESIDE[id(copy)] = dict(BESIDE[id(store)])
    return copy


def save(store: ox.Store, folder: Path) -> None:
    """Write beside a store on disk which of its statements it keeps otherwise."""
    said = [quad for _kept, read in read_otherwise(store) for quad in read]
    if said:
        ox.serialize(sorted(said, key=str), folder / FILE, format=ox.RdfFormat.N_QUADS)


def read_only(folder: Path) -> ox.Store:
    """Open a store on disk, with what stands beside it."""
    store = _fresh(ox.Store.read_only(str(folder)))
    unchanged(store).on_disk = True
    if (folder / FILE).is_file():
        _put_beside(store, [*ox.parse(path=folder / FILE, format=ox.RdfFormat.N_QUADS)])
    return store


def _put_beside(store: ox.Store, quads: list[ox.Quad]) -> None:
    """Note the statements that the store keeps otherwise."""
    notes: dict[ox.Quad, tuple[Term, ...]] = {}
    kept = _kept([quad.object for quad in quads if isinstance(quad.object, ox.Literal | ox.Triple)])
    for quad in quads:
        if isinstance(quad.object, ox.Literal | ox.Triple):
            there = _with(quad, kept.get(quad.object, quad.object))
            notes[there] = (*notes.get(there, ()), quad.object)
    BESIDE[id(store)] = notes


def packed(store: ox.Store) -> bytes:
    """Return a store in memory as bytes, for `unpacked`: which statements it keeps otherwise, then all it says."""
    read = [quad for _kept, quads in read_otherwise(store) for quad in quads]
    # the last that came is the first that a store gives: in this order, rows without one of their own come as they did
    parts = [ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"" for quads in (read, reversed([*store]))]
    return _SIZE % len(parts[0]) + b"".join(parts)


def unpacked(content: bytes) -> ox.Store:
    """Return the store that was packed: the same statements, blank nodes, and order of what has none of its own."""
    size, _line, rest = content.partition(b"\n")
    store = new_store()
    store.bulk_extend(ox.parse(rest[int(size) :], format=ox.RdfFormat.N_QUADS, lenient=True))
    if int(size):
        _put_beside(store, [*ox.parse(rest[: int(size)], format=ox.RdfFormat.N_QUADS, lenient=True)])
    return store
