#!/usr/bin/env bash
# pySHACL: a blank node has a length where the least is nothing
#
# Version: pyshacl 0.40.1, rdflib 7.6.0
# Expected: A violation: a blank node is one of sh:minLength whatever the number is, as it is with 1.
# Behaviour: With sh:minLength 0 it passes.
# Source: SHACL 4.4.1, https://www.w3.org/TR/shacl/#MinLengthConstraintComponent;
# pyshacl/constraints/core/string_based_constraints.py
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

data = Graph().parse(data=PREFIXES + "e:a e:contact [ e:role e:Head ] .", format="turtle")
for least in (0, 1):
    shape = f"e:S sh:targetNode e:a ; sh:property [ sh:path e:contact ; sh:minLength {least} ] ."
    conforms, _, _ = validate(data, shacl_graph=Graph().parse(data=PREFIXES + shape, format="turtle"))
    print("minLength", least, "conforms:", conforms)
PYTHON
)
known=$(cat <<'KNOWN'
minLength 0 conforms: True
minLength 1 conforms: False
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
