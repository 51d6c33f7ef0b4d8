"""A progress display for what takes longer than a second: on a terminal only, and gone when the work is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from icilabas.messages import Bilingual

Step = Callable[[Bilingual], None]


@contextmanager
def stages(count: int, lang: str) -> Iterator[Step]:
    """Give a function to call at the start of each of ``count`` stages with its name in both languages."""
    if not sys.stderr.isatty():
        yield lambda _name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        task = display.add_task("", total=count)
        started = False

        def step(name: Bilingual) -> None:
            nonlocal started
            display.update(task, description=name.text(lang), advance=1 if started else 0)
            started = True

        yield step
