"""The same questions have the same answers, in the same order, on every engine: in memory, on disk, and on servers.

Beside the report, small random data are asked, with parameters drawn from them: ``ICILABAS_SEEDS`` says how many.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import bundled
import pyoxigraph as ox
import pytest
import servers
from drawndata import SORTS, Things, flat, world, written
from places import TESTS
from smalldata import SEEDS, seeds
from variants import VARIANTS

import icilabas as ilb
from icilabas import engine
from icilabas.asking import names, query_files, questions
from icilabas.comparison.facts import COMPARISON
from icilabas.dataset.loading import load_store
from icilabas.engine.probes import probes
from icilabas.engine.query_text import Asked, skeleton
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, iri
from icilabas.errors import UsageError
from icilabas.export import rdf
from icilabas.networks import projection
from icilabas.networks.projection import VIEWS
from icilabas.sources import restricted_passages
from icilabas.words.text import current_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from icilabas.engine.terms import Iri

ENGINES = ("disk", "oxigraph", "virtuoso", "virtuoso_of_debian")
ASKED_IN_FULL = ENGINES if SEEDS else ENGINES[:3]  # the last gets the same queries, each by itself
THINGS = " ".join(
    f"<https://w3id.org/icilabas/{name}>" for name in ("id/kayes", "ontology#Actor", "graph/lille-2016/cover")
)
NAMES = (("kayes", "Territory"), ("Région de Kayes", "Territory"), ("wd:Q657", "Territory"), ("CFSI", "Organization"))
# Order does not matter to who asks this, and it has none.
UNORDERED = {"views/_facets"}


def queries() -> dict[str, str]:
    """Return every query that the package asks of a dataset, by where it stands."""
    found = {f"question/{each.name}": each.text for each in questions.questions()}
    here_and_there = {"a": iri("ild:val-des-lucioles"), "b": iri("ild:rives-du-baobab-bleu")}  # which have editions
    found["question/new-since"] = query_files.bind(found["question/new-since"], here_and_there)
    for folder in (VIEWS, COMPARISON):
        found |= {
            f"{folder.name}/{path.stem}": path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.rq"))
        }
    found["code/nodes"] = projection._NODES.replace("THINGS", THINGS)  # noqa: SLF001  # what the code asks is tested
    found["code/sources"] = projection._SOURCES  # noqa: SLF001  # what the code asks is tested
    for class_ in ("Territory", "Thing"):
        found[f"code/names-{class_}"] = names._NAMES.format(class_=names._class_path(class_))  # noqa: SLF001  # what the code asks is tested
    found["code/labels"] = names._LABELS.replace("THINGS", THINGS)  # noqa: SLF001  # what the code asks is tested
    below = restricted_passages._BELOW.format(classes="ilb:Finding ilb:Actor")  # noqa: SLF001  # what the code asks is tested
    found["code/below"] = f"{below} ORDER BY ?below"
    return found


QUERIES = queries()
DRAWN = [each.name for each in questions.questions() if each.parameters]
ASKED_OF = {said["type"] for each in questions.questions() for said in each.parameters.values()} - {*questions.LITERALS}
OF_EDITIONS = {each.name for each in questions.questions() if each.header["group"] == "change"}  # chance makes none


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    drawn = written(tmp_path_factory.mktemp("drawn"), len(seeds(2)))
    files: list[str | Path] = ["data/lille-2016", TESTS / "data" / "other-engines.ttl", *drawn, *bundled.EXAMPLE]
    store: ox.Store = load_store(files)
    return store


@pytest.fixture(scope="module")
def things(memory: ox.Store) -> Things:
    return Things(memory)


@pytest.fixture(scope="module")
def quads(memory: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("agree") / "all.nq"
    path.write_bytes(rdf.rdf(memory, ".nq", restricted=True, inferred=True))
    return path


@pytest.fixture(scope="module", params=ENGINES)
def other(request: pytest.FixtureRequest, quads: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Give the other engine, with all that `convert --infer` writes, also what engines are known to differ in."""
    folder = tmp_path_factory.mktemp(request.param) / "store"  # another one where a worker comes back to an engine
    with running(request.param, folder, quads) as engine_there:
        yield engine_there


@contextmanager
def running(name: str, folder: Path, quads: Path) -> Iterator[Any]:
    """Give an engine that holds the quads, on disk or behind an address."""
    if name == "disk":
        store = ox.Store(folder)
        store.bulk_load(path=str(quads))
        yield store
    else:
        with getattr(servers, name)(folder, quads) as url:
            yield engine.Endpoint(url)


@cache
def in_memory(memory: ox.Store, query: str) -> list[tuple[Any, ...]]:
    return rows(memory, query)


@cache
def drawn(things: Things, name: str, seed: int) -> Mapping[str, Iri]:
    return things.drawn(questions.question(name), seed)


@cache
def compared(memory: ox.Store, a: str, b: str) -> Any:
    return ilb.compare(memory, a, b).to_dict()


@cache
def measured(memory: ox.Store, view: str) -> bytes:
    return ilb.measure(memory, view).to_csv()


def rows(dataset: Any, query: str) -> list[tuple[Any, ...]]:
    """Return the rows; engines compute with 15 digits or with more."""
    found = engine.select(dataset, query).rows
    return [tuple(round(value, 12) if isinstance(value, float) else value for value in row) for row in found]


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_has_the_same_rows_in_the_same_order(name: str, memory: ox.Store, other: Any) -> None:
    here, there = in_memory(memory, QUERIES[name]), rows(other, QUERIES[name])
    if name.startswith("code/"):  # a server has triples of its own, of which we are not asked
        here, there = ([row for row in each if "w3id.org/icilabas" in str(row)] for each in (here, there))
    if name in UNORDERED:
        here, there = sorted(here), sorted(there)
    assert here, "a query without an answer shows nothing"
    assert there == here


@pytest.mark.parametrize("name", VARIANTS)
def test_parameters_are_understood_in_the_same_way(name: str, memory: ox.Store, other: Any) -> None:
    asked = name.partition("--")[0]
    assert list(ilb.ask(other, asked, **VARIANTS[name])) == list(ilb.ask(memory, asked, **VARIANTS[name]))


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_asked_for_by_chance_has_the_same_rows_in_the_same_order(
    name: str, memory: ox.Store, other: Any, things: Things
) -> None:
    asked = questions.question(name)
    for seed in range(1, 1 + len(seeds(2))):
        values = drawn(things, name, seed)
        query = query_files.bind(asked.text, values)
        here, there = in_memory(memory, query), rows(other, query)
        assert (there, values) == (here, values)


# Towns that lie beside each other, each in one other: where Virtuoso gives 0 rows in place of 42 by paths that meet.
WORLDS = {"towns": lambda folder, _seed: flat(folder, 24)} | {
    sort: lambda folder, seed, sort=sort: world(folder, sort, seed) for sort in SORTS
}
SOME = [("towns", 0, "virtuoso_of_debian"), ("mixed", 0, "oxigraph"), ("mixed", 0, "virtuoso_of_debian")]
ALL = [(sort, seed, name) for sort in WORLDS for seed in range(1 + SEEDS // 10) for name in ENGINES]


class World:
    """A hundred actors in memory, what can be asked of them, and what was found; each is found once."""

    def __init__(self, folder: Path, sort: str, seed: int) -> None:
        self.store: ox.Store = load_store([WORLDS[sort](folder, seed)])
        self.things, self.quads = Things(self.store), folder / "all.nq"
        self.quads.write_bytes(rdf.rdf(self.store, ".nq", restricted=True, inferred=True))
        self.names = tuple(
            str(thing) for name in ("Territory", "Organization", "Challenge") for thing in self.things.of(name)
        )
        kinds = {name: bool(self.things.of(name)) for name in ASKED_OF}
        self.questions = [
            each
            for each in questions.questions()
            if all(kinds.get(said["type"], True) for said in each.parameters.values())
        ]
        self.drawn: Callable[[str, int], Mapping[str, Iri]] = cache(
            lambda name, seed: self.things.drawn(questions.question(name), seed)
        )
        self.found: Callable[..., Any] = cache(lambda ask, *how, **more: ask(self.store, *how, **more))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], World]:
    """Make a world that is asked for, once for all engines."""
    return cache(lambda sort, seed: World(tmp_path_factory.mktemp("world"), sort, seed))


@pytest.fixture(scope="module", params=ALL if SEEDS else SOME, ids=lambda of: "-".join(map(str, of)))
def hundred(
    request: pytest.FixtureRequest, made: Callable[[str, int], World], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, Any]]:
    """Give a hundred actors in memory, and the engine that holds them too."""
    sort, seed, name = request.param
    here = made(sort, seed)
    with running(name, tmp_path_factory.mktemp("there") / "store", here.quads) as there:
        yield here, there


def test_all_questions_have_the_same_rows_in_a_hundred_actors(hundred: tuple[World, Any]) -> None:
    here, there = hundred
    for asked in here.questions:
        for seed in range(1, 1 + len(seeds(2))) if asked.parameters else [0]:
            values = here.drawn(asked.name, seed)
            query = query_files.bind(asked.text, values)
            assert (rows(there, query), asked.name, values) == (here.found(rows, query), asked.name, values)


def network(dataset: Any, view: str) -> tuple[Any, ...]:
    """Return all that a network is, in its order."""
    graph = ilb.project(dataset, view)
    return type(graph), [*graph.nodes(data=True)], [*graph.edges(data=True)], graph.graph


@pytest.mark.parametrize("view", query_files.query_names(VIEWS))
def test_a_network_of_a_hundred_actors_is_the_same_in_all_its_attributes(view: str, hundred: tuple[World, Any]) -> None:
    here, there = hundred
    assert network(there, view) == here.found(network, view)


@pytest.mark.parametrize("view", query_files.query_names(VIEWS) if SEEDS else ["collaboration", "territories"])
def test_a_network_of_a_hundred_actors_measures_the_same(view: str, hundred: tuple[World, Any]) -> None:
    here, there = hundred
    assert ilb.measure(there, view).to_csv() == here.found(ilb.measure, view).to_csv()


def test_two_territories_of_a_hundred_actors_compare_the_same_without_one_too(hundred: tuple[World, Any]) -> None:
    here, there = hundred
    for seed in seeds(1):
        a, b = here.things.apart(seed)
        bridging = [actor["iri"] for actor in here.found(ilb.compare, a, b).to_dict()["bridging_actors"]]
        without = bridging[seed % len(bridging)] if bridging and seed % 4 < 3 else None
        compared = here.found(ilb.compare, a, b, without=without).to_dict()
        assert (ilb.compare(there, a, b, without=without).to_dict(), without) == (compared, without)


def test_a_territory_of_a_hundred_actors_and_all_others_compare_the_same(hundred: tuple[World, Any]) -> None:
    here, there = hundred
    a, _b = here.things.apart(0)
    assert ilb.compare(there, a, "others").to_dict() == here.found(ilb.compare, a, "others").to_dict()


def test_a_town_and_its_country_are_refused_in_the_same_words(hundred: tuple[World, Any]) -> None:
    here, there = hundred
    town, country = engine.select(here.store, "SELECT ?a ?b { ?a ilb:within ?b } ORDER BY ?a LIMIT 1").rows[0]
    said = []
    for dataset in (here.store, there):
        with pytest.raises(UsageError) as caught:
            ilb.compare(dataset, town, country)
        said.append(str(caught.value))
    assert said[0] == said[1]


def meant(dataset: Any, text: str) -> str:
    """Return what a name means, or why nothing does."""
    try:
        return names.resolve(dataset, text, "Thing")
    except UsageError as error:
        return str(error)


def test_a_hundred_actors_have_answers_to_what_is_asked_of_them(made: Callable[[str, int], World]) -> None:
    here = made("mixed", 0)
    found = {
        each.name: [here.found(rows, query_files.bind(each.text, here.drawn(each.name, seed))) for seed in (1, 2)]
        for each in here.questions
    }
    assert [*found] == [each.name for each in questions.questions()]
    assert {name for name, answers in found.items() if not any(answers)} <= {"repeated-obstacles", *OF_EDITIONS}


def test_all_names_of_a_hundred_actors_are_the_same(hundred: tuple[World, Any]) -> None:
    here, there = hundred
    assert names.labels(there, here.names) == here.found(names.labels, here.names)
    for _thing, said in [*names.labels(here.store, here.names).items()][:: 9 if SEEDS else 60]:
        text = said.get("fr") or said["en"]
        assert meant(there, text) == meant(here.store, text)


@pytest.mark.parametrize("other", ASKED_IN_FULL, indirect=True, scope="module")
@pytest.mark.parametrize("seed", seeds(1))
def test_two_territories_that_chance_takes_compare_the_same(
    seed: int, memory: ox.Store, other: Any, things: Things
) -> None:
    a, b = things.apart(seed)
    assert ilb.compare(other, a, b).to_dict() == compared(memory, a, b)


def test_what_chance_takes_has_answers(memory: ox.Store, things: Things) -> None:
    """A pair that has nothing in common shows nothing of what an engine makes of it."""
    found = {
        name: [
            in_memory(memory, query_files.bind(questions.question(name).text, drawn(things, name, seed)))
            for seed in (1, 2)
        ]
        for name in DRAWN
    }
    assert [name for name, answers in found.items() if not any(answers)] == []


@pytest.mark.parametrize(("text", "kind"), NAMES)
def test_names_mean_the_same_things(text: str, kind: str, memory: ox.Store, other: Any) -> None:
    assert names.resolve(other, text, kind) == names.resolve(memory, text, kind)


def test_an_unknown_name_has_the_same_neighbours(memory: ox.Store, other: Any) -> None:
    said = []
    for dataset in (memory, other):
        with pytest.raises(UsageError) as caught:
            names.resolve(dataset, "Kaies", "Territory")
        said.append(str(caught.value))
    assert said[0] == said[1]
    assert "ayes" in said[0]


@pytest.mark.parametrize("other", ASKED_IN_FULL, indirect=True, scope="module")
@pytest.mark.parametrize("pair", [("Nord-Pas-de-Calais", "Kayes"), ("Lille", "Tchad")], ids="-".join)
def test_a_comparison_says_the_same(pair: tuple[str, str], memory: ox.Store, other: Any) -> None:
    assert ilb.compare(other, *pair).to_dict() == compared(memory, *pair)


@pytest.mark.parametrize("other", ASKED_IN_FULL, indirect=True, scope="module")
@pytest.mark.parametrize("view", ["bridges", "collaboration"])
def test_a_network_measures_the_same(view: str, memory: ox.Store, other: Any) -> None:
    assert ilb.measure(other, view).to_csv() == measured(memory, view)


def test_all_queries_of_the_package_are_here() -> None:
    assert sum(name.startswith("question/") for name in QUERIES) == len(questions.questions())
    assert {"views/_facets", "views/_places", "comparison/passages"} <= set(QUERIES)
    assert all(re.search(r"\bSELECT\b", text) for text in QUERIES.values())


def test_no_query_of_the_package_is_one_of_those_that_servers_answer_otherwise() -> None:
    doubted = [
        name
        for name, text in QUERIES.items()
        for probe in probes()[1]
        if probe.used and probe.used.search(" ".join(skeleton(Asked.of(text).text).split()))
    ]
    assert doubted == []


def test_each_probe_is_right_here_and_those_that_virtuoso_is_known_for_are_wrong_there(
    memory: ox.Store, other: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Oxigraph in memory, on disk and as a server answers all but FROM as the standard has it; Virtuoso that one only."""
    values, queries = probes()
    for probe in queries:
        [[right]] = engine.select(memory, probe.asks).rows
        [[found]] = engine.select(other, probe.asks).rows
        assert _text(right) == probe.right
        union = "FROM" in probe.asks  # which Oxigraph's server does not heed, and Virtuoso does
        assert isinstance(other, ox.Store) or (_text(found) == probe.right) == other.shown.endswith("/query") ^ union
    if isinstance(other, engine.Endpoint):
        caplog.clear()
        other.doubt_values()
        said = [record.getMessage() for record in caplog.records]
        assert len(said) == (0 if other.shown.endswith("/query") else len(values))
        assert not said or all(
            probe.says.text(current_language()) in text for probe, text in zip(values, said, strict=True)
        )


def test_what_a_server_was_given_comes_back_but_for_what_it_is_doubted_for(memory: ox.Store, other: Any) -> None:
    if not isinstance(other, engine.Endpoint):
        return
    theirs = {str(quad) for quad in engine.fetch(other)}
    lost = {
        quad.object.value
        for quad in memory
        if quad.graph_name.value not in {ONTOLOGY_GRAPH, INFERRED_GRAPH} and str(quad) not in theirs
    }
    one_of_two = {"2016"} & lost or {"2016-01"}  # the one that was loaded first is left
    changed = {"P1Y", "12.34567890123456789", "-0044-03-15", *one_of_two}
    assert lost == (set() if other.shown.endswith("/query") else changed)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else "none" if value is None else str(value)


def test_what_is_asked_for_as_a_truth_value_comes_as_one(memory: ox.Store, other: Any) -> None:
    for query in ("ASK { ilb:Partnership a ?class }", "ASK { ilb:Partnership ilb:none ?thing }"):
        assert engine.query_text(other, query, "json") == engine.query_text(memory, query, "json")
