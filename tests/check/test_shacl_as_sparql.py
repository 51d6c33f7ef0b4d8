"""The shapes as queries find what pySHACL finds, and leave to pySHACL what they cannot say."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import places
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyshacl import validate
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef

from icilabas import engine
from icilabas.check import shacl_as_sparql
from icilabas.engine.terms import local_name
from icilabas.errors import UsageError
from icilabas.resources import DEFAULT_DATASET
from icilabas.sources.gathering import gather
from icilabas.sources.schema import SHAPES

if TYPE_CHECKING:
    from pathlib import Path

SMALL = places.DATA / "small-dataset"
XSD = "http://www.w3.org/2001/XMLSchema#"
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://example.org/> .
"""
Found = set[tuple[str | None, ...]]


def merged(store: Any) -> Graph:
    return Graph().parse(data=engine.dump(store, ".nt"), format="nt")


def by_pyshacl(data: Graph, shapes: Graph) -> Found:
    """What the reference says of the data: focus, path, value, component, severity, shape."""
    _, report, _ = validate(data, shacl_graph=shapes, inference=None, allow_warnings=True)
    assert isinstance(report, Graph)
    found: Found = set()
    for result in report.objects(report.value(None, RDF.type, SH.ValidationReport), SH.result):
        focus, path, value = (report.value(result, about) for about in (SH.focusNode, SH.resultPath, SH.value))
        component, severity = (
            local_name(str(report.value(result, about))) for about in (SH.sourceConstraintComponent, SH.resultSeverity)
        )
        shape = report.value(result, SH.sourceShape)
        name = component.removesuffix("ConstraintComponent")
        found.add((*(plain(term) for term in (focus, path, value)), name, severity, plain(shape)))
    return found


def plain(term: Any) -> str | None:
    """A term as text; blank nodes have no names that two readings could share."""
    return None if term is None else "[]" if isinstance(term, BNode) or str(term).startswith("_:") else str(term)


def by_queries(store: Any, path: Path = SHAPES) -> Found:
    blank = {name for name in shacl_as_sparql.read_shapes(path).said if ":" not in name}
    return {
        (plain(r.focus), r.path, plain(r.value), r.component, r.severity, "[]" if r.shape in blank else r.shape)
        for r in shacl_as_sparql.results(store, path)
    }


@lru_cache
def shapes() -> Graph:
    return Graph().parse(SHAPES, format="turtle")


@lru_cache
def lille() -> Any:
    """The Lille data with the ontology."""
    return gather([DEFAULT_DATASET]).store


def test_the_invalid_examples_fail_alike() -> None:
    store = engine.new_store()
    ontology = SHAPES.parents[1]
    files = [*(ontology / "vocabularies").glob("*.ttl"), *(places.DATA / "valid").glob("*.ttl")]
    files += [*(places.DATA / "invalid").glob("*.ttl"), ontology / "icilabas.ttl", ontology / "alignments.ttl"]
    for path in files:
        engine.load_file(store, path, f"https://example.org/{path.stem}")
    expected = by_pyshacl(merged(store), shapes())
    assert len(expected) > 70
    assert by_queries(store) == expected


def test_nothing_of_our_shapes_is_left_to_pyshacl() -> None:
    read = shacl_as_sparql.read_shapes(SHAPES)
    _questions, done, left = shacl_as_sparql.translated(read, {})
    assert left == {}
    assert done == {node for node in read.said if read.of(node, "sh:targetClass")}
    assert len(done) > 30


SUBJECTS = st.sampled_from(sorted({s for s in engine.as_dataset(lille()).subjects() if isinstance(s, URIRef)}))
PATHS = st.sampled_from(sorted(set(shapes().objects(None, SH.path)), key=str))
TEXTS = st.sampled_from(
    ["", "a", "Lille", "2020", "2020-02-30", "2020-13", "-91.5", "181", "7", "abc", " 12 ", "9" * 30]
)
TYPES = st.sampled_from(
    # no double: rdflib writes 2020.0 for 2020, the engine 2020 for 2020.0
    [None, *(URIRef(XSD + n) for n in ("string", "integer", "decimal", "gYear", "gYearMonth"))]
)
DATES = st.sampled_from(
    [Literal(text, datatype=URIRef(XSD + "date")) for text in ("2020-02-29", "2021-02-29", "2020", "x")]
)
TERMS = st.one_of(
    st.builds(Literal, TEXTS, datatype=TYPES),
    st.builds(Literal, TEXTS, lang=st.sampled_from(["fr", "en", "de", "fr-CA", "EN"])),
    DATES,
    SUBJECTS,
    st.just(URIRef("http://metadata.un.org/sdg/18")),
    st.just(BNode("nobody")),
)
GRAPHS = st.sampled_from([URIRef("https://example.org/one"), URIRef("https://example.org/two")])
EDITS = st.lists(st.tuples(SUBJECTS, PATHS, st.one_of(st.none(), TERMS), GRAPHS), min_size=20, max_size=60)


def edited(edits: list[tuple[Any, Any, Any, Any]]) -> Any:
    """The data with statements added, and with properties of things taken away (where the term is None)."""
    store = engine.new_store()
    engine.copy(lille(), store)
    dataset = engine.as_dataset(store)
    for subject, path, term, graph in edits:
        every: Any = (subject, path, None, None)
        if term is None:
            dataset.remove(every)
        else:
            dataset.graph(graph).add((subject, path, term))
    return store


def around(graph: Graph, things: set[Any]) -> Graph:
    """What the graph says of the things, and of what kind they and their values are."""
    small = Graph()
    small += graph.triples((None, RDFS.subClassOf, None))
    for thing in things:
        small += graph.triples((thing, None, None))
    for thing in set(small.objects()):
        small += graph.triples((thing, RDF.type, None))
    return small


@lru_cache
def untouched() -> Found:
    return by_queries(edited([]))


@pytest.mark.journey
@settings(max_examples=10, phases=(Phase.generate,))  # shrinking would take minutes: the reference is slow
@given(EDITS)
def test_defects_in_the_lille_data_are_found_alike(edits: list[tuple[Any, Any, Any, Any]]) -> None:
    """The reference looks at the things that are touched, with what they refer to: it takes 15 seconds for all."""
    store = edited(edits)
    touched = {subject for subject, _path, _term, _graph in edits}
    found = by_queries(store)
    names = set(map(str, touched))
    expected = {one for one in by_pyshacl(around(engine.as_dataset(store), touched), shapes()) if one[0] in names}
    at_hand = {one for one in found if one[0] in names}
    assert (at_hand - expected, expected - at_hand) == (set(), set())
    assert found - at_hand <= untouched()


EXTRA = (
    HEAD
    + """
:Plain a sh:NodeShape ; sh:targetClass :Thing ; sh:property :plain, :exotic, :listed, :several ; sh:pattern "example" .
:plain a sh:PropertyShape ; sh:path :p ; sh:maxLength 3 ; sh:severity sh:Info ; sh:in ( "a" "bcde" 1 ) .
:exotic a sh:PropertyShape ; sh:path :q ; sh:qualifiedValueShape [ sh:class :Thing ] ; sh:qualifiedMinCount 1 .
:listed a sh:PropertyShape ; sh:path :r ; sh:maxCount 1 ; sh:and ( [ sh:nodeKind sh:Literal ] [ sh:not [ sh:datatype xsd:date ] ] ) .
:several a sh:PropertyShape ; sh:path ( :p :q ) ; sh:maxCount 0 .
:Closed a sh:NodeShape ; sh:targetClass :Shut ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property :plain .
:Node a sh:NodeShape ; sh:targetSubjectsOf :s ; sh:node :Plain .
:Off a sh:NodeShape ; sh:targetClass :Thing ; sh:deactivated true ; sh:property [ sh:path :never ; sh:minCount 1 ] .
:Sub rdfs:subClassOf :Thing .
:Implicit a sh:NodeShape, rdfs:Class ; sh:property [ sh:path :i ; sh:minCount 2 ] .
"""
)
DATA = (
    HEAD
    + """
:Sub rdfs:subClassOf :Thing .
:a a :Sub ; :p "abcd", "bcde", 1 ; :q :b ; :r 1, 2, "2020-01-01"^^xsd:date .
:b a :Shut ; :p "a" ; :q "x" .
:c :s :a ; :p "xyz" .
:d a :Thing ; :q :a ; :r :a .
:e a :Implicit ; :i 1 .
<urn:f> a :Thing ; :q :a .
"""
)


@pytest.fixture
def extra(tmp_path: Path) -> tuple[Any, Path]:
    """A store of one small graph, and shapes with much that no query of ours says."""
    (tmp_path / "shapes.ttl").write_text(EXTRA, "utf-8")
    (tmp_path / "data.ttl").write_text(DATA, "utf-8")
    store = engine.new_store()
    for graph in ("https://example.org/one", "https://example.org/two"):  # said twice, it counts once
        engine.load_file(store, tmp_path / "data.ttl", graph)
    return store, tmp_path / "shapes.ttl"


def test_what_is_not_translated_is_left_to_pyshacl(extra: tuple[Any, Path]) -> None:
    store, path = extra
    expected = by_pyshacl(merged(store), Graph().parse(path))
    assert {component for _focus, _path, _value, component, _severity, _shape in expected} == {
        *("And", "Closed", "In", "MaxCount", "MaxLength", "MinCount", "Node", "Pattern", "QualifiedMinCount"),
    }
    assert by_queries(store, path) == expected


def test_what_is_not_translated_needs_pyshacl(extra: tuple[Any, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(UsageError, match=re.escape('python -m pip install "icilabas[shacl]"')):
        list(shacl_as_sparql.results(*extra))


def test_only_what_is_not_translated_is_left(extra: tuple[Any, Path]) -> None:
    _store, path = extra
    questions, done, left = shacl_as_sparql.translated(shacl_as_sparql.read_shapes(path), {})
    assert {name.rpartition("/")[2] for name in done} == {"Plain"}
    assert [{local_name(column) for column in columns} for columns in left.values()] == [{"exotic", "several"}]
    assert {question.component for question in questions} == {"Pattern", "MaxLength", "In", "MaxCount", "And"}


def test_a_pattern_that_the_engine_does_not_have_is_left_to_pyshacl(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(
        HEAD + ':S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :p ; sh:pattern "^(?!x)" ] .', "utf-8"
    )
    (tmp_path / "d.ttl").write_text(HEAD + ':a a :T ; :p "x" . :b a :T ; :p "y" .', "utf-8")
    store = engine.new_store()
    engine.load_file(store, tmp_path / "d.ttl", "https://example.org/g")
    assert [(r.focus, r.component) for r in shacl_as_sparql.results(store, tmp_path / "s.ttl")] == [
        ("https://example.org/a", "Pattern")
    ]


def test_constraints_that_shapes_declare_themselves_are_left_to_pyshacl(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(
        HEAD
        + """:C a sh:ConstraintComponent ; sh:parameter [ sh:path :most ] .
:S a sh:NodeShape ; sh:targetClass :T ; sh:property :p . :p a sh:PropertyShape ; sh:path :p ; :most 3 .""",
        "utf-8",
    )
    _questions, done, left = shacl_as_sparql.translated(shacl_as_sparql.read_shapes(tmp_path / "s.ttl"), {})
    assert (done, left) == ({"https://example.org/S"}, {"https://example.org/S": {"https://example.org/p"}})


@pytest.mark.parametrize(
    ("datatype", "right", "wrong"),
    [
        ("integer", ["7", "-007", "9" * 30], ["7.0", "", "x"]),
        ("decimal", ["7", ".5", "0.1234567890123456789012345"], ["1e3", "x"]),
        ("double", ["1e3", "NaN"], ["x", ""]),
        ("boolean", ["true", "1"], ["yes"]),
        ("date", ["2020-02-29", "12020-01-01", "2020-01-01Z"], ["2021-02-29", "2020-01-01T00:00:00", "x"]),
        ("dateTime", ["2020-01-01T00:00:00"], ["2020-01-01"]),
        ("gYear", ["2020"], []),
        ("string", ["", "x"], []),
    ],
)
def test_a_literal_is_well_formed_as_xml_schema_says(
    datatype: str, right: list[str], wrong: list[str], tmp_path: Path
) -> None:
    """In a few of these the reference departs from XML Schema: dates with a time, years of five digits, 1e3."""
    (tmp_path / "s.ttl").write_text(
        HEAD + f":S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :p ; sh:datatype xsd:{datatype} ] .",
        "utf-8",
    )
    values = ", ".join(f'"{text}"^^xsd:{datatype}' for text in [*right, *wrong])
    (tmp_path / "d.ttl").write_text(f"{HEAD}:a a :T ; :p {values} .", "utf-8")
    store = engine.new_store()
    engine.load_file(store, tmp_path / "d.ttl", "https://example.org/g")
    assert sorted(str(r.value) for r in shacl_as_sparql.results(store, tmp_path / "s.ttl")) == sorted(wrong)


def found_by(shape: str, values: str, folder: Path) -> set[tuple[str | None, str]]:
    """The value and the component of what the shape of a property finds among the values."""
    path = folder / "s.ttl"
    path.write_text(f"{HEAD}:S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :p ; {shape} ] .", "utf-8")
    (folder / "d.ttl").write_text(f"{HEAD}:a a :T ; :p {values} .", "utf-8")
    store = engine.new_store()
    engine.load_file(store, folder / "d.ttl", "https://example.org/g")
    return {(one.value, one.component) for one in shacl_as_sparql.results(store, path)}


@pytest.mark.parametrize(
    ("datatype", "right", "wrong"),
    [
        ("byte", ["-128", "127", "0"], ["128", "-129", "x"]),
        ("unsignedLong", ["0", "18446744073709551615"], ["-1", "x"]),
        ("nonNegativeInteger", ["0", "9" * 30], ["-1"]),
        ("negativeInteger", ["-1"], ["0"]),
    ],
)
def test_whole_numbers_of_a_kind_are_within_its_limits(
    datatype: str, right: list[str], wrong: list[str], tmp_path: Path
) -> None:
    """The engine keeps them as plain integers: their kind is not there to be compared."""
    values = ", ".join(f'"{text}"^^xsd:{datatype}' for text in [*right, *wrong])
    found = found_by(f"sh:datatype xsd:{datatype}", values, tmp_path)
    assert found == {(text, "Datatype") for text in wrong}


def test_only_what_a_report_finds_is_told_and_as_it_is_written(tmp_path: Path) -> None:
    """What a value lacks of another shape is one fault of the value, whatever that shape says of it in detail."""
    shape = "sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ] ; sh:hasValue 1 "
    assert found_by(shape, '"yes"^^xsd:boolean, 1', tmp_path) == {("yes", "Node"), ("1", "Node")}


def test_a_shape_inside_another_does_not_hold_where_it_finds_a_warning(tmp_path: Path) -> None:
    inner = "sh:property [ sh:path :q ; sh:minCount 1 ; sh:severity sh:Warning ]"
    assert found_by(f"sh:not [ {inner} ]", ":b", tmp_path) == set()
    shacl_as_sparql.read_shapes.cache_clear()
    assert found_by(f"sh:node [ {inner} ]", ":b", tmp_path) == {("https://example.org/b", "Node")}


def test_a_blank_node_and_a_path_of_several_steps_have_no_name(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(
        HEAD + ":S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path ( :p :q ) ; sh:nodeKind sh:IRI ] .",
        "utf-8",
    )
    (tmp_path / "d.ttl").write_text(f"{HEAD}:a a :T ; :p [ :q [] ] .", "utf-8")
    store = engine.new_store()
    engine.load_file(store, tmp_path / "d.ttl", "https://example.org/g")
    ((focus, path, value, *_),) = shacl_as_sparql.results(store, tmp_path / "s.ttl")
    assert (focus, path, str(value)[:2]) == ("https://example.org/a", None, "_:")


def test_only_true_asks_for_one_text_a_language(tmp_path: Path) -> None:
    values = '"a"@en, "b"@en'
    assert found_by("sh:uniqueLang true", values, tmp_path) == {(None, "UniqueLang")}
    shacl_as_sparql.read_shapes.cache_clear()
    assert found_by('sh:uniqueLang "1"^^xsd:boolean', values, tmp_path) == set()
    shacl_as_sparql.read_shapes.cache_clear()
    assert found_by('sh:hasValue "b"@en ; sh:uniqueLang "1"^^xsd:boolean', values, tmp_path) == set()  # left to pySHACL


def test_numbers_too_long_for_the_engine_are_compared(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(
        HEAD + ":S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :p ; sh:minInclusive 0 ] .", "utf-8"
    )
    long = "9" * 30
    (tmp_path / "d.ttl").write_text(f'{HEAD}:a a :T ; :p {long}, -{long}, "5" .', "utf-8")
    store = engine.new_store()
    engine.load_file(store, tmp_path / "d.ttl", "https://example.org/g")
    assert {r.value for r in shacl_as_sparql.results(store, tmp_path / "s.ttl")} == {f"-{long}", "5"}


@pytest.mark.journey
def test_the_site_is_made_without_pyshacl(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from icilabas.site.build import publish\n"
        f"publish([Path({str(SMALL)!r})], Path({str(tmp_path / 'site')!r}))\nprint(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "icilabas.check.shacl_as_sparql" in done.stdout.split()
    assert "pyshacl" not in done.stdout.split()
