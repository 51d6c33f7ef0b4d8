"""What the front page shows, in both languages: what links two territories, the partnerships, answers and sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from icilabas import asking, engine
from icilabas.messages import NOTHING, Bilingual, message
from icilabas.progress import each
from icilabas.queries import QueryFile
from icilabas.resolve import labels
from icilabas.sheet import Cell, Said, Sheet, answer, evidence, grouped, sheet, within
from icilabas.terms import ONTOLOGY_GRAPH, RESTRICTED, local_name, shorten, slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

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
_SIDES = Bilingual("Ici", "Here"), Bilingual("Là-bas", "There")
_HOME = """SELECT DISTINCT ?territory WHERE { ?workshop ilb:homeTerritory ?home . ?territory ilb:within* ?home }
  ORDER BY ?territory"""
_WITHIN = "SELECT DISTINCT ?territory WHERE {{ ?territory ilb:within* <{whole}> }} ORDER BY ?territory"
_PARTNERSHIPS = """SELECT ?thing (MIN(?page) AS ?first) WHERE {
  ?thing a ilb:Partnership OPTIONAL { ?thing ilb:page ?page } } GROUP BY ?thing
  ORDER BY ?first ?thing"""
_DESCRIPTIONS = """SELECT ?thing ?passage ?page ?text (LANG(?text) AS ?lang) WHERE { ?thing a ilb:Partnership .
  ?passage a ilb:Passage . GRAPH ?passage { ?thing dcterms:description ?text OPTIONAL { ?thing ilb:page ?page } } }
  ORDER BY ?thing ?page ?passage ?text"""
_LINKS = QueryFile(
    "links",
    {},
    """SELECT ?partnership ?territory ?passage ?page WHERE { ?partnership a ilb:Partnership . ?passage a ilb:Passage .
  GRAPH ?passage { ?partnership ilb:links ?territory OPTIONAL { ?partnership ilb:page ?page } } }
  ORDER BY ?partnership ?page ?territory ?passage""",
)
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

MOST_CARDS, MOST_ROWS = 60, 150  # partnerships, and rows of an answer, that the page shows; files hold all

Row = list[list[Cell]]


def front(store: Any, pair: tuple[str, str] | None, lang: str, in_graph: Collection[str]) -> dict[str, Any]:
    """Return all that the front page says of the data; ``in_graph`` are the things that the graph page shows."""
    documents = _documents(store)
    several = len([document for document in documents if not document["editorial"]]) > 1
    said_in = {passage: document["label"] for document in documents for passage in document["passages"]}
    names = said_in if several else None
    answers = [answer(store, asked, pair, names) for asked in each(asking.questions(), message("stage-questions"))]
    by_name = {found.name: found for found in answers}
    datasets = engine.select(store, _DATASETS).rows
    titles = labels(store, [str(row[0]) for row in datasets])
    counts = {local_name(class_): count for class_, count in engine.select(store, _COUNTS).rows}
    return {
        "lang": lang,
        "most_rows": MOST_ROWS,
        "more_partnerships": max(0, counts.get("Partnership", 0) - MOST_CARDS),
        "in_graph": in_graph,
        "acronyms": _acronyms(store),
        "answers": answers,
        "groups": grouped(answers),
        "figures": [(counts[name], texts[counts[name] > 1]) for name, texts in _FIGURES.items() if counts.get(name)],
        "links": _links(store, pair, by_name) if pair else None,
        "partnerships": _partnerships(store, by_name, names),
        "documents": documents,
        "datasets": list(dict.fromkeys(_both(titles, dataset) for dataset, _licence in datasets)),
        "licences": {str(licence): _licence(str(licence)) for _dataset, licence in datasets if licence},
        "withheld": [p for document in documents for p in document["passages"].values() if p["restricted"]],
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


def _merged(rows: Iterable[list[Cell]]) -> list[Row]:
    """Return one row for each first cell: in each column the distinct cells, in the last one all the evidence."""
    found: dict[Cell, Row] = {}
    for first, *others, last in rows:
        row = found.setdefault(first, [[first], *([] for _ in others), []])
        for column, cell in zip(row[1:-1], others, strict=True):
            column.extend([cell] if cell not in column else [])
        row[-1].append(last)
    return [[*row[:-1], [evidence(piece for cell in row[-1] for piece in cell.said)]] for row in found.values()]


def _follows(row: Row) -> bool:
    """Say whether none of the roles in a merged row is to lead: those who lead come first."""
    return not any(cell.iri and local_name(cell.iri) == "role-lead" for column in row[:-1] for cell in column)


def _place(row: Row | None) -> tuple[int, str]:
    """Return where the first piece of evidence of a merged row stands; what has no page comes last."""
    pages = [piece.pages[0] for piece in row[-1][0].said if piece.pages] if row else []
    return min(((len(page), page) for page in pages), default=(99, ""))


def _links(store: Any, pair: tuple[str, str], answers: Mapping[str, Sheet]) -> dict[str, Any]:
    """Return what links the two territories, and what each has for itself."""
    names = labels(store, pair)
    home = {row[0] for row in engine.select(store, _HOME).rows}
    here = [territory in home for territory in pair]
    territories = [{str(row[0]) for row in engine.select(store, _WITHIN.format(whole=whole)).rows} for whole in pair]
    rows = answers["shared-challenges"].rows
    sides = [{row[0][0]: row for row in _merged(r for r in rows if r[1].iri in places)} for places in territories]
    shared = [(challenge, [side.get(challenge) for side in sides]) for challenge in dict.fromkeys(r[0] for r in rows)]
    alone = [[challenge, territory, said] for territory, challenge, said in answers["separate-challenges"].rows]
    return {
        "names": [Cell(_both(names, territory), str(territory)) for territory in pair],
        "sides": [_SIDES[0] if one else _SIDES[1] for one in here] if here[0] != here[1] else None,
        "partnerships": _merged(answers["partnerships-between"].rows),
        "actors": sorted(_merged(answers["linking-actors"].rows), key=_follows),
        "shared": sorted(shared, key=lambda found: max(_place(side) for side in found[1])),
        "alone": [sorted(_merged(row for row in alone if row[1].iri in places), key=_place) for places in territories],
    }


def _partnerships(
    store: Any, answers: Mapping[str, Sheet], documents: Mapping[str, Bilingual] | None
) -> list[dict[str, Any]]:
    """Return each partnership, in the order of the pages: descriptions, territories, partners, challenges, values.

    Of very many the first: a page is read from top to bottom, and the table of partners and roles has them all.
    """
    found = [str(row[0]) for row in engine.select(store, _PARTNERSHIPS).rows[:MOST_CARDS]]
    links = sheet(store, _LINKS, documents=documents)
    described = _described(store, documents)
    names = labels(store, found)
    return [
        {
            "cell": Cell(_both(names, partnership), partnership),
            "descriptions": described.get(partnership, []),
            "territories": _merged(links.about(partnership)),
            "partners": sorted(_merged(answers["partners-and-roles"].about(partnership)), key=_follows),
            "challenges": _merged(answers["challenges-and-partnerships"].about(partnership)),
            "values": _merged(answers["values-upheld"].about(partnership)),
        }
        for partnership in found
    ]


def _described(store: Any, documents: Mapping[str, Bilingual] | None) -> dict[str, list[tuple[Bilingual, Cell]]]:
    """Return the descriptions of each partnership, each with the passage and page that it sums up."""
    texts: dict[str, dict[str, dict[str, Any]]] = {}
    rows = engine.select(store, _DESCRIPTIONS).rows
    names = labels(store, {str(row[1]) for row in rows})
    for thing, passage, number, text, lang in rows:
        found = texts.setdefault(str(thing), {}).setdefault(str(passage), {"pages": {}})
        found[lang or "fr"] = text
        found["pages"].update({str(number): None} if number is not None else {})
    return {
        thing: [
            (
                Bilingual(said.get("fr") or said.get("en", ""), said.get("en") or said.get("fr", "")),
                evidence([Said(within(_both(names, passage), (documents or {}).get(passage)), tuple(said["pages"]))]),
            )
            for passage, said in passages.items()
        ]
        for thing, passages in texts.items()
    }


def _documents(store: Any) -> list[dict[str, Any]]:
    """Return the documents, each with its passages; the editors' own notes come last."""
    rows = engine.select(store, _PASSAGES).rows
    said: dict[str, dict[str, dict[str, str]]] = {}
    for source, prop, value, lang in engine.select(store, _SOURCES).rows:
        said.setdefault(str(source), {}).setdefault(local_name(prop), {})[lang or ""] = str(value)
    publishers = [about["publisher"][""] for about in said.values() if "publisher" in about]
    names = labels(store, [str(value) for row in rows for value in row[:2]] + publishers)
    found: dict[str, dict[str, Any]] = {}
    for passage, source, access, first, last in rows:
        about = said.get(str(source), {})
        document = found.setdefault(
            str(source),
            {
                "label": _both(names, source),
                "title": _text(about["title"]) if "title" in about else _both(names, source),
                "publisher": _both(names, about["publisher"][""]) if "publisher" in about else NOTHING,
                "date": about.get("date", {}).get("", ""),
                "rights": _text(about.get("rights", {})),
                "note": _text(about.get("note", {})),
                "editorial": "wasAttributedTo" in about and "publisher" not in about,
                "passages": {},
            },
        )
        document["passages"][str(passage)] = {
            "label": _both(names, passage),
            "pages": "" if first is None else f"{first}" if first == last else f"{first}–{last}",
            "restricted": str(access) == RESTRICTED,
        }
    return sorted(found.values(), key=lambda document: bool(document["editorial"]))


def _text(texts: dict[str, str]) -> Bilingual:
    any_text = next(iter(texts.values()), "")
    return Bilingual(texts.get("fr", any_text), texts.get("en", any_text))
