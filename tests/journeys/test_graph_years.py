"""The graph page of data with times, in a browser: a slider by year, which plays, and works together with all else."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from test_graph_everyone import CHECKS, HELPERS

from icilabas.picture.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    Opener = Callable[..., Page]
    Shown = tuple[set[str], set[str]]

ALWAYS = {"a", "b", "c"}
# What is there in each year, by hand: nodes, and ties by their two ends.
THERE: dict[int | None, Shown] = {
    None: (ALWAYS | {"first", "second", "met"}, {"a-first", "b-first", "b-second", "c-second", "a-b", "b-c", "a-met"}),
    2016: (ALWAYS | {"met"}, {"b-c", "a-met"}),
    2017: (ALWAYS | {"first"}, {"a-first", "b-first", "b-c", "a-b"}),
    2018: (ALWAYS | {"first"}, {"a-first", "b-c"}),
    2019: (ALWAYS | {"second"}, {"b-second", "c-second", "b-c"}),
    2020: (ALWAYS | {"second"}, {"b-second", "c-second", "b-c", "a-b"}),
}


def network() -> nx.MultiDiGraph:
    """Return actors without dates; two partnerships and a meeting with; ties of a year, of two spells, and without."""
    labels = {"partnerIn": {"fr": "partenaire de", "en": "partner in"}, "knows": {"fr": "connaît", "en": "knows"}}
    graph = nx.MultiDiGraph(title={"fr": "Réseau <daté>", "en": "Dated network"}, labels=labels)
    for place, slug in enumerate(sorted(ALWAYS)):
        graph.add_node(slug, slug=slug, label=f"Acteur {slug}", kind="organization", lat=14.0 + 5 * place, long=-11.0)
    at = {"lat": 20.0, "long": -5.0}
    graph.add_node("first", slug="first", label="Pont", kind="partnership", start="2017-05", end="2018", **at)
    graph.add_node("second", slug="second", label="Puits", kind="partnership", start="2019-12-31", **at)
    graph.add_node("met", slug="met", label="Rencontre", kind="event", start="2016", end="2016", **at)
    graph.add_edge("a", "first", relations=["partnerIn"])
    graph.add_edge("b", "first", relations=["partnerIn"], spells=[[None, "2017-09"]])
    graph.add_edge("b", "second", relations=["partnerIn"])
    graph.add_edge("c", "second", relations=["partnerIn"])
    graph.add_edge("a", "b", relations=["knows"], spells=[["2017", "2017"], ["2020-02", None]])
    graph.add_edge("b", "c", relations=["knows"])
    graph.add_edge("a", "met", relations=["knows"])
    return graph


@pytest.fixture
def show(page: Page, tmp_path: Path) -> Opener:
    """Draw the network and open its page, with what stands behind the address."""

    def opener(behind: str = "", *, ready: bool = True) -> Page:
        draw(network(), tmp_path / "graph.html")
        page.emulate_media(reduced_motion="reduce")  # the picture is at once where it goes
        page.goto("about:blank")
        page.goto((tmp_path / "graph.html").as_uri() + behind)
        if ready:
            page.wait_for_selector("html[data-ready]")
        return page

    return opener


def slider(page: Page) -> Locator:
    return page.locator("#g-years-range")


def slide(page: Page, year: int | None) -> None:
    """Move the slider to a year, and wait until all follows."""
    slider(page).fill("0" if year is None else str(year - 2015))
    page.wait_for_function(
        "(year) => new URLSearchParams(location.search).get('year') === year", arg=year and str(year)
    )


def drawn(page: Page) -> Shown:
    """Return what is drawn: the nodes, and the ties by their two ends."""
    scene: dict[str, Any] = page.evaluate("document.getElementById('g-network').picture.scene()")
    slugs = [*network()]
    ends = [f"{a}-{b}" for a, b in network().edges()]
    return {slugs[node["id"]] for node in scene["nodes"]}, {ends[edge["id"]] for edge in scene["edges"]}


def rows(page: Page) -> set[str]:
    return {*page.locator("#g-table tbody tr th").all_inner_texts()}


def test_all_years_are_shown_at_first_and_the_page_says_what_has_no_date(show: Opener) -> None:
    page = show()
    assert drawn(page) == THERE[None]
    assert page.inner_text("#g-years-now") == "Toutes les années"
    assert page.inner_text("#g-years-undated") == "Sans date, toujours affichés : 3 points, 1 lien"
    assert "?" not in page.url


def test_each_year_shows_what_was_there_and_hides_all_else(show: Opener) -> None:
    page = show()
    for year, there in [*THERE.items(), *reversed(THERE.items())]:
        slide(page, year)
        assert drawn(page) == there, year
        called = {network().nodes[slug]["label"] for slug in there[0]}
        assert rows(page) == called, year
    assert not page.is_visible("#g-years-all")


def test_the_map_has_the_same_years(show: Opener) -> None:
    page = show("?view=map&year=2018")
    assert drawn(page) == THERE[2018]
    slide(page, 2019)
    assert drawn(page) == THERE[2019]
    page.click("[data-view=network]")
    assert drawn(page) == THERE[2019]
    assert "year=2019" in page.url


def test_the_picture_stays_where_it_is(show: Opener) -> None:
    page = show()
    place = """() => { const { left, top, scale, nodes } = document.getElementById('g-network').picture.scene();
        return [left, top, scale, ...nodes.filter(({ id }) => id < 3).map(({ x, y }) => [x, y])]; }"""
    before = page.evaluate(place)
    slide(page, 2016)
    slide(page, 2020)
    assert page.evaluate(place) == before


def test_keys_move_the_slider_and_each_step_is_told(show: Opener) -> None:
    page = show()
    slider(page).focus()
    told = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "Home"):
        before = slider(page).get_attribute("aria-valuetext")
        page.keyboard.press(key)
        page.wait_for_function(
            "(b) => document.getElementById('g-years-range').getAttribute('aria-valuetext') !== b", arg=before
        )
        told.append(slider(page).get_attribute("aria-valuetext"))
    every = "Toutes les années : 6 sur 6 affichés"
    of = "{} : {} sur 6 affichés"
    assert told == [of.format(2016, 4), of.format(2017, 4), of.format(2016, 4), of.format(2020, 4), every]


def test_a_link_opens_the_year_and_an_unknown_one_all(show: Opener) -> None:
    assert drawn(show("?year=2017&lang=en#a")) == THERE[2017]
    page = show("?year=2017&lang=en#a")
    assert page.inner_text("#g-name") == "Acteur a"
    assert page.inner_text("#g-years-now") == "2017"
    slide(page, 2018)
    assert page.url.endswith("?year=2018&lang=en#a")
    page.click("#g-years-all")
    page.wait_for_url("**/graph.html?lang=en#a")
    assert slider(page).input_value() == "0"
    for unknown in ("1999", "soon", "", "2017.5", "<b>"):
        assert drawn(show(f"?year={unknown}")) == THERE[None], unknown


def test_back_comes_to_the_year_of_the_address(show: Opener) -> None:
    page = show("?year=2017")
    page.click("#g-table a:has-text('Acteur a')")
    slide(page, 2018)
    page.go_back()
    page.wait_for_function("document.getElementById('g-years-now').textContent === '2017'")
    assert drawn(page) == THERE[2017]


@pytest.mark.own_page  # its clock is ours
def test_it_plays_from_year_to_year_and_stops_at_the_last(show: Opener, page: Page) -> None:
    page.clock.install()
    show(ready=False)
    page.clock.run_for(3000)
    page.wait_for_selector("html[data-ready]")
    button = page.locator("#g-years-play")
    assert button.inner_text().split() == ["▶", "Lecture"]
    button.click()
    seen = []
    for _second in range(7):
        seen.append(page.inner_text("#g-years-now"))
        page.clock.run_for(1000)
    assert seen == ["2016", "2017", "2018", "2019", "2020", "2020", "2020"]
    assert drawn(page) == THERE[2020]
    assert button.inner_text().split() == ["▶", "Lecture"]
    assert page.url.endswith("?year=2020")
    button.click()  # once more from the beginning
    page.clock.run_for(1000)
    assert page.inner_text("#g-years-now") == "2017"
    button.click()
    page.clock.run_for(5000)
    assert page.inner_text("#g-years-now") == "2017"


def test_the_search_finds_what_is_not_of_the_year_as_filtered_and_shows_it_in_all_years(show: Opener) -> None:
    page = show("?year=2017")
    page.fill("#g-search", "puits")
    assert "filtré" in page.inner_text("#g-found")
    page.keyboard.press("Enter")
    assert page.inner_text("#g-name") == "Puits"
    assert drawn(page) == THERE[None]
    assert page.inner_text("#g-years-now") == "Toutes les années"
    assert "year=" not in page.url


def test_what_is_chosen_is_let_go_when_it_is_not_of_the_year(show: Opener) -> None:
    page = show("?year=2017#first")
    assert page.inner_text("#g-name + p") == "De 2017 à 2018"
    slide(page, 2019)
    assert page.locator("#g-name").count() == 0
    assert page.evaluate("location.hash") == ""


def test_a_choice_makes_bright_whom_it_was_tied_to_in_the_year(show: Opener) -> None:
    bright = """() => document.getElementById('g-network').picture.scene().nodes
        .filter(({ opacity }) => opacity === 1).map(({ id }) => id)"""
    page = show("?year=2017#b")
    slugs = [*network()]
    assert {slugs[id_] for id_ in page.evaluate(bright)} == {"a", "b", "c", "first"}
    slide(page, 2018)  # the partnership is still there, its tie to this actor is not
    assert {slugs[id_] for id_ in page.evaluate(bright)} == {"b", "c"}


def test_the_pane_says_when_a_thing_and_a_tie_were_there(show: Opener) -> None:
    page = show("?lang=en#second")
    assert page.inner_text("#g-name + p") == "Since 2019"
    page.evaluate("location.hash = '#a'")
    page.wait_for_function("document.getElementById('g-name').textContent === 'Acteur a'")
    assert page.locator("#g-name + p").count() == 0
    at = page.evaluate("""() => { const { scale, left, top, edges } = document.getElementById('g-network').picture.scene();
        const { from, to } = edges.find(({ id }) => id === 1); return [0, 1].map((axis) => ((from[axis] + to[axis]) / 2 - [left, top][axis]) * scale); }""")
    page.click("#g-network", position={"x": at[0], "y": at[1]})
    assert page.inner_text("#g-name + p") == "In 2017 ; Since 2020"


def test_kinds_and_filters_are_joined_with_the_year(show: Opener) -> None:
    page = show("?year=2017")
    counts = dict(
        zip(page.locator(".chip .cap").all_inner_texts(), page.locator(".chip .count").all_inner_texts(), strict=True)
    )
    assert counts == {"Organization": "3", "Partnership": "1", "Event": "0"}
    page.click(".chip:has-text('Partnership')")
    assert drawn(page) == (ALWAYS, {"a-b", "b-c"})
    page.click(".chip:has-text('Partnership')")
    page.click("#g-open-filter")
    page.click("details[data-facet=relation] summary")
    page.click("details[data-facet=relation] label:has-text('partenaire')")
    assert drawn(page)[1] == {"a-first", "b-first"}
    slide(page, 2019)
    assert drawn(page)[1] == {"b-second", "c-second"}
    page.click("#g-filter-clear")
    assert drawn(page) == THERE[2019]


def test_what_is_taken_away_is_of_the_year(show: Opener) -> None:
    page = show("?year=2018")
    page.click("#g-open-take")
    with page.expect_download() as download:
        page.click("[data-take=svg]")
    assert "2018 · 4 sur 6 affichés" in download.value.path().read_text("utf-8")
    with page.expect_download() as download:
        page.click("[data-take=edges]")
    content = download.value.path().read_text("utf-8-sig")
    ties = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))[1:]
    assert {f"{tie[-2]}-{tie[-1]}" for tie in ties} == THERE[2018][1]


def test_the_slider_can_be_used_by_everyone(show: Opener, page: Page) -> None:
    for lang, width in (("fr", 1280), ("en", 390)):
        page.set_viewport_size({"width": width, "height": 844})
        show(f"?year=2018&lang={lang}")
        found = {name: page.evaluate(f"() => {{ {HELPERS} return {check}; }}") for name, check in CHECKS.items()}
        assert not {name: faults for name, faults in found.items() if faults}, (lang, width)
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
        violations = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in violations] == [], (lang, width)
        box = slider(page).bounding_box()
        assert box
        assert box["width"] > 200
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_without_times_knows_nothing_of_years() -> None:
    graph = network()
    for _node, data in graph.nodes(data=True):
        data.pop("start", None)
    for *_ends, data in graph.edges(data=True):
        data.pop("spells", None)
    graph.nodes["second"]["start"] = "2018"  # as the only end
    html = draw(graph).html
    assert "g-years" not in html
    assert "years-all" not in html
    assert "g-years" in draw(network()).html
