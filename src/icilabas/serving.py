"""What ``serve`` answers at which address: the site, the page to ask from, questions by name, and SPARQL.

Messages are plain text in the language of the request. Nothing is logged of who asks what.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import falcon

from icilabas import querypage, workers
from icilabas.messages import Bilingual, message
from icilabas.protocol import Sparql, asked, fitting, send
from icilabas.workers import Refused, Workers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_HOSTS = re.compile(r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
_TONGUE = re.compile(r"\s*(fr|en)(?:-[\w-]*)?\s*(?:;\s*q=([01](?:\.\d*)?))?\s*", re.IGNORECASE)
_MEDIA = {
    ".csv": "text/csv; charset=utf-8",
    ".gexf": "application/gexf+xml",
    ".graphml": "application/graphml+xml",
    ".html": falcon.MEDIA_HTML,
    ".jsonld": "application/ld+json",
    ".trig": "application/trig",
    ".ttl": "text/turtle; charset=utf-8",
}


class Served(NamedTuple):
    """What is served.

    workers: the processes that answer. site: its folder, ``index.html`` being written last; writing: says whether
    somebody is at that. lang: the language of messages by default. public: whether all may read what is served.
    """

    workers: Workers
    site: Path
    writing: Callable[[], bool]
    lang: str = "en"
    public: bool = True


def spoken(wishes: str | None, default: str) -> str:
    """Return ``fr`` or ``en``, what an Accept-Language prefers; the default where it prefers neither."""
    wished = [wish for part in (wishes or "").split(",") if (wish := _TONGUE.fullmatch(part))]
    found = {wish[1].lower(): float(wish[2] or 1) for wish in reversed(wished)}
    best = max(found.values(), default=0.0)
    return default if not best or found.get(default) == best else max(found, key=lambda lang: found[lang])


class _Ask:
    """``/ask/NAME``: a question by its name, its values by what people call them; readable rows."""

    def __init__(self, served: Served) -> None:
        self._served = served

    def on_get(self, req: falcon.Request, resp: falcon.Response, name: str) -> None:
        given = {key: values[-1] for key, values in asked(req.query_string).items()}
        lang = given.pop("lang", "") or spoken(req.get_header("Accept-Language"), self._served.lang)
        (kind,) = fitting(req, querypage.FORMS)
        send(req, resp, self._served.workers.run(querypage.asked, name, given, lang, kind))

    on_head = on_get


class _Names:
    """``/names/KIND``: what things of a kind are called, for those who fill in a question."""

    def __init__(self, served: Served) -> None:
        self._served = served

    def on_get(self, req: falcon.Request, resp: falcon.Response, kind: str) -> None:
        lang = spoken(req.get_header("Accept-Language"), self._served.lang)
        send(req, resp, self._served.workers.run(querypage.names, kind, lang))

    on_head = on_get


class _Page:
    """``/query``: the page from which people ask."""

    def __init__(self, served: Served) -> None:
        self._content = querypage.page(served.lang, restricted=not served.public)

    def on_get(self, _req: falcon.Request, resp: falcon.Response) -> None:
        resp.content_type, resp.data = falcon.MEDIA_HTML, self._content

    on_head = on_get


class _Front:
    """``/`` is the front page of the site."""

    def on_get(self, req: falcon.Request, _resp: falcon.Response) -> None:
        raise falcon.HTTPFound(f"/index.html?{req.query_string}" if req.query_string else "/index.html")

    on_head = on_get


class _Guard:
    """Answers by names of this machine only, so that no page of elsewhere can pass for ours; sets common headers."""

    def __init__(self, served: Served) -> None:
        self._public = served.public

    def process_request(self, req: falcon.Request, resp: falcon.Response) -> None:
        resp.set_header("X-Content-Type-Options", "nosniff")
        resp.set_header("Referrer-Policy", "no-referrer")
        resp.set_header("X-Frame-Options", "SAMEORIGIN")
        resp.set_header("Cache-Control", "no-cache" if self._public else "no-store")
        if not self._public:
            resp.set_header("Cross-Origin-Resource-Policy", "same-origin")
        if not _HOSTS.fullmatch(req.get_header("Host") or ""):
            raise Refused(421, message("serve-host"))


def application(served: Served) -> falcon.App[falcon.Request, falcon.Response]:
    """Return the WSGI application. Pages of other origins may read its answers when all may."""
    app = falcon.App(middleware=_Guard(served))
    if served.public:
        app.add_middleware(falcon.CORSMiddleware(allow_private_network=True))
    app.resp_options.static_media_types.update(_MEDIA)

    def say(req: falcon.Request, resp: falcon.Response, why: Bilingual) -> None:
        lang = spoken(req.get_header("Accept-Language"), served.lang)
        resp.content_type, resp.text = falcon.MEDIA_TEXT, why.text(lang) + "\n"
        resp.set_header("Content-Language", lang)
        resp.append_header("Vary", "Accept-Language")

    def refuse(req: falcon.Request, resp: falcon.Response, refused: Refused, _params: Any) -> None:
        resp.status = refused.status
        if refused.status == workers.BUSY:
            resp.set_header("Retry-After", "5")
        say(req, resp, refused.why)

    def explain(req: falcon.Request, resp: falcon.Response, error: falcon.HTTPError) -> None:
        if isinstance(error, falcon.HTTPNotFound) and not (served.site / "index.html").exists() and served.writing():
            resp.status = workers.BUSY
            resp.set_header("Retry-After", "3")
            resp.set_header("Refresh", "3")  # a browser comes back by itself
            say(req, resp, message("serve-writing"))
        elif isinstance(error, falcon.HTTPNotFound):
            say(req, resp, message("serve-not-found"))
        elif isinstance(error, falcon.HTTPMethodNotAllowed):
            say(req, resp, message("serve-method", known=resp.get_header("Allow")))
        elif isinstance(error, falcon.HTTPInternalServerError):
            say(req, resp, message("serve-broken"))
        else:
            say(req, resp, message("serve-other", error=error.title or error.status))

    app.add_error_handler(Refused, refuse)
    app.set_error_serializer(explain)
    app.add_route("/sparql", Sparql(served.workers))
    app.add_route("/ask/{name}", _Ask(served))
    app.add_route("/names/{kind}", _Names(served))
    app.add_route("/query", _Page(served))
    app.add_route("/", _Front())
    app.add_static_route("/", served.site)
    return app
