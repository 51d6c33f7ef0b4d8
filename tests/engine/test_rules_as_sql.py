"""Rules over columns find what the engine finds: ours on data of each sort and on data drawn by chance, and others."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import TESTS
from smalldata import SEEDS

from icilabas import engine
from icilabas.dataset.loading import load_store
from icilabas.engine import disk
from icilabas.engine.quad_columns import NoColumnsError
from icilabas.engine.rules_as_sql import ColumnRules
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES
from icilabas.resources import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from icilabas.engine import Store

sys.path.insert(0, str(TESTS / "benchmarks"))
import synthetic

pytest.importorskip("duckdb")

RULES = [path.read_text("utf-8") for path in sorted((ONTOLOGY / "rules").glob("*.rq"))]
SAID = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())
SAID += "PREFIX : <urn:x:> PREFIX schema-http: <http://schema.org/>\n"
NAMES = [["foaf:name"], ["schema-http:name", "schema:name"], ["dcterms:title"], ["rdfs:label"], ["org:identifier"]]


def store_of(trig: str) -> Store:
    store = engine.new_store()
    engine.extend(store, ox.parse(SAID + trig, format=ox.RdfFormat.TRIG))
    return store


def to_the_end(construct: Callable[[str, set[str]], int], rules: Sequence[str]) -> tuple[int, set[str]]:
    """Run the rules until none finds anything; return how much they found, and of which relations."""
    total, relations, more = 0, set[str](), True
    while more:
        found = sum(construct(rule, relations) for rule in rules)
        total, more = total + found, bool(found)
    return total, relations


def inferred(quads: Store | list[ox.Quad]) -> set[ox.Triple]:
    return {quad.triple for quad in quads if quad.graph_name == ox.NamedNode(INFERRED_GRAPH)}


def by_columns(store: Store, folder: Path, rules: Sequence[str] = RULES) -> tuple[int, set[str], set[ox.Triple]]:
    disk.lay_down(store, folder)
    (lines,) = (path for path in folder.iterdir() if path.name == "quads.nq")
    before = lines.read_bytes()
    columns = ColumnRules(lines, rules)
    total, relations = to_the_end(columns.construct, rules)
    columns.write()
    assert lines.read_bytes().startswith(before)
    return total, relations, inferred([*ox.parse(path=lines, format=ox.RdfFormat.N_QUADS)])


def by_the_engine(store: Store, rules: Sequence[str] = RULES) -> tuple[int, set[str], set[ox.Triple]]:
    def construct(rule: str, relations: set[str]) -> int:
        return engine.construct(store, rule, relations=relations)

    return *to_the_end(construct, rules), inferred(store)


@pytest.mark.journey
@pytest.mark.parametrize("sort", ["lille", "towns"])
def test_our_rules_find_the_same(sort: str, tmp_path: Path) -> None:
    towns = [] if sort == "lille" else [synthetic.write_trig(40, tmp_path / "towns.trig")]
    store = load_store(towns, infer=False)
    found = by_columns(store, tmp_path / "laid")
    assert found[0] > 1000
    assert found == by_the_engine(store)


THINGS = st.sampled_from([":a", ":b", ":c", ":d"])
CLASSES = st.sampled_from(
    [":C", ":D", ":E", "ilb:Organization", "ilb:Partnership", "org:Organization", "foaf:Person", "owl:Class"]
)
RELATIONS = [":p", ":q", ":r", "org:unitOf", "org:memberOf", "org:organization", "org:member", "ilb:basedIn"]
LITERALS = st.sampled_from(['"x"', '"y\\n\\"z\\" \\\\ é\\t"', '"z"@fr', "1", "1.50", "true", '"01"^^xsd:byte', "1e3"])
RELATION = st.sampled_from(RELATIONS)
FACTS = st.one_of(
    st.tuples(THINGS, RELATION, THINGS),
    st.tuples(THINGS, RELATION, LITERALS),
    st.tuples(THINGS, st.just("a"), CLASSES),
    st.tuples(THINGS, st.sampled_from([name for names in NAMES for name in names]), st.one_of(LITERALS, THINGS)),
    st.tuples(THINGS, st.just("skos:prefLabel"), LITERALS),
    st.tuples(CLASSES, st.just("rdfs:subClassOf"), CLASSES),
    st.tuples(RELATION, st.sampled_from(["rdfs:subPropertyOf", "owl:inverseOf"]), RELATION),
    st.tuples(RELATION, st.just("a"), st.just("owl:TransitiveProperty")),
    st.tuples(
        RELATION,
        st.just("owl:propertyChainAxiom"),
        st.tuples(RELATION, RELATION).map(lambda two: f"({two[0]} {two[1]})"),
    ),
)


@pytest.mark.journey
@settings(max_examples=SEEDS or 40, deadline=None)
@given(st.lists(st.tuples(FACTS, st.sampled_from([":g1", ":g2", f"<{INFERRED_GRAPH}>"])), min_size=3, max_size=25))
def test_our_rules_find_the_same_in_drawn_data(
    tmp_path_factory: pytest.TempPathFactory, facts: list[tuple[tuple[str, str, str], str]]
) -> None:
    store = store_of(" ".join(f"{graph} {{ {' '.join(said)} }}" for said, graph in facts))
    found = by_columns(store, tmp_path_factory.mktemp("drawn"))
    assert found == by_the_engine(store)


@pytest.mark.journey
@settings(max_examples=SEEDS or 40, deadline=None)
@given(st.sets(st.sampled_from([name for names in NAMES for name in names]), min_size=1), st.booleans())
def test_a_label_is_the_first_name_there_is(names: set[str], of_a_class: bool) -> None:  # noqa: FBT001  # drawn by name
    said = " ; ".join(f'{name} "{name}"' for name in sorted(names))
    store = store_of(f":g {{ :a a {'ilb:Role' if of_a_class else ':C'} ; {said} }}")
    rule = (ONTOLOGY / "rules" / "org-labels.rq").read_text("utf-8")
    by_the_engine(store, [rule])
    first = next(some for same in NAMES if (some := names.intersection(same)))
    labels = {str(row[0]) for row in engine.select(store, "SELECT ?label { ?thing skos:prefLabel ?label }").rows}
    assert labels == (first if of_a_class else set())


@pytest.mark.parametrize(
    "rule",
    [
        "CONSTRUCT { ?s :new ?o } WHERE { ?s :p ?o FILTER NOT EXISTS { ?s :new ?o } }",
        "CONSTRUCT { ?s :p 'new' } WHERE { ?s :p ?o FILTER NOT EXISTS { ?s :p 'new' } }",
        "CONSTRUCT { ?s :q ?x } WHERE { ?s :p ?o BIND(7 AS ?x) FILTER NOT EXISTS { ?s :q ?x } }",
        "CONSTRUCT { ?o :q ?s } WHERE { ?s :p ?o FILTER NOT EXISTS { ?o :q ?s } }",  # no literal is a subject
        "CONSTRUCT { ?s ?o ?s } WHERE { ?s :p ?o FILTER NOT EXISTS { ?s ?o ?s } }",  # … or a relation
        "CONSTRUCT { ?s :r ?x } WHERE { ?s :p ?o OPTIONAL { ?s :q ?x } FILTER NOT EXISTS { ?s :r ?o } }",
        "CONSTRUCT { ?s :r ?x } WHERE { GRAPH ?g { ?s :p ?x } FILTER NOT EXISTS { ?s :r ?x } }",
    ],
)
def test_rules_of_others_find_the_same(rule: str, tmp_path: Path) -> None:
    store = store_of(':g { :a :p :b , "x" , 1 ; :q :c . :b :p :c } :h { :c :p :d }')
    found = by_columns(store, tmp_path / "laid", [SAID + rule])
    assert found[0] > 0
    assert found == by_the_engine(store, [SAID + rule])


@pytest.mark.parametrize(
    "rule",
    [
        "CONSTRUCT { ?s :q ?o . ?o :q ?s } WHERE { ?s :p ?o }",
        "CONSTRUCT { ?s :q [] } WHERE { ?s :p ?o }",
        "CONSTRUCT { ?s :r ?x } WHERE { ?s :p ?o OPTIONAL { ?s :q ?x } FILTER NOT EXISTS { ?s :r ?x } }",
        "CONSTRUCT { ?s :q ?o } WHERE { ?s :p* ?o }",
        "CONSTRUCT { ?s :q ?o } WHERE { ?s :p ?o FILTER(LANG(?o) = 'fr') }",
        "SELECT ?s ?p ?o { ?s ?p ?o }",
    ],
)
def test_what_is_not_known_is_left_to_the_engine(rule: str, tmp_path: Path) -> None:
    disk.lay_down(store_of(":g { :a :p :b }"), tmp_path)
    with pytest.raises(NoColumnsError):
        ColumnRules(tmp_path / "quads.nq", [SAID + rule])
    assert [path.name for path in tmp_path.iterdir()] == ["quads.nq"]


FULL = """
import resource, sys
from pathlib import Path
from icilabas.engine import rules_as_sql
from icilabas.engine.quad_columns import NoColumnsError
lines, rule = Path(sys.argv[1]), sys.argv[2]
columns = rules_as_sql.ColumnRules(lines, [rule])
assert columns.construct(rule, set()) == 1000
resource.setrlimit(resource.RLIMIT_FSIZE, (lines.stat().st_size + 100, resource.RLIM_INFINITY))
try:
    columns.write()
except OSError as error:
    print(error)
"""


@pytest.mark.journey
def test_a_disk_that_fills_is_told_and_nothing_is_left_beside(tmp_path: Path) -> None:
    disk.lay_down(store_of(f":g {{ {' '.join(f':thing-{number} :p :b .' for number in range(1000))} }}"), tmp_path)
    rule = f"{SAID} CONSTRUCT {{ ?o :q ?s }} WHERE {{ ?s :p ?o FILTER NOT EXISTS {{ ?o :q ?s }} }}"
    call = [sys.executable, "-c", FULL, str(tmp_path / "quads.nq"), rule]
    said = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    assert "File too large" in said
    assert [path.name for path in tmp_path.iterdir()] == ["quads.nq"]
