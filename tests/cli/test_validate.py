"""Checking from the command line: what is said first, exit codes, and what is of one kind once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from calling import run
from places import SMALL

from icilabas.dataset.loading import load
from icilabas.errors import DataError
from icilabas.words.messages import message


def test_validate_says_conforms_faults_or_unreadable(tmp_path: Path) -> None:
    assert run("validate", SMALL, "--lang", "en").exit_code == 0
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    path = folder / "challenges.csv"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("lille|kayes", "lille|kaye"), encoding="utf-8")
    english, french = run("validate", folder, "--lang", "en"), run("validate", folder, "--lang", "fr")
    assert english.exit_code == french.exit_code == 1
    assert f"{path}:2:6: {message('refers-to-nothing', found='kaye', remedy='').text('en')}" in english.stdout
    assert f"{path}:2:6: {message('refers-to-nothing', found='kaye', remedy='').text('fr')}" in french.stdout
    path.write_text(good + '"open', encoding="utf-8")
    assert run("validate", folder).exit_code == 2


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("fr", ["l.csv, compris : Organisations 2 (colonne B).", "Feuille « l », colonnes laissées de côté : A (N°)."]),
        ("en", ["l.csv, understood: Organisations 2 (column B).", "Sheet “l”, columns left aside: A (N°)."]),
    ],
)
def test_validate_says_first_how_a_list_was_understood(lang: str, lines: list[str], tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("N°,Structure\n1,Lys\n2,Rives\n", "utf-8")
    mapping = "mapping: 1\nlists:\n- rows:\n  - {table: organizations, label: Structure}\n"
    path.with_name("l.mapping.yaml").write_text(mapping, "utf-8")
    result = run("validate", path, "--lang", lang)
    assert result.exit_code == 0
    assert result.stderr.replace(f"{tmp_path}/", "").splitlines()[:2] == lines
    assert "l.csv" in result.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("lang", "told", "more"),
    [
        ("fr", "Et 19 autres de ce genre : 3:4, 4:4, 5:4…", "Ce qui est du même genre est dit une fois"),
        ("en", "And 19 more of this kind: 3:4, 4:4, 5:4…", "What is of one kind is told once"),
    ],
)
def test_much_of_one_kind_is_one_line_and_all_on_demand(lang: str, told: str, more: str, tmp_path: Path) -> None:
    table = tmp_path / "territories.csv"
    rows = "".join(f"t-{number},T,T,nowhere-{number}\n" for number in range(20))
    table.write_text(f"id,label_fr,label_en,within\n{rows}", "utf-8")
    few, every = run("validate", table, "--lang", lang), run("validate", table, "--lang", lang, "--all")
    assert few.exit_code == every.exit_code == 1
    (line,) = (line for line in few.stdout.splitlines() if "nowhere" in line)
    assert line.startswith(f"{table}:2:4: ")
    assert line.endswith(told)
    assert more in few.stderr
    places = [line.split(": ")[0] for line in every.stdout.splitlines() if "nowhere" in line]
    assert places == [f"{table}:{row}:4" for row in range(2, 22)]
    assert more not in every.stderr
    built = run("build", table, "--out", tmp_path / "site", "--lang", lang)
    assert (built.exit_code, told in built.stderr, more in built.stderr) == (1, True, True)
    with pytest.raises(DataError) as caught:
        load(table)
    assert len(caught.value.faults) == 20
    assert len(str(caught.value).splitlines()) == 2
