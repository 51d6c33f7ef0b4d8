"""A SPARQL endpoint over HTTP: questions go there, answers come back; updates go to the named host, or nowhere.

Credentials come from the environment and go to the host of the address only. What follows ``?`` in an address is
part of it, but is never shown.
"""

from __future__ import annotations

import os
import time
import zlib
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from icilabas.engine.whole_answers import Unpacked, given_up, is_full, refuses_updates
from icilabas.errors import Fault, PlaceError, UsageError, log_warning, needs
from icilabas.words.messages import message
from icilabas.words.text import current_language

with needs("endpoint"):
    import requests
    import urllib3
    from requests.auth import HTTPBasicAuth, HTTPDigestAuth

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from requests.auth import AuthBase


_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_PORTS = {"http": 80, "https": 443}
_CONNECT, _TOTAL = 10.0, 120.0  # seconds
_MOST = 512  # megabytes of an answer
_TRIES, _PAUSE, _LONGEST_PAUSE = 3, 0.3, 10.0  # pauses in seconds
_BUSY = {429, 502, 503, 504}
_MOST_REDIRECTS = 5
_PIECE = 1 << 16
_SHOWN_STATUS = {403: "endpoint-403", 404: "endpoint-404", 407: "endpoint-proxy"}
_OK, _PARTIAL, _UNAUTHORIZED, _FORBIDDEN = 200, 206, 401, 403
_DONE = {200, 201, 202, 204}  # of an update
_NO_UPDATES_HERE = {404, 405, 406, 415, 501}
_FULL = 507
_ALL_WELL = "00000"  # SQL's word for it; Virtuoso has a header for its other ones


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


class Answer(NamedTuple):
    """What came back.

    kind: its media type. most_rows: how many rows the server gives at most, if it says so. framed: whether the end of
    the content was seen, so that what has no end of its own is whole. packed: a coding that is not undone.
    """

    kind: str
    content: bytes
    most_rows: int | None
    framed: bool
    packed: str


class _Sent(NamedTuple):
    """What is sent: the content, its form, and whether it writes."""

    content: dict[str, str] | bytes
    headers: dict[str, str]
    writes: bool = False


class Client:
    """Sends queries, or updates, to one address."""

    def __init__(self, url: str) -> None:
        """Check the address and what the environment says. Raises UsageError for what cannot work."""
        try:
            parts = urlsplit(url)
            valid = (
                parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0 and not set(url) & set(" \t\r\n")
            )
        except ValueError:
            parts, valid = urlsplit("http:"), False
        if "@" in parts.netloc:
            raise UsageError(message("endpoint-userinfo"))
        if not valid:
            raise UsageError(message("endpoint-address", found=url.partition("?")[0].rpartition("@")[2]))
        self.url, self.shown = url, f"{parts.scheme}://{parts.netloc}{parts.path}"
        self._home = _origin(parts)
        user, password, token = (os.environ.get(f"ICILABAS_ENDPOINT_{name}") for name in ("USER", "PASSWORD", "TOKEN"))
        token = (token or "").strip()
        if token and not (token.isascii() and token.isprintable() and " " not in token):
            raise UsageError(message("endpoint-token"))
        self._token, self._login = token or None, (user, password or "") if user else None
        if (self._token or self._login) and parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            raise self.fault("endpoint-plain")
        self._seconds = self._timeout()
        self._login_way: AuthBase | None = None  # basic or digest, once the server has said which
        self._session: requests.Session | None = None
        self.sent = 0  # queries and updates
        self._elsewhere = ""  # the address that the server sent us on to, once that was told

    @property
    def whose(self) -> tuple[str, str, str]:
        """The whole address, and who asks there: the name of the login, and the token. Not to be shown."""
        return self.url, self._login[0] if self._login else "", self._token or ""

    @staticmethod
    def _timeout() -> float:
        text = os.environ.get("ICILABAS_ENDPOINT_TIMEOUT") or str(_TOTAL)
        try:
            seconds = float(text)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds < float("inf"):
            raise UsageError(message("endpoint-timeout", found=text))
        return seconds

    def fault(self, key: str, at: str = "", /, **values: object) -> PlaceError:
        """Return what is wrong; with the address ``at`` that answered, where that is on another host."""
        place = self.shown if not at or self.at_home(at) else f"{self.shown} → {at.partition('?')[0]}"
        return PlaceError(Fault(place, message(key, **values)))

    def post(self, query: str, accept: str) -> Answer:
        """Send a query, and return the answer. Raises UsageError, with a remedy, for all that can go wrong."""
        return self._answered(_Sent({"query": query}, {"Accept": accept}))

    def update(self, text: str) -> None:
        """Send an update (SPARQL 1.1); what is sent again where a connection broke has to do no harm.

        Raises UsageError, with a remedy, for all that can go wrong; nothing is sent to another host.
        """
        form = {"Content-Type": "application/sparql-update; charset=UTF-8", "Accept": "*/*"}
        self._answered(_Sent(text.encode(), form, writes=True))

    def _answered(self, sent: _Sent) -> Answer:
        self.sent += 1
        if self._session is None:
            self._session = requests.Session()
            self._session.trust_env = self._home[1] not in _LOOPBACK  # proxies of the environment: not for this machine
        until = time.monotonic() + self._seconds
        for turn in range(_TRIES):
            last = turn == _TRIES - 1
            try:
                with self._send(sent, until) as response:
                    answer = self._read(response, until)
                    if response.status_code not in _BUSY or last or given_up(answer.content):
                        (self._check_written if sent.writes else self._check)(response, answer)
                        self._tell(response.url)
                        return answer
                    pause = response.headers.get("Retry-After", "")
            except requests.exceptions.Timeout:
                raise self.fault("endpoint-slow", seconds=f"{self._seconds:g}") from None
            except requests.exceptions.SSLError:
                raise self.fault("endpoint-certificate") from None
            except requests.exceptions.ConnectionError as error:
                key = _reason(error)
                if last or key == "endpoint-unknown-host":
                    raise self.fault(key) from None
                pause = ""
            except (requests.exceptions.RequestException, ValueError) as error:  # ValueError: it sends on to no address
                raise self.fault("endpoint-redirects" if isinstance(error, ValueError) else "endpoint-cut") from None
            asked = float(pause) if pause.isdecimal() else _PAUSE * 2**turn
            if time.monotonic() + min(asked, _LONGEST_PAUSE) > until:
                raise self.fault("endpoint-slow", seconds=f"{self._seconds:g}")
            time.sleep(min(asked, _LONGEST_PAUSE))
        raise self.fault("endpoint-cut")

    def _send(self, sent: _Sent, until: float) -> requests.Response:
        """Send it once, follow redirects as a POST, and answer a 401 in the way that it asks for."""
        url, answered = self.url, False
        for _hop in range(_MOST_REDIRECTS + 1):
            known = self.at_home(url)
            response = self._once(url, sent, until, credentials=known)
            if response.is_redirect:
                response.close()
                url = urljoin(url, response.headers["Location"])
                scheme, host, _port = _origin(urlsplit(url))
                if scheme not in _PORTS or not host:
                    raise self.fault("endpoint-redirects")
                if sent.writes and not self.at_home(url):
                    raise self.fault("update-elsewhere", url)
            elif response.status_code == _UNAUTHORIZED and self._login and known and not answered:
                self._choose(response.headers.get("WWW-Authenticate", ""))
                response.close()
                answered = True
            else:
                return response
        raise self.fault("endpoint-redirects")

    def at_home(self, url: str) -> bool:
        """Say whether the address is on the host that was given, and at least as well protected."""
        scheme, host, port = _origin(urlsplit(url))
        secured = (scheme, host, port) == ("https", self._home[1], 443) and self._home[2] == _PORTS["http"]
        return (scheme, host, port) == self._home or secured

    def is_same(self, url: str) -> bool:
        """Say whether an address is this one, in whatever letters it is written and whatever query string it has."""
        return self.at_home(url) and urlsplit(url).path.rstrip("/") == urlsplit(self.url).path.rstrip("/")

    def _choose(self, challenge: str) -> None:
        """Log in as the server's challenge asks for, from now on."""
        user, password = self._login or ("", "")
        way = HTTPDigestAuth if "digest" in challenge.lower() else HTTPBasicAuth
        self._login_way = way(user, password)

    def _once(self, url: str, sent: _Sent, until: float, *, credentials: bool) -> requests.Response:
        if self._session is None:  # for the type checker: `post` has made it
            raise AssertionError
        headers = {**sent.headers, "Accept-Encoding": "gzip", "User-Agent": "icilabas"}
        if self._token and credentials:
            headers["Authorization"] = f"Bearer {self._token}"
        left = max(until - time.monotonic(), 0.001)
        return self._session.post(
            url,
            data=sent.content,
            headers=headers,
            # a callable that does nothing keeps requests from looking for passwords in the user's files
            auth=self._login_way if credentials and self._login_way else lambda request: request,
            timeout=(min(_CONNECT, left), left),
            allow_redirects=False,
            stream=True,
        )

    def _read(self, response: requests.Response, until: float) -> Answer:
        """Read the answer, piece by piece: neither a slow nor an endless one holds us up."""
        headers, well = response.headers, response.status_code == _OK
        content, unpacked, cut = bytearray(), Unpacked(headers.get("Content-Encoding", "")), False
        try:
            while piece := self._piece(response, until):
                for part in unpacked.take(piece):
                    content += part
                    if len(content) > _MOST << 20:
                        raise self.fault("endpoint-endless", response.url, most=_MOST)
            cut = unpacked.cut
        except zlib.error:
            if well:
                coding = headers["Content-Encoding"]
                raise self.fault("endpoint-compressed", response.url, coding=coding) from None
        except (urllib3.exceptions.HTTPError, OSError):
            cut = True
        if well and cut:
            said = given_up(bytes(content))
            raise self.fault("endpoint-given-up" if said else "endpoint-cut", response.url, reason=said)
        most = headers.get("X-SPARQL-MaxRows", "")
        framed = unpacked.ended or response.raw.chunked or headers.get("Content-Length", "").isdecimal()
        kind = headers.get("Content-Type", "")
        return Answer(kind, bytes(content), int(most) if most.isdecimal() else None, framed, unpacked.left)

    def _check(self, response: requests.Response, answer: Answer) -> None:
        """Raise UsageError for what is no answer, or only a part of one."""
        status, content, at = response.status_code, answer.content, response.url
        self._check_login(response)
        if status in _SHOWN_STATUS:
            raise self.fault(_SHOWN_STATUS[status], at)
        if reason := _stopped(response, content):
            raise self.fault("endpoint-given-up", at, reason=reason)
        if status in _BUSY:
            raise self.fault("endpoint-busy", at, status=status)
        if status != _OK:
            raise self.fault("endpoint-rejected", at, status=status, reason=_first_line(response, answer))
        if _is_page(answer):
            raise self.fault("endpoint-html", at)

    def _check_login(self, response: requests.Response) -> None:
        if response.status_code == _UNAUTHORIZED:
            at_home = self.at_home(response.url)
            known = "-elsewhere" if not at_home else "-again" if self._token or self._login else ""
            raise self.fault(f"endpoint-401{known}", response.url)

    def _check_written(self, response: requests.Response, answer: Answer) -> None:
        """Raise UsageError where an update was not done."""
        status, at, said = response.status_code, response.url, _first_line(response, answer)
        self._check_login(response)
        if status in _NO_UPDATES_HERE:
            raise self.fault("update-nowhere", at, status=status)
        if status == _FORBIDDEN or refuses_updates(said):
            raise self.fault("update-forbidden", at, status=status, reason=said)
        if reason := _stopped(response, answer.content):
            raise self.fault("update-given-up", at, reason=reason)
        if status in _BUSY:
            raise self.fault("endpoint-busy", at, status=status)
        if status not in _DONE:
            key = "update-full" if status == _FULL or is_full(said) else "update-rejected"
            raise self.fault(key, at, status=status, reason=said)

    def _tell(self, at: str) -> None:
        """Say once that the server sends us on to another host: it gets the queries, and answers in its place."""
        if not self.at_home(at) and not self._elsewhere:
            self._elsewhere = at.partition("?")[0]
            log_warning(self.fault("endpoint-elsewhere", at).text(current_language()))

    def _piece(self, response: requests.Response, until: float) -> bytes:
        """Return what has come since the last piece, nothing at the end."""
        if time.monotonic() > until:
            raise self.fault("endpoint-slow", seconds=f"{self._seconds:g}")
        try:
            piece: bytes = response.raw.read1(_PIECE, decode_content=False)
        except urllib3.exceptions.ReadTimeoutError:
            raise requests.exceptions.ReadTimeout from None
        return piece


def _is_page(answer: Answer) -> bool:
    start = answer.content[:200].lstrip().lower()
    return "html" in answer.kind or start.startswith((b"<!doctype html", b"<html"))


def _first_line(response: requests.Response, answer: Answer) -> str:
    """Return what the server says, in its first line; where it sends a page, or nothing, what the status is called."""
    lines = [] if _is_page(answer) else answer.content[:1000].decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in lines if line.strip()), response.reason or "?")


def _stopped(response: requests.Response, content: bytes) -> str:
    """Return with what words the server says that it gave the query up; nothing where it does not."""
    state, said = (response.headers.get(f"X-SQL-{name}", "").strip() for name in ("State", "Message"))
    partial = state not in {"", _ALL_WELL} or response.status_code == _PARTIAL
    if response.status_code in {_OK, _PARTIAL}:
        return (said.partition("  ")[0] or given_up(content) or state or str(_PARTIAL)) if partial else ""
    return given_up(f"{state} {said}\n".encode() + content)


def _reason(error: Exception) -> str:
    """Return the message for a connection that failed: unknown host, nobody there, a proxy in between, or cut."""
    inner = error.args[0] if error.args else None
    inner = getattr(inner, "reason", inner)
    name = type(inner).__name__
    if name == "NameResolutionError":
        return "endpoint-unknown-host"
    return {"NewConnectionError": "endpoint-refused", "ProxyError": "endpoint-proxy"}.get(name, "endpoint-cut")
