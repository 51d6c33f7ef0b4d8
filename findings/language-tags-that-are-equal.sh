#!/usr/bin/env bash
# Oxigraph and rdflib: whether a filter finds a text tagged fr-FR hangs on the capitals, and on the engine
#
# Version: pyoxigraph 0.5.13, rdflib 7.6.0
# Expected: One answer to one query. Tags of languages are the same whatever their capitals; RDF lets a program keep them
# in small letters, and SPARQL's LANG gives a plain text, which "=" compares letter by letter.
# Behaviour: FILTER(LANG(?name) = "fr-FR") finds the text in rdflib, which keeps the tag, and nothing in Oxigraph, which
# keeps it in small letters; with "fr-fr" it is the other way round. langMatches finds it in both.
# Source: RDF 1.1 Concepts, https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal; SPARQL 1.1 Query Language,
# https://www.w3.org/TR/sparql11-query/#func-langMatches
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13 rdflib==7.6.0
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import pyoxigraph
import rdflib
text = '<http://example.org/a> <http://example.org/name> "Lille"@fr-FR .'
graph, store = rdflib.Graph().parse(data=text, format="turtle"), pyoxigraph.Store()
store.load(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
for condition in ('LANG(?name) = "fr-FR"', 'LANG(?name) = "fr-fr"', 'langMatches(LANG(?name), "fr-FR")'):
    query = "SELECT ?name { ?thing ?says ?name FILTER(%s) }" % condition
    print(condition, "Oxigraph", len(list(store.query(query))), "rdflib", len(list(graph.query(query))))
PYTHON
)
known=$(cat <<'KNOWN'
LANG(?name) = "fr-FR" Oxigraph 0 rdflib 1
LANG(?name) = "fr-fr" Oxigraph 1 rdflib 0
langMatches(LANG(?name), "fr-FR") Oxigraph 1 rdflib 1
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
