"""The pages of pairs of territories: which there are, what they say, and how they work in a browser."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import bundled
import pytest
from looked import CONTRAST, OVERFLOW, TOO_WIDE, seen_in
from sites import MINI, mini

from icilabas.asking import questions
from icilabas.comparison.facts import Facts
from icilabas.comparison.summary import sections
from icilabas.comparison.territory_comparison import compare
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import local_name
from icilabas.errors import UsageError
from icilabas.site import pair_pages
from icilabas.site.build import publish
from icilabas.site.html_pieces import Linker
from icilabas.site.pair_pages import front_pair, pairs

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

WIDTHS = (1400, 820, 390)
KAYES = "nord-pas-de-calais--kayes.html"
BOX = """() => [...document.querySelectorAll("figure svg")].filter((svg) => svg.getClientRects().length).flatMap((svg) => {
  const own = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.left < own.left - 2 || box.right > own.right + 2 || box.bottom > own.bottom + 2;
  }).map((text) => text.textContent);
})"""


@pytest.fixture(scope="module")
def store() -> Any:
    return bundled.public()


@pytest.fixture
def kayes(page: Page, site: Path) -> Page:
    page.goto((site / "pairs" / KAYES).as_uri())
    return page


def test_each_pair_with_a_partnership_has_a_page_and_no_other(site: Path, store: Any) -> None:
    linked = [(row.a, row.b) for row in questions.ask(store, "linked-pairs") if row.partnerships]
    files = {path.stem for path in (site / "pairs").iterdir()}
    assert {frozenset(stem.split("--")) for stem in files} == {frozenset(map(local_name, pair)) for pair in linked}
    assert len(files) == len(linked) == 3


def test_the_front_page_links_its_own_pair_and_all_the_others(site: Path) -> None:
    front = (site / "index.html").read_text(encoding="utf-8")
    assert f'class="button" href="pairs/{KAYES}"' in front
    for path in (site / "pairs").iterdir():
        assert f'href="pairs/{path.name}"' in front


def test_every_link_leads_somewhere(site: Path) -> None:
    graph = (site / "graph.html").read_text(encoding="utf-8")
    for path in (site / "pairs").iterdir():
        text = path.read_text(encoding="utf-8")
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        for link in re.findall(r'<a [^>]*href="([^"]+)"', text):
            name, _hash, anchor = html.unescape(link).partition("#")
            if not name:
                assert anchor in ids
            elif name == "../graph.html":
                assert not anchor or f'"{anchor}"' in graph or f"/{anchor}" in graph
            else:
                assert (path.parent / name).is_file()
                assert not anchor or f'id="{anchor}"' in (path.parent / name).read_text(encoding="utf-8")


def test_the_whole_half_page_stands_there_in_both_languages(site: Path, store: Any) -> None:
    comparison = compare(store, "nord-pas-de-calais", "kayes")
    text = html.unescape(re.sub(r"<[^>]+>", "", (site / "pairs" / KAYES).read_text(encoding="utf-8")))
    text = " ".join(text.replace("’", "'").split())
    for lang in ("fr", "en"):
        for line in comparison.to_text(lang).split("\n\n")[1:]:
            for sentence in re.split(r"\n  – ", line)[1:]:
                assert " ".join(sentence.split()) in text


def test_all_that_was_said_is_listed_with_its_page(site: Path, store: Any) -> None:
    comparison = compare(store, "nord-pas-de-calais", "kayes")
    text = html.unescape((site / "pairs" / KAYES).read_text(encoding="utf-8")).replace("’", "'")
    for entries in comparison.findings.values():
        for each in entries:
            assert f'../graph.html#{local_name(each["iri"])}"' in text
            assert each["label_en"].replace("’", "'") in text


@pytest.mark.journey
def test_a_chosen_pair_without_a_partnership_has_a_page_too(tmp_path: Path) -> None:
    with patch("icilabas.check.validation.check", return_value=[]):
        publish([], tmp_path / "out", between=("Kayes", "Tchad"))
    text = (tmp_path / "out" / "pairs" / "kayes--tchad.html").read_text(encoding="utf-8")
    assert "Aucun partenariat n’est dit relier les deux territoires." in text
    assert 'class="button" href="pairs/kayes--tchad.html"' in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_territories_that_cannot_be_compared_have_no_page(store: Any) -> None:
    inside = tuple(f"https://w3id.org/icilabas/id/{slug}" for slug in ("lille", "nord-pas-de-calais"))
    with pytest.raises(UsageError):
        compare(store, *inside)
    assert [found.link.front for found in pairs(Facts(store), (inside[0], inside[1]))] == [False] * 3


@pytest.mark.journey
def test_data_that_link_nothing_have_no_pair_page_and_build(tmp_path: Path) -> None:
    folder = mini(
        tmp_path / "in",
        partnerships="id,passage,label_fr,label_en,links,addresses\n",
        memberships="passage\n",
        challenges="id,passage,label_fr,label_en,faced_in\n",
    )
    publish([folder], tmp_path / "out")
    assert not (tmp_path / "out" / "pairs").exists()
    assert "pairs/" not in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


@pytest.mark.journey
def test_text_from_data_is_never_markup(tmp_path: Path) -> None:
    bad = "<script>alert(1)</script> {{ 7*7 }} $x$"
    challenges = MINI["challenges.csv"].replace("Eau,Water", f"{bad},{bad}")
    publish([mini(tmp_path / "in", challenges=challenges)], tmp_path / "out")
    (path,) = (tmp_path / "out" / "pairs").iterdir()
    text = path.read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} $x$" in text
    assert "Union <b>" not in text


def test_a_name_is_linked_once_a_part_and_never_inside_another(store: Any) -> None:
    comparison = compare(store, "nord-pas-de-calais", "kayes")
    linker = Linker(comparison.names, "fr", set(comparison.names.texts))
    pieces = linker.pieces("Lille Sud Insertion et Lille, puis Lille ; Lillebonne")
    linked = [text for text, thing in pieces if thing]
    assert linked == ["Lille Sud Insertion", "Lille"]
    assert (
        "".join(text for text, _thing in pieces).replace("\N{NO-BREAK SPACE}", " ")
        == "Lille Sud Insertion et Lille, puis Lille ; Lillebonne"
    )
    linker.again()
    assert [text for text, thing in linker.pieces("Lille") if thing] == ["Lille"]
    assert Linker(comparison.names, "fr", set()).pieces("Lille") == [("Lille", None)]


def test_no_name_of_a_person_stands_in_a_pair_page(site: Path) -> None:
    from persons import names_of_persons

    for path in (site / "pairs").iterdir():
        text = html.unescape(path.read_text(encoding="utf-8"))
        assert not [name for name in names_of_persons() if name in text]


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_page_or_cut_off(page: Page, site: Path, width: int, lang: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in sorted((site / "pairs").iterdir()):
        page.goto(f"{path.as_uri()}?lang={lang}")
        assert page.evaluate(OVERFLOW) <= 0
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate(BOX) == []
        size = "(() => { const s = [...document.querySelectorAll('figure svg')].find((e) => e.clientWidth); return 13 * s.clientWidth / s.viewBox.baseVal.width; })()"
        assert page.evaluate(size) >= 11


def test_the_page_speaks_both_languages_and_takes_the_language_along(kayes: Page) -> None:
    assert seen_in(kayes, "fr") > 0
    assert seen_in(kayes, "en") == 0
    kayes.locator('label[for="lang-en"]').click()
    assert seen_in(kayes, "fr") == 0
    assert kayes.title() == "Nord–Pas-de-Calais and Kayes Region: what links them"
    assert kayes.locator("figure svg:visible").count() == 5
    assert kayes.locator(".brand").get_attribute("href") == "../index.html?lang=en"
    link = kayes.locator('.prose a[href*="grdr."]:visible').first
    assert link.get_attribute("href") == "../things/grdr.html?lang=en"


def test_texts_have_contrast(kayes: Page) -> None:
    assert kayes.evaluate(CONTRAST) == []
    fills = set(kayes.locator("figure svg text").evaluate_all("all => all.map((e) => getComputedStyle(e).fill)"))
    assert fills <= {"rgb(0, 0, 0)", "rgb(27, 37, 48)", "rgb(82, 96, 109)"}


def test_a_chart_is_an_image_with_a_name_and_a_description(kayes: Page) -> None:
    found = kayes.get_by_role("img", name="Les rôles d’intermédiaire")
    assert found.count() == 1
    assert "liaison" in (found.locator("desc").text_content() or "")


def test_the_front_page_leads_there_and_back(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.locator("#links .button").click()
    assert page.url.endswith(f"pairs/{KAYES}")
    page.locator(".brand").click()
    assert page.url.endswith("index.html")


def test_it_prints_with_its_charts(kayes: Page) -> None:
    kayes.emulate_media(media="print")
    assert kayes.locator("figure svg:visible").count() == 5
    assert not kayes.locator(".bar").is_visible()


def test_very_long_names_make_files_that_any_disk_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icilabas.site.pair_pages._LONGEST_NAME", 4)
    files = [found.link.file for found in pairs(Facts(bundled.whole()), None)]
    assert "nord--kaye.html" in files
    assert len(set(files)) == len(files)
    assert max(map(len, files)) <= len("nord--kaye-10.html")


ILD = "https://w3id.org/icilabas/id/"
P_VALUES = (0.045, None, 0.01, 0.03)
MEETING = "id,kind,passage,label_fr,label_en,home_territory\nmeeting,workshop,s1,Atelier,Workshop,{}\n"


def linked(folder: Path, links: dict[str, int], *, home: str = "", challenges: str = "") -> Any:
    """Return a store in which so many partnerships link each two territories (``north|south``)."""
    places = sorted({place for pair in links for place in pair.split("|")} | {"north", "south"})
    rows = [f"{pair.replace('|', '-')}-{n},s1,P,P,{pair}," for pair, count in links.items() for n in range(count)]
    places, inside = sorted({*places, home} - {""}), "lille" if home else ""
    mini(
        folder,
        territories="id,passage,label_fr,label_en,within\n"
        + "".join(
            f"{place},s1,{place.title()},{place.title()},{'' if place != inside else home if home != inside else 'south'}\n"
            for place in places
        ),
        partnerships="\n".join(["id,passage,label_fr,label_en,links,addresses", *rows]) + "\n",
        memberships="passage\n",
        challenges=challenges or "id,passage,label_fr,label_en,faced_in\n",
    )
    if home:
        (folder / "events.csv").write_text(MEETING.format(home), encoding="utf-8")
    return load_store([folder], profile="public")


def files(store: Any, front: tuple[str, str] | None = None) -> list[tuple[str, bool, int]]:
    return [(found.link.file, found.link.front, found.link.partnerships) for found in pairs(Facts(store), front)]


def test_the_front_pair_is_first_then_those_with_most_partnerships(tmp_path: Path) -> None:
    store = linked(tmp_path / "in", {"north|south": 2, "east|west": 3, "north|west": 1, "east|south": 1})
    most = [("east--west.html", False, 3), ("north--south.html", False, 2)]
    rest = [("east--south.html", False, 1), ("north--west.html", False, 1)]
    assert files(store) == [*most, *rest]
    front = f"{ILD}west", f"{ILD}north"
    assert files(store, front) == [("west--north.html", True, 1), *most, rest[0]]
    assert front_pair(Facts(store), None) == (f"{ILD}east", f"{ILD}west")
    assert front_pair(Facts(store), ("West", "north")) == front


@pytest.mark.parametrize(
    ("home", "pair", "first"),
    [
        ("south", "north|south", "south"),
        ("north", "north|south", "north"),
        ("west", "north|south", "north"),  # neither: as the question has them
        ("south", "east|lille", "lille"),  # in a home territory
        ("lille", "east|south", "south"),  # around one
    ],
)
def test_home_territory_stands_first(tmp_path: Path, home: str, pair: str, first: str) -> None:
    store = linked(tmp_path / "in", {pair: 1, "east|west": 0}, home=home)
    front = front_pair(Facts(store), None)
    assert front
    assert front[0] == f"{ILD}{first}"
    assert [found.comparison.territories[0]["iri"] for found in pairs(Facts(store), None)] == [front[0]]


@pytest.mark.journey
def test_here_and_there_are_the_same_on_every_page_whichever_is_named_first(tmp_path: Path) -> None:
    """Home is Lille, in the South: the South is here for a partnership of the South and the East."""
    linked(tmp_path / "in", {"east|south": 1}, home="lille")
    site = tmp_path / "out"
    publish([tmp_path / "in"], site, between=("East", "South"), lang="en")
    front = (site / "index.html").read_text("utf-8")
    told = re.findall(r'class="side">.*?lang="en">([^<]*)</span></span>.*?<strong>.*?(South|East)', front, re.DOTALL)
    assert told == [("Here", "South"), ("There", "East")] * 2
    assert [path.name for path in (site / "pairs").iterdir()] == ["south--east.html"]


def test_territories_without_a_partnership_are_compared_on_the_front_page_only(tmp_path: Path) -> None:
    faced = "id,passage,page,label_fr,label_en,faced_in\nwater,s2,8,Eau,Water,north|south\n"
    store = linked(tmp_path / "in", {"north|south": 0}, challenges=faced)
    front = front_pair(Facts(store), None)
    assert front == (f"{ILD}north", f"{ILD}south")
    assert files(store, front) == [("north--south.html", True, 0)]
    assert files(store) == []


@pytest.mark.parametrize(("most", "pages"), [(2, 2), (3, 3), (4, 3)])
def test_so_many_pairs_have_a_page_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, pages: int
) -> None:
    monkeypatch.setattr(pair_pages, "MOST_PAIR_PAGES", most)
    store = linked(tmp_path / "in", {"north|south": 3, "east|west": 2, "north|west": 1})
    assert [count for _file, _front, count in files(store)] == [3, 2, 1][:pages]


def test_each_page_with_a_p_value_says_of_how_many_it_is_one_and_p_is_adjusted_for_them(store: Any) -> None:
    found = [page.comparison.ties for page in pairs(Facts(store), None)] * 2
    tests = [
        {**each, "p_value": p, "tests": None, "p_adjusted": None} for each, p in zip(found, P_VALUES, strict=False)
    ]
    pair_pages.tell_tests(tests)  # type: ignore[arg-type]  # the same keys
    assert [each["tests"] for each in tests] == [None if p is None else 3 for p in P_VALUES]
    assert [each["p_adjusted"] for each in tests] == [0.045, None, 0.03, 0.045]  # 0.045 x 3/3, 0.01 x 3/1, 0.03 x 3/2


def test_the_name_of_a_file_has_so_many_characters_of_each_territory(tmp_path: Path) -> None:
    longest = "n" * 80
    store = linked(tmp_path / "in", {f"{longest}|{longest}x": 1})
    assert [file for file, *_about in files(store)] == [f"{longest}--{longest}.html"]


def test_the_parts_of_a_page_are_those_of_the_half_page_in_both_languages(store: Any) -> None:
    page = next(found for found in pairs(Facts(store), None) if found.link.file == KAYES)
    content = pair_pages.pair_content(page, page.comparison.names.texts)
    for lang in ("fr", "en"):
        told = sections(page.comparison, lang)
        parts = [part[lang] for part in content["parts"]]
        assert [len(part["paragraphs"]) for part in parts] == [len(section.paragraphs) for section in told]
        assert [len(part["items"]) for part in parts] == [len(section.items) for section in told]
        assert [[chart.name for chart in part["charts"]] for part in parts if part["charts"]] == [
            ["ties", "paths", "ranks", "roles"],
            ["challenges"],
        ]
        (whole,) = [part["whole"] for part in parts if part["whole"]]
        found = {key: entries for key, entries in page.comparison.findings.items() if entries}
        assert [len(kind["points"]) for kind in whole] == [
            len({min((point["iri"] for point in each["points"]), default=each["iri"]) for each in entries})
            for entries in found.values()
        ]
        parts_told = [point["parts"] for kind in whole for point in kind["points"]]
        assert sum(map(len, parts_told)) == sum(map(len, found.values()))
        assert {bool(point["point"]) == (len(point["parts"]) > 1) for kind in whole for point in kind["points"]} == {
            True
        }
        items = ["".join(text for text, _thing in part) for some in parts_told for part in some]
        assert all(item.endswith(")") for item in items)
        assert any("(p.\N{NO-BREAK SPACE}" in item for item in items)
