"""A store: a folder that keeps what inputs say and what the rules add, read once and asked any number of times.

The folder holds generations, each a whole store of the engine that is never changed once it is written, and one small
file that says which of them is current and what it is. That file is replaced in one step: whatever ends a writer,
readers find the old content or the new, never a half. The generation before the current one stays, since somebody may
be reading it, unless it holds what the new one is not to show.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import zlib
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Protocol

from icilabas.dataset import access
from icilabas.errors import UsageError, cannot_write, os_error_message
from icilabas.files.writing import file_bytes, open_file, usual_mode
from icilabas.resources import ONTOLOGY
from icilabas.sources import persons
from icilabas.words import progress
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from icilabas.engine.query import Store


FORMAT = 1  # of the folder; raised when what is written here changes
POINTER, _LOCK, _GENERATION = "icilabas-store.json", "icilabas-store.lock", "generation-"
_SMALL = 1 << 25  # bytes of a store that are checked whenever it is opened: some hundredths of a second
_SCHEMA = ("*.ttl", "persons.yaml", "vocabularies/*.ttl", "shapes/*.ttl", "rules/*.rq", "org/*.rq", "profiles/*.rq")


@dataclass(frozen=True)
class Stamp:
    """What the pointer file says of the current content; no time is among it.

    schema: digest of the ontology, shapes and rules that it was made with. quads: how many it holds.
    files: the size in bytes, and the CRC-32, of each file of the generation.
    """

    format: int
    generation: str
    schema: str
    profile: str
    quads: int
    files: dict[str, tuple[int, int]]


@lru_cache(maxsize=1)
def schema() -> str:
    """Return a digest of all that decides what a store holds beside its inputs: ontology, shapes, rules, profiles."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _SCHEMA for path in ONTOLOGY.glob(pattern)):
        content = path.read_bytes().replace(b"\r\n", b"\n")  # a checkout on Windows is the same schema
        digest.update(f"{path.relative_to(ONTOLOGY).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def stamp(folder: Path) -> Stamp:
    """Return what the store in the folder is. Raises UsageError where there is none that this version can read."""
    try:
        text = file_bytes(folder / POINTER).decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(message("no-store" if folder.exists() else "no-such-store", path=folder)) from None
    except PermissionError as error:
        raise UsageError(message("cannot-open", path=folder, error=os_error_message(error))) from None
    except (OSError, ValueError) as error:
        raise _damaged(folder, error) from None
    try:
        said = json.loads(text)
        if said["format"] == FORMAT and said["schema"] == schema():
            return Stamp(**said)
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged(folder, error) from None
    raise UsageError(message("store-other-version", path=folder))


def _damaged(folder: Path, error: object) -> UsageError:
    reason = getattr(error, "strerror", None) or type(error).__name__
    return UsageError(message("store-damaged", path=folder, error=reason))


def current_generation(folder: Path, profile: str, *, strict: bool = False) -> tuple[Path, str]:
    """Return where the current content lies, and the profile it was made with. Raises as `open_store` does."""
    open_store(folder, profile, strict=strict)
    found = stamp(folder)
    return folder / found.generation, found.profile


def open_store(
    folder: Path,
    profile: str = access.INTERNAL,
    *,
    thorough: bool = False,
    strict: bool = False,
    in_memory: float = 0,
) -> Store:
    """Return what the folder keeps as the engine's own store: read-only where it lies, or in memory.

    profile: what is to be shown; ``internal`` is all there is, any other has to be the one that the store was made
    with. thorough: read every byte first to see whether it is as it was written; small stores always are. strict:
    what may be a person is not to be shown. in_memory: of how many quads at most all is read at once, for many queries.
    Raises UsageError, with the remedy, for another profile, where it was made
    to show what may be persons, and for what is not a store, or is damaged.
    """
    from icilabas.engine import disk

    while True:
        found = stamp(folder)
        if profile not in {access.INTERNAL, found.profile}:
            text = message("store-profile", path=folder, found=found.profile, asked=profile)
            raise UsageError(text + message("store-profile-remedy", asked=profile))
        try:
            home = _complete(folder / found.generation, found.files, thorough=thorough)
            store = disk.open_disk(home, in_memory=found.quads <= in_memory)
        except OSError as error:
            if stamp(folder).generation == found.generation:  # else a writer was quicker, twice: look again
                raise _damaged(folder, error) from None
            continue
        if strict and profile != access.INTERNAL:
            with disk.undamaged():
                doubtful = persons.find_persons(store).doubtful
            if doubtful:
                raise UsageError(message("store-doubtful", path=folder))
        return store


def _complete(home: Path, files: dict[str, tuple[int, int]], *, thorough: bool) -> Path:
    """Return the generation's folder. Raises OSError when a file is not there, or not as it was.

    The engine finds most changed bytes itself, when it reads them; in the middle of a query it may go on for ever.
    """
    thorough = thorough or sum(size for size, _crc in files.values()) <= _SMALL
    for name, (size, crc) in files.items():
        same = (home / name).stat().st_size == size and (not thorough or _crc(home / name) == crc)
        if not same:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
    return home


def _crc(path: Path) -> int:
    found = 0
    with open_file(path) as file:
        while piece := file.read(1 << 20):
            found = zlib.crc32(piece, found)
    return found


def only_one(inputs: object, store: object) -> None:
    """Raise UsageError when both inputs and a store are named: nothing is added to a store."""
    if inputs and store is not None:
        raise UsageError(message("input-and-store"))


class Write(Protocol):
    """What makes a store the content of a folder."""

    def __call__(self, make: Callable[[], Store], profile: str, *, infer: bool = False) -> None:
        """Write what ``make`` returns, of which nothing else has to know: it is let go of while the disk sorts.

        ``infer``: the rules have not run; they do, on the disk where there is much (`apply_rules_to_lines`).
        """


@contextmanager
def writer(folder: Path) -> Iterator[Write]:
    """Be the one writer of the folder; give a function that makes a store, of a profile, the folder's content.

    Raises UsageError at once when somebody else is writing, and when the folder is not ours or cannot be written;
    what the folder held before stays.
    """
    from filelock import FileLock, Timeout

    made = not folder.exists()
    try:
        if not folder.is_dir() and folder.exists():
            raise UsageError(message("no-store", path=folder))
        folder.mkdir(parents=True, exist_ok=True)
        names = [path.name for path in folder.iterdir()]
        if POINTER not in names and not all(name.startswith((POINTER, _LOCK, _GENERATION)) for name in names):
            raise UsageError(message("store-not-ours", path=folder))
        with FileLock(folder / _LOCK, timeout=0):
            try:
                yield partial(_replace, folder)
            except BaseException:
                if made:
                    with suppress(OSError):  # somebody's is in it by now
                        (folder / _LOCK).unlink()
                        folder.rmdir()
                raise
    except Timeout:
        raise UsageError(message("store-locked", path=folder)) from None
    except OSError as error:
        raise cannot_write(folder, error) from None


def _replace(folder: Path, make: Callable[[], Store], profile: str, *, infer: bool = False) -> None:
    """Write the next generation, and make it the current one."""
    from icilabas.dataset import inference
    from icilabas.engine import disk

    store = make()
    size = len(store)
    later = infer and size >= inference.LARGE
    if infer:
        (inference.say_in_one_way if later else inference.apply_rules)(store)
    current, narrowed = _current(folder), _narrowed(folder, profile)
    for path in _generations(folder):  # half-made ones of writers that were ended
        if _number(path.name) > _number(current):
            shutil.rmtree(path, ignore_errors=True)
    home = folder / f"{_GENERATION}{max([_number(path.name) for path in _generations(folder)], default=0) + 1}"
    try:
        home.mkdir(0o700)  # until it is whole
        disk.lay_down(store, home)
        del store
        if later:
            size += inference.apply_rules_to_lines(home / disk.LINES)
        with progress.stage(message("storing", path=folder), size):
            quads = disk.take_up(home, progress.advance)
        files = {path.name: (path.stat().st_size, _crc(path)) for path in sorted(home.iterdir())}
        said = asdict(Stamp(FORMAT, home.name, schema(), profile, quads, files))
        usual_mode(home)
        beside = folder / f"{POINTER}.new"
        beside.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        disk.sync(beside)
        disk.sync(folder)  # the generation is there before the pointer says so
        beside.replace(folder / POINTER)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    disk.sync(folder)
    kept = {home.name} if narrowed else {home.name, current}
    for path in _generations(folder):
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


def _current(folder: Path) -> str:
    """Return the generation that the pointer names; none where there is none, or it cannot be read."""
    try:
        return str(json.loads(file_bytes(folder / POINTER))["generation"])
    except (OSError, ValueError, TypeError, KeyError):
        return ""


def _narrowed(folder: Path, profile: str) -> bool:
    """Say whether the current content shows what the profile is not to: then nothing of it stays."""
    try:
        return bool(json.loads(file_bytes(folder / POINTER))["profile"] != profile != access.INTERNAL)
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _generations(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{_GENERATION}*"))


def _number(name: str) -> int:
    number = name.removeprefix(_GENERATION)
    return int(number) if number.isdecimal() else 0
