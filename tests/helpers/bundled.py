"""The bundled data, read once a test process: what is given is the same for all tests, so none may add to it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import icilabas as ilb
from icilabas.dataset.loading import load_store
from icilabas.resources import DATA

if TYPE_CHECKING:
    import rdflib

    from icilabas.engine.query import Store


EXAMPLE = [DATA / f"example-network-{year}" for year in (2019, 2021, 2023)]  # editions of one directory, invented


@lru_cache(maxsize=1)
def example() -> rdflib.Dataset:
    """Return what the editions of the invented network say together, and what the rules add."""
    return ilb.load(*EXAMPLE)


@lru_cache(maxsize=1)
def whole() -> rdflib.Dataset:
    """Return all that the workshop says, and what the rules add."""
    return ilb.load()


@lru_cache(maxsize=1)
def public() -> Store:
    """Return what everybody may read of it, and what the rules add."""
    return load_store(profile="public")
