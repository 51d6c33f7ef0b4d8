"""Views as networks: ``ontology/views/*.rq`` turned into NetworkX graphs. The dataset is never changed.

Each row of a view is one piece of evidence for one tie; a row without ``?target`` is a node alone. Rows with the
same source, target, relation and via are one statement said in several places. Where a statement rests on two facts,
each about one of the tie's ends, ``?end`` is the one that the row speaks of: who leaves out what a passage alone says
drops it when one of its ends is said by nothing else. A view's header says which of its relations have no direction
(``undirected``); in an undirected network none has.

``ontology/views/_facets.rq`` says which facts make up ``territories``, ``sessions`` and ``themes``. A thing is in a
session when it is presented or voiced in it, is its theme or its moderator, or when a finding voiced in it concerns
it, benefits it or is its word. That a passage about a session names a thing is not enough: a report also sets the
scene. Territories, sessions and themes stand in their own lists.

``ontology/views/_times.rq`` says since when and until when a thing is. Of several readings the first start and the
last end count. A tie lasts as long as one of the things that it goes through; if one of these has no date, neither has
the tie.
"""

from __future__ import annotations

import gc
import math
from collections import defaultdict
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, NotRequired, TypedDict

import networkx as nx

from icilabas import engine
from icilabas.asking import query_files
from icilabas.asking.evidence import page_order
from icilabas.asking.names import by_label, label, labels
from icilabas.engine import compact
from icilabas.engine.terms import INFERRED_GRAPH, iri, is_iri, local_name
from icilabas.errors import UsageError
from icilabas.networks.sides import ACTIVE, Territories, belongs_in, only
from icilabas.networks.spells import nothing_known, times_of
from icilabas.resources import ONTOLOGY
from icilabas.sources import restricted_passages
from icilabas.sources.schema import load_schema
from icilabas.words.catalogues import languages
from icilabas.words.matching import kebab
from icilabas.words.messages import message
from icilabas.words.text import Text, by_range

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from typing import SupportsIndex

    from icilabas.asking.evidence import Page, TieEvidence
    from icilabas.asking.names import Names
    from icilabas.asking.query_files import QueryFile
    from icilabas.engine import Solutions, Value
    from icilabas.engine.query import Dataset
    from icilabas.networks.sides import Stated
    from icilabas.networks.spells import Spell, Times

    Ends = tuple[str, ...]  # of a tie: source, target and, in a multigraph, relation
    # A row that states one: relation, through what, passage ("" where there is none), page, of which end, weight.
    Piece = tuple[str, str, str, Page | None, str, float | None]
    Point = list[float]  # latitude, longitude in degrees


VIEWS = ONTOLOGY / "views"
FACETS = ("territories", "sessions", "themes")
_SOURCES = "SELECT ?passage ?source WHERE { ?passage a ilb:Passage ; dcterms:source ?source } ORDER BY ?passage ?source"
_NODES = f"""SELECT DISTINCT ?node ?property ?value (LANG(?value) AS ?lang) ?passage WHERE {{
  {{ VALUES ?node {{ THINGS }} GRAPH ?graph {{ ?node ?property ?value }} FILTER(?graph != <{INFERRED_GRAPH}>)
    FILTER(?property IN (rdf:type, skos:altLabel, dcterms:description, ilb:sphere)) }}
  UNION
  {{ VALUES ?node {{ THINGS }} GRAPH ?passage {{ ?node ?property ?value }} FILTER(?passage != <{INFERRED_GRAPH}>)
    FILTER(?property IN (ilb:basedIn, ilb:activeIn)) }}
}} ORDER BY ?node ?property ?value ?passage"""
_CLASSES = f"""SELECT DISTINCT ?node ?class WHERE {{
  VALUES ?node {{ THINGS }} GRAPH ?graph {{ ?node a ?class }} FILTER(?graph != <{INFERRED_GRAPH}>)
}} ORDER BY ?node ?class"""
DIGITS = 12  # of a weight: engines divide with 15 (Virtuoso), 16 or 18, and what is the same is to stay so
_NAMELESS: dict[str, str] = {}


class NodeAttributes(TypedDict):
    """What a node of a network is, see `project`."""

    label: NotRequired[str]  # in the language of the network
    label_fr: str
    label_en: str
    description_fr: str
    description_en: str
    alt_labels: list[str]
    slug: str
    kind: str | None
    sphere: str | None
    territory: str | None
    territories: list[str]
    sessions: list[str]
    themes: list[str]
    lat: float | None
    long: float | None
    start: NotRequired[str]  # a date, to the day, the month or the year
    end: NotRequired[str]
    bipartite: NotRequired[int]  # in a two-mode view: 0 for sources, 1 for targets


class TieAttributes(TypedDict):
    """What a tie of a network is, see `project`."""

    relations: list[str]
    weight: float
    evidence: list[TieEvidence]
    undirected: NotRequired[bool]  # in a directed network: a tie that has no direction
    spells: NotRequired[list[Spell]]


class Surroundings(NamedTuple):
    """What the nodes of any network of a dataset stand in; found once for all its networks.

    ``nodes`` are the attributes of those described so far, ``where`` how each is where and by which passage, ``part``
    in what they take part, ``names`` the labels of all that was looked up: networks that are described with the same
    surroundings share them, and nobody changes them.
    """

    territories: Territories
    places: dict[str, Point]
    times: Times
    facets: dict[tuple[str, str], set[str]]
    nodes: dict[str, NodeAttributes]
    names: Names
    where: dict[str, list[Stated]]
    part: dict[str, list[str]]


def view(name: str) -> QueryFile:
    """Return the view of this name. Raises UsageError with the nearest names."""
    return query_files.find(VIEWS, name, "unknown-view")


def views() -> list[QueryFile]:
    """Return all views, by name."""
    return [view(name) for name in query_files.query_names(VIEWS)]


def project(
    dataset: Dataset, name: str, *, lang: str = "fr", known: Surroundings | None = None, bare: bool = False
) -> nx.Graph:
    """Return the network of a view; ``known`` is what `surroundings` found for another network of the dataset.

    Node ids are IRIs. Nodes stand in the order of their labels; they have ``label`` (in ``lang``), ``label_fr``,
    ``label_en``, ``description_fr``, ``description_en``, ``alt_labels``, ``slug``, ``kind``, ``sphere``, ``territory``
    (IRI or None), ``territories``, ``sessions`` and ``themes`` (IRIs in the order of their labels), ``lat`` and
    ``long`` (degrees or None), where they have a date ``start`` and ``end`` (to the day, the month or the year) and, in
    a two-mode view, ``bipartite`` (0 for sources, 1 for targets). Edges have ``relations`` (sorted IRIs), ``weight``
    (sum over distinct ``?via``, else number of relations) and ``evidence``: a list of ``{source, passage, page,
    relation}``, with ``via`` where a tie goes through something, and ``end`` where a piece speaks of one of its ends
    only; ``undirected`` (True) where a tie of a directed network has no direction (its source is the one that stands
    first); ``spells`` (``[start, end]``, one may be None) where all that it goes through has a date. A multigraph has
    one edge for each relation. ``graph["labels"]`` names all IRIs in each language, ``graph["lang"]`` is ``lang``,
    ``graph["places"]`` gives the ``[lat, long]`` of territories, nodes or not, that the nodes name;
    ``graph["access"]`` is ``"restricted"`` where it shows what only restricted passages say, or what a
    profile made of them. What the sides of a picture need (see `sides`): ``graph["active"]`` says where nodes are
    active, ``graph["where"]`` how each is where and by which passage, ``graph["takes_part"]`` in which
    partnerships and initiatives they take part, ``graph["linked"]`` with which territories these are,
    ``graph["around"]`` which territories lie around each, ``graph["too_wide"]`` which of them do not stand for their
    parts.
    ``bare``: of each node ``label`` and ``kind`` alone, of each tie no ``spells``, of the graph nothing: what is
    counted on needs no more, and it is done in half the time. ``known`` then gives the names that are known.
    It is NetworkX's own class in all but how a notebook shows it: a table of its heaviest ties.
    Raises UsageError for an unknown view or one whose query does not give source and target.
    """
    found = view(name)
    with _kept_objects():
        return engine.of_one_version(dataset, partial(_projected, dataset, found, lang, known, bare=bare))


@contextmanager
def _kept_objects() -> Iterator[None]:
    """Look for no garbage meanwhile: among so many objects that are kept, to do so takes a third more."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _projected(dataset: Dataset, found: QueryFile, lang: str, known: Surroundings | None, *, bare: bool) -> nx.Graph:
    """Return the network of a view, as `project` does."""
    everything, reads = dataset, found.header.get("reads")
    answer = engine.select(compact.excerpt_of(dataset, **reads) if reads else dataset, found.text)
    dataset = compact.compactly(dataset)
    graph, undirected = form_of(found, answer.variables)
    ties, alone = _ties(_of_things(answer), graph, undirected)
    answer.rows.clear()  # of a large network these are most of its memory, as are ties that became edges
    known = known or (bare_surroundings({}) if bare else surroundings(dataset))
    nodes = dict.fromkeys([*(node for tie in ties for node in tie[:2]), *alone])
    key = by_label(_named(dataset, nodes, known), lang)
    graph.add_nodes_from(sorted(nodes, key=key))
    if found.header.get("two-mode"):
        for source, target, *_key in ties:
            graph.nodes[source]["bipartite"], graph.nodes[target]["bipartite"] = 0, 1
    stated = Stating(documents(dataset), known.times, undirected)
    if bare:
        _name(dataset, graph, lang, known)
    else:
        _describe(dataset, graph, lang, known)
        said = {piece[:3] for pieces in ties.values() for piece in pieces}  # relation, through what, where
        named = {relation for relation, _via, _passage in said}
        named.update(*((via, passage, stated.sources.get(passage, "")) for _relation, via, passage in said if passage))
        graph.graph["labels"] = _labels(dataset, graph, named - {""}, known)
        for _node, attributes in graph.nodes(data=True):
            attributes.update({facet: sorted(attributes[facet], key=key) for facet in FACETS})
        cited = {name for pieces in ties.values() for piece in pieces for name in (piece[1], piece[2], piece[4])}
        stated = stated._replace(place={name: number for number, name in enumerate(sorted(cited, key=key))})
    for tie, said_as in _in_order_of_nodes(ties, graph, undirected):
        graph.add_edge(*said_as, **stated.tie(tie[:2], ties.pop(tie)))
    if bare:
        return graph
    _place(graph, known)
    restricted_passages.mark(graph, everything)
    graph.graph["name"], graph.graph["lang"] = found.name, lang
    graph.graph["title"] = found.title.by_language()
    graph.graph["hidden"] = found.header.get("hidden") or []  # kinds that a drawing does not show at first
    return graph


def form_of(found: QueryFile, variables: Iterable[str]) -> tuple[nx.Graph, set[str]]:
    """Return the empty graph of a view, and which relations have no direction in it.

    variables: of its rows. Raises UsageError where these are no ties, or no graph is of the class that it names.
    """
    kind = found.header.get("graph", "Graph")
    if kind not in CLASSES or not {"source", "target"} <= {*variables}:
        raise UsageError(message("bad-view", found=found.name))
    return CLASSES[kind](), {str(iri(f"ilb:{name}")) for name in found.header.get("undirected") or []}


def documents(dataset: Dataset) -> dict[str, str]:
    """Return of which document each passage is, where that is said."""
    return {str(passage): str(source) for passage, source in engine.select(dataset, _SOURCES).rows}


def _in_order_of_nodes(
    ties: Mapping[Ends, Sequence[Piece]], graph: nx.Graph, undirected: Collection[str]
) -> list[tuple[Ends, Ends]]:
    """Return each tie, and it from its first node where it has no direction; in the order of their nodes."""
    place = {node: number for number, node in enumerate(graph)}
    directed, found = graph.is_directed(), []
    for tie, pieces in ties.items():
        source, target, *parallel = tie
        first, last, said = place[source], place[target], tie
        if last < first and (not directed or _is_loose({piece[0] for piece in pieces}, undirected)):
            turned = (target, source, *parallel)
            if turned not in ties:
                first, last, said = last, first, turned
        found.append((first, last, parallel, tie, said))
    return [(tie, said) for *_order, tie, said in sorted(found)]


class Stating(NamedTuple):
    """What makes a tie of the pieces that state it.

    sources: of which document each passage is. times: from when until when things are. undirected: the relations that
    have no direction. place: of what evidence names, its place in a list; None: evidence stays in the order of rows.
    """

    sources: Mapping[str, str]
    times: Times
    undirected: Collection[str] = ()
    place: Mapping[str, int] | None = None

    def tie(self, ends: Sequence[str], pieces: Iterable[Piece]) -> TieAttributes:
        """Return the attributes of a tie between two ends, with each piece of evidence once."""
        relations, through = set[str](), set[str]()
        weights: dict[str, float] = {}
        cited: dict[Piece, TieEvidence] = {}
        for relation, via, passage, page, end, weight in pieces:
            relations.add(relation)
            through.add(via)
            weights[via or relation] = weight_of(weight)
            if passage:
                cited[relation, via, passage, page, end, None] = self._evidence(relation, via, passage, page, end)
        relations.discard("")
        each = weights.values()  # added up so that their order makes no difference
        total = math.fsum(each) if any(isinstance(weight, float) for weight in each) else sum(each)
        evidence = list(cited.values())
        if self.place and len(cited) > 1:
            evidence = [cited[piece] for piece in sorted(cited, key=self._order)]
        said: TieAttributes = {"relations": sorted(relations), "weight": total, "evidence": evidence}
        if _is_loose(relations, self.undirected):
            said["undirected"] = True
        if self.times.things and (spells := self.times.of_tie(ends, through)):
            said["spells"] = spells
        return said

    def _evidence(self, relation: str, via: str, passage: str, page: Page | None, end: str) -> TieEvidence:
        found: TieEvidence = {
            "source": self.sources.get(passage),
            "passage": passage,
            "page": page,
            "relation": relation,
        }
        if via:
            found["via"] = via
        if end:
            found["end"] = end
        return found

    def _order(self, piece: Piece) -> tuple[object, ...]:
        """Return a key that sorts evidence: by passage and page, then by what the tie goes through and its end."""
        relation, via, passage, page, end, _weight = piece
        place = self.place or {}
        return relation, place[passage], page_order(page), place[via], place[end]


def _is_loose(relations: Collection[str], undirected: Collection[str]) -> bool:
    """Say whether a tie is of relations only that have no direction."""
    return bool(undirected) and bool(relations) and {*relations} <= {*undirected}


def weight_of(stated: float | None) -> float:
    """Return the weight that a row states, 1 where it states none."""
    return 1 if stated is None else round(stated, DIGITS)


def _of_things(answer: Solutions) -> Solutions:
    """Return the rows whose nodes are things: data that nobody checked may have texts in their place."""
    places = [answer.variables.index(name) for name in ("source", "target")]
    values = {row[place] for place in places for row in answer.rows}
    texts = {value for value in values if value is not None and not is_iri(str(value))}
    if not texts:
        return answer
    return answer._replace(rows=[row for row in answer.rows if not any(row[place] in texts for place in places)])


def _ties(
    answer: Solutions, graph: nx.Graph, undirected: Collection[str] = ()
) -> tuple[dict[Ends, list[Piece]], list[str]]:
    """Return what states each tie, by source, target and, in a multigraph, relation; and nodes without; in order.

    Rows of a tie without a direction are one tie, whichever of its ends is the source.
    """
    column: dict[str, Iterable[Value]] = dict(zip(answer.variables, zip(*answer.rows, strict=True), strict=False))
    nothing = [None] * len(answer.rows)
    sources, targets, *said = (
        _plain_texts(column.get(name, nothing)) for name in ("source", "target", "relation", "via", "passage", "end")
    )
    relations, through, passages, ends = said
    pages, weights = (column.get(name, nothing) for name in ("page", "weight"))
    directed, parallel = graph.is_directed(), graph.is_multigraph()
    ties: dict[Ends, list[Piece]] = defaultdict(list)
    alone = set()
    pieces = zip(relations, through, passages, pages, ends, weights, strict=True)
    for source, target, piece in zip(sources, targets, pieces, strict=True):
        if not target:
            alone.add(source)
            continue
        relation = piece[0]
        key = (source, target, relation) if parallel else (source, target)
        if not directed or relation in undirected:
            turned = (target, source, relation) if parallel else (target, source)
            key = turned if turned in ties else key
        ties[key].append(piece)
    return dict(sorted(ties.items())), sorted(alone)


def _plain_texts(values: Iterable[Value]) -> list[str]:
    """Return a column as texts that are no more than texts, the same one for the same value; "" where it has none."""
    known: dict[Value, str] = {None: ""}
    return [known[value] if value in known else known.setdefault(value, str(value or "")) for value in values]


def bare_surroundings(names: Names) -> Surroundings:
    """Return surroundings of which nothing is known but names, to which those that are looked up are added."""
    return Surroundings(Territories({}), {}, nothing_known(), {}, {}, names, {}, {})


def surroundings(dataset: Dataset) -> Surroundings:
    """Return the territories in which each lies, where things are, and what networks are filtered by."""
    return Surroundings(
        _territories(dataset), _places(dataset), times_of(dataset), _facets(dataset), {}, {}, {}, _parts(dataset)
    )


def _territories(dataset: Dataset) -> Territories:
    query = query_files.read_query(ONTOLOGY / "comparison" / "containment.rq")
    return Territories.of(engine.select(dataset, query.text).rows)


def _places(dataset: Dataset) -> dict[str, Point]:
    """Return where the things are that have coordinates; of several readings the first in order."""
    found: dict[str, Point] = {}
    for place, lat, long in engine.select(dataset, _text("_places")).rows:
        if isinstance(lat, int | float) and isinstance(long, int | float):  # not yet checked data may hold words
            found.setdefault(str(place), [float(lat), float(long)])
    return found


def _facets(dataset: Dataset) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for facet, node, value in engine.select(dataset, _text("_facets")).rows:
        found[str(node), str(facet)].add(str(value))
    return found


def _parts(dataset: Dataset) -> dict[str, list[str]]:
    """Return in which partnerships and initiatives each actor takes part, see `sides`."""
    found: dict[str, list[str]] = defaultdict(list)
    for actor, via in engine.select(dataset, _text("_parts")).rows:
        found[str(actor)].append(str(via))
    return dict(found)


def _text(name: str) -> str:
    return query_files.read_query(VIEWS / f"{name}.rq").text


def _name(dataset: Dataset, graph: nx.Graph, lang: str, known: Surroundings) -> None:
    """Give each node its label and its kind."""
    classes: dict[str, list[str]] = defaultdict(list)
    for node, class_ in engine.select_of(dataset, _CLASSES, [*graph]):
        classes[str(node)].append(str(class_))
    schema = load_schema()
    for node, attributes in graph.nodes(data=True):
        attributes.update({"label": label(known.names, node, lang), "kind": schema.kind_of(classes[node])})


def _describe(dataset: Dataset, graph: nx.Graph, lang: str, known: Surroundings) -> None:
    """Give each node its attributes."""
    known.nodes.update(node_attributes(dataset, [node for node in graph if node not in known.nodes], known))
    for node, attributes in graph.nodes(data=True):
        about = known.nodes[node]
        attributes["label"] = Text({"fr": about["label_fr"], "en": about["label_en"]}).text(lang)
        attributes.update(about)
        ends = zip(("start", "end"), known.times.things.get(node, ()), strict=False)
        attributes.update({name: date for name, date in ends if date})


def _place(graph: nx.Graph, known: Surroundings) -> None:
    """Say in the network's own attributes where what it shows is, and in what its nodes take part."""
    named = {value for _node, values in graph.nodes(data="territories") for value in values}
    found = {place: _point(place, known.places, known.territories.around) for place in sorted(named)}
    graph.graph["places"] = {place: point for place, point in found.items() if point}
    graph.graph["where"] = where = {node: known.where[node] for node in graph if node in known.where}
    active = {node: sorted({place for how, place, _passage in some if how == ACTIVE}) for node, some in where.items()}
    graph.graph["active"] = {node: places for node, places in active.items() if places}
    part = {node: known.part[node] for node in graph if node in known.part}
    linked = {via: sorted(known.facets.get((via, "territories"), ())) for via in sorted({*chain(*part.values())})}
    graph.graph["takes_part"] = part
    graph.graph["linked"] = {via: places for via, places in linked.items() if places}
    graph.graph["around"] = {place: sorted(wider) for place, wider in sorted(known.territories.around.items())}
    graph.graph["too_wide"] = sorted(known.territories.too_wide)


def node_attributes(
    dataset: Dataset, nodes: Sequence[str], known: Surroundings
) -> Iterator[tuple[str, NodeAttributes]]:
    """Yield the attributes of each thing, but for its dates and its label in the language of a network.

    ``known`` learns what they are called and where they are.
    """
    said: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for node, prop, value, language, passage in engine.select_of(dataset, _NODES, nodes):
        said[str(node)][local_name(prop), language or ""].append(str(value))
        if passage:
            known.where.setdefault(str(node), []).append([local_name(prop), str(value), str(passage)])
    names, schema = _named(dataset, nodes, known), load_schema()
    for node in nodes:
        facts = said.pop(node, defaultdict(list))
        kind = schema.kind_of(facts["type", ""])
        home = belongs_in(known.where.get(node, ()), known.territories, node if kind == "territory" else None)
        lat, long = known.places.get(node, (None, None))
        descriptions = by_range((tag, _fullest(texts)) for (prop, tag), texts in facts.items() if prop == "description")
        other = "" if descriptions.keys() & languages() else Text(descriptions).text()
        yield (
            node,
            {
                "label_fr": label(names, node, "fr"),
                "label_en": label(names, node, "en"),
                "description_fr": descriptions.get("fr", other),
                "description_en": descriptions.get("en", other),
                "alt_labels": sorted({name for key, names in facts.items() if key[0] == "altLabel" for name in names}),
                "slug": local_name(node),
                "kind": kind,
                "sphere": next(map(local_name, facts["sphere", ""]), None),
                "territory": only(home),
                "territories": [*known.facets.get((node, "territories"), ())],
                "sessions": [*known.facets.get((node, "sessions"), ())],
                "themes": [*known.facets.get((node, "themes"), ())],
                "lat": lat,
                "long": long,
            },
        )


def _fullest(texts: Iterable[str]) -> str:
    """Return the longest text, of several the first in order: several passages may describe a thing."""
    return max(sorted(texts), key=len, default="")


def _point(place: str, places: Mapping[str, Point], around: Mapping[str, frozenset[str]]) -> Point | None:
    """Return where the territory is, else where the smallest one is that holds it and has coordinates."""
    wider = sorted(
        places.keys() & around.get(place, frozenset()), key=lambda other: (-len(around.get(other, ())), other)
    )
    return next((places[other] for other in [place, *wider] if other in places), None)


def _labels(dataset: Dataset, graph: nx.Graph, of_ties: Iterable[str], known: Surroundings) -> Names:
    """Return the labels, by language, of all that nodes and edges name, and of kinds and spheres."""
    named = {str(value) for _node, value in graph.nodes(data="territory") if value}
    for facet in FACETS:
        named.update(*(values for _node, values in graph.nodes(data=facet)))
    named.update(of_ties)
    schema = load_schema()
    classes = {kebab(local_name(class_)): str(class_) for class_ in schema.supers}
    spheres = {slug: str(code) for slug, code in schema.codes.get(iri("ilb:Sphere"), {}).items()}
    found = _named(dataset, [*named, *classes.values(), *spheres.values()], known)
    short = {short: found[full] for short, full in {**classes, **spheres}.items()}
    whole = {**{name: found[name] for name in named}, **short}
    return {name: texts for name, texts in sorted(whole.items()) if texts}


def _named(dataset: Dataset, things: Iterable[str], known: Surroundings) -> Names:
    """Return the labels of the things, and of those looked up before."""
    missing = {*things} - known.names.keys()
    known.names.update(dict.fromkeys(missing, _NAMELESS) | labels(dataset, missing))
    return known.names


def _shown(graph: nx.Graph) -> str:
    from icilabas.asking.notebook import network_html

    return network_html(graph)


def _as_networkx(graph: nx.Graph, protocol: SupportsIndex) -> str | tuple[object, ...]:
    """Pickle it as NetworkX's own graph, so that it opens where icilabas is not installed."""
    ours = type(graph)
    if CLASSES.get(ours.__name__) is not ours:
        return object.__reduce_ex__(graph, protocol)
    return getattr(nx, ours.__name__), (), graph.__dict__


# By type(), not as classes: all that is added to NetworkX's four is how they are shown and pickled.
_ADDED = {"_repr_html_": _shown, "__reduce_ex__": _as_networkx}
CLASSES: dict[str, type[nx.Graph]] = {
    own.__name__: type(own.__name__, (own,), {"__doc__": own.__doc__, **_ADDED})
    for own in (nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph)
}
