"""The ontology as the pages about it read it: one graph of all its files, and short ways to ask it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generators.markdown import code, prose
from icilabas.engine.terms import PREFIXES, local_name, shorten
from icilabas.words.matching import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph
    from rdflib.term import Node

IRI = PREFIXES["ilb"].removesuffix("#")
OWN, CODES = PREFIXES["ilb"], PREFIXES["ilv"]
# What OWL calls a property that is more than a relation.
TRAITS = ("TransitiveProperty", "SymmetricProperty", "FunctionalProperty", "InverseFunctionalProperty")


@lru_cache(maxsize=4)
def data(name: str) -> Any:
    """Return what a YAML file beside this one says."""
    from icilabas import resources

    return resources.parse_yaml((Path(__file__).parent / name).read_text(encoding="utf-8"))


def words_of(lang: str) -> dict[str, Any]:
    """Return what the pages say around what they are made from, in the language: ``ontology.yaml``."""
    found: dict[str, Any] = data("ontology.yaml")[lang]
    return found


@lru_cache(maxsize=1)
def graph() -> Graph:
    """Return the ontology with its alignments and code lists; blank nodes have the same names each time."""
    from icilabas.resources import ONTOLOGY

    return read("\n".join((ONTOLOGY / path).read_text(encoding="utf-8") for path in source_files()))


def read(turtle: str) -> Graph:
    """Return the graph of a text in Turtle; blank nodes have the same names each time."""
    from rdflib import Graph
    from rdflib.compare import to_canonical_graph

    found = Graph()
    for triple in sorted(to_canonical_graph(Graph().parse(data=turtle, format="turtle"))):
        found.add(triple)
    return found


def source_files() -> list[str]:
    """Return the files that the ontology is written in, below ``ontology/``."""
    from icilabas.resources import ONTOLOGY

    lists = sorted(f"vocabularies/{path.name}" for path in (ONTOLOGY / "vocabularies").glob("*.ttl"))
    return ["icilabas.ttl", "alignments.ttl", *lists]


def term(name: str) -> Node:
    """Return the node of a prefixed name or an IRI."""
    from rdflib import URIRef

    prefix, _, local = name.partition(":")
    return URIRef(PREFIXES[prefix] + local if prefix in PREFIXES else name)


def things(predicate: str, value: str) -> list[str]:
    """Return the IRIs of what has this value, by their local names."""
    from rdflib import URIRef

    found = {str(s) for s in graph().subjects(term(predicate), term(value)) if isinstance(s, URIRef)}
    return sorted(found, key=lambda iri: (local_name(iri).casefold(), iri))


def values(subject: str, predicate: str) -> list[Node]:
    """Return what stands behind the predicate, in order."""
    return sorted(graph().objects(term(subject), term(predicate)), key=str)


def texts_of(subject: str, predicate: str, lang: str) -> list[str]:
    """Return the texts in the language, in order."""
    return [str(text) for text in values(subject, predicate) if getattr(text, "language", None) == lang]


def text_of(subject: str, predicate: str, lang: str) -> str:
    """Return the text in the language, or nothing."""
    return next(iter(texts_of(subject, predicate, lang)), "")


def own_classes() -> list[str]:
    """Return our classes, by name."""
    return [iri for iri in things("rdf:type", "owl:Class") if iri.startswith(OWN)]


def top_classes() -> list[str]:
    """Return our classes that have no super-class of ours."""
    return [iri for iri in own_classes() if not any(up.startswith(OWN) for up in named(values(iri, "rdfs:subClassOf")))]


def by_name(iris: Iterable[str], lang: str) -> list[str]:
    """Return the terms in the order of what they are called in the language, accents apart."""
    return sorted(iris, key=lambda iri: (fold(text_of(iri, "rdfs:label", lang)), iri))


def own_properties() -> list[str]:
    """Return our properties, by name."""
    kinds = ("owl:ObjectProperty", "owl:DatatypeProperty")
    found = {iri for kind in kinds for iri in things("rdf:type", kind) if iri.startswith(OWN)}
    return sorted(found, key=lambda iri: local_name(iri).casefold())


def traits(property_: str) -> list[str]:
    """Return the characteristics of a property, by OWL's names."""
    found = {local_name(str(kind)) for kind in values(property_, "rdf:type")}
    return [trait for trait in TRAITS if trait in found]


def members(scope: Node) -> list[str]:
    """Return the classes of a domain or range: the class, or those of a union."""
    from rdflib import BNode, Literal
    from rdflib.collection import Collection

    if not isinstance(scope, BNode):
        return [str(scope)]
    parts = graph().value(scope, term("owl:unionOf"))
    found: Iterable[Node] = Collection(graph(), parts) if parts is not None else []
    return [str(part) for part in found if not isinstance(part, Literal)]


def named(nodes: Iterable[Node]) -> list[str]:
    """Return the IRIs among the nodes."""
    from rdflib import URIRef

    return [str(node) for node in nodes if isinstance(node, URIRef)]


def label(iri: str) -> str:
    """Return a target for links inside the pages: of a class, a property or a code."""
    kind = "code" if iri.startswith(CODES) else "class" if iri in own_classes() else "property"
    return f"{kind}-{re.sub(r'(?<=[a-z])(?=[A-Z])', '-', local_name(iri)).lower()}"


def link(iri: str, lang: str) -> str:
    """Return a link to one of our terms, by its name in the language; a foreign term is set as code."""
    if not iri.startswith((OWN, CODES)):
        return code(shorten(iri))
    name = text_of(iri, "rdfs:label", lang) or text_of(iri, "dcterms:title", lang)
    return f"[{prose(name)}](#{label(iri)})"


def anchor(iri: str) -> str:
    """Return an anchor of the term's own local name, which no heading could have: case counts in it."""
    return f'<span id="{local_name(iri)}"></span>'
