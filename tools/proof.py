"""The proof of a release: what its wheel does in an empty environment equals what the checkout does, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[1]
PIP = ("-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check", "install", "--no-compile", "--no-deps")
# What the two do, each in a folder of its own: arguments of the command, and what it has to print or write again.
RUNS = (
    ("--version",),
    ("questions", "--lang", "en"),
    ("query", "shared-challenges", "--param", "a=Nord-Pas-de-Calais", "--param", "b=Kayes", "--format", "csv"),
    ("compare", "Lille", "Tchad", "--lang", "fr"),
    ("measure", "bridges", "--format", "csv"),
    ("new", "mine.xlsx", "--lang", "en"),
    ("validate", "mine.xlsx", "--lang", "en"),
    ("new", "folder", "--lang", "fr"),
    ("network", "collaboration", "--out", "collaboration.graphml", "--lang", "en"),
)
# What the required packages do.
OF_REQUIRED = """
import icilabas as ilb
ds = ilb.load(restricted=False)
print(ilb.__version__, len(ds), len(ilb.project(ds, "collaboration")), ilb.ask(ds, "leaders"))
"""
# What the extras do, each without a connection.
OF_EXTRAS = """
from pathlib import Path
import igraph, pyshacl, icilabas as ilb, icilabas.serve.server
Path("a.xml").write_text('<iati-activities version="2.03"><iati-activity xml:lang="en">'
    '<iati-identifier>X-1</iati-identifier><reporting-org ref="X"><narrative>Us</narrative></reporting-org>'
    '<title><narrative>A</narrative></title><recipient-country code="ML"/></iati-activity></iati-activities>', "utf-8")
print(len(ds := ilb.load("a.xml")), ilb.ask(ds, "who-says-so").to_pandas())
try:
    ilb.load("http://127.0.0.1:9/")
except ilb.UsageError as error:
    print(error)
"""
_WHERE = "import sys, icilabas; print(icilabas.__file__, *sys.path, sep='\\n')"
# With lxml, openpyxl writes the same cells in other bytes: both sides are to go without.
ALIKE = {"OPENPYXL_LXML": "False"}
_OWN = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT")  # of the caller's environment, all that a run gets


class NotProvenError(Exception):
    """The wheel does not do what the checkout does; the text says where they part."""


def install(wheel: Path, pinned: Path, place: Path) -> Path:
    """Make an environment with the pinned packages and the wheel, and nothing else; return its Python.

    The one step of a release that asks the network. Raises CalledProcessError when something cannot be installed.
    """
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)  # noqa: S603  # our own words
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    add(python, pinned)
    subprocess.run([str(python), *PIP, str(wheel)], check=True)  # noqa: S603  # our own words
    subprocess.run([str(python), "-m", "pip", "check"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own words
    return python


def add(python: Path, pinned: Path) -> None:
    """Install pinned packages beside what this Python has. Raises CalledProcessError."""
    command = [str(python), *PIP, "--require-hashes", "--requirement", str(pinned)]
    subprocess.run(command, check=True)  # noqa: S603  # our own words


def prove(
    python: Path,
    site: Path,
    build: Sequence[str],
    runs: Sequence[tuple[str, ...]] = RUNS,
    program: str = OF_REQUIRED,
) -> int:
    """Run the wheel that this Python has, and the checkout; return how many files they wrote alike.

    site: what the checkout builds with the arguments ``build``. program: lines of Python that both run. Raises
    NotProvenError where the two differ, where a run fails, and where the checkout is on the path of the wheel.
    """
    with tempfile.TemporaryDirectory() as home:
        one, other = Path(home) / "wheel", Path(home) / "checkout"
        for folder in (one, other):
            folder.mkdir()
        paths = _run([str(python), "-c", _WHERE], one).decode().split("\n")
        if astray := [path for path in filter(None, paths) if Path(path).resolve().is_relative_to(ROOT / "src")]:
            raise NotProvenError(f"the checkout is on the path of what was installed: {astray[0]}")
        for run in (["-c", program], *(["-m", "icilabas", *run] for run in runs)):
            said = _run([str(python), *run], one)
            if said != _run([sys.executable, *run], other, checkout=True):
                raise NotProvenError(f"{' '.join(run)}: what the wheel prints is not what the checkout prints")
        _run([str(python), "-m", "icilabas", "build", "--out", "site", *build], one)
        return same(one, other, "") + same(one / "site", site, "site/")


def _run(words: list[str], folder: Path, *, checkout: bool = False) -> bytes:
    """Return what a program prints that runs in the folder, in an environment that says nothing of the checkout."""
    environment = {name: os.environ[name] for name in _OWN if name in os.environ}
    environment |= {"LC_ALL": "C.UTF-8", "COLUMNS": "100", "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1", **ALIKE}
    if checkout:
        environment["PYTHONPATH"] = str(ROOT / "src")
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=False)  # noqa: S603  # our own
    if done.returncode:
        raise NotProvenError(f"{' '.join(words)}: {done.stderr.decode(errors='replace')}")
    return done.stdout + done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    """Return each file below the folder by its path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def same(one: Path, other: Path, name: str) -> int:
    """Return how many files both folders hold. Raises NotProvenError for the first that is not in both alike."""
    left, right = ({k: v for k, v in contents(f).items() if name or not k.startswith("site/")} for f in (one, other))
    for path in sorted({*left, *right}):
        if left.get(path) != right.get(path):
            raise NotProvenError(f"{name}{path}: what the wheel writes is not what the checkout writes")
    return len(left)
