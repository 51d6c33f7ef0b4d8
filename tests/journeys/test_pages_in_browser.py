"""The report and the pages beside it in a browser: what a reader sees and does. The `page` fixture fails on any error."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
from looked import CONTRAST, OVERFLOW, TOO_WIDE, seen_in, shown

from icilabas import resources
from icilabas.resources import DEFAULT_DATASET

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

WIDTHS = (1400, 820, 390)
PAGES = ("index.html", "answers.html", "sources.html", "things/index.html", "things/nord-pas-de-calais.html")
MOST_WORDS = 1200  # five minutes


@pytest.fixture
def index(page: Page, site: Path) -> Page:
    page.goto((site / "index.html").as_uri())
    return page


@pytest.fixture
def answers(page: Page, site: Path) -> Page:
    page.goto((site / "answers.html").as_uri())
    return page


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_is_wider_than_the_page(page: Page, site: Path, name: str, lang: str) -> None:
    page.goto(f"{(site / name).as_uri()}?lang={lang}")
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(OVERFLOW) <= 0
        assert page.evaluate(TOO_WIDE) == []


def test_a_table_is_read_row_by_row_on_a_telephone(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{(site / 'answers.html').as_uri()}#q-partners-and-roles")
    cell = page.locator("#q-partners-and-roles td").first
    assert cell.evaluate("e => getComputedStyle(e).display") == "block"
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"acteur"'
    page.locator("label[for=lang-en]").click()
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"actor"'


def test_the_first_screen_says_what_this_is(index: Page) -> None:
    index.set_viewport_size({"width": 1400, "height": 900})
    first = index.locator(".hero").inner_text()
    for text in (
        "Nord",
        "Kayes",
        "Compte rendu de l’atelier territorial",
        "page du document",
        "cinq minutes",
        "Laissé de côté",
    ):
        assert text in first
    assert index.locator("#links-title").bounding_box() is not None
    announced = resources.parse_yaml((DEFAULT_DATASET / "source.yaml").read_text(encoding="utf-8"))["expected"]
    tables = ("partnerships", "organizations", "territories", "challenges", "practices", "points")
    assert [int(count) for count in shown(index, ".figures b")] == [announced[table] for table in tables]


@pytest.mark.parametrize("name", PAGES)
def test_headings_are_in_order_and_landmarks_are_named(page: Page, site: Path, name: str) -> None:
    index = page
    index.goto((site / name).as_uri())
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


def test_the_keyboard_reaches_everything(index: Page, site: Path) -> None:
    index.keyboard.press("Tab")
    assert index.evaluate("document.activeElement.className") == "skip"
    assert index.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]  # it is visible
    index.keyboard.press("Enter")
    assert index.evaluate("document.activeElement.id") == "main"
    index.locator("#lang-fr").focus()
    index.keyboard.press("ArrowRight")
    assert index.evaluate("document.documentElement.lang") == "en"
    assert index.evaluate("getComputedStyle(document.querySelector('label[for=lang-en]')).outlineStyle") == "solid"
    index.goto((site / "answers.html").as_uri())
    index.locator("#q-leaders summary").focus()
    index.keyboard.press("Enter")
    assert index.locator("#q-leaders table").is_visible()


def test_the_language_switches_everything_and_stays(index: Page, page: Page) -> None:
    assert index.evaluate("document.documentElement.lang") == "fr"
    assert seen_in(index, "fr") > 100
    assert seen_in(index, "en") == 0
    french = index.title()
    index.locator("label[for=lang-en]").click()
    assert index.evaluate("document.documentElement.lang") == "en"
    assert shown(index, "h1") == ["What partners here and there say and do together"]
    assert seen_in(index, "fr") == 0
    assert seen_in(index, "en") > 100
    assert index.title() != french
    assert "lang=en" in index.url
    assert index.locator("#links .bank a").first.get_attribute("href") == "things/nord-pas-de-calais.html?lang=en"
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
    page.locator("label[for=lang-en]").click()
    assert shown(page, "h1") == ["What partners here and there say and do together"]
    page.locator("#answers").click()
    assert not page.locator("#filter").is_visible()
    page.locator("#q-leaders summary").click()
    assert page.locator("#q-leaders table").is_visible()
    page.get_by_role("link", name="Fiches").click()
    assert not page.locator("#filter").is_visible()
    page.get_by_text("Grdr Mali").click()
    assert shown(page, "h1") == ["Grdr Mali"]
    context.close()


def test_the_filter_finds_questions_and_rows_whatever_the_accents(answers: Page) -> None:
    every = answers.locator("details").count()

    def search(text: str) -> list[str]:
        answers.locator("#filter").fill(text)
        answers.wait_for_timeout(300)
        return [
            str(e)
            for e in answers.evaluate(
                "[...document.querySelectorAll('details')].filter((e) => e.checkVisibility()).map((e) => e.id)"
            )
        ]

    assert "q-linked-pairs" in search("paires de territoires liees")
    assert not answers.locator("#q-linked-pairs").get_attribute("open")  # the question itself matches: all its rows
    found = search("RESEAUX cloisonnes")
    assert "q-shared-challenges" in found
    assert "q-leaders" not in found
    assert all("Réseaux cloisonnés" in row for row in shown(answers, "#q-shared-challenges tbody tr"))
    assert len(shown(answers, "#q-shared-challenges tbody tr")) > 1  # a row for each side
    assert f"Questions : {len(found)}" in shown(answers, "#filter-status")[0]
    assert search("xyzzy") == []
    assert shown(answers, "#filter-status") == ["Rien ne correspond. Essayer un mot plus court, ou un seul mot."]
    assert len(search("")) == every
    assert answers.locator("details[open]").count() == 0
    assert shown(answers, "#filter-status") == [""]
    answers.locator("label[for=lang-en]").click()
    assert "q-shared-challenges" in search("compartmentalised")
    assert "q-shared-challenges" in search("cloisonnés")  # in either language


def test_acronyms_are_shown_and_found(answers: Page) -> None:
    answers.locator("#q-linking-actors summary").click()
    assert "Acteurs pour une économie solidaire (APES)" in shown(answers, "#q-linking-actors tbody th")


def test_a_question_opens_and_its_link_opens_it_again(answers: Page, page: Page) -> None:
    question = answers.locator("#q-shared-challenges")
    question.locator("summary").click()
    assert question.locator("table").is_visible()
    assert "Qui le dit" in [text.capitalize() for text in shown(answers, "#q-shared-challenges thead th")]
    assert any("p. 11, 12 Session 3" in text for text in shown(answers, "#q-shared-challenges td.ev"))
    question.get_by_text("Lien vers cette réponse").click()
    assert answers.url.endswith("#q-shared-challenges")
    page.reload()
    assert page.locator("#q-shared-challenges table").is_visible()


def test_names_lead_to_what_there_is_of_them(index: Page) -> None:
    link = index.locator("#shared ~ .statements a[href^='things/']").first
    name = link.inner_text()
    link.click()
    assert shown(index, "h1") == [name]
    index.get_by_role("link", name="Voir dans le graphe").click()
    index.wait_for_url("**/graph.html#*")
    index.wait_for_function("(name) => document.querySelector('#g-pane').innerText.includes(name)", arg=name)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_report_is_read_in_five_minutes(page: Page, site: Path, lang: str) -> None:
    page.goto(f"{(site / 'index.html').as_uri()}?lang={lang}")
    words = len(re.findall(r"\w[\w’'-]*", page.locator("main").inner_text()))
    assert MOST_WORDS / 2 < words <= MOST_WORDS


def test_each_statement_leads_to_its_passage(index: Page) -> None:
    statements = index.locator(".statements li").count()
    assert statements > len(("helps", "hinders", "next")) * 6
    assert index.locator(".statements li:has(.cite)").count() == statements
    link = index.locator("#obstacles ~ .statements .cite").first
    assert link.inner_text().split() == ["p.", "12"]
    link.click()
    assert index.locator(":target").inner_text().startswith("Session 3")
    assert index.locator(":target").evaluate("e => e.getBoundingClientRect().top >= 0")


def test_what_is_left_out_is_counted_and_leads_to_all_of_it(index: Page) -> None:
    link = index.get_by_role("link", name="Les 33 obstacles, et qui les dit")
    link.click()
    index.locator("#q-obstacles table").wait_for()
    assert len(set(shown(index, "#q-obstacles tbody th"))) == 44  # the parts
    assert len(set(shown(index, "#q-obstacles tbody th + td"))) == 33  # the printed points


def test_the_list_of_things_finds_names_and_acronyms(page: Page, site: Path) -> None:
    page.goto((site / "things/index.html").as_uri())
    every = page.locator(".listing li:visible").count()
    page.locator("#filter").fill("renapess")
    page.wait_for_function("() => document.querySelectorAll('.listing li:not([hidden])').length < 5")
    assert shown(page, "#actor ~ .listing li") == [
        "Réseau national d’appui à la promotion de l’économie sociale et solidaire (RENAPESS)"
    ]
    page.locator("#filter").fill("REGION kayes")
    page.wait_for_function("() => document.querySelector('#territory ~ .listing li:not([hidden])')")
    assert shown(page, "#territory ~ .listing li") == ["Région de Kayes"]
    page.locator("label[for=lang-en]").click()
    assert "Kayes Region" in shown(page, ".listing li")
    page.locator("#filter").fill("xyzzy")
    page.wait_for_function("() => !document.querySelector('#filter-none').hidden")
    page.keyboard.press("Escape")
    assert page.locator(".listing li:visible").count() == every


def test_a_name_leads_by_the_list_to_its_profile_or_to_the_network(page: Page, site: Path) -> None:
    listed = (site / "things/index.html").as_uri()
    page.goto(f"{listed}?lang=en#thing-renapess")
    page.wait_for_url("**/things/renapess.html?lang=en")
    page.goto(f"{listed}?lang=en#thing-role-lead")
    page.wait_for_url("**/graph.html?lang=en#role-lead")


def test_the_filters_find_what_stands_in_the_other_language(page: Page, answers: Page, site: Path) -> None:
    answers.locator("#filter").fill("kayes region")
    answers.wait_for_function("() => document.querySelector('#answers details[hidden]')")
    assert answers.locator("#answers details:visible").count() > 0
    page.goto((site / "things/index.html").as_uri())
    page.locator("#filter").fill("kayes region")
    page.wait_for_function("() => document.querySelector('.listing li[hidden]')")
    assert shown(page, "#territory ~ .listing li") == ["Région de Kayes"]


def test_a_count_of_answers_says_what_it_counts(answers: Page) -> None:
    assert all(text.endswith((" ligne", " lignes")) for text in shown(answers, "#answers summary .count"))


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_it(page: Page, site: Path, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types

    page.goto((site / name).as_uri())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    assert page.evaluate(CONTRAST) == []


def test_paper_shows_the_answers_that_are_open(answers: Page) -> None:
    answers.locator("#q-leaders summary").click()
    answers.emulate_media(media="print")
    assert answers.locator("#q-leaders table").is_visible()
    assert not answers.locator("#q-funders").is_visible()
    assert not answers.locator(".bar").is_visible()


def test_the_report_prints_on_a_few_pages_with_the_pages_cited(index: Page) -> None:
    sheets = len(re.findall(rb"/Type /Page\b", index.pdf(prefer_css_page_size=True)))
    assert 1 < sheets <= 4  # two sheets of paper
    index.emulate_media(media="print")
    assert not index.locator(".bar").is_visible()
    assert index.locator(".cite:visible").count() == index.locator(".cite").count()
    assert index.locator("#hinders").is_visible()
