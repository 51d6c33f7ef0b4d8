"""A mapping: what the rows and columns of a person's own list say, in the terms of our tables; it lies beside the list.

``annuaire.xlsx`` is read by ``annuaire.mapping.yaml``. CSVW describes one table of one form and translates no values;
RML and YARRRML make triples, but tell no cell and no passage, and need functions of their own to split and translate.
So the form is ours, small, in the names of our tables and columns: ``ontology/shapes/mapping.schema.json``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from icilabas import resources
from icilabas.errors import DataError, Fault, unreadable_file
from icilabas.sources.schema import COLUMN_LANGUAGES, HEADINGS, load_schema
from icilabas.sources.yaml_schema import MAPPING_SCHEMA, wrong
from icilabas.words.matching import fold, nearest
from icilabas.words.messages import message, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from icilabas.resources import Way
    from icilabas.sources.schema import Table
    from icilabas.words.text import Text


ENDING = ".mapping.yaml"
_OURS = ("id", "kind", "passage")  # of every table, besides its columns


@dataclass(frozen=True)
class Pattern:
    """The heading of a column, or the name of a sheet, as a mapping writes it: ``*`` stands for anything."""

    text: str

    @cached_property
    def _looks(self) -> re.Pattern[str]:
        return re.compile("(.*)".join(re.escape(fold(part)) for part in self.text.split("*")), re.DOTALL)

    def fits(self, heading: str) -> bool:
        """Say whether a heading, folded, is meant."""
        return heading == fold(self.text) if "*" not in self.text else self._looks.fullmatch(heading) is not None


@dataclass(frozen=True)
class Said:
    """What a mapping says of one of our columns: from which columns of the list, or which text, and how it is read.

    values: what a cell means, by its text, folded; ``*`` for all others. new: how a thing is described that a cell names
    and that has no row of its own. way: the way to it in the mapping.
    """

    columns: tuple[Pattern, ...] = ()
    constant: str | None = None
    separators: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    new: Described | None = None
    way: Way = ()


@dataclass(frozen=True)
class Described:
    """A thing that each row says: its table, and by each column of that what is said of it."""

    table: Table
    said: Mapping[str, tuple[Said, ...]]


@dataclass(frozen=True)
class Folded:
    """Columns that become rows: a column of their headings and one of their cells, by these names."""

    columns: tuple[Pattern, ...]
    heading: str
    value: str


@dataclass(frozen=True)
class Listed:
    """Sheets of one form: which rows they have, and what each row says."""

    sheets: tuple[Pattern, ...]
    headings: int | None
    skip: frozenset[int]
    only: Mapping[str, frozenset[str]]
    without: Mapping[str, frozenset[str]]
    ends: tuple[Pattern, ...]
    fold: Folded | None
    rows: tuple[Described, ...]

    def named(self) -> Iterator[tuple[Pattern, Way]]:
        """Yield the columns of the list that are named, with the way to each."""
        for described in self.rows:
            yield from _named(described)


def _named(described: Described) -> Iterator[tuple[Pattern, Way]]:
    for said in described.said.values():
        for each in said:
            yield from ((column, each.way) for column in each.columns)
            if each.new:
                yield from _named(each.new)


@dataclass(frozen=True)
class ListMapping:
    """A whole mapping: the language of the texts, what is said of the source, what is no value, and the lists."""

    path: str
    lang: str
    about: Mapping[str, object]
    empty: frozenset[str]
    lists: tuple[Listed, ...]
    places: Mapping[Way, tuple[int, int]]

    def at(self, way: Way) -> str:
        """Return the place of a value of the mapping."""
        return _place(self.path, self.places, way)


def mapping_beside(path: Path) -> Path | None:
    """Return the mapping that lies beside a list, None where none does."""
    beside = path.with_name(f"{path.stem}{ENDING}")
    return beside if beside.is_file() else None


def read_mapping(path: Path) -> ListMapping:
    """Read a mapping. Raises DataError with all that is wrong, each with its line."""
    try:
        content, places = resources.parse_marked_yaml(path.read_text("utf-8-sig"))
    except resources.YamlError as error:
        text = message("source-yaml", error=error)
        raise DataError([Fault(f"{path}:{error.line}:{error.column}", text)], unreadable=True) from None
    except UnicodeDecodeError:
        raise DataError([Fault(str(path), message("not-utf8-text"))], unreadable=True) from None
    except OSError as error:
        raise unreadable_file(path, error) from None
    return make_mapping(content, str(path), places)


def make_mapping(content: object, path: str, places: Mapping[Way, tuple[int, int]]) -> ListMapping:
    """Make a mapping of what a file says. Raises DataError with all that is wrong."""
    reader = _Reader(path, places)
    for way, expected, known in wrong(content, path=MAPPING_SCHEMA):
        near = suggestion(nearest(str(way[-1]), known) or list(known)) if known else expected
        reader.fault(way, message("mapping-key", name=_shown(way), expected=near))
    reader.stop()
    said = cast("dict[str, Any]", content)
    reader.lang = str(said.get("lang") or COLUMN_LANGUAGES[0])
    lists = tuple(reader.listed(entry, ("lists", number)) for number, entry in enumerate(said["lists"]))
    reader.stop()
    about = {key: said[key] for key in ("id", "title", "licence", "source") if said.get(key)}
    return ListMapping(path, reader.lang, about, frozenset(map(fold, texts(said.get("empty")))), lists, places)


def _place(path: str, places: Mapping[Way, tuple[int, int]], way: Way) -> str:
    found = next((places[way[:end]] for end in range(len(way), -1, -1) if way[:end] in places), None)
    return f"{path}:{found[0]}:{found[1]}" if found else path


def _shown(way: Way) -> str:
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in way).removeprefix(".") or "…"


def texts(value: object) -> tuple[str, ...]:
    """Return a text, or several, as a mapping writes them."""
    found: Sequence[object] = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(str(each) for each in found if each is not None)


def patterns(value: object) -> tuple[Pattern, ...]:
    """Return headings, or names of sheets, as a mapping writes them."""
    return tuple(map(Pattern, texts(value)))


class _Reader:
    """Turns what a mapping says into its parts, and notes what is wrong."""

    def __init__(self, path: str, places: Mapping[Way, tuple[int, int]]) -> None:
        self.path, self.places = path, places
        self.lang = COLUMN_LANGUAGES[0]
        self.faults: list[Fault] = []

    def fault(self, way: Way, text: Text) -> None:
        self.faults.append(Fault(_place(self.path, self.places, way), text))

    def stop(self) -> None:
        """Raise what is wrong so far, if anything is."""
        if self.faults:
            raise DataError(self.faults, unreadable=True)

    def listed(self, entry: Mapping[str, Any], way: Way) -> Listed:
        folded = entry.get("fold")
        return Listed(
            patterns(entry.get("sheets")),
            entry.get("headings"),
            frozenset(entry.get("skip") or ()),
            *(
                {fold(column): frozenset(map(fold, texts(values))) for column, values in (entry.get(key) or {}).items()}
                for key in ("only", "without")
            ),
            patterns(entry.get("ends")),
            Folded(patterns(folded["columns"]), str(folded.get("heading") or ""), str(folded.get("value") or ""))
            if folded
            else None,
            tuple(
                found
                for number, row in enumerate(entry["rows"])
                if (found := self.described(row, (*way, "rows", number), str(row["table"])))
            ),
        )

    def described(self, row: Mapping[str, Any], way: Way, name: str) -> Described | None:
        tables = load_schema().tables
        table = load_schema().table_named(name)
        if table is None:
            near = suggestion(nearest(name, tables) or list(tables))
            self.fault((*way, "table"), message("mapping-table", found=name) + near)
            return None
        said: dict[str, tuple[Said, ...]] = {}
        for key, value in row.items():
            if key == "table" or value is None:
                continue
            column = self.column(table, key)
            if column is None:
                known = [*_OURS, *(each.name for each in table.columns)]
                near = suggestion(nearest(key, known) or known)
                self.fault((*way, key), message("mapping-column", found=key, table=table.name) + near)
            elif column in said:
                self.fault((*way, key), message("mapping-twice", found=key))
            else:
                values = enumerate(value) if isinstance(value, list) else [(None, value)]
                found = (self.said(table, column, v, (*way, key) if n is None else (*way, key, n)) for n, v in values)
                said[column] = tuple(filter(None, found))
        return Described(table, said)

    def column(self, table: Table, key: str) -> str | None:
        """Return the column that a key names: ``label`` is that of the language of the list."""
        names = {column.name for column in table.columns}
        if f"{key}_{self.lang}" in names:
            return f"{key}_{self.lang}"
        return key if key in names or key in _OURS else table.headings(self.lang).get(fold(key))

    def said(self, table: Table, column: str, value: object, way: Way) -> Said | None:
        if not isinstance(value, dict):
            return Said(patterns(value), way=way)
        new = None
        if isinstance(value.get("new"), dict):
            new = self.new(table, column, value["new"], (*way, "new"))
            key = f"label_{self.lang}"
            if new and key not in new.said:  # what the cell says is what the thing is called
                new = Described(new.table, {key: (Said(way=way),), **new.said})
        if not value.get("column") and value.get("constant") is None:
            self.fault(way, message("mapping-nothing-said", name=_shown(way)))
            return None
        values = {"*" if name == "*" else fold(name): str(to or "") for name, to in (value.get("values") or {}).items()}
        constant = None if value.get("constant") is None else str(value["constant"])
        return Said(patterns(value.get("column")), constant, texts(value.get("split")), values, new, way)

    def new(self, table: Table, column: str, entry: Mapping[str, Any], way: Way) -> Described | None:
        """Return how things are described that cells of the column name: of the first table that it refers to."""
        name = str(entry.get("table") or "")
        if not name:
            classes = next((each.classes for each in table.columns if each.name == column), ())
            fitting = [each.name for each in load_schema().tables.values() if _is_one_of(each, classes)]
            if not fitting:
                self.fault(way, message("mapping-not-new", name=HEADINGS.get(column, column)))
                return None
            name = fitting[0]
        return self.described(entry, way, name)


def _is_one_of(table: Table, classes: Iterable[str]) -> bool:
    line = {table.class_, *load_schema().supers.get(table.class_, ())}
    return not line.isdisjoint(classes)
