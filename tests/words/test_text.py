"""Texts in several languages: which one is said, when two are equal, and the language of the process."""

from __future__ import annotations

import pickle

import pytest

from icilabas.words.catalogues import languages
from icilabas.words.messages import message
from icilabas.words.text import (
    NOTHING,
    Text,
    by_range,
    current_language,
    in_each_language,
    same,
    set_language,
    together,
    tongue,
)


@pytest.mark.parametrize(
    ("texts", "lang", "found"),
    [
        ({"fr": "oui", "en": "yes"}, "en", ("en", "yes")),
        ({"fr": "oui", "en": "yes"}, "de", ("fr", "oui")),
        ({"en": "yes", "de": "ja"}, "fr", ("en", "yes")),
        ({"de": "ja"}, "fr", ("de", "ja")),
        ({"de": "ja", "": "x"}, "en", ("", "x")),
        ({"fr": "", "en": "yes"}, "fr", ("en", "yes")),
        ({"": "Grdr"}, "en", ("", "Grdr")),
        ({}, "fr", ("", "")),
    ],
)
def test_what_a_language_has_not_is_said_in_french_or_in_any(
    texts: dict[str, str], lang: str, found: tuple[str, str]
) -> None:
    assert Text(texts).find(lang) == found
    assert Text(texts).text(lang) == found[1]


def test_texts_are_equal_and_in_order_by_what_they_say() -> None:
    assert Text({"fr": "a", "en": "a"}) == same("a") == Text({"fr": "a"})
    assert len({same("a"), Text({"fr": "a", "en": "a"}), Text({"fr": "a", "en": "b"})}) == 2
    assert sorted([same("b"), Text({"fr": "a", "en": "z"}), same("a")])[:2] == [same("a"), Text({"fr": "a", "en": "z"})]
    assert same("a") != "a"
    assert message("os-long") == Text({lang: message("os-long").text(lang) for lang in languages()})
    assert [bool(text) for text in (NOTHING, Text({"fr": ""}), same("a"))] == [False, False, True]


def test_texts_are_put_together_in_each_language() -> None:
    both = Text({"fr": "a", "en": "b"}) + Text({"fr": "c", "en": "d"})
    assert both == Text({"fr": "a c", "en": "b d"})
    assert both + NOTHING == NOTHING + both == both
    assert together([both, same("x")], " | ") == Text({"fr": "a c | x", "en": "b d | x"})
    assert in_each_language(str.upper).by_language() == {lang: lang.upper() for lang in languages()}


def test_a_text_reaches_another_process_whole() -> None:
    for text in (Text({"fr": "a", "en": "b"}), message("cannot-open", path="x", error=message("os-long"))):
        kept = pickle.dumps(text)
        assert pickle.loads(kept).by_language() == text.by_language()  # noqa: S301  # our own bytes


def test_the_language_of_the_process_is_kept() -> None:
    before = current_language()
    try:
        assert set_language("fr") == current_language() == "fr"
    finally:
        set_language(before)


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ([("fr-FR", "oui"), ("EN", "yes")], {"fr": "oui", "en": "yes"}),
        ([("fr-ca", "icitte"), ("fr", "ici"), ("FR", "là")], {"fr": "ici"}),
        ([("fr-FR", "ici"), ("fr-CA", "icitte")], {"fr": "icitte"}),  # in the order of the tags
        (
            [("de-AT", "Sackerl"), ("de", "Tüte"), (None, "sac"), ("", "cabas")],
            {"de-AT": "Sackerl", "de": "Tüte", "": "sac"},
        ),
        ([("fra", "oui"), ("fr-x-y", "ouais")], {"fr": "ouais"}),
        ([], {}),
    ],
)
def test_one_text_for_each_language(tagged: list[tuple[str | None, str]], expected: dict[str, str]) -> None:
    assert by_range(tagged) == expected


def test_languages_are_ranges() -> None:
    said = Text({"fr-FR": "oui", "EN-gb": "yes", "de": "ja"})
    assert said == Text({"fr": "oui", "en": "yes"})
    assert [said.find(lang) for lang in ("fr", "fr-CA", "EN_us", "eng", "de", "nl")] == [
        *(("fr", "oui"), ("fr", "oui"), ("en", "yes"), ("en", "yes"), ("de", "ja"), ("fr", "oui")),
    ]
    assert (tongue("FR-be"), tongue("de-AT"), tongue(""), tongue(None)) == ("fr", "de-AT", "", "")
