#!/usr/bin/env bash
# rdflib: “false and unbound” has no value, where it is false; nor has “true or unbound”
#
# Version: rdflib 7.6.0
# Expected: false, and true for the other one: an error on one side of && is of no weight where the other side is
# false, nor on one side of || where the other is true.
# Behaviour: Where the other side is a bare variable without a value, the whole is an error: the column that was to
# say yes or no is empty. With a comparison there (?year > 2015) it is as expected.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#evaluation (table of the logical
# connectives); rdflib/plugins/sparql/operators.py: ConditionalAndExpression
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
from rdflib import Graph
for expression in ("BOUND(?active) && ?active", "!BOUND(?active) || ?active"):
    rows = [row.asdict() for row in Graph().query(f"SELECT (1 AS ?row) ({expression} AS ?value) {{}}")]
    print(expression, "->", [str(row.get("value")) for row in rows])
PYTHON
)
known=$(cat <<'KNOWN'
BOUND(?active) && ?active -> ['None']
!BOUND(?active) || ?active -> ['None']
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
