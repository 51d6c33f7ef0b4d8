#!/usr/bin/env bash
# pyvis: of two ties between the same two actors, one is lost
#
# Version: pyvis 0.3.2, networkx 3.6.1
# Expected: Two edges, as vis-network draws them: a MultiGraph is there to hold both, funding and visits.
# Behaviour: from_nx keeps the first and says nothing; with arrows both are there.
# Source: pyvis/network.py: Network.add_edge (edge_exists); https://pyvis.readthedocs.io/en/latest/documentation.html
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyvis==0.3.2 networkx==3.6.1
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import networkx as nx
from pyvis.network import Network
for kind in (nx.MultiGraph, nx.MultiDiGraph):
    graph = kind()
    graph.add_edge("Lille", "Kayes", title="funds")
    graph.add_edge("Lille", "Kayes", title="visits")
    network = Network(directed=graph.is_directed())
    network.from_nx(graph)
    print(kind.__name__, [edge["title"] for edge in network.edges])
PYTHON
)
known=$(cat <<'KNOWN'
MultiGraph ['funds']
MultiDiGraph ['funds', 'visits']
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
