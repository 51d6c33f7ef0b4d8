"""What may stand in no file of the repository or of a release."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from icilabas.sources.contact_details import telephones

if TYPE_CHECKING:
    from collections.abc import Callable


def _named(pattern: str) -> Callable[[str], list[str]]:
    return re.compile(pattern).findall


def _telephones(text: str) -> list[str]:
    """Return those that are one also where they stand in no prose: pages and programs are full of numbers."""
    return [text[start:end] for start, end in telephones(text, prose=False)]


FORBIDDEN = {
    "package index": _named(r"pypi\.org|pythonhosted\.org|npmjs\.(?:com|org)|deb\.debian\.org|anaconda\.org"),
    "e-mail address": _named(r"[\w.%+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}\b"),
    "telephone number": _telephones,
}
