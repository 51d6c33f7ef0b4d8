#!/usr/bin/env bash
# rdflib: SUBSTR that begins before the first character is empty
#
# Version: rdflib 7.6.0, pyoxigraph 0.5.13
# Expected: “2016” both times: positions are counted from 1, and those before it hold nothing; fn:substring gives what
# lies between start and start plus length.
# Behaviour: rdflib counts a start of 0 as the last character, so nothing is left; pyoxigraph does as the
# specification says.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#func-substr, XPath and XQuery Functions and
# Operators 3.1, fn:substring; rdflib/plugins/sparql/operators.py: Builtin_SUBSTR
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import pyoxigraph, rdflib
query = 'SELECT (SUBSTR("2016-01-19", 0, 5) AS ?year) {}'
print("rdflib:", repr(str(next(iter(rdflib.Graph().query(query)))[0])))
print("pyoxigraph:", repr(next(iter(pyoxigraph.Store().query(query)))["year"].value))
PYTHON
)
known=$(cat <<'KNOWN'
rdflib: ''
pyoxigraph: '2016'
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
