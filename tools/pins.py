"""The pinned packages that a part of the project needs, out of all that its development needs.

Of the standard library alone: ``set_up.py`` uses it before anything is installed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ENTRY = re.compile(r"^(?P<name>[a-z0-9][\w.-]*)==.*?(?=^[a-z0-9]|\Z)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"^\s+#(?:\s+via)?(?P<name>.*)$", re.MULTILINE)
_NAME = re.compile(r"[\w.-]+")
_OWN_EXTRAS = re.compile(r"icilabas\[(?P<names>[\w,-]+)\]")


def asked_for(project: Mapping[str, Any], *extras: str) -> list[str]:
    """Return what a project requires, with these extras; an extra may name others of its own.

    project: the table ``project`` of a ``pyproject.toml``.
    """
    found, waiting = list(project["dependencies"]), list(extras)
    while waiting:
        for each in project["optional-dependencies"][waiting.pop()]:
            own = _OWN_EXTRAS.fullmatch(each)
            if own:
                waiting += own["names"].split(",")
            else:
                found.append(each)
    return found


def needed(pinned: str, wanted: Iterable[str]) -> str:
    """Return the entries of a ``requirements.txt`` that what is wanted leads to, hashes and all.

    Each entry says in a comment what asks for it; so the answer is the same on every system. wanted: requirements as
    ``pyproject.toml`` writes them. Raises ValueError for one that is not pinned.
    """
    entries = [(_canonical(found["name"]), found[0]) for found in _ENTRY.finditer(pinned)]
    kept = {_canonical(found[0]) for found in map(_NAME.match, wanted) if found}
    if missing := kept - {name for name, _entry in entries}:
        raise ValueError(f"not pinned: {', '.join(sorted(missing))}")
    asked = [(name, {_canonical(by["name"].strip()) for by in _COMMENT.finditer(entry)}) for name, entry in entries]
    while more := {name for name, by in asked if name not in kept and by & kept}:
        kept |= more
    return "".join(entry for name, entry in entries if name in kept)


def entries(pinned: str) -> list[str]:
    """Return the entries, each with its hashes."""
    return [found[0] for found in _ENTRY.finditer(pinned)]


def only(pinned: str, name: str) -> str:
    """Return the entry of one package; nothing where it is not pinned."""
    return "".join(found[0] for found in _ENTRY.finditer(pinned) if _canonical(found["name"]) == name)


def _canonical(name: str) -> str:
    """Return the name of a package as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
