"""What is probably one thing described twice: same name or acronym, nearly equal names, same identifier elsewhere.

Only a question to the reader: nothing is merged here. Names are compared within blocks (a shared word, the same
first or last letters), so that ten thousand actors take seconds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from icilabas import engine
from icilabas.engine.terms import Iri, local_name, shorten
from icilabas.sources.schema import load_schema
from icilabas.words.matching import fold
from icilabas.words.messages import message
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
# Things of one kind are compared with each other: of these classes, each with those below it.
_KINDS = frozenset(
    ("Actor", "Person", "Territory", "Partnership", "Initiative", "Challenge", "Theme", "Practice", "Value")
)
_THINGS = """SELECT DISTINCT ?thing ?class ?label ?other WHERE { GRAPH ?g { ?thing a ?class }
  FILTER(?g NOT IN (ilg:inferred, <https://w3id.org/icilabas/ontology>) && ISIRI(?thing))
  { ?thing skos:prefLabel ?label BIND(0 AS ?other) } UNION { ?thing skos:altLabel ?label BIND(1 AS ?other) }
} ORDER BY ?thing ?class ?other ?label"""
_MATCHES = """SELECT DISTINCT ?match ?thing WHERE { GRAPH ?g { ?thing skos:exactMatch ?match }
  FILTER(?g NOT IN (ilg:inferred, <https://w3id.org/icilabas/ontology>)) } ORDER BY ?match ?thing"""
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
_EDGE = 4  # letters at the start or the end of a name, by which it is put beside others
_INITIALS = 3  # letters of an acronym, and words of the name that it stands for, at least
_CROWD = 60  # names in one block, beyond which each is compared only with those that stand near it in the alphabet,
_WINDOW = 5  # that is, with so many that follow it


@dataclass(frozen=True, order=True)
class Twins:
    """Two things that may be one, how each is called, and why we ask."""

    first: Iri
    second: Iri
    names: tuple[str, str]
    why: Text

    def message(self, place: str) -> Text:
        """Return the question, with the place of the first."""
        ids = [local_name(t) if shorten(t).startswith("ild:") else shorten(t) for t in (self.first, self.second)]
        values = {"first": self.names[0], "second": self.names[1], "a": ids[0], "b": ids[1]}
        return message("similar", **values, place=same(place), why=self.why)


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
    for group in names.values():
        for label, things in _equal(group).items():
            for pair in _chained(things):
                found.setdefault(pair, message("same-name", found=label))
        for pair in _near(group):
            found.setdefault(pair, message("near-name"))
    return [
        Twins(a, b, (called.get(a, local_name(a)), called.get(b, local_name(b))), why)
        for (a, b), why in sorted(found.items())
    ]


def _named(store: engine.Store) -> dict[str, dict[Iri, list[str]]]:
    """Return the names of the things of each kind; actors of all sorts are one kind."""
    supers = load_schema().supers
    found: dict[str, dict[Iri, list[str]]] = defaultdict(lambda: defaultdict(list))
    kinds: dict[Iri, str | None] = {}
    for thing, class_, label, _other in engine.select(store, _THINGS).rows:
        if class_ not in kinds:
            line = (local_name(c) for c in (class_, *supers.get(class_, ())) if c in supers)
            kinds[class_] = next((name for name in line if name in _KINDS), None)
        kind = kinds[class_]
        if kind and str(label) not in found[kind][thing]:
            found[kind][thing].append(str(label))
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


def _is_dotted(label: str) -> bool:
    """Say whether the name is an acronym with points: C.F.S.I."""
    return all(len(part.strip()) < 2 for part in label.split(".")) and "." in label  # noqa: PLR2004  # one letter each


class _Name(NamedTuple):
    """One name of a thing: its words without the small and the generic ones, written together and counted."""

    thing: Iri
    joined: str
    words: Counter[str]


def _near(group: dict[Iri, list[str]]) -> Iterator[tuple[Iri, Iri]]:
    """Yield the pairs of things of which two names are alike; only names that share a block are compared."""
    names: list[_Name] = []
    blocks: dict[str, list[int]] = defaultdict(list)
    for thing, labels in group.items():
        for label in dict.fromkeys(map(fold, labels)):
            kept = [word for word in label.split() if word not in _SMALL and word not in _GENERIC]
            joined = "".join(kept)
            if len(joined) < _SHORT:
                continue
            for key in {*kept, f"<{joined[:_EDGE]}", f">{joined[-_EDGE:]}", "=" + " ".join(sorted(kept))}:
                blocks[key].append(len(names))
            names.append(_Name(thing, joined, Counter(kept)))
    done: set[tuple[int, int]] = set()
    for numbers in blocks.values():
        for a, b in _pairs(numbers, lambda number: names[number].joined):
            if (a, b) not in done and names[a].thing != names[b].thing:
                done.add((a, b))
                if _alike(names[a], names[b]):
                    first, second = sorted((names[a].thing, names[b].thing))
                    yield first, second


def _pairs(numbers: list[int], key: Callable[[int], str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block; in a crowd only of those that stand near each other in the alphabet."""
    if len(numbers) <= _CROWD:
        yield from combinations(numbers, 2)
        return
    line = sorted(numbers, key=lambda number: (key(number), number))
    for place, number in enumerate(line):
        for other in line[place + 1 : place + 1 + _WINDOW]:
            yield (number, other) if number < other else (other, number)


def _alike(one: _Name, two: _Name) -> bool:
    """Say whether two names differ by the order of their words or by a slip of the pen, never by a number."""
    if one.words == two.words:
        return True
    if [word for word in one.words if word.isdigit()] != [word for word in two.words if word.isdigit()]:
        return False
    most = 1 if min(len(one.joined), len(two.joined)) < _LONG else 2
    if abs(len(one.joined) - len(two.joined)) > most or len(set(one.joined) ^ set(two.joined)) > 2 * most:
        return False  # a slip of the pen brings in one letter and takes out one: most pairs end here
    return Levenshtein.distance(one.joined, two.joined, score_cutoff=most) <= most
