"""Probes of servers: each is found where a query has to do with it, asked once, and said where the answer is another one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import little
import pyoxigraph as ox
import pytest

from icilabas import engine
from icilabas.engine import probes as server_probes
from icilabas.engine.query_text import Asked, skeleton
from icilabas.errors import UsageError
from icilabas.resources import parse_yaml
from icilabas.words.text import same

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = list(parse_yaml(server_probes.PROBES.read_text("utf-8"))["queries"])
USED = {
    "SELECT (SUM(?a)/COUNT(?b) AS ?x) { ?a ilb:x ?b }": {"division", "nothing-summed", "summed-texts"},
    "SELECT (xsd:decimal(MAX(?a)) / COUNT(?a) AS ?x) { ?a ilb:x ?b }": set(),
    "SELECT ?a { ?a ilb:x/ilb:y ?b . ?a (ilb:a|ilb:b)/(ilb:c) ?d ; <http://a/b>/<http://b/c> ?e }": set(),
    "SELECT (COUNT(*)/2 AS ?n) { ?a ilb:x ?b }": {"division"},
    "SELECT (1.0/?b AS ?n) { ?a ilb:x ?b }": set(),
    "SELECT * { ?a ilb:x ?b BIND((?a - 1)/2 AS ?x) }": {"division"},
    "SELECT * { ?a ilb:x+ ?b }": {"path-around"},
    "SELECT * { ?a ilb:x* ?b ; (ilb:y|^ilb:z)? ?c }": {"paths-that-meet"},
    "SELECT * { ?a ilb:x? ?b FILTER EXISTS { ?c a/<urn:x>* ?d } }": {"paths-that-meet"},
    "SELECT * { ?a ilb:x ?b FILTER NOT EXISTS { ?b ilb:y ?c . ?c ilb:x* ?d } }": {"path-where-none-is"},
    "SELECT * { ?a ilb:x* ?b OPTIONAL { ?a ilb:y ?c } 'ilb:x* ?' ?d ?e # ilb:y* \n }": set(),
    "SELECT (COUNT(*) * 2 AS ?n) { ?a a ?b ; ilb:x ?c FILTER(xsd:integer(?c) * 2 > (?c * ?c)) } GROUP BY ?b": set(),
    "SELECT * { ?a <urn:x>+ ?b }": {"path-around"},
    "SELECT * { ?a ^(ilb:a|ilb:b)+/ilb:c ?b }": {"path-around"},
    "SELECT * { ?a ilb:x ?b BIND(?a + ?b AS ?c) BIND(xsd:integer(?a) + 1 AS ?d) }": set(),
    "SELECT * { ?a ilb:x ?b BIND(?a = ?b AS ?c) }": {"truth"},
    "SELECT * { ?a ilb:x ?b BIND(!?a AS ?c) }": {"truth"},
    "SELECT * { ?a ilb:x ?b FILTER(?a = ?b) BIND(IF(?a IN (?b), <urn:y>, 2) AS ?d) FILTER(!BOUND(?b)) }": set(),
    "SELECT (CONTAINS(STR(?a), 'x') AS ?c) { ?a ilb:x ?b }": {"truth"},
    "SELECT * { ?a ilb:x ?b BIND(EXISTS { ?a ilb:y ?b } AS ?d) }": {"truth"},
    "SELECT * { VALUES (?a ?b) { (UNDEF 1) } VALUES (?c) { (UNDEF) } }": {"undefined"},
    "SELECT * { VALUES (?c) { (UNDEF) } VALUES ?d { UNDEF } }": set(),
    "SELECT * { { VALUES ?a { 1 } } UNION { ?a ilb:x ?b } }": {"values-united"},
    "SELECT * { { ?a ilb:x ?b } UNION {VALUES (?a) { (1) (2) }} }": {"values-united"},
    "SELECT * { { VALUES ?a { 1 } ?a ilb:x ?b } UNION { ?a ilb:y ?b VALUES ?b { 1 } } { VALUES ?c { 1 } } }": set(),
    "SELECT * { { ?a ilb:x ?b } UNION { SELECT * { VALUES ?a { 1 } } } }": set(),
    "SELECT * FROM <urn:g> { ?a ilb:x ?b }": {"graphs-named"},
    "SELECT * FROM NAMED ilb:g { GRAPH ?from { ?a ilb:from ?b } }": set(),
    "SELECT ?from { GRAPH ?from { ?a ilb:FROM <urn:x>, 'FROM <urn:g>' } }": set(),
    "SELECT * { ?a ilb:x ?b MINUS { ?a ilb:y ?b } }": {"minus"},
    "SELECT * { ?a ilb:x 'MINUS 1/2 ilb:x+' # ENCODE_FOR_URI( \n }": set(),
    "SELECT * { ?a ilb:x ?b FILTER EXISTS { VALUES ?b { 1 } } }": {"values-in-exists"},
    "SELECT * { ?a ilb:x ?b FILTER EXISTS { ?a ilb:y ?b } VALUES ?b { 1 } }": set(),
    "SELECT (IF(?a, 1, 2) AS ?c) (SUBSTR(STR(?b), 0, 2) AS ?d) { ?a ilb:x ?b }": {
        "condition-missing",
        "before-the-first",
    },
    "SELECT (IF(BOUND(?a), 1, 2) AS ?c) (SUBSTR(STR(?b), 10, 2) AS ?d) { ?a ilb:x ?b }": set(),
    "SELECT * { ?a ilb:x ?b FILTER(ISNUMERIC(?b)) FILTER(DATATYPE(?b) = rdf:langString) }": {
        "numbers",
        "type-of-texts",
    },
    "SELECT * { ?a ilb:x ?b FILTER(DATATYPE(?b) != rdf:langString || DATATYPE(?b) IN (xsd:integer)) }": set(),
    "SELECT (DATATYPE(?b) AS ?c) { ?a ilb:x ?b FILTER(?b = STRLANG('a', 'fr')) }": {"type-of-texts"},
    "SELECT * { ?a ilb:x ?b FILTER(?b >= '2016'^^xsd:gYear || ?b < 3) }": {"dates-compared"},
    "SELECT (STRBEFORE(?b, 'a') AS ?c) { ?a ilb:x ?b }": {"language-of-nothing"},
    "SELECT (NOW() - ?b AS ?c) { ?a ilb:x ?b }": {"between-dates"},
    "SELECT (REPLACE(?b, 'a', 'b') AS ?c) (CONCAT(?b, 'c') AS ?d) (ENCODE_FOR_URI(?b) AS ?e) { ?a ilb:x ?b }": {
        *("addresses", "joined-texts", "texts-of-languages", "words")
    },
}


@pytest.mark.parametrize("query", USED)
def test_a_probe_is_asked_of_the_queries_that_have_to_do_with_it(query: str) -> None:
    text = " ".join(skeleton(Asked.of(query).text).split())
    found = {
        name
        for name, probe in zip(NAMES, server_probes.probes()[1], strict=True)
        if probe.used and probe.used.search(text)
    }
    assert found == USED[query]


def test_what_is_looked_for_has_an_end_however_long_a_query_is() -> None:
    for probe in server_probes.probes()[1]:
        assert probe.used
        assert not re.search(r"(?<!\\)[*+]", probe.used.pattern)


def test_what_is_said_is_a_sentence_in_both_languages() -> None:
    values, queries = server_probes.probes()
    assert all(probe.held for probe in values)
    assert all(probe.used for probe in queries)
    for probe in (*values, *queries):
        assert set(probe.says.by_language()) >= {"fr", "en"}
        assert probe.says.text("fr") != probe.says.text("en")
        assert probe.says.text("fr")[-1] != "."


class Server:
    """Answers as it is told, and keeps what it was asked."""

    def __init__(self, *answers: dict[str, str] | None) -> None:
        self.answers, self.asked = list(answers), list[str]()

    def __call__(self, query: str) -> Mapping[str, str]:
        self.asked.append(query)
        answer = self.answers.pop(0)
        if answer is None:
            raise UsageError(same("no"))
        return answer


def test_values_are_doubted_where_the_server_changes_them_and_holds_such_ones() -> None:
    values, _queries = server_probes.probes()
    right = {f"p{n}": probe.right for n, probe in enumerate(values)}
    assert server_probes.value_doubts(server := Server(right)) == []
    assert len(server.asked) == 1
    assert server_probes.value_doubts(Server(None)) == []
    server = Server(right | {"p0": "one value", "p2": "12.3"}, {"h0": "0", "h1": "1"})
    assert server_probes.value_doubts(server) == [values[2].says]
    (held,) = server.asked[1:]
    assert [probe.held in held for probe in values] == [True, False, True, False]
    assert server_probes.value_doubts(Server(right | {"p0": "", "p2": ""}, {"h0": "1", "h1": "1"})) == [
        values[0].says,
        values[2].says,
    ]
    assert server_probes.value_doubts(Server(right | {"p0": ""}, {})) == []


def test_a_query_is_doubted_once() -> None:
    query, known = "SELECT (SUM(?a)/2 AS ?x) { ?a ilb:x ?b }", dict[server_probes.Probe, bool]()
    server = Server({"answer": "0"}, {}, None)  # it drops decimals, sums nothing to nothing, and does not answer
    first = server_probes.query_doubts(query, server, known)
    assert first == [probe.says for probe in server_probes.probes()[1] if not known.get(probe, True)]
    assert len(first) == 2
    assert server_probes.query_doubts(query, server, known) == []
    assert len(server.asked) == 3


@pytest.mark.journey
def test_an_endpoint_says_it_before_the_query_is_sent(caplog: pytest.LogCaptureFixture) -> None:
    content = b'{"head":{"vars":["answer"]},"results":{"bindings":[{"answer":{"type":"literal","value":"0"}}]}}'
    with little.serving(lambda request: request.answer(content)) as server:
        endpoint = engine.Endpoint(server.url)
        for _turn in range(2):
            assert engine.select(endpoint, "SELECT (?n/2 AS ?answer) { ?a ilb:page ?n }").rows == [("0",)]
    sent = [form["query"][0] for _method, _path, _headers, form in server.seen]
    asks = server_probes.probes()[1][0].asks
    assert [place for place, text in enumerate(sent) if text.endswith(asks)] == [0]
    assert "(?n/2" in sent[1]
    assert caplog.text.count("1/2") == 1
    assert server.url in caplog.text


@pytest.mark.journey
def test_truth_values_numbers_and_long_texts_of_a_server_are_read_as_here() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    said = [
        ("1", "boolean"),
        ("0", "boolean"),
        ("1000.0", "double"),
        ("5.0", "decimal"),
        ("2016", "gYear"),
        ("x", "double"),
    ]
    rows = ",".join(f'{{"v":{{"type":"literal","value":"{v}","datatype":"{xsd}{kind}"}}}}' for v, kind in said)
    content = f'{{"head":{{"vars":["v"]}},"results":{{"bindings":[{rows}]}}}}'.encode()
    with little.serving(lambda request: request.answer(content)) as server:
        found = engine.query_text(engine.Endpoint(server.url), "SELECT ?v { ?a ilb:x ?v }", "csv")
    assert found.split() == ["v", "true", "false", "1000", "5.0", "2016", "x"]

    long = content.replace(b'"x"', b'"' + b"x" * (17 << 20) + b'"')
    with little.serving(lambda request: request.answer(long)) as server, pytest.raises(UsageError, match="16 MB"):
        engine.select(engine.Endpoint(server.url), "SELECT ?v { ?a ilb:x ?v }")


def test_the_engine_in_memory_answers_what_asks_no_data_right() -> None:
    store = ox.Store()
    for probe in server_probes.probes()[1]:
        [[found]] = engine.select(store, probe.asks).rows
        assert (str(found).lower() if isinstance(found, bool) else str(found)) == probe.right
    values = server_probes.probes()[0]
    given = " ".join(f"({probe.asks} AS ?p{n})" for n, probe in enumerate(values))
    [row] = engine.select(store, f"SELECT {given} {{}}").rows
    assert [str(found) for found in row] == [probe.right for probe in values]
