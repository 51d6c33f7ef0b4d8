"""What was read: how inputs become one, and where a thing stands."""

from __future__ import annotations

from pathlib import Path

from icilabas import engine
from icilabas.engine.terms import Iri, Lit, iri
from icilabas.errors import Fault
from icilabas.sources.reading import Reading, RowPlace
from icilabas.words.text import NOTHING

THING, OTHER = iri("ild:lille"), iri("ild:kayes")
LAT, LABEL = iri("wgs84:lat"), iri("skos:prefLabel")
GRAPHS = [Iri(f"https://example.org/{n}") for n in range(3)]


def test_readings_become_one() -> None:
    store = engine.new_store()
    first, second = Reading(store, 0), Reading(store, 1)
    row = RowPlace("a.csv", 2, {LAT: 3})
    for place, one in enumerate((first, second)):
        one.statements.append((THING, LAT, Lit(str(place)), GRAPHS[place]))
        one.faults.append(Fault(str(place), NOTHING))
        one.rows[THING] = [row._replace(row=place)]
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
    first, second = RowPlace("a.csv", 2, {}, {LABEL: 9}), RowPlace("b.csv", 3, {LAT: 4}, {LABEL: 8})
    read.rows[THING] = [first, second, RowPlace("c.csv", 5, {LAT: 6})]
    assert read.cell_of(THING, LAT) == "b.csv:3:4"
    assert read.cell_of(THING, LABEL) == "a.csv:2:9"
    assert read.cell_of(THING, "") == "a.csv:2:1"
    assert read.cell_of(OTHER, LAT) is None
