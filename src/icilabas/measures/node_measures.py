"""Measures of the nodes of a network, ours or any NetworkX graph: how each is placed in it, as a table."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from icilabas import resources
from icilabas.measures.betweenness import gefura
from icilabas.measures.brokerage import ROLES, brokerage_roles, pairs_once
from icilabas.measures.communities import LEIDEN, LOUVAIN, agreement, communities
from icilabas.measures.groups import NOT_NEGATIVE, checked_weight, groups_of, loose
from icilabas.measures.significance import without_each
from icilabas.measures.small_samples import FEWEST_NODES, FEWEST_PASSAGES
from icilabas.measures.structural_holes import constraint
from icilabas.networks.projection import project
from icilabas.networks.sides import Belonging
from icilabas.resources import ONTOLOGY
from icilabas.words.matching import acronym_or_name, reading_order
from icilabas.words.messages import Message
from icilabas.words.safe_text import text_of
from icilabas.words.sentences import number, thousands
from icilabas.words.text import Text, in_each_language

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import networkx as nx
    import pandas as pd

    from icilabas.engine import Value
    from icilabas.engine.query import Dataset
    from icilabas.measures.communities import Agreement, Communities
    from icilabas.measures.groups import Node

    TableRow = dict[str, Value]  # of the table, by the names of its columns


TERRITORY, LOUVAIN_SEED, DIGITS = "territory", 1, 6
SEARCHES = {LOUVAIN: "Louvain, Blondel et al. 2008", LEIDEN: "Leiden, Traag et al. 2019"}
COLUMN_WORDS = ONTOLOGY / "comparison" / "columns.yaml"
NOT_ON_TERMINAL = {"iri", "kind"}  # a table on a terminal has room for the numbers
NO_DECIMALS = 1000  # a number of this size or more is shown without decimals
KEYS = (
    *("degree", "strength", "betweenness", "closeness", "constraint"),
    *ROLES,
    *("community", "rank", "rank_best", "rank_worst"),
)


def measure(
    data: Dataset | nx.Graph, view: str = "collaboration", *, lang: str = "fr", seed: int = LOUVAIN_SEED
) -> NodeTable:
    """Return the node table of a view of a dataset, or of a NetworkX graph (then ``view`` is only its name).

    A row has ``iri``, ``label``, ``kind``, ``territory`` (the node attribute; for a view, its label in ``lang``),
    ``degree`` (different neighbours), ``strength`` (sum of weights), ``betweenness`` between territories,
    ``closeness``, ``constraint``, the Gould–Fernandez roles, ``community``, ``rank`` (by betweenness; by degree where
    there are fewer than two territories; None where all values are equal) and ``rank_best`` and ``rank_worst``: without
    each of four passages or more in turn, with the ties and the places that it alone says. Of fewer than five nodes
    (of those with a territory, where what is between territories is measured) there is no betweenness, rank or
    agreement, and of fewer than five in all no community. What has no value is None, and a note says why. Raises
    UsageError for an unknown view.
    """
    graph: nx.Graph = data if hasattr(data, "adjacency") else project(data, view, lang=lang)
    simple = simplified(graph)
    sort = _sorts(graph)
    territory = (
        groups_of(graph, TERRITORY) if any(TERRITORY in about for _node, about in graph.nodes(data=True)) else {}
    )
    home = Belonging(graph, territory)
    several = len(set(territory.values())) > 1
    few = len(territory if several else graph) < FEWEST_NODES
    parts = communities(simple, seed) if len(graph) >= FEWEST_NODES else None
    values: dict[str, Mapping[Node, float]] = {
        "degree": dict(simple.degree()),
        "strength": dict(simple.degree(weight="weight")),
        "closeness": _closeness(simple, sort),
        "constraint": {} if sort else constraint(simple, weight="weight"),
        "betweenness": gefura(simple, territory) if several and not few else {},
        "community": parts.of if parts else {},
    }
    if several and not sort:
        found = brokerage_roles(graph, territory)
        roles = {node: each._asdict() if graph.is_directed() else pairs_once(each) for node, each in found.items()}
        values |= {role: {node: each[role] for node, each in roles.items()} for role in ROLES}
    by = "betweenness" if several else "degree"
    ranks, passages = _ranks(graph, home, values[by], several=several)
    ranks = {} if few else ranks
    ranked = any(rank is not None for rank in ranks.get("rank", {}).values())
    names, columns = graph.graph.get("labels"), {**values, **ranks}
    rows = [
        _about(node, about, territory.get(node), names, lang)
        | {key: _value(columns.get(key, {}), node) for key in KEYS}
        for node, about in graph.nodes(data=True)
    ]
    same = _telling(parts.of if parts else {}, territory)
    notes = [
        _size(graph, simple, territory, view),
        *([note("two_mode")] if sort else []),
        *([] if parts else [note("few", least=FEWEST_NODES)]),
        *([note("few_placed", n=len(territory), least=FEWEST_NODES)] if few and parts else []),
        *([] if few and several else [note("between")] if several else [note("no_groups")]),
        *([note("several_territories", nodes=home.several)] if home.several else []),
        *([note("directed" if graph.is_directed() else "undirected")] if several and not sort else []),
        *([note("both_ways")] if several and not sort and loose(graph) else []),
        *(
            [note(_moved(passages, ranked=ranked), column=measure_name(by), passages=passages, least=FEWEST_PASSAGES)]
            if not few
            else []
        ),
        *([_communities(parts, same)] if parts else []),
    ]
    summary = {
        "n": len(graph),
        "ties": simple.number_of_edges(),
        "territories": len(set(territory.values())),
        "in_several_territories": home.several,
        "communities": {
            "count": len(set(values["community"].values())) if parts else None,
            "method": parts.method if parts else None,
            "seed": seed,
            "starts": parts.starts if parts else 0,
            "modularity": _digits(parts.modularity) if parts else None,
            "stability": _digits(parts.stability) if parts else None,
        },
        "agreement": {"adjusted_rand": _digits(same.value), "n": same.n},
        "passages": passages,
    }
    rows.sort(key=lambda row: (row["rank"] or 0, reading_order(row["label"]), str(row["iri"])))
    short = {row["iri"]: acronym_or_name(row["label"], graph.nodes[row["iri"]].get("alt_labels", ())) for row in rows}
    return NodeTable(view, rows, notes, summary, short, lang)


@dataclass
class NodeTable:
    """The measures of a network: a row a node, and notes that say what each number is and was computed on."""

    view: str
    rows: list[TableRow]
    notes: list[Text]
    summary: dict[str, Value]
    short: dict[Node, str] = field(default_factory=dict, repr=False)  # what a node is called where there is little room
    lang: str = field(default="fr", repr=False)  # in which a notebook shows it

    def to_dict(self) -> dict[str, Value]:
        """Return view, summary, notes and nodes as plain values; what has no value is None."""
        notes = [each.by_language() for each in self.notes]
        return {"view": self.view, **self.summary, "notes": notes, "nodes": self.rows}

    def to_csv(self) -> bytes:
        """Return a table for spreadsheets, headed by the keys of the JSON form; an empty cell has no value."""
        from icilabas.files.csv_tables import csv_bytes

        cells = [["" if row[column] is None else row[column] for column in columns()] for row in self.rows]
        return csv_bytes(columns(), cells)

    def to_text(self, lang: str = "fr") -> str:
        """Return a table without the columns that have no value, and the notes below."""
        from icilabas.asking.answers import terminal_table

        shown, rows = self._cells(lang)
        notes = "".join(f"{each.text(lang)}\n" for each in (*self.notes, note("defined")))
        return terminal_table([measure_name(column).text(lang) for column in shown], rows, lang) + notes

    def _cells(self, lang: str) -> tuple[list[str], list[list[str]]]:
        shown = [column for column in columns() if any(row[column] is not None for row in self.rows)]
        shown = [column for column in shown if column not in NOT_ON_TERMINAL]
        return shown, [[_cell(row[column], lang) for column in shown] for row in self._named()]

    def _named(self) -> list[TableRow]:
        return [{**row, "label": self.short.get(row["iri"], row["label"])} for row in self.rows]

    def to_pandas(self, lang: str | None = None) -> pd.DataFrame:
        """Return all columns as a pandas ``DataFrame``, called by their keys, or with ``lang`` by their headings.

        Raises UsageError where pandas is not installed.
        """
        from icilabas.asking.notebook import frame

        called = [measure_name(column).text(lang) if lang else column for column in columns()]
        return frame(called, [[row[column] for column in columns()] for row in self.rows])

    def _repr_html_(self) -> str:
        from icilabas.asking.notebook import html_table

        shown, _rows = self._cells(self.lang)
        rows = [[row[column] for column in shown] for row in self._named()]
        headings = [measure_name(column).text(self.lang) for column in shown]
        notes = [each.text(self.lang) for each in self.notes]
        return html_table(headings, rows, self.lang, notes=notes, count=len(rows), digits=2)


def _cell(value: Value, lang: str) -> str:
    if isinstance(value, float):
        return number(value, lang, 0 if value >= NO_DECIMALS else 2)
    return "" if value is None else str(value)


def simplified(graph: nx.Graph) -> nx.Graph:
    """Return the network without directions, self-loops and parallel ties; weights (1 where none) are added up.

    The sum of several weights does not depend on their order. Nodes keep their labels, by which communities that are
    equal in all else are told apart. Raises UsageError as `checked_weight`.
    """
    import networkx as nx

    simple = nx.Graph()
    weights: dict[frozenset[Node], tuple[Node, Node, list[float]]] = {}
    simple.add_nodes_from(
        (node, {"label": about["label"]} if "label" in about else {}) for node, about in graph.nodes.items()
    )
    for source, target, about in graph.edges(data=True):
        checked_weight(about, "weight", (source, target), NOT_NEGATIVE)
        if source != target:
            weights.setdefault(frozenset((source, target)), (source, target, []))[2].append(about.get("weight", 1))
    for source, target, parts in weights.values():  # whole weights have a whole sum
        total = math.fsum if any(isinstance(each, float) for each in parts) else sum
        simple.add_edge(source, target, weight=total(parts))
    return simple


def _ranks(
    graph: nx.Graph, found: Belonging, values: Mapping[Node, float], *, several: bool
) -> tuple[dict[str, dict[Node, int | None]], int | None]:
    """Return the ranks by betweenness between territories, or else by degree, and over how many passages they move.

    ``values``: these, of the network as it is; nothing where they are not measured.
    """
    import networkx as nx

    def value(one: nx.Graph, territory: Mapping[Node, Hashable]) -> Mapping[Node, float]:
        if not values or (one is graph and territory == found.territory):
            return values
        if not several:
            return {node: len({*nx.all_neighbors(one, node)} - {node}) for node in one}
        return gefura(simplified(one), {node: home for node, home in territory.items() if node in one})

    if several:
        ends, placed_by = len(found.territory), lambda: found.said
        ranks, passages = without_each(graph, value, found.without, placed_by=placed_by, ends=ends)
    else:
        ranks, passages = without_each(graph, value, lambda _passage: found.territory)
    spans = {"rank_best": "best", "rank_worst": "worst"} if (passages or 0) >= FEWEST_PASSAGES else {}
    columns = {"rank": "rank", **spans}
    return {key: {node: getattr(each, name) for node, each in ranks.items()} for key, name in columns.items()}, passages


def _telling(found: Mapping[Node, int], territory: Mapping[Node, Hashable]) -> Agreement:
    """Return how far communities agree with territories; no value for few, nor where it is 0 whatever they are.

    That is where one of the two has all nodes in one group, or each in its own.
    """
    same = agreement(found, territory)
    numbers = {len({groups[node] for node in found if node in territory}) for groups in (found, territory)}
    return same._replace(value=None) if same.n < FEWEST_NODES or numbers & {1, same.n} else same


def _moved(passages: int | None, *, ranked: bool) -> str:
    if not ranked:
        return "all_equal"
    return "too_large" if passages is None else "ranks" if passages >= FEWEST_PASSAGES else "no_ranks"


def _sorts(graph: nx.Graph) -> dict[Node, int]:
    """Return the sort (0 or 1) of each node of a two-mode network, where each tie is between the two; else nothing."""
    sort = dict(graph.nodes(data="bipartite"))
    two_mode = set(sort.values()) == {0, 1} and all(sort[u] != sort[v] for u, v, *_key in graph.edges)
    return sort if two_mode else {}


def _closeness(simple: nx.Graph, sort: Mapping[Node, int]) -> dict[Node, float]:
    import networkx as nx

    if not sort:
        return dict(nx.closeness_centrality(simple))
    found: dict[Node, float] = {}
    for members in nx.connected_components(simple):  # NetworkX's values pass 1 where there is more than one
        part = simple.subgraph(members).copy()  # a view asks again at each step who is in it
        reached = (len(members) - 1) / (len(simple) - 1)
        values = nx.bipartite.closeness_centrality(part, [node for node in members if sort[node] == 0])
        found |= {node: value * reached for node, value in values.items()}
    return found


def _about(node: Node, about: Mapping[str, Value], territory: Hashable, names: object, lang: str) -> TableRow:
    texts = names.get(territory) if isinstance(names, dict) else None  # others have their own attributes of this name
    called = texts.get(lang) or next(iter(texts.values()), territory) if isinstance(texts, dict) else territory
    return {
        "iri": node,
        "label": str(about.get("label") or node),
        "kind": about.get("kind"),
        "territory": called,
    }


def _value(column: Mapping[Node, float | None], node: Node) -> float | None:
    """Return a number of few digits; what has no value (0/0, or no column) is None."""
    value = column.get(node)
    return _digits(value) if isinstance(value, float) else value


def _digits(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(value, DIGITS)


def _size(graph: nx.Graph, simple: nx.Graph, territory: Mapping[Node, Hashable], view: str) -> Text:
    counts = {"n": len(graph), "ties": simple.number_of_edges(), "grouped": len(territory)}
    title = Text(text_of(graph.graph.get("title") or view))
    return note("size", title=title, groups=len(set(territory.values())), **counts)


def _communities(found: Communities, same: Agreement) -> Text:
    if not found.starts:
        return note("no_communities")
    values = {"modularity": found.modularity, "stability": found.stability, "agreement": same.value}
    told = {name: _told(_digits(value)) for name, value in values.items()}
    count = len(set(found.of.values()))
    return note("communities", method=SEARCHES[found.method], count=count, starts=found.starts, n=same.n, **told)


def _told(value: float | None) -> Text:
    return note("no_value") if value is None else in_each_language(lambda lang: number(value, lang))


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = resources.parse_yaml(COLUMN_WORDS.read_text(encoding="utf-8"))
    return found


def columns() -> list[str]:
    """Return the names of the columns, in their order."""
    return list(_words())


def measure_name(column: str) -> Text:
    """Return the heading of a column."""
    return Text(_words()[column])


def note(key: str, **values: object) -> Text:
    """Return a note with the values in it; numbers are as the language writes them."""
    numbers = {
        name: in_each_language(partial(thousands, value))
        for name, value in values.items()
        if type(value) is int and name != "count"
    }
    return Message(f"measure-note-{key.replace('_', '-')}", {**values, **numbers})
