"""The graph page for everyone: names, roles, contrast, focus, headings, and a walk through it by keyboard."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from test_graph_controls import network, with_views

from icilabas.picture import html_page
from icilabas.picture.drawing import draw

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

# Each returns what is at fault. `seen` leaves out what is not shown, or shown to screen readers only.
HELPERS = """
const all = (css) => [...document.querySelectorAll(css)];
const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".unseen, .skip");
const what = (e) => e.outerHTML.slice(0, 120);
const textOf = (ids) => ids.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("");
const name = (e) => (e.getAttribute("aria-label") || textOf(e.getAttribute("aria-labelledby") ?? "")
  || [...(e.labels ?? [])].map((label) => label.textContent).join("") || e.textContent).trim();
"""
CONTROLS = "a[href], button, input, select, summary, [tabindex='0'], [role='application']"
CHECKS = {
    "a control has a name": f"all({CONTROLS!r}).filter((e) => seen(e) && !name(e)).map(what)",
    "a group, region and list box has a name": """all("[role='group'], [role='listbox'], [role='application'], section, aside, table")
      .filter((e) => seen(e) && !e.getAttribute("aria-label") && !textOf(e.getAttribute("aria-labelledby") ?? "")).map(what)""",
    "no order of focus but the page's": "all('[tabindex]').filter((e) => e.tabIndex > 0).map(what)",
    "what is referred to is there": """all("[aria-controls], [aria-labelledby], [aria-activedescendant]").flatMap((e) =>
      ["aria-controls", "aria-labelledby", "aria-activedescendant"].flatMap((key) => (e.getAttribute(key) ?? "").split(" ").filter(Boolean))
        .filter((id) => !document.getElementById(id)))""",
    "no two elements have one id": "all('[id]').map((e) => e.id).filter((id, i, ids) => ids.indexOf(id) !== i)",
    "roles are known": """all("[role]").map((e) => e.getAttribute("role")).filter((role) => !["group", "combobox", "listbox", "option",
      "status", "application", "table", "row", "rowgroup", "rowheader", "columnheader", "cell"].includes(role))""",
    "options stand in a list box, and cells in rows": """all("[role='option']").filter((e) => e.parentElement.getAttribute("role") !== "listbox")
      .concat(all("[role='cell']").filter((e) => e.parentElement.getAttribute("role") !== "row")).map(what)""",
    "one banner, one main part, a language and a title": """["header", "main", "h1"].filter((tag) => all(tag).filter(seen).length !== 1)
      .concat(["fr", "en"].includes(document.documentElement.lang) ? [] : ["lang"], document.title ? [] : ["title"])""",
    "headings go down by one": """all("h1, h2, h3, h4").filter(seen).map((e) => Number(e.tagName[1]))
      .filter((level, i, levels) => level > (levels[i - 1] ?? 0) + 1)""",
    "text has contrast": """(() => {
      const parts = (color) => color.match(/[\\d.]+/g).map(Number);
      const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
      const ground = (e) => { for (; e; e = e.parentElement) { const [r, g, b, a = 1] = parts(getComputedStyle(e).backgroundColor);
        if (a === 1) return [r, g, b]; } return [255, 255, 255]; };
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const poor = new Set();
      while (texts.nextNode()) {
        const e = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !seen(e) || e.closest("script, style, :disabled")) continue;
        const [a, b] = [light(parts(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
        if ((a + 0.05) / (b + 0.05) < 4.5) poor.add(what(e));
      }
      return [...poor]; })()""",
}


@pytest.fixture
def shown(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """Open the page with everything that it can have."""
    real = html_page.page_of
    monkeypatch.setattr("icilabas.picture.drawing.page_of", lambda payload, library: real(with_views(payload), library))
    draw(
        network(),
        tmp_path / "graph.html",
        home="index.html",
        menu=[("graph.html", {"fr": "Graphe", "en": "Graph"})],
        pages={"work": "w.html"},
    )
    page.goto((tmp_path / "graph.html").as_uri())
    page.wait_for_selector("html[data-ready]")
    return page


def states(page: Page) -> Any:
    """Bring the page into one state after the other, in both languages, wide and narrow; yield what each is."""
    yield "first"
    page.click("#g-open-filter")
    page.click("summary >> nth=0")
    page.locator(".tick").first.click()
    yield "a filter"
    page.click('[data-lang="en"]')
    page.click("#g-filter-clear")
    page.click("#g-open-path")
    page.fill("#g-path-from", "amis")
    yield "suggestions"
    page.keyboard.press("Enter")
    page.fill("#g-path-to", "bureau")
    page.keyboard.press("Enter")
    yield "a path"
    page.set_viewport_size({"width": 390, "height": 844})
    page.click("#g-open-take")
    yield "take away on a telephone"
    page.click('#g-table a >> text="EN Emploi"')
    yield "a node"
    page.click("#g-open-take")
    for chip in page.locator(".chip").all():
        chip.click()
    yield "nothing shown"


def test_the_page_is_accessible_in_each_of_its_states(shown: Page) -> None:
    for state in states(shown):
        for check, script in CHECKS.items():
            assert shown.evaluate(f"() => {{ {HELPERS} return {script}; }}") == [], f"{check} ({state})"


@pytest.mark.parametrize(
    ("harm", "check"),
    [
        (
            "document.getElementById('g-in').removeAttribute('aria-label'); $('g-in').textContent = ''",
            "a control has a name",
        ),
        ("$('g-legend').setAttribute('tabindex', '3')", "no order of focus but the page's"),
        ("$('g-search').setAttribute('aria-controls', 'gone')", "what is referred to is there"),
        ("$('g-list-title').outerHTML = '<h4>x</h4>'", "headings go down by one"),
        ("$('g-counts').style.color = '#8a949e'", "text has contrast"),
        ("$('g-bar').setAttribute('role', 'buton')", "roles are known"),
    ],
)
def test_the_checks_find_faults(shown: Page, harm: str, check: str) -> None:
    shown.evaluate("document.querySelector('.bar').id = 'g-bar'; window.$ = (id) => document.getElementById(id)")
    shown.evaluate(f"() => {{ {harm} }}")
    assert shown.evaluate(f"() => {{ {HELPERS} return {CHECKS[check]}; }}") != []


def test_axe_finds_nothing(shown: Page) -> None:
    """The widely used checker."""
    shown.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    for state in states(shown):
        found = shown.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == [], state


def test_the_keyboard_reaches_everything_and_is_caught_nowhere(shown: Page) -> None:
    shown.click("#g-open-filter")
    left = f"""() => {{ {HELPERS} return all({CONTROLS!r}).filter((e) => seen(e) && !e.disabled && !e.dataset.walk).map(what); }}"""
    every = len(shown.evaluate(left))
    assert every > 40
    shown.focus("#g-skip")  # the first
    here = ""
    reached: list[str] = []
    for _ in range(every + 20):
        shown.keyboard.press("Tab")
        here, ring = shown.evaluate(
            """() => { const e = document.activeElement;
            if (e === document.body) return ["", true];
            e.dataset.walk ??= String(document.querySelectorAll("[data-walk]").length);
            const style = getComputedStyle(e), box = getComputedStyle(document.getElementById("g-network"));
            return [`${e.dataset.walk} ${e.outerHTML.slice(0, 60)}`,
              (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || (e.closest("#g-network") && box.boxShadow !== "none")]; }"""
        )
        assert ring, f"the focus is not seen on {here}"
        if not here or here in reached:
            break
        reached.append(here)
    assert here in ("", reached[0])  # out of the page, or at its start again
    assert shown.evaluate(left) == []


def test_what_a_button_opens_is_next_and_escape_closes_it(shown: Page) -> None:
    for name in ("filter", "path", "take"):
        shown.focus(f"#g-open-{name}")
        shown.keyboard.press("Enter")
        assert shown.get_attribute(f"#g-open-{name}", "aria-expanded") == "true"
        control = shown.locator(f"#g-{name}").locator("summary, input, button:enabled").first
        control.focus()
        shown.keyboard.press("Escape")
        assert not shown.is_visible(f"#g-{name}")
        assert shown.evaluate("document.activeElement.id") == f"g-open-{name}"
    shown.click("#g-open-filter")
    shown.click("#g-open-path")
    assert not shown.is_visible("#g-filter")  # one at a time


def test_a_path_is_found_with_the_keyboard_alone(shown: Page) -> None:
    shown.focus("#g-open-path")
    shown.keyboard.press("Enter")
    shown.keyboard.press("Tab")  # the button for what is taken away
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.id") == "g-path-from"
    shown.keyboard.type("amis")
    shown.keyboard.press("Enter")
    shown.keyboard.press("Tab")
    shown.keyboard.type("eau")
    shown.keyboard.press("ArrowDown")
    wanted = shown.locator('#g-path-to-found [aria-selected="true"] > span').inner_text()
    shown.keyboard.press("Enter")
    assert shown.input_value("#g-path-to") == wanted
    assert "lien" in shown.inner_text("#g-status")
    shown.keyboard.press("Escape")
    assert not shown.is_visible("#g-path")
    assert shown.is_visible("#g-chains")
