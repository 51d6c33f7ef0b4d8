"""Charts of a comparison as SVG: bars, and real text that a page shows in its own letters."""

from __future__ import annotations

import textwrap
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from icilabas.comparison.bridging_actors import counted_pairs, standing
from icilabas.comparison.facts import labelled
from icilabas.measures.brokerage import ROLES
from icilabas.measures.small_samples import COUNTS_BELOW, FEWEST_NODES
from icilabas.networks.sides import BOTH, NEITHER, A, B
from icilabas.words.safe_text import plain
from icilabas.words.sentences import phrase, share, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icilabas.comparison.bridging_actors import Standing
    from icilabas.comparison.statements import FacedChallenge
    from icilabas.comparison.summary import TerritoryComparison

    Align = Literal["start", "middle", "end"]


WIDTH = 340  # a phone shows it as it is, letters and all
INK, SOFT, HERE, THERE, FAINT = "#1b2530", "#52606d", "#0b5c8f", "#9a4a12", "#d5dbe1"  # as in index.css
LINE, SIZE = 17, 13  # from one line of text to the next; the size of the letters
_LETTERS = 44  # of a line as wide as the drawing
FEWEST = 2  # values of a chart: one stands in the sentences
BAR, _BELOW, SHARE = 14, 11, 0.72  # height of a bar, space below it, the part of the width that the longest takes
MOST_ACTORS, MOST_BROKERS, MOST_CHALLENGES = 10, 5, 30
_LETTER = 7.2  # width of a letter, about
RANKED = "#9fc3dc"  # between paper and HERE
_COLOURS = {A: HERE, B: THERE, BOTH: "#1b2530", NEITHER: "#6b7884"}
_DEFINED = {
    "ties": ("ties", "presence"),
    "paths": ("betweenness", "paths"),
    "ranks": ("rank", "rank-interval", "betweenness"),
    "roles": ROLES,
    "challenges": ("challenges",),
}
WHERE = {BOTH: "chart-on-both-sides", NEITHER: "chart-on-neither-side"}


def wrapped(text: str, letters: int = _LETTERS, most: int = 2) -> list[str]:
    """Return the text in lines that fit; what is too long ends in “…”."""
    return textwrap.wrap(plain(text), letters, max_lines=most, placeholder=" …", break_on_hyphens=False) or [""]


class TextMark(NamedTuple):
    """One line of text that stands on ``y``; ``align`` says which part of it stands at ``x``."""

    x: float
    y: float
    text: str
    colour: str
    bold: bool
    align: Align


class BarMark(NamedTuple):
    """A bar from its top left corner, filled or as an outline."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    hollow: bool


@dataclass
class Canvas:
    """Marks on a sheet of a fixed width, placed from the top left; ``y`` is where the next ones go."""

    y: float = 0
    texts: list[TextMark] = field(default_factory=list)
    bars: list[BarMark] = field(default_factory=list)

    def text(
        self, x: float, y: float, text: str, *, colour: str = INK, bold: bool = False, align: Align = "start"
    ) -> None:
        """Write one line that stands on ``y``."""
        self.texts.append(TextMark(x, y, plain(text), colour, bold, align))

    def paragraph(self, text: str, *, colour: str = INK, bold: bool = False) -> None:
        """Write a text from the left edge, and go below it."""
        for line in wrapped(text):
            self.y += LINE
            self.text(0, self.y, line, colour=colour, bold=bold)

    def bar(self, x: float, y: float, width: float, height: float, colour: str, *, hollow: bool = False) -> None:
        """Draw a bar, filled or as an outline."""
        self.bars.append(BarMark(x, y, width, height, colour, hollow))

    def svg(self, name: str, title: str, description: str) -> str:
        """Return the drawing as an ``svg`` element; ``name`` begins the ids of its title and description."""
        root = ET.Element(
            "svg",
            {
                "viewBox": f"0 0 {WIDTH} {round(self.y + 6)}",
                "role": "img",
                "aria-labelledby": f"{name}-title",
                "aria-describedby": f"{name}-desc",
            },
        )
        ET.SubElement(root, "title", {"id": f"{name}-title"}).text = plain(title)
        ET.SubElement(root, "desc", {"id": f"{name}-desc"}).text = plain(description, 20_000)
        root.extend(map(_bar, self.bars))
        root.extend(map(_line, self.texts))
        return ET.tostring(root, encoding="unicode")


def _bar(bar: BarMark) -> ET.Element:
    left, top, right, bottom = map(_number, (bar.x, bar.y, bar.x + bar.width, bar.y + bar.height))
    look = {"fill": "none", "stroke": bar.colour, "stroke-width": "1.5"} if bar.hollow else {"fill": bar.colour}
    return ET.Element("path", {"d": f"M {left} {top} L {right} {top} L {right} {bottom} L {left} {bottom} z", **look})


def _line(mark: TextMark) -> ET.Element:
    where = {"x": _number(mark.x), "y": _number(mark.y), "fill": mark.colour, "font-size": f"{SIZE}px"}
    weight = {"font-weight": "700"} if mark.bold else {}
    line = ET.Element("text", {**where, **weight, "text-anchor": mark.align})
    line.text = mark.text
    return line


def _number(value: float) -> str:
    """Return a length with six decimals at most, and none that is 0."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Chart:
    """A chart in one language: title, note on what it shows; ``spoken`` says the same as ``svg``."""

    name: str
    title: str
    note: str
    spoken: str
    svg: str = ""
    defined: tuple[str, ...] = ()  # the definitions of its numbers


@dataclass(frozen=True)
class Bar:
    """One value: what it is of, its length and its text; bars of one ``group`` stand under that heading."""

    label: str
    value: float
    text: str
    colour: str = HERE
    group: str = ""


def only_first(count: int, shown: int, lang: str) -> str:
    """Return a sentence to add that says that only the first are shown, if that is so."""
    return f" {phrase('chart-only-first-shown', lang, count=shown)}" if count > shown else ""


def bar_chart(
    name: str, title: str, note: str, bars: Sequence[Bar], lang: str, *, whole: float | None = None
) -> Chart | None:
    """Return bars from the left, as long as their values; ``whole`` is the value that would be as long as can be.

    No chart of fewer than two values: they are in the sentences.
    """
    if sum(bool(bar.value) for bar in bars) < FEWEST:
        return None
    bars = [replace(bar, label=typeset(bar.label), text=typeset(bar.text), group=typeset(bar.group)) for bar in bars]
    colon, groups = typeset(phrase("colon", lang)), dict.fromkeys(bar.group for bar in bars)
    by_group = [
        (group, ", ".join(f"{bar.label}{colon}{bar.text}" for bar in bars if bar.group == group)) for group in groups
    ]
    spoken = f"{'; '.join(colon.join(filter(None, parts)) for parts in by_group)}."
    chart = Chart(name, typeset(title), typeset(note), spoken)
    longest = whole or max(bar.value for bar in bars)
    canvas, group = Canvas(), ""
    for bar in bars:
        if bar.group != group:
            group = bar.group
            canvas.paragraph(group, bold=True)
            canvas.y += 8
        left = 0
        if group:
            canvas.text(0, canvas.y + SIZE - 1, bar.label)
            left = 110
        else:
            canvas.paragraph(bar.label)
            canvas.y += 5
        width = max(2, (WIDTH - left) * SHARE * bar.value / longest) if bar.value else 0
        if whole:
            canvas.bar(left, canvas.y, WIDTH * SHARE, BAR, FAINT)
        if width:
            canvas.bar(left, canvas.y, width, BAR, bar.colour)
        end = WIDTH * SHARE if whole else width
        canvas.text(left + end + 7, canvas.y + SIZE - 1, bar.text, bold=True)
        canvas.y += BAR + (_BELOW - 4 if group else _BELOW - 5)
    return replace(chart, svg=canvas.svg(f"chart-{name}-{lang}", chart.title, chart.spoken))


def charts(comparison: TerritoryComparison, lang: str) -> dict[str, Chart]:
    """Return the charts of a comparison by name, those for which there is at least one value."""
    found = (make(comparison, lang) for make in (ties_chart, paths_chart, ranks_chart, roles_chart, challenges_chart))
    return {chart.name: replace(chart, defined=_DEFINED[chart.name]) for chart in found if chart}


def _places(comparison: TerritoryComparison, lang: str) -> dict[str, str]:
    return dict(zip((A, B), (labelled(each).text(lang) for each in comparison.territories), strict=True))


def ties_chart(comparison: TerritoryComparison, lang: str) -> Chart | None:
    """Return how many ties stand within each side and between them."""
    found, place = comparison.ties, _places(comparison, lang)
    values = (
        (phrase("chart-within", lang, place=place[A]), found["within_a"], HERE),
        (phrase("chart-between-two-sides", lang), found["between"], _COLOURS[BOTH]),
        (phrase("chart-within", lang, place=place[B]), found["within_b"], THERE),
        (phrase("chart-with-actor-present-on-both", lang), found["with_bridges"], _COLOURS[NEITHER]),
    )
    bars = [Bar(label, value, str(value), colour) for label, value, colour in values]
    note = phrase("chart-ties-note", lang, what=found["computed_on"][lang], n=found["n"])
    return bar_chart("ties", phrase("chart-ties-within-between-two-sides", lang), note, bars, lang)


def paths_chart(comparison: TerritoryComparison, lang: str) -> Chart | None:
    """Return for what share of the pairs of actors, one on each side, the shortest path goes through each actor."""
    every = standing(comparison.bridging_actors)
    actors = [each for each in every if each["betweenness"] and each["n"] >= FEWEST_NODES]
    where = {side: phrase(key, lang) for side, key in WHERE.items()} | _places(comparison, lang)
    bars = [
        Bar(
            f"{comparison.names.short(each['iri'], lang)} ({where.get(each['side'], '')})",
            each["betweenness"],
            _of_pairs(each, lang),
            _COLOURS.get(each["side"], SOFT),
        )
        for each in actors[:MOST_ACTORS]
    ]
    on = comparison.ties["paths"]
    note = phrase(
        "chart-paths-note",
        lang,
        what=on["computed_on"][lang],
        n=on["pairs"],
        joined=on["joined"],
    )
    return bar_chart(
        "paths",
        phrase("chart-through-whom-paths-between-sides", lang),
        note + only_first(len(actors), MOST_ACTORS, lang),
        bars,
        lang,
        whole=1,
    )


def _of_pairs(actor: Standing, lang: str) -> str:
    """Return the share of the pairs of actors, as `bridging_actors.through` tells it."""
    if actor["pairs"] < COUNTS_BELOW:
        return phrase("chart-count-of-pairs", lang, through=counted_pairs(actor, lang), pairs=actor["pairs"])
    return share(actor["betweenness"], lang)


def ranks_chart(comparison: TerritoryComparison, lang: str) -> Chart | None:
    """Return how the rank of each bridging actor moves when one passage at a time is left out."""
    actors = [each for each in standing(comparison.bridging_actors) if each["rank_worst"] and each["betweenness"]]
    if len(actors) < FEWEST:
        return None
    colon = phrase("colon", lang)
    what, n = comparison.ties["paths"]["computed_on"][lang], actors[0]["passages"]
    note = phrase("chart-ranks-note", lang, what=what, n=n) + only_first(len(actors), MOST_ACTORS, lang)
    spans = []
    for each in actors[:MOST_ACTORS]:
        rank, best, worst = each["rank"] or 0, each["rank_best"] or 0, each["rank_worst"] or 0  # they have all three
        span = phrase("chart-rank-span" if best < worst else "chart-rank", lang, rank=rank, best=best, worst=worst)
        spans.append((typeset(comparison.names.short(each["iri"], lang)), rank, best, worst, typeset(span)))
    spoken = "; ".join(f"{name}{colon}{span}" for name, *_ranks, span in spans)
    chart = Chart("ranks", typeset(phrase("chart-how-firm-these-ranks", lang)), typeset(note), typeset(f"{spoken}."))
    canvas, last = Canvas(), max(worst for *_about, worst, _span in spans)
    step = WIDTH * SHARE / last
    for name, rank, best, worst, span in spans:
        canvas.paragraph(f"{name}{typeset(colon)}{span}")
        canvas.y += 5
        canvas.bar(0, canvas.y + BAR / 2 - 0.5, WIDTH * SHARE, 1, FAINT)
        canvas.bar((best - 1) * step, canvas.y, (worst - best + 1) * step - 2, BAR, RANKED)
        canvas.bar((rank - 1) * step, canvas.y, step - 2, BAR, HERE)
        canvas.y += BAR + 6
    return replace(chart, svg=canvas.svg(f"chart-ranks-{lang}", chart.title, chart.spoken))


def roles_chart(comparison: TerritoryComparison, lang: str) -> Chart | None:
    """Return how often each bridging actor holds each of Gould and Fernandez's roles."""
    actors = [each for each in standing(comparison.bridging_actors) if any(each["roles"].values())]
    bars = [
        Bar(phrase(role, lang), count, str(count), HERE, comparison.names.short(each["iri"], lang))
        for each in actors[:MOST_BROKERS]
        for role, count in each["roles"].items()
        if count
    ]
    what = comparison.ties["paths"]["computed_on"][lang]
    note = phrase("chart-roles-note", lang, what=what, n=len(actors)) + only_first(len(actors), MOST_BROKERS, lang)
    return bar_chart("roles", phrase("chart-brokerage-roles", lang), note, bars, lang)


def challenges_chart(comparison: TerritoryComparison, lang: str) -> Chart | None:
    """Return the challenges, shared ones first, with the pages that say so for each side."""
    place = _places(comparison, lang)
    every = [(phrase("chart-shared", lang), each) for each in comparison.challenges["shared"]]
    for side, other in ((A, B), (B, A)):
        alone = comparison.challenges[f"only_{side}"]
        for heading, wide in (("chart-only", False), ("chart-territory-wider-than", True)):
            group = phrase(heading, lang, place=place[side], other=place[other])
            every += [(group, each) for each in alone if bool(each["wider"]) is wide]
    if len(every) < FEWEST:
        return None
    note = phrase("chart-challenges-note", lang, a=place[A], b=place[B], n=len(every))
    rows = [
        (
            typeset(group),
            typeset(labelled(each).text(lang)),
            {side: _said(comparison, each, side, lang) for side in place},
        )
        for group, each in every[:MOST_CHALLENGES]
    ]
    colon = phrase("colon", lang)
    where = [", ".join(f"{place[side]}{colon}{pages}" for side, (_n, pages) in row[2].items() if pages) for row in rows]
    said = "; ".join(f"{label} ({pages})" for (_group, label, _sides), pages in zip(rows, where, strict=True))
    note += only_first(len(every), MOST_CHALLENGES, lang)
    chart = Chart(
        "challenges", typeset(phrase("chart-challenges-one-side-both", lang)), typeset(note), typeset(f"{said}.")
    )
    longest = max((count for *_, sides in rows for count, _pages in sides.values()), default=1) or 1
    canvas, last = Canvas(), ""
    for group, label, sides in rows:
        if group != last:
            canvas.y += 8 if last else 0
            canvas.paragraph(group, bold=True, colour=SOFT)
            canvas.y += 3
            last = group
        _two_sided(canvas, label, sides, longest)
    canvas.y += 4
    return replace(chart, svg=canvas.svg(f"chart-challenges-{lang}", chart.title, chart.spoken))


def _two_sided(canvas: Canvas, label: str, sides: dict[str, tuple[int, str]], longest: int) -> None:
    """Draw one challenge: its name in the middle, and a bar to either side with the pages behind it."""
    middle = WIDTH / 2
    for line in wrapped(label):
        canvas.y += LINE
        canvas.text(middle, canvas.y, line, align="middle")
    canvas.y += 5
    canvas.bar(middle - 0.5, canvas.y - 2, 1, BAR + 2, SOFT)
    for side, (count, pages) in sides.items():
        if pages:
            width = max(10, 60 * count / longest)
            away = -1 if side == A else 1
            start = middle - width - 1 if side == A else middle + 1
            canvas.bar(start, canvas.y, width, BAR - 2, _COLOURS[side], hollow=not count)
            at = middle + away * (width + 7)
            text = wrapped(pages, int((middle - width - 7) / _LETTER), 1)[0]
            canvas.text(at, canvas.y + SIZE - 2, text, align="end" if side == A else "start")
    canvas.y += BAR + 2


def _said(comparison: TerritoryComparison, challenge: FacedChallenge, side: str, lang: str) -> tuple[int, str]:
    """Return how many pages say that the challenge is faced on the side, and which."""
    found = [piece for place in challenge["faced_in"] if place["side"] == side for piece in place["evidence"]]
    pages = {(piece["source"], piece["page"]) for piece in found if piece["page"] is not None}
    return len(pages), typeset(comparison.names.cite(found, lang))
