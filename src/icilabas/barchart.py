"""A chart of bars from the left, as SVG and as a sentence that says the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from icilabas import chartwords as words
from icilabas.canvas import FAINT, HERE, SIZE, WIDTH, Canvas
from icilabas.typography import typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FEWEST = 2  # values of a chart: one is words
BAR, _GAP, SHARE = 14, 11, 0.72  # height of a bar, space below it, the part of the width that the longest takes


@dataclass(frozen=True)
class Chart:
    """A chart in one language: title, note on what it shows; ``spoken`` says the same as ``svg``, if there is one."""

    name: str
    title: str
    note: str
    spoken: str
    svg: str = ""


@dataclass(frozen=True)
class Bar:
    """One value: what it is of, its length and its text; bars of one ``group`` stand under that heading."""

    label: str
    value: float
    text: str
    colour: str = HERE
    group: str = ""


def more(count: int, shown: int, lang: str) -> str:
    """Return a sentence that says that only the first are shown, if that is so."""
    return words.FIRST.text(lang).format(shown=shown) if count > shown else ""


def bar_chart(
    name: str, title: str, note: str, bars: Sequence[Bar], lang: str, *, whole: float | None = None
) -> Chart | None:
    """Return bars from the left, as long as their values; ``whole`` is the value that would be as long as can be."""
    if not any(bar.value for bar in bars):
        return None
    set_ = setter(lang)
    bars = [replace(bar, label=set_(bar.label), text=set_(bar.text), group=set_(bar.group)) for bar in bars]
    colon, groups = set_(words.COLON.text(lang)), dict.fromkeys(bar.group for bar in bars)
    by_group = [
        (group, ", ".join(f"{bar.label}{colon}{bar.text}" for bar in bars if bar.group == group)) for group in groups
    ]
    spoken = f"{'; '.join(colon.join(filter(None, parts)) for parts in by_group)}."
    chart = Chart(name, set_(title), set_(note), spoken)
    if sum(bool(bar.value) for bar in bars) < FEWEST:
        return chart
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
        canvas.y += BAR + (_GAP - 4 if group else _GAP - 5)
    return replace(chart, svg=canvas.svg(f"chart-{name}-{lang}", chart.title, chart.spoken))


def setter(lang: str) -> Callable[[str], str]:
    """Return what sets the blanks and quotation marks of a text as its language wants them."""
    return lambda text: typeset(text, lang)
