"""OpenDocument spreadsheets, written by hand as LibreOffice writes them."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = {
    **{name: f"{_OASIS}{name}:1.0" for name in ("office", "table", "text", "style")},
    "number": f"{_OASIS}datastyle:1.0",
    "draw": f"{_OASIS}drawing:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
_NAMES = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def date_style(name: str, *parts: str) -> str:
    """Return the style ``name`` of cells whose dates show these parts, such as ``year``."""
    inside = "<number:text>/</number:text>".join(f"<number:{part}/>" for part in parts)
    return f'<number:date-style style:name="N{name}">{inside}</number:date-style>{cell_style(name, f"N{name}")}'


def cell_style(name: str, data: str) -> str:
    """Return the style ``name`` of cells that show their values as the style ``data`` says."""
    return f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="{data}"/>'


def text_cell(text: str) -> str:
    """Return a cell with a text."""
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def repeated(cell: str, columns: int) -> str:
    """Return a cell that stands in so many columns."""
    return cell.replace("<table:table-cell", f'<table:table-cell table:number-columns-repeated="{columns}"', 1)


def day_cell(day: str, style: str = "") -> str:
    """Return a cell with a date."""
    about = f'table:style-name="{style}" ' if style else ""
    return f'<table:table-cell {about}office:value-type="date" office:date-value="{day}"/>'


def sheet(name: str, *rows: str, before: str = "") -> str:
    """Return a sheet: the cells of each row, and what stands before the rows."""
    filled = "".join(
        row if row.startswith("<table:table-row") else f"<table:table-row>{row}</table:table-row>" for row in rows
    )
    return f'<table:table table:name="{name}">{before}{filled}</table:table>'


def write(path: Path, *sheets: str, styles: str = "", body: str = "spreadsheet", **parts: str) -> Path:
    """Write a spreadsheet with these sheets and automatic styles; ``parts`` replace others, ``_xml`` for ``.xml``."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{body}>{''.join(sheets)}</office:{body}></office:body></office:document-content>"
    )
    found = {"mimetype": KIND, "content.xml": content, "META-INF/manifest.xml": "<manifest/>"}
    found |= {name.replace("_xml", ".xml").replace("META", "META-INF/"): text for name, text in parts.items()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in found.items():
            packed.writestr(name, text)
    return path


def common_styles(styles: str) -> str:
    """Return the part ``styles.xml`` with these styles."""
    return f"<office:document-styles {_NAMES}><office:styles>{styles}</office:styles></office:document-styles>"
