"""The content as an Excel workbook, headed in French or English, which reads back as it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, Iri, Lit, Quad, iri, local_name, shorten
from icilabas.errors import Fault, log_warnings
from icilabas.export.workbook_layout import Book
from icilabas.files.leftovers import work_folder
from icilabas.files.written_workbook import Worksheet, write_workbook
from icilabas.sources.identity import IDENTITY_GRAPH
from icilabas.sources.references import SEPARATORS
from icilabas.sources.schema import COLUMN_LANGUAGES, load_schema
from icilabas.sources.workbook_sheets import SAME_AS
from icilabas.words.matching import is_slug, slug
from icilabas.words.messages import message
from icilabas.words.text import by_range, tongue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from icilabas.engine import Store
    from icilabas.export.workbook_layout import SheetRows
    from icilabas.sources.schema import Schema, Table
    from icilabas.sources.source_description import DocumentEntry, EditionEntry, PassageEntry, SourceContent

    Said = dict[Iri, dict[Iri, list[Iri | Lit]]]  # thing to property to values


_PAGES = (iri("ilb:firstPage"), iri("ilb:lastPage"))
_NAME, _ROLE, _SOURCE = iri("skos:prefLabel"), iri("org:role"), iri("dcterms:source")
_TYPE, _OUR_NAMESPACES = iri("rdf:type"), (PREFIXES["ild"], PREFIXES["ilv"])
# Of things that both are there: a table can name no others, as it cannot what has become one with another already.
_STATED_SAME = """SELECT DISTINCT ?a ?b WHERE { ?a owl:sameAs ?b . FILTER(isIRI(?a) && isIRI(?b))
  FILTER EXISTS { ?a a ?class } FILTER EXISTS { ?b a ?other } } ORDER BY ?a ?b"""
_NOT_STATED = (INFERRED_GRAPH, ONTOLOGY_GRAPH)
_DIGITS = 7  # that no page has
_MOST_TOLD = 12  # properties that are named in a warning


def tabulate(store: Store, passages: dict[str, str] | None = None) -> SheetRows:
    """Return the rows of each table: column to cell, one row for each thing in each passage, sorted.

    ``passages`` names the graphs; without it each has the last part of its IRI. Only what a passage says becomes a
    row; what is inferred, the ontology and the passages themselves do not.
    """
    schema = load_schema()
    said: dict[tuple[Iri, Iri], list[Quad]] = defaultdict(list)
    listed = {code for codes in schema.codes.values() for code in codes.values()}
    called: dict[Iri, set[str]] = defaultdict(set)  # in which languages the thing has its name
    for quad in engine.quads(store, leave_out=_NOT_STATED):
        said[quad[0], quad[3]].append(quad)
        if quad[1] == _NAME and isinstance(quad[2], Lit):
            called[quad[0]].add(tongue(quad[2].lang))
    found: SheetRows = {name: [] for name in schema.tables}
    for (subject, graph), quads in sorted(said.items()):
        only = None if called[subject] & {*COLUMN_LANGUAGES} else min(called[subject], default=None)
        for table, kind in _table_of(quads, schema):
            passage = (passages or {}).get(graph, local_name(graph))
            found[table.name].append(_row(subject, passage, _in_columns(quads, only, listed), table, kind))
    return {name: rows for name, rows in found.items() if rows}


def source_description(store: Store) -> SourceContent:
    """Return what a ``source.yaml`` would say of the store: of the dataset that has most passages.

    A passage of another dataset keeps its graph's IRI. Without any passage, an empty dict.
    """
    said: Said = defaultdict(lambda: defaultdict(list))
    homes: dict[Iri, int] = defaultdict(int)
    passage, version_of = iri("ilb:Passage"), iri("dcterms:isVersionOf")
    described = {passage, iri("ilb:Source"), iri("schema:CreativeWorkSeries"), iri("foaf:Agent")}
    ours = (IDENTITY_GRAPH, f"{IDENTITY_GRAPH}-restricted")  # found anew when the workbook is read
    stated, things = [*engine.quads(store, leave_out=(*_NOT_STATED, *ours))], set[Iri]()
    for subject, predicate, thing, graph in stated:
        homes[graph] += predicate == _TYPE and thing == passage
        if (predicate == _TYPE and thing in described) or predicate == version_of:
            things.add(subject)
    things.update(homes)  # a dataset may say of itself what it is
    for subject, predicate, thing, _graph in sorted([q for q in stated if q[0] in things], key=str):
        said[subject][predicate].append(thing)  # texts and IRIs do not compare
    home = max(sorted(homes), key=lambda graph: homes[graph], default=None)
    return _content(home, said) if home and homes[home] else {}


def _content(home: Iri, said: Said) -> SourceContent:
    """Return what a ``source.yaml`` would say of the dataset ``home``."""
    sources = [thing for thing, about in said.items() if iri("ilb:Source") in about[_TYPE]]
    agents = {thing for thing, about in said.items() if iri("foaf:Agent") in about[_TYPE]}
    editors = {s: by for s in sources for by in said[s][iri("prov:wasAttributedTo")] if by in agents}
    passages = [thing for thing, about in said.items() if iri("ilb:Passage") in about[_TYPE]]
    used = [source for passage in passages for source in said[passage][_SOURCE]]
    documents = [source for source in sources if source not in editors]
    content: SourceContent = {"id": _path(home), "title": _texts(said[home][iri("dcterms:title")])}
    for value in said[home][iri("dcterms:license")][:1]:
        content["licence"] = str(value)
    if documents:
        own = [source for passage in passages if passage.startswith(f"{home}/") for source in said[passage][_SOURCE]]
        content["source"] = _document(max(documents, key=lambda each: (own.count(each), used.count(each))), said)
    for notes, by in list(editors.items())[:1]:
        content["editors"] = {"id": _cell(Iri(str(by))), "label": _texts(said[notes][iri("dcterms:title")])}
    if editions := _editions(home, said):
        content["editions"] = editions
    taken: set[str] = set()
    entries = []
    for passage in sorted(passages, key=lambda passage: (not passage.startswith(home), passage)):
        entry = _passage(passage, home, said, editors)
        entry["id"] = entry["id"] if entry["id"] not in taken else _path(passage)
        taken.add(entry["id"])
        entries.append(entry)
    content["passages"] = sorted(entries, key=lambda entry: (entry.get("pages") or [10**6, 10**6], entry["id"]))
    return content


def _editions(home: Iri, said: Said) -> list[EditionEntry]:
    """Return the editions of the dataset: the one that is its version first, then the newest."""
    current, found = said[home][iri("owl:versionInfo")], []
    for about in [about for about in said.values() if home in about[iri("dcterms:isVersionOf")]]:
        for version in about[iri("owl:versionInfo")][:1]:
            entry: EditionEntry = {"version": _cell(version), "changed": _texts(about[iri("skos:changeNote")])}
            for date in about[iri("dcterms:issued")][:1]:
                entry["date"] = _cell(date)
            found.append((version in current, entry.get("date", ""), entry["version"], entry))
    return [entry for *_order, entry in sorted(found, key=lambda each: each[:3], reverse=True)]


def _document(document: Iri, said: Said) -> DocumentEntry:
    about = said[document]
    found: DocumentEntry = {"id": _path(document), "title": _texts(about[iri("dcterms:title")])}
    short = _texts(about[iri("skos:prefLabel")])
    if short != found["title"]:
        found["short"] = short
    for publisher in about[iri("dcterms:publisher")][:1]:
        found["publisher"] = _cell(publisher)
    for date in about[iri("dcterms:date")][:1]:
        found["date"] = _cell(date)
    _note_series(found, about, said)
    if rights := about[iri("dcterms:rights")]:
        found["rights"] = _texts(rights)
    for standard in about[iri("dcterms:conformsTo")][:1]:
        found["standard"] = str(standard)
    if note := about[iri("skos:note")]:
        found["note"] = _texts(note)
    return found


def _note_series(found: DocumentEntry, about: dict[Iri, list[Iri | Lit]], said: Said) -> None:
    """Note the series of which the document is an edition, the time of which it speaks, and what it replaces."""
    for series in about[iri("dcterms:isVersionOf")][:1]:
        name = Iri(str(series))
        found["edition_of"] = {"id": _path(name), "title": _texts(said[name][iri("dcterms:title")])}
    for time in about[iri("dcterms:temporal")][:1]:
        if _cell(time) != found.get("date"):
            found["covers"] = _cell(time)
    for older in about[iri("prov:wasRevisionOf")][:1]:
        found["replaces"] = _path(Iri(str(older)))


def _passage(passage: Iri, home: Iri, said: Said, editors: Collection[Iri]) -> PassageEntry:
    about = said[passage]
    name = local_name(passage)
    entry: PassageEntry = {
        "id": name if is_slug(name) else _path(passage),
        "title": _texts(about[iri("dcterms:title")]),
    }
    numbers = [thing.value for path in _PAGES for thing in about[path][:1] if isinstance(thing, Lit)]
    pages = [int(text) for text in numbers if text.isdecimal() and len(text) < _DIGITS]
    if len(pages) == len(_PAGES):
        entry["pages"] = pages
    entry["access"] = "restricted" if iri("ilv:restricted") in about[iri("dcterms:accessRights")] else "public"
    if about[iri("ilb:withheld")]:
        entry["access"] = "withheld"
    if public := _texts(about[iri("ilb:publicTitle")]):
        entry["public_title"] = public
    if set(about[iri("dcterms:source")]) & set(editors):
        entry["by"] = "editors"
    if passage != f"{home}/{entry['id']}":
        entry["graph"] = str(passage)
    return entry


def _texts(things: list[Iri | Lit]) -> dict[str, str]:
    """Return the texts by language; one without a language stands for both."""
    plain = {lang: t.value for t in things if isinstance(t, Lit) and not t.lang for lang in COLUMN_LANGUAGES}
    return plain | by_range((thing.lang, thing.value) for thing in things if isinstance(thing, Lit) and thing.lang)


def _path(thing: Iri) -> str:
    """Return what follows the namespace, as an id."""
    return slug(shorten(thing).rpartition(":")[2]) or "data"


def _table_of(quads: list[Quad], schema: Schema) -> list[tuple[Table, str]]:
    """Return the table that the type of the thing belongs to, and its kind."""
    types = {thing for _subject, predicate, thing, _graph in quads if predicate == _TYPE}
    tables = schema.tables.values()
    return [(table, kind) for table in tables for kind, class_ in table.kinds.items() if class_ in types][:1]


def _in_columns(quads: list[Quad], only: str | None, listed: Collection[Iri]) -> list[Quad]:
    """Return the statements as columns can hold them.

    A name in no language of a column, where the thing has no other (``only``), is its name in each; a role is one of
    the codes ``listed``.
    """
    found: list[Quad] = []
    for subject, predicate, thing, graph in quads:
        if only is not None and predicate == _NAME and isinstance(thing, Lit) and tongue(thing.lang) == only:
            found += [(subject, predicate, Lit(thing.value, lang=lang), graph) for lang in COLUMN_LANGUAGES]
        elif predicate != _ROLE or thing in listed:
            found.append((subject, predicate, thing, graph))
    return found


def _row(subject: Iri, passage: str, quads: list[Quad], table: Table, kind: str) -> dict[str, str]:
    """Return the row of a thing in a passage; its id only where it would not be made from the row."""
    said: dict[Iri, list[Iri | Lit]] = defaultdict(list)
    for _subject, path, thing, _graph in quads:
        said[path].append(thing)
    row: dict[str, str] = {} if table.id_pattern else {"id": _cell(subject)}
    if len(table.kinds) > 1:
        row["kind"] = kind
    row["passage"] = passage
    for column in table.columns:
        things = said.get(column.path, [])
        if column.lang:
            texts = by_range(sorted((thing.lang or "", thing.value) for thing in things if isinstance(thing, Lit)))
            values = [texts[column.lang]] if column.lang in texts else []
        else:
            values = sorted(_cell(thing) for thing in things if not isinstance(thing, Lit) or not thing.lang)
        if column.many:  # a value with a separator in it would come back as two
            values = [value for value in values if not set(value) & set(SEPARATORS)]
        elif len(values) > 1:
            values = values[:1]
        if values:
            row[column.name] = "|".join(values)
    if table.id_pattern:
        parts = defaultdict(str, {key: slug(value) for key, value in row.items()})
        made = table.id_pattern.format_map(parts).strip("-")
        return row if subject == f"{PREFIXES['ild']}{made}" else {"id": _cell(subject), **row}
    return row


def _cell(thing: Iri | Lit) -> str:
    if isinstance(thing, Lit):
        return thing.value
    name = local_name(thing)
    return name if is_slug(name) and thing in {f"{space}{name}" for space in _OUR_NAMESPACES} else shorten(thing)


def workbook(store: Store, path: Path, lang: str) -> bytes:
    """Return what `filled` does; what has no place in a workbook is told on standard error."""
    written = filled(store, [lang])[lang]
    _tell_lost(store, written, path)
    return written


def filled(store: Store, languages: Iterable[str]) -> dict[str, bytes]:
    """Return what the store says as a workbook in each language. Raises UsageError for a text that no cell holds."""
    content = source_description(store)
    passages = {entry["graph"]: entry["id"] for entry in content.get("passages", []) if "graph" in entry}
    rows = tabulate(store, passages)
    same = [[shorten(a), shorten(b)] for a, b in engine.select(store, _STATED_SAME).rows]
    found = {}
    for lang in languages:
        sheets = Book(lang, content, rows, {}).sheets()
        if same:
            sheets.insert(-1, Worksheet(SAME_AS[0], same, texts={0, 1}, plain=True))
        found[lang] = write_workbook(sheets)
    return found


def _tell_lost(store: Store, written: bytes, out: Path) -> None:
    """Read the workbook back, and tell how many triples, of which properties, and which tags do not come back."""
    from icilabas.sources.gathering import gather

    with work_folder("icilabas-workbook") as folder:
        path = folder / "workbook.xlsx"
        path.write_bytes(written)
        again = set(engine.quads(gather([path]).store))
    lost = [q for q in engine.quads(store) if q not in again and q[3] not in {ONTOLOGY_GRAPH, INFERRED_GRAPH}]
    plain = [quad for quad in lost if _of_a_column(quad) in again]
    lost = [quad for quad in lost if _of_a_column(quad) not in again]
    told = []
    if lost:
        most = Counter(shorten(quad[1]) for quad in lost).most_common(_MOST_TOLD)
        found = ", ".join(f"{name} × {count}" for name, count in sorted(most))
        told.append(message("not-in-workbook", count=len(lost), found=found))
    if plain:
        tags = ", ".join(sorted({thing.lang for _s, _p, thing, _g in plain if isinstance(thing, Lit) and thing.lang}))
        told.append(message("tags-not-in-workbook", count=len(plain), found=tags))
    log_warnings([Fault(str(out), text, "Warning") for text in told])


def _of_a_column(quad: Quad) -> Quad:
    """Return the statement as a workbook has it, in the column of a language: what is tagged ``fr-FR`` is French."""
    subject, predicate, thing, graph = quad
    if isinstance(thing, Lit) and thing.lang:
        thing = Lit(thing.value, lang=tongue(thing.lang))
    return subject, predicate, thing, graph
