"""The documentation in a browser, from a disk. The `page` fixture fails on any console error or request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

LANGUAGES = ("fr", "en")
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOKED_AT = ("index", "start", "howto/workshop", "ontology/properties", "reference/data", "search")
AA = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_opens_and_fits_a_telephone(page: Page, documentation: Path, lang: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    pages = sorted((documentation / lang).rglob("*.html"))
    assert len(pages) > 5
    wide = []
    for path in pages:
        page.goto(path.as_uri())
        assert page.locator("html").get_attribute("lang") == lang or "notebooks" in path.parts
        wide += [path.relative_to(documentation).as_posix()] if page.evaluate(TOO_WIDE) > 0 else []
    assert not wide


@pytest.mark.parametrize("width", [390, 1280])
def test_the_picture_of_the_ontology_can_be_read(page: Page, documentation: Path, width: int) -> None:
    """Its smallest letters have 11.5 pixels on any screen, it scrolls in its frame, and there is a way to it alone."""
    page.set_viewport_size({"width": width, "height": 844})
    page.goto((documentation / "fr" / "ontology" / "index.html").as_uri())
    image = page.locator(".frame img")
    assert 15 * image.evaluate("e => e.clientWidth / e.naturalWidth") >= 11.5
    assert page.evaluate(TOO_WIDE) <= 0
    page.get_by_role("link", name="Ouvrir l’image seule").click()
    assert page.url.endswith("fr/ontology/diagram.svg")


@pytest.mark.parametrize(("lang", "colours", "width"), [("fr", "light", 1280), ("en", "dark", 390)])
def test_axe_finds_nothing(page: Page, documentation: Path, lang: str, colours: Any, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types

    page.emulate_media(color_scheme=colours)
    page.set_viewport_size({"width": width, "height": 844})
    found = {}
    for name in LOOKED_AT:
        path = documentation / lang / f"{name}.html"
        if path.exists():
            page.goto(path.as_uri())
            said = Axe().run(page, options=AA).response["violations"]
            found[name] = [(one["id"], node["html"][:120]) for one in said for node in one["nodes"][:3]]
    assert len(found) > 3
    assert not {name: said for name, said in found.items() if said}


@pytest.mark.parametrize(
    ("lang", "words", "expected"),
    [
        ("fr", "défauts", "reference/commands.html"),
        ("fr", "territoires", "reference/questions.html"),
        ("en", "territories", "reference/questions.html"),
        ("en", "shared-challenges", "reference/questions.html"),
        ("en", "betweenness", "reference/python.html"),
    ],
)
def test_the_search_works_from_a_disk(page: Page, documentation: Path, lang: str, words: str, expected: str) -> None:
    page.goto((documentation / lang / "index.html").as_uri())
    field = page.locator("input[name=q]:visible").first
    field.fill(words)
    field.press("Enter")
    links = page.locator("#search-results a")
    links.first.wait_for()
    page.wait_for_timeout(300)  # results come one after the other
    found = [str(link.get_attribute("href")).partition("#")[0].partition("?")[0] for link in links.all()]
    assert any(one.endswith(expected) for one in found), found
    links.first.click()
    page.wait_for_load_state()
    assert "search.html" not in page.url


def test_the_other_language_is_one_click_away(page: Page, documentation: Path) -> None:
    page.goto((documentation / "fr" / "reference" / "data.html").as_uri())
    page.get_by_role("link", name="Read in English").click()
    assert page.url == (documentation / "en" / "reference" / "data.html").as_uri()
    page.get_by_role("link", name="Lire en français").click()
    assert page.url == (documentation / "fr" / "reference" / "data.html").as_uri()


@pytest.mark.parametrize(("locale", "lang"), [("fr-FR", "fr"), ("en-GB", "en"), ("de-DE", "en")])
def test_the_first_page_sends_to_the_readers_language(
    browser: Any, documentation: Path, locale: str, lang: str
) -> None:
    context = browser.new_context(offline=True, locale=locale)
    page = context.new_page()
    page.goto((documentation / "index.html").as_uri())
    page.wait_for_url(f"**/{lang}/index.html")
    context.close()


def test_the_first_page_has_plain_links_too(browser: Any, documentation: Path) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((documentation / "index.html").as_uri())
    assert [link.get_attribute("href") for link in page.locator("a").all()] == ["fr/index.html", "en/index.html"]
    context.close()
