"""The timeline's page in a browser: bars where their dates are, on a wide screen and a telephone, in both languages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from looked import CONTRAST, OVERFLOW, TOO_WIDE
from once import once
from sites import mini

from icilabas.site.build import publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

MANY = 45
PARTNERSHIPS = """\
id,passage,label_fr,label_en,links,start,end,planned_start,planned_end
bridge,s1,Deux <i>voix</i>,Two <i>voices</i>,north|south,2017-05,2019,,
well,s1,Puits,Well,north|south,2018-09-15,,,
seed,s1,Semences,Seeds,north|south,,,2021,2023-06
""" + "".join(f"m{n},s1,Atelier {n},Workshop {n},north|south,{2016 + n % 6},{2017 + n % 6},,\n" for n in range(MANY))


def _write(folder: Path) -> None:
    publish([mini(folder.parent / "dated-data", partnerships=PARTNERSHIPS)], folder)


@pytest.fixture
def dated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a site of partnerships with dates."""
    return once("dated-site", _write, tmp_path_factory)


@pytest.fixture
def look(dated: Path, page: Page) -> Callable[..., Page]:
    """Open a page of the site in a window of this size."""

    def opener(name: str, width: int = 1280, height: int = 800) -> Page:
        page.set_viewport_size({"width": width, "height": height})
        page.goto((dated / name.partition("?")[0]).as_uri() + "".join(name.partition("?")[1:]))
        return page

    return opener


def place(day: date) -> float:
    """Return where a day stands between 1 January 2016 and the end of 2023."""
    first, behind = date(2016, 1, 1), date(2024, 1, 1)
    return (day - first).days / (behind - first).days


@pytest.mark.parametrize("width", [1280, 390])
def test_a_bar_stands_where_its_dates_are(look: Callable[..., Page], width: int) -> None:
    page = look("timeline.html", width)
    row = page.locator(".timeline tbody tr", has_text="Deux <i>voix</i>")
    lane, bar = row.locator("svg.lane").bounding_box(), row.locator("rect").bounding_box()
    assert lane
    assert bar
    assert lane["width"] > 250
    assert (bar["x"] - lane["x"]) / lane["width"] == pytest.approx(place(date(2017, 5, 1)), abs=0.003)
    assert (bar["x"] + bar["width"] - lane["x"]) / lane["width"] == pytest.approx(place(date(2020, 1, 1)), abs=0.003)
    year = page.locator("thead text", has_text="2018").bounding_box()
    assert year
    assert (year["x"] - lane["x"]) / lane["width"] == pytest.approx(place(date(2018, 1, 1)), abs=0.02)


@pytest.mark.parametrize(("lang", "width"), [("fr", 1280), ("en", 1280), ("fr", 390), ("en", 320)])
def test_it_can_be_read_at_any_width_in_both_languages(look: Callable[..., Page], lang: str, width: int) -> None:
    page = look(f"timeline.html?lang={lang}", width)
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(TOO_WIDE) == []
    told = page.locator(".timeline tbody tr", has_text="Puits" if lang == "fr" else "Well").inner_text()
    assert ("fin non dite" if lang == "fr" else "end not said") in told
    assert ("15 septembre 2018" if lang == "fr" else "15 September 2018") in told


@pytest.mark.parametrize(("lang", "width"), [("fr", 1280), ("en", 390)])
def test_everybody_can_read_it(look: Callable[..., Page], lang: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types

    page = look(f"timeline.html?lang={lang}", width)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_years_stay_in_sight_above_very_many_bars(look: Callable[..., Page], width: int) -> None:
    page = look("timeline.html", width)
    assert page.locator(".timeline tbody tr").count() == MANY + 3
    page.locator(".timeline tbody tr").last.scroll_into_view_if_needed()
    box = page.locator(".timeline thead .years svg.lane").bounding_box()
    assert box
    assert 0 <= box["y"] < 800
    assert page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).closest('thead') !== null", [box["x"] + 100, box["y"] + 10]
    )


def test_names_lead_to_their_pages_and_pages_to_the_sources(look: Callable[..., Page]) -> None:
    page = look("index.html")
    page.click("#carried a[href^='timeline.html']")
    page.click("text=Puits")
    assert page.url.endswith("/things/well.html")
    page.go_back()
    page.locator(".timeline tbody tr", has_text="Puits").locator("a.cite").click()
    assert "/sources.html#" in page.url


def test_the_graph_of_the_same_data_has_the_years(look: Callable[..., Page]) -> None:
    page = look("graph.html?year=2017")
    page.wait_for_selector("html[data-ready]")
    assert page.inner_text("#g-years-now") == "2017"
    names = {*page.locator("#g-table tbody th").all_inner_texts()}
    assert "Deux <i>voix</i>" in names
    assert "Puits" not in names


def test_without_dates_there_is_no_timeline_and_no_word_of_it(site: Path) -> None:
    assert not (site / "timeline.html").exists()
    assert "timeline" not in (site / "index.html").read_text("utf-8")
    assert "years" not in (site / "graph.html").read_text("utf-8").partition("</title>")[2].partition('id="g-data"')[0]
