"""``serve``: data made ready in a temporary folder, a server on the loopback address, and a clean end."""

from __future__ import annotations

import contextlib
import io
import logging
import multiprocessing
import os
import socket
import sys
from typing import TYPE_CHECKING

from icilabas.dataset import access, saved_store
from icilabas.engine import disk, results
from icilabas.errors import UsageError, needs, os_error_message
from icilabas.files import leftovers, signals
from icilabas.serve.application import Served, application, checked_origins
from icilabas.serve.workers import Limits, Workers, mortal
from icilabas.site import build
from icilabas.words.messages import message
from icilabas.words.progress import advance, stage, stages

with needs("serve"):
    import waitress
    from waitress import wasyncore

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from waitress.channel import HTTPChannel


_ADDRESS = "127.0.0.1"
_THREADS = 96  # each waits for one answer, and most are idle; more than queries may wait, so that pages need not
_CONNECTIONS = 512  # open at once; of more, those are closed that have been idle the longest
_MOST_HEADERS, _MOST_BODY = 262_144, 64_000_000  # bytes; what is longer is refused before we see it


def serve(  # noqa: PLR0913  # one for each option of the command
    inputs: Sequence[Path],
    tell: Callable[[str], None],
    *,
    port: int,
    timeout: float,
    store: Path | None = None,
    lang: str = "en",
    profile: str = access.PUBLIC,
    match_names: bool = False,
    strict: bool = False,
    cors: Sequence[str] = (),
) -> None:
    """Serve the inputs, or a store on disk, until the process is told to end (Ctrl-C, SIGTERM).

    tell: is given what to say to the user. port: 0 for a free one. timeout: seconds that a query may take. cors: the
    origins, as ``https://page.example``, whose pages may read the answers in a browser, beside its own. Raises
    DataError when the data have faults, UsageError for an unknown profile, a store that cannot be read, or a port that
    cannot be had.
    """
    with contextlib.ExitStack() as ends:
        ends.enter_context(signals.heard())
        listening = ends.enter_context(_bound(port))
        checked_origins(cors, public=profile == access.PUBLIC)  # before anything is read
        folder = ends.enter_context(leftovers.work_folder("icilabas-serve"))
        site, answers = folder / "site", folder / "answers"
        answers.mkdir()
        saved_store.only_one(inputs, store)
        if store is None:
            home = folder / "store"
            _stored(inputs, home, lang, profile, match_names=match_names, strict=strict)
        else:
            home, profile = saved_store.current_generation(store, profile, strict=strict)
        restricted = profile == access.INTERNAL
        builder = multiprocessing.get_context("spawn").Process(target=_build, args=(home, site, lang, restricted))
        builder.start()
        ends.callback(builder.join)
        ends.callback(builder.terminate)
        ends.enter_context(_only_our_errors())
        workers = Workers(home, answers, Limits(timeout))
        ends.callback(workers.stop)
        public = profile == access.PUBLIC
        origins = checked_origins(cors, public=public)
        _run(listening, Served(workers, site, builder.is_alive, lang, public=public, origins=origins), tell)


def _stored(inputs: Sequence[Path], folder: Path, lang: str, profile: str, *, match_names: bool, strict: bool) -> None:
    """Read the inputs as for the site, into a store on disk."""
    with stages(4, lang) as step:
        store = build.prepare(inputs, step, profile=profile, match_names=match_names, strict=strict)
        name = message("server-store")
        step(name)
        with stage(name, len(store)):
            disk.lay_down(store, folder)
            del store  # its memory is for what comes
            disk.take_up(folder, advance)


def _build(store: Path, site: Path, lang: str, restricted: bool) -> None:  # noqa: FBT001  # as a process is given it
    """Write the site, in a process of its own: of much data it takes long, and questions need not wait for it."""
    mortal()
    data = results.open_to_read(store)
    with leftovers.private(site):
        build.write_site(data, site, lambda _name: None, lang=lang, restricted=restricted, served=True)


def _run(listening: socket.socket, served: Served, tell: Callable[[str], None]) -> None:
    """Answer until told to end."""
    logging.getLogger("waitress").setLevel(logging.ERROR)  # that a client waits its turn is no news
    port = listening.getsockname()[1]
    sockets: dict[int, object] = {}
    most = _connections()
    try:
        server = waitress.create_server(
            application(served),
            map=sockets,
            sockets=[listening],
            threads=_THREADS,
            connection_limit=most + most // 4,  # those that are not idle stay, whatever comes
            max_request_header_size=_MOST_HEADERS,
            max_request_body_size=_MOST_BODY,
            ident=None,
        )
    except OSError as error:
        raise UsageError(message("serve-port", port=port, error=os_error_message(error))) from None
    for line in ("serve-site", "serve-page", "serve-endpoint", "serve-ready"):
        tell(message(line, address=f"http://{_ADDRESS}:{port}/").text(served.lang))
    try:
        with contextlib.suppress(signals.Ended):
            while True:
                wasyncore.loop(timeout=1, map=sockets, count=1, use_poll=True)
                make_room(server.active_channels.values(), most)
    finally:
        signals.take_over()
        served.workers.stop()
        server.task_dispatcher.shutdown()
        wasyncore.close_all(sockets)
    tell(message("serve-stopped").text(served.lang))


def _connections() -> int:
    """Return how many may be open: each takes one of the files that the system lets this process have."""
    if sys.platform == "win32":  # whose select knows no more
        return _CONNECTIONS // 2
    import resource

    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return min(_CONNECTIONS, soft // 2) if soft > 0 else _CONNECTIONS


def make_room(channels: Collection[HTTPChannel], most: int) -> None:
    """Close the connections that have been idle the longest, where more than so many are open."""
    if len(channels) > most:
        idle = [channel for channel in channels if not channel.requests and not channel.total_outbufs_len]
        for channel in sorted(idle, key=lambda channel: channel.last_activity)[: len(channels) - most]:
            channel.handle_close()


def _bound(port: int) -> socket.socket:
    """Return a socket bound to the port of the loopback address."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # where this lets two programs have one port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((_ADDRESS, port))
    except OSError as error:
        found.close()
        raise UsageError(message("serve-port", port=port, error=os_error_message(error))) from None
    return found


@contextlib.contextmanager
def _only_our_errors() -> Iterator[None]:
    """Keep standard error to this process: one that is ended while it starts would print a traceback there."""
    before = sys.stderr
    try:
        number = before.fileno()
    except (AttributeError, OSError):  # no file of the system, as where a test captures it
        yield
        return
    before.flush()
    ours = os.fdopen(os.dup(number), "wb", buffering=0)
    sys.stderr = io.TextIOWrapper(ours, before.encoding, before.errors, write_through=True)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(ours.fileno(), number)
        sys.stderr.close()
        sys.stderr = before
