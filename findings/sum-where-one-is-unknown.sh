#!/usr/bin/env bash
# A sum over organisations of which one has no figure: 30 with rdflib, nothing with Oxigraph
#
# Version: rdflib 7.6.0, pyoxigraph 0.5.13
# Expected: The same answer by both. By the specification an unbound value is an error of the whole sum, so Oxigraph
# is right; COUNT passes over it.
# Behaviour: rdflib passes over what is unbound and says 30, an average of 15; Oxigraph leaves both unbound, without a
# word. Who changes the engine changes the figures.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#aggregateAlgebra (Sum, Avg);
# rdflib/plugins/sparql/aggregates.py
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import pyoxigraph, rdflib
data = """@prefix e: <http://example.org/> .
e:a a e:Organisation ; e:members 10 . e:b a e:Organisation ; e:members 20 . e:c a e:Organisation ."""
query = """PREFIX e: <http://example.org/>
SELECT (COUNT(?n) AS ?count) (SUM(?n) AS ?sum) (AVG(?n) AS ?mean)
{ ?o a e:Organisation OPTIONAL { ?o e:members ?n } }"""
[row] = rdflib.Graph().parse(data=data, format="turtle").query(query)
print("rdflib:", *map(str, row))
store = pyoxigraph.Store()
store.load(data.encode(), pyoxigraph.RdfFormat.TURTLE)
[row] = store.query(query)
print("pyoxigraph:", *(value.value if value else None for value in row))
PYTHON
)
known=$(cat <<'KNOWN'
rdflib: 2 30 15
pyoxigraph: 2 None None
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
