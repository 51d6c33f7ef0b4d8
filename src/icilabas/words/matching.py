"""Names made comparable: folded text, the order of lists, slugs, the nearest names, one that is not taken yet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    Words = tuple[tuple[tuple[int, int, str], ...], ...]
    ReadingOrder = tuple[Words, str, str]


# Of 100: how many letters two names share, in the same order, of all that both have.
_NEAR, _MISTYPED = 60, 75
COMPARED = 20_000_000  # names that are looked at for suggestions in a run
_WORDS = re.compile(r"[^\W_]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_NUMBERS = re.compile(r"\d+|\D+")
_AS_LATIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h"}
)  # they have no accent to take off


class _WithoutAccents(dict[int, str | int | None]):
    """What becomes of each character, found out when it comes: accents and other marks go."""

    def __missing__(self, character: int) -> int | None:
        self[character] = kept = None if unicodedata.combining(chr(character)) else character
        return kept


_WITHOUT_ACCENTS = _WithoutAccents({ord("œ"): "oe", ord("æ"): "ae"})


def kebab(name: str) -> str:
    """Return ``pilot-operation`` for ``PilotOperation``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


@lru_cache(maxsize=1 << 16)  # names come again and again: cells, headings, titles of passages
def fold(text: str) -> str:
    """Return the text without accents, case, and runs of punctuation: what people mean to be equal."""
    return " ".join(_folded_words(text))


def _folded_words(text: str) -> list[str]:
    if text.isascii():
        return _WORDS.findall(text.lower())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _WORDS.findall(plain.translate(_WITHOUT_ACCENTS))


@lru_cache(maxsize=1 << 16)
def reading_order(text: str) -> ReadingOrder:
    """Return a key that puts texts where readers look for them in a list; no two texts have the same.

    Word by word, without accents, case and punctuation, “œ” as “oe”, numbers by what they are (2 before 10) and before
    letters. Of texts that are equal so far the one without accents comes first, then the one with capitals. French and
    English are alike in this, as in the Unicode Collation Algorithm (UTS #10); other scripts come after the Latin one.
    """
    words = tuple(
        tuple(
            (0, len(digits := part.lstrip("0")), digits) if part.isdecimal() else (1, 0, part)
            for part in _NUMBERS.findall(word)
        )
        for word in fold(text).translate(_AS_LATIN).split()
    )
    return words, unicodedata.normalize("NFD", text).casefold(), text


def slug(text: str) -> str:
    """Return the text as an id: ``Nord–Pas-de-Calais`` gives ``nord-pas-de-calais``."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


def is_slug(text: str) -> bool:
    """Say whether the text can be an id."""
    return _SLUG.fullmatch(text) is not None


def nearest(text: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Return the names that look most like the text, the best first; none when nothing is near."""
    from rapidfuzz import fuzz, process  # some 20 ms, which a call that is right need not pay

    folded, by_fold = _by_fold(tuple(names))
    found = process.extract(fold(text), folded, scorer=fuzz.ratio, limit=most, score_cutoff=_NEAR)
    return [by_fold[near] for near, _score, _place in found]


@lru_cache(maxsize=32)  # the same lists are looked through again and again: codes, columns, the things of a class
def _by_fold(names: tuple[str, ...]) -> tuple[list[str], dict[str, str]]:
    """Return the names as they are compared, and which each is: the first of those meant to be equal."""
    found: dict[str, str] = {}
    for name in sorted(names):
        found.setdefault(fold(name), name)
    return list(found), found


class Patience:
    """How many names are still looked at in a run: some seconds of work, after which no suggestion is made."""

    def __init__(self) -> None:
        self.left = COMPARED

    def for_names(self, count: int) -> bool:
        """Say whether so many names more are looked at."""
        self.left -= count
        return self.left >= 0


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


class Phrases:
    """Names of several words that are looked for in texts, without regard to case and accents, the last word first too.

    Whole texts may be any of them; in longer ones only those are looked for of which two words are written with
    capitals, or in a script that has none.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.whole: set[tuple[str, ...]] = set()
        self.inside: set[tuple[str, ...]] = set()
        self.lengths: dict[str, set[int]] = {}  # of those that begin with a word
        for name in names:
            words = tuple(fold(name).split())
            if len(words) < 2:  # noqa: PLR2004  # one word is no whole name
                continue
            ways = {words, (words[-1], *words[:-1])}
            self.whole |= ways
            written = name.split()
            if sum(not word[0].islower() for word in written) > 1:
                self.inside |= ways
                for way in ways:
                    self.lengths.setdefault(way[0], set()).add(len(way))

    def __bool__(self) -> bool:
        """Say whether there is any to look for."""
        return bool(self.whole)

    def before(self, text: str) -> str | None:
        """Return the word before the first of the names that the text holds, empty at its begin; None where none is."""
        words = tuple(_folded_words(text))
        if words in self.whole:
            return ""
        if self.lengths.keys().isdisjoint(words):  # nearly always
            return None
        for place, word in enumerate(words):
            if any(words[place : place + length] in self.inside for length in self.lengths.get(word, ())):
                return words[place - 1] if place else ""
        return None
