#!/usr/bin/env bash
# NetworkX reads GEXF: the open end of a spell becomes the text “None”, and before 3.6 a file of GEXF 1.3 has no graph
#
# Version: networkx 3.6.1 and 3.5
# Expected: None, as write_gexf was given it: since 2016, without an end. A file of GEXF 1.3 is read, or the version is named.
# Behaviour: The end is the text 'None', which sorts behind every date. 3.5 says that there is no <graph> element.
# Source: https://gexf.net/dynamics.html (start, end: optional); networkx/readwrite/gexf.py: GEXFReader.add_spells,
# GEXF.versions
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
graph = nx.Graph()
graph.add_node("Lille", spells=[("2016-01-01", None)])
written = "".join(nx.generate_gexf(graph))
print("spells:", nx.read_gexf(io.BytesIO(written.encode())).nodes["Lille"]["spells"])
newer = written.replace("http://www.gexf.net/1.2draft", "http://gexf.net/1.3").replace('version="1.2"', 'version="1.3"')
open("newer.gexf", "w").write(newer)
print("3.6.1:", len(nx.read_gexf("newer.gexf")), "node")
PYTHON
)
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check networkx==3.5
older=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import networkx as nx
try:
    print("3.5:", len(nx.read_gexf("newer.gexf")), "node")
except nx.NetworkXError as error:
    print("3.5:", error)
PYTHON
)
seen="$seen
$older"
known=$(cat <<'KNOWN'
spells: [('2016-01-01', 'None')]
3.6.1: 1 node
3.5: No <graph> element in GEXF file.
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
