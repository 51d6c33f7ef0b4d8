"""Files and folders are written whole or not at all, and nobody's own are lost."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from icilabas.errors import UsageError
from icilabas.files.writing import MARK, new_folder, write_file

if TYPE_CHECKING:
    from pathlib import Path


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
