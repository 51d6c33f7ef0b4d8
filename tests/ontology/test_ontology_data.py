"""Checks 16 and 17: whatever is said with the ontology has its passage and page, and names nobody's address."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
from forbidden import FORBIDDEN

import icilabas as ilb
from icilabas.dataset.loading import load_store
from icilabas.export import rdf
from icilabas.resources import DEFAULT_DATASET

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib

CONTACTS = [FORBIDDEN[kind] for kind in ("e-mail address", "telephone number")]
# What stands outside passages: the ontology, and what describes the passages themselves.
DESCRIPTIONS = {"https://w3id.org/icilabas/ontology", "https://w3id.org/icilabas/graph/lille-2016"}
OF_FINDINGS = """SELECT ?finding ?passage ?page ?first ?last WHERE {
  ?finding ilb:concerns ?thing . GRAPH ?passage { ?finding skos:prefLabel ?label } OPTIONAL { GRAPH ?passage { ?finding ilb:page ?page } }
  OPTIONAL { ?passage ilb:firstPage ?first ; ilb:lastPage ?last } }"""


@pytest.fixture(scope="module")
def lille() -> rdflib.Dataset:
    return ilb.load(infer=False)


def contacts(text: str) -> list[str]:
    return sorted({match for find in CONTACTS for match in find(text)})


def test_16_each_statement_stands_in_a_passage(lille: rdflib.Dataset) -> None:
    """16: every triple of content is in a graph that is a passage, and passages are described apart."""
    passages = {str(row.p) for row in ilb.ask(lille, "SELECT ?p WHERE { ?p a ilb:Passage }")}
    graphs = {str(graph) for _, _, _, graph in lille.quads()}
    assert graphs - DESCRIPTIONS == passages
    about = "SELECT DISTINCT ?c WHERE { GRAPH ilg:lille-2016 { ?x a ?c } }"
    kinds = {str(row.c).rpartition("#")[2].rpartition("/")[2] for row in ilb.ask(lille, about)}
    assert kinds <= {"Passage", "Source", "Agent"}


def test_16_each_finding_has_a_page_inside_its_passage(lille: rdflib.Dataset) -> None:
    """16: in the same graph as the finding, between the first and the last page of that passage."""
    rows = ilb.ask(lille, OF_FINDINGS)
    assert len({row.finding for row in rows}) == 260
    assert [row for row in rows if row.page is None or not row.first <= row.page <= row.last] == []


def test_16_the_announced_counts_hold(tmp_path: Path) -> None:
    """16: source.yaml says how many of each kind there are; one more is a fault."""
    folder = tmp_path / "lille-2016"
    shutil.copytree(DEFAULT_DATASET, folder)
    described = folder / "source.yaml"
    text = described.read_text(encoding="utf-8")
    announced = sorted(text.partition("expected:")[2].split())
    assert "findings:" in announced
    load_store([folder], infer=False)
    described.write_text(text.replace("findings: 260", "findings: 261"), encoding="utf-8")
    with pytest.raises(ilb.DataError, match="findings") as caught:
        load_store([folder], infer=False)
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize("ending", [".trig", ".jsonld", ".ttl"])
def test_17_no_contact_in_the_graph(ending: str) -> None:
    """17: no e-mail address, no telephone number, restricted passages and inferences included."""
    text = rdf.rdf(load_store([]), ending, restricted=True, inferred=True).decode()
    assert len(text) > 100_000
    assert contacts(text) == []


def test_17_no_contact_in_the_site(site: Path) -> None:
    """17: nor in any page or download, those inside archives and workbooks included."""
    looked_at = 0
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                texts = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
        else:
            texts = [path.read_bytes().decode("utf-8", "replace")]
        looked_at += len(texts)
        assert [found for text in texts for found in contacts(text)] == [], path.name
    assert looked_at > 20
