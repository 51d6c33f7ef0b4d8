"""What was read: the one carrier of statements, faults and places on their way from a cell to the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from icilabas.engine.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from icilabas.engine.query import Store
    from icilabas.errors import Fault


@dataclass
class Gathered:
    """What the inputs say: the store, the faults of reading, where each thing was described, under which headings."""

    store: Store
    faults: list[Fault] = field(default_factory=list)
    rows: dict[Iri, list[tuple[str, int, dict[Iri, int]]]] = field(default_factory=dict)
    headings: dict[str, dict[Iri, int]] = field(default_factory=dict)
    lines: dict[Iri, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    unreadable: bool = False
    fetched: bool = False  # whether an endpoint is among the inputs
    ranks: dict[Iri, int] = field(default_factory=dict)  # of each graph, which input it is from

    def ranked(self, graphs: Iterable[str], rank: int) -> None:
        """Note from which input the graphs are: the first that has them."""
        for graph in graphs:
            self.ranks.setdefault(Iri(graph), rank)
