"""Definitions: each is whole in each language and has a source or is ours, each number leads to one that is there."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

import bundled
import pytest

from icilabas.comparison.definitions import bare, defined, definitions, measured, numbers
from icilabas.comparison.summary import sections
from icilabas.comparison.territory_comparison import compare
from icilabas.measures.brokerage import ROLES
from icilabas.measures.small_samples import COUNTS_BELOW, FEWEST_NODES, FEWEST_PASSAGES
from icilabas.words.catalogues import keys, languages, template
from icilabas.words.sentences import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

# What may stand in the gaps of a sentence without being measured.
NAMES = {
    *("a", "actor", "actors", "after", "b", "before", "by", "here", "label", "links", "list", "members", "name", "one"),
    *("other", "pages", "place", "place_a", "place_b", "reason", "reasons", "text", "there", "thing", "what", "where"),
    *("who", "kind", "way", "least", "via"),
}
# How many more there are than are told is counted by who reads; a reason leads to the definition as a whole.
COUNTED_ELSEWHERE = {"more.count", "links-too-few.n"}


def gaps(lang: str) -> Iterator[str]:
    for key in keys("report"):
        for count in (1, 2):
            for _text, gap, *_form in Formatter().parse(template(key, lang, count)):
                if gap:
                    yield f"{key}.{gap}"


@pytest.mark.parametrize("lang", languages())
def test_each_number_in_a_sentence_of_a_comparison_has_one_definition(lang: str) -> None:
    shown = [gap for each in definitions().values() for gap in each.shown]
    assert len(shown) == len(set(shown))
    numbers = {gap for gap in gaps(lang) if gap.rpartition(".")[2] not in NAMES or gap.startswith("actors.")}
    numbers |= {"ei-none.reason", "p-few.reason"}
    numbers -= {"actors.place_a", "actors.place_b", *COUNTED_ELSEWHERE}
    assert numbers == set(shown)


def test_each_definition_is_whole_and_names_its_source_or_is_ours() -> None:
    for key, each in definitions().items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", key)
        for text in (each.name, each.counts, each.range, *([each.few] if each.few else [])):
            french, english = text.text("fr"), text.text("en")
            assert french != english or key == "liaison"
            assert "'" not in french + english
            assert not re.search(r"\w[:;!?]( |$)", french), french
        assert bool(each.source) == bool(each.doi)
        assert re.fullmatch(r"10\.\d{4,}/\S+", each.doi or "10.1234/x")
        assert re.search(r"\b(19|20)\d\d\b", each.source or "1927")
    wanted = {"degree", "strength", "betweenness", "closeness", "constraint", *ROLES, "community", "stability"}
    wanted |= {"agreement", "rank", "rank-interval", "ei-index", "p-value", "floor", "expected", "weight", "cut"}
    assert {*wanted, "score", "points", "presence", "tests", "few"} <= definitions().keys()


def test_what_too_few_is_said_to_be_is_what_it_is() -> None:
    few = definitions()["few"]
    for lang in languages():
        for text in (few.range, few.counts):
            assert [int(each) for each in re.findall(r"\d+", text.text(lang))] == [
                FEWEST_NODES,
                COUNTS_BELOW,
                FEWEST_PASSAGES,
            ]


def test_a_mark_is_seen_by_who_asks_for_it_and_by_nobody_else() -> None:
    said = measured("actors", "en", a=3, b=1200, both=0, place_a="A", place_b="B")
    assert bare(said) == phrase("actors", "en", a=3, b=1200, both=0, place_a="A", place_b="B")
    assert [(text, key) for _before, text, key in numbers(said)] == [(each, "presence") for each in ("3", "1200", "0")]
    assert [before for before, *_number in numbers(said)] == [
        "Actors: ",
        " for A, ",
        " for B, ",
    ]
    count = measured("pairs-all", "fr", count=1234)
    assert [(text, key) for _before, text, key in numbers(count)] == [("1\N{NARROW NO-BREAK SPACE}234", "pairs")]
    assert [*numbers(defined("no-such-definition", "3"))] == []
    assert bare(defined("no-such-definition", "3")) == "3"
    assert bare("\ufdd0a\ufdd1") == "a"


@pytest.mark.parametrize("lang", languages())
def test_who_does_not_ask_for_marks_reads_the_same_without_them(lang: str) -> None:
    found = compare(bundled.public(), "nord-pas-de-calais", "kayes")
    plain, marked = sections(found, lang), sections(found, lang, marked=True)
    assert any("\ufdd0" in text for section in marked for text in section.paragraphs)
    where = phrase("defined", lang)
    assert plain[-1].paragraphs[-1].endswith(where)
    plain[-1].paragraphs[-1] = plain[-1].paragraphs[-1].removesuffix(f" {where}")
    for one, other in zip(plain, marked, strict=True):
        assert [one.heading, *one.paragraphs, *one.items] == [
            other.heading,
            *map(bare, other.paragraphs),
            *map(bare, other.items),
        ]
