"""Excel workbooks as we write them: texts, notes and lists to choose from, the same bytes for the same sheets."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from icilabas.errors import UsageError
from icilabas.files.number_formats import PLAIN, value_text
from icilabas.files.workbook_parts import escaped_text
from icilabas.words.messages import message
from icilabas.words.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet as Sheet

LAST_ROW = 2000  # to which drop-down lists reach down at least
_CELL_LIMIT = 32_767  # characters, Excel's own
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,8})?")  # what Excel keeps to the last digit
_THEN = dt.datetime(2000, 1, 1)  # noqa: DTZ001  # Excel's clock has no zone; any fixed moment does
_WIDE, _NARROW = 40, 22  # letters of a column that is read, and of one of a table
_NOTE = {"author": "icilabas", "width": 300, "height": 150}  # pixels
_Look = dict[str, str | bool]  # what XlsxWriter calls the properties of a format
_PALE: _Look = {"bold": True, "font_color": "#000000", "bg_color": "#D9E2EC"}
_DARK: _Look = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79"}
_WRAPPED: _Look = {"text_wrap": True, "valign": "top"}
_TEXT: _Look = {"num_format": "@"}


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


class _Looks(dict[tuple[tuple[str, str | bool], ...], "Format"]):
    """The looks of a workbook by what they are, each made once."""

    def __init__(self, make: Callable[[_Look], Format]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, look: tuple[tuple[str, str | bool], ...]) -> Format:
        return self.setdefault(look, self._make(dict(look)))

    def of(self, **look: str | bool) -> Format | None:
        """Return this look, or None for that which a cell has anyway."""
        return self[tuple(look.items())] if look else None


def write_workbook(sheets: Iterable[Worksheet], instead: str = ".trig") -> bytes:
    """Return the workbook as a file's content. Raises UsageError for a text that no cell holds: write ``instead``."""
    import xlsxwriter  # only who writes one waits for it

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"author": "icilabas", "created": _THEN})
        looks = _Looks(book.add_format)
        for sheet in sheets:
            _write(book.add_worksheet(escaped_text(sheet.name)), sheet, looks, instead)
    return content.getvalue()


def _write(target: Sheet, sheet: Worksheet, looks: _Looks, instead: str) -> None:
    if sheet.hidden:
        target.hide()
    if not sheet.plain:
        target.freeze_panes(1, 0)  # the headings stay where they are
    for column in range(max(map(len, sheet.rows), default=0)):
        as_text = _TEXT if column in sheet.texts else {}
        target.set_column(column, column, _WIDE if sheet.plain else _NARROW, looks.of(**as_text))
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            if len(value) > _CELL_LIMIT:
                known = message("excel-other-file", ending=instead)
                raise UsageError(message("long-cell", found=value[:40] + "…", known=known))
            if value:
                _write_cell(target, sheet, (row, column), value, looks)
    for column, note in sheet.notes.items():
        target.write_comment(0, column, printable(note), _NOTE)
    for column, (formula, free) in sorted(sheet.choices.items()):
        rule = {"validate": "list", "source": formula, "show_error": not free}
        target.data_validation(sheet.choices_from - 1, column, max(LAST_ROW, len(sheet.rows)) - 1, column, rule)


def _write_cell(target: Sheet, sheet: Worksheet, place: tuple[int, int], value: str, looks: _Looks) -> None:
    """Write one cell: a number only where reading it gives the same text; never a formula out of data."""
    row, column = place
    heading, as_text = row == 0 and not sheet.plain, column in sheet.texts
    look = dict(_TEXT) if as_text else {}
    if sheet.plain:
        look |= {"bold": True, **_WRAPPED} if row in sheet.bold else _WRAPPED
    elif heading:
        look |= (_DARK if column in sheet.required else _PALE) | _WRAPPED
    if not as_text and not heading and _NUMBER.fullmatch(value):
        number = float(value) if "." in value else int(value)
        if value_text(repr(number), (PLAIN,)) == value:
            target.write_number(row, column, number, looks.of(**look))
            return
    text = printable(value)
    if not value.startswith("="):
        target.write_string(row, column, text, looks.of(**look))
    elif sheet.hidden:
        target.write_formula(row, column, text, looks.of(**look))
    else:
        target.write_string(row, column, text, looks.of(**look, quote_prefix=True))
