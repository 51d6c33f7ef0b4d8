"""Networks for Gephi, Kumu, yEd, spreadsheets and programs.

GraphML and GEXF hold no lists and no IRIs as keys: attributes are flattened here, and only here. A GEXF file also
says where nodes stand, how large they are and of which colour, as in the picture of the site.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from icilabas.asking.evidence import by_passage
from icilabas.engine.terms import local_name
from icilabas.errors import UsageError
from icilabas.export.rdf import notice
from icilabas.files.csv_tables import csv_bytes
from icilabas.files.writing import write_file
from icilabas.picture.drawing import radii
from icilabas.picture.layout import box, node_points
from icilabas.picture.styles import looks_of
from icilabas.sources.held_back import ACCESS
from icilabas.words.catalogues import FIRST
from icilabas.words.messages import message
from icilabas.words.safe_text import printable
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from pathlib import Path

    import networkx as nx

    from icilabas.asking.evidence import Evidence


MOST_PLACED = 5000  # nodes
_NUMBERED = re.compile("&#([0-9]+);")
_SEPARATOR = " | "
_ON_SITE = (".gexf", ".graphml", ".csv")


def evidence_text(evidence: list[Evidence], names: dict[str, dict[str, str]], lang: str = "fr") -> str:
    """Return evidence as people cite it: passage title and page, each once."""

    def title(passage: str) -> Text:
        return same(Text(names.get(passage, {})).text(lang) or passage)

    return _SEPARATOR.join(each.text.text(lang) for each in by_passage(evidence, title, merged=False, ordered=False))


def _plain(attributes: Mapping[str, Any], names: dict[str, dict[str, str]]) -> dict[str, str | int | float]:
    """Return the attributes as text and numbers, the evidence as people cite it; what is None is left out."""
    found: dict[str, str | int | float] = {}
    for key, value in attributes.items():
        if key == "evidence":
            found[key] = evidence_text(value, names)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found[key] = value
        elif isinstance(value, list | tuple | set):
            found[key] = _SEPARATOR.join(sorted(map(str, value)))
        elif value is not None:
            found[key] = printable(str(value))
    return found


def _flat(graph: nx.Graph) -> nx.Graph:
    """Return a copy with flat attributes."""
    flat = type(graph)(name=graph.graph.get("name", ""), **_told(graph))
    names = graph.graph.get("labels", {})
    flat.add_nodes_from((node, _plain(attributes, names)) for node, attributes in graph.nodes(data=True))
    if graph.is_multigraph():
        ties = graph.edges(keys=True, data=True)
        flat.add_edges_from((source, target, key, _plain(a, names)) for source, target, key, a in ties)
    else:
        flat.add_edges_from((source, target, _plain(a, names)) for source, target, a in graph.edges(data=True))
    return flat


def is_restricted(graph: nx.Graph) -> bool:
    """Say whether the network shows what only some may read."""
    return bool(graph.graph.get(ACCESS) == "restricted")


def _told(graph: nx.Graph) -> dict[str, str]:
    """Return what the head of a file says of such a network."""
    return {ACCESS: "restricted", "notice": notice()} if is_restricted(graph) else {}


def _graphml(graph: nx.Graph) -> bytes:
    import networkx as nx

    return _xml(nx.generate_graphml(_flat(graph)))


def _gexf(graph: nx.Graph) -> bytes:
    import networkx as nx

    told = f"  <description>{notice()}</description>\n  </meta>" if is_restricted(graph) else "</meta>"
    content = re.sub(rb' lastmodifieddate="[^"]*"', b"", _xml(nx.generate_gexf(_seen(_flat(graph)))))
    return content.replace(b"</meta>", told.encode(), 1)


def _xml(lines: Iterable[str]) -> bytes:
    """Return the lines as a file, without what XML cannot hold, be it written by its number."""

    def fit(found: re.Match[str]) -> str:
        character = chr(int(found[1]))
        return found[0] if printable(character) == character else printable(character)

    return (printable(_NUMBERED.sub(fit, "\n".join(lines))) + "\n").encode()


def _seen(graph: nx.Graph) -> nx.Graph:
    """Give each node of a flat graph its place, size and colour, for programs that show it; y grows upwards there.

    A network of very many nodes is left as it is: whoever opens it lays it out by what is of interest.
    """
    if len(graph) > MOST_PLACED:
        return graph
    kinds = [str(kind or "node") for _node, kind in graph.nodes(data="kind")]
    number = {node: place for place, node in enumerate(graph)}
    links = [(number[source], number[target]) for source, target in graph.edges()]
    looks, sizes = looks_of(kinds), radii(kinds, links)
    boxes = [
        box(len(str(label)), size, 1.0) for (_node, label), size in zip(graph.nodes(data="label"), sizes, strict=True)
    ]
    for (_node, about), kind, size, (x, y) in zip(
        graph.nodes(data=True), kinds, sizes, node_points(boxes, links), strict=True
    ):
        red, green, blue = bytes.fromhex(looks[kind][1].removeprefix("#"))
        colour = {"r": red, "g": green, "b": blue, "a": 1.0}
        about["viz"] = {"color": colour, "size": size, "position": {"x": float(x), "y": float(-y), "z": 0.0}}
    return graph


def _json(graph: nx.Graph) -> bytes:
    import networkx as nx

    content = {**_told(graph), **nx.node_link_data(graph, edges="edges")}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8", "replace")


def _csv_ties(graph: nx.Graph) -> bytes:
    columns, names = ("relations", "weight", "evidence"), graph.graph.get("labels", {})
    label = {node: printable(str(label or "")) for node, label in graph.nodes(data="label")}
    rows = []
    for source, target, attributes in graph.edges(data=True):
        flat = _plain({column: attributes.get(column) for column in columns}, names)
        rows.append([source, target, label[source], label[target], *(flat.get(column, "") for column in columns)])
    return csv_bytes(["source", "target", "source_label", "target_label", *columns], rows)


def _csv_nodes(graph: nx.Graph) -> bytes:
    names = graph.graph.get("labels", {})
    flat = {node: _plain(attributes, names) for node, attributes in graph.nodes(data=True)}
    columns = sorted({key for attributes in flat.values() for key in attributes})
    return csv_bytes(["id", *columns], [[node, *(about.get(c, "") for c in columns)] for node, about in flat.items()])


def _kumu(graph: nx.Graph) -> bytes:
    """Return a workbook that Kumu imports: elements by their labels, each once, and connections between these."""
    from icilabas.files.excel import Worksheet, write_workbook

    flat, names = _flat(graph), graph.graph.get("labels", {})
    labels: dict[Hashable, str] = {}
    taken: set[str] = set()
    for node, label in flat.nodes(data="label"):
        wanted = str(label or node)
        labels[node] = wanted if wanted.casefold() not in taken else f"{wanted} ({node})"
        taken.add(labels[node].casefold())

    def said(name: object) -> str:
        return Text(names.get(name, {})).text(FIRST) or local_name(str(name or ""))

    def several(values: Iterable[object] | None) -> str:
        return "|".join(dict.fromkeys(said(value).replace("|", "/") for value in values or ()))

    elements = [["Label", "Type", "Description", "Tags", "Sphere", "Territory", "Themes", "Id"]]
    for node, about in graph.nodes(data=True):
        tags = "|".join(str(alias).replace("|", "/") for alias in about.get("alt_labels") or ())
        facts = [said(about.get("kind")), about.get("description_fr") or about.get("description_en") or "", tags]
        where = [said(about.get("sphere")), said(about.get("territory")), several(about.get("themes")), str(node)]
        elements.append([labels[node], *facts, *where])
    way = "directed" if graph.is_directed() else "undirected"
    ties = [["From", "To", "Direction", "Type", "Strength", "Evidence"]]
    for (source, target, about), (*_ends, plain) in zip(graph.edges(data=True), flat.edges(data=True), strict=True):
        relations, weight = several(about.get("relations")), str(about.get("weight", ""))
        ties.append([labels[source], labels[target], way, relations, weight, str(plain.get("evidence", ""))])
    return write_workbook([Worksheet("Elements", elements), Worksheet("Connections", ties)])


def forms_on_site(graph: nx.Graph) -> tuple[str, ...]:
    """Return the forms in which a site has the network: of very many nodes only tables, which any program reads.

    XML of such networks weighs tens of megabytes and takes most of the time of a build; `network` writes it.
    """
    return _ON_SITE if len(graph) <= MOST_PLACED else (".csv",)


NETWORKS = {".graphml": _graphml, ".gexf": _gexf, ".json": _json, ".csv": _csv_ties, ".xlsx": _kumu}


def write_network(graph: nx.Graph, path: Path) -> list[Path]:
    """Write the network in the form of the ending; ``.csv`` writes the ties, and the nodes in ``…-nodes.csv``.

    Returns what was written. Raises UsageError for an unknown ending or a place that cannot be written.
    """
    form = NETWORKS.get(path.suffix.lower())
    if form is None:
        raise UsageError(message("bad-output", found=path.suffix or path.name, known=", ".join(NETWORKS)))
    write_file(path, form(graph))
    if path.suffix.lower() != ".csv":
        return [path]
    nodes = path.with_name(f"{path.stem}-nodes.csv")
    write_file(nodes, _csv_nodes(graph))
    return [path, nodes]
