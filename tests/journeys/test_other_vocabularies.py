"""What others say in schema.org, Wikidata and W3C ORG: read as actors, partnerships and places; what is not is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import icilabas as ilb
from icilabas import engine
from icilabas.cli.main import main
from icilabas.dataset.loading import load_store
from icilabas.networks.projection import project

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from icilabas.engine import Store

pytestmark = pytest.mark.journey

# Puits: a project of Ecluse and Baobab, funded by Banque; Ecluse is a member of Reseau and sits in Lille.
SCHEMA = """@prefix s: <SPACE> .
<urn:p> a s:Project ; s:name "Puits"@fr-FR ; s:member <urn:a>, <urn:b>, <urn:c>, <urn:u> ; s:funder <urn:f>, <urn:c> ;
  s:location [ a s:City ; s:name "Kayes" ] ; s:startDate "2016" .
<urn:a> a s:NGO ; s:name "Ecluse" ; s:memberOf <urn:n> ; s:founder <urn:c> ; s:description "Une association."@fr ;
  s:address [ a s:PostalAddress ; s:addressLocality "Lille" ; s:addressCountry "France" ; s:telephone "0" ] ;
  s:employee [ a s:Person ; s:name "Alix Modèle" ] .
<urn:b> a s:Corporation ; s:name "Baobab" ; s:parentOrganization <urn:f> .
<urn:f> a s:Organization ; s:name "Banque" .
<urn:n> a s:Organization ; s:name "Reseau" ; s:member <urn:a>, <urn:d> .
<urn:c> a s:Person ; s:name "Camille Exemple" ; s:memberOf <urn:a> ; s:worksFor <urn:b> ;
  s:address [ a s:PostalAddress ; s:addressLocality "Roubaix" ] .
<urn:d> a s:Person ; s:name "Dominique Exemple" .
<urn:u> s:name "Inès Inconnue" .
"""
WIKIDATA = """@prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
wd:Q1 rdfs:label "Ecluse"@fr ; wdt:P31 wd:Q43229 ; wdt:P463 wd:Q2 ; wdt:P159 wd:Q648 ; wdt:P17 wd:Q142 ; wdt:P488 wd:Q9 .
wd:Q2 rdfs:label "Reseau"@fr ; wdt:P31 wd:Q99 . wd:Q99 wdt:P279 wd:Q79913 . wd:Q648 rdfs:label "Lille"@fr .
wd:Q3 rdfs:label "Filiale"@fr ; wdt:P31 wd:Q783794 ; wdt:P749 wd:Q1 .
wd:Q9 rdfs:label "Camille Exemple"@fr ; wdt:P31 wd:Q5 ; wdt:P463 wd:Q2 ; wdt:P27 wd:Q142 .
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--lang", "en"])


def ties(store: Store, view: str) -> set[tuple[str, str, str]]:
    graph = project(store, view)
    named = dict(graph.nodes(data="label"))
    return {
        (named[one], named[two], str(relation).rpartition("#")[2])
        for one, two, about in graph.edges(data=True)
        for relation in about["relations"]
    }


def texts(store: Store) -> str:
    return engine.dump(store, ".nq").decode()


@pytest.mark.parametrize("space", ["http://schema.org/", "https://schema.org/"])
def test_schema_org_is_read_by_both_of_its_addresses(space: str, tmp_path: Path) -> None:
    path = tmp_path / "s.ttl"
    path.write_text(SCHEMA.replace("SPACE", space), "utf-8")
    store = load_store([path])
    for profile in ("public", "internal"):
        store = load_store([path], profile=profile)
        assert ties(store, "collaboration") == {
            *(("Banque", "Baobab", "partnerIn"), ("Baobab", "Ecluse", "partnerIn"), ("Banque", "Ecluse", "partnerIn")),
        }
        assert ties(store, "ties") - ties(store, "collaboration") == {
            ("Ecluse", "Reseau", "memberOf"),
            ("Baobab", "Banque", "unitOf"),
        }
        where = "SELECT ?a ?b { ?a ilb:basedIn|ilb:links ?p . ?p skos:prefLabel ?b }"
        assert {(str(a), str(b)) for a, b in engine.select(store, where).rows} == {
            ("urn:a", "Lille"),
            ("urn:p", "Kayes"),
        }
        roles = {(str(row.actor), str(row.role).rpartition("-")[2]) for row in ilb.ask(store, "partners-and-roles")}
        assert roles == {("urn:a", "partner"), ("urn:b", "partner"), ("urn:f", "funder")}
    started = "SELECT ?d { <urn:p> <https://schema.org/startDate> ?d }"
    assert [str(row[0]) for row in engine.select(store, started).rows] == ["2016"]


@pytest.mark.parametrize("text", [SCHEMA.replace("SPACE", "https://schema.org/"), WIKIDATA], ids=["schema", "wikidata"])
def test_persons_of_other_vocabularies_are_members_of_nothing(text: str, tmp_path: Path) -> None:
    path = tmp_path / "s.ttl"
    path.write_text(text, "utf-8")
    public, internal = load_store([path], profile="public"), load_store([path])
    for name in ("Camille", "Dominique", "Alix", "Roubaix"):
        assert name not in texts(public)
    assert "Camille" in texts(internal)
    for store in (public, internal):
        for view in ("ties", "collaboration", "bridges", "affiliation", "knowledge"):
            shown = {about["label"] for _node, about in project(store, view).nodes(data=True)}
            assert not {"Camille Exemple", "Dominique Exemple", "Alix Modèle", "Inès Inconnue"} & shown, view
    actors = "SELECT ?x { ?x a ilb:Organization } ORDER BY ?x"
    found = {str(row[0]).rpartition("/")[2] for row in engine.select(internal, actors).rows}
    assert found == ({"Q1", "Q2", "Q3"} if text is WIKIDATA else {"urn:a", "urn:b", "urn:f", "urn:n"})


VCARD_SITE = """@prefix org: <http://www.w3.org/ns/org#> . @prefix v: <http://www.w3.org/2006/vcard/ns#> .
<urn:o> a org:Organization ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Ecluse"@fr ;
  org:hasSite [ a org:Site ; org:siteAddress [ v:locality "Lille" ; v:country-name "France" ] ] .
"""


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (SCHEMA.replace("SPACE", "http://schema.org/").replace('"2016"', '"2016-05" ; s:endDate "2015"'), 1),
        (SCHEMA.replace("SPACE", "https://schema.org/"), 0),
        (WIKIDATA, 0),
        (VCARD_SITE, 0),
    ],
    ids=["ends", "schema", "wikidata", "vcard"],
)
def test_a_file_what_is_loaded_of_it_a_store_and_what_is_written_have_the_same_faults(
    text: str, ends: int, tmp_path: Path
) -> None:
    path, folder, written = tmp_path / "s.ttl", tmp_path / "store", tmp_path / "w.trig"
    path.write_text(text, "utf-8")
    for out in (["--store", folder], ["--out", written, "--profile", "internal", "--include-restricted"]):
        assert run("convert", path, *out).exit_code == 0
    found = [run("validate", *given) for given in ([path], ["--store", folder], [written])]
    assert [result.exit_code for result in found] == [ends] * 3, "".join(result.output for result in found)
    assert [result.output.count("The end is before the start") for result in found] == [ends] * 3
    of_python = [fault for fault in ilb.validate(ilb.load(path)) if fault.severity == "Violation"]
    assert len(of_python) == ends
    assert run("build", "--store", folder, "--out", tmp_path / "site").exit_code == ends


def test_dates_of_schema_org_say_how_exact_they_are(tmp_path: Path) -> None:
    path = tmp_path / "s.ttl"
    dates = {
        "2016": "gYear",
        "2016-05": "gYearMonth",
        "2016-05-03": "date",
        "2016-05-03T10:00:00Z": "date",
        "?": "string",
    }
    said = "".join(f'<urn:{n}> a s:NGO ; s:foundingDate "{text}" .\n' for n, text in enumerate(dates))
    path.write_text("@prefix s: <http://schema.org/> .\n" + said, "utf-8")
    asked = "SELECT ?d (DATATYPE(?d) AS ?kind) { ?x schema:foundingDate ?d } ORDER BY ?x"
    rows = engine.select(load_store([path]), asked).rows
    assert [(str(text), str(kind).rpartition("#")[2]) for text, kind in rows] == [
        (text[:10], kind) for text, kind in dates.items()
    ]


def test_whoever_gives_money_or_sits_on_a_board_is_a_person_unless_it_is_called_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "s.ttl"
    path.write_text(
        "@prefix s: <https://schema.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<urn:p> a s:Project ; s:name "Puits" ; s:funder "AFD", "Camille Exemple" ; s:sponsor "Ville de Lille", "Jo Modèle" ;'
        " <http://www.wikidata.org/prop/direct/P3320> <urn:b> . "
        '<urn:b> rdfs:label "Noa Exemple" .',
        "utf-8",
    )
    public = texts(load_store([path], profile="public"))
    assert [name in public for name in ("AFD", "Ville de Lille", "Camille", "Jo Modèle", "Noa")] == [True] * 2 + [
        False
    ] * 3


def test_wikidata_is_read_by_what_things_are_an_instance_of(tmp_path: Path) -> None:
    path = tmp_path / "w.ttl"
    path.write_text(WIKIDATA, "utf-8")
    store = load_store([path], profile="public")
    assert ties(store, "ties") == {("Ecluse", "Reseau", "memberOf"), ("Filiale", "Ecluse", "unitOf")}
    based = "SELECT ?a ?p { ?a ilb:basedIn ?p . ?p a ilb:Territory }"
    ends = {(str(a)[-2:], str(p).rpartition("/")[2]) for a, p in engine.select(store, based).rows}
    assert ends == {("Q1", "Q648"), ("Q1", "Q142")}


def test_schema_org_s_own_context_is_known_and_others_are_named(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonld"
    thing = '{"@context": CONTEXT, "@type": "NGO", "@id": "urn:a", "name": "Ecluse", "memberOf": {"id": "urn:n"},'
    thing += ' "url": "https://ecluse.example/", "sameAs": ["https://a.example/"]}'
    said = []
    for context in (
        *(
            '"https://schema.org"',
            '"http://schema.org/"',
            '["https://schema.org/docs/jsonldcontext.jsonld", {"x": "urn:x"}]',
        ),
        '{"@import": "https://schema.org/",\n "y": "urn:y"}',
    ):
        path.write_text(thing.replace("CONTEXT", context), "utf-8")
        said.append({(quad.predicate.value, str(quad.object)) for quad in engine.parse(path)})
    assert said[0] == {
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "<http://schema.org/NGO>"),
        ("http://schema.org/name", '"Ecluse"'),
        ("http://schema.org/memberOf", "<urn:n>"),
        ("http://schema.org/url", "<https://ecluse.example/>"),
        ("http://schema.org/sameAs", "<https://a.example/>"),
    }
    assert said == [said[0]] * 4
    path.write_text(
        thing.replace("CONTEXT", '{"@vocab": "https://schema.org/", "see": "https://schema.org/"}'), "utf-8"
    )
    assert "https://schema.org/name" in {quad.predicate.value for quad in engine.parse(path)}  # a prefix is no context
    path.write_text(thing.replace("CONTEXT", '"https://schema.example/c"'), "utf-8")
    refused = run("validate", path)
    assert refused.exit_code == 2
    assert "https://schema.example/c" in refused.stderr


ORG = """@prefix org: <http://www.w3.org/ns/org#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix ex: <https://ex.example/> .
ex:a a org:Organization ; skos:prefLabel "Ecluse"@fr . ex:b a org:Organization ; skos:prefLabel "Baobab"@fr .
ex:c a org:OrganizationalCollaboration ; org:hasMember ex:a, ex:b . ex:d a dcat:Dataset . ex:Kind a <http://www.w3.org/2002/07/owl#Class> .
"""
NO_SHAPE, DATASET = "at which no shape looks", "http://www.w3.org/ns/dcat#Dataset"
NOTHING = {
    "untyped": ("<urn:a> <https://ex.example/v#knows> <urn:b> .", "; vocabularies not read: https://ex.example/v#"),
    "things": ("<urn:a> a <https://ex.example/Thing> ; <http://www.w3.org/2000/01/rdf-schema#label> 'x' .",
               "; vocabularies not read: https://ex.example/"),
    "labels": ("<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> 'x' .", ""),
}  # fmt: skip


def test_what_no_shape_looks_at_is_told_by_kind(tmp_path: Path) -> None:
    path = tmp_path / "o.ttl"
    path.write_text(ORG, "utf-8")
    checked = run("validate", path)
    assert checked.exit_code == 0
    lines = [line.partition(f"{path}: ")[2] for line in checked.stdout.splitlines()]
    more = "And 1 more of this kind: https://ex.example/b"
    assert lines == [
        f"https://ex.example/a: 2 things of the kind org:Organization, read as “organisation”, {NO_SHAPE}. {more}",
        f"https://ex.example/c: 1 thing of the kind org:OrganizationalCollaboration, read as “partnership”, {NO_SHAPE}.",
        f"https://ex.example/d: 1 thing of the kind {DATASET}, which nothing reads and no shape looks at.",
    ]
    assert "conforms: 9 triples, no faults" in checked.stderr  # those of the file
    built = run("build", path, "--out", tmp_path / "site")
    assert built.exit_code == 0
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.parametrize(("text", "told"), NOTHING.values(), ids=NOTHING)
def test_a_file_of_which_nothing_is_read_is_a_fault(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "n.ttl"
    path.write_text(text, "utf-8")
    checked, built = run("validate", path), run("build", path, "--out", tmp_path / "site")
    assert checked.stdout.splitlines()[0] == f"{path}: no actor and no partnership found{told}"
    assert (checked.exit_code, built.exit_code, (tmp_path / "site").exists()) == (1, 1, False)
    assert f"no actor and no partnership found{told}" in built.stderr
    loaded = [fault.message.text("en") for fault in ilb.validate(ilb.load(path)) if fault.severity == "Violation"]
    assert loaded == [f"no actor and no partnership found{told}"]
    other = tmp_path / "o.ttl"
    other.write_text(ORG, "utf-8")
    assert run("validate", path, other).exit_code == 0  # something is read


def test_places_and_themes_alone_and_tables_not_filled_yet_are_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "t.ttl"
    path.write_text(
        '<urn:t> a <https://w3id.org/icilabas/ontology#Territory> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "T"@fr, "T"@en .',
        "utf-8",
    )
    assert run("validate", path).exit_code == 0
    assert run("new", tmp_path / "blank.xlsx").exit_code == 0
    assert run("validate", tmp_path / "blank.xlsx").exit_code == 0
