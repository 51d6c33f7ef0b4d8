"""A drawing as inline SVG, drawn by Matplotlib: plain attributes (a strict policy allows no style), no ids of its own.

Texts stay texts, in the font of the page. The same drawing gives the same bytes.
"""

from __future__ import annotations

import io
import textwrap
import warnings
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from icilabas.harmless import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 340  # a phone shows it as it is, letters and all
INK, SOFT, HERE, THERE, FAINT = "#1b2530", "#52606d", "#0b5c8f", "#9a4a12", "#d5dbe1"  # as in index.css
LINE, SIZE = 17, 13  # from one line of text to the next; the size of the letters
_LETTERS = 44  # of a line as wide as the drawing
_SVG = "{http://www.w3.org/2000/svg}"
_KEPT = ("d", "x", "y", "transform")  # the attributes that say where a mark stands
_LOOK = ("fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor")
_RC: Any = {  # what a reader's own settings could change
    "svg.fonttype": "none",
    "svg.hashsalt": "icilabas",
    "text.parse_math": False,
    "text.usetex": False,
    "savefig.bbox": None,
    "path.sketch": None,
    "path.effects": [],
}
_FONT = "DejaVu Sans"  # comes with Matplotlib, which measures with it; the page shows its own


def lines(text: str, letters: int = _LETTERS, most: int = 2) -> list[str]:
    """Return the text in lines that fit; what is too long ends in “…”."""
    return textwrap.wrap(plain(text), letters, max_lines=most, placeholder=" …", break_on_hyphens=False) or [""]


@dataclass
class Canvas:
    """Marks on a sheet of a fixed width, placed from the top left; ``y`` is where the next ones go."""

    y: float = 0
    texts: list[tuple[float, float, str, Any]] = field(default_factory=list)
    bars: list[tuple[float, float, float, float, str, bool]] = field(default_factory=list)

    def text(
        self, x: float, y: float, text: str, *, colour: str = INK, bold: bool = False, align: str = "left"
    ) -> None:
        """Write one line that stands on ``y``."""
        look = {"color": colour, "fontweight": "bold" if bold else "normal", "ha": align}
        self.texts.append((x, y, plain(text), look))

    def paragraph(self, text: str, *, colour: str = INK, bold: bool = False) -> None:
        """Write a text from the left edge, and go below it."""
        for line in lines(text):
            self.y += LINE
            self.text(0, self.y, line, colour=colour, bold=bold)

    def bar(self, x: float, y: float, width: float, height: float, colour: str, *, hollow: bool = False) -> None:
        """Draw a bar, filled or as an outline."""
        self.bars.append((x, y, width, height, colour, hollow))

    def svg(self, name: str, title: str, description: str) -> str:
        """Return the drawing as an ``svg`` element; ``name`` begins the ids of its title and description."""
        drawn = ET.fromstring(self._drawn())  # noqa: S314  # our own drawing
        root = ET.Element(
            "svg",
            {
                "viewBox": f"0 0 {WIDTH} {round(self._height)}",
                "role": "img",
                "aria-labelledby": f"{name}-title",
                "aria-describedby": f"{name}-desc",
            },
        )
        ET.SubElement(root, "title", {"id": f"{name}-title"}).text = plain(title)
        ET.SubElement(root, "desc", {"id": f"{name}-desc"}).text = plain(description, 20_000)
        root.extend(_marks(drawn))
        return ET.tostring(root, encoding="unicode")

    @property
    def _height(self) -> float:
        return self.y + 6

    def _drawn(self) -> bytes:
        import matplotlib as mpl
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
        from matplotlib.patches import Rectangle
        from matplotlib.transforms import Affine2D

        with mpl.rc_context(_RC), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # letters that the font to measure with does not have
            figure = Figure(figsize=(WIDTH / 72, self._height / 72), dpi=72)
            FigureCanvasSVG(figure)
            figure.patch.set_visible(False)
            # from the top left; axes would do this too, and take as long as all the rest
            sheet = Affine2D().scale(1, -1).translate(0, self._height)
            for x, y, width, height, colour, hollow in self.bars:
                face: Any = {"facecolor": "none" if hollow else colour, "edgecolor": colour if hollow else "none"}
                line = 1.5 if hollow else 0
                figure.add_artist(Rectangle((x, y), width, height, linewidth=line, transform=sheet, **face))
            for x, y, text, look in self.texts:
                figure.text(x, y, text, fontsize=SIZE, family=_FONT, va="baseline", transform=sheet, **look)
            out = io.BytesIO()
            figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        return out.getvalue()


def _marks(drawn: ET.Element) -> Iterator[ET.Element]:
    """Yield the marks of a drawing of Matplotlib, each with plain attributes only."""
    for element in drawn.iter():
        tag = element.tag.removeprefix(_SVG)
        if tag not in {"path", "text"}:
            continue
        style = dict(part.strip().split(": ", 1) for part in element.get("style", "").split(";") if ": " in part)
        where = {key: " ".join(element.attrib[key].split()) for key in _KEPT if key in element.attrib}
        if where.get("transform", "").startswith("rotate(-0 "):
            del where["transform"]
        mark = ET.Element(tag, where | {key: style[key] for key in _LOOK if key in style})
        mark.text = element.text
        yield mark
