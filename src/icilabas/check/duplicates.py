"""What is probably one thing described twice: same name or acronym, nearly equal names, same identifier elsewhere.

Only a question to the reader: nothing is merged here. Names are compared within blocks (a shared word, the same
first or last letters), so that ten thousand actors take seconds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from icilabas import engine
from icilabas.engine.terms import Iri, local_name, shorten
from icilabas.sources import place_names
from icilabas.sources.schema import load_schema
from icilabas.words.matching import fold
from icilabas.words.messages import message
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator


LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
# Things of one kind are compared with each other: of these classes, each with those below it.
_KINDS = frozenset(
    ("Actor", "Person", "Territory", "Partnership", "Initiative", "Challenge", "Theme", "Practice", "Value")
)
_THINGS = """SELECT ?thing ?class ?label ?other WHERE { GRAPH ?g { ?thing a ?class }
  FILTER(?g NOT IN (ilg:inferred, <https://w3id.org/icilabas/ontology>) && ISIRI(?thing) && ISIRI(?class))
  { ?thing skos:prefLabel ?label BIND(0 AS ?other) } UNION { ?thing skos:altLabel ?label BIND(1 AS ?other) }
}"""
_MATCHES = """SELECT DISTINCT ?match ?thing WHERE { GRAPH ?g { ?thing skos:exactMatch ?match }
  FILTER(?g NOT IN (ilg:inferred, <https://w3id.org/icilabas/ontology>))
  FILTER(ISIRI(?match) && ISIRI(?thing)) } ORDER BY ?match ?thing"""
# Words that a name may have or not.
_SMALL = frozenset(
    (
        *("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "pour", "sur"),
        *("and", "for", "in", "of", "the", "to"),
    )
)
_GENERIC = frozenset(("association", "asso", "ong", "ngo"))
_SHORT = 6  # letters of a name, without such words: a shorter one is near to too many others
_LONG = 12  # letters from which two may differ, not one only
_APART = 4  # letters at most that one of two names has and the other has not: two slips
_EDGE = 4  # letters at the start or the end of a name, by which it is put beside others
_INITIALS = 3  # letters of an acronym, and words of the name that it stands for, at least
_CROWD = 60  # names in one block, beyond which each is compared only with those that stand near it in the alphabet,
_SHOWN = 3  # ids of others that are called the same
_WINDOW = 5  # that is, with so many that follow it


@dataclass(frozen=True, order=True)
class Twins:
    """Two things that may be one, how each is called, why we ask, and what else is called as they are."""

    first: Iri
    second: Iri
    names: tuple[str, str]
    why: Text
    others: tuple[Iri, ...] = ()

    def message(self, place: str) -> Text:
        """Return the question, with the place of the first."""
        ids = [local_name(t) if shorten(t).startswith("ild:") else shorten(t) for t in (self.first, self.second)]
        values = {"first": self.names[0], "second": self.names[1], "a": ids[0], "b": ids[1]}
        text = message("similar", **values, place=same(place), why=self.why)
        listed = ", ".join(map(local_name, self.others[:_SHOWN])) + "…" * (len(self.others) > _SHOWN)
        more = message("similar-others", count=len(self.others), name=self.names[0], names=same(listed))
        return text + more if self.others else text


def twins(store: engine.Store) -> list[Twins]:
    """Return the pairs of things that are probably one, each once, in the order of their IRIs."""
    names = _named(store)
    found: dict[tuple[Iri, Iri], Text] = {}
    called = {thing: labels[0] for group in names.values() for thing, labels in group.items()}
    matched: dict[str, list[Iri]] = defaultdict(list)
    for match, thing in engine.select(store, _MATCHES).rows:
        matched[match].append(thing)
    for match, things in matched.items():
        for pair in _chained(things):
            found.setdefault(pair, message("same-match", found=shorten(match)))
    others: dict[tuple[Iri, Iri], set[Iri]] = defaultdict(set)
    for kind, group in names.items():
        known: dict[Iri, Iri] = {}  # what is asked about already: with which thing
        for label, things in (_equal(group) | (_one_country(group) if kind == "Territory" else {})).items():
            pair, *rest = _chained(things)
            found.setdefault(pair, message("same-name", found=label))
            others[pair] |= {other for _first, other in rest}
            known |= {thing: known.get(pair[0], pair[0]) for thing in things}
        for one, other in _near(group):
            pair = known.get(one, one), known.get(other, other)
            if pair[0] != pair[1]:
                found.setdefault((min(pair), max(pair)), message("near-name"))
    return [
        Twins(
            a, b, (called.get(a, local_name(a)), called.get(b, local_name(b))), why, tuple(sorted(others[a, b] - {b}))
        )
        for (a, b), why in sorted(found.items())
    ]


def _named(store: engine.Store) -> dict[str, dict[Iri, list[str]]]:
    """Return the names of the things of each kind; actors of all sorts are one kind."""
    supers = load_schema().supers
    found: dict[str, dict[Iri, list[str]]] = defaultdict(lambda: defaultdict(list))
    kinds: dict[Iri, str | None] = {}
    rows = {(thing, class_, other, str(label)) for thing, class_, label, other in engine.select(store, _THINGS).rows}
    for thing, class_, _other, label in sorted(rows):
        if class_ not in kinds:
            line = (local_name(c) for c in (class_, *supers.get(class_, ())) if c in supers)
            kinds[class_] = next((name for name in line if name in _KINDS), None)
        kind = kinds[class_]
        if kind and label not in found[kind][thing]:
            found[kind][thing].append(label)
    return found


def _chained(things: list[Iri]) -> list[tuple[Iri, Iri]]:
    """Return each thing but the first beside the first."""
    first, *rest = sorted(set(things))
    return [(first, other) for other in rest]


def _equal(group: dict[Iri, list[str]]) -> dict[str, list[Iri]]:
    """Return the things that share a name; an acronym is a name, and so are the initials of a long one."""
    shared: dict[str, list[Iri]] = defaultdict(list)
    shown: dict[str, str] = {}
    for thing, labels in group.items():
        for label in labels:
            key = fold(label)
            key = key if not _is_dotted(label) else key.replace(" ", "")
            if key:
                shared[key].append(thing)
                shown.setdefault(key, label)
    acronyms = {key for key, label in shown.items() if len(key) >= _INITIALS and label.replace(".", "").isupper()}
    for thing, labels in group.items():
        for label in labels:
            words = [word for word in fold(label).split() if word not in _SMALL]
            initials = "".join(word[0] for word in words)
            if len(words) >= _INITIALS and initials in acronyms:
                shared[initials].append(thing)
    return {shown[key]: things for key, things in shared.items() if len(set(things)) > 1}


def _one_country(group: dict[Iri, list[str]]) -> dict[str, list[Iri]]:
    """Return the territories that are called by names of one country or region, by its code."""
    shared: dict[str, list[Iri]] = defaultdict(list)
    for thing, labels in group.items():
        for code in chain.from_iterable(map(place_names.sole_place, labels)):
            shared[code].append(thing)
    return {code: things for code, things in shared.items() if len(set(things)) > 1}


def _is_dotted(label: str) -> bool:
    """Say whether the name is an acronym with points: C.F.S.I."""
    return all(len(part.strip()) < 2 for part in label.split(".")) and "." in label  # noqa: PLR2004  # one letter each


class _Name(NamedTuple):
    """One name of a thing: its words without the small and the generic ones, written together.

    words: in the order of the alphabet; numbers: in their own. letters: one bit for each letter that the name has.
    """

    joined: str
    thing: Iri
    words: list[str]
    numbers: list[str]
    letters: int


def _near(group: dict[Iri, list[str]]) -> Iterator[tuple[Iri, Iri]]:
    """Yield the pairs of things of which two names are alike; only names that share a block are compared."""
    names = _sorted_names(group)
    blocks: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        for key in {*name.words, f"<{name.joined[:_EDGE]}", f">{name.joined[-_EDGE:]}", "=" + " ".join(name.words)}:
            blocks[key].append(name)
    for block in blocks.values():
        last = len(block) if len(block) <= _CROWD else _WINDOW
        for place, one in enumerate(block, 1):
            for two in block[place : place + last]:
                # a slip of the pen brings in one letter and takes out one: most pairs end here
                if (one.letters ^ two.letters).bit_count() <= _APART and one.thing != two.thing and _alike(one, two):
                    yield (one.thing, two.thing) if one.thing < two.thing else (two.thing, one.thing)


def _sorted_names(group: dict[Iri, list[str]]) -> list[_Name]:
    """Return the names that are long enough to be compared, in the order of the alphabet.

    Of things with one name, which are asked about as such, the first stands for all.
    """
    names, bits, taken = [], dict[str, int](), set[str]()
    for thing, labels in group.items():
        for label in set(map(fold, labels)) - taken:
            taken.add(label)
            kept = [word for word in label.split() if word not in _SMALL and word not in _GENERIC]
            if len(joined := "".join(kept)) < _SHORT:
                continue
            letters = sum([bits.setdefault(letter, 1 << len(bits)) for letter in set(joined)])
            numbers = [word for word in dict.fromkeys(kept) if word.isdigit()]
            names.append(_Name(joined, thing, sorted(kept), numbers, letters))
    return sorted(names, key=itemgetter(0))


def _alike(one: _Name, two: _Name) -> bool:
    """Say whether two names differ by the order of their words or by a slip of the pen, never by a number."""
    short, long = len(one.joined), len(two.joined)
    most = 1 if min(short, long) < _LONG else 2
    if abs(long - short) > most or (one.letters ^ two.letters).bit_count() > 2 * most:
        return False
    if one.words == two.words:
        return True
    if one.numbers != two.numbers:
        return False
    return Levenshtein.distance(one.joined, two.joined, score_cutoff=most) <= most
