"""What is probably one thing: asked about, never merged in silence; merged when it is said."""

from __future__ import annotations

import random
import shutil
import string
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from places import SMALL, TESTS
from rapidfuzz.distance import Levenshtein

sys.path.insert(0, str(TESTS / "benchmarks"))
import twice  # a script, no part of the package

import icilabas as ilb
from icilabas import engine
from icilabas.check import alike
from icilabas.check.duplicates import Proposal, Reason, asked, proposals
from icilabas.check.validation import check
from icilabas.cli import main
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import Iri, Lit, iri, local_name
from icilabas.resources import DEFAULT_DATASET
from icilabas.sources.gathering import gather
from icilabas.sources.reading import Reading
from icilabas.sources.references import roots
from icilabas.words.matching import fold, slug
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable


def store_of(*things: tuple[str, str, list[str]], matches: dict[str, str] | None = None) -> Any:
    """Return a store of things: id, class, names."""
    store, graph = engine.new_store(), Iri("https://example.org/g")
    for name, class_, labels in things:
        thing = iri(f"ild:{name}")
        engine.add(store, [(thing, iri("rdf:type"), iri(f"ilb:{class_}"), graph)])
        engine.add(store, [(thing, iri("skos:prefLabel"), Lit(labels[0], lang="fr"), graph)])
        engine.add(store, [(thing, iri("skos:altLabel"), Lit(label), graph) for label in labels[1:]])
    for name, match in (matches or {}).items():
        engine.add(store, [(iri(f"ild:{name}"), iri("skos:exactMatch"), iri(match), graph)])
    return store


def twins(store: Any) -> list[Proposal]:
    return asked(Reading(store))


def pairs(store: Any) -> list[tuple[str, ...]]:
    return [tuple(map(local_name, found.things[:2])) for found in twins(store)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (["CFSI"], ["cfsi"]),
        (["Essor", "ESSOR"], ["Association Essor Nord", "ESSOR"]),
        (["CFSI"], ["C.F.S.I."]),
        (["CFSI"], ["Comité français pour la solidarité internationale"]),
        (["Cap Solidarités"], ["Cap Solidarité"]),
        (["Cap-Solidarités"], ["Cap Soldiarités"]),
        (["Conseil régional de Kayes"], ["conseil regional Kayes"]),
        (["Maison de quartier"], ["Quartier (maison de)"]),
        (["Essor Nord"], ["Association Essor Nord"]),
    ],
)
def test_names_that_are_probably_one(one: list[str], two: list[str]) -> None:
    assert pairs(store_of(("a", "Organization", one), ("b", "SocialGroup", two))) == [("a", "b")]


@pytest.mark.parametrize(
    ("one", "two", "class_"),
    [
        (["Session 1"], ["Session 2"], "SocialGroup"),
        (["Mali"], ["Malo"], "Organization"),
        (["Essor"], ["Essaim"], "Organization"),
        (["Kayes"], ["Conseil régional de Kayes"], "Organization"),
        (["Kayes"], ["Kayes"], "Territory"),
        (["Lycée Jean Moulin"], ["Lycée Jean Jaurès"], "Organization"),
    ],
)
def test_names_that_are_two(one: list[str], two: list[str], class_: str) -> None:
    assert pairs(store_of(("a", "Organization", one), ("b", class_, two))) == []


def test_two_numbers_of_one_register_are_two_things_and_counted() -> None:
    matches = {"a": "wd:Q1", "b": "wd:Q2"}
    found = proposals(Reading(store_of(("a", "Territory", ["X"]), ("b", "Territory", ["X"]), matches=matches)))
    assert found == ([], 1)
    matches["b"] = "http://www.geonames.org/2453348"
    found = proposals(Reading(store_of(("a", "Territory", ["X"]), ("b", "Territory", ["X"]), matches=matches)))
    assert (len(found.proposals), found.never) == (1, 0)


def seated(**seats: str) -> Any:
    """Return a store of organisations of one name, by their ids the seat of each; Lille lies in the Nord."""
    store, graph = (
        store_of(*[(thing, "Organization", ["Foyer rural"]) for thing in seats]),
        Iri("https://example.org/g"),
    )
    for town in ("lille", "nord", "kayes"):
        engine.add(store, [(iri(f"ild:{town}"), iri("rdf:type"), iri("ilb:Territory"), graph)])
        engine.add(store, [(iri(f"ild:{town}"), iri("skos:prefLabel"), Lit(town.title(), lang="fr"), graph)])
    engine.add(store, [(iri("ild:lille"), iri("ilb:within"), iri("ild:nord"), graph)])
    engine.add(
        store, [(iri(f"ild:{thing}"), iri("ilb:basedIn"), iri(f"ild:{seat}"), graph) for thing, seat in seats.items()]
    )
    return store


def test_of_one_name_those_of_one_place_are_proposed_together() -> None:
    found = proposals(Reading(seated(a="lille", b="kayes", c="lille", d="nord", e="kayes"))).proposals
    assert [[*map(local_name, one.things)] for one in found] == [["a", "c", "d"], ["b", "e"]]
    assert [one.score for one in found] == [55, 75]  # the same seat is that of all
    assert "Kayes" in found[1].why.text("fr")


def test_what_speaks_against_it_is_told_and_comes_last() -> None:
    store = seated(a="lille", b="kayes", c="lille", d="lille")
    graph = Iri("https://example.org/g")
    engine.add(store, [(iri("ild:b"), iri("skos:altLabel"), Lit("Foyer rural de Kayes"), graph)])
    engine.add(store, [(iri("ild:z"), iri("skos:prefLabel"), Lit("Foyers rural de Kayes", lang="fr"), graph)])
    engine.add(store, [(iri("ild:z"), iri("rdf:type"), iri("ilb:Organization"), graph)])
    engine.add(store, [(iri("ild:z"), iri("ilb:basedIn"), iri("ild:lille"), graph)])
    for thing in ("b", "z"):
        engine.add(store, [(iri(f"ild:{thing}"), iri("org:memberOf"), iri("ild:c"), graph)])
        engine.add(store, [(iri(f"ild:{thing}"), iri("org:memberOf"), iri("ild:d"), graph)])
    found = proposals(Reading(store)).proposals
    last = found[-1]
    assert [*map(local_name, last.things)] == ["b", "z"]
    assert last.contradicted
    assert last.score == 45 + 8 - 35  # c and d are called alike: one partner
    assert "territoires différents, Kayes et Lille (−35)" in last.why.text("fr")
    assert [*map(local_name, found[0].things)] == ["a", "c", "d"]
    assert last not in asked(Reading(store))


def test_one_wikidata_id_on_two_things() -> None:
    store = store_of(("a", "Territory", ["X"]), ("b", "Territory", ["Y"]), matches={"a": "wd:Q1", "b": "wd:Q1"})
    (found,) = twins(store)
    assert "Wikidata Q1" in found.why.text("en")


def test_one_name_of_many_things_is_one_question_with_the_count() -> None:
    eight = [(f"b{n}", "Organization", ["Baobab"]) for n in range(8)]
    store = store_of(*eight, ("c", "Organization", ["Baobabs"]), ("d", "Organization", ["Essor"]))
    same_name, near = sorted(twins(store), key=lambda pair: pair.things)
    assert [*map(local_name, same_name.things)] == [f"b{n}" for n in range(8)]
    assert [*map(local_name, near.things)] == ["b0", "c"]
    text = same_name.message("x").text("en")
    assert "also the name of 6 other things: b2, b3, b4…" in text
    assert pairs(store_of(*eight[:2])) == [("b0", "b1")]


def test_two_names_of_one_country_are_asked_about() -> None:
    store = store_of(
        ("a", "Territory", ["RDC"]),
        ("b", "Territory", ["Congo-Kinshasa"]),
        ("c", "Territory", ["Congo"]),
        ("d", "Territory", ["Mali"]),
        ("e", "Organization", ["République démocratique du Congo"]),
    )
    assert pairs(store) == [("a", "b")]


def test_the_lille_data_raise_no_false_question() -> None:
    assert twins(load_store([DEFAULT_DATASET], infer=False)) == []


def edits(one: str, two: str) -> int:
    """Return how many letters have to be put in, left out or changed, by the definition (Wagner & Fischer 1974)."""
    before = list(range(len(two) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, other in enumerate(two, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != other)))
        before = now
    return before[-1]


def assert_counted(one: str, two: str, most: int) -> None:
    expected = min(edits(one, two), most + 1)
    assert Levenshtein.distance(one, two, score_cutoff=most) == expected, (one, two, most)


@given(st.text("abé", max_size=9), st.text("abé", max_size=9), st.integers(0, 6))
def test_letters_are_counted_as_they_are_defined(one: str, two: str, most: int) -> None:
    assert_counted(one, two, most)


def test_letters_of_real_names_are_counted_as_they_are_defined() -> None:
    names = sorted({"".join(fold(name).split()) for name in labels()})
    assert len(names) > 400
    draw = random.Random(1)  # noqa: S311  # names to compare, the same ones each time
    for one in draw.sample(names, 200):
        slip = draw.randrange(len(one))
        for two in (*draw.sample(names, 5), one[:slip] + draw.choice("abc") + one[slip + draw.randrange(2) :]):
            for most in (1, 2):
                assert_counted(one, two, most)


def labels() -> list[str]:
    rows = engine.select(load_store([DEFAULT_DATASET], infer=False), "SELECT ?l { ?thing skos:prefLabel ?l }").rows
    return [str(label) for (label,) in rows]


def two_inputs(tmp_path: Path) -> tuple[Path, Path]:
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Organisations"
    for row in (["nom", "autre nom", "membre de"], ["Grdr", "", "Cfsi national"], ["Cfsi national", "CFSI", ""]):
        sheet.append(row)
    book.save(tmp_path / "réseau.xlsx")
    return folder, tmp_path / "réseau.xlsx"


def validated(*inputs: Path) -> Any:
    return CliRunner().invoke(main.main, ["validate", *map(str, inputs), "--lang", "fr"])


def test_validate_asks_across_inputs_and_stops_asking_when_it_is_said(tmp_path: Path) -> None:
    folder, book = two_inputs(tmp_path)
    asked = validated(folder, book)
    assert asked.exit_code == 0, asked.output
    questions = [line for line in asked.stdout.splitlines() if "peut-être la même chose" in line]
    assert len(questions) == 1
    assert questions[0].startswith(f"{book}:Organisations!A3: « Cfsi national » (cfsi-national)")
    assert f"{folder}/organizations.csv:3:" in questions[0]
    assert "« cfsi,cfsi-national,oui » dans same-as.csv" in questions[0]
    (folder / "same-as.csv").write_text("cfsi,cfsi-national\n", "utf-8")
    said = validated(folder, book)
    assert said.exit_code == 0, said.output
    assert "peut-être" not in said.stdout


@pytest.mark.parametrize("where", ["folder", "input", "sheet"])
def test_what_is_said_to_be_one_is_merged_and_who_says_so_is_kept(where: str, tmp_path: Path) -> None:
    folder, book = two_inputs(tmp_path)
    inputs = [folder, book]
    if where == "sheet":
        made = openpyxl.load_workbook(book)
        sheet = made.create_sheet("same-as")
        sheet.append(["id", "same as"])
        sheet.append(["CFSI national", "nothing"])
        sheet.append(["cfsi", "Cfsi national"])
        sheet.delete_rows(2)
        made.save(book)
    else:
        path = (folder if where == "folder" else tmp_path) / "same-as.csv"
        path.write_text("id;même chose\n\ncfsi;https://w3id.org/icilabas/id/cfsi-national\n", "utf-8-sig")
        inputs += [path] if where == "input" else []
    dataset = ilb.load(*inputs, infer=False)

    def ask(query: str) -> list[Any]:
        return [tuple(map(str, row)) for row in ilb.ask(dataset, query)]

    old = "https://w3id.org/icilabas/id/cfsi-national"
    assert ask(f"SELECT ?p {{ <{old}> ?p ?o }}") == []
    assert ask("SELECT ?o { ild:cfsi owl:sameAs ?o }") == [(old,)]
    assert ("Cfsi national",) in ask("SELECT ?l { ild:cfsi skos:altLabel ?l }")
    assert ask("SELECT (STR(?l) AS ?t) { ild:cfsi skos:prefLabel ?l . FILTER(LANG(?l) = 'fr') }") == [("CFSI",)]
    assert ask(
        "SELECT ?g { GRAPH ?p { ild:grdr org:memberOf ild:cfsi } ?p dcterms:title ?g . FILTER(CONTAINS(?g, 'xlsx')) }"
    )
    said = ask("SELECT ?t { GRAPH ?g { ild:cfsi owl:sameAs ?o } ?g dcterms:title ?t }")
    assert said == [("réseau.xlsx" if where == "sheet" else "same-as.csv",)]
    assert not [fault for fault in ilb.validate(dataset) if fault.severity == "Violation"]


def test_nothing_is_merged_unless_it_is_said(tmp_path: Path) -> None:
    store = gather(two_inputs(tmp_path)).store
    assert engine.select(store, "SELECT ?p { ild:cfsi-national ?p ?o }").rows
    assert engine.select(store, "SELECT ?o { ?s owl:sameAs ?o . FILTER(STRSTARTS(STR(?s), STR(ild:))) }").rows == []


def test_an_id_made_from_a_label_never_takes_what_another_input_describes(tmp_path: Path) -> None:
    folder, book = two_inputs(tmp_path)
    made = openpyxl.load_workbook(book)
    made["Organisations"].append(["Essor", "", "Grdr"])
    made["Organisations"].append(["Alone", "", "Essor"])
    made.save(book)
    for inputs in ((folder, book), (book, folder)):
        gathered = gather(inputs)
        warned = {fault.place: fault.message.text("fr") for fault in gathered.faults}
        assert [*warned] == [f"{book}:Organisations!A4"]
        assert "« essor-reseau »" in warned[f"{book}:Organisations!A4"]
        members = "SELECT ?m { ild:essor-reseau org:memberOf ?m }"
        assert [local_name(row[0]) for row in engine.select(gathered.store, members).rows] == ["grdr"]
        assert ("essor", "essor-reseau") in pairs(gathered.store)
    assert engine.select(gather([book]).store, "SELECT ?m { ild:essor org:memberOf ?m }").rows  # alone, it keeps its id
    book.rename(tmp_path / "b.xlsx")
    made["Organisations"]["D1"], made["Organisations"]["D4"] = "id", "essor"
    made.save(book)
    gathered = gather([folder, book])
    assert gathered.faults == []
    assert len(engine.select(gathered.store, "SELECT DISTINCT ?m { ild:essor org:memberOf ?m }").rows) == 2


def test_where_inputs_disagree_the_first_is_kept_and_the_other_told(tmp_path: Path) -> None:
    folder, _book = two_inputs(tmp_path)
    book = openpyxl.Workbook()
    book.active.title = "Territoires"
    for row in (["id", "nom", "latitude", "longitude"], ["lille", "LILLE", 50.7, 3.06], ["mali", "Mali", 17.5, ""]):
        book.active.append(row)
    book.save(tmp_path / "b.xlsx")
    gathered = gather([folder, tmp_path / "b.xlsx"])
    assert [fault.place for fault in gathered.faults] == [f"{tmp_path}/b.xlsx:Territoires!C2"]
    assert gathered.faults[0].severity == "Warning"
    assert "“50.63” is shown (Report); “50.7” (b.xlsx) is kept" in gathered.faults[0].message.text("en")
    assert "“50.63”" in gathered.faults[0].message.text("en")
    rows = engine.select(gathered.store, "SELECT DISTINCT ?v { ild:lille wgs84:lat ?v }").rows
    assert rows == [(50.63,)]
    names = "SELECT ?l ?o { ild:lille skos:prefLabel ?l ; skos:altLabel ?o . FILTER(LANG(?l) = 'fr') }"
    assert engine.select(gathered.store, names).rows == [("Lille", "LILLE")]
    assert engine.select(gathered.store, "SELECT ?v { ild:mali wgs84:lat ?v }").rows == [(17.5,)]
    assert not [fault for fault in check(gathered) if fault.severity == "Violation"]


def test_faults_of_a_same_as_table_have_their_place(tmp_path: Path) -> None:
    folder, _book = two_inputs(tmp_path)
    (folder / "same-as.csv").write_text("cfsi,cfsy\ncfsi\n", "utf-8")
    found = {fault.place.rpartition("/")[2]: fault.message.text("en") for fault in gather([folder]).faults}
    assert sorted(found) == ["same-as.csv:1:2", "same-as.csv:2:1"]
    assert "Nearest: cfsi" in found["same-as.csv:1:2"]
    assert "two ids" in found["same-as.csv:2:1"]


def test_chains_and_circles_lead_to_the_first() -> None:
    a, b, c, d = map(Iri, "abcd")
    assert roots([(a, b), (b, c), (c, a)]) == {b: a, c: a}
    assert roots([(c, d), (a, c)]) == {d: a, c: a}
    assert roots([(a, a)]) == {}


@pytest.mark.journey
def test_ten_thousand_actors_are_compared_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = [0]
    compare = alike._alike  # noqa: SLF001  # how often names are compared is what is tested

    def counted(*names: Any) -> bool:
        compared[0] += 1
        return compare(*names)

    monkeypatch.setattr(alike, "_alike", counted)
    chance = random.Random(7)  # noqa: S311  # names for a test
    words = ["".join(chance.choice("abcdefghijklmnop") for _letter in range(7)) for _word in range(3000)]
    names = list(dict.fromkeys(" ".join(["Association", *chance.sample(words, 3)]) for _thing in range(10_000)))
    typo = names[5][:-1]

    def asked_of(count: int) -> tuple[int, set[tuple[str, ...]]]:
        store = store_of(*[(slug(name), "Organization", [name]) for name in [*names[:count], typo]])
        compared[0] = 0
        found = set(pairs(store))
        return compared[0], found

    few, first = asked_of(1000)
    many, all_ = asked_of(10_000)
    both = tuple(sorted((slug(typo), slug(names[5]))))
    assert both in first
    assert both in all_
    assert len(all_) < 20
    assert 0 < few < 1000 * 1000 / 20
    assert many < 10_000 * 10_000 / 60  # each with each would be fifty million comparisons


def test_the_pair_that_is_proposed_is_taken_where_rdf_shares_the_name(tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text(
        "@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<https://w3id.org/icilabas/id/b> a ilb:Organization ; skos:prefLabel 'EMDK'@fr, 'EMDK'@en .\n",
        "utf-8",
    )
    inputs = [SMALL, tmp_path / "other.ttl"]
    asked = [fault.message.text("en") for fault in check(gather(inputs), similar=True)]
    assert any("write “b,emdk,yes”" in text or "write “emdk,b,yes”" in text for text in asked)
    (tmp_path / "same-as.csv").write_text("emdk,b\n", "utf-8")
    gathered = gather([*inputs, tmp_path / "same-as.csv"])
    assert not [fault for fault in gathered.faults if "same-as" in fault.place]
    assert engine.select(gathered.store, "SELECT ?other { ild:emdk owl:sameAs ?other }").rows == [(iri("ild:b"),)]


@pytest.mark.journey
def test_of_a_real_list_given_twice_nearly_all_is_proposed_and_what_is_joined_is_one(tmp_path: Path) -> None:
    """Names of real towns, shuffled in the second edition, half of them written otherwise there."""
    if twice.twinnings() is None:
        pytest.skip(f"{twice.TABLE} is not at hand")
    count = 5000
    inputs = twice.write_twice(count, tmp_path)
    proposed: set[int] = set()
    for one in proposals(gather(inputs)).proposals:
        ids = {local_name(thing) for thing in one.things}
        proposed |= {int(id_[1:]) for id_ in ids if id_.startswith("a") and f"b{id_[1:]}" in ids}
    recall = len(proposed) / count
    editions = gather(twice.as_editions(inputs, tmp_path))
    rows = engine.select(editions.store, "SELECT ?a ?b { GRAPH ilg:identity { ?a owl:sameAs ?b } }").rows
    right = sum(local_name(str(a))[1:] == local_name(str(b))[1:] for a, b in rows)
    print(f"recall of proposals {recall:.4f}; {len(rows)} joined, of which one thing {right / len(rows):.4f}")  # noqa: T201  # shown with -s
    assert recall >= 0.95
    assert right / len(rows) >= 0.99
    assert len(rows) > count / 2  # half of the names are written as before


def labelled(*labels: str) -> Any:
    """Return a store of organisations, each of one name; its id begins with its place, so that their order is known."""
    return store_of(*[(f"a{place}", "Organization", [label]) for place, label in enumerate(labels)])


@pytest.mark.parametrize(
    ("one", "two", "asked"),
    [
        ("Rivage", "Rivape", True),  # six letters, one of them wrong
        ("Rivag", "Rivap", False),
        ("Rivage", "Rivapp", False),  # two wrong
        ("Rivages et", "Rivage et", True),
        ("Rivagebelle", "Rivagibella", False),  # eleven letters, two wrong
        ("Rivagebelles", "Rivagibellas", True),  # twelve
        ("Rivagebelles", "Rivagibellaz", False),  # three wrong
        ("Rivagebelles", "Rivagebellest", True),
        ("Rivagebelles", "Rivagebellestu", True),
        ("Rivagebelles", "Rivagebellestuv", False),
        ("Rivagebelle", "Rivagebellest", False),  # the shorter name counts
        ("Maison des jeunes 12", "Maison des jeunes 13", False),
        ("Xivage", "Rivage", True),  # their ends are one
        ("Rivage", "Rivagz", True),  # their starts are one
        ("Xivagz", "Rivage", False),
        ("Rivaxe", "Rivage", True),  # four letters at the start
        ("Rivxge", "Rivage", False),
        ("Rixage", "Rivage", False),
        ("Rxvage", "Rivage", True),  # four at the end
        ("Rivoge", "Xivage", False),
    ],
)
def test_names_are_near_that_differ_by_a_letter_or_long_ones_by_two(one: str, two: str, asked: bool) -> None:  # noqa: FBT001  # what is expected
    assert pairs(labelled(one, two)) == ([("a0", "a1")] if asked else [])


@pytest.mark.parametrize(
    ("acronym", "name", "asked"),
    [
        ("ABC", "Alpha Beta Gamma", False),
        ("ABG", "Alpha Beta Gamma", True),
        ("ABG", "Alpha de la Beta et du Gamma", True),
        ("A.B.G.", "Alpha Beta Gamma", True),
        ("Abg", "Alpha Beta Gamma", False),  # no acronym
        ("AB", "Alpha Beta", False),  # two letters
        ("AB.C", "ABC", False),  # its parts are no single letters
        ("A.B.C", "abc", True),
    ],
)
def test_acronyms_have_three_letters(acronym: str, name: str, asked: bool) -> None:  # noqa: FBT001  # what is expected
    assert pairs(labelled(acronym, name)) == ([("a0", "a1")] if asked else [])


def test_in_a_crowd_each_is_compared_with_the_next_five(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[int, int]] = []
    monkeypatch.setattr(alike, "_APART", 99)
    monkeypatch.setattr(alike, "_but_a_letter", lambda _text: set())  # which finds what the window passes over
    monkeypatch.setattr(alike, "_alike", lambda one, two: compared.append((int(one.thing), int(two.thing))))
    letters = str.maketrans(string.digits, "abcdefghij")

    def pairs_of(numbers: Iterable[int]) -> list[tuple[int, int]]:
        compared.clear()
        group = {Iri(str(number)): [f"Commun {number:03}".translate(letters)] for number in numbers}
        assert list(alike.near_names(group)) == []
        return sorted(set(compared))

    window = [(a, b) for a in range(70) for b in range(a + 1, min(a + 6, 70))]
    assert pairs_of(range(70)) == pairs_of(reversed(range(70))) == window
    assert pairs_of(range(60)) == [(a, b) for a in range(60) for b in range(a + 1, 60)]
    assert len(pairs_of(range(61))) < 61 * 5
    work = {}  # twice the names are twice the work, however much they have in common
    for count in (1000, 2000):
        pairs_of(range(count))
        work[count] = len(compared)
    assert work[2000] < 2.2 * work[1000]
    monkeypatch.undo()
    # Seen from outside: with one word in common, names that are near are found as far as the window reaches.
    monkeypatch.setattr(alike, "_CROWD", 5)
    common = [f"Cooperative a{'bcdefghi'[place]}{'zzzz'[: place % 4]}" for place in range(8)]
    found = pairs(labelled("Cooperative aaxq", *common, "Cooperative aayq"))
    assert ("a0", "a9") in found


def test_a_pair_is_asked_about_once_with_the_best_reason_and_in_the_order_of_the_ids() -> None:
    store = store_of(
        ("c", "Organization", ["Rivages", "Rives"]),
        ("b", "Organization", ["Rivages"]),
        ("a", "Organization", ["Rivage"]),
        ("d", "Territory", ["Rivages"]),
        ("e", "Territory", ["Nord", "Rivages"]),
        matches={"d": "wd:Q1", "e": "wd:Q1"},
    )
    found = twins(store)
    assert [tuple(map(local_name, pair.things)) for pair in found] == [
        ("a", "b"),
        ("b", "c"),
        ("d", "e"),
    ]
    assert [tuple(name.text("fr") for name in pair.names) for pair in found] == [
        ("Rivage", "Rivages"),
        ("Rivages", "Rivages"),
        ("Rivages", "Nord"),  # the label, not another name
    ]
    near, equal = found[0].why, found[1].why
    assert near != equal
    assert "“Rivages”" in equal.text("en")
    assert "Wikidata Q1" in found[2].why.text("en")  # before the name that is equal


def test_of_several_that_are_equal_the_first_is_asked_about_with_the_others() -> None:
    (one,) = twins(labelled("Rives", "rives", "RIVES"))
    assert [*map(local_name, one.things)] == ["a0", "a1", "a2"]


def test_a_question_names_the_first_its_place_and_both_ids() -> None:
    reason = Reason("same-name", 55, Text({"fr": "parce que", "en": "because"}))
    pair = Proposal((iri("ild:a"), iri("wd:Q1")), (same("Rives"), same("Berges")), (reason,))
    for text, why in (
        (pair.message("a.csv:2:1").text("fr"), "parce que"),
        (pair.message("a.csv:2:1").text("en"), "because"),
    ):
        assert "(a, a.csv:2:1)" in text[text.index("Rives") :]
        assert "(wd:Q1)" in text[text.index("Berges") :]
        assert text.index("Berges") < text.index("Rives")  # the fault stands where the second does
        assert "a,wd:Q1" in text
        assert why in text
