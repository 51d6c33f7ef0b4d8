"""Texts in two languages, and numbers with their nouns."""

from __future__ import annotations

from icilabas.words.bilingual import COUNTS, NOTHING, Bilingual, counted, current_language, set_language


def test_french_is_given_for_french_only() -> None:
    text = Bilingual("oui", "yes")
    assert [text.text(lang) for lang in ("fr", "en", "de", "")] == ["oui", "yes", "yes", "yes"]
    assert text.text() == "yes"


def test_texts_are_put_behind_each_other() -> None:
    both = Bilingual("a", "b") + Bilingual("c", "d")
    assert both == Bilingual("a c", "b d")
    assert both + NOTHING == NOTHING + both == both


def test_nothing_is_singular_in_french_and_plural_in_english() -> None:
    fr = [f"{COUNTS['fr'](count):défaut|défauts}" for count in (0, 1, 2)]
    assert fr == ["0 défaut", "1 défaut", "2 défauts"]
    en = [f"{COUNTS['en'](count):fault|faults}" for count in (0, 1, 2)]
    assert en == ["0 faults", "1 fault", "2 faults"]
    assert f"{COUNTS['en'](3)}" == "3"
    both = [counted("{n:défaut|défauts} en {n}", "{n:fault|faults} in {n}", count) for count in (0, 1, 2)]
    assert [(text.fr, text.en) for text in both] == [
        ("0 défaut en 0", "0 faults in 0"),
        ("1 défaut en 1", "1 fault in 1"),
        ("2 défauts en 2", "2 faults in 2"),
    ]


def test_the_language_of_the_process_is_kept() -> None:
    before = current_language()
    try:
        assert set_language("fr") == current_language() == "fr"
    finally:
        set_language(before)
