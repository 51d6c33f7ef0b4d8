"""Data that name persons in every way we know of, each by a mark that no public output may show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """@prefix bibo: <http://purl.org/ontology/bibo/> .
@prefix bio: <http://purl.org/vocab/bio/0.1/> . @prefix event: <http://purl.org/NET/c4dm/event.owl#> .
@prefix pav: <http://purl.org/pav/> . @prefix pro: <http://purl.org/spar/pro/> .
@prefix p: <http://www.wikidata.org/prop/> . @prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> . @prefix dbo: <http://dbpedia.org/ontology/> .
@prefix dc: <http://purl.org/dc/elements/1.1/> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://marks.example/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ilv: <https://w3id.org/icilabas/vocabulary/> .
@prefix ilg: <https://w3id.org/icilabas/graph/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sch: <http://schema.org/> . @prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
"""
# What may be seen by all: organisations and what they do together, also where they found, write or are members.
KEPT = """
ex:asso a org:Organization , ilb:Organization ; skos:prefLabel "Jardin du canal"@fr , "Canal garden"@en ; schema:founder ex:ville .
ex:ville a foaf:Organization ; foaf:name "Ville du canal" .
ex:work a org:OrganizationalCollaboration ; rdfs:label "Berges propres"@fr , "Clean banks"@en ;
    dcterms:creator "Jardin du canal" , "Association des berges" .
ex:m1 a org:Membership ; org:organization ex:work ; org:member ex:asso ; org:role ex:lead .
ex:m2 a org:Membership ; org:organization ex:work ; org:member ex:ville .
ex:lead a org:Role ; skos:prefLabel "chef de file"@fr , "lead"@en .
"""
VISIBLE = ("Jardin du canal", "Ville du canal", "Berges propres", "Association des berges")
# A way to name a person, and what says it: ``M`` stands for the mark. The first statement says what it is, if any does.
KINDS = {
    "class below one of persons": (
        "ex:Ben rdfs:subClassOf foaf:Person .",
        "ex:M a ex:Ben .",
        "ex:M rdfs:label 'M Exemple' .",
    ),
    "class equal to one of persons": (
        "ex:Hab owl:equivalentClass ex:Hum . ex:Hum rdfs:subClassOf dbo:Person .",
        "ex:M a ex:Hab ; skos:prefLabel 'M'@fr .",
    ),
    "class that is an intersection": (
        "ex:Ret owl:equivalentClass [ owl:intersectionOf ( ex:Old foaf:Person ) ] .",
        "ex:M a ex:Ret ; skos:prefLabel 'M'@fr .",
    ),
    "class by its name": ("ex:M a ex:Personne .", "ex:M rdfs:label 'M'@fr ; ex:note 'M dit' ."),
    "class by the last word of its name": ("ex:M a ex:KeyPerson .", "ex:M rdfs:label 'M'@fr ."),
    "class as a text": ("ex:M dc:type 'Personne' .", "ex:M rdfs:label 'M'@fr ."),
    "name of a property in many words": ("ex:work ex:hasAuthorName 'M Exemple' .",),
    "human of Wikidata": ("ex:M a wd:Q5 .", "ex:M rdfs:label 'M'@fr ."),
    "instance of a human": ("ex:M wdt:P31 wd:Q5 .", "ex:M rdfs:label 'M'@fr ."),
    "person of DBpedia": ("ex:M a dbo:Person .", "ex:M rdfs:label 'M'@fr ."),
    "person of http schema.org": ("ex:M a sch:Person .", "ex:M sch:name 'M' ."),
    "person in our words": ("ex:M a ilb:Person .", "ex:M skos:prefLabel 'M'@fr ."),
    "member in our words": (
        "ex:M a ilb:Person ; skos:prefLabel 'M Exemple'@fr , 'M Exemple'@en ; ilb:jobTitle 'garde M'@fr .",
        "ex:nM a ilb:Membership ; org:member ex:M ; org:organization ex:asso ; org:role ilv:role-representative .",
    ),
    "vCard": (
        "ex:M a vcard:VCard ; vcard:fn 'M Exemple' .",
        "ex:M vcard:hasAddress ex:a ; vcard:note 'M' . ex:a rdfs:label 'M road' .",
    ),
    "name of a card": ("ex:M vcard:fn 'M Exemple' .", "ex:asso ex:contact ex:M ."),
    "given name": ("ex:M foaf:givenName 'M' .", "ex:M ex:says 'M' ."),
    "family name": ("ex:M sch:familyName 'M' .", "ex:asso ex:host ex:M ."),
    "name in an unknown vocabulary": ("ex:M ex:nomDeFamille 'M' .", "ex:M ex:says 'M' ."),
    "declared domain": ("ex:badge rdfs:domain foaf:Person .", "ex:M ex:badge 'M' ."),
    "property below": (
        "ex:chief rdfs:subPropertyOf schema:employee .",
        "ex:asso ex:chief ex:M .",
        "ex:M rdfs:label 'M' .",
    ),
    "member": (
        "ex:nM a org:Membership ; org:member ex:M ; org:organization ex:asso ; rdfs:label 'M au jardin' .",
        "ex:M rdfs:label 'M' .",
    ),
    "employee": ("ex:asso schema:employee ex:M .", "ex:M schema:name 'M' ."),
    "employee in a text": ("ex:asso sch:employee 'M Exemple' .",),
    "alumna": ("ex:asso schema:alumni ex:M .", "ex:M ex:note 'M' ."),
    "founder": ("ex:asso sch:founder ex:M .", "ex:M rdfs:label 'M'@fr ."),
    "founder in a text": ("ex:asso schema:founder 'M Exemple' .", "ex:asso ex:thanks 'M Exemple'@fr ."),
    "creator in a text": ("ex:work dcterms:creator 'M Exemple'@fr .",),
    "contributor in a text": ("ex:work dc:contributor 'M, Camille' .",),
    "author": ("ex:work schema:author ex:M .", "ex:M foaf:name 'M Exemple' ."),
    "creator who has a name": (
        "ex:work dcterms:creator [ foaf:name 'M Exemple' ] .",
        "ex:asso foaf:maker ex:M . ex:M rdfs:label 'M'@fr .",
    ),
    "author by a known address": (
        "ex:work dcterms:creator <https://orcid.org/M> .",
        "<https://orcid.org/M> ex:note 'M' .",
    ),
    "authors in a list": ("ex:work schema:author ( ex:M 'M Exemple' ) .", "ex:M rdfs:label 'M'@fr ."),
    "founders in a sequence": (
        "ex:asso schema:founder [ a rdf:Seq ; rdf:_1 ex:M ; rdf:_2 'M Exemple' ] .",
        "ex:M rdfs:label 'M'@fr .",
    ),
    "class that is part of a union": (
        "ex:Hum2 owl:equivalentClass foaf:Person ; owl:unionOf ( ex:Wo ex:Ma ) .",
        "ex:M a ex:Wo ; skos:prefLabel 'M'@fr .",
    ),
    "member by hasMembership": ("ex:M org:hasMembership [ org:organization ex:asso ] .", "ex:M rdfs:label 'M'@fr ."),
    "member in a text": ("ex:nM a org:Membership ; org:organization ex:asso ; org:member 'M Exemple' .",),
    "text in an unknown vocabulary": ("ex:asso ex:présidente 'M Exemple' .",),
    "address as a text": ("ex:M a foaf:Person .", "ex:asso ex:contact 'https://marks.example/M' ."),
    "same thing": ("ex:pM a foaf:Person .", "ex:pM owl:sameAs ex:M .", "ex:M rdfs:label 'M'@fr ."),
    "same thing the other way, twice": (
        "ex:pM a foaf:Person .",
        "ex:M skos:exactMatch ex:pM . ex:qM owl:sameAs ex:M .",
        "ex:M rdfs:label 'M'@fr . ex:qM ex:says 'M' .",
    ),
    "typed here, named there": ("ex:M a foaf:Person .", "ex:asso ex:speaker ex:M . ex:M rdfs:label 'M Exemple' ."),
    "described here, named there": (
        "ex:pM a foaf:Person ; foaf:givenName 'M' ; foaf:familyName 'Exemple' .",
        "ex:asso ex:says 'M Exemple' .",
    ),
    "inside a triple term": ("ex:asso ex:says <<( ex:M a foaf:Person )>> .", "ex:M rdfs:label 'M' ."),
    "triple term and what is said of it": (
        "ex:M a foaf:Person .",
        "ex:rM rdf:reifies <<( ex:asso ex:host ex:M )>> ; rdfs:comment 'M peut-être' .",
    ),
    "text inside a triple term": ("ex:rM rdf:reifies <<( ex:asso schema:founder 'M Exemple' )>> ; rdfs:comment 'M' .",),
    "reified statement": (
        "[] a rdf:Statement ; rdf:subject ex:asso ; rdf:predicate schema:founder ; rdf:object 'M Exemple' ; rdfs:comment 'M' .",
    ),
    "part without a name": (
        "ex:M a foaf:Person .",
        "ex:M bio:event [ rdfs:label 'M est là' ; ex:place [ rdfs:label 'M' ] ] .",
    ),
    "role": (
        "ex:M a schema:Person .",
        "ex:asso schema:member [ a schema:Role ; schema:member ex:M ; schema:roleName 'M' ] .",
    ),
    "membership that others name": (
        "ex:M foaf:givenName 'M' ; org:hasMembership ex:nM .",
        "ex:asso ex:post ex:nM . ex:nM rdfs:label 'M au jardin' .",
    ),
    "what only persons have": ("ex:M vcard:bday '1990-01-01' .", "ex:M rdfs:label 'M'@fr ."),
    "maker in a text": ("ex:work foaf:maker 'M Exemple' .",),
    "post": ("ex:post a org:Post ; org:heldBy ex:M .", "ex:M rdfs:label 'M' ."),
    "statement of Wikidata": ("ex:asso p:P169 ex:nM . ex:nM ps:P169 ex:M .", "ex:M rdfs:label 'M'@fr ."),
    "human by another address": ("ex:M a <https://www.wikidata.org/wiki/Q5> .", "ex:M rdfs:label 'M'@fr ."),
    "class with the name of one": (
        "ex:C17 a rdfs:Class ; rdfs:label 'Personne'@fr . ex:M a ex:C17 .",
        "ex:M rdfs:label 'M' .",
    ),
    "concept for a class": (
        "ex:M dcterms:type ex:c17 . ex:c17 skos:prefLabel 'personne'@fr .",
        "ex:M rdfs:label 'M' .",
    ),
    "property the other way round": (
        "ex:worksIn owl:inverseOf schema:employee . ex:M ex:worksIn ex:asso .",
        "ex:M rdfs:label 'M' .",
    ),
    "label of its own": ("ex:M a foaf:Person ; xl:altLabel ex:nM .", "ex:nM xl:literalForm 'M'@fr ."),
    "attributed to": ("ex:work prov:wasAttributedTo ex:M .", "ex:M rdfs:label 'M Exemple' ."),
    "agent of an activity": ("ex:act event:agent ex:M .", "ex:M rdfs:label 'M Exemple' ."),
    "author of a version": ("ex:work pav:authoredBy ex:M .", "ex:M rdfs:label 'M Exemple' ."),
    "list of authors": ("ex:work bibo:authorList ( ex:M ) .", "ex:M rdfs:label 'M Exemple' ."),
    "holder of a role": ("ex:M pro:holdsRoleInTime ex:nM .", "ex:M rdfs:label 'M' ."),
    "page of a profile": ("ex:M a foaf:PersonalProfileDocument .", "ex:asso foaf:page ex:M ."),
    "name in a longer text": (
        "ex:pM a foaf:Person ; foaf:name 'Camille M Exemple' .",
        "ex:asso skos:note 'Le jardin fut ouvert par Camille M Exemple.'@fr .",
    ),
    "name in capitals, the family first": (
        "ex:pM a foaf:Person ; foaf:givenName 'M' ; foaf:familyName 'Exemple' .",
        "ex:asso ex:says 'EXEMPLE M '@wo .",
    ),
    "page of a known address": ("ex:asso foaf:page <https://fr.linkedin.com/in/M> .",),
    "known address in a text": ("ex:asso schema:url 'https://www.linkedin.com/in/M' .",),
    "name in the address of a page": (
        "ex:pM a foaf:Person ; foaf:name 'Camille M Exemple' .",
        "ex:asso foaf:page <https://marks.example/team/camille-M-exemple> .",
    ),
    "name of a contact": ("ex:asso ex:nom_du_contact 'M Exemple' .",),
    "who represents": ("ex:asso ex:representedBy ex:M .", "ex:M rdfs:label 'M Exemple' ."),
    "graph of a name": ("ex:M a foaf:Person .", "GRAPH ex:M { ex:garden rdfs:label 'pré de M' }"),
}
DOUBTFUL = {
    "member of an organisation": "ex:M org:memberOf ex:asso ; rdfs:label 'M' .",
    "has member": "ex:asso org:hasMember ex:M . ex:M rdfs:label 'M' .",
    "only a name": "ex:M foaf:name 'M' .",
    "class that is often one of persons": "ex:M a ex:Volunteer ; rdfs:label 'M' .",
    "agent": "ex:M a foaf:Agent ; rdfs:label 'M' .",
    "creator": "ex:work dcterms:creator ex:M .",
    "creator with the name of an organisation": "ex:work dcterms:creator ex:M . ex:M rdfs:label 'Association M' .",
    "member with the name of an organisation": "ex:n a org:Membership ; org:organization ex:work ; org:member ex:M . ex:M rdfs:label 'Association M' .",
    "name of a person behind a word for places": "ex:pM a foaf:Person ; foaf:name 'Camille M Exemple' . ex:asso skos:note 'au lycée Camille M Exemple' .",
    "text that looks like an organisation": "ex:work dcterms:creator 'Association M' .",
}


def mark(kind: str) -> str:
    """Return the mark of a kind: a word that stands nowhere else."""
    return f"zqx{[*KINDS, *DOUBTFUL].index(kind):02}k"


def statements(kind: str) -> list[str]:
    """Return what says it, with its mark."""
    said = KINDS.get(kind) or (DOUBTFUL[kind],)
    of_marks = ("ex:M", "ex:pM", "ex:qM", "ex:rM", "ex:nM", "orcid.org/M")
    found = []
    for each in said:
        text = each
        for word in of_marks:
            text = text.replace(f"{word} ", f"{word[:-1]}{mark(kind)} ").replace(
                f"{word}>", f"{word[:-1]}{mark(kind)}>"
            )
        found.append(
            text.replace("'M", f"'{mark(kind)}")
            .replace(" M ", f" {mark(kind)} ")
            .replace("in/M", f"in/{mark(kind)}")
            .replace("-M-", f"-{mark(kind)}-")
            .replace("example/M'", f"example/{mark(kind)}'")
            .replace("de M'", f"de {mark(kind)}'")
            .replace("garde M'", f"garde {mark(kind)}'")
            .replace("ion M'", f"ion {mark(kind)}'")
        )
    return found


def write(folder: Path, *, files: int = 1, kinds: dict[str, object] | None = None) -> list[Path]:
    """Write all kinds (and what may be seen) to so many files, in turn: each kind is spread over all of them."""
    parts = [[PREFIXES] for _ in range(files)]
    parts[0].append(KEPT)
    for kind in KINDS if kinds is None else kinds:
        for number, text in enumerate(statements(kind)):
            parts[number % files].append(text)
    paths = [folder / f"{number}.trig" for number in range(files)]
    for path, lines in zip(paths, parts, strict=True):
        path.write_text("\n".join(lines), "utf-8")
    return paths
