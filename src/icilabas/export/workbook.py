"""The content as an Excel workbook, headed in French or English, which reads back as it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, Iri, Lit, Quad, iri, local_name, shorten
from icilabas.errors import Fault, UsageError, log_warnings
from icilabas.export.blank_workbook import (
    EXAMPLE,
    FOLDER_STEPS,
    HELP_FILE,
    PERSON,
    SOURCE_YAML,
    Book,
    SheetRows,
    column_heading,
    column_names,
    meaning,
    order,
)
from icilabas.files import writing
from icilabas.files.csv_tables import csv_bytes
from icilabas.files.excel import Worksheet, write_workbook
from icilabas.files.writing import os_error_message
from icilabas.sources.references import SEPARATORS
from icilabas.sources.schema import load_schema
from icilabas.sources.workbook_sheets import HELP, SAME_AS
from icilabas.words.matching import is_slug, slug
from icilabas.words.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.sources.schema import Column, Schema, Table
    from icilabas.words.bilingual import Bilingual


_PAGES = (iri("ilb:firstPage"), iri("ilb:lastPage"))
_TYPE, _OWN = iri("rdf:type"), (PREFIXES["ild"], PREFIXES["ilv"])


def tabulate(store: Any, passages: dict[str, str] | None = None) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each table: column to cell, one row for each thing in each passage, sorted.

    ``passages`` names the graphs; without it each has the last part of its IRI. Only what a passage says becomes a
    row; what is inferred, the ontology and the passages themselves do not.
    """
    schema = load_schema()
    said: dict[tuple[Iri, Iri], list[Quad]] = defaultdict(list)
    for quad in engine.quads(store):
        if quad[3] not in {INFERRED_GRAPH, ONTOLOGY_GRAPH}:
            said[quad[0], quad[3]].append(quad)
    found: dict[str, list[dict[str, str]]] = {name: [] for name in schema.tables}
    for (subject, graph), quads in sorted(said.items()):
        for table, kind in _home(quads, schema):
            found[table.name].append(_row(subject, (passages or {}).get(graph, local_name(graph)), quads, table, kind))
    return {name: rows for name, rows in found.items() if rows}


def source_description(store: Any) -> dict[str, Any]:
    """Return what a ``source.yaml`` would say of the store: of the dataset that has most passages.

    A passage of another dataset keeps its graph's IRI. Without any passage, an empty dict.
    """
    said: dict[Iri, dict[Iri, list[Iri | Lit]]] = defaultdict(lambda: defaultdict(list))
    homes: dict[Iri, int] = defaultdict(int)
    for subject, predicate, thing, graph in sorted(engine.quads(store), key=str):  # texts and IRIs do not compare
        if graph not in {INFERRED_GRAPH, ONTOLOGY_GRAPH}:
            homes[graph] += predicate == _TYPE and thing == iri("ilb:Passage")
            said[subject][predicate].append(thing)
    home = max(sorted(homes), key=lambda graph: homes[graph], default=None)
    return _content(home, said) if home and homes[home] else {}


def _content(home: Iri, said: dict[Iri, dict[Iri, list[Iri | Lit]]]) -> dict[str, Any]:
    sources = [thing for thing, about in said.items() if iri("ilb:Source") in about[_TYPE]]
    agents = {thing for thing, about in said.items() if iri("foaf:Agent") in about[_TYPE]}
    editors = {s: by for s in sources for by in said[s][iri("prov:wasAttributedTo")] if by in agents}
    passages = [thing for thing, about in said.items() if iri("ilb:Passage") in about[_TYPE]]
    used = [source for passage in passages for source in said[passage][iri("dcterms:source")]]
    documents = [source for source in sources if source not in editors]
    content: dict[str, Any] = {"id": _path(home), "title": _texts(said[home][iri("dcterms:title")])}
    for value in said[home][iri("dcterms:license")][:1]:
        content["licence"] = str(value)
    if documents:
        content["source"] = _document(max(documents, key=used.count), said)
    for notes, by in list(editors.items())[:1]:
        content["editors"] = {"id": _cell(Iri(str(by))), "label": _texts(said[notes][iri("dcterms:title")])}
    taken: set[str] = set()
    entries = []
    for passage in sorted(passages, key=lambda passage: (not passage.startswith(home), passage)):
        entry = _passage(passage, home, said, editors)
        entry["id"] = entry["id"] if entry["id"] not in taken else _path(passage)
        taken.add(entry["id"])
        entries.append(entry)
    content["passages"] = sorted(entries, key=lambda entry: (entry.get("pages") or [10**6, 10**6], entry["id"]))
    return content


def _document(document: Iri, said: dict[Iri, dict[Iri, list[Iri | Lit]]]) -> dict[str, Any]:
    about = said[document]
    found: dict[str, Any] = {"id": _path(document), "title": _texts(about[iri("dcterms:title")])}
    short = _texts(about[iri("skos:prefLabel")])
    if short != found["title"]:
        found["short"] = short
    for key, predicate in (("publisher", "dcterms:publisher"), ("date", "dcterms:date")):
        for thing in about[iri(predicate)][:1]:
            found[key] = _cell(thing)
    for key, predicate in (("rights", "dcterms:rights"), ("note", "skos:note")):
        if about[iri(predicate)]:
            found[key] = _texts(about[iri(predicate)])
    return found


def _passage(
    passage: Iri, home: Iri, said: dict[Iri, dict[Iri, list[Iri | Lit]]], editors: dict[Iri, Any]
) -> dict[str, Any]:
    about = said[passage]
    name = local_name(passage)
    entry: dict[str, Any] = {
        "id": name if is_slug(name) else _path(passage),
        "title": _texts(about[iri("dcterms:title")]),
    }
    pages = [int(thing.value) for path in _PAGES for thing in about[path][:1] if isinstance(thing, Lit)]
    if len(pages) == len(_PAGES):
        entry["pages"] = pages
    entry["access"] = "restricted" if iri("ilv:restricted") in about[iri("dcterms:accessRights")] else "public"
    if set(about[iri("dcterms:source")]) & editors.keys():
        entry["by"] = "editors"
    if passage != f"{home}/{entry['id']}":
        entry["graph"] = str(passage)
    return entry


def _texts(things: list[Iri | Lit]) -> dict[str, str]:
    """Return the texts by language; one without a language stands for both."""
    plain = {lang: t.value for t in things if isinstance(t, Lit) and not t.lang for lang in ("fr", "en")}
    return plain | {thing.lang: thing.value for thing in things if isinstance(thing, Lit) and thing.lang}


def _path(thing: Iri) -> str:
    """Return what follows the namespace, as an id."""
    return slug(shorten(thing).rpartition(":")[2]) or "data"


def _home(quads: list[Quad], schema: Schema) -> list[tuple[Table, str]]:
    """Return the table that the type of the thing belongs to, and its kind."""
    types = {thing for _subject, predicate, thing, _graph in quads if predicate == _TYPE}
    tables = schema.tables.values()
    return [(table, kind) for table in tables for kind, class_ in table.kinds.items() if class_ in types][:1]


def _row(subject: Iri, passage: str, quads: list[Quad], table: Table, kind: str) -> dict[str, str]:
    row: dict[str, str] = {} if table.id_pattern else {"id": _cell(subject)}
    if len(table.kinds) > 1:
        row["kind"] = kind
    row["passage"] = passage
    for column in table.columns:
        values = sorted(_cell(thing) for _s, path, thing, _g in quads if path == column.path and _fits(thing, column))
        if column.many:  # a value with a separator in it would come back as two
            values = [value for value in values if not set(value) & set(SEPARATORS)]
        elif len(values) > 1:
            values = values[:1]
        if values:
            row[column.name] = "|".join(values)
    if table.id_pattern:
        made = table.id_pattern.format_map(defaultdict(str, {key: slug(value) for key, value in row.items()})).strip(
            "-"
        )
        return row if subject == f"{PREFIXES['ild']}{made}" else {"id": _cell(subject), **row}
    return row


def _fits(thing: Iri | Lit, column: Column) -> bool:
    return thing.lang == column.lang if isinstance(thing, Lit) else not column.lang


def _cell(thing: Iri | Lit) -> str:
    if isinstance(thing, Lit):
        return thing.value
    name = local_name(thing)
    return name if is_slug(name) and thing in {f"{space}{name}" for space in _OWN} else shorten(thing)


_SAME = "SELECT DISTINCT ?a ?b WHERE { ?a owl:sameAs ?b } ORDER BY ?a ?b"
_MOST_NAMED = 12


def examples(lang: str) -> SheetRows:
    """Return one row for each table: the thing of the bundled public data that fills most columns, by name."""
    from icilabas.dataset.loading import load_store

    found = tabulate(load_store(infer=False, profile="public"))
    names = {
        row["id"]: row[f"label_{lang}"]
        for rows in found.values()
        for row in rows
        if f"label_{lang}" in row and "id" in row
    }
    best: SheetRows = {"persons": [{"id": slug(PERSON.text(lang)), f"label_{lang}": PERSON.text(lang)}]}
    for name, rows in found.items():
        things: dict[str, dict[str, str]] = {}
        for number, row in enumerate(rows):
            things.setdefault(row.get("id", str(number)), {}).update({k: v for k, v in row.items() if v})
        fullest = max(sorted(things), key=lambda thing: len(things[thing]))
        columns = {column.name for column in load_schema().tables[name].columns if column.classes}
        best[name] = [{k: _named(v, names) if k in columns else v for k, v in things[fullest].items()}]
    return best


def _named(cell: str, names: dict[str, str]) -> str:
    return "|".join(names.get(value, value) for value in cell.split("|"))


def blank_workbook(lang: str) -> bytes:
    """Return a workbook without data, to fill."""
    return write_workbook(Book(lang, {}, {}, examples(lang)).sheets())


def workbook(store: Any, path: Path, lang: str) -> bytes:
    """Return what `filled` does; what has no place in a workbook is told on standard error."""
    written = filled(store, lang)
    _tell_lost(store, written, path)
    return written


def filled(store: Any, lang: str) -> bytes:
    """Return what the store says as a workbook. Raises UsageError for a text that is too long for a cell."""
    content = source_description(store)
    passages = {entry["graph"]: entry["id"] for entry in content.get("passages", []) if "graph" in entry}
    rows = tabulate(store, passages)
    sheets = Book(lang, content, rows, {}).sheets()
    same = [[shorten(a), shorten(b)] for a, b in engine.select(store, _SAME).rows]
    if same:
        sheets.insert(-1, Worksheet(SAME_AS[0], same, texts={0, 1}, plain=True))
    return write_workbook(sheets)


def _tell_lost(store: Any, written: bytes, out: Path) -> None:
    """Read the workbook back, and tell how many triples do not come back, of which properties."""
    import tempfile
    from pathlib import Path

    from icilabas.sources.gathering import gather

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        path.write_bytes(written)
        again = set(engine.quads(gather([path]).store))
    lost = [q for q in engine.quads(store) if q not in again and q[3] not in {ONTOLOGY_GRAPH, INFERRED_GRAPH}]
    if lost:
        most = Counter(shorten(quad[1]) for quad in lost).most_common(_MOST_NAMED)
        found = ", ".join(f"{name} × {count}" for name, count in sorted(most))
        log_warnings([Fault(str(out), message("not-in-workbook", count=len(lost), found=found), "Warning")])


def new(path: Path, lang: str, *, force: bool = False) -> Bilingual:
    """Write a blank workbook (``.xlsx``) or a folder of tables; return the sentence that says what to do next.

    Raises UsageError for a place that holds something already (unless ``force``) or cannot be written.
    """
    try:
        if path.suffix and path.suffix.lower() != ".xlsx" and not path.is_dir():
            raise UsageError(message("new-ending", found=path.name))
        taken = any(path.iterdir()) if path.is_dir() else path.exists()
    except OSError as error:
        raise UsageError(message("cannot-write", path=path, error=os_error_message(error))) from None
    if taken and not force:
        raise UsageError(message("exists", path=path))
    if path.suffix.lower() == ".xlsx" and not path.is_dir():
        writing.write_file(path, blank_workbook(lang))
        return message("next-workbook", path=path, sheet=HELP)
    files = _folder_files(path.name or path.absolute().name, lang)
    if path.exists():
        for name, content in files.items():
            writing.write_file(path / name, content)
    else:
        with writing.new_folder(path) as folder:
            for name, content in files.items():
                writing.write_file(folder / name, content)
            (folder / writing.MARK).unlink()  # these files are their owner's from now on: no build may replace them
    return message("next-folder", path=path, sheet=HELP_FILE)


def _folder_files(name: str, lang: str) -> dict[str, bytes]:
    """Return the files of a blank folder: the source, a table a class, and what explains them."""
    title = name.replace('"', "").replace("\\", "")
    source = SOURCE_YAML.text(lang).format(id=slug(name) or "data", name=title)
    files = {"source.yaml": source.encode()}
    shown, lines = Book(lang, {}, {}, examples(lang)), [step.text(lang) for step in FOLDER_STEPS]
    for table in order(load_schema()):
        names = column_names(table)
        separator = ";" if lang == "fr" else ","  # what a spreadsheet program of that language takes for a table
        files[f"{table.name}.csv"] = csv_bytes([column_heading(table, n, lang) for n in names], []).replace(
            b",", separator.encode()
        )
        lines += ["", f"{table.name}.csv: {table.heading.text(lang)}"]
        for column in names:
            text = f"  {column_heading(table, column, lang)}: " + meaning(table, column, lang).replace("\n", " ")
            example = shown.example(table, column)
            lines.append(f"{text} {EXAMPLE.text(lang)} {example}" if example else text)
    files[HELP_FILE.text(lang)] = ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
    return files
