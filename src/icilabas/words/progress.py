"""What is shown while work goes on: stages, how far they have come, and how long they still take."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from icilabas.words.sentences import number as decimals
from icilabas.words.sentences import phrase, thousands
from icilabas.words.text import NOTHING, Text, current_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from rich.progress import Progress, TaskID


Step = Callable[[Text], None]
_Thing = TypeVar("_Thing")
_PIECE = 1 << 16  # bytes read between two steps of the bar: each costs some microseconds


class Shown:
    """The display of a command, and the stages that it is in, the innermost last.

    It is on the terminal only while there is a stage: what a command prints comes when none is left.
    """

    def __init__(self, lang: str | None) -> None:
        self._lang = lang
        self.tasks: list[TaskID] = []
        self.display: Progress | None = None

    @property
    def lang(self) -> str:
        """The language: the options of a command are read after its display is there."""
        return self._lang or current_language()

    def begin(self, name: Text, total: float | None, *, size: bool) -> TaskID:
        """Show a stage inside those that there are."""
        if self.display is None:
            self.display = _display(self.lang)
            self.display.start()
        task = self.display.add_task(name.text(self.lang), total=total or None, size=size)
        self.tasks.append(task)
        return task

    def end(self, task: TaskID) -> None:
        """Show the stage no longer."""
        self.tasks.remove(task)
        if self.display is not None:
            self.display.remove_task(task)
            if not self.tasks:
                self.display.stop()
                self.display = None

    def advance(self, by: float) -> None:
        """Move the innermost stage on."""
        if self.display is not None:
            self.display.advance(self.tasks[-1], by)

    def rename(self, task: TaskID, name: Text, *, advance: int) -> None:
        """Move the stage on, and show it under this name."""
        if self.display is not None:
            self.display.update(task, description=name.text(self.lang), advance=advance)


SHOWN: ContextVar[Shown | None] = ContextVar("icilabas.progress", default=None)


@contextmanager
def shown(lang: str | None = None) -> Iterator[None]:
    """Show the stages of the block, in the language or else that of the process, if standard error is a terminal."""
    if SHOWN.get() is not None or not sys.stderr.isatty():
        yield
        return
    token = SHOWN.set(Shown(lang))
    try:
        yield
    finally:
        SHOWN.reset(token)


@contextmanager
def stage(name: Text, total: float | None = None, *, size: bool = False) -> Iterator[None]:
    """Show a stage while the block runs; ``total`` is how far it goes, in things or (``size``) bytes, if known."""
    now = SHOWN.get()
    if now is None:
        yield
        return
    task = now.begin(name, total, size=size)
    try:
        yield
    finally:
        now.end(task)


def advance(by: float = 1) -> None:
    """Say that the innermost stage has come so much further, in things or bytes."""
    now = SHOWN.get()
    if now is not None:
        now.advance(by)


def each(things: Collection[_Thing], name: Text) -> Iterator[_Thing]:
    """Yield the things, as a stage that has come one further with each."""
    if not things:
        return
    with stage(name, len(things)):
        for thing in things:
            yield thing
            advance()


@contextmanager
def stages(count: int, lang: str) -> Iterator[Step]:
    """Give a function to call at the start of each of ``count`` stages with its name."""
    with shown(lang), stage(NOTHING, count):
        now, started = SHOWN.get(), False
        task = now.tasks[-1] if now else None

        def step(name: Text) -> None:
            nonlocal started
            if now is not None and task is not None:
                now.rename(task, name, advance=int(started))
            started = True

        yield step


def reading(path: Path) -> BinaryIO:
    """Open a file to be read as bytes; the innermost stage comes as far as it is read. Raises OSError."""
    return path.open("rb") if SHOWN.get() is None else _Counted(io.FileIO(path))


class _Counted(io.BufferedReader):
    """A file that says how much of it was read."""

    _untold = 0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self._untold += len(piece)
        if self._untold >= _PIECE or not piece:
            advance(self._untold)
            self._untold = 0
        return piece


def _display(lang: str) -> Progress:
    """Return the display: what is done, how far it is, and how long it will take."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Count(ProgressColumn):
        """How much of how much."""

        def render(self, task: Task) -> Text:
            known = [task.completed, *([task.total] if task.total else [])]
            texts = [amount(number, lang, size=task.fields["size"]) for number in known]
            return Text(" / ".join(texts) if any(known) else "")

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),  # it may name a file
        BarColumn(),
        Count(),
        TimeRemainingColumn(compact=True),
    )
    # what goes to standard output is a result: it is never sent through the display, which is on standard error
    return Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)


def amount(number: float, lang: str, *, size: bool) -> str:
    """Return a number of things, or of bytes, as people read it."""
    if not size:
        return thousands(int(number), lang)
    return phrase("size-megabytes", lang, size=decimals(number / 1e6, lang, 1))
