"""Each competency question against its expected rows, which stand beside it in tests/questions/ (check 14)."""

import csv
import io
import os
import re
from pathlib import Path
from typing import Any

import bundled
import pytest
import rdflib
from places import SMALL, TESTS
from test_names import X, store_of
from variants import HERE_AND_THERE, OF_EDITIONS, VARIANTS

import icilabas as ilb
from icilabas import engine, resources
from icilabas.asking import questions
from icilabas.asking.answers import sheet
from icilabas.dataset.inference import apply_rules
from icilabas.engine.terms import shorten
from icilabas.resources import ONTOLOGY
from icilabas.sources.schema import load_schema

EXPECTED = TESTS / "questions"
OF_EXAMPLE = EXPECTED / "example-network"
QUESTIONS = {question.name: question for question in questions.questions()}
OF_CHANGE = {name for name, question in QUESTIONS.items() if question.header["group"] == "change"}
REPAIR = "read the difference, and when the answer is right run: make expected"


@pytest.fixture(scope="module")
def lille() -> rdflib.Dataset:
    return bundled.whole()


def as_text(rows: Any) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows(["" if value is None else shorten(str(value)) for value in row] for row in rows)
    return file.getvalue()


@pytest.mark.parametrize("name", [*QUESTIONS, *VARIANTS])
def test_the_answer_is_the_expected_one(name: str, lille: rdflib.Dataset) -> None:
    is_expected(ilb.ask(lille, name.partition("--")[0], **VARIANTS.get(name, {})), EXPECTED / f"{name}.csv")


@pytest.mark.parametrize("name", sorted({*OF_CHANGE, *OF_EDITIONS}))
def test_what_changed_is_told_of_editions_as_expected(name: str) -> None:
    rows = ilb.ask(bundled.example(), name.partition("--")[0], **OF_EDITIONS.get(name, {}))
    is_expected(rows, OF_EXAMPLE / f"{name}.csv")
    assert rows, "this proves nothing"


def is_expected(rows: Any, path: Path) -> None:
    """Assert that the answer is the one in the file, or write it there."""
    found = as_text(rows)
    if os.environ.get("ICILABAS_WRITE_EXPECTED") == "1":
        path.write_text(found, encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing; {REPAIR}"
    assert found.splitlines() == path.read_text(encoding="utf-8").splitlines(), REPAIR


def test_nothing_is_expected_of_no_question() -> None:
    assert {path.stem for path in EXPECTED.glob("*.csv")} == {*QUESTIONS, *VARIANTS}
    assert {path.stem for path in OF_EXAMPLE.glob("*.csv")} == {*OF_CHANGE, *OF_EDITIONS}


def test_there_are_enough_questions_and_each_has_an_answer() -> None:
    assert len(QUESTIONS) >= 25
    for name in QUESTIONS.keys() - OF_CHANGE:  # one workshop is no series of editions
        assert len((EXPECTED / f"{name}.csv").read_text(encoding="utf-8").splitlines()) > 1, name


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_question_says_itself_in_two_languages(name: str) -> None:
    question = QUESTIONS[name]
    assert question.title.text("fr").endswith(" ?")
    assert question.title.text("en").endswith("?")
    assert question.title.text("fr") != question.title.text("en")
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
    assert found.headings[-1].text("fr") == "qui le dit"
    for row in found.rows:
        assert re.search(r", p\. \d+", row[-1].text.text("fr")) or "éditeurs" in row[-1].text.text("fr")


def test_every_own_term_is_used_by_a_question_a_rule_a_view_a_check_or_a_shape() -> None:
    used = "".join(path.read_text(encoding="utf-8") for path in sorted(ONTOLOGY.glob("*/*.rq")))
    used += (ONTOLOGY / "shapes" / "data.ttl").read_text(encoding="utf-8")
    graph = rdflib.Graph().parse(ONTOLOGY / "icilabas.ttl")
    own = {str(s).rpartition("#")[2] for s in graph.subjects(unique=True) if "ontology#" in str(s)}
    assert {name for name in own if not re.search(rf"ilb:{name}\b", used)} == set()


@pytest.fixture(scope="module")
def small() -> rdflib.Dataset:
    return ilb.load(SMALL)


ROWS = """VALUES (?a ?b ?n) {
  (<X1> <X2> 10) (<X1> <X3> 9) (<X3> <X1> 9.0) (<X2> "Évry" 10) (UNDEF "Lyon 2" 10) (<X2> "Lyon 10" 10)
}""".replace("X", X)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (
            f"SELECT ?a ?b ?n {{ {ROWS} }} ORDER BY ?n ?a ?b",
            "Alpha Été 9.0; Été Alpha 9; None Lyon 2 10; Été Zoé 10; Zoé Évry 10; Zoé Lyon 10 10",
        ),
        (
            f"SELECT ?a ?b ?n {{ {ROWS} }} ORDER BY DESC(?a) ?n ?b",
            "Zoé Évry 10; Zoé Lyon 10 10; Été Alpha 9; Été Zoé 10; Alpha Été 9.0; None Lyon 2 10",
        ),
        (  # nothing is asked for: by columns
            f"SELECT ?b {{ {ROWS} }}",
            "Alpha; Été; Zoé; Évry; Lyon 2; Lyon 10",
        ),
        (
            f"#+ either-way: [a, b]\nSELECT ?a ?b {{ {ROWS} FILTER(ISIRI(?b)) }} ORDER BY DESC(?a)",
            "Été Zoé; Alpha Été; Alpha Été",
        ),
        (  # an order of what is not shown, of expressions, of a query in the query: as the engine has it
            f"SELECT ?a {{ {ROWS} }} ORDER BY DESC(?n) DESC(STR(?b)) LIMIT 3",
            "Zoé; Été; None",
        ),
        (f"SELECT * {{ {{ SELECT ?b {{ {ROWS} }} ORDER BY DESC(STR(?b)) LIMIT 2 }} }}", "Évry; Alpha"),
    ],
)
def test_rows_that_people_read_stand_in_the_order_of_labels(query: str, rows: str) -> None:
    names = {"1": "Été", "2": "Zoé", "3": "Alpha"}
    said = ". ".join(f'<{X}{name}> skos:prefLabel "{text}"@fr' for name, text in names.items())
    found = ilb.ask(store_of(said), query, lang="fr")
    assert "; ".join(" ".join(map(str, row)) for row in found) == rows


ERRORS: list[tuple[str, dict[str, Any], str]] = [
    ("shared-chalenges", {}, "“shared-chalenges”. Nearest: shared-challenges"),
    ("xyz", {}, "icilabas questions"),
    ("shared-challenges", {"c": "kayes"}, "“c”. Nearest: a, b"),
    ("shared-challenges", {"a": "Atlantis"}, "is called “Atlantis”"),
    ("SELECT ?x WHERE { ?x", {}, "not valid SPARQL"),
    ("ASK { ?x ?y ?z }", {}, "not a SELECT"),
]


@pytest.mark.parametrize(("name", "parameters", "text"), ERRORS)
def test_what_cannot_be_asked_is_said_in_one_sentence(
    name: str, parameters: dict[str, Any], text: str, small: rdflib.Dataset
) -> None:
    with pytest.raises(ilb.UsageError) as caught:
        ilb.ask(small, name, **parameters)
    assert text in str(caught.value)
    assert caught.value.exit_code == 2
    assert caught.value.text("fr") != str(caught.value)


def test_rows_are_named_tuples_of_plain_values(small: rdflib.Dataset) -> None:
    rows = ilb.ask(small, "shared-challenges", a="Lille", b="Kayes")
    assert rows[0].page == 8
    assert isinstance(rows[0].challenge, rdflib.URIRef)
    assert rows.to_dicts()[0]["page"] == 8
    assert '<td class="number">8</td>' in rows._repr_html_()


def test_parameters_change_the_answer(small: rdflib.Dataset) -> None:
    assert ilb.ask(small, "challenges-of-territory", place="Lille", lang="en")[0].challenge == "Unemployment"
    assert ilb.ask(small, "challenges-of-territory", place="Mali", lang="en")[0].territory == "Kayes region"


@pytest.mark.parametrize("name", ["shared-challenges", "linking-actors", "who-says-so", "partners-and-roles"])
def test_rdflibs_own_engine_gives_the_same_rows(name: str, small: rdflib.Dataset) -> None:
    plain = rdflib.Dataset(default_union=True)
    plain.parse(data=small.serialize(format="nquads"), format="nquads")
    assert sorted(map(str, ilb.ask(plain, name))) == sorted(map(str, ilb.ask(small, name)))


@pytest.mark.parametrize("name", sorted(OF_CHANGE))
def test_rdflibs_own_engine_tells_the_same_of_editions(name: str, plain_example: rdflib.Dataset) -> None:
    given = OF_EDITIONS.get(name, {})
    assert sorted(map(str, ilb.ask(plain_example, name, **given))) == sorted(
        map(str, ilb.ask(bundled.example(), name, **given))
    )


@pytest.fixture(scope="module")
def plain_example() -> rdflib.Dataset:
    plain = rdflib.Dataset(default_union=True)
    plain.parse(data=bundled.example().serialize(format="nquads"), format="nquads")
    return plain


def named(name: str, column: str, **given: str) -> set[str]:
    return {str(getattr(row, column)).rpartition("/")[2] for row in ilb.ask(bundled.example(), name, **given)}


def test_no_longer_mentioned_is_never_told_as_ended() -> None:
    """And what is said to have ended is not told as no longer mentioned, though no later edition names it."""
    silent, ended = named("not-said-again", "thing"), named("partnerships-ended", "partnership")
    assert {"nets-and-baskets-partnership", "atelier-des-mille-et-un-filets", "salty-soils"} <= silent
    assert {"radio-of-two-shores-partnership", "school-under-the-moon-partnership"} == ended
    gone = {row.actor for row in ilb.ask(bundled.example(), "who-left") if row.left is None}
    assert {thing.rpartition("/")[2] for thing in gone} == {
        "radio-pirogue-a-roulettes",
        "cercle-des-passeurs-de-clairepluie",
        "club-des-lanternes-bavardes",
    }
    assert silent.isdisjoint(ended)
    assert silent.isdisjoint({thing.rpartition("/")[2] for thing in gone})
    stayed = named("who-stayed", "actor")
    assert "mairie-de-sainte-girouette" in stayed  # it left a partnership only
    assert stayed.isdisjoint(named("not-said-again", "thing"))


@pytest.mark.parametrize(
    ("since", "first"), [("2018", "2021"), ("2019", "2021"), ("2021", "2023"), ("2021-06", "2023")]
)
def test_new_is_what_no_edition_of_that_time_or_before_says(since: str, first: str) -> None:
    """Everything would be new since before the first edition: nothing is known of what was before it."""
    assert min(named("new-since", "edition", **HERE_AND_THERE, since=since)) == first
    assert named("new-since", "edition", **HERE_AND_THERE, since="2023") == set()


def test_an_empty_text_restricts_nothing_and_is_not_told_as_asked_for() -> None:
    asked = QUESTIONS["new-since"]
    given = {
        name: f"ild:{place}" for name, place in zip("ab", ("val-des-lucioles", "rives-du-baobab-bleu"), strict=True)
    }
    for since, told in (({}, {"a", "b"}), ({"since": "2021"}, {"a", "b", "since"})):
        text = questions.bound(bundled.example(), asked, {**given, **since})
        assert set(questions.values_asked_for(asked, text)) == told


def test_a_member_is_in_the_room_by_a_unit_of_a_unit() -> None:
    """Also where units go round: nothing is a part of itself."""
    store = store_of(
        f"<{X}unit> org:unitOf <{X}part> . <{X}part> org:unitOf <{X}whole>, <{X}unit> . <{X}whole> org:memberOf <{X}net>",
        f"<{X}net> a ilb:Organization . <{X}whole> a ilb:Organization",
        f"<{X}room> a ilb:Event . <{X}unit> ilb:tookPartIn <{X}room> . <http://x.example/g> a ilb:Passage",
    )
    apply_rules(store)
    parts = engine.select(store, "SELECT ?a ?b { ?a org:transitiveSubOrganizationOf ?b }").rows
    pairs = [("unit", "part"), ("part", "whole"), ("part", "unit"), ("unit", "whole")]
    assert sorted(parts) == sorted((X + one, X + other) for one, other in pairs)
    given = {"network": X + "net", "event": X + "room"}
    there = ilb.ask(store, "members-present", **given)
    assert [(row.member, row.represented_by) for row in there] == [(X + "whole", X + "unit")]
    assert list(ilb.ask(store, "members-absent", **given)) == []


def test_a_comment_that_looks_like_a_header_is_left() -> None:
    assert (
        len(ilb.ask(store_of(f"<{X}a> a ilb:Event"), "#+ either-way: [a\nSELECT ?a { ?a a ilb:Event }", lang="en")) == 1
    )
