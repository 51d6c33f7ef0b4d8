"""How soon the page of a drawn graph shows its picture, and how it answers, beside PyVis's own page of the same graph.

Run by hand, from the root of the repository: `python tests/benchmarks/pictures.py [nodes …]`. It prints a table in
seconds, the least of `RUNS` openings in headless Chromium (the one that other work on the machine disturbed least):

- written: `draw`, with the layout;
- draw: from the start of navigation to the end of the frame in which the first node is painted;
- thread: the processor's time for the page's main thread until then (what other work on the machine does not change);
- frame: the script's work in a frame while the picture is dragged, the median;
- choose: from Enter in the search to the frame after the detail of the node that was found;
- left: how many nodes the first view leaves out.

Every graph is `barabasi_albert_graph(nodes, 3, seed=1)`.
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

from icilabas.picture.drawing import draw

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = (100, 1_000, 5_000, 20_000)
PLAIN = (100, 1_000)  # a plain page of more nodes does not settle within the limit
LIMIT = 90.0  # seconds that a page has for its first draw
RUNS = 3
SHORT = 0.3  # milliseconds: a frame that takes less draws nothing
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
      console.info("first draw");
    };
    port2.postMessage(null);
  }
  return fill.apply(this, given);
};
window.frames_ = [];
const ask = window.requestAnimationFrame;
window.requestAnimationFrame = (act) => ask.call(window, (now) => {
  const start = performance.now();
  act(now);
  window.frames_.push(performance.now() - start);
});
"""
LEFT = "document.getElementById('g-network').picture.left()"


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


def opened(browser: Browser, path: Path) -> tuple[Page, float | None, float]:
    """Open a page; return it with the seconds to its first draw, None if it makes none in time, and of its thread."""
    page = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(1000 * LIMIT)
    from playwright.sync_api import TimeoutError as LateError

    page.add_init_script(WATCH)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def busy() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next((float(metric["value"]) for metric in metrics if metric["name"] == "ThreadTime"), 0.0)

    before = busy()
    try:
        with page.expect_console_message(lambda message: message.text == "first draw", timeout=1000 * LIMIT):
            page.goto(path.as_uri(), wait_until="commit")
    except LateError:
        return page, None, 0.0
    work = busy() - before
    return page, float(page.evaluate("window.firstDraw")) / 1000, work


def dragged(page: Page) -> float:
    """Return the median seconds of script in a frame that draws while the picture is dragged."""
    box = page.locator("canvas").first.bounding_box() or {"x": 0, "y": 0, "width": 800, "height": 600}
    x, y = box["x"] + 15, box["y"] + box["height"] - 15
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("() => void (window.frames_.length = 0)")
    for step in range(30):
        page.mouse.move(x + 4 * step, y - 3 * step)
    frames = [frame for frame in page.evaluate("window.frames_") if frame > SHORT]
    page.mouse.up()
    return float(statistics.median(frames or [0])) / 1000


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
    """Return the seconds to the first draw, of its thread, of a frame of dragging, of a choice; and how many nodes are left out.

    A page without our search has 0 for the last; one that draws nothing within the limit has it for the first.
    """
    rows = []
    for _ in range(RUNS):
        page, first, work = opened(browser, path)
        if first is None:
            page.context.close()
            return [LIMIT, 0.0, 0.0, 0.0, 0.0]
        frame = dragged(page)
        choice, left = (chosen(page, found), page.evaluate(LEFT)) if found else (0.0, 0.0)
        rows.append([first, work, frame, choice, left])
        page.context.close()
    return [min(column) for column in zip(*rows, strict=True)]


def main(sizes: list[int]) -> None:
    """Print the table."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    heads = ("nodes", "ties", "MB", "written", "draw", "thread", "frame", "choose", "left", "PyVis", "frame", "times")
    sys.stdout.write("".join(f"{head:>9}" for head in heads) + "\n")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for size in sizes:
            graph = graph_of(size)
            path = Path(folder, "page.html")
            start = time.perf_counter()
            draw(graph, path)
            written = time.perf_counter() - start
            weight = path.stat().st_size / 1e6
            first, work, frame, choice, left = measure(browser, path, f"Organisation {size - 1}")
            row = f"{size:9}{graph.number_of_edges():9}{weight:9.1f}{written:9.2f}{first:9.2f}{work:9.2f}{frame:9.3f}{choice:9.2f}{left:9.0f}"
            if size in PLAIN:
                plain(graph, path)
                theirs, _, their_frame, *_ = measure(browser, path)
                row += f"{theirs:9.2f}{their_frame:9.3f}{theirs / first:9.0f}"
                row += " (nothing drawn within the limit)" if theirs >= LIMIT else ""
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()
        browser.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
