"""What only some may read: told in the head of files, written only when meant, and not read back as if it were public."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import networkx as nx
import pytest
import restricted_meeting
from click.testing import CliRunner

import icilabas as ilb
from icilabas import engine
from icilabas.cli.main import main
from icilabas.dataset.loading import load_store
from icilabas.export.networks import NETWORKS
from icilabas.export.rdf import notice, whole
from icilabas.sources import held_back

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


MERGED = (".ttl", ".nt", ".rdf", ".owl")
APART = (".trig", ".nq", ".jsonld", ".xlsx")
IN_HEAD = {".ttl": "# {}", ".nt": "# {}", ".rdf": "<!-- {} -->", ".owl": "<!-- {} -->"}
SAID = {".gexf": "<description>{}</description>", ".graphml": ">{}</data>", ".json": '"notice": "{}"'}


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return restricted_meeting.write(tmp_path_factory.mktemp("held") / "meeting")


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [*map(str, args), "--lang", "en"], catch_exceptions=False)


@pytest.mark.parametrize("profile", ["partner", "internal"])
@pytest.mark.parametrize("ending", MERGED)
def test_a_form_without_graphs_is_written_only_when_meant(
    meeting: Path, ending: str, profile: str, tmp_path: Path
) -> None:
    out = tmp_path / f"all{ending}"
    call = ("convert", meeting, "--profile", profile, "--out", out)
    refused = run(*call)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--yes-restricted" in refused.stderr
    assert not out.exists()
    done = run(*call, "--yes-restricted")
    assert done.exit_code == 0
    assert "do not publish" in done.stderr
    head = out.read_text("utf-8")[:600]
    assert IN_HEAD[ending].format(notice()) in head
    assert len(notice().split(" / ")) == len({*notice().split(" / ")}) == 2  # in each language
    assert engine.size(load_store([out])) > 100  # and it is still a file of its form


@pytest.mark.parametrize("ending", [*MERGED, *APART])
def test_what_everybody_may_read_and_what_keeps_its_graphs_is_written_as_ever(
    meeting: Path, ending: str, tmp_path: Path
) -> None:
    public, kept = tmp_path / f"public{ending}", tmp_path / f"all{ending}"
    assert run("convert", meeting, "--out", public).exit_code == 0
    assert notice() not in public.read_bytes().decode("utf-8", "replace")
    if ending in APART:
        done = run("convert", meeting, "--include-restricted", "--out", kept)
        assert (done.exit_code, "do not publish" in done.stderr) == (0, False)


@pytest.mark.parametrize("profile", ["partner", "internal"])
@pytest.mark.parametrize("ending", NETWORKS)
def test_a_network_is_written_only_when_meant(meeting: Path, ending: str, profile: str, tmp_path: Path) -> None:
    out = tmp_path / f"x{ending}"
    call = ("network", "knowledge", "--input", meeting, "--profile", profile, "--out", out)
    assert run(*call).exit_code == 2
    assert [*tmp_path.iterdir()] == []
    done = run(*call, "--yes-restricted")
    assert (done.exit_code, "do not publish" in done.stderr) == (0, True)
    text = out.read_bytes().decode("utf-8", "replace")
    if ending in SAID:
        assert SAID[ending].format(notice()) in text
    if ending == ".json":
        assert json.loads(text)["access"] == "restricted"
    if ending in {".gexf", ".graphml"}:
        assert len(getattr(nx, f"read_{ending[1:]}")(out)) > 3


def test_a_network_without_anything_restricted_in_it_is_written_as_ever(meeting: Path, tmp_path: Path) -> None:
    """Also where the data hold some: what is asked is whether it is in what is written."""
    dataset = load_store([meeting])
    assert held_back.restricted_content(dataset)
    for view, restricted in (("territories", False), ("knowledge", True)):
        graph = ilb.project(dataset, view)
        assert (graph.graph.get("access") == "restricted") is restricted, view
        page = ilb.draw(graph).html
        assert ('<meta name="icilabas-access" content="restricted">' in page) is restricted
    for view in ("collaboration", "ties"):  # names that restricted passages say in other languages too
        assert "access" not in ilb.project(load_store([]), view).graph
    for ending in NETWORKS:
        out = tmp_path / f"x{ending}"
        done = run("network", "territories", "--input", meeting, "--include-restricted", "--out", out)
        assert (done.exit_code, "do not publish" in done.stderr) == (0, False)


@pytest.mark.parametrize("ending", MERGED)
def test_a_file_that_has_lost_its_graphs_is_not_public(meeting: Path, ending: str, tmp_path: Path) -> None:
    lost = tmp_path / f"all{ending}"
    lost.write_bytes(whole(load_store([meeting], infer=False), lost))
    for profile in ("public", "partner"):
        with pytest.raises(ilb.DataError, match=r"has lost their graphs.*include-restricted") as raised:
            load_store([meeting, lost], profile=profile)
        assert raised.value.faults[0].place == str(lost)
    out = tmp_path / "out.trig"
    for call in (("convert", lost, "--out", out), ("build", lost, "--out", tmp_path / "site")):
        assert run(*call).exit_code == 2
    assert not out.exists()
    with pytest.raises(ilb.DataError):
        ilb.load(lost, restricted=False)
    assert "has lost their graphs" in run("validate", lost).output  # who may read all is told
    assert engine.size(load_store([lost])) > 100


def test_a_file_with_nothing_restricted_in_it_is_read_whatever_it_declares(meeting: Path, tmp_path: Path) -> None:
    public, again = tmp_path / "public.ttl", tmp_path / "again.ttl"
    public.write_bytes(whole(load_store([meeting], profile="public", infer=False), public))
    again.write_bytes(whole(load_store([public], profile="public", infer=False), again))
    assert engine.size(load_store([again], profile="public")) > 100
    empty = tmp_path / "empty.trig"  # a passage that is declared, and in which nothing is said yet
    empty.write_text(_EMPTY, "utf-8")
    merged = tmp_path / "empty.ttl"
    assert run("convert", empty, "--include-restricted", "--out", merged).exit_code == 0
    for path in (empty, merged):
        assert engine.size(load_store([path], profile="public")) > 3
    about = tmp_path / "about.ttl"  # descriptions alone, whose passages stand in another file
    about.write_text(_DECLARED, "utf-8")
    assert engine.size(load_store([about, empty], profile="public")) > 3


def test_an_endpoint_is_asked_the_same() -> None:
    """What is declared, not withheld, and has no graph may be anywhere there."""
    from icilabas.dataset.loading import _STATE  # what endpoints are asked

    def state(text: str) -> bool:
        store = engine.new_store()
        store.update(f"PREFIX d: <http://purl.org/dc/terms/> PREFIX b: <https://w3id.org/icilabas/ontology#> {text}")
        return ("restricted",) in engine.select(store, _STATE).rows

    declared = "<urn:m> { <urn:p> d:accessRights <https://w3id.org/icilabas/vocabulary/restricted>"
    assert state(f"INSERT DATA {{ GRAPH {declared} }} }}")
    assert state(f"INSERT DATA {{ GRAPH {declared} }} GRAPH <urn:p> {{ <urn:a> a b:Person }} }}")
    assert not state(f"INSERT DATA {{ GRAPH {declared} ; b:withheld true }} }}")
    assert state(f"INSERT DATA {{ GRAPH {declared} ; b:withheld true }} GRAPH <urn:p> {{ <urn:a> a b:Person }} }}")


_DECLARED = """@prefix d: <http://purl.org/dc/terms/> . @prefix v: <https://w3id.org/icilabas/vocabulary/> .
@prefix b: <https://w3id.org/icilabas/ontology#> . @prefix s: <http://www.w3.org/2004/02/skos/core#> .
<urn:list> a b:Passage ; d:title "List"@en ; d:source <urn:doc> ; d:accessRights v:restricted .
<urn:doc> a b:Source ; d:title "Doc"@en .
"""
_EMPTY = (
    _DECLARED.replace("<urn:list> a", "<urn:meta> {\n<urn:list> a", 1)
    + """<urn:open> a b:Passage ; d:title "Open"@en ; d:source <urn:doc> ; d:accessRights v:public . }
<urn:open> { <urn:team> a b:Organization ; s:prefLabel "Team"@en, "Equipe"@fr }
"""
)
