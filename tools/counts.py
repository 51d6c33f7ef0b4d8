"""What VoID tells of a graph in figures: triples, things, classes and properties, and how often each is met."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from icilabas import engine
from icilabas.engine.terms import PREFIXES

_TRIPLES = "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }"
_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }"
_OBJECTS = "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }"
_ENTITIES = f'SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{PREFIXES["ild"]}")) }}'
_CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class } GROUP BY ?class ORDER BY ?class"
_PROPERTIES = """SELECT ?p (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }
  GROUP BY ?p ORDER BY ?p"""
_FULLEST = """SELECT ?class ?s (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?class ?s ?p ?o WHERE { ?s a ?class ; ?p ?o } }
  GROUP BY ?class ?s ORDER BY ?class DESC(?n) ?s"""
_EXAMPLES = ("Partnership", "Organization", "Territory", "Challenge")
_NAMESPACE = re.compile(r".*[/#]")


class Counts(NamedTuple):
    """The figures: ``classes`` with their things, ``properties`` with their triples, by IRI; examples are IRIs."""

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: dict[str, int]
    properties: dict[str, int]
    vocabularies: list[str]
    examples: list[str]


def counted(store: Any) -> Counts:
    """Count what the graphs of the store say together: what two passages say is one triple.

    ``entities`` are the things of ``ild:``. Of each of the classes that readers begin with, the thing of which most
    is said is an example.
    """
    triples, entities, subjects, objects = (
        int(engine.select(store, query).rows[0][0]) for query in (_TRIPLES, _ENTITIES, _SUBJECTS, _OBJECTS)
    )
    classes = {str(row[0]): int(row[1]) for row in engine.select(store, _CLASSES).rows}
    properties = {str(row[0]): int(row[1]) for row in engine.select(store, _PROPERTIES).rows}
    fullest: dict[str, str] = {}
    for class_, thing, _count in engine.select(store, _FULLEST).rows:
        fullest.setdefault(str(class_), str(thing))
    known = (fullest.get(f"{PREFIXES['ilb']}{name}") for name in _EXAMPLES)
    spaces = {found[0] for name in (*classes, *properties) if (found := _NAMESPACE.match(name))}
    return Counts(
        triples, entities, subjects, objects, classes, properties, sorted(spaces), [name for name in known if name]
    )
