"""IATI files: what becomes of an activity, what is not kept and said so, and files that are out to do harm."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rdflib import URIRef

import icilabas
from icilabas import engine
from icilabas.check import validation
from icilabas.dataset.loading import load_store
from icilabas.errors import DataError
from icilabas.export import rdf
from icilabas.sources.cell_values import without_contacts
from icilabas.sources.gathering import gather
from icilabas.sources.iati import codes, elements, reader
from icilabas.words.messages import message

ILD, ILV = "https://w3id.org/icilabas/id/", "https://w3id.org/icilabas/vocabulary/"
RIVER = f"{ILD}iati-xx-reg-7-river"
PREFIXES = """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX ilb: <https://w3id.org/icilabas/ontology#>
PREFIX ild: <https://w3id.org/icilabas/id/> PREFIX ilv: <https://w3id.org/icilabas/vocabulary/>
PREFIX org: <http://www.w3.org/ns/org#> PREFIX schema: <https://schema.org/> PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
AT = "@"  # no file of the repository holds an address
YEAR = "2020-01-01/2020-12-31"
START, END = '<iati-activities version="2.03">', "</iati-activities>"
ENTITY = "<iati-activity><iati-identifier>&{};</iati-identifier></iati-activity>"
BOMB = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))


@pytest.fixture(scope="module")
def valley(repo: Path) -> Path:
    return repo / "tests" / "data" / "iati" / "valley.xml"


@pytest.fixture(scope="module")
def graph(valley: Path) -> Any:
    return icilabas.load(valley)


@pytest.fixture(scope="module")
def samples(repo: Path) -> Path:
    folder = repo.parent / "shared" / "data" / "iati"
    if not folder.is_dir():
        pytest.skip("the IATI samples lie beside the repository, and are not here")
    return folder


def values(graph: Any, subject: str, predicate: str) -> set[str]:
    rows = graph.query(f"{PREFIXES} SELECT ?o WHERE {{ <{subject}> {predicate} ?o }}")
    return {f"{row[0]}@{row[0].language}" if getattr(row[0], "language", None) else str(row[0]) for row in rows}


def written(tmp_path: Path, content: str | bytes, name: str = "bad.xml") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        load_store([path])
    assert caught.value.exit_code == 2
    return caught.value.text("en")


def warnings(path: Path) -> list[str]:
    faults = gather([path]).faults
    assert {fault.severity for fault in faults} <= {"Warning"}
    return [fault.text("en").replace(str(path), path.name) for fault in faults]


def test_titles_and_descriptions_keep_their_languages(graph: Any) -> None:
    assert values(graph, RIVER, "skos:prefLabel") == {"Clean river@en", "Rivière propre@fr", "Río limpio@es"}
    assert "Une eau que l'on peut boire.@fr" in values(graph, RIVER, "dcterms:description")
    assert values(graph, RIVER, "dcterms:identifier") == {"XX-REG-7/River"}


def test_each_organisation_has_its_role(graph: Any) -> None:
    rows = graph.query(f"{PREFIXES} SELECT ?m ?r {{ ?x org:organization <{RIVER}> ; org:member ?m ; org:role ?r }}")
    assert {(str(member).removeprefix(ILD), role.rpartition("/")[2]) for member, role in rows} == {
        ("org-yy-gov-1", "role-funder"),
        ("org-xx-reg-7", "role-accountable"),
        ("org-xx-reg-7-6e7255e4", "role-extending"),  # its reference differs by more than the id can show
        ("iati-xx-reg-7-river-org-named-cafe-des-gues", "role-implementing"),
        ("org-zz-nameless-9", "role-implementing"),
        ("iati-xx-reg-7-river-org-named-odd-role-club", "role-iati-9"),
    }


def test_one_organisation_has_one_label_in_a_language(graph: Any) -> None:
    trust = f"{ILD}org-xx-reg-7"
    assert values(graph, trust, "skos:prefLabel") == {"Valley Trust@en", "Fondation de la vallée@fr"}
    assert values(graph, trust, "skos:altLabel") == {"The Valley Trust"}
    assert values(graph, trust, "org:classification") == {f"{ILV}ngo"}
    assert values(graph, f"{ILD}org-zz-nameless-9", "skos:prefLabel") == {"ZZ-NAMELESS-9@und"}


def test_places(graph: Any) -> None:
    places = {place.removeprefix(ILD) for place in values(graph, RIVER, "ilb:links")}
    assert places == {"country-ml", "country-qq", "country-sn", "region-1030", "place-99-xx-reg-7-n1"}
    assert values(graph, f"{ILD}country-sn", "skos:prefLabel") == {"Sénégal@fr", "Senegal@en"}
    assert values(graph, f"{ILD}country-qq", "skos:prefLabel") == {"Qland@en"}
    assert "Afrique occidentale, régional@fr" in values(graph, f"{ILD}region-1030", "skos:prefLabel")
    assert values(graph, f"{ILD}place-99-xx-reg-7-n1", "ilb:territoryKind") == set()


def test_sectors_become_themes_and_goals_goals(graph: Any) -> None:
    themes = {theme.removeprefix(ILD) for theme in values(graph, RIVER, "ilb:about")}
    assert themes == {"sector-14030", "category-111", "theme-99-xx-reg-7-14030"}
    assert values(graph, RIVER, "ilb:relatesToGoal") == {f"http://metadata.un.org/sdg/{n}" for n in (6, 13)}
    # a code of a publisher's own list is not another publisher's
    assert values(graph, f"{ILD}iati-xx-reg-8-bus", "ilb:about") == {f"{ILD}theme-99-xx-reg-8-14030"}


def test_dates_and_results_are_kept(graph: Any) -> None:
    assert values(graph, RIVER, "schema:startDate") == {"2020-02-03"}
    assert values(graph, RIVER, "ilb:plannedStart") == {"2020-01-01"}
    assert values(graph, RIVER, "ilb:plannedEnd") == {"2022-12-31"}
    assert values(graph, RIVER, "schema:endDate") == set()
    assert values(graph, RIVER, "ilb:result") == {
        f"Output: Wells – Wells dug. – Indicator: Number of wells (baseline 2019: 2, target {YEAR}: 10, actual {YEAR}: 7)@en"
    }


def test_the_publisher_and_the_file_are_the_source(graph: Any) -> None:
    query = f"""{PREFIXES} SELECT ?title ?publisher ?modified WHERE {{ GRAPH ?passage {{ <{RIVER}> a ilb:Partnership }}
      ?passage a ilb:Passage ; dcterms:source ?source ; dcterms:accessRights ilv:public ; dcterms:modified ?modified .
      ?source dcterms:title ?title ; dcterms:publisher ?publisher }}"""
    ((title, publisher, modified),) = graph.query(query)
    assert str(title) == "Valley Trust, valley.xml"
    assert publisher == URIRef(f"{ILD}org-xx-reg-7")
    assert str(modified).startswith("2024-03-05T10:00:00")


def test_contacts_are_never_kept(graph: Any) -> None:
    text = graph.serialize(format="nquads")
    for secret in (f"{AT}example.org", "Exemplar", "23 45 67"):
        assert secret not in text
    assert "Write to […] or […]." in text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"call 0{1} 23 45 67 89 now", "call […] now"),
        ("from 2012-01-01 to 2013-12-31", "from 2012-01-01 to 2013-12-31"),
        (f"<a{AT}b.org>", "[…]"),
        ("a @ b", "a @ b"),
        ("@" * 200_000, "@" * 200_000),
    ],
)
def test_contacts_in_a_text(text: str, clean: str) -> None:
    assert without_contacts(text) == clean


def test_what_is_not_kept_is_said(valley: Path) -> None:
    left = "@percentage (4), contact-info (1), participating-org/@type (1), transaction (1)"
    said = [
        (":8", message("iati-contact", found="XX-REG-7/River")),
        (":15", message("iati-unknown-code", found="9", name="role")),
        (":16", message("iati-no-organization", found="participating-org")),
        (":20", message("iati-bad-code", found="2023-02-30", name="activity-date 4")),
        (":23", message("iati-unknown-code", found="QQ", name="recipient-country")),
        (":32", message("iati-bad-code", found="44", name="tag (goal)")),
        (":48", message("iati-twice", found="XX-REG-8-Bus", place="valley.xml:40")),
        (":49", message("iati-no-identifier", found="valley-activity-4")),
        ("", message("iati-left-out", names=left)),
    ]
    assert warnings(valley) == [f"valley.xml{line}: {text.en}" for line, text in said]


def test_names_are_matched_only_when_told_to(valley: Path) -> None:
    def organizations(**how: Any) -> set[str]:
        graph = icilabas.load(valley, **how)
        rows: Any = graph.query(f"{PREFIXES} SELECT DISTINCT ?m {{ ?x a ilb:Membership ; org:member ?m }}")
        return {str(member).removeprefix(ILD) for (member,) in rows}

    apart, matched = organizations(), organizations(match_names=True)
    assert {"iati-xx-reg-7-river-org-named-cafe-des-gues", "iati-xx-reg-8-bus-org-named-cafe-des-gues"} <= apart
    assert "iati-xx-reg-8-bus-org-named-ministry-of-water" in apart
    assert matched == {
        "org-yy-gov-1",
        "org-xx-reg-7",
        "org-xx-reg-7-6e7255e4",
        "org-zz-nameless-9",
        "org-named-cafe-des-gues",
        "org-named-odd-role-club",
    }


def test_there_is_no_fault_in_it(valley: Path) -> None:
    assert [fault for fault in validation.check(gather([valley])) if fault.severity == "Violation"] == []


def test_equal_input_gives_equal_bytes(valley: Path) -> None:
    first, second = (rdf.rdf(load_store([valley]), ".trig", restricted=True, inferred=True) for _ in range(2))
    assert first == second


def test_version_1(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """<iati-activities version="1.05"><iati-activity xml:lang="en"><iati-identifier>A-1</iati-identifier>
        <reporting-org ref="R-1" type="21">Reporter</reporting-org><title>One</title><title xml:lang="fr">Un</title>
        <participating-org role="Funding" ref="F-1">Funder</participating-org>
        <participating-org role="Implementing">Doer</participating-org>
        <activity-date type="start-actual" iso-date="2012-01-02">then</activity-date>
        <recipient-country code="ML">Mali</recipient-country><sector vocabulary="DAC" code="11110">Educ</sector>
        </iati-activity></iati-activities>""",
    )
    assert warnings(path) == []
    graph = icilabas.load(path)
    thing = f"{ILD}iati-a-1"
    assert values(graph, thing, "skos:prefLabel") == {"One@en", "Un@fr"}
    assert values(graph, thing, "schema:startDate") == {"2012-01-02"}
    assert values(graph, thing, "ilb:about") == {f"{ILD}sector-11110"}
    assert values(graph, thing, "ilb:hasPartner") == {f"{ILD}org-f-1", f"{thing}-org-named-doer"}
    assert values(graph, f"{thing}--org-f-1--role-funder", "org:role") == {f"{ILV}role-funder"}


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        ("", "bad.xml: ", "the file is empty"),
        ("  \n", "bad.xml: ", "the file is empty"),
        (gzip.compress(b"<iati-activities/>", mtime=0), "bad.xml: ", "compressed (gzip)"),
        ("<!DOCTYPE html><html><br></html>", "bad.xml: ", "a web page"),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "bad.xml:1: ", "a web page"),
        ("<rss/>", "bad.xml:1: ", "“rss”"),
        ("<iati-organisations/>", "bad.xml:1: ", "iati-activities, iati-activity"),
        ('<iati-activities version="3.01"/>', "bad.xml:1: ", "version “3.01”"),
        (START + END, "bad.xml: ", "no activities"),
        (START + "\n<iati-activity>\n<title", "bad.xml:3:", "ends too early"),
        (START + "<iati-activity/>", "bad.xml:1:", "ends too early"),
        (f'<?xml version="1.0" encoding="UTF-8"?>{START}\né'.encode("latin-1"), "bad.xml:2:", "not valid XML"),
        ('<?xml version="1.0" encoding="klingon"?><iati-activities/>', "bad.xml:1:", "klingon"),
        (START + "<iati-activity><result>" + "<a>" * 5000, "bad.xml:1:", "depth"),
        (f"<!DOCTYPE iati-activities SYSTEM 'http://127.0.0.1:9/x.dtd'>{START}{END}", "bad.xml:1: ", "a DOCTYPE"),
        (
            f"<!DOCTYPE iati-activities [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{START}{ENTITY.format('x')}{END}",
            "bad.xml:1: ",
            "a DOCTYPE",
        ),
        (
            f"<!DOCTYPE iati-activities [<!ENTITY a0 'lol'>{BOMB}]>{START}{ENTITY.format('a9')}{END}",
            "bad.xml:1: ",
            "a DOCTYPE",
        ),
        (
            f"<!DOCTYPE iati-activities [<!ENTITY a0 'lol'>{BOMB}]><iati-activities version='&a9;'/>",
            "bad.xml:1:",
            "amplification",
        ),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, content: str | bytes, place: str, says: str) -> None:
    text = refused(written(tmp_path, content)).replace(f"{tmp_path}/", "")
    assert text.startswith(place)
    assert says in text
    assert "\n" not in text


def test_a_zip_by_another_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bad.xml", "w") as archive:
        archive.writestr("a.xml", START + END)
    assert "compressed (zip)" in refused(tmp_path / "bad.xml")


def test_width_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "MOST_ELEMENTS", 1000)
    body = "<iati-activity><iati-identifier>A</iati-identifier>{}</iati-activity>"
    assert "more than 1000 elements" in refused(written(tmp_path, START + body.format("<sector/>" * 1001) + END))
    # what is dropped does not count, be it wide at once or below; neither do other activities
    wide = "<budget/>" * 2000 + "<transaction>" + "<value/>" * 2000 + "</transaction>"
    many = "".join(f"<iati-activity><title>T{n}</title></iati-activity>" for n in range(500))
    left_out: Counter[str] = Counter()
    mapping = codes.mapping()
    path = written(tmp_path, START + body.format(wide) + many + END)
    found = list(elements.activities(path, mapping["elements"], left_out, mapping["inside"]))
    assert len(found) == 501
    assert left_out == {"budget": 2000, "transaction": 1}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read as Linux gives it")
def test_memory_does_not_grow_with_the_file(tmp_path: Path, valley: Path) -> None:
    """Fifty times the activities take no more memory; a tree of them all would take three times as much."""
    text = valley.read_text(encoding="utf-8")
    body = text[text.index(" <iati-activity ") : text.rindex(END)].replace('own:mark="yes"', "")
    program = """if True:
        import re, sys
        from collections import Counter
        from pathlib import Path
        from icilabas.sources.iati import elements as iati; from icilabas.sources.iati import codes as iaticodes
        mapping = iaticodes.mapping()
        found = iati.activities(Path(sys.argv[1]), mapping["elements"], Counter(), mapping["inside"])
        print(sum(1 for _ in found), re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
    """
    peaks = []
    for times in (100, 5000):
        path = written(tmp_path, START + body * times + END)
        done = subprocess.run([sys.executable, "-c", program, str(path)], check=True, capture_output=True, text=True)
        count, peak = map(int, done.stdout.split())
        assert count == 4 * times
        peaks.append(peak)
    assert peaks[1] < peaks[0] * 1.2


def test_languages() -> None:
    tags = {
        "EN": "en",
        "ENG": "en",
        "fra": "fr",
        "fr-CA": "fr",
        "es": "es",
        "": "und",
        "no such": "und",
        "a" * 99: "und",
    }
    assert {tag: codes.language(tag) for tag in tags} == tags


def test_the_example_of_the_standard(samples: Path) -> None:
    gathered = gather([samples / "activity-standard-example-annotated.xml"])
    assert [fault for fault in validation.check(gathered) if fault.severity == "Violation"] == []
    text = "\n".join(str(quad) for quad in gathered.store)
    assert "Objectifs de l'activité" in text
    for secret in ("transparency@", "A. Example", "00441112" + "22333444", "Transparency House"):
        assert secret not in text


def test_seven_activities_become_a_site(samples: Path, tmp_path: Path) -> None:
    """Every organisation that takes part stands on the page in its role."""
    from icilabas.site.build import publish

    path = samples / "dportal-foodsecurity.xml"
    publish([path], tmp_path / "site")
    with (tmp_path / "site" / "answers" / "partners-and-roles.csv").open(encoding="utf-8-sig", newline="") as file:
        shown = Counter((row[0], row[2]) for row in csv.reader(file))
    parts = list(elements.activities(path, ("title", "participating-org"), Counter()))
    assert len(parts) == 7
    words = {"1": "financeur", "2": "responsable", "3": "gestionnaire des fonds", "4": "exécutant"}
    said = {
        (
            part.all("title")[0].narratives()[0][1],
            each.get("role"),
            codes.reference(each.get("ref")) or str(each.narratives()),
        )
        for part in parts
        for each in part.all("participating-org")
    }
    by_role = Counter(role for _title, role in shown.elements())
    assert {word: by_role[word] for word in words.values()} == {
        word: sum(role == code for _title, role, _who in said) for code, word in words.items()
    }
    assert shown["Strengthening Civil Courage – Partnership", "exécutant"] == 4
    assert "242) 05 521" not in "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "site").rglob("*.ttl"))


def told(tmp_path: Path, *activities: str) -> tuple[Any, list[tuple[str, str]]]:
    """Return what the activities say, and line and text of the warnings."""
    path = tmp_path / "a.xml"
    path.write_text("\n".join([START, *(f"<iati-activity>{one}</iati-activity>" for one in activities), END]), "utf-8")
    read = gather([path])
    graph = engine.as_dataset(read.store)
    return graph, sorted((fault.place.rpartition(":")[2], fault.message.en) for fault in read.faults)


ID, NAMED = "<iati-identifier>X-1</iati-identifier>", "<title><narrative>A</narrative></title>"
X = f"{ILD}iati-x-1"


def test_the_first_of_several_is_taken(tmp_path: Path) -> None:
    """The first publisher, identifier, date of a sort, and name in a language."""
    publisher = '<reporting-org ref="P-{0}"><narrative xml:lang="en">P{0}</narrative></reporting-org>'
    dates = "".join(
        f'<activity-date type="{sort}" iso-date="2020-01-0{day}"/>'
        for sort, day in (("2", 1), ("2", 2), ("start-actual", 3), ("4", 4))
    )
    names = '<title><narrative xml:lang="en">A</narrative><narrative xml:lang="en">B</narrative></title>'
    ids = "<iati-identifier> </iati-identifier><iati-identifier>X-1</iati-identifier><iati-identifier>X-2</iati-identifier>"
    graph, warned = told(tmp_path, publisher.format(1) + publisher.format(2) + ids + names + dates)
    assert values(graph, X, "skos:prefLabel") == {"A@en"}
    assert values(graph, X, "skos:altLabel") == {"B"}
    assert values(graph, X, "schema:startDate") == {"2020-01-01"}
    assert values(graph, X, "schema:endDate") == {"2020-01-04"}
    sources = graph.query(
        f"{PREFIXES} SELECT DISTINCT ?p {{ GRAPH ?g {{ <{X}> a ilb:Partnership }} ?g dcterms:source/dcterms:publisher ?p }}"
    )
    assert [str(publisher) for (publisher,) in sources] == [f"{ILD}org-p-1"]
    assert sorted(line for line, text in warned if "activity-date" in text) == ["2", "2"]


def test_the_first_of_two_activities_of_one_identifier_is_kept(tmp_path: Path) -> None:
    graph, warned = told(tmp_path, ID + NAMED, ID + NAMED.replace("A", "B"), ID + NAMED.replace("A", "C"))
    assert values(graph, X, "skos:prefLabel") == {"A@und"}
    assert [line for line, _text in warned] == ["3", "4"]
    assert all("a.xml:2" in text for _line, text in warned)


def test_the_first_value_of_a_language_tells_a_result_else_the_first_there_is(tmp_path: Path) -> None:
    result = """<result type="2"><title><narrative xml:lang="fr">Eau</narrative><narrative xml:lang="pt">Agua</narrative></title>
      <description><narrative xml:lang="en">Clean</narrative><narrative xml:lang="fr">Propre</narrative></description>
      <indicator><description><narrative xml:lang="en">Wells</narrative></description><baseline value="1" year="2019" iso-date="2018-01-01"/>
      <baseline value="" year="2018"/></indicator></result>"""
    graph, _warned = told(tmp_path, ID + NAMED + result)
    assert values(graph, X, "ilb:result") == {
        "Effet : Eau – Propre – Indicateur : Wells (départ 2019 : 1)@fr",
        "Outcome: Agua – Clean – Indicator: Wells (baseline 2019: 1)@pt",
    }


def test_when_it_was_updated_is_a_moment(tmp_path: Path) -> None:
    for moment, known in (
        ("2024-03-05T10:00:00", True),
        ("2024-03-05T10:00:00.5+01:00", True),
        ("2024-03-05", False),
        ("2024-03-05T10:00", False),
    ):
        path = tmp_path / "a.xml"
        path.write_text(
            f'{START}<iati-activity last-updated-datetime="{moment}">{ID}{NAMED}</iati-activity>{END}', "utf-8"
        )
        said = engine.select(
            gather([path]).store,
            "SELECT ?m { GRAPH ?g { ?passage dcterms:modified ?m } FILTER(?g != <https://w3id.org/icilabas/ontology>) }",
        )
        assert bool(said.rows) == known


def test_ids_have_eighty_characters_and_never_mean_two_things() -> None:
    known = codes.Known()
    assert known.id("org", "x" * 80) == f"org-{'x' * 80}"
    longer = known.id("org", "x" * 81)
    assert longer.startswith(f"org-{'x' * 80}-")
    assert len(longer) == len("org-") + 80 + 1 + 8
    assert known.id("org", "x" * 82) not in {longer, f"org-{'x' * 80}"}
    assert known.id("org", "A B") == "org-a-b"
    assert known.id("org", "a-b") not in {"org-a-b", ""}
    assert known.id("org", "A B") == "org-a-b"
    assert known.id("org", "؟") != known.id("org", "!")


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("1", 1),
        ("01", 1),
        ("9", 9),
        ("10", 10),
        ("17", 17),
        ("18", None),
        ("0", None),
        ("00", None),
        ("2.3", 2),
        (" 2 ", 2),
        ("2a", None),
        ("", None),
        ("117", None),
        ("20", None),
    ],
)
def test_goals_are_one_to_seventeen(code: str, number: int | None) -> None:
    assert codes.goal(code) == number


def test_codes_of_either_version() -> None:
    assert codes.role("Funding") == codes.role("1") != codes.role("2")
    assert codes.role("9") is None
    assert codes.reference("N/A") == ""
    assert codes.reference("XX-1") == "XX-1"
    assert codes.code_names("country", "ml")["fr"] == "Mali"
    assert (
        codes.code_names("country", "zz") == codes.code_names("country", "MLI") == codes.code_names("sector", "x") == {}
    )
    assert [codes.is_day(day) for day in ("2020-01-31", "2020-02-31", "20200131", "2020-1-31", "")] == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_what_is_left_out_is_counted_in_the_order_of_its_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = '<zeta/><budget/><budget/><sector code="14030" percentage="50"/>'
    _graph, warned = told(tmp_path, ID + NAMED + more, "<zeta/>" + ID.replace("1", "2") + NAMED)
    (text,) = [text for _line, text in warned if "zeta" in text]
    named = ["@percentage (1)", "budget (2)", "zeta (2)"]
    assert [text.index(name) for name in named] == sorted(text.index(name) for name in named)
    monkeypatch.setattr(reader, "_MOST_NAMES", 2)
    _graph, warned = told(tmp_path, ID + NAMED + more)
    assert not [text for _line, text in warned if "zeta" in text]
    assert [text for _line, text in warned if "budget (2)" in text]


def test_places_and_sectors_of_an_activity_come_before_those_of_its_transactions() -> None:
    def part(tag: str, code: str, *children: elements.Part) -> elements.Part:
        return elements.Part(tag, {"code": code}, "", "", list(children), 1)

    whole = part(
        "iati-activity",
        "",
        part("transaction", "", part("tag", "4"), part("sector", "3")),
        part("sector", "1"),
        part("tag", "2"),
    )
    assert [each.get("code") for each in whole.within("sector", "tag")] == ["1", "2", "3", "4"]


def test_a_narrative_is_before_the_own_text() -> None:
    inner = elements.Part("narrative", {}, "fr", "B", [], 1)
    assert elements.Part("title", {}, "en", "A", [], 1).narratives() == [("en", "A")]
    assert elements.Part("title", {}, "en", "A", [inner, inner._replace(text="")], 1).narratives() == [("fr", "B")]
