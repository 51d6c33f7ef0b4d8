#!/usr/bin/env bash
# igraph reads GraphML: ties have the ids of nodes, and “&” stands as “&#38;” in ids
#
# Version: igraph 1.0.0
# Expected: The id of a tie is what its id says (e0, e1); an id is the text that XML gives: “eau & sol”.
# Behaviour: The attribute “id” of the first tie is the id of the first node, of the second that of the second, and so on;
# what is left over has none. In ids, and in names of attributes, “&” is given as “&#38;”; in the data of a node it is “&”.
# Source: http://graphml.graphdrawing.org/specification.html (edge: id); https://www.w3.org/TR/xml/#sec-predefined-ent;
# igraph, src/io/graphml.c
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check igraph==1.0.0
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import igraph
open("graph.graphml", "w").write("""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="node" attr.name="label" attr.type="string"/>
  <graph edgedefault="directed">
    <node id="eau &amp; sol"><data key="d0">Eau &amp; sol</data></node>
    <node id="Kayes"/>
    <edge id="e0" source="eau &amp; sol" target="Kayes"/>
    <edge id="e1" source="Kayes" target="eau &amp; sol"/>
    <edge id="e2" source="Kayes" target="Kayes"/>
  </graph>
</graphml>
""")
graph = igraph.Graph.Read_GraphML("graph.graphml")
print("ties:", graph.es["id"])
print("nodes:", graph.vs["id"])
print("labels:", graph.vs["label"])
PYTHON
)
known=$(cat <<'KNOWN'
ties: ['eau &#38; sol', 'Kayes', '']
nodes: ['eau &#38; sol', 'Kayes']
labels: ['Eau & sol', '']
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
