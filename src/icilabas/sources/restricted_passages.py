"""Where what is said of persons stands: in restricted passages, beside the graphs that it was said in.

And what only some may read, in a dataset or a network; files in which that can no longer be told from the rest.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.engine import EngineQuad, NamedNode
from icilabas.engine.terms import (
    INFERRED_GRAPH,
    ONTOLOGY_GRAPH,
    PREFIXES,
    RESTRICTED,
    Iri,
    Lit,
    iri,
    local_name,
    sparql_term,
)
from icilabas.errors import Fault
from icilabas.sources.persons import marks
from icilabas.sources.schema import literals
from icilabas.sources.source_description import document_quads, passage_quads
from icilabas.words.messages import message, show
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    import networkx as nx

    from icilabas.engine import Store, Term
    from icilabas.engine.query import Dataset
    from icilabas.engine.terms import Quad
    from icilabas.sources.persons import Persons


# The graphs that profiles make of what restricted passages say.
PROFILES = f"{PREFIXES['ilg']}profile/"
PERSONS = "/persons"  # what follows the name of a graph in that of the passage of its persons
_ONTOLOGY, _INFERRED = NamedNode(ONTOLOGY_GRAPH), NamedNode(INFERRED_GRAPH)
_BELOW = """SELECT DISTINCT ?below WHERE {{ VALUES ?class {{ {classes} }} ?below rdfs:subClassOf ?class
  FILTER(ISIRI(?below)) }}"""
_RIGHTS, _SOURCE, _TITLE = (NamedNode(iri(f"dcterms:{name}")) for name in ("accessRights", "source", "title"))


def names_a_person(dataset: Dataset, made: str) -> bool:
    """Say whether a dataset calls somebody a person, but in what a profile made (the graph ``made``).

    The classes below those of persons are asked for level by level: servers lose rows where paths meet.
    """
    classes, new = set[str](), {*marks().terms["persons"]}
    while new:
        classes |= new
        new = {str(row[0]) for row in engine.select(dataset, _BELOW.format(classes=_listed(new))).rows} - classes
    return bool(engine.select(dataset, _asked_for(made, classes)).rows)


def asked_for_persons(made: str) -> tuple[str, str]:
    """Return two queries, of a row at most each, for a server that is asked for several things at once.

    The first has one where somebody is called a person by a class or a relation that we know, the second where there
    are other classes below those: then `names_a_person` tells.
    """
    known = marks().terms["persons"]
    below = _BELOW.format(classes=_listed(known)).rstrip("}")
    others = ", ".join(_listed(known).split())
    return _asked_for(made, known), f"{below} FILTER(?below NOT IN ({others})) }} LIMIT 1"


def _listed(names: Iterable[str]) -> str:
    return " ".join(sparql_term(Iri(name)) for name in sorted(names))


def _asked_for(made: str, classes: Iterable[str]) -> str:
    subjects, objects = (_listed(marks().terms[role]) for role in ("subject", "object"))
    return f"""SELECT ?person WHERE {{
  {{ VALUES ?class {{ {_listed(classes)} }} ?person a|(a/rdfs:subClassOf) ?class }}
  UNION {{ VALUES ?relation {{ {subjects} }} ?person ?relation ?said
    FILTER NOT EXISTS {{ ?person a ilb:Organization }} }}
  UNION {{ VALUES ?relation {{ {objects} }} ?said ?relation ?person
    FILTER NOT EXISTS {{ ?person a ilb:Organization }} }}
  FILTER NOT EXISTS {{ GRAPH <{made}> {{ ?person a ilb:Person }} }}
}} LIMIT 1"""


def _restricted(store: Store) -> Iterator[Term]:
    return (quad.subject for quad in engine.matching(store, None, _RIGHTS, NamedNode(RESTRICTED)))


def exposed(store: Store, found: Persons) -> Iterator[EngineQuad]:
    """Yield what is said of persons outside of restricted passages, and of what was made of these."""
    hidden = {*_restricted(store), _INFERRED}
    for quad in found.statements(store):
        if quad.graph_name not in hidden and not engine.term_text(quad.graph_name).startswith(PROFILES):
            yield quad


def open_doubts(store: Store, found: Persons) -> Iterator[tuple[str, str | None, str, str]]:
    """Yield what may be a person and stands in the open: the thing, a property, what it is called, the key of why."""
    hidden, names = {*_restricted(store), _INFERRED}, marks().terms["names"]
    for one, why in found.doubtful.items():
        if isinstance(one, EngineQuad):
            if one.graph_name not in hidden:
                yield engine.term_text(one.subject), one.predicate.value, engine.term_text(one.object), why
            continue
        said = [quad for quad in engine.matching(store, one) if quad.graph_name not in hidden]
        called = sorted(engine.term_text(quad.object) for quad in said if quad.predicate.value in names)
        if said or any(quad.graph_name not in hidden for quad in engine.matching(store, None, None, one)):
            yield engine.term_text(one), None, called[0] if called else local_name(engine.term_text(one)), why


def place(store: Store, found: Persons, of_tables: Collection[str]) -> dict[str, set[Term | str]]:
    """Put what is said of persons into a restricted passage beside its graph; return who was named, by graph.

    So goes all that a graph of a profile holds; nobody has a name there. What stands in a graph of tables stays: there
    it is a fault.
    """
    stay = {*map(NamedNode, of_tables), engine.DefaultGraph()}
    hidden = {*map(engine.term_text, _restricted(store))}
    of_profiles = {graph for graph in engine.graphs(store) - hidden if graph.startswith(PROFILES)}
    made = (quad for graph in of_profiles for quad in engine.matching(store, graph=NamedNode(graph)))
    moved: dict[str, set[EngineQuad]] = defaultdict(set)
    for quad in chain(exposed(store, found), made):
        if quad.graph_name not in stay:
            moved[engine.term_text(quad.graph_name)].add(quad)
    named: dict[str, set[Term | str]] = {}
    for name, quads in moved.items():
        target = NamedNode(f"{name}{PERSONS}")
        about = _restricted_passage(store, name, target.value)
        kept = {quad for quad in quads if name not in of_profiles or engine.term_text(quad.subject) != name}
        for quad in quads - kept:
            store.remove(quad)
        engine.move(store, kept, target)
        engine.add(store, about)
        told = quads if name not in of_profiles else ()
        ends = {end for quad in told for end in (quad.subject, quad.object) if end in found.things}
        named[name] = {*ends, *(engine.term_text(quad.object) for quad in told if quad in found.named)}
    return named


def _restricted_passage(store: Store, graph: str, name: str) -> list[Quad]:
    """Describe the passage of what a graph says of persons."""
    said = {
        relation: [quad.object for quad in engine.matching(store, NamedNode(graph), relation)]
        for relation in (_TITLE, _SOURCE)
    }
    titles = {title.language or "": title.value for title in said[_TITLE] if isinstance(title, engine.Literal)}
    of_graph = Text(titles) if titles else same(local_name(graph))
    texts = literals(message("persons-of-file", name=of_graph))
    sources = sorted(source.value for source in said[_SOURCE] if isinstance(source, NamedNode))
    document = Iri(sources[0]) if sources else Iri(f"{name}/source")
    about = [] if sources else document_quads(document, texts[0], Iri(name))
    return passage_quads(Iri(name), document, texts, "ilv:restricted") + about


def leave_out(store: Store, found: Persons, keep: str | None = None) -> int:
    """Remove what is said of persons from the store, but for what stands in the graph ``keep``; return how much."""
    kept = {_ONTOLOGY, NamedNode(keep)} if keep else {_ONTOLOGY}
    gone = {quad for quad in found.statements(store) if quad.graph_name not in kept}
    for quad in gone:
        store.remove(quad)
    return len(gone)


def persons_told(named: Mapping[int, Collection[object]], names: Mapping[int, str]) -> list[Fault]:
    """Return the warnings that say how many persons each input names, by its rank, and what was looked for."""
    return [
        Fault(names[rank], message("persons-restricted", count=len(whom)), "Warning")
        for rank, whom in sorted(named.items())
        if whom
    ]


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
  FILTER(isIRI(?term) || LANG(?term) != "" || DATATYPE(?term) = xsd:string)
  FILTER NOT EXISTS {{ GRAPH ?other {{ ?term ?has ?value }} FILTER(?other NOT IN ({none})) }}
  FILTER NOT EXISTS {{ GRAPH ?another {{ ?whose ?is ?term }} FILTER(?another NOT IN ({none})) }} }}"""
_ALSO_ELSEWHERE = """SELECT DISTINCT (STR(?said) AS ?text) WHERE {{
  GRAPH ?graph {{ ?thing ?relation ?said }} FILTER(?graph NOT IN ({none}))
  FILTER(isLiteral(?said)) FILTER({is_one}) }}"""
_TYPE, _SAYS_WHO, _WITHHELD = iri("rdf:type"), iri("dcterms:accessRights"), iri("ilb:withheld")
DESCRIBED = {  # of what a `source.yaml` says, no facts …
    *map(iri, ("ilb:Passage", "ilb:Source", "schema:CreativeWorkSeries", "foaf:Agent")),
}
_OF_DATASETS = {  # … and of datasets and their editions, which are of no class
    *(iri(f"dcterms:{name}") for name in ("title", "license", "isVersionOf", "issued")),
    *map(iri, ("owl:versionInfo", "skos:changeNote")),
}
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
        # of several that IN lists, Virtuoso finds none with an accent
        is_one = " || ".join(f"STR(?said) = {sparql_term(Lit(text))}" for text in sorted(texts))
        elsewhere = engine.select(dataset, _ALSO_ELSEWHERE.format(none=none, is_one=is_one)).rows
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
        declared |= {subject} if (relation, thing) == (_SAYS_WHO, RESTRICTED) else set()
        withheld |= {subject} if (relation, thing) == (_WITHHELD, "true") else set()
        stating |= {graph} if graph != subject else set()
        if graph in homes:
            types[subject] |= {thing} if relation == _TYPE else set()
            relations[subject].add(relation)
    lost = sorted(declared - withheld - stating)
    facts = (thing for thing, said in relations.items() if not types[thing] & DESCRIBED and said - _OF_DATASETS)
    if not lost or next(facts, None) is None:
        return []
    shown = ", ".join(show(name.removeprefix(PREFIXES["ilg"])) for name in lost[:_SHOWN])
    found = same(shown + ("…" if lost[_SHOWN:] else ""))
    return [Fault(str(path), message("graphs-lost", count=len(lost), found=found))]
