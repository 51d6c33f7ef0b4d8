#!/usr/bin/env bash
# Two libraries give one country two French names, 43 times of 249
#
# Version: Babel 2.18.0, pycountry 26.2.16
# Expected: The French names of the countries of ISO 3166-1 from one library are found by those of the other, but for a
# few.
# Behaviour: 43 differ, 35 of them by more than accents, case and punctuation: Babel has the Unicode CLDR (“Congo-Kinshasa”,
# “Biélorussie”), pycountry the translations of iso-codes (“République démocratique du Congo”, “Bélarus”). A join by name
# loses these countries, and no one is told.
# Source: https://babel.pocoo.org/en/latest/api/core.html (Locale.territories); https://github.com/pycountry/pycountry,
# README, “Locales”
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check babel==2.18.0 pycountry==26.2.16
seen=$(cd "$folder" && environment/bin/python - <<'PYTHON'
import gettext, re, unicodedata
import babel, pycountry

def plain(name):
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in letters if not unicodedata.combining(c))))

iso = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["fr"]).gettext
cldr = babel.Locale("fr").territories
pairs = {country.alpha_2: (iso(country.name), cldr[country.alpha_2]) for country in pycountry.countries}
print(len(pairs), "countries,", sum(one != two for one, two in pairs.values()), "differ,",
      sum(plain(one) != plain(two) for one, two in pairs.values()), "by more than accents, case and punctuation")
for code in ("BY", "CD", "KR"):
    print(code, *pairs[code], sep=" | ")
PYTHON
)
known=$(cat <<'KNOWN'
249 countries, 43 differ, 35 by more than accents, case and punctuation
BY | Bélarus | Biélorussie
CD | République démocratique du Congo | Congo-Kinshasa
KR | Corée, République de | Corée du Sud
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
