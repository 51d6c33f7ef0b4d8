"""Ask R's sna and igraph what random graphs measure, and say where we say otherwise.

    python tools/oracles.py [GRAPHS]

For whoever has R with them (Debian: r-cran-sna, r-cran-igraph); without, it says so and ends. Exit code 1 where a
number is another. Roles are raw counts, ties without direction read both ways; weights are lengths for paths, decimal
ones, and strengths for all else; the cut is that between the first group and all others.
"""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import networkx as nx

from icilabas import measures
from icilabas.measures.communities import agreement, communities

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    Numbers = dict[tuple[str, str, Hashable], float]  # graph, measure, node (from 1; 0: of the whole graph)

SCRIPT = Path(__file__).with_name("oracles.R")
GRAPHS = 500
DENSE = 0.35  # of the ties there could be
NEAR = 1e-9
_NEEDED = 'quit(status = !all(c("sna", "igraph") %in% rownames(installed.packages())))'


def available() -> bool:
    """Say whether R and both packages are there."""
    return shutil.which("Rscript") is not None and not _r("-e", _NEEDED).returncode


def _r(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    program = shutil.which("Rscript") or "Rscript"
    return subprocess.run([program, *words], input=said, capture_output=True, text=True, check=False)  # noqa: S603  # our own command


def graphs(count: int) -> dict[str, nx.Graph]:
    """Return random graphs by name: two to eight nodes in up to three groups, every other directed."""
    found = {}
    for number in range(count):
        chance = Random(number)  # noqa: S311  # no secret: the same each time
        graph = nx.DiGraph() if number % 2 else nx.Graph()
        nodes = range(1, chance.randint(2, 8) + 1)
        graph.add_nodes_from((node, {"group": chance.choice("xyz")}) for node in nodes)
        for u in nodes:
            for v in nodes:
                if chance.random() < DENSE and (u < v or (number % 2 and u != v)):
                    graph.add_edge(u, v, weight=chance.randint(1, 5) / 10)
        found[f"g{number}"] = graph
    return found


def written(name: str, graph: nx.Graph) -> str:
    """Return the line that says a graph to the script."""
    ties = ";".join(f"{u},{v},{weight}" for u, v, weight in graph.edges(data="weight"))
    groups = ",".join(graph.nodes[node]["group"] for node in graph)
    parts = found_parts(graph)
    return "\t".join((name, str(int(graph.is_directed())), groups, ties, ",".join(str(parts[node]) for node in graph)))


def found_parts(graph: nx.Graph) -> dict[Hashable, int]:
    """Return the communities that we find; each node alone where ties have a direction."""
    return {node: node for node in graph} if graph.is_directed() else communities(graph, seed=1).of


def ours(name: str, graph: nx.Graph) -> Numbers:
    """Return what our measures say of a graph."""
    found: Numbers = {}

    def say(measure: str, values: Iterable[tuple[Hashable, float]]) -> None:
        found.update({(name, measure, node): float(value) for node, value in values})

    roles = measures.brokerage_roles(graph, "group")
    for role in next(iter(roles.values()))._fields:
        say(role, ((node, getattr(each, role)) for node, each in roles.items()))
    say("gefura", measures.gefura(graph, "group", normalized=False, weight="weight").items())
    say("assortativity", [(0, measures.assortativity(graph, "group"))])
    if graph.is_directed():
        return found
    group, parts = dict(graph.nodes(data="group")), found_parts(graph)
    say("constraint", measures.constraint(graph, weight="weight").items())
    index = agreement(group, parts).value
    say("adjusted_rand", [(0, math.nan if index is None else index)])
    if graph.number_of_edges():
        some = [{node for node in graph if parts[node] == part} for part in set(parts.values())]
        reached = nx.community.modularity(graph, some, weight="weight")
        say("modularity", [(0, reached)])
    first = {node for node in graph if group[node] == min(group.values())}
    say("cut", [(0, len(measures.minimum_cut(graph, first, set(graph) - first)))])
    return found


def theirs(lines: Sequence[str]) -> Numbers:
    """Return what R says of the graphs."""
    done = _r("--vanilla", str(SCRIPT), said="\n".join(lines) + "\n")
    if done.returncode:
        raise SystemExit(done.stderr)
    rows = (line.split("\t") for line in done.stdout.splitlines())
    return {(name, measure, int(node)): float(value.replace("NA", "nan")) for name, measure, node, value in rows}


def otherwise(one: Numbers, other: Numbers) -> list[str]:
    """Return where two disagree; what is 0/0 for both is the same."""
    return [
        f"{' '.join(map(str, key))}: {one.get(key)} instead of {value}"
        for key, value in other.items()
        if not (math.isnan(value) and math.isnan(one.get(key, 0)))
        and not math.isclose(one.get(key, math.nan), value, rel_tol=NEAR, abs_tol=NEAR)
    ]


def main(words: Sequence[str]) -> int:
    """Ask of so many graphs; return the exit code."""
    if not available():
        print("R with the packages sna and igraph is not there: nothing was asked of it")
        return 0
    drawn = graphs(int(words[0]) if words else GRAPHS)
    mine = {key: value for name, graph in drawn.items() for key, value in ours(name, graph).items()}
    said = theirs([written(name, graph) for name, graph in drawn.items()])
    found = otherwise(mine, said)
    print(*found, f"{len(said)} numbers of {len(drawn)} graphs, {len(found)} otherwise than in R", sep="\n")
    return 1 if found or not said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
