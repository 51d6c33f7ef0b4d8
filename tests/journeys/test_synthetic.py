"""The data that benchmarks run on: like the real, and the same as tables and as RDF."""

from __future__ import annotations

import re
import sys

import pytest
from places import ROOT, TESTS

sys.path.insert(0, str(TESTS / "benchmarks"))
from typing import TYPE_CHECKING

import goals  # scripts, no part of the package
import stages
import synthetic

from icilabas import engine
from icilabas.check import validation
from icilabas.engine.terms import ONTOLOGY_GRAPH
from icilabas.sources.gathering import gather

if TYPE_CHECKING:
    from pathlib import Path

ACTORS = 60
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def trig(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return synthetic.write_trig(ACTORS, tmp_path_factory.mktemp("synthetic") / "data.trig")


def test_tables_and_rdf_say_the_same(trig: Path, tmp_path: Path) -> None:
    tables = gather([synthetic.write_tables(ACTORS, tmp_path / "tables")])
    assert not [fault for fault in tables.faults if fault.severity == "Violation"]
    assert set(engine.quads(tables.store)) ^ set(engine.quads(gather([trig]).store)) == set()


def test_the_data_conform(trig: Path) -> None:
    assert not [fault for fault in validation.check(gather([trig])) if fault.severity == "Violation"]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_ones(trig: Path, tmp_path: Path) -> None:
    again = synthetic.write_trig(ACTORS, tmp_path / "again.trig").read_bytes()
    assert again == trig.read_bytes()
    assert synthetic.write_trig(ACTORS, tmp_path / "other.trig", seed=2).read_bytes() != again


def test_it_is_shaped_like_the_real(tmp_path: Path) -> None:
    store = gather([synthetic.write_trig(400, tmp_path / "more.trig")]).store
    content = engine.size(store) - engine.size(store, ONTOLOGY_GRAPH)
    assert 80 < content / 400 < 130  # triples an actor
    (persons,) = {
        access
        for (access,) in engine.select(
            store, "SELECT ?access WHERE { GRAPH ?g { ?p a ilb:Person } ?g dcterms:accessRights ?access }"
        ).rows
    }
    assert str(persons).endswith("restricted")
    joined = engine.select(
        store,
        "SELECT ?a (COUNT(*) AS ?n) WHERE { ?m org:member ?a ; org:organization/a ilb:Partnership } GROUP BY ?a ORDER BY DESC(?n)",
    ).rows
    counts = [count for _actor, count in joined]
    assert counts[0] >= 5 * counts[len(counts) // 2]  # a few are in many


def test_the_table_of_speeds_is_in_both_languages_and_says_the_same() -> None:
    """All words of the French one are French, but for the names of programs."""
    english, french = ((DOCS / lang / "explanation/speed.md").read_text(encoding="utf-8") for lang in ("en", "fr"))
    table = english.partition(f"{stages.MARKS[0]}\n")[2].partition(stages.MARKS[1])[0]
    assert table.count("\n") > len(stages.STAGES)
    assert stages.written(french, stages.in_french(table)) == french
    programs = {name for programs in stages.STAGES.values() for name in programs} - set(stages.IN_FRENCH)
    said = set(re.findall(r"(?<=\| )[^\W\d][^|]*(?= \|)", stages.in_french(table)))
    assert said - programs - set(stages.IN_FRENCH.values()) == set()
    assert stages.in_french("| read | rdflib | failed: 1 | not ready in time |") == (
        "| lire | rdflib | échec : 1 | pas prêt à temps |"
    )


def test_the_table_of_goals_says_what_was_reached() -> None:
    goal = goals.GOALS["convert"]
    before = stages.Figure(60.0, 2000, 0)

    def row(now: stages.Figure | str, before: stages.Figure | str = before) -> str:
        return goals.line(goal, 1000, before, now).replace(goals.NARROW, " ")

    known = "| convert --store, 1 000 000 triples | 60.00 s, 2000 MB"
    assert row(stages.Figure(30.0, 700, 0)) == f"{known} | 30.00 s, 700 MB | 0.500 | 0.5, 700 MB | yes |"
    assert row(stages.Figure(30.1, 700, 0)).endswith("| no |")  # too long
    assert row(stages.Figure(30.0, 701, 0)).endswith("| no |")  # too much
    assert row("stopped at 9 s") == f"{known} | stopped at 9 s |  | 0.5, 700 MB | no |"
    assert row(stages.Figure(1.0, 1, 0), "failed (1)").endswith("| 1.00 s, 1 MB |  | 0.5, 700 MB | no |")
    alone = goals.line(goals.GOALS["ten-million"], 10, "not run", stages.Figure(1200.0, 6000, 0))
    assert alone.endswith("| not run | 1200.00 s, 6000 MB |  | 1200 s, 6000 MB | yes |")


def test_the_table_of_goals_is_in_french_as_well() -> None:
    lines = [goals.line(goal, goal.statements, "stopped at 9 s", "failed (1)") for goal in goals.GOALS.values()]
    table = "\n".join([f"| {' | '.join(goals.HEADINGS)} |", *lines, "| not run | yes |"])
    said = {cell.strip() for line in stages.in_french(table, goals.IN_FRENCH).split("\n") for cell in line.split("|")}
    english = {cell.strip() for line in table.split("\n") for cell in line.split("|")}
    assert {cell for cell in said & english if re.search(r"[a-z]{4}", cell)} == {"--help"}
    for lang in ("en", "fr"):
        assert all(
            (DOCS / lang / "explanation/speed.md").read_text(encoding="utf-8").count(mark) == 1 for mark in goals.MARKS
        )


@pytest.mark.parametrize("reason", [[], ["a", stages.Figure(1, 1, 0)]])
def test_a_median_is_of_all_runs_or_says_why_there_is_none(reason: list[stages.Figure | str]) -> None:
    runs = [stages.Figure(3, 30, 0), stages.Figure(1, 50, 0), stages.Figure(2, 40, 0)]
    assert goals.median([*runs, *reason]) == ("a" if reason else stages.Figure(2, 40, 0))
