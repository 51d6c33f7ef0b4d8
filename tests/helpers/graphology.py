"""Network files read by graphology, the library of JavaScript, where Node is there and its packages can be installed."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from once import once

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parents[1] / "data" / "graphology"


def read(paths: Sequence[Path], factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Return what it reads in each file: its nodes by id, and its edges: id, ends, whether directed, attributes."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        pytest.skip("node and npm are not installed: graphology reads nothing")

    def install(folder: Path) -> None:
        shutil.copytree(HERE, folder)
        options = ("--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock", "--prefer-offline", "--silent")
        done = subprocess.run([npm, "install", *options], cwd=folder, check=False, capture_output=True, timeout=120)
        if done.returncode:
            pytest.skip("npm cannot install graphology here")

    folder = once("graphology", install, factory)
    call: list[str | Path] = [node, folder / "read.js", *paths]
    done = subprocess.run(call, check=True, capture_output=True, timeout=60)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
