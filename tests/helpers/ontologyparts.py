"""The parts of the ontology as the tests read them, each parsed once a process."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from places import DATA, ROOT
from rdflib import OWL, RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, SDO, SKOS, VANN
from rdflib.term import Node

ONTOLOGY = ROOT / "ontology"
LISTS = sorted((ONTOLOGY / "vocabularies").glob("*.ttl"))
FILES = [ONTOLOGY / "icilabas.ttl", ONTOLOGY / "alignments.ttl", *LISTS]
SHAPE_FILES = sorted((ONTOLOGY / "shapes").glob("*.ttl"))
QUERIES = sorted(ONTOLOGY.rglob("*.rq"))
EXAMPLES = sorted((DATA / "valid").glob("*.ttl"))

HOME = "https://w3id.org/icilabas/"
IRI = URIRef(HOME + "ontology")
ILB = Namespace(HOME + "ontology#")
ILS = Namespace(HOME + "shape/")
ILV = Namespace(HOME + "vocabulary/")
ADMS = Namespace("http://www.w3.org/ns/adms#")
PREFIXES = {
    "adms": ADMS, "dcterms": DCTERMS, "ilb": ILB, "ilv": ILV, "org": ORG, "owl": OWL, "rdf": RDF,
    "rdfs": RDFS, "sdo": SDO, "skos": SKOS, "vann": VANN,
}  # fmt: skip
PROPERTY_TYPES = (OWL.ObjectProperty, OWL.DatatypeProperty)

Check = Callable[[Graph], list[str]]


def parsed(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


@lru_cache
def ontology() -> Graph:
    return parsed(*FILES)


@lru_cache
def ontology_shapes() -> Graph:
    return parsed(ONTOLOGY / "shapes" / "ontology.ttl")


@lru_cache
def data_shapes() -> Graph:
    return parsed(ONTOLOGY / "shapes" / "data.ttl")


def ours(node: Node) -> bool:
    return isinstance(node, URIRef) and node.startswith(HOME)


def local(node: Node) -> str:
    return re.split(r"[#/]", str(node))[-1]


def own_classes(graph: Graph) -> set[Node]:
    return {term for term in graph.subjects(RDF.type, OWL.Class) if ours(term)}


def own_properties(graph: Graph) -> set[Node]:
    return {term for kind in PROPERTY_TYPES for term in graph.subjects(RDF.type, kind) if ours(term)}


def texts(graph: Graph, *predicates: URIRef) -> Iterator[tuple[Node, Literal]]:
    for predicate in predicates:
        for subject, value in graph.subject_objects(predicate):
            if ours(subject) and isinstance(value, Literal):
                yield subject, value


def broken(update: str) -> Graph:
    """A copy of the ontology after a SPARQL update."""
    graph = Graph()
    graph += ontology()
    graph.update(update, initNs=PREFIXES)
    assert set(graph) != set(ontology())
    return graph
