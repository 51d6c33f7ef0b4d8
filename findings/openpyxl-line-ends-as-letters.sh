#!/usr/bin/env bash
# openpyxl: a line end that Excel escaped is read as letters
#
# Version: openpyxl 3.1.5
# Expected: A line end: _x000D_ is how Open XML writes the character that XML would change, and Excel shows none of
# it.
# Behaviour: The eight signs are in the text, so that names from two programs differ and pages show them.
# Source: ECMA-376 Part 1, 22.9.2.19 ST_Xstring; openpyxl/cell/text.py
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import zipfile
import openpyxl
book = openpyxl.Workbook()
book.active["A1"] = "Maison@des associations"
book.save("list.xlsx")
with zipfile.ZipFile("list.xlsx") as whole, zipfile.ZipFile("pasted.xlsx", "w") as changed:
    for name in whole.namelist():
        changed.writestr(name, whole.read(name).replace(b"Maison@des", b"Maison_x000D_des"))
print(repr(openpyxl.load_workbook("pasted.xlsx").active["A1"].value))
PYTHON
)
known=$(cat <<'KNOWN'
'Maison_x000D_des associations'
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
