"""Stores of a few statements on one thing, and of things that have names only."""

from __future__ import annotations

from typing import Any

from icilabas import engine
from icilabas.engine.terms import Iri, Lit, iri

NUMBER = "http://www.w3.org/2001/XMLSchema#integer"


def named(*names: str, kind: str = "Territory") -> Any:
    """Return a store of things of these names."""
    store = engine.new_store()
    engine.add(store, [(Iri(name), iri("rdf:type"), iri(f"ilb:{kind}"), iri("ilg:test")) for name in names])
    return store


def told(*statements: tuple[str, Iri | Lit, str], kinds: tuple[tuple[str, str], ...] = ()) -> Any:
    """Return a store with these statements on ``urn:x:a``: property, value, passage; and kinds of others."""
    store = engine.new_store()
    said = [(Iri("urn:x:a"), iri(prop), value, iri(f"ilg:{passage}")) for prop, value, passage in statements]
    other = [(Iri(thing), iri("rdf:type"), iri(f"ilb:{kind}"), iri("ilg:p")) for thing, kind in kinds]
    engine.add(store, [*said, *other])
    return store


def quads(*said: tuple[str, str, Iri | Lit]) -> Any:
    """Return a store of these statements of the passage ``p``."""
    store = engine.new_store()
    engine.add(store, [(Iri(thing), iri(prop), value, iri("ilg:p")) for thing, prop, value in said])
    return store
