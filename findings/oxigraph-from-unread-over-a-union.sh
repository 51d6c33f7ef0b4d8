#!/usr/bin/env bash
# Oxigraph: FROM in a query is not heeded where the default graph is the union
#
# Version: pyoxigraph 0.5.13
# Expected: Only what the graph named by FROM says: the dataset of the query comes before any that a service would
# take; or an error for two contrary wishes.
# Behaviour: All graphs answer. Who asks with FROM for the passage that may be shown is also given what the others
# say.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#specifyingDataset;
# https://pyoxigraph.readthedocs.io/en/stable/store.html (Store.query, use_default_graph_as_union)
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
from pyoxigraph import RdfFormat, Store
store = Store()
store.load(b"""@prefix e: <http://example.org/> . e:minutes { e:a e:says 1 } e:draft { e:b e:says 2 }""", RdfFormat.TRIG)
query = "SELECT ?who FROM <http://example.org/minutes> { ?who ?says ?what }"
for union in (False, True):
    print("union:", union, sorted(row["who"].value for row in store.query(query, use_default_graph_as_union=union)))
PYTHON
)
known=$(cat <<'KNOWN'
union: False ['http://example.org/a']
union: True ['http://example.org/a', 'http://example.org/b']
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
