"""The picture of the ontology: its main classes and what ties them, as SVG, in one language.

Where the boxes stand is laid out by hand (``BOXES``); what they and the lines are called comes from the ontology.
"""

from __future__ import annotations

from html import escape
from math import hypot
from typing import NamedTuple

from generators.ontologygraph import text_of, things, words_of
from icilabas.engine.terms import iri, local_name

COLUMN, ROW, WIDE, HIGH = 360, 226, 212, 118  # steps of the grid, and the size of a box, in pixels
MARGIN_X, MARGIN_Y = 110, 63


class Line(NamedTuple):
    """A line from a box to a box: the properties that name it, and where on it its name stands (0 to 1)."""

    start: str
    end: str
    properties: tuple[str, ...]
    at: float = 0.5


# box: the classes it stands for, the place in the grid (column, row)
BOXES: dict[str, tuple[tuple[str, ...], tuple[int, int]]] = {
    "membership": (("ilb:Membership",), (0, 0)),
    "actor": (("ilb:Actor",), (1, 0)),
    "initiative": (("ilb:Initiative",), (2, 0)),
    "territory": (("ilb:Territory",), (0, 1)),
    "partnership": (("ilb:Partnership",), (1, 1)),
    "notions": (("ilb:Theme", "ilb:Practice", "ilb:Value"), (2, 1)),
    "challenge": (("ilb:Challenge",), (0, 2)),
    "finding": (("ilb:Finding",), (1, 2)),
    "event": (("ilb:Event",), (2, 2)),
    "source": (("ilb:Source",), (0, 3)),
    "passage": (("ilb:Passage",), (1, 3)),
    "person": (("ilb:Person",), (2, 3)),
}
LINES = (
    Line("membership", "actor", ("org:member",)),
    Line("membership", "partnership", ("org:organization",), 0.25),
    Line("initiative", "actor", ("ilb:ledBy", "ilb:fundedBy")),
    Line("partnership", "actor", ("ilb:hasPartner",)),
    Line("partnership", "initiative", ("ilb:carriedOutThrough",)),
    Line("partnership", "event", ("ilb:presentedIn",)),
    Line("partnership", "territory", ("ilb:links",)),
    Line("partnership", "challenge", ("ilb:addresses",)),
    Line("partnership", "notions", ("ilb:about", "ilb:upholds")),
    Line("actor", "territory", ("ilb:basedIn", "ilb:activeIn"), 0.72),
    Line("challenge", "territory", ("ilb:facedIn",)),
    Line("finding", "event", ("ilb:raisedIn",)),
    Line("finding", "partnership", ("ilb:concerns",)),
    Line("person", "event", ("ilb:attended",)),
    Line("passage", "source", ("dcterms:source",)),
)
COLOURS = {  # box: fill, border; the text on it is black
    "actor": ("#dcebf7", "#0b5c8f"), "membership": ("#dcebf7", "#0b5c8f"), "person": ("#dcebf7", "#0b5c8f"),
    "territory": ("#e2f1e0", "#2f6b2a"), "partnership": ("#fdebd3", "#9a5a00"), "initiative": ("#fdebd3", "#9a5a00"),
    "event": ("#f3e4f3", "#7a3b7c"), "finding": ("#f3e4f3", "#7a3b7c"),
    "challenge": ("#fbe3e0", "#a3322a"), "notions": ("#fbe3e0", "#a3322a"),
    "passage": ("#ececec", "#4a4a4a"), "source": ("#ececec", "#4a4a4a"),
}  # fmt: skip
STYLE = """text{font-family:system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif;fill:#111}
.name{font-size:20px;font-weight:700}.under{font-size:15px}.tie{font-size:17px;paint-order:stroke;stroke:#fff;
stroke-width:6px;stroke-linejoin:round}.line{stroke:#333;stroke-width:1.6;fill:none}.said{stroke-dasharray:7 5}"""

_TIP = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto">'
    '<path d="M0 0L10 5L0 10z" fill="#333"/></marker></defs>'
)


def diagram(lang: str) -> str:
    """Return the SVG; equal input gives equal text."""
    words = words_of(lang)["diagram"]
    width = 2 * MARGIN_X + 2 * COLUMN
    height = 2 * MARGIN_Y + 3 * ROW
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            f' role="img" aria-labelledby="diagram-title diagram-text" lang="{lang}">'
        ),
        f'<title id="diagram-title">{escape(words["title"])}</title>',
        f'<desc id="diagram-text">{escape(described(lang))}</desc>',
        f"<style>{STYLE}</style>",
        _TIP,
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    drawn = [_line(line, lang) for line in LINES] + [_stated(words["stands-in"])]
    parts += [path for path, _ in drawn] + [_box(name, lang) for name in BOXES] + [text for _, text in drawn]
    return "\n".join([*parts, "</svg>"]) + "\n"


def described(lang: str) -> str:
    """Return the picture in words: a sentence a line."""
    said = [
        f"{_names(line.start, lang)} – {_said(line.properties, lang)} – {_names(line.end, lang)}." for line in LINES
    ]
    return " ".join([words_of(lang)["diagram"]["text"], *said])


def _names(box: str, lang: str) -> str:
    return ", ".join(text_of(iri(name), "rdfs:label", lang) for name in BOXES[box][0])


def _said(properties: tuple[str, ...], lang: str) -> str:
    foreign = words_of(lang)["diagram"]["foreign"]
    return ", ".join(text_of(iri(name), "rdfs:label", lang) or foreign[name] for name in properties)


def _centre(box: str) -> tuple[float, float]:
    column, row = BOXES[box][1]
    return MARGIN_X + column * COLUMN, MARGIN_Y + row * ROW


def _edge(box: str, towards: tuple[float, float]) -> tuple[float, float]:
    """Return the point where a line from the middle of a box towards a point leaves the box."""
    x, y = _centre(box)
    dx, dy = towards[0] - x, towards[1] - y
    part = min(WIDE / 2 / abs(dx) if dx else 9.0, HIGH / 2 / abs(dy) if dy else 9.0)
    return x + dx * part, y + dy * part


def _line(line: Line, lang: str) -> tuple[str, str]:
    start, end = _edge(line.start, _centre(line.end)), _edge(line.end, _centre(line.start))
    names = _said(line.properties, lang).split(", ")
    return _path(start, end), _named(names, start, end, line.at)


def _stated(text: str) -> tuple[str, str]:
    """Return the dashed line that says where statements stand: no property, but the graph that holds them."""
    start, end = _edge("finding", _centre("passage")), _edge("passage", _centre("finding"))
    return _path(start, end, "line said"), _named(text.split("|"), start, end, 0.5)


def _path(start: tuple[float, float], end: tuple[float, float], kind: str = "line") -> str:
    (x1, y1), (x2, y2) = start, end
    return f'<path class="{kind}" marker-end="url(#tip)" d="M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}"/>'


def _named(names: list[str], start: tuple[float, float], end: tuple[float, float], at: float) -> str:
    """Return the names of a line on it, one under the other; above a level line, so that it stays to be seen."""
    (x1, y1), (x2, y2) = start, end
    level = abs(y2 - y1) < hypot(x2 - x1, y2 - y1) / 10
    x, y = x1 + (x2 - x1) * at, y1 + (y2 - y1) * at - (9 + 18 * (len(names) - 1) if level else 9 * len(names) - 14)
    lines = "".join(f'<tspan x="{x:.0f}" dy="{18 if n else 0}">{escape(name)}</tspan>' for n, name in enumerate(names))
    return f'<text class="tie" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{lines}</text>'


def _box(name: str, lang: str) -> str:
    (x, y), (fill, border) = _centre(name), COLOURS[name]
    classes = BOXES[name][0]
    below = [sub for class_ in classes for sub in things("rdfs:subClassOf", iri(class_))]
    under = [] if len(classes) > 1 else _wrapped([text_of(sub, "rdfs:label", lang) for sub in below])
    titles = [(text_of(iri(class_), "rdfs:label", lang), "name") for class_ in classes]
    lines = [*titles, *((text, "under") for text in under)]
    tall = sum(23 if kind == "name" else 18 for _, kind in lines)
    text, down = "", y - tall / 2 + 17
    for number, (words, kind) in enumerate(lines):
        if number:
            down += 23 if kind == "name" else 18
        text += f'<text class="{kind}" x="{x:.0f}" y="{down:.0f}" text-anchor="middle">{escape(words)}</text>'
    ids = " ".join(local_name(iri(class_)) for class_ in classes)
    return (
        f'<g data-class="{ids}"><rect x="{x - WIDE / 2:.0f}" y="{y - HIGH / 2:.0f}" width="{WIDE}" height="{HIGH}"'
        f' rx="9" fill="{fill}" stroke="{border}" stroke-width="1.8"/>{text}</g>'
    )


def _wrapped(names: list[str], most: int = 25) -> list[str]:
    """Return the names, set off by commas, in lines that fit a box."""
    lines: list[str] = []
    for number, name in enumerate(names):
        piece = name + ("," if number < len(names) - 1 else "")
        if lines and len(lines[-1]) + len(piece) < most:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return lines
