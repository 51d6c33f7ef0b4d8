"""What links two territories: partnerships, challenges, ties, bridging actors, what could be, and what was said."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from icilabas import bridgers, leaving, linking, opportunities
from icilabas.facts import Facts, Names
from icilabas.pairing import Pair
from icilabas.resolve import resolve
from icilabas.sides import A, B, two_sides

_OWN = ("names", "lang")  # fields that say how it is shown


@dataclass(repr=False)
class TerritoryComparison:
    """What links two territories, each statement with its passage and page.

    The fields are the keys of the JSON form; ``evidence`` is always a list of ``{source, passage, page}``, with no
    page where the editors read something into the source. ``without`` is there when an actor was left out.
    """

    territories: list[dict[str, Any]]
    partnerships: list[dict[str, Any]]
    challenges: dict[str, list[dict[str, Any]]]
    ties: dict[str, Any]
    bridging_actors: list[dict[str, Any]]
    cut: list[dict[str, Any]]
    opportunities: list[dict[str, Any]]
    findings: dict[str, list[dict[str, Any]]]
    without: dict[str, Any] | None = None
    names: Names = field(default_factory=lambda: Names({}), repr=False)
    lang: str = field(default="fr", repr=False)  # of its labels, and in which a notebook shows it

    def __repr__(self) -> str:
        return f"TerritoryComparison({', '.join(str(each['label']) for each in self.territories)})"

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain values: the keys of ``compare --format json``."""
        found = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in _OWN}
        return {key: value for key, value in found.items() if key != "without" or value is not None}

    def to_text(self, lang: str = "fr") -> str:
        """Return the comparison as a half page of plain text."""
        from icilabas.reporting import text

        return text(self, lang)

    def to_markdown(self, lang: str = "fr") -> str:
        """Return the comparison as Markdown; nothing in the data can be markup."""
        from icilabas.reporting import markdown

        return markdown(self, lang)

    def _repr_html_(self) -> str:
        from icilabas.reporting import html

        return html(self, self.lang)


def compare(dataset: Any, a: str, b: str, *, without: str | None = None, lang: str = "fr") -> TerritoryComparison:
    """Return what links two territories, and what could.

    Territories are named as everywhere (slug, IRI, label, Wikidata id); ``others`` as ``b`` is all that does not lie
    in ``a``. ``without`` names an actor: the comparison then also says what its leaving would change. Each ``label``
    is in ``lang``; ``label_fr`` and ``label_en`` are both there. Raises UsageError for an unknown or ambiguous name,
    and when one territory lies in the other.
    """
    return comparison(Facts(dataset), a, b, without=without, lang=lang)


def comparison(facts: Facts, a: str, b: str, *, without: str | None = None, lang: str = "fr") -> TerritoryComparison:
    """Return what `compare` does; the facts are read once for several comparisons of one dataset."""
    dataset = facts.dataset
    sides = two_sides(dataset, a, b, facts)
    leaver = None if without is None else str(resolve(dataset, without, "Actor"))
    pair = Pair.of(facts, sides, lang)
    networks = linking.Networks.of(facts, pair.side)
    held = facts.once("holdings", opportunities.holdings)
    return TerritoryComparison(
        territories=[pair.territory(A), pair.territory(B)],
        partnerships=pair.partnerships(),
        challenges=pair.challenges(),
        ties=linking.ties(networks),
        bridging_actors=bridgers.bridging_actors(pair, networks),
        cut=bridgers.cut(pair, networks),
        opportunities=opportunities.opportunities(held, pair.side, opportunities.tied(facts, pair.members), pair.named),
        findings=pair.findings(),
        without=None if leaver is None else leaving.leaving(pair, networks, leaver),
        names=pair.names,
        lang=lang,
    )
