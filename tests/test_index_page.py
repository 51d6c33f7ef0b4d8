"""The front page in a browser: what a reader sees and does. The `page` fixture fails on any error or request."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from icilabas import yamltext
from icilabas.paths import DEFAULT_DATASET
from sites import lille

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

WIDTHS = (1400, 820, 390)
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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lille(tmp_path_factory.getbasetemp())


@pytest.fixture
def index(page: Page, site: Path) -> Page:
    page.goto((site / "index.html").as_uri())
    return page


def seen_in(page: Page, lang: str) -> int:
    """Return how many texts of the language the page shows; the names of the languages do not count."""
    script = "(own) => [...document.querySelectorAll(own)].filter((e) => e.checkVisibility()).length"
    return int(page.evaluate(script, f"body [lang={lang}]:not(.own)"))


def shown(page: Page, what: str) -> list[str]:
    """Return the visible texts, their spaces as plain ones."""
    return [" ".join(e.inner_text().split()) for e in page.locator(what).all() if e.is_visible()]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_is_wider_than_the_page(page: Page, site: Path, width: int, lang: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{(site / 'index.html').as_uri()}?lang={lang}")
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(TOO_WIDE) == []


def test_a_table_is_read_row_by_row_on_a_telephone(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{(site / 'index.html').as_uri()}#q-partners-and-roles")
    cell = page.locator("#q-partners-and-roles td").first
    assert cell.evaluate("e => getComputedStyle(e).display") == "block"
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"acteur"'
    page.locator("label[for=lang-en]").click()
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"actor"'


def test_the_first_screen_says_what_this_is(index: Page) -> None:
    index.set_viewport_size({"width": 1400, "height": 900})
    first = index.locator(".hero").inner_text()
    for text in ("Nord", "Kayes", "Compte rendu de l’atelier territorial", "page du document", "Laissé de côté"):
        assert text in first
    assert index.locator("#links-title").bounding_box() is not None
    announced = yamltext.parse((DEFAULT_DATASET / "source.yaml").read_text(encoding="utf-8"))["expected"]
    tables = ("partnerships", "organizations", "territories", "challenges", "practices", "findings")
    assert [int(count) for count in shown(index, ".figures b")] == [announced[table] for table in tables]


def test_headings_are_in_order_and_landmarks_are_named(index: Page) -> None:
    index.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    levels = index.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => +h.tagName[1])")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert index.locator("main, header.bar, footer, nav").count() == 4
    for landmark in index.locator("[aria-labelledby]").all():
        assert index.locator(f"[id='{landmark.get_attribute('aria-labelledby')}']").inner_text()
    assert index.locator("table").count() == index.locator("table > caption").count()
    assert index.locator("th:not([scope])").count() == 0


def test_the_keyboard_reaches_everything(index: Page) -> None:
    index.keyboard.press("Tab")
    assert index.evaluate("document.activeElement.className") == "skip"
    assert index.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]  # it is visible
    index.keyboard.press("Enter")
    assert index.evaluate("document.activeElement.id") == "main"
    index.locator("#lang-fr").focus()
    index.keyboard.press("ArrowRight")
    assert index.evaluate("document.documentElement.lang") == "en"
    assert index.evaluate("getComputedStyle(document.querySelector('label[for=lang-en]')).outlineStyle") == "solid"
    index.locator("#q-leaders summary").focus()
    index.keyboard.press("Enter")
    assert index.locator("#q-leaders table").is_visible()


def test_the_language_switches_everything_and_stays(index: Page, page: Page) -> None:
    assert index.evaluate("document.documentElement.lang") == "fr"
    assert seen_in(index, "fr") > 300
    assert seen_in(index, "en") == 0
    french = index.title()
    index.locator("label[for=lang-en]").click()
    assert index.evaluate("document.documentElement.lang") == "en"
    assert shown(index, "h1") == ["What partners here and there say and do together"]
    assert seen_in(index, "fr") == 0
    assert seen_in(index, "en") > 300
    assert index.title() != french
    assert "lang=en" in index.url
    assert index.locator("#links a[href^='graph.html']").first.get_attribute("href").startswith("graph.html?lang=en#")  # type: ignore[union-attr]  # it has one
    page.reload()
    assert shown(page, "h1") == ["What partners here and there say and do together"]
    page.goto(index.url.replace("lang=en", "lang=xx"))
    assert page.evaluate("document.documentElement.lang") == "en"  # what was chosen last
    page.goto(index.url.replace("lang=xx", "lang=fr"))
    assert page.evaluate("document.documentElement.lang") == "fr"


def test_without_javascript_all_is_there_and_the_language_switches(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert shown(page, "h1") == ["Ce que des partenaires d’ici et de là-bas disent et font ensemble"]
    assert not page.locator("#filter").is_visible()
    page.locator("#q-leaders summary").click()
    assert page.locator("#q-leaders table").is_visible()
    page.locator("label[for=lang-en]").click()
    assert shown(page, "h1") == ["What partners here and there say and do together"]
    context.close()


def test_the_filter_finds_questions_and_rows_whatever_the_accents(index: Page) -> None:
    index.locator("#find").click()
    index.wait_for_function("document.activeElement.id === 'filter'")
    every = index.locator("details").count()

    def search(text: str) -> list[str]:
        index.locator("#filter").fill(text)
        index.wait_for_timeout(300)
        return [
            str(e)
            for e in index.evaluate(
                "[...document.querySelectorAll('details')].filter((e) => e.checkVisibility()).map((e) => e.id)"
            )
        ]

    assert "q-linked-pairs" in search("paires de territoires liees")
    assert not index.locator("#q-linked-pairs").get_attribute("open")  # the question itself matches: all its rows
    found = search("RESEAUX cloisonnes")
    assert "q-shared-challenges" in found
    assert "q-leaders" not in found
    assert all("Réseaux cloisonnés" in row for row in shown(index, "#q-shared-challenges tbody tr"))
    assert len(shown(index, "#q-shared-challenges tbody tr")) > 1  # a row for each side
    assert f"Questions : {len(found)}" in shown(index, "#filter-status")[0]
    assert search("xyzzy") == []
    assert shown(index, "#filter-status") == ["Rien ne correspond. Essayer un mot plus court, ou un seul mot."]
    assert len(search("")) == every
    assert index.locator("details[open]").count() == 0
    assert shown(index, "#filter-status") == [""]
    index.locator("label[for=lang-en]").click()
    assert "q-shared-challenges" in search("compartmentalised")
    assert search("cloisonnés") == []


def test_acronyms_are_shown_and_found(index: Page) -> None:
    assert "Acteurs pour une économie solidaire (APES)" in shown(index, "#links tbody th")


def test_a_question_opens_and_its_link_opens_it_again(index: Page, page: Page) -> None:
    question = index.locator("#q-shared-challenges")
    question.locator("summary").click()
    assert question.locator("table").is_visible()
    assert "Qui le dit" in [text.capitalize() for text in shown(index, "#q-shared-challenges thead th")]
    assert any("p. 10 Session 3" in text for text in shown(index, "#q-shared-challenges td.ev"))
    question.get_by_text("Lien vers cette réponse").click()
    assert index.url.endswith("#q-shared-challenges")
    page.reload()
    assert page.locator("#q-shared-challenges table").is_visible()


def test_names_lead_to_the_graph(index: Page) -> None:
    link = index.locator("#shared ~ .scroll a[href^='graph.html#']").first
    name = link.inner_text()
    link.click()
    index.wait_for_url("**/graph.html#*")
    index.wait_for_function("(name) => document.querySelector('#g-pane').innerText.includes(name)", arg=name)


def test_text_stands_out_from_its_ground(index: Page) -> None:
    index.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    assert index.evaluate(CONTRAST) == []


def test_paper_shows_the_answers_that_are_open(index: Page) -> None:
    index.locator("#q-leaders summary").click()
    index.emulate_media(media="print")
    assert index.locator("#q-leaders table").is_visible()
    assert not index.locator("#q-funders").is_visible()
    assert not index.locator(".bar").is_visible()
    assert index.locator("#sources").is_visible()
