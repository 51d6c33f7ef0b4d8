"""A comparison as people read it: a half page of text, Markdown or HTML, in French or English, made from the data.

The sentences are put together once (`halfpage`); each form then escapes all of them, so that nothing in the data
can be markup.
"""

from __future__ import annotations

import html as escaping
import re
import textwrap
from typing import TYPE_CHECKING

from icilabas.halfpage import heading, sections
from icilabas.harmless import plain

if TYPE_CHECKING:
    from icilabas.comparing import TerritoryComparison

_WIDTH = 96
_LONGEST = 5000  # characters of a paragraph
_BREAKS = re.compile(r" (?=[?!;:»–])|(?<=«) |(?<=\bp\.) ")  # where no line may end
_HOLD = "\N{NO-BREAK SPACE}"
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&#$])")
_AT_START = re.compile(r"^([-+=]|\d+(?=[.)]))")
_LINKS = re.compile(r"(:)(?=//)|(?<=\bwww)(\.)", re.IGNORECASE)


def text(comparison: TerritoryComparison, lang: str) -> str:
    """Return plain text, wrapped."""

    def wrapped(sentence: str, first: str = "", rest: str = "") -> str:
        held = _BREAKS.sub(_HOLD, plain(sentence, _LONGEST))
        lines = textwrap.fill(held, _WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
        return lines.replace(_HOLD, " ")

    title = plain(heading(comparison, lang), _LONGEST)
    blocks = [f"{title}\n{'=' * len(title)}"]
    for section in sections(comparison, lang):
        lines = [section.heading, *(wrapped(paragraph) for paragraph in section.paragraphs)]
        lines += [wrapped(item, "  – ", "    ") for item in section.items]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def markdown(comparison: TerritoryComparison, lang: str) -> str:
    """Return Markdown (CommonMark and GitHub's): every character that could be markup is escaped."""
    blocks = [f"# {_escaped(heading(comparison, lang))}"]
    for section in sections(comparison, lang):
        blocks += [f"## {_escaped(section.heading)}", *map(_escaped, section.paragraphs)]
        blocks += ["\n".join(f"- {_escaped(item)}" for item in section.items)] if section.items else []
    return "\n\n".join(blocks) + "\n"


def _escaped(sentence: str) -> str:
    safe = _LINKS.sub(lambda match: f"\\{match[0]}", _MARKUP.sub(r"\\\1", plain(sentence, _LONGEST)))
    return _AT_START.sub(lambda match: f"{match[1][:-1]}\\{match[1][-1]}" if not match[1].isdigit() else match[1], safe)


def html(comparison: TerritoryComparison, lang: str) -> str:
    """Return a piece of HTML without style or script."""

    def tag(name: str, sentence: str) -> str:
        held = _BREAKS.sub(_HOLD, plain(sentence, _LONGEST)) if lang == "fr" else plain(sentence, _LONGEST)
        return f"<{name}>{escaping.escape(held)}</{name}>"

    parts = [tag("h2", heading(comparison, lang))]
    for section in sections(comparison, lang):
        parts += [tag("h3", section.heading), *(tag("p", paragraph) for paragraph in section.paragraphs)]
        items = [tag("li", item) for item in section.items]
        parts += ["<ul>", *items, "</ul>"] if items else []
    return f'<section lang="{lang}" class="comparison">\n' + "\n".join(parts) + "\n</section>\n"
