"""Writing: beside the target, then renamed, so that nobody ever meets a half-written file or folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from icilabas.errors import UsageError, cannot_write
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator


MARK = ".icilabas"
_FILE_MODE, _FOLDER_MODE = 0o666, 0o777


def _mode(full: int) -> int:
    mask = os.umask(0)
    os.umask(mask)
    return full & ~mask


def write_file(path: Path, content: bytes) -> None:
    """Write the file whole or not at all. Raises UsageError when the place cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:50]}-")
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            beside.chmod(_mode(_FILE_MODE))
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise cannot_write(path, error) from None


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder beside ``path``; when the block ends well it takes the place of ``path``.

    A folder is only replaced when it was written by this function before, or is empty: nobody's own files are
    lost. Raises UsageError when the place cannot be written or holds something else.
    """
    path = path.absolute()
    try:
        if path.exists() and not (path / MARK).is_file() and (not path.is_dir() or any(path.iterdir())):
            raise UsageError(message("not-our-folder", path=path))
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name[:50]}-"))
        try:
            beside.chmod(_mode(_FOLDER_MODE))
            (beside / MARK).write_bytes(b"")
            yield beside
            if path.exists():
                old = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name[:50]}-"))
                path.replace(old)
                beside.replace(path)
                shutil.rmtree(old)
            else:
                beside.replace(path)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise cannot_write(path, error) from None
