"""Where sources disagree: which value is shown, and that the others stay, each where it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from editionfiles import folder, in_graph, said

from icilabas import engine
from icilabas.check.validation import check
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES, RESTRICTED, Iri, Lit, iri
from icilabas.sources.disagreement import settle
from icilabas.sources.gathering import gather
from icilabas.sources.reading import Reading, RowPlace

if TYPE_CHECKING:
    from pathlib import Path

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
    others = {(str(s), str(p)): o for s, p, o, g in engine.quads(read.store) if p.endswith("#object")}
    assert {value.value for value in others.values() if isinstance(value, Lit)} == {"1", "3"}
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


BODIES = "id,label_fr,label_en,founded,member_count,count_precision,note_fr\n"


def yearly(home: Path, *years: str, series: str | None = "directory", restricted: str = "") -> list[Path]:
    """Return a folder for each year: the year is in the name, the founding and the number of members of one body."""
    texts = {
        "2016": "essor,Essor,Rise,1999,12,exact,\n",
        "2020": "essor,Essor du Nord,Rise,2001,15,at-least,\n",
        "2024": "essor,Essor,Rise,1999,,,\n",
    }
    return [
        folder(
            home,
            f"n{year}",
            year,
            {"organizations": BODIES + texts[year]},
            series=series,
            access="restricted" if year == restricted else "public",
        )
        for year in years
    ]


def beside(read: Reading, year: str) -> set[tuple[str, str]]:
    """Return the values that stand beside what is shown, in the passage of a year: the property, the value."""
    said = in_graph(read, iri(f"ilg:n{year}/n{year}-list"))
    nodes = {s for s, p, o in said if p == iri("rdf:type") and o == iri("rdf:Statement")}
    assert all((node, iri("rdf:subject"), iri("ild:essor")) in said for node in nodes)
    found = {node: {p: o for s, p, o in said if s == node} for node in nodes}
    return {(about[iri("rdf:predicate")], about[iri("rdf:object")]) for about in found.values()}


@pytest.mark.parametrize("turn", [False, True])
def test_of_a_series_the_newest_edition_is_shown_and_of_the_beginning_the_oldest(tmp_path: Path, *, turn: bool) -> None:
    inputs = yearly(tmp_path, "2016", "2020")
    read = gather(inputs[::-1] if turn else inputs)
    assert said(read, "essor", "skos:prefLabel") == ["Essor du Nord", "Rise"]
    assert said(read, "essor", "skos:altLabel") == ["Essor"]
    assert said(read, "essor", "schema:foundingDate") == ["1999"]
    assert said(read, "essor", "ilb:memberCount") == ["15"]
    assert said(read, "essor", "ilb:countPrecision") == [iri("ilv:at-least")]
    assert beside(read, "2016") == {
        (iri("ilb:memberCount"), "12"),
        (iri("ilb:countPrecision"), iri("ilv:exact")),
        (LABEL, "Essor"),
    }
    assert beside(read, "2020") == {(iri("schema:foundingDate"), "2001")}
    assert sum("is kept beside it" in fault.message.text("en") for fault in read.faults) == 3
    (founded,) = [fault for fault in read.faults if "« 2001 »" in fault.message.text("fr")]
    assert "« 1999 » est montré (Annuaire 2016) ; « 2001 » (Annuaire 2020) reste à côté" in founded.message.text("fr")


def test_what_the_newest_edition_does_not_say_is_as_the_one_before_has_it(tmp_path: Path) -> None:
    read = gather(yearly(tmp_path, "2016", "2020", "2024"))
    assert said(read, "essor", "ilb:memberCount") == ["15"]
    assert said(read, "essor", "skos:prefLabel") == ["Essor", "Rise"]
    assert said(read, "essor", "skos:altLabel") == ["Essor du Nord"]


def test_between_sources_of_no_series_the_first_input_is_shown(tmp_path: Path) -> None:
    inputs = yearly(tmp_path, "2020", "2016", series=None)
    read = gather(inputs)
    assert said(read, "essor", "ilb:memberCount") == ["15"]
    assert said(gather(inputs[::-1]), "essor", "ilb:memberCount") == ["12"]


def test_what_only_some_may_read_does_not_hide_what_everybody_may(tmp_path: Path) -> None:
    """And it is kept where it is said, so that whoever may not read it does not."""
    inputs = yearly(tmp_path, "2016", "2020", restricted="2020")
    read = gather(inputs)
    assert said(read, "essor", "ilb:memberCount") == ["12"]
    assert (iri("ilb:memberCount"), "15") in beside(read, "2020")
    public = Reading(load_store(inputs, profile="public"))
    assert said(public, "essor", "ilb:memberCount") == ["12"]
    assert not any(isinstance(o, Lit) and o.value == "15" for _s, _p, o, _g in engine.quads(public.store))


def test_a_point_is_of_one_source(tmp_path: Path) -> None:
    head = "id,label_fr,label_en,lat,long\n"
    first = folder(tmp_path, "n2016", "2016", {"territories": head + "lille,Lille,Lille,50.63,3.06\n"})
    second = folder(tmp_path, "n2020", "2020", {"territories": head + "lille,Lille,Lille,50.7,\n"})
    for inputs in ([first, second], [second, first]):
        read = gather(inputs)
        assert (said(read, "lille", "wgs84:lat"), said(read, "lille", "wgs84:long")) == (["50.63"], ["3.06"])


def test_what_is_said_of_a_person_beside_is_restricted_as_the_rest(tmp_path: Path) -> None:
    """A membership of a person in RDF, whose role two files say differently."""
    prefixes = "".join(
        f"@prefix {name}: <{space}> . " for name, space in PREFIXES.items() if name in {"ild", "org", "ilv"}
    )
    paths = []
    for name, role in (("one", "lead"), ("two", "facilitator")):
        path = tmp_path / f"{name}.ttl"
        text = f"""{prefixes} @prefix foaf: <http://xmlns.com/foaf/0.1/> .
ild:awa a foaf:Person ; foaf:name "Awa Diallo" . ild:body a org:Organization ; foaf:name "Essor" .
ild:m a org:Membership ; org:member ild:awa ; org:organization ild:body ; org:role ilv:role-{role} ."""
        path.write_text(text, "utf-8")
        paths.append(path)
    read = gather(paths)
    restricted = {s for s, p, o, _g in engine.quads(read.store) if p == iri("dcterms:accessRights") and o == RESTRICTED}
    nodes = {s for s, _p, o, _g in engine.quads(read.store) if o == iri("rdf:Statement")}
    homes = {g for s, _p, _o, g in engine.quads(read.store) if s in nodes}
    assert len(nodes) == 1
    assert homes <= restricted
    public = load_store(paths, profile="public")
    text = engine.dump(public, ".nq").decode()
    assert "role-facilitator" not in text.split("ontology", maxsplit=1)[0] or "ild:m" not in text
    assert not any(s in nodes or o in nodes for s, _p, o, _g in engine.quads(public))


def test_the_checks_do_not_trip_over_what_stands_beside(tmp_path: Path) -> None:
    inputs = yearly(tmp_path, "2016", "2020")
    faults = check(gather(inputs), similar=True)
    assert [fault for fault in faults if fault.severity == "Violation"] == []
    assert {str(fault.message.kind[0]) for fault in faults} <= {"disagree"}


def test_the_name_that_an_edition_gave_a_person_is_for_those_who_may_see_persons(tmp_path: Path) -> None:
    """Also where it stands aside as a statement of the edition."""
    inputs = []
    for year, name in (("2020", "Jeanne Durand"), ("2024", "Jeanne Petit")):
        inputs.append(tmp_path / f"net-{year}.trig")
        inputs[-1].write_text(
            f"""@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
            @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
            <urn:x:{year}> {{ <urn:x:jeanne> a foaf:Person ; skos:prefLabel "{name}"@fr .
              <urn:x:essor> a ilb:Organization ; skos:prefLabel "Essor {year}"@fr }}
            <urn:x:about> {{ <urn:x:{year}> a ilb:Passage ; dcterms:title "{year}" ; dcterms:source <urn:x:{year}/document> .
              <urn:x:{year}/document> a ilb:Source ; dcterms:title "{year}" ; dcterms:date "{year}" ;
                dcterms:isVersionOf <urn:x:series> }}""",
            "utf-8",
        )
    everything, public = (
        engine.dump(load_store(inputs, profile=profile), ".nq").decode() for profile in ("internal", "public")
    )
    assert "Durand" in everything
    assert "Petit" in everything
    assert "Jeanne" not in public
    assert "Essor 2020" in public
