"""The pages of the documentation are true, the same in both languages, and leave nothing out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from copies import copied
from places import ROOT
from shown import Block, blocks, commands, holds

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("fr", "en")
PAGES = {
    lang: sorted(path.relative_to(ROOT / "docs" / lang).as_posix() for path in (ROOT / "docs" / lang).rglob("*.md"))
    for lang in LANGUAGES
}
RUN = [(lang, name) for lang in LANGUAGES for name in PAGES[lang] if blocks(f"docs/{lang}/{name}")]


@pytest.mark.parametrize(("lang", "name"), RUN)
def test_a_page_can_be_followed_from_top_to_bottom(lang: str, name: str, tmp_path: Path) -> None:
    found = blocks(f"docs/{lang}/{name}")
    copied(tmp_path, "data")
    if any(str(block.file).startswith(("ontology/", "src/")) for block in found):  # it changes the project: a copy
        copied(tmp_path, "ontology", "src")
    for block in found:
        holds(block, tmp_path, lang)


def test_both_languages_have_the_same_pages() -> None:
    assert PAGES["fr"] == PAGES["en"]


@pytest.mark.parametrize("name", PAGES["fr"])
def test_both_languages_show_the_same_commands_programs_and_files(name: str) -> None:
    french, english = ([_code(block) for block in blocks(f"docs/{lang}/{name}")] for lang in LANGUAGES)
    assert french == english


def _code(block: Block) -> object:
    """Return what is the same in both languages: not what is printed, nor what people write into tables."""
    if block.language == "console":
        return [(command.words, command.status) for command in commands(block)]
    program = re.sub(r" *#.*", "", block.text) if block.language == "python" else ""  # its remarks are for people
    return block.language, block.file, program
