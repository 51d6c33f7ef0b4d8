"""Names of RDF: prefixes, IRIs, literals, and how SPARQL writes them.

What is an IRI, or a tag of a language, the engine says.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from icilabas.words.patterns import pattern

BASE = "https://w3id.org/icilabas/"
PREFIXES = {
    "csvw": "http://www.w3.org/ns/csvw#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "gn": "https://sws.geonames.org/",
    "ilb": f"{BASE}ontology#",
    "ild": f"{BASE}id/",
    "ilg": f"{BASE}graph/",
    "ils": f"{BASE}shape/",
    "ilv": f"{BASE}vocabulary/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdg": "http://metadata.un.org/sdg/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ONTOLOGY_GRAPH = f"{BASE}ontology"
INFERRED_GRAPH = f"{PREFIXES['ilg']}inferred"
WRITTEN_GRAPH = f"{PREFIXES['ilg']}written"  # on a server: which graphs we wrote, and whether that is finished
RESTRICTED = f"{PREFIXES['ilv']}restricted"

# What the engine takes for an IRI, to be sure, and need not be asked.
_PLAIN_IRI = pattern(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~/!$&'()*+,;=-]+(?:#[A-Za-z0-9._~/-]*)?")
# A web address as people paste it, and what may stand around it: quotes, and the brackets of a mail.
_ADDRESS = pattern(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#\s\\]+)((?![^/?#])[^#]*)(#.*)?", re.DOTALL)
_AROUND = "<>\"“”«»'‘’ \u00a0\u202f\t"
_TWO = pattern(r"\s\S*://|[\n\r\t]")  # another address after the first, which is no space of this one
_SCHEME = pattern(r"https?:?", re.IGNORECASE)
_SCHEMES = pattern(r"\A(?:(?:https?[:;]?/*)+|/+)", re.IGNORECASE)
_ESCAPED = pattern(r"(%[0-9A-Fa-f]{2})")


_POSITION = pattern(r"^Parser error (?:at|between) [^:]*: | \(line \d+\)$")


def parser_said(error: Exception) -> str:
    """Return what a parser says of a fault, in one line; where it is stands elsewhere in our sentences."""
    return _POSITION.sub("", (str(getattr(error, "msg", "") or error).splitlines() or ["?"])[0])


class Iri(str):
    """An IRI: text that is a name, not a literal."""

    __slots__ = ()


class Lit(NamedTuple):
    """A literal: its lexical form, the IRI of its datatype, or its language."""

    value: str
    datatype: str | None = None
    lang: str | None = None


TRUE = Lit("true", f"{PREFIXES['xsd']}boolean")
Quad = tuple[Iri, Iri, Iri | Lit, Iri]


def iri(curie: str) -> Iri:
    """Expand ``prefix:name`` with the known prefixes; a full IRI stays. Raise ValueError for anything else."""
    prefix, colon, name = curie.partition(":")
    if colon and prefix in PREFIXES:
        curie = PREFIXES[prefix] + name if name else ""
    if not is_iri(curie):
        raise ValueError(curie)
    return Iri(curie)


def is_iri(text: str) -> bool:
    """Say whether the engine takes the text for an IRI."""
    if _PLAIN_IRI.fullmatch(text):
        return True
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def is_language(tag: str) -> bool:
    """Say whether the engine takes the tag for one of a language."""
    try:
        Literal("", language=tag)
    except ValueError:
        return False
    return True


def pasted(text: str) -> Iri:
    """Return the IRI of what people paste: as `iri` does, and web addresses with what these cannot hold encoded.

    ``https://site.example/?f[0]=x`` becomes ``https://site.example/?f%5B0%5D=x``; what is encoded already stays.
    Raise ValueError for anything else, also for an address without a host, and for two of them.
    """
    if "://" not in text:
        if text.endswith(":"):
            raise ValueError(text)
        return iri(text)
    found = _ADDRESS.fullmatch(text if is_iri(text) else text.strip(_AROUND))
    if found is None or _TWO.search(found[0]):
        raise ValueError(text)
    scheme, host, rest, fragment = found.groups("")
    if _SCHEME.fullmatch(host):
        raise ValueError(text)
    path, mark, query = rest.partition("?")
    written = [_encoded(path, "/"), mark, _encoded(query, "?"), fragment[:1], _encoded(fragment[1:], "#")]
    return iri(f"{scheme.lower()}://{host}{''.join(written)}")


def likely_address(text: str) -> list[str]:
    """Return the web address that a text without one stands for, such as ``www.site.example``; else nothing."""
    found = _SCHEMES.sub("", text.strip(_AROUND).replace("\\", "/"), count=1)
    try:
        return [pasted(f"https://{found}")] if "." in found.partition("/")[0] and not set("@: ") & set(found) else []
    except ValueError:
        return []


def _encoded(text: str, part: str) -> str:
    """Return the text with what this part of an address (it begins with ``part``) cannot hold percent-encoded."""
    pieces = _ESCAPED.split(text)
    return "".join(
        piece if _ESCAPED.fullmatch(piece) else "".join(_character(one, part) for one in piece) for piece in pieces
    )


@lru_cache(maxsize=1024)
def _character(character: str, part: str) -> str:
    return character if is_iri(f"x:{part}{character}") else quote(character, safe="")


@lru_cache(1 << 14)  # the same names come again and again
def shorten(name: str) -> str:
    """Return ``prefix:name`` where a known prefix fits, else the IRI as it is; the longest namespace wins."""
    fits = [(len(space), prefix) for prefix, space in PREFIXES.items() if name.startswith(space)]
    if not fits:
        return name
    length, prefix = max(fits)
    return f"{prefix}:{name[length:]}"


def local_name(name: str) -> str:
    """Return what follows the last ``#`` or ``/`` of an IRI: the slug of a thing."""
    return name.rstrip("#/").replace("#", "/").rpartition("/")[2]


def sparql_term(term: Iri | Lit) -> str:
    """Return the term as SPARQL and Turtle write it; nothing in its text can end it early."""
    if isinstance(term, Iri):
        return _bracketed(term)
    quoted = term.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    if term.lang:
        return f'"{quoted}"@{term.lang}'
    return f'"{quoted}"^^{_bracketed(term.datatype)}' if term.datatype else f'"{quoted}"'


def _bracketed(name: str) -> str:
    if not is_iri(name):
        raise ValueError(name)
    return f"<{name}>"
