"""IATI files: what becomes of an activity, what is not kept and said so, and files that are out to do harm."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from iatifiles import END, ILD, ILV, PREFIXES, START, values, written
from rdflib import URIRef

import icilabas
from icilabas import engine
from icilabas.check import validation
from icilabas.dataset.loading import load_store
from icilabas.export import rdf
from icilabas.export.workbook import workbook
from icilabas.sources.gathering import gather
from icilabas.sources.iati import codes, elements
from icilabas.words.messages import message
from icilabas.words.text import same

if TYPE_CHECKING:
    from pathlib import Path

RIVER = f"{ILD}iati-xx-reg-7-river"
AT = "@"  # no file of the repository holds an address
YEAR = "2020-01-01/2020-12-31"


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


def test_what_is_not_kept_is_said(valley: Path) -> None:
    left = (
        "@hierarchy (1), @mark (1), contact-info (1), description/@type (2), participating-org/@type (1), "
        "recipient-country/@percentage (2), recipient-region/@percentage (1), sector/@percentage (1), transaction (1)"
    )
    said = [
        (":8", message("iati-contact", found="XX-REG-7/River")),
        (":15", message("iati-unknown-code", found="9", name="role")),
        (":16", message("iati-no-organization", found="participating-org")),
        (":20", message("iati-bad-code", found="2023-02-30", name="activity-date 4")),
        (":23", message("iati-unknown-code", found="QQ", name="recipient-country")),
        (":32", message("iati-bad-code", found="44", name="tag (goal)")),
        (":48", message("iati-twice", found="XX-REG-8-Bus", place="valley.xml:40")),
        (":49", message("iati-no-identifier", found="valley-activity-4")),
        ("", message("iati-left-out", names=same(left))),
    ]
    assert warnings(valley) == [f"valley.xml{line}: {text.text('en')}" for line, text in said]


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


LITTLE = {
    "nothing": "",
    "languages": "<description><narrative xml:lang='es'>Agua</narrative></description>",
    "places": """<recipient-country code="CD"><narrative xml:lang="fr">République démocratique du Congo</narrative>
      </recipient-country><recipient-region vocabulary="2" code="011"/><location><name><narrative>Kayes</narrative></name>
      <point srsName="http://www.opengis.net/def/crs/EPSG/0/4326"><pos>14.45 -11.43</pos></point></location>""",
    "partners": """<participating-org ref="A-1" role="9" activity-id="A-2"><narrative xml:lang='pt'>Água</narrative>
      </participating-org><participating-org role="4"><narrative>B</narrative></participating-org>
      <related-activity ref="A-3" type="1"/><sector vocabulary="9" code="6.1.1"/><sector vocabulary="3" code="07"/>""",
}


@pytest.mark.parametrize("form", [".trig", ".nq", ".jsonld", ".ttl", ".rdf", ".xlsx"])
def test_what_conversion_writes_is_read_without_a_fault(tmp_path: Path, valley: Path, form: str) -> None:
    """Whatever an activity lacks, its publisher has to add: who reads it, from whatever form, is warned."""
    activities = [
        f"<iati-activity><iati-identifier>{name}-{lang}</iati-identifier><title><narrative xml:lang='{lang}'>Á {name}"
        f"</narrative></title>{inner.replace('A-', f'{lang}-')}</iati-activity>"
        for name, inner in LITTLE.items()
        for lang in ("fr", "es", "und")
    ]
    for path in (valley, written(tmp_path, START + "".join(activities) + END, "little.xml")):
        store, out = load_store([path]), tmp_path / f"{path.stem}{form}"
        out.write_bytes(
            workbook(store, out, "fr") if form == ".xlsx" else rdf.rdf(store, form, restricted=True, inferred=True)
        )
        again = gather([out])
        assert [fault for fault in validation.check(again) if fault.severity == "Violation"] == []
        found = [
            engine.select(each, "SELECT DISTINCT ?x { ?x a ilb:Partnership }").rows for each in (store, again.store)
        ]
        assert sorted(found[0]) == sorted(found[1]) != []


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
    assert warnings(path) == [f"bad.xml: {message('iati-left-out', names='activity-date/text() (1)').text('en')}"]
    graph = icilabas.load(path)
    thing = f"{ILD}iati-a-1"
    assert values(graph, thing, "skos:prefLabel") == {"One@en", "Un@fr"}
    assert values(graph, thing, "schema:startDate") == {"2012-01-02"}
    assert values(graph, thing, "ilb:about") == {f"{ILD}sector-11110"}
    assert values(graph, thing, "ilb:hasPartner") == {f"{ILD}org-f-1", f"{thing}-org-named-doer"}
    assert values(graph, f"{thing}--org-f-1--role-funder", "org:role") == {f"{ILV}role-funder"}


def test_the_example_of_the_standard(samples: Path) -> None:
    gathered = gather([samples / "activity-standard-example-annotated.xml"])
    assert [fault for fault in validation.check(gathered) if fault.severity == "Violation"] == []
    text = "\n".join(str(quad) for quad in gathered.store)
    assert "Objectifs de l'activité" in text
    for secret in ("transparency@", "A. Example", "00441112" + "22333444", "Transparency House"):
        assert secret not in text


@pytest.mark.journey
def test_seven_activities_become_a_site(samples: Path, tmp_path: Path) -> None:
    """Every organisation that takes part stands on the page in its role."""
    from icilabas.site.build import publish

    path = samples / "dportal-foodsecurity.xml"
    publish([path], tmp_path / "site")
    with (tmp_path / "site" / "answers" / "partners-and-roles.csv").open(encoding="utf-8-sig", newline="") as file:
        shown = Counter((row[0], row[2]) for row in csv.reader(file, delimiter=";"))
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


def test_what_a_publisher_got_wrong_is_one_warning(tmp_path: Path) -> None:
    """Its reader can mend neither a text without a language nor an end before its start; in tables that is a fault."""
    activity = """<iati-activity><iati-identifier>A-1</iati-identifier><title><narrative{}>Puits</narrative></title>
      <activity-date type="2" iso-date="2024-02-01"/><activity-date type="4" iso-date="2023-12-31"/>
      <recipient-country code="ML"/></iati-activity>"""
    for lang, told in (
        ("", {"text-without-language"}),
        (" xml:lang='es'", {"not-a"}),
        (" xml:lang='fr-CA'", {"required"}),
    ):
        path = written(tmp_path, START + activity.format(lang) + END)
        faults = validation.check(gather([path]))
        assert {fault.severity for fault in faults} == {"Warning"}
        of_label = [fault for fault in faults if fault.place.endswith("iati-a-1 skos:prefLabel")]
        assert {str(key) for fault in of_label for key in list(fault.message.kind)[:1]} == told
        assert len(of_label) == 1
        assert [fault.place.rpartition(" ")[2] for fault in faults if "before the start" in fault.text("en")] == [
            "schema:endDate"
        ]


def test_no_text_is_lost_without_a_word(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """<iati-activities version="2.03" xmlns:x="https://example.org/x"><iati-activity xml:lang="en">
        <iati-identifier>A-1</iati-identifier><title><narrative>Wells <b>for</b> all<!-- no --></narrative></title>
        <title>Old words<narrative xml:lang="fr">Des <![CDATA[puits & moulins]]></narrative></title>
        <activity-date type="1" iso-date="2024-02-01">2024-02-01</activity-date>
        <activity-date type="2" iso-date="2024-02-01">in February</activity-date>
        <activity-date type="3">2025-02-01</activity-date>
        <related-activity ref="A-2" type="1">The whole</related-activity><x:more>m</x:more></iati-activity>
        <x:note/></iati-activities>""",
    )
    names = "activity-date/text() (1), more (1), note (1), related-activity/text() (1), title/text() (1)"
    assert warnings(path) == [f"bad.xml: {message('iati-left-out', names=same(names)).text('en')}"]
    graph = icilabas.load(path)
    assert values(graph, f"{ILD}iati-a-1", "skos:prefLabel") == {"Wells for all@en", "Des puits & moulins@fr"}
    assert values(graph, f"{ILD}iati-a-1", "ilb:plannedEnd") == {"2025-02-01"}
