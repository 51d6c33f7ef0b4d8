"""What only some may read, in a dataset or a network; and files in which that can no longer be told from the rest."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES, RESTRICTED, Iri, Lit, iri, sparql_term
from icilabas.errors import Fault
from icilabas.sources.restricted_passages import PROFILES
from icilabas.words.messages import message, show
from icilabas.words.text import same

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import networkx as nx

    from icilabas.engine import EngineQuad
    from icilabas.engine.query import Dataset


ACCESS = "access"  # the attribute of a network that says so
_GRAPHS = f"""SELECT DISTINCT ?graph WHERE {{
  {{ ?graph dcterms:accessRights <{RESTRICTED}> . GRAPH ?graph {{ ?thing ?relation ?said FILTER(?thing != ?graph) }} }}
  UNION {{ ?graph dcterms:accessRights ?any . FILTER(STRSTARTS(STR(?graph), "{PROFILES}"))
    GRAPH ?graph {{ ?one ?has ?value }} }} }} ORDER BY ?graph"""
_EMPTY = f"""SELECT DISTINCT ?passage ?home WHERE {{ GRAPH ?home {{ ?passage dcterms:accessRights <{RESTRICTED}> }}
  FILTER NOT EXISTS {{ GRAPH ?passage {{ ?thing ?relation ?said FILTER(?thing != ?passage) }} }}
  FILTER NOT EXISTS {{ ?passage ilb:withheld ?so }} }} ORDER BY ?passage ?home"""
_ONLY_THERE = """SELECT DISTINCT ?term (isIRI(?term) AS ?named) WHERE {{ VALUES ?graph {{ {graphs} }}
  {{ GRAPH ?graph {{ ?term ?relation ?said }} }} UNION {{ GRAPH ?graph {{ ?thing ?relation ?term }} }}
  FILTER(isIRI(?term) || DATATYPE(?term) IN (xsd:string, rdf:langString))
  FILTER NOT EXISTS {{ GRAPH ?other {{ ?term ?has ?value }} FILTER(?other NOT IN ({none})) }}
  FILTER NOT EXISTS {{ GRAPH ?another {{ ?whose ?is ?term }} FILTER(?another NOT IN ({none})) }} }}"""
_ALSO_ELSEWHERE = """SELECT DISTINCT (STR(?said) AS ?text) WHERE {{
  GRAPH ?graph {{ ?thing ?relation ?said }} FILTER(?graph NOT IN ({none}))
  FILTER(isLiteral(?said)) FILTER(STR(?said) IN ({texts})) }}"""
_TYPE, _RIGHTS, _WITHHELD = iri("rdf:type"), iri("dcterms:accessRights"), iri("ilb:withheld")
_DESCRIBED = {iri("ilb:Passage"), iri("ilb:Source"), iri("foaf:Agent")}
_OF_DATASETS = {iri("dcterms:title"), iri("dcterms:license")}
_SHOWN = 3  # names of passages in a message


def restricted_content(dataset: Dataset) -> list[str]:
    """Return the graphs with what not everybody may read: restricted passages, and what profiles made of them."""
    return [str(graph) for (graph,) in engine.select(dataset, _GRAPHS).rows]


def empty_passages(store: engine.Store) -> list[tuple[str, str]]:
    """Return the restricted passages in which nothing is said, each with a graph in which it is described."""
    return [(str(passage), str(home)) for passage, home in engine.select(store, _EMPTY).rows]


def mark(graph: nx.Graph, dataset: Dataset) -> None:
    """Say in the network's own attributes whether it shows something that only restricted passages say."""
    graphs = restricted_content(dataset)
    if not graphs:
        return
    names = " ".join(sparql_term(Iri(each)) for each in graphs)
    none = ", ".join(sparql_term(Iri(each)) for each in (*graphs, INFERRED_GRAPH))
    rows = engine.select(dataset, _ONLY_THERE.format(graphs=names, none=none)).rows
    shown = set(_shown(graph))
    secret = shown & {*graphs, *(str(term) for term, named in rows if named)}
    texts = shown & {str(term) for term, named in rows if not named}  # in another language it may be everybody's
    if texts and not secret:
        listed = ", ".join(sparql_term(Lit(text)) for text in sorted(texts))
        elsewhere = engine.select(dataset, _ALSO_ELSEWHERE.format(none=none, texts=listed)).rows
        secret = texts - {str(text) for (text,) in elsewhere}
    if secret:
        graph.graph[ACCESS] = "restricted"


def _shown(graph: nx.Graph) -> Iterable[str]:
    """Yield every name and text that a network shows."""
    for node, about in graph.nodes(data=True):
        yield str(node)
        for value in about.values():
            yield from map(str, value) if isinstance(value, list) else (str(value),)
    for _source, _target, about in graph.edges(data=True):
        yield from about.get("relations", ())
        for each in about.get("evidence", ()):
            yield from (str(each["passage"]), str(each.get("via")))


def lost_passages(path: Path, quads: Iterable[EngineQuad], homes: set[str]) -> list[Fault]:
    """Return the fault of a file that declares restricted passages, but no longer says what stands in them.

    homes: the graphs of the file that are no passages; what stands there may come from any. A passage in which nothing
    is said is marked as such where we write it.
    """
    declared, withheld, stating = set[str](), set[str](), set[str]()
    types, relations = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for quad in quads:
        subject, relation, thing = engine.term_text(quad.subject), quad.predicate.value, engine.term_text(quad.object)
        graph = engine.term_text(quad.graph_name)
        declared |= {subject} if (relation, thing) == (_RIGHTS, RESTRICTED) else set()
        withheld |= {subject} if (relation, thing) == (_WITHHELD, "true") else set()
        stating |= {graph} if graph != subject else set()
        if graph in homes:
            types[subject] |= {thing} if relation == _TYPE else set()
            relations[subject].add(relation)
    lost = sorted(declared - withheld - stating)
    facts = (thing for thing, said in relations.items() if not types[thing] & _DESCRIBED and said - _OF_DATASETS)
    if not lost or next(facts, None) is None:
        return []
    shown = ", ".join(show(name.removeprefix(PREFIXES["ilg"])) for name in lost[:_SHOWN])
    found = same(shown + ("…" if lost[_SHOWN:] else ""))
    return [Fault(str(path), message("graphs-lost", count=len(lost), found=found))]
