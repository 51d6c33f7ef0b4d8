"""The pages about the ontology, and the ontology as files: complete, true, in both languages, the same bytes each time."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from ontologyparts import IRI, ONTOLOGY, local, ontology, ours, own_classes, own_properties
from places import ROOT, TESTS
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

import icilabas
from generators import ontologydiagram, ontologyfiles, ontologygraph
from generators.ontology import pages
from icilabas.asking.questions import questions
from icilabas.engine.terms import iri

DOCS = ROOT / "docs"
LANGUAGES = ("fr", "en")
FORMATS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}


@cache
def made(lang: str) -> dict[str, str]:
    return {name: str(content) for name, content in pages(lang).items()}


@cache
def files() -> dict[str, str | bytes]:
    return ontologyfiles.files()


def anchors(text: str) -> list[str]:
    return re.findall(r'<span id="([^"]+)"></span>', text)


def plain(text: str) -> str:
    """The text without what Markdown and typography put into it."""
    return re.sub(r"[\\\\`]", "", text).replace("\u00a0", " ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_term_has_its_place(lang: str) -> None:
    """The IRI of a term leads to its row on the first page; its own page has all that the ontology says."""
    for name, terms in (("classes", own_classes(ontology())), ("properties", own_properties(ontology()))):
        text = made(lang)[f"ontology/{name}.md"]
        assert set(anchors(text)) == {local(term) for term in terms}
        for term in terms:
            own = plain(text.partition(f'<span id="{local(term)}"></span>')[2].partition('<span id="')[0])
            for predicate in (RDFS.label, SKOS.definition, SKOS.scopeNote, SKOS.editorialNote):
                said = [t for t in ontology().objects(term, predicate) if getattr(t, "language", "") == lang]
                assert [text for text in said if plain(str(text)) not in own] == [], term
    terms = own_classes(ontology()) | own_properties(ontology())
    first = anchors(made(lang)["ontology/index.md"])
    assert len(first) == len(set(first))
    assert set(first) == {local(term) for term in terms}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_anchor_stands_twice_on_a_page(lang: str) -> None:
    for name, text in made(lang).items():
        found = anchors(text) + re.findall(r"^\(([^)]+)\)=$", text, re.MULTILINE)
        assert len(found) == len(set(found)), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_code_has_its_place(lang: str) -> None:
    codes = {local(code) for code in ontology().subjects(SKOS.inScheme)}
    schemes = {local(scheme) for scheme in ontology().subjects(RDF.type, SKOS.ConceptScheme)}
    assert set(anchors(made(lang)["ontology/vocabularies.md"])) == codes | schemes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_super_term_is_on_the_page_of_alignments(lang: str) -> None:
    text = made(lang)["ontology/alignments.md"]
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term, above in ontology().subject_objects(predicate):
            if ours(term) and isinstance(above, URIRef) and not ours(above):
                (row,) = [line for line in text.splitlines() if f"`ilb:{local(term)}`" in line]
                assert f"`{ontologyfiles.short(str(above))}`" in row


def test_each_version_says_what_changed() -> None:
    notes = {lang: made(lang)["ontology/changes.md"] for lang in LANGUAGES}
    assert anchors(notes["fr"]) == anchors(notes["en"])
    newest = str(ontology().value(URIRef(IRI), OWL.versionInfo))
    assert anchors(notes["fr"])[0] == newest
    assert len(anchors(notes["fr"])) > 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_question_is_answered_without_anybody_s_name(lang: str) -> None:
    text = made(lang)["ontology/questions.md"].replace("\\", "")
    assert {f"#question-{question.name}" for question in questions()} == set(re.findall(r"#question-[\w-]+", text))
    rows = icilabas.ask(icilabas.load(infer=False), "SELECT DISTINCT ?n WHERE { ?p a ilb:Person ; skos:prefLabel ?n }")
    assert len(rows) >= 40
    assert [str(row.n) for row in rows if str(row.n) in text] == []


@pytest.mark.parametrize("ending", FORMATS)
def test_each_form_says_the_same(ending: str) -> None:
    found = Graph().parse(data=files()[f"ontology/icilabas.{ending}"], format=FORMATS[ending])
    assert isomorphic(found, ontology())
    version = ontology().value(URIRef(IRI), OWL.versionInfo)
    assert files()[f"ontology/{version}/icilabas.{ending}"] == files()[f"ontology/icilabas.{ending}"]


def test_each_version_keeps_its_files() -> None:
    """To make a new version: copy its predecessor, `ontology/DATE/icilabas.ttl` of the documentation, to `versions/`."""
    versions = anchors(made("en")["ontology/changes.md"])
    kept = {path.stem for path in (ONTOLOGY / "versions").iterdir()}
    assert kept == set(versions[1:])
    for version in kept:
        forms = [files()[f"ontology/{version}/icilabas.{ending}"] for ending in FORMATS]
        graphs = [Graph().parse(data=form, format=name) for form, name in zip(forms, FORMATS.values(), strict=True)]
        assert str(graphs[0].value(URIRef(IRI), OWL.versionInfo)) == version
        assert all(isomorphic(graphs[0], graph) for graph in graphs[1:])
        terms = own_classes(graphs[0]) | own_properties(graphs[0])
        assert terms <= own_classes(ontology()) | own_properties(ontology()), "a term is never taken away"


def test_the_version_iri_is_that_of_the_version() -> None:
    version = str(ontology().value(URIRef(IRI), OWL.versionInfo))
    assert str(ontology().value(URIRef(IRI), OWL.versionIRI)) == f"{IRI}/{version}"
    assert f"ontology/{version}/icilabas.ttl" in files()
    assert files()["ontology/context.jsonld"] == (ONTOLOGY / "context.jsonld").read_bytes()
    assert isomorphic(
        Graph().parse(data=files()["ontology/shapes.ttl"], format="turtle"), Graph().parse(ONTOLOGY / "shapes/data.ttl")
    )


@pytest.mark.journey
def test_the_same_bytes_each_time() -> None:
    """Names of blank nodes, orders of sets: nothing depends on the process."""
    program = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:]\n"
        "from generators import ontology, ontologyfiles\n"
        "found = {**ontologyfiles.files(), 'c': ontology.classes('fr'), 'p': ontology.properties('en')}\n"
        "data = [(k, v if isinstance(v, bytes) else v.encode()) for k, v in sorted(found.items())]\n"
        "print(hashlib.sha256(repr(data).encode()).hexdigest())"
    )
    command = [sys.executable, "-c", program, str(DOCS), *sys.path]
    seen = {subprocess.check_output(command, env={"PYTHONHASHSEED": seed}, cwd=TESTS) for seed in ("1", "2")}
    assert len(seen) == 1


def scope(term: URIRef, end: URIRef) -> set[Any]:
    """The classes of a domain or range, with all below them."""
    graph, found = ontology(), set()
    for node in graph.objects(term, end):
        union = graph.value(node, OWL.unionOf)
        for each in Collection(graph, union) if union is not None else [node]:
            found |= set(graph.transitive_subjects(RDFS.subClassOf, each))
    return found


def test_each_line_of_the_picture_is_true() -> None:
    """Its properties lead from what the box stands for (or a class below) to what the other box stands for."""
    for line in ontologydiagram.LINES:
        for name in line.properties:
            term = URIRef(iri(name))
            if not name.startswith("ilb:"):
                continue
            for box, end in ((line.start, RDFS.domain), (line.end, RDFS.range)):
                classes = [URIRef(iri(class_)) for class_ in ontologydiagram.BOXES[box][0]]
                below = {sub for class_ in classes for sub in ontology().transitive_subjects(RDFS.subClassOf, class_)}
                assert below & scope(term, end), f"{name} at {box}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_can_be_read_without_eyes(lang: str) -> None:
    text = ontologydiagram.diagram(lang)
    root = ET.fromstring(text)  # noqa: S314  # our own file
    space = {"svg": "http://www.w3.org/2000/svg"}
    title, described = root.find("svg:title", space), root.find("svg:desc", space)
    assert title is not None
    assert described is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    for line in ontologydiagram.LINES:
        for name in line.properties:
            label = ontologygraph.text_of(iri(name), "rdfs:label", lang)
            assert label in (described.text or "")
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)
    drawn = {name for group in root.findall("svg:g", space) for name in (group.get("data-class") or "").split(" ")}
    assert drawn == {name.partition(":")[2] for classes, _ in ontologydiagram.BOXES.values() for name in classes}
    assert drawn <= {local(class_) for class_ in own_classes(ontology())}
