"""Converting from the command line: what is left out unless it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calling import run
from places import SMALL

if TYPE_CHECKING:
    from pathlib import Path


def test_convert_leaves_restricted_passages_out_unless_asked(tmp_path: Path) -> None:
    assert run("convert", SMALL, "--out", tmp_path / "a.trig").exit_code == 0
    assert "Dupont" not in (tmp_path / "a.trig").read_text(encoding="utf-8")
    assert run("convert", SMALL, "--out", tmp_path / "b.trig", "--include-restricted").exit_code == 0
    assert "Dupont" in (tmp_path / "b.trig").read_text(encoding="utf-8")
    assert run("validate", tmp_path / "b.trig").exit_code == 0
