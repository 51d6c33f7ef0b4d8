#!/usr/bin/env bash
# igraph: two searches for communities, of which one is said to improve on the other
#
# Version: igraph 1.0.0
# Expected: On 10,000 nodes in 20 groups of 500, with 7 of 10 ties within them, both find the groups, or nearly.
# Behaviour: community_leiden finds the twenty groups (modularity 0.66); community_multilevel (Louvain) ends at 0.54 to 0.57.
# Source: Blondel et al. 2008, doi 10.1088/1742-5468/2008/10/P10008; Traag et al. 2019, doi 10.1038/s41598-019-41695-z;
# https://python.igraph.org/en/stable/api/igraph.Graph.html
#
# Installs the package in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check igraph==1.0.0
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import random

import igraph

chance = random.Random(1)
ties = set()
while len(ties) < 50_000:
    one = chance.randrange(10_000)
    other = chance.randrange(500) * 20 + one % 20 if chance.random() < 0.7 else chance.randrange(10_000)
    if one != other:
        ties.add((min(one, other), max(one, other)))
graph = igraph.Graph(n=10_000, edges=sorted(ties))
igraph.set_random_number_generator(random.Random(1))
louvain = graph.community_multilevel()
leiden = graph.community_leiden("modularity", n_iterations=10)
print("Leiden: communities", len(leiden), "modularity", round(leiden.modularity, 2))
print("Louvain: modularity less by a twentieth or more:", louvain.modularity < 0.95 * leiden.modularity)
PYTHON
)
known=$(cat <<'KNOWN'
Leiden: communities 20 modularity 0.66
Louvain: modularity less by a twentieth or more: True
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
