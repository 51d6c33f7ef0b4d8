"""The site and its documentation at once, as `make site` makes them: what is said, and how it ends where one fails."""

from __future__ import annotations

import gc
import subprocess
from typing import TYPE_CHECKING

import pytest

import whole_site
from icilabas.errors import UsageError
from icilabas.words.messages import message

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path


@pytest.fixture(autouse=True)
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let neither be made for real: continuous integration does that first of all."""

    def publish(_inputs: tuple[()], site: Path, *, docs: Future[Path]) -> Path:
        return site / f"index.html beside {docs.result().name}"

    monkeypatch.setenv("ICILABAS_LANG", "en")
    monkeypatch.setattr(whole_site, "documentation", lambda folder: folder)
    monkeypatch.setattr(whole_site, "publish", publish)
    monkeypatch.setattr(gc, "disable", lambda: None)


def test_what_is_done_and_what_to_open_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert whole_site.main([str(tmp_path / "site"), str(tmp_path / "docs")]) == 0
    begins, made, opens = capsys.readouterr().out.splitlines()
    assert begins.startswith("Site: the documentation, pages")
    assert made == f"{tmp_path / 'site' / 'index.html beside docs'}"
    assert "open site/index.html" in opens


def test_where_the_documentation_fails_its_exit_code_is_ours_and_nothing_is_to_be_opened(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_folder: Path) -> Path:
        raise subprocess.CalledProcessError(3, "docs/build.py")

    monkeypatch.setattr(whole_site, "documentation", fails)
    assert whole_site.main(["site", "docs"]) == 3
    assert "open" not in capsys.readouterr().out


def test_what_the_site_says_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_what: object, **_how: object) -> Path:
        raise UsageError(message("unknown-profile", found="x"))

    monkeypatch.setattr(whole_site, "publish", fails)
    assert whole_site.main(["site", "docs"]) == 2
    assert capsys.readouterr().err == message("unknown-profile", found="x").text("en") + "\n"


def test_two_folders_are_wanted() -> None:
    assert whole_site.main(["site"]) == 2
