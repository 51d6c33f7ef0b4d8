"""What an INPUT is on the command line: a path, or the address of a SPARQL endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

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
