"""What the documentation shows in plain ```sh and ```py blocks, run against a server of our own, or not, with a reason."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import bundled
import little
import pytest
import requests
from ownserver import begin
from places import ROOT, SMALL
from shown import FENCE

from icilabas.dataset.loading import load_store
from icilabas.export import rdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ownserver import Running

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("[ef]*/**/*.md")])
ELSEWHERE = "https://example.org/sparql"
HERE = "http://127.0.0.1:8000"
TRIED_ELSEWHERE = {"many-machines.md"}  # its Python, by tests/export/test_columns.py
NOT_RUN = {  # how a line begins, and why it is not run here
    "make": "it is what continuous integration runs, or takes minutes",
    "source": "it changes the shell that one sits at",
    "py tools": "Windows only",
    "python -m pip install": "it installs from the network: test_without_extras.py tries what it is for",
    ".venv\\": "Windows only",
    "icilabas build --out site": "the same command is run in the blocks that show its output",
    "icilabas serve": "it waits until it is stopped: tests/serve runs it",
    "spark-submit": "it needs a cluster: tests/export/test_columns.py asks Spark where it is installed",
    "diff": "it compares what the line before it wrote",
    "icilabas convert": "its inputs are the reader's: test_engines_agree.py runs it",
}


def lines(page: Path, language: str = "sh") -> list[str]:
    """Return what the plain blocks of a page hold: commands, or programs whole."""
    texts = [
        found["text"] for found in FENCE.finditer(page.read_text(encoding="utf-8")) if found["language"] == language
    ]
    return texts if language == "py" else [line for text in texts for line in text.splitlines() if line.strip()]


def pages(beginning: str) -> list[str]:
    """Return the pages with a line that begins so."""
    return [str(page.relative_to(ROOT)) for page in PAGES if any(line.startswith(beginning) for line in lines(page))]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = begin(SMALL, folder=tmp_path_factory.mktemp("served") / "temporary")
    yield running
    running.end()


@pytest.fixture
def address() -> Iterator[str]:
    """Give an endpoint that holds the bundled workshop."""
    with little.serving(little.writable(load_store([], profile="public"))) as server:
        yield server.url


@pytest.mark.parametrize("page", pages("curl"))
def test_a_request_that_is_shown_is_answered(page: str, server: Running) -> None:
    for line in lines(ROOT / page):
        if line.startswith("curl"):
            words = iter(shlex.split(line)[1:])
            headers, data, url = {}, {}, ""
            for word in words:
                if word == "-H":
                    name, _, value = next(words).partition(": ")
                    headers[name] = value
                elif word == "--data-urlencode":
                    name, _, value = next(words).partition("=")
                    data[name] = value
                else:
                    url = word.replace(HERE, server.url.rstrip("/"))
            answer = requests.request("POST" if data else "GET", url, headers=headers, data=data or None, timeout=60)
            assert answer.ok, (line, answer.text)
            assert len(answer.text.splitlines()) > 1 or answer.json(), line


@pytest.mark.parametrize("page", [page for page in pages("icilabas") if ELSEWHERE in (ROOT / page).read_text("utf-8")])
def test_what_is_asked_of_an_endpoint_is_answered(page: str, address: str, tmp_path: Path) -> None:
    asked = [line.replace(ELSEWHERE, address) for line in lines(ROOT / page) if ELSEWHERE in line]
    assert asked
    (tmp_path / "all.nq").write_bytes(rdf.rdf(bundled.public(), ".nq", restricted=True, inferred=True))
    programs = [text.replace(ELSEWHERE, address) for text in lines(ROOT / page, "py")]
    commands = [  # programs first: they ask, and a command may write
        *(["-c", f"import icilabas as ilb\n{p}"] for p in programs),
        *(["-m", *shlex.split(line)] for line in asked),
    ]
    for command in commands:
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [sys.executable, *command], capture_output=True, text=True, check=False, cwd=tmp_path, env=environment
        )
        assert done.returncode == 0, (command, done.stderr)
    assert (tmp_path / "collaboration.graphml").stat().st_size


def test_what_is_not_run_is_listed() -> None:
    for page in PAGES:
        for line in lines(page):
            run = line.startswith("curl") or ELSEWHERE in line
            assert run or line.startswith(tuple(NOT_RUN)), f"{page.name}: {line}: nobody runs it"
        elsewhere = ELSEWHERE in page.read_text(encoding="utf-8") or page.name in TRIED_ELSEWHERE
        assert not lines(page, "py") or elsewhere, page
