"""Where the nodes of any graph are: their territories, which of these lie in which, and so on which of two sides.

As `sides` decides for a comparison, but from what a graph holds: ``territory`` and ``territories`` of its nodes, and
in a directed graph the edges whose relation is ``within``, ``basedIn`` or ``activeIn``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from icilabas.harmless import TEXT_LIMIT, listed, plain
from icilabas.looks import FAMILIES
from icilabas.terms import local_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

ACTORS, TERRITORIES = (frozenset(looks) for _, looks in FAMILIES[:2])
A, B = "a", "b"
_MANY = 200  # territories, those with most actors, among which the default pair is looked for


def key_of(value: object) -> str:
    """Return a territory's name as text, empty for none: an attribute may be of any type."""
    return plain(value, TEXT_LIMIT)


@dataclass(frozen=True)
class Placing:
    """The nodes by number: which are actors, which node is which territory, and where each node is."""

    actors: frozenset[int]
    node: dict[str, int]  # of a territory
    places: list[set[str]]
    active: list[set[str]]  # where a node is active, which puts it in the parts of the place too
    around: dict[str, set[str]]  # the territories next around each

    @classmethod
    def of(cls, graph: nx.Graph, kinds: Sequence[str]) -> Placing:
        """Read them. In a graph without known actors each node that is no territory is one."""
        index = {node: number for number, node in enumerate(graph)}
        names = [key_of(node) for node in graph]
        places = [
            {
                place
                for key in ("territory", "territories")
                for value in listed(data.get(key))
                if (place := key_of(value))
            }
            for _, data in graph.nodes(data=True)
        ]
        active: list[set[str]] = [set() for _ in names]
        around: dict[str, set[str]] = defaultdict(set)
        for a, b, data in graph.edges(data=True) if graph.is_directed() else ():
            for relation in _relations(data):
                if relation == "basedin":
                    places[index[a]].add(names[index[b]])
                elif relation == "activein":
                    active[index[a]].add(names[index[b]])
                elif relation.endswith("within"):
                    around[names[index[a]]].add(names[index[b]])
        known = frozenset(n for n, kind in enumerate(kinds) if kind in ACTORS)
        lands = {n for n, kind in enumerate(kinds) if kind in TERRITORIES}
        for n in lands:
            places[n], active[n] = set(), {names[n]}
        node: dict[str, int] = {}
        for n in [*sorted(lands), *range(len(names))]:
            node.setdefault(names[n], n)
        return cls(known or frozenset(range(len(names))) - lands, node, places, active, dict(around))

    def within(self, place: str) -> set[str]:
        """Return the territory and all that it lies in."""
        found, wave = {place}, {place}
        while wave:
            wave = {outer for inner in wave for outer in self.around.get(inner, ())} - found
            found |= wave
        return found

    def nested(self, one: str, other: str) -> bool:
        """Say whether one territory is the other, or lies in it."""
        return one in self.within(other) or other in self.within(one)

    def greatest(self) -> tuple[str, str] | None:
        """Return the two territories with most actors, neither in the other; the one that is met first comes first."""
        count = Counter(place for n in sorted(self.actors) for place in sorted(self.places[n] | self.active[n]))
        ranked = sorted(count, key=lambda place: -count[place])[:_MANY]
        pairs = ((one, other) for n, one in enumerate(ranked) for other in ranked[n + 1 :])
        return next((pair for pair in pairs if not self.nested(*pair)), None)

    def sides(self, a: str, b: str) -> dict[int, str]:
        """Return ``a``, ``b`` or ``ab`` for each node on a side: in the territory, or active in one around it.

        What lies around both stands for neither, nor does what lies in nothing else: a continent is too wide.
        """
        wide = {
            side: {place for place in self.within(own) - self.within(other) if self.around.get(place)}
            for side, own, other in ((A, a, b), (B, b, a))
        }
        inside: dict[str, set[str]] = {}
        found = {}
        for n, (places, active) in enumerate(zip(self.places, self.active, strict=True)):
            for place in places | active:
                if place not in inside:
                    inside[place] = self.within(place)
            near = places | active
            side = "".join(
                name
                for name, own in ((A, a), (B, b))
                if any(own in inside[place] for place in near) or active & wide[name]
            )
            if side:
                found[n] = side
        return found


def _relations(data: Mapping[str, Any]) -> list[str]:
    return [local_name(plain(value)).lower() for key in ("relations", "relation") for value in listed(data.get(key))]
