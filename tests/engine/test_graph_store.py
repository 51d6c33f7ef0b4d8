"""Updates: where they go, how large they are, and what is said where a server does not take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import little
import pyoxigraph as ox
import pytest
import servers

from icilabas import engine
from icilabas.dataset.inference import rules
from icilabas.engine import graph_store, http
from icilabas.engine.graph_store import GraphStore, addresses, insertion, rule_as_update, updates
from icilabas.engine.terms import INFERRED_GRAPH
from icilabas.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

ADDS = "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> } }"
GRAPH = ox.NamedNode("urn:g")


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD", "TOKEN", "TIMEOUT", "UPDATE"):
        monkeypatch.delenv(f"ICILABAS_ENDPOINT_{name}", raising=False)
    monkeypatch.setattr(http, "_PAUSE", 0.01)


def quad(thing: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple, graph: ox.NamedNode = GRAPH) -> ox.Quad:
    return ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), thing, graph)


def stored(*quads: ox.Quad) -> ox.Store:
    store = engine.new_store()
    engine.extend(store, quads)
    return store


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ("http://h:1/sparql", ["http://h:1/sparql-auth", "http://h:1/update", "http://h:1/sparql/statements"]),
        ("https://h/ds/query?x=1", ["https://h/ds/update?x=1", "https://h/ds/query/statements?x=1"]),
        ("http://h/repositories/ici", ["http://h/repositories/ici/statements"]),
    ],
)
def test_updates_go_to_the_address_itself_then_to_where_servers_have_them(given: str, there: list[str]) -> None:
    assert addresses(given) == [given, *there]


def test_the_environment_names_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICILABAS_ENDPOINT_UPDATE", "https://other.example/write")
    assert addresses("https://h/sparql") == ["https://other.example/write"]


def test_updates_have_so_many_statements_and_bytes_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_store, "_STATEMENTS", 3)
    monkeypatch.setattr(graph_store, "_BYTES", 200)
    texts = ["x" * length for length in (1, 2, 3, 4, 500, 5)]
    found = [*updates(stored(*(quad(ox.Literal(text)) for text in texts)), ["urn:g"])]
    assert sum(len(update.lines) for update in found) == len(texts)
    assert all(len(update.lines) <= 3 for update in found)
    assert all(len(update.text.encode()) < 300 or len(update.lines) == 1 for update in found)
    target = ox.Store()
    for update in found:
        target.update(update.text)
    assert {each.object.value for each in target} == {*texts}


def test_what_is_added_is_what_was_said_with_its_graphs_and_as_it_was_written() -> None:
    number = "http://www.w3.org/2001/XMLSchema#integer"
    said = [
        quad(ox.Literal('a "quoted" line\nand another\t\\', language="fr")),
        quad(ox.Literal("01", datatype=ox.NamedNode(number))),
        quad(ox.NamedNode("urn:é"), ox.NamedNode("urn:h")),
        quad(ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"))),
    ]
    found = [*updates(stored(*said), ["urn:g", "urn:h"], leave_out=[])]
    assert len(found) == 1
    assert '"01"' in found[0].text
    target = ox.Store()
    target.update(found[0].text)
    assert len(target) == 3  # SPARQL 1.1 has no statements about statements
    assert quad(ox.NamedNode("urn:é"), ox.NamedNode("urn:h")) in target
    assert said[0] in target


def test_some_quads_are_left_for_later() -> None:
    store = stored(quad(ox.Literal("now")), quad(ox.Literal("later")))
    (update,) = updates(store, ["urn:g"], leave_out=[quad(ox.Literal("later"))])
    assert ("now" in update.text, "later" in update.text, len(update.lines)) == (True, False, 1)
    assert "later" in insertion([quad(ox.Literal("later"))])


def test_blank_nodes_stay_one_and_come_once_however_often_they_are_sent() -> None:
    blank = ox.BlankNode()
    store = stored(
        quad(blank), ox.Quad(blank, ox.NamedNode("urn:b"), ox.Literal("of it"), GRAPH), quad(ox.Literal("1"))
    )
    sent = [update.text for update in updates(store, ["urn:g"])]
    target = ox.Store()
    for text in (sent[0], sent[0], *sent[1:]):  # again, where a connection broke
        target.update(text)
    assert len(target) == 3
    assert len({str(each.object) for each in target if isinstance(each.object, ox.BlankNode)}) == 1


def test_each_rule_becomes_an_update_that_adds_a_part_and_nothing_twice() -> None:
    for rule in rules():
        text = rule_as_update(rule, 7)
        ox.Store().update(text)  # it is one
        assert f"INSERT {{ GRAPH <{INFERRED_GRAPH}>" in text
        assert "LIMIT 7" in text
        assert "FILTER NOT EXISTS" in text  # without it there would be no end


# what goes wrong


def answers(status: int, content: bytes = b"") -> little.Behaviour:
    return lambda request: request.answer(content, "text/plain", status)


def here_and_there(here: int, there: int) -> little.Behaviour:
    return lambda request: request.answer(b"because", "text/plain", there if request.path.endswith("/update") else here)


@pytest.mark.journey
@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (answers(404), "updates are not taken at this address"),
        (answers(403, b"read-only"), r"writing is not allowed here \(403: read-only\)"),
        (answers(500, b"Virtuoso 42000 Error SR186:SECURITY: No permission"), "writing is not allowed here"),
        (answers(507), "no room"),
        (answers(500, b"IO error: No space left on device"), "no room"),
        (answers(400, b"syntax"), r"the server rejects what is written \(400\): syntax"),
        (answers(500, b"Virtuoso S1T00 Error SR171: Transaction timed out"), "gave up while writing"),
        (answers(503), "not available"),
        (answers(401), "requires a login"),
        (here_and_there(415, 401), "/update: .*requires a login"),
        (here_and_there(500, 404), r"/sparql: the server rejects what is written \(500\): because"),
    ],
)
def test_a_refusal_is_one_sentence_with_what_helps(behaviour: little.Behaviour, said: str) -> None:
    with little.serving(behaviour) as server:
        store = GraphStore(engine.Endpoint(server.url))
        with pytest.raises(UsageError, match=said):
            store.update(ADDS)
    assert not store.began


@pytest.mark.journey
def test_a_token_that_is_refused_is_said_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICILABAS_ENDPOINT_TOKEN", "secret-token")
    with (
        little.serving(answers(401)) as server,
        pytest.raises(UsageError, match="does not accept the user name, password or token") as caught,
    ):
        GraphStore(engine.Endpoint(server.url)).update(ADDS)
    assert "secret" not in str(caught.value)
    assert server.logins[0] == "Bearer secret-token"


@pytest.mark.journey
def test_nothing_is_written_to_another_host() -> None:
    with little.serving(answers(204)) as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")

        def sends_on(request: little.Request) -> None:
            request.answer(b"", "text/plain", 307, Location=elsewhere)

        with (
            little.serving(sends_on) as server,
            pytest.raises(UsageError, match=r"→ .*nothing is written to a host that was not named"),
        ):
            GraphStore(engine.Endpoint(server.url)).update(ADDS)
    assert other.seen == []


@pytest.mark.journey
def test_the_address_that_took_the_first_takes_all_others() -> None:
    store = ox.Store()
    with little.serving(little.writable(store)) as server:
        server_url = server.url.replace("/sparql", "/query")
        graphs = GraphStore(engine.Endpoint(server_url))
        graphs.update(ADDS)
        graphs.update(ADDS.replace("<urn:c>", "<urn:d>"))
        assert len(store) == 2
        graphs.clear(["urn:g", "urn:none"])
    assert [path for _method, path, _headers, _form in server.seen] == ["/query", "/update", "/update", "/update"]
    assert len(store) == 0


@pytest.mark.journey
def test_a_server_that_takes_fewer_statements_gets_fewer_at_a_time() -> None:
    store, said = ox.Store(), stored(*(quad(ox.Literal(str(number))) for number in range(100)))
    takes = little.writable(store)

    def few(request: little.Request) -> None:
        if request.body.count("<urn:a>") > 10:
            request.answer(b"too long", "text/plain", 400)
        else:
            takes(request)

    with little.serving(few) as server:
        graphs = GraphStore(engine.Endpoint(server.url.replace("/sparql", "/update")))
        graphs.update(ADDS)
        for update in updates(said, ["urn:g"]):
            graphs.write(update)
        asked = len(server.seen)
        graphs.write(next(updates(said, ["urn:g"])))  # it is known now
    assert len(store) == 101
    assert len(server.seen) - asked == 17  # 100, 50, 25 and 12 were rejected: then 6 at a time


@pytest.mark.journey
def test_a_statement_that_is_rejected_alone_is_told() -> None:
    def never(request: little.Request) -> None:
        wrong = "x7y" in request.body
        request.answer(b"no such word" if wrong else b"", "text/plain", 400 if wrong else 204)

    with little.serving(never) as server:
        graphs = GraphStore(engine.Endpoint(server.url))
        graphs.update(ADDS)
        (update,) = updates(stored(*(quad(ox.Literal(f"x{number}y")) for number in range(40))), ["urn:g"])
        with pytest.raises(UsageError, match=r"the server rejects what is written \(400\): no such word"):
            graphs.write(update)
    assert len(server.seen) < 30


# real servers


@pytest.mark.journey
def test_real_servers_say_where_and_who_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "none.nq").write_text("", "utf-8")
    with (
        servers.oxigraph(tmp_path / "read-only", tmp_path / "none.nq") as url,
        pytest.raises(UsageError, match="/update: writing is not allowed here .*read-only"),
    ):
        GraphStore(engine.Endpoint(url)).update(ADDS)
    with servers.virtuoso(tmp_path / "virtuoso", tmp_path / "none.nq") as url:
        with pytest.raises(UsageError, match="/sparql-auth: the server requires a login"):
            GraphStore(engine.Endpoint(url)).update(ADDS)
        monkeypatch.setenv("ICILABAS_ENDPOINT_USER", "dba")
        monkeypatch.setenv("ICILABAS_ENDPOINT_PASSWORD", "wrong")
        with pytest.raises(UsageError, match="/sparql-auth: the server does not accept"):
            GraphStore(engine.Endpoint(url)).update(ADDS)
        monkeypatch.setenv("ICILABAS_ENDPOINT_PASSWORD", "dba")
        GraphStore(engine.Endpoint(url)).update(ADDS)
        assert engine.graph_sizes(engine.Endpoint(url))["urn:g"] == 1


@pytest.mark.journey
def test_virtuoso_takes_thousands_of_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICILABAS_ENDPOINT_USER", "dba")
    monkeypatch.setenv("ICILABAS_ENDPOINT_PASSWORD", "dba")
    said = stored(*(quad(ox.Literal(f"text {number}", language="fr")) for number in range(4000)))
    (tmp_path / "none.nq").write_text("", "utf-8")
    with servers.virtuoso_of_debian(tmp_path / "virtuoso", tmp_path / "none.nq") as url:
        graphs = GraphStore(engine.Endpoint(url))
        for update in updates(said, ["urn:g"]):
            graphs.write(update)
        assert engine.graph_sizes(engine.Endpoint(url))["urn:g"] == 4000
