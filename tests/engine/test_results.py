"""Answers in the forms of the W3C: the first that fits, from the graphs that a request names."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import rdflib

from icilabas import engine
from icilabas.engine import results
from icilabas.engine.results import SOLUTIONS, TRIPLES, Graphs, answer, rewritten
from icilabas.engine.terms import Iri, Lit
from icilabas.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NONE = Graphs()
SUBJECTS = "SELECT ?s { ?s <urn:p> ?o } ORDER BY ?s"
IN_GRAPHS = "SELECT ?s { GRAPH ?g { ?s <urn:p> ?o } } ORDER BY ?s"


def test_a_folder_that_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing is not a store"):
        results.open_to_read(tmp_path / "nothing")


@pytest.fixture(scope="module")
def store() -> engine.Store:
    """Three graphs of one statement each; what they have in common is their predicate."""
    made = engine.new_store()
    engine.add(made, [(Iri(f"urn:{g}"), Iri("urn:p"), Iri("urn:o"), Iri(f"urn:g{g}")) for g in "abc"])
    return made


def answered(
    store: engine.Store, query: str, graphs: Graphs = NONE, types: Sequence[str] = ("text/csv",)
) -> tuple[str, str]:
    """Return the media type and the answer."""
    out = io.BytesIO()
    return answer(store, query, graphs, types, out), out.getvalue().decode()


@pytest.mark.parametrize(
    ("query", "graphs", "found"),
    [
        (SUBJECTS, NONE, "abc"),
        (SUBJECTS, Graphs(("urn:gb", "urn:ga")), "ab"),
        (SUBJECTS, Graphs((), ("urn:ga",)), ""),
        (IN_GRAPHS, NONE, "abc"),
        (IN_GRAPHS, Graphs((), ("urn:gc", "urn:ga")), "ac"),
        (IN_GRAPHS, Graphs(("urn:ga",)), ""),
        ("SELECT ?s FROM <urn:gc> { ?s <urn:p> ?o }", NONE, "c"),
        ("SELECT ?s FROM <urn:gc> { ?s <urn:p> ?o }", Graphs(("urn:ga",)), "a"),  # the request's before the query's
    ],
)
def test_an_answer_is_from_the_graphs_of_the_request_else_of_the_query_else_of_all(
    store: engine.Store, query: str, graphs: Graphs, found: str
) -> None:
    assert answered(store, query, graphs)[1].split() == ["s", *(f"urn:{letter}" for letter in found)]


@pytest.mark.parametrize(
    ("query", "types", "chosen"),
    [
        ("ASK {}", ("text/turtle", "text/csv", "application/json"), "text/csv"),
        ("ASK {}", ("application/json", "text/csv"), "application/json"),
        (SUBJECTS, ("text/turtle",), ""),
        ("CONSTRUCT WHERE { ?s ?p ?o }", ("text/csv", "application/n-triples", "text/turtle"), "application/n-triples"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", ("text/csv",), ""),
        ("DESCRIBE <urn:a>", ("text/turtle",), "text/turtle"),
    ],
)
def test_the_first_form_that_fits_the_query_is_written(
    store: engine.Store, query: str, types: tuple[str, ...], chosen: str
) -> None:
    sent, text = answered(store, query, types=types)
    assert sent == chosen
    assert bool(text) is bool(chosen)


def test_who_does_not_mind_gets_json_and_turtle() -> None:
    assert (next(iter(SOLUTIONS)), next(iter(TRIPLES))) == ("application/sparql-results+json", "text/turtle")


def test_a_query_that_is_not_sparql_is_told_with_its_place(store: engine.Store) -> None:
    with pytest.raises(UsageError, match=r"at line 2, column \d+"):
        answered(store, "SELECT *\n{ ! }")


@pytest.mark.parametrize("kind", TRIPLES)
def test_turtle_is_rewritten_in_each_form(kind: str) -> None:
    graph = rdflib.Graph().parse(data=rewritten("<urn:a> <urn:p> 'é', 1 .", kind), format=kind)
    assert sorted(str(value) for value in graph.objects()) == ["1", "é"]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("SELECT ?o { ?s ?p ?o }", "application/sparql-results+xml"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "application/rdf+xml"),
    ],
)
def test_an_answer_in_xml_is_well_formed_whatever_the_data_hold(query: str, kind: str) -> None:
    made = engine.new_store()
    text = "".join(map(chr, (*range(1, 32), *range(127, 160), 0xFFFE, 0xFFFF))) + "é"
    engine.add(made, [(Iri("urn:a"), Iri("urn:x:p"), Lit(text), Iri("urn:g"))])
    media, found = answered(made, query, types=(kind,))
    assert media == kind
    assert "é" in "".join(ET.fromstring(found).itertext())  # noqa: S314  # our own answer
