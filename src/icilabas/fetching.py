"""An endpoint as an input: asked where it stands, or, among other inputs, its content read like a file's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas import engine, profiles
from icilabas.errors import DataError, Fault, UsageError
from icilabas.messages import Bilingual, message
from icilabas.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, RESTRICTED

if TYPE_CHECKING:
    import rdflib

    from icilabas.read import Gathered

_STATE = f"""SELECT DISTINCT ?what WHERE {{
  {{ GRAPH <{ONTOLOGY_GRAPH}> {{ ilb:Partnership a ?class }} BIND("ontology" AS ?what) }}
  UNION {{ {{ SELECT ?thing WHERE {{ GRAPH <{INFERRED_GRAPH}> {{ ?thing a ?class }} }} LIMIT 1 }}
    BIND("inferred" AS ?what) }}
  UNION {{ ilb:Partnership a ?class . BIND("union" AS ?what) }}
  UNION {{ {{ SELECT ?graph WHERE {{ ?graph dcterms:accessRights <{RESTRICTED}> . GRAPH ?graph {{ ?s ?p ?o }} }}
      LIMIT 1 }}
    BIND("restricted" AS ?what) }}
}} ORDER BY ?what"""


def ready(url: str, profile: str = profiles.INTERNAL) -> engine.Endpoint:
    """Return the endpoint, when questions can be asked there: all that ``convert --infer`` writes is loaded.

    Raises UsageError where something is missing, where a profile does not show what is there, and for all that can
    go wrong on the way.
    """
    endpoint = engine.Endpoint(url)
    profiles.known(profile)
    state = {row[0] for row in engine.select(endpoint, _STATE).rows}
    missing = [message(f"endpoint-{what}") for what in ("ontology", "inferred") if what not in state]
    if missing:
        both = [" + ".join(each.text(lang) for each in missing) for lang in ("fr", "en")]
        raise UsageError(message("endpoint-bare", url=endpoint.shown, missing=Bilingual(*both)))
    if "union" not in state:
        raise UsageError(message("endpoint-no-union", url=endpoint.shown))
    if "restricted" in state and profile != profiles.INTERNAL:
        raise UsageError(message("endpoint-restricted", url=endpoint.shown, profile=profile))
    return endpoint


def as_dataset(url: str, profile: str = profiles.INTERNAL) -> rdflib.Dataset:
    """Return the endpoint as a ``rdflib.Dataset`` over rdflib's own SPARQLStore. Raises as ``ready`` does.

    Our functions ask through our client. rdflib's gets no credentials: it would send them on to any host that the
    server names.
    """
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    endpoint = ready(url, profile)
    store: Any = SPARQLStore(query_endpoint=url, returnFormat="json")  # asked for XML, Virtuoso writes RDF
    store.icilabas_endpoint = endpoint
    return rdflib.Dataset(store=store, default_union=True)


def read(url: str, rank: int, into: Gathered) -> None:
    """Fetch what the passages of an endpoint say. Raises DataError (unreadable) for all that can go wrong."""
    endpoint = engine.Endpoint(url)
    try:
        quads = list(engine.fetch(endpoint))
    except UsageError as error:
        raise DataError([Fault(endpoint.shown, error.message)], unreadable=True) from None
    into.store.extend(quads)
    into.fetched = True
    into.ranked({quad.graph_name.value for quad in quads}, rank)
