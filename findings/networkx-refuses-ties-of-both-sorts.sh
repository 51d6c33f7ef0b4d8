#!/usr/bin/env bash
# NetworkX: a file in which some ties have a direction and others none is refused
#
# Version: networkx 3.6.1
# Expected: The file is read, in GEXF and in GraphML: both formats say for each edge whether it has a direction. A tie
# without one could be two arcs, as one of GEXF's type “mutual” is.
# Behaviour: NetworkXError, though the graph's default and the edges' own types are valid by both schemas.
# Source: https://gexf.net/schema.html (edgetype-type); http://graphml.graphdrawing.org/specification.html (edge,
# directed); networkx/readwrite/gexf.py: GEXFReader.add_edge; networkx/readwrite/graphml.py: GraphMLReader.add_edge
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import io
import networkx as nx
nodes = '<node id="Lille"/><node id="Kayes"/>'
funds, shares = (f'id="{name}" source="Lille" target="Kayes"' for name in ("funds", "shares"))
gexf = """<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph defaultedgetype="directed"><nodes>{}</nodes>
<edges><edge {}/><edge {} type="{}"/></edges></graph></gexf>"""
graphml = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">{}<edge {}/>
<edge {} directed="{}"/></graph></graphml>"""
for read, text, types in ((nx.read_gexf, gexf, ("mutual", "undirected")), (nx.read_graphml, graphml, ("true", "false"))):
    for way in types:
        try:
            print(way, sorted(read(io.BytesIO(text.format(nodes, funds, shares, way).encode())).edges()))
        except nx.NetworkXError as error:
            print(way, "refused:", error)
PYTHON
)
known=$(cat <<'KNOWN'
mutual [('Kayes', 'Lille'), ('Lille', 'Kayes'), ('Lille', 'Kayes')]
undirected refused: Undirected edge found in directed graph.
true [('Lille', 'Kayes'), ('Lille', 'Kayes')]
false refused: directed=false edge found in directed graph.
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
