"""The two sides of a comparison, made from ``ilb:within``: which territory, and which actor, is on which."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from icilabas.errors import UsageError
from icilabas.messages import Bilingual, message
from icilabas.resolve import resolve
from icilabas.terms import fold, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icilabas.facts import Evidence, Facts

    Place = tuple[str, str]  # how (ilb:basedIn or ilb:activeIn), and where

OTHERS = Bilingual("Autres territoires", "All other territories")
_OTHERS = {"others", "autres"}
ACTIVE = "activeIn"
A, B, BOTH, NEITHER = "a", "b", "both", "neither"


@dataclass(frozen=True)
class Territories:
    """Which territories lie around each territory, and which are too wide to stand for each of their parts."""

    around: dict[str, frozenset[str]]
    too_wide: frozenset[str]

    @property
    def known(self) -> frozenset[str]:
        """All territories of which one lies in another."""
        return frozenset(self.around).union(*self.around.values())

    @classmethod
    def of(cls, facts: Facts) -> Territories:
        """Read them."""
        around: dict[str, set[str]] = defaultdict(set)
        too_wide = set()
        for inner, outer, wide in facts.rows("containment"):
            around[inner].add(outer)
            too_wide |= {outer} if wide else set()  # Virtuoso says 1 for true
        return cls({inner: frozenset(outer) for inner, outer in around.items()}, frozenset(too_wide))

    def within(self, inner: str, outer: str) -> bool:
        """Say whether a territory is the other or lies in it."""
        return inner == outer or outer in self.around.get(inner, ())

    def stands_for(self, wide: str, part: str) -> bool:
        """Say whether what is active in the whole territory is active in this part (not so for a continent)."""
        return wide not in self.too_wide and wide in self.around.get(part, ())

    def nested(self, one: str, other: str) -> bool:
        """Say whether one is the other, or lies in it."""
        return self.within(one, other) or self.within(other, one)


@dataclass(frozen=True)
class Sides:
    """Two territories; ``b`` None is all that does not lie in ``a`` (nor around it)."""

    territories: Territories
    a: str
    b: str | None

    def within(self, place: str) -> str | None:
        """Return the side in which a territory lies."""
        if self.territories.within(place, self.a):
            return A
        if self.b is None:
            return None if self.territories.within(self.a, place) else B
        return B if self.territories.within(place, self.b) else None

    def around(self, place: str) -> str | None:
        """Return the side that a wider territory stands for: it contains that one and not the other."""
        if self.b is None:
            return None  # what lies around A contains others too
        stands_for = [side for side, part in ((A, self.a), (B, self.b)) if self.territories.stands_for(place, part)]
        return stands_for[0] if len(stands_for) == 1 else None

    def of_place(self, place: str) -> str | None:
        """Return the side in which a territory lies, or for which it stands."""
        return self.within(place) or self.around(place)

    def of_actor(self, places: Iterable[Place]) -> dict[str, list[Place]]:
        """Return, for each side an actor is on, the places that put it there.

        Based or active within the side's territory, or active in a wider one that stands for it; the wider ones are
        named only where nothing nearer is known.
        """
        found: dict[str, list[Place]] = {}
        for side in (A, B):
            near = [(how, place) for how, place in places if self.within(place) == side]
            wide = [(how, p) for how, p in places if local_name(how) == ACTIVE and self.around(p) == side]
            if near or wide:
                found[side] = near or wide
        return found


@dataclass
class Presence:
    """Where each actor is, and so on which side."""

    sides: Sides
    places: dict[str, dict[Place, list[Evidence]]] = field(default_factory=dict)

    @classmethod
    def of(cls, sides: Sides, facts: Facts) -> Presence:
        """Read it."""
        places: dict[str, dict[Place, list[Evidence]]] = defaultdict(dict)
        for (actor, how, place), evidence in facts.gathered("actors").items():
            places[actor][how, place] = evidence
        return cls(sides, dict(places))

    def on(self, actor: str) -> dict[str, list[Place]]:
        """Return, for each side the actor is on, the places that put it there."""
        return self.sides.of_actor(self.places.get(actor, ()))

    def side(self, actor: str) -> str:
        """Return ``a``, ``b``, ``both`` or ``neither``."""
        found = self.on(actor)
        return BOTH if len(found) > 1 else next(iter(found), NEITHER)

    def all_sides(self) -> dict[str, str]:
        """Return the side of each actor that is on one or both."""
        found = {actor: self.side(actor) for actor in sorted(self.places)}
        return {actor: side for actor, side in found.items() if side != NEITHER}


def two_sides(dataset: Any, a: str, b: str, facts: Facts) -> Sides:
    """Return the sides that the two names stand for; ``others`` as B is all that does not lie in A.

    Raises UsageError for an unknown or ambiguous territory, and when one is the other or lies in it.
    """
    territories = Territories.of(facts)
    first = str(resolve(dataset, a, "Territory"))
    second = None if fold(b) in _OTHERS else str(resolve(dataset, b, "Territory"))
    if second is not None and territories.nested(first, second):
        inner, outer = (first, second) if territories.within(first, second) else (second, first)
        key = "same-territory" if inner == outer else "nested-territories"
        raise UsageError(message(key, inner=local_name(inner), outer=local_name(outer)))
    return Sides(territories, first, second)
