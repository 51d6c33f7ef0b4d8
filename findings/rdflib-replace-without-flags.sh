#!/usr/bin/env bash
# rdflib: REPLACE takes no notice of its flags
#
# Version: rdflib 7.6.0
# Expected: “Lille”. The fourth argument of REPLACE is that of fn:replace, whose flag i makes letters of both cases
# match, as it does in REGEX.
# Behaviour: The text comes back as it was, and nothing is said. A question that tidies names of places answers with
# untidy ones.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#func-replace;
# rdflib/plugins/sparql/operators.py: Builtin_REPLACE
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
from rdflib import Graph
for function in ('REPLACE("LILLE", "lille", "Lille", "i")', 'REGEX("LILLE", "lille", "i")'):
    [[value]] = Graph().query(f"SELECT ({function} AS ?value) {{}}")
    print(function, "->", value)
PYTHON
)
known=$(cat <<'KNOWN'
REPLACE("LILLE", "lille", "Lille", "i") -> LILLE
REGEX("LILLE", "lille", "i") -> true
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
