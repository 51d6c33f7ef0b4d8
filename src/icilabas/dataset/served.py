"""A dataset written to a server: what its inputs say, the ontology, and what the rules add, each graph replaced whole.

Only graphs of ours are touched: those that are written, and those that were written before, which ``ilg:written``
names. It also says that a server holds a part only, from the first update to the last; what reads a server looks there.
So whatever breaks a writing off, the next one begins anew, and nothing that is half there is taken for a whole.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.dataset.inference import rules
from icilabas.engine.graph_store import GraphStore, insertion, rule_as_update, updates
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES, WRITTEN_GRAPH, Iri, iri, sparql_term
from icilabas.errors import Fault, PlaceError, log_warning
from icilabas.words import progress
from icilabas.words.messages import message
from icilabas.words.text import current_language, together

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from icilabas.engine.query import Store
    from icilabas.words.text import Text

_PART, _STATUS = f"<{PREFIXES['dcterms']}hasPart>", f"<{PREFIXES['schema']}creativeWorkStatus>"
_MARK = f'GRAPH <{WRITTEN_GRAPH}> {{ <{WRITTEN_GRAPH}> {_STATUS} "unfinished" }}'
_BEFORE = f"SELECT ?graph WHERE {{ GRAPH <{WRITTEN_GRAPH}> {{ ?written {_PART} ?graph }} }} ORDER BY ?graph"
# Whether the mark is there, and is seen without its graph.
_SEEN = f"""SELECT DISTINCT ?where WHERE {{
  {{ GRAPH <{WRITTEN_GRAPH}> {{ <{WRITTEN_GRAPH}> {_STATUS} ?how }} BIND("graph" AS ?where) }}
  UNION {{ <{WRITTEN_GRAPH}> {_STATUS} ?how BIND("union" AS ?where) }} }} ORDER BY ?where"""
_INFERRED = f"SELECT (COUNT(*) AS ?size) WHERE {{ GRAPH <{INFERRED_GRAPH}> {{ ?s ?p ?o }} }}"
_AT_ONCE = 50_000  # statements that a rule adds in one update: servers have limits of time, and of what one may write
_NAMED = 1_000  # graphs that are named in one update


class Written(NamedTuple):
    """What was written: graphs, their statements, and those that rules added on the server."""

    graphs: int
    statements: int
    inferred: int


class _Plan(NamedTuple):
    """What is to be done: the statements of each graph, graphs of before that go, and what is written last.

    quoting: how many statements about statements are not written.
    """

    sizes: dict[str, int]
    gone: list[str]
    head: list[engine.EngineQuad]
    materialise: bool
    quoting: int


def write_to_server(store: Store, url: str, *, materialise: bool, tell: Callable[[Text], None]) -> Written:
    """Make what the store says the content of the server at this address, and touch no graph of others.

    materialise: what rules add is not taken from the store: they run on the server. tell: is given what will be done,
    before anything is. What may not be shown is not in the store: see `dataset.access`. Raises UsageError for all that
    can go wrong, which says whether anything is half there.
    """
    server = GraphStore(engine.Endpoint(url))
    inferred = engine.NamedNode(INFERRED_GRAPH)
    version = engine.Literal(engine.content_version(store))
    head = [*engine.matching(store, subject=inferred, graph=inferred)]  # what it says of itself
    quoting = Counter(engine.term_text(quad.graph_name) for quad in {quad for quad, _inside in engine.quoting(store)})
    sizes = {graph: engine.size(store, graph) - quoting[graph] for graph in sorted(engine.graphs(store))}
    sizes[INFERRED_GRAPH] = 1 + (len(head) if materialise else sizes.get(INFERRED_GRAPH, 0))
    head.append(engine.EngineQuad(inferred, engine.NamedNode(iri("owl:versionInfo")), version, inferred))
    there = engine.graph_sizes(server.endpoint)
    before = {str(graph) for (graph,) in engine.select(server.endpoint, _BEFORE).rows}
    plan = _Plan(sizes, sorted(before - sizes.keys()), head, materialise, quoting.total())
    tell(_announced(server.endpoint, plan, others=len(there.keys() - sizes.keys() - before - {WRITTEN_GRAPH})))
    try:
        found = _write(server, store, plan, there)
    except PlaceError as error:
        state = message("to-half" if server.began else "to-nothing")
        raise PlaceError(Fault(error.fault.place, together([error.fault.message, state], ". "))) from None
    except BaseException:  # told to end, which is said by itself
        if server.began:
            log_warning(server.endpoint.fault("to-half").text(current_language()))
        raise
    _count_again(server.endpoint, plan)
    return Written(len(sizes), sum(sizes.values()), found)


def _announced(endpoint: engine.Endpoint, plan: _Plan, others: int) -> Text:
    """Return what will be written, which graphs of ours go, and how many of others stay."""
    text = message("to-plan", count=len(plan.sizes), statements=message("count", count=sum(plan.sizes.values())))
    if plan.quoting:
        text += message("to-without-quoted", count=plan.quoting)
    if plan.gone:
        text += message("to-gone", count=len(plan.gone))
    if others:
        text += message("to-others", count=others)
    if others and plan.materialise:
        text += message("to-others-inferred")
    return Fault(endpoint.shown, text).line()


def _write(server: GraphStore, store: Store, plan: _Plan, there: Collection[str]) -> int:
    """Write it all, between the mark that it is not finished and what the inferred graph says of itself.

    Returns how many statements the rules added on the server.
    """
    server.update(f"INSERT DATA {{ {_MARK} }}")
    seen = {row[0] for row in engine.select(server.endpoint, _SEEN).rows}
    if seen != {"graph", "union"}:  # what is written is not what queries see: all as it was
        server.update(f"DELETE DATA {{ {_MARK} }}")
        server.began = False
        raise server.endpoint.fault("endpoint-no-union" if seen else "to-unseen")
    for part in _parts("INSERT", plan.sizes):
        server.update(part)
    server.clear(graph for graph in [INFERRED_GRAPH, *plan.sizes, *plan.gone] if graph in there)
    graphs = [graph for graph in plan.sizes if not plan.materialise or graph != INFERRED_GRAPH]
    with progress.stage(message("stage-writing", place=server.endpoint.shown), sum(plan.sizes.values())):
        for update in updates(store, graphs, leave_out=plan.head):
            server.write(update)
            progress.advance(len(update.lines))
    found = _run_rules(server) if plan.materialise else 0
    for part in _parts("DELETE", plan.gone):
        server.update(part)
    server.update(f"{insertion(plan.head)} ;\nDELETE DATA {{ {_MARK} }}")
    return found


def _parts(what: str, graphs: Iterable[str]) -> Iterator[str]:
    """Yield the updates by which the record of our graphs gets these, or loses them."""
    names = [sparql_term(Iri(graph)) for graph in graphs]
    for first in range(0, len(names), _NAMED):
        said = " ".join(f"<{WRITTEN_GRAPH}> {_PART} {name} ." for name in names[first : first + _NAMED])
        yield f"{what} DATA {{ GRAPH <{WRITTEN_GRAPH}> {{ {said} }} }}"


def _run_rules(server: GraphStore) -> int:
    """Run the rules on the server until none adds anything; return how many statements they added."""
    size, last = 0, -1
    while size != last:
        last = size
        for rule in progress.each(rules(), message("stage-rules")):
            more = _AT_ONCE
            while more == _AT_ONCE:  # else the rule has found all that it can by now
                server.update(rule_as_update(rule, _AT_ONCE))
                found = int(engine.select(server.endpoint, _INFERRED).rows[0][0])
                more, size = found - size, found
    return size


def _count_again(endpoint: engine.Endpoint, plan: _Plan) -> None:
    """Say in a warning that the server keeps less than was written."""
    kept = engine.graph_sizes(endpoint)
    expected = {graph: size for graph, size in plan.sizes.items() if not plan.materialise or graph != INFERRED_GRAPH}
    missing = sum(max(size - kept.get(graph, 0), 0) for graph, size in expected.items())
    if missing:
        total = message("count", count=sum(expected.values()))
        text = endpoint.fault("to-keeps-less", count=missing, expected=total)
        log_warning(text.text(current_language()))
