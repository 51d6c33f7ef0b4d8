"""Where the data are: read into memory, in a store on disk, or behind a SPARQL endpoint. Questions go there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas import engine, fetching, profiles
from icilabas.read import load_store

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable


def reach(inputs: Iterable[str | os.PathLike[str]] = (), *, profile: str = profiles.INTERNAL) -> Any:
    """Return what the inputs say, rules applied, as something that ``engine.select`` can ask.

    A single endpoint is asked where it stands; what is there has to suit the profile. Raises DataError with every
    fault of the inputs, UsageError for an unknown profile and for all that can go wrong on the way to an endpoint.
    """
    named = list(inputs)
    if len(named) == 1 and engine.is_endpoint(named[0]):
        return fetching.ready(str(named[0]), profile)
    return load_store(named, profile=profile)
