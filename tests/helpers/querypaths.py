"""Paths of any length in a query: each step with ``*``, ``+`` or ``?`` after it, as SPARQL writes them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from icilabas.engine.query_text import skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = r"(?:[\w.-]*:[\w.%\\-]*|<>|(?<![?$\w:-])a|\{\w+\})"  # in our code, {…} stands for a name
_IN = r"(?:(?![?$]\w)[^(){}])*"  # no variable stands in a path, but in what is computed
_STEP = re.compile(rf"(?:{_NAME}|\((?=[^()]*[:<(]){_IN}(?:\({_IN}\){_IN})*\))\s?(?:[*+]|\?(?!\w))")


def paths(query: str) -> list[str]:
    """Return the steps that a query goes any number of times; none of a text, of a comment, of COUNT(*) or of a sum."""
    return _STEP.findall(" ".join(skeleton(query).split()))


def of_code(module: Path) -> Iterator[str]:
    """Yield the texts of a module that are, or become, a part of a query with paths."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            said = "".join(str(part.value) if isinstance(part, ast.Constant) else "{name}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            said = node.value
        else:
            continue
        if re.search(r"[?$]\w+\s+\S+\s", said) and paths(said):
            yield said
