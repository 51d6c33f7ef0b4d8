"""A graph, ours or any, as one interactive page: what is drawn of its nodes and ties, in three views."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icilabas.engine.terms import local_name
from icilabas.files.writing import write_file
from icilabas.picture.bridge_view import bridge_view
from icilabas.picture.html_page import page_of
from icilabas.picture.layout import box, node_points
from icilabas.picture.map_view import map_view
from icilabas.picture.static_svg import still
from icilabas.picture.styles import BORDER, STAND_OUT, families_of, looks_of
from icilabas.picture.years import years_of
from icilabas.words.catalogues import FIRST, language_of
from icilabas.words.matching import kebab, slug, unique_name
from icilabas.words.messages import message
from icilabas.words.safe_text import TEXT_LIMIT, LanguageMap, as_list, by_language, pick, plain, text_of, weight_or_one
from icilabas.words.text import with_translations

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Hashable, Iterable

    import networkx as nx

    from icilabas.picture.free_places import Box, CanvasPoint
    from icilabas.picture.html_page import CitedPage, DrawnNetwork, NodeFacts, Payload, TieFacts, View

    _Link = tuple[int, int, Mapping[str, object]]


_NODE = message("picture-node")  # the kind of a node without kind
MANY_LINKS = 800  # above so many, they are left out while the picture moves
_PLACED = 4  # networks whose places are known: views of the same ties, the file and the picture of one network
MANY_NODES = 60  # above so many not every label is shown at once, so the nodes may stand closer
_FACETS = {"territory": ("territories", "territory"), "session": ("sessions",), "theme": ("themes",)}
ALIASES = 5  # other names of a node that the page knows
_OPTIONS: dict[str, dict[str, object]] = {
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3},
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0.5, "arrows": {"to": {"scaleFactor": 0.45}}},
    "interaction": {"hover": True, "selectConnectedEdges": False},
}


@dataclass(frozen=True, repr=False)
class Drawing:
    """A page: its HTML, and the file it was written to."""

    html: str
    path: Path | None = None
    still: str = ""  # the same as an SVG, of a small network; what shows no frame shows this

    def __repr__(self) -> str:
        return f"Drawing({len(self.html)} characters, path={str(self.path) if self.path else None!r})"

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame that cannot reach the notebook.

        A notebook that came from others shows no frame before it is trusted, and no style either: then the still
        picture is seen, which the style hides.
        """
        frame = 'sandbox="allow-scripts allow-downloads" title="icilabas" width="100%" height="760" style="border:0"'
        shown = f'<iframe {frame} srcdoc="{html.escape(self.html)}"></iframe>'
        if not self.still:
            return shown
        title = self.still.partition("<title>")[2].partition("</title>")[0]  # escaped, as all of the picture
        picture = f"data:image/svg+xml;base64,{base64.b64encode(self.still.encode()).decode()}"
        name = (
            f"icilabas-{hashlib.sha256(self.still.encode()).hexdigest()[:12]}"  # it hides no other notebook's picture
        )
        hidden = f"<style>.{name} {{ display: none }}</style>"
        return f'{shown}{hidden}<img class="{name}" src="{picture}" alt="{title}">'


def draw(
    graph: nx.Graph,
    path: str | os.PathLike[str] | None = None,
    *,
    title: str | LanguageMap | None = None,
    lang: str = "fr",
    between: tuple[object, object] | None = None,
    home: str | None = None,
    menu: Sequence[tuple[str, Mapping[str, str]]] = (),
    pages: Mapping[Any, str] | None = None,  # Any: of whatever the nodes are
) -> Drawing:
    """Draw the graph; with a path, also write the page there (whole or not at all).

    `lang` is the language in which the page opens. `between` names the two territories, as the nodes' ``territory`` or
    ``territories`` do, that stand face to face in the bridge view: by default the two with the most actors. `home` is
    the address of a page that it links back to, such as ``"index.html"``; `menu` has the addresses of more pages, with
    their names by language, and `pages` the address of each node's own page. The same graph gives the same bytes.
    """
    payload = _Reading(graph).payload(title, lang, between)
    if graph.graph.get("access") == "restricted":
        payload["restricted"] = True
    payload |= {"home": home, "menu": list(menu), "here": Path(path or "").name}
    for node, facts in zip(graph, payload["nodes"], strict=True):
        if pages and node in pages:
            facts["page"] = pages[node]
    page, picture = page_of(payload, files("pyvis") / "templates/lib"), still(payload)
    if path is None:
        return Drawing(page, None, picture)
    target = Path(path)
    write_file(target, page.encode())
    return Drawing(page, target, picture)


@dataclass
class _Reading:
    """What the page needs to know of a graph, read once; `payload` puts it together."""

    graph: nx.Graph
    names: list[LanguageMap] = field(default_factory=list)  # what relations, spheres, passages … are called
    name_index: dict[str, int] = field(default_factory=dict)

    def payload(
        self, title: str | LanguageMap | None, lang: str, between: tuple[object, object] | None = None
    ) -> Payload:
        """Return everything that the page shows, as JSON-ready values."""
        graph = self.graph
        index = {node: i for i, node in enumerate(graph)}
        links = [(index[a], index[b], data) for a, b, data in graph.edges(data=True)]
        kinds = [_kind(data.get("kind")) for _, data in graph.nodes(data=True)]
        looks = looks_of(kinds)
        order = {kind: number for number, kind in enumerate(looks)}
        nodes = self._nodes(index, kinds, order)
        directed = bool(graph.graph.get("directed", graph.is_directed()))
        labels = [pick(node["label"], lang) for node in nodes]
        hidden = hidden_kinds(graph, looks)
        radius = radii(kinds, [(a, b) for a, b, _ in links])
        found: Payload = {
            "lang": language_of(lang) or FIRST,
            "title": text_of(title) or text_of(graph.graph.get("title")),
            "directed": directed,
            "nodes": nodes,
            "edges": [self._edge(data) for *_, data in links],
            "kinds": [
                {"name": self._name(kind), "shape": shape, "color": color, "named": kind in STAND_OUT}
                for kind, (shape, color) in looks.items()
            ],
            "hidden": sorted(order[kind] for kind in hidden),
            "families": [
                {"name": name.by_language(), "kinds": [order[kind] for kind in members]}
                for name, members in families_of(list(order))
            ],
            "names": self.names,
            "network": _network(labels, kinds, links, radius, hidden, directed=directed),
            "views": vantages(graph, labels, kinds, radius, between, hidden),
        }
        if years := years_of(graph, kinds):
            found["years"] = years
        return found

    def _nodes(self, index: dict[Hashable, int], kinds: list[str], order: dict[str, int]) -> list[NodeFacts]:
        taken: dict[str, int] = {}
        found: list[NodeFacts] = []
        for (node, data), kind in zip(self.graph.nodes(data=True), kinds, strict=True):
            name = plain(node) if isinstance(node, (tuple, AbstractSet)) else str(node)
            territory = data.get("territory")
            wish = plain(data.get("slug")) or slug(local_name(plain(name))) or "node"
            facts: NodeFacts = {
                "label": with_translations(by_language(data, "label")) or text_of(name) or {"": "–"},
                "aliases": [text for value in as_list(data.get("alt_labels"))[:ALIASES] if (text := plain(value))],
                "description": by_language(data, "description", TEXT_LIMIT),
                "kind": order[kind],
                "sphere": self._name(data.get("sphere")),
                "territory": self._name(territory),
                "home": index.get(territory) if isinstance(territory, str) else None,
                "slug": unique_name(wish, taken),
                "facets": self._facets(data),
            }
            found.append(facts)
        return found

    def _facets(self, data: Mapping[str, object]) -> dict[str, list[int]]:
        """Return by what the node is found, beside its kind and sphere: what has no value is left out."""
        found = {}
        for facet, keys in _FACETS.items():
            given = next((values for key in keys if (values := as_list(data.get(key)))), [])
            numbers = [number for value in given if (number := self._name(value)) is not None]
            if numbers:
                found[facet] = list(dict.fromkeys(numbers))
        return found

    def _edge(self, data: Mapping[str, object]) -> TieFacts:
        given = (as_list(data.get(key)) for key in ("relations", "relation", "label"))
        relations = next((found for found in given if found), [])
        evidence: list[CitedPage] = [
            {
                "source": self._name(item.get("source")),
                "passage": self._name(item.get("passage")),
                "relation": self._name(item.get("relation")),
                "page": ", ".join(plain(page) for page in as_list(item.get("page"))).replace("|", "–"),
            }
            for item in as_list(data.get("evidence"))
            if isinstance(item, Mapping)
        ]
        facts: TieFacts = {
            "relations": [n for r in relations if (n := self._name(r)) is not None],
            "evidence": evidence,
        }
        if data.get("undirected") is True:
            facts["undirected"] = True
        return facts

    def _name(self, key: object) -> int | None:
        """Return the number of what the key is called: by the graph's labels, else by its own last part."""
        if isinstance(key, str) and key in self.name_index:  # nearly always
            return self.name_index[key]
        name = plain(key, TEXT_LIMIT)
        if not name:
            return None
        if name not in self.name_index:
            labels = self.graph.graph.get("labels")
            given = labels.get(key) if isinstance(labels, Mapping) and isinstance(key, str) else None
            last = local_name(name) if "://" in name else name
            own = _NODE.by_language() if name == "node" else text_of(kebab(last).replace("-", " ").replace("_", " "))
            self.name_index[name] = len(self.names)
            self.names.append(with_translations(text_of(given)) or own)
        return self.name_index[name]


def _kind(value: object) -> str:
    return kebab(local_name(plain(value))) or "node"


def _network(
    labels: list[str],
    kinds: list[str],
    links: list[_Link],
    radius: list[float],
    hidden: AbstractSet[str],
    *,
    directed: bool,
) -> DrawnNetwork:
    """Lay the network out, what is shown at first before the rest; return pyvis's nodes, edges and options."""
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    looks = looks_of(kinds)
    points = drawn_points(tuple(labels), tuple(kinds), tuple((a, b) for a, b, _ in links), frozenset(hidden))
    net = Network(directed=directed)
    slow = {"hideEdgesOnDrag": len(links) > MANY_LINKS, "hideEdgesOnZoom": len(links) > MANY_LINKS}
    net.options = {**_OPTIONS, "interaction": {**_OPTIONS["interaction"], **slow}}
    # Not by add_node and add_edge: these take quadratic time and drop parallel edges.
    for i, (x, y) in enumerate(points):
        shape, color = looks[kinds[i]]
        paint = {"background": color, "border": BORDER}
        options = {"size": radius[i], "x": x, "y": y, "color": {**paint, "highlight": paint, "hover": paint}}
        net.nodes.append(Node(i, shape, labels[i], **options).options)
    for i, (a, b, data) in enumerate(links):
        width = round(min(6.0, 0.8 + 0.6 * math.log2(1 + weight_or_one(data.get("weight")))), 1)
        net.edges.append(Edge(a, b, directed and data.get("undirected") is not True, id=i, width=width).options)
    nodes, edges, _, _, _, settings = net.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(settings)}


def hidden_kinds(graph: nx.Graph, kinds: Collection[str]) -> set[str]:
    """Return which of these kinds of nodes a picture does not show at first: not all of them."""
    hidden = {_kind(kind) for kind in as_list(graph.graph.get("hidden"))} & {*kinds}
    return hidden if hidden != {*kinds} else set()


@lru_cache(_PLACED)
def drawn_points(
    labels: tuple[str, ...], kinds: tuple[str, ...], links: tuple[tuple[int, int], ...], hidden: frozenset[str]
) -> list[CanvasPoint]:
    """Return where each node stands in the picture of the network: what is shown at first, then around it the rest."""
    later = {i for i, kind in enumerate(kinds) if kind in hidden}
    room = min(1.0, MANY_NODES / max(1, len(labels) - len(later)))
    rooms = [0.0 if i in later else 2.2 if kind in STAND_OUT else room for i, kind in enumerate(kinds)]
    sizes = radii(kinds, links)
    boxes = [box(len(label), size, free) for label, size, free in zip(labels, sizes, rooms, strict=True)]
    return node_points(boxes, links, later)


MAP_ROOM = 0.4  # for labels on the map: that a place is where it is matters more


def radii(kinds: Sequence[str], links: Iterable[tuple[int, int]]) -> list[float]:
    """Return how large each node is drawn: by its number of links, and by whether its kind stands out."""
    degree = [0] * len(kinds)
    for a, b in links:
        degree[a] += 1
        degree[b] += a != b
    return [
        round(min(26.0, 8 + 3.2 * math.sqrt(count)) * STAND_OUT.get(kind, 1), 1)
        for count, kind in zip(degree, kinds, strict=True)
    ]


def vantages(
    graph: nx.Graph,
    labels: Sequence[str],
    kinds: Sequence[str],
    radius: Sequence[float],
    between: tuple[object, object] | None,
    hidden: AbstractSet[str],
) -> list[View]:
    """Return the views for which the graph has data; the points of the network itself stand in its nodes."""

    def boxes(rooms: Iterable[float]) -> list[Box]:
        return [box(len(label), size, room) for label, size, room in zip(labels, radius, rooms, strict=True)]

    bridge = bridge_view(graph, list(kinds), boxes([1.0] * len(kinds)), between, hidden)
    mapped = map_view(graph, boxes(0.0 if kind in hidden else MAP_ROOM for kind in kinds))
    whole: View = {"name": "network"}
    return [view for view in (whole, bridge, mapped) if view]
