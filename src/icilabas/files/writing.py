"""Writing: beside the target, then renamed, so that nobody ever meets a half-written file or folder.

Files and folders only are read and written: a pipe is waited for without an end, and a device has none.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from icilabas.errors import UsageError, cannot_write
from icilabas.files.leftovers import MARK, in_unfinished, let_go, unfinished
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from pathlib import Path


_EXCHANGE = {  # by system: its function, what it takes for “from the current folder”, and its flag for an exchange
    "linux": ("renameat2", [-100], 2),
    "darwin": ("renamex_np", [], 2),
}


def no_device(mode: int) -> None:
    """Raise OSError where the mode is neither that of a file nor of a folder."""
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))


def open_file(path: Path) -> BufferedReader:
    """Open a file to be read as bytes. Raises OSError for what cannot be read, and at once for a pipe or a device."""
    no_device(path.stat().st_mode)
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        no_device(os.fstat(handle).st_mode)  # if it was exchanged since
        return os.fdopen(handle, "rb")
    except OSError:
        os.close(handle)
        raise


def file_bytes(path: Path) -> bytes:
    """Return what is in a file. Raises OSError as `open_file` does."""
    with open_file(path) as file:
        return file.read()


def usual_mode(path: Path) -> None:
    """Give what is finished the permissions that this process gives to files and folders. Raises OSError."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod((0o777 if path.is_dir() else 0o666) & ~mask)


def write_file(path: Path, content: bytes) -> None:
    """Write the file whole or not at all; until it is whole, only its owner can read it.

    Raises UsageError when the place cannot be written, or is no file: a pipe, a device.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if in_unfinished(path):
            path.write_bytes(content)
            return
        with suppress(FileNotFoundError):
            no_device(path.stat().st_mode)
        with unfinished(path.parent, path.name) as beside:
            beside.write_bytes(content)
            usual_mode(beside)
            if sys.platform == "win32":
                let_go(beside)
            beside.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from None


def remove_file(path: Path) -> None:
    """Remove the file. Raises UsageError where that may not be done."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from None


@contextmanager
def new_folder(path: Path, *, marked: bool = True) -> Iterator[Path]:
    """Give a folder with our mark beside ``path``; when the block ends well it takes the place of ``path``.

    A folder is only replaced when it has the mark, as all have that are not written with ``marked=False``, or is
    empty: nobody's own files are lost. Until then only its owner can look into it. Where the system can exchange two
    folders, there is no moment without one. Raises UsageError when the place cannot be written or holds something else.
    """
    path = path.absolute()
    try:
        if path.exists() and not (path / MARK).is_file() and (not path.is_dir() or any(path.iterdir())):
            raise UsageError(message("not-our-folder", path=path))
        target = path.resolve()  # a link stays, and what it leads to is replaced
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(target.parent, target.name, folder=True) as beside:
            yield beside
            usual_mode(beside)
            if sys.platform == "win32":
                let_go(beside)
            if not marked:
                (beside / MARK).unlink()
            _put(beside, target)
    except OSError as error:
        raise cannot_write(path, error) from None


def _put(new: Path, place: Path) -> None:
    """Move a folder to its place; what was there is in its stead, or gone. Raises OSError: then it is still there."""
    if not place.exists():
        new.replace(place)
    elif not exchanged(new, place):
        with unfinished(place.parent, place.name, folder=True) as aside:
            old = place.replace(aside / "old")
            try:
                new.replace(place)
            except BaseException:
                old.replace(place)
                raise


def exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders of one file system in one step; say whether the system could.

    As no library does that on Linux and macOS: ``renameat2`` of the package index is for Linux, and of 2022.
    """
    import ctypes

    known = _EXCHANGE.get(sys.platform)
    if known is None:
        return False
    name, here, flag = known
    try:
        rename = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (OSError, AttributeError):  # of an older system
        return False
    arguments = [argument for path in (one, other) for argument in (*here, os.fsencode(path))]
    return bool(rename(*arguments, flag) == 0)
