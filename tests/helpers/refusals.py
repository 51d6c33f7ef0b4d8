"""Calls of the command line that are refused, in both languages."""

from __future__ import annotations

import click
from click.testing import CliRunner

from icilabas.cli.main import main
from icilabas.words.text import Text

COMMANDS = main.list_commands(click.Context(main))


def call(words: list[str], *, given: object = "", made: object = "", lang: str) -> str:
    """Call the command; return the one line that it says. Anything else than a clear refusal fails the test."""
    called = [word.replace("{in}", str(given)).replace("{out}", str(made)) for word in words]
    result = CliRunner().invoke(main, [*called, "--lang", lang])
    assert isinstance(result.exception, SystemExit), (called, result.exception)
    assert result.exit_code == 2, (called, result.output)
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, lines
    assert "Traceback" not in lines[0]
    assert "Errno" not in lines[0]
    return lines[0]


def both(words: list[str], **given: object) -> Text:
    said = Text({"fr": call(words, lang="fr", **given), "en": call(words, lang="en", **given)})
    assert said.text("fr") != said.text("en")
    return said
