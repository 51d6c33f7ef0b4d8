"""Facts that a test gives as rows, for what is made of facts without a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.asking import query_files
from icilabas.comparison.facts import COMPARISON, Facts
from icilabas.comparison.statements import ComparedPair
from icilabas.engine.query_text import Asked
from icilabas.networks.sides import Sides, Territories

if TYPE_CHECKING:
    from collections.abc import Collection

    from icilabas.engine import Value

DOCUMENT = "doc"


class GivenFacts(Facts):
    """Facts of which each query gives the rows it is given; passages that begin with “e” are the editors'."""

    def __init__(self, **given: list[tuple[Value, ...]]) -> None:
        super().__init__(engine.new_store())
        self.given = given

    def rows(self, name: str) -> list[tuple[Value, ...]]:
        if name == "passages":
            named = {row[-2] for query in self.given if query != "bonds" for row in self.given[query]}
            return [(passage, DOCUMENT, str(passage).startswith("e")) for passage in sorted(named)]
        return self.given.get(name, [])

    def has(self, name: str) -> bool:
        return bool(self.rows(name))

    def rows_of(self, name: str, variable: str, things: Collection[str]) -> list[tuple[Value, ...]]:
        place = Asked.of(query_files.find(COMPARISON, name, "unknown-question").text).variables.index(variable)
        return [row for row in self.rows(name) if row[place] in things]


def pair_of(lang: str = "en", **given: list[tuple[Value, ...]]) -> ComparedPair:
    """Return the two territories A and B, in which a1, a2 … and b1, b2 … lie; both lie in W."""
    inside = {f"{side}{number}": {side.upper(), "W"} for side in "ab" for number in range(1, 4)}
    around = {place: frozenset(wider) for place, wider in {**inside, "A": {"W"}, "B": {"W"}}.items()}
    return ComparedPair.of(GivenFacts(**given), Sides(Territories(around), "A", "B"), lang)
