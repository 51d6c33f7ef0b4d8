#!/usr/bin/env bash
# LibreOffice: converting without a window forgets frozen rows, shortens lists to choose from and the mark of a text
#
# Version: LibreOffice 7.4.7 (Debian's libreoffice-calc), openpyxl 3.1.5
# Expected: A workbook that is only opened and saved has the same headings frozen, the same lists in the same cells, and a
# text that begins with "=" is still marked as one (quotePrefix).
# Behaviour: With --convert-to no row is frozen; a list down to row 5000 ends a thousand rows below the last one that holds
# something; the mark is gone, the text stays one.
# Source: ECMA-376 Part 1, 18.3.1.66 pane, 18.3.1.32 dataValidation, 18.8.45 xf (quotePrefix);
# https://help.libreoffice.org/latest/en-US/text/shared/guide/start_parameters.html
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
cat >"$folder/look.py" <<'PYTHON'
import sys
import openpyxl
from openpyxl.worksheet.datavalidation import DataValidation
if sys.argv[1] == "write":
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Name", "Kind"])
    sheet.append(["Maison des associations", "a"])
    sheet["A3"], sheet["A3"].data_type, sheet["A3"].quotePrefix = "=1+1", "s", True
    sheet.freeze_panes = "A2"
    rule = DataValidation("list", formula1='"a,b"')
    rule.add("B2:B5000")
    sheet.add_data_validation(rule)
    book.save(sys.argv[2])
else:
    sheet = openpyxl.load_workbook(sys.argv[2]).active
    [rule] = sheet.data_validations.dataValidation
    cell = sheet["A3"]
    print("frozen:", sheet.freeze_panes, "| list:", rule.sqref, "| text:", cell.value, cell.data_type, bool(cell.quotePrefix))
PYTHON
seen=$(
  cd "$folder"
  environment/bin/python look.py write list.xlsx
  environment/bin/python look.py read list.xlsx
  soffice "-env:UserInstallation=file://$folder/home" --headless --convert-to xlsx --outdir saved list.xlsx >/dev/null 2>&1
  environment/bin/python look.py read saved/list.xlsx
)
known=$(cat <<'KNOWN'
frozen: A2 | list: B2:B5000 | text: =1+1 s True
frozen: None | list: B2:B1003 | text: =1+1 s False
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
