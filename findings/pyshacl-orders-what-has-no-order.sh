#!/usr/bin/env bash
# pySHACL: a date is below the number 1, and passes
#
# Version: pyshacl 0.40.1, rdflib 7.6.0
# Expected: A violation: sh:maxInclusive wants value <= 1 as SPARQL has it, and a date and a number cannot be
# compared, which is to be a violation.
# Behaviour: The date passes sh:maxInclusive 1, while sh:minInclusive 1 refuses it: the two are put in an order of
# rdflib's own.
# Source: SHACL 4.3, https://www.w3.org/TR/shacl/#core-components-range;
# pyshacl/constraints/core/value_range_constraints.py
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyshacl==0.40.1 rdflib==7.6.0
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
from pyshacl import validate
from rdflib import Graph
PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

data = Graph().parse(data=PREFIXES + 'e:a e:members "2016-01-19"^^xsd:date .', format="turtle")
for limit in ("maxInclusive", "minInclusive"):
    shape = f"e:S sh:targetNode e:a ; sh:property [ sh:path e:members ; sh:{limit} 1 ] ."
    conforms, _, _ = validate(data, shacl_graph=Graph().parse(data=PREFIXES + shape, format="turtle"))
    print(limit, "conforms:", conforms)
PYTHON
)
known=$(cat <<'KNOWN'
maxInclusive conforms: True
minInclusive conforms: False
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
