"""Each command, whatever a user gets wrong: one clear sentence in French and in English, exit code 2, nothing written."""

from __future__ import annotations

import os
import pkgutil
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from places import SMALL
from refusals import COMMANDS, both

import icilabas
from icilabas.cli.main import main
from icilabas.resources import DATA
from icilabas.words.messages import message
from icilabas.words.text import Text, current_language, set_language

if TYPE_CHECKING:
    from collections.abc import Iterator
NOBODY = 65534
EDITIONS = [str(DATA / f"example-network-{year}") for year in (2019, 2021)]
# How each command is called; {in} stands for an input, {out} for a file or folder to write.
READING = {
    "build": ["build", "{in}", "--out", "{out}"],
    "changes": ["changes", "{in}"],
    "compare": ["compare", "Lille", "Kayes", "--input", "{in}"],
    "convert": ["convert", "{in}", "--out", "{out}.ttl"],
    "measure": ["measure", "bridges", "--input", "{in}"],
    "network": ["network", "ties", "--input", "{in}", "--out", "{out}.gexf"],
    "query": ["query", "leaders", "--input", "{in}"],
    "same": ["same", "{in}"],
    "serve": ["serve", "{in}", "--port", "0"],
    "validate": ["validate", "{in}"],
}
KEEPING = {
    name: [word for word in words if word not in {"--input", "{in}"}] + ["--store", "{in}"]
    for name, words in READING.items()
    if name not in {"same", "changes"}
}
WRITING = {
    "build": ["build", str(SMALL), "--out", "{out}"],
    "changes": ["changes", *EDITIONS, "--out", "{out}.txt"],
    "convert": ["convert", str(SMALL), "--out", "{out}.trig"],
    "convert to a store": ["convert", str(SMALL), "--store", "{out}"],
    "network": ["network", "ties", "--input", str(SMALL), "--out", "{out}.csv"],
    "new": ["new", "{out}.xlsx"],
    "same": ["same", str(SMALL), "--out", "{out}.csv"],
    "same page": ["same", str(SMALL), "--out", "{out}.html"],
    "new folder": ["new", "{out}"],
}
NO_INPUT, NO_OUTPUT = {"new", "questions"}, {"compare", "measure", "query", "questions", "serve", "validate"}


def test_each_command_is_called_here() -> None:
    assert set(COMMANDS) == set(READING) | NO_INPUT
    assert set(COMMANDS) == {name.partition(" ")[0] for name in WRITING} | NO_OUTPUT


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to be in, which stays empty."""
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", READING)
@pytest.mark.parametrize("missing", ["nowhere", "nowhere.xlsx", "nowhere/data.trig", "nowhere.xml"])
def test_an_input_that_is_not_there(name: str, missing: str) -> None:
    said = both(READING[name], given=missing, made="site")
    text = message("no-such-input")
    assert said == Text({"fr": f"{missing}: {text.text('fr')}", "en": f"{missing}: {text.text('en')}"})


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", KEEPING)
def test_a_store_that_is_not_there(name: str) -> None:
    assert both(KEEPING[name], given="nowhere", made="site") == message("no-such-store", path="nowhere")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", WRITING)
def test_a_path_that_leads_through_a_file(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("file") / "letter"
    file.write_text("mine", "utf-8")
    said, why = both(WRITING[name], made=file / "below"), message("os-file")
    for lang in ("fr", "en"):
        assert str(file / "below") in said.text(lang)
        assert said.text(lang).endswith(why.text(lang))
    assert file.read_text("utf-8") == "mine"
    assert [path.name for path in file.parent.iterdir()] == ["letter"]


@pytest.fixture
def pipes(tmp_path: Path) -> Iterator[Path]:
    """A folder with a pipe, which waits for a writer that never comes, and a socket; both are still there at the end."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no such files")
    for name in PIPES:
        os.mkfifo(tmp_path / name)
    yield tmp_path
    assert all(path.is_fifo() for path in tmp_path.iterdir())


PIPES = ("pipe", "pipe.ttl", "pipe.csv", "pipe.xlsx", "pipe.xml", "pipe.trig", "pipe.gexf")


@pytest.mark.parametrize("name", READING)
@pytest.mark.parametrize("input_", PIPES[:5])
def test_a_pipe_is_not_waited_for(name: str, input_: str, pipes: Path) -> None:
    said, why = both(READING[name], given=pipes / input_, made=pipes / "out"), message("os-no-file")
    for lang in ("fr", "en"):
        assert said.text(lang).startswith(f"{pipes / input_}: ")
        assert said.text(lang).endswith(why.text(lang))


@pytest.mark.parametrize(
    "words",
    [
        ["convert", str(SMALL), "--out", "{out}.trig"],
        ["network", "ties", "--input", str(SMALL), "--out", "{out}.gexf"],
        ["new", "{out}.xlsx", "--force"],
        ["query", "{out}.rq"],
    ],
)
def test_a_pipe_is_not_replaced_by_a_file(words: list[str], pipes: Path) -> None:
    os.mkfifo(pipes / "pipe.rq")
    said, why = both(words, made=pipes / "pipe"), message("os-no-file")
    for lang in ("fr", "en"):
        assert said.text(lang).endswith(why.text(lang))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    "words",
    [
        *([*READING[name], "--format", form] for name, form in (("query", "csv"), ("query", "table"))),
        *(READING[name] for name in ("compare", "measure")),
        ["build", "{in}", "--out", "{out}/site"],
        ["new", "{out}/book.xlsx"],
        ["questions"],
        ["query", "--help"],
        ["--help"],
        ["--version"],
    ],
)
def test_what_cannot_be_printed_is_said(
    words: list[str], lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if words[0] == "build":
        monkeypatch.setattr("icilabas.site.build.publish", lambda *_how, **_more: tmp_path / "index.html")
    called = [word.replace("{in}", str(SMALL)).replace("{out}", str(tmp_path)) for word in words]
    language = ["--lang", lang] if words[0] not in {"--help", "--version"} else []
    before = current_language()
    set_language(lang)
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stdout", full)
        with pytest.raises(SystemExit) as ended:
            main.main([*called[:1], *language, *called[1:]], prog_name="icilabas")
        monkeypatch.undo()
    set_language(before)
    assert ended.value.code == 2
    text = message("cannot-write", path=message("printed"), error=message("disk-full"))
    assert capsys.readouterr().err == text.text(lang) + "\n"


INTERRUPTED_AT = """
import os, signal, sys
at = ["MODULE"]
def interrupt(event, told):
    if at and event == "import" and told[0] == at[0]:
        at.clear()
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(interrupt)
from icilabas.__main__ import command_line
command_line()
"""


@pytest.mark.parametrize("module", ["click", "icilabas.cli.options", "pyoxigraph", "icilabas.measures.node_measures"])
def test_interrupted_at_its_first_imports_it_says_so(module: str) -> None:
    """What it is at later is ended in ``tests/journeys/test_killed.py``."""
    program = INTERRUPTED_AT.replace("MODULE", module)
    command = [sys.executable, "-c", program, "measure", "bridges", "--input", str(SMALL), "--lang", "fr"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrompu\n")


@pytest.mark.journey
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system may not keep the limit")
@pytest.mark.parametrize(("megabytes", "code"), [(190, 1), (2_000, 0)])
def test_too_little_memory_is_told_in_a_sentence(megabytes: int, code: int, tmp_path: Path) -> None:
    """The engine would end the process with what it writes as it does; with enough all is as without a limit."""
    import resource

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000,) * 2)

    out = tmp_path / "out.nq"
    command = [sys.executable, "-m", "icilabas", "convert", str(SMALL), "--out", str(out)]
    done = subprocess.run([*command, "--lang", "en"], capture_output=True, text=True, check=False, preexec_fn=limited)
    told = (
        f"the memory that this command may take (ulimit -v), {megabytes}.0 MB, is not enough; for what it reads some 70"
    )
    assert done.returncode == code
    assert out.exists() is not bool(code)
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(told) is bool(code)


@contextmanager
def powerless(*needed: Path) -> Iterator[None]:
    """Be a user to whom rights matter; they do not to root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        if not all(os.access(path, os.R_OK, effective_ids=True) for path in needed):
            pytest.skip("the tests run as root, and nobody else may read the repository")
        yield
    finally:
        os.seteuid(0)


@pytest.fixture(scope="module")
def loaded() -> None:
    """See to it that all that the commands import is there, while everything may be read."""
    for module in pkgutil.walk_packages(icilabas.__path__, "icilabas."):  # who may read them now need not later
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for words in WRITING.values():  # and so with what is imported by these only when they run
        with tempfile.TemporaryDirectory() as place:
            called = [word.replace("{out}", f"{place}/out") for word in words]
            assert CliRunner().invoke(main, called).exit_code == 0


@pytest.fixture
def denied(repo: Path, loaded: None) -> Iterator[Path]:  # noqa: ARG001  # is there before rights are given up
    """A folder where nothing may be read or written, with the small dataset and a workbook in it."""
    if not hasattr(os, "geteuid"):
        pytest.skip("rights are another matter on this system")
    home = Path(tempfile.mkdtemp())  # not below pytest's own folder, which is for its user alone
    home.chmod(0o755)
    (home / "open").mkdir()
    (home / "open").chmod(0o777)
    folder = Path(shutil.copytree(SMALL, home / "closed"))
    (folder / "book.xlsx").write_bytes(b"")
    folder.chmod(0)
    with powerless(repo / "ontology" / "icilabas.ttl", SMALL / "source.yaml"):
        yield folder
    folder.chmod(0o755)
    assert list((home / "open").iterdir()) == []
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*(path.name for path in SMALL.iterdir()), "book.xlsx"]
    )
    shutil.rmtree(home)


@pytest.mark.parametrize("below", ["", "territories.csv", "book.xlsx", "data.trig", "data.xml"])
@pytest.mark.parametrize("name", READING)
def test_an_input_that_may_not_be_read(name: str, below: str, denied: Path) -> None:
    said, why = both(READING[name], given=denied / below, made=denied.parent / "open" / "out"), message("os-denied")
    for lang in ("fr", "en"):
        assert said.text(lang).startswith(f"{denied / below}: ")
        assert said.text(lang).endswith(why.text(lang))


@pytest.mark.parametrize("name", KEEPING)
def test_a_store_that_may_not_be_read(name: str, denied: Path) -> None:
    said, why = both(KEEPING[name], given=denied, made=denied.parent / "open" / "out"), message("os-denied")
    for lang in ("fr", "en"):
        assert str(denied) in said.text(lang)
        assert said.text(lang).endswith(why.text(lang))


@pytest.mark.parametrize("name", WRITING)
def test_a_folder_that_may_not_be_written_to(name: str, denied: Path) -> None:
    said, why = both(WRITING[name], made=denied / "out"), message("os-denied")
    for lang in ("fr", "en"):
        assert str(denied / "out") in said.text(lang)
        assert said.text(lang).endswith(why.text(lang))
