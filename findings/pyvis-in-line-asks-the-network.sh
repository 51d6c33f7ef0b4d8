#!/usr/bin/env bash
# pyvis: a page with everything in line still asks the network
#
# Version: pyvis 0.3.2
# Expected: A page that needs no network: cdn_resources="in_line" is the way to have all of it inside the file, and
# the page grows to 700 kB.
# Behaviour: A style sheet and a script of Bootstrap are still called from a public server. Offline, the page has lost
# its frame; online, who opens it is known to somebody else.
# Source: pyvis/templates/template.html, lines 40 to 50; https://pyvis.readthedocs.io/en/latest/documentation.html
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyvis==0.3.2
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import re
from pyvis.network import Network
network = Network(cdn_resources="in_line")
network.add_node("Lille")
print(*re.findall(r'(?:src|href)="(https?://[^"]+)"', network.generate_html()), sep="\n")
PYTHON
)
known=$(cat <<'KNOWN'
https://cdn.jsdelivr.net/npm/bootstrap@5.0.0-beta3/dist/css/bootstrap.min.css
https://cdn.jsdelivr.net/npm/bootstrap@5.0.0-beta3/dist/js/bootstrap.bundle.min.js
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
