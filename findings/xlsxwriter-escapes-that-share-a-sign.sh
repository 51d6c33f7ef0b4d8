#!/usr/bin/env bash
# XlsxWriter: of two escapes in a text that share a sign, only the first is kept
#
# Version: XlsxWriter 3.3.1, python-calamine 0.9.1
# Expected: What was written is read: a text that looks like an escape gets “_x005F_” before it, and so does the second one of
# “_x005F_x000A_”, in which one “_” ends the first and begins the second.
# Behaviour: Only the first is marked; a reader that follows the standard makes a line feed of the second. Of texts with one
# escape, or with two apart, all is kept.
# Source: ECMA-376 Part 1, 22.9.2.19 ST_Xstring
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check xlsxwriter==3.3.1 python-calamine==0.9.1
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
import python_calamine
import xlsxwriter
texts = ["Lot _x0041_", "Lot _x0041__x000A_", "Lot _x005F_x000A_"]
with xlsxwriter.Workbook("lots.xlsx") as book:
    sheet = book.add_worksheet()
    for row, text in enumerate(texts):
        sheet.write_string(row, 0, text)
read = [row[0] for row in python_calamine.CalamineWorkbook.from_path("lots.xlsx").get_sheet_by_index(0).to_python()]
for text, found in zip(texts, read):
    print(text, "→", repr(found))
PYTHON
)
known=$(cat <<'KNOWN'
Lot _x0041_ → 'Lot _x0041_'
Lot _x0041__x000A_ → 'Lot _x0041__x000A_'
Lot _x005F_x000A_ → 'Lot _x005F\n'
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
