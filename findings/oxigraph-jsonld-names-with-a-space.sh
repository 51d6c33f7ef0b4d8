#!/usr/bin/env bash
# Oxigraph: in JSON-LD, a thing whose @id has a space is not there
#
# Version: pyoxigraph 0.5.13
# Expected: An error, as the same address in Turtle gives one; or the thing with its address as it stands, or encoded.
# Behaviour: Neither the thing nor what is said of it is read, and nothing is said. Lists that people keep in JSON
# have such addresses of files and pages.
# Source: JSON-LD 1.1, https://www.w3.org/TR/json-ld11/#node-identifiers; JSON-LD 1.1 Processing Algorithms, 8.1.2
# (deserialize to RDF skips what is not well-formed, without a word)
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
from pyoxigraph import RdfFormat, parse
for address in ("http://example.org/report", "http://example.org/the report"):
    text = f'{{"@id": "{address}", "http://example.org/title": "Report"}}'
    print("JSON-LD", repr(address), len(list(parse(text, RdfFormat.JSON_LD))))
try:
    print(len(list(parse(f'<{address}> <http://example.org/title> "Report" .', RdfFormat.TURTLE))))
except SyntaxError as error:
    print("Turtle: SyntaxError")
PYTHON
)
known=$(cat <<'KNOWN'
JSON-LD 'http://example.org/report' 1
JSON-LD 'http://example.org/the report' 0
Turtle: SyntaxError
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
