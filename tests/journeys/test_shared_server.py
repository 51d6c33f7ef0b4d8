"""A server that others share: what they say of their own things is neither asked for nor shown, however much it is.

On demand (``ICILABAS_SEEDS``) with 100,000 names of others, on both servers.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import answered
import little
import pyoxigraph as ox
import pytest
import servers
from drawndata import Things, world
from rdflib import RDFS, SKOS, URIRef
from smalldata import SEEDS

import icilabas as ilb
from icilabas import engine
from icilabas.asking import names, query_files, questions
from icilabas.dataset.loading import load_store, ready_endpoint
from icilabas.errors import UsageError
from icilabas.export import rdf
from icilabas.networks.projection import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OTHERS, MARK = "http://others.example/", "Foreign"
MANY = 100_000 if SEEDS else 400
# Of which classes theirs are: of their own, and of those that vocabularies share.
CLASSES = (f"{OTHERS}Thing", "http://www.w3.org/ns/org#Organization", f"{SKOS.Concept}", "http://schema.org/Place")


def theirs() -> Iterator[str]:
    """Give the N-Quads of another graph: things with names in two languages, each a member of another."""
    a, member = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/ns/org#memberOf"
    for number in range(MANY):
        for said, what in (
            (SKOS.prefLabel, f'"{MARK} {number}"@fr'),
            (RDFS.label, f'"{MARK} {number}"@en'),
            (a, f"<{CLASSES[number % len(CLASSES)]}>"),
            (member, f"<{OTHERS}{number // 10}>"),
        ):
            yield f"<{OTHERS}{number}> <{said}> {what} <{OTHERS}graph> .\n"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    store: ox.Store = load_store([world(tmp_path_factory.mktemp("ours"), "mixed")])
    return store


@contextmanager
def in_this_process(_folder: Path, quads: Path) -> Iterator[str]:
    store = ox.Store()
    store.bulk_load(path=str(quads))
    with little.serving(little.endpoint(store)) as server:
        yield server.url


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"] if SEEDS else ["in_this_process"])
def shared(request: pytest.FixtureRequest, ours: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("shared")
    quads = folder / "all.nq"
    with quads.open("wb") as file:
        file.write(rdf.rdf(ours, ".nq", restricted=True, inferred=True))
        file.writelines(line.encode() for line in theirs())
    with getattr(servers, request.param, in_this_process)(folder / "server", quads) as url:
        yield url


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bytes]]:
    """Keep what is asked, and what comes."""
    return answered.kept(monkeypatch)


def network(view: str) -> Callable[[Any], Any]:
    def project(dataset: Any) -> Any:
        graph = ilb.project(dataset, view)
        return [*graph.nodes(data=True)], [*graph.edges(data=True)], graph.graph

    return project


def all_rows(dataset: Any) -> Any:
    return {each.name: engine.select(dataset, each.text).rows for each in questions.questions() if not each.parameters}


def drawn_rows(things: Things) -> Callable[[Any], Any]:
    asked = {
        each.name: query_files.bind(each.text, things.drawn(each, 1))
        for each in questions.questions()
        if each.parameters
    }
    return lambda dataset: {name: engine.select(dataset, query).rows for name, query in asked.items()}


def unknown(dataset: Any) -> str:
    with pytest.raises(UsageError) as caught:
        names.resolve(dataset, f"{MARK} 7", "Thing")
    return str(caught.value)


def found_in(things: Things) -> dict[str, Callable[[Any], Any]]:
    """Return what our functions find of a dataset, by name."""
    a, b = things.apart(1)
    listed = [str(thing) for name in ("Territory", "Organization", "Challenge") for thing in things.of(name)]
    return {
        "questions": all_rows,
        "questions of things": drawn_rows(things),
        "a comparison": lambda dataset: ilb.compare(dataset, a, b).to_dict(),
        "names": lambda dataset: names.labels(dataset, listed),
        "a name that nobody of ours has": unknown,
        **{f"the view {view}": network(view) for view in query_files.query_names(VIEWS)},
    }


KINDS = [
    *("questions", "questions of things", "a comparison", "names", "a name that nobody of ours has"),
    *(f"the view {view}" for view in query_files.query_names(VIEWS)),
]


@pytest.mark.parametrize("kind", KINDS)
def test_what_others_say_of_their_things_is_neither_shown_nor_asked_for(
    kind: str, ours: ox.Store, shared: str, answers: list[tuple[str, bytes]]
) -> None:
    find = found_in(Things(ours))[kind]
    assert find(ready_endpoint(shared)) == find(ours)
    assert [query for query, content in answers if MARK.encode() in content] == []


def test_the_dataset_of_an_endpoint_gives_what_is_asked_for_and_no_more(
    ours: ox.Store, shared: str, answers: list[tuple[str, bytes]]
) -> None:
    dataset, place = ilb.load(shared), URIRef(Things(ours).of("Territory")[3])
    assert {*dataset.objects(place, SKOS.prefLabel)} == {*engine.as_dataset(ours).objects(place, SKOS.prefLabel)}
    assert [query for query, content in answers if MARK.encode() in content] == []
    assert str(dataset.value(URIRef(f"{OTHERS}7"), RDFS.label)) == f"{MARK} 7"


def test_the_content_that_is_fetched_is_ours(ours: ox.Store, shared: str, answers: list[tuple[str, bytes]]) -> None:
    fetched = {(str(quad.subject), quad.predicate.value) for quad in engine.fetch(engine.Endpoint(shared))}
    assert fetched
    assert fetched <= {(str(quad.subject), quad.predicate.value) for quad in ours}
    assert [query for query, content in answers if MARK.encode() in content] == []
