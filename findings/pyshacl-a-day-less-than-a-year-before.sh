#!/usr/bin/env bash
# pySHACL: a day of 2017 is less than the year 2016
#
# Version: pyshacl 0.40.1, rdflib 7.6.0
# Expected: A fault: “if the values cannot be compared, a validation result is produced”. SPARQL has no order between a day
# and a year, and 2017-05-03 is after 2016 in any.
# Behaviour: The start of 2017-05-03 and the end 2016 conform to sh:lessThan, and 2016 with 2017-05-03 do not: rdflib
# orders what has other datatypes by the names of these.
# Source: SHACL 4.5.3, https://www.w3.org/TR/shacl/#LessThanConstraintComponent; rdflib/term.py: Literal.__gt__
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyshacl==0.40.1 rdflib==7.6.0
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import pyshacl, rdflib
shapes = rdflib.Graph().parse(format="turtle", data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> .
e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:start ; sh:lessThan e:end ] .""")
for start, end in (('"2017-05-03"^^xsd:date', '"2016"^^xsd:gYear'), ('"2016"^^xsd:gYear', '"2017-05-03"^^xsd:date')):
    data = f"""@prefix e: <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:a a e:T ; e:start {start} ; e:end {end} ."""
    found = pyshacl.validate(rdflib.Graph().parse(format="turtle", data=data), shacl_graph=shapes)
    print(start, "<", end, "conforms:", found[0])
PYTHON
)
known=$(cat <<'KNOWN'
"2017-05-03"^^xsd:date < "2016"^^xsd:gYear conforms: True
"2016"^^xsd:gYear < "2017-05-03"^^xsd:date conforms: False
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
