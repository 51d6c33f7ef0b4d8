"""Evidence: the passages and pages that say something; gathered, put in order and cited, here and nowhere else.

It is one type from the rows of a query to the pages of the site, a plain dict. It is cited in two ways: by passage
(answers, pages of things, networks), and by document (comparisons and the front page, which name pages only).
"""

from __future__ import annotations

from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, NotRequired, TypedDict

from icilabas.sources.cell_values import is_cell
from icilabas.words.matching import reading_order
from icilabas.words.messages import message
from icilabas.words.sentences import phrase
from icilabas.words.text import NOTHING, Text, in_each_language

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from icilabas.words.matching import ReadingOrder

    Page = int | str  # data that were not checked may hold words
    PageOrder = tuple[int, float, str]


class Evidence(TypedDict):
    """Who says it: the passage, its document where it is known, and the page; None: the passage as a whole."""

    source: str | None
    passage: str
    page: Page | None


class TieEvidence(Evidence):
    """Evidence of a tie in a network: the relation it states, and through what the tie goes, if through anything.

    ``end``: the end of the tie that it speaks of, where the tie rests on two facts, one about each.
    """

    relation: str
    via: NotRequired[str]
    end: NotRequired[str]


class Citation(NamedTuple):
    """Evidence as readers are told it: a title, the pages in order, and a passage to look it up in."""

    title: Text
    pages: tuple[str, ...] = ()
    passage: str = ""

    @property
    def places(self) -> tuple[list[str], list[str]]:
        """The cells of lists among the pages, and the others."""
        cells = [page for page in self.pages if is_cell(page)]
        return cells, [page for page in self.pages if page not in cells]

    @property
    def text(self) -> Text:
        """Return “Title, p. 4, 7” in each language."""
        return in_each_language(self.spoken)

    def spoken(self, lang: str) -> str:
        """Return “Title, p. 4, 7” in the language; cells of a list, as “A17”, are named alone."""
        cells, pages = (", ".join(some) for some in self.places)
        return ", ".join(filter(None, (self.title.text(lang), pages and f"p. {pages}", cells)))


def said_in(passage: str, page: Page | None = None, source: str | None = None) -> Evidence:
    """Return that a passage says it, on the page in it where there is one."""
    return {"source": source, "passage": passage, "page": page}


FIRST_OF_ALL, LAST_OF_ALL = (-1, 0.0, ""), (2, 0.0, "")  # where what has no page stands among what has one
EDITORS = message("evidence-editors-reading")
_NO_PAGE = message("evidence-no-page")


def page_order(page: Page | None) -> PageOrder:
    """Return a key that sorts pages: by number, then those that are words, then what has none."""
    if isinstance(page, int | float):
        return 0, page, ""
    return LAST_OF_ALL if page is None else (1, 0.0, str(page))


def first_page(evidence: Iterable[Evidence], unpaged: PageOrder = LAST_OF_ALL) -> PageOrder:
    """Return a key that sorts what is said by the first page it is said on; what has no page stands at ``unpaged``."""
    pages = (piece["page"] for piece in evidence)
    return min((page_order(page) for page in pages if page is not None), default=unpaged)


def merge_evidence(pieces: Iterable[Iterable[Evidence]]) -> list[Evidence]:
    """Return all the evidence, each passage and page once: by page, what has none last, then by passage."""
    distinct = {(piece["passage"], piece["page"]): piece for some in pieces for piece in some}
    if len(distinct) < 2:  # noqa: PLR2004  # nearly always, and there is nothing to put in order
        return [*distinct.values()]
    return sorted(distinct.values(), key=lambda piece: (page_order(piece["page"]), piece["passage"]))


def by_passage(
    evidence: Iterable[Evidence],
    title: Callable[[str], Text],
    *,
    merged: bool = True,
    ordered: bool = True,
    lang: str = "fr",
) -> list[Citation]:
    """Return a citation for each title of a passage, with all its pages; by the first page, what has none last.

    Of one page those come first whose titles do, in the language ``lang``.

    ``merged=False`` gives each page a citation of its own; ``ordered=False`` leaves all as the evidence has it.
    """
    found: dict[tuple[Text, Page | None], tuple[str, dict[str, PageOrder]]] = {}
    for piece in evidence:
        page = piece["page"]
        key = title(piece["passage"]), None if merged else page
        _passage, pages = found.setdefault(key, (piece["passage"], {}))
        pages.update({} if page is None else {str(page): page_order(page)})
    if not ordered:
        return [Citation(called, tuple(pages), passage) for (called, _page), (passage, pages) in found.items()]

    def order(each: tuple[tuple[Text, Page | None], tuple[str, dict[str, PageOrder]]]) -> tuple[object, ...]:
        (called, _page), (passage, pages) = each
        return min(pages.values(), default=LAST_OF_ALL), reading_order(called.text(lang)), passage

    listed = sorted(found.items(), key=order)
    return [
        Citation(called, tuple(sorted(pages, key=pages.__getitem__)), passage)
        for (called, _page), (passage, pages) in listed
    ]


def by_document(
    statements: Iterable[Sequence[Evidence]],
    title: Callable[[str], Text] | None,
    editorial: Collection[str],
    editors: Text = EDITORS,
    lang: str = "fr",
) -> list[Citation]:
    """Return a citation for each document that says one of the statements, in the order in which they name them.

    What one statement names on one page stands in the order of the titles, in the language ``lang``.

    The readings of the editors (``editorial`` passages) are cited last, and only where one of the statements rests on
    nothing else: as ``editors``. Without ``title`` there is one document only, which is not named.
    """
    found: dict[str, list[Evidence]] = {}
    readings: list[Evidence] = []
    for evidence in statements:
        said = [piece for piece in evidence if piece["passage"] not in editorial]
        if title:
            titled = partial(_titled, title, lang)
            said = [each for _page, some in groupby(said, itemgetter("page")) for each in sorted(some, key=titled)]
        readings += [] if said else evidence
        for piece in said:
            found.setdefault((title and piece["source"]) or "", []).append(piece)
    cited = []
    for source, pieces in found.items():
        pieces.sort(key=lambda piece: page_order(piece["page"]))
        pages = tuple({str(piece["page"]): None for piece in pieces if piece["page"] is not None})
        called = title(source) if title and source else NOTHING
        cited.append(Citation(called if pages or called else _NO_PAGE, pages, pieces[0]["passage"]))
    return [*cited, *(Citation(editors, (), piece["passage"]) for piece in readings[:1])]


def _titled(title: Callable[[str], Text], lang: str, piece: Evidence) -> ReadingOrder:
    return reading_order(title(piece["source"]).text(lang) if piece["source"] else "")


def cite(citations: Collection[Citation]) -> Text:
    """Return the citations as one text: “Title, p. 4, 7; Other title, p. 5”."""
    return in_each_language(lambda lang: cited_in(citations, lang))


def cited_in(citations: Collection[Citation], lang: str) -> str:
    """Return what `cite` does, in one language."""
    return phrase("next", lang).join(citation.spoken(lang) for citation in citations)
