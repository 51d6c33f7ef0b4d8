"""Tables to statements: which columns there are, then each row, with the place of each cell."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from icilabas.engine.terms import PREFIXES, Iri, Lit, iri, likely_address, local_name, pasted
from icilabas.errors import Fault
from icilabas.sources.cell_values import INTEGER, STRING, is_cell, is_shortened, lexical, why_not
from icilabas.sources.periods import Spell, spell
from icilabas.sources.reading import RowPlace
from icilabas.sources.references import Owner, choice, made_id, named, split, split_addresses
from icilabas.sources.restricted_passages import PROFILES
from icilabas.sources.schema import COLUMN_LANGUAGES, HEADINGS
from icilabas.sources.source_description import stand_in
from icilabas.words.catalogues import language_of, languages
from icilabas.words.matching import fold, is_slug, kebab, mistyped, nearest, slug
from icilabas.words.messages import either, message, suggestion
from icilabas.words.text import NOTHING, Text, same, together

if TYPE_CHECKING:
    from collections.abc import Callable

    from icilabas.files.csv_tables import Grid
    from icilabas.sources.reading import Reading
    from icilabas.sources.references import KnownThings
    from icilabas.sources.schema import Column, Schema, Table
    from icilabas.sources.source_description import Passage, Source


_TYPE, _PAGE = iri("rdf:type"), iri("ilb:page")
_SCALE = "territory_kind"
_MOST_CITED = 20  # cells of a list that are cited for a thing: more of them prove no more
_MOST_NAMED = 10  # things that are told of those that share a name
_PERIODS = ("period-start-remedy", "period-end-remedy")  # what may stand in a column of starts, and in one of ends
_HEADING_ROWS = 20  # how far down the headings are looked for
_TAG = re.compile(r"(?<![^\W_])[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\)?$")  # of a language, at the end of a heading

Taken = dict[tuple[Iri, str], tuple[str, str]]  # by thing and graph (or ``""``): table and place of the first row


def placed(table: Table, headings: list[str]) -> list[str | None]:
    """Return the column that each heading stands for, None where it is not of the table."""
    known = table.headings(_language(table, headings))
    return [known.get(fold(heading)) or _with_tag(known, heading.strip()) for heading in headings]


def _language(table: Table, headings: list[str]) -> str:
    """Return the language of the headings: the first where both are meant as well."""
    french, english = (table.bare_headings[lang] for lang in COLUMN_LANGUAGES)
    lead = sum((name in english) - (name in french) for name in map(fold, headings))
    return COLUMN_LANGUAGES[lead > 0]


def _with_tag(known: dict[str, str], heading: str) -> str | None:
    """Return the column of the language that the tag at the end of a heading stands for: “nom (fr-CA)” is French.

    What a tag stands for is only looked up where there is such a column: that takes longer.
    """
    tag = _TAG.search(heading)
    if tag is None:
        return None
    columns = {lang: known.get(fold(heading[: tag.start()] + lang)) for lang in languages()}
    return columns.get(language_of(tag[0].rstrip(")")) or "") if any(columns.values()) else None


class PlacedTable:
    """A table with its headings found: the place of each column (from 0), and the rows by column name."""

    def __init__(self, grid: Grid, table: Table, faults: list[Fault], *, needs_passage: bool) -> None:
        """Find the headings; what is wrong with them is added to ``faults``."""
        self.grid, self.table, self.faults = grid, table, faults
        self.position: dict[str, int] = {}
        self.columns = {column.name: column for column in table.columns}
        self.rows: list[tuple[int, dict[str, str]]] = []
        self._find_headings({"passage"} if needs_passage else set())

    def at(self, row: int, column: str) -> str:
        """Return the place of a cell, or of the first in its row where the table has no such column."""
        return self.grid.at(row, self.position.get(column, 0) + 1)

    def fault(self, row: int, column: int, text: Text, severity: str = "Violation") -> None:
        """Note a fault of a cell."""
        self.faults.append(Fault(self.grid.at(row, column), text, severity))

    def _find_headings(self, needed: set[str]) -> None:
        if not self.grid.rows:
            return
        start = self._row_of_headings()
        number, headings = self.grid.rows[start]
        below = self.grid.rows[start + 1 :]
        if self.grid.home.endswith("!"):  # rows of a sheet do not end: what stands further right lacks a heading
            width = max((len(values) for _row, values in below), default=0)
            headings = [*headings, *[""] * (width - len(headings))]
        if start:
            self.fault(self.grid.rows[0][0], 1, message("above-headings"), "Warning")
        self._place_columns(number, headings, {p for _row, values in below for p, value in enumerate(values) if value})
        labelled = any(name.startswith("label_") for name in self.position)
        needed = needed if self.table.id_pattern or labelled else needed | {"id"}
        for name in sorted(needed - self.position.keys()):
            self.fault(number, 1, message("missing-column", name=HEADINGS[name]))
        if "id" not in needed - self.position.keys():
            self._say_truths(below, headings)
            self._take_rows(below, len(headings))

    def _say_truths(self, rows: list[tuple[int, list[str]]], headings: list[str]) -> None:
        """Write truth values as a spreadsheet shows them in the language of the headings."""
        if not self.grid.truths:
            return
        lang = _language(self.table, headings)
        for row, values in rows:
            for place, value in enumerate(values):
                if (row, place) in self.grid.truths:
                    values[place] = message("cell-true" if value == "TRUE" else "cell-false").text(lang)

    def _take_rows(self, below: list[tuple[int, list[str]]], width: int) -> None:
        """Take the rows that say something; one that has a value beyond the last heading is a fault."""
        for row, values in below:
            over = next((place for place, value in enumerate(values) if value and place >= width), None)
            if over is not None:
                self.fault(row, width + 1, message("too-many-cells", found=len(values), expected=width))
            elif any(values[place : place + 1] > [""] for place in self.position.values()):
                self.rows.append((row, {n: values[p] if p < len(values) else "" for n, p in self.position.items()}))

    def _row_of_headings(self) -> int:
        """Return the row, from 0, that has most of the known headings, the first of several that have as many."""
        best, most = 0, 0
        for place, (_row, values) in enumerate(self.grid.rows[:_HEADING_ROWS]):
            if sum(map(bool, values)) > most:  # else it cannot have more: what is known has a name
                known = sum(name is not None for name in placed(self.table, values))
                best, most = (place, known) if known > most else (best, most)
        return best

    def _place_columns(self, row: int, headings: list[str], filled: set[int]) -> None:
        names = placed(self.table, headings)
        there = {name for name in names if name}
        missing = {alias: name for alias, name in self.table.headings().items() if name not in there}
        for place, (heading, name) in enumerate(zip(headings, names, strict=True)):
            if name in self.position:
                self.fault(row, place + 1, message("twice-column", found=heading))
            elif name:
                self.position[name] = place
            elif heading:
                self._unknown(row, place, heading, missing)
            elif place in filled:
                left = [column.heading for name, column in self.columns.items() if name not in names]
                self.fault(row, place + 1, message("no-heading", known=together(left)), "Warning")

    def _shown(self, name: str) -> Text:
        return self.columns[name].heading if name in self.columns else HEADINGS[name]

    def _unknown(self, row: int, place: int, heading: str, missing: dict[str, str]) -> None:
        """Note an extra column; one that looks like a column that is not there is mistyped, and that is a fault."""
        near = nearest(heading, missing)
        found = either([self._shown(missing[name]) for name in near])
        if near and mistyped(heading, near[0]):
            self.fault(row, place + 1, message("unknown-column", found=heading) + found)
        else:
            self.fault(row, place + 1, message("extra-column", found=heading) + found, "Warning")


class TableReader:
    """Reads the rows of one table of one file into a Reading: opened first, read when all names are known."""

    def __init__(self, grid: Grid, table: Table, schema: Schema, source: Source, into: Reading) -> None:
        """Find the headings and note what is wrong with them; the rows wait."""
        self.home, self.grid = grid.home, grid
        self.table, self.schema, self.source, self.into = table, schema, source, into
        self.made: dict[str, str] = {}  # the ids of what has none written, by those that their labels give
        into.faults.extend(grid.faults)
        self.placed = PlacedTable(grid, table, into.faults, needs_passage=source.default is None)
        self.columns, self.rows = self.placed.columns, self.placed.rows
        position = self.placed.position
        spells = [(name, column.until) for name, column in self.columns.items() if column.until]
        self.spells = [ends for ends in spells if not position.keys().isdisjoint(ends)]
        said = {*position, *(end for start, end in self.spells if start in position)}  # a start may say its end
        self.stated = [(name, column) for name, column in self.columns.items() if name in said]
        self.unknown, self.about_unknown = stand_in()
        places = reversed(self.placed.position.items())  # so that of several columns of a property the first is kept
        paths = {"kind": _TYPE, **{name: column.path for name, column in self.columns.items()}}
        first = grid.rows[0][0] if grid.rows else 1
        self.headings = {paths[name]: grid.source(first, place + 1)[1] for name, place in places if name in paths}
        self.cited: Counter[tuple[Iri, Iri]] = Counter()  # cells, by thing and graph

    def fault(self, row: int, column: str, text: Text, severity: str = "Violation") -> None:
        """Note a fault of a cell."""
        self.into.faults.append(Fault(self.placed.at(row, column), text, severity))

    def claim(self, names: KnownThings) -> None:
        """Claim the ids that are written; ids that are made from labels come after those of all inputs."""
        for _row, values in self.rows:
            if thing := named(values.get("id", "")):
                names.owner(thing, Owner(self.into, self.table.name))

    def note(self, names: KnownThings) -> None:
        """Make the names of the things that the rows describe known, so that other cells may refer to them."""
        if self.table.id_pattern:
            return
        for row, values in self.rows:
            if not values.get("id") and (made := made_id(values)) and made not in self.made:
                self.made[made] = self._free_id(row, made, names)
            name = self._id(values)
            thing = named(name) or named(slug(name))
            if thing is not None:
                kind = self.table.kind_of(values.get("kind", "")) or ""
                labels = [values.get("label_fr", ""), values.get("label_en", "")]
                others = self._split(values.get("alt_label", ""))
                names.note(thing, self.table.kinds.get(kind, self.table.class_), [*labels, *others], self.into)
                scale = self.columns.get(_SCALE)
                if scale and (code := self._code(scale, values.get(_SCALE, ""))):
                    names.note_scale(thing, code)

    def _free_id(self, row: int, made: str, names: KnownThings) -> str:
        """Return the id that a label gives, longer where it is another thing's already.

        What is of another kind is another thing: the authority of Lille and the territory live side by side. Whether
        what is of the same kind in another input is one with it, is not guessed.
        """
        mine = Owner(self.into, self.table.name)
        owner = names.owner(iri(f"ild:{made}"), mine)
        if owner == mine:
            return made
        if owner.table not in {"", self.table.name}:
            return self._free_id(row, f"{made}-{kebab(local_name(self.table.class_))}", names)
        wish = longer = f"{made}-{slug(self.source.name) or 'x'}"
        number = 1
        while names.owner(iri(f"ild:{longer}"), mine) != mine:  # a third list of the same name
            number += 1
            longer = f"{wish}-{number}"
        text = message("also-elsewhere", found=made, longer=longer)
        self.into.longer[iri(f"ild:{longer}")] = Fault(self.placed.at(row, "id"), text, "Warning")
        return longer

    def _id(self, values: dict[str, str]) -> str:
        """Return the id of a row: what is written, or what its label gives."""
        return values.get("id", "") or self.made.get(made := made_id(values), made)

    def read(self, names: KnownThings, taken: Taken) -> int:
        """Read the rows; return how many things they describe that no table before described."""
        before = set(self.into.rows)
        for row, values in self.rows:
            passage = self._passage(row, values.get("passage", ""))
            subject = self._subject(row, values, names)
            if subject is not None and self._is_first(row, values, subject, passage, taken):
                self._row(row, values, subject, passage, names)
        return len(self.into.rows.keys() - before)

    def _is_first(self, row: int, values: dict[str, str], subject: Iri, passage: Passage, taken: Taken) -> bool:
        """Say whether the row is the first about its thing in its passage, and its table the only one about it.

        A list of another form may have several rows of a thing, as of an organisation that carries out two activities.
        """
        mine = (self.table.name, self.placed.at(row, "id"))
        here = taken.setdefault((subject, passage.graph), mine)
        anywhere = taken.setdefault((subject, ""), mine)
        if (here == mine or self.grid.made) and anywhere[0] == self.table.name:
            return True
        first = here[1] if here != mine else anywhere[1]
        found = values.get("id") or local_name(subject)
        key = "duplicate-id" if values.get("id") or self.table.id_pattern else "taken-name"
        self.fault(row, "id", message(key, found=found, place=same(first), column=HEADINGS["id"]))
        return False

    def _row(self, row: int, values: dict[str, str], subject: Iri, passage: Passage, names: KnownThings) -> None:
        values, position = self._spelled(row, values)
        stated = [(self.columns[n].path, p + 1) for n, p in position.items() if n in self.columns and values.get(n)]
        cells = {path: self.grid.source(row, place)[1] for path, place in stated}
        place = RowPlace(self.home, self.grid.source(row, 1)[0], cells, self.headings)
        self.into.rows.setdefault(subject, []).append(place)
        say = self.into.statements.append
        say((subject, _TYPE, self._kind(row, values.get("kind", "")), passage.graph))
        for name, column in self.stated:
            for value in self._values(row, column, cell) if (cell := values.get(name, "")) else ():
                thing = self._thing(row, column, value, names)
                if thing is not None and (column.path != _PAGE or self._page_fits(row, thing, passage)):
                    say((subject, column.path, thing, passage.graph))
        if (cell := self.grid.evidence(row)) and not values.get("page"):
            self.cited[subject, passage.graph] += 1
            if self.cited[subject, passage.graph] <= _MOST_CITED:
                say((subject, _PAGE, Lit(cell), passage.graph))
        if passage.pages and not values.get("page"):
            first_page, last_page = passage.pages
            if first_page == last_page:
                say((subject, _PAGE, Lit(str(first_page), INTEGER), passage.graph))
            else:
                needed = message("needs-page", passage=passage.slug, first=first_page, last=last_page)
                self.fault(row, "page", needed)

    def _spelled(self, row: int, values: dict[str, str]) -> tuple[dict[str, str], dict[str, int]]:
        """Return the cells of a row with the dates of its periods, and the place of each: a start may say its end."""
        position = self.placed.position
        for start, end in self.spells:
            cells = values.get(start, ""), values.get(end, "")
            found = spell(*cells) if any(cells) else Spell(*cells)
            if found == Spell(*cells):
                continue
            here, there = (end, start) if found.at_end else (start, end)
            if found.fault:
                said, where = dict(zip((start, end), cells, strict=True)), self.columns[there].heading
                self.fault(row, here, message(found.fault, found=said[here], other=said[there], where=where))
            values = {**values, start: found.start, end: found.end}
            if found.end and not cells[1]:
                position = {**position, end: position[start]}
        return values, position

    def _passage(self, row: int, name: str) -> Passage:
        if passage := self.source.passage(name):
            return passage
        if name or "passage" in self.placed.position:
            self.fault(row, "passage", self.source.missing(name, sheet=self.home.endswith("!")))
        self.into.statements += self.about_unknown
        return self.unknown

    def _subject(self, row: int, values: dict[str, str], names: KnownThings) -> Iri | None:
        name = values.get("id", "")
        if self.table.id_pattern and not name:
            found = {key: self._part(key, value, names) for key, value in values.items()}
            parts = {key: part for key, part in found.items() if part}  # what is missing is told of its own cell
            name = self.table.id_pattern.format_map(defaultdict(lambda: f"row-{row}", parts))
        name = name or self._id(values)
        if not name:
            missing = message("missing-value", name=HEADINGS["id"], remedy=NOTHING)
            self.fault(row, "id", missing if self.table.id_pattern else message("needs-name"))
        elif is_shortened(name):
            self.fault(row, "id", message("number-shortened", found=name))
        elif (thing := named(name)) is None:
            self.fault(row, "id", message("bad-id", found=name, nearest=slug(name) or "id-1"))
            return named(slug(name))
        else:
            self._tell_address(row, "id", name, thing)
            return thing
        return None

    def _part(self, name: str, value: str, names: KnownThings) -> str:
        """Return what a cell gives to the id of its row: the id of what it names, where it names one thing."""
        column = self.columns.get(name)
        if column is None or not column.classes or not value:
            return slug(value)
        code = self._code(column, value)
        found = [code] if code else [] if self._lists(column) else names.find(value, column.classes, self.into)
        own = [local_name(thing) for thing in found if thing.startswith((PREFIXES["ild"], PREFIXES["ilv"]))]
        return own[0] if len(found) == len(own) == 1 else slug(value)

    def _kind(self, row: int, name: str) -> Iri:
        kind = self.table.kind_of(name) if name else None
        if name and kind is None:
            remedy = choice(name, self.table.kind_names)
            self.fault(row, "kind", message("not-in-list", found=name, name=HEADINGS["kind"], remedy=remedy))
        return self.table.kinds.get(kind or "", self.table.class_)

    def _values(self, row: int, column: Column, cell: str) -> list[str]:
        if column.lang or (not column.many and column.datatypes == (STRING,)):
            return [cell]
        found = self._split(cell) if column.classes or column.datatypes else self._split(cell, split_addresses)
        if not column.many and len(found) > 1:
            text = message("one-value", name=column.heading, found=len(found), remedy=column.remedy)
            self.fault(row, column.name, text)
            return []
        return found

    def _split(self, cell: str, by: Callable[[str], list[str]] = split) -> list[str]:
        """Return the values of a cell, which are apart where the cell was made."""
        found = self.grid.values(cell)
        return by(cell) if found is None else [value for value in found if value]

    def _lists(self, column: Column) -> list[Iri]:
        return [class_ for class_ in column.classes if class_ in self.schema.codes]

    def _code(self, column: Column, text: str) -> Iri | None:
        """Return the code of this id or name, of the first of the column's lists that has it."""
        lists = ((self.schema.codes[c], self.schema.code_labels[c]) for c in self._lists(column))
        return next((found for codes, labels in lists if (found := codes.get(text) or labels.get(fold(text)))), None)

    def _thing(self, row: int, column: Column, text: str, names: KnownThings) -> Iri | Lit | None:
        """Return what one value states, or None after noting what is wrong with it."""
        if column.lang:
            if is_shortened(text):
                self.fault(row, column.name, message("number-shortened", found=text))
                return None
            return Lit(text, lang=column.lang)
        if column.datatypes:
            return self._literal(row, column, text)
        if self._lists(column):
            found = self._code(column, text)
            if found is None:
                codes = sorted({code for class_ in self._lists(column) for code in self.schema.codes[class_].values()})
                options = {local_name(code): self.schema.code_names[code] for code in codes}
                remedy = column.remedy + choice(text, options)
                self.fault(row, column.name, message("not-in-list", found=text, name=column.heading, remedy=remedy))
            return found
        return self._reference(row, column, text, names) if column.classes else self._name(row, column, text)

    def _name(self, row: int, column: Column, text: str) -> Iri | None:
        """Return an IRI of elsewhere, such as ``wd:Q90`` or a web page."""
        try:
            thing = pasted(text) if column.is_iri or not is_slug(text) else iri(f"ild:{text}")
        except ValueError:
            is_item = text[:1] in "Qq" and text[1:].isdigit() and text.isascii()
            hint = column.remedy + suggestion([f"wd:{text.upper()}"] if is_item else likely_address(text))
            self.fault(row, column.name, message("bad-value", found=text, name=column.heading, remedy=hint))
            return None
        self._tell_address(row, column.name, text, thing)
        return thing

    def _tell_address(self, row: int, column: str, text: str, thing: Iri) -> None:
        """Tell that a web address was read otherwise than it is written."""
        if "://" in text and text != thing:
            self.fault(row, column, message("address-read-as", found=text, read=thing), "Warning")

    def _reference(self, row: int, column: Column, text: str, names: KnownThings) -> Iri | None:
        found = names.find(text, column.classes, self.into)
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(map(local_name, found[:_MOST_NAMED])) + (", …" if found[_MOST_NAMED:] else "")
            self.fault(row, column.name, message("several-named", found=text, names=ids))
        else:
            key = "refers-to-nothing" if is_slug(text) else "names-nothing"
            near = names.suggest(text, column.classes)
            self.fault(row, column.name, message(key, found=text, remedy=column.remedy) + near)
        return None

    def _literal(self, row: int, column: Column, text: str) -> Lit | None:
        found = lexical(text, column.datatypes)
        if found is None:
            key, meant = why_not(text, column.datatypes)
            ends = {name: key for pair in self.spells for name, key in zip(pair, _PERIODS, strict=True)}
            remedy = column.remedy + (same(" ") + message(ends[column.name]) if column.name in ends else NOTHING)
            said = message(key, found=text, name=column.heading, remedy=remedy, meant=meant)
            self.fault(row, column.name, said)
            return None
        return Lit(found[0], None if found[1] == STRING else found[1])

    def _page_fits(self, row: int, page: Iri | Lit, passage: Passage) -> bool:
        said = page.value if isinstance(page, Lit) else ""
        number = 0 if is_cell(said) else int(said or 0)
        if passage.pages is None and (is_cell(said) or passage is self.source.default or not passage.sure):
            return True
        if passage.graph.startswith(PROFILES):  # of several passages
            return True
        if passage.pages is None:
            self.fault(row, "page", message("page-nowhere", passage=passage.slug))
            return False
        first, last = passage.pages
        if not first <= number <= last:
            text = message("page-outside", found=said, passage=passage.slug, first=first, last=last)
            self.fault(row, "page", text)
        return first <= number <= last
