"""Lists of another form, with their mappings: written, read, and what they say as short triples."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl

from icilabas import engine
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, Iri, local_name, shorten
from icilabas.sources.gathering import gather

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from icilabas.sources.reading import Reading

    Content = Mapping[str, Sequence[Sequence[object]]] | str | Sequence[Mapping[str, object]]  # sheets, text, records


def write_list(folder: Path, name: str, content: Content, mapping: str) -> Path:
    """Write a list (sheets by name, a text, or records) and its mapping; return the list."""
    path = folder / name
    if isinstance(content, str):
        path.write_text(content, "utf-8")
    elif isinstance(content, list):
        path.write_text(json.dumps(content), "utf-8")
    elif isinstance(content, dict):
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in content.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(path)
    path.with_name(f"{path.stem}.mapping.yaml").write_text(mapping, "utf-8")
    return path


def said(read: Reading) -> set[tuple[str, str, str]]:
    """Return what the passages say of things, as short names: “lille”, “ilb:within”, “france”."""
    found = set()
    for subject, path, thing, graph in engine.quads(read.store):
        if graph not in {INFERRED_GRAPH, ONTOLOGY_GRAPH}:
            value = local_name(thing) if isinstance(thing, Iri) else thing.value
            found.add((local_name(subject), shorten(path), value))
    return found


def things(read: Reading, kind: str) -> set[str]:
    """Return the names of the things of a kind, such as “Organization”."""
    return {subject for subject, path, value in said(read) if path == "rdf:type" and value == kind}


def told(read: Reading) -> list[tuple[str, str]]:
    """Return the faults: where, after the last separator of folders, and what, in English."""
    return [(fault.place.rpartition("/")[2], fault.message.text("en")) for fault in sorted(read.faults)]


def gathered(folder: Path, name: str, content: Content, mapping: str) -> Reading:
    """Write and read a list."""
    return gather([write_list(folder, name, content, mapping)])
