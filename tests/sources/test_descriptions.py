"""What is known of each thing that can be one with another, and what of it speaks against that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from icilabas import engine
from icilabas.engine.terms import Iri, Lit, iri
from icilabas.sources.descriptions import Described, Documents, against, describe, known_as, rule_of, sides_of
from icilabas.sources.editions import Edition
from icilabas.sources.identifiers import classes_of_things
from icilabas.sources.reading import Reading
from icilabas.words.text import NOTHING

if TYPE_CHECKING:
    from icilabas.engine.terms import Quad

PLACE, BODY = iri("ilb:Territory"), iri("ilb:Organization")
HERE, THERE = (iri(f"ilg:{name}") for name in ("here", "there"))


def place(name: str, **about: object) -> Described:
    one = Described(PLACE, [iri(f"ild:{name}")], {0})
    for key, value in about.items():
        setattr(one, key, value)
    return one


def test_distances_count_by_the_kind_of_place() -> None:
    lille, roubaix, kayes = (50.63, 3.06), (50.69, 3.18), (14.45, -11.44)
    assert against(place("a", points=[lille]), place("b", points=[roubaix])) is None
    assert "km" in (against(place("a", points=[lille]), place("b", points=[kayes])) or NOTHING).text("fr")
    paris = (48.86, 2.35)
    country = {iri("ilv:country")}
    assert against(place("a", points=[lille], kinds=country), place("b", points=[paris], kinds=country)) is None
    assert against(place("a", points=[lille]), place("b", points=[paris])) is not None


def test_what_they_lie_in_counts_where_neither_says_less() -> None:
    here, there, both = [({"senegal"}, "Sénégal")], [({"reunion"}, "Réunion")], [({"france"}, "France")]
    assert against(place("a", inside=here), place("b")) is None
    assert against(place("a", inside=here), place("b", inside=there)) is not None
    assert against(place("a", inside=here), place("b", inside=there), chains=False) is None
    assert against(place("a", inside=both), place("b", inside=there + both)) is None
    told = against(place("a", inside=here + both), place("b", inside=there + both))
    assert (told or NOTHING).text("fr").startswith("l'une est dans « Sénégal », l'autre dans « Réunion »")


def test_what_was_decided_or_came_of_it_is_not_told() -> None:
    one, other = place("a"), place("b")
    one.decided.add(iri("ild:b"))
    assert against(one, other) is NOTHING
    one, other = place("a"), place("b")
    one.came_of.add((iri("ild:b"), True))
    assert against(one, other) is NOTHING
    assert against(place("a", came_of={(iri("ild:e"), True)}), place("b", came_of={(iri("ild:e"), True)})) is None


def test_a_country_is_known_by_its_code_as_well_and_a_village_of_its_name_is_not() -> None:
    land = place("nl", labels={"pays bas": "Pays-Bas"})
    village = place("v", labels={"hollande": "Hollande"}, kinds={iri("ilv:city")})
    assert known_as(land) == {"pays bas", "=NL"}
    assert known_as(village) == {"hollande"}


def test_a_network_is_known_as_the_organisations_are() -> None:
    assert rule_of(BODY) == rule_of(iri("ilb:Network"))
    assert rule_of(iri("ilb:Obstacle")).get("exact") is True


@pytest.mark.parametrize("several", [False, True])
def test_an_input_is_one_document_unless_it_holds_several_editions(*, several: bool) -> None:
    store, thing, other = engine.new_store(), iri("ild:a"), iri("ild:b")
    said: list[Quad] = [
        (thing, iri("rdf:type"), BODY, HERE),
        (thing, iri("skos:prefLabel"), Lit("Essor", lang="en"), HERE),
        (thing, iri("skos:prefLabel"), Lit("L'Essor", lang="fr"), HERE),
        (other, iri("rdf:type"), BODY, THERE),
    ]
    engine.add(store, said)
    read = Reading(store)
    read.note_graphs([HERE, THERE])
    series = iri("ild:series")
    editions = [
        Edition(iri(f"ild:d{year}"), series, year, year, (), (graph,))
        for year, graph in (("2016", HERE), ("2020", THERE))
    ]
    classes = classes_of_things(store)
    sides = sides_of(read, {}, classes, editions[: 2 if several else 1])
    if several:
        assert sides == Documents({thing: {0}, other: {1}}, [0, 0], {series: {0, 1}})
    else:
        assert sides == Documents({thing: {0}, other: {0}}, [0], {series: {0}})
    assert describe(read, sides, classes)[thing].called == "L'Essor"


def test_where_inputs_share_a_passage_the_rows_tell_whose_a_thing_is() -> None:
    store, thing = engine.new_store(), iri("ild:a")
    engine.add(store, [(thing, iri("rdf:type"), BODY, HERE)])
    whole, second = Reading(store), Reading(store, 1)
    whole.note_graphs([HERE])
    assert sides_of(whole, {thing: {second}}, classes_of_things(store), []).ranks == [0, 1]
    first = Reading(store, 0)
    describers: dict[Iri, set[Reading]] = {thing: {second}, iri("ild:b"): {first}}
    assert sides_of(whole, describers, classes_of_things(store), []).ranks == [1]
