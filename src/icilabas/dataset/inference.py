"""What the rules add to what is said, to a fixpoint: in a store in memory, or of much data in a file on disk.

Each ``ontology/rules/*.rq`` is one CONSTRUCT; all of them run until none adds anything new. Before them, what W3C ORG
has several ways to say, and what schema.org, Wikidata and others say, is said in the one way that our views and
questions ask for, in the passage that says it: each ``ontology/org/*.rq`` is a SELECT of such statements. That adds
nothing to what is said.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.dataset import access
from icilabas.engine.terms import INFERRED_GRAPH
from icilabas.resources import ONTOLOGY
from icilabas.words.messages import message
from icilabas.words.progress import each

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from icilabas.engine.query import Store

_RULES = ONTOLOGY / "rules"
_SAYINGS = ONTOLOGY / "org"
# What `say_in_one_way` adds beside all else: where that was done, this is said.
FOR_WHOM = f"GRAPH <{INFERRED_GRAPH}> {{ <{INFERRED_GRAPH}> dcterms:audience ?of }}"
LARGE = 200_000  # quads: from so many on, rules over columns take less time than the engine, and less memory


def apply_rules(store: Store) -> int:
    """Add what the rules find to ``ilg:inferred``, to a fixpoint; return the number of new triples.

    Nothing that any graph says already is added again, so what stands in ``ilg:inferred`` is said nowhere else. Beside
    it stands who may read what it was made from, since it may be loaded where the rest is not.
    """
    say_in_one_way(store)
    return _infer(store)


def apply_rules_to_lines(lines: Path) -> int:
    """Add what the rules find to a file of N-Quads, of which `say_in_one_way` is done; return how many lines those are.

    It takes some 600 MB of memory, whatever the size of the file; where rules cannot be run so (`engine.rules_as_sql`),
    the file is read as a store. Raises OSError when the disk is full.
    """
    from icilabas.engine import disk, rules_as_sql

    try:
        columns = rules_as_sql.ColumnRules(lines, rules())
    except rules_as_sql.NoColumnsError:
        return disk.with_lines(lines, _infer)
    found = _to_fixpoint(columns.construct)
    columns.write()
    return found


def _infer(store: Store) -> int:
    return _to_fixpoint(lambda rule, found: engine.construct(store, rule, relations=found))


def _to_fixpoint(construct: Callable[[str, set[str]], int]) -> int:
    """Run the rules until none adds anything; return how many triples they added.

    ``construct`` adds what a rule finds, and notes the relations of that. A rule runs again where what it reads has
    grown since.
    """
    total, turn = 0, 0
    ran: dict[str, int] = {}  # of each rule, in which turn it ran last
    grew: dict[str, int] = {}  # and of each relation, in which something new was found
    while True:
        before = total
        for rule in each(rules(), message("stage-rules")):
            turn += 1
            reads, since = engine.relations_read(rule), ran.get(rule)
            if since is None or any(at >= since for name, at in grew.items() if reads is None or name in reads):
                found: set[str] = set()
                total += construct(rule, found)
                ran[rule] = turn
                grew |= dict.fromkeys(found, turn)
        if total == before:
            return total


def say_in_one_way(store: Store) -> None:
    """Do what comes before the rules: what has several ways to be said is said in ours, and for whom all this is."""
    engine.add(store, [access.audience_of_inferred(store)])
    while sum(engine.add_selected(store, saying) for saying in each(_queries(_SAYINGS), message("stage-rules"))):
        pass


def rules() -> tuple[str, ...]:
    """Return the rules, in their order: each a CONSTRUCT of what no graph says yet."""
    return _queries(_RULES)


@lru_cache(maxsize=2)
def _queries(folder: Path) -> tuple[str, ...]:
    """Return the queries of a folder, in the order of their file names."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.rq")))
