"""What a query may use: time, memory and a size of its answer; afterwards everything goes on."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import falcon
import pytest
from falcon import testing
from ondisk import on_disk
from sites import mini

from icilabas.dataset.loading import load_store
from icilabas.engine import results
from icilabas.serve import workers
from icilabas.serve.application import Served, application
from icilabas.serve.workers import Answered, Bounded, Limits, Refused, TooLong, Workers
from icilabas.words import progress
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WHOLE = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {WHOLE} }}"
HUNGRY = f"SELECT DISTINCT * {{ {WHOLE} }} ORDER BY ?l ?a"
LONG = f"SELECT * {{ {WHOLE} }}"
NESTED = "ASK " + "{" * 20_000 + "}" * 20_000
TYPES = ("text/csv", "text/turtle")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("workers")
    on_disk(load_store([mini(found / "data")], profile="public"), found / "store", progress.advance)
    return found


@pytest.fixture
def started(folder: Path, tmp_path: Path) -> Iterator[Callable[..., Workers]]:
    every: list[Workers] = []

    def start(count: int = 1, **limits: Any) -> Workers:
        every.append(Workers(folder / "store", tmp_path, Limits(**{"seconds": 600, **limits}), count))
        return every[-1]

    yield start
    for each in every:
        each.stop()
    assert list(tmp_path.iterdir()) == []


def asked(of: Workers, query: str) -> str:
    """Return the answer as CSV or Turtle, or raise as the workers do."""
    answered = of.run(workers.sparql, query, results.Graphs(), TYPES)
    text = answered.path.read_text(encoding="utf-8")
    answered.path.unlink()
    return text


def refused(of: Workers, query: str) -> tuple[int, str]:
    with pytest.raises(Refused) as found:
        asked(of, query)
    return found.value.status, found.value.why.text("en")


@pytest.mark.journey
def test_a_query_over_its_time_is_ended(started: Callable[..., Workers]) -> None:
    pool = started(seconds=2)
    assert asked(pool, "ASK {}").strip() == "true"
    status, why = refused(pool, ENDLESS)
    assert (status, "more than 2 s" in why, "--timeout" in why) == (504, True, True)
    assert asked(pool, "ASK {}").strip() == "true"


@pytest.mark.journey
def test_an_answer_over_its_size_is_refused(started: Callable[..., Workers]) -> None:
    pool = started(answer=1_000_000)
    status, why = refused(pool, LONG)
    assert (status, "exceeds 1 MB" in why) == (507, True)
    assert refused(pool, f"CONSTRUCT {{ [] ?b ?c }} WHERE {{ {WHOLE} }}") == (status, why)
    assert asked(pool, "ASK {}").strip() == "true"


@pytest.mark.journey
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits the memory of a process so")
def test_a_query_that_takes_too_much_memory_is_ended(started: Callable[..., Workers]) -> None:
    pool = started(memory=100_000_000)
    status, why = refused(pool, HUNGRY)
    assert (status, "memory" in why) == (507, True)
    assert asked(pool, "ASK {}").strip() == "true"


@pytest.mark.journey
def test_a_query_nested_too_deeply_is_refused(started: Callable[..., Workers]) -> None:
    pool = started()
    status, why = refused(pool, NESTED)
    assert (status, "nested" in why) == (507, True)
    assert asked(pool, "ASK {}").strip() == "true"


@pytest.mark.journey
def test_several_that_die_at_once_do_no_harm(started: Callable[..., Workers]) -> None:
    pool = started(2)
    with ThreadPoolExecutor(8) as clients:
        dying = [clients.submit(refused, pool, NESTED) for _turn in range(6)]
        living = [clients.submit(asked, pool, "ASK {}") for _turn in range(6)]
        assert {answer.result()[0] for answer in dying} == {507}
        assert {answer.result().strip() for answer in living} == {"true"}  # the death of one is no other's
    assert asked(pool, "ASK {}").strip() == "true"


@pytest.mark.journey
@pytest.mark.skipif(sys.platform == "win32", reason="processes are found and killed otherwise there")
def test_an_idle_process_that_dies_is_replaced(started: Callable[..., Workers]) -> None:
    pool = started(2)
    assert asked(pool, "ASK {}").strip() == "true"
    for _turn in range(3):
        answered = pool.run(pid)
        process = int(answered.path.read_text())
        answered.path.unlink()
        os.kill(process, signal.SIGKILL)
        answers = iter(lambda: _tried(pool), "true")  # until the pool has noticed, it may give work to the dead
        assert set(answers) <= {503, 507}


def _tried(pool: Workers) -> str | int:
    try:
        return asked(pool, "ASK {}").strip()
    except Refused as found:
        return found.status


def pid(_store: Any, out: Any) -> str:
    out.write(str(os.getpid()).encode())
    return "text/plain"


def broken(_store: Any, _out: Any) -> str:
    raise RuntimeError("a fault of ours")


@pytest.mark.journey
def test_a_fault_of_ours_is_no_refusal_and_ends_nothing(started: Callable[..., Workers]) -> None:
    pool = started()
    with pytest.raises(RuntimeError, match="a fault of ours") as found:
        pool.run(broken)
    assert "in broken" in "".join(found.value.__notes__)  # where it was raised, in the other process
    assert asked(pool, "ASK {}").strip() == "true"


def unsayable(_store: Any, _out: Any) -> str:
    raise RuntimeError(lambda: "what no pipe can carry")


def hungry(_store: Any, _out: Any) -> str:
    raise MemoryError


@pytest.mark.journey
@pytest.mark.parametrize("work", [unsayable, hungry])
def test_a_process_that_cannot_go_on_is_replaced(started: Callable[..., Workers], work: Any) -> None:
    pool = started()
    with pytest.raises(Refused) as found:
        pool.run(work)
    assert found.value.status == 507
    assert asked(pool, "ASK {}").strip() == "true"


@pytest.mark.journey
def test_an_answer_that_nobody_waits_for_is_never_given_to_another(started: Callable[..., Workers]) -> None:
    pool = started()
    with pool._taken() as process:  # noqa: SLF001  # as where a thread is interrupted
        process.owes = True
    assert not process.is_alive()
    assert asked(pool, "ASK {}").strip() == "true"


@pytest.mark.journey
def test_a_store_that_cannot_be_opened_is_no_fault_of_the_query(tmp_path: Path) -> None:
    pool = Workers(tmp_path / "none", tmp_path, Limits(), 1)
    assert refused(pool, "ASK {}") == (503, message("serve-busy").text())
    pool.stop()


@pytest.mark.journey
def test_a_limit_may_be_longer_than_the_system_can_wait(started: Callable[..., Workers]) -> None:
    assert asked(started(seconds=1e30), "ASK {}").strip() == "true"


@pytest.mark.journey
def test_who_waits_too_long_is_told_to_try_again(started: Callable[..., Workers]) -> None:
    pool = started(seconds=2)
    asked(pool, "ASK {}")
    with ThreadPoolExecutor(6) as clients:
        statuses = [found[0] for found in clients.map(lambda _turn: refused(pool, ENDLESS), range(6))]
    assert set(statuses) == {503, 504}
    assert asked(pool, "ASK {}").strip() == "true"


@pytest.mark.journey
def test_what_takes_long_makes_nobody_else_wait(
    started: Callable[..., Workers], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_MOMENT", 0.3)
    pool = started()  # one place, and a moment
    with ThreadPoolExecutor(8) as clients:
        endless = [clients.submit(refused, pool, ENDLESS) for _turn in range(4)]
        while pool._places.acquire(blocking=False):  # noqa: SLF001  # until the first is in it
            pool._places.release()  # noqa: SLF001  # as above
        assert [asked(pool, "ASK {}").strip() for _turn in range(5)] == ["true"] * 5
        while not pool._slow:  # noqa: SLF001  # until one has had its moment
            pass
        (known,) = pool._slow  # noqa: SLF001  # as above
        assert asked(pool, "ASK {}").strip() == "true"
        assert list(pool._slow) == [known]  # noqa: SLF001  # a quick one is not among them
        assert not [one for one in endless if one.done()]
        pool.stop()
        assert [one.result() for one in endless] == [(503, message("serve-stopping").text("en"))] * 4


def slow(_store: Any, out: Any) -> str:
    threading.Event().wait(0.4)
    out.write(b"at last")
    return "text/plain"


@pytest.mark.journey
def test_what_takes_longer_than_a_moment_is_answered_when_there_is_a_place(
    started: Callable[..., Workers], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_MOMENT", 0.1)
    pool = started()
    with ThreadPoolExecutor(3) as clients:
        found = [answered.path for answered in clients.map(lambda _turn: pool.run(slow), range(3))]
    assert [path.read_bytes() for path in found] == [b"at last"] * 3
    for path in found:
        path.unlink()


@pytest.mark.journey
def test_the_queue_has_an_end(started: Callable[..., Workers], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_QUEUE", 1)
    pool, entered = started(), threading.Event()
    taken = pool._in_turn  # noqa: SLF001  # to know that the first is in

    def in_turn(*values: Any) -> Any:
        entered.set()
        return taken(*values)

    monkeypatch.setattr(pool, "_in_turn", in_turn)
    with ThreadPoolExecutor(1) as client:
        first = client.submit(refused, pool, ENDLESS)
        entered.wait()
        assert refused(pool, "ASK {}") == (503, message("serve-busy").text("en"))
        pool.stop()
        assert first.result() == (503, message("serve-stopping").text("en"))


def test_after_the_end_nothing_is_begun(started: Callable[..., Workers]) -> None:
    pool = started()
    pool.stop()
    assert refused(pool, "ASK {}") == (503, message("serve-stopping").text("en"))


@pytest.mark.parametrize("status", [403, 406, 503, 504, 507])
@pytest.mark.parametrize("path", ["/sparql?query=ASK{}", "/ask/territories", "/names/Territory"])
def test_a_refusal_is_the_answer_of_every_address(tmp_path: Path, status: int, path: str) -> None:
    class Refusing(Workers):
        def run(self, _work: object, /, *_values: object) -> Answered:
            raise Refused(status, message("serve-memory"))

    client = testing.TestClient(application(Served(Refusing(tmp_path, tmp_path, Limits()), tmp_path, bool)))
    found = client.simulate_get(path, headers={"Host": "localhost", "Accept-Language": "fr"})
    assert found.status_code == status
    assert found.text == message("serve-memory").text("fr") + "\n"
    assert ("Retry-After" in found.headers) is (status == 503)


def test_a_fault_of_ours_is_500_without_its_cause(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    class Failing(Workers):
        def run(self, _work: object, /, *_values: object) -> Answered:
            raise RuntimeError("secret")

    client = testing.TestClient(application(Served(Failing(tmp_path, tmp_path, Limits()), tmp_path, bool)))
    found = client.simulate_get("/sparql?query=ASK{}", headers={"Host": "localhost"})
    assert (found.status, found.text) == (falcon.HTTP_500, message("serve-broken").text("en") + "\n")
    assert "secret" in capfd.readouterr().err


def test_while_the_site_is_written_its_pages_ask_for_patience(tmp_path: Path) -> None:
    folder, writing = tmp_path / "site", [True]
    folder.mkdir()
    pool = Workers(tmp_path, tmp_path, Limits())
    client = testing.TestClient(application(Served(pool, folder, lambda: writing[0])))
    found = client.simulate_get("/index.html", headers={"Host": "localhost"})
    assert (found.status_code, found.text, found.headers["Refresh"]) == (
        503,
        message("serve-writing").text("en") + "\n",
        "3",
    )
    writing[0] = False  # as when it could not be
    assert client.simulate_get("/index.html", headers={"Host": "localhost"}).status_code == 404
    writing[0] = True
    (folder / "index.html").write_text("done", encoding="utf-8")
    assert client.simulate_get("/index.html", headers={"Host": "localhost"}).text == "done"
    assert client.simulate_get("/none.html", headers={"Host": "localhost"}).status_code == 404


@pytest.mark.parametrize("most", [5, 6, 7])
def test_an_answer_may_have_so_many_bytes_and_not_one_more(most: int) -> None:
    file = io.BytesIO()
    bounded = Bounded(file, most)
    bounded.write(b"abc")
    if most < 6:
        with pytest.raises(TooLong):
            bounded.write(b"def")
    else:
        bounded.write(b"def")
    assert file.getvalue() == b"abcdef"[: 3 if most < 6 else 6]


def test_more_processes_than_eight_or_fewer_than_two_are_not_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for processors, count in ((None, 2), (1, 2), (2, 2), (5, 5), (8, 8), (9, 8)):
        monkeypatch.setattr(os, "cpu_count", lambda known=processors: known)
        assert Workers(tmp_path, tmp_path, Limits()).count == count


def test_what_a_query_may_use_by_default() -> None:
    assert Limits() == (30, 64_000_000, 2_048_000_000)
    assert workers._QUEUE == 64  # noqa: SLF001  # queries that wait or run
    assert workers._KNOWN == 1000  # noqa: SLF001  # queries that took long
    assert workers._MOMENT == 1  # noqa: SLF001  # seconds for each query at once
