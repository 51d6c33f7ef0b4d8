"""From inputs to a store: what is applied in which order, and which faults stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
import servers
from places import SMALL
from twoeditions import OLD, both, folder, other_form

from icilabas import engine
from icilabas.dataset import access, inference, loading
from icilabas.dataset.loading import load_editions, load_store, reach, read_to_check, ready_endpoint
from icilabas.dataset.times import During
from icilabas.errors import DataError, UsageError
from icilabas.export import rdf
from icilabas.files import kept

if TYPE_CHECKING:
    from pathlib import Path


def test_no_more_queries_are_run_than_inputs_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each query more is paid for by every command: raise the number for one that is needed."""
    load_store([SMALL])  # what the ontology says is asked for once a process
    asked: list[str] = []
    monkeypatch.setattr("icilabas.engine.query.permit", lambda text, _hosts=(): asked.append(text))
    load_store([SMALL])
    rules_run = [text for text in asked if text in inference.rules()]
    assert (len(rules_run), len(asked) - len(rules_run)) == (14, 13)


def test_the_profile_is_applied_before_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(access, "apply", lambda _store, profile, _found: done.append(profile))
    monkeypatch.setattr(loading, "apply_rules", lambda _store: done.append("rules"))
    load_store([SMALL], profile="public")
    load_store([SMALL], infer=False)
    assert done == ["public", "rules", "internal"]


def test_warnings_are_logged_and_faults_stop(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    import shutil

    folder = shutil.copytree(SMALL, tmp_path / "small")
    table = folder / "challenges.csv"
    table.write_text(table.read_text("utf-8").replace("Unemployment", "Unem\u202eployment"), "utf-8")
    load_store([folder], infer=False)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    table.write_text(table.read_text("utf-8").replace("lille|kayes", "lille|kaye"), "utf-8")
    with pytest.raises(DataError) as caught:
        load_store([folder], infer=False)
    assert caught.value.exit_code == 1
    assert {fault.severity for fault in caught.value.faults} == {"Violation", "Warning"}
    assert len(read_to_check([folder]).faults) == len(caught.value.faults)


def test_inputs_and_a_store_are_not_taken_together(tmp_path: Path) -> None:
    for function in (reach, read_to_check):
        with pytest.raises(UsageError):
            function([SMALL], store=tmp_path)


def test_profiles_are_told_from_what_shows_least_to_what_shows_all() -> None:
    assert access.profiles() == ["public", "partner", "internal"]
    for profile in access.profiles():
        access.known(profile)
    with pytest.raises(UsageError, match="partner"):
        access.known("parter")


@pytest.mark.journey
@pytest.mark.parametrize(("server", "most"), [("oxigraph", 2), ("virtuoso", 3)])
def test_a_server_is_asked_at_most_three_times_before_all_else(
    server: str, most: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What it holds and for whom, what it makes of values, and where that is wrong, whether it holds such ones."""
    public = load_store(profile="public")
    (tmp_path / "all.nq").write_bytes(rdf.rdf(public, ".nq", restricted=True, inferred=True))
    named = tmp_path / "named.nq"
    with getattr(servers, server)(tmp_path / "server", tmp_path / "all.nq") as url:
        for profile in ("public", "internal"):
            endpoint = ready_endpoint(url, profile)
            assert endpoint.client.sent <= most
            assert endpoint.version == engine.content_version(public)
    assert ("2016-01" in caplog.text) is (server != "oxigraph")
    for said in (
        "<urn:x> a <http://xmlns.com/foaf/0.1/Person>",
        "<urn:x> <http://xmlns.com/foaf/0.1/familyName> 'Exemple'",
        "<urn:x> a <urn:B> . <urn:B> rdfs:subClassOf <urn:A> . <urn:A> rdfs:subClassOf <http://xmlns.com/foaf/0.1/Person>",
    ):
        store = engine.new_store()
        engine.copy(public, store)
        turtle = f"@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . <urn:g> {{ {said} }}"
        store.load(turtle.encode(), format=engine.FORMATS[".trig"])
        named.write_bytes(rdf.rdf(store, ".nq", restricted=True, inferred=True))
        with getattr(servers, server)(tmp_path / str(len(said)), named) as url:
            assert ready_endpoint(url).version
            with pytest.raises(UsageError, match="restricted passages"):
                ready_endpoint(url, "public")


LISTED = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A file whose number and text are written otherwise than a store keeps them, with a telephone number."""
    path = tmp_path / "small.ttl"
    path.write_text(
        '''@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <urn:x:club> a ilb:Organization ; skos:prefLabel "Club"@en ; <urn:x:number> "01"^^<http://www.w3.org/2001/XMLSchema#integer> ;
          <urn:x:near> [ <urn:x:says> "here" ] ; skos:note "'''
        "+33 3 20"
        " 12 34 56"
        '" .',  # in pieces: no file may hold a number
        "utf-8",
    )
    return path


def test_what_was_read_once_is_found_with_its_order_its_literals_and_its_warnings(
    small: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, warned = reach([small], profile="public"), [*caplog.messages]
    with monkeypatch.context() as changed:
        changed.setattr(loading, "load_store", lambda *_how, **_named: pytest.fail("it is read again"))
        found = reach([small], profile="public")
    assert isinstance(first, engine.Store)
    assert isinstance(found, engine.Store)
    assert engine.select(found, LISTED).rows == engine.select(first, LISTED).rows
    assert [*engine.as_written(found)] == [*engine.as_written(first)]
    assert " 01 " in rdf.rdf(found, ".trig", restricted=True).decode()
    assert warned
    assert caplog.messages == warned * 2


def test_another_profile_strictness_or_content_is_read(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Mock(wraps=load_store)
    monkeypatch.setattr(loading, "load_store", read)
    reach([small], profile="internal")
    reach([small], profile="public")
    reach([small], profile="public", strict=True)
    small.write_text(small.read_text("utf-8").replace("Club", "Circle"), "utf-8")
    found = reach([small], profile="public")
    assert read.call_count == 4
    assert ("Circle",) in engine.select(found, "SELECT ?n WHERE { <urn:x:club> skos:prefLabel ?n }").rows
    reach([small], profile="public")
    assert read.call_count == 4


def test_another_time_is_read_and_found_apart(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of one time is not given for another, nor for all times."""
    small.write_text(
        small.read_text("utf-8") + '<urn:x:club> <https://schema.org/foundingDate> "1990"^^<http://www.w3.org/2001/'
        'XMLSchema#gYear> ; <https://schema.org/dissolutionDate> "2001"^^<http://www.w3.org/2001/XMLSchema#gYear> .',
        "utf-8",
    )
    read = Mock(wraps=load_store)
    monkeypatch.setattr(loading, "load_store", read)
    whens = (None, During("1995", "1995"), During("2010", "2010"), During("1995", "2010"))
    asked = "SELECT ?n WHERE { <urn:x:club> skos:prefLabel ?n }"
    found = [len(engine.select(reach([small], profile="public", time=when), asked).rows) for when in whens * 2]
    assert found == [1, 1, 0, 1] * 2
    assert read.call_count == len(whens)


def test_nothing_is_kept_of_what_only_some_may_see_but_of_the_bundled_data(small: Path) -> None:
    made = kept.caches() / "made"
    reach([small], profile="internal")
    assert [*made.glob("*")] == []
    reach([small], profile="public")
    assert [path.stat().st_mode & 0o777 for path in made.glob("*")] == [0o600]
    reach([], profile="internal")
    assert len([*made.glob("*")]) == 2


def test_of_much_nothing_is_kept_and_faults_are_told_each_time(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_MOST_KEPT", 10)
    reach([small], profile="public")
    assert [*(kept.caches() / "made").glob("*")] == []
    small.write_text("<urn:x", "utf-8")
    for _time in range(2):
        with pytest.raises(DataError):
            reach([small])


def test_two_editions_are_one_store_and_the_passages_of_each(tmp_path: Path) -> None:
    read, (old, new) = load_editions(*both(tmp_path))
    store = read.store
    assert {graph.partition("graph/")[2] for graph in old} == {"net-2020/p1", "net-2020/p2"}
    assert {graph.partition("graph/")[2] for graph in new} == {"net-2024/p1", "net-2024/p2"}
    assert old | new <= engine.graphs(store)


def test_an_edition_may_be_a_folder_of_yearly_files(tmp_path: Path) -> None:
    (tmp_path / "older").mkdir()
    for year in ("2018", "2020"):
        made = other_form(folder(tmp_path / year, OLD, "", name="net"), ".trig")
        made.rename(tmp_path / "older" / f"net-{year}.trig")
    _read, (old, new) = load_editions(tmp_path / "older", folder(tmp_path / "2024", OLD, "2024"))
    assert len({graph for graph in old if "/p" in graph.partition("graph/")[2]}) == 4
    assert {graph.partition("graph/")[2] for graph in new} == {"net-2024/p1", "net-2024/p2"}
