"""Workbooks filled in wrong ways: what people read of them, in their language, of the cause and of nothing else."""

from __future__ import annotations

import io
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import openpyxl
from click.testing import CliRunner

from icilabas import engine
from icilabas.cli import main
from icilabas.dataset.loading import load_store
from icilabas.export.blank_workbook import blank_workbook
from icilabas.words.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    Cells = dict[str, dict[str, object]]  # by sheet, then by “heading number-of-row”

PLACES: Cells = {"Territoires": {"libellé (fr) 2": "Lille", "libellé (en) 2": "Lille", "type de territoire 2": "ville"}}


@cache
def blank() -> bytes:
    return blank_workbook("fr")


def filled(path: Path, cells: Cells, source: dict[str, object] | None = None, *passages: list[object]) -> Path:
    """Write the blank French workbook with these cells, lines of the sheet Source, and passages."""
    book = openpyxl.load_workbook(io.BytesIO(blank()))
    for name, said in cells.items():
        columns = {str(cell.value).removesuffix(" *"): cell.column for cell in book[name][1]}
        for where, value in said.items():
            heading, _gap, row = where.rpartition(" ")
            book[name].cell(int(row), columns[heading]).value = value
    sheet = book["Source"]
    rows = {row[0].value: row[0].row for row in sheet.iter_rows()}
    for line, value in (source or {}).items():
        sheet.cell(rows[line], 2).value = value
    for number, passage in enumerate(passages, rows["passage"] + 1):
        for column, value in enumerate(passage, 1):
            sheet.cell(number, column).value = value
    book.save(path)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main.main, [str(argument) for argument in arguments])


def told(path: Path, lang: str = "fr") -> dict[str, str]:
    """Return what `validate` says, by cell."""
    lines = run("validate", path, "--lang", lang).stdout.splitlines()
    return dict(line.removeprefix(f"{path}:").split(": ", 1) for line in lines)


def test_a_fault_of_the_source_is_told_alone(tmp_path: Path) -> None:
    cells = PLACES | {
        "Organisations": {"libellé (fr) 2": "Ami", "libellé (en) 2": "Friend", "sphère 2": "société civile"}
    }
    cells = {sheet: {**said, "passage 2": "p 1", "page 2": 2} for sheet, said in cells.items()}
    lines: dict[str, object] = {
        "titre": "Mes données",
        "licence": "libre",
        "document : date": "hier",
        "document : publié par": "Mon Asso",
    }
    path = filled(tmp_path / "a.xlsx", cells, lines, ["p 1", "Un", "One", 3, 1, "secret", "rédaction"])
    places = ["B4", "B8", "B9", "A19", "D19", "F19", "G19"]
    assert sorted(told(path)) == sorted(f"Source!{place}" for place in places)
    assert told(path)["Source!G19"] == message("needs-editors", found="rédaction", name="rédaction : identifiant").text(
        "fr"
    )


def test_an_unknown_passage_is_told_with_its_remedy_and_the_rest_of_its_row_is_read(tmp_path: Path) -> None:
    cells: Cells = {"Territoires": {**PLACES["Territoires"], "passage 2": "zones", "page 2": 2, "latitude 2": "nord"}}
    path = filled(tmp_path / "a.xlsx", cells, {"titre": "T"}, ["p1", "Un", "One"], ["zone", "Deux", "Two"])
    found = told(path)
    assert sorted(found) == ["Territoires!G2", "Territoires!N2"]
    said = message("unknown-passage", found="zones", where=message("source-sheet")) + message("suggest", names="zone")
    assert found["Territoires!G2"] == said.text("fr")


def test_a_passage_is_there_once(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.xlsx", PLACES, {"titre": "T"}, ["p1", "Un", "One"], ["p1", "Deux", "Two"])
    assert told(path)["Source!A20"] == message("twice-passage", found="p1").text("fr")


def test_a_message_names_what_can_be_typed_in_the_language_of_the_reader(tmp_path: Path) -> None:
    cells: Cells = {
        **PLACES,
        "Organisations": {"libellé (fr) 2": "Ami", "libellé (en) 2": "Friend", "siège 2": "Ami"},
        "Constats": {"libellé (fr) 2": "Oui", "libellé (en) 2": "Yes"},
        "Personnes": {"libellé (fr) 2": "A", "libellé (en) 2": "A"},
    }
    path = filled(tmp_path / "a.xlsx", cells, {"titre": "T"}, ["p1", "Un", "One"])
    text = run("validate", path, "--lang", "fr").stdout
    assert message("not-a", found="ami", name="siège").text("fr") in text
    assert "bénéfice, obstacle, question ouverte, recommandation" in text
    assert "mettre dans un passage restreint. Passage : « p1 »." in text
    assert "ilg:" not in text
    asked = run("query", "actors-of-territory", "--param", "place=Tchda", "--lang", "fr").stderr
    assert "« Tchda » parmi : Territoires. Le plus proche : Tchad" in asked


def test_equal_warnings_of_a_sheet_are_one_and_faults_are_not(tmp_path: Path) -> None:
    places = {f"libellé (fr) {row}": f"Lieu {row}" for row in range(2, 8)} | {"libellé (en) 3": "Place"}
    path = filled(tmp_path / "a.xlsx", {"Territoires": {**places, "latitude 2": "200", "latitude 3": "200"}})
    found = told(path)
    assert [place for place, text in found.items() if "200" in text] == ["Territoires!N2", "Territoires!N3"]
    warnings = [text for text in found.values() if "200" not in text]
    assert len(warnings) == 1, found
    assert "5 fois dans cette table : " in warnings[0]
    assert warnings[0].endswith("…")


def test_a_blank_workbook_says_that_nothing_is_filled_in(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.xlsx", {})
    result = run("validate", path, "--lang", "fr")
    assert result.exit_code == 0
    assert message("nothing-filled", first="Territoires", second="Organisations").text("fr") in result.stdout
    assert (
        "commencer par « Territoires »"
        not in run("validate", filled(tmp_path / "b.xlsx", PLACES), "--lang", "fr").stdout
    )


def test_text_is_read_without_what_turns_it_round_and_marks_of_right_to_left_names_stay(tmp_path: Path) -> None:
    name = "\u200fتونس\u200e"
    cells: Cells = {
        "Territoires": {"identifiant 2": "li\u202elle", "libellé (fr) 2": name, "libellé (en) 2": "K\u2066\u2069"}
    }
    path = filled(tmp_path / "a.xlsx", cells)
    assert sorted(told(path)) == ["Territoires!A2", "Territoires!C2"]
    rows = engine.select(load_store([path], infer=False), "SELECT ?l { ild:lille skos:prefLabel ?l } ORDER BY ?l").rows
    assert {str(row[0]) for row in rows} == {name, "K"}


def test_the_help_is_in_one_language() -> None:
    for lang, words, others in (
        ("fr", "Utilisation : |Options\u00a0:|Montrer cette aide", "Usage|Show"),
        ("en", "Usage: |Show", "Montrer"),
    ):
        command = [sys.executable, "-m", "icilabas", "query", "--lang", lang, "--help"]
        text = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=60).stdout
        assert [word for word in words.split("|") if word not in text] == [], text
        assert [word for word in others.split("|") if word in text] == [], text
