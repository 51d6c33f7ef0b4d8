"""What the rules add: in which order they run, how often, and the same in memory and in a file on disk."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

import pytest
from places import SMALL
from smalldisk import small_disk

from icilabas import engine
from icilabas.dataset import inference, saved_store
from icilabas.dataset.inference import apply_rules
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES, iri
from icilabas.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

Q = "PREFIX : <urn:> "


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of rules and one of sayings, still empty."""
    for name in ("rules", "org"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(inference, "_RULES", tmp_path / "rules")
    monkeypatch.setattr(inference, "_SAYINGS", tmp_path / "org")
    inference._queries.cache_clear()  # noqa: SLF001  # what it read lies elsewhere
    return tmp_path


def store(turtle: str) -> engine.Store:
    made = engine.new_store()
    made.load(f"@prefix : <urn:> . :g {{ {turtle} }}".encode(), format=engine.FORMATS[".trig"])
    return made


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of the rules that ran, in turn: each stands in the comment before the rule."""
    ran: list[str] = []
    construct = engine.construct

    def noting(into: engine.Store, rule: str, **more: set[str]) -> int:
        ran.append(rule.split()[4])
        return construct(into, rule, relations=more["relations"])

    monkeypatch.setattr(engine, "construct", noting)
    return ran


def test_rules_run_until_none_adds_anything(rules: Path) -> None:
    (rules / "rules" / "a.rq").write_text(Q + "CONSTRUCT { ?a :above ?c } { ?a :above/:above ?c }", "utf-8")
    chain = store(" ".join(f":n{n} :above :n{n + 1} ." for n in range(9)))
    assert apply_rules(chain) == 9 * 10 // 2 - 9
    assert engine.size(chain, INFERRED_GRAPH) == 36 + 1  # and for whom it was made
    assert apply_rules(chain) == 0


def test_rules_run_in_the_order_of_their_names(rules: Path, ran: list[str]) -> None:
    for name in ("c", "a", "b"):
        (rules / "rules" / f"{name}.rq").write_text(f"{Q}# {name}\nCONSTRUCT {{ :x :{name} :x }} {{}}", "utf-8")
    (rules / "rules" / "0.txt").write_text("no rule", "utf-8")
    apply_rules(store(""))
    assert ran == ["a", "b", "c"] * 2  # a second time, to see that nothing new comes


def test_a_rule_runs_again_where_what_it_reads_has_grown(rules: Path, ran: list[str]) -> None:
    for name, rule in {
        "a": "CONSTRUCT { ?x :a ?y } { ?x :b ?y FILTER NOT EXISTS { ?x :a ?y } }",
        "b": "CONSTRUCT { ?x :b ?y } { ?x :c ?y FILTER NOT EXISTS { ?x :b ?y } }",
        "c": "CONSTRUCT { ?x :z ?y } { ?x :y ?y FILTER NOT EXISTS { ?x :z ?y } }",
        "d": "CONSTRUCT { ?y :c ?x } { ?x ?p ?y . ?p a :Turned FILTER(NOT EXISTS { ?y :c ?x }) }",
    }.items():
        (rules / "rules" / f"{name}.rq").write_text(f"{Q}# {name}\n{rule}", "utf-8")
    said = store(":k :p :l . :p a :Turned . :k :y :l")
    assert apply_rules(said) == 4
    assert " ".join(ran) == "a b c d b c d a b d a"  # “d” may read anything; what a rule says it may read itself
    assert apply_rules(said) == 0


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


def said(store: engine.Store) -> list[str]:
    """Return all lines of N-Quads, whatever things without a name are called there."""
    return sorted(re.sub(r"_:\w+", "_:", line) for line in engine.dump(store, ".nq").decode().split("\n"))


@pytest.mark.parametrize("columns", [True, False])
def test_rules_find_on_disk_what_they_find_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, columns: bool
) -> None:
    if not columns:
        monkeypatch.setenv("ICILABAS_ENGINE", "oxigraph")
    make = partial(load_store, [SMALL], infer=False)
    for name, least in (("memory", 1 << 60), ("disk", 0)):
        monkeypatch.setattr(inference, "LARGE", least)
        with saved_store.writer(tmp_path / name) as write:
            write(make, "internal", infer=True)
    found = {line for line in said(load_store([SMALL])) if INFERRED_GRAPH in line}
    memory, disk = (said(saved_store.open_store(tmp_path / name)) for name in ("memory", "disk"))
    assert disk == memory
    assert {line for line in disk if "_:" not in line} == {line for line in said(make()) if "_:" not in line} | found


def test_rules_that_columns_do_not_know_are_run_by_the_engine(rules: Path, tmp_path: Path) -> None:
    (rules / "rules" / "a.rq").write_text(
        Q + "CONSTRUCT { ?a :loud ?c } { ?a :name ?b BIND(UCASE(?b) AS ?c) }", "utf-8"
    )
    lines = tmp_path / "quads.nq"
    lines.write_text('<urn:a> <urn:name> "a b" <urn:g> .\n', "utf-8")
    assert inference.apply_rules_to_lines(lines) == 1
    assert f'<urn:a> <urn:loud> "A B" <{INFERRED_GRAPH}> .' in lines.read_text("utf-8").splitlines()


def pairs(count: int) -> engine.Store:
    """Return a store of so many things, of all pairs of which the rule of the next test makes a triple."""
    return store(" ".join(f":thing-{number} :p :b ." for number in range(count)))


@pytest.mark.journey
def test_a_disk_that_fills_while_rules_run_loses_nothing(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inference, "LARGE", 0)
    rule = "CONSTRUCT { ?a :q ?b } { ?a :p ?o . ?b :p ?o FILTER NOT EXISTS { ?a :q ?b } }"
    (rules / "rules" / "a.rq").write_text(Q + rule, "utf-8")
    with small_disk(tmp_path / "disk") as disk:
        folder = disk / "s"
        for count, kept in ((20, 20), (400, 20), (21, 21)):
            told = nullcontext() if count == kept else pytest.raises(UsageError, match="the disk is full")
            with told, saved_store.writer(folder) as write:
                write(partial(pairs, count), "internal", infer=True)
            found = engine.select(saved_store.open_store(folder), Q + "SELECT ?a ?b { ?a :q ?b }").rows
            assert len(found) == kept**2
            assert not [
                path for path in folder.rglob("*") if path.name == "quads.nq" or path.name.startswith("icilabas-t")
            ]


KILLED = """
import os, signal, sys
from functools import partial
from pathlib import Path
from icilabas.dataset import inference, saved_store
from icilabas.dataset.loading import load_store
from icilabas.engine import rules_as_sql
inference.LARGE = 0
what = sys.argv[3]
run = getattr(rules_as_sql.ColumnRules, what)
def killed(*arguments):
    run(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(rules_as_sql.ColumnRules, what, killed)
with saved_store.writer(Path(sys.argv[1])) as write:
    write(partial(load_store, [sys.argv[2]], infer=False), "internal", infer=True)
"""


@pytest.mark.journey
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
@pytest.mark.parametrize("what", ["__init__", "construct", "write"])
def test_who_is_killed_while_rules_run_leaves_the_store_as_it_was(what: str, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with saved_store.writer(folder) as write:
        write(lambda: store(":a :p :b ."), "internal")
    before = said(saved_store.open_store(folder))
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(SMALL), what], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (folder / "generation-2" / "quads.nq").exists()
    assert said(saved_store.open_store(folder)) == before
    with saved_store.writer(folder) as write:
        write(lambda: store(":a :p :c ."), "internal")
    assert said(saved_store.open_store(folder)) != before
    assert not [path for path in folder.rglob("*") if path.is_dir() and "icilabas-" in path.name]
    assert not [*folder.rglob("quads.nq")]
