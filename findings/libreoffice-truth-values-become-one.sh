#!/usr/bin/env bash
# LibreOffice: a truth value of an Excel workbook is saved as a number by a formula
#
# Version: LibreOffice 7.4.7 (Debian's libreoffice-calc), openpyxl 3.1.5
# Expected: What is a truth value in the workbook is one in the .ods: office:value-type="boolean".
# Behaviour: In the first cell of a sheet it is; beside other cells it becomes the formula TRUE() with the value 1 of the
# type float, so that who reads values, not formulas, gets 1.
# Source: ECMA-376 Part 1, 18.18.11 ST_CellType; OpenDocument 1.3 part 3, 19.387 office:value-type
#
# Installs the packages in a temporary folder, which is removed at the end, and runs the soffice of the system; exits with 1
# when the behaviour has changed, with 2 where the program is missing.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
command -v soffice >/dev/null || { echo "LibreOffice is not installed (Debian: libreoffice-calc)"; exit 2; }
soffice "-env:UserInstallation=file://$folder/home" --version
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5
seen=$(
  cd "$folder"
  environment/bin/python - <<'PYTHON'
import openpyxl
book = openpyxl.Workbook()
book.active.append([True])
book.active.append(["Maison des associations", True])
book.save("list.xlsx")
PYTHON
  soffice "-env:UserInstallation=file://$folder/home" --headless --convert-to ods list.xlsx >/dev/null 2>&1
  environment/bin/python - <<'PYTHON'
import re
import zipfile
content = zipfile.ZipFile("list.ods").read("content.xml").decode()
for cell in re.findall(r"<table:table-cell[^>]*TRUE[^>]*>", content):
    print(*re.findall(r' ((?:table:formula|office:value-type|office:value|office:boolean-value)="[^"]*")', cell))
PYTHON
)
known=$(cat <<'KNOWN'
table:formula="of:=TRUE()" office:value-type="boolean" office:boolean-value="true"
table:formula="of:=TRUE()" office:value-type="float" office:value="1"
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
