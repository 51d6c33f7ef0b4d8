#!/usr/bin/env bash
# igraph reads GraphML: where a truth value is missing it says False, where a text is missing “”
#
# Version: igraph 1.0.0
# Expected: Nothing: whether Kayes is a member is not said, and a key without a default has none.
# Behaviour: False, which cannot be told from a False that was written; a missing number is nan, a missing text is “”.
# Source: http://graphml.graphdrawing.org/primer/graphml-primer.html (attributes: default); igraph, src/io/graphml.c
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
  <key id="d0" for="node" attr.name="member" attr.type="boolean"/>
  <key id="d1" for="node" attr.name="since" attr.type="int"/>
  <key id="d2" for="node" attr.name="role" attr.type="string"/>
  <graph edgedefault="directed">
    <node id="Lille"><data key="d0">true</data><data key="d1">1990</data><data key="d2">lead</data></node>
    <node id="Kayes"/>
  </graph>
</graphml>
""")
graph = igraph.Graph.Read_GraphML("graph.graphml")
for name in ("member", "since", "role"):
    print(name, graph.vs[name])
PYTHON
)
known=$(cat <<'KNOWN'
member [True, False]
since [1990.0, nan]
role ['lead', '']
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
