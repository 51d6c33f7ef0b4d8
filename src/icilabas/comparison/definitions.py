"""What each number counts (``ontology/comparison/definitions.yaml``), and the marks that lead from a number to it.

Where a page asks for it, a number in a sentence of a comparison is marked with the definition of what it counts, and
the page makes a link of the mark. Marks are non-characters of Unicode, which nothing that is shown holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from icilabas import resources
from icilabas.resources import ONTOLOGY
from icilabas.words.sentences import said
from icilabas.words.text import NOTHING, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFINITIONS = ONTOLOGY / "comparison" / "definitions.yaml"
PAGE = "measures.html"  # of the site; its anchors are the keys
_BEGIN, _BETWEEN, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_MARK = re.compile(f"{_BEGIN}([a-z-]+){_BETWEEN}([^{_BEGIN}-{_END}]*){_END}")
_ANY = re.compile(f"[{_BEGIN}-{_END}]")


@dataclass(frozen=True)
class Definition:
    """What a number is called and counts, which values it can have, what becomes of too little, and who says so."""

    key: str
    group: str
    name: Text
    counts: Text
    range: Text
    few: Text
    source: str
    doi: str
    shown: tuple[str, ...]  # the gaps of sentences that show it: ``key.gap``


@lru_cache(maxsize=1)
def definitions() -> dict[str, Definition]:
    """Return all definitions by their keys, in the order of the page."""
    return {
        key: Definition(
            key=key,
            group=about["group"],
            name=Text(about["name"]),
            counts=Text(about["counts"]),
            range=Text(about["range"]),
            few=Text(about["few"]) if "few" in about else NOTHING,
            source=about.get("source", ""),
            doi=about.get("doi", ""),
            shown=tuple(about.get("shown", ())),
        )
        for key, about in resources.parse_yaml(DEFINITIONS.read_text(encoding="utf-8")).items()
    }


@lru_cache(maxsize=1)
def _by_gap() -> dict[str, str]:
    return {gap: key for key, each in definitions().items() for gap in each.shown}


def measured(key: str, lang: str, **values: object) -> str:
    """Return the text of this key as `phrase` does, with a mark on each number that has a definition."""

    def marked(gap: str, value: object) -> object:
        at = _by_gap().get(f"{key}.{gap}")
        return defined(at, str(value)) if at else value

    return said(key, lang, values, marked)[1]


def defined(key: str, text: str) -> str:
    """Return a number with the mark of its definition."""
    return f"{_BEGIN}{key}{_BETWEEN}{text}{_END}"


def numbers(sentence: str) -> Iterator[tuple[str, str, str]]:
    """Yield, of each number with a mark, what stands before it, the number, and its definition.

    What stands before it is what follows the number before, without marks.
    """
    before, last = "", 0
    for match in _MARK.finditer(sentence):
        before += _ANY.sub("", sentence[last : match.start()])
        last = match.end()
        if match[1] in definitions():
            yield before, match[2], match[1]
            before = ""
        else:
            before += match[2]


def bare(sentence: str) -> str:
    """Return the sentence without marks."""
    parts = _MARK.split(sentence)  # each mark as its key and its text
    del parts[1::3]
    return _ANY.sub("", "".join(parts))
