"""A proxy before a SPARQL server that cuts its answers at any number of rows, and tells nobody."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import little

RESULTS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "tsv": "text/tab-separated-values",
}
_TSV_ROW = re.compile(rb'(?:"(?:[^"\\]|""|\\.)*"|[^"\n])*\n')
_XML_ROWS = re.compile(rb"<result\b.*?</result>\s*", re.DOTALL)


def cutting(url: str, most: int, form: str = "") -> little.Behaviour:
    """Answer as the server does, with ``most`` rows or triples at most; in the ``form`` where it is asked for among others."""

    def behave(request: little.Request) -> None:
        query = request.form["query"][0]
        accept = request.headers["Accept"]
        accept = RESULTS[form] if form and RESULTS[form] in accept else accept
        sent = urllib.request.Request(url, urllib.parse.urlencode({"query": query}).encode(), {"Accept": accept})  # noqa: S310  # the address of a test's server
        try:
            with urllib.request.urlopen(sent, timeout=100) as answer:  # noqa: S310  # the address of a test's server
                kind, content = answer.headers["Content-Type"], answer.read()
        except urllib.error.HTTPError as error:
            request.answer(error.read(), "text/plain", error.code)
            return
        request.answer(_cut(content, kind, most), kind)

    return behave


def _cut(content: bytes, kind: str, most: int) -> bytes:
    if "json" in kind:
        found = json.loads(content)
        if "results" in found:
            found["results"]["bindings"] = found["results"]["bindings"][:most]
        return json.dumps(found).encode()
    if "results+xml" in kind:
        rows = _XML_ROWS.findall(content)
        return content.replace(b"".join(rows[most:]), b"") if rows[most:] else content
    if "tab-separated" in kind:
        return b"".join(_TSV_ROW.findall(content)[: most + 1])
    return b"".join(content.splitlines(keepends=True)[:most])
