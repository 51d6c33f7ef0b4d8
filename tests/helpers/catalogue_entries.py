"""The catalogues as files: what tests hold of every entry."""

from __future__ import annotations

from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING

from icilabas.words.catalogues import LOCALES, read_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable


@lru_cache
def entries(lang: str, name: str = "*") -> dict[str, tuple[str, ...]]:
    """Return the texts of a language by key, one or one a plural form; of one catalogue or of all."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((LOCALES / lang).glob(f"{name}.po")):
        for entry in read_catalogue(path):
            if entry.id and not entry.context and not entry.fuzzy:
                key = entry.id if isinstance(entry.id, str) else entry.id[0]
                found[key] = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
    return found


def gaps(forms: Iterable[str]) -> set[str]:
    """Return the names of the gaps in a text, in whichever of its forms."""
    return {name for form in forms for _text, name, _spec, _how in Formatter().parse(form) if name is not None}
