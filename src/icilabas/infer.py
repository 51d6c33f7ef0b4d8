"""Rules: each ``ontology/rules/*.rq`` is one CONSTRUCT; all of them run until none adds anything new."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from icilabas import engine
from icilabas.paths import ONTOLOGY

RULES = ONTOLOGY / "rules"


@lru_cache(maxsize=1)
def _rules() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(RULES.glob("*.rq")))


def infer(store: Any) -> int:
    """Add what the rules find to ``ilg:inferred``, to a fixpoint; return the number of new triples.

    Nothing that any graph says already is added again, so what stands in ``ilg:inferred`` is said nowhere else.
    """
    total, new = 0, 1
    while new:
        new = sum(engine.construct(store, rule) for rule in _rules())
        total += new
    return total
