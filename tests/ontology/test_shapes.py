"""The shapes that data are checked with (check 13 of the ontology's quality checks).

The examples in `data/valid` together are one small graph that conforms; each example in `data/invalid` adds
one thing to it, and its name says which shape must fail: `Class--shape.ttl`.
"""

from functools import lru_cache
from pathlib import Path

import pytest
from ontologyparts import parsed
from places import DATA, ROOT
from pyshacl import validate
from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, SDO, SKOS
from rdflib.term import Node

ONTOLOGY = ROOT / "ontology"
EXAMPLES = DATA
ILB = "https://w3id.org/icilabas/ontology#"
ILS = "https://w3id.org/icilabas/shape/"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
FOREIGN = (DCTERMS, FOAF, ORG, PROV, SDO, SKOS)
PINNED = {WGS84 + "lat", WGS84 + "long"}

VALID = sorted((EXAMPLES / "valid").glob("*.ttl"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))
NAMES = [path.stem for path in INVALID]


@lru_cache
def ontology() -> Graph:
    return parsed(ONTOLOGY / "icilabas.ttl", ONTOLOGY / "alignments.ttl")


@lru_cache
def shapes() -> Graph:
    return parsed(ONTOLOGY / "shapes" / "data.ttl")


@lru_cache
def conforming() -> Graph:
    """The valid examples with the code lists that they refer to."""
    return parsed(*sorted((ONTOLOGY / "vocabularies").glob("*.ttl")), *VALID)


def failures(data: Graph) -> dict[str, set[str]]:
    """Which shapes fail on which thing."""
    _, report, _ = validate(data, shacl_graph=shapes(), ont_graph=ontology())
    assert isinstance(report, Graph)
    found: dict[str, set[str]] = {}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        shape = str(report.value(result, SH.sourceShape)).removeprefix(ILS)
        found.setdefault(str(report.value(result, SH.focusNode)), set()).add(shape)
    return found


@lru_cache
def failures_of_invalid() -> dict[str, set[str]]:
    """The invalid examples are checked together: each adds a thing that no other one refers to."""
    return failures(conforming() + parsed(*INVALID))


def classes() -> dict[str, URIRef]:
    """Our classes by local name."""
    found = [str(iri) for iri in ontology().subjects(RDF.type, OWL.Class) if str(iri).startswith(ILB)]
    return {iri.removeprefix(ILB): URIRef(iri) for iri in found}


def supers(term: Node) -> set[Node]:
    """The term and whatever stands above it."""
    return {above for above in ontology().transitive_objects(term, RDFS.subClassOf) if above is not None}


def covers(scope: Node | None, term: Node) -> bool:
    """Whether a domain or range (a class, a union of classes or none at all) takes in the term."""
    if scope is None:
        return True
    union = ontology().value(scope, OWL.unionOf)
    members = set(Collection(ontology(), union)) if union else {scope}
    return bool(members & supers(term))


def exists(iri: str) -> bool:
    """Whether the term is one of ours or one that its vocabulary really has."""
    if iri.startswith(ILB):
        return (URIRef(iri), RDF.type, None) in ontology()
    return iri in PINNED or any(iri in vocabulary for vocabulary in FOREIGN)


@pytest.mark.parametrize("name", classes())
def test_each_class_has_one_shape(name: str) -> None:
    """13: the shape bears the name of the class."""
    assert list(shapes().subjects(SH.targetClass, classes()[name])) == [URIRef(ILS + name)]


def test_each_shape_has_a_class() -> None:
    """13: no NodeShape is about something that the ontology does not have."""
    found = {str(shape).removeprefix(ILS) for shape in shapes().subjects(RDF.type, SH.NodeShape)}
    assert found == {*classes(), "Series"}  # which is a class of schema.org


def test_each_property_shape_is_used() -> None:
    """13: each property shape belongs to a class."""
    assert set(shapes().subjects(RDF.type, SH.PropertyShape)) == set(shapes().objects(None, SH.property))


def test_each_path_and_class_exists() -> None:
    """13: each shape's path, and each class it asks for, exists in our ontology or in its vocabulary."""
    slots = (SH.path, SH["class"], SH.lessThanOrEquals)
    named = {str(iri) for slot in slots for iri in shapes().objects(None, slot)}
    assert [iri for iri in named if not exists(iri)] == []


def test_each_path_fits_the_class() -> None:
    """13: a property stands in the shape of a class of its domain, and asks for a class of its range."""
    odd = []
    for shape, target in shapes().subject_objects(SH.targetClass):
        for column in shapes().objects(shape, SH.property):
            path = shapes().value(column, SH.path)
            assert path is not None
            if not covers(ontology().value(path, RDFS.domain), target):
                odd.append(f"{target} is not in the domain of {path}")
            options = [column]
            if alternatives := shapes().value(column, SH["or"]):
                options += Collection(shapes(), alternatives)
            asked = [c for option in options for c in shapes().objects(option, SH["class"])]
            scope = ontology().value(path, RDFS.range)
            odd += [f"{c} is not in the range of {path}" for c in asked if not covers(scope, c)]
    assert odd == []


def test_each_message_is_in_both_languages() -> None:
    """13: each property shape says in French and in English what to write."""
    for shape in shapes().subjects(RDF.type, SH.PropertyShape):
        messages = shapes().objects(shape, SH.message)
        assert sorted(str(getattr(text, "language", "")) for text in messages) == ["en", "fr"], shape


def test_the_valid_examples_conform() -> None:
    """13: not even a warning."""
    assert failures(conforming()) == {}


@pytest.mark.parametrize("name", classes())
def test_each_class_has_examples(name: str) -> None:
    """13: a conforming example named after the class, and at least one that fails."""
    assert (None, RDF.type, classes()[name]) in parsed(EXAMPLES / "valid" / f"{name}.ttl")
    assert [stem for stem in NAMES if stem.startswith(f"{name}--")] != []


def test_each_shape_has_a_failing_example() -> None:
    """13: each shape that can fail does so in an example, and the examples name what exists."""
    constrained = {*shapes().subjects(RDF.type, SH.PropertyShape), *shapes().subjects(SH["not"], None)}
    failing = {shape for stem in NAMES for shape in stem.partition("--")[2].split("+")}
    assert failing == {str(shape).removeprefix(ILS) for shape in constrained}
    assert {stem.partition("--")[0] for stem in NAMES} == {path.stem for path in VALID} == set(classes())


def added(path: Path) -> str:
    """The thing that an invalid example adds."""
    (subject,) = set(parsed(path).subjects(RDF.type, classes()[path.stem.partition("--")[0]]))
    return str(subject)


@pytest.mark.parametrize("path", INVALID, ids=NAMES)
def test_each_invalid_example_fails_one_shape(path: Path) -> None:
    """13: exactly the named shape fails on the thing that the example adds.

    One example names two: a person that is an organisation is refused by the shapes of both.
    """
    assert failures_of_invalid()[added(path)] == set(path.stem.partition("--")[2].split("+"))


def test_an_invalid_example_fails_alone() -> None:
    """13: nothing else fails because of an example, neither a valid thing nor another example's."""
    assert set(failures_of_invalid()) == {added(path) for path in INVALID}
    assert len({added(path) for path in INVALID}) == len(INVALID)
