#!/usr/bin/env bash
# pyoxigraph: a Dataset that holds quads is false
#
# Version: pyoxigraph 0.5.13
# Expected: True, as of every container that has a length: len() is 1.
# Behaviour: `if dataset:` takes the branch for nothing there.
# Source: https://docs.python.org/3/reference/datamodel.html#object.__bool__;
# https://pyoxigraph.readthedocs.io/en/stable/model.html (Dataset)
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
from pyoxigraph import Dataset, Literal, NamedNode, Quad
thing = NamedNode("http://example.org/a")
dataset = Dataset([Quad(thing, thing, Literal("a"))])
print(len(dataset), bool(dataset))
PYTHON
)
known=$(cat <<'KNOWN'
1 False
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
