#!/usr/bin/env bash
# NetworkX: a part of a network that has less than half of its nodes lists them in another order at each run
#
# Version: NetworkX 3.6.1
# Expected: Nodes of “graph.subgraph(…)” come in the order in which the network has them, as those of the network do and as those of a
# larger part do: a file of the part, or places that are worked out node by node, are then the same each time.
# Behaviour: Below half of the nodes, the view goes through the set in which it keeps their names; the order of a set of texts is another
# one in each process. From half on, it goes through the network, and the order stays.
# Source: https://networkx.org/documentation/stable/reference/classes/generated/networkx.Graph.subgraph.html says nothing of an order
#
# Installs the package in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1
cat >"$folder/part.py" <<'PYTHON'
import sys
import networkx as nx
towns = ["Kayes", "Lille", "Arras", "Douai", "Lens", "Bamako", "Ségou", "Dunkerque", "Roubaix", "Tourcoing", "Mopti", "Gao"]
network = nx.Graph()
network.add_nodes_from(towns)
kept = towns[: int(sys.argv[1])]
print(*network.subgraph(kept), sep=" ")
PYTHON
orders() {
  for seed in 1 2 3 4 5 6; do
    (cd "$folder" && PYTHONHASHSEED=$seed environment/bin/python part.py "$1")
  done | sort -u | wc -l
}
say() { [ "$2" -gt 1 ] && echo "$1 of 12 towns: several orders in 6 runs" || echo "$1 of 12 towns: one order in 6 runs"; }
seen=$(say 5 "$(orders 5)" && say 6 "$(orders 6)")
known=$(cat <<'KNOWN'
5 of 12 towns: several orders in 6 runs
6 of 12 towns: one order in 6 runs
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
