"""A little graph whose attributes are of each sort: what files of networks are tried on."""

from __future__ import annotations

import networkx as nx


def little() -> nx.Graph:
    """Return a graph whose attributes are of each sort."""
    graph = nx.Graph(name="little", labels={"urn:p": {"fr": "Début", "en": "Start"}, "urn:q": {"en": "Rest"}})
    graph.add_node("b", label="Beta", weight=2, themes=["y", "x"], nothing=None, sure=True)
    graph.add_node("a", label="Alpha")
    said = [{"passage": "urn:p", "page": 5}, {"passage": "urn:q", "page": 7}, {"passage": "urn:p", "page": 5}]
    graph.add_edge("b", "a", relations=["r2", "r1"], weight=3, evidence=[*said, {"passage": "urn:r", "page": None}])
    return graph
