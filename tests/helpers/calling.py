"""The command line, called in this process: no error that a user can cause is a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from icilabas.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(main, [*map(str, arguments)], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result
