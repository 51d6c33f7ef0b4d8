"""igraph's compiled part: alone where it can be, the package where that is there already, and one of them only."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from icilabas.errors import UsageError
from icilabas.measures import compiled

if TYPE_CHECKING:
    from types import ModuleType


@pytest.fixture
def unloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nothing of igraph had been imported."""
    for name in [each for each in sys.modules if each.partition(".")[0] == "igraph"]:
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.journey
def test_measures_load_the_compiled_part_alone_and_the_package_goes_on_with_it() -> None:
    code = """
import json, sys, networkx
from icilabas import measures
from icilabas.measures import betweenness, communities, cuts
betweenness.MUCH_WORK = cuts.MANY_TIES = -1
communities.STEPS = {communities.LOUVAIN: 0, communities.LEIDEN: 1000}
graph = networkx.path_graph(5)
found = [measures.gefura(graph, [{0}, {4}])[2], *measures.minimum_cut(graph, [0], [4])]
found.append(communities.communities(graph, 1).method)
loaded = sorted(name for name in sys.modules if name.partition(".")[0] in {"igraph", "matplotlib"})
import igraph
print(json.dumps([found, loaded, isinstance(igraph.Graph.Ring(3), sys.modules["igraph._igraph"].GraphBase)]))
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == [[1.0, 4, "Leiden"], ["igraph._igraph"], True]


def test_where_the_package_is_there_it_is_taken() -> None:
    import igraph

    assert compiled.igraph_core() is igraph


@pytest.mark.usefixtures("unloaded")
def test_where_no_part_is_found_the_package_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    def imported(name: str) -> ModuleType:
        asked.append(name)
        return sys

    asked: list[str] = []
    monkeypatch.setattr(compiled, "EXTENSION_SUFFIXES", [".none"])
    monkeypatch.setattr(compiled, "import_module", imported)
    assert compiled.igraph_core() is sys
    assert asked == ["igraph"]


@pytest.mark.usefixtures("unloaded")
@pytest.mark.parametrize("shut", [False, True])
def test_where_there_is_no_igraph_one_is_told_how_to_get_it(*, shut: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not to be found, and where somebody said that it is not to be loaded."""
    if shut:
        monkeypatch.setitem(sys.modules, "igraph", None)
    else:
        monkeypatch.setattr(sys, "path", [])
    with pytest.raises(UsageError, match=r"icilabas\[large\]"):
        compiled.igraph_core()
    assert not compiled.has_igraph()
