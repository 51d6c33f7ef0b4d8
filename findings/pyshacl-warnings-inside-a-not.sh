#!/usr/bin/env bash
# pySHACL: with warnings allowed, what is inside sh:not is turned round
#
# Version: pyshacl 0.40.1, rdflib 7.6.0
# Expected: The same results both times: allow_warnings is about what a report with warnings alone is worth; whether a
# node conforms to a shape inside sh:not does not depend on its severity.
# Behaviour: A node that has no name fits “not (has a name)”; when that inner shape is of severity Warning and
# warnings are allowed, it is a violation.
# Source: SHACL 3.4 and 4.6.1, https://www.w3.org/TR/shacl/#NotConstraintComponent; pyshacl/shape.py
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

data = Graph().parse(data=PREFIXES + "e:a e:town e:Lille .", format="turtle")
shape = """e:S sh:targetNode e:a ; sh:not e:Named .
e:Named sh:property e:Name ; sh:severity sh:Warning .
e:Name sh:path e:name ; sh:minCount 1 ; sh:severity sh:Warning ."""
shapes = Graph().parse(data=PREFIXES + shape, format="turtle")
for allowed in (False, True):
    conforms, _, _ = validate(data, shacl_graph=shapes, allow_warnings=allowed)
    print("allow_warnings:", allowed, "conforms:", conforms)
PYTHON
)
known=$(cat <<'KNOWN'
allow_warnings: False conforms: True
allow_warnings: True conforms: False
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
