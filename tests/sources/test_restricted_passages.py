"""What is said of persons goes into restricted passages; what only some may read is told, and not read as public."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import marked
import networkx as nx
import pyoxigraph as ox
import pytest
import restricted_meeting
import servers
from click.testing import CliRunner

import icilabas as ilb
from icilabas import engine
from icilabas.cli.main import main
from icilabas.dataset.loading import load_store
from icilabas.engine import NamedNode
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES, RESTRICTED
from icilabas.export import rdf
from icilabas.export.networks import NETWORKS
from icilabas.export.rdf import notice, whole
from icilabas.sources import restricted_passages
from icilabas.sources.gathering import gather
from icilabas.sources.restricted_passages import names_a_person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result


def test_the_persons_of_each_input_are_counted_with_what_was_looked_for(tmp_path: Path) -> None:
    texts = (
        "ex:p a foaf:Person . ex:q a foaf:Person ; ex:knows ex:r .",
        "ex:p rdfs:label 'Camille Exemple' .",
        "ex:o ex:b ex:c .",
    )
    paths = [tmp_path / f"{name}.ttl" for name in "abc"]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(marked.PREFIXES + text, "utf-8")
    told = {fault.place: fault.message.text("en") for fault in gather(paths).faults}
    assert [told[str(path)][:9] for path in paths[:2]] == ["2 persons", "1 person:"]
    assert str(paths[2]) not in told
    assert "looked for" in told[str(paths[0])]


def test_a_table_that_names_a_person_elsewhere_called_one_has_a_fault_and_is_not_published(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    table, typed = tmp_path / "organizations.csv", tmp_path / "x.ttl"
    table.write_text("id,label (fr),label (en)\ncamille,Zqxtable,Zqxtable\n", "utf-8")
    typed.write_text(f"{marked.PREFIXES} <https://w3id.org/icilabas/id/camille> a foaf:Person .", "utf-8")
    result = CliRunner().invoke(main, ["validate", str(table), str(typed), "--lang", "en"])
    assert result.exit_code == 1
    assert "organizations.csv:2:1: A person is named in a public passage" in result.stdout
    out = tmp_path / "x.nq"
    assert (
        CliRunner().invoke(main, ["convert", str(table), str(typed), "--out", str(out), "--lang", "en"]).exit_code == 0
    )
    assert "statements about persons in public passages were left out" in caplog.text
    assert "Zqxtable" not in out.read_text("utf-8")


def test_what_a_profile_shows_is_read_again_as_restricted_and_shown_by_it_alone(tmp_path: Path) -> None:
    partner = tmp_path / "partner.trig"
    partner.write_bytes(rdf.rdf(load_store([], profile="partner", infer=False), ".trig", restricted=True))
    seat = "apes--role-representative--person"
    shown = {
        profile: engine.dump(load_store([partner], profile=profile, infer=False), ".trig").decode()
        for profile in ("public", "partner", "internal")
    }
    assert [seat in text for text in shown.values()] == [False, True, True]
    assert shown["partner"].count(seat) == partner.read_text("utf-8").count(seat)
    assert "profile" not in shown["public"]


def test_inferred_and_ontology_graphs_of_inputs_are_made_anew(tmp_path: Path) -> None:
    """They outlive what they were made from: here, a restricted passage that somebody cut out."""
    path = tmp_path / "x.trig"
    graphs = [INFERRED_GRAPH, "https://w3id.org/icilabas/ontology"]
    said = "".join(f"GRAPH <{graph}> {{ ex:o rdfs:label 'zqxold' . ex:o a org:Organization }}" for graph in graphs)
    for more in (
        "",
        "ex:o a org:Organization ; rdfs:label 'o' .",
        "ilg:g { ilg:g a ilb:Passage . ex:o a org:Organization }",
    ):
        path.write_text(f"{marked.PREFIXES}{said}{more}", "utf-8")
        store = load_store([path])
        assert "zqxold" not in engine.dump(store, ".nq").decode()
        assert engine.size(store, INFERRED_GRAPH) > 1


@pytest.mark.parametrize("profile", ["public", "partner"])
def test_what_was_inferred_for_oneself_read_again_is_shown_as_what_it_was_made_from(
    profile: str, tmp_path: Path
) -> None:
    path = tmp_path / "all.nq"
    path.write_bytes(rdf.rdf(load_store([]), ".nq", restricted=True, inferred=True))
    again, before = (engine.dump(load_store(inputs, profile=profile, infer=False), ".nq") for inputs in ([path], []))
    assert again == before


@pytest.mark.parametrize("profile", ["public", "partner"])
def test_a_workbook_of_a_profile_can_be_read_again(profile: str, tmp_path: Path) -> None:
    path, meeting = tmp_path / "x.xlsx", restricted_meeting.write(tmp_path / "meeting")
    path.write_bytes(rdf.whole(load_store([meeting], profile=profile, infer=False), path))
    assert [fault for fault in gather([path]).faults if fault.severity == "Violation"] == []
    assert "--person" not in engine.dump(load_store([path], profile="public", infer=False), ".nq").decode()


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("", False),
        ("ex:x a <http://www.wikidata.org/wiki/Q5> .", True),
        ("ex:B rdfs:subClassOf ex:A . ex:A rdfs:subClassOf foaf:Person . ex:x a ex:B .", True),
        ("ex:A rdfs:subClassOf foaf:Person, ex:B . ex:B rdfs:subClassOf ex:A . ex:x a ex:B .", True),
        ("[] rdfs:subClassOf foaf:Person . ex:x a [ rdfs:subClassOf foaf:Person ] .", True),
        ("ex:x foaf:familyName 'Exemple' .", True),
        ("ex:asso schema:employee 'Camille Exemple' .", True),
        ("ex:asso org:heldBy ex:ville . ex:ville a ilb:Organization .", False),
        ("ex:C rdfs:subClassOf foaf:Organization . ex:x a ex:C .", False),
    ],
)
def test_an_endpoint_that_holds_a_person_is_known(said: str, *, named: bool, tmp_path: Path) -> None:
    store = load_store([restricted_meeting.write(tmp_path / "meeting")], profile="partner")
    store.load(f"{marked.PREFIXES}{marked.KEPT} {said}".encode(), engine.FORMATS[".ttl"], to_graph=NamedNode("urn:g"))
    assert names_a_person(store, "https://w3id.org/icilabas/graph/profile/partner") is named


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
    assert restricted_passages.restricted_content(dataset)
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
    about.write_text(_DECLARED + _EDITION, "utf-8")
    assert engine.size(load_store([about, empty], profile="public")) > 3


def test_an_endpoint_is_asked_the_same() -> None:
    """What is declared, not withheld, and has no graph may be anywhere there."""
    from icilabas.dataset.loading import state_query

    def state(text: str) -> bool:
        store = engine.new_store()
        store.update(f"PREFIX d: <http://purl.org/dc/terms/> PREFIX b: <https://w3id.org/icilabas/ontology#> {text}")
        return ("1 restricted", None) in engine.select(store, state_query("public")).rows

    declared = "<urn:m> { <urn:p> d:accessRights <https://w3id.org/icilabas/vocabulary/restricted>"
    assert state(f"INSERT DATA {{ GRAPH {declared} }} }}")
    assert state(f"INSERT DATA {{ GRAPH {declared} }} GRAPH <urn:p> {{ <urn:a> a b:Person }} }}")
    assert not state(f"INSERT DATA {{ GRAPH {declared} ; b:withheld true }} }}")
    assert state(f"INSERT DATA {{ GRAPH {declared} ; b:withheld true }} GRAPH <urn:p> {{ <urn:a> a b:Person }} }}")


_DECLARED = """@prefix d: <http://purl.org/dc/terms/> . @prefix v: <https://w3id.org/icilabas/vocabulary/> .
@prefix b: <https://w3id.org/icilabas/ontology#> . @prefix s: <http://www.w3.org/2004/02/skos/core#> .
@prefix o: <http://www.w3.org/2002/07/owl#> .
<urn:list> a b:Passage ; d:title "List"@en ; d:source <urn:doc> ; d:accessRights v:restricted .
<urn:doc> a b:Source ; d:title "Doc"@en .
"""
_EDITION = """<urn:set> d:title "Set"@en ; o:versionInfo "2" .
<urn:set-2> d:isVersionOf <urn:set> ; o:versionInfo "2" ; d:issued "2026-01-31" ; s:changeNote "More"@en .
"""
_EMPTY = (
    _DECLARED.replace("<urn:list> a", "<urn:meta> {\n<urn:list> a", 1)
    + """<urn:open> a b:Passage ; d:title "Open"@en ; d:source <urn:doc> ; d:accessRights v:public . }
<urn:open> { <urn:team> a b:Organization ; s:prefLabel "Team"@en, "Equipe"@fr }
"""
)


IN_GRAPHS = f"""
<urn:x:home> {{ <urn:x:open> a ilb:Passage . <urn:x:hidden> a ilb:Passage ; dcterms:accessRights <{RESTRICTED}> }}
<urn:x:open> {{ ild:a skos:prefLabel "Open"@fr ; skos:altLabel "Élue"@en, "Île"@en }}
<urn:x:hidden> {{ ild:a skos:prefLabel "Fermé"@fr ; skos:altLabel "Élue"@fr, "Île"@fr, "Plain" ; ilb:page 7 }}"""


@pytest.fixture(scope="module", params=["memory", "oxigraph", "virtuoso", "virtuoso_of_debian"])
def said(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    store = ox.Store()
    prefixes = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in ("ilb", "ild", "dcterms", "skos"))
    store.load((prefixes + IN_GRAPHS).encode(), format=ox.RdfFormat.TRIG)
    if request.param == "memory":
        yield store
        return
    folder = tmp_path_factory.mktemp("said")
    store.dump(str(folder / "all.nq"), format=ox.RdfFormat.N_QUADS)
    with getattr(servers, request.param)(folder / "server", folder / "all.nq") as url:
        yield engine.Endpoint(url)


@pytest.mark.journey
@pytest.mark.parametrize(
    ("texts", "restricted"),
    [
        (["Open", "7"], False),  # a page is none of the texts of a passage
        (["Open", "Fermé"], True),
        (["Plain"], True),
        (["Élue", "Île"], False),  # in another language everybody may read them
        (["Élue"], False),
        (["Élue", "Île", "Fermé"], True),
    ],
)
def test_texts_that_only_restricted_passages_say_are_told_whoever_keeps_them(
    said: Any, texts: list[str], *, restricted: bool
) -> None:
    graph = nx.Graph()
    graph.add_nodes_from((number, {"label": text}) for number, text in enumerate(texts))
    restricted_passages.mark(graph, said)
    assert (graph.graph.get("access") == "restricted") is restricted
