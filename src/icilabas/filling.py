"""Files to fill: a blank workbook, a folder of tables, and existing data in the form of such a workbook."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from icilabas import blankwords as words
from icilabas import engine, output
from icilabas.blank import Book, Rows, column_names, heading, meaning, order
from icilabas.errors import Fault, UsageError
from icilabas.export import csv_bytes
from icilabas.messages import Bilingual, message
from icilabas.notes import tell
from icilabas.reasons import why
from icilabas.schema import load_schema
from icilabas.sheets import HELP, SAME_AS
from icilabas.tabulate import describe, tabulate
from icilabas.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, shorten, slug
from icilabas.workbook import Sheet, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

_SAME = "SELECT DISTINCT ?a ?b WHERE { ?a owl:sameAs ?b } ORDER BY ?a ?b"
_MOST_NAMED = 12


def examples(lang: str) -> Rows:
    """Return one row for each table: the thing of the bundled public data that fills most columns, by name."""
    from icilabas.read import load_store

    found = tabulate(load_store(infer=False, profile="public"))
    names = {
        row["id"]: row[f"label_{lang}"]
        for rows in found.values()
        for row in rows
        if f"label_{lang}" in row and "id" in row
    }
    best: Rows = {"persons": [{"id": slug(words.PERSON.text(lang)), f"label_{lang}": words.PERSON.text(lang)}]}
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
    content = describe(store)
    passages = {entry["graph"]: entry["id"] for entry in content.get("passages", []) if "graph" in entry}
    rows = tabulate(store, passages)
    sheets = Book(lang, content, rows, {}).sheets()
    same = [[shorten(a), shorten(b)] for a, b in engine.select(store, _SAME).rows]
    if same:
        sheets.insert(-1, Sheet(SAME_AS[0], same, texts={0, 1}, plain=True))
    return write_workbook(sheets)


def _tell_lost(store: Any, written: bytes, out: Path) -> None:
    """Read the workbook back, and tell how many triples do not come back, of which properties."""
    import tempfile
    from pathlib import Path

    from icilabas.read import gather

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        path.write_bytes(written)
        again = set(engine.quads(gather([path]).store))
    lost = [q for q in engine.quads(store) if q not in again and q[3] not in {ONTOLOGY_GRAPH, INFERRED_GRAPH}]
    if lost:
        most = Counter(shorten(quad[1]) for quad in lost).most_common(_MOST_NAMED)
        found = ", ".join(f"{name} × {count}" for name, count in sorted(most))
        tell([Fault(str(out), message("not-in-workbook", count=len(lost), found=found), "Warning")])


def new(path: Path, lang: str, *, force: bool = False) -> Bilingual:
    """Write a blank workbook (``.xlsx``) or a folder of tables; return the sentence that says what to do next.

    Raises UsageError for a place that holds something already (unless ``force``) or cannot be written.
    """
    try:
        if path.suffix and path.suffix.lower() != ".xlsx" and not path.is_dir():
            raise UsageError(message("new-ending", found=path.name))
        taken = any(path.iterdir()) if path.is_dir() else path.exists()
    except OSError as error:
        raise UsageError(message("cannot-write", path=path, error=why(error))) from None
    if taken and not force:
        raise UsageError(message("exists", path=path))
    if path.suffix.lower() == ".xlsx" and not path.is_dir():
        output.write_file(path, blank_workbook(lang))
        return message("next-workbook", path=path, sheet=HELP)
    files = _folder_files(path.name or path.absolute().name, lang)
    if path.exists():
        for name, content in files.items():
            output.write_file(path / name, content)
    else:
        with output.new_folder(path) as folder:
            for name, content in files.items():
                output.write_file(folder / name, content)
            (folder / output.MARK).unlink()  # these files are their owner's from now on: no build may replace them
    return message("next-folder", path=path, sheet=words.HELP_FILE)


def _folder_files(name: str, lang: str) -> dict[str, bytes]:
    """Return the files of a blank folder: the source, a table a class, and what explains them."""
    title = name.replace('"', "").replace("\\", "")
    source = words.SOURCE_YAML.text(lang).format(id=slug(name) or "data", name=title)
    files = {"source.yaml": source.encode()}
    shown, lines = Book(lang, {}, {}, examples(lang)), [step.text(lang) for step in words.FOLDER_STEPS]
    for table in order(load_schema()):
        names = column_names(table)
        separator = ";" if lang == "fr" else ","  # what a spreadsheet program of that language takes for a table
        files[f"{table.name}.csv"] = csv_bytes([heading(table, n, lang) for n in names], []).replace(
            b",", separator.encode()
        )
        lines += ["", f"{table.name}.csv: {table.heading.text(lang)}"]
        for column in names:
            text = f"  {heading(table, column, lang)}: " + meaning(table, column, lang).replace("\n", " ")
            example = shown.example(table, column)
            lines.append(f"{text} {words.EXAMPLE.text(lang)} {example}" if example else text)
    files[words.HELP_FILE.text(lang)] = ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
    return files
