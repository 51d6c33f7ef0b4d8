"""What was made before of the same: kept for this user alone, and found by all that it was made of.

Each entry is a file of bytes under the digest of its key, with the digest of its content in the first line: one that is
damaged is made anew. A key holds what is read, the profile, and the program with all that it brings along, so that
nothing has to be taken back when any of them changes: it is not found any more, and goes with the oldest. Entries are
bytes, never code. Nothing is locked: two writers of one entry write the same, and each is there when it is whole.
Where nothing can be kept, work goes on without.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from icilabas.errors import log_warning, os_error_message
from icilabas.files import writing
from icilabas.files.leftovers import MARK, unfinished
from icilabas.words.messages import message
from icilabas.words.text import current_language

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from icilabas.words.text import Text

    Contents = dict[str, list[str | int]]  # of a folder, by path: the digest of a file, or nothing, and the mode


MOST = 500_000_000  # bytes that are kept: of more, the oldest go
SWITCH = "ICILABAS_CACHE"  # ``off``: nothing is kept, by any command
_DAYS = 30  # that nobody has asked for an entry
_HEAD = "icilabas 1 "  # before the digest of the content; the number is raised when entries are written otherwise
_PACKAGE = Path(__file__).resolve().parents[1]
_OF_PACKAGES = (".dist-info", ".egg-info")  # folders that are called by a package and its version
_COMPILED = "__pycache__"
_SWITCHES = "ICILABAS_"  # what in the environment may change a result


def caches() -> Path:
    """Return the folder of ours where the system keeps what is needed for a while, for each user.

    For a user without a home, and for who wants none, it is one that cannot be: nothing is kept.
    """
    try:
        if os.environ.get(SWITCH) != "off":
            return _users_caches() / "icilabas"
    except RuntimeError:
        pass
    return Path(os.devnull, "icilabas")


def _users_caches() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    named = os.environ.get("XDG_CACHE_HOME", "")  # to be passed over where it is relative
    return Path(named if named.startswith("/") else Path.home() / ".cache")


def is_private(folder: Path) -> bool:
    """Say whether the folder is there, no link, and for this user alone."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    if sys.platform == "win32":  # what lies in a user's own folder is
        return folder.is_dir() and not folder.is_symlink()
    return (found.st_mode & 0o170777, found.st_uid) == (0o040700, os.getuid())


def digest(*parts: str | bytes) -> str:
    """Return a digest of the parts, each told from the next."""
    found = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found.update(b"%d " % len(content) + content)
    return found.hexdigest()


class Keeper:
    """The entries of a folder: what is kept is found by its key and by what all of them depend on (``about``).

    ``tell`` is called with what happens to them, which is nothing that a user has to know.
    """

    def __init__(self, folder: Path, about: str, tell: Callable[[Text], None]) -> None:
        """Nothing is read or written yet."""
        self.folder, self.tell = folder, tell
        self._about = about
        self._off = False  # nothing more can be written
        self._beside: Path | None = None  # where entries are written, until each is whole
        self._at_end = ExitStack()

    def close(self) -> None:
        """End writing; where something was written, remove what is old or too much."""
        self._at_end.close()
        if self._beside is not None:
            self._beside = None
            self._trim()

    def find(self, key: str) -> bytes | None:
        """Return what is kept under the key; nothing where it is not there, is damaged or is not ours."""
        path = self._path(key)
        try:
            content = path.read_bytes() if is_private(self.folder) else None
        except OSError:
            content = None
        if content is None:
            return None
        head, _line, content = content.partition(b"\n")
        if head.decode("ascii", "replace") != _HEAD + hashlib.sha256(content).hexdigest():
            self.tell(message("kept-damaged", path=self.folder))
            return None
        with suppress(OSError):
            os.utime(path)  # the last that somebody asked for it
        return content

    def keep(self, key: str, content: bytes) -> None:
        """Keep the content under the key, where that can be done."""
        if self._off or len(content) > MOST // 2:
            return
        try:
            if self._beside is None:
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                if not is_private(self.folder):
                    self._off = True
                    self.tell(message("kept-not-private", path=self.folder))
                    return
                self._beside = self._at_end.enter_context(unfinished(self.folder, "new", folder=True))
            path = self._path(key)
            new = self._beside / path.name
            new.touch(mode=0o600)
            new.write_bytes(f"{_HEAD}{hashlib.sha256(content).hexdigest()}\n".encode() + content)
            new.replace(path)
        except OSError as error:
            self._off = True
            self.tell(message("kept-not-written", path=self.folder, error=os_error_message(error)))

    def has(self, key: str) -> bool:
        """Say whether there is an entry, which may be damaged."""
        return self._path(key).is_file()

    def _path(self, key: str) -> Path:
        return self.folder / digest(self._about, key)

    def _trim(self) -> None:
        """Remove what nobody has asked for in many days, and the oldest of what is too much."""
        with suppress(OSError), os.scandir(self.folder) as entries:
            found = [(entry.stat(follow_symlinks=False), entry.path) for entry in entries]
            files = [(about.st_mtime, about.st_size, path) for about, path in found if stat.S_ISREG(about.st_mode)]
            left, old = MOST, time.time() - _DAYS * 86_400
            for used, size, path in sorted(files, reverse=True):
                left -= size
                if left < 0 or used < old:
                    with suppress(OSError):
                        Path(path).unlink()


_NOW: ContextVar[Keeper | None] = ContextVar("icilabas.kept", default=None)


@contextmanager
def keeping(profile: str, tell: Callable[[Text], None]) -> Iterator[Keeper]:
    """Have `result` keep and find in the block, for this profile and this program."""
    keeper = Keeper(caches() / "made", digest(_program(), profile), tell)
    token = _NOW.set(keeper)
    try:
        yield keeper
    finally:
        _NOW.reset(token)
        keeper.close()


def result(key: str, make: Callable[[], bytes]) -> bytes:
    """Return what was made before under this key, or what ``make`` makes now. The key holds all that it is made of."""
    keeper = _NOW.get()
    if keeper is None:
        return make()
    found = keeper.find(key)
    if found is None:
        found = make()
        keeper.keep(key, found)
    return found


def again(
    out: Path,
    make: Callable[[], object],
    *,
    profile: str,
    options: tuple[object, ...],
    inputs: Sequence[Path] | None,
    whole: Sequence[Path] = (),
    tell: Callable[[Text], None],
) -> None:
    """Have ``make`` write the folder ``out``, unless it was written of the same before.

    Then nothing is written where it still holds exactly that, or else what is kept of it is laid down; warnings are
    given again. ``inputs``: files, and folders whose files are read; None for what may be another each time.
    ``whole``: folders of which all is read. ``options``: what else decides what is written.
    What cannot be read is for ``make`` to tell. Raises what that raises, and UsageError as `writing.new_folder` does.
    """

    def made_of() -> str:
        files, folders = fingerprint(inputs or ()), fingerprint(whole, deep=True)
        return digest("folder", repr(options), files, folders) if files and folders and inputs is not None else ""

    with keeping(profile, tell) as keeper:
        before = made_of()
        if before and _laid_down(keeper, before, out):
            return
        with warnings_told() as told:
            make()
        if before and made_of() == before:  # else they were changed meanwhile
            _note(keeper, before, out, told)


def _laid_down(keeper: Keeper, key: str, out: Path) -> bool:
    """Have the folder hold what is kept of it; say whether that could be done."""
    found = keeper.find(key)
    if found is None:
        keeper.tell(message("kept-new"))
        return False
    noted = json.loads(found)
    files: Contents = noted["files"]
    if contents(out) == files:
        keeper.tell(message("kept-same", path=out))
    else:
        try:
            with writing.new_folder(out) as folder:
                for name, (of, mode) in files.items():
                    _lay(keeper, folder / name, str(of), int(mode))
        except LookupError:
            keeper.tell(message("kept-new"))
            return False
        keeper.tell(message("kept-laid", path=out))
    for text in noted["told"]:
        log_warning(text)
    return True


def _lay(keeper: Keeper, path: Path, of: str, mode: int) -> None:
    """Write a file, or make a folder. Raises LookupError where it is not kept any more."""
    if not of:
        path.mkdir(exist_ok=True)
    elif (content := keeper.find(of)) is None:
        raise LookupError(of)
    else:
        path.write_bytes(content)
    path.chmod(mode)


def _note(keeper: Keeper, key: str, out: Path, told: list[str]) -> None:
    """Keep what the folder holds, and what was told when it was made."""
    found = contents(out)
    names = [name for name, (of, _mode) in found.items() if of]
    if sum((out / name).stat().st_size for name in names) <= MOST // 2:
        for name in names:
            if not keeper.has(of := str(found[name][0])):
                keeper.keep(of, (out / name).read_bytes())
    keeper.keep(key, json.dumps({"files": found, "told": told}).encode())


def contents(folder: Path) -> Contents:
    """Return what a folder of ours holds, itself as ``.``; nothing where it is none, or cannot be read."""
    found: Contents = {}
    try:
        if not (folder / MARK).is_file():
            return {}
        for path in [folder, *sorted(folder.rglob("*"))]:
            mode = path.lstat().st_mode if path != folder else path.stat().st_mode
            of = hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(mode) else ""
            found[path.relative_to(folder).as_posix()] = [of, stat.S_IMODE(mode) if of or stat.S_ISDIR(mode) else mode]
    except OSError:
        return {}
    return found


@contextmanager
def warnings_told() -> Iterator[list[str]]:
    """Give a list of the warnings that are told in the block."""
    import logging  # some milliseconds, which what is found need not pay

    told: list[str] = []

    def note(record: logging.LogRecord) -> bool:
        told.append(record.getMessage())
        return True

    logger = logging.getLogger("icilabas")
    logger.addFilter(note)
    try:
        yield told
    finally:
        logger.removeFilter(note)


def files_of(inputs: Iterable[str | os.PathLike[str]]) -> list[Path] | None:
    """Return the files and folders that inputs are read from, or the bundled data; None where a server is asked.

    That may say something else each time.
    """
    from icilabas.resources import SOURCE_FILE, bundled

    names = [os.fspath(each) for each in inputs] or [os.fspath(bundled())]
    if any("://" in name for name in names):
        return None
    return [read for name in names for read in (Path(name), Path(name).with_name(SOURCE_FILE))]


def fingerprint(paths: Iterable[Path], *, deep: bool = False) -> str:
    """Return a digest of the names and bytes of files, and of the files in folders (``deep``: and below these).

    What is not there is told from what is. Nothing is returned where one of them cannot be read, or is no file.
    """
    try:
        return digest(*(part for path in paths for part in _parts(path.absolute(), deep=deep)), "all")
    except OSError:
        return ""


def _parts(path: Path, *, deep: bool, inside: bool = False) -> Iterator[str | bytes]:
    """Yield the name of a file and the digest of its bytes, and so of each file in a folder. Raises OSError."""
    if path.is_dir():
        if path.name != _COMPILED and (deep or not inside):
            for each in sorted(path.iterdir()):
                yield from _parts(each, deep=deep, inside=True)
        return
    yield str(path)
    try:
        with writing.open_file(path) as file:
            yield hashlib.file_digest(file, "sha256").digest()
    except FileNotFoundError:
        yield "none"


def _program() -> str:
    """Return a digest of the program: its files, those that it brings along, the packages and the Python it runs with.

    Also of the language that warnings are told in, and of what the system gives new files as permissions.
    """
    from icilabas.resources import DATA, ONTOLOGY

    packages = sorted(name for folder in {*sys.path} for name in _packages_in(folder or "."))
    switches = sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith(_SWITCHES))
    mask = os.umask(0)
    os.umask(mask)
    files = fingerprint([_PACKAGE, ONTOLOGY, DATA], deep=True)
    return digest(files, sys.version, sys.platform, *packages, *switches, current_language(), str(mask))


def _packages_in(folder: str) -> Iterator[str]:
    """Yield what says of which version each package in the folder is; nothing where none can be found."""
    try:
        yield from (path.name for path in Path(folder).iterdir() if path.name.endswith(_OF_PACKAGES))
    except OSError:  # a ZIP file, a folder of another user
        return
