"""What all pages of the site share, in each language: answers, figures, documents with their passages, licences."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from icilabas import engine
from icilabas.asking import questions
from icilabas.asking.answers import AnswerTable, answer_table, grouped, within
from icilabas.asking.evidence import FIRST_OF_ALL, page_order
from icilabas.asking.names import by_label, labels
from icilabas.comparison.facts import here_of
from icilabas.engine.terms import ONTOLOGY_GRAPH, RESTRICTED, local_name, shorten
from icilabas.words.matching import slug, unique_name
from icilabas.words.messages import message
from icilabas.words.progress import each
from icilabas.words.sentences import spoken_date
from icilabas.words.text import NOTHING, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from icilabas.comparison.facts import Facts
    from icilabas.engine import Value
    from icilabas.engine.query import Dataset
    from icilabas.networks.sides import Home


MOST_ANSWER_ROWS = 150  # of an answer, that the page shows; files hold all
MOST_PASSAGES = 300  # of a document, that the page of sources lists
_COUNTS = """SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  VALUES ?class { ilb:Organization ilb:Partnership ilb:Territory ilb:Challenge ilb:Practice ilb:Point }
  ?thing a ?class } GROUP BY ?class"""
_FIGURES = ("Partnership", "Organization", "Territory", "Challenge", "Practice")  # in the order of the page
_UNPOINTED = """SELECT (COUNT(DISTINCT ?finding) AS ?findings) WHERE { ?finding a ilb:Finding
  FILTER NOT EXISTS { ?finding ilb:inPoint ?point } }"""
_EDITIONS = """SELECT ?dataset ?edition ?version ?date ?note (LANG(?note) AS ?lang) WHERE {
  ?edition dcterms:isVersionOf ?dataset ; owl:versionInfo ?version ; skos:changeNote ?note
  OPTIONAL { ?edition dcterms:issued ?date } BIND(EXISTS { ?dataset owl:versionInfo ?version } AS ?current) }
  ORDER BY ?dataset DESC(?current) DESC(?date) DESC(?version) ?edition ?note"""
_BY_SOURCE = """SELECT ?passage ?source ?access ?first ?last ?withheld
  WHERE { ?passage a ilb:Passage ; dcterms:source ?source .
  OPTIONAL { ?passage dcterms:accessRights ?access } OPTIONAL { ?passage ilb:withheld ?withheld }
  OPTIONAL { ?passage ilb:firstPage ?first ; ilb:lastPage ?last } }"""
_ABOUT_SOURCES = """SELECT ?source ?property ?value (LANG(?value) AS ?lang)
  WHERE { ?source a ilb:Source ; ?property ?value
  VALUES ?property { dcterms:title dcterms:publisher dcterms:date dcterms:rights skos:note prov:wasAttributedTo } }
  ORDER BY ?source ?property ?value"""
_DATASETS = f"""SELECT DISTINCT ?dataset ?licence WHERE {{ GRAPH ?dataset {{ ?dataset dcterms:title ?title }}
  FILTER NOT EXISTS {{ ?dataset a ilb:Passage }} FILTER(?dataset != <{ONTOLOGY_GRAPH}>)
  OPTIONAL {{ ?dataset dcterms:license ?licence }} }} ORDER BY ?dataset ?licence"""
_SHORT_NAMES = "SELECT DISTINCT ?thing ?name WHERE { ?thing a ilb:Actor ; skos:altLabel ?name } ORDER BY ?thing ?name"
_CREATIVE_COMMONS = re.compile(r"https?://creativecommons\.org/licenses/([a-z-]+)/([0-9.]+)/?.*")


@dataclass(frozen=True)
class PassageShown:
    """A passage on the page of sources: its title, its pages (``3–5``, or nothing), and where it stands there."""

    label: Text
    pages: str
    restricted: bool
    anchor: str


@dataclass
class EditionShown:
    """An edition of the data on the page of sources: its number, what it is called, and what changed in it."""

    version: str
    name: Text
    changed: Text


@dataclass
class DocumentShown:
    """A document on the page of sources; ``editorial``: the editors' own notes."""

    label: Text
    title: Text
    publisher: Text
    date: Text
    rights: Text
    note: Text
    editorial: bool
    anchor: str
    passages: dict[str, PassageShown] = field(default_factory=dict)  # by IRI, in the order of the pages


class SharedContent(TypedDict):
    """What the templates of all pages may show of the data as a whole."""

    lang: str
    most_rows: int
    most_passages: int
    acronyms: dict[str, str]  # of actors, by IRI
    answers: list[AnswerTable]
    groups: list[tuple[Text, list[AnswerTable]]]  # the answers by theme
    figures: list[tuple[str, int, Text]]  # class, how many things, what these are called
    home: Home  # which territories are here
    documents: list[DocumentShown]
    titles: dict[str, Text]  # of passages, by IRI, as evidence cites them
    anchors: dict[str, str]  # of passages on the page of sources, by IRI
    datasets: list[Text]  # their titles
    editions: list[EditionShown]  # of all datasets, of each the newest first
    version: Text  # of the one dataset; empty where there are several, or none has a version
    licences: dict[str, str]  # address to name
    withheld: list[PassageShown]  # the restricted passages


def shared_content(
    facts: Facts, pair: tuple[str, str] | None, whole: Callable[[AnswerTable], None] = lambda _answer: None
) -> SharedContent:
    """Return what the pages say of the data as a whole; questions on two territories are asked of the pair.

    ``whole`` is given each answer as it is made; what is returned has the rows of it that a page shows.
    """
    store, lang = facts.dataset, facts.lang
    documents = _documents(store, lang)
    passages = {passage: about for document in documents for passage, about in document.passages.items()}
    several = len([document for document in documents if not document.editorial]) > 1
    said_in = {passage: document.label for document in documents for passage in document.passages}
    documents_to_name = said_in if several else {}
    answers = []
    for asked in each(questions.questions(), message("stage-questions")):
        answer = answer_table(store, asked, pair, documents_to_name, lang)
        whole(answer)
        answers.append(answer.first(MOST_ANSWER_ROWS))
    found = engine.select(store, _DATASETS).rows
    titles = labels(store, [str(dataset) for dataset, _licence in found])
    datasets = sorted(found, key=lambda row: by_label(titles, lang)(str(row[0])))
    called = {str(dataset): _called(titles, dataset) for dataset, _licence in datasets}
    editions = _editions(store, called if len(called) > 1 else {})
    return {
        "lang": lang,
        "most_rows": MOST_ANSWER_ROWS,
        "most_passages": MOST_PASSAGES,
        "acronyms": _acronyms(store),
        "answers": answers,
        "groups": grouped(answers),
        "figures": _figures(store),
        "home": here_of(facts),
        "documents": documents,
        "titles": {passage: within(about.label, documents_to_name.get(passage)) for passage, about in passages.items()},
        "anchors": {passage: about.anchor for passage, about in passages.items()},
        "datasets": list(dict.fromkeys(called.values())),
        "editions": [shown for dataset in {**called, **editions} for shown in editions.get(dataset, ())],
        "version": _cited(editions, called),
        "licences": {str(licence): licence_name(str(licence)) for _dataset, licence in datasets if licence},
        "withheld": [passage for passage in passages.values() if passage.restricted],
    }


def _figures(store: Dataset) -> list[tuple[str, int, Text]]:
    """Return the figures of the front page: how many things of each class, and how many points say something."""
    counts = {local_name(class_): count for class_, count in engine.select(store, _COUNTS).rows}
    unpointed = engine.select(store, _UNPOINTED).rows[0][0]
    points = counts.get("Point", 0)
    figures = [(name, counts.get(name, 0)) for name in _FIGURES]
    figures.append(("Point", points + unpointed) if points else ("Finding", unpointed))
    return [(name, count, message(f"figure-{name.lower()}", count=count)) for name, count in figures if count]


def _cited(editions: Mapping[str, Sequence[EditionShown]], datasets: Collection[object]) -> Text:
    """Return the version to cite of the one dataset; nothing where there are several, or none has editions."""
    if not len(datasets) == len(editions) == 1:
        return NOTHING
    ((newest, *_others),) = editions.values()
    return message("sources-cited-edition", version=newest.version)


def _editions(store: Dataset, called: Mapping[str, Text]) -> dict[str, list[EditionShown]]:
    """Return the editions of each dataset that has any, its version first, then the newest; ``called``: of several."""
    said: dict[str, dict[str, EditionShown]] = {}
    notes: dict[str, dict[str, str]] = {}
    for dataset, edition, version, date, note, lang in engine.select(store, _EDITIONS).rows:
        day = spoken_date(str(date)) if date is not None else None
        name = message("sources-edition", version=version, date=day) if day else None
        named = name or message("sources-edition-undated", version=version)
        notes.setdefault(str(edition), {})[lang or ""] = str(note)
        shown = EditionShown(str(version), within(named, called.get(str(dataset))), Text(notes[str(edition)]))
        said.setdefault(str(dataset), {})[str(edition)] = shown
    return {dataset: [*editions.values()] for dataset, editions in said.items()}


def _documents(store: Dataset, lang: str) -> list[DocumentShown]:
    """Return the documents by name, each with its passages by page, then by name; the editors' own notes come last."""
    rows = engine.select(store, _BY_SOURCE).rows
    said: dict[str, dict[str, dict[str, str]]] = {}
    for source, prop, value, tag in engine.select(store, _ABOUT_SOURCES).rows:
        said.setdefault(str(source), {}).setdefault(local_name(prop), {})[tag or ""] = str(value)
    publishers = [about["publisher"][""] for about in said.values() if "publisher" in about]
    names = labels(store, [str(value) for row in rows for value in row[:2]] + publishers)
    called = by_label(names, lang)

    def order(row: tuple[Value, ...]) -> tuple[object, ...]:
        passage, source, _access, *pages, withheld = row
        first, last = (FIRST_OF_ALL if page is None else page_order(page) for page in pages)
        return called(str(source)), withheld is not None, first, last, called(str(passage))

    found: dict[str, DocumentShown] = {}
    taken: dict[str, int] = {}
    for passage, source, access, first, last, _withheld in sorted(rows, key=order):
        if str(source) not in found:
            anchor = f"document-{len(found) + 1}"
            found[str(source)] = _document(names, str(source), said.get(str(source), {}), anchor)
        document = found[str(source)]
        listed = len(document.passages) < MOST_PASSAGES
        document.passages[str(passage)] = PassageShown(
            label=_called(names, passage),
            pages="" if first is None else f"{first}" if first == last else f"{first}–{last}",
            restricted=str(access) == RESTRICTED,
            anchor=unique_name(f"passage-{slug(local_name(passage))}", taken) if listed else document.anchor,
        )
    return sorted(found.values(), key=lambda document: document.editorial)


def _document(
    names: Mapping[str, dict[str, str]], source: str, about: Mapping[str, dict[str, str]], anchor: str
) -> DocumentShown:
    """Return a document, without passages yet. ``about``: property to language to text."""
    label = _called(names, source)
    return DocumentShown(
        label=label,
        title=Text(about["title"]) if "title" in about else label,
        publisher=_called(names, about["publisher"][""]) if "publisher" in about else NOTHING,
        date=spoken_date(about.get("date", {}).get("", "")),
        rights=Text(about.get("rights", {})),
        note=Text(about.get("note", {})),
        editorial="wasAttributedTo" in about and "publisher" not in about,
        anchor=anchor,
    )


def _acronyms(store: Dataset) -> dict[str, str]:
    """Return the one-word short names that are not already a part of the name."""
    found = [(str(thing), str(short)) for thing, short in engine.select(store, _SHORT_NAMES).rows]
    names = labels(store, {thing for thing, _short in found})
    return {
        thing: short
        for thing, short in found
        if " " not in short
        and not any(slug(short) in slug(name).replace("-", "") for name in names.get(thing, {}).values())
    }


def licence_name(licence: str) -> str:
    """Return how people call a licence of Creative Commons; any other is called by its address."""
    found = _CREATIVE_COMMONS.fullmatch(licence)
    return f"Creative Commons {found[1].upper()} {found[2]}" if found else licence


def _called(names: Mapping[str, dict[str, str]], thing: str) -> Text:
    """Return how a thing is called."""
    return Text(names.get(str(thing)) or {"": shorten(str(thing))})
