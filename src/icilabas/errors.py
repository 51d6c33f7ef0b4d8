"""What can go wrong: the data, the call, a package that is not there. One sentence each, in every language."""

from __future__ import annotations

import errno
import os
import re
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from icilabas.words.messages import as_one_line, message
from icilabas.words.text import NOTHING, Text, current_language, in_each_language, same, together

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from pathlib import Path

_OS_REASONS = {
    errno.EACCES: "os-denied",
    errno.EPERM: "os-denied",
    errno.EROFS: "os-read-only",
    errno.ENOENT: "os-nothing",
    errno.ENOTDIR: "os-file",
    errno.EEXIST: "os-file",  # what is raised where a folder is to be made
    errno.EISDIR: "os-folder",
    errno.ENAMETOOLONG: "os-long",
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EADDRINUSE: "os-taken",
    errno.ENODEV: "os-no-file",
}


_SHOWN = 3  # places that are told of faults that are told as one …
_MANY = 5  # … and how many of one kind are told each by itself
_CELL = re.compile(r"(?P<home>.*!|.*:)(?:(?P<letters>[A-Z]+)\d+|\d+:(?P<column>\d+))", re.DOTALL)
_LINE, _DIGITS = re.compile(r":\d+$"), re.compile(r"(\d+)")
_TOLD: set[str] = set()  # packages that a warning has said to be missing: once is enough


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of the data.

    place: ``file:row:column`` (tables), ``file:line:column`` (RDF syntax), or file, subject and property.
    message: what is wrong and what to write instead.
    severity: ``Violation`` (the data have a fault) or ``Warning`` (worth a look).
    """

    place: str
    message: Text
    severity: str = "Violation"

    def text(self, lang: str = "en") -> str:
        """Return the fault as one line in the language."""
        return f"{as_one_line(self.place)}: {self.message.text(lang)}"

    def line(self) -> Text:
        """Return the fault as one line in each language."""
        return in_each_language(self.text)

    def __str__(self) -> str:
        """Return the fault as one English line."""
        return self.text()

    def __hash__(self) -> int:
        """Faults of one place are few: their sentences are not put together for this."""
        return hash(self.place)


class _Where(NamedTuple):
    """Where a fault stands: the file or sheet, its column or property, and the place as told beside others."""

    home: str
    column: str
    short: str
    in_table: bool


def _where(place: str) -> _Where:
    if found := _CELL.fullmatch(place):
        home = found["home"]
        return _Where(home, found["letters"] or found["column"], place.removeprefix(home), in_table=True)
    home, _colon, about = place.rpartition(": ")
    thing, _gap, path = about.partition(" ")
    return _Where(_LINE.sub("", home), path, thing, in_table=False)


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults in the order of their places, each once: row 2 comes before row 10."""
    places = {
        fault: [(len(part), part) if part.isdecimal() else (0, part) for part in _DIGITS.split(fault.place)]
        for fault in faults
    }
    return sorted(places, key=lambda fault: (places[fault], fault))


class FewLines(NamedTuple):
    """Faults as people read them; and, where places are left out, what shows each (else nothing)."""

    lines: list[Fault]
    more: Text


def in_few_lines(faults: Iterable[Fault]) -> FewLines:
    """Return the faults as people read them: of very many of one kind the first, how many there are, and where.

    Of one kind are those that say the same of other values, in a column of a table or of a property in a file. Equal
    warnings of a table are always told as one. The faults come in order; each line stands where its first one does.
    """
    where = {fault: _where(fault.place) for fault in faults}

    def equal(fault: Fault) -> Hashable:
        place = where[fault]
        return (place.home, fault.message) if fault.severity != "Violation" and place.in_table else fault

    def kind(fault: Fault) -> Hashable:
        place = where[fault]
        return fault.severity, place.home, place.column, fault.message.kind

    lines = _joined(_joined([[fault] for fault in where], equal, 1), kind, _MANY)
    told = [_told_as_one(several, where) if several[1:] else several[0] for several in lines]
    return FewLines(told, message("faults-grouped") if any(several[_SHOWN:] for several in lines) else NOTHING)


def _joined(lines: list[list[Fault]], key: Callable[[Fault], Hashable], most: int) -> list[list[Fault]]:
    """Return the lines with those of one key as one where they are more than so many."""
    alike: dict[Hashable, list[list[Fault]]] = defaultdict(list)
    for line in lines:
        alike[key(line[0])].append(line)
    found = []
    for line in lines:
        several = alike[key(line[0])]
        if len(several) <= most:
            found.append(line)
        elif line is several[0]:
            found.append([fault for each in several for fault in each])
    return found


def _told_as_one(several: list[Fault], where: dict[Fault, _Where]) -> Fault:
    first = several[0]
    same_words = where[first].in_table and all(fault.message == first.message for fault in several)
    told = several if same_words else several[1:]
    places = ", ".join(where[fault].short for fault in told[:_SHOWN]) + ("…" if told[_SHOWN:] else "")
    more = message("many-times" if same_words else "many-alike", count=len(told), places=same(places))
    return Fault(
        first.place, in_each_language(lambda lang: _with_stop(first.message.text(lang))) + more, first.severity
    )


def _with_stop(sentence: str) -> str:
    sentence = sentence.rstrip()
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."


class IcilabasError(Exception):
    """Something the user can fix: a message in every language and the exit code of a command."""

    exit_code = 2

    def __init__(self, message: Text) -> None:
        """Keep the message; ``str()`` gives it in English."""
        super().__init__(message.text())
        self.message = message

    def text(self, lang: str = "en") -> str:
        """Return the message in the language."""
        return self.message.text(lang)

    def _render_traceback_(self, *_about: object, **_more: object) -> list[str]:
        """Return what a notebook shows instead of our own lines: what led here, and the sentence in each language."""
        return raised(self)


class UsageError(IcilabasError):
    """An unknown name, a wrong parameter, an output that cannot be written."""


class PlaceError(UsageError):
    """What is wrong at one place: ``fault`` has the place and the message apart, so that each is said once."""

    def __init__(self, fault: Fault) -> None:
        """Keep the fault; it is the message as one line."""
        self.fault = fault
        super().__init__(fault.line())


class DataError(IcilabasError):
    """The data have faults; ``unreadable`` when they could not be read at all."""

    def __init__(self, faults: Iterable[Fault], *, unreadable: bool = False, each: bool = False) -> None:
        """Keep all faults, in the order of their places; very many of one kind are told as one, unless ``each``."""
        self.faults = in_order(faults)
        self.exit_code = 2 if unreadable else 1
        lines, more = FewLines(self.faults, NOTHING) if each else in_few_lines(self.faults)
        super().__init__(together([*(fault.line() for fault in lines), *filter(None, [more])], "\n"))


def raised(error: IcilabasError) -> list[str]:
    """Return what a notebook shows of an error: the reader's own lines that led to it, and what can be done."""
    import traceback
    from pathlib import Path

    package = str(Path(__file__).parent)
    lines: list[str] = []
    for step in traceback.extract_tb(error.__traceback__):
        if step.filename.startswith(package):
            break
        if "IPython" in Path(step.filename).parts:
            lines.clear()
        else:
            lines.append(f"----> {step.lineno} {step.line}")
    texts = dict.fromkeys(error.message.everywhere())
    return [*lines, f"{type(error).__name__}:", *texts]


def os_error_message(error: Exception) -> Text:
    """Return why reading or writing failed; in the system's or the parser's own words where we have none."""
    number = getattr(error, "errno", None)
    if number not in _OS_REASONS and os.strerror(errno.ENOSPC) in str(error):
        number = errno.ENOSPC  # the store's own errors have words and paths, but no number
    if number in _OS_REASONS:
        return message(_OS_REASONS[number])
    words = getattr(error, "strerror", None) or str(error).partition("\n")[0] or type(error).__name__
    return same(words)


def unreadable_file(path: Path, error: Exception) -> DataError:
    """Return the error for a file that cannot be read, with what the system or the parser says."""
    return DataError([Fault(str(path), message("unreadable", error=os_error_message(error)))], unreadable=True)


def cannot_write(path: Path, error: Exception) -> UsageError:
    """Return the error for a file or folder that cannot be written, with what the system says."""
    return UsageError(message("cannot-write", path=path, error=os_error_message(error)))


def log_warnings(faults: Iterable[Fault]) -> None:
    """Log the warnings among the faults, in the order of their places, in the language of this process."""
    for fault in in_few_lines(in_order(fault for fault in faults if fault.severity != "Violation")).lines:
        log_warning(fault.text(current_language()))


def log_warning(text: str) -> None:
    """Log the text as a warning of this package."""
    import logging  # some milliseconds, which `icilabas --help` need not pay

    logging.getLogger("icilabas").warning("%s", text)


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Have the imports in the block say, where one fails, what needs the package, what installs it and what else helps.

    Raises UsageError.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        found = (error.name or extra).partition(".")[0]
        install = f'python -m pip install "icilabas[{extra}]"'
        raise UsageError(message(f"install-{extra}", found=found, install=install)) from None
    except ImportError as error:  # too old, or a library of the system that it needs is missing
        found = (error.name or f"icilabas[{extra}]").partition(".")[0]
        install = f'python -m pip install --upgrade --force-reinstall "{found}"'
        raise UsageError(message("package-not-loaded", found=found, error=error, install=install)) from None


def available(extra: str, name: str, load: Callable[[str], object] = import_module) -> bool:
    """Say whether a package can be loaded that something also goes without; where not, one warning says so."""
    try:
        with needs(extra):
            load(name)
    except UsageError as missing:
        if name not in _TOLD:
            log_warning(missing.text(current_language()))
        _TOLD.add(name)
        return False
    return True
