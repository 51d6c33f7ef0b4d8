"""Where the data are: read into memory, in a store on disk, or behind a SPARQL endpoint. Questions go there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas import engine, fetching, profiles, storing
from icilabas.read import Gathered, gather, load_store

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from pathlib import Path


def reach(
    inputs: Sequence[str | os.PathLike[str]] = (), *, profile: str = profiles.INTERNAL, store: Path | None = None
) -> Any:
    """Return what the inputs say, or what the ``store`` in a folder does, rules applied, for ``engine.select`` to ask.

    A single endpoint is asked where it stands; what is there has to suit the profile, as what is in a store. Raises
    DataError with every fault of the inputs, UsageError for an unknown profile, for inputs and a store together, for
    a store that cannot be read or was made for others to see, and for all that can go wrong on the way to an endpoint.
    """
    storing.only_one(inputs, store)
    if store is not None:
        return storing.open_store(store, profile)
    if len(inputs) == 1 and engine.is_endpoint(inputs[0]):
        return fetching.ready(str(inputs[0]), profile)
    return load_store(inputs, profile=profile)


def gathering(
    inputs: Sequence[str | os.PathLike[str]] = (),
    *,
    profile: str = profiles.INTERNAL,
    store: Path | None = None,
    match_names: bool = False,
) -> Gathered:
    """Return what the inputs say with its faults and places, or what the store does, to be checked.

    To what inputs say the profile and the rules are still to be applied; to a store they were when it was made.
    Raises as `reach` does.
    """
    storing.only_one(inputs, store)
    if store is not None:
        return Gathered(storing.open_store(store, profile, thorough=True))
    return gather(inputs, match_names=match_names)
