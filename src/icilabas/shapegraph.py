"""The shapes as a graph: what each node of ``ontology/shapes/data.ttl`` says, without an RDF library of its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.terms import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NIL = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"
_DECLARES = "sh:parameter"  # whoever declares constraints of their own names their parameters so


@dataclass(frozen=True)
class Shapes:
    """A shapes graph: its quads as the engine has them, and what each node says.

    said: of each node (its IRI, or the name of a blank node) the terms by property (``sh:path``).
    own: the properties by which this graph declares constraints of its own.
    """

    quads: tuple[Any, ...]
    said: dict[str, dict[str, list[Any]]]
    own: frozenset[str]

    def of(self, node: str, about: str) -> list[Any]:
        """Return the terms that the node has for the property."""
        return self.said.get(node, {}).get(about, [])

    def names(self, node: str, about: str) -> list[str]:
        """Return the same as plain names and texts."""
        return [str(getattr(term, "value", term)) for term in self.of(node, about)]

    def texts(self, node: str, about: str) -> dict[str, str]:
        """Return the texts of the node by language."""
        return {getattr(term, "language", None) or "": str(term.value) for term in self.of(node, about)}

    def items(self, head: str) -> Iterator[Any]:
        """Yield the terms of an RDF list."""
        while head != _NIL and head in self.said:
            yield from self.of(head, "rdf:first")
            (head,) = self.names(head, "rdf:rest") or [_NIL]

    def constraints(self, node: str) -> set[str]:
        """Return by which properties of SHACL, or of this graph's own, the node says something."""
        return {about for about in self.said.get(node, {}) if about.startswith("sh:") or about in self.own}


@lru_cache(maxsize=4)
def read(path: Path) -> Shapes:
    """Read a shapes graph; the result is cached. Raises DataError when the file is no RDF."""
    quads: tuple[Any, ...] = tuple(engine.parse(path))
    said: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        said[quad.subject.value][shorten(quad.predicate.value)].append(quad.object)
    plain = {node: dict(terms) for node, terms in said.items()}
    parameters = [term.value for terms in plain.values() for term in terms.get(_DECLARES, [])]
    own = {shorten(term.value) for name in parameters for term in plain.get(name, {}).get("sh:path", [])}
    return Shapes(quads, plain, frozenset(own))
