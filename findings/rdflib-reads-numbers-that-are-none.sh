#!/usr/bin/env bash
# rdflib: 1_000 is read as a thousand, 2016-W05 as the first of February
#
# Version: rdflib 7.6.0
# Expected: Literals that are kept as they are, and known as ill-typed: none of these forms is one of its datatype.
# Behaviour: rdflib takes what Python takes for a number or a date, keeps its own form of it, and calls it well-typed; the
# form that was read is lost. A fault in the data becomes a value that nobody wrote.
# Source: XML Schema 1.1 Part 2, https://www.w3.org/TR/xmlschema11-2/#integer, #decimal, #date, #duration; RDF 1.1
# Concepts, https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal; rdflib/term.py: XSDToPython
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import logging, rdflib
logging.disable()
for form, kind in (("1_000", "integer"), ("1e3", "decimal"), ("2016-W05", "date"), ("P1YT", "duration"), ("Infinity", "double")):
    data = f'<urn:a> <urn:b> "{form}"^^<http://www.w3.org/2001/XMLSchema#{kind}> .'
    [literal] = rdflib.Graph().parse(data=data, format="turtle").objects()
    print(f"{form} ({kind}) -> {literal}; ill-typed: {literal.ill_typed}")
PYTHON
)
known=$(cat <<'KNOWN'
1_000 (integer) -> 1000; ill-typed: False
1e3 (decimal) -> 1000; ill-typed: False
2016-W05 (date) -> 2016-02-01; ill-typed: False
P1YT (duration) -> P1Y; ill-typed: False
Infinity (double) -> inf; ill-typed: False
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
