"""Patterns that are compiled when they are first asked."""

from __future__ import annotations

import copy
import re

import pytest

from icilabas.words.patterns import pattern


def test_a_pattern_is_compiled_once_when_it_is_first_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[object] = []
    compile_now = re.compile

    def noting(text: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append((text, flags))
        return compile_now(text, flags)

    monkeypatch.setattr(re, "compile", noting)
    words = pattern(r"[a-z]+", re.IGNORECASE)
    assert compiled == []
    assert [words.findall("Ici, là") for _time in range(3)] == [["Ici", "l"]] * 3
    assert compiled == [("[a-z]+", re.IGNORECASE)]
    assert words.fullmatch("ICI")


def test_a_pattern_may_be_of_bytes_and_is_copied_as_others_are() -> None:
    lines = pattern(rb"[^\n]+")
    for same in (lines, copy.deepcopy(lines)):
        assert same.findall(b"a\nb") == [b"a", b"b"]


def test_what_is_no_pattern_says_so_when_it_is_asked() -> None:
    wrong = pattern("(")
    with pytest.raises(re.error):
        wrong.match("")
