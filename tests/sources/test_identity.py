"""Who is who: what is one thing in several inputs becomes one; what contradicts, or may be two, stays apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from editionfiles import folder, in_graph, of_class, said

from icilabas import engine
from icilabas.check.validation import check
from icilabas.engine.terms import iri, shorten
from icilabas.sources.gathering import gather
from icilabas.sources.identity import IDENTITY_GRAPH

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.sources.reading import Reading

PLACES = "label_fr,label_en,territory_kind,within,lat,long,exact_match\n"
BODIES = "label_fr,label_en,alt_label,identifier\n"
PREFIXES = """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ild: <https://w3id.org/icilabas/id/> .
@prefix ilv: <https://w3id.org/icilabas/vocabulary/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix wd: <http://www.wikidata.org/entity/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix schema: <http://schema.org/> .
"""


def turtle(home: Path, name: str, text: str) -> Path:
    path = home / f"{name}.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


def told(read: Reading) -> list[str]:
    """Return the warnings of the stage."""
    keys = ("identity", "same-as-numbers")
    return [fault.message.text("en") for fault in read.faults if str(fault.message.kind[0]).startswith(keys)]


@pytest.fixture
def places(tmp_path: Path) -> list[Path]:
    first = PLACES + "France,France,country,,,,\nLille,Lille,city,France,50.63,3.06,\nKayes,Kayes,region,,,,\n"
    second = (
        PLACES
        + "République française,French Republic,country,,,,\nLILLE,Lille,city,République française,,,\nKayes,Kayes,,,,,\n"
    )
    return [
        folder(tmp_path, "one", "2016", {"territories": first}, series=None),
        folder(tmp_path, "two", "2020", {"territories": second}, series=None),
    ]


def test_territories_of_one_name_kind_and_place_are_one_in_all_inputs(places: list[Path]) -> None:
    read = gather(places)
    assert of_class(read, "Territory") == ["france", "kayes", "lille"]
    assert said(read, "lille", "owl:sameAs") == ["lille-two"]
    assert said(read, "lille-two", "skos:changeNote") == [
        "même nom, même nature et même lieu",
        "same name, kind and place",
    ]
    assert said(read, "lille", "ilb:within") == ["france"]
    assert [fault.message.text("en") for fault in read.faults] == []  # not even that an id became longer
    turned = gather([*reversed(places)])
    assert of_class(turned, "Territory") == ["kayes", "lille", "republique-francaise"]  # that of the first input
    assert told(turned) == []


def test_one_input_is_left_as_it_is(places: list[Path]) -> None:
    table = places[0] / "territories.csv"
    table.write_text(table.read_text("utf-8") + "Lys,Lys,city,,,,wd:Q1\nVal de Lys,Lys,city,,,,wd:Q1\n", "utf-8")
    read = gather([places[0]])
    assert not in_graph(read, IDENTITY_GRAPH)
    assert told(read) == []


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Saint-Louis,Saint-Louis,region,,,,", "one is: city, the other: region"),
        ("Saint-Louis,Saint-Louis,city,Réunion,,,", "one lies in “Sénégal”, the other in “Réunion”"),
        ("Saint-Louis,Saint-Louis,city,,-21.28,55.41,", "km apart"),
        ("Saint-Louis,Saint-Louis,city,,,,wd:Q2", "their numbers differ (Wikidata Q1, Wikidata Q2)"),
    ],
)
@pytest.mark.parametrize("turn", [False, True])
def test_what_contradicts_stays_apart_and_is_told(tmp_path: Path, row: str, why: str, *, turn: bool) -> None:
    first = PLACES + "Sénégal,Senegal,country,,,,\nSaint-Louis,Saint-Louis,city,Sénégal,16.02,-16.5,wd:Q1\n"
    inputs = [
        folder(tmp_path, "one", "2016", {"territories": first}),
        folder(tmp_path, "two", "2020", {"territories": f"{PLACES}Réunion,Réunion,region,,,,\n{row}\n"}),
    ]
    read = gather(inputs[::-1] if turn else inputs)
    assert len(of_class(read, "Territory")) == 4
    (warning,) = told(read)
    shown = why
    if turn and why.startswith(("one", "their")):
        words = why.replace("one is: city, the other: region", "one is: region, the other: city")
        words = words.replace("“Sénégal”, the other in “Réunion”", "“Réunion”, the other in “Sénégal”")
        shown = words.replace("Q1, Wikidata Q2", "Q2, Wikidata Q1")
    assert shown in warning
    assert "territories.csv:3:2" in warning  # the place of the other one
    assert not any(str(fault.message.kind[0]) == "also-elsewhere" for fault in read.faults)


@pytest.mark.parametrize(
    ("here", "there", "count"),
    [
        ("La Réunion", "Seine-Saint-Denis", 2),  # both in France: which says nothing of the rest
        ("La Réunion", "Bretagne", 2),
        ("La Réunion", "France", 1),
        ("Europe", "La Réunion", 1),  # the one says less, and nothing else
        ("", "La Réunion", 1),
    ],
)
@pytest.mark.parametrize("turn", [False, True])
def test_what_two_places_both_lie_in_does_not_make_them_one(
    tmp_path: Path, here: str, there: str, count: int, *, turn: bool
) -> None:
    lands = "Europe,Europe,continent,,,,\nFrance,France,country,Europe,,,\nLa Réunion,Réunion,region,France,,,\n"
    lands += "Bretagne,Brittany,region,France,,,\nSeine-Saint-Denis,Seine-Saint-Denis,department,France,,,\n"
    inputs = [
        folder(tmp_path, name, "2016", {"territories": f"{PLACES}{lands}Saint-Denis,Saint-Denis,city,{holder},,,\n"})
        for name, holder in (("one", here), ("two", there))
    ]
    read = gather(inputs[::-1] if turn else inputs)
    assert len(of_class(read, "Territory")) == 5 + count
    assert len(told(read)) == count - 1


def test_what_stays_apart_is_told_once(tmp_path: Path) -> None:
    lands = PLACES + "France,France,country,,,,\nRéunion,Réunion,region,France,,,\nBretagne,Brittany,region,France,,,\n"
    holders = {"one": "Réunion", "two": "Bretagne", "three": ""}
    inputs = [
        folder(tmp_path, name, "2016", {"territories": f"{lands}Kayes,Kayes,city,{holder},,,\n"})
        for name, holder in holders.items()
    ]
    texts = [fault.message.text("en") for fault in check(gather(inputs), similar=True)]
    (only,) = [text for text in texts if "Kayes" in text or "kayes" in text]
    assert "kayes, kayes-two, kayes-three would be one by way of each other" in only
    texts = [fault.message.text("fr") for fault in check(gather(inputs[:2]), similar=True)]
    (only,) = [text for text in texts if "Kayes" in text]
    assert "l'une est dans « Réunion », l'autre dans « Bretagne »" in only


def test_points_that_are_near_are_of_one_place_whatever_it_lies_in(tmp_path: Path) -> None:
    first = PLACES + "Nord,Nord,department,,,,\nLille,Lille,city,Nord,50.63,3.06,\n"
    second = PLACES + "Hauts-de-France,Hauts-de-France,region,,,,\nLille,Lille,city,Hauts-de-France,50.64,3.07,\n"
    inputs = [
        folder(tmp_path, name, "2016", {"territories": text}, series=None)
        for name, text in (("a", first), ("b", second))
    ]
    read = gather(inputs)
    assert "lille-b" not in of_class(read, "Territory")
    assert said(read, "lille", "ilb:within") == ["hauts-de-france", "nord"]


def bodies(home: Path, first: str, second: str, *, series: bool = True) -> list[Path]:
    """Return two folders with organisations, of one series or of none."""
    name = "directory" if series else None
    return [
        folder(home, "one", "2016", {"organizations": BODIES + first}, series=name),
        folder(home, "two", "2020", {"organizations": BODIES + second}, series=name),
    ]


def test_other_things_are_one_by_name_in_the_editions_of_a_series_alone(tmp_path: Path) -> None:
    (tmp_path / "apart").mkdir()
    apart = bodies(tmp_path / "apart", "Gret,Gret,,\n", "GRET,GRET,,\n", series=False)
    assert of_class(gather(apart), "Organization") == ["gret", "gret-two"]
    named = gather(apart, match_names=True)
    assert of_class(named, "Organization") == ["gret"]
    assert said(named, "gret-two", "skos:changeNote") == ["même nom et même nature", "same name and kind"]
    series = gather(bodies(tmp_path, "Gret,Gret,,\n", "GRET,GRET,,\n"))
    assert of_class(series, "Organization") == ["gret"]
    assert "same name and kind in the editions of one series" in said(series, "gret-two", "skos:changeNote")
    assert said(series, "gret", "skos:prefLabel") == ["GRET"]  # as the newest edition writes it


def test_a_former_name_leads_to_the_thing_but_an_acronym_of_two_does_not(tmp_path: Path) -> None:
    first = "Grdr,Grdr,,\nAgence de l'eau,Water agency,AE,\n"
    second = "Grdr Migration,Grdr Migration,Grdr,\nAmis de l'Essor,Friends of Essor,AE,\n"
    read = gather(bodies(tmp_path, first, second))
    assert of_class(read, "Organization") == ["agence-de-l-eau", "amis-de-l-essor", "grdr"]
    assert said(read, "grdr", "skos:prefLabel") == ["Grdr Migration"]
    assert said(read, "grdr", "skos:altLabel") == ["Grdr"]


def test_never_across_kinds(tmp_path: Path) -> None:
    texts = (
        {"organizations": "label_fr,label_en\nMigration,Migration\n"},
        {"themes": "label_fr,label_en\nMigration,Migration\n"},
    )
    inputs = [folder(tmp_path, f"n{n}", "2016", text) for n, text in enumerate(texts)]
    read = gather(inputs, match_names=True)
    assert (len(of_class(read, "Organization")), len(of_class(read, "Theme"))) == (1, 1)
    assert not in_graph(read, IDENTITY_GRAPH)


@pytest.mark.parametrize("turn", [False, True])
def test_an_official_number_joins_in_all_inputs_however_it_is_written(tmp_path: Path, *, turn: bool) -> None:
    inputs = bodies(tmp_path, "Vieux nom,Old name,,SIREN 215903501\n", "Nom neuf,New name,,215 903 501\n", series=False)
    read = gather(inputs[::-1] if turn else inputs)
    assert of_class(read, "Organization") == ["nom-neuf" if turn else "vieux-nom"]
    assert any("SIREN" in text for thing in ("vieux-nom", "nom-neuf") for text in said(read, thing, "skos:changeNote"))


def test_places_of_work_of_one_legal_unit_are_not_one_unless_they_have_its_name(tmp_path: Path) -> None:
    first = "Ville de Lille,City of Lille,,215903501\n"
    second = "Ville de Lille,City of Lille,,21590350100017\nMédiathèque,Library,,21590350100421\n"
    read = gather(bodies(tmp_path, first, second, series=False))
    assert of_class(read, "Organization") == ["mediatheque", "ville-de-lille"]
    assert said(read, "ville-de-lille-two", "skos:changeNote") == [
        "même nom et même unité légale (SIREN)",
        "same name and same legal unit (SIREN)",
    ]
    (tmp_path / "units").mkdir()
    two = bodies(tmp_path / "units", "Poste,Post,,21590350100017\n", "Poste,Post,,21590350100421\n")
    apart = gather(two)
    assert of_class(apart, "Organization") == ["poste", "poste-two"]
    assert "SIRET 21590350100017, SIRET 21590350100421" in told(apart)[0]


def test_a_number_that_two_of_one_document_have_is_told_unless_the_name_decides(tmp_path: Path) -> None:
    first = "Ville de Lille,City of Lille,,215903501\nService,Department,,215903501\n"
    read = gather(bodies(tmp_path, first, "Ville de Lille,Lille City,,215903501\n", series=False))
    assert of_class(read, "Organization") == ["service", "ville-de-lille"]
    (tmp_path / "x").mkdir()
    unclear = gather(bodies(tmp_path / "x", first, "Mairie,Town hall,,215903501\n", series=False))
    assert of_class(unclear, "Organization") == ["mairie", "service", "ville-de-lille"]
    (warning,) = told(unclear)
    assert "may be one of several things: " in warning
    assert "service (" in warning


def test_a_name_that_was_one_thing_and_is_two_is_told(tmp_path: Path) -> None:
    inputs = bodies(tmp_path, "Essor,Essor,,\n", "")
    two = "id,label_fr,label_en\ne1,Essor,Essor Nord\ne2,ESSOR,Essor Sud\n"
    (inputs[1] / "organizations.csv").write_text(two, "utf-8")
    for read in (gather(inputs), gather(inputs[::-1])):
        assert of_class(read, "Organization") == ["e1", "e2", "essor"]
        (warning,) = told(read)
        assert warning.casefold().startswith("“essor” may be one of several things: ")
        assert all(name in warning for name in ("e1 (", "e2 (", "essor ("))


@pytest.mark.parametrize(
    "change",
    [
        "ild:b org:resultedFrom ild:a .",
        "ild:merger a org:ChangeEvent ; org:originalOrganization ild:a ; org:resultingOrganization ild:b .",
        "ild:a org:changedBy ild:merger . ild:b org:resultedFrom ild:merger .",
        "ild:b owl:differentFrom ild:a .",
    ],
)
def test_what_came_of_something_is_not_that(tmp_path: Path, change: str) -> None:
    one = turtle(tmp_path, "one", 'ild:a a org:Organization ; skos:prefLabel "Essor"@fr .')
    two = turtle(tmp_path, "two", f'ild:b a org:Organization ; foaf:name "Essor" . {change}')
    kept = gather([one, two], match_names=True)
    assert not in_graph(kept, IDENTITY_GRAPH)
    assert told(kept) == []
    two.write_text(two.read_text("utf-8").replace(change, ""), "utf-8")
    assert said(gather([one, two], match_names=True), "a", "owl:sameAs") == ["b"]
    same_event = "ild:a org:changedBy ild:merger ."
    two.write_text(two.read_text("utf-8") + "ild:b org:changedBy ild:merger .", "utf-8")
    one.write_text(one.read_text("utf-8") + same_event, "utf-8")
    assert said(gather([one, two], match_names=True), "a", "owl:sameAs") == ["b"]  # both came before it


def test_a_chain_that_ends_in_a_contradiction_is_refused_as_a_whole(tmp_path: Path) -> None:
    texts = (
        'ild:a a ilb:Territory ; skos:prefLabel "Bois" ; ilb:territoryKind ilv:city .',
        'ild:b a ilb:Territory ; skos:prefLabel "Bois", "Wald"@en .',
        'ild:c a ilb:Territory ; skos:prefLabel "Wald" ; ilb:territoryKind ilv:region .',
    )
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2)):
        inputs = [turtle(tmp_path, f"n{n}", texts[n]) for n in order]
        read = gather(inputs)
        assert of_class(read, "Territory") == ["a", "b", "c"]
        (warning,) = told(read)
        assert "would be one by way of each other" in warning
        assert "one is: " in warning


def test_a_table_that_makes_one_of_two_official_numbers_is_not_followed(tmp_path: Path) -> None:
    inputs = bodies(tmp_path, "Un,One,,215903501\nDeux,Two,,\n", "Trois,Three,,775666357\n", series=False)
    table = tmp_path / "same-as.csv"
    table.write_text("un,deux\ndeux,trois\n", "utf-8")
    read = gather([*inputs, table])
    assert of_class(read, "Organization") == ["deux", "trois", "un"]
    (fault,) = [fault for fault in read.faults if fault.message.kind[0] == "same-as-numbers"]
    assert fault.place == f"{table}:2:1"
    assert all(number in fault.message.text("fr") for number in ("SIREN 215903501", "SIREN 775666357"))
    table.write_text("un,deux\n", "utf-8")
    assert of_class(gather([*inputs, table]), "Organization") == ["trois", "un"]


def test_rdf_and_tables_and_the_names_of_things_themselves(tmp_path: Path, places: list[Path]) -> None:
    text = 'wd:Q648 a dcterms:Location ; skos:prefLabel "Lille"@fr . ild:rsf a schema:NGO ; schema:name "RSF" .'
    rdf = turtle(tmp_path, "other", text)
    csv = places[0] / "territories.csv"
    csv.write_text(
        csv.read_text("utf-8").replace("50.63,3.06,", "50.63,3.06,https://www.wikidata.org/wiki/Q648"), "utf-8"
    )
    read = gather([places[0], rdf])
    assert said(read, "lille", "owl:sameAs") == [iri("wd:Q648")]
    turned = gather([rdf, places[0]])
    assert (iri("wd:Q648"), iri("owl:sameAs"), iri("ild:lille")) in in_graph(turned, IDENTITY_GRAPH)


def test_a_source_that_says_that_two_things_are_one_is_believed(tmp_path: Path) -> None:
    one = turtle(tmp_path, "one", 'ild:a a org:Organization ; skos:prefLabel "Alpha" .')
    two = turtle(tmp_path, "two", 'ild:b a org:Organization ; skos:prefLabel "Beta" ; owl:sameAs ild:a .')
    read = gather([one, two])
    assert said(read, "b", "skos:changeNote") == ["a source says so", "une source le dit"]


def test_persons_are_never_joined(tmp_path: Path) -> None:
    inputs = [
        turtle(tmp_path, name, f'ild:{name} a foaf:Person ; foaf:name "Awa Diallo" ; skos:exactMatch wd:Q7 .')
        for name in ("one", "two")
    ]
    read = gather(inputs, match_names=True)
    assert not in_graph(read, IDENTITY_GRAPH)
    assert told(read) == []


def test_what_not_everybody_sees_is_not_said_to_everybody(tmp_path: Path) -> None:
    table = {"organizations": BODIES + "Maison discrète,Quiet house,,\n"}
    inputs = [
        folder(tmp_path, f"n{n}", f"20{n}0", table, access=access) for n, access in ((1, "restricted"), (2, "public"))
    ]
    read = gather(inputs)
    assert of_class(read, "Organization") == ["maison-discrete"]
    assert not in_graph(read, IDENTITY_GRAPH)
    hidden = iri("ilg:identity-restricted")
    assert (hidden, iri("dcterms:accessRights"), iri("ilv:restricted")) in in_graph(read, hidden)
    assert any(about == iri("owl:sameAs") for _s, about, _o in in_graph(read, hidden))


def test_what_has_its_name_from_its_parts_is_one_with_them(tmp_path: Path) -> None:
    tables = {
        "organizations": BODIES + "Réseau,Network,,\nEssor,Essor,,\n",
        "memberships": "organization,member,role\nRéseau,Essor,participant\n",
    }
    inputs = [folder(tmp_path, f"n{n}", f"20{n}0", tables) for n in (1, 2)]
    for read in (gather(inputs), gather(inputs[::-1])):
        assert len(of_class(read, "Membership")) == 1


def test_a_crowd_of_one_name_is_told_once(tmp_path: Path) -> None:
    rows = "".join(f"a{n},Comité,Committee\n" for n in range(50))
    inputs = [
        folder(tmp_path, f"n{n}", f"20{n}0", {"organizations": f"id,label_fr,label_en\n{rows.replace('a', f'{n}a')}"})
        for n in (1, 2)
    ]
    read = gather(inputs)
    assert len(of_class(read, "Organization")) == 100
    assert len(told(read)) == 1


def test_the_statements_of_a_thing_are_said_of_the_one_that_is_kept(places: list[Path]) -> None:
    read = gather(places)
    assert not any(
        shorten(str(s)).endswith("-two") and p != iri("skos:changeNote") for s, p, _o, _g in engine.quads(read.store)
    )
    assert len(read.rows[iri("ild:lille")]) == 2
