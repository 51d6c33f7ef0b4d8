"""The set-up of a checkout: what it installs, what it says, what stops it, and that it can be run again.

A small project takes the place of ours: the Makefile and the programs are the real ones, its packages are files here.
Python's ensurepip takes most of the time of a set-up: one test goes through it, the others are lent the pip that is here.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import types
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from places import ROOT

import pins
import saying
import set_up

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = ("pins.py", "saying.py", "set_up.py")
BACKEND = """
import zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "small-1.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.writestr("small-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: small\\nVersion: 1.0\\n")
        wheel.writestr("small-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("small-1.0.dist-info/RECORD", "")
    return name
"""
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "small"
version = "1.0"
dependencies = ["brick>=1"]
[project.optional-dependencies]
site = []
"""
# Found before Python's own ensurepip, and imported before an environment is made: all but pip in it is as it would be.
LENDING = """
import pathlib
import venv
def lend(_builder, context):
    [packages] = pathlib.Path(context.env_dir).glob("lib/python*/site-packages")
    (packages / "pip").symlink_to({pip!r})
venv.EnvBuilder._setup_pip = lend
"""


def wheel(folder: Path, name: str) -> str:
    """Write a package of one module; return its pin."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(f"{name}.py", "HERE = True\n")
        made.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        made.writestr(f"{name}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        made.writestr(f"{name}-1.0.dist-info/RECORD", "")
    return f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A checkout in a folder whose name has spaces; its packages lie beside it."""
    checkout, packages = tmp_path / "a folder, été", tmp_path / "packages"
    packages.mkdir()
    (checkout / "tools").mkdir(parents=True)
    for name in PROGRAMS:
        shutil.copyfile(ROOT / "tools" / name, checkout / "tools" / name)
    shutil.copyfile(ROOT / "Makefile", checkout / "Makefile")
    pinned = (
        f"{wheel(packages, 'brick')}    # via small (pyproject.toml)\n{wheel(packages, 'hammer')}    # via nobody\n"
    )
    (checkout / "requirements.txt").write_text(pinned, "utf-8")
    (checkout / "pyproject.toml").write_text(PROJECT, "utf-8")
    (checkout / "backend.py").write_text(BACKEND, "utf-8")
    return checkout


@pytest.fixture
def lent(small: Path) -> Path:
    """A checkout whose environments are given the pip of the one that the tests run in, where that has one."""
    pip = importlib.util.find_spec("pip")
    if pip and pip.origin:
        lending = small.parent / "lending"
        lending.mkdir()
        (lending / "ensurepip.py").write_text(LENDING.format(pip=str(Path(pip.origin).parent)), "utf-8")
    return small


def command(checkout: Path, part: str = "", **more: str) -> tuple[list[str], dict[str, str]]:
    """Return a call of make that sets up, and its environment: pip asks no network but what is named."""
    # nor does it know that a make, as that of the tests, called it: it would say so
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "MAKE", "MFLAGS"))}
    links = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(checkout.parent / "packages")} if not more else {}
    call = ["make", f"PYTHON={sys.executable}", f".venv/.set-up{part}"]
    lending = {"PYTHONPATH": str(checkout.parent / "lending")}
    return call, {**kept, "PIP_CONFIG_FILE": os.devnull, "LC_ALL": "C.UTF-8", **lending, **links, **more}


def run(checkout: Path, part: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    call, environment = command(checkout, part, **more)
    return subprocess.run(call, cwd=checkout, env=environment, capture_output=True, encoding="utf-8", check=False)


def has(checkout: Path, module: str) -> bool:
    python = checkout / ".venv" / "bin" / "python"
    return subprocess.run([python, "-c", f"import {module}"], check=False, capture_output=True).returncode == 0


def completes(checkout: Path) -> None:
    done = run(checkout)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [f"Set-up {step}/3" for step in (1, 2, 3)]
    assert has(checkout, "brick")


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Return what is said of a set-up that failed: one line, before make's own."""
    assert done.returncode != 0
    said, *rest = done.stderr.splitlines()
    assert all(line.startswith("make") for line in rest), done.stderr
    return said


def test_the_site_gets_what_it_needs_and_tests_get_the_rest(small: Path) -> None:
    """With Python's own ensurepip, as everybody has it."""
    completes(small)
    assert not has(small, "hammer")
    again = run(small)
    assert "up to date" in again.stdout
    more = run(small, "-all")
    assert (more.returncode, more.stderr) == (0, "")
    assert "Set-up 1/3" not in more.stdout  # the environment is kept
    assert has(small, "hammer")
    assert "up to date" in run(small).stdout  # and what was set up before still is


def test_a_moved_checkout_is_set_up_anew(lent: Path) -> None:
    completes(lent)
    moved = lent.parent / "elsewhere"
    lent.rename(moved)
    completes(moved)


def test_without_a_network_one_sentence_says_so_and_the_next_run_completes(lent: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, but nobody listens
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/simple"
        for lang, says in (("en", "Connect (behind a proxy"), ("fr", "Connectez-vous (derrière un")):
            assert says in complaint(run(lent, PIP_INDEX_URL=address, PIP_RETRIES="1", ICILABAS_LANG=lang))
            assert not (lent / ".venv" / ".set-up").exists()
    completes(lent)


def test_a_package_that_is_not_the_pinned_one_is_refused(lent: Path) -> None:
    with zipfile.ZipFile(lent.parent / "packages" / "brick-1.0-py3-none-any.whl", "a") as changed:
        changed.writestr("more.py", "")
    assert "its hash differs" in complaint(run(lent))
    assert not has(lent, "brick")


def test_python_without_its_venv_module_is_told_so(lent: Path, tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError", "utf-8")
    assert "apt install python3-venv" in complaint(run(lent, PYTHONPATH=str(tmp_path)))
    completes(lent)


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that takes calls and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        yield server


@pytest.mark.parametrize(("how", "again"), [(signal.SIGINT, False), (signal.SIGKILL, True)])
def test_a_set_up_that_was_interrupted_starts_anew(
    lent: Path, silent: socket.socket, how: signal.Signals, *, again: bool
) -> None:
    """In the middle of pip, by Ctrl-C or with no time to say anything; the first, or one after a change of the pins."""
    if again:
        completes(lent)
    (lent / "requirements.txt").touch()
    address = f"http://127.0.0.1:{silent.getsockname()[1]}/simple"
    pinned = (lent / "requirements.txt").read_text("utf-8")
    (lent / "requirements.txt").write_text(pinned.replace("brick==1.0", "brick==1.1"), "utf-8")
    call, environment = command(lent, PIP_INDEX_URL=address)
    running = subprocess.Popen(
        call, cwd=lent, env=environment, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
    )
    called, _ = silent.accept()  # pip asks now
    half = lent / ".venv" / "half-done"
    half.touch()
    os.killpg(running.pid, how)
    _, said = running.communicate(timeout=60)
    called.close()
    assert running.returncode != 0
    assert ("Set-up interrupted; the same command starts it again." in said) == (how is signal.SIGINT)
    assert "Traceback" not in said
    (lent / "requirements.txt").write_text(pinned, "utf-8")
    completes(lent)
    assert not half.exists()  # nothing of what may be half-done was kept


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ICILABAS_LANG", "en")
    old = types.SimpleNamespace(version_info=(3, 10, 12), version="3.10.12 (main)", stderr=sys.stderr)
    monkeypatch.setattr(set_up, "sys", old)
    assert set_up.main(["site"]) == 1
    assert capsys.readouterr().err.startswith(
        "icilabas needs Python 3.11 or newer; this is Python 3.10.12. Install one"
    )


@pytest.mark.parametrize("name", PROGRAMS)
def test_an_old_python_can_read_the_programs_that_tell_it(name: str) -> None:
    ast.parse((ROOT / "tools" / name).read_text("utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize(
    ("said", "starts"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full: about 500 MB"),
        ("WARNING: Retrying … SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "The packages could not be fetched: the certificate"),
        ("WARNING: Retrying … NewConnectionError('…')\nERROR: No matching distribution found for a==1", "The packages could not be fetched: no answer"),
        ("ReadTimeoutError: HTTPSConnectionPool(host='…'): Read timed out.", "The packages could not be fetched: no answer"),
        ("ERROR: No matching distribution found for numpy==9.9", "numpy==9.9 was not found: the server of packages does not answer, or does not have it"),
        ("ERROR: Cannot be.\nERROR: Another", "The packages could not be installed: Cannot be. What pip said can be read in .venv"),
    ],
)  # fmt: skip
def test_what_pip_says_becomes_one_sentence(monkeypatch: pytest.MonkeyPatch, said: str, starts: str) -> None:
    monkeypatch.setenv("ICILABAS_LANG", "en")
    assert set_up.explained(said, "site").startswith(starts)


def test_each_sentence_is_there_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, (french, english) in saying.SAID.items():
        assert french != english, key
        assert set(re.findall(r"{\w+}", french)) == set(re.findall(r"{\w+}", english)), key
    monkeypatch.delenv("ICILABAS_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert saying.sentence("open").startswith("Le site est prêt : ouvrez site/index.html")


def test_a_log_gets_a_line_now_and_then_a_terminal_one_that_changes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ICILABAS_LANG", "en")
    moment = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: moment[0])
    for terminal in (False, True):
        monkeypatch.setattr(sys.stdout, "isatty", lambda terminal=terminal: terminal)
        progress = saying.Progress()
        for seconds in range(25):
            moment[0] += 1
            progress.now("fetched", done=seconds, count=25)
        progress.step("itself")
        shown = capsys.readouterr().out
        assert shown.endswith("Set-up 3/3: icilabas, in .venv\n")
        assert shown.count("\n") == (1 if terminal else 3)
        assert ("\r" in shown) == terminal


def test_pip_comes_before_all_that_it_installs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[list[str]] = []
    made: list[bool] = []

    def install(what: list[str], *_about: object, **_more: object) -> None:
        listed = [Path(each).read_text("utf-8") for each in what if each.endswith(".txt")]
        read.append(re.findall(r"^([\w.-]+)==", "".join(listed), re.MULTILINE))

    monkeypatch.setattr(set_up, "VENV", tmp_path)
    monkeypatch.setattr(set_up, "STAMPS", {part: tmp_path / part for part in ("site", "all")})
    monkeypatch.setattr(set_up, "make_environment", lambda _version, *, with_pip: made.append(with_pip))
    monkeypatch.setattr(set_up, "install", install)
    set_up.set_up("site", saying.Progress())
    assert read[0] == ["pip"]
    assert made == [not set_up.first_pip()]  # an older pip comes first only where it cannot be run from its file
    assert sorted(len(names) > 50 for names in read[1:-1]) == [True] * set_up.AT_ONCE
    pinned = set_up.requirements("site")  # of some packages one version for older Pythons, one for newer ones
    assert sorted(name for names in read[1:] for name in names) == sorted(
        re.findall(r"^([\w.-]+)==", pinned, re.MULTILINE)
    )
    assert read[-1] == []
    assert [(tmp_path / part).exists() for part in ("site", "all")] == [True, False]


def test_what_the_site_needs_is_set_up_for_it() -> None:
    """All that the program and the documentation import, and what that leads to; nothing for tests."""
    pinned = set_up.requirements("site")
    names = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", pinned, re.MULTILINE)}
    sources = [path.read_text("utf-8") for folder in ("src", "docs") for path in (ROOT / folder).rglob("*.py")]
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        sources += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    homes = importlib.metadata.packages_distributions()
    modules = {
        name.partition(".")[0]
        for source in sources
        for step in ast.walk(ast.parse(source))
        if isinstance(step, ast.Import | ast.ImportFrom)
        for name in ([step.module or ""] if isinstance(step, ast.ImportFrom) else [each.name for each in step.names])
    }
    assert modules > {"pandas", "sphinx", "nbclient"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [Requirement(each).name for each in pins.asked_for(project, "site")]
    asked += [home for module in modules for home in homes.get(module, []) if home != "icilabas"]
    seen: set[str] = set()
    while asked:
        name = canonicalize_name(asked.pop())
        if name not in seen:
            seen.add(name)
            needs = map(Requirement, importlib.metadata.requires(name) or ())
            asked += [each.name for each in needs if not each.marker or each.marker.evaluate({"extra": ""})]
    assert seen <= names
    assert not names & {"pytest", "playwright", "mypy", "ruff", "hypothesis", "owlready2"}
    assert set_up.requirements("all") == (ROOT / "requirements.txt").read_text("utf-8")
