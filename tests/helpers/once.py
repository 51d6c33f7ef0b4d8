"""What a run of the tests makes once, by whichever of its processes needs it first: sites, a release, the documentation."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def once(name: str, make: Callable[[Path], object], factory: pytest.TempPathFactory) -> Path:
    """Return the file or folder of this name that all processes of the run share; the first that asks makes it.

    ``make`` is given the path to write to. What it writes is for all: a test that changes it works on a copy.
    """
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base  # the folder that all processes share
    made = base / name
    with FileLock(base / f"{name}.lock"):
        if not made.exists():
            begun = factory.mktemp("once") / name  # what fails half-way is not taken for it
            make(begun)
            begun.rename(made)
    return made
