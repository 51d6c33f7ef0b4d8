"""What all tests share: journeys told from quick tests; the repository, the documentation, sites, a faultless browser page."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import journey
import pytest
from hypothesis import settings
from looked import Window, faultless
from once import once
from sites import write_lille

from icilabas.words.text import set_language

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
CACHES = ("XDG_CACHE_HOME", "LOCALAPPDATA")  # where systems are told to keep what is needed for a while
_numbers = count()
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLAYWRIGHTS = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning",
)
ADDRESS_BAR = ("WebUIOmniboxAimPopup", "WebUIOmniboxPopup")
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Chromium heeds the last of these lists alone: these are Playwright's, and what would give each page two more that nobody
    # sees, of the address bar, and a process in reserve. That took half of the time of the tests in a browser.
    "--disable-features=" + ",".join((*PLAYWRIGHTS, "SpareRendererForSitePerProcess", *ADDRESS_BAR)),
)

# The same code gives the same result, on a busy machine too.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

# Thousands of tests leave much that stays: to go through all of it as often as Python would takes a tenth of the time.
gc.set_threshold(50_000, 20, 50)
# A shell lets what runs in the background (`make test &`) ignore Ctrl-C, and so do the processes that it starts: the tests
# of servers send it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
journey.watch()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the journeys: what is in `tests/journeys`, and what asks for a fixture that takes long."""
    for item in items:
        asked = journey.FIXTURES.intersection(getattr(item, "fixturenames", ()))
        if asked or item.path.is_relative_to(ROOT / "tests" / "journeys"):
            item.add_marker("journey")


@pytest.fixture(autouse=True)
def _english() -> None:
    """Give each test the language of who asks for none, whatever the one before has asked for."""
    set_language("en")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let a test do what it may: what takes long is for journeys."""
    with journey.held(item):
        return (yield)


@pytest.fixture(scope="session")
def _places_of_caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Have what is kept be in a folder of the tests, not in the user's own; also by fixtures of a module."""
    with pytest.MonkeyPatch.context() as changed:
        folder = tmp_path_factory.mktemp("caches")
        for name in CACHES:
            changed.setenv(name, str(folder))
        yield folder


@pytest.fixture(autouse=True)
def _caches(_places_of_caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test find what another has kept."""
    for name in CACHES:
        monkeypatch.setenv(name, str(_places_of_caches / str(next(_numbers))))


@pytest.fixture(scope="session")
def repo() -> Path:
    """Root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the built documentation."""
    return once("documentation", _build_documentation, tmp_path_factory)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of the bundled workshop."""
    return once("site", write_lille, tmp_path_factory)


@pytest.fixture(scope="session")
def restricted_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of the bundled workshop with its restricted passages."""
    return once("restricted-site", partial(write_lille, profile="internal"), tmp_path_factory)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium a test process; without Chromium the tests that need it are skipped.

    It keeps an event loop running in the main thread: afterwards `asyncio.run` works in another thread only.
    """
    chromium = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if chromium is None:
        _no_browser(f"no Chromium on the PATH (looked for {', '.join(CHROMIUM_NAMES)})")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _window(browser: Browser) -> Window:
    """One window a test process: opening another takes as long as most of what is done in it."""
    return Window(browser)


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Give an offline page; console errors, script errors and requests off the machine fail the test.

    It is the same for all tests of the process and cleared for each; ``own_page`` marks those that change the page for
    good, by a script or a listener of theirs.
    """
    if request.node.get_closest_marker("own_page"):
        with faultless(browser) as page:
            yield page
        return
    window: Window = request.getfixturevalue("_window")
    window.clear()
    yield window.page
    window.judge()


def _no_browser(reason: str) -> NoReturn:
    """Skip; fail where ICILABAS_REQUIRE_BROWSER is set, as it is for the checks of a change."""
    if os.environ.get("ICILABAS_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def _build_documentation(out: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "build.py"), str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
