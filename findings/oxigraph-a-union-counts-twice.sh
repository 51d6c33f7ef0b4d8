#!/usr/bin/env bash
# Oxigraph: what two graphs say is counted twice where all graphs are asked as one
#
# Version: pyoxigraph 0.5.13; rdflib 7.6.0 beside it
# Expected: One row, and a sum of 10: the default graph of a query is the merge of the graphs that it is made of, and a graph is a set of
# triples. So rdflib has it.
# Behaviour: A row for each graph that says the triple, with FROM as with the union of all graphs; COUNT and SUM grow with the number of
# sources, DISTINCT sets rows right, and no sum.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#specifyingDataset; known as
# https://github.com/oxigraph/oxigraph/issues/1919, mended after this version
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13 rdflib==7.6.0
cat >"$folder/members.py" <<'PYTHON'
import pyoxigraph
import rdflib

said = "<urn:network> <urn:members> 10 ."
data = f"GRAPH <urn:report-2019> {{ {said} }} GRAPH <urn:report-2020> {{ {said} }}"
counted = "SELECT (COUNT(*) AS ?rows) (SUM(?members) AS ?total) {} WHERE {{ ?network <urn:members> ?members }}"
store = pyoxigraph.Store()
store.update(f"INSERT DATA {{ {data} }}")
dataset = rdflib.Dataset(default_union=True)
dataset.update(f"INSERT DATA {{ {data} }}")
for name, graphs in (("all graphs", ""), ("FROM both", "FROM <urn:report-2019> FROM <urn:report-2020>")):
    (row,) = store.query(counted.format(graphs), use_default_graph_as_union=not graphs)
    print(f"Oxigraph, {name}: {row['rows'].value} rows, in all {row['total'].value}")
((rows, total),) = dataset.query(counted.format(""))
print(f"rdflib, all graphs: {rows} rows, in all {total}")
PYTHON
seen=$("$folder/environment/bin/python" "$folder/members.py")
known=$(cat <<'KNOWN'
Oxigraph, all graphs: 2 rows, in all 20
Oxigraph, FROM both: 2 rows, in all 20
rdflib, all graphs: 1 rows, in all 10
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
