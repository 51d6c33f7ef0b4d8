#!/usr/bin/env bash
# Oxigraph: an answer in XML, or RDF/XML, that lost its end is read as if it were whole
#
# Version: pyoxigraph 0.5.13
# Expected: An error, as for the same rows in JSON: what does not end is no XML, and rows may be missing.
# Behaviour: The rows before the cut are read, and so is a truth value whose JSON is not closed. Nothing is said. Servers
# that give a query up after they began to answer, and proxies that end a connection early, leave such answers.
# Source: XML 1.0, 2.1 (a well-formed document has a root element with an end-tag), https://www.w3.org/TR/xml/#sec-well-formed;
# SPARQL Query Results XML Format, https://www.w3.org/TR/rdf-sparql-XMLres/#defn-srd
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
from pyoxigraph import QueryResultsFormat, RdfFormat, Store, parse, parse_query_results, serialize
values = "VALUES ?place { <http://example.org/Kayes> <http://example.org/Lille> <http://example.org/Dakar> }"
whole = {form: Store().query(f"SELECT ?place {{ {values} }}").serialize(format=form).decode()
         for form in (QueryResultsFormat.XML, QueryResultsFormat.JSON)}
def rows(form, text):
    try:
        return len(list(parse_query_results(text, format=form)))
    except SyntaxError:
        return "SyntaxError"
for form, text in whole.items():
    half = text[:text.index("Dakar")]
    print(str(form).split(" in ")[-1] + ":", rows(form, text), "rows, cut in the third:", rows(form, half))
triples = [quad.triple for quad in parse(
    "<http://example.org/Kayes> <http://example.org/in> <http://example.org/Mali> . "
    "<http://example.org/Lille> <http://example.org/in> <http://example.org/France> .", RdfFormat.TURTLE)]
text = serialize(triples, format=RdfFormat.RDF_XML).decode()
half = text[:text.rindex("<rdf:Description")]
print("RDF/XML:", len(list(parse(text, RdfFormat.RDF_XML))), "triples, cut before the second:",
      len(list(parse(half, RdfFormat.RDF_XML))))
cut = '{"head": {}, "boolean": true'
print("a truth value, not closed:", bool(parse_query_results(cut, format=QueryResultsFormat.JSON)))
PYTHON
)
known=$(cat <<'KNOWN'
XML: 3 rows, cut in the third: 2
JSON: 3 rows, cut in the third: SyntaxError
RDF/XML: 2 triples, cut before the second: 1
a truth value, not closed: True
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
