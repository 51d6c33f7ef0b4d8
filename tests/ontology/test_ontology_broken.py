"""Each check of the ontology can fail: copies of it are broken, and found out."""

import pytest
from ontologychecks import (
    connection_faults,
    construct_faults,
    cycle_faults,
    disjointness_faults,
    header_faults,
    label_faults,
    leftover_faults,
    name_faults,
    shape_faults,
    type_faults,
)
from ontologyparts import IRI, Check, broken, local, ontology_shapes
from rdflib import RDF, SH
from termchecks import foreign_faults, query_faults, scheme_faults, skos_faults

BREAKS: list[tuple[Check, str, str]] = [
    (header_faults, "INSERT DATA { <https://w3id.org/icilabas/two#> a owl:Ontology }", "2 ontologies"),
    (header_faults, "INSERT DATA { <https://w3id.org/icilabas/two.ttl> a owl:Ontology }", "file ending"),
    (header_faults, f"INSERT DATA {{ <{IRI}> owl:versionIRI <{IRI}> }}", "its own version"),
    (label_faults, 'INSERT DATA { ilb:Theme rdfs:label "challenge"@en }', "names"),
    (label_faults, 'INSERT DATA { ilv:exact skos:prefLabel "about"@en }', "in precisions"),
    (label_faults, 'INSERT DATA { ilb:Theme skos:definition "Thème."@fr }', "defined by its label"),
    (label_faults, 'INSERT DATA { ilb:Theme skos:definition "A kind of theme."@en }', "in its own definition"),
    (label_faults, 'INSERT DATA { ilb:Theme skos:scopeNote " left"@en }', "stray white space"),
    (label_faults, 'INSERT DATA { ilb:Theme skos:scopeNote "two  blanks"@en }', "stray white space"),
    (label_faults, 'INSERT DATA { ilb:Theme skos:scopeNote ""@en }', "stray white space"),
    (name_faults, "INSERT DATA { ilb:socialThing a owl:Class }", "socialThing"),
    (name_faults, "INSERT DATA { ilb:Works_on a owl:ObjectProperty }", "Works_on"),
    (name_faults, "INSERT DATA { ilv:NotThis a skos:Concept }", "NotThis"),
    (name_faults, "INSERT DATA { ilb:theme a owl:ObjectProperty ; rdfs:range ilb:Value }", "theme"),
    (name_faults, "INSERT DATA { ilb:isA a owl:ObjectProperty }", "isA: rdf:type"),
    (construct_faults, "INSERT DATA { ilb:Theme owl:equivalentClass skos:Concept }", "Theme equivalentClass"),
    (construct_faults, "INSERT DATA { ilb:Page a rdfs:Datatype }", "Page is a Datatype"),
    (cycle_faults, "INSERT DATA { ilb:Actor rdfs:subClassOf ilb:Network }", "above itself"),
    (cycle_faults, "INSERT DATA { ilb:Actor rdfs:subClassOf ilb:Actor }", "above itself"),
    (cycle_faults, "INSERT DATA { ilb:within owl:inverseOf ilb:within }", "its own inverse"),
    (cycle_faults, "INSERT DATA { ilb:links owl:inverseOf ilb:basedIn }", "mirror"),
    (cycle_faults, "INSERT DATA { ilb:basedIn owl:propertyChainAxiom ( ilb:within ) }", "chain of one"),
    (disjointness_faults, "DELETE WHERE { ilb:Finding owl:disjointWith ?c }", "Concept and Finding"),
    (disjointness_faults, "DELETE WHERE { ilb:Organization owl:disjointWith ?c }", "Organization and Social"),
    (disjointness_faults, "DELETE WHERE { ?axiom a owl:AllDisjointClasses }", "Person and Territory"),
    (disjointness_faults, "INSERT DATA { ilb:Song a owl:Class }", "Finding and Song: undecided"),
    (disjointness_faults, "INSERT DATA { ilb:Territory owl:disjointWith skos:Concept }", "both"),
    (disjointness_faults, "INSERT DATA { ilb:Event rdfs:subClassOf ilb:Initiative }", "listed for nothing"),
    (connection_faults, "INSERT DATA { ilb:Song a owl:Class }", "Song is connected with nothing"),
    (connection_faults, "INSERT DATA { ilb:sings a owl:ObjectProperty }", "sings is connected with nothing"),
    (type_faults, "INSERT DATA { ilb:links rdfs:seeAlso ilb:Teritory }", "Teritory is untyped"),
    (type_faults, "INSERT DATA { ilb:Actor rdfs:subClassOf sdo:Thing }", "Thing is not declared"),
    (type_faults, "INSERT DATA { ilb:links rdfs:subPropertyOf sdo:about }", "about is not declared"),
    (type_faults, "INSERT DATA { ilb:links skos:historyNote 1 }", "historyNote is not declared"),
    (leftover_faults, "INSERT DATA { ilv:misc a ilb:Sphere }", "left over"),
    (leftover_faults, 'INSERT DATA { ilv:exact skos:prefLabel "autre chose"@fr }', "left over"),
    (foreign_faults, "INSERT DATA { ilb:links rdfs:subPropertyOf org:conects }", "conects"),
    (foreign_faults, "INSERT DATA { ilb:links rdfs:seeAlso <http://schema.org/about> }", "http://schema.org/about"),
    (foreign_faults, "INSERT DATA { ilb:links skos:definitoin 1 }", "definitoin"),
    (foreign_faults, 'INSERT DATA { ilb:links skos:note "1"^^<http://example.org/int> }', "example.org"),
    (skos_faults, "INSERT DATA { ilv:exact a skos:ConceptScheme }", "S9 exact"),
    (skos_faults, 'INSERT DATA { ilv:ngo skos:altLabel "NGO"@en }', "S13 ngo"),
    (skos_faults, 'INSERT DATA { ilv:ngo skos:prefLabel "charity"@EN }', "S14 ngo"),
    (skos_faults, "INSERT DATA { ilv:ngo skos:related ilv:network ; skos:broader ilv:network }", "S27 ngo"),
    (skos_faults, "INSERT DATA { ilv:a skos:exactMatch ilv:b . ilv:b skos:narrowMatch ilv:a }", "S46"),
    (scheme_faults, "DELETE WHERE { ilv:ngo skos:inScheme ?s }", "ngo is in no scheme"),
    (scheme_faults, "DELETE WHERE { ilv:ngo skos:topConceptOf ?s }", "ngo is an orphan"),
    (scheme_faults, "DELETE WHERE { ?s skos:hasTopConcept ilv:ngo }", "one way only"),
    (scheme_faults, "DELETE DATA { ilv:ngo a ilb:OrganizationType }", "ngo has no class of ours"),
    (scheme_faults, "DELETE WHERE { ilv:ngo skos:inScheme ?s }", "a scheme it is not in"),
]  # fmt: skip


SHAPE_BREAKS = [
    (f"DELETE WHERE {{ <{IRI}> {word} ?text }}", f"ontology header-{shape}")
    for word, shape in [
        ("rdfs:label", "label"), ("dcterms:title", "title"), ("dcterms:description", "description"),
        ("dcterms:bibliographicCitation", "citation"), ("dcterms:license", "license"),
        ("dcterms:creator", "creator"), ("dcterms:publisher", "publisher"), ("dcterms:created", "created"),
        ("dcterms:issued", "issued"), ("dcterms:modified", "modified"), ("owl:versionIRI", "version-iri"),
        ("owl:versionInfo", "version"), ("adms:status", "status"),
        ("vann:preferredNamespacePrefix", "prefix"), ("vann:preferredNamespaceUri", "namespace"),
    ]
] + [
    ('DELETE DATA { ilb:Actor rdfs:label "Acteur"@fr }', "Actor term-label"),
    ('INSERT DATA { ilb:Event rdfs:label "Happening"@en }', "Event term-label"),
    ("DELETE WHERE { ilb:Person skos:definition ?text }", "Person term-definition"),
    ("INSERT DATA { ilb:Finding rdfs:isDefinedBy ilb:Source }", "Finding term-home"),
    ("INSERT DATA { ilb:Theme a skos:Concept }", "Theme term-type"),
    ("DELETE WHERE { ilb:Value rdfs:subClassOf ?class }", "Value term-super-term"),
    ("DELETE WHERE { ilb:links rdfs:domain ?class }", "links property-domain"),
    ("INSERT DATA { ilb:basedIn rdfs:domain ilb:Theme }", "basedIn property-one-domain"),
    ("DELETE WHERE { ilb:within rdfs:range ?class }", "within property-range"),
    ("INSERT DATA { ilb:addresses rdfs:range ilb:Theme }", "addresses property-one-range"),
    ("DELETE WHERE { ilb:sphere skos:editorialNote ?text }", "sphere property-inverse"),
    ("DELETE WHERE { ilb:sphere skos:editorialNote ?text }", "sphere property-inverse-in-french"),
    (
        "DELETE { ilb:raisedIn ?p ?text } WHERE { ilb:raisedIn ?p ?text FILTER(STRSTARTS(?text, 'Pas d')) }",
        "raisedIn property-inverse-in-french",
    ),
    ("DELETE WHERE { ilv:roles dcterms:title ?text }", "roles list-title"),
    ("DELETE WHERE { ilv:spheres dcterms:description ?text }", "spheres list-description"),
    ("DELETE WHERE { ilv:precisions skos:hasTopConcept ?entry }", "precisions list-entries"),
    ('DELETE DATA { ilv:ngo skos:prefLabel "ONG"@fr }', "ngo entry-label"),
    ("DELETE WHERE { ilv:exact skos:definition ?text }", "exact entry-definition"),
    ("DELETE DATA { ilv:city a skos:Concept }", "city entry-type"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "update", "fault"), BREAKS, ids=[f"{c.__name__}-{f}" for c, _, f in BREAKS])
def test_each_check_can_fail(check: Check, update: str, fault: str) -> None:
    """1, 4, 5, 8, 9, 10, 11, 15: a broken copy of the ontology is found out."""
    assert [found for found in check(broken(update)) if fault in found] != []


def test_each_ontology_shape_can_fail() -> None:
    """2, 3, 6, 7: each shape over the ontology refuses what it is there to refuse, and nothing else."""
    faults = {fault for _, fault in SHAPE_BREAKS}
    assert set(shape_faults(broken(";\n".join(update for update, _ in SHAPE_BREAKS)))) == faults
    shapes = {local(shape) for shape in ontology_shapes().subjects(RDF.type, SH.PropertyShape)}
    assert {fault.split()[1] for fault in faults} == shapes


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("PREFIX ilb: <https://w3id.org/icilabas/ontology#> SELECT * { ?s ilb:basedAt ?o }", "basedAt"),
        (
            "PREFIX ilv: <https://w3id.org/icilabas/vocabulary/> SELECT * { ?s ?p ilv:role-leader }",
            "role-leader",
        ),
        ("PREFIX org: <http://www.w3.org/ns/org#>\nSELECT * {\n ?s org:membr ?o }", "membr"),
        ("SELECT * { ?s skos:broader ?o }", "undeclared:skos:"),
    ],
)
def test_the_check_of_queries_can_fail(query: str, fault: str) -> None:
    """11: a query that names a term that does not exist is found out."""
    assert [found for found in query_faults(query) if fault in found] != []
