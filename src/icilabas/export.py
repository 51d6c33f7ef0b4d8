"""Ways out: RDF files, and tables that a spreadsheet opens; networks are written by ``netfiles``."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from icilabas import engine, jsonld
from icilabas.errors import UsageError
from icilabas.messages import message
from icilabas.profiles import restricted_graphs
from icilabas.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH

if TYPE_CHECKING:
    from pathlib import Path

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rdf(store: Any, ending: str, *, restricted: bool, inferred: bool = False) -> bytes:
    """Serialise the content: ``.trig``, ``.nq``, ``.jsonld`` with its graphs, else merged.

    With ``inferred``, also the ontology and what the rules added: what another engine needs to be asked.
    Raises UsageError for an ending that is no RDF form.
    """
    if ending not in engine.FORMATS:
        raise UsageError(message("bad-output", found=ending, known=", ".join((*engine.FORMATS, ".xlsx"))))
    hidden = [] if restricted else restricted_graphs(store)
    content = engine.dump(store, ending, leave_out=[*([] if inferred else [ONTOLOGY_GRAPH, INFERRED_GRAPH]), *hidden])
    return jsonld.compact(content) if ending == ".jsonld" else content


def whole(store: Any, path: Path, lang: str = "en", *, inferred: bool = False) -> bytes:
    """Return all that the store says in the form of the path's ending: RDF, or a workbook headed in the language.

    What may not be shown is not in the store: see `profiles`. Raises UsageError for an unknown ending.
    """
    if path.suffix.lower() != ".xlsx":
        return rdf(store, path.suffix.lower(), restricted=True, inferred=inferred)
    from icilabas.filling import workbook

    return workbook(store, path, lang)


def csv_bytes(headings: list[str], rows: list[list[Any]]) -> bytes:
    """Return a table that Excel opens as it is: UTF-8 with BOM, and no cell that it would run as a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode()
