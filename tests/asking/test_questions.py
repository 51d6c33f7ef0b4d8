"""Each competency question against its expected rows, which stand beside it in tests/questions/ (check 14)."""

import csv
import io
import os
import re
from typing import Any

import pytest
import rdflib
from places import TESTS
from variants import VARIANTS

import icilabas as ilb
from icilabas import resources
from icilabas.asking import questions
from icilabas.asking.answers import sheet
from icilabas.engine.terms import shorten
from icilabas.resources import ONTOLOGY
from icilabas.sources.schema import load_schema

EXPECTED = TESTS / "questions"
QUESTIONS = {question.name: question for question in questions.questions()}
REPAIR = "read the difference, and when the answer is right run: make expected"


@pytest.fixture(scope="module")
def lille() -> rdflib.Dataset:
    return ilb.load()


def as_text(rows: Any) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows(["" if value is None else shorten(str(value)) for value in row] for row in rows)
    return file.getvalue()


@pytest.mark.parametrize("name", [*QUESTIONS, *VARIANTS])
def test_the_answer_is_the_expected_one(name: str, lille: rdflib.Dataset) -> None:
    found = as_text(ilb.ask(lille, name.partition("--")[0], **VARIANTS.get(name, {})))
    path = EXPECTED / f"{name}.csv"
    if os.environ.get("ICILABAS_WRITE_EXPECTED") == "1":
        path.write_text(found, encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing; {REPAIR}"
    assert found.splitlines() == path.read_text(encoding="utf-8").splitlines(), REPAIR


def test_nothing_is_expected_of_no_question() -> None:
    assert {path.stem for path in EXPECTED.glob("*.csv")} == {*QUESTIONS, *VARIANTS}


def test_there_are_enough_questions_and_each_has_an_answer() -> None:
    assert len(QUESTIONS) >= 25
    for name in QUESTIONS:
        assert len((EXPECTED / f"{name}.csv").read_text(encoding="utf-8").splitlines()) > 1, name


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_question_says_itself_in_two_languages(name: str) -> None:
    question = QUESTIONS[name]
    assert question.title.fr.endswith(" ?")
    assert question.title.en.endswith("?")
    assert question.title.fr != question.title.en
    for about in question.parameters.values():
        assert about["fr"]
        assert about["en"]
        assert about["type"] in {*questions.LITERALS, "Thing"} | {c.rpartition("#")[2] for c in load_schema().supers}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_order_of_the_rows_is_total(name: str) -> None:
    query = QUESTIONS[name].text
    select = re.search(r"^SELECT(.*)$", query, re.MULTILINE)
    order = re.search(r"^ORDER BY(.*)$", query, re.MULTILINE)
    assert select is not None
    assert order is not None
    plain = re.sub(r"\(COUNT\([^)]*\) AS (\?\w+)\)|\(\?\w+ AS (\?\w+)\)", r"", select[1])
    assert set(re.findall(r"\?\w+", plain)) <= set(re.findall(r"\?\w+", order[1]))


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_query_runs_as_it_stands_in_another_engine(name: str) -> None:
    """Prefixes are declared in the file: rdflib parses it without any help."""
    from rdflib.plugins.sparql import prepareQuery

    prepareQuery(QUESTIONS[name].text)


def test_every_variable_has_a_heading_in_both_languages(lille: rdflib.Dataset) -> None:
    known = resources.parse_yaml((ONTOLOGY / "questions" / "columns.yaml").read_text(encoding="utf-8"))
    used = {column for name in QUESTIONS for column in ilb.ask(lille, name).columns}
    assert used == set(known)
    for name, texts in known.items():
        assert set(texts) == {"fr", "en"}, name


def test_a_sheet_puts_the_evidence_of_each_row_in_one_cell(lille: rdflib.Dataset) -> None:
    found = sheet(lille, QUESTIONS["shared-challenges"], {"a": "Lille", "b": "Tchad"})
    assert found.headings[-1].fr == "qui le dit"
    for row in found.rows:
        assert re.search(r", p\. \d+", row[-1].text.fr) or "éditeurs" in row[-1].text.fr


def test_every_own_term_is_used_by_a_question_a_rule_a_view_a_check_or_a_shape() -> None:
    used = "".join(path.read_text(encoding="utf-8") for path in sorted(ONTOLOGY.glob("*/*.rq")))
    used += (ONTOLOGY / "shapes" / "data.ttl").read_text(encoding="utf-8")
    graph = rdflib.Graph().parse(ONTOLOGY / "icilabas.ttl")
    own = {str(s).rpartition("#")[2] for s in graph.subjects(unique=True) if "ontology#" in str(s)}
    assert {name for name in own if not re.search(rf"ilb:{name}\b", used)} == set()
