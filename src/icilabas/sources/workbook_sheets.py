"""The sheets of a workbook: which table each is, and the one that describes the source."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from icilabas.engine.terms import iri
from icilabas.errors import DataError, Fault
from icilabas.sources.cell_values import date
from icilabas.sources.source_description import Source, file_source, made
from icilabas.sources.tables import placed
from icilabas.words.bilingual import Bilingual
from icilabas.words.matching import fold, is_slug, nearest, slug
from icilabas.words.messages import either, message, suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from icilabas.files.csv_tables import Grid
    from icilabas.sources.schema import Schema, Table


NAMES = ("source", "sources")
# Where a line goes in source.yaml, whether it has a text in each language, its name, and what to write there.
LINES = (
    ("id", False, Bilingual("identifiant", "id"), Bilingual("a-z, 0-9, -", "a-z, 0-9, -")),
    ("title", True, Bilingual("titre", "title"), Bilingual("nom de ces données", "name of these data")),
    ("licence", False, Bilingual("licence", "licence"), Bilingual("adresse https://…", "address https://…")),
    ("source id", False, Bilingual("document : identifiant", "document: id"), Bilingual("a-z, 0-9, -", "a-z, 0-9, -")),
    (
        "source title",
        True,
        Bilingual("document : titre", "document: title"),
        Bilingual("le document d'où viennent les faits", "the document that the facts come from"),
    ),
    (
        "source short",
        True,
        Bilingual("document : titre court", "document: short title"),
        Bilingual("tel qu'on le cite", "as it is cited"),
    ),
    (
        "source publisher",
        False,
        Bilingual("document : publié par", "document: published by"),
        Bilingual("identifiant d'une organisation", "id of an organisation"),
    ),
    ("source date", False, Bilingual("document : date", "document: date"), Bilingual("AAAA-MM-JJ", "YYYY-MM-DD")),
    ("source rights", True, Bilingual("document : droits", "document: rights"), Bilingual("", "")),
    ("source note", True, Bilingual("document : note", "document: note"), Bilingual("", "")),
    (
        "editors id",
        False,
        Bilingual("rédaction : identifiant", "editors: id"),
        Bilingual("qui remplit ce classeur", "who fills this workbook"),
    ),
    ("editors label", True, Bilingual("rédaction : nom", "editors: name"), Bilingual("", "")),
)
PASSAGE = (
    ("id", Bilingual("passage", "passage")),
    ("title_fr", Bilingual("titre (fr)", "title (fr)")),
    ("title_en", Bilingual("titre (en)", "title (en)")),
    ("first", Bilingual("première page", "first page")),
    ("last", Bilingual("dernière page", "last page")),
    ("access", Bilingual("accès", "access")),
    ("by", Bilingual("dit par", "said by")),
    ("graph", Bilingual("graphe", "graph")),
)
ACCESS = {"public": Bilingual("public", "public"), "restricted": Bilingual("restreint", "restricted")}
BY = {"": Bilingual("document", "document"), "editors": Bilingual("rédaction", "editors")}
_HEADINGS = {"francais", "french", "anglais", "english"}
_PASSAGES = {fold(form): key for key, name in PASSAGE for form in (key, name.fr, name.en)}
_FEW = 3  # headings of the table of passages in one row: that is where it begins, whatever the first is called


def source_rows(content: dict[str, Any], lang: str) -> list[list[str]]:
    """Return the rows of the sheet for what a ``source.yaml`` says; an empty one gives the blank sheet."""
    rows = [[Bilingual("source", "source").text(lang), "français", "English", _MEANING.text(lang)]]
    for key, both, name, hint in LINES:
        value: Any = content
        for part in key.split():
            value = value.get(part, {}) if isinstance(value, dict) else {}
        texts = [str(value.get(tag, "")) for tag in ("fr", "en")] if both else [str(value or ""), ""]
        rows.append([name.text(lang), *texts, hint.text(lang)])
    passages = content.get("passages", [])
    wide = PASSAGE if any(entry.get("graph") for entry in passages) else PASSAGE[:-1]
    rows += [[], [name.text(lang) for _key, name in wide]]
    for entry in passages:
        first, last = entry.get("pages") or ("", "")
        cells = {
            "id": entry["id"],
            "title_fr": entry["title"].get("fr", ""),
            "title_en": entry["title"].get("en", ""),
            "first": str(first),
            "last": str(last),
            "access": ACCESS[entry["access"]].text(lang),
            "by": BY[entry.get("by", "")].text(lang),
            "graph": entry.get("graph", ""),
        }
        rows.append([cells[key] for key, _name in wide])
    return rows


_MEANING = Bilingual("à écrire", "what to write")


class _SheetReader:
    """Reads the sheet into what a ``source.yaml`` would say, and notes every fault with its cell.

    What is wrong is left out or stood in for, so that the tables get no fault for it.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.content: dict[str, Any] = {}
        self.passages: list[dict[str, Any]] = []
        self.faults: list[Fault] = list(grid.faults)

    def wrong(self, row: int, column: int, name: Bilingual, found: str, expected: Bilingual) -> None:
        text = message("source-cell", name=name, found=found, expected=expected)
        self.faults.append(Fault(self.grid.at(row, column), text))

    def read(self) -> None:
        known = {fold(form): line for line in LINES for form in (line[0], line[2].fr, line[2].en)}
        columns: dict[str, int] = {}
        for row, values in self.grid.rows:
            first = fold(values[0])
            found = {_PASSAGES[fold(v)]: place for place, v in enumerate(values) if fold(v) in _PASSAGES}
            if first == "passage" or len(found) >= _FEW:
                columns = found
            elif columns:
                cells = {key: values[place] for key, place in columns.items() if place < len(values)}
                self.passage(row, cells, defaultdict(lambda: 1, {key: place + 1 for key, place in columns.items()}))
            elif first in known:
                self.line(row, [*values, "", ""][1:3], known[first])
            elif first and not _HEADINGS & set(map(fold, values)):
                near = suggestion(nearest(values[0], [line[2].fr for line in LINES] + [line[2].en for line in LINES]))
                text = message("source-extra", found=values[0]) + near
                self.faults.append(Fault(self.grid.at(row), text, "Warning"))

    def line(self, row: int, texts: list[str], line: tuple[str, bool, Bilingual, Bilingual]) -> None:
        key, both, name, hint = line
        found = {tag: text for tag, text in zip(("fr", "en"), texts, strict=True) if text}
        if not found:
            return
        value: Any = found if both else next(iter(found.values()))
        if key.endswith("id") and not is_slug(value):
            near = Bilingual(*[slug(value) or "id-1"] * 2)
            self.wrong(row, 2, name, value, near)
        elif key == "source publisher" and not is_slug(value):
            self.wrong(row, 2, name, value, hint + Bilingual(*[f"({slug(value)})"] * 2))
        elif (key == "licence" and not _is_address(value)) or (key == "source date" and not date(value)):
            self.wrong(row, 2, name, value, hint)
        else:
            where = self.content
            *above, last = key.split()
            for part in above:
                where = where.setdefault(part, {})
            where[last] = value

    def passage(self, row: int, cells: dict[str, str], places: Mapping[str, int]) -> None:
        names = dict(PASSAGE)
        title = {tag: cells[f"title_{tag}"] for tag in ("fr", "en") if cells.get(f"title_{tag}")}
        name = cells.get("id") or slug(next(iter(title.values()), ""))
        if not any(cells.values()):
            return
        entry: dict[str, Any] = {"id": name, "title": title or {"fr": name, "en": name}}
        if not is_slug(name):
            entry["id"] = slug(name) or f"p-{row}"
            self.wrong(row, places["id"], names["id"], name, Bilingual(*[entry["id"]] * 2))
        if any(entry["id"] == other["id"] for other in self.passages):
            self.faults.append(Fault(self.grid.at(row, places["id"]), message("twice-passage", found=name)))
            return
        entry |= self.pages(row, cells, places)
        for key, forms, without in (("access", ACCESS, "public"), ("by", BY, "")):
            said = fold(cells.get(key, ""))
            found = [form for form, n in forms.items() if said in {fold(n.fr), fold(n.en), form}] if said else [without]
            if found:
                entry[key] = found[0]
            else:
                expected = Bilingual(*(" | ".join(n.text(tag) for n in forms.values()) for tag in ("fr", "en")))
                self.wrong(row, places[key], names[key], cells[key], expected)
                entry |= {"access": "restricted"} if key == "access" else {}
        if cells.get("graph"):
            try:
                entry["graph"] = iri(cells["graph"])
            except ValueError:
                self.wrong(row, places["graph"], names["graph"], cells["graph"], Bilingual("https://…", "https://…"))
        if entry.get("by") and not self.content.get("editors", {}).get("id"):
            text = message("needs-editors", name=LINES[-2][2], found=cells["by"])
            self.faults.append(Fault(self.grid.at(row, places["by"]), text))
        self.passages.append(entry)

    def pages(self, row: int, cells: dict[str, str], places: Mapping[str, int]) -> dict[str, Any]:
        first, last = cells.get("first", ""), cells.get("last", "") or cells.get("first", "")
        if not first and not last:
            return {}
        if first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last):
            return {"pages": [int(first), int(last)]}
        expected = Bilingual("deux nombres, le premier n'étant pas le plus grand", "two numbers, the first no greater")
        self.wrong(row, places["first"], dict(PASSAGE)["first"], f"{first}-{last}", expected)
        return {"sure": False}


def read_sheet(grid: Grid, path: Path) -> tuple[Source | None, list[Fault]]:
    """Return the source that the sheet describes and its faults; None for a sheet that says nothing."""
    reader = _SheetReader(grid)
    reader.read()
    if reader.passages:
        reader.content["passages"] = reader.passages
    if not reader.content and not reader.faults:
        return None, reader.faults
    content, stem = reader.content, slug(path.stem) or "workbook"
    content.setdefault("id", slug(next(iter(content.get("title", {}).values()), "")) or stem)
    content.setdefault("title", {"fr": path.name, "en": path.name})
    document = content.setdefault("source", {})
    document.setdefault("id", f"{content['id']}-source")
    document.setdefault("title", content["title"])
    editors = content.get("editors")
    if editors:
        editors.setdefault("id", slug(next(iter(editors.get("label", {}).values()), "")) or f"{content['id']}-editors")
        editors.setdefault("label", {"fr": editors["id"], "en": editors["id"]})
    return made(content, grid.home.removesuffix("!"), simple=True), reader.faults


def _is_address(text: str) -> bool:
    try:
        return "://" in iri(text)
    except ValueError:
        return False


HELP, LISTS = Bilingual("Mode d'emploi", "Read me"), Bilingual("Listes", "Lists")
SAME_AS = ("same-as", "identiques")
_OURS = {fold(name) for pair in (HELP, LISTS) for name in (pair.fr, pair.en)}
_ALIKE, _SHARE, _FEW_SHEETS = 0.75, 0.6, 3


@dataclass
class Sheets:
    """What the sheets of a workbook are."""

    source: Source
    tables: list[tuple[Grid, Table]] = field(default_factory=list)
    same: list[Grid] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def is_same_as(name: str) -> bool:
    """Say whether a sheet or file of this name states what is one."""
    return fold(name) in map(fold, SAME_AS)


def sort_sheets(path: Path, grids: list[Grid], schema: Schema) -> Sheets:
    """Say what each sheet is. Raises DataError (unreadable) when none is a table."""
    found, unknown = Sheets(file_source(path)), []
    first: dict[str, str] = {}
    for grid in grids:
        table = schema.table_named(grid.name)
        if fold(grid.name) in NAMES:
            source, faults = read_sheet(grid, path)
            found.source = source or found.source
            found.faults.extend(faults)
        elif is_same_as(grid.name):
            found.same.append(grid)
        elif table and table.name in first:
            text = message("twice-sheet", found=grid.name, first=first[table.name])
            found.faults.append(Fault(grid.at(1), text))
        elif table:
            first[table.name] = grid.name
            found.tables.append((grid, table))
        elif fold(grid.name) not in _OURS:
            unknown.append(grid)
    named = schema.table_named(path.stem)
    if named and not found.tables and len(unknown) == 1:  # a simple list, named by its file
        found.tables.append((unknown.pop(), named))
    for grid in unknown:
        found.faults.append(_unknown(grid, [t for t in schema.tables.values() if t.name not in first]))
    if not found.tables and not found.same and not any(fault.severity == "Violation" for fault in found.faults):
        known = Bilingual(*(", ".join(t.heading.text(lang) for t in schema.tables.values()) for lang in ("fr", "en")))
        raise DataError([*found.faults, Fault(str(path), message("no-known-sheet", known=known))], unreadable=True)
    return found


def _unknown(grid: Grid, missing: list[Table]) -> Fault:
    """A sheet that looks like a table that is not there was renamed: a fault. Any other is left out: a warning."""
    names = {fold(name): table for table in missing for name in (table.name, table.heading.fr, table.heading.en)}
    near = nearest(grid.name, names)
    if near and difflib.SequenceMatcher(None, fold(grid.name), fold(near[0])).ratio() >= _ALIKE:
        return _renamed(grid, [names[near[0]]])
    headings = [heading for heading in (grid.rows[0][1] if grid.rows else []) if heading]
    counts = {table.name: sum(name is not None for name in placed(table, headings)) for table in missing}
    best = max(counts.values(), default=0)
    if best >= _FEW_SHEETS and best >= _SHARE * len(headings):
        return _renamed(grid, [table for table in missing if counts[table.name] == best])
    text = message("unknown-sheet", found=grid.name)
    if near:
        text += either([names[fold(name)].heading for name in near])
    return Fault(grid.at(1), text, "Warning")


def _renamed(grid: Grid, tables: list[Table]) -> Fault:
    return Fault(
        grid.at(1), message("renamed-sheet", found=grid.name) + either([table.heading for table in tables[:4]])
    )
