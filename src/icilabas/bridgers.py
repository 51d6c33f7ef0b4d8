"""The actors that stand between two sides: where they are, how much goes through them, and a sentence on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas import linking, sentences
from icilabas.facts import merged
from icilabas.sides import A, B

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from icilabas.facts import Evidence
    from icilabas.linking import Networks
    from icilabas.pairing import Pair
    from icilabas.significance import RankInterval


def bridging_actors(pair: Pair, networks: Networks) -> list[dict[str, Any]]:
    """Return the actors on both sides, and those on shortest paths between the sides; see `linking` for the numbers.

    Those on both sides come first, then partners of linking partnerships, then the others; each by betweenness.
    """
    values, (pairs, _joined) = linking.between(networks), linking.pairs_of_actors(networks)
    ends = linking.pairs_of_each(networks)
    roles, (ranks, passages) = linking.roles(networks, values), linking.ranks(networks, values)
    partners = {actor for name in pair.linking for actor in pair.members.get(name, ())}
    found = []
    for actor in linking.actors_between(networks, values, partners):
        places = {side: pair.places(actor, side) for side in (A, B)}
        belongs_to, members = _belonging(pair, networks, actor)
        found.append(
            {
                **pair.named(actor),
                "side": pair.side_of(actor),
                "betweenness": round(values.get(actor, 0.0), 6),
                "pairs": pairs - ends.get(actor, 0),
                **_rank(ranks.get(actor), passages),
                "roles": roles.get(actor, dict.fromkeys(linking.ROLES, 0)),
                "partner": actor in partners,
                "places": places,
                "belongs_to": belongs_to,
                "members": members,
                "evidence": merged(each["evidence"] for each in (*places[A], *places[B], *belongs_to, *members)),
                "computed_on": {"fr": linking.PATHS_ON.fr, "en": linking.PATHS_ON.en},
            }
        )
    for entry in found:
        both = {f"sentence_{lang}": sentences.bridging(entry, found, pair.names, lang) for lang in ("fr", "en")}
        entry |= {"sentence": both[f"sentence_{pair.lang}"], **both}
    return found


def _rank(found: RankInterval | None, passages: int | None) -> dict[str, int | None]:
    """Return the rank of an actor by betweenness among all, at best and at worst when one passage is left out."""
    if not found:
        return dict.fromkeys(("rank", "rank_best", "rank_worst", "passages"))
    moved = (passages or 0) > 1
    span = {"rank_best": found.best if moved else None, "rank_worst": found.worst if moved else None}
    return {"rank": found.rank, **span, "passages": passages}


def cut(pair: Pair, networks: Networks) -> list[dict[str, Any]]:
    """Return the smallest cut: each actor with its side, and the pages that say to what it belongs.

    ``in_every_cut`` is False where another set, as small, does without this actor; ``ties`` are what it belongs to and
    what of the two sides belongs to it.
    """
    found = []
    for actor, always in linking.cut(networks).items():
        ties = [each for some in _belonging(pair, networks, actor) for each in some]
        evidence = merged(each["evidence"] for each in ties)
        about = {"side": pair.side_of(actor), "in_every_cut": always, "ties": ties, "evidence": evidence}
        found.append({**pair.named(actor), **about})
    return found


def _belonging(pair: Pair, networks: Networks, actor: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what the actor belongs to, and what of the two sides belongs to it, each with its pages."""
    graph = networks.paths
    above, below = [], []
    for other, tie in sorted(graph[actor].items()) if actor in graph else ():
        entry = {**pair.named(other), "evidence": merged([_plain(tie["evidence"])])}
        if any(piece.get("via") == other for piece in tie["evidence"]):
            above.append(entry)
        elif other in pair.side:
            below.append({**entry, "side": pair.side_of(other)})
    return above, below


def _plain(pieces: Iterable[Mapping[str, Any]]) -> list[Evidence]:
    return [{key: piece[key] for key in ("source", "passage", "page")} for piece in pieces]
