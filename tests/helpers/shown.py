"""What documents show, run: the commands of their blocks, the programs, the files.

In a ```console block, lines that begin with `$ ` are run, and the lines below are the output expected; `…` stands for
any text, and for any lines when it is alone on its line. A command that is to fail says so: `$ icilabas … # exit 1`. A
```python block is run as a program. A block with a file name behind its language, such as ```sparql mine.rq, is that
file; what belongs to a file of the ontology that is there already is added at its end. A ```diff block with a file name
changes that file: lines with `+` come after the line above them, lines with `-` go.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import sysconfig
from typing import TYPE_CHECKING, NamedTuple

from places import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FLAGS = re.MULTILINE | re.DOTALL
FENCE = re.compile(r"^```(?P<language>\w+)(?: (?P<file>[\w./-]+))?\n(?P<text>.*?)^```$", FLAGS)
EXIT = re.compile(r"# exit (\d)$")


class Block(NamedTuple):
    """A fenced block of a document."""

    document: str
    line: int
    language: str
    file: str | None
    text: str


class Command(NamedTuple):
    """A command of a console block, how it is to end, and the output that is shown below it."""

    line: int
    words: list[str]
    status: int
    output: list[str]


def blocks(document: str) -> list[Block]:
    """Return the blocks of a document, a path below the root of the repository."""
    text = (ROOT / document).read_text("utf-8")
    return [
        Block(document, text.count("\n", 0, match.start()) + 1, match["language"], match["file"], match["text"])
        for match in FENCE.finditer(text)
    ]


def commands(block: Block) -> list[Command]:
    """Return the commands of a console block."""
    found: list[Command] = []
    for line, text in enumerate(block.text.splitlines(), start=block.line + 1):
        if text.startswith("$ "):
            status = EXIT.search(text)
            words = shlex.split(text.removeprefix("$ "), comments=True)
            found.append(Command(line, words, int(status[1]) if status else 0, []))
        else:
            found[-1].output.append(text.rstrip())
    return found


def write(block: Block, folder: Path) -> None:
    """Write the file that a block shows; what is shown of the ontology's own files is added to them."""
    path = folder / str(block.file)
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text("utf-8") if path.exists() and str(block.file).startswith("ontology/") else ""
    path.write_text(before + block.text, "utf-8")


def patch(block: Block, folder: Path) -> None:
    """Change the file that a diff block names; each line that it shows without a sign stands there once."""
    path = folder / str(block.file)
    lines, at = path.read_text("utf-8").splitlines(), 0
    for shown in block.text.splitlines():
        sign, line = shown[:1], shown[1:]
        if sign == "+":
            lines.insert(at, line)
            at += 1
            continue
        assert lines.count(line) == 1, f"{block.document}:{block.line}: not once in {block.file}: {line}"
        at = lines.index(line)
        if sign == "-":
            lines.pop(at)
        else:
            at += 1
    path.write_text("\n".join(lines) + "\n", "utf-8")


def run(words: list[str], folder: Path, lang: str = "en") -> subprocess.CompletedProcess[str]:
    """Run a command as in a terminal of 100 columns, messages and results together.

    Where the folder holds the program itself, that one is run.
    """
    path = [str(folder / "src")] if (folder / "src").is_dir() else []
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]]),
        "PYTHONPATH": os.pathsep.join([*path, *filter(None, [os.environ.get("PYTHONPATH")])]),
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "ICILABAS_LANG": lang,
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


def pattern(lines: list[str]) -> str:
    """Return the regular expression of an expected output."""
    parts = [
        r"(?:.*\n)*?" if line.strip() == "…" else ".*".join(map(re.escape, line.split("…"))) + r"[^\S\n]*\n"
        for line in lines
    ]
    return "".join(parts)


def holds(block: Block, folder: Path, lang: str = "en") -> None:
    """Write the file of a block, run its commands or its program, and see that they do what is shown."""
    if block.file:
        write(block, folder)
    elif block.language == "console":
        for command in commands(block):
            assert command.words[0] == "icilabas", f"{block.document}:{command.line}: not a command of ours"
            done = run(command.words, folder, lang)
            where = f"{block.document}:{command.line}: {shlex.join(command.words)}\n{done.stdout}"
            assert done.returncode == command.status, where
            if command.output:
                assert re.fullmatch(pattern(command.output), done.stdout.rstrip("\n") + "\n"), where
    elif block.language == "python":
        done = run([sys.executable, "-c", block.text], folder, lang)
        assert done.returncode == 0, f"{block.document}:{block.line}\n{done.stdout}"
