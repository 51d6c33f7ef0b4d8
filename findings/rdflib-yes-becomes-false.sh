#!/usr/bin/env bash
# rdflib: “yes” given as a truth value is read as “false”
#
# Version: rdflib 7.6.0
# Expected: The literal as it is written, ill-formed and told so, as it is with a date that is none: “yes” is no
# xsd:boolean.
# Behaviour: It is in the graph as “false”, and is written so: a column filled with yes and no becomes false
# throughout. A warning is logged at best.
# Source: https://www.w3.org/TR/xmlschema-2/#boolean; RDF 1.1 Concepts, 3.3 (ill-typed literals stay); rdflib/term.py:
# _parseBoolean
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
from rdflib import Graph
for value, kind in (("yes", "boolean"), ("19 janvier", "date")):
    text = f'<http://example.org/a> <http://example.org/says> "{value}"^^<http://www.w3.org/2001/XMLSchema#{kind}> .'
    [(_, _, literal)] = Graph().parse(data=text, format="turtle")
    print(kind, value, "->", literal)
PYTHON
)
known=$(cat <<'KNOWN'
boolean yes -> false
date 19 janvier -> 19 janvier
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
