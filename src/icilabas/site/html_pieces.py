"""What pages are made of: texts in each language, evidence, links to things, and the environment of the templates."""

from __future__ import annotations

import hashlib
import re
import sys
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape

from icilabas.comparison.definitions import PAGE, bare, definitions, numbers
from icilabas.engine.terms import local_name
from icilabas.words.catalogues import language_name, languages, locale
from icilabas.words.messages import Message, message
from icilabas.words.safe_text import plain, policy
from icilabas.words.sentences import listed, number, typeset
from icilabas.words.text import Text, in_each_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from icilabas.asking.answers import Cell
    from icilabas.comparison.facts import Labels

    Beginnings = dict[str, dict[int, set[str]]]  # first word or letter -> length -> names
    Piece = tuple[str, str | None]  # of a sentence: a text, and the thing that it names, or the definition it leads to


LONGEST_PARAGRAPH = 5000  # characters
TEMPLATES = Path(__file__).with_name("templates")
NETWORK_PAGE = Path(__file__).parents[1] / "picture" / "page"
# The navigation of the site: the name of a page, its address, and what it is called.
MENU = (
    ("index", "index.html", message("menu-report")),
    ("things", "things/index.html", message("report-profiles")),
    ("answers", "answers.html", message("menu-answers")),
    ("graph", "graph.html", message("page-graph")),
    ("sources", "sources.html", message("menu-sources-files")),
)
ASK = ("query", "query", message("menu-ask"))  # where the site is served
_WORDS = re.compile(r"\w+|\W")
_TRIMMED = True  # lines of templates that hold nothing but statements
_MOST_KEPT = 1 << 14  # pieces of HTML


@lru_cache(_MOST_KEPT, typed=True)  # a text is not the HTML with the same letters
def say(key: str, **values: Text | int | str) -> Markup:
    """Return a text of ours, which stands in each language even where it is the same in all.

    A value that is a piece of HTML, such as a link, stays one.
    """
    pieces = {f"\0{name}\0": value for name, value in values.items() if isinstance(value, Markup)}
    slots = {name: f"\0{name}\0" for name, value in values.items() if isinstance(value, Markup)}
    return _put(_in_each(Message(key, {**values, **slots})), pieces)


def _put(text: Markup, pieces: Mapping[str, Markup]) -> Markup:
    """Return the text with a piece of HTML in the place of each slot: to be escaped, it went through as that."""
    found = str(text)
    for slot, piece in pieces.items():
        found = found.replace(slot, piece)
    return Markup(found)  # noqa: S704  # Markup put into Markup


def link(address: str, key: str) -> Markup:
    """Return a link that is called by a text of ours."""
    return _link(address, say(key))


# Markup's own ``format`` does the same ten times slower, and pages are made of these.
def _link(address: str, name: Markup) -> Markup:
    return Markup(f'<a href="{escape(address)}">{name}</a>')  # noqa: S704  # both are escaped


def _span(lang: str, words: Markup) -> Markup:
    return Markup(f'<span lang="{escape(lang)}">{words}</span>')  # noqa: S704  # both are escaped


def _own(tongue: str, words: Markup) -> Markup:
    """Return what is said in one language only, which is shown in all."""
    return Markup(f'<span lang="{escape(tongue)}" class="own">{words}</span>')  # noqa: S704  # both are escaped


def text_html(text: Text) -> Markup:
    """Return a text of the data: what is the same in all languages stands once, without a language."""
    return _text_html(tuple(text.find(lang) for lang in languages()))


@lru_cache(_MOST_KEPT)
def _text_html(found: tuple[tuple[str, str], ...]) -> Markup:
    if len({words for _tongue, words in found}) > 1:
        return _spans(found)
    tongue, words = found[0]
    if tongue and {tongue} == {each for each, _words in found}:  # it is there in this language only
        return _own(tongue, escape(typeset(words)))
    return escape(words)


def _in_each(text: Text) -> Markup:
    return _spans([text.find(lang) for lang in languages()])


def _spans(found: Sequence[tuple[str, str]]) -> Markup:
    """Return a text in each language: what one does not say is marked with the language that it is in."""
    parts = []
    for lang, (tongue, words) in zip(languages(), found, strict=True):
        set_ = escape(typeset(words))
        parts.append(_span(lang, set_ if tongue in ("", lang) else _own(tongue, set_)))
    return _joined(parts)


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("".join(parts))  # noqa: S704  # Markup after Markup


@lru_cache(_MOST_KEPT)
def evidence_html(cell: Cell) -> Markup:
    """Return the evidence in a cell, one line a passage: pages, and the title of the passage."""
    lines = []
    for piece in cell.said:
        if piece.title or piece.pages:
            cells, numbers = (escape(", ".join(some)) for some in piece.places)
            pages = ", ".join(filter(None, (numbers and f"p.&nbsp;{numbers}", cells)))
            pages = f"<b>{pages}</b> " if pages else ""
            unpaged = "" if pages else " unpaged"
            lines.append(f'\n<span class="said{unpaged}">{pages}{text_html(piece.title)}</span>')
    return Markup("".join(lines))  # noqa: S704  # what is from outside is escaped


class Showing:
    """How a page names things: each leads to its own page, or else to its place in the graph."""

    def __init__(
        self, pages: Mapping[str, str], in_graph: Collection[str], acronyms: Mapping[str, str], root: str
    ) -> None:
        """Take the file of each thing that has a page, what the graph shows, and the way to the front page's folder."""
        self.pages, self.in_graph, self.acronyms, self.root = pages, in_graph, acronyms, root
        self.kept: dict[Cell, Markup] = {}

    def address(self, thing: str | None) -> str:
        """Return the address of what the site has on a thing, or of a definition by its key; or nothing."""
        if thing is None:
            return ""
        if thing in definitions():
            return f"{self.root}{PAGE}#{thing}"
        if thing in self.pages:
            return f"{self.root}things/{self.pages[thing]}"
        return f"{self.root}graph.html#{quote(local_name(thing), safe='/')}" if thing in self.in_graph else ""

    def plain(self, cell: Cell) -> Markup:
        """Return the name of a thing."""
        if cell not in self.kept:
            address = self.address(cell.iri)
            self.kept[cell] = _link(address, text_html(cell.text)) if address else text_html(cell.text)
        return self.kept[cell]

    def name(self, cell: Cell) -> Markup:
        """Return the name of a thing, and its acronym."""
        short = self.acronyms.get(cell.iri or "")
        return self.plain(cell) + f" ({short})" if short else self.plain(cell)

    def any(self, cell: Cell) -> Markup:
        """Return what a cell holds: evidence, or a name."""
        return evidence_html(cell) if cell.said else self.name(cell)

    def listed(self, cells: Iterable[Cell]) -> Markup:
        """Return “a, b and c”."""
        names = [self.plain(cell) for cell in cells]
        if len(names) < 2:  # noqa: PLR2004  # one stands without a language around it
            return _joined(names)
        pieces = {f"\0{place}\0": name for place, name in enumerate(names)}
        return _put(_in_each(in_each_language(lambda lang: listed(pieces, lang))), pieces)


class Linker:
    """Finds the names of things of a comparison in its sentences: each is linked once a part."""

    def __init__(self, names: Labels, lang: str, linked: Collection[str]) -> None:
        """Take the language of the sentences, and the things that the site has a page of or shows in its graph."""
        self.lang = lang
        self.things, self.begun = _by_unique_name(names, lang, linked)
        self.linked: set[str] = set()

    def again(self) -> None:
        """Begin a new part."""
        self.linked = set()

    def pieces(self, sentence: str, *, every: bool = False) -> list[Piece]:
        """Return the sentence in pieces, those that name a thing with its IRI: the first time, or ``every`` time.

        A number that is marked is a piece with the key of its definition.
        """
        text = typeset(plain(bare(sentence), LONGEST_PARAGRAPH))
        spans = dict(_numbered(sentence, text))
        taken = {place for start, (end, _key) in spans.items() for place in range(start, end)}
        for start, name in standing_names(text, self.begun):
            thing, end = self.things[name], start + len(name)
            if (every or thing not in self.linked) and taken.isdisjoint(range(start, end)):
                self.linked.add(thing)
                spans[start] = end, thing
        found: list[Piece] = []
        last = 0
        for start, (end, leads_to) in sorted(spans.items()):
            found += [(text[last:start], None), (text[start:end], leads_to)]
            last = end
        return [piece for piece in [*found, (text[last:], None)] if piece[0]]


def by_beginning(names: Iterable[str]) -> Beginnings:
    """Return the names by the word that they begin with, or else the letter; by length, the longest first."""
    found: Beginnings = {}
    for name in sorted(names, key=len, reverse=True):
        first = _WORDS.findall(name)[0]
        found.setdefault(first, {}).setdefault(len(name), set()).add(name)
    return found


def standing_names(text: str, begun: Beginnings) -> Iterator[tuple[int, str]]:
    """Yield where in a text a name stands as whole words, and which: the longest that begins there.

    A pattern of all names would take longer to compile than all sentences take to be looked through.
    """
    last = 0
    for word in _WORDS.finditer(text):
        start = word.start()
        if word[0] in begun and start >= last and not _in_word(text, start - 1):
            for length, names in begun[word[0]].items():
                name = text[start : start + length]
                if name in names and not _in_word(text, start + length):
                    last = start + length
                    yield start, name
                    break


def _in_word(text: str, place: int) -> bool:
    """Say whether a letter, a digit or a low line stands there."""
    found = text[place : place + 1] if place >= 0 else ""
    return found.isalnum() or found == "_"


def _numbered(sentence: str, text: str) -> Iterator[tuple[int, tuple[int, str]]]:
    """Yield where in the text, which is the sentence as it is shown, each number with a mark begins and ends."""
    begin, end = "", 0
    for before, number_, key in numbers(sentence):
        # Between letters what comes before keeps the spaces around it.
        start = end + len(plain(f"{begin}{before}0", len(before) + 2)) - len(begin) - 1
        begin, end = "0", start + len(number_)
        if end > len(text):  # it is cut off, as are all that follow
            return
        if text[start:end] == typeset(number_):
            yield start, (end, key)


def _by_unique_name(names: Labels, lang: str, linked: Collection[str]) -> tuple[dict[str, str], Beginnings]:
    """Return the linked things by each name that no other thing has, and where the names begin; kept with the names."""
    made_of = len(names.texts), frozenset(linked)
    known, things, begun = names.called.get(lang, (None, {}, {}))
    if known != made_of:
        found: dict[str, set[str]] = {}
        for thing in names.texts:
            for name in (names.label(thing, lang), names.short(thing, lang)):
                found.setdefault(typeset(plain(name, LONGEST_PARAGRAPH)), set()).add(thing)
        unique = ((name, thing) for name, (thing, *others) in found.items() if name and not others)
        things = {name: thing for name, thing in unique if thing in made_of[1]}
        begun = by_beginning(things)
        names.called[lang] = made_of, things, begun
    return things, begun


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Templates as they were compiled once, kept beside them as Python keeps its own modules."""

    @classmethod
    def beside(cls, templates: Path) -> Self:
        """Return what is kept there by this version with these settings."""
        made = hashlib.sha256(f"{version('jinja2')} {_TRIMMED}".encode()).hexdigest()[:16]
        return cls(str(templates / "__pycache__"), f"%s.{made}")

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Load what is kept of a template; what cannot be read is compiled again."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001  # a damaged file can raise anything
            bucket.reset()

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep what was compiled, where that can be written and Python keeps its own."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Return the environment in which the templates are rendered."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        bytecode_cache=_Compiled.beside(TEMPLATES),
        auto_reload=False,  # else each page asks the disk whether its templates have changed
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=_TRIMMED,
        lstrip_blocks=_TRIMMED,
    )
    found.filters.update(slug=local_name, typeset=typeset, size=readable_size)
    found.globals.update(
        t=text_html,
        say=say,
        message=message,
        link=link,
        named=named_language,
        said=evidence_html,
        menu=MENU,
        ask=ASK,
        definitions=definitions,
        tongues=tongues(),
    )
    return found


def readable_size(count: int) -> Text:
    """Return the size of a file, in bytes, as people read it."""
    thousand = max(1, round(count / 1000))
    if thousand < 1000:  # noqa: PLR2004  # kilobytes, then megabytes
        return message("size-kilobytes", size=thousand)
    return message("size-megabytes", size=in_each_language(lambda lang: number(thousand / 1000, lang, 1)))


class Embedded(NamedTuple):
    """What stands in the head and at the foot of a page, and the policy that allows it and nothing else."""

    style: str
    scripts: tuple[str, ...]
    policy: str


@lru_cache(maxsize=1)
def tongues() -> dict[str, str]:
    """Return the languages that a page can be read in, and how each calls itself."""
    return {lang: language_name(lang) for lang in languages()}


def named_language(lang: str) -> Text:
    """Return the name of a language, in each of the languages."""
    return in_each_language(lambda spoken: language_name(lang, spoken))


def language_rules() -> str:
    """Return the rules by which a page shows the language that is chosen, in its direction; without a script too."""
    wished, other = (
        ", ".join(f'{page.format(lang)} [lang]:not([lang="{lang}"], .own)' for lang in languages())
        for page in ("html:has(#lang-{}:checked)", 'html[lang="{}"]')
    )
    hidden = "{ display: none !important; }"
    turned = "".join(
        f"html:has(#lang-{lang}:checked) body {{ direction: rtl; }}\n"
        for lang in languages()
        if locale(lang).text_direction == "rtl"
    )
    return (
        f"@supports selector(:has(a)) {{ {wished} {hidden} }}\n@supports not selector(:has(a)) {{ {other} {hidden} }}\n"
        f"{turned}"
    )


def _part(name: str) -> Path:
    """Return a file of the templates, or else one that the page of a network has too."""
    own = TEMPLATES / name
    return own if own.exists() else NETWORK_PAGE / name


@lru_cache
def embedded(styles: tuple[str, ...], *scripts: tuple[str, ...]) -> Embedded:
    """Return the style sheet and the scripts of a page, each put together from these files."""
    style, *parts = ("".join(_part(name).read_text(encoding="utf-8") for name in names) for names in (styles, *scripts))
    style = language_rules() + style
    return Embedded(style, tuple(parts), policy(parts, [style]))
