"""Excel workbooks as we write them: texts, notes and lists to choose from, the same bytes for the same sheets."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from icilabas.errors import UsageError
from icilabas.files.csv_tables import letters
from icilabas.files.number_formats import PLAIN, value_text
from icilabas.files.workbook_parts import escaped_text
from icilabas.words.messages import message
from icilabas.words.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


LAST_ROW = 2000  # to which drop-down lists reach down
_CELL_LIMIT = 32_767  # characters, Excel's own
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,8})?")  # what Excel keeps to the last digit
_THEN, _THEN_ZIP = "2000-01-01T00:00:00Z", (2000, 1, 1, 0, 0, 0)  # any fixed moment does
_RETURN = {"\r": "&#13;"}  # else a reader takes it for a line feed
_WIDE, _NARROW = 40, 22  # letters of a column that is read, and of one of a table

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPEN = "http://schemas.openxmlformats.org"
_MAIN, _PACKAGE = f"{_OPEN}/spreadsheetml/2006/main", f"{_OPEN}/package/2006"
_OFFICE = f"{_OPEN}/officeDocument/2006/relationships"
_XML, _CORE = "application/xml", "application/vnd.openxmlformats-package.core-properties+xml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHEET_ML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PLAIN_FONT = '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
_FONTS = ("", '<b val="1"/>', '<b val="1"/><color rgb="00000000"/>', '<b val="1"/><color rgb="00FFFFFF"/>')
_FILLS = ("D9E2EC", "1F4E79")  # of headings: pale, and dark where they are required
_FIRST_FILL = 2  # those before it are Excel's own


@dataclass
class Worksheet:
    """One sheet as we write it: rows of texts, the first the headings; notes and drop-down lists by column (from 0).

    required: columns whose heading is marked. choices: the formula of a list (``=…``), and whether a cell may hold
    something else; the lists start in row ``choices_from``. texts: columns whose numbers are texts, such as dates.
    plain: a sheet to be read by people, without headings; bold: its rows (from 0) that are headings all the same.
    hidden: a sheet for formulas, which no other may hold.
    """

    name: str
    rows: list[list[str]]
    notes: dict[int, str] = field(default_factory=dict)
    required: set[int] = field(default_factory=set)
    choices: dict[int, tuple[str, bool]] = field(default_factory=dict)
    texts: set[int] = field(default_factory=set)
    plain: bool = False
    hidden: bool = False
    bold: set[int] = field(default_factory=set)
    choices_from: int = 2


class _Look(NamedTuple):
    """How a cell looks: the numbers of its font and its fill, whether it is wrapped, typed as text, or no formula."""

    font: int = 0
    fill: int = 0
    wrapped: bool = False
    text: bool = False
    quoted: bool = False


class _Looks(dict[_Look, int]):
    """The looks of a workbook, numbered as they come."""

    def __missing__(self, look: _Look) -> int:
        return self.setdefault(look, len(self))


def write_workbook(sheets: Iterable[Worksheet], instead: str = ".trig") -> bytes:
    """Return the workbook as a file's content. Raises UsageError for a text that no cell holds: write ``instead``."""
    every, looks = list(sheets), _Looks({_Look(): 0})
    for value in chain.from_iterable(row for sheet in every for row in sheet.rows):
        if len(value) > _CELL_LIMIT:
            known = message("excel-other-file", ending=instead)
            raise UsageError(message("long-cell", found=value[:40] + "…", known=known))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in _parts(every, looks):
            part = zipfile.ZipInfo(name, _THEN_ZIP)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(part, "".join(lines))
    return content.getvalue()


def _parts(sheets: Sequence[Worksheet], looks: _Looks) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the parts of a workbook with their names; what tells of the others comes first, the looks last."""
    noted = [number for number, sheet in enumerate(sheets, 1) if sheet.notes]
    yield "[Content_Types].xml", _types(len(sheets), noted)
    about = {"rId1": ("officeDocument", "xl/workbook.xml")}
    kind = f"{_PACKAGE}/relationships/metadata/core-properties"
    yield "_rels/.rels", _relations(about, f'<Relationship Id="rId2" Type="{kind}" Target="docProps/core.xml"/>')
    yield "docProps/core.xml", _properties()
    yield "xl/workbook.xml", _book(sheets)
    places = {f"rId{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)}
    yield "xl/_rels/workbook.xml.rels", _relations({**places, "styles": ("styles", "styles.xml")})
    for number, sheet in enumerate(sheets, 1):
        yield f"xl/worksheets/sheet{number}.xml", _sheet(sheet, looks)
        if sheet.notes:
            notes = {
                "notes": ("comments", f"../comments{number}.xml"),
                "boxes": ("vmlDrawing", f"../drawings/notes{number}.vml"),
            }
            yield f"xl/worksheets/_rels/sheet{number}.xml.rels", _relations(notes)
            yield f"xl/comments{number}.xml", _notes(sheet.notes)
            yield f"xl/drawings/notes{number}.vml", _boxes(sheet.notes)
    yield "xl/styles.xml", _styles(looks)


def _types(sheets: int, noted: Iterable[int]) -> Iterator[str]:
    yield f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    for ending, kind in (("rels", _RELATIONS), ("xml", _XML), ("vml", _VML)):
        yield f'<Default Extension="{ending}" ContentType="{kind}"/>'
    parts = {"docProps/core.xml": _CORE, "xl/workbook.xml": f"{_SHEET_ML}.sheet.main+xml"}
    parts |= {f"xl/worksheets/sheet{number}.xml": f"{_SHEET_ML}.worksheet+xml" for number in range(1, sheets + 1)}
    parts |= {f"xl/comments{number}.xml": f"{_SHEET_ML}.comments+xml" for number in noted}
    for part, kind in {**parts, "xl/styles.xml": f"{_SHEET_ML}.styles+xml"}.items():
        yield f'<Override PartName="/{part}" ContentType="{kind}"/>'
    yield "</Types>"


def _relations(places: dict[str, tuple[str, str]], more: str = "") -> Iterator[str]:
    """Yield what a part refers to: by its id, the kind and the place of each."""
    yield f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    for name, (kind, place) in places.items():
        yield f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{place}"/>'
    yield f"{more}</Relationships>"


def _properties() -> Iterator[str]:
    names = f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    yield f'{_HEAD}<cp:coreProperties {names} xmlns:dcterms="http://purl.org/dc/terms/"'
    yield ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>icilabas</dc:creator>'
    for moment in ("created", "modified"):
        yield f'<dcterms:{moment} xsi:type="dcterms:W3CDTF">{_THEN}</dcterms:{moment}>'
    yield "</cp:coreProperties>"


def _book(sheets: Iterable[Worksheet]) -> Iterator[str]:
    yield f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    for number, sheet in enumerate(sheets, 1):
        state = ' state="hidden"' if sheet.hidden else ""
        yield f'<sheet name={quoteattr(escaped_text(sheet.name))} sheetId="{number}"{state} r:id="rId{number}"/>'
    yield '</sheets><calcPr calcId="124519" fullCalcOnLoad="1"/></workbook>'  # no formula has its value with it


def _sheet(sheet: Worksheet, looks: _Looks) -> Iterator[str]:
    width = max(map(len, sheet.rows), default=0)
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    yield f'<dimension ref="A1:{letters(max(1, width))}{max(1, len(sheet.rows))}"/>'
    if not sheet.plain:  # the headings stay where they are
        yield '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft"'
        yield ' state="frozen"/><selection pane="bottomLeft" activeCell="A1" sqref="A1"/></sheetView></sheetViews>'
    yield from _columns(sheet, width, looks)
    yield "<sheetData>"
    names = [letters(column + 1) for column in range(width)]
    for number, row in enumerate(sheet.rows):
        if any(row):
            yield f'<row r="{number + 1}">'
            for column, value in enumerate(row):
                if value:
                    yield _cell(f"{names[column]}{number + 1}", value, sheet, (number, column), looks)
            yield "</row>"
    yield "</sheetData>"
    yield from _choices(sheet)
    yield '<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/>'
    if sheet.notes:
        yield '<legacyDrawing r:id="boxes"/>'
    yield "</worksheet>"


def _columns(sheet: Worksheet, width: int, looks: _Looks) -> Iterator[str]:
    if width:
        yield "<cols>"
        for column in range(width):
            look = f' style="{looks[_Look(text=True)]}"' if column in sheet.texts else ""
            place = f'min="{column + 1}" max="{column + 1}"'
            yield f'<col {place} width="{_WIDE if sheet.plain else _NARROW}"{look} customWidth="1"/>'
        yield "</cols>"


def _choices(sheet: Worksheet) -> Iterator[str]:
    if sheet.choices:
        yield f'<dataValidations count="{len(sheet.choices)}">'
        for column, (formula, free) in sorted(sheet.choices.items()):
            area = f"{letters(column + 1)}{sheet.choices_from}:{letters(column + 1)}{LAST_ROW}"
            yield f'<dataValidation type="list" allowBlank="1" showErrorMessage="{int(not free)}" sqref="{area}">'
            yield f"<formula1>{escape(formula)}</formula1></dataValidation>"
        yield "</dataValidations>"


def _cell(at: str, value: str, sheet: Worksheet, place: tuple[int, int], looks: _Looks) -> str:
    """Return one cell: a number only where reading it gives the same text; never a formula out of data."""
    row, column = place
    heading, as_text = row == 0 and not sheet.plain, column in sheet.texts
    look = _Look(text=as_text)
    if sheet.plain:
        look = _Look(font=int(row in sheet.bold), wrapped=True, text=as_text)
    elif heading:
        needed = column in sheet.required
        look = _Look(2 + needed, _FIRST_FILL + needed, wrapped=True, text=as_text)
    if not as_text and not heading and _NUMBER.fullmatch(value):
        plain = repr(float(value) if "." in value else int(value))
        if value_text(plain, (PLAIN,)) == value:
            return f'<c r="{at}"{_of(look, looks)}><v>{plain}</v></c>'
    text = escaped_text(printable(value))
    if value.startswith("="):
        if sheet.hidden:
            return f'<c r="{at}"{_of(look, looks)}><f>{escape(text[1:])}</f></c>'
        look = look._replace(quoted=True)
    return f'<c r="{at}"{_of(look, looks)} t="inlineStr"><is>{_text(text)}</is></c>'


def _of(look: _Look, looks: _Looks) -> str:
    number = looks[look]
    return f' s="{number}"' if number else ""


def _text(text: str) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{kept}>{escape(text, _RETURN)}</t>"


def _notes(notes: dict[int, str]) -> Iterator[str]:
    yield f'{_HEAD}<comments xmlns="{_MAIN}"><authors><author>icilabas</author></authors><commentList>'
    for column, note in notes.items():
        text = _text(escaped_text(printable(note)))
        yield f'<comment ref="{letters(column + 1)}1" authorId="0"><text>{text}</text></comment>'
    yield "</commentList></comments>"


def _boxes(notes: dict[int, str]) -> Iterator[str]:
    """Yield the boxes in which notes are shown, in the language of drawings that Excel has for these alone."""
    yield '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    yield ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    yield '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    yield '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    yield '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
    place = "position:absolute;margin-left:59.25pt;margin-top:1.5pt;width:300px;height:150px;z-index:1"
    for number, column in enumerate(notes, 1026):
        yield f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="{place};visibility:hidden"'
        yield ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
        yield '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        yield '<div style="text-align:left"/></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
        yield "<x:SizeWithCells/><x:AutoFill>False</x:AutoFill>"
        yield f"<x:Row>0</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    yield "</xml>"


def _styles(looks: _Looks) -> Iterator[str]:
    yield f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="{len(_FONTS)}">'
    for font in _FONTS:
        yield f"<font>{font}</font>" if font else _PLAIN_FONT
    yield f'</fonts><fills count="{_FIRST_FILL + len(_FILLS)}">'
    yield '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    for colour in _FILLS:
        yield f'<fill><patternFill patternType="solid"><fgColor rgb="00{colour}"/></patternFill></fill>'
    yield '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    yield '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    yield f'<cellXfs count="{len(looks)}">'
    for look in looks:
        form = f'numFmtId="{49 if look.text else 0}" fontId="{look.font}" fillId="{look.fill}" borderId="0" xfId="0"'
        inside = '<alignment vertical="top" wrapText="1"/>' if look.wrapped else ""
        yield f'<xf {form} quotePrefix="{int(look.quoted)}" applyAlignment="{int(look.wrapped)}">{inside}</xf>'
    yield '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
