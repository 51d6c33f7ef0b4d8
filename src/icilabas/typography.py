"""How texts of a page are set in French and English."""

from __future__ import annotations

import re

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_PAGE = re.compile(r"(?<=\bp\.) (?=\d)")
_BREAKS = re.compile(r" (?=[?!;:»%])|(?<=«) ")


def typeset(text: str, lang: str) -> str:
    """Return the text with curly apostrophes and “p. 5” on one line; no French line begins with “?”."""
    text = _PAGE.sub("\N{NO-BREAK SPACE}", _APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", text))
    return _BREAKS.sub("\N{NO-BREAK SPACE}", text) if lang == "fr" else text
