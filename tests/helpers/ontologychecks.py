"""Checks 1 to 10 of a good ontology, numbered in the docstrings: from a graph to the faults that it has."""

import re
from functools import lru_cache
from itertools import combinations

from ontologyparts import (
    ILB,
    ILS,
    IRI,
    PROPERTY_TYPES,
    data_shapes,
    local,
    ontology_shapes,
    ours,
    own_classes,
    own_properties,
    texts,
)
from pyshacl import validate
from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SKOS
from rdflib.term import Node

CLASS_SLOTS = {
    RDF.type, RDFS.subClassOf, RDFS.domain, RDFS.range,
    OWL.disjointWith, OWL.someValuesFrom, OWL.allValuesFrom,
}  # fmt: skip


def header_faults(graph: Graph) -> list[str]:
    """1: one owl:Ontology, whose IRI has neither # nor file ending; its version has another IRI."""
    faults = []
    headers = list(graph.subjects(RDF.type, OWL.Ontology))
    if len(headers) != 1:
        faults.append(f"{len(headers)} ontologies")
    for header in headers:
        if re.search(r"[#/]$|#|\.(ttl|owl|rdf|xml|jsonld)$", str(header)):
            faults.append(f"{header} has a # or a file ending")
        if (header, OWL.versionIRI, header) in graph:
            faults.append(f"{header} is its own version")
    return faults


@lru_cache
def shape_faults(graph: Graph) -> list[str]:
    """2, 3, 6, 7: what the SHACL shapes over the ontology refuse."""
    _, report, _ = validate(graph + ontology_shapes(), shacl_graph=ontology_shapes())
    assert isinstance(report, Graph)
    terms = dict(report.subject_objects(SH.focusNode))
    return sorted(
        {f"{local(terms[result])} {local(shape)}" for result, shape in report.subject_objects(SH.sourceShape)}
    )


def label_faults(graph: Graph) -> list[str]:
    """4: labels are single, not in their own definitions, without stray white space, never empty."""
    faults = []
    groups = {"ontology": [*own_classes(graph), *own_properties(graph)]}
    for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
        groups[local(scheme)] = [*graph.subjects(SKOS.inScheme, scheme)]
    for group, terms in groups.items():
        seen: dict[tuple[str, str], Node] = {}
        for term in terms:
            for label in [*graph.objects(term, RDFS.label), *graph.objects(term, SKOS.prefLabel)]:
                key = (str(getattr(label, "language", "")), str(label).casefold())
                if seen.setdefault(key, term) != term:
                    faults.append(f"{label} names {local(term)} and {local(seen[key])} in {group}")
                definitions = {str(text).strip(". ").casefold() for text in graph.objects(term, SKOS.definition)}
                if str(label).casefold() in definitions:
                    faults.append(f"{local(term)} is defined by its label")
    for subject, _, value in graph:
        if isinstance(value, Literal) and (not str(value) or str(value) != " ".join(str(value).split())):
            faults.append(f"{local(subject)} has a text with stray white space: {value!r}")
    return faults + _circular(graph)


def _circular(graph: Graph) -> list[str]:
    """The terms whose definition says what it has to explain: the label, in the same language."""
    labels = list(texts(graph, RDFS.label))
    return [
        f"{local(term)} says “{label}” in its own definition"
        for term, text in texts(graph, SKOS.definition)
        for named, label in labels
        if named == term
        and label.language == text.language
        and re.search(rf"\b{re.escape(label)}\b", text, re.IGNORECASE)
    ]


def name_faults(graph: Graph) -> list[str]:
    """5: CamelCase classes, mixedCase properties, kebab-case entries of code lists; no relation that is called “is”."""
    named = [(own_classes(graph), r"([A-Z][a-z]+)+"), (own_properties(graph), r"[a-z]+([A-Z][a-z]+)*")]
    named.append(({c for c in graph.subjects(RDF.type, SKOS.Concept) if ours(c)}, r"[a-z]+(-[a-z]+)*"))
    faults = [local(term) for terms, form in named for term in terms if not re.fullmatch(form, local(term))]
    faults += [f"{local(p)}: rdf:type" for p in own_properties(graph) if re.fullmatch("is|isAn?|isKindOf", local(p))]
    kinds = {local(term).casefold() for term in own_classes(graph)}
    twins = {local(term) for term in own_properties(graph) if local(term).casefold() in kinds}
    # A property may bear the name of its range (ilb:sphere leads to an ilb:Sphere), of no other class.
    return faults + [n for n in twins if local(graph.value(ILB[n], RDFS.range) or IRI).casefold() != n.casefold()]


def cycle_faults(graph: Graph) -> list[str]:
    """8: no cycle, no self-inverse, no crossed inverse, no chain of one."""
    faults = []
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader):
        for term in set(graph.subjects(predicate)):
            parents = graph.objects(term, predicate)
            if any(term in graph.transitive_objects(parent, predicate) for parent in parents):
                faults.append(f"{local(term)} is above itself")
    for first, second in graph.subject_objects(OWL.inverseOf):
        if first == second:
            faults.append(f"{local(first)} is its own inverse")
        ends = [graph.value(term, end) for term in (first, second) for end in (RDFS.domain, RDFS.range)]
        if ends[0] != ends[3] or ends[1] != ends[2]:
            faults.append(f"{local(first)} and {local(second)} do not mirror each other")
    for term, chain in graph.subject_objects(OWL.propertyChainAxiom):
        if len(Collection(graph, chain)) < 2:
            faults.append(f"{local(term)} has a chain of one")
    return faults


def construct_faults(graph: Graph) -> list[str]:
    """8: none of what is easily declared wrongly and not needed here: equivalence, negation, symmetry, own datatypes."""
    told = (OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs, OWL.complementOf)
    faults = [f"{local(s)} {local(predicate)}" for predicate in told for s in graph.subjects(predicate)]
    kinds = (OWL.SymmetricProperty, RDFS.Datatype)
    return faults + [f"{local(s)} is a {local(kind)}" for kind in kinds for s in graph.subjects(RDF.type, kind)]


def disjoint_pairs(graph: Graph) -> set[frozenset[Node]]:
    pairs = {frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)}
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        members = graph.value(axiom, OWL.members)
        assert members is not None
        pairs |= {frozenset(pair) for pair in combinations(Collection(graph, members), 2)}
    return pairs


def overlaps() -> set[frozenset[Node]]:
    """The pairs that may overlap, each with its reason, from shapes/ontology.ttl."""
    shapes = ontology_shapes()
    return {
        frozenset((one, other))
        for entry in shapes.subjects(RDF.type, ILS.Overlap)
        for one in shapes.objects(entry, ILS.one)
        for other in shapes.objects(entry, ILS.other)
    }


def disjointness_faults(graph: Graph) -> list[str]:
    """9: every pair of top classes is disjoint or listed as overlapping, and not both."""
    own = own_classes(graph)
    tops = {c for c in own if not own & set(graph.objects(c, RDFS.subClassOf))} | {SKOS.Concept}
    pairs: set[frozenset[Node]] = {frozenset(pair) for pair in combinations(tops, 2)}
    pairs.add(frozenset((ILB.Organization, ILB.SocialGroup)))
    pairs -= {frozenset((c, SKOS.Concept)) for c in own if (c, RDFS.subClassOf, SKOS.Concept) in graph}
    disjoint, listed = disjoint_pairs(graph), overlaps()
    faults = [(pair, "undecided") for pair in pairs - disjoint - listed]
    faults += [(pair, "both disjoint and listed") for pair in disjoint & listed]
    faults += [(pair, "listed for nothing") for pair in listed - pairs]
    return [" and ".join(sorted(local(c) for c in pair)) + f": {why}" for pair, why in faults]


def connection_faults(graph: Graph) -> list[str]:
    """10: every class and property of ours is tied to something else, in the ontology or in a shape."""
    classes, shapes = own_classes(graph), data_shapes()
    used = {value for _, predicate, value in graph if predicate != RDF.type}
    used |= {c for shape, c in shapes.subject_objects(SH.targetClass) if (shape, SH.property, None) in shapes}
    used |= {c for c in classes if classes & set(graph.objects(c, RDFS.subClassOf))}
    used |= {p for end in (RDFS.domain, RDFS.range) for p in graph.subjects(end)}
    return [f"{local(term)} is connected with nothing" for term in (classes | own_properties(graph)) - used]


def type_faults(graph: Graph) -> list[str]:
    """10: what is used as a class or property is declared as one, what is named of ours has a type."""
    property_types = {*PROPERTY_TYPES, OWL.AnnotationProperty}
    class_types = {OWL.Class, OWL.Restriction}
    used: dict[Node, set[URIRef]] = {}
    for _, predicate, value in graph:
        used[predicate] = property_types
        if predicate in (RDFS.subPropertyOf, OWL.onProperty, OWL.inverseOf):
            used[value] = property_types
        if predicate in CLASS_SLOTS:
            used[value] = class_types
        if predicate in (OWL.unionOf, OWL.members):
            used |= dict.fromkeys(Collection(graph, value), class_types)
    builtin = (str(RDF), str(RDFS), str(OWL), str(XSD))
    faults = [
        f"{term} is not declared"
        for term, types in used.items()
        if not str(term).startswith(builtin) and not types & set(graph.objects(term, RDF.type))
    ]
    named = {node for s, _, o in graph for node in (s, o) if ours(node) and not str(node).startswith(f"{IRI}/")}
    return faults + [f"{local(node)} is untyped" for node in named if (node, RDF.type, None) not in graph]


def leftover_faults(graph: Graph) -> list[str]:
    """10: no class or code for whatever fits nowhere else."""
    words = re.compile(r"\b(others?|autres?|misc\w*|divers\w*|various|unknown|inconnue?s?)\b", re.IGNORECASE)
    names = {(term, local(term)) for term in graph.subjects() if ours(term)}
    names |= {(term, str(text)) for term, text in texts(graph, RDFS.label, SKOS.prefLabel)}
    return [f"{local(term)} is for whatever is left over" for term, name in names if words.search(name)]
