"""Which country or region of the world a name or a code means: ``ontology/places/names.csv``, with its sources.

Asked where no thing bears the name itself: “RDC” finds what is called “Congo-Kinshasa”, “COD” too. A name that more
than one place has (“Congo”) means none of them.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from icilabas.engine.terms import iri
from icilabas.resources import ONTOLOGY
from icilabas.words.matching import fold
from icilabas.words.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from icilabas.engine.terms import Iri


# As lists in the order of the alphabet have it: “Tanzanie, République-Unie de”, “Bolivie (État plurinational de)”.
_TURNED = re.compile(r"([^,(]+)(?:, ?| ?\()([^,()]+)\)?")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_SMALL = frozenset(("a", "au", "aux", "d", "de", "des", "du", "et", "l", "la", "le", "les", "s"))
_SMALL |= frozenset(("and", "of", "the"))
_SHORT = {"republique": "rep", "republic": "rep", "democratique": "dem", "democratic": "dem"}
_SHORT |= {"saint": "st", "sainte": "ste"}
# The kinds of territories that have a name here; one of another kind is only called like one of them.
WIDE = tuple(iri(f"ilv:{kind}") for kind in ("country", "group-of-countries", "continent"))
USAGE = "usage"  # the source of what no list says


class _Names(NamedTuple):
    """All that is known: the places of a name, as it is compared, and of a code, the rows of each place in order."""

    named: dict[str, set[str]]
    coded: dict[str, set[str]]
    rows: dict[str, list[dict[str, str]]]


@lru_cache(maxsize=1)
def _names() -> _Names:
    found = _Names(defaultdict(set), defaultdict(set), defaultdict(list))
    with (ONTOLOGY / "places" / "names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["lang"]:
                found.named[compared(row["name"])].add(row["code"])
            else:
                found.coded[row["name"]].add(row["code"])
            found.rows[row["code"]].append(row)
    return found


def compared(text: str) -> str:
    """Return what of a name is compared: articles are left out, “Saint” is “St.”, “Republic” “Rep.”, “U.S.A.” “USA”."""
    words: list[str] = []
    for letters, run in groupby(fold(text).split(), lambda word: len(word) == 1):
        together = list(run)
        words += ["".join(together)] if letters and together[1:] else together
    return " ".join(_SHORT.get(word, word) for word in words if word not in _SMALL)


@lru_cache(maxsize=1 << 14)  # names of places come again and again
def _meant(text: str) -> frozenset[str]:
    known = _names()
    plain = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), text.strip())  # “R.D.C.”
    found = frozenset(known.coded.get(plain) or known.named.get(compared(plain)) or ())
    if not found and (turned := _TURNED.fullmatch(plain)):
        both = _meant(turned[1]) & _meant(turned[2])  # “Congo (CD)”
        found = both or frozenset(known.named.get(compared(f"{turned[2]} {turned[1]}"), ()))
    return found


def place_codes(text: str) -> list[str]:
    """Return the codes of the places that the text may mean: a name in whatever case, a code of ISO in capitals."""
    return sorted(_meant(text))


def place_labels(code: str) -> dict[str, str]:
    """Return the first name of a place in each language; empty where the code is not known."""
    found: dict[str, str] = {}
    for row in _names().rows.get(code, ()):
        if row["lang"]:
            found.setdefault(row["lang"], row["name"])
    return found


def bears(code: str, text: str) -> bool:
    """Say whether the place may be called so: a list says that it is, or the name is no other place's."""
    if not set(place_codes(text)) - {code}:
        return True
    of_lists = (row["name"] for row in _names().rows.get(code, ()) if row["source"] != USAGE)
    return compared(text) in map(compared, of_lists)


def candidates(text: str) -> list[Text]:
    """Return what to write for a text that may mean several places; empty where it means one or none."""
    several = place_codes(text) if place_codes(text)[1:] else []
    return [Text({lang: f"{name} ({code})" for lang, name in place_labels(code).items()}) for code in several]


def sole_place(text: str) -> Iterator[str]:
    """Yield the code of the place that the text means; nothing for a text that means several, or none."""
    if len(places := place_codes(text)) == 1:
        yield places[0]


def called_otherwise(text: str, called: Mapping[str, Collection[Iri]]) -> Collection[Iri]:
    """Return the things that bear another name of the place that the text means.

    called: the things that bear a name that means the place, and no other, by its code (``sole_place``).
    Empty where the text may mean several places and fewer than two of them are there.
    """
    places = place_codes(text)
    found = {thing for code in places for thing in called.get(code, ())}
    return found if len(places) == 1 or len(found) > 1 else ()
