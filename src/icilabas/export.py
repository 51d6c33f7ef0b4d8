"""Ways out: RDF files, and networks for Gephi, yEd, spreadsheets and programs.

GraphML and GEXF hold no lists and no IRIs as keys: attributes are flattened here, and only here.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.errors import UsageError
from icilabas.messages import message
from icilabas.output import write_file
from icilabas.read import restricted_graphs
from icilabas.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

_SEPARATOR = " | "
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rdf(store: Any, ending: str, *, restricted: bool, inferred: bool = False) -> bytes:
    """Serialise the content (never the ontology): ``.trig``, ``.nq``, ``.jsonld`` with its graphs, else merged.

    Raises UsageError for an ending that is no RDF form.
    """
    if ending not in engine.FORMATS:
        raise UsageError(message("bad-output", found=ending, known=", ".join((*engine.FORMATS, ".xlsx"))))
    hidden = [] if restricted else restricted_graphs(store)
    return engine.dump(store, ending, leave_out=[ONTOLOGY_GRAPH, *([] if inferred else [INFERRED_GRAPH]), *hidden])


def whole(store: Any, path: Path, *, restricted: bool, lang: str = "en") -> bytes:
    """Return the content in the form of the path's ending: RDF, or a workbook with headings in the language.

    Restricted graphs are taken out of the store where they are not wanted. Raises UsageError for an unknown ending.
    """
    ending = path.suffix.lower()
    if ending != ".xlsx":
        return rdf(store, ending, restricted=restricted)
    from icilabas.filling import workbook

    if not restricted:
        engine.drop_graphs(store, restricted_graphs(store))
    return workbook(store, path, lang)


def evidence_text(evidence: list[dict[str, Any]], names: dict[str, dict[str, str]], lang: str = "fr") -> str:
    """Return evidence as people cite it: passage title and page, each once."""
    found = []
    for item in evidence:
        titles = names.get(item["passage"], {})
        title = titles.get(lang) or next(iter(titles.values()), item["passage"])
        text = f"{title}, p. {item['page']}" if item.get("page") is not None else title
        if text not in found:
            found.append(text)
    return _SEPARATOR.join(found)


def _plain(attributes: dict[str, Any], names: dict[str, dict[str, str]]) -> dict[str, str | int | float]:
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
            found[key] = _printable(str(value))
    return found


def _flat(graph: nx.Graph) -> nx.Graph:
    """Return a copy with flat attributes."""
    flat = type(graph)(name=graph.graph.get("name", ""))
    names = graph.graph.get("labels", {})
    flat.add_nodes_from((node, _plain(attributes, names)) for node, attributes in graph.nodes(data=True))
    if graph.is_multigraph():
        ties = graph.edges(keys=True, data=True)
        flat.add_edges_from((source, target, key, _plain(a, names)) for source, target, key, a in ties)
    else:
        flat.add_edges_from((source, target, _plain(a, names)) for source, target, a in graph.edges(data=True))
    return flat


def _printable(text: str) -> str:
    """Leave out what XML cannot hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)


def _graphml(graph: nx.Graph) -> bytes:
    import networkx as nx

    return ("\n".join(nx.generate_graphml(_flat(graph))) + "\n").encode()


def _gexf(graph: nx.Graph) -> bytes:
    import networkx as nx

    text = "\n".join(nx.generate_gexf(_flat(graph)))
    return (re.sub(r' lastmodifieddate="[^"]*"', "", text) + "\n").encode()


def _json(graph: nx.Graph) -> bytes:
    import networkx as nx

    return (json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False, indent=1) + "\n").encode()


def csv_bytes(headings: list[str], rows: list[list[Any]]) -> bytes:
    """Return a table that Excel opens as it is: UTF-8 with BOM, and no cell that it would run as a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _csv_ties(graph: nx.Graph) -> bytes:
    flat = _flat(graph)
    columns = ["relations", "weight", "evidence"]
    label = dict(flat.nodes(data="label"))
    rows = [
        [source, target, label[source], label[target], *(attributes.get(column, "") for column in columns)]
        for source, target, attributes in flat.edges(data=True)
    ]
    return csv_bytes(["source", "target", "source_label", "target_label", *columns], rows)


def _csv_nodes(graph: nx.Graph) -> bytes:
    flat = _flat(graph)
    columns = sorted({key for _node, attributes in flat.nodes(data=True) for key in attributes})
    rows = [[node, *(attributes.get(c, "") for c in columns)] for node, attributes in flat.nodes(data=True)]
    return csv_bytes(["id", *columns], rows)


NETWORKS = {".graphml": _graphml, ".gexf": _gexf, ".json": _json, ".csv": _csv_ties}


def network(graph: nx.Graph, path: Path) -> list[Path]:
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
