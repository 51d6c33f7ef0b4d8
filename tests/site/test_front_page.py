"""The report of the front page: its statements are those of the data, chosen by the rules that it states."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import bundled
import pytest
from sites import MINI, mini
from test_thing_pages import read

from icilabas.asking.evidence import said_in
from icilabas.asking.names import label, labels
from icilabas.comparison.facts import Facts, Labels
from icilabas.comparison.territory_comparison import compare
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import local_name
from icilabas.site import front_page
from icilabas.site.build import publish
from icilabas.site.front_page import MOST_FOUND, Found, Report, chosen, findings_by_kind
from icilabas.words.sentences import phrase, typeset
from icilabas.words.text import NOTHING, Text

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.asking.evidence import Evidence
    from icilabas.comparison.summary import TerritoryComparison
    from icilabas.site.front_page import ReportContent, ToldLinks


@pytest.fixture(scope="session")
def facts() -> Facts:
    return Facts(bundled.public())


@pytest.fixture(scope="session")
def comparison(facts: Facts) -> TerritoryComparison:
    return compare(facts.dataset, "nord-pas-de-calais", "kayes")


@pytest.fixture(scope="session")
def told(facts: Facts, comparison: TerritoryComparison) -> ReportContent:
    return Report(facts, comparison, ()).content()


@pytest.fixture(scope="session")
def links(told: ReportContent) -> ToldLinks:
    assert told["links"]
    return told["links"]


def said(passage: str, page: int | None = None) -> Evidence:
    return said_in(passage, page, "doc")


def test_what_several_passages_say_comes_first_then_each_passage_in_its_turn() -> None:
    found = [
        Found("a", {"x", "y"}, evidence=[said("one", 3)]),
        Found("b", {"x"}, evidence=[said("one", 1)]),
        Found("c", set(), evidence=[said("two", 9)]),
        Found("d", set(), evidence=[said("two", 8), said("three", 9)]),
        Found(
            "e", {"x", "y"}, evidence=[said("two", 2), said("notes")]
        ),  # the editors' notes are no passage of the source
    ]
    order = [each.iri for each in chosen(found, {"x", "y"}, {"notes"}, 9)]
    assert order == ["d", "e", "a", "c", "b"]
    assert [each.iri for each in chosen(found, {"x", "y"}, {"notes"}, 2)] == ["d", "e"]
    assert [each.iri for each in chosen(found, {}, {"notes"}, 9)] == ["d", "b", "e", "a", "c"]


def test_pages_are_cited_by_source_and_a_reading_of_the_editors_where_nothing_else_says_it() -> None:
    names = Labels({"doc": {"fr": "Rapport", "en": "Report"}}, editorial={"notes"})
    assert [(each.spoken("en"), each.passage) for each in names.citations([[said("b", 12), said("a", 5)]])] == [
        ("p. 5, 12", "a")
    ]
    assert [each.spoken("en") for each in names.citations([[said("a", 5), said("notes")]])] == ["p. 5"]
    assert [each.spoken("en") for each in names.citations([[said("a", 5)], [said("notes")]])] == [
        "p. 5",
        "the editors' reading",
    ]
    assert [each.spoken("fr") for each in names.citations([[said("a")]])] == ["sans page"]
    names.several = True
    assert [each.spoken("fr") for each in names.citations([[said("a", 5)]])] == ["Rapport, p. 5"]
    assert [each.spoken("en") for each in names.citations([[said("a")]])] == ["Report"]


def test_every_statement_is_the_datas_own_and_all_are_counted(facts: Facts, told: ReportContent) -> None:
    kinds = findings_by_kind(facts)
    names = labels(facts.dataset, {each.iri for some in kinds.values() for each in some})
    assert {kind: count for kind, (count, _some) in told["found"].items()} == {
        kind: len({point for each in some for point in each.points or [each.iri]}) for kind, some in kinds.items()
    }
    assert told["found"]["obstacles"][0] < len(kinds["obstacles"])
    for kind, (count, some) in told["found"].items():
        assert 0 < len(some) == min(count, MOST_FOUND[kind])
        own = {(label(names, each.iri, "fr"), label(names, each.iri, "en")) for each in kinds[kind]}
        assert {(each["text"].text("fr"), each["text"].text("en")) for each in some} <= own
        assert all(each["cites"] for each in some)


def test_the_partnerships_that_link_the_two_territories_come_first(
    told: ReportContent, comparison: TerritoryComparison
) -> None:
    linking = [each["iri"] for each in comparison.partnerships]
    assert [each["cell"].iri for each in told["partnerships"]][: len(linking)] == linking
    assert [cell.text.text("fr") for cell in told["partnerships"][0]["leads"]] == ["Grdr"]
    assert [cell.text.text("fr") for cell in told["partnerships"][0]["places"]] == [
        "Nord–Pas-de-Calais",
        "Région de Kayes",
    ]
    assert told["more_partnerships"] == 0


def test_a_shared_challenge_says_which_side_only_the_editors_read(links: ToldLinks) -> None:
    found = {cell.text.text("fr"): [cite.text.text("fr") for cite in where] for cell, where in links["shared"]}
    assert found["Réseaux cloisonnés"] == ["lecture des éditeurs"]
    assert found["Chômage"] == ["p. 11, 12", "Région de Kayes : lecture des éditeurs"]


@pytest.mark.parametrize("unique", [True, False])
def test_one_of_several_smallest_cuts_is_told_as_one_of_several(
    facts: Facts, comparison: TerritoryComparison, *, unique: bool
) -> None:
    of = replace(comparison, cut=[{**each, "unique": unique} for each in comparison.cut])
    (*_bridges, last) = Report(facts, of, ()).sentences(of, "fr")
    told = "".join(text for text, _thing in last)
    assert told.endswith(typeset(phrase("cut-others", "fr"))) is not unique


def test_who_could_meet_is_what_the_comparison_finds(links: ToldLinks, comparison: TerritoryComparison) -> None:
    pairs = {(a.iri, b.iri) for each in links["groups"] for a in each["sides"][0] for b in each["sides"][1]}
    assert pairs == {(each["a"]["iri"], each["b"]["iri"]) for each in comparison.opportunities}
    assert links["pairs"] == len(comparison.opportunities)


def test_without_two_territories_it_tells_what_there_is(facts: Facts) -> None:
    told = Report(facts, None, ()).content()
    assert told["links"] is None
    assert told["partnerships"]
    assert told["found"]["obstacles"][1]


def lines(heading: str, rows: list[str]) -> str:
    """Return a table."""
    return "\n".join([heading, *rows]) + "\n"


@pytest.mark.journey
def test_much_data_make_no_longer_report(tmp_path: Path) -> None:
    many = range(60)
    partnerships = [f"p{n},s1,5,Partenariat {n},Partnership {n},north|south,water,{'long ' * 80}" for n in many]
    folder = mini(
        tmp_path / "in",
        partnerships=lines("id,passage,page,label_fr,label_en,links,addresses,description_fr", partnerships),
        challenges=lines(
            "id,passage,page,label_fr,label_en,faced_in",
            ["water,s2,8,Eau,Water,north", *(f"c{n},s2,8,Enjeu {n},Challenge {n},north|south" for n in many)],
        ),
        memberships=lines("passage,organization,member,role", [f"s1,p{n},union,role-lead" for n in many]),
    )
    findings = [f"f{n},obstacle,s2,8,Un obstacle {n},An obstacle {n},meeting,p{n}" for n in many]
    heading = "id,kind,passage,page,label_fr,label_en,raised_in,concerns"
    (folder / "findings.csv").write_text(lines(heading, findings), encoding="utf-8")
    meeting = lines("id,kind,passage,page,label_fr,label_en", ["meeting,workshop,s1,5,Rencontre,Meeting"])
    (folder / "events.csv").write_text(meeting, encoding="utf-8")
    text = read(publish([folder], tmp_path / "out", lang="en"))
    assert "And 55 more partnerships" in text
    assert "All 60 obstacles" in text
    assert "All 60 shared challenges" in text
    assert "long long" not in text  # a description that is not short is on the partnership's own page
    assert len(re.findall(r"\w[\w’'-]*", text)) < 2 * 1200  # both languages


def test_what_the_editors_had_to_explain_is_told_last() -> None:
    found = [Found("a", {"x"}, evidence=[said("one", 1), said("two", 2)]), Found("b", evidence=[said("one", 3)])]
    assert [each.iri for each in chosen(found, {"x"}, (), 9, {"a"})] == ["b", "a"]
    report = Report(Facts(bundled.public()), None, ())
    told = {local_name(each.iri) for _all, some in report.chosen.values() for each in some}
    assert told
    assert not told & {"f-three-spheres-synergy", "f-not-every-stay-is-solidarity"}


def report(folder: Path, between: tuple[str, str] | None = None, /, **changed: str) -> ReportContent:
    """Return what the front page tells of the small dataset with these tables."""
    facts = Facts(load_store([mini(folder, **changed)], profile="public"))
    return Report(facts, compare(facts.dataset, *between) if between else None, ()).content()


NOTES = "  - {id: notes, title: {fr: Notes, en: Notes}, access: public, by: editors}\n"
PARTNERSHIPS = """id,passage,page,label_fr,label_en,links,addresses,description_fr,description_en
late,s2,9,Tard,Late,north|south,,,
soon,s2,7,Tôt,Soon,south,,,
other,s2,7,Autre,Other,north,,,
never,notes,,Sans page,No page,north,,,
"""


@pytest.mark.parametrize(("most", "more"), [(2, 2), (3, 1), (4, 0), (5, 0)])
def test_partnerships_that_link_come_first_then_the_others_by_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, more: int
) -> None:
    monkeypatch.setattr(front_page, "MOST_PARTNERSHIPS", most)
    own = {"partnerships": PARTNERSHIPS, "memberships": "passage\n", "source": MINI["source.yaml"] + NOTES}
    found = report(tmp_path / "in", ("north", "south"), **own)
    assert [each["cell"].text.text("en") for each in found["partnerships"]] == ["Late", "Other", "Soon", "No page"][
        :most
    ]
    assert found["more_partnerships"] == more
    found = report(tmp_path / "in", **own)
    assert [each["cell"].text.text("en") for each in found["partnerships"]] == ["Other", "Soon", "Late", "No page"][
        :most
    ]


@pytest.mark.parametrize("between", [("north", "south"), ("south", "north")])
def test_of_the_territories_of_a_partnership_the_two_stand_first_in_their_order(
    tmp_path: Path, between: tuple[str, str]
) -> None:
    places = "id,passage,label_fr,label_en\n" + "".join(
        f"{name},s1,{name},{name}\n" for name in ("east", "north", "south")
    )
    linked = PARTNERSHIPS.replace("north|south", "east|north|south")
    own = {
        "partnerships": linked,
        "territories": places,
        "memberships": "passage\n",
        "source": MINI["source.yaml"] + NOTES,
    }
    first = report(tmp_path / "in", between, **own)["partnerships"][0]
    assert [place.text.text("en") for place in first["places"]] == [*between, "east"]


@pytest.mark.parametrize(("members", "shown", "more"), [(6, 6, 0), (7, 6, 1)])
def test_who_leads_is_named_first_and_of_the_others_so_many(
    tmp_path: Path, members: int, shown: int, more: int
) -> None:
    actors = [f"m{number}" for number in range(members)]
    found = report(
        tmp_path / "in",
        organizations=lines(
            "id,kind,passage,label_fr,label_en", [f"{a},organization,s1,{a},{a}" for a in ("x", "y", *actors)]
        ),
        memberships=lines(
            "passage,organization,member,role",
            [
                *(f"s1,bridge,{actor},role-partner" for actor in actors),
                "s1,bridge,y,role-facilitator",
                "s1,bridge,x,role-lead",
            ],
        ),
    )["partnerships"][0]
    assert [cell.text.text("en") for cell in found["leads"]] == ["x", "y"]
    assert [cell.text.text("en") for cell in found["others"]] == actors[:shown]
    assert found["more"] == more


@pytest.mark.parametrize(("fr", "en", "told"), [(260, 100, True), (261, 0, False), (100, 261, False)])
def test_a_description_that_is_not_short_is_not_told(tmp_path: Path, fr: int, en: int, *, told: bool) -> None:
    rows = lines(
        "id,passage,page,label_fr,label_en,links,description_fr,description_en",
        [f"bridge,s1,5,P,P,north|south,{'f' * fr},{'e' * en}"],
    )
    (found,) = report(tmp_path / "in", partnerships=rows)["partnerships"]
    assert found["text"] == (Text({"fr": "f" * fr, "en": "e" * en}) if told else NOTHING)


@pytest.mark.parametrize(("most", "shown"), [(1, 1), (2, 2), (3, 2)])
def test_of_what_is_shared_and_who_could_meet_the_first_are_told_and_all_are_counted(
    facts: Facts, comparison: TerritoryComparison, monkeypatch: pytest.MonkeyPatch, most: int, shown: int
) -> None:
    for name in ("MOST_SHARED", "MOST_MEETING", "MOST_JOINING"):
        monkeypatch.setattr(front_page, name, most)
    few = dict(comparison.challenges, shared=comparison.challenges["shared"][:2])
    of = replace(comparison, challenges=few, bridging_actors=comparison.bridging_actors[:2], cut=[])
    found = Report(facts, of, ()).content()["links"]
    whole = [*Report(facts, comparison, ()).opportunities(comparison)]
    assert found
    assert [cell.iri for cell, _cites in found["shared"]] == [each["iri"] for each in few["shared"]][:most]
    assert (len(found["shared"]), found["all_shared"]) == (shown, 2)
    assert found["groups"] == whole[:most]
    assert [len(some) for some in found["sentences"].values()] == [shown, shown]


@pytest.mark.parametrize("kind", sorted(MOST_FOUND))
def test_of_each_kind_of_finding_so_many_are_told(kind: str) -> None:
    found = [Found(f"f{number}", evidence=[said("one", number)]) for number in range(9)]
    told = chosen(found, (), (), MOST_FOUND[kind])
    assert [each.iri for each in told] == [f"f{number}" for number in range(MOST_FOUND[kind])]
    assert MOST_FOUND == {
        "conditions": 4,
        "benefits": 5,
        "obstacles": 5,
        "tensions": 3,
        "recommendations": 5,
        "open_questions": 3,
    }


def test_of_a_printed_point_one_finding_is_told_and_one_without_a_point_stands_for_itself() -> None:
    points = {"a": ["1"], "b": ["1"], "c": ["1", "2"], "d": ["2"]}
    found = [Found(name, points=points.get(name, []), evidence=[said("one", 5)]) for name in "abcdef"]
    assert [each.iri for each in chosen(found, (), (), 9)] == ["a", "d", "e", "f"]
    assert [each.iri for each in chosen(found, (), (), 2)] == ["a", "d"]


def test_the_nearest_finding_is_told_first_and_of_equals_the_first_in_the_source() -> None:
    found = [
        Found("a", {"x"}, evidence=[said("one", 9)]),
        Found("b", {"x", "y"}, evidence=[said("one", 10)]),
        Found("d", {"x"}, evidence=[said("one", 2)]),
        Found("c", {"x"}, evidence=[said("one", 2)]),
        Found("e", {"x"}, evidence=[said("one")]),
    ]
    assert "".join(each.iri for each in chosen(found, {"x", "y"}, (), 9)) == "bcdae"
    assert "".join(each.iri for each in chosen(found, {"x", "y"}, (), 2)) == "bc"


def test_what_those_have_in_common_who_could_meet_is_told_by_kind(
    facts: Facts, comparison: TerritoryComparison
) -> None:
    reasons = {
        (pair["a"]["iri"], pair["b"]["iri"]): {reason["iri"] for reason in pair["reasons"]}
        for pair in comparison.opportunities
    }
    groups = [*Report(facts, comparison, ()).opportunities(comparison)]
    assert groups
    for group in groups:
        told = [cell.iri for reason in group["reasons"] for cell in reason["cells"]]
        assert len({reason["kind"].text("en") for reason in group["reasons"]}) == len(group["reasons"]) > 0
        assert all(reason["cites"] for reason in group["reasons"])
        for here in group["sides"][0]:
            for there in group["sides"][1]:
                assert reasons[str(here.iri), str(there.iri)] == set(told)
