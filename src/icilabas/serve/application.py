"""The web application of ``serve``: the site, the page to ask from, and the SPARQL 1.1 Protocol."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from icilabas.engine import results
from icilabas.engine.terms import Iri, sparql_term
from icilabas.errors import UsageError, needs
from icilabas.serve import ask_page, workers
from icilabas.serve.workers import BAD, BUSY, FORBIDDEN, NOT_ACCEPTABLE, Answered, Refused, Workers
from icilabas.words.catalogues import language_of
from icilabas.words.messages import message
from icilabas.words.text import Text, same

with needs("serve"):
    import falcon
    from falcon.uri import parse_query_string
    from falcon.util.mediatypes import best_match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


_HOSTS = re.compile(r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?P<port>:\d{1,5})?/?"
)
_TONGUE = re.compile(r"\s*([a-z]{2,3}(?:-[\w-]*)?)\s*(?:;\s*q=([01](?:\.\d*)?))?\s*", re.IGNORECASE)
_MEDIA = {
    ".csv": "text/csv; charset=utf-8",
    ".gexf": "application/gexf+xml",
    ".graphml": "application/graphml+xml",
    ".html": falcon.MEDIA_HTML,
    ".jsonld": "application/ld+json",
    ".trig": "application/trig",
    ".ttl": "text/turtle; charset=utf-8",
}
LONGEST_REQUEST = 1_000_000  # bytes of a request
_FORM_TYPE = "application/x-www-form-urlencoded"
_QUERY_TYPE, _UPDATE_TYPE = "application/sparql-query", "application/sparql-update"
_TEXT_TYPES = {"text/csv", "text/tab-separated-values", "text/turtle"}
_DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
[] a sd:Service ;
  sd:endpoint {endpoint} ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ;
  sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV,
    formats:SPARQL_Results_TSV, formats:Turtle, formats:N-Triples, formats:RDF_XML, formats:JSON-LD .
"""


class Served(NamedTuple):
    """What is served.

    workers: the processes that answer. site: its folder, ``index.html`` being written last; writing: says whether
    somebody is at that. lang: the language of messages by default. public: whether all may read what is served.
    origins: whose pages may read it in a browser, beside its own.
    """

    workers: Workers
    site: Path
    writing: Callable[[], bool]
    lang: str = "en"
    public: bool = True
    origins: tuple[str, ...] = ()


def checked_origins(origins: Iterable[str], *, public: bool) -> tuple[str, ...]:
    """Return the origins as browsers write them. Raises UsageError for what is none, and where nobody may read."""
    checked = []
    for text in origins:
        found = _ORIGIN.fullmatch(text.lower())
        if found is None:
            raise UsageError(message("serve-cors", found=text))
        usual = found["port"] == {"http": ":80", "https": ":443"}[found["scheme"]]
        checked.append(f"{found['scheme']}://{found['host']}{'' if usual else found['port'] or ''}")
    if checked and not public:
        raise UsageError(message("serve-cors-restricted"))
    return tuple(checked)


def accepted_language(wishes: str | None, default: str) -> str:
    """Return the language of ours that an Accept-Language prefers; the default where it prefers none."""
    wished = [wish for part in (wishes or "").split(",") if (wish := _TONGUE.fullmatch(part))]
    found: dict[str, float] = {}
    for wish in wished:
        if lang := language_of(wish[1]):
            found[lang] = max(found.get(lang, 0), float(wish[2] or 1))
    best = max(found.values(), default=0.0)
    return default if not best or found.get(default) == best else max(found, key=lambda lang: found[lang])


def request_parameters(text: str) -> dict[str, list[str]]:
    """Return the parameters of a query string or form, each with all its values."""
    found = parse_query_string(text, keep_blank=True, csv=False)
    return {name: value if isinstance(value, list) else [value] for name, value in found.items()}


def fitting(req: falcon.Request, *offers: Iterable[str]) -> tuple[str, ...]:
    """Return of each of the offers the media type that the request prefers, where it accepts one.

    Raises Refused when it accepts none, or says what cannot be read.
    """
    try:
        found = tuple(filter(None, (best_match(offer, req.accept) for offer in offers)))
    except ValueError as error:
        raise Refused(BAD, message("serve-other", error=error)) from None
    if not found:
        raise _unacceptable(*offers)
    return found


def _unacceptable(*offers: Iterable[str]) -> Refused:
    return Refused(NOT_ACCEPTABLE, message("serve-accept", known=_listed(kind for offer in offers for kind in offer)))


def _listed(names: Iterable[str]) -> Text:
    return same(", ".join(names))


class _Passing(io.FileIO):
    """The file of an answer, gone when it has been sent."""

    def close(self) -> None:
        super().close()
        with contextlib.suppress(OSError):
            Path(str(self.name)).unlink(missing_ok=True)


def send(req: falcon.Request, resp: falcon.Response, answered: Answered) -> None:
    """Send the answer, and remove its file."""
    resp.content_type = answered.kind + ("; charset=utf-8" if answered.kind in _TEXT_TYPES else "")
    resp.append_header("Vary", "Accept")
    file = _Passing(answered.path)
    size = answered.path.stat().st_size
    if req.method == "HEAD":
        file.close()
        resp.content_length = size
    else:
        resp.set_stream(file, size)


class Sparql:
    """``/sparql``: queries by GET and POST, and the description of the service."""

    def __init__(self, served: Workers) -> None:
        self._workers = served

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer the query of the address; without one, describe the service, or lead a browser to the page."""
        if req.query_string:
            self._answer(req, resp, request_parameters(req.query_string))
            return
        (kind,) = fitting(req, [*results.TRIPLES, "text/html"])
        if kind == "text/html":
            raise falcon.HTTPSeeOther("/query")
        turtle = _DESCRIPTION.format(endpoint=sparql_term(Iri(req.uri)))
        resp.content_type, resp.data = kind, results.rewritten(turtle, kind)
        resp.append_header("Vary", "Accept")

    on_head = on_get

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer the query of a form, or one that is the whole body."""
        kind = (req.content_type or "").partition(";")[0].strip().lower()
        if kind == _UPDATE_TYPE:
            raise Refused(FORBIDDEN, message("serve-read-only"))
        if kind not in {_FORM_TYPE, _QUERY_TYPE}:
            raise Refused(415, message("serve-media", found=kind, known=_listed([_FORM_TYPE, _QUERY_TYPE])))
        if (req.content_length or 0) > LONGEST_REQUEST:
            raise Refused(413, message("serve-too-long", most=LONGEST_REQUEST))
        try:
            body = req.bounded_stream.read().decode()
        except UnicodeDecodeError:
            raise Refused(BAD, message("serve-not-text")) from None
        if kind == _FORM_TYPE:
            self._answer(req, resp, request_parameters(body))
        else:
            self._answer(req, resp, {**request_parameters(req.query_string), "query": [body]})

    def _answer(self, req: falcon.Request, resp: falcon.Response, given: dict[str, list[str]]) -> None:
        if "update" in given:
            raise Refused(FORBIDDEN, message("serve-read-only"))
        queries = given.get("query", [])
        if len(queries) != 1 or not queries[0].strip():
            raise Refused(BAD, message("serve-many-queries" if len(queries) > 1 else "serve-no-query"))
        graphs = results.Graphs(*(tuple(given.get(f"{kind}-graph-uri", ())) for kind in ("default", "named")))
        types = fitting(req, results.SOLUTIONS, results.TRIPLES)
        answered = self._workers.run(workers.sparql, queries[0], graphs, types)
        if not answered.kind:
            answered.path.unlink()
            raise _unacceptable(results.SOLUTIONS, results.TRIPLES)
        send(req, resp, answered)


class _Ask:
    """``/ask/NAME``: a question by its name, its values by what people call them; readable rows."""

    def __init__(self, served: Served) -> None:
        self._served = served

    def on_get(self, req: falcon.Request, resp: falcon.Response, name: str) -> None:
        given = {key: values[-1] for key, values in request_parameters(req.query_string).items()}
        asked = language_of(given.pop("lang", ""))
        lang = asked or accepted_language(req.get_header("Accept-Language"), self._served.lang)
        (kind,) = fitting(req, ask_page.FORMS)
        send(req, resp, self._served.workers.run(ask_page.write_answer, name, given, lang, kind))

    on_head = on_get


class _NamesResource:
    """``/names/KIND``: what things of a kind are called, for those who fill in a question."""

    def __init__(self, served: Served) -> None:
        self._served = served

    def on_get(self, req: falcon.Request, resp: falcon.Response, kind: str) -> None:
        lang = accepted_language(req.get_header("Accept-Language"), self._served.lang)
        send(req, resp, self._served.workers.run(ask_page.write_names, kind, lang))

    on_head = on_get


class _Page:
    """``/query``: the page from which people ask."""

    def __init__(self, served: Served) -> None:
        self._content = ask_page.page(served.lang, restricted=not served.public)

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
        self._public, self._varies, self._site = served.public, bool(served.origins), served.site.resolve()

    def process_request(self, req: falcon.Request, resp: falcon.Response) -> None:
        resp.set_header("X-Content-Type-Options", "nosniff")
        resp.set_header("Referrer-Policy", "no-referrer")
        resp.set_header("X-Frame-Options", "SAMEORIGIN")
        resp.set_header("Cache-Control", "no-cache" if self._public else "no-store")
        resp.set_header("Cross-Origin-Resource-Policy", "same-origin")
        if self._varies:
            resp.append_header("Vary", "Origin")
        if not _HOSTS.fullmatch(req.get_header("Host") or ""):
            raise Refused(421, message("serve-host"))
        with contextlib.suppress(ValueError, OSError):  # no path: nothing is found there
            if (self._site / req.path.lstrip("/")).resolve().is_relative_to(self._site):
                return
        raise falcon.HTTPNotFound


def application(served: Served) -> falcon.App[falcon.Request, falcon.Response]:
    """Return the WSGI application. Pages of other origins may read its answers only where they are named."""
    app = falcon.App(middleware=_Guard(served))
    if served.origins:
        app.add_middleware(falcon.CORSMiddleware(allow_origins=served.origins, allow_private_network=True))
    app.resp_options.static_media_types.update(_MEDIA)

    def say(req: falcon.Request, resp: falcon.Response, why: Text) -> None:
        lang = accepted_language(req.get_header("Accept-Language"), served.lang)
        resp.content_type, resp.text = falcon.MEDIA_TEXT, why.text(lang) + "\n"
        resp.set_header("Content-Language", lang)
        resp.append_header("Vary", "Accept-Language")

    def refuse(req: falcon.Request, resp: falcon.Response, refused: Refused, _params: object) -> None:
        resp.status = refused.status
        if refused.status == BUSY:
            resp.set_header("Retry-After", "5")
        say(req, resp, refused.why)

    def explain(req: falcon.Request, resp: falcon.Response, error: falcon.HTTPError) -> None:
        if isinstance(error, falcon.HTTPNotFound) and not (served.site / "index.html").exists() and served.writing():
            resp.status = BUSY
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
    app.add_route("/names/{kind}", _NamesResource(served))
    app.add_route("/query", _Page(served))
    app.add_route("/", _Front())
    app.add_static_route("/", served.site)
    return app
