"""A mapping: what the rows and columns of a person's own list say, in the terms of our tables; it lies beside the list.

``annuaire.xlsx`` is read by ``annuaire.mapping.yaml``. CSVW describes one table of one form and translates no values;
RML and YARRRML make triples, but tell no cell and no passage, and need functions of their own to split and translate.
So the form is ours, small, in the names of our tables and columns: ``ontology/shapes/mapping.schema.json``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from string import Formatter
from typing import TYPE_CHECKING, Any, cast

from icilabas import resources
from icilabas.errors import DataError, Fault, unreadable_file
from icilabas.sources.schema import COLUMN_LANGUAGES, HEADINGS, load_schema
from icilabas.sources.source_description import not_yaml
from icilabas.sources.yaml_schema import MAPPING_SCHEMA, place_of_way, shown_way, wrong
from icilabas.words.matching import fold, nearest
from icilabas.words.messages import message, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from icilabas.resources import Way
    from icilabas.sources.schema import Table
    from icilabas.words.text import Text

    _Entry = Mapping[str, Any]  # what YAML says under a key


ENDING = ".mapping.yaml"
ANY = "*"  # of headings: anything; of values: all others; of what these mean: what is written
VERSION = 1
_NAME = "label"
_LIKELY = "organizations"  # of what a column may name, where nothing is said of the kind
_OURS = ("id", "kind")  # of every table, besides its columns


def cell_key(text: str) -> str:
    """Return a text as cells and headings are compared: folded, or what it is where it has no letter and no digit."""
    return fold(text) or text.strip()


@dataclass(frozen=True)
class Pattern:
    """The heading of a column, or what a cell says, as a mapping writes it.

    ``*`` stands for anything; where it is a word of its own beside others, as in “Partner *”, for one word.
    """

    text: str

    @cached_property
    def _looks(self) -> re.Pattern[str]:
        parts = self.text.split(ANY)
        found = re.escape(fold(parts[0]))
        for before, after in pairwise(parts):
            apart = [
                bool(fold(part)) and not edge.isalnum() for part, edge in ((before, before[-1:]), (after, after[:1]))
            ]
            word = r"(\S+)" if any(apart) else "(.*)"
            found += " " * apart[0] + word + " " * apart[1] + re.escape(fold(after))
        return re.compile(found, re.DOTALL)

    @property
    def is_open(self) -> bool:
        """Whether it stands for several headings."""
        return ANY in self.text

    def fits(self, heading: str) -> tuple[str, ...] | None:
        """Return what the stars stand for in a heading, folded; None for one that is not meant."""
        if not self.is_open:
            return () if heading == cell_key(self.text) else None
        found = self._looks.fullmatch(heading)
        return found.groups() if found else None


@dataclass(frozen=True)
class Said:
    """What a mapping says of one of our columns: from which columns of the list, or which text, and how it is read.

    separators: what parts the values of a cell. join: what is put between several columns that make one text.
    values: what a cell means, by its text, folded; ``*`` for all others. new: how a thing is described that a cell
    names and that has no row of its own. way: the way to it in the mapping. Without columns and constant, it is what
    the cell says that names the new thing.
    """

    columns: tuple[Pattern, ...] = ()
    constant: str | None = None
    separators: tuple[str, ...] = ()
    join: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    new: RowThing | None = None
    way: Way = ()


@dataclass(frozen=True)
class RowThing:
    """A thing that each row says: its table, and by each column of that what is said of it."""

    table: Table
    said: Mapping[str, tuple[Said, ...]]


@dataclass(frozen=True)
class Folded:
    """Columns that become rows: a column of their headings and one of their cells, by these names.

    same: the column that has the same names as the headings, in a cross-table of the same things.
    """

    columns: tuple[Pattern, ...]
    heading: str
    value: str
    same: str


@dataclass(frozen=True)
class Listed:
    """Sheets of one form: which rows they have, and what each row says. way: the way to it in the mapping.

    only, without: by column, what has to stand there for a row to be read, or not to be.
    """

    way: Way
    sheets: tuple[Pattern, ...]
    access: str
    headings: int | None
    skip: frozenset[int]
    only: Mapping[Pattern, tuple[Pattern, ...]]
    without: Mapping[Pattern, tuple[Pattern, ...]]
    ends: tuple[Pattern, ...]
    fold: Folded | None
    rows: tuple[RowThing, ...]

    def named(self) -> Iterator[tuple[Pattern, Way]]:
        """Yield the columns of the list that are named, with the way to each, but for those that are folded."""
        for described in self.rows:
            yield from _named(described)
        for key, chosen in (("only", self.only), ("without", self.without)):
            yield from ((column, (*self.way, key, column.text)) for column in chosen)


def _named(described: RowThing) -> Iterator[tuple[Pattern, Way]]:
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

    def is_heading(self, text: str) -> bool:
        """Say whether a text is the heading of a column that is named."""
        key = cell_key(text)
        return bool(key) and any(pattern.fits(key) is not None for pattern in self._columns)

    @cached_property
    def _columns(self) -> set[Pattern]:
        named = {pattern for listed in self.lists for pattern, _way in listed.named()}
        return named.union(*(listed.fold.columns for listed in self.lists if listed.fold)) - {Pattern(ANY)}

    def fault(self, way: Way, text: Text, severity: str = "Violation") -> Fault:
        """Return what is wrong with a value of the mapping."""
        return Fault(place_of_way(self.path, self.places, way), text, severity)


def mapping_beside(path: Path) -> Path | None:
    """Return the mapping that lies beside a list, None where none does."""
    beside = path.with_name(f"{path.stem}{ENDING}")
    try:
        return beside if beside.is_file() else None
    except PermissionError:  # whoever opens the list tells of it
        return None


def read_mapping(path: Path) -> ListMapping:
    """Read a mapping. Raises DataError (unreadable) with all that is wrong, each with its line."""
    try:
        content, places = resources.parse_marked_yaml(path.read_text("utf-8-sig"))
    except resources.YamlError as error:
        raise DataError([Fault(f"{path}:{error.line}:{error.column}", not_yaml(error))], unreadable=True) from None
    except UnicodeDecodeError:
        raise DataError([Fault(str(path), message("not-utf8-text"))], unreadable=True) from None
    except OSError as error:
        raise unreadable_file(path, error) from None
    return make_mapping(content, str(path), places)


def make_mapping(content: object, path: str, places: Mapping[Way, tuple[int, int]]) -> ListMapping:
    """Make a mapping of what a file says. Raises DataError (unreadable) with all that is wrong."""
    reader = _Reader(path, places)
    if isinstance(content, dict) and isinstance(version := content.get("mapping"), int) and version != VERSION:
        reader.fault(("mapping",), message("mapping-version", found=version, known=VERSION))
        reader.stop()
    for way, expected, known in wrong(content, path=MAPPING_SCHEMA):
        near = suggestion(nearest(str(way[-1]), known) or list(known)) if known else expected
        unknown = message("mapping-unknown", name=shown_way(way), expected=near)
        reader.fault(way, unknown if known else message("mapping-key", name=shown_way(way), expected=near))
    reader.stop()
    said = cast("_Entry", content)
    reader.lang = str(said.get("lang") or COLUMN_LANGUAGES[0])
    lists = tuple(reader.listed(entry, ("lists", number)) for number, entry in enumerate(said["lists"]))
    reader.stop()
    about = {key: said[key] for key in ("id", "title", "licence", "source") if said.get(key)}
    return ListMapping(path, reader.lang, about, frozenset(map(cell_key, _texts(said.get("empty")))), lists, places)


def _texts(value: object) -> tuple[str, ...]:
    """Return a text, or several, as a mapping writes them."""
    found: Sequence[object] = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(str(each) for each in found if each is not None)


def _patterns(value: object) -> tuple[Pattern, ...]:
    return tuple(map(Pattern, _texts(value)))


def _chosen(value: Mapping[str, object] | None) -> dict[Pattern, tuple[Pattern, ...]]:
    return {Pattern(column): _patterns(values) for column, values in (value or {}).items()}


class _Reader:
    """Turns what a mapping says into its parts, and notes what is wrong."""

    def __init__(self, path: str, places: Mapping[Way, tuple[int, int]]) -> None:
        self.path, self.places = path, places
        self.lang = COLUMN_LANGUAGES[0]
        self.faults: list[Fault] = []

    def fault(self, way: Way, text: Text) -> None:
        self.faults.append(Fault(place_of_way(self.path, self.places, way), text))

    def stop(self) -> None:
        """Raise what is wrong so far, if anything is."""
        if self.faults:
            raise DataError(self.faults, unreadable=True)

    def listed(self, entry: _Entry, way: Way) -> Listed:
        described = (
            self.described(row, (*way, "rows", number), str(row["table"])) for number, row in enumerate(entry["rows"])
        )
        return Listed(
            way,
            _patterns(entry.get("sheets")),
            str(entry.get("access") or "public"),
            entry.get("headings"),
            frozenset(entry.get("skip") or ()),
            _chosen(entry.get("only")),
            _chosen(entry.get("without")),
            _patterns(entry.get("ends")),
            _folded(entry["fold"]) if entry.get("fold") else None,
            tuple(filter(None, described)),
        )

    def described(self, row: _Entry, way: Way, name: str, called: Said | None = None) -> RowThing | None:
        """Return a thing of the table of this name, with what the row of the mapping says of its columns.

        called: what it is called where the row does not say so.
        """
        schema = load_schema()
        table = schema.table_named(name)
        if table is None:
            near = suggestion(nearest(name, schema.tables) or list(schema.tables))
            self.fault((*way, "table"), message("mapping-table", found=name) + near)
            return None
        said: dict[str, tuple[Said, ...]] = {}
        if called and self.column(table, _NAME) not in map(partial(self.column, table), row):
            said[f"{_NAME}_{self.lang}"] = (called,)
        for key, value in row.items():
            column = self.column(table, key)
            if key == "table" or value is None:
                continue
            if column is None:
                known = [*_OURS, *dict.fromkeys(each.name.removesuffix(f"_{each.lang}") for each in table.columns)]
                near = suggestion(nearest(key, known) or known)
                self.fault((*way, key), message("mapping-column", found=key, table=table.name) + near)
            elif column in said:
                self.fault((*way, key), message("mapping-twice", found=key))
            else:
                values = enumerate(value) if isinstance(value, list) else [(None, value)]
                found = [self.said(table, column, v, (*way, key) if n is None else (*way, key, n)) for n, v in values]
                said[column] = tuple(filter(None, found))
        for missing in _nameless(table, said) if not self.faults else ():
            self.fault(way, message("mapping-needs", table=table.name, name=missing))
        return RowThing(table, said)

    def column(self, table: Table, key: str) -> str | None:
        """Return the column that a key names: ``label`` is that of the language of the list."""
        names = {column.name for column in table.columns}
        if f"{key}_{self.lang}" in names:
            return f"{key}_{self.lang}"
        found = key if key in names or key in _OURS else table.headings(self.lang).get(fold(key))
        return found if found in names or found in _OURS else None

    def said(self, table: Table, column: str, value: object, way: Way) -> Said | None:
        """Return what is said of a column, None for nothing; what is wrong with it is noted."""
        entry: _Entry = value if isinstance(value, dict) else {"column": value}
        texts = _texts(entry.get("column"))
        if formula := next((text for text in (*texts, str(entry.get("constant", ""))) if text.startswith("=")), None):
            self.fault(way, message("mapping-formula", found=formula))
        constant = None if entry.get("constant") is None else str(entry["constant"])
        if not texts and constant is None:
            self.fault(way, message("mapping-nothing-said", name=shown_way(way)))
            return None
        new = None
        if isinstance(entry.get("new"), dict):
            new = self.new(table, column, entry["new"], (*way, "new"))
        meant = {
            name if name == ANY else cell_key(name): str(to or "") for name, to in (entry.get("values") or {}).items()
        }
        join = None if entry.get("join") is None else str(entry["join"])
        return Said(tuple(map(Pattern, texts)), constant, _texts(entry.get("split")), join, meant, new, way)

    def new(self, table: Table, column: str, entry: _Entry, way: Way) -> RowThing | None:
        """Return how things are described that cells of the column name: of the first table that it refers to."""
        name = str(entry.get("table") or "")
        if not name:
            classes = next((each.classes for each in table.columns if each.name == column), ())
            fitting = [each.name for each in load_schema().tables.values() if _is_one_of(each, classes)]
            if not fitting and classes:  # a class of others, as of what a theme is narrower than
                fitting = [table.name]
            if not fitting:
                self.fault(way, message("mapping-not-new", name=HEADINGS.get(column, column)))
                return None
            name = next((each for each in (table.name, _LIKELY) if each in fitting), fitting[0])
        return self.described(entry, way, name, Said(way=way))  # what the cell says is what it is called


def _folded(entry: _Entry) -> Folded:
    heading, value, same = (str(entry.get(key) or "") for key in ("heading", "value", "same"))
    return Folded(_patterns(entry["columns"]), heading, value, same)


def needed(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the columns without which a row of the table is none: one of each group has to be filled.

    A thing needs a name; what has no name, as a membership, all things that it brings together.
    """
    if table.id_pattern is None:
        return (("id", *(column.name for column in table.columns if column.lang and column.name.startswith(_NAME))),)
    lists = load_schema().codes
    parts = {name for _text, name, *_form in Formatter().parse(table.id_pattern) if name}
    columns = (column for column in table.columns if column.name in parts)
    return tuple((column.name,) for column in columns if not any(class_ in lists for class_ in column.classes))


def _nameless(table: Table, said: Mapping[str, object]) -> list[str]:
    """Return the columns that have to be said of a thing of the table, and are not."""
    return [group[-1].removesuffix("_en") for group in needed(table) if not any(name in said for name in group)]


def _is_one_of(table: Table, classes: Iterable[str]) -> bool:
    line = {table.class_, *load_schema().supers.get(table.class_, ())}
    return not line.isdisjoint(classes)
