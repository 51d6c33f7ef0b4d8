"""The SPARQL 1.1 Protocol, for reading: what a request may ask, in which form it is answered, what is refused.

Nothing is asked of the store here: `workers` does that.
"""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import falcon
from falcon.uri import parse_query_string
from falcon.util.mediatypes import best_match

from icilabas import workers
from icilabas.engine import answering
from icilabas.messages import Bilingual, message
from icilabas.terms import Iri, sparql_term
from icilabas.workers import BAD, FORBIDDEN, NOT_ACCEPTABLE, Answered, Refused, Workers

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 1_000_000  # bytes of a request
_FORM, _QUERY, _UPDATE = (f"application/{name}" for name in ("x-www-form-urlencoded", "sparql-query", "sparql-update"))
_TEXTS = {"text/csv", "text/tab-separated-values", "text/turtle"}
_DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
[] a sd:Service ;
  sd:endpoint {endpoint} ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ;
  sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV,
    formats:SPARQL_Results_TSV, formats:Turtle, formats:N-Triples, formats:RDF_XML, formats:JSON-LD .
"""


def asked(text: str) -> dict[str, list[str]]:
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


def _listed(names: Iterable[str]) -> Bilingual:
    return Bilingual(*[", ".join(names)] * 2)


class _Passing(io.FileIO):
    """The file of an answer, gone when it has been sent."""

    def close(self) -> None:
        super().close()
        with contextlib.suppress(OSError):
            Path(str(self.name)).unlink(missing_ok=True)


def send(req: falcon.Request, resp: falcon.Response, answered: Answered) -> None:
    """Send the answer, and remove its file."""
    resp.content_type = answered.kind + ("; charset=utf-8" if answered.kind in _TEXTS else "")
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
            self._answer(req, resp, asked(req.query_string))
            return
        (kind,) = fitting(req, [*answering.TRIPLES, "text/html"])
        if kind == "text/html":
            raise falcon.HTTPSeeOther("/query")
        turtle = _DESCRIPTION.format(endpoint=sparql_term(Iri(req.uri)))
        resp.content_type, resp.data = kind, answering.rewritten(turtle, kind)
        resp.append_header("Vary", "Accept")

    on_head = on_get

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer the query of a form, or one that is the whole body."""
        kind = (req.content_type or "").partition(";")[0].strip().lower()
        if kind == _UPDATE:
            raise Refused(FORBIDDEN, message("serve-read-only"))
        if kind not in {_FORM, _QUERY}:
            raise Refused(415, message("serve-media", found=kind, known=_listed([_FORM, _QUERY])))
        if (req.content_length or 0) > LONGEST:
            raise Refused(413, message("serve-too-long", most=LONGEST))
        try:
            body = req.bounded_stream.read().decode()
        except UnicodeDecodeError:
            raise Refused(BAD, message("serve-not-text")) from None
        self._answer(req, resp, asked(body) if kind == _FORM else {**asked(req.query_string), "query": [body]})

    def _answer(self, req: falcon.Request, resp: falcon.Response, given: dict[str, list[Any]]) -> None:
        if "update" in given:
            raise Refused(FORBIDDEN, message("serve-read-only"))
        queries = given.get("query", [])
        if len(queries) != 1 or not queries[0].strip():
            raise Refused(BAD, message("serve-many-queries" if len(queries) > 1 else "serve-no-query"))
        graphs = answering.Graphs(*(tuple(given.get(f"{kind}-graph-uri", ())) for kind in ("default", "named")))
        types = fitting(req, answering.SOLUTIONS, answering.TRIPLES)
        answered = self._workers.run(workers.sparql, queries[0], graphs, types)
        if not answered.kind:
            answered.path.unlink()
            raise _unacceptable(answering.SOLUTIONS, answering.TRIPLES)
        send(req, resp, answered)
