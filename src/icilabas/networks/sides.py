"""Where things belong, made from ``ilb:within``: on which side of two territories, and in which territory a node is.

One rule for what is compared and for what is drawn:

- A territory is on the side that it is, or lies in.
- A wider one stands for the side that lies in it, where the other side (if it is one territory) does not, unless it is
  too wide to stand for its parts. Too wide is what is by its kind (``ilb:territoryKind``) a continent or a group of
  countries, whatever it lies in itself: active “in Africa” does not say that one is active in each of its regions.
- An actor is on each side in whose territory it is based or active, and on each side for which a territory stands
  that it is active in: to be based somewhere in Mali does not say where.
- An actor is also on the side within which it reaches a territory through what it takes part in: a partnership that
  links it, or an initiative that takes place there and that the actor leads (whoever pays for one need not be there).
  One that links territories on both sides puts nobody on any: all its members would be bridges by definition. A wider
  territory is not reached so: to be a partner of what links a region does not say that one is in each of its towns.

And one for the territory of a node, by which a network is measured: the innermost of the places where it is based, else
of those where it is active. A place that contains another of them does not count, for whoever is based in Lille and in
France is in Lille. Where several remain of which none lies in another, the node has no territory: to count for one of
them would be to choose by their names. It is no end of a path between territories, and may lie on one, as an actor on
both sides is and may. A territory is where it is.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from icilabas.engine.terms import local_name

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping

    import networkx as nx

    from icilabas.engine import Value

    Stated = list[str]  # how (basedIn or activeIn), where, and by which passage


ACTIVE, BASED = "activeIn", "basedIn"
A, B, BOTH, NEITHER = "a", "b", "both", "neither"


class Place(NamedTuple):
    """One way in which an actor reaches a territory: how it is there, or how it takes part in what is there."""

    how: str  # ilb:basedIn, ilb:activeIn; ilb:partnerIn, ilb:ledBy with `via`
    place: str
    via: str = ""  # the partnership that links the territory, or the initiative that takes place there


@dataclass(frozen=True)
class Territories:
    """Which territories lie around each territory, and which are too wide to stand for each of their parts."""

    around: dict[str, frozenset[str]]
    too_wide: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rows: Iterable[tuple[Value, ...]]) -> Territories:
        """Read the rows of ``ontology/comparison/containment.rq``: inner, outer, and whether the outer is too wide."""
        around: dict[str, set[str]] = defaultdict(set)
        too_wide = set()
        for inner, outer, wide in rows:
            around[str(inner)].add(str(outer))
            too_wide |= {str(outer)} if wide else set()
        return cls({inner: frozenset(outer) for inner, outer in around.items()}, frozenset(too_wide))

    @property
    def known(self) -> frozenset[str]:
        """All territories of which one lies in another."""
        return frozenset(self.around).union(*self.around.values())

    def within(self, inner: str, outer: str) -> bool:
        """Say whether a territory is the other or lies in it."""
        return inner == outer or outer in self.around.get(inner, ())

    def stands_for(self, wide: str, part: str) -> bool:
        """Say whether what is active in the whole territory is active in this part."""
        return wide not in self.too_wide and wide in self.around.get(part, ())

    def steps(self, place: str, home: str) -> int | None:
        """Return how far out from a territory another is: 0 in it, else so many around it; None: elsewhere."""
        if self.within(place, home):
            return 0
        around = self.around.get(home, frozenset())
        return sum(self.within(wider, place) for wider in around) if self.stands_for(place, home) else None

    def nested(self, one: str, other: str) -> bool:
        """Say whether one is the other, or lies in it."""
        return self.within(one, other) or self.within(other, one)


@dataclass(frozen=True)
class Home:
    """Which territories are “here”, for all pages: those that are or lie in a home territory, or stand for one.

    Home are the territories that a workshop names as its own. Of two territories that are both here the nearer one is.
    """

    territories: Territories
    homes: frozenset[str]

    def steps(self, place: str) -> float:
        """Return how far from the nearest home territory one is, see `Territories.steps`; infinity: it is not here."""
        found = (self.territories.steps(place, home) for home in self.homes)
        return min((steps for steps in found if steps is not None), default=math.inf)

    def here(self, one: str, other: str) -> str | None:
        """Return which of two territories is here, the other being over there; None where neither is, or both alike."""
        near, far = self.steps(one), self.steps(other)
        return None if near == far else one if near < far else other

    def first(self, one: str, other: str) -> tuple[str, str]:
        """Return the two territories, the one that is here first; else in the order in which they are given."""
        return (other, one) if self.here(one, other) == other else (one, other)


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
            return A if self.territories.stands_for(place, self.a) else None
        stands_for = [side for side, part in ((A, self.a), (B, self.b)) if self.territories.stands_for(place, part)]
        return stands_for[0] if len(stands_for) == 1 else None

    def of_place(self, place: str) -> str | None:
        """Return the side in which a territory lies, or for which it stands."""
        return self.within(place) or self.around(place)

    def reached(self, linked: Iterable[str]) -> list[str]:
        """Return the territories within a side among those that a partnership links: none where it links both sides."""
        found = {place: side for place in linked if (side := self.of_place(place))}
        return [place for place in found if self.within(place)] if len({*found.values()}) == 1 else []

    def of_actor(self, places: Collection[Place]) -> dict[str, list[Place]]:
        """Return, for each side an actor is on, the places that put it there: those of the nearest way that does.

        Based or active within the side's territory; active in a wider one that stands for it; through what links
        one within it (see `reached`).
        """
        ways: dict[str, dict[int, list[Place]]] = {A: {}, B: {}}
        for each in places:
            if side := self.within(each.place):
                ways[side].setdefault(2 if each.via else 0, []).append(each)
            elif (side := self.around(each.place)) and local_name(each.how) == ACTIVE:
                ways[side].setdefault(1, []).append(each)
        return {side: found[min(found)] for side, found in ways.items() if found}


def innermost(places: Collection[str], territories: Territories) -> list[str]:
    """Return the places that contain none of the others, in order; two that lie in each other contain neither."""
    wider = (
        outer
        for place in places
        for outer in territories.around.get(place, ())
        if place not in territories.around.get(outer, ()) and place != outer
    )
    return sorted({*places}.difference(wider))


def belongs_in(where: Iterable[Stated], territories: Territories, itself: str | None = None) -> list[str]:
    """Return where a node belongs: nowhere, somewhere, or in several places; ``itself`` where it is a territory."""
    stated: dict[str, set[str]] = defaultdict(set)
    for how, place, _passage in where:
        stated[how].add(place)
    return innermost(stated[BASED] or stated[ACTIVE] or {*filter(None, [itself])}, territories)


def only(places: list[str]) -> str | None:
    """Return the place where there is no other."""
    return places[0] if len(places) == 1 else None


def _table(graph: nx.Graph, name: str) -> Mapping[Any, Any]:
    """Return what the network says by this name; nothing where it is no network of ours."""
    found = graph.graph.get(name)
    return found if isinstance(found, dict) else {}


class Belonging:
    """Where the nodes of a network belong, with all passages or without one of them.

    ``graph.graph["where"]`` says, of each node, how it is where, and which passage says so. How territories lie in each
    other, and what is a territory, does not hang on a passage.
    ``territory`` is what the nodes of the network have: where it is not what its facts say, somebody has given them
    others, and these stay as they are.
    """

    def __init__(self, graph: nx.Graph, territory: Mapping[Hashable, Hashable]) -> None:
        around, where = (_table(graph, name) for name in ("around", "where"))
        self.territories = Territories({place: frozenset(wider) for place, wider in around.items()})
        kinds = graph.nodes(data="kind")
        self.places = {node for node, kind in kinds if isinstance(kind, str) and kind == "territory"}
        self.territory = territory
        self.where: dict[Hashable, list[Stated]] = {
            node: where[node]
            for node in graph
            if node in where and only(self._belongs_in(node, where[node])) == territory.get(node)
        }
        self.said: dict[str, dict[Hashable, None]] = defaultdict(dict)
        for node, stated in self.where.items():
            for _how, _place, passage in stated:
                self.said[passage][node] = None

    def _belongs_in(self, node: Hashable, where: Iterable[Stated]) -> list[str]:
        return belongs_in(where, self.territories, str(node) if node in self.places else None)

    def of(self, node: Hashable) -> list[str]:
        """Return all the places where a node belongs, none of which lies in another."""
        return self._belongs_in(node, self.where.get(node, ()))

    @property
    def several(self) -> int:
        """How many nodes belong in several places, and so count for none."""
        return sum(len(self.of(node)) > 1 for node in self.where)

    def without(self, passage: str | None) -> dict[Hashable, Hashable]:
        """Return the territory of each node that has one, by all that is said but in this passage."""
        found = dict(self.territory)
        for node in self.said.get(passage or "", ()):
            home = only(self._belongs_in(node, [each for each in self.where[node] if each[2] != passage]))
            found.pop(node, None)
            if home is not None:
                found[node] = home
        return found
