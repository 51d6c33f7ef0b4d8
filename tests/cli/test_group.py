"""Calls that cannot be understood: one clear sentence in the language that they ask for, and the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from refusals import COMMANDS, both

from icilabas.cli.group import language_asked_for
from icilabas.cli.main import main
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to be in, which stays empty."""
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_that_is_not_there(name: str) -> None:
    said = both([name, "--lnag", "x"])
    error = message("usage-option", found="--lnag") + message("suggest", names="--lang")
    assert said == message("usage", command=f"main {name}", error=error)


PORTS, SECONDS = message("usage-between", least=0, most=65535), message("usage-above", least=0)
FORMS = "table, csv, tsv, json, md"
WRONG = {
    "no such command": (["biuld"], message("usage-command", found="biuld") + message("suggest", names="build")),
    "nothing like it": (["zzzzzz"], message("usage-command", found="zzzzzz")),
    "no argument": (["compare", "Lille"], message("usage-missing", name="B")),
    "too many": (["questions", "a", "b"], message("usage-extra", found="a b")),
    "choice": (["query", "leaders", "--format", "xml"], message("usage-choice", name="--format", expected=FORMS)),
    "number": (["serve", "--port", "x"], message("usage-number", name="--port", expected=PORTS)),
    "range": (["serve", "--timeout", "0"], message("usage-number", name="--timeout", expected=SECONDS)),
    "nan": (["serve", "--timeout", "nan"], message("usage-number", name="--timeout", expected=SECONDS)),
    "inf": (["serve", "--timeout", "1e400"], message("usage-number", name="--timeout", expected=SECONDS)),
    "flag": (["build", "--match-names=x"], message("usage-no-value", name="--match-names")),
    "markup": (["--x\x1b[31m"], message("usage-option", found="--x\N{REPLACEMENT CHARACTER}[31m")),
}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("wrong", WRONG)
def test_a_call_that_cannot_be_understood(wrong: str) -> None:
    words, error = WRONG[wrong]
    command = f"main {words[0]}" if words[0] in COMMANDS else "main"
    assert both(words) == message("usage", command=command, error=error)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_value_that_is_missing_is_told_with_their_number(lang: str) -> None:
    for words, count in ((["build", "--out"], 1), (["build", "--between", "Lille"], 2)):
        result = CliRunner().invoke(main, [words[0], f"--lang={lang}", *words[1:]])
        assert result.exit_code == 2
        assert message("usage-value", name=words[1], count=count).text(lang) in result.stderr


def test_a_call_of_nothing_gets_the_help() -> None:
    assert "Commands:" in CliRunner().invoke(main, []).output


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        (["query", "--lang", "fr"], "fr"),
        (["--lang=en", "nonsense"], "en"),
        (["--lang", "FR", "nonsense"], "fr"),
        (["--lang", "de", "--lang", "fr"], "fr"),
        (["--lang", "fr", "--lang", "en"], "fr"),
        (["--lang"], None),
        (["--language", "fr"], None),
        (["fr"], None),
        ([], None),
    ],
)
def test_the_first_language_that_there_is_counts(words: list[str], lang: str | None) -> None:
    assert language_asked_for(words) == lang
