"""What changed between two editions: each change once, at its level, with both passages; silence is no end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import bundled
import pytest
from twoeditions import MEMBERSHIPS, NEW, OLD, ORGANIZATIONS, PARTNERSHIPS, both, changed, folder

import icilabas as ilb
from icilabas import engine
from icilabas.comparison.changes_report import AGAIN, CHANGED, CONTRADICTED, ENDED, NOT_AGAIN, TELLING
from icilabas.comparison.changes_report import NEW as IS_NEW
from icilabas.comparison.edition_changes import changes_between, consecutive, same_value
from icilabas.comparison.facts import Facts
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import Lit, iri
from icilabas.errors import DataError, UsageError
from icilabas.sources.editions import is_after

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from icilabas.asking.evidence import Evidence
    from icilabas.comparison.changes_report import EditionChanges


def told(found: EditionChanges, kind: str) -> dict[str, list[str]]:
    """Return the names of what is told of a kind, by status; of memberships both ends."""
    by_status = cast("dict[str, list[dict[str, Any]]]", found.by_status(kind))
    return {status: [_called(entry) for entry in by_status[status]] for status in TELLING if by_status[status]}


def _called(entry: Mapping[str, Any]) -> str:
    if "organization" in entry:
        return f"{entry['member']['label']} / {entry['organization']['label']}"
    return str(entry["label"])


def pages(evidence: Sequence[Evidence]) -> list[object]:
    return [piece["page"] for piece in evidence]


def entry_of(found: EditionChanges, kind: str, status: str, name: str) -> dict[str, Any]:
    return next(
        each for each in cast("dict[str, list[dict[str, Any]]]", found.by_status(kind))[status] if _called(each) == name
    )


@pytest.mark.parametrize("ending", ["", ".xlsx", ".trig"])
def test_one_name_two_partnerships_and_three_memberships_are_told_as_that(tmp_path: Path, ending: str) -> None:
    found = ilb.changes(*both(tmp_path, ending))
    (name,) = found.renamed
    assert (name["old"]["fr"], name["new"]["fr"], name["languages"]) == (
        "Amis du fleuve",
        "Les Amis du lac",
        ["en", "fr"],
    )
    assert (pages(name["evidence_old"]), pages(name["evidence_new"])) == ([3], [3])
    assert told(found, "partnerships") == {ENDED: ["Écoles jumelles"], CHANGED: ["Radios libres"]}
    assert told(found, "memberships") == {
        IS_NEW: ["Conseil de Kayes / Radios libres"],
        CHANGED: ["Grdr / Puits de Kayes"],
        NOT_AGAIN: ["Maison du monde / Radios libres"],
    }
    counts = {kind: count for kind, count in found.counts.items() if count}
    assert counts == {"names": 1, "partnerships": 2, "memberships": 3}
    assert found.again == {**dict.fromkeys(found.kinds, 0), "actors": 6, "partnerships": 1, "memberships": 4}


def test_each_change_has_the_pages_of_both_editions(tmp_path: Path) -> None:
    found = ilb.changes(*both(tmp_path))
    ended = entry_of(found, "partnerships", ENDED, "Écoles jumelles")
    assert (ended["date"], pages(ended["evidence_old"]), pages(ended["evidence_new"])) == ("2022", [12], [12])
    passages = {piece["passage"].partition("graph/")[2] for piece in ended["evidence_old"] + ended["evidence_new"]}
    assert passages == {"net-2020/p2", "net-2024/p2"}
    role = entry_of(found, "memberships", CHANGED, "Grdr / Puits de Kayes")["details"]
    assert [(each["status"], each["label"]) for each in role] == [(CONTRADICTED, "rôle")]
    assert [each["label"] for each in (*role[0]["old"], *role[0]["new"])] == ["partenaire", "chef de file"]
    assert (pages(role[0]["evidence_old"]), pages(role[0]["evidence_new"])) == ([11], [11])
    joined = entry_of(found, "memberships", IS_NEW, "Conseil de Kayes / Radios libres")
    assert (pages(joined["evidence_new"]), joined["evidence_old"], pages(joined["silent_old"])) == ([14], [], [13])
    left = entry_of(found, "memberships", NOT_AGAIN, "Maison du monde / Radios libres")
    assert (pages(left["evidence_old"]), left["evidence_new"], pages(left["silent_new"])) == ([13], [], [13])
    wider = entry_of(found, "partnerships", CHANGED, "Radios libres")["details"]
    assert [(each["status"], [value["label"] for value in each["new"]]) for each in wider] == [(IS_NEW, ["Lille"])]


def test_what_belongs_to_a_new_thing_is_told_with_it(tmp_path: Path) -> None:
    later = {
        **OLD,
        "organizations": f"{ORGANIZATIONS}\na7,p1,6,Pont neuf,New Bridge,lille,",
        "partnerships": f"{PARTNERSHIPS}\nw4,p2,15,Jardins,Gardens,lille|kayes,2023,",
        "memberships": f"{MEMBERSHIPS}\np2,15,w4,a1,role-lead\np2,15,w4,a7,role-partner\np2,11,w1,a7,role-partner",
    }
    found = ilb.changes(*both(tmp_path, tables=(OLD, later)))
    assert {kind: count for kind, count in found.counts.items() if count} == {"actors": 1, "partnerships": 1}
    garden = entry_of(found, "partnerships", IS_NEW, "Jardins")
    assert [_called(each) for each in garden["memberships"]] == ["Amis du fleuve / Jardins", "Pont neuf / Jardins"]
    bridge = entry_of(found, "actors", IS_NEW, "Pont neuf")
    assert [_called(each) for each in bridge["memberships"]] == ["Pont neuf / Puits de Kayes"]
    gone = ilb.changes(*both(tmp_path / "back", tables=(later, OLD)))
    assert {kind: count for kind, count in gone.counts.items() if count} == {"actors": 1, "partnerships": 1}
    assert told(gone, "partnerships") == {NOT_AGAIN: ["Jardins"]}
    assert "date" in entry_of(gone, "partnerships", NOT_AGAIN, "Jardins")
    assert entry_of(gone, "partnerships", NOT_AGAIN, "Jardins")["date"] is None


def test_of_what_ended_the_memberships_that_are_not_said_again_are_told_with_it(tmp_path: Path) -> None:
    later = changed(OLD, partnerships=("2016,", "2016,2022"), memberships=("p2,12,w2,a6,role-partner\n", ""))
    found = ilb.changes(*both(tmp_path, tables=(OLD, later)))
    assert {kind: count for kind, count in found.counts.items() if count} == {"partnerships": 1}
    ended = entry_of(found, "partnerships", ENDED, "Écoles jumelles")
    assert [_called(each) for each in ended["memberships"]] == ["Conseil de Kayes / Écoles jumelles"]


def test_a_role_that_changed_is_told_by_itself_also_where_the_partnership_changed() -> None:
    found = ilb.changes(*bundled.EXAMPLE[1:])
    members = {entry["member"]["label"] for entry in found.memberships[CHANGED]}
    assert members == {"Les Semeurs de la Girouette", "Union des pêcheuses du Baobab bleu"}
    assert "Jardins jumeaux" in {entry["label"] for entry in found.things["partnerships"][CHANGED]}
    text = " ".join(found.to_text("fr").replace("\N{NO-BREAK SPACE}", " ").split())
    assert "chef de file (2021, p. 4), puis partenaire (2023, p. 4)" in text


def test_an_end_that_is_still_to_come_is_no_end(tmp_path: Path) -> None:
    found = ilb.changes(*both(tmp_path, tables=(OLD, changed(OLD, partnerships=("2016,", "2016,2026")))))
    assert told(found, "partnerships") == {CHANGED: ["Écoles jumelles"]}
    (detail,) = entry_of(found, "partnerships", CHANGED, "Écoles jumelles")["details"]
    assert (detail["status"], [value["label"] for value in detail["new"]]) == (IS_NEW, ["2026"])


def test_an_end_that_the_older_edition_said_is_said_again(tmp_path: Path) -> None:
    ended = changed(OLD, partnerships=("2016,", "2016,2019"))
    assert set(ilb.changes(*both(tmp_path, tables=(ended, ended))).counts.values()) == {0}
    # announced by the older edition, and come to pass in the newer one
    announced = changed(OLD, partnerships=("2016,", "2016,2022"))
    found = ilb.changes(*both(tmp_path / "announced", tables=(announced, announced)))
    assert told(found, "partnerships") == {ENDED: ["Écoles jumelles"]}


def test_of_what_is_not_said_again_the_end_that_the_older_edition_said_is_told(tmp_path: Path) -> None:
    ended = changed(OLD, partnerships=("2016,", "2016,2019"))
    gone = {
        **OLD,
        "partnerships": "\n".join(line for line in PARTNERSHIPS.splitlines() if not line.startswith("w2")),
        "memberships": "\n".join(line for line in MEMBERSHIPS.splitlines() if ",w2," not in line),
    }
    found = ilb.changes(*both(tmp_path, tables=(ended, gone)))
    assert entry_of(found, "partnerships", NOT_AGAIN, "Écoles jumelles")["date"] == "2019"
    assert "(2020, p. 12) ; déjà dit terminé par 2020 (2019)" in " ".join(found.to_text("fr").split())


def test_without_dates_of_the_editions_an_end_is_a_value_only(tmp_path: Path) -> None:
    later = changed(OLD, partnerships=("2016,", "2016,2022"))
    found = ilb.changes(folder(tmp_path / "one", OLD, ""), folder(tmp_path / "two", later, ""))
    assert told(found, "partnerships") == {CHANGED: ["Écoles jumelles"]}
    assert [note.text("en") for note in found.notes] == [
        "Neither edition says its date: the first one named is taken for the older."
    ]


def test_a_seat_that_moved_is_one_change_and_a_place_of_action_more_is_another(tmp_path: Path) -> None:
    found = ilb.changes(
        *both(tmp_path, tables=(OLD, changed(OLD, organizations=("Essor,Essor,roubaix", "Essor,Essor,lille"))))
    )
    (detail,) = entry_of(found, "actors", CHANGED, "Essor")["details"]
    assert (detail["status"], detail["old"][0]["label"], detail["new"][0]["label"]) == (
        CONTRADICTED,
        "Roubaix",
        "Lille",
    )
    two = changed(OLD, organizations=("Essor,Essor,roubaix", "Essor,Essor,lille|roubaix"))
    found = ilb.changes(*both(tmp_path / "two", tables=(OLD, two)))
    (detail,) = entry_of(found, "actors", CHANGED, "Essor")["details"]
    assert (detail["status"], detail["old"]) == (IS_NEW, [])


def test_a_name_that_changed_in_one_language_is_one_change(tmp_path: Path) -> None:
    english = changed(OLD, organizations=("Friends of the River", "Friends of the Big River"))
    (name,) = ilb.changes(*both(tmp_path, tables=(OLD, english))).renamed
    assert name["languages"] == ["en"]
    spaced = changed(OLD, organizations=("Friends of the River", "Friends  of the River"))
    assert ilb.changes(*both(tmp_path / "spaced", tables=(OLD, spaced))).renamed == []


def test_another_date_contradicts_the_one_before(tmp_path: Path) -> None:
    found = ilb.changes(*both(tmp_path, tables=(OLD, changed(OLD, partnerships=("2016,", "2014,")))))
    (detail,) = entry_of(found, "partnerships", CHANGED, "Écoles jumelles")["details"]
    assert (detail["status"], detail["old"][0]["label"], detail["new"][0]["label"]) == (CONTRADICTED, "2016", "2014")


def test_a_date_that_is_only_told_more_exactly_is_said_again(tmp_path: Path) -> None:
    exact = changed(OLD, partnerships=("2016,", "2016-09,"))
    assert set(ilb.changes(*both(tmp_path, tables=(OLD, exact))).counts.values()) == {0}
    assert same_value(Lit("2016"), Lit("2016-09-01"))
    assert not same_value(Lit("2016"), Lit("2017"))
    assert not same_value(Lit("12"), Lit("12-13"))
    assert not same_value(iri("ild:a"), iri("ild:b"))


@pytest.mark.parametrize(
    ("date", "time", "after"),
    [("2021", "2020", True), ("2020-05", "2020", False), ("2020-05", "2020-04-30", True), ("", "2020", False)],
)
def test_the_less_exact_of_two_dates_decides_which_is_later(date: str, time: str, *, after: bool) -> None:
    assert is_after(date, time) is after


def test_what_only_names_a_thing_says_it_again(tmp_path: Path) -> None:
    """A partnership that a row of another table refers to is no longer described, and still mentioned."""
    found = ilb.changes(
        *both(
            tmp_path,
            tables=(OLD, {**OLD, "challenges": "id,passage,page,label_fr,label_en,faced_in\nc1,p1,7,Eau,Water,kayes"}),
        )
    )
    assert told(found, "challenges") == {IS_NEW: ["Eau"]}
    assert found.counts["actors"] == 0


def test_a_copy_with_the_names_of_the_original_has_passages_of_its_own(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", OLD, "2020", name="net")
    new = folder(tmp_path / "new", NEW, "2024", name="net")
    found = ilb.changes(old, new)
    assert told(found, "partnerships") == {ENDED: ["Écoles jumelles"], CHANGED: ["Radios libres"]}
    ended = entry_of(found, "partnerships", ENDED, "Écoles jumelles")
    assert ended["evidence_old"][0]["passage"] != ended["evidence_new"][0]["passage"]
    assert (found.old["time"], found.new["time"]) == ("2020", "2024")


def test_of_one_input_the_last_two_editions_are_compared(tmp_path: Path) -> None:
    series = tmp_path / "net"
    for year, tables in (("2018", OLD), ("2020", OLD), ("2024", NEW)):
        path = folder(tmp_path / "made" / year, tables, "", name="net")
        made = ilb.load(path)
        series.mkdir(exist_ok=True)
        (series / f"net-{year}.trig").write_bytes(engine.dump(load_store([path], infer=False), ".trig"))
        assert len(made)
    found = ilb.changes(series)
    assert (found.old["time"], found.new["time"]) == ("2020", "2024")
    assert told(found, "partnerships") == {ENDED: ["Écoles jumelles"], CHANGED: ["Radios libres"]}


def test_editions_of_a_dataset_are_compared_two_by_two(tmp_path: Path) -> None:
    paths = [
        folder(tmp_path / date, tables, date, more=", edition_of: net")
        for date, tables in (("2018", OLD), ("2020", OLD), ("2024", NEW))
    ]
    facts = Facts(load_store(paths, profile="public"))
    pairs = consecutive(facts.dataset)
    assert [(old.temporal, new.temporal) for old, new in pairs] == [("2018", "2020"), ("2020", "2024")]
    same, other = (changes_between(facts, *pair) for pair in pairs)
    assert set(same.counts.values()) == {0}
    assert told(other, "memberships")[CHANGED] == ["Grdr / Puits de Kayes"]


def test_nothing_of_persons_is_told(tmp_path: Path) -> None:
    people = {
        **OLD,
        "persons": "id,passage,page,label_fr,label_en\njeanne-dupont,p3,17,Jeanne Dupont,Jeanne Dupont",
    }
    paths = both(tmp_path, tables=(OLD, people))
    source = paths[1] / "source.yaml"
    said = '  - {id: p3, title: {fr: "Personnes", en: "Persons"}, pages: [17, 17], access: restricted}\n'
    source.write_text(source.read_text("utf-8") + said, "utf-8")
    found = ilb.changes(*paths)
    assert "Dupont" not in str(found.to_dict()) + found.to_text("fr", everything=True)
    assert found.new["passages"] == 2


def test_what_cannot_be_compared_is_refused_with_one_sentence(tmp_path: Path) -> None:
    old, new = both(tmp_path)
    with pytest.raises(UsageError, match=r"speaks of 2024, the second of 2020.*swapping"):
        ilb.changes(new, old)
    with pytest.raises(UsageError, match="is given twice"):
        ilb.changes(old, tmp_path / "2024" / ".." / "2020")
    with pytest.raises(UsageError, match="has no two editions of one series"):
        ilb.changes(old)
    with pytest.raises(DataError, match="no such file or folder"):
        ilb.changes(old, tmp_path / "nowhere")


def test_editions_that_have_no_actor_in_common_are_asked_about(tmp_path: Path) -> None:
    strangers = {
        "territories": "id,passage,page,label_fr,label_en\nbrest,p1,3,Brest,Brest",
        "organizations": "id,passage,page,label_fr,label_en,based_in\nb1,p1,3,Phare,Lighthouse,brest",
    }
    found = ilb.changes(*both(tmp_path, tables=(OLD, strangers)))
    assert [note.text("en") for note in found.notes] == ["No actor is named by both: are they editions of one network?"]
    assert found.measures is None
    assert len(told(found, "actors")[NOT_AGAIN]) == 6


def test_editions_of_one_time_are_taken_in_the_order_in_which_they_are_named(tmp_path: Path) -> None:
    old, new = folder(tmp_path / "a", OLD, "2024", name="a"), folder(tmp_path / "b", NEW, "2024", name="b")
    found = ilb.changes(old, new)
    assert [note.text("en") for note in found.notes] == [
        "Both editions speak of the same time (2024): the first one named is taken for the older."
    ]
    assert found.by_status("memberships")[AGAIN]


def test_an_actor_that_may_be_called_otherwise_is_asked_about_until_that_is_decided(tmp_path: Path) -> None:
    old, new = (tmp_path / name for name in ("2023", "2024"))
    about = """id: net-{0}
title: {{fr: Réseau}}
source: {{id: list-{0}, title: {{fr: Réseau}}, date: "{0}", edition_of: reseau}}
editors: {{id: us, label: {{fr: Nous}}}}
passages: [{{id: p, title: {{fr: P}}, access: public}}]
"""
    for path, name in ((old, "Les Amis de Kayes"), (new, "Amis de Kayes et du Khasso")):
        path.mkdir()
        (path / "source.yaml").write_text(about.format(path.name), "utf-8")
        (path / "territories.csv").write_text("label_fr\nLille\n", "utf-8")
        rows = f"label_fr,based_in,member_of\nRéseau,Lille,\n{name},Lille,Réseau\nGret,Lille,Réseau\n"
        (path / "organizations.csv").write_text(rows, "utf-8")
    found = ilb.changes(old, new)
    (note,) = [text for note in found.notes if "Khasso" in (text := note.text("fr"))]
    assert note.startswith("« Les Amis de Kayes » s'appelle peut-être « Amis de Kayes et du Khasso » maintenant")
    assert found.counts["names"] == 0
    assert found.counts["actors"] == 2
    row = "les-amis-de-kayes,amis-de-kayes-et-du-khasso"
    assert row in note
    decided = tmp_path / "same-as.csv"
    decided.write_text(f"keep,same,decision\n{row},oui\n", "utf-8")
    found = ilb.changes(old, new, decisions=[decided])
    assert [(name["old"]["fr"], name["new"]["fr"]) for name in found.renamed] == [
        ("Les Amis de Kayes", "Amis de Kayes et du Khasso")
    ]
    assert (found.counts["actors"], [note for note in found.notes if "Khasso" in note.text("fr")]) == (0, [])
    decided.write_text(f"keep,same,decision\n{row},non\n", "utf-8")
    found = ilb.changes(old, new, decisions=[decided])
    assert (found.counts["actors"], [note for note in found.notes if "Khasso" in note.text("fr")]) == (2, [])
