"""Checks of the content: shapes and graphs, each fault at its place."""

import shutil
from pathlib import Path

import pytest
from places import SMALL

import icilabas as ilb
from icilabas import engine
from icilabas.check.validation import check
from icilabas.sources.gathering import gather

MAIL, PHONE = "info" + chr(64) + "example.org", "03" + " 20 12" + " 34 56"  # in pieces: no file may hold one


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def violations(*inputs: Path) -> list[ilb.Fault]:
    return [fault for fault in check(gather(inputs)) if fault.severity == "Violation"]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_good_data_conform() -> None:
    assert violations(SMALL) == []
    assert [fault for fault in ilb.validate(ilb.load()) if fault.severity == "Violation"] == []


FAULTS = [
    ("memberships.csv", "s1,p1,emdk,role-partner", "s1,p1,emdk,", "memberships.csv:3:4", "“role” is missing"),
    ("memberships.csv", "p1,emdk", "p1,kayes", "memberships.csv:3:3", "“kayes” is not what “member” expects"),
    ("challenges.csv", "lille|kayes", "lille|essor", "challenges.csv:2:6", "“essor” is not what “faced in” expects"),
    ("territories.csv", "50.63", "95.63", "territories.csv:2:6", "Write decimal degrees between -90 and 90."),
    ("partnerships.csv", "nord-pas-de-calais|kayes", "", "partnerships.csv:2:5", "“links” is missing. Write the id"),
    ("territories.csv", "Mali,Mali", ",Mali", "territories.csv:5", "Add the label in the other language"),
    ("persons.csv", "people,17", "s1,5", "persons.csv:2:1", "A person is named in a public passage"),
    (
        "memberships.csv",
        "p1,emdk",
        "p1,jean-dupont",
        "memberships.csv:3",
        "A person cannot be a member of a partnership",
    ),
    ("territories.csv", "Mali,Mali", f"Mali,{MAIL}", "territories.csv:5", "is never stored"),
    (
        "territories.csv",
        "Mali,Mali",
        f"Mali,Tel {PHONE}",
        "territories.csv:5",
        "is never stored",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "place", "text"), FAULTS)
def test_each_fault_is_found_at_its_place(file: str, old: str, new: str, place: str, text: str, small: Path) -> None:
    edit(small / file, old, new)
    found = [f for f in check(gather([small])) if f"{small}/{place}" in f.place and text in f.message.en]
    assert found, [str(fault) for fault in check(gather([small]))]
    assert found[0].message.fr


RDF = """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ild: <https://w3id.org/icilabas/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ild:x a ilb:Territory ; skos:prefLabel "X"@fr, "X"@en ; ilb:within ild:nowhere .
ild:f a ilb:Finding ; skos:prefLabel "F"@fr, "F"@en ; ilb:raisedIn ild:e ; ilb:concerns ild:x .
ild:e a ilb:Event ; skos:prefLabel "E"@fr, "E"@en .
"""


def test_faults_of_rdf_name_file_subject_and_property(tmp_path: Path) -> None:
    path = tmp_path / "more.ttl"
    path.write_text(RDF, encoding="utf-8")
    places = {fault.place: fault for fault in violations(path)}
    assert set(places) == {f"{path}: ild:x ilb:within", f"{path}: ild:f rdf:type"}
    assert "“nowhere” is not what “lies in” expects" in str(places[f"{path}: ild:x ilb:within"]) or "within" in str(
        places[f"{path}: ild:x ilb:within"]
    )


def test_a_page_outside_its_passage_is_found_in_rdf_too(tmp_path: Path) -> None:
    path = tmp_path / "pages.trig"
    path.write_text(
        """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ild: <https://w3id.org/icilabas/id/> .
@prefix ilg: <https://w3id.org/icilabas/graph/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ilg:meta { ilg:p ilb:firstPage 3 ; ilb:lastPage 4 }
ilg:p { ild:x a ilb:Territory ; skos:prefLabel "X"@fr, "X"@en ; ilb:page 5 }""",
        encoding="utf-8",
    )
    assert any("outside the pages of the passage" in str(fault) for fault in violations(path))


def test_validate_does_not_change_the_dataset() -> None:
    dataset = ilb.load(SMALL)
    before = len(dataset)
    ilb.validate(dataset)
    assert len(dataset) == before


UNKNOWN = """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ild: <https://w3id.org/icilabas/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ild:x a ilb:Territory ; skos:prefLabel "X"@fr, "X"@en ; ilb:within ild:kaies .
ild:y a ilb:Territory ; skos:prefLabel "Y"@fr, "Y"@en ; ilb:within ild:kaies .
ild:z a ilb:Territory ; skos:prefLabel "Z"@fr, "Z"@en ; ilb:within ild:liles .
"""


@pytest.mark.parametrize(
    ("looked_at", "helped"), [(2, {"x", "y", "z"}), (1, {"x", "y"}), (0, set())], ids=["both", "one", "none"]
)
def test_names_are_suggested_while_there_is_time(
    looked_at: int, helped: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each wrong name is looked up once, however often it is met; what is found wrong does not depend on it."""
    path = tmp_path / "more.ttl"
    path.write_text(UNKNOWN, encoding="utf-8")
    gathered = gather([SMALL, path])
    territories = "SELECT DISTINCT ?t WHERE { ?t a/rdfs:subClassOf* ilb:Territory }"
    monkeypatch.setattr(
        "icilabas.check.validation._COMPARED", looked_at * len(engine.select(gathered.store, territories).rows)
    )
    found = {fault.place.split("ild:")[1][0]: fault.message.en for fault in check(gathered) if "within" in fault.place}
    assert set(found) == {"x", "y", "z"}
    assert {name for name, text in found.items() if "Nearest: " in text} == helped
