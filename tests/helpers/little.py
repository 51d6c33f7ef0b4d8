"""A little HTTP server on the loopback address: it answers as it is told, or as a SPARQL endpoint that cuts its answers."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pyoxigraph as ox

from icilabas.engine.endpoint import EndpointSolutions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Behaviour = Callable[["Request"], None]

JSON = "application/sparql-results+json"
EMPTY = b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}'


class Request(BaseHTTPRequestHandler):
    """One request: what came, and ways to answer it."""

    protocol_version = "HTTP/1.1"
    body: str
    form: dict[str, list[str]]
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.body = body.decode()
        self.form = parse_qs(self.body, keep_blank_values=True)
        little = self.server.little
        little.seen.append((self.command, self.path, dict(self.headers), self.form))
        try:
            little.behaviour(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_GET = do_POST  # noqa: N815  # the name that the library looks for

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name of the method that it replaces
        """Say nothing."""

    def answer(self, content: bytes = EMPTY, kind: str = JSON, status: int = 200, **headers: str) -> None:
        """Answer with the content."""
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)


class Server(ThreadingHTTPServer):
    """Serves; a client that goes away is nothing to print."""

    daemon_threads = True
    little: Little
    stopped = threading.Event()  # tests let their never-ending answers end with it

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


@dataclass
class Little:
    """The running server: its address, what it does, and what it was sent."""

    port: int
    behaviour: Behaviour
    seen: list[tuple[str, str, dict[str, str], dict[str, list[str]]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"

    @property
    def logins(self) -> list[str | None]:
        """The credentials of each request."""
        return [headers.get("Authorization") for _method, _path, headers, _form in self.seen]


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Little]:
    """Run the server until the block ends."""
    server = Server(("127.0.0.1", 0), Request)
    little = server.little = Little(server.server_port, behaviour)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield little
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def endpoint(store: ox.Store, most: int = 10**9, *, says_so: bool = False, union: bool = True) -> Behaviour:
    """Answer SPARQL from the store, ``most`` rows an answer, with Virtuoso's header if it ``says_so``."""

    def behave(request: Request) -> None:
        result: Any = store.query(request.form["query"][0], use_default_graph_as_union=union)
        if isinstance(result, ox.QuerySolutions):
            names, rows = [variable.value for variable in result.variables], [tuple(row) for row in result]
            content = EndpointSolutions(names, rows[:most]).serialize(format=ox.QueryResultsFormat.JSON)
            if says_so and len(rows) > most:
                request.answer(content, X_SPARQL_MaxRows=str(most))
            else:
                request.answer(content)
        elif isinstance(result, ox.QueryBoolean):
            request.answer(result.serialize(format=ox.QueryResultsFormat.JSON) or b"")
        else:
            content = ox.serialize(result, format=ox.RdfFormat.N_TRIPLES) or b""
            request.answer(content, "application/n-triples")

    return behave


def writable(store: ox.Store, fails: Callable[[int], int] = lambda _number: 0) -> Behaviour:
    """Answer SPARQL from the store, and change it by updates, at ``/update``; ``fails`` gives the status of the nth."""
    asked, updates = endpoint(store), 0

    def behave(request: Request) -> None:
        nonlocal updates
        if "query" in request.form:
            asked(request)
        elif not request.path.endswith("/update"):
            request.answer(b"no", "text/plain", 415)
        else:
            updates += 1
            status = fails(updates) or 204
            if status < 300:
                store.update(request.body)
            request.answer(b"", "text/plain", status)

    return behave
