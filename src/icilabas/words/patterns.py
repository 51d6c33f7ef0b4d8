"""Patterns that are compiled when they are first asked: a command needs few of those that its modules have."""

from __future__ import annotations

import re
from typing import AnyStr, Generic, cast


class _Pattern(Generic[AnyStr]):
    """What is asked as a ``re.Pattern`` is; what it is asked once, it has from then on."""

    def __init__(self, text: AnyStr, flags: int) -> None:
        self._text: AnyStr = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):  # what copying and pickling look for, in what is not filled yet too
            raise AttributeError(name)
        found: object = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return the pattern. That it is none shows when it is first asked, as ``re.error``."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))
