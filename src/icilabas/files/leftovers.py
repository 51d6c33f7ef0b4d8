"""What is not finished yet: beside its target, for its owner only, and removed by the next where its writer was killed.

A writer that is killed cannot remove what it began. So each holds a lock of the system's on what it makes, which ends
with its process: what nobody holds is nobody's any more. The lock is on the thing itself, for a file of locks beside it
would be left over too.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator


MARK = ".icilabas"  # a file in each folder of ours, and the ending of what is not finished
_OURS = re.compile(rf"\..*-[0-9a-f]{{16}}{re.escape(MARK)}", re.DOTALL)
_TO_HOLD = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_LETTERS = 50  # of the target's name, which may be as long as the system takes
_begun: dict[Path, int] = {}  # what this process makes, and the handle that holds each
_private: set[Path] = set()  # folders that another process has begun for this one


@contextmanager
def unfinished(parent: Path, name: str, *, folder: bool = False) -> Iterator[Path]:
    """Give a new file, or a folder with our mark, in ``parent``; at the end it is removed, unless it was moved.

    Only its owner may read it. What writers left there that were killed is removed first. Raises OSError.
    """
    sweep(parent)
    path = _name(parent, name)
    try:
        while not _made(path, folder=folder):  # a sweeper was quicker: it took what nobody held yet for a leftover
            path = _name(parent, name)
        yield path
    finally:
        let_go(path)
        try:
            _remove(path)
        except BaseException:  # told to end, which is said once
            _remove(path)
            raise


@contextmanager
def work_folder(name: str) -> Iterator[Path]:
    """Give a folder for what is needed for a while, in the system's place for such."""
    import tempfile  # which takes longer than all else here, and is seldom needed

    with unfinished(Path(tempfile.gettempdir()), name, folder=True) as path:
        yield path


def in_unfinished(path: Path) -> bool:
    """Say whether the path lies in a folder that this process has begun: nobody else looks there."""
    return any(parent in _begun or parent in _private for parent in path.parents)


@contextmanager
def private(folder: Path) -> Iterator[None]:
    """Have the folder be one that this process has begun: another process holds it, and removes it."""
    _private.add(folder)
    try:
        yield
    finally:
        _private.discard(folder)


def forsake() -> None:
    """Remove all that this process has begun: it ends at once."""
    for path in list(_begun):
        _remove(path)


def sweep(folder: Path) -> None:
    """Remove from the folder what is unfinished and held by nobody: its writer was killed. What fails stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        for path in [Path(entry) for entry in entries if _OURS.fullmatch(entry.name)]:
            with suppress(OSError):
                mode = path.lstat().st_mode
                if stat.S_ISREG(mode) or (stat.S_ISDIR(mode) and _marked(path)):
                    _sweep_one(path, folder=stat.S_ISDIR(mode))


def _marked(folder: Path) -> bool:
    """Say whether the folder has our mark; an empty one is of a writer that did not come so far."""
    return (folder / MARK).is_file() or not any(folder.iterdir())


def _sweep_one(path: Path, *, folder: bool) -> None:
    if sys.platform == "win32":  # which removes no file that somebody has open
        (path / MARK if folder else path).unlink(missing_ok=folder)
        _remove(path)
        return
    handle = os.open(path, _TO_HOLD)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails where it is held, or the file system has no locks
        _remove(path)
    finally:
        os.close(handle)


def _name(parent: Path, name: str) -> Path:
    return parent / f".{name[:_LETTERS]}-{os.urandom(8).hex()}{MARK}"


def _made(path: Path, *, folder: bool) -> bool:
    """Make a file or folder, and hold it as long as this process lives; say whether it is still there."""
    if folder:
        path.mkdir(0o700)
    else:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        if folder:
            (path / MARK).write_bytes(b"")
        if sys.platform == "win32":
            _begun[path] = os.open(path / MARK if folder else path, os.O_RDONLY)
            return True
        _begun[path] = os.open(path, _TO_HOLD)
        fcntl.flock(_begun[path], fcntl.LOCK_EX | fcntl.LOCK_NB)
        same = os.path.samestat(os.fstat(_begun[path]), path.lstat())
    except (FileNotFoundError, BlockingIOError):
        same = False
    except OSError:  # a file system without locks: nobody else can hold it, and remove it, either
        same = True
    if not same:
        let_go(path)
    return same


def let_go(path: Path) -> None:
    """Hold it no longer: it is finished, or removed. Windows moves nothing that is held."""
    handle = _begun.pop(path, -1)
    if handle >= 0:
        os.close(handle)


def _remove(path: Path) -> None:
    with suppress(OSError):
        if stat.S_ISDIR(path.lstat().st_mode):
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
