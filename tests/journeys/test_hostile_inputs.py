"""Hundreds of hostile inputs, each refused with its exit code and one sentence, in bounded time and memory.

The limits are the system's own: of memory that may be asked for, and of processor time, whatever else the machine does.
"""

from __future__ import annotations

import re
import signal
import threading
from collections import Counter
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hostile
import pytest
from click.testing import CliRunner

from icilabas.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

MEMORY = 512 << 20  # bytes that one call may ask for beyond what the process has
PROCESSOR = 3.0  # seconds of processor for one call; none takes a third of one
LONGEST = 900  # characters of a sentence, without the paths in it
INSIDES = re.compile(  # what belongs to a program, not to its user
    r"Traceback|Errno|0x[0-9a-f]{6}|\bat line \d+ column|codec|Exception|Error\b|pyoxigraph|openpyxl|lxml|rdflib|yaml\.|"
    r"LoadDocumentCallback|NoneType|unhashable|<class|object at|\\\\u\{|\.py\b"
)


@contextmanager
def bounded(seconds: float = PROCESSOR) -> Iterator[None]:
    """Let what is done here take so much memory and processor time, and no more."""
    resource = pytest.importorskip("resource", reason="this system has no such limits")

    def late(_number: int, _frame: object) -> None:
        raise AssertionError(f"more than {seconds:g} seconds of processor")

    before = resource.getrlimit(resource.RLIMIT_AS)
    heard = signal.signal(signal.SIGPROF, late)
    with suppress(OSError):  # where the system does not say how much a process has
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY, before[1]))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, before)
        signal.signal(signal.SIGPROF, heard)


def call(words: list[str], lang: str, typed: bytes = b"") -> Result:
    with bounded():
        result = CliRunner().invoke(main, [*words, "--lang", lang], input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


def sentence(result: Result, *, checked: bool) -> str:
    """The one line that is said of what is wrong; after checks a line with their count follows it."""
    lines = (result.stdout + result.stderr).splitlines()
    told = lines[:-1] if checked and result.exit_code == hostile.FAULTY else lines
    assert len(told) == 1, told
    return told[0]


def judge(one: hostile.Hostile, folder: Path) -> None:
    """Call the command in both languages, and look at what it says and leaves."""
    given, made = folder / "in", folder / "out"
    for name, content in one.files.items():
        path = given / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    given.mkdir(exist_ok=True)
    named = str(given / one.given) if one.given else str(given)
    words = [word.replace("{in}", named).replace("{out}", str(made)) for word in one.words]
    said = {}
    for lang in ("fr", "en"):
        result = call(words, lang, one.typed)
        said[lang] = sentence(result, checked=words[0] == "validate")
        assert result.exit_code == one.code, said[lang]
        assert one.place in said[lang]
        assert said[lang].isprintable()
        plain = said[lang].replace(str(folder), "")
        for word in words:
            plain = plain.replace(word, "") if len(word) > LONGEST else plain
        assert len(plain) <= LONGEST, plain
        assert not INSIDES.search(plain), plain
    assert said["fr"] != said["en"]
    assert [path.name for path in folder.iterdir()] == ["in"], "something was written"
    assert {str(path.relative_to(given)) for path in given.rglob("*") if path.is_file()} == {*one.files}


def test_hostile_inputs_are_refused_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    failed: dict[str, str] = {}
    corpus = hostile.corpus()
    for number, one in enumerate(corpus):
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            judge(one, folder)
        except AssertionError as error:
            failed[one.name] = str(error).partition("\nassert")[0]
    assert not failed, "\n".join(f"{name}: {why}" for name, why in failed.items())
    assert len(corpus) >= 480


@pytest.mark.parametrize("table", [*hostile.cells()], ids=lambda table: table.table)
def test_each_cell_that_does_not_fit_is_told_once(table: hostile.Cells, tmp_path: Path) -> None:
    path = tmp_path / f"{table.table}.csv"
    path.write_text(table.text, "utf-8")
    for lang in ("fr", "en"):
        result = call(["convert", str(path), "--out", str(tmp_path / "out.nq")], lang)
        assert result.exit_code == hostile.FAULTY
        told = Counter(line.partition(": ")[0] for line in result.stderr.splitlines())
        for place in table.places:
            assert told[str(tmp_path / place).removesuffix(": ")] == 1, (place, result.stderr)
        assert result.stderr.replace("\n", "").isprintable()
        assert not INSIDES.search(result.stderr), result.stderr
    assert list(tmp_path.iterdir()) == [path]


WORK = (
    ("validate", "{in}"),
    ("convert", "{in}", "--infer", "--out", "{out}.jsonld"),
    ("convert", "{in}", "--out", "{out}.xlsx"),
    ("measure", "bridges", "--input", "{in}"),
    ("network", "ties", "--input", "{in}", "--out", "{out}.gexf"),
    ("compare", "lille", "others", "--input", "{in}"),
    ("query", "who-says-so", "--input", "{in}"),
)


@pytest.mark.parametrize("seed", [0, 5, 7, 14])
def test_nonsense_is_no_reason_to_fall_over(seed: int, tmp_path: Path) -> None:
    """Whatever statements say of things: each command does its work, or says what is wrong in lines of ours."""
    path = tmp_path / "data.ttl"
    path.write_text(hostile.statements(seed), "utf-8")
    for number, words in enumerate(WORK):
        called = [word.replace("{in}", str(path)).replace("{out}", str(tmp_path / str(number))) for word in words]
        result = call(called, ("fr", "en")[number % 2])
        assert result.exit_code in {0, hostile.FAULTY, hostile.REFUSED}
        assert not INSIDES.search(result.stderr), result.stderr
        assert all(line.isprintable() for line in result.stderr.splitlines())


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server that answers what it is asked to, by the path that is asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # as the library calls it
            answer = hostile.ANSWERS[self.path.strip("/").replace("%20", " ").replace("+", " ")]
            self.send_response(answer.status)
            for name, value in ({"Content-Length": str(len(answer.content))} | dict(answer.headers)).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.mark.parametrize("name", hostile.ANSWERS)
def test_hostile_answers_are_refused_in_one_sentence(name: str, server: str, tmp_path: Path) -> None:
    address = f"{server}/{name.replace(' ', '+')}"
    said = set()
    for lang in ("fr", "en"):
        result = call(["convert", address, "--out", str(tmp_path / "out.nq")], lang)
        line = sentence(result, checked=False)
        assert result.exit_code == hostile.REFUSED, line
        assert server in line
        assert line.isprintable()
        assert len(line) <= LONGEST
        assert not INSIDES.search(line), line
        said.add(line)
    assert len(said) == 2
    assert list(tmp_path.iterdir()) == []


def test_what_takes_too_long_or_too_much_would_be_seen() -> None:
    def for_ever() -> None:
        with bounded(0.1):
            while True:
                pass

    def too_much() -> bytearray:
        with bounded():
            return bytearray(2 * MEMORY)

    with pytest.raises(AssertionError, match="seconds of processor"):
        for_ever()
    with pytest.raises(MemoryError):
        too_much()
