"""What generated pages say around what they are made from, and what classes and types are called, in both languages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from icilabas.engine.terms import PREFIXES, iri, shorten

SKOS_CONCEPT = PREFIXES["skos"] + "Concept"
_CLASSES = """SELECT ?class ?label (LANG(?label) AS ?lang) WHERE { ?class a owl:Class ; rdfs:label ?label
  FILTER(LANG(?label) IN ("fr", "en")) } ORDER BY ?class ?label"""
_CODES = """SELECT ?class ?code ?key ?text (LANG(?text) AS ?lang) WHERE {
  ?code skos:inScheme ?scheme ; a ?class . FILTER(STRSTARTS(STR(?class), STR(ilb:)))
  { ?code skos:prefLabel ?text BIND("label" AS ?key) } UNION { ?code skos:definition ?text BIND("definition" AS ?key) }
} ORDER BY ?class ?code ?key ?lang"""


@lru_cache(maxsize=1)
def _texts() -> Any:
    from icilabas import resources

    return resources.parse_yaml((Path(__file__).parent / "texts.yaml").read_text(encoding="utf-8"))


def texts(page: str, lang: str) -> dict[str, Any]:
    """Return the texts of a page in the language, by their keys in ``texts.yaml``."""
    found: dict[str, Any] = _texts()[page][lang]
    return found


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, str], str]:
    from icilabas import engine
    from icilabas.sources.schema import load_ontology

    store = engine.new_store()
    load_ontology(store)
    return {(str(thing), lang): str(label) for thing, label, lang in engine.select(store, _CLASSES).rows}


def class_name(name: str, lang: str) -> str:
    """Return what a class is called: its label in the language; ``name`` is its IRI, or its local name in ours."""
    if name == "Thing":
        return str(texts("types", lang)["anything"])
    if name == SKOS_CONCEPT:
        return str(texts("types", lang)["notion"])
    full = name if ":" in name else iri(f"ilb:{name}")
    return _names().get((str(full), lang), shorten(str(full)))


def type_name(datatype: str, lang: str) -> str:
    """Return what a value of the datatype (an IRI) is called."""
    local = datatype.removeprefix(PREFIXES["xsd"])
    return str(texts("types", lang).get(local) or shorten(datatype))


@lru_cache(maxsize=1)
def codes() -> dict[str, dict[str, dict[tuple[str, str], str]]]:
    """Return {class: {code: {(``label`` or ``definition``, language): text}}} of all code lists."""
    from icilabas import engine
    from icilabas.sources.schema import load_ontology

    store = engine.new_store()
    load_ontology(store)
    found: dict[str, dict[str, dict[tuple[str, str], str]]] = {}
    for class_, code, key, text, lang in engine.select(store, _CODES).rows:
        found.setdefault(str(class_), {}).setdefault(str(code), {})[key, lang] = str(text)
    return found
