"""Tables to triples: the schema says what each column states and what its cells may hold.

Every fault of a folder is found in one run, each with ``file:row:column`` (rows counted as a spreadsheet shows
them, the headings being row 1).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from icilabas.cells import cells
from icilabas.errors import DataError, Fault
from icilabas.messages import NOTHING, Bilingual, message, suggestion
from icilabas.terms import PREFIXES, Iri, Lit, Quad, fold, iri, is_slug, nearest, slug

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.schema import Column, Schema, Table
    from icilabas.source import Passage, Source

_XSD = PREFIXES["xsd"]
_TYPE, _PAGE = iri("rdf:type"), iri("ilb:page")
_INTEGER = f"{_XSD}integer"
_LEXICAL = {
    _INTEGER: re.compile(r"[+-]?\d+"),
    f"{_XSD}decimal": re.compile(r"[+-]?\d+(\.\d+)?"),
    f"{_XSD}gYear": re.compile(r"\d{4}"),
    f"{_XSD}gYearMonth": re.compile(r"\d{4}-(0[1-9]|1[0-2])"),
    f"{_XSD}date": re.compile(r"\d{4}-\d\d-\d\d"),
    f"{_XSD}string": re.compile(r".*", re.DOTALL),
}
_SEPARATOR = re.compile(r"\s*[|;]\s*")


@dataclass
class Reading:
    """What reading has gathered: quads, faults, the rows each thing stands in, and what cells refer to."""

    quads: list[Quad] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: dict[Iri, list[tuple[str, int, dict[Iri, int]]]] = field(default_factory=dict)
    references: list[tuple[str, Iri, Column]] = field(default_factory=list)
    taken: dict[tuple[Iri, str], tuple[str, str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    unreadable: bool = False


class _TableReader:
    """Reads the rows of one table of one file into a Reading."""

    def __init__(self, path: Path, table: Table, schema: Schema, source: Source, into: Reading) -> None:
        self.path, self.table, self.schema, self.source, self.into = path, table, schema, source, into
        self.position: dict[str, int] = {}
        self.columns = {column.name: column for column in table.columns}

    def fault(self, row: int, column: str | int, text: Bilingual) -> None:
        number = column if isinstance(column, int) else self.position.get(column, 0) + 1
        self.into.faults.append(Fault(f"{self.path}:{row}:{number}", text))

    def read(self) -> None:
        rows = cells(self.path)
        number, headings = next(rows)
        self.place_columns(number, headings)
        needed = {"passage"} if self.table.id_pattern else {"id", "passage"}
        for name in sorted(needed - self.position.keys()):
            self.fault(number, 1, message("missing-column", name=name))
        if not needed <= self.position.keys():
            return
        for row, values in rows:
            if any(values[len(headings) :]):
                found = message("too-many-cells", found=len(values), expected=len(headings))
                self.fault(row, len(headings) + 1, found)
            elif any(values):
                self.row(row, {n: values[p] if p < len(values) else "" for n, p in self.position.items()})

    def place_columns(self, row: int, headings: list[str]) -> None:
        known = self.table.headings()
        for place, heading in enumerate(headings):
            name = known.get(fold(heading))
            if name in self.position:
                self.fault(row, place + 1, message("twice-column", found=heading))
            elif name:
                self.position[name] = place
            elif heading:
                near = suggestion(nearest(heading, [*self.columns, "id", "kind", "passage"]))
                self.fault(row, place + 1, message("unknown-column", found=heading) + near)

    def row(self, row: int, values: dict[str, str]) -> None:
        passage = self.passage(row, values["passage"])
        subject = self.subject(row, values)
        if passage is None or subject is None:
            return
        place = f"{self.path}:{row}:{self.position.get('id', 0) + 1}"
        mine = (self.table.name, place)
        here = self.into.taken.setdefault((subject, passage.slug), mine)
        anywhere = self.into.taken.setdefault((subject, ""), mine)
        if here != mine or anywhere[0] != self.table.name:
            first = here[1] if here != mine else anywhere[1]
            found = values.get("id") or subject.rpartition("/")[2]
            self.fault(row, "id", message("duplicate-id", found=found, place=first))
            return
        class_ = self.kind(row, values.get("kind", ""))
        spots = {self.columns[n].path: p + 1 for n, p in self.position.items() if n in self.columns and values[n]}
        self.into.rows.setdefault(subject, []).append((str(self.path), row, spots))
        say = self.into.quads.append
        say((subject, _TYPE, class_, passage.graph))
        for name, column in self.columns.items():
            for value in self.values(row, column, values.get(name, "")):
                thing = self.thing(row, column, value)
                if thing is not None and (column.path != _PAGE or self.page_fits(row, int(value), passage)):
                    say((subject, column.path, thing, passage.graph))
        if passage.pages and not values.get("page"):
            first_page, last_page = passage.pages
            if first_page == last_page:
                say((subject, _PAGE, Lit(str(first_page), _INTEGER), passage.graph))
            else:
                needed = message("needs-page", passage=passage.slug, first=first_page, last=last_page)
                self.fault(row, "page", needed)

    def passage(self, row: int, name: str) -> Passage | None:
        passage = self.source.passages.get(name)
        if passage is None:
            near = suggestion(nearest(name, self.source.passages) or sorted(self.source.passages))
            self.fault(row, "passage", message("unknown-passage", found=name) + near)
        return passage

    def subject(self, row: int, values: dict[str, str]) -> Iri | None:
        name = values.get("id", "")
        if self.table.id_pattern and not name:
            parts = {key: slug(value) for key, value in values.items()}
            name = self.table.id_pattern.format_map(defaultdict(str, parts)).strip("-")
        if not name:
            self.fault(row, "id", message("missing-value", name="id", remedy=NOTHING))
        elif not is_slug(name):
            self.fault(row, "id", message("bad-id", found=name, nearest=slug(name) or "id-1"))
        else:
            return iri(f"ild:{name}")
        return None

    def kind(self, row: int, name: str) -> Iri:
        if name and fold(name).replace(" ", "-") not in self.table.kinds:
            near = suggestion(nearest(name, self.table.kinds) or sorted(self.table.kinds))
            self.fault(row, "kind", message("not-in-list", found=name, name="kind", remedy=near))
        return self.table.kinds.get(fold(name).replace(" ", "-"), self.table.class_)

    def values(self, row: int, column: Column, cell: str) -> list[str]:
        if not cell:
            return []
        if column.lang or (not column.many and column.datatypes == (f"{_XSD}string",)):
            return [cell]
        found = [value for value in _SEPARATOR.split(cell) if value]
        if not column.many and len(found) > 1:
            text = message("one-value", name=column.heading, found=len(found), remedy=column.remedy)
            self.fault(row, column.name, text)
            return []
        return found

    def thing(self, row: int, column: Column, text: str) -> Iri | Lit | None:
        """Return what one value states, or None after noting what is wrong with it."""
        if column.lang:
            return Lit(text, lang=column.lang)
        if column.datatypes:
            return self.literal(row, column, text)
        lists = [self.schema.codes[c] for c in column.classes if c in self.schema.codes]
        if lists:
            labels = [self.schema.code_labels[c] for c in column.classes if c in self.schema.codes]
            for codes, by_label in zip(lists, labels, strict=True):
                found = codes.get(text) or by_label.get(fold(text))
                if found:
                    return found
            known = sorted({name for codes in lists for name in codes})
            near = column.remedy + suggestion(nearest(text, known) or known)
            self.fault(row, column.name, message("not-in-list", found=text, name=column.heading, remedy=near))
            return None
        try:
            thing = iri(f"ild:{text}") if is_slug(text) and not column.is_iri else iri(text)
        except ValueError:
            hint = column.remedy + suggestion([slug(text)] if slug(text) and not column.is_iri else [])
            self.fault(row, column.name, message("bad-value", found=text, name=column.heading, remedy=hint))
            return None
        if column.classes:
            number = self.position[column.name] + 1
            self.into.references.append((f"{self.path}:{row}:{number}", thing, column))
        return thing

    def literal(self, row: int, column: Column, text: str) -> Lit | None:
        for datatype in column.datatypes:
            if _LEXICAL[datatype].fullmatch(text):
                if datatype == f"{_XSD}date" and not _is_date(text):
                    break
                return Lit(text, None if datatype == f"{_XSD}string" else datatype)
        key = "no-such-date" if f"{_XSD}date" in column.datatypes else "bad-value"
        self.fault(row, column.name, message(key, found=text, name=column.heading, remedy=column.remedy))
        return None

    def page_fits(self, row: int, page: int, passage: Passage) -> bool:
        if passage.pages is None:
            self.fault(row, "page", message("page-nowhere", passage=passage.slug))
            return False
        first, last = passage.pages
        if not first <= page <= last:
            text = message("page-outside", found=page, passage=passage.slug, first=first, last=last)
            self.fault(row, "page", text)
        return first <= page <= last


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def read_table(path: Path, table: Table, schema: Schema, source: Source, into: Reading) -> None:
    """Read one CSV file as the table into ``into``; a file that is no table at all is one fault among the others."""
    before = set(into.rows)
    try:
        _TableReader(path, table, schema, source, into).read()
    except DataError as error:
        into.faults.extend(error.faults)
        into.unreadable = True
    into.counts[table.name] = len(into.rows.keys() - before)
