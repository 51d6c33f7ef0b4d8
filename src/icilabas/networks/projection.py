"""Views as networks: ``ontology/views/*.rq`` turned into NetworkX graphs. The dataset is never changed.

Each row of a view is one piece of evidence for one tie; a row without ``?target`` is a node alone. Rows with the
same source, target, relation and via are one statement said in several places.

``ontology/views/_facets.rq`` says which facts make up ``territories``, ``sessions`` and ``themes``. A thing is in a
session when it is presented or voiced in it, is its theme or its moderator, or when a finding voiced in it concerns
it, benefits it or is its word. That a passage about a session names a thing is not enough: a report also sets the
scene. Territories, sessions and themes stand in their own lists.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx

from icilabas import engine
from icilabas.asking import query_files
from icilabas.asking.names import label, labels, look_up
from icilabas.engine.terms import INFERRED_GRAPH, iri, local_name
from icilabas.errors import UsageError
from icilabas.networks.sides import Territories
from icilabas.resources import ONTOLOGY
from icilabas.sources.schema import load_schema
from icilabas.words.matching import kebab
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from icilabas.asking.query_files import QueryFile


Place = list[float]  # latitude, longitude in degrees

FACETS = ("territories", "sessions", "themes")
_NODES = f"""SELECT DISTINCT ?node ?property ?value (LANG(?value) AS ?lang) WHERE {{
  VALUES ?node {{ THINGS }} GRAPH ?graph {{ ?node ?property ?value }} FILTER(?graph != <{INFERRED_GRAPH}>)
  FILTER(?property IN (rdf:type, skos:altLabel, dcterms:description, ilb:sphere, ilb:basedIn, ilb:activeIn))
}} ORDER BY ?node ?property ?value"""
_LANGS = ("fr", "en")
_NAMELESS: dict[str, str] = {}


class Surroundings(NamedTuple):
    """What the nodes of any network of a dataset stand in; found once for all its networks.

    ``nodes`` are the attributes of those described so far, ``active`` where they are active, ``names`` the labels of
    all that was looked up: networks that are described with the same surroundings share them, and nobody changes them.
    """

    territories: Territories
    places: dict[str, Place]
    facets: dict[tuple[str, str], set[str]]
    nodes: dict[str, dict[str, Any]]
    names: dict[str, dict[str, str]]
    active: dict[str, list[str]]


def surroundings(dataset: Any) -> Surroundings:
    """Return the territories in which each lies, where things are, and what networks are filtered by."""
    return Surroundings(_territories(dataset), _places(dataset), _facets(dataset), {}, {}, {})


def add_attributes(dataset: Any, graph: nx.Graph, lang: str, known: Surroundings | None = None) -> None:
    """Give each node its attributes, and the graph what `project` says that it names."""
    known = known or surroundings(dataset)
    known.nodes.update(_described(dataset, [node for node in graph if node not in known.nodes], known))
    for node, attributes in graph.nodes(data=True):
        attributes["label"] = known.nodes[node][f"label_{lang}"]
        attributes.update(known.nodes[node])
    graph.graph["labels"] = _labels(dataset, graph, known)
    named = {value for _node, values in graph.nodes(data="territories") for value in values}
    found = {place: _place(place, known.places, known.territories.around) for place in sorted(named)}
    graph.graph["places"] = {place: point for place, point in found.items() if point}
    graph.graph["active"] = {node: known.active[node] for node in graph if node in known.active}
    graph.graph["around"] = {place: sorted(wider) for place, wider in sorted(known.territories.around.items())}
    graph.graph["too_wide"] = sorted(known.territories.too_wide)


def _described(dataset: Any, nodes: list[str], known: Surroundings) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the attributes of each node, but for its label in the language of a network."""
    said: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for node, prop, value, language in look_up(dataset, _NODES, nodes):
        said[str(node)][local_name(prop), language or ""].append(str(value))
    names, schema, around = _named(dataset, nodes, known), load_schema(), known.territories.around
    for node in nodes:
        facts = said.pop(node, defaultdict(list))
        stated = facts["basedIn", ""] or facts["activeIn", ""]
        if facts["activeIn", ""]:
            known.active[node] = sorted(set(facts["activeIn", ""]))
        kind = schema.kind_of(facts["type", ""])
        here = node if kind == "territory" else None
        lat, long = known.places.get(node, (None, None))
        yield (
            node,
            {
                **{f"label_{language}": label(names, node, language) for language in _LANGS},
                # several passages may describe a thing: the fullest text says what it is
                **{
                    f"description_{language}": max(sorted(facts["description", language]), key=len, default="")
                    for language in _LANGS
                },
                "alt_labels": sorted(set(facts["altLabel", ""])),
                "slug": local_name(node),
                "kind": kind,
                "sphere": next(map(local_name, facts["sphere", ""]), None),
                "territory": max(stated, key=lambda place: (len(around.get(place, ())), place), default=here),
                **{facet: sorted(known.facets.get((node, facet), ())) for facet in FACETS},
                "lat": lat,
                "long": long,
            },
        )


def _named(dataset: Any, things: Iterable[str], known: Surroundings) -> dict[str, dict[str, str]]:
    """Return the labels of the things, and of those looked up before."""
    missing = {*things} - known.names.keys()
    known.names.update(dict.fromkeys(missing, _NAMELESS) | labels(dataset, missing))
    return known.names


def _territories(dataset: Any) -> Territories:
    query = query_files.read_query(ONTOLOGY / "comparison" / "containment.rq")
    return Territories.of(engine.select(dataset, query.text).rows)


def _facets(dataset: Any) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for facet, node, value in engine.select(dataset, _text("_facets")).rows:
        found[str(node), str(facet)].add(str(value))
    return found


def _places(dataset: Any) -> dict[str, Place]:
    """Return where the things are that have coordinates; of several readings the first in order."""
    found: dict[str, Place] = {}
    for place, lat, long in engine.select(dataset, _text("_places")).rows:
        if isinstance(lat, int | float) and isinstance(long, int | float):  # not yet checked data may hold words
            found.setdefault(str(place), [float(lat), float(long)])
    return found


def _place(place: str, places: dict[str, Place], around: Mapping[str, frozenset[str]]) -> Place | None:
    """Return where the territory is, else where the smallest one is that holds it and has coordinates."""
    wider = sorted(
        places.keys() & around.get(place, frozenset()), key=lambda other: (-len(around.get(other, ())), other)
    )
    return next((places[other] for other in [place, *wider] if other in places), None)


def _text(name: str) -> str:
    return query_files.read_query(ONTOLOGY / "views" / f"{name}.rq").text


def _labels(dataset: Any, graph: nx.Graph, known: Surroundings) -> dict[str, dict[str, str]]:
    """Return the labels, in both languages, of all that nodes and edges name, and of kinds and spheres."""
    named = {str(value) for _node, value in graph.nodes(data="territory") if value}
    for facet in FACETS:
        named.update(value for _node, values in graph.nodes(data=facet) for value in values)
    for *_ends, attributes in graph.edges(data=True):
        named.update(attributes["relations"])
        for evidence in attributes["evidence"]:
            named.update(str(evidence[key]) for key in ("source", "passage", "via") if evidence.get(key))
    schema = load_schema()
    classes = {kebab(local_name(class_)): str(class_) for class_ in schema.supers}
    spheres = {slug: str(code) for slug, code in schema.codes.get(iri("ilb:Sphere"), {}).items()}
    found = _named(dataset, [*named, *classes.values(), *spheres.values()], known)
    short = {short: found[full] for short, full in {**classes, **spheres}.items()}
    whole = {**{name: found[name] for name in named}, **short}
    return {name: texts for name, texts in sorted(whole.items()) if texts}


VIEWS = ONTOLOGY / "views"
_SOURCES = "SELECT ?passage ?source WHERE { ?passage a ilb:Passage ; dcterms:source ?source } ORDER BY ?passage ?source"


def view(name: str) -> QueryFile:
    """Return the view of this name. Raises UsageError with the nearest names."""
    return query_files.find(VIEWS, name, "unknown-view")


def views() -> list[QueryFile]:
    """Return all views, by name."""
    return [view(name) for name in query_files.query_names(VIEWS)]


def project(dataset: Any, name: str, *, lang: str = "fr", known: Surroundings | None = None) -> nx.Graph:
    """Return the network of a view; ``known`` is what `describing.surroundings` found for another network of it.

    Node ids are IRIs. Nodes have ``label`` (in ``lang``), ``label_fr``, ``label_en``, ``description_fr``,
    ``description_en``, ``alt_labels``, ``slug``, ``kind``, ``sphere``, ``territory`` (IRI or None), ``territories``,
    ``sessions`` and ``themes`` (sorted IRIs, see ``describing``), ``lat`` and ``long`` (degrees or None) and, in a
    two-mode view, ``bipartite`` (0 for sources, 1 for targets). Edges have ``relations`` (sorted IRIs), ``weight``
    (sum over distinct ``?via``, else number of relations) and ``evidence``: a list of ``{source, passage, page,
    relation}``. A multigraph has one edge for each relation. ``graph["labels"]`` names all IRIs in both languages,
    ``graph["places"]`` gives the ``[lat, long]`` of territories, nodes or not, that the nodes name. What the sides of a
    picture need (see `sides`): ``graph["active"]`` says where nodes are active, ``graph["around"]`` which territories
    lie around each, ``graph["too_wide"]`` which of them do not stand for their parts.
    It is NetworkX's own class in all but how a notebook shows it: a table of its heaviest ties.
    Raises UsageError for an unknown view or one whose query does not give source and target.
    """
    found = view(name)
    kind = found.header.get("graph", "Graph")
    answer = engine.select(dataset, found.text)
    if kind not in CLASSES or not {"source", "target"} <= set(answer.variables):
        raise UsageError(message("bad-view", found=name))
    graph: nx.Graph = CLASSES[kind]()
    sources = {str(passage): str(source) for passage, source in engine.select(dataset, _SOURCES).rows}
    ties, alone = _ties(answer, sources, multi=graph.is_multigraph())
    answer.rows.clear()  # of a large network these are most of its memory, as are ties that became edges
    two_mode = bool(found.header.get("two-mode"))
    for source, target, *_key in ties:
        graph.add_node(source, **({"bipartite": 0} if two_mode else {}))
        graph.add_node(target, **({"bipartite": 1} if two_mode else {}))
    graph.add_nodes_from(alone)
    for source, target, *key in [*ties]:
        tie = ties.pop((source, target, *key))
        attributes = {
            "relations": sorted(tie.relations),
            "weight": sum(tie.weights.values()),
            "evidence": tie.evidence,
        }
        graph.add_edge(source, target, *key, **attributes)
    add_attributes(dataset, graph, lang, known)
    graph.graph["name"] = name
    graph.graph["title"] = {"fr": found.title.fr, "en": found.title.en}
    graph.graph["hidden"] = found.header.get("hidden") or []  # kinds that a drawing does not show at first
    return graph


class _Tie:
    """What the rows say of one edge."""

    def __init__(self) -> None:
        self.relations: set[str] = set()
        self.weights: dict[str, float] = {}
        self.evidence: list[dict[str, Any]] = []

    def add(self, row: dict[str, Any], sources: dict[str, str]) -> None:
        relation, via, passage = (str(row.get(key) or "") for key in ("relation", "via", "passage"))
        self.relations |= {relation} if relation else set()
        weight = row.get("weight")
        # engines divide with 15 digits (Virtuoso), 16 or 18: what is the same is to stay so
        self.weights[via or relation] = 1 if weight is None else round(weight, 12)
        evidence = {
            "source": sources.get(passage),
            "passage": passage,
            "page": row.get("page"),
            "relation": relation,
        }
        if via:
            evidence["via"] = via
        if passage and evidence not in self.evidence:
            self.evidence.append(evidence)


def _ties(
    answer: engine.Solutions, sources: dict[str, str], *, multi: bool
) -> tuple[dict[tuple[str, ...], _Tie], list[str]]:
    ties: dict[tuple[str, ...], _Tie] = defaultdict(_Tie)
    alone = []
    for values in answer.rows:
        row = dict(zip(answer.variables, values, strict=True))
        if row["target"] is None:
            alone.append(str(row["source"]))
            continue
        key = (str(row["source"]), str(row["target"]), *([str(row.get("relation") or "")] if multi else []))
        ties[key].add(row, sources)
    return dict(sorted(ties.items())), sorted(set(alone))


def _shown(graph: nx.Graph) -> str:
    from icilabas.asking.notebook import network_html

    return network_html(graph)


def _as_networkx(graph: nx.Graph, protocol: Any) -> Any:
    """Pickle it as NetworkX's own graph, so that it opens where icilabas is not installed."""
    ours = type(graph)
    if CLASSES.get(ours.__name__) is not ours:
        return object.__reduce_ex__(graph, protocol)
    return getattr(nx, ours.__name__), (), graph.__dict__


# By type(), not as classes: all that is added to NetworkX's four is how they are shown and pickled.
_ADDED = {"_repr_html_": _shown, "__reduce_ex__": _as_networkx}
CLASSES: dict[str, Any] = {
    own.__name__: type(own.__name__, (own,), {"__doc__": own.__doc__, **_ADDED})
    for own in (nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph)
}
