"""Names of RDF: prefixes, IRIs, literals, and how SPARQL writes them. No RDF library is needed for any of it."""

import re
from typing import NamedTuple

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
RESTRICTED = f"{PREFIXES['ilv']}restricted"

# What SPARQL and Turtle allow between < and >, with a scheme in front.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


class Iri(str):
    """An IRI: text that is a name, not a literal."""

    __slots__ = ()


class Lit(NamedTuple):
    """A literal: its lexical form, the IRI of its datatype, or its language."""

    value: str
    datatype: str | None = None
    lang: str | None = None


Quad = tuple[Iri, Iri, Iri | Lit, Iri]


def iri(curie: str) -> Iri:
    """Expand ``prefix:name`` with the known prefixes; a full IRI stays. Raise ValueError for anything else."""
    prefix, colon, name = curie.partition(":")
    if colon and prefix in PREFIXES:
        curie = PREFIXES[prefix] + name
    if not _IRI.fullmatch(curie) or (colon and not name):
        raise ValueError(curie)
    return Iri(curie)


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
        return f"<{iri(term)}>"
    quoted = term.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    if term.lang:
        return f'"{quoted}"@{term.lang}'
    return f'"{quoted}"^^<{iri(term.datatype)}>' if term.datatype else f'"{quoted}"'
