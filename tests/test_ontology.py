"""What makes the ontology a good one: checks 1 to 11 and 15 of the catalogue, numbered in the docstrings.

Each check is a function from a graph to the faults it finds. It must find none in the ontology, and the last
tests break copies of it to show that each check can fail.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import CSVW, DCTERMS, FOAF, GEO, ORG, PROV, SDO, SKOS, VANN, DefinedNamespace
from rdflib.term import Node

import icilabas

ONTOLOGY = Path(__file__).parents[1] / "ontology"
LISTS = sorted((ONTOLOGY / "vocabularies").glob("*.ttl"))
FILES = [ONTOLOGY / "icilabas.ttl", ONTOLOGY / "alignments.ttl", *LISTS]
SHAPE_FILES = sorted((ONTOLOGY / "shapes").glob("*.ttl"))
QUERIES = sorted(ONTOLOGY.rglob("*.rq"))
EXAMPLES = sorted((Path(__file__).parent / "data" / "valid").glob("*.ttl"))

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
CLASS_SLOTS = {
    RDF.type, RDFS.subClassOf, RDFS.domain, RDFS.range,
    OWL.disjointWith, OWL.someValuesFrom, OWL.allValuesFrom,
}  # fmt: skip
PROPERTY_TYPES = (OWL.ObjectProperty, OWL.DatatypeProperty)

Check = Callable[[Graph], list[str]]

VOCABULARIES: tuple[type[DefinedNamespace], ...] = (
    CSVW, DCTERMS, FOAF, GEO, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, VANN, XSD,
)  # fmt: skip
PINNED = {
    "http://www.w3.org/2003/01/geo/wgs84_pos#lat",
    "http://www.w3.org/2003/01/geo/wgs84_pos#long",
    "http://www.w3.org/ns/adms#status",
    "http://purl.org/adms/status/UnderDevelopment",
    "https://creativecommons.org/licenses/by/4.0/",
}
# Namespaces of things, which are not terms of a vocabulary.
THINGS = ("http://www.wikidata.org/entity/", "https://sws.geonames.org/", "http://metadata.un.org/sdg/")


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


# ---- the checks ----


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
    """4: labels are single, distinct from definitions, without stray white space, never empty."""
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
    return faults


def name_faults(graph: Graph) -> list[str]:
    """5: CamelCase classes, mixedCase properties, kebab-case entries of code lists."""
    named = [(own_classes(graph), r"([A-Z][a-z]+)+"), (own_properties(graph), r"[a-z]+([A-Z][a-z]+)*")]
    named.append(({c for c in graph.subjects(RDF.type, SKOS.Concept) if ours(c)}, r"[a-z]+(-[a-z]+)*"))
    faults = [local(term) for terms, form in named for term in terms if not re.fullmatch(form, local(term))]
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


# ---- the ontology passes ----


@pytest.mark.parametrize("path", [*FILES, *SHAPE_FILES], ids=lambda path: path.name)
def test_01_files_parse(path: Path) -> None:
    """1: every file is Turtle and holds something."""
    assert len(parsed(path)) > 0


def test_01_one_ontology() -> None:
    """1: one owl:Ontology, with a proper IRI."""
    assert header_faults(ontology()) == []
    assert set(ontology().subjects(RDF.type, OWL.Ontology)) == {IRI}


def test_02_metadata() -> None:
    """2: the header says all that FOOPS! asks for; the creator is described too."""
    assert [fault for fault in shape_faults(ontology()) if " header-" in fault] == []
    for role in (DCTERMS.creator, DCTERMS.publisher):
        for agent in ontology().objects(IRI, role):
            assert (agent, FOAF.name, None) in ontology()


def test_03_labels_and_definitions() -> None:
    """3: each own term has one label and one definition in each language, and none escapes the shapes."""
    assert [fault for fault in shape_faults(ontology()) if " term-" in fault or " entry-" in fault] == []
    assert set(ontology().subjects(RDFS.isDefinedBy)) == own_classes(ontology()) | own_properties(ontology())
    assert {term for term in ontology().subjects() if str(term).startswith(str(ILB))} == set(
        ontology().subjects(RDFS.isDefinedBy)
    )


def test_04_labels_are_distinct() -> None:
    """4: no duplicate label in a language, no label as definition, no stray white space, no empty text."""
    assert label_faults(ontology()) == []


def test_05_names() -> None:
    """5: CamelCase classes, mixedCase properties."""
    assert name_faults(ontology()) == []


def test_06_domain_and_range() -> None:
    """6: one domain and one range each; at most three written exceptions, none needless."""
    assert [fault for fault in shape_faults(ontology()) if " property-" in fault and "inverse" not in fault] == []
    assert set(ontology().subjects(RDFS.subPropertyOf)) == own_properties(ontology())
    exceptions = [(ILS.noDomainBecause, RDFS.domain), (ILS.noRangeBecause, RDFS.range)]
    excepted = {(term, end) for reason, end in exceptions for term in ontology_shapes().subjects(reason)}
    assert len(excepted) <= 3
    assert [term for term, end in excepted if (term, end, None) in ontology()] == []


def test_07_inverses() -> None:
    """7: an inverse is declared, or the property's note gives the reason why there is none."""
    assert [fault for fault in shape_faults(ontology()) if "inverse" in fault] == []
    paired = {term for pair in ontology().subject_objects(OWL.inverseOf) for term in pair}
    reasoned = {s for s, note in texts(ontology(), SKOS.editorialNote) if note.startswith("No inverse: ")}
    assert paired & reasoned == set()
    assert paired | reasoned == own_properties(ontology())


def test_08_no_cycles() -> None:
    """8: no cycle, no self-inverse, no crossed inverse, no chain of one."""
    assert cycle_faults(ontology()) == []


def test_09_disjointness() -> None:
    """9: every pair of top classes is decided."""
    assert disjointness_faults(ontology()) == []


def test_09_exceptions_have_reasons() -> None:
    """6, 9: every exception gives its reason in French and in English."""
    shapes = ontology_shapes()
    excepted = {(term, why) for why in (ILS.noDomainBecause, ILS.noRangeBecause) for term in shapes.subjects(why)}
    excepted |= {(entry, ILS.because) for entry in shapes.subjects(RDF.type, ILS.Overlap)}
    for term, why in excepted:
        languages = sorted(str(getattr(text, "language", "")) for text in shapes.objects(term, why))
        assert languages == ["en", "fr"], term


def test_10_connected_and_typed() -> None:
    """10: nothing unconnected, nothing untyped, no "other" class."""
    assert connection_faults(ontology()) == []
    assert type_faults(ontology()) == []
    assert leftover_faults(ontology()) == []


def test_11_foreign_terms_exist() -> None:
    """11: in the ontology, the code lists and the shapes."""
    assert foreign_faults(parsed(*FILES, *SHAPE_FILES)) == []


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_11_terms_of_queries_exist(path: Path) -> None:
    """11: in the questions, rules, views and checks."""
    assert query_faults(path.read_text(encoding="utf-8")) == []


def test_11_one_schema_org() -> None:
    """11: schema.org by https only."""
    files = [path for path in ONTOLOGY.rglob("*") if path.suffix in (".ttl", ".rq")]
    assert [path.name for path in files if "http://schema.org" in path.read_text(encoding="utf-8")] == []


def test_15_skos_integrity() -> None:
    """15: S9, S13, S14, S27 and S46 hold, in the code lists and in the examples."""
    assert skos_faults(ontology()) == []
    assert skos_faults(parsed(*FILES, *EXAMPLES)) == []


def test_15_skos_integrity_of_the_data() -> None:
    """15: and in the bundled workshop, together with the ontology, before anything is inferred."""
    union = Graph()
    union += ((s, p, o) for s, p, o, _ in icilabas.load(infer=False).quads())
    assert (None, RDF.type, ILB.Challenge) in union
    assert skos_faults(union) == []


def test_15_code_lists() -> None:
    """15: no orphan, top concepts declared; one file a scheme, named after it."""
    assert scheme_faults(ontology()) == []
    for path in LISTS:
        assert set(parsed(path).subjects(RDF.type, SKOS.ConceptScheme)) == {ILV[path.stem]}


# ---- and each check can fail ----


def broken(update: str) -> Graph:
    """A copy of the ontology after a SPARQL update."""
    graph = Graph()
    graph += ontology()
    graph.update(update, initNs=PREFIXES)
    assert set(graph) != set(ontology())
    return graph


BREAKS: list[tuple[Check, str, str]] = [
    (header_faults, "INSERT DATA { <https://w3id.org/icilabas/two#> a owl:Ontology }", "2 ontologies"),
    (header_faults, "INSERT DATA { <https://w3id.org/icilabas/two.ttl> a owl:Ontology }", "file ending"),
    (header_faults, f"INSERT DATA {{ <{IRI}> owl:versionIRI <{IRI}> }}", "its own version"),
    (label_faults, 'INSERT DATA { ilb:Theme rdfs:label "challenge"@en }', "names"),
    (label_faults, 'INSERT DATA { ilv:exact skos:prefLabel "about"@en }', "in precisions"),
    (label_faults, 'INSERT DATA { ilb:Theme skos:definition "Thème."@fr }', "defined by its label"),
    (label_faults, 'INSERT DATA { ilb:Theme skos:scopeNote " left"@en }', "stray white space"),
    (label_faults, 'INSERT DATA { ilb:Theme skos:scopeNote "two  blanks"@en }', "stray white space"),
    (label_faults, 'INSERT DATA { ilb:Theme skos:scopeNote ""@en }', "stray white space"),
    (name_faults, "INSERT DATA { ilb:socialThing a owl:Class }", "socialThing"),
    (name_faults, "INSERT DATA { ilb:Works_on a owl:ObjectProperty }", "Works_on"),
    (name_faults, "INSERT DATA { ilv:NotThis a skos:Concept }", "NotThis"),
    (name_faults, "INSERT DATA { ilb:theme a owl:ObjectProperty ; rdfs:range ilb:Value }", "theme"),
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
    (type_faults, "INSERT DATA { ilb:links skos:note 1 }", "note is not declared"),
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
