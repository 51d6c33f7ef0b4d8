"""Which country or region of the world a name or a code means: ``ontology/places/names.csv``, with its sources.

Asked where no thing bears the name itself: “RDC” finds what is called “Congo-Kinshasa”, “COD” too. A name that more
than one place has (“Congo”) means none of them.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from icilabas.resources import ONTOLOGY
from icilabas.words.matching import fold
from icilabas.words.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from icilabas.engine.terms import Iri


# As lists in the order of the alphabet have it: “Tanzanie, République-Unie de”, “Bolivie (État plurinational de)”.
_TURNED = re.compile(r"([^,(]+)(?:, ?| ?\()([^,()]+)\)?")
USAGE = "usage"  # the source of what no list says


class _Names(NamedTuple):
    """All that is known: the places of a folded name and of a code, the rows of each place in their order."""

    named: dict[str, set[str]]
    coded: dict[str, set[str]]
    rows: dict[str, list[dict[str, str]]]


@lru_cache(maxsize=1)
def _names() -> _Names:
    found = _Names(defaultdict(set), defaultdict(set), defaultdict(list))
    with (ONTOLOGY / "places" / "names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["lang"]:
                found.named[fold(row["name"])].add(row["code"])
            else:
                found.coded[row["name"]].add(row["code"])
            found.rows[row["code"]].append(row)
    return found


def place_codes(text: str) -> list[str]:
    """Return the codes of the places that the text may mean: a name in whatever case, a code of ISO in capitals."""
    known = _names()
    found = known.coded.get(text.strip(), set()) or known.named.get(fold(text), set())
    if not found and (turned := _TURNED.fullmatch(text.strip())):
        coded = known.coded.get(turned[2], set()) & known.named.get(fold(turned[1]), set())  # “Congo (CD)”
        found = coded or known.named.get(fold(f"{turned[2]} {turned[1]}"), set())
    return sorted(found)


def place_labels(code: str) -> dict[str, str]:
    """Return the first name of a place in each language; empty where the code is not known."""
    found: dict[str, str] = {}
    for row in _names().rows.get(code, ()):
        if row["lang"]:
            found.setdefault(row["lang"], row["name"])
    return found


def bears(code: str, text: str) -> bool:
    """Say whether the place may be called so: a list says that it is, or the name is no other place's."""
    others = set(place_codes(text)) - {code}
    of_lists = {fold(row["name"]) for row in _names().rows.get(code, ()) if row["source"] != USAGE}
    return not others or fold(text) in of_lists


def candidates(text: str) -> list[Text]:
    """Return what to write for a text that may mean several places; empty where it means one or none."""
    several = place_codes(text) if place_codes(text)[1:] else []
    return [Text({lang: f"{name} ({code})" for lang, name in place_labels(code).items()}) for code in several]


def called_otherwise(text: str, named: Callable[[str], Iterable[Iri]]) -> Collection[Iri]:
    """Return the things that bear another name of the place that the text means.

    named: gives the things of a folded name.
    Empty where the text may mean several places and fewer than two of them are there.
    """
    places = place_codes(text)
    found: set[Iri] = set()
    for code in places:
        for row in _names().rows[code]:
            if place_codes(row["name"]) == [code]:
                found.update(named(fold(row["name"])))
    return found if len(places) == 1 or len(found) > 1 else ()
