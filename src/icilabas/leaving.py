"""What if this actor leaves: partnerships left with one side, pairs of territories without a link, the new cut."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from icilabas import linking
from icilabas.facts import merged
from icilabas.sides import Sides

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icilabas.linking import Networks
    from icilabas.pairing import Pair


def leaving(pair: Pair, networks: Networks, leaver: str) -> dict[str, Any]:
    """Return what the leaving of an actor changes.

    ``partnerships``: those that link the two territories and would have no member left on one of the sides.
    ``territory_pairs``: all pairs of territories in the data whose last link it is. Two territories are linked where
    a partnership links them and has members in, or active in, both. ``cut_before`` and ``cut_after``: the smallest
    sets of actors whose further leaving separates the two sides.
    """
    before, after = linking.cut(networks), linking.cut(networks.without(leaver))
    _pairs, joined = linking.pairs_of_actors(networks)
    _pairs, still = linking.pairs_of_actors(networks.without(leaver))
    lost = [
        {**pair.named(partnership), "evidence": _evidence(pair, partnership, leaver)}
        for partnership in pair.linking
        if _has_both(pair, pair.members.get(partnership, ()))
        and not _has_both(pair, set(pair.members.get(partnership, ())) - {leaver})
    ]
    linked, remaining = _linked(pair, None), _linked(pair, leaver)
    unlinked = sorted(set(linked) - set(remaining))
    return {
        **pair.named(leaver),
        "side": pair.side_of(leaver),
        "partnerships": sorted(lost, key=lambda each: (each["label"], each["iri"])),
        "territory_pairs": [
            {
                "a": pair.named(one),
                "b": pair.named(other),
                "partnerships": [pair.named(by) for by in linked[one, other]],
                "evidence": merged(
                    pair.said["partnerships"][by, place] for by in linked[one, other] for place in (one, other)
                ),
            }
            for one, other in unlinked
        ],
        "joined_pairs_before": joined,
        "joined_pairs_after": still,
        "cut_before": [pair.named(actor) for actor in before],
        "cut_after": [pair.named(actor) for actor in after],
    }


def _has_both(pair: Pair, members: Iterable[str]) -> bool:
    sides = {pair.side_of(actor) for actor in members}
    return "both" in sides or {"a", "b"} <= sides


def _evidence(pair: Pair, partnership: str, leaver: str) -> list[dict[str, Any]]:
    said = pair.said["partners"].items()
    return merged(evidence for row, evidence in said if row[:2] == (partnership, leaver))


def _linked(pair: Pair, leaver: str | None) -> dict[tuple[str, str], list[str]]:
    """Return the pairs of territories, and by which partnerships: those that link them and have members in both."""
    territories = pair.sides.territories
    places: dict[str, list[str]] = {}
    for partnership, place in pair.said["partnerships"]:
        places.setdefault(partnership, []).append(place)
    found: dict[tuple[str, str], list[str]] = {}
    for partnership, linked in sorted(places.items()):
        members = [actor for actor in pair.members.get(partnership, ()) if actor != leaver]
        for one, other in combinations(sorted(linked), 2):
            if territories.nested(one, other):
                continue
            sides = Sides(territories, one, other)
            present = {side for actor in members for side in sides.of_actor(pair.presence.places.get(actor, ()))}
            if len(present) > 1:
                found.setdefault((one, other), []).append(partnership)
    return found
