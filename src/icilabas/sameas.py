"""What is one thing under two names: ``same-as.csv`` or a sheet of that name says so, and then it is merged.

The first of a row keeps its IRI and gets all that is said of the second; ``owl:sameAs`` keeps the second's IRI. The
second's names become other names, so that the first keeps one label a language. Nothing else is ever merged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.errors import Fault
from icilabas.filesource import file_graph
from icilabas.messages import NOTHING, message, suggestion
from icilabas.terms import PREFIXES, Iri, fold, iri, local_name

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.cells import Grid
    from icilabas.references import Names

_HEADINGS = {"id", "same as", "keep", "same", "identifiant", "garder", "identique a", "meme chose", "first", "second"}
_VALUES = "VALUES (?old ?new) {{ {pairs} }}"
_NAME_TO_OTHER = """DELETE {{ GRAPH ?g {{ ?old skos:prefLabel ?name }} }}
INSERT {{ GRAPH ?g {{ ?old skos:altLabel ?plain }} }} WHERE {{ {values} GRAPH ?g {{ ?old skos:prefLabel ?name }}
  BIND(STR(?name) AS ?plain) FILTER EXISTS {{ GRAPH ?any {{ ?new skos:prefLabel ?kept }}
    FILTER(LANG(?kept) = LANG(?name) && STR(?kept) != STR(?name)) }} }}"""
_MOVE = (
    (
        "DELETE {{ GRAPH ?g {{ ?old ?p ?o }} }} INSERT {{ GRAPH ?g {{ ?new ?p ?o }} }} "
        "WHERE {{ {values} GRAPH ?g {{ ?old ?p ?o }} }}"
    ),
    (
        "DELETE {{ GRAPH ?g {{ ?s ?p ?old }} }} INSERT {{ GRAPH ?g {{ ?s ?p ?new }} }} "
        "WHERE {{ {values} GRAPH ?g {{ ?s ?p ?old }} }}"
    ),
)


def read_same_as(grid: Grid, names: Names) -> tuple[list[tuple[Iri, Iri]], list[Fault]]:
    """Return the pairs of things that a table says are one, and its faults."""
    pairs, faults = [], list(grid.faults)
    for number, (row, values) in enumerate(grid.rows):
        cells = [*values, "", ""][:2]
        if number == 0 and any(fold(cell) in _HEADINGS for cell in cells):
            continue
        if not all(cells):
            faults.append(Fault(grid.at(row), message("same-as-two")))
            continue
        things = []
        for column, cell in enumerate(cells, 1):
            found = names.find(cell, ())
            if len(found) == 1:
                things.append(found[0])
                continue
            text = message("names-nothing", found=cell, remedy=NOTHING) + suggestion(names.near(cell, ()))
            if found:
                text = message("several-named", found=cell, names=", ".join(map(local_name, found)))
            faults.append(Fault(grid.at(row, column), text))
        if len(things) == len(cells):
            pairs.append((things[0], things[1]))
    return pairs, faults


def roots(pairs: list[tuple[Iri, Iri]]) -> dict[Iri, Iri]:
    """Return for each thing that is another the one that is kept; chains lead to their first."""
    kept: dict[Iri, Iri] = {}

    def root(thing: Iri) -> Iri:
        while thing in kept:
            thing = kept[thing]
        return thing

    for first, second in pairs:
        if root(first) != root(second):
            kept[root(second)] = root(first)
    return {thing: root(thing) for thing in kept}


def merge(store: Any, path: Path, pairs: list[tuple[Iri, Iri]]) -> dict[Iri, Iri]:
    """Merge what is one in the store; the file that says so is the source of ``owl:sameAs``. Returns old to new."""
    kept = roots(pairs)
    if not kept:
        return kept
    values = _VALUES.format(pairs=" ".join(f"(<{old}> <{new}>)" for old, new in sorted(kept.items())))
    for update in (_NAME_TO_OTHER, *_MOVE):
        store.update(update.format(values=values), prefixes=PREFIXES)
    graph, about = file_graph(path)
    said = [(new, iri("owl:sameAs"), old, graph) for old, new in sorted(kept.items())]
    engine.add(store, [*about, *said])
    return kept
