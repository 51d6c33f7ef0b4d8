"""Writing Markdown: texts of the data never become markup, and French texts are set as French texts are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from icilabas.words.sentences import typeset

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BAR = re.compile(r"(?<!\\)\|")
_SPANS = re.compile(r"`(?P<code>[^`]+)`|\[(?P<text>[^\]]+)\]\((?P<page>[\w./-]+\.md)\)")
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~$^&!@=+-]")


def escaped(text: object) -> str:
    """Return any text as one line of Markdown that shows it as it stands."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(str(text).split()))


def prose(text: str) -> str:
    """Return a sentence of the data as Markdown that shows it as it stands."""
    return escaped(typeset(text))


def told(text: str) -> str:
    """Return a sentence of our own as Markdown: in it `code` is set as code, and [text](page.md) is a link."""
    text, found, end = " ".join(text.split()), "", 0

    def plain(piece: str) -> str:
        return _MARKUP.sub(r"\\\g<0>", typeset(piece))

    for span in _SPANS.finditer(text):
        said = code(span["code"]) if span["code"] else f"[{plain(span['text'])}]({span['page']})"
        found += plain(text[end : span.start()]) + said
        end = span.end()
    return found + plain(text[end:])


def code(text: object) -> str:
    """Return a text set as code."""
    shown = " ".join(str(text).split())
    fence = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    pad = " " if "`" in shown else ""
    return f"{fence}{pad}{shown}{pad}{fence}" if shown else ""


def block(language: str, text: str) -> str:
    """Return a block of code."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def hidden(title: str, query: str) -> str:
    """Return a query, without its header, that shows when its title is clicked."""
    text = "\n".join(line for line in query.splitlines() if not line.startswith("#+"))
    return f"<details><summary>{title}</summary>\n\n{block('sparql', text)}\n\n</details>"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; headings and cells are Markdown already, each of one line."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(_BAR.sub(r"\|", cell) for cell in cells) + " |" for cells in lines)


def page(*parts: str) -> str:
    """Return a page of these parts, each a paragraph of its own; empty ones are left out."""
    return "\n\n".join(part for part in parts if part) + "\n"
