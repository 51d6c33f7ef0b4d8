"""Where inputs disagree on what can only be one: the first input's value stays, the other's is told and left out.

A second name in the same language becomes another name. What one input says twice itself stays: that is a fault of
its own, and the shapes find it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.cells import at
from icilabas.errors import Fault
from icilabas.messages import Bilingual, message
from icilabas.schema import load_schema
from icilabas.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, Iri, Lit, iri, local_name, sparql_term

if TYPE_CHECKING:
    from collections.abc import Mapping

_LABEL, _OTHER = iri("skos:prefLabel"), iri("skos:altLabel")
Rows = dict[Iri, list[tuple[str, int, dict[Iri, int]]]]


def settle(store: Any, ranks: Mapping[Iri, int], rows: Rows) -> list[Fault]:
    """Settle the disagreements in the store; ``ranks`` says of each graph which input it is from.

    rows: where each thing stands. Returns a warning for each value that is left out.
    """
    if len(set(ranks.values())) < 2:  # noqa: PLR2004  # one input cannot disagree with another
        return []
    columns = [column for table in load_schema().tables.values() for column in table.columns]
    single = {column.path: column.heading for column in columns if not column.many and not column.lang}
    said: dict[tuple[Iri, Iri, str | None], list[tuple[int, Iri | Lit, Iri]]] = defaultdict(list)
    for subject, path, thing, graph in engine.quads(store):
        if graph in ranks and graph not in {INFERRED_GRAPH, ONTOLOGY_GRAPH} and (path in single or path == _LABEL):
            said[subject, path, getattr(thing, "lang", None)].append((ranks[graph], thing, graph))
    faults = []
    for (subject, path, _lang), values in sorted(said.items(), key=str):
        first = min(rank for rank, _thing, _graph in values)
        kept = {thing for rank, thing, _graph in values if rank == first}
        for _rank, thing, graph in sorted(values, key=str):
            if thing in kept:
                continue
            old = f"{sparql_term(subject)} {sparql_term(path)} {sparql_term(thing)}"
            store.update(f"DELETE DATA {{ GRAPH {sparql_term(graph)} {{ {old} }} }}")
            if path == _LABEL and isinstance(thing, Lit):
                engine.add(store, [(subject, _OTHER, Lit(thing.value), graph)])
            else:
                faults.append(_told(subject, path, single[path], thing, kept, rows))
    return faults


def _told(subject: Iri, path: Iri, name: Bilingual, thing: Iri | Lit, kept: set[Iri | Lit], rows: Rows) -> Fault:
    here = [at(home, row, spots[path]) for home, row, spots in rows.get(subject, []) if path in spots]
    found, first = (
        value.value if isinstance(value, Lit) else local_name(value) for value in (thing, min(kept, key=str))
    )
    text = message("disagree", name=name, thing=local_name(subject), found=found, kept=first)
    return Fault(here[-1] if here else local_name(subject), text, "Warning")
