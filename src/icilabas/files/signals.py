"""What ends a process from outside (Ctrl-C, SIGTERM, a terminal that is closed): nothing is left behind.

Python raises what a signal asks for between two of its own steps, and the engine can take minutes for one of them. So a
thread listens too: where the main thread does not end by itself, it removes what was begun and ends the process.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from icilabas.files import leftovers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_ENDS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_NOTICED, _CLEANED = 1.0, 20.0  # seconds until the main thread has noticed, and until it has cleaned up
_hearing: list[_Hearing] = []  # at most one


class Ended(KeyboardInterrupt):  # so that libraries let it pass as they do the one by Ctrl-C
    """This process was told to end, by Ctrl-C or otherwise."""

    def __init__(self, number: int) -> None:
        """Keep the number of the signal, and the exit code that shells give for it."""
        super().__init__(number)
        self.code = 128 + number


class _Hearing:
    """What is to be done on a signal, by the main thread and by the one that listens."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._noticed, self.over = threading.Event(), threading.Event()

    def end(self, number: int, _frame: object) -> None:
        """Raise what the signal asks for, once: nothing interrupts the cleaning up."""
        if not self._noticed.is_set():
            self._noticed.set()
            raise Ended(number)

    def listen(self, pipe: int) -> None:
        """Wait for a signal, and end the process where it does not end by itself."""
        while told := os.read(pipe, 1):
            if told[0] in _ENDS and not (self._noticed.wait(_NOTICED) and self.over.wait(_CLEANED)):
                try:
                    leftovers.forsake()
                    self._tell()
                finally:
                    os._exit(128 + told[0])


@contextmanager
def heard(tell: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Raise Ended in the block when this process is told to end; signals that it was begun to ignore stay ignored.

    ``tell``: says that it was interrupted, where nobody else can. In another thread than the main one, and inside
    another such block, nothing is changed.
    """
    if _hearing or threading.current_thread() is not threading.main_thread():
        yield
        return
    hearing = _Hearing(tell)
    _hearing.append(hearing)
    before = {
        number: signal.signal(number, hearing.end) for number in _ENDS if signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        with _listening(hearing):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _hearing.clear()


@contextmanager
def _listening(hearing: _Hearing) -> Iterator[None]:
    if sys.platform == "win32":  # whose pipes always wait; there the engine is waited for
        yield
        return
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    before = signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)
    listener = threading.Thread(target=hearing.listen, args=(ours,), daemon=True)
    listener.start()
    try:
        yield
    finally:
        hearing.over.set()
        signal.set_wakeup_fd(before)
        os.close(theirs)
        listener.join()
        os.close(ours)


def take_over() -> None:
    """Say that the signal that came is being seen to, however long that takes; further ones are not heard."""
    for hearing in _hearing:
        hearing.over.set()
    deaf()


def deaf() -> None:
    """Let nothing interrupt this process any more."""
    for number in _ENDS:
        signal.signal(number, signal.SIG_IGN)


def quick_to_end() -> None:
    """Let this process die at once of SIGTERM, and of nothing that a terminal sends: that goes to its parent."""
    deaf()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a handler would wait for the engine to return
