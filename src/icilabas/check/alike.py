"""Names that may be one: equal words, acronyms, slips of the pen; compared in blocks, so that many take seconds."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from rapidfuzz.distance import Levenshtein

from icilabas import resources
from icilabas.words.matching import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from icilabas.engine.terms import Iri

    Named = Mapping[Iri, list[str]]  # the names of things, of each its label first

_EDGE = 4  # letters at the start or the end of a name, by which it is put beside others
_HALVED = 10  # letters of the rare words of a name, from which its halves are looked for, else it less each letter
_APART = 4  # letters at most that one of two names has and the other has not: two slips
_INITIALS = 3  # letters of an acronym, and words of the name that it stands for, at least
_CROWD = 60  # names in one block, beyond which each is compared only with those that stand near it in the alphabet,
_WINDOW = 5  # that is, with so many that follow it
_BRACKETED = re.compile(r"\s*\(([^()]*)\)\s*")


class _Slips(TypedDict):
    short: int
    usual: int
    long: int


Rules = TypedDict(
    "Rules",
    {
        "asked": int,
        "shown": int,
        "for": dict[str, int | dict[str, int]],
        "against": dict[str, int],
        "far": float,
        "slips": _Slips,
        "small": list[str],
        "generic": list[str],
        "written": dict[str, str],
    },
)  # what ``ontology/identity/same.yaml`` says; see there


@lru_cache(maxsize=1)
def same_rules() -> Rules:
    """Return the rules of what may be one."""
    path = resources.ONTOLOGY / "identity" / "same.yaml"
    found: Rules = resources.parse_yaml(path.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    """Return the small words, the generic ones, and what short forms stand for."""
    found = same_rules()
    return frozenset(found["small"]), frozenset(found["generic"]), found["written"]


def is_dotted(label: str) -> bool:
    """Say whether the name is an acronym with points: C.F.S.I."""
    return all(len(part.strip()) < 2 for part in label.split(".")) and "." in label  # noqa: PLR2004  # one letter each


def name_key(label: str) -> str:
    """Return what names that are equal but for case, accents, punctuation and points share."""
    key = fold(label)
    return key.replace(" ", "") if is_dotted(label) else key


def _canonical(folded: str) -> list[str]:
    """Return the words of a folded name without the small ones, short forms written out."""
    small, _generic, written = _words()
    return [written.get(word, word) for word in folded.split() if word not in small]


def _without_acronym(label: str) -> tuple[str, str]:
    """Return a name without the acronym in brackets that it has, and that; else the name, and nothing."""
    found = _BRACKETED.search(label)
    if found is None or not found[1].replace(".", "").isupper():
        return label, ""
    rest = " ".join((label[: found.start()], label[found.end() :])).strip()
    long = len(found[1]) >= _INITIALS
    return (rest, found[1]) if long or _stands_for(name_key(found[1]), _canonical(fold(rest))) else (label, "")


def equal_names(group: Named) -> dict[str, list[Iri]]:
    """Return the things that share a name, by the name as it is first written."""
    shared: dict[str, list[Iri]] = defaultdict(list)
    shown: dict[str, str] = {}
    for thing, labels in group.items():
        for label in labels:
            if key := name_key(label):
                shared[key].append(thing)
                shown.setdefault(key, label)
    return {shown[key]: things for key, things in shared.items() if len(set(things)) > 1}


def acronyms_of(group: Named) -> dict[str, list[Iri]]:
    """Return the things of which one has an acronym as a name, and others a name that it stands for, by the acronym."""
    shown: dict[str, str] = {}
    bearers: dict[str, list[Iri]] = defaultdict(list)
    for thing, labels in group.items():
        for label in labels:
            key = name_key(label)
            if len(key) >= _INITIALS and label.replace(".", "").isupper():
                shown.setdefault(key, label)
                bearers[key].append(thing)
    found: dict[str, list[Iri]] = defaultdict(list)
    for thing, labels in group.items():
        for label in labels:
            plain, bracketed = _without_acronym(label)
            words = _canonical(fold(plain))
            initials = "".join(word[0] for word in words)
            for key in {initials, name_key(bracketed) if _stands_for(name_key(bracketed), words) else ""}:
                if len(words) >= _INITIALS and key in shown and thing not in bearers[key]:
                    found[key].append(thing)
    return {shown[key]: [*bearers[key], *things] for key, things in found.items()}


def _stands_for(acronym: str, words: list[str]) -> bool:
    """Say whether each letter of the acronym begins a word, in their order."""
    rest = iter(words)
    return bool(acronym) and all(any(word.startswith(letter) for word in rest) for letter in acronym)


def same_words(group: Named) -> dict[str, list[Iri]]:
    """Return the things whose names have the same words, by a name of theirs."""
    shared: dict[tuple[str, ...], dict[Iri, str]] = defaultdict(dict)
    for thing, labels in group.items():
        for label in labels:
            for plain in {label, _without_acronym(label)[0]}:
                if words := tuple(_in_any_order(_canonical(fold(plain)))):
                    shared[words].setdefault(thing, label)
    return {next(iter(things.values())): list(things) for things in shared.values() if len(things) > 1}


def longer_names(group: Named) -> Iterator[tuple[Iri, Iri]]:
    """Yield the pairs of things of which one has all the words of the other's name, two at least, and more of its own.

    A name is put beside those that have its rarest word; one that many have says nothing.
    """
    generic = _words()[1]
    words: dict[tuple[Iri, str], frozenset[str]] = {}
    for thing, labels in group.items():
        for label in labels:
            words[thing, label] = frozenset(_canonical(fold(_without_acronym(label)[0]))) - generic
    having: dict[str, list[tuple[Iri, str]]] = defaultdict(list)
    for name, some in words.items():
        for word in some:
            having[word].append(name)
    found: set[tuple[Iri, Iri]] = set()
    for (thing, _label), some in words.items():
        beside = min((having[word] for word in some), key=len, default=[]) if len(some) > 1 else []
        for other in beside if len(beside) <= _CROWD else ():
            if other[0] != thing and some < words[other]:
                found.add((min(thing, other[0]), max(thing, other[0])))
    yield from sorted(found)


def _in_any_order(words: list[str]) -> list[str]:
    """Return the words as those of equal names are: with two numbers, it matters which stands where."""
    return words if sum(word.isdigit() for word in words) > 1 else sorted(words)


class Name(NamedTuple):
    """One name of a thing: its words without the small and the generic ones, written together.

    words: in the order of the alphabet, but with two numbers in their own; plain: in their own; numbers: too.
    letters: one bit for each letter that the name has.
    """

    joined: str
    thing: Iri
    words: list[str]
    numbers: list[str]
    letters: int
    plain: list[str]


def near_names(group: Named) -> Iterator[tuple[Iri, Iri, int]]:
    """Yield the pairs of things of which two names are alike, and how many letters the shorter one has.

    Only names that share a block are compared: a word, an edge, or the rare words of the name but for a letter.
    """
    names = _sorted_names(group)
    for block in _blocks(names):
        last = len(block) if len(block) <= _CROWD else _WINDOW
        for place, one in enumerate(block, 1):
            for two in block[place : place + last]:
                # a slip of the pen brings in one letter and takes out one: most pairs end here
                if (one[4] ^ two[4]).bit_count() <= _APART and one[1] != two[1] and _alike(one, two):
                    first, second = (one, two) if one.thing < two.thing else (two, one)
                    yield first.thing, second.thing, min(len(one.joined), len(two.joined))


def _blocks(names: list[Name]) -> Iterator[list[Name]]:
    blocks: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        for key in {*name.words, f"<{name.joined[:_EDGE]}", f">{name.joined[-_EDGE:]}", "=" + " ".join(name.words)}:
            blocks[key].append(name)
    common = {key for key, block in blocks.items() if len(block) > _CROWD}
    yield from (block for block in blocks.values() if len(block) > 1)
    blocks.clear()
    for name in names:
        if common.isdisjoint(name.words):
            continue
        rare = "".join(word for word in name.plain if word not in common)
        for key in _but_a_letter(rare):
            blocks[key].append(name)
    yield from (block for block in blocks.values() if len(block) > 1)


def _but_a_letter(text: str) -> set[str]:
    """Return keys of which two texts that differ by one letter share one: without each letter, or the halves."""
    if len(text) < _HALVED:
        return {text, *(text[:place] + text[place + 1 :] for place in range(len(text)))} - {""}
    halves = {len(text) // 2, (len(text) - 1) // 2}
    return {f"<{text[:half]}" for half in halves} | {f">{text[-half:]}" for half in halves}


def _sorted_names(group: Named) -> list[Name]:
    """Return the names that are long enough to be compared, in the order of the alphabet.

    Of things with one name, which are asked about as such, the first stands for all.
    """
    generic, short = _words()[1], same_rules()["slips"]["short"]
    names, bits, taken = [], dict[str, int](), set[str]()
    for thing, labels in group.items():
        for label in {fold(_without_acronym(label)[0]) for label in labels} - taken:
            taken.add(label)
            kept = [word for word in _canonical(label) if word not in generic]
            if len(joined := "".join(kept)) < short:
                continue
            letters = sum([bits.setdefault(letter, 1 << len(bits)) for letter in set(joined)])
            numbers = [word for word in dict.fromkeys(kept) if word.isdigit()]
            names.append(Name(joined, thing, _in_any_order(kept), numbers, letters, kept))
    return sorted(names, key=itemgetter(0, 1))


def _alike(one: Name, two: Name) -> bool:
    """Say whether two names differ by the order of their words or by a slip of the pen, never by a number."""
    short, long = len(one.joined), len(two.joined)
    most = 1 if min(short, long) < same_rules()["slips"]["long"] else 2
    if abs(long - short) > most or (one.letters ^ two.letters).bit_count() > 2 * most:
        return False
    if one.words == two.words:
        return True
    if one.numbers != two.numbers:
        return False
    return Levenshtein.distance(one.joined, two.joined, score_cutoff=most) <= most
