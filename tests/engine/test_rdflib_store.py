"""Datasets of rdflib over our store and over endpoints: the same calls find the same, and a server is never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bundled
import little
import pytest
import servers
from rdflib import RDF, SKOS, XSD, BNode, Literal, URIRef, Variable
from rdflib.compare import to_canonical_graph
from rdflib.plugins.sparql import prepareQuery

import icilabas as ilb
from icilabas import engine
from icilabas.engine.terms import PREFIXES
from icilabas.errors import UsageError
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.journey

X = "urn:x:"
A, B, C, KNOWS, SAYS = (URIRef(f"{X}{name}") for name in ("a", "b", "c", "knows", "says"))
G, H = URIRef(f"{X}g"), URIRef(f"{X}h")
SAID = f"""PREFIX x: <{X}>
GRAPH x:g {{ x:a x:knows x:b , x:c . x:b x:says "oui"@fr , "yes"@en-GB , "yes" . x:c x:says 1 , "1" , 1.50 . x:b x:is true , false .
  x:a x:has [ x:says "nameless" ] . x:c x:says "2016-05-01"^^xsd:date , "o'\\"\\\\ \\n<&>" , "dated"^^x:own }}
GRAPH x:h {{ x:a x:knows x:b . x:b x:knows x:a . x:h x:says x:g }}"""
HEAD = f"PREFIX x: <{X}>\n"


def local(store: engine.Store) -> Any:
    """Return the dataset of a store: rdflib's types do not say of which kind an answer is."""
    return engine.as_dataset(store)


def over(url: str) -> Any:
    return engine.endpoint_as_dataset(engine.Endpoint(url))


def rows(found: Any) -> list[Any]:
    """Return the rows with what is in no order put in one, and blank nodes as such."""
    return [tuple("blank" if isinstance(term, BNode) else term for term in row) for row in found]


def some(found: Any) -> list[Any]:
    return sorted(rows(found), key=str)


def graph(found: Any) -> set[Any]:
    return set(to_canonical_graph(found.graph))


def asked(query: str, **more: Any) -> Callable[[Any], Any]:
    """Ask the dataset, and give the rows in their order where they have one."""

    def ask(dataset: Any) -> Any:
        found = dataset.query(HEAD + query, **more)
        if found.type == "SELECT":
            names = [str(name) for name in found.vars or []]
            return found.type, sorted(names), (rows if "ORDER" in query else some)(found)
        return found.type, found.askAnswer if found.type == "ASK" else graph(found)

    return ask


def of_graph(name: URIRef, query: str, **more: Any) -> Callable[[Any], Any]:
    return lambda dataset: asked(query, **more)(dataset.graph(name))


CALLS: dict[str, Callable[[Any], Any]] = {
    "rows in order": asked(
        "SELECT ?o ?s WHERE { ?s x:says ?o FILTER(LANG(?o) != '' || DATATYPE(?o) = xsd:string) } ORDER BY ?o ?s"
    ),
    "all": asked("SELECT * WHERE { ?s x:knows ?o } ORDER BY ?s ?o"),
    "unbound": asked(
        "SELECT ?s ?t WHERE { ?s x:knows ?o OPTIONAL { ?o x:says ?t FILTER(LANG(?t) = 'fr') } } ORDER BY ?s ?t"
    ),
    "blank nodes": asked("SELECT ?n ?t WHERE { x:a x:has ?n . ?n x:says ?t }"),
    "graphs": asked("SELECT ?g ?s WHERE { GRAPH ?g { ?s x:knows ?o } } ORDER BY ?g ?s"),
    "from": asked("SELECT ?s ?o FROM x:h WHERE { ?s x:knows ?o } ORDER BY ?s"),
    "from named": asked("SELECT ?g ?o FROM NAMED x:h WHERE { GRAPH ?g { ?s x:knows ?o } } ORDER BY ?g ?o"),
    "ask": asked("ASK { x:a x:knows x:b }"),
    "ask for none": asked("ASK { x:b x:knows x:c }"),
    "construct": asked("CONSTRUCT { ?o x:known ?s } WHERE { ?s x:knows ?o }"),
    "construct blank nodes": asked("CONSTRUCT WHERE { ?s x:has ?o . ?o x:says ?t }"),
    "describe": asked("DESCRIBE x:h"),
    "describe two": asked("DESCRIBE ?s x:b WHERE { ?s x:says ?o } ORDER BY ?s"),
    "describe all": asked("DESCRIBE * { ?s x:says x:g }"),
    "describe what is not bound": asked("DESCRIBE ?s ?t { ?s x:says x:g }"),
    "describe with a blank node": asked("DESCRIBE x:a"),
    "describe none": asked("DESCRIBE ?s"),
    "describe some": asked("DESCRIBE ?s WHERE { ?s x:knows ?o } ORDER BY ?s LIMIT 1"),
    "prefixes given": asked("SELECT ?o WHERE { y:b y:says ?o } ORDER BY ?o", initNs={"y": X, "x": "urn:other:"}),
    "prefixes of the dataset": lambda d: (
        d.bind("own", X),
        asked("SELECT ?o WHERE { own:b own:says ?o } ORDER BY ?o")(d),
    )[1],
    "known prefixes": asked("SELECT ?o WHERE { x:b x:says ?o FILTER(DATATYPE(?o) = xsd:string) }"),
    "prepared": lambda d: rows(d.query(prepareQuery("SELECT ?o WHERE { y:b y:says ?o } ORDER BY ?o", initNs={"y": X}))),
    "prepared with a base": lambda d: rows(
        d.query(prepareQuery("SELECT ?o WHERE { <b> <says> ?o } ORDER BY ?o", base=X))
    ),
    "prepared and given": lambda d: rows(
        d.query(prepareQuery(HEAD + "SELECT ?s WHERE { ?s x:knows ?o } ORDER BY ?s"), initBindings={"o": B})
    ),
    "given, in the answer": asked("SELECT ?s ?o WHERE { ?s x:knows ?o } ORDER BY ?s ?o", initBindings={"s": A}),
    "given, not in the answer": asked("SELECT ?o WHERE { ?s x:knows ?o } ORDER BY ?o", initBindings={"s": A}),
    "given by a variable": asked("SELECT ?o WHERE { ?s x:knows ?o } ORDER BY ?o", initBindings={Variable("s"): A}),
    "given a literal": asked(
        "SELECT ?s WHERE { ?s x:says ?o } ORDER BY ?s", initBindings={"o": Literal("oui", lang="fr")}
    ),
    "given a plain text": asked("SELECT ?s WHERE { ?s x:says ?o } ORDER BY ?s", initBindings={"o": Literal("yes")}),
    "given a number": asked("SELECT ?s WHERE { ?s x:says ?o } ORDER BY ?s", initBindings={"o": Literal(1)}),
    "given a date": asked(
        "SELECT ?s WHERE { ?s x:says ?o } ORDER BY ?s", initBindings={"o": Literal("2016-05-01", datatype=XSD.date)}
    ),
    "given what quotes": asked("SELECT ?s WHERE { ?s x:says ?o }", initBindings={"o": Literal("o'\"\\ \n<&>")}),
    "given what would be a query": asked(
        "SELECT ?s WHERE { ?s x:says ?o }", initBindings={"o": Literal('" } UNION { ?s ?p ?o } #')}
    ),
    "given two": asked("SELECT ?p WHERE { ?s ?p ?o } ORDER BY ?p", initBindings={"s": A, "o": C}),
    "given, in a condition": asked(
        "SELECT ?s WHERE { ?s x:knows ?t FILTER(?t != ?o) } ORDER BY ?s", initBindings={"o": B}
    ),
    "given, not there": asked(
        "SELECT ?s WHERE { ?s x:knows ?t FILTER NOT EXISTS { ?s x:has ?o } } ORDER BY ?s", initBindings={"o": B}
    ),
    "given, in one of two": asked(
        "SELECT ?t WHERE { { ?s x:knows ?t } UNION { ?t x:knows ?s } } ORDER BY ?t", initBindings={"s": B}
    ),
    "given, perhaps": asked(
        "SELECT ?t ?u WHERE { ?t x:knows x:b OPTIONAL { ?s x:says ?u } } ORDER BY ?t ?u", initBindings={"s": B}
    ),
    "given, counted": asked("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", initBindings={"s": B}),
    "given, grouped": asked(
        "SELECT ?p (COUNT(?o) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p", initBindings={"s": B}
    ),
    "given, within": asked(
        "SELECT ?o ?n WHERE { SELECT ?s ?o (1 AS ?n) WHERE { ?s x:knows ?o } } ORDER BY ?o", initBindings={"s": A}
    ),
    "given a graph": asked("SELECT ?s ?o WHERE { GRAPH ?g { ?s x:knows ?o } } ORDER BY ?s ?o", initBindings={"g": H}),
    "given, asked": asked("ASK { ?s x:knows x:b }", initBindings={"s": C}),
    "given, constructed": asked("CONSTRUCT { ?s x:known ?o } WHERE { ?o x:knows ?s }", initBindings={"s": B}),
    "given, constructed in short": asked("CONSTRUCT WHERE { ?s x:knows ?o }", initBindings={"s": A}),
    "given, constructed in short from one": asked("CONSTRUCT FROM x:h WHERE { ?s x:knows ?o }", initBindings={"s": A}),
    "given, described": asked("DESCRIBE ?s", initBindings={"s": H}),
    "given, described by": asked("DESCRIBE ?s WHERE { ?s x:says x:g }", initBindings={"s": H}),
    "given, with words in texts": asked(
        'SELECT ?s WHERE { # { SELECT\n ?s x:says ?o FILTER("{ VALUES" != ?o) } ORDER BY ?s',
        initBindings={"o": Literal(1)},
    ),
    "one graph": of_graph(H, "SELECT ?s ?o WHERE { ?s x:knows ?o } ORDER BY ?s ?o"),
    "one graph, given": of_graph(G, "SELECT ?o WHERE { ?s x:knows ?o } ORDER BY ?o", initBindings={"s": A}),
    "one graph, within": of_graph(H, "SELECT ?o WHERE { SELECT ?o WHERE { ?s x:knows ?o } } ORDER BY ?o"),
    "one graph, asked": of_graph(H, "ASK { x:a x:knows x:c }"),
    "one graph, constructed": of_graph(H, "CONSTRUCT WHERE { ?s x:knows ?o }"),
    "one graph, described": of_graph(G, "DESCRIBE x:a"),
    "one graph that names another": of_graph(G, "SELECT ?s ?o FROM x:h WHERE { ?s x:knows ?o } ORDER BY ?s ?o"),
    "a graph that is not": of_graph(URIRef(f"{X}none"), "SELECT ?s WHERE { ?s ?p ?o }"),
    "the graph without a name": lambda d: some(d.default_graph.query("SELECT ?s WHERE { ?s ?p ?o }")),
    "triples": lambda d: some(d.triples((A, KNOWS, None))),
    "a triple": lambda d: some(d.triples((A, KNOWS, B))),
    "no triple": lambda d: some(d.triples((C, KNOWS, B))),
    "triples of a text": lambda d: some(d.triples((None, SAYS, Literal("yes")))),
    "triples of a text in a language": lambda d: some(d.triples((None, SAYS, Literal("oui", lang="fr")))),
    "triples of a number": lambda d: some(d.triples((None, SAYS, Literal(1)))),
    "a text as a subject": lambda d: some(d.triples((Literal("yes"), None, None))),
    "a text as a relation": lambda d: some(d.triples((None, Literal("yes"), None))),
    "a name that is none": lambda d: some(d.triples((URIRef("a b"), None, None))),
    "triples of one graph": lambda d: some(d.graph(H).triples((None, KNOWS, None))),
    "all of one graph": lambda d: some(d.graph(H)),
    "of a path": lambda d: some(d.triples((A, KNOWS / KNOWS, None))),
    "quads": lambda d: some(d.quads((None, KNOWS, None, None))),
    "quads of one graph": lambda d: some(d.quads((None, KNOWS, None, H))),
    "all quads of ours": lambda d: some(quad for name in (G, H) for quad in d.quads((None, None, None, name))),
    "is there": lambda d: [(A, KNOWS, B) in d, (A, KNOWS, A) in d, (A, KNOWS, C, H) in d, (A, KNOWS, C, G) in d],
    "values": lambda d: [
        d.value(B, KNOWS),
        d.value(predicate=SAYS, object=Literal("oui", lang="fr")),
        d.value(C, KNOWS),
    ],
    "objects": lambda d: sorted(d.objects(A, KNOWS, unique=True)),
    "choices": lambda d: some(d.triples_choices(([A, B], KNOWS, None))),
    "numbers": lambda d: [len(d.graph(G)), len(d.graph(H)), len(d.graph(URIRef(f"{X}none"))), len(d.default_graph)],
    "graphs of ours": lambda d: sorted(g.identifier for g in d.graphs() if g.identifier in {G, H}),
    "graphs of a triple": lambda d: sorted(
        g.identifier for g in d.graphs((A, KNOWS, B)) if "rdflib" not in g.identifier
    ),
    "names": lambda d: [*map(str, (d.namespace_manager.qname(f"{PREFIXES['ild']}x"), d.store.namespace("ilb")))],
}

# What names graphs is answered from all by Oxigraph's server, which the first query of this kind tells.
NAMES_GRAPHS = {name for name in CALLS if " from " in f" {name} " or "another" in name} - {"from named"}


@pytest.fixture(scope="module")
def memory() -> engine.Store:
    store = engine.new_store()
    store.update(f"INSERT DATA {{ {SAID.partition(chr(10))[2]} }}", prefixes={"x": X, "xsd": PREFIXES["xsd"]})
    return store


@pytest.fixture(scope="module", params=["little", "oxigraph", "virtuoso"])
def server(
    request: pytest.FixtureRequest, memory: engine.Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    if request.param == "little":
        with little.serving(little.endpoint(memory)) as running:
            yield running.url
        return
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "all.nq").write_bytes(engine.dump(memory, ".nq"))
    with getattr(servers, request.param)(folder / "server", folder / "all.nq") as url:
        yield url


@pytest.mark.parametrize("name", CALLS)
def test_a_call_finds_the_same_on_an_endpoint(
    name: str, memory: engine.Store, server: str, caplog: pytest.LogCaptureFixture
) -> None:
    here = CALLS[name](local(memory))
    there = CALLS[name](over(server))
    told = "FROM is not heeded there" in caplog.text
    assert there == here or told
    assert not told or name in NAMES_GRAPHS


WRITES: dict[str, Callable[[Any], Any]] = {
    "add": lambda d: d.add((A, KNOWS, C)),
    "add to one graph": lambda d: d.graph(G).add((A, KNOWS, C)),
    "add many": lambda d: d.addN([(A, KNOWS, C, d.graph(G))]),
    "remove": lambda d: d.remove((A, KNOWS, None)),
    "remove a graph": lambda d: d.remove_graph(G),
    "update": lambda d: d.update(f"DELETE WHERE {{ <{A}> ?p ?o }}"),
    "set": lambda d: d.graph(G).set((A, KNOWS, C)),
    "read in": lambda d: d.parse(data=f"<{A}> <{KNOWS}> <{C}> .", format="turtle"),
}


@pytest.mark.parametrize("name", WRITES)
def test_nothing_is_changed_on_a_server_and_how_to_is_said(name: str, memory: engine.Store) -> None:
    with little.serving(little.endpoint(memory)) as running:
        dataset = over(running.url)
        with pytest.raises(UsageError) as caught:
            WRITES[name](dataset)
        assert str(caught.value) == f"{running.url}: {message('endpoint-read-only').text('en')}"
    assert all("SELECT" in form["query"][0] for _method, _path, _headers, form in running.seen)


ASKED_BY_A_BLANK_NODE: dict[str, Callable[[Any, BNode], Any]] = {
    "given": lambda d, n: d.query("SELECT ?t WHERE { ?n ?p ?t }", initBindings={"n": n}),
    "triples": lambda d, n: [*d.triples((n, None, None))],
    "quads": lambda d, n: [*d.quads((None, None, n, None))],
    "a graph": lambda d, n: [*d.graph(n)],
    "a query of a graph": lambda d, n: d.graph(n).query("ASK {}"),
}


@pytest.mark.parametrize("name", ASKED_BY_A_BLANK_NODE)
def test_a_blank_node_of_a_server_cannot_be_asked_for_which_is_said(name: str, memory: engine.Store) -> None:
    with little.serving(little.endpoint(memory)) as running:
        dataset = over(running.url)
        [[blank]] = dataset.query("SELECT ?n WHERE { ?n <urn:x:says> 'nameless' }")
        with pytest.raises(UsageError, match="a blank node has no name"):
            ASKED_BY_A_BLANK_NODE[name](dataset, blank)


def test_a_blank_node_of_our_own_store_can_be_given(memory: engine.Store) -> None:
    dataset = local(memory)
    query = "SELECT ?n ?t WHERE { ?n <urn:x:says> ?t }"
    [blank] = {row.n for row in dataset.query(query) if isinstance(row.n, BNode)}
    assert [str(row.t) for row in dataset.query(query, initBindings={"n": blank})] == ["nameless"]


@pytest.mark.parametrize("given", [{"s": "urn:x:a"}, {"s": URIRef("a b")}, {"a b": A}, {"s) } { (x": A}, {"s": None}])
def test_what_is_given_and_is_no_term_is_said(given: dict[str, Any], memory: engine.Store) -> None:
    for dataset in (local(memory), over("http://127.0.0.1:9/")):
        with pytest.raises(UsageError, match="initBindings: .* is given .*write URIRef"):
            dataset.query("SELECT ?s WHERE { ?s ?p ?o }", initBindings=given)


def many(count: int) -> engine.Store:
    store = engine.new_store()
    store.update(f"INSERT DATA {{ GRAPH <{G}> {{ {' '.join(f'<{A}> <{SAYS}> {n} .' for n in range(count))} }} }}")
    return store


def test_all_rows_come_from_a_server_that_cuts_its_answers_and_by_post() -> None:
    """Rdflib's own SPARQLStore asks by GET: the rows that came first are all, and a long query is none."""
    store = many(350)
    listed = ", ".join(f"<{X}{'long' * 20}{n}>" for n in range(200))
    with little.serving(little.endpoint(store, 100)) as running:
        dataset = over(running.url)
        long = dataset.query(f"SELECT ?o WHERE {{ ?s ?p ?o FILTER(?s NOT IN ({listed})) }} ORDER BY ?o")
        assert [row.o.toPython() for row in long] == [*range(350)]
        assert len({*dataset.triples((A, None, None))}) == 350
        assert len(dataset.graph(G)) == 350
    assert {method for method, _path, _headers, _form in running.seen} == {"POST"}


def test_what_fails_is_said_in_our_sentences(memory: engine.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICILABAS_ENDPOINT_TOKEN", "secret")
    with little.serving(little.endpoint(memory)) as running:
        dataset = over(running.url)
        for query in ("SELECT ?s {", "DROP ALL", "SELECT ?s { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"):
            for asked_of in (dataset, dataset.graph(G)):
                with pytest.raises(UsageError):
                    asked_of.query(query)
        assert running.seen == []
        running.behaviour = lambda request: request.answer(b"no", "text/plain", 403)
        for call in (lambda: dataset.query("ASK {}"), lambda: len(dataset), lambda: (A, None, None) in dataset):
            with pytest.raises(UsageError, match="reading is forbidden"):
                call()
    assert {*running.logins} == {"Bearer secret"}


def test_what_rdflibs_engine_alone_knows_is_answered_from_the_triples_of_the_server(memory: engine.Store) -> None:
    query = f"SELECT ?o WHERE {{ <{A}> <{KNOWS}> ?o }} ORDER BY ?o"
    with little.serving(little.endpoint(memory)) as running:
        dataset = over(running.url)
        assert [row.o for row in dataset.query(query, DEBUG=False)] == [B, B, C]
        assert [row.o for row in dataset.query(query, use_store_provided=False)] == [B, B, C]


def test_what_is_loaded_from_an_endpoint_is_asked_by_functions_and_by_rdflib_alike() -> None:
    store, kayes = bundled.public(), URIRef(f"{PREFIXES['ild']}kayes")
    with little.serving(little.endpoint(store)) as running:
        dataset = ilb.load(running.url)
        assert engine.endpoint_of(dataset) is engine.endpoint_of(dataset) is not None
        rows = ilb.ask(dataset, "shared-challenges", a="Lille", b="Tchad")
        assert rows == ilb.ask(local(store), "shared-challenges", a="Lille", b="Tchad")
        assert isinstance(rows[0][0], URIRef)
        assert {*dataset.objects(kayes, SKOS.prefLabel)} == {*local(store).objects(kayes, SKOS.prefLabel)}
        assert (kayes, RDF.type, URIRef(f"{PREFIXES['ilb']}Territory")) in dataset
