#!/usr/bin/env bash
# rdflib: IN finds no number that is written otherwise, although = does
#
# Version: rdflib 7.6.0
# Expected: true both times: IN is defined by the operator =, for which 1 and 1.0 are the same number.
# Behaviour: IN compares terms, not values. A list of codes or years in a question misses what another tool wrote as a
# decimal.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#func-in;
# rdflib/plugins/sparql/operators.py: RelationalExpression
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
from rdflib import Graph
for test in ("1 = 1.0", "1 IN (1.0)", "1 NOT IN (1.0)"):
    print(test, "->", Graph().query(f"ASK {{ FILTER({test}) }}").askAnswer)
PYTHON
)
known=$(cat <<'KNOWN'
1 = 1.0 -> True
1 IN (1.0) -> False
1 NOT IN (1.0) -> True
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
