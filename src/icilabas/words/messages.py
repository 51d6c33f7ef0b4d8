"""Texts of ours in all languages: found by a key in the catalogues, with what was found put into their gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas.words.sentences import said
from icilabas.words.text import NOTHING, Text, in_each_language, same

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 120


def as_one_line(text: str) -> str:
    """Return the text as one line that a terminal prints as it is: without line ends, control or half characters."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def show(value: object) -> str:
    """Return a value from data as one safe line: no control characters, not longer than a line."""
    text = as_one_line(str(value))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


class Message(Text):
    """A text of the catalogues, put together when it is asked for: a command needs it in one language only."""

    __slots__ = ("_key", "_values")

    def __init__(self, key: str, values: Mapping[str, object]) -> None:
        """Take the key, and what stands in the gaps."""
        super().__init__({})
        self._key, self._values = key, values

    @property
    def kind(self) -> tuple[object, ...]:
        """Its key, and the kind of the text that it names."""
        name = self._values.get("name")
        return (self._key, name.kind) if isinstance(name, Text) else (self._key,)

    def find(self, lang: str) -> tuple[str, str]:
        """Return the text in the language, or else in French; and the language that it is in."""
        return said(self._key, lang, self._values)


def message(key: str, **values: object) -> Text:
    """Return the text of this key; a ``Text`` is put in in the same language, ``count`` chooses the plural form."""
    return Message(
        key,
        {
            name: value if isinstance(value, Text) or type(value) is int else show(value)
            for name, value in values.items()
        },
    )


def suggestion(names: list[str]) -> Text:
    """Return “Nearest: a, b.”, or nothing when no name is near."""
    return message("suggest", names=same(", ".join(map(show, names)))) if names else NOTHING


def either(names: list[Text], *, near: bool = True) -> Text:
    """Return “Nearest: a, b.” or “Known: a, b.” with each name in the language of the sentence."""
    each = in_each_language(lambda lang: ", ".join(dict.fromkeys(show(name.text(lang)) for name in names)))
    return message("suggest" if near else "known", names=each) if names else NOTHING
