"""The half page on two territories, in words, and its forms: text, Markdown and a notebook's."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from itertools import islice, starmap
from typing import TYPE_CHECKING, Any, TypeVar

from icilabas.asking.names import by_label
from icilabas.comparison.bridging_actors import bridging, on_both, standing, unsaid
from icilabas.comparison.definitions import defined, measured
from icilabas.comparison.facts import DIRECTORY, Labels, labelled, sample
from icilabas.comparison.points import by_point
from icilabas.comparison.possible_partners import alike
from icilabas.comparison.read_later import ReadLater
from icilabas.comparison.report_forms import Section, as_html, as_markdown, as_text
from icilabas.comparison.statements import counted
from icilabas.engine.terms import iri
from icilabas.measures.small_samples import FEWEST_NODES
from icilabas.networks.sides import BOTH, NEITHER, A, B
from icilabas.words.sentences import cited, listed, listed_of, number, phrase, probability, quoted, thousands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from icilabas.comparison.bridging_actors import BridgingActor, CutActor, CutMember, Leaving, Standing
    from icilabas.comparison.facts import Labelled, Named, NamedWithEvidence
    from icilabas.comparison.links import ComparedTies
    from icilabas.comparison.possible_partners import Block, PossiblePartners
    from icilabas.comparison.statements import (
        ComparedTerritory,
        FacedChallenge,
        LinkingPartnership,
        Member,
        ReportedFinding,
    )

Told = TypeVar("Told")

# How much is told: findings of a kind, lines of possible partners, actors between the sides, anything else.
MOST_SAID, MOST_PAIRS, MOST_BRIDGES, MOST_TOLD = 1, 4, 2, 6
_OWN = ("names", "lang")  # fields of a comparison that say how it is shown


@dataclass
class TerritoryComparison:
    """What links two territories, each statement with its passage and page.

    The fields are the keys of the JSON form; ``evidence`` is always a list of ``{source, passage, page}``, with no
    page where the editors read something into the source. What is counted of findings is their ``points``. ``without``
    is there when an actor was left out.
    """

    territories: list[ComparedTerritory]
    partnerships: list[LinkingPartnership]
    challenges: dict[str, list[FacedChallenge]]
    ties: ComparedTies
    bridging_actors: Sequence[BridgingActor]
    cut: list[CutActor]
    opportunities: Sequence[PossiblePartners]
    findings: dict[str, list[ReportedFinding]]
    without: Leaving | None = None
    sorts: list[str] = field(default_factory=lambda: [DIRECTORY])  # of the data, see `Facts.sorts`
    names: Labels = field(default_factory=lambda: Labels({}))
    lang: str = "fr"  # of its labels, and in which a notebook shows it

    def __repr__(self) -> str:
        return f"TerritoryComparison({', '.join(str(each['label']) for each in self.territories)})"

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain values: the keys of ``compare --format json``."""
        found = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in _OWN}
        read = {key: [*value] if isinstance(value, ReadLater) else value for key, value in found.items()}
        return {key: value for key, value in read.items() if key != "without" or value is not None}

    def to_text(self, lang: str = "fr") -> str:
        """Return the comparison as a half page of plain text."""
        return plain_text(self, lang)

    def to_markdown(self, lang: str = "fr") -> str:
        """Return the comparison as Markdown; nothing in the data can be markup."""
        return markdown(self, lang)

    def _repr_html_(self) -> str:
        return html(self, self.lang)


def is_unique(cut: Iterable[CutMember]) -> bool:
    """Say whether no other set as small as this would separate the sides."""
    return all(each["unique"] for each in cut)


def is_whole_side(cut: Sequence[CutMember]) -> bool:
    """Say whether no set smaller than a whole side would separate the sides; nothing to cut is no such set."""
    return bool(cut) and all(each["whole_side"] for each in cut)


def report_title(comparison: TerritoryComparison, lang: str) -> str:
    """Return the title of the report."""
    a, b = (labelled(territory).text(lang) for territory in comparison.territories)
    return phrase("title", lang, a=a, b=b)


def sections(comparison: TerritoryComparison, lang: str, *, marked: bool = False) -> list[Section]:
    """Return the parts of the report, each statement with its page; ``marked``: each number with its definition."""
    page = _Page(comparison, lang, marked=marked)
    left = [page.without(comparison.without)] if comparison.without else []
    said = page.said() if comparison.partnerships else []
    return [page.links(), page.challenges(), *said, page.pairs(), *left, page.counted()]


def _shown(entries: Sequence[Told], most: int = MOST_TOLD) -> Sequence[Told]:
    """Return the first ones, or all where only one more would be left."""
    return entries if len(entries) <= most + 1 else entries[:most]


def cut_sentence(
    comparison: TerritoryComparison, called: Callable[[Named], str], lang: str, say: Callable[..., str] = phrase
) -> str:
    """Return what the smallest cut is, of a large one the first; empty where it is a whole side, see `CutMember`."""
    cut = comparison.cut
    if not cut:
        a, b = ({actor["iri"] for actor in side["actors"]} for side in comparison.territories)
        return say("cut-none-both" if a & b else "cut-none", lang)
    if is_whole_side(cut):
        return ""
    pages = comparison.names.cite_all
    who = [cited(called(each), pages((tie["evidence"] for tie in each["ties"]), lang)) for each in _shown(cut)]
    key = "cut-one" if len(cut) == 1 else "cut-many"
    told = say(key, lang, actors=listed_of(who, len(cut) - len(who), lang))
    return told if is_unique(cut) else f"{told} {say('cut-others', lang)}"


class _Page:
    """The sentences of one comparison in one language."""

    def __init__(self, comparison: TerritoryComparison, lang: str, *, marked: bool = False) -> None:
        self.of, self.lang, self.names, self.marked = comparison, lang, comparison.names, marked
        self.introduced: set[str] = set()  # said with its full name once
        self.standing = standing(comparison.bridging_actors)
        self.bridges = self.standing[: max(len(on_both(self.standing)), MOST_BRIDGES)]
        a, b = comparison.territories
        self.place = {A: labelled(a).text(lang), B: labelled(b).text(lang)}

    def say(self, key: str, **values: object) -> str:
        return (measured if self.marked else phrase)(key, self.lang, **values)

    def number(self, definition: str, count: int) -> str:
        return defined(definition, str(count)) if self.marked else str(count)

    def label(self, entry: Labelled) -> str:
        return labelled(entry).text(self.lang)

    def short(self, entry: Named) -> str:
        """Return how a thing is called: its full name the first time."""
        called = self.names.short if entry["iri"] in self.introduced else self.names.full
        self.introduced.add(entry["iri"])
        return called(entry["iri"], self.lang)

    def pages(self, entry: NamedWithEvidence) -> str:
        return self.names.cite(entry["evidence"], self.lang)

    def first(
        self, entries: Sequence[Told], tell: Callable[[Told], str], most: int = MOST_TOLD, more: str = "more"
    ) -> list[str]:
        """Return what is told of each, or of the first ones and how many ``more`` there are: two or more."""
        shown = _shown(entries, most)
        rest = len(entries) - len(shown)
        return [*map(tell, shown), *([self.say(more, count=rest)] if rest else [])]

    def semicolons(self, parts: Iterable[str]) -> str:
        return self.say("next").join(parts)

    def links(self) -> Section:
        found, count = Section(self.say("links")), len(self.of.partnerships)
        key = "no-partnership" if not count else "one-partnership" if count == 1 else "partnerships"
        missing = [self.say("no-actor", place=self.label(each)) for each in self.of.territories if not each["actors"]]
        told = self.first(self.of.partnerships, self.partnership)
        found.paragraphs += [" ".join([self.say(key, count=count), *told]), *missing]
        found.paragraphs += self.first(range(len(self.bridges)), self.bridge, more="more-both")  # of others: few
        self.introduced |= {each["iri"] for each in self.bridges}
        cut = cut_sentence(self.of, self.short, self.lang, measured if self.marked else phrase)
        found.paragraphs += [cut] if cut else []
        return found

    def bridge(self, place: int) -> str:
        if not self.marked:
            told = self.of.bridging_actors[place]
            if said := {"fr": told["sentence_fr"], "en": told["sentence_en"]}.get(self.lang):
                return said
        entry = unsaid(self.of.bridging_actors)[place]
        return bridging(entry, self.standing, self.names, self.lang, marked=self.marked)

    def partnership(self, entry: LinkingPartnership) -> str:
        parts = []
        for side, key in ((BOTH, "for-both"), (A, "for-side"), (B, "for-side"), (NEITHER, "for-neither")):
            members = listed((self.member(each) for each in entry["members"][side]), self.lang)
            parts += [self.say(key, members=members, place=self.place.get(side, ""))] if members else []
        called, compared = quoted(self.label(entry), self.lang), {each["iri"] for each in self.of.territories}
        whole = self.say("partnership", label=called, pages=self.pages(entry), members=self.semicolons(parts))
        linked = {each["iri"] for each in entry["links"]}
        others = [each for each in entry["links"] if each["iri"] not in compared]
        key, told = ("also-links", others) if compared <= linked else ("links-said", entry["links"])
        links = listed((cited(self.label(each), self.pages(each)) for each in told), self.lang)
        return " ".join([whole, *([self.say(key, links=links)] if told else [])])

    def member(self, entry: Member) -> str:
        lead = entry["role"] not in {None, "role-partner"}
        role = self.names.label(iri(f"ilv:{entry['role']}"), self.lang) if lead else ""
        return cited(self.short(entry), role)

    def challenges(self) -> Section:
        found = Section(self.say("challenges"))
        parts = self.of.challenges
        shared = self.semicolons(cited(self.label(each), self.where(each)) for each in parts["shared"])
        key = "shared" if shared else "shared-none"
        found.paragraphs.append(self.say(key, count=len(parts["shared"]), list=shared))
        for side, other in ((A, B), (B, A)):
            own = [each for each in parts[f"only_{side}"] if not each["wider"]]
            wide = [each for each in parts[f"only_{side}"] if each["wider"]]
            if wide:
                found.paragraphs.append(self.some("wider", wide, self.in_both, side, other))
            if own:
                found.paragraphs.append(self.some("only", own, self.pages, side, other))
        return found

    def some(
        self, key: str, challenges: Sequence[FacedChallenge], pages: Callable[[FacedChallenge], str], *sides: str
    ) -> str:
        """Return a sentence that lists challenges, the first of them where there are many."""
        listing = self.semicolons(self.first(challenges, lambda each: cited(self.label(each), pages(each))))
        place, other = (self.place[side] for side in sides)
        return self.say(key, place=place, other=other, count=len(challenges), list=listing)

    def in_both(self, challenge: FacedChallenge) -> str:
        """Return the pages of a challenge, and where else, in which wider territory, it is faced."""
        wider = (self.say("at", place=self.label(each), pages=self.pages(each)) for each in challenge["wider"])
        return self.semicolons([self.pages(challenge), *wider])

    def where(self, challenge: FacedChallenge) -> str:
        """Return the pages of a shared challenge: by side where they differ."""
        by_side = {
            side: self.names.cite(
                [piece for place in challenge["faced_in"] if place["side"] == side for piece in place["evidence"]],
                self.lang,
            )
            for side in (A, B)
        }
        if by_side[A] == by_side[B]:
            return by_side[A]
        return self.semicolons(self.say("at", place=self.place[side], pages=by_side[side]) for side in (A, B))

    def said(self) -> list[Section]:
        found = Section(self.say("said-one" if len(self.of.partnerships) == 1 else "said-many"), [self.say("nearest")])
        for kind, entries in self.of.findings.items():
            if entries:
                groups = [*by_point(entries, counted, by_label(self.names.texts, self.of.lang)).values()]
                listing = self.semicolons(self.first(groups, lambda group: self.finding(group[0]), MOST_SAID))
                found.items.append(self.say("said", kind=self.say(kind), count=len(groups), list=listing))
        return [found] if found.items else []

    def finding(self, entry: ReportedFinding) -> str:
        by = (("according", entry["said_by"]), ("summed-up", entry["summed_up_by"]))
        who = (
            (key, listed((self.names.short(each["iri"], self.lang) for each in some), self.lang)) for key, some in by
        )
        return cited(self.label(entry), self.pages(entry), *(self.say(key, who=names) for key, names in who if names))

    def pairs(self) -> Section:
        """Return who could work together; pairs with the same reasons are one item, and the last says how many more."""
        found, pairs = Section(self.say("pairs")), self.of.opportunities
        key = "pairs-none" if not pairs else "pairs-one" if len(pairs) == 1 else "pairs-all"
        found.paragraphs.append(self.say(key, count=len(pairs)))
        items = [*islice(alike(pairs, self.reasons, self.label), MOST_PAIRS + 2)]
        told = items if len(items) <= MOST_PAIRS + 1 else items[:MOST_PAIRS]
        rest = len(pairs) - sum(len(here) * len(there) for (here, there), _like in told)
        found.items += [*starmap(self.pair, told), *([self.say("more", count=rest)] if rest else [])]
        return found

    def pair(self, block: Block, like: PossiblePartners) -> str:
        here, there = (listed(map(self.short, some), self.lang) for some in block)
        key = "pair" if len(block[0]) == len(block[1]) == 1 else "pair-each"
        score = number(like["score"], self.lang)
        return self.say(key, a=here, b=there, score=score, reasons=self.reasons(like))

    def reasons(self, pair: PossiblePartners) -> str:
        """Return what two have in common, with its pages; a practice says from whom to whom it could go."""
        together: dict[tuple[str, str, str], list[str]] = {}
        for reason in pair["reasons"]:
            gives = [side for side, how in ((A, reason["how_a"]), (B, reason["how_b"])) if "contributes" in how]
            way, network = "", reason["kind"] == "network"
            if len(gives) == 1 and reason["kind"] == "practice":
                giver, taker = (pair["a"], pair["b"]) if gives == [A] else (pair["b"], pair["a"])
                one, other = (self.names.short(each["iri"], self.lang) for each in (giver, taker))
                way = self.say("from-to", one=one, other=other)
            label = self.label(reason)
            thing = self.names.full(reason["iri"], self.lang) if network else quoted(label, self.lang)
            pages = self.names.cite_all((reason["evidence_a"], reason["evidence_b"]), self.lang)
            together.setdefault((reason["kind"], way, pages), []).append(thing)
        return self.semicolons(
            cited(self.say(f"{kind}-many" if len(things) > 1 else kind, thing=listed(things, self.lang)), way, pages)
            for (kind, way, pages), things in together.items()
        )

    def cut(self, cut: Sequence[CutMember]) -> str:
        """Return who is in a cut, and that there are others where there are; or why none is told."""
        if not cut or is_whole_side(cut):
            return self.say("cut-whole-side" if cut else "nothing-left")
        told = listed(map(self.short, cut), self.lang)
        return told if is_unique(cut) else cited(told, self.say("cut-one-of-several"))

    def without(self, left: Leaving) -> Section:
        found = Section(self.say("without", actor=self.short(left)))
        lost = self.semicolons(
            cited(quoted(self.label(each), self.lang), self.pages(each)) for each in left["partnerships"]
        )
        found.paragraphs.append(self.say("lost" if lost else "lost-none", list=lost))
        pairs = self.semicolons(
            cited(f"{self.label(each['a'])} – {self.label(each['b'])}", self.names.cite(each["evidence"], self.lang))
            for each in left["territory_pairs"]
        )
        found.paragraphs.append(self.say("unlinked" if pairs else "unlinked-none", list=pairs))
        before, after = map(self.cut, (left["cut_before"], left["cut_after"]))
        found.paragraphs.append(self.say("cut-changes", before=before, after=after))
        return found

    def counted(self) -> Section:
        ties, lang = self.of.ties, self.lang
        on = {each["side"]: {actor["iri"] for actor in each["actors"]} for each in self.of.territories}
        counts = {"a": len(on[A] - on[B]), "b": len(on[B] - on[A]), "both": len(on[A] & on[B])}
        sentences = [self.say("actors", **counts, place_a=self.place[A], place_b=self.place[B])]
        weights = {
            "w_between": number(ties["weight_between"], lang),
            "w_within": number(ties["weight_within"], lang),
        }
        counts = {"between": ties["between"], "within": ties["within"], "bridges": ties["with_bridges"], "n": ties["n"]}
        sentences.append(self.say("ties", what=ties["computed_on"][lang], **counts, **weights))
        sentences += self.tested()
        paths = ties["paths"]
        key = "paths" if paths["pairs"] else "paths-none"
        what, n = paths["computed_on"][lang], sum(paths["actors"].values())
        sentences.append(self.say(key, what=what, joined=paths["joined"], pairs=paths["pairs"]))
        if paths["pairs"] and n < FEWEST_NODES:
            sentences.append(self.say("few-paths", n=n, least=FEWEST_NODES))
        roles = self.semicolons(filter(None, map(self.roles, self.bridges)))
        sentences += [self.say("roles", list=roles)] if roles else []
        sentences += [self.say("formula")] if self.of.opportunities else []
        sentences.append(sample(self.of.sorts).text(lang))
        sentences += [] if self.marked else [self.say("defined")]  # a page has a link at each number
        return Section(self.say("counted"), [" ".join(sentences)])

    def tested(self) -> list[str]:
        """Return the E–I index, and p with the smallest that could be reached, or why there is none."""
        ties, lang = self.of.ties, self.lang
        if ties["ei_index"] is None:
            return [self.say("ei-none", reason=(ties["reason"] or {}).get(lang, ""))]
        values = {"value": ties["ei_index"], "expected": ties["expected"]}
        shown = {name: number(value, lang) for name, value in values.items() if value is not None}
        sentences = [self.say("ei", **shown, n=ties["n"])]
        p, floor = (None if value is None else probability(value, lang) for value in (ties["p_value"], ties["floor"]))
        if p is None:
            reason = (ties["p_reason"] or {}).get(lang, "")
            sentences.append(self.say("p-few", reason=reason, floor=floor))
        elif ties["exact"]:
            sentences.append(self.say("p-exact", p=p, count=ties["draws"], floor=floor))
        else:
            sentences.append(self.say("p-drawn", p=p, draws=thousands(ties["draws"], lang), floor=floor))
        if ties["tests"] and ties["p_adjusted"] is not None:
            adjusted = probability(ties["p_adjusted"], lang)
            sentences.append(self.say("p-tests", count=ties["tests"], adjusted=adjusted))
        return sentences

    def roles(self, actor: Standing) -> str:
        counts = [f"{self.say(role)} {self.number(role, count)}" for role, count in actor["roles"].items() if count]
        return cited(self.short(actor), *counts) if counts else ""


def plain_text(comparison: TerritoryComparison, lang: str) -> str:
    """Return plain text, wrapped."""
    return as_text(report_title(comparison, lang), sections(comparison, lang))


def markdown(comparison: TerritoryComparison, lang: str) -> str:
    """Return Markdown: every character that could be markup is escaped."""
    return as_markdown(report_title(comparison, lang), sections(comparison, lang))


def html(comparison: TerritoryComparison, lang: str) -> str:
    """Return a piece of HTML without style or script."""
    return as_html(report_title(comparison, lang), sections(comparison, lang), lang)
