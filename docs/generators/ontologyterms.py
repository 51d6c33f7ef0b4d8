"""The pages of the classes, the properties and the code lists of the ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generators.markdown import code, page, prose, table, told
from generators.ontologygraph import (
    anchor,
    by_name,
    graph,
    label,
    link,
    members,
    named,
    own_classes,
    own_properties,
    term,
    text_of,
    texts_of,
    things,
    top_classes,
    traits,
    values,
    words_of,
)
from generators.ontologyuse import examples, used
from icilabas.engine.terms import PREFIXES, local_name, shorten

if TYPE_CHECKING:
    from rdflib.term import Node


def classes(lang: str) -> str:
    """Return the page of the classes, as Markdown."""
    words = words_of(lang)
    parts = [f"# {words['classes']['title']}", told(words["classes"]["lead"])]
    for iri in by_name(own_classes(), lang):
        parts += _head(iri, lang)
        parts.append(_facts([*_of_class(iri, lang), (words["facts"]["used"], used(iri, lang))]))
    return page(*parts)


def properties(lang: str) -> str:
    """Return the page of the properties, as Markdown."""
    words = words_of(lang)
    parts = [f"# {words['properties']['title']}", told(words["properties"]["lead"])]
    for iri in by_name(own_properties(), lang):
        parts += _head(iri, lang)
        parts.append(_facts([*_of_property(iri, lang), (words["facts"]["used"], used(iri, lang))]))
    return page(*parts)


def vocabularies(lang: str) -> str:
    """Return the page of the code lists, as Markdown."""
    words = words_of(lang)["vocabularies"]
    parts = [f"# {words['title']}", told(words["lead"])]
    for scheme in things("rdf:type", "skos:ConceptScheme"):
        parts += [
            anchor(scheme),
            f"({label(scheme)})=\n## {prose(text_of(scheme, 'dcterms:title', lang))}",
            code(shorten(scheme)) + f"{words['colon']} " + prose(text_of(scheme, "dcterms:description", lang)),
        ]
        entries = [_entry(iri, lang, anchored=scheme == str(values(iri, "skos:inScheme")[-1])) for iri in _in(scheme)]
        parts.append(table([str(head) for head in words["heads"]], entries))
    return page(*parts)


def _in(scheme: str) -> list[str]:
    return things("skos:inScheme", scheme)


def _entry(iri: str, lang: str, *, anchored: bool) -> list[str]:
    """Return a row of a code list: the code, its name in both languages, what it means.

    What is in two lists has its anchor in one of them: an anchor is there once on a page.
    """
    names = [prose(text_of(iri, "skos:prefLabel", tongue)) for tongue in ("fr", "en")]
    first = (anchor(iri) if anchored else "") + code(shorten(iri))
    return [first, *names, prose(text_of(iri, "skos:definition", lang))]


def _head(iri: str, lang: str) -> list[str]:
    """Return the heading of a term, its definition and its notes."""
    name = prose(text_of(iri, "rdfs:label", lang))
    notes = [prose(note) for note in texts_of(iri, "skos:scopeNote", lang)]
    return [
        anchor(iri),
        f"({label(iri)})=\n## {name}",
        f"{code(shorten(iri))} · {code(iri)}",
        prose(text_of(iri, "skos:definition", lang)),
        *notes,
    ]


def _facts(rows: list[tuple[str, str]]) -> str:
    """Return what is said of a term as a list of definitions, without what is not said."""
    return "\n\n".join(f"{name}\n: {said}" for name, said in rows if said)


def _links(iris: list[str], lang: str) -> str:
    return ", ".join(link(iri, lang) for iri in by_name(iris, lang))


def _of_class(iri: str, lang: str) -> list[tuple[str, str]]:
    words = words_of(lang)["facts"]
    above = named(values(iri, "rdfs:subClassOf"))
    below = things("rdfs:subClassOf", iri)
    of, to = ([p for p in own_properties() if iri in _scope(p, end)] for end in ("rdfs:domain", "rdfs:range"))
    return [
        (words["above"], _links(above, lang)),
        (words["below"], _links(below, lang)),
        (words["limits"], ", ".join(_limits(iri, lang))),
        (words["excludes"], _apart(iri, lang)),
        (words["from"], _links(of, lang)),
        (words["to"], _links(to, lang)),
        (words["codes"], _links(_lists(iri), lang)),
        (words["examples"], "" if _lists(iri) else examples(iri, lang)),
    ]


def _lists(iri: str) -> list[str]:
    """Return the code lists whose entries are of the class."""
    entries = [entry for entry in things("rdf:type", iri) if entry.startswith(PREFIXES["ilv"])]
    lists = [{str(each) for each in values(entry, "skos:inScheme")} for entry in entries]
    return sorted(set.intersection(*lists)) if lists else []


def _limits(iri: str, lang: str) -> list[str]:
    """Return the restrictions of a class, in words: how many values of a property it may have."""
    words = words_of(lang)["facts"]
    found = []
    for node in values(iri, "rdfs:subClassOf"):
        most, on = graph().value(node, term("owl:maxCardinality")), graph().value(node, term("owl:onProperty"))
        if most is not None:
            found.append(str(words["at-most"]).format(number=most, property=code(shorten(str(on)))))
    return sorted(found)


def _apart(iri: str, lang: str) -> str:
    """Return what shares nothing with the class; of a top class, only which of the others may overlap with it."""
    found, words = excluded(iri), words_of(lang)["facts"]
    others = [each for each in top_classes() if each != iri]
    if iri not in top_classes() or len(set(found) & set(others)) < len(others) / 2:
        return _links(found, lang)
    overlapping = [each for each in others if each not in found]
    more = [each for each in found if each not in others]
    said = str(words["excludes-all"]) + (words["but"] + _links(overlapping, lang) if overlapping else "")
    return said + (words["and"] + _links(more, lang) if more else "")


def excluded(iri: str) -> list[str]:
    """Return the classes that share nothing with this one, as the ontology declares it; ours by name."""
    from rdflib import URIRef
    from rdflib.collection import Collection

    node, apart = URIRef(iri), term("owl:disjointWith")
    found = {*graph().objects(node, apart), *graph().subjects(apart, node)}
    for axiom in graph().subjects(term("rdf:type"), term("owl:AllDisjointClasses")):
        together = set(Collection(graph(), graph().value(axiom, term("owl:members")) or axiom))
        found |= together - {node} if node in together else set()
    return sorted(named(found), key=lambda each: local_name(each).casefold())


def _scope(property_: str, end: str) -> list[str]:
    return [iri for node in values(property_, end) for iri in members(node)]


def _of_property(iri: str, lang: str) -> list[tuple[str, str]]:
    words = words_of(lang)["facts"]
    kind = "object" if iri in things("rdf:type", "owl:ObjectProperty") else "data"
    chains = [_chain(node, lang) for node in values(iri, "owl:propertyChainAxiom")]
    inverse = sorted({*named(values(iri, "owl:inverseOf")), *things("owl:inverseOf", iri)})
    return [
        (words["kind"], ", ".join([words[kind], *(words[trait] for trait in traits(iri))])),
        (words["domain"], _links(_scope(iri, "rdfs:domain"), lang) or words["anything"]),
        (words["range"], _links(_scope(iri, "rdfs:range"), lang) or words["anything"]),
        (words["above"], _links(named(values(iri, "rdfs:subPropertyOf")), lang)),
        (words["near"], _links(named(values(iri, "rdfs:seeAlso")), lang)),
        (words["inverse"], _links(inverse, lang)),
        (words["follows"], "; ".join(chains)),
        (words["why"], prose("; ".join(texts_of(iri, "skos:editorialNote", lang)))),
    ]


def _chain(node: Node, lang: str) -> str:
    from rdflib.collection import Collection

    return " → ".join(link(str(step), lang) for step in Collection(graph(), node))
