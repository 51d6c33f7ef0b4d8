#!/usr/bin/env bash
# A search for “Niger” gives Nigeria first
#
# Version: pycountry 26.2.16
# Expected: Niger first: the documentation prefers matches on the names of countries to those on names of subdivisions
# (Nigeria has a state called Niger), and “Guinea” or “Congo” does begin with the country of just that name.
# Behaviour: Nigeria comes before Niger: a program that takes the first gives another country its activities. `lookup`
# gives Niger, but knows neither “Korea” nor “DR Congo”.
# Source: https://github.com/pycountry/pycountry, README, “Countries (ISO 3166-1)”
#
# Installs the package in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pycountry==26.2.16
seen=$(cd "$folder" && environment/bin/python - <<'PYTHON'
import pycountry

def looked_up(name):
    try:
        return pycountry.countries.lookup(name).alpha_2
    except LookupError:
        return None

for name in ("Niger", "Guinea", "Congo"):
    print(name, [country.alpha_2 for country in pycountry.countries.search_fuzzy(name)], looked_up(name))
for name in ("Korea", "DR Congo"):
    print(name, looked_up(name))
PYTHON
)
known=$(cat <<'KNOWN'
Niger ['NG', 'NE'] NE
Guinea ['GN', 'GW', 'PG', 'GQ'] GN
Congo ['CG', 'CD'] CG
Korea None
DR Congo None
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
