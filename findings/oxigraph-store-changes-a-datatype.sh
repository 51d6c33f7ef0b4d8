#!/usr/bin/env bash
# Oxigraph: a store turns small whole numbers into integers, whatever they are declared to be
#
# Version: pyoxigraph 0.5.13
# Expected: The datatype that was read: xsd:byte, xsd:nonNegativeInteger and the like are other datatypes than
# xsd:integer, and a shape may ask for them.
# Behaviour: All datatypes below xsd:integer come out as xsd:integer, also those that do not hold the value (300 is no
# byte).
# Source: RDF 1.1 Concepts, https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal;
# https://pyoxigraph.readthedocs.io/en/stable/store.html
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
from pyoxigraph import Literal, NamedNode, Quad, Store
XSD = "http://www.w3.org/2001/XMLSchema#"
thing = NamedNode("http://example.org/a")
for value, kind in (("3", "byte"), ("300", "byte"), ("3", "nonNegativeInteger"), ("3", "int")):
    store = Store()
    store.add(Quad(thing, thing, Literal(value, datatype=NamedNode(XSD + kind))))
    [quad] = store
    print(kind, value, "->", quad.object.datatype.value.removeprefix(XSD), quad.object.value)
PYTHON
)
known=$(cat <<'KNOWN'
byte 3 -> integer 3
byte 300 -> integer 300
nonNegativeInteger 3 -> integer 3
int 3 -> integer 3
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
