"""What changed between editions, as a page of the site and as one whole page by itself, in each language."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from icilabas.comparison.changes_report import changes_sections, changes_title
from icilabas.comparison.edition_changes import changes_between, consecutive
from icilabas.site.html_pieces import Linker, Showing, embedded, environment
from icilabas.words.catalogues import languages
from icilabas.words.safe_text import plain
from icilabas.words.sentences import typeset
from icilabas.words.text import Text, in_each_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from icilabas.comparison.changes_report import EditionChanges
    from icilabas.comparison.facts import Facts
    from icilabas.site.html_pieces import Piece

CHANGES_FILE = "changes.html"
_TEMPLATE = "changes.html.j2"
_LONGEST_ITEMS = 12  # of a part: more stand folded


class ChangePart(TypedDict):
    """A part of what changed, in one language."""

    heading: str
    paragraphs: list[list[Piece]]
    items: list[list[Piece]]
    folded: list[list[Piece]]


class EditionsPart(NamedTuple):
    """Two editions that follow each other: what is said of them as a whole, and the parts by language."""

    heading: Text
    parts: dict[str, list[ChangePart]]


def in_series(facts: Facts) -> list[EditionChanges]:
    """Return what changed from each edition of a series in the data to the next, the newest first.

    Two that both are of one time, or of none, in whatever order they stand, are told of as well.
    """
    pairs = consecutive(facts.dataset)
    by_series = [[*some] for _series, some in groupby(pairs, key=lambda pair: pair[0].series)]
    return [changes_between(facts, old, new) for some in by_series for old, new in reversed(some)]


def editions_parts(found: EditionChanges, linked: Collection[str]) -> EditionsPart:
    """Return what the page tells of two editions; ``linked`` are the things that names in sentences lead to."""
    heading = in_each_language(lambda lang: plain(changes_title(found, lang)))
    return EditionsPart(heading, {lang: [*_parts(found, lang, linked)] for lang in languages()})


def _parts(found: EditionChanges, lang: str, linked: Collection[str]) -> Iterator[ChangePart]:
    linker = Linker(found.names, lang, linked)
    for section in changes_sections(found, lang, everything=True):
        linker.again()
        items = [linker.pieces(item, every=True) for item in section.items]
        yield {
            "heading": typeset(plain(section.heading)),
            "paragraphs": [linker.pieces(paragraph) for paragraph in section.paragraphs],
            "items": items[:_LONGEST_ITEMS],
            "folded": items[_LONGEST_ITEMS:],
        }


def whole_page(found: EditionChanges, lang: str) -> str:
    """Return a page that needs nothing else, to be opened without a connection and sent by mail."""
    parts = embedded(("index.css", "changes.css"), ("index.js",))
    (script,) = parts.scripts
    return (
        environment()
        .get_template(_TEMPLATE)
        .render(
            lang=lang,
            alone=True,
            compared=[editions_parts(found, ())],
            show=Showing({}, (), {}, ""),
            root="",
            here=None,
            served=False,
            documented=False,
            datasets=[],
            style=parts.style,
            script=script,
            policy=parts.policy,
        )
    )
