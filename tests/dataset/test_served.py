"""Data written to a server: whole or told to be a part, again and again, and beside what others have there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import little
import pyoxigraph as ox
import pytest
import servers
from click.testing import CliRunner
from drawndata import written as drawn
from places import SMALL

from icilabas import engine
from icilabas.cli.main import main
from icilabas.dataset import served
from icilabas.dataset.inference import say_in_one_way
from icilabas.dataset.loading import load_store, ready_endpoint
from icilabas.engine import copying, http
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, WRITTEN_GRAPH
from icilabas.errors import UsageError
from icilabas.export import rdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.journey

OTHERS = ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.NamedNode("urn:o"), ox.NamedNode("urn:others"))
QUADS = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{INFERRED_GRAPH}> {{ ?s ?p ?o }} FILTER(?p != owl:versionInfo) }} ORDER BY ?s ?p ?o"


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD", "TOKEN", "TIMEOUT", "UPDATE"):
        monkeypatch.delenv(f"ICILABAS_ENDPOINT_{name}", raising=False)
    monkeypatch.setattr(http, "_PAUSE", 0.01)


def command(*arguments: object) -> tuple[int, str]:
    """Run a command; return its exit code and what it says."""
    result = CliRunner().invoke(main, [*map(str, arguments), "--lang", "en"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stderr


def inferred(dataset: Any) -> list[tuple[Any, ...]]:
    return engine.select(dataset, QUADS).rows


def by_graph(store: ox.Store) -> dict[str, set[str]]:
    """Return what each graph says; the ontology's blank nodes have a name of their own in each store."""
    found: dict[str, set[str]] = {}
    for quad in store:
        terms = ["_:" if isinstance(term, ox.BlankNode) else str(term) for term in quad.triple]
        found.setdefault(str(engine.term_text(quad.graph_name)), set()).add(" ".join(terms))
    return found


def test_what_convert_infer_writes_stands_there_and_beside_it_what_we_wrote() -> None:
    target = ox.Store()
    target.add(OTHERS)
    with little.serving(little.writable(target)) as server:
        code, said = command("convert", SMALL, "--to", server.url)
        assert code == 0, said
        assert "1 graph of others stays as it is" in said
        assert f"written: {server.url}" in said
        assert command("query", "goals", "--input", server.url)[0] == 0
        again = command("convert", SMALL, "--to", server.url)
        assert again[0] == 0
        assert "removed" not in again[1]
    there, expected = by_graph(target), by_graph(load_store([SMALL], profile="public"))
    assert there.pop("urn:others") == {"<urn:s> <urn:p> <urn:o>"}
    record = there.pop(WRITTEN_GRAPH)
    version = there[INFERRED_GRAPH] - expected[INFERRED_GRAPH]
    assert there == {**expected, INFERRED_GRAPH: expected[INFERRED_GRAPH] | version}
    written = rdf.rdf(load_store([SMALL], profile="public"), ".nq", restricted=True, inferred=True).decode()
    (line,) = version
    assert f"{line} <{INFERRED_GRAPH}> ." in written.splitlines()
    assert len(record) == len(expected)  # each graph is named, and nothing says that this is a part
    assert not any("unfinished" in line for line in record)


def test_a_graph_that_the_inputs_no_longer_have_goes_and_only_if_we_wrote_it() -> None:
    target = ox.Store()
    target.add(OTHERS)
    with little.serving(little.writable(target)) as server:
        command("convert", SMALL, "data/lille-2016", "--to", server.url)
        code, said = command("convert", SMALL, "--to", server.url)
    assert code == 0
    assert "graphs that were written before and are no longer in the inputs are removed" in said
    there = by_graph(target)
    assert there.keys() == {*by_graph(load_store([SMALL], profile="public")), "urn:others", WRITTEN_GRAPH}
    assert len(there[WRITTEN_GRAPH]) == len(there) - 2


@pytest.mark.parametrize("stops", [1, 2, 4, 5])
@pytest.mark.parametrize("status", [500, 403, 507])
def test_a_writing_that_is_broken_off_is_no_whole_and_can_be_done_again(stops: int, status: int) -> None:
    target = ox.Store()
    with little.serving(little.writable(target)) as server:
        command("convert", "data/lille-2016", "--to", server.url)
    whole = by_graph(target)
    with little.serving(little.writable(target, lambda number: status if number >= stops else 0)) as server:
        code, said = command("convert", "data/lille-2016", "--to", server.url)
        assert code == 2
        assert said.count(server.url.replace("/sparql", "")) == 2, said  # the plan, and one line
        if stops == 1:
            assert said.endswith(". Nothing was written.\n")
            assert by_graph(target) == whole
        else:
            assert "Run the same command again" in said
            code, said = command("query", "goals", "--input", server.url)
            assert (code, "holds a part only" in said) == (2, True)
            code, said = command("validate", server.url)
            assert (code, "holds a part only" in said) == (2, True)
    with little.serving(little.writable(target)) as server:
        assert command("convert", "data/lille-2016", "--to", server.url)[0] == 0
    assert by_graph(target) == whole


def test_a_server_whose_queries_do_not_see_what_is_written_keeps_nothing() -> None:
    target, other = ox.Store(), ox.Store()
    writes = little.writable(target)

    def elsewhere(request: little.Request) -> None:
        (little.endpoint(other) if "query" in request.form else writes)(request)

    with little.serving(elsewhere) as server:
        code, said = command("convert", SMALL, "--to", server.url)
    assert (code, "is not seen by queries at this address" in said) == (2, True)
    assert len(target) == 0

    def no_union(request: little.Request) -> None:
        (little.endpoint(target, union=False) if "query" in request.form else writes)(request)

    with little.serving(no_union) as server:
        code, said = command("convert", SMALL, "--to", server.url)
    assert (code, "does not see the named graphs" in said) == (2, True)
    assert len(target) == 0


def test_a_server_that_keeps_less_is_told(caplog: pytest.LogCaptureFixture) -> None:
    target = ox.Store()
    writes = little.writable(target)

    def forgets(request: little.Request) -> None:
        writes(request)
        for quad in [*target.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH))][:3]:
            target.remove(quad)

    with little.serving(forgets) as server:
        code, _said = command("convert", SMALL, "--to", server.url)
    assert code == 0
    assert re.search(r"of \d,\d{3} statements written the server keeps [369] fewer", caplog.text)


def test_what_updates_have_no_form_for_is_told_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "quoting.ttl"
    path.write_text(
        "<urn:r> <urn:p> <<( <urn:a> <urn:p> <urn:b> )>> . <urn:a> a <http://www.w3.org/ns/org#Organization> ."
    )
    target = ox.Store()
    with little.serving(little.writable(target)) as server:
        code, said = command("convert", path, "--to", server.url)
    assert (code, said.count("1 statement about a statement"), "keeps" in said) == (0, 1, False)
    written = re.search(r"with (\d,\d{3}) statements.*\n.*written: .* \((\d,\d{3}) statements\)", said)
    assert written
    assert written[1] == written[2]


def test_what_is_restricted_is_written_only_where_somebody_says_so() -> None:
    target = ox.Store()
    with little.serving(little.writable(target)) as server:
        assert command("convert", "data/lille-2016", "--to", server.url)[0] == 0
        public = by_graph(target)
        code, said = command("convert", "data/lille-2016", "--to", server.url, "--include-restricted")
        assert (code, "would be shown to everybody" in said) == (2, True)
        assert by_graph(target) == public
        assert not command(
            "convert", "data/lille-2016", "--to", server.url, "--include-restricted", "--yes-restricted"
        )[0]
    assert len(by_graph(target)) > len(public)


def test_what_is_asked_for_has_to_fit_together(tmp_path: Path) -> None:
    for words, said in (
        (["--out", tmp_path / "x.nq", "--to", "http://localhost/sparql"], "give one of them"),
        (["--materialise", "--out", tmp_path / "x.nq"], "add --to ADDRESS"),
        (["--to", "localhost"], "not the address of a SPARQL endpoint"),
        (["--to", "ftp://localhost/sparql"], "not the address of a SPARQL endpoint"),
    ):
        code, err = command("convert", SMALL, *words)
        assert (code, said in err) == (2, True), err
    for same in ("http://localhost:1/sparql", "HTTP://LOCALHOST:1/sparql/", "http://localhost:1/sparql?timeout=5"):
        code, err = command("convert", same, "--to", "http://localhost:1/sparql")
        assert (code, "is an input and is to be written" in err) == (2, True)
    code, err = command("convert", "http://localhost:1/other", "--to", "http://localhost:1/sparql")
    assert (code, "nothing answers" in err) == (2, True)


# real servers


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("written")
    (folder / "none.nq").write_text("", "utf-8")
    more = {"writable": True} if request.param == "oxigraph" else {}
    with getattr(servers, request.param)(folder / request.param, folder / "none.nq", **more) as url:
        yield url


@pytest.fixture
def login(monkeypatch: pytest.MonkeyPatch, no_environment: None) -> None:  # noqa: ARG001  # has to come first
    monkeypatch.setenv("ICILABAS_ENDPOINT_USER", "dba")
    monkeypatch.setenv("ICILABAS_ENDPOINT_PASSWORD", "dba")


@pytest.mark.usefixtures("login")
@pytest.mark.parametrize("at_once", [50_000, 50])
def test_the_rules_find_there_what_they_find_in_memory(
    real: str, at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "_AT_ONCE", at_once)
    for inputs in ([], drawn(tmp_path, 2), ["tests/data/org-only.ttl"]):
        here = load_store(inputs, profile="public")
        store = load_store(inputs, infer=False, profile="public")
        say_in_one_way(store)
        done = served.write_to_server(store, real, materialise=True, tell=lambda _text: None)
        there = ready_endpoint(real)
        assert inferred(there) == inferred(here)
        assert done.inferred + 1 == len(inferred(here))
        served.write_to_server(here, real, materialise=False, tell=lambda _text: None)
        assert inferred(there) == inferred(here)
        sizes = copying.graph_sizes(there)
        more = {INFERRED_GRAPH: 1}  # of which version the data are
        assert all(sizes[graph] == engine.size(here, graph) + more.get(graph, 0) for graph in engine.graphs(here))


def test_a_connection_that_ends_says_what_is_there() -> None:
    target = ox.Store()
    writes = little.writable(target)

    def hangs_up(request: little.Request) -> None:
        if "INSERT DATA {\nGRAPH" in request.body:
            request.close_connection = True
        else:
            writes(request)

    with (
        little.serving(hangs_up) as server,
        pytest.raises(UsageError, match="cut before its end.*Run the same command"),
    ):
        served.write_to_server(load_store([SMALL]), server.url, materialise=False, tell=lambda _text: None)
