"""`icilabas serve` over HTTP: the SPARQL 1.1 Protocol for reading, what is refused, and a clean end."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import rdflib.query
import requests
from click.testing import CliRunner
from ownserver import PATIENCE, Running, begin, serving
from places import SMALL
from sites import mini

import icilabas as ilb
from icilabas import engine
from icilabas.asking import questions
from icilabas.cli.main import main
from icilabas.dataset.loading import load_store
from icilabas.serve import server
from icilabas.serve.application import accepted_language
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.journey  # nearly each of them starts a server

JSON, XML, CSV, TSV = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
TERRITORIES = "SELECT ?t WHERE { ?t a ilb:Territory } ORDER BY ?t"
COUNT = "SELECT (COUNT(*) AS ?n) {} {{ {} }}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
S1, S2 = "https://w3id.org/icilabas/graph/mini/s1", "https://w3id.org/icilabas/graph/inferred"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(SMALL, "--timeout", "600", folder=tmp_path_factory.mktemp("served")) as running:
        yield running.url


@pytest.fixture(scope="module")
def store() -> Any:
    return load_store([SMALL], profile="public")


def get(url: str, query: str, accept: str = JSON, **more: Any) -> requests.Response:
    headers = {"Accept": accept, **more.pop("headers", {})}
    return requests.get(f"{url}/sparql", params={"query": query, **more}, headers=headers, timeout=PATIENCE)


def post(url: str, body: Any, kind: str | None = None, **more: Any) -> requests.Response:
    headers = {"Content-Type": kind} if kind else {}
    return requests.post(f"{url}/sparql", data=body, headers=headers, timeout=PATIENCE, **more)


def page(url: str, path: str) -> requests.Response:
    """Return a page of the site, when it has been written."""
    while (found := requests.get(url + path, timeout=PATIENCE)).status_code == 503:
        time.sleep(0.1)
    return found


def number(url: str, query: str, **more: Any) -> int:
    found = get(url, query, **more)
    assert found.ok, found.text
    return int(found.json()["results"]["bindings"][0]["n"]["value"])


# ---- answering ----


def test_the_rows_are_the_same_in_each_form(url: str, store: Any) -> None:
    expected = [str(row[0]) for row in engine.select(store, TERRITORIES).rows]
    assert len(expected) == 4
    found = {form: get(url, TERRITORIES, form) for form in (JSON, XML, CSV, TSV)}
    assert {form: answer.headers["Content-Type"].split(";")[0] for form, answer in found.items()} == {
        form: form for form in found
    }
    assert [row["t"]["value"] for row in found[JSON].json()["results"]["bindings"]] == expected
    rows = rdflib.query.Result.parse(io.BytesIO(found[XML].content), format="xml").bindings
    assert [str(row[rdflib.Variable("t")]) for row in rows] == expected
    assert found[CSV].text.split() == ["t", *expected]
    assert found[TSV].text.split() == ["?t", *(f"<{name}>" for name in expected)]


def test_the_program_itself_may_ask_it_in_place_of_a_file(url: str) -> None:
    there, here = (ilb.compare(ilb.load(source), "Lille", "Kayes") for source in (f"{url}/sparql", SMALL))
    assert there.to_dict() == here.to_dict()
    assert here.partnerships


@pytest.mark.parametrize("form", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"])
def test_a_graph_is_the_same_in_each_form(url: str, store: Any, form: str) -> None:
    query = "CONSTRUCT { ?t skos:prefLabel ?label } WHERE { ?t a ilb:Territory ; skos:prefLabel ?label }"
    found = get(url, query, form)
    assert found.headers["Content-Type"].split(";")[0] == form
    graph = rdflib.Graph().parse(data=found.content, format=form)
    rows = engine.select(store, "SELECT DISTINCT ?t ?label { ?t a ilb:Territory ; skos:prefLabel ?label }").rows
    assert {(str(s), str(o)) for s, _p, o in graph} == {(str(t), label) for t, label in rows}


def test_get_and_both_ways_to_post_say_the_same(url: str) -> None:
    answers = [
        get(url, TERRITORIES).content,
        post(url, {"query": TERRITORIES}).content,
        post(url, TERRITORIES.encode(), "application/sparql-query").content,
        post(url, TERRITORIES.encode(), "application/sparql-query; charset=UTF-8").content,
    ]
    assert len(set(answers)) == 1


def test_true_and_false(url: str) -> None:
    assert get(url, "ASK { ?t a ilb:Territory }").json()["boolean"] is True
    assert get(url, "ASK { ?t a ild:nothing }").json()["boolean"] is False


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", JSON),
        ("text/*", CSV),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        (f"{CSV};q=0.4, {TSV};q=0.6", TSV),
        (f"{JSON};q=0, */*;q=0.1", XML),
        ("application/json", "application/json"),
        ("text/turtle, application/sparql-results+xml;q=0.1", XML),
    ],
)
def test_what_is_preferred_is_sent(url: str, accept: str, form: str) -> None:
    found = get(url, TERRITORIES, accept)
    assert found.headers["Content-Type"].split(";")[0] == form
    assert found.headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (TERRITORIES, "image/png"),
        (TERRITORIES, "text/turtle"),
        ("CONSTRUCT WHERE { ?t a ilb:Territory }", "text/csv"),
        (TERRITORIES, "*/*;q=0"),
    ],
)
def test_what_cannot_be_sent_is_406(url: str, query: str, accept: str) -> None:
    found = get(url, query, accept)
    assert found.status_code == 406
    assert JSON in found.text
    assert "text/turtle" in found.text


def test_the_default_graph_is_all_that_is_said_and_the_request_may_say_less(url: str, store: Any) -> None:
    count, everything, named = COUNT.format, "{ ?s ?p ?o }", "GRAPH ?g { ?s ?p ?o }"
    first, second = engine.size(store, S1), engine.size(store, S2)
    assert 0 < second != first > 0
    whole = engine.size(store)
    assert number(url, count("", everything)) == number(url, count("", named)) == whole
    assert number(url, count(f"FROM <{S1}>", everything)) == first
    assert number(url, count(f"FROM <{S1}>", named)) == 0
    assert number(url, count(f"FROM NAMED <{S2}>", everything)) == 0
    assert number(url, count(f"FROM NAMED <{S2}>", named)) == second
    assert number(url, count("", everything), **{"default-graph-uri": S1}) == first
    assert number(url, count("", named), **{"default-graph-uri": S1}) == 0
    assert number(url, count("", named), **{"named-graph-uri": [S1, S2]}) == first + second
    assert number(url, count("", everything), **{"named-graph-uri": S2}) == 0
    # what the request names goes before what the query names
    assert number(url, count(f"FROM <{S2}>", everything), **{"default-graph-uri": S1}) == first
    direct = post(url, count("", everything), "application/sparql-query", params={"default-graph-uri": S1})
    assert int(direct.json()["results"]["bindings"][0]["n"]["value"]) == first


def test_head_says_what_get_would(url: str) -> None:
    found = requests.head(f"{url}/sparql", params={"query": TERRITORIES}, headers={"Accept": CSV}, timeout=PATIENCE)
    same = get(url, TERRITORIES, CSV)
    assert found.status_code == 200
    assert found.content == b""
    assert {**found.headers, "Date": ""} == {**same.headers, "Date": ""}


@pytest.mark.parametrize("form", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"])
def test_the_service_describes_itself(url: str, form: str) -> None:
    found = requests.get(f"{url}/sparql", headers={"Accept": form}, timeout=PATIENCE)
    graph = rdflib.Graph().parse(data=found.content, format=form)
    told = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = graph.subjects(rdflib.RDF.type, told.Service)
    assert graph.value(service, told.endpoint) == rdflib.URIRef(f"{url}/sparql")
    assert graph.value(service, told.feature) == told.UnionDefaultGraph
    assert graph.value(service, told.supportedLanguage) == told.SPARQL11Query


def test_a_browser_is_led_to_the_page(url: str) -> None:
    found = requests.get(f"{url}/sparql", headers={"Accept": "text/html,*/*;q=0.8"}, timeout=PATIENCE)
    assert found.url == f"{url}/query"
    assert found.headers["Content-Type"].startswith("text/html")
    assert requests.get(f"{url}/sparql", headers={"Accept": "image/png"}, timeout=PATIENCE).status_code == 406


def test_32_clients_at_once_get_right_answers(url: str, store: Any) -> None:
    expected = {q.name: engine.query_text(store, q.text, "csv") for q in questions.questions()}
    names = sorted(expected)
    gate = threading.Barrier(32)

    def client(turn: int) -> list[str]:
        gate.wait(PATIENCE)
        wrong = []
        for name in (names[(turn + step) % len(names)] for step in range(6)):
            found = get(url, questions.question(name).text, CSV)
            if not found.ok or found.text.replace("\r\n", "\n") != expected[name]:
                wrong.append(f"{name}: {found.status_code} {found.text[:200]}")
        return wrong

    assert len({text for text in expected.values() if text.count("\n") > 1}) > 5
    with ThreadPoolExecutor(32) as clients:
        assert [wrong for found in clients.map(client, range(32)) for wrong in found] == []


# ---- refusing ----


@pytest.mark.parametrize(
    ("query", "line"), [("SELECT * { ?s ?p", 1), ("SELECT *\nWHERE {\n  ?s nothing:p ?o }", 3), ("no query at all", 1)]
)
def test_a_syntax_error_says_where(url: str, query: str, line: int) -> None:
    found = get(url, query)
    assert found.status_code == 400
    assert found.headers["Content-Type"].startswith("text/plain")
    assert re.match(rf"the query is not valid SPARQL, at line {line}, column \d+: .+\n$", found.text)
    french = get(url, query, headers={"Accept-Language": "fr-FR, fr;q=0.9, en;q=0.5"})
    assert french.headers["Content-Language"] == "fr"
    assert re.match(rf"la requête n'est pas du SPARQL valide, à la ligne {line}, colonne \d+ : .+\n$", french.text)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { ild:a ild:b ild:c }",
        "# a comment\nPREFIX a: <b:c> # one more\nBASE <d:e>\ninsert { ?s ?p 1 } WHERE { ?s ?p ?o }",
        "DELETE WHERE { ?s ?p ?o }",
        "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/>",
        "CLEAR ALL",
        "DROP SILENT ALL",
        "CREATE GRAPH <a:b>",
        "COPY DEFAULT TO <a:b>",
        "MOVE <a:b> TO <a:c>",
        "ADD <a:b> TO <a:c>",
    ],
)
def test_updates_are_refused(url: str, update: str) -> None:
    before = number(url, COUNT.format("", "?s ?p ?o"))
    for found in (
        get(url, update),
        get(url, TERRITORIES, update=update),
        post(url, {"query": update}),
        post(url, {"update": update}),
        post(url, {"update": update, "query": TERRITORIES}),
        post(url, update, "application/sparql-query"),
        post(url, update, "application/sparql-update"),
    ):
        assert found.status_code == 403
        assert "read-only" in found.text
    assert number(url, COUNT.format("", "?s ?p ?o")) == before


@pytest.mark.parametrize(
    "query", ["SELECT ({} AS ?x) {{ ?s ?p ?o }}", "CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o FILTER({}) }}"]
)
def test_a_function_that_the_engine_does_not_know_is_named(url: str, query: str) -> None:
    name = "http://www.opengis.net/def/function/geosparql/buffer"
    found = get(url, query.format(f"<{name}>(?o)"), "text/csv, text/turtle")
    assert (found.status_code, found.text) == (400, message("query-function", name=name).text("en") + "\n")


def test_no_other_server_is_asked(url: str) -> None:
    asked: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as other:
        there = f"http://127.0.0.1:{other.getsockname()[1]}/"
        other.settimeout(0.2)
        for query in (
            f"SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ service silent <{there}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ ?s ?p trueSERVICE<{there}>{{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<{there}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
            f"SELECT * {{ ?s ?p ?a, ?b FILTER(?a<?b#>'''\n)SERVICE <{there}> {{ ?s ?p ?o }} #'''\n }}",
            f"SELECT * {{ {{ SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }} }} }}",
            f"ASK {{ FILTER EXISTS {{ SERVICE <{there}> {{ ?s ?p ?o }} }} }}",
        ):
            for found in (get(url, query), post(url, query, "application/sparql-query")):
                assert found.status_code == 403, found.text
                assert "SERVICE is refused" in found.text
        assert get(url, f"ASK FROM <{there}> {{ ?s ?p ?o }}").ok
        assert get(url, f"SELECT * {{ ?s ?p ?o }} # SERVICE <{there}>").ok
        with contextlib.suppress(TimeoutError):
            asked.append(other.accept())
    assert asked == []


@pytest.mark.parametrize(
    ("body", "kind", "status", "said"),
    [
        (b"", "application/x-www-form-urlencoded", 400, "missing"),
        (b"query=%20", "application/x-www-form-urlencoded", 400, "missing"),
        (b"query=ASK{}&query=ASK{}", "application/x-www-form-urlencoded", 400, "several times"),
        (b"ASK { ?s ?p '\xff' }", "application/sparql-query", 400, "UTF-8"),
        (b"ASK {}", "text/plain", 415, "application/sparql-query"),
        (b"ASK {}", "", 415, "application/sparql-query"),
        (b"#" * 1_000_001, "application/sparql-query", 413, "too long"),
    ],
)
def test_what_is_no_request_is_refused(url: str, body: bytes, kind: str, status: int, said: str) -> None:
    found = post(url, body, kind)
    assert (found.status_code, found.headers["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert said in found.text


def test_other_methods_are_refused_with_those_that_are_not(url: str) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        found = requests.request(method, f"{url}/sparql", timeout=PATIENCE)
        assert found.status_code == 405
        assert set(found.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
        assert "POST" in found.text
    assert requests.options(f"{url}/sparql", timeout=PATIENCE).headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("host", ["example.org", "localhost.example.org", "127.0.0.1.example.org", "10.0.0.1:8000", ""])
def test_names_of_other_machines_are_refused(url: str, host: str) -> None:
    for path in ("/sparql?query=ASK{}", "/query", "/index.html", "/ask/territories"):
        found = requests.get(url + path, headers={"Host": host}, timeout=PATIENCE)
        assert found.status_code in {400, 421}
        assert "icilabas/" not in found.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9000", "127.0.0.1", "127.0.0.1:1", "[::1]:8000"])
def test_names_of_this_machine_are_answered(url: str, host: str) -> None:
    assert get(url, "ASK {}", headers={"Host": host}).ok


def test_pages_of_other_origins_read_nothing(url: str) -> None:
    for origin in ("https://example.org", "http://localhost:3000", "null", url.replace("127.0.0.1", "localhost")):
        wish = {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Private-Network": "true",
        }
        for found in (
            get(url, "ASK {}", headers=wish),
            get(url, "no query", headers=wish),
            requests.get(f"{url}/ask/territories", headers=wish, timeout=PATIENCE),
            requests.options(f"{url}/sparql", headers=wish, timeout=PATIENCE),
            page(url, "/index.html"),
        ):
            assert not [name for name in found.headers if name.lower().startswith("access-control")]
            assert found.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_persons_are_served_when_told_to_and_to_this_machine_only(tmp_path: Path) -> None:
    data, name = mini(tmp_path / "data"), 'ASK { ?x skos:prefLabel "Ada Example"@en }'
    with serving(data, folder=tmp_path / "public") as running:
        assert get(running.url, name).json()["boolean"] is False
        assert "Ada" not in page(running.url, "/index.html").text
    with serving(data, "--include-restricted", folder=tmp_path / "all") as running:
        found = get(running.url, name, headers={"Origin": "https://example.org"})
        assert found.json()["boolean"] is True
        assert "Access-Control-Allow-Origin" not in found.headers
        assert found.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert found.headers["Cache-Control"] == "no-store"
        assert "do not publish" in requests.get(f"{running.url}/query", timeout=PATIENCE).text


# ---- questions by name, and the site ----


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts open connections otherwise")
def test_connections_that_say_nothing_block_nobody(url: str) -> None:
    port, count = int(url.rpartition(":")[2]), 2 * server._connections()  # noqa: SLF001  # twice what it keeps open
    with contextlib.ExitStack() as idle:
        for number in range(min(count, 700)):
            one = idle.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            one.sendall(b"GET / HT" if number % 2 else b"")
        assert get(url, "ASK {}").ok
        assert page(url, "/index.html").ok


def test_of_too_many_connections_those_idle_the_longest_are_closed() -> None:
    closed: list[int] = []

    def connection(last: int, **how: Any) -> Any:
        about = {"requests": [], "total_outbufs_len": 0, "last_activity": last, **how}
        return SimpleNamespace(**about, handle_close=lambda: closed.append(last))

    some = [connection(3), connection(1, requests=["a query"]), connection(2), connection(0, total_outbufs_len=9)]
    server.make_room(some, 4)
    assert closed == []
    server.make_room(some, 3)
    assert closed == [2]
    server.make_room(some, 1)
    assert closed == [2, 2, 3]  # one that is answered stays


def test_a_question_is_asked_by_its_name(url: str, store: Any) -> None:
    wish = {"a": "Nord-Pas-de-Calais", "b": "region de kayes", "lang": "fr"}
    found = requests.get(f"{url}/ask/partnerships-between", params=wish, timeout=PATIENCE).json()
    rows = questions.ask(store, "partnerships-between", lang="fr", a=wish["a"], b=wish["b"])
    assert [tuple(cell[0] for cell in row) for row in found["rows"]] == [tuple(row) for row in rows]
    assert found["columns"] == ["partenariat", "territoire", "passage", "page"]
    assert found["rows"][0][1] == ["Nord–Pas-de-Calais", "https://w3id.org/icilabas/id/nord-pas-de-calais"]
    same = get(url, found["query"]).json()["results"]["bindings"]
    assert sorted(row["territory"]["value"] for row in same) == sorted(row[1][1] for row in found["rows"])
    table = requests.get(
        f"{url}/ask/partnerships-between",
        params={"a": "", "b": "kayes"},
        headers={"Accept": "text/csv", "Accept-Language": "en"},
        timeout=PATIENCE,
    )
    read = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert read[0] == ["partnership", "territory", "passage", "page"]
    assert [row[1] for row in read[1:]] == ["Kayes region", "Nord–Pas-de-Calais"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/ask/partnership-between", 404, "Nearest: partnerships-between"),
        ("/ask/partnerships-between?c=Kayes", 400, "no parameter “c”"),
        ("/ask/partnerships-between?a=Atlantis", 400, "is called “Atlantis”"),
        ("/ask/partnerships-between?a=%3E)%20}%20DELETE%20{", 400, "is called “>) } DELETE {”"),
        ("/ask/territories/x", 404, message("serve-not-found").text("en")),
        ("/names/Nothing", 404, message("serve-not-found").text("en")),
        ("/names/Territory%20}", 404, message("serve-not-found").text("en")),
        ("/nothing.html", 404, message("serve-not-found").text("en")),
        ("/%2e%2e/store/CURRENT", 404, message("serve-not-found").text("en")),
        ("/..%5cstore%5cCURRENT", 404, message("serve-not-found").text("en")),
        ("/downloads/", 404, message("serve-not-found").text("en")),
    ],
)
def test_what_is_not_there_is_said(url: str, path: str, status: int, said: str) -> None:
    page(url, "/index.html")
    found = requests.get(url + path, headers={"Accept-Language": "en"}, timeout=PATIENCE)
    assert found.status_code == status
    assert said in found.text


def test_names_to_choose_from(url: str) -> None:
    found = requests.get(f"{url}/names/Territory", headers={"Accept-Language": "fr"}, timeout=PATIENCE).json()
    assert found == [
        ["Lille", "lille"],
        ["Mali", "mali"],
        ["Nord–Pas-de-Calais", "nord-pas-de-calais"],
        ["Région de Kayes", "kayes"],
    ]
    assert len(requests.get(f"{url}/names/Thing", timeout=PATIENCE).json()) > 4


def test_the_site_is_there_and_leads_to_the_page(url: str) -> None:
    front = page(url, "/")
    assert front.url == f"{url}/index.html"
    assert '<a href="query">' in front.text
    assert page(url, "/graph.html").ok
    assert page(url, "/downloads/graph.ttl").headers["Content-Type"] == "text/turtle; charset=utf-8"
    assert front.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("wishes", "default", "lang"),
    [
        (None, "fr", "fr"),
        ("", "en", "en"),
        ("fr", "en", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "fr", "en"),
        ("de, fr;q=0.2", "en", "fr"),
        ("de", "fr", "fr"),
        ("*", "en", "en"),
        ("en;q=0.5, fr;q=0.5", "fr", "fr"),
        ("fr;q=0", "en", "en"),
        ("fr;q=x, ;;, en", "fr", "en"),
        ("fr-CA, en;q=0.9", "en", "fr"),
        ("en;q=0.2, fr-Latn-FR;q=0.7, en-GB;q=0.9", "fr", "en"),
        ("FR_be;q=0.4, de", "en", "en"),
    ],
)
def test_the_language_of_a_request(wishes: str | None, default: str, lang: str) -> None:
    assert accepted_language(wishes, default) == lang


# ---- starting and ending ----


def _children(pid: int) -> set[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return {int(child) for child in listed.read_text().split()} if listed.exists() else set()


def _alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def at_work(running: Running, processes: int = 1) -> set[int]:
    """Wait until so many processes write an answer; return all processes of the server."""
    while len([*running.folder.glob("*/answers/*")]) < processes:
        time.sleep(0.01)
    return _children(running.process.pid)


def gone(processes: set[int]) -> None:
    """Wait until the processes have ended."""
    given_up = time.monotonic() + PATIENCE
    while left := [process for process in processes if _alive(process)]:
        assert time.monotonic() < given_up, left
        time.sleep(0.01)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_it_ends_cleanly_whatever_it_is_at(tmp_path: Path, name: str) -> None:
    running = begin(SMALL, "--timeout", "600", folder=tmp_path / "temporary")
    assert list(running.folder.iterdir())
    assert get(running.url, "ASK {}").ok
    with ThreadPoolExecutor(3) as clients:
        waiting = [clients.submit(get, running.url, ENDLESS) for _client in range(3)]
        children = at_work(running, 2)  # of the two that there are at least: none is still starting
        code, said = running.end(getattr(signal, name))
        for answer in waiting:  # told why, or cut off
            with contextlib.suppress(requests.ConnectionError):
                assert answer.result().status_code == 503
    assert (code, said) == (0, "stopped\n")
    assert list(running.folder.iterdir()) == []
    gone(children)
    port = int(running.url.rpartition(":")[2])
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


@pytest.mark.skipif(not Path("/proc/self/fd/2").exists(), reason="this system does not say where files lead")
def test_processes_that_answer_cannot_print_to_the_user(tmp_path: Path) -> None:
    """Not even while they start, when nothing of ours runs in them yet."""
    running = begin(SMALL, folder=tmp_path / "temporary")
    assert get(running.url, "ASK {}").ok
    seen = {
        Path(f"/proc/{process}/fd/2").resolve() for process in (running.process.pid, *_children(running.process.pid))
    }
    assert Path(os.devnull) in seen
    assert Path(f"/proc/{running.process.pid}/fd/2").resolve() == Path(os.devnull)  # which they are started with
    assert running.end() == (0, "stopped\n")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal there")
def test_its_processes_do_not_outlive_it(tmp_path: Path) -> None:
    running = begin(SMALL, "--timeout", "600", folder=tmp_path / "temporary")
    with ThreadPoolExecutor(1) as client:
        waiting = client.submit(get, running.url, ENDLESS)
        children = at_work(running)
        running.end(signal.SIGKILL)
        assert isinstance(waiting.exception(), requests.ConnectionError)
    gone(children)


def test_a_signal_while_it_reads_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    command = [sys.executable, "-m", "icilabas", "serve", str(SMALL), "--port", "0", "--lang", "en"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(folder)}) as process:
        while not any(path.is_dir() for path in folder.iterdir()):  # not the file by which Python tries a folder
            assert process.poll() is None
        process.terminate()
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 143
    assert said.splitlines()[-1] == b"interrupted"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("lang", "said"), [("en", "choose another with --port"), ("fr", "en choisir un autre")])
def test_a_port_in_use_is_one_sentence(lang: str, said: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["serve", str(SMALL), "--port", port, "--lang", lang])
    assert result.exit_code == 2
    assert said in result.stderr
    assert port in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--profile", "nobody"], 2),
        (["--port", "70000"], 2),
        (["--timeout", "0"], 2),
        (["missing.ttl"], 2),
        (["--cors", "*"], 2),
        (["--cors", "https://x.example", "--include-restricted"], 2),
    ],
)
def test_wrong_calls_are_told(arguments: list[str], code: int) -> None:
    result = CliRunner().invoke(main, ["serve", str(SMALL), "--port", "0", "--lang", "en", *arguments])
    assert result.exit_code == code
    assert "Traceback" not in result.stderr
    assert result.stderr


def test_faulty_data_are_not_served(tmp_path: Path) -> None:
    folder = mini(
        tmp_path / "data", challenges="id,passage,page,label_fr,label_en,faced_in\nwater,s2,80,Eau,Water,nowhere\n"
    )
    result = CliRunner().invoke(main, ["serve", str(folder), "--port", "0", "--lang", "en"])
    assert result.exit_code == 1
    assert "challenges.csv:2:3: page 80" in result.stderr


def test_it_listens_on_the_loopback_address_only() -> None:
    with server._bound(0) as found:  # noqa: SLF001  # what no client on this machine can see
        assert found.getsockname()[0] == "127.0.0.1"
