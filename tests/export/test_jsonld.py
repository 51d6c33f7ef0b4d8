"""JSON-LD by short names: the same triples, and a context that stands by itself."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import rdflib
from places import SMALL

from icilabas import engine
from icilabas.dataset.loading import load_store
from icilabas.export import rdf
from icilabas.resources import ONTOLOGY

if TYPE_CHECKING:
    from pathlib import Path

ODD = """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/> .
ex:a skos:prefLabel "sans langue" , "fr 1"@fr , "fr 2"@fr , "deutsch"@de ; ilb:page 3 , "x"^^<http://example.org/t> ;
  ilb:worksOn ex:b , "text" ; ex:other true , 1.5 , _:n ; skos:altLabel "one" , "two" ; a ilb:Theme , ex:Kind ;
  ex:long 12345678901234567890123 .
_:n ex:p ( 1 2 ) ; ilb:page 99999999999999999 .
ex:c <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ilb:Value .
"""


def triples(content: bytes) -> rdflib.Dataset:
    found = rdflib.Dataset()
    found.parse(data=content, format="json-ld")
    return found


def said(content: bytes) -> set[Any]:
    return {quad for quad in triples(content).quads() if not any(isinstance(part, rdflib.BNode) for part in quad)}


@pytest.mark.parametrize("inputs", [[], [SMALL]], ids=["lille", "small"])
def test_short_names_say_the_same_triples(inputs: list[Path]) -> None:
    store = load_store(inputs, infer=False)
    short, long = rdf.rdf(store, ".jsonld", restricted=True), rdf.rdf(store, ".nq", restricted=True)
    expected = rdflib.Dataset()
    expected.parse(data=long, format="nquads")
    assert set(triples(short).quads()) == set(expected.quads())
    again = ox.Store()
    again.load(short, format=ox.RdfFormat.JSON_LD)
    assert len(again) == len(set(expected.quads()))


def test_what_does_not_fit_a_name_stands_under_the_prefixed_one(tmp_path: Path) -> None:
    path = tmp_path / "odd.ttl"
    path.write_text(ODD, encoding="utf-8")
    store = engine.new_store()
    engine.load_file(store, path, "http://example.org/g")
    expanded = engine.dump(store, ".jsonld", leave_out=[])
    short = rdf.compact(expanded)
    assert said(short) == said(expanded)
    assert len(triples(short)) == len(triples(expanded))
    things = {thing["id"]: thing for thing in json.loads(short)["graph"][0]["graph"]}
    about = things["http://example.org/a"]
    assert about["prefLabel"] == {"de": "deutsch", "fr": ["fr 1", "fr 2"]}
    assert about["skos:prefLabel"] == {"@value": "sans langue"}
    assert about["worksOn"] == "http://example.org/b"
    assert about["page"] == 3
    assert about["ilb:page"] == {"@value": "x", "@type": "http://example.org/t"}
    assert sorted(about["altLabel"]) == ["one", "two"]


def test_a_reader_without_rdf_finds_names_in_both_languages() -> None:
    content = json.loads(rdf.rdf(load_store([SMALL], infer=False), ".jsonld", restricted=False))
    things = [thing for graph in content["graph"] for thing in graph.get("graph", [])]
    essor = next(thing for thing in things if thing["id"] == "ild:essor" and "prefLabel" in thing)
    assert set(essor["prefLabel"]) == {"fr", "en"}
    assert any(isinstance(thing.get("page"), int) for thing in things)


def test_the_published_context_is_that_of_the_columns() -> None:
    published = ONTOLOGY / "context.jsonld"
    if os.environ.get("ICILABAS_WRITE_EXPECTED"):
        published.write_bytes(rdf.context_file())
    assert published.read_bytes() == rdf.context_file(), "make expected"


def test_each_name_of_the_context_means_one_property() -> None:
    context = rdf.jsonld_context()
    named = {name: about["@id"] for name, about in context.items() if isinstance(about, dict)}
    assert len(set(named.values())) == len(named) > 40
    assert named["prefLabel"] == "skos:prefLabel"
    assert all(str(context[iri.partition(":")[0]]).endswith(("/", "#")) for iri in named.values())
