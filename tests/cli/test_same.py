"""The command that asks who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from icilabas.cli import main

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
