"""Ways out: each form is read back by another program's library, and nothing restricted gets out."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import rdflib
from places import SMALL

import icilabas as ilb
from icilabas import engine
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import PREFIXES
from icilabas.export import rdf
from icilabas.resources import ONTOLOGY

if TYPE_CHECKING:
    from pathlib import Path


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


ILB, SKOS = PREFIXES["ilb"], PREFIXES["skos"]
XSD = PREFIXES["xsd"]
ODD = """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/> .
ex:a skos:prefLabel "sans langue" , "fr 1"@fr , "fr 2"@fr , "deutsch"@de ; ilb:page 3 , "x"^^<http://example.org/t> ;
  ilb:worksOn ex:b , "text" ; ex:other true , 1.5 , _:n ; skos:altLabel "one" , "two" ; a ilb:Theme , ex:Kind , "a text" ;
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
    assert about["rdf:type"] == {"@value": "a text"}


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


def test_the_keys_of_the_context_stand_in_order() -> None:
    context = rdf.jsonld_context()
    keys = list(context)
    assert keys[:3] == ["id", "type", "graph"]
    prefixes = [key for key in keys[3:] if isinstance(context[key], str)]
    names = keys[3 + len(prefixes) :]
    assert prefixes == sorted(prefixes)
    assert names == sorted(names)
    assert all(isinstance(context[name], dict) for name in names)


def test_a_name_that_two_properties_could_have_is_ours() -> None:
    for name, about in rdf.jsonld_context().items():
        if isinstance(about, dict) and not about["@id"].startswith("ilb:"):
            assert f"ilb:{name}" not in {
                str(own["@id"]) for own in rdf.jsonld_context().values() if isinstance(own, dict)
            }


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", True), ("-7", True), ("123456789012345", True), ("1234567890123456", False), ("007", False), ("-0", False)],
)
def test_a_number_is_written_as_one_where_any_program_reads_it_as_the_same(text: str, *, number: bool) -> None:
    expanded = json.dumps([{"@id": "urn:x:a", f"{ILB}page": [{"@value": text, "@type": f"{XSD}integer"}]}])
    (thing,) = json.loads(rdf.compact(expanded.encode()))["graph"]
    assert thing["page"] == (int(text) if number else text)


def test_things_keep_their_order_keys_theirs_and_languages_the_alphabet() -> None:
    labels = [
        {"@value": "B", "@language": "fr"},
        {"@value": "A", "@language": "en"},
        {"@value": "C", "@language": "en"},
    ]
    about = {"@id": "urn:x:b", f"{ILB}page": [{"@value": "1", "@type": f"{XSD}integer"}], f"{SKOS}prefLabel": labels}
    content = rdf.compact(json.dumps([about, {"@id": "urn:x:a", "@type": [f"{ILB}B", f"{ILB}A"]}]).encode())
    assert list(json.loads(content)) == ["@context", "graph"]
    first, second = json.loads(content)["graph"]
    assert list(first) == ["id", "page", "prefLabel"]
    assert list(first["prefLabel"].items()) == [("en", ["A", "C"]), ("fr", "B")]
    assert second == {"id": "urn:x:a", "type": ["ilb:B", "ilb:A"]}


def test_a_text_keeps_the_direction_in_which_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(f'<urn:a:b> <{PREFIXES["skos"]}prefLabel> "tête"@fr--ltr, "tête"@fr .', "utf-8")
    store = engine.new_store()
    engine.load_file(store, tmp_path / "a.ttl", "urn:g:g")
    again = ox.Store()
    again.load(rdf.compact(engine.dump(store, ".jsonld")), format=ox.RdfFormat.JSON_LD)
    assert {str(quad.object) for quad in again} == {'"tête"@fr--ltr', '"tête"@fr'}
