"""Who could work together: pairs across two sides who are not partners yet but have something in common.

Common things: challenges (addressed by a partnership of each, or said directly), themes they work on, practices
that one contributes or draws on, networks they belong to. Each thing counts 1/log2(1 + number of actors that have
it), so that a rare thing in common counts more than a common one: the weighting of Adamic & Adar 2003 (Social
Networks 25:211), with a logarithm that is never 0.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby, product
from typing import TYPE_CHECKING, TypedDict

from icilabas.asking.evidence import Evidence, merge_evidence
from icilabas.comparison.facts import Named, by_name
from icilabas.engine.terms import local_name
from icilabas.networks.sides import A, B
from icilabas.words.matching import reading_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from icilabas.comparison.facts import Facts


MOST_BY_ONE_THING = 10_000
_KINDS = {
    "worksOn": "theme",
    "contributes": "practice",
    "drawsOn": "practice",
    "memberOf": "network",
    "onBoardOf": "network",
    "addresses": "challenge",
}


class InCommon(Named):
    """A thing that two actors have: how each of them, through which partnerships, and who says so of each."""

    kind: str
    actors: int
    weight: float
    how_a: list[str]
    how_b: list[str]
    via_a: list[Named]
    via_b: list[Named]
    evidence_a: list[Evidence]
    evidence_b: list[Evidence]
    evidence: list[Evidence]


class PossiblePartners(TypedDict):
    """Two actors who could work together, what they have in common, and its weight in all."""

    a: Named
    b: Named
    score: float
    reasons: list[InCommon]


@dataclass
class Holding:
    """That an actor has a thing: how, through which partnerships, and who says so."""

    how: set[str] = field(default_factory=set)
    via: set[str] = field(default_factory=set)
    evidence: list[Evidence] = field(default_factory=list)


Block = tuple[list[Named], list[Named]]  # some of the one side, each with some of the other
Holdings = dict[tuple[str, str], dict[str, Holding]]  # (kind, thing) -> actor -> holding


def holdings(facts: Facts) -> Holdings:
    """Return what each actor has, by kind and thing."""
    found: Holdings = defaultdict(lambda: defaultdict(Holding))
    for (actor, how, thing, via), evidence in facts.gathered("holdings").items():
        holding = found[_KINDS[local_name(how)], thing][actor]
        holding.how.add(local_name(how))
        holding.via |= {via} if via else set()
        holding.evidence = merge_evidence([holding.evidence, evidence])
    return found


def tied(facts: Facts, members: Mapping[str, Iterable[str]]) -> set[frozenset[str]]:
    """Return the pairs of actors that are partners, or tied directly: member, unit or founder of one another."""
    pairs = {frozenset(row) for row in facts.rows("bonds")}
    for actors in members.values():
        together = sorted(set(actors))
        pairs |= {frozenset((one, other)) for one in together for other in together if one < other}
    return pairs


def weight(actors: int) -> float:
    """Return what a thing in common counts when so many actors have it: 1/log2(1 + actors)."""
    return 1 / math.log2(1 + actors)


def opportunities(
    found: Holdings,
    side: Mapping[str, str],
    excluded: set[frozenset[str]],
    named: Callable[[str], Named],
) -> list[PossiblePartners]:
    """Return the pairs across the sides, the best first, those of one score in the order of their labels.

    An actor on both sides is already where the others could go: it is in no pair. ``excluded`` are pairs that are
    tied already. What more than `MOST_BY_ONE_THING` pairs have in common makes no pair by itself; it adds to the score
    of those that something rarer makes.
    """
    reasons: dict[tuple[str, str], list[InCommon]] = defaultdict(list)

    def on_each(actors: Iterable[str]) -> tuple[list[str], ...]:
        return tuple([actor for actor in actors if side.get(actor) == where] for where in (A, B))

    def by_many(actors: Iterable[str]) -> bool:
        here, there = on_each(actors)
        return len(here) * len(there) > MOST_BY_ONE_THING

    for (kind, thing), actors in sorted(found.items(), key=lambda each: (len(each[1]), by_many(each[1]))):
        here, there = on_each(actors)
        many = by_many(actors)
        pairs = [pair for pair in reasons if set(pair).issubset(actors)] if many else list(product(here, there))
        for one, other in pairs:
            if frozenset((one, other)) in excluded:
                continue
            mine, theirs = actors[one], actors[other]
            reasons[one, other].append(
                {
                    "kind": kind,
                    **named(thing),
                    "actors": len(actors),
                    "weight": round(weight(len(actors)), 6),
                    "how_a": sorted(mine.how),
                    "how_b": sorted(theirs.how),
                    "via_a": sorted(map(named, mine.via), key=by_name),
                    "via_b": sorted(map(named, theirs.via), key=by_name),
                    "evidence_a": mine.evidence,
                    "evidence_b": theirs.evidence,
                    "evidence": merge_evidence([mine.evidence, theirs.evidence]),
                }
            )
    pairs_found: list[PossiblePartners] = [
        {
            "a": named(one),
            "b": named(other),
            "score": round(math.fsum(weight(reason["actors"]) for reason in why), 6),
            "reasons": sorted(why, key=lambda reason: (-reason["weight"], by_name(reason))),
        }
        for (one, other), why in reasons.items()
    ]
    return sorted(
        pairs_found,
        key=lambda pair: (-pair["score"], by_name(pair["a"]), by_name(pair["b"])),
    )


def blocks(pairs: Sequence[PossiblePartners], label: Callable[[Named], str]) -> list[Block]:
    """Return the pairs as blocks in which each of the one side is paired with each of the other."""
    by_first: dict[str, list[PossiblePartners]] = {}
    for pair in pairs:
        by_first.setdefault(pair["a"]["iri"], []).append(pair)
    found: dict[frozenset[str], list[list[PossiblePartners]]] = {}
    for some in by_first.values():
        found.setdefault(frozenset(pair["b"]["iri"] for pair in some), []).append(some)
    return [
        (
            [some[0]["a"] for some in each],
            sorted((pair["b"] for pair in each[0]), key=lambda b: reading_order(label(b))),
        )
        for each in found.values()
    ]


def alike(
    pairs: Iterable[PossiblePartners], why: Callable[[PossiblePartners], str], label: Callable[[Named], str]
) -> Iterator[tuple[Block, PossiblePartners]]:
    """Yield the pairs of one score and the same reasons as blocks, each with the first of all that are alike.

    ``pairs`` stand in the order of their scores; none is read before it is asked for.
    """
    for _score, some in groupby(pairs, lambda pair: pair["score"]):
        together: dict[str, list[PossiblePartners]] = {}
        for each in some:
            together.setdefault(why(each), []).append(each)
        yield from ((block, those[0]) for those in together.values() for block in blocks(those, label))
