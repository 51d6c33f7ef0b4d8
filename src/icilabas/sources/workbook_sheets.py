"""The sheets of a workbook: which table each is, and the one that describes the source."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from icilabas.engine.terms import pasted
from icilabas.errors import DataError, Fault
from icilabas.sources.cell_values import date
from icilabas.sources.decisions import is_decided
from icilabas.sources.schema import COLUMN_LANGUAGES
from icilabas.sources.source_description import Source, file_source, make_source
from icilabas.sources.tables import placed
from icilabas.words.matching import fold, is_slug, mistyped, nearest, slug
from icilabas.words.messages import either, message, suggestion
from icilabas.words.text import NOTHING, Text, same, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from icilabas.files.csv_tables import Grid
    from icilabas.sources.reading import Reading
    from icilabas.sources.schema import Schema, Table
    from icilabas.sources.source_description import EditionEntry, PassageEntry


HELP, LISTS = message("sheet-read-me"), message("sheet-lists")
SAME_AS = ("same-as", "identiques")
NAMES = ("source", "sources")
# Where a line goes in source.yaml, whether it has a text in each language, its name, and what to write there.
LINES = (
    ("id", False, message("sheet-id"), message("sheet-form-of-id")),
    ("title", True, message("sheet-title"), message("sheet-name-these-data")),
    ("licence", False, message("sheet-licence"), message("sheet-address-https")),
    ("source id", False, message("sheet-document-id"), message("sheet-form-of-id")),
    (
        "source title",
        True,
        message("sheet-document-title"),
        message("sheet-document-facts-come-from"),
    ),
    (
        "source short",
        True,
        message("sheet-document-short-title"),
        message("sheet-as-cited"),
    ),
    (
        "source publisher",
        False,
        message("sheet-document-published"),
        message("sheet-id-organisation"),
    ),
    ("source date", False, message("sheet-document-date"), message("source-yyyy-mm-dd")),
    ("source edition_of title", True, message("sheet-edition-of"), message("sheet-list-kept-on")),
    ("source edition_of id", False, message("sheet-edition-of-id"), message("sheet-form-of-id")),
    ("source covers", False, message("sheet-document-covers"), message("source-yyyy-mm-dd")),
    ("source replaces", False, message("sheet-document-replaces"), message("sheet-older-document")),
    ("source rights", True, message("sheet-document-rights"), NOTHING),
    ("source note", True, message("sheet-document-note"), NOTHING),
    ("source standard", False, message("sheet-document-standard"), message("sheet-address-https")),
    (
        "editors id",
        False,
        message("sheet-editors-id"),
        message("sheet-who-fills-workbook"),
    ),
    ("editors label", True, message("sheet-editors-name"), NOTHING),
)
_ADDRESSES = ("licence", "source standard")
_ONLY_WHERE_SAID = {"source standard", "source edition_of id"}  # nobody has to write them
_FOR_YEARLY = {"source edition_of title", "source covers", "source replaces"}  # in a blank sheet, or where said
_DATES = {"source date", "source covers"}
PASSAGE = (
    ("id", message("sheet-passage")),
    ("title_fr", message("sheet-title-fr")),
    ("title_en", message("sheet-title-en")),
    ("first", message("sheet-first-page")),
    ("last", message("sheet-last-page")),
    ("access", message("sheet-access")),
    ("by", message("sheet-said")),
    ("public_fr", message("sheet-public-title-fr")),
    ("public_en", message("sheet-public-title-en")),
    ("graph", message("sheet-graph")),
)
EDITION = (
    ("version", message("sheet-edition")),
    ("date", message("sheet-edition-date")),
    ("changed_fr", message("sheet-changed-fr")),
    ("changed_en", message("sheet-changed-en")),
)
_AS_NEEDED = {"public_fr", "public_en", "graph"}  # columns that stand there where something stands in them
ACCESS = {
    "public": message("sheet-public"),
    "restricted": message("sheet-restricted"),
    "withheld": message("sheet-withheld"),
}
BY = {"": message("sheet-document"), "editors": message("sheet-editors")}
_FEW_HEADINGS, _SHARE = 3, 0.6  # so are one with at least so many headings of a table, and this part of its own
_MOST_TABLES = 4  # that a renamed sheet may be, in one sentence
_MEANING = message("sheet-to-be-written")
_LANGUAGES = {"francais", "french", "anglais", "english"}
_DIGITS = 6  # of a page, as in the schema of source.yaml
_FEW = 3  # headings of the table of passages in one row: that is where it begins, whatever the first is called


@lru_cache(maxsize=1)
def _ours() -> frozenset[str]:
    """Return the names of the sheets that we write for readers, folded."""
    return frozenset(fold(name) for sheet in (HELP, LISTS) for name in sheet.everywhere())


@lru_cache(maxsize=1)
def _passage_columns() -> dict[str, str]:
    """Return what the headings of the passages stand for, by each of their forms, folded."""
    return _headings(PASSAGE)


@lru_cache(maxsize=1)
def _edition_columns() -> dict[str, str]:
    """Return what the headings of the editions stand for, by each of their forms, folded."""
    return _headings(EDITION)


def _headings(columns: Iterable[tuple[str, Text]]) -> dict[str, str]:
    return {fold(form): key for key, name in columns for form in (key, *name.everywhere())}


@lru_cache(maxsize=1)
def _lines() -> dict[str, tuple[str, bool, Text, Text]]:
    """Return the lines of the sheet by each of their names, folded."""
    return {fold(form): line for line in LINES for form in (line[0], *line[2].everywhere())}


def is_same_as(name: str) -> bool:
    """Say whether a sheet or file of this name states which things are one."""
    return fold(name) in map(fold, SAME_AS)


def sort_sheets(
    path: Path, grids: list[Grid], schema: Schema, into: Reading
) -> tuple[Source, list[tuple[Grid, Table]]]:
    """Say what each sheet is: return the source and the tables.

    Faults, and what states which things are one, go to ``into``. Raises DataError (unreadable) when none is a table.
    """
    source, first = file_source(path), dict[str, str]()
    tables: list[tuple[Grid, Table]] = []
    unknown: list[Grid] = []
    for grid in grids:
        table = schema.table_named(grid.name)
        if fold(grid.name) in NAMES:
            source = read_sheet(grid, path, into.faults) or source
        elif is_same_as(grid.name) or (table is None and is_decided(grid)):
            into.same_as.append((path, grid))
        elif table and table.name in first:
            text = message("twice-sheet", found=grid.name, first=first[table.name])
            into.faults.append(Fault(grid.at(1), text))
        elif table:
            first[table.name] = grid.name
            tables.append((grid, table))
        elif fold(grid.name) not in _ours():
            unknown.append(grid)
    named = schema.table_named(path.stem)
    if named and not tables and len(unknown) == 1:  # a simple list, named by its file
        tables.append((unknown.pop(), named))
    for grid in unknown:
        into.faults.append(_unknown(grid, [t for t in schema.tables.values() if t.name not in first]))
    if not tables and not into.same_as and not any(fault.severity == "Violation" for fault in into.faults):
        known = together(table.heading for table in schema.tables.values())
        raise DataError([*into.faults, Fault(str(path), message("no-known-sheet", known=known))], unreadable=True)
    return source, tables


def _unknown(grid: Grid, missing: list[Table]) -> Fault:
    """A sheet that looks like a table that is not there was renamed: a fault. Any other is left out: a warning."""
    names = {fold(name): table for table in missing for name in (table.name, *table.heading.everywhere())}
    near = nearest(grid.name, names)
    if near and mistyped(grid.name, near[0]):
        return _renamed(grid, [names[near[0]]])
    headings = [heading for heading in (grid.rows[0][1] if grid.rows else []) if heading]
    counts = {table.name: sum(name is not None for name in placed(table, headings)) for table in missing}
    best = max(counts.values(), default=0)
    if best >= _FEW_HEADINGS and best >= _SHARE * len(headings):
        return _renamed(grid, [table for table in missing if counts[table.name] == best])
    text = message("unknown-sheet", found=grid.name) + either([names[fold(name)].heading for name in near])
    return Fault(grid.at(1), text, "Warning")


def _renamed(grid: Grid, tables: list[Table]) -> Fault:
    near = either([table.heading for table in tables[:_MOST_TABLES]])
    return Fault(grid.at(1), message("renamed-sheet", found=grid.name) + near)


def read_sheet(grid: Grid, path: Path, faults: list[Fault]) -> Source | None:
    """Return the source that the sheet describes, None for a sheet that says nothing."""
    faults.extend(grid.faults)
    before = len(faults) - len(grid.faults)
    reader = _SheetReader(grid, faults)
    reader.read()
    if not (reader.words or reader.texts or reader.passages or len(faults) > before):
        return None
    name = reader.words.get("id") or _id_of(reader.texts.get("title")) or slug(path.stem) or "workbook"
    title = reader.texts.get("title") or dict.fromkeys(COLUMN_LANGUAGES, path.name)
    content: dict[str, object] = {"id": name, "title": title}
    document: dict[str, object] = {"id": f"{name}-source", "title": title, **reader.below("source")}
    if series := reader.below("source edition_of"):
        titles = reader.texts.get("source edition_of title")
        document["edition_of"] = {"id": _id_of(titles) or "series", **series}
    content["source"] = document
    if editors := reader.below("editors"):
        own = reader.words.get("editors id") or _id_of(reader.texts.get("editors label")) or f"{name}-editors"
        content["editors"] = {"id": own, "label": dict.fromkeys(COLUMN_LANGUAGES, own), **editors}
    if "licence" in reader.words:
        content["licence"] = reader.words["licence"]
    if reader.editions:
        content["editions"] = reader.editions
    if reader.passages:
        content["passages"] = reader.passages
    return make_source(content, grid.home.removesuffix("!"), simple=True)


def _id_of(texts: Mapping[str, str] | None) -> str:
    """Return the id that the first of the texts makes."""
    return slug(next(iter((texts or {}).values()), ""))


class _SheetReader:
    """Reads the sheet into what a ``source.yaml`` would say, and notes every fault with its cell.

    What is wrong is left out or stood in for, so that the tables get no fault for it.
    """

    def __init__(self, grid: Grid, faults: list[Fault]) -> None:
        self.grid, self.faults = grid, faults
        self.words: dict[str, str] = {}  # by the key of the line, such as ``source id``
        self.texts: dict[str, dict[str, str]] = {}  # the same of lines with a text in each language
        self.passages: list[PassageEntry] = []
        self.editions: list[EditionEntry] = []

    def below(self, home: str) -> dict[str, str | dict[str, str]]:
        """Return what the lines of the document, or of the editors, say."""
        said: dict[str, str | dict[str, str]] = {**self.words, **self.texts}
        found = {key.removeprefix(f"{home} "): value for key, value in said.items() if key.startswith(f"{home} ")}
        return {key: value for key, value in found.items() if " " not in key}

    def wrong(self, row: int, column: int, name: Text, found: str, expected: Text) -> None:
        text = message("source-cell", name=name, found=found, expected=expected)
        self.faults.append(Fault(self.grid.at(row, column), text))

    def read(self) -> None:
        known = _lines()
        columns: dict[str, int] = {}
        take = self.passage
        for row, values in self.grid.rows:
            first = fold(values[0])
            found, edition = (
                {headings[fold(v)]: place for place, v in enumerate(values) if fold(v) in headings}
                for headings in (_passage_columns(), _edition_columns())
            )
            if first == "passage" or len(found) >= _FEW:
                columns, take = found, self.passage
            elif len(edition) >= _FEW:
                columns, take = edition, self.edition
            elif columns:
                cells = {key: values[place] for key, place in columns.items() if place < len(values)}
                if any(cells.values()):
                    take(row, cells, defaultdict(lambda: 1, {key: place + 1 for key, place in columns.items()}))
            elif first in known:
                self.line(row, [*values, "", ""][1:3], known[first])
            elif first and not _LANGUAGES & set(map(fold, values)):
                near = suggestion(nearest(values[0], [name for line in LINES for name in line[2].everywhere()]))
                text = message("source-extra", found=values[0]) + near
                self.faults.append(Fault(self.grid.at(row), text, "Warning"))

    def line(self, row: int, texts: list[str], line: tuple[str, bool, Text, Text]) -> None:
        key, both, name, hint = line
        found = {tag: text for tag, text in zip(COLUMN_LANGUAGES, texts, strict=True) if text}
        value = next(iter(found.values()), "")
        if not found:
            return
        if both:
            self.texts[key] = found
        elif key.endswith("id") and not is_slug(value):
            self.wrong(row, 2, name, value, same(slug(value) or "id-1"))
        elif key == "source publisher" and not is_slug(value):
            self.wrong(row, 2, name, value, hint + same(f"({slug(value)})"))
        elif key == "source replaces":
            self.words[key] = slug(value)
        elif key in _DATES and not date(value):
            self.wrong(row, 2, name, value, hint)
        elif key not in _ADDRESSES:
            self.words[key] = value
        elif "://" in value and (address := self.address(row, 2, value)):
            self.words[key] = address
        else:
            self.wrong(row, 2, name, value, hint)

    def address(self, row: int, column: int, text: str) -> str:
        """Return the address of a cell, after telling where it is read otherwise than written; empty for none."""
        try:
            found = pasted(text)
        except ValueError:
            return ""
        if "://" in text and found != text:
            told = message("address-read-as", found=text, read=found)
            self.faults.append(Fault(self.grid.at(row, column), told, "Warning"))
        return found

    def edition(self, row: int, cells: dict[str, str], places: Mapping[str, int]) -> None:
        name, version, day = dict(EDITION), cells.get("version", ""), cells.get("date", "")
        changed = {tag: cells[f"changed_{tag}"] for tag in COLUMN_LANGUAGES if cells.get(f"changed_{tag}")}
        if not slug(version):
            self.wrong(row, places["version"], name["version"], version, same("1"))
        elif any(slug(version) == slug(other["version"]) for other in self.editions):
            self.faults.append(Fault(self.grid.at(row, places["version"]), message("twice-edition", found=version)))
        elif not changed:
            self.wrong(row, places["changed_fr"], name["changed_fr"], "", message("sheet-what-changed"))
        elif day and not date(day):
            self.wrong(row, places["date"], name["date"], day, message("source-yyyy-mm-dd"))
        else:
            entry: EditionEntry = {"version": version, "changed": changed}
            if day:
                entry["date"] = day
            self.editions.append(entry)

    def passage(self, row: int, cells: dict[str, str], places: Mapping[str, int]) -> None:
        name = dict(PASSAGE)
        title = {tag: cells[f"title_{tag}"] for tag in COLUMN_LANGUAGES if cells.get(f"title_{tag}")}
        called = cells.get("id") or _id_of(title)
        own = called if is_slug(called) else slug(called) or f"p-{row}"
        if own != called:
            self.wrong(row, places["id"], name["id"], called, same(own))
        if any(own == other["id"] for other in self.passages):
            self.faults.append(Fault(self.grid.at(row, places["id"]), message("twice-passage", found=called)))
            return
        entry: PassageEntry = {"id": own, "title": title or dict.fromkeys(COLUMN_LANGUAGES, called)}
        self.pages(entry, row, cells, places)
        access = self.choice(row, cells, places, "access", ACCESS)
        public = {tag: cells[f"public_{tag}"] for tag in COLUMN_LANGUAGES if cells.get(f"public_{tag}")}
        if public:
            entry["public_title"] = public
        entry["access"] = "restricted" if access is None else access or "public"  # it may name persons
        entry["by"] = self.choice(row, cells, places, "by", BY) or ""
        if cells.get("graph"):
            graph = self.address(row, places["graph"], cells["graph"])
            if graph:
                entry["graph"] = graph
            else:
                self.wrong(row, places["graph"], name["graph"], cells["graph"], message("sheet-https"))
        if entry["by"] and "editors id" not in self.words:
            text = message("needs-editors", name=LINES[-2][2], found=cells["by"])
            self.faults.append(Fault(self.grid.at(row, places["by"]), text))
        self.passages.append(entry)

    def choice(
        self, row: int, cells: dict[str, str], places: Mapping[str, int], key: str, forms: Mapping[str, Text]
    ) -> str | None:
        """Return which of the forms a cell names, empty where it is blank, or None after noting what is wrong."""
        said = fold(cells.get(key, ""))
        if not said:
            return ""
        for form, name in forms.items():
            if said in {form, *map(fold, name.everywhere())}:
                return form
        expected = together(forms.values(), " | ")
        self.wrong(row, places[key], dict(PASSAGE)[key], cells[key], expected)
        return None

    def pages(self, entry: PassageEntry, row: int, cells: dict[str, str], places: Mapping[str, int]) -> None:
        first, last = cells.get("first", ""), cells.get("last", "") or cells.get("first", "")
        numbers = [int(text) for text in (first, last) if text.isdecimal() and len(text) <= _DIGITS]
        if len(numbers) == len(("first", "last")) and 1 <= numbers[0] <= numbers[1]:
            entry["pages"] = numbers
        elif first or last:
            expected = message("sheet-two-numbers-second-no-smaller")
            self.wrong(row, places["first"], dict(PASSAGE)["first"], f"{first}-{last}", expected)
            entry["sure"] = False


def source_rows(content: Mapping[str, object], lang: str) -> list[list[str]]:
    """Return the rows of the sheet for what a ``source.yaml`` says; an empty one gives the blank sheet."""
    rows = [[message("sheet-source-name").text(lang), "français", "English", _MEANING.text(lang)]]
    for key, both, name, hint in LINES:
        value: object = content
        for part in key.split():
            value = value.get(part) if isinstance(value, dict) else None
        if not value and (key in _ONLY_WHERE_SAID or (content and key in _FOR_YEARLY)):
            continue
        said = value if isinstance(value, dict) else {}
        texts = [str(said.get(tag, "")) for tag in COLUMN_LANGUAGES] if both else [str(value or ""), ""]
        rows.append([name.text(lang), *texts, hint.text(lang)])
    editions, passages = content.get("editions"), content.get("passages")
    if isinstance(editions, list) and editions:
        rows += [[], *_edition_rows(editions, lang)]
    return [*rows, [], *_passage_rows(passages if isinstance(passages, list) else [], lang)]


def _edition_rows(editions: Iterable[EditionEntry], lang: str) -> list[list[str]]:
    """Return the table of editions."""
    rows = [[name.text(lang) for _key, name in EDITION]]
    for entry in editions:
        changed = (entry["changed"].get(tag, "") for tag in COLUMN_LANGUAGES)
        rows.append([str(entry["version"]), str(entry.get("date") or ""), *changed])
    return rows


def _passage_rows(passages: Iterable[PassageEntry], lang: str) -> list[list[str]]:
    """Return the table of passages, with columns of public titles and of graphs only where a passage has one."""
    rows: list[dict[str, str]] = []
    for entry in passages:
        first, last = entry.get("pages") or ("", "")
        rows.append(
            {
                "id": entry["id"],
                "title_fr": entry["title"].get("fr", ""),
                "title_en": entry["title"].get("en", ""),
                "first": str(first),
                "last": str(last),
                "access": ACCESS[entry["access"]].text(lang),
                "by": BY[entry.get("by", "")].text(lang),
                **{f"public_{tag}": entry.get("public_title", {}).get(tag, "") for tag in COLUMN_LANGUAGES},
                "graph": entry.get("graph", ""),
            }
        )
    filled = {key for row in rows for key in row if row[key]}
    columns = [column for column in PASSAGE if column[0] not in _AS_NEEDED - filled]
    headings = [name.text(lang) for _key, name in columns]
    return [headings, *([row[key] for key, _name in columns] for row in rows)]
