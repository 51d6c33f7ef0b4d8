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
from icilabas.files.excel import write_workbook
from icilabas.sources.schema import load_schema
from icilabas.sources.workbook_sheets import HELP
from icilabas.words.bilingual import Bilingual
from icilabas.words.matching import slug
from icilabas.words.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.export.workbook_layout import SheetRows


FOLDER_STEPS = (
    Bilingual(
        "1. Une table par sorte de chose, une ligne par chose ; les tables inutiles restent vides. Commencer par "
        "territories.csv, organizations.csv, partnerships.csv, puis memberships.csv : qui fait quoi.",
        "1. One table for each sort of thing, one row for each thing; tables that you do not need stay empty. Begin "
        "with territories.csv, organizations.csv, partnerships.csv, then memberships.csv: who does what.",
    ),
    *STEPS[1:4],
    Bilingual(
        "5. source.yaml dit d'où viennent les données.",
        "5. source.yaml says where the data come from.",
    ),
    Bilingual(
        "6. Si deux lignes de sources différentes sont la même chose, une table same-as.csv le dit : dans chaque "
        "ligne, l'identifiant à garder, puis l'autre.",
        "6. If two rows of different sources are one thing, a table same-as.csv says so: in each row, the id to keep, "
        "then the other.",
    ),
    Bilingual(
        "7. Vérifier : icilabas validate DOSSIER. Voir le réseau : icilabas build DOSSIER.",
        "7. Check: icilabas validate FOLDER. See the network: icilabas build FOLDER.",
    ),
)
PERSON = Bilingual("Prénom Nom", "First-name Last-name")
HELP_FILE = Bilingual("LISEZMOI.txt", "README.txt")
SOURCE_YAML = Bilingual(
    """# D'où viennent les données. Remplacer ce qui est entre guillemets ; les identifiants : a-z, 0-9 et tirets.
id: {id}
title: {{fr: "{name}", en: "{name}"}}
# Le document d'où viennent les faits (rapport, site, entretiens …).
source:
  id: {id}-document
  title: {{fr: "Document de {name}", en: "Document of {name}"}}
  # publisher: identifiant-d-une-organisation
  # date: "2016-01-31"
# Qui remplit les tables.
editors: {{id: {id}-editors, label: {{fr: "Rédaction de {name}", en: "Editors of {name}"}}}}
# licence: https://creativecommons.org/licenses/by/4.0/
# Les passages du document. S'il y en a plusieurs, chaque ligne dit le sien dans sa colonne « passage ».
# Avec des pages : pages: [1, 12]. Personnes nommées : access: restricted.
passages:
  - {{id: document, title: {{fr: "Document", en: "Document"}}, access: public}}
""",
    """# Where the data come from. Replace what stands in quotes; ids: a-z, 0-9 and hyphens.
id: {id}
title: {{fr: "{name}", en: "{name}"}}
# The document that the facts come from (report, site, interviews …).
source:
  id: {id}-document
  title: {{fr: "Document de {name}", en: "Document of {name}"}}
  # publisher: id-of-an-organisation
  # date: "2016-01-31"
# Who fills the tables.
editors: {{id: {id}-editors, label: {{fr: "Rédaction de {name}", en: "Editors of {name}"}}}}
# licence: https://creativecommons.org/licenses/by/4.0/
# The passages of the document. If there are several, each row says its own in its column “passage”.
# With pages: pages: [1, 12]. Named persons: access: restricted.
passages:
  - {{id: document, title: {{fr: "Document", en: "Document"}}, access: public}}
""",
)


def blank_workbook(lang: str) -> bytes:
    """Return a workbook without data, to fill."""
    return write_workbook(Book(lang, {}, {}, examples(lang)).sheets())


def write_blank(path: Path, lang: str, *, force: bool = False) -> Bilingual:
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
    for table in tables_in_order(load_schema()):
        names = column_names(table)
        separator = ";" if lang == "fr" else ","  # what a spreadsheet program of that language takes for a table
        files[f"{table.name}.csv"] = csv_bytes([column_heading(table, n, lang) for n in names], []).replace(
            b",", separator.encode()
        )
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
