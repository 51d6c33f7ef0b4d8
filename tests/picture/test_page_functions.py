"""What the page's scripts compute, asked as functions of small data: in a blank page, without any picture."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from looked import faultless

from icilabas.files.csv_tables import csv_bytes
from icilabas.picture.html_page import SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Browser, Page

    Ask = Callable[..., Any]

Tie = tuple[int, int] | tuple[int, int, list[int]]
FUNCTIONS = [name for name in SCRIPTS if name != "graph"]  # the last one starts the page


def node(name: str = "", **more: Any) -> dict[str, Any]:
    """Return what the page knows of a node."""
    facts = {"label": {"fr": name, "en": f"{name} (en)"}, "aliases": [], "description": {}, "kind": 0, "sphere": None}
    return facts | {"territory": None, "home": None, "slug": name.lower().replace(" ", "-"), "facets": {}} | more


def network(nodes: Sequence[dict[str, Any] | str], ties: Sequence[Tie] = (), **more: Any) -> dict[str, Any]:
    """Return the data of a page: nodes or their names, and ties as two numbers and their relations."""
    every = [one if isinstance(one, dict) else node(one) for one in nodes]
    edges = [{"relations": list(tie[2]) if len(tie) > 2 else [], "evidence": []} for tie in ties]
    ends = [{"from": tie[0], "to": tie[1], "width": 1} for tie in ties]
    kinds = max((one["kind"] for one in every), default=0) + 1
    drawn = {"nodes": [{"x": 10 * n, "y": 0, "size": 10} for n in range(len(every))], "edges": ends}
    about = {"lang": "fr", "title": {}, "directed": True, "names": [], "families": [], "hidden": []}
    looks = [{"name": 0, "named": False}] * kinds
    return {**about, "nodes": every, "edges": edges, "kinds": looks, "network": drawn, **more}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Give a page with the scripts, for all: what they compute leaves nothing in it."""
    folder = files("icilabas.picture") / "page"
    with faultless(browser) as page:
        page.set_content('<script type="application/json" id="g-data"></script>')
        page.add_script_tag(content="\n".join((folder / f"{name}.js").read_text("utf-8") for name in FUNCTIONS))
        yield page


@pytest.fixture
def ask(page: Page) -> Ask:
    """Give what evaluates an expression over ``page``, made of the data, and ``given``."""

    def evaluate(expression: str, data: dict[str, Any] | None = None, given: object = None) -> Any:
        wrapped = f"""([data, given]) => {{ document.getElementById("g-data").textContent = data;
            const page = readPage(); return {expression}; }}"""
        return page.evaluate(wrapped, [json.dumps(data or network([])), given])

    return evaluate


# ---- search ----


def test_a_search_finds_the_whole_name_first_then_beginnings_then_words_then_parts(ask: Ask) -> None:
    names = ["Pas de sel", "Aide au sel", "Grand sel gris", "Selles", "Sel", "Vaisselle", "Poivre"]
    data = network(names, [(0, 1), (0, 2), (0, 5), (5, 1), (5, 2), (5, 3)])  # links decide among equals only
    found = ask("given.map(searchIn(page))", data, ["sel", "SÉL", "poi", "sel gris", "gris sel", "", " – "])
    assert found[0] == [4, 3, 0, 1, 2, 5]
    assert found[1] == found[0]
    assert found[2:] == [[6], [2], [2], [], []]


def test_an_exact_hit_comes_first_however_few_links_it_has(ask: Ask) -> None:
    data = network(["Grdr Mali", "Grdr", "Grdr Sénégal"], [(0, 2), (0, 2), (2, 2)])
    assert ask("searchIn(page)('grdr')", data) == [1, 2, 0]  # then the most linked, then as they stand in the data


def test_a_search_knows_other_names_both_languages_and_addresses_and_shows_ten(ask: Ask) -> None:
    data = network(
        [node("Fédération", aliases=["FEK"], slug="emdk"), node("Œuvre", label={"en": "Work"}), node("Bien")]
    )
    found = ask("given.map(searchIn(page))", data, ["fek", "emdk", "work", "federation (en)", "oeuvre"])
    assert found == [[0], [0], [1], [0], [1]]
    many = network([f"Ville {n}" for n in range(12)], [(11, 3)])
    assert ask("searchIn(page)('ville')", many) == [3, 11, 0, 1, 2, 4, 5, 6, 7, 8]


# ---- paths ----

CHAINS = (
    "given.map(([a, b]) => { const { chains, count } = chainsOf(page)(a, b, () => true); return [chains, count]; })"
)


def test_of_the_shortest_chains_those_over_what_has_few_links_come_first(ask: Ask) -> None:
    data = network(list("abcdef"), [(0, 1), (1, 5), (2, 0), (5, 2), (0, 3), (3, 5), (1, 4), (1, 4), (3, 4)])
    assert ask(CHAINS, data, [[0, 5], [5, 0], [0, 0], [4, 0]]) == [
        [[[0, 2, 5], [0, 3, 5], [0, 1, 5]], 3],  # c has two links, d three, b four
        [[[5, 2, 0], [5, 3, 0], [5, 1, 0]], 3],
        [[[0]], 1],
        [[[4, 3, 0], [4, 1, 0]], 2],
    ]


def test_all_chains_are_counted_five_are_shown_and_parallel_links_make_no_more(ask: Ask) -> None:
    ties: list[Tie] = [(end, middle) for end in (0, 1) for middle in range(2, 9)]
    data = network([str(n) for n in range(10)], [*ties, (0, 2), (2, 0)])
    [[chains, count], lone] = ask(CHAINS, data, [[0, 1], [0, 9]])
    assert count == 7
    assert chains == [[0, middle, 1] for middle in (8, 7, 6, 5, 4)]  # of equals the later ones; not 2, which has more
    assert lone == [[], 0]


def test_closed_links_are_on_no_chain(ask: Ask) -> None:
    data = network(list("abcd"), [(0, 1), (0, 2), (2, 3), (3, 1)])
    assert ask("chainsOf(page)(0, 1, (i) => i !== 0)", data) == {"chains": [[0, 2, 3, 1]], "count": 1}
    assert ask("chainsOf(page)(0, 1, (i) => i > 1)", data) == {"chains": [], "count": 0}


def test_chains_are_those_of_networkx(ask: Ask) -> None:
    graph = nx.gnm_random_graph(30, 55, seed=3, directed=True)
    pairs = [(0, 7), (3, 21), (11, 29), (5, 14), (2, 19), (8, 26)]
    found = ask(CHAINS, network([str(n) for n in graph], list(graph.edges)), [list(pair) for pair in pairs])
    for (a, b), (chains, count) in zip(pairs, found, strict=True):
        plain = graph.to_undirected()
        every = [list(path) for path in nx.all_shortest_paths(plain, a, b)] if nx.has_path(plain, a, b) else []
        assert (count, len(chains)) == (len(every), min(5, len(every)))
        assert all(chain in every for chain in chains)


# ---- filters ----

STAYING = """given.map((wish) => [...siftOf(page).staying(new Map(FACETS.map((facet) =>
  [facet, new Set(wish[facet] ?? [])])))].sort((a, b) => a - b))"""


def filtered() -> dict[str, Any]:
    """Return two actors of two spheres and places, a challenge of each, one of both, and one that nobody has."""
    return network(
        [
            node("a", sphere=0, territory=2),
            node("b", sphere=1, territory=2, facets={"territory": [3]}),
            node("ca", kind=1, facets={"theme": [4]}),
            node("cb", kind=1, facets={"theme": [5]}),
            node("both", kind=1),
            node("none", kind=2),
        ],
        [(0, 2, [6]), (1, 3, [7]), (0, 4, [6, 7]), (1, 4, [7])],
        names=[{"fr": name} for name in ("civil", "public", "lille", "kayes", "water", "youth", "works on", "wants")],
    )


def test_what_can_be_chosen_has_two_values_at_least_and_says_how_often_each_occurs(ask: Ask) -> None:
    found = ask("[...siftOf(page).offered].map(([facet, counts]) => [facet, [...counts]])", filtered())
    assert found == [
        ["relation", [[6, 2], [7, 3]]],
        ["sphere", [[0, 1], [1, 1]]],
        ["territory", [[2, 1], [3, 1]]],  # what a node is found by goes before where it is
        ["theme", [[4, 1], [5, 1]]],
    ]  # fmt: skip
    assert ask("siftOf(page).offered.size", network([node("a", sphere=0), node("b", sphere=0)])) == 0


def test_what_has_a_chosen_value_of_each_list_stays_and_what_can_have_none_by_its_links(ask: Ask) -> None:
    wishes: list[dict[str, list[int]]] = [
        {},
        {"sphere": [0]},
        {"sphere": [0, 1]},
        {"sphere": [0], "territory": [3]},
        {"sphere": [0], "theme": [4]},
        {"theme": [4]},
        {"relation": [6]},
        {"relation": [6], "sphere": [1]},
        {"relation": [7], "sphere": [1]},
    ]
    assert ask(STAYING, filtered(), wishes) == [
        [0, 1, 2, 3, 4, 5],
        [0, 2, 4],
        [0, 1, 2, 3, 4],
        [],
        [0, 2],  # actors say their sphere and challenges their theme; `both` could have a theme and has none
        [0, 2],
        [0, 2, 4],
        [],
        [1, 3, 4],
    ]


# ---- addresses ----


def test_an_address_says_node_view_and_path_and_what_it_does_not_know_is_nothing(ask: Ask) -> None:
    data = network(["Un", node("Deux", slug="à b&c")], views=[{"name": "network"}, {"name": "map"}])
    read = "given.map(([search, hash]) => wishesOf(page).read(search, hash))"
    addresses = [["?view=map&lang=en&from=un&to=%C3%A0+b%26c", "#un"], ["?view=bridge", "#%C3%A0%20b%26c"], ["", "#%"]]
    assert ask(read, data, addresses) == [
        {"id": 0, "lang": "en", "view": "map", "from": 0, "to": 1},
        {"id": 1, "lang": None, "view": "network", "from": None, "to": None},
        {"id": None, "lang": None, "view": "network", "from": None, "to": None},
    ]
    write = "given.map(([search, view, from, to]) => wishesOf(page).write(search, { view, from, to }))"
    assert ask(write, data, [["", "network", None, None], ["?lang=en&view=map", "network", 0, None]]) == [
        "",
        "?lang=en&from=un",
    ]
    [written] = ask(write, data, [["?x=1&to=un", "map", 0, 1]])
    assert written.startswith("?x=1&")
    assert ask(read, data, [[written, ""]]) == [{"id": None, "lang": None, "view": "map", "from": 0, "to": 1}]


# ---- names ----


def test_a_name_is_set_in_rows_of_some_26_letters(ask: Ask) -> None:
    texts = [
        "Sel",
        "Fédération des associations de Kayes",
        "a" * 30,
        f"{'b' * 25} c",
        f"{'b' * 24} c",
        "trans-saharienne",
    ]
    assert ask("given.map(formsOfNames({}).rowsOf)", given=texts) == [
        ["Sel"],
        ["Fédération des", "associations de Kayes"],
        ["a" * 30],
        ["b" * 25, "c"],
        [f"{'b' * 24} c"],
        ["trans-saharienne"],
    ]


def test_a_node_may_be_called_by_ever_shorter_names(ask: Ask) -> None:
    labels = {
        "Le programme : deux axes": ["LPDA-2016-2018", "LP", "LPDA"],  # no acronym of more than 12 letters
        "Agence (AFD) du Nord": [],  # one word before a bracket says too little
        "Grdr": ["Groupe Grdr"],
        "Union des maraîchères – Kaolack": ["UMK"],
    }
    forms = "given.map(([name, aliases, most]) => formsOfNames({ label: () => name, aliases: () => aliases }).formsOf(0, most))"
    assert ask(forms, given=[[name, aliases, 3] for name, aliases in labels.items()]) == [
        [["Le programme : deux axes"], ["Le programme"], ["LP"]],
        [["Agence (AFD) du Nord"]],
        [["Grdr"]],
        [["Union des maraîchères –", "Kaolack"], ["Union des maraîchères"], ["UMK"]],
    ]
    assert ask(forms, given=[["Union des maraîchères – Kaolack", ["UMK"], 1], ["x" * 35, ["X"], 3]]) == [
        [["Union des maraîchères"], ["UMK"]],
        [["X"]],
    ]
    assert ask(forms, given=[["Un nom assez long", [letters], 3] for letters in ("ABCDEFGHIJKL", "ABCDEFGHIJKLM")]) == [
        [["Un nom assez long"], ["ABCDEFGHIJKL"]],
        [["Un nom assez long"]],
    ]
    whole = "given.map((name) => formsOfNames({ label: () => name }).wholeOf(0))"
    long = " ".join("abcdefghijklmnopqrstuvwxy"[:24] for _ in range(5))
    five, four = ask(whole, given=[long, " ".join(long.split()[:4])])
    assert (len(five), five[-1][-2:]) == (4, " …")
    assert (len(four), four[-1][-1]) == (4, "x")
    assert ask(whole, given=["y" * 35, "y" * 34]) == [[f"{'y' * 33}…"], ["y" * 34]]


def test_what_is_in_the_way_of_a_box_is_what_others_have_there_once_each(ask: Ask) -> None:
    crowd = """(() => { const grid = boxGrid(10); grid.take([0, 0, 25, 25], 2, "a"); grid.take([30, 0, 40, 10], 3, "b");
      return given.map(([box, owner, most]) => grid.crowd(box, owner, most)); })()"""
    boxes = [
        [[5, 5, 35, 8], None, 99],  # both, though the first lies in several squares
        [[5, 5, 35, 8], "a", 99],
        [[25, 0, 30, 10], None, 99],  # only touches
        [[24, 0, 30, 10], None, 99],
        [[50, 50, 60, 60], None, 99],
    ]
    assert ask(crowd, given=boxes) == [5, 3, 0, 2, 0]


# ---- what is linked to what, and who says it ----


def test_relations_come_by_name_and_direction_outgoing_first_neighbours_by_the_alphabet(ask: Ask) -> None:
    data = network(["Moi", "Zoé", "Élan", "Ami"], [(1, 0, [0]), (0, 1, [0]), (0, 2, [0]), (3, 0, [1]), (0, 3, [])])
    relations = "page.relationsOf(0).map(({ relation, out, ties }) => [relation, out, ties.map(({ other }) => other)])"
    names = [{"fr": "finance"}, {"fr": "mène"}]
    assert ask(relations, data | {"names": names}) == [
        *[[0, True, [2, 1]], [None, True, [3]]],
        *[[0, False, [1]], [1, False, [3]]],
    ]
    assert ask(relations, data | {"names": names, "directed": False})[0] == [0, True, [2, 1, 1]]
    data["edges"][0]["undirected"] = True  # in a directed network one tie has no direction
    assert ask(relations, data | {"names": names})[:2] == [[0, True, [2, 1, 1]], [None, True, [3]]]
    assert ask("page.edges.map((_, i) => page.oneWay(i))", data) == [False, True, True, True, True]


def test_evidence_names_the_source_only_where_it_is_not_that_of_most(ask: Ask) -> None:
    names = [{"fr": "Rapport"}, {"fr": "Liste"}, {"fr": "Séance 1"}, {"fr": "Séance 2"}]
    said = [
        *({"source": 0, "passage": 2, "page": page, "relation": None} for page in ("4", "7", "4")),
        {"source": 1, "passage": 3, "page": "", "relation": None},
        {"source": None, "passage": None, "page": "9", "relation": None},
    ]
    data = network([], names=names)
    assert ask("page.evidenceText(given, { main: 0 })", data, said) == "Séance 1, p. 4, 7 ; Liste, Séance 2 ; p. 9"
    assert ask("page.evidenceText(given, { main: null })", data, said[:1]) == "Rapport, Séance 1, p. 4"
    assert ask("page.mainSource(given)", data, said) == {"main": 0, "only": False}
    assert ask("page.mainSource(given)", data, said[:3]) == {"main": 0, "only": True}
    assert ask("page.mainSource(given)", data, [said[3], said[0]])["main"] == 0  # of equals the first that is named
    assert ask("page.mainSource(given)", data, []) == {"main": None, "only": True}


# ---- the table, and what is taken away ----


def test_the_table_is_in_the_order_asked_for_and_equals_in_that_of_the_alphabet(ask: Ask) -> None:
    nodes = [node("Zoé", kind=1), node("élan"), node("Ami", kind=1), node("Eau")]
    data = network(nodes, [(0, 1), (0, 3), (3, 3)])
    wishes = [
        ["name", True],
        ["name", False],
        ["kind", True],
        ["kind", False],
        ["relations", True],
        ["relations", False],
    ]
    assert ask("given.map(([key, down]) => orderOf(page)(key, down))", data, wishes) == [
        [2, 3, 1, 0],
        [0, 1, 3, 2],
        [3, 1, 2, 0],
        [2, 0, 3, 1],
        [2, 1, 3, 0],
        [3, 0, 1, 2],
    ]
    assert ask("orderOf(page)('name', true)", data | {"hidden": [1]}) == [3, 1]


def test_a_table_that_is_taken_away_is_the_one_that_the_site_writes(ask: Ask) -> None:
    rows = [["name", "note"], ["=1+1", 'he said "no"'], ["a,b", "two\nlines"], ["-", "−1"], ["+", "a;b"], ["", "p. 4"]]
    for lang, separator in (("fr", ";"), ("en", ",")):
        text = ask(f"csvOf(given, '{lang}')", given=[*rows, [-5, 0.5]])
        assert text == csv_bytes(rows[0], [*rows[1:], [-5, 0.5]], lang).decode("utf-8-sig")
        assert next(csv.reader(io.StringIO(text, newline=""), delimiter=separator)) == rows[0]


# ---- what is in the picture ----

INSIDE = """(() => { const places = placesOf(page, { clientWidth: 800, clientHeight: 600 }); const counts = [];
  for (let i = 0; i < given; i++) { counts.push([...places.inside()].sort((a, b) => a - b)); places.more(); } return counts; })()"""


@pytest.mark.parametrize("count", [1200, 1201])
def test_a_large_network_begins_with_its_600_most_linked_nodes_and_doubles_when_asked(ask: Ask, count: int) -> None:
    ties: list[Tie] = [*((n, count - 1 - n) for n in range(100)), *((n, n + 1) for n in range(300))]
    first, second = ask(INSIDE, network([str(n) for n in range(count)], ties), 2)
    assert len(first) == (count if count == 1200 else 600)
    assert len(second) == 1200
    if count > 1200:
        degree = Counter(end for tie in ties for end in tie[:2])
        ranked = sorted(range(count), key=lambda n: (-degree[n], n))
        assert first == sorted(ranked[:600])
        assert second == sorted(ranked[:1200])


def test_many_ties_count_as_many_nodes_do(ask: Ask) -> None:
    ties: list[Tie] = [*[(0, 1)] * 2400, *[(2, 3)] * 2399, *[(4, 5)] * 201]
    names = [str(n) for n in range(8)]
    assert ask(INSIDE, network(names, ties), 1) == [
        [0, 1]
    ]  # 5,000 before the last two nodes are too many: 2,400 at first
    assert ask(INSIDE, network(names, ties[:-1]), 1) == [[0, 1, 2, 3, 4, 5, 6, 7]]


def test_ties_between_the_same_two_nodes_bend_apart_evenly(ask: Ask) -> None:
    course = "given.map(placesOf(page, { clientWidth: 800, clientHeight: 600 }).courseOf)"
    data = network(["a", "b", "c"], [(0, 1), (1, 0), (0, 1), (1, 2), (2, 2), (2, 2)])
    found = ask(course, data, [0, 1, 2, 3, 4, 5])
    bends = [
        tie["smooth"] and (tie["smooth"]["type"], tie["smooth"]["roundness"]) for tie in found[:3] if "smooth" in tie
    ]
    assert bends == [("curvedCCW", 0.18), ("curvedCW", 0.18)]  # the one in the middle is straight
    assert found[1] == found[3] == {}
    assert [tie["selfReference"]["size"] for tie in found[4:]] == [14, 22]
