"""SPARQL endpoints as inputs: what is sent, what comes back whole, and one clear sentence for all that goes wrong."""

from __future__ import annotations

import base64
import itertools
import re
from typing import TYPE_CHECKING, Any

import little
import pyoxigraph as ox
import pytest
import servers
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from places import SMALL

import icilabas as ilb
from icilabas import engine
from icilabas.asking import questions
from icilabas.cli.main import main
from icilabas.dataset.loading import load_store
from icilabas.engine import endpoint as endpoints
from icilabas.engine import http
from icilabas.engine.query_text import Asked
from icilabas.engine.terms import PREFIXES
from icilabas.errors import DataError, UsageError
from icilabas.export import rdf
from icilabas.words.messages import message

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.journey  # nearly each of them starts a server

ALL = "SELECT ?s ?o WHERE { ?s ?p ?o } ORDER BY ?s ?o"
ILB, ILG = "https://w3id.org/icilabas/ontology#", "https://w3id.org/icilabas/graph/"


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD", "TOKEN", "TIMEOUT"):
        monkeypatch.delenv(f"ICILABAS_ENDPOINT_{name}", raising=False)
    monkeypatch.setattr(http, "_PAUSE", 0.01)


def command(*arguments: object) -> tuple[int, str, str]:
    """Run a command; return exit code, standard output and standard error."""
    result = CliRunner().invoke(main, [*map(str, arguments), "--lang", "en"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def inferred(*, profile: str = "internal") -> ox.Store:
    store: ox.Store = load_store([], profile=profile)
    return store


@pytest.fixture(scope="module")
def full() -> ox.Store:
    return inferred()


@pytest.fixture(scope="module")
def public() -> ox.Store:
    return inferred(profile="public")


def said(key: str, **values: object) -> str:
    """Return what stands after the address, up to what the test does not know."""
    return f": {message(key, **values).text('en')}".split("…", maxsplit=1)[0]


# what goes wrong


def slow(request: little.Request) -> None:
    """Send the answer one byte at a time, for ever."""
    request.send_response(200)
    request.send_header("Content-Type", little.JSON)
    request.send_header("Content-Length", "100000")
    request.end_headers()
    for _ in range(100_000):
        request.wfile.write(b" ")
        request.wfile.flush()
        request.server.stopped.wait(0.02)


def silent(request: little.Request) -> None:
    request.server.stopped.wait(30)


def endless(request: little.Request) -> None:
    """Send pieces for ever."""
    request.send_response(200)
    request.send_header("Content-Type", little.JSON)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    while True:
        request.wfile.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


def cut(request: little.Request) -> None:
    request.send_response(200)
    request.send_header("Content-Type", little.JSON)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"head"')
    request.close_connection = True


def hang_up(request: little.Request) -> None:
    request.close_connection = True


def status(code: int, content: bytes = b"no", kind: str = "text/plain") -> little.Behaviour:
    return lambda request: request.answer(content, kind, code)


def to(path: str) -> little.Behaviour:
    return lambda request: request.answer(b"", status=302, Location=path)


MALFORMED = said("endpoint-malformed", reason="…")
FAULTS: dict[str, tuple[little.Behaviour, str]] = {
    "401": (status(401), said("endpoint-401")),
    "403": (status(403), said("endpoint-403")),
    "404": (status(404), said("endpoint-404")),
    "400": (
        status(400, b"\nline 3: not so\nquery: ..."),
        said("endpoint-rejected", status=400, reason="line 3: not so"),
    ),
    "500": (status(500, b"boom"), said("endpoint-rejected", status=500, reason="boom")),
    "500-page": (
        status(500, b"<html>long", "text/html"),
        said("endpoint-rejected", status=500, reason="Internal Server Error"),
    ),
    "503": (status(503), said("endpoint-busy", status=503)),
    "429": (status(429), said("endpoint-busy", status=429)),
    "page": (status(200, b"<!DOCTYPE html><p>hello", "text/html; charset=utf-8"), said("endpoint-html")),
    "page-in-disguise": (status(200, b" <html>hello", little.JSON), said("endpoint-html")),
    "no-results": (status(200, b"hello", little.JSON), MALFORMED),
    "half-results": (
        status(
            200, b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"a b"}}]}}', little.JSON
        ),
        MALFORMED,
    ),
    "boolean": (status(200, b'{"head":{},"boolean":true}', little.JSON), MALFORMED),
    "cut": (cut, said("endpoint-cut")),
    "hang-up": (hang_up, said("endpoint-cut")),
    "endless": (endless, said("endpoint-endless", most=1)),
    "round-and-round": (to("/sparql"), said("endpoint-redirects")),
    "to-a-file": (to("file:///etc/hosts"), said("endpoint-redirects")),
    "to-nowhere": (to("https:nowhere"), said("endpoint-redirects")),
    "to-nonsense": (to("http://["), said("endpoint-redirects")),
    "to-no-port": (to("http://127.0.0.1:99999/"), said("endpoint-redirects")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_a_server_does_wrong_is_said_in_one_sentence(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_MOST", 1)
    behaviour, expected = FAULTS[name]
    with little.serving(behaviour) as server:
        code, out, err = command("query", "goals", "--input", f"{server.url}?key=secret")
    assert (code, out) == (2, "")
    assert err.startswith(f"{server.url}{expected}")
    assert err.count("\n") == 1
    assert "secret" not in err


def gives_up(request: little.Request) -> None:
    request.answer(X_SQL_State="S1TAT")


@pytest.mark.parametrize("fails", [hang_up, cut, gives_up], ids=lambda fails: str(fails.__name__))
@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "{url}", "--out", "{out}"),
        ("convert", "{url}", "--out", "{out}.nq"),
        ("validate", "{url}"),
        ("compare", "Lille", "Tchad", "--input", "{url}"),
        ("measure", "bridges", "--input", "{url}"),
        ("network", "bridges", "--input", "{url}", "--out", "{out}.graphml"),
        ("network", "bridges", "--input", "{url}", "--out", "{out}.html"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_server_that_stops_in_between_leaves_nothing_but_a_sentence(
    arguments: tuple[str, ...], fails: little.Behaviour, public: ox.Store, tmp_path: Path
) -> None:
    def behave(request: little.Request) -> None:
        (little.endpoint(public) if len(server.seen) <= 3 else fails)(request)

    with little.serving(behave) as server:
        code, out, err = command(*(part.format(url=server.url, out=tmp_path / "out") for part in arguments))
    assert (code, err.count("\n"), err.count("http")) == (2, 1, 1)
    assert err.startswith(f"{server.url}: ")
    assert len(server.seen) > 3
    assert (out, list(tmp_path.iterdir())) == ("", [])


@pytest.mark.parametrize("behaviour", [slow, silent], ids=["slow", "silent"])
def test_a_server_that_never_ends_is_left(behaviour: little.Behaviour, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    stopped = threading.Event()
    monkeypatch.setattr(little.Server, "stopped", stopped)
    monkeypatch.setenv("ICILABAS_ENDPOINT_TIMEOUT", "0.7")
    with little.serving(behaviour) as server:
        code, _out, err = command("query", "goals", "--input", server.url)
        stopped.set()
    assert (code, err) == (2, f"{server.url}{said('endpoint-slow', seconds='0.7')}\n")


def test_nobody_there_and_no_such_host() -> None:
    url = f"http://127.0.0.1:{servers.free_port()}/sparql"
    assert command("query", "goals", "--input", url)[2] == f"{url}{said('endpoint-refused')}\n"
    url = "https://no-such-host.invalid/sparql"
    assert command("query", "goals", "--input", url)[2] == f"{url}{said('endpoint-unknown-host')}\n"


@pytest.mark.parametrize("address", ["http://", "http:///x", "https://a b/x", "http://host:port/", "http://[::1/"])
def test_an_address_that_is_none_is_said(address: str) -> None:
    code, _out, err = command("query", "goals", "--input", address)
    assert code == 2
    assert err == message("endpoint-address", found=address).text("en") + "\n"


@pytest.mark.parametrize("text", ["soon", "0", "-1", "inf", "nan"])
def test_a_time_limit_that_is_none_is_said(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICILABAS_ENDPOINT_TIMEOUT", text)
    assert f"ICILABAS_ENDPOINT_TIMEOUT is “{text}”" in command("query", "goals", "--input", "http://127.0.0.1/")[2]


# tries, and who one is


def test_a_busy_server_is_asked_again_and_not_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("icilabas.engine.http.time.sleep", pauses.append)

    def behave(request: little.Request) -> None:
        if len(server.seen) < 3:
            request.answer(b"", status=503, Retry_After="100000" if len(server.seen) == 1 else "nonsense")
        else:
            request.answer()

    with little.serving(behave) as server:
        assert engine.select(engine.Endpoint(server.url), ALL).rows == []
    assert len(server.seen) == 3
    assert pauses[0] == http._LONGEST_PAUSE  # noqa: SLF001  # what bounds it
    assert 0 < pauses[1] < 1


def asks_for(challenge: str, right: Callable[[str], bool]) -> little.Behaviour:
    def behave(request: little.Request) -> None:
        if right(request.headers.get("Authorization", "")):
            request.answer()
        else:
            request.answer(b"", status=401, WWW_Authenticate=challenge)

    return behave


BASIC = "Basic " + base64.b64encode(b"me:pass word").decode()
WAYS = {
    "basic": asks_for('Basic realm="x"', lambda sent: sent == BASIC),
    "digest": asks_for(
        'Digest realm="x", nonce="n", qop="auth"', lambda sent: 'username="me"' in sent and "response=" in sent
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_user_and_password_go_in_the_way_that_the_server_asks_for(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICILABAS_ENDPOINT_USER", "me")
    monkeypatch.setenv("ICILABAS_ENDPOINT_PASSWORD", "pass word")
    with little.serving(WAYS[way]) as server:
        endpoint = engine.Endpoint(server.url)
        assert engine.select(endpoint, ALL).rows == []
        assert server.logins[0] is None
        assert engine.select(endpoint, ALL).rows == []
    assert all("pass word" not in str(login) for login in server.logins)


def test_a_wrong_password_is_said_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICILABAS_ENDPOINT_USER", "me")
    monkeypatch.setenv("ICILABAS_ENDPOINT_PASSWORD", "wrong-word")
    with little.serving(WAYS["basic"]) as server:
        code, _out, err = command("query", "goals", "--input", server.url)
    assert (code, err) == (2, f"{server.url}{said('endpoint-401-again')}\n")
    assert len(server.seen) == 2


def test_a_token_goes_with_every_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICILABAS_ENDPOINT_TOKEN", "t0ken")
    with little.serving(lambda request: request.answer()) as server:
        engine.select(engine.Endpoint(server.url), ALL)
    assert server.logins == ["Bearer t0ken"]


@pytest.mark.parametrize(
    "variables", [{"TOKEN": "t0ken"}, {"USER": "me", "PASSWORD": "pass word"}], ids=["token", "user"]
)
def test_another_host_gets_no_credentials(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"ICILABAS_ENDPOINT_{name}", value)
    with little.serving(asks_for("Basic", lambda _sent: False)) as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        expected = re.escape(f"{elsewhere}{said('endpoint-401-elsewhere')}")
        with little.serving(to(elsewhere)) as server, pytest.raises(UsageError, match=expected):
            engine.select(engine.Endpoint(server.url), ALL)
    assert other.logins == [None]
    assert other.seen[0][0] == "POST"
    assert "query" in other.seen[0][3]


def test_who_answers_in_the_place_of_the_server_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    with little.serving(
        lambda request: request.answer() if "/there" in request.path else status(404)(request)
    ) as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        with little.serving(to(elsewhere.replace("sparql", "there?key=secret"))) as server:
            endpoint = engine.Endpoint(server.url)
            for _turn in range(2):
                assert engine.select(endpoint, ALL).rows == []
        assert caplog.text.count(said("endpoint-elsewhere")) == 1
        assert f"{server.url} → http://localhost" in caplog.text
        assert "secret" not in caplog.text
        with little.serving(to(elsewhere)) as server:
            code, _out, err = command("query", "goals", "--input", server.url)
    assert (code, err) == (2, f"{server.url} → {elsewhere}{said('endpoint-404')}\n")


@pytest.mark.parametrize("token", ["a b", "a\nb", "clé"])
def test_a_token_that_is_none_is_said(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICILABAS_ENDPOINT_TOKEN", token)
    code, _out, err = command("query", "goals", "--input", "http://127.0.0.1/")
    assert (code, err) == (2, message("endpoint-token").text("en") + "\n")


def test_a_proxy_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{servers.free_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    code, _out, err = command("query", "goals", "--input", "http://host.invalid/sparql")
    assert (code, err) == (2, f"http://host.invalid/sparql{said('endpoint-proxy')}\n")


def test_the_same_host_keeps_them_and_the_query(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICILABAS_ENDPOINT_TOKEN", "t0ken")
    with little.serving(lambda r: r.answer() if r.path == "/new" else to("/new")(r)) as server:
        engine.select(engine.Endpoint(server.url), ALL)
    assert server.logins == ["Bearer t0ken"] * 2
    assert server.seen[0][3] == server.seen[1][3]


def test_passwords_in_the_users_files_are_not_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n", encoding="utf-8")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with little.serving(lambda request: request.answer()) as server:
        engine.select(engine.Endpoint(server.url), ALL)
    assert server.logins == [None]


@pytest.mark.parametrize("name", ["TOKEN", "USER"])
def test_credentials_never_go_over_plain_http(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"ICILABAS_ENDPOINT_{name}", "secret")
    code, _out, err = command("query", "goals", "--input", "http://host.invalid/sparql?key=hidden")
    assert (code, err) == (2, f"http://host.invalid/sparql{said('endpoint-plain')}\n")


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    for arguments in (("query", "goals", "--input"), ("validate",), ("build",)):
        code, out, err = command(*arguments, f"https://me:secret{chr(64)}host.invalid/sparql")
        assert code == 2
        assert message("endpoint-userinfo").text("en") in err
        assert "secret" not in out + err


def test_what_follows_the_question_mark_is_sent_but_nowhere_said(caplog: pytest.LogCaptureFixture) -> None:
    with little.serving(status(503)) as server:
        _code, out, err = command("validate", f"{server.url}?key=secret")
    assert server.seen[0][1] == "/sparql?key=secret"
    assert "secret" not in out + err + "".join(record.getMessage() for record in caplog.records if record.levelno > 10)


# rows


def numbers(count: int) -> ox.Store:
    """Return a store of so many things, each with a number."""
    store = ox.Store()
    graph, value = ox.NamedNode(f"{ILG}x"), ox.NamedNode(f"{ILB}page")
    store.extend(ox.Quad(ox.NamedNode(f"{ILG}{n}"), value, ox.Literal(n), graph) for n in range(count))
    return store


@pytest.mark.parametrize("says_so", [True, False], ids=["says-so", "silent"])
@pytest.mark.parametrize(("count", "most"), [(100, 100), (250, 100), (300, 100), (2500, 1000), (37, 1000)])
def test_a_server_that_cuts_its_answers_loses_no_rows(count: int, most: int, *, says_so: bool) -> None:
    store = numbers(count)
    for query in (
        "SELECT ?s ?n { ?s ilb:page ?n } ORDER BY DESC(?n)",
        "SELECT DISTINCT * { ?s ilb:page ?n } ORDER BY ?s",
        "SELECT ?n { ?s ilb:page ?n } ORDER BY ?n LIMIT 150",
    ):
        expected = engine.select(store, query)
        with little.serving(little.endpoint(store, most, says_so=says_so)) as server:
            found = engine.select(engine.Endpoint(server.url), query)
        assert found == expected


def test_ask_and_construct_come_back() -> None:
    store = numbers(3)
    with little.serving(little.endpoint(store)) as server:
        endpoint = engine.Endpoint(server.url)
        for query in (
            "ASK { ?s ilb:page 2 }",
            "ASK { ?s ilb:page 7 }",
            "CONSTRUCT { ?s ilb:pages ?n } WHERE { ?s ilb:page ?n }",
            "SELECT * { ?s ilb:page ?n } ORDER BY ?n",
        ):
            for form in ("json", "csv", "tsv"):
                assert engine.query_text(endpoint, query, form) == engine.query_text(store, query, form)
    assert {tuple(form) for _method, _path, _headers, form in server.seen} == {("query",)}


def test_no_update_is_ever_sent() -> None:
    with little.serving(lambda request: request.answer()) as server:
        for text in ("DROP ALL", "INSERT DATA { ilb:a ilb:b ilb:c }", "SELECT * { ?s ?p ?o } ; DROP ALL", "no query"):
            with pytest.raises(UsageError, match="SPARQL"):
                engine.select(engine.Endpoint(server.url), text)
    assert server.seen == []


TERMS = st.one_of(
    st.none(),
    st.integers(-20, 20).map(ox.Literal),
    st.sampled_from([ox.Literal(1.5), ox.Literal("été", language="fr"), ox.NamedNode("urn:x")]),
    st.text("aéZ z\"\\\n'", max_size=3).map(ox.Literal),
    st.sampled_from("abcXYZ").map(lambda letter: ox.NamedNode(f"http://example.org/{letter}")),
)


@given(
    rows=st.lists(st.tuples(TERMS, TERMS), max_size=12),
    descends=st.booleans(),
    chance=st.randoms(use_true_random=False),
)
def test_rows_are_put_in_the_order_of_the_engine_in_memory(
    *, rows: list[tuple[Any, Any]], descends: bool, chance: random.Random
) -> None:
    data = " ".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows)
    order = "ORDER BY DESC(?b) ?a" if descends else "ORDER BY ?b ?a"
    query = f"SELECT DISTINCT ?a ?b {{ VALUES (?a ?b) {{ {data} }} }} {order}"
    solutions: Any = ox.Store().query(query)
    expected = [tuple(row) for row in solutions]
    mixed = chance.sample(expected, len(expected))
    found = endpoints.in_asked_order(mixed, Asked.of(query))
    key = [str(row[1]) for row in expected]
    assert sorted(map(str, found)) == sorted(map(str, expected))
    assert [str(row[1]) for row in found] == key or len(set(key)) < len(key)


@pytest.mark.parametrize(
    ("datatype", "in_order"),
    [
        ("integer", [None, "5x", "2", "007", "12"]),
        ("duration", [None, "P1Y", "P30M"]),
        (
            "dateTime",  # in turn by the clock, by what is written, by what is written: no order of all three has that
            ["2016-01-01T10:00:00", "2016-01-01T11:00:00+05:00", "2016-01-01T08:00:00Z"],
        ),
    ],
)
def test_rows_have_one_order_however_their_values_are_written(datatype: str, in_order: list[str | None]) -> None:
    kind = ox.NamedNode(f"{PREFIXES['xsd']}{datatype}")
    rows = [(None if value is None else ox.Literal(value, datatype=kind),) for value in in_order]
    asked = Asked.of("SELECT ?a { ?s ?p ?a } ORDER BY ?a")
    for given_rows in itertools.permutations(rows):
        assert endpoints.in_asked_order([*given_rows], asked) == rows


# what is there


def test_an_endpoint_is_an_rdflib_dataset_and_so_is_one_over_rdflibs_own_store(public: ox.Store) -> None:
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    with little.serving(little.endpoint(public)) as server:
        dataset = ilb.load(server.url, restricted=False)
        assert isinstance(dataset, rdflib.Dataset)
        rows = [tuple(map(str, row)) for row in ilb.ask(dataset, "goals")]
        assert rows == [tuple(map(str, row)) for row in ilb.ask(public, "goals")]
        assert isinstance(ilb.ask(dataset, "goals")[0][0], rdflib.URIRef)
        assert ilb.compare(dataset, "Lille", "Tchad").to_dict() == ilb.compare(public, "Lille", "Tchad").to_dict()
        made = rdflib.Dataset(store=SPARQLStore(server.url), default_union=True)
        assert ilb.measure(made, "bridges").to_csv() == ilb.measure(public, "bridges").to_csv()


def test_only_rows_travel(public: ox.Store) -> None:
    with little.serving(little.endpoint(public)) as server:
        code, out, _err = command("query", "goals", "--input", server.url, "--format", "csv")
        assert (code, out) == (0, engine.query_text(public, questions.question("goals").text, "csv"))
        assert len(server.seen) == 3  # what is there, what it makes of values, and the question


def test_restricted_passages_are_refused_where_the_public_profile_is_shown(full: ox.Store, tmp_path: Path) -> None:
    with little.serving(little.endpoint(full)) as server:
        for arguments in (
            ("compare", "Lille", "Tchad"),
            ("measure", "bridges"),
            ("network", "bridges", "--out", tmp_path / "n.csv"),
            ("measure", "bridges", "--profile", "partner"),
        ):
            code, out, err = command(*arguments, "--input", server.url)
            assert (code, out) == (2, "")
            assert "restricted passages (persons)" in err
            assert "icilabas convert INPUT --infer --out all.nq" in err
        assert command("query", "goals", "--input", server.url)[0] == 0
        assert command("measure", "bridges", "--include-restricted", "--input", server.url)[0] == 0
        with pytest.raises(UsageError, match="restricted passages"):
            ilb.load(server.url, restricted=False)
    assert list(tmp_path.iterdir()) == []


def changed(store: ox.Store, *quads: str) -> ox.Store:
    """Return the store with these N-Quads, and without what it says of the audience of its inferred graph."""
    more = ox.Store()
    audience = ox.NamedNode("http://purl.org/dc/terms/audience")
    more.extend(quad for quad in store if quad.predicate != audience)
    more.load("\n".join(quads).encode(), format=ox.RdfFormat.N_QUADS)
    return more


FOR = f"<{ILG}inferred> <http://purl.org/dc/terms/audience> <{{}}> <{ILG}inferred> ."
ILV = "https://w3id.org/icilabas/vocabulary/"
PERSON = f"<urn:p> <{{}}> <{{}}> <{ILG}lille-2016/session-1> ."


@pytest.mark.parametrize(
    ("quads", "profile", "reason"),
    [
        ([], "public", "endpoint-inferred-unknown"),
        ([FOR.format(f"{ILV}restricted")], "public", "endpoint-inferred-unknown"),
        ([FOR.format(f"{ILG}profile/partner")], "public", "endpoint-inferred-unknown"),
        ([FOR.format(f"{ILV}public"), FOR.format(f"{ILV}restricted")], "partner", "endpoint-inferred-unknown"),
        ([FOR.format(f"{ILV}public")], "public", None),
        ([FOR.format(f"{ILV}public")], "partner", None),
        ([FOR.format(f"{ILG}profile/partner")], "partner", None),
        ([], "internal", None),
        *(
            ([FOR.format(f"{ILV}public"), PERSON.format(said, what)], "public", "endpoint-restricted")
            for said, what in (
                ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://xmlns.com/foaf/0.1/Person"),
                ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://schema.org/Person"),
                ("http://xmlns.com/foaf/0.1/familyName", "urn:q"),
            )
        ),
    ],
)
def test_what_was_inferred_for_others_or_names_persons_is_refused(
    quads: list[str], profile: str, reason: str | None, public: ox.Store
) -> None:
    """What rules found in restricted passages outlives these; where nothing tells, nothing is shown."""
    arguments = ("measure", "bridges", "--format", "csv", "--profile", profile, "--input")
    with little.serving(little.endpoint(changed(public, *quads))) as server:
        code, out, err = command(*arguments, server.url)
    if reason is None:
        assert (code, out) == (0, command(*arguments[:-1])[1])
    else:
        assert (code, out) == (2, "")
        assert message(reason, url=server.url, profile=profile).text("en") in err


def test_partners_may_ask_where_their_own_profile_was_loaded() -> None:
    partner = load_store([], profile="partner")
    with little.serving(little.endpoint(partner)) as server:
        assert command("measure", "knowledge", "--profile", "partner", "--input", server.url)[0] == 0
        assert command("measure", "knowledge", "--input", server.url)[0] == 2


def test_an_unknown_profile_is_said_for_an_endpoint_too(public: ox.Store) -> None:
    with little.serving(little.endpoint(public)) as server:
        code, _out, err = command("measure", "bridges", "--profile", "publik", "--input", server.url)
    assert code == 2
    assert "public" in err or "partner" in err


def without(store: ox.Store, *graphs: str) -> ox.Store:
    left = ox.Store()
    left.extend(quad for quad in store if quad.graph_name.value not in graphs)
    return left


@pytest.mark.parametrize(
    ("graph", "missing"),
    [("https://w3id.org/icilabas/ontology", "endpoint-ontology"), (f"{ILG}inferred", "endpoint-inferred")],
)
def test_what_is_not_loaded_is_named(graph: str, missing: str, public: ox.Store) -> None:
    with little.serving(little.endpoint(without(public, graph))) as server:
        code, _out, err = command("query", "goals", "--input", server.url)
    assert code == 2
    assert f": {message(missing).text('en')} is missing" in err
    assert "icilabas convert INPUT --infer --out all.nq" in err


def test_a_default_graph_that_is_no_union_is_named(public: ox.Store) -> None:
    with little.serving(little.endpoint(public, union=False)) as server:
        code, _out, err = command("query", "goals", "--input", server.url)
    assert code == 2
    assert said("endpoint-no-union") in err


# the content


def with_more(store: ox.Store) -> ox.Store:
    """Return the store with what a shared server holds besides: a graph of somebody else."""
    more = without(store)
    more.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c"), ox.NamedNode("urn:others")))
    return more


def by_value(path: Path) -> bytes:
    """Return a file by the values of its literals: servers say 46 for 46.00, and Virtuoso 1 for true."""
    store = ox.Store()
    store.load(path=path, format=ox.RdfFormat.N_QUADS)
    return engine.dump(store, ".nq")


def test_the_content_is_fetched_whole_and_nothing_else(full: ox.Store, tmp_path: Path) -> None:
    local, fetched = tmp_path / "local.nq", tmp_path / "fetched.nq"
    assert command("convert", "data/lille-2016", "--include-restricted", "--out", local)[0] == 0
    with little.serving(little.endpoint(with_more(full), 2_000)) as server:
        assert command("convert", server.url, "--include-restricted", "--out", fetched)[0] == 0
        code, _out, err = command("validate", server.url)
    assert by_value(fetched) == by_value(local)
    assert (code, err) == (0, command("validate", "data/lille-2016")[2])


def test_the_public_profile_leaves_out_what_is_restricted(full: ox.Store, tmp_path: Path) -> None:
    local, fetched = tmp_path / "local.nq", tmp_path / "fetched.nq"
    command("convert", "data/lille-2016", "--out", local)
    with little.serving(little.endpoint(full)) as server:
        assert command("convert", server.url, "--out", fetched)[0] == 0
    assert by_value(fetched) == by_value(local)


def test_an_endpoint_among_other_inputs_is_read_like_a_file(full: ox.Store) -> None:
    with little.serving(little.endpoint(full)) as server:
        both = ilb.load(server.url, SMALL)
    assert set(ilb.ask(both, "goals")) == set(ilb.ask(ilb.load("data/lille-2016", SMALL), "goals"))


def test_validate_takes_the_dataset_of_an_endpoint(full: ox.Store) -> None:
    with little.serving(little.endpoint(full)) as server:
        assert ilb.validate(ilb.load(server.url)) == []


def test_virtuosos_names_of_blank_nodes_are_read() -> None:
    content = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{ "type": "bnode", "value": "nodeID://b1" }},{"s":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"3"}}]}}'
    with little.serving(status(200, content, little.JSON)) as server:
        assert engine.select(engine.Endpoint(server.url), "SELECT ?s { ?s ?p ?o }").rows == [("_:b1",), (3,)]


def test_an_endpoint_without_passages_and_one_that_gives_less_than_it_counts(full: ox.Store) -> None:
    with little.serving(little.endpoint(numbers(3))) as server:
        code, _out, err = command("validate", server.url)
    assert (code, said("endpoint-empty") in err) == (2, True)

    def keeps_back(request: little.Request) -> None:
        if "SELECT ?graph ?s ?p ?o" in request.form["query"][0]:
            request.answer()
        else:
            little.endpoint(full)(request)

    with little.serving(keeps_back) as server, pytest.raises(DataError, match=r": only 0 of \d+ triples"):
        load_store([server.url])


def test_convert_writes_what_another_engine_needs(tmp_path: Path, public: ox.Store) -> None:
    out = tmp_path / "all.nq"
    assert command("convert", "data/lille-2016", "--infer", "--out", out)[0] == 0
    store = ox.Store()
    store.load(path=str(out))
    assert {quad.graph_name for quad in store} == {quad.graph_name for quad in public}
    assert len(store) == len(public) + 1  # and of which version the data are
    with little.serving(little.endpoint(store)) as server:
        assert (
            command("compare", "Lille", "Tchad", "--input", server.url)[:2] == command("compare", "Lille", "Tchad")[:2]
        )
    code, _out, err = command("convert", "data/lille-2016", "--infer", "--out", tmp_path / "all.xlsx")
    assert (code, "--infer writes RDF" in err) == (2, True)


# real servers


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def real(request: pytest.FixtureRequest, public: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("real")
    (folder / "all.nq").write_bytes(rdf.rdf(public, ".nq", restricted=True, inferred=True))
    with getattr(servers, request.param)(
        folder / "server", folder / "all.nq", **({"most": 1000} if request.param == "virtuoso" else {})
    ) as url:
        yield url


def test_commands_say_the_same_of_a_real_server(real: str, tmp_path: Path) -> None:
    for arguments in (("compare", "Lille", "Tchad"), ("measure", "bridges", "--format", "csv")):
        assert command(*arguments, "--input", real)[:2] == command(*arguments)[:2]
    here, there = tmp_path / "here.graphml", tmp_path / "there.graphml"
    assert (
        command("network", "collaboration", "--out", here)[0]
        == command("network", "collaboration", "--out", there, "--input", real)[0]
        == 0
    )
    assert len(there.read_bytes()) == pytest.approx(len(here.read_bytes()), rel=0.01)


def test_the_content_of_a_real_server_comes_back_whole(real: str, tmp_path: Path) -> None:
    assert command("convert", real, "--out", tmp_path / "there.nq")[0] == 0
    assert command("convert", "data/lille-2016", "--out", tmp_path / "here.nq")[0] == 0
    assert by_value(tmp_path / "there.nq") == by_value(tmp_path / "here.nq")


def test_all_rows_of_a_real_server_come_in_the_order_of_memory(real: str, public: ox.Store) -> None:
    query = "SELECT ?graph ?s ?p ?o { GRAPH ?graph { ?s ?p ?o } FILTER(STRSTARTS(STR(?graph), 'https://w3id.org/icilabas/graph/lille') && ISIRI(?o)) } ORDER BY ?graph ?s ?p ?o"
    expected = engine.select(public, query)
    assert len(expected.rows) > 3000
    assert engine.select(engine.Endpoint(real), query) == expected


def test_texts_of_a_real_server_are_those_of_its_terms(real: str, public: ox.Store) -> None:
    query = "SELECT ?s (STR(?o) AS ?text) (LANG(?o) AS ?lang) ?none { GRAPH ?graph { ?s ?p ?o } FILTER(STRSTARTS(STR(?graph), 'https://w3id.org/icilabas/graph/lille') && ?p IN (skos:prefLabel, dcterms:description, rdf:type)) }"
    expected = sorted(map(tuple, engine.select(public, query).rows), key=str)
    assert len(expected) > 1000
    assert sorted(engine.Endpoint(real).texts(query), key=str) == expected


def test_rdflibs_own_query_works_on_the_dataset(real: str) -> None:
    found = ilb.load(real).query(f"SELECT ?s WHERE {{ ?s a <{ILB}Partnership> }} LIMIT 1")
    assert len(list(found)) == 1


def test_virtuoso_asks_for_digest(real: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not real.endswith("/sparql"):
        pytest.skip("Oxigraph's server asks nobody who they are")
    monkeypatch.setenv("ICILABAS_ENDPOINT_USER", "dba")
    monkeypatch.setenv("ICILABAS_ENDPOINT_PASSWORD", "dba")
    rows = engine.select(engine.Endpoint(f"{real}-auth"), "SELECT ?s { ?s a ilb:Session } ORDER BY ?s").rows
    assert len(rows) >= 3
    monkeypatch.setenv("ICILABAS_ENDPOINT_PASSWORD", "wrong")
    with pytest.raises(UsageError, match=re.escape(said("endpoint-401-again"))):
        engine.select(engine.Endpoint(f"{real}-auth"), ALL)
