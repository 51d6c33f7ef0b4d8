"""Texts of the catalogues with values in them, and the English that was mended."""

from __future__ import annotations

import re

import pytest
from catalogue_entries import entries

from icilabas.words.messages import either, message, show, suggestion
from icilabas.words.text import NOTHING, Text, same

# What a native reader stumbles over, and what is written instead.
ODD = {
    r"(?<!there) is no\b": "is not a …",
    r"\bis the id of nothing\b": "no such id: …",
    r"\bexpected: a\b": "must be a …",
    r"\b(read|possible|accepted) are\b": "what can be read: …",
    r"\b(holds?|contains?) no \w+[^s\s,;:]($|[,;:])": "contains no …s",
    r"\banew\b": "again, rebuild",
    r"\bhas to\b": "must",
    r"\bmend\b": "correct",
    r"\bno (fault|row|triple)\b": "no …s",
    r"\bunknown ending\b": "unknown file extension",
}
TURNS = "[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
OF_COMMANDS = ("inputs", "messages", "stores")


@pytest.mark.parametrize("odd", ODD)
def test_the_english_is_plain(odd: str) -> None:
    said = {key: form for name in OF_COMMANDS for key, forms in entries("en", name).items() for form in forms}
    assert {key: en for key, en in said.items() if re.search(odd, en)} == {}, f"write: {ODD[odd]}"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_spaces_that_may_not_break_are_put_in_when_a_text_is_set(lang: str) -> None:
    """The catalogues have plain spaces: ``typeset`` and nothing else decides which of them may not break."""
    assert {key for key, forms in entries(lang).items() if re.search(TURNS, "".join(forms))} == set()


def test_a_french_text_has_its_spaces() -> None:
    tight = {key for key, forms in entries("fr").items() for fr in forms if re.search(r"«\S|\S»|\S[:;?!](\s|$)", fr)}
    assert tight == {"no-groups", "blank-source-yaml", "yaml-key"}  # {node: group} and YAML are as programs write them


def test_quotes_are_those_of_the_language() -> None:
    french = {key for key, forms in entries("fr").items() if set("".join(forms)) & set("“”")}
    english = {key for key, forms in entries("en").items() if set("".join(forms)) & set("«»")}
    assert french == english == set()


def test_values_are_put_in_the_language_of_the_sentence() -> None:
    expected = Text({"fr": "un nombre entier", "en": "a whole number"})
    said = message("bad-parameter", found="x", name="n", expected=expected)
    assert said.text("fr").endswith("un nombre entier")
    assert said.text("en").endswith("a whole number")


@pytest.mark.parametrize(
    ("count", "fr", "en"),
    [
        (0, "0 chose,", "0 things;"),
        (1, "1 chose,", "1 thing;"),
        (2, "2 choses,", "2 things;"),
        (1234, "1\u202f234 choses,", "1,234 things;"),
    ],
)
def test_a_count_chooses_the_form_and_is_written_as_the_language_does(count: int, fr: str, en: str) -> None:
    said = message("count-differs", name="n", count=count, expected=9)
    assert fr in said.text("fr")
    assert en in said.text("en")


def test_a_value_from_data_is_one_line_of_120_characters_at_most() -> None:
    assert show("a" * 120) == "a" * 120
    assert show("a" * 121) == "a" * 120 + "…"
    assert show("a\nb\x1b[1m\u202ec") == "a�b�[1m�c"
    assert show(3) == "3"
    assert "{name}" in message("unknown-table", found="{name}").text("fr")  # text from data fills no gap


def test_names_are_told_in_their_order_once_each() -> None:
    assert suggestion(["b", "a"]).text("en").count("b, a") == suggestion(["b", "a"]).text("fr").count("b, a") == 1
    names = [Text({"fr": "deux", "en": "two"}), Text({"fr": "un", "en": "one"}), Text({"fr": "deux", "en": "second"})]
    assert "deux, un" in either(names).text("fr")
    assert "two, one, second" in either(names).text("en")
    assert either(names, near=False).text("en") != either(names).text("en")
    assert suggestion([]) == either([]) == NOTHING
    assert "x" in suggestion(["x"]).text("en")
    assert same("x") != NOTHING
