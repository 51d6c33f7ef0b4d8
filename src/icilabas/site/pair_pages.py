"""A page for each two territories that the data link: the comparison in words, with charts, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.asking import questions
from icilabas.comparison.summary import report_title, sections
from icilabas.comparison.territory_comparison import comparison
from icilabas.engine.terms import local_name
from icilabas.errors import UsageError
from icilabas.site.charts import charts
from icilabas.site.html_pieces import HOME, LANGUAGES, LONGEST, Linker
from icilabas.words.bilingual import Bilingual
from icilabas.words.matching import slug, unique_name
from icilabas.words.safe_text import plain
from icilabas.words.sentences import phrase, typeset

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from icilabas.comparison.facts import Facts
    from icilabas.comparison.summary import TerritoryComparison


FOLDER = "pairs"
_LONGEST_NAME = 80  # characters of a territory, in the name of a file
MOST = 12  # pages: the pairs with most partnerships have one
# Where each chart stands: after the part of the half page with this heading.
_PLACED = {"links": ("ties", "paths", "ranks", "roles"), "challenges": ("challenges",)}


@dataclass(frozen=True)
class PairPage:
    """The page of two territories: its file, its title, how many partnerships link them, and what it is made of."""

    file: str
    title: Bilingual
    partnerships: int
    front: bool  # the pair of the front page
    comparison: TerritoryComparison


def pairs(facts: Facts, front: tuple[str, str] | None, lang: str) -> list[PairPage]:
    """Return the pages there are to be: the pair of the front page, then those with most partnerships.

    Two territories that cannot be compared, and two that nothing links, have no page.
    """
    store = facts.dataset
    home = {str(row[0]) for row in engine.select(store, HOME).rows}
    wanted = [tuple(map(str, front))] if front else []
    for row in questions.ask(store, "linked-pairs"):
        both = str(row.a), str(row.b)
        if row.partnerships and set(both) not in map(set, wanted):
            wanted.append(both[::-1] if both[1] in home and both[0] not in home else both)
    found: list[PairPage] = []
    taken: dict[str, int] = {}
    for number, (a, b) in enumerate(wanted):
        if len(found) == MOST:
            break
        try:
            compared = comparison(facts, a, b, lang=lang)
        except UsageError:
            continue
        if not (compared.partnerships or compared.challenges["shared"] or compared.bridging_actors):
            continue
        file = unique_name("--".join(slug(local_name(each))[:_LONGEST_NAME] or "territory" for each in (a, b)), taken)
        title = Bilingual(*(" – ".join(_label(each, spoken) for each in compared.territories) for spoken in LANGUAGES))
        is_front = bool(front) and not number
        found.append(PairPage(f"{file}.html", title, len(compared.partnerships), is_front, compared))
    return found


def template_values(page: PairPage, in_graph: Collection[str]) -> dict[str, Any]:
    """Return what the template of the page needs besides what the front page needs."""
    comparison = page.comparison
    return {
        "page": page,
        "heading": Bilingual(*(plain(report_title(comparison, lang), LONGEST) for lang in LANGUAGES)),
        "parts": list(_parts(comparison, in_graph)),
    }


def _parts(comparison: TerritoryComparison, in_graph: Collection[str]) -> Iterator[dict[str, dict[str, Any]]]:
    """Yield the parts of the half page, each by language, with the charts that belong to it."""
    made = {lang: list(_in_language(comparison, lang, in_graph)) for lang in LANGUAGES}
    for french, english in zip(*made.values(), strict=True):
        yield {"fr": french, "en": english}


def _in_language(comparison: TerritoryComparison, lang: str, in_graph: Collection[str]) -> Iterator[dict[str, Any]]:
    drawn, linker = charts(comparison, lang), Linker(comparison, lang, in_graph)
    placed = {phrase(key, lang): names for key, names in _PLACED.items()}
    said = {phrase(key, lang) for key in ("said-one", "said-many")}
    for section in sections(comparison, lang):
        linker.again()
        yield {
            "heading": typeset(plain(section.heading), lang),
            "paragraphs": [linker.pieces(paragraph) for paragraph in section.paragraphs],
            "items": [linker.pieces(item) for item in section.items],
            "charts": [drawn[name] for name in placed.get(section.heading, ()) if name in drawn],
            "whole": list(_whole(comparison, lang, linker)) if section.heading in said else [],
        }


def _whole(comparison: TerritoryComparison, lang: str, linker: Linker) -> Iterator[dict[str, Any]]:
    """Yield all that was said of the partnerships, by kind: the half page names the first of each only."""
    for kind, entries in comparison.findings.items():
        if entries:
            texts = [(_label(each, lang), comparison.names.cite(each["evidence"], lang)) for each in entries]
            items = [linker.pieces(f"{text} ({pages})" if pages else text, every=True) for text, pages in texts]
            yield {"kind": phrase(kind, lang), "items": items}


def _label(entry: Mapping[str, Any], lang: str) -> str:
    return plain(entry[f"label_{lang}"])
