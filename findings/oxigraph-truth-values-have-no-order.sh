#!/usr/bin/env bash
# Oxigraph: true is not greater than false
#
# Version: rdflib 7.6.0, pyoxigraph 0.5.13
# Expected: true: the specification has an order for truth values, false before true.
# Behaviour: With Oxigraph the comparison is an error, so a filter by it finds nothing; with rdflib it holds.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#OperatorMapping (A > B for xsd:boolean:
# op:boolean-greater-than)
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import pyoxigraph, rdflib
query = "SELECT (1 AS ?row) ((true > false) AS ?greater) {}"
[row] = rdflib.Graph().query(query)
print("rdflib:", row.greater)
[row] = pyoxigraph.Store().query(query)
print("pyoxigraph:", row["greater"])
PYTHON
)
known=$(cat <<'KNOWN'
rdflib: true
pyoxigraph: None
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
