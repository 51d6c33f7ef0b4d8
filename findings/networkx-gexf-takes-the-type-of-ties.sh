#!/usr/bin/env bash
# NetworkX: an attribute “type” of ties becomes GEXF's own, and is lost
#
# Version: networkx 3.6.1
# Expected: An attribute like any other, there when the file is read again. GEXF's own type of an edge is directed,
# undirected or mutual, and nothing else.
# Behaviour: The text is written as GEXF's type, which makes the file invalid by its schema, and is not among what is
# read again.
# Source: https://gexf.net/schema.html (edgetype-type); networkx/readwrite/gexf.py: GEXFWriter.add_edges
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import io, re
import networkx as nx
graph = nx.Graph()
graph.add_edge("Lille", "Kayes", type="funds", since=2010)
written = "".join(nx.generate_gexf(graph))
print(re.search(r"<edge [^>]*>", written)[0])
print(nx.read_gexf(io.BytesIO(written.encode())).edges["Lille", "Kayes"])
PYTHON
)
known=$(cat <<'KNOWN'
<edge source="Lille" target="Kayes" id="0" type="funds">
{'since': 2010, 'id': '0'}
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
