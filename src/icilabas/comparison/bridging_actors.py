"""The actors that join two sides: where they stand, how much goes through them, and what is lost when one leaves."""

from __future__ import annotations

from itertools import combinations, takewhile
from typing import TYPE_CHECKING, TypedDict, TypeVar

from icilabas.asking.evidence import Evidence, merge_evidence, said_in
from icilabas.comparison import links
from icilabas.comparison.definitions import measured
from icilabas.comparison.facts import Named, NamedWithEvidence, Presence, by_name, here_of
from icilabas.comparison.read_later import ReadLater
from icilabas.comparison.statements import ActorPlace, OnSide
from icilabas.measures.small_samples import COUNTS_BELOW, FEWEST_NODES, FEWEST_PASSAGES
from icilabas.networks.sides import BOTH, NEITHER, A, B, Sides
from icilabas.words.messages import message
from icilabas.words.sentences import cited, listed, listed_of, number, phrase, quoted, share, thousands
from icilabas.words.text import in_each_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from icilabas.comparison.facts import Labels
    from icilabas.comparison.links import Networks
    from icilabas.comparison.statements import ComparedPair
    from icilabas.measures.significance import RankInterval
    from icilabas.networks.projection import TieAttributes


_HOW = {"basedIn": message("bridging-seat"), "activeIn": message("bridging-active")}
_THROUGH = {  # the key of what is said, by the kind of what the actor takes part in
    "partnership": "bridging-through-partnership",
    "activity": "bridging-through-activity",
    "initiative": "bridging-through-initiative",
}
_MOST_WAYS = 2  # partnerships named of those through which an actor reaches a place
_ONLY = "bridging-only-actor-present-on-both"
_ONLY_PARTNER = "bridging-only-one-partners-present-on"
_PRESENT = "bridging-on-both-sides"
_BROKER = "bridging-stands-between"
_JOINS = "bridging-joins-two-sides-through"


class LostLink(TypedDict):
    """Two territories that nothing would link any more, and the partnerships that do now."""

    a: Named
    b: Named
    partnerships: list[Named]
    evidence: list[Evidence]


class CutMember(Named):
    """An actor of a smallest cut; ``unique`` says whether the cut is the only one, the same of all its actors.

    ``in_every_cut`` is False where another set, as small, does without this actor. ``whole_side``, also the same of
    all: no set smaller than all actors of a side would do, which is no finding, as without them there is no side.
    """

    in_every_cut: bool
    unique: bool
    whole_side: bool


class Leaving(Named):
    """What the leaving of an actor changes, see `leaving`."""

    side: str
    partnerships: list[NamedWithEvidence]
    territory_pairs: list[LostLink]
    joined_pairs_before: int
    joined_pairs_after: int
    cut_before: list[CutMember]
    cut_after: list[CutMember]


class MovingRank(TypedDict):
    """A rank among all actors, at best and at worst when one of the passages is left out; None: it is not known."""

    rank: int | None
    rank_best: int | None
    rank_worst: int | None
    passages: int | None


class Standing(Named, MovingRank):
    """An actor on both sides or between them: where it stands, and its measures.

    ``pairs``: of actors, one on each side, of which it is none; ``n``: how many actors of the sides the network has.
    """

    side: str
    betweenness: float
    pairs: int
    n: int
    roles: dict[str, int]
    partner: bool


class BetweenSides(Standing):
    """The same, what it joins, and who says so."""

    places: dict[str, list[ActorPlace]]
    belongs_to: list[NamedWithEvidence]
    members: list[OnSide]
    evidence: list[Evidence]
    computed_on: dict[str, str]


class BridgingActor(BetweenSides):
    """The same, and the sentence that says it."""

    sentence: str
    sentence_fr: str
    sentence_en: str


Between = TypeVar("Between", bound=Standing)


class CutActor(OnSide, CutMember):
    """An actor of the smallest cut, see `cut_with_evidence`."""

    ties: list[NamedWithEvidence]


def bridging_actors(pair: ComparedPair, networks: Networks) -> Sequence[BridgingActor]:
    """Return the actors on both sides, and those on shortest paths between the sides; see `links` for the numbers.

    Those on both sides come first, then partners of linking partnerships, then the others; each by betweenness.
    """
    values, (pairs, _joined) = networks.between, links.pairs_of_actors(networks)
    ends = links.pairs_of_each(networks)
    n = sum(len(networks.on(side, networks.paths)) for side in (A, B, BOTH))
    roles, (ranks, passages) = links.roles(networks, values), links.ranks_between(networks, values)
    partners = {actor for name in pair.linking for actor in pair.members.get(name, ())}

    def measures(actor: str) -> Standing:
        return {
            **pair.named(actor),
            "side": pair.side_of(actor),
            "betweenness": round(values.get(actor, 0.0), 6),
            "pairs": pairs - ends.get(actor, 0),
            "n": n,
            **_rank(ranks.get(actor) if n >= FEWEST_NODES else None, passages),
            "roles": roles(actor),
            "partner": actor in partners,
        }

    def joining(each: Standing) -> BetweenSides:
        places = {side: pair.places(each["iri"], side) for side in (A, B)}
        belongs_to, members = _belonging(pair, networks, each["iri"])
        return {
            **each,
            "places": places,
            "belongs_to": belongs_to,
            "members": members,
            "evidence": merge_evidence(each["evidence"] for each in (*places[A], *places[B], *belongs_to, *members)),
            "computed_on": links.PATHS_ON.by_language(),
        }

    everyone = ReadLater(links.actors_between(networks, values, partners, pair.facts.order), measures)
    return ReadLater(ReadLater(everyone, joining), lambda entry: _with_sentences(entry, everyone, pair))


def unsaid(actors: Sequence[BridgingActor]) -> Sequence[BetweenSides]:
    """Return the actors without their sentences, which take longer to make than all else that is known of them."""
    return actors.keys if isinstance(actors, ReadLater) else actors


def standing(actors: Sequence[BridgingActor]) -> Sequence[Standing]:
    """Return where the actors stand, and their measures: no evidence is put together."""
    between = unsaid(actors)
    return between.keys if isinstance(between, ReadLater) else between


def on_both(everyone: Iterable[Between]) -> list[Between]:
    """Return the actors on both sides: they come first, so that the others need not be looked at."""
    return list(takewhile(lambda each: each["side"] == BOTH, everyone))


def _with_sentences(entry: BetweenSides, everyone: Sequence[Standing], pair: ComparedPair) -> BridgingActor:
    said = in_each_language(lambda lang: bridging(entry, everyone, pair.names, lang))
    return {
        **entry,
        "sentence": said.text(pair.lang),
        "sentence_fr": said.text("fr"),
        "sentence_en": said.text("en"),
    }


def _rank(found: RankInterval | None, passages: int | None) -> MovingRank:
    if not found:
        return {"rank": None, "rank_best": None, "rank_worst": None, "passages": None}
    best, worst = (found.best, found.worst) if (passages or 0) >= FEWEST_PASSAGES else (None, None)
    return {"rank": found.rank, "rank_best": best, "rank_worst": worst, "passages": passages}


def cut_with_evidence(pair: ComparedPair, networks: Networks) -> list[CutActor]:
    """Return the smallest cut: each actor with its side, and the pages that say to what it belongs.

    ``ties`` are what it belongs to and what of the two sides belongs to it.
    """
    found: list[CutActor] = []
    for member in cut_members(pair, networks):
        above, below = _belonging(pair, networks, actor := member["iri"])
        ties = [*above, *below]
        found.append(
            {
                **member,
                "side": pair.side_of(actor),
                "ties": ties,
                "evidence": merge_evidence(each["evidence"] for each in ties),
            }
        )
    return found


def _belonging(pair: ComparedPair, networks: Networks, actor: str) -> tuple[list[NamedWithEvidence], list[OnSide]]:
    """Return what the actor belongs to, and what of the two sides belongs to it, each with its pages."""
    ties: Mapping[str, TieAttributes] = networks.paths.adj.get(actor, {})
    above: list[NamedWithEvidence] = []
    below: list[OnSide] = []
    for other in pair.in_order(ties):
        tie = ties[other]
        entry: NamedWithEvidence = {**pair.named(other), "evidence": merge_evidence([_plain(tie["evidence"])])}
        if any(piece.get("via") == other for piece in tie["evidence"]):
            above.append(entry)
        elif other in pair.side:
            below.append({**entry, "side": pair.side_of(other)})
    return above, below


def _plain(pieces: Iterable[Evidence]) -> list[Evidence]:
    """Return the evidence of a tie without what it says of the tie."""
    return [said_in(piece["passage"], piece["page"], piece["source"]) for piece in pieces]


def leaving(pair: ComparedPair, networks: Networks, leaver: str) -> Leaving:
    """Return what the leaving of an actor changes.

    ``partnerships``: those that link the two territories and would have no member left on one of the sides.
    ``territory_pairs``: all pairs of territories in the data whose last link it is. Two territories are linked where
    a partnership links them and has members in, or active in, both. ``cut_before`` and ``cut_after``: the smallest
    sets of actors whose further leaving separates the two sides.
    """
    left = networks.without(leaver)
    _pairs, joined = links.pairs_of_actors(networks)
    _pairs, still = links.pairs_of_actors(left)
    lost: list[NamedWithEvidence] = [
        {**pair.named(partnership), "evidence": _evidence(pair, partnership, leaver)}
        for partnership in pair.linking
        if _has_both(pair, pair.members.get(partnership, ()))
        and not _has_both(pair, set(pair.members.get(partnership, ())) - {leaver})
    ]
    unlinked = {two: by for two, by in _linked(pair, leaver).items() if not any(by.values())}
    return {
        **pair.named(leaver),
        "side": pair.side_of(leaver),
        "partnerships": sorted(lost, key=by_name),
        "territory_pairs": [
            {
                "a": pair.named(one),
                "b": pair.named(other),
                "partnerships": [pair.named(partnership) for partnership in by],
                "evidence": merge_evidence(
                    pair.said["partnerships"][partnership, place] for partnership in by for place in (one, other)
                ),
            }
            for (one, other), by in unlinked.items()
        ],
        "joined_pairs_before": joined,
        "joined_pairs_after": still,
        "cut_before": cut_members(pair, networks),
        "cut_after": cut_members(pair, left),
    }


def cut_members(pair: ComparedPair, networks: Networks) -> list[CutMember]:
    """Return the actors of the smallest cut of the networks as they stand in a comparison."""
    found = networks.cut
    a, b, both = (len(networks.on(side, networks.paths)) for side in (A, B, BOTH))
    unique, whole = all(found.values()), len(found) >= min(a, b) + both
    return [
        {**pair.named(actor), "in_every_cut": always, "unique": unique, "whole_side": whole}
        for actor, always in found.items()
    ]


def _has_both(pair: ComparedPair, members: Iterable[str]) -> bool:
    sides = {pair.side_of(actor) for actor in members}
    return BOTH in sides or {A, B} <= sides


def _evidence(pair: ComparedPair, partnership: str, leaver: str) -> list[Evidence]:
    said = pair.said["partners"].items()
    return merge_evidence(evidence for row, evidence in said if row[:2] == (partnership, leaver))


def _linked(pair: ComparedPair, leaver: str) -> dict[tuple[str, str], dict[str, bool]]:
    """Return the pairs of territories, and by which partnerships: those that link them and have members in both.

    True: a partnership has them without the leaver, too. All in the order of their labels; of two territories the one
    that is here stands first.
    """
    home = here_of(pair.facts)
    territories = pair.sides.territories
    places: dict[str, list[str]] = {}
    for partnership, place in pair.said["partnerships"]:
        places.setdefault(partnership, []).append(place)
    present: dict[tuple[str, str], Presence] = {}
    found: dict[tuple[str, str], dict[str, bool]] = {}
    for partnership in pair.in_order(places):
        for two in combinations(pair.in_order(places[partnership]), 2):
            one, other = home.first(*two)
            if territories.nested(one, other):
                continue
            if (one, other) not in present:
                present[one, other] = Presence(Sides(territories, one, other), pair.presence.whereabouts)
            on = {actor: {*present[one, other].on(actor)} for actor in pair.members.get(partnership, ())}
            if len(set[str]().union(*on.values())) > 1:
                others = set[str]().union(*(sides for actor, sides in on.items() if actor != leaver))
                found.setdefault((one, other), {})[partnership] = len(others) > 1
    return {two: found[two] for two in sorted(found, key=lambda two: [*map(pair.facts.order, two)])}


def places(found: Sequence[ActorPlace], names: Labels, lang: str) -> str:
    """Return “Lille (seat, p. 4), Nord and Pas-de-Calais (active, p. 4)”: places of one sort and page together.

    “Lille (seat and active, p. 4)”: a place is named once, where its pages are the same.
    """
    how: dict[tuple[str, str], list[str]] = {}
    for place in found:
        if not place["via"]:
            where = names.label(place["iri"], lang), names.cite(place["evidence"], lang)
            how.setdefault(where, []).append(_HOW[place["relation"]].text(lang))
    together: dict[tuple[str, str], list[str]] = {}
    for (label, pages), ways in how.items():
        together.setdefault((listed(ways, lang), pages), []).append(label)
    parts = [cited(listed(labels, lang), *key) for key, labels in together.items()]
    return ", ".join([*parts, *_through(found, names, lang)])


def _through(found: Sequence[ActorPlace], names: Labels, lang: str) -> Iterator[str]:
    """Yield “Kenya (through the partnership “Wells”, p. 4)”: what leads to the same places in one."""
    by_way: dict[tuple[str, str], list[ActorPlace]] = {}
    for place in found:
        if via := place["via"]:
            by_way.setdefault((via["kind"], via["iri"]), []).append(place)
    alike: dict[tuple[str, tuple[str, ...]], dict[str, list[ActorPlace]]] = {}
    for (kind, way), some in by_way.items():
        alike.setdefault((kind, tuple(place["iri"] for place in some)), {})[way] = some
    for (kind, reached), ways in alike.items():
        told = [*ways] if len(ways) <= _MOST_WAYS + 1 else [*ways][:_MOST_WAYS]
        vias = [quoted(names.label(way, lang), lang) for way in told]
        called = listed_of(vias, len(ways) - len(told), lang)
        pages = names.cite_all((place["evidence"] for way in told for place in ways[way]), lang)
        how = phrase(_THROUGH[kind], lang, count=len(ways), via=called)
        yield cited(listed((names.label(place, lang) for place in reached), lang), how, pages)


def bridging(
    entry: BetweenSides,
    everyone: Sequence[Standing],
    names: Labels,
    lang: str,
    *,
    paths: bool = True,
    marked: bool = False,
) -> str:
    """Return the sentence on one actor between the sides: what it alone does, if it does, and where that is said.

    With ``paths`` also how many of the shortest paths go `through` it; ``marked``: these numbers with their definition.
    """
    name = (names.short if entry["partner"] else names.full)(entry["iri"], lang)
    passing = through(entry, lang, measured if marked else phrase) if paths else ""
    if entry["side"] == BOTH:
        both = on_both(everyone)
        partners = [other for other in both if other["partner"]]
        alone = [other["iri"] for other in partners] == [entry["iri"]]
        only = _ONLY if len(both) == 1 else _ONLY_PARTNER if alone else _PRESENT
        here, there = (places(entry["places"][side], names, lang) for side in (A, B))
        first = phrase(only, lang, name=name, here=here, there=there)
    else:
        by = [cited(_called(other, names, lang), names.cite(other["evidence"], lang)) for other in entry["belongs_to"]]
        members = [names.short(other["iri"], lang) for other in entry["members"]]
        if members:
            pages = names.cite_all((other["evidence"] for other in entry["members"]), lang)
            by.append(cited(phrase("bridging-its-members", lang, members=listed(members, lang)), pages))
        where = phrase("bridging-on-neither-side" if entry["side"] == NEITHER else "bridging-on-one-side", lang)
        joins = _BROKER if len(by) > 1 or members else _JOINS
        first = phrase(joins, lang, name=name, where=where, by=listed(by, lang))
    return f"{phrase('next', lang).join(filter(None, (first, passing)))}."


def through(entry: Standing, lang: str, say: Callable[..., str] = phrase) -> str:
    """Return for how many pairs of actors the shortest path goes through this one; nothing where that is too few.

    Of fewer than 20 pairs a count, which has decimals where paths of one length share a pair; else a percentage.
    """
    if not entry["betweenness"] or entry["n"] < FEWEST_NODES:
        return ""
    if entry["pairs"] < COUNTS_BELOW:
        return say("bridging-count-of-pairs", lang, through=counted_pairs(entry, lang), pairs=entry["pairs"])
    of, pairs = share(entry["betweenness"], lang), thousands(entry["pairs"], lang)
    return say("bridging-pairs-actors-one-on-each", lang, share=of, pairs=pairs)


def counted_pairs(entry: Standing, lang: str) -> str:
    """Return for how many pairs of actors the shortest path goes through this one, as a number."""
    count = round(entry["betweenness"] * entry["pairs"], 2)
    return str(int(count)) if count == int(count) else number(count, lang)


def _called(other: Named, names: Labels, lang: str) -> str:
    short = names.short(other["iri"], lang)
    return quoted(short, lang) if short == names.label(other["iri"], lang) else short
