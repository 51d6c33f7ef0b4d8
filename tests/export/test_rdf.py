"""Ways out: each form is read back by another program's library, and nothing restricted gets out."""

from typing import Any

import pytest
import rdflib
from places import SMALL

import icilabas as ilb
from icilabas.dataset.loading import load_store
from icilabas.export import rdf


@pytest.fixture(scope="module")
def store() -> Any:
    return load_store([SMALL])


@pytest.mark.parametrize("ending", [".trig", ".ttl", ".nq", ".jsonld", ".rdf", ".nt"])
def test_rdflib_reads_every_rdf_form(ending: str, store: Any) -> None:
    formats = {".trig": "trig", ".ttl": "turtle", ".nq": "nquads", ".jsonld": "json-ld", ".rdf": "xml", ".nt": "nt"}
    content = rdf.rdf(store, ending, restricted=False)
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=content, format=formats[ending])
    essor = rdflib.URIRef("https://w3id.org/icilabas/id/essor")
    assert (essor, rdflib.ORG.memberOf, rdflib.URIRef("https://w3id.org/icilabas/id/cfsi")) in graph
    assert (None, rdflib.RDF.type, rdflib.OWL.Class) not in graph


@pytest.mark.parametrize("ending", [".trig", ".ttl", ".nq", ".jsonld", ".rdf"])
def test_restricted_passages_need_a_flag(ending: str, store: Any) -> None:
    assert b"Dupont" not in rdf.rdf(store, ending, restricted=False)
    assert b"Dupont" in rdf.rdf(store, ending, restricted=True)


def test_the_same_content_is_the_same_bytes(store: Any) -> None:
    assert rdf.rdf(store, ".trig", restricted=True) == rdf.rdf(load_store([SMALL]), ".trig", restricted=True)


def test_an_unknown_ending_is_said(store: Any) -> None:
    with pytest.raises(ilb.UsageError, match=r"“\.xyz”.* \.ttl"):
        rdf.rdf(store, ".xyz", restricted=False)
