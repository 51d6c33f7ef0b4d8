"""What changed between two editions: the whole of it as plain values, and in words: text, Markdown, a piece of HTML.

What is not said again is told as that, with a sentence that it is no end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, cast

from icilabas.asking.evidence import EDITORS, by_document, cited_in
from icilabas.comparison.edition_measures import BETWEENNESS
from icilabas.comparison.edition_statements import MEMBERSHIPS, to_tell
from icilabas.comparison.facts import labelled
from icilabas.comparison.report_forms import Section, as_html, as_markdown, as_text
from icilabas.measures.small_samples import FEWEST_NODES, FEWEST_PASSAGES
from icilabas.words.catalogues import language_name
from icilabas.words.sentences import cited, listed, listed_of, phrase, quoted, spoken_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from icilabas.asking.evidence import Evidence
    from icilabas.comparison.edition_measures import MeasuredActor, MeasuresSideBySide
    from icilabas.comparison.facts import Labels, Named
    from icilabas.words.text import Text

NEW, ENDED, CHANGED, NOT_AGAIN, AGAIN = ("new", "ended", "changed", "not_said_again", "said_again")
TELLING = (NEW, ENDED, CHANGED, NOT_AGAIN)  # in this order; what is said again is counted
CONTRADICTED = "contradicted"
MOST_CHANGES, MOST_TOGETHER, MOST_MOVED = 5, 4, 3  # of a kind and status; of what is told with a thing; of ranks


class ToldValue(TypedDict):
    """A value of a property: a thing, or a text (then ``iri`` is None)."""

    iri: str | None
    label: str
    label_fr: str
    label_en: str


class ToldDetail(TypedDict):
    """What one property of a thing has that it had not, has no more, or has instead."""

    property: str
    label: str
    label_fr: str
    label_en: str
    status: str
    old: list[ToldValue]
    new: list[ToldValue]
    evidence_old: list[Evidence]
    evidence_new: list[Evidence]


class ToldMembership(TypedDict):
    """Who is a member of what: how that changed, with its roles in both editions; ``date``: when it ended.

    silent_old, silent_new: where an edition that does not say it speaks of what one would be a member of.
    """

    organization: Named
    member: Named
    status: str
    date: str | None
    roles_old: list[ToldValue]
    roles_new: list[ToldValue]
    details: list[ToldDetail]
    evidence_old: list[Evidence]
    evidence_new: list[Evidence]
    silent_old: list[Evidence]
    silent_new: list[Evidence]


class ToldThing(TypedDict):
    """A thing, how it changed, and the memberships that are told with it.

    date: when it ended, as the newer edition says; of what is not said again, as the older one said.
    """

    iri: str
    label: str
    label_fr: str
    label_en: str
    status: str
    date: str | None
    details: list[ToldDetail]
    memberships: list[ToldMembership]
    evidence_old: list[Evidence]
    evidence_new: list[Evidence]


class ToldName(TypedDict):
    """A thing that is called otherwise: its names in both editions, by language; in ``languages`` they differ."""

    iri: str
    kind: str
    old: dict[str, str]
    new: dict[str, str]
    languages: list[str]
    evidence_old: list[Evidence]
    evidence_new: list[Evidence]


class ToldEdition(TypedDict):
    """An edition: its documents, and of when it speaks (None where nothing says so)."""

    documents: list[Named]
    time: str | None
    passages: int


@dataclass
class EditionChanges:
    """What changed between two editions; ``to_dict`` gives plain values.

    renamed: what is called otherwise. things: by kind, in the order of ``ontology/changes/told.yaml``, then by status,
    each list by name. memberships: by status. notes: what is to be known before the rest. lang: of labels.
    """

    old: ToldEdition
    new: ToldEdition
    renamed: list[ToldName]
    things: dict[str, dict[str, list[ToldThing]]]
    memberships: dict[str, list[ToldMembership]]
    measures: MeasuresSideBySide | None
    notes: list[Text]
    names: Labels
    lang: str = "fr"

    def __repr__(self) -> str:
        return f"EditionChanges({self.old['time']} → {self.new['time']}: {sum(self.counts.values())})"

    @property
    def kinds(self) -> list[str]:
        """The kinds, in their order."""
        return [kind.name for kind in to_tell().kinds]

    def by_status(self, kind: str) -> Mapping[str, Sequence[ToldThing | ToldMembership]]:
        """Return what is told of a kind."""
        return self.memberships if kind == MEMBERSHIPS else self.things[kind]

    @property
    def counts(self) -> dict[str, int]:
        """How many names changed, and how many things of each kind: new, ended, changed or not said again."""
        told_of = {kind: sum(len(self.by_status(kind)[status]) for status in TELLING) for kind in self.kinds}
        return {"names": len(self.renamed), **told_of}

    @property
    def again(self) -> dict[str, int]:
        """How many of each kind are said again as they were."""
        return {kind: len(self.by_status(kind)[AGAIN]) for kind in self.kinds}

    def to_dict(self) -> dict[str, object]:
        """Return plain values: the keys of ``changes --format json``."""
        return {
            "old": self.old,
            "new": self.new,
            "counts": self.counts,
            "said_again": self.again,
            "names": self.renamed,
            **{kind: dict(self.by_status(kind)) for kind in self.kinds},
            "measures": self.measures.to_dict() if self.measures else None,
            "notes": [note.by_language() for note in self.notes],
        }

    def to_text(self, lang: str = "fr", *, everything: bool = False) -> str:
        """Return half a page of plain text; with ``everything`` whole lists, and the names of what is said again."""
        return changes_text(self, lang, everything=everything)

    def to_markdown(self, lang: str = "fr", *, everything: bool = False) -> str:
        """Return the same as Markdown; nothing in the data can be markup."""
        return changes_markdown(self, lang, everything=everything)

    def _repr_html_(self) -> str:
        return changes_piece(self, self.lang)


def changes_text(found: EditionChanges, lang: str, *, everything: bool = False) -> str:
    """Return plain text, wrapped: half a page, or with ``everything`` all there is to tell."""
    return as_text(changes_title(found, lang), changes_sections(found, lang, everything=everything))


def changes_markdown(found: EditionChanges, lang: str, *, everything: bool = False) -> str:
    """Return the same as Markdown."""
    return as_markdown(changes_title(found, lang), changes_sections(found, lang, everything=everything))


def changes_piece(found: EditionChanges, lang: str) -> str:
    """Return the same as a piece of HTML without style or script."""
    return as_html(changes_title(found, lang), changes_sections(found, lang), lang)


def changes_title(found: EditionChanges, lang: str) -> str:
    """Return the title: of which two editions it is."""
    old, new = _editions(found, lang)
    return phrase("changes-title", lang, old=old, new=new)


def changes_sections(found: EditionChanges, lang: str, *, everything: bool = False) -> list[Section]:
    """Return the parts of the report: what there is in all, each kind of change, the measures."""
    return _ChangesPage(found, lang, everything=everything).sections()


def _editions(found: EditionChanges, lang: str) -> tuple[str, str]:
    """Return what the editions are called: by their times where these differ, else the older and the newer one."""
    old, new = (spoken_date(each["time"] or "").text(lang) for each in (found.old, found.new))
    if old and new and old != new:
        return old, new
    return phrase("changes-older", lang), phrase("changes-newer", lang)


class _ChangesPage:
    """The sentences on two editions in one language."""

    def __init__(self, found: EditionChanges, lang: str, *, everything: bool) -> None:
        self.of, self.lang, self.names, self.everything = found, lang, found.names, everything
        self.old, self.new = _editions(found, lang)

    def say(self, key: str, **values: object) -> str:
        return phrase(key, self.lang, **values)

    def sections(self) -> list[Section]:
        parts = [self.summary(), self.renamed(), *map(self.kind, self.of.kinds)]
        measured = [self.measures(self.of.measures)] if self.of.measures else []
        again = self.again() if self.everything else ()
        return [part for part in (*parts, *measured, *again) if part.paragraphs or part.items]

    def summary(self) -> Section:
        counts = self.of.counts
        told = [self.say("changes-count-names", count=counts["names"])] if counts["names"] else []
        told += [self.say(f"changes-count-{kind}", count=counts[kind]) for kind in self.of.kinds if counts[kind]]
        again = [self.say(f"changes-again-{kind}", count=count) for kind, count in self.of.again.items() if count]
        sentences = [self.say("changes-counted", list=listed(told, self.lang)) if told else self.say("changes-none")]
        sentences += [self.say("changes-again", list=listed(again, self.lang))] if again else []
        if any(self.of.by_status(kind)[NOT_AGAIN] for kind in self.of.kinds):
            sentences.append(self.say("changes-no-end"))
        notes = [note.text(self.lang) for note in self.of.notes]
        documents = [self.documents(name, each) for name, each in ((self.old, self.of.old), (self.new, self.of.new))]
        return Section("", [*notes, " ".join(sentences), self.say("next").join(documents)])

    def documents(self, name: str, edition: ToldEdition) -> str:
        shown = [quoted(labelled(each).text(self.lang), self.lang) for each in edition["documents"]]
        few = shown[:MOST_TOGETHER]
        return self.say("at", place=name, pages=listed_of(few, len(shown) - len(few), self.lang))

    # what is said, and where

    def pages(self, edition: ToldEdition, evidence: Sequence[Evidence]) -> str:
        title = self.names.both if len(edition["documents"]) > 1 else None
        return cited_in(by_document([evidence], title, self.names.editorial, EDITORS, self.lang), self.lang)

    def before(self, evidence: Sequence[Evidence]) -> str:
        """Return where the older edition says it: “2020, p. 3”."""
        return ", ".join(filter(None, (self.old, self.pages(self.of.old, evidence))))

    def after(self, evidence: Sequence[Evidence]) -> str:
        """Return where the newer edition says it."""
        return ", ".join(filter(None, (self.new, self.pages(self.of.new, evidence))))

    def both(self, entry: ToldThing | ToldMembership) -> str:
        """Return where both say it, and where the one that does not say it speaks of what it belongs to."""
        said = [self.before(entry["evidence_old"])] if entry["evidence_old"] else []
        said += [self.after(entry["evidence_new"])] if entry["evidence_new"] else []
        silent: list[str] = []
        if "organization" in entry:
            member = cast("ToldMembership", entry)
            silent += [self.before(member["silent_old"])] if member["silent_old"] else []
            silent += [self.after(member["silent_new"])] if member["silent_new"] else []
        return self.say("next").join([*said, *(self.say("changes-silent", where=where) for where in silent)])

    def others(self, entry: ToldThing | ToldMembership) -> str:
        """Return where the edition speaks of what changed that none of the details cites."""
        statuses = {detail["status"] for detail in entry["details"]}
        old = self.before(entry["evidence_old"]) if statuses == {NEW} else ""
        return old or (self.after(entry["evidence_new"]) if statuses == {NOT_AGAIN} else "")

    def values(self, values: Iterable[ToldValue]) -> str:
        return listed((labelled(each).text(self.lang) for each in values), self.lang)

    def first(self, told: Sequence[str], most: int = MOST_CHANGES) -> list[str]:
        """Return all, or the first ones and how many more there are: two or more."""
        if self.everything or len(told) <= most + 1:
            return [*told]
        return [*told[:most], self.say("more", count=len(told) - most)]

    # each kind of change

    def renamed(self) -> Section:
        return Section(self.say("changes-names"), items=self.first([*map(self.rename, self.of.renamed)]))

    def rename(self, entry: ToldName) -> str:
        lang = self.lang if self.lang in entry["languages"] else entry["languages"][0]
        old = cited(quoted(entry["old"][lang], self.lang), self.before(entry["evidence_old"]))
        new = cited(quoted(entry["new"][lang], self.lang), self.after(entry["evidence_new"]))
        then = self.say("changes-then", old=old, new=new)
        return then if lang in ("", self.lang) else self.say("at", place=language_name(lang, self.lang), pages=then)

    def kind(self, kind: str) -> Section:
        items: list[str] = []
        for status in TELLING:
            some = self.of.by_status(kind)[status]
            most = len(some) if self.everything or len(some) <= MOST_CHANGES + 1 else MOST_CHANGES
            items += map(self.change, some[:most])
            if rest := len(some) - most:
                told = self.say(f"changes-status-{_key(status)}")
                items.append(self.say("changes-more", count=rest, status=told))
        return Section(self.say(f"changes-kind-{kind}"), items=items)

    def change(self, entry: ToldThing | ToldMembership) -> str:
        """Return how a thing or a membership changed."""
        if "organization" in entry:
            return self.membership(cast("ToldMembership", entry))
        return self.thing(entry)

    def thing(self, entry: ToldThing) -> str:
        name = quoted(labelled(entry).text(self.lang), self.lang)
        with_it = [self.beside(entry["iri"], each) for each in entry["memberships"]]
        few = with_it[: None if self.everything else MOST_TOGETHER]
        beside = self.say("changes-with", list=listed_of(few, len(with_it) - len(few), self.lang)) if with_it else ""
        return self.told(name, entry, beside)

    def told(self, name: str, entry: ToldThing | ToldMembership, beside: str = "") -> str:
        """Return how a thing or a membership changed, and where that is said."""
        what = cited(name, self.both(entry))
        details = self.say("next").join(map(self.detail, entry["details"]))
        match entry["status"]:
            case "changed":
                return self.say("changes-of", name=cited(name, self.others(entry)), details=details)
            case "ended":
                date = spoken_date(entry["date"] or "").text(self.lang)
                what = self.say("changes-ended", date=date, name=what)
            case status:
                what = self.say("at", place=self.say(f"changes-status-{_key(status)}"), pages=what)
                if date := spoken_date(entry["date"] or "").text(self.lang):
                    beside = self.say("next").join(
                        filter(None, (self.say("changes-ended-before", edition=self.old, date=date), beside))
                    )
        return self.say("next").join(filter(None, (what, beside, details)))

    def beside(self, thing: str, member: ToldMembership) -> str:
        """Return who takes part in a thing, or in what it does, with the role."""
        other = member["member"] if member["organization"]["iri"] == thing else member["organization"]
        roles = self.values(member["roles_new"] or member["roles_old"])
        return cited(self.names.short(other["iri"], self.lang), roles)

    def membership(self, entry: ToldMembership) -> str:
        roles = self.values(entry["roles_new"] or entry["roles_old"]) if entry["status"] != CHANGED else ""
        return self.told(", ".join(filter(None, (self.belonging(entry), roles))), entry)

    def detail(self, detail: ToldDetail) -> str:
        old, new = self.values(detail["old"]), self.values(detail["new"])
        label = labelled(detail).text(self.lang)
        if detail["status"] == CONTRADICTED:
            old, new = cited(old, self.before(detail["evidence_old"])), cited(new, self.after(detail["evidence_new"]))
            return self.say("at", place=label, pages=self.say("changes-then", old=old, new=new))
        if detail["status"] == NEW:
            return self.say("changes-new-value", label=label, values=cited(new, self.after(detail["evidence_new"])))
        gone = cited(old, self.before(detail["evidence_old"]))
        return self.say("changes-value-not-again", label=label, values=gone, count=len(detail["old"]))

    def again(self) -> Iterator[Section]:
        """Yield what is said again, by kind: names only, for there is much of it."""
        for kind in self.of.kinds:
            names = [self.called(entry) for entry in self.of.by_status(kind)[AGAIN]]
            heading = self.say("at", place=self.say("changes-said-again"), pages=self.say(f"changes-kind-{kind}"))
            yield Section(heading, items=names)

    def called(self, entry: ToldThing | ToldMembership) -> str:
        if "organization" in entry:
            return self.belonging(cast("ToldMembership", entry))
        return labelled(entry).text(self.lang)

    def belonging(self, entry: ToldMembership) -> str:
        whole, who = (self.names.short(each["iri"], self.lang) for each in (entry["organization"], entry["member"]))
        return self.say("changes-member", member=who, organization=quoted(whole, self.lang))

    # measures

    def measures(self, found: MeasuresSideBySide) -> Section:
        later = sum(each["later"] for each in found.only_new)
        alone = ((len(found.only_old), self.old), (len(found.only_new), self.new))
        others = [self.say("changes-alone", count=count, edition=name) for count, name in alone if count]
        sentences = [self.say("changes-measured", count=len(found.rows))]
        sentences += [self.say("changes-left-out", list=listed(others, self.lang))] if others else []
        sentences += [self.say("changes-later", count=later, old=self.old)] if later else []
        ranked = [row for row in found.rows if row["rank_old"] is not None and row["rank_new"] is not None]
        by = self.say("changes-by-paths" if found.by == BETWEENNESS else "changes-by-degree")
        if len(found.rows) < FEWEST_NODES:
            sentences.append(self.say("changes-few-actors", least=FEWEST_NODES))
        elif not ranked:
            sentences.append(self.say("changes-no-ranks", by=by))
        else:
            sentences += self.ranks(found, ranked, by)
        return Section(self.say("changes-measures"), [" ".join(sentences)])

    def ranks(self, found: MeasuresSideBySide, ranked: Sequence[MeasuredActor], by: str) -> Iterator[str]:
        """Yield whose ranks differ by more than a passage can move them, or that this is not known."""
        differ = [row for row in ranked if row["rank_old"] != row["rank_new"]]
        if not differ:
            yield self.say("changes-ranks-same", by=by)
            return
        told = found.moved if found.known else differ
        shown = [*map(self.rank, told if self.everything else told[:MOST_MOVED])]
        if told:
            listing = listed_of(shown, len(told) - len(shown), self.lang)
            yield self.say("changes-ranks-moved" if found.known else "changes-ranks-differ", by=by, list=listing)
        if not found.known:
            yield self.say("changes-few-passages", least=FEWEST_PASSAGES)
        elif rest := len(differ) - len(told):
            yield self.say("changes-by-passages", count=rest, by=by)

    def rank(self, row: MeasuredActor) -> str:
        ranks = [
            self.say("changes-rank-between", rank=rank, best=best, worst=worst)
            if best is not None and best != worst
            else str(rank)
            for rank, best, worst in (
                (row["rank_old"], row["rank_old_best"], row["rank_old_worst"]),
                (row["rank_new"], row["rank_new_best"], row["rank_new_worst"]),
            )
        ]
        then = self.say("changes-then", old=ranks[0], new=ranks[1])
        return cited(self.names.short(row["iri"], self.lang), then)


def _key(status: str) -> str:
    return status.replace("_", "-")
