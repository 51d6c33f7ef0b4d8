"""What comes from outside made safe: bounded, on one line, in a stable order."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icilabas.words.safe_text import (
    as_list,
    by_language,
    pick,
    plain,
    policy,
    printable,
    text_of,
    weight_or_one,
)


@given(st.text())
def test_a_text_keeps_all_that_can_be_seen(text: str) -> None:
    found = printable(text)
    assert printable(found) == found
    assert [one for one in found if one not in text] in ([], ["\n"] * found.count("\n"))
    assert [one for one in text if one.isprintable()] == [one for one in found if one.isprintable()]
    parsed = ET.fromstring(f"<a>{escape(found)}</a>").text or ""  # noqa: S314  # what was written here
    assert parsed == found.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\x0bb\x0cc\x85d", "a\nb\nc\nd"),
        ("a\0\x08\x0e\x1f\x7f\x80\x9f\ufffe\uffff\ud800\udfff\ufdd0\ufdef\U0001fffe\U0010ffffb", "ab"),
        ("a\t\r\n\xa0\u200b\u2028\xad\U0010fffdb", "a\t\r\n\xa0\u200b\u2028\xad\U0010fffdb"),
    ],
)
def test_control_characters_are_left_out_and_breaks_are_line_breaks(text: str, found: str) -> None:
    assert printable(text) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (math.nan, ""),
        (0, "0"),
        (Fraction(1, 3), "1/3"),
        (Decimal("1.50"), "1.50"),
        (dt.date(2016, 1, 19), "2016-01-19"),
        ({10, 2, 1}, "1, 10, 2"),  # in the order of the texts, not of the numbers
        (["b", "a"], "b, a"),
        (("b", None), "b,"),
        ({"b": 1, "a": [2, 3]}, "b: 1, a: 2, 3"),
        ([[[["deep"]]]], "…"),
        ([[["deep"]]], "deep"),
        ({"a": {"b": {"c": {"d": 1}}}}, "a: b: c: …"),
        ({"a": {"b": {"c": 1}}}, "a: b: c: 1"),
        ("a\tb\n\u2028 c\x00d\ufeffe", "a b c d e"),
        ("a\u202eb\u200fc\u2066d", "abcd"),
        ("  a   b ", "a b"),
    ],
)
def test_any_value_is_one_line(value: object, text: str) -> None:
    assert plain(value) == text


def test_a_long_text_is_cut_to_the_limit() -> None:
    assert plain("abc", 3) == "abc"
    assert plain("abcd", 3) == "ab…"
    assert len(plain("a" * 1000)) == 300
    assert plain("a" * 300) == "a" * 300


@given(st.text(), st.integers(2, 20))
def test_no_text_is_longer_than_its_limit_or_on_two_lines(text: str, limit: int) -> None:
    found = plain(text, limit)
    assert len(found) <= limit
    assert len(found.splitlines()) <= 1
    assert plain(found, limit) == found


def test_texts_by_language() -> None:
    assert list(text_of({"en": "a", "de": "", "fr": "b", "ar": "c"})) == ["fr", "ar", "en"]
    assert text_of({"EN-gb": "a", "fr-FR": "b", "en": "c", "de-AT": "d"}) == {"fr": "b", "de-AT": "d", "en": "c"}
    assert text_of("x") == {"": "x"}
    assert text_of(None) == {}
    assert by_language({"label_fr": "f", "label": "l"}, "label") == {"fr": "f"}
    assert by_language({"label": "l"}, "label") == {"": "l"}
    assert pick({"en": "a", "fr": "b"}, "fr") == "b"
    assert pick({"en": "a", "fr": "b"}, "de") == "a"
    assert pick({"en": "a", "fr": "b"}, "fr-CA") == "b"
    assert pick({}, "fr") == ""


@pytest.mark.parametrize(
    ("value", "found"),
    [(None, []), ("ab", ["ab"]), (b"ab", [b"ab"]), ({"a": 1}, [{"a": 1}]), (3, [3]), ((1, 2), [1, 2]), ([], [])],
)
def test_one_several_or_none_are_a_list(value: object, found: list[object]) -> None:
    assert as_list(value) == found


@pytest.mark.parametrize(
    ("value", "weight"),
    [(2, 2.0), ("0.5", 0.5), (0, 1.0), (-1, 1.0), (math.inf, 1.0), (math.nan, 1.0), ("x", 1.0), (None, 1.0)],
)
def test_a_weight_is_positive(value: object, weight: float) -> None:
    assert weight_or_one(value) == weight


def test_the_policy_allows_these_parts_only() -> None:
    said = policy(["a"], ["b", "c"])
    parts = dict(part.strip().split(" ", 1) for part in said.split(";"))
    assert parts["default-src"] == parts["base-uri"] == parts["form-action"] == "'none'"
    assert parts["script-src"] == "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"
    assert len(parts["style-src"].split()) == 2
    assert parts["img-src"] == "data:"
