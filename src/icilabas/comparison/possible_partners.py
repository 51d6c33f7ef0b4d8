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
from itertools import groupby, permutations
from typing import TYPE_CHECKING, TypedDict

from icilabas import engine
from icilabas.asking import query_files
from icilabas.asking.evidence import Evidence, merge_evidence
from icilabas.comparison.facts import COMPARISON, Named, by_name, members_of
from icilabas.comparison.read_later import ReadLater
from icilabas.engine.query_text import Asked, prologue
from icilabas.engine.terms import local_name
from icilabas.networks.sides import A, B
from icilabas.words.matching import reading_order

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from icilabas.comparison.facts import Facts
    from icilabas.engine.query import Dataset
    from icilabas.words.matching import ReadingOrder


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


def holders(dataset: Dataset) -> dict[tuple[str, str], int]:
    """Return how many actors have each thing, by kind and thing, as `holdings` says: counted where the data are."""
    text = Asked.of(query_files.find(COMPARISON, "holdings", "unknown-question").text).text
    head = prologue(text)
    kinds = " ".join(f'({prefix}:{how} "{kind}")' for how, kind in _KINDS.items() for prefix in ("ilb", "org"))
    rows = engine.select(
        dataset,
        f"""{head} SELECT ?kind ?thing (COUNT(DISTINCT ?actor) AS ?actors)
WHERE {{ {{ {text[len(head) :]} }} VALUES (?how ?kind) {{ {kinds} }} }} GROUP BY ?kind ?thing""",
    ).rows
    return {(str(kind), str(thing)): int(actors) for kind, thing, actors in rows if isinstance(thing, str)}


def tied(facts: Facts) -> set[frozenset[str]]:
    """Return the pairs of actors that are partners, or tied directly: member, unit or founder of one another."""
    pairs = {frozenset(row) for row in facts.rows("bonds")}
    for actors in facts.once(members_of).values():
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
    many: Mapping[tuple[str, str], int] | None = None,
) -> Sequence[PossiblePartners]:
    """Return the pairs across the sides, the best first, those of one score in the order of their labels.

    An actor on both sides is already where the others could go: it is in no pair. ``excluded`` are pairs that are
    tied already. What more than `MOST_BY_ONE_THING` pairs have in common makes no pair by itself; it adds to the score
    of those that something rarer makes. Each pair is known by numbers until it is read. ``many``: how many actors have
    each thing, where ``found`` knows only some of them.
    """
    import numpy as np

    many = many or {key: len(actors) for key, actors in found.items()}
    held = {actor for actors in found.values() for actor in actors}
    here, there = (sorted((each for each in held if side.get(each) == on), key=_order(named)) for on in (A, B))
    place = {actor: number for some in (here, there) for number, actor in enumerate(some)}
    apart = {
        (place[one], place[other])
        for pair in excluded
        if pair <= place.keys()
        for one, other in permutations(pair, 2)
        if (side[one], side[other]) == (A, B)
    }

    def on_each(actors: Iterable[str]) -> tuple[list[int], ...]:
        of = {A: list[int](), B: list[int]()}
        for actor in actors:
            if actor in place:
                of[side[actor]].append(place[actor])
        return of[A], of[B]

    def by_many(key: tuple[str, str]) -> bool:
        ours, theirs = on[key]
        return len(ours) * len(theirs) > MOST_BY_ONE_THING

    on = {key: on_each(actors) for key, actors in found.items() if actors}
    things = sorted(on, key=lambda key: (many[key], by_many(key)))
    pairs = [np.empty(0, dtype=np.intp)]  # of each thing, those who have it in common: a number each
    some = None  # all of them so far
    for key in things:
        ours, theirs = (np.array(actors, dtype=np.intp) for actors in on[key])
        if by_many(key):
            some = np.unique(np.concatenate(pairs)) if some is None else some
            pairs.append(some[np.isin(some // len(there), ours) & np.isin(some % len(there), theirs)])
        else:
            pairs.append(np.add.outer(ours * len(there), theirs).ravel())
            some = None
    every = np.concatenate(pairs)
    what = np.repeat(np.arange(len(things)), [len(each) for each in pairs[1:]])
    left = ~np.isin(every, [one * len(there) + other for one, other in apart])
    every, what = every[left], what[left]
    common, begin = np.unique(np.sort(every), return_index=True)
    numbers = what[np.argsort(every, kind="stable")]  # of the things, those of each pair together
    end = np.append(begin[1:], len(numbers))
    weights = [weight(many[key]) for key in things]
    scores = np.array([round(each, 6) for each in weights])[numbers[begin]]
    for which in np.flatnonzero(end - begin > 1):  # most have one thing in common
        several = numbers[begin[which] : end[which]].tolist()
        scores[which] = round(math.fsum(weights[number] for number in several), 6)

    def made(which: int) -> PossiblePartners:
        mine, theirs = divmod(int(common[which]), len(there))
        one, other = here[mine], there[theirs]
        keys = (things[number] for number in numbers[begin[which] : end[which]])
        reasons = (_reason(key, many[key], (found[key][one], found[key][other]), named) for key in keys)
        return {
            "a": named(one),
            "b": named(other),
            "score": float(scores[which]),
            "reasons": sorted(reasons, key=lambda reason: (-reason["weight"], by_name(reason))),
        }

    return ReadLater(np.lexsort((common, -scores)).data, made)


def _order(named: Callable[[str], Named]) -> Callable[[str], tuple[ReadingOrder, str]]:
    return lambda thing: by_name(named(thing))


def _reason(
    key: tuple[str, str], actors: int, pair: tuple[Holding, Holding], named: Callable[[str], Named]
) -> InCommon:
    """Return a thing that a pair has in common; ``actors``: how many have it."""
    (kind, thing), (mine, theirs) = key, pair
    return {
        "kind": kind,
        **named(thing),
        "actors": actors,
        "weight": round(weight(actors), 6),
        "how_a": sorted(mine.how),
        "how_b": sorted(theirs.how),
        "via_a": sorted(map(named, mine.via), key=by_name),
        "via_b": sorted(map(named, theirs.via), key=by_name),
        "evidence_a": mine.evidence,
        "evidence_b": theirs.evidence,
        "evidence": merge_evidence([mine.evidence, theirs.evidence]),
    }


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
    pairs: Iterable[PossiblePartners], why: Callable[[PossiblePartners], Hashable], label: Callable[[Named], str]
) -> Iterator[tuple[Block, PossiblePartners]]:
    """Yield the pairs of one score and the same reasons as blocks, each with the first of all that are alike.

    ``pairs`` stand in the order of their scores; none is read before it is asked for.
    """
    for _score, some in groupby(pairs, lambda pair: pair["score"]):
        together: dict[Hashable, list[PossiblePartners]] = {}
        for each in some:
            together.setdefault(why(each), []).append(each)
        yield from ((block, those[0]) for those in together.values() for block in blocks(those, label))
