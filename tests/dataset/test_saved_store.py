"""Stores on disk: the same answers as from the inputs, old or new whatever ends a writer, one sentence a fault."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from unittest.mock import Mock

import pytest
from click.testing import CliRunner, Result
from places import SMALL, TESTS
from smalldisk import small_disk

import icilabas as ilb
from icilabas import engine
from icilabas.asking import questions
from icilabas.cli.main import main
from icilabas.dataset import saved_store
from icilabas.dataset.loading import load_store
from icilabas.engine import written
from icilabas.engine.terms import ONTOLOGY_GRAPH, Iri
from icilabas.networks.projection import views
from icilabas.resources import ONTOLOGY
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = "SELECT (COUNT(*) AS ?n) (MIN(?o) AS ?least) (MAX(?o) AS ?most) WHERE { GRAPH ?g { ?s <urn:version> ?o } }"


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [*map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refused(*arguments: str | Path, code: int = 2) -> str:
    result = run(*arguments, "--lang", "en")
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the small dataset that everybody may see; no test changes it."""
    folder = tmp_path_factory.mktemp("store") / "public"
    assert run("convert", SMALL, "--store", folder).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "internal"
    assert run("convert", SMALL, "--store", folder, "--include-restricted").exit_code == 0
    return folder


@pytest.fixture
def own(public: Path, tmp_path: Path) -> Path:
    """A copy of the public store, to be damaged."""
    return Path(shutil.copytree(public, tmp_path / "own"))


def test_a_store_says_what_its_inputs_say(internal: Path) -> None:
    kept, read = saved_store.open_store(internal), load_store([SMALL])
    assert set(engine.quads(kept)) == set(engine.quads(read))
    hidden = [ONTOLOGY_GRAPH]  # whose blank nodes have other names each time
    assert engine.dump(kept, ".nq", leave_out=hidden) == engine.dump(read, ".nq", leave_out=hidden)
    for asked in [*questions.questions(), *views()]:
        assert engine.select(kept, asked.text) == engine.select(read, asked.text), asked.name


@pytest.mark.parametrize(
    "command",
    [
        ("query", "said-by", "--format", "csv"),
        ("query", "leaders", "--format", "json"),
        ("compare", "lille", "kayes", "--format", "json"),
        ("measure", "ties", "--format", "csv"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_commands_say_the_same_of_a_store(command: tuple[str, ...], public: Path, internal: Path) -> None:
    read = run(*command, "--input", SMALL)
    assert read.exit_code == 0
    assert read.stdout
    kept = run(*command, "--store", internal if command[0] == "query" else public)
    assert (kept.exit_code, kept.stdout) == (0, read.stdout)


@pytest.mark.journey
@pytest.mark.parametrize(
    ("command", "names"),
    [
        (("network", "ties", "--out", "x.graphml"), ("--input", "--store")),
        (("convert", "--out", "x.trig"), (None, "--store")),
        (("convert", "--out", "x.xlsx"), (None, "--store")),
        (("build", "--out", "x"), (None, "--store")),
    ],
    ids=lambda value: " ".join(map(str, value[:1])),
)
def test_files_written_from_a_store_are_the_same(
    command: tuple[str, ...], names: tuple[str | None, str], public: Path, tmp_path: Path
) -> None:
    found = []
    for option, place in zip(names, (SMALL, public), strict=True):
        target = tmp_path / place.name / command[-1]
        target.parent.mkdir()
        result = run(*command[:-1], target, *([option] if option else []), place)
        assert result.exit_code == 0, result.output
        paths = sorted(path for path in [target, *target.rglob("*")] if path.is_file())
        found.append({path.name: path.read_bytes() for path in paths})
    assert found[0]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("command", "on_disk"),
    [
        (("query", "leaders"), True),
        (("compare", "lille", "kayes"), False),
        (("measure", "ties"), False),
        (("network", "ties", "--out", "x.json"), False),
        (("validate",), False),
    ],
)
def test_one_query_is_asked_of_the_disk_and_many_of_memory(
    command: tuple[str, ...], public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, on_disk: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    copied = Mock(wraps=written.in_memory)
    monkeypatch.setattr(written, "in_memory", copied)
    assert run(*command, "--store", public).exit_code == 0
    assert copied.called is not on_disk


def test_a_copy_in_memory_is_the_store_as_it_was_written(tmp_path: Path) -> None:
    """Also where the folder is gone by then."""
    data = tmp_path / "data.ttl"
    data.write_text('<urn:s> <urn:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .', encoding="utf-8")
    assert run("convert", data, "--store", tmp_path / "kept").exit_code == 0
    on_disk = saved_store.open_store(tmp_path / "kept")
    copy = saved_store.open_store(tmp_path / "kept", in_memory=10)
    assert {*written.as_written(on_disk)} == {*written.as_written(copy)}
    shutil.rmtree(tmp_path / "kept")
    assert "01" in {getattr(quad.object, "value", None) for quad in written.as_written(copy)}


def test_validate_checks_a_store(public: Path, tmp_path: Path) -> None:
    assert run("validate", "--store", public).exit_code == 0
    store = load_store([SMALL])
    lille = Iri("https://w3id.org/icilabas/id/lille")
    graph = Iri(
        engine.select(store, f"SELECT ?g {{ GRAPH ?g {{ <{lille}> a ilb:Territory }} ?g a ilb:Passage }}").rows[0][0]
    )
    engine.add(store, [(lille, Iri("https://w3id.org/icilabas/ontology#within"), Iri("urn:nowhere"), graph)])
    with saved_store.writer(tmp_path / "bad") as write:
        write(lambda: store, "internal")
    result = run("validate", "--store", tmp_path / "bad", "--lang", "en")
    assert result.exit_code == 1
    assert "urn:nowhere" in result.stdout


def test_python_reads_a_store_and_cannot_change_it(public: Path, internal: Path) -> None:
    dataset = ilb.load(store=public, restricted=False)
    assert ilb.ask(dataset, "leaders") == ilb.ask(ilb.load(SMALL, restricted=False), "leaders")
    import rdflib

    with pytest.raises(RuntimeError, match="read-write"):
        dataset.add((rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.URIRef("urn:c")))
    with pytest.raises(ilb.UsageError, match="made with the profile “internal”"):
        ilb.load(store=internal, restricted=False)
    with pytest.raises(ilb.UsageError, match="inputs and --store together"):
        ilb.load(SMALL, store=internal)


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_nothing_of_what_may_not_be_shown_is_on_the_disk(public: Path, internal: Path) -> None:
    assert b"Dupont" in raw(internal)  # the search finds it where it may be
    assert b"Dupont" not in raw(public)
    assert str(public.parent).encode() not in raw(public)  # nor the name of the folder it was made in


@pytest.mark.parametrize(
    "command",
    [
        ("compare", "lille", "kayes"),
        ("measure", "ties"),
        ("network", "ties", "--out", "x.csv"),
        ("convert", "--out", "x.trig"),
        ("build", "--out", "site"),
        ("measure", "ties", "--profile", "partner"),
    ],
    ids=lambda command: " ".join(command[:1] + command[3:]),
)
def test_a_store_for_others_is_refused_where_it_would_be_shown(
    command: tuple[str, ...], internal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = "partner" if "partner" in command else "public"
    line = refused(*command, "--store", internal)
    assert message("store-profile", path=internal, found="internal", asked=asked).text("en") in line
    assert f"icilabas convert INPUT --profile {asked} --store FOLDER" in line
    assert list(tmp_path.iterdir()) == []
    if command[0] in {"measure", "network", "convert"}:
        assert run(*command, "--store", internal, "--include-restricted").exit_code == 0


def test_wrong_calls_get_one_clear_sentence(public: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.trig"
    for command in (("query", "leaders", "--input", SMALL), ("validate", SMALL), ("convert", SMALL, "--out", out)):
        assert refused(*command, "--store", public) == message("input-and-store").text("en")
    assert (
        refused("validate") == refused("convert", "--out", out) == refused("convert") == message("no-input").text("en")
    )
    assert refused("convert", SMALL) == refused("convert", "--store", public) == message("no-output").text("en")
    assert not out.exists()


def test_what_is_no_store_is_said(public: Path, tmp_path: Path) -> None:
    gone, mine = tmp_path / "gone", tmp_path / "mine"
    assert refused("query", "leaders", "--store", gone) == message("no-such-store", path=gone).text("en")
    mine.mkdir()
    letter = mine / "letter.txt"
    letter.write_text("Dear all")
    for place in (mine, letter):
        assert refused("query", "leaders", "--store", place) == message("no-store", path=place).text("en")
    assert refused("convert", SMALL, "--store", mine) == message("store-not-ours", path=mine).text("en")
    assert refused("convert", SMALL, "--store", letter) == message("no-store", path=letter).text("en")
    assert message("os-file").text("en") in refused("convert", SMALL, "--store", letter / "deeper")
    assert [path.name for path in mine.iterdir()] == ["letter.txt"]
    assert refused("compare", "Lille", "Kaies", "--store", public).endswith("Nearest: kayes.")


def _flip(path: Path, least: int) -> None:
    """Damage every block of the largest files."""
    for file in path.glob("*.sst"):
        content = bytearray(file.read_bytes())
        if len(content) > least:
            content[: len(content) // 2] = bytes(byte ^ 0xFF for byte in content[: len(content) // 2])
            file.write_bytes(content)


DAMAGES: dict[str, Callable[[Path, Path], Any]] = {
    "pointer-cut": lambda own, _home: (own / saved_store.POINTER).write_text('{"format": 1'),
    "pointer-empty": lambda own, _home: (own / saved_store.POINTER).write_text("[]"),
    "pointer-binary": lambda own, _home: (own / saved_store.POINTER).write_bytes(b"\xff\xfe"),
    "generation-gone": lambda _own, home: shutil.rmtree(home),
    "manifest-cut": lambda _own, home: next(home.glob("MANIFEST*")).write_bytes(b""),
    "file-gone": lambda _own, home: max(home.glob("*.sst"), key=lambda path: path.stat().st_size).unlink(),
    "current-other": lambda _own, home: (home / "CURRENT").write_bytes(b"x" * (home / "CURRENT").stat().st_size),
    "bytes-changed": lambda _own, home: _flip(home, 10_000),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_said_to_be(damage: str, own: Path) -> None:
    DAMAGES[damage](own, own / saved_store.stamp(own).generation)
    line = refused("query", "leaders", "--store", own)
    assert "damaged (" in line
    assert line.endswith(": icilabas convert INPUT --store FOLDER")
    assert ".sst" not in line
    assert run("convert", SMALL, "--store", own).exit_code == 0  # the remedy works
    assert run("query", "leaders", "--store", own).exit_code == 0


def test_changed_bytes_of_a_large_store_are_found_by_validate(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_store, "_SMALL", 0)
    assert run("validate", "--store", own).exit_code == 0
    _flip(own / saved_store.stamp(own).generation, 10_000)
    damaged = message("store-damaged", path=own, error="Input/output error")
    assert refused("validate", "--store", own) == damaged.text("en")
    with pytest.raises(ilb.UsageError, match=r"damaged \(Corruption"):
        engine.size(saved_store.open_store(own))  # the engine's own checks


@pytest.mark.parametrize("looked_through", [True, False])
def test_a_store_up_to_a_size_is_looked_through_whenever_it_is_opened(
    looked_through: bool,  # noqa: FBT001  # what is expected
    own: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = saved_store.stamp(own)
    size = sum(size for size, _crc in found.files.values())
    monkeypatch.setattr(saved_store, "_SMALL", size if looked_through else size - 1)
    _flip(own / found.generation, 10_000)
    if looked_through:
        with pytest.raises(ilb.UsageError):
            saved_store.open_store(own)
    else:
        saved_store.open_store(own)


def test_generations_are_counted_as_numbers(tmp_path: Path) -> None:
    for version in range(11):
        write(tmp_path, version, 3)
    assert generations(tmp_path) == ["generation-10", "generation-11"]
    assert held(tmp_path) == (3, "urn:10")


@pytest.mark.parametrize("key", ["format", "schema"])
def test_a_store_of_another_version_is_to_be_rebuilt(key: str, own: Path) -> None:
    said = json.loads((own / saved_store.POINTER).read_text())
    said |= {"format": 99, "something": "new"} if key == "format" else {"schema": "0" * 16}
    (own / saved_store.POINTER).write_text(json.dumps(said))
    assert refused("query", "leaders", "--store", own) == message("store-other-version", path=own).text("en")


def test_the_stamp_says_what_it_is_and_nothing_of_when(public: Path, internal: Path) -> None:
    one, other = saved_store.stamp(public), saved_store.stamp(internal)
    assert (one.profile, other.profile) == ("public", "internal")
    assert one.schema == other.schema == saved_store.schema()
    assert one.quads == engine.size(saved_store.open_store(public)) < other.quads
    assert set(json.loads((public / saved_store.POINTER).read_text())) == {*saved_store.Stamp.__dataclass_fields__}


def test_the_schema_decides_whether_a_store_is_of_this_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ontology = Path(shutil.copytree(ONTOLOGY, tmp_path / "ontology"))
    monkeypatch.setattr(saved_store, "ONTOLOGY", ontology)
    before = saved_store.schema.__wrapped__()
    assert before == saved_store.schema()
    for name in ("icilabas.ttl", "shapes/data.ttl", "vocabularies/roles.ttl", "rules/inverse.rq", "org/units.rq"):
        content = (ontology / name).read_bytes()
        (ontology / name).write_bytes(content.replace(b"\n", b"\r\n"))
        assert saved_store.schema.__wrapped__() == before, name
        (ontology / name).write_bytes(content + b"# changed\n")
        assert saved_store.schema.__wrapped__() != before, name
        (ontology / name).write_bytes(content)
    (ontology / "questions" / "leaders.rq").write_text("# questions are not a part of what is kept")
    assert saved_store.schema.__wrapped__() == before


def versioned(version: int, count: int) -> Any:
    """A store of which each quad says the same version."""
    store = engine.new_store()
    predicate, value, graph = Iri("urn:version"), Iri(f"urn:{version}"), Iri("urn:g")
    engine.add(store, ((Iri(f"urn:thing:{number}"), predicate, value, graph) for number in range(count)))
    return store


def write(folder: Path, version: int, count: int = 100) -> None:
    with saved_store.writer(folder) as replace:
        replace(lambda: versioned(version, count), "public")


def held(folder: Path) -> tuple[int, str]:
    """How many quads the folder's store has, and of which version all of them are."""
    ((count, least, most),) = engine.select(saved_store.open_store(folder), COUNT).rows
    assert least == most
    assert count == saved_store.stamp(folder).quads
    return count, str(least)


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("generation-*"))


def test_a_store_remade_for_fewer_readers_keeps_nothing_of_before(internal: Path, tmp_path: Path) -> None:
    """The generation before stays for whoever is reading it, but not where it holds what the new one is not to show."""
    folder = Path(shutil.copytree(internal, tmp_path / "store"))
    name = b"Jean Dupont"
    assert any(name in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for more, kept in ((("--include-restricted",), 2), ((), 1), ((), 2)):
        assert run("convert", SMALL, "--store", folder, *more).exit_code == 0
        assert len(generations(folder)) == kept
    assert not any(name in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_reader_keeps_what_it_began_with(tmp_path: Path) -> None:
    write(tmp_path, 1)
    reader = saved_store.open_store(tmp_path)
    again = saved_store.open_store(tmp_path)  # many may read at once
    write(tmp_path, 2)
    assert generations(tmp_path) == ["generation-1", "generation-2"]
    for store in (reader, again):
        assert engine.select(store, COUNT).rows == [(100, "urn:1", "urn:1")]
    assert held(tmp_path) == (100, "urn:2")
    del reader, again, store
    write(tmp_path, 3)
    assert generations(tmp_path) == ["generation-2", "generation-3"]


@pytest.mark.skipif(sys.platform == "win32", reason="there an open file stays")
def test_a_store_that_is_replaced_while_it_is_compared_gives_the_old_answer(public: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(public, tmp_path / "store"))
    reader = saved_store.open_store(folder, "public")
    before = saved_store.open_store(public, "public")
    write(folder, 1)
    write(folder, 2)  # what is read is not there any more
    assert ilb.compare(reader, "lille", "kayes").to_dict() == ilb.compare(before, "lille", "kayes").to_dict()


def test_a_reader_that_is_overtaken_twice_looks_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 1)
    looked = saved_store.stamp

    def slow(folder: Path) -> saved_store.Stamp:
        found = looked(folder)
        monkeypatch.setattr(saved_store, "stamp", looked)
        write(tmp_path, 2)
        write(tmp_path, 3)
        return found

    monkeypatch.setattr(saved_store, "stamp", slow)
    assert engine.select(saved_store.open_store(tmp_path), COUNT).rows == [(100, "urn:3", "urn:3")]


def test_faults_leave_the_old_content(own: Path, tmp_path: Path) -> None:
    before = (own / saved_store.POINTER).read_bytes()
    bad = Path(shutil.copytree(SMALL, tmp_path / "bad"))
    table = bad / "challenges.csv"
    table.write_text(table.read_text("utf-8").replace("lille|kayes", "lille|kaye"), "utf-8")
    assert "challenges.csv:2:6: no such id: “kaye”." in refused("convert", bad, "--store", own, code=1)
    with pytest.raises(KeyboardInterrupt), saved_store.writer(own) as replace:
        replace(Interrupting, "public")  # type: ignore[arg-type]  # no store can be interrupted half-way at will
    with pytest.raises(KeyboardInterrupt), saved_store.writer(tmp_path / "first") as replace:
        replace(Interrupting, "public")  # type: ignore[arg-type]  # as above
    assert not (tmp_path / "first").exists()
    assert (own / saved_store.POINTER).read_bytes() == before
    assert generations(own) == ["generation-1"]
    assert run("query", "leaders", "--store", own).exit_code == 0


class Interrupting:
    """A store whose reading is interrupted half-way."""

    def __len__(self) -> int:
        return 2000

    def dump(self, file: BinaryIO, _form: object) -> None:
        file.write(b"<urn:s> <urn:p> <urn:o> <urn:g> .\n" * 1000)
        raise KeyboardInterrupt


@pytest.mark.journey
def test_a_second_writer_is_told_and_readers_go_on(own: Path) -> None:
    with saved_store.writer(own) as replace:
        command = [sys.executable, "-m", "icilabas", "convert", str(SMALL), "--store", str(own), "--lang", "en"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr == message("store-locked", path=own).text("en") + "\n"
        assert run("query", "leaders", "--store", own).exit_code == 0
        replace(lambda: versioned(2, 10), "public")
    assert held(own) == (10, "urn:2")


# A program that writes a store again and again, and ends itself, as kill -9 does, at the step that it is told.
WRITER = """
import os, shutil, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[1].split(os.pathsep)
import test_saved_store
from icilabas.dataset import saved_store
from icilabas.engine import disk
folder, version, count, last = Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
steps = 0
def killing(function):
    def stepped(*arguments, **options):
        global steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **options)
    return stepped
disk._STEP = 100
disk.sync, shutil.rmtree, Path.replace = killing(disk.sync), killing(shutil.rmtree), killing(Path.replace)
saved_store.progress.advance = killing(saved_store.progress.advance)
store = test_saved_store.versioned(version, count)
print("ready", flush=True)
sys.stdin.readline()
with saved_store.writer(folder) as replace:
    replace(lambda: store, "public")
print(steps, flush=True)
"""
needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")


def writing(folder: Path, version: int, count: int, last: int = 0) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-c",
        WRITER,
        os.pathsep.join(map(str, (TESTS / "dataset", TESTS / "helpers"))),
        str(folder),
        str(version),
        str(count),
        str(last),
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.journey
@needs_kill
def test_a_writer_killed_at_any_step_leaves_old_or_new(tmp_path: Path) -> None:
    folder, outcomes = tmp_path / "store", []
    write(folder, 1, 500)
    whole = writing(tmp_path / "other", 2, 1000)
    steps = int(whole.communicate("go\n")[0])
    assert steps > 20
    for step in [1, 10, 11, 15, steps - 3, steps - 2, steps - 1, steps]:
        writer = writing(folder, 2, 1000, step)
        writer.communicate("go\n")
        assert writer.returncode == -signal.SIGKILL, step
        outcomes.append(held(folder))
        write(folder, 1, 500)
        assert held(folder) == (500, "urn:1")
        assert len(generations(folder)) <= 2  # half-made ones are gone
    assert set(outcomes) == {(500, "urn:1"), (1000, "urn:2")}
    assert outcomes == sorted(outcomes)  # from some step on it is the new one


@pytest.mark.journey
@needs_kill
def test_a_writer_killed_at_any_moment_leaves_old_or_new(tmp_path: Path) -> None:
    chance, folder = random.Random(7), tmp_path / "store"  # noqa: S311  # not a secret
    start = time.monotonic()
    write(folder, 1, 20_000)
    long = time.monotonic() - start
    for version in range(2, 6):
        before = held(folder)
        writer = writing(folder, version, 20_000 + version)
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
        time.sleep(long * 1.2 * chance.random())
        writer.kill()
        writer.communicate()
        assert held(folder) in {before, (20_000 + version, f"urn:{version}")}
    write(folder, 9, 10)
    assert held(folder) == (10, "urn:9")
    assert len(generations(folder)) <= 2


@pytest.mark.journey
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        write(disk / "s", 1, 1000)
        with pytest.raises(ilb.UsageError, match="cannot be written: the disk is full"):
            write(disk / "s", 2, 60_000)
        assert held(disk / "s") == (1000, "urn:1")
        assert generations(disk / "s") == ["generation-1"]
        write(disk / "s", 3, 1000)
        assert held(disk / "s") == (1000, "urn:3")


@pytest.mark.journey
def test_a_folder_that_may_only_be_read_is_read(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        write(disk / "s", 1)
        subprocess.run([shutil.which("mount") or "", "-o", "remount,ro", str(disk)], check=True)
        assert held(disk / "s") == (100, "urn:1")
        with pytest.raises(ilb.UsageError, match="cannot be written: the disk is read-only"):
            write(disk / "s", 2)


def test_a_folder_that_nobody_may_write_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any, **_options: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ilb.UsageError, match="cannot be written: permission denied"):
        write(tmp_path / "s", 1)


@pytest.mark.journey
def test_a_question_to_a_store_imports_nothing_heavy(public: Path) -> None:
    code = (
        f"import sys; sys.argv[1:] = ['query', 'leaders', '--store', {str(public)!r}]\n"
        "from icilabas.cli.main import main\ntry:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert loaded & {"rdflib", "networkx", "pyshacl", "jinja2", "numpy", "lxml", "openpyxl", "filelock"} == set()


def test_a_rule_that_finds_more_than_a_batch_finds_all(monkeypatch: pytest.MonkeyPatch) -> None:
    from icilabas.engine import content

    monkeypatch.setattr(content, "_BATCH", 7)
    small = load_store([SMALL])
    monkeypatch.undo()
    assert set(engine.quads(small)) == set(engine.quads(load_store([SMALL])))
