"""What changed, in words: half a page in French, the pages of both, and nothing in the data is markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from twoeditions import MEMBERSHIPS, NEW, OLD, ORGANIZATIONS, PARTNERSHIPS, both, changed

import icilabas as ilb
from icilabas.comparison.changes_report import MOST_CHANGES, changes_sections
from icilabas.comparison.edition_statements import to_tell
from icilabas.words.catalogues import languages
from icilabas.words.sentences import phrase

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.comparison.changes_report import EditionChanges


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> EditionChanges:
    return ilb.changes(*both(tmp_path_factory.mktemp("editions")))


def test_it_is_half_a_page_in_french_with_the_pages_of_both(found: EditionChanges) -> None:
    text = found.to_text("fr")
    lines = text.splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 96
    said = " ".join(text.split())
    assert said.startswith("Ce qui a changé : 2020, puis 2024")
    for sentence in (
        "1 nom changé, 2 partenariats changés et 3 adhésions changées.",
        "Redits sans changement : 6 acteurs, 1 partenariat et 4 adhésions.",
        "Ce qui n'est plus mentionné n'est pas dit terminé",
        "2020 : « Annuaire 2020 » ; 2024 : « Annuaire 2024 »",
        "« Amis du fleuve » (2020, p. 3), puis « Les Amis du lac » (2024, p. 3)",
        "Dit terminé (2022) : « Écoles jumelles » (2020, p. 12 ; 2024, p. 12)",
        "« Radios libres » (2020, p. 13) – met en relation, nouveau : Lille (2024, p. 13)",
        "Nouveau : Conseil de Kayes dans « Radios libres », partenaire (2024, p. 14 ; rien dans 2020, p. 13)",
        "Grdr dans « Puits de Kayes » – rôle : partenaire (2020, p. 11), puis chef de file (2024, p. 11)",
        "N'est plus mentionné : Maison du monde dans « Radios libres », partenaire (2020, p. 13 ; rien dans 2024, p. 13)",
    ):
        assert sentence in said, sentence


def test_what_is_not_said_again_is_never_told_as_ended(tmp_path: Path) -> None:
    found = ilb.changes(*both(tmp_path, tables=(OLD, changed(OLD, memberships=("p2,12,w2,a6,role-partner\n", "")))))
    assert "terminé (" not in found.to_text("fr")
    assert "ended (" not in found.to_text("en")
    assert "not mentioned any more is not said to have ended" in " ".join(found.to_text("en").split())


def test_the_same_is_said_in_english(found: EditionChanges) -> None:
    said = " ".join(found.to_text("en").split())
    assert "1 name changed, 2 partnerships changed and 3 memberships changed." in said
    assert "“Friends of the River” (2020, p. 3), then “Friends of the Lake” (2024, p. 3)" in said
    assert not re.search(r"\{\w*\}|None|nan\b", said)


def test_a_name_that_changed_in_the_other_language_only_says_in_which(tmp_path: Path) -> None:
    english = changed(OLD, organizations=("Friends of the River", "Friends of the Big River"))
    text = " ".join(ilb.changes(*both(tmp_path, tables=(OLD, english))).to_text("fr").split())
    assert "anglais : « Friends of the River » (2020, p. 3), puis « Friends of the Big River » (2024, p. 3)" in text


def test_no_change_is_said(tmp_path: Path) -> None:
    text = " ".join(ilb.changes(*both(tmp_path, tables=(OLD, OLD))).to_text("fr").split())
    assert "Aucun changement : la nouvelle édition redit ce que disait l'ancienne, et rien d'autre." in text
    assert "n'est plus mentionné" not in text


def test_long_lists_are_cut_in_text_and_whole_where_all_is_asked_for(tmp_path: Path) -> None:
    many = "\n".join(f"z{number},p1,6,Association {number},Association {number},lille," for number in range(20))
    found = ilb.changes(*both(tmp_path, tables=(OLD, {**OLD, "organizations": f"{ORGANIZATIONS}\n{many}"})))
    text = found.to_text("fr")
    assert text.count("– Nouveau : « Association") == MOST_CHANGES
    assert f"Nouveau : et {20 - MOST_CHANGES} autres" in text
    whole = found.to_text("fr", everything=True)
    assert whole.count("– Nouveau : « Association") == 20
    assert [each["label"] for each in found.things["actors"]["new"]] == [f"Association {n}" for n in range(20)]
    assert "Ce qui est redit : Partenariats" in whole
    assert "Ce qui est redit" not in text


def test_with_a_new_partnership_stand_those_who_take_part(tmp_path: Path) -> None:
    later = {
        **OLD,
        "partnerships": f"{PARTNERSHIPS}\nw4,p2,15,Jardins,Gardens,lille|kayes,2023,",
        "memberships": f"{MEMBERSHIPS}\np2,15,w4,a1,role-lead\np2,15,w4,a2,role-partner",
    }
    text = " ".join(ilb.changes(*both(tmp_path, tables=(OLD, later))).to_text("fr").split())
    assert "Nouveau : « Jardins » (2024, p. 15) ; avec Amis du fleuve (chef de file) et Grdr (partenaire)" in text
    assert "0 adhésion" not in text


def test_nothing_in_the_data_is_markup(tmp_path: Path) -> None:
    nasty = changed(NEW, organizations=("Les Amis du lac", "<script>alert(1)</script> *b* [x](y)"))
    found = ilb.changes(*both(tmp_path, tables=(OLD, nasty)))
    assert "\\*b\\* \\[x\\]" in found.to_markdown("fr")
    assert "<script>" not in found._repr_html_()
    assert "&lt;script&gt;" in found._repr_html_()


def test_each_kind_that_is_told_has_its_words_in_each_language() -> None:
    for lang in languages():
        for kind in to_tell().kinds:
            words = [phrase(f"changes-{part}-{kind.name}", lang, count=2) for part in ("count", "again", "kind")]
            assert all(words), (lang, kind.name)


def test_parts_stand_in_the_order_of_the_kinds(found: EditionChanges) -> None:
    headings = [section.heading for section in changes_sections(found, "fr")]
    assert headings == ["", "Noms", "Partenariats", "Adhésions", "Les mesures côte à côte"]
