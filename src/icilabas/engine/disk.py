"""A store in a folder on disk: written once, in bulk, and from then on only read, by any number of processes."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from icilabas.engine import written
from icilabas.errors import UsageError
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


_FUNCTION = re.compile(r"custom (?:aggregate )?function <(.*)> is not supported")
_ELSEWHERE = re.compile(r"https?:|HTTP|URL|redirect|dns|connect|timed out|certificate", re.IGNORECASE)
_STEP = 20_000  # quads between two calls of ``advance``


def write(store: ox.Store, folder: Path, advance: Callable[[int], None]) -> int:
    """Write all quads of the store to a new store in the folder, safe from a power cut; return how many they are.

    Only what the store says now goes there: nothing of what was removed from it. ``advance`` is called with the number
    of quads after each some thousands. Raises OSError when the folder cannot be written or the disk is full.
    """
    count = 0

    def counted() -> Iterator[ox.Quad]:
        nonlocal count
        for quad in store:
            yield quad
            count += 1
            if count % _STEP == 0:
                advance(_STEP)

    try:
        target = ox.Store(folder)
        target.bulk_extend(counted())
        target.flush()
        del target  # closes it
        written.save(store, folder)
    except RuntimeError as error:  # what the engine's own store makes of a failing disk
        raise OSError(str(error)) from None
    (folder / "LOG").unlink(missing_ok=True)  # what the engine noted: times, and paths of this machine
    for path in (*sorted(folder.iterdir()), folder):
        sync(path)
    return count


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk itself, where the system can say so."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    except OSError:  # … and syncs no file that is only read
        return
    finally:
        os.close(handle)


def open_disk(folder: Path, *, in_memory: bool = False) -> ox.Store:
    """Open the store to read it. Raises OSError when there is none, or it is damaged.

    ``in_memory``: read all of it at once, for many queries: each term of an answer is looked up, and there that takes a
    fifth of the time.
    """
    try:
        store = written.read_only(folder)
        return written.in_memory(store) if in_memory else store
    except (RuntimeError, SyntaxError) as error:
        raise OSError(str(error)) from None


@contextmanager
def undamaged() -> Iterator[None]:
    """Say in a sentence what only shows while a query is answered, as its rows are read.

    That is a function which the engine does not know, a server that does not answer, a store on disk that is damaged.
    Raises UsageError.
    """
    try:
        yield
    except NotImplementedError:  # what rdflib and the engine cannot do together: theirs to say
        raise
    except (OSError, RuntimeError) as error:
        said = (str(error).splitlines() or [type(error).__name__])[0]
        if unknown := _FUNCTION.search(said):
            raise UsageError(message("query-function", name=unknown[1])) from None
        if _ELSEWHERE.search(said) and not said.startswith(("Corruption", "IO error")):
            raise UsageError(message("service-failed", error=said)) from None
        if isinstance(error, RuntimeError) and not said.startswith("Corruption"):
            raise UsageError(message("query-unanswered", error=said)) from None
        raise UsageError(message("store-damaged-inside", error=said.partition(":")[0])) from None
