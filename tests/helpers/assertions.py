"""The model of values behind sentences: what each sentence of a comparison asserts, as bounds of quantities.

A page is free of contradictions where the bounds that all of its sentences assert of each quantity have a value in common.
Quantities: ``both``, ``on_a``, ``on_b`` (actors of the sides), ``linking`` (partnerships), ``joins`` (1: something joins
the sides), ``pairs`` and ``joined`` (pairs of actors, one on each side), ``tied`` (actors of one side in a partnership),
``index`` (1: the E–I index is told), ``p`` (1: a p-value is), ``in_paths`` (actors in the network of paths), ``shares`` (1:
a share of paths is told), ``cut`` (size), ``others`` (1: other cuts are as small), ``opportunities``, ``shared``, the sorts.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from icilabas.comparison.links import NO_SIDE, ONE_SIDE
from icilabas.comparison.summary import MOST_TOLD
from icilabas.measures.small_samples import COUNTS_BELOW, FEWEST_NODES, FEWEST_PASSAGES
from icilabas.words import sentences
from icilabas.words.catalogues import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Bounds = dict[str, tuple[float, float]]
    Said = tuple[str, str, dict[str, Any]]  # key, language, and what stands in the gaps
    Claim = Callable[[Mapping[str, Any]], Bounds]

MANY = float("inf")


def whole(value: object) -> int:
    """Return a number as it is written."""
    return int(re.sub(r"\D", "", str(value)))


def exactly(quantity: str, value: object) -> Bounds:
    return {quantity: (whole(value), whole(value))}


def at_least(quantity: str, value: float) -> Bounds:
    return {quantity: (value, MANY)}


def fewer(quantity: str, gaps: Mapping[str, Any]) -> Bounds:
    """Return what “too few to measure” asserts."""
    assert whole(gaps["n"]) < whole(gaps["least"]) == FEWEST_NODES
    return exactly(quantity, gaps["n"])


def says(**values: float) -> Claim:
    return lambda _gaps: {quantity: (value, value) for quantity, value in values.items()}


def _through(gaps: Mapping[str, Any], low: float, high: float) -> Bounds:
    """Return what a share of paths asserts: something is measured, and some pair is joined."""
    pairs = whole(gaps["pairs"])
    assert low <= pairs <= high, gaps
    found = {"shares": (1.0, 1.0), "joins": (1.0, 1.0), **at_least("joined", 1), **at_least("in_paths", FEWEST_NODES)}
    return {**found, **at_least("pairs", pairs)}


def _paths(gaps: Mapping[str, Any]) -> Bounds:
    joined = whole(gaps["joined"])
    assert joined <= whole(gaps["pairs"])
    joins = {"joins": (1.0, 1.0)} if joined else {}
    return {**exactly("joined", joined), **exactly("pairs", gaps["pairs"]), **joins}


def _ranks(gaps: Mapping[str, Any]) -> Bounds:
    assert whole(gaps["n"]) >= FEWEST_PASSAGES
    return {"joins": (1, 1), **at_least("in_paths", FEWEST_NODES)}


def _index(gaps: Mapping[str, Any]) -> Bounds:
    assert whole(gaps["n"]) >= FEWEST_NODES
    return {"index": (1, 1), **exactly("tied", gaps["n"])}


def _no_index(gaps: Mapping[str, Any]) -> Bounds:
    found: Bounds = {"index": (0, 0), "p": (0, 0)}
    if gaps["reason"] in NO_SIDE.everywhere():
        found["tied"] = 0, 0
    elif gaps["reason"] in ONE_SIDE.everywhere():
        found |= at_least("tied", 1)
    return found


def _p(gaps: Mapping[str, Any]) -> Bounds:
    def number(gap: str) -> float:
        return float(str(gaps[gap]).replace(",", ".").lstrip("<"))

    assert 0 < number("floor") <= min(number("p"), 0.05), gaps
    return {"index": (1, 1), "p": (1, 1)}


def _sort(sort: str) -> Claim:
    return says(**{f"is_{each}": float(each == sort) for each in ("workshop", "directory", "iati", "several")})


ASSERTS: dict[str, Claim] = {
    "no-partnership": says(linking=0),
    "one-partnership": says(linking=1),
    "partnerships": lambda gaps: {**exactly("linking", gaps["count"]), **at_least("linking", 2)},
    "said-one": says(linking=1),
    "said-many": lambda _gaps: at_least("linking", 2),
    "for-both": lambda _gaps: at_least("both", 1),
    "no-actor": says(both=0, joined=0, joins=0),
    "actors": lambda gaps: {
        **exactly("on_a", gaps["a"]),
        **exactly("on_b", gaps["b"]),
        **exactly("both", gaps["both"]),
    },
    "bridging-only-actor-present-on-both": says(both=1),
    "bridging-only-one-partners-present-on": lambda _gaps: at_least("both", 2),
    "bridging-on-both-sides": lambda _gaps: at_least("both", 2),
    "more-both": lambda gaps: exactly("both", MOST_TOLD + whole(gaps["count"])),
    "bridging-stands-between": says(joins=1),
    "bridging-joins-two-sides-through": says(joins=1),
    "bridging-pairs-actors-one-on-each": lambda gaps: _through(gaps, COUNTS_BELOW, MANY),
    "bridging-count-of-pairs": lambda gaps: _through(gaps, 1, COUNTS_BELOW - 1),
    "chart-count-of-pairs": lambda gaps: _through(gaps, 1, COUNTS_BELOW - 1),
    "chart-paths-note": lambda gaps: {
        "joins": (1, 1),
        **exactly("pairs", gaps["n"]),
        **exactly("joined", gaps["joined"]),
    },
    "chart-ranks-note": _ranks,
    "chart-roles-note": says(joins=1),
    "chart-ties-note": lambda gaps: exactly("tied", gaps["n"]),
    "cut-none": says(joins=0, joined=0, both=0, cut=0),
    "cut-none-both": lambda _gaps: {"joins": (0, 0), "joined": (0, 0), "cut": (0, 0), **at_least("both", 1)},
    "cut-one": says(joins=1, cut=1),
    "cut-many": lambda _gaps: {"joins": (1, 1), **at_least("cut", 2)},
    "cut-others": says(joins=1, others=1),
    "paths": _paths,
    "paths-none": says(pairs=0, joined=0, shares=0),
    "few-paths": lambda gaps: {"shares": (0, 0), **fewer("in_paths", gaps)},
    "roles": says(joins=1),
    "ties": lambda gaps: exactly("tied", gaps["n"]),
    "ei": _index,
    "ei-none": _no_index,
    "p-exact": _p,
    "p-drawn": _p,
    "p-few": says(index=1, p=0),
    "p-tests": says(index=1, p=1),
    "links-too-few": lambda gaps: fewer("tied", gaps),
    "pairs-none": says(opportunities=0),
    "pairs-one": says(opportunities=1),
    "pairs-all": lambda gaps: exactly("opportunities", gaps["count"]),
    "pair": lambda _gaps: at_least("opportunities", 1),
    "pair-each": lambda _gaps: at_least("opportunities", 2),
    "formula": lambda _gaps: at_least("opportunities", 1),
    "shared": lambda gaps: {**exactly("shared", gaps["count"]), **at_least("shared", 1)},
    "shared-none": says(shared=0),
    "sample-workshop": _sort("workshop"),
    "sample-directory": _sort("directory"),
    "sample-iati": _sort("iati"),
    "sample-several": _sort("several"),
}
# What names things and pages, heads a part or joins others: it asserts nothing that another sentence could deny.
NOTHING = re.compile(
    r"title|next|at|links|partnership|also-links|links-said|for-side|for-neither|challenges|only|wider|nearest|conditions|benefits"
    r"|obstacles|open_questions|recommendations|tensions|said|according|summed-up|pairs|theme|theme-many|practice"
    r"|practice-many|network|network-many|challenge|challenge-many|from-to|without|lost|lost-none|unlinked|unlinked-none"
    r"|cut-changes|cut-whole-side|nothing-left|cut-one-of-several|counted|coordinator|itinerant|representative|gatekeeper|liaison|defined"
    r"|sort-.*|evidence-.*|bridging-(on-neither-side|on-one-side|its-members|seat|active|through-.*)|facts-.*|more|quoted"
    r"|links-(no-tie.*|no-side.*|only-one.*|ties-on|paths-on|one-in-a-group|no-small-p)"
)


@contextmanager
def heard() -> Iterator[list[Said]]:
    """Note all that is said, by its key, its language and what stands in the gaps."""
    said: list[Said] = []

    def noted(key: str, lang: str, values: Callable[[str], Mapping[str, object]], count: int | None) -> tuple[str, str]:
        tongue, text = fill(key, lang, values, count)
        gaps = {
            name: re.sub("[\ufdd0][a-z-]+[\ufdd1]|[\ufdd2]", "", str(value)) for name, value in values(lang).items()
        }
        said.append((key, tongue, gaps))
        return tongue, text

    with patch.object(sentences, "fill", noted):
        yield said


def contradictions(said: Iterable[Said]) -> list[str]:
    """Return, for each quantity of which no value fits all that is said, the sentences that deny one another."""
    bounds: dict[str, list[tuple[float, float, str]]] = {}
    for key, _lang, gaps in said:
        asserts = ASSERTS.get(key)
        for quantity, (low, high) in asserts(gaps).items() if asserts else ():
            bounds.setdefault(quantity, []).append((low, high, key))
    found = []
    for quantity, claims in bounds.items():
        lowest, highest = max(claims), min(claims, key=lambda claim: claim[1])
        if lowest[0] > highest[1]:
            found.append(f"{quantity}: {lowest[2]} says at least {lowest[0]}, {highest[2]} at most {highest[1]}")
    return found
