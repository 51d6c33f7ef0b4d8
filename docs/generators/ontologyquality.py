"""How the ontology fares with the field's own questions: our checks, FOOPS! and MIRO; its answers are worked out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from generators.markdown import code, page, prose, table, told
from generators.ontologyfiles import SPACES
from generators.ontologygraph import IRI, data, graph, own_classes, own_properties, text_of, things, values, words_of

if TYPE_CHECKING:
    from rdflib import Graph

ROOT = Path(__file__).parents[2]
# What the metadata tests of FOOPS! look for in the header: each line is one thing, in any of these properties.
WANTED: dict[str, tuple[tuple[str, ...], ...]] = {
    "OM1": (
        ("dcterms:title",),
        ("dcterms:description", "rdfs:comment"),
        ("dcterms:license",),
        ("owl:versionIRI",),
        ("dcterms:creator",),
        ("vann:preferredNamespaceUri",),
    ),
    "OM2": (
        ("vann:preferredNamespacePrefix",),
        ("owl:versionInfo",),
        ("dcterms:created",),
        ("dcterms:bibliographicCitation",),
    ),
    "OM3": (
        ("bibo:doi",),
        ("dcterms:publisher",),
        ("foaf:logo", "schema:logo"),
        ("bibo:status",),
        ("dcterms:source",),
        ("dcterms:issued",),
    ),
    "OM4.1": (("dcterms:license",),),
    "OM5.1": (("dcterms:creator",), ("dcterms:created",)),
    "OM5.2": (("dcterms:issued",), ("dcterms:publisher",)),
    "FIND1": (("vann:preferredNamespacePrefix",),),
}
PERSISTENT = ("https://w3id.org/", "https://doi.org/", "http://purl.org/")
YES, PART, NO, LATER = "yes", "part", "no", "later"


def verdict(test: str, about: Graph) -> str | None:
    """Return how the ontology in the graph fares in a test of FOOPS!; None where that cannot be worked out here."""
    from rdflib import OWL, RDF, RDFS, SKOS, URIRef

    header = next((str(node) for node in about.subjects(RDF.type, OWL.Ontology)), "")
    said = set(about.predicates(URIRef(header)))
    if test in WANTED:
        met = [any(_full(name) in said for name in names) for names in WANTED[test]]
        return YES if all(met) else PART if any(met) else NO
    terms = {s for kind in ("Class", "ObjectProperty", "DatatypeProperty") for s in about.subjects(RDF.type, OWL[kind])}
    own = {term for term in terms if str(term).startswith(f"{header}#")}
    space = next(iter(about.objects(URIRef(header), _full("vann:preferredNamespaceUri"))), "")
    version = next(iter(about.objects(URIRef(header), OWL.versionIRI)), None)
    holds = {
        "PURL1": header.startswith(PERSISTENT),
        "HTTP1": header.startswith(("http://", "https://")),
        "URI2": str(space) == f"{header}#",
        "VER1": version is not None and str(version) != header,
        "RDF1": len(about) > 0,
        "VOC1": any(str(name).startswith((SPACES["dcterms"], SPACES["vann"], SPACES["bibo"])) for name in said),
        "VOC2": any(not str(term).startswith(header) for term in terms if isinstance(term, URIRef)),
        "VOC3": bool(own) and all((term, RDFS.label, None) in about for term in own),
        "VOC4": bool(own) and all((term, SKOS.definition, None) in about for term in own),
    }
    return None if test not in holds else YES if holds[test] else NO


def _full(name: str) -> Any:
    from rdflib import URIRef

    prefix, _, local = name.partition(":")
    return URIRef(SPACES[prefix] + local)


def quality(lang: str) -> str:
    """Return the page, as Markdown."""
    words, facts = words_of(lang)["quality"], figures(lang)
    written = data("quality.yaml")
    checks = [
        [str(each["number"]), _filled(each[lang], facts), ", ".join(each["pitfalls"]), _tests(each["tests"])]
        for each in written["checks"]
    ]
    decided = [[told(each["what"][lang]), told(each["why"][lang])] for each in written["decided"]]
    found = [(each, verdict(each["id"], graph()) or each["verdict"]) for each in written["foops"]]
    foops = [
        [
            code(each["id"]),
            told(each["ask"][lang]),
            words["verdicts"][how],
            _filled(each["answer"][lang], facts),
        ]
        for each, how in found
    ]
    score = {how: sum(given == how for _, given in found) for how in (YES, PART, LATER, NO)}
    parts = [f"# {words['title']}", told(words["lead"]), f"## {words['checks']}"]
    parts += [told(words["checked"]), table(words["check-heads"], checks)]
    parts += [f"## {words['decided']}", table(words["decided-heads"], decided)]
    parts += [
        "## FOOPS!",
        told(words["foops"].format(all=len(found), **score)),
        table(words["foops-heads"], foops),
    ]
    parts += ["## MIRO", told(words["miro"])]
    for group in data("miro.yaml"):
        rows = [[told(each["ask"][lang]), _filled(each["answer"][lang], facts)] for each in group["items"]]
        parts += [f"### {prose(group['title'][lang])}", table(words["miro-heads"], rows)]
    return page(*parts)


def _filled(text: str, facts: dict[str, str]) -> str:
    return told(text.format_map(facts))


def _tests(names: list[str]) -> str:
    return ", ".join(code(name) for name in names)


def figures(lang: str) -> dict[str, str]:
    """Return what the answers name, worked out from the ontology and the folders beside it."""
    from icilabas.asking import questions
    from icilabas.resources import ONTOLOGY

    found = {
        "classes": len(own_classes()),
        "properties": len(own_properties()),
        "terms": len(own_classes()) + len(own_properties()),
        "object": len([p for p in own_properties() if p in things("rdf:type", "owl:ObjectProperty")]),
        "data": len([p for p in own_properties() if p in things("rdf:type", "owl:DatatypeProperty")]),
        "schemes": len(things("rdf:type", "skos:ConceptScheme")),
        "codes": len({str(code_) for code_ in graph().subjects(_full("skos:inScheme"))}),
        "deprecated": len(set(graph().subjects(_full("owl:deprecated")))),
        "triples": len(graph()),
        "rules": len(list((ONTOLOGY / "rules").glob("*.rq"))),
        "shapes": sum((ONTOLOGY / "shapes" / "data.ttl").read_text("utf-8").count(f" a sh:{k}Shape") for k in _SHAPES),
        "questions": len(questions.questions()),
        "contradictions": len(list((ROOT / "tests" / "data" / "ontology" / "contradictions").glob("*/*.ttl"))),
        "checks": len(data("quality.yaml")["checks"]),
    }
    header = {
        "iri": IRI,
        "version": str(values(IRI, "owl:versionInfo")[0]),
        "version_iri": str(values(IRI, "owl:versionIRI")[0]),
        "licence": str(values(IRI, "dcterms:license")[0]),
        "title": text_of(IRI, "dcterms:title", lang),
        "prefix": str(next(graph().objects(None, _full("vann:preferredNamespacePrefix")))),
        "expressivity": expressivity(),
    }
    return {name: str(number) for name, number in found.items()} | header


_SHAPES = ("Node", "Property")


def expressivity() -> str:
    """Return the description logic of our own axioms, by the letters that the field uses for its constructors.

    ``ALC`` with transitive properties is ``S``; complex inclusions of properties ``R``, inverses ``I``, plain number
    restrictions ``N``, datatypes ``(D)``.
    """
    from rdflib import OWL

    used = set(graph().predicates()) | set(graph().objects())
    letters = "S" if OWL.TransitiveProperty in used else "ALC"
    letters += "R" if OWL.propertyChainAxiom in used else ""
    letters += "I" if OWL.inverseOf in used else ""
    letters += "N" if OWL.maxCardinality in used else ""
    return letters + ("(D)" if OWL.DatatypeProperty in used else "")
