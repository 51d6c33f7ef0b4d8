"""The pinned packages that the program itself needs, out of those that its development needs too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENTRY = re.compile(r"^(?P<name>[a-z0-9][\w.-]*)==.*?(?=^[a-z0-9]|\Z)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"^\s+#(?:\s+via)?(?P<name>.*)$", re.MULTILINE)


def needed(pinned: str, project: Mapping[str, Any]) -> str:
    """Return the entries of a ``requirements.txt`` that the project's own dependencies lead to, hashes and all.

    Each entry says in a comment what asks for it; so the answer is the same on every system. project: the table
    ``project`` of a ``pyproject.toml``. Raises ValueError for a dependency that is not pinned.
    """
    entries = [(canonicalize_name(found["name"]), found[0]) for found in _ENTRY.finditer(pinned)]
    kept = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    if missing := kept - {name for name, _entry in entries}:
        raise ValueError(f"not pinned: {', '.join(sorted(missing))}")
    asked = [
        (name, {canonicalize_name(by["name"].strip()) for by in _COMMENT.finditer(entry)}) for name, entry in entries
    ]
    while more := {name for name, by in asked if name not in kept and by & kept}:
        kept |= more
    return "".join(entry for name, entry in entries if name in kept)
