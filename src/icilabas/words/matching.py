"""Names made comparable: folded text, slugs, the nearest of some names, one that is not taken yet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


# Of 100: how many letters two names share, in the same order, of all that both have.
_NEAR, _MISTYPED = 60, 75
_SLUG = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")


def kebab(name: str) -> str:
    """Return ``pilot-operation`` for ``PilotOperation``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


@lru_cache(maxsize=1 << 16)  # names come again and again: cells, headings, titles of passages
def fold(text: str) -> str:
    """Return the text without accents, case, and runs of punctuation: what people mean to be equal."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = plain.replace("œ", "oe").replace("æ", "ae")
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))


def slug(text: str) -> str:
    """Return the text as an id: ``Nord–Pas-de-Calais`` gives ``nord-pas-de-calais``."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


def is_slug(text: str) -> bool:
    """Say whether the text can be an id."""
    return _SLUG.fullmatch(text) is not None


def nearest(text: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Return the names that look most like the text, the best first; none when nothing is near."""
    from rapidfuzz import fuzz, process  # some 20 ms, which a call that is right need not pay

    by_fold: dict[str, str] = {}
    for name in sorted(names):
        by_fold.setdefault(fold(name), name)
    found = process.extract(fold(text), list(by_fold), scorer=fuzz.ratio, limit=most, score_cutoff=_NEAR)
    return [by_fold[near] for near, _score, _place in found]


def mistyped(text: str, name: str) -> bool:
    """Say whether the text is so near to the name that it can hardly be anything else."""
    from rapidfuzz import fuzz

    return fuzz.ratio(fold(text), fold(name)) >= _MISTYPED


def unique_name(wish: str, taken: dict[str, int]) -> str:
    """Return the wished name, with a number where it is taken, and take it; `taken` holds the last number of each."""
    name, number = wish, taken.get(wish, 1)
    while name in taken:
        number += 1
        name = f"{wish}-{number}"
    taken[wish] = number
    taken.setdefault(name, 1)
    return name


_LONG = 25  # a name of more letters than this gives way to its acronym where it is said again


def acronym_or_name(full: str, others: Iterable[str]) -> str:
    """Return the acronym of a long name: the first other name of one word that begins with a capital letter."""
    return (
        next((name for name in others if " " not in name and name[:1].isupper()), full) if len(full) > _LONG else full
    )
