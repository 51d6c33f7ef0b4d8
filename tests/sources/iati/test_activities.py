"""What becomes of an activity: which of several publishers, identifiers, dates, names and results is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iatifiles import END, ID, ILD, NAMED, PREFIXES, START, told, values

from icilabas import engine
from icilabas.sources.gathering import gather

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
