"""How soon the page of a drawn graph shows its picture, and how it answers, beside a plain PyVis page of the same graph.

Run by hand, from the root of the repository: `python tests/benchmarks/pictures.py [nodes …]`. It prints a table in
seconds: median of `RUNS` openings in headless Chromium, from the start of navigation to the frame in which the first
nodes are painted; then frames while the picture is dragged, the time until a chosen node's detail stands in the page,
and how often the picture leaves nodes out. Every graph is `barabasi_albert_graph(nodes, 3, seed=1)`.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from icilabas.drawing import draw

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = (100, 1_000, 5_000, 20_000)
PLAIN = (100, 1_000)  # a plain page of more nodes does not settle within the limit
LIMIT = 90.0  # seconds that a page has for its first draw
RUNS = 3
KINDS = ("organization", "network", "territory", "challenge", "initiative")
# The first node is painted by the first `fill`; a message comes after that frame's work.
WATCH = """
window.firstDraw = null;
const fill = CanvasRenderingContext2D.prototype.fill;
CanvasRenderingContext2D.prototype.fill = function (...given) {
  if (window.firstDraw === null) {
    window.firstDraw = 0;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      window.firstDraw = performance.now();
      document.documentElement.dataset.drawn = "true";
    };
    port2.postMessage(null);
  }
  return fill.apply(this, given);
};
"""
FRAMES = """() => { window.frames_ = []; let before = null;
  const tick = (now) => { if (before !== null) window.frames_.push(now - before); before = now;
    if (!window.still_) requestAnimationFrame(tick); };
  window.still_ = false; requestAnimationFrame(tick); }"""


def graph_of(nodes: int) -> nx.Graph[Any]:
    """Return a graph in which few nodes have many ties, as in a report; three ties a node."""
    graph = nx.barabasi_albert_graph(nodes, 3, seed=1)
    for node, data in graph.nodes(data=True):
        data.update(label=f"Organisation {node}", kind=KINDS[node % 9 % len(KINDS)])
    return graph


def plain(graph: nx.Graph[Any], path: Path) -> None:
    """Write PyVis's own page, as its manual shows it."""
    from pyvis.network import Network

    network = Network(cdn_resources="in_line")
    network.from_nx(graph)
    path.write_text(network.generate_html(), encoding="utf-8")


def opened(browser: Browser, path: Path) -> tuple[Page, float]:
    """Open a page; return it with the seconds to its first draw, infinite if it makes none within the limit."""
    page = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(1000 * LIMIT)
    from playwright.sync_api import Error

    page.add_init_script(WATCH)
    try:
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_selector("html[data-drawn]", timeout=1000 * LIMIT)
    except Error:
        return page, float("inf")
    return page, page.evaluate("window.firstDraw") / 1000


def dragged(page: Page) -> float:
    """Return the median seconds a frame takes while the picture is dragged."""
    box = page.locator("canvas").first.bounding_box() or {"x": 0, "y": 0, "width": 800, "height": 600}
    x, y = box["x"] + 15, box["y"] + box["height"] - 15
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(FRAMES)
    for step in range(30):
        page.mouse.move(x + 4 * step, y - 3 * step)
    frames = page.evaluate("window.still_ = true, window.frames_")
    page.mouse.up()
    return statistics.median(frames or [0]) / 1000


def chosen(page: Page, name: str) -> float:
    """Return the seconds from a search to the detail of the node that it found."""
    page.wait_for_selector("html[data-ready]")
    page.fill("#g-search", name)
    start = time.perf_counter()
    page.press("#g-search", "Enter")
    page.wait_for_selector("#g-name")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return time.perf_counter() - start


def measure(browser: Browser, path: Path, found: str | None = None) -> list[float]:
    """Return the seconds to the first draw, a frame of dragging, and a choice (0 in a page without search)."""
    rows = []
    for _ in range(RUNS):
        page, first = opened(browser, path)
        drawn = first < LIMIT
        rows.append([first, dragged(page) if drawn else 0.0, chosen(page, found) if drawn and found else 0.0])
        page.context.close()
        if not drawn:
            break
    return [statistics.median(column) for column in zip(*rows, strict=True)]


def main(sizes: list[int]) -> None:
    """Print the table."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    print(f"{'nodes':>7} {'ties':>7} {'page':>8} {'written':>8} {'draw':>7} {'frame':>7} {'choose':>7} | "
          f"{'PyVis':>7} {'frame':>7} {'times':>6}")  # fmt: skip
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for size in sizes:
            graph = graph_of(size)
            path = Path(folder, "ours.html")
            start = time.perf_counter()
            draw(graph, path)
            written = time.perf_counter() - start
            draws, frame, choice = measure(browser, path, f"Organisation {size - 1}")
            row = (
                f"{size:7} {graph.number_of_edges():7} {path.stat().st_size / 1e6:6.1f}MB {written:8.2f} "
                f"{draws:7.2f} {frame:7.3f} {choice:7.2f} | "
            )
            if size in PLAIN:
                plain(graph, path)
                theirs, their_frame, _ = measure(browser, path)
                drawn = theirs < LIMIT
                row += f"{theirs if drawn else LIMIT:7.2f} {their_frame:7.3f} {min(theirs, LIMIT) / draws:6.0f}"
                row += "" if drawn else f"  (PyVis: nothing drawn within {LIMIT:.0f} s)"
            print(row, flush=True)
        browser.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
