#!/usr/bin/env bash
# Oxigraph: a product of whole numbers beyond 64 bits is unbound
#
# Version: rdflib 7.6.0, pyoxigraph 0.5.13
# Expected: 100000000000000000000: xsd:integer has no limit; where an implementation has one, an overflow is to be an
# error that is told.
# Behaviour: The column is empty. Amounts in small currencies that are multiplied or summed in a question can vanish
# without a word.
# Source: https://www.w3.org/TR/xmlschema-2/#integer; XPath and XQuery Functions and Operators 3.1, 4.2 (err:FOAR0002)
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import pyoxigraph, rdflib
query = "SELECT (10000000000 * 10000000000 AS ?product) {}"
print("rdflib:", *next(iter(rdflib.Graph().query(query))))
print("pyoxigraph:", next(iter(pyoxigraph.Store().query(query)))["product"])
PYTHON
)
known=$(cat <<'KNOWN'
rdflib: 100000000000000000000
pyoxigraph: None
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
