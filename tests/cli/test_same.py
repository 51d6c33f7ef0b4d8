"""The command that asks who is who."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner

from icilabas import engine
from icilabas.cli import main
from icilabas.engine.terms import iri
from icilabas.sources.gathering import gather

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def two_lists(folder: Path) -> list[Path]:
    first, second = folder / "organisations.csv", folder / "groupes.csv"
    first.write_text("id;nom;implanté à\ncap;Cap Solidarités;\nessor;Essor;\n", "utf-8")
    second.write_text("id;nom\ncap-2;Cap Solidarité\nessor-2;ESSOR\n", "utf-8")
    return [first, second]


def same(*words: object, lang: str = "fr") -> Result:
    return CliRunner().invoke(main.main, ["same", *map(str, words), "--lang", lang])


def test_what_may_be_one_is_listed_with_reasons_places_and_a_score(tmp_path: Path) -> None:
    found = same(*two_lists(tmp_path))
    assert found.exit_code == 0, found.output
    assert found.stdout.splitlines()[:4] == [
        "  1. « Essor » = « ESSOR » : 50 sur 100, 2 énoncés en dépendent",
        f"     essor  {tmp_path}/organisations.csv:3:2",
        f"     essor-2  {tmp_path}/groupes.csv:3:2",
        "     même nom ou sigle « Essor » (+55), natures différentes, organisation et groupe social (−5)",
    ]
    assert "2. « Cap Solidarités » = « Cap Solidarité » : 40 sur 100" in found.stdout
    assert found.stderr.endswith("2 propositions\n")
    english = same(*two_lists(tmp_path), lang="en")
    assert "“Essor” = “ESSOR”: 50 of 100, 2 statements hang on it" in english.stdout


def test_decisions_are_read_beside_the_inputs(tmp_path: Path) -> None:
    inputs = two_lists(tmp_path)
    made = tmp_path / "décidé.csv"
    made.write_text("keep;same;decision\nessor;essor-2;no\ncap;cap-2;yes\n", "utf-8")
    found = same(*inputs, "--decisions", made)
    assert found.exit_code == 0, found.output
    assert found.stdout == ""
    assert "rien à décider" in found.stderr


def test_nothing_to_read_is_refused(tmp_path: Path) -> None:
    assert same().exit_code == 2
    assert same(tmp_path / "nothing.csv").exit_code == 2


def table(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        return list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
    sheet = openpyxl.load_workbook(path)["same-as"]
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def decide(path: Path, row: int, answer: str, who: str = "Awa", when: str = "2026-12-01") -> None:
    """Write a decision as a person does in a spreadsheet."""
    if path.suffix == ".csv":
        rows = table(path)
        rows[row][2:5] = [answer, who, when]
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        return
    book = openpyxl.load_workbook(path)
    for column, value in enumerate((answer, who, when), 3):
        book["same-as"].cell(row + 1, column, value)
    book.save(path)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_decision_is_asked_once_kept_and_undone_by_deleting_its_row(ending: str, tmp_path: Path) -> None:
    inputs, out = two_lists(tmp_path), tmp_path / f"same-as{ending}"
    first = same(*inputs, "--out", out)
    assert first.exit_code == 0, first.output
    assert first.stderr.endswith("2 lignes nouvelles à décider\n")
    assert table(out)[0] == ["à garder", "même chose", "décision", "qui", "quand", "score", "raisons", "noms", "où"]
    assert table(out)[1][:3] == ["essor", "essor-2", ""]
    assert table(out)[1][5:] == [
        "50",
        "même nom ou sigle « Essor » (+55), natures différentes, organisation et groupe social (−5)",
        "Essor | ESSOR",
        f"{tmp_path}/organisations.csv:3:2 | {tmp_path}/groupes.csv:3:2",
    ]
    before = out.read_bytes()
    assert same(*inputs, "--out", out).stderr.endswith("0 ligne nouvelle à décider\n")
    assert out.read_bytes() == before
    decide(out, 1, "non")
    decide(out, 2, "oui")
    inputs[0].write_text(inputs[0].read_text("utf-8") + "rive;Rivages;\nrives;Rivages;\n", "utf-8")
    again = same(*inputs, "--out", out)
    assert again.stderr.endswith("1 ligne nouvelle à décider\n")
    assert [row[:5] for row in table(out)[1:]] == [
        ["essor", "essor-2", "non", "Awa", "2026-12-01"],
        ["cap", "cap-2", "oui", "Awa", "2026-12-01"],
        ["rive", "rives", "", "", ""],
    ]
    listed = CliRunner().invoke(main.main, ["validate", *map(str, [*inputs, out]), "--lang", "fr"])
    assert [line for line in listed.stdout.splitlines() if "peut-être" in line and "rive" not in line] == []
    found = engine.select(gather([*inputs, out]).store, "SELECT ?kept { ?kept owl:sameAs ild:cap-2 }").rows
    assert found == [(iri("ild:cap"),)]
    if ending == ".csv":
        rows = out.read_text("utf-8-sig").splitlines()
        out.write_text("\n".join(row for row in rows if not row.startswith("essor")), "utf-8-sig")
        assert "« Essor » = « ESSOR »" in same(*inputs, out).stdout


def test_the_decision_is_chosen_from_a_list_in_a_workbook(tmp_path: Path) -> None:
    out = tmp_path / "qui.xlsx"
    same(*two_lists(tmp_path), "--out", out)
    (rule,) = openpyxl.load_workbook(out)["same-as"].data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", '"oui,non,plus tard"', "C2:C2000")


def test_what_people_wrote_in_a_table_is_never_lost(tmp_path: Path) -> None:
    inputs, out = two_lists(tmp_path), tmp_path / "same-as.csv"
    out.write_text("garder;même chose;remarque\nessor;essor-2;vu ensemble\ngone;essor;à revoir\n", "utf-8")
    found = same(*inputs, "--out", out)
    assert found.exit_code == 0, found.output
    assert "same-as.csv:3:1: « gone »" in found.stderr
    rows = table(out)
    assert rows[0][:3] + rows[0][9:] == ["à garder", "même chose", "décision", "remarque"]
    assert [row[:3] + row[9:] for row in rows[1:]] == [
        ["essor", "essor-2", "oui", "vu ensemble"],
        ["gone", "essor", "oui", "à revoir"],
        ["cap", "cap-2", "", ""],
    ]


def test_a_file_of_other_things_is_not_written_to(tmp_path: Path) -> None:
    inputs = two_lists(tmp_path)
    before = inputs[0].read_bytes()
    for out in (inputs[0], tmp_path / "same-as.txt"):
        refused = same(*inputs, "--out", out)
        assert refused.exit_code == 2
        assert len(refused.stderr.splitlines()) == 1
    assert inputs[0].read_bytes() == before
    book = openpyxl.Workbook()
    book.active.title = "Organisations"
    book.active.append(["nom"])
    book.create_sheet("same-as").append(["a", "b"])
    book.save(tmp_path / "liste.xlsx")
    assert "contient autre chose" in same(*inputs, "--out", tmp_path / "liste.xlsx").stderr


def test_decisions_about_persons_are_proposed_to_those_only_who_see_them(tmp_path: Path) -> None:
    people = tmp_path / "personnes.csv"
    people.write_text("id;nom\np1;Awa Diarra\np2;Awa Diara\n", "utf-8")
    out = tmp_path / "same-as.csv"
    assert "Diar" not in same(people, "--out", out).output + out.read_text("utf-8-sig")
    assert len(table(out)) == 1
    seen = same(people, "--include-restricted")
    assert "« Awa Diarra » = « Awa Diara »" in seen.stdout
