"""What a ``source.yaml`` or a mapping may say, from its JSON Schema: one list of the keys, for readers and editors."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from icilabas.resources import ONTOLOGY
from icilabas.words.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from icilabas.resources import Way

    Keywords = Mapping[str, Any]  # of JSON Schema, with what each says


SCHEMA = ONTOLOGY / "shapes" / "source.schema.json"
MAPPING_SCHEMA = ONTOLOGY / "shapes" / "mapping.schema.json"
_KINDS: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}


class Wrong(NamedTuple):
    """A value that is not as it should be: the way to it, and what is expected there, or which keys are known."""

    way: Way
    expected: Text
    known: tuple[str, ...] = ()  # where the key is not known


@lru_cache(maxsize=2)
def yaml_schema(path: Path = SCHEMA) -> Keywords:
    """Return the schema: draft 7 of JSON Schema, and as ``x-expected`` what to write, in each language."""
    found: Keywords = json.loads(path.read_text("utf-8"))
    return found


def wrong(content: object, optional: frozenset[str] = frozenset(), path: Path = SCHEMA) -> Iterator[Wrong]:
    """Yield what of the content is not as the schema wants it, in its order; ``optional`` keys may be missing here."""
    whole = yaml_schema(path)
    required = [key for key in whole["required"] if key not in optional]
    yield from _Checker(whole["definitions"]).wrong(content, {**whole, "required": required}, ())


def shown_way(way: Way) -> str:
    """Return a way as people read it: ``passages[3].access``."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in way).removeprefix(".") or "…"


def place_of_way(path: str, places: Mapping[Way, tuple[int, int]], way: Way) -> str:
    """Return the place of a value, ``file:line:column``: of what it stands in, where it is missing."""
    found = next((places[way[:end]] for end in range(len(way), -1, -1) if way[:end] in places), None)
    return f"{path}:{found[0]}:{found[1]}" if found else path


class _Checker:
    """Looks at values by the keywords that our schemas use; ``definitions``: what parts of the schema refer to."""

    def __init__(self, definitions: Keywords) -> None:
        self.definitions = definitions

    def wrong(self, value: object, part: Keywords, way: Way) -> Iterator[Wrong]:
        """Yield what is wrong with a value."""
        part = self.resolved(part)
        here = Wrong(way, Text(part.get("x-expected", {})))
        if not _is_one_of(value, part) or not _has_range(value, part):
            yield here
        elif isinstance(value, dict):
            yield from self.wrong_keys(value, part, here)
        elif isinstance(value, list) and "items" in part:
            for number, inner in enumerate(value):
                yield from self.wrong(inner, part["items"], (*way, number))

    def wrong_keys(self, value: Mapping[str, object], part: Keywords, here: Wrong) -> Iterator[Wrong]:
        """Yield which keys are missing, what is wrong with their values, and which are not known."""
        known, others = part.get("properties", {}), part.get("additionalProperties", True)
        for key in part.get("required", ()):
            if key not in value:
                yield Wrong((*here.way, key), Text(self.resolved(known[key]).get("x-expected", {})))
        for key, inner in value.items():
            if key in known:
                yield from self.wrong(inner, known[key], (*here.way, key))
            elif others is False:
                yield Wrong((*here.way, key), here.expected, tuple(known))
            elif isinstance(others, dict):
                yield from self.wrong(inner, others, (*here.way, key))

    def resolved(self, part: Keywords) -> Keywords:
        """Return the part itself, or the one that it refers to."""
        found: Keywords = self.definitions[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
        return found


def _is_one_of(value: object, part: Keywords) -> bool:
    """Say whether the value is of a kind, and of the values, that are allowed."""
    if "enum" in part and not any(value == each and type(value) is type(each) for each in part["enum"]):
        return False
    kinds = part.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return not kinds or any(isinstance(value, _KINDS[kind]) and not isinstance(value, bool) for kind in kinds)


def _has_range(value: object, part: Keywords) -> bool:
    """Say whether a number, the length of a text or the number of what is in it is within the limits."""
    if isinstance(value, str):
        return len(value) <= part.get("maxLength", len(value)) and _matches(part.get("pattern"), value)
    if isinstance(value, int | float):
        return bool(part.get("minimum", value) <= value <= part.get("maximum", value))
    if isinstance(value, list):
        return bool(part.get("minItems", 0) <= len(value) <= part.get("maxItems", len(value)))
    return not isinstance(value, dict) or len(value) >= part.get("minProperties", 0)


def _matches(pattern: str | None, text: str) -> bool:
    """Say whether the text is as the pattern wants it, whose ``$`` is the very end, as in JSON Schema."""
    return pattern is None or re.search(pattern.replace("$", r"\Z"), text) is not None
