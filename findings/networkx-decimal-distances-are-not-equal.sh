#!/usr/bin/env bash
# NetworkX and igraph: which of two ways is the shortest, and how many equal ones there are
#
# Version: networkx 3.6.1, igraph 1.0.0
# Expected: By two ways from a to d, of 0.1 + 0.2 and of 0.3, half of the paths go each; so it is with 2^1100 equal ways.
# Behaviour: NetworkX compares the sums to the last digit, and nothing goes by the first way; igraph allows for rounding.
# Paths are counted as floats: of 2^1024 equal ways nothing goes by any, in igraph, where of 2^1023 each has its share.
# Source: Freeman 1977, Sociometry 40:35; Brandes 2001, Journal of Mathematical Sociology 25:163;
# https://networkx.org/documentation/stable/reference/algorithms/generated/networkx.algorithms.centrality.betweenness_centrality.html
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1 igraph==1.0.0
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import igraph
import networkx as nx

ways = [("a", "b", 0.1), ("b", "d", 0.2), ("a", "c", 0.15), ("c", "d", 0.15)]
graph = nx.Graph()
graph.add_weighted_edges_from(ways)
print("networkx:", nx.betweenness_centrality(graph, weight="weight", normalized=False)["b"])
fast = igraph.Graph.TupleList(ways, weights=True)
print("igraph:", fast.betweenness(weights="weight")[fast.vs.find("b").index])
for squares in (1023, 1024):
    ties = [tie for n in range(0, 3 * squares, 3) for tie in ((n, n + 1), (n, n + 2), (n + 1, n + 3), (n + 2, n + 3))]
    row = igraph.Graph(n=3 * squares + 1, edges=ties)
    print(f"2^{squares} ways:", sorted(set(row.betweenness(sources=[0], targets=[3 * squares]))))
PYTHON
)
known=$(cat <<'KNOWN'
networkx: 0.0
igraph: 0.5
2^1023 ways: [0.0, 0.25, 0.5]
2^1024 ways: [0.0]
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
