"""Answers to read: rows with their evidence, what a question is asked for, the order of groups, and tables as text."""

from __future__ import annotations

import pytest
from test_names import X, store_of

from icilabas import resources
from icilabas.asking import likely_values
from icilabas.asking.answers import AnswerTable, Cell, answer_table, answer_text, grouped, sheet, terminal_table, within
from icilabas.asking.query_files import QUESTIONS, QueryFile
from icilabas.words.text import Text, same


def both(text: str) -> Text:
    return same(text)


def asked(query: str, **header: object) -> QueryFile:
    return QueryFile("q", dict(header), query)


def test_a_passage_is_named_after_its_document_unless_they_are_one() -> None:
    passage, document = Text({"fr": "Séance", "en": "Session"}), Text({"fr": "Rapport", "en": "Report"})
    assert within(passage, document) == Text({"fr": "Rapport – Séance", "en": "Report – Session"})
    assert within(passage, passage) == within(passage, None) == passage


VALUES = (
    'VALUES (?thing ?passage ?page) { ("a" <http://x.example/p> 12) ("b" UNDEF UNDEF) ("a" <http://x.example/p> 4) }'
)


def test_rows_that_say_the_same_are_one_with_all_its_evidence() -> None:
    store = store_of(f'<{X}p> dcterms:title "Séance"@fr, "Session"@en')
    found = sheet(store, asked(f"SELECT ?thing ?passage ?page {{ {VALUES} }} ORDER BY ?thing DESC(?page)"))
    assert [[cell.text.text("en") for cell in row] for row in found.rows] == [["a", "Session, p. 4, 12"], ["b", ""]]
    assert [heading.text("en") for heading in found.headings] == ["thing", "who says so"]
    assert found.rows[0][1].said[0].passage == f"{X}p"
    named = sheet(store, asked(f"SELECT ?thing ?passage {{ {VALUES} }}"), None, {f"{X}p": both("Report")})
    assert named.rows[0][1].text.text("en") == "Report – Session"


@pytest.mark.parametrize("columns", ["?thing", "?thing ?passage ?page"])
def test_without_any_evidence_there_is_no_column_for_it(columns: str) -> None:
    found = sheet(store_of(), asked(f'SELECT {columns} {{ VALUES ?thing {{ "b" }} }}'))
    assert [heading.text("en") for heading in found.headings] == ["thing"]
    assert [len(row) for row in found.rows] == [1]


def test_a_page_alone_is_evidence() -> None:
    found = sheet(store_of(), asked('SELECT ?thing ?page { VALUES (?thing ?page) { ("b" 3) } }'))
    assert [cell.text.text("fr") for cell in found.rows[0]] == ["b", "p. 3"]


KIND = "a ilb:Territory"
ABOUT = asked(
    f"SELECT ?said {{ VALUES (?place) {{ (<{X}unknown>) }} ?place skos:note ?said }}",
    params={"place": {"type": "Territory", "fr": "territoire", "en": "territory"}},
)


def test_a_question_for_what_is_unknown_is_asked_for_that_of_which_most_is_said() -> None:
    silent = f'<{X}silent> {KIND} ; skos:prefLabel "S"@fr ; skos:altLabel "1", "2", "3", "4", "5"'  # has no answer
    little = f'<{X}little> {KIND} ; skos:prefLabel "L"@fr ; skos:note "l"'
    much = f'<{X}much> {KIND} ; skos:prefLabel "M"@fr ; skos:note "m" ; skos:altLabel "1"'
    found = answer_table(store_of(silent, little, much), ABOUT, None)
    assert [cell.text.text("fr") for row in found.rows for cell in row] == ["m"]
    ((name, cell),) = found.asked_for
    assert (name.text("en"), cell.iri) == ("territory", f"{X}much")
    nothing = answer_table(store_of(silent), ABOUT, None)
    assert (nothing.rows, nothing.asked_for) == ([], [])


@pytest.mark.parametrize(("most", "found"), [(1, 0), (2, 1)])
def test_only_so_many_things_are_tried(most: int, found: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likely_values, "MOST_CANDIDATES", most)
    silent = f'<{X}silent> {KIND} ; skos:altLabel "1", "2", "3"'
    store = store_of(silent, f'<{X}little> {KIND} ; skos:note "l"')
    assert len(answer_table(store, ABOUT, None).rows) == found


def test_questions_stand_in_the_order_of_their_groups_and_the_others_come_last() -> None:
    first, *_between, last = resources.parse_yaml((QUESTIONS / "groups.yaml").read_text("utf-8"))
    found = grouped(
        AnswerTable(name, both(name), [], [], group)
        for name, group in [("x", "?"), ("y", last), ("z", first), ("v", last)]
    )
    order = {title.text("en"): [table.name for table in tables] for title, tables in found}
    assert list(order.values()) == [["z"], ["y", "v"], ["x"]]
    assert list(order)[-1] == "Other questions"


def test_a_thing_is_told_what_the_rows_say_that_name_it() -> None:
    a, b, c = (Cell(both(name), f"{X}{name}") for name in "abc")
    table = AnswerTable("q", both("q"), [], [[a, b], [b, c], [c, a]])
    assert table.about(f"{X}a") == [[b], [c]]
    assert table.plain_rows("fr") == [["a", "b"], ["b", "c"], ["c", "a"]]


def test_no_cell_breaks_a_markdown_table() -> None:
    text = answer_text(store_of(), 'SELECT ?actor { VALUES ?actor { "a|b<c\\\\d" UNDEF } } ORDER BY ?actor', "md", "en")
    assert text.splitlines() == ["| actor |", "| --- |", "|  |", r"| a\|b&lt;c\\d |"]


@pytest.mark.parametrize(("letters", "lines"), [(160, 1), (161, 2)])
def test_a_table_that_nobody_sees_on_a_terminal_has_160_letters(letters: int, lines: int) -> None:
    text = terminal_table(["x"], [["a" * (letters - 2)]], "en")  # two are the table's own
    assert sum("a" in line for line in text.splitlines()) == lines
    assert text.splitlines()[-1] == "1 row"
