"""The picture of a small network as an SVG that moves nothing: for readers to whom no script may be shown."""

from __future__ import annotations

import html
import math
import textwrap
from typing import TYPE_CHECKING

from icilabas.picture.styles import BORDER
from icilabas.words.safe_text import pick

if TYPE_CHECKING:
    from icilabas.picture.html_page import DrawnNode, DrawnTie, Payload


MOST_NODES = 300  # of more, a picture that cannot be moved shows nothing
_LINE, _SIZE, _EDGE = 24, 13, 90  # letters a line, size of a letter, room around the nodes for their names
_WIDE = 0.55  # how wide a letter is, beside its size
_INK, _TIE = "#1b2530", "#7b8794"
_Point = tuple[float, float]
_CORNERS: dict[str, list[_Point]] = {
    "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    "diamond": [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
    "hexagon": [(math.cos(turn * math.pi / 3), math.sin(turn * math.pi / 3)) for turn in range(6)],
    "triangle": [(0, -1), (1.1, 0.95), (-1.1, 0.95)],
    "triangleDown": [(0, 1), (1.1, -0.95), (-1.1, -0.95)],
    "star": [
        (far * math.sin(turn * math.pi / 5), -far * math.cos(turn * math.pi / 5))
        for turn, far in enumerate([1.1, 0.45] * 5)
    ],
}


def still(payload: Payload) -> str:
    """Return what `draw` puts into its page as an SVG document: what is shown at first; nothing for a large network."""
    hidden, drawn = set(payload["hidden"]), payload["network"]["nodes"]
    shown = [place for place, node in enumerate(payload["nodes"]) if node["kind"] not in hidden]
    if not 0 < len(shown) <= MOST_NODES:
        return ""
    seen, lang = set(shown), payload["lang"]
    ties = [_tie(edge, drawn) for edge in payload["network"]["edges"] if {edge["from"], edge["to"]} <= seen]
    shapes = [_shape(drawn[place]) for place in shown]
    names = _names([(drawn[place], pick(payload["nodes"][place]["label"], lang)) for place in shown])
    left, right = (edge(drawn[place]["x"] for place in shown) for edge in (min, max))
    top, bottom = (edge(drawn[place]["y"] for place in shown) for edge in (min, max))
    box = left - _EDGE, top - _EDGE, right - left + 2 * _EDGE, bottom - top + 2 * _EDGE
    view = " ".join(f"{value:.0f}" for value in box)
    title = html.escape(pick(payload["title"], lang))
    parts = [f"<title>{title}</title>", f'<rect {_at("x", "y", "width", "height", values=box)} fill="#fff"/>']
    parts += [f'<g stroke="{_TIE}">{"".join(ties)}</g>', f'<g stroke="{BORDER}">{"".join(shapes)}</g>']
    parts += [f'<g text-anchor="middle" fill="{_INK}" font-size="{_SIZE}" {_HALO}>{"".join(names)}</g>']
    head = f'xmlns="http://www.w3.org/2000/svg" viewBox="{view}" {_at("width", "height", values=box[2:])}'
    return f'<svg {head} font-family="system-ui, sans-serif">{"".join(parts)}</svg>'


_HALO = 'stroke="#fff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"'


def _at(*names: str, values: tuple[float, ...]) -> str:
    return " ".join(f'{name}="{value:.1f}"' for name, value in zip(names, values, strict=True))


def _tie(edge: DrawnTie, drawn: list[DrawnNode]) -> str:
    ends = drawn[edge["from"]], drawn[edge["to"]]
    points = tuple(axis for end in ends for axis in (end["x"], end["y"]))
    return f'<line {_at("x1", "y1", "x2", "y2", values=points)} stroke-width="{edge["width"]}"/>'


def _shape(node: DrawnNode) -> str:
    x, y, size, colour = node["x"], node["y"], node["size"], node["color"]["background"]
    corners = _CORNERS.get(node["shape"])
    if corners is None:
        return f'<circle {_at("cx", "cy", "r", values=(x, y, size))} fill="{colour}"/>'
    points = " ".join(f"{x + size * right:.1f},{y + size * down:.1f}" for right, down in corners)
    return f'<polygon points="{points}" fill="{colour}"/>'


def _names(nodes: list[tuple[DrawnNode, str]]) -> list[str]:
    """Return the names, those of large nodes first; a name that would cover another is left out."""
    taken: list[tuple[float, float, float, float]] = []
    names = []
    for node, label in sorted(nodes, key=lambda one: -one[0]["size"]):
        lines = textwrap.wrap(label, _LINE, max_lines=3, placeholder=" …")
        half = _SIZE * _WIDE / 2 * max(map(len, lines), default=0)
        top = node["y"] + node["size"]
        left, right, bottom = node["x"] - half, node["x"] + half, top + _SIZE * 1.15 * len(lines)
        if all(right < a or left > b or bottom < c or top > d for a, b, c, d in taken):
            taken.append((left, right, top, bottom))
            names.append(_name(node, lines))
    return names


def _name(node: DrawnNode, lines: list[str]) -> str:
    first = node["y"] + node["size"] + _SIZE * 1.1
    rows = (
        f"<text {_at('x', 'y', values=(node['x'], first + number * _SIZE * 1.15))}>{html.escape(line)}</text>"
        for number, line in enumerate(lines)
    )
    return "".join(rows)
