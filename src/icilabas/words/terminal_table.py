"""Tables on a terminal: columns as wide as their texts, or as there is room; long texts go on below.

What is drawn is, letter for letter, a ``rich.table.Table`` with the box ``SIMPLE_HEAD`` and columns that fold, in a
fortieth of the time. Rich is asked how wide letters are, and only of letters that may not be of one cell.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"\s*\S+\s*")
OF_ONE_CELL = re.compile("[ -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u202f\u20ac\ufffd]*")


def table_text(headings: Sequence[str], rows: Sequence[Sequence[str]], below: str, width: int) -> str:
    """Return the table, and the text below it, in lines of at most ``width`` cells, without blanks at their ends.

    Each text is one line, as `show` gives it; each row has as many as there are headings.
    """
    lines = [*_table(headings, rows, width), *_broken(below, width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    if not headings:
        return [""]
    last = len(headings) - 1
    texts = [{*column} for column in zip(headings, *rows, strict=True)]
    padding = [(" " * (place > 0), " " * (place < last)) for place in range(last + 1)]
    wanted = [max(map(_cells, each)) + len(left + right) for each, (left, right) in zip(texts, padding, strict=True)]
    widths = _fitted(wanted, max(0, width - last - 2))  # a blank between columns, and on either side
    lines = [  # of each column, those of each text
        {text: _in_column(text, wide, *blanks) for text in each}
        for each, wide, blanks in zip(texts, widths, padding, strict=True)
    ]

    def together(row: Sequence[str], *, heading: bool = False) -> list[str]:
        cells = [known[text] for known, text in zip(lines, row, strict=True)]
        height = max(map(len, cells))
        if height > 1:
            blank = [[" " * wide] * (height - len(cell)) for wide, cell in zip(widths, cells, strict=True)]
            cells = [more + cell if heading else cell + more for more, cell in zip(blank, cells, strict=True)]
        return [" " + " ".join(line) for line in zip(*cells, strict=True)]

    rule = " " + "─" * (sum(widths) + last)
    return ["", *together(headings, heading=True), rule[:width], *(line for row in rows for line in together(row)), ""]


def _fitted(widths: list[int], room: int) -> list[int]:
    """Return the widths of columns that share this room: the widest give way first, and evenly."""
    fitted = [min(wide, room) or 1 for wide in widths]
    while (excess := sum(fitted) - room) > 0:
        widest = max(fitted)
        step = min(excess, widest - max((wide for wide in fitted if wide < widest), default=0))
        among = fitted.count(widest)
        for place, wide in enumerate(fitted):
            if wide == widest:
                less = min(step, round(excess / among))
                fitted[place], excess, among = wide - less, excess - less, among - 1
    return fitted


def _in_column(text: str, wide: int, left: str, right: str) -> list[str]:
    """Return the lines of a text in a column, each as wide as that."""
    room = wide - len(left + right)
    if room < 1:
        return [" " * wide]
    return [left + _filled(line, room) + right for line in _broken(text, room)]


def _filled(line: str, room: int) -> str:
    """Return the line with as many cells as there is room for."""
    if OF_ONE_CELL.fullmatch(line):
        return line[:room].ljust(room)
    from rich.cells import set_cell_size

    return set_cell_size(line, room)


def _broken(text: str, room: int) -> list[str]:
    """Return the text as lines for which there is room: broken between words, or in those that are longer than that."""
    if _cells(text) <= room:
        return [text]
    starts, used = [], 0
    for found in _WORD.finditer(text):
        start, word = found.start(), found[0]
        long = _cells(word.rstrip())
        if long <= room - used:
            used += _cells(word)
            continue
        pieces = [word] if long <= room else _chopped(word, room)
        for piece in pieces:
            starts.append(start)
            start += len(piece)
        used = _cells(pieces[-1])
    return [text[start:end] for start, end in pairwise([0, *filter(None, starts), len(text)])]


def _chopped(word: str, room: int) -> list[str]:
    """Return the pieces of a word that are as long as there is room."""
    if OF_ONE_CELL.fullmatch(word):
        return [word[start : start + room] for start in range(0, len(word), room)]
    from rich.cells import chop_cells

    return chop_cells(word, room)


def _cells(text: str) -> int:
    """Return how many cells of a terminal the text takes."""
    if OF_ONE_CELL.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
