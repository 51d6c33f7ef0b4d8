"""What links two territories: partnerships, challenges, ties, bridging actors, what could be, and what was said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.asking.names import resolve
from icilabas.comparison import links, possible_partners
from icilabas.comparison.bridging_actors import bridging_actors, cut_with_evidence, leaving
from icilabas.comparison.excerpt import excerpt, facts_of_stored
from icilabas.comparison.facts import Facts, two_sides
from icilabas.comparison.statements import ComparedPair
from icilabas.comparison.summary import TerritoryComparison
from icilabas.networks.sides import A, B

if TYPE_CHECKING:
    from icilabas.engine import Endpoint, Store
    from icilabas.engine.query import Dataset


def compare(dataset: Dataset, a: str, b: str, *, without: str | None = None, lang: str = "fr") -> TerritoryComparison:
    """Return what links two territories, and what could.

    Territories are named as everywhere (slug, IRI, label, Wikidata id); ``others`` as ``b`` is everything outside
    ``a``. ``without`` names an actor: the comparison then also says what would change if it left. Each ``label``
    is in ``lang``; ``label_fr`` and ``label_en`` are both there. Raises UsageError for an unknown or ambiguous name,
    and when one territory lies in the other. Of an endpoint and of a store on disk an excerpt is compared in memory.
    """
    endpoint = engine.endpoint_of(dataset)
    if endpoint is not None:
        without, dataset = engine.of_one_version(endpoint, partial(_fetched, endpoint, a, b, without))
    if (store := engine.stored(dataset)) is not None:
        return comparison(facts_of_stored(store, a, b, lang, without), a, b, without=without, lang=lang)
    return comparison(Facts(dataset, lang), a, b, without=without, lang=lang)


def _fetched(endpoint: Endpoint, a: str, b: str, without: str | None) -> tuple[str | None, Store]:
    """Return who is to leave, and what the comparison reads."""
    without = without and resolve(endpoint, without, "Actor")
    return without, excerpt(endpoint, a, b, *filter(None, [without]))


def comparison(facts: Facts, a: str, b: str, *, without: str | None = None, lang: str = "fr") -> TerritoryComparison:
    """Return what `compare` does; the facts are read once for several comparisons of one dataset."""
    dataset = facts.dataset
    sides = two_sides(dataset, a, b, facts)
    leaver = None if without is None else str(resolve(dataset, without, "Actor"))
    pair = ComparedPair.of(facts, sides, lang)
    networks = links.Networks.of(facts, pair.presence)
    held, tied = facts.once(possible_partners.holdings), facts.once(possible_partners.tied)
    return TerritoryComparison(
        territories=[pair.territory(A), pair.territory(B)],
        partnerships=pair.partnerships(),
        challenges=pair.challenges(),
        ties=links.ties(networks),
        bridging_actors=bridging_actors(pair, networks),
        cut=cut_with_evidence(pair, networks),
        opportunities=possible_partners.opportunities(held, pair.side, tied, pair.named, facts.holders),
        findings=pair.findings(),
        without=None if leaver is None else leaving(pair, networks, leaver),
        sorts=list(facts.sorts),
        names=pair.names,
        lang=lang,
    )
