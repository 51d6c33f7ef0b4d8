"""The ontology as files, in four forms that say the same triples, and what goes with them.

rdflib's own writers order what they write by chance; here the same ontology gives the same bytes.
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from generators.ontologygraph import IRI, graph, read, source_files, values
from icilabas.engine.terms import PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

# The forms, best known first: ending and media type.
FORMS = {
    "ttl": "text/turtle",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}
SPACES = {
    **PREFIXES,
    "adms": "http://www.w3.org/ns/adms#",
    "bibo": "http://purl.org/ontology/bibo/",
    "vann": "http://purl.org/vocab/vann/",
}
Triple = tuple["Node", "Node", "Node"]


def files() -> dict[str, str | bytes]:
    """Return the files of the ontology, by their path below the documentation's root.

    Those of each version stand in a folder of its own too; what came before this one is kept in ``ontology/versions``.
    """
    from icilabas.resources import ONTOLOGY

    forms = written(turtle(), graph())
    found: dict[str, str | bytes] = {f"ontology/{name}": content for name, content in forms.items()}
    found |= {f"ontology/{version()}/{name}": content for name, content in forms.items()}
    for path in sorted((ONTOLOGY / "versions").glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        found |= {f"ontology/{path.stem}/{name}": content for name, content in written(text, read(text)).items()}
    return {
        **found,
        "ontology/context.jsonld": (ONTOLOGY / "context.jsonld").read_bytes(),
        "ontology/shapes.ttl": (ONTOLOGY / "shapes" / "data.ttl").read_bytes(),
        "ontology/logo.svg": (Path(__file__).parents[1] / "static" / "icilabas.svg").read_bytes(),
    }


def version() -> str:
    """Return the version of the ontology: its date."""
    return str(values(IRI, "owl:versionInfo")[0])


def written(text: str, content: Graph) -> dict[str, str]:
    """Return the forms of an ontology by the names of their files: the text as it is, and its graph in the others."""
    triples = sorted(content)
    forms = {"ttl": text, "rdf": _xml(triples), "jsonld": _json(triples), "nt": _ntriples(triples)}
    return {f"icilabas.{ending}": forms[ending] for ending in FORMS}


def turtle() -> str:
    """Return the files as they were written, comments included, one after the other: Turtle allows that."""
    from icilabas.resources import ONTOLOGY

    return "\n".join((ONTOLOGY / name).read_text(encoding="utf-8") for name in source_files())


def _ntriples(triples: list[Triple]) -> str:
    return "".join(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in triples)


def _xml(triples: list[Triple]) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<rdf:RDF"]
    lines += [f"    xmlns:{prefix}={quoteattr(space)}" for prefix, space in sorted(SPACES.items())]
    lines[-1] += ">"
    for subject, said in groupby(triples, key=lambda triple: triple[0]):
        lines.append(f"  <rdf:Description {_identified(subject, 'about')}>")
        lines += [f"    {_element(str(predicate), value)}" for _, predicate, value in said]
        lines.append("  </rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>", ""])


def _identified(node: Node, word: str) -> str:
    from rdflib import BNode

    return f"rdf:nodeID={quoteattr(node)}" if isinstance(node, BNode) else f"rdf:{word}={quoteattr(str(node))}"


def _element(predicate: str, value: Node) -> str:
    from rdflib import Literal

    name = short(predicate)
    if not isinstance(value, Literal):
        return f"<{name} {_identified(value, 'resource')}/>"
    about = f" xml:lang={quoteattr(value.language)}" if value.language else ""
    about += f" rdf:datatype={quoteattr(str(value.datatype))}" if value.datatype else ""
    return f"<{name}{about}>{escape(str(value))}</{name}>"


def short(iri: str) -> str:
    """Return the prefixed name of an IRI; the longest namespace wins. Raises ValueError where none fits."""
    fits = [(len(space), prefix) for prefix, space in SPACES.items() if iri.startswith(space)]
    length, prefix = max(fits, default=(0, ""))
    if not prefix:
        raise ValueError(iri)
    return f"{prefix}:{iri[length:]}"


def _json(triples: list[Triple]) -> str:
    nodes = []
    for subject, said in groupby(triples, key=lambda triple: triple[0]):
        node: dict[str, Any] = {"@id": _name(subject)}
        for predicate, group in groupby(said, key=lambda triple: str(triple[1])):
            found = [_value(value) for _, _, value in group]
            if predicate == f"{PREFIXES['rdf']}type":
                node["@type"] = [each["@id"] for each in found]
            else:
                node[short(predicate)] = found
        nodes.append(node)
    content = {"@context": dict(sorted(SPACES.items())), "@graph": nodes}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _name(node: Node) -> str:
    from rdflib import BNode

    return f"_:{node}" if isinstance(node, BNode) else str(node)


def _value(value: Node) -> dict[str, str]:
    from rdflib import Literal

    if not isinstance(value, Literal):
        return {"@id": _name(value)}
    about = {"@language": value.language} if value.language else {}
    about |= {"@type": str(value.datatype)} if value.datatype else {}
    return {"@value": str(value), **about}
