"""A copy of parts of the project, for tests that change it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from places import ROOT

if TYPE_CHECKING:
    from pathlib import Path

UNFINISHED = "*.pyc.*"  # what another process may be writing this moment


def copied(into: Path, *parts: str) -> Path:
    """Copy the parts of the repository; what Python has compiled of them comes along: no command need do it again."""
    for part in parts:
        shutil.copytree(ROOT / part, into / part, ignore=shutil.ignore_patterns(UNFINISHED), copy_function=_copy)
    return into


def _copy(source: str, to: str) -> None:
    with suppress(FileNotFoundError):  # what was compiled of a catalogue that has changed is taken away meanwhile
        shutil.copy2(source, to)
