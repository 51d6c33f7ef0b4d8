"""Charts of a comparison, where a reader would rather look than read: each says what it shows, on what, and n.

A chart of fewer than two values is words. Colours can be told apart with any kind of colour vision, and nothing is
said by colour alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from icilabas import chartwords as words
from icilabas.barchart import BAR, FEWEST, SHARE, Bar, Chart, bar_chart, more, setter
from icilabas.canvas import FAINT, HERE, LINE, SIZE, SOFT, THERE, WIDTH, Canvas, lines
from icilabas.sentences import share
from icilabas.sides import BOTH, NEITHER, A, B
from icilabas.typography import typeset
from icilabas.wording import phrase

if TYPE_CHECKING:
    from icilabas.comparing import TerritoryComparison

MOST_ACTORS, MOST_BROKERS, MOST_CHALLENGES = 10, 5, 30
_LETTER = 7.2  # width of a letter, about
RANKED = "#9fc3dc"  # between paper and HERE
_COLOURS = {A: HERE, B: THERE, BOTH: "#1b2530", NEITHER: "#6b7884"}


def charts(comparison: TerritoryComparison, lang: str) -> dict[str, Chart]:
    """Return the charts of a comparison by name, those for which there is at least one value."""
    found = (make(comparison, lang) for make in (ties, paths, ranks, roles, challenges))
    return {chart.name: chart for chart in found if chart}


def _label(entry: Any, lang: str) -> str:
    return str(entry[f"label_{lang}"])


def _places(comparison: TerritoryComparison, lang: str) -> dict[str, str]:
    return dict(zip((A, B), (_label(each, lang) for each in comparison.territories), strict=True))


def ties(comparison: TerritoryComparison, lang: str) -> Chart | None:
    """Return how many ties stand within each side and between them."""
    found, place = comparison.ties, _places(comparison, lang)
    within = words.WITHIN.text(lang)
    values = (
        (within.format(place=place[A]), found["within_a"], HERE),
        (words.BETWEEN.text(lang), found["between"], _COLOURS[BOTH]),
        (within.format(place=place[B]), found["within_b"], THERE),
        (words.TOUCHING.text(lang), found["with_bridges"], _COLOURS[NEITHER]),
    )
    bars = [Bar(label, value, str(value), colour) for label, value, colour in values]
    note = words.TIES_NOTE.text(lang).format(what=found["computed_on"][lang], n=found["n"])
    return bar_chart("ties", words.TIES.text(lang), note, bars, lang)


def paths(comparison: TerritoryComparison, lang: str) -> Chart | None:
    """Return the share of the shortest paths between the sides that goes through each actor."""
    actors = [each for each in comparison.bridging_actors if each["betweenness"]]
    where = {side: words.WHERE[side].text(lang) for side in words.WHERE} | _places(comparison, lang)
    bars = [
        Bar(
            f"{comparison.names.short(each['iri'], lang)} ({where.get(each['side'], '')})",
            each["betweenness"],
            share(each["betweenness"], lang),
            _COLOURS.get(each["side"], SOFT),
        )
        for each in actors[:MOST_ACTORS]
    ]
    on = comparison.ties["paths"]
    note = words.PATHS_NOTE.text(lang).format(what=on["computed_on"][lang], n=on["pairs"], joined=on["joined"])
    return bar_chart("paths", words.PATHS.text(lang), note + more(len(actors), MOST_ACTORS, lang), bars, lang, whole=1)


def ranks(comparison: TerritoryComparison, lang: str) -> Chart | None:
    """Return how the rank of each bridging actor moves when one passage at a time is left out."""
    actors = [each for each in comparison.bridging_actors if each["rank_worst"] and each["betweenness"]]
    if len(actors) < FEWEST:
        return None
    set_, colon = setter(lang), words.COLON.text(lang)
    what, n = comparison.ties["paths"]["computed_on"][lang], actors[0]["passages"]
    note = words.RANKS_NOTE.text(lang).format(what=what, n=n) + more(len(actors), MOST_ACTORS, lang)
    spans = []
    for each in actors[:MOST_ACTORS]:
        best, worst = each["rank_best"], each["rank_worst"]
        text = (words.RANK_SPAN if best < worst else words.RANK).text(lang)
        span = text.format(rank=each["rank"], best=best, worst=worst)
        spans.append((set_(comparison.names.short(each["iri"], lang)), each["rank"], best, worst, set_(span)))
    spoken = "; ".join(f"{name}{colon}{span}" for name, *_ranks, span in spans)
    chart = Chart("ranks", set_(words.RANKS.text(lang)), set_(note), set_(f"{spoken}."))
    canvas, last = Canvas(), max(worst for *_about, worst, _span in spans)
    step = WIDTH * SHARE / last
    for name, rank, best, worst, span in spans:
        canvas.paragraph(f"{name}{set_(colon)}{span}")
        canvas.y += 5
        canvas.bar(0, canvas.y + BAR / 2 - 0.5, WIDTH * SHARE, 1, FAINT)
        canvas.bar((best - 1) * step, canvas.y, (worst - best + 1) * step - 2, BAR, RANKED)
        canvas.bar((rank - 1) * step, canvas.y, step - 2, BAR, HERE)
        canvas.y += BAR + 6
    return replace(chart, svg=canvas.svg(f"chart-ranks-{lang}", chart.title, chart.spoken))


def roles(comparison: TerritoryComparison, lang: str) -> Chart | None:
    """Return how often each bridging actor holds each of Gould and Fernandez's roles."""
    actors = [each for each in comparison.bridging_actors if any(each["roles"].values())]
    bars = [
        Bar(phrase(role, lang), count, str(count), HERE, comparison.names.short(each["iri"], lang))
        for each in actors[:MOST_BROKERS]
        for role, count in each["roles"].items()
        if count
    ]
    what = comparison.ties["paths"]["computed_on"][lang]
    note = words.ROLES_NOTE.text(lang).format(what=what, n=len(actors)) + more(len(actors), MOST_BROKERS, lang)
    return bar_chart("roles", words.ROLES.text(lang), note, bars, lang)


def challenges(comparison: TerritoryComparison, lang: str) -> Chart | None:
    """Return the challenges, shared ones first, with the pages that say so for each side."""
    place, set_ = _places(comparison, lang), setter(lang)
    every = [(words.SHARED.text(lang), each) for each in comparison.challenges["shared"]]
    for side, other in ((A, B), (B, A)):
        alone = comparison.challenges[f"only_{side}"]
        for heading, wide in ((words.ONLY, False), (words.WIDER, True)):
            group = heading.text(lang).format(place=place[side], other=place[other])
            every += [(group, each) for each in alone if bool(each["wider"]) is wide]
    if not every:
        return None
    note = words.CHALLENGES_NOTE.text(lang).format(a=place[A], b=place[B], n=len(every))
    rows = [
        (set_(group), set_(_label(each, lang)), {side: _said(comparison, each, side, lang) for side in place})
        for group, each in every[:MOST_CHALLENGES]
    ]
    colon = words.COLON.text(lang)
    where = [", ".join(f"{place[side]}{colon}{pages}" for side, (_n, pages) in row[2].items() if pages) for row in rows]
    said = "; ".join(f"{label} ({pages})" for (_group, label, _sides), pages in zip(rows, where, strict=True))
    note += more(len(every), MOST_CHALLENGES, lang)
    chart = Chart("challenges", set_(words.CHALLENGES.text(lang)), set_(note), set_(f"{said}."))
    if len(every) < FEWEST:
        return chart
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
    for line in lines(label):
        canvas.y += LINE
        canvas.text(middle, canvas.y, line, align="center")
    canvas.y += 5
    canvas.bar(middle - 0.5, canvas.y - 2, 1, BAR + 2, SOFT)
    for side, (count, pages) in sides.items():
        if pages:
            width = max(10, 60 * count / longest)
            away = -1 if side == A else 1
            start = middle - width - 1 if side == A else middle + 1
            canvas.bar(start, canvas.y, width, BAR - 2, _COLOURS[side], hollow=not count)
            at = middle + away * (width + 7)
            text = lines(pages, int((middle - width - 7) / _LETTER), 1)[0]
            canvas.text(at, canvas.y + SIZE - 2, text, align="right" if side == A else "left")
    canvas.y += BAR + 2


def _said(comparison: TerritoryComparison, challenge: Any, side: str, lang: str) -> tuple[int, str]:
    """Return how many pages say that the challenge is faced on the side, and which."""
    found = [piece for place in challenge["faced_in"] if place["side"] == side for piece in place["evidence"]]
    pages = {(piece["source"], piece["page"]) for piece in found if piece["page"] is not None}
    return len(pages), typeset(comparison.names.cite(found, lang), lang)
