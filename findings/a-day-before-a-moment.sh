#!/usr/bin/env bash
# A filter that compares a day with a moment: rows with rdflib, none with Oxigraph
#
# Version: rdflib 7.6.0, pyoxigraph 0.5.13
# Expected: The same rows by both. The specification has no operator for xsd:date and xsd:dateTime, so the comparison
# is a type error and drops the row.
# Behaviour: rdflib compares the two and answers; Oxigraph drops the row. A report that asks for what was before a
# moment has its meetings with one engine only.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#OperatorMapping; rdflib/term.py:
# Literal.__gt__
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
e:meeting e:on "2016-01-19"^^xsd:date ."""
query = """PREFIX e: <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?what { ?what e:on ?day FILTER(?day < "2016-02-01T00:00:00"^^xsd:dateTime) }"""
print("rdflib:", [str(what) for [what] in rdflib.Graph().parse(data=data, format="turtle").query(query)])
store = pyoxigraph.Store()
store.load(data.encode(), pyoxigraph.RdfFormat.TURTLE)
print("pyoxigraph:", [row["what"].value for row in store.query(query)])
PYTHON
)
known=$(cat <<'KNOWN'
rdflib: ['http://example.org/meeting']
pyoxigraph: []
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
