"""Decisions: which things are one, which are two, which are still to be decided; asked once, contradictions told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl
import pytest

from icilabas import engine
from icilabas.check.validation import check
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import PREFIXES, iri
from icilabas.sources.gathering import gather

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.sources.reading import Reading

HEAD = "à garder;même chose;décision;qui;quand"


def listed(folder: Path, *rows: str, name: str = "same-as.csv") -> list[Path]:
    """Return two inputs: a list of four organisations that are called alike, and decisions about them."""
    names = folder / "organisations.csv"
    names.write_text("id;nom\na;Rivages\nb;Rivages\nc;Rivages\nd;Rivages du Nord\n", "utf-8")
    (folder / name).write_text("\n".join(rows) + "\n", "utf-8-sig")
    return [names, folder / name]


def asked(read: Reading) -> list[str]:
    return [fault.message.text("fr") for fault in check(read, similar=True) if "peut-être" in fault.message.text("fr")]


def one_of(read: Reading) -> set[tuple[str, str]]:
    rows = engine.select(read.store, "SELECT ?new ?old { GRAPH ?g { ?new owl:sameAs ?old } }").rows
    return {
        (new.rpartition("/")[2], old.rpartition("/")[2]) for new, old in rows if str(new).startswith(PREFIXES["ild"])
    }


def faults(read: Reading) -> list[str]:
    return [re.sub(r"\S*/(?=same-as)", "", fault.text("fr")) for fault in read.faults]


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        (["a;b"], {("a", "b")}),
        (["a;b;une remarque"], {("a", "b")}),
        (["a;b;non"], set()),
        (["garder;même chose", "a;b"], {("a", "b")}),
        (["garder;même chose", "a;b;plus tard"], set()),
        ([HEAD, "a;b;oui"], {("a", "b")}),
        ([HEAD, "a;b;OUI"], {("a", "b")}),
        ([HEAD, "a;b;yes"], {("a", "b")}),
        ([HEAD, "a;b;o"], {("a", "b")}),
        ([HEAD, "a;b;non", "a;c;Plus tard", "b;c;"], set()),
        ([HEAD, "a;b | c;oui"], {("a", "b"), ("a", "c")}),
        (["décision;même chose;à garder", "oui;b;a"], {("a", "b")}),
        (["a;b", "c;b"], {("c", "a"), ("a", "b")}),
    ],
)
def test_only_a_yes_joins_where_decisions_are_asked_for(
    rows: list[str], joined: set[tuple[str, str]], tmp_path: Path
) -> None:
    read = gather(listed(tmp_path, *rows))
    assert faults(read) == []
    found = one_of(read)
    assert {old for _new, old in found} == {old for _new, old in joined}
    left = {
        str(row[0]).rpartition("/")[2] for row in engine.select(read.store, "SELECT ?t { ?t a ilb:Organization }").rows
    }
    assert left == {*"abcd"} - {old for _new, old in joined}


def test_a_table_is_known_by_its_headings_whatever_it_is_called(tmp_path: Path) -> None:
    inputs = listed(tmp_path, HEAD, "a;b;oui", name="same-as (1).csv")
    assert one_of(gather(inputs)) == {("a", "b")}
    book = openpyxl.Workbook()
    book.active.title = "Qui est qui"
    for row in (HEAD.split(";"), ["a", "c", "oui", "", "2026-12-01"]):
        book.active.append(row)
    book.save(tmp_path / "décisions.xlsx")
    assert one_of(gather([inputs[0], tmp_path / "décisions.xlsx"])) == {("a", "c")}


def test_what_is_no_decision_is_told_and_joins_nothing(tmp_path: Path) -> None:
    read = gather(listed(tmp_path, HEAD, "a;b;peut-être", "a;c;oui;Awa;hier"))
    first, second = faults(read)
    assert first.startswith("same-as.csv:2:3: « peut-être » n'est pas une décision")
    assert "oui, non, plus tard" in first
    assert second.startswith("same-as.csv:3:5: « hier » n'est pas une date")
    assert one_of(read) == {("a", "c")}


def test_what_was_decided_is_not_asked_again(tmp_path: Path) -> None:
    assert len(asked(gather(listed(tmp_path, HEAD)))) == 1
    assert "a,b" in asked(gather(listed(tmp_path, HEAD, "a;b;plus tard")))[0]  # it is still to be decided
    (question,) = asked(gather(listed(tmp_path, HEAD, "a;b;non")))
    assert "a,c,oui" in question
    assert asked(gather(listed(tmp_path, HEAD, "a;b | c;non"))) == []
    (question,) = asked(gather(listed(tmp_path, HEAD, "a;b;oui")))
    assert "a,c,oui" in question
    assert asked(gather(listed(tmp_path, HEAD, "a;b;oui", "c;b;non"))) == []  # what is kept is what was decided on


def test_a_no_is_said_in_the_graph_and_the_day_but_never_who(tmp_path: Path) -> None:
    read = gather(listed(tmp_path, HEAD, "a;b;non;Awa Diarra;3/12/2026", "c;d;oui;Awa Diarra;2026-12-01"))
    rows = engine.select(read.store, "SELECT ?b { ild:a owl:differentFrom ?b }").rows
    assert rows == [(iri("ild:b"),)]
    query = """SELECT ?p ?o ?day { ?x a owl:Axiom ; owl:annotatedSource ?s ; owl:annotatedProperty ?p ;
      owl:annotatedTarget ?o ; dcterms:date ?day } ORDER BY ?day"""
    assert engine.select(read.store, query).rows == [
        (iri("owl:sameAs"), iri("ild:d"), "2026-12-01"),
        (iri("owl:differentFrom"), iri("ild:b"), "2026-12-03"),
    ]
    assert "Awa" not in "".join(map(str, engine.quads(read.store)))
    assert not [fault for fault in check(read) if fault.severity == "Violation"]


def test_of_decisions_about_persons_the_day_stays_in_the_file(tmp_path: Path) -> None:
    people = tmp_path / "personnes.csv"
    people.write_text("id;nom\np1;Awa Diarra\np2;Awa Diara\np3;Binta Ba\n", "utf-8")
    inputs = listed(tmp_path, HEAD, "p1;p2;oui;Zoé;2026-12-01", "p1;p3;non;Zoé;2026-12-01", "a;b;oui;Zoé;2026-12-02")
    store = load_store([*inputs, people], infer=False, profile="public")
    said = "".join(map(str, engine.quads(store)))
    assert "2026-12-02" in said
    assert "2026-12-01" not in said
    assert not [name for name in ("id/p1", "id/p2", "id/p3", "Diarra", "Zoé") if name in said]
    asked_again = [one for one in asked(gather([*inputs, people])) if "p1" in one]
    assert asked_again == []


def test_decisions_that_contradict_each_other_are_told_with_their_rows_and_join_nothing(tmp_path: Path) -> None:
    read = gather(listed(tmp_path, HEAD, "a;b;oui", "b;c;oui", "a;c;non", "d;c;oui"))
    (told,) = faults(read)
    assert told.startswith("same-as.csv:4:1: « a » et « c » sont dits différents ici")
    assert "par les lignes same-as.csv:2:1, same-as.csv:3:1 : rien" in told
    assert read.faults[0].severity == "Violation"
    assert one_of(read) == {("d", "c")}
