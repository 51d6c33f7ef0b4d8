#!/usr/bin/env bash
# rdflib: a row in which nothing has a value is left out
#
# Version: rdflib 7.6.0, pyoxigraph 0.5.13
# Expected: Three rows, two of them without a year: each solution is a row, also one that binds none of the variables
# that are asked for.
# Behaviour: rdflib answers one row. Who counts the rows of an answer, or puts it beside another list, has lost the
# projects without an end.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#modProjection; rdflib/query.py:
# Result.__iter__
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
e:a a e:Project ; e:end 2016 . e:b a e:Project . e:c a e:Project ."""
query = "PREFIX e: <http://example.org/> SELECT ?end { ?p a e:Project OPTIONAL { ?p e:end ?end } }"
print("rdflib:", len(list(rdflib.Graph().parse(data=data, format="turtle").query(query))))
store = pyoxigraph.Store()
store.load(data.encode(), pyoxigraph.RdfFormat.TURTLE)
print("pyoxigraph:", len(list(store.query(query))))
PYTHON
)
known=$(cat <<'KNOWN'
rdflib: 1
pyoxigraph: 3
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
