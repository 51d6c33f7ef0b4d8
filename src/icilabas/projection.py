"""Networks: ``ontology/views/*.rq`` turned into NetworkX graphs. The dataset is never changed.

Each row of a view is one piece of evidence for one tie; a row without ``?target`` is a node alone. Rows with the
same source, target, relation and via are one statement said in several places.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from icilabas import engine, queries
from icilabas.describing import describe
from icilabas.errors import UsageError
from icilabas.messages import message
from icilabas.paths import ONTOLOGY

if TYPE_CHECKING:
    import networkx as nx

    from icilabas.describing import Surroundings
    from icilabas.queries import QueryFile

VIEWS = ONTOLOGY / "views"
_SOURCES = "SELECT ?passage ?source WHERE { ?passage a ilb:Passage ; dcterms:source ?source } ORDER BY ?passage ?source"


def view(name: str) -> QueryFile:
    """Return the view of this name. Raises UsageError with the nearest names."""
    return queries.find(VIEWS, name, "unknown-view")


def views() -> list[QueryFile]:
    """Return all views, by name."""
    return [view(name) for name in queries.names(VIEWS)]


def project(dataset: Any, name: str, *, lang: str = "fr", known: Surroundings | None = None) -> nx.Graph:
    """Return the network of a view; ``known`` is what `describing.surroundings` found for another network of it.

    Node ids are IRIs. Nodes have ``label`` (in ``lang``), ``label_fr``, ``label_en``, ``description_fr``,
    ``description_en``, ``alt_labels``, ``slug``, ``kind``, ``sphere``, ``territory`` (IRI or None), ``territories``,
    ``sessions`` and ``themes`` (sorted IRIs, see ``describing``), ``lat`` and ``long`` (degrees or None) and, in a
    two-mode view, ``bipartite`` (0 for sources, 1 for targets). Edges have ``relations`` (sorted IRIs), ``weight``
    (sum over distinct ``?via``, else number of relations) and ``evidence``: a list of ``{source, passage, page,
    relation}``. A multigraph has one edge for each relation. ``graph["labels"]`` names all IRIs in both languages,
    ``graph["places"]`` gives the ``[lat, long]`` of territories, nodes or not, that the nodes name.
    It is NetworkX's own class in all but how a notebook shows it: a table of its heaviest ties.
    Raises UsageError for an unknown view or one whose query does not give source and target.
    """
    from icilabas.graphs import CLASSES

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
    describe(dataset, graph, lang, known)
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
    answer: engine.Rows, sources: dict[str, str], *, multi: bool
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
