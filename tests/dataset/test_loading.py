"""From inputs to a store: what is applied in which order, and which faults stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import servers
from places import SMALL

from icilabas import engine
from icilabas.dataset import access, loading
from icilabas.dataset.loading import apply_rules, load_store, reach, read_to_check, ready_endpoint
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES, iri
from icilabas.errors import DataError, UsageError
from icilabas.export import rdf

if TYPE_CHECKING:
    from pathlib import Path

Q = "PREFIX : <urn:> "


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of rules and one of sayings, still empty."""
    for name in ("rules", "org"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(loading, "_RULES", tmp_path / "rules")
    monkeypatch.setattr(loading, "_SAYINGS", tmp_path / "org")
    loading._queries.cache_clear()  # noqa: SLF001  # what it read lies elsewhere
    return tmp_path


def store(turtle: str) -> engine.Store:
    made = engine.new_store()
    made.load(f"@prefix : <urn:> . :g {{ {turtle} }}".encode(), format=engine.FORMATS[".trig"])
    return made


def test_rules_run_until_none_adds_anything(rules: Path) -> None:
    (rules / "rules" / "a.rq").write_text(Q + "CONSTRUCT { ?a :above ?c } { ?a :above/:above ?c }", "utf-8")
    chain = store(" ".join(f":n{n} :above :n{n + 1} ." for n in range(9)))
    assert apply_rules(chain) == 9 * 10 // 2 - 9
    assert engine.size(chain, INFERRED_GRAPH) == 36 + 1  # and for whom it was made
    assert apply_rules(chain) == 0


def test_rules_run_in_the_order_of_their_names(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("c", "a", "b"):
        (rules / "rules" / f"{name}.rq").write_text(f"{Q}# {name}\nCONSTRUCT {{ :x :{name} :x }} {{}}", "utf-8")
    (rules / "rules" / "0.txt").write_text("no rule", "utf-8")
    ran: list[str] = []
    construct = engine.construct

    def noting(into: engine.Store, rule: str, **more: set[str]) -> int:
        ran.append(rule.split()[4])
        return construct(into, rule, relations=more["relations"])

    monkeypatch.setattr(engine, "construct", noting)
    apply_rules(store(""))
    assert ran == ["a", "b", "c"] * 2  # a second time, to see that nothing new comes


def test_a_rule_runs_again_where_what_it_reads_has_grown(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, rule in {
        "a": "CONSTRUCT { ?x :a ?y } { ?x :b ?y FILTER NOT EXISTS { ?x :a ?y } }",
        "b": "CONSTRUCT { ?x :b ?y } { ?x :c ?y FILTER NOT EXISTS { ?x :b ?y } }",
        "c": "CONSTRUCT { ?x :z ?y } { ?x :y ?y FILTER NOT EXISTS { ?x :z ?y } }",
        "d": "CONSTRUCT { ?y :c ?x } { ?x ?p ?y . ?p a :Turned FILTER(NOT EXISTS { ?y :c ?x }) }",
    }.items():
        (rules / "rules" / f"{name}.rq").write_text(f"{Q}# {name}\n{rule}", "utf-8")
    ran: list[str] = []
    construct = engine.construct

    def noting(into: engine.Store, rule: str, **more: set[str]) -> int:
        ran.append(rule.split()[4])
        return construct(into, rule, relations=more["relations"])

    monkeypatch.setattr(engine, "construct", noting)
    said = store(":k :p :l . :p a :Turned . :k :y :l")
    assert apply_rules(said) == 4
    assert " ".join(ran) == "a b c d b c d a b d a"  # “d” may read anything; what a rule says it may read itself
    assert apply_rules(said) == 0


def test_no_more_queries_are_run_than_inputs_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each query more is paid for by every command: raise the number for one that is needed."""
    load_store([SMALL])  # what the ontology says is asked for once a process
    asked: list[str] = []
    monkeypatch.setattr("icilabas.engine.query.permit", lambda text, _hosts=(): asked.append(text))
    load_store([SMALL])
    rules_run = [text for text in asked if text in loading.rules()]
    assert (len(rules_run), len(asked) - len(rules_run)) == (15, 13)


def test_rules_find_what_they_find_where_each_runs_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [engine.dump(load_store([SMALL]), ".nq")]
    monkeypatch.setattr(engine, "relations_read", lambda _rule: None)
    assert [engine.dump(load_store([SMALL]), ".nq")] == found


HEADS = f"""PREFIX : <urn:> PREFIX ilb: <{PREFIXES["ilb"]}> PREFIX org: <{PREFIXES["org"]}>
PREFIX owl: <{PREFIXES["owl"]}> PREFIX rdfs: <{PREFIXES["rdfs"]}>
"""


def inferred(turtle: str) -> set[tuple[str, ...]]:
    """Return what our rules add of a thing ``:a``."""
    made = engine.new_store()
    made.load(f"{HEADS} :g {{ {turtle} }}".encode(), format=engine.FORMATS[".trig"])
    apply_rules(made)
    found = engine.select(made, f"{HEADS}SELECT ?p ?o {{ GRAPH <{INFERRED_GRAPH}> {{ :a ?p ?o }} }}")
    return {tuple(map(str, row)) for row in found.rows}


def test_what_others_class_below_a_collaboration_is_a_partnership_and_no_organisation() -> None:
    """The classes above come first: an organisation is what is no collaboration."""
    below = ":Alliance rdfs:subClassOf :Joint . :Joint rdfs:subClassOf org:OrganizationalCollaboration ."
    found = inferred(f"{below} :a a :Alliance . :m org:organization :a .")
    classes = {thing for relation, thing in found if relation == iri("rdf:type")}
    assert classes >= {iri("ilb:Partnership"), iri("org:OrganizationalCollaboration"), "urn:Joint"}
    assert iri("ilb:Organization") not in classes


def test_nothing_is_inferred_from_a_text_in_the_place_of_a_class_or_a_relation() -> None:
    wrong = ':C rdfs:subClassOf "D" . :p rdfs:subPropertyOf "q" ; owl:inverseOf "r" .'
    assert inferred(f"{wrong} :a a :C ; :p :b . :b :p :a .") == set()


def test_what_is_said_is_settled_before_the_rules_run(rules: Path) -> None:
    saying = "SELECT (?o AS ?subject) (:q AS ?relation) (?s AS ?object) ?passage { GRAPH ?passage { ?s :p ?o } }"
    (rules / "org" / "a.rq").write_text(Q + saying, "utf-8")
    (rules / "rules" / "a.rq").write_text(Q + "CONSTRUCT { ?s :r ?o } { ?s :q ?o }", "utf-8")
    said = store(":a :p :b .")
    assert apply_rules(said) == 1
    assert engine.select(said, Q + "SELECT ?s { GRAPH <urn:g> { ?s :q :a } }").rows == [("urn:b",)]
    assert engine.select(said, f"{Q}SELECT ?s {{ GRAPH <{INFERRED_GRAPH}> {{ ?s :r :a }} }}").rows == [("urn:b",)]


def test_the_profile_is_applied_before_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(access, "apply", lambda _store, profile, _found: done.append(profile))
    monkeypatch.setattr(loading, "apply_rules", lambda _store: done.append("rules"))
    load_store([SMALL], profile="public")
    load_store([SMALL], infer=False)
    assert done == ["public", "rules", "internal"]


def test_warnings_are_logged_and_faults_stop(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    import shutil

    folder = shutil.copytree(SMALL, tmp_path / "small")
    table = folder / "challenges.csv"
    table.write_text(table.read_text("utf-8").replace("Unemployment", "Unem\u202eployment"), "utf-8")
    load_store([folder], infer=False)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    table.write_text(table.read_text("utf-8").replace("lille|kayes", "lille|kaye"), "utf-8")
    with pytest.raises(DataError) as caught:
        load_store([folder], infer=False)
    assert caught.value.exit_code == 1
    assert {fault.severity for fault in caught.value.faults} == {"Violation", "Warning"}
    assert len(read_to_check([folder]).faults) == len(caught.value.faults)


def test_inputs_and_a_store_are_not_taken_together(tmp_path: Path) -> None:
    for function in (reach, read_to_check):
        with pytest.raises(UsageError):
            function([SMALL], store=tmp_path)


def test_profiles_are_told_from_what_shows_least_to_what_shows_all() -> None:
    assert access.profiles() == ["public", "partner", "internal"]
    for profile in access.profiles():
        access.known(profile)
    with pytest.raises(UsageError, match="partner"):
        access.known("parter")


@pytest.mark.journey
@pytest.mark.parametrize(("server", "most"), [("oxigraph", 2), ("virtuoso", 3)])
def test_a_server_is_asked_at_most_three_times_before_all_else(
    server: str, most: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What it holds and for whom, what it makes of values, and where that is wrong, whether it holds such ones."""
    public = load_store(profile="public")
    (tmp_path / "all.nq").write_bytes(rdf.rdf(public, ".nq", restricted=True, inferred=True))
    named = tmp_path / "named.nq"
    with getattr(servers, server)(tmp_path / "server", tmp_path / "all.nq") as url:
        for profile in ("public", "internal"):
            endpoint = ready_endpoint(url, profile)
            assert endpoint.client.sent <= most
            assert endpoint.version == engine.content_version(public)
    assert ("2016-01" in caplog.text) is (server != "oxigraph")
    for said in (
        "<urn:x> a <http://xmlns.com/foaf/0.1/Person>",
        "<urn:x> <http://xmlns.com/foaf/0.1/familyName> 'Exemple'",
        "<urn:x> a <urn:B> . <urn:B> rdfs:subClassOf <urn:A> . <urn:A> rdfs:subClassOf <http://xmlns.com/foaf/0.1/Person>",
    ):
        store = engine.new_store()
        engine.copy(public, store)
        turtle = f"@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . <urn:g> {{ {said} }}"
        store.load(turtle.encode(), format=engine.FORMATS[".trig"])
        named.write_bytes(rdf.rdf(store, ".nq", restricted=True, inferred=True))
        with getattr(servers, server)(tmp_path / str(len(said)), named) as url:
            assert ready_endpoint(url).version
            with pytest.raises(UsageError, match="restricted passages"):
                ready_endpoint(url, "public")
