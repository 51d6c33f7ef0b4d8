#!/usr/bin/env bash
# rdflib: dates before our era, or of the year 10000, are none, and the end of a day is no time
#
# Version: rdflib 7.6.0
# Expected: Values. Years of more than four digits and of before our era are lexical forms of xsd:date, 24:00:00 is one of
# xsd:time and of xsd:dateTime.
# Behaviour: rdflib has no value for them and calls them ill-typed, since Python's own dates end at both sides; nothing says
# so unless logging is on. Years and months (gYear, gYearMonth) of any form are neither right nor wrong.
# Source: XML Schema 1.1 Part 2, https://www.w3.org/TR/xmlschema11-2/#date, #time, #gYearMonth; rdflib/xsd_datetime.py
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
for form, kind in (
    ("-0044-03-15", "date"), ("12016-01-01", "date"), ("24:00:00", "time"), ("2016-01-31T24:00:00", "dateTime"),
    ("2016-13", "gYearMonth"), ("16", "gYear"),
):
    literal = rdflib.Literal(form, datatype=rdflib.XSD[kind])
    print(f"{form} ({kind}): value {literal.value}; ill-typed: {literal.ill_typed}")
PYTHON
)
known=$(cat <<'KNOWN'
-0044-03-15 (date): value None; ill-typed: True
12016-01-01 (date): value None; ill-typed: True
24:00:00 (time): value None; ill-typed: True
2016-01-31T24:00:00 (dateTime): value None; ill-typed: True
2016-13 (gYearMonth): value None; ill-typed: None
16 (gYear): value None; ill-typed: None
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
