"""What is sent, how often and for how long; which limits an answer has."""

from __future__ import annotations

import itertools

import little
import pytest
import requests

from icilabas.engine import http
from icilabas.engine.endpoint import is_endpoint
from icilabas.engine.http import Client
from icilabas.errors import UsageError

JSON = "application/sparql-results+json"


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Take the pauses instead of making them."""
    for name in ("USER", "PASSWORD", "TOKEN", "TIMEOUT"):
        monkeypatch.delenv(f"ICILABAS_ENDPOINT_{name}", raising=False)
    taken: list[float] = []
    monkeypatch.setattr("icilabas.engine.http.time.sleep", taken.append)
    return taken


@pytest.mark.parametrize(("name", "is_one"), [("http://x", True), ("HTTPS://x", True), ("ftp://x", False), (3, False)])
def test_addresses_are_told_from_paths(name: object, is_one: bool) -> None:  # noqa: FBT001  # what is expected
    assert is_endpoint(name) is is_one


def busy(times: int, **headers: str) -> little.Behaviour:
    """Answer that it is busy so many times, then answer."""
    counted = itertools.count(1)
    return lambda request: request.answer(b"", status=503, **headers) if next(counted) <= times else request.answer()


@pytest.mark.journey
def test_three_tries_and_longer_pauses(pauses: list[float]) -> None:
    with little.serving(busy(2)) as server:
        Client(server.url).post("x", JSON)
    assert len(server.seen) == 3
    assert pauses == [0.3, 0.6]
    pauses.clear()
    with little.serving(busy(3)) as server, pytest.raises(UsageError, match="503"):
        Client(server.url).post("x", JSON)
    assert len(server.seen) == 3
    assert pauses == [0.3, 0.6]


@pytest.mark.journey
@pytest.mark.parametrize(("asked", "made"), [("2", 2.0), ("10", 10.0), ("11", 10.0), ("soon", 0.3), ("", 0.3)])
def test_a_server_says_when_to_come_again_but_not_after_ten_seconds(
    asked: str, made: float, pauses: list[float]
) -> None:
    with little.serving(busy(1, Retry_After=asked)) as server:
        Client(server.url).post("x", JSON)
    assert pauses == [made]


@pytest.mark.journey
def test_nobody_waits_longer_than_the_time_limit(pauses: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICILABAS_ENDPOINT_TIMEOUT", "5")
    with little.serving(busy(1, Retry_After="6")) as server, pytest.raises(UsageError):
        Client(server.url).post("x", JSON)
    assert (len(server.seen), pauses) == (1, [])
    with little.serving(busy(1, Retry_After="4")) as server:
        Client(server.url).post("x", JSON)
    assert (len(server.seen), pauses) == (2, [4.0])


@pytest.mark.journey
@pytest.mark.parametrize(("status", "tries"), [(429, 2), (502, 2), (503, 2), (504, 2), (500, 1), (501, 1), (428, 1)])
def test_only_a_server_that_may_have_time_later_is_asked_again(status: int, tries: int) -> None:
    counted = itertools.count()
    with little.serving(lambda r: r.answer() if next(counted) else r.answer(b"", status=status)) as server:
        if tries == 1:
            with pytest.raises(UsageError, match=str(status)):
                Client(server.url).post("x", JSON)
        else:
            Client(server.url).post("x", JSON)
    assert len(server.seen) == tries


@pytest.mark.parametrize(("set_to", "limits"), [("", (10, 120)), ("60", (10, 60)), ("5", (5, 5))])
def test_ten_seconds_to_connect_and_two_minutes_in_all(
    set_to: str, limits: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[float, float]] = []

    def post(_session: requests.Session, _url: str, *, timeout: tuple[float, float], **_more: object) -> None:
        taken.append(timeout)
        raise requests.exceptions.ConnectTimeout

    monkeypatch.setenv("ICILABAS_ENDPOINT_TIMEOUT", set_to)
    monkeypatch.setattr(requests.Session, "post", post)
    with pytest.raises(UsageError, match=str(limits[1])):
        Client("http://127.0.0.1/").post("x", JSON)
    assert taken == [pytest.approx(limits, abs=1)]


@pytest.mark.parametrize(
    ("home", "other", "is_home"),
    [
        ("http://h/a", "http://h/b", True),
        ("http://h/a", "http://h:80/b", True),
        ("http://h/a", "https://h/b", True),  # better protected than what was asked for
        ("https://h/a", "https://h:443/b", True),
        ("http://h/a", "https://h:8443/b", False),
        ("http://h:8080/a", "https://h/b", False),
        ("https://h/a", "http://h/b", False),
        ("http://h/a", "http://h:81/b", False),
        ("http://h/a", "http://i/b", False),
    ],
)
def test_who_is_told_the_password(home: str, other: str, is_home: bool) -> None:  # noqa: FBT001  # what is expected
    assert Client(home).at_home(other) is is_home


def test_a_port_is_not_nought() -> None:
    assert Client("http://h:1/").shown == "http://h:1/"
    with pytest.raises(UsageError):
        Client("http://h:0/")


def hops(count: int) -> little.Behaviour:
    """Send elsewhere so many times, then answer."""
    counted = itertools.count(1)

    def behave(request: little.Request) -> None:
        turn = next(counted)
        if turn <= count:
            request.answer(b"", status=302, Location=f"/{turn}")
        else:
            request.answer()

    return behave


@pytest.mark.journey
def test_five_redirects_are_followed_and_no_sixth() -> None:
    with little.serving(hops(5)) as server:
        Client(server.url).post("x", JSON)
    assert [path for _method, path, _headers, _form in server.seen][-1] == "/5"
    with little.serving(hops(6)) as server, pytest.raises(UsageError):
        Client(server.url).post("x", JSON)
    assert len(server.seen) == 6


@pytest.mark.journey
@pytest.mark.parametrize(("more", "fits"), [(0, True), (1, False)])
def test_the_largest_answer(more: int, fits: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001  # what is expected
    monkeypatch.setattr(http, "_MOST", 1)
    content = b" " * ((1 << 20) + more)
    with little.serving(lambda request: request.answer(content)) as server:
        if fits:
            assert Client(server.url).post("x", JSON).content == content
        else:
            with pytest.raises(UsageError):
                Client(server.url).post("x", JSON)


@pytest.mark.journey
@pytest.mark.parametrize(("said", "most"), [("1000", 1000), ("", None), ("many", None)])
def test_what_a_server_gives_at_most(said: str, most: int | None) -> None:
    with little.serving(lambda request: request.answer(X_SPARQL_MaxRows=said)) as server:
        answer = Client(server.url).post("x", JSON)
    assert (answer.kind, answer.most_rows) == (JSON, most)


@pytest.mark.journey
def test_what_is_sent() -> None:
    with little.serving(lambda request: request.answer()) as server:
        Client(f"{server.url}?key=1").post("the query", JSON)
    ((method, path, headers, form),) = server.seen
    assert (method, path, form) == ("POST", "/sparql?key=1", {"query": ["the query"]})
    assert (headers["Accept"], headers["User-Agent"]) == (JSON, "icilabas")
    assert Client(f"{server.url}?key=1").shown == server.url


@pytest.mark.journey
def test_no_proxy_stands_before_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with little.serving(lambda request: request.answer()) as server:
        Client(server.url).post("x", JSON)
    assert len(server.seen) == 1
