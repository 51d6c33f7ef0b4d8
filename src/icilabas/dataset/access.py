"""Who may read what: how restricted passages go into what is published.

``public`` leaves them out. Any other profile but ``internal`` is a file ``ontology/profiles/NAME.rq``: a CONSTRUCT
that says what of them may be read, and they are left out. ``internal`` keeps all. Whatever else is said of persons, as
tables may do in a passage that is public, is left out with them. What is told of passages that are left out says
`dataset.withheld`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.asking import query_files
from icilabas.dataset import withheld
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES, RESTRICTED, Iri, iri
from icilabas.resources import ONTOLOGY
from icilabas.sources import persons, restricted_passages

if TYPE_CHECKING:
    from icilabas.asking.query_files import QueryFile
    from icilabas.engine.query import Dataset, Store
    from icilabas.engine.terms import Quad
    from icilabas.sources.persons import Persons


_PROFILES = ONTOLOGY / "profiles"
PUBLIC, INTERNAL = "public", "internal"
_PUBLIC = f"{PREFIXES['ilv']}public"
_RESTRICTED = f"SELECT DISTINCT ?graph WHERE {{ ?graph dcterms:accessRights <{RESTRICTED}> }} ORDER BY ?graph"


def profiles() -> list[str]:
    """Return the names of all profiles, from what shows least to what shows all."""
    return [PUBLIC, *query_files.query_names(_PROFILES), INTERNAL]


def restricted_graphs(store: Dataset) -> list[str]:
    """Return the named graphs that not everybody may read."""
    return [row[0] for row in engine.select(store, _RESTRICTED).rows]


def audience_of_inferred(store: Store) -> Quad:
    """Return what is said of the inferred graph, wherever it goes: who may read all that it was made from."""
    graphs = engine.graphs(store)
    made = sorted(graph for graph in graphs if graph.startswith(restricted_passages.PROFILES))
    level = [*made, _PUBLIC][0] if graphs.isdisjoint(restricted_graphs(store)) else RESTRICTED
    return Iri(INFERRED_GRAPH), iri("dcterms:audience"), Iri(level), Iri(INFERRED_GRAPH)


def shows(profile: str, audience: str) -> bool:
    """Say whether a profile shows what was inferred for an audience, as `audience_of_inferred` names it."""
    return profile == INTERNAL or audience in {_PUBLIC, made_graph(profile)}


def made_graph(profile: str) -> str:
    """Return the graph of what a profile says of restricted passages."""
    return f"{restricted_passages.PROFILES}{profile}"


def known(profile: str) -> None:
    """Raise UsageError for an unknown profile, with the nearest."""
    if profile not in {PUBLIC, INTERNAL}:
        _profile(profile)


def apply(store: Store, profile: str, found: Persons | None = None) -> int:
    """Leave in the store what the profile shows; to be done before anything is inferred.

    ``found``: the persons of the store where these are known; else they are looked for. Returns how many statements
    about persons stood outside of restricted passages, and were left out too. Raises UsageError for an unknown
    profile, with the nearest.
    """
    known(profile)
    if profile == INTERNAL:
        return 0
    found = found or persons.find_persons(store)
    made = None if profile == PUBLIC else made_graph(profile)
    if made:
        engine.construct(store, _profile(profile).text, made, again=True)
    engine.drop_graphs(store, restricted_graphs(store))
    withheld.conceal(store)
    return restricted_passages.leave_out(store, found, keep=made)


def _profile(name: str) -> QueryFile:
    return query_files.find(_PROFILES, name, "unknown-profile")
