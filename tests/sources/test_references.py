"""What a cell refers to: an id before a name, one's own before another's, what the column expects before the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from icilabas import engine
from icilabas.engine.terms import Iri, Lit, Quad, iri
from icilabas.files.csv_tables import Grid
from icilabas.sources.decisions import read_same_as
from icilabas.sources.reading import Reading, RowPlace
from icilabas.sources.references import KnownThings, Owner, choice, made_id, merge, named, split
from icilabas.words.text import Text

PLACE, BODY = iri("ilb:Territory"), iri("ilb:Organization")


def thing(name: str) -> Iri:
    return iri(f"ild:{name}")


@pytest.fixture
def names() -> KnownThings:
    return KnownThings(engine.new_store())


@pytest.fixture
def mine(names: KnownThings) -> Reading:
    return Reading(names.store)


def test_an_id_is_before_a_name(names: KnownThings) -> None:
    names.note(thing("kayes"), PLACE, ["Région"])
    names.note(thing("b"), PLACE, ["Kayes"])
    assert names.find("kayes", (PLACE,)) == [thing("kayes")]
    assert names.find("Kayes", (PLACE,)) == [thing("b")]
    assert names.find("https://w3id.org/icilabas/id/kayes", (BODY,)) == [thing("kayes")]


def test_a_name_of_ones_own_is_before_an_id_of_another(names: KnownThings, mine: Reading) -> None:
    other = Reading(names.store, 1)
    names.note(thing("kayes"), PLACE, ["Région"], other)
    names.note(thing("b"), PLACE, ["Kayes"], mine)
    assert names.find("kayes", (PLACE,), mine) == [thing("b")]
    assert names.find("kayes", (PLACE,), other) == [thing("kayes")]
    names.note(thing("kayes"), PLACE, [], mine)
    assert names.find("kayes", (PLACE,), mine) == [thing("kayes")]


def test_a_shared_name_is_ones_own_then_what_the_column_expects_then_all(names: KnownThings, mine: Reading) -> None:
    names.note(thing("c"), BODY, ["Kayes"])
    names.note(thing("b"), PLACE, ["KAYES"])
    names.note(thing("a"), PLACE, ["kayes!"])
    assert names.find("Kayes", (BODY,)) == [thing("c")]
    assert names.find("Kayes", (PLACE,)) == [thing("a"), thing("b")]
    assert names.find("Kayes", ()) == [thing("a"), thing("b"), thing("c")]
    names.note(thing("d"), PLACE, ["Kayes"], mine)
    assert names.find("Kayes", (PLACE,), mine) == [thing("d")]
    assert names.find("Kayes", (BODY,), mine) == [thing("c")]  # one's own does not fit


def test_a_name_is_before_what_the_text_would_be_as_an_id(names: KnownThings) -> None:
    names.note(thing("val-de-lys"), PLACE, ["Lys"])
    assert names.find("Val de Lys", (PLACE,)) == [thing("val-de-lys")]
    names.note(thing("b"), PLACE, ["Val de Lys"])
    assert names.find("Val de Lys", (PLACE,)) == [thing("b")]
    assert names.find("nowhere", (PLACE,)) == []


def test_things_of_other_inputs_are_read_when_no_table_has_the_name(names: KnownThings) -> None:
    graph = Iri("https://example.org/g")
    about: list[tuple[Iri, Iri | Lit]] = [(iri("rdf:type"), PLACE), (iri("skos:altLabel"), Lit("Ailleurs"))]
    engine.add(names.store, [(thing("x"), path, value, graph) for path, value in about])
    names.note(thing("a"), PLACE, ["Ici"])
    assert names.find("Ici", (PLACE,)) == [thing("a")]
    assert "elsewhere" not in vars(names)
    assert names.find("AILLEURS", (PLACE,)) == [thing("x")]


def test_an_id_belongs_to_the_first_who_asks(names: KnownThings, mine: Reading) -> None:
    first, other = Owner(mine, "territories"), Owner(Reading(names.store, 1), "territories")
    assert names.owner(thing("a"), first) == first
    assert names.owner(thing("a"), other) == first
    assert names.owner(thing("a"), first) == first


@pytest.mark.parametrize("text", ["lille", "Lille", "LILLE"])
def test_a_name_is_looked_up_by_the_kind_that_is_asked_for(names: KnownThings, mine: Reading, text: str) -> None:
    """The authority and the territory of a name live side by side, whichever has the plain id."""
    names.note(thing("lille"), PLACE, ["Lille"], mine)
    names.note(thing("lille-organization"), BODY, ["Lille"], mine)
    assert names.find(text, (PLACE,), mine) == [thing("lille")]
    assert names.find(text, (BODY,), mine) == [thing("lille-organization")]
    assert names.find("Lille", (PLACE, BODY), mine) == [thing("lille"), thing("lille-organization")]  # to be told
    assert names.find(text, (iri("ilb:Theme"),), mine) != []  # of another kind, where there is none: told as such


def test_what_is_of_the_kind_elsewhere_comes_before_what_is_of_another_kind_here(
    names: KnownThings, mine: Reading
) -> None:
    names.note(thing("lille"), BODY, ["Lille"], mine)
    names.note(thing("ville"), PLACE, ["Lille"], Reading(names.store, 1))
    assert names.find("Lille", (PLACE,), mine) == [thing("ville")]
    assert names.find("lille", (PLACE,), mine) == [thing("ville")]


def test_suggestions_are_what_the_column_expects_ids_before_names_and_few(names: KnownThings) -> None:
    for number in range(5):
        names.note(thing(f"kayes-{number}"), PLACE, [f"Lieu {number}"])
    names.note(thing("kayess"), BODY, ["Kayesss"])
    assert names.near("kayes", (PLACE,)) == ["kayes-0", "kayes-1", "kayes-2"]
    assert names.near("kayes", (BODY,)) == ["kayess"]
    assert names.near("lieux 3", (PLACE,)) == ["kayes-3", "kayes-0", "kayes-1"]
    assert names.near("kayess", (iri("ilb:Role"),)) == ["kayess", "kayes-0", "kayes-1"]  # of all, where nothing fits
    assert names.near("qwertyuiop", (PLACE,)) == []


def test_suggestions_end_where_they_would_take_too_long(names: KnownThings) -> None:
    names.note(thing("kayes"), PLACE, ["Ville"])
    names.patience.left = 4  # an id and a name, looked at twice
    assert [names.near(text, (PLACE,)) for text in ("kaye", "kayees", "kays", "kaye")] == [
        ["kayes"],
        ["kayes"],
        [],
        ["kayes"],
    ]
    names.note(thing("kays"), PLACE, [])
    names.patience.left = 9
    assert names.near("kayss", (PLACE,)) == ["kays", "kayes"]  # what came since is found


def test_ids_of_cells() -> None:
    assert named("kayes") == thing("kayes")
    assert named("wd:Q90") == iri("wd:Q90")
    assert named("Kayes") is None
    assert named("a b:c") is None
    assert made_id({"label_fr": "L'Été", "label_en": "Summer"}) == "l-ete"
    assert made_id({"label_fr": "؟", "label_en": "Summer"}) == "summer"
    assert made_id({}) == ""


def test_values_of_a_cell() -> None:
    assert split(" a | b;c ||; d e ") == ["a", "b", "c", "d e"]
    assert split(" ; ") == []


def test_of_a_list_the_nearest_is_told_else_all() -> None:
    options = {"lead": Text({"fr": "chef de file", "en": "lead"}), "donor": Text({"fr": "bailleur", "en": "donor"})}
    assert choice("leed", options).text("en").endswith(": lead.")
    assert choice("chef de fil", options).text("en").endswith(": lead.")
    assert "lead" in choice("xyz", options).text("en")
    assert "donor" in choice("xyz", options).text("en")


def table(*rows: list[str]) -> Grid:
    return Grid("same-as.csv", "same-as", list(enumerate(rows, 1)))


def pairs_of(grid: Grid, names: KnownThings) -> list[tuple[Iri, ...]]:
    return [found.things for found in read_same_as(grid, names, [])]


def test_pairs_are_read_below_the_headings(names: KnownThings) -> None:
    for name in ("a", "b", "garder"):
        names.note(thing(name), PLACE, [])
    pair = (thing("a"), thing("b"))
    for first, expected in (
        (["Garder", "Même chose"], [pair]),
        (["a", "b", "why"], [pair, pair]),
        (["x", "ID"], [pair]),
    ):
        assert pairs_of(table(first, ["a", "b"]), names) == expected
    assert pairs_of(table(["a", "b"], ["garder", "a"]), names) == [pair, (thing("garder"), thing("a"))]


def test_each_cell_that_is_not_one_thing_is_a_fault(names: KnownThings) -> None:
    names.note(thing("a"), PLACE, ["Twins"])
    names.note(thing("b"), PLACE, ["Twins"])
    faults = list(table().faults)
    assert read_same_as(table(["Twins", "nothing"], ["a"], ["", "b"]), names, faults) == []
    assert [fault.place for fault in faults] == [f"same-as.csv:{cell}" for cell in ("1:1", "1:2", "2:1", "3:1")]
    assert "a, b" in faults[0].message.text("en")


def test_what_is_one_has_the_rows_names_and_statements_of_both() -> None:
    read, graph = Reading(engine.new_store()), Iri("https://example.org/g")
    label, within = iri("skos:prefLabel"), iri("ilb:within")
    said: list[Quad] = [
        (thing("a"), label, Lit("A", None, "fr"), graph),
        (thing("b"), label, Lit("B", None, "fr"), graph),
        (thing("b"), label, Lit("B du Canada", None, "fr-ca"), graph),
        (thing("b"), label, Lit("B", None, "en"), graph),
        (thing("b"), label, Lit("B sans langue"), graph),
        (thing("c"), within, thing("b"), graph),
        (thing("b"), within, thing("d"), graph),
    ]
    engine.add(read.store, said)
    rows = {name: RowPlace(f"{name}.csv", 2, {}) for name in "ab"}
    read.rows = {thing(name): [row] for name, row in rows.items()}
    merge(read, Path("same-as.csv"), [(thing("a"), thing("b"))])
    found = {quad[:3] for quad in engine.quads(read.store) if quad[3] == graph}
    assert found == {
        (thing("a"), label, Lit("A", None, "fr")),
        (thing("a"), iri("skos:altLabel"), Lit("B")),
        (thing("a"), iri("skos:altLabel"), Lit("B du Canada")),
        (thing("a"), label, Lit("B", None, "en")),  # no name in this language was there
        (thing("a"), label, Lit("B sans langue")),
        (thing("c"), within, thing("a")),
        (thing("a"), within, thing("d")),
    }
    assert read.rows == {thing("a"): [rows["a"], rows["b"]]}
    before = engine.size(read.store)
    merge(read, Path("same-as.csv"), [])
    assert engine.size(read.store) == before


def test_a_country_is_found_by_all_its_names_and_a_shared_one_is_told(names: KnownThings) -> None:
    names.note(thing("river"), PLACE, ["Congo-Kinshasa"])
    names.note(thing("mali"), PLACE, ["Mali"])
    names.note(thing("mouvement"), BODY, ["République du Mali"])
    for text in ("RDC", "DR Congo", "COD", "CD", "République démocratique du Congo"):
        assert names.find(text, (PLACE,)) == [thing("river")], text
        assert names.find(text, (BODY,)) == []
    assert names.find("MLI", (PLACE,)) == [thing("mali")]
    assert names.find("Congo", (PLACE,)) == []
    assert "Congo-Brazzaville (CG)" in names.suggest("Congo", (PLACE,)).text("fr")
    assert "(CG)" not in names.suggest("Congo", (BODY,)).text("fr")


def test_a_village_that_is_called_like_a_country_is_not_the_country(names: KnownThings) -> None:
    names.note(thing("hamlet"), PLACE, ["Hollande"])
    names.note_scale(thing("hamlet"), iri("ilv:city"))
    assert names.find("Hollande", (PLACE,)) == [thing("hamlet")]
    assert names.find("Pays-Bas", (PLACE,)) == []
    names.note(thing("land"), PLACE, ["Les Pays-Bas"])
    names.note_scale(thing("land"), iri("ilv:country"))
    assert [names.find(text, (PLACE,)) for text in ("NL", "The Netherlands")] == [[thing("land")]] * 2
    assert names.find("Hollande", (PLACE,)) == [thing("hamlet")]
