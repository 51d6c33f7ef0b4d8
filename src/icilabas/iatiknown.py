"""What is known across IATI activities and files: which id stands for what, and how things are called."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from icilabas.terms import Iri, slug

if TYPE_CHECKING:
    from pathlib import Path


_LONGEST = 80  # characters of an id


def _digest(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]


@dataclass
class Known:
    """What is known across activities and files: who has which id and which name.

    With ``match_names``, organisations without a reference are one where their names are equal but for case, accents
    and punctuation; and one with the organisation that has a reference, where just one of this file has that name.
    """

    match_names: bool = False
    ids: dict[str, str] = field(default_factory=dict)
    labels: dict[tuple[Iri, str], str] = field(default_factory=dict)
    called: dict[Iri, str] = field(default_factory=dict)
    references: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    activities: dict[tuple[Path, str], str] = field(default_factory=dict)
    nameless: dict[Iri, tuple[str, Iri]] = field(default_factory=dict)
    lines: dict[Iri, str] = field(default_factory=dict)
    warned: set[tuple[str, str]] = field(default_factory=set)

    def id(self, kind: str, raw: str) -> str:
        """Return an id for a code or reference; two that differ never get the same one."""
        name = slug(raw) or _digest(raw)
        wish = f"{kind}-{name}" if len(name) <= _LONGEST else f"{kind}-{name[:_LONGEST]}-{_digest(raw)}"
        return wish if self.ids.setdefault(wish, raw) == raw else f"{wish}-{_digest(raw)}"

    def note(self, thing: Iri, name: str, place: str) -> None:
        """Note how the thing is called, and where, unless that is known."""
        self.called.setdefault(thing, name)
        self.lines.setdefault(thing, place)
