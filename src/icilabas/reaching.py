"""Where the data are: read into memory, in a store on disk, or behind a SPARQL endpoint. Questions go there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas import profiles
from icilabas.read import load_store

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable


def reach(inputs: Iterable[str | os.PathLike[str]] = (), *, profile: str = profiles.INTERNAL) -> Any:
    """Return what the inputs say, rules applied, as something that ``engine.select`` can ask.

    Raises DataError with every fault of the inputs, UsageError for an unknown profile.
    """
    return load_store(inputs, profile=profile)
