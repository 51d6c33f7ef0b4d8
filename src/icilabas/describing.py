"""What the nodes of a network are: names, kind, sphere, places, sessions and themes, each as the data state it.

``ontology/views/_facets.rq`` says which facts make up ``territories``, ``sessions`` and ``themes``. A thing is in a
session when it is presented or voiced in it, is its theme or its moderator, or when a finding voiced in it concerns
it, benefits it or is its word. That a passage about a session names a thing is not enough: a report also sets the
scene. Territories, sessions and themes stand in their own lists.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from icilabas import engine, queries
from icilabas.paths import ONTOLOGY
from icilabas.resolve import label, labels, look_up
from icilabas.schema import load_schema
from icilabas.terms import INFERRED_GRAPH, iri, kebab, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

Place = list[float]  # latitude, longitude in degrees

FACETS = ("territories", "sessions", "themes")
_NODES = f"""SELECT DISTINCT ?node ?property ?value (LANG(?value) AS ?lang) WHERE {{
  VALUES ?node {{ THINGS }} GRAPH ?graph {{ ?node ?property ?value }} FILTER(?graph != <{INFERRED_GRAPH}>)
  FILTER(?property IN (rdf:type, skos:altLabel, dcterms:description, ilb:sphere, ilb:basedIn, ilb:activeIn))
}} ORDER BY ?node ?property ?value"""
# not within+, which Virtuoso 7 refuses where neither end is known
_WITHIN = "SELECT DISTINCT ?place ?around WHERE { ?place ilb:within/ilb:within* ?around FILTER(?around != ?place) }"
_LANGS = ("fr", "en")
_NAMELESS: dict[str, str] = {}


class Surroundings(NamedTuple):
    """What the nodes of any network of a dataset stand in; found once for all its networks.

    ``nodes`` are the attributes of those described so far, ``names`` the labels of all that was looked up: networks
    that are described with the same surroundings share them, and nobody changes them.
    """

    around: dict[str, set[str]]
    places: dict[str, Place]
    facets: dict[tuple[str, str], set[str]]
    nodes: dict[str, dict[str, Any]]
    names: dict[str, dict[str, str]]


def surroundings(dataset: Any) -> Surroundings:
    """Return the territories in which each lies, where things are, and what networks are filtered by."""
    return Surroundings(_around(dataset), _places(dataset), _facets(dataset), {}, {})


def describe(dataset: Any, graph: nx.Graph, lang: str, known: Surroundings | None = None) -> None:
    """Give each node its attributes, and the graph the labels and places of all that is named in it."""
    known = known or surroundings(dataset)
    known.nodes.update(_described(dataset, [node for node in graph if node not in known.nodes], known))
    for node, attributes in graph.nodes(data=True):
        attributes["label"] = known.nodes[node][f"label_{lang}"]
        attributes.update(known.nodes[node])
    graph.graph["labels"] = _labels(dataset, graph, known)
    named = {value for _node, values in graph.nodes(data="territories") for value in values}
    found = {place: _place(place, known.places, known.around) for place in sorted(named)}
    graph.graph["places"] = {place: point for place, point in found.items() if point}


def _described(dataset: Any, nodes: list[str], known: Surroundings) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the attributes of each node, but for its label in the language of a network."""
    said: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for node, prop, value, language in look_up(dataset, _NODES, nodes):
        said[str(node)][local_name(prop), language or ""].append(str(value))
    names, schema = _named(dataset, nodes, known), load_schema()
    for node in nodes:
        facts = said.pop(node, defaultdict(list))
        stated = facts["basedIn", ""] or facts["activeIn", ""]
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
                "territory": max(stated, key=lambda place: (len(known.around.get(place, ())), place), default=here),
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


def _around(dataset: Any) -> dict[str, set[str]]:
    """Return the territories in which each lies, near and far: the more, the smaller it is."""
    around: dict[str, set[str]] = defaultdict(set)
    for place, wider in engine.select(dataset, _WITHIN).rows:
        around[str(place)].add(str(wider))
    return around


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


def _place(place: str, places: dict[str, Place], around: dict[str, set[str]]) -> Place | None:
    """Return where the territory is, else where the smallest one is that holds it and has coordinates."""
    wider = sorted(around.get(place, set()) & places.keys(), key=lambda other: (-len(around.get(other, ())), other))
    return next((places[other] for other in [place, *wider] if other in places), None)


def _text(name: str) -> str:
    return queries.read_query(ONTOLOGY / "views" / f"{name}.rq").text


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
