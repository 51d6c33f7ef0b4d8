#!/usr/bin/env bash
# A filter on years: rows with Oxigraph, none with rdflib
#
# Version: rdflib 7.6.0, pyoxigraph 0.5.13
# Expected: The same rows by both, or an error. xsd:gYear is what a cell “2016” becomes; the specification has no
# order for it, so that a filter on it is a type error and drops the row.
# Behaviour: rdflib finds nothing, and YEAR() of it is unbound, though MAX() knows an order; Oxigraph compares and
# takes the year. Nothing is said by either.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#OperatorMapping and #func-year;
# https://www.w3.org/TR/xmlschema-2/#gYear (partially ordered)
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import pyoxigraph, rdflib
data = """@prefix e: <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:a e:since "2014"^^xsd:gYear . e:b e:since "2016"^^xsd:gYear ."""
graph, store = rdflib.Graph().parse(data=data, format="turtle"), pyoxigraph.Store()
store.load(data.encode(), pyoxigraph.RdfFormat.TURTLE)
start = "PREFIX e: <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT "
for query in ('?who { ?who e:since ?y FILTER(?y >= "2015"^^xsd:gYear) }', "(MAX(?y) AS ?last) { ?who e:since ?y }"):
    print(query)
    print("  rdflib:", [str(value) for row in graph.query(start + query) for value in row])
    print("  pyoxigraph:", [value.value for row in store.query(start + query) for value in row])
PYTHON
)
known=$(cat <<'KNOWN'
?who { ?who e:since ?y FILTER(?y >= "2015"^^xsd:gYear) }
  rdflib: []
  pyoxigraph: ['http://example.org/b']
(MAX(?y) AS ?last) { ?who e:since ?y }
  rdflib: ['2016']
  pyoxigraph: ['2016']
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
