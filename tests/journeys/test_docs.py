"""README and CONTRIBUTING are true: commands run, the output shown is real, links lead somewhere, nothing is left out."""

from __future__ import annotations

import inspect
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from places import ROOT
from shown import FENCE, Block, blocks, holds, pattern, run, write

import icilabas

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
BLOCKS = blocks("README.md")  # those of CONTRIBUTING change the program: `test_guides.py` follows them


def _of(language: str) -> list[object]:
    return [pytest.param(b, id=f"{b.document}:{b.line}") for b in BLOCKS if b.language == language]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a reader would be: a folder with the repository's data and ontology, and the files shown."""
    for name in ("data", "ontology"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for block in BLOCKS:
        if block.file:
            write(block, tmp_path)
    return tmp_path


@pytest.mark.parametrize("block", _of("console"))
def test_commands_print_what_is_shown(block: Block, folder: Path) -> None:
    holds(block, folder)


@pytest.mark.parametrize("block", _of("python"))
def test_programs_run(block: Block, folder: Path) -> None:
    holds(block, folder)


def _code() -> str:
    """Return all that the documents set as code."""
    texts = [(ROOT / name).read_text("utf-8") for name in DOCUMENTS]
    spans = [span for text in texts for span in re.findall(r"`([^`\n]+)`", FENCE.sub("", text))]
    return "\n".join([*spans, *(block.text for block in BLOCKS)])


def test_every_command_is_documented(tmp_path: Path) -> None:
    helped = run(["icilabas", "--help"], tmp_path).stdout
    commands = re.findall(r"^  ([a-z][\w-]*)\b", helped.partition("Commands:")[2], re.MULTILINE)
    assert commands, helped
    assert not [name for name in commands if not re.search(rf"\bicilabas {name}\b", _code())]


def test_every_public_name_is_documented() -> None:
    names = [
        name for name in icilabas.__all__ if not inspect.ismodule(getattr(icilabas, name))
    ]  # these in the reference
    assert not [name for name in names if not re.search(rf"\b{name}\b", _code())]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_to_files_lead_somewhere(document: str) -> None:
    targets = re.findall(r"\]\((?!\w+:|#)([^)#]+)", (ROOT / document).read_text("utf-8"))
    assert not [target for target in targets if not (ROOT / target).exists()]


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (["a", "…", "z"], "a\nb\nc\nz\n", True),
        (["a", "…", "z"], "a\nz\n", True),
        (["a…c"], "abc\n", True),
        (["a"], "a\nb\n", False),
        (["a", "…", "y"], "a\nb\nz\n", False),
    ],
)
def test_ellipsis_stands_for_what_is_left_out(shown: list[str], printed: str, *, same: bool) -> None:
    assert bool(re.fullmatch(pattern(shown), printed)) is same
