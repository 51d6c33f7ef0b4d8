"""Processes that answer: each has the store open, and is ended with a query that asks for too much.

The engine cannot be interrupted, so what limits a query is the process that runs it: its time, its memory, and what
it may write. An answer is written to a file whose name the caller gives, so that no answer passes through the pipes.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import sys
import threading
import time
import traceback
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TypeVarTuple

from icilabas.engine import results
from icilabas.engine.query_text import asks_elsewhere, is_update
from icilabas.errors import UsageError
from icilabas.files import signals
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from icilabas.engine import Store
    from icilabas.words.text import Text

    Result = str | tuple[int, Text]  # the media type of what was written, or a status and why nothing was


BAD, FORBIDDEN, NOT_FOUND, NOT_ACCEPTABLE, BUSY, TOO_SLOW, TOO_MUCH = 400, 403, 404, 406, 503, 504, 507
_MOMENT = 1.0  # seconds in which most queries are answered
_KNOWN = 1000  # queries that are known to take longer
_QUEUE = 64  # queries that may wait or run: more than that would wait in vain
_LONGEST = 1_000_000  # seconds that a system can wait at once
_MEGABYTE = 1_000_000
_SPAWN = multiprocessing.get_context("spawn")  # a fork would take the threads' locks with it
Values = TypeVarTuple("Values")  # what work takes besides the store and the file to write to
_OPENED: dict[str, Store] = {}  # in a worker: its store


class Limits(NamedTuple):
    """What a query may use: seconds, bytes of its answer, bytes of memory beyond those of an idle worker."""

    seconds: float = 30
    answer: int = 64 * _MEGABYTE
    memory: int = 2048 * _MEGABYTE


class Answered(NamedTuple):
    """An answer: its media type, and the file it stands in, to be deleted when read."""

    kind: str
    path: Path


class Refused(Exception):  # noqa: N818  # an answer like another, with the status that HTTP has for it
    """What is not answered: the status of HTTP and why."""

    def __init__(self, status: int, why: Text) -> None:
        """Keep both."""
        super().__init__(why.text())
        self.status, self.why = status, why


class TooLong(Exception):  # noqa: N818  # ends the writing of an answer
    """What was written has too many bytes."""


class Bounded:
    """A file to write to that takes no more than ``most`` bytes."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._left = file, most

    def write(self, data: bytes) -> int:
        """Write the bytes, or raise when they are too many."""
        self._left -= len(data)
        if self._left < 0:
            raise TooLong
        return self._file.write(data)

    def flush(self) -> None:
        """Do as files do."""
        self._file.flush()


class _Process:
    """One process that has the store open and does one thing at a time, and the pipe to it."""

    def __init__(self, store: Path, memory: int) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_work, args=(theirs, store, memory), daemon=True)
        self._process.start()
        theirs.close()  # so that the pipe ends with the process
        self._begun = False
        self.owes = False  # an answer, which nobody waits for any more

    def is_alive(self) -> bool:
        """Whether it can be given work."""
        return self._process.is_alive()

    def do(self, function: Callable[..., Result], values: tuple[object, ...], seconds: float) -> Result:
        """Return what the function returns there, or raise what it raises.

        Raises TimeoutError when that takes longer, EOFError when the process dies of it, ConnectionError when it had
        died before.
        """
        self.owes = True
        try:
            self._pipe.send((function, values))
            self._begun = self._begun or self._pipe.recv()  # to open the store is no part of the work
        except (EOFError, OSError):
            raise ConnectionError from None
        if not self._pipe.poll(seconds):
            raise TimeoutError
        try:
            found = self._pipe.recv()
        except OSError:
            raise EOFError from None
        self.owes = isinstance(found, MemoryError)  # it may not come to rest again
        if isinstance(found, Exception):
            raise found
        result: Result = found
        return result

    def kill(self) -> None:
        """End it at once, whatever it is at: who waits for its answer is told that there is none."""
        self._process.kill()
        self._process.join()

    def forget(self) -> None:
        """End it, when nobody waits for it."""
        self.kill()
        self._pipe.close()


class Workers:
    """A number of processes that have the store of a folder open, and answer one query each at a time.

    Where all are busy, a query still gets a moment at once, in one more process that is kept for that. What is not
    answered in this moment is ended, and begins again when one of the others is free; asked once more, it waits for
    that at once. So queries that take long wait for those that take long, and no quick one does.
    """

    def __init__(self, store: Path, answers: Path, limits: Limits, count: int | None = None) -> None:
        self._store, self._answers, self.limits = store, answers, limits
        self.count = count or max(2, min(8, os.cpu_count() or 1))
        self._names = itertools.count()
        self._queue = threading.BoundedSemaphore(_QUEUE)
        self._places = threading.BoundedSemaphore(self.count)
        self._moment = threading.BoundedSemaphore(1)
        self._slow: OrderedDict[int, None] = OrderedDict()  # the latest that took longer than a moment
        self._lock = threading.Lock()  # of what follows
        self._idle: list[_Process] = []
        self._busy: set[_Process] = set()
        self._stopped = False

    def run(self, work: Callable[[Store, BinaryIO, *Values], str], /, *values: *Values) -> Answered:
        """Have ``work(store, out, *values)`` done in a process: it writes to ``out`` and returns the media type.

        Raises Refused, always with a message.
        """
        if not self._queue.acquire(blocking=False):
            raise Refused(BUSY, message("serve-busy"))
        path = self._answers / str(next(self._names))
        try:
            found = self._in_turn(hash(repr((work, values))), (work, path, self.limits.answer, values))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        finally:
            self._queue.release()
        if isinstance(found, str):
            return Answered(found, path)
        path.unlink()
        raise Refused(*found)

    def _in_turn(self, name: int, values: tuple[object, ...]) -> Result:
        """Have it answered where there is a place, or in a moment, or when a place is free; return what comes of it.

        For a place it waits no longer than a query may take. ``name`` is the same for what is asked again.
        """
        seconds = min(self.limits.seconds, _LONGEST)
        if not self._places.acquire(blocking=False):
            if name not in self._slow:
                with contextlib.suppress(TimeoutError), _one_of(self._moment, seconds):
                    return self._done(_answer, values, min(_MOMENT, seconds))
                self._note(name, slow=True)
            if not self._places.acquire(timeout=seconds):
                raise Refused(BUSY, message("serve-busy"))
        begun = time.monotonic()
        try:
            return self._done(_answer, values, seconds)
        except TimeoutError:
            raise Refused(TOO_SLOW, message("serve-time", seconds=f"{self.limits.seconds:g}")) from None
        finally:
            self._places.release()
            self._note(name, slow=time.monotonic() - begun > _MOMENT)

    def _note(self, name: int, *, slow: bool) -> None:
        with self._lock:
            self._slow.pop(name, None)
            if slow:
                self._slow[name] = None
                if len(self._slow) > _KNOWN:
                    self._slow.popitem(last=False)

    def _done(self, function: Callable[..., Result], values: tuple[object, ...], seconds: float) -> Result:
        """Return what the function returns in a process. Raises TimeoutError where that takes longer."""
        try:
            with self._taken() as process:
                return process.do(function, values, seconds)
        except (EOFError, ConnectionError, MemoryError) as error:
            if self._stopped or isinstance(error, ConnectionError):
                raise Refused(BUSY, message("serve-stopping" if self._stopped else "serve-busy")) from None
            raise Refused(TOO_MUCH, message("serve-memory")) from None

    @contextlib.contextmanager
    def _taken(self) -> Iterator[_Process]:
        """Give an idle process, or a new one; one that has not answered at the end makes room for another."""
        with self._lock:
            if self._stopped:
                raise Refused(BUSY, message("serve-stopping"))
            self._idle = [each for each in self._idle if each.is_alive()]
            process = self._idle.pop() if self._idle else self._new()
            self._busy.add(process)
        try:
            yield process
        finally:
            with self._lock:
                self._busy.discard(process)
                if process.owes or self._stopped:
                    process.forget()
                if not self._stopped:
                    with contextlib.suppress(OSError):  # the next query tries again
                        self._idle.append(self._new() if process.owes else process)

    def _new(self) -> _Process:
        return _Process(self._store, self.limits.memory)

    def stop(self) -> None:
        """End all processes, whatever they are at; who waits for an answer is told so."""
        with self._lock:
            self._stopped = True
            for process in self._busy:
                process.kill()
            for process in self._idle:
                process.forget()
            self._idle.clear()


@contextlib.contextmanager
def _one_of(places: threading.BoundedSemaphore, seconds: float) -> Iterator[None]:
    """Have one of the places, for which so many seconds are waited. Raises Refused."""
    if not places.acquire(timeout=seconds):
        raise Refused(BUSY, message("serve-busy"))
    try:
        yield
    finally:
        places.release()


def _work(pipe: Connection, store: Path, memory: int) -> None:
    """Do in a new process what comes through the pipe, until that ends: functions with their values."""
    _begin(store, memory)
    pipe.send(True)  # noqa: FBT003  # it has begun
    with contextlib.suppress(EOFError):
        while True:
            function, values = pipe.recv()
            try:
                found = function(*values)
            except Exception as error:  # noqa: BLE001  # raised again by the process that asked
                error.add_note(traceback.format_exc())
                found = error
            pipe.send(found)


def _begin(store: Path, memory: int) -> None:
    """Prepare a new process: it dies at once when told so, with its parent, and when it takes too much memory."""
    mortal()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a dying engine prints is not for the user; we say it
    _OPENED["store"] = results.open_to_read(store)
    if sys.platform != "win32":  # which has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        used = _used()
        if used:
            resource.setrlimit(resource.RLIMIT_DATA, (used + memory, used + memory))


def _used() -> int:
    """Return the bytes of data that this process has now, 0 where the system does not say."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData:")), 0)


def mortal() -> None:
    """Let this process die at once when told so, and with its parent; what a terminal sends goes to the parent."""
    signals.quick_to_end()
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(work: Callable[..., str], path: Path, most: int, values: tuple[object, ...]) -> Result:
    """Do the work in this process; return the media type of what stands in the file, or status and reason."""
    try:
        with path.open("wb") as file:
            return work(_OPENED["store"], Bounded(file, most), *values)
    except Refused as refused:
        return refused.status, refused.why
    except UsageError as error:
        return BAD, error.message
    except TooLong:
        return TOO_MUCH, message("serve-size", most=most // _MEGABYTE)


def sparql(store: Store, out: BinaryIO, query: str, graphs: results.Graphs, types: tuple[str, ...]) -> str:
    """Answer a query in one of the media types; raise Refused for what only looks like a query to be answered."""
    if asks_elsewhere(query):
        raise Refused(FORBIDDEN, message("serve-elsewhere"))
    if is_update(query):
        raise Refused(FORBIDDEN, message("serve-read-only"))
    return results.answer(store, query, graphs, types, out)
