"""How a page looks in the browser: what is seen, what is too wide, and which text is hard to read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, WebError

LOCAL = ("file:", "data:", "blob:")


class Window:
    """An offline context with one page, and what was wrong with it: console and script errors, requests off the machine."""

    def __init__(self, browser: Browser) -> None:
        """Open it."""
        self.faults: list[str] = []
        self.context = browser.new_context(offline=True, service_workers="block")
        self.context.on("console", self._on_console)
        self.context.on("weberror", self._on_error)
        self.context.on("request", self._on_request)
        self.page = self.context.new_page()

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith(LOCAL):
            self.faults.append(f"request: {request.url}")

    def clear(self) -> None:
        """Leave nothing of a test to the next: what was kept, how the page was looked at, other pages, faults."""
        for other in self.context.pages:
            if other != self.page:
                other.close()
        if self.page.url.startswith("file:"):
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.mouse.move(0, 0)
        self.page.goto("about:blank")
        self.page.set_viewport_size({"width": 1280, "height": 720})
        self.page.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
        self.context.unroute_all()
        self.faults.clear()

    def judge(self) -> None:
        """Fail if anything was wrong."""
        assert not self.faults, "the page is not faultless:\n" + "\n".join(self.faults)


@contextmanager
def faultless(browser: Browser) -> Iterator[Page]:
    """Give a page in a window of its own; fail at its end if anything was wrong with it."""
    window = Window(browser)
    yield window.page
    window.context.close()
    window.judge()


OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


TOO_WIDE = """() => [...document.querySelectorAll("main *")].filter((e) => {
  const box = e.getBoundingClientRect();
  return box.width && !e.closest(".scroll, .unseen, svg") && (box.right > innerWidth + 1 || box.left < -1);
}).map((e) => e.outerHTML.slice(0, 80))"""


CONTRAST = """() => {
  const light = (rgb) => rgb.map((v) => v / 255).map((v) => (v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4))
    .reduce((sum, v, n) => sum + v * [.2126, .7152, .0722][n], 0);
  const parse = (colour) => (colour.match(/[0-9.]+/g) ?? []).map(Number);
  const poor = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, element = text.parentElement, style = getComputedStyle(element);
    if (!text.data.trim() || !element.getClientRects().length || element.closest(".unseen, .skip, script")) continue;
    let behind = element, ground = [0, 0, 0, 0];
    while (behind && (ground.length === 4 && ground[3] < .5)) {
      ground = parse(getComputedStyle(behind).backgroundColor);
      behind = behind.parentElement;
    }
    if (ground.length === 4 && ground[3] < .5) ground = [255, 255, 255];
    const [a, b] = [parse(style.color), ground].map((rgb) => light(rgb.slice(0, 3)) + .05);
    const ratio = Math.max(a, b) / Math.min(a, b);
    if (ratio < 4.5) poor.set(`${style.color} on ${ground}`, text.data.trim().slice(0, 40));
  }
  return [...poor];
}"""


def seen_in(page: Page, lang: str) -> int:
    """Return how many texts of the language the page shows; the names of the languages do not count."""
    script = "(own) => [...document.querySelectorAll(own)].filter((e) => e.checkVisibility()).length"
    return int(page.evaluate(script, f"body [lang={lang}]:not(.own)"))


def shown(page: Page, what: str) -> list[str]:
    """Return the visible texts, their spaces as plain ones."""
    return [" ".join(e.inner_text().split()) for e in page.locator(what).all() if e.is_visible()]
