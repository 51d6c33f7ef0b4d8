#!/usr/bin/env bash
# openpyxl: two numbers of days are read as one date
#
# Version: openpyxl 3.1.5
# Expected: One date a number at most: Excel shows 59 as 28 February 1900 and 60 as a 29 February that no calendar has,
# which can be told but is no other day.
# Behaviour: Both are 28 February 1900, so a wrong day is not seen, and writing the date back changes the number.
# Source: ECMA-376 Part 1, 18.17.4.1; openpyxl/utils/datetime.py
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import openpyxl
book = openpyxl.Workbook()
for row, number in enumerate((58, 59, 60, 61), 1):
    book.active.cell(row, 1, number).number_format = "yyyy-mm-dd"
book.save("days.xlsx")
for (cell,) in openpyxl.load_workbook("days.xlsx").active.iter_rows():
    print(cell.coordinate, cell.value.date())
PYTHON
)
known=$(cat <<'KNOWN'
A1 1900-02-27
A2 1900-02-28
A3 1900-02-28
A4 1900-03-01
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
