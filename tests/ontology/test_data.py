"""The Lille workshop: facts that a careful reader of the report knows, and rules that all of it keeps."""

import re
import unicodedata
from pathlib import Path
from typing import Any

import bundled
import pytest
import rdflib

import icilabas as ilb
from icilabas import engine
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import shorten
from icilabas.export import rdf
from icilabas.resources import DATA

# Names and titles may be printed as they are; what is compared has no accents and no punctuation.
OFFICIAL_NAMES = ("acteurs pour une economie solidaire",)
REPAIR = "icilabas convert data/lille-2016 --include-restricted --out data/lille-2016.trig"


@pytest.fixture(scope="module")
def lille() -> rdflib.Dataset:
    return bundled.whole()


def asked(dataset: rdflib.Dataset, where: str) -> bool:
    return bool(dataset.query(f"ASK {{ {where} }}").askAnswer)


def test_the_trig_file_is_what_the_tables_say() -> None:
    path = DATA / "lille-2016.trig"
    assert path.is_file(), f"run: {REPAIR}"
    derived, tables = (set(engine.quads(load_store(inputs, infer=False))) for inputs in ([path], []))
    assert derived == tables, f"data/lille-2016.trig is out of date; run: {REPAIR}"


FACTS = [
    # (what a reader of the report knows, graph, page)
    ("ild:essor org:memberOf ild:cfsi", "session-2", 7),
    ("ild:essor ilb:basedIn ild:lille", "programme", 4),
    ("ild:cap-solidarites ilb:basedIn ild:lille", "programme", 4),
    ("ild:grdr ilb:basedIn ild:lille", "programme", 4),
    ("ild:grdr org:memberOf ild:apes", "session-3", 10),
    ("ild:sci ilb:onBoardOf ild:cap-solidarites", "session-1", 5),
    ("ild:emdk ilb:foundedBy ild:conseil-regional-kayes", "session-3", 10),
    ('ild:emdk schema:foundingDate "2008"^^xsd:gYear', "session-3", 10),
    ("ild:apes ilb:memberCount 400 ; ilb:countPrecision ilv:nearly", "session-3", 10),
    ("ild:renapess ilb:memberCount 60 ; ilb:countPrecision ilv:about", "session-3", 10),
    ("ild:srie ilb:ledBy ild:nfid", "session-1", 5),
    ("ild:youth-pilot-operation ilb:ledBy ild:cap-solidarites ; ilb:partOf ild:caac", "session-1", 5),
    ("ild:caac ilb:fundedBy ild:afd, ild:fondation-abbe-pierre, ild:cfsi-donors", "cover", 2),
    ("ild:caac ilb:about ild:caac-axis-1, ild:caac-axis-2", "programme", 4),
    ("ild:lille-2016-session-1 ilb:facilitatedBy ild:cap-solidarites, ild:nfid, ild:sci", "session-1", 5),
    ("ild:lille-2016-session-3 ilb:facilitatedBy ild:grdr, ild:apes, ild:emdk, ild:renapess", "session-3", 10),
    ("ild:vocational-training-partnership ilb:links ild:tchad", "session-2", 7),
    ("ild:migration-sse-partnership ilb:links ild:nord-pas-de-calais, ild:kayes", "session-3", 10),
    ("ild:kayes ilb:within ild:mali", "session-3", 10),
    ("ild:initiatives-plurielles ilb:activeIn ild:maghreb", "session-2", 7),
    ("ild:artisans-du-monde-arras ilb:tookPartIn ild:lille-2016-workshop", "participants", 17),
]


@pytest.mark.parametrize(("fact", "passage", "page"), FACTS)
def test_the_fact_stands_in_its_passage_on_its_page(fact: str, passage: str, page: int, lille: rdflib.Dataset) -> None:
    subject = fact.split(maxsplit=1)[0]
    assert asked(
        lille, f"GRAPH <https://w3id.org/icilabas/graph/lille-2016/{passage}> {{ {fact} . {subject} ilb:page {page} }}"
    )


NOT_SAID = {
    "session 2 names no facilitator": "ild:lille-2016-session-2 ilb:facilitatedBy ?x",
    "the youth partnership names no territory abroad": "ild:youth-partnership ilb:links ?t . FILTER NOT EXISTS { ?t ilb:within* ild:france }",
    "RENAPESS has no founder": "ild:renapess ilb:foundedBy ?x",
    "RENAPESS has no year": "ild:renapess schema:foundingDate ?x",
    "Initiatives Plurielles leads nothing": "?x ilb:ledBy ild:initiatives-plurielles",
    "no sphere is printed for an organisation": "GRAPH ?g { ?x ilb:sphere ?y } FILTER(?g != ilg:lille-2016\\/editorial)",
    "coordinates are the editors'": "GRAPH ?g { ?x wgs84:lat ?y } FILTER(?g != ilg:lille-2016\\/editorial)",
    "goals are the editors'": "GRAPH ?g { ?x ilb:relatesToGoal ?y } FILTER(?g != ilg:lille-2016\\/editorial)",
    "links to elsewhere are the editors'": "GRAPH ?g { ?x skos:exactMatch ?y } FILTER(?g != ilg:lille-2016\\/editorial)",
    "p. 15 names no territory for common problems": "GRAPH ilg:lille-2016\\/synthesis-multi-actor { ?x ilb:facedIn ?t } FILTER(?x != ild:vocational-integration)",
    "p. 8 names no territory for radicalisation": "GRAPH ?g { ild:religious-radicalisation ilb:facedIn ?t } FILTER(?g != ilg:lille-2016\\/editorial)",
    "Kayes is not said to practise unknowingly": "GRAPH ilg:lille-2016\\/session-3-debate { ild:unrecognised-sse-practice ilb:facedIn ild:kayes }",
    "being based is not acting": "GRAPH ilg:lille-2016\\/programme { ?x ilb:activeIn ?t }",
    "RENAPESS does not work on its origins": "ild:renapess ilb:worksOn ild:democracy-and-decentralisation",
    "stakes of p. 11 are no obstacles": "?x a ilb:Obstacle ; ilb:concerns ild:sse-visibility",
    "p. 17 does not print the corrected organisation": "GRAPH ilg:lille-2016\\/participants-persons { ?m org:organization ild:cap-solidarites ; org:member ild:morgane-regnier-faes }",
    "a part of the region is no job": "ild:karine-motte ilb:jobTitle ?title",
    "a partnership is typed by hand": "GRAPH ?g { ?x ilb:hasPartner ?y } FILTER(?g != ilg:inferred)",
}


@pytest.mark.parametrize("name", NOT_SAID)
def test_what_the_report_does_not_say_is_left_open(name: str, lille: rdflib.Dataset) -> None:
    assert not asked(lille, NOT_SAID[name])


def count(dataset: rdflib.Dataset, where: str) -> int:
    return int(ilb.ask(dataset, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {where} }}")[0].n)


def test_everybody_and_every_member_is_there(lille: rdflib.Dataset) -> None:
    assert count(lille, "?x org:memberOf ild:cfsi") == 21
    assert count(lille, "?x ilb:attended ild:lille-2016-workshop") == 40
    assert count(lille, "?x a ilb:Partnership") == 3
    assert count(lille, "?x a ilb:Session") == 3
    assert count(lille, "?x a ilb:Finding") >= 200
    for kind in ("Condition", "Benefit", "Obstacle", "OpenQuestion", "Recommendation", "Tension"):
        assert count(lille, f"?x a ilb:{kind}") > 5


def test_a_kind_that_the_editors_read_stands_with_them_alone(lille: rdflib.Dataset) -> None:
    """Where a note says that the kind is a reading, no passage of the report says the kind."""
    kind = "VALUES ?kind { ilb:Condition ilb:Benefit ilb:Obstacle ilb:OpenQuestion ilb:Recommendation ilb:Tension }"
    noted = "GRAPH ilg:lille-2016\\/editorial { ?x a ?kind ; skos:editorialNote ?note }"
    of_notes = 'FILTER(REGEX(?note, "nature.* (lecture|choix) des éditeurs|aucune des six natures"))'
    assert count(lille, f"{kind} {noted} {of_notes}") == count(lille, f"{kind} {noted}") == 104
    elsewhere = f"{kind} {noted} GRAPH ?g {{ ?x a ?kind }} ?g a ilb:Passage FILTER(?g != ilg:lille-2016\\/editorial)"
    assert count(lille, elsewhere) == 0
    printed = "GRAPH ilg:lille-2016\\/synthesis-youth { ?x a ilb:Tension }"  # under the heading of oppositions
    assert count(lille, printed) == 5


NOT_THE_TERMS = r"[ée]conomie solidaire|\bautorités\b|solidarity economy(?<!social and solidarity economy)"


def test_professionals_find_their_own_terms(lille: rdflib.Dataset) -> None:
    """ESS is social et solidaire, pouvoirs publics are no authorities; the name of the APES is its own."""
    texts = "SELECT ?x ?text WHERE { ?x skos:prefLabel|dcterms:description|skos:editorialNote ?text }"
    found = {
        (shorten(row.x), row.text) for row in ilb.ask(lille, texts) if re.search(NOT_THE_TERMS, row.text, re.IGNORECASE)
    }
    assert {thing for thing, _text in found} == {"ild:apes"}


@pytest.mark.parametrize(
    ("person", "organization"),
    [
        ("yves-le-bars", "cfsi"),
        ("agnes-belaid", "cfsi"),
        ("morgane-regnier-faes", "cap-solidarites"),
        ("cecile-ryckebusch", "elevages-sans-frontieres"),
        ("ambroise-le-moal", "essor"),
    ],
)
def test_persons_stand_under_the_corrected_organisation(person: str, organization: str, lille: rdflib.Dataset) -> None:
    assert asked(lille, f"?m org:member ild:{person} ; org:organization ild:{organization} ; a ilb:Membership")
    assert asked(lille, "GRAPH ilg:lille-2016\\/editorial-persons { ild:ambroise-le-moal ilb:jobTitle ?title }")
    assert asked(lille, 'ild:yves-le-bars ilb:jobTitle "Président"@fr')


def test_every_statement_stands_in_a_passage_of_the_source(lille: rdflib.Dataset) -> None:
    """Every content triple has a passage; passages have a title, a source, access rights and (the report's) pages."""
    stray = "GRAPH ?g { ?x ?p ?o } FILTER NOT EXISTS { ?g a ilb:Passage } FILTER(?g NOT IN (ilg:inferred, <https://w3id.org/icilabas/ontology>, ilg:lille-2016))"
    assert count(lille, stray) == 0
    assert (
        count(
            lille,
            "?x a ilb:Passage . FILTER NOT EXISTS { ?x dcterms:title ?t ; dcterms:source ?s ; dcterms:accessRights ?a }",
        )
        == 0
    )
    assert count(lille, "?x a ilb:Finding . FILTER NOT EXISTS { ?x ilb:page ?page }") == 0


def test_what_the_report_says_in_its_own_name_is_raised_in_no_event(lille: rdflib.Dataset) -> None:
    """Introductions of sessions, footnotes, descriptions: said by whom they report, and marked as not said that day."""
    own = "GRAPH ?g { ?x skos:prefLabel ?label } ?x a ilb:Finding . FILTER NOT EXISTS { ?x ilb:raisedIn ?event }"
    said = "GRAPH ?g { ?x prov:wasAttributedTo ?who }"
    marked = 'GRAPH ilg:lille-2016\\/editorial { ?x skos:editorialNote ?note FILTER(CONTAINS(?note, "non un propos tenu pendant l\'atelier")) }'
    passages = ("programme", "session-1", "session-2", "session-3")
    graphs = ", ".join(f"ilg:lille-2016\\/{name}" for name in passages)
    assert count(lille, own) == count(lille, f"{own} {said} {marked} FILTER(?g IN ({graphs}))") == 37
    assert count(lille, "?x a ilb:Finding ; ilb:raisedIn ?event") == 260 - 37


SPOKEN = "?x a ilb:Finding . GRAPH ?g { ?x ilb:page ?n } FILTER(?n >= 13) FILTER(?g != ilg:lille-2016\\/speakers)"
BY = {  # of the syntheses: who said how many findings, and who summed them up
    "ild:cfsi-general-delegate": (2, 22),
    "ild:caac-committee-member": (37, 0),
    "ild:cfsi-president": (24, 0),
    "ild:foundation-resource-person": (22, 0),
}


def test_who_speaks_in_the_syntheses_is_a_function_and_never_a_body(lille: rdflib.Dataset) -> None:
    for role, numbers in BY.items():
        told = [count(lille, f"?x {relation} {role}") for relation in ("prov:wasAttributedTo", "ilb:summedUpBy")]
        assert (role, *told) == (role, *numbers)
        assert asked(lille, f"GRAPH ilg:lille-2016\\/speakers {{ {role} org:heldBy ?person }} ?person a ilb:Person")
    assert count(lille, f"{SPOKEN} GRAPH ?g {{ ?x prov:wasAttributedTo ?body }} ?body a ilb:Organization") == 0
    quoted = "?x ilb:inPoint/ilb:printedAs ilv:quotation"
    assert count(lille, quoted) == 2
    assert count(lille, f"{quoted} ; prov:wasAttributedTo|ilb:summedUpBy ?anybody") == 0
    open_ = "GRAPH ?g { ?x org:heldBy ?y } FILTER NOT EXISTS { ?g dcterms:accessRights ilv:restricted }"
    assert count(lille, open_) == 0


def test_the_report_has_62_bullets_and_every_finding_is_taken_from_a_point_of_its_page(lille: rdflib.Dataset) -> None:
    assert count(lille, "?x ilb:printedAs ilv:bullet") == 62
    assert count(lille, "?x a ilb:Point") == 103
    told = "GRAPH ?g { ?x ilb:inPoint ?point ; ilb:page ?page . ?point ilb:page ?page }"
    assert count(lille, f"?x a ilb:Finding FILTER NOT EXISTS {{ {told} }}") == 0
    assert count(lille, "?finding a ilb:Obstacle ; ilb:inPoint ?x") < count(lille, "?x a ilb:Obstacle")
    for form in ("bullet", "paragraph", "heading", "footnote", "quotation"):
        assert count(lille, f"?x ilb:printedAs ilv:{form}") > 0


def test_everything_has_a_label_and_every_finding_a_description_in_both_languages(lille: rdflib.Dataset) -> None:
    for lang in ("fr", "en"):
        kinds = "?x a ?k . VALUES ?k { ilb:Actor ilb:Territory ilb:Partnership ilb:Initiative ilb:Event ilb:Challenge ilb:Theme ilb:Practice ilb:Value ilb:Finding ilb:Person }"
        assert count(lille, f'{kinds} FILTER NOT EXISTS {{ ?x skos:prefLabel ?l FILTER(LANG(?l) = "{lang}") }}') == 0
        assert (
            count(
                lille, f'?x a ilb:Finding FILTER NOT EXISTS {{ ?x dcterms:description ?l FILTER(LANG(?l) = "{lang}") }}'
            )
            == 0
        )


def test_no_person_is_named_where_it_is_published(lille: rdflib.Dataset) -> None:
    names = [
        str(row.name)
        for row in ilb.ask(lille, "SELECT DISTINCT ?name WHERE { ?x a ilb:Person ; skos:prefLabel ?name }")
    ]
    assert len(names) >= 40
    families = {plain(word) for name in names for word in name.split()[1:] if len(word) > 4}
    for ending in (".trig", ".ttl"):
        public = plain(rdf.rdf(load_store([], profile="public"), ending, restricted=False, inferred=True).decode())
        assert [name for name in names if plain(name) in public] == []
        assert {family for family in families if re.search(rf"\b{family}\b", public)} == set()


def plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def test_no_sentence_of_the_report_is_copied(lille: rdflib.Dataset, repo: Path) -> None:
    report = repo.parent / "shared" / "source" / "cfsi-lille-2016.md"
    if not report.is_file():
        pytest.skip("the text of the report is not beside the checkout")

    def runs(text: str, n: int = 8) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", plain(text))
        return {tuple(words[i : i + n]) for i in range(len(words) - n + 1)}

    printed = runs(report.read_text(encoding="utf-8"))
    texts: list[Any] = ilb.ask(
        lille, "SELECT ?x ?text WHERE { ?x dcterms:description|skos:editorialNote ?text FILTER(LANG(?text) = 'fr') }"
    )
    copied = {(shorten(row.x), " ".join(run)) for row in texts for run in runs(row.text) & printed}
    assert {(thing, run) for thing, run in copied if not any(name in run for name in OFFICIAL_NAMES)} == set()
