"""A pseudo-language: every text between ⟦ and ⟧, in a folder as a translator would add it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po, write_po
from catalogue_entries import entries
from places import ROOT

from icilabas.words.catalogues import FIRST

if TYPE_CHECKING:
    from pathlib import Path

TAG, NAME = "eo", "Esperanto"  # a language that CLDR knows and nobody here has translated
OPENS, CLOSES = "⟦", "⟧"


def begin(locales: Path) -> str:
    """Begin the language as CONTRIBUTING says; return what is printed."""
    command = [sys.executable, str(ROOT / "tools" / "language.py"), TAG, str(locales)]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def translate(locales: Path) -> None:
    """Fill in every text: the French one, marked."""
    french = entries(FIRST)
    for path in sorted((locales / TAG).glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file)
        for entry in catalogue:
            if entry.id:
                key = entry.id if isinstance(entry.id, str) else entry.id[0]
                text = f"{OPENS}{key if entry.context else french[key][-1]}{CLOSES}"
                entry.string = (text,) * catalogue.num_plurals if entry.pluralizable else text
        with path.open("wb") as file:
            write_po(file, catalogue, width=0)
