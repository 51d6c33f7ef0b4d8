"""Which findings a report tells, and how it says where each is said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from icilabas.facts import merged
from icilabas.messages import Bilingual
from icilabas.pairing import KINDS
from icilabas.terms import local_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from icilabas.facts import Evidence, Facts, Names

_NO_PAGE = Bilingual("sans page", "no page")
_EDITORS = Bilingual("lecture des éditeurs", "the editors’ reading")


@dataclass(frozen=True)
class Cite:
    """Where something is said, as a few words, and the passage that they lead to."""

    text: Bilingual
    passage: str


@dataclass
class Found:
    """A finding: what it concerns, who said it, and where."""

    iri: str
    about: set[str] = field(default_factory=set)
    by: dict[str, None] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)


def cites(statements: Iterable[Sequence[Evidence]], of: Names) -> list[Cite]:
    """Return where statements are said: one cite a source, its pages in order.

    A reading of the editors is named where one of the statements rests on it alone.
    """
    by_source: dict[str, list[Evidence]] = defaultdict(list)
    readings = []
    for evidence in statements:
        said = [piece for piece in evidence if piece["passage"] not in of.editorial]
        readings += [] if said else [Cite(_EDITORS, piece["passage"]) for piece in evidence]
        for piece in said:
            by_source[str(piece["source"])].append(piece)
    found = []
    for source, pieces in by_source.items():
        pages = sorted({piece["page"] for piece in pieces if piece["page"] is not None})
        first = min(pieces, key=lambda piece: (piece["page"] is None, piece["page"] or 0))["passage"]
        numbers = f"p. {', '.join(map(str, pages))}" if pages else ""
        where = [of.label(source, lang) if of.several else "" for lang in ("fr", "en")]
        texts = [", ".join(filter(None, (each, numbers))) for each in where]
        found.append(Cite(Bilingual(*texts) if all(texts) else _NO_PAGE, first))
    return [*found, *readings[:1]]


def by_kind(facts: Facts) -> dict[str, list[Found]]:
    """Return the findings by kind, as ``KINDS`` names them."""
    kinds: dict[str, dict[str, Found]] = {key: {} for key in KINDS.values()}
    for (finding, kind, about, said_by), evidence in facts.gathered("findings").items():
        found = kinds[KINDS[local_name(kind)]].setdefault(finding, Found(finding))
        found.about.add(about)
        found.by.update({said_by: None} if said_by else {})
        found.evidence = merged([found.evidence, evidence])
    return {key: [*some.values()] for key, some in kinds.items()}


def chosen(
    found: Sequence[Found], near: Collection[str], editorial: Collection[str], most: int, noted: Collection[str] = ()
) -> list[Found]:
    """Return the findings that are told: what several passages say, then what each passage in its turn says nearest.

    ``noted`` are those on which the editors had to say how they read them: they come last, for the report has no room
    for the note.
    """

    def passages(each: Found) -> set[str]:
        said = {piece["passage"] for piece in each.evidence}
        return said - set(editorial) or said

    def order(each: Found) -> tuple[Any, ...]:
        pages = [piece["page"] for piece in each.evidence if piece["page"] is not None]
        return -len(each.about & set(near)), min(pages, default=10**6), each.iri

    ranked = sorted(found, key=order)
    last = [each for each in ranked if each.iri in noted]
    several = [each for each in ranked if len(passages(each)) > 1 and each.iri not in noted]
    turns: dict[str, list[Found]] = defaultdict(list)
    for each in ranked:
        if len(passages(each)) == 1 and each.iri not in noted:
            turns[min(passages(each))].append(each)
    rounds = (each for turn in zip_longest(*turns.values()) for each in turn if each)
    return [*several, *rounds, *last][:most]
