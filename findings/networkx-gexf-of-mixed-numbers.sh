#!/usr/bin/env bash
# NetworkX: GEXF with 1 and 2.5 under one name is written, and cannot be read
#
# Version: networkx 3.6.1
# Expected: What write_gexf writes, read_gexf reads: one attribute of type double.
# Behaviour: The first value decides for all: the attribute is announced as whole numbers, 2.5 is written below it,
# and reading raises a ValueError.
# Source: networkx/readwrite/gexf.py: GEXFWriter.get_attr_id, GEXFReader.decode_attr_elements;
# https://gexf.net/data.html
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
graph.add_node("Lille", share=1)
graph.add_node("Kayes", share=2.5)
written = "".join(nx.generate_gexf(graph))
print(*re.findall(r"<attribute [^>]*>", written))
try:
    print(nx.read_gexf(io.BytesIO(written.encode())).nodes(data="share"))
except ValueError as error:
    print("ValueError:", error)
PYTHON
)
known=$(cat <<'KNOWN'
<attribute id="0" title="share" type="long" />
ValueError: invalid literal for int() with base 10: '2.5'
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
