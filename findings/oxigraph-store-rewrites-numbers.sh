#!/usr/bin/env bash
# Oxigraph: a store writes numbers and dates otherwise than they were read
#
# Version: pyoxigraph 0.5.13
# Expected: What was read, to the letter: “007” and “7” are two literals with one value. The parser alone keeps
# numbers and dates.
# Behaviour: The store keeps values: a code 007 typed as an integer comes out as 7, a rate 1.10 as 1.1, +00:00 as Z,
# @fr-FR as @fr-fr. A file that is read and written is not the same file.
# Source: RDF 1.1 Concepts, https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal (literal term equality);
# https://pyoxigraph.readthedocs.io/en/stable/store.html
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
from pyoxigraph import RdfFormat, Store, parse
XSD = "http://www.w3.org/2001/XMLSchema#"
literals = [f'"007"^^<{XSD}integer>', f'"1.10"^^<{XSD}decimal>', f'"2016-01-19T10:00:00+00:00"^^<{XSD}dateTime>', '"Lille"@fr-FR']
for literal in literals:
    line = f"<http://example.org/a> <http://example.org/says> {literal} .".encode()
    store = Store()
    store.load(line, RdfFormat.N_TRIPLES)
    [parsed], [stored] = parse(line, RdfFormat.N_TRIPLES), store
    print(*(str(quad.object).replace(XSD, "xsd:") for quad in (parsed, stored)), sep="  ->  ")
PYTHON
)
known=$(cat <<'KNOWN'
"007"^^<xsd:integer>  ->  "7"^^<xsd:integer>
"1.10"^^<xsd:decimal>  ->  "1.1"^^<xsd:decimal>
"2016-01-19T10:00:00+00:00"^^<xsd:dateTime>  ->  "2016-01-19T10:00:00Z"^^<xsd:dateTime>
"Lille"@fr-fr  ->  "Lille"@fr-fr
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
