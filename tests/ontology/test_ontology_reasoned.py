"""Check 12: the ontology contradicts itself nowhere, and what it excludes is a contradiction.

`data/ontology/neighbours.ttl` is what the vocabularies we build on say of their own terms. Each file of
`data/ontology/contradictions` is a little graph that must be refused: those in `alone` by the ontology itself, those in
`beside-neighbours` once these are read too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from ontologyparts import FILES, ILB, ONTOLOGY, own_classes, parsed
from places import DATA
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from reasoners import as_class, consistent, contradictions, impossible_classes, triples, undeclared, without_dates

import icilabas

if TYPE_CHECKING:
    from pathlib import Path

HERE = DATA / "ontology"
NEIGHBOURS = HERE / "neighbours.ttl"
CASES = sorted((HERE / "contradictions").glob("*/*.ttl"))
ALONE = [path for path in CASES if path.parent.name == "alone"]
TERMS = FILES[:2]  # without the code lists, which no contradiction needs


@lru_cache
def said(*, infer: bool) -> Graph:
    """Whatever the bundled workshop says, restricted passages included."""
    return triples((s, p, o) for s, p, o, _ in icilabas.load(infer=infer).quads())


def own(path: Path) -> str:
    """The namespace of the things that a little graph is about."""
    return f"https://example.org/{path.stem}/"


@pytest.mark.journey
def test_12_consistent_by_itself(tmp_path: Path) -> None:
    """12: the ontology alone, every other vocabulary away."""
    assert consistent(parsed(ONTOLOGY / "icilabas.ttl"), tmp_path)


@pytest.mark.journey
@pytest.mark.parametrize("beside", [False, True], ids=["aligned", "beside-neighbours"])
def test_12_impossible_is_what_is_excluded(beside: bool, tmp_path: Path) -> None:  # noqa: FBT001  # given by name
    """12: with alignments and code lists each class can have members, and each little graph is refused that must be.

    Those that need the neighbours are accepted without them.
    """
    graph = parsed(*FILES, *[NEIGHBOURS] * beside)
    assert len(own_classes(graph)) > 20
    for path in CASES:
        graph += as_class(parsed(path), URIRef(own(path)))
    assert impossible_classes(graph, tmp_path) == sorted(own(path) for path in (CASES if beside else ALONE))


@pytest.mark.journey
def test_12_consistent_with_all_data(tmp_path: Path) -> None:
    """12: with the whole workshop and what our rules add, beside the neighbours too; but not with one thing more."""
    graph = parsed(*FILES, NEIGHBOURS) + without_dates(said(infer=True))
    partnership = next(graph.subjects(RDF.type, ILB.Partnership))
    person = next(graph.subjects(RDF.type, ILB.Person))
    assert consistent(graph, tmp_path)
    graph.add((partnership, ILB.hasPartner, person))
    assert not consistent(graph, tmp_path)


def test_12_the_reasoners_pass_over_nothing() -> None:
    """12: each property and class in use is declared, else what is said with it would count for nothing."""
    graph = parsed(*FILES) + said(infer=False)
    assert undeclared(graph) == set()
    graph.add((ILB.Theme, ILB.sings, ILB.Song))
    graph.add((ILB.x, RDF.type, ILB.Song))
    assert undeclared(graph) == {ILB.sings, ILB.Song}


@pytest.mark.journey
def test_12_what_is_excluded_contradicts_by_rules() -> None:
    """12: owlrl finds each contradiction too, and says what is wrong about which thing; nothing else is disturbed."""
    alone, beside = (contradictions(parsed(*TERMS, *more, *CASES)) for more in ([], [NEIGHBOURS]))
    assert {path.stem for path in CASES if any(own(path) in text for text in alone)} == {p.stem for p in ALONE}
    assert {path.stem for path in CASES if any(own(path) in text for text in beside)} == {p.stem for p in CASES}
    assert [text for text in alone + beside if not any(own(path) in text for path in CASES)] == []


@pytest.mark.parametrize("path", CASES, ids=[f"{path.parent.name}/{path.stem}" for path in CASES])
def test_12_each_contradiction_is_about_things_of_its_own(path: Path) -> None:
    """12: so that they can be read together; its first line says why it is refused."""
    graph = parsed(path)
    assert {str(thing) for thing in graph.subjects() if not str(thing).startswith(own(path))} == set()
    assert path.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.journey
def test_12_consistent_by_rules() -> None:
    """12: owlrl finds nothing in the ontology, nor in all that the workshop says about things."""
    relations = triples(triple for triple in said(infer=False) if not isinstance(triple[2], Literal))
    assert len(set(relations.subjects(ILB.raisedIn))) > 200
    assert contradictions(parsed(*TERMS) + relations) == []


@pytest.mark.journey
def test_12_an_impossible_class_is_found(tmp_path: Path) -> None:
    """12: HermiT names a class that can have no member, and those below it."""
    graph = parsed(*TERMS)
    for sub, above in [("Spokesperson", "Person"), ("Spokesperson", "Actor"), ("ActingSpokesperson", "Spokesperson")]:
        graph.add((ILB[sub], RDF.type, OWL.Class))
        graph.add((ILB[sub], RDFS.subClassOf, ILB[above]))
    assert impossible_classes(graph, tmp_path) == [str(ILB.ActingSpokesperson), str(ILB.Spokesperson)]
