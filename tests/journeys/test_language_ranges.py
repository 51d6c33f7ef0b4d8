"""Languages are ranges: what is tagged ``fr-FR`` or ``FR`` is French, from the file to whatever is made of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl
import pytest

import icilabas as ilb
from icilabas import engine
from icilabas.asking import answers, questions
from icilabas.check.validation import check
from icilabas.comparison.facts import Facts
from icilabas.dataset.loading import load_store, read_to_check
from icilabas.engine.terms import ONTOLOGY_GRAPH
from icilabas.export.workbook import filled, workbook
from icilabas.networks.projection import project, surroundings, views
from icilabas.site.shared_content import shared_content
from icilabas.site.things import statements_about
from icilabas.sources.gathering import gather
from icilabas.words.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.engine import Store

pytestmark = pytest.mark.journey
PREFIXES = """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ild: <https://w3id.org/icilabas/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
"""


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Store]:
    """Return the workshop as partners may read it, and the same with other tags of the same languages."""
    folder = tmp_path_factory.mktemp("tagged")
    text = engine.dump(gather().store, ".trig", leave_out=[ONTOLOGY_GRAPH]).decode()
    (folder / "lille.trig").write_text(text, "utf-8")
    other = re.sub('"@en(?= )', '"@EN-gb', re.sub('"@fr(?= )', '"@fr-Latn-FR', text))
    assert min(other.count('"@fr-Latn-FR '), other.count('"@EN-gb ')) > 1000
    (folder / "other").mkdir()
    (folder / "other" / "lille.trig").write_text(other, "utf-8")
    files = folder / "lille.trig", folder / "other" / "lille.trig"
    plain, ranges = (load_store([path], profile="partner") for path in files)
    return plain, ranges


def test_networks_are_the_same_whatever_tag_a_language_has(tagged: tuple[Store, Store]) -> None:
    known = [surroundings(store) for store in tagged]
    for view in views():
        one, other = (project(store, view.name, known=about) for store, about in zip(tagged, known, strict=True))
        assert dict(one.nodes(data=True)) == dict(other.nodes(data=True))
        assert [*one.edges(data=True)] == [*other.edges(data=True)]
        assert one.graph == other.graph
        assert all(about["label_en"] for _node, about in other.nodes(data=True))


def test_answers_comparisons_and_pages_are_the_same(tagged: tuple[Store, Store]) -> None:
    for asked in questions.questions():
        one, other = (answers.answer_table(store, asked, None) for store in tagged)
        assert [one.plain_rows(lang) for lang in ("fr", "en")] == [other.plain_rows(lang) for lang in ("fr", "en")]
    first, second = (shared_content(Facts(store), None) for store in tagged)
    assert [vars(each) for each in first["documents"]] == [vars(each) for each in second["documents"]]
    compared = [ilb.compare(store, "lille", "kayes") for store in tagged]
    for lang in ("fr", "en"):
        assert compared[0].to_markdown(lang) == compared[1].to_markdown(lang)
    things = [str(row[0]) for row in engine.select(tagged[0], "SELECT DISTINCT ?t { ?t a ilb:Partnership }").rows]
    about = [statements_about(store, things, [*first["titles"]]) for store in tagged]
    for thing in things:
        texts = [
            {key: [Text(said).by_language() for said in by.values()] for key, by in each[thing].texts.items()}
            for each in about
        ]
        assert texts[0] == texts[1]


def test_a_workbook_has_the_texts_in_the_columns_of_their_languages(
    tagged: tuple[Store, Store], tmp_path: Path
) -> None:
    books = []
    for name, store in zip("ab", tagged, strict=True):
        (tmp_path / f"{name}.xlsx").write_bytes(filled(store, ["fr"])["fr"])
        book = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
        books.append({sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in book})
    assert books[0] == books[1]


def test_what_is_read_is_written_with_its_tag(tagged: tuple[Store, Store]) -> None:
    plain, ranges = (engine.dump(store, ".nq").decode() for store in tagged)
    ours = [line for line in ranges.splitlines() if "ontology>" not in line]
    assert sum('"@fr-latn-fr ' in line for line in ours) > 1000  # the engine writes tags in small letters
    back = ranges.replace('"@fr-latn-fr ', '"@fr ').replace('"@en-gb ', '"@en ')
    assert sorted(back.splitlines()) == sorted(plain.splitlines())
    seats = (
        "SELECT ?n ?d { GRAPH ilg:profile\\/partner { ?s a ilb:Person ; skos:prefLabel ?n ; dcterms:description ?d } }"
    )
    said = [{*engine.select(store, seats).rows} for store in tagged]
    assert said[0] == said[1] != set()


def test_texts_of_a_language_are_told_where_a_workbook_loses_their_tags(
    tagged: tuple[Store, Store], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lost = []
    for store, told in zip(tagged, (False, True), strict=True):
        caplog.clear()
        workbook(store, tmp_path / "x.xlsx", "fr")
        assert ("(en-gb, fr-latn-fr)" in caplog.text) is told
        lost.append([line for line in caplog.messages if "have no place in a workbook" in line])
    assert lost[0] == lost[1]  # for other reasons


SAID = {
    "both": ('"Jumelage"@fr , "Jumelage des villes"@fr-CA , "Twinning"@en-GB', ("Jumelage", "Twinning")),
    "regions": ('"Puits du quartier"@fr-FR , "Puits"@fr-CA , "Well"@EN', ("Puits", "Well")),
    "codes": ('"Forage"@fra , "Borehole"@eng', ("Forage", "Borehole")),
    "third": ('"Brunnen"@de-AT', ("Brunnen", "Brunnen")),
    "third-beside": ('"Brunnen"@de , "Wells"@en-x-mine', ("Wells", "Wells")),
    "private": ('"Muets"@x-fr , "Mute"@en', ("Mute", "Mute")),
    "untagged": ('"Écluse" , "Lock"@en', ("Lock", "Lock")),
    "directed": ('"Quai"@fr--ltr , "Quay"@en--ltr', ("Quai", "Quay")),
}


def test_labels_are_chosen_and_counted_by_range(tmp_path: Path) -> None:
    path = tmp_path / "some.ttl"
    path.write_text(
        PREFIXES
        + '<urn:x:place> a ilb:Territory ; skos:prefLabel "Lieu"@fr , "Place"@en .\n'
        + "".join(
            f"<urn:x:{name}> a ilb:Partnership ; skos:prefLabel {said} ; ilb:links <urn:x:place> .\n"
            for name, (said, _shown) in SAID.items()
        ),
        "utf-8",
    )
    store = load_store([path])
    for lang, place in (("fr", 0), ("en", 1), ("fr-CH", 0), ("EN_us", 1)):
        rows = ilb.ask(store, "SELECT ?p (STR(?p) AS ?iri) { ?p a ilb:Partnership }", lang=lang)
        shown = {row[1].removeprefix("urn:x:"): row[0] for row in rows}
        assert shown == {name: expected[place] for name, (_said, expected) in SAID.items()}, lang
    told = [fault for fault in check(read_to_check([path])) if "fr-CA" in fault.message.text("fr")]
    assert [(fault.place.partition("urn:x:")[2], fault.severity) for fault in told] == [
        ("both skos:prefLabel", "Warning"),
        ("regions skos:prefLabel", "Warning"),
    ]
    hidden = ("Jumelage des villes", "Puits du quartier")  # as the fault says, and as the pages do
    assert all(text in fault.message.text("fr") for text, fault in zip(hidden, told, strict=True))
