"""The forms of a report: parts with paragraphs and lists as plain text, as Markdown and as a piece of HTML.

Nothing in the data can be markup; plain text is wrapped as French and English are set.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from icilabas.words.safe_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

_WIDTH = 96
_LONGEST = 5000  # characters of a paragraph
_BREAKS = re.compile(r" (?=[?!;:»–=])|(?<=«) |(?<=\bp\.) |(?<= =) ")  # where no line may end
_HOLD = "\N{NO-BREAK SPACE}"
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&#$])")
_AT_START = re.compile(r"^(?=[-+=])|^\d+(?=[.)])")  # what would begin a list or underline a heading
_LINKS = re.compile(r"(:)(?=//)|(?<=\bwww)(\.)", re.IGNORECASE)


@dataclass
class Section:
    """A part of a report: a heading, paragraphs, and a list."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)


def as_text(title: str, sections: Iterable[Section]) -> str:
    """Return a report as plain text, wrapped."""

    def wrapped(sentence: str, first: str = "", rest: str = "") -> str:
        held = _BREAKS.sub(_HOLD, plain(sentence, _LONGEST))
        lines = textwrap.fill(held, _WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
        return lines.replace(_HOLD, " ")

    title = plain(title, _LONGEST)
    blocks = [f"{title}\n{'=' * len(title)}"]
    for section in sections:
        lines = [*([section.heading] if section.heading else []), *map(wrapped, section.paragraphs)]
        lines += [wrapped(item, "  – ", "    ") for item in section.items]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def as_markdown(title: str, sections: Iterable[Section]) -> str:
    """Return a report as Markdown (CommonMark and GitHub's): every character that could be markup is escaped."""
    blocks = [f"# {_escaped(title)}"]
    for section in sections:
        blocks += [f"## {_escaped(section.heading)}"] if section.heading else []
        blocks += map(_escaped, section.paragraphs)
        blocks += ["\n".join(f"- {_escaped(item)}" for item in section.items)] if section.items else []
    return "\n\n".join(blocks) + "\n"


def _escaped(sentence: str) -> str:
    safe = _LINKS.sub(r"\\\g<0>", _MARKUP.sub(r"\\\1", plain(sentence, _LONGEST)))
    return _AT_START.sub(r"\g<0>\\", safe)


def as_html(title: str, sections: Iterable[Section], lang: str) -> str:
    """Return a report as a piece of HTML without style or script."""

    def tag(name: str, sentence: str) -> str:
        held = _BREAKS.sub(_HOLD, plain(sentence, _LONGEST))
        return f"<{name}>{escape(held)}</{name}>"

    parts = [tag("h2", title)]
    for section in sections:
        parts += [tag("h3", section.heading)] if section.heading else []
        parts += [tag("p", paragraph) for paragraph in section.paragraphs]
        items = [tag("li", item) for item in section.items]
        parts += ["<ul>", *items, "</ul>"] if items else []
    return f'<section lang="{lang}" class="comparison">\n' + "\n".join(parts) + "\n</section>\n"
