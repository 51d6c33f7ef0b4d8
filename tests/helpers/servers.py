"""Real SPARQL servers on the loopback address, each in a folder of its own: Oxigraph's, and Virtuoso 7.

A server that is not installed skips the tests that need it; where ICILABAS_REQUIRE_SERVERS is 1 they fail.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

_PATIENCE = 120  # seconds until a server on a busy machine must answer
_VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
CheckpointInterval = 0
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 10
MaxClientConnections = 10
[SPARQL]
ResultSetMaxRows = {most}
MaxQueryCostEstimationTime = {dearest}
MaxQueryExecutionTime = 60
"""


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _missing(name: str) -> NoReturn:
    reason = f"the SPARQL server {name} is not installed"
    if os.environ.get("ICILABAS_REQUIRE_SERVERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the port answers; say what the server said if it ended instead."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"the server does not answer: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


@contextmanager
def _running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        try:
            _wait(process, port, log)
            yield
        finally:
            process.kill()
            process.wait(_PATIENCE)


@contextmanager
def oxigraph(folder: Path, quads: Path, seconds: int = 0, *, writable: bool = False) -> Iterator[str]:
    """Serve the N-Quads with Oxigraph's server, ``seconds`` a query at most; give the address of its endpoint.

    writable: all who reach it may write, as Oxigraph has no logins.
    """
    program = Path(sys.executable).parent / "oxigraph"
    if not program.exists():
        _missing("oxigraph (a wheel)")
    folder.mkdir(parents=True)
    store, port = folder / "store", free_port()
    subprocess.run(
        [program, "load", "--location", store, "--file", quads], check=True, capture_output=True, timeout=_PATIENCE
    )
    command = [
        str(program),
        "serve" if writable else "serve-read-only",
        "--location",
        str(store),
        "--bind",
        f"127.0.0.1:{port}",
    ]
    limit = ["--timeout-s", str(seconds)] if seconds else []
    with _running([*command, "--union-default-graph", *limit], port, folder):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path, quads: Path, most: int = 10_000, dearest: int = 0) -> Iterator[str]:
    """Serve the N-Quads with Virtuoso 7; give the address of its endpoint.

    most: rows that it gives an answer. dearest: seconds above which it refuses a query that it thinks to take as long; at
    0 it refuses none. With 400 (``virtuoso_of_debian``) it also writes other SQL for each query.
    """
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or client is None:
        _missing("Virtuoso (Debian: virtuoso-opensource-7)")
    folder.mkdir(parents=True)
    http, sql = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(
        _VIRTUOSO_INI.format(folder=folder, http=http, sql=sql, most=most, dearest=dearest), encoding="utf-8"
    )
    shutil.copy(quads, folder / "content.nq")
    script = f"""SET ERRORS=STDOUT;
log_enable (2, 1);
DB.DBA.TTLP (file_to_string_output ('{folder}/content.nq'), '', 'urn:none', 512);
checkpoint;
"""
    with _running([program, "+foreground", "+wait", "+configfile", str(ini)], http, folder):
        loaded = subprocess.run(
            [client, f"127.0.0.1:{sql}", "dba", "dba"],
            input=script,
            capture_output=True,
            text=True,
            check=True,
            timeout=_PATIENCE,
        )
        assert "Error" not in loaded.stdout, loaded.stdout
        yield f"http://127.0.0.1:{http}/sparql"


def virtuoso_of_debian(folder: Path, quads: Path) -> AbstractContextManager[str]:
    """Serve the N-Quads with Virtuoso 7 under the limits that Debian's own ``virtuoso.ini`` sets."""
    return virtuoso(folder, quads, most=10_000, dearest=400)
