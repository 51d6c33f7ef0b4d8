"""What a server keeps otherwise than the files: each kind of change, counted, with an example that may be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import little
import pyoxigraph as ox
import pytest
import servers
from click.testing import CliRunner
from places import SMALL, TESTS

from icilabas import engine
from icilabas.check.against import compared_statements, kept_otherwise
from icilabas.cli.main import main
from icilabas.dataset.loading import load_store
from icilabas.export import rdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OTHER = TESTS / "data" / "other-engines.ttl"
HEAD = """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ild: <https://w3id.org/icilabas/id/> .
@prefix ilg: <https://w3id.org/icilabas/graph/> . @prefix schema: <https://schema.org/> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
# Values that servers keep otherwise, and what else they change: loaded, and what stands there instead.
MORE = """ild:x-sizes schema:price 12.50 ; schema:position 007 ; schema:width 5, 5.0 ;
  dcterms:created "2016"^^xsd:gYear, "2016-01-01"^^xsd:date ."""


def store(said: str) -> ox.Store:
    """Return a store in which a passage says this."""
    made: ox.Store = engine.new_store()
    text = f"{HEAD} ilg:p {{ ilg:p a ilb:Passage . {said} }}"
    engine.extend(made, ox.parse(text.encode(), format=ox.RdfFormat.TRIG))
    return made


def told(here: str, there: str) -> list[str]:
    """Return the sentences on what two passages say, without the address."""
    return [fault.text().removeprefix("there: ") for fault in kept_otherwise(store(here), store(there), "there")]


def test_what_is_the_same_is_not_told() -> None:
    said = 'ild:a schema:name "É"@fr-FR, "é" ; schema:price 12.50, 012 ; schema:x <urn:y> .'
    assert told(said, said) == []
    assert compared_statements(store(said)) == 6


def test_what_rules_add_is_not_compared() -> None:
    """Not even where they find that something is a passage."""
    assert told("} ilg:inferred { ild:a a ilb:Passage .", "} ilg:inferred { ild:b a ilb:Passage .") == []


@pytest.mark.parametrize(
    ("here", "there", "begins"),
    [
        ("12.50", "12.5", "1 value is written otherwise there, but is the same value: "),
        ("007", "7", "1 value is written otherwise there, but is the same value: "),
        ("12.50, 12.5", "12.5", "1 value is written otherwise there, but is the same value: "),
        ('"P1Y"^^xsd:duration', '"P12M"^^xsd:duration', "1 value is written otherwise there, but is the same value: "),
        ("12.5", "1.25e1", "1 value has another datatype there: "),
        ("5, 5.0", "5", "1 value has another datatype there: "),
        ('"2016"^^xsd:gYear', '"2016"', "1 value has another datatype there: "),
        ("12.34567890123456789", "12.345678901234568", "1 number is another one there: "),
        ('"2016-01"^^xsd:gYearMonth', '"2016"^^xsd:gYear', "1 date is another one there, "),
        ('"2016-01"^^xsd:gYearMonth, "2016"^^xsd:gYear', '"2016"^^xsd:gYear', "1 date is another one there, "),
        ('"-0044-03-15"^^xsd:date', '"-044-03-15"^^xsd:date', "1 date is another one there, "),
        ('"P1Y"^^xsd:duration', '"12"^^xsd:duration', "1 duration is another one there: "),
        ('"P1Y"^^xsd:duration', "12", "1 duration is another one there: "),
        ('"Cé"@fr', '"Cé"', "1 text has another language there, or none: "),
        ('"Cé"@fr', '"CÃ©"@fr', "1 text is another one there: "),
    ],
)
def test_a_value_that_is_another_one_is_told_with_what_stands_there(here: str, there: str, begins: str) -> None:
    (sentence,) = told(f"ild:a schema:x {here} .", f"ild:a schema:x {there} .")
    assert sentence.startswith(begins), sentence
    assert "ild:a schema:x " in sentence
    assert "(passage ilg:p)" in sentence


def test_both_values_are_shown() -> None:
    (sentence,) = told('ild:a schema:x "P1Y"^^xsd:duration .', 'ild:a schema:x "12"^^xsd:duration .')
    assert 'ild:a schema:x "P1Y"^^xsd:duration is "12"^^xsd:duration there (passage ilg:p)' in sentence


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ('"2017"^^xsd:gYear, "2016"^^xsd:gYear', '"2016"^^xsd:gYear'),  # no two of one value
        ('"-44"^^xsd:date, "-45"^^xsd:date', '"-45"^^xsd:date'),
        ("5, 6", "6"),
        ('"Deux"@fr, "Two"@en', '"Two"@en'),
        ("<urn:a>, <urn:b>", "<urn:b>"),
    ],
)
def test_a_statement_that_is_gone_is_told_as_gone(here: str, there: str) -> None:
    (sentence,) = told(f"ild:a schema:x {here} .", f"ild:a schema:x {there} .")
    assert sentence.startswith("1 statement is not there: ild:a schema:x "), sentence


def test_what_is_not_in_the_files_is_told_and_each_kind_once_with_its_count() -> None:
    here = "".join(f"ild:a{n} schema:x {n}.50 ; schema:y 1.25 ; schema:z <urn:z> ." for n in range(1, 4))
    there = "".join(f"ild:a{n} schema:x {n}.5 ; schema:y 1.26 ; schema:v <urn:z> ." for n in range(1, 4))
    sentences = told(here, there)
    assert [sentence.partition(",")[0] for sentence in sentences] == [
        "3 statements are not there",
        "3 statements stand there and in no file",
        "3 numbers are other ones there",
        "3 values are written otherwise there",
    ]
    assert "such as ild:a1 schema:z urn:z (passage ilg:p)" in sentences[0]
    assert "such as ild:a1 schema:v urn:z (passage ilg:p)" in sentences[1]


def test_only_a_value_that_is_written_otherwise_is_no_fault() -> None:
    for there, severity in (("12.5", "Warning"), ("12.6", "Violation")):
        (fault,) = kept_otherwise(store("ild:a schema:x 12.50 ."), store(f"ild:a schema:x {there} ."), "there")
        assert fault.severity == severity


def test_of_very_many_values_of_one_thing_none_are_paired() -> None:
    here = f"ild:a schema:x {', '.join(f'{n}.50' for n in range(300))} ."
    there = f"ild:a schema:x {', '.join(f'{n}.5' for n in range(300))} ."
    assert [sentence.partition(",")[0] for sentence in told(here, there)] == [
        "300 statements are not there",
        "300 statements stand there and in no file",
    ]


# the command


def command(*arguments: object) -> tuple[int, str, str]:
    """Run a command in English; return its exit code, and what it says."""
    result = CliRunner().invoke(main, [*map(str, arguments), "--lang", "en"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def test_what_is_asked_for_has_to_fit_together(tmp_path: Path) -> None:
    inputs: list[list[object]] = [[OTHER], [OTHER, "http://localhost:1/sparql"], ["--store", tmp_path]]
    for given in inputs:
        code, _out, err = command("validate", *given, "--against", OTHER)
        assert (code, "give the address of that server as the only input" in err) == (2, True), err
    for words in (["--include-restricted"], ["--strict-persons"], ["--profile", "partner"]):
        code, _out, err = command("validate", OTHER, *words)
        assert (code, "add --against FILE" in err) == (2, True), err


def loaded(inputs: list[object], folder: Path, *, profile: str = "internal") -> Path:
    """Write what is loaded on servers: all that the inputs say, and what the rules add."""
    path = folder / "all.nq"
    made = load_store([str(each) for each in inputs], profile=profile)
    path.write_bytes(rdf.rdf(made, ".nq", restricted=True, inferred=True))
    return path


KEPT: dict[str, list[str]] = {
    "oxigraph": ["3 values are written otherwise there"],
    "virtuoso": [
        "1 value has another datatype there",
        "1 number is another one there",
        "3 dates are other ones there",
        "1 duration is another one there",
        "2 values are written otherwise there",
    ],
}


@pytest.mark.journey
@pytest.mark.parametrize("name", KEPT)
def test_what_real_servers_change_is_told(name: str, tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text(f"{HEAD} {MORE}", "utf-8")
    quads = loaded([OTHER, more], tmp_path)
    serve: Callable[..., object] = getattr(servers, name)
    with serve(tmp_path / name, quads) as url:  # type: ignore[attr-defined]  # a context manager
        for against in ([OTHER, "--against", more], [quads]):
            code, out, err = command("validate", "--input", url, "--against", *against)
            lines = [line.removeprefix(f"{url}: ") for line in out.splitlines()]
            assert [line.partition(":")[0].partition(",")[0] for line in lines] == KEPT[name]
            assert code == (name == "virtuoso")
            assert ("statements compared: no faults" in err) == (name == "oxigraph")
        code, out, _err = command("validate", "--input", url, "--against", OTHER)
        assert code == 1
        assert "statements stand there and in no file" in out


@pytest.mark.journey
def test_a_server_that_keeps_all_is_told_to_do_so_and_one_that_cannot_be_read_is_exit_2(tmp_path: Path) -> None:
    kept = ox.Store()
    kept.load(path=loaded([SMALL], tmp_path, profile="public"))
    with little.serving(little.endpoint(kept)) as server:
        code, out, err = command("validate", server.url, "--against", SMALL)
        assert (code, out) == (0, "")
        assert f"{server.url}: " in err
        assert command("validate", server.url, "--against", tmp_path / "nothing.nq")[0] == 2
    code, _out, err = command("validate", server.url, "--against", SMALL)
    assert (code, server.url in err) == (2, True)


@pytest.mark.journey
@pytest.mark.parametrize("profile", ["public", "internal"])
def test_files_are_read_as_they_are_when_they_are_loaded(profile: str, tmp_path: Path) -> None:
    """With what is said in one way only, and, where the profile is public, without the contact details there."""
    path = tmp_path / "others.ttl"
    path.write_text(
        f"""{HEAD} ild:o a schema:Organization ; schema:name "Ask info{chr(64)}example.org first"@en .""", "utf-8"
    )
    kept = ox.Store()
    kept.load(path=loaded([path], tmp_path))
    with little.serving(little.endpoint(kept)) as server:
        code, out, _err = command("validate", server.url, "--against", path, "--profile", profile)
    assert (code, out) == (0, "")


@pytest.mark.journey
@pytest.mark.parametrize("how", ["what they say", "what is made of it"])
def test_a_server_may_have_been_loaded_with_what_files_say_alone(how: str, tmp_path: Path) -> None:
    """What is said in one way only is made of that, and is missing nowhere."""
    path = TESTS / "data" / "org-only.ttl"
    kept, quads, inferred = ox.Store(), tmp_path / "all.nq", how == "what is made of it"
    quads.write_bytes(rdf.rdf(load_store([path], infer=inferred), ".nq", restricted=True, inferred=inferred))
    kept.load(path=quads)
    with little.serving(little.endpoint(kept)) as server:
        for against in (path, quads):
            assert command("validate", server.url, "--against", against, "--include-restricted")[:2] == (0, "")


@pytest.mark.journey
def test_what_the_profile_does_not_show_is_neither_compared_nor_shown(tmp_path: Path) -> None:
    """The server holds all; all that is said of persons has been changed there, and what says that it is restricted."""
    graph = "https://w3id.org/icilabas/graph/kept"
    text = f"""{HEAD} @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix ilv: <https://w3id.org/icilabas/vocabulary/> .
    <{graph}> {{ <{graph}> a ilb:Passage . <{graph}/secret> a ilb:Passage ; dcterms:accessRights ilv:restricted .
      ild:o a ilb:Organization ; schema:name "Org" ; schema:price 1.25 . }}
    <{graph}/secret> {{ ild:o schema:price 7.77 . ild:somebody a foaf:Person ; foaf:name "Ada Marked" ; schema:age 41 . }}"""
    path = tmp_path / "all.trig"
    path.write_text(text, "utf-8")
    whole = ox.Store()
    whole.load(path=loaded([path], tmp_path))
    for quad in [*whole]:
        if "accessRights" in str(quad.predicate) or "Person" in str(quad.object):
            whole.remove(quad)  # the files say so, the server does not
        elif any(word in str(quad) for word in ("Marked", "7.77", "41")) and "inferred" not in str(quad.graph_name):
            whole.remove(quad)
            value = str(quad.object).replace("Marked", "Changed").replace("7.77", "8.88").replace("41", "42")
            changed = next(iter(ox.parse(f"<x:s> <x:p> {value} .".encode(), format=ox.RdfFormat.N_TRIPLES))).object
            whole.add(ox.Quad(quad.subject, quad.predicate, changed, quad.graph_name))
    person, age, weighs = (
        ox.NamedNode(f"https://{name}") for name in ("w3id.org/icilabas/id/somebody", "x/age", "x/kg")
    )
    whole.add(
        ox.Quad(person, age, ox.Literal(42), ox.NamedNode(graph))
    )  # a public passage, to which the files say nobody
    made = ox.NamedNode("https://w3id.org/icilabas/graph/profile/partner")
    passage = ox.NamedNode("https://w3id.org/icilabas/ontology#Passage")
    whole.add(ox.Quad(made, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), passage, made))
    whole.add(ox.Quad(made, weighs, ox.Literal(1), made))
    with little.serving(little.endpoint(whole)) as server:
        for profile in ("public", "partner"):
            code, out, _err = command("validate", server.url, "--against", path, "--profile", profile)
            assert (code, out) == (0, "")
        code, out, _err = command("validate", server.url, "--against", path, "--include-restricted")
    assert code == 1
    assert "1 text is another one there" in out
    assert "2 numbers are other ones there" in out
