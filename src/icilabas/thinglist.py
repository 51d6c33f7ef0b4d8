"""Which things have a page of their own, and in which file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from icilabas import engine
from icilabas.harmless import unlike
from icilabas.messages import Bilingual
from icilabas.terms import fold, kebab, local_name, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER = "things"
MOST = 2000  # pages: the most linked things have one
_LONGEST = 80  # characters of the name of a file
# The kinds of things that have a page, the first that fits; their heading, and one of them.
KINDS_OF_THINGS = {
    "Partnership": (Bilingual("Partenariats", "Partnerships"), Bilingual("partenariat", "partnership")),
    "Territory": (Bilingual("Territoires", "Territories"), Bilingual("territoire", "territory")),
    "Challenge": (Bilingual("Enjeux", "Challenges"), Bilingual("enjeu", "challenge")),
    "SocialGroup": (Bilingual("Groupes", "Groups"), Bilingual("groupe social", "social group")),
    "Actor": (Bilingual("Organisations", "Organisations"), Bilingual("organisation", "organisation")),
}
SHOWN_FIRST = ("Partnership", "Actor", "SocialGroup", "Territory", "Challenge")
_THINGS = """SELECT ?thing WHERE {{ ?thing a ilb:{kind} FILTER(isIRI(?thing))
  FILTER NOT EXISTS {{ ?thing a ilb:Person }} }} ORDER BY ?thing"""
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


class Thing(NamedTuple):
    """A thing that has a page: its kind (a key of `KINDS_OF_THINGS`), and its file."""

    iri: str
    kind: str
    file: str


def things(store: Any, degree: Mapping[str, int]) -> tuple[dict[str, Thing], int]:
    """Return the things that have a page, by IRI, and how many others have none: the most linked come first.

    ``degree`` says how many links a thing has. No two files have the same name, whatever the system thinks of case.
    """
    kinds: dict[str, str] = {}
    for kind in KINDS_OF_THINGS:
        for (thing,) in engine.select(store, _THINGS.format(kind=kind)).rows:
            kinds.setdefault(str(thing), kind)
    ranked = sorted(kinds, key=lambda thing: (-degree.get(thing, 0), thing))
    taken = dict.fromkeys(["index", *sorted(_DEVICES)], 1)
    found = {}
    for thing in sorted(ranked[:MOST]):
        name = slug(local_name(thing))[:_LONGEST].strip("-") or kebab(kinds[thing])
        found[thing] = Thing(thing, kinds[thing], f"{unlike(name, taken)}.html")
    return found, max(0, len(ranked) - MOST)


def in_kinds(
    listed: Iterable[Thing], names: Mapping[str, Bilingual], lang: str
) -> list[tuple[str, Bilingual, list[Thing]]]:
    """Return the things by kind: the key of the kind, its heading, and the things in the order of their names."""
    order = sorted(listed, key=lambda thing: (fold(names[thing.iri].text(lang)), thing.iri))
    kinds = ((kind, [thing for thing in order if thing.kind == kind]) for kind in SHOWN_FIRST)
    return [(kind, KINDS_OF_THINGS[kind][0], some) for kind, some in kinds if some]
