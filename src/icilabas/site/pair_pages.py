"""A page for each two territories that the data link: the comparison in words, with charts, in each language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from icilabas.asking.likely_values import linked_pairs
from icilabas.asking.names import by_label, resolve
from icilabas.comparison.facts import Labelled, here_of, labelled
from icilabas.comparison.points import by_point
from icilabas.comparison.statements import counted
from icilabas.comparison.summary import report_title, sections
from icilabas.comparison.territory_comparison import comparison
from icilabas.engine.terms import local_name
from icilabas.errors import UsageError
from icilabas.measures.small_samples import adjusted
from icilabas.site.charts import charts
from icilabas.site.html_pieces import LONGEST_PARAGRAPH, Linker
from icilabas.words.catalogues import languages
from icilabas.words.matching import slug, unique_name
from icilabas.words.safe_text import plain
from icilabas.words.sentences import cited, phrase, typeset
from icilabas.words.text import Text, in_each_language, together

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from icilabas.comparison.facts import Facts
    from icilabas.comparison.links import ComparedTies
    from icilabas.comparison.summary import TerritoryComparison
    from icilabas.site.charts import Chart
    from icilabas.site.html_pieces import Piece


PAIRS_FOLDER = "pairs"
MOST_PAIR_PAGES = 12  # the pairs with most partnerships have one
_LONGEST_NAME = 80  # characters of a territory, in the name of a file
# Where each chart stands: after the part of the half page with this heading.
_PLACED = {"links": ("ties", "paths", "ranks", "roles"), "challenges": ("challenges",)}


@dataclass(frozen=True)
class PairLink:
    """What other pages tell of the page of two territories: its file, its title, how many partnerships link them."""

    file: str
    title: Text
    partnerships: int
    front: bool  # the pair of the front page


@dataclass(frozen=True)
class PairPage:
    """The page of two territories, and what it is made of."""

    link: PairLink
    comparison: TerritoryComparison


class WholePoint(TypedDict):
    """What was said of one kind in one printed point: its name, empty where that is not needed, and the parts."""

    point: str
    parts: list[list[Piece]]


class WholeKind(TypedDict):
    """All that was said of one kind, by point."""

    kind: str
    points: list[WholePoint]


class PairPart(TypedDict):
    """A part of the half page in one language, with the charts that belong to it; ``whole``: all that was said."""

    heading: str
    paragraphs: list[list[Piece]]
    items: list[list[Piece]]
    charts: list[Chart]
    whole: list[WholeKind]


class PairContent(TypedDict):
    """What the template of the page is given besides what all are given; the parts by language."""

    page: PairLink
    heading: Text
    parts: list[dict[str, PairPart]]


def front_pair(facts: Facts, between: tuple[str, str] | None) -> tuple[str, str] | None:
    """Return the two territories of the front page: those named, or those that most partnerships link; here first.

    Raises UsageError for an unknown or ambiguous name.
    """
    if between:
        one, other = (str(resolve(facts.dataset, name, "Territory")) for name in between)
        return here_of(facts).first(one, other)
    return next((pair for pair, _partnerships in facts.once(_linked_pairs)), None)


def _linked_pairs(facts: Facts) -> list[tuple[tuple[str, str], int]]:
    """Return the pairs of territories that the data link, and by how many partnerships: most first; here first.

    Of as many the labels in the language decide.
    """
    home = here_of(facts)
    return [(home.first(*pair), partnerships) for pair, partnerships in linked_pairs(facts.dataset, facts.lang)]


def pairs(facts: Facts, front: tuple[str, str] | None) -> list[PairPage]:
    """Return the pages there are to be: the pair of the front page, then those with most partnerships.

    Two territories that cannot be compared, and two that nothing links, have no page.
    """
    wanted = [front] if front else []
    linked = [pair for pair, partnerships in facts.once(_linked_pairs) if partnerships]
    wanted += [pair for pair in linked if not front or set(pair) != set(front)]
    for query in ("findings", "summaries", "points"):
        facts.gathered(query)  # the front page tells of all: so they are not asked for again by each pair
    found: list[PairPage] = []
    taken: dict[str, int] = {}
    for a, b in wanted:
        if len(found) == MOST_PAIR_PAGES:
            break
        try:
            compared = comparison(facts, a, b, lang=facts.lang)
        except UsageError:
            continue
        if not (compared.partnerships or compared.challenges["shared"] or compared.bridging_actors):
            continue
        file = unique_name("--".join(slug(local_name(each))[:_LONGEST_NAME] or "territory" for each in (a, b)), taken)
        title = together((labelled(side) for side in compared.territories), " – ")
        link = PairLink(f"{file}.html", title, len(compared.partnerships), (a, b) == front)
        found.append(PairPage(link, compared))
    tell_tests([page.comparison.ties for page in found])
    return found


def tell_tests(tests: Iterable[ComparedTies]) -> None:
    """Say on each page that has a p-value how many have one, and p adjusted for that number."""
    tested = [(each, each["p_value"]) for each in tests if each["p_value"] is not None]
    for (each, _p), p in zip(tested, adjusted([p for _each, p in tested]), strict=True):
        each["tests"], each["p_adjusted"] = len(tested), round(p, 6)


def pair_content(page: PairPage, linked: Collection[str]) -> PairContent:
    """Return what the template of the page is given; ``linked`` are the things that names in sentences lead to."""
    compared = page.comparison
    by_language = {lang: list(_parts(compared, lang, linked)) for lang in languages()}
    return {
        "page": page.link,
        "heading": in_each_language(lambda lang: plain(report_title(compared, lang), LONGEST_PARAGRAPH)),
        "parts": [dict(zip(by_language, each, strict=True)) for each in zip(*by_language.values(), strict=True)],
    }


def _parts(compared: TerritoryComparison, lang: str, linked: Collection[str]) -> Iterator[PairPart]:
    """Yield the parts of the half page in a language, with the charts that belong to it."""
    drawn, linker = charts(compared, lang), Linker(compared.names, lang, linked)
    placed = {phrase(key, lang): names for key, names in _PLACED.items()}
    said = {phrase(key, lang) for key in ("said-one", "said-many")}
    for section in sections(compared, lang, marked=True):
        linker.again()
        yield {
            "heading": typeset(plain(section.heading)),
            "paragraphs": [linker.pieces(paragraph) for paragraph in section.paragraphs],
            "items": [linker.pieces(item) for item in section.items],
            "charts": [drawn[name] for name in placed.get(section.heading, ()) if name in drawn],
            "whole": list(_whole(compared, lang, linker)) if section.heading in said else [],
        }


def _whole(compared: TerritoryComparison, lang: str, linker: Linker) -> Iterator[WholeKind]:
    """Yield all that was said of the partnerships, by kind: the half page names the first of each only."""
    for kind, entries in compared.findings.items():
        if entries:
            points: list[WholePoint] = []
            for point, some in by_point(entries, counted, by_label(compared.names.texts, compared.lang)).items():
                texts = [cited(_label(each, lang), compared.names.cite(each["evidence"], lang)) for each in some]
                name = plain(compared.names.label(point, lang)) if len(some) > 1 else ""
                points.append({"point": name, "parts": [linker.pieces(text, every=True) for text in texts]})
            yield {"kind": phrase(kind, lang), "points": points}


def _label(entry: Labelled, lang: str) -> str:
    return plain(labelled(entry).text(lang))
