"""The documentation is true: its commands run, the output it shows is real, and it leaves nothing out.

In a ```console block, lines that begin with `$ ` are run, and the lines below are the output expected; `…`
stands for any text, and for any lines when it is alone on its line. A ```python block is run as a program.
A block with a file name behind its language, such as ```sparql mine.rq, is first written to that file.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

import pytest

import icilabas

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
FLAGS = re.MULTILINE | re.DOTALL
FENCE = re.compile(r"^```(?P<language>\w+)(?: (?P<file>[\w./-]+))?\n(?P<text>.*?)^```$", FLAGS)
ROOT = Path(__file__).resolve().parents[1]


class Block(NamedTuple):
    """A fenced block of a document."""

    document: str
    line: int
    language: str
    file: str | None
    text: str


class Command(NamedTuple):
    """A command of a console block and the output that is shown below it."""

    line: int
    words: list[str]
    output: list[str]


def _blocks() -> list[Block]:
    return [
        Block(name, text.count("\n", 0, match.start()) + 1, match["language"], match["file"], match["text"])
        for name in DOCUMENTS
        for text in [(ROOT / name).read_text("utf-8")]
        for match in FENCE.finditer(text)
    ]


def _commands(block: Block) -> list[Command]:
    commands: list[Command] = []
    for line, text in enumerate(block.text.splitlines(), start=block.line + 1):
        if text.startswith("$ "):
            commands.append(Command(line, shlex.split(text.removeprefix("$ "), comments=True), []))
        else:
            commands[-1].output.append(text.rstrip())
    return commands


BLOCKS = _blocks()


def _of(language: str) -> list[object]:
    return [pytest.param(b, id=f"{b.document}:{b.line}") for b in BLOCKS if b.language == language]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a reader would be: a folder with the repository's data and ontology, and the files shown."""
    for name in ("data", "ontology"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for block in BLOCKS:
        if block.file:
            path = tmp_path / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
    return tmp_path


def _run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as in an English terminal of 100 columns, messages and results together."""
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]]),
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
    }
    return subprocess.run(
        words,
        cwd=folder,
        env=environment,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )


def _pattern(lines: list[str]) -> str:
    """Return the regular expression of an expected output."""
    parts = [
        r"(?:.*\n)*?" if line.strip() == "…" else ".*".join(map(re.escape, line.split("…"))) + r"[^\S\n]*\n"
        for line in lines
    ]
    return "".join(parts)


@pytest.mark.parametrize("block", _of("console"))
def test_commands_print_what_is_shown(block: Block, folder: Path) -> None:
    for command in _commands(block):
        assert command.words[0] == "icilabas", f"{block.document}:{command.line}: not a command of ours"
        done = _run(command.words, folder)
        where = f"{block.document}:{command.line}: {shlex.join(command.words)}\n{done.stdout}"
        assert done.returncode == 0, where
        if command.output:
            assert re.fullmatch(_pattern(command.output), done.stdout.rstrip("\n") + "\n"), where


@pytest.mark.parametrize("block", _of("python"))
def test_programs_run(block: Block, folder: Path) -> None:
    done = _run([sys.executable, "-c", block.text], folder)
    assert done.returncode == 0, done.stdout


def _code() -> str:
    """Return all that the documents set as code."""
    texts = [(ROOT / name).read_text("utf-8") for name in DOCUMENTS]
    spans = [span for text in texts for span in re.findall(r"`([^`\n]+)`", FENCE.sub("", text))]
    return "\n".join([*spans, *(block.text for block in BLOCKS)])


def test_every_command_is_documented(tmp_path: Path) -> None:
    helped = _run(["icilabas", "--help"], tmp_path).stdout
    commands = re.findall(r"^  ([a-z][\w-]*)\b", helped.partition("Commands:")[2], re.MULTILINE)
    assert commands, helped
    assert not [name for name in commands if not re.search(rf"\bicilabas {name}\b", _code())]


def test_every_public_name_is_documented() -> None:
    assert not [name for name in icilabas.__all__ if not re.search(rf"\b{name}\b", _code())]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_to_files_lead_somewhere(document: str) -> None:
    targets = re.findall(r"\]\((?!\w+:|#)([^)#]+)", (ROOT / document).read_text("utf-8"))
    assert not [target for target in targets if not (ROOT / target).exists()]


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (["a", "…", "z"], "a\nb\nc\nz\n", True),
        (["a", "…", "z"], "a\nz\n", True),
        (["a…c"], "abc\n", True),
        (["a"], "a\nb\n", False),
        (["a", "…", "y"], "a\nb\nz\n", False),
    ],
)
def test_ellipsis_stands_for_what_is_left_out(shown: list[str], printed: str, *, same: bool) -> None:
    assert bool(re.fullmatch(_pattern(shown), printed)) is same
