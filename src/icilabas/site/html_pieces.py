"""What pages are made of: texts in two languages, evidence, links to things, and the environment of the templates."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from icilabas.engine.terms import local_name
from icilabas.words.bilingual import Bilingual
from icilabas.words.safe_text import plain
from icilabas.words.sentences import typeset

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import jinja2

    from icilabas.asking.answers import Cell
    from icilabas.comparison.facts import Labels
    from icilabas.comparison.summary import TerritoryComparison


TEMPLATES = Path(__file__).with_name("templates")
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


def text_html(both: Any) -> Markup:
    """Return a text of the data: what is the same in both languages stands once, without a language."""
    return _text(both.fr, both.en)


@lru_cache(_KEPT)
def evidence_html(cell: Cell) -> Markup:
    """Return the evidence in a cell, one line a passage: pages, and the title of the passage."""
    lines = []
    for piece in cell.said:
        if piece.title.fr or piece.pages:
            pages = Markup("<b>p.&nbsp;{}</b> ").format(", ".join(piece.pages)) if piece.pages else ""
            lines.append(_SAID.format("" if piece.pages else " unpaged", pages, text_html(piece.title)))
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
            self.kept[cell] = _LINK.format(address, text_html(cell.text)) if address else text_html(cell.text)
        return self.kept[cell]

    def name(self, cell: Cell) -> Markup:
        """Return the name of a thing, and its acronym."""
        short = self.acronyms.get(cell.iri or "")
        return Markup("{} ({})").format(self.plain(cell), short) if short else self.plain(cell)

    def any(self, cell: Cell) -> Markup:
        """Return what a cell holds: evidence, or a name."""
        return evidence_html(cell) if cell.said else self.name(cell)

    def listed(self, cells: Iterable[Cell]) -> Markup:
        """Return “a, b and c”."""
        names = [self.plain(cell) for cell in cells]
        both = [Markup(", ").join(names[:-1]), *names[-1:]]
        return Markup(" {} ").format(two("et", "and")).join(filter(None, both))


# The navigation of the site: the name of a page, its address, and what it is called.
MENU = (
    ("index", "index.html", Bilingual("Rapport", "Report")),
    ("things", "things/index.html", Bilingual("Fiches", "Profiles")),
    ("answers", "answers.html", Bilingual("Réponses", "Answers")),
    ("graph", "graph.html", Bilingual("Graphe", "Graph")),
    ("sources", "sources.html", Bilingual("Sources et fichiers", "Sources and files")),
)
ASK = ("query", "query", Bilingual("Interroger", "Ask"))  # where the site is served


def environment() -> jinja2.Environment:
    """Return the environment in which the templates are rendered."""
    import jinja2

    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=False,  # else each page asks the disk whether its templates have changed
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(slug=local_name, typeset=typeset)
    found.globals.update(t=text_html, b=two, said=evidence_html, menu=MENU, ask=ASK)  # what stands in both languages
    return found


LANGUAGES = ("fr", "en")
LONGEST = 5000  # characters of a paragraph
HOME = "SELECT DISTINCT ?place WHERE { ?workshop ilb:homeTerritory ?home . ?place ilb:within* ?home } ORDER BY ?place"

Piece = tuple[str, str | None]  # a text, and the thing that it names


class Linker:
    """Finds the names of things of the comparison in its sentences: each is linked to the graph once a part."""

    def __init__(self, comparison: TerritoryComparison, lang: str, in_graph: Collection[str]) -> None:
        self.lang = lang
        self.things = _things(comparison.names, lang, in_graph)
        names = sorted(map(re.escape, self.things), key=lambda name: (-len(name), name))
        self.pattern = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)") if names else None
        self.linked: set[str] = set()

    def again(self) -> None:
        """Begin a new part."""
        self.linked = set()

    def pieces(self, sentence: str, *, every: bool = False) -> list[Piece]:
        """Return the sentence in pieces, those that name a thing with its IRI."""
        text, found, end = typeset(plain(sentence, LONGEST), self.lang), [], 0
        for match in self.pattern.finditer(text) if self.pattern else ():
            thing = self.things[match[0]]
            if every or thing not in self.linked:
                self.linked.add(thing)
                found += [(text[end : match.start()], None), (match[0], thing)]
                end = match.end()
        return [piece for piece in [*found, (text[end:], None)] if piece[0]]


def _things(names: Labels, lang: str, in_graph: Collection[str]) -> dict[str, str]:
    """Return the things that the graph shows, by each name that no other thing has."""
    return {name: thing for name, thing in _alone(names, lang).items() if thing in in_graph}


def _alone(names: Labels, lang: str) -> dict[str, str]:
    """Return all things by each name that no other thing has; kept with the names."""
    known, things = names.called.get(lang, (0, {}))
    if known != len(names.texts):
        found: dict[str, set[str]] = {}
        for thing in names.texts:
            for name in (names.label(thing, lang), names.short(thing, lang)):
                found.setdefault(typeset(plain(name, LONGEST), lang), set()).add(thing)
        things = {name: thing for name, (thing, *others) in found.items() if name and not others}
        names.called[lang] = len(names.texts), things
    return things
