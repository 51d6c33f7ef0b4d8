"""Graphs on a server, written by SPARQL 1.1 Update: where it takes updates is found, and they go there in batches.

Nothing is used but updates: the Graph Store Protocol takes a request a graph, and each server has it at an address of
its own.
"""

from __future__ import annotations

import os
import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pyoxigraph as ox

from icilabas.engine.terms import INFERRED_GRAPH, Iri, sparql_term
from icilabas.engine.written import as_written
from icilabas.errors import PlaceError
from icilabas.resources import ONTOLOGY, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from icilabas.engine.endpoint import Endpoint
    from icilabas.engine.http import Client

_ADDRESSES = ONTOLOGY / "servers" / "updates.yaml"
_NAMED = "ICILABAS_ENDPOINT_UPDATE"
_STATEMENTS, _BYTES = 2_000, 5_000_000  # of one update, before a server has said that it takes fewer
_GRAPHS = 100  # cleared at a time
_RULE = re.compile(r"\bCONSTRUCT\s*\{([^{}]*)\}\s*WHERE\s*")
_VARIABLE = re.compile(r"\?\w+")
# What says that updates go to another address, the least telling first.
_NOT_HERE = ("update-nowhere", "update-rejected", "update-forbidden", "endpoint-401", "endpoint-401-again")


class Update(NamedTuple):
    """An update that adds statements, each a line for a graph; ``whole``: its text, where it cannot come in parts."""

    lines: Sequence[tuple[str, str]]
    whole: str = ""

    @property
    def text(self) -> str:
        """What is sent."""
        blocks = (
            f"GRAPH {graph} {{\n{''.join(line for _graph, line in lines)}}}\n"
            for graph, lines in groupby(self.lines, key=lambda one: one[0])
        )
        return self.whole or f"INSERT DATA {{\n{''.join(blocks)}}}"

    def parts(self, most: int) -> Iterator[Update]:
        """Yield updates of so many statements at most that together do the same."""
        if self.whole:
            yield self
        else:
            yield from (Update(self.lines[first : first + most]) for first in range(0, len(self.lines), most))


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    return tuple((each["query"], each["update"]) for each in parse_yaml(_ADDRESSES.read_text(encoding="utf-8")))


def addresses(url: str) -> list[str]:
    """Return where a server may take updates whose queries go to this address: there, and where others have them."""
    if named := os.environ.get(_NAMED):
        return [named]
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    others = [path.removesuffix(query) + update for query, update in _endings() if path.endswith(query)]
    return list(dict.fromkeys([url, *(parts._replace(path=other).geturl() for other in others)]))


class GraphStore:
    """What a server holds, to be written: its queries go to the endpoint, its updates where it takes them."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Nothing is sent yet."""
        self.endpoint = endpoint
        self.began = False  # whether an update was done
        self._client: Client | None = None
        self._most = _STATEMENTS

    def update(self, text: str) -> None:
        """Send an update that does no harm where it comes twice. Raises UsageError for all that can go wrong.

        The first finds the address: where the server takes it, all others go.
        """
        if self._client is None:
            self._client = self._taking(text)
            self.began = True
        else:
            self._client.update(text)

    def write(self, update: Update) -> None:
        """Send an update; of one that the server rejects, and of those that follow, half as much at a time.

        Virtuoso 7 makes some lines of SQL of a statement, and takes 10,000 of them: about 1,200 statements. Raises
        UsageError for all that can go wrong, and for a single statement that is rejected.
        """
        for part in update.parts(self._most):
            try:
                self.update(part.text)
            except PlaceError as error:
                if _reason(error) != "update-rejected" or part.whole or len(part.lines) == 1:
                    raise
                self._most = len(part.lines) // 2
                self.write(part)

    def _taking(self, text: str) -> Client:
        """Return who took the update. Raises UsageError for what tells most of why nobody did."""
        from icilabas.engine.http import Client  # with requests, which only an endpoint needs

        refused: list[PlaceError] = []
        for url in addresses(self.endpoint.client.url):
            client = Client(url)
            try:
                client.update(text)
            except PlaceError as error:
                if _reason(error) not in _NOT_HERE:
                    raise
                refused.append(error)
            else:
                return client
        raise max(refused, key=lambda error: _NOT_HERE.index(_reason(error)))

    def clear(self, graphs: Iterable[str]) -> None:
        """Remove all that stands in the graphs, as if they had never been there."""
        names = [sparql_term(Iri(graph)) for graph in graphs]
        for first in range(0, len(names), _GRAPHS):
            self.update(" ;\n".join(f"DROP SILENT GRAPH {name}" for name in names[first : first + _GRAPHS]))


def _reason(error: PlaceError) -> str:
    return str(error.fault.message.kind[0])


def updates(store: ox.Store, graphs: Iterable[str], *, leave_out: Collection[ox.Quad] = ()) -> Iterator[Update]:
    """Yield the updates that add what the graphs of the store say, literals as they were written, but for some quads.

    Statements with blank nodes come in one update for each graph, which empties it first, so that it may come twice: in
    INSERT DATA Virtuoso takes none, and between two updates they would not be the same. Statements about statements, of
    which SPARQL 1.1 knows nothing, are left out.
    """
    names = [ox.NamedNode(graph) for graph in graphs]
    for name in names:
        if blank := [_line(quad) for quad in as_written(store, name) if _nameless(quad)]:
            block = f"INSERT {{ GRAPH {name} {{\n{''.join(blank)}}} }} WHERE {{ }}"
            yield Update([(str(name), line) for line in blank], f"DROP SILENT GRAPH {name} ;\n{block}")
    said = (quad for name in names for quad in as_written(store, name))
    yield from _batches(quad for quad in said if not _nameless(quad) and quad not in leave_out)


def insertion(quads: Iterable[ox.Quad]) -> str:
    """Return the update that adds a few quads without blank nodes."""
    return Update([(str(quad.graph_name), _line(quad)) for quad in quads]).text


def rule_as_update(rule: str, most: int) -> str:
    """Return a rule (a CONSTRUCT that leaves out what is said) as the update that adds so many statements at most.

    They go to ``ilg:inferred``. A server may have a limit of time for an update, or of what it writes at once.
    """
    begins, template, pattern = _RULE.split(rule)
    variables = " ".join(dict.fromkeys(_VARIABLE.findall(template)))
    target = f"INSERT {{ GRAPH <{INFERRED_GRAPH}> {{{template}}} }}"
    return f"{begins}{target} WHERE {{ SELECT DISTINCT {variables} WHERE {pattern} LIMIT {most} }}"


def _nameless(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def _line(quad: ox.Quad) -> str:
    return f"{quad.subject} {quad.predicate} {quad.object} .\n"


def _batches(quads: Iterable[ox.Quad]) -> Iterator[Update]:
    """Yield INSERT DATA with so many statements and bytes at most; what is larger by itself comes alone."""
    batch: list[tuple[str, str]] = []
    size = 0
    for quad in quads:
        if isinstance(quad.object, ox.Triple):
            continue
        line = _line(quad)
        length = len(line.encode())
        if batch and (len(batch) == _STATEMENTS or size + length > _BYTES):
            yield Update(batch)
            batch, size = [], 0
        batch.append((str(quad.graph_name), line))
        size += length
    if batch:
        yield Update(batch)
