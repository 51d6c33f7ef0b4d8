"""Query files: their headers and names, and values bound into their one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import querypaths
from hypothesis import given
from hypothesis import strategies as st
from places import ROOT, SMALL

import icilabas as ilb
from icilabas import engine
from icilabas.asking import questions
from icilabas.asking.query_files import VALUES_ROW, bind, defaults, find, headings, query_names, read_query, written
from icilabas.engine.terms import Iri, Lit
from icilabas.errors import UsageError
from icilabas.words.text import NOTHING, Text

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.asking.query_files import QueryFile

# Paths of any length: Virtuoso 7.2.5, asked over all its graphs, loses rows where two of them meet, and misses what exists
# where one stands in NOT EXISTS or OPTIONAL. What goes on is closed by the rules, so that a query asks for one step.
OWN_STORE = "asked of our own store only, never sent to a server"
BEFORE_RULES = f"runs before the rules have closed anything; {OWN_STORE}"
MAY_HAVE_PATHS = {
    "ontology/checks/said-by-a-body.rq": BEFORE_RULES,
    "ontology/checks/printed-reading-nowhere.rq": BEFORE_RULES,
    "ontology/org/": BEFORE_RULES,
    "ontology/times/lasting.rq": BEFORE_RULES,
    "ontology/rules/class.rq": "one path alone, from a class that is named: Virtuoso answers it rightly",
    "src/icilabas/check/validation.py": OWN_STORE,
    "src/icilabas/sources/schema.py": f"the shapes of the package; {OWN_STORE}",
}
TEMPLATE = 'SELECT ?a ?b WHERE {\n  VALUES (?a ?b) { (<http://x/1> "two"@en) }\n}'


def test_binding_replaces_only_the_given_values() -> None:
    assert bind(TEMPLATE, {}) == TEMPLATE
    assert '(<http://x/9> "two"@en)' in bind(TEMPLATE, {"a": Iri("http://x/9")})
    assert "(<http://x/1> <http://x/9>)" in bind(TEMPLATE, {"b": Iri("http://x/9")})


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_value_becomes_a_part_of_the_query(text: str) -> None:
    store = ilb.load(SMALL, infer=False)
    rows = ilb.ask(store, bind(TEMPLATE, {"b": Lit(text)}))
    assert [row.b for row in rows] == [text]


def test_headings_are_for_reading_only_where_a_language_is_asked_for() -> None:
    assert headings(["actor", "said_by", "no_such_column"], "fr")[::2] == ["acteur", "no such column"]
    assert headings(["actor", "said_by"], None) == ["actor", "said_by"]


def test_a_header_is_the_lines_that_begin_so_wherever_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "who.rq"
    path.write_text(
        "#+ title: {fr: Qui, en: Who}\n# no header\nSELECT * {}\n#+params:\n#+   a: {type: Actor}\n", "utf-8"
    )
    asked = read_query(path)
    assert (asked.name, asked.text) == ("who", path.read_text("utf-8"))
    assert asked.title == Text({"fr": "Qui", "en": "Who"})
    assert asked.parameters == {"a": {"type": "Actor"}}
    assert asked.in_header("note") == NOTHING


@pytest.mark.parametrize("header", ["", "SELECT * {}\n", "#+\n"])
def test_without_a_header_nothing_is_said(tmp_path: Path, header: str) -> None:
    (tmp_path / "a.rq").write_text(header, "utf-8")
    assert (read_query(tmp_path / "a.rq").header, read_query(tmp_path / "a.rq").title) == ({}, NOTHING)


@pytest.mark.parametrize(
    "header",
    [
        *("#+ - a\n", "#+ a: {\n", "#+ words\n", "#+ params: [a]\n", "#+ params: {a: Territory}\n"),
        *(
            "#+ params: {a: {fr: lieu}}\n",
            "#+ params: {1: {type: Territory}}\n",
            "#+ params: {a: {type: [Territory]}}\n",
        ),
        "#+ params: {a: {type: 'Territory } ?x ?y ?z . { ?x a ilb:Territory'}}\n",
        *("#+ reads: ilb:links\n", "#+ reads: {classes: ['ilb:Actor']}\n", "#+ reads: {relations: ilb:links}\n"),
        *("#+ reads: {relations: [links]}\n", "#+ reads: {relations: ['nobody:links']}\n"),
        *("#+ reads: {relations: [1]}\n", "#+ reads: {relations: ['ilb:links'], relation: ['ilb:links']}\n"),
        "#+ reads: {relations: ['ilb:a } UNION { ?s ?p ?o']}\n",
    ],
)
def test_a_header_that_is_no_mapping_or_says_it_otherwise_is_refused(tmp_path: Path, header: str) -> None:
    (tmp_path / "a.rq").write_text(header, "utf-8")
    with pytest.raises(UsageError, match=r"the header of .*a\.rq cannot be read"):
        read_query(tmp_path / "a.rq")


def test_a_query_in_another_encoding_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes("# été\nSELECT * {}".encode("latin-1"))
    with pytest.raises(UsageError, match=r"q\.rq cannot be read: the file is not UTF-8; save it as UTF-8$"):
        read_query(tmp_path / "q.rq")


def test_a_mark_at_the_start_is_no_part_of_a_query(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("#+ summary: {fr: É}\nSELECT * {}\n", "utf-8-sig")
    found = read_query(tmp_path / "q.rq")
    assert (found.text[0], found.header["summary"]) == ("#", {"fr": "É"})


def test_queries_are_listed_by_name_without_those_that_others_use(tmp_path: Path) -> None:
    for name in ("b.rq", "a.rq", "_c.rq", "d.txt"):
        (tmp_path / name).write_text("ASK {}", "utf-8")
    assert query_names(tmp_path) == ("a", "b")
    assert find(tmp_path, "b", "unknown-question").name == "b"


def test_an_unknown_query_gets_the_nearest_names_else_all(tmp_path: Path) -> None:
    for name in ("rivers", "roads"):
        (tmp_path / f"{name}.rq").write_text("ASK {}", "utf-8")
    with pytest.raises(UsageError) as caught:
        find(tmp_path, "river", "unknown-question")
    assert str(caught.value).endswith("Nearest: rivers.")
    with pytest.raises(UsageError) as caught:
        find(tmp_path, "xyz", "unknown-question")
    assert str(caught.value).endswith("Known: rivers, roads.")


def test_defaults_are_the_terms_of_the_row_as_they_are_written() -> None:
    assert defaults(TEMPLATE) == {"a": "<http://x/1>", "b": '"two"@en'}
    assert defaults(r'SELECT * { VALUES (?a ?b ?c) { ("a \" b"^^xsd:string UNDEF ild:x) } }') == {
        "a": r'"a \" b"^^xsd:string',
        "b": "UNDEF",
        "c": "ild:x",
    }
    assert defaults("SELECT * {}") == {}
    with pytest.raises(UsageError):
        defaults("SELECT * { VALUES (?a ?b) { (1) } }")
    terms = ("ild:lille", "<https://w3id.org/icilabas/id/lille>", '"two"@en', '"a (b)"', "UNDEF", "5")
    assert [*map(written, terms)] == ["lille", "lille", "two", "a (b)", "", "5"]


def test_a_row_that_stands_twice_is_bound_twice() -> None:
    row = "{ VALUES (?a) { (1) } ?a ?b ?c }"
    other = row.replace("(?a) {", "( ?a )\n{")
    bound = bind(
        f"SELECT * {{ {row} UNION {row} UNION {other} UNION {{ VALUES (?b) {{ (1) }} }} }}", {"a": Iri("urn:x")}
    )
    assert (bound.count("<urn:x>"), bound.count("(1)")) == (3, 1)


@pytest.mark.parametrize("asked", questions.questions(), ids=lambda asked: asked.name)
def test_a_question_is_bound_wherever_it_names_its_parameters(asked: QueryFile) -> None:
    bound = bind(asked.text, dict.fromkeys(asked.parameters, Iri("urn:x")))
    rows = [row[0] for row in VALUES_ROW.finditer(bound) if {name[1:] for name in row[1].split()} & {*asked.parameters}]
    assert all(set(defaults(row).values()) == {"<urn:x>"} for row in rows)


def with_paths() -> dict[str, list[str]]:
    """Return the paths of any length in each query file and in each module, by where it stands."""
    files = {path: [path.read_text("utf-8")] for path in (ROOT / "ontology").rglob("*.rq")}
    modules = {path: list(querypaths.of_code(path)) for path in (ROOT / "src").rglob("*.py")}
    found = {
        path.relative_to(ROOT).as_posix(): [path for text in texts for path in querypaths.paths(text)]
        for path, texts in (files | modules).items()
    }
    return {name: paths for name, paths in found.items() if paths}


def test_no_query_that_is_sent_to_a_server_has_a_path_of_any_length() -> None:
    found = with_paths()
    assert {name: paths for name, paths in found.items() if not name.startswith((*MAY_HAVE_PATHS,))} == {}
    assert [name for name in MAY_HAVE_PATHS if not any(each.startswith(name) for each in found)] == []


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("SELECT * { ?a ilb:links/ilb:within* ?b ; ^org:unitOf? ?c ; a/<urn:x>+ ?d }", 3),
        ("SELECT * { ?a (ilb:x|^ilb:y)* ?b . ?a !(a|ilb:x)+ ?c . ?a (ilb:x/(a|ilb:y))? ?d }", 3),
        ("SELECT * { ?a ilb:links|(ilb:links/ilb:within) ?b }", 0),
        ("SELECT (COUNT(*) AS ?n) (COUNT(*) * 2 AS ?m) { ?a a ?b FILTER(xsd:decimal(?a) * ?b + 2 > (?a * 2)) }", 0),
        ("SELECT * { ?a ilb:x 'ilb:y* (ilb:x)+', <urn:a*> # ilb:z*\n ; ilb:y ?c FILTER(REGEX(?c, '(a:b)+')) }", 0),
    ],
)
def test_a_path_is_told_from_what_looks_like_one(query: str, paths: int) -> None:
    assert len(querypaths.paths(query)) == paths
    engine.select(ox.Store(), query)  # as SPARQL has it
