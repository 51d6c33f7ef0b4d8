"""What is not finished is its owner's, held while its writer lives, and removed by the next where that one died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any

import pytest

from icilabas.files import leftovers
from icilabas.files.leftovers import MARK, sweep, unfinished, work_folder

if TYPE_CHECKING:
    from pathlib import Path

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither such modes nor such locks")
DEAD = f".site-0123456789abcdef{MARK}"
WRITER = """
import sys
from pathlib import Path
from icilabas.files.leftovers import unfinished
with unfinished(Path(sys.argv[1]), "site", folder=True) as folder:
    (folder / "page").touch()
    print("ready", flush=True)
    sys.stdin.read()
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@unix
@pytest.mark.parametrize(("folder", "mode"), [(True, 0o700), (False, 0o600)])
def test_it_is_its_owners_and_held_and_gone_at_the_end(tmp_path: Path, mode: int, *, folder: bool) -> None:
    with unfinished(tmp_path, "site", folder=folder) as path:
        assert path.stat().st_mode & 0o777 == mode
        assert (names(path) == [MARK]) if folder else (path.read_bytes() == b"")
        sweep(tmp_path)
        with unfinished(tmp_path, "site", folder=folder) as second:  # sweeps too
            assert names(tmp_path) == sorted([path.name, second.name])
    assert names(tmp_path) == []
    with pytest.raises(KeyboardInterrupt), unfinished(tmp_path, "site", folder=folder):
        raise KeyboardInterrupt
    assert names(tmp_path) == []


@pytest.mark.journey
@unix
def test_what_a_killed_writer_left_is_removed_and_what_a_living_one_makes_is_not(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout
        writer.stdout.readline()
        sweep(tmp_path)
        (left,) = tmp_path.iterdir()
        assert names(left) == [MARK, "page"]
        writer.send_signal(signal.SIGKILL)
    assert names(left) == [MARK, "page"]
    sweep(tmp_path)
    assert names(tmp_path) == []


@unix
def test_nothing_of_anybody_elses_is_removed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / MARK).touch()
    home = tmp_path / "home"
    for name, inside in ((DEAD, ["mine"]), (".site-notes", [MARK]), (".site-abcd1234", [MARK]), ("site", [MARK])):
        (home / name).mkdir(parents=True)
        for file in inside:
            (home / name / file).touch()
    (home / DEAD.replace("site", "link")).symlink_to(elsewhere)
    os.mkfifo(home / DEAD.replace("site", "pipe"))
    before = names(home)
    sweep(home)
    assert names(home) == before
    assert names(elsewhere) == [MARK]


@unix
@pytest.mark.parametrize("inside", [None, [], [MARK], [MARK, "page"]])
def test_a_leftover_is_known_by_its_name_and_its_mark(tmp_path: Path, inside: list[str] | None) -> None:
    path = tmp_path / DEAD
    if inside is None:
        path.touch()
    else:
        path.mkdir()
        for name in inside:
            (path / name).touch()
    sweep(tmp_path)
    assert names(tmp_path) == []


@unix
def test_a_sweeper_that_is_quicker_takes_nothing_from_a_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, opened = [], os.open

    def slow(path: str, flags: int, *mode: int, **more: Any) -> int:
        if str(path).endswith(MARK) and str(path) not in made and not flags & os.O_CREAT:
            made.append(str(path))
            if len(made) < 3:
                sweep(tmp_path)
        return opened(path, flags, *mode, **more)

    monkeypatch.setattr(os, "open", slow)
    with unfinished(tmp_path, "site", folder=True) as path:
        monkeypatch.undo()
        assert names(path) == [MARK]
        assert len(made) == 3
        sweep(tmp_path)
        assert names(tmp_path) == [path.name]


def test_what_this_process_has_begun_goes_when_it_ends_at_once(tmp_path: Path) -> None:
    with unfinished(tmp_path, "site", folder=True) as path, leftovers.private(tmp_path / "others"):
        (tmp_path / "others").mkdir()
        (path / "page").touch()
        assert leftovers.in_unfinished(path / "deep" / "page")
        assert leftovers.in_unfinished(tmp_path / "others" / "page")
        assert not leftovers.in_unfinished(tmp_path / "page")
        leftovers.forsake()
        assert names(tmp_path) == ["others"]
    assert not leftovers.in_unfinished(tmp_path / "others" / "page")


def test_what_is_needed_for_a_while_is_in_the_systems_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / DEAD).mkdir()
    with work_folder("answers") as folder:
        assert folder.parent == tmp_path
        assert names(tmp_path) == [folder.name]
    assert names(tmp_path) == []
