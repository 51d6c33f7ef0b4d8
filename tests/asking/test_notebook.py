"""What a notebook shows: tables and pictures of anything that the data hold, none of it as markup."""

from __future__ import annotations

import copy
import html
import pickle
import re
import sys
import traceback
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from networkx.utils import graphs_equal
from places import SMALL

import icilabas as ilb
from icilabas.asking import notebook
from icilabas.asking.questions import Rows
from icilabas.check.validation import Faults
from icilabas.engine.terms import Iri
from icilabas.networks.projection import CLASSES
from icilabas.picture.drawing import draw
from icilabas.words.messages import message
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib
    from playwright.sync_api import Page

HOSTILE = [
    "<script>window.__pwned = 1</script>",
    "</style></td><img src=x onerror='window.__pwned = 1'>",
    '"><svg onload="window.__pwned = 1">',
    "a\u202etxt.exe\x00\x1b[31m",
    "lone\ud800surrogate",
]
# What VS Code allows an output to do, and a notebook server; a frame's page inherits it.
POLICIES = {
    "jupyter": "",
    "vs-code": (
        "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
        "img-src https: http: data:; font-src https:; connect-src https:; child-src https: data:"
    ),
}


class Seen(HTMLParser):
    """The tags and attributes of a piece of HTML, and its text without that of styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _value in attrs}

    def handle_data(self, data: str) -> None:
        if self.tags[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def shown(thing: Any) -> Seen:
    content: str = thing._repr_html_()
    content.encode()  # nothing in it that no file can hold
    return Seen(content)


@pytest.fixture(scope="module")
def small() -> rdflib.Dataset:
    return ilb.load(SMALL)


def pickled(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))  # noqa: S301  # what we wrote ourselves


def graph_of(text: Any, kind: str = "MultiDiGraph") -> Any:
    """Return a network of ours in which every text is the text."""
    graph = CLASSES[kind](title=text, name=text, labels={text: {"fr": text, "en": text}})
    graph.add_node(text, label=text, label_fr=text, kind=text)
    graph.add_edge(text, "b", relations=[text], evidence=[{"passage": text, "page": text}, text])
    return graph


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_is_shown_is_markup(text: str) -> None:
    fault = ilb.Fault(text, same(text), text)
    named = nx.Graph([("a", "b")])
    named.nodes["a"].update(label=text, territory=text)
    things = [
        Rows([text], [(text,), (Iri(f"https://w3id.org/icilabas/id/{text}"),)]),
        Rows(["a"], [(text,)], "fr"),
        Faults([fault]),
        *(graph_of(text, kind) for kind in CLASSES),
        ilb.measure(named),
    ]
    for thing in things:
        seen = shown(thing)
        assert set(seen.tags) <= {"div", "style", "p", "strong", "table", "thead", "tbody", "tr", "th", "td"}
        assert seen.attributes <= {"class"}
        assert re.split("[\ud800\u202e]", text[:12])[0] in seen.text
        assert not re.search("[\x00\x1b\u202e\ud800]", seen.text)


def test_rows_have_headings_for_people_where_they_have_labels(small: rdflib.Dataset) -> None:
    asked = {"a": "Lille", "b": "Kayes"}
    assert "<th>challenge</th>" in ilb.ask(small, "shared-challenges", **asked)._repr_html_()
    assert "<th>enjeu</th>" in ilb.ask(small, "shared-challenges", lang="fr", **asked)._repr_html_()
    plain = shown(ilb.ask(small, "shared-challenges", **asked))
    assert "ild:kayes" in plain.texts
    assert "https://" not in plain.text


def test_of_many_rows_the_first_are_shown_and_how_many_there_are() -> None:
    seen = shown(Rows(["n"], [(number,) for number in range(12_345)], "fr"))
    assert seen.tags.count("tr") == notebook.MOST_ROWS + 1
    assert seen.texts[-1] == "100 lignes montrées sur 12\N{NARROW NO-BREAK SPACE}345"
    assert shown(Rows(["n"], [(1,)])).tags.count("p") == 0
    assert shown(Rows(["n"], [])).text == "Aucune réponse. · No rows."


def test_rows_as_a_data_frame_keep_whole_numbers_and_know_no_iris() -> None:
    rows = Rows(["thing", "page", "score"], [(Iri("https://w3id.org/icilabas/id/a"), 8, 0.5), ("b", None, None)])
    frame = rows.to_pandas()
    assert list(frame.columns) == ["thing", "page", "score"]
    assert str(frame["page"].dtype) == "Int64"
    assert frame["page"].to_list()[0] == 8
    assert type(frame["thing"].to_list()[0]) is str
    assert frame["score"].isna().to_list() == [False, True]
    assert list(Rows(["a", "b"], []).to_pandas().columns) == ["a", "b"]
    assert list(Rows(["n", "n"], [(1, 2)]).to_pandas().columns) == ["n", "n"]
    assert list(rows.to_pandas("fr").columns) == ["chose", "page", "score"]
    assert str(Rows(["n"], [(1,)]).to_pandas()["n"].dtype) == "int64"


def test_measures_as_a_data_frame_have_every_column(small: rdflib.Dataset) -> None:
    measured = ilb.measure(ilb.project(small, "affiliation"))
    frame = measured.to_pandas()
    assert len(frame) == len(measured.rows)
    assert {"iri", "label", "betweenness", "rank"} <= set(frame.columns)
    assert {"IRI", "nom", "entre", "rang"} <= set(measured.to_pandas("fr").columns)


def test_without_pandas_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ilb.UsageError, match="needs pandas, which is not installed") as caught:
        Rows(["n"], [(1,)]).to_pandas()
    assert "to_dicts()" in caught.value.text("fr")


def test_faults_are_a_list_with_both_languages(small: rdflib.Dataset) -> None:
    none = ilb.validate(small)
    assert none == []
    assert isinstance(none, list)
    assert shown(none).text == "Conforme : aucun défaut. · Conforms: no faults."
    fault = ilb.Fault("a.csv:2:3", Text({"fr": "« x » manque.", "en": "“x” is missing."}))
    seen = shown(Faults([fault, ilb.Fault("b", fault.message, "Warning")]))
    assert {"a.csv:2:3", "« x » manque.", "“x” is missing."} <= set(seen.texts)
    assert "défaut · fault" in seen.texts
    assert "avertissement · warning" in seen.texts


def test_a_comparison_and_measures_are_in_the_language_asked_for(small: rdflib.Dataset) -> None:
    comparison = ilb.compare(small, "lille", "kayes", lang="en")
    assert "what links them" in shown(comparison).text
    assert "ce qui les relie" in shown(ilb.compare(small, "lille", "kayes")).text
    assert "lang" not in comparison.to_dict()
    assert len(repr(comparison)) < 200
    measured = ilb.measure(ilb.project(small, "affiliation", lang="en"), lang="en")
    assert "Computed on" in shown(measured).text
    assert 'class="number"' in measured._repr_html_()


def test_a_network_shows_its_heaviest_ties_with_their_evidence(small: rdflib.Dataset) -> None:
    seen = shown(ilb.project(small, "affiliation", lang="en"))
    assert "Actors and partnerships – 3 nodes, 2 ties" in seen.texts
    assert {"EMDK", "lead"} <= set(seen.texts)
    assert any(re.fullmatch(r".+, p\. 5", text) for text in seen.texts)
    assert any("Acteurs et partenariats – 3 nœuds" in text for text in shown(ilb.project(small, "affiliation")).texts)
    heavy = CLASSES["Graph"]()
    heavy.add_weighted_edges_from((number, -1, number) for number in range(1, 50))
    rows = shown(heavy)
    assert rows.tags.count("tr") == notebook.MOST_TIES + 1
    assert [text for text in rows.texts if text.endswith(",00")] == [f"{n},00" for n in range(49, 29, -1)]
    assert rows.texts[-1] == "20 lignes montrées sur 49"
    alone = CLASSES["Graph"]()
    alone.add_node("seul", label="Seul")
    assert "Seul" in shown(alone).texts
    many = CLASSES["Graph"](nx.path_graph(2000))
    assert "Réseau – 2\N{NARROW NO-BREAK SPACE}000 nœuds" in shown(many).text


@pytest.mark.parametrize(("rows", "said"), [(100, None), (101, "100 lignes montrées sur 101")])
def test_the_first_rows_are_shown_and_of_how_many_they_are(rows: int, said: str | None) -> None:
    seen = shown(Rows(["x"], [(f"a{number}",) for number in range(rows)], "fr"))
    assert seen.tags.count("tr") == 100 + 1
    assert seen.texts[1] == "a0"
    assert (seen.texts[-1] == said) is bool(said)


def test_a_number_of_a_thousand_is_whole_and_a_smaller_one_has_its_decimals() -> None:
    graph = CLASSES["Graph"](name="x")
    graph.add_weighted_edges_from([("a", "b", 999.5), ("c", "d", 1000.5)])
    assert [text for text in shown(graph).texts if re.fullmatch(r"[\d,\u202f]+", text)] == ["1\u202f000", "999,50"]


def test_pages_of_a_tie_stand_as_the_tie_has_them_each_once() -> None:
    graph = CLASSES["Graph"]()
    said = [{"passage": "S", "page": 9}, {"passage": "T"}, {"passage": "S", "page": 4}, {"passage": "S", "page": 9}, {}]
    graph.add_edge("a", "b", evidence=said)
    assert "S, p. 9, 4; T" in shown(graph).texts


@pytest.mark.parametrize("kind", CLASSES)
def test_a_network_is_networkxs_own_to_all_who_use_it(kind: str) -> None:
    graph, own = graph_of("a", kind), getattr(nx, kind)
    assert isinstance(graph, own)
    assert set(vars(type(graph))) <= {"__doc__", "__module__", "__reduce_ex__", "_repr_html_"}  # so it is as quick
    assert str(graph).startswith(f"{kind} named 'a'")
    loaded = pickled(graph)
    assert type(loaded) is own  # opens where icilabas is not installed
    assert b"icilabas.networks.projection" not in pickle.dumps(graph)
    part = graph.subgraph(["a"])
    for other in (loaded, graph.copy(), copy.copy(graph), copy.deepcopy(graph)):
        assert isinstance(other, own)
        assert graphs_equal(other, graph)
        assert other.graph == graph.graph
    assert list(pickled(part.copy())) == ["a"]
    for ours in (graph.copy(), part, part.copy(), nx.freeze(graph.copy())):
        assert "a" in shown(ours).text
    nx.compose(graph, own([("c", "d")]))
    nx.relabel_nodes(graph, {"a": "z"})
    assert (graph.to_undirected() if graph.is_directed() else graph.to_directed()).number_of_nodes() == 2
    with pytest.raises(nx.NetworkXError):
        part.add_node("x")


def test_a_class_made_of_ours_is_pickled_as_itself() -> None:
    assert type(pickled(Own([(1, 2)]))) is Own


Graph: Any = CLASSES["Graph"]


class Own(Graph):  # type: ignore[misc]  # NetworkX ships no types
    pass


@pytest.mark.parametrize(
    "attributes", [{}, {"weight": None, "evidence": 3}, {"evidence": ["x", None]}, {"relation": 1}]
)
def test_any_network_can_be_shown(attributes: dict[str, Any]) -> None:
    graph = CLASSES["Graph"](labels=[1], title=3)
    graph.add_node((1, 2), label=None)
    graph.add_node(frozenset("a"), label={"fr": "x"}, label_fr=None)
    graph.add_edge((1, 2), (1, 2), **attributes)
    graph.add_edge((1, 2), 5.0, weight=float("nan"))
    assert "5.0" in shown(graph).text


def test_a_notebook_shows_a_sentence_instead_of_our_lines(small: rdflib.Dataset) -> None:
    with pytest.raises(ilb.UsageError) as caught:
        ilb.ask(small, "leader")
    lines = caught.value._render_traceback_()
    assert lines[0].startswith("----> ")
    assert 'ilb.ask(small, "leader")' in lines[0]
    assert lines[-2].startswith(message("unknown-question", found="leader").text("fr"))
    assert lines[-1].startswith(message("unknown-question", found="leader").text("en"))
    assert not any("questions.py" in line or "query_files.py" in line for line in lines)
    assert len(traceback.format_exception(caught.value)) > len(lines)  # elsewhere than in a notebook it is all there


def test_a_picture_has_a_still_one_beside_it_for_those_who_may_not_see_it_move() -> None:
    graph = nx.Graph()
    graph.add_node(1, label_fr=HOSTILE[0], kind="organization")
    graph.add_edges_from((1, number) for number in range(2, 12))
    still = draw(graph, title=HOSTILE[1]).still
    assert still.startswith("<svg ")
    assert still.count("<circle") == 11
    assert still.count("<line") == 10
    assert "<script" not in still
    assert "<img" not in still
    assert draw(nx.path_graph(1000)).still == ""
    assert draw(nx.Graph()).still == ""
    every = nx.Graph()
    for number, kind in enumerate(("network", "person", "territory", "partnership", "programme", "challenge", "x")):
        every.add_node(number, kind=kind)
    assert draw(every).still.count("<polygon") >= 5


def test_a_still_picture_shows_no_kind_that_the_picture_hides_at_first() -> None:
    graph = nx.Graph([(1, 2)], hidden=["theme"])
    graph.nodes[1].update(kind="theme", label="caché")
    graph.nodes[2].update(kind="challenge", label="vu")
    still = draw(graph).still
    assert "vu" in still
    assert "caché" not in still
    assert "<line" not in still


@pytest.mark.parametrize("host", POLICIES)
def test_a_picture_draws_inside_of_a_notebook(host: str, page: Page, tmp_path: Path) -> None:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICIES[host]}">' if POLICIES[host] else ""
    content = draw(nx.path_graph(4), title="Réseau")._repr_html_()
    outer = tmp_path / "notebook.html"
    outer.write_text(f"<!DOCTYPE html><meta charset=utf-8>{meta}<body>{content}", encoding="utf-8")
    page.goto(outer.as_uri())
    page.frame_locator("iframe").locator("#g-network canvas").wait_for()
    assert page.frame_locator("iframe").locator("#g-title").inner_text() == "Réseau"
    assert not page.locator("img").is_visible()


def test_a_notebook_that_is_not_trusted_shows_the_still_picture(page: Page, tmp_path: Path) -> None:
    content = draw(nx.path_graph(4), title='Un "réseau"')._repr_html_()
    left = re.sub("<(iframe|style).*?</\\1>", "", content, flags=re.DOTALL)  # what Jupyter takes out of it
    outer = tmp_path / "notebook.html"
    outer.write_text(f"<!DOCTYPE html><meta charset=utf-8>{left}", encoding="utf-8")
    page.goto(outer.as_uri())
    picture = page.locator("img")
    assert picture.is_visible()
    assert picture.evaluate("image => image.naturalWidth") > 100
    assert picture.get_attribute("alt") == 'Un "réseau"'
    assert html.escape('Un "réseau"') in content
