"""Draw any networkx graph as one HTML page that works offline. The only module that imports pyvis.

The graph is read, never changed. pyvis's ``Network`` holds what is drawn (nodes, edges, options); the page
itself is our own template around the vis-network library that pyvis brings along.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import math
import os
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icilabas.harmless import TEXT_LIMIT, Text, bilingual, listed, pick, plain, text_of, unlike, weight_of
from icilabas.layout import BORDER, Look, box, looks_of, place
from icilabas.terms import kebab, local_name, slug

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    import networkx as nx

_NODE = {"fr": "point", "en": "node"}  # the kind of a node without kind
MANY_LINKS = 800  # above so many, they are left out while the picture moves
_OPTIONS: dict[str, dict[str, Any]] = {
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

    def __repr__(self) -> str:
        return f"Drawing({len(self.html)} characters, path={str(self.path) if self.path else None!r})"

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame that cannot reach the notebook."""
        frame = 'sandbox="allow-scripts" title="icilabas" width="100%" height="760" style="border:0"'
        return f'<iframe {frame} srcdoc="{html.escape(self.html)}"></iframe>'


def draw(
    graph: nx.Graph, path: str | os.PathLike[str] | None = None, *, title: str | Text | None = None, lang: str = "fr"
) -> Drawing:
    """Draw the graph; with a path, also write the page there (whole or not at all).

    `lang` is the language in which the page opens. The same graph gives the same bytes.
    """
    page = _page(_Reading(graph).payload(title, lang))
    if path is None:
        return Drawing(page)
    target = Path(path)
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(page, encoding="utf-8", newline="\n")
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return Drawing(page, target)


@dataclass
class _Reading:
    """What the page needs to know of a graph, read once; `payload` puts it together."""

    graph: Any
    names: list[Text] = field(default_factory=list)  # what relations, spheres, passages … are called
    name_index: dict[str, int] = field(default_factory=dict)

    def payload(self, title: str | Text | None, lang: str) -> dict[str, Any]:
        """Return everything that the page shows, as JSON-ready values."""
        graph = self.graph
        index = {node: i for i, node in enumerate(graph)}
        links = [(index[a], index[b], data) for a, b, data in graph.edges(data=True)]
        kinds = [kebab(local_name(plain(data.get("kind")))) or "node" for _, data in graph.nodes(data=True)]
        looks = looks_of(kinds)
        nodes = self._nodes(index, kinds, list(looks))
        directed = bool(graph.graph.get("directed", graph.is_directed()))
        labels = [pick(node["label"], lang) for node in nodes]
        return {
            "lang": lang if lang in ("fr", "en") else "fr",
            "title": text_of(title) or text_of(graph.graph.get("title")),
            "directed": directed,
            "nodes": nodes,
            "edges": [self._edge(data) for *_, data in links],
            "kinds": [{"name": self._name(kind), "shape": s, "color": c} for kind, (s, c) in looks.items()],
            "names": self.names,
            "network": _network(labels, [looks[kind] for kind in kinds], links, directed=directed),
        }

    def _nodes(self, index: dict[Any, int], kinds: list[str], order: list[str]) -> list[dict[str, Any]]:
        taken: set[str] = set()
        found: list[dict[str, Any]] = []
        for (node, data), kind in zip(self.graph.nodes(data=True), kinds, strict=True):
            name = plain(node) if isinstance(node, (tuple, AbstractSet)) else str(node)
            territory = data.get("territory")
            wish = plain(data.get("slug")) or slug(local_name(plain(name))) or "node"
            facts = {
                "label": bilingual(data, "label") or text_of(name) or {"": "–"},
                "description": bilingual(data, "description", TEXT_LIMIT),
                "kind": order.index(kind),
                "sphere": self._name(data.get("sphere")),
                "territory": self._name(territory),
                "home": index.get(territory) if isinstance(territory, str) else None,
                "slug": unlike(wish, taken),
            }
            found.append(facts)
        return found

    def _edge(self, data: Mapping[str, Any]) -> dict[str, Any]:
        given = (listed(data.get(key)) for key in ("relations", "relation", "label"))
        relations = next((found for found in given if found), [])
        evidence = [
            {
                **{key: self._name(item.get(key)) for key in ("source", "passage", "relation")},
                "page": ", ".join(plain(page) for page in listed(item.get("page"))).replace("|", "–"),
            }
            for item in listed(data.get("evidence"))
            if isinstance(item, Mapping)
        ]
        return {"relations": [n for r in relations if (n := self._name(r)) is not None], "evidence": evidence}

    def _name(self, key: object) -> int | None:
        """Return the number of what the key is called: by the graph's labels, else by its own last part."""
        name = plain(key, TEXT_LIMIT)
        if not name:
            return None
        if name not in self.name_index:
            labels = self.graph.graph.get("labels")
            given = labels.get(key) if isinstance(labels, Mapping) and isinstance(key, str) else None
            last = local_name(name) if "://" in name else name
            own = _NODE if name == "node" else text_of(kebab(last).replace("-", " ").replace("_", " "))
            self.name_index[name] = len(self.names)
            self.names.append(text_of(given) or own)
        return self.name_index[name]


def _network(
    labels: list[str], looks: list[Look], links: list[tuple[int, int, dict[str, Any]]], *, directed: bool
) -> dict[str, Any]:
    """Lay the network out and return pyvis's nodes, edges and options for it."""
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    degree = [0] * len(labels)
    for a, b, _ in links:
        degree[a] += 1
        degree[b] += a != b
    radius = [round(min(26.0, 8 + 3.2 * math.sqrt(count)), 1) for count in degree]
    boxes = [box(len(label), r, len(labels)) for label, r in zip(labels, radius, strict=True)]
    net = Network(directed=directed)
    slow = {"hideEdgesOnDrag": len(links) > MANY_LINKS, "hideEdgesOnZoom": len(links) > MANY_LINKS}
    net.options = {**_OPTIONS, "interaction": {**_OPTIONS["interaction"], **slow}}
    # Not by add_node and add_edge: these take quadratic time and drop parallel edges.
    for i, (x, y) in enumerate(place(boxes, [(a, b) for a, b, _ in links])):
        shape, color = looks[i]
        paint = {"background": color, "border": BORDER}
        options = {"size": radius[i], "x": x, "y": y, "color": {**paint, "highlight": paint, "hover": paint}}
        net.nodes.append(Node(i, shape, labels[i], **options).options)
    for i, (a, b, data) in enumerate(links):
        width = round(min(6.0, 0.8 + 0.6 * math.log2(1 + weight_of(data.get("weight")))), 1)
        net.edges.append(Edge(a, b, directed, id=i, width=width).options)
    nodes, edges, _, _, _, settings = net.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(settings)}


def _read(folder: Traversable, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hashes(parts: list[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in parts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def _page(payload: dict[str, Any]) -> str:
    """Fill the template. Every script and style is named by its hash, so that nothing else can run."""
    from jinja2 import Environment
    from markupsafe import Markup

    own = files("icilabas") / "templates"
    versions = [folder for folder in (files("pyvis") / "templates/lib").iterdir() if folder.name.startswith("vis-")]
    vis = max(versions, key=lambda folder: [int(part) for part in re.findall(r"\d+", folder.name)])
    # The pictures in vis-network's style are buttons that we do not show; its source map is not at hand.
    styles = [re.sub(r"url\([^)]*\)", "none", _read(vis, "vis-network.css")), _read(own, "graph.css")]
    library = re.sub(r"\n//# sourceMappingURL=.*", "\n", _read(vis, "vis-network.min.js"))
    scripts = [library, *(_read(own, name) for name in ("graph-words.js", "graph-names.js", "graph.js"))]
    data = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        data = data.replace(character, f"\\u{ord(character):04x}")
    policy = f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; img-src data: blob:"
    template = Environment(autoescape=True, trim_blocks=True).from_string(_read(own, "graph.html.j2"))
    return template.render(
        lang=payload["lang"],
        title=pick(payload["title"], payload["lang"]) or "icilabas",
        policy=f"{policy}; base-uri 'none'; form-action 'none'",
        # Ours and pyvis's files, and JSON without <, > and &: nothing here can end its element.
        styles=[Markup(style) for style in styles],  # noqa: S704
        scripts=[Markup(script) for script in scripts],  # noqa: S704
        data=Markup(data),  # noqa: S704
    )
