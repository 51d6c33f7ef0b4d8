"""What all pages of the site share, in both languages: answers, figures, documents with their passages, licences."""

from __future__ import annotations

import re
from typing import Any

from icilabas import engine
from icilabas.asking import questions
from icilabas.asking.answers import answer_table, grouped, within
from icilabas.asking.names import labels
from icilabas.engine.terms import ONTOLOGY_GRAPH, RESTRICTED, local_name, shorten
from icilabas.site.html_pieces import HOME
from icilabas.words.bilingual import NOTHING, Bilingual
from icilabas.words.matching import slug, unique_name
from icilabas.words.messages import message
from icilabas.words.progress import each
from icilabas.words.sentences import spoken_date

_COUNTS = """SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  VALUES ?class { ilb:Organization ilb:Partnership ilb:Territory ilb:Challenge ilb:Practice ilb:Finding }
  GRAPH ?graph { ?thing a ?sub } ?sub rdfs:subClassOf* ?class } GROUP BY ?class"""
_FIGURES = {
    "Partnership": (Bilingual("partenariat", "partnership"), Bilingual("partenariats", "partnerships")),
    "Organization": (Bilingual("organisation", "organisation"), Bilingual("organisations", "organisations")),
    "Territory": (Bilingual("territoire", "territory"), Bilingual("territoires", "territories")),
    "Challenge": (Bilingual("enjeu", "challenge"), Bilingual("enjeux", "challenges")),
    "Practice": (
        Bilingual("pratique partagée", "shared practice"),
        Bilingual("pratiques partagées", "shared practices"),
    ),
    "Finding": (Bilingual("constat", "finding"), Bilingual("constats", "findings")),
}
_PASSAGES = """SELECT ?passage ?source ?access ?first ?last WHERE { ?passage a ilb:Passage ; dcterms:source ?source
  OPTIONAL { ?passage dcterms:accessRights ?access }
  OPTIONAL { ?passage ilb:firstPage ?first ; ilb:lastPage ?last } } ORDER BY ?source ?first ?last ?passage"""
_SOURCES = """SELECT ?source ?property ?value (LANG(?value) AS ?lang) WHERE { ?source a ilb:Source ; ?property ?value
  VALUES ?property { dcterms:title dcterms:publisher dcterms:date dcterms:rights skos:note prov:wasAttributedTo } }
  ORDER BY ?source ?property ?value"""
_DATASETS = f"""SELECT DISTINCT ?dataset ?licence WHERE {{ GRAPH ?dataset {{ ?dataset dcterms:title ?title }}
  FILTER NOT EXISTS {{ ?dataset a ilb:Passage }} FILTER(?dataset != <{ONTOLOGY_GRAPH}>)
  OPTIONAL {{ ?dataset dcterms:license ?licence }} }} ORDER BY ?dataset ?licence"""
_SHORT_NAMES = "SELECT DISTINCT ?thing ?name WHERE { ?thing a ilb:Actor ; skos:altLabel ?name } ORDER BY ?thing ?name"
_CREATIVE_COMMONS = re.compile(r"https?://creativecommons\.org/licenses/([a-z-]+)/([0-9.]+)/?.*")

MOST_ROWS = 150  # of an answer, that the page shows; files hold all
MOST_PASSAGES = 300  # of a document, that the page of sources lists


def front(store: Any, pair: tuple[str, str] | None, lang: str) -> dict[str, Any]:
    """Return what the pages say of the data as a whole: answers, figures, documents, licences."""
    documents = _documents(store)
    several = len([document for document in documents if not document["editorial"]]) > 1
    said_in = {passage: document["label"] for document in documents for passage in document["passages"]}
    names = said_in if several else {}
    answers = [
        answer_table(store, asked, pair, names) for asked in each(questions.questions(), message("stage-questions"))
    ]
    datasets = engine.select(store, _DATASETS).rows
    titles = labels(store, [str(row[0]) for row in datasets])
    counts = {local_name(class_): count for class_, count in engine.select(store, _COUNTS).rows}
    passages = {passage: about for document in documents for passage, about in document["passages"].items()}
    return {
        "lang": lang,
        "most_rows": MOST_ROWS,
        "most_passages": MOST_PASSAGES,
        "acronyms": _acronyms(store),
        "answers": answers,
        "groups": grouped(answers),
        "figures": [(name, counts[name], _FIGURES[name][counts[name] > 1]) for name in _FIGURES if counts.get(name)],
        "home": {str(row[0]) for row in engine.select(store, HOME).rows},
        "documents": documents,
        "titles": {passage: within(about["label"], names.get(passage)) for passage, about in passages.items()},
        "anchors": {passage: about["anchor"] for passage, about in passages.items()},
        "datasets": list(dict.fromkeys(_both(titles, dataset) for dataset, _licence in datasets)),
        "licences": {str(licence): _licence(str(licence)) for _dataset, licence in datasets if licence},
        "withheld": [passage for passage in passages.values() if passage["restricted"]],
    }


def _both(names: dict[str, dict[str, str]], thing: str) -> Bilingual:
    texts = names.get(str(thing), {})
    any_text = next(iter(texts.values()), shorten(str(thing)))
    return Bilingual(texts.get("fr") or texts.get("en") or any_text, texts.get("en") or texts.get("fr") or any_text)


def _acronyms(store: Any) -> dict[str, str]:
    """Return the one-word short names that are not already a part of the name."""
    found = [(str(thing), str(short)) for thing, short in engine.select(store, _SHORT_NAMES).rows]
    names = labels(store, {thing for thing, _short in found})
    return {
        thing: short
        for thing, short in found
        if " " not in short
        and not any(slug(short) in slug(name).replace("-", "") for name in names.get(thing, {}).values())
    }


def _licence(licence: str) -> str:
    found = _CREATIVE_COMMONS.fullmatch(licence)
    return f"Creative Commons {found[1].upper()} {found[2]}" if found else licence


def _documents(store: Any) -> list[dict[str, Any]]:
    """Return the documents, each with its passages; the editors' own notes come last."""
    rows = engine.select(store, _PASSAGES).rows
    said: dict[str, dict[str, dict[str, str]]] = {}
    for source, prop, value, lang in engine.select(store, _SOURCES).rows:
        said.setdefault(str(source), {}).setdefault(local_name(prop), {})[lang or ""] = str(value)
    publishers = [about["publisher"][""] for about in said.values() if "publisher" in about]
    names = labels(store, [str(value) for row in rows for value in row[:2]] + publishers)
    found: dict[str, dict[str, Any]] = {}
    taken: dict[str, int] = {}
    for passage, source, access, first, last in rows:
        about = said.get(str(source), {})
        document = found.setdefault(
            str(source),
            {
                "label": _both(names, source),
                "title": _text(about["title"]) if "title" in about else _both(names, source),
                "publisher": _both(names, about["publisher"][""]) if "publisher" in about else NOTHING,
                "date": spoken_date(about.get("date", {}).get("", "")),
                "rights": _text(about.get("rights", {})),
                "note": _text(about.get("note", {})),
                "editorial": "wasAttributedTo" in about and "publisher" not in about,
                "passages": {},
                "anchor": f"document-{len(found) + 1}",
            },
        )
        listed = len(document["passages"]) < MOST_PASSAGES
        document["passages"][str(passage)] = {
            "label": _both(names, passage),
            "pages": "" if first is None else f"{first}" if first == last else f"{first}–{last}",
            "restricted": str(access) == RESTRICTED,
            "anchor": unique_name(f"passage-{slug(local_name(passage))}", taken) if listed else document["anchor"],
        }
    return sorted(found.values(), key=lambda document: bool(document["editorial"]))


def _text(texts: dict[str, str]) -> Bilingual:
    any_text = next(iter(texts.values()), "")
    return Bilingual(texts.get("fr", any_text), texts.get("en", any_text))
