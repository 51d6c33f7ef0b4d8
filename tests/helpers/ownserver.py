"""`icilabas serve` as a process of its own, on a free port."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 120  # seconds after which a process that does nothing is given up


class Running(NamedTuple):
    """A server that answers: its address, its process, and the folder for its temporary files."""

    url: str
    process: subprocess.Popen[str]
    folder: Path

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Send the signal; return the exit code and what was still said."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


def begin(*arguments: str | Path, folder: Path) -> Running:
    """Start a server and wait until it says that it is ready."""
    command = [sys.executable, "-m", "icilabas", "serve", "--port", "0", "--lang", "en", *map(str, arguments)]
    folder.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(folder), "TEMP": str(folder)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    said = []
    assert process.stderr
    for line in process.stderr:
        said.append(line)
        if "Ctrl-C" in line:
            break
    address = re.search(r"http://127\.0\.0\.1:\d+", "".join(said))
    assert address, "".join(said)
    return Running(address[0], process, folder)


@contextmanager
def serving(*arguments: str | Path, folder: Path) -> Iterator[Running]:
    """Give a server, and end it."""
    running = begin(*arguments, folder=folder)
    try:
        yield running
    finally:
        code, said = running.end()
        assert code == 0, said
