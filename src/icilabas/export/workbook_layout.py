"""The sheets of a workbook, filled or blank: headings, notes, lists to choose from, and a sheet that explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas.files.csv_tables import letters
from icilabas.files.written_workbook import LAST_ROW, Worksheet
from icilabas.sources import workbook_sheets
from icilabas.sources.cell_values import DECIMAL, INTEGER
from icilabas.sources.schema import HEADINGS, column_language, load_schema
from icilabas.sources.workbook_sheets import HELP, LISTS
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from icilabas.sources.schema import Column, Schema, Table

    SheetRows = dict[str, list[dict[str, str]]]  # table to rows, each column to cell


FILLED_FIRST = ("organizations", "territories", "partnerships", "memberships")  # what most people fill first
_MOST_LISTED = 300
FIXED_MEANINGS = {
    "id": message("sheet-meaning-of-id"),
    "kind": message("sheet-choose-from-list"),
    "passage": message("sheet-where-row-comes-from-passage"),
}
SOURCE = message("sheet-source")
REQUIRED = message("sheet-required")
ONE_LANGUAGE = message("sheet-required-one-language-at-least")
SEVERAL = message("sheet-several-values-separate-them")
BY_NAME = message("sheet-name-does-as-well-as")
EXAMPLE_BEFORE = message("sheet-example")
TITLE = message("sheet-filling-workbook")
STEPS = (
    message("sheet-1-one-sheet-each-sort"),
    message("sheet-2-one-row-each-thing"),
    message("sheet-3-cell-refers-another-sheet"),
    message("sheet-4-dates-2016-2016-01"),
    message("sheet-5-sheet-source-says-where"),
    message("sheet-step-same-as"),
    message("sheet-7-check-icilabas-validate-file"),
    message("sheet-no-e-mail-address-no"),
)
HELP_HEADINGS = (
    message("sheet-sheet"),
    message("sheet-column"),
    message("sheet-what-write"),
    message("sheet-example-row"),
)


def tables_in_order(schema: Schema) -> list[Table]:
    """Return the tables, those that most people fill first at the front."""
    first = [schema.tables[name] for name in FILLED_FIRST if name in schema.tables]
    return first + [table for table in schema.tables.values() if table not in first]


def column_names(table: Table) -> list[str]:
    """Return the columns of a sheet, in their order: the id and the kind first, the passage beside its page."""
    names = [column.name for column in table.columns]
    place = names.index("page") if "page" in names else len(names)
    names.insert(place, "passage")
    return [*([] if table.id_pattern else ["id"]), *(["kind"] if len(table.kinds) > 1 else []), *names]


def is_needed(column: Column, lang: str) -> bool:
    """Say whether who fills in this language has to fill the column: a label in one language is enough."""
    return column.required and column.lang in {None, lang}


def column_heading(table: Table, name: str, lang: str) -> str:
    """Return the heading of a column; a star marks the required ones."""
    if name in HEADINGS:
        return HEADINGS[name].text(lang)
    column = next(column for column in table.columns if column.name == name)
    return f"{column.heading.text(lang)}{' *' if is_needed(column, lang) else ''}"


def meaning(table: Table, name: str, lang: str) -> str:
    """Return what a column means and what to write into it."""
    if name in FIXED_MEANINGS:
        return FIXED_MEANINGS[name].text(lang)
    column = next(column for column in table.columns if column.name == name)
    needed = [ONE_LANGUAGE if column.lang else REQUIRED] if column.required else []
    refers = [BY_NAME] if column.classes and not column.is_iri and not _is_coded(column) else []
    parts = [column.definition, *needed, column.remedy, *refers, *([SEVERAL] if column.many else [])]
    return "\n".join(part.text(lang) for part in parts if part.text(lang))


def _is_coded(column: Column) -> bool:
    return any(class_ in load_schema().codes for class_ in column.classes)


def _targets(table: Table, column: Column, schema: Schema) -> list[Table]:
    """Return the tables whose things a column may name: those of its classes; else its own table."""
    wanted = set(column.classes)
    fits = [
        other
        for other in tables_in_order(schema)
        if any(wanted & {class_, *schema.supers.get(class_, ())} for class_ in other.kinds.values())
    ]
    return fits or [table]


class Book:
    """Gathers the sheets; the hidden one holds the lists, each in a column of its own."""

    def __init__(self, lang: str, content: Mapping[str, object], rows: SheetRows, examples: SheetRows) -> None:
        self.lang, self.content, self.rows, self.examples = lang, content, rows, examples
        self.schema = load_schema()
        self.lists: list[list[str]] = []
        self.made: dict[Hashable, str] = {}

    def sheets(self) -> list[Worksheet]:
        """Return all sheets, the one that explains first, the hidden one last."""
        lines = workbook_sheets.source_rows(self.content, self.lang)
        start = max(number for number, row in enumerate(lines, 1) if not row) + 1
        source = SOURCE.text(self.lang)
        choices = {}
        for place, (key, _name) in enumerate(workbook_sheets.PASSAGE):
            options = {"access": workbook_sheets.ACCESS, "by": workbook_sheets.BY}.get(key, {})
            forms = [form.text(self.lang) for name, form in options.items() if name != "withheld"]  # nobody writes that
            if forms:
                choices[place] = (self.listed(key, forms), False)
        passages = self.growing(source, "A", start + 1)
        tables = [self.sheet(table, passages) for table in tables_in_order(self.schema)]
        width = max(map(len, lines))
        first = Worksheet(source, lines, texts=set(range(width)), plain=True, bold={0, start - 1}, choices=choices)
        first.choices_from = start + 1
        rows = [list(row) for row in _turned(self.lists)]
        return [self.help(), first, *tables, Worksheet(LISTS.text(self.lang), rows, hidden=True)]

    def sheet(self, table: Table, passages: str) -> Worksheet:
        """Return the sheet of a table."""
        names = self.shown(table)
        found = Worksheet(table.heading.text(self.lang), [[column_heading(table, name, self.lang) for name in names]])
        columns = {column.name: column for column in table.columns}
        for place, name in enumerate(names):
            column = columns.get(name)
            example = self.example(table, name)
            note = [
                meaning(table, name, self.lang),
                *([f"{EXAMPLE_BEFORE.text(self.lang)} {example}"] if example else []),
            ]
            found.notes[place] = "\n".join(note)
            if column and is_needed(column, self.lang):
                found.required.add(place)
            if not column or not {INTEGER, DECIMAL} & set(column.datatypes):
                found.texts.add(place)
            if name == "passage":
                found.choices[place] = (passages, True)
            elif name == "kind":
                kinds = [kind.text(self.lang) for kind in table.kind_names.values()]
                found.choices[place] = (self.listed(("kind", table.name), kinds), False)
            elif column and column.classes:
                found.choices[place] = self.choice(table, column)
        names_shown = [(name, self.codes(table, name)) for name in names]
        for row in self.rows.get(table.name, []):
            found.rows.append([as_listed(row.get(name, ""), codes) for name, codes in names_shown])
        return found

    def shown(self, table: Table) -> list[str]:
        """Return the columns of a sheet: all, but of a filled one those that are seldom filled only where they are."""
        rows, names = self.rows.get(table.name, []), column_names(table)
        if any("id" in row for row in rows) and "id" not in names:
            names.insert(0, "id")
        filled = {name for row in rows for name in row}
        seldom = {column.name for column in table.columns if column.seldom} if rows else set()
        return [name for name in names if name not in seldom or name in filled]

    def codes(self, table: Table, name: str) -> dict[str, str]:
        """Return what a column's lists call its kinds or codes, by their slugs; nothing of a column of others."""
        if name == "kind":
            return {slug: kind.text(self.lang) for slug, kind in table.kind_names.items()}
        column = next((column for column in table.columns if column.name == name), None)
        if column is None or not _is_coded(column):
            return {}
        codes = {slug: code for class_ in column.classes for slug, code in self.schema.codes.get(class_, {}).items()}
        return {slug: self.schema.code_names[code].text(self.lang) for slug, code in codes.items()}

    def choice(self, table: Table, column: Column) -> tuple[str, bool]:
        """Return the list of a column that refers to something, and whether other values are possible too."""
        if _is_coded(column):
            codes = [code for class_ in column.classes for code in self.schema.codes.get(class_, {}).values()]
            names = [self.schema.code_names[code].text(self.lang) for code in codes]
            return self.listed(("codes", column.classes), names), column.many
        targets = _targets(table, column, self.schema)
        key = tuple(target.name for target in targets)
        if self.rows:
            known = sorted({row["id"] for target in targets for row in self.rows.get(target.name, []) if "id" in row})
            return self.listed(key, known), True
        return (self.growing(*self.labels(targets[0])) if len(targets) == 1 else self.joined(key, targets)), True

    def labels(self, table: Table) -> tuple[str, str, int]:
        """Return sheet, column and first row of the names of a table's things."""
        names = column_names(table)
        return table.heading.text(self.lang), letters(names.index(f"label_{column_language(self.lang)}") + 1), 2

    @staticmethod
    def growing(sheet: str, letter: str, row: int) -> str:
        """Return the list of what is filled in a column, growing with it."""
        area = f"'{sheet}'!${letter}${row}"
        return f"OFFSET({area},0,0,MAX(1,COUNTA({area}:${letter}${LAST_ROW})),1)"

    def listed(self, key: Hashable, values: list[str]) -> str:
        """Return the place of a list on the hidden sheet; an equal list is there once."""
        if key not in self.made:
            self.lists.append(list(dict.fromkeys(values)) or [""])
            letter, count = letters(len(self.lists)), len(self.lists[-1])
            self.made[key] = f"'{LISTS.text(self.lang)}'!${letter}$1:${letter}${count}"
        return self.made[key]

    def joined(self, key: Hashable, tables: list[Table]) -> str:
        """Return a list of the names of several sheets, one after the other: formulas on the hidden sheet."""
        if key not in self.made:
            areas = [
                f"'{sheet}'!${letter}${row}:${letter}${LAST_ROW}" for sheet, letter, row in map(self.labels, tables)
            ]
            home = f"'{LISTS.text(self.lang)}'!"
            self.lists.append(
                [f"={'+'.join(f'COUNTA({area})' for area in areas[:n])}" for n in range(1, len(areas) + 1)]
            )
            upto = ["0", *(f"{home}${letters(len(self.lists))}${n}" for n in range(1, len(areas) + 1))]
            formulas = []
            for number in range(1, _MOST_LISTED + 1):
                formula = '""'
                for area, before, last in reversed(list(zip(areas, upto, upto[1:], strict=False))):
                    formula = f"IF({number}<={last},INDEX({area},{number}-{before}),{formula})"
                formulas.append(f"={formula}")
            self.lists.append(formulas)
            first = f"{home}${letters(len(self.lists))}$1"
            self.made[key] = f"OFFSET({first},0,0,MAX(1,MIN({_MOST_LISTED},{upto[-1]})),1)"
        return self.made[key]

    def example(self, table: Table, name: str) -> str:
        """Return what the example row of a table has in a column."""
        first = next(iter(self.examples.get(table.name, [])), {})
        return as_listed(first.get(name, ""), self.codes(table, name)).replace("|", " ; ")

    def help(self) -> Worksheet:
        """The sheet that explains: what to do, then every column of every sheet with an example row."""
        rows = [[TITLE.text(self.lang)], *([step.text(self.lang)] for step in STEPS), []]
        rows.append([column.text(self.lang) for column in HELP_HEADINGS])
        bold = {0, len(rows) - 1}
        for table in tables_in_order(self.schema):
            for name in column_names(table):
                text = meaning(table, name, self.lang).replace("\n", " ")
                cells = [
                    table.heading.text(self.lang),
                    column_heading(table, name, self.lang),
                    text,
                    self.example(table, name),
                ]
                rows.append(cells)
        return Worksheet(HELP.text(self.lang), rows, plain=True, bold=bold)


def as_listed(cell: str, codes: Mapping[str, str]) -> str:
    """Return a cell as the lists of its column write it: kinds and codes by their names."""
    return "|".join(codes.get(value, value) for value in cell.split("|")) if codes else cell


def _turned(columns: list[list[str]]) -> list[list[str]]:
    height = max(map(len, columns), default=0)
    return [[column[row] if row < len(column) else "" for column in columns] for row in range(height)]
