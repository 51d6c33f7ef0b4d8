#!/usr/bin/env bash
# Oxigraph: in JSON-LD, a text in “fr_FR” is not there
#
# Version: pyoxigraph 0.5.13
# Expected: An error, as the same tag in Turtle gives one; or the text without its language.
# Behaviour: The text is not read, and nothing is said. fr_FR is how operating systems and many exports write the
# language.
# Source: JSON-LD 1.1, https://www.w3.org/TR/json-ld11/#string-internationalization; BCP 47 (a hyphen between the
# parts)
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
from pyoxigraph import RdfFormat, parse
for tag in ("fr", "fr-FR", "fr_FR"):
    text = '{"@id": "http://example.org/a", "http://example.org/name": {"@value": "Lille", "@language": "%s"}}' % tag
    print("JSON-LD", tag, len(list(parse(text, RdfFormat.JSON_LD))))
try:
    list(parse('<http://example.org/a> <http://example.org/name> "Lille"@fr_FR .', RdfFormat.TURTLE))
except SyntaxError:
    print("Turtle fr_FR SyntaxError")
PYTHON
)
known=$(cat <<'KNOWN'
JSON-LD fr 1
JSON-LD fr-FR 1
JSON-LD fr_FR 0
Turtle fr_FR SyntaxError
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
