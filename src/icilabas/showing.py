"""Texts, names and evidence as HTML, in both languages: made once for each, as they stand on many pages.

What comes from the data goes through `escape` or into `Markup.format`, which escapes it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from icilabas.terms import local_name
from icilabas.typography import typeset

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from icilabas.sheet import Cell

_KEPT = 1 << 14  # pieces of HTML
_TWO = Markup('<span lang="fr">{}</span><span lang="en">{}</span>')
_OWN = Markup('<span lang="{}" class="own">{}</span>')
_LINK = Markup('<a href="{}">{}</a>')
_SAID = Markup('\n<span class="said{}">{}{}</span>')


@lru_cache(_KEPT)
def two(fr: str, en: str) -> Markup:
    """Return a text of ours, which stands in both languages even where it is the same."""
    return _TWO.format(typeset(fr, "fr"), typeset(en, "en"))


@lru_cache(_KEPT)
def _text(fr: str, en: str) -> Markup:
    if fr == en:
        return escape(fr)
    if not fr or not en:
        return _OWN.format("fr" if fr else "en", typeset(fr, "fr") or typeset(en, "en"))
    return two(fr, en)


def text(both: Any) -> Markup:
    """Return a text of the data: what is the same in both languages stands once, without a language."""
    return _text(both.fr, both.en)


@lru_cache(_KEPT)
def said(cell: Cell) -> Markup:
    """Return the evidence in a cell, one line a passage: pages, and the title of the passage."""
    lines = []
    for piece in cell.said:
        if piece.passage.fr or piece.pages:
            pages = Markup("<b>p.&nbsp;{}</b> ").format(", ".join(piece.pages)) if piece.pages else ""
            lines.append(_SAID.format("" if piece.pages else " unpaged", pages, text(piece.passage)))
    return Markup("").join(lines)


class Showing:
    """How a page names things: each leads to its own page, or else to its place in the graph."""

    def __init__(
        self, pages: Mapping[str, str], in_graph: Collection[str], acronyms: Mapping[str, str], root: str
    ) -> None:
        """Take the file of each thing that has a page, what the graph shows, and the way to the front page's folder."""
        self.pages, self.in_graph, self.acronyms, self.root = pages, in_graph, acronyms, root
        self.kept: dict[Cell, Markup] = {}

    def address(self, thing: str | None) -> str:
        """Return the address of what the site has on a thing, or nothing."""
        from urllib.parse import quote

        if thing is None:
            return ""
        if thing in self.pages:
            return f"{self.root}things/{self.pages[thing]}"
        return f"{self.root}graph.html#{quote(local_name(thing), safe='/')}" if thing in self.in_graph else ""

    def plain(self, cell: Cell) -> Markup:
        """Return the name of a thing."""
        if cell not in self.kept:
            address = self.address(cell.iri)
            self.kept[cell] = _LINK.format(address, text(cell.text)) if address else text(cell.text)
        return self.kept[cell]

    def name(self, cell: Cell) -> Markup:
        """Return the name of a thing, and its acronym."""
        short = self.acronyms.get(cell.iri or "")
        return Markup("{} ({})").format(self.plain(cell), short) if short else self.plain(cell)

    def any(self, cell: Cell) -> Markup:
        """Return what a cell holds: evidence, or a name."""
        return said(cell) if cell.said else self.name(cell)

    def listed(self, cells: Iterable[Cell]) -> Markup:
        """Return “a, b and c”."""
        names = [self.plain(cell) for cell in cells]
        both = [Markup(", ").join(names[:-1]), *names[-1:]]
        return Markup(" {} ").format(two("et", "and")).join(filter(None, both))
