"""A whole file: what is not kept, in the order of its names; and who is called how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from iatifiles import END, ID, ILD, NAMED, START, told, values

from icilabas.sources.iati import codes, reader

if TYPE_CHECKING:
    from pathlib import Path


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


@pytest.mark.parametrize("first", [True, False])
def test_who_has_no_name_is_called_by_the_reference_unless_it_is_named_elsewhere(
    tmp_path: Path, *, first: bool
) -> None:
    without, named = '<participating-org ref="XX-2" role="4"/>', '<narrative xml:lang="en">Boat club</narrative>'
    with_name = f'<participating-org ref="XX-2" role="4">{named}</participating-org>'
    other = '<participating-org ref="XX-3" role="4"/>'
    given = [without + other, with_name] if first else [with_name, without + other]
    graph, _warned = told(tmp_path, *(ID.replace("1", str(n)) + NAMED + each for n, each in enumerate(given, 1)))
    assert values(graph, f"{ILD}org-xx-2", "skos:prefLabel") == {"Boat club@en"}
    assert values(graph, f"{ILD}org-xx-3", "skos:prefLabel") == {"XX-3@und"}


def test_a_name_that_goes_with_one_reference_is_matched_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        f"{START}<iati-activity>{ID}{NAMED}<participating-org role='4'><narrative>Cafe</narrative></participating-org>"
        f"<participating-org role='4'><narrative>Two</narrative></participating-org></iati-activity><iati-activity>"
        f"<participating-org ref='XX-9'><narrative>CAFÉ</narrative></participating-org>"
        f"<participating-org ref='XX-7'><narrative>two</narrative></participating-org>"
        f"<participating-org ref='XX-8'><narrative>Two</narrative></participating-org></iati-activity>{END}",
        "utf-8",
    )
    known = codes.Known()
    reader.references(path, known)
    assert {name: sorted(found) for name, found in known.references.items()} == {
        "cafe": ["XX-9"],
        "two": ["XX-7", "XX-8"],
    }


def test_control_characters_are_left_out_and_told(tmp_path: Path) -> None:
    title = "<title><narrative xml:lang='fr'>Les&#x0B;puits\x07 par&#1;tages</narrative></title>"
    graph, warned = told(tmp_path, ID.replace("1", "7"), ID + title)
    assert values(graph, f"{ILD}iati-x-1", "skos:prefLabel") == {"Les puits partages@fr"}
    assert [(line, text[:2]) for line, text in warned if "control characters" in text] == [("3", "3 ")]
