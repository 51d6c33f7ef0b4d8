"""Blank workbooks and folders to fill, with an example row of each table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas.errors import UsageError, cannot_write
from icilabas.export.workbook import tabulate
from icilabas.export.workbook_layout import (
    EXAMPLE_BEFORE,
    STEPS,
    Book,
    column_heading,
    column_names,
    meaning,
    tables_in_order,
)
from icilabas.files import writing
from icilabas.files.csv_tables import csv_bytes
from icilabas.files.written_workbook import write_workbook
from icilabas.sources.schema import column_language, load_schema
from icilabas.sources.workbook_sheets import HELP
from icilabas.sources.yaml_schema import MAPPING_SCHEMA, SCHEMA
from icilabas.words.matching import slug
from icilabas.words.messages import message
from icilabas.words.sentences import phrase

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.export.workbook_layout import SheetRows
    from icilabas.words.text import Text


FOLDER_STEPS = (
    message("sheet-1-one-table-each-sort"),
    *STEPS[1:4],
    message("sheet-5-source-yaml-says-where"),
    message("folder-step-same-as"),
    message("sheet-7-check-icilabas-validate-folder"),
)
PERSON = message("sheet-first-name-last-name")
HELP_FILE = message("sheet-readme-txt")


def blank_workbook(lang: str) -> bytes:
    """Return a workbook without data, to fill."""
    return write_workbook(Book(lang, {}, {}, examples(lang)).sheets())


def write_blank(path: Path, lang: str, *, force: bool = False) -> Text:
    """Write a blank workbook (``.xlsx``) or a folder of tables; return the sentence that says what to do next.

    Raises UsageError for a place that holds something already (unless ``force``) or cannot be written.
    """
    try:
        if path.suffix and path.suffix.lower() != ".xlsx" and not path.is_dir():
            raise UsageError(message("new-ending", found=path.name))
        taken = any(path.iterdir()) if path.is_dir() else path.exists()
    except OSError as error:
        raise cannot_write(path, error) from None
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
        # these files are their owner's from now on: no build may replace them
        with writing.new_folder(path, marked=False) as folder:
            for name, content in files.items():
                writing.write_file(folder / name, content)
    return message("next-folder", path=path, sheet=HELP_FILE)


def _folder_files(name: str, lang: str) -> dict[str, bytes]:
    """Return the files of a blank folder: the source, a table a class, and what explains them."""
    title = name.replace('"', "").replace("\\", "")
    source = phrase("blank-source-yaml", lang, id=slug(name) or "data", name=title) + "\n"
    known = f"# yaml-language-server: $schema={SCHEMA.name}\n"  # editors tell and complete its keys by it
    schemas = {schema.name: schema.read_bytes() for schema in (SCHEMA, MAPPING_SCHEMA)}
    files = {"source.yaml": (known + source).encode(), **schemas}
    shown, lines = Book(lang, {}, {}, examples(lang)), [step.text(lang) for step in FOLDER_STEPS]
    for table in tables_in_order(load_schema()):
        names = column_names(table)
        files[f"{table.name}.csv"] = csv_bytes([column_heading(table, n, lang) for n in names], [], lang)
        lines += ["", f"{table.name}.csv: {table.heading.text(lang)}"]
        for column in names:
            text = f"  {column_heading(table, column, lang)}: " + meaning(table, column, lang).replace("\n", " ")
            example = shown.example(table, column)
            lines.append(f"{text} {EXAMPLE_BEFORE.text(lang)} {example}" if example else text)
    files[HELP_FILE.text(lang)] = ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
    return files


def examples(lang: str) -> SheetRows:
    """Return one row for each table: the thing of the bundled public data that fills most columns, by name."""
    from icilabas.dataset.loading import load_store

    found = tabulate(load_store(infer=False, profile="public"))
    label = f"label_{column_language(lang)}"
    names = {row["id"]: row[label] for rows in found.values() for row in rows if label in row and "id" in row}
    best: SheetRows = {"persons": [{"id": slug(PERSON.text(lang)), label: PERSON.text(lang)}]}
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
