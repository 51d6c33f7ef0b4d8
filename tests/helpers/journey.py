"""Journeys: tests that build a site, or start a process, a server or a browser. No other test may, so the others are quick."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, NoReturn

import pytest

from icilabas.site import build

if TYPE_CHECKING:
    from collections.abc import Iterator

# Fixtures of `conftest.py`: a test that asks for one, by another fixture too, is a journey without being marked.
FIXTURES = frozenset({"browser", "documentation", "restricted_site", "site"})
_PROCESS, _SERVER, _SITE = "starts a process", "starts a server", "builds a site"
# What Python tells of by itself: https://docs.python.org/3/library/audit_events.html
_TOLD = {
    **dict.fromkeys(("os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen"), _PROCESS),
    "socket.bind": _SERVER,
}
_FONTS = "fc-list"  # which Matplotlib asks, loaded by igraph, where it has kept no list of fonts yet
_held: list[pytest.Item] = []  # the test that runs, where it is no journey


def is_one(item: pytest.Item) -> bool:
    """Whether the test is marked as a journey."""
    return item.get_closest_marker("journey") is not None


def watch() -> None:
    """Begin to listen to what Python tells of; called once in a process, for nothing ends it."""

    def told(event: str, about: tuple[object, ...]) -> None:
        if _held and event in _TOLD and not (event == "subprocess.Popen" and _FONTS in str(about)):
            _refuse(_TOLD[event])

    sys.addaudithook(told)


@contextmanager
def held(item: pytest.Item) -> Iterator[None]:
    """While the test runs, with the fixtures that are made for it, it fails when it does what only a journey may."""
    if is_one(item):
        yield
        return
    _held.append(item)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(build, "write_site", lambda *_how, **_named: _refuse(_SITE))
            patch.setattr(BaseProcess, "start", lambda _process: _refuse(_PROCESS))
            yield
    finally:
        _held.clear()


def _refuse(what: str) -> NoReturn:
    pytest.fail(f"this test {what}: mark it as a journey, @pytest.mark.journey")
