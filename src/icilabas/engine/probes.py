"""Whether a server's answers are ours: questions whose right answers are known (``ontology/servers/probes.yaml``).

Those of values are asked when a server is an input; those of parts of queries each once, before the first query that
has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from icilabas.engine.query_text import skeleton
from icilabas.errors import UsageError
from icilabas.resources import ONTOLOGY, parse_yaml
from icilabas.words.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    _Ask = Callable[[str], Mapping[str, str]]  # a query, and the texts of its first row, by variable

PROBES = ONTOLOGY / "servers" / "probes.yaml"
# Each once: to ask a value for its datatype takes Virtuoso long.
_VALUES = '{ SELECT DISTINCT ?value WHERE { ?thing ?of ?value FILTER(ISLITERAL(?value) && LANG(?value) = "") } }'
_LOOKED_THROUGH = 50_000  # characters of a query


@dataclass(frozen=True)
class Probe:
    """What is asked, its right answer, and what is said where another one comes.

    asks: an expression of constants where ``held``, a condition of a ``?value``, says what the data have to hold for it
    to matter; else a query of ``?answer``, for queries in which ``used`` is found.
    """

    asks: str
    right: str
    says: Text
    held: str = ""
    used: re.Pattern[str] | None = None


@cache
def probes() -> tuple[tuple[Probe, ...], tuple[Probe, ...]]:
    """Return the probes of values, and those of parts of queries."""
    found = parse_yaml(PROBES.read_text(encoding="utf-8"))
    values = tuple(
        Probe(each["gives"], each["right"], Text(each["says"]), held=each["held"]) for each in found["values"].values()
    )
    queries = tuple(
        Probe(
            each["asks"], each["right"], Text(each["says"]), used=re.compile(each["used"], re.IGNORECASE | re.VERBOSE)
        )
        for each in found["queries"].values()
    )
    return values, queries


def value_doubts(ask: _Ask) -> list[Text]:
    """Return what is to be said of the values on a server, where it changes them and the data hold such ones.

    A server that cannot answer says nothing. One request where all is right, else two.
    """
    values, _queries = probes()
    given = " ".join(f"({probe.asks} AS ?p{n})" for n, probe in enumerate(values))
    found = _answer(ask, f"SELECT {given} WHERE {{}}")
    wrong = [probe for n, probe in enumerate(values) if found and found.get(f"p{n}", "") != probe.right]
    if not wrong:
        return []
    held = " ".join(f"(MAX(IF({probe.held}, 1, 0)) AS ?h{n})" for n, probe in enumerate(wrong))
    row = _answer(ask, f"SELECT {held} WHERE {{ {_VALUES} }}") or {}
    return [probe.says for n, probe in enumerate(wrong) if row.get(f"h{n}") == "1"]


def query_doubts(query: str, ask: _Ask, known: dict[Probe, bool]) -> list[Text]:
    """Return what is to be said of a query before it is sent, each sentence once for one ``known``.

    known: which answers were right, of the probes that this server was asked already.
    """
    text = " ".join(skeleton(query).split())[:_LOOKED_THROUGH]
    doubts = []
    for probe in probes()[1]:
        if probe not in known and probe.used and probe.used.search(text):
            found = _answer(ask, probe.asks)
            known[probe] = found is None or found.get("answer", "") == probe.right
            if not known[probe]:
                doubts.append(probe.says)
    return doubts


def _answer(ask: _Ask, query: str) -> Mapping[str, str] | None:
    """Return the texts of the first row; None where the server does not answer: it will not answer the query either."""
    try:
        return ask(query)
    except UsageError:
        return None
