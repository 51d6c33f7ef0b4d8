"""Commands that are ended in the middle of their work: at the nth time that they touch a file below a folder.

One process imports all that the commands need, and makes a copy of itself for each of them: a copy costs nothing. What
is ended is the copy, by the signal that is asked for, at what Python tells of (its audit events) before it happens.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from places import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PROGRAM = """
import ctypes, json, os, signal, sys, threading
from icilabas.cli import main as commands
from icilabas.cli import group, options
from icilabas.export import blank_workbook, networks, rdf, workbook
from icilabas.dataset import loading, saved_store
from icilabas.files import leftovers, signals, writing
from icilabas.site import build

def little(store, folder, step, **how):
    # a site that is written in a moment; all else of a build is as it is
    for name in ("answers/who.csv", "downloads/graph.trig", "index.html"):
        writing.write_file(folder / name, rdf.rdf(store, ".trig", restricted=False))

build.write_site = little

EVENTS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree", "fcntl.flock")

def run(words, below, last, number, out):
    counted = [0]
    def step(event, arguments):
        if event not in EVENTS or threading.current_thread() is not threading.main_thread():
            return
        touched = arguments[0]
        if isinstance(touched, bytes):
            touched = touched.decode()
        if not str(touched).startswith(below) and event != "fcntl.flock":
            return
        if event == "open" and arguments[2] is not None and not arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return
        counted[0] += 1
        if counted[0] == last:
            os.kill(os.getpid(), number)
    code = 1
    try:
        sys.addaudithook(step)
        try:
            commands.main(words, prog_name="icilabas")
        except SystemExit as found:
            code = found.code or 0
    finally:
        os.write(out, json.dumps([counted[0], code]).encode())
        os._exit(code)

for line in sys.stdin:
    words, below, last, number = json.loads(line)
    ours, theirs = os.pipe()
    said, says = os.pipe()
    child = os.fork()
    if not child:
        os.close(ours)
        os.dup2(says, 1)
        os.dup2(says, 2)
        run(words, below, last, number, theirs)
    os.close(theirs)
    os.close(says)
    text = os.fdopen(said, "rb").read().decode()
    told = os.fdopen(ours, "rb").read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(json.dumps([status, json.loads(told)[0] if told else 0, text]), flush=True)
"""


class Done(NamedTuple):
    """How a command ended: its exit code, negative for a signal; how often it touched a file; what it printed."""

    code: int
    touched: int
    said: str


@contextmanager
def commands(below: Path) -> Iterator[Callable[..., Done]]:
    """Give a function that runs a command, and ends it at its nth touch of a file below the folder, if told so."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "ICILABAS_LANG": "en", "TMPDIR": str(below / "tmp")}
    (below / "tmp").mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:

        def run(*words: object, last: int = 0, number: int = signal.SIGTERM) -> Done:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps([[*map(str, words)], str(below), last, number]) + "\n")
            process.stdin.flush()
            return Done(*json.loads(process.stdout.readline()))

        yield run
        assert process.stdin
        process.stdin.close()
