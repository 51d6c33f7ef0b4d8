"""R's sna and igraph (Debian: r-cran-sna, r-cran-igraph) give the same on random graphs; skipped where R is not."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest

from icilabas import measures
from icilabas.measures.brokerage import ROLES
from icilabas.measures.communities import communities

if TYPE_CHECKING:
    from pathlib import Path

R = shutil.which("Rscript")
SCRIPT = """
suppressMessages({library(sna); library(igraph)})
files <- commandArgs(TRUE)
for (file in files) {
  lines <- readLines(file)
  numbers <- function(place) as.numeric(strsplit(lines[place], " ")[[1]])
  n <- numbers(1)[1]; directed <- numbers(1)[2] == 1
  group <- numbers(2); part <- numbers(3); of <- numbers(4)
  ends <- matrix(of, ncol = 3, byrow = TRUE)
  m <- matrix(0, n, n)
  m[ends[, 1:2, drop = FALSE]] <- 1
  if (!directed) m <- pmax(m, t(m))
  roles <- sna::brokerage(m, group)$raw.nli[, 1:5]
  g <- igraph::make_graph(t(ends[, 1:2, drop = FALSE]), n = n, directed = directed)
  between <- igraph::betweenness(g, directed = directed, weights = ends[, 3])
  constraint <- igraph::constraint(g)
  cat(roles, between, constraint, igraph::modularity(g, part, weights = ends[, 3], directed = directed), "\n")
}
"""


def random_graph(seed: int) -> tuple[nx.Graph, dict[Any, Any]]:
    """Ten nodes in three groups; weights of one decimal."""
    chance = np.random.default_rng(seed)
    graph = nx.gnm_random_graph(10, 20, seed=seed, directed=seed % 2 == 1)
    for *_tie, data in graph.edges(data=True):
        data["weight"] = float(chance.integers(1, 8)) / 10
    return graph, {node: int(chance.integers(1, 4)) for node in graph}


@pytest.mark.skipif(R is None, reason="R is not installed (Debian: r-cran-sna, r-cran-igraph)")
def test_r_gives_the_same(tmp_path: Path) -> None:
    script = tmp_path / "oracle.R"
    script.write_text(SCRIPT, "utf-8")
    graphs = [random_graph(seed) for seed in range(60)]
    found = []
    for seed, (graph, group) in enumerate(graphs):
        found.append(communities(graph, seed=1))
        ties = [f"{u + 1} {v + 1} {weight}" for u, v, weight in graph.edges(data="weight")]
        parts = " ".join(str(found[-1].of[node]) for node in graph)
        groups = " ".join(map(str, group.values()))
        lines = [f"10 {int(graph.is_directed())}", groups, parts, " ".join(ties)]
        (tmp_path / f"{seed:02}.txt").write_text("\n".join(lines), "utf-8")
    files = sorted(map(str, tmp_path.glob("*.txt")))
    done = subprocess.run([str(R), str(script), *files], capture_output=True, encoding="utf-8", check=False)
    if "there is no package called" in done.stderr:
        pytest.skip("R has no sna or igraph")
    assert done.returncode == 0, done.stderr
    for (graph, group), ours, line in zip(graphs, found, done.stdout.splitlines(), strict=True):
        theirs = [float("nan") if number in {"NA", "NaN"} else float(number) for number in line.split()]
        roles = measures.brokerage_roles(graph, group)
        assert [getattr(roles[node], role) for role in ROLES for node in graph] == theirs[:50]
        alone = measures.gefura(graph, {node: node for node in graph}, normalized=False, weight="weight")
        assert list(alone.values()) == pytest.approx(theirs[50:60], abs=1e-4)
        assert list(measures.constraint(graph).values()) == pytest.approx(theirs[60:70], abs=1e-4, nan_ok=True)
        assert ours.modularity == pytest.approx(theirs[70], abs=1e-5)
