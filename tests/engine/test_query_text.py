"""What the text of a query says, whatever its strings, IRIs and comments say."""

from __future__ import annotations

import pytest

from icilabas.engine.query_text import Asked, asks_elsewhere, is_update, names_its_graphs
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
    assert not Asked.of("SELECT ?s FROM <urn:g> { ?s ?p ?o }").in_pages
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


def test_a_page_is_sorted_by_all_variables_in_their_order() -> None:
    asked = Asked.of("PREFIX x: <urn:x>\nSELECT ?b ?a { ?a x:p ?b } LIMIT 5")
    text = asked.page(20_000)
    assert text.startswith("PREFIX x: <urn:x>\nSELECT ?b ?a WHERE")
    assert text.endswith("ORDER BY ?b ?a } } LIMIT 10000 OFFSET 20000")
    assert "LIMIT 5" in text
    Asked.of(text)


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
    "from": ("SELECT ?s FROM <urn:x> { ?s ?p ?o }", (), False),
    "values behind": ("SELECT ?s { ?s ?p ?o } ORDER BY ?s VALUES ?p { ilb:page }", (("s", False),), True),
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_text_of_a_query_is_understood(name: str) -> None:
    query, order, in_pages = TEXTS[name]
    asked = Asked.of(query)
    assert (asked.order, asked.in_pages) == (order, in_pages)
    if in_pages:
        Asked.of(asked.page(5))  # is SPARQL


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
