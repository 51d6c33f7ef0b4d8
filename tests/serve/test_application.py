"""The web application by itself: what it accepts, how much of it, and what goes to the workers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from falcon import testing

from icilabas.engine import results
from icilabas.errors import UsageError
from icilabas.serve import application as app
from icilabas.serve.application import Served, application, checked_origins, request_parameters
from icilabas.serve.workers import Answered, Limits, Workers

if TYPE_CHECKING:
    from pathlib import Path

FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
HOST = {"Host": "localhost"}


class Noting(Workers):
    """Notes what it is to do instead of doing it: no process is started."""

    def __init__(self, folder: Path, kind: str = "text/csv") -> None:
        self.folder, self.kind, self.limits = folder, kind, Limits()
        self.asked: list[tuple[Any, ...]] = []

    def run(self, _work: object, /, *values: object) -> Answered:
        self.asked.append(values)
        path = self.folder / str(len(self.asked))
        path.write_bytes(b"x,y\r\n")
        return Answered(self.kind, path)


@pytest.fixture
def noting(tmp_path: Path) -> Noting:
    return Noting(tmp_path)


@pytest.fixture
def client(noting: Noting) -> testing.TestClient:
    return testing.TestClient(application(Served(noting, noting.folder / "site", bool)), headers=HOST)


@pytest.mark.parametrize(("length", "status"), [(999_999, 200), (1_000_000, 200), (1_000_001, 413)])
@pytest.mark.parametrize("kind", [FORM, QUERY])
def test_a_request_has_a_million_bytes_at_most(
    client: testing.TestClient, noting: Noting, length: int, status: int, kind: str
) -> None:
    start = "query=ASK{}%23" if kind == FORM else "ASK{}#"
    body = start.ljust(length, "x")
    assert len(body) == length == (app.LONGEST_REQUEST if length == 1_000_000 else length)
    assert client.simulate_post("/sparql", body=body, headers={**HOST, "Content-Type": kind}).status_code == status
    assert len(noting.asked) == (status == 200)


def test_the_query_and_its_graphs_go_to_the_workers_with_what_is_accepted(
    client: testing.TestClient, noting: Noting
) -> None:
    params = {"query": "ASK{}", "default-graph-uri": ["urn:b", "urn:a"], "named-graph-uri": "urn:c"}
    found = client.simulate_get("/sparql", params=params, params_csv=False, headers={**HOST, "Accept": "text/csv"})
    assert (found.status_code, found.text) == (200, "x,y\r\n")
    assert found.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert noting.asked == [("ASK{}", results.Graphs(("urn:b", "urn:a"), ("urn:c",)), ("text/csv",))]
    assert list(noting.folder.iterdir()) == []  # the file is gone when it has been sent


@pytest.mark.parametrize(
    ("accept", "types"),
    [
        ("*/*", (next(iter(results.SOLUTIONS)), next(iter(results.TRIPLES)))),
        ("text/turtle", ("text/turtle",)),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9", ("application/sparql-results+xml",)),
        ("application/n-triples, text/csv", ("text/csv", "application/n-triples")),
    ],
)
def test_of_what_can_be_sent_the_preferred_form_is(
    client: testing.TestClient, noting: Noting, accept: str, types: tuple[str, ...]
) -> None:
    client.simulate_get("/sparql?query=ASK{}", headers={**HOST, "Accept": accept})
    assert [values[-1] for values in noting.asked] == [types]


def test_an_answer_in_no_form_that_is_accepted_is_406_and_leaves_no_file(tmp_path: Path) -> None:
    noting = Noting(tmp_path, kind="")
    client = testing.TestClient(application(Served(noting, tmp_path / "site", bool)), headers=HOST)
    assert client.simulate_get("/sparql?query=ASK{}", headers={**HOST, "Accept": "text/csv"}).status_code == 406
    assert list(tmp_path.iterdir()) == []


def test_of_several_values_of_one_name_a_question_takes_the_last_and_the_language_is_none_of_them(
    client: testing.TestClient, noting: Noting
) -> None:
    client.simulate_get("/ask/leaders?a=x&a=y&lang=fr&b=", headers={**HOST, "Accept": "text/csv"})
    assert noting.asked == [("leaders", {"a": "y", "b": ""}, "fr", "text/csv")]
    assert request_parameters("a=1,2&a=3&b=") == {"a": ["1,2", "3"], "b": [""]}


def test_a_head_has_the_length_and_no_body(client: testing.TestClient, noting: Noting) -> None:
    found = client.simulate_head("/names/Territory", headers=HOST)
    assert (found.headers["Content-Length"], found.text) == ("5", "")
    assert list(noting.folder.iterdir()) == []


def test_only_a_fault_of_the_moment_says_when_to_come_back(client: testing.TestClient) -> None:
    found = client.simulate_get("/no-such-page", headers=HOST)
    assert (found.status_code, "Retry-After" in found.headers) == (404, False)


def test_the_service_names_its_endpoint_as_it_was_asked(client: testing.TestClient) -> None:
    found = client.simulate_get("/sparql", headers={"Host": "127.0.0.1:8001", "Accept": "text/turtle"})
    assert "<http://127.0.0.1:8001/sparql>" in found.text
    assert json.dumps(found.headers.get("Vary", "")).count("Accept") == 1


PAGES = ("https://page.example", "http://localhost:3000")


@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
@pytest.mark.parametrize(
    ("origin", "may"),
    [
        (PAGES[0], True),
        (PAGES[1], True),
        ("http://page.example", False),
        ("https://page.example:8443", False),
        ("https://sub.page.example", False),
        ("https://page.example.evil.example", False),
        ("http://localhost", False),
        ("null", False),
        (None, False),
    ],
)
def test_only_pages_of_an_origin_that_is_named_read_the_answers(
    noting: Noting, method: str, origin: str | None, *, may: bool
) -> None:
    served = Served(noting, noting.folder / "site", bool, origins=checked_origins(PAGES, public=True))
    wish = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    headers = {
        **HOST,
        **wish,
        "Access-Control-Request-Private-Network": "true",
        **({"Origin": origin} if origin else {}),
    }
    found = testing.TestClient(application(served)).simulate_request(method, "/sparql?query=ASK{}", headers=headers)
    assert found.headers.get("Access-Control-Allow-Origin") == (origin if may else None)
    assert "Origin" in found.headers["Vary"]
    allowed = found.headers.get("Access-Control-Allow-Methods"), found.headers.get("Access-Control-Allow-Headers")
    assert allowed == (("GET, HEAD, POST", "content-type") if may and method == "OPTIONS" else (None, None))
    private = found.headers.get("Access-Control-Allow-Private-Network")
    assert private == ("true" if may and method == "OPTIONS" else None)
    assert "Access-Control-Allow-Credentials" not in found.headers


def test_origins_are_kept_as_browsers_write_them() -> None:
    given = ["HTTPS://Page.Example:443/", "http://x.example:80", "http://x.example:443", "http://[::1]:3000"]
    kept = ("https://page.example", "http://x.example", "http://x.example:443", "http://[::1]:3000")
    assert checked_origins(given, public=True) == kept


@pytest.mark.parametrize(
    "text", ["*", "null", "", "page.example", "https://page.example/path", "ftp://x.example", "https://a b"]
)
def test_what_is_no_origin_is_said(text: str) -> None:
    with pytest.raises(UsageError, match="is not the origin of a page; write for example"):
        checked_origins([text], public=True)


def test_pages_of_others_never_read_restricted_content() -> None:
    assert checked_origins([], public=False) == ()
    with pytest.raises(UsageError, match="do not read restricted content"):
        checked_origins(PAGES, public=False)


BESIDE = "what lies beside the site"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/things/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2e%2Fsecret.txt",
        "/..%2fsecret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "/things/..%5c..%5csecret.txt",
        "/....//secret.txt",
        "/./../secret.txt",
        "//secret.txt",
        "/{outside}/secret.txt",
        "//{outside}/secret.txt",
        "/%2f{outside}/secret.txt",
        "/file://{outside}/secret.txt",
        "/index.html/../../secret.txt",
        "/index.html%00/../../secret.txt",
        "/..%00/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/~/secret.txt",
        "/link.txt",
        "/linked/secret.txt",
    ],
)
def test_nothing_beside_the_site_is_sent(noting: Noting, tmp_path: Path, path: str) -> None:
    site = noting.folder / "site"
    (site / "things").mkdir(parents=True)
    (site / "index.html").write_text("home", encoding="utf-8")
    (tmp_path / "secret.txt").write_text(BESIDE, encoding="utf-8")
    (noting.folder / "secret.txt").write_text(BESIDE, encoding="utf-8")
    (site / "link.txt").symlink_to(tmp_path / "secret.txt")
    (site / "linked").symlink_to(tmp_path, target_is_directory=True)
    client = testing.TestClient(application(Served(noting, site, bool)), headers=HOST)
    assert client.simulate_get("/index.html").text == "home"
    for form in (path.format(outside=tmp_path), unquote(path.format(outside=tmp_path), "latin-1")):
        found = client.simulate_get("/", extras={"PATH_INFO": form, "RAW_URI": form})
        assert found.status_code in {302, 400, 404}, form
        assert BESIDE not in found.text
