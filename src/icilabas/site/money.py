"""The money of things, as their pages tell it: sums by kind of amount, year and currency, and who says so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.asking.evidence import said_in
from icilabas.asking.query_files import read_query
from icilabas.engine.terms import iri
from icilabas.resources import ONTOLOGY
from icilabas.words.sentences import number, phrase
from icilabas.words.text import Text, in_each_language

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from icilabas.asking.evidence import Evidence
    from icilabas.engine.query import Dataset


_QUERY = ONTOLOGY / "things" / "money.rq"
_ANY = "SELECT ?amount WHERE { ?amount a ilb:Amount ; schema:value ?value } LIMIT 1"
OWN, GIVEN, RECEIVED = (str(iri(name)) for name in ("ilb:amountOf", "ilb:provider", "ilb:receiver"))
_CENTS = 2


@dataclass
class Flow:
    """The money of one kind that a thing is for, gives to another or receives from it: a sum by year and currency.

    other: the other organisation; None where none is named, and for what a thing is for. Currencies are never added up.
    """

    kind: str
    other: str | None
    sums: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    evidence: list[Evidence] = field(default_factory=list)

    def by_year(self) -> list[Text]:
        """Return “2021: 5,000,000 EUR” for each year and currency, in this order; no year where none is said."""
        return [in_each_language(partial(_of_a_year, *key, amount)) for key, amount in sorted(self.sums.items())]

    def in_all(self) -> Text:
        """Return “22,405,903 EUR, 500 USD (2020–2022)”: the sum of each currency, the first and the last year."""
        years = sorted({year for year, _currency in self.sums if year})
        span = f" ({'–'.join(dict.fromkeys((years[0], years[-1])))})" if years else ""
        totals = sorted(self._totals().items())
        return in_each_language(lambda lang: ", ".join(_spoken(sum_, each, lang) for each, sum_ in totals) + span)

    def weight(self) -> Decimal:
        """Return the largest sum of a currency: what flows of a thing are ranked by."""
        return max(self._totals().values())

    def _totals(self) -> dict[str, Decimal]:
        totals: dict[str, Decimal] = defaultdict(Decimal)
        for (_year, currency), amount in self.sums.items():
            totals[currency] += amount
        return totals


def _of_a_year(year: str, currency: str, amount: Decimal, lang: str) -> str:
    when = f"{year}{phrase('colon', lang)}" if year else ""
    return when + _spoken(amount, currency, lang)


def _spoken(amount: Decimal, currency: str, lang: str) -> str:
    whole = amount == amount.to_integral_value()
    return f"{number(float(amount), lang, 0 if whole else _CENTS)}\N{NO-BREAK SPACE}{currency}"


def money_of(dataset: Dataset, things: Sequence[str], passages: Collection[str]) -> dict[str, dict[str, list[Flow]]]:
    """Return the money of each thing that has any, as the passages say it: by what the thing is to it, the flows.

    What a thing is to money: ``OWN`` (it is for it), ``GIVEN``, ``RECEIVED``. The largest flows come first.
    """
    found: dict[str, dict[str, dict[tuple[str, str], Flow]]] = defaultdict(lambda: defaultdict(dict))
    if not engine.select(dataset, _ANY).rows:
        return {}
    rows = engine.select_of(dataset, read_query(_QUERY).text, things)
    for thing, relation, other, kind, year, currency, amount, passage in rows:
        if str(passage) in passages:
            who = None if other is None or str(relation) == OWN else str(other)
            flows = found[str(thing)][str(relation)]
            flow = flows.setdefault((str(kind), who or ""), Flow(str(kind), who))
            flow.sums[str(year or ""), str(currency)] += Decimal(str(amount))
            flow.evidence.append(said_in(str(passage), None))
    return {
        thing: {
            relation: sorted(flows.values(), key=lambda flow: (-flow.weight(), flow.kind, flow.other or ""))
            for relation, flows in relations.items()
        }
        for thing, relations in found.items()
    }
