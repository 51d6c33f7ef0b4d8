"""What a server sends compactly is what it would have sent: any term, any rows; and what cannot be so is asked plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import little
import pyoxigraph as ox
import pytest
import servers
from askedhere import Here
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from icilabas import engine
from icilabas.engine import compact
from icilabas.engine.query_text import Asked
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMESPACES = [*compact._SIGNS.values(), "http://www.w3.org/ns/org#", "urn:x:", "a:"]  # noqa: SLF001  # what is shortened is tested
_TAILS = st.text(st.characters(codec="utf-8", exclude_characters='<>"{}|^`\\', exclude_categories=["Cc", "Cs", "Zs"]))
_TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0")),
    st.sampled_from([":a", "+g", "#x", "<urn:x", "=5", "'a", "@fr x", "^x y", "!", "?", "a b_c%20%5F_", " ", "5", ""]),
)
_TAGS = st.sampled_from(["fr", "en-GB", "de-1996", "x-a"])
_TYPES = st.sampled_from(
    [f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double", "boolean", "date", "string", "gYear")]
    + ["http://types.example/a_b%20", f"{PREFIXES['ilb']}t"]
)


def _made(make: Any, *parts: Any, **more: Any) -> Any:
    try:
        return make(*parts, **more)
    except ValueError:
        return None


TERMS = st.one_of(
    st.builds(lambda space, tail: _made(ox.NamedNode, space + tail), st.sampled_from(NAMESPACES), _TAILS),
    st.builds(ox.Literal, _TEXTS),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), _TEXTS, _TAGS),
    st.builds(lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(kind)), _TEXTS, _TYPES),
    st.integers().map(ox.Literal),
    st.floats(allow_nan=False).map(ox.Literal),
).filter(lambda made: made is not None)
ROWS = st.lists(st.tuples(TERMS, st.none() | TERMS, TERMS), max_size=6)


def values(rows: list[tuple[Any, ...]]) -> str:
    listed = " ".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows)
    return f"SELECT ?a ?b ?c WHERE {{ VALUES (?a ?b ?c) {{ {listed} }} }}"


def plain(endpoint: engine.Endpoint, query: str) -> list[Any]:
    return sorted(endpoint.solutions(Asked.of(query)).rows, key=str)


@pytest.fixture
def here() -> Here:
    return Here(ox.Store())


@given(ROWS, st.integers(1, 3))
def test_any_rows_come_as_they_are(rows: list[tuple[Any, ...]], keys: int) -> None:
    endpoint = Here(ox.Store())
    query = values(rows)
    assert sorted(compact.rows(endpoint, Asked.of(query), keys), key=str) == plain(endpoint, query)


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[engine.Endpoint]:
    folder = tmp_path_factory.mktemp("compact")
    quads = folder / "all.nq"
    quads.write_text(QUADS + MEMBERS, encoding="utf-8")
    with getattr(servers, request.param)(folder / "server", quads) as url:
        yield engine.Endpoint(url)


# What Virtuoso keeps, too: neither other forms of numbers nor tags of languages that it does not know.
_ODD = [
    "<https://w3id.org/icilabas/id/a/b:c>",
    "<https://w3id.org/icilabas/id/>",
    "<https://w3id.org/icilabas/id/a_b%20c>",
    "<https://w3id.org/icilabas/identity>",
    "<https://w3id.org/icilabas/graph/a+b>",
    "<https://w3id.org/icilabas/vocabulary/~>",
    "<urn:x:é>",
    '"a b_c%20%5F"',
    '"été, 日本 😀"',
    '":a"',
    '"<urn:x>"',
    '"!"',
    '"@fr x"@fr',
    '"a\\tb\\nc\\"d\\\\e"@en',
    '"5"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"-5"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    '"2016-01-02"^^<http://www.w3.org/2001/XMLSchema#date>',
    '"2016"^^<http://www.w3.org/2001/XMLSchema#gYear>',
    '"a b"^^<http://types.example/a_b>',
    '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    '"1000.0"^^<http://www.w3.org/2001/XMLSchema#double>',
]
QUADS = "".join(f"<urn:x:s{number}> <urn:x:p> {term} <urn:x:g{number % 3}> .\n" for number, term in enumerate(_ODD))
_PASSAGE = f"<urn:x:h> <{iri('rdf:type')}> <{iri('ilb:Passage')}> <urn:x:h> .\n"
MEMBERS = _PASSAGE + "".join(
    f"{subject} <{iri('org:member')}> <urn:x:{n}> <urn:x:h> .\n"
    for n in range(9)
    for subject in (f"_:b{n}", f"<urn:x:m{n}>")
)
_ALL = "SELECT ?g ?s ?o WHERE { GRAPH ?g { ?s <urn:x:p> ?o } }"


@pytest.mark.journey
def test_a_server_sends_what_it_holds(server: engine.Endpoint) -> None:
    found = sorted(compact.rows(server, Asked.of(_ALL), 1), key=str)
    assert found == plain(server, _ALL)
    assert len(found) == len(_ODD)


@pytest.mark.journey
@given(rows=ROWS, keys=st.integers(1, 3))
@pytest.mark.parametrize("server", ["oxigraph"], indirect=True, scope="module")  # Virtuoso changes values of queries
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
def test_a_server_sends_any_rows_as_they_are(server: engine.Endpoint, rows: list[tuple[Any, ...]], keys: int) -> None:
    query = values(rows)
    assert sorted(compact.rows(server, Asked.of(query), keys), key=str) == plain(server, query)


def test_blank_nodes_are_asked_for_plainly(here: Here) -> None:
    here.store.load(b"_:a <urn:x:p> _:b . <urn:x:s> <urn:x:p> 1 .", format=ox.RdfFormat.TURTLE)
    query = "SELECT ?s ?o WHERE { ?s <urn:x:p> ?o }"
    assert sorted(compact.rows(here, Asked.of(query)), key=str) == plain(here, query)


@pytest.mark.parametrize(
    "said",
    [
        ("1", ":a 1 :b :c"),  # one more
        ("1", ":a 2 :b"),  # one less
        ("2", ":a 1 :b"),
        ("1", ":a 1 ?"),
        ("1", ":a x :b"),
        ("1", ":a 1 (b"),
        ("1", None),
        ("", ""),
        (None, None),
    ],
)
def test_what_does_not_tell_all_that_it_counts_is_asked_for_plainly(
    said: tuple[Any, Any], here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.store.load(b"<urn:x:s> <urn:x:p> 1 .", format=ox.RdfFormat.TURTLE)
    monkeypatch.setattr(here, "texts", lambda _query: [said])
    assert [str(row[1]) for row in compact.rows(here, Asked.of("SELECT ?s ?o WHERE { ?s <urn:x:p> ?o }"))] == [
        str(ox.Literal(1))
    ]


def test_the_order_that_is_asked_for_is_kept_and_no_row_of_distinct_ones_comes_twice(here: Here) -> None:
    turtle = b"<urn:x:a> <urn:x:p> 10, 9 . <urn:x:b> <urn:x:p> 9 ."
    here.store.load(turtle, format=ox.RdfFormat.TURTLE)
    found = compact.rows(here, Asked.of("SELECT DISTINCT ?o WHERE { ?s <urn:x:p> ?o } ORDER BY DESC(?o)"))
    assert [term.value for (term,) in found] == ["10", "9"]  # type: ignore[union-attr]  # all are literals
    assert compact.rows(here, Asked.of("SELECT ?o WHERE { ?s <urn:x:q> ?o }")) == []


def test_the_whole_answer_is_one_row(here: Here) -> None:
    """No server cuts it, whatever number of rows it gives at most."""
    here.store.load(b"<urn:x:a> <urn:x:p> 1, 2, 3 . <urn:x:b> <urn:x:p> 9 .", format=ox.RdfFormat.TURTLE)
    text = compact.compacted(Asked.of("SELECT ?s ?o WHERE { ?s <urn:x:p> ?o }"), 1)
    assert len(here.texts(text)) == 1


def test_statements_come_with_their_passages_or_without(here: Here) -> None:
    graphs = f"""
<urn:x:g> {{ <urn:x:a> <{iri("ilb:page")}> 1 ; a <{iri("ilb:Actor")}>, <urn:x:Other> . }}
<urn:x:h> {{ <urn:x:a> <{iri("ilb:page")}> 1 . <urn:x:b> <{iri("ilb:page")}> 2 . }}
<{INFERRED_GRAPH}> {{ <urn:x:a> a <{iri("ilb:Partnership")}> . }}"""
    here.store.load(graphs.encode(), format=ox.RdfFormat.TRIG)
    asked = ["rdf:type", "ilb:page"]
    about = "VALUES ?s { <urn:x:a> }"
    classes = [iri("ilb:Actor"), iri("ilb:Partnership")]
    own = {quad for quad in here.store if "urn:x:a" in str(quad.subject) and "Other" not in str(quad.object)}
    assert set(compact.statements(here, asked, about, classes=classes)) == own
    without = compact.statements(here, asked, about, classes=classes, passages=False)
    assert sorted((str(quad.object.value), str(quad.graph_name.value)) for quad in without) == [  # type: ignore[union-attr]  # all are named
        ("1", compact.EXCERPT_GRAPH),
        (iri("ilb:Actor"), compact.EXCERPT_GRAPH),
        (iri("ilb:Partnership"), INFERRED_GRAPH),
    ]


def test_things_are_listed_so_many_at_a_time_and_what_is_no_name_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "AT_ONCE", 2)
    things = ["urn:x:a", "urn:x:b", "no name", "urn:x:c> } DROP ALL", "urn:x:d"]
    assert [*compact.names_in_turn(things)] == ["<urn:x:a> <urn:x:b>", "<urn:x:d>"]


def test_an_endpoint_can_be_asked_compactly_for_all_that_it_can_be_asked_for(here: Here) -> None:
    here.store.load(b"<urn:x:a> <urn:x:p> 10, 9 ; <urn:x:q> true .", format=ox.RdfFormat.TURTLE)
    compactly: Any = compact.compactly(here)
    query = "SELECT ?s ?o (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?s ?o ORDER BY ?o"
    assert engine.select(compactly, query).rows == engine.select(here.store, query).rows
    assert "GROUP_CONCAT" in here.queries[-1]
    with_an_expression = "SELECT ?o WHERE { ?s <urn:x:p> ?o } ORDER BY (0 - ?o)"
    assert engine.select(compactly, with_an_expression).rows == [(10,), (9,)]
    assert compact.compactly(here.store) is here.store
    assert compactly.run("ASK { ?s ?p ?o }")


@pytest.mark.journey
def test_who_asks_compactly_knows_what_is_known_of_the_server_and_of_its_version() -> None:
    store = ox.Store()
    store.load(b"<urn:x:a> <urn:x:p> 10 .", format=ox.RdfFormat.TURTLE)
    with little.serving(little.endpoint(store)) as server:
        endpoint = engine.Endpoint(server.url)
        endpoint.version = "1"
        compactly: Any = compact.compactly(endpoint)
        assert compactly.texts("SELECT ?o WHERE { ?s ?p ?o }") == [("10",)]
        assert (compactly.version, compactly.client.sent) == ("1", endpoint.client.sent)


def test_what_is_stated_comes_with_what_stands_beside_it_in_parts(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    page, works = iri("ilb:page"), iri("ilb:worksOn")
    graphs = "".join(
        f"<urn:x:g> {{ <urn:x:{n}> <{works}> <urn:x:t> ; <{page}> {n} }} <urn:x:h> {{ <urn:x:{n}> <{page}> 0 }}"
        for n in range(9)
    )
    graphs += f"<urn:x:h> {{ <urn:x:g> a <{iri('ilb:Passage')}> }}"
    here.store.load(graphs.encode(), format=ox.RdfFormat.TRIG)
    of_g = {quad for quad in here.store if quad.graph_name == ox.NamedNode("urn:x:g")}
    monkeypatch.setattr(compact, "MOST", 2)
    assert set(compact.stated(here, ["ilb:worksOn"], ["ilb:page"])) == of_g
    assert len(here.queries) == 1 + 9 // 2 + 1
    assert set(compact.stated(here, ["ilb:drawsOn"], ["ilb:page"], ["ilb:Actor"])) == set()
    read: Any = compact.excerpt_of(here, relations=["ilb:worksOn"])
    assert set(read) == {quad for quad in of_g if quad.predicate == ox.NamedNode(works)}
    assert compact.excerpt_of(here.store, relations=["ilb:worksOn"]) is here.store


def test_what_is_asked_for_in_parts_holds_what_blank_nodes_are_said_to_be(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = iri("org:member")
    nodes = " ".join(f"[] <{member}> <urn:x:{n}> . <urn:x:s{n}> <{member}> <urn:x:{n}> ." for n in range(9))
    graphs = f"<urn:x:h> {{ <urn:x:g> a <{iri('ilb:Passage')}> }} <urn:x:g> {{ {nodes} }}"
    here.store.load(graphs.encode(), format=ox.RdfFormat.TRIG)
    monkeypatch.setattr(compact, "MOST", 2)
    found = [*compact.stated(here, ["org:member"])]
    assert len(here.queries) > 9
    assert sorted(str(quad.object) for quad in found) == sorted(2 * [f"<urn:x:{n}>" for n in range(9)])
    assert sum(isinstance(quad.subject, ox.BlankNode) for quad in found) == 9


@pytest.mark.journey
def test_a_server_gives_what_is_stated_in_parts_too(server: engine.Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "MOST", 5)
    found = [*compact.stated(server, ["org:member"])]
    assert sorted(str(quad.object) for quad in found) == sorted(2 * [f"<urn:x:{n}>" for n in range(9)])
    assert {str(quad.subject) for quad in found if isinstance(quad.subject, ox.NamedNode)} == {
        f"<urn:x:m{n}>" for n in range(9)
    }


@pytest.mark.journey
@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_a_server_gives_each_of_many_statements_in_one_part(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, page = f"<{iri('ilg:g')}>", iri("ilb:page")
    quads = [f"{graph} <{iri('rdf:type')}> <{iri('ilb:Passage')}> {graph} ."]
    for number in range(20_000):
        thing = f"<{iri('ild:m')}{number}>"
        quads.append(f"{thing} <{iri('org:member')}> <urn:x:{number % 7}> {graph} .")
        quads.append(f'{thing} <{page}> "{number % 90}"^^<{iri("xsd:integer")}> {graph} .')
    path = tmp_path / "many.nq"
    path.write_text("\n".join(quads), encoding="utf-8")
    monkeypatch.setattr(compact, "MOST", 6000)
    with getattr(servers, kind)(tmp_path / "server", path) as url:
        found = [*compact.stated(engine.Endpoint(url), ["org:member"], ["ilb:page"])]
    assert len(found) == len(set(found)) == 40_000


def test_what_is_little_is_asked_for_together_and_what_is_much_in_parts() -> None:
    for sizes, bundles in (
        ([], []),
        ([50, 50], [([0, 1], 1)]),
        ([50, 51], [([0], 1), ([1], 1)]),
        ([301, 1, 1], [([0], 4), ([1, 2], 1)]),
        ([1, 10**9], [([0], 1), ([1], 256)]),
    ):
        assert [*compact.bundles([(str(n), size) for n, size in enumerate(sizes)], 100)] == [
            ([str(n) for n in bundle], parts) for bundle, parts in bundles
        ]


def test_a_query_that_names_its_graphs_is_asked_plainly(here: Here) -> None:
    here.store.load(b"<urn:x:a> <urn:x:p> 1 .", format=ox.RdfFormat.TURTLE)
    query = "SELECT ?s ?o FROM <urn:x:g> WHERE { ?s ?p ?o } ORDER BY ?s"
    assert compact.rows(here, Asked.of(query)) == plain(here, query)
    assert "GROUP_CONCAT" not in here.queries[0]


def test_only_what_our_graphs_state_is_asked_for(here: Here) -> None:
    a, works, needs = (iri(name) for name in ("rdf:type", "ilb:worksOn", "ilb:drawsOn"))
    said = f"{{ <urn:x:1> <{works}> <urn:x:t> ; <{needs}> <urn:x:t> ; <{a}> <{iri('ilb:Actor')}> }} "
    graphs = "".join(f"<{graph}> {said}" for graph in ("urn:x:passage", "urn:x:holds", "urn:x:others", INFERRED_GRAPH))
    graphs += f"<urn:x:holds> {{ <urn:x:passage> a <{iri('ilb:Passage')}> }}"
    here.store.load(graphs.encode(), format=ox.RdfFormat.TRIG)

    def found(**more: Any) -> set[tuple[str, str]]:
        quads = compact.stated(here, ["ilb:worksOn", "ilb:drawsOn"], classes=["ilb:Actor"], **more)
        return {(str(quad.graph_name)[1:-1], quad.predicate.value) for quad in quads}

    ours = {(graph, relation) for graph in ("urn:x:passage", "urn:x:holds") for relation in (a, works, needs)}
    assert found() == ours | {(INFERRED_GRAPH, relation) for relation in (a, works, needs)}
    assert found(inferred=["ilb:worksOn"]) == ours | {(INFERRED_GRAPH, works)}
