"""Editions: the documents of one series, in the order of the time they speak of, and what is wrong with them.

A document says in its ``source.yaml`` or Source sheet of which series it is an edition; in a folder of yearly files the
folder is the series, and the names of the files give the years.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.engine.terms import PREFIXES, Iri, Lit, iri, local_name, sparql_term
from icilabas.errors import Fault
from icilabas.resources import SOURCE_FILE
from icilabas.sources.source_description import edition_quads
from icilabas.words.matching import slug
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from icilabas.engine.query import Dataset
    from icilabas.engine.terms import Quad


_REVISES = iri("prov:wasRevisionOf")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# A document of editors, whose notes stand beside an edition, is none itself: its passages are the edition's.
_EDITIONS = """SELECT DISTINCT ?series ?document ?date ?temporal ?passage ?source WHERE {
  GRAPH ?about { ?document dcterms:isVersionOf ?series . ?document a ilb:Source
    OPTIONAL { ?document dcterms:date ?date } OPTIONAL { ?document dcterms:temporal ?temporal }
    OPTIONAL { ?passage a ilb:Passage ; dcterms:source ?source } } }"""
_OLDER = "SELECT DISTINCT ?document ?older WHERE { ?document prov:wasRevisionOf ?older ; a ilb:Source }"
_FOLLOW = """DELETE {{ GRAPH ?g {{ ?document prov:wasRevisionOf ?named }} }}
INSERT {{ GRAPH ?g {{ ?document prov:wasRevisionOf ?meant }} }}
WHERE {{ VALUES (?document ?named ?meant) {{ {values} }} GRAPH ?g {{ ?document prov:wasRevisionOf ?named }} }}"""
_TITLES = "SELECT DISTINCT ?document ?title WHERE { ?document a ilb:Source ; dcterms:title ?title }"
_DATED = "SELECT DISTINCT ?document WHERE { ?document a ilb:Source ; dcterms:date ?date }"
_DOCUMENTS = """SELECT DISTINCT ?document ?about ?passage WHERE {
  GRAPH ?about { ?document a ilb:Source ; dcterms:title ?title . ?passage dcterms:source ?document ; a ilb:Passage
    FILTER NOT EXISTS { ?document dcterms:isVersionOf ?series }
    FILTER NOT EXISTS { ?document prov:wasAttributedTo ?editors . ?editors a foaf:Agent } } }"""


_ALL_DOCUMENTS = """SELECT DISTINCT ?document ?about ?passage WHERE {
  GRAPH ?about { ?document a ilb:Source . ?passage dcterms:source ?document ; a ilb:Passage
    FILTER NOT EXISTS { ?document prov:wasAttributedTo ?editors . ?editors a foaf:Agent } } }"""


class Edition(NamedTuple):
    """A document of a series: its dates as they are written, which documents it replaces, and its passages.

    temporal: the time it speaks of, its date where nothing else is said; dates are ``2020``, ``2020-05`` or
    ``2020-05-03``, empty where none is said. graphs: the named graphs of its passages, and of notes of its editors.
    """

    document: Iri
    series: Iri
    date: str
    temporal: str
    replaces: tuple[Iri, ...]
    graphs: tuple[Iri, ...]


def editions(store: Dataset) -> list[Edition]:
    """Return the editions of each series, the oldest first; of one time, the one that another replaces comes first."""
    said: dict[tuple[Iri, Iri], list[tuple[str, str, Iri | None, Iri | None]]] = defaultdict(list)
    for series, document, date, temporal, passage, source in engine.select(store, _EDITIONS).rows:
        said[series, document].append((str(date or ""), str(temporal or ""), passage, source))
    documents = {document for _series, document in said}
    older: dict[Iri, set[Iri]] = defaultdict(set)
    for document, replaced in engine.select(store, _OLDER).rows:
        older[document].add(replaced)
    found = []
    for (series, document), rows in said.items():
        date = max(date for date, *_others in rows)
        graphs = {passage for *_dates, passage, source in rows if passage and source not in documents - {document}}
        time = max(temporal for _date, temporal, *_others in rows) or date
        found.append(Edition(document, series, date, time, tuple(sorted(older[document])), tuple(sorted(graphs))))
    return sorted(found, key=lambda edition: (edition.series, edition.temporal, _depth(edition.document, older)))


def is_after(date: str, time: str) -> bool:
    """Say whether a date lies after another; both to the day, the month or the year: the shorter decides."""
    size = min(len(date), len(time))
    return bool(size) and date[:size] > time[:size]


def _depth(document: Iri, older: Mapping[Iri, set[Iri]]) -> tuple[int, Iri]:
    """Return how many documents came before one, and its IRI."""
    seen, left = {document}, [document]
    while left:
        left = [each for one in left for each in older.get(one, ()) if each not in seen]
        seen.update(left)
    return len(seen), document


class Yearly(NamedTuple):
    """A file of a folder of yearly files: the folder, and the year in the name of the file."""

    folder: Path
    year: str


def yearly_files(folder: Path, endings: Iterable[str]) -> list[tuple[Path, Yearly]]:
    """Return the files of a folder that is a series, the oldest first: each has a year of its own in its name.

    Empty for a folder of tables, where a file that could be read has no year, or that of another, and for no folder.
    """
    try:
        names = {path.name: path for path in folder.iterdir() if not path.name.startswith(("~$", "."))}
    except OSError:  # whoever reads the input tells of it
        return []
    if SOURCE_FILE in names or any(name.endswith(".csv") for name in names):
        return []
    known = frozenset(endings)
    years = {path: _YEAR.findall(path.stem) for path in names.values() if path.suffix.lower() in known}
    if any(len(found) != 1 for found in years.values()) or len({year for (year,) in years.values()}) < len(years):
        return []
    return sorted(((path, Yearly(folder, year)) for path, (year,) in years.items()), key=itemgetter(1))


def note_yearly(store: engine.Store, ranks: Mapping[Iri, int], files: Mapping[int, Yearly]) -> list[Quad]:
    """Make the documents of yearly files that say no series themselves editions of their folder's; return what is said.

    ranks: of each graph that of its input. files: the yearly files, by the rank of the input.
    """
    documents: dict[int, tuple[Iri, Iri]] = {}
    for document, about, passage in sorted(engine.select(store, _DOCUMENTS).rows, key=str):
        documents.setdefault(ranks.get(passage, -1), (document, about))
    said: list[Quad] = []
    last: dict[Path, Iri] = {}
    dated = {document for document, *_rest in engine.select(store, _DATED).rows}
    for rank, (folder, year) in sorted(files.items()):
        if rank not in documents:
            continue
        document, about = documents[rank]
        name = folder.resolve().name
        said += edition_quads(document, iri(f"ild:{slug(name) or 'series'}"), [Lit(name)], about)
        said.append((document, iri("dcterms:temporal"), Lit(year), about))
        if document not in dated:
            said.append((document, iri("dcterms:date"), Lit(year), about))
        if folder in last:
            said.append((document, _REVISES, last[folder], about))
        last[folder] = document
    engine.add(store, said)
    return said


def note_series(store: engine.Store, ranks: Mapping[Iri, int]) -> list[Quad]:
    """Make the documents of all inputs editions of one series, unless they say that they are; return what is said.

    ranks: of each graph that of its input.
    """
    homes: dict[Iri, tuple[int, Iri]] = {}
    for document, about, passage in sorted(engine.select(store, _ALL_DOCUMENTS).rows, key=str):
        if passage in ranks:
            homes.setdefault(document, (ranks[passage], about))
    of_input: dict[Iri, set[int]] = defaultdict(set)
    for edition in editions(store):
        of_input[edition.series] |= {homes[edition.document][0]} if edition.document in homes else set()
    if {*ranks.values()} in of_input.values():
        return []
    said: list[Quad] = []
    for document, (_rank, about) in homes.items():
        said += edition_quads(document, iri("ild:editions"), [Lit("editions")], about)
    engine.add(store, said)
    return said


def link_editions(store: engine.Store, named: Mapping[Iri, str]) -> tuple[list[Edition], list[Fault]]:
    """Find the documents that editions replace by their titles too; return the editions, and what is wrong with them.

    named: the name of the input of each graph.
    """
    found = editions(store)
    places = {edition.document: next(filter(None, map(named.get, edition.graphs)), "") for edition in found}
    faults = _follow_titles(store, places)
    found = editions(store) if found else found
    by_series: dict[Iri, list[Edition]] = defaultdict(list)
    for edition in found:
        by_series[edition.series].append(edition)
    times = {edition.document: edition.temporal for edition in found}
    for edition in found:
        for older in edition.replaces:
            if older == edition.document or is_after(times.get(older, ""), edition.temporal):
                gaps = {"edition": local_name(edition.document), "older": local_name(older)}
                faults.append(Fault(places[edition.document], message("edition-replaces-newer", **gaps)))
    for each in by_series.values():
        faults += _undated(each, places)
    return found, faults


def _undated(each: Sequence[Edition], places: Mapping[Iri, str]) -> list[Fault]:
    """Return the warnings of editions of a series whose order is not known."""
    faults = []
    if len(each) > 1:
        for edition in each:
            if not edition.temporal:
                text = message("edition-without-date", edition=local_name(edition.document))
                faults.append(Fault(places[edition.document], text, "Warning"))
    for one, two in pairwise(each):
        related = one.document in two.replaces or two.document in one.replaces
        if one.temporal and one.temporal == two.temporal and not related:
            gaps = {"first": local_name(one.document), "second": local_name(two.document), "date": one.temporal}
            faults.append(Fault(places[two.document], message("editions-of-one-date", **gaps), "Warning"))
    return faults


def _follow_titles(store: engine.Store, places: Mapping[Iri, str]) -> list[Fault]:
    """Let what is replaced be the document of that id or title; return the warnings of those that are not there."""
    titled: dict[str, set[Iri]] = defaultdict(set)
    documents = set()
    for document, title in engine.select(store, _TITLES).rows:
        documents.add(document)
        titled[slug(str(title))].add(document)
    faults, follow = [], []
    for document, named in sorted(engine.select(store, _OLDER).rows):
        if named in documents:
            continue
        meant = titled[local_name(named)] - {document}
        if len(meant) == 1:
            follow.append(f"({' '.join(map(sparql_term, (document, named, *meant)))})")
        else:
            gaps = {"edition": local_name(document), "older": local_name(named)}
            faults.append(Fault(places.get(document, ""), message("edition-older-missing", **gaps), "Warning"))
    if follow:
        store.update(_FOLLOW.format(values=" ".join(follow)), prefixes=PREFIXES)
    return faults
