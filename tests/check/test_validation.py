"""Checks of the content: shapes and graphs, each fault at its place."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from places import SMALL

import icilabas as ilb
from icilabas import engine
from icilabas.check.validation import check
from icilabas.engine.query import Solutions
from icilabas.engine.terms import iri
from icilabas.errors import Fault, in_few_lines, in_order
from icilabas.sources.gathering import gather
from icilabas.sources.reading import Reading, RowPlace
from icilabas.words import matching
from icilabas.words.messages import message
from icilabas.words.text import same

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
    told = ilb.validate(ilb.load())
    assert [fault for fault in told if fault.severity == "Violation" or "ild:correction-" not in fault.place] == []


FAULTS = [
    ("memberships.csv", "s1,p1,emdk,role-partner", "s1,p1,emdk,", "memberships.csv:3:4", "“role” is missing"),
    (
        "memberships.csv",
        "p1,emdk",
        "p1,kayes",
        "memberships.csv:3:3",
        message("not-a", found="kayes", name="member").text("en"),
    ),
    (
        "challenges.csv",
        "lille|kayes",
        "lille|essor",
        "challenges.csv:2:6",
        message("not-a", found="essor", name="faced in").text("en"),
    ),
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
    found = [f for f in check(gather([small])) if f"{small}/{place}" in f.place and text in f.message.text("en")]
    assert found, [str(fault) for fault in check(gather([small]))]
    assert found[0].message.text("fr")


# What was said, by whom, where: all of it right.
RIGHTLY_SAID = {
    "source.yaml": ("pages: [17, 18]", "pages: [8, 18]"),
    "organizations.csv": ("essor,,editorial", "board,,s1,Comité,Board,,,,,\nessor,,editorial"),
    "memberships.csv": (
        "passage,organization,member,role\ns1,p1,essor,role-lead\ns1,p1,emdk,role-partner\n",
        (
            "passage,page,organization,member,role\ns1,5,p1,essor,role-lead\ns1,5,p1,emdk,role-partner\npeople,8,board,"
            "jean-dupont,role-representative\n"
        ),
    ),
    "events.csv": "id,kind,passage,page,label_fr,label_en,part_of\nday,workshop,s1,5,Jour,Day,\n"
    "one,session,s1,5,Une,One,day\ntwo,session,s2,7,Deux,Two,day\n",
    "speakers.csv": "id,passage,page,label_fr,label_en,post_in,held_by\nchair,s2,8,la présidente,the chair,board,\n"
    "chair,people,17,,,,jean-dupont\n",
    "points.csv": "id,passage,page,label_fr,label_en,printed_as\nbullet-1,s2,8,Puce 1,Bullet 1,bullet\n",
    "findings.csv": "id,kind,passage,page,label_fr,label_en,raised_in,concerns,said_by,summed_up_by,point\n"
    "far,obstacle,s2,8,Loin,Far,two,kayes|lille,chair,,bullet-1\n"
    "late,obstacle,s2,9,Tard,Late,day,p1,,chair,bullet-1\n"
    "dear,obstacle,s2,9,Cher,Dear,two,p1,essor,,\n",
    "corrections.csv": "id,passage,label_fr,label_en,corrects,printed_reading,graph_reading\n"
    "name,editorial,Nom,Name,essor,Essor (p. 5),L'ESSOR\n",
}
MISSAID = {
    "a body of which the page names somebody": (
        "findings.csv",
        "chair,,bullet-1",
        "board,,bullet-1",
        "2:9",
        "sits whom",
    ),
    "a body whose member says it too": (
        "findings.csv",
        "dear,obstacle,s2,9,Cher,Dear,two,p1,essor,,\n",
        "dear,obstacle,s2,9,Cher,Dear,two,p1,board,,\ndear,obstacle,people,9,,,two,p1,jean-dupont,,\n",
        "4:9",
        "sits whom",
    ),
    "an event of another passage": ("findings.csv", "Far,two", "Far,one", "2:7", "reports another event"),
    "a territory that the passage does not name": ("challenges.csv", "lille|kayes", "lille|mali", "2:6", "faced here?"),
    "a point of which nothing is": (
        "points.csv",
        ",bullet\n",
        ",bullet\nb2,s2,9,P,B,bullet\n",
        "3:1",
        "Nothing is taken",
    ),
    "a reading that is nowhere": ("corrections.csv", "Essor (p. 5)", "Élan (p. 5)", "2:6", "No printed passage"),
}


def missaid(folder: Path) -> Path:
    """What `RIGHTLY_SAID` says, beside the small dataset."""
    for name, content in RIGHTLY_SAID.items():
        if isinstance(content, str):
            (folder / name).write_text(content, encoding="utf-8")
        else:
            edit(folder / name, *content)
    return folder


def test_what_is_said_by_functions_in_points_conforms_without_a_warning(small: Path) -> None:
    assert check(gather([small])) == []
    assert check(gather([missaid(small)])) == []


@pytest.mark.parametrize("name", MISSAID)
def test_what_nobody_can_have_said_so_is_a_warning_at_its_cell(name: str, small: Path) -> None:
    file, old, new, place, text = MISSAID[name]
    missaid(small)
    edit(small / file, old, new)
    (found,) = check(gather([small]))
    assert (found.severity, found.place) == ("Warning", f"{small}/{file}:{place}")
    assert text in found.message.text("en")
    assert found.message.text("fr") != found.message.text("en")


def test_what_a_committee_is_said_to_say_is_asked_wherever_its_members_are_named(small: Path) -> None:
    missaid(small)
    edit(small / "memberships.csv", "people,8,board", "people,18,board")
    edit(small / "findings.csv", "two,kayes|lille,chair", "two,kayes|lille,board")
    assert check(gather([small])) == []
    edit(small / "organizations.csv", ",founded", ",founded,type")
    edit(small / "organizations.csv", "Board,,,,,", "Board,,,,,,committee")
    (found,) = check(gather([small]))
    assert (found.severity, found.place) == ("Warning", f"{small}/findings.csv:2:9")


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
    assert message("not-a", found="nowhere", name="within").text("en") in str(places[f"{path}: ild:x ilb:within"])


ENDS = """id,label_fr,label_en,links,started,ended,planned_start,planned_end
p1,P,P,x|y,2017,2016,,
p2,P,P,x|y,2017-05-03,2017-05,2017-02,2017-01-31
p3,P,P,x|y,2017-05-03,2017,2018,2017-12-31
p4,P,P,x|y,2017-05-03,2017-05-02,2017,2017-01
p5,P,P,x|y,2017-05-03,03/05/2017,,
"""
ENDS_IN_RDF = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix schema: <https://schema.org/> .
@prefix ild: <https://w3id.org/icilabas/id/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix time: <http://www.w3.org/2006/time#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sh: <http://schema.org/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
ild:a schema:startDate "2017-05-03"^^xsd:date ; schema:endDate "2016"^^xsd:gYear .
ild:b schema:startDate "2017-05-03"^^xsd:date ; schema:endDate "2017"^^xsd:gYear .
ild:c schema:foundingDate "-0044-03-15"^^xsd:date ; schema:dissolutionDate "-0045"^^xsd:gYear .
ild:d prov:startedAtTime "2016-01-31T10:00:00+02:00"^^xsd:dateTime ; prov:endedAtTime "2016-01-31T08:00:00Z"^^xsd:dateTime .
ild:e prov:startedAtTime "2016-01-31T10:00:00+02:00"^^xsd:dateTime ; prov:endedAtTime "2016-01-31T07:59:59Z"^^xsd:dateTime .
ild:f dcat:startDate "10000"^^xsd:gYear ; dcat:endDate "9999-12-31"^^xsd:date .
ild:g time:hasBeginning [ time:inXSDDate "2017-05-03"^^xsd:date ] ; time:hasEnd [ time:inXSDgYear "2016"^^xsd:gYear ] .
ild:i sh:startDate "2017-05" ; sh:endDate "2016-12-31" .
ild:j sh:foundingDate "2017"^^sh:Date ; sh:dissolutionDate "2016"^^sh:Date .
ild:k wdt:P571 "2017-01-01T00:00:00Z"^^xsd:dateTime ; wdt:P576 "2016-12-31T00:00:00Z"^^xsd:dateTime .
ild:l wdt:P580 "2016-01-01T00:00:00Z"^^xsd:dateTime ; wdt:P582 "2016-12-31T00:00:00Z"^^xsd:dateTime .
ild:m schema:startDate "2017" ; schema:endDate "unknown" , "2018" .
ild:h schema:startDate "2017"^^xsd:gYear ; schema:endDate "2016-13"^^xsd:gYearMonth , "no date" .
"""


def test_an_end_before_its_start_is_found_at_the_end(tmp_path: Path) -> None:
    def found(inputs: Path) -> set[str]:
        return {fault.place for fault in violations(inputs) if "The end is before the start" in str(fault)}

    table, triples = tmp_path / "partnerships.csv", tmp_path / "ends.ttl"
    table.write_text(ENDS, "utf-8")
    assert found(table) == {f"{table}:{place}" for place in ("2:6", "3:8", "4:8", "5:6")}
    triples.write_text(ENDS_IN_RDF, "utf-8")
    dcat, prov, time = "http://www.w3.org/ns/dcat#endDate", "prov:endedAtTime", "http://www.w3.org/2006/time#hasEnd"
    sh, wdt = "http://schema.org/", "http://www.wikidata.org/prop/direct/"
    ends = (
        f"i {sh}endDate",
        f"j {sh}dissolutionDate",
        f"k {wdt}P576",
        "a schema:endDate",
        "c schema:dissolutionDate",
        f"e {prov}",
        f"f {dcat}",
        f"g {time}",
    )
    assert found(triples) == {f"{triples}: ild:{end}" for end in ends}


@pytest.mark.parametrize(
    ("name", "rows", "place"),
    [
        ("memberships", "organization,member,role,start,end\na,b,role-partner,2018,2017\n", "2:5"),
        ("memberships", "organization,member,role,fin,début\na,b,role-partner,2017,2018-01\n", "2:4"),
        ("initiatives", "id,label_fr,label_en,début,fin\ni,I,I,2018,2018\nj,J,J,2018-03,2018-02\n", "3:5"),
        ("speakers", "id,label_fr,label_en,start,end\ns,S,S,2018-03-02,2018-03-01\n", "2:5"),
        ("organizations", "id,label_fr,label_en,founded,fin d'existence\na,A,A,1990,1989\n", "2:5"),
    ],
)
def test_each_table_with_a_start_and_an_end_is_checked(name: str, rows: str, place: str, tmp_path: Path) -> None:
    others = tmp_path / "others.ttl"
    others.write_text(
        "@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ild: <https://w3id.org/icilabas/id/> .\n"
        "ild:a a ilb:Partnership . ild:b a ilb:Organization .\n",
        "utf-8",
    )
    table = tmp_path / f"{name}.csv"
    table.write_text(rows, "utf-8")
    inputs = [table] if name == "organizations" else [table, others]
    found = [fault for fault in check(gather(inputs)) if "The end is before the start" in str(fault)]
    assert [fault.place for fault in found] == [f"{table}:{place}"]


IATI_ENDS = """<iati-activities version="2.03"><iati-activity>
<iati-identifier>XM-1</iati-identifier><reporting-org ref="XM" type="22"><narrative>Org</narrative></reporting-org>
<title><narrative>T</narrative></title>
<activity-date type="1" iso-date="2016-03-01"/><activity-date type="2" iso-date="2017-03-01"/>
<activity-date type="3" iso-date="2017-01-01"/><activity-date type="4" iso-date="{}"/>
</iati-activity></iati-activities>"""


def test_actual_dates_of_iati_are_compared_with_actual_ones(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    for end, places in (("2017-02-28", 1), ("2017-03-01", 0)):
        path.write_text(IATI_ENDS.format(end), "utf-8")
        found = [fault for fault in check(gather([path])) if "The end is before the start" in str(fault)]
        assert [fault.severity for fault in found] == ["Warning"] * places  # its publisher's to correct
        assert all(fault.place.startswith(f"{path}:1: ild:") for fault in found)


FORMS = """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ild: <https://w3id.org/icilabas/id/> .
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
"""
SAID = [  # of an organisation, with what is told of it
    ("schema:foundingDate", "2016-13", "gYearMonth", "Violation"),
    ("schema:foundingDate", "16", "gYear", "Violation"),
    ("schema:foundingDate", " 2016 ", "gYear", "Violation"),
    ("schema:foundingDate", "2016-02-30", "date", "Violation"),
    ("schema:foundingDate", "12016-02-29", "date", None),
    ("schema:foundingDate", "-0001", "gYear", None),
    ("schema:foundingDate", "99999999999999999999-01-31", "date", None),
    ("schema:foundingDate", "99999999999999999999-02-30", "date", "Violation"),
    ("schema:foundingDate", "2016-01-31+14:00", "date", None),
    ("schema:foundingDate", "2016-01-31+14:01", "date", "Violation"),
    ("ilb:memberCount", "1_000", "integer", "Violation"),
    ("ilb:memberCount", "1e3", "integer", "Violation"),
    ("ilb:memberCount", "+007", "integer", None),
    ("dcat:byteSize", "-1", "nonNegativeInteger", "Warning"),
    ("dcat:byteSize", "300", "byte", "Warning"),
    ("dcat:byteSize", "infinity", "double", "Warning"),
    ("dcat:byteSize", "24:00:01", "time", "Warning"),
    ("dcat:byteSize", "P1YT", "duration", "Warning"),
    ("dcat:byteSize", "+INF", "double", None),
]


def test_literals_that_are_none_are_told_once_also_of_a_store(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    things = (
        f'ild:x{n} a ilb:Organization ; skos:prefLabel "X{n}"@fr, "X{n}"@en ; {about} "{form}"^^xsd:{kind} .\n'
        for n, (about, form, kind, _severity) in enumerate(SAID)
    )
    path.write_text(FORMS + "".join(things), "utf-8")
    read = gather([path])
    of_file, of_store = check(read), ilb.validate(engine.as_dataset(read.store))
    for n, (about, form, _kind, severity) in enumerate(SAID):
        place = f"ild:x{n} {about.replace('dcat:', 'http://www.w3.org/ns/dcat#')}"
        told = [fault for fault in of_file if fault.place == f"{path}: {place}"]
        assert [fault.severity for fault in told] == ([severity] if severity else []), form
        assert all(form in fault.message.text("en") and "rite" in fault.message.text("en") for fault in told)
        assert [fault.severity for fault in of_store if fault.place == place] == ([severity] if severity else []), form


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
    monkeypatch.setattr(matching, "COMPARED", looked_at * len(engine.select(gathered.store, territories).rows))
    found = {
        fault.place.split("ild:")[1][0]: fault.message.text("en")
        for fault in check(gathered)
        if "within" in fault.place
    }
    assert set(found) == {"x", "y", "z"}
    assert {name for name, text in found.items() if "Nearest: " in text} == helped


def faults(*cells: tuple[str, str], severity: str = "Warning") -> set[Fault]:
    return {Fault(place, same(text), severity) for place, text in cells}


TERRITORY = iri("ild:x")
FOUND = """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ild: <https://w3id.org/icilabas/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix wgs84: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
ild:x a ilb:Territory ; skos:prefLabel "X"@fr, "X"@en, "X"@pt ; wgs84:lat 95.0 ; ilb:within ild:nowhere .
"""


@pytest.fixture
def read(tmp_path: Path) -> Reading:
    path = tmp_path / "x.ttl"
    path.write_text(FOUND, "utf-8")
    return gather([path])


def test_violations_come_before_warnings_each_in_the_order_of_their_places(read: Reading) -> None:
    read.faults += [*faults(("a:10:1", "odd"), ("a:9:1", "odd"), ("~", "odd"))]
    read.faults += faults(("~", "wrong"), severity="Violation")
    found = check(read)
    assert found == [one for kind in ("Violation", "Warning") for one in in_order(found) if one.severity == kind]
    assert found[0].severity == "Violation"
    assert [fault.place for fault in found][-3:] == ["a:9:1", "a:10:1", "~"]


def test_a_text_in_a_third_language_is_a_warning(read: Reading) -> None:
    found = {fault.place.rpartition(" ")[2]: fault.severity for fault in check(read)}
    assert found["skos:prefLabel"] == "Warning"
    assert found["wgs84:lat"] == found["ilb:within"] == "Violation"


def test_what_others_published_by_a_standard_of_theirs_and_do_not_say_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    text = FOUND.replace(
        'skos:prefLabel "X"@fr, "X"@en, "X"@pt ; wgs84:lat 95.0 ; ilb:within ild:nowhere', "ilb:page 1"
    )
    standard = "\n<http://x.example/s> <http://purl.org/dc/terms/conformsTo> <http://x.example/standard> ."
    for said, severity in ((text, "Violation"), (text + standard, "Warning")):
        path.write_text(said, "utf-8")
        assert severity in {fault.severity for fault in check(gather([path])) if "prefLabel" in fault.place}
    assert "Violation" not in {fault.severity for fault in check(gather([path])) if "prefLabel" in fault.place}


def test_a_fault_stands_at_the_first_cell_that_states_it_else_under_the_heading_of_the_first_row(read: Reading) -> None:
    lat, within = iri("wgs84:lat"), iri("ilb:within")
    read.rows[TERRITORY] = [RowPlace("a.csv", 2, {}), RowPlace("b.csv", 3, {lat: 4}), RowPlace("c.csv", 5, {lat: 6})]
    read.rows[TERRITORY][0] = RowPlace("a.csv", 2, {}, {within: 9})
    assert {fault.place for fault in check(read) if fault.severity == "Violation"} == {"b.csv:3:4", "a.csv:2:9"}
    read.rows[TERRITORY][0] = RowPlace("a.csv", 2, {})
    assert {fault.place for fault in check(read) if fault.severity == "Violation"} == {"b.csv:3:4", "a.csv:2:1"}


def test_a_cell_with_a_fault_of_reading_gets_no_other(read: Reading) -> None:
    read.rows[TERRITORY] = [RowPlace("a.csv", 2, {iri("wgs84:lat"): 3})]
    assert "a.csv:2:3" in {fault.place for fault in check(read)}
    read.faults += faults(("a.csv:2:3", "odd"))
    assert len([fault for fault in check(read) if fault.place == "a.csv:2:3"]) == 2  # a warning does not stand for it
    read.faults += faults(("a.csv:2:3", "wrong"), severity="Violation")
    assert {fault.message.text("en") for fault in check(read) if fault.place == "a.csv:2:3"} == {"odd", "wrong"}


def test_at_most_three_names_are_suggested_the_best_first(tmp_path: Path) -> None:
    path = tmp_path / "more.ttl"
    named = "".join(f'ild:kayes-{n} a ilb:Territory ; skos:prefLabel "K{n}"@fr, "K{n}"@en .\n' for n in range(5))
    path.write_text(UNKNOWN.replace("ild:kaies", "ild:kayes-33") + named, "utf-8")
    (told,) = {
        fault.message.text("en").partition("Nearest: ")[2]
        for fault in violations(path)
        if "kayes-33" in fault.message.text("en")
    }
    assert told.rstrip(".").split(", ") == ["kayes-3", "kayes-0", "kayes-1"]


def test_the_first_file_that_describes_a_thing_is_its_place(read: Reading, tmp_path: Path) -> None:
    again = tmp_path / "y.ttl"
    again.write_text(FOUND, "utf-8")
    assert all(fault.place.startswith(str(tmp_path / "x.ttl")) for fault in check(gather([*read.files, again])))


ROWS = {
    "fine": "o-{0},s1,Amis du fleuve {0},Friends of the river {0},civil-society,lille",
    "faulty": "o-{0},s1,Amis {0},,civil-societie-{0},nowhere-{0}",
    "one name": "o-{0},s1,Amis du fleuve,Friends of the river,civil-society,Amis du fleuve",
}


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions of Python's are called, which does not depend on the machine."""
    counted = [0]

    def count(_frame: object, event: str, _about: object) -> None:
        counted[0] += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted[0]


@pytest.mark.parametrize("kind", ROWS)
def test_twice_the_rows_are_twice_the_work(kind: str, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    select = engine.select

    def counted(store: engine.Store, query: str) -> Solutions:
        asked.append(query)
        return select(store, query)

    monkeypatch.setattr(engine, "select", counted)
    calls, queries = {}, {}
    for count in (100, 100, 200, 400):  # the first also reads what is read once
        rows = "".join(f"{ROWS[kind].format(number)}\n" for number in range(count))
        (small / "organizations.csv").write_text(f"id,passage,label_fr,label_en,sphere,based_in\n{rows}", "utf-8")
        asked.clear()
        calls[count] = calls_of(lambda: in_few_lines(check(gather([small]), similar=True)))
        queries[count] = len(asked)
    assert queries[100] == queries[400]
    assert calls[400] - calls[200] < 2.2 * (calls[200] - calls[100])
