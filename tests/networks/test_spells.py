"""When ties are: while any of the memberships and partnerships behind them is, with both ends; and files that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest

from icilabas.dataset.loading import load_store
from icilabas.export import networks
from icilabas.networks.projection import project
from icilabas.networks.spells import Times, times_of

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """@prefix : <urn:x:> . @prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix schema: <https://schema.org/> .
@prefix org: <http://www.w3.org/ns/org#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix ilv: <https://w3id.org/icilabas/vocabulary/> .
:g a ilb:Passage .
"""


def data(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "timed.trig"
    path.write_text(f"{HEAD}:g {{ {' '.join(lines)} }}", "utf-8")
    return path


def partnership(name: str, spell: str) -> str:
    return f':{name} a ilb:Partnership ; skos:prefLabel "{name}"@fr ; ilb:links :t1 , :t2 {_said(spell)} .'


def membership(whole: str, member: str, spell: str = "", role: str = "partner") -> str:
    name = f":{whole}-{member}-{role}"
    return (
        f':{member} a ilb:Organization ; skos:prefLabel "{member}"@fr . '
        f"{name} a ilb:Membership ; org:organization :{whole} ; org:member :{member} ; org:role ilv:role-{role} {_said(spell)} ."
    )


def _said(spell: str) -> str:
    """Return ``; schema:startDate … ; schema:endDate …`` for ``2016/2018-05``."""
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    dates = zip(("startDate", "endDate"), spell.split("/"), strict=False)
    return "".join(f' ; schema:{end} "{date}"^^xsd:{kinds[len(date)]}' for end, date in dates if date)


def spells(path: Path, view: str, a: str, b: str) -> list[list[str | None]] | None:
    graph = project(load_store([path]), view)
    (about,) = (about for *ends, about in graph.edges(data=True) if {*ends} == {f"urn:x:{a}", f"urn:x:{b}"})
    found: list[list[str | None]] | None = about.get("spells")
    return found


@pytest.mark.parametrize(
    ("whole", "first", "second", "expected"),
    [
        ("2016/2020", "", "", [["2016", "2020"]]),
        ("", "2016/2018", "2017-03/", [["2017-03", "2018"]]),  # while both are in it
        ("2016/2020", "2018/", "/2019-05", [["2018", "2019-05"]]),
        ("2016/2020", "2010/2030", "", [["2016", "2020"]]),  # no longer than it lasts
        ("2016-05/", "2016/", "", [["2016-05", None]]),  # the later of two starts
        ("", "2016/", "", [["2016", None]]),
        ("", "", "", None),
        ("2016/2020", "2016/2017", "2018/2019", None),  # never at one time: that says nothing of when
    ],
)
def test_actors_are_tied_while_both_are_in_a_partnership(
    whole: str, first: str, second: str, expected: list[list[str | None]] | None, tmp_path: Path
) -> None:
    for one, other in ((first, second), (second, first)):
        path = data(tmp_path, partnership("p", whole), membership("p", "a", one), membership("p", "b", other))
        assert spells(path, "collaboration", "a", "b") == expected
        assert spells(path, "ties", "a", "b") == expected


def test_a_tie_is_there_while_any_of_its_ties_is(tmp_path: Path) -> None:
    lines = [
        *(partnership("p", "2016/2017"), membership("p", "a"), membership("p", "b", "2017/")),
        *(partnership("q", ""), membership("q", "a", "2019/"), membership("q", "b", "2020-05/2021")),
    ]
    assert spells(data(tmp_path, *lines), "collaboration", "a", "b") == [["2017", "2017"], ["2020-05", "2021"]]
    never = [partnership("n", ""), membership("n", "a", "2001/2002"), membership("n", "b", "2003/2004")]
    assert spells(data(tmp_path, *lines, *never), "collaboration", "a", "b") == [["2017", "2017"], ["2020-05", "2021"]]
    undated = [partnership("r", ""), membership("r", "a"), membership("r", "b")]
    assert spells(data(tmp_path, *lines, *undated), "collaboration", "a", "b") is None  # by one, it may be there always


def test_an_actor_is_in_something_while_any_of_its_roles_is(tmp_path: Path) -> None:
    both = [membership("p", "a", "2016/2017"), membership("p", "a", "2019/", "lead")]
    path = data(tmp_path, partnership("p", "/2020"), *both)
    assert spells(path, "affiliation", "a", "p") == [["2016", "2017"], ["2019", "2020"]]
    assert spells(path, "bridges", "a", "p") == [["2016", "2017"], ["2019", "2020"]]
    path = data(tmp_path, partnership("p", "/2020"), both[0], membership("p", "a", "", "lead"))
    assert spells(path, "affiliation", "a", "p") == [[None, "2020"]]  # of that role no time is known but the whole's


def test_a_membership_is_within_what_it_is_of(tmp_path: Path) -> None:
    path = data(
        tmp_path,
        partnership("p", "2016/2020"),
        membership("p", "a", "2018/"),
        membership("p", "b"),
        membership("p", "c", "2022/"),
    )
    times = times_of(load_store([path]))
    assert times.things["urn:x:p-a-partner"] == ["2018", "2020"]
    assert times.things["urn:x:p-b-partner"] == ["2016", "2020"]
    assert times.things["urn:x:p-c-partner"] == ["2022", None]  # the data contradict themselves
    assert set(times.parts) == {("urn:x:a", "urn:x:p"), ("urn:x:c", "urn:x:p")}
    knowledge = project(load_store([path]), "knowledge")
    (tie,) = knowledge.get_edge_data("urn:x:b", "urn:x:p").values()
    assert tie["spells"] == [["2016", "2020"]]


def test_of_nothing_nothing_is_known() -> None:
    assert Times({}, {}).of_tie(("a", "b"), {"p"}) is None
    assert Times({"p": ["2016", None]}, {}).of_tie(("a", "b"), {"p", ""}) is None


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_file_for_gephi_says_when_nodes_and_ties_are(lang: str, tmp_path: Path) -> None:
    """A year and a month stand beside a day as days: the first of a start, the last of an end."""
    path = data(
        tmp_path,
        *(partnership("p", "2016/2017"), membership("p", "a"), membership("p", "b", "2016-05/")),
        *(partnership("q", "2018-03-05/"), membership("q", "a"), membership("q", "b")),
        ':a schema:foundingDate "1990"^^xsd:gYear ; schema:dissolutionDate "2020-02"^^xsd:gYearMonth .',
    )
    out = tmp_path / "network.gexf"
    networks.write_network(project(load_store([path]), "collaboration", lang=lang), out)
    assert 'defaultedgetype="undirected" idtype="string" mode="dynamic" timeformat="date"' in out.read_text("utf-8")
    read = nx.read_gexf(out)
    assert read.nodes["urn:x:a"]["spells"] == [("1990-01-01", "2020-02-29")]
    assert "spells" not in read.nodes["urn:x:b"]
    (tie,) = (about for *_ends, about in read.edges(data=True))
    assert [tuple(map(str, spell)) for spell in tie["spells"]] == [("2016-05-01", "2017-12-31"), ("2018-03-05", "None")]
