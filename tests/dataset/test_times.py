"""What is in force at a time: what is left out and what is kept, of which precision dates are, and what is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from places import SMALL

import icilabas as ilb
from icilabas import engine
from icilabas.cli.main import main
from icilabas.dataset.loading import load, load_store, reach
from icilabas.dataset.times import During, during, is_date
from icilabas.engine.terms import local_name
from icilabas.errors import UsageError
from icilabas.words.text import set_language

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ild: <https://w3id.org/icilabas/id/> .
@prefix org: <http://www.w3.org/ns/org#> . @prefix schema: <https://schema.org/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ilv: <https://w3id.org/icilabas/vocabulary/> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix time: <http://www.w3.org/2006/time#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
DATA = """ild:x a ilb:Territory ; skos:prefLabel "X"@fr . ild:y a ilb:Territory ; skos:prefLabel "Y"@fr .
ild:pact a ilb:Partnership ; skos:prefLabel "Pacte"@fr ; ilb:links ild:x , ild:y ;
  schema:startDate "2018-03"^^xsd:gYearMonth ; schema:endDate "2020"^^xsd:gYear .
ild:quay a ilb:Partnership ; skos:prefLabel "Quai"@fr ; ilb:links ild:x , ild:y ; ilb:plannedStart "2030"^^xsd:gYear .
ild:old a ilb:Organization ; skos:prefLabel "Ancienne"@fr ; ilb:basedIn ild:x ;
  schema:foundingDate "1990"^^xsd:gYear ; schema:dissolutionDate "2019-06-30"^^xsd:date .
ild:new a ilb:Organization ; skos:prefLabel "Nouvelle"@fr ; ilb:basedIn ild:x .
ild:m1 a ilb:Membership ; org:organization ild:pact ; org:member ild:old ; org:role ilv:role-partner .
ild:m2 a ilb:Membership ; org:organization ild:pact ; org:member ild:new ; org:role ilv:role-partner ;
  schema:startDate "2019"^^xsd:gYear .
ild:m3 a ilb:Membership ; org:organization ild:quay ; org:member ild:old ; org:role ilv:role-partner .
ild:m4 a ilb:Membership ; org:organization ild:quay ; org:member ild:new ; org:role ilv:role-lead .
ild:week a ilb:Initiative ; skos:prefLabel "Semaine"@fr ; ilb:ledBy ild:old ; schema:endDate "2021-05-03"^^xsd:date .
ild:said-otherwise a rdf:Statement ; rdf:subject ild:old ; rdf:predicate ilb:basedIn ; rdf:object ild:y .
"""
ALL = {"pact", "quay", "old", "new", "m1", "m2", "m3", "m4", "week", "said-otherwise"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.ttl"
    path.write_text(HEAD + DATA, "utf-8")
    return path


def named(store: engine.Store) -> set[str]:
    """Return which of the things of the data anything is said of or with."""
    rows = engine.select(store, "SELECT DISTINCT ?a ?b WHERE { GRAPH ?g { ?a ?p ?b } }").rows
    return {local_name(str(term)) for row in rows for term in row} & ALL


@pytest.mark.parametrize(
    ("at", "between", "gone"),
    [
        (2018, None, {"m2"}),
        ("2018-02", None, {"pact", "m1", "m2"}),  # before it began: its memberships go with it
        ("2018-03", None, {"m2"}),
        (2019, None, set()),  # all of it touches 2019
        ("2019-07", None, {"old", "m1", "m3", "said-otherwise"}),
        ("2019-06-30", None, set()),  # the last day still is one
        (2020, None, {"old", "m1", "m3", "said-otherwise"}),
        ("2021-05-03", None, {"pact", "old", "m1", "m2", "m3", "said-otherwise"}),
        ("4 mai 2021", None, {"pact", "old", "m1", "m2", "m3", "said-otherwise", "week"}),
        (dt.date(1989, 12, 31), None, {"pact", "old", "m1", "m2", "m3", "said-otherwise"}),
        (None, (2015, 2017), {"pact", "m1", "m2"}),
        (None, ("2017", "2018-03-01"), {"m2"}),
        (None, (2020, 2030), {"old", "m1", "m3", "said-otherwise"}),
        (None, ("2019", "2019"), set()),
    ],
)
def test_what_is_of_another_time_goes_with_all_that_points_to_it(
    at: object, between: tuple[object, object] | None, gone: set[str], data: Path
) -> None:
    for infer in (True, False):
        store = load_store([data], infer=infer, time=during(at, between))
        assert named(store) == ALL - gone
        linked = engine.select(store, "SELECT ?t WHERE { ild:pact ilb:links ?t }").rows
        assert ("pact" in gone) is not bool(linked), "what it links is not said any more"


def test_rules_find_nothing_of_another_time(data: Path) -> None:
    asked = "SELECT ?p WHERE { ?p ilb:hasPartner ild:old } ORDER BY ?p"
    found = [engine.select(load_store([data], time=during(at)), asked).rows for at in (2018, 2020)]
    assert [[local_name(str(row[0])) for row in rows] for rows in found] == [["pact", "quay"], []]


@pytest.mark.parametrize("turned", [False, True])
def test_of_several_readings_the_widest_counts_whatever_comes_first(tmp_path: Path, *, turned: bool) -> None:
    paths = []
    for name, years in (("a", ("2018", "2019")), ("b", ("2016", "2021"))):
        paths.append(tmp_path / f"{name}.ttl")
        ends = zip(("startDate", "endDate"), years, strict=True)
        said = " ; ".join(f'schema:{end} "{year}"^^xsd:gYear' for end, year in ends)
        paths[-1].write_text(f'{HEAD}ild:week a ilb:Initiative ; skos:prefLabel "S"@fr ; {said} .', "utf-8")
    inputs = paths[::-1] if turned else paths
    kept = {at for at in range(2014, 2024) if named(load_store(inputs, time=during(at)))}
    assert {2018, 2019} <= kept <= {*range(2016, 2022)}


def test_what_others_say_of_times_counts(tmp_path: Path) -> None:
    """The properties are a list: of schema.org, Wikidata, and the intervals of W3C ORG."""
    path = tmp_path / "others.ttl"
    path.write_text(
        HEAD
        + """ild:old a org:Organization ; wdt:P571 "1990-01-01T00:00:00Z"^^xsd:dateTime ; wdt:P576 "2010-01-01T00:00:00Z"^^xsd:dateTime .
        ild:new a org:Organization ; <http://schema.org/foundingDate> "2015" .
        ild:m1 a org:Membership ; org:organization ild:quay ; org:member ild:new ;
          org:memberDuring [ time:hasBeginning [ time:inXSDDate "2016-01-31"^^xsd:date ] ; time:hasEnd [ time:inXSDgYear "2017"^^xsd:gYear ] ] .
        ild:quay a org:Organization .""",
        "utf-8",
    )
    found = {at: named(load_store([path], infer=False, time=during(at))) for at in (2005, 2012, 2016, 2018)}
    assert found == {2005: {"old", "quay"}, 2012: {"quay"}, 2016: {"new", "m1", "quay"}, 2018: {"new", "quay"}}
    for at, member in ((2016, True), (2018, False)):
        asked = engine.select(load_store([path], time=during(at)), "SELECT ?m WHERE { ?m org:memberOf ild:quay }")
        assert bool(asked.rows) is member, "the rules ran before"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_has_no_time_is_counted_in_a_sentence(lang: str, data: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The quay and its two memberships; those of the pact are of its time."""
    before = "en"
    set_language(lang)
    try:
        load_store([data], time=during(2018))
        load_store([data], time=during(2020))
    finally:
        set_language(before)
    french = [
        "2018 : 1 chose d'un autre temps est laissée de côté, avec ce qui y renvoie",
        "2018 : 3 partenariats, rôles et initiatives n'ont ni début ni fin ; ils sont gardés, sans que rien ne dise s'ils valaient alors",
        "2020 : 4 choses d'un autre temps sont laissées de côté, avec ce qui y renvoie",
        "2020 : 2 partenariats, rôles et initiatives n'ont ni début ni fin ; ils sont gardés, sans que rien ne dise s'ils valaient alors",
    ]
    english = [
        "2018: 1 thing of another time is left out, with what points to it",
        "2018: 3 partnerships, memberships and initiatives have neither start nor end; they are kept, though nothing says whether they held then",
        "2020: 4 things of another time are left out, with what points to them",
        "2020: 2 partnerships, memberships and initiatives have neither start nor end; they are kept, though nothing says whether they held then",
    ]
    assert caplog.messages == (french if lang == "fr" else english)


def test_where_all_have_a_time_nothing_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "one.ttl"
    path.write_text(
        f'{HEAD}ild:week a ilb:Initiative ; skos:prefLabel "S"@fr ; schema:startDate "2018"^^xsd:gYear .', "utf-8"
    )
    assert named(load_store([path], time=during(2018))) == {"week"}
    assert caplog.messages == []


def edition(folder: Path, year: str, **more: str) -> Path:
    """Write an edition of a list: what it says in its year is an organisation of its own, and one of all years."""
    path = folder / f"list-{year or 'undated'}.trig"
    dates = f'dcterms:date "{year}" ; dcterms:temporal "{year}" ; ' if year else ""
    document, graph = (
        f"<https://w3id.org/icilabas/{part}/list-{year}{end}>" for part, end in (("id", ""), ("graph", "/p"))
    )
    path.write_text(
        f"""{HEAD}<https://w3id.org/icilabas/graph/list-{year}> {{
          {document} a ilb:Source ; {dates}dcterms:title "List {year}"@en ; dcterms:isVersionOf ild:list .
          ild:list a schema:CreativeWorkSeries ; skos:prefLabel "La liste"@fr, "The list"@en .
          {graph} a ilb:Passage ; dcterms:source {document} ; dcterms:title "P"@en . }}
        {graph} {{ ild:in-{year} a ilb:Organization ; skos:prefLabel "In {year}"@en .
          ild:always a ilb:Organization ; skos:prefLabel "{more.get("called", "Always")}"@en . }}""",
        "utf-8",
    )
    return path


def names_at(at: object, *inputs: Path) -> set[str]:
    store = load_store(inputs, time=during(at))
    return {
        str(row[0])
        for row in engine.select(store, "SELECT ?n WHERE { ?o a ilb:Organization ; skos:prefLabel ?n }").rows
    }


@pytest.mark.parametrize("turned", [False, True])
def test_of_a_series_the_edition_in_force_counts(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, *, turned: bool
) -> None:
    paths = [edition(tmp_path, year) for year in ("2016", "2020", "2022-05")]
    inputs = paths[::-1] if turned else paths
    expected = {
        "2016": "2016",
        "2019": "2016",
        "2020-01": "2020",
        "2022-04": "2020",
        "2022": "2022-05",
        "2030": "2022-05",
    }
    for at, year in expected.items():
        assert names_at(at, *inputs) == {f"In {year}", "Always"}, at
    assert caplog.messages == []
    assert names_at("2015", *inputs) == set()
    assert caplog.messages == [
        "no edition of “The list” is as old as that (2015): the first is of 2016; nothing of it is kept"
    ]


def test_a_value_of_a_later_edition_does_not_hide_that_of_the_one_in_force(tmp_path: Path) -> None:
    """Which of several labels is shown is settled among those that count."""
    paths = [edition(tmp_path, year, called=f"Always {year}") for year in ("2016", "2020")]
    for inputs in (paths, paths[::-1]):
        assert names_at(2018, *inputs) == {"In 2016", "Always 2016"}
        assert names_at(2020, *inputs) == {"In 2020", "Always 2020"}


def test_a_value_that_stood_beside_a_later_one_is_said_again(tmp_path: Path) -> None:
    """In data that were converted with all their editions, which of two values is shown was settled before."""
    old, new = edition(tmp_path, "2016"), edition(tmp_path, "2020")
    asked = "SELECT ?y WHERE { ild:always schema:foundingDate ?y }"
    for path, graph, said in (
        (
            old,
            "list-2016",
            "ild:other-1 a rdf:Statement ; rdf:subject ild:always ; rdf:predicate schema:foundingDate ; rdf:object",
        ),
        (new, "list-2020", "ild:always schema:foundingDate"),
    ):
        year = {"list-2016": 1990, "list-2020": 1991}[graph]
        with path.open("a", encoding="utf-8") as file:
            file.write(f'\n<https://w3id.org/icilabas/graph/{graph}/p> {{ {said} "{year}"^^xsd:gYear . }}')
    for inputs in ((old, new), (new, old)):
        found = {at: engine.select(load_store(inputs, time=during(at)), asked).rows for at in (2018, 2020)}
        assert {at: [str(row[0]) for row in rows] for at, rows in found.items()} == {2018: ["1990"], 2020: ["1991"]}
    statements = "SELECT ?s WHERE { ?s a rdf:Statement }"
    assert engine.select(load_store([old, new], time=during(2018)), statements).rows == []


def test_what_two_editions_say_together_stays_with_either(tmp_path: Path) -> None:
    path = tmp_path / "two.trig"
    graph = "https://w3id.org/icilabas/graph/two"
    path.write_text(
        f"""{HEAD}<{graph}> {{ ild:list a schema:CreativeWorkSeries ; skos:prefLabel "The list"@en .
          ild:d2016 a ilb:Source ; dcterms:title "A"@en ; dcterms:isVersionOf ild:list ; dcterms:date "2016" .
          ild:d2020 a ilb:Source ; dcterms:title "B"@en ; dcterms:isVersionOf ild:list ; dcterms:date "2020" .
          <{graph}/p2016> a ilb:Passage ; dcterms:title "P"@en ; dcterms:source ild:d2016 .
          <{graph}/p2020> a ilb:Passage ; dcterms:title "P"@en ; dcterms:source ild:d2020 .
          <{graph}/both> a ilb:Passage ; dcterms:title "P"@en ; dcterms:source ild:d2016 , ild:d2020 . }}
        <{graph}/p2016> {{ ild:a a ilb:Organization ; skos:prefLabel "In 2016"@en . }}
        <{graph}/p2020> {{ ild:b a ilb:Organization ; skos:prefLabel "In 2020"@en . }}
        <{graph}/both> {{ ild:c a ilb:Organization ; skos:prefLabel "In both"@en . }}""",
        "utf-8",
    )
    assert names_at(2018, path) == {"In 2016", "In both"}
    assert names_at(2020, path) == {"In 2020", "In both"}
    assert names_at(2015, path) == set()


def test_what_hangs_on_what_hangs_on_something_goes_too(data: Path) -> None:
    data.write_text(
        data.read_text("utf-8")
        + "ild:doubt a rdf:Statement ; rdf:subject ild:m1 ; rdf:predicate org:role ; rdf:object ilv:role-lead .",
        "utf-8",
    )
    asked = "SELECT ?d WHERE { ?d rdf:subject ild:m1 }"
    found = [engine.select(load_store([data], time=during(at)), asked).rows for at in (2019, 2017)]
    assert [len(rows) for rows in found] == [1, 0]
    left = engine.select(load_store([data], time=during(2017)), "SELECT ?p WHERE { ild:doubt ?p ?o }").rows
    assert left == []


def test_what_is_of_no_series_or_of_no_date_stays(tmp_path: Path, data: Path) -> None:
    paths = [edition(tmp_path, "2020"), edition(tmp_path, "")]
    assert names_at(2015, *paths) == {"In ", "Always"}
    assert "Nouvelle" in names_at(2015, *paths, data)


@pytest.mark.parametrize(
    ("at", "between", "told"),
    [
        ("vers 2018", None, "“vers 2018” is not a date; write a year, a month or a day"),
        ("2019-13", None, "not a date"),
        ("", None, "not a date"),
        (None, ("2022", "2019"), "ends \\(2019\\) before it begins \\(2022\\); write the first date first: 2019 2022"),
        (None, ("2019-05", "2019-04-30"), "before it begins"),
        (None, ("2019", "now"), "“now” is not a date"),
        (None, ("2019",), "two dates are needed"),
        (None, "2019", "two dates are needed"),
        (2019, (2019, 2022), "give one or the other"),
    ],
)
def test_what_is_no_time_is_one_sentence(at: object, between: object, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        load(SMALL, at=at, between=between)  # type: ignore[arg-type]  # what it is not


def test_dates_are_those_of_cells() -> None:
    assert during() is None
    assert during("mars 2024") == During("2024-03", "2024-03")
    assert during(between=("3/5/2019", 2022)) == During("2019-05-03", "2022")
    assert during(between=("2019-05", "2019")) == During("2019-05", "2019")  # the rest of that year
    assert [is_date(text) for text in ("2019", "Lille", "31/01/2016", "2019-2022", "")] == [
        True,
        False,
        True,
        False,
        False,
    ]
    assert During("2019", "2022").told.text("fr") == "2019 – 2022"
    assert During("2019-05", "2019-05").told.text("fr") == "mai 2019"


@pytest.mark.journey
def test_what_was_inferred_already_is_refused_with_the_way_out(data: Path, tmp_path: Path) -> None:
    runner, store = CliRunner(), str(tmp_path / "kept")
    assert runner.invoke(main, ["convert", str(data), "--store", store]).exit_code == 0
    for words in (
        ["query", "leaders", "--store", store, "--at", "2018"],
        ["measure", "ties", "--store", store, "--between", "2018", "2019"],
        ["build", "--store", store, "--at", "2018", "--out", str(tmp_path / "site")],
        ["convert", "--store", store, "--out", str(tmp_path / "x.ttl"), "--at", "2018"],
        ["compare", "x", "y", "--input", "https://example.org/sparql", "--at", "2018"],
        ["query", "leaders", "--input", "https://example.org/sparql", "--input", str(data), "--at", "2018"],
    ):
        found = runner.invoke(main, [*words, "--lang", "fr"])
        assert found.exit_code == 2, words
        assert "icilabas convert ENTRÉE --at 2024 --store DOSSIER" in found.stderr, words
        assert len(found.stderr.splitlines()) == 1
    with pytest.raises(UsageError, match="holds what the rules found of all times"):
        ilb.load(store=store, at=2018)
    assert not (tmp_path / "x.ttl").exists()


def test_a_store_that_was_made_for_a_time_has_no_more(data: Path, tmp_path: Path) -> None:
    store = tmp_path / "kept"
    made = CliRunner().invoke(main, ["convert", str(data), "--store", str(store), "--at", "2020"])
    assert made.exit_code == 0, made.output
    found = reach(store=store)
    assert isinstance(found, engine.Store)
    assert named(found) == ALL - {"old", "m1", "m3", "said-otherwise"}


@pytest.mark.parametrize("form", ["ttl", "xlsx"])
def test_each_command_takes_a_time(form: str, data: Path, tmp_path: Path) -> None:
    """The same is left out by all of them."""
    runner = CliRunner()

    def said(*words: str) -> str:
        found = runner.invoke(main, [*words, "--input", str(data), "--lang", "fr"])
        assert found.exit_code == 0, found.output
        return found.stdout

    for when, there in ((["--at", "2019"], True), (["--between", "2020", "2030"], False)):
        assert ("Ancienne" in said("query", "partners-and-roles", "--format", "md", *when)) is there
        assert ("Ancienne" in said("compare", "X", "Y", *when)) is there
        assert ("Ancienne" in said("measure", "affiliation", *when)) is there
        out = tmp_path / "network.graphml"
        said("network", "affiliation", "--out", str(out), *when)
        assert ("Ancienne" in out.read_text("utf-8")) is there
        out = tmp_path / f"converted.{form}"
        found = runner.invoke(main, ["convert", str(data), "--out", str(out), *when])
        assert found.exit_code == 0, found.output
        again = load_store([out], infer=False)
        assert ("old" in named(again)) is there


def test_the_public_function_takes_numbers_and_texts(data: Path) -> None:
    asked = "SELECT ?m WHERE { ?m org:organization ild:pact }"
    prefixes = "PREFIX org: <http://www.w3.org/ns/org#> PREFIX ild: <https://w3id.org/icilabas/id/> "
    counts = [
        len(list(ilb.load(data, **when).query(prefixes + asked)))
        for when in ({}, {"at": 2018}, {"at": "2021"}, {"between": (2018, 2019)}, {"between": ["2021", "2022"]})
    ]
    assert counts == [2, 1, 0, 2, 0]
