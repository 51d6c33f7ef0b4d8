"""Copying what an endpoint holds: which graphs, how many at a time, that all has come, and going on where it broke."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import little
import pyoxigraph as ox
import pytest

from icilabas import engine
from icilabas.engine import copying
from icilabas.errors import UsageError
from icilabas.files import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from little import Behaviour, Request

ILB, ILG = "https://w3id.org/icilabas/ontology#", "https://w3id.org/icilabas/graph/"
TYPE, RIGHTS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://purl.org/dc/terms/accessRights"
RESTRICTED = "https://w3id.org/icilabas/vocabulary/restricted"
BUNDLES = 6


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies are kept, and a bundle for each passage."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "new"))
    monkeypatch.setattr("pathlib.Path.home", lambda: tmp_path / "new")
    monkeypatch.setattr(copying, "MOST", 2000)
    return kept.caches()


def passages(texts: tuple[str, ...] = ("t",) * BUNDLES, restricted: tuple[int, ...] = ()) -> ox.Store:
    """Return data of passages, each as large as a bundle, that say so many texts each."""
    store = ox.Store()
    for number, text in enumerate(texts):
        graph = ox.NamedNode(f"{ILG}p{number}")
        store.add(ox.Quad(graph, ox.NamedNode(TYPE), ox.NamedNode(f"{ILB}Passage"), graph))
        for which in range(12):
            thing = ox.NamedNode(f"urn:{number}-{which}")
            store.add(ox.Quad(thing, ox.NamedNode("urn:says"), ox.Literal(text * 50), graph))
        if number in restricted:
            store.add(ox.Quad(graph, ox.NamedNode(RIGHTS), ox.NamedNode(RESTRICTED), graph))
    return store


def fragile(store: ox.Store, most: Callable[[], int], asked: list[str]) -> Behaviour:
    """Answer, but no more than so many bundles in all: for others, refuse. ``asked`` gets the queries of bundles."""
    answers = little.endpoint(store)

    def behave(request: Request) -> None:
        query = request.form["query"][0]
        if "GROUP_CONCAT" in query:
            if len(asked) >= most():
                request.answer(b"", "text/plain", 403)
                return
            asked.append(query)
        answers(request)

    return behave


def files(caches: Path) -> list[Path]:
    return sorted(caches.glob("*/*"))


@dataclass
class Broken:
    """A server that a copy from broke after some bundles."""

    store: ox.Store
    most: int
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def again(self) -> int:
        """Copy it again; return how many bundles are asked for. What comes has to be what the store says."""
        before, self.most = len(self.asked), 1000
        quads = list(engine.fetch(engine.Endpoint(self.url)))
        assert len(quads) == len(self.store)
        assert set(quads) == set(self.store)
        return len(self.asked) - before


@contextmanager
def broken(store: ox.Store, after: int = 4) -> Iterator[Broken]:
    """Copy until the server refuses the next bundle."""
    copy = Broken(store, after)
    with little.serving(fragile(store, lambda: copy.most, copy.asked)) as server:
        copy.url = server.url
        with pytest.raises(UsageError):
            list(engine.fetch(engine.Endpoint(copy.url)))
        assert len(copy.asked) == after
        yield copy


@pytest.mark.journey
def test_blank_nodes_get_names() -> None:
    text = f'_:a <{ILB}p> _:b <{ILG}x> .\n_:b <{ILB}p> "t" <{ILG}x> .\n<{ILG}x> <{TYPE}> <{ILB}Passage> <{ILG}x> .\n'
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.N_QUADS)
    with little.serving(little.endpoint(store)) as server:
        quads = list(engine.fetch(engine.Endpoint(server.url)))
    assert len(quads) == 3
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    assert len({quad.subject for quad in quads}) == 3


@pytest.mark.journey
def test_a_graph_that_is_larger_than_a_bundle_comes_whole_in_parts(
    caches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "MOST", 30_000)
    store, asked = passages(("t",)), list[str]()
    graph = ox.NamedNode(f"{ILG}p0")
    for number in range(2000):  # of each digit of the hash some
        store.add(ox.Quad(ox.NamedNode(f"urn:{number}"), ox.NamedNode("urn:says"), ox.Literal("t"), graph))
    with little.serving(fragile(store, lambda: 100, asked)) as server:
        quads = list(engine.fetch(engine.Endpoint(server.url)))
    assert len(asked) > 3
    assert sorted(map(str, quads)) == sorted(map(str, store))
    assert not caches.exists()


@pytest.mark.journey
def test_a_broken_copy_goes_on_with_what_is_missing_and_leaves_nothing(caches: Path) -> None:
    with broken(passages()) as copy:
        assert len(files(caches)) == 4
        if os.name == "posix":
            assert {path.stat().st_mode & 0o777 for path in files(caches)} == {0o600}
            assert {path.parent.stat().st_mode & 0o777 for path in files(caches)} == {0o700}
        assert copy.again() == BUNDLES - 4
        assert not caches.exists()
        assert copy.again() == BUNDLES


@pytest.mark.journey
def test_data_that_changed_and_another_login_begin_anew(caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with broken(passages()) as copy:
        monkeypatch.setenv("ICILABAS_ENDPOINT_USER", "other")
        assert copy.again() == BUNDLES
        monkeypatch.delenv("ICILABAS_ENDPOINT_USER")
        monkeypatch.setenv("ICILABAS_ENDPOINT_TOKEN", "token")
        assert copy.again() == BUNDLES
        monkeypatch.delenv("ICILABAS_ENDPOINT_TOKEN")
        assert len(files(caches)) == 4
        graph = ox.NamedNode(f"{ILG}p5")
        copy.store.add(ox.Quad(ox.NamedNode("urn:new"), ox.NamedNode("urn:says"), ox.Literal("new"), graph))
        assert copy.again() == BUNDLES
        assert not caches.exists()  # neither what was left of the data as they were


@pytest.mark.journey
@pytest.mark.usefixtures("caches")
def test_the_same_number_of_other_statements_begins_anew() -> None:
    with broken(passages()) as copy:
        quad = next(copy.store.quads_for_pattern(ox.NamedNode("urn:0-0"), None, None, None))
        copy.store.remove(quad)
        copy.store.add(ox.Quad(quad.subject, quad.predicate, ox.Literal("another"), quad.graph_name))
        assert copy.again() == BUNDLES


@pytest.mark.journey
@pytest.mark.usefixtures("caches")
def test_another_version_begins_anew() -> None:
    store = passages()
    with broken(store) as copy:
        inferred = ox.NamedNode(f"{ILG}inferred")
        version = ox.Quad(
            inferred, ox.NamedNode("http://www.w3.org/2002/07/owl#versionInfo"), ox.Literal("0f"), inferred
        )
        store.add(version)
        copy.most = 1000
        assert len(list(engine.fetch(engine.Endpoint(copy.url)))) == len(store) - 1
        assert len(copy.asked) == 4 + BUNDLES


@pytest.mark.journey
@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_what_is_damaged_is_fetched_again(caches: Path, damage: bytes | None) -> None:
    with broken(passages()) as copy:
        path = files(caches)[0]
        content = path.read_bytes()
        path.write_bytes(content.replace(b"urn:says", b"urn:lies", 1) if damage is None else damage)
        assert copy.again() == BUNDLES - 3
        assert not caches.exists()


@pytest.mark.journey
def test_what_was_damaged_is_kept_anew(caches: Path) -> None:
    with broken(passages()) as copy:
        path = files(caches)[0]
        content = path.read_bytes()
        path.write_bytes(content[:-9])
        copy.most = len(copy.asked) + 1
        with pytest.raises(UsageError):
            list(engine.fetch(engine.Endpoint(copy.url)))
        assert path.read_bytes() == content


@pytest.mark.journey
def test_what_restricted_passages_say_is_not_kept(caches: Path) -> None:
    with broken(passages(restricted=(1, 2)), after=5) as copy:
        assert len(files(caches)) == 4
        assert not any(f"{ILG}p{number}>".encode() in path.read_bytes() for number in (1, 2) for path in files(caches))
        assert copy.again() == 2


@pytest.mark.journey
@pytest.mark.skipif(os.name != "posix", reason="modes of folders are POSIX's")
def test_a_folder_that_others_may_read_is_not_used(caches: Path) -> None:
    with broken(passages()) as copy:
        files(caches)[0].parent.chmod(0o755)
        assert copy.again() == BUNDLES


@pytest.mark.journey
def test_where_nothing_can_be_kept_it_is_copied_all_the_same(caches: Path) -> None:
    caches.parent.write_bytes(b"")
    with broken(passages()) as copy:
        assert copy.again() == BUNDLES
    assert caches.parent.read_bytes() == b""


@pytest.mark.journey
def test_who_has_no_home_keeps_nothing(caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError

    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name)
    monkeypatch.setattr("pathlib.Path.home", nowhere)
    with broken(passages()) as copy:
        assert copy.again() == BUNDLES
    assert not caches.exists()


@pytest.mark.journey
def test_old_copies_are_removed_and_what_others_left_stays(caches: Path) -> None:
    old, new, other = (caches / name for name in ("a" * 32 + "-" + "b" * 32, "c" * 32 + "-" + "d" * 32, "other"))
    for folder in (old, new, other):
        folder.mkdir(parents=True)
    days = 4 * 86_400
    for folder in (old, other):
        os.utime(folder, (time.time() - days,) * 2)
    with little.serving(little.endpoint(passages())) as server:
        list(engine.fetch(engine.Endpoint(server.url)))
    assert sorted(caches.iterdir()) == sorted([new, other])


@pytest.mark.journey
def test_two_copies_at_a_time_do_each_other_no_harm(caches: Path) -> None:
    store = passages()
    with little.serving(little.endpoint(store)) as server:
        one, two = (engine.fetch(engine.Endpoint(server.url)) for _ in range(2))
        first = [next(one)]
        second = [next(two)]
        assert len(files(caches)) == 1
        first += one
        assert not caches.exists()
        second += two
    assert set(first) == set(second) == set(store)
    assert not caches.exists()


@pytest.mark.journey
def test_data_that_change_meanwhile_are_told_and_nothing_is_kept(caches: Path) -> None:
    store = passages()
    with little.serving(little.endpoint(store)) as server:
        copy = engine.fetch(engine.Endpoint(server.url))
        next(copy)
        quad = next(store.quads_for_pattern(ox.NamedNode("urn:0-0"), None, None, None))
        store.remove(quad)
        store.add(ox.Quad(quad.subject, quad.predicate, ox.Literal("another"), quad.graph_name))
        with pytest.raises(UsageError, match="keep changing"):
            list(copy)
    assert not caches.exists()


@pytest.mark.journey
@pytest.mark.usefixtures("caches")
def test_what_is_copied_is_said_before(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(copying, "WORTH_SAYING", 0)
    with little.serving(little.endpoint(passages())) as server:
        next(engine.fetch(engine.Endpoint(server.url)))
    said = (
        "78 statements are copied, about 0.01 MB at most; if this is broken off, the same command goes on where it was"
    )
    assert [record.getMessage() for record in caplog.records] == [f"{server.url}: {said}"]


@pytest.mark.journey
def test_a_server_that_makes_no_long_texts_is_asked_for_rows() -> None:
    store = passages()
    answers = little.endpoint(store)

    def behave(request: Request) -> None:
        if "GROUP_CONCAT" in request.form["query"][0]:
            request.answer(b"too long", "text/plain", 500)
        else:
            answers(request)

    with little.serving(behave) as server:
        assert set(engine.fetch(engine.Endpoint(server.url))) == set(store)
