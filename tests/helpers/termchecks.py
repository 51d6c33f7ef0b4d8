"""Checks 11 and 15 of a good ontology: terms of others exist, and the integrity conditions of SKOS hold."""

import re
from itertools import combinations

from ontologyparts import (
    HOME,
    ILB,
    ILV,
    local,
    ontology,
)
from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.namespace import CSVW, DCAT, DCTERMS, FOAF, GEO, ORG, PROV, SDO, SKOS, TIME, VANN, DefinedNamespace

VOCABULARIES: tuple[type[DefinedNamespace], ...] = (
    CSVW, DCAT, DCTERMS, FOAF, GEO, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, TIME, VANN, XSD,
)  # fmt: skip
PINNED = {
    "http://www.w3.org/2003/01/geo/wgs84_pos#lat",
    "http://www.w3.org/2003/01/geo/wgs84_pos#long",
    "http://www.w3.org/ns/adms#status",
    "http://purl.org/adms/status/UnderDevelopment",
    "http://purl.org/ontology/bibo/status",
    "http://purl.org/ontology/bibo/status/draft",
    "https://creativecommons.org/licenses/by/4.0/",
}
# Namespaces of things, which are not terms of a vocabulary.
THINGS = (
    "http://www.wikidata.org/entity/",
    "http://www.wikidata.org/prop/direct/",
    "https://sws.geonames.org/",
    "http://metadata.un.org/sdg/",
)


def exists(iri: str) -> bool:
    """Whether the vocabulary has the term; our own terms are looked at elsewhere."""
    return iri in PINNED or iri.startswith((HOME, *THINGS)) or any(iri in names for names in VOCABULARIES)


def foreign_faults(graph: Graph) -> list[str]:
    """11: every foreign term exists in its vocabulary."""
    vocabularies = {str(v) for v in VOCABULARIES}
    named = {node for triple in graph for node in triple if isinstance(node, URIRef)}
    named |= {value.datatype for value in graph.objects() if isinstance(value, Literal) and value.datatype}
    return sorted({str(iri) for iri in named if not exists(str(iri))} - vocabularies)


def query_faults(query: str) -> list[str]:
    """11: every term that a query names exists, be it foreign or ours; one prefix, one namespace."""
    prefix = r"(?i:\bPREFIX)\s+([\w-]*):\s*<([^>]*)>"
    declared = dict(re.findall(prefix, query))
    text = re.sub(prefix, " ", query)
    text = re.sub(r"""<[^<>\s]*>|"(\\.|[^"\\\n])*"|'(\\.|[^'\\\n])*'""", " ", text)
    text = re.sub(r"#.*", " ", text)
    faults = []
    for short, name in set(re.findall(r"(?<![\w?$:-])([a-zA-Z][\w-]*):([\w-]+)", text)):
        iri = declared.get(short, f"undeclared:{short}:") + name
        iri = iri.replace("http://schema.org/", str(SDO)) if short == "schema-http" else iri  # terms of two addresses
        own_term = iri.startswith((str(ILB), str(ILV)))
        if (URIRef(iri), RDF.type, None) not in ontology() if own_term else not exists(iri):
            faults.append(iri)
    return sorted(faults)


def skos_faults(graph: Graph) -> list[str]:
    """15: the integrity conditions of SKOS: S9, S13, S14, S27, S46."""
    both = set(graph.subjects(RDF.type, SKOS.Concept)) & set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    faults = [f"S9 {local(term)}" for term in both]
    for subject in set(graph.subjects()):
        labels = [set(graph.objects(subject, p)) for p in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)]
        if any(one & other for one, other in combinations(labels, 2)):
            faults.append(f"S13 {local(subject)}")
        languages = [(getattr(label, "language", "") or "").lower() for label in labels[0]]
        if len(languages) > len(set(languages)):
            faults.append(f"S14 {local(subject)}")
    for one, other in graph.subject_objects(SKOS.related):
        above = (
            {*graph.transitive_objects(one, SKOS.broader)},
            {*graph.transitive_objects(other, SKOS.broader)},
        )
        if other in above[0] or one in above[1]:
            faults.append(f"S27 {local(one)}")
    looser = (SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
    for one, other in graph.subject_objects(SKOS.exactMatch):
        if any((one, p, other) in graph or (other, p, one) in graph for p in looser):
            faults.append(f"S46 {local(one)}")
    return faults


def scheme_faults(graph: Graph) -> list[str]:
    """15: no orphan among the entries of the code lists, top concepts declared in both directions."""
    faults = []
    for entry in {c for c in graph.subjects() if str(c).startswith(str(ILV))}:
        if (entry, RDF.type, SKOS.ConceptScheme) in graph:
            continue
        if not set(graph.objects(entry, SKOS.inScheme)):
            faults.append(f"{local(entry)} is in no scheme")
        if not {*graph.objects(entry, SKOS.topConceptOf), *graph.objects(entry, SKOS.broader)}:
            faults.append(f"{local(entry)} is an orphan")
        if not {c for c in graph.objects(entry, RDF.type) if (c, RDFS.subClassOf, SKOS.Concept) in graph}:
            faults.append(f"{local(entry)} has no class of ours")
    down = set(graph.subject_objects(SKOS.hasTopConcept))
    up = {(s, c) for c, s in graph.subject_objects(SKOS.topConceptOf)}
    member = {(s, c) for c, s in graph.subject_objects(SKOS.inScheme)}
    faults += [f"{local(c)} is top concept one way only" for _, c in down ^ up]
    faults += [f"{local(c)} is top concept of a scheme it is not in" for _, c in up - member]
    return faults
