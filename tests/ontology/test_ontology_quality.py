"""The page on the quality of the ontology: what can be worked out is, and what is said is so."""

from __future__ import annotations

import re
from string import Formatter
from typing import Any

import pytest
from ontologyparts import ILB, IRI, broken, ontology
from places import TESTS
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from generators import ontologyquality
from generators.ontologygraph import data

LANGUAGES = ("fr", "en")
CHECKS: list[dict[str, Any]] = data("quality.yaml")["checks"]
FOOPS: list[dict[str, Any]] = data("quality.yaml")["foops"]
DECIDED: list[dict[str, Any]] = data("quality.yaml")["decided"]
MIRO: list[dict[str, Any]] = data("miro.yaml")
# What breaks each test of FOOPS! that is worked out: a SPARQL update, and the verdict after it.
BREAKS = {
    "PURL1": (
        f"DELETE {{ <{IRI}> a owl:Ontology }} INSERT {{ <http://example.org/o> a owl:Ontology }} WHERE {{}}",
        "no",
    ),
    "HTTP1": (f"DELETE {{ <{IRI}> a owl:Ontology }} INSERT {{ <urn:o> a owl:Ontology }} WHERE {{}}", "no"),
    "URI2": (f"DELETE WHERE {{ <{IRI}> vann:preferredNamespaceUri ?x }}", "no"),
    "VER1": (f"DELETE WHERE {{ <{IRI}> owl:versionIRI ?x }}", "no"),
    "OM1": (f"DELETE WHERE {{ <{IRI}> dcterms:license ?x }}", "part"),
    "OM2": (f"DELETE WHERE {{ <{IRI}> dcterms:created ?x }}", "part"),
    "OM3": (f"INSERT DATA {{ <{IRI}> <http://purl.org/ontology/bibo/doi> 1 ; dcterms:source 1 }}", "yes"),
    "OM4.1": (f"DELETE WHERE {{ <{IRI}> dcterms:license ?x }}", "no"),
    "OM5.1": (f"DELETE WHERE {{ <{IRI}> dcterms:creator ?x }}", "part"),
    "OM5.2": (f"DELETE WHERE {{ <{IRI}> dcterms:issued ?x }}", "part"),
    "FIND1": (f"DELETE WHERE {{ <{IRI}> vann:preferredNamespacePrefix ?x }}", "no"),
    "RDF1": ("DELETE WHERE { ?s ?p ?o }", "no"),
    "VOC1": (f"DELETE WHERE {{ <{IRI}> ?p ?x }}", "no"),
    "VOC2": ("DELETE { ?s a ?c } WHERE { ?s a ?c FILTER(!STRSTARTS(STR(?s), STR(ilb:))) }", "no"),
    "VOC3": ("DELETE WHERE { ilb:Theme rdfs:label ?x }", "no"),
    "VOC4": ("DELETE WHERE { ilb:links skos:definition ?x }", "no"),
}


def test_the_checks_are_all_there() -> None:
    assert [check["number"] for check in CHECKS] == list(range(1, 18))


@pytest.mark.parametrize("number", range(1, 18))
def test_each_check_has_the_tests_that_are_named(number: int) -> None:
    """A test says in its first line which check it is of: there is one in each module that the page names."""
    names = CHECKS[number - 1]["tests"]
    assert names
    for name in names:
        text = next(TESTS.rglob(name)).read_text(encoding="utf-8")
        said = re.findall(r'"""([\d, to]+):', text) + re.findall(r"checks? ([\d, to]+)", text)
        numbers = {int(found) for line in said for found in re.findall(r"\d+", line)}
        assert number in numbers, name


def test_each_pitfall_stands_in_one_check() -> None:
    pitfalls = [pitfall for check in CHECKS for pitfall in check["pitfalls"]]
    assert len(pitfalls) == len(set(pitfalls)) > 20
    assert all(re.fullmatch(r"P\d\d", pitfall) for pitfall in pitfalls)


def test_no_pitfall_of_the_catalogue_is_left_out() -> None:
    """Each is in a check, or decided with a reason; the transitive properties are those that the reason names."""
    checked = {pitfall for check in CHECKS for pitfall in check["pitfalls"]}
    decided = {found for each in DECIDED for found in re.findall(r"P\d\d", each["what"]["fr"])}
    assert decided == {found for each in DECIDED for found in re.findall(r"P\d\d", each["what"]["en"])}
    assert checked | decided == {f"P{number:02}" for number in range(1, 42)}
    (said,) = [each["why"]["en"] for each in DECIDED if "P29" in each["what"]["en"]]
    transitive = {f"ilb:{str(p).removeprefix(str(ILB))}" for p in ontology().subjects(RDF.type, OWL.TransitiveProperty)}
    assert set(re.findall(r"`(ilb:\w+)`", said)) == transitive


def test_foops_is_whole() -> None:
    assert len({test["id"] for test in FOOPS}) == len(FOOPS) == 24
    worked_out = {test["id"] for test in FOOPS if ontologyquality.verdict(test["id"], ontology()) is not None}
    assert worked_out == set(BREAKS)
    assert {test["id"] for test in FOOPS if "verdict" in test} == {test["id"] for test in FOOPS} - worked_out


@pytest.mark.parametrize("test", BREAKS)
def test_what_is_worked_out_can_be_otherwise(test: str) -> None:
    update, after = BREAKS[test]
    assert ontologyquality.verdict(test, ontology()) == ("part" if test == "OM3" else "yes")
    assert ontologyquality.verdict(test, broken(update)) == after


def texts() -> list[dict[str, str]]:
    """Every text of the page that is there in both languages."""
    found = [{lang: check[lang] for lang in LANGUAGES} for check in CHECKS]
    found += [each[part] for each in DECIDED for part in ("what", "why")]
    found += [each[part] for each in FOOPS for part in ("ask", "answer")]
    for group in MIRO:
        found += [group["title"], *(item[part] for item in group["items"] for part in ("ask", "answer"))]
    return found


def test_everything_is_said_in_both_languages_with_the_same_figures() -> None:
    assert sum(len(group["items"]) for group in MIRO) == 32
    known = set(ontologyquality.figures("en"))
    for text in texts():
        assert set(text) == set(LANGUAGES), text
        assert all(text.values()), text
        named = [sorted(name for _, name, _, _ in Formatter().parse(text[lang]) if name) for lang in LANGUAGES]
        assert named[0] == named[1], text
        assert set(named[0]) <= known, text


def test_the_figures_are_those_of_the_ontology() -> None:
    found, graph = ontologyquality.figures("en"), ontology()
    assert int(found["classes"]) == len([c for c in graph.subjects(RDF.type, OWL.Class) if str(ILB) in str(c)])
    assert int(found["object"]) + int(found["data"]) == int(found["properties"]) > 40
    assert int(found["contradictions"]) == len(list((TESTS / "data/ontology/contradictions").glob("*/*.ttl"))) > 20
    assert int(found["triples"]) == len(graph)
    assert found["deprecated"] == "0"
    assert found["title"] in {
        str(text) for text in graph.objects(URIRef(IRI), URIRef("http://purl.org/dc/terms/title"))
    }


def test_the_expressivity_is_that_of_the_axioms() -> None:
    """Each letter stands for constructors that the ontology has; none that has no letter here."""
    assert ontologyquality.expressivity() == "SRIN(D)"
    used = set(ontology().predicates()) | set(ontology().objects())
    beyond = {OWL.oneOf, OWL.hasValue, OWL.hasSelf, OWL.qualifiedCardinality, OWL.maxQualifiedCardinality}
    assert not beyond & used
    assert {OWL.TransitiveProperty, OWL.propertyChainAxiom, OWL.inverseOf, OWL.maxCardinality} <= used


def test_what_has_no_domain_or_range_is_said() -> None:
    (said,) = [each for each in DECIDED if "P11" in each["what"]["en"]]
    named = set(re.findall(r"`(ilb:\w+)`", said["why"]["en"]))
    graph: Graph = ontology()
    own = {p for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for p in graph.subjects(RDF.type, kind)}
    without = {p for p in own if str(ILB) in str(p) for end in (RDFS.domain, RDFS.range) if (p, end, None) not in graph}
    assert named == {f"ilb:{str(p).removeprefix(str(ILB))}" for p in without}
