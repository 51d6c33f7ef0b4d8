"""Answers as people read them: a table on a terminal, Markdown, or the W3C results formats."""

from __future__ import annotations

import io
import sys
from typing import Any

from icilabas import engine
from icilabas.asking import readable
from icilabas.errors import UsageError
from icilabas.messages import message
from icilabas.messages import show as one_line
from icilabas.sheet import heading

_PLAIN_WIDTH = 160


def answer(store: Any, text: str, form: str, lang: str) -> str:
    """Run the query and return its answer as text in the form: ``table``, ``md``, ``csv``, ``tsv`` or ``json``.

    Tables show labels in the language; the W3C forms give the terms themselves. CONSTRUCT is Turtle in any form.
    """
    if form in engine.RESULTS:
        return engine.query_text(store, text, form)
    try:
        found = engine.select(store, text)
    except UsageError as error:
        if error.message != message("not-a-select"):
            raise
        return engine.query_text(store, text, "csv")
    rows = [["" if v is None else one_line(v) for v in row] for row in readable(store, found.rows, lang)]
    headings = [heading(variable).text(lang) for variable in found.variables]
    return _markdown(headings, rows) if form == "md" else table(headings, rows, lang)


def _markdown(headings: list[str], rows: list[list[str]]) -> str:
    def line(cells: list[str]) -> str:
        return (
            "| "
            + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;") for cell in cells)
            + " |"
        )

    return "\n".join([line(headings), line(["---"] * len(headings)), *map(line, rows)]) + "\n"


def table(headings: list[str], rows: list[list[str]], lang: str) -> str:
    """Return the rows as a table on a terminal, with their number below."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in headings:
        drawn.add_column(Text(name), overflow="fold")
    for row in rows:
        drawn.add_row(*map(Text, row))
    width = None if sys.stdout.isatty() else _PLAIN_WIDTH
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=False)
    console.print(drawn)
    console.print(message("rows", count=len(rows)).text(lang))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"
