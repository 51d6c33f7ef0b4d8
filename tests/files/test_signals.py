"""What ends a process from outside ends it in order, whatever it is at."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from places import SMALL

from icilabas.files import signals

if TYPE_CHECKING:
    from pathlib import Path

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signals")
PROGRAM = """
import signal, sys, threading, time
from pathlib import Path
from icilabas import engine
from icilabas.dataset.loading import load_store
from icilabas.files import leftovers, signals
store = load_store([sys.argv[2]])
signals.signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup begins a program
def swallowed():
    try:
        time.sleep(60)
    except signals.Ended:
        time.sleep(60)
signals._CLEANED = 1
ways = {
    "waiting": lambda: time.sleep(60),
    "engine": lambda: engine.select(store, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"),
    "swallowed": swallowed,
}
try:
    with signals.heard(lambda: print("told", flush=True)):
        with leftovers.unfinished(Path(sys.argv[1]), "site", folder=True):
            threading.Timer(0.3, print, ["ready"], {"flush": True}).start()
            ways[sys.argv[3]]()
except signals.Ended as ended:
    print("raised", flush=True)
    sys.exit(ended.code)
"""


@pytest.mark.journey
@unix
@pytest.mark.parametrize(
    ("name", "number", "said"),
    [("waiting", "SIGTERM", "raised"), ("engine", "SIGINT", "told"), ("swallowed", "SIGTERM", "told")],
)
def test_told_to_end_it_ends_and_leaves_nothing(tmp_path: Path, name: str, number: str, said: str) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), str(SMALL), name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        assert len(list(tmp_path.iterdir())) == 1
        process.send_signal(signal.SIGHUP)
        process.send_signal(getattr(signal, number))
        out, err = process.communicate(timeout=50)
    assert (out, err, process.returncode) == (f"{said}\n", "", 128 + getattr(signal, number))
    assert list(tmp_path.iterdir()) == []


@unix
def test_a_signal_is_raised_once_and_what_was_there_comes_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(signals.Ended) as found, signals.heard():  # noqa: PT012  # what comes after it is the point
        with signals.heard():  # the outer one hears
            assert signal.getsignal(signal.SIGTERM) != before
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGINT)  # while it cleans up
            signals.take_over()
    assert found.value.code == 143
    assert signal.getsignal(signal.SIGTERM) == before


def test_another_thread_hears_nothing() -> None:
    before, found = signal.getsignal(signal.SIGINT), []

    def elsewhere() -> None:
        with signals.heard():
            found.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == [before]


@unix
def test_what_a_terminal_sends_does_not_end_a_process_that_its_parent_ends() -> None:
    numbers = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        signals.quick_to_end()
        found = [signal.getsignal(number) for number in numbers]
        assert found == [signal.SIG_IGN, signal.SIG_IGN, signal.SIG_DFL]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
