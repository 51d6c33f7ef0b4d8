"""Official identifiers: one number is one, however it was typed or pasted; what only looks like one is none."""

from __future__ import annotations

import pytest

from icilabas import engine
from icilabas.engine.terms import INFERRED_GRAPH, Iri, Lit, Quad, iri
from icilabas.sources.identifiers import (
    Identifier,
    classes_of_things,
    official_identifiers,
    read_identifier,
    shown_identifier,
    whole_of,
)

BODY, PLACE, WORK, PERSON = (iri(f"ilb:{name}") for name in ("Organization", "Territory", "Initiative", "Person"))
GRAPH = Iri("https://example.org/g")

KBO = "0403" + "170701"  # in pieces: it is no telephone number


@pytest.mark.parametrize(
    ("class_", "texts", "identifier"),
    [
        (
            BODY,
            ["215 903 501", "SIREN : 215903501", "siren 215.903.501", "FR-RCS-215903501", "FR 17 215 903 501"],
            ("siren", "215903501"),
        ),
        (BODY, ["21590350100017", "215 903 501 00017", "FR-INSEE-21590350100017"], ("siret", "21590350100017")),
        (BODY, ["W595012345", "RNA W595012345", "w595012345"], ("rna", "W595012345")),
        (
            BODY,
            ["0403.170.701", "BE 0403 170 701", f"BE-BCE_KBO-{KBO}", "BCE 403.170.701", f"KBO: {KBO}"],
            ("kbo", KBO),
        ),
        (BODY, ["506700GE1G29325QX363", "LEI 506700GE1G29325QX363"], ("lei", "506700GE1G29325QX363")),
        (
            BODY,
            ["https://ror.org/05dxps055", "ror.org/05dxps055", "http://www.ror.org/05dxps055/"],
            ("ror", "05DXPS055"),
        ),
        (BODY, ["GB-CHC-202918", "gb-chc-202918"], ("org-id GB-CHC", "202918")),
        (BODY, ["XM-DAC-5-1"], ("org-id XM-DAC", "5-1")),
        (BODY, ["FR-3"], ("org-id FR", "3")),
        (
            PLACE,
            [
                "http://www.wikidata.org/entity/Q648",
                "https://www.wikidata.org/wiki/Q648",
                "https://wikidata.org/wiki/Special:EntityData/Q648.json",
                "https://m.wikidata.org/wiki/Q648#sitelinks",
            ],
            ("wikidata", "Q648"),
        ),
        (
            PLACE,
            ["https://www.geonames.org/2998324/lille.html", "http://sws.geonames.org/2998324/"],
            ("geonames", "2998324"),
        ),
        (
            PLACE,
            ["https://www.openstreetmap.org/relation/58404", "http://openstreetmap.org/relation/58404"],
            ("openstreetmap", "relation/58404"),
        ),
        (PLACE, ["FR", "FRA", "ISO 3166-1: FR", "https://www.iso.org/obp/ui/#iso:code:3166:FR"], ("iso-3166", "FR")),
        (PLACE, ["CD", "COD"], ("iso-3166", "CD")),
        (PLACE, ["FR-59", "ISO 3166-2:FR-59"], ("iso-3166-2", "FR-59")),
        (WORK, ["FR-RCS-215903501-P1"], ("org-id FR-RCS", "215903501-P1")),
    ],
)
def test_one_number_is_one_however_it_is_written(class_: Iri, texts: list[str], identifier: tuple[str, str]) -> None:
    assert {text: read_identifier(text, class_) for text in texts} == dict.fromkeys(texts, Identifier(*identifier))


@pytest.mark.parametrize(
    ("class_", "text"),
    [
        (BODY, "215903502"),  # the sum of Luhn is not that of a SIREN
        (BODY, "21590350100018"),
        (BODY, "000000000"),
        (BODY, "0403.170.702"),
        (BODY, "506700GE1G29325QX364"),
        (BODY, "https://example.org/215903501"),
        (BODY, "FR"),  # no country
        (PLACE, "215903501"),  # no company
        (PLACE, "Congo"),  # a name, and that of two
        (PLACE, "XX"),
        (WORK, "215903501"),
        (BODY, ""),
    ],
)
def test_what_only_looks_like_a_number_of_a_register_is_none(class_: Iri, text: str) -> None:
    assert read_identifier(text, class_) is None


def test_the_many_places_of_the_post_have_a_sum_of_their_own() -> None:
    assert read_identifier("35600000000048", BODY) == Identifier("siret", "35600000000048")  # the seat, by Luhn
    assert read_identifier("35600000009001", BODY) is None
    assert sum(map(int, "35600000009002")) % 5 == 0
    assert read_identifier("35600000009002", BODY) == Identifier("siret", "35600000009002")


def test_a_place_of_work_is_a_part_of_its_legal_unit() -> None:
    assert whole_of(Identifier("siret", "21590350100017")) == Identifier("siren", "215903501")
    assert whole_of(Identifier("siren", "215903501")) is None
    assert whole_of(Identifier("org-id GB-CHC", "1")) is None


def test_identifiers_are_shown_as_people_say_them() -> None:
    shown = [shown_identifier(Identifier(*each)) for each in (("wikidata", "Q648"), ("org-id GB-CHC", "202918"))]
    assert shown == ["Wikidata Q648", "GB-CHC-202918"]


def test_identifiers_are_read_from_all_that_may_hold_them_and_from_the_name_itself() -> None:
    lille, town, ngo, someone = iri("ild:lille"), iri("wd:Q648"), iri("ild:ngo"), iri("ild:someone")
    said: list[Quad] = [
        (lille, iri("rdf:type"), PLACE, GRAPH),
        (lille, iri("skos:exactMatch"), iri("https://www.wikidata.org/wiki/Q648"), GRAPH),
        (lille, iri("dcterms:identifier"), Lit("FR-59"), GRAPH),
        (lille, iri("skos:exactMatch"), iri("https://example.org/lille"), GRAPH),
        (town, iri("rdf:type"), PLACE, GRAPH),
        (ngo, iri("rdf:type"), iri("ilb:Network"), GRAPH),
        (ngo, iri("rdf:type"), BODY, GRAPH),
        (ngo, iri("schema:identifier"), Lit("215 903 501"), GRAPH),
        (someone, iri("rdf:type"), PERSON, GRAPH),
        (someone, iri("rdf:type"), BODY, GRAPH),
        (someone, iri("skos:exactMatch"), iri("wd:Q42"), GRAPH),
        (iri("ild:inferred"), iri("rdf:type"), BODY, Iri(INFERRED_GRAPH)),
        (iri("ild:inferred"), iri("dcterms:identifier"), Lit("GB-CHC-202918"), GRAPH),
    ]
    store = engine.new_store()
    engine.add(store, said)
    assert official_identifiers(store) == {
        lille: {"wikidata": {"Q648"}, "iso-3166-2": {"FR-59"}},
        town: {"wikidata": {"Q648"}},
        ngo: {"siren": {"215903501"}},
    }
    assert classes_of_things(store) == {lille: PLACE, town: PLACE, ngo: iri("ilb:Network")}
