#!/usr/bin/env bash
# NetworkX writes a GraphML attribute twice, and igraph refuses the file
#
# Version: networkx 3.6.1, igraph 1.0.0
# Expected: One attribute of type double, or a file that others read: within nodes a name is to be announced once.
# Behaviour: 1 and 2.5 under one name become two keys of that name, one of whole numbers and one of others. NetworkX
# reads its own file, igraph does not.
# Source: http://graphml.graphdrawing.org/specification.html (attr.name); networkx/readwrite/graphml.py:
# GraphMLWriter.get_key; igraph, src/io/graphml.c
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1 igraph==1.0.0
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import re
import igraph
import networkx as nx
graph = nx.Graph()
graph.add_node("Lille", share=1)
graph.add_node("Kayes", share=2.5)
nx.write_graphml(graph, "graph.graphml")
print(*sorted(re.findall(r'attr.name="share" attr.type="\w+"', open("graph.graphml").read())), sep="\n")
print("NetworkX:", nx.read_graphml("graph.graphml").nodes(data="share"))
try:
    print("igraph:", igraph.Graph.Read_GraphML("graph.graphml").vs["share"])
except Exception as error:
    print("igraph:", re.search("Duplicate attribute name found", str(error))[0])
PYTHON
)
known=$(cat <<'KNOWN'
attr.name="share" attr.type="double"
attr.name="share" attr.type="long"
NetworkX: [('Lille', 1), ('Kayes', 2.5)]
igraph: Duplicate attribute name found
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
