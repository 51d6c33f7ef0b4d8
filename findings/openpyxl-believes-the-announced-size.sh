#!/usr/bin/env bash
# openpyxl: in read-only mode, rows beyond the size that a sheet announces are lost
#
# Version: openpyxl 3.1.5
# Expected: The five rows that are there. The element dimension is a hint that programs may leave out or leave old;
# Excel itself does not go by it.
# Behaviour: With read_only=True a sheet that announces A1 has one cell, and nothing is said; without it, all rows are
# there. The documentation says that some programs announce a wrong size; that rows are lost by it, it does not.
# Source: ECMA-376 Part 1, 18.3.1.35 dimension (optional); https://openpyxl.readthedocs.io/en/stable/optimized.html
# (worksheet dimensions)
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
for number in range(5):
    book.active.append([number, "association"])
book.save("list.xlsx")
with zipfile.ZipFile("list.xlsx") as whole, zipfile.ZipFile("export.xlsx", "w") as changed:
    for name in whole.namelist():
        changed.writestr(name, whole.read(name).replace(b'dimension ref="A1:B5"', b'dimension ref="A1"'))
for read_only in (False, True):
    sheet = openpyxl.load_workbook("export.xlsx", read_only=read_only).active
    print("read_only:", read_only, len(list(sheet.iter_rows())), "rows")
PYTHON
)
known=$(cat <<'KNOWN'
read_only: False 5 rows
read_only: True 1 rows
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
