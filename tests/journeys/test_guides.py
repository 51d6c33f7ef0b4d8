"""The guides of CONTRIBUTING are followed, each in a copy of the program: what they show is all that has to be done."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from copies import copied
from places import ROOT, SMALL
from shown import Block, blocks, commands, holds, patch

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = "CONTRIBUTING.md"
GUIDES = ("A form of input", "A measure", "A page", "A constraint")


def blocks_of(guide: str) -> list[Block]:
    """Return the blocks below the heading of a guide, up to the next heading."""
    lines = (ROOT / DOCUMENT).read_text("utf-8").splitlines()
    first = lines.index(f"### {guide}") + 1
    last = next(n for n, line in enumerate(lines[first:], first + 1) if line.startswith("#") and line[1:2] in " #")
    return [block for block in blocks(DOCUMENT) if first < block.line < last]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "small")
    return copied(tmp_path, "ontology", "src", "data")


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_leads_to_what_it_says(checkout: Path, guide: str) -> None:
    found = blocks_of(guide)
    assert any(block.language == "console" and commands(block) for block in found)
    for block in found:
        if block.language == "diff":
            patch(block, checkout)
        else:
            holds(block, checkout)
    if guide == "A page":
        page = (checkout / "site" / "counts.html").read_text("utf-8")
        assert "In numbers" in page
        assert 'href="counts.html"' in (checkout / "site" / "index.html").read_text("utf-8")
    if guide == "A form of input":
        assert (checkout / "partners.ttl").read_text("utf-8").count("skos:prefLabel") >= 2


def test_a_patch_that_no_longer_fits_is_told(checkout: Path) -> None:
    block = Block(DOCUMENT, 1, "diff", "ontology/comparison/columns.yaml", " no such line\n+added\n")
    with pytest.raises(AssertionError, match="no such line"):
        patch(block, checkout)
