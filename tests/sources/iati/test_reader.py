"""What is told of a file: what is not kept, in the order of its names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iatifiles import ID, NAMED, told

from icilabas.sources.iati import reader

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_what_is_left_out_is_counted_in_the_order_of_its_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = '<zeta/><budget/><budget/><sector code="14030" percentage="50"/>'
    _graph, warned = told(tmp_path, ID + NAMED + more, "<zeta/>" + ID.replace("1", "2") + NAMED)
    (text,) = [text for _line, text in warned if "zeta" in text]
    named = ["@percentage (1)", "budget (2)", "zeta (2)"]
    assert [text.index(name) for name in named] == sorted(text.index(name) for name in named)
    monkeypatch.setattr(reader, "_MOST_NAMES", 2)
    _graph, warned = told(tmp_path, ID + NAMED + more)
    assert not [text for _line, text in warned if "zeta" in text]
    assert [text for _line, text in warned if "budget (2)" in text]
