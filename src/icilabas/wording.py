"""The words of the half page: ``ontology/comparison/sentences.yaml``, in French and in English."""

from __future__ import annotations

from functools import lru_cache

from icilabas import yamltext
from icilabas.paths import ONTOLOGY

WORDS = ONTOLOGY / "comparison" / "sentences.yaml"


@lru_cache(maxsize=1)
def phrases() -> dict[str, dict[str, str]]:
    """Return all phrases: key to language to text, with ``{name}`` for what the data say."""
    found: dict[str, dict[str, str]] = yamltext.parse(WORDS.read_text(encoding="utf-8"))
    return found


def phrase(key: str, lang: str, **values: object) -> str:
    """Return a phrase in the language, with the values in it."""
    return phrases()[key]["fr" if lang == "fr" else "en"].format(**values)
