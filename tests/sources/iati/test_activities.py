"""What becomes of an activity: which of several publishers, identifiers, dates, names and results is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from iatifiles import END, ID, ILD, NAMED, PREFIXES, START, told, values

from icilabas import engine
from icilabas.sources.gathering import gather
from icilabas.sources.iati import activities, codes

if TYPE_CHECKING:
    from pathlib import Path

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


def test_a_reference_is_one_whatever_the_case_of_its_letters(tmp_path: Path) -> None:
    written = '<participating-org ref="{}" role="4"><narrative xml:lang="en">{}</narrative></participating-org>'
    graph, _warned = told(tmp_path, ID + NAMED + written.format("GB-CHC-1", "A") + written.format("gb-chc-1 ", "B"))
    assert values(graph, X, "ilb:hasPartner") <= {f"{ILD}org-gb-chc-1"}
    assert values(graph, f"{ILD}org-gb-chc-1", "dcterms:identifier") == {"GB-CHC-1", "gb-chc-1"}
    assert values(graph, f"{ILD}org-gb-chc-1", "skos:altLabel") == {"B"}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-01-02", "2020-01-02"),
        ("2020-01-02Z", "2020-01-02"),
        ("2020-01-02+02:00", "2020-01-02"),
        ("2020-01-02T23:59:00Z", "2020-01-02"),
        (" 2020-01-02 ", "2020-01-02"),
        ("2020-02-30", None),
        ("2020", None),
        ("02/01/2020", None),
        ("", None),
    ],
)
def test_a_date_is_its_day_and_what_is_none_is_told(tmp_path: Path, written: str, day: str | None) -> None:
    graph, warned = told(tmp_path, ID + NAMED + f'<activity-date type="2" iso-date="{written}"/>')
    assert values(graph, X, "schema:startDate") == ({day} if day else set())
    assert len(warned) == (day is None)


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


def test_what_is_left_out_is_counted_in_the_order_of_its_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = '<zeta/><budget/><budget/><sector code="14030" percentage="50"/>'
    _graph, warned = told(tmp_path, ID + NAMED + more, "<zeta/>" + ID.replace("1", "2") + NAMED)
    (text,) = [text for _line, text in warned if "zeta" in text]
    named = ["budget (2)", "sector/@percentage (1)", "zeta (2)"]
    assert [text.index(name) for name in named] == sorted(text.index(name) for name in named)
    monkeypatch.setattr(activities, "_MOST_NAMES", 2)
    _graph, warned = told(tmp_path, ID + NAMED + more)
    assert not [text for _line, text in warned if "zeta" in text]
    assert [text for _line, text in warned if "budget (2)" in text]


@pytest.mark.parametrize("first", [True, False])
def test_who_has_no_name_is_called_by_the_reference_unless_it_is_named_elsewhere(
    tmp_path: Path, *, first: bool
) -> None:
    without, named = '<participating-org ref="XX-2" role="4"/>', '<narrative xml:lang="en">Boat club</narrative>'
    with_name = f'<participating-org ref="XX-2" role="4">{named}</participating-org>'
    other = '<participating-org ref="XX-3" role="4"/>'
    given = [without + other, with_name] if first else [with_name, without + other]
    graph, _warned = told(tmp_path, *(ID.replace("1", str(n)) + NAMED + each for n, each in enumerate(given, 1)))
    assert values(graph, f"{ILD}org-xx-2", "skos:prefLabel") == {"Boat club@en"}
    assert values(graph, f"{ILD}org-xx-3", "skos:prefLabel") == {"XX-3@und"}


def test_a_name_that_goes_with_one_reference_is_matched_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        f"{START}<iati-activity>{ID}{NAMED}<participating-org role='4'><narrative>Cafe</narrative></participating-org>"
        f"<participating-org role='4'><narrative>Two</narrative></participating-org></iati-activity><iati-activity>"
        f"<participating-org ref='XX-9'><narrative>CAFÉ</narrative></participating-org>"
        f"<participating-org ref='XX-7'><narrative>two</narrative></participating-org>"
        f"<participating-org ref='XX-8'><narrative>Two</narrative></participating-org></iati-activity>{END}",
        "utf-8",
    )
    known = codes.Known()
    activities.references(path, known)
    assert {name: sorted(found) for name, found in known.references.items()} == {
        "cafe": ["XX-9"],
        "two": ["XX-7", "XX-8"],
    }


def test_control_characters_are_left_out_and_told(tmp_path: Path) -> None:
    title = "<title><narrative xml:lang='fr'>Les&#x0B;puits\x07 par&#1;tages</narrative></title>"
    graph, warned = told(tmp_path, ID.replace("1", "7"), ID + title)
    assert values(graph, f"{ILD}iati-x-1", "skos:prefLabel") == {"Les puits partages@fr"}
    assert [(line, text[:2]) for line, text in warned if "control characters" in text] == [("3", "3 ")]
