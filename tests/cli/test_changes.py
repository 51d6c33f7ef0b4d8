"""The command that says what changed: each form, files, and one sentence for what cannot be compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from twoeditions import both

from icilabas.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return both(tmp_path_factory.mktemp("editions"))


def run(*arguments: object) -> Result:
    found = CliRunner().invoke(main, ["changes", *map(str, arguments)])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found


def test_text_is_printed_in_the_language(editions: list[Path]) -> None:
    french, english = (run(*editions, "--lang", lang) for lang in ("fr", "en"))
    assert french.stdout.startswith("Ce qui a changé : 2020, puis 2024\n")
    assert english.stdout.startswith("What changed: 2020, then 2024\n")
    assert french.stderr == english.stderr == ""


def test_everything_is_named_where_that_is_asked_for(editions: list[Path]) -> None:
    assert "Ce qui est redit : Acteurs" in run(*editions, "--lang", "fr", "--all").stdout
    assert "## Ce qui est redit : Acteurs" in run(*editions, "--lang", "fr", "--all", "--format", "md").stdout


def test_json_has_its_keys_in_their_order_and_is_the_same_each_time(editions: list[Path]) -> None:
    first, second = (run(*editions, "--format", "json", "--lang", "en").stdout for _time in range(2))
    assert first == second
    assert [*json.loads(first)] == [
        *("old", "new", "counts", "said_again", "names", "actors", "partnerships", "memberships", "initiatives"),
        *("challenges", "findings", "themes", "practices", "measures", "notes"),
    ]


def test_a_file_is_written_where_that_is_asked_for(editions: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "changes.html"
    done = run(*editions, "--format", "html", "--out", out, "--lang", "fr")
    assert (done.stdout, done.stderr) == ("", f"écrit : {out}\n")
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["2024", "2020"], "nommer la plus ancienne d'abord, en échangeant les deux entrées"),
        (["2020", "2020"], "est donné deux fois"),
        (["2020"], "n'a pas deux éditions d'une même série"),
        (["2020", "nulle-part"], "il n'y a ni fichier ni dossier de ce nom"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(editions: list[Path], names: list[str], said: str) -> None:
    done = run(*(editions[0].parent / name for name in names), "--lang", "fr")
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
