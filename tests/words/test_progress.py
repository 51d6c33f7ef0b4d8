"""The progress display: on a terminal only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from places import SMALL

from icilabas.words import progress
from icilabas.words.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = [sys.executable, "-m", "icilabas", "validate", str(SMALL), "--lang", "en"]
NAME = Text({"fr": "Quelque chose", "en": "Something"})


def seen(command: list[str], **options: str) -> tuple[str, str]:
    """Run the command with standard error a terminal; return what that shows, and what goes to standard output."""
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "120", "TERM": "xterm", **options}
    with subprocess.Popen(command, stderr=theirs, stdout=subprocess.PIPE, env=environment) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # Linux's way to say that the other end is closed
                break
            if not piece:
                break
            shown += piece
        assert process.stdout is not None
        printed = process.stdout.read()
    os.close(ours)
    assert process.returncode == 0, shown
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode()), printed.decode()


@pytest.mark.journey
def test_a_terminal_sees_the_stage() -> None:
    shown, printed = seen(COMMAND)
    assert "Checking" in shown
    assert "conforms" in shown
    assert printed == ""


@pytest.mark.journey
def test_a_file_or_a_pipe_does_not() -> None:
    done = subprocess.run(COMMAND, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert done.stderr.splitlines() == [done.stderr.strip()]
    assert done.stderr.startswith("conforms")


@pytest.mark.journey
def test_results_are_printed_apart_from_the_display(tmp_path: Path) -> None:
    triples = "".join(f"<urn:s{n}> <urn:p> <urn:o> .\n" for n in range(20_000))
    path = tmp_path / "[bold]two[ megabytes].nt"
    path.write_text(triples * 2, encoding="utf-8")
    query = tmp_path / "q.rq"
    query.write_text("SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }", encoding="utf-8")
    ask = [sys.executable, "-m", "icilabas", "query", str(query), "--format", "csv", "--input"]
    shown, printed = seen([*ask, str(path), "--lang", "fr"])
    assert printed == "n\n20000\n"
    assert "Lecture : [bold]two[ megabytes].nt" in shown  # as it is: no markup
    assert "Inférence" in shown
    shown, _printed = seen([*ask, str(path), "--lang", "en"])
    assert "Inference" in shown


# A program in which functions deep down say how far they are; each change is drawn.
PROGRAM = """
from icilabas.words import progress
from icilabas.words.text import Text
def deep():
    for thing in progress.each(["a", "b", "c"], Text({"fr": "Choses", "en": "Things"})):
        progress.SHOWN.get().display.refresh()
def reading(path):
    with progress.stage(Text({"fr": "Lire", "en": "Read"}), 2_500_000, size=True), progress.reading(path) as file:
        while file.read(100_000):
            progress.SHOWN.get().display.refresh()
from pathlib import Path
import sys
with progress.shown(sys.argv[2]):
    with progress.stage(Text({"fr": "Tout", "en": "All"})):
        deep()
    print("a result")
    reading(Path(sys.argv[1]))
"""


@pytest.mark.journey
@pytest.mark.parametrize(("lang", "expected"), [("en", "1.3 MB / 2.5 MB"), ("fr", "1,3 Mo / 2,5 Mo")])
def test_functions_deep_down_say_how_far_they_are(lang: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(bytes(2_500_000))
    shown, printed = seen([sys.executable, "-c", PROGRAM, str(tmp_path / "bytes"), lang])
    assert printed == "a result\n"
    assert ("Things" if lang == "en" else "Choses") in shown
    assert "2 / 3" in shown
    assert expected in shown
    assert re.search(r"\d?\d:\d\d", shown)  # the time left


def test_without_a_display_nothing_is_kept_or_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    progress.advance(3)
    with progress.stage(NAME, 3), progress.shown(), progress.stages(2, "en") as step:
        step(NAME)
        progress.advance()
        assert list(progress.each([1, 2], NAME)) == [1, 2]
        with progress.reading(tmp_path / "x") as file:
            assert file.read() == b"abc"
    with pytest.raises(FileNotFoundError):
        progress.reading(tmp_path / "y")


@pytest.mark.journey
def test_a_failure_ends_the_display() -> None:
    shown, _printed = seen([sys.executable, "-c", FAILING])
    assert "cannot be told" in shown
    assert shown.rstrip().endswith("after")


FAILING = """
import sys
from icilabas.words import progress
from icilabas.words.text import Text
try:
    with progress.shown("en"), progress.stage(Text({"fr": "x", "en": "x"})), progress.stage(Text({"fr": "y", "en": "y"})):
        raise ValueError("cannot be told")
except ValueError as error:
    assert progress.SHOWN.get() is None
    print(error, "after", file=sys.stderr)
"""


@pytest.fixture
def display() -> Iterator[progress.Shown]:
    """Give a display as if standard error were a terminal."""
    shown = progress.Shown("fr")
    token = progress.SHOWN.set(shown)
    yield shown
    progress.SHOWN.reset(token)
    assert (shown.tasks, shown.display) == ([], None)  # what begins ends


def told(display: progress.Shown) -> list[tuple[str, float, float | None]]:
    """Return the stages: name, how far it has come, and of how much."""
    assert display.display is not None
    return [(task.description, task.completed, task.total) for task in display.display.tasks]


def test_the_innermost_stage_moves_on(display: progress.Shown) -> None:
    with progress.stage(NAME, 5):
        progress.advance()
        with progress.stage(Text({"fr": "Dedans", "en": "Inside"})):
            progress.advance(2.5)
            assert told(display) == [("Quelque chose", 1, 5), ("Dedans", 2.5, None)]
        progress.advance()
        assert told(display) == [("Quelque chose", 2, 5)]


def test_each_thing_is_one_step_and_counts_when_it_is_done(display: progress.Shown) -> None:
    seen = [told(display) for _thing in progress.each("ab", NAME)]
    assert seen == [[("Quelque chose", 0, 2)], [("Quelque chose", 1, 2)]]
    assert list(progress.each([], NAME)) == []


def test_stages_have_names_and_are_done_when_the_next_begins(display: progress.Shown) -> None:
    with progress.stages(2, "en") as step:
        step(NAME)
        assert told(display) == [("Quelque chose", 0, 2)]
        step(Text({"fr": "Suite", "en": "Next"}))
        assert told(display) == [("Suite", 1, 2)]


def test_a_file_moves_the_stage_by_pieces(display: progress.Shown, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(bytes(3 * 65_536 + 10))
    with progress.stage(NAME, size=True), progress.reading(tmp_path / "x") as file:
        for size, far in ((65_535, 0), (1, 65_536), (65_536, 131_072), (65_546, 196_618), (1, 196_618)):
            file.read(size)
            assert told(display)[0][1] == far


@pytest.mark.parametrize(
    ("number", "size", "fr", "en"),
    [
        (999, False, "999", "999"),
        (1_234_567.9, False, "1\u202f234\u202f567", "1,234,567"),
        (1_250_000, True, "1,2 Mo", "1.2 MB"),
        (40_000, True, "0,04 Mo", "0.04 MB"),
    ],
)
def test_amounts_are_written_as_people_read_them(number: float, size: bool, fr: str, en: str) -> None:  # noqa: FBT001  # what is expected
    assert [progress.amount(number, lang, size=size) for lang in ("fr", "en")] == [fr, en]
