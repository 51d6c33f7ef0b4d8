"""Files and folders are written whole or not at all, and nobody's own are lost."""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path

import pytest

from icilabas.errors import UsageError
from icilabas.files import writing
from icilabas.files.leftovers import MARK
from icilabas.files.writing import file_bytes, new_folder, no_device, open_file, write_file


def test_a_file_takes_the_place_of_another_with_the_folders_above_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    write_file(path, b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert [other.name for other in path.parent.iterdir()] == ["c.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_what_is_written_has_the_rights_that_the_system_gives(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_file(tmp_path / "file", b"")
        with new_folder(tmp_path / "folder"):
            pass
    finally:
        os.umask(mask)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o750


def test_a_name_as_long_as_the_system_takes_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 100 + ".txt")
    write_file(path, b"x")
    assert path.read_bytes() == b"x"
    with new_folder(tmp_path / ("f" * 250)):
        pass
    assert len(list(tmp_path.iterdir())) == 2


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(UsageError):
        write_file(tmp_path / "file" / "below", b"x")
    (tmp_path / "taken").mkdir()
    with pytest.raises(UsageError):
        write_file(tmp_path / "taken", b"x")
    with pytest.raises(TypeError):
        write_file(tmp_path / "file", "no bytes")  # type: ignore[arg-type]  # what fails in the middle of writing
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "taken"]
    assert (tmp_path / "file").read_bytes() == b"mine"


def test_a_folder_is_replaced_only_where_it_is_ours_or_empty(tmp_path: Path) -> None:
    home = tmp_path / "site"
    home.mkdir()
    for content in ("one", "two"):
        with new_folder(home) as folder:
            assert [path.name for path in folder.iterdir()] == [MARK]
            (folder / content).touch()
        assert sorted(path.name for path in home.iterdir()) == [MARK, content]
    (home / MARK).unlink()
    with pytest.raises(UsageError), new_folder(home):
        pytest.fail("the block is not to run")
    assert [path.name for path in home.iterdir()] == ["two"]
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(UsageError), new_folder(tmp_path / "file"):
        pytest.fail("the block is not to run")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "site"]


def test_a_folder_stays_where_the_block_fails(tmp_path: Path) -> None:
    with new_folder(tmp_path / "site") as folder:
        (folder / "old").touch()
    with pytest.raises(UsageError), new_folder(tmp_path / "site") as folder:
        (folder / MARK).mkdir()
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [MARK, "old"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_may_be_its_readers_own_from_then_on(tmp_path: Path) -> None:
    with new_folder(tmp_path / "mine", marked=False) as folder:
        (folder / "file").touch()
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["file"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("swaps", [True, False])
def test_until_it_is_whole_only_its_owner_sees_it_and_there_is_no_moment_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, swaps: bool
) -> None:
    moved: list[str] = []
    replace = Path.replace

    def told(path: Path, target: Path) -> Path:
        moved.append(path.name)
        return replace(path, target)

    with new_folder(tmp_path / "site") as folder:
        (folder / "old").touch()
    (tmp_path / "link").symlink_to("site")
    swaps = swaps and writing.exchanged(tmp_path / "site", tmp_path / "site")  # not every system can
    monkeypatch.setattr(writing, "exchanged", writing.exchanged if swaps else lambda *_paths: False)
    monkeypatch.setattr(Path, "replace", told)
    with new_folder(tmp_path / "link") as folder:
        (folder / "new").touch()
        assert folder.stat().st_mode & 0o777 == 0o700
    assert len(moved) == (0 if swaps else 2)
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [MARK, "new"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "site"]
    assert (tmp_path / "link").is_symlink()


def test_where_the_new_one_cannot_be_put_the_old_one_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_folder(tmp_path / "site") as folder:
        (folder / "old").touch()
    replace = Path.replace

    def fails(path: Path, target: Path) -> Path:
        if path.name.startswith(".site-"):
            raise PermissionError
        return replace(path, target)

    monkeypatch.setattr(writing, "exchanged", lambda *_paths: False)
    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(UsageError), new_folder(tmp_path / "site"):
        pass
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [MARK, "old"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="of Linux, where the builds of the tests run")
def test_linux_exchanges_two_folders_in_one_step(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"of-{name}").touch()
    if not writing.exchanged(tmp_path / "a", tmp_path / "b"):
        pytest.skip("this file system cannot")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["of-b"]
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["of-a"]
    assert not writing.exchanged(tmp_path / "a", tmp_path / "none")
    assert (tmp_path / "a").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_or_a_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "null").symlink_to("/dev/null")
    for name in ("pipe", "null"):
        with pytest.raises(UsageError, match="is a pipe, a socket or a device; name a file"):
            write_file(tmp_path / name, b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["null", "pipe"]


def test_a_file_is_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"one\r\n\x00\x1atwo")
    assert file_bytes(tmp_path / "file") == b"one\r\n\x00\x1atwo"
    with open_file(tmp_path / "file") as file:
        assert file.read(3) == b"one"
    no_device((tmp_path / "file").stat().st_mode)
    no_device(tmp_path.stat().st_mode)


@pytest.mark.journey
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_a_socket_and_a_device_are_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    (tmp_path / "link").symlink_to("pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        for name in ("pipe", "link", "socket", "/dev/zero", "/dev/null"):
            with pytest.raises(OSError, match=os.strerror(errno.ENODEV)):
                open_file(Path(name))
    before = os.stat_result((0o100644, *range(9)))
    monkeypatch.setattr(Path, "stat", lambda _path: before)  # exchanged between the look and the opening
    with pytest.raises(OSError, match=os.strerror(errno.ENODEV)):
        open_file(Path("pipe"))
