"""What flat values hold of what Python users and views give: numbers, dates, lists, evidence."""

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from attributed import little

from icilabas.export import networks
from icilabas.export.flat_network import Flattened


@pytest.mark.parametrize("ending", [".gexf", ".graphml"])
def test_attributes_are_flat_and_nodes_and_ties_stand_as_in_the_graph(tmp_path: Path, ending: str) -> None:
    networks.write_network(little(), tmp_path / f"n{ending}")
    again = {".gexf": nx.read_gexf, ".graphml": nx.read_graphml}[ending](tmp_path / f"n{ending}")
    assert list(again) == ["b", "a"]
    own = {key: value for key, value in again.nodes["b"].items() if key != "viz"}
    assert own == {"label": "Beta", "weight": 2, "themes": "x | y", "sure": True}
    tie = again.edges["b", "a"]
    assert (tie["relations"], tie["weight"]) == ("r1 | r2", 3)
    assert tie["evidence"] == "Début, p. 5 | Rest, p. 7 | urn:r"


def test_odd_characters_survive_xml(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", evidence=[], note="x\x00\x0b<&>\ud800 é", nothing=None, many=["b", "a"])
    for ending in (".graphml", ".gexf"):
        networks.write_network(graph, tmp_path / f"odd{ending}")
    again = nx.read_graphml(tmp_path / "odd.graphml")
    assert again.edges["a", "b"]["note"] == "x\n<&> é"
    assert "nothing" not in again.edges["a", "b"]
    assert again.edges["a", "b"]["many"] == "a | b"


# What Python users give: as attribute in GraphML and GEXF, and in JSON.
ODD: dict[str, tuple[object, object, object]] = {
    "decimal": (Decimal("1.10"), 1.1, 1.1),
    "exact": (Decimal("0.12345678901234567890"), 0.12345678901234568, "0.12345678901234567890"),
    "huge": (Decimal("1e400"), "1E+400", "1E+400"),
    "fraction": (Fraction(1, 3), 1 / 3, "1/3"),
    "half": (Fraction(1, 2), 0.5, 0.5),
    "wide": (Fraction(10**400, 3), str(Fraction(10**400, 3)), str(Fraction(10**400, 3))),
    "nothing": (Decimal("NaN"), None, None),
    "endless": (Decimal("-Infinity"), None, "-Infinity"),
    "month": (np.datetime64("2016-05"), "2016-05", "2016-05"),
    "day": (np.datetime64("2016-05-03", "ns"), "2016-05-03T00:00:00.000000000", "2016-05-03T00:00:00.000000000"),
    "no_day": (np.datetime64("NaT"), None, None),
    "whole": (np.int64(5), 5, 5),
    "truth": (np.bool_(True), True, True),  # noqa: FBT003  # a value, not a switch
    "many": (np.array([2.5, np.nan]), "2.5", [2.5, None]),
    "days": (np.array(["2016-05", "NaT"], "M8[M]"), "2016-05", ["2016-05"]),
    "some": ([None, float("nan"), True, "a"], "a | true", [None, None, True, "a"]),
    "deep": ([[1, float("nan")], {"a": {2, 1}}], '[1, null] | {"a": [1, 2]}', [[1, None], {"a": [1, 2]}]),
    "moment": (dt.datetime(2016, 5, 3, 10, tzinfo=dt.UTC), "2016-05-03T10:00:00+00:00", "2016-05-03T10:00:00+00:00"),
}


def test_values_of_python_and_numpy_are_what_they_say(tmp_path: Path) -> None:
    """Numbers are numbers, dates as precise as they are, what is missing is not there; what is rounded is told."""
    graph = nx.Graph(lang="en")
    graph.add_node("a", **{name: value for name, (value, _flat, _kept) in ODD.items()})
    networks.write_network(graph, tmp_path / "n.json")
    (node,) = json.loads((tmp_path / "n.json").read_text("utf-8"))["nodes"]
    assert node == {"id": "a", **{name: kept for name, (_value, _flat, kept) in ODD.items()}}
    for ending, read in ((".gexf", nx.read_gexf), (".graphml", nx.read_graphml)):
        networks.write_network(graph, tmp_path / f"n{ending}")
        found = {name: value for name, value in read(tmp_path / f"n{ending}").nodes["a"].items() if name in ODD}
        assert found == {name: flat for name, (_value, flat, _kept) in ODD.items() if flat is not None}
        note = networks.note_of(tmp_path / f"n{ending}").read_text("utf-8-sig")
        assert "rounded, or written as text (exact, huge, fraction, wide)." in note
        assert "infinite number is left out (endless)." in note
        assert "written as JSON (deep)." in note


def test_a_date_that_no_timeline_knows_stays_as_it_is_and_is_told(tmp_path: Path) -> None:
    graph = nx.MultiDiGraph(lang="en")
    graph.add_node("a", start="-0044-03-15", end="0014")
    graph.add_node("b", start=dt.datetime(2016, 5, 3, 10, tzinfo=dt.UTC), end=2017)
    graph.add_node("c", start=np.datetime64("2016-05"), end=float("nan"))
    graph.add_edge("a", "b", spells=[["12016", None], ["2016", "2017Z"]])
    graph.add_edge("a", "b", spells=[("2017", "2016")])
    graph.add_edge("b", "a", spells=[[None, dt.date(2016, 5, 3)]])
    networks.write_network(graph, tmp_path / "n.gexf")
    again = nx.read_gexf(tmp_path / "n.gexf")
    spells = {node: [tuple(spell) for spell in about.get("spells", ())] for node, about in again.nodes(data=True)}
    assert spells == {"a": [], "b": [("2016-05-03", "2017-12-31")], "c": [("2016-05-01", "None")]}
    assert again.nodes["a"]["start"] == "-0044-03-15"
    ties = {about["id"]: (about.get("period"), "spells" in about) for *_ends, about in again.edges(data=True)}
    assert ties == {"e0": ("12016/.. | 2016/2017Z", False), "e1": (None, False), "e2": ("../2016-05-03", True)}
    note = networks.note_of(tmp_path / "n.gexf").read_text("utf-8-sig")
    assert "are in end, start, period only, as the data have them." in note
    assert "A time that ends before it starts is left out." in note


def test_values_are_made_flat_once_and_each_file_has_notes_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = nx.MultiDiGraph(little())
    graph.add_node("c\x01", note="", nested={"x": 1})
    graph.add_edge("a", "b", "k\x01", many=["x", "y"], when=dt.date(2020, 1, 1), sure=True)
    alone = {end: networks.network_files(Flattened(graph), tmp_path / f"n{end}") for end in networks.NETWORKS}
    calls: list[object] = []
    tie = Flattened.tie

    def counted(flat: Flattened, about: Mapping[str, Any]) -> object:
        calls.append(about)
        return tie(flat, about)

    monkeypatch.setattr(Flattened, "tie", counted)
    flat = Flattened(graph)
    for end, (files, notes) in [*alone.items()] * 2:
        again, noted = networks.network_files(flat, tmp_path / f"n{end}")
        assert again == files
        assert noted.found == notes.found
    assert len(calls) == graph.number_of_edges()
    assert "network-note-direction" in alone[".csv"][1].found
    assert "network-note-direction" not in alone[".gexf"][1].found
