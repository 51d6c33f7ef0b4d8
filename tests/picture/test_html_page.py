"""The graph page in a browser: what a reader sees and does. The `page` fixture fails on any console error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import bundled
import networkx as nx
import pytest

import icilabas as ilb
from icilabas.picture.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Dialog, Page

    Opener = Callable[..., Page]

ID = "https://example.org/id/"
HOSTILE = [
    "<script>window.__pwned = 1</script>",
    "</script><script>window.__pwned = 1</script>",
    '"><img src=x onerror="window.__pwned = 1">',
    "javascript:window.__pwned=1",
    '<a href="javascript:alert(1)">x</a>',
    "<svg onload=alert(1)>",
    "a\u202etxt.exe",
    "nul\x00",
    "__proto__",
    "%E0%A4%A",
    "x" * 100_000,
]


def network() -> nx.MultiDiGraph:
    both = {
        "organization": ("organisation", "organisation"),
        "territory": ("territoire", "territory"),
        "challenge": ("défi", "challenge"),
        "worksOn": ("travaille sur", "works on"),
        "activeIn": ("actif à", "active in"),
        "civil-society": ("société civile", "civil society"),
        "session-3": ("Séance 3 : débat", "Session 3: debate"),
        "lille-2016": ("Atelier de Lille", "Lille workshop"),
    }
    graph = nx.MultiDiGraph(
        title={"fr": "Réseau d’essai", "en": "Trial network"},
        labels={key: {"fr": fr, "en": en} for key, (fr, en) in both.items()},
        directed=True,
    )

    def node(slug: str, fr: str, en: str | None, kind: str, **more: object) -> None:
        label = {"label_fr": fr} if en is None else {"label_fr": fr, "label_en": en}
        graph.add_node(ID + slug, **label, slug=slug, kind=kind, **more)

    node("kayes", "Kayes", "Kayes", "territory")
    facts = {"territory": f"{ID}kayes", "sphere": "civil-society", "description_fr": "Une fédération."}
    node(
        "emdk", "Fédération Émigrés–Kayes", "Emigrants’ federation", "organization", alt_labels=["FÉK", "Fédé"], **facts
    )
    node("apes", "Acteurs pour l’œuvre commune", None, "organization")
    node("emploi", "Accès à l’emploi", "Access to work", "challenge")
    said = {"source": "lille-2016", "passage": "session-3", "page": 11}
    graph.add_edge(f"{ID}emdk", f"{ID}emploi", relations=["worksOn"], evidence=[said, {**said, "page": 12}])
    graph.add_edge(f"{ID}emdk", f"{ID}kayes", relations=["activeIn"], evidence=[said])
    graph.add_edge(f"{ID}apes", f"{ID}emploi", relations=["worksOn"])
    return graph


pytestmark = pytest.mark.own_page  # what is written in the picture is listened to


@pytest.fixture
def said(page: Page) -> Callable[[], set[str]]:
    """Return what is written in the picture since this was last called."""
    page.add_init_script(
        """window.said = new Set(); const fill = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
          window.said.add(text); return fill.call(this, text, ...rest); };"""
    )

    def read() -> set[str]:
        page.wait_for_timeout(400)
        return set(page.evaluate("{ const texts = [...window.said]; window.said.clear(); texts }"))

    return read


@pytest.fixture
def show(page: Page, tmp_path: Path) -> Opener:
    """Draw a graph and open its page, with what stands behind the address."""

    def opener(graph: nx.Graph | None = None, behind: str = "", **options: Any) -> Page:
        path = tmp_path / "graph.html"
        draw(network() if graph is None else graph, path, **options)
        page.goto(path.as_uri() + behind)
        page.wait_for_selector("html[data-ready]")
        return page

    return opener


def pane(page: Page) -> str:
    return re.sub(r"\s+", " ", page.inner_text("#g-pane"))


def rows(page: Page) -> list[str]:
    return page.locator("#g-table tbody tr:visible th").all_inner_texts()


def search(page: Page, text: str) -> list[str]:
    page.fill("#g-search", text)
    return page.locator("#g-found li > span").all_inner_texts()


def test_the_picture_is_drawn(show: Opener) -> None:
    page = show()
    page.wait_for_timeout(200)
    colors = page.evaluate(
        """() => { const c = document.querySelector("#g-network canvas");
        const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; const seen = new Set();
        for (let i = 0; i < d.length; i += 4) seen.add(`${d[i]},${d[i + 1]},${d[i + 2]},${d[i + 3]}`);
        return [...seen]; }"""
    )
    assert {"0,114,178,255", "0,158,115,255", "213,94,0,255"} <= set(colors)  # organisation, territory, challenge
    assert page.title() == "Réseau d’essai"
    assert page.inner_text("#g-counts") == "4 points, 3 liens"


def test_search_takes_no_notice_of_accents_case_and_ligatures(show: Opener) -> None:
    page = show()
    assert search(page, "federation emigres") == ["Fédération Émigrés–Kayes"]
    assert search(page, "OEUVRE") == ["Acteurs pour l’œuvre commune"]
    assert search(page, "access to") == ["Accès à l’emploi"]  # the other language's label
    assert search(page, "emdk") == ["Fédération Émigrés–Kayes"]  # the slug
    assert search(page, "fek") == ["Fédération Émigrés–Kayes"]  # another name
    page.fill("#g-search", "zzz")
    assert page.inner_text("#g-found") == "Aucun résultat"


def test_search_by_keyboard_opens_the_node(show: Opener) -> None:
    page = show()
    page.focus("#g-search")
    page.keyboard.type("e")
    page.keyboard.press("ArrowDown")
    second = page.locator('#g-found [aria-selected="true"] > span').inner_text()
    assert page.get_attribute("#g-search", "aria-activedescendant") == "g-found-1"
    page.keyboard.press("Enter")
    assert page.inner_text("#g-name") == second
    assert page.evaluate("document.activeElement.id") == "g-name"
    assert second in page.inner_text("#g-status")


def test_the_detail_shows_facts_relations_and_evidence_with_its_page(show: Opener) -> None:
    page = show(behind="#emdk")
    text = pane(page)
    assert "organisation" in text.lower()
    assert "Une fédération." in text
    assert "société civile" in text.lower()
    assert "Accès à l’emploi Séance 3 : débat, p. 11, 12" in text
    assert "travaille sur" in text.lower()
    page.click("#g-pane a >> text=Accès à l’emploi")
    assert page.inner_text("#g-name") == "Accès à l’emploi"
    assert "←" in pane(page)
    assert page.url.endswith("#emploi")


def test_an_address_opens_its_node_and_back_goes_back(show: Opener) -> None:
    page = show(behind="#kayes")
    assert page.inner_text("#g-name") == "Kayes"
    page.click("#g-table a >> text=Acteurs pour l’œuvre commune")
    assert page.inner_text("#g-name") == "Acteurs pour l’œuvre commune"
    assert page.title() == "Acteurs pour l’œuvre commune · Réseau d’essai"
    page.go_back()
    assert page.inner_text("#g-name") == "Kayes"
    page.evaluate("location.hash = '#emdk'")
    page.wait_for_function("document.getElementById('g-name').textContent.startsWith('Féd')")
    page.click("#g-pane .close")
    assert page.locator("#g-name").count() == 0
    assert "#" not in page.url
    page.evaluate("location.hash = '#%E0%A4%A'")
    assert page.locator("#g-name").count() == 0


def test_a_click_in_the_picture_opens_and_closes(show: Opener) -> None:
    graph = nx.Graph()
    graph.add_node("one", label_fr="Un", label_en="One")
    page = show(graph)
    box = page.locator("#g-network").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("#g-tip:not([hidden])")
    assert "Un" in page.inner_text("#g-tip")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("#g-name")
    assert page.inner_text("#g-name") == "Un"
    page.mouse.click(box["x"] + 20, box["y"] + 20)
    page.wait_for_selector("#g-name", state="detached")
    assert page.inner_text("#g-note") == "Ce réseau n’a qu’un seul point."


def test_the_legend_filters_picture_and_table(show: Opener) -> None:
    page = show()
    assert len(rows(page)) == 4
    chip = page.locator('[aria-pressed="true"]', has_text="organisation")
    chip.focus()
    page.keyboard.press("Space")
    assert page.locator('.chip[aria-pressed="false"]').count() == 1
    assert rows(page) == ["Kayes", "Accès à l’emploi"]
    assert page.locator("#g-table li:visible").count() == 0  # all relations had an organisation at one end
    assert page.inner_text("#g-list-count") == "2 sur 4 affichés"
    assert search(page, "emdk") == ["Fédération Émigrés–Kayes"]
    page.keyboard.press("Enter")  # going to a hidden node shows its kind again
    assert len(rows(page)) == 4
    page.locator(".chip", has_text="défi").click()
    page.click("#g-all")
    assert len(rows(page)) == 4


def test_the_table_says_what_the_picture_shows(show: Opener) -> None:
    page = show(behind="#emdk")
    current = page.locator("#g-table tr[aria-current]")
    assert current.locator("th").inner_text() == "Fédération Émigrés–Kayes"
    text = re.sub(r"\s+", " ", current.inner_text())
    assert "travaille sur Accès à l’emploi (Séance 3 : débat, p. 11, 12)" in text
    headings = page.locator("#g-table thead th").all_inner_texts()
    assert headings == ["Nom", "Type", "Sphère", "Territoire", "Relations"]
    page.focus("#g-skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "g-list-title"


def test_the_language_switches_everything_and_falls_back(show: Opener) -> None:
    page = show(behind="#emdk")
    page.click('[data-lang="en"]')
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("h1") == "Trial network"
    assert page.inner_text("#g-name") == "Emigrants’ federation"
    text = pane(page)
    assert "Session 3: debate, p. 11, 12" in text
    assert "works on" in text.lower()
    assert page.locator('#g-pane p[lang="fr"]').inner_text() == "Une fédération."  # said in French only
    assert page.locator('#g-table a[lang="fr"]').first.inner_text() == "Acteurs pour l’œuvre commune"
    assert page.get_attribute('[data-lang="en"]', "aria-pressed") == "true"
    assert not page.locator("[data-t]:visible", has_text=re.compile("Chercher|Tableau")).count()
    page = show(lang="en")
    assert page.inner_text("#g-counts") == "4 nodes, 3 links"
    page = show(behind="?lang=en#kayes")
    assert "Territory" in pane(page)


def test_an_empty_network_says_so(show: Opener) -> None:
    page = show(nx.Graph())
    assert page.inner_text("#g-note") == "Ce réseau est vide : il n’y a rien à dessiner."
    assert not page.is_visible("#g-stage")
    page.click('[data-lang="en"]')
    assert page.inner_text("#g-note") == "This network is empty: there is nothing to draw."


def test_nothing_in_the_data_runs(show: Opener, page: Page, tmp_path: Path) -> None:
    dialogs: list[str] = []

    def on_dialog(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", on_dialog)
    graph = nx.MultiDiGraph(title=HOSTILE[0], labels={text: {"fr": text} for text in HOSTILE})
    for number, text in enumerate(HOSTILE):
        keys = ["label_fr", "description_fr", "kind", "sphere", "territory", "slug"]
        lists = {key: [text] for key in ("territories", "sessions", "themes", "alt_labels")}
        graph.add_node(text, **dict.fromkeys(keys, text), **lists, lat=number, long=-number)
        evidence = [{"source": text, "passage": text, "page": text}]
        graph.add_edge(text, HOSTILE[0], relations=[text], evidence=evidence)
    show(graph)
    for link in page.locator("#g-table th a").all():
        link.click()
        assert page.is_visible("#g-name")
    for text in ("<script>", "javascript", "x" * 200):
        page.fill("#g-search", text)
    page.keyboard.press("Escape")
    page.mouse.move(600, 500)
    page.click('[data-view="map"]')
    page.click("#g-open-filter")
    for facet in ("relation", "sphere", "territory", "session", "theme"):
        details = page.locator(f'details[data-facet="{facet}"]')
        details.locator("summary").click()
        details.locator("label").first.click()
    page.click("#g-filter-clear")
    page.click("#g-open-path")
    page.fill("#g-path-from", "<script>window")
    page.keyboard.press("Enter")
    page.fill("#g-path-to", "javascript:window")
    page.keyboard.press("Enter")
    page.wait_for_selector("#chains, #g-chains, #g-pane h2")
    page.click("#g-open-take")
    with page.expect_download() as download:
        page.click('[data-take="svg"]')
    page.click('[data-lang="en"]')
    assert page.evaluate("window.__pwned") is None
    assert dialogs == []
    assert page.locator("#g-main img, #g-main script, #g-main svg[onload], #g-main iframe").count() == 0
    hrefs = page.eval_on_selector_all("a", "links => links.map(link => link.getAttribute('href'))")
    assert all(href.startswith("#") for href in hrefs)
    page.goto(download.value.path().rename(tmp_path / "view.svg").as_uri())  # the drawing by itself
    assert page.evaluate("window.__pwned") is None
    assert dialogs == []


def test_the_notebook_frame_works_without_an_address_of_its_own(page: Page, tmp_path: Path) -> None:
    outer = tmp_path / "notebook.html"
    outer.write_text(f"<!DOCTYPE html><meta charset=utf-8>{draw(network())._repr_html_()}", encoding="utf-8")
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#g-table a", has_text="Accès à l’emploi").first.click()
    assert frame.locator("#g-name").inner_text() == "Accès à l’emploi"
    frame.locator("#g-pane a", has_text="Acteurs").click()
    assert frame.locator("#g-name").inner_text() == "Acteurs pour l’œuvre commune"
    assert page.url == outer.as_uri()
    frame.locator("#g-open-take").click()
    with page.expect_download() as download:
        frame.locator('[data-take="nodes"]').click()
    assert download.value.path().stat().st_size > 100


def test_a_telephone_shows_the_pane_below_the_picture(show: Opener, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    show(behind="#emdk")
    picture, detail = page.locator(".picture").bounding_box(), page.locator("#g-pane").bounding_box()
    assert picture
    assert detail
    assert detail["y"] >= picture["y"] + picture["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_dense_picture_names_more_nodes_when_one_zooms_in(show: Opener, said: Callable[[], set[str]]) -> None:
    graph = nx.barabasi_albert_graph(150, 2, seed=2)
    nx.set_node_attributes(graph, {n: f"Numéro {n}" for n in graph}, "label")
    page = show(graph)
    first = said()
    assert 9 < len(first) < 150
    for _ in range(4):
        page.click("#g-in")
        page.wait_for_timeout(300)
    assert said() - first


def test_parallel_edges_and_loops_are_drawn_apart(show: Opener) -> None:
    show(nx.MultiGraph([(1, 2), (1, 2), (2, 1), (3, 3), (3, 3)])).wait_for_timeout(200)


def hiding() -> nx.MultiDiGraph:
    """Return the network with challenges and territories hidden at first."""
    graph = network()
    graph.graph["hidden"] = ["challenge", "territory"]
    return graph


def test_kinds_that_are_hidden_at_first_are_a_click_away(show: Opener) -> None:
    page = show(hiding())
    assert page.locator('.chip[aria-pressed="false"]').all_inner_texts() == ["Territoire\n1", "Défi\n1"]
    assert rows(page) == ["Acteurs pour l’œuvre commune", "Fédération Émigrés–Kayes"]
    page.locator(".chip", has_text="défi").click()
    assert "Accès à l’emploi" in rows(page)
    page.click("#g-all")
    assert len(rows(page)) == 4
    assert not page.is_visible("#g-all")
    page.click("#g-first")
    assert len(rows(page)) == 2
    assert not page.is_visible("#g-first")


def test_an_address_and_a_search_show_what_is_hidden(show: Opener) -> None:
    page = show(hiding(), "#kayes")
    assert page.inner_text("#g-name") == "Kayes"
    assert len(rows(page)) == 3
    assert search(page, "emploi") == ["Accès à l’emploi"]
    page.keyboard.press("Enter")
    assert page.inner_text("#g-name") == "Accès à l’emploi"
    assert len(rows(page)) == 4


def test_the_picture_says_what_it_does_not_show(show: Opener) -> None:
    page = show(hiding())
    assert page.inner_text("#g-notice").startswith("Aucun lien entre les points affichés.")
    page.click("#g-table a >> text=Fédération Émigrés–Kayes")
    assert page.inner_text("#g-notice").startswith("2 des 2 points reliés sont masqués.")
    assert "Accès à l’emploi" in pane(page)
    page.click("#g-notice button")
    assert len(rows(page)) == 4
    assert page.inner_text("#g-notice") == ""
    page.click("#g-pane .close")
    for chip in page.locator(".chip").all():
        chip.click()
    assert rows(page) == []
    assert page.inner_text("#g-notice").startswith("Tous les types sont masqués")
    page.click("#g-notice button")
    assert len(rows(page)) == 4


def test_a_family_is_shown_and_hidden_as_one(show: Opener) -> None:
    graph = hiding()
    graph.add_node("x", label_fr="Un réseau", kind="network")
    page = show(graph)
    assert page.locator(".family").all_inner_texts() == ["Acteurs", "Lieux", "De quoi il s’agit"]
    actors = page.locator(".family", has_text="Acteurs")
    actors.click()
    assert rows(page) == []
    page.locator(".chip", has_text="network").click()
    assert actors.get_attribute("aria-pressed") == "mixed"
    actors.focus()
    page.keyboard.press("Enter")
    assert len(rows(page)) == 3


def test_a_click_on_a_line_shows_the_relation_and_who_says_it(show: Opener) -> None:
    graph = nx.DiGraph(network())
    graph.remove_nodes_from([f"{ID}kayes", f"{ID}apes"])
    page = show(graph)
    where = page.locator("#g-network").bounding_box()
    assert where
    x, y = where["x"] + where["width"] / 2, where["y"] + where["height"] / 2  # two nodes, and the line between them
    page.mouse.click(x, y)
    assert page.inner_text("#g-name").lower() == "travaille sur"
    text = pane(page)
    assert "Fédération Émigrés–Kayes ↓ Accès à l’emploi" in text
    assert "Séance 3 : débat, p. 11, 12" in text
    assert text.endswith("Source : Atelier de Lille")
    page.click('[data-lang="en"]')
    assert "Session 3: debate, p. 11, 12" in pane(page)
    page.click("#g-pane a >> text=Access to work")
    assert page.inner_text("#g-name") == "Access to work"
    page.go_back()
    assert page.locator("#g-name").count() == 0


def test_a_source_is_said_once(show: Opener) -> None:
    graph = network()
    page = show(graph, "#emdk")
    assert pane(page).count("Atelier de Lille") == 1
    assert page.inner_text("#g-list-source") == "Source : Atelier de Lille"
    other = {"source": "another", "passage": "session-3", "page": 3}
    graph.add_edge(f"{ID}emdk", f"{ID}apes", relations=["worksOn"], evidence=[other])
    page.goto("about:blank")
    page = show(graph, "#emdk")
    assert "another, Séance 3 : débat, p. 3" in pane(page)
    assert pane(page).endswith("Source, sauf mention contraire : Atelier de Lille")
    page.goto("about:blank")
    page = show(graph, "#kayes")
    assert pane(page).endswith("Source : Atelier de Lille")


def test_names_are_whole_or_acronyms(show: Opener, said: Callable[[], set[str]]) -> None:
    graph = nx.complete_graph(90)
    for n in graph:
        label = f"Comité français numéro {n} pour la solidarité"
        graph.add_node(n, label=label, alt_labels=[f"C{n}", "Comité"], kind="organization")
    for n in range(12):
        graph.add_edge(n, f"p{n}")
        graph.add_node(f"p{n}", label=f"Une et deux, {n} : un partenariat de longue haleine", kind="partnership")
    show(graph)
    texts = said()
    assert not [text for text in texts if "…" in text]
    assert [text for text in texts if re.fullmatch(r"C\d+", text)]
    assert {f"Une et deux, {n}" for n in range(12)} <= {text.partition(" :")[0] for text in texts}


def test_the_real_network_names_its_partnerships_and_territories(show: Opener, said: Callable[[], set[str]]) -> None:
    graph = ilb.project(bundled.whole(), "knowledge")
    for behind in ("", "?lang=en"):
        show(graph, behind)
        texts = " ".join(said())
        for _, node in graph.nodes(data=True):
            if node["kind"] in ("partnership", "territory"):
                names = [node["label_en" if behind else "label_fr"].split(":")[0].strip(), *node["alt_labels"]]
                assert any(all(word in texts for word in re.split(r"[\s–]", name)) for name in names), names
        assert "…" not in texts
