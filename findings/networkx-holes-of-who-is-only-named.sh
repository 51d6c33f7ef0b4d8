#!/usr/bin/env bash
# NetworkX: who is only named by others has no constraint and no effective size
#
# Version: networkx 3.6.1
# Expected: Numbers: Burt's measures count ties in both directions (how much i invests in j is the weight there and
# back), and the actor has two contacts. Undefined is only who has none.
# Behaviour: In a directed graph an actor with arcs that come in, and none that go out, is taken for isolated: nan.
# The most sought-after actor looks like one without partners.
# Source: networkx/algorithms/structuralholes.py: constraint, effective_size; R. S. Burt, Structural Holes, 1992,
# chapter 2
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import networkx as nx
graph = nx.DiGraph([("Lille", "pS-Eau"), ("Kayes", "pS-Eau")])
print("constraint:", nx.constraint(graph))
print("effective size:", nx.effective_size(graph))
PYTHON
)
known=$(cat <<'KNOWN'
constraint: {'Lille': 1.0, 'pS-Eau': nan, 'Kayes': 1.0}
effective size: {'Lille': 1.0, 'pS-Eau': nan, 'Kayes': 1.0}
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
