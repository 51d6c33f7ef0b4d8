"""Tables on a terminal: letter for letter what rich draws, which is asked about letters of other widths only."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from icilabas.words import terminal_table
from icilabas.words.messages import show
from icilabas.words.terminal_table import table_text

PIECES = st.sampled_from(
    [
        *("a", "Ici", "là-bas", "l’eau", "–", "…", "Ω", "я", "1 234,5", " ", "  ", "\u202f", "\xa0", "\t", "\n"),
        *(
            "漢字",
            "한국어",
            "e\u0301",
            "\u0301",
            "👩\u200d👩\u200d👧",
            "❤\ufe0f",
            "#\ufe0f",
            "🇫🇷",
            "العربية",
            "ก็",
            "हिन्दी",
            "Z͑ͫ̓ͪ̂ͫ",
        ),
        *("x" * 17, "x" * 200, "漢" * 50, "https://w3id.org/icilabas/ontology#Organization", "[bold]", ":smile:"),
    ]
)
CELL = st.builds(
    lambda between, parts: show(between.join(parts)),
    st.sampled_from(["", " ", "  "]),
    st.lists(PIECES | st.text(max_size=6), max_size=12),
)
TABLE = st.integers(0, 9).flatmap(
    lambda columns: st.lists(st.lists(CELL, min_size=columns, max_size=columns), min_size=1, max_size=5)
)


def by_rich(headings: list[str], rows: list[list[str]], below: str, width: int) -> str:
    """Return what rich draws."""
    drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in headings:
        drawn.add_column(Text(name), overflow="fold")
    for row in rows:
        drawn.add_row(*map(Text, row))
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=False)
    console.print(drawn)
    console.print(below)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


@given(table=TABLE, below=st.sampled_from(["0 rows", "1 ligne", "21\u202f990 lignes"]), width=st.integers(1, 200))
@example(table=[["a", "b", "c"], ["", "", ""]], below="1 row", width=1)
@example(table=[["x" * 40, "y" * 39, "z"], ["x", "y", "漢" * 30]], below="1 row", width=60)
@example(table=[["", "a"], ["l’eau " * 9, "e\u0301" * 40]], below="1 ligne", width=20)
def test_a_table_is_what_rich_draws(table: list[list[str]], below: str, width: int) -> None:
    headings, *rows = table
    assert table_text(headings, rows, below, width) == by_rich(headings, rows, below, width)


def test_letters_of_which_rich_is_not_asked_take_one_cell() -> None:
    letters = [letter for letter in map(chr, range(0x10000)) if terminal_table.OF_ONE_CELL.fullmatch(letter)]
    assert len(letters) > 900
    assert [letter for letter in letters if cell_len(letter) != 1] == []


@pytest.mark.journey
@pytest.mark.parametrize(("text", "asked"), [("l’eau – « là-bas » … 1\u202f234 €", []), ("漢字", ["rich.cells"])])
def test_rich_is_asked_of_other_letters_only(text: str, asked: list[str]) -> None:
    program = (
        "import sys; from icilabas.words.terminal_table import table_text\n"
        f"table_text(['x'], [[{text!r}]] * 2, '2 rows', 12)\n"
        "print(*{'rich.cells', 'rich.console', 'rich.text'} & {*sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, encoding="utf-8")
    assert run.stdout.split() == asked
