"""Little IATI files, and what is read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.sources.gathering import gather

if TYPE_CHECKING:
    from pathlib import Path

ILD, ILV = "https://w3id.org/icilabas/id/", "https://w3id.org/icilabas/vocabulary/"
PREFIXES = """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX ilb: <https://w3id.org/icilabas/ontology#>
PREFIX ild: <https://w3id.org/icilabas/id/> PREFIX ilv: <https://w3id.org/icilabas/vocabulary/>
PREFIX org: <http://www.w3.org/ns/org#> PREFIX schema: <https://schema.org/> PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wgs84: <http://www.w3.org/2003/01/geo/wgs84_pos#>
"""
START, END = '<iati-activities version="2.03">', "</iati-activities>"
ID, NAMED = "<iati-identifier>X-1</iati-identifier>", "<title><narrative>A</narrative></title>"


def values(graph: Any, subject: str, predicate: str) -> set[str]:
    rows = graph.query(f"{PREFIXES} SELECT ?o WHERE {{ <{subject}> {predicate} ?o }}")
    return {f"{row[0]}@{row[0].language}" if getattr(row[0], "language", None) else str(row[0]) for row in rows}


def written(tmp_path: Path, content: str | bytes, name: str = "bad.xml") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def told(tmp_path: Path, *activities: str) -> tuple[Any, list[tuple[str, str]]]:
    """Return what the activities say, and line and text of the warnings."""
    path = tmp_path / "a.xml"
    path.write_text("\n".join([START, *(f"<iati-activity>{one}</iati-activity>" for one in activities), END]), "utf-8")
    read = gather([path])
    graph = engine.as_dataset(read.store)
    return graph, sorted((fault.place.rpartition(":")[2], fault.message.text("en")) for fault in read.faults)
