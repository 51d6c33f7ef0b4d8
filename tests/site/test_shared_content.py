"""What all pages share: figures, documents, answers, licences; in which order, and how much of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sites import MINI, mini

from icilabas.asking import questions
from icilabas.asking.answers import AnswerTable, Cell, grouped
from icilabas.comparison.facts import Facts
from icilabas.dataset.loading import load_store
from icilabas.site import shared_content as shared
from icilabas.site.html_pieces import environment
from icilabas.site.shared_content import licence_name, shared_content
from icilabas.words.text import NOTHING, same

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.site.shared_content import SharedContent


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask one question only: the others take most of the time."""
    monkeypatch.setattr(questions, "questions", lambda: [questions.question("territories")])


def content(folder: Path, **changed: str) -> SharedContent:
    return shared_content(Facts(load_store([mini(folder, **changed)], profile="internal"), "en"), None)


def answers_page(rows: int) -> str:
    """Return the page of answers with one answer of so many rows."""
    named = [[Cell(same(f"row {number}"))] for number in range(1, rows + 1)]
    answer = AnswerTable("q", same("Question"), [same("t")], named).first(shared.MOST_ANSWER_ROWS)

    class Plain:
        @staticmethod
        def any(cell: Cell) -> str:
            return cell.text.text("en")

    template = environment().get_template("answers.html.j2")
    about: dict[str, Any] = {"groups": [(NOTHING, [answer])], "most_rows": shared.MOST_ANSWER_ROWS, "show": Plain()}
    about |= dict.fromkeys(("lang", "policy", "style", "script", "root", "here"), "")
    return template.render(**about, served=False, documented=False)


@pytest.mark.usefixtures("few")
def test_who_writes_answers_is_given_all_rows_and_pages_those_that_they_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "MOST_ANSWER_ROWS", 1)
    facts = Facts(load_store([mini(tmp_path)], profile="internal"), "en")
    whole: list[AnswerTable] = []
    (shown,) = shared_content(facts, None, whole.append)["answers"]
    assert len(whole[0].rows) == whole[0].count == shown.count > 1
    assert (shown.rows, shown.more) == (whole[0].rows[:1], len(whole[0].rows) - 1)
    assert shown.first(0).count == shown.count


@pytest.mark.parametrize("rows", [shared.MOST_ANSWER_ROWS, shared.MOST_ANSWER_ROWS + 1])
def test_of_a_long_answer_the_first_rows_are_shown_and_the_number_is_said(rows: int) -> None:
    text = answers_page(rows)
    assert 'scope="row">row 150<' in text
    assert "row 151<" not in text
    assert f">{rows} lignes<" in text
    assert ("The first" in text) is (rows > 150)
    assert ("150" in text.partition("The first")[2][:60]) is (rows > 150)


@pytest.mark.usefixtures("few")
def test_figures_are_in_their_order_in_the_singular_for_one_and_left_out_for_none(tmp_path: Path) -> None:
    found = content(tmp_path / "in")["figures"]
    assert [(name, count, text.text("en")) for name, count, text in found] == [
        ("Partnership", 1, "partnership"),
        ("Organization", 2, "organisations"),
        ("Territory", 2, "territories"),
        ("Challenge", 2, "challenges"),
    ]


SAID = "id,kind,passage,page,label_fr,label_en,raised_in,concerns,point\n" + "".join(
    f"{name},obstacle,s2,8,{name},{name},day,water,{point}\n" for name, point in (("a", "one"), ("b", "one"), ("c", ""))
)
POINTED = {
    "events.csv": "id,kind,passage,label_fr,label_en\nday,workshop,s1,Jour,Day\n",
    "findings.csv": SAID,
    "points.csv": "id,passage,page,label_fr,label_en\none,s2,8,Un,One\ntwo,s2,9,Deux,Two\n",
}


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("points", "told"), [(True, ("Point", 3, "points noted")), (False, ("Finding", 3, "findings"))]
)
def test_printed_points_are_the_figure_and_findings_where_nobody_says_their_points(
    tmp_path: Path, *, points: bool, told: tuple[str, int, str]
) -> None:
    folder = mini(tmp_path / "in")
    for name, text in POINTED.items():
        if points or name != "points.csv":
            (folder / name).write_text(text if points else text.replace(",one\n", ",\n"), encoding="utf-8")
    figures = shared_content(Facts(load_store([folder], profile="public"), "en"), None)["figures"]
    assert [(figure, count, called.text("en")) for figure, count, called in figures][-1] == told


@pytest.mark.usefixtures("few")
def test_what_changed_in_each_edition_is_told_the_newest_first_and_the_data_are_cited_by_it(tmp_path: Path) -> None:
    editions = """editions:
  - {version: "10", date: "2026-11-30", changed: {fr: Dix, en: Ten}}
  - {version: "9", changed: {fr: Neuf, en: Nine}}
passages:"""
    found = content(tmp_path / "in", source=MINI["source.yaml"].replace("passages:", editions, 1))
    told = [(each.name.text("en"), each.name.text("fr"), each.changed.text("fr")) for each in found["editions"]]
    assert told == [
        ("Edition 10, 30 November 2026", "Édition 10, 30 novembre 2026", "Dix"),
        ("Edition 9", "Édition 9", "Neuf"),
    ]
    assert found["version"].text("en") == "edition 10"
    twin = MINI["source.yaml"].replace("mini", "twin").replace("Small set", "Twin set")
    both = [tmp_path / "in", mini(tmp_path / "twin", source=twin.replace("passages:", editions, 1))]
    two = shared_content(Facts(load_store(both, profile="public"), "en"), None)
    assert [each.name.text("en").partition(",")[0] for each in two["editions"]] == [
        *("Small set – Edition 10", "Small set – Edition 9"),
        *("Twin set – Edition 10", "Twin set – Edition 9"),
    ]
    assert two["version"] == NOTHING
    without = content(tmp_path / "without")
    assert (without["editions"], without["version"]) == ([], NOTHING)


@pytest.mark.usefixtures("few")
def test_passages_stand_in_the_order_of_their_pages_and_the_first_so_many_have_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "MOST_PASSAGES", 2)
    source = MINI["source.yaml"].replace(
        "- {id: s1", "- {id: late, title: {fr: Fin, en: End}, pages: [20, 20], access: public}\n  - {id: s1"
    )
    found = content(tmp_path / "in", source=source)
    (report,) = [document for document in found["documents"] if not document.editorial]
    assert [
        (about.label.text("en"), about.pages, about.restricted, about.anchor) for about in report.passages.values()
    ] == [
        ("Start", "5", False, "passage-s1"),
        ("Rest", "7–9", False, "passage-s2"),
        ("Persons", "17–18", True, report.anchor),
        ("End", "20", False, report.anchor),
    ]
    assert [about.label.text("en") for about in found["withheld"]] == ["Persons"]
    assert list(found["anchors"].values()) == ["passage-s1", "passage-s2", report.anchor, report.anchor]


@pytest.mark.usefixtures("few")
def test_the_notes_of_the_editors_come_after_the_documents(tmp_path: Path) -> None:
    source = MINI["source.yaml"].replace("access: restricted", "access: restricted, by: editors")
    found = content(tmp_path / "in", source=source)["documents"]
    assert [(document.title.text("en"), document.editorial) for document in found] == [
        ("Report", False),
        ("Editors", True),
    ]


@pytest.mark.usefixtures("few")
def test_a_short_name_is_told_where_it_is_one_word_that_the_name_does_not_have(tmp_path: Path) -> None:
    organizations = """id,kind,passage,label_fr,label_en,alt_label
union,network,s1,Union des villes,Union of towns,UDV
club,organization,s1,Le Club,The Club,Club
team,organization,s1,Équipe,Team,La Bande
"""
    found = content(tmp_path / "in", organizations=organizations, memberships="passage\n")["acronyms"]
    assert {thing.rpartition("/")[2]: short for thing, short in found.items()} == {"union": "UDV"}


def test_answers_stand_by_group_in_the_order_of_the_groups() -> None:
    groups = {"b": "actors", "x": "none such", "a": "territories", "c": "actors", "d": "source"}
    found = grouped(AnswerTable(name, NOTHING, [], [], group) for name, group in groups.items())
    assert [[table.name for table in members] for _title, members in found] == [["a"], ["b", "c"], ["d"], ["x"]]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "Creative Commons BY 4.0"),
        ("http://creativecommons.org/licenses/by-sa/3.0/deed.fr", "Creative Commons BY-SA 3.0"),
        ("https://creativecommons.org/licenses/by/", "https://creativecommons.org/licenses/by/"),
        ("https://example.org/licenses/by/4.0/", "https://example.org/licenses/by/4.0/"),
    ],
)
def test_a_licence_of_creative_commons_is_called_by_its_name(address: str, name: str) -> None:
    assert licence_name(address) == name


@pytest.mark.usefixtures("few")
def test_a_passage_is_told_with_its_document_where_there_are_two(tmp_path: Path) -> None:
    one = mini(tmp_path / "one")
    other = mini(tmp_path / "other", source=MINI["source.yaml"].replace("mini", "twin").replace("Report", "Other"))
    alone = shared_content(Facts(load_store([one], profile="public"), "en"), None)
    both = shared_content(Facts(load_store([one, other], profile="public"), "en"), None)
    assert [title.text("en") for title in alone["titles"].values()] == [
        "Start",
        "Rest",
        "restricted passage of “Report”",
    ]
    assert [title.text("en") for title in both["titles"].values()][-3:] == [
        "Report – Start",
        "Report – Rest",
        "Report – restricted passage of “Report”",
    ]
    assert [document.anchor for document in both["documents"]] == ["document-1", "document-2"]
    assert [dataset.text("en") for dataset in both["datasets"]] == ["Small set"]


@pytest.mark.usefixtures("few")
def test_what_has_a_name_in_one_language_has_it_in_both(tmp_path: Path) -> None:
    for lang, name in (("fr", "Seul"), ("en", "Only")):
        source = MINI["source.yaml"].replace("{fr: Petit jeu, en: Small set}", f"{{{lang}: {name}}}")
        assert content(tmp_path / lang, source=source)["datasets"] == [same(name)]
