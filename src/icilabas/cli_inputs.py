"""What stands on the command line: an INPUT is a path or the address of a SPARQL endpoint, a parameter is K=V."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from icilabas.errors import UsageError
from icilabas.messages import message

_SCHEMES = ("http://", "https://")


class Input(click.Path):
    """A path; an address stays the text that it is (``Path`` would make one slash of two)."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the address as text, anything else as a ``Path``."""
        if isinstance(value, str) and value.lower().startswith(_SCHEMES):
            return value
        return super().convert(value, param, ctx)


def parameter(text: str) -> tuple[str, str]:
    """Return the name and the value of a parameter. Raises UsageError where there is no name or no value."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(message("param-form", found=text))
    return name.strip(), value.strip()
