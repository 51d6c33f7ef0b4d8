"""Two OWL reasoners to ask whether a graph contradicts itself.

HermiT decides all of OWL 2, and runs where Java is: its jar comes in the wheel of owlready2, of which nothing else is
used. owlrl is pure Python and always runs; it knows the rules of OWL 2 RL, and what it calls a contradiction is one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

MAIN = "org.semanticweb.HermiT.cli.CommandLine"
# One short run each: the quick compiler and the plain collector start in half the time.
SWIFT = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss16m")
# Dates are no datatypes of OWL 2: reasoners refuse graphs that hold them.
DATES = {XSD.date, XSD.gYear, XSD.gYearMonth}


def triples(found: Iterable[tuple[Node, Node, Node]]) -> Graph:
    """Return a graph of the triples."""
    graph = Graph()
    for triple in found:
        graph.add(triple)
    return graph


def without_dates(graph: Graph) -> Graph:
    """Return a copy of the graph without the statements whose value is a date."""
    return triples(t for t in graph if not (isinstance(t[2], Literal) and t[2].datatype in DATES))


def hermit(graph: Graph, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run HermiT on the graph, which is written into the folder.

    Where Java or the jar is missing the test is skipped, or fails where ICILABAS_REQUIRE_REASONER is set.
    """
    java, found = shutil.which("java"), find_spec("owlready2")
    if java is None or found is None or not found.submodule_search_locations:
        reason = "HermiT needs " + ("Java, and none is on the PATH" if java is None else "the package owlready2")
        if os.environ.get("ICILABAS_REQUIRE_REASONER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    home = Path(found.submodule_search_locations[0]) / "hermit"
    path = folder / "graph.owl"
    graph.serialize(path, format="xml", encoding="utf-8")
    classpath = os.pathsep.join(map(str, (home, home / "HermiT.jar")))
    return subprocess.run(
        [java, *SWIFT, "-cp", classpath, MAIN, *options, path.as_uri()],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def consistent(graph: Graph, folder: Path) -> bool:
    """Say whether HermiT finds a world in which all of the graph holds; raise RuntimeError when it does not tell."""
    done = hermit(graph, folder, "-k")
    if done.returncode == 0 and "owl#Thing is satisfiable" in done.stdout:
        return True
    if "InconsistentOntologyException" in done.stderr:
        return False
    raise RuntimeError(f"HermiT: {done.returncode}\n{done.stdout}\n{done.stderr}")


def impossible_classes(graph: Graph, folder: Path) -> list[str]:
    """Return the classes that nothing can belong to, without owl:Nothing, which is there for that."""
    done = hermit(graph, folder, "-U")
    if done.returncode or "Classes equivalent to 'owl:Nothing'" not in done.stdout:
        raise RuntimeError(f"HermiT: {done.returncode}\n{done.stdout}\n{done.stderr}")
    names = {line.strip("\t<>") for line in done.stdout.splitlines() if line.startswith("\t")}
    return sorted(names - {"owl:Nothing"})


def as_class(facts: Graph, name: URIRef) -> Graph:
    """Return a class of this name that can have members where the facts can hold, and only there.

    It says of each thing, somewhere in the world, what the facts say of it. So one run of HermiT decides about many
    little graphs, which stay apart. The facts are types, relations, and which things are different; no literals.
    """
    made = Graph()

    def group(word: URIRef, members: list[Node]) -> Node:
        node, items = BNode(), BNode()
        Collection(made, items, members)
        made.add((node, RDF.type, OWL.Class))
        made.add((node, word, items))
        return node

    def some(word: URIRef, filler: Node) -> Node:
        node = BNode()
        made.add((node, RDF.type, OWL.Restriction))
        made.add((node, OWL.onProperty, word))
        made.add((node, OWL.someValuesFrom, filler))
        return node

    def other_than(thing: Node) -> Node:
        node = BNode()
        made.add((node, RDF.type, OWL.Class))
        made.add((node, OWL.complementOf, group(OWL.oneOf, [thing])))
        return node

    somewhere: list[Node] = [OWL.Thing]
    for thing in sorted(set(facts.subjects()), key=str):
        is_so: list[Node] = [group(OWL.oneOf, [thing])]
        for word, value in facts.predicate_objects(thing):
            if word == RDF.type:
                is_so.append(value)
            elif word == OWL.differentFrom:
                is_so.append(other_than(value))
            else:
                is_so.append(some(URIRef(str(word)), group(OWL.oneOf, [value])))
        somewhere.append(some(OWL.topObjectProperty, group(OWL.intersectionOf, is_so)))
    made.add((name, RDF.type, OWL.Class))
    made.add((name, OWL.equivalentClass, group(OWL.intersectionOf, somewhere)))
    return made


def contradictions(graph: Graph) -> list[str]:
    """Return what owlrl calls contradictory in the graph, each as a sentence that names the things."""
    from owlrl import DeductiveClosure, OWLRL_Semantics
    from owlrl.Namespaces import ERRNS

    closed = triples(graph)
    DeductiveClosure(OWLRL_Semantics).expand(closed)
    return sorted(str(text) for text in closed.objects(None, ERRNS.error))


def undeclared(graph: Graph) -> set[Node]:
    """Return the properties and classes in use without a type: a reasoner would pass over what they say."""
    builtin = (str(RDF), "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2002/07/owl#")
    used = set(graph.predicates()) | {kind for kind in graph.objects(None, RDF.type) if isinstance(kind, URIRef)}
    return {term for term in used if not str(term).startswith(builtin) and (term, RDF.type, None) not in graph}
