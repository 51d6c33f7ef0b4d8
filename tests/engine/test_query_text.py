"""What the text of a query says, whatever its strings, IRIs and comments say."""

from __future__ import annotations

import re

import pytest

from icilabas.engine.query_text import (
    Asked,
    asks_elsewhere,
    bounded,
    called,
    declared,
    described,
    is_update,
    may_load,
    names_its_graphs,
    narrowed,
    no_sparql,
    permit,
    relations_read,
)
from icilabas.engine.terms import iri
from icilabas.errors import UsageError


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <urn:g> { ?s ?p ?o }",
        "SELECT * FROM<urn:g> { ?s ?p ?o }",
        "SELECT * FROM NAMED <urn:g> { ?s ?p ?o }",
        "SELECT * from ilg:g { ?s ?p ?o }",
        "SELECT * FROM # of all\n<urn:g> { ?s ?p ?o }",
        'SELECT * FROM "x" FROM <urn:g> { ?s ?p ?o }',
        r"SELECT * FROM <urn:\u0067> { ?s ?p ?o }",
    ],
)
def test_a_graph_that_is_named_is_seen(query: str) -> None:
    assert names_its_graphs(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?from { ?s ?p ?from }",
        "SELECT $from { ?s ?p $from }",
        "SELECT * { ?s ilb:from ?o }",
        "SELECT * { ?s <urn:FROM> ?o } # FROM <urn:g>",
        'SELECT * { ?s ?p "FROM <urn:g>" }',
        r'SELECT * { ?s ?p "\" FROM <urn:g>" }',
        "SELECT * { ?s ?p ''' ' FROM <urn:g> ''' }",
    ],
)
def test_what_only_looks_so_is_not(query: str) -> None:
    assert not names_its_graphs(query)


def test_a_variable_called_from_is_no_reason_to_ask_for_all_rows_at_once() -> None:
    assert Asked.of("SELECT ?from { ?s ?p ?from }").in_pages
    assert Asked.of("SELECT ?s FROM <urn:g> { ?s ?p ?o }").in_pages
    assert not Asked.of("ASK { ?s ?p ?o }").in_pages
    assert not Asked.of("SELECT * {}").in_pages  # no variable to sort by


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("SELECT * { ?s ?p ?o }", "rows"),
        ("ASK {}", "boolean"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "triples"),
        ("DESCRIBE <urn:x>", "triples"),
    ],
)
def test_kinds_of_queries(query: str, kind: str) -> None:
    assert Asked.of(query).kind == kind


def test_an_update_is_not_a_query() -> None:
    with pytest.raises(UsageError):
        Asked.of("DROP ALL")


PAGED = {
    "SELECT ?b ?a { ?a x:p ?b } ORDER BY ?a": "SELECT ?b ?a { ?a x:p ?b }",
    "SELECT ?b ?a { ?a x:p ?b } ORDER BY ?a LIMIT 5": "SELECT ?b ?a { ?a x:p ?b } ORDER BY ?a LIMIT 5",
    "SELECT ?b ?a { ?a x:p ?b } ORDER BY ?a VALUES ?a { 1 }": "SELECT ?b ?a { ?a x:p ?b } VALUES ?a { 1 }",
    "SELECT ?b ?a FROM <urn:g> FROM NAMED x:h WHERE { ?a ?p ?b }": "SELECT ?b ?a WHERE { ?a ?p ?b }",
    "SELECT ?b ?a FROM <urn:FROM> { ?a ?p 'FROM x:y ORDER BY' }": "SELECT ?b ?a { ?a ?p 'FROM x:y ORDER BY' }",
}


@pytest.mark.parametrize("query", PAGED)
def test_a_query_becomes_part_of_one_for_a_page_or_a_count(query: str) -> None:
    asked = Asked.of(f"PREFIX x: <urn:x>\n{query}")
    graphs = re.search(r"FROM.*?(?=WHERE|\{)", query)
    for text in (asked.counted(), asked.page("a", 10, ">= 'k'", [("b", 'te"xt'), ("a", None)])):
        assert Asked.of(text).kind == "rows"
        assert text.startswith("PREFIX x: <urn:x>\nSELECT ")
        assert " ".join(f"{{ {PAGED[query]} }}".split()) in " ".join(text.split())
        assert bool(graphs) is ("FROM <" in text.partition("{")[0])
    assert text.endswith(
        'FILTER(STR(?a) >= \'k\') FILTER(STR(?b) = "te\\"xt") FILTER(!BOUND(?a)) } ORDER BY ?icilabasKey LIMIT 10'
    )


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("SELECT ?a { ?a ?b ?c } LIMIT 5", 5),
        ("SELECT ?a { ?a ?b ?c } OFFSET 3 limit 7", 7),
        ("SELECT ?a { ?a ?b ?c } OFFSET 3", None),
        ("SELECT ?LIMIT { { SELECT ?LIMIT { ?LIMIT ?b 'LIMIT 3' } LIMIT 4 } }", None),
    ],
)
def test_the_limit_is_that_of_the_whole_query(query: str, limit: int | None) -> None:
    assert Asked.of(query).limit == limit


@pytest.mark.parametrize(
    ("query", "select", "construct"),
    [
        (
            "CONSTRUCT { ?a <urn:p> _:x . ?b <urn:q> '{' } WHERE { ?b ?c ?a } LIMIT 3",
            "SELECT ?a ?b WHERE { ?b ?c ?a } LIMIT 3",
            "CONSTRUCT { ?a <urn:p> _:x . ?b <urn:q> '{' } WHERE ",
        ),
        (
            "CONSTRUCT { ?a <urn:p> 1 } FROM <urn:g> { ?a ?c ?b }",
            "SELECT ?a FROM <urn:g> { ?a ?c ?b }",
            "CONSTRUCT { ?a <urn:p> 1 } WHERE ",
        ),
        (
            "construct where { ?a <urn:p> ?b } order by ?a",
            "SELECT ?a ?b where { ?a <urn:p> ?b } order by ?a",
            "CONSTRUCT { ?a <urn:p> ?b } WHERE ",
        ),
        ("CONSTRUCT WHERE { ?a <urn:p> [] }", None, None),
        ("CONSTRUCT { <urn:a> <urn:p> 1 } WHERE { ?a ?c ?b }", None, None),
    ],
)
def test_behind_a_construct_is_a_select(query: str, select: str | None, construct: str | None) -> None:
    found = Asked.of(query).selected()
    if select is None:
        assert found is None
    else:
        assert found
        assert (" ".join(found[0].text.split()), found[1]) == (select, construct)


@pytest.mark.parametrize(
    ("query", "distinct"),
    [
        ("SELECT DISTINCT ?s { ?s ?p ?o }", True),
        ("select  distinct ?s { ?s ?p ?o }", True),
        ("SELECT ?s { { SELECT DISTINCT ?s { ?s ?p ?o } } }", False),
        ('SELECT ?s { ?s ?p "SELECT DISTINCT" }', False),
    ],
)
def test_distinct_is_what_the_outer_select_says(query: str, distinct: bool) -> None:  # noqa: FBT001  # what is expected
    assert Asked.of(query).distinct is distinct


TEXTS = {
    "a word in a string": ('SELECT ?s { ?s ?p "ORDER BY ?x } FROM" } ORDER BY ?s', (("s", False),), True),
    "descending": ("SELECT ?s ?p { ?s ?p ?o } ORDER BY desc ( ?s ) ASC(?p) LIMIT 5", (("s", True), ("p", False)), True),
    "in a sub-select only": ("SELECT ?s { { SELECT ?s { ?s ?p ?o } ORDER BY ?s } }", (), True),
    "by a value": ("SELECT ?s { ?s ?p ?o } ORDER BY STR(?s)", None, True),
    "a comment": ("# FROM ORDER BY ?p\nSELECT ?s { ?s ?p ?o } # ORDER BY ?o", (), True),
    "from": ("SELECT ?s FROM <urn:x> { ?s ?p ?o }", (), True),
    "values behind": ("SELECT ?s { ?s ?p ?o } ORDER BY ?s VALUES ?p { ilb:page }", (("s", False),), True),
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_text_of_a_query_is_understood(name: str) -> None:
    query, order, in_pages = TEXTS[name]
    asked = Asked.of(query)
    assert (asked.order, asked.in_pages) == (order, in_pages)
    if in_pages:
        Asked.of(asked.page(asked.variables[0], 5, None))  # is SPARQL


def test_prefixes_are_declared_where_they_are_used() -> None:
    text = Asked.of("PREFIX ilb: <urn:mine> SELECT * { ?s ilb:page ?o ; skos:prefLabel ?l . <ild:x> ?p 'org:x' }").text
    assert text.count("PREFIX") == 2
    assert text.startswith("PREFIX skos: <")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <a:b> { ?s ?p ?o } }",
        "SELECT * { service<a:b>{?s ?p ?o}}",
        "SELECT * { SERVICE\n# why not\nSILENT\t<a:b> # here\n { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<a:b>{} }",
        "SELECT * { SERVICE ?there {} }",
        "SELECT * { SERVICE $there{} }",
        "SELECT * { SERVICE ex:there {} }",
        "SELECT * { SERVICE : {} }",
        "SELECT * { SERVICE ex:there#{\n{} }",
        "SELECT * { SERVICE ex:there# x\n{} }",
        "SELECT * { SERVICE ?x# x\n{} }",
        "SELECT * { ?s ?p trueSERVICE <a:b> {} }",
        "SELECT * { ?s ?p 1SERVICE <a:b> {} }",
        "SELECT * { ?s ?p 1e5SERVICE <a:b> {} }",
        "SELECT * { ?s ?p 'x'SERVICE <a:b> {} }",
        "SELECT * { ?s ex:a\\#b ?o . SERVICE <a:b> {} }",
        "SELECT * { ?s ex:a\\'b ?o . SERVICE <a:b> {} ?s ex:a\\'b ?o }",
        "SELECT * { FILTER(?a<?b)SERVICE#>\n?g { ?s ?p ?o } }",
        "SELECT * { FILTER(?a<?b#>'''\n)SERVICE ?g { ?s ?p ?o } #'''\n }",
        "# '\nSELECT * { SERVICE <a:b> {} } # '",
    ],
)
def test_a_call_of_another_server_is_seen(text: str) -> None:
    assert asks_elsewhere(text)


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX service: <http://www.w3.org/ns/sparql-service-description#> SELECT * { ?s service:a ?service }",
        "SELECT ?service { ?service a schema:Service . OPTIONAL { ?service ex:service ?x } }",
        "SELECT ?service WHERE { GRAPH ex:service { ?s ?p 'a service' } }",
        "SELECT ?service ?x WHERE { VALUES ?service { <a:service> } } # a service for all",
        "SELECT * { ?s ?p 'SERVICE <a:b>' }",
    ],
)
def test_what_is_only_called_service_is_not(text: str) -> None:
    assert not asks_elsewhere(text)


@pytest.mark.parametrize(
    ("text", "update"),
    [
        ("INSERT DATA {}", True),
        (" # x\n PREFIX a: <b:c>\n# y\nPREFIX : <d:e> delete where {}", True),
        ("BASE <a:b> LOAD <c:d>", True),
        ("PREFIX insert: <a:b> SELECT * {}", False),
        ("SELECT ?insert { ?s ?p 'INSERT DATA' }", False),
        ("# INSERT\nASK {}", False),
        ("loads", False),
    ],
)
def test_an_update_is_known_by_its_first_word(text: str, *, update: bool) -> None:
    assert is_update(text) is update


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("SELECT * FROM <a:b> {}", True),
        ("SELECT * from named <a:b> {}", True),
        ("SELECT *\nFROM\n# x\nex:b WHERE {}", True),
        ("SELECT * FROM :b {}", True),
        ("SELECT * { ?s ?p 'x FROM <a:b>' }", False),
        ("SELECT * { ?from ?p ?o } # FROM <a:b>", False),
        ("SELECT * { ?s ex:from <a:b> ; from:x <a:b> }", False),
        ("SELECT * { ?s ?p 'a \\' FROM <a:b>', '''x ' FROM <a:b>''' }", False),
        ("SELECT * { ?s ?p <a:b#FROM> }", False),
    ],
)
def test_from_is_seen(text: str, *, named: bool) -> None:
    assert names_its_graphs(text) is named


HERE, THERE = "http://here.example/q", "http://there.example:8080/"
CALLS = {
    f"SELECT * {{ SERVICE <{HERE}> {{ ?s ?p ?o }} }}": [HERE],
    f"SELECT * {{ service silent<{HERE}>{{?s ?p ?o}} SERVICE # why\n <{THERE}> {{}} }}": [HERE, THERE],
    f"ASK {{ FILTER EXISTS {{ {{ SELECT * {{ SERVICE <{THERE}> {{ ?s ?p ?o }} }} }} }} }}": [THERE],
    f"SELECT (<http://x.example/f>(1) AS ?x) {{ SERVICE <{HERE}> {{ ?s ?p ?o }} }}": [HERE],
    f"SELECT * {{ ?s ?p trueSERVICE<{HERE}>{{ ?s ?p ?o }} }}": [HERE],
    # one stands in what another, which is text, would take for a comment
    f"SELECT * {{ ?s ?p '''SERVICE #''' . SERVICE <{HERE}> {{\n GRAPH <a:b> {{ ?s ?p ?o }} }} }}": [HERE],
    f"SELECT * {{ ?s ?p ?a, ?b FILTER(?a<?b#>'''\n)SERVICE <{HERE}> {{ ?s ?p ?o }} #'''\n }}": [HERE],
    # by a variable, a prefix, a part of an address, or where what is asked is not what one reads
    f"SELECT * {{ VALUES ?x {{ <{HERE}> }} SERVICE ?x {{ ?s ?p ?o }} }}": [None],
    "SELECT * { SERVICE ilb:there { ?s ?p ?o } }": [None],
    f"BASE <{HERE}> SELECT * {{ SERVICE <x> {{ ?s ?p ?o }} }}": [None],
    f"PREFIX SERVICE: <a:> PREFIX : <{HERE}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}": [None],
    "SELECT * { SERVICE <http://here.example\\u002Fq> { ?s ?p ?o } }": [None],
    "SELECT * { SERVICE <http://here.example@localhost/> { ?s ?p ?o } }": [None],
    "SELECT * { SERVICE <http://here\u3002example/> { ?s ?p ?o } }": [None],
    "SELECT * { SERVICE <ftp://here.example/> { ?s ?p ?o } }": [None],
    # text, comments, names
    f"SELECT * {{ ?s ?p 'SERVICE <{HERE}> {{' }} # SERVICE <{HERE}> {{": [],
    "PREFIX service: <http://x.example/> SELECT * { ?s a service:Thing { ?s service:a ?service } }": [],
    "SELECT * { ?s ?p ?o }": [],
}


@pytest.mark.parametrize("query", CALLS)
def test_the_parser_says_what_calls_a_server(query: str) -> None:
    assert called(query) == CALLS[query]


def test_a_call_in_what_is_no_query_is_said_to_be_none() -> None:
    with pytest.raises(UsageError, match="is not valid SPARQL"):
        called(f"SELECT * {{ SERVICE <{HERE}> {{ ?s ?p ?o ")
    with pytest.raises(UsageError, match="whole address"):
        called(f"SELECT * {{ {f'SERVICE <{HERE}> {{}} ' * 101} }}")
    assert called(f"SELECT * {{ {f'SERVICE <{HERE}> {{}} ' * 100} }}") == [HERE] * 100


@pytest.mark.parametrize(
    ("address", "hosts", "may"),
    [
        ("http://here.example/q", ["here.example"], True),
        ("https://HERE.example", ["other.example", "Here.Example"], True),
        ("https://here.example:443/q", ["here.example"], True),
        ("https://here.example/q", ["here.example:443"], True),
        ("http://here.example:8080/q", ["here.example:8080"], True),
        ("http://[::1]:8080/q", ["[::1]:8080"], True),
        ("http://here.example/q", [], False),
        ("http://here.example:8080/q", ["here.example"], False),
        ("http://here.example:443/q", ["here.example"], False),
        ("http://sub.here.example/q", ["here.example"], False),
        ("http://here.example.there.example/q", ["here.example"], False),
        ("http://there.example/here.example", ["here.example"], False),
    ],
)
def test_only_a_server_that_is_named_is_called(address: str, hosts: list[str], *, may: bool) -> None:
    query = f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}"
    if may:
        permit(query, hosts)
        with pytest.raises(UsageError, match="whole address"):
            permit("SELECT * { SERVICE ?x { ?s ?p ?o } }", hosts)
    else:
        with pytest.raises(UsageError, match=rf"SERVICE would query {address}.*--allow-service"):
            permit(query, hosts)


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("SELECT * { " + "{ " * 98 + "?s ?p ?o" + " }" * 98 + " }", ""),
        ("SELECT * { " + "{ " * 100 + "?s ?p ?o" + " }" * 100 + " }", "nested deeper than 100 levels"),
        ("SELECT * { " + '{ "}" ' * 100 + "}" * 101, "nested deeper than 100 levels"),
        ("SELECT * { " + "{ ?s ?p ?o } UNION " * 150 + "{} }", ""),
        ("SELECT * { VALUES (?s ?p) {" + " (<urn:a-b:c/d*e> 'a - b / c')" * 600 + " } }", ""),
        ("SELECT * { VALUES ?s {" + " ild:cap-solidarites-2016" * 600 + " } }", ""),
        ("SELECT * { " + "{ ?s ?p ?o } UNION " * 501 + "{} }", "more than 500 conditions and operators"),
        ("SELECT * { " + "".join(f"BIND(1 AS ?x{n}) " for n in range(501)) + " }", "list values with VALUES or IN"),
        ("ASK { FILTER(" + "1 = 1 || " * 501 + "false) }", "more than 500"),
    ],
)
def test_a_query_that_could_end_the_process_is_refused(query: str, refused: str) -> None:
    if refused:
        for read in (bounded, permit, Asked.of):
            with pytest.raises(UsageError, match=refused):
                read(query)
    else:
        assert Asked.of(query).kind == "rows"


@pytest.mark.parametrize(
    "text", ["", "http://here.example", "here.example/", "*", "a b", "here.example:", "-a.example"]
)
def test_what_is_no_host_is_not_allowed(text: str) -> None:
    with pytest.raises(UsageError, match="is not the name of a host; write for example"):
        permit("ASK { SERVICE <a:b> {} }", [text])


@pytest.mark.parametrize(
    ("text", "loads"),
    [
        ("LOAD <http://here.example/x>", True),
        ("INSERT DATA {} ;\nload silent <http://here.example/x> INTO GRAPH <a:b>", True),
        ("BASE <a:b> LOAD# x\nex:y", True),
        ("INSERT DATA { <a:load> <a:b> 'load' }", False),
    ],
)
def test_an_update_that_fetches_is_seen(text: str, *, loads: bool) -> None:
    assert may_load(text) is loads


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("error at 2:7: expected BY", ", at line 2, column 7: expected BY"),
        ('error at 1:3: expected one of ",", "\\\\u", OPTIONAL, [_]', ', at line 1, column 3: expected ",", OPTIONAL'),
        (
            "error at 1:3: expected one of Prefix not found, ['%'], ['0' ..= '9' | '\\u{00B7}' | ']']",
            "3: Prefix not found",
        ),
        ("error at 1:3: expected one of A, B, C, D, E, F", "expected A, B, C, D, E, …"),
        ("error at 1:3: expected [_]", ", at line 1, column 3"),
        ("No such thing", "SPARQL: No such thing"),
    ],
)
def test_what_the_parser_expects_is_told_in_words_not_as_its_grammar(said: str, told: str) -> None:
    error = no_sparql(SyntaxError(said))
    assert str(error).startswith("the query is not valid SPARQL")
    assert str(error).endswith(told)
    assert error.text("fr").startswith("la requête n'est pas du SPARQL valide")


@pytest.mark.parametrize(
    ("query", "narrow"),
    [
        ("SELECT ?o { ?s ?p ?o }", "SELECT ?o { VALUES (?s) { (<urn:a>) }  ?s ?p ?o }"),
        (
            "SELECT ?o WHERE { SELECT ?o { ?s ?p ?o } }",
            "SELECT ?o WHERE { VALUES (?s) { (<urn:a>) } { SELECT ?o { ?s ?p ?o } }}",
        ),
        ("ASK {}", "ASK { VALUES (?s) { (<urn:a>) } }"),
        ("DESCRIBE ?s", "DESCRIBE ?s WHERE { VALUES (?s) { (<urn:a>) } }"),
        (
            "CONSTRUCT { ?s ?p [] } { ?s ?p ?o } LIMIT 1",
            "CONSTRUCT { ?s ?p [] } { VALUES (?s) { (<urn:a>) }  ?s ?p ?o } LIMIT 1",
        ),
        (
            "CONSTRUCT FROM <urn:g> WHERE { ?s ?p ?o }",
            "CONSTRUCT{ ?s ?p ?o } FROM <urn:g> WHERE { VALUES (?s) { (<urn:a>) }  ?s ?p ?o }",
        ),
        (
            "PREFIX select: <urn:s> SELECT (EXISTS { ?s ?p 1 } AS ?is) { ?s select:p '{' # {\n} VALUES ?o { 1 }",
            "PREFIX select: <urn:s> SELECT (EXISTS { ?s ?p 1 } AS ?is) { VALUES (?s) { (<urn:a>) }  ?s select:p '{' \n} VALUES ?o { 1 }",
        ),
    ],
)
def test_values_that_are_given_begin_the_where(query: str, narrow: str) -> None:
    found = narrowed(query, {"?s": "<urn:a>"})
    assert found == narrow
    assert Asked.of(found).kind == Asked.of(query).kind
    assert narrowed(query, {}) == query


def test_a_query_of_one_graph_asks_it_for_all_that_stands_in_the_where() -> None:
    assert narrowed("SELECT * { ?s ?p ?o } LIMIT 1", {"?s": "1"}, "<urn:g>") == (
        "SELECT * { GRAPH <urn:g> { VALUES (?s) { (1) }  ?s ?p ?o } } LIMIT 1"
    )


@pytest.mark.parametrize(
    ("query", "things"),
    [
        ("DESCRIBE <urn:a>", ["{ BIND(<urn:a> AS ?described) }"]),
        (
            "DESCRIBE ild:a ?x FROM ilg:g FROM NAMED <urn:h> { ?x a ?y } LIMIT 1",
            [
                "{ BIND(ild:a AS ?described) } UNION { SELECT (?x AS ?described)  { ?x a ?y } LIMIT 1 }",
                "FROM ilg:g FROM NAMED <urn:h>",
            ],
        ),
        (
            "DESCRIBE * WHERE{ ?x a ?y }",
            ["{ SELECT (?x AS ?described)  WHERE{ ?x a ?y } } UNION { SELECT (?y AS ?described)"],
        ),
        ("DESCRIBE $x VALUES ?x { <urn:a> }", ["{ SELECT ($x AS ?described) {}  VALUES ?x { <urn:a> } }"]),
    ],
)
def test_what_is_described_is_constructed(query: str, things: list[str]) -> None:
    found = described(query)
    assert all(part in found for part in things), found
    assert found.lstrip().startswith("CONSTRUCT")
    asked = Asked.of(query)
    assert (asked.kind, asked.text.count("CONSTRUCT")) == ("triples", 1)
    assert described(found) == found


def test_prefixes_are_declared_that_are_used_and_are_not_declared() -> None:
    query = "prefix b: <urn:own#> SELECT * { a:x b:y ?c . ?c :d 'e:f' } # f:g"
    prefixes = {name: f"urn:{name}#" for name in ("a", "b", "e", "f", "")}
    assert declared(query, prefixes) == (
        "PREFIX a: <urn:a#>\nPREFIX : <urn:#>\nprefix b: <urn:own#> SELECT * { a:x b:y ?c . ?c :d 'e:f' }"
    )


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("CONSTRUCT { ?x :a ?y } WHERE { ?x :b ?y }", {"a", "b"}),
        (
            "CONSTRUCT { ?x :a ?y } WHERE { ?x :b|:c/:d+ ?y ; :e ?z , ?w FILTER NOT EXISTS { ?x <urn:f> 1 } }",
            set("abcdef"),
        ),
        (
            "CONSTRUCT { ?x :a :k } { { ?x :b ?y } UNION { GRAPH ?g { ?y :c ?x . } } OPTIONAL { ?x :d ?z } }",
            set("abcd"),
        ),
        ("CONSTRUCT { ?x :a ?y } { VALUES ?k { :k :l :m } VALUES (?i ?j) { (:k 1) (:l 2) } ?x :b ?k }", {"a", "b"}),
        ("CONSTRUCT { ?x :a ?y } { ?x :b ?z . FILTER(isIRI(?z) && (?z) != :k) BIND(STR(?z) AS ?y) ?z :c ?x }", None),
        (
            "CONSTRUCT { ?x :a ?y } { ?x :b ?z . FILTER(isIRI(?z) && ?z != :k) BIND(STR(?z) AS ?y) ?z :c ?x }",
            set("abc"),
        ),
        ("CONSTRUCT { ?x :a ?y } { ?x :b ?y . # ?x ?p ?y\n }", {"a", "b"}),
        ('CONSTRUCT { ?x :a "?x ?p ?y" } { ?x :b ?y }', {"a", "b"}),
        ("CONSTRUCT { ?x :a ?y } { ?x ?p ?y }", None),
        ("CONSTRUCT { ?x :a ?y } { ?x :b ?y ; ?p ?z }", None),
        ("CONSTRUCT { ?x :a ?y } { :k $p :l }", None),
        ("CONSTRUCT { ?x :a ?y } { VALUES ?p { :b :c } ?x ?p ?y }", None),
        ("CONSTRUCT { ?x :a ?y } { ?x :b* ?y }", None),
        ("CONSTRUCT { ?x :a ?y } { ?x :b? ?y }", None),
        ("CONSTRUCT { ?x :a ?y } { ?x (:b|:c) ?y }", None),
        ("CONSTRUCT { ?x :a ?y } { ?x !:b ?y }", None),
        ("CONSTRUCT { ?x :a ?y } { ?x ^:b ?y }", None),
        ("CONSTRUCT { ?x :a ?y } { ?x :b [ :c ?y ] }", None),
        ("CONSTRUCT { ?x :a ?y } { ?x :b ( ?y ) }", None),
        ("CONSTRUCT { ?x :a ?y } { ?x unknown:b ?y }", None),
        ("CONSTRUCT { ?x :a ?y } { ?x <urn:\\u0062> ?y }", None),
        ("BASE <urn:> CONSTRUCT { ?x :a ?y } { ?x <b> ?y }", None),
    ],
)
def test_relations_are_known_that_a_query_reads_or_may_be_any(query: str, read: set[str] | None) -> None:
    found = relations_read(f"PREFIX : <urn:> {query}")
    assert found == (read if read is None else {f"urn:{name}" for name in read})


def test_a_class_is_read_by_its_relation() -> None:
    assert relations_read("CONSTRUCT { ?x a ilb:Actor } { ?x a org:Role }") == frozenset({iri("rdf:type")})
