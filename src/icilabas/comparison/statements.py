"""The parts of a comparison that come from the facts: partnerships, challenges, findings, who stands on which side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from icilabas.asking.evidence import FIRST_OF_ALL, Evidence, first_page, merge_evidence
from icilabas.asking.names import by_label
from icilabas.comparison.facts import (
    OTHERS,
    PARTNER_IN,
    Labelled,
    Named,
    NamedWithEvidence,
    Presence,
    by_name,
    in_order_of_each,
    labels_of,
    members_of,
    territories_of,
    whereabouts_of,
)
from icilabas.comparison.points import counted_as
from icilabas.engine.terms import local_name
from icilabas.networks.sides import BOTH, NEITHER, A, B
from icilabas.sources.schema import load_schema
from icilabas.words.catalogues import keys as catalogue_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from icilabas.asking.evidence import PageOrder
    from icilabas.comparison.facts import Facts, Labels, Said
    from icilabas.comparison.points import Counted
    from icilabas.networks.sides import Place, Sides
    from icilabas.words.matching import ReadingOrder


_QUERIES = ("partnerships", "partners", "initiatives", "addressed", "challenges", "holdings")
_FIRST_ROLES = ("role-lead", "role-facilitator", "role-partner")  # which of several roles to name


class OnSide(NamedWithEvidence):
    """A thing that is on a side."""

    side: str


class Way(Named):
    """What an actor takes part in: a ``partnership``, an ``activity`` that somebody published, or an ``initiative``."""

    kind: str


class ActorPlace(NamedWithEvidence):
    """What an actor reaches: ``basedIn`` or ``activeIn``; ``partnerIn`` or ``ledBy`` through ``via``."""

    relation: str
    via: Way | None


class PlacedActor(Named):
    """An actor, and the places that put it on a side."""

    places: list[ActorPlace]


class ComparedTerritory(Labelled):
    """One of the two territories (None: all others), what lies in it, and the actors on this side."""

    side: str
    iri: str | None
    within: list[Named]
    actors: list[PlacedActor]


class Member(NamedWithEvidence):
    """A member of a partnership: its roles, the first of which is named."""

    role: str | None
    roles: list[str]
    sphere: str | None


class LinkingPartnership(NamedWithEvidence):
    """A partnership that links the sides: the territories, the members by side, the challenges."""

    links: list[OnSide]
    members: dict[str, list[Member]]
    challenges: list[NamedWithEvidence]


class FacedChallenge(NamedWithEvidence):
    """A challenge: where on the sides it is faced, and in which wider territories."""

    faced_in: list[OnSide]
    wider: list[OnSide]


class ReportedFinding(NamedWithEvidence):
    """A finding on linking partnerships: who said it, and how many of the things compared it concerns.

    summed_up_by: who reports it in summary of what several said. points: the printed points that it is taken from.
    """

    partnerships: list[Named]
    said_by: list[Named]
    summed_up_by: list[Named]
    points: list[Named]
    nearness: int


@lru_cache(maxsize=1)
def finding_kinds() -> dict[str, str]:
    """Return the kinds of findings, the sub-classes of ``ilb:Finding``: the key of each in the JSON form.

    They stand in the order of the sentences that name them.
    """
    kinds = load_schema().tables["findings"].kinds
    keys = {f"{slug.replace('-', '_')}s": local_name(class_) for slug, class_ in kinds.items()}
    return {keys[key]: key for key in catalogue_keys("report") if key in keys}


@dataclass
class ComparedPair:
    """Two sides, and all that is said of both: rows with their evidence."""

    facts: Facts
    sides: Sides
    presence: Presence
    side: dict[str, str]
    said: dict[str, Said]
    names: Labels
    lang: str

    @classmethod
    def of(cls, facts: Facts, sides: Sides, lang: str) -> ComparedPair:
        """Read the facts, and how all that they name is called."""
        presence = Presence.of(sides, facts)
        said = {query: facts.gathered(query) for query in _QUERIES}
        facts.once(_all_called)
        names = labels_of(facts, {place for place in (sides.a, sides.b) if place})
        return cls(facts, sides, presence, presence.all_sides(), said, names, lang)

    def named(self, thing: str) -> Named:
        """Return the IRI and the labels of a thing."""
        return self.names.named(thing, self.lang)

    def in_order(self, things: Iterable[str]) -> list[str]:
        """Return the things in the order of their labels."""
        return sorted(things, key=by_label(self.names.texts, self.lang))

    def side_of(self, actor: str) -> str:
        """Return ``a``, ``b``, ``both`` or ``neither``."""
        return self.side.get(actor, NEITHER)

    @property
    def members(self) -> dict[str, list[str]]:
        """The actors of each partnership."""
        return self.facts.once(members_of)

    @cached_property
    def linking(self) -> dict[str, dict[str, str]]:
        """The partnerships that put the two sides in relation: partnership to place to side.

        A wider territory that stands for one side counts as on it, as it does for actors.
        """
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for partnership, place in self.said["partnerships"]:
            side = self.sides.of_place(place)
            if side:
                found[partnership][place] = side
        return {name: found[name] for name in self.in_order(found) if {A, B} <= set(found[name].values())}

    @cached_property
    def _addressed(self) -> dict[str, list[NamedWithEvidence]]:
        """The challenges that each partnership addresses."""
        found: dict[str, list[NamedWithEvidence]] = defaultdict(list)
        for (partnership, challenge), evidence in self.said["addressed"].items():
            found[partnership].append({**self.named(challenge), "evidence": evidence})
        return found

    @cached_property
    def _places(self) -> set[str]:
        """All territories that are named."""
        said = {place for query in ("partnerships", "challenges") for _thing, place in self.said[query]}
        return {*self.sides.territories.known, *said, *self.presence.whereabouts.rows.places}

    def territory(self, side: str) -> ComparedTerritory:
        """Return one of the two territories: what lies within it, and the actors on this side."""
        place = self.sides.a if side == A else self.sides.b
        called = self.names.both(place) if place else OTHERS
        inside = self.in_order(inner for inner in self._places - {place} if self.sides.within(inner) == side)
        actors = self.in_order(actor for actor, where in self.side.items() if where in {side, BOTH})
        return {
            "side": side,
            "iri": place,
            "label": called.text(self.lang),
            "label_fr": called.text("fr"),
            "label_en": called.text("en"),
            "within": [self.named(inner) for inner in inside],
            "actors": [{**self.named(actor), "places": self.places(actor, side)} for actor in actors],
        }

    def places(self, actor: str, side: str) -> list[ActorPlace]:
        """Return the places that put the actor on this side; the seat first."""
        found = (self._place(actor, each) for each in self.presence.on(actor).get(side, []))
        return sorted(found, key=_seat_first)

    def _place(self, actor: str, way: Place) -> ActorPlace:
        ours = "activity" if way.via in self.facts.published else "partnership"
        kind = ours if way.how == PARTNER_IN else "initiative"
        return {
            **self.named(way.place),
            "relation": local_name(way.how),
            "via": {**self.named(way.via), "kind": kind} if way.via else None,
            "evidence": self.presence.evidence(actor, way),
        }

    def partnerships(self) -> list[LinkingPartnership]:
        """Return the partnerships that link the sides: members by side, challenges, the territories they link."""
        found: list[LinkingPartnership] = []
        for partnership, places in self.linking.items():
            by_side: dict[str, list[Member]] = {A: [], B: [], BOTH: [], NEITHER: []}
            for actor in self.members.get(partnership, ()):
                by_side[self.side_of(actor)].append(self._member(partnership, actor))
            links: list[OnSide] = [
                {**self.named(place), "side": side, "evidence": self.said["partnerships"][partnership, place]}
                for side in (A, B)
                for place in self.in_order(places)
                if places[place] == side
            ]
            challenges = self._addressed.get(partnership, [])
            found.append(
                {
                    **self.named(partnership),
                    "links": links,
                    "members": {side: sorted(some, key=_leaders_first) for side, some in by_side.items()},
                    "challenges": sorted(challenges, key=by_name),
                    "evidence": merge_evidence(link["evidence"] for link in links),
                }
            )
        return sorted(found, key=by_name)

    def _member(self, partnership: str, actor: str) -> Member:
        rows = self.facts.once(_memberships)[partnership, actor]
        roles = sorted({local_name(role) for _partnership, _actor, role, _sphere in rows if role}, key=_role_order)
        spheres = sorted({local_name(sphere) for *_row, sphere in rows if sphere})
        return {
            **self.named(actor),
            "role": roles[0] if roles else None,
            "roles": roles,
            "sphere": spheres[0] if spheres else None,
            "evidence": merge_evidence(rows.values()),
        }

    def challenges(self) -> dict[str, list[FacedChallenge]]:
        """Return the challenges that both sides face, and those that only one does.

        ``faced_in`` says where; a wider territory that stands for a side does not make a challenge that side's, but
        is named in ``wider``.
        """
        near: dict[str, list[OnSide]] = defaultdict(list)
        wider: dict[str, list[OnSide]] = defaultdict(list)
        for (challenge, place), evidence in self.said["challenges"].items():
            if side := self.sides.within(place):
                near[challenge].append({**self.named(place), "side": side, "evidence": evidence})
            elif side := self.sides.around(place):
                wider[challenge].append({**self.named(place), "side": side, "evidence": evidence})
        parts: dict[str, list[FacedChallenge]] = {"shared": [], "only_a": [], "only_b": []}
        for challenge, places in near.items():
            sides = {place["side"] for place in places}
            entry: FacedChallenge = {
                **self.named(challenge),
                "evidence": merge_evidence(place["evidence"] for place in places),
                "faced_in": places,
                "wider": [place for place in wider[challenge] if place["side"] not in sides],
            }
            parts["shared" if len(sides) > 1 else f"only_{next(iter(sides))}"].append(entry)
        return {
            part: sorted(some, key=lambda each: self._by_page(each, each["faced_in"])) for part, some in parts.items()
        }

    def _by_page(
        self, entry: NamedWithEvidence, said: Sequence[NamedWithEvidence]
    ) -> tuple[bool, PageOrder, ReadingOrder, str]:
        """The source's own words first, in the order of its pages; last where only the editors read something said."""
        read_in = any(all(piece["passage"] in self.facts.editorial for piece in each["evidence"]) for each in said)
        return read_in, first_page(entry["evidence"], FIRST_OF_ALL), *by_name(entry)

    def findings(self) -> dict[str, list[ReportedFinding]]:
        """Return what was said about the linking partnerships, by kind, what is nearest to the comparison first.

        ``nearness`` is how many of the things compared (both territories, linking partnerships, their members, the
        challenges) the finding concerns.
        """
        abouts: dict[tuple[str, str], dict[str, list[Evidence]]] = defaultdict(dict)
        speakers: dict[str, set[str]] = defaultdict(set)
        near = {str(finding) for finding, *_row in self.facts.gathered_of("findings", "about", self.linking)}
        summaries, points = (
            in_order_of_each(self.facts, self.facts.gathered_of(query, "finding", near))
            for query in ("summaries", "points")
        )
        for (finding, kind, about, said_by), evidence in self.facts.gathered_of("findings", "finding", near).items():
            abouts[finding, kind][about] = merge_evidence([abouts[finding, kind].get(about, []), evidence])
            speakers[finding] |= {said_by} if said_by else set()
        compared = {place for place in self._places if self.sides.within(place)}
        compared |= {*self.linking, *(actor for name in self.linking for actor in self.members.get(name, ()))}
        compared |= {challenge for challenge, place in self.said["challenges"] if self.sides.within(place)}
        kinds = finding_kinds()
        found: dict[str, list[ReportedFinding]] = {key: [] for key in kinds.values()}
        for (finding, kind), concerns in abouts.items():
            of = self.in_order(set(concerns) & set(self.linking))
            if of:
                found[kinds[local_name(kind)]].append(
                    {
                        **self.named(finding),
                        "partnerships": [self.named(partnership) for partnership in of],
                        "said_by": [self.named(speaker) for speaker in self.in_order(speakers[finding])],
                        "summed_up_by": [self.named(speaker) for speaker in summaries.get(finding, ())],
                        "points": [self.named(point) for point in points.get(finding, ())],
                        "nearness": len(set(concerns) & compared),
                        "evidence": merge_evidence(concerns[partnership] for partnership in of),
                    }
                )
        return {
            key: sorted(some, key=lambda each: (-each["nearness"], self._by_page(each, [each])))
            for key, some in found.items()
        }


def counted(finding: ReportedFinding) -> Counted:
    """Return what a finding counts as."""
    return counted_as(finding["iri"], (point["iri"] for point in finding["points"]))


def _memberships(facts: Facts) -> dict[tuple[str, str], Said]:
    """Return what is said of each partnership and actor."""
    found: dict[tuple[str, str], Said] = defaultdict(dict)
    for row, evidence in facts.gathered("partners").items():
        found[str(row[0]), str(row[1])][row] = evidence
    return found


def _all_called(facts: Facts) -> None:
    """Look up how all that may be told of any two territories is called."""
    facts.look_up(_things(facts) | facts.once(territories_of).known | set(facts.once(whereabouts_of).own))


def _things(facts: Facts) -> set[str]:
    """Return all that the facts name."""
    said = {value for query in _QUERIES for row in facts.gathered(query) for value in row if isinstance(value, str)}
    return said | {actor for row in facts.rows("bonds") for actor in row}


def _seat_first(place: ActorPlace) -> tuple[object, ...]:
    via = place["via"]
    return place["relation"] != "basedIn", by_name(place), via is not None, *([by_name(via)] if via else [])


def _role_order(role: str) -> tuple[int, str]:
    return _FIRST_ROLES.index(role) if role in _FIRST_ROLES else len(_FIRST_ROLES), role


def _leaders_first(member: Member) -> tuple[object, ...]:
    return _role_order(member["role"] or ""), by_name(member)
