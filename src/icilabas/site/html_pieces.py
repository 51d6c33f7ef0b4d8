"""What pages are made of: texts in two languages, evidence, links to things, and the environment of the templates."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape

from icilabas import engine
from icilabas.engine.terms import local_name
from icilabas.words.bilingual import Bilingual, counted
from icilabas.words.safe_text import plain, policy
from icilabas.words.sentences import typeset

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import jinja2

    from icilabas.asking.answers import Cell
    from icilabas.comparison.facts import Labels
    from icilabas.comparison.summary import TerritoryComparison
    from icilabas.engine.query import Dataset

    Piece = tuple[str, str | None]  # of a sentence: a text, and the thing that it names


LANGUAGES = ("fr", "en")
LONGEST_PARAGRAPH = 5000  # characters
TEMPLATES = Path(__file__).with_name("templates")
# The navigation of the site: the name of a page, its address, and what it is called.
MENU = (
    ("index", "index.html", Bilingual("Rapport", "Report")),
    ("things", "things/index.html", Bilingual("Fiches", "Profiles")),
    ("answers", "answers.html", Bilingual("Réponses", "Answers")),
    ("graph", "graph.html", Bilingual("Graphe", "Graph")),
    ("sources", "sources.html", Bilingual("Sources et fichiers", "Sources and files")),
)
ASK = ("query", "query", Bilingual("Interroger", "Ask"))  # where the site is served
_HOME = "SELECT DISTINCT ?place WHERE { ?workshop ilb:homeTerritory ?home . ?place ilb:within* ?home } ORDER BY ?place"
_MOST_KEPT = 1 << 14  # pieces of HTML
_TWO = Markup('<span lang="fr">{}</span><span lang="en">{}</span>')
_ONE_LANGUAGE = Markup('<span lang="{}" class="own">{}</span>')
_LINK = Markup('<a href="{}">{}</a>')
_EVIDENCE_LINE = Markup('\n<span class="said{}">{}{}</span>')


def places_at_home(dataset: Dataset) -> set[str]:
    """Return the home territories of the workshops, and those that lie in them."""
    return {str(place) for (place,) in engine.select(dataset, _HOME).rows}


@lru_cache(_MOST_KEPT)
def two(fr: str, en: str) -> Markup:
    """Return a text of ours, which stands in both languages even where it is the same."""
    return _TWO.format(typeset(fr, "fr"), typeset(en, "en"))


def of_number(fr: str, en: str, count: int) -> Markup:
    """Return a text of ours with a number, see `counted`."""
    return text_html(counted(fr, en, count))


def text_html(both: Bilingual) -> Markup:
    """Return a text of the data: what is the same in both languages stands once, without a language."""
    return _text(both.fr, both.en)


@lru_cache(_MOST_KEPT)
def _text(fr: str, en: str) -> Markup:
    if fr == en:
        return escape(fr)
    if not fr or not en:
        return _ONE_LANGUAGE.format("fr" if fr else "en", typeset(fr, "fr") or typeset(en, "en"))
    return two(fr, en)


@lru_cache(_MOST_KEPT)
def evidence_html(cell: Cell) -> Markup:
    """Return the evidence in a cell, one line a passage: pages, and the title of the passage."""
    lines = []
    for piece in cell.said:
        if piece.title.fr or piece.pages:
            pages = Markup("<b>p.&nbsp;{}</b> ").format(", ".join(piece.pages)) if piece.pages else ""
            lines.append(_EVIDENCE_LINE.format("" if piece.pages else " unpaged", pages, text_html(piece.title)))
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


class Linker:
    """Finds the names of things of the comparison in its sentences: each is linked once a part."""

    def __init__(self, comparison: TerritoryComparison, lang: str, linked: Collection[str]) -> None:
        """Take the language of the sentences, and the things that the site has a page of or shows in its graph."""
        self.lang = lang
        self.things = {
            name: thing for name, thing in _by_unique_name(comparison.names, lang).items() if thing in linked
        }
        names = sorted(map(re.escape, self.things), key=lambda name: (-len(name), name))
        self.pattern = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)") if names else None
        self.linked: set[str] = set()

    def again(self) -> None:
        """Begin a new part."""
        self.linked = set()

    def pieces(self, sentence: str, *, every: bool = False) -> list[Piece]:
        """Return the sentence in pieces, those that name a thing with its IRI: the first time, or ``every`` time."""
        text, end = typeset(plain(sentence, LONGEST_PARAGRAPH), self.lang), 0
        found: list[Piece] = []
        for match in self.pattern.finditer(text) if self.pattern else ():
            thing = self.things[match[0]]
            if every or thing not in self.linked:
                self.linked.add(thing)
                found += [(text[end : match.start()], None), (match[0], thing)]
                end = match.end()
        return [piece for piece in [*found, (text[end:], None)] if piece[0]]


def _by_unique_name(names: Labels, lang: str) -> dict[str, str]:
    """Return all things by each name that no other thing has; kept with the names."""
    known, things = names.called.get(lang, (0, {}))
    if known != len(names.texts):
        found: dict[str, set[str]] = {}
        for thing in names.texts:
            for name in (names.label(thing, lang), names.short(thing, lang)):
                found.setdefault(typeset(plain(name, LONGEST_PARAGRAPH), lang), set()).add(thing)
        things = {name: thing for name, (thing, *others) in found.items() if name and not others}
        names.called[lang] = len(names.texts), things
    return things


@lru_cache(maxsize=1)
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
    found.filters.update(slug=local_name, typeset=typeset, size=readable_size)
    found.globals.update(t=text_html, b=two, n=of_number, said=evidence_html, menu=MENU, ask=ASK)
    return found


def readable_size(count: int) -> Bilingual:
    """Return the size of a file, in bytes, as people read it."""
    thousands = max(1, round(count / 1000))
    if thousands < 1000:  # noqa: PLR2004  # kilobytes, then megabytes
        return Bilingual(f"{thousands} ko", f"{thousands} kB")
    return Bilingual(f"{thousands / 1000:.1f} Mo".replace(".", ","), f"{thousands / 1000:.1f} MB")


class Embedded(NamedTuple):
    """What stands in the head and at the foot of a page, and the policy that allows it and nothing else."""

    style: str
    scripts: tuple[str, ...]
    policy: str


@lru_cache
def embedded(styles: tuple[str, ...], *scripts: tuple[str, ...]) -> Embedded:
    """Return the style sheet and the scripts of a page, each put together from these files of the templates."""
    style, *parts = (
        "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names) for names in (styles, *scripts)
    )
    return Embedded(style, tuple(parts), policy(parts, [style]))
