"""The bundled data in each form that a release holds; restricted passages are left out before anything is written."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from icilabas import engine
from icilabas.dataset.access import PUBLIC
from icilabas.dataset.inference import apply_rules
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import ONTOLOGY_GRAPH
from icilabas.export import rdf, workbook
from icilabas.export.workbook import source_description, tabulate
from icilabas.export.workbook_layout import column_names
from icilabas.files import csv_tables
from icilabas.sources.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "lille-2016"
_RDF = (".trig", ".nq", ".jsonld", ".ttl")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MODE = 0o644 << 16  # of a file in an archive, as Unix has it


class Data(NamedTuple):
    """The store of what everybody may read, with the ontology and without inferences; and each file by its name."""

    store: Any
    files: dict[str, bytes]


def data(moment: tuple[int, int, int, int, int, int]) -> Data:
    """Return the public data in each form. ``moment``: the time that the files of archives bear."""
    store = load_store(profile=PUBLIC, infer=False)
    files = {f"{NAME}{ending}": rdf.rdf(store, ending, restricted=False) for ending in _RDF}
    for lang in ("fr", "en"):
        path = Path(f"{NAME}-{lang}.xlsx")
        files[path.name] = workbook.workbook(store, path, lang)
    files[f"{NAME}-tables.zip"] = zipped({f"{NAME}/{name}": text for name, text in _tables(store).items()}, moment)
    others = engine.graphs(store) - {ONTOLOGY_GRAPH}
    files["ontology.ttl"] = engine.dump(store, ".ttl", leave_out=others)
    files["context.jsonld"] = rdf.context_file()
    whole = engine.new_store()
    engine.copy(store, whole)
    apply_rules(whole)
    files[f"{NAME}-all.nq"] = rdf.rdf(whole, ".nq", restricted=False, inferred=True)
    return Data(store, files)


def zipped(files: Mapping[str, bytes], moment: tuple[int, int, int, int, int, int]) -> bytes:
    """Return an archive of the files: the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            about = zipfile.ZipInfo(name, moment)
            about.create_system, about.external_attr = 3, _MODE  # 3: Unix, wherever it is made
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, content)
    return packed.getvalue()


def _tables(store: Any) -> dict[str, bytes]:
    """Return the files of a folder of tables, which reads back as the same triples."""
    content = source_description(store)
    passages = {entry["graph"]: entry["id"] for entry in content["passages"] if "graph" in entry}
    files = {"source.yaml": yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000).encode()}
    for name, rows in tabulate(store, passages).items():
        columns = column_names(load_schema().tables[name])
        columns = [column for column in dict.fromkeys(["id", *columns]) if any(row.get(column) for row in rows)]
        cells = [[_cell(row.get(column, "")) for column in columns] for row in rows]
        files[f"{name}.csv"] = csv_tables.csv_bytes(columns, cells)
    return files


def _cell(text: str) -> str | Decimal:
    """Return a number as such: no spreadsheet takes it for a formula, though it begins with a minus sign."""
    return Decimal(text) if _NUMBER.fullmatch(text) else text
