"""What is said of persons goes into restricted passages; what was made of these, or by us, is not taken as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import marked
import pytest
import restricted_meeting
from click.testing import CliRunner

from icilabas import engine
from icilabas.cli.main import main
from icilabas.dataset.loading import load_store
from icilabas.engine import NamedNode
from icilabas.engine.terms import INFERRED_GRAPH
from icilabas.export import rdf
from icilabas.sources.gathering import gather
from icilabas.sources.restricted_passages import asked_for

if TYPE_CHECKING:
    from pathlib import Path


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
        ("ex:x foaf:familyName 'Exemple' .", True),
        ("ex:asso schema:employee 'Camille Exemple' .", True),
        ("ex:asso org:heldBy ex:ville . ex:ville a ilb:Organization .", False),
        ("ex:C rdfs:subClassOf foaf:Organization . ex:x a ex:C .", False),
    ],
)
def test_an_endpoint_that_holds_a_person_is_known(said: str, *, named: bool, tmp_path: Path) -> None:
    store = load_store([restricted_meeting.write(tmp_path / "meeting")], profile="partner")
    store.load(f"{marked.PREFIXES}{marked.KEPT} {said}".encode(), engine.FORMATS[".ttl"], to_graph=NamedNode("urn:g"))
    asked = asked_for("https://w3id.org/icilabas/graph/profile/partner")
    assert bool(engine.select(store, asked).rows) is named
