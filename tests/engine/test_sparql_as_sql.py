"""A SELECT over columns gives what the engine gives: our own queries on data of each sort, and queries drawn by chance."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from places import TESTS
from smalldata import SEEDS

from icilabas import engine
from icilabas.asking import query_files
from icilabas.dataset.loading import load_store
from icilabas.engine import query, written
from icilabas.engine.column_answers import select_rows
from icilabas.engine.quad_columns import Columns, NoColumnsError
from icilabas.engine.query import _plain, select_of
from icilabas.engine.terms import Iri
from icilabas.errors import UsageError
from icilabas.resources import ONTOLOGY

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.engine import Solutions, Store
    from icilabas.engine.quad_columns import NumberColumn

sys.path.insert(0, str(TESTS / "benchmarks"))
import synthetic

duckdb = pytest.importorskip("duckdb")

QUERIES = sorted(path for folder in ("views", "comparison", "questions") for path in (ONTOLOGY / folder).glob("*.rq"))
LEFT_TO_THE_ENGINE = {
    "reported-figures",  # orders numbers of members and dates
    # of editions, which few data have
    *(
        "announced-and-done",
        "announced-not-begun",
        "challenges-said-again",
        "disagreements",
        "names-changed",
        "new-since",
    ),
    *("not-said-again", "partnerships-ended", "who-left", "who-stayed"),
}
SAID = """PREFIX : <urn:x:> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"""


def rows_of(columns: Columns, query: str, variables: list[str]) -> list[tuple[object, ...]]:
    return select_rows(columns, query, variables, Iri, _plain)


def same(found: list[tuple[object, ...]], wanted: Solutions, *, in_order: bool = True) -> None:
    if in_order:
        assert found == wanted.rows
    assert Counter(found) == Counter(wanted.rows)
    assert Counter(tuple(map(type, row)) for row in found) == Counter(tuple(map(type, row)) for row in wanted.rows)


def store_of(trig: str) -> Store:
    store = engine.new_store()
    engine.extend(store, ox.parse(SAID + trig, format=ox.RdfFormat.TRIG))
    return store


@pytest.fixture(scope="module")
def sorts(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Store, Columns]]:
    folder = tmp_path_factory.mktemp("synthetic")
    towns: Path = synthetic.write_trig(40, folder / "towns.trig")
    return [(store, Columns(store)) for store in (load_store(), load_store([towns]))]


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_our_queries_have_the_same_rows(sorts: list[tuple[Store, Columns]], path: Path) -> None:
    query = query_files.read_query(path).text
    for store, columns in sorts:
        wanted = engine.select(store, query)
        try:
            found = rows_of(columns, query, wanted.variables)
        except NoColumnsError:
            assert path.stem in LEFT_TO_THE_ENGINE
        else:
            same(found, wanted, in_order="ORDER BY" in query)


TRIG = """
:g1 { :a a :Thing ; :p :b , 2 , 10 , "x" , "x"@fr , 1.5 ; :q :c . :b :q :d . _:n :p :a . :t :d "2020-01-01"^^xsd:date }
:g2 { :a a :Thing ; :p :b ; :q :d . :b a :Thing ; :n 3 , 20 , 100 ; :s "a\\tb\\n\\"c\\" \\\\ é" , "b" . :c :p :c ; :is true }
:g3 { :d :w 1e3 , "9"^^xsd:byte , "1"^^:own , "z"^^xsd:time . <urn:x> :p <urn:x/y> , <urn:x#z> , <urn:y> }
"""
COMPILED = [
    "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?s ?p ?o { ?s ?p ?o }",
    "SELECT ?s { ?s a :Thing } ORDER BY DESC(?s)",
    "SELECT ?o { :b :n ?o } ORDER BY ?o",
    "SELECT ?o { :b :n ?o } ORDER BY DESC(?o)",
    "SELECT ?o { :b :s ?o } ORDER BY ?o",
    "SELECT ?o { <urn:x> :p ?o } ORDER BY ?o",
    "SELECT ?o { <urn:x> :p ?o } ORDER BY DESC(?o)",
    "SELECT ?s ?o { ?s a :Thing OPTIONAL { ?s :q ?o } } ORDER BY ?o ?s",
    "SELECT ?s ?o { ?s a :Thing OPTIONAL { ?s :n ?o } } ORDER BY DESC(?o) ?s",
    "SELECT ?o { :b :n ?o FILTER(?o > 3) }",
    "SELECT ?o { :b :n ?o FILTER(7 >= ?o) }",
    "SELECT ?s ?o { ?s ?p ?o FILTER(isIRI(?o)) }",
    "SELECT ?s ?o { ?s ?p ?o FILTER(isLiteral(?o)) }",
    "SELECT ?s ?o { ?s ?p ?o FILTER(!isBlank(?s) && isIRI(?o)) }",
    "SELECT ?s ?o { ?s ?p ?o FILTER(?o IN (:b, :d)) }",
    "SELECT ?s ?o { ?s ?p ?o FILTER(?p NOT IN (:p, :nowhere)) }",
    "SELECT ?s ?o { ?s :q ?o FILTER(STR(?s) < STR(?o)) }",
    "SELECT ?s ?o { ?s :q ?o FILTER(?s != ?o) }",
    "SELECT ?s ?x { ?s :q ?o OPTIONAL { ?o :q ?x } FILTER(!BOUND(?x) || ?x = :d) }",
    "SELECT ?s ?x { ?s a :Thing OPTIONAL { ?s :n ?x FILTER(?x > 3) } }",
    "SELECT ?s ?x { ?s a :Thing OPTIONAL { ?s :n ?n } BIND(IF(BOUND(?n), 1, 0) AS ?x) }",
    "SELECT ?s ?x { ?s a :Thing OPTIONAL { ?s :n ?n } BIND(COALESCE(?n, ?s) AS ?x) }",
    "SELECT ?s ?x { ?s a :Thing BIND('new' AS ?x) } ORDER BY ?x ?s",
    "SELECT ?s ?x { { ?s a :Thing BIND(:aa AS ?x) } UNION { ?s :p :b BIND(:zz AS ?x) } } ORDER BY ?x ?s",
    "SELECT ?s ?x { VALUES (?s ?x) { (:a 1) (:b UNDEF) (:nowhere 2) } OPTIONAL { ?s a ?t } }",
    "SELECT ?s ?x { VALUES (?x) { (UNDEF) } ?s :q ?x }",
    "SELECT DISTINCT ?s ?o { ?s :q|:p ?o }",
    "SELECT ?s ?o { ?s :p/:q ?o }",
    "SELECT DISTINCT ?s ?o { ?s ^:p/(:q|:p) ?o }",
    "SELECT ?s ?o ?g { GRAPH ?g { ?s :p/:q ?o } }",
    "SELECT ?s { GRAPH ?g { ?s a :Thing OPTIONAL { ?s :q ?o } } ?g :none :none }",
    "SELECT ?s ?o ?g { GRAPH ?g { ?s a :Thing OPTIONAL { ?s :q ?o } FILTER NOT EXISTS { ?s :n 3 } } }",
    "SELECT ?s { ?s :q ?o FILTER EXISTS { ?o :q ?x } }",
    "SELECT ?o { GRAPH :g1 { :a :p ?o } }",
    "SELECT ?s (COUNT(?o) AS ?n) { ?s :p ?o } GROUP BY ?s",
    "SELECT ?s (COUNT(DISTINCT ?o) AS ?n) (COUNT(*) AS ?m) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?s",
    "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s :none ?o }",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING(COUNT(?o) > 2)",
    "SELECT ?s ?w { { SELECT ?s (COUNT(?o) AS ?n) { ?s :p ?o } GROUP BY ?s } FILTER(?n > 1) BIND(1.0 / (?n - 1) AS ?w) }",
    "SELECT ?s ?w { { SELECT ?s (COUNT(?o) AS ?n) { ?s :p ?o } GROUP BY ?s } BIND(?n / 7 + 0.25 AS ?w) }",
    "SELECT ?s ?w { { SELECT ?s (COUNT(?o) AS ?n) { ?s :p ?o } GROUP BY ?s } BIND(1 / (?n - 1) AS ?w) }",
    "SELECT ?A ?a { ?A :q ?a }",
    "SELECT DISTINCT ?s ?o { ?s a :Thing . { ?s :p ?o } UNION { ?s :q ?o } ?o a :Thing }",
    "SELECT ?s ?o { ?s a :Thing . { ?s :p ?o } UNION { ?s :q ?o } }",  # a thing comes twice of which two graphs say so
    "SELECT DISTINCT ?s ?o { ?s a :Thing . { ?a :p ?b } UNION { ?b :q ?a } ?o :q :d }",
    "SELECT DISTINCT ?s ?o { { ?s a :Thing } { ?o a :Thing } }",
    "SELECT ?s ?o (LANG(?o) AS ?lang) { ?s ?p ?o }",
    "SELECT DISTINCT (DATATYPE(?o) AS ?type) { ?s ?p ?o } ORDER BY ?type",
    "SELECT ?o (LANG(?o) AS ?l) (DATATYPE(?o) AS ?t) { { ?s :p ?o } UNION { ?s :none ?o } } ",
    "SELECT ?o { ?s ?p ?o FILTER(LANG(?o) = 'fr') }",
    "SELECT ?o { ?s ?p ?o FILTER('' = LANG(?o) && isLiteral(?o)) }",
    "SELECT ?o { ?s ?p ?o FILTER(!isLiteral(?o) || DATATYPE(?o) != xsd:integer) }",
    "SELECT ?o { ?s ?p ?o FILTER(DATATYPE(?o) = <urn:nowhere>) }",
    "SELECT ?s ?o { ?s :p ?o MINUS { ?s a :Thing } }",
    "SELECT ?s ?o { ?s :p ?o MINUS { ?s :q ?x . ?x :q ?o } }",
    "SELECT ?s { ?s :p ?o MINUS { ?a a :Thing } }",
    "SELECT DISTINCT ?s { ?s :q ?o } ORDER BY ?s LIMIT 2",
    "SELECT DISTINCT ?s { ?s :q ?o } ORDER BY DESC(?s) LIMIT 1",
    "SELECT DISTINCT ?s { ?s :q ?o } ORDER BY ?s LIMIT 100",
    "SELECT ?s { ?s :q ?o } ORDER BY ?s LIMIT 0",
    "SELECT ?s { :a :p ?s , ?s }",
]


@pytest.fixture(scope="module")
def little() -> tuple[Store, Columns]:
    store = store_of(TRIG)
    return store, Columns(store)


@pytest.mark.parametrize("query", COMPILED)
def test_what_is_known_has_the_same_rows(little: tuple[Store, Columns], query: str) -> None:
    store, columns = little
    wanted = engine.select(store, SAID + query)
    same(rows_of(columns, SAID + query, wanted.variables), wanted, in_order="ORDER BY" in query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?o { :a :p ?o } ORDER BY ?o",  # numbers of two types and texts: the engine's own order
        "SELECT ?s ?o { ?s :p ?o } ORDER BY ?s",  # rows that are the same in all that is named
        "SELECT ?o { :d :w ?o } ORDER BY ?o",
        "SELECT ?s { ?s :p ?o } LIMIT 1",  # which of them
        "SELECT ?s ?p { ?s ?p ?o } ORDER BY ?s LIMIT 2",
        "SELECT ?s { ?s :q ?o } ORDER BY ?s LIMIT 1 OFFSET 1",
        "SELECT ?s { GRAPH ?g { ?s :p ?o MINUS { ?s a :Thing } } }",
        "SELECT ?s ?x { ?s a :Thing OPTIONAL { ?s :n ?x } MINUS { ?o :n ?x } }",
        "SELECT ?x { BIND(LANG('x'@fr) AS ?x) }",
        "SELECT ?x { VALUES ?v { 'new'@fr } BIND(LANG(?v) AS ?x) }",  # which no quad has
        "SELECT ?s { ?s ?p ?o FILTER(LANG(?o) = 'fr'@en) }",
        "SELECT ?s ?o { ?s :q+ ?o }",
        "SELECT ?s ?o { ?s :q|:p ?o }",  # how often the engine gives a row
        "SELECT ?s ?o { ?s !:q ?o }",
        "SELECT ?s { ?s :p ?o FILTER(?o = 2) }",
        "SELECT ?s { ?s :p ?o . ?s :p ?x FILTER(?o = ?x) }",
        "SELECT ?s { ?s :p ?o FILTER(?o > 3) }",
        "SELECT ?s { ?s :p ?o FILTER(CONTAINS(STR(?o), 'x')) }",
        "SELECT (MAX(?o) AS ?m) { ?s :n ?o }",
        "SELECT ?s ?x { ?s a :Thing OPTIONAL { ?s :n ?x } ?o :n ?x }",  # a join with what may be unbound
        "SELECT ?s FROM :g1 { ?s a :Thing }",
        f"SELECT ?s {{ VALUES ?s {{ {' '.join(f':thing-{number}' for number in range(1000))} }} ?s a :Thing }}",
    ],
    ids=lambda query: query[:60],
)
def test_what_is_not_known_is_left_to_the_engine(little: tuple[Store, Columns], query: str) -> None:
    store, columns = little
    with pytest.raises(NoColumnsError):
        rows_of(columns, SAID + query, engine.select(store, SAID + query).variables)


IRIS = [":a", ":b", ":c", ":d"]
RELATIONS = [":p", ":q", ":r", "a"]
LITERALS = [
    "1",
    "2",
    "10",
    '"a"',
    '"b"',
    '"a"@en',
    '"a"@fr',
    "1.5",
    "true",
    '"2020-01-01"^^xsd:date',
    '"2020"^^xsd:gYear',
]
VARIABLES = ["?x", "?y", "?z"]
FACTS = st.tuples(*map(st.sampled_from, ([*IRIS, "_:n"], RELATIONS, [*IRIS, *IRIS, *LITERALS], [":g1", ":g2", ":a"])))
SUBJECTS = st.sampled_from([*VARIABLES, *VARIABLES, ":a"])
OBJECTS = st.sampled_from([*VARIABLES, *VARIABLES, ":a", ":b", "1", '"a"', '"a"@fr'])
PATHS = st.sampled_from([*RELATIONS, *RELATIONS, "?y", ":p|:q", ":p/:q", "^:p", ":p/^:q", "(:p|^:q)/:r"])
TRIPLES = st.lists(st.tuples(SUBJECTS, PATHS, OBJECTS).map(" ".join), min_size=1, max_size=2).map(" . ".join)
CONDITIONS = st.sampled_from(
    [
        *("?x = ?y", "?x != ?y", "?x IN (:a, :b)", "?y NOT IN (:a, ?x)", "STR(?x) < STR(?y)", "isIRI(?x)", "BOUND(?y)"),
        *("!BOUND(?y) || ?x = :a", "isLiteral(?x) && !isBlank(?y)", "?y > 1", "?y <= 2 || ?x = :a", "sameTerm(?x, ?y)"),
        *("EXISTS { ?x :p ?y }", "NOT EXISTS { ?x :q ?other }", "NOT EXISTS { GRAPH ?in { ?x :q ?y } }"),
        "IF(BOUND(?y), ?x = :a, ?x != :b)",
    ]
)
BINDINGS = st.sampled_from(
    ["?x", ":a", ":new", "7", "'new'", "IF(?x = :a, 1, 0)", "COALESCE(?y, ?x)", "IF(BOUND(?y), ?y, ?x)"]
)


def _around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, inner).map(lambda two: f"{two[0]} {{ {two[1]} }}"),
        st.tuples(inner, inner).map(lambda two: f"{two[0]} OPTIONAL {{ {two[1]} }}"),
        st.tuples(inner, inner).map(lambda two: f"{{ {two[0]} }} UNION {{ {two[1]} }}"),
        st.tuples(inner, CONDITIONS).map(lambda two: f"{two[0]} FILTER({two[1]})"),
        st.tuples(inner, inner, CONDITIONS).map(lambda some: f"{some[0]} OPTIONAL {{ {some[1]} FILTER({some[2]}) }}"),
        st.tuples(inner, BINDINGS).map(lambda two: f"{{ {two[0]} }} BIND({two[1]} AS ?bound)"),
        st.tuples(st.sampled_from(["?g", ":g1", "?x"]), inner).map(lambda two: f"GRAPH {two[0]} {{ {two[1]} }}"),
        inner.map(lambda one: f"{one} VALUES (?x ?y) {{ (:a :b) (:b UNDEF) (:c 1) }}"),
        inner.map(lambda one: f"{one} VALUES ?x {{ :a :b :new }}"),
        inner.map(lambda one: f"{{ SELECT ?x (COUNT(DISTINCT ?y) AS ?n) {{ {one} }} GROUP BY ?x }} FILTER(?n > 0)"),
        inner.map(lambda one: f"{{ SELECT DISTINCT ?x ?z {{ {one} }} }}"),
    )


PATTERNS = st.recursive(TRIPLES, _around, max_leaves=4)


@pytest.mark.journey
@settings(max_examples=SEEDS or 40, deadline=None)
@given(
    st.lists(FACTS, min_size=3, max_size=25),
    PATTERNS,
    st.sampled_from(["", "DISTINCT "]),
    st.sampled_from(["", " ORDER BY ?x ?y ?z ?g ?bound ?n", " ORDER BY DESC(?y) ?x"]),
)
def test_drawn_queries_have_the_same_rows(
    facts: list[tuple[str, ...]], pattern: str, distinct: str, order: str
) -> None:
    store = store_of(
        " ".join(f"{graph} {{ {subject} {relation} {thing} }}" for subject, relation, thing, graph in facts)
    )
    query = f"{SAID} SELECT {distinct}?x ?y ?z ?g ?bound ?n {{ {pattern} }}{order}"
    try:
        wanted = engine.select(store, query)
    except UsageError:  # it binds a variable twice
        assume(False)  # noqa: FBT003  # hypothesis has it so
    try:
        found = rows_of(Columns(store), query, wanted.variables)
    except NoColumnsError:
        return
    same(found, wanted, in_order=bool(order))


def test_what_data_and_queries_say_is_no_sql(monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_of(""":g { :a :p "'; DROP TABLE quad; --" , "x' OR '1'='1" . <urn:x:'quoted'> :p :b }""")
    columns = Columns(store)
    ran: list[str] = []
    run = columns.run

    def noted(sql: str) -> list[NumberColumn]:
        ran.append(sql)
        return run(sql)

    monkeypatch.setattr(columns, "run", noted)
    query = SAID + """SELECT ?été ?o { ?été :p ?o VALUES ?o { "'; DROP TABLE quad; --" :b } }"""
    wanted = engine.select(store, query)
    same(rows_of(columns, query, wanted.variables), wanted, in_order=False)
    assert len(wanted.rows) == 2
    assert not [word for word in ("DROP", "quoted", "été", "urn:") if word in ran[0]]


def test_things_stand_in_values_as_a_list_of_them_would(
    little: tuple[Store, Columns], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, columns = little
    things = [f"urn:x:{name}" for name in ("a", "nowhere", "b", "none", "d")]
    text = f"{SAID}SELECT ?t ?o (LANG(?o) AS ?lang) {{ VALUES ?t {{ THINGS }} OPTIONAL {{ ?t :p ?o }} }}"
    wanted = [*select_of(store, text, things)]
    assert {row[0] for row in wanted} == {*things}
    monkeypatch.setattr(written.unchanged(store), "columns", columns)
    monkeypatch.setattr(query, "_AT_ONCE", 0)  # nothing is asked of the engine
    assert Counter(select_of(store, text, things)) == Counter(wanted)
    rdflib_rows = [*select_of(engine.as_dataset(store), text, things)]
    assert {type(row[0]).__name__ for row in rdflib_rows} == {"URIRef"}


def test_sorts_of_things_that_a_third_part_links_are_not_paired_first(
    sorts: list[tuple[Store, Columns]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A product of all obstacles, themes and passages took fifteen seconds of a million statements."""
    plans: list[str] = []
    run = Columns.run

    def explained(columns: Columns, sql: str) -> list[NumberColumn]:
        plans.append(str(run(columns, f"EXPLAIN {sql}")[-1].numbers.tolist()).lower())
        return run(columns, sql)

    monkeypatch.setattr(Columns, "run", explained)
    text = query_files.read_query(ONTOLOGY / "questions" / "repeated-obstacles.rq").text
    for _store, columns in sorts:
        rows_of(columns, text, ["about", "obstacle", "passage", "page"])
    assert ["join" in plan and "cross" not in plan for plan in plans] == [True, True]
