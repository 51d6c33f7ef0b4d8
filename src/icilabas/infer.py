"""Rules: each ``ontology/rules/*.rq`` is one CONSTRUCT; all of them run until none adds anything new.

Before them, what W3C ORG has several ways to say is said in the one way that our views and questions ask for, in the
passage that says it: each ``ontology/org/*.rq`` is a SELECT of such statements. That adds nothing to what is said.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.messages import message
from icilabas.paths import ONTOLOGY
from icilabas.progress import each

if TYPE_CHECKING:
    from pathlib import Path

RULES, SAYINGS = ONTOLOGY / "rules", ONTOLOGY / "org"


@lru_cache(maxsize=2)
def _queries(folder: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.rq")))


def infer(store: Any) -> int:
    """Add what the rules find to ``ilg:inferred``, to a fixpoint; return the number of new triples.

    Nothing that any graph says already is added again, so what stands in ``ilg:inferred`` is said nowhere else.
    """
    what = message("stage-rules")
    while sum(engine.spread(store, saying) for saying in each(_queries(SAYINGS), what)):
        pass
    total, new = 0, 1
    while new:
        new = sum(engine.construct(store, rule) for rule in each(_queries(RULES), what))
        total += new
    return total
