"""What one can do with the graph page: views, filters, paths, take away, a sorted table; in a browser."""

from __future__ import annotations

import csv
import io
import re
import struct
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from icilabas.files import csv_tables
from icilabas.picture import html_page
from icilabas.picture.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Opener = Callable[..., Page]

SVG = "{http://www.w3.org/2000/svg}"
RELATIONS = {"worksOn": ("travaille sur", "works on"), "partnerIn": ("partenaire de", "partner in")}
SPHERES = {"civil": ("société civile", "civil society"), "public": ("pouvoirs publics", "public authority")}
THEMES = {"youth": ("jeunesse", "youth"), "water": ("eau", "water")}


def network() -> nx.MultiDiGraph:
    """Return a chain A -> bridge <- B, both on `work`, B on `water` too; `alone` has no link; titles need escaping."""
    named = {**RELATIONS, **SPHERES, **THEMES, "organization": ("organisation", "organisation")}
    named |= {"challenge": ("défi", "challenge"), "s3": ("Séance 3 : débat", "Session 3: debate")}
    named |= {"lille": ("Atelier", "Workshop")}
    labels = {key: {"fr": fr, "en": en} for key, (fr, en) in named.items()}
    graph = nx.MultiDiGraph(title={"fr": "Réseau <d’essai> & co", "en": "Trial network"}, labels=labels)
    for slug, label, kind, sphere, place in (
        ("a", "Amis du Nord", "organization", "civil", "north"),
        ("b", "=Bureau du Sud", "organization", "public", "south"),
        ("alone", "Seul", "organization", "civil", None),
        ("bridge", "Le <pont>", "partnership", None, None),
        ("work", "Emploi", "challenge", None, None),
        ("dry", "Eau", "challenge", None, None),
    ):
        facts = {"sphere": sphere, "territory": place}
        graph.add_node(slug, slug=slug, label_fr=label, label_en=f"EN {label}", kind=kind, **facts)
    said = {"source": "lille", "passage": "s3", "page": 11}
    graph.add_edge("a", "bridge", relations=["partnerIn"], evidence=[said, {**said, "page": 12}])
    graph.add_edge("b", "bridge", relations=["partnerIn"], evidence=[said])
    graph.add_edge("a", "work", relations=["worksOn"])
    graph.add_edge("b", "work", relations=["worksOn"], evidence=[said])
    graph.add_edge("b", "dry", relations=["worksOn"])
    return graph


def with_views(payload: Any) -> Any:
    """Add views and facets to what the page shows: `alone` has no place, `dry` none in the bridge view."""
    at = [node["slug"] for node in payload["nodes"]]
    points = {"bridge": ("alone", "dry"), "map": ("alone",)}
    names = payload["names"]
    water, youth = len(names), len(names) + 1
    payload["names"] = [*names, {"fr": "l’eau", "en": "water"}, {"fr": "la jeunesse", "en": "youth"}]
    for slug, themes in (("work", [youth]), ("dry", [water])):
        payload["nodes"][at.index(slug)]["facets"] = {"theme": themes}
    spread = {slug: [200 * (i % 3), 150 * (i // 3)] for i, slug in enumerate(at)}
    views: list[dict[str, Any]] = [
        {"name": view, "points": [None if s in out else spread[s] for s in at]} for view, out in points.items()
    ]
    views[0]["columns"] = [{"label": {"fr": side, "en": side}, "x": 200 * i} for i, side in enumerate("ABC")]
    views[1] |= {"outline": [[-50, -50, 450, -50, 450, 300]], "borders": []}
    return payload | {"views": [{"name": "network"}, *views]}


@pytest.fixture
def show(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """Draw a graph and open its page, with what stands behind the address; with views unless `plain`."""
    real = html_page.page_of

    def opener(graph: nx.Graph | None = None, behind: str = "", *, plain: bool = False, **options: Any) -> Page:
        with monkeypatch.context() as patch:
            if not plain:
                patch.setattr(
                    "icilabas.picture.drawing.page_of", lambda payload, library: real(with_views(payload), library)
                )
            path = tmp_path / "graph.html"
            draw(network() if graph is None else graph, path, **options)
        page.emulate_media(reduced_motion="reduce")  # the picture is at once where it goes
        page.goto("about:blank")
        page.goto(path.as_uri() + behind)
        page.wait_for_selector("html[data-ready]")
        return page

    return opener


def rows(page: Page) -> list[str]:
    return page.locator("#g-table tbody tr th").all_inner_texts()


def tick(page: Page, facet: str, value: str) -> None:
    """Open the filters and the facet's list, and tick the value."""
    if page.get_attribute("#g-open-filter", "aria-expanded") == "false":
        page.click("#g-open-filter")
    details = page.locator(f'details[data-facet="{facet}"]')
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    details.locator("label", has_text=value).click()


def taken(page: Page, what: str) -> tuple[str, bytes]:
    """Take a file away; return its name and what is in it."""
    if page.get_attribute("#g-open-take", "aria-expanded") == "false":
        page.click("#g-open-take")
    with page.expect_download() as download:
        page.click(f'[data-take="{what}"]')
    return download.value.suggested_filename, download.value.path().read_bytes()


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))  # in French


def choose(page: Page, end: str, text: str) -> None:
    page.fill(f"#g-path-{end}", text)
    page.keyboard.press("Enter")


def pane(page: Page) -> str:
    return re.sub(r"\s+", " ", page.inner_text("#g-pane"))


# ---- views ----


def test_a_view_is_chosen_by_a_button_and_stays_in_the_address(show: Opener) -> None:
    page = show(behind="#a")
    names = page.locator("#g-views button").all_inner_texts()
    assert names == ["Réseau", "Ponts entre deux territoires", "Carte"]
    page.click('[data-view="map"]')
    assert page.url.endswith("?view=map#a")
    assert page.locator('#g-views [aria-pressed="true"]').all_inner_texts() == ["Carte"]
    page.click("#g-pane .close")
    assert page.url.endswith("?view=map")
    assert page.inner_text("#g-notice") == "5 sur 6 affichés. 1 point sans lieu n’est pas sur la carte"
    assert "Seul" not in rows(page)
    page.click('[data-view="bridge"]')
    assert len(rows(page)) == 4
    assert "2 points sans place entre les deux territoires" in page.inner_text("#g-notice")
    page.click('[data-lang="en"]')
    assert page.locator("#g-views button").all_inner_texts() == ["Network", "Bridges between two territories", "Map"]
    page.click('[data-view="network"]')
    assert "view=" not in page.url
    assert len(rows(page)) == 6


def test_an_address_opens_its_view_and_an_unknown_one_the_first(show: Opener) -> None:
    page = show(behind="?view=map")
    assert page.locator('#g-views [aria-pressed="true"]').all_inner_texts() == ["Carte"]
    assert len(rows(page)) == 5
    page = show(behind="?view=__proto__")
    assert len(rows(page)) == 6
    page = show(behind="?view=map#alone")  # has no place on the map
    assert page.inner_text("#g-name") == "Seul"
    assert page.locator('#g-views [aria-pressed="true"]').all_inner_texts() == ["Réseau"]


def test_one_view_has_no_switch(show: Opener) -> None:
    assert not show(nx.path_graph(3), plain=True).is_visible("#g-views")


def test_the_map_says_what_stands_midway_and_so_does_its_drawing(show: Opener) -> None:
    graph = nx.Graph()
    graph.add_node("lille", kind="territory", lat=50.6, long=3.1)
    graph.add_node("kayes", kind="territory", lat=14.4, long=-11.4)
    graph.add_node("water", kind="partnership", territories=["lille", "kayes"])
    graph.add_edges_from([("water", "lille"), ("water", "kayes")])
    page = show(graph, "?view=map", plain=True)
    assert "1 point de plusieurs territoires est placé à mi-chemin, où il n’y a rien" in page.inner_text("#g-notice")
    assert "à mi-chemin" in taken(page, "svg")[1].decode()
    page.locator("#g-legend [data-kind]").last.click()  # partnerships come last here
    assert "mi-chemin" not in page.inner_text("#g-notice")


# ---- filters ----


def test_a_filter_keeps_what_has_the_value_and_what_is_linked_to_it(show: Opener) -> None:
    page = show()
    tick(page, "sphere", "Pouvoirs publics")
    assert sorted(rows(page)) == ["=Bureau du Sud", "Eau", "Emploi", "Le <pont>"]  # not the other organisations
    assert page.inner_text("#g-filter-count") == "1"
    assert page.inner_text("#g-notice") == "4 sur 6 affichés"
    chip = page.locator(".chip", has_text="organisation")
    assert chip.locator(".count").inner_text() == "1"
    tick(page, "theme", "L’eau")
    assert sorted(rows(page)) == ["=Bureau du Sud", "Eau", "Le <pont>"]  # `Emploi` has another theme
    assert page.inner_text("#g-filter-count") == "2"
    page.click("#g-filter-clear")
    tick(page, "sphere", "Société civile")
    assert sorted(rows(page)) == ["Amis du Nord", "Emploi", "Le <pont>", "Seul"]  # `Eau` is linked to none of them
    page.click("#g-filter-clear")
    assert len(rows(page)) == 6
    assert page.locator(".tick input:checked").count() == 0
    assert not page.is_visible("#g-filter-count")


def test_a_relation_leaves_its_links_and_their_ends(show: Opener) -> None:
    graph = network()
    graph.add_edge("a", "b", relations=["worksOn"])
    page = show(graph)
    tick(page, "relation", "Partenaire de")
    assert sorted(rows(page)) == ["=Bureau du Sud", "Amis du Nord", "Le <pont>"]
    page.click('#g-table a >> text="=Bureau du Sud"')
    assert page.locator("#g-table tbody tr", has_text="=Bureau du Sud").locator("li").count() > 0
    assert "travaille sur" not in page.inner_text("#g-table").lower()
    assert page.inner_text("#g-notice") == ""  # all that this relation links to it is shown
    _, content = taken(page, "edges")
    assert {row[1] for row in table(content)[1:]} == {"partenaire de"}


def test_nothing_fits_says_so_and_gives_a_way_out(show: Opener) -> None:
    page = show()
    tick(page, "sphere", "Société civile")
    tick(page, "theme", "L’eau")
    tick(page, "relation", "Partenaire de")
    tick(page, "territory", "South")
    assert rows(page) == []
    assert page.inner_text("#g-notice").startswith("Aucun point ne répond à tous les filtres.")
    page.click("#g-notice button")
    assert len(rows(page)) == 6


def test_a_search_says_what_a_filter_hides_and_opens_it(show: Opener) -> None:
    page = show()
    tick(page, "sphere", "Pouvoirs publics")
    page.fill("#g-search", "amis")
    assert "filtré" in page.inner_text("#g-found")
    page.keyboard.press("Enter")
    assert page.inner_text("#g-name") == "Amis du Nord"
    assert len(rows(page)) == 6
    assert not page.is_visible("#g-filter-count")


def test_a_filter_without_a_choice_is_not_offered(show: Opener) -> None:
    page = show(nx.path_graph(3), plain=True)
    assert not page.is_visible("#g-open-filter")
    page = show(plain=True)
    page.click("#g-open-filter")
    offered = page.locator("details").evaluate_all("all => all.map(one => one.dataset.facet)")
    assert offered == ["relation", "sphere", "territory"]


def test_a_long_list_can_be_searched(show: Opener) -> None:
    graph = nx.DiGraph()
    for n in range(60):
        graph.add_edge(n, n + 1, relations=[f"relation-{n}"])
    page = show(graph, plain=True)
    page.click("#g-open-filter")
    page.click("summary")
    page.fill('details input[type="search"]', "relation 41")
    assert page.locator(".tick:visible").count() == 1
    page.locator(".tick:visible").click()
    assert rows(page) == ["41", "42"]


# ---- paths ----


def test_the_shortest_chains_show_their_steps_with_evidence(show: Opener) -> None:
    page = show()
    page.click("#g-open-path")
    choose(page, "from", "amis")
    assert page.locator("#g-chains").count() == 0
    choose(page, "to", "bureau")
    assert page.url.endswith("?from=a&to=b")
    text = pane(page)
    assert "2 chaînes de 2 liens." in text
    assert page.inner_text("#g-status") == "2 chaînes de 2 liens."
    way = "↓ Partenaire de (de Amis du Nord vers Le <pont>) Séance 3 : débat, p. 11, 12 Le <pont> ↑ Partenaire de"
    assert f"Amis du Nord {way}" in text
    assert "Travaille sur (de Amis du Nord vers Emploi) Sans passage indiqué. Emploi" in text
    assert page.evaluate("document.activeElement.id") == "g-path-to"
    page.click("#g-pane a >> text=Emploi")
    assert page.inner_text("#g-name") == "Emploi"
    page.click("#g-pane .close")
    assert page.is_visible("#g-chains")
    page.locator(".chip", has_text="défi").click()  # over what is shown
    assert "1 chaîne de 2 liens." in pane(page)
    page.click("#g-pane .close")
    assert page.locator("#g-chains").count() == 0
    assert "from=" not in page.url
    assert page.input_value("#g-path-from") == ""


def test_an_address_opens_its_path_and_the_picture_lights_it_up(show: Opener) -> None:
    page = show(behind="?lang=en&from=a&to=b")
    assert "2 chains of 2 links." in pane(page)
    assert page.input_value("#g-path-from") == "EN Amis du Nord"
    page.click("#g-fit")
    root = ET.fromstring(taken(page, "svg")[1])  # noqa: S314  # our own page made it
    faint = [e for e in root.iter() if e.get("opacity") == "0.16"]
    assert len(faint) == 2  # `alone` and `dry` are on neither chain
    page = show(behind="?from=nobody&to=b")
    assert page.locator("#g-chains").count() == 0


def test_no_chain_and_the_same_node_are_said(show: Opener) -> None:
    page = show()
    page.click("#g-open-path")
    choose(page, "from", "amis")
    choose(page, "to", "seul")
    assert "Aucune chaîne ne relie ces deux points" in pane(page)
    assert page.locator("#g-pane button", has_text="Tout afficher").count() == 0
    choose(page, "to", "amis")
    assert "Les deux points sont le même" in pane(page)
    choose(page, "to", "bureau")
    for kind in ("défi", "partnership"):
        page.locator(".chip", has_text=kind).click()
    assert "masqué ou filtré" in pane(page)
    page.click("#g-pane p >> button")
    assert "2 chaînes" in pane(page)


def test_a_node_is_either_end_of_a_path(show: Opener) -> None:
    page = show(behind="#a")
    page.click('[data-end="from"]')
    assert page.input_value("#g-path-from") == "Amis du Nord"
    assert page.evaluate("document.activeElement.id") == "g-path-to"
    page.click('#g-table a >> text="Eau"')
    page.click('[data-end="to"]')
    assert page.evaluate("document.activeElement.id") == "g-chains"
    assert page.url.endswith("?from=a&to=dry")
    assert "2 chaînes de 3 liens." in pane(page)


def test_many_chains_are_counted_and_some_shown(show: Opener) -> None:
    page = show(nx.complete_bipartite_graph(2, 9), "?from=0&to=1", plain=True)
    assert "9 chaînes de 2 liens, dont voici 5." in pane(page)
    assert page.locator(".chain").count() == 5


# ---- take away ----


def test_the_drawing_has_real_text_shapes_legend_title_and_source(show: Opener) -> None:
    page = show()
    name, content = taken(page, "svg")
    assert name == "reseau-d-essai-co-network.svg"
    root = ET.fromstring(content)  # noqa: S314  # our own page made it
    texts = {"".join(e.itertext()) for e in root.iter(f"{SVG}text")}
    assert {"Réseau <d’essai> & co", "Source : Atelier", "Réseau · 6 sur 6 affichés", "Défi", "Organisation"} <= texts
    assert "Le <pont>" in texts
    frame = root.find(f"{SVG}svg")
    assert frame is not None
    assert sum(1 for e in frame.iter(f"{SVG}circle")) == 3  # organisations are dots
    assert len({e.tag for e in root.iter()} & {f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject", f"{SVG}a"}) == 0
    page.locator(".chip", has_text="organisation").click()
    texts = {e.text or "" for e in ET.fromstring(taken(page, "svg")[1]).iter(f"{SVG}text")}  # noqa: S314  # as above
    assert "Organisation" not in texts
    assert "Défi" in texts


def test_the_image_is_sharp_and_on_white(show: Opener) -> None:
    page = show(behind="?view=map")
    name, content = taken(page, "png")
    assert name.endswith("-map.png")
    width, height = struct.unpack(">II", content[16:24])
    assert width == 3200
    assert height > 1000
    pixels = page.evaluate(
        """async (bytes) => { const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
        const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
        const context = canvas.getContext("2d"); context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height); const seen = new Set();
        for (let i = 0; i < data.length; i += 4) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]},${data[i + 3]}`);
        return [[...data.slice(0, 4)], [...seen]]; }""",
        list(content),
    )
    assert pixels[0] == [255, 255, 255, 255]
    assert "0,114,178,255" in pixels[1]  # organisations


def test_the_tables_hold_what_is_shown_as_the_other_tables_do(show: Opener) -> None:
    page = show()
    page.locator(".chip", has_text="partnership").click()
    name, content = taken(page, "nodes")
    assert name == "reseau-d-essai-co-network-points.csv"
    found = table(content)
    assert found[0] == ["id", "Nom", "Type", "Sphère", "Territoire", "Aussi", "Description", "Liens affichés"]
    assert [row[0] for row in found[1:]] == ["b", "a", "alone", "dry", "work"]  # the table's order
    assert found[1][1] == "'=Bureau du Sud"
    assert [row[-1] for row in found[1:]] == ["2", "1", "0", "1", "2"]
    _, content = taken(page, "edges")
    found = table(content)
    expected = [
        ["De", "Relation", "À", "Passages", "Source", "id (De)", "id (À)"],
        ["Amis du Nord", "travaille sur", "Emploi", "", "", "a", "work"],
        ["=Bureau du Sud", "travaille sur", "Emploi", "Séance 3 : débat, p. 11", "Atelier", "b", "work"],
        ["=Bureau du Sud", "travaille sur", "Eau", "", "", "b", "dry"],
    ]
    assert content == csv_tables.csv_bytes(expected[0], [*expected[1:]], "fr")  # byte for byte
    page.click('[data-lang="en"]')
    assert taken(page, "edges")[0] == "trial-network-network-links.csv"


def test_cells_that_need_quotes_get_them(show: Opener) -> None:
    graph = nx.Graph(labels={})
    hostile = ['a "b", c', "+1", "-x", "@SUM(A1)", "</text><script>alert(1)</script>", "a\u202egpj.exe"]
    for n, text in enumerate(hostile):
        graph.add_node(n, label=text)
    page = show(graph, plain=True)
    found = {row[1] for row in table(taken(page, "nodes")[1])[1:]}
    assert {'a "b", c', "'+1", "'-x", "'@SUM(A1)", "</text><script>alert(1)</script>"} <= found
    _, content = taken(page, "svg")
    assert b"<script" not in content
    assert "\u202e".encode() not in content
    root = ET.fromstring(content)  # noqa: S314  # our own page made it
    assert any((e.text or "").startswith("</text><script>") for e in root.iter(f"{SVG}text"))  # text, in rows


def test_paper_has_picture_legend_and_table_without_controls(show: Opener) -> None:
    page = show()
    page.click("#g-open-filter")
    page.emulate_media(media="print")
    for seen in ("#g-network canvas", ".chip", "#g-table", "#g-title"):
        assert page.locator(seen).first.is_visible(), seen
    for unseen in ("#g-deeds", "#g-filter", "#g-search", ".bar", "[data-lang]"):
        assert not page.locator(unseen).first.is_visible(), unseen
    page.emulate_media(media="screen")
    page.click("#g-open-take")
    page.evaluate("window.print = () => (window.printed = true)")
    page.click('[data-take="print"]')
    assert page.evaluate("window.printed") is True


# ---- table ----


def test_a_great_table_shows_its_first_rows_and_more_when_asked(show: Opener) -> None:
    page = show(nx.path_graph(430), plain=True)
    assert len(rows(page)) == 200
    assert page.inner_text("#g-list-count") == "430 sur 430 affichés ; voici les 200 premières lignes"
    page.focus("#g-more")
    page.keyboard.press("Enter")
    assert len(rows(page)) == 400
    assert page.evaluate("document.activeElement.textContent") == rows(page)[200]
    assert page.inner_text("#g-more") == "Afficher 30 lignes de plus"
    page.click("#g-more")
    assert len(rows(page)) == 430
    assert not page.is_visible("#g-more")
    page = show(nx.path_graph(430), plain=True)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert len(rows(page)) == 430


def test_the_table_is_sorted_by_its_headings(show: Opener) -> None:
    page = show()
    heading = page.locator("#g-table thead th")
    assert heading.evaluate_all("all => all.map(th => th.ariaSort)") == ["none", "ascending", None, None, "none"]
    page.click('[data-sort="name"]')
    assert rows(page) == ["=Bureau du Sud", "Amis du Nord", "Eau", "Emploi", "Le <pont>", "Seul"]
    page.keyboard.press("Enter")  # the focus stays on the heading
    assert heading.first.get_attribute("aria-sort") == "descending"
    assert rows(page)[0] == "Seul"
    page.click('[data-sort="relations"]')
    assert rows(page)[0] == "=Bureau du Sud"
    assert rows(page)[-1] == "Seul"


def test_a_node_with_very_many_links_does_not_fill_the_table(show: Opener) -> None:
    page = show(nx.star_graph(100), plain=True)
    hub = page.locator('#g-table tr[data-row="0"]')
    assert hub.locator("li a").count() == 40
    assert "et 60 autres" in hub.inner_text()


# ---- the site ----


def test_the_page_leads_back_to_the_site_that_it_is_part_of(show: Opener) -> None:
    page = show(home="index.html")
    link = page.locator("#g-home")
    assert link.inner_text() == "Page d’accueil"
    assert link.get_attribute("href") == "index.html"
    page.click('[data-lang="en"]')
    assert link.inner_text() == "Front page"
    assert link.get_attribute("href") == "index.html?lang=en"
    assert show(home='"><script>1</script>').get_attribute("#g-home", "href") == '"><script>1</script>'
    assert show().locator("#g-home").count() == 0


def test_in_a_site_a_node_leads_to_its_page_and_the_head_has_the_sites_navigation(page: Page, site: Path) -> None:
    page.goto((site / "answers.html").as_uri())
    menu = page.locator("nav a")
    words = [text for text in menu.all_inner_texts() if text]
    addresses = menu.evaluate_all("all => all.map(a => a.href)")
    page.goto(f"{(site / 'graph.html').as_uri()}#nfid")
    page.wait_for_selector("html[data-ready]")
    assert menu.all_inner_texts() == words
    assert menu.evaluate_all("all => all.map(a => a.href)") == addresses
    assert page.locator("nav [aria-current=page]").inner_text() == "Graphe"
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click('[data-lang="en"]')
    assert menu.first.inner_text() == "Report"
    page.click("#g-pane .profile a")
    assert page.url.endswith("/things/nfid.html?lang=en")
    assert page.locator("h1:visible").inner_text().startswith("Nord France Innovation")


def test_alone_it_has_neither(show: Opener) -> None:
    page = show(behind="#a")
    assert page.locator("nav, .brand, #g-pane .profile").count() == 0


def test_a_name_without_a_space_makes_nothing_wider_than_the_page(show: Opener) -> None:
    graph = network()
    for node in ("a", "bridge"):
        graph.nodes[node].update(label_fr="W" * 300, label_en="W" * 300, alt_labels=["V" * 300])
    page = show(graph, plain=True)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        page.locator("#g-table th a").first.click()
        wide = "() => Math.max(...[document.documentElement, ...document.querySelectorAll('.scroll, .pane')].map(e => e.scrollWidth - e.clientWidth))"
        assert page.evaluate(wide) <= 0
