"""The content of an endpoint, copied: what stands in graphs that are passages or hold them, in bundles of graphs.

Until a copy is whole, what came is kept for its owner alone, in the system's place for caches, so that a copy that
breaks goes on where it was. What is kept is found by the address, the login and the state of the server: of another
user, of another login or of data that have changed since, nothing is taken from it. What restricted passages say, and
what describes them, is never kept. Nothing there is held or locked: of two copies at a time each may remove what the
other has kept, which is fetched again then.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from icilabas.engine import compact
from icilabas.engine.query_text import Asked
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, RESTRICTED, WRITTEN_GRAPH, Iri, sparql_term
from icilabas.engine.versions import STATED
from icilabas.errors import DataError, PlaceError, log_warning
from icilabas.files.kept import caches, is_private
from icilabas.files.leftovers import let_go, unfinished
from icilabas.words import progress
from icilabas.words.messages import message
from icilabas.words.text import current_language, in_each_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from icilabas.engine.endpoint import Endpoint, Row, Term

_THERE = f"""SELECT DISTINCT ?kind ?what ?graph WHERE {{
  {{ GRAPH ?graph {{ ?what a ilb:Passage }} BIND("passage" AS ?kind) }}
  UNION {{ GRAPH ?graph {{ ?what dcterms:accessRights <{RESTRICTED}> }} BIND("restricted" AS ?kind) }}
  UNION {{ GRAPH <{WRITTEN_GRAPH}> {{ ?what schema:creativeWorkStatus ?status }}
    BIND(?what AS ?graph) BIND("unfinished" AS ?kind) }}
  UNION {{ {STATED} BIND(?of AS ?what) BIND(<{INFERRED_GRAPH}> AS ?graph) BIND("version" AS ?kind) }}
}} ORDER BY ?kind ?what ?graph"""
_SIZES = "SELECT ?graph (COUNT(*) AS ?size) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
_STATE = """SELECT ?graph (COUNT(*) AS ?size) (SUM(IF(isIRI(?o) || isLiteral(?o), STRLEN(STR(?o)), 0)) AS ?length)
WHERE {{ VALUES ?graph {{ {graphs} }} GRAPH ?graph {{ ?s ?p ?o }} }} GROUP BY ?graph ORDER BY ?graph"""
_COUNT = re.compile(r"\+?[0-9]{1,18}")
_QUADS = "SELECT ?graph ?s ?p ?o WHERE {{ VALUES ?graph {{ {graphs} }} GRAPH ?graph {{ ?s ?p ?o }} {some} }}"
_AROUND = 80  # characters of a statement beside its object, more or less
MOST = 4_000_000  # characters of a bundle, of which two in three are left when it is written in short
WORTH_SAYING = 1_000_000  # characters
_TOO_MUCH = {"endpoint-long-text", "endpoint-rejected"}  # for a server that makes no such long texts
_DAYS = 3  # that an unfinished copy is kept
_NAME = re.compile(r"[0-9a-f]{32}-[0-9a-f]{32}")


class Size(NamedTuple):
    """How much a graph holds: its triples, and the characters that these take, more or less."""

    triples: int
    characters: int


class _There(NamedTuple):
    """The graphs that are passages or hold them; those that restricted ones fill, or that tell of them; the version."""

    graphs: set[str]
    restricted: set[str]
    version: list[str]


class _Bundle(NamedTuple):
    """What is fetched with one query; how many quads it gives, where that is known; whether it may be kept."""

    query: str
    quads: int | None
    keep: bool


def graph_sizes(endpoint: Endpoint) -> dict[str, int]:
    """Return the named graphs of an endpoint, each with its number of triples."""
    return {
        graph.value: _counted(endpoint, size)
        for graph, size in endpoint.solutions(Asked.of(_SIZES))
        if isinstance(graph, ox.NamedNode)
    }


def _counted(endpoint: Endpoint, size: Term | None) -> int:
    text = size.value if isinstance(size, ox.Literal) else str(size)
    if not _COUNT.fullmatch(text):
        raise endpoint.fault("endpoint-malformed", reason=f"COUNT = {text}")
    return int(text)


def _there(endpoint: Endpoint) -> _There:
    """Return what is there. Raises UsageError where the server says that it holds a part only."""
    found: dict[str, set[str]] = {}
    for kind, what, graph in endpoint.solutions(Asked.of(_THERE)):
        if isinstance(kind, ox.Literal):
            said = [what] if kind.value == "version" else [what, graph]
            found.setdefault(kind.value, set()).update(
                term.value for term in said if isinstance(term, ox.NamedNode | ox.Literal)
            )
    if "unfinished" in found:
        raise endpoint.fault("endpoint-unfinished")
    graphs = found.get("passage", set()) - {INFERRED_GRAPH, ONTOLOGY_GRAPH}
    return _There(graphs, found.get("restricted", set()), sorted(found.get("version", set())))


def _state(endpoint: Endpoint, graphs: Iterable[str]) -> dict[str, Size]:
    """Return of each of the graphs that hold something how much it is."""
    found = {}
    for names in compact.names_in_turn(sorted(graphs)):
        for graph, size, length in endpoint.solutions(Asked.of(_STATE.format(graphs=names))):
            if isinstance(graph, ox.NamedNode):
                triples = _counted(endpoint, size)
                characters = 0 if length is None else _counted(endpoint, length)  # a server may have no such sum
                found[graph.value] = Size(triples, triples * _AROUND + characters)
    return found


def _asked(state: dict[str, Size], restricted: set[str]) -> Iterator[_Bundle]:
    """Yield what is to be fetched: first what may be kept."""
    for keep in (True, False):
        chosen = [(graph, size.characters) for graph, size in state.items() if (graph not in restricted) == keep]
        for graphs, parts in compact.bundles(chosen, MOST):
            names = " ".join(sparql_term(Iri(graph)) for graph in graphs)
            for some in compact.in_parts(parts):
                count = None if some else sum(state[graph].triples for graph in graphs)
                yield _Bundle(_QUADS.format(graphs=names, some=some), count, keep)


def fetch(endpoint: Endpoint) -> Iterator[ox.Quad]:
    """Yield the quads of the content, neither the ontology nor what is inferred; blank nodes get names.

    What a copy that broke has left is not asked for again. Raises DataError where no graph is a passage, UsageError
    where the endpoint gives less than it counts, where its data change meanwhile, and for all that can go wrong on the
    way.
    """
    graphs, restricted, version = _there(endpoint)
    state = _state(endpoint, graphs)
    if not state:
        raise DataError([endpoint.fault("endpoint-empty").fault], unreadable=True)
    expected = sum(size.triples for size in state.values())
    _announce(endpoint, expected, sum(size.characters for size in state.values()))
    kept, found = _Kept(endpoint, (version, sorted(state.items()))), 0
    named = _named()
    with progress.stage(message("stage-copying"), expected):
        for bundle in _asked(state, restricted):
            quads = kept.read(bundle)
            if not quads:
                quads = _fetched(endpoint, bundle)
                if bundle.quads not in {None, len(quads)}:
                    kept.remove()
                    raise endpoint.fault("endpoint-changed", found=len(quads), expected=bundle.quads)
                kept.keep(bundle, quads)
            found += len(quads)
            progress.advance(len(quads))
            yield from map(named, quads)
    kept.remove()
    if found != expected:
        raise endpoint.fault("endpoint-changed", found=found, expected=expected)
    if _state(endpoint, graphs) != state:
        raise endpoint.fault("endpoint-changes")


def _announce(endpoint: Endpoint, statements: int, characters: int) -> None:
    """Say how much is copied, where that takes a while."""
    if characters > WORTH_SAYING:
        size = in_each_language(lambda lang: progress.amount(characters, lang, size=True))
        log_warning(endpoint.fault("endpoint-copied", count=statements, size=size).text(current_language()))


def _fetched(endpoint: Endpoint, bundle: _Bundle) -> list[ox.Quad]:
    """Return the quads, in an order that is the same each time. What is not RDF is left out."""
    asked = Asked.of(bundle.query)
    try:
        rows = compact.rows(endpoint, asked, keys=2)
    except PlaceError as error:
        if error.fault.message.kind[0] not in _TOO_MUCH:
            raise
        rows = endpoint.solutions(asked).rows
    return sorted(filter(None, map(_quad, rows)), key=str)


def _quad(row: Row) -> ox.Quad | None:
    graph, subject, predicate, thing = row
    if (
        isinstance(subject, ox.NamedNode | ox.BlankNode)
        and isinstance(predicate, ox.NamedNode)
        and isinstance(graph, ox.NamedNode)
        and thing is not None
    ):
        return ox.Quad(subject, predicate, thing, graph)
    return None


def _named() -> Callable[[ox.Quad], ox.Quad]:
    """Return what gives the blank nodes of quads names."""
    names: dict[object, ox.NamedNode] = {}

    def name(node: ox.BlankNode) -> ox.NamedNode:
        return names.setdefault(node, ox.NamedNode(f"{PREFIXES['ild']}endpoint-{len(names) + 1}"))

    def named(quad: ox.Quad) -> ox.Quad:
        subject, thing = quad.subject, quad.object
        if not isinstance(subject, ox.BlankNode) and not isinstance(thing, ox.BlankNode):
            return quad
        return ox.Quad(
            name(subject) if isinstance(subject, ox.BlankNode) else subject,
            quad.predicate,
            name(thing) if isinstance(thing, ox.BlankNode) else thing,
            quad.graph_name,
        )

    return named


class _Kept:
    """The bundles of a copy that is not whole yet, each a file of its own; where none can be kept, none is."""

    def __init__(self, endpoint: Endpoint, state: object) -> None:
        """Look for what an earlier copy of this state has left; remove what is left of other ones, and what is old."""
        all_of_them, place = caches(), f"{_digest(endpoint.client.whose)}-"
        self._folder = all_of_them / f"{place}{_digest(state)}"
        with suppress(OSError):
            for folder in [each for each in all_of_them.iterdir() if _NAME.fullmatch(each.name)]:
                other = folder.name.startswith(place) and folder != self._folder
                if other or folder.lstat().st_mtime < time.time() - _DAYS * 86_400:
                    shutil.rmtree(folder, ignore_errors=True)

    def read(self, bundle: _Bundle) -> list[ox.Quad]:
        """Return the quads of a bundle that is kept; none where it is not there, is damaged or is not ours."""
        if not bundle.keep or not is_private(self._folder):
            return []
        try:
            said, _line, content = self._file(bundle).read_bytes().partition(b"\n")
            whole = said.decode() == hashlib.sha256(content).hexdigest()
            return [*ox.parse(content, format=ox.RdfFormat.N_QUADS)] if whole else []
        except (OSError, SyntaxError, ValueError):
            return []

    def keep(self, bundle: _Bundle, quads: list[ox.Quad]) -> None:
        """Keep the quads; a file is there when it is whole."""
        if not bundle.keep:
            return
        content = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        with suppress(OSError):
            self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder.mkdir(mode=0o700, exist_ok=True)
            if is_private(self._folder):
                with unfinished(self._folder, "bundle") as path:
                    path.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
                    let_go(path)
                    path.replace(self._file(bundle))

    def remove(self) -> None:
        """Keep nothing any longer."""
        shutil.rmtree(self._folder, ignore_errors=True)
        with suppress(OSError):
            self._folder.parent.rmdir()

    def _file(self, bundle: _Bundle) -> Path:
        return self._folder / f"{_digest(bundle)}.nq"


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:32]
