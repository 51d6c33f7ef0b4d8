"""Who may read what: how restricted passages go into what is published.

``public`` leaves them out. Any other profile but ``internal`` is a file ``ontology/profiles/NAME.rq``: a CONSTRUCT
that says what of them may be read, and they are left out. ``internal`` keeps all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.asking import query_files
from icilabas.engine.terms import PREFIXES, RESTRICTED
from icilabas.resources import ONTOLOGY

if TYPE_CHECKING:
    from icilabas.asking.query_files import QueryFile
    from icilabas.engine.query import Dataset, Store


_PROFILES = ONTOLOGY / "profiles"
PUBLIC, INTERNAL = "public", "internal"
_RESTRICTED = f"SELECT DISTINCT ?graph WHERE {{ ?graph dcterms:accessRights <{RESTRICTED}> }} ORDER BY ?graph"


def profiles() -> list[str]:
    """Return the names of all profiles, from what shows least to what shows all."""
    return [PUBLIC, *query_files.query_names(_PROFILES), INTERNAL]


def restricted_graphs(store: Dataset) -> list[str]:
    """Return the named graphs that not everybody may read."""
    return [row[0] for row in engine.select(store, _RESTRICTED).rows]


def known(profile: str) -> None:
    """Raise UsageError for an unknown profile, with the nearest."""
    if profile not in {PUBLIC, INTERNAL}:
        _profile(profile)


def apply(store: Store, profile: str) -> None:
    """Leave in the store what the profile shows; to be done before anything is inferred.

    Raises UsageError for an unknown profile, with the nearest.
    """
    if profile == INTERNAL:
        return
    if profile != PUBLIC:
        engine.construct(store, _profile(profile).text, f"{PREFIXES['ilg']}profile/{profile}")
    engine.drop_graphs(store, restricted_graphs(store))


def _profile(name: str) -> QueryFile:
    return query_files.find(_PROFILES, name, "unknown-profile")
