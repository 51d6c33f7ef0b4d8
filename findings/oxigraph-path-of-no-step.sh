#!/usr/bin/env bash
# Oxigraph: a path of no step from a thing that the data do not name finds nothing
#
# Version: rdflib 7.6.0, pyoxigraph 0.5.13
# Expected: The thing itself: a path with * or ? also goes no step at all, and a term of the query is a start whether
# the data have it or not.
# Behaviour: No row. A question “this place and all that lies in it”, asked for a place of which nothing is said, is
# empty with Oxigraph, and has the place itself with rdflib.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#defn_evalPP_ZeroOrOnePath and
# #defn_PropertyPathExpr (ZeroLengthPath)
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import pyoxigraph, rdflib
query = "SELECT ?place { <http://example.org/Kayes> <http://example.org/within>* ?place }"
print("rdflib:", [str(place) for [place] in rdflib.Graph().query(query)])
print("pyoxigraph:", [row["place"].value for row in pyoxigraph.Store().query(query)])
PYTHON
)
known=$(cat <<'KNOWN'
rdflib: ['http://example.org/Kayes']
pyoxigraph: []
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
