#!/usr/bin/env bash
# openpyxl: a text that looks like an escape is written as it is, and is another text for who reads it
#
# Version: openpyxl 3.1.5, python-calamine 0.9.1
# Expected: What was written is read: “_x0041_” is written “_x005F_x0041_”, as Open XML wants it of a text that looks
# like an escape.
# Behaviour: The text stands there bare; a reader that follows the standard gives “Lot A” for “Lot _x0041_”. openpyxl
# reads its own file as it was written, so that nobody notices.
# Source: ECMA-376 Part 1, 22.9.2.19 ST_Xstring
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import openpyxl
import python_calamine
book = openpyxl.Workbook()
book.active["A1"] = "Lot _x0041_"
book.active["A2"] = "Lot _x005F_x0041_"
book.save("lots.xlsx")
print("openpyxl:", [cell.value for cell in openpyxl.load_workbook("lots.xlsx").active["A"]])
print("calamine:", [row[0] for row in python_calamine.CalamineWorkbook.from_path("lots.xlsx").get_sheet_by_index(0).to_python()])
PYTHON
)
known=$(cat <<'KNOWN'
openpyxl: ['Lot _x0041_', 'Lot _x005F_x0041_']
calamine: ['Lot A', 'Lot _x0041_']
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
