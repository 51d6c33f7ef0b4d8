"""What was read: how inputs become one, which of them is believed, and where a thing stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from icilabas import engine
from icilabas.engine.terms import INFERRED_GRAPH, Iri, Lit, iri
from icilabas.errors import Fault
from icilabas.sources.reading import Reading, RowPlace, settle
from icilabas.words.text import NOTHING

THING, OTHER = iri("ild:lille"), iri("ild:kayes")
LAT, LABEL, ALT, LINKS = iri("wgs84:lat"), iri("skos:prefLabel"), iri("skos:altLabel"), iri("ilb:links")
GRAPHS = [Iri(f"https://example.org/{n}") for n in range(3)]


def inputs(*said: tuple[Iri, Iri | Lit]) -> list[Reading]:
    """Return an input for each of the statements about one thing, each in a graph of its own."""
    store = engine.new_store()
    found = [Reading(store, rank) for rank in range(len(said))]
    for one, graph, (path, value) in zip(found, GRAPHS, said, strict=False):
        one.statements.append((THING, path, value, graph))
        one.note_graphs([graph])
        one.rows[THING] = [RowPlace(f"{one.rank}.csv", 7, {path: one.rank + 2})]
    return found


def settled(found: list[Reading], order: list[int]) -> Reading:
    whole = Reading(found[0].store)
    for place in order:
        whole.add(found[place])
    settle(whole)
    return whole


def values(read: Reading, path: Iri) -> set[str]:
    return {
        thing.value for _s, about, thing, _g in engine.quads(read.store) if about == path and isinstance(thing, Lit)
    }


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_the_first_input_is_believed_in_whatever_order_they_are_added(order: list[int]) -> None:
    read = settled(inputs((LAT, Lit("2")), (LAT, Lit("1")), (LAT, Lit("3"))), order)
    assert values(read, LAT) == {"2"}
    assert sorted(fault.place for fault in read.faults) == [f"{order[-1]}.csv:7:{order[-1] + 2}"] * 2
    assert {fault.severity for fault in read.faults} == {"Warning"}
    assert all("“2”" in fault.message.text("en") for fault in read.faults)
    assert sorted("“1”" in fault.message.text("en") for fault in read.faults) == [False, True]


def test_what_an_input_says_twice_is_its_own_affair() -> None:
    read, other = inputs((LAT, Lit("2")), (LAT, Lit("2")))
    read.statements.append((THING, LAT, Lit("1"), GRAPHS[0]))
    whole = settled([read, other], [0, 1])
    assert values(whole, LAT) == {"1", "2"}
    assert whole.faults == []
    alone = inputs((LAT, Lit("2")))[0]
    alone.statements.append((THING, LAT, Lit("1"), GRAPHS[0]))
    assert values(settled([alone], [0]), LAT) == {"1", "2"}


def test_of_several_values_of_the_first_input_the_warning_names_the_least() -> None:
    first, second = inputs((LAT, Lit("5")), (LAT, Lit("9")))
    first.statements.append((THING, LAT, Lit("4"), GRAPHS[0]))
    (fault,) = settled([first, second], [0, 1]).faults
    assert "“9”" in fault.message.text("en")
    assert "“4”" in fault.message.text("en")


def test_labels_become_other_names_a_language_at_a_time() -> None:
    read = settled(
        inputs((LABEL, Lit("L", None, "fr")), (LABEL, Lit("M", None, "fr")), (LABEL, Lit("N", None, "en"))), [0, 1, 2]
    )
    assert values(read, LABEL) == {"L", "N"}
    assert values(read, ALT) == {"M"}
    assert read.faults == []


def test_what_may_have_several_values_is_left_alone_and_so_is_what_is_inferred() -> None:
    read = settled(inputs((LINKS, OTHER), (LINKS, THING)), [0, 1])
    assert len(list(engine.quads(read.store))) == 2
    found = inputs((LAT, Lit("2")), (LAT, Lit("2")))
    found[1].note_graphs([INFERRED_GRAPH])
    found[1].statements.append((THING, LAT, Lit("3"), Iri(INFERRED_GRAPH)))
    assert values(settled(found, [0, 1]), LAT) == {"2", "3"}


def test_a_disagreement_without_a_cell_is_told_of_the_thing() -> None:
    found = inputs((LAT, Lit("2")), (LAT, Lit("1")))
    for one in found:
        one.rows.clear()
    assert [fault.place for fault in settled(found, [0, 1]).faults] == ["lille"]


def test_readings_become_one() -> None:
    store = engine.new_store()
    first, second = Reading(store, 0), Reading(store, 1)
    row = RowPlace("a.csv", 2, {LAT: 3})
    for place, one in enumerate((first, second)):
        one.statements.append((THING, LAT, Lit(str(place)), GRAPHS[place]))
        one.faults.append(Fault(str(place), NOTHING))
        one.rows[THING] = [row._replace(row=place)]
        one.headings[f"{place}.csv"] = {LAT: place}
        one.lines[THING] = f"{place}.xml:1"
        one.files.append(Path(f"{place}.ttl"))
        one.note_graphs([GRAPHS[0]])
    second.unreadable = True
    whole = Reading(store)
    whole.add(first)
    assert not whole.unreadable
    whole.add(second)
    whole.add(Reading(store, 2))
    assert engine.size(store) == 2
    assert first.statements == second.statements == whole.statements == []
    assert [fault.place for fault in whole.faults] == ["0", "1"]
    assert [place.row for place in whole.rows[THING]] == [0, 1]
    assert whole.headings == {"0.csv": {LAT: 0}, "1.csv": {LAT: 1}}
    assert whole.lines == {THING: "0.xml:1"}
    assert whole.files == [Path("0.ttl"), Path("1.ttl")]
    assert whole.ranks == {GRAPHS[0]: 0}
    assert whole.unreadable


def test_a_row_knows_the_cell_of_what_it_states() -> None:
    assert RowPlace("a.csv", 4, {LAT: 3}).cell(LAT) == "a.csv:4:3"
    assert RowPlace("b.xlsx:Lieux!", 4, {LAT: 28}).cell(str(LAT)) == "b.xlsx:Lieux!AB4"
    assert RowPlace("a.csv", 4, {LAT: 3}).cell(LABEL) is None


def test_a_thing_stands_where_it_is_first_stated_else_in_its_first_row() -> None:
    read = Reading(engine.new_store())
    assert read.cell_of(THING, LAT) is None
    read.rows[THING] = [RowPlace("a.csv", 2, {}), RowPlace("b.csv", 3, {LAT: 4}), RowPlace("c.csv", 5, {LAT: 6})]
    read.headings = {"a.csv": {LABEL: 9}, "b.csv": {LABEL: 8}}
    assert read.cell_of(THING, LAT) == "b.csv:3:4"
    assert read.cell_of(THING, LABEL) == "a.csv:2:9"
    assert read.cell_of(THING, "") == "a.csv:2:1"
    assert read.cell_of(OTHER, LAT) is None


def test_labels_of_inputs_are_of_one_language_by_range() -> None:
    read = settled(
        inputs(
            (LABEL, Lit("Lac", None, "fr")), (LABEL, Lit("Étang", None, "fr-ca")), (LABEL, Lit("Lake", None, "en-gb"))
        ),
        [0, 1, 2],
    )
    assert (values(read, LABEL), values(read, ALT), read.faults) == ({"Lac", "Lake"}, {"Étang"}, [])
    same = settled(inputs((LABEL, Lit("Lac", None, "fr-fr")), (LABEL, Lit("Lac", None, "fr"))), [0, 1])
    assert (values(same, LABEL), values(same, ALT)) == ({"Lac"}, set())
