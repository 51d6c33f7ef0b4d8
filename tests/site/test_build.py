"""The site as files: the same every time, whole, nothing restricted, nothing from the network."""

from __future__ import annotations

import csv
import html
import io
import os
import re
import subprocess
import sys
import threading
import zipfile
from concurrent.futures import Future, ThreadPoolExecutor
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import unquote

import bundled
import networkx as nx
import pytest
from persons import names_of_persons
from sites import mini

from icilabas import engine
from icilabas.asking import questions
from icilabas.asking.answers import AnswerTable, Cell
from icilabas.asking.query_files import heading
from icilabas.comparison.facts import Facts
from icilabas.dataset.access import restricted_graphs
from icilabas.dataset.loading import load_store
from icilabas.dataset.times import During
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH
from icilabas.errors import DataError, UsageError
from icilabas.export import networks
from icilabas.files import writing
from icilabas.site import build, charts, front_page, html_pieces, pair_pages, shared_content, thing_pages, things
from icilabas.sources.gathering import gather
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.asking.query_files import QueryFile

LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "embed": "src", "object": "data"}
VOID = {"br", "circle", "hr", "img", "input", "link", "meta", "path"}


class Reader(HTMLParser):
    """What the tests need to know of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.texts: list[tuple[str, str, bool]] = []  # language, text, whether it stands alone
        self.rows: dict[str, int] = {}
        self._open: list[tuple[str, int | None]] = []
        self._question = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        if tag == "a":
            self.links.append(found["href"])
        elif tag == "link":
            self.loaded.append(found["href"])
        elif LOADING.get(tag) in found:
            self.loaded.append(found[LOADING[tag]])
        if tag == "details" and "id" in found:
            self._question = found["id"]
            self.rows[self._question] = 0
        elif tag == "tr" and self._question:
            self.rows[self._question] += 1
        place = None
        if "lang" in found and tag != "html" and not any(place is not None for _tag, place in self._open):
            place = len(self.texts)
            self.texts.append((found["lang"], "", "own" in found.get("class", "").split()))
        if tag not in VOID:
            self._open.append((tag, place))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open.pop()[0] == tag
        if tag == "details":
            self._question = ""

    def handle_data(self, data: str) -> None:
        for _tag, place in self._open:
            if place is not None:
                lang, text, own = self.texts[place]
                self.texts[place] = (lang, text + data, own)


@pytest.fixture(scope="session")
def answers(pages: dict[str, Reader]) -> Reader:
    return pages["answers.html"]


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Reader]:
    """Every page but the graph, by its path."""
    names = [path.relative_to(site) for path in sorted(site.rglob("*.html")) if path.name != "graph.html"]
    return {str(name): Reader(site / name) for name in names}


@pytest.fixture(scope="session")
def store() -> Any:
    return bundled.public()


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def texts(folder: Path) -> dict[str, str]:
    """Every file as a reader's search would see it, workbooks too."""
    return {
        name: html.unescape(unpacked(data)).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        for name, data in content(folder).items()
    }


def unpacked(data: bytes) -> str:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join(packed.read(name).decode("utf-8") for name in packed.namelist())


def test_the_same_bytes_from_the_command_in_another_process(site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "icilabas", "build", "--lang", "fr", "--out", str(tmp_path / "again")]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert content(tmp_path / "again") == content(site)


def test_every_link_leads_somewhere(site: Path, pages: dict[str, Reader]) -> None:
    graph = (site / "graph.html").read_text(encoding="utf-8")
    found = set(re.findall(r'"slug":\s*"([^"]+)"', graph))
    for page, reader in pages.items():
        assert len(reader.ids) == len(set(reader.ids)), page
        for link in set(reader.links):
            if "://" in link:
                continue
            name, _hash, anchor = link.partition("#")
            target = (site / page).parent.joinpath(unquote(name)).resolve() if name else site / page
            assert target.is_file(), (page, link)
            if anchor and target.suffix == ".html":
                known = found if target.name == "graph.html" else pages[str(target.relative_to(site))].ids
                assert unquote(anchor) in known, (page, link)


def test_only_what_others_hold_lies_outside(pages: dict[str, Reader]) -> None:
    outside = {link for reader in pages.values() for link in reader.links if "://" in link}
    known = (
        "https://creativecommons.org/",
        "https://doi.org/10.",
        "https://w3id.org/icilabas/id/",
        "http://www.wikidata.org/entity/",
    )
    others = {link for link in outside if not link.startswith(known)}
    assert {link for link in others if re.match(r"https?://[a-z0-9.-]+(/[\w./#-]*)?$", link)} == others
    assert all("://" not in link for name in ("index.html", "answers.html") for link in pages[name].links)


def test_each_tie_of_a_network_file_has_an_id_of_its_own_and_losses_are_said(
    site: Path, pages: dict[str, Reader]
) -> None:
    found = {path.name: re.findall(r'<edge id="([^"]+)"', path.read_text("utf-8")) for path in site.rglob("*.g[re]*")}
    read = {name: ids for name, ids in found.items() if name.endswith((".gexf", ".graphml"))}
    assert len(read["knowledge.gexf"]) == len(read["knowledge.graphml"]) > 1000
    assert {name for name, ids in read.items() if len({*ids}) != len(ids) or not ids} == set()
    said = " ".join(text for _lang, text, _own in pages["sources.html"].texts)
    for sentence in ("points-virgules", "semicolons", "only title and page are given", "seuls le titre et la page"):
        assert sentence in said


def test_every_file_is_linked(site: Path, pages: dict[str, Reader]) -> None:
    linked = {
        str((site / page).parent.joinpath(unquote(link.partition("#")[0])).resolve().relative_to(site.resolve()))
        for page, reader in pages.items()
        for link in reader.links
        if "://" not in link
    }
    assert {name for name in content(site) if name != ".icilabas"} <= linked


@pytest.mark.parametrize(
    "name", ["index.html", "graph.html", "answers.html", "sources.html", "things/index.html", "things/grdr.html"]
)
def test_nothing_is_loaded_and_only_our_own_script_may_run(site: Path, name: str) -> None:
    page = Reader(site / name)
    assert [address for address in page.loaded if not address.startswith("data:")] == []
    text = (site / name).read_text(encoding="utf-8")
    for style in re.findall(r"<style>(.*?)</style>", text, re.DOTALL):
        assert not re.search(r"@import|url\(\s*['\"]?(?!data:|#)", style)
    policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]*)"', text)[0])
    assert "default-src 'none'" in policy
    assert "http" not in policy
    script = next(rule for rule in policy.split(";") if "script-src" in rule)
    assert "sha256-" in script
    assert "unsafe" not in script


def test_nothing_restricted_is_written(site: Path) -> None:
    hidden = set(restricted_graphs(gather().store))
    said: dict[bool, set[str]] = {True: set(), False: set()}
    for subject, _predicate, thing, graph in engine.quads(load_store(infer=False)):
        said[graph in hidden] |= {str(subject), str(getattr(thing, "value", thing))}
    only = {text for text in said[True] - said[False] if len(text) > len("Naël")}
    assert set(names_of_persons()) <= only
    secret = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(only)))})(?!\w)")
    assert {name: found[0] for name, text in texts(site).items() if (found := secret.search(text))} == {}


def test_persons_are_there_when_asked_for(restricted_site: Path) -> None:
    files = texts(restricted_site)
    for name in names_of_persons():
        assert name in files["downloads/graph.trig"]
    assert any(name in files["graph.html"] for name in names_of_persons())
    assert "Copie à usage restreint" in files["index.html"].replace("\N{NO-BREAK SPACE}", " ")


def test_both_languages_are_complete(pages: dict[str, Reader]) -> None:
    for page, reader in pages.items():
        assert not [text for text in reader.texts if not text[1].strip()], page
        assert {text for lang, text, own in reader.texts if own} == {"FRFrançais", "ENEnglish"}, page
        if page.startswith("pairs/"):
            continue  # whole parts stand in one language, then in the other
        paired = [(lang, text) for lang, text, own in reader.texts if not own]
        assert paired
        sentences = page == "index.html"  # some stand in one language, then in the other
        langs = [lang for lang, text in paired]
        assert sentences or langs == ["fr", "en"] * (len(langs) // 2), page
        assert langs.count("fr") == langs.count("en"), page


@pytest.mark.parametrize("question", questions.questions(), ids=lambda question: question.name)
def test_each_question_is_answered(site: Path, answers: Reader, store: Any, question: QueryFile) -> None:
    with (site / "answers" / f"{question.name}.csv").open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file, delimiter=";")
    asked = questions.ask(store, question.name)
    shown = [place for place, name in enumerate(asked.columns) if name not in {"passage", "page"}]
    assert headings[: len(shown)] == [heading(asked.columns[place]).text("fr") for place in shown]
    assert len(rows) == len({tuple(row[place] for place in shown) for row in asked})
    of_change = question.header["group"] == "change"  # of which one workshop says nothing: there is no table
    assert bool(rows) is not of_change
    assert answers.rows.get(f"q-{question.name}", 0) == len(rows) + bool(rows)
    assert question.title.text("fr").replace("'", "\N{RIGHT SINGLE QUOTATION MARK}") in (
        text.replace("\N{NO-BREAK SPACE}", " ") for _lang, text, _own in answers.texts
    )


def test_each_question_has_a_group() -> None:
    assert not [question.name for question in questions.questions() if not question.header.get("group")]


@pytest.mark.journey
def test_a_small_dataset_makes_a_page_too(tmp_path: Path) -> None:
    page = build.publish([mini(tmp_path / "in")], tmp_path / "out", lang="en")
    text = page.read_text(encoding="utf-8")
    assert '<html lang="en"' in text
    readers = {path: Reader(path) for path in (tmp_path / "out").rglob("*.html") if path.name != "graph.html"}
    for path, reader in readers.items():
        text = path.read_text(encoding="utf-8")
        assert "<b>strong" not in text
        assert "Ada Example" not in text
        assert not [text for text in reader.texts if not text[1].strip()]
        assert all(link[1:] in reader.ids for link in reader.links if link.startswith("#"))
    answers = readers[tmp_path / "out/answers.html"]
    assert "Union &lt;b&gt;strong&lt;/b&gt; &amp; Co" in (tmp_path / "out/answers.html").read_text("utf-8")
    # what the questions ask for by default is not in these data: they are asked for what is
    assert answers.rows["q-challenges-of-territory"] > 1
    assert (tmp_path / "out/answers/challenges-of-territory.csv").read_text("utf-8-sig").splitlines()[1:]
    assert "'=Club" in (tmp_path / "out/answers/partners-and-roles.csv").read_text("utf-8-sig")


@pytest.mark.journey
def test_data_without_any_answer_still_make_a_page(tmp_path: Path) -> None:
    theme = "<https://example.org/a> a <https://w3id.org/icilabas/ontology#Theme> ; "
    labels = '<http://www.w3.org/2004/02/skos/core#prefLabel> "Eau"@fr , "Water"@en .'
    (tmp_path / "one.ttl").write_text(theme + labels, "utf-8")
    page = Reader(build.publish([tmp_path / "one.ttl"], tmp_path / "out"))
    assert {"top", "links", "more"} <= set(page.ids)
    assert not {"carried", "helps", "hinders", "next"} & set(page.ids)
    assert all(link[1:] in page.ids for link in page.links if link.startswith("#"))
    assert set(Reader(tmp_path / "out/answers.html").rows.values()) == {0}
    assert {"downloads", "sources"} <= set(Reader(tmp_path / "out/sources.html").ids)
    assert [path.name for path in (tmp_path / "out/things").iterdir()] == ["index.html"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_workbook_says_what_everybody_may_read(site: Path, store: Any, lang: str) -> None:
    path = site / "downloads" / f"graph-{lang}.xlsx"
    gathered = gather([path])
    assert [fault for fault in gathered.faults if fault.severity == "Violation"] == []
    ours = {quad for quad in engine.quads(store) if quad[3] not in {ONTOLOGY_GRAPH, INFERRED_GRAPH}}
    assert {quad for quad in engine.quads(gathered.store) if quad[3] != ONTOLOGY_GRAPH} == ours
    assert f'href="downloads/{path.name}"' in (site / "sources.html").read_text("utf-8")


@pytest.mark.journey
def test_a_text_that_no_cell_holds_makes_a_site_without_a_workbook(tmp_path: Path) -> None:
    long = mini(tmp_path / "in")
    rows = (long / "challenges.csv").read_text("utf-8")
    (long / "challenges.csv").write_text(rows.replace("Water", "Water " * 6000), "utf-8")
    build.publish([long], tmp_path / "out")
    assert not list((tmp_path / "out" / "downloads").glob("*.xlsx"))
    assert "icilabas convert graph.trig --out graph.xlsx" in (tmp_path / "out" / "sources.html").read_text("utf-8")


@pytest.mark.journey
def test_two_documents_are_told_apart(tmp_path: Path) -> None:
    other = mini(
        tmp_path / "b", source=(mini(tmp_path / "a") / "source.yaml").read_text("utf-8").replace("mini", "twin")
    )
    build.publish([tmp_path / "a", other], tmp_path / "out")
    for name in ("answers.html", "things/bridge.html"):
        assert "Rapport – Début" in (tmp_path / "out" / name).read_text(encoding="utf-8")
    assert re.search(r'class="cite"[^>]*><span lang="fr">Rapport', (tmp_path / "out/index.html").read_text("utf-8"))


@pytest.mark.journey
def test_a_list_beside_a_dataset_says_what_comes_from_it(tmp_path: Path) -> None:
    listed = tmp_path / "réseau.csv"
    listed.write_text("libellé (fr);libellé (en);siège\nLes Amis du Nord;Friends of the North;north\n", "utf-8")
    listed = listed.rename(tmp_path / "organizations.csv")
    build.publish([mini(tmp_path / "in"), listed], tmp_path / "out")
    text = (tmp_path / "out" / "sources.html").read_text(encoding="utf-8")
    assert "organizations.csv" in text
    assert "organizations.csv – organizations.csv" not in text
    ties = (tmp_path / "out" / "downloads" / "knowledge.csv").read_text(encoding="utf-8-sig")
    (said,) = (line for line in ties.splitlines() if "Les Amis du Nord" in line)
    assert "organizations.csv" in said  # who says so
    assert all("organizations.csv" not in line for line in ties.splitlines() if line != said)


@pytest.mark.journey
def test_the_two_territories_can_be_chosen(tmp_path: Path) -> None:
    page = build.publish([mini(tmp_path / "in")], tmp_path / "out", between=("the south", "Le Nord"))
    text = page.read_text(encoding="utf-8")
    assert text.index("Le Sud") < text.index("Le Nord")
    with pytest.raises(UsageError, match="Nord"):
        build.publish([tmp_path / "in"], tmp_path / "out", between=("Le Nort", "Le Sud"))


@pytest.mark.journey
def test_the_front_page_says_for_which_time_it_is(tmp_path: Path) -> None:
    folder = mini(tmp_path / "in")
    table = folder / "partnerships.csv"
    head, first, *rest = table.read_text("utf-8").splitlines()
    table.write_text("\n".join((f"{head},start", f"{first},2018", *(f"{line}," for line in rest))) + "\n", "utf-8")
    told = {
        During("2020-05", "2020-05"): ("mai 2020", "May 2020"),
        During("2019", "2022"): ("2019 – 2022", "2019 – 2022"),
    }
    for time, (french, english) in told.items():
        text = build.publish([folder], tmp_path / "out", time=time).read_text("utf-8")
        assert f'<span lang="fr">Ce qui vaut pour : {french}. ' in text.replace("\N{NO-BREAK SPACE}", " ")
        assert f'<span lang="en">What holds for: {english}. ' in text
    assert 'class="time"' not in build.publish([folder], tmp_path / "out").read_text("utf-8")
    name = first.split(",")[2]
    pages = [
        (build.publish([folder], tmp_path / "out", time=During(year, year)).parent / "things/index.html").read_text(
            "utf-8"
        )
        for year in ("2017", "2018")
    ]
    assert [name in page for page in pages] == [False, True]


@pytest.mark.journey
def test_a_fault_leaves_the_old_site_untouched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    build.publish([mini(tmp_path / "in")], out)
    before = content(out)
    mini(tmp_path / "in", challenges="id,passage,page,label_fr,label_en,faced_in\nwater,s2,8,Eau,Water,nowhere\n")
    with pytest.raises(DataError):
        build.publish([tmp_path / "in"], out)
    assert content(out) == before

    def fails(*_arguments: object, **_options: object) -> NoReturn:
        raise RuntimeError

    mini(tmp_path / "in")
    monkeypatch.setattr(build, "draw", fails)
    with pytest.raises(RuntimeError):
        build.publish([tmp_path / "in"], out)
    assert content(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


@pytest.mark.journey
def test_a_foreign_folder_is_refused_and_our_own_replaced(tmp_path: Path) -> None:
    data, out = mini(tmp_path / "in"), tmp_path / "out"
    out.mkdir()
    (out / "thesis.odt").write_text("years of work")
    with pytest.raises(UsageError, match="out"):
        build.publish([data], out)
    assert content(out) == {"thesis.odt": b"years of work"}
    build.publish([data], tmp_path / "own")
    (tmp_path / "own/left-over.txt").write_text("from an earlier version")
    build.publish([data], tmp_path / "own")
    assert not (tmp_path / "own/left-over.txt").exists()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="file"):
        build.publish([mini(tmp_path / "in")], tmp_path / "file/site")
    assert (tmp_path / "file").read_text() == ""


@pytest.mark.parametrize(("most", "names"), [(2, "bc"), (3, "abc"), (4, "abcd"), (5, "abcd")])
def test_the_picture_shows_the_most_linked_and_of_equals_the_first(
    monkeypatch: pytest.MonkeyPatch, most: int, names: str
) -> None:
    monkeypatch.setattr(build, "MOST_DRAWN", most)
    graph = nx.Graph(["cb", "ca", "bd", "bc"])
    assert sorted(build.most_linked(graph)) == list(names)
    assert (build.most_linked(graph) is graph) is (most >= 4)


def test_of_few_nodes_among_many_the_picture_keeps_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a set of names is like differs from run to run: the same network gives the same bytes."""
    monkeypatch.setattr(build, "MOST_DRAWN", 40)
    graph = nx.MultiDiGraph(nx.barabasi_albert_graph(120, 3, seed=1), title="T")
    graph = nx.relabel_nodes(graph, {node: f"n{node}" for node in graph})
    nx.set_node_attributes(graph, {node: {"label": node.upper()} for node in graph})
    graph.add_edge("n0", "n1", relation="again")
    drawn = build.most_linked(graph)
    assert [*drawn] == [node for node in graph if node in drawn]
    assert len(drawn) == 40
    assert drawn.graph == graph.graph
    assert [*drawn.edges(data=True)] == [tie for tie in graph.edges(data=True) if {*tie[:2]} <= {*drawn}]
    assert [*drawn.nodes(data=True)] == [(node, graph.nodes[node]) for node in drawn]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> engine.Store:
    return load_store([mini(tmp_path_factory.mktemp("mini"))], profile="public")


@pytest.mark.parametrize(("more", "forms"), [(0, ["graph.trig", "graph.ttl", "graph.jsonld"]), (-1, ["graph.trig"])])
def test_the_data_are_there_in_all_forms_unless_they_are_too_many(
    small: engine.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, forms: list[str]
) -> None:
    monkeypatch.setattr(build, "MOST_IN_ALL_FORMS", len(small) + more)
    monkeypatch.setattr(build, "write_workbooks", lambda _store, _folder: [])
    downloads, knowledge = build.write_downloads(small, facts := Facts(small), tmp_path, "en", restricted=False)
    assert [name for name, _size in downloads.rdf] == forms
    assert all((tmp_path / name).stat().st_size == size > 0 for name, size in downloads.rdf)
    assert (tmp_path / "context.jsonld").is_file()
    assert knowledge.graph["name"] == "knowledge"
    names = [view.name for view, _files in downloads.networks]
    assert names == sorted(names)
    for view, files in downloads.networks:
        endings = [".gexf", ".graphml", ".csv", "-nodes.csv"]
        assert [name for name, _size in files] == [f"{view.name}{ending}" for ending in endings]
    assert set(facts.projected) == {"bridges", "collaboration"}


@pytest.mark.parametrize(("more", "names"), [(0, ["graph-fr.xlsx", "graph-en.xlsx"]), (-1, [])])
def test_there_are_workbooks_unless_the_statements_are_too_many(
    small: engine.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, names: list[str]
) -> None:
    monkeypatch.setattr(build, "MOST_IN_CELLS", len(small) + more)
    monkeypatch.setattr(build, "filled", lambda _store, tongues: {lang: lang.encode() for lang in tongues})
    assert build.write_workbooks(small, tmp_path) == [(name, 2) for name in names]
    assert {path.name for path in tmp_path.iterdir()} == set(names)


@pytest.mark.journey
def test_pages_are_written_in_order_and_the_front_page_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    real = writing.write_file

    def noted(path: Path, data: bytes) -> None:
        written.append("/".join(path.parts[-2:]) if path.parent.name in {"pairs", "things"} else path.name)
        real(path, data)

    monkeypatch.setattr(writing, "write_file", noted)
    build.publish([mini(tmp_path / "in")], tmp_path / "out")
    pages = [name for name in written if name.endswith(".html") and name != "graph.html"]
    assert pages[0] == "pairs/north--south.html"
    assert pages[1:-5] == sorted(pages[1:-5])
    assert all(name.startswith("things/") for name in pages[1:-4])
    assert pages[-5:] == ["things/index.html", "answers.html", "measures.html", "sources.html", "index.html"]
    answers = [name for name in written[: written.index("graph.trig")] if name.endswith(".csv")]
    assert answers == [f"{question.name}.csv" for question in questions.questions()]


def test_a_site_is_of_a_size_that_is_read_and_sent() -> None:
    """What is limited, and to how much: a change here is one that readers see."""
    assert (build.MOST_IN_ALL_FORMS, build.MOST_IN_CELLS, build.MOST_DRAWN) == (500_000, 60_000, 5000)
    assert (pair_pages.MOST_PAIR_PAGES, things.MOST_THING_PAGES, thing_pages.MOST_VALUES) == (12, 2000, 40)
    assert (shared_content.MOST_ANSWER_ROWS, shared_content.MOST_PASSAGES) == (150, 300)
    assert (front_page.MOST_PARTNERSHIPS, front_page.MOST_SHARED) == (5, 8)
    assert (front_page.MOST_JOINING, front_page.MOST_MEETING) == (2, 3)
    assert (charts.MOST_ACTORS, charts.MOST_BROKERS, charts.MOST_CHALLENGES) == (10, 5, 30)
    assert (html_pieces.LONGEST_PARAGRAPH, networks.MOST_PLACED) == (5000, 5000)


def test_answers_are_written_with_headings_and_rows_in_the_language(tmp_path: Path) -> None:
    cells = [[Cell(Text({"fr": "Le Nord", "en": "The North"}))], [Cell(same("=1"))]]
    answer = AnswerTable("q", same("Q"), [Text({"fr": "territoire", "en": "territory"})], cells)
    build.write_answer_table(answer, tmp_path, "en")
    assert (tmp_path / "q.csv").read_text("utf-8-sig").splitlines() == ["territory", "The North", "'=1"]


@pytest.mark.journey
def test_a_documentation_that_is_being_made_is_waited_for_and_without_it_there_is_no_site(tmp_path: Path) -> None:
    folder, docs = mini(tmp_path / "in"), tmp_path / "docs"
    docs.mkdir()
    with ThreadPoolExecutor() as pool:
        begun = threading.Event()

        def make() -> Path:
            begun.wait(60)
            (docs / "index.html").write_text("explained", encoding="utf-8")
            return docs

        making = pool.submit(make)
        building = pool.submit(build.publish, [folder], tmp_path / "out", docs=making)
        assert not building.done()
        begun.set()
        assert (building.result(60).parent / "docs" / "index.html").read_text("utf-8") == "explained"
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert 'href="docs/index.html"' in page
    (docs / "index.html").unlink()
    empty: Future[Path] = Future()
    empty.set_result(docs)
    with pytest.raises(UsageError, match="not a documentation folder"):
        build.publish([folder], tmp_path / "none", docs=empty)
    failed: Future[Path] = Future()
    failed.set_exception(RuntimeError("Sphinx has something to say"))
    with pytest.raises(RuntimeError, match="Sphinx"):
        build.publish([folder], tmp_path / "none", docs=failed)
    assert not (tmp_path / "none").exists()
