"""The version of data: of what it is one, where it stands, and what is done where it changes between two requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import little
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from places import SMALL

import icilabas as ilb
from icilabas import engine
from icilabas.asking.questions import questions
from icilabas.cli.main import main
from icilabas.dataset.loading import load_store, ready_endpoint
from icilabas.engine import versions
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH
from icilabas.errors import UsageError
from icilabas.export import rdf
from icilabas.words.messages import message

if TYPE_CHECKING:
    from pathlib import Path

VERSION, INFERRED = ox.NamedNode("http://www.w3.org/2002/07/owl#versionInfo"), ox.NamedNode(INFERRED_GRAPH)
QUADS = [
    ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(text), ox.NamedNode(f"urn:{graph}"))
    for text in "ab"
    for graph in "gh"
]


def with_version(version: str | None) -> ox.Store:
    """Return the small dataset as a server holds it, of this version."""
    store = load_store([SMALL], profile="public")
    if version:
        store.add(ox.Quad(INFERRED, VERSION, ox.Literal(version), INFERRED))
    return store


def test_a_version_is_of_what_is_said_in_whatever_order() -> None:
    found = versions.version_of(QUADS)
    assert found == versions.version_of(reversed(QUADS)) == "423a91f442f1f56319159e4c8b607404"
    others = {versions.version_of(some) for some in (QUADS[1:], QUADS[:2], [*QUADS, QUADS[0]], [])}
    assert len({found, *others}) == 5
    assert versions.version_of([]) == "0" * 32


@pytest.mark.parametrize("ending", [".nq", ".trig", ".jsonld"])
def test_files_with_what_is_inferred_say_it_and_who_reads_them_makes_nothing_of_it(ending: str, tmp_path: Path) -> None:
    store = load_store([SMALL], profile="public")
    path = tmp_path / f"all{ending}"
    path.write_bytes(rdf.rdf(store, ending, restricted=True, inferred=True))
    (said,) = [quad for quad in engine.parse(path) if (quad.subject, quad.predicate) == (INFERRED, VERSION)]
    content = engine.told(store, [INFERRED_GRAPH, ONTOLOGY_GRAPH])
    assert said == ox.Quad(INFERRED, VERSION, ox.Literal(versions.version_of(content)), INFERRED)
    read = load_store([path], profile="public")
    assert not [*engine.matching(read, INFERRED, VERSION)]
    assert rdf.rdf(read, ".nq", restricted=True, inferred=True) == rdf.rdf(store, ".nq", restricted=True, inferred=True)


@pytest.mark.parametrize(("ending", "inferred"), [(".nq", False), (".trig", False), (".ttl", True), (".nt", True)])
def test_files_without_graphs_or_without_what_is_inferred_do_not_say_it(
    ending: str, *, inferred: bool, tmp_path: Path
) -> None:
    content = rdf.rdf(load_store([SMALL], profile="public"), ending, restricted=True, inferred=inferred)
    path = tmp_path / f"all{ending}"
    path.write_bytes(content)
    assert not [quad for quad in engine.parse(path) if (quad.subject, quad.predicate) == (INFERRED, VERSION)]


@pytest.mark.journey
def test_a_version_is_no_content_of_checks_questions_and_networks(tmp_path: Path) -> None:
    path = tmp_path / "all.trig"
    plain, stamped = with_version(None), with_version("v")
    path.write_bytes(rdf.rdf(plain, ".trig", restricted=True, inferred=True))
    assert ilb.validate(engine.as_dataset(stamped)) == ilb.validate(engine.as_dataset(plain))
    result = CliRunner().invoke(main, ["validate", str(path), "--lang", "en"])
    assert (result.exit_code, "version" in result.stderr) == (0, False), result.stderr
    for asked in questions():
        assert ilb.ask(stamped, asked.name) == ilb.ask(plain, asked.name), asked.name
    assert ilb.measure(stamped, "bridges").to_csv() == ilb.measure(plain, "bridges").to_csv()


class Changing:
    """A server whose data are of one version after the other: how many requests each is there for."""

    def __init__(self, *versions: tuple[str | None, int]) -> None:
        self.turns = [(little.endpoint(with_version(version)), count) for version, count in versions]
        self.asked = 0

    def __call__(self, request: little.Request) -> None:
        self.asked += 1
        over = 0
        for behaviour, count in self.turns:
            over += count
            if self.asked <= over:
                return behaviour(request)
        raise AssertionError(self.asked)


COMPARED = ("compare", "Lille", "Kayes", "--lang", "en", "--input")


def compared(server: Changing) -> tuple[int, str, str]:
    with little.serving(server) as serving:
        result = CliRunner().invoke(main, [*COMPARED, serving.url])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.journey
def test_what_changes_between_two_requests_is_asked_once_more_and_told(caplog: pytest.LogCaptureFixture) -> None:
    steady = Changing(("a", 10**6))
    code, expected, said = compared(steady)
    assert (code, said) == (0, "")
    assert compared(Changing((None, 10**6))) == (0, expected, "")  # nothing is known, and nothing said
    assert not caplog.records
    again = message("endpoint-asked-again").text("en")
    for first in (steady.asked - 1, steady.asked // 2 + 1):
        caplog.clear()
        code, out, _said = compared(server := Changing(("a", first), ("b", 10**6)))
        assert (code, out, caplog.text.count(again)) == (0, expected, 1)
        assert server.asked > steady.asked
    gone = message("endpoint-changes").text("en")
    for twice in (
        Changing(("a", steady.asked - 1), ("b", 5), ("c", 10**6)),
        Changing(("a", steady.asked - 1), (None, 10**6)),
    ):
        code, out, said = compared(twice)
        assert (code, out, said.count(gone)) == (2, "", 1), said


@pytest.mark.journey
@pytest.mark.parametrize("against", [[], ["--against", str(SMALL)]])
def test_content_that_changes_while_it_is_copied_is_copied_once_more(
    against: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    def validated(server: Changing) -> int:
        with little.serving(server) as serving:
            return CliRunner().invoke(main, ["validate", serving.url, *against, "--lang", "en"]).exit_code

    assert validated(steady := Changing(("a", 10**6))) == 0
    assert validated(Changing(("a", steady.asked - 1), ("b", 10**6))) == 0
    assert caplog.text.count(message("endpoint-asked-again").text("en")) == 1


@pytest.mark.journey
def test_a_network_of_data_that_change_is_not_written(tmp_path: Path) -> None:
    out = tmp_path / "bridges.graphml"
    with little.serving(little.endpoint(with_version("a"))) as server:
        endpoint = ready_endpoint(server.url)
        assert (endpoint.version, versions.read_version(endpoint)) == ("a", "a")
        begun = len(server.seen)
        ilb.project(endpoint, "bridges")
        needed = len(server.seen) - begun
    changing = Changing(("a", begun + needed // 2), ("b", needed + 1), ("c", 10**6))
    with little.serving(changing) as server:
        result = CliRunner().invoke(
            main,
            ["network", "bridges", "--input", server.url, "--out", str(out), "--lang", "en", "--include-restricted"],
        )
    assert result.exit_code == 2, result.stderr
    assert message("endpoint-changes").text("en") in result.stderr
    assert [*tmp_path.iterdir()] == []


@pytest.mark.journey
def test_an_error_is_asked_once_more_only_where_the_data_changed() -> None:
    with little.serving(little.endpoint(with_version("a"))) as server:
        endpoint = ready_endpoint(server.url)
        calls: list[int] = []

        def ask() -> str:
            calls.append(1)
            if len(calls) == 1:
                raise UsageError(message("no-input"))
            return "found"

        with pytest.raises(UsageError):
            versions.of_one_version(endpoint, ask)
        endpoint.version = "before"
        calls.clear()
        assert versions.of_one_version(endpoint, ask) == "found"
        assert (len(calls), endpoint.version) == (2, "a")


@pytest.mark.journey
def test_one_answer_needs_no_version_and_what_is_within_another_is_seen_to_once() -> None:
    with little.serving(little.endpoint(with_version("a"))) as server:
        endpoint = ready_endpoint(server.url)
        begun = len(server.seen)
        ilb.ask(endpoint, "goals")
        assert len(server.seen) == begun + 1
        versions.of_one_version(endpoint, lambda: [ilb.ask(endpoint, "goals", lang="en") for _turn in range(2)])
        read = [form["query"][0] for _method, _path, _headers, form in server.seen[begun:]]
        assert sum("owl:versionInfo" in query.partition("SELECT")[2] for query in read) == 1
