"""What a store holds: parsed from files, read, added, dumped, and the graphs that rules fill."""

from __future__ import annotations

import gzip
import io
import re
from collections import defaultdict
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import quote

import pyoxigraph as ox

from icilabas.engine import json_ld, written
from icilabas.engine.copying import fetch
from icilabas.engine.disk import undamaged
from icilabas.engine.endpoint import Endpoint
from icilabas.engine.query import endpoint_of, run, store_of
from icilabas.engine.terms import BASE, INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, Iri, Lit, Quad, parser_said
from icilabas.engine.versions import version_of
from icilabas.errors import DataError, Fault, UsageError, log_warning, unreadable_file
from icilabas.files.guarded import Guarded
from icilabas.words.messages import message
from icilabas.words.progress import reading
from icilabas.words.safe_text import printable
from icilabas.words.text import current_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icilabas.engine.endpoint import Term
    from icilabas.engine.query import Dataset

    _Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


EngineQuad = ox.Quad  # as files are parsed: with blank nodes, and with no graph where none is said
NamedNode = ox.NamedNode
BlankNode = ox.BlankNode
Literal = ox.Literal
Triple = ox.Triple
DefaultGraph = ox.DefaultGraph
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}
_PLAIN = {f"{PREFIXES['xsd']}string", f"{PREFIXES['rdf']}langString"}  # datatypes that a literal need not name
_BATCH = 100_000  # triples of a rule that are held at a time
_BYTES = 1_000_000  # … in bytes, of those that need not be looked at
_TEMPLATE = re.compile(r"\bCONSTRUCT\s*\{([^{}]*)\}")
_END = " .\n"  # of a line of N-Triples
_NOT_THERE = re.compile(r"\bFILTER\s+NOT\s+EXISTS\s*\{([^{}]*)\}")

new_store = written.new_store  # an empty store in memory
as_written = written.as_written
clear = written.clear
extend = written.extend
move = written.move
remove = written.remove
renamed = written.renamed
drop_graphs = written.drop_graphs


# files


@contextmanager
def _opened(path: Path, faults: list[Fault] | None = None) -> Iterator[tuple[BinaryIO, ox.RdfFormat]]:
    """Open a file for a parser, of this form; turn what that says into a fault with ``file:line:column``.

    What is to be told of a file that is read to its end is added to ``faults``.
    """
    form, told = FORMATS[path.suffix.lower()], [] if faults is None else faults
    try:
        with reading(path) as file:
            guarded = Guarded(file, path)
            if form == ox.RdfFormat.JSON_LD:
                data = json_ld.prepared(path, guarded.read(), told)
                if json_ld.may_end_a_process(data, guarded.deepest):
                    data, form = json_ld.apart(path, data, base_of(path)), ox.RdfFormat.N_QUADS
                yield io.BytesIO(data), form
            else:
                yield cast("BinaryIO", guarded), form
            told += guarded.faults()
    except SyntaxError as error:
        place = f"{path}:{error.lineno or 1}:{error.offset or 1}"
        raise DataError([Fault(place, message("rdf-syntax", error=parser_said(error)))], unreadable=True) from None
    except (OSError, ValueError) as error:
        raise unreadable_file(path, error) from None


def has_graphs(path: Path) -> bool:
    """Say whether a file of this ending can hold named graphs."""
    return FORMATS[path.suffix.lower()].supports_datasets


def base_of(path: Path) -> str:
    """Return what the names of a file are relative to: its own name, but not where it lies on this machine.

    They are the same for all who read it and tell nobody whose folder it was; files of one folder reach each other.
    """
    return f"{BASE}file/{quote(path.name)}"


def parse(path: Path, graph: str | None = None, faults: list[Fault] | None = None) -> Iterator[ox.Quad]:
    """Parse an RDF file by its ending; triples outside any graph go to ``graph`` where it is given.

    What is to be told of the file as a whole is added to ``faults``.
    Raises DataError with ``file:line:column`` when the file is not what its ending says.
    """
    default, target = ox.DefaultGraph(), ox.NamedNode(graph) if graph else None
    with _opened(path, faults) as (file, form):
        found = ox.parse(input=file, format=form, base_iri=base_of(path))
        if target is None:
            yield from found
            return
        for quad in found:
            outside = quad.graph_name == default
            yield ox.Quad(quad.subject, quad.predicate, quad.object, target) if outside else quad


def term_text(term: Term | ox.DefaultGraph) -> str:
    """Return what a term says: an IRI, the text of a literal, or the name of a blank node (without ``_:``)."""
    return str(getattr(term, "value", term))


def load_file(store: ox.Store, path: Path, graph: str | None = None, faults: list[Fault] | None = None) -> None:
    """Add what an RDF file holds to the store, in bulk; the triples of a file without graphs go to ``graph``.

    What is to be told of the file as a whole is added to ``faults``.
    Raises DataError as `parse` does; then a part of it may be in the store.
    """
    extend(store, parse(path, None if has_graphs(path) else graph, faults), bulk=True)


@undamaged()
def dump(
    store: ox.Store, form: str, *, leave_out: Iterable[str] = (), more: Iterable[Quad] = (), union: bool = False
) -> bytes:
    """Serialise the store and ``more``, sorted: ``form`` is a file ending.

    ``union``, as any form without graphs, merges them.
    """
    rdf = FORMATS[form]
    lines = _lines(store, leave_out, more)
    if union or not rdf.supports_datasets:
        in_order = sorted(set[bytes]().union(*lines.values()))
    else:
        in_order = [_in_graph(sorted(lines[graph]), graph) for graph in sorted(lines, key=str)]
    said = b"".join(in_order)
    content: Iterable[ox.Quad] = ox.parse(said, format=ox.RdfFormat.N_QUADS, lenient=True)
    if rdf == ox.RdfFormat.JSON_LD and b"<<(" in said:
        content = _without_quoted([*content])
    made = ox.serialize(content, format=rdf, prefixes=PREFIXES) or b""
    return printable(made.decode()).encode() if rdf == ox.RdfFormat.RDF_XML else made


def _lines(store: ox.Store, leave_out: Iterable[str], more: Iterable[Quad]) -> dict[_Graph, set[bytes]]:
    """Return what `told` yields as lines of N-Triples, by graph.

    The engine writes them: no statement becomes a Python value, unless there are blank nodes that need names.
    """
    skipped, others = {ox.NamedNode(graph) for graph in leave_out}, [*more]
    written_by_engine = {
        graph: store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
        for graph in (ox.DefaultGraph(), *store.named_graphs())
        if graph not in skipped
    }
    found: dict[_Graph, set[bytes]] = defaultdict(set)
    if any(isinstance(graph, ox.BlankNode) or _has_blank(said) for graph, said in written_by_engine.items()):
        for quad in told(store, leave_out, others):
            found[quad.graph_name].add(_line(quad))
        return found
    for graph, said in written_by_engine.items():
        found[graph] = {*said.splitlines(keepends=True)}
    for there, read in written.read_otherwise(store):
        if there.graph_name not in skipped:
            found[there.graph_name].remove(_line(there))
            found[there.graph_name].update(map(_line, read))
    for quad in map(_ox_quad, others):
        found[quad.graph_name].add(_line(quad))
    return found


def _has_blank(lines: bytes) -> bool:
    """Say whether there is a blank node in N-Triples, or a text that looks like one."""
    return lines.startswith(b"_:") or b"\n_:" in lines or b" _:" in lines


def _line(quad: ox.Quad) -> bytes:
    return f"{quad.triple}{_END}".encode()


def _in_graph(lines: list[bytes], graph: _Graph) -> bytes:
    """Return lines of N-Triples as N-Quads."""
    said = b"".join(lines)  # where each line break in a text is written otherwise
    return said if isinstance(graph, ox.DefaultGraph) else said.replace(_END.encode(), f" {graph}{_END}".encode())


def _without_quoted(quads: list[ox.Quad]) -> list[ox.Quad]:
    """Leave out statements about statements (RDF 1.2), of which JSON-LD 1.1 knows nothing; tell how many they are."""
    kept = [quad for quad in quads if not isinstance(quad.object, ox.Triple)]
    if missing := len(quads) - len(kept):
        log_warning(message("jsonld-without-quoted", count=missing).text(current_language()))
    return kept


def told(store: ox.Store, leave_out: Iterable[str] = (), more: Iterable[Quad] = ()) -> Iterator[ox.Quad]:
    """Yield what the store says outside of some graphs, and ``more``, in no order: all that files say of it.

    Literals are as they were read. Blank nodes, such as the lists of the ontology, have the same names each time
    (RDFC-1.0): those statements come last.
    """
    skipped = {ox.NamedNode(graph) for graph in leave_out}
    some = ox.Dataset()
    for quad in chain((q for q in as_written(store) if q.graph_name not in skipped), map(_ox_quad, more)):
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            some.add(quad)
        else:
            yield quad
    some.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    yield from some


# what is there


def content_version(store: ox.Store, hidden: Iterable[str] = ()) -> str:
    """Return the version of what a store says outside of ``hidden`` graphs, the ontology and what was inferred."""
    return version_of(told(store, [ONTOLOGY_GRAPH, INFERRED_GRAPH, *hidden]))


def quads(store: ox.Store, *, leave_out: Iterable[str] = ()) -> Iterator[Quad]:
    """Yield what the store says outside of some graphs as plain names and literals, but nothing with a blank node."""
    skipped = {ox.NamedNode(graph) for graph in leave_out}
    for quad in store:
        graph = quad.graph_name
        if graph in skipped or not isinstance(graph, ox.NamedNode):
            continue
        thing = plain_term(quad.object)
        if isinstance(quad.subject, ox.NamedNode) and thing is not None:
            yield Iri(quad.subject.value), Iri(quad.predicate.value), thing, Iri(graph.value)


def plain_term(term: Term) -> Iri | Lit | None:
    """Return a term as a plain name or literal; None for a blank node and a quoted statement."""
    if isinstance(term, ox.Literal):
        return Lit(term.value, None if term.datatype.value in _PLAIN else term.datatype.value, term.language)
    return Iri(term.value) if isinstance(term, ox.NamedNode) else None


def matching(
    store: ox.Store,
    subject: Term | None = None,
    relation: ox.NamedNode | None = None,
    thing: Term | None = None,
    graph: ox.NamedNode | None = None,
) -> Iterator[ox.Quad]:
    """Return the quads that have these parts, by the engine's index; None stands for anything."""
    if isinstance(subject, (ox.Literal, ox.Triple)):  # what is no subject says nothing
        return iter(())
    return store.quads_for_pattern(subject, relation, thing, graph)


def tagged_text(term: Term) -> tuple[str, str] | None:
    """Return a text and its language, which may be none; None: the term is something else."""
    if isinstance(term, ox.Literal) and term.datatype.value in _PLAIN:
        return term.value, term.language or ""
    return None


def quoting(store: ox.Store) -> Iterator[tuple[ox.Quad, ox.Quad]]:
    """Yield each quad that has a triple for its object (RDF 1.2), with that triple, and those in it, as quads."""
    found = run(store, "SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(isTRIPLE(?o)) }")
    for subject, relation, thing, graph in found if isinstance(found, ox.QuerySolutions) else ():
        quad, inside = ox.Quad(subject, relation, thing, graph), thing
        while isinstance(inside, ox.Triple):
            yield quad, ox.Quad(inside.subject, inside.predicate, inside.object, graph)
            inside = inside.object


def graphs(store: ox.Store) -> set[str]:
    """Return the names of all graphs."""
    return {str(graph.value) for graph in store.named_graphs()}


@undamaged()
def size(store: ox.Store, graph: str | None = None) -> int:
    """Return the number of quads of the store, or of one graph."""
    return sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(graph) if graph else None))


@undamaged()
def all_named(store: ox.Store) -> bool:
    """Say whether every triple stands in a named graph, all but literals has a name, and nothing is quoted."""
    if next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None:
        return False
    if any(isinstance(graph, ox.BlankNode) for graph in store.named_graphs()):
        return False
    return not run(
        store,
        """ASK { GRAPH ?graph { ?subject ?relation ?object }
        FILTER(isBLANK(?subject) || isBLANK(?object) || isTRIPLE(?object)) }""",
    )


# what changes it


def add(store: ox.Store, quads: Iterable[Quad]) -> None:
    """Add quads of plain names and literals."""
    extend(store, map(_ox_quad, quads))


_node = lru_cache(1 << 12)(ox.NamedNode)  # the same names stand in many statements, one after the other


def _ox_quad(quad: Quad) -> ox.Quad:
    subject, predicate, thing, graph = quad
    obj: ox.NamedNode | ox.Literal
    if isinstance(thing, Lit):
        datatype = _node(thing.datatype) if thing.datatype and not thing.lang else None
        obj = ox.Literal(thing.value, datatype=datatype, language=thing.lang)
    else:
        obj = _node(thing)
    return ox.Quad(_node(subject), _node(predicate), obj, _node(graph))


def copy(dataset: Dataset, target: ox.Store) -> None:
    """Add all quads of a dataset to the store; the dataset is not changed. Of an endpoint, its content.

    What an endpoint or rdflib says is freed of control characters. Raises UsageError for what is not RDF.
    """
    source, endpoint = store_of(dataset), endpoint_of(dataset)
    if endpoint is not None:
        extend(target, map(_printable, fetch(endpoint)))
    elif source is not None:
        extend(target, as_written(source), bulk=True)
    elif not isinstance(dataset, ox.Store | Endpoint):
        said = Guarded(io.BytesIO(dataset.serialize(format="nquads", encoding="utf-8")), Path("dataset.nq"))
        try:
            extend(target, ox.parse(said.read(), format=ox.RdfFormat.N_QUADS))
        except (SyntaxError, ValueError) as error:
            raise UsageError(message("dataset-not-rdf", error=str(error).partition("\n")[0])) from None


def _printable(quad: ox.Quad) -> ox.Quad:
    """Return the quad without control characters in its text."""
    thing = quad.object
    if not isinstance(thing, ox.Literal) or (text := printable(thing.value)) == thing.value:
        return quad
    datatype = None if thing.language else thing.datatype
    return ox.Quad(
        quad.subject, quad.predicate, ox.Literal(text, datatype=datatype, language=thing.language), quad.graph_name
    )


def is_named(store: ox.Store, name: str) -> bool:
    """Say whether anything is said of, with or in the name."""
    node = ox.NamedNode(name)
    patterns = ((node, None, None, None), (None, None, node, None), (None, None, None, node))
    return any(next(store.quads_for_pattern(*pattern), None) is not None for pattern in patterns)


def rename(store: ox.Store, old: str, new: str) -> None:
    """Remove all that is said of a name; where others are said to have to do with it, put the new name in its place."""
    written.changed(store)
    was, now = ox.NamedNode(old), ox.NamedNode(new)
    for quad in list(store.quads_for_pattern(was, None, None, None)):
        store.remove(quad)
    for quad in list(store.quads_for_pattern(None, None, was, None)):
        store.remove(quad)
        store.add(ox.Quad(quad.subject, quad.predicate, now, quad.graph_name))


@undamaged()
def construct(
    store: ox.Store, query: str, graph: str = INFERRED_GRAPH, *, again: bool = False, relations: set[str] | None = None
) -> int:
    """Run a CONSTRUCT; add what no graph says yet to ``graph``; return how many triples are new.

    ``again``: add also what other graphs say, which may not stay. The relations of what is new are added to
    ``relations``. Raises UsageError when the query is not SPARQL, or not a CONSTRUCT.
    """
    relations = set() if relations is None else relations
    found = run(store, query)
    if not isinstance(found, ox.QueryTriples):
        raise UsageError(message("not-a-construct"))
    target = ox.NamedNode(graph)
    if _only_new(query):  # no triple need become a Python object: on large data that is most of the time
        written.changed(store)
        return _load_all(store, found, target, relations)
    count = 0
    triples = (t for t in found if not isinstance(t.subject, ox.Literal))
    # The query sees the store as it was; in batches, what it finds in millions need not be held beside the store.
    while batch := {ox.Quad(t.subject, t.predicate, t.object, target) for t in islice(triples, _BATCH)}:
        there = (next(store.quads_for_pattern(q.subject, q.predicate, q.object, None), None) for q in batch)
        new = [*batch] if again else [quad for quad, found in zip(batch, there, strict=True) if found is None]
        extend(store, written.restated(store, new) if again else new)
        relations |= {name.value for name in {quad.predicate for quad in new}}
        count += len(new)
    return count


def _load_all(store: ox.Store, found: ox.QueryTriples, graph: ox.NamedNode, relations: set[str]) -> int:
    """Add the triples, all of which were found before the first goes there; return how many they are.

    Their relations are noted. They wait packed, in a tenth of their size, and come in parts: while it sorts, the store
    takes many times as much.
    """
    waiting, count = io.BytesIO(), 0
    with gzip.GzipFile(fileobj=waiting, mode="wb", compresslevel=1) as file:
        found.serialize(cast("BinaryIO", file), ox.RdfFormat.N_TRIPLES)
    waiting.seek(0)
    with gzip.GzipFile(fileobj=waiting) as file:
        while lines := file.readlines(_BYTES):
            store.bulk_load(b"".join(lines), ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)
            relations |= {name.decode()[1:-1] for name in {line.split(b" ", 2)[1] for line in lines}}
            count += len(lines)
    return count


def _only_new(rule: str) -> bool:
    """Say whether the rule itself leaves out what is said already: its template stands in a FILTER NOT EXISTS."""
    template = _TEMPLATE.search(rule)
    return template is not None and template[1].split() in [found.split() for found in _NOT_THERE.findall(rule)]


@undamaged()
def add_selected(store: ox.Store, query: str) -> int:
    """Run a SELECT of ?subject ?relation ?object ?passage; add what the passage does not say yet, return how much.

    Raises UsageError when the query is not SPARQL, or not a SELECT.
    """
    rows = run(store, query)
    if not isinstance(rows, ox.QuerySolutions):
        raise UsageError(message("not-a-select"))
    found = {
        ox.Quad(row["subject"], row["relation"], row["object"], row["passage"])
        for row in rows
        if isinstance(row["subject"], ox.NamedNode) and row["object"]
    }
    new = [quad for quad in found if quad not in store]
    written.changed(store)
    store.extend(new)
    return len(new)
