"""What an edition says: values with their passages, those that were put aside as well, and memberships in one way."""

from __future__ import annotations

from icilabas.comparison.edition_statements import EditionStatements, to_tell
from icilabas.engine.terms import Iri, Lit, iri
from icilabas.sources.schema import load_schema

ONE, TWO, OTHER = (iri(f"ilg:{name}") for name in ("one", "two", "other"))
A, B, P, M = (iri(f"ild:{name}") for name in "abpm")
INTEGER = str(iri("xsd:integer"))


def said(*statements: tuple[Iri, str, Iri | Lit, Iri]) -> EditionStatements:
    found = EditionStatements(frozenset({ONE, TWO}), {ONE: "urn:x:report", TWO: "urn:x:report"})
    found.take((subject, iri(relation), thing, graph) for subject, relation, thing, graph in statements)
    return found


def test_only_its_passages_count_and_each_value_has_those_that_say_it() -> None:
    found = said(
        (A, "ilb:basedIn", B, ONE),
        (A, "ilb:basedIn", B, TWO),
        (A, "ilb:basedIn", P, OTHER),
        (A, "ilb:page", Lit("7", INTEGER), ONE),
    )
    assert found.of(A, iri("ilb:basedIn")) == {B: [ONE, TWO]}
    evidence = found.evidence([(A, ONE), (A, TWO), (A, ONE)])
    assert [(piece["passage"], piece["page"], piece["source"]) for piece in evidence] == [
        (ONE, 7, "urn:x:report"),
        (TWO, None, "urn:x:report"),
    ]


def test_a_value_that_was_put_aside_is_said_by_the_passage_that_it_stands_in() -> None:
    node = iri("ild:other-1")
    found = said(
        (node, "rdf:type", iri("rdf:Statement"), ONE),
        (node, "rdf:subject", A, ONE),
        (node, "rdf:predicate", iri("schema:foundingDate"), ONE),
        (node, "rdf:object", Lit("1999"), ONE),
        (node, "rdf:subject", A, OTHER),
    )
    assert found.of(A, iri("schema:foundingDate")) == {Lit("1999"): [ONE]}
    assert found.names(A)
    assert not found.names(node)


def test_a_thing_that_another_names_is_named() -> None:
    found = said((P, "ilb:links", A, ONE), (P, "ilb:page", Lit("3", INTEGER), ONE))
    assert (found.names(A), found.names(P), found.names(B)) == (True, True, False)
    assert [piece["page"] for piece in found.where(A)] == [3]


def test_names_are_by_language_and_spaces_count_once() -> None:
    found = said((A, "skos:prefLabel", Lit("Amis  du lac", lang="fr"), ONE), (A, "skos:altLabel", Lit("ADL"), ONE))
    assert found.labels(A) == {"fr": {"Amis du lac": [ONE]}}


def test_a_membership_is_one_however_it_is_said() -> None:
    role, started = iri("ilv:role-lead"), Lit("2019")
    found = said(
        (M, "org:organization", P, ONE),
        (M, "org:member", A, ONE),
        (M, "org:role", role, ONE),
        (M, "schema:startDate", started, ONE),
        (A, "ilb:partnerIn", P, TWO),
        (P, "ilb:hasPartner", B, ONE),
        (B, "ilb:onBoardOf", A, ONE),
    ).members()
    assert found.keys() == {(P, A), (P, B), (A, B)}
    assert found[P, A].roles == {role: [(M, ONE)]}
    assert found[P, A].dates == {iri("schema:startDate"): {started: [(M, ONE)]}}
    assert found[P, A].spots == [(M, ONE), (A, TWO)]
    assert (found[P, B].spots, found[P, B].roles) == ([(P, ONE)], {})
    assert [*found[A, B].roles] == [iri("ilb:onBoardOf")]


def test_to_tell_is_what_the_schema_knows() -> None:
    schema = load_schema()
    columns = {column.path for table in schema.tables.values() for column in table.columns}
    for kind in to_tell().kinds:
        assert {*kind.properties} <= columns, kind.name
        assert kind.alone <= {*kind.properties}
    assert to_tell().kind_of({iri("ilb:Network")}) == "actors"
    assert to_tell().kind_of({iri("ilb:Tension")}) == "findings"
    assert to_tell().kind_of({iri("ilb:Person")}) is None
    (partnerships,) = (kind for kind in to_tell().kinds if kind.name == "partnerships")
    assert iri("schema:startDate") in partnerships.single
    assert iri("ilb:links") not in partnerships.single
